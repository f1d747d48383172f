"""Every measure that took effect, alone, at each of its crossings, just before and at each end.

What is ruled is one measure. The traveller is made from it: one whom it means, and one for each of
its exceptions. So this holds the ends and the criteria of an entry against the ruling, not against
other entries: that is what the tables of `test_days.py` are for.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

import pytest
from msgspec import structs

import borders
from borders import Status, Traveller
from borders.enums import Direction, Effect, Mode, Stage
from borders.model import Crossing, Measure, Question, Verified, Who
from borders.rules.criteria import MeasureIndex
from borders.rules.evaluate import evaluate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from borders import Register

NOWHERE = "ZW"  # a country that no rule names
SECOND = timedelta(seconds=1)
LONG = timedelta(days=3650)
TOUCHED = {Effect.BARS: Status.CLOSED, Effect.CONDITIONS: Status.RESTRICTED}
EVERYBODY = Who()

REGISTER = borders.load()
EFFECTIVE = [m for m in REGISTER.measures if m.stage is Stage.EFFECTIVE]
ALWAYS = (Verified(first=date(1990, 1, 1), through=date(2090, 1, 1), by=("nobody",)),)


@cache
def alone(name: str) -> MeasureIndex:
    """A register of one measure."""
    return MeasureIndex([REGISTER.measure(name)], REGISTER.facts.groups)


@cache
def verified(name: str) -> Crossing:
    """A crossing as if it were verified on every day that a measure could hold."""
    return structs.replace(REGISTER.crossing(name), verified=ALWAYS)


PLACES = [
    pytest.param(measure, verified(crossing), id=f"{measure.id}-{crossing}")
    for measure in EFFECTIVE
    for crossing in measure.crossings
]


class Case(NamedTuple):
    mode: Mode
    way: Direction
    traveller: Traveller


def start_of(measure: Measure) -> datetime:
    assert measure.valid_from is not None
    return measure.valid_from


def end_of(measure: Measure) -> datetime | None:
    """The first moment that no longer belongs, by the deciding side's clock."""
    ends = [measure.valid_to] if measure.valid_to else []
    if measure.last_seen is not None:
        after = measure.last_seen + timedelta(days=1)
        ends.append(datetime(after.year, after.month, after.day, tzinfo=start_of(measure).tzinfo))
    return min(ends, default=None)


def ways(measure: Measure, crossing: Crossing, *criteria: Who) -> Iterator[tuple[Mode, Direction]]:
    """The modes and directions that the measure, the crossing and all criteria have in common."""
    for mode, direction in product(crossing.modes, measure.direction.each):
        if measure.modes and mode not in measure.modes:
            continue
        if all(
            (not who.modes or mode in who.modes)
            and who.direction in {None, direction}
            and (mode.has_plates or not who.vehicle)
            for who in criteria
        ):
            yield mode, direction


def holding(measure: Measure, moment: datetime, *criteria: Who) -> Traveller:
    """Somebody who meets all criteria and holds nothing else."""
    index = alone(measure.id)

    def one(codes: tuple[str, ...]) -> tuple[str, ...]:
        return (min(index.countries(codes, moment.date())),) if codes else ()

    nationalities = tuple(code for who in criteria for code in one(who.nationality))
    vehicles = [code for who in criteria for code in one(who.vehicle)]
    return Traveller(
        nationality=nationalities or NOWHERE,
        residence=tuple(code for who in criteria for code in one(who.residence)),
        papers=tuple(who.papers[0] for who in criteria if who.papers),
        vehicle=vehicles[-1] if vehicles else NOWHERE,
    )


def meant(measure: Measure, crossing: Crossing, moment: datetime) -> Iterator[Case]:
    """Whom the measure means at a crossing, by its own words, and who falls under no exception."""
    index = alone(measure.id)
    for only in measure.only or (EVERYBODY,):
        traveller = holding(measure, moment, only)
        for mode, direction in ways(measure, crossing, only):
            if not any(
                fits(who, traveller, mode, direction, index, moment) for who in measure.exceptions
            ):
                yield Case(mode, direction, traveller)


def fits(
    who: Who,
    traveller: Traveller,
    mode: Mode,
    way: Direction,
    index: MeasureIndex,
    moment: datetime,
) -> bool:
    """Whether a traveller of whom all is said meets a criterion, said again in other words."""
    if (who.modes and mode not in who.modes) or (who.direction and who.direction is not way):
        return False
    if who.vehicle and not mode.has_plates:
        return False
    for attribute in ("nationality", "residence", "vehicle", "papers"):
        asked = getattr(who, attribute)
        held = traveller.held(attribute) or frozenset()
        countries = asked if attribute == "papers" else index.countries(asked, moment.date())
        if asked and not held.intersection(countries):
            return False
    return True


