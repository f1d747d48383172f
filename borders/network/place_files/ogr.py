"""GeoPackage, FlatGeobuf and shapefiles, each by its own driver and by no other."""

from __future__ import annotations

import contextlib
import io
import itertools
import warnings
from typing import TYPE_CHECKING, Any, Final

import shapely

from borders.errors import QuestionError, close, shown, whether_meant
from borders.network.place_files import positions, values
from borders.network.place_files.places import Places, system

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from borders._typing import Shapes

_READING: Final = {
    "OGR_FLATGEOBUF_STREAM_BASE_IMPL": "YES",  # the other breaks columns with a missing point
    "CPL_VSIL_CURL_ALLOWED_FILENAME": "none",  # no file is read from a network
}
FORMS: Final = {
    ".gpkg": values.Form("GeoPackage"),
    ".fgb": values.Form(
        "FlatGeobuf", has_dates=False, has_json=False, reserved=frozenset({"OGC_FID"})
    ),
}
_DRIVERS: Final = {".gpkg": "GPKG", ".fgb": "FlatGeobuf"}


def _is(content: bytes, ending: str) -> bool:
    """Return whether a file begins as its ending says, so that no driver but its own takes it.

    A zero among its first bytes ends what drivers for texts look at.
    """
    if ending == ".gpkg":
        return content.startswith(b"SQLite format 3\0")
    if ending == ".fgb":
        return content[:3] == content[4:7] == b"fgb" and content[11:12] == b"\0"
    return content.startswith(b"\0\0\x27\x0a")


@contextlib.contextmanager
def settings(**options: str | None) -> Iterator[None]:
    """Let GDAL have some settings for a while; None: as if it had not been set."""
    import pyogrio

    before = {name: pyogrio.get_gdal_config_option(name) for name in options}
    pyogrio.set_gdal_config_options(options)
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options(before)


def read(source: Path, layer: str | None = None) -> tuple[Places, list[str]]:
    """Return the places of a file, and what its driver has to say about it.

    Raises
    ------
    QuestionError
        It is no such file, or has several layers of which none is named.
    """
    import pyogrio

    pa = values.arrow()
    with source.open("rb") as file:
        if not _is(file.read(16), source.suffix.lower()):
            raise QuestionError(f"{source} cannot be read as places: it is no {source.suffix[1:]}")
    if "!" in str(source.resolve()):
        raise QuestionError(f"{source}: take the ! out of its path: it stands for an archive")
    try:
        with settings(**_READING), warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            layer = _layer(source, layer)
            about, table = pyogrio.read_arrow(
                source.resolve(),
                layer=layer,
                return_fids=source.suffix.lower() == ".gpkg",
                datetime_as_string=True,  # else times forget their clock
            )
        values.refuse_no_texts(table, source)
    except QuestionError:
        raise
    except (RuntimeError, ValueError, OSError, UnboundLocalError, pa.ArrowException) as error:
        # UnboundLocalError: of pyogrio, where a system of coordinates is not UTF-8
        raise QuestionError(f"{source} cannot be read as places: {error}") from error
    notes = [f"{source}: {each.message}" for each in told]
    return _places(source, table, about, layer), notes


def _layer(source: Path, layer: str | None) -> str:
    """Return the layer that is meant: the one named, or the only one that has places."""
    import pyogrio

    layers = dict(pyogrio.list_layers(source.resolve()).tolist())
    if layer is not None:
        if layer not in layers:
            raise QuestionError(
                f"{source} has no layer {shown(layer)}, but {positions.named([*layers])}."
                f"{whether_meant(close(layer, layers, 1))}"
            )
        return layer
    names = [name for name, kind in layers.items() if kind is not None] or [*layers]
    if len(names) != 1:
        told = positions.named(names) or "no layer"
        raise QuestionError(f"{source} has {told}: name one by --layer")
    return str(names[0])


