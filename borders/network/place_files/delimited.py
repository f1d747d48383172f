"""CSV of other people: whatever parts its columns, read by parts, each field as it stands."""

from __future__ import annotations

import contextlib
import csv
import io
import re
from itertools import chain, islice
from typing import IO, TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from borders.errors import QuestionError
from borders.network.place_files import positions, values
from borders.network.place_files.places import Places

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from borders._typing import Floats
    from borders.network.place_files.positions import Pair

    Rows = list[list[str]]

ROWS: Final = 100_000
"""Rows held at once: what bounds the memory."""
LONGEST: Final = 2**24
"""Characters of a field: outlines of areas are longer than the 131 072 that `csv` allows."""
_HEADER: Final = 100
"""Lines that the names of columns take at most."""
_END: Final = "\r\n"
_MARK: Final = "\ufeff"
_SEPARATORS: Final = (",", ";", "\t", "|")
_TOLD: Final = re.compile(r"sep=(.)")


class Head(NamedTuple):
    """What stands in a CSV before its rows.

    Attributes
    ----------
    before
        What comes back above the names: a byte order mark, a line `sep=;`.
    above
        How many lines there are above the names.
    separator
        What parts the columns.
    names
        Of the columns, as they stand.
    pair
        Which of them are the position.
    """

    before: str
    above: int
    separator: str
    names: list[str]
    pair: Pair

    def of_commas(self) -> Head:
        """Return that of the CSV that every program knows."""
        return self._replace(before="", separator=",")


class Table(NamedTuple):
    """A CSV that is open."""

    source: Path
    head: Head
    records: Any  # csv.reader

    def parts(self) -> Iterator[Rows]:
        """Yield the rows by parts, each with as many fields as there are names.

        Raises
        ------
        QuestionError
            A row has more.
        """
        count, read = len(self.head.names), 0
        while rows := list(islice(self.records, ROWS)):
            if set(map(len, rows)) != {count}:
                rows = [row for row in rows if not _is_blank(row)]
                rows = [self._filled(row, read + number) for number, row in enumerate(rows)]
            if rows:
                yield rows
            read += len(rows)

    def _filled(self, row: list[str], number: int) -> list[str]:
        count = len(self.head.names)
        if any(row[count:]):
            raise QuestionError(
                f"{self.source}, {self.where([number], 1)}: rows have more fields than the header "
                f"has names ({len(row)}, not {count}): quote fields that hold "
                f"{self.head.separator!r}"
            )
        return row[:count] + [""] * (count - len(row))

    def degrees(self, rows: Rows, skipped: int) -> Floats:
        """Return longitude and latitude of rows that follow so many others."""
        columns = [[row[at] for row in rows] for at in self.head.pair]
        names = [self.head.names[at] for at in self.head.pair]

        def where(numbers: Sequence[int], count: int) -> str:
            return f"{self.source}, {self.where([skipped + n for n in numbers], count)}"

        return positions.both(positions.degrees(columns, names, where))

    def has_commas(self, rows: Rows) -> bool:
        """Return whether positions are written with decimal commas."""
        return any("," in row[at] for at in self.head.pair for row in rows)

    def where(self, numbers: Sequence[int], count: int) -> str:
        """Return the lines on which rows end: blank lines are no rows, and some take several."""
        if not self.source.is_file():  # a pipe is gone
            return positions.ordinal(numbers, count)
        wanted = set(numbers)
        with opened(self.source, self.head.separator) as again:
            rows = (again.records.line_num for row in again.records if not _is_blank(row))
            told = enumerate(islice(rows, max(wanted) + 1))
            lines = [self.head.above + line for number, line in told if number in wanted]
        return positions.listed("line", lines, count)


def _is_blank(row: Sequence[str]) -> bool:
    return len(row) < 2 and not "".join(row).strip()  # noqa: PLR2004 - positions take two fields


