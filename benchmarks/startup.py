"""How long a cold process takes, as a multiple of a Python that does nothing.

    python benchmarks/startup.py

Each command runs in fresh processes, in turn, and its median counts; so the load of the machine
falls on all alike.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

RUNS = 15
BORDERS = str(Path(sys.executable).with_name("borders"))
COMMANDS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "import borders": [sys.executable, "-c", "import borders"],
    "borders --help": [BORDERS, "--help"],
    "borders status Medininkai": [BORDERS, "status", "Medininkai"],
    "borders status (all)": [BORDERS, "status"],
    "borders status (all, json)": [BORDERS, "status", "--format", "json"],
    "borders explain Terespol": [BORDERS, "explain", "Terespol", "--nationality", "US"],
    "import geopandas": [sys.executable, "-c", "import geopandas"],
    "import folium": [sys.executable, "-c", "import folium"],
}


def seconds(command: list[str]) -> float:
    """Return how long one fresh process of a command takes."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - the commands above
    return time.perf_counter() - start


def main() -> None:
    """Print a row a command."""
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(RUNS + 1):
        for name, command in COMMANDS.items():
            times[name].append(seconds(command))
    bare = statistics.median(times["python -c pass"][1:])
    print(f"{'':28}{'ms':>8}{'× bare':>8}")
    for name, found in times.items():
        median = statistics.median(found[1:])  # the first run fills the caches
        print(f"{name:28}{median * 1000:8.0f}{median / bare:8.1f}")


if __name__ == "__main__":
    main()
