"""One question put for many travellers at once, by decision diagrams.

Each node of a diagram is walked once for all of them: what may become of each is a set of outcomes,
a bit an outcome.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Final

import numpy as np
from msgspec import structs

from borders.enums import Direction, Standing, Status
from borders.rules.criteria import ATTRIBUTES
from borders.rules.decision_diagrams import LEAVES, OUTCOMES
from borders.rules.evaluate import (
    default_from,
    directions_asked,
    evaluate,
    modes_asked,
    status_from,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from borders.model import Crossing, Question, Traveller
    from borders.rules.decision_diagrams import Diagrams

    Sets = NDArray[np.uint8]
    """A set of outcomes for each traveller."""


def standings(
    asked: Sequence[tuple[Crossing, Question]],
    travellers: Sequence[Traveller],
    diagrams: Diagrams,
) -> NDArray[np.uint8]:
    """Return how each crossing stands to each traveller: ranks of standings.

    Parameters
    ----------
    asked
        Crossings and what is asked of each, whoever it is that asks.
    diagrams
        Of the register; they grow by what is asked.

    Returns
    -------
    NDArray
        A row a traveller and a column a crossing.
    """
    unique = dict.fromkeys(travellers)
    numbers = {traveller: number for number, traveller in enumerate(unique)}
    found = np.empty((len(unique), len(asked)), dtype=np.uint8)
    groups = diagrams.index.groups.keys()
    alone = [t for t in unique if groups.isdisjoint(t.held("nationality") or ())]
    rows = [numbers[traveller] for traveller in alone]
    roots = [_roots(crossing, question, diagrams) for crossing, question in asked]
    found[rows] = _walked(roots, alone, diagrams)
    for traveller in unique.keys() - {*alone}:  # any citizen of a group: several at once
        for column, (crossing, question) in enumerate(asked):
            put = structs.replace(question, traveller=traveller)
            standing = evaluate(crossing, put, diagrams.index).standing
            found[numbers[traveller], column] = standing.rank
    return found[[numbers[traveller] for traveller in travellers]]


def _roots(crossing: Crossing, question: Question, diagrams: Diagrams) -> frozenset[int]:
    """Return the diagrams of the modes and directions asked at a crossing."""
    moment = question.moment
    situation = diagrams.index.situation(crossing, moment)
    row = diagrams.outcomes(situation, moment, crossing.modes)
    ways = [*Direction]
    return frozenset(
        row[crossing.modes.index(mode) * len(ways) + ways.index(direction)]
        for mode, direction in product(modes_asked(crossing, question), directions_asked(question))
    )


def _walked(
    roots: Sequence[frozenset[int]], travellers: Sequence[Traveller], diagrams: Diagrams
) -> NDArray[np.uint8]:
    """Return how what each of some sets of diagrams comes to stands to each traveller."""
    order = _below(frozenset[int]().union(*roots), diagrams)
    ends, defaults = (
        _reached(order, travellers, diagrams, is_unnamed=is_unnamed) for is_unnamed in (False, True)
    )
    found = np.empty((len(travellers), len(roots)), dtype=np.uint8)
    alike: dict[frozenset[int], NDArray[np.uint8]] = {}
    for column, each in enumerate(roots):
        if each not in alike:
            met, unnamed = (
                np.bitwise_or.reduce([reached[root] for root in each])
                for reached in (ends, defaults)
            )
            alike[each] = _STANDING[met, unnamed]
        found[:, column] = alike[each]
    return found


def _below(roots: frozenset[int], diagrams: Diagrams) -> list[int]:
    """Return the nodes of some diagrams, and those below them first."""
    nodes, seen, ahead = diagrams.nodes, set[int](), [*roots]
    while ahead:
        number = ahead.pop()
        if number >= LEAVES and number not in seen:
            seen.add(number)
            node = nodes[number - LEAVES]
            ahead += node.yes, node.no
    return sorted(seen)  # a node is made after those that it leads to


def _reached(
    order: Sequence[int],
    travellers: Sequence[Traveller],
    diagrams: Diagrams,
    *,
    is_unnamed: bool,
) -> dict[int, Sets]:
    """Return the outcomes at which some nodes, and all leaves, end for each traveller.

    Parameters
    ----------
    is_unnamed
        What is left unsaid is such that no measure names it; else it is filled in every way.
    """
    held, nodes = _Held(travellers, is_unnamed=is_unnamed), diagrams.nodes
    reached = {
        leaf: np.full(len(travellers), 1 << leaf, dtype=np.uint8) for leaf in range(len(OUTCOMES))
    }
    for number in order:
        node = nodes[number - LEAVES]
        is_held, is_not = held.answers(node.attribute, node.values or frozenset())
        reached[number] = (reached[node.yes] & is_held) | (reached[node.no] & is_not)
    return reached


class _Held:
    """What travellers hold, and whether that is one of some values: all bits set, or none."""

    def __init__(self, travellers: Sequence[Traveller], *, is_unnamed: bool) -> None:
        self._each = {
            attribute: _numbered(_said(travellers, attribute, is_unnamed=is_unnamed))
            for attribute in ATTRIBUTES
        }
        self._answers: dict[tuple[str, frozenset[str]], tuple[Sets, Sets]] = {}

    def answers(self, attribute: str, values: frozenset[str]) -> tuple[Sets, Sets]:
        """Return who may hold one of some values, and who may hold none."""
        key = (attribute, values)
        if key not in self._answers:
            sets, numbers = self._each[attribute]
            may = [held is None or not held.isdisjoint(values) for held in sets]
            may_not = [held is None or held.isdisjoint(values) for held in sets]
            yes, no = (-np.array(each, dtype=np.int8)[numbers] for each in (may, may_not))
            self._answers[key] = yes.view(np.uint8), no.view(np.uint8)
        return self._answers[key]


def _said(
    travellers: Iterable[Traveller], attribute: str, *, is_unnamed: bool
) -> Iterator[frozenset[str] | None]:
    for traveller in travellers:
        held = traveller.held(attribute)
        yield frozenset() if held is None and is_unnamed else held


def _numbered(
    sets: Iterable[frozenset[str] | None],
) -> tuple[list[frozenset[str] | None], NDArray[np.intp]]:
    """Return sets, each once, and the number of each of those given."""
    numbers: dict[frozenset[str] | None, int] = {}
    each = [numbers.setdefault(held, len(numbers)) for held in sets]
    return [*numbers], np.array(each, dtype=np.intp)


def _standing(ends: int, unnamed: int) -> Standing:
    """Return the standing by the outcomes of all, and by those of whom no measure names."""
    both = [
        [outcome for at, outcome in enumerate(OUTCOMES) if each >> at & 1]
        for each in (ends, unnamed)
    ]
    status = status_from(both[0])
    return Standing.of(status, default_from(both[1]) if status is Status.RESTRICTED else None)


_STANDING: Final = np.array(
    [
        [_standing(ends, unnamed).rank for unnamed in range(1 << len(OUTCOMES))]
        for ends in range(1 << len(OUTCOMES))
    ],
    dtype=np.uint8,
)
"""The number of a standing, by both sets of outcomes."""
