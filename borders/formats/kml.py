"""Crossings, their history and ways → KML 2.2 (OGC 07-147r2), for programs that show the Earth.

Marks are our own and lie within the file, so that nothing is fetched; as some programs draw a pin
in their stead, a name begins with the status. The history has times, over which programs slide.
"""

from __future__ import annotations

import base64
import html
import re
import warnings
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as ET

from borders import columns, dates, records
from borders.enums import Standing
from borders.formats import points
from borders.formats.plain import plain
from borders.style import STYLES
from borders.text.sentences import raised

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from fastkml import KML, Folder, Placemark
    from fastkml.data import ExtendedData, Schema
    from fastkml.styles import Style, StyleUrl

    from borders.columns import Table
    from borders.formats.content import Content, Left
    from borders.model import Verdict
    from borders.network.routes import Route
    from borders.register import Routes

__all__ = ["write"]

_TYPES: Final = {"boolean": "bool", "integer": "int", "number": "double"}
"""As KML calls them; everything else is a string, days and instants by ISO 8601."""
_TOLD: Final = frozenset({"name", "sentence", "lon", "lat"})
"""Columns that a placemark has as its name, its text and its place."""
_SCALE: Final = 0.8
_OPAQUE: Final = "ff"
_DIGITS: Final = 6
"""Of degrees: a tenth of a metre."""


def write(content: Content, part: Path) -> Left:
    """Write the crossings as points, their periods as points with times, the ways as lines.

    Positions are longitude and latitude of WGS 84, times UTC.
    """
    with warnings.catch_warnings():  # of what only pretty printing needs
        warnings.filterwarnings("ignore", message="Package `lxml` missing")
        from fastkml import KML, Document

    left, translator = points.unplaced(content), content.translator
    is_alone = content.tables == ("history",)
    moments = (_point(verdict, content) for verdict in points.status(content))
    corridors = content.corridors if "routes" in content.tables else ()
    lines = (_line(way, routes) for routes in corridors for way in routes)
    past = (_period(each, content, is_shown=is_alone) for each in points.periods(content))
    folders = [
        _folder(content.question, moments),
        _folder(raised(translator.t("terminal.kind.routes")), lines),
        _folder(f"{raised(translator.t('terminal.kind.history'))}: {content.timeless}", past),
    ]
    about = (content.description, content.licence, left.text)
    document = Document(
        name=plain(content.title),
        description=_html(" ".join(filter(None, about))),
        styles=[_style(standing) for standing in Standing],
        schemata=[_schema(table) for table in (columns.STATUS, columns.ROUTES, columns.HISTORY)],
        features=[folder for folder in folders if folder.features],
    )
    part.write_bytes(_bytes(KML(features=[document])))
    return left


def _folder(name: str, placemarks: Iterable[Placemark | None]) -> Folder:
    from fastkml import Folder

    return Folder(name=plain(name), isopen=False, features=[*filter(None, placemarks)])


def _point(verdict: Verdict, content: Content) -> Placemark | None:
    """Return a crossing as it stands to the question; None: its place is not known."""
    return _placed(verdict, content, columns.STATUS, records.status(verdict, content.translator))


def _period(verdict: Verdict, content: Content, *, is_shown: bool) -> Placemark | None:
    """Return a crossing over a period of its history; None: its place is not known."""
    from fastkml.times import KmlDateTime, TimeSpan

    told = records.history(verdict, content.translator)
    placemark = _placed(verdict, content, columns.HISTORY, told)
    if placemark is not None:
        bounds = (told["period_start"], told["period_end"])
        begin, end = (None if each is None else KmlDateTime(dates.utc(each)) for each in bounds)
        placemark.times = TimeSpan(begin=begin, end=end)
        placemark.visibility = None if is_shown else False
    return placemark


