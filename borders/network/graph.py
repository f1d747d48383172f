"""Roads and rails as graphs that meet the border at gates and nowhere else.

A gate is a crossing seen by the graph. It has one *half* for each state that it can be reached
from, and the halves of a gate are not joined: who travels on one side of the border ends at it.
A way from one state into another is therefore always two ways that meet at a gate.
"""

from __future__ import annotations

import functools
import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import tomli
from msgspec import ValidationError, convert, structs

from borders.data import csv_columns
from borders.errors import DataError
from borders.geo import polylines
from borders.geo.earth import geocentric
from borders.model import Problem, Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from importlib.resources.abc import Traversable

    from numpy.typing import ArrayLike, NDArray

    from borders._typing import Bools, Floats, Ints, Texts
    from borders.data.csv_columns import Columns, Kind

WAYS: Final = ("roads", "rails")
SPACING: Final = 500.0
"""Metres between the points of a long edge at which it can be joined."""
TOLD: Final = 20
"""How many problems of a file are told."""

_NODES: Final[Mapping[str, Kind]] = {"longitude": "number", "latitude": "number", "state": "text"}
_EDGES: Final[Mapping[str, Kind]] = {
    "start": "whole",
    "end": "whole",
    "metres": "number",
    "oneway": "whole",
    "shape": "text",
}
_GATES: Final[Mapping[str, Kind]] = {
    "crossing": "text",
    "network": "text",
    "side": "text",
    "node": "whole",
    "metres": "number",
    "approximate": "whole",
}


class About(Record, frozen=True, kw_only=True):
    """What `network.toml` says."""

    name: str
    schematic: bool
    attribution: str
    data_from: str
    approximate_beyond: float
    """Metres from a place to the network beyond which its distances are approximate."""
    note: str = ""


class Gate(NamedTuple):
    """A way between a border point and a node."""

    crossing: str
    side: str
    node: int
    metres: float
    approximate: bool


class Spots(NamedTuple):
    """Places joined to the network: each on an edge, `start` metres from one end of it."""

    sample: Ints
    """Index of the point of the network that is nearest; -1: none in that state."""
    metres: Floats
    """As the crow flies, to that point."""


class Tree(NamedTuple):
    """Shortest ways between a root and all nodes."""

    metres: Floats
    next: Ints
    """The node that follows each on its way to the root; negative at the root, or without one."""
    root: Ints
    """The root at which each way ends, where there are several."""


class _Arcs(NamedTuple):
    graph: Any  # scipy.sparse.csr_array
    edge: NDArray[np.int64]
    """By arc: its edge, or the complement of it where the arc runs against its course."""


class Network:
    """The roads and the rails of a folder; `Network.load` makes one."""

    def __init__(self, about: About, ways: Mapping[str, Way]) -> None:
        self.about = about
        self.ways = dict(ways)

    def __repr__(self) -> str:
        """Return how much there is."""
        told = ", ".join(f"{w.nodes} nodes of {name}" for name, w in self.ways.items())
        return f"<Network {self.about.name}: {told}>"

    def covers(self, state: str) -> bool:
        """Return whether a way from there to some gate is known."""
        return any(state in way.samples.states for way in self.ways.values())

    @classmethod
    def load(
        cls,
        folder: Traversable,
        *,
        home: str | None = None,
        points: Mapping[str, tuple[float, float]] | None = None,
    ) -> Network:
        """Return the network of a folder of the form that `geodata/README.md` describes.

        Parameters
        ----------
        home
            The state whose border is crossed at gates only; no edge may join it to another.
        points
            Longitude and latitude of the border points of crossings, by id.

        Raises
        ------
        DataError
            With the file, the line and what to write instead.
        """
        problems: list[Problem] = []
        about = _about(folder, problems)
        found: dict[str, tuple[Columns, Columns]] = {}
        for name in WAYS:
            if name != WAYS[0] and not folder.joinpath(f"{name}.csv").is_file():
                continue
            nodes = csv_columns.read(folder, f"{name}-nodes.csv", _NODES, problems)
            edges = csv_columns.read(folder, f"{name}.csv", _EDGES, problems)
            if nodes is not None and edges is not None:
                found[name] = nodes, edges
        gates = csv_columns.read(folder, "gates.csv", _GATES, problems)
        if problems or about is None or gates is None:
            raise DataError(problems)
        check = _Check(problems, home)
        for name, (nodes, edges) in found.items():
            check.way(name, nodes, edges)
        check.gates(gates, {name: nodes for name, (nodes, _) in found.items()})
        if problems:
            raise DataError(problems)
        ways = {
            name: Way.of(nodes, edges, _of_network(gates, name), points or {})
            for name, (nodes, edges) in found.items()
        }
        return cls(about, ways)


