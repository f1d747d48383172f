"""Graphs small enough for a textbook, and the textbook."""

from __future__ import annotations

import heapq

import numpy as np
from hypothesis import strategies as st

from borders.network.graph import Gate, Way


def graph(edges: list[tuple[int, int, float, bool]], states: list[str], gates: list[Gate]) -> Way:
    start, end, metres, oneway = zip(*edges, strict=True) if edges else ([], [], [], [])
    return Way(
        np.arange(len(states)) / 100,
        np.zeros(len(states)),
        np.array(states, object),
        start=np.array(start, int),
        end=np.array(end, int),
        metres=np.array(metres, float),
        oneway=np.array(oneway, bool),
        gates=gates,
    )


@st.composite
def graphs(draw: st.DrawFn, *, oneways: bool = True) -> tuple[Way, list, list[Gate]]:
    """Two states of a few nodes, and gates between them."""
    states = draw(st.lists(st.sampled_from(["AA", "BB"]), min_size=2, max_size=9))
    node = st.integers(0, len(states) - 1)
    metres = st.integers(0, 20).map(float)
    edge = st.tuples(node, node, metres, st.booleans() if oneways else st.just(value=False))
    edges = [e for e in draw(st.lists(edge, max_size=25)) if states[e[0]] == states[e[1]]]
    link = st.tuples(st.sampled_from("xyz"), node, metres)
    links = draw(st.lists(link, min_size=1, max_size=8))
    gates = [Gate(c, states[n], n, m, approximate=False) for c, n, m in links]
    return graph(edges, states, gates), edges, gates


def shortest(arcs: dict[object, list[tuple[object, float]]], root: object) -> dict[object, float]:
    """Dijkstra's way as a textbook has it."""
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


def arcs_of(edges: list, gates: list[Gate]) -> dict[object, list[tuple[object, float]]]:
    arcs: dict[object, list[tuple[object, float]]] = {}
    for start, end, metres, oneway in edges:
        arcs.setdefault(start, []).append((end, metres))
        if not oneway:
            arcs.setdefault(end, []).append((start, metres))
    for gate in gates:
        arcs.setdefault(gate.node, []).append(((gate.crossing, gate.side), gate.metres))
    return arcs


def turned(arcs: dict[object, list[tuple[object, float]]]) -> dict[object, list]:
    back: dict[object, list[tuple[object, float]]] = {}
    for place, others in arcs.items():
        for other, metres in others:
            back.setdefault(other, []).append((place, metres))
    return back
