"""Parquet of other people, which comes back as it was, with columns more."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pyproj
from pyproj.exceptions import CRSError

from borders.errors import QuestionError
from borders.network.place_files import positions, values
from borders.network.place_files.places import Places, is_degrees

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def read(source: Path) -> Places:
    """Return the places of a Parquet, with outlines (GeoParquet) or columns of positions.

    Raises
    ------
    QuestionError
        It is none.
    """
    pa = values.arrow()
    from pyarrow import parquet

    content = source.read_bytes()
    try:
        table = parquet.read_table(io.BytesIO(content))
        values.refuse_no_texts(table, source)
    except (pa.ArrowException, OSError) as error:
        raise QuestionError(f"{source} cannot be read as places: {error}") from error
    about = (table.schema.metadata or {}).get(b"geo")
    outlines = None if about is None else _outlines(content, source)
    geometry = "geometry" if outlines is None else str(outlines.name)
    names = [name for name in table.column_names if outlines is None or name != geometry]
    columns = [table.column(name) for name in names]
    return Places(
        source=source,
        names=names,
        columns=columns,
        shapes=None if outlines is None else np.asarray(outlines.array),
        crs=None if outlines is None else outlines.crs,
        told=positions.of_columns(source, names, columns) if outlines is None else None,
        native=table,
        geometry=geometry,
    )


def _outlines(content: bytes, source: Path) -> Any:  # noqa: ANN401 - of geopandas
    import geopandas as gpd

    try:
        primary = gpd.read_parquet(io.BytesIO(content)).geometry
    except (ValueError, KeyError, AttributeError, TypeError, CRSError) as error:
        raise QuestionError(f"{source} cannot be read as places: {error}") from error
    return primary


def write(places: Places, added: Mapping[str, Any], target: Path) -> tuple[bytes, list[str]]:
    """Return a Parquet of places with columns more, and how columns are written otherwise.

    Raises
    ------
    QuestionError
        The form cannot hold a column, such as one of records without a key.
    """
    pa = values.arrow()
    from pyarrow import parquet

    notes: list[str] = []
    if hasattr(places.native, "append_column"):
        table = places.native
        for name, column in added.items():
            table = table.append_column(name, column)
    else:
        columns, notes = values.columns_held(places, added, None, target)
        geometry = places.geometry if places.geometry not in columns else "outline"
        columns[geometry] = values.wkb(places.outlines)
        table = pa.table([*columns.values()], names=[*columns])
        table = table.replace_schema_metadata({"geo": json.dumps(_about(geometry, places))})
    file = io.BytesIO()
    try:
        parquet.write_table(table, file)
    except pa.ArrowException as error:
        raise QuestionError(f"{target.name} cannot be written: {error}") from error
    return file.getvalue(), notes


def _about(geometry: str, places: Places) -> dict[str, Any]:
    """Return what GeoParquet 1.1 says of a column of outlines."""
    column: dict[str, Any] = {"encoding": "WKB", "geometry_types": []}
    if not is_degrees(places.crs):
        column["crs"] = pyproj.CRS(places.crs).to_json_dict()
    return {"version": "1.1.0", "primary_column": geometry, "columns": {geometry: column}}
