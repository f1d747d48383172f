"""What many days, travellers and origins cost, as multiples of one, and of a loop over them.

    python benchmarks/frames.py

Each is asked of a register that has just been read, so nothing is ruled before; the least time of
the processor counts. A loop asks for one after another, as those do who know no better: it is
measured on a sample, of which no two are the same, and told for as many.
"""

from __future__ import annotations

import random
import time
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tables import Table, show

import borders

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

RUNS = 3
YEAR, DAYS = date(2023, 1, 1), 365
SINCE, UNTIL = date(2020, 1, 1), date(2026, 11, 28)
TRAVELLERS = 10_000
SAMPLE = 200
"""Of days and travellers of a loop."""
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


def every_day(register: borders.Register) -> None:
    """Ask how all crossings stand on every day of all that is known."""
    register.standings_frame(SINCE, UNTIL, mode="car")


def each_day(register: borders.Register) -> None:
    """Ask for some of the same, a day at a time."""
    for number in random.Random(1).sample(range((UNTIL - SINCE).days), SAMPLE):  # noqa: S311 - fixed
        _ = register.on(SINCE + timedelta(days=number), mode="car").standings


def travellers() -> list[borders.Traveller]:
    """Return as many people, who have a nationality or two, and some a paper and a vehicle."""
    chance = random.Random(2)  # noqa: S311 - a fixed sample
    facts = borders.load().facts
    countries, papers = (
        ["BY", "RU", "UA", "LT", "LV", "PL", "DE", "US", "GB", "CN"],
        [*facts.papers],
    )
    return [
        borders.Traveller(
            chance.sample(countries, chance.choice([1, 1, 1, 2])),
            residence=chance.choice([None, None, *countries]),
            papers=chance.sample(papers, chance.choice([0, 0, 0, 1, 2])),
            vehicle=chance.choice([None, *countries]),
        )
        for _ in range(TRAVELLERS)
    ]


def all_people(people: list[borders.Traveller]) -> Callable[[borders.Register], object]:
    """Return what asks how all crossings stand to each of many people on a day."""
    return lambda register: register.on("2023-08-21", mode="car").standings_of(people)


def each_person(people: list[borders.Traveller]) -> Callable[[borders.Register], None]:
    """Return what asks for some of the same, one after another."""

    def work(register: borders.Register) -> None:
        for person in people[:SAMPLE]:
            _ = register.on("2023-08-21", mode="car", traveller=person).standings

    return work


def routes(count: int) -> Callable[[borders.Register], None]:
    """Return what asks for ways from some towns to all crossings."""

    def work(register: borders.Register) -> None:
        towns = random.Random(1).sample(register.towns.all, count)  # noqa: S311 - a fixed sample
        register.on("2023-08-21", mode="car").routes(towns)

    return work


def measured() -> Iterator[Table]:
    """Yield what many take beside one, and what many take beside a loop."""
    borders.load().on(YEAR).to_frame()  # what is imported is no part of it
    one_day, one_origin = seconds(day), seconds(routes(1))
    rows = {
        "a day": (one_day, one_day),
        "a year by day": (seconds(year), one_day),
        "history of all": (seconds(lambda register: register.history_frame()), one_day),
        "routes from a town": (one_origin, one_origin),
        f"routes from {ORIGINS} towns": (seconds(routes(ORIGINS)), one_origin),
    }
    told = {name: (taken * 1000, taken / one) for name, (taken, one) in rows.items()}
    yield Table("frames", ("ms of the processor", "× one"), told)
    people, days = travellers(), (UNTIL - SINCE).days
    pairs = {
        f"every day since {SINCE.year}, {days:,} of them": (every_day, each_day, days),
        f"a day of {TRAVELLERS:,} travellers": (
            all_people(people),
            each_person(people),
            TRAVELLERS,
        ),
    }
    told = {}
    for name, (at_once, one_by_one, count) in pairs.items():
        taken, loop = seconds(at_once), seconds(one_by_one) * count / SAMPLE
        told[name] = (taken * 1000, loop * 1000, loop / taken)
    yield Table("standings of all crossings", ("ms at once", "ms in a loop", "× faster"), told)


if __name__ == "__main__":
    show(measured())