def status(measure: Measure, crossing: Crossing, moment: datetime, case: Case) -> Status:
    question = Question(moment=moment, mode=case.mode, direction=case.way, traveller=case.traveller)
    return evaluate(crossing, question, alone(measure.id)).status


def edges(measure: Measure) -> Iterator[tuple[datetime, bool]]:
    """The moments at both sides of each end, and whether the measure holds then."""
    start, end = start_of(measure), end_of(measure)
    yield start - SECOND, False
    yield start, True
    yield (end - SECOND, True) if end else (start + LONG, True)
    if end:
        yield end, False


@pytest.mark.parametrize(("measure", "crossing"), PLACES)
def test_whom_it_means_it_touches_exactly_while_it_holds(measure: Measure, crossing: Crossing):
    for moment, holds in edges(measure):
        cases = list(meant(measure, crossing, moment))
        assert cases, "it means nobody who could cross here"
        expected = TOUCHED[measure.effect] if holds else Status.OPEN
        for case in cases:
            assert status(measure, crossing, moment, case) is expected, (moment, case)


EXCEPTIONS = [
    pytest.param(measure, who, id=f"{measure.id}-{number}")
    for measure in EFFECTIVE
    for number, who in enumerate(measure.exceptions)
]


@pytest.mark.parametrize(("measure", "who"), EXCEPTIONS)
def test_an_exception_is_spared_and_others_in_the_same_place_are_not(measure: Measure, who: Who):
    spared = 0
    for crossing, (moment, holds) in product(map(verified, measure.crossings), edges(measure)):
        touched = [*meant(measure, crossing, moment)] if holds else []
        for only in measure.only or (EVERYBODY,):
            for mode, direction in ways(measure, crossing, only, who):
                exempt = Case(mode, direction, holding(measure, moment, only, who))
                if not fits(only, exempt.traveller, mode, direction, REGISTER.index, moment):
                    continue  # comes in another vehicle, so it was never meant
                assert status(measure, crossing, moment, exempt) is Status.OPEN, (moment, exempt)
                bare = Case(mode, direction, holding(measure, moment, only))
                if bare in touched:
                    assert status(measure, crossing, moment, bare) is TOUCHED[measure.effect]
                spared += holds
    assert spared, "nobody can make use of it: it changes nothing"


@pytest.mark.parametrize("measure", [m for m in EFFECTIVE if m.only], ids=lambda m: m.id)
def test_whom_it_does_not_name_it_does_not_touch(measure: Measure):
    moment = start_of(measure)
    stranger = holding(measure, moment)
    for crossing in map(verified, measure.crossings):
        for mode, direction in ways(measure, crossing):
            if any(
                fits(w, stranger, mode, direction, REGISTER.index, moment) for w in measure.only
            ):
                continue
            assert status(measure, crossing, moment, Case(mode, direction, stranger)) is Status.OPEN


@pytest.mark.parametrize("measure", EFFECTIVE, ids=lambda m: m.id)
def test_the_other_direction_and_other_modes_are_not_touched(measure: Measure):
    moment = start_of(measure)
    for crossing in map(verified, measure.crossings):
        traveller = holding(measure, moment, *measure.only[:1])
        for mode, direction in product(crossing.modes, Direction):
            if direction in measure.direction.each and (not measure.modes or mode in measure.modes):
                continue
            assert (
                status(measure, crossing, moment, Case(mode, direction, traveller)) is Status.OPEN
            )


@pytest.mark.parametrize(
    "measure", [m for m in REGISTER.measures if m.stage is not Stage.EFFECTIVE], ids=lambda m: m.id
)
def test_what_did_not_come_touches_nobody(measure: Measure):
    known = [m for m in (measure.valid_from, measure.valid_to) if m]
    announced = measure.announced
    assert known or announced
    if announced is not None:
        known.append(datetime(announced.year, announced.month, announced.day, 12).astimezone())
    index = alone(measure.id)
    for moment, crossing in product(known, map(verified, measure.crossings)):
        for at in (moment, moment + SECOND, moment + LONG):
            assert evaluate(crossing, Question(moment=at), index).status is Status.OPEN


def test_all_that_took_effect_is_swept(register: Register):
    assert len({p.id for p in PLACES}) == sum(
        len(m.crossings) for m in register.measures if m.stage is Stage.EFFECTIVE
    )
