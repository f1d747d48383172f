"""Bend the roads of the network by the courses beside them: ``make courses``.

A road that no course bends any more is straight again.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Final

import documents

from borders.errors import DataError
from borders.network import courses

if TYPE_CHECKING:
    from borders.model import Problem

__all__ = ["bend"]

_COLUMNS: Final = ("start", "end", "metres", "class", "oneway", "shape", "straight")


def bend(folder: Path) -> int:
    """Write the roads of a network anew and return how many are bent."""
    problems: list[Problem] = []
    known = courses.read(folder, problems)
    network = courses.roads(folder, problems)
    if problems or network is None:
        raise DataError(problems)
    found = courses.bends(network.nodes, network.edges, known)
    with (folder / "roads.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    columns = courses.bent(network, found)
    documents.write_csv(
        folder / "roads.csv",
        _COLUMNS,
        (
            (row["start"], row["end"], metres, row["class"], row["oneway"], shape, straight)
            for row, (metres, shape, straight) in zip(rows, columns, strict=True)
        ),
    )
    return len(found)


def main() -> None:
    """Bend them and print how many are bent."""
    folder = Path(__file__).parents[1] / "geodata" / "network"
    print(f"roads.csv: {bend(folder)} bent")


if __name__ == "__main__":
    main()
