"""Roads and rails as graphs that meet the border at gates and nowhere else.

A gate is a crossing seen by a graph. It has a *side node* for each state that it can be reached
from, and those of a gate are not joined: who travels on one side of the border ends at it. A way
from one state into another is therefore always two paths that meet at a gate.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from borders.geo import polylines
from borders.geo.earth import geocentric
from borders.model import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import ArrayLike, NDArray

    from borders._typing import Bools, Floats, Ints, Texts

    Line = list[tuple[float, float]]

__all__ = [
    "NETWORKS",
    "About",
    "BorderLink",
    "Edges",
    "Graph",
    "Network",
    "Nodes",
    "ShortestPathTree",
    "SnapPoints",
    "Snapped",
]

NETWORKS: Final = ("roads", "rails")
SPACING: Final = 500.0
"""Metres between the points of a long edge at which it can be joined."""


class About(Record, frozen=True, kw_only=True):
    """What `network.toml` says."""

    name: str
    schematic: bool
    attribution: str
    data_from: str
    approximate_beyond: float
    """Metres from a place to the network beyond which its distances are approximate."""
    note: str = ""


class Nodes(NamedTuple):
    """Where edges meet, in degrees, and in which state."""

    lon: Floats
    lat: Floats
    state: Texts


class Edges(NamedTuple):
    """Stretches between two nodes, by their numbers."""

    start: Ints
    end: Ints
    metres: Floats
    oneway: Bools
    """Whether each is run through from its start to its end alone."""
    shape: Texts | None = None
    """The places between the ends as an encoded polyline; None: all are straight."""


class BorderLink(NamedTuple):
    """A stretch between a border point and a node: a row of `gates.csv`."""

    crossing: str
    side: str
    node: int
    metres: float
    approximate: bool


class Snapped(NamedTuple):
    """Places snapped to a graph."""

    point: Ints
    """Number of the snap point that is nearest; -1: none in that state."""
    metres: Floats
    """As the crow flies, to that point."""


class ShortestPathTree(NamedTuple):
    """Shortest paths between roots and all nodes."""

    metres: Floats
    next: Ints
    """The node that follows each on its path to the root; negative at the root, or without one."""
    root: Ints
    """The root at which each path ends, where there are several."""


class _Arcs(NamedTuple):
    matrix: Any  # scipy.sparse.csr_array
    edge: NDArray[np.int64]
    """By arc: its edge, or the complement of it where the arc runs against its course."""

    def find(self, a: int, b: int) -> int:
        """Return the number of the arc from a node to another; negative: there is none."""
        begin, stop = self.matrix.indptr[a : a + 2]
        at = int(begin + np.searchsorted(self.matrix.indices[begin:stop], b))
        return at if at < stop and self.matrix.indices[at] == b else -1


class Network:
    """The roads and the rails of a folder; `read.load` makes one."""

    def __init__(self, about: About, graphs: Mapping[str, Graph]) -> None:
        self.about = about
        self.graphs = dict(graphs)

    def __repr__(self) -> str:
        """Return how much there is."""
        sizes = ", ".join(f"{graph.size} nodes of {name}" for name, graph in self.graphs.items())
        return f"<Network {self.about.name}: {sizes}>"

    def covers(self, state: str) -> bool:
        """Return whether a way from there to some gate is known."""
        return any(state in graph.snap_points.states for graph in self.graphs.values())


@dataclass(frozen=True, eq=False, repr=False)
class Graph:
    """A graph of roads or of rails with the side nodes of its gates; `Graph.of` makes one.

    Attributes
    ----------
    nodes
        As in the file, and after them the side nodes, at the border points where those are known.
    edges
        As in the file, and after them the border links, each from a node to a side node.
    size, edge_count
        How many nodes and edges there are without those of the border.
    side_nodes
        Number of the node of a crossing on the side of a state.
    approximate
        Whether a length to each of them was estimated.
    """

    nodes: Nodes
    edges: Edges
    size: int
    edge_count: int
    side_nodes: dict[tuple[str, str], int]
    approximate: dict[tuple[str, str], bool]
    _arcs: dict[tuple[bool, bool], _Arcs] = field(default_factory=dict, init=False)
    _steps: dict[tuple[int, int, bool], Line] = field(default_factory=dict, init=False)
    """What `course` has walked once: many ways share their stretches."""

    @classmethod
    def of(
        cls,
        nodes: Nodes,
        edges: Edges,
        links: Iterable[BorderLink] = (),
        points: Mapping[str, tuple[float, float]] | None = None,
    ) -> Graph:
        """Return a graph that meets the border at some links.

        Parameters
        ----------
        points
            Longitude and latitude of border points, by the id of the crossing.
        """
        links, size = list(links), len(nodes.lon)
        keys = sorted({(link.crossing, link.side) for link in links})
        side_nodes = {key: size + number for number, key in enumerate(keys)}
        at = [(points or {}).get(crossing, (np.nan, np.nan)) for crossing, _ in keys]
        lon, lat = np.array(at, float).reshape(-1, 2).T
        side_ends = [side_nodes[link.crossing, link.side] for link in links]
        estimated = {(link.crossing, link.side) for link in links if link.approximate}
        return cls(
            nodes=Nodes(
                np.concatenate([nodes.lon, lon]),
                np.concatenate([nodes.lat, lat]),
                np.concatenate([nodes.state, np.array([side for _, side in keys], object)]),
            ),
            edges=Edges(
                np.concatenate([edges.start, np.array([link.node for link in links], int)]),
                np.concatenate([edges.end, np.array(side_ends, int)]),
                np.concatenate([edges.metres, np.array([link.metres for link in links], float)]),
                np.concatenate([edges.oneway, np.ones(len(links), bool)]),
                edges.shape,
            ),
            size=size,
            edge_count=len(edges.start),
            side_nodes=side_nodes,
            approximate={key: key in estimated for key in keys},
        )

    @functools.cached_property
    def is_directed(self) -> bool:
        """Whether some edge is one-way."""
        return bool(self.edges.oneway[: self.edge_count].any())

    @property
    def is_bent(self) -> bool:
        """Whether edges have places between their ends."""
        return self.edges.shape is not None

    def is_link(self, edge: ArrayLike) -> Bools:
        """Return whether each is a way between a node and a gate."""
        return np.asarray(edge) >= self.edge_count

    def arcs(self, *, reverse: bool = False, from_border: bool = False) -> _Arcs:
        """Return what is searched: the arcs on which a search leaves each node.

        Parameters
        ----------
        reverse
            The paths are travelled towards where the search begins.
        from_border
            The search begins at side nodes, and else ends at them.
        """
        is_against = self.is_directed and reverse != from_border
        key = is_against, from_border
        if key not in self._arcs:
            self._arcs[key] = (
                _turned(self.arcs(reverse=is_against))
                if from_border
                else self._build(is_against=is_against)
            )
        return self._arcs[key]

    def _build(self, *, is_against: bool) -> _Arcs:
        """Return the arcs of searches from nodes, one-way edges run through or all against them."""
        from scipy.sparse import csr_array

        edges = self.edges
        number = np.arange(len(edges.start))
        is_link = self.is_link(number)
        # Links lead to a side node however one travels: half-way at a gate nobody turns round.
        along = number[is_link | ~edges.oneway | (not is_against)]
        against = number[~is_link & (~edges.oneway | is_against)]
        rows = np.concatenate([edges.start[along], edges.end[against]])
        columns = np.concatenate([edges.end[along], edges.start[against]])
        edge = np.concatenate([along, ~against])
        metres = edges.metres[np.where(edge < 0, ~edge, edge)]
        size = len(self.nodes.lon)
        key = rows * size + columns
        order = np.argsort(key)
        is_twin = key[order][1:] == key[order][:-1]
        # Of parallel edges the shortest comes first, and the others are left out.
        twins = np.flatnonzero(np.append(is_twin, False) | np.append(False, is_twin))
        among = order[twins]
        order[twins] = among[np.lexsort((metres[among], key[among]))]
        order = order[np.append(True, ~is_twin)[: len(order)]]
        starts = np.concatenate([[0], np.bincount(rows[order], minlength=size).cumsum()])
        parts = (metres[order], columns[order].astype(np.int32), starts.astype(np.int32))
        return _Arcs(csr_array(parts, shape=(size, size)), edge[order])

    def tree(self, roots: int | Sequence[int] | Ints, *, reverse: bool = False) -> ShortestPathTree:
        """Return the shortest paths from the nearest of the roots to each node.

        Parameters
        ----------
        roots
            Nodes, from which paths lead to side nodes; or side nodes, from which they lead inland.
        reverse
            The paths lead to the roots instead.
        """
        from scipy.sparse.csgraph import dijkstra

        indices = np.unique(np.asarray(roots, np.int32))
        if len(indices) == 0:
            none = np.full(len(self.nodes.lon), -1, np.int32)
            return ShortestPathTree(np.full(len(none), np.inf), none, none)
        matrix = self.arcs(reverse=reverse, from_border=bool(indices[0] >= self.size)).matrix
        metres, following, root = dijkstra(
            matrix, indices=indices, return_predecessors=True, min_only=True
        )
        return ShortestPathTree(metres, following, root)

    def trees_to(self, gates: Sequence[int]) -> tuple[Floats, Ints]:
        """Return the shortest paths from each node to each of some side nodes, each by itself.

        Returns
        -------
        tuple
            Metres, infinite where there is no path, and the node that follows on it, negative where
            none does: a row a gate and a column a node.
        """
        from scipy.sparse.csgraph import dijkstra

        matrix = self.arcs(reverse=True, from_border=True).matrix
        metres, following = dijkstra(
            matrix, indices=np.asarray(gates, np.int32), return_predecessors=True
        )
        return metres, following

    def metres(self, pairs: Sequence[tuple[int, int]]) -> Floats:
        """Return the length of the way from each node to one beside it; infinite: there is none."""
        matrix = self.arcs().matrix
        size = len(self.nodes.lon)
        rows = np.repeat(np.arange(size), np.diff(matrix.indptr))
        known = np.append(rows * size + matrix.indices, size * size)
        a, b = np.array(pairs, np.int64).reshape(-1, 2).T
        at = np.searchsorted(known, a * size + b)
        is_known = known[at] == a * size + b
        return np.where(is_known, np.append(matrix.data, np.inf)[at], np.inf)

    def course(self, nodes: Sequence[int], *, reverse: bool = False) -> Line:
        """Return the longitudes and latitudes along nodes that follow each other in a tree.

        The order is that of a tree from a place: its root comes first.
        """
        course = self._places(nodes[0])
        for a, b in pairwise(nodes):
            key = a, b, reverse
            if key not in self._steps:
                self._steps[key] = self._step(a, b, reverse=reverse)
            course += self._steps[key]
        return course

    def _step(self, a: int, b: int, *, reverse: bool) -> Line:
        """Return the places on the way from a node to the next, without the first."""
        arcs = self.arcs(reverse=reverse)
        edge = int(arcs.edge[arcs.find(a, b)])
        shape = self.shape(edge if edge >= 0 else ~edge)
        return [*(shape if edge >= 0 else shape[::-1]), *self._places(b)]

    def _places(self, node: int) -> Line:
        """Return where a node is; nothing, where that is not known."""
        lon, lat = float(self.nodes.lon[node]), float(self.nodes.lat[node])
        return [(lon, lat)] if math.isfinite(lon) else []

    def shape(self, edge: int) -> Line:
        """Return the places between the ends of an edge, in its course."""
        if self.edges.shape is None or edge >= self.edge_count:
            return []
        return polylines.decode(self.edges.shape[edge])

    def line(self, edge: int) -> Floats:
        """Return the longitudes and latitudes along an edge, its ends among them."""
        start, end = self.lonlat([self.edges.start[edge], self.edges.end[edge]]).tolist()
        return np.array([start, *self.shape(edge), end])

    def lonlat(self, nodes: Any) -> Floats:  # noqa: ANN401 - a number or an array
        """Return longitude and latitude of a node, or of each of many."""
        return np.stack([self.nodes.lon[nodes], self.nodes.lat[nodes]], axis=-1)

    @functools.cached_property
    def snap_points(self) -> SnapPoints:
        """The points at which the network can be joined."""
        return SnapPoints.of(self)

    @functools.cached_property
    def _usable(self) -> Bools:
        """Which nodes and side nodes some gate can be reached from, and they from it."""
        from scipy.sparse import csr_array
        from scipy.sparse.csgraph import connected_components

        # Who turns round at a border leaves a side node as they came, so links count both ways.
        matrix = self.arcs().matrix.tocoo()
        links = slice(self.edge_count, None)
        rows = np.concatenate([matrix.coords[0], self.edges.end[links]])
        columns = np.concatenate([matrix.coords[1], self.edges.start[links]])
        both = csr_array((np.ones(len(rows)), (rows, columns)), shape=matrix.shape)
        _, part = connected_components(both, directed=True, connection="strong")
        has_gate = np.zeros(len(part), bool)
        has_gate[part[self.size :]] = True
        usable: Bools = has_gate[part]
        return usable

    def usable_edges(self) -> NDArray[np.int64]:
        """Return the edges, and the links, over which gates can be reached."""
        used = self._usable[self.edges.start] & self._usable[self.edges.end]
        used &= np.isfinite(self.nodes.lon[self.edges.end])
        return np.flatnonzero(used)

    def usable_nodes(self) -> NDArray[np.int64]:
        """Return the nodes from which gates can be reached."""
        return np.flatnonzero(self._usable[: self.size])


class SnapPoints:
    """Points along the edges of a graph, so that places join it beside the road and not at nodes.

    Attributes
    ----------
    edge, part
        The edge that a point lies on, -1 at a node, and the part of it that lies behind the point.
    start, end
        The ends of the edge.
    back, ahead
        Metres to the start and to the end.
    lon, lat, state
        Where it lies.
    """

    def __init__(
        self, graph: Graph, nodes: NDArray[np.int64], edge: NDArray[np.int64], part: Floats
    ) -> None:
        edges = graph.edges
        self.graph = graph
        self.edge = np.concatenate([np.full(len(nodes), -1), edge])
        self.part = np.concatenate([np.zeros(len(nodes)), part])
        self.start = np.concatenate([nodes, edges.start[edge]]).astype(np.int32)
        self.end = np.concatenate([nodes, edges.end[edge]]).astype(np.int32)
        long = np.concatenate([np.zeros(len(nodes)), edges.metres[edge]])
        self.back, self.ahead = long * self.part, long * (1 - self.part)
        lonlat = graph.lonlat(self.start) + (
            (graph.lonlat(self.end) - graph.lonlat(self.start)) * self.part[:, None]
        )
        near = np.where(self.part < 0.5, self.start, self.end)  # noqa: PLR2004 - the nearer end
        self.state = graph.nodes.state[near]
        self._is_oneway = np.concatenate(
            [np.zeros(len(nodes), bool), edges.oneway[edge] & ~graph.is_link(edge)]
        )
        if graph.is_bent and len(edge):
            lonlat[len(nodes) :] = _along(graph, edge, part)
        self.lon, self.lat = lonlat.T
        self._indices: dict[str, tuple[Any, Ints]] = {}

    def __getstate__(self) -> dict[str, Any]:
        """Leave out what is made in less time than it travels to another process."""
        return self.__dict__ | {"_indices": {}}

    @classmethod
    def of(cls, graph: Graph) -> SnapPoints:
        """Return the nodes of a graph and the points of its long edges, `SPACING` apart at most."""
        edges = graph.usable_edges()
        counts = np.maximum(1, np.ceil(graph.edges.metres[edges] / SPACING)).astype(np.int64)
        # The border end of a link is a point too: side nodes are no nodes to be left again.
        points = counts - 1 + graph.is_link(edges)
        edge = np.repeat(edges, points)
        number = np.arange(len(edge)) - np.repeat(points.cumsum() - points, points) + 1
        return cls(graph, graph.usable_nodes(), edge, number / np.repeat(counts, points))

    def to_ends(self, at: int) -> tuple[Line, Line]:
        """Return the places from a point to the start of its edge, and those to the end."""
        edge = int(self.edge[at])
        here = (float(self.lon[at]), float(self.lat[at]))
        if edge < 0:
            return [here], [here]
        line = self.graph.line(edge)
        gone = _gone(line)
        is_back = gone < self.part[at] * gone[-1]
        back, ahead = line[is_back][::-1].tolist(), line[~is_back].tolist()
        return [here, *map(tuple, back)], [here, *map(tuple, ahead)]

    @functools.cached_property
    def states(self) -> frozenset[str]:
        """The states that hold some point."""
        return frozenset(np.unique(self.state.astype(str)).tolist())

    def snap(self, lon: Floats, lat: Floats, state: Texts) -> Snapped:
        """Return the nearest point of its own state for each place."""
        point = np.full(len(lon), -1, np.int32)
        metres = np.full(len(lon), np.inf)
        for code in np.unique(np.asarray(state, str)):
            chosen = np.flatnonzero(state == code)
            index, numbers = self._index(code)
            if len(numbers) and len(chosen):
                away, at = index.query(geocentric(lon[chosen], lat[chosen]), workers=-1)
                point[chosen], metres[chosen] = numbers[at], away
        return Snapped(point, metres)

    def _index(self, state: str) -> tuple[Any, Ints]:
        from scipy.spatial import KDTree

        if state not in self._indices:
            numbers = np.flatnonzero(self.state == state).astype(np.int32)
            places = geocentric(self.lon[numbers], self.lat[numbers])
            self._indices[state] = KDTree(places), numbers
        return self._indices[state]

    def reached(
        self, tree: ShortestPathTree, at: Ints | slice = slice(None), *, reverse: bool = False
    ) -> tuple[Floats, Ints]:
        """Return the metres from points to their nearest root of a tree, and that root.

        Parameters
        ----------
        reverse
            The metres from the roots to the points.
        """
        back, ahead = self.costs(at, reverse=reverse)
        start, end = self.start[at], self.end[at]
        by_start, by_end = back + tree.metres[start], ahead + tree.metres[end]
        root = np.where(by_start <= by_end, tree.root[start], tree.root[end])
        return np.minimum(by_start, by_end), root

    def costs(
        self, at: Ints | slice = slice(None), *, reverse: bool = False
    ) -> tuple[Floats, Floats]:
        """Return the metres from points to the start and to the end of their edge.

        A one-way edge is left at its end alone: to its start it is infinitely far.

        Parameters
        ----------
        reverse
            The metres from there to the points.
        """
        back, ahead, is_oneway = self.back[at], self.ahead[at], self._is_oneway[at]
        if reverse:
            return back, np.where(is_oneway, np.inf, ahead)
        return np.where(is_oneway, np.inf, back), ahead


def _turned(arcs: _Arcs) -> _Arcs:
    """Return the same arcs, every one turned round."""
    from scipy.sparse import csr_array

    matrix = arcs.matrix
    number = np.arange(matrix.nnz)
    turned = csr_array((number, matrix.indices, matrix.indptr), shape=matrix.shape).T.tocsr()
    metres = matrix.data[turned.data]
    reverse = csr_array((metres, turned.indices, turned.indptr), shape=matrix.shape)
    return _Arcs(reverse, ~arcs.edge[turned.data])


def _along(graph: Graph, edge: NDArray[np.int64], part: Floats) -> Floats:
    """Return the places at parts of the length of edges: their lines are laid end to end."""
    each, number = np.unique(edge, return_inverse=True)
    starts, ends = (graph.lonlat(nodes[each]).tolist() for nodes in graph.edges[:2])
    shapes = [graph.shape(at) for at in each.tolist()]
    course = np.array(
        [p for a, shape, b in zip(starts, shapes, ends, strict=True) for p in (a, *shape, b)]
    )
    gone = _gone(course)
    last = np.cumsum([len(shape) + 2 for shape in shapes]) - 1
    start, end = gone[np.append(0, last[:-1] + 1)], gone[last]
    at = start[number] * (1 - part) + end[number] * part  # both ends are met exactly
    return np.column_stack([np.interp(at, gone, values) for values in course.T])


def _gone(line: Floats) -> Floats:
    """Return the metres along a line to each of its places."""
    steps = np.linalg.norm(np.diff(geocentric(*line.T), axis=0), axis=1)
    return np.concatenate([[0.0], np.cumsum(steps)])