class Way:
    """A graph of roads or of rails with the halves of its gates.

    Nodes are numbered from 0 as in the file, and the halves after them.

    Parameters
    ----------
    lon, lat, state
        Of the nodes.
    start, end, metres, oneway, shape
        Of the edges.
    gates
        Ways between border points and nodes.
    points
        Longitude and latitude of border points, by the id of the crossing.
    """

    def __init__(  # noqa: PLR0913 - one parameter a column
        self,
        lon: Floats,
        lat: Floats,
        state: Texts,
        *,
        start: Ints,
        end: Ints,
        metres: Floats,
        oneway: Bools | None = None,
        shape: Texts | None = None,
        gates: Iterable[Gate] = (),
        points: Mapping[str, tuple[float, float]] | None = None,
    ) -> None:
        links = list(gates)
        self.nodes = len(lon)
        keys = sorted({(gate.crossing, gate.side) for gate in links})
        self.halves = {key: self.nodes + number for number, key in enumerate(keys)}
        self.approximate = {
            key: any(g.approximate for g in links if (g.crossing, g.side) == key) for key in keys
        }
        places = np.array([(points or {}).get(c, (np.nan, np.nan)) for c, _ in keys])
        places = places.reshape(-1, 2)
        self.lon = np.concatenate([lon, places[:, 0]])
        self.lat = np.concatenate([lat, places[:, 1]])
        self.state = np.concatenate([state, np.array([side for _, side in keys], object)])
        link_ends = [self.halves[gate.crossing, gate.side] for gate in links]
        self._edges = len(start)
        self._start = np.concatenate([start, np.array([g.node for g in links], int)])
        self._end = np.concatenate([end, np.array(link_ends, int)])
        self._metres = np.concatenate([metres, np.array([g.metres for g in links], float)])
        one = np.zeros(len(start), bool) if oneway is None else oneway
        self._oneway = np.concatenate([one, np.ones(len(links), bool)])
        self._shape = shape
        self._arcs_of: dict[tuple[bool, bool], _Arcs] = {}

    @classmethod
    def of(
        cls,
        nodes: Columns,
        edges: Columns,
        gates: Columns,
        points: Mapping[str, tuple[float, float]],
    ) -> Way:
        """Return the graph of the columns of the files."""
        names = ("crossing", "side", "node", "metres", "approximate")
        rows = zip(*(gates[name].tolist() for name in names), strict=True)
        return cls(
            nodes["longitude"],
            nodes["latitude"],
            nodes["state"],
            start=edges["start"],
            end=edges["end"],
            metres=edges["metres"],
            oneway=edges["oneway"] == 1,
            shape=edges["shape"] if any(edges["shape"]) else None,
            gates=[Gate(*row) for row in rows],
            points=points,
        )

    @functools.cached_property
    def is_directed(self) -> bool:
        """Whether some edge is one-way."""
        return bool(self._oneway[: self._edges].any())

    def arcs(self, *, arriving: bool = False, from_gates: bool = False) -> _Arcs:
        """Return the graph in which ways from places lead to gates.

        Parameters
        ----------
        arriving
            Ways from gates to places, run through backwards.
        from_gates
            The same graph with every arc turned round.
        """
        arriving = arriving and self.is_directed
        key = arriving, from_gates
        if key not in self._arcs_of:
            self._arcs_of[key] = (
                _turned(self.arcs(arriving=arriving))
                if from_gates
                else self._build(arriving=arriving)
            )
        return self._arcs_of[key]

    def _build(self, *, arriving: bool) -> _Arcs:
        from scipy.sparse import csr_array  # noqa: PLC0415 - 0.2 s that other answers do not need

        number = np.arange(len(self._start))
        is_link = number >= self._edges
        # Links lead from a node to a half both ways: half-way at a gate nobody turns round.
        along = number[is_link | ~self._oneway | (not arriving)]
        against = number[~is_link & (~self._oneway | arriving)]
        rows = np.concatenate([self._start[along], self._end[against]])
        columns = np.concatenate([self._end[along], self._start[against]])
        edge = np.concatenate([along, ~against])
        metres = self._metres[np.where(edge < 0, ~edge, edge)]
        size = self.nodes + len(self.halves)
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

    def tree(
        self,
        roots: int | Sequence[int] | Ints,
        *,
        arriving: bool = False,
        from_gates: bool = False,
    ) -> Tree:
        """Return the shortest ways between each node and the nearest of the roots.

        Parameters
        ----------
        roots
            Nodes, from which ways lead to gates; with `from_gates` halves of gates, to which
            they lead.
        arriving
            The ways are travelled from gates to places.
        """
        from scipy.sparse.csgraph import dijkstra  # noqa: PLC0415 - as in _build

        graph = self.arcs(arriving=arriving, from_gates=from_gates).graph
        indices = np.unique(np.asarray(roots, np.int32))
        if len(indices) == 0:
            none = np.full(graph.shape[0], -1, np.int32)
            return Tree(np.full(len(none), np.inf), none, none)
        metres, following, root = dijkstra(
            graph, indices=indices, return_predecessors=True, min_only=True
        )
        return Tree(metres, following, root)

    def metres_from_gates(
        self, halves: Sequence[int], to: Ints | slice = slice(None), *, arriving: bool = False
    ) -> Floats:
        """Return the lengths between each of the halves and nodes, a row a half."""
        from scipy.sparse.csgraph import dijkstra  # noqa: PLC0415 - as in _build

        # Gates share the nodes that they are linked to, and one search from a node serves all.
        links = np.flatnonzero(np.isin(self._end, halves) & self.is_link(np.arange(len(self._end))))
        nodes, row = np.unique(self._start[links], return_inverse=True)
        graph = self.arcs(arriving=arriving, from_gates=True).graph
        from_nodes = dijkstra(graph, indices=nodes)[:, to]
        found = np.full((len(halves), from_nodes.shape[1]), np.inf)
        at = {half: number for number, half in enumerate(halves)}
        for link, number in zip(links, row, strict=True):
            lengths = found[at[int(self._end[link])]]
            np.minimum(lengths, from_nodes[number] + self._metres[link], out=lengths)
        return found

    def course(self, nodes: Sequence[int], *, arriving: bool = False) -> list[tuple[float, float]]:
        """Return the longitudes and latitudes along nodes that follow each other in a tree.

        The order is that of a tree from a place: its root comes first.
        """
        places = [(float(self.lon[nodes[0]]), float(self.lat[nodes[0]]))]
        arcs = self.arcs(arriving=arriving)
        for a, b in pairwise(nodes):
            begin, stop = arcs.graph.indptr[a : a + 2]
            at = begin + int(np.searchsorted(arcs.graph.indices[begin:stop], b))
            edge = int(arcs.edge[at])
            between = self.between(edge if edge >= 0 else ~edge)
            places += between if edge >= 0 else between[::-1]
            places.append((float(self.lon[b]), float(self.lat[b])))
        return [place for place in places if np.isfinite(place[0])]

    def between(self, edge: int) -> list[tuple[float, float]]:
        """Return the places between the ends of an edge, in its course."""
        if self._shape is None or edge >= self._edges:
            return []
        return polylines.decode(self._shape[edge])

    def line(self, edge: int) -> Floats:
        """Return the longitudes and latitudes along an edge, its ends among them."""
        start, end = self.place([self._start[edge], self._end[edge]]).tolist()
        return np.array([start, *self.between(edge), end])

    @functools.cached_property
    def samples(self) -> Samples:
        """The points at which the network can be joined."""
        return Samples.of(self)

    @functools.cached_property
    def _usable(self) -> Bools:
        """Which nodes and halves some gate can be reached from, and they from it."""
        from scipy.sparse import csr_array  # noqa: PLC0415 - as in _build
        from scipy.sparse.csgraph import connected_components  # noqa: PLC0415 - as in _build

        # Travellers who turn round at a border leave a half as they came, so links count both ways.
        graph = self.arcs().graph.tocoo()
        is_link = np.arange(len(self._start)) >= self._edges
        rows = np.concatenate([graph.coords[0], self._end[is_link]])
        columns = np.concatenate([graph.coords[1], self._start[is_link]])
        both = csr_array((np.ones(len(rows)), (rows, columns)), shape=graph.shape)
        _, part = connected_components(both, directed=True, connection="strong")
        has_gate = np.zeros(len(part), bool)
        has_gate[part[self.nodes :]] = True
        usable: Bools = has_gate[part]
        return usable

    def ends(self) -> tuple[Ints, Ints, Floats, Bools]:
        """Return start, end, metres and oneway of the edges and, after them, of the links."""
        return self._start, self._end, self._metres, self._oneway

    def usable_edges(self) -> NDArray[np.int64]:
        """Return the edges, and the links, over which gates can be reached."""
        used = self._usable[self._start] & self._usable[self._end]
        used &= np.isfinite(self.lon[self._end])
        return np.flatnonzero(used)

    def usable_nodes(self) -> NDArray[np.int64]:
        """Return the nodes from which gates can be reached."""
        return np.flatnonzero(self._usable[: self.nodes])

    def place(self, nodes: Any) -> Floats:  # noqa: ANN401 - a number or an array
        """Return longitude and latitude of a node, or of each of many."""
        return np.stack([self.lon[nodes], self.lat[nodes]], axis=-1)

    @property
    def is_bent(self) -> bool:
        """Whether edges have places between their ends."""
        return self._shape is not None

    def is_link(self, edge: ArrayLike) -> Bools:
        """Return whether each is a way between a node and a gate."""
        return np.asarray(edge) >= self._edges


