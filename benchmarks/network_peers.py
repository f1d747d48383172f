"""The same questions put to other packages, each in its fastest form that we know."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import coo_array, csr_array

from borders.geo.earth import DETOUR

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from borders.network.graph import Graph, Snapped, SnapPoints

METRE = 1.0


def agree(is_so: bool, otherwise: str) -> None:  # noqa: FBT001 - like assert, which may be off
    """Stop where an answer is wrong: its speed would mean nothing."""
    if not is_so:
        raise SystemExit(otherwise)


def joined(graph: Graph, side_nodes: Sequence[tuple[int, int]]) -> csr_array:
    """Return the graph of both sides in which each gate is an arc of nought, from near to far."""
    out, into = graph.arcs().matrix.tocoo(), graph.arcs(from_border=True).matrix.tocoo()
    near, far = np.array(side_nodes).T
    leads_on = np.isin(into.coords[0], far)
    rows = np.concatenate([out.coords[0], into.coords[0][leads_on], near])
    columns = np.concatenate([out.coords[1], into.coords[1][leads_on], far])
    metres = np.concatenate([out.data, into.data[leads_on], np.zeros(len(side_nodes))])
    return csr_array(coo_array((metres, (rows, columns)), shape=out.shape))


def arcs(matrix: csr_array) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return start, end and metres of the arcs."""
    start = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    return start, matrix.indices, matrix.data


def nearest(
    matrix: csr_array,
    side_nodes: Sequence[int],
    points: SnapPoints,
    snapped: Snapped,
    expected: np.ndarray,
) -> dict[str, Callable[[], Any]]:
    """Return the runs of each package for the nearest of the side nodes, their answers checked."""
    start, end, metres = arcs(matrix)
    count = matrix.shape[0]
    rows: dict[str, Callable[[], Any]] = {}

    def add(name: str, run: Callable[[], Any], lengths: Callable[[Any], np.ndarray]) -> None:
        metres = np.array(lengths(run()), float)
        back, ahead = points.costs()
        at = np.minimum(back + metres[points.start], ahead + metres[points.end])
        answer = at[snapped.point] + DETOUR * snapped.metres
        agree(np.allclose(answer, expected, atol=10), f"{name} finds other lengths")
        rows[name] = run

    def filled(lengths_by_node: dict[int, float]) -> np.ndarray:
        metres = np.full(count, np.inf)
        metres[list(lengths_by_node)] = list(lengths_by_node.values())
        return metres

    networkx = importlib.import_module("networkx")
    graph_x = networkx.DiGraph()
    graph_x.add_weighted_edges_from(zip(start.tolist(), end.tolist(), metres.tolist(), strict=True))
    add(
        "networkx, one search from all",
        lambda: networkx.multi_source_dijkstra_path_length(graph_x, set(side_nodes)),
        filled,
    )
    igraph = importlib.import_module("igraph")
    graph_i = igraph.Graph(
        count, list(zip(start.tolist(), end.tolist(), strict=True)), directed=True
    )
    weights = metres.tolist()
    add(
        "igraph, a search from each",
        lambda: graph_i.distances(side_nodes, weights=weights),
        lambda answers: np.min(answers, axis=0),
    )
    rustworkx = importlib.import_module("rustworkx")
    graph_r = rustworkx.PyDiGraph()
    graph_r.add_nodes_from(range(count))
    graph_r.add_edges_from(list(zip(start.tolist(), end.tolist(), weights, strict=True)))
    add(
        "rustworkx, a search from each",
        lambda: [rustworkx.dijkstra_shortest_path_lengths(graph_r, h, float) for h in side_nodes],
        lambda answers: np.min(
            [filled({**dict(t), h: 0.0}) for t, h in zip(answers, side_nodes, strict=True)], axis=0
        ),
    )
    scgraph = importlib.import_module("scgraph")
    graph_s: list[dict[int, float]] = [{} for _ in range(count)]
    for a, b, m in zip(start.tolist(), end.tolist(), weights, strict=True):
        graph_s[a][b] = m
    of_scgraph = scgraph.Graph(graph_s)
    add(
        "scgraph, a tree from each",
        lambda: [of_scgraph.get_shortest_path_tree(h)["distance_matrix"] for h in side_nodes],
        lambda answers: np.min(np.array(answers, float), axis=0),
    )
    pandana, pandas = importlib.import_module("pandana"), importlib.import_module("pandas")
    graph = points.graph
    lon, lat = np.nan_to_num(graph.nodes.lon), np.nan_to_num(graph.nodes.lat)
    frame = pandas.DataFrame({"metres": np.maximum(metres, METRE / 1000)})
    of_pandana = pandana.Network(
        pandas.Series(lon),
        pandas.Series(lat),
        pandas.Series(start),
        pandas.Series(end),
        frame,
        twoway=True,
    )
    towns = np.unique(np.concatenate([points.start[snapped.point], points.end[snapped.point]]))
    is_home = {half: graph.nodes.state[half] for half in side_nodes}
    home = graph.nodes.state[side_nodes[0]]
    pairs = np.array(
        [
            (half, town)
            for half in side_nodes
            for town in towns
            if (is_home[half] == home) == (graph.nodes.state[town] == home)
        ]
    )

    def by_pandana() -> np.ndarray:
        lengths = of_pandana.shortest_path_lengths(pairs[:, 0], pairs[:, 1], "metres")
        metres = np.full(count, np.inf)
        np.minimum.at(metres, pairs[:, 1], lengths)
        return metres

    add(f"pandana, {len(pairs)} pairs", by_pandana, lambda answers: answers)
    return rows


def many(
    matrix: csr_array, origins: np.ndarray, destinations: np.ndarray, expected: np.ndarray
) -> dict[str, Callable[[], Any]]:
    """Return the runs of each package for all pairs, their answers checked."""
    start, end, metres = arcs(matrix)
    count, weights = matrix.shape[0], metres.tolist()
    rows: dict[str, Callable[[], Any]] = {}

    def add(name: str, run: Callable[[], Any]) -> None:
        agree(np.allclose(run(), expected, atol=10), f"{name} finds other lengths")
        rows[name] = run

    ends = destinations.tolist()
    igraph = importlib.import_module("igraph")
    graph_i = igraph.Graph(
        count, list(zip(start.tolist(), end.tolist(), strict=True)), directed=True
    )
    add("igraph, per source", lambda: graph_i.distances(origins.tolist(), ends, weights=weights))
    rustworkx = importlib.import_module("rustworkx")
    graph_r = rustworkx.PyDiGraph()
    graph_r.add_nodes_from(range(count))
    graph_r.add_edges_from(list(zip(start.tolist(), end.tolist(), weights, strict=True)))

    def by_rustworkx() -> list[list[float]]:
        trees = (
            rustworkx.dijkstra_shortest_path_lengths(graph_r, origin, float)
            for origin in origins.tolist()
        )
        return [[lengths[other] for other in ends] for lengths in trees]

    add("rustworkx, per source", by_rustworkx)
    networkx = importlib.import_module("networkx")
    graph_x = networkx.DiGraph()
    graph_x.add_weighted_edges_from(zip(start.tolist(), end.tolist(), weights, strict=True))

    def by_networkx() -> list[list[float]]:
        trees = (
            networkx.single_source_dijkstra_path_length(graph_x, origin)
            for origin in origins.tolist()
        )
        return [[lengths[other] for other in ends] for lengths in trees]

    add("networkx, per source", by_networkx)
    return rows