def _places(source: Path, table: Any, about: dict[str, Any], layer: str) -> Places:  # noqa: ANN401 - of Arrow
    at = next((n for n, each in enumerate(table.schema) if _is_outline(each)), None)
    kept = [n for n in range(table.num_columns) if n != at]
    shapes = None if at is None else values.shapes(table.column(at), source)
    names = [table.column_names[n] for n in kept]
    columns = [values.instants(table.column(n), table.field(n)) for n in kept]
    return Places(
        source=source,
        names=names,
        columns=columns,
        shapes=shapes,
        crs=system(about["crs"], source) if about["crs"] else None,
        told=None if shapes is not None else positions.of_columns(source, names, columns),
        geometry=about["geometry_name"] or "geometry",
        layer=layer,
        key=about["fid_column"] or None,
    )


def _is_outline(column: Any) -> bool:  # noqa: ANN401 - of Arrow
    name = (column.metadata or {}).get(b"ARROW:extension:name", b"")
    return name in {b"ogc.wkb", b"geoarrow.wkb"}


def write(
    places: Places, added: Mapping[str, Any], target: Path, day: date | None
) -> tuple[bytes, list[str]]:
    """Return a file of places with columns more, and how columns are written otherwise.

    Parameters
    ----------
    added
        Columns by name, as Arrow has them.
    target
        The file that it is to be, whose ending says the form.
    day
        That on which a GeoPackage says that it was written.

    Raises
    ------
    QuestionError
        The form cannot hold the names of columns, or a text.
    """
    import pyogrio

    ending = target.suffix.lower()
    form = FORMS[ending]
    columns, notes = values.columns_held(places, added, form, target)
    table = values.arrow().table([*columns.values()], names=[*columns])
    geometry = _free(places.geometry, table.column_names)
    options = {"SPATIAL_INDEX": "NO"}  # keeps the order, and places without a position
    if ending == ".gpkg":
        key = _key(places.key, table, geometry)
        options = {"FID": key, "GEOMETRY_NAME": geometry, "VERSION": "1.2"}
    crs = "EPSG:4326" if places.crs is None else places.crs.to_string()
    file = io.BytesIO()  # a full disk is not told by the driver, but by what writes this
    stamp = None if day is None else f"{day.isoformat()}T00:00:00.000Z"
    try:
        with settings(OGR_CURRENT_DATE=stamp):
            pyogrio.write_arrow(
                table.append_column(geometry, values.wkb(places.outlines)),
                file,
                driver=_DRIVERS[ending],
                layer=places.layer or target.stem,
                geometry_name=geometry,
                geometry_type=_geometry_type(places.outlines),
                crs=crs,
                **options,
            )
    except (RuntimeError, ValueError) as error:
        raise QuestionError(f"{target.name} cannot be written: {error}") from error
    return file.getvalue(), notes


def _free(name: str, taken: Sequence[str]) -> str:
    """Return a name that no column has, capitals or not."""
    plain = {each.casefold() for each in taken}
    names = itertools.chain([name], (f"{name}_{number}" for number in itertools.count(1)))
    return next(each for each in names if each.casefold() not in plain)


def _key(name: str | None, table: Any, geometry: str) -> str:  # noqa: ANN401 - of Arrow
    """Return the column that is the key of a GeoPackage: that of before, or one that is new."""
    if name in table.column_names:
        ids = table.column(name)
        numbers = ids.to_pylist() if values.is_whole(ids) else [None]
        if None not in numbers and len({*numbers}) == len(numbers) and min(numbers, default=0) >= 0:
            return str(name)
    return _free("fid", [*table.column_names, geometry])


def _geometry_type(shapes: Shapes) -> str:
    """Return the one type of all outlines, as GDAL names it, or that it is unknown."""
    there = shapes[~shapely.is_missing(shapes)]
    kinds = {(shape.geom_type, shape.has_z) for shape in there}
    if len(kinds) != 1 or shapely.has_m(there).any():
        return "Unknown"
    ((name, has_z),) = kinds
    return f"{name} Z" if has_z else str(name)
