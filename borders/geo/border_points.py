"""Where a road meets a border, which state holds a place, and how far they are apart.

Coordinates are longitude and latitude on WGS 84 (EPSG:4326), longitude first. Metres are geodesic,
on the ellipsoid. A line of a border is straight between its vertices in degrees, as GeoJSON has
it, and is run through so that the first of its two sides lies on its left hand.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias, TypeVar

import numpy as np
import shapely
from shapely.errors import ShapelyError
from shapely.geometry import LineString, MultiLineString, MultiPolygon, Point, Polygon, shape

from borders import documents
from borders.country_codes import codes
from borders.errors import DataError
from borders.geo.earth import geod, metres
from borders.model import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from importlib.resources.abc import Traversable

    from numpy.typing import NDArray

__all__ = [
    "Area",
    "Road",
    "Sides",
    "border_point",
    "borders_of",
    "countries_of",
    "is_turned",
    "metres_to_border",
    "side_of",
    "snap",
    "water_of",
]

K = TypeVar("K")
V = TypeVar("V")

Area: TypeAlias = Polygon | MultiPolygon
Road: TypeAlias = LineString | MultiLineString
Sides: TypeAlias = tuple[str, str]

_LONGEST_STEP: Final = 0.01  # degrees; up to here a line in degrees is a geodesic to within 0.1 m
_LOOK_AROUND: Final = 0.01  # degrees; more than the metres below, up to 79° of latitude
_PARTS: Final = 50  # stretches of a line between which a place beside it is looked at
_AROUND: Final = 0.05  # of a stretch; the heading of a line at a place is taken from as far around
_BESIDE: Final = 0.004  # degrees; more than the metres below
_FILL_ERROR: Final = 200.0  # metres; the areas are simplified, by 50 m in the shipped data


def borders_of(geodata: Traversable) -> dict[Sides, LineString]:
    """Return the lines of ``borders.geojson`` by their sides: the one on the left comes first.

    Raises
    ------
    DataError
        With each feature that is none, or when the file cannot be read.
    """

    def line(feature: Any) -> tuple[Sides, LineString]:  # noqa: ANN401 - as JSON has it
        left, right = feature["properties"]["sides"]
        if not {left, right} <= codes():
            msg = f"sides are {left!r} and {right!r}: write two states, such as BY and LT"
            raise ValueError(msg)
        found = shape(feature["geometry"])
        if not isinstance(found, LineString):
            msg = f"is no line but a {found.geom_type}"
            raise ValueError(msg)  # noqa: TRY004 - of the file, not of a caller
        return (left, right), found

    return _features(geodata, "borders.geojson", line)


def countries_of(geodata: Traversable) -> dict[str, Area]:
    """Return the areas of ``countries.geojson`` by their ISO 3166-1 alpha-2 codes.

    Raises
    ------
    DataError
        As of `borders_of`.
    """
    return _features(geodata, "countries.geojson", _country)


def water_of(geodata: Traversable) -> dict[str, Area]:
    """Return the areas of ``water.geojson`` by their ids.

    Raises
    ------
    DataError
        As of `borders_of`.
    """
    return _features(geodata, "water.geojson", _area)


def _country(feature: Any) -> tuple[str, Area]:  # noqa: ANN401 - as JSON has it
    names = feature["properties"].get("names", {})
    if not isinstance(names, dict) or not all(isinstance(name, str) for name in names.values()):
        msg = "has names that are no texts by language"
        raise ValueError(msg)
    return _area(feature)


def _area(feature: Any) -> tuple[str, Area]:  # noqa: ANN401 - as JSON has it
    area = shape(feature["geometry"])
    if not isinstance(area, Polygon | MultiPolygon):
        msg = f"is no area but a {area.geom_type}"
        raise ValueError(msg)  # noqa: TRY004 - of the file, not of a caller
    if not isinstance(feature["id"], str):
        msg = f"has the id {feature['id']!r}, which is no text"
        raise ValueError(msg)  # noqa: TRY004
    return feature["id"], area


def _features(geodata: Traversable, name: str, make: Callable[[Any], tuple[K, V]]) -> dict[K, V]:
    """Return what is made of the features of a file."""
    problems: list[Problem] = []
    made: dict[K, V] = {}
    try:
        features = documents.features(documents.content(geodata, name))
        for number, (feature, why_none) in enumerate(features, 1):
            if text := why_none or _made(made, make, feature):
                problems.append(Problem(file=name, entry=f"feature {number}", text=text))
    except FileNotFoundError:
        raise
    except (OSError, documents.Unreadable) as error:
        problems.append(Problem(file=name, entry="", text=f"cannot be read: {error}"))
    if problems:
        raise DataError(problems)
    return made


def _made(made: dict[K, V], make: Callable[[Any], tuple[K, V]], feature: dict[str, Any]) -> str:
    """Add what is made of a feature; return why there is nothing, else nothing."""
    try:
        key, value = make(feature)
        if key in made:
            return f"stands twice: {key!r} is that of a feature before it"
    except (LookupError, TypeError, AttributeError) as error:
        return f"has no {error}" if isinstance(error, KeyError) else _NO_FEATURE
    except (ValueError, ShapelyError) as error:
        return str(error)
    made[key] = value
    return ""


_NO_FEATURE: Final = "is no GeoJSON feature with a geometry"


def metres_to_border(point: Point, border: LineString) -> float:
    """Return the geodesic distance from a place to the nearest place of a line.

    It is right to 0.1 m.

    Examples
    --------
    >>> from shapely import LineString, Point
    >>> round(metres_to_border(Point(25.1, 54.5), LineString([(25, 54), (25, 55)])))
    6479
    """
    return _nearest(point, border).metres


def is_turned(border: LineString, left: Area, right: Area) -> bool:
    """Return whether what is said to be on the right hand of a line is rather on its left.

    Examples
    --------
    >>> from shapely import box
    >>> line = LineString([(24, 54), (25, 54)])
    >>> north, south = box(24, 54, 25, 55), box(24, 53, 25, 54)
    >>> is_turned(line, north, south), is_turned(line, south, north)
    (False, True)
    """
    right_ones = 0
    for part in range(1, _PARTS):
        places = (part - _AROUND, part, part + _AROUND)
        here, at, there = (border.interpolate(p / _PARTS, normalized=True) for p in places)
        x, y = there.x - here.x, there.y - here.y
        away = _BESIDE / (math.hypot(x, y) or 1)
        beside = Point(at.x - y * away, at.y + x * away)
        right_ones += int(left.covers(beside)) - int(right.covers(beside))
    return right_ones < 0


def snap(point: Point, border: LineString) -> Point:
    """Return the place of a line that is nearest to another place.

    Examples
    --------
    >>> from shapely import LineString, Point
    >>> snap(Point(24.9, 54.5), LineString([(25, 54), (25, 54.5), (25.2, 55)]))
    <POINT (25 54.5)>
    """
    return _nearest(point, border).place


def border_point(border: LineString, road: Road, *, hint: Point | None = None) -> Point:
    """Return the place where a road crosses a border: the crossing point.

    Parameters
    ----------
    border
        The line of the border, in full detail.
    road
        The course of the road or railway from one side to the other.
    hint
        A place near the crossing that is meant, needed when the road crosses several times.
        Where the road runs along the border, the middle of that stretch counts.

    Raises
    ------
    ValueError
        When the road does not reach the border, or crosses several times and there is no hint.

    Examples
    --------
    >>> from shapely import LineString
    >>> border = LineString([(25, 54), (25, 55)])
    >>> border_point(border, LineString([(24, 54.2), (26, 54.4)]))
    <POINT (25 54.3)>
    """
    parts = shapely.get_parts(shapely.intersection(border, road))
    lines = [part for part in parts if isinstance(part, LineString) and not part.is_empty]
    stretches = shapely.get_parts(shapely.line_merge(MultiLineString(lines)))
    places = [part for part in parts if isinstance(part, Point)]
    places += [stretch.interpolate(0.5, normalized=True) for stretch in stretches]
    if not places:
        ends = shapely.get_coordinates(shapely.shortest_line(road, border))
        gap = metres(Point(ends[0]), Point(ends[1]))
        raise ValueError(f"the road does not reach the border: it stays {gap:.0f} m away")
    if hint is None:
        if len(places) > 1:
            raise ValueError(f"the road crosses the border {len(places)} times: give a hint")
        return places[0]
    return min(places, key=lambda place: metres(place, hint))


def side_of(
    point: Point, countries: Mapping[str, Area], borders: Mapping[Sides, LineString]
) -> str | None:
    """Return the code of the state that holds a place, or ``None`` when it is none of them.

    Far from the borders the areas decide. Near to them, where the simplified areas may be wrong,
    the lines in full detail do: the place is on the left hand of its nearest line, or on the right.

    Parameters
    ----------
    point
        The place asked about. A place on the line itself counts as right of it.
    countries
        Areas by ISO 3166-1 alpha-2 code, simplified by 200 m at most.
    borders
        Lines by the codes of the states on their left and right hand.

    Examples
    --------
    >>> from shapely import LineString, Point, box
    >>> countries = {"LT": box(24, 54, 25, 55), "BY": box(25, 54, 26, 55)}
    >>> borders = {("BY", "LT"): LineString([(25, 55), (25.001, 54.5), (25, 54)])}
    >>> side_of(Point(24.3, 54.5), countries, borders)
    'LT'
    >>> side_of(Point(25.0005, 54.5), countries, borders)
    'LT'
    """
    holder = next((code for code, area in countries.items() if area.covers(point)), None)
    near = (
        (sides, nearest)
        for sides, line in borders.items()
        if line.dwithin(point, _LOOK_AROUND)
        and (nearest := _nearest(point, line)).metres <= _FILL_ERROR
    )
    for sides, nearest in sorted(near, key=lambda pair: pair[1].metres):
        if nearest.is_left is not None and (holder is None or holder in sides):
            return sides[0] if nearest.is_left else sides[1]
    return holder


class _Nearest(NamedTuple):
    place: Point
    metres: float
    is_left: bool | None  # None: the point lies beyond an end of the line


def _around(point: Point, degrees: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the stretch of a line, and one place more each way, in which its nearest place lies.

    A globe tells that fast: distances on it are wrong by less than a hundredth.
    """
    lon, lat = np.radians(np.vstack([(point.x, point.y), degrees])).T
    places = np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    away = np.linalg.norm(places[1:] - places[0], axis=1)
    near = np.flatnonzero(away <= 1.03 * away.min() + 2 * math.radians(_LONGEST_STEP))
    return degrees[max(0, near[0] - 1) : near[-1] + 2]


