"""Roads and railways out of their source, repaired, with the crossings as the only gates."""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import courses
import documents
import land
import shapely
import topology
from shapely.geometry import LineString, Point

from borders.geo.earth import DETOUR, geod

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from shapely.geometry.base import BaseGeometry

__all__ = ["write"]

_BOX: Final = (19.0, 50.5, 33.5, 58.5)
_SOURCES: Final = {"roads": "world_highways.py", "rails": "world_railways.py"}
_BY_HAND: Final = Path(__file__).with_name("network_by_hand.csv")
_HOME: Final = "BY"
_BOXED: Final = frozenset({"EE", "LT", "LV", "PL"})
_REACHED: Final = frozenset({"RU", "UA"})
_SIDES: Final = (frozenset({_HOME}), _BOXED | {"UA"}, frozenset({"RU"}))
"""What hangs together: between two of them only gates lead. Those of Russia to others than
Belarus are not of this register, and are closed or lead through a war; from Poland a way leads to
Ukraine."""

_DEAD_END: Final = 2000.0  # metres within which a dead end meets another way
_SAME_PLACE: Final = 1500.0  # metres within which a place set by hand is one of the graph's
_SAME_WAY: Final = 1000.0  # metres between a border point and the way that crosses there
_NOWHERE: Final = 10_000.0  # metres; a border point worse known than this leads nowhere
_VAGUE: Final = 1000.0  # metres; lengths to a border point worse known than this are estimates
_PART: Final = 20  # nodes; a part as large stays, though it has no way to the rest
_DETOUR_FAR: Final = 1.15  # by how much a way over 15 to 40 km is longer than the straight line


class Place(NamedTuple):
    """A position in degrees."""

    lon: float
    lat: float


class Repair(NamedTuple):
    """One row of repairs.csv."""

    kind: str
    network: str
    start: Place
    end: Place
    metres: int
    reason: str
    source: str


class Gate(NamedTuple):
    """A way from a border point to a node."""

    crossing: str
    node: int
    metres: int
    approximate: bool
    source: str


@dataclass(slots=True)
class Graph:
    """Nodes with their states, and undirected edges with their metres."""

    network: str
    state_at: Callable[[Place], str | None]
    places: dict[int, Place] = field(default_factory=dict)
    states: dict[int, str] = field(default_factory=dict)
    neighbours: dict[int, dict[int, float]] = field(default_factory=dict)
    repairs: list[Repair] = field(default_factory=list)

    def add(self, place: Place) -> int:
        """Return a new node."""
        state = self.state_at(place)
        if state is None:
            raise ValueError(f"{self.network}: {place} lies in no state that is kept")
        node = max(self.places, default=-1) + 1
        self.places[node], self.states[node], self.neighbours[node] = place, state, {}
        return node

    def connect(self, start: int, end: int, metres: float) -> None:
        """Lay an edge, unless a shorter one is there."""
        if start != end:
            metres = min(metres, self.neighbours[start].get(end, metres))
            self.neighbours[start][end] = self.neighbours[end][start] = metres

    def disconnect(self, start: int, end: int) -> float:
        """Take an edge away and return its metres."""
        del self.neighbours[end][start]
        return self.neighbours[start].pop(end)

    def edges(self) -> Iterator[tuple[int, int, float]]:
        """Yield every edge once."""
        for start, ends in sorted(self.neighbours.items()):
            for end, metres in sorted(ends.items()):
                if start < end:
                    yield start, end, metres

    def note(self, kind: str, ends: tuple[int, int], metres: float, why: tuple[str, str]) -> None:
        """Keep what was done between two nodes, why, and after which source."""
        start, end = (self.places[node] for node in ends)
        self.repairs.append(Repair(kind, self.network, start, end, round(metres), *why))

    def components(self) -> list[set[int]]:
        """Return the nodes that hang together, the largest set first."""
        left = dict.fromkeys(self.neighbours)
        components: list[set[int]] = []
        while left:
            waiting = [next(iter(left))]
            seen = set(waiting)
            while waiting:
                new = self.neighbours[waiting.pop()].keys() - seen
                seen |= new
                waiting.extend(new)
            components.append(seen)
            for node in seen:
                del left[node]
        return sorted(components, key=lambda nodes: (-len(nodes), min(nodes)))

    def remove(self, nodes: Iterable[int]) -> None:
        """Take nodes away with all their edges."""
        for node in nodes:
            for other in list(self.neighbours[node]):
                self.disconnect(node, other)
            del self.places[node], self.states[node], self.neighbours[node]


