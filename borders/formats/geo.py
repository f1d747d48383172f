"""Tables of places → GeoJSON, FlatGeobuf and the places of GeoParquet."""

from __future__ import annotations

import json
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from borders.enums import Standing, Status
from borders.formats import tables
from borders.formats.content import NOTHING_LEFT, Content, Left, Row
from borders.style import STYLES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pyarrow as pa

DIGITS: Final = 7
"""Of degrees, as RFC 7946 has them: a centimetre."""


def write_geojson(content: Content, part: Path) -> Left:
    """Write a table of places as GeoJSON of RFC 7946, with the looks of simplestyle.

    The question and the licence are members of the collection; a row whose place is not known has
    the geometry null.
    """
    from shapely import bounds

    name = content.tables[0]
    shapes = content.shapes(name) or ()
    features = [
        _feature(name, row, shape) for row, shape in zip(content.records(name), shapes, strict=True)
    ]
    placed = [bounds(shape) for shape in shapes if shape is not None]
    box = {}
    if placed:
        west, south, east, north = zip(*placed, strict=True)
        ends = (min(west), min(south), max(east), max(north))
        box["bbox"] = [round(float(end), DIGITS) for end in ends]
    document = {
        "type": "FeatureCollection",
        "name": name,
        **content.about,
        **box,
    }
    head = json.dumps(document, ensure_ascii=False, indent=1).removesuffix("\n}")
    lines = ",\n".join(json.dumps(each, ensure_ascii=False) for each in features)
    part.write_text(f'{head},\n "features": [\n{lines}\n]}}\n', encoding="utf-8", newline="")
    return NOTHING_LEFT


def _feature(table: str, row: Row, shape: Any) -> dict[str, Any]:  # noqa: ANN401
    key = {"id": row["id"]} if "id" in row else {}
    properties = {name: _plain(value) for name, value in row.items()}
    return {
        "type": "Feature",
        **key,
        "geometry": None if shape is None else _geometry(shape),
        "properties": {**properties, **_style(table, row)},
    }


def _plain(value: Any) -> Any:  # noqa: ANN401 - of any column
    """Return a value as JSON has it: instants and days as texts."""
    return tables.text(value) if hasattr(value, "isoformat") else value


def _geometry(shape: Any) -> dict[str, Any]:  # noqa: ANN401 - of shapely
    pairs = [[round(x, DIGITS), round(y, DIGITS)] for x, y in shape.coords]
    if shape.geom_type == "Point":
        return {"type": "Point", "coordinates": pairs[0]}
    return {"type": shape.geom_type, "coordinates": pairs}


def _style(table: str, row: Row) -> dict[str, Any]:
    """Return the looks of a row as simplestyle names them."""
    if "status" not in row:
        return {"title": row["name"]}
    default = row["default"]
    standing = Standing.of(Status(row["status"]), Status(default) if default else None)
    look = STYLES[standing]
    told = {"title": row["name"], "description": row["sentence"]}
    if table == "routes":
        return {**told, "stroke": look.lines["light"], "stroke-width": look.line.width}
    last = row["last_known"]
    tint = STYLES[Standing(last)].tint if last and look.hollow else look.colour
    symbol = {"marker-symbol": look.symbol} if look.symbol else {}
    return {**told, "marker-color": tint, "marker-size": "medium", **symbol}


def write_flatgeobuf(content: Content, part: Path) -> Left:
    """Write a table of places as FlatGeobuf; it cannot hold a row whose place is not known."""
    from borders.formats import gdal, points

    name = content.tables[0]
    pairs = [*zip(content.records(name), content.shapes(name) or (), strict=True)]
    left = points.unplaced(content, attrgetter("border_point"))
    placed = [pair for pair in pairs if pair[1] is not None]
    layer = gdal.Layer(
        name,
        content.table(name).columns,
        [row for row, _ in placed],
        [shape for _, shape in placed],
        content.shape_of(name),
    )
    description = " ".join(filter(None, (content.describe(name), left.text)))
    gdal.write(
        part,
        "FlatGeobuf",
        layer,
        options={"TITLE": content.title, "DESCRIPTION": description},
    )
    return left


def with_shapes(table: pa.Table, shapes: Sequence[Any]) -> tuple[pa.Table, str]:
    """Return a table with its places, and what GeoParquet 1.1 says of them.

    Beside each place stands its box, by which readers skip what lies elsewhere.
    """
    import pyarrow as pa
    import shapely
    from pyproj import CRS

    boxes = [None if s is None else dict(zip(_BOX, shapely.bounds(s), strict=True)) for s in shapes]
    kinds = sorted({shape.geom_type for shape in shapes if shape is not None})
    made = table.append_column(
        pa.field("geometry", pa.binary()), pa.array([s and shapely.to_wkb(s) for s in shapes])
    ).append_column(
        pa.field("bbox", pa.struct([(end, pa.float64()) for end in _BOX])),
        pa.array(boxes, pa.struct([(end, pa.float64()) for end in _BOX])),
    )
    covering = {"bbox": {end: ["bbox", end] for end in _BOX}}
    column = {
        "encoding": "WKB",
        "geometry_types": kinds,
        "crs": CRS("OGC:CRS84").to_json_dict(),
        "covering": covering,
    }
    document = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}
    return made, json.dumps(document)


_BOX: Final = ("xmin", "ymin", "xmax", "ymax")