def _placed(
    verdict: Verdict, content: Content, table: Table, told: Mapping[str, Any]
) -> Placemark | None:
    from fastkml import Placemark
    from shapely import Point

    place = verdict.crossing.location
    if place is None:
        return None
    return Placemark(
        name=points.named(verdict, content.translator),
        description=_html(verdict.sentence),
        style_url=_look(verdict.standing),
        extended_data=_data(table, told),
        geometry=Point(round(place.lon, _DIGITS), round(place.lat, _DIGITS)),
    )


def _line(way: Route, routes: Routes) -> Placemark | None:
    """Return a way as it was found; None: it has no course."""
    from fastkml import Placemark
    from fastkml.geometry import create_kml_geometry
    from shapely import LineString

    if len(way.coordinates) <= 1:
        return None
    translator = routes.snapshot.translator
    course = [(round(lon, _DIGITS), round(lat, _DIGITS)) for lon, lat in way.coordinates]
    length = translator.length(way.km or 0, rough=way.approximate)
    told = records.route(way, routes.origin, routes.destination, translator)
    return Placemark(
        name=f"{points.named(way.verdict, translator)}, {plain(length)}",
        description=_html(way.sentence),
        style_url=_look(way.verdict.standing),
        extended_data=_data(columns.ROUTES, told),
        kml_geometry=create_kml_geometry(LineString(course), tessellate=True),
    )


def _html(text: str) -> str:
    """Return a text as HTML, as descriptions are shown: nothing in it becomes a part of theirs."""
    return html.escape(plain(text), quote=False)


def _look(standing: Standing) -> StyleUrl:
    from fastkml.styles import StyleUrl

    return StyleUrl(url=f"#{standing.value}")


def _style(standing: Standing) -> Style:
    """Return the look of a standing: its mark, and the colour and width of its lines."""
    from fastkml.styles import IconStyle, LabelStyle, LineStyle, Style

    look = STYLES[standing]
    mark = base64.b64encode(points.png(standing)).decode()
    return Style(
        id=standing.value,
        styles=[
            IconStyle(
                color=_colour(look.colour),
                scale=_SCALE,
                icon_href=f"data:image/png;base64,{mark}",
            ),
            LabelStyle(scale=_SCALE),
            LineStyle(color=_colour(look.lines["light"]), width=look.line.width),
        ],
    )


def _colour(colour: str) -> str:
    """Return a colour as KML has it: opaque, then blue before red."""
    red, green, blue = colour[1:3], colour[3:5], colour[5:7]
    return f"{_OPAQUE}{blue}{green}{red}".lower()


def _schema(table: Table) -> Schema:
    from fastkml.data import Schema, SimpleField
    from fastkml.enums import DataType

    fields = [
        SimpleField(name=each.name, type_=DataType(_TYPES.get(each.type, "string")))
        for each in table.columns
        if each.name not in _TOLD
    ]
    return Schema(id=table.name, name=table.name, fields=fields)


def _data(table: Table, told: Mapping[str, Any]) -> ExtendedData:
    """Return what is known of a row by the columns of its table; what is not is left out."""
    from fastkml.data import ExtendedData, SchemaData, SimpleData

    values = {name: _text(value) for name, value in records.plain(told).items()}
    data = [
        SimpleData(name=name, value=plain(values[name]))
        for name in table.names
        if values[name] and name not in _TOLD
    ]
    return ExtendedData(elements=[SchemaData(schema_url=f"#{table.name}", data=data)])


def _text(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(value)
    if isinstance(value, bool):
        return str(int(value))  # GDAL takes "true" for 0
    return "" if value is None else str(value)


def _bytes(kml: KML) -> bytes:
    """Return a document as bytes that are the same, whichever library builds its tree."""
    from fastkml import config

    root = kml.etree_element()
    config.etree.indent(root)
    text = config.etree.tostring(root, encoding="unicode")
    # The standard library writes the prefix that fastkml gives it; no text holds a bare "<".
    text = re.sub(r"(</?)kml:", r"\1", text).replace("xmlns:kml=", "xmlns=")
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return f"{head}{ET.canonicalize(text)}\n".encode()
