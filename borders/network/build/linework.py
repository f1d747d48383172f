"""Ways over numbered nodes: cut, contracted and joined. Only arithmetic.

A way is a row of nodes. It has a class, by number, and is run through in both directions or, as a
one-way, only from its first node to its last.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from borders._typing import Bools, Numbers

__all__ = ["Linestrings", "both", "contract", "cut", "distinct", "gather", "strong_parts", "united"]


class Linestrings(NamedTuple):
    """The lines of many ways, flat.

    Attributes
    ----------
    nodes
        The nodes of the first way, of the second, …
    bounds
        Way `i` has the nodes from `bounds[i]` up to, not including, `bounds[i + 1]`.
    classes
        The number of the class of each.
    oneway
        Whether each is run through forward only.
    """

    nodes: Numbers
    bounds: Numbers
    classes: Numbers
    oneway: Bools

    @property
    def heads(self) -> Numbers:
        """The first node of each."""
        heads: Numbers = self.nodes[self.bounds[:-1]]
        return heads

    @property
    def tails(self) -> Numbers:
        """The last node of each."""
        tails: Numbers = self.nodes[self.bounds[1:] - 1]
        return tails

    @property
    def owners(self) -> Numbers:
        """The way of each place in `nodes`."""
        return np.repeat(np.arange(len(self.classes)), np.diff(self.bounds))

    @property
    def steps(self) -> Numbers:
        """The places in `nodes` from which a step leads to the next place of the same way."""
        is_last = np.zeros(len(self.nodes), dtype=bool)
        is_last[self.bounds[1:] - 1] = True
        return np.flatnonzero(~is_last)

    def take(self, chosen: Numbers) -> Linestrings:
        """Return some of the ways, in that order."""
        sizes = np.diff(self.bounds)[chosen]
        return Linestrings(
            self.nodes[gather(self.bounds[:-1][chosen], sizes)],
            _bounds(sizes),
            self.classes[chosen],
            self.oneway[chosen],
        )


def distinct(numbers: Numbers) -> Numbers:
    """Return the numbers in order, each once; `np.unique` hashes first, which takes more memory.

    Examples
    --------
    >>> import numpy as np
    >>> distinct(np.array([5, 2, 5])).tolist()
    [2, 5]
    """
    ordered = np.sort(numbers)
    is_new = np.ones(len(ordered), dtype=bool)
    is_new[1:] = ordered[1:] != ordered[:-1]
    once: Numbers = ordered[is_new]
    return once


def united(lines: Linestrings, ids: Numbers) -> Linestrings:
    """Return ways of which several files hold parts, each part of them once.

    Parameters
    ----------
    lines
        Ways in the order of their ids; those of one id are alike but for their nodes.
    ids
        Theirs.

    Examples
    --------
    >>> import numpy as np
    >>> columns = ([7, 8, 9, 8, 9, 5], [0, 3, 6], [0, 0], [False, False])
    >>> halves = Linestrings(*map(np.array, columns))
    >>> united(halves, np.array([4, 4])).nodes.tolist()
    [7, 8, 9, 9, 5]
    """
    again = np.concatenate([[False], ids[1:] == ids[:-1]])[: len(ids)]
    if not again.any():
        return lines
    is_lone = ~again & ~np.append(again[1:], False)
    lone = np.flatnonzero(is_lone)
    owners, nodes = [], []
    starts = np.flatnonzero(~again)
    stops = np.append(starts[1:], len(ids))
    for start, stop in zip(starts.tolist(), stops.tolist(), strict=True):
        if not is_lone[start]:
            rows = (lines.nodes[lines.bounds[n] : lines.bounds[n + 1]] for n in range(start, stop))
            parts = _once([row.tolist() for row in rows])
            owners += [start] * len(parts)
            nodes += parts
    shared = Linestrings(
        np.concatenate(nodes),
        _bounds(np.array([len(part) for part in nodes])),
        lines.classes[owners],
        lines.oneway[owners],
    )
    return both(lines.take(lone), shared).take(np.argsort([*lone, *owners], kind="stable"))


def _once(parts: list[list[int]]) -> list[list[int]]:
    """Return rows of nodes without the steps that a longer one has."""
    ordered = sorted({tuple(part) for part in parts}, key=lambda part: (-len(part), part))
    taken: set[frozenset[int]] = set()
    kept: list[list[int]] = []
    for part in ordered:
        run: list[int] = []
        steps = [frozenset(step) for step in pairwise(part)]
        for node, step in zip(part, steps, strict=False):
            if step not in taken:
                run.append(node)
            elif run:
                kept.append([*run, node])
                run = []
        if run:
            kept.append([*run, part[-1]])
        taken.update(steps)
    return kept


def both(a: Linestrings, b: Linestrings) -> Linestrings:
    """Return the ways of two, one after the other."""
    return Linestrings(
        np.concatenate([a.nodes, b.nodes]),
        np.concatenate([a.bounds, a.bounds[-1] + b.bounds[1:]]),
        np.concatenate([a.classes, b.classes]),
        np.concatenate([a.oneway, b.oneway]),
    )


def gather(starts: Numbers, sizes: Numbers) -> Numbers:
    """Return the places of several runs, one run after the other.

    Examples
    --------
    >>> import numpy as np
    >>> gather(np.array([5, 20]), np.array([3, 2])).tolist()
    [5, 6, 7, 20, 21]
    """
    bounds = _bounds(sizes)
    places: Numbers = np.arange(bounds[-1]) + np.repeat(starts - bounds[:-1], sizes)
    return places


def cut(lines: Linestrings, keep: Bools, breaks: Bools | None = None) -> Linestrings:
    """Return the runs of kept steps as ways of their own.

    Parameters
    ----------
    lines
        What is cut.
    keep
        For each place in `lines.nodes` whether the step that begins there stays. The last place of
        a way begins no step: it has to be false there.
    breaks
        For each node whether runs end at it as well.

    Examples
    --------
    >>> import numpy as np
    >>> columns = ([7, 8, 9, 5], [0, 4], [0], [False])
    >>> lines = Linestrings(*map(np.array, columns))
    >>> cut(lines, np.array([True, False, True, False])).nodes.tolist()
    [7, 8, 9, 5]
    >>> cut(lines, np.array([True, False, True, False])).bounds.tolist()
    [0, 2, 4]
    """
    at_break = np.zeros(len(lines.nodes), dtype=bool) if breaks is None else breaks[lines.nodes]
    before = np.concatenate([[False], keep[:-1]])
    after = np.concatenate([keep[1:], [False]])[: len(keep)]
    starts = np.flatnonzero(keep & (~before | at_break))
    ends = np.flatnonzero(keep & (~after | np.concatenate([at_break[1:], [True]])[: len(keep)]))
    sizes = ends - starts + 2
    owners = lines.owners[starts]
    return Linestrings(
        lines.nodes[gather(starts, sizes)],
        _bounds(sizes),
        lines.classes[owners],
        lines.oneway[owners],
    )


def contract(lines: Linestrings, count: int, fixed: Bools) -> Linestrings:
    """Return ways that run from junction to junction.

    A junction is a node where not just two steps meet, where the class or the direction changes,
    or that is fixed. What lies between is shape.

    Parameters
    ----------
    lines
        What is contracted.
    count
        The number of nodes.
    fixed
        Nodes that stay.
    """
    every = np.ones(len(lines.nodes), dtype=bool)
    every[lines.bounds[1:] - 1] = False
    pieces = cut(lines, every, ~_is_passed(lines, count, fixed))
    order, firsts = _chains(pieces, _partners(pieces, _is_passed(lines, count, fixed)))
    piece, is_back = order >> 1, (order & 1).astype(bool)
    sizes = np.diff(pieces.bounds)[piece]
    lasts = pieces.bounds[1:][piece] - 1
    bounds = _bounds(sizes)
    nth = np.arange(bounds[-1]) - np.repeat(bounds[:-1], sizes)
    places = np.where(
        np.repeat(is_back, sizes),
        np.repeat(lasts, sizes) - nth,
        np.repeat(pieces.bounds[:-1][piece], sizes) + nth,
    )
    is_first = np.zeros(len(order), dtype=bool)
    is_first[firsts] = True
    stays = (nth > 0) | np.repeat(is_first, sizes)  # a joint stands once
    lengths = np.add.reduceat(sizes - ~is_first, firsts) if len(firsts) else np.empty(0, dtype=int)
    return Linestrings(
        pieces.nodes[places[stays]],
        _bounds(lengths),
        pieces.classes[piece[firsts]],
        pieces.oneway[piece[firsts]],
    )


def strong_parts(
    lines: Linestrings, count: int, links: tuple[Numbers, Numbers] | None = None
) -> Numbers:
    """Return for each node the number of its part: within one, every node reaches every other.

    Parameters
    ----------
    lines
        Only their ends are looked at.
    count
        The number of nodes.
    links
        More pairs of nodes, joined in both directions.
    """
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    both = ~lines.oneway
    more = links or (np.empty(0, dtype=int), np.empty(0, dtype=int))
    start = np.concatenate([lines.heads, lines.tails[both], *more])
    end = np.concatenate([lines.tails, lines.heads[both], *reversed(more)])
    graph = csr_array((np.ones(len(start), dtype=np.int8), (start, end)), shape=(count, count))
    _, parts = connected_components(graph, directed=True, connection="strong")
    numbered: Numbers = parts
    return numbered


def _bounds(sizes: Numbers) -> Numbers:
    return np.concatenate([[0], np.cumsum(sizes)])


def _is_passed(lines: Linestrings, count: int, fixed: Bools) -> Bools:
    """Return which nodes are only passed through: shape, unless a way begins there."""
    at = lines.steps
    start, end, owner = lines.nodes[at], lines.nodes[at + 1], lines.owners[at]
    out, into = np.bincount(start, minlength=count), np.bincount(end, minlength=count)
    kind = lines.classes[owner].astype(np.int64) * 2 + lines.oneway[owner]
    low, high = np.full(count, np.iinfo(np.int64).max), np.full(count, -1)
    for node in (start, end):
        np.minimum.at(low, node, kind)
        np.maximum.at(high, node, kind)
    is_joint = (out + into == 2) & (low == high) & ~fixed  # noqa: PLR2004 - one way in, one out
    is_passed: Bools = is_joint & ((high % 2 == 0) | (out == 1))
    return is_passed


def _partners(pieces: Linestrings, is_passed: Bools) -> list[int]:
    """Return for each end (2 i: the head of piece i; 2 i + 1: its tail) the one it is joined to."""
    ends = np.column_stack([pieces.heads, pieces.tails]).ravel()
    joined = np.flatnonzero(is_passed[ends])
    pairs = joined[np.argsort(ends[joined], kind="stable")].reshape(-1, 2)
    partner = np.full(len(ends), -1)
    partner[pairs[:, 0]], partner[pairs[:, 1]] = pairs[:, 1], pairs[:, 0]
    partners: list[int] = partner.tolist()
    return partners


def _chains(pieces: Linestrings, partner: list[int]) -> tuple[Numbers, Numbers]:
    """Return the ends by which pieces are entered, chain after chain, and where each begins."""
    count = len(pieces.classes)
    seen = bytearray(count)
    order: list[int] = []
    firsts: list[int] = []

    def follow(end: int) -> None:
        firsts.append(len(order))
        while end >= 0 and not seen[end >> 1]:
            seen[end >> 1] = 1
            order.append(end)
            end = partner[end ^ 1]

    # Heads first, so that one-ways are followed forward.
    for end in (*range(0, 2 * count, 2), *range(1, 2 * count, 2)):
        if partner[end] < 0 and not seen[end >> 1]:
            follow(end)
    for piece in range(count):  # what is left are rings that nothing joins
        if not seen[piece]:
            follow(2 * piece)
    return np.array(order, dtype=np.int64), np.array(firsts, dtype=np.int64)
