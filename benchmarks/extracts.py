"""What `borders network build` takes of extracts up to the size of a whole country's.

    python benchmarks/extracts.py [nodes …]

Each is drawn over Belarus and some way beyond: streets in a mesh, a main road among every ten of
them, tracks that end, and buildings, of which nothing is kept. Of eighteen nodes seven lie on
streets, three on tracks and eight on buildings; the more nodes, the finer the mesh. It is written
to a folder that is removed, and built by a process of its own: seconds are those of the processor.
Needs the extra `osm`.
"""

from __future__ import annotations

import math
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import osmium
from tables import Table, show

if TYPE_CHECKING:
    from collections.abc import Iterator

SIZES = (10**6, 10**7, 5 * 10**7)
WEST, SOUTH, EAST, NORTH = 22.5, 51.0, 33.0, 56.5
CELL = 18
"""Nodes of one mesh: a junction, three on the street east and on that north, tracks, buildings."""
BENDS = (1, 2, 3)
RUN = 10
"""Meshes that a street crosses before another way goes on."""
MAIN = 10

Line = tuple[list[int], dict[str, str]]


class Mesh:
    """Streets, tracks and buildings of so many nodes, by rows and columns."""

    def __init__(self, nodes: int) -> None:
        self.columns = round(math.sqrt(nodes / CELL * (EAST - WEST) / (NORTH - SOUTH)))
        self.rows = round(nodes / CELL / self.columns)
        self.wide, self.high = (EAST - WEST) / self.columns, (NORTH - SOUTH) / self.rows

    def places(self) -> Iterator[tuple[float, float]]:
        """Yield longitude and latitude of every node, from node 1 on."""
        bent = [(0.25 * bend, 0.05 * (bend % 2)) for bend in BENDS]
        inside = [(0.0, 0.0), *bent, *((y, x) for x, y in bent)]
        inside += [(0.2 * bend, 0.2 * bend + 0.04) for bend in BENDS]
        for left, low in ((0.3, 0.7), (0.7, 0.3)):
            inside += [(left + x, low + y) for x, y in ((0, 0), (0.1, 0), (0.1, 0.1), (0, 0.1))]
        steps = [(x * self.wide, y * self.high) for x, y in inside]
        for row in range(self.rows):
            south = SOUTH + row * self.high
            for column in range(self.columns):
                west = WEST + column * self.wide
                yield from [(west + x, south + y) for x, y in steps]

    def first(self, row: int, column: int) -> int:
        """Return the id of the junction of a mesh."""
        return (row * self.columns + column) * CELL + 1

    def ways(self) -> Iterator[Line]:
        """Yield the nodes and the tags of every way."""
        for row in range(self.rows):
            for start in range(0, self.columns - 1, RUN):
                stop = min(start + RUN, self.columns - 1)
                yield self._street([self.first(row, at) for at in range(start, stop + 1)], 0, row)
        for column in range(self.columns):
            for start in range(0, self.rows - 1, RUN):
                stop = min(start + RUN, self.rows - 1)
                junctions = [self.first(at, column) for at in range(start, stop + 1)]
                yield self._street(junctions, len(BENDS), column)
        for cell in range(self.rows * self.columns):
            first = cell * CELL + 1
            yield [first, first + 7, first + 8, first + 9], {"highway": "track"}
            for wall in (first + 10, first + 14):
                yield [wall, wall + 1, wall + 2, wall + 3, wall], {"building": "yes"}

    @staticmethod
    def _street(junctions: list[int], skipped: int, number: int) -> Line:
        nodes = [at + skipped + bend for at in junctions for bend in (-skipped, *BENDS)]
        is_main = number % MAIN == 0
        tags = (
            {"highway": "primary", "ref": f"P{number}"} if is_main else {"highway": "residential"}
        )
        return nodes[: -len(BENDS)], tags


def written(nodes: int, file: Path) -> int:
    """Write an extract of about so many nodes, and return how many it has."""
    mesh = Mesh(nodes)
    lines = file.with_name("country.opl")
    with lines.open("w", encoding="utf-8") as out:
        for number, (lon, lat) in enumerate(mesh.places(), 1):
            out.write(f"n{number} v1 x{lon:.7f} y{lat:.7f}\n")
        for number, (refs, tags) in enumerate(mesh.ways(), 1):
            told = ",".join(f"{key}={value}" for key, value in tags.items())
            out.write(f"w{number} v1 T{told} Nn{',n'.join(map(str, refs))}\n")
    packed = osmium.WriteHandler(str(file))
    osmium.apply(str(lines), packed)
    packed.close()
    lines.unlink()
    return mesh.rows * mesh.columns * CELL


def built(file: Path, folder: Path) -> tuple[float, float]:
    """Return the seconds and the megabytes that building takes."""
    command = [Path(sys.executable).with_name("borders"), "network", "build", file, "-o", folder]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603 - the line above
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"network build of {file.name} ended with {process.returncode}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def measured(*sizes: int) -> Iterator[Table]:
    """Yield what an extract takes of each size, or of all."""
    rows = {}
    for size in sizes or SIZES:
        with tempfile.TemporaryDirectory() as home:
            file = Path(home) / "country.osm.pbf"
            nodes = written(size, file)
            seconds, megabytes = built(file, Path(home) / "roads")
            millions = nodes / 1e6
            each = seconds / millions, megabytes, megabytes / millions
            rows[f"{nodes:,} nodes"] = file.stat().st_size / 1e6, seconds, *each
    heads = ("MB on disk", "s of the processor", "s a million", "MB", "MB a million")
    yield Table("network build", heads, rows)


if __name__ == "__main__":
    show(measured(*map(int, sys.argv[1:])))
