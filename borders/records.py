"""Answers as flat records by the schemas of `columns`: ids for records, texts for words.

A record holds what Python has: days, instants in UTC, lists. `plain` tells it in texts: as CSV does
in UTC, as JSON on the clock at the border.
"""

from __future__ import annotations

from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING, Any, TypeAlias

from msgspec import structs

from borders import dates
from borders.columns import CROSSINGS
from borders.data import citations
from borders.enums import Language
from borders.rules.verdicts import rule
from borders.text import osm_conditional

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from borders.data.citations import Statement
    from borders.model import Crossing, Danger, Facts, Measure, Source, Traveller, Verdict
    from borders.network.routes import Route
    from borders.places import Place
    from borders.register import Change, Register, Snapshot
    from borders.text.sentences import Asked, Translator


Record: TypeAlias = "dict[str, Any]"
"""By the columns of a schema, in their order."""


def plain(record: Mapping[str, Any], clock: tzinfo | None = None) -> Record:
    """Return a record whose days and instants are texts of ISO 8601.

    Parameters
    ----------
    clock
        By which instants are told, with its offset; None: in UTC.

    Examples
    --------
    >>> from datetime import UTC
    >>> plain({"on": date(2023, 8, 21), "since": datetime(2023, 8, 17, 21, tzinfo=UTC)})
    {'on': '2023-08-21', 'since': '2023-08-17T21:00:00Z'}
    """
    return {key: _plain(value, clock) for key, value in record.items()}


def _plain(value: object, clock: tzinfo | None) -> object:
    if isinstance(value, datetime):
        if clock is not None:
            return value.astimezone(clock).isoformat()
        return dates.utc(value).replace(tzinfo=None).isoformat() + "Z"
    return value.isoformat() if isinstance(value, date) else value


def traveller(who: Traveller | None) -> str | None:
    """Return what is said of a traveller in one text; None: it may be anybody.

    Examples
    --------
    >>> from borders.model import Traveller
    >>> traveller(Traveller(nationality="US", residence=("LT", "PL"), vehicle="US"))
    'nationality=US; residence=LT,PL; papers=none; vehicle=US'
    """
    if who is None:
        return None
    said = {key: who.held(key) for key in ("nationality", "residence", "papers", "vehicle")}
    return "; ".join(
        f"{key}={','.join(sorted(values)) or 'none'}"
        for key, values in said.items()
        if values is not None
    )


def asked(question: Asked) -> Record:
    """Return what a question fixes beside its moment."""
    return {
        "mode": question.mode and question.mode.value,
        "direction": question.direction and question.direction.value,
        "traveller": traveller(question.traveller),
        "as_known_on": question.as_known_on,
    }


def status(verdict: Verdict, translator: Translator) -> Record:
    """Return a verdict by the schema `STATUS`."""
    crossing, last = verdict.crossing, verdict.last_known
    point = crossing.border_point
    dangers = translator.facts.dangers_of(crossing, verdict.question.moment)
    return {
        "id": crossing.id,
        **_place(crossing, translator),
        "serves": verdict.serves,
        **_standing(verdict),
        **_instants(measures_since=verdict.measures_since, measures_until=verdict.measures_until),
        "planned": [measure.id for measure in verdict.planned],
        **_last(last),
        "verified_through": verdict.verified_through,
        "age_days": verdict.age_days,
        "signs": translator.signs(verdict),
        **_bearing(verdict, translator),
        "cautions": [translator.caution(measure) for measure in verdict.cautions],
        "sources": _sources((*dangers, *verdict.measures, *verdict.cautions)),
        "sentence": verdict.sentence,
        "on": verdict.question.moment.date(),
        "moment": dates.utc(verdict.question.moment),
        **asked(verdict.question),
        "folders": _folders(verdict, translator),
        **_local(since=verdict.since, until=verdict.until),
        "lon": point and point.lon,
        "lat": point and point.lat,
        **_edition(translator),
        "dangers": translator.dangers(verdict),
    }


def history(verdict: Verdict, translator: Translator) -> Record:
    """Return a row of a history by the schema `HISTORY`.

    Parameters
    ----------
    verdict
        Its measures are bounded as those of `Register.history` are.
    """
    start, end = verdict.measures_since, verdict.measures_until
    return {
        "crossing": verdict.crossing.id,
        **_place(verdict.crossing, translator),
        **_instants(period_start=start, period_end=end),
        **_standing(verdict),
        **_last(verdict.last_known),
        "verified_through": verdict.verified_through,
        **_bearing(verdict, translator),
        "sources": _sources(verdict.measures),
        "sentence": verdict.sentence,
        **asked(verdict.question),
        "folders": _folders(verdict, translator),
        **_local(period_start=start, period_end=end),
        **_edition(translator),
        "dangers": translator.dangers(verdict, end),
    }


