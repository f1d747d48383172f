"""Roads or railways → the network of one border: cut, matched to crossings, written.

Where a way leaves the home state it is cut, and joined again only through a gate: a crossing of
the register whose border point the way passes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from borders.enums import Kind
from borders.geo import polylines
from borders.geo.earth import DETOUR, geocentric, geod
from borders.geo.states import NOWHERE, CountryLocator
from borders.model import Record
from borders.network.build import linework
from borders.network.build.linework import Linestrings, distinct
from borders.network.build.osm import BY_ROADS, CLASSES, UNIT

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from pathlib import Path

    from borders._typing import Bools, Floats, Numbers
    from borders.model import Crossing, Facts
    from borders.network.build.osm import OsmNetworks

    Names = Callable[[Sequence[tuple[int, int]]], list[tuple[str, str]]]

__all__ = ["Gate", "NetworkBuilder", "NetworkBuilt", "write"]

TOLERANCE: Final = 1000.0  # metres from a border point to a way that meets the border there
LANES: Final = 300.0  # metres between the lanes of one crossing
LINK: Final = 10_000.0  # metres; no link is drawn to a node farther away
BESIDE: Final = 5_000.0  # metres within which a numbered road may be that of a crossing
_AT_ONCE: Final = 200_000
_EDGES_AT_ONCE: Final = 20_000


class NetworkBuilt(Record, frozen=True, kw_only=True):
    """What became of the roads, or the railways, of some extracts.

    Attributes
    ----------
    name
        `roads` or `rails`.
    nodes, edges
        How many are in the network.
    metres
        Length of what is in the network…
    cut
        …of the stretches between two nodes that were taken out at a border, …
    dropped
        …and of what is joined to the rest by no way, or lies in no state of the register.
    edge_gates, link_gates
        Ids of the crossings where a way meets the border, and of those where a side, or both, had
        to be linked by a straight line.
    left_out
        Ids of the crossings with a side from which no node is near.
    stray
        Longitude and latitude where ways were cut at the home state's border far from a crossing.
    roads
        The numbers, else the names, of these ways that have one.
    beside
        Which numbered one meets the border how near a crossing that is linked by a straight line.
    between_others
        How many ways were cut between two other states that no group of the register joins.
    missing
        How many ways lost nodes that no file holds.
    """

    name: str
    nodes: int
    edges: int
    metres: float
    cut: float
    dropped: float
    edge_gates: tuple[str, ...]
    link_gates: tuple[str, ...]
    left_out: tuple[str, ...]
    stray: tuple[tuple[float, float], ...]
    roads: tuple[str, ...]
    beside: tuple[str, ...]
    between_others: int
    missing: int

    def __str__(self) -> str:
        first = (
            f"{self.name}: {self.metres / 1000:,.0f} km in {self.edges:,} edges between "
            f"{self.nodes:,} nodes; {self.cut / 1000:,.1f} km cut at borders, "
            f"{self.dropped / 1000:,.1f} km left out because nothing joins them"
        )
        sorts = (
            ("gates where a way meets the border", self.edge_gates),
            ("gates linked by a straight line, marked approximate", self.link_gates),
            ("crossings with no way on one side or both", self.left_out),
        )
        lines = [first, *(f"  {text}: {', '.join(ids)}" for text, ids in sorts if ids)]
        if self.stray:
            places = "; ".join(f"{lon:.4f} {lat:.4f}" for lon, lat in self.stray[:3])
            more = " …" if len(self.stray) > 3 else ""  # noqa: PLR2004
            lines.append(
                f"  ways cut at the border away from the crossings: {len(self.stray):,} "
                f"({', '.join(self.roads) or 'without names'}; at {places}{more})"
            )
        lines += [f"  {text}: is it the crossing's road?" for text in self.beside]
        if self.between_others:
            lines.append(
                f"  ways cut between two other states that share no group: {self.between_others:,}"
            )
        if self.missing:
            lines.append(f"  ways with nodes that no file holds: {self.missing:,}")
        return "\n".join(lines)


class Gate(NamedTuple):
    """A way from the border point of a crossing to a node: a row of `gates.csv`."""

    crossing: str
    side: str
    node: int
    metres: float
    approximate: int
    source: str


class _Site(NamedTuple):
    """A crossing to be found in a network."""

    id: str
    lon: float
    lat: float
    neighbour: int | None


class _Cut(NamedTuple):
    """Where a way was cut at the home state's border, with its number and its name, if any."""

    lon: float
    lat: float
    ref: str
    name: str


