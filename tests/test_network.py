from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import numpy as np
import pyproj
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_graphs import arcs_of, graphs, joined, shortest, small_graph, turned

import borders
from borders.data import csv_columns
from borders.geo.earth import geocentric
from borders.geo.polylines import decode, encode, is_polyline
from borders.network import read
from borders.network.graph import BorderLink, Graph, Network

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Folder

POINTS = {"alpha": (25.0, 54.5), "beta": (25.1, 54.5)}


def loaded(folder: Folder) -> Network:
    return read.load(folder.write() / "network", home="BY", points=POINTS)


@pytest.fixture
def graph(roads: Folder) -> Graph:
    return loaded(roads).graphs["roads"]


def test_a_network_says_what_it_is(roads: Folder):
    found = loaded(roads)
    assert repr(found) == "<Network Toy roads: 7 nodes of roads>"
    assert found.about.attribution == "Toys"
    assert found.covers("BY")
    assert found.covers("LT")
    assert not found.covers("PL")


def test_rails_may_be_there_too(roads: Folder):
    roads.roads([(25.0, 54.0, "BY")], [], [("alpha", "BY", 0, 700, 0)], network="rails")
    assert list(loaded(roads).graphs) == ["roads", "rails"]


def test_a_folder_without_a_network_says_what_is_missing(tmp_path: Path):
    with pytest.raises(borders.DataError, match=r"network\.toml: is missing in .*a network is"):
        read.load(tmp_path)


FAULTS = {
    "a state": ("roads-nodes.csv", "25.0,54.0,BY", "25.0,54.0,by", "line 2, state: by is no code"),
    "a longitude": (
        "roads-nodes.csv",
        "25.0,54.0",
        "250,54.0",
        "line 2, longitude: 250.0 lies not",
    ),
    "a latitude": ("roads-nodes.csv", "25.0,54.0", "25.0,nan", "line 2, latitude: nan lies not"),
    "no number": (
        "roads-nodes.csv",
        "25.0,54.0",
        "25°,54.0",
        "line 2, longitude: '25°' is not a num",
    ),
    "a node": ("roads.csv", "0,1,", "0,7,", "line 3, end: 7 is the number of no node: roads-nodes"),
    "no node": ("roads.csv", "0,1,", "-1,1,", "line 3, start: -1 is the number of no node"),
    "half a node": ("roads.csv", "0,1,", "0.5,1,", "line 3, start: '0.5' is not a whole number"),
    "a length": ("roads.csv", ",7000,", ",-1,", "line 3, metres: -1.0 is no length"),
    "infinity": ("roads.csv", ",7000,", ",inf,", "line 3, metres: inf is no length"),
    "one way": ("roads.csv", ",7000,,0,", ",7000,,2,", "line 3, oneway: 2 is neither 0 nor 1"),
    "a shape": ("roads.csv", "oubjI_{xxC", "oubjI_{xx", "line 2, shape: oubjI_{xx is no encoded"),
    "a column": ("roads.csv", "metres", "meters", "line 1: has no metres: write start,end,metres"),
    "a comma": ("roads.csv", "0,1,7000,", "0,1,7,000,", "line 3: has 7 columns, and the header 6"),
    "a short row": (
        "roads.csv",
        ",7000,,0,",
        ",7000,,0",
        "line 3: has 5 columns, and the header 6",
    ),
    "the border": (
        "roads.csv",
        "0,1,",
        "0,4,",
        "line 3, start: 0 is joined to a node beyond the b",
    ),
    "a network": (
        "gates.csv",
        "alpha,roads,BY",
        "alpha,rivers,BY",
        "line 2, network: rivers is none",
    ),
    "a side": (
        "gates.csv",
        "alpha,roads,BY",
        "alpha,roads,LT",
        "line 2, side: LT is not the state",
    ),
    "its node": ("gates.csv", "BY,2,", "BY,9,", "line 2, node: 9 is the number of no node"),
    "a guess": ("gates.csv", "1000,0,", "1000,yes,", "line 2, approximate: 'yes' is not a whole"),
    "a key": ("network.toml", "schematic = true", "schematik = true", "network.toml: Object"),
    "a quote": ("network.toml", '"Toys"', "'Toys", "network.toml: "),
}