def _metres(start: Place, end: Place) -> float:
    return float(geod().inv(*start, *end)[2])


# Out of the source


def _parsed(name: str) -> tuple[list[list[float]], list[dict[str, float]]]:
    """Return nodes (latitude first) and edges of a module, which is read and not run."""
    variables: dict[str, Any] = {}
    for line in files("scgraph_data").joinpath(name).read_text("utf-8").splitlines():
        variable, _, value = line.partition("=")
        if variable in {"nodes", "graph"}:
            variables[variable] = json.loads(re.sub(r"(\d+):", r'"\1":', value))
    return variables["nodes"], variables["graph"]


def _side(state: str | None) -> frozenset[str]:
    return next(side for side in _SIDES if state in side)


def _states(areas: Mapping[str, BaseGeometry]) -> Callable[[Place], str | None]:
    box = topology.to_metres(shapely.segmentize(shapely.box(*_BOX), 0.1))
    kept = {code: areas[code] & box for code in (_HOME, *sorted(_BOXED))}
    kept |= {code: land.reached(areas, code) for code in sorted(_REACHED)}
    for area in kept.values():
        shapely.prepare(area)

    def state_at(place: Place) -> str | None:
        point = topology.to_metres(Point(place))
        return next((code for code, area in kept.items() if area.contains(point)), None)

    return state_at


def _extracted(network: str, state_at: Callable[[Place], str | None]) -> Graph:
    """Return what the source has in the states that are kept."""
    west, south, east, north = land.FRAME.bounds
    nodes, lengths = _parsed(_SOURCES[network])
    graph = Graph(network, state_at)
    numbers: dict[int, int] = {}
    for number, (lat, lon) in enumerate(nodes):
        place = Place(lon, lat)
        if west <= lon <= east and south <= lat <= north and state_at(place) is not None:
            numbers[number] = graph.add(place)
    for number, node in numbers.items():
        for other, km in lengths[number].items():
            if int(other) in numbers:
                graph.connect(node, numbers[int(other)], km * 1000)
    return graph


# Repairs


class _Finder:
    """The nearest node or edge in some states, as the graph is now."""

    def __init__(self, graph: Graph, states: frozenset[str]) -> None:
        self.graph = graph
        self.nodes = [
            n for n in sorted(graph.places) if graph.states[n] in states and graph.neighbours[n]
        ]
        at = topology.to_metres(LineString([graph.places[n] for n in self.nodes]))
        self.points = dict(zip(self.nodes, shapely.points(at.coords), strict=True))
        self.pairs = [
            (start, end, metres)
            for start, end, metres in graph.edges()
            if start in self.points and end in self.points
        ]
        self.lines = [LineString([self.points[a], self.points[b]]) for a, b, _ in self.pairs]
        self._node_tree = shapely.STRtree([self.points[node] for node in self.nodes])
        self._line_tree = shapely.STRtree(self.lines)

    def node(self, place: Place) -> tuple[int, float]:
        """Return the nearest node and the metres to it."""
        at = int(self._node_tree.nearest(topology.to_metres(Point(place))))
        node = self.nodes[at]
        return node, _metres(place, self.graph.places[node])

    def edges_within(self, place: Place, metres: float) -> list[tuple[float, int]]:
        """Return the edges so near, by distance."""
        point = topology.to_metres(Point(place))
        near = self._line_tree.query(point, predicate="dwithin", distance=metres)
        return sorted((float(self.lines[k].distance(point)), int(k)) for k in near)

    def foot(self, place: Place, edge: int) -> float:
        """Return how far along an edge, from 0 to 1, a place comes nearest to it."""
        point = topology.to_metres(Point(place))
        return float(self.lines[edge].project(point, normalized=True))


