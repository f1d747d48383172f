"""Folders laid over one another: what an upper one adds, replaces and ends in those below.

Its `datapackage.json` names what it lies over, and has no home. An entry takes the place of the
one below that has its id; `overlay.toml` ends measures and confirms crossings of the folders below.
"""

from __future__ import annotations

import contextlib
import functools
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

import msgspec
from msgspec import structs

from borders import dates, documents
from borders.data import archives, decoding, reading, sums
from borders.data.lines import with_lines
from borders.enums import Level
from borders.errors import DataError, QuestionError, nearest
from borders.model import (
    Confirmation,
    Crossing,
    End,
    Facts,
    Measure,
    OverlayPackage,
    Problem,
    Record,
    Verified,
)

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from borders.data.archives import Folder

T = TypeVar("T", Crossing, Measure)
F = TypeVar("F", End, Confirmation)

FILE: Final = "overlay.toml"
"""What an overlay says of entries below it, in short."""

_FILES: Final = {
    "crossings": reading.CROSSINGS,
    "sources": "sources.toml",
    "groups": "groups.toml",
    "reasons": "vocabulary.toml",
    "conditions": "vocabulary.toml",
    "papers": "vocabulary.toml",
    "traffic": "vocabulary.toml",
    "danger_words": "vocabulary.toml",
    "dangers": "dangers.toml",
    "advice": "advice.toml",
    "events": "events.toml",
}
"""The file of each kind of record but measures."""


class Scan(NamedTuple):
    """What could be read of some folders, and what was met on the way."""

    facts: Facts | None
    """None: a `datapackage.json` cannot be read."""
    problems: list[tuple[int, Problem]]
    """Each with the number of its folder; notes of what is replaced among them."""
    folders: tuple[Folder, ...]
    """The register first, then what lies over it."""


def read(*folders: str | os.PathLike[str]) -> tuple[Facts, tuple[Folder, ...]]:
    """Return the records of some folders, and the folders: the register first.

    Parameters
    ----------
    folders
        A register and what is laid over it, the uppermost last. Left out: the shipped register. An
        overlay alone lies over what its `datapackage.json` names.

    Raises
    ------
    DataError
        With all problems of all files.
    QuestionError
        A folder does not lie over those before it.
    """
    scanned = scan(*folders)
    problems = [each for each in scanned.problems if each[1].level is Level.ERROR]
    if scanned.facts is None or problems:
        raise DataError([*with_lines(problems, scanned.folders)])
    return scanned.facts, scanned.folders


def scan(*folders: str | os.PathLike[str]) -> Scan:
    """Return what could be read of some folders, and every problem met on the way."""
    return scan_stack(stacked(*folders))


def scan_stack(stack: Sequence[Folder]) -> Scan:
    """Return what could be read of folders that lie over one another, the register first."""
    facts, problems = reading.scan(stack[0])
    found = [(0, problem) for problem in problems]
    for number, folder in enumerate(stack[1:], 1):
        if facts is None or any(problem.file == reading.PACKAGE for _, problem in found):
            break  # without clocks there is nothing to read by
        facts, problems = _lay(facts, folder)
        found += [(number, problem) for problem in problems]
    return Scan(facts, found, tuple(stack))


def editable(folders: Iterable[str | os.PathLike[str]]) -> Path:
    """Return the folder that may be written to: the uppermost that is given and not released.

    Raises
    ------
    QuestionError
        There is none: `borders new` makes one.
    """
    for folder in reversed([*map(archives.opened, folders)]):
        if isinstance(folder, Path) and not _is_released(folder):
            return folder
    msg = (
        "what is shipped or released is not written to: borders new mine makes a folder to lie "
        "over it, which --geodata mine then names"
    )
    raise QuestionError(msg)


def _is_released(folder: Path) -> bool:
    """Return whether a folder belongs to an installed package, or has the sums of its files."""
    shipped = archives.geodata()
    if folder.resolve() == shipped.resolve() and shipped.name.startswith("_"):
        return True
    resources = _document(folder).get("resources", [])
    return any(isinstance(each, dict) and "hash" in each for each in resources)


def stacked(*paths: str | os.PathLike[str]) -> tuple[Folder, ...]:
    """Return the folders with what the first of them lies over, the register first.

    Raises
    ------
    QuestionError
        A folder does not lie over those before it.
    """
    if not paths:
        return (archives.geodata(),)
    folders = [*map(archives.opened, paths)]
    stack: list[Folder] = [*_below(folders[0], ()), folders[0]]
    for folder in folders[1:]:
        names = [_document(each).get("name") for each in stack]
        over = _over(folder)
        if over is None:
            msg = f"{folder} is a register of its own: name it first, or alone"
            raise QuestionError(msg)
        if over not in names and _beside(folder, over).resolve() not in {
            f.resolve() for f in stack
        }:
            below = nearest(over, map(str, names), 0) or names[0]
            msg = f"{folder} lies over {over}, which is not named before it: "
            raise QuestionError(f"{msg}write over = {below!r} in its {reading.PACKAGE}, or name it")
        stack.append(folder)
    return tuple(stack)


