"""Answers that programs read: JSON and CSV."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from borders.register import row

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from borders.model import Crossing, Measure, Problem, Verdict
    from borders.register import Change, Routes, Snapshot


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
    register = snapshot.register
    rows = [row(verdict, snapshot.translator) for verdict in verdicts]
    is_verified = any(crossing.verified_through for crossing in register.crossings)
    document = {
        "on": snapshot.moment.isoformat(),
        "verified_through": register.verified_through.isoformat() if is_verified else None,
        "crossings": rows,
    }
    return Record(document, rows, list(rows[0]))


def explanation(snapshot: Snapshot, verdict: Verdict) -> Record:
    """Return a verdict with the records of its measures and sources spelled out."""
    register = snapshot.register
    last = verdict.last_known or verdict
    measures = dict.fromkeys((*last.measures, *verdict.planned, *verdict.cautions))
    flat = row(verdict, snapshot.translator)
    document = {
        **flat,
        "would_pass": [snapshot.translator.who(who) for who in last.would_pass],
        "measure_records": msgspec.to_builtins(list(measures)),
        "source_records": msgspec.to_builtins(register.sources(verdict)),
    }
    return Record(document, [flat], list(flat))


def measure(snapshot: Snapshot, measure: Measure) -> Record:
    """Return one measure whole, and whether it is in force at the moment of a snapshot."""
    facts, translator = snapshot.register.facts, snapshot.translator
    names = [field.encode_name for field in msgspec.structs.fields(measure)]
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
    }
    return Record(document, [flat], list(flat))


def history(snapshot: Snapshot, crossing: Crossing, verdicts: Sequence[Verdict]) -> Record:
    """Return the periods of a crossing, oldest first, for the question of a snapshot."""
    translator = snapshot.translator
    rows = [row(verdict, translator) for verdict in verdicts]
    if rows:
        rows[0]["measures_since"] = rows[-1]["measures_until"] = None  # knowledge ends, not they
    columns = row(snapshot.verdict(crossing), translator)
    return Record({"crossing": crossing.id, "periods": rows}, rows, list(columns))


def changes(events: Sequence[Change], since: date | datetime, until: date | datetime) -> Record:
    """Return what changed between two moments, in order of time."""
    rows = [
        {
            "crossing": change.crossing.id,
            "moment": change.moment.isoformat(),
            "before": change.before.status.value,
            "after": change.after.status.value,
            "measures": [measure.id for measure in change.after.measures],
            "sentence": change.after.sentence,
        }
        for change in events
    ]
    document = {"since": since.isoformat(), "until": until.isoformat(), "changes": rows}
    return Record(document, rows, ("crossing", "moment", "before", "after", "measures", "sentence"))


def routes(corridor: Routes, *, is_geojson: bool) -> Record:
    """Return the ways of a question, as GeoJSON or without their courses."""
    columns = ("crossing", "status", "km", "detour_km", "approximate", "sentence")
    return Record(
        corridor.features() if is_geojson else corridor.answer(), corridor.rows(), columns
    )


def problems(counts: Mapping[str, int], faults: Sequence[Problem]) -> Record:
    """Return what is wrong in a folder, and how much there is of what."""
    rows = [{"file": p.file, "entry": p.entry, "text": p.text} for p in faults]
    document = {**counts, "problems": rows}
    return Record(document, rows, ("file", "entry", "text"))