class _Splits:
    """Feet on edges, gathered first, since an edge may have several."""

    def __init__(self, finder: _Finder) -> None:
        self.finder = finder
        self._at: dict[int, set[float]] = defaultdict(set)

    def add(self, edge: int, along: float) -> None:
        self._at[edge].add(along)

    def apply(self) -> dict[tuple[int, float], int]:
        """Split the edges and return the node at each foot."""
        graph = self.finder.graph
        nodes: dict[tuple[int, float], int] = {}
        for edge, feet in sorted(self._at.items()):
            first, last, metres = self.finder.pairs[edge]
            start, end = graph.places[first], graph.places[last]
            graph.disconnect(first, last)
            before, gone = first, 0.0
            for along in sorted(feet):
                lon, lat = (round(a + along * (b - a), 5) for a, b in zip(start, end, strict=True))
                if (place := Place(lon, lat)) in {start, graph.places[before]}:
                    node = before
                elif place == end:
                    node = last
                else:
                    node = graph.add(place)
                    if _side(graph.states[node]) != _side(graph.states[first]):
                        graph.states[node] = graph.states[first]  # a chord may cut a corner
                    graph.connect(before, node, metres * (along - gone))
                    before, gone = node, along
                nodes[edge, along] = node
            graph.connect(before, last, metres * (1 - gone))
        return nodes


def _cut(graph: Graph) -> list[tuple[int, int, float]]:
    """Take away the edges that lead from one side to another; return them."""
    edges = [
        (start, end, metres)
        for start, end, metres in graph.edges()
        if _side(graph.states[start]) != _side(graph.states[end])
    ]
    for start, end, _ in edges:
        graph.disconnect(start, end)
    return edges


def _join_dead_ends(graph: Graph) -> None:
    """Lead each dead end to a way close by: the source lacks many ramps."""
    for states in _SIDES:
        finder = _Finder(graph, states)
        splits = _Splits(finder)
        joins: list[tuple[int, int, float]] = []
        for node in finder.nodes:
            if len(graph.neighbours[node]) != 1:
                continue
            place = graph.places[node]
            for _, edge in finder.edges_within(place, _DEAD_END):
                if node not in finder.pairs[edge][:2]:
                    along = finder.foot(place, edge)
                    splits.add(edge, along)
                    joins.append((node, edge, along))
                    break
        feet = splits.apply()
        for node, edge, along in joins:
            foot = feet[edge, along]
            metres = DETOUR * _metres(graph.places[node], graph.places[foot])
            if foot not in graph.neighbours[node]:
                graph.connect(node, foot, metres)
                graph.note("join", (node, foot), metres, ("a dead end beside another way", ""))


def _keep_largest(graph: Graph) -> None:
    """Drop what does not hang together with the largest part of its side, if it is small itself.

    Russia is kept near the border alone: a line may come there from two ends.
    """
    parts = graph.components()
    for part in [
        part
        for side in _SIDES
        for part in [part for part in parts if graph.states[min(part)] in side][1:]
        if len(part) < _PART
    ]:
        metres = sum(metres for start, _, metres in graph.edges() if start in part)
        nodes = "a node" if len(part) == 1 else f"a part of {len(part)} nodes"
        why = f"{nodes} without a way to the rest"
        graph.note("drop", (min(part), max(part)), metres, (why, ""))
        graph.remove(part)


# What is set by hand


class _ByHand(NamedTuple):
    kind: str
    crossing: str
    start: Place
    end: Place
    metres: int | None
    reason: str
    source: str


def _by_hand(network: str) -> list[_ByHand]:
    def place(row: Mapping[str, str], prefix: str) -> Place:
        return Place(float(row[f"{prefix}longitude"]), float(row[f"{prefix}latitude"]))

    with _BY_HAND.open(encoding="utf-8", newline="") as file:
        return [
            _ByHand(
                row["kind"],
                row["crossing"],
                place(row, "" if row["longitude"] else "to_"),  # a gate starts at its border point
                place(row, "to_"),
                int(row["metres"]) if row["metres"] else None,
                row["reason"],
                row["source"],
            )
            for row in csv.DictReader(file)
            if row["network"] == network
        ]


