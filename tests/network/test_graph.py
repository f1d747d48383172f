"""Shortest ways over a graph, and where places join it."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_graphs import arcs_of, graphs, joined, shortest, small_graph, turned

import borders
from borders.network import read
from borders.network.graph import BorderLink, Graph

if TYPE_CHECKING:
    from conftest import Folder

POINTS = {"alpha": (25.0, 54.5), "beta": (25.1, 54.5)}


@pytest.fixture
def graph(roads: Folder) -> Graph:
    return read.load(roads.write() / "network", home="BY", points=POINTS).graphs["roads"]


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
def test_a_node_is_as_far_from_the_next_as_the_shortest_edge_between_them(
    found: tuple[Graph, list, list[BorderLink]],
):
    graph, edges, _ = found
    steps: dict[tuple[int, int], float] = {}
    for start, end, metres, oneway in edges:
        for step in [(start, end)] if oneway else [(start, end), (end, start)]:
            steps[step] = min(metres, steps.get(step, math.inf))
    pairs = [*itertools.permutations(range(graph.size), 2)]
    told = graph.metres(pairs)
    assert told.tolist() == pytest.approx([steps.get(pair, math.inf) for pair in pairs])


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


def test_on_the_shipped_network_every_step_stays_on_its_side(register: borders.Register):
    """So no route of any town passes the border but at a gate, where its two sides meet."""
    home = register.facts.package.home
    for graph in register.network.graphs.values():
        is_home = graph.nodes.state == home
        for node in graph.side_nodes.values():
            tree = graph.tree(node, reverse=True)
            on_a_way = np.flatnonzero(tree.next >= 0)
            assert len(on_a_way) > 40
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