class Samples:
    """Points along the edges of a way, so that places join it beside the road and not at nodes.

    `start` and `end` are the ends of the edge, `back` and `ahead` the metres to them, infinite
    where a one-way edge forbids it.
    """

    def __init__(
        self, way: Way, nodes: NDArray[np.int64], edge: NDArray[np.int64], part: Floats
    ) -> None:
        start, end, metres, oneway = way.ends()
        self.way = way
        self.edge = np.concatenate([np.full(len(nodes), -1), edge])
        self.part = np.concatenate([np.zeros(len(nodes)), part])
        self.start = np.concatenate([nodes, start[edge]]).astype(np.int32)
        self.end = np.concatenate([nodes, end[edge]]).astype(np.int32)
        long = np.concatenate([np.zeros(len(nodes)), metres[edge]])
        self.back, self.ahead = long * self.part, long * (1 - self.part)
        place = way.place(self.start) + (
            (way.place(self.end) - way.place(self.start)) * self.part[:, None]
        )
        near = np.where(self.part < 0.5, self.start, self.end)  # noqa: PLR2004 - the nearer end
        self.state = way.state[near]
        self._is_oneway = np.concatenate(
            [np.zeros(len(nodes), bool), oneway[edge] & ~way.is_link(edge)]
        )
        one, first, count = np.unique(edge, return_index=True, return_counts=True)
        for number, at, length in zip(one, first, count, strict=True) if way.is_bent else ():
            points = slice(len(nodes) + at, len(nodes) + at + length)
            place[points] = _along(way.line(int(number)), self.part[points])
        self.lon, self.lat = place.T
        self._trees: dict[str, tuple[Any, Ints]] = {}

    @classmethod
    def of(cls, way: Way) -> Samples:
        """Return the nodes of a way and the points of its long edges, `SPACING` apart at most."""
        edges = way.usable_edges()
        metres, is_link = way.ends()[2][edges], way.is_link(edges)
        counts = np.maximum(1, np.ceil(metres / SPACING)).astype(np.int64)
        # The border end of a link is a point too: halves are no nodes to be left again.
        points = counts - 1 + is_link
        edge = np.repeat(edges, points)
        number = np.arange(len(edge)) - np.repeat(points.cumsum() - points, points) + 1
        return cls(way, way.usable_nodes(), edge, number / np.repeat(counts, points))

    def ways_off(self, at: int) -> tuple[list[tuple[float, float]], list[tuple[float, float]]]:
        """Return the places from a point to the start of its edge, and those to the end."""
        edge = int(self.edge[at])
        here = (float(self.lon[at]), float(self.lat[at]))
        if edge < 0:
            return [here], [here]
        line = self.way.line(edge)
        gone = _gone(line)
        is_back = gone < self.part[at] * gone[-1]
        back, ahead = line[is_back][::-1].tolist(), line[~is_back].tolist()
        return [here, *map(tuple, back)], [here, *map(tuple, ahead)]

    @functools.cached_property
    def states(self) -> frozenset[str]:
        """The states that hold some point."""
        return frozenset(np.unique(self.state.astype(str)).tolist())

    def near(self, lon: Floats, lat: Floats, state: Texts) -> Spots:
        """Return the nearest point of its own state for each place."""
        sample = np.full(len(lon), -1, np.int32)
        metres = np.full(len(lon), np.inf)
        for code in np.unique(np.asarray(state, str)):
            chosen = np.flatnonzero(state == code)
            tree, numbers = self._tree(code)
            if len(numbers) and len(chosen):
                away, at = tree.query(geocentric(lon[chosen], lat[chosen]), workers=-1)
                sample[chosen], metres[chosen] = numbers[at], away
        return Spots(sample, metres)

    def _tree(self, state: str) -> tuple[Any, Ints]:
        from scipy.spatial import KDTree  # noqa: PLC0415 - as in Way._build

        if state not in self._trees:
            numbers = np.flatnonzero(self.state == state).astype(np.int32)
            self._trees[state] = (
                KDTree(geocentric(self.lon[numbers], self.lat[numbers])),
                numbers,
            )
        return self._trees[state]

    def reached(
        self, tree: Tree, at: Ints | slice = slice(None), *, arriving: bool
    ) -> tuple[Floats, Ints]:
        """Return the metres between points and their nearest root of a tree, and that root."""
        back, ahead = self.costs(at, arriving=arriving)
        start, end = self.start[at], self.end[at]
        by_start, by_end = back + tree.metres[start], ahead + tree.metres[end]
        root = np.where(by_start <= by_end, tree.root[start], tree.root[end])
        return np.minimum(by_start, by_end), root

    def costs(self, at: Ints | slice = slice(None), *, arriving: bool) -> tuple[Floats, Floats]:
        """Return the metres between points and the start and the end of their edge.

        A one-way edge is left at its end, and entered at its start.
        """
        back, ahead, is_oneway = self.back[at], self.ahead[at], self._is_oneway[at]
        if arriving:
            return back, np.where(is_oneway, np.inf, ahead)
        return np.where(is_oneway, np.inf, back), ahead


