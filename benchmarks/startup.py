"""What a cold process costs, as a multiple of a Python that does nothing.

    python benchmarks/startup.py

Each command runs in fresh processes, in turn, and the least time of the processor counts: so the
load of the machine falls on all alike, and little on any.
"""

from __future__ import annotations

import math
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tables import Table, show

if TYPE_CHECKING:
    from collections.abc import Iterator

RUNS = 20
BORDERS = str(Path(sys.executable).with_name("borders"))
BARE = "python -c pass"
COMMANDS = {
    BARE: [sys.executable, "-c", "pass"],
    "import borders": [sys.executable, "-c", "import borders"],
    "borders --help": [BORDERS, "--help"],
    "borders status Medininkai": [BORDERS, "status", "Medininkai"],
    "borders status Medininkai, json": [BORDERS, "status", "Medininkai", "--format", "json"],
    "borders status (all)": [BORDERS, "status"],
    "borders status (all, json)": [BORDERS, "status", "--format", "json"],
    "borders explain Terespol": [BORDERS, "explain", "Terespol", "--nationality", "US"],
    "import geopandas": [sys.executable, "-c", "import geopandas"],
    "import folium": [sys.executable, "-c", "import folium"],
}


def seconds(command: list[str]) -> float:
    """Return how long the processor works for one fresh process of a command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - the commands above
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def measured() -> Iterator[Table]:
    """Yield the least time of each command."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # installed modules are compiled
    times = dict.fromkeys(COMMANDS, math.inf)
    for _ in range(RUNS):
        for name, command in COMMANDS.items():
            times[name] = min(times[name], seconds(command))
    rows = {name: (least * 1000, least / times[BARE]) for name, least in times.items()}
    yield Table("a cold process", ("ms of the processor", "× bare Python"), rows)


if __name__ == "__main__":
    show(measured())
