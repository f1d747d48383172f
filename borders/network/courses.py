"""The courses of roads: the places by which they lead, and the straight edges that these bend.

A schematic network has straight edges of 20 km and more. `courses.csv` beside it names places by
which roads lead, each with its source. A long edge whose ends lie on a course leads by the places
between them.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from borders import documents
from borders.data import csv_columns
from borders.geo.earth import geod
from borders.geo.polylines import encode
from borders.model import Problem
from borders.network.graph import Edges, Nodes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from importlib.resources.abc import Traversable

    from borders._typing import Floats, Ints
    from borders.data.csv_columns import Kind

__all__ = [
    "FILE",
    "LONG",
    "SHARPEST",
    "SOURCES",
    "Bend",
    "Course",
    "Roads",
    "angles",
    "bends",
    "bent",
    "check",
    "read",
    "roads",
]

FILE: Final = "courses.csv"
SOURCES: Final = "course-sources.toml"

LONG: Final = 10_000.0
"""Metres from which an edge is bent."""

SHARPEST: Final = 100.0
"""Degrees; a place at which an edge would turn more sharply than this is left out."""

_COURSES: Final[Mapping[str, Kind]] = {
    "road": "text",
    "country": "text",
    "order": "whole",
    "place": "text",
    "lon": "number",
    "lat": "number",
    "source": "text",
}
_EDGES: Final[Mapping[str, Kind]] = {
    "start": "whole",
    "end": "whole",
    "metres": "number",
    "shape": "text",
    "straight": "text",
}
_NODES: Final[Mapping[str, Kind]] = {"longitude": "number", "latitude": "number", "state": "text"}

_BESIDE: Final = (4000.0, 8000.0)  # metres from a course within which an edge of its road ends
_ASIDE: Final = 0.25  # of the way between two of its places; the bounds are above
_APART: Final = 1500.0  # metres along a course between the end of an edge and a place that bends it
_STRAIGHT: Final = 250.0  # metres from a bend within which a place adds nothing to it
_ROUND: Final = 1.4  # times the straight line; a longer way is another road's
_ASTRAY: Final = 15_000.0  # metres from the nearest node at which a place is taken for a mistake
_BACK: Final = 60.0  # degrees; a course that turns more sharply is taken to be out of order
_DEGREE: Final = 111_320.0  # metres


class Course(NamedTuple):
    """The places by which a road leads, in their order."""

    road: str
    country: str
    places: tuple[str, ...]
    lonlat: Floats
    line: int = 2
    """The line of the file that the first of them stands in."""


class Bend(NamedTuple):
    """An edge with the places by which it leads."""

    edge: int
    course: int
    lonlat: Floats
    metres: float
    """Its length along them, or the one that it had, where that is longer."""
    shape: str


def read(folder: Traversable, problems: list[Problem]) -> list[Course]:
    """Return the courses of a network's folder; a folder without the file has none."""
    if not documents.is_there(folder, FILE):
        return []
    table = csv_columns.read(folder, FILE, _COURSES, problems)
    if table is None:
        return []
    roads = list(zip(table["road"], table["country"], strict=True))
    starts = [row for row, road in enumerate(roads) if row == 0 or roads[row - 1] != road]
    _check_order(table["order"], set(starts), problems)
    _check_sources(folder, table["source"], problems)
    lonlat = np.column_stack([table["lon"], table["lat"]])
    return [
        Course(*roads[start], tuple(table["place"][start:stop]), lonlat[start:stop], start + 2)
        for start, stop in pairwise([*starts, len(roads)])
    ]


def _check_order(order: Ints, starts: set[int], problems: list[Problem]) -> None:
    """Note each place whose number does not follow the one before."""
    for row, number in enumerate(order.tolist()):
        expected = 1 if row in starts else int(order[row - 1]) + 1
        if number != expected:
            text = f"is {number}, not {expected}: the places of a road are numbered from 1"
            problems.append(Problem(file=FILE, entry=f"line {row + 2}, order", text=text))


def _check_sources(folder: Traversable, named: Iterable[str], problems: list[Problem]) -> None:
    """Note each source that a row names and the list lacks, and each that no row names."""
    try:
        known = documents.toml(documents.content(folder, SOURCES)).keys()
    except (OSError, documents.Unreadable) as error:
        problems.append(Problem(file=SOURCES, entry="", text=str(error)))
        return
    if not known:
        problems.append(Problem(file=SOURCES, entry="", text=f"is empty: {FILE} rests on sources"))
        return
    lines: dict[str, int] = {}
    for line, names in enumerate(named, 2):
        lines |= {name: line for name in names.split(" ") if name not in lines}
    for name in sorted(lines.keys() - known):
        text = f"{name!r} is no source of {SOURCES}: add it there"
        problems.append(Problem(file=FILE, entry=f"line {lines[name]}, source", text=text))
    problems.extend(
        Problem(file=SOURCES, entry=name, text="no course rests on it")
        for name in sorted(known - lines.keys())
    )


# What courses bend