@pytest.mark.parametrize("large", [False, True], ids=["small", "large"])
@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_wrong_is_told_with_its_place(
    roads: Folder, monkeypatch: pytest.MonkeyPatch, fault: str, *, large: bool
):
    monkeypatch.setattr(csv_columns, "LARGE", 0 if large else 10**9)
    name, old, new, told = FAULTS[fault]
    file = roads.write() / "network" / name
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(borders.DataError) as error:
        read.load(file.parent, home="BY")
    assert f"{name}" in str(error.value)
    assert told in str(error.value)


def test_a_quote_that_nobody_ends_is_told(roads: Folder):
    file = roads.write() / "network" / "roads.csv"
    file.write_text(f'{file.read_text("utf-8")}0,1,7,,0,"{"x" * 2000}', "utf-8")
    limit = csv.field_size_limit(1000)
    try:
        with pytest.raises(borders.DataError, match=r"roads.csv, line \d+: cannot be read"):
            read.load(file.parent)
    finally:
        csv.field_size_limit(limit)


def test_check_looks_at_the_network_too(run: Callable[..., tuple[int, str, str]], roads: Folder):
    folder = roads.write()
    assert run("check", str(folder))[0] == 0
    file = folder / "network" / "roads.csv"
    file.write_text(file.read_text("utf-8").replace(",7000,", ",-1,"), "utf-8")
    status, out, _ = run("check", str(folder))
    assert status == 1
    assert "network/roads.csv, line 3, metres: -1.0 is no length" in out


def test_all_problems_of_a_network_are_told_at_once(roads: Folder):
    file = roads.write() / "network" / "roads.csv"
    file.write_text(file.read_text("utf-8").replace("000,", "000,x,"), "utf-8")
    (file.parent / "gates.csv").unlink()
    (file.parent / "roads-nodes.csv").write_bytes(b"longitude,latitude,state\n\xff,1,BY\n")
    with pytest.raises(borders.DataError) as error:
        read.load(file.parent)
    assert {problem.file for problem in error.value.problems} == {
        "roads.csv",
        "gates.csv",
        "roads-nodes.csv",
    }
    assert "line 2: is no UTF-8 text" in str(error.value)


def test_large_files_read_as_small_ones_do(roads: Folder, monkeypatch: pytest.MonkeyPatch):
    small = loaded(roads).graphs["roads"]
    monkeypatch.setattr(csv_columns, "LARGE", 0)
    large = loaded(roads).graphs["roads"]
    assert large.nodes.state.tolist() == small.nodes.state.tolist()
    assert large.shape(0) == small.shape(0) == [(25.2, 54.25)]
    for one, other in zip(large.edges[:4], small.edges[:4], strict=True):
        assert one.tolist() == other.tolist()


def encoded(places: list[tuple[float, float]]) -> str:
    """Google's polyline, written down once more from its description."""
    text, last = "", (0, 0)
    for lon, lat in places:
        now = round(lat * 1e5), round(lon * 1e5)
        for a, b in zip(now, last, strict=True):
            value = (a - b) << 1
            value = ~value if a < b else value
            while value >= 0x20:
                text, value = text + chr((0x20 | value & 0x1F) + 63), value >> 5
            text += chr(value + 63)
        last = now
    return text


positions = st.tuples(
    st.integers(-18_000_000, 18_000_000).map(lambda n: n / 1e5),
    st.integers(-9_000_000, 9_000_000).map(lambda n: n / 1e5),
)


@given(st.lists(positions, max_size=6))
def test_a_polyline_comes_back(places: list[tuple[float, float]]):
    text = encoded(places)
    assert decode(text) == places
    assert is_polyline(text)
    lon, lat = np.array(places).reshape(-1, 2).T.copy()
    [written] = encode(
        *(np.rint(of * 1e5).astype(int) for of in (lon, lat)), np.array([0, len(places)])
    )
    assert written == text


