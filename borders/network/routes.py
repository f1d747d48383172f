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
from borders.network.graph import NETWORKS
from borders.places import Place, direction_from
from borders.text import countries

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from borders.network.graph import Graph, Network, ShortestPathTree
    from borders.text.sentences import Translator

_NETWORK: Final = {"road": NETWORKS[0], "air": NETWORKS[0], "rail": NETWORKS[1]}


def network_of(crossing: Crossing) -> str:
    """Return the network that leads to a crossing."""
    return _NETWORK[crossing.kind.by]


class Route(Record, frozen=True, kw_only=True):
    """One way through one crossing; without a destination, the way to it.

    Attributes
    ----------
    crossing
        The crossing.
    verdict
        What is ruled of it, in the direction that the way implies.
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
        Longitude and latitude of each place along it, EPSG:4326.
    sentence
        The way in words, of the language asked for.

    Examples
    --------
    >>> import borders
    >>> day = borders.load().on("2023-08-21", mode="car")
    >>> route = day.routes("Minsk", "Vilnius")[0]
    >>> route.crossing.id, route.by, route.approximate
    ('medininkai', 'road', False)
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
        """Return the route as a flat record, lengths to 0.1 km.

        Examples
        --------
        >>> import borders
        >>> day = borders.load().on("2023-08-21", mode="car")
        >>> day.routes("Minsk", "Vilnius")[0].row()["status"]
        'restricted'
        """
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
    implied = direction_from(first, home)
    if direction not in {None, implied}:
        place = f"{first.name} lies {'in' if first.state == home else 'outside'}"
        turn = "swap the two places" if end is not None else "ask from a place on the other side"
        raise QuestionError(
            f"{place} {countries.country(home)}, so the direction is {implied}, "
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


class SnappedPlace:
    """A place snapped to a graph, with the shortest paths between it and all gates of its side.

    Parameters
    ----------
    reverse
        The paths lead to the place.
    """

    def __init__(self, graph: Graph, place: Place, *, beyond: float, reverse: bool = False) -> None:
        self.graph = graph
        self.reverse = reverse
        self.approximate = False
        self._at = graph.side_nodes.get((place.crossing or "", place.state))
        self._start = (place.lon, place.lat)
        self._entries: list[tuple[float, list[tuple[float, float]], int, ShortestPathTree]] = []
        entries = self._links() if self._at is not None else self._beside(place, beyond)
        for metres, course, node in entries:
            if np.isfinite(metres):
                tree = graph.tree(node, reverse=reverse)
                self._entries.append((metres, course, node, tree))

    def _links(self) -> Iterator[tuple[float, list[tuple[float, float]], int]]:
        edges = self.graph.edges
        for link in np.flatnonzero(edges.end == self._at):
            yield float(edges.metres[link]), [self._start], int(edges.start[link])

    def _beside(
        self, place: Place, beyond: float
    ) -> Iterator[tuple[float, list[tuple[float, float]], int]]:
        points = self.graph.snap_points
        snapped = points.snap(
            np.array([place.lon]), np.array([place.lat]), np.array([place.state], object)
        )
        at, away = int(snapped.point[0]), float(snapped.metres[0])
        if at < 0:
            return
        self.approximate = away > beyond
        back, ahead = (metres[at] for metres in points.costs(reverse=self.reverse))
        to_start, to_end = points.to_ends(at)
        stub = DETOUR * away
        yield stub + float(back), [self._start, *to_start], int(points.start[at])
        if points.part[at] > 0:
            yield stub + float(ahead), [self._start, *to_end], int(points.end[at])

    def metres(self, side_node: int) -> float:
        """Return the length of the path between the place and a side node."""
        if side_node == self._at:
            return 0.0
        lengths = (metres + float(tree.metres[side_node]) for metres, _, _, tree in self._entries)
        return min(lengths, default=float("inf"))

    def course(self, side_node: int) -> list[tuple[float, float]]:
        """Return the places along the path, that of the place first."""
        if side_node == self._at:
            return [self._start]
        _, course, node, tree = min(self._entries, key=lambda e: e[0] + e[3].metres[side_node])
        nodes = [side_node]
        while nodes[-1] != node:
            nodes.append(int(tree.next[nodes[-1]]))
        return course + self.graph.course(nodes[::-1], reverse=self.reverse)


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
    _need_cover(network, origin)
    if destination is not None:
        _need_cover(network, destination)
    beyond = network.about.approximate_beyond

    @functools.cache
    def snapped(name: str, *, reverse: bool) -> SnappedPlace | None:
        place = destination if reverse else origin
        if place is None or name not in network.graphs:
            return None
        return SnappedPlace(network.graphs[name], place, beyond=beyond, reverse=reverse)

    routes = []
    for verdict in verdicts:
        crossing = verdict.crossing
        means = crossing.kind.by
        parts = [snapped(_NETWORK[means], reverse=False)]
        # At an airport the way on the ground ends, or begins, whatever lies beyond.
        if means == "air" and origin.state != home:
            parts = [snapped(_NETWORK[means], reverse=True)]
        elif means != "air" and destination is not None:
            parts.append(snapped(_NETWORK[means], reverse=True))
        routes.append(_through(crossing, verdict, parts, home, (origin, destination)))
    best: dict[str, Route] = {}
    for route in routes:
        if route.status is Status.OPEN and route.km is not None:
            best[route.by] = min(route, best.get(route.by, route), key=lambda r: r.km or 0)
    worded = [_worded(route, best.get(route.by), destination, translator) for route in routes]

    def rank(route: Route) -> tuple[int, bool, bool, float]:
        is_flight = destination is not None and route.by == "air"
        return route.status.rank, is_flight, route.km is None, route.km or 0.0

    return sorted(worded, key=rank)


def _need_cover(network: Network, place: Place) -> None:
    if not network.covers(place.state):
        raise QuestionError(
            f"{place.name} lies in {countries.country(place.state)}, "
            f"where the network {network.about.name} has no way to a crossing"
        )


def _through(
    crossing: Crossing,
    verdict: Verdict,
    parts: Sequence[SnappedPlace | None],
    home: str,
    ends: tuple[Place, Place | None],
) -> Route:
    """Return the route through a crossing over its parts before and after the border."""
    route = Route(crossing=crossing, verdict=verdict, by=crossing.kind.by)
    origin, _ = ends
    metres, approximate = 0.0, False
    courses: list[list[tuple[float, float]]] = []
    for part in parts:
        if part is None:
            return route
        is_home = (origin.state == home) != part.reverse
        keys = (
            key
            for key in part.graph.side_nodes
            if key[0] == crossing.id and (key[1] == home) == is_home
        )
        if (key := next(keys, None)) is None:
            return route
        node = part.graph.side_nodes[key]
        if not np.isfinite(length := part.metres(node)):
            return route
        metres += length
        approximate |= part.approximate or part.graph.approximate[key]
        course = part.course(node)
        courses.append(course[::-1] if part.reverse else course)
    line = [place for course in courses for place in course]
    kept = [place for place, last in zip(line, [None, *line], strict=False) if place != last]
    return structs.replace(
        route, km=metres / 1000, approximate=approximate, coordinates=tuple(kept)
    )


def _worded(
    route: Route, best: Route | None, destination: Place | None, translator: Translator
) -> Route:
    sentence = translator.route(route, best, destination)
    detour = None
    if route.status is not Status.OPEN and route.km is not None and best is not None:
        detour = max(0.0, (best.km or 0) - route.km)
    return structs.replace(route, detour_km=detour, sentence=sentence)


def _tenths(km: float | None) -> float | None:
    return None if km is None else round(km, 1)
