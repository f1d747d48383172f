"""How fast ways are found, beside other packages and beside the bare search.

    python benchmarks/network.py [nearest | corridor | growth | dask]

Each pair of rows that is compared runs in turns in one process, and the best of the turns counts;
the load of the machine so falls on both. Memory is that of a fresh process at its highest. Seconds
are those of the clock. Packages: pip install --group benchmark.
"""

from __future__ import annotations

import hashlib
import importlib
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import network_peers
import numpy as np
from network_peers import agree
from tables import Table, show

import borders
from borders.geo.earth import DETOUR
from borders.network.graph import BorderLink, Edges, Graph, Nodes

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from borders.network.graph import Snapped

TURNS = 7
REACH = ("reach s", "µs each", "MB")
BARE = "scipy dijkstra(min_only=True), bare"


def best(runs: dict[str, Callable[[], Any]], turns: int = TURNS) -> dict[str, float]:
    """Return the least seconds of each of the runs, which take turns."""
    seconds = dict.fromkeys(runs, float("inf"))
    for _ in range(turns):
        for name, run in runs.items():
            start = time.perf_counter()
            run()
            seconds[name] = min(seconds[name], time.perf_counter() - start)
    return seconds


def table(title: str, seconds: dict[str, float], base: str) -> Table:
    """Return milliseconds and how many times those of the base, the least first."""
    order = sorted(seconds.items(), key=lambda pair: pair[1])
    rows = {name: (took * 1000, took / seconds[base]) for name, took in order}
    return Table(title, ("ms", f"× {base}"), rows)


class Search(NamedTuple):
    """The nearest open way out of all towns, which is asked for in several ways.

    Attributes
    ----------
    runs
        Ours, and the bare search in it.
    side_nodes
        Where open gates stand on either side.
    expected
        The metres of each town.
    """

    runs: dict[str, Callable[[], np.ndarray]]
    day: borders.Snapshot
    graph: Graph
    side_nodes: list[int]
    snapped: Snapped
    expected: np.ndarray


def search() -> Search:
    """Return the searches, whose answer is that of `reach()`."""
    register = borders.load()
    traveller = borders.Traveller(nationality="US")
    day = register.on("2023-08-21", mode="car", direction="out", traveller=traveller)
    graph, home = register.network.graphs["roads"], register.facts.package.home
    towns = [town for town in register.towns.all if town.state == home]
    lon, lat = np.array([(t.lon, t.lat) for t in towns]).T
    snapped = graph.snap_points.snap(lon, lat, np.array([t.state for t in towns], object))
    open_ = {c.id for c in day.serving.open}
    side_nodes = [node for (crossing, _), node in graph.side_nodes.items() if crossing in open_]
    matrix = graph.arcs(reverse=True, from_border=True).matrix
    dijkstra = importlib.import_module("scipy.sparse.csgraph").dijkstra

    def ours() -> np.ndarray:
        tree = graph.tree(side_nodes, reverse=True)
        metres, _ = graph.snap_points.reached(tree, snapped.point)
        return metres + DETOUR * snapped.metres

    def bare() -> np.ndarray:
        return dijkstra(matrix, indices=side_nodes, min_only=True)

    expected, reached = ours(), day.reach()
    answer = reached["km"][reached["state"] == home].to_numpy() * 1000
    agree(len(answer) > 0 and np.allclose(answer, expected), "the benchmark and reach() disagree")
    runs = {BARE: bare, "borders, all towns": ours}
    return Search(runs, day, graph, side_nodes, snapped, expected)


def nearest() -> Iterator[Table]:
    """Time the nearest open way out of all towns, beside one bare search and other packages."""
    runs, day, graph, side_nodes, snapped, expected = search()
    matrix = graph.arcs(reverse=True, from_border=True).matrix
    seconds = best(runs, 200)
    rows = network_peers.nearest(matrix, side_nodes, graph.snap_points, snapped, expected)
    seconds |= best({name: run for name, run in rows.items() if "pandana" not in name})
    seconds |= best({name: run for name, run in rows.items() if "pandana" in name}, 2)
    seconds |= best({"reach() as it is called, in a frame": day.reach}, 5)
    title = f"nearest of {len(side_nodes)} gates for {len(expected)} towns, {matrix.nnz} arcs"
    yield table(title, seconds, BARE)


