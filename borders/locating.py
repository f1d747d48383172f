"""Where a crossing meets the border, for who adds one: its point, its sides and its gates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import shapely
from shapely.errors import ShapelyError
from shapely.geometry import LineString, MultiLineString, Point, shape

from borders import documents
from borders.enums import Basis, Level
from borders.errors import QuestionError, UnknownCrossing, alternatives, shown
from borders.geo import border_points
from borders.geo.earth import DETOUR, metres
from borders.model import Problem
from borders.network import named_roads
from borders.network.routes import network_of
from borders.places import degrees

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from borders.geo.border_points import Road, Sides
    from borders.network.graph import Graph, Network
    from borders.register import Register

__all__ = ["Gate", "Located", "locate", "unrouted"]

FAR_M: Final = 50_000
"""A place that lies farther from the border belongs to no crossing of it."""
LINK_M: Final = 10_000
"""A node of a network that lies farther is no gate."""
LEAST_M: Final = 500
"""What is read off a map is not known better."""
ENDS_M: Final = 15_000
"""A course that ends farther from the border leads elsewhere, or is not known so far."""
NAMED: Final = 12
"""How many roads are named."""
_BROKEN: Final = (ArithmeticError, AttributeError, LookupError, ShapelyError, TypeError, ValueError)
"""What is raised of what is no GeoJSON."""
NETWORKS: Final = {"road": "roads", "rail": "rails"}
"""What leads over the border, and the network of it."""
FILES: Final = (".geojson", ".json")
"""How the name of a file of a road ends."""
AT_M: Final = 50
"""A place nearer to the line is on it, and no checkpoint."""


class Gate(NamedTuple):
    """A row of `gates.csv` that is proposed: the nearest node of a side, by a straight line."""

    crossing: str
    network: str
    side: str
    node: int
    metres: float
    approximate: int = 1
    source: str = "link"


class Located(NamedTuple):
    """What is proposed of a crossing."""

    feature: dict[str, Any]
    """As `crossings.geojson` has it."""
    gates: tuple[Gate, ...]
    """As `gates.csv` has them; none where the register has no network."""
    told: tuple[str, ...]
    """How it came about, and what to mend, in plain English."""


class Meeting(NamedTuple):
    """Where a road meets the border."""

    point: Point
    accuracy_m: int
    basis: Basis
    how: str
    """How that is known."""


def locate(
    register: Register,
    lon: float,
    lat: float,
    *,
    road: Path | str | None = None,
    kind: str = "road",
) -> Located:
    """Return what can be proposed of a crossing near a place.

    Parameters
    ----------
    road
        A file of GeoJSON with the course of its road or railway over the border, or the number or
        name of that, as the network or the register has it (A3, "M-7", E28), or the name of a
        crossing on it. Left out: the place of the border line nearest to the position.
    kind
        Which network its gates are of: "road" or "rail".

    Raises
    ------
    QuestionError
        The register has no border line, or none near; or the road does not reach it, or none of
        this name is known to meet it near there.

    Examples
    --------
    >>> import borders
    >>> found = locate(borders.load(), 25.7, 54.55, road="M-7")
    >>> found.feature["geometry"]["coordinates"]
    [25.699461, 54.544129]
    """
    here, home = Point(degrees((lon, lat))), register.facts.package.home
    if not isinstance(kind, str) or kind not in NETWORKS:
        raise QuestionError(f"kind is {shown(kind)}: write {alternatives(NETWORKS)}")
    sides, line, off = _nearest_line(register, here)
    neighbour = next(side for side in sides if side != home)
    met = _meeting(register, here, line, off, road, kind)
    point = met.point
    feature = _feature(register, here, off, neighbour, point, kind)
    feature["properties"]["border_point"] = {
        "accuracy_m": met.accuracy_m,
        "basis": met.basis.value,
    }
    gates: tuple[Gate, ...] = ()
    told = [met.how]
    if register.is_routed:
        gates, lacks = _gates(register, feature["id"], point, (home, neighbour), kind)
        told += lacks
    else:
        told.append("the register has no network: no gates are proposed, and nothing is routed")
    return Located(feature, gates, tuple(told))


def unrouted(register: Register) -> Iterator[Problem]:
    """Note each crossing that no way leads to, and why.

    Yields
    ------
    Problem
        A note: it is so, and should be known.
    """
    network, home = register.network, register.facts.package.home
    for crossing in register.crossings:
        kind = network_of(crossing)
        graph = network.graphs.get(kind)
        sides = [home] if crossing.neighbour is None else [home, crossing.neighbour]
        lacks = [s for s in sides if graph is None or (crossing.id, s) not in graph.side_nodes]
        if not lacks:
            continue
        if graph is None:
            why = f"network/ has no {kind}.csv"
        elif place := crossing.border_point:
            why = (
                f"network/gates.csv has no row of it for {', '.join(lacks)}; "
                f"borders locate {place.lon:g} {place.lat:g} proposes some"
            )
        else:
            why = "it has no border point; borders locate LON LAT proposes one"
        text = f"cannot be routed: {why}"
        yield Problem(file="crossings.geojson", entry=crossing.id, text=text, level=Level.NOTE)


def _nearest_line(register: Register, here: Point) -> tuple[Sides, LineString, float]:
    """Return the border line nearest to a place, its sides, and how many metres away it runs."""
    home = register.facts.package.home
    try:
        lines = border_points.borders_of(register.folder)
    except FileNotFoundError as error:
        package = register.facts.package
        other = next((state for state in package.zones if state != home), "…")
        raise QuestionError(
            f"{package.name} has no borders.geojson: a crossing lies on its line; write one, "
            f'a LineString whose property "sides" is ["{home}", "{other}"]: the first on its left'
        ) from error
    near = [
        (border_points.metres_to_border(here, line), sides, line)
        for sides, line in lines.items()
        if home in sides
    ]
    off, sides, line = min(near, key=lambda row: row[0], default=(np.inf, ("", ""), LineString()))
    if off > FAR_M:
        raise QuestionError(
            f"{here.x:g},{here.y:g} lies more than {FAR_M // 1000} km from every border of {home}: "
            "write longitude first, or another place"
        )
    return sides, line, float(off)


def _meeting(
    register: Register,
    here: Point,
    line: LineString,
    off: float,
    road: Path | str | None,
    kind: str,
) -> Meeting:
    """Return where a crossing meets the border."""
    if road is None:
        accuracy = int(max(LEAST_M, round(off, -2)))
        how = (
            f"the place on the border nearest to the position, {off:,.0f} m from it; "
            "--road tells better: the number of its road, or a file with its course as GeoJSON"
        )
        return Meeting(border_points.snap(here, line), accuracy, Basis.ESTIMATED, how)
    file = documents.path(road)
    if file.suffix.lower() in FILES or len(file.parts) > 1:
        return _of_file(here, line, file)
    return _of_name(register, here, line, str(road), kind)


def _of_file(here: Point, line: LineString, road: Path) -> Meeting:
    course = _course(road)
    try:
        point = border_points.border_point(line, course, hint=here)
    except ValueError as error:
        raise QuestionError(f"{road}: {error}") from error
    steps = [
        metres(Point(a), Point(b))
        for part in shapely.get_parts(course)
        for a, b in zip(part.coords, part.coords[1:], strict=False)
        if LineString([a, b]).distance(point) < 1e-9  # noqa: PLR2004 - on it
    ]
    accuracy = int(max(50, min(LEAST_M, round(max(steps, default=LEAST_M) / 2, -1))))
    away = metres(here, point)
    how = f"where the road of {road.name} meets the border, {away:,.0f} m from the position"
    return Meeting(point, accuracy, Basis.ROAD_MEETS_LINE, how)


def _of_name(register: Register, here: Point, line: LineString, road: str, kind: str) -> Meeting:
    """Return where a road of a name meets the border nearest to a place.

    A network in true course knows that best, then the crossings of the register, then courses.
    """
    graph = NETWORKS[kind]
    known = [
        [*_met(register, line, road, graph)],
        [*_crossed(register, line, road, graph)],
        [*_led(register, here, line, road)] if graph == "roads" else [],
    ]
    for found in known:
        near = [each for each in found if metres(here, each.point) <= FAR_M]
        if near:
            best = min(near, key=lambda each: metres(here, each.point))
            away = metres(here, best.point)
            return best._replace(how=f"{best.how}, {away:,.0f} m from the position")
    raise QuestionError(
        f"no road {shown(road)} is known to meet the border within {FAR_M // 1000} km of the "
        f"position{_others(register, here, graph)}; give a file with its course over the border as "
        "GeoJSON (--road FILE.geojson), or a network with true roads (--network FOLDER)"
    )


def _met(register: Register, line: LineString, road: str, graph: str) -> Iterator[Meeting]:
    """Yield where a network in true course meets the border by a road."""
    for each in named_roads.met(register.network_folder, graph):
        place = Point(each.lon, each.lat)
        if not named_roads.is_named(each.names, road):
            continue
        if border_points.metres_to_border(place, line) > LEAST_M:
            continue  # another border's
        how = f"where {' '.join(each.names)} meets the border in the network"
        yield Meeting(border_points.snap(place, line), 50, Basis.ROAD_MEETS_LINE, how)


def _crossed(register: Register, line: LineString, road: str, graph: str) -> Iterator[Meeting]:
    """Yield the border points of the crossings on a road, or of that name."""
    try:
        called = register.crossing(road).id
    except UnknownCrossing:
        called = ""
    for crossing in register.crossings:
        place = crossing.border_point
        is_meant = crossing.id == called or named_roads.is_named(crossing.roads.values(), road)
        if place is None or not is_meant or network_of(crossing) != graph:
            continue
        point = Point(place.lon, place.lat)
        if border_points.metres_to_border(point, line) > LEAST_M:
            continue
        how = f"where {road} meets the border at {crossing.id}, which the register has"
        yield Meeting(point, int(place.accuracy_m), place.basis, how)


def _led(register: Register, here: Point, line: LineString, road: str) -> Iterator[Meeting]:
    """Yield where the course of a road leads to the border, straight from place to place."""
    for course in named_roads.courses_of(register.network_folder, road):
        way = LineString(course.lonlat)
        if way.intersects(line):
            point = border_points.border_point(line, way, hint=here)
            gap = min(metres(Point(p), point) for p in course.lonlat.tolist())
            basis, how = Basis.ESTIMATED, "crosses the border, straight between its places"
        else:
            ends = map(Point, course.lonlat[[0, -1]])
            end = min(ends, key=line.distance)
            point = border_points.snap(end, line)
            gap = metres(end, point)
            basis, how = Basis.EXTRAPOLATED, f"ends {gap:,.0f} m from the border"
            if gap > ENDS_M:
                continue
        accuracy = int(max(LEAST_M, round(gap, -2)))
        yield Meeting(point, accuracy, basis, f"where the course of {course.road} {how}")


def _others(register: Register, here: Point, graph: str) -> str:
    """Return the roads that are known to meet the border near a place."""
    names = [
        name
        for each in named_roads.met(register.network_folder, graph)
        if metres(Point(each.lon, each.lat), here) <= FAR_M
        for name in each.names
    ]
    names += [
        number
        for crossing in register.crossings
        if network_of(crossing) == graph
        and (place := crossing.border_point)
        and metres(Point(place.lon, place.lat), here) <= FAR_M
        for number in crossing.roads.values()
    ]
    listed = list(dict.fromkeys(names))
    more = f" and {len(listed) - NAMED} more" if len(listed) > NAMED else ""
    return f" ({', '.join(listed[:NAMED])}{more} are)" if listed else ""


def _course(road: Path) -> Road:
    """Return the lines of a file of GeoJSON."""
    try:
        content = documents.json(road.read_bytes())
        geometries = [f["geometry"] for f in content.get("features", [])] or [
            content.get("geometry", content)
        ]
        shapes = [shape(geometry) for geometry in geometries]
    except (OSError, *_BROKEN) as error:
        raise QuestionError(f"{road} is no GeoJSON of a road: {error}") from error
    lines = [part for each in shapes for part in shapely.get_parts(each)]
    lines = [part for part in lines if isinstance(part, LineString) and not part.is_empty]
    if not lines:
        raise QuestionError(f"{road} has no line: give the course of the road over the border")
    return MultiLineString(lines)


def _feature(
    register: Register, here: Point, off: float, neighbour: str, point: Point, kind: str
) -> dict[str, Any]:
    """Return a crossing as far as it is known; the checkpoint where the position lies has it."""
    home = register.facts.package.home
    side = str(register.locator.locate(np.array([here.x]), np.array([here.y]))[0])
    location = {
        "lon": round(here.x, 5),
        "lat": round(here.y, 5),
        "accuracy_m": LEAST_M,
        "basis": Basis.ESTIMATED.value,
    }
    return {
        "type": "Feature",
        "id": "a-crossing",
        "geometry": {"type": "Point", "coordinates": [round(point.x, 6), round(point.y, 6)]},
        "properties": {
            "neighbour": neighbour,
            "kind": kind,
            "category": "international",
            "modes": ["car"] if kind == "road" else ["freight_train"],
            "checkpoints": [
                {"side": state, "names": {"en": "Its name"}}
                | ({"location": location} if state == side and off > AT_M else {})
                for state in (neighbour, home)
            ],
            "border_point": {},
            "sources": ["a-source"],
        },
    }


def _gates(
    register: Register, crossing: str, point: Point, sides: tuple[str, str], kind: str
) -> tuple[tuple[Gate, ...], list[str]]:
    """Return the nearest usable node on each side as a gate, and what is told of the others."""
    network: Network = register.network
    name = NETWORKS[kind]
    graph = network.graphs.get(name)
    if graph is None:
        return (), [f"the network has no {name}: no gates are proposed"]
    gates, told = [], []
    for side in sides:
        node, away = _nearest_node(graph, side, point)
        if node is None or away > LINK_M:
            km = "none" if node is None else f"the nearest {away / 1000:.1f} km away"
            told.append(f"no gate for {side}: the network has no node there within 10 km ({km})")
        else:
            gates.append(Gate(crossing, name, side, node, round(away * DETOUR, 1)))
    if len(gates) == len(sides):
        told.append("gates.csv: each side is linked to the nearest node by a straight line")
    return tuple(gates), told


def _nearest_node(graph: Graph, side: str, point: Point) -> tuple[int | None, float]:
    """Return the node of a side that is nearest, of those that lead to gates where any does."""
    here = np.flatnonzero(graph.nodes.state[: graph.size] == side)
    at = np.intersect1d(here, graph.usable_nodes())
    at = at if len(at) else here
    if not len(at):
        return None, np.inf
    squeeze = np.cos(np.radians(point.y))
    apart = np.hypot((graph.nodes.lon[at] - point.x) * squeeze, graph.nodes.lat[at] - point.y)
    node = int(at[int(apart.argmin())])
    return node, metres(point, Point(graph.nodes.lon[node], graph.nodes.lat[node]))