@contextlib.contextmanager
def opened(source: Path, separator: str | None = None) -> Iterator[Table]:
    """Open a CSV and read the names of its columns.

    Parameters
    ----------
    separator
        What parts the columns; None: that is found out.

    Raises
    ------
    QuestionError
        It is no CSV in UTF-8, or no columns hold positions; said within the context too.
    """
    before, records = csv.field_size_limit(LONGEST), None
    try:
        with source.open(encoding="utf-8", newline="") as file:
            mark, told, above, header = _top(file)
            separator = separator or told or _separator(header)
            records = csv.reader(chain(header, file), delimiter=separator, strict=True)
            names = next(records, [])
            first = f"{mark}sep={told}\n" if told else mark
            yield Table(
                source, Head(first, above, separator, names, positions.pair(source, names)), records
            )
    except UnicodeDecodeError as error:
        raise QuestionError(f"{source} is no UTF-8 text: save it as CSV in UTF-8") from error
    except csv.Error as error:
        line_num = above + (records.line_num if records else 0)
        raise QuestionError(
            f"{source}, line {line_num}: {error}: write a quotation mark within a field twice, and "
            "the field between two more"
        ) from error
    finally:
        csv.field_size_limit(before)


def _top(file: IO[str]) -> tuple[str, str, int, list[str]]:
    """Return the byte order mark, the separator told, how many lines are above, and the header."""
    line, above, told = file.readline(), 0, ""
    mark = _MARK if line.startswith(_MARK) else ""
    line = line.removeprefix(_MARK)
    while line and (not line.strip() or _TOLD.fullmatch(line.rstrip("\r\n"))):
        told = line[4] if line.strip() else told
        line, above = file.readline(), above + 1
    header = [line]
    while sum(each.count('"') for each in header) % 2 and line and len(header) < _HEADER:
        header.append(line := file.readline())  # a name goes on in the next line
    return mark, told, above, header


def _separator(header: Sequence[str]) -> str:
    """Return what parts the names of columns: that which leaves a position among them."""
    names = {each: next(csv.reader(header, delimiter=each), []) for each in _SEPARATORS}
    fitting = (each for each in _SEPARATORS if positions.has(names[each]))
    return next(fitting, max(_SEPARATORS, key=lambda each: len(names[each])))


def read(source: Path) -> Places:
    """Return all places of a CSV, each field a text."""
    with opened(source) as table:
        rows = [row for part in table.parts() for row in part]
        told = table.degrees(rows, 0)
        names = table.head.names
    columns = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in names]
    return Places(source=source, names=names, columns=columns, told=told, where=table.where)


def write(places: Places, added: Mapping[str, Sequence[Any]]) -> bytes:
    """Return a CSV of places with columns more, those of positions if they lack them."""
    lonlat = dict(_positions(places))
    names = [*places.names, *lonlat, *added]
    listed = (*map(values.plain, places.columns), *lonlat.values(), *added.values())
    texts = ([values.text(each) for each in column] for column in listed)
    out = io.StringIO()
    writer = csv.writer(_Lines(out), lineterminator=_END)
    writer.writerow(names)
    writer.writerows(zip(*texts, strict=True))
    return out.getvalue().encode()


def _positions(places: Places) -> Iterator[tuple[str, list[Any]]]:
    """Yield the columns of positions that places lack."""
    if places.shapes is None:
        return
    for name, numbers in zip(("lon", "lat"), places.lonlat, strict=True):
        if name not in places.names:
            yield name, [None if np.isnan(number) else float(number) for number in numbers]


class _Lines(NamedTuple):
    """Ends lines as other files of the house, while fields with any end of a line are quoted."""

    file: IO[str]

    def write(self, line: str) -> int:
        return self.file.write(line[: -len(_END)] + "\n")


class Writer:
    """Writes the rows of a CSV as they came, with columns more, by its own customs."""

    def __init__(
        self, file: IO[str], head: Head, added: Sequence[str], *, has_commas: bool
    ) -> None:
        self._has_commas = has_commas
        self._writer = csv.writer(_Lines(file), delimiter=head.separator, lineterminator=_END)
        file.write(head.before)
        self._writer.writerow([*head.names, *added])

    def write(self, rows: Rows, added: Mapping[str, Sequence[Any]]) -> None:
        """Write rows with what is added to each."""
        columns = [self._fields(column) for column in added.values()]
        self._writer.writerows([*row, *more] for row, *more in zip(rows, *columns, strict=True))

    def _fields(self, column: Sequence[Any]) -> Sequence[Any]:
        if not self._has_commas or not any(isinstance(each, float) for each in column):
            return column
        return [None if each is None else str(each).replace(".", ",") for each in column]