def corridor() -> Iterator[Table]:
    """Time all lengths between towns of the home state and towns beyond, through all gates."""
    register = borders.load()
    graph = register.network.graphs["roads"]
    chance = np.random.default_rng(0)
    is_home = graph.nodes.state[: graph.size] == register.facts.package.home
    usable = np.zeros(graph.size, bool)
    usable[graph.snap_points.start[graph.snap_points.edge < 0]] = True
    home = chance.choice(np.flatnonzero(is_home & usable), 314, replace=False)
    away = chance.choice(np.flatnonzero(~is_home & usable), 960, replace=False)
    main = {c.id for c in register.crossings if c.category == "international" and c.kind == "road"}
    for name, ids in (("international", main), ("known", register.facts.crossings)):
        side_nodes = through(graph, register.facts.package.home, ids)
        title = f"314 × 960 pairs through the {len(side_nodes)} {name} gates"
        yield pairs(title, graph, (home, away), side_nodes, with_peers=name == "known")


def through(graph: Graph, home: str, ids: Collection[str]) -> list[tuple[int, int]]:
    """Return the two side nodes of each gate of the crossings."""
    return [
        (graph.side_nodes[crossing, home], number)
        for (crossing, side), number in graph.side_nodes.items()
        if side != home and crossing in ids and (crossing, home) in graph.side_nodes
    ]


def pairs(
    title: str,
    graph: Graph,
    ends: tuple[np.ndarray, np.ndarray],
    side_nodes: list[tuple[int, int]],
    *,
    with_peers: bool,
) -> Table:
    """Time all lengths between two sets of nodes."""
    matrix = network_peers.joined(graph, side_nodes)

    def ours() -> np.ndarray:
        return lengths(graph, *ends, side_nodes)

    def per_source() -> np.ndarray:
        dijkstra = importlib.import_module("scipy.sparse.csgraph").dijkstra
        return dijkstra(matrix, indices=ends[0])[:, ends[1]]

    measured, expected = ours(), per_source()
    agree(np.abs(measured - expected).max() < 1, "the two ways disagree")
    seconds = best({"borders, gate trees": ours, "scipy, per source": per_source}, 15)
    if with_peers:
        seconds |= best(network_peers.many(matrix, *ends, expected), 1)
    return table(title, seconds, "borders, gate trees")


def lengths(
    graph: Graph,
    origins: np.ndarray,
    destinations: np.ndarray,
    side_nodes: list[tuple[int, int]],
) -> np.ndarray:
    """Return the metres from each node to each node through the nearest of the gates.

    Parameters
    ----------
    side_nodes
        Of each gate, that on the side of the origins and that on the side of the destinations.
    """
    near, far = zip(*side_nodes, strict=True)
    to_gates = np.array([graph.tree(node, reverse=True).metres[origins] for node in near])
    from_gates = np.array([graph.tree(node).metres[destinations] for node in far])
    with np.errstate(invalid="ignore"):  # what cannot be reached is infinitely far
        worst = np.array([(gate - from_gates).max(axis=1) for gate in from_gates])
        beaten = (to_gates[:, None] + worst[..., None] < to_gates).any(axis=0)
    metres = np.empty((len(origins), len(destinations)))
    for row, before, is_beaten in zip(metres, to_gates.T, beaten.T, strict=True):
        # Few gates are not beaten by one other wherever the way leads.
        kept = np.flatnonzero(~is_beaten)
        (from_gates[kept] + before[kept, None]).min(axis=0, out=row)
    return metres


