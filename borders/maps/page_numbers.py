"""The numbers of a page's data as texts, which are a third of their size as JSON.

`assets/core/page_numbers.js` reads them.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from borders.geo.polylines import pack

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["with_texts"]


def with_texts(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what `page_data` does, diagrams, states and spells as texts, sources by column."""
    spells = [crossing["spells"] for crossing in data["crossings"]]
    minutes = sorted({minute for each in spells for minute, _ in each})
    return {
        **data,
        "diagrams": _diagrams(data["diagrams"]),
        "states": _states(data["states"]),
        "crossings": [
            {**crossing, "spells": len(crossing["spells"])} for crossing in data["crossings"]
        ],
        "sources": [*zip(*data["sources"], strict=True)],
        "minutes": minutes,
        "spells": _spells(spells, minutes),
    }


def _diagrams(diagrams: Mapping[str, Any]) -> dict[str, Any]:
    """Return each node by its atom and how far before it those are that it leads to."""
    leaves, nodes = diagrams["leaves"], diagrams["nodes"]

    def back(column: list[int]) -> Iterator[int]:
        for at, to in enumerate(column, leaves):
            yield to if to < leaves else leaves + at - to

    atoms, yes, no = (nodes[place::3] for place in range(3))
    rows = diagrams["rows"]
    return {
        **diagrams,
        "nodes": [pack(atoms), pack(back(yes)), pack(back(no))],
        "rows": [pack(map(len, rows)), pack(root for row in rows for root in row)],
    }


def _states(states: list[tuple[int, tuple[tuple[int, int], ...]]]) -> list[str]:
    """Return rows of outcomes, how many measures there are, these, and their rows.

    Rows are told from those of the state before, measures from the one before, and the rows of a
    measure from its own last one.
    """
    last: dict[int, int] = {}
    rows: list[int] = []
    for measure, row in (pair for _, measures in states for pair in measures):
        rows.append(row - last.get(measure, 0))
        last[measure] = row
    return [
        pack(_steps(row for row, _ in states)),
        pack(len(measures) for _, measures in states),
        pack(step for _, measures in states for step in _steps(measure for measure, _ in measures)),
        pack(rows),
    ]


def _spells(spells: list[list[tuple[float, int]]], minutes: list[float]) -> list[str]:
    """Return the starts of spells, by their places among all minutes, and their states.

    A state is told by how far it is before the first that was not there yet.
    """
    place = {minute: at for at, minute in enumerate(minutes)}
    states: list[int] = []
    new = 0
    for each in spells:
        for _, state in each:
            states.append(new - state)
            new = max(new, state + 1)
    starts = (step for each in spells for step in _steps(place[minute] for minute, _ in each))
    return [pack(starts), pack(states)]


def _steps(values: Iterable[int]) -> Iterator[int]:
    return (value - before for before, value in pairwise([0, *values]))
