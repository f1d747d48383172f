"""Routes between towns and crossings → trees in which the page looks them up.

All routes of a network lie on one set of segments, which join where routes part. A gate has a tree:
of each joint on a route to it the segment that follows. `core/routes.js` of the page follows it and
rules nothing.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from borders import progress
from borders.geo.earth import DETOUR
from borders.geo.polylines import encode_on_grid, pack
from borders.network.routes import network_of
from borders.places import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from borders._typing import Floats, Texts
    from borders.network.graph import Graph, Network, ShortestPathTree, Snapped
    from borders.places import Place
    from borders.register import Register

    Line = list[tuple[float, float]]

__all__ = ["build", "origins", "slug"]

ORIGINS: Final = 60
"""Towns from which the page shows the routes."""

STRAY: Final = 0.0005
"""Degrees by which a drawn line may leave its course: 50 metres, a pixel where roads are read."""

NOWHERE: Final = -1


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
    """One network while it is written. The nodes of origins are below 0, each by its number."""

    def __init__(
        self,
        register: Register,
        network: Network,
        name: str,
        towns: _Columns,
        shown: Sequence[int],
    ) -> None:
        self.name, self.towns, self.shown = name, towns, shown
        self.graph: Graph = network.graphs[name]
        self.is_home = towns.state == register.facts.package.home
        self.numbers = {c.id: number for number, c in enumerate(register.crossings)}
        self.snapped: Snapped = self.graph.snap_points.snap(*towns)
        self.is_far = self.snapped.metres > network.about.approximate_beyond
        self.gates = list(self._gates(register))
        self.lines: dict[tuple[int, int], Line] = {}

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
        trees = []
        gates = []
        graph = self.graph
        approximate = {node: graph.approximate[key] for key, node in graph.side_nodes.items()}
        for gate in progress.steps(self.gates, f"Finding ways by {self.name}", len(self.gates)):
            tree = graph.tree(gate.node, reverse=True)
            metres = self._metres(tree)
            metres[self.is_home != gate.is_home] = np.inf
            trees.append(self._followed(gate, tree, metres))
            beside = self.is_home == gate.is_home
            shown = [at for at in self.shown if beside[at]]
            gates.append(
                {
                    "crossing": self.numbers[gate.crossing],
                    "home": gate.is_home,
                    "approximate": bool(approximate[gate.node]),
                    "metres": pack(_rounded(metres[shown])),
                    "reach": pack(_rounded(metres[beside] / 1000)),
                }
            )
        joints = _Joints(self.lines, [gate.node for gate in self.gates])
        for written, tree_of in zip(gates, trees, strict=True):
            written["tree"] = joints.tree(tree_of)
        return {
            "name": self.name,
            "gates": gates,
            "starts": [joints.numbers.get(~at, NOWHERE) for at in self.shown],
            "far": pack(int(self.is_far[at]) for at in self.shown),
            "ends": pack(end for chain in joints.chains for end in joints.ends(chain)),
            "lines": [encode_on_grid(self._drawn(chain)) for chain in joints.chains],
        }

    def _metres(self, tree: ShortestPathTree) -> Floats:
        lengths, _ = self.graph.snap_points.reached(tree, self.snapped.point)
        return np.where(self.snapped.point < 0, np.inf, lengths + DETOUR * self.snapped.metres)

    def _followed(self, gate: _Gate, tree: ShortestPathTree, metres: Floats) -> dict[int, int]:
        """Return of each node on the routes of the origins to a gate the one that follows."""
        following: dict[int, int] = {}
        for at in self.shown:
            if not np.isfinite(metres[at]):
                continue
            node = self._entered(at, tree)
            following[~at] = node
            while node != gate.node and node not in following:
                following[node] = int(tree.next[node])
                self._keep(node, following[node])
                node = following[node]
        return following

    def _entered(self, at: int, tree: ShortestPathTree) -> int:
        """Return the node at which the route from a town joins the tree; keep the line to it."""
        points, point = self.graph.snap_points, int(self.snapped.point[at])
        back, ahead = points.costs(np.array([point]))
        start, end = int(points.start[point]), int(points.end[point])
        is_start = back[0] + tree.metres[start] <= ahead[0] + tree.metres[end]
        node = start if is_start else end
        if (~at, node) not in self.lines:
            here = (float(self.towns.lon[at]), float(self.towns.lat[at]))
            to_start, to_end = points.to_ends(point)
            there = self.graph.course([node])
            self.lines[~at, node] = [here, *(to_start if is_start else to_end), *there]
        return node

    def _keep(self, a: int, b: int) -> None:
        if (a, b) not in self.lines and (b, a) not in self.lines:
            self.lines[a, b] = self.graph.course([a, b])

    def _drawn(self, chain: Sequence[int]) -> Line:
        """Return the places along a chain of nodes that the drawn line keeps."""
        course: Line = []
        for a, b in pairwise(chain):
            course += self.lines[a, b] if (a, b) in self.lines else self.lines[b, a][::-1]
        if not self.graph.is_bent or len(set(course)) < 2:  # noqa: PLR2004 - a line has two ends
            return course
        from shapely import LineString

        line = LineString(course).simplify(STRAY, preserve_topology=False)
        return [(float(x), float(y)) for x, y in line.coords]


class _Joints:
    """Edges joined to chains, which part where routes do.

    Parameters
    ----------
    edges
        Pairs of nodes.
    roots
        Nodes at which routes end.
    """

    def __init__(self, edges: Mapping[tuple[int, int], object], roots: Sequence[int]) -> None:
        beside: dict[int, list[int]] = {}
        for a, b in sorted(edges):
            beside.setdefault(a, []).append(b)
            beside.setdefault(b, []).append(a)
        entered = {b for a, b in edges if a < 0}
        kept = {node for node, others in beside.items() if node < 0 or len(others) != 2}  # noqa: PLR2004 - the two that it lies between
        kept |= (entered | {*roots}) & {*beside}
        self.numbers = {node: number for number, node in enumerate(sorted(kept))}
        self.chains: list[list[int]] = []
        self._codes: dict[tuple[int, int], int] = {}
        for node in self.numbers:
            for other in beside[node]:
                if (node, other) in self._codes:
                    continue
                chain = [node, other]
                while chain[-1] not in kept:
                    chain += [ahead for ahead in beside[chain[-1]] if ahead != chain[-2]]
                code = 2 * len(self.chains)
                self._codes[chain[0], chain[1]] = code
                self._codes[chain[-1], chain[-2]] = code + 1
                self.chains.append(chain)

    def ends(self, chain: Sequence[int]) -> tuple[int, int]:
        """Return the numbers of the two ends of a chain."""
        return self.numbers[chain[0]], self.numbers[chain[-1]]

    def tree(self, following: Mapping[int, int]) -> str:
        """Return the chains that lead to a root: twice the number of each, and 1 if backwards."""
        codes = sorted(self._codes[a, b] for a, b in following.items() if a in self.numbers)
        return pack(np.diff(codes, prepend=0).tolist())


def _rounded(lengths: Floats) -> list[int]:
    rounded: list[int] = (
        np.where(np.isfinite(lengths), lengths.round(), NOWHERE).astype(int).tolist()
    )
    return rounded