def grid(side: int) -> Graph:
    """Return a grid of side × side nodes in two states, with gates along the border."""
    number = np.arange(side * side).reshape(side, side)
    half = side // 2
    across = np.stack([number[:, :-1].ravel(), number[:, 1:].ravel()])
    along = np.concatenate(
        [
            np.stack([part[:-1].ravel(), part[1:].ravel()], axis=0)
            for part in (number[:half], number[half:])
        ],
        axis=1,
    )
    edges = np.concatenate([across, along], axis=1)
    lat, lon = np.divmod(np.arange(side * side), side)
    chance = np.random.default_rng(1)
    state = np.where(lat < half, "BY", "LT").astype(object)
    gates, points = [], {}
    for at, column in enumerate(range(0, side, max(1, side // 10))):
        name = f"gate-{at}"
        points[name] = (23 + column / side * 9, 51 + half / side * 6)
        for row, code in ((half - 1, "BY"), (half, "LT")):
            gates.append(BorderLink(name, code, int(number[row, column]), 50.0, approximate=False))
    metres = chance.uniform(50, 150, edges.shape[1])
    return Graph.of(
        Nodes(23 + lon / side * 9, 51 + lat / side * 6, state),
        Edges(*edges, metres, np.zeros(len(metres), bool)),
        gates,
        points,
    )


def growth() -> Iterator[Table]:
    """Measure how time and memory grow with places and with the network, a fresh process each."""
    sides = (50, 158, 500, 1581)
    rows = {f"{2 * side * (side - 1) - side:,} edges": fresh("one_grid", side) for side in sides}
    yield Table("a grid", ("join s", "search s", "MB"), rows)
    counts = (10**3, 10**4, 10**5, 10**6, 10**7)
    rows = {f"{count:,} places": fresh("one_reach", count) for count in counts}
    yield Table("reach on the shipped roads", REACH, rows)


def fresh(name: str, given: object) -> list[float]:
    """Return what a function of this module measures in a process of its own."""
    code = f"import network; print(*network.{name}({given!r}))"
    process = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", code],
        cwd=Path(__file__).parent,
        capture_output=True,
        text=True,
        check=True,
    )
    return [*map(float, process.stdout.split())]


def megabytes() -> float:
    """Return the most memory that this process held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def one_grid(side: int) -> tuple[float, float, float]:
    """Return the seconds to prepare a grid and to search it once, and the memory."""
    graph = grid(side)
    start = time.perf_counter()
    _ = graph.snap_points
    _ = graph.arcs(reverse=True, from_border=True)
    joined = time.perf_counter() - start
    side_nodes = list(graph.side_nodes.values())
    start = time.perf_counter()
    tree = graph.tree(side_nodes, reverse=True)
    metres, _ = graph.snap_points.reached(tree)
    searched = time.perf_counter() - start
    agree(np.isfinite(metres).all(), "a node of the grid is not reached")
    return joined, searched, megabytes()


def one_reach(count: int) -> tuple[float, float, float]:
    """Return what the reach of so many places takes, in numbers and not yet in a frame."""
    day = borders.load().on("2023-08-21", mode="car")
    measure = day.nearest()
    chance = np.random.default_rng(2)
    lon, lat = chance.uniform(21, 31, count), chance.uniform(51.5, 57.5, count)
    measure.of(lon[:100], lat[:100])
    start = time.perf_counter()
    columns = measure.of(lon, lat)
    took = time.perf_counter() - start
    agree(len(columns["km"]) == count, "some places are lost")
    return took, took / count * 1e6, megabytes()


def dask() -> Iterator[Table]:
    """Measure ten million places that are on disk alone, by partitions, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        rows = {"dask in one process": fresh("one_dask", folder)}
        bytes_of = digest(folder)
    with tempfile.TemporaryDirectory() as folder:
        rows["on two local workers, MB of the larger"] = fresh("two_workers", folder)
        agree(digest(folder) == bytes_of, "two workers write other bytes")
    yield Table("reach of 10 million places by partitions", REACH, rows)


def digest(folder: str) -> str:
    """Return the SHA-256 of all partitions, one after another."""
    whole = hashlib.sha256()
    for file in sorted(Path(folder).glob("*.csv")):
        whole.update(file.read_bytes())
    return whole.hexdigest()


def two_workers(folder: str) -> tuple[float, float, float]:
    """Return what `one_dask` takes on two workers, and the memory of the larger one."""
    distributed = importlib.import_module("distributed")
    local = {"threads_per_worker": 1, "dashboard_address": None}
    with distributed.LocalCluster(2, **local) as cluster, distributed.Client(cluster) as client:
        took, each, _ = one_dask(folder)
        return took, each, max(client.run(megabytes).values())


def one_dask(folder: str, count: int = 10**7, parts: int = 100) -> tuple[float, float, float]:
    """Return what places take that are made, measured and written by partitions."""
    geopandas, dask_geopandas, dataframe = (
        importlib.import_module(name) for name in ("geopandas", "dask_geopandas", "dask.dataframe")
    )
    day = borders.load().on("2023-08-21", mode="car")

    def made(number: int) -> Any:  # noqa: ANN401 - geopandas has no types
        chance = np.random.default_rng(number)
        places = chance.uniform((21, 51.5), (31, 57.5), (count // parts, 2))
        points = geopandas.points_from_xy(*places.T)
        return geopandas.GeoDataFrame(geometry=points, crs="EPSG:4326")

    lazy = dataframe.from_map(made, range(parts), meta=made(0).iloc[:0])
    places = dask_geopandas.from_dask_dataframe(lazy)
    start = time.perf_counter()
    reached = day.reach(places)
    reached[["crossing", "km"]].astype({"crossing": object}).to_csv(f"{folder}/*.csv", index=False)
    took = time.perf_counter() - start
    lines = sum(file.read_bytes().count(b"\n") - 1 for file in Path(folder).glob("*.csv"))
    agree(lines == count, f"{lines} places came out")
    return took, took / count * 1e6, megabytes()


def measured(*names: str) -> Iterator[Table]:
    """Yield what is named, or all."""
    known = {run.__name__: run for run in (nearest, corridor, growth, dask)}
    for name in names or known:
        yield from known[name]()


if __name__ == "__main__":
    show(measured(*sys.argv[1:]))
