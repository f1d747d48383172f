"""Routes between towns and crossings → the roads on which the page finds them.

Of a network stand what some route from a town to a crossing lies on, joined to segments that meet
where routes part or lead on; where a town lies on its segment; and of the towns from which routes
are shown, the lines. `core/routes.js` of the page finds the shortest paths and rules nothing.
"""

from __future__ import annotations

import math
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from borders import progress
from borders.geo.earth import DETOUR
from borders.geo.polylines import encode_lines, pack
from borders.maps.precision import grid_of
from borders.network.routes import network_of
from borders.places import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from borders._typing import Floats, Ints, Texts
    from borders.network.graph import Graph, Network, Snapped
    from borders.places import Place
    from borders.register import Register

    Line = list[tuple[float, float]]
    Pair = tuple[int, int]

__all__ = ["build", "origins", "slug"]

ORIGINS: Final = 60
"""Towns from which the page shows the routes."""

STRAY: Final = 5
"""Steps by which a drawn line may leave its course: 50 metres of the region, where roads are read
a pixel."""

NOWHERE: Final = -1

HELD: Final = 1_000_000
"""Pairs that are gathered before those are let go that are there already."""


WIDE: Final = 1_000_000
"""Nodes of all trees that are followed at once."""

UNITS: Final = 10
"""Of length in a metre: of a hundred segments the lengths then add up to within metres."""


def build(register: Register) -> dict[str, Any]:
    """Return what the page needs to show routes."""
    network, towns = register.network, register.towns.all
    shown = origins(register)
    states = list(dict.fromkeys(town.state for town in towns))
    columns = _Columns(
        np.array([town.lon for town in towns], float),
        np.array([town.lat for town in towns], float),
        np.array([town.state for town in towns], object),
    )
    slugs = {at: slug(towns[at], [towns[other] for other in shown]) for at in shown}
    return {
        "attribution": network.about.attribution,
        "schematic": network.about.schematic,
        "grid": grid_of(register),
        "origins": [[slugs[at], at] for at in shown],
        "states": states,
        "stateOf": pack(states.index(town.state) for town in towns),
        "people": pack(round(town.population**0.5) for town in towns),
        "networks": [
            _Writer(register, network, name, columns, shown).data() for name in network.graphs
        ],
    }


def origins(register: Register) -> list[int]:
    """Return the towns from which routes are shown, by number, the home state's largest first.

    They are the largest of those that are always named on the map, and else the largest of all.
    """
    home, towns = register.facts.package.home, register.towns.all
    named = [at for at, town in enumerate(towns) if town.is_labelled] or range(len(towns))
    reached = [at for at in named if register.network.covers(towns[at].state)]
    largest = sorted(reached, key=lambda at: (-towns[at].population, at))[:ORIGINS]
    first = next((at for at in largest if towns[at].state == home), None)
    return sorted(largest, key=lambda at: at != first)


def slug(town: Place, among: Sequence[Place]) -> str:
    """Return how a link names a town: by its state too where another has its name."""
    name = plain(town.name).replace(" ", "-")
    alike = [other for other in among if plain(other.name) == plain(town.name)]
    if len(alike) > 1:
        name += f"-{town.state.lower()}"
    same = [other for other in alike if other.state == town.state]
    return name if len(same) < 2 else f"{name}-{same.index(town) + 1}"  # noqa: PLR2004 - alone


class _Columns(NamedTuple):
    lon: Floats
    lat: Floats
    state: Texts


class _Gate(NamedTuple):
    crossing: str
    node: int
    is_home: bool


