"""Turn polygons that nearly fit each other into shared lines, and back."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np
import pyproj
import shapely
from shapely.geometry import LineString, MultiPolygon, Point, Polygon

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

__all__ = [
    "clean",
    "left_first",
    "on_land",
    "polygons",
    "shared_line",
    "simplified",
    "to_degrees",
    "to_metres",
]

_GAP: Final = 40.0  # metres; neighbours in the source differ by up to 11 m
_BESIDE: Final = 0.01  # metres
_DEGREES: Final = 4326
_METRES: Final = 3035


@cache
def _transformer(source: int, target: int) -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(source, target, always_xy=True)


def _projected(geometry: BaseGeometry, source: int, target: int) -> BaseGeometry:
    def project(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(_transformer(source, target).transform(xy[:, 0], xy[:, 1]))

    return shapely.transform(geometry, project)


def to_metres(geometry: BaseGeometry) -> BaseGeometry:
    """Return the geometry in metres (EPSG:3035), given degrees."""
    return _projected(geometry, _DEGREES, _METRES)


def to_degrees(geometry: BaseGeometry) -> BaseGeometry:
    """Return the geometry in degrees (EPSG:4326), given metres."""
    return _projected(geometry, _METRES, _DEGREES)


def polygons(geometry: BaseGeometry) -> MultiPolygon:
    """Return the areas of any geometry; lines and points in it are dropped."""
    parts: list[BaseGeometry] = [geometry]
    areas: list[Polygon] = []
    while parts:
        part = parts.pop(0)
        if isinstance(part, Polygon):
            areas.extend([] if part.is_empty else [part])
        elif hasattr(part, "geoms"):
            parts = [*part.geoms, *parts]
    return MultiPolygon(areas)


def clean(areas: Mapping[str, BaseGeometry]) -> dict[str, BaseGeometry]:
    """Return the areas with gaps between neighbours closed; metres in, metres out."""
    cleaned = shapely.coverage_clean(list(areas.values()), gap_width=_GAP, snapping_distance=0)
    return dict(zip(areas, cleaned, strict=True))


def shared_line(first: BaseGeometry, second: BaseGeometry) -> LineString:
    """Return the one line along which two clean areas touch, without rings round exclaves.

    Raises
    ------
    ValueError
        When they touch along several lines, or along none.
    """
    shared = shapely.line_merge(shapely.intersection(first.boundary, second.boundary))
    lines = [part for part in shapely.get_parts(shared) if not part.is_closed]
    if len(lines) != 1 or not isinstance(lines[0], LineString) or lines[0].is_empty:
        msg = f"expected one line, got {len(lines)}, of {shared.geom_type}"
        raise ValueError(msg)
    return lines[0]


def left_first(line: LineString, left: BaseGeometry) -> LineString:
    """Return the line run through so that the area `left` lies on its left hand."""
    start, end = (np.array(xy) for xy in line.coords[:2])
    along = (end - start) / np.hypot(*(end - start))
    beside = Point((start + end) / 2 + _BESIDE * np.array([-along[1], along[0]]))
    return line if left.contains(beside) else line.reverse()


def _owner(face: Polygon, areas: Mapping[str, BaseGeometry]) -> str | None:
    middle = face.representative_point()
    return next((code for code, area in areas.items() if area.contains(middle)), None)


def _dissolved(lines: BaseGeometry, areas: Mapping[str, BaseGeometry]) -> dict[str, BaseGeometry]:
    """Return the areas made anew of the faces between lines."""
    for area in areas.values():
        shapely.prepare(area)
    faces: dict[str, list[Polygon]] = {code: [] for code in areas}
    for face in shapely.get_parts(shapely.polygonize([lines])):
        if (owner := _owner(face, areas)) is not None:
            faces[owner].append(face)
    return {code: shapely.coverage_union_all(faces[code]) for code in areas if faces[code]}


def on_land(areas: Mapping[str, BaseGeometry], sea: BaseGeometry) -> dict[str, BaseGeometry]:
    """Return clean areas without the sea; those that are all sea are left out."""
    boundaries = [area.boundary for area in areas.values()]
    lines = shapely.union_all([*boundaries, sea.boundary])
    return {code: area for code, area in _dissolved(lines, {"": sea, **areas}).items() if code}


def simplified(
    areas: Mapping[str, BaseGeometry],
    tolerance: Callable[[LineString, Collection[str]], float],
    *,
    grid: float,
) -> dict[str, BaseGeometry]:
    """Return clean areas with fewer vertices that still fit each other exactly.

    Every line between two areas is simplified once, so no gap can open.

    Parameters
    ----------
    areas
        In metres.
    tolerance
        Of a line and the codes of the areas that it bounds: the metres by which it may move.
    grid
        The degrees to which the result is rounded.

    Returns
    -------
    dict[str, BaseGeometry]
        In degrees.
    """
    boundaries = {code: area.boundary for code, area in areas.items()}
    for boundary in boundaries.values():
        shapely.prepare(boundary)
    arcs = shapely.get_parts(shapely.line_merge(shapely.union_all(list(boundaries.values()))))
    lines: list[BaseGeometry] = []
    for arc in arcs:
        middle = arc.interpolate(0.5, normalized=True)
        sides = [code for code, line in boundaries.items() if line.dwithin(middle, 0.01)]
        lines.append(to_degrees(arc.simplify(tolerance(arc, sides), preserve_topology=False)))
    noded = shapely.union_all(lines, grid_size=grid)
    return _dissolved(noded, {code: to_degrees(area) for code, area in areas.items()})
