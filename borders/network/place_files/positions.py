"""Where places say that they lie: columns found, degrees read, and what is odd told by row."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pandas as pd

from borders.errors import QuestionError, shown
from borders.network.place_files.values import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from pathlib import Path

    from borders._typing import Bools, Floats, Texts
    from borders.geo.states import CountryLocator

    Where = Callable[[Sequence[int], int], str]
    """Words for some rows, by their numbers from 0, of so many: "lines 4, 9 and 3 more"."""

PAIRS: Final = (("lon", "lat"), ("longitude", "latitude"), ("lng", "lat"), ("x", "y"))
NOTHING: Final = frozenset({"", "nan", "na", "n/a", "null", "none", "-", "–"})
"""What stands, in small letters, where a number is missing."""
COMMA: Final = re.compile(r"[-+]?\d+,\d+")
SHOWN: Final = 10
"""How many rows are named."""
_BOUNDS: Final = (180, 90)
_LONG: Final = 60
"""Letters of a name from which it is told in short."""


class Pair(NamedTuple):
    """The numbers of the columns of longitude and latitude."""

    lon: int
    lat: int


def find(names: Sequence[str]) -> Pair | None:
    """Return the columns that hold positions, by their names; None: there are none.

    Raises
    ------
    QuestionError
        Two columns have the name of one of them.
    """
    bare = [name.strip().casefold() for name in names]
    for words in PAIRS:
        if not set(words) <= set(bare):
            continue
        for word in words:
            at = [number for number, name in enumerate(bare, 1) if name == word]
            if len(at) > 1:
                columns = " and ".join(map(str, at))
                raise QuestionError(
                    f"there are {len(at)} columns {word} (columns {columns}): rename those that "
                    "hold no positions"
                )
        return Pair(*(bare.index(word) for word in words))
    return None


def has(names: Sequence[str]) -> bool:
    """Return whether some columns have the names of a position."""
    bare = {name.strip().casefold() for name in names}
    return any(set(words) <= bare for words in PAIRS)


def both(lonlat: Floats) -> Floats:
    """Return positions that are missing as a whole where half of them is."""
    return np.where(np.isnan(lonlat).any(axis=0), np.nan, lonlat)


def of_columns(source: Path, names: Sequence[str], columns: Sequence[Any]) -> Floats:
    """Return longitude and latitude of places that tell them in columns.

    Raises
    ------
    QuestionError
        No columns do, or they are no degrees.
    """
    at = pair(source, names)

    def where(rows: Sequence[int], count: int) -> str:
        return f"{source}, {ordinal(rows, count)}"

    return degrees([plain(columns[each]) for each in at], [names[each] for each in at], where)


def pair(source: Path, names: Sequence[str]) -> Pair:
    """Return the columns of a file that hold positions.

    Raises
    ------
    QuestionError
        None does, or more than can be told apart.
    """
    try:
        found = find(names)
    except QuestionError as error:
        raise QuestionError(f"{source}: {error}") from error
    if found is None:
        told = named([name.strip() for name in names]) or "none at all"
        raise QuestionError(f"{source} has no columns lon and lat, but {told}")
    return found


def named(names: Sequence[str]) -> str:
    """Return names that a file has, as an error tells them: in short, and without signs of theirs.

    Examples
    --------
    >>> named(["name", "x" * 500])[:12]
    "name, 'xxxxx"
    """
    told = [each if each.isprintable() and len(each) < _LONG else shown(each) for each in names]
    return ", ".join([*told[:SHOWN], *(["…"] if len(told) > SHOWN else [])])


def listed(word: str, rows: Sequence[int], count: int) -> str:
    """Return rows in words, and how many more there are.

    >>> listed("line", [4], 1), listed("line", [4, 9, 12], 3), listed("line", [4, 9], 5)
    ('line 4', 'lines 4, 9 and 12', 'lines 4, 9 and 3 more')
    """
    shown = [str(row) for row in rows]
    if count > len(shown):
        return f"{word}s {', '.join(shown)} and {count - len(shown)} more"
    last = shown.pop()
    return f"{word}s {', '.join(shown)} and {last}" if shown else f"{word} {last}"


def ordinal(rows: Sequence[int], count: int) -> str:
    """Return places by their order in a file, from 1."""
    return listed("place", [row + 1 for row in rows], count)


def degrees(columns: Sequence[Sequence[object]], names: Sequence[str], where: Where) -> np.ndarray:
    """Return longitude and latitude out of two columns of numbers or texts; NaN: missing.

    Decimal commas are read as points, and what stands for nothing as missing.

    Raises
    ------
    QuestionError
        A value is no number of degrees: which, in which row, and what to write.
    """
    return np.array(
        [
            _numbers(values, name, bound, where)
            for values, name, bound in zip(columns, names, _BOUNDS, strict=True)
        ]
    )


def _numbers(values: Sequence[object], name: str, bound: int, where: Where) -> Floats:
    read = pd.to_numeric(np.array(values, object), errors="coerce")
    numbers = np.array(read, float)
    for row in np.flatnonzero(np.isnan(numbers)).tolist():
        value = values[row]
        text = "" if value is None else str(value).strip()
        if COMMA.fullmatch(text):
            numbers[row] = float(text.replace(",", "."))
        elif text.casefold() not in NOTHING:
            raise QuestionError(
                f"{where([row], 1)}: {shown(text)} is no {name.strip()} in degrees: "
                "write a decimal number, such as 25.28"
            )
    outside = np.flatnonzero(np.abs(numbers) > bound)
    if len(outside):
        text = shown(str(values[outside[0]]).strip())
        raise QuestionError(
            f"{where([int(outside[0])], 1)}: {text} is no {name.strip()} in degrees, which lies "
            f"between -{bound} and {bound}{_metres(numbers)}"
        )
    return numbers


def _metres(numbers: Floats) -> str:
    if np.nanmedian(np.abs(numbers)) > _BOUNDS[0]:
        return (
            ": are these metres? Write degrees (EPSG:4326), or a .gpkg, .fgb or .parquet that says "
            "in which coordinate system it is"
        )
    return ""


class Oddities:
    """What is odd about positions, gathered part by part."""

    def __init__(self, locator: CountryLocator) -> None:
        self._locator = locator
        self._counts: Counter[str] = Counter()
        self._rows: dict[str, list[int]] = {"missing": [], "swapped": []}
        self._first: tuple[float, float] | None = None

    def add(self, lon: Floats, lat: Floats, state: Texts) -> None:
        """Look at more places."""
        is_missing = np.isnan(lon) | np.isnan(lat)
        is_abroad = (state == "") & ~is_missing
        is_swapped = self._swapped(lon, lat, is_abroad)
        if self._first is None and is_swapped.any():
            at = int(np.flatnonzero(is_swapped)[0])
            self._first = float(lon[at]), float(lat[at])
        for kind, rows in (("missing", is_missing), ("swapped", is_swapped)):
            room = SHOWN - len(self._rows[kind])
            found = np.flatnonzero(rows)[:room] + self._counts["places"]
            self._rows[kind] += found.tolist()
            self._counts[kind] += int(rows.sum())
        self._counts["inside"] += int((~is_missing & ~is_abroad).sum())
        self._counts["places"] += len(lon)

    def _swapped(self, lon: Floats, lat: Floats, is_abroad: Bools) -> Bools:
        is_swapped = np.zeros(len(lon), bool)
        rows = np.flatnonzero(is_abroad & (np.abs(lon) <= _BOUNDS[1]))
        is_swapped[rows] = self._locator.locate(lat[rows], lon[rows]) != ""
        return is_swapped

    def refuse(self, source: object) -> None:
        """Refuse places of which none lies in a state, but would with latitude and longitude so.

        Raises
        ------
        QuestionError
            Which they are.
        """
        if self._counts["inside"] or self._first is None:
            return
        lon, lat = self._first
        raise QuestionError(
            f"{source}: none of {self._counts['places']} places lies in a state of the register, "
            f"but {self._counts['swapped']} would if latitude and longitude changed places "
            f"({lon:g}, {lat:g} is the first): give the longitude first, or as lon"
        )

    def notes(
        self, source: object, where: Where, kinds: Collection[str] = ("missing", "swapped")
    ) -> list[str]:
        """Return a line for each sort of what is odd."""
        texts = {
            "missing": "no position; write longitude and latitude in degrees",
            "swapped": (
                "in no state of the register, but in one if latitude and longitude change places; "
                "write the longitude first"
            ),
        }
        return [
            f"{source}, {where(self._rows[kind], self._counts[kind])}: {text}"
            for kind, text in texts.items()
            if kind in kinds and self._counts[kind]
        ]
