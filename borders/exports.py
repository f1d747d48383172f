"""Answers that programs read: JSON and CSV."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from borders import columns, dates, news, records
from borders.news import News

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from borders.data.citations import Statement
    from borders.data.revisions import Revision
    from borders.locating import Located
    from borders.model import Crossing, Facts, Measure, Problem, Verdict
    from borders.news import Earlier
    from borders.register import Change, Event, Routes, Snapshot


class Record(NamedTuple):
    """An answer for programs."""

    document: dict[str, Any]
    """The answer as JSON has it."""
    rows: Sequence[dict[str, Any]]
    """Flat records of it, as CSV has them."""
    columns: Sequence[str]


def as_json(answer: object, *, is_ascii: bool = False) -> str:
    """Return an answer as JSON of two-space indent."""
    return json.dumps(answer, ensure_ascii=is_ascii, indent=2)


def as_csv(rows: Iterable[dict[str, Any]], columns: Iterable[str]) -> str:
    """Return flat records as CSV with a header, lists joined by "; "."""
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(columns), lineterminator="\n")
    writer.writeheader()
    writer.writerows(
        {k: "; ".join(v) if isinstance(v, list) else v for k, v in row.items()} for row in rows
    )
    return out.getvalue().rstrip("\n")


def status(snapshot: Snapshot, verdicts: Sequence[Verdict]) -> Record:
    """Return the verdicts of a moment, with the last day on which the register was verified."""
    register, translator = snapshot.register, snapshot.translator
    flat = [records.status(verdict, translator) for verdict in verdicts]
    verified = register.verified_day
    document = {
        "on": snapshot.moment.isoformat(),
        "verified_through": verified and verified.isoformat(),
        "version": register.version,
        "question": news.question(snapshot),
        "crossings": [_at(v, row) for v, row in zip(verdicts, flat, strict=True)],
    }
    return Record(document, [*map(records.plain, flat)], columns.STATUS.names)


def _at(verdict: Verdict, record: dict[str, Any]) -> dict[str, Any]:
    """Return a record as JSON has it: instants are told on the clock of the crossing."""
    return records.plain(record, dates.zone(verdict.question.moment))


def explanation(snapshot: Snapshot, verdict: Verdict) -> Record:
    """Return a verdict with the records of its measures and sources spelled out."""
    register = snapshot.register
    last = verdict.last_known or verdict
    measures = dict.fromkeys((*verdict.told, *verdict.planned, *verdict.cautions))
    flat = records.status(verdict, snapshot.translator)
    document = {
        **_at(verdict, flat),
        "would_pass": [snapshot.translator.who(who) for who in last.would_pass],
        "measure_records": msgspec.to_builtins(list(measures)),
        "danger_records": msgspec.to_builtins(verdict.dangers),
        "source_records": msgspec.to_builtins(register.sources(verdict)),
        **_replaced(register.facts, measures),
    }
    return Record(document, [records.plain(flat)], columns.STATUS.names)


def measure(snapshot: Snapshot, measure: Measure) -> Record:
    """Return one measure whole, and whether it is in force at the moment of a snapshot."""
    facts = snapshot.register.facts
    flat = {
        **records.measure(measure, snapshot.translator, snapshot),
        "on": snapshot.moment.isoformat(),
        "in_force": snapshot.in_force(measure),
    }
    document = {
        **records.plain(flat, dates.timezone(facts.package.zones[measure.side])),
        "measure_records": [msgspec.to_builtins(measure)],
        "source_records": [msgspec.to_builtins(facts.sources[key]) for key in measure.sources],
        **_replaced(facts, [measure]),
    }
    return Record(document, [records.plain(flat)], list(flat))


def _replaced(facts: Facts, measures: Iterable[Measure]) -> dict[str, Any]:
    """Return what folders below say of measures that overlays replace or end."""
    records = [old for measure in measures for old in facts.replaced.get(measure.id, ())]
    return {"replaced_records": msgspec.to_builtins(records)} if records else {}


def history(snapshot: Snapshot, crossing: Crossing, verdicts: Sequence[Verdict]) -> Record:
    """Return the periods of a crossing, oldest first, for the question of a snapshot."""
    translator = snapshot.translator
    rows = [records.history(verdict, translator) for verdict in verdicts]
    periods = [
        _at(verdict, records.status(verdict, translator) | row)
        for verdict, row in zip(verdicts, rows, strict=True)
    ]
    if periods:
        periods[0]["measures_since"] = periods[-1]["measures_until"] = None  # knowledge ends there
    document = {"crossing": crossing.id, "periods": periods}
    return Record(document, [*map(records.plain, rows)], columns.HISTORY.names)


def changes(events: Sequence[Event], snapshot: Snapshot, until: date | datetime) -> Record:
    """Return what changed since a snapshot, by time: of JSON by event, else by crossing."""
    rows = [_change(change, snapshot) for event in events for change in event.changes]
    facts = snapshot.register.facts
    sources = dict.fromkeys(source for row in rows for source in row["sources"])
    document = {
        "since": snapshot.moment.isoformat(),
        "until": until.isoformat(),
        "changes": [_event(event, snapshot) for event in events],
        "source_records": [msgspec.to_builtins(facts.sources[source]) for source in sources],
    }
    return Record(document, rows, columns.CHANGES.names)


def _change(change: Change, snapshot: Snapshot) -> dict[str, Any]:
    return records.plain(records.change(change, snapshot.translator))


def _event(event: Event, snapshot: Snapshot) -> dict[str, Any]:
    """Return an event, with the measures that made it, and what it did at each crossing."""

    def told(measure: Measure) -> dict[str, Any]:
        return {
            "id": measure.id,
            "side": measure.side,
            "sentence": snapshot.translator.measure(measure, snapshot),
            "decided_by": measure.decided_by,
            "announced": measure.announced and measure.announced.isoformat(),
            "lifted": measure.lifted and measure.lifted.isoformat(),
            "sources": list(measure.sources),
            **({"folder": measure.folder} if measure.folder else {}),
        }

    keys = ("crossing", "before", "before_default", "after", "after_default")
    return {
        "moment": event.moment.isoformat(),
        "came": [told(measure) for measure in event.came],
        "ended": [told(measure) for measure in event.ended],
        "crossings": [
            {key: row[key] for key in (*keys, "measures", "sentence")}
            for row in (_change(change, snapshot) for change in event.changes)
        ],
    }


def routes(corridor: Routes, *, is_geojson: bool) -> Record:
    """Return the ways of a question, as GeoJSON or without their courses."""
    document = corridor.features() if is_geojson else corridor.answer()
    return Record(document, corridor.rows(), columns.ROUTES.names)


def sources(facts: Facts, resting: Mapping[str, Sequence[Statement]]) -> Record:
    """Return sources with what rests on each, and what on it alone."""
    rows = [
        records.plain(records.source(facts.sources[key], statements, facts.package.version))
        for key, statements in resting.items()
    ]
    return Record({"sources": rows}, rows, columns.SOURCES.names)


def located(proposed: Located) -> Record:
    """Return what is proposed of a crossing; as CSV the rows of `gates.csv`."""
    from borders.locating import Gate

    rows = [gate._asdict() for gate in proposed.gates]
    document = {"crossing": proposed.feature, "gates": rows, "told": list(proposed.told)}
    return Record(document, rows, Gate._fields)


def watch(snapshot: Snapshot, before: Earlier, new: Sequence[News]) -> Record:
    """Return what is new since an earlier answer, with the status of each crossing to look from."""
    rows = [
        each._asdict()
        | {"kind": each.kind.value, "moment": each.moment and each.moment.isoformat()}
        for each in new
    ]
    rows = [{k: list(v) if isinstance(v, tuple) else v for k, v in row.items()} for row in rows]
    verdicts = [v for v in snapshot.verdicts if before.data or v.crossing.id in before.standings]
    now = status(snapshot, verdicts).document
    since = {"on": before.on.isoformat(), "version": before.version}
    document = {"since": since, "news": rows, **now}
    return Record(document, rows, News._fields)


def revisions(rows: Sequence[Revision]) -> Record:
    """Return what a version of the data says otherwise than another, by `revisions.csv`."""
    from borders.data.revisions import COLUMNS

    flat = [row._asdict() for row in rows]
    return Record({"revisions": flat}, flat, COLUMNS)


def problems(counts: Mapping[str, int], faults: Sequence[Problem]) -> Record:
    """Return what is wrong in a folder, and how much there is of what."""
    names = ("file", "line", "entry", "level", "text")
    rows = [{name: getattr(problem, name) for name in names} for problem in faults]
    return Record({**counts, "problems": rows}, rows, names)