def _node_at(graph: Graph, place: Place) -> int:
    """Return the node at a place: one that is near, one set on an edge near, or a new one."""
    for node, at in graph.places.items():
        if at == place:
            return node
    state = graph.state_at(place)
    if state is None:
        raise ValueError(f"{_BY_HAND.name}: {place} lies in no state that is kept")
    finder = _Finder(graph, _side(state))
    node, off = finder.node(place)
    if off <= _SAME_PLACE:
        return node
    for _, edge in finder.edges_within(place, _SAME_PLACE)[:1]:
        splits = _Splits(finder)
        along = finder.foot(place, edge)
        splits.add(edge, along)
        return splits.apply()[edge, along]
    return graph.add(place)


def _exact(graph: Graph, place: Place) -> int:
    nodes = [node for node, at in graph.places.items() if at == place]
    if len(nodes) != 1:
        raise ValueError(f"{_BY_HAND.name}: {graph.network} has {len(nodes)} nodes at {place}")
    return nodes[0]


def _drop_by_hand(graph: Graph, rows: Iterable[_ByHand]) -> None:
    for row in rows:
        if row.kind == "drop":
            start, end = _exact(graph, row.start), _exact(graph, row.end)
            metres = graph.disconnect(start, end)
            graph.note("drop", (start, end), metres, (row.reason, row.source))


def _link_by_hand(graph: Graph, rows: Iterable[_ByHand]) -> None:
    for row in rows:
        if row.kind == "link":
            start, end = _node_at(graph, row.start), _node_at(graph, row.end)
            metres = row.metres or _DETOUR_FAR * _metres(graph.places[start], graph.places[end])
            graph.connect(start, end, metres)
            graph.note("link", (start, end), metres, (row.reason, row.source))


# Gates


def _crossings(path: Path) -> list[dict[str, Any]]:
    """Return the crossings and where they are, to 5 decimals."""
    crossings = []
    for feature in json.loads(path.read_text("utf-8"))["features"]:
        if feature["geometry"] is not None:
            lon, lat = feature["geometry"]["coordinates"]
            crossings.append({"id": feature["id"], "at": Place(lon, lat), **feature["properties"]})
    return crossings


def _network_of(crossing: Mapping[str, Any]) -> str:
    return "rails" if crossing["kind"] == "rail" else "roads"


def _gates_on_edges(
    graph: Graph, crossings: Iterable[Mapping[str, Any]], cut: Iterable[tuple[int, int, float]]
) -> list[Gate]:
    """Return the gates where an edge of the source crosses the border, and tell what was cut."""
    gates = []
    for start, end, metres in cut:
        line = topology.to_metres(LineString([graph.places[start], graph.places[end]]))
        states = {graph.states[start], graph.states[end]}
        why = (
            "crosses the border away from every border point"
            if _HOME in states
            else f"leads from {' to '.join(sorted(states))} by a crossing not of this register"
        )
        for crossing in crossings if _HOME in states else ():
            at = crossing["at"]
            if crossing["neighbour"] not in _side(max(states - {_HOME})):
                continue
            if line.distance(topology.to_metres(Point(at))) > _SAME_WAY:
                continue
            why = f"crosses the border at {crossing['id']}: each side is now a gate"
            before, after = (_metres(at, graph.places[node]) for node in (start, end))
            share = before / (before + after)
            vague = crossing["border_point"]["accuracy_m"] > _VAGUE
            for node, part in ((start, share), (end, 1 - share)):
                length = round(metres * part)
                gates.append(Gate(crossing["id"], node, length, vague, "edge"))
        graph.note("cut", (start, end), metres, (why, ""))
    return gates


def _gates_by_hand(
    graph: Graph, crossings: Iterable[Mapping[str, Any]], rows: Iterable[_ByHand]
) -> list[Gate]:
    at = {crossing["id"]: crossing["at"] for crossing in crossings}
    gates = []
    for row in rows:
        if row.kind == "gate":
            node = _node_at(graph, row.end)
            length = row.metres or round(DETOUR * _metres(at[row.crossing], graph.places[node]))
            gates.append(Gate(row.crossing, node, length, approximate=True, source=row.source))
    return gates


