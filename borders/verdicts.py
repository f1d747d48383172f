"""Findings in time → verdicts: since when and until when, what was planned, who would pass."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import structs

from borders import moments, validity
from borders.model import Question, Traveller, Verdict, Who
from borders.moments import Period
from borders.ruling import Finding, World, concerns, find
from borders.vocabulary import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from borders.model import Advice, Crossing


def known(crossing: Crossing, question: Question) -> tuple[datetime, datetime] | None:
    """Return the first moment known of a crossing and the first no longer verified.

    Both stand on the clock of the question's moment; None: nothing is known.
    """
    if crossing.known_from is None or crossing.verified_through is None:
        return None
    clock = moments.zone(question.moment)
    start = moments.day_start(crossing.known_from, clock)
    return start, moments.day_end(crossing.verified_through, clock)


def rule(crossing: Crossing, question: Question, world: World) -> Verdict:
    """Return the verdict on a crossing; its sentence is left to the wording."""
    moment, day = question.moment, question.as_known_on
    measures = world.measures(crossing)
    verdict = Verdict(
        crossing=crossing,
        question=question,
        status=Status.UNKNOWN,
        planned=tuple(m for m in measures if validity.is_planned(m, moment, day)),
        cautions=tuple(m for m in measures if validity.is_caution(m, moment, day)),
    )
    span = known(crossing, question)
    if span is None or moment < span[0]:
        return verdict
    start, end = span
    if moment >= end:
        last = structs.replace(question, moment=end - timedelta(microseconds=1))
        return structs.replace(verdict, last_known=rule(crossing, last, world))
    finding = find(crossing, question, world)
    turns = [turn for turn in world.turns(crossing, question) if start < turn < end]
    before = pairwise([*reversed([turn for turn in turns if turn <= moment]), start])
    return structs.replace(
        verdict,
        status=finding.status,
        measures=finding.measures,
        depends_on=finding.depends_on,
        would_pass=tuple(_would_pass(crossing, question, world, finding)),
        since=_first_other(crossing, question, world, finding, before),
        until=_first_other(
            crossing, question, world, finding, ((t, t) for t in turns if t > moment)
        ),
    )


def _first_other(
    crossing: Crossing,
    question: Question,
    world: World,
    finding: Finding,
    steps: Iterable[tuple[datetime, datetime]],
) -> datetime | None:
    """Return the first of the turns beyond which, at the moment paired with it, all is other."""
    for turn, moment in steps:
        if find(crossing, structs.replace(question, moment=moment), world) != finding:
            return turn
    return None


def history(
    crossing: Crossing, question: Question, world: World
) -> Iterator[tuple[Period, Finding]]:
    """Yield the periods of equal findings over all that is known, oldest first."""
    span = known(crossing, question)
    if span is None:
        return
    start, end = span
    finding = find(crossing, structs.replace(question, moment=start), world)
    for turn in world.turns(crossing, question):
        if not span[0] < turn < end:
            continue
        following = find(crossing, structs.replace(question, moment=turn), world)
        if following != finding:
            yield Period(start, turn), finding
            start, finding = turn, following
    yield Period(start, end), finding


def _would_pass(
    crossing: Crossing, question: Question, world: World, finding: Finding
) -> Iterator[Who]:
    """Yield the exceptions to what closes a crossing that suffice to pass."""
    if finding.status is not Status.CLOSED:
        return
    for who in dict.fromkeys(who for m in finding.measures for who in m.exceptions):
        if (who.direction or question.direction) != (question.direction or who.direction):
            continue
        for mode in who.modes or (question.mode,):
            if question.mode not in {None, mode}:
                continue
            asked = structs.replace(
                question,
                mode=mode,
                direction=who.direction or question.direction,
                traveller=_holding(question.traveller or Traveller(), who, world, question),
            )
            if find(crossing, asked, world).status is not Status.CLOSED:
                yield who
                break


def _holding(traveller: Traveller, who: Who, world: World, question: Question) -> Traveller:
    """Return the traveller with what a criterion asks for added, the vehicle changed."""
    day = question.moment.date()

    def one(codes: tuple[str, ...]) -> tuple[str, ...]:
        return (min(world.countries(codes, day)),) if codes else ()

    nationality = (*(traveller.held("nationality") or ()), *one(who.nationality))
    return Traveller(
        nationality=nationality or None,
        residence=(*(traveller.held("residence") or ()), *one(who.residence)),
        papers=(*(traveller.held("papers") or ()), *who.papers[:1]),
        vehicle=next(iter(one(who.vehicle)), traveller.vehicle),
    )


def advice(standing: Iterable[Advice], question: Question, world: World) -> Iterator[Advice]:
    """Yield the advice that holds at the moment for a traveller of whom the question may speak."""
    for item in standing:
        end = item.valid_to
        if item.last_seen is not None:
            seen = moments.day_end(item.last_seen, moments.zone(item.valid_from))
            end = seen if end is None else min(seen, end)
        ways = {None, *item.direction.each}
        if (
            Period(item.valid_from, end).holds(question.moment)
            and question.direction in ways
            and concerns(item.only, item.exceptions, question, world)
        ):
            yield item