def periods(snapshot: Snapshot, crossing: Crossing) -> Iterator[Verdict]:
    """Yield the verdicts of a history, and those on all that lies after it: unknown, and why.

    The latter are several where somebody is known to be barred for a while yet.
    """
    verdict = None
    for verdict in snapshot.periods(crossing):
        yield verdict
    if verdict is None or verdict.measures_until is None:
        return
    index, clock = snapshot.register.index, dates.zone(verdict.measures_until)
    turns = sorted(index.turns(crossing, clock, snapshot.traveller))
    later = (t.astimezone(clock) for t in turns if t > dates.utc(verdict.measures_until))
    rows: list[Verdict] = []
    for start in (verdict.measures_until, *later):
        asked = structs.replace(verdict.question, moment=start)
        after = structs.replace(rule(crossing, asked, index), measures_since=start)
        if not rows or rows[-1].measures != after.measures:
            rows.append(after)
    ends = (*(row.measures_since for row in rows[1:]), None)
    for row, end in zip(rows, ends, strict=True):
        yield structs.replace(snapshot.worded(row), measures_until=end)


def _place(crossing: Crossing, translator: Translator) -> Record:
    return {
        "name": crossing.name(translator.language),
        "neighbour": crossing.neighbour,
        "kind": crossing.kind.value,
    }


def _standing(verdict: Verdict) -> Record:
    return {
        "status": verdict.status.value,
        "default": verdict.default and verdict.default.value,
        **_instants(since=verdict.since, until=verdict.until),
    }


def _instants(**moments: datetime | None) -> Record:
    return {key: moment and dates.utc(moment) for key, moment in moments.items()}


def _local(**moments: datetime | None) -> Record:
    return {f"{key}_local": moment and moment.isoformat() for key, moment in moments.items()}


def _last(last: Verdict | None) -> Record:
    return {
        "last_known": last and last.status.value,
        "last_known_on": last and last.question.moment.date(),
    }


def _bearing(verdict: Verdict, translator: Translator) -> Record:
    words = (m.condition for m in verdict.measures if m.condition)
    conditions, language = translator.facts.conditions, translator.language
    return {
        "measures": [measure.id for measure in verdict.measures],
        "conditions": _once(conditions[word].wording(language) for word in words),
    }


def _once(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))


def _sources(measures: Iterable[Measure | Danger]) -> list[str]:
    return _once(source for measure in measures for source in measure.sources)


def _folders(verdict: Verdict, translator: Translator) -> list[str]:
    return list(translator.facts.said_by(verdict)) if translator.facts.overlays else []


def _edition(translator: Translator) -> Record:
    return {"lang": translator.language.value, "version": translator.facts.package.version}


def change(change: Change, translator: Translator) -> Record:
    """Return a change by the schema `CHANGES`, with what its measures say, each thing once."""
    causes = (*change.came, *change.ended)
    announced = (measure.announced for measure in causes)
    before, after = change.turn
    crossing = change.crossing
    return {
        "crossing": crossing.id,
        "moment": dates.utc(change.moment),
        "before": before.status.value,
        "before_default": before.default and before.default.value,
        "after": after.status.value,
        "after_default": after.default and after.default.value,
        "came": [measure.id for measure in change.came],
        "ended": [measure.id for measure in change.ended],
        "announced": _once(day.isoformat() for day in announced if day),
        "decided_by": _once(measure.decided_by for measure in causes),
        "sources": _sources(causes),
        "measures": [measure.id for measure in change.after.measures],
        "sentence": change.after.sentence,
        **asked(change.after.question),
        "folders": _once(measure.folder for measure in causes if measure.folder),
        **_place(crossing, translator),
        **_local(moment=change.moment),
        **_edition(translator),
    }


