"""Tables → one SQLite file: strict types, foreign keys, and views for what is often asked."""

from __future__ import annotations

import contextlib
import errno
import json
import sqlite3
from typing import TYPE_CHECKING, Any, Final

from borders.columns import CONTRACT
from borders.formats import tables
from borders.formats.content import NOTHING_LEFT, Content, Left

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from borders.columns import Column, Table
    from borders.formats.content import Row

_TYPES: Final[Mapping[str, str]] = {"boolean": "integer", "integer": "integer", "number": "real"}
"""Of what is no text: lists are JSON, days and instants ISO 8601, as SQLite's functions read."""
_PARENTS: Final[Mapping[tuple[str, str], str]] = {
    ("status", "id"): "crossings",
    ("history", "crossing"): "crossings",
    ("changes", "crossing"): "crossings",
    ("routes", "crossing"): "crossings",
}
_LINKS: Final = (("measures", "crossings"), ("measures", "sources"), ("crossings", "sources"))
"""Lists of ids that have a table of their own too: measure_crossing, measure_source and so on."""
_ORDER: Final = ("sources", "crossings", "measures", "status", "history", "changes", "routes")
"""In which tables are made: what others name comes first."""

_TODAY: Final = """
create view today as
select * from history
where period_start <= strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
  and (period_end is null or period_end > strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
"""
_IN_FORCE: Final = """
create view in_force as
select * from measures
where stage = 'effective' and valid_from <= strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
  and (valid_to is null or valid_to > strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
"""
VIEWS: Final[Mapping[str, str]] = {"history": _TODAY, "measures": _IN_FORCE}
"""By the table that each asks: how crossings stand, and which measures hold, when it is read."""


def write(content: Content, part: Path) -> Left:
    """Write the tables as a database; `pragma user_version` is the number of its schemas."""
    with _told(part), contextlib.closing(sqlite3.connect(part, isolation_level=None)) as base:
        base.executescript("pragma journal_mode = off; pragma foreign_keys = on; begin")
        base.execute("create table meta (key text primary key, value text) strict, without rowid")
        base.executemany("insert into meta values (?, ?)", content.about.items())
        held = [name for name in _ORDER if name in content.tables]
        for name in held:
            _add(base, content.table(name), content.records(name), held)
        for name, column in _LINKS:
            if name in held and column in held:
                _link(base, name, column, content.records(name))
        for name in held:
            if name in VIEWS:
                base.execute(VIEWS[name])
        base.execute("commit")
        base.execute(f"pragma user_version = {CONTRACT:d}")
        base.execute("vacuum")
    return NOTHING_LEFT


@contextlib.contextmanager
def _told(part: Path) -> Iterator[None]:
    """Tell of a disk that is full, for instance, as of any file."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise OSError(errno.EIO, f"cannot be written: {error}", str(part)) from error


def _add(base: sqlite3.Connection, table: Table, rows: Iterable[Row], held: Iterable[str]) -> None:
    names = ", ".join(map(_quoted, table.names))
    key = ", ".join(map(_quoted, table.key))
    columns = [_column(table.name, column, held) for column in table.columns]
    said = ",\n  ".join([*columns, f"primary key ({key})"])
    base.execute(f"create table {table.name} (\n  {said}\n) strict, without rowid")
    values = ", ".join("?" for _ in table.columns)
    base.executemany(
        f"insert into {table.name} ({names}) values ({values})",  # noqa: S608 - of the schema
        ([_stored(row[name]) for name in table.names] for row in rows),
    )


def _column(table: str, column: Column, held: Iterable[str]) -> str:
    name = _quoted(column.name)
    parts = [name, _TYPES.get(column.type, "text")]
    if column.required or column.type == "list":
        parts.append("not null")
    if column.type == "boolean":
        parts.append(f"check ({name} in (0, 1))")
    elif column.type == "list":
        parts.append(f"check (json_valid({name}))")
    elif column.values:
        words = ", ".join(f"'{word}'" for word in column.values)
        parts.append(f"check ({name} in ({words}))")
    parent = _PARENTS.get((table, column.name))
    if parent is not None and parent in held:
        parts.append(f"references {parent} (id)")
    return " ".join(parts)


def _link(base: sqlite3.Connection, table: str, column: str, rows: Iterable[Row]) -> None:
    one, other = table.removesuffix("s"), column.removesuffix("s")
    name = f"{one}_{other}"
    base.execute(
        f"create table {name} ({one} text not null references {table} (id), {other} text not null "
        f"references {column} (id), primary key ({one}, {other})) strict, without rowid"
    )
    base.executemany(f"insert into {name} values (?, ?)", _pairs(rows, column))  # noqa: S608


def _pairs(rows: Iterable[Row], column: str) -> Iterator[tuple[str, str]]:
    for row in rows:
        yield from ((row["id"], other) for other in dict.fromkeys(row[column]))


def _quoted(name: str) -> str:
    return f'"{name}"'


def _stored(value: Any) -> Any:  # noqa: ANN401 - of any column
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return tables.text(value) if hasattr(value, "isoformat") else value
