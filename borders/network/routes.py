"""Routes through crossings, and the reach of those that serve."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from msgspec import structs

from borders import progress
from borders.enums import Direction, Status
from borders.errors import QuestionError
from borders.geo.earth import DETOUR
from borders.model import Record, Verdict
from borders.network.graph import WAYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import geopandas as gpd
    import pandas as pd

    from borders._typing import Bools, Floats, Ints, Texts
    from borders.geo.states import States
    from borders.model import Crossing
    from borders.network.graph import Network, Spots, Tree, Way
    from borders.places import Place
    from borders.text.sentences import Translator

CHUNK: Final = 250_000
"""Places looked at in one go: what bounds the memory."""
_WAY: Final = {"road": WAYS[0], "air": WAYS[0], "rail": WAYS[1]}


def way_of(crossing: Crossing) -> str:
    """Return the network that leads to a crossing."""
    return _WAY[crossing.kind.by]


class Route(Record, frozen=True, kw_only=True):
    """One way through one crossing; without a destination, the way to it.

    Attributes
    ----------
    by
        "road" or "rail"; "air" for a way by road to an airport.
    km
        Its length along the network; None: no way to the crossing is known in it.
    detour_km
        How much longer the shortest open way by the same means is, 0 where it is not longer; None
        for an open route, and where no way is open.
    approximate
        Whether a part of the way was estimated.
    coordinates
        Longitude and latitude of each place along it.
    """

    crossing: Crossing
    verdict: Verdict
    by: str
    km: float | None = None
    detour_km: float | None = None
    approximate: bool = False
    coordinates: tuple[tuple[float, float], ...] = ()
    sentence: str = ""

    def __repr__(self) -> str:
        """Return through what, by what, and how long."""
        km = "" if self.km is None else f", {self.km:.1f} km"
        return f"<Route {self.crossing.id} by {self.by}: {self.status}{km}>"

    @property
    def status(self) -> Status:
        """What the crossing is to the question."""
        return self.verdict.status

    def row(self) -> dict[str, Any]:
        """Return the route as a flat record, lengths to 0.1 km."""
        return {
            "crossing": self.crossing.id,
            "status": self.status.value,
            "km": _tenths(self.km),
            "detour_km": _tenths(self.detour_km),
            "approximate": self.approximate,
            "sentence": self.sentence,
        }


class Joined:
    """A place joined to a way, with the shortest ways between it and all gates of its side.

    Parameters
    ----------
    arriving
        The place is where the ways end.
    """

    def __init__(self, way: Way, place: Place, *, beyond: float, arriving: bool = False) -> None:
        self.way = way
        self.arriving = arriving
        self.approximate = False
        self._at = way.halves.get((place.crossing or "", place.state))
        self._start = (place.lon, place.lat)
        self._entries: list[tuple[float, list[tuple[float, float]], int, Tree]] = []
        entries = self._links() if self._at is not None else self._beside(place, beyond)
        for metres, course, node in entries:
            if np.isfinite(metres):
                tree = way.tree(node, arriving=arriving)
                self._entries.append((metres, course, node, tree))

    def _links(self) -> Iterator[tuple[float, list[tuple[float, float]], int]]:
        start, end, metres, _ = self.way.ends()
        for link in np.flatnonzero((end == self._at) & self.way.is_link(np.arange(len(end)))):
            yield float(metres[link]), [self._start], int(start[link])

    def _beside(
        self, place: Place, beyond: float
    ) -> Iterator[tuple[float, list[tuple[float, float]], int]]:
        samples = self.way.samples
        spots = samples.near(
            np.array([place.lon]), np.array([place.lat]), np.array([place.state], object)
        )
        at, away = int(spots.sample[0]), float(spots.metres[0])
        if at < 0:
            return
        self.approximate = away > beyond
        back, ahead = (c[at] for c in samples.costs(arriving=self.arriving))
        to_start, to_end = samples.ways_off(at)
        stub = DETOUR * away
        yield stub + float(back), [self._start, *to_start], int(samples.start[at])
        if samples.part[at] > 0:
            yield stub + float(ahead), [self._start, *to_end], int(samples.end[at])

    def metres(self, half: int) -> float:
        """Return the length of the way between the place and a half of a gate."""
        if half == self._at:
            return 0.0
        lengths = (metres + float(tree.metres[half]) for metres, _, _, tree in self._entries)
        return min(lengths, default=float("inf"))

    def course(self, half: int) -> list[tuple[float, float]]:
        """Return the places along the way, that of the place first."""
        if half == self._at:
            return [self._start]
        _, course, node, tree = min(self._entries, key=lambda e: e[0] + e[3].metres[half])
        nodes = [half]
        while nodes[-1] != node:
            nodes.append(int(tree.next[nodes[-1]]))
        return course + self.way.course(nodes[::-1], arriving=self.arriving)


def corridor(
    network: Network,
    verdicts: Iterable[Verdict],
    origin: Place,
    destination: Place | None,
    *,
    home: str,
    translator: Translator,
) -> list[Route]:
    """Return a route through each crossing of the verdicts, in the order of `Routes`."""
    beyond = network.about.approximate_beyond

    @functools.cache
    def joined(name: str, *, arriving: bool) -> Joined | None:
        place = destination if arriving else origin
        if place is None or name not in network.ways:
            return None
        return Joined(network.ways[name], place, beyond=beyond, arriving=arriving)

    routes = []
    for verdict in verdicts:
        crossing = verdict.crossing
        means = crossing.kind.by
        parts = [joined(_WAY[means], arriving=False)]
        # At an airport the way on the ground ends, or begins, whatever lies beyond.
        if means == "air" and origin.state != home:
            parts = [joined(_WAY[means], arriving=True)]
        elif means != "air" and destination is not None:
            parts.append(joined(_WAY[means], arriving=True))
        routes.append(_through(crossing, verdict, parts, home, (origin, destination)))
    best: dict[str, Route] = {}
    for route in routes:
        if route.status is Status.OPEN and route.km is not None:
            best[route.by] = min(route, best.get(route.by, route), key=lambda r: r.km or 0)
    told = [_told(route, best.get(route.by), destination, translator) for route in routes]

    def rank(route: Route) -> tuple[int, bool, bool, float]:
        is_flight = destination is not None and route.by == "air"
        return route.status.rank, is_flight, route.km is None, route.km or 0.0

    return sorted(told, key=rank)


def _through(
    crossing: Crossing,
    verdict: Verdict,
    parts: Sequence[Joined | None],
    home: str,
    ends: tuple[Place, Place | None],
) -> Route:
    """Return the route through a crossing over its parts before and after the border."""
    route = Route(crossing=crossing, verdict=verdict, by=crossing.kind.by)
    origin, _ = ends
    metres, approximate = 0.0, False
    courses: list[list[tuple[float, float]]] = []
    for joined in parts:
        if joined is None:
            return route
        is_home = (origin.state == home) != joined.arriving
        half = next(
            (
                (key, number)
                for key, number in joined.way.halves.items()
                if key[0] == crossing.id and (key[1] == home) == is_home
            ),
            None,
        )
        if half is None or not np.isfinite(length := joined.metres(half[1])):
            return route
        metres += length
        approximate |= joined.approximate or joined.way.approximate[half[0]]
        course = joined.course(half[1])
        courses.append(course[::-1] if joined.arriving else course)
    line = [place for course in courses for place in course]
    kept = [place for place, last in zip(line, [None, *line], strict=False) if place != last]
    return structs.replace(
        route, km=metres / 1000, approximate=approximate, coordinates=tuple(kept)
    )


def _told(
    route: Route, best: Route | None, destination: Place | None, translator: Translator
) -> Route:
    sentence = translator.route(route, best, destination)
    detour = None
    if route.status is not Status.OPEN and route.km is not None and best is not None:
        detour = max(0.0, (best.km or 0) - route.km)
    return structs.replace(route, detour_km=detour, sentence=sentence)


class _Served(NamedTuple):
    """What a set of crossings means to the nodes of a way."""

    trees: tuple[Tree, ...]
    """To the crossings; where it makes a difference, from them as well."""
    crossing: Ints
    """By node: index of the crossing whose half it is, else -1."""
    approximate: Bools


class Reached(NamedTuple):
    """What a set of crossings means to places."""

    crossing: Ints
    km: Floats
    approximate: Bools


class Reach:
    """The nearest of the crossings that serve, for any number of places.

    Parameters
    ----------
    open_, restricted
        Crossings by what they are to the question.
    before
        The same of the question compared with.
    direction
        Which way places are left or arrived at, as one-way roads make a difference.
    """

    def __init__(  # noqa: PLR0913 - what an answer consists of
        self,
        network: Network,
        home: str,
        states: States,
        *,
        open_: Iterable[Crossing],
        restricted: Iterable[Crossing],
        before: tuple[Iterable[Crossing], Iterable[Crossing]] | None = None,
        direction: Direction | None = None,
    ) -> None:
        self.states = states
        self.beyond = network.about.approximate_beyond
        self._home, self._direction = home, direction
        sets = {"": list(open_), "restricted": list(restricted)}
        if before is not None:
            sets["before"], sets["restricted_before"] = map(list, before)
        self.crossings = list(dict.fromkeys(c.id for found in sets.values() for c in found))
        used = sorted({way_of(c) for found in sets.values() for c in found})
        self._samples = {name: network.ways[name].samples for name in used if name in network.ways}
        self._served = {
            key: {
                name: self._serving(samples.way, [c.id for c in found if way_of(c) == name])
                for name, samples in self._samples.items()
            }
            for key, found in sets.items()
        }

    def _serving(self, way: Way, ids: Sequence[str]) -> _Served:
        chosen = {number: key for key, number in way.halves.items() if key[0] in ids}
        crossing = np.full(len(way.lon) + 1, -1, np.int32)  # the last is that of no node
        approximate = np.zeros(len(crossing), bool)
        for number, key in chosen.items():
            crossing[number] = self.crossings.index(key[0])
            approximate[number] = way.approximate[key]
        ways = (False, True) if way.is_directed and self._direction else (False,)
        trees = (way.tree(list(chosen), arriving=arriving, from_gates=True) for arriving in ways)
        return _Served(tuple(trees), crossing, approximate)

    def _reached(self, name: str, served: _Served, spots: Spots) -> Reached:
        samples, at = self._samples[name], spots.sample
        metres, root = samples.reached(served.trees[0], at, arriving=False)
        if len(served.trees) > 1:
            arrives = (samples.state[at] == self._home) != (self._direction is Direction.OUT)
            other, root_of_other = samples.reached(served.trees[1], at, arriving=True)
            metres, root = np.where(arrives, other, metres), np.where(arrives, root_of_other, root)
        km = np.where(at < 0, np.inf, (metres + DETOUR * spots.metres) / 1000)
        root = np.where(np.isfinite(km), root, -1)
        approximate = served.approximate[root] | (spots.metres > self.beyond)
        return Reached(served.crossing[root], km, approximate)

    def of(self, lon: Floats, lat: Floats, state: Texts | None = None) -> dict[str, Any]:
        """Return the columns that tell the reach of places."""
        parts = [
            self._chunk(lon[at : at + CHUNK], lat[at : at + CHUNK], _part(state, at))
            for at in progress.steps(range(0, max(1, len(lon)), CHUNK), "Measuring reach")
        ]
        joined = {key: _joined([part[key] for part in parts]) for key in parts[0]}
        return self._columns(joined)

    def _chunk(self, lon: Floats, lat: Floats, state: Texts | None) -> dict[str, Reached]:
        if state is None:
            state = self.states.named(lon, lat)
        spots = {name: samples.near(lon, lat, state) for name, samples in self._samples.items()}
        nothing = Reached(
            np.full(len(lon), -1, np.int32), np.full(len(lon), np.inf), np.zeros(len(lon), bool)
        )
        found = {}
        for key, ways in self._served.items():
            best = nothing
            for name, served in ways.items():
                other = self._reached(name, served, spots[name])
                is_nearer = other.km < best.km
                best = Reached(
                    np.where(is_nearer, other.crossing, best.crossing),
                    np.where(is_nearer, other.km, best.km),
                    np.where(is_nearer, other.approximate, best.approximate),
                )
            found[key] = best
        return found

    def _columns(self, found: Mapping[str, Reached]) -> dict[str, Any]:
        import pandas as pd  # noqa: PLC0415 - 0.3 s that other answers do not need

        names = pd.Index(self.crossings, dtype=object)

        def named(codes: Ints) -> Any:  # noqa: ANN401 - pandas' own
            return pd.Categorical.from_codes(codes, categories=names)

        def known(km: Floats) -> Floats:
            return np.where(np.isfinite(km), km, np.nan)

        def nearest(served: Reached, when: str = "") -> dict[str, Any]:
            return {f"crossing{when}": named(served.crossing), f"km{when}": known(served.km)}

        def nearer(served: Reached, restricted: Reached, when: str = "") -> dict[str, Any]:
            found = restricted.km < served.km
            return {
                f"restricted_crossing{when}": named(np.where(found, restricted.crossing, -1)),
                f"restricted_km{when}": known(np.where(found, restricted.km, np.inf)),
            }

        served = found[""]
        columns = nearest(served) | {"approximate": served.approximate}
        columns |= nearer(served, found["restricted"])
        if "before" in found:
            columns |= nearest(found["before"], "_before")
            columns["extra_km"] = columns["km"] - columns["km_before"]
            columns |= nearer(found["before"], found["restricted_before"], "_before")
        return columns

    def frame(self, places: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        """Return the places with the columns of their reach; the frame may be of any size."""
        geometry = places.geometry
        if geometry.crs is not None:
            geometry = geometry.to_crs("EPSG:4326")
        kinds = set(geometry.geom_type.dropna().unique())
        points = geometry if kinds <= {"Point"} else geometry.representative_point()
        columns = self.of(points.x.to_numpy(), points.y.to_numpy())
        refuse_twice(places, columns)
        return places.assign(**columns)


def refuse_twice(places: pd.DataFrame, columns: Iterable[str]) -> None:
    """Refuse places that have one of the columns that are to be added.

    Raises
    ------
    QuestionError
        With the first of them.
    """
    if twice := [name for name in columns if name in places.columns]:
        raise QuestionError(f"the places have a column {twice[0]} already: rename it")


def _part(state: Texts | None, at: int) -> Texts | None:
    return None if state is None else state[at : at + CHUNK]


def _joined(parts: Sequence[Reached]) -> Reached:
    return parts[0] if len(parts) == 1 else Reached(*map(np.concatenate, zip(*parts, strict=True)))


def lengths(
    way: Way, origins: Sequence[int], destinations: Sequence[int], halves: Sequence[tuple[int, int]]
) -> Floats:
    """Return the metres from each node to each node through the nearest of the gates.

    Parameters
    ----------
    halves
        Of each gate, the half on the side of the origins and the one on that of the destinations.
    """
    near, far = zip(*halves, strict=True)
    to_gates = way.metres_from_gates(near, np.asarray(origins))
    from_gates = way.metres_from_gates(far, np.asarray(destinations), arriving=True)
    with np.errstate(invalid="ignore"):  # what cannot be reached is infinitely far
        worst = np.array([(gate - from_gates).max(axis=1) for gate in from_gates])
        beaten = (to_gates[:, None] + worst[..., None] < to_gates).any(axis=0)
    found = np.empty((len(origins), len(destinations)))
    for number, (before, is_beaten) in enumerate(zip(to_gates.T, beaten.T, strict=True)):
        # Few gates are not beaten by one other wherever the way leads.
        kept = np.flatnonzero(~is_beaten)
        (from_gates[kept] + before[kept, None]).min(axis=0, out=found[number])
    return found


def _tenths(km: float | None) -> float | None:
    return None if km is None else round(km, 1)
