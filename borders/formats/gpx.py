"""Crossings → waypoints, and ways → tracks of GPX 1.1, for devices and apps that navigate.

A way is a track, never a route: a device works routes out anew, right through a closed border, and
old ones cut them at fifty points. A track is followed as it is drawn.
"""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from borders.dates import day_start
from borders.enums import Standing
from borders.formats.plain import plain, web_address
from borders.formats.points import named, status, unplaced, ways
from borders.formats.turns import data_day
from borders.style import STYLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from gpxpy.gpx import GPXTrack, GPXWaypoint

    from borders.formats.content import Content, Left
    from borders.model import Location, Verdict
    from borders.network.routes import Route

__all__ = ["SYMBOLS", "write"]

_OSMAND: Final = "https://osmand.net"
"""The space in which OsmAnd and what reads its files name the look of a point or a track."""
SYMBOLS: Final = {
    Standing.OPEN: "Circle, Blue",
    Standing.OPEN_BY_DEFAULT: "Diamond, Blue",
    Standing.RESTRICTED: "Diamond, Green",
    Standing.CLOSED_BY_DEFAULT: "Diamond, Red",
    Standing.CLOSED: "Block, Red",
    Standing.UNKNOWN: "Circle with X",
}
"""As devices of Garmin call what they draw; others fall back to their own mark."""
_GROUNDS: Final = {Standing.OPEN: "circle", Standing.UNKNOWN: "circle", Standing.CLOSED: "square"}
_DIGITS: Final = 6
"""Of degrees: a tenth of a metre."""


def write(content: Content, part: Path) -> Left:
    """Write the crossings as waypoints and the ways as tracks, the name of each led by its status.

    Positions are WGS 84, to six digits.
    """
    from gpxpy.gpx import GPX

    left = unplaced(content)
    gpx = GPX()
    gpx.creator, gpx.nsmap = "borders", {"osmand": _OSMAND}
    gpx.name = plain(content.title)
    about = [content.description, content.licence, left.text]
    gpx.description = plain(" ".join(filter(None, about)))
    gpx.author_name = plain(content.register.facts.package.name)
    gpx.time = day_start(data_day(content.register), UTC)
    for verdict in status(content):
        if verdict.crossing.location is not None:
            gpx.waypoints.append(_waypoint(verdict, verdict.crossing.location, content))
    gpx.tracks.extend(_track(way, content) for way in ways(content) if len(way.coordinates) > 1)
    part.write_bytes(gpx.to_xml("1.1").encode())
    return left


def _waypoint(verdict: Verdict, place: Location, content: Content) -> GPXWaypoint:
    from gpxpy.gpx import GPXWaypoint

    sources = content.register.sources(verdict)
    accuracy = content.translator.t("feed.accuracy", metres=round(place.accuracy_m))
    point = GPXWaypoint(
        latitude=round(place.lat, _DIGITS),
        longitude=round(place.lon, _DIGITS),
        name=named(verdict, content.translator),
        comment=plain(verdict.sentence),
        description=plain(f"{verdict.sentence} {accuracy}"),
        symbol=SYMBOLS[verdict.standing],
        type=verdict.standing.value,
    )
    # gpxpy writes an address as it is: what would have to be escaped is left out.
    addresses = (web_address(source) for source in sources)
    point.link = next((each for each in addresses if each and "&" not in each), None)  # type: ignore[assignment]
    look = {"color": STYLES[verdict.standing].colour, "icon": "special_marker"}
    look["background"] = _GROUNDS.get(verdict.standing, "octagon")
    point.extensions.extend(_extensions(look))
    return point


def _track(route: Route, content: Content) -> GPXTrack:
    from gpxpy.gpx import GPXTrack, GPXTrackPoint, GPXTrackSegment

    standing = route.verdict.standing
    length = content.translator.length(route.km or 0, rough=route.approximate)
    track = GPXTrack(
        name=plain(f"{named(route.verdict, content.translator)}, {length}"),
        description=plain(route.sentence),
    )
    track.type = standing.value  # type: ignore[assignment]
    points = [
        GPXTrackPoint(latitude=round(lat, _DIGITS), longitude=round(lon, _DIGITS))
        for lon, lat in route.coordinates
    ]
    track.segments.append(GPXTrackSegment(points))
    track.extensions.extend(_extensions({"color": STYLES[standing].lines["light"]}))
    return track


def _extensions(look: Mapping[str, str]) -> Iterable[ET.Element]:
    for key, text in look.items():
        element = ET.Element(f"{{{_OSMAND}}}{key}")
        element.text = text
        yield element