def _gates_by_link(
    graph: Graph,
    crossings: Iterable[Mapping[str, Any]],
    gates: Iterable[Gate],
    apart: set[tuple[str, str]],
) -> list[Gate]:
    """Return the gates that neither an edge nor a hand has made, where a way is known to be."""
    states = sorted(set(graph.states.values()))
    finders = {state: _Finder(graph, frozenset({state})) for state in states}
    done = apart | {(gate.crossing, graph.states[gate.node]) for gate in gates}
    linked = []
    for crossing in crossings:
        if crossing["border_point"]["accuracy_m"] > _NOWHERE:
            continue
        for state in (_HOME, crossing["neighbour"]):
            if state is None or (crossing["id"], state) in done:
                continue
            node, off = finders[state].node(crossing["at"])
            length = round(off * DETOUR)
            linked.append(Gate(crossing["id"], node, length, approximate=True, source="link"))
    return linked


# Files


def _cells(place: Place) -> tuple[str, str]:
    lon, lat = (f"{number:.5f}".rstrip("0").rstrip(".") for number in place)
    return lon, lat


def _write_graph(folder: Path, graph: Graph) -> dict[int, int]:
    """Write nodes and edges and return the rows of the nodes."""
    order = sorted(graph.places, key=lambda node: (graph.states[node], graph.places[node]))
    rows = {node: row for row, node in enumerate(order)}
    documents.write_csv(
        folder / f"{graph.network}-nodes.csv",
        ("longitude", "latitude", "state"),
        ((*_cells(graph.places[node]), graph.states[node]) for node in order),
    )
    columns = 7 if graph.network == "roads" else 6  # courses bend roads alone
    edges = sorted((*sorted((rows[start], rows[end])), m) for start, end, m in graph.edges())
    documents.write_csv(
        folder / f"{graph.network}.csv",
        ("start", "end", "metres", "class", "oneway", "shape", "straight")[:columns],
        ((start, end, round(metres), "", 0, "", "")[:columns] for start, end, metres in edges),
    )
    return rows


def _built(
    network: str,
    state_at: Callable[[Place], str | None],
    crossings: list[dict[str, Any]],
) -> tuple[Graph, list[Gate]]:
    graph = _extracted(network, state_at)
    here = [crossing for crossing in crossings if _network_of(crossing) == network]
    rows = _by_hand(network)
    _drop_by_hand(graph, rows)
    cut = _cut(graph)
    _link_by_hand(graph, rows)
    _join_dead_ends(graph)
    gates = [*_gates_on_edges(graph, here, cut), *_gates_by_hand(graph, here, rows)]
    _keep_largest(graph)
    shortest = {
        (gate.crossing, gate.node): gate
        for gate in sorted(gates, key=lambda gate: -gate.metres)
        if gate.node in graph.places
    }
    apart = {(row.crossing, str(state_at(row.end))) for row in rows if row.kind == "apart"}
    return graph, [*shortest.values(), *_gates_by_link(graph, here, shortest.values(), apart)]


def write(folder: Path, cache: Path, crossings_path: Path) -> None:
    """Write the network, with the crossings as the only ways across the border."""
    folder.mkdir(parents=True, exist_ok=True)
    state_at = _states(land.countries(cache))
    crossings = _crossings(crossings_path)
    gates: list[tuple[object, ...]] = []
    repairs: list[Repair] = []
    for network in _SOURCES:
        graph, placed = _built(network, state_at, crossings)
        rows = _write_graph(folder, graph)
        for gate in placed:
            side, row, is_rough = graph.states[gate.node], rows[gate.node], int(gate.approximate)
            gates.append((gate.crossing, network, side, row, gate.metres, is_rough, gate.source))
        repairs += graph.repairs
    courses.bend(folder)
    documents.write_csv(
        folder / "gates.csv",
        ("crossing", "network", "side", "node", "metres", "approximate", "source"),
        sorted(gates),
    )
    documents.write_csv(
        folder / "repairs.csv",
        (
            *("kind", "network", "longitude", "latitude", "to_longitude", "to_latitude"),
            *("metres", "reason", "source"),
        ),
        (
            (kind, network, *_cells(start), *_cells(end), *rest)
            for kind, network, start, end, *rest in sorted(repairs)
        ),
    )