def _turned(arcs: _Arcs) -> _Arcs:
    """Return the graph with every arc turned round."""
    from scipy.sparse import csr_array  # noqa: PLC0415 - as in Way._build

    graph = arcs.graph
    number = np.arange(graph.nnz)
    turned = csr_array((number, graph.indices, graph.indptr), shape=graph.shape).T.tocsr()
    metres = graph.data[turned.data]
    found = csr_array((metres, turned.indices, turned.indptr), shape=graph.shape)
    return _Arcs(found, ~arcs.edge[turned.data])


def _along(line: Floats, part: Floats) -> Floats:
    """Return the places at parts of the length of a line."""
    gone = _gone(line)
    at = part * gone[-1]
    return np.column_stack([np.interp(at, gone, line[:, 0]), np.interp(at, gone, line[:, 1])])


def _gone(line: Floats) -> Floats:
    """Return the metres along a line to each of its places."""
    steps = np.linalg.norm(np.diff(geocentric(*line.T), axis=0), axis=1)
    return np.concatenate([[0.0], np.cumsum(steps)])


def check(folder: Traversable, home: str) -> list[Problem]:
    """Return what is wrong in the files of a network, named as from the folder above."""
    try:
        Network.load(folder, home=home)
    except DataError as error:
        return [structs.replace(p, file=f"network/{p.file}") for p in error.problems]
    return []


