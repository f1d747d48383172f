"""Rows of a file → records, with all that is wrong with each row at once."""

from __future__ import annotations

import functools
import re
import types
import typing
from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import msgspec
from msgspec import structs

from borders import dates
from borders.errors import alternatives
from borders.model import YEARS, Record, beyond

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import tzinfo

R = TypeVar("R", bound=Record)

INSTANTS = frozenset({"valid_from", "valid_to", "planned_to"})
_YEAR = re.compile(r"([0-9]{4})-")
OURS = frozenset({"folder"})
"""Fields that the place of a row says, and no row."""


def record(row: Mapping[str, Any], form: type[R]) -> R:
    """Return the row as a record.

    Raises
    ------
    msgspec.ValidationError
        It is none.
    """
    if stray := OURS & row.keys():
        raise msgspec.ValidationError(f"unknown key {stray}")
    found = msgspec.convert(row, form)
    if not _is_meant(found):
        raise msgspec.ValidationError("a day of it is none that is meant")
    return found


def _is_meant(found: object) -> bool:
    """Return whether all days and instants of a record, and of those in it, lie in such years."""
    for name in _dated(type(found)):  # type: ignore[arg-type]
        value = getattr(found, name)
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, date):
                if each.year not in YEARS:
                    return False
            elif isinstance(each, Record) and not _is_meant(each):
                return False
    return True


@functools.cache
def _dated(form: type) -> tuple[str, ...]:
    """Return the fields of a record that hold days or instants, or records."""

    def holds(kind: Any) -> bool:  # noqa: ANN401 - a type
        plain = _plain(kind)
        inner = typing.get_args(plain)
        if typing.get_origin(plain) is tuple:
            return holds(inner[0])
        if isinstance(plain, type) and issubclass(plain, Record):
            return bool(_dated(plain))
        return isinstance(plain, type) and issubclass(plain, date)

    return tuple(field.name for field in structs.fields(form) if holds(field.type))


def instants(row: Mapping[str, Any], zone: tzinfo) -> dict[str, Any]:
    """Return the row with its instants on a clock: a bare date is the start of that day."""
    told = {
        key: dates.decided(value, zone)
        for key in INSTANTS & row.keys()
        if (dates.is_day(value := row[key]) or getattr(value, "tzinfo", None))
        and value.year in YEARS
    }
    return {**row, **told}


def draft(row: Mapping[str, Any], form: type[R], zone: tzinfo | None) -> tuple[R, list[str]]:
    """Return as much of the row as can be read, and all that is wrong with it.

    What is missing or wrong is empty or None, so that the rest can be held against other records.
    """
    fields = {field.encode_name: field for field in structs.fields(form)}
    sound, faults = {}, []
    for key, value in row.items():
        if key in fields and key not in OURS:
            told = list(_faults(value, fields[key].type, key, zone))
            faults += told
            if not told:
                sound[key] = value
    known = [key for key in fields if key not in OURS]
    unknown = [f"unknown key {k!r}; known: {', '.join(known)}" for k in row if k not in known]
    missing = [f"{k} is missing" for k, field in fields.items() if field.required and k not in row]
    lenient = msgspec.convert(sound, _lenient(form))
    if not (unknown or faults or missing):
        faults = _contradictions(sound, form)
    return lenient, [*unknown, *faults, *missing]


@functools.cache
def _lenient(form: type[R]) -> type[R]:
    """Return the form with every field optional, and nothing refused."""
    fields = [
        (
            field.name,
            field.type,
            msgspec.field(
                default=() if typing.get_origin(_plain(field.type)) is tuple else None,
                name=field.encode_name,
            ),
        )
        for field in structs.fields(form)
        if field.required
    ]
    unchecked = {"__post_init__": lambda _: None}
    return msgspec.defstruct(  # type: ignore[return-value]
        form.__name__, fields, bases=(form,), namespace=unchecked, frozen=True, kw_only=True
    )


def _contradictions(row: dict[str, Any], form: type[R]) -> list[str]:
    """Return what fields that are sound each for itself contradict one another in."""
    try:
        msgspec.convert(row, form)
    except msgspec.ValidationError as error:
        return message(error).split("\n")
    return []


