"""Where a question starts: towns and crossings by any of their names, longitude and latitude."""

from __future__ import annotations

import functools
import math
import re
import unicodedata
from itertools import chain, permutations, product
from numbers import Real
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeAlias

from borders import documents
from borders.enums import Direction
from borders.errors import (
    DataError,
    QuestionError,
    UnknownCrossing,
    UnknownPlace,
    alternatives,
    close,
    is_iterable,
    shown,
)
from borders.model import Country, Crossing, Id, Problem, Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from importlib.resources.abc import Traversable

    from borders._typing import Floats, Texts

__all__ = ["Gazetteer", "Place", "Towns", "Where", "direction_from", "plain", "several"]

UNLABELLED: Final = 4
"""The rank of towns that were given none, from `SIZEABLE` inhabitants."""
SIZEABLE: Final = 10_000

_FILE: Final = "towns.csv"
_COLUMNS: Final = ("name", "country", "lon", "lat", "population")
_BESIDE: Final = ("id", "label", "alternates", "name_en")
"""Columns that need not be there; a name in another language has the column of its code."""
_NAME: Final = re.compile(r"name_[a-z]{2}")
_LON_LAT: Final = re.compile(r"\s*([-+]?\d+(?:\.\d+)?)\s*,\s*([-+]?\d+(?:\.\d+)?)\s*")
_WORD: Final = re.compile(r"[^\W_]+")
_STATE: Final = re.compile(r"(.+),\s*([A-Za-z]{2})\s*")


class Place(Record, frozen=True, kw_only=True):
    """Where a way starts or ends.

    Attributes
    ----------
    name
        Its name in English, or as it was asked for.
    state
        The state that holds it, ISO 3166-1 alpha-2.
    lon, lat
        Degrees on WGS 84 (EPSG:4326).
    population
        Of a town, how many live there; 0: not known.
    names
        By language, where one is known.
    rank
        Of a town, the lower the more important: the rank that it was given, else one by its size;
        within each, by size.
    crossing
        The crossing that it is, on the side of that state.
    """

    name: str
    state: Country
    lon: float
    lat: float
    population: int = 0
    names: dict[str, str] = {}  # noqa: RUF012 - msgspec makes one for each
    rank: float = math.inf
    crossing: Id | None = None

    def __hash__(self) -> int:
        return hash((self.name, self.state, self.lon, self.lat))  # its dict has none

    @property
    def is_labelled(self) -> bool:
        """Whether it is a town that maps always name."""
        return self.rank < UNLABELLED


class Point(Protocol):
    """A point of shapely, or what is like one."""

    @property
    def geom_type(self) -> str:
        """Its sort: "Point"."""

    @property
    def coords(self) -> Any:  # noqa: ANN401 - a sequence of shapely's own
        """Its longitude and latitude, as the only row."""


Where: TypeAlias = str | tuple[float, float] | Point | Place | Crossing
"""A town or a crossing by any of its names, or as the register gave it; or a position."""


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
            header, rows = documents.table(documents.content(folder, _FILE))
            named = [name for name in header if not _NAME.fullmatch(name)]
            told = documents.misnamed(named, _COLUMNS, (*_COLUMNS, *_BESIDE))
            if told:
                note("line 1", told)
            for line, cells in rows if not told else ():
                try:
                    row = _cells(header, cells)
                    town = _town(row)
                except ValueError as error:
                    note(f"line {line}", str(error))
                    continue
                yield town, row
        except FileNotFoundError:
            return
        except documents.Unreadable as error:
            note(f"line {error.line}" if error.line else "", error.text)
        except OSError as error:
            note("", f"cannot be read: {error}")
        if problems:
            raise DataError(problems)

    @functools.cached_property
    def _names(self) -> tuple[dict[str, list[Place]], dict[str, list[Place]]]:
        """Towns by their plain names: by those in the languages, and by all others."""
        main: dict[str, list[Place]] = {}
        other: dict[str, list[Place]] = {}
        for town, row in self._rows:
            own = {plain(text) for text in (row["name"], *town.names.values())}
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
        match = _STATE.fullmatch(name)
        for words, state in ((name, None), *([(match[1], match[2].upper())] if match else [])):
            for names in self._names:
                matches = [
                    town for town in names.get(plain(words), ()) if state in {None, town.state}
                ]
                if len(matches) == 1:
                    return matches[0]
                if matches:
                    raise QuestionError(_several(name, matches))
        return None

    @property
    def spoken(self) -> dict[str, str]:
        """The names of towns by their plain names."""
        main, other = self._names
        return {key: towns[0].name for key, towns in (*other.items(), *main.items())}


