"""Answers that programs read: JSON and CSV."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from borders import news
from borders.model import Source
from borders.news import News
from borders.register import row

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
    rows = [row(verdict, translator) for verdict in verdicts]
    verified = register.verified_day
    document = {
        "on": snapshot.moment.isoformat(),
        "verified_through": verified and verified.isoformat(),
        "version": register.version,
        "question": news.question(snapshot),
        "crossings": rows,
    }
    some = rows or [row(snapshot.verdict(crossing), translator) for crossing in register.crossings]
    return Record(document, rows, list(some[0]))


def explanation(snapshot: Snapshot, verdict: Verdict) -> Record:
    """Return a verdict with the records of its measures and sources spelled out."""
    register = snapshot.register
    last = verdict.last_known or verdict
    measures = dict.fromkeys((*verdict.told, *verdict.planned, *verdict.cautions))
    flat = row(verdict, snapshot.translator)
    document = {
        **flat,
        "would_pass": [snapshot.translator.who(who) for who in last.would_pass],
        "measure_records": msgspec.to_builtins(list(measures)),
        "source_records": msgspec.to_builtins(register.sources(verdict)),
        **_replaced(register.facts, measures),
    }
    return Record(document, [flat], list(flat))


def measure(snapshot: Snapshot, measure: Measure) -> Record:
    """Return one measure whole, and whether it is in force at the moment of a snapshot."""
    facts, translator = snapshot.register.facts, snapshot.translator
    names = [field.encode_name for field in msgspec.structs.fields(measure)]
    if not measure.folder:
        names.remove("folder")
    values = dict.fromkeys(names) | msgspec.to_builtins(measure)
    values |= {"crossings": list(measure.crossings), "sources": list(measure.sources)}
    whos = {"only": measure.only, "except": measure.exceptions}
    flat = values | {
        "modes": list(measure.modes),
        "direction": measure.direction.value,
        "stage": measure.stage.value,
        "amended_by": [each.id for each in facts.measures.values() if each.amends == measure.id],
        **{key: [translator.who(who, "many") for who in each] for key, each in whos.items()},
        "on": snapshot.moment.isoformat(),
        "in_force": snapshot.in_force(measure),
        "sentence": translator.measure(measure, snapshot),
    }
    document = {
        **flat,
        "measure_records": [msgspec.to_builtins(measure)],
        "source_records": [msgspec.to_builtins(facts.sources[key]) for key in measure.sources],
        **_replaced(facts, [measure]),
    }
    return Record(document, [flat], list(flat))


def _replaced(facts: Facts, measures: Iterable[Measure]) -> dict[str, Any]:
    """Return what folders below say of measures that overlays replace or end."""
    records = [old for measure in measures for old in facts.replaced.get(measure.id, ())]
    return {"replaced_records": msgspec.to_builtins(records)} if records else {}


def history(snapshot: Snapshot, crossing: Crossing, verdicts: Sequence[Verdict]) -> Record:
    """Return the periods of a crossing, oldest first, for the question of a snapshot."""
    translator = snapshot.translator
    rows = [row(verdict, translator) for verdict in verdicts]
    if rows:
        rows[0]["measures_since"] = rows[-1]["measures_until"] = None  # knowledge ends, not they
    columns = row(snapshot.verdict(crossing), translator)
    return Record({"crossing": crossing.id, "periods": rows}, rows, list(columns))


def changes(events: Sequence[Event], snapshot: Snapshot, until: date | datetime) -> Record:
    """Return what changed since a snapshot, by time: of JSON by event, else by crossing."""
    rows = [_change(change) for event in events for change in event.changes]
    facts = snapshot.register.facts
    sources = dict.fromkeys(source for row in rows for source in row["sources"])
    document = {
        "since": snapshot.moment.isoformat(),
        "until": until.isoformat(),
        "changes": [_event(event, snapshot) for event in events],
        "source_records": [msgspec.to_builtins(facts.sources[source]) for source in sources],
    }
    columns = [*_CHANGED[:-1], "folders", _CHANGED[-1]] if facts.overlays else _CHANGED
    return Record(document, [{key: row[key] for key in columns} for row in rows], columns)


_CHANGED = (
    *("crossing", "moment", "before", "before_default", "after", "after_default"),
    *("came", "ended", "announced", "decided_by", "sources", "measures", "sentence"),
)
"""With overlays there are `folders` too, before the sentence."""


def _change(change: Change) -> dict[str, Any]:
    """Return a change as a flat record, with what its measures say, each thing once."""
    causes = (*change.came, *change.ended)
    announced = (measure.announced for measure in causes)
    folders = dict.fromkeys(measure.folder for measure in causes if measure.folder)
    before, after = change.turn
    return {
        "crossing": change.crossing.id,
        "moment": change.moment.isoformat(),
        "before": before.status.value,
        "before_default": before.default and before.default.value,
        "after": after.status.value,
        "after_default": after.default and after.default.value,
        "came": [measure.id for measure in change.came],
        "ended": [measure.id for measure in change.ended],
        "announced": list(dict.fromkeys(day.isoformat() for day in announced if day)),
        "decided_by": list(dict.fromkeys(measure.decided_by for measure in causes)),
        "sources": list(dict.fromkeys(source for m in causes for source in m.sources)),
        "measures": [measure.id for measure in change.after.measures],
        "folders": list(folders),
        "sentence": change.after.sentence,
    }


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
            {key: _change(change)[key] for key in (*keys, "measures", "sentence")}
            for change in event.changes
        ],
    }


def routes(corridor: Routes, *, is_geojson: bool) -> Record:
    """Return the ways of a question, as GeoJSON or without their courses."""
    columns = ("crossing", "status", "km", "detour_km", "approximate", "sentence")
    return Record(
        corridor.features() if is_geojson else corridor.answer(), corridor.rows(), columns
    )


def sources(facts: Facts, resting: Mapping[str, Sequence[Statement]]) -> Record:
    """Return sources with what rests on each, and what on it alone."""
    columns = [field.name for field in msgspec.structs.fields(Source)]
    rows = [
        {
            **{column: getattr(facts.sources[key], column) for column in columns},
            "rests": [str(statement) for statement in statements],
            "alone": [str(statement) for statement in statements if statement.is_single],
        }
        for key, statements in resting.items()
    ]
    return Record({"sources": rows}, rows, (*columns, "rests", "alone"))


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
    columns = ("file", "line", "entry", "level", "text")
    rows = [{column: getattr(problem, column) for column in columns} for problem in faults]
    document = {**counts, "problems": rows}
    return Record(document, rows, columns)
