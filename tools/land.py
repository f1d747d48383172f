"""Countries, border lines, sea and lakes out of the two sources of outlines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import npm
import numpy as np
import shapely
import topology
from shapely.geometry import LineString, Polygon, shape

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

    from numpy.typing import NDArray
    from shapely.geometry import LinearRing, MultiPolygon
    from shapely.geometry.base import BaseGeometry

__all__ = ["FRAME", "REGION", "Outlines", "countries", "outlines", "reached"]

FRAME: Final = shapely.box(14.0, 48.0, 40.0, 60.5)
"""What a map can show: everything outside is cut off."""

REGION: Final = shapely.box(19.0, 50.2, 34.6, 58.5)
"""What a map is about: kept in detail."""

_HOME: Final = "BY"
_NEIGHBOURS: Final = frozenset({"LT", "LV", "PL", "RU", "UA"})
_DETAILED: Final = frozenset({"LT", "LV", "PL"})
"""Neighbours whose other borders, and whose lakes, a map about Belarus shows in detail."""

_BEYOND: Final = 120_000.0  # metres; Kyiv, Smolensk and Bryansk are within it
_TO_MOSCOW: Final = LineString(
    [(31.9, 54.8), (33.3, 55.1), (34.3, 55.2), (35.0, 55.5), (36.0, 55.5), (37.6, 55.75)]
)
_EASTWARD: Final = shapely.box(22.9, 48.0, 40.0, 60.5)
"""Without the part of Russia between Poland and Lithuania."""

_ALONG: Final = 15_000.0  # metres; to either side of the way to Moscow
_YIELDS: Final = "RU"  # the source has areas claimed twice: the neighbour keeps them

_RIVER_MOUTH: Final = 400.0  # metres; half the width at which a river becomes sea
_ISLAND: Final = 2e6  # square metres
_LAKE: Final = 4e6
_LAKE_AFAR: Final = 100e6
_CUT: Final = 0.1  # degrees; a parallel is no straight line in metres
_CREEK: Final = 20.0  # metres; half the width of the narrowest water drawn


def _in_frame(features: Iterable[dict[str, Any]], key: str) -> dict[str, MultiPolygon]:
    """Return the areas inside the frame, by code, in degrees."""
    areas: dict[str, MultiPolygon] = {}
    for feature in features:
        parts = [
            shapely.make_valid(shapely.clip_by_rect(part, *FRAME.bounds), method="structure")
            for part in topology.polygons(shape(feature["geometry"])).geoms
            if FRAME.intersects(shapely.box(*part.bounds))
        ]
        area = topology.polygons(shapely.union_all(parts))
        if not area.is_empty:
            areas[feature["properties"][key]] = area
    return dict(sorted(areas.items()))


def countries(cache: Path) -> dict[str, BaseGeometry]:
    """Return the countries without gaps or overlaps, territorial sea included, in metres."""
    areas: dict[str, BaseGeometry] = dict(
        _in_frame(npm.features(npm.BORDERS.read(cache, "borders.geo.json")), "isoA2")
    )
    areas["FI"] = areas["FI"] | areas.pop("AX")
    others = shapely.union_all([area for code, area in areas.items() if code != _YIELDS])
    areas[_YIELDS] = areas[_YIELDS] - others
    return topology.clean({code: topology.to_metres(area) for code, area in areas.items()})


def reached(areas: Mapping[str, BaseGeometry], code: str) -> BaseGeometry:
    """Return where ways and towns of Russia or Ukraine are kept, in metres."""
    near = areas[_HOME].buffer(_BEYOND, quad_segs=4)
    strip = topology.to_metres(_TO_MOSCOW).buffer(_ALONG, quad_segs=4)
    east = topology.to_metres(shapely.segmentize(_EASTWARD, _CUT))
    return areas[code] & (near | strip) & east


def _all_water(cache: Path) -> BaseGeometry:
    """Return sea, lakes and wide rivers in one, in metres."""
    land = _in_frame(npm.features(npm.LAND.read(cache, "map.geo.json")), "A3")
    frame, *areas = (
        shapely.make_valid(topology.to_metres(shapely.segmentize(area, _CUT)), method="structure")
        for area in (FRAME, *land.values())
    )
    return frame - shapely.union_all(areas)


def _opened(area: BaseGeometry, metres: float) -> BaseGeometry:
    """Return the area without what is narrower than twice the metres."""
    return area.buffer(-metres, quad_segs=4).buffer(metres, quad_segs=4)


def _sea(water: BaseGeometry) -> Polygon:
    """Return the sea without the rivers that run into it, nor small islands in it."""
    largest = max(topology.polygons(water).geoms, key=lambda part: part.area)
    open_water = _opened(largest.simplify(_CREEK), _RIVER_MOUTH)
    sea = max(topology.polygons(open_water).geoms, key=lambda part: part.area)
    islands = [ring for ring in sea.interiors if Polygon(ring).area >= _ISLAND]
    return Polygon(sea.exterior, islands)


def _rounded(ring: LinearRing) -> NDArray[np.float64]:
    """Return the ring with its corners cut: the source draws many lakes with four or five."""
    start = shapely.get_coordinates(ring)[:-1]
    end = np.roll(start, -1, axis=0)
    return np.stack([0.75 * start + 0.25 * end, 0.25 * start + 0.75 * end], axis=1).reshape(-1, 2)


def _lakes(water: BaseGeometry, near: BaseGeometry) -> list[Polygon]:
    """Return what is worth drawing of lakes and rivers, in degrees, from the west."""
    lakes = []
    shapely.prepare(near)
    for part in topology.polygons(water).geoms:
        smallest, tolerance = (_LAKE, 40.0) if part.intersects(near) else (_LAKE_AFAR, 800.0)
        if part.area < smallest:
            continue
        for wide in topology.polygons(_opened(part.simplify(tolerance / 2), _CREEK)).geoms:
            lake = wide.simplify(tolerance)
            if lake.area >= smallest:
                islands = [ring for ring in lake.interiors if Polygon(ring).area >= smallest / 10]
                round_lake = Polygon(_rounded(lake.exterior), [_rounded(each) for each in islands])
                lakes.append(topology.to_degrees(round_lake.simplify(tolerance / 2)))
    return sorted(lakes, key=lambda lake: lake.bounds)


def _tolerance(line: LineString, sides: Collection[str]) -> float:
    """Return by how many metres a line may be off: less where more is looked at."""
    if not line.intersects(topology.to_metres(REGION)):
        return 1500.0
    if _HOME in sides:
        return 50.0
    return 500.0 if _DETAILED.isdisjoint(sides) else 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlines:
    """What is drawn, in degrees."""

    borders: dict[tuple[str, str], LineString]
    """In full detail, by the states on the left hand and on the right."""

    countries: dict[str, BaseGeometry]
    """Simplified, without the sea, by ISO 3166-1 alpha-2 code."""

    water: list[Polygon]
    """Lakes and wide rivers."""


def outlines(cache: Path) -> Outlines:
    """Return the outlines that the packages hold."""
    areas = countries(cache)
    home = areas[_HOME]
    borders = {
        (_HOME, other): topology.to_degrees(
            topology.left_first(topology.shared_line(home, areas[other]), home)
        )
        for other in sorted(_NEIGHBOURS)
    }
    water = _all_water(cache)
    sea = _sea(water)
    land = topology.on_land(areas, sea)
    near = shapely.union_all([land[code] for code in (_HOME, *_DETAILED)])
    return Outlines(
        borders=borders,
        countries=topology.simplified(land, _tolerance, grid=1e-4),
        water=_lakes(water - sea, near),
    )
