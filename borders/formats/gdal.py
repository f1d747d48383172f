"""Tables → layers of what GDAL writes: types and nulls by the schemas, not by what a day holds."""

from __future__ import annotations

import errno
import io
import json
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import shapely
from pyogrio import raw
from pyogrio.errors import DataLayerError, DataSourceError

from borders.dates import utc
from borders.network.place_files import ogr

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime
    from pathlib import Path

    from borders.columns import Column
    from borders.formats.content import Row

_UTC: Final = 100
"""How GDAL writes the zone of an instant in UTC."""


class Layer(NamedTuple):
    """A layer, or a table where it has no shapes."""

    name: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    shapes: Sequence[Any] | None = None
    """Of shapely, one a row; None where its place is not known."""
    kind: str | None = None
    """"Point", "LineString" and what else GDAL calls them."""


def write(
    part: Path,
    driver: str,
    layer: Layer,
    *,
    append: bool = False,
    dataset: Mapping[str, str] | None = None,
    options: Mapping[str, str] | None = None,
) -> None:
    """Write a layer to a file, or append it to one that has others.

    Parameters
    ----------
    dataset, options
        What the driver takes for a file and for a layer.

    Raises
    ------
    OSError
        The disk is full, for instance.
    """
    masks, values, offsets = [], [], {}
    for column in layer.columns:
        told = [row[column.name] for row in layer.rows]
        masks.append(np.array([value is None for value in told], bool))
        values.append(_array(told, column))
        if column.type == "datetime":
            offsets[column.name] = np.full(len(told), _UTC, np.int8)
    shapes = None
    if layer.shapes is not None:
        shapes = np.array(shapely.to_wkb(np.array(layer.shapes, object)), object)
    # Its last flush to a full disk would fail unseen, and that of GPKG is told.
    file = io.BytesIO() if driver == "FlatGeobuf" else None
    try:
        raw.write(
            file or part,
            shapes,
            values,
            np.array([column.name for column in layer.columns], object),
            field_mask=masks,
            layer=layer.name,
            driver=driver,
            geometry_type=layer.kind,
            crs=None if shapes is None else "EPSG:4326",
            encoding="UTF-8",
            append=append,
            dataset_options=dict(dataset or {}),
            layer_options=dict(options or {}),
            gdal_tz_offsets=offsets,
        )
    except (DataSourceError, DataLayerError) as error:
        raise OSError(errno.EIO, f"cannot be written: {error}", str(part)) from error
    if file is not None:
        part.write_bytes(file.getvalue())


_EMPTY: Final[Mapping[str, tuple[str, object]]] = {
    "string": ("object", ""),
    "list": ("object", ""),
    "boolean": ("bool", False),
    "integer": ("int32", 0),
    "number": ("float64", 0.0),
    "date": ("datetime64[D]", np.datetime64(0, "D")),
    "datetime": ("datetime64[ms]", np.datetime64(0, "ms")),
}
"""The type of the array of a column, and what stands where nothing does."""


def _array(told: Sequence[Any], column: Column) -> np.ndarray[Any, np.dtype[Any]]:
    dtype, empty = _EMPTY[column.type]
    array = np.empty(len(told), dtype)
    for number, value in enumerate(told):
        array[number] = empty if value is None else _plain(value, column)
    return array


def _plain(value: Any, column: Column) -> object:  # noqa: ANN401 - of its column
    if column.type == "list":
        return json.dumps(value, ensure_ascii=False)
    if column.type == "datetime":
        return np.datetime64(utc(value).replace(tzinfo=None), "ms")
    return value


def clock(moment: datetime) -> AbstractContextManager[None]:
    """Let GDAL take a moment for now: the same bytes each day."""
    text = utc(moment).replace(tzinfo=None).isoformat(timespec="milliseconds")
    return ogr.settings(OGR_CURRENT_DATE=f"{text}Z")
