"""Files of a register → records, with every problem of every file found at once."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from msgspec import structs

from borders import dates, documents
from borders.data import decoding, sums
from borders.enums import Level
from borders.errors import DataError
from borders.model import (
    Advice,
    Condition,
    Crossing,
    Danger,
    Facts,
    Group,
    Measure,
    NamedEvent,
    Package,
    Paper,
    Problem,
    Reason,
    Record,
    Sign,
    Source,
    Word,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import tzinfo
    from importlib.resources.abc import Traversable

Identified = TypeVar(
    "Identified",
    Advice,
    Condition,
    Crossing,
    Danger,
    Group,
    Measure,
    NamedEvent,
    Paper,
    Reason,
    Source,
    Word,
)
R = TypeVar("R", bound=Record)

PACKAGE = sums.PACKAGE
WORDS: dict[str, type[Word]] = {
    "reason": Reason,
    "condition": Condition,
    "paper": Paper,
    "traffic": Word,
    "danger": Word,
}
CROSSINGS = "crossings.geojson"
SIGNS = "signs.csv"
_LONG = 100
"""Letters from which on no id is told."""


def read(folder: Traversable) -> Facts:
    """Return the records of a folder of the form that `geodata/README.md` describes.

    Raises
    ------
    DataError
        With all problems of all files.
    """
    facts, problems = scan(folder)
    if facts is None or problems:
        raise DataError(problems)
    return facts


def scan(folder: Traversable) -> tuple[Facts | None, list[Problem]]:
    """Return what could be read of a folder, and every problem met on the way.

    The facts are None only where `datapackage.json` cannot be read, since the clocks stand there.
    """
    problems: list[Problem] = []
    note = functools.partial(noted, problems)
    package = _package(folder, note)
    if package is None:
        return None, problems
    sums.check(folder, note)
    return contents(folder, package, note), problems


def contents(
    folder: Traversable, package: Package, note: functools.partial[None], *, is_whole: bool = True
) -> Facts:
    """Return what could be read of a folder, for the states and clocks of a register.

    Parameters
    ----------
    note
        Called with file, entry and text of each problem.
    is_whole
        Whether crossings must be there: a folder laid over another need not tell of them.
    """
    zones = _zones(package, note)
    home = zones.get(package.home)
    vocabulary = tables(folder, "vocabulary.toml", WORDS, note, may_be_blank=not is_whole)

    def words(key: str, form: type[Identified]) -> dict[str, Identified]:
        name = "vocabulary.toml"
        return _by_id(name, records(name, vocabulary[key], form, note), note)

    def toml(name: str, key: str, form: type[Identified]) -> dict[str, Identified]:
        rows = tables(folder, name, (key,), note, may_be_blank=not is_whole)[key]
        return _by_id(name, records(name, rows, form, note, home), note)

    measures: dict[str, Measure] = {}
    for side, zone in zones.items():
        name = f"measures/{side}.toml"
        rows = tables(folder, name, ("measure",), note, is_needed=is_whole)["measure"]
        for number, row in enumerate(rows, 1):
            if "side" in row:
                entry = _named(row, number, "entry")
                note(name, entry, "side is that of the file: leave it out")
            row["side"] = side
        for measure in records(name, rows, Measure, note, zone):
            if measure.id in measures:
                note(name, measure.id, "this id stands twice; ids are unique")
            measures[measure.id] = measure
    for name in _unread(folder, package):
        note(name, "", f"is not read: give its side a clock under zones in {PACKAGE}")
    crossings = (
        _crossings(folder, note) if is_whole or documents.is_there(folder, CROSSINGS) else []
    )
    return Facts(
        package=package,
        crossings=_by_id(CROSSINGS, crossings, note),
        measures=measures,
        sources=toml("sources.toml", "source", Source),
        groups=toml("groups.toml", "group", Group),
        reasons=words("reason", Reason),
        conditions=words("condition", Condition),
        papers=words("paper", Paper),
        advice=toml("advice.toml", "advice", Advice),
        traffic=words("traffic", Word),
        signs=tuple(_signs(folder, note)),
        danger_words=words("danger", Word),
        dangers=toml("dangers.toml", "danger", Danger),
        events=toml("events.toml", "event", NamedEvent),
    )


def _unread(folder: Traversable, package: Package) -> list[str]:
    """Return the files of measures whose sides have no clock."""
    home = folder / "measures"
    names = [file.name for file in home.iterdir()] if home.is_dir() else []
    known = {f"{side}.toml" for side in package.zones}
    return [f"measures/{n}" for n in sorted(names) if n.endswith(".toml") and n not in known]


def noted(
    problems: list[Problem], file: str, entry: str, text: str, level: Level = Level.ERROR
) -> None:
    """Put what is told of an entry among the problems."""
    problems.append(Problem(file=file, entry=entry, text=text, level=level))


def _read(folder: Traversable, name: str, note: functools.partial[None]) -> bytes:
    """Return the bytes of a file; a mark before them is told once, and hides nothing."""
    content = documents.content(folder, name)
    if content.startswith(documents.MARK):
        note(name, "line 1", documents.MARKED)
    return content.removeprefix(documents.MARK)


def _package(folder: Traversable, note: functools.partial[None]) -> Package | None:
    try:
        return msgspec.convert(documents.json(_read(folder, PACKAGE, note)), Package)
    except (OSError, documents.Unreadable, msgspec.MsgspecError) as error:
        note(
            PACKAGE,
            "",
            f"{decoding.message(error)}; a register has name, title, version, home and zones here",
        )
    return None


def _zones(package: Package, note: functools.partial[None]) -> dict[str, tzinfo]:
    zones: dict[str, tzinfo] = {}
    for side, name in package.zones.items():
        try:
            zones[side] = dates.timezone(name)
        except ValueError as error:
            note(PACKAGE, f"zones.{side}", str(error))
    if package.home not in package.zones:
        note(PACKAGE, "zones", f"the home state {package.home!r} has no zone here")
    return zones


def tables(
    folder: Traversable,
    name: str,
    keys: Iterable[str],
    note: functools.partial[None],
    *,
    is_needed: bool = False,
    may_be_blank: bool = True,
) -> dict[str, list[dict[str, Any]]]:
    """Return the rows under each key of a TOML file; none where the file is absent.

    One that is needed has each key: an empty list says that nothing stands there. Others of a
    register may have a remark alone; one that is blank was cut.
    """
    found: dict[str, list[dict[str, Any]]] = {key: [] for key in keys}
    try:
        content = _read(folder, name, note)
        document = documents.toml(content)
    except FileNotFoundError:
        if is_needed:
            note(name, "", f"is missing: {_NONE.format(*found)}")
        return found
    except (OSError, documents.Unreadable) as error:
        note(name, "", f"{decoding.message(error)}{_both(folder, name, found)}")
        return found
    if not document and (is_needed or not (may_be_blank or content.strip())):
        note(name, "", f"is empty: {_NONE.format(*found)}")
    for key, rows in document.items():
        if key not in found:
            note(name, key, f"no such table; write {' or '.join(f'[[{k}]]' for k in found)}")
        elif not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            note(name, key, f"write each entry under [[{key}]]")
        else:
            found[key] = rows
    return found


_NONE = "write its entries under [[{0}]], or {0} = [] where there are none"


def _both(folder: Traversable, name: str, keys: Iterable[str]) -> str:
    """Return what to do where a table is said to be empty and has entries."""
    from borders.data.toml_entries import none_said

    try:
        text = documents.text(documents.content(folder, name))
    except (OSError, documents.Unreadable):
        return ""
    said = (key for key in keys if none_said(key).search(text) and f"[[{key}]]" in text)
    return next((f": {key} = [] says that there is none: leave it out" for key in said), "")


def _crossings(folder: Traversable, note: functools.partial[None]) -> list[Crossing]:
    name = CROSSINGS
    rows = []
    try:
        for number, (feature, why_none) in enumerate(
            documents.features(_read(folder, name, note)), 1
        ):
            point = None if why_none else _point(feature["geometry"])
            if point is None:
                told = why_none or "is no point: write its longitude and latitude"
                note(name, _named(feature, number, "feature"), told)
            if isinstance(feature, dict) and isinstance(feature.get("properties"), dict):
                rows.append(_flat(feature, point))
    except (OSError, documents.Unreadable) as error:
        told = decoding.message(error)
        note(name, "", f"{told}; write a GeoJSON FeatureCollection of points")
        return []
    return records(name, rows, Crossing, note)


def _point(geometry: dict[str, Any] | None) -> dict[str, float] | None:
    """Return the longitude and latitude of a point; of no geometry nothing, None: it is none."""
    if geometry is None:
        return {}
    place = geometry["coordinates"]
    is_point = geometry["type"] == "Point" and isinstance(place, list) and len(place) == 2  # noqa: PLR2004
    return dict(zip(("lon", "lat"), place, strict=True)) if is_point else None


def _named(entry: object, number: int, what: str) -> str:
    """Return the id of an entry if it can be told in a line, else its number."""
    name = entry.get("id") if isinstance(entry, dict) else None
    is_told = isinstance(name, str) and name.isprintable() and 0 < len(name) < _LONG
    return str(name) if is_told else f"{what} {number}"


def _flat(feature: dict[str, Any], place: dict[str, float] | None) -> dict[str, Any]:
    """Return the properties of a feature with its id and its point, where that can be read."""
    row = dict(feature["properties"])
    if "id" in feature:
        row["id"] = feature["id"]
    point = row.pop("border_point", None)
    if place is not None and (place or point is not None):
        row["border_point"] = {**point, **place} if isinstance(point, dict) else point or place
    return row


def _signs(folder: Traversable, note: functools.partial[None]) -> list[Sign]:
    """Return the signs of a folder, each named by its line; none where the file is absent."""
    try:
        header, rows = documents.table(_read(folder, SIGNS, note))
    except FileNotFoundError:
        return []
    except (OSError, documents.Unreadable) as error:
        note(SIGNS, "", decoding.message(error))
        return []
    fields = msgspec.structs.fields(Sign)
    known = [field.encode_name for field in fields]
    required = [field.encode_name for field in fields if field.required]
    if told := documents.misnamed(header, required, known, known):
        note(SIGNS, "line 1", told)
        return []
    signs = []
    for line, row in rows:
        entry = f"line {line}"
        if told := documents.misfit(header, row):
            note(SIGNS, entry, told)
            continue
        cells = {key: cell for key, cell in zip(header, row, strict=True) if cell}
        signs += records(SIGNS, [cells], Sign, note, entry=entry)
    return signs


def records(
    name: str,
    rows: list[dict[str, Any]],
    form: type[R],
    note: functools.partial[None],
    zone: tzinfo | None = None,
    entry: str = "",
) -> list[R]:
    """Return the rows as records of the form, noting all that is wrong with them.

    Of what is wrong as much is kept as can be read. An entry without an id is named by its number,
    where it has no name of its own.
    """
    found = []
    for number, row in enumerate(rows, 1):
        at = row if zone is None else decoding.instants(row, zone)
        try:
            found.append(decoding.record(at, form))
        except msgspec.ValidationError as error:
            named = entry or _named(row, number, "entry")
            kept, faults = decoding.draft(at, form, zone)
            for text in faults or [decoding.message(error)]:
                note(name, named, text)
            if getattr(kept, "id", named) is None:
                structs.force_setattr(kept, "id", named)
            found.append(kept)
    return found


def _by_id(
    name: str, records: list[Identified], note: functools.partial[None]
) -> dict[str, Identified]:
    by_id: dict[str, Identified] = {}
    for record in records:
        if record.id in by_id:
            note(name, record.id, "this id stands twice; ids are unique")
        by_id[record.id] = record
    return by_id