def _nearest(point: Point, line: LineString) -> _Nearest:
    """Return the place of a line nearest to a point, and on which hand the point lies."""
    fine = shapely.segmentize(shapely.remove_repeated_points(line), _LONGEST_STEP)
    degrees = _around(point, shapely.get_coordinates(fine))
    origin = np.broadcast_to((point.x, point.y), degrees.shape)
    azimuth, _, away = geod().inv(*origin.T, *degrees.T)
    # Distance and azimuth from the point are the azimuthal equidistant projection centred on it.
    azimuth = np.radians(azimuth)
    plane = away[:, None] * np.column_stack([np.sin(azimuth), np.cos(azimuth)])
    steps = np.diff(plane, axis=0)
    lengths = np.hypot(*steps.T)
    along = np.clip(-(plane[:-1] * steps).sum(axis=1) / lengths**2, 0.0, 1.0)
    feet = plane[:-1] + along[:, None] * steps
    distances = np.hypot(*feet.T)
    at = int(distances.argmin())
    place = Point(degrees[at] + along[at] * (degrees[at + 1] - degrees[at]))
    vertex = at + int(along[at])
    if 0.0 < along[at] < 1.0:
        heading = steps[at]
    elif 0 < vertex < len(steps):  # in a bend, the mean of both headings tells left from right
        heading = steps[vertex - 1] / lengths[vertex - 1] + steps[vertex] / lengths[vertex]
    else:
        return _Nearest(place, float(distances[at]), None)
    is_left = heading[1] * feet[at, 0] - heading[0] * feet[at, 1] > 0.0
    return _Nearest(place, float(distances[at]), bool(is_left))
