"""Roads by number and name: where they meet the border, or by which places they lead there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from borders import documents
from borders.data import csv_columns
from borders.errors import DataError
from borders.network import courses

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from importlib.resources.abc import Traversable

    from borders.data.csv_columns import Kind
    from borders.model import Problem

__all__ = ["COLUMNS", "FILE", "Met", "bare", "check", "courses_of", "is_named", "met"]

FILE: Final = "meets.csv"
"""Where roads and railways with a number or a name meet the border: `borders network build`."""
_COLUMNS: Final[Mapping[str, Kind]] = {
    "network": "text",
    "longitude": "number",
    "latitude": "number",
    "ref": "text",
    "name": "text",
}
COLUMNS: Final = tuple(_COLUMNS)
_ALIKE: Final = str.maketrans("АВЕКМНОРСТХ", "ABEKMHOPCTX")
"""Cyrillic letters of road numbers, and those of Latin that look like them."""


class Met(NamedTuple):
    """Where a road meets the border, in degrees."""

    lon: float
    lat: float
    names: tuple[str, ...]
    """Its numbers, and its name."""


def bare(name: str) -> str:
    """Return the number or name of a road as it is compared: in Latin capitals, without marks.

    >>> bare("M-6") == bare("м 6") == bare("М6"), bare("E 28")
    (True, 'E28')
    """
    return "".join(filter(str.isalnum, name.upper())).translate(_ALIKE)


def check(folder: Traversable) -> list[Problem]:
    """Return what is wrong in the file of a folder; nothing where there is none."""
    problems: list[Problem] = []
    if documents.is_there(folder, FILE):
        csv_columns.read(folder, FILE, _COLUMNS, problems)
    return problems


def met(folder: Traversable, network: str) -> list[Met]:
    """Return where the roads or railways of a folder meet the border; none where it tells of none.

    Raises
    ------
    DataError
        The file cannot be read.
    """
    if not documents.is_there(folder, FILE):
        return []
    problems: list[Problem] = []
    table = csv_columns.read(folder, FILE, _COLUMNS, problems)
    if table is None:
        raise DataError(problems)
    rows = zip(*(table[column].tolist() for column in _COLUMNS), strict=True)
    return [
        Met(lon, lat, tuple(filter(None, [*ref.split(";"), name])))
        for kind, lon, lat, ref, name in rows
        if kind == network
    ]


def courses_of(folder: Traversable, name: str) -> Iterator[courses.Course]:
    """Yield the courses of a road in a folder; a number may go without its class or its part.

    Raises
    ------
    DataError
        The file cannot be read.
    """
    problems: list[Problem] = []
    found = courses.read(folder, problems)
    if problems:
        raise DataError(problems)
    wanted = bare(name)
    yield from (course for course in found if bare(course.road.split(" ")[0]) == wanted)


def is_named(names: Iterable[str], name: str) -> bool:
    """Return whether one of the names of a road is meant."""
    return bare(name) in map(bare, names)
