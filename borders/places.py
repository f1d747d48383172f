"""Where a question starts: towns by any of their names, crossings, longitude and latitude."""

from __future__ import annotations

import csv
import difflib
import functools
import io
import math
import re
import unicodedata
from typing import TYPE_CHECKING, Final

from borders.enums import Direction, Language
from borders.errors import DataError, QuestionError, UnknownPlace
from borders.model import Country, Id, Problem, Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from importlib.resources.abc import Traversable

_FILE: Final = "towns.csv"
_COLUMNS: Final = ("name", "country", "lon", "lat", "population")
_LON_LAT: Final = re.compile(r"\s*([-+]?\d+(?:\.\d+)?)\s*,\s*([-+]?\d+(?:\.\d+)?)\s*")
_STATE: Final = re.compile(r"(.+),\s*([A-Za-z]{2})\s*")


class Place(Record, frozen=True, kw_only=True):
    """Where a way starts or ends.

    Attributes
    ----------
    state
        The state that holds it, ISO 3166-1 alpha-2.
    is_labelled
        Whether it is a town that maps always name.
    crossing
        The crossing that it is, on the side of that state.
    """

    name: str
    state: Country
    lon: float
    lat: float
    population: int = 0
    is_labelled: bool = False
    crossing: Id | None = None


class Towns:
    """The towns of a folder, to be found by name.

    Raises
    ------
    DataError
        With each line of `towns.csv` that is no town.
    """

    def __init__(self, folder: Traversable) -> None:
        self._rows = tuple(self._read(folder))
        self.all: tuple[Place, ...] = tuple(town for town, _ in self._rows)

    def _read(self, folder: Traversable) -> Iterable[tuple[Place, dict[str, str]]]:
        problems: list[Problem] = []

        def note(entry: str, text: str) -> None:
            problems.append(Problem(file=_FILE, entry=entry, text=text))

        try:
            content = folder.joinpath(_FILE).read_bytes()
            rows = csv.DictReader(io.StringIO(content.decode("utf-8")))
            missing = [name for name in _COLUMNS if name not in (rows.fieldnames or ())]
            if missing:
                note("line 1", f"has no {', '.join(missing)}: write {','.join(_COLUMNS)}")
            for row in rows if not missing else ():
                try:
                    town = _town(row)
                except ValueError as error:
                    note(f"line {rows.line_num}", str(error))
                    continue
                yield town, row
        except FileNotFoundError:
            return
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            note(f"line {line}", "is no UTF-8 text")
        except (OSError, csv.Error) as error:
            note("", f"cannot be read: {error}")
        if problems:
            raise DataError(problems)

    @functools.cached_property
    def _names(self) -> tuple[dict[str, list[Place]], dict[str, list[Place]]]:
        """Towns by their plain names: by those in the languages, and by all others."""
        main: dict[str, list[Place]] = {}
        other: dict[str, list[Place]] = {}
        for town, row in self._rows:
            told = {row.get(f"name_{language.value}") for language in Language}
            own = {plain(text) for text in {row["name"], *told} if text}
            more = {plain(text) for text in (row.get("alternates") or "").split("|") if text}
            for names, keys in ((main, own), (other, more - own)):
                for key in keys:
                    names.setdefault(key, []).append(town)
        return main, other

    def find(self, name: str) -> Place | None:
        """Return the town of a name, in any language and spelling, or none.

        A name may end in the code of its state: "Brest, BY".

        Raises
        ------
        QuestionError
            Several towns have this name.
        """
        said = _STATE.fullmatch(name)
        for words, state in ((name, None), *([(said[1], said[2].upper())] if said else [])):
            for names in self._names:
                found = [
                    town for town in names.get(plain(words), ()) if state in {None, town.state}
                ]
                if len(found) == 1:
                    return found[0]
                if found:
                    raise QuestionError(_several(name, found))
        return None

    @property
    def spoken(self) -> dict[str, str]:
        """The names of towns by their plain names."""
        main, other = self._names
        return {key: towns[0].name for key, towns in (*other.items(), *main.items())}


def _town(row: dict[str, str]) -> Place:
    if None in row or None in row.values():
        msg = "has more or fewer columns than the header"
        raise ValueError(msg)
    rank = _number(row.get("label") or "0", int, math.inf, "rank of a label")
    return Place(
        name=row.get("name_en") or row["name"],
        state=row["country"],
        lon=_number(row["lon"], float, 180, "lon in degrees"),
        lat=_number(row["lat"], float, 90, "lat in degrees"),
        population=int(_number(row["population"] or "0", int, math.inf, "number of people")),
        is_labelled=rank > 0,
    )


def _number(text: str, kind: Callable[[str], float], most: float, what: str) -> float:
    try:
        found = kind(text)
    except ValueError:
        found = math.nan
    if not abs(found) <= most:
        msg = f"{text!r} is no {what}"
        raise ValueError(msg)
    return found


def _several(name: str, found: list[Place]) -> str:
    states = [town.state for town in found]
    choices = [
        f"{town.name}, {town.state}"
        if states.count(town.state) == 1
        else f"{town.lon:.3f},{town.lat:.3f} ({town.name}, {town.state})"
        for town in sorted(found, key=lambda town: -town.population)
    ]
    return f"{name!r} may be several towns: say {', '.join(choices[:-1])} or {choices[-1]}."


def direction_from(start: Place, home: str) -> Direction:
    """Return the direction in which the border is crossed on a way from a place."""
    return Direction.OUT if start.state == home else Direction.IN


def position(text: str) -> tuple[float, float] | None:
    """Return the longitude and latitude that a text of two numbers gives.

    Examples
    --------
    >>> position("27.5667, 53.9")
    (27.5667, 53.9)
    """
    found = _LON_LAT.fullmatch(text)
    return (float(found[1]), float(found[2])) if found else None


def unknown(name: str, spoken: dict[str, str]) -> UnknownPlace:
    """Return the error that no place has this name, with the nearest that there is."""
    near = difflib.get_close_matches(plain(name), spoken, n=1, cutoff=0.6)
    hint = f" Did you mean {spoken[near[0]]}?" if near else ""
    return UnknownPlace(
        f"No town or crossing is called {name!r}.{hint} A place may also be given as lon,lat."
    )


def plain(text: str) -> str:
    """Return a name as it is compared: lower case, no diacritics, words by single spaces.

    Examples
    --------
    >>> plain("Kuźnica Białostocka"), plain("Šalčininkai–Benyakoni")
    ('kuznica bialostocka', 'salcininkai benyakoni')
    """
    folded = unicodedata.normalize("NFKD", text.casefold().replace("ł", "l"))
    kept = "".join(c if c.isalnum() else " " for c in folded if not unicodedata.combining(c))
    return " ".join(kept.split())