class _Match(NamedTuple):
    """An edge both ends of which lie on a course."""

    off: float
    course: int
    edge: int
    inner: range
    """The places of the course between the ends."""
    is_against: bool


def bends(nodes: Nodes, edges: Edges, courses: Sequence[Course]) -> list[Bend]:
    """Return the long edges that courses bend.

    An edge is bent by one course, the one that its ends are nearest to, and a place bends one edge
    of its course.

    Parameters
    ----------
    edges
        As they were before any was bent.
    """
    start, end = (np.column_stack([nodes.lon[n], nodes.lat[n]]) for n in (edges.start, edges.end))
    straight = geod().inv(*start.T, *end.T)[2]
    is_within = nodes.state[edges.start] == nodes.state[edges.end]
    long = np.flatnonzero(is_within & (straight > LONG))
    matches = [
        match
        for number, course in enumerate(courses)
        for match in _matches(
            number, course, long[nodes.state[edges.start[long]] == course.country], start, end
        )
    ]
    found: dict[int, Bend] = {}
    taken: set[tuple[int, int]] = set()
    for match in sorted(matches, key=lambda match: match[:3]):
        places = {(match.course, place) for place in match.inner}
        if match.edge in found or places & taken:
            continue
        inner = courses[match.course].lonlat[match.inner][:: -1 if match.is_against else 1]
        line = _plain(np.vstack([start[match.edge], inner, end[match.edge]]))
        metres = float(geod().line_length(*line.T))
        if len(line) > 2 and metres <= _ROUND * straight[match.edge]:  # noqa: PLR2004 - two ends
            taken |= places
            metres = max(metres, float(edges.metres[match.edge]))
            between = line[1:-1]
            found[match.edge] = Bend(match.edge, match.course, between, metres, _shape(between))
    return [found[edge] for edge in sorted(found)]


def _matches(
    number: int, course: Course, edges: Ints, start: Floats, end: Floats
) -> Iterator[_Match]:
    """Yield the edges that lie along a course and have places of it between their ends."""
    if len(course.places) < 2:  # noqa: PLR2004 - a line has two ends
        return
    scale = _scale(course.lonlat)
    line = course.lonlat * scale
    at = np.concatenate([[0.0], np.linalg.norm(np.diff(line, axis=0), axis=1).cumsum()])
    ends = np.stack([start[edges], end[edges]]) * scale
    low, high = line.min(axis=0) - _BESIDE[1], line.max(axis=0) + _BESIDE[1]
    is_near = ((ends > low) & (ends < high)).all(axis=(0, 2))
    for edge, first, last in zip(edges[is_near].tolist(), *ends[:, is_near], strict=True):
        (off_first, behind), (off_last, ahead) = _foot(first, line, at), _foot(last, line, at)
        if off_first > _room(behind, at) or off_last > _room(ahead, at):
            continue
        is_between = (at > min(behind, ahead) + _APART) & (at < max(behind, ahead) - _APART)
        inner = np.flatnonzero(is_between)
        if len(inner):
            between = range(int(inner[0]), int(inner[-1]) + 1)
            yield _Match(round(off_first + off_last), number, edge, between, behind > ahead)


def _scale(lonlat: Floats) -> Floats:
    """Return the metres in a degree of longitude and latitude about some places."""
    return _DEGREE * np.array([np.cos(np.radians(lonlat[:, 1].mean())), 1.0])


def _room(along: float, at: Floats) -> float:
    """Return how far from a course an edge of its road may end, there."""
    after = min(max(int(np.searchsorted(at, along)), 1), len(at) - 1)
    return float(np.clip(_ASIDE * (at[after] - at[after - 1]), *_BESIDE))


def _foot(point: Floats, line: Floats, at: Floats) -> tuple[float, float]:
    """Return how far a point is from a line, and how far along it this is."""
    off, part = _beside(point, line[:-1], line[1:])
    nearest = int(off.argmin())
    return float(off[nearest]), float(np.interp(nearest + part[nearest], np.arange(len(at)), at))


def _beside(point: Floats, first: Floats, last: Floats) -> tuple[Floats, Floats]:
    """Return how far a point is from each stretch, and at which part of it, from 0 to 1."""
    along = last - first
    size = np.maximum(np.einsum("ij,ij->i", along, along), 1.0)
    part = np.clip(np.einsum("ij,ij->i", point - first, along) / size, 0.0, 1.0)
    return np.linalg.norm(first + part[:, None] * along - point, axis=1), part


def angles(lonlat: Floats) -> Floats:
    """Return the angle at each place between the ends of a line; 180°: it leads straight on.

    Examples
    --------
    >>> import numpy as np
    >>> angles(np.array([[25.0, 54.0], [25.0, 54.1], [25.0, 54.2], [25.2, 54.2]])).round().tolist()
    [180.0, 90.0]
    """
    steps = np.diff(lonlat * _scale(lonlat), axis=0)
    turn = np.diff(np.unwrap(np.arctan2(steps[:, 1], steps[:, 0])))
    straight_on: Floats = 180.0 - np.abs(np.degrees(turn))
    return straight_on


