"""What somebody records, confirms, ends or corrects → the files that say so, not yet written."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from borders import dates
from borders.data import drafts, geojson_entries, overlays, reading, revisions, toml_entries
from borders.enums import RevisionKind
from borders.errors import QuestionError, hint
from borders.model import as_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from borders.data.archives import Folder
    from borders.data.revisions import Revision
    from borders.model import Crossing, Facts, Measure, Problem, Verified

SOURCES: Final = "sources.toml"


@dataclass(frozen=True)
class Desk:
    """Folders laid over one another, of which one is written to."""

    facts: Facts
    stack: tuple[Folder, ...]
    folder: Path
    """The one that is written to."""

    @classmethod
    def of(cls, folders: Sequence[Path], facts: Facts) -> Desk:
        """Return what may be written to of the folders that are given, with what was read of them.

        Raises
        ------
        QuestionError
            None of them may: the shipped register is not written to.
        """
        folder = overlays.editable(folders)
        stack = overlays.stacked(*folders)
        number = [each.resolve() for each in stack].index(folder.resolve())
        return cls(facts, (*stack[:number], folder, *stack[number + 1 :]), folder)

    @property
    def is_overlay(self) -> bool:
        """Whether what is written to lies over others."""
        return self.folder != self.stack[0]

    @property
    def name(self) -> str:
        """The name that records of the folder carry."""
        names = ("", *self.facts.overlays)
        return names[self.stack.index(self.folder)]

    def text(self, place: str) -> str:
        """Return the text of a file of the folder; of none that is there, nothing."""
        try:
            return (self.folder / place).read_bytes().decode()
        except FileNotFoundError:
            return ""

    def clock(self, side: str) -> Any:  # noqa: ANN401 - a zone
        """Return the clock of a side."""
        return dates.timezone(self.facts.package.zones[side])


@dataclass(frozen=True)
class Plan:
    """What is to be written, and where it is seen."""

    desk: Desk
    files: dict[str, str] = field(default_factory=dict)
    """The new text of each file by its place, in the order in which they are written."""
    entries: tuple[tuple[str, str], ...] = ()
    """What is new in which file, as people read it."""
    crossings: tuple[str, ...] = ()
    moments: tuple[date | datetime, ...] = ()
    """When it is seen."""

    def text(self, place: str) -> str:
        """Return the text of a file as it is planned so far."""
        return self.files.get(place, self.desk.text(place))

    def writes(self, place: str, text: str, told: str) -> Plan:
        """Return the plan with a file more, or another text of it."""
        return replace(
            self, files={**self.files, place: text}, entries=(*self.entries, (place, told))
        )

    def adds(self, place: str, table: str, row: Mapping[str, Any]) -> Plan:
        """Return the plan with an entry at the end of a file."""
        text = toml_entries.added(self.text(place), table, row)
        return self.writes(place, text, toml_entries.entry(table, row))

    def changes(
        self, place: str, table: str, names: Mapping[str, str], changes: Mapping[str, Any]
    ) -> Plan:
        """Return the plan with some keys of an entry changed."""
        text = toml_entries.changed(self.text(place), table, names, changes)
        now = {key: str(changes.get(key, name)) for key, name in names.items()}
        row = toml_entries.find(text, table, now) or {}
        return self.writes(place, text, toml_entries.entry(table, row))

    def read(self) -> tuple[Facts, list[Problem]]:
        """Return what would be known then, and what would be wrong with it."""
        facts, problems = drafts.read(self.desk.stack, self.desk.folder, self.files)
        return facts or self.desk.facts, problems

    def write(self) -> None:
        """Write the files."""
        drafts.write(self.desk.folder, self.files)


def cite(plan: Plan, source: Mapping[str, str]) -> tuple[Plan, str]:
    """Return the plan with a source, and its id: that of an equal one, if there is one already.

    Parameters
    ----------
    source
        Its keys and values, without an id: it is called after who published it, and when.
    """
    row = {key: value for key, value in source.items() if value}
    day = str(row.get("published") or "")
    stem = "-".join(filter(None, (as_id(row["publisher"])[:40].strip("-") or "source", day)))
    known = plan.desk.facts.sources
    for name in _names(stem):
        if name not in known:
            return plan.adds(SOURCES, "source", {"id": name, **row}), name
        same = all(str(getattr(known[name], key) or "") == value for key, value in row.items())
        if same:
            return plan, name
    raise AssertionError  # names never end


def measure(plan: Plan, side: str, row: Mapping[str, Any]) -> Plan:
    """Return the plan with a measure of a side, which is called after what it does."""
    start = row["valid_from"]
    what = row.get("condition") or ("bar" if row.get("only") else "closure")
    stem = f"{side.lower()}-{dates.day_of(start).isoformat()}-{what}"
    taken = plan.desk.facts.measures
    name = next(name for name in _names(stem) if name not in taken)
    begins = dates.decided(start, plan.desk.clock(side))
    rest = {key: value for key, value in row.items() if value not in (None, (), [])}
    plan = replace(plan, crossings=tuple(row["crossings"]), moments=(begins,))
    return plan.adds(f"measures/{side}.toml", "measure", {"id": name, **rest})


def confirmed(plan: Plan, crossing: Crossing, first: date, through: date, source: str) -> Plan:
    """Return the plan with a verified period of a crossing, or with one that goes on.

    One goes on that is fresh yet on the first day.

    Raises
    ------
    QuestionError
        The days are verified already.
    """
    last = _before(crossing, first, plan.desk.facts.package.fresh_days)
    if any(each.first <= first and through <= each.through for each in crossing.verified):
        raise QuestionError(
            f"{crossing.id} is verified through {through} already: name a later day"
        )
    name = plan.desk.name
    plan = replace(plan, crossings=(*plan.crossings, crossing.id), moments=(through,))
    if not plan.desk.is_overlay:
        rows = [_period(each) for each in crossing.verified]
        new = {"from": str(first), "through": str(through), "by": [source]}
        if last is not None:
            at = crossing.verified.index(last)
            rows[at] = new = _longer(rows[at], through, source)
        else:
            rows = sorted([*rows, new], key=lambda row: str(row["from"]))
        text = geojson_entries.with_verified(plan.text(reading.CROSSINGS), crossing.id, rows)
        return plan.writes(reading.CROSSINGS, text, f"{crossing.id}: verified {new}")
    if last is not None and last.folder == name:
        names = {"crossing": crossing.id, "from": str(last.first), "through": str(last.through)}
        if toml_entries.find(plan.text(overlays.FILE), "verified", names):
            by = [*dict.fromkeys((*last.by, source))]
            return plan.changes(overlays.FILE, "verified", names, {"through": through, "by": by})
    begin = first if last is None else last.through + timedelta(days=1)
    row = {"crossing": crossing.id, "from": begin, "through": through, "by": [source]}
    return plan.adds(overlays.FILE, "verified", row)


def _before(crossing: Crossing, first: date, fresh_days: int) -> Verified | None:
    """Return the verified period that goes on to a day; None: none is fresh on it."""
    for period in crossing.verified:
        fresh = period.through + timedelta(days=max(1, fresh_days))
        if period.first <= first <= fresh:
            following = [p for p in crossing.verified if p.first > period.through]
            if not following or first < following[0].first:
                return period
    return None


def _longer(row: dict[str, Any], through: date, source: str) -> dict[str, Any]:
    return {**row, "through": str(through), "by": [*dict.fromkeys((*row["by"], source))]}


def ended(plan: Plan, about: Measure, row: Mapping[str, Any]) -> Plan:
    """Return the plan with the end of a measure: `valid_to`, `sources`, perhaps `lifted`, `note`.

    Raises
    ------
    QuestionError
        It ends then already.
    """
    at = dates.decided(row["valid_to"], plan.desk.clock(about.side))
    if about.valid_to is not None and at == about.valid_to:
        raise QuestionError(f"{about.id} ends at {at.isoformat()} already")
    plan = replace(plan, crossings=about.crossings, moments=(at,))
    place, names = f"measures/{about.side}.toml", {"id": about.id}
    if toml_entries.find(plan.text(place), "measure", names):
        changes: dict[str, Any] = {
            "valid_to": row["valid_to"],
            "lifted": row.get("lifted"),
            "last_seen": None,
            "sources": [*dict.fromkeys((*about.sources, *row["sources"]))],
        }
        if about.valid_to is not None and about.planned_to is None:
            changes["planned_to"] = about.valid_to
        if row.get("note"):
            changes["note"] = " ".join(filter(None, (about.note, row["note"])))
        return plan.changes(place, "measure", names, changes)
    rest = {key: value for key, value in row.items() if value}
    names = {"measure": about.id}
    if toml_entries.find(plan.text(overlays.FILE), "end", names):
        return plan.changes(overlays.FILE, "end", names, rest)
    return plan.adds(overlays.FILE, "end", {**names, **rest})


def corrected(plan: Plan, entry: str, key: str, value: object, why: str, source: str) -> Plan:
    """Return the plan with a key of an entry corrected, and with the row that says so.

    Parameters
    ----------
    entry
        The id of a measure, a source or a crossing.
    key
        Of a crossing also one within another, as `roads.LT`, and `coordinates`.
    value
        The right one; None: the key is left out.

    Raises
    ------
    QuestionError
        No entry has the id, or it says that already.
    """
    facts = plan.desk.facts
    if entry in facts.crossings:
        return _of_crossing(plan, facts.crossings[entry], key, value, (why, source))
    if entry in facts.measures:
        about = facts.measures[entry]
        place, table = f"measures/{about.side}.toml", "measure"
        plan = replace(
            plan, crossings=about.crossings, moments=tuple(filter(None, [about.valid_from]))
        )
    elif entry in facts.sources:
        place, table = SOURCES, "source"
    else:
        raise QuestionError(_no_entry(entry, facts))
    names = {"id": entry}
    own = toml_entries.find(plan.text(place), table, names)
    end = toml_entries.find(plan.text(overlays.FILE), "end", {"measure": entry})
    if end and key in {"valid_to", "lifted"}:  # what ends it here holds over its entry
        place, table, names, own = overlays.FILE, "end", {"measure": entry}, end
    row = own or next(_below(plan.desk, place, table, names))
    plan = _noted(plan, (entry, key), (row.get(key), value), (why, source))
    if own:
        return plan.changes(place, table, names, {key: value})
    whole = {name: each for name, each in {**row, key: value}.items() if each is not None}
    return plan.adds(place, table, whole)


def _of_crossing(
    plan: Plan, about: Crossing, key: str, value: object, shown: tuple[str, str]
) -> Plan:
    """Return the plan with a property of a crossing corrected."""
    place = reading.CROSSINGS
    own = geojson_entries.find(plan.text(place), about.id)
    feature = own or next(_features_below(plan.desk, about))
    outer, _, inner = key.partition(".")
    is_place = outer == geojson_entries.PLACE
    holder = (feature["geometry"] or {}) if is_place else feature["properties"]
    if is_place and not holder:
        raise QuestionError(f"{about.id} has no place yet: write its geometry in {place}")
    held = holder.get(outer)
    if inner and not isinstance(held or {}, dict):
        raise QuestionError(f"{outer} of {about.id} has no parts: correct it as a whole")
    before = (held or {}).get(inner) if inner else held
    plain = json.loads(json.dumps(value, default=str))
    field = f"border_point ({outer})" if is_place else key
    plan = _noted(plan, (about.id, field), (before, plain), shown)
    if inner:
        parts = {**(held or {}), inner: plain}
        plain = {name: each for name, each in parts.items() if each is not None}
    base = plan.text(place) if own else geojson_entries.added(plan.text(place), feature)
    text = geojson_entries.changed(base, about.id, outer, plain)
    told = f"{about.id}: {outer} {json.dumps(plain, ensure_ascii=False)}"
    moments = tuple(filter(None, [about.verified_through]))
    return replace(plan, crossings=(about.id,), moments=moments).writes(place, text, told)


def _features_below(desk: Desk, about: Crossing) -> Iterator[dict[str, Any]]:
    """Yield a crossing as the folders below have it, the uppermost first, all days verified."""
    for folder in reversed(desk.stack):
        if (folder / reading.CROSSINGS).is_file():
            text = (folder / reading.CROSSINGS).read_bytes().decode("utf-8-sig")
            feature = geojson_entries.find(text, about.id)
            if feature:
                rows = [_period(each) for each in about.verified]
                feature["properties"] |= {"verified": rows} if rows else {}
                yield feature


def _period(verified: Verified) -> dict[str, Any]:
    """Return a verified period as the file of crossings has it."""
    first, through = str(verified.first), str(verified.through)
    return {"from": first, "through": through, "by": list(verified.by)}


def _noted(
    plan: Plan, what: tuple[str, str], values: tuple[object, object], shown: tuple[str, str]
) -> Plan:
    """Return the plan with a row of `revisions.csv`: what, before and after, why and by whom.

    Raises
    ------
    QuestionError
        It is so already.
    """
    (entry, key), (before, after) = what, map(revisions.told, values)
    if before == after:
        raise QuestionError(f"{key} of {entry} is {after or 'left out'} already")
    version = plan.desk.facts.package.version.split(" + ")[0]
    kind = RevisionKind.CORRECTED.value
    row = revisions.Revision(version, entry, kind, key, before, after, *shown)
    return plan.writes(revisions.FILE, *_revised(plan.text(revisions.FILE), row))


def _no_entry(entry: str, facts: Facts) -> str:
    near = hint(entry, (*facts.measures, *facts.sources, *facts.crossings), 3)
    return f"No measure, source or crossing is called {entry!r}.{near}"


def _below(
    desk: Desk, place: str, table: str, names: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    """Yield the entry as the folders below have it, the uppermost first."""
    for folder in reversed(desk.stack):
        if (folder / place).is_file():
            row = toml_entries.find((folder / place).read_bytes().decode(), table, names)
            if row:
                yield row


def _revised(text: str, row: Revision) -> tuple[str, str]:
    """Return the text of `revisions.csv` with a row that it does not end with, and the row."""
    heading, line = revisions.as_csv([row]).splitlines(keepends=True)
    head = text or heading
    if head.endswith(line):
        return head, line
    return (head if head.endswith("\n") else f"{head}\n") + line, line


def _names(stem: str) -> Iterator[str]:
    yield stem
    number = 2
    while True:
        yield f"{stem}-{number}"
        number += 1
