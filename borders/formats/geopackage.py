"""GeoPackage: layers that GIS programs read, with the looks of the page for QGIS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from borders.columns import Column
from borders.formats import gdal, qgis_style
from borders.formats.content import NOTHING_LEFT, Content, Left
from borders.formats.gdal import Layer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

NAMES: Final[Mapping[str, str]] = {"status": "crossings", "crossings": "places"}
"""What layers are called that are not called as their tables."""
_STYLED: Final = {"status": qgis_style.marks, "routes": qgis_style.lines}
_STYLE: Final = tuple(
    Column(name, kind, "")  # type: ignore[arg-type]
    for name, kind in (
        *((f"f_table_{part}", "string") for part in ("catalog", "schema", "name")),
        ("f_geometry_column", "string"),
        *((name, "string") for name in ("styleName", "styleQML", "styleSLD")),
        ("useAsDefault", "boolean"),
        *((name, "string") for name in ("description", "owner", "ui")),
        ("update_time", "datetime"),
    )
)
"""The table of styles, in the spelling that QGIS looks for."""


def write(content: Content, part: Path) -> Left:
    """Write the tables as layers, those of places with the looks that QGIS draws them in."""
    with gdal.clock(content.built):
        for number, layer in enumerate([*_layers(content), _styles(content)]):
            table = next((k for k, v in NAMES.items() if v == layer.name), layer.name)
            gdal.write(
                part,
                "GPKG",
                layer,
                append=number > 0,
                dataset={"VERSION": "1.2", "ADD_GPKG_OGR_CONTENTS": "NO"},
                options={
                    "IDENTIFIER": layer.name,
                    "DESCRIPTION": content.describe(table),
                    "SPATIAL_INDEX": "NO",
                }
                if table in content.tables
                else {},
            )
    return NOTHING_LEFT


def _layers(content: Content) -> Iterator[Layer]:
    for name in content.tables:
        table = content.table(name)
        shapes, kind = content.shapes(name), content.shape_of(name)
        yield Layer(NAMES.get(name, name), table.columns, content.records(name), shapes, kind)


def _styles(content: Content) -> Layer:
    rows: list[dict[str, Any]] = [
        {
            **dict.fromkeys(("f_table_catalog", "f_table_schema", "styleSLD", "owner"), ""),
            "f_table_name": NAMES.get(name, name),
            "f_geometry_column": "geom",
            "styleName": NAMES.get(name, name),
            "styleQML": _STYLED[name](content.translator),
            "useAsDefault": True,
            "description": content.title,
            "ui": None,
            "update_time": content.built,
        }
        for name in content.tables
        if name in _STYLED
    ]
    return Layer("layer_styles", _STYLE, rows)