def _below(folder: Folder, above: tuple[Folder, ...]) -> tuple[Folder, ...]:
    """Return what a folder lies over, the register first; nothing, where it is one."""
    over = _over(folder)
    if over is None:
        return ()
    shipped = archives.geodata()
    is_shipped = over == _document(shipped).get("name")
    below = shipped if is_shipped else _beside(folder, over)
    if not (below / reading.PACKAGE).is_file() or folder.resolve() in {f.resolve() for f in above}:
        msg = f"{folder} lies over {over!r}, which is not found: name its folder before this one"
        raise QuestionError(msg)
    return (*_below(below, (*above, folder)), below)


def _beside(folder: Folder, over: str) -> Folder:
    return archives.opened(folder / over) if isinstance(folder, Path) else folder / over


def _over(folder: Folder) -> str | None:
    """Return the name of what a folder lies over; None: it is a register."""
    document = _document(folder)
    if not document or ("over" not in document and {"home", "zones"} & document.keys()):
        return None
    if "over" not in document and "name" not in document:
        return None
    return str(document.get("over") or _document(archives.geodata()).get("name"))


def _document(folder: Folder) -> dict[str, Any]:
    """Return what `datapackage.json` says; nothing, where it cannot be read."""
    try:
        content = documents.content(folder, reading.PACKAGE).removeprefix(documents.MARK)
        document = documents.json(content)
    except (OSError, documents.Unreadable):
        return {}
    return document if isinstance(document, dict) else {}


def _lay(below: Facts, folder: Folder) -> tuple[Facts | None, list[Problem]]:
    """Return a register with a folder laid over it, and every problem of that."""
    problems: list[Problem] = []
    note = functools.partial(reading.noted, problems)
    package = _package(folder, note)
    if package is None:
        return None, problems
    if package.name in {below.package.name, *below.overlays}:
        note(
            reading.PACKAGE, "", f"name {package.name!r} is that of a folder below: choose another"
        )
    if kept := package.zones.keys() & below.package.zones.keys():
        note(reading.PACKAGE, "zones", f"{', '.join(sorted(kept))} stands below: leave it out")
    zones = {**package.zones, **below.package.zones}
    sums.check(folder, note)
    own = reading.contents(
        folder, structs.replace(below.package, zones=zones), note, is_whole=False
    )
    merged = _merged(below, _signed(own, package.name), package, note)
    if any(problem.file == reading.PACKAGE for problem in problems):
        return merged, problems
    return _extended(merged, folder, package.name, note), problems


def _package(folder: Folder, note: functools.partial[None]) -> OverlayPackage | None:
    needs = "an overlay has name and version here, and over: what it lies over"
    try:
        content = documents.content(folder, reading.PACKAGE).removeprefix(documents.MARK)
        package = msgspec.convert(documents.json(content), OverlayPackage)
    except (OSError, documents.Unreadable, msgspec.MsgspecError) as error:
        note(reading.PACKAGE, "", f"{decoding.message(error)}; {needs}")
        return None
    if stray := {"home", "fresh_days"} & _document(folder).keys():
        text = f"{', '.join(sorted(stray))}: that of what it lies over holds: leave it out"
        note(reading.PACKAGE, "", text)
    return package


def _signed(facts: Facts, name: str) -> Facts:
    """Return records that know which folder says so."""
    for record in (*facts.measures.values(), *facts.sources.values(), *facts.crossings.values()):
        structs.force_setattr(record, "folder", name)  # they are new, and may be none that can be
    for crossing in facts.crossings.values():
        for period in crossing.verified:
            structs.force_setattr(period, "folder", name)
    return facts


def _merged(
    below: Facts, upper: Facts, package: OverlayPackage, note: functools.partial[None]
) -> Facts:
    """Return the records of both, those of the upper folder in the place of those below."""
    changes: dict[str, Any] = {}
    for kind, file in _FILES.items():
        lower, higher = getattr(below, kind), getattr(upper, kind)
        for key in higher.keys() & lower.keys():
            _tell(file, lower[key], higher[key], below, note)
        changes[kind] = {**lower, **higher}
    replaced = dict(below.replaced)
    for key in [key for key in upper.measures if key in below.measures]:
        lower, higher = below.measures[key], upper.measures[key]
        _tell(f"measures/{higher.side}.toml", lower, higher, below, note)
        replaced[key] = (lower, *replaced.get(key, ()))
    return structs.replace(
        below,
        **changes,
        measures={**below.measures, **upper.measures},
        signs=(*below.signs, *upper.signs),
        package=structs.replace(
            upper.package, version=f"{below.package.version} + {package.name} {package.version}"
        ),
        overlays=(*below.overlays, package.name),
        replaced=replaced,
    )