def _plain(lonlat: Floats) -> Floats:
    """Leave out the places at which a line turns sharply, and those that add nothing to it."""
    while len(lonlat) > 2 and (turns := angles(lonlat)).min() < SHARPEST:  # noqa: PLR2004
        lonlat = np.delete(lonlat, int(turns.argmin()) + 1, axis=0)
    points = lonlat * _scale(lonlat)
    kept, stretches = {0, len(points) - 1}, [(0, len(points) - 1)]
    while stretches:
        first, last = stretches.pop()
        chord = points[[first, last]]
        off = [float(_beside(p, chord[:1], chord[1:])[0][0]) for p in points[first + 1 : last]]
        if max(off, default=0.0) > _STRAIGHT:
            middle = first + 1 + int(np.argmax(off))
            kept.add(middle)
            stretches += [(first, middle), (middle, last)]
    return lonlat[sorted(kept)]


def _shape(lonlat: Floats) -> str:
    lon, lat = np.round(lonlat * 1e5).T
    return next(encode(lon, lat, np.array([0, len(lonlat)])))


# A folder


class Roads(NamedTuple):
    """The roads of a folder."""

    nodes: Nodes
    edges: Edges
    """As they were before courses bent any."""
    columns: list[tuple[int, str, str]]
    """Metres, shape and straight metres of each edge, as the file has them."""


def roads(folder: Traversable, problems: list[Problem]) -> Roads | None:
    """Return the roads of a folder; None: something is missing or wrong, which is noted."""
    nodes = csv_columns.read(folder, "roads-nodes.csv", _NODES, problems)
    table = csv_columns.read(folder, "roads.csv", _EDGES, problems, ("class", "oneway"))
    if nodes is None or table is None:
        return None
    is_bent = table["straight"] != ""
    metres = table["metres"].astype(float)
    for row in np.flatnonzero(is_bent).tolist():
        try:
            metres[row] = documents.whole(table["straight"][row])
        except ValueError:
            text = f"{table['straight'][row]!r} is not a whole number"
            problems.append(Problem(file="roads.csv", entry=f"line {row + 2}, straight", text=text))
            return None
    columns = zip(
        table["metres"].tolist(), table["shape"].tolist(), table["straight"].tolist(), strict=True
    )
    return Roads(
        Nodes(nodes["longitude"], nodes["latitude"], nodes["state"]),
        Edges(table["start"], table["end"], metres, np.zeros(len(metres), bool)),
        list(columns),
    )


def bent(network: Roads, found: Iterable[Bend]) -> list[tuple[int, str, str]]:
    """Return the columns of the roads as courses have them."""
    columns = [
        (round(metres), "" if straight else shape, "")
        for metres, (_, shape, straight) in zip(
            network.edges.metres.tolist(), network.columns, strict=True
        )
    ]
    for bend in found:
        columns[bend.edge] = (round(bend.metres), bend.shape, str(columns[bend.edge][0]))
    return columns


def check(folder: Traversable) -> list[Problem]:
    """Return what is wrong with the courses of a network whose other files are sound."""
    problems: list[Problem] = []
    courses = read(folder, problems)
    if not courses or problems:
        return problems
    network = roads(folder, problems)
    if network is None:
        return problems
    for course in courses:
        _check_places(course, network, problems)
    found = bends(network.nodes, network.edges, courses)
    for number in sorted(set(range(len(courses))) - {bend.course for bend in found}):
        course = courses[number]
        text = f"bends no road of {course.country} in this network that is over 10 km long"
        problems.append(
            Problem(file=FILE, entry=f"line {course.line}, road {course.road}", text=text)
        )
    columns = zip(bent(network, found), network.columns, strict=True)
    if off := [line for line, (own, there) in enumerate(columns, 2) if own != there]:
        text = f"does not lead as {FILE} has it, one of {len(off)}: say make courses"
        problems.append(Problem(file="roads.csv", entry=f"line {off[0]}", text=text))
    return problems


def _check_places(course: Course, network: Roads, problems: list[Problem]) -> None:
    """Note the places far from every road, and those at which a course turns back."""

    def note(number: int, text: str) -> None:
        entry = f"line {course.line + number}, {course.places[number]}"
        problems.append(Problem(file=FILE, entry=entry, text=text))

    nodes, edges, scale = network.nodes, network.edges, _scale(course.lonlat)
    is_there = nodes.state[edges.start] == course.country
    first, last = (
        np.column_stack([nodes.lon[ends], nodes.lat[ends]])[is_there] * scale
        for ends in (edges.start, edges.end)
    )
    for number, place in enumerate(course.lonlat * scale):
        if not _beside(place, first, last)[0].min(initial=np.inf) <= _ASTRAY:
            note(number, f"lies over {_ASTRAY / 1000:.0f} km from every road of {course.country}")
    for number, angle in enumerate(angles(course.lonlat).tolist(), start=1):
        if not angle >= _BACK:
            note(number, f"is where {course.road} turns back: put the places in their order")
