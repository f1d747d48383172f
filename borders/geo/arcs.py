"""Rings as arcs: what two of them have in common is told once, as in TopoJSON.

https://github.com/topojson/topojson-specification, section 2.1.4: an arc that is run through
backwards has the complement of its number.
"""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence

__all__ = ["cut"]

_Point = TypeVar("_Point", bound="Hashable")


def cut(
    rings: Iterable[Sequence[_Point]],
) -> tuple[list[list[_Point]], list[list[int]]]:
    """Return arcs, and of each ring the numbers of its own.

    Parameters
    ----------
    rings
        The points of each, of which the last is the first; a point does not follow itself.

    Examples
    --------
    >>> cut([["a", "b", "c", "a"], ["b", "a", "d", "b"]])
    ([['b', 'c', 'a'], ['a', 'b'], ['a', 'd', 'b']], [[0, 1], [2, -2]])
    """
    rings = list(rings)
    beside: dict[frozenset[_Point], list[int]] = {}
    for number, ring in enumerate(rings):
        for ends in pairwise(ring):
            beside.setdefault(frozenset(ends), []).append(number)
    arcs: list[list[_Point]] = []
    numbers: dict[tuple[_Point, ...], int] = {}
    cuts = []
    for ring in rings:
        own = []
        for arc in _runs(ring, beside):
            if (key := tuple(arc)) in numbers:
                own.append(numbers[key])
            elif (key := key[::-1]) in numbers:
                own.append(~numbers[key])
            else:
                own.append(len(arcs))
                numbers[tuple(arc)] = len(arcs)
                arcs.append(arc)
        cuts.append(own)
    return arcs, cuts


def _runs(
    ring: Sequence[_Point], beside: dict[frozenset[_Point], list[int]]
) -> Iterator[list[_Point]]:
    """Yield the runs of a ring along which the same rings lie."""
    steps = list(pairwise(ring))
    kinds = [beside[frozenset(ends)] for ends in steps]
    turn = next((at for at in range(1, len(steps)) if kinds[at] != kinds[at - 1]), 0)
    pairs = [*zip(kinds, steps, strict=True)]
    for _, run in groupby(pairs[turn:] + pairs[:turn], key=lambda pair: pair[0]):
        ends = [step for _, step in run]
        yield [ends[0][0], *(end for _, end in ends)]