class _Cuts(NamedTuple):
    """Steps that were taken out at the home state's border: ends, home first, and where it was."""

    at_home: Numbers
    abroad: Numbers
    lon: Floats
    lat: Floats
    is_minor: Bools


class NetworkBuilder:
    """Builds the roads or the railways of a network out of the ways of OpenStreetMap."""

    def __init__(self, name: str, osm: OsmNetworks, facts: Facts, locator: CountryLocator) -> None:
        self.name = name
        self.lines = osm.lines[name]
        self.osm = osm
        self.facts = facts
        self.locator = locator
        self.home = locator.codes.index(facts.package.home)
        self.gates: list[Gate] = []
        self.met: list[_Cut] = []

    def build(self, folder: Path, names: Names) -> NetworkBuilt | None:
        """Write nodes and edges, and return what became of it all; None where there is nothing.

        Parameters
        ----------
        folder
            Where they are written.
        names
            Returns the numbers and names of the ways of steps between nodes of OpenStreetMap.
        """
        used = distinct(self.lines.nodes)
        if not len(used):
            return None
        self.count = len(used)
        self.ids = self.osm.ids[used]
        self.lon7, self.lat7 = self.osm.lon7[used], self.osm.lat7[used]
        self.lon, self.lat = self.lon7 * UNIT, self.lat7 * UNIT
        lines = self.lines._replace(nodes=np.searchsorted(used, self.lines.nodes).astype(np.int32))
        self.state = self.locator.numbers(self.lon, self.lat)
        total = self._metres(lines)
        lines, cuts, lost, between = self._cut(lines)
        near, free = self._matched(cuts)
        named = [*self._named(cuts, names)]
        stray = sorted(named[at] for at in np.flatnonzero(free).tolist())
        self.met = sorted({each for each in named if each.ref or each.name})
        lines = self._main(lines, near, cuts)
        if not len(lines.classes) or self.home not in self.state[lines.heads]:
            return None
        fixed = np.zeros(self.count, dtype=bool)
        fixed[[*cuts.at_home, *cuts.abroad]] = True
        lines = linework.contract(lines, self.count, fixed)
        kept = self._number(lines)
        edge, link, left_out = self._gates(near, cuts, kept)
        metres = self._save(folder, lines, kept)
        return NetworkBuilt(
            name=self.name,
            nodes=len(kept),
            edges=len(lines.classes),
            metres=metres,
            cut=lost,
            dropped=max(0.0, total - lost - metres),
            edge_gates=edge,
            link_gates=link,
            left_out=left_out,
            stray=tuple((lon, lat) for lon, lat, _, _ in stray),
            roads=tuple(dict.fromkeys(ref or name for *_, ref, name in stray if ref or name)),
            beside=tuple(self._beside(stray, link)),
            between_others=between,
            missing=self.osm.missing[self.name],
        )

    def _step_metres(self, start: Numbers, end: Numbers) -> Floats:
        metres = np.empty(len(start))
        for first in range(0, len(start), _AT_ONCE):
            a, b = (each[first : first + _AT_ONCE] for each in (start, end))
            _, _, metres[first : first + _AT_ONCE] = geod().inv(
                self.lon[a], self.lat[a], self.lon[b], self.lat[b]
            )
        return metres

    def _metres(self, lines: Linestrings) -> float:
        at = lines.steps
        return float(self._step_metres(lines.nodes[at], lines.nodes[at + 1]).sum())

    def _cut(self, lines: Linestrings) -> tuple[Linestrings, _Cuts, float, int]:
        """Take out each step between the home state and another, or two that are not free."""
        at = lines.steps
        start, end = lines.nodes[at], lines.nodes[at + 1]
        here, there = self.state[start], self.state[end]
        is_free = self._free()
        goes = is_free[here, there]  # NOWHERE is the last row and column: never free
        long = np.hypot(self.lon[end] - self.lon[start], self.lat[end] - self.lat[start])
        near = self.locator.is_near(self.home, self.lon, self.lat)
        maybe = np.flatnonzero(goes & (near[start] | near[end] | (long > self.locator.SHORT)))
        ends = np.stack(
            [np.column_stack([self.lon[n], self.lat[n]])[maybe] for n in (start, end)], axis=1
        )
        dips = maybe[self.locator.crossed(self.home, ends)]
        goes[dips] = False
        keep = np.zeros(len(lines.nodes), dtype=bool)
        keep[at[goes]] = True
        gone = np.flatnonzero(~goes & (here != NOWHERE) & (there != NOWHERE))
        metres = float(self._step_metres(start[gone], end[gone]).sum())
        pair = (here[gone] == self.home) != (there[gone] == self.home)
        crossing = gone[pair]
        between = int(np.count_nonzero((here[gone] != there[gone]) & ~pair))
        swap = here[crossing] != self.home
        at_home = np.where(swap, end[crossing], start[crossing])
        abroad = np.where(swap, start[crossing], end[crossing])
        classes = lines.classes[lines.owners[at[crossing]]]
        is_minor = np.isin(classes, [CLASSES.index(kind) for kind in BY_ROADS])
        lon, lat = self._meeting(at_home, abroad)
        return (
            linework.cut(lines, keep),
            _Cuts(at_home, abroad, lon, lat, is_minor),
            metres,
            between,
        )

    def _free(self) -> Bools:
        """Return which states one goes between without a control: the same, or of one group."""
        codes = self.locator.codes
        free = np.zeros((len(codes) + 1, len(codes) + 1), dtype=bool)
        free[np.arange(len(codes)), np.arange(len(codes))] = True
        for group in self.facts.groups.values():
            now = {*group.members, *(m.code for m in group.dated if m.until is None)}
            inside = [i for i, code in enumerate(codes) if code in now and i != self.home]
            free[np.ix_(inside, inside)] = True
        return free

    def _meeting(self, at_home: Numbers, abroad: Numbers) -> tuple[Floats, Floats]:
        """Return where steps leave the home state, by halving."""
        low, high = np.zeros(len(at_home)), np.ones(len(at_home))
        lon, lat = self.lon[at_home], self.lat[at_home]
        dx, dy = self.lon[abroad] - lon, self.lat[abroad] - lat
        for _ in range(24):
            middle = (low + high) / 2
            inside = self.locator.numbers(lon + middle * dx, lat + middle * dy) == self.home
            low, high = np.where(inside, middle, low), np.where(inside, high, middle)
        return lon + high * dx, lat + high * dy

    def _sites(self) -> list[_Site]:
        """Return the crossings of this network that have a border point."""
        served = {"roads": {Kind.ROAD, Kind.AIR}, "rails": {Kind.RAIL}}[self.name]
        return [
            _Site(each.id, place.lon, place.lat, self._neighbour(each))
            for each in self.facts.crossings.values()
            if each.kind in served and (place := each.border_point)
        ]

    def _neighbour(self, crossing: Crossing) -> int | None:
        codes = self.locator.codes
        return codes.index(crossing.neighbour) if crossing.neighbour in codes else None

    def _named(self, cuts: _Cuts, names: Names) -> Iterator[_Cut]:
        """Yield where ways were cut at the border, with their numbers and names."""
        ends = (self.ids[each].tolist() for each in (cuts.at_home, cuts.abroad))
        found = names([*zip(*ends, strict=True)])
        places = np.column_stack([cuts.lon, cuts.lat]).round(6).tolist()
        for (lon, lat), (ref, name) in zip(places, found, strict=True):
            yield _Cut(lon, lat, ref, name)

    def _beside(self, stray: Sequence[_Cut], linked: Collection[str]) -> Iterator[str]:
        """Yield which numbered way meets the border near a crossing that no way meets."""
        numbered = [each for each in stray if each.ref]
        lons, lats = (np.array([each[i] for each in numbered], float) for i in (0, 1))
        for site in self._sites():
            if site.id not in linked or not numbered:
                continue
            metres = self._away(site.lon, site.lat, lons, lats)
            nearest: dict[str, float] = {}
            for away, each in sorted(zip(metres.tolist(), numbered, strict=True)):
                if away <= BESIDE:
                    nearest.setdefault(each.ref, away)
            for ref, away in nearest.items():
                yield f"{ref} meets the border {away / 1000:.1f} km from {site.id}"

    def _matched(self, cuts: _Cuts) -> tuple[dict[str, Numbers], Bools]:
        """Return the cuts of each crossing, and which cuts are of none.

        Of the ways within the tolerance, roads come before service roads and tracks, then the
        nearest; those beside it are its other lanes.
        """
        near: dict[str, Numbers] = {}
        free = np.ones(len(cuts.lon), dtype=bool)
        sites = [site for site in self._sites() if site.neighbour is not None]
        away = np.empty((len(sites), len(cuts.lon)))
        for row, site in enumerate(sites):
            away[row] = self._away(site.lon, site.lat, cuts.lon, cuts.lat)
            away[row][self.state[cuts.abroad] != site.neighbour] = np.inf
        nearest = away.argmin(axis=0) if sites else np.empty(0, dtype=int)
        for row, site in enumerate(sites):
            mine = np.flatnonzero((away[row] <= TOLERANCE) & (nearest == row))
            if not len(mine):
                continue
            first = mine[np.lexsort((away[row][mine], cuts.is_minor[mine]))[0]]
            beside = self._away(cuts.lon[first], cuts.lat[first], cuts.lon[mine], cuts.lat[mine])
            lanes = mine[beside <= LANES]
            near[site.id] = lanes
            free[lanes] = False
        return near, free

    def _away(self, lon: float, lat: float, lons: Floats, lats: Floats) -> Floats:
        _, _, metres = geod().inv(np.full(len(lons), lon), np.full(len(lons), lat), lons, lats)
        lengths: Floats = metres
        return lengths

    def _main(self, lines: Linestrings, near: dict[str, Numbers], cuts: _Cuts) -> Linestrings:
        """Return the ways of the largest part of each state that decides.

        Within a part every node reaches every other. The lanes of a crossing count as joined,
        so that the one-way out is not lost for not leading back.
        """
        fixed = np.zeros(self.count, dtype=bool)
        fixed[[*cuts.at_home, *cuts.abroad]] = True
        short = linework.contract(lines, self.count, fixed)
        hubs, ends = [], []
        for number, lanes in enumerate(near.values()):
            for side, nodes in enumerate((cuts.at_home[lanes], cuts.abroad[lanes])):
                hubs.append(np.full(len(lanes), self.count + 2 * number + side))
                ends.append(nodes)
        none = np.empty(0, dtype=int)
        links = (np.concatenate([none, *hubs]), np.concatenate([none, *ends]))
        part = linework.strong_parts(short, self.count + 2 * len(near), links)
        bounds = short.bounds
        at = short.steps
        metres = np.zeros(len(short.nodes))
        metres[at] = self._step_metres(short.nodes[at], short.nodes[at + 1])
        lengths = np.add.reduceat(metres, bounds[:-1]) if len(at) else np.empty(0)
        is_joined = part[short.heads] == part[short.tails]
        kept: set[int] = set()
        for state in {self.facts.package.home, *self.facts.package.zones}:
            if state in self.locator.codes:
                is_inside = is_joined & (self.state[short.heads] == self.locator.codes.index(state))
                weight = np.bincount(part[short.heads[is_inside]], lengths[is_inside])
                if len(weight):
                    kept.add(int(np.argmax(weight)))
        inside = np.isin(part, sorted(kept))
        return short.take(np.flatnonzero(inside[short.heads] & inside[short.tails]))

    def _number(self, lines: Linestrings) -> Numbers:
        """Return the nodes that stay, in the order of their numbers."""
        nodes = distinct(np.concatenate([lines.heads, lines.tails]))
        order = np.lexsort((self.ids[nodes], self.lat7[nodes], self.lon7[nodes]))
        kept: Numbers = nodes[order]
        return kept

    def _gates(
        self, near: dict[str, Numbers], cuts: _Cuts, kept: Numbers
    ) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
        """Note the gates; return the crossings that are met, that are linked, and that are not."""
        from scipy.spatial import KDTree

        number = np.full(self.count, -1)
        number[kept] = np.arange(len(kept))
        trees = {}
        for code in np.unique(self.state[kept]).tolist():
            mine = kept[self.state[kept] == code]
            trees[code] = (mine, KDTree(geocentric(self.lon[mine], self.lat[mine])))
        met: list[str] = []
        linked: list[str] = []
        left_out: list[str] = []
        for site in self._sites():
            lanes = near.get(site.id, np.empty(0, dtype=int))
            edges = links = 0
            sides = ((self.home, cuts.at_home), (site.neighbour, cuts.abroad))
            for code, nodes in sides:
                if code is None:  # an airport has no other side
                    continue
                side = self.locator.codes[code]
                rows = {
                    (int(number[node]), round(float(metres), 1))
                    for node, metres in zip(
                        nodes[lanes], self._along(nodes[lanes], cuts, lanes), strict=True
                    )
                    if number[node] >= 0
                }
                self.gates += [Gate(site.id, side, n, m, 0, "edge") for n, m in rows]
                edges += bool(rows)
                if not rows and code in trees:
                    mine, tree = trees[code]
                    _, at = tree.query(geocentric(np.array([site.lon]), np.array([site.lat])))
                    node = mine[at]
                    metres = self._away(site.lon, site.lat, self.lon[node], self.lat[node])[0]
                    if metres <= LINK:
                        gate = Gate(site.id, side, int(number[node[0]]), metres * DETOUR, 1, "link")
                        self.gates.append(gate)
                        links += 1
            needed = 2 if site.neighbour is not None else 1
            where = left_out if edges + links < needed else linked if links else met
            where.append(site.id)
        return tuple(met), tuple(linked), tuple(left_out)

    def _along(self, nodes: Numbers, cuts: _Cuts, lanes: Numbers) -> Floats:
        """Return the metres from the border to the end of each cut step."""
        _, _, metres = geod().inv(
            cuts.lon[lanes], cuts.lat[lanes], self.lon[nodes], self.lat[nodes]
        )
        lengths: Floats = np.atleast_1d(metres)
        return lengths

    def _save(self, folder: Path, lines: Linestrings, kept: Numbers) -> float:
        """Write nodes and edges; return the length of all edges."""
        number = np.full(self.count, -1)
        number[kept] = np.arange(len(kept))
        codes = self.locator.codes
        write(
            folder / f"{self.name}-nodes.csv",
            "longitude,latitude,state",
            (
                f"{_degrees(x)},{_degrees(y)},{codes[s]}"
                for x, y, s in zip(
                    self.lon7[kept].tolist(),
                    self.lat7[kept].tolist(),
                    self.state[kept].tolist(),
                    strict=True,
                )
            ),
        )
        lines = _in_order(lines, number)
        at = lines.steps
        metres = np.zeros(len(lines.nodes))
        metres[at] = self._step_metres(lines.nodes[at], lines.nodes[at + 1])
        lengths = np.add.reduceat(metres, lines.bounds[:-1])
        write(
            folder / f"{self.name}.csv",
            "start,end,metres,class,oneway,shape",
            self._edges(lines, number, lengths),
        )
        return float(lengths.sum())

    def _edges(self, lines: Linestrings, number: Numbers, lengths: Floats) -> Iterator[str]:
        for first in range(0, len(lines.classes), _EDGES_AT_ONCE):
            part = lines.take(np.arange(first, min(first + _EDGES_AT_ONCE, len(lines.classes))))
            inner = np.diff(part.bounds) - 2
            places = part.nodes[linework.gather(part.bounds[:-1] + 1, inner)]
            shapes = polylines.encode(
                (self.lon7[places] + 50) // 100,
                (self.lat7[places] + 50) // 100,
                np.concatenate([[0], np.cumsum(inner)]),
            )
            for start, end, metres, kind, oneway, shape in zip(
                number[part.heads].tolist(),
                number[part.tails].tolist(),
                lengths[first : first + _EDGES_AT_ONCE].tolist(),
                part.classes.tolist(),
                part.oneway.tolist(),
                shapes,
                strict=True,
            ):
                yield f"{start},{end},{metres:.1f},{CLASSES[kind]},{int(oneway)},{shape}"


def _in_order(lines: Linestrings, number: Numbers) -> Linestrings:
    """Return the ways sorted by their ends; those of both directions from the lower number."""
    heads, tails = number[lines.heads], number[lines.tails]
    turn = ~lines.oneway & (heads > tails)
    sizes = np.diff(lines.bounds)
    nth = np.arange(len(lines.nodes)) - np.repeat(lines.bounds[:-1], sizes)
    places = np.where(
        np.repeat(turn, sizes),
        np.repeat(lines.bounds[1:] - 1, sizes) - nth,
        np.arange(len(lines.nodes)),
    )
    turned = lines._replace(nodes=lines.nodes[places])
    return turned.take(np.lexsort((sizes, number[turned.tails], number[turned.heads])))


def _degrees(units: int) -> str:
    sign, units = ("-", -units) if units < 0 else ("", units)
    return f"{sign}{units // 10**7}.{units % 10**7:07d}"


def write(file: Path, header: str, rows: Iterable[str]) -> None:
    """Write a table row by row."""
    with file.open("w", encoding="utf-8", newline="\n") as out:
        out.write(f"{header}\n")
        out.writelines(f"{row}\n" for row in rows)