class _Writer:
    """One network while it is written."""

    def __init__(
        self,
        register: Register,
        network: Network,
        name: str,
        towns: _Columns,
        shown: Sequence[int],
    ) -> None:
        self.name, self.towns, self.shown = name, towns, shown
        self.grid = grid_of(register)
        self.graph: Graph = network.graphs[name]
        self.is_home = towns.state == register.facts.package.home
        self.numbers = {c.id: number for number, c in enumerate(register.crossings)}
        self.snapped: Snapped = self.graph.snap_points.snap(*towns)
        self.is_far = self.snapped.metres > network.about.approximate_beyond
        self.gates = list(self._gates(register))

    def _gates(self, register: Register) -> Iterator[_Gate]:
        home = register.facts.package.home
        crossings = {c.id for c in register.crossings if network_of(c) == self.name}
        seen = set()
        for (crossing, side), node in self.graph.side_nodes.items():
            gate = _Gate(crossing, node, side == home)
            if crossing in crossings and (crossing, gate.is_home) not in seen:
                seen.add((crossing, gate.is_home))
                yield gate

    def data(self) -> dict[str, Any]:
        """Return all of it."""
        pairs, is_routed = self._travelled()
        chains = _Chains(self.graph, pairs, [gate.node for gate in self.gates], STRAY / self.grid)
        places = [
            chains.place(self.snapped, at) if is_routed[at] else None
            for at in range(len(is_routed))
        ]
        shown = [places[at] for at in self.shown]
        joints = [chains.joints[gate.node] for gate in self.gates if gate.node in chains.joints]
        drawn = _drawn(chains.segments, [place for place in shown if place], joints)
        approximate = {node: self.graph.approximate[k] for k, node in self.graph.side_nodes.items()}
        return {
            "name": self.name,
            "gates": [
                {
                    "crossing": self.numbers[gate.crossing],
                    "home": gate.is_home,
                    "approximate": bool(approximate[gate.node]),
                    "joint": chains.joints.get(gate.node, NOWHERE),
                }
                for gate in self.gates
            ],
            **chains.segments.written(),
            "lines": encode_lines(
                (
                    chains.line(nodes) if segment in drawn else []
                    for segment, nodes in enumerate(chains.all)
                ),
                self.grid,
            ),
            "towns": pack(
                value
                for place in places
                for value in ((place.segment, place.back, place.ahead) if place else (NOWHERE,))
            ),
            "far": pack(int(self.is_far[at]) for at in self.shown),
            "starts": encode_lines(
                (
                    line
                    for at, place in zip(self.shown, shown, strict=True)
                    for line in (self._starts(chains, at, place) if place else ([], []))
                ),
                self.grid,
            ),
        }

    def _travelled(self) -> tuple[list[Pair], list[bool]]:
        """Return the nodes between which the routes of towns run, and which towns have any."""
        graph, points, at = self.graph, self.graph.snap_points, self.snapped.point
        start, end = points.start[at], points.end[at]
        back, ahead = points.costs(at)
        is_routed = np.zeros(len(at), bool)
        pairs = _Pairs(graph)
        firsts = range(0, len(self.gates), pairs.most)
        batches = [self.gates[first : first + pairs.most] for first in firsts]
        for gates in progress.steps(batches, f"Finding ways by {self.name}", len(batches)):
            metres, following = graph.trees_to([gate.node for gate in gates])
            by_start, by_end = back + metres[:, start], ahead + metres[:, end]
            reaches = np.isfinite(np.minimum(by_start, by_end)) & (at >= 0)
            reaches &= self.is_home == np.array([gate.is_home for gate in gates])[:, None]
            row, town = np.nonzero(reaches)
            first = np.where(by_start <= by_end, start, end)[row, town]
            pairs.follow(following, row, first)
            is_routed |= reaches.any(axis=0)
        is_between = is_routed & (start != end)
        pairs.add(start[is_between], end[is_between])
        return pairs.all(), is_routed.tolist()

    def _starts(self, chains: _Chains, at: int, place: _Place) -> list[Line]:
        """Return the lines from a town to both ends of its segment."""
        here = (float(self.towns.lon[at]), float(self.towns.lat[at]))
        out = self.graph.snap_points.to_ends(int(self.snapped.point[at]))
        parts = zip(out[::-1] if place.is_turned else out, chains.parted(place), strict=True)
        return [[here, *there, *chains.line(nodes)] for there, nodes in parts]


