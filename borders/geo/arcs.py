"""Rings as arcs: what two of them have in common is told once, as in TopoJSON.

https://github.com/topojson/topojson-specification, section 2.1.4: an arc that is run through
backwards has the complement of its number.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["cut"]

_Point = TypeVar("_Point", bound="_Ordered")


class _Ordered(Protocol):
    def __hash__(self) -> int: ...

    def __le__(self, other: Any, /) -> bool: ...  # noqa: ANN401 - of its own kind


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
    steps = [[*map(_step, ring, ring[1:])] for ring in rings]
    beside: dict[tuple[_Point, _Point], tuple[int, ...]] = {}
    for number, along in enumerate(steps):
        for step in along:
            beside[step] = (*beside.get(step, ()), number)
    arcs: list[list[_Point]] = []
    numbers: dict[tuple[_Point, ...], int] = {}
    cuts = []
    for ring, along in zip(rings, steps, strict=True):
        own = []
        for arc in _runs(ring, [beside[step] for step in along]):
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


def _step(point: _Point, after: _Point) -> tuple[_Point, _Point]:
    """Return two points, the same in whichever order."""
    return (point, after) if point <= after else (after, point)


def _runs(ring: Sequence[_Point], kinds: Sequence[object]) -> Iterator[list[_Point]]:
    """Yield the runs of a ring along which its steps are of one kind."""
    turns = [at for at in range(1, len(kinds)) if kinds[at] != kinds[at - 1]]
    first = turns[0] if turns else 0
    around = [*ring[first:], *ring[1 : first + 1]]
    ends = [turn - first for turn in turns]
    if turns and kinds[0] != kinds[-1]:
        ends.append(len(kinds) - first)
    for start, end in pairwise([*(ends or [0]), len(kinds)] if kinds else []):
        yield around[start : end + 1]