def _about(folder: Traversable, problems: list[Problem]) -> About | None:
    name = "network.toml"
    try:
        found = tomli.loads(folder.joinpath(name).read_text("utf-8"))
        found["data_from"] = str(found.get("data_from", ""))
        return convert(found, About)
    except FileNotFoundError:
        text = f"is missing in {folder}: a network is a folder with this file, nodes, edges, gates"
    except (OSError, UnicodeDecodeError, tomli.TOMLDecodeError, ValidationError) as error:
        text = str(error)
    problems.append(Problem(file=name, entry="", text=text))
    return None


def _of_network(gates: Columns, name: str) -> Columns:
    return {key: values[gates["network"] == name] for key, values in gates.items()}


class _Check:
    """What is wrong in columns whose values are of the right kind."""

    def __init__(self, problems: list[Problem], home: str | None) -> None:
        self.problems = problems
        self.home = home

    def _rows(self, file: str, table: Columns, column: str, bad: Bools, text: str) -> None:
        for row in np.flatnonzero(bad)[:TOLD]:
            told = f"{table[column][row]} {text}"
            self.problems.append(Problem(file=file, entry=f"line {row + 2}, {column}", text=told))

    def way(self, name: str, nodes: Columns, edges: Columns) -> None:
        file, count = f"{name}-nodes.csv", len(nodes["state"])
        for column, bound in (("longitude", 180), ("latitude", 90)):
            bad = ~(np.abs(nodes[column]) <= bound)
            self._rows(file, nodes, column, bad, f"lies not between -{bound} and {bound}")
        known = {code for code in set(nodes["state"]) if re.fullmatch("[A-Z]{2}", code)}
        bad = np.array([code not in known for code in nodes["state"]], bool)
        self._rows(file, nodes, "state", bad, "is no code of ISO 3166-1")
        file = f"{name}.csv"
        for column in ("start", "end"):
            self._numbers(file, edges, column, name, count)
        self._metres(file, edges)
        self._flags(file, edges, "oneway")
        bad = np.array([not polylines.is_polyline(shape) for shape in edges["shape"]], bool)
        self._rows(file, edges, "shape", bad, "is no encoded polyline")
        if self.home is not None and not self.problems:
            is_home = nodes["state"] == self.home
            bad = is_home[edges["start"]] != is_home[edges["end"]]
            text = f"is joined to a node beyond the border of {self.home}: write a gate instead"
            self._rows(file, edges, "start", bad, text)

    def gates(self, gates: Columns, nodes: Mapping[str, Columns]) -> None:
        file = "gates.csv"
        bad = np.array([network not in nodes for network in gates["network"]], bool)
        text = f"is none of the networks here: {' or '.join(nodes)}"
        self._rows(file, gates, "network", bad, text)
        self._metres(file, gates)
        self._flags(file, gates, "approximate")
        for name, table in nodes.items():
            is_here = gates["network"] == name
            bad = self._numbers(file, gates, "node", name, len(table["state"]), is_here)
            good = np.flatnonzero(is_here & ~bad)
            other = np.zeros(len(bad), bool)
            other[good] = table["state"][gates["node"][good]] != gates["side"][good]
            self._rows(
                file, gates, "side", other, f"is not the state of its node in {name}-nodes.csv"
            )

    def _numbers(
        self,
        file: str,
        table: Columns,
        column: str,
        name: str,
        count: int,
        is_here: Bools | None = None,
    ) -> Bools:
        bad: Bools = (table[column] < 0) | (table[column] >= count)
        if is_here is not None:
            bad &= is_here
        text = f"is the number of no node: {name}-nodes.csv has 0 to {count - 1}"
        self._rows(file, table, column, bad, text)
        return bad

    def _metres(self, file: str, table: Columns) -> None:
        bad = ~(np.isfinite(table["metres"]) & (table["metres"] >= 0))
        self._rows(file, table, "metres", bad, "is no length")

    def _flags(self, file: str, table: Columns, column: str) -> None:
        self._rows(file, table, column, ~np.isin(table[column], (0, 1)), "is neither 0 nor 1")
