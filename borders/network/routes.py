"""Routes through crossings: from a place to each, or through each to another place."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from msgspec import structs

from borders.enums import Direction, Status
from borders.errors import QuestionError
from borders.geo.earth import DETOUR
from borders.model import Crossing, Record, Verdict
from borders.network.graph import WAYS
from borders.places import Place, direction_from
from borders.text import countries

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from borders._typing import Floats
    from borders.network.graph import Network, Tree, Way
    from borders.text.sentences import Translator

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


def on_two_sides(
    start: Place | Crossing,
    end: Place | Crossing | None,
    direction: Direction | None,
    home: str,
) -> tuple[Place, Place | None]:
    """Return where a way starts and ends, on two sides of the border.

    Raises
    ------
    QuestionError
        Both lie on one side, on both, or not on those that the direction asks for.
    """
    # A crossing lies on both sides: it is taken on the one that the rest of the question implies.
    starts_home = direction is Direction.OUT
    if isinstance(start, Place):
        starts_home = start.state == home
    elif isinstance(end, Place):
        starts_home = end.state != home
    elif direction is None:
        raise QuestionError(
            f"{start.name()} lies on both sides of the border: say the direction, "
            f"out from {countries.country(home)} or in from beyond"
        )
    first, last = _at(start, home, is_home=starts_home), None
    if end is not None:
        last = _at(end, home, is_home=not starts_home)
        if (first.state == home) == (last.state == home):
            where = "in" if first.state == home else "outside"
            raise QuestionError(
                f"{first.name} and {last.name} both lie {where} {countries.country(home)}: "
                f"no way between them leads over its border"
            )
    meant = direction_from(first, home)
    if direction not in {None, meant}:
        place = f"{first.name} lies {'in' if first.state == home else 'outside'}"
        turn = "swap the two places" if end is not None else "ask from a place on the other side"
        raise QuestionError(
            f"{place} {countries.country(home)}, so the direction is {meant}, "
            f"not {direction}: leave the direction out, or {turn}"
        )
    return first, last


def _at(place: Place | Crossing, home: str, *, is_home: bool) -> Place:
    if isinstance(place, Place):
        return place
    point = place.border_point
    if point is None:
        raise QuestionError(f"where {place.name()} meets the border is not known: name a town")
    side = home if is_home else place.neighbour
    if side is None:
        raise QuestionError(f"{place.name()} lies in {countries.country(home)} alone: name a town")
    names = dict(place.checkpoints[0].names)
    return Place(
        name=place.name(), state=side, lon=point.lon, lat=point.lat, names=names, crossing=place.id
    )


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
    """Return a route through each crossing of the verdicts, in the order of `Routes`.

    Raises
    ------
    QuestionError
        One of the ends lies in a state that the network does not cover.
    """
    _need_ways(network, origin)
    if destination is not None:
        _need_ways(network, destination)
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


def _need_ways(network: Network, place: Place) -> None:
    if not network.covers(place.state):
        raise QuestionError(
            f"{place.name} lies in {countries.country(place.state)}, "
            f"where the network {network.about.name} has no way to a crossing"
        )


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
