"""Large CSV files → tables, with the place of what is wrong in them."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

import pandas as pd

from borders.model import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable

_KINDS: Final = {"int64": ("a whole number", int), "float64": ("a number", float)}


def read(
    folder: Traversable, name: str, columns: Mapping[str, str], problems: list[Problem]
) -> pd.DataFrame | None:
    """Return the columns of a file, each of its kind; other columns are not read.

    What keeps it from being read is added to the problems.
    """

    def note(entry: str, text: str) -> None:
        problems.append(Problem(file=name, entry=entry, text=text))

    try:
        content = folder.joinpath(name).read_bytes()
    except OSError as error:
        note("", "no such file" if isinstance(error, FileNotFoundError) else str(error))
        return None
    try:
        header = next(csv.reader([content.partition(b"\n")[0].decode("utf-8")]), [])
        if missing := [column for column in columns if column not in header]:
            note(
                "line 1", f"the columns {', '.join(missing)} are missing: write {','.join(columns)}"
            )
            return None
        return pd.read_csv(
            io.BytesIO(content),
            usecols=list(columns),
            dtype=dict(columns),
            keep_default_na=False,
            encoding="utf-8",
        )
    except (UnicodeDecodeError, ValueError) as error:  # ParserError is a ValueError
        for entry, text in _faults(content, columns) or [("", str(error))]:
            note(entry, text)
        return None


def _faults(content: bytes, columns: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the first line that cannot be read, where the reader names none."""
    try:
        lines = csv.reader(io.StringIO(content.decode("utf-8")))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return [(f"line {line}", "is no UTF-8 text")]
    header = next(lines, [])
    for number, row in enumerate(lines, 2):
        if len(row) != len(header):
            return [(f"line {number}", f"has {len(row)} columns, and the header {len(header)}")]
        for column, text in zip(header, row, strict=True):
            meant, kind = _KINDS.get(columns.get(column, ""), ("", str))
            try:
                kind(text)
            except ValueError:
                return [(f"line {number}, {column}", f"{text!r} is not {meant}")]
    return []