class _Pairs:
    """Nodes that follow each other, gathered; the lower of two comes first."""

    def __init__(self, graph: Graph) -> None:
        self.size = len(graph.nodes.lon)
        self._codes: list[Ints] = []
        self._held = 0

    @property
    def most(self) -> int:
        """How many trees are followed at once: as many as fit in a few megabytes."""
        return max(1, WIDE // self.size)

    def follow(self, following: Ints, tree: NDArray[np.integer], nodes: Ints) -> None:
        """Add what lies on the paths from nodes to the roots of trees.

        Parameters
        ----------
        following
            The node that follows each, in a row for each tree; negative: it is a root.
        tree, nodes
            The trees, by their rows, and the nodes at which paths begin.
        """
        after = following.ravel()
        is_passed = np.zeros(after.shape, bool)
        number = np.empty(after.shape, np.int64)
        steps = tree.astype(np.int64) * self.size + nodes
        while len(steps):
            steps = steps[~is_passed[steps]]
            order = np.arange(len(steps))
            number[steps] = order
            steps = steps[number[steps] == order]  # each once, sooner than by sorting
            is_passed[steps] = True
            ahead = after[steps]
            is_on = ahead >= 0
            steps = steps[is_on] // self.size * self.size + ahead[is_on]
        row, passed = np.nonzero(is_passed.reshape(following.shape) & (following >= 0))
        self.add(passed, following[row, passed])

    def add(self, a: NDArray[np.integer], b: NDArray[np.integer]) -> None:
        """Add pairs in any order."""
        codes = np.minimum(a, b).astype(np.int64) * self.size + np.maximum(a, b)
        self._codes.append(codes)
        self._held += len(codes)
        if self._held > HELD:
            self._once()

    def _once(self) -> Ints:
        """Keep each pair once, and return them in order."""
        codes: Ints = np.unique(np.concatenate(self._codes))
        self._codes, self._held = [codes], 0
        return codes

    def all(self) -> list[Pair]:
        """Return each pair once."""
        return [divmod(code, self.size) for code in self._once().tolist()]


class _Place(NamedTuple):
    """Where a town lies: after a node of a segment, or at it."""

    segment: int
    back: int
    """How far the first joint of the segment is, the way to the road among it."""
    ahead: int
    """And the last."""
    step: int
    is_between: bool
    is_turned: bool
    """Whether its edge runs against the segment."""

    def entries(self, segments: _Segments) -> list[tuple[int, int]]:
        """Return the joints at the ends of its segment, and how far they are."""
        first, last = segments.ends[2 * self.segment : 2 * self.segment + 2]
        return [(first, self.back), (last, self.ahead)]


class _Segments(NamedTuple):
    """What a network of the page is searched by."""

    ends: list[int]
    """The two joints of each segment."""
    ahead: list[int]
    """The length of each from its first joint to its last in units; below 0: there is no way."""
    back: list[int]

    def written(self) -> dict[str, str]:
        """Return them as the block has them."""
        more = [back - ahead for ahead, back in zip(self.ahead, self.back, strict=True)]
        steps = (number - before for before, number in pairwise([0, *self.ends]))
        return {
            "ends": pack(steps),
            "ahead": pack(self.ahead),
            "back": pack(more) if any(more) else "",
        }

    def arcs(self) -> Ints:
        """Return joint, joint that follows, length and segment of each, in columns."""
        first, last = np.array(self.ends, int).reshape(-1, 2).T
        number = np.arange(len(first))
        along = np.stack([first, last, np.array(self.ahead, int), number])
        against = np.stack([last, first, np.array(self.back, int), number])
        arcs = np.concatenate([along, against], axis=1)
        kept: Ints = arcs[:, arcs[2] >= 0]
        return kept


class _Chains:
    """Nodes joined to chains, the segments, that part where routes do."""

    def __init__(
        self, graph: Graph, pairs: Iterable[Pair], roots: Sequence[int], stray: float
    ) -> None:
        self.graph, self.stray = graph, stray
        self.all = list(_chained(pairs, roots))
        ends = [node for chain in self.all for node in (chain[0], chain[-1])]
        along = [pair for chain in self.all for pair in pairwise(chain)]
        both = along + [(b, a) for a, b in along]
        self._metres = dict(zip(both, graph.metres(both).tolist(), strict=True))
        self.joints = {node: number for number, node in enumerate(dict.fromkeys(ends))}
        self.to_first = [self._gone(chain) for chain in self.all]
        self.to_last = [self._gone(chain[::-1])[::-1] for chain in self.all]
        self.segments = _Segments(
            [self.joints[node] for node in ends],
            [_units(metres[0]) for metres in self.to_last],
            [_units(metres[-1]) for metres in self.to_first],
        )
        self._at = {
            node: (number, step)
            for number, chain in enumerate(self.all)
            for step, node in enumerate(chain)
        }
        self._between = {
            pair: (number, step)
            for number, chain in enumerate(self.all)
            for step, pair in enumerate(pairwise(chain))
        }

    def _gone(self, chain: Sequence[int]) -> list[float]:
        """Return the metres from each node of a chain to its first."""
        steps = (self._metres[node, before] for before, node in pairwise(chain))
        return [*accumulate(steps, initial=0.0)]

    def place(self, snapped: Snapped, at: int) -> _Place:
        """Return where a town lies that some route begins in."""
        points, point = self.graph.snap_points, int(snapped.point[at])
        start, end = int(points.start[point]), int(points.end[point])
        (back,), (ahead,) = (costs.tolist() for costs in points.costs(np.array([point])))
        is_between = start != end
        is_turned = (start, end) not in self._between
        if not is_between:
            number, step = self._at[start]
        elif is_turned:
            number, step = self._between[end, start]
            back, ahead = ahead, back
        else:
            number, step = self._between[start, end]
        off = DETOUR * float(snapped.metres[at])
        back += off + self.to_first[number][step]
        ahead += off + self.to_last[number][step + is_between]
        is_turned &= is_between
        return _Place(number, _units(back), _units(ahead), step, is_between, is_turned)

    def parted(self, place: _Place) -> tuple[list[int], list[int]]:
        """Return the nodes from a place to the first joint of its segment, and to the last."""
        chain = self.all[place.segment]
        return chain[place.step :: -1], chain[place.step + place.is_between :]

    def line(self, nodes: Sequence[int]) -> Line:
        """Return the places along nodes that the drawn line keeps."""
        course = self.graph.course(nodes[:1])
        for a, b in pairwise(nodes):
            is_gone = math.isfinite(self._metres[a, b])
            course += self.graph.course([a, b]) if is_gone else self.graph.course([b, a])[::-1]
        if not self.graph.is_bent or len(set(course)) < 2:  # noqa: PLR2004 - a line has two ends
            return course
        from shapely import LineString

        line = LineString(course).simplify(self.stray, preserve_topology=False)
        return [(float(x), float(y)) for x, y in line.coords]


def _chained(pairs: Iterable[Pair], roots: Sequence[int]) -> Iterator[list[int]]:
    """Yield chains of nodes: those that lie between two others alone are within one."""
    beside: dict[int, list[int]] = {}
    for a, b in pairs:
        beside.setdefault(a, []).append(b)
        beside.setdefault(b, []).append(a)
    kept = {node for node, others in beside.items() if len(others) != 2}  # noqa: PLR2004 - a node before and one behind
    kept |= {*roots} & {*beside}
    walked = set()
    for node in sorted(kept):
        for other in beside[node]:
            if (node, other) in walked:
                continue
            chain = [node, other]
            while chain[-1] not in kept:
                chain += [ahead for ahead in beside[chain[-1]] if ahead != chain[-2]]
            walked |= {(chain[0], chain[1]), (chain[-1], chain[-2])}
            yield chain


def _drawn(segments: _Segments, places: Sequence[_Place], goals: Sequence[int]) -> set[int]:
    """Return the segments on shortest paths from places, on all where several are as short.

    The page finds paths alike, in whole units, so that what is as short here is so there.
    """
    from scipy.sparse.csgraph import dijkstra

    start, end, length, segment = segments.arcs()
    size = max(segments.ends, default=NOWHERE) + 1
    order = np.lexsort((length, end, start))
    shortest = order[np.unique(start[order] * size + end[order], return_index=True)[1]]
    matrix = _matrix(length[shortest].astype(float), start[shortest], end[shortest], size)
    drawn: set[int] = set()
    for place in places:
        joints, gone = np.array([e for e in place.entries(segments) if e[1] >= 0]).T
        lengths = (dijkstra(matrix, indices=joints) + gone[:, None]).min(axis=0)
        is_passed = np.isfinite(lengths[start]) & (lengths[start] + length == lengths[end])
        reaches = _reaching(goals, start[is_passed], end[is_passed], size)
        drawn.update(segment[is_passed][reaches[end[is_passed]]].tolist())
    return drawn


def _reaching(goals: Sequence[int], start: Ints, end: Ints, size: int) -> NDArray[np.bool_]:
    """Return from which of some joints goals are reached by arcs."""
    from scipy.sparse.csgraph import breadth_first_order

    rows = np.concatenate([end, np.full(len(goals), size)])  # back from one joint beyond all goals
    matrix = _matrix(np.ones(len(rows)), rows, np.concatenate([start, goals]), size + 1)
    found = np.zeros(size + 1, bool)
    found[breadth_first_order(matrix, size, return_predecessors=False)] = True
    return found


def _matrix(lengths: Floats, start: Ints, end: Ints, size: int) -> Any:  # noqa: ANN401 - of scipy
    """Return arcs between so many joints as scipy searches them: 1.13 takes 32 bits alone."""
    from scipy.sparse import csr_array

    ends = (start.astype(np.int32), end.astype(np.int32))
    return csr_array((lengths, ends), shape=(size, size))


def _units(metres: float) -> int:
    """Return a length in the page's units; below 0: there is no way."""
    return round(metres * UNITS) if math.isfinite(metres) else NOWHERE