@given(positions, st.floats(-0.5, 0.5), st.floats(-0.5, 0.5))
def test_geocentric_distances_are_those_on_the_ground(
    place: tuple[float, float], east: float, north: float
):
    lon, lat = place[0], place[1] * 0.9
    ends = np.array([(lon, lat), (lon + east, lat + north)])
    a, b = geocentric(*ends.T)
    _, _, metres = pyproj.Geod(ellps="WGS84").inv(*ends.ravel())
    assert np.linalg.norm(a - b) == pytest.approx(metres, rel=1e-4, abs=1e-3)


def test_a_course_follows_the_bends_of_its_roads(graph: Graph):
    there = graph.course([0, 2, graph.side_nodes["alpha", "BY"]])
    assert there == [(25.0, 54.0), (25.2, 54.25), (25.0, 54.49), (25.0, 54.5)]
    assert graph.course([2, 0]) == [(25.0, 54.49), (25.2, 54.25), (25.0, 54.0)]


def test_of_parallel_roads_the_shortest_is_taken():
    edges = [(0, 1, 9.0, False), (0, 1, 4.0, False), (1, 0, 5.0, False)]
    graph = small_graph(edges, ["AA", "AA"], [])
    assert graph.tree(0).metres.tolist() == [0, 4]
    assert graph.tree(1).metres.tolist() == [4, 0]


@settings(max_examples=200)
@given(found=graphs(), reverse=st.booleans())
def test_shortest_ways_are_those_of_a_textbook(
    found: tuple[Graph, list, list[BorderLink]], *, reverse: bool
):
    """From places to gates and back, also over lengths of nought and one-way roads."""
    graph, edges, gates = found
    inland, links = arcs_of(edges, []), arcs_of([], gates)
    numbers: dict[int, object] = {node: node for node in range(graph.size)}
    numbers |= {node: key for key, node in graph.side_nodes.items()}
    out, back = joined(inland, links), joined(turned(inland), links)
    for roots, arcs in (
        (range(graph.size), back if reverse else out),
        (graph.side_nodes.values(), turned(out if reverse else back)),
    ):
        for root in roots:
            tree = graph.tree(root, reverse=reverse)
            metres = {numbers[n]: m for n, m in enumerate(tree.metres) if np.isfinite(m)}
            assert metres == shortest(arcs, numbers[root])


@given(graphs())
def test_no_way_leaves_its_side_of_the_border(found: tuple[Graph, list, list[BorderLink]]):
    graph, _, _ = found
    for root in range(graph.size):
        reached = np.flatnonzero(np.isfinite(graph.tree(root).metres))
        assert {graph.nodes.state[n] for n in reached} == {graph.nodes.state[root]}


@given(graphs())
def test_nobody_travels_through_a_gate_and_back(found: tuple[Graph, list, list[BorderLink]]):
    """A side node is where a path ends: nothing leads on from it but over the border."""
    graph, _, _ = found
    matrix = graph.arcs().matrix
    assert matrix.indptr[graph.size] == matrix.indptr[-1]


@given(graphs(), st.integers(0, 8), st.floats(0, 0.1))
def test_a_place_joins_its_own_state(
    found: tuple[Graph, list, list[BorderLink]], number: int, lon: float
):
    graph, edges, gates = found
    state = graph.nodes.state[number % graph.size]
    snapped = graph.snap_points.snap(np.array([lon]), np.array([0.0]), np.array([state], object))
    (at,) = snapped.point
    if at >= 0:
        assert graph.snap_points.state[at] == state
        return
    arcs, back = arcs_of(edges, gates), turned(arcs_of(edges, []))
    links = {(g.crossing, g.side): g.node for g in gates}
    for node in np.flatnonzero(graph.nodes.state[: graph.size] == state):
        to_gates = [key for key in shortest(arcs, int(node)) if isinstance(key, tuple)]
        from_gates = set(shortest(back, int(node)))
        assert not any(g.node in from_gates and (g.crossing, g.side) in to_gates for g in gates), (
            links
        )