def measure(measure: Measure, translator: Translator, question: Asked) -> Record:
    """Return a measure by the schema `MEASURES`, in words as a question has them."""
    facts = translator.facts
    bounds = ("valid_from", "valid_to", "planned_to")
    moments: dict[str, datetime | None] = {key: getattr(measure, key) for key in bounds}
    return {
        "id": measure.id,
        "side": measure.side,
        "crossings": list(measure.crossings),
        "modes": [mode.value for mode in measure.modes],
        "direction": measure.direction.value,
        "effect": measure.effect.value,
        "condition": measure.condition,
        "only": [translator.who(who, "many") for who in measure.only],
        "except": [translator.who(who, "many") for who in measure.exceptions],
        "amends": measure.amends,
        "amended_by": [each.id for each in facts.amending(measure)],
        "stage": measure.stage.value,
        "announced": measure.announced,
        **_instants(**moments),
        "lifted": measure.lifted,
        "last_seen": measure.last_seen,
        "reason": measure.reason,
        "decided_by": measure.decided_by,
        "note": measure.note or None,
        "sources": list(measure.sources),
        "confidence": measure.confidence.value,
        "folder": measure.folder or None,
        "sentence": translator.measure(measure, question),
        **_local(**moments),
        **_edition(translator),
        "osm_conditional": osm_conditional.tags(measure, facts),
    }


def source(source: Source, resting: Sequence[Statement], version: str) -> Record:
    """Return a source by the schema `SOURCES`, with what rests on it, and on it alone."""
    return {
        "id": source.id,
        "publisher": source.publisher,
        "title": source.title,
        "url": source.url or None,
        "published": source.published,
        "language": source.language,
        "kind": source.kind.value,
        "note": source.note or None,
        "folder": source.folder or None,
        "rests": [str(statement) for statement in resting],
        "alone": [str(statement) for statement in resting if statement.is_single],
        "version": version,
    }


def crossings(register: Register, translator: Translator) -> Iterator[Record]:
    """Yield the crossings of a register by the schema `CROSSINGS`."""
    spoken = [*map(register.translator, Language)]
    for each in register.crossings:
        yield crossing(each, {say.language: say.name(each) for say in spoken}, translator)


def measures(register: Register, translator: Translator) -> Iterator[Record]:
    """Yield the measures of a register by `MEASURES`, in words that mean either direction."""
    question = register.on(date.min)
    return (measure(each, translator, question) for each in register.measures)


def sources(facts: Facts) -> Iterator[Record]:
    """Yield the sources of a register by `SOURCES`."""
    resting = citations.resting(facts)
    for key, each in facts.sources.items():
        yield source(each, resting.get(key, ()), facts.package.version)


def crossing(crossing: Crossing, names: Mapping[Language, str], translator: Translator) -> Record:
    """Return a crossing as a place by the schema `CROSSINGS`.

    Parameters
    ----------
    names
        Those of both sides, in each language.
    """
    point = crossing.border_point
    row = {
        "id": crossing.id,
        **_place(crossing, translator),
        "category": crossing.category.value,
        "modes": [mode.value for mode in crossing.modes],
        **{f"name_{language}": name for language, name in names.items()},
        "aliases": list(crossing.aliases),
        "roads": [f"{state}={road}" for state, road in crossing.roads.items()],
        "codes": [f"{register}={code}" for register, code in crossing.codes.items()],
        "xray": crossing.equipment.xray,
        "hours": crossing.hours or None,
        "lon": point and point.lon,
        "lat": point and point.lat,
        "accuracy_m": point and point.accuracy_m,
        "basis": point and point.basis.value,
        "verified_from": crossing.verified_from,
        "verified_through": crossing.verified_through,
        "verified": [f"{period.first}/{period.through}" for period in crossing.verified],
        "sources": list(crossing.sources),
        "note": crossing.note or None,
        "folder": crossing.folder or None,
        **_edition(translator),
    }
    return {name: row[name] for name in CROSSINGS.names}


def route(route: Route, origin: Place, destination: Place | None, translator: Translator) -> Record:
    """Return a way by the schema `ROUTES`, lengths to 0.1 km."""
    verdict, question = route.verdict, route.verdict.question
    return {
        **route.row(),
        "by": route.by,
        "default": verdict.default and verdict.default.value,
        "name": route.crossing.name(translator.language),
        "neighbour": route.crossing.neighbour,
        **_last(verdict.last_known),
        "verified_through": verdict.verified_through,
        "origin": origin.name,
        "origin_lon": origin.lon,
        "origin_lat": origin.lat,
        "destination": destination and destination.name,
        "destination_lon": destination and destination.lon,
        "destination_lat": destination and destination.lat,
        "on": question.moment.date(),
        "moment": dates.utc(question.moment),
        **asked(question),
        **_edition(translator),
    }
