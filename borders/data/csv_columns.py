"""CSV files of any size → columns, with the place of what is wrong in them."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

import numpy as np

from borders import documents
from borders.data.decoding import message
from borders.model import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from importlib.resources.abc import Traversable

    from numpy.typing import NDArray

    Kind: TypeAlias = Literal["text", "whole", "number"]
    Columns: TypeAlias = dict[str, NDArray[Any]]

LARGE: Final = 4_000_000
"""Bytes from which a file is worth the second that pandas takes to load."""
_KINDS: Final[Mapping[str, tuple[str, Callable[[str], object], str]]] = {
    "text": ("a text", sys.intern, "object"),
    "whole": ("a whole number", documents.whole, "int64"),
    "number": ("a number", documents.number, "float64"),
}


def read(
    folder: Traversable,
    name: str,
    columns: Mapping[str, Kind],
    problems: list[Problem],
    beside: Iterable[str] | None = (),
) -> Columns | None:
    """Return the columns of a file, each of its kind.

    What keeps it from being read is added to the problems.

    Parameters
    ----------
    beside
        The names of columns that it may have too, which are not read; None: any.
    """

    def note(entry: str, text: str) -> None:
        problems.append(Problem(file=name, entry=entry, text=text))

    try:
        content = documents.content(folder, name)
    except (OSError, documents.Unreadable) as error:
        note("", message(error))
        return None
    try:
        known = None if beside is None else [*columns, *beside]
        return _fast(content, columns, known) or _read(content, columns, known)
    except documents.Unreadable as error:
        note(f"line {error.line}" if error.line else "", error.text)
    except _Fault as fault:
        note(*fault.args)
    return None


class _Fault(ValueError):
    """Where something is wrong, and what."""


def _refuse(header: Sequence[str], columns: Iterable[str], known: Sequence[str] | None) -> None:
    """Refuse a header that lacks a column, or has one that is not known, if any are."""
    if told := documents.misnamed(header, columns, known):
        raise _Fault("line 1", told)


def _fast(
    content: bytes, columns: Mapping[str, Kind], known: Sequence[str] | None
) -> Columns | None:
    """Return the columns of a large file, or None where something may be wrong with it."""
    if len(content) < LARGE or b'"' in content:
        return None
    import pandas as pd

    documents.text(content)
    _refuse(documents.table(content.partition(b"\n")[0])[0], columns, known)
    kinds = {
        key: "category" if kind == "text" else _KINDS[kind][2] for key, kind in columns.items()
    }
    try:
        table = pd.read_csv(
            io.BytesIO(content), usecols=list(columns), dtype=kinds, keep_default_na=False
        )
    except ValueError:
        return None
    # Pandas fills up rows that end early.
    commas = content.partition(b"\n")[0].count(b",") * (len(table) + 1)
    if content.count(b",") != commas:
        return None
    return {
        key: table[key].to_numpy(object if kind == "text" else None)
        for key, kind in columns.items()
    }


def _read(content: bytes, columns: Mapping[str, Kind], known: Sequence[str] | None) -> Columns:
    header, rows = documents.table(content)
    _refuse(header, columns, known)
    for line, row in rows:
        if told := documents.misfit(header, row):
            raise _Fault(f"line {line}", told)
    table = {}
    for column, kind in columns.items():
        at = header.index(column)
        word, make, form = _KINDS[kind]
        values = np.empty(len(rows), form)
        for number, (line, row) in enumerate(rows):
            try:
                values[number] = make(row[at])
            except (ValueError, OverflowError):
                where = f"line {line}, {column}"
                raise _Fault(where, f"{row[at]!r} is not {word}") from None
        table[column] = values
    return table