def test_a_place_joins_the_road_beside_it_and_not_its_end(graph: Graph):
    """At (25.2, 54.25) the road of 55 km has its bend, half-way."""
    snapped = graph.snap_points.snap(np.array([25.21]), np.array([54.25]), np.array(["BY"], object))
    at = int(snapped.point[0])
    assert snapped.metres[0] == pytest.approx(650, abs=250)
    assert graph.snap_points.back[at] == pytest.approx(27500, abs=500)
    assert graph.snap_points.back[at] + graph.snap_points.ahead[at] == pytest.approx(55000)
    to_start, to_end = graph.snap_points.to_ends(at)
    assert to_start[-1] == (25.0, 54.0)
    assert to_end[-1] == (25.0, 54.49)


def test_a_place_beside_the_way_to_a_gate_joins_it(graph: Graph):
    snapped = graph.snap_points.snap(np.array([25.0]), np.array([54.495]), np.array(["BY"], object))
    at = int(snapped.point[0])
    assert graph.snap_points.end[at] == graph.side_nodes["alpha", "BY"]
    assert graph.snap_points.ahead[at] == pytest.approx(500)


def test_what_no_gate_can_be_reached_from_is_not_joined():
    gates = [BorderLink("x", "AA", 0, 5.0, approximate=False)]
    graph = small_graph([(0, 1, 1.0, False), (2, 3, 1.0, False)], ["AA"] * 4, gates)
    assert set(graph.snap_points.start.tolist()) == {0, 1}


def test_a_one_way_road_is_left_at_its_end():
    edges = [(0, 1, 2000.0, True), (1, 0, 900.0, False)]
    graph = small_graph(edges, ["AA", "AA"], [BorderLink("x", "AA", 0, 5.0, approximate=False)])
    middle = int(np.flatnonzero((graph.snap_points.edge == 0) & (graph.snap_points.part == 0.5))[0])
    tree = graph.tree(graph.side_nodes["x", "AA"], reverse=True)
    leaving, _ = graph.snap_points.reached(tree)
    arriving, _ = graph.snap_points.reached(graph.tree(graph.side_nodes["x", "AA"]), reverse=True)
    assert leaving[middle] == 1000 + 900 + 5
    assert arriving[middle] == 5 + 1000


def test_a_network_without_gates_has_no_ways():
    graph = small_graph([(0, 1, 5.0, False)], ["AA", "AA"], [])
    assert len(graph.snap_points.edge) == 0
    assert np.isinf(graph.tree([]).metres).all()


def test_the_shipped_network_reads(register: borders.Register):
    graphs = register.network.graphs
    assert graphs.keys() == {"roads", "rails"}
    assert all(graph.size > 4000 for graph in graphs.values())


def test_on_the_shipped_network_every_step_stays_on_its_side(register: borders.Register):
    """So no route of any town passes the border but at a gate, where its two sides meet."""
    home = register.facts.package.home
    for graph in register.network.graphs.values():
        is_home = graph.nodes.state == home
        for node in graph.side_nodes.values():
            tree = graph.tree(node, reverse=True)
            on_a_way = np.flatnonzero(tree.next >= 0)
            assert len(on_a_way) > 100
            assert (is_home[on_a_way] == is_home[node]).all()
            assert (is_home[tree.next[on_a_way]] == is_home[node]).all()


def test_the_shipped_gates_are_those_of_the_register(register: borders.Register):
    for graph in register.network.graphs.values():
        for crossing, side in graph.side_nodes:
            assert side in {
                register.facts.package.home,
                register.facts.crossings[crossing].neighbour,
            }


@settings(max_examples=50)
@given(st.lists(st.tuples(st.floats(20.9, 32), st.floats(51, 58)), min_size=1, max_size=20))
def test_on_the_shipped_network_no_place_joins_another_state(
    places: list[tuple[float, float]],
):
    register = borders_register()
    lon, lat = np.array(places).T
    states = register.locator.locate(lon, lat)
    points = register.network.graphs["roads"].snap_points
    snapped = points.snap(lon, lat, states)
    joined = snapped.point >= 0
    assert (points.state[snapped.point[joined]] == states[joined]).all()
    assert set(states[~joined]) <= {"", "RU", "UA", "DE", "SE", "FI", "SK"}


def borders_register() -> borders.Register:
    if not _REGISTER:
        _REGISTER.append(borders.load())
    return _REGISTER[0]


_REGISTER: list[borders.Register] = []
