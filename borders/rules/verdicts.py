"""Findings in time → verdicts: since when and until when, what was planned, who would pass."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from itertools import pairwise, product
from typing import TYPE_CHECKING

from msgspec import structs

from borders import dates
from borders.dates import Period
from borders.enums import Status
from borders.model import Question, Traveller, Verdict, Who
from borders.rules import periods
from borders.rules.criteria import ATTRIBUTES
from borders.rules.evaluate import Finding, advice_applies, evaluate, measure_applies

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from borders.model import Advice, Crossing
    from borders.rules.criteria import MeasureIndex


def known(crossing: Crossing, question: Question) -> tuple[datetime, datetime] | None:
    """Return the first moment known of a crossing and the first no longer verified.

    Both stand on the clock of the question's moment; None: nothing is known.
    """
    if crossing.known_from is None or crossing.verified_through is None:
        return None
    clock = dates.zone(question.moment)
    start = dates.day_start(crossing.known_from, clock)
    return start, dates.day_end(crossing.verified_through, clock)


def rule(crossing: Crossing, question: Question, index: MeasureIndex) -> Verdict:
    """Return the verdict on a crossing; its sentence is left to the wording."""
    moment = question.moment
    measures = [
        m for m in index.measures(crossing) if measure_applies(m, crossing, question, index)
    ]
    verdict = Verdict(
        crossing=crossing,
        question=question,
        status=Status.UNKNOWN,
        planned=tuple(m for m in measures if index.is_planned(m, moment)),
        cautions=tuple(m for m in measures if periods.is_caution(m, moment)),
    )
    span = known(crossing, question)
    if span is None or moment < span[0]:
        return verdict
    start, end = span
    if moment >= end:
        last = structs.replace(question, moment=end - timedelta(microseconds=1))
        return structs.replace(verdict, last_known=rule(crossing, last, index))
    finding = evaluate(crossing, question, index)
    points = [point for point in index.change_points(crossing, question) if start < point < end]
    past = [point for point in points if dates.utc(point) <= dates.utc(moment)]
    before = pairwise([*reversed(past), start])
    return structs.replace(
        verdict,
        status=finding.status,
        measures=finding.measures,
        depends_on=finding.depends_on,
        would_pass=tuple(_would_pass(crossing, question, index, finding)),
        since=_first_other(crossing, question, index, finding, before),
        until=_first_other(
            crossing, question, index, finding, ((t, t) for t in points[len(past) :])
        ),
    )


def _first_other(
    crossing: Crossing,
    question: Question,
    index: MeasureIndex,
    finding: Finding,
    steps: Iterable[tuple[datetime, datetime]],
) -> datetime | None:
    """Return the first of the points beyond which, at the moment paired with it, all is other."""
    for point, moment in steps:
        if evaluate(crossing, structs.replace(question, moment=moment), index) != finding:
            return point
    return None


def history(
    crossing: Crossing, question: Question, index: MeasureIndex
) -> Iterator[tuple[Period, Finding]]:
    """Yield the periods of equal findings over all that is known, oldest first."""
    span = known(crossing, question)
    if span is None:
        return
    start, end = span
    finding = evaluate(crossing, structs.replace(question, moment=start), index)
    for point in index.change_points(crossing, question):
        if not span[0] < point < end:
            continue
        following = evaluate(crossing, structs.replace(question, moment=point), index)
        if following != finding:
            yield Period(start, point), finding
            start, finding = point, following
    yield Period(start, end), finding


def _would_pass(
    crossing: Crossing, question: Question, index: MeasureIndex, finding: Finding
) -> Iterator[Who]:
    """Yield the exceptions to what closes a crossing, as far as they suffice to pass.

    Of the countries and papers that an exception names, only those are kept with which everybody
    passes.
    """
    if finding.status is not Status.CLOSED:
        return
    for who in dict.fromkeys(who for m in finding.measures for who in m.exceptions):
        if _is_asked_of(who, question):
            sufficient = _sufficient(who, partial(_passes, crossing, question, index, finding))
            if sufficient is not None:
                yield sufficient


def _is_asked_of(who: Who, question: Question) -> bool:
    """Return whether a criterion may be met in the direction and by the mode of a question."""
    return (who.direction is None or question.direction in {None, who.direction}) and (
        not who.modes or question.mode is None or question.mode in who.modes
    )


def _sufficient(who: Who, passes: Callable[[Who], bool]) -> Who | None:
    """Return a criterion with those of its values that suffice; None: some have none."""
    named = [attribute for attribute in ATTRIBUTES if getattr(who, attribute)]
    if not named:
        return who if passes(who) else None
    kept = {
        attribute: tuple(
            value
            for value in getattr(who, attribute)
            if passes(structs.replace(who, **{attribute: (value,)}))
        )
        for attribute in named
    }
    return structs.replace(who, **kept) if all(kept.values()) else None


def _passes(
    crossing: Crossing, question: Question, index: MeasureIndex, finding: Finding, who: Who
) -> bool:
    """Return whether everybody whom a criterion means passes, in some mode that it means."""
    holders = list(_holders(question, who, index, finding))
    return bool(holders) and all(
        any(evaluate(crossing, each, index).status is not Status.CLOSED for each in questions)
        for questions in holders
    )


def _holders(
    question: Question, who: Who, index: MeasureIndex, finding: Finding
) -> Iterator[list[Question]]:
    """Yield the asker as each traveller whom a criterion means, in every mode that it means.

    What a criterion asks for is added to what the traveller holds; the vehicle is changed.
    Countries that no measure at hand tells apart are tried once.
    """
    day = question.moment.date()
    traveller = question.traveller or Traveller()
    criteria = [criterion for m in finding.measures for criterion in m.criteria]

    def each(attribute: str) -> list[tuple[str, ...]]:
        values: tuple[str, ...] = getattr(who, attribute)
        if not values or attribute == "papers":
            return [(value,) for value in values] or [()]
        named = (getattr(criterion, attribute) for criterion in criteria)
        groups = {index.countries(codes, day) for codes in named if codes}
        members = sorted(index.countries(values, day))
        kinds = {tuple(code in group for group in groups): code for code in members}
        return [(code,) for code in kinds.values()]

    for nationality, residence, papers, vehicle in product(*map(each, ATTRIBUTES)):
        holder = Traveller(
            nationality=(*(traveller.held("nationality") or ()), *nationality) or None,
            residence=(*(traveller.held("residence") or ()), *residence),
            papers=(*(traveller.held("papers") or ()), *papers),
            vehicle=vehicle[0] if vehicle else traveller.vehicle,
        )
        yield [
            structs.replace(
                question,
                mode=question.mode or mode,
                direction=question.direction or who.direction,
                traveller=holder,
            )
            for mode in who.modes or (None,)
        ]


def advice(standing: Iterable[Advice], question: Question, index: MeasureIndex) -> Iterator[Advice]:
    """Yield the advice that holds at the moment for a traveller of whom the question may speak."""
    for item in standing:
        end = item.valid_to
        if item.last_seen is not None:
            seen = dates.day_end(item.last_seen, dates.zone(item.valid_from))
            end = seen if end is None else min(seen, end)
        directions = {None, *item.direction.each}
        if (
            Period(item.valid_from, end).holds(question.moment)
            and question.direction in directions
            and advice_applies(item, question, index)
        ):
            yield item
