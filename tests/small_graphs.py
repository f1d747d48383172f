"""Graphs small enough for a textbook, and the textbook."""

from __future__ import annotations

import heapq

import numpy as np
from hypothesis import strategies as st

from borders.network.graph import BorderLink, Edges, Graph, Nodes


def small_graph(
    edges: list[tuple[int, int, float, bool]], states: list[str], links: list[BorderLink]
) -> Graph:
    columns = zip(*edges, strict=True) if edges else ([], [], [], [])
    kinds = (int, int, float, bool)
    lon, lat = np.arange(len(states)) / 100, np.zeros(len(states))
    return Graph.of(
        Nodes(lon, lat, np.array(states, object)),
        Edges(*(np.array(column, kind) for column, kind in zip(columns, kinds, strict=True))),
        links,
    )


@st.composite
def graphs(draw: st.DrawFn, *, oneways: bool = True) -> tuple[Graph, list, list[BorderLink]]:
    """Two states of a few nodes, and gates between them."""
    states = draw(st.lists(st.sampled_from(["AA", "BB"]), min_size=2, max_size=9))
    node = st.integers(0, len(states) - 1)
    metres = st.integers(0, 20).map(float)
    edge = st.tuples(node, node, metres, st.booleans() if oneways else st.just(value=False))
    edges = [e for e in draw(st.lists(edge, max_size=25)) if states[e[0]] == states[e[1]]]
    link = st.tuples(st.sampled_from("xyz"), node, metres)
    drawn = draw(st.lists(link, min_size=1, max_size=8))
    links = [BorderLink(c, states[n], n, m, approximate=False) for c, n, m in drawn]
    return small_graph(edges, states, links), edges, links


def shortest(arcs: dict[object, list[tuple[object, float]]], root: object) -> dict[object, float]:
    """Dijkstra's graph as a textbook has it."""
    found: dict[object, float] = {}
    heap = [(0.0, 0, root)]
    count = 0
    while heap:
        gone, _, place = heapq.heappop(heap)
        if place in found:
            continue
        found[place] = gone
        for other, metres in arcs.get(place, ()):
            count += 1
            heapq.heappush(heap, (gone + metres, count, other))
    return found


def arcs_of(edges: list, links: list[BorderLink]) -> dict[object, list[tuple[object, float]]]:
    arcs: dict[object, list[tuple[object, float]]] = {}
    for start, end, metres, oneway in edges:
        arcs.setdefault(start, []).append((end, metres))
        if not oneway:
            arcs.setdefault(end, []).append((start, metres))
    for link in links:
        arcs.setdefault(link.node, []).append(((link.crossing, link.side), link.metres))
    return arcs


def joined(
    one: dict[object, list[tuple[object, float]]], other: dict[object, list[tuple[object, float]]]
) -> dict[object, list[tuple[object, float]]]:
    return {place: [*one.get(place, ()), *other.get(place, ())] for place in {*one, *other}}


def turned(arcs: dict[object, list[tuple[object, float]]]) -> dict[object, list]:
    back: dict[object, list[tuple[object, float]]] = {}
    for place, others in arcs.items():
        for other, metres in others:
            back.setdefault(other, []).append((place, metres))
    return back
