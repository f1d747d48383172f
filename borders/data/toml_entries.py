"""Entries of TOML that people write: new ones at the end, others changed, every remark kept."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import tomli
import tomlkit
from tomlkit.exceptions import TOMLKitError

from borders.errors import QuestionError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tomlkit.items import AoT, Table

WIDTH = 100
"""Columns that an entry keeps within."""

ORDER = (
    *("id", "crossings", "modes", "direction", "effect", "condition", "only", "except", "amends"),
    *("stage", "announced", "valid_from", "valid_to", "planned_to", "lifted", "last_seen"),
    *("reason", "note", "decided_by", "sources", "confidence"),
)
"""In which the keys of a measure stand."""


def entry(table: str, row: Mapping[str, Any]) -> str:
    """Return a new entry of a table: "[[measure]]" and its keys.

    Examples
    --------
    >>> print(entry("end", {"measure": "lt-1", "sources": ["a", "b"]}), end="")
    [[end]]
    measure = "lt-1"
    sources = ["a", "b"]
    """
    lines = [f"{key} = {_value(value, len(key))}" for key, value in row.items()]
    return "\n".join([f"[[{table}]]", *lines]) + "\n"


def added(text: str, table: str, row: Mapping[str, Any]) -> str:
    """Return the text of a file with an entry more, at its end: it is no more said to be empty."""
    new = entry(table, row)
    text = none_said(table).sub("", text)
    before = f"{text.rstrip()}\n\n" if text.strip() else ""
    newline = "\r\n" if "\r\n" in text else "\n"
    return before.replace("\r\n", "\n").replace("\n", newline) + new.replace("\n", newline)


def none_said(table: str) -> re.Pattern[str]:
    """Return how a file says that a table has no entries, such as `measure = []`."""
    return re.compile(rf"^{table}[ \t]*=[ \t]*\[[ \t]*\][^\n]*\n?", re.MULTILINE)


def changed(text: str, table: str, names: Mapping[str, str], changes: Mapping[str, Any]) -> str:
    """Return the text of a file with some keys of an entry changed, and all else as it was.

    Parameters
    ----------
    names
        The keys that tell the entry from others, and their values.
    changes
        The new values by key; None: the key is left out.
    """
    document = _parsed(text)
    (found, *_) = [*_entries(document, table, names)]
    for key, value in changes.items():
        if value is None:
            found.pop(key, None)
            continue
        item = tomlkit.value(_value(value, len(key)))
        if key in found:
            item.trivia.comment_ws = found[key].trivia.comment_ws
            item.trivia.comment = found[key].trivia.comment
            found[key] = item
        else:
            _put(found, key, item)
    made = tomlkit.dumps(document)
    return made.replace("\r\n", "\n").replace("\n", "\r\n") if "\r\n" in text else made


def value(text: str) -> Any:  # noqa: ANN401 - any value
    """Return the value that a text is in TOML; else the text.

    Examples
    --------
    >>> value("2026-11-28"), value('["a", "b"]'), value("high")
    (datetime.date(2026, 11, 28), ['a', 'b'], 'high')
    """
    try:
        return tomli.loads(f"value = {text}")["value"]
    except tomli.TOMLDecodeError:
        return text


def find(text: str, table: str, names: Mapping[str, str]) -> dict[str, Any] | None:
    """Return the last entry of a file that has some values; None: it has none."""
    rows = [each.unwrap() for each in _entries(_parsed(text), table, names)]
    return rows[-1] if rows else None


def _entries(
    document: tomlkit.TOMLDocument, table: str, names: Mapping[str, str]
) -> Iterator[Table]:
    rows: AoT | list[Table] = document.get(table, [])
    yield from (
        row for row in rows if all(str(row.get(key)) == value for key, value in names.items())
    )


def _parsed(text: str) -> tomlkit.TOMLDocument:
    try:
        return tomlkit.parse(text)
    except TOMLKitError as error:
        raise QuestionError(f"this is no TOML: {error}") from error


def _put(found: Table, key: str, item: Any) -> None:  # noqa: ANN401 - what tomlkit makes
    """Add a key behind those that stand before it in other entries."""
    order = {name: number for number, name in enumerate(ORDER)}
    before = [name for name in found if order.get(name, -1) < order.get(key, len(order))]
    found.value._insert_after(before[-1], key, item)  # noqa: SLF001 - else behind blank lines


def _value(value: object, indent: int | None) -> str:
    """Return a value as TOML; a long list behind a key has a line for each item."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, dict):
        inner = (f"{key} = {_value(each, None)}" for key, each in value.items())
        return f"{{ {', '.join(inner)} }}"
    if isinstance(value, list | tuple):
        items = [_value(each, None) for each in value]
        line = f"[{', '.join(items)}]"
        if indent is None or len(line) + indent + 3 <= WIDTH:
            return line
        return "\n".join(["[", *(f"    {item}," for item in items), "]"])
    return tomlkit.item(value).as_string()