def _cells(header: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    if told := documents.misfit(header, cells):
        raise ValueError(told)
    return dict(zip(header, cells, strict=True))


def _town(row: dict[str, str]) -> Place:
    population = int(
        _number(row["population"] or "0", documents.whole, math.inf, "number of people")
    )
    by_size = UNLABELLED if population >= SIZEABLE else UNLABELLED + 1
    label = _number(row.get("label") or str(by_size), documents.whole, math.inf, "rank of a label")
    return Place(
        name=row.get("name_en") or row["name"],
        state=row["country"],
        lon=_number(row["lon"], documents.number, 180, "lon in degrees"),
        lat=_number(row["lat"], documents.number, 90, "lat in degrees"),
        population=population,
        names={
            key.removeprefix("name_"): name
            for key, name in row.items()
            if key.startswith("name_") and name
        },
        rank=round(label + 1 / (2 + math.log10(1 + population)), 3),
    )


def _number(text: str, kind: Callable[[str], float], most: float, what: str) -> float:
    try:
        number = kind(text)
    except ValueError:
        number = math.nan
    if not abs(number) <= most:
        msg = f"{text!r} is no {what}"
        raise ValueError(msg)
    return number


def _several(name: str, matches: list[Place]) -> str:
    states = [town.state for town in matches]
    choices = [
        f"{town.name}, {town.state}"
        if states.count(town.state) == 1
        else f"{town.lon:.3f},{town.lat:.3f} ({town.name}, {town.state})"
        for town in sorted(matches, key=lambda town: -town.population)
    ]
    return f"{name!r} may be several towns: say {alternatives(choices)}."


class Gazetteer:
    """The towns and crossings of a register, and its states, to be found as a question names them.

    Parameters
    ----------
    crossings, towns
        What may be named; the towns are read when first looked for.
    state_of
        Which state holds each of some positions, "" for none: two arrays of degrees, one of codes.
    """

    def __init__(
        self,
        crossings: Iterable[Crossing],
        towns: Callable[[], Towns],
        state_of: Callable[[Floats, Floats], Texts],
    ) -> None:
        self._crossings = tuple(crossings)
        self._by_id = {crossing.id: crossing for crossing in self._crossings}
        self._towns = towns
        self._state_of = state_of

    def crossing(self, name: str | Crossing) -> Crossing:
        """Return the crossing of a name, as `Register.crossing` says."""
        if isinstance(name, Crossing):
            name = name.id
        if not isinstance(name, str):
            raise UnknownCrossing(f"{shown(name)} is no crossing: give one of its names")
        if name in self._by_id:
            return self._by_id[name]
        match = self._named.get(plain(name), [])
        if len(match) == 1:
            return match[0]
        if match:
            ids = alternatives(crossing.id for crossing in match)
            raise UnknownCrossing(f"{name!r} may be several crossings: say {ids}.")
        hint = _hint(name, self._spoken)
        raise UnknownCrossing(f"No crossing of this register is called {shown(name)}.{hint}")

    @functools.cached_property
    def _named(self) -> dict[str, list[Crossing]]:
        """The crossings by plain name: by id, the names on each side or on both, and aliases."""
        named: dict[str, list[Crossing]] = {}
        for crossing in self._crossings:
            near, far = _near_names(crossing), _far_names(crossing)
            pairs = {f"{a} {b}" for pair in product(near, far) for a, b in permutations(pair)}
            for name in {plain(crossing.id), *near, *far, *pairs}:
                named.setdefault(name, []).append(crossing)
        return named

    @property
    def _spoken(self) -> dict[str, str]:
        """The names of crossings by their plain names."""
        return {key: match[0].name() for key, match in self._named.items()}

    def place(self, name: Where) -> Place | Crossing:
        """Return the town, crossing or position that is meant, as `Register.place` says."""
        if isinstance(name, Place):
            return name
        if isinstance(name, Crossing):
            return self.crossing(name)
        if not isinstance(name, str):
            return self._at(*degrees(name))
        if position := _position(name):
            return self._at(*degrees(position))
        towns = self._towns()
        if town := towns.find(name):
            return town
        try:
            return self.crossing(name)
        except UnknownCrossing as error:
            if plain(name) in self._named:
                raise  # several crossings have it
            hint = _hint(name, {**self._spoken, **towns.spoken})
            raise UnknownPlace(
                f"No town or crossing of this register is called {shown(name)}.{hint} "
                f"A place may also be given as lon,lat."
            ) from error

    def _at(self, lon: float, lat: float) -> Place:
        import numpy as np

        name = f"{lon:g},{lat:g}"
        here, swapped = self._state_of(np.array([lon, lat]), np.array([lat, lon]))
        if not here:
            hint = f"; write longitude first: {lat:g},{lon:g}" if swapped else ""
            raise QuestionError(f"No state of this register holds {name}{hint}")
        return Place(name=name, state=here, lon=lon, lat=lat)


def _near_names(crossing: Crossing) -> set[str]:
    """Return the plain names of a crossing on the neighbour's side."""
    return {*map(plain, crossing.checkpoints[0].names.values())}


def _far_names(crossing: Crossing) -> set[str]:
    """Return the other plain names of a crossing."""
    names = (c.names.values() for c in crossing.checkpoints[1:])
    return {*map(plain, chain(crossing.aliases, *names))}


def direction_from(start: Place, home: str) -> Direction:
    """Return the direction in which the border is crossed on a way from a place."""
    return Direction.OUT if start.state == home else Direction.IN


def _position(text: str) -> tuple[float, float] | None:
    """Return the longitude and latitude that a text of two numbers gives."""
    match = _LON_LAT.fullmatch(text)
    return (float(match[1]), float(match[2])) if match else None


def degrees(position: Any) -> tuple[float, float]:  # noqa: ANN401 - whatever was given
    """Return longitude and latitude, of a point or a pair.

    Raises
    ------
    QuestionError
        It is neither, or lies beyond the globe.
    """
    try:
        is_point = getattr(position, "geom_type", None) == "Point"
        lon, lat = map(float, position.coords[0][:2] if is_point else position)
    except (ArithmeticError, IndexError, TypeError, ValueError) as error:
        msg = f"{shown(position)} is no place: give a name, or a pair of longitude and latitude"
        raise QuestionError(msg) from error
    if not (abs(lon) <= 180 and abs(lat) <= 90):  # noqa: PLR2004 - of the globe
        msg = f"{lon:g},{lat:g} is no position: write longitude, then latitude, in degrees"
        raise QuestionError(msg)
    return lon, lat


def several(places: Any) -> list[Any] | None:  # noqa: ANN401 - whatever was given
    """Return many places as a list; None: it is one, or none.

    Points of geopandas are taken in degrees of WGS 84.
    """
    if isinstance(places, str | Place | Crossing) or not is_iterable(places):
        return None
    shapes = getattr(places, "geometry", None)
    if shapes is not None:
        return list(shapes if shapes.crs is None else shapes.to_crs("EPSG:4326"))
    each = list(places)
    is_position = bool(each) and all(isinstance(one, Real) for one in each)
    return None if is_position else each


def _hint(name: str, spoken: Mapping[str, str]) -> str:
    """Return the hint at the name that is nearest to one that nothing has."""
    near = next((text for text in close(plain(name), spoken) if is_slip(plain(name), text)), None)
    return f" Did you mean {spoken[near]}?" if near else ""


def is_slip(name: str, other: str) -> bool:
    """Return whether a name may be another, mistyped: one letter of four is wrong at most.

    Names that share more or less of their letters are other places.

    Examples
    --------
    >>> is_slip("kuznitsa", "kuznica"), is_slip("paris", "pakruojis"), is_slip("kyiv", "kuriv")
    (True, False, False)
    """
    costs = list(range(len(other) + 1))
    for row, letter in enumerate(name, 1):
        above, costs = costs, [row]
        for column, with_letter in enumerate(other, 1):
            changed = above[column - 1] + (letter != with_letter)
            costs.append(min(above[column] + 1, costs[-1] + 1, changed))
    return costs[-1] <= max(1, len(name) // 4)


def plain(text: str) -> str:
    """Return a name as it is compared: lower case, no diacritics, words by single spaces.

    Examples
    --------
    >>> plain("Kuźnica Białostocka"), plain("Šalčininkai–Benyakoni")
    ('kuznica bialostocka', 'salcininkai benyakoni')
    """
    folded = unicodedata.normalize("NFKD", text.casefold().replace("ł", "l"))
    bare = "".join(c for c in folded if not unicodedata.combining(c))
    return " ".join(_WORD.findall(bare))
