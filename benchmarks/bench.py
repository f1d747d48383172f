"""Ours at one size and at a hundred, and from a cold start: one table and one JSON file.

    python benchmarks/bench.py [FILE.json]        or: make bench

The shipped register is copied (`copies.py`) once, and ten to a hundred times over: 8,700 crossings.
Each work runs in a process of its own, the sizes in turn, on a register that has just been read,
and the least of its times of the processor counts. Read ratios and exponents: the load of the
machine falls on all alike. The exponent is that of the size by which the time grows between ten
copies and the most. A page is made of 2,175 crossings at most: it takes too long to be measured of
more. What fails, or takes more than two minutes, is told and has no figures. Written is
`benchmarks/figures.json`, with the day and the version of Python.

What it does not measure: pages beside those of others (`pages.py`), routes and reach beside other
graphs (`network.py`, `network_peers.py`), networks made of extracts (`extracts.py`), frames
(`frames.py`).
"""

from __future__ import annotations

import json
import math
import os
import platform
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import copies
import startup

from borders import atomic_file

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
TARGET = Path(__file__).with_name("figures.json")


def measured(work: str, folder: Path) -> tuple[float, float] | str:
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


def grown(
    folders: dict[int, Path],
) -> tuple[dict[str, dict[int, tuple[float, float]]], dict[str, dict[int, str]]]:
    """Return the seconds and megabytes of each work at each size, and what failed and how."""
    found: dict[str, dict[int, tuple[float, float]]] = {name: {} for name in WORKS}
    failed: dict[str, dict[int, str]] = {name: {} for name in WORKS}
    for turn in range(RUNS):
        for name, work in WORKS.items():
            for size, folder in folders.items():
                if size > MOST.get(name, size) or size in failed[name]:
                    continue
                one = measured(work, folder)
                if isinstance(one, str):
                    failed[name][size] = one
                    found[name].pop(size, None)
                else:
                    found[name][size] = min(found[name].get(size, one), one)
        print(f"grown {turn + 1}/{RUNS}", file=sys.stderr)
    return found, {name: sizes for name, sizes in failed.items() if sizes}


def exponent(times: dict[int, tuple[float, float]]) -> float | None:
    """Return by which power of the size the seconds grow; None: too few sizes were measured."""
    last = max(times, default=0)
    if FIRST not in times or last <= FIRST:
        return None
    return round(math.log(times[last][0] / times[FIRST][0]) / math.log(last / FIRST), 2)


def main() -> None:
    """Measure, print and write."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # installed modules are compiled
    with tempfile.TemporaryDirectory() as home:
        folders = {size: copies.copied(size, Path(home) / str(size)) for size in SIZES}
        works, failed = grown(folders)
    cold = startup.measured()
    bare = cold["python -c pass"]
    heads = [f"{size} ×" for size in SIZES]
    print(f"| s of the processor | {' | '.join(heads)} | exponent | MB at most |")
    print(f"|---|{'--:|' * (len(SIZES) + 2)}")
    for name, times in works.items():
        cells = [f"{times[size][0]:.3f}" if size in times else "–" for size in SIZES]
        most = max((megabytes for _, megabytes in times.values()), default=0)
        print(f"| {name} | {' | '.join(cells)} | {exponent(times) or '–'} | {most:.0f} |")
    for name, sizes in failed.items():
        for size, why in sizes.items():
            print(f"\n{name} at {size} ×: {why}")
    print("\n| cold process | ms | × bare Python |\n|---|--:|--:|")
    for name, seconds in cold.items():
        print(f"| {name} | {seconds * 1000:.0f} | {seconds / bare:.1f} |")
    figures = {
        "measured": datetime.now(UTC).date().isoformat(),
        "python": platform.python_version(),
        "sizes": {
            name: {
                "seconds": {str(size): round(s, 4) for size, (s, _) in times.items()},
                "megabytes": {str(size): round(mb) for size, (_, mb) in times.items()},
                "exponent": exponent(times),
            }
            | ({"failed": failed[name]} if name in failed else {})
            for name, times in works.items()
        },
        "cold": {
            name: {"seconds": round(seconds, 4), "bare": round(seconds / bare, 1)}
            for name, seconds in cold.items()
        },
    }
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET
    atomic_file.write(target, f"{json.dumps(figures, indent=1)}\n".encode())


if __name__ == "__main__":
    main()
