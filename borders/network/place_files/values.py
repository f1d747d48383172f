"""Values of columns: as JSON has them, as Arrow has them, and as a form can hold them."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import shapely

from borders.errors import MissingExtra, QuestionError, shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from types import ModuleType

    from borders._typing import Shapes
    from borders.network.place_files.places import Places

Column = Any
"""A list of values, or an array of Arrow."""


def arrow() -> ModuleType:
    """Return pyarrow.

    Raises
    ------
    MissingExtra
        It is not installed.
    """
    try:
        import pyarrow as pa
        import pyarrow.compute
    except ImportError as error:
        raise MissingExtra(
            ".gpkg, .fgb, .parquet and .shp are read and written by pyarrow: pip install "
            '"belarus-borders[formats]", or give .csv or .geojson'
        ) from error
    return pa  # type: ignore[no-any-return, unused-ignore]


def refuse_no_texts(table: Any, source: Path) -> None:  # noqa: ANN401 - of Arrow
    """Refuse a table of Arrow with texts or names that are not UTF-8: it is read as it stands.

    Raises
    ------
    QuestionError
        One is not.
    """
    pa = arrow()
    wrong = f"{source} cannot be read as places"
    try:
        names = table.column_names
    except UnicodeDecodeError as error:
        raise QuestionError(f"{wrong}: the name of a column is not UTF-8: {error}") from error
    for name, column in zip(names, table.columns, strict=True):
        try:
            column.validate(full=True)
        except pa.ArrowInvalid as error:
            raise QuestionError(f"{wrong}: column {shown(name)}: {error}") from error


def plain(column: Column) -> list[Any]:
    """Return the values of a column as JSON has them: days and instants are texts."""
    if isinstance(column, list):
        return column
    return [_plain(value) for value in column.to_pylist()]


def _plain(value: Any) -> Any:  # noqa: ANN401, PLR0911 - any value of Arrow
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return value if value - value == 0 else None  # JSON knows no infinity
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    return value if isinstance(value, Decimal) else str(value)


def text(value: Any) -> str:  # noqa: ANN401 - as in plain
    """Return a value of JSON as a field of a CSV."""
    if value is None:
        return ""
    return as_json(value) if isinstance(value, list | dict) else str(value)


def as_json(value: Any) -> str:  # noqa: ANN401 - as in plain
    """Return a value as JSON."""
    return json.dumps(_plain(value), ensure_ascii=False, default=str)


class Held(NamedTuple):
    """A column as a form holds it."""

    values: Any
    note: str = ""
    """How it was written otherwise than it came; "" if it was not."""


class Form(NamedTuple):
    """What a form that is written by way of Arrow can hold."""

    name: str
    has_dates: bool = True
    has_json: bool = True
    reserved: frozenset[str] = frozenset()
    """Names of columns that mean something else to it."""


def of_list(values: Sequence[Any]) -> Held:
    """Return values as Arrow has them; as texts where they are of several types."""
    pa = arrow()
    try:
        return Held(pa.array(values))
    except (pa.ArrowException, OverflowError, UnicodeEncodeError):
        texts = [None if v is None else v if isinstance(v, str) else as_json(v) for v in values]
    try:
        return Held(pa.array(texts, pa.string()), "holds values of several types: they are texts")
    except UnicodeEncodeError as error:
        raise QuestionError(f"a text cannot be written as UTF-8: {error}") from error


def held(column: Column, form: Form | None) -> Held:
    """Return a column as a form can hold it; None: whatever Arrow has."""
    first = of_list(column) if isinstance(column, list) else Held(column)
    if form is None:
        return first
    second = _held(first.values, form)
    return Held(second.values, first.note or second.note)


def _held(values: Any, form: Form) -> Held:  # noqa: ANN401 - of Arrow
    pa = arrow()
    values = _bare(values, form)
    kind = values.type
    if isinstance(kind, pa.BaseExtensionType):
        return Held(values)
    if pa.types.is_nested(kind):
        texts = [None if value is None else as_json(value) for value in values.to_pylist()]
        note = "holds lists or records, which are written as JSON"
        return Held(pa.array(texts, pa.string()), note)
    if pa.types.is_date(kind) and not form.has_dates:
        return _texts(values, f"holds days, which {form.name} does not know")
    target = _target(kind)
    if target is None:
        return _texts(values, f"holds values that {form.name} does not know ({kind})")
    rounded = f"holds values that {form.name} would round"
    cast = _cast(values, target, rounded)
    return _texts(values, rounded) if _are_moved(cast.values) else cast


_MINUTE, _MOVED = 60_000, 59_000


def _are_moved(values: Any) -> bool:  # noqa: ANN401 - of Arrow
    """Return whether GDAL moves moments: before 1970 it ends minutes after their 59th second."""
    pa = arrow()
    if not pa.types.is_timestamp(values.type):
        return False
    times = np.asarray(pa.compute.fill_null(values.cast(pa.int64()), 0))
    return bool(((times < 0) & (times % _MINUTE > _MOVED)).any())


def _bare(values: Any, form: Form) -> Any:  # noqa: ANN401 - of Arrow
    """Return values of no extension, but of JSON in a form that knows it, and of no dictionary."""
    pa, kind = arrow(), values.type
    if isinstance(kind, pa.BaseExtensionType):
        if kind.extension_name == "arrow.json" and form.has_json:
            return values
        chunks = [each.storage for each in getattr(values, "chunks", [values])]
        return _bare(pa.chunked_array(chunks, kind.storage_type), form)
    return values.cast(kind.value_type) if pa.types.is_dictionary(kind) else values


def _target(kind: Any) -> Any:  # noqa: ANN401 - of Arrow
    """Return the type by which GDAL takes values of another; None: by none."""
    pa = arrow()
    types = pa.types
    if types.is_timestamp(kind):  # GDAL drops the clock of a zone that it is named
        return pa.timestamp("ms", kind.tz if kind.tz is None or kind.tz[0] in "+-" else "UTC")
    rules = (
        ((types.is_null, types.is_string, types.is_large_string), pa.string()),
        ((types.is_uint64,), pa.int64()),
        ((types.is_float16,), pa.float32()),
        ((types.is_date,), pa.date32()),
        ((types.is_binary, types.is_large_binary, types.is_fixed_size_binary), pa.binary()),
        ((types.is_integer, types.is_floating, types.is_boolean), kind),
    )
    return next((target for tests, target in rules if any(test(kind) for test in tests)), None)


def _cast(values: Any, kind: Any, why: str) -> Held:  # noqa: ANN401 - of Arrow
    try:
        return Held(values.cast(kind))
    except arrow().ArrowInvalid:
        return _texts(values, why)


def _texts(values: Any, why: str) -> Held:  # noqa: ANN401 - of Arrow
    pa = arrow()
    texts = [None if value is None else _text(value) for value in values.to_pylist()]
    return Held(pa.array(texts, pa.string()), f"{why}: they are written as texts")


def _text(value: Any) -> str:  # noqa: ANN401 - of Arrow
    return str(value) if isinstance(value, timedelta) else str(_plain(value))


def typed(column: Sequence[Any], kind: str) -> Any:  # noqa: ANN401 - of Arrow
    """Return values of a type of `columns` as Arrow has them."""
    pa = arrow()
    return pa.array(column, {"number": pa.float64(), "boolean": pa.bool_()}.get(kind, pa.string()))


def is_whole(column: Any) -> bool:  # noqa: ANN401 - of Arrow
    """Return whether a column holds whole numbers."""
    return bool(arrow().types.is_integer(column.type))


def columns_held(
    places: Places, added: Mapping[str, Column], form: Form | None, target: Path
) -> tuple[dict[str, Any], list[str]]:
    """Return the columns of places, and those added, as a form can hold them; and what to say.

    Raises
    ------
    QuestionError
        Two have one name to the form, or a name or a text is none to it.
    """
    refuse_names([*places.names, *added], form, target)
    columns, notes = {}, []
    for name, column in (*zip(places.names, places.columns, strict=True), *added.items()):
        columns[name], note = held(column, form)
        if note:
            notes.append(f"{target}: column {name} {note}")
        if form is not None:
            _refuse_zeros(name, columns[name], target)
    return columns, notes


def refuse_names(names: Sequence[str], form: Form | None, target: Path) -> None:
    """Refuse names of columns that a form takes for one, or for something else.

    Raises
    ------
    QuestionError
        With the first of them, and what to do.
    """
    seen: dict[str, str] = {}
    for name in names:
        plain = name if form is None else name.casefold()
        if plain in seen:
            two = f"two columns {name}" if seen[plain] == name else f"columns {seen[plain]}, {name}"
            raise QuestionError(
                f"{target} cannot hold {two}: rename one, or let the name of the file end in .csv"
            )
        if form is not None and (name in form.reserved or "\0" in name):
            raise QuestionError(f"{target} cannot hold a column {shown(name)}: rename it")
        seen[plain] = name


def _refuse_zeros(name: str, column: Any, target: Path) -> None:  # noqa: ANN401 - of Arrow
    pa = arrow()
    if (
        pa.types.is_string(column.type)
        and pa.compute.any(pa.compute.match_substring(column, "\0")).as_py()
    ):
        raise QuestionError(
            f"{target} cannot hold column {name}: a text in it has a zero character, which would "
            "end it: take it out"
        )


def shapes(column: Any, source: Path) -> Shapes:  # noqa: ANN401 - of Arrow
    """Return the outlines of a column of WKB.

    Raises
    ------
    QuestionError
        One is none, or is curved.
    """
    try:
        found: Shapes = shapely.from_wkb(column.to_numpy(zero_copy_only=False))
    except (shapely.GEOSException, TypeError) as error:
        raise QuestionError(f"{source} cannot be read as places: {error}") from error
    return found


def wkb(outlines: Shapes) -> Any:  # noqa: ANN401 - of Arrow
    """Return outlines as a column of WKB."""
    pa = arrow()
    return pa.array(shapely.to_wkb(outlines, flavor="iso"), pa.binary())


def instants(column: Any, about: Any) -> Any:  # noqa: ANN401 - of Arrow
    """Return times that GDAL gave as texts as such, by the clock that they name, if they do."""
    pa = arrow()
    if (about.metadata or {}).get(b"GDAL:OGR:type") != b"DateTime":
        return column
    texts = column.to_pylist()
    try:
        times = [None if text is None else datetime.fromisoformat(text) for text in texts]
    except ValueError:  # what no clock shows stays as it stands
        return column
    offsets = {each.utcoffset() for each in times if each is not None}
    if len(offsets) > 1:  # times of several clocks stay as they stand
        return column
    offset = next(iter(offsets), None)
    if offset is None:
        return pa.array(times, pa.timestamp("ms"))
    minutes = int(offset.total_seconds()) // 60
    sign, (hours, minutes) = "-" if minutes < 0 else "+", divmod(abs(minutes), 60)
    clock = f"{sign}{hours:02}:{minutes:02}" if offset else "UTC"
    return pa.array([each and each.astimezone(UTC) for each in times], pa.timestamp("ms", clock))
