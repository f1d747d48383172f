"""What could be known on a day: the facts of a register without what was made known later."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from msgspec import structs

from borders.rules import periods

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from borders.model import Danger, Facts, Measure, NamedEvent


def as_known_on(facts: Facts, day: date) -> Facts:
    """Return the facts as they could be known by the end of a day."""
    measures = {
        name: known
        for name, measure in facts.measures.items()
        if (known := _measure(measure, day)) is not None
    }
    return structs.replace(
        _without_others(facts, measures, [e for e in facts.events.values() if e.day <= day]),
        advice={k: item for k, item in facts.advice.items() if item.valid_from.date() <= day},
        dangers={
            name: _danger(danger, day)
            for name, danger in facts.dangers.items()
            if danger.valid_from.date() <= day
        },
        crossings={
            name: structs.replace(
                crossing, verified=tuple(v for v in crossing.verified if v.first <= day)
            )
            for name, crossing in facts.crossings.items()
        },
        known_on=day,
    )


def of_crossings(facts: Facts, crossings: Collection[str]) -> Facts:
    """Return the facts of some crossings, by id, alone."""

    def kept(ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(each for each in ids if each in crossings)

    measures = {
        name: structs.replace(measure, crossings=here)
        for name, measure in facts.measures.items()
        if (here := kept(measure.crossings))
    }
    return structs.replace(
        _without_others(facts, measures, facts.events.values()),
        crossings={name: facts.crossings[name] for name in kept(facts.crossings)},
        dangers={
            name: structs.replace(danger, crossings=here)
            for name, danger in facts.dangers.items()
            if (here := kept(danger.crossings))
        },
        advice={
            name: structs.replace(advice, crossings=kept(advice.crossings))
            for name, advice in facts.advice.items()
            if not advice.crossings or kept(advice.crossings)
        },
    )


def _danger(danger: Danger, day: date) -> Danger:
    """Return a danger as it was known by a day: what was over later was not known to end."""
    if danger.valid_to is not None and danger.valid_to.date() > day:
        danger = structs.replace(danger, valid_to=None)
    seen = danger.last_seen
    return structs.replace(danger, last_seen=None) if seen and seen > day else danger


def _without_others(
    facts: Facts, measures: Mapping[str, Measure], events: Iterable[NamedEvent]
) -> Facts:
    """Return the facts with some measures alone: nothing amends others, no event rests on them."""
    return structs.replace(
        facts,
        measures={
            name: measure
            if measure.amends is None or measure.amends in measures
            else structs.replace(measure, amends=None)
            for name, measure in measures.items()
        },
        events={
            event.id: structs.replace(event, measures=current)
            for event in events
            if (current := tuple(each for each in event.measures if each in measures))
        },
    )


def published(facts: Facts) -> Iterator[tuple[str, date]]:
    """Yield the day of the newest source of each measure that was published by what is known."""
    last = facts.known_on or date.max
    days = {
        name: day
        for name, source in facts.sources.items()
        if (day := source.day) is not None and day <= last
    }
    for measure in facts.measures.values():
        known = [days[source] for source in measure.sources if source in days]
        if known:
            yield measure.id, max(known)


def _measure(measure: Measure, day: date) -> Measure | None:
    """Return a measure with the end that was announced by a day; None: it was not announced."""
    begin = measure.valid_from
    announced = measure.announced or (None if begin is None else begin.date())
    if announced is None or announced > day:
        return None
    if periods.in_force(measure) is None or measure.lifted is None or measure.lifted <= day:
        return measure
    return structs.replace(measure, valid_to=measure.planned_to, lifted=None)
