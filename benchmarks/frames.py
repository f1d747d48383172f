"""What frames cost: a year of days and many origins, as multiples of a day and of one origin.

    python benchmarks/frames.py [--each-day]

Each is asked of a register that has just been read, so nothing is ruled before; the least time of
the processor counts. With --each-day, a year is also asked day by day, as those do who know no
better: it takes minutes.
"""

from __future__ import annotations

import random
import sys
import time
from datetime import date, timedelta
from typing import TYPE_CHECKING

import borders

if TYPE_CHECKING:
    from collections.abc import Callable

RUNS = 3
YEAR, DAYS = date(2023, 1, 1), 365
ORIGINS = 200


def seconds(work: Callable[[borders.Register], object]) -> float:
    """Return how long the processor works on a fresh register, at least."""
    times = []
    for _ in range(RUNS):
        register = borders.load()
        _ = register.network.graphs, register.towns.all
        before = time.process_time()
        work(register)
        times.append(time.process_time() - before)
    return min(times)


def day(register: borders.Register) -> None:
    """Ask for one day of all crossings."""
    register.on(YEAR).to_frame()


def year(register: borders.Register) -> None:
    """Ask for a year of all crossings, with sentences."""
    register.to_frame(YEAR, YEAR + timedelta(days=DAYS))


def each_day(register: borders.Register) -> None:
    """Ask for the same, a day at a time."""
    for number in range(DAYS):
        register.on(YEAR + timedelta(days=number)).to_frame()


def routes(count: int) -> Callable[[borders.Register], None]:
    """Return what asks for ways from some towns to all crossings."""

    def work(register: borders.Register) -> None:
        towns = random.Random(1).sample(register.towns.all, count)  # noqa: S311 - a fixed sample
        register.on("2023-08-21", mode="car").routes(towns)

    return work


def main() -> None:
    """Print a row a question."""
    borders.load().on(YEAR).to_frame()  # what is imported is no part of it
    one_day, one_origin = seconds(day), seconds(routes(1))
    rows = [
        ("a day", one_day, one_day),
        ("a year by day", seconds(year), one_day),
        ("history of all", seconds(lambda register: register.history_frame()), one_day),
        ("routes from a town", one_origin, one_origin),
        (f"routes from {ORIGINS} towns", seconds(routes(ORIGINS)), one_origin),
    ]
    if "--each-day" in sys.argv:
        rows.insert(2, ("a year, a day at a time", seconds(each_day), one_day))
    print(f"{'':26}{'ms':>8}{'× one':>8}")
    for name, least, one in rows:
        print(f"{name:26}{least * 1000:8.0f}{least / one:8.1f}")


if __name__ == "__main__":
    main()
