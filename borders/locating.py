"""Where a crossing meets the border, for who adds one: its point, its sides and its gates."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import shapely
from shapely.geometry import LineString, MultiLineString, Point, shape

from borders.enums import Basis, Level
from borders.errors import QuestionError
from borders.geo import border_points
from borders.geo.earth import DETOUR, metres
from borders.model import Problem
from borders.network.routes import network_of

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


def locate(
    register: Register, lon: float, lat: float, *, road: Path | None = None, kind: str = "road"
) -> Located:
    """Return what can be proposed of a crossing near a place.

    Parameters
    ----------
    road
        A file of GeoJSON with the course of its road or railway over the border; left out: the
        place of the border line nearest to the position.
    kind
        Which network its gates are of: "road" or "rail".

    Raises
    ------
    QuestionError
        The register has no border line, or none near; or the road does not reach it.
    """
    here, home = Point(lon, lat), register.facts.package.home
    if not (abs(lon) <= 180 and abs(lat) <= 90):  # noqa: PLR2004 - of the globe
        raise QuestionError(f"{lon:g},{lat:g} is no position: write longitude, then latitude")
    sides, line, off = _nearest_line(register, here)
    neighbour = next(side for side in sides if side != home)
    point, accuracy, basis, how = _meeting(here, line, off, road)
    feature = _feature(register, here, off, neighbour, point, kind)
    feature["properties"]["border_point"] = {"accuracy_m": accuracy, "basis": basis.value}
    gates: tuple[Gate, ...] = ()
    told = [how]
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
        raise QuestionError(
            f"{register.facts.package.name} has no borders.geojson: a crossing lies on its line"
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
    here: Point, line: LineString, off: float, road: Path | None
) -> tuple[Point, int, Basis, str]:
    """Return where a crossing meets the border, how well that is known, and how."""
    if road is None:
        point = border_points.snap(here, line)
        accuracy = int(max(LEAST_M, round(off, -2)))
        how = (
            f"the place on the border nearest to the position, {off:,.0f} m from it; "
            "--road FILE, with the course of its road as GeoJSON, tells better"
        )
        return point, accuracy, Basis.ESTIMATED, how
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
    return point, accuracy, Basis.ROAD_MEETS_LINE, how


def _course(road: Path) -> Road:
    """Return the lines of a file of GeoJSON."""
    try:
        content = json.loads(road.read_text("utf-8"))
        geometries = [f["geometry"] for f in content.get("features", [])] or [
            content.get("geometry", content)
        ]
        shapes = [shape(geometry) for geometry in geometries]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise QuestionError(f"{road} is no GeoJSON of a road: {error}") from error
    lines = [part for each in shapes for part in shapely.get_parts(each)]
    lines = [part for part in lines if isinstance(part, LineString)]
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
    name = {"road": "roads", "rail": "rails"}[kind]
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