def _faults(value: object, form: Any, path: str, zone: tzinfo | None) -> Iterator[str]:  # noqa: ANN401 - a type
    """Yield what is wrong with a value, down to each item and key of it."""
    plain = _plain(form)
    items = typing.get_args(plain)
    told = []
    if (year := _year(value, plain)) is not None and year not in YEARS:
        yield f"{path}: {beyond(year)}, or an end that there is not"
        return
    if isinstance(value, dict) and isinstance(plain, type) and issubclass(plain, Record):
        told = list(_within(value, plain, path, zone))
    elif isinstance(value, list | tuple) and typing.get_origin(plain) is tuple:
        told = [
            fault
            for number, item in enumerate(value, 1)
            for fault in _faults(item, items[0], _item(path, items[0], number, len(value)), zone)
        ]
    elif isinstance(plain, type) and issubclass(plain, Enum) and isinstance(value, str):
        if value not in {member.value for member in plain}:
            words = alternatives(member.value for member in plain)
            told = [f"{path}: Invalid enum value {value!r}; write {words}"]
    elif isinstance(value, datetime) and value.tzinfo is None and path in INSTANTS:
        example = value.replace(tzinfo=zone).isoformat()
        told = [f"{path}: a time needs its offset: write {example}, or another offset"]
    yield from told or _whole(value, form, path)


def _year(value: object, form: Any) -> int | None:  # noqa: ANN401 - a type
    """Return the year of what is a day or an instant, as it is written."""
    if isinstance(value, date):
        return value.year
    is_day = isinstance(form, type) and issubclass(form, date) and isinstance(value, str)
    found = _YEAR.match(str(value)) if is_day else None
    return int(found[1]) if found else None


def _within(value: dict[str, Any], form: type[Record], path: str, zone: Any) -> Iterator[str]:  # noqa: ANN401
    fields = {field.encode_name: field for field in structs.fields(form)}
    known = [key for key in fields if key not in OURS]
    for key, inner in value.items():
        if key not in known:
            yield f"{path}, unknown key {key!r}; known: {', '.join(known)}"
        else:
            yield from _faults(inner, fields[key].type, f"{path}, {key}", zone)
    for key, field in fields.items():
        if field.required and key not in value:
            yield f"{path}, {key} is missing"


def _item(path: str, form: Any, number: int, count: int) -> str:  # noqa: ANN401 - a type
    """Return how an item of a list is named: by its number among several that have keys."""
    has_keys = isinstance(_plain(form), type) and issubclass(_plain(form), Record)
    return f"{path}, entry {number}" if has_keys and count > 1 else path


def _whole(value: object, form: Any, path: str) -> Iterator[str]:  # noqa: ANN401 - a type
    try:
        msgspec.convert(value, form)
    except msgspec.ValidationError as error:
        yield f"{path}: {message(error)} (got {_show(value)})"


def _plain(form: Any) -> Any:  # noqa: ANN401 - a type
    """Return a type without its annotation and without None."""
    while typing.get_origin(form) is Annotated:
        form = typing.get_args(form)[0]
    if typing.get_origin(form) in {typing.Union, types.UnionType}:
        (*others,) = (each for each in typing.get_args(form) if each is not types.NoneType)
        return _plain(others[0]) if len(others) == 1 else form
    return form


def _show(value: object) -> str:
    try:
        text = value.isoformat() if isinstance(value, date | datetime) else repr(value)
    except (ValueError, RecursionError):  # of more digits or deeper than Python tells
        return f"something too long to be told, {type(value).__name__}"
    return text if len(text) < 80 else f"{text[:76]}…"  # noqa: PLR2004 - one line of a terminal


def message(error: Exception) -> str:
    """Return what a decoder says, without the marks of its own."""
    if isinstance(error, FileNotFoundError):
        return "no such file"
    told, _, where = str(error).partition(" - at `$")
    where = where.removeprefix(".").removesuffix("`")
    return f"{told} at `{where}`" if where else told
