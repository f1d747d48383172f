"""Ours at one size and at a hundred.

    python benchmarks/sizes.py

The shipped register is copied (`copies.py`) once, and ten to a hundred times over: 8,700 crossings.
Each work runs in a process of its own, the sizes in turn, on a register that has just been read,
and the least of its times of the processor counts. Read ratios and exponents: the load of the
machine falls on all alike. The exponent is that of the size by which the time grows between ten
copies and the most. A page is made of 2,175 crossings at most: it takes too long to be measured of
more. What fails, or takes more than two minutes, is told in its place.
"""

from __future__ import annotations

import math
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import copies
from tables import Table, show

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tables import Cell

SIZES = (1, 10, 25, 50, 100)
RUNS = 3
FIRST = 10
"""Copies from which on growth is measured: fewer are lost in what is done once."""
MOST = {"page": 25}
"""Copies up to which a work is measured, where that is not all."""
PATIENCE = 120
"""Seconds after which a work is given up."""

WORKS = {
    "load": "borders.load(folder)",
    "a day, statuses": 'register.on("2023-08-21").standings',
    "a day, verdicts with sentences": 'register.on("2023-08-21", **asked).verdicts',
    "a year's changes": 'register.changes("2023-01-01", "2024-01-01", **asked)',
    "page": "borders.maps.html.page(register)",
}
SCRIPT = """\
import resource, sys
from time import process_time
import borders, borders.maps.html
folder = sys.argv[1]
asked = {{"mode": "car", "direction": "out", "traveller": borders.Traveller(nationality="US")}}
register = borders.load()
{work}  # what is imported and read once is no part of it
register = borders.load(folder)
start = process_time()
{work}
print(process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def one(work: str, folder: Path) -> tuple[float, float] | str:
    """Return the seconds of the processor and the megabytes that a work takes, or why none."""
    command = [sys.executable, "-c", SCRIPT.format(work=work), str(folder)]
    try:
        done = subprocess.run(  # noqa: S603 - the code above
            command, check=False, capture_output=True, text=True, timeout=PATIENCE
        )
    except subprocess.TimeoutExpired:
        return f"took more than {PATIENCE} s"
    if done.returncode:
        last = done.stderr.strip().rpartition("\n")[2]
        return f"failed with {done.returncode}: {last}"
    seconds, megabytes = map(float, done.stdout.split())
    return seconds, megabytes


def grown(folders: dict[int, Path]) -> dict[str, dict[int, tuple[float, float] | str]]:
    """Return what each work takes at each size at least, or how it failed there."""
    found: dict[str, dict[int, tuple[float, float] | str]] = {name: {} for name in WORKS}
    for turn in range(RUNS):
        for name, work in WORKS.items():
            for size, folder in folders.items():
                before = found[name].get(size)
                if size > MOST.get(name, size) or isinstance(before, str):
                    continue
                taken = one(work, folder)
                is_less = before is None or isinstance(taken, str) or taken < before
                found[name][size] = taken if is_less else before
        print(f"grown {turn + 1}/{RUNS}", file=sys.stderr)
    return found


def exponent(seconds: dict[int, float]) -> float | None:
    """Return by which power of the size the seconds grow; None: too few sizes were measured."""
    last = max(seconds, default=0)
    if FIRST not in seconds or last <= FIRST:
        return None
    return math.log(seconds[last] / seconds[FIRST]) / math.log(last / FIRST)


def measured() -> Iterator[Table]:
    """Yield the seconds of each work by size, by which power they grow, and the memory at most."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # installed modules are compiled
    with tempfile.TemporaryDirectory() as home:
        works = grown({size: copies.copied(size, Path(home) / str(size)) for size in SIZES})
    rows: dict[str, list[Cell]] = {}
    for name, times in works.items():
        taken = {size: each for size, each in times.items() if not isinstance(each, str)}
        told = {size: each if isinstance(each, str) else each[0] for size, each in times.items()}
        rows[name] = [told.get(size) for size in SIZES]
        rows[name] += [exponent({size: seconds for size, (seconds, _) in taken.items()})]
        rows[name] += [max((megabytes for _, megabytes in taken.values()), default=None)]
    heads = (*(f"{size} ×" for size in SIZES), "exponent", "MB at most")
    yield Table("s of the processor", heads, rows)


if __name__ == "__main__":
    show(measured())