def _tell(
    file: str, lower: Record, higher: Record, below: Facts, note: functools.partial[None]
) -> None:
    """Note what takes the place of what."""
    of = getattr(lower, "folder", "") or below.package.name
    names = {field.name: field.encode_name for field in structs.fields(higher)}
    differing = [
        encoded
        for name, encoded in names.items()
        if encoded not in decoding.OURS and not _alike(getattr(lower, name), getattr(higher, name))
    ]
    entry: str = higher.id  # type: ignore[attr-defined]
    if differing:
        text = f"takes the place of the entry of {of}, with another {', '.join(differing)}"
        note(file, entry, text, Level.NOTE)
    else:
        note(file, entry, f"says what {of} says: leave it out", Level.WARNING)


def _alike(a: object, b: object) -> bool:
    """Return whether two values are the same, whichever folder says so."""
    if isinstance(a, tuple) and isinstance(b, tuple):
        return len(a) == len(b) and all(map(_alike, a, b))
    if isinstance(a, Verified) and isinstance(b, Verified):
        return structs.replace(a, folder=b.folder) == b
    return a == b


def _extended(facts: Facts, folder: Folder, name: str, note: functools.partial[None]) -> Facts:
    """Return a register with the ends and the verified periods that an overlay tells of."""
    rows = reading.tables(folder, FILE, ("end", "verified"), note)
    measures, replaced = dict(facts.measures), dict(facts.replaced)
    for row in rows["end"]:
        for measure, end in _told_of(row, "measure", measures, End, facts, note):
            ended = _ended(measure, end, name, note)
            if ended is not measure:
                measures[measure.id] = ended
                replaced[measure.id] = (measure, *replaced.get(measure.id, ()))
    crossings = dict(facts.crossings)
    for row in rows["verified"]:
        for crossing, told in _told_of(row, "crossing", crossings, Confirmation, facts, note):
            period = structs.replace(told.period, folder=name)
            after = tuple(_added(crossing.verified, period))
            if after == crossing.verified:
                text = f"{told.first} to {told.through} is verified below already: leave it out"
                note(FILE, crossing.id, text, Level.WARNING)
            crossings[crossing.id] = structs.replace(crossing, verified=after)
    return structs.replace(facts, measures=measures, crossings=crossings, replaced=replaced)


def _told_of(
    row: dict[str, Any],
    key: str,
    known: Mapping[str, T],
    form: type[F],
    facts: Facts,
    note: functools.partial[None],
) -> Iterator[tuple[T, F]]:
    """Yield the record of which a row tells, and what it tells, if both are sound."""
    name = str(row.get(key, f"{key} is missing"))
    about = known.get(name)
    if about is None:
        near = nearest(name, known)
        hint = f"; did you mean {near!r}?" if near else ""
        note(FILE, name, f"no {key} is called {name!r}{hint}")
    side = about.side if isinstance(about, Measure) else facts.package.home
    zone = dates.timezone(facts.package.zones[side])
    told = reading.records(FILE, [row], form, note, zone, entry=name)
    with contextlib.suppress(msgspec.ValidationError):  # noted
        decoding.record(decoding.instants(row, zone), form)
        if about is not None:
            yield about, told[0]


def _ended(measure: Measure, end: End, name: str, note: functools.partial[None]) -> Measure:
    """Return a measure with its end, and with the one that was told of before as planned."""
    planned, below = measure.planned_to or measure.valid_to, measure.folder or "the register"
    if measure.valid_to == end.valid_to:
        text = f"ends at {end.valid_to.isoformat()}, as {below} has it: leave it out"
        note(FILE, measure.id, text, Level.WARNING)
        return measure
    try:
        ended = structs.replace(
            measure,
            valid_to=end.valid_to,
            planned_to=None if planned == end.valid_to else planned,
            lifted=end.lifted,
            last_seen=None,
            sources=tuple(dict.fromkeys((*measure.sources, *end.sources))),
            note=" ".join(filter(None, (measure.note, end.note))),
            folder=name,
        )
    except ValueError as error:
        note(FILE, measure.id, str(error))
        return measure
    until = "without end" if measure.valid_to is None else f"until {measure.valid_to.isoformat()}"
    text = f"ends at {end.valid_to.isoformat()}, where {below} has it {until}"
    note(FILE, measure.id, text, Level.NOTE)
    return ended


def _added(periods: Sequence[Verified], added: Verified) -> Iterator[Verified]:
    """Yield verified periods with another, as far as they leave days to it."""
    first, day = added.first, timedelta(days=1)
    parts = []
    for period in periods:
        if period.through < first or period.first > added.through:
            continue
        if period.first > first:
            parts.append(structs.replace(added, first=first, through=period.first - day))
        first = period.through + day
    if first <= added.through:
        parts.append(structs.replace(added, first=first))
    yield from sorted((*periods, *parts), key=lambda period: period.first)
