from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from borders import dates
from borders.enums import (
    Category,
    Confidence,
    Direction,
    Directions,
    Effect,
    Kind,
    Language,
    Mode,
    Status,
)
from borders.model import (
    Advice,
    Checkpoint,
    Crossing,
    Group,
    Measure,
    Member,
    Paper,
    Question,
    Traveller,
    Verified,
    Who,
)
from borders.rules import verdicts
from borders.rules.criteria import MeasureIndex
from borders.rules.evaluate import evaluate

if TYPE_CHECKING:
    from collections.abc import Iterable

KNOWN, VERIFIED = date(2020, 1, 1), date(2022, 12, 31)
CROSSING = Crossing(
    id="alpha",
    neighbour="AD",
    kind=Kind.ROAD,
    category=Category.INTERNATIONAL,
    modes=(Mode.FOOT, Mode.CAR),
    checkpoints=(Checkpoint(side="AD", names={Language.EN: "Alpha"}),),
    verified=(Verified(first=KNOWN, through=VERIFIED, by=("paper",)),),
    sources=("paper",),
)
WORDING = dict.fromkeys(map(str, Language), "a pair")
GROUPS = {"PAIR": Group(id="PAIR", members=("AD", "BB"), **WORDING)}
PAPERS = {
    "permit": Paper(id="permit", implies=("pass",), modes=(Mode.CAR,), **WORDING),
    "pass": Paper(id="pass", **WORDING),
}


def moment(year: int, month: int = 1, day: int = 1, hour: int = 0) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


def measure(number: int = 0, **changes: object) -> Measure:
    given = {
        "id": f"m-{number}",
        "side": "AD",
        "crossings": ("alpha",),
        "effect": Effect.BARS,
        "valid_from": moment(2021),
        "reason": "dispute",
        "decided_by": "A government",
        "sources": ("paper",),
        "confidence": Confidence.HIGH,
        **changes,
    }
    if given["effect"] is Effect.CONDITIONS:
        given["condition"] = "slot"
    return Measure(**given)


def rule(
    question: Question, *measures: Measure, groups: dict[str, Group] = GROUPS
) -> verdicts.Verdict:
    return verdicts.rule(CROSSING, question, MeasureIndex(measures, groups))


def at(when: datetime, *measures: Measure, **asked: object) -> verdicts.Verdict:
    return rule(Question(moment=when, **asked), *measures)


def test_a_verdict_holds_from_one_turn_to_the_next():
    bar = measure(valid_to=moment(2021, 7))
    verdict = at(moment(2021, 3), bar)
    assert (verdict.status, verdict.since, verdict.until) == (
        Status.CLOSED,
        moment(2021),
        moment(2021, 7),
    )


def test_the_first_moment_belongs_and_the_last_does_not():
    bar = measure(valid_to=moment(2021, 7))
    assert at(moment(2021), bar).since == moment(2021)
    after = at(moment(2021, 7), bar)
    assert (after.status, after.since, after.until) == (Status.OPEN, moment(2021, 7), None)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({}, True),
        ({"mode": Mode.CAR}, True),
        ({"mode": Mode.FOOT}, False),
        ({"mode": Mode.CAR, "direction": Direction.IN}, False),
        ({"traveller": Traveller(nationality=("AD",))}, True),
        ({"traveller": Traveller(nationality=("CC",))}, False),
    ],
)
def test_plans_and_cautions_are_told_to_those_whom_they_concern(asked, told):
    whom = {
        "modes": (Mode.CAR,),
        "direction": Directions.OUT,
        "only": (Who(nationality=("PAIR",)),),
    }
    seen = measure(1, **whom, last_seen=date(2021, 2, 1))
    plan = measure(2, **whom, announced=date(2021, 3, 1), valid_from=moment(2022))
    verdict = at(moment(2021, 6), seen, plan, **asked)
    assert (verdict.cautions, verdict.planned) == (((seen,), (plan,)) if told else ((), ()))


def test_what_held_when_knowledge_began_has_no_known_begin():
    """It may have begun on that day or long before."""
    bar = measure(valid_from=moment(2019))
    verdict = at(moment(2021), bar)
    assert (verdict.status, verdict.since, verdict.until) == (Status.CLOSED, None, None)


def test_what_begins_after_knowledge_ends_is_no_known_end():
    assert at(moment(2022, 6), measure(valid_from=moment(2023, 2))).until is None


def test_a_measure_that_does_not_bear_on_the_question_is_no_turn():
    walkers = measure(modes=(Mode.FOOT,), valid_from=moment(2021, 3), valid_to=moment(2021, 4))
    bar = measure(1, valid_to=moment(2021, 7))
    verdict = at(moment(2021, 5), bar, walkers, mode=Mode.CAR)
    assert (verdict.since, verdict.until) == (moment(2021), moment(2021, 7))


def test_another_measure_makes_another_run_of_measures_in_the_same_status():
    first, second = measure(1, valid_to=moment(2021, 7)), measure(2, valid_from=moment(2021, 7))
    verdict = at(moment(2021, 8), first, second)
    assert (verdict.since, verdict.until) == (moment(2021), None)
    assert (verdict.measures_since, verdict.measures_until) == (moment(2021, 7), None)
    assert [m.id for m in verdict.measures] == ["m-2"]


def test_a_country_that_joins_a_group_turns_the_verdict():
    joins = Group(id="PAIR", dated=(Member(code="BB", since=date(2021, 6, 1)),), **WORDING)
    bar = measure(exceptions=(Who(nationality=("PAIR",)),))
    citizen = Traveller(nationality="BB")
    question = Question(moment=moment(2021, 7), mode=Mode.CAR, traveller=citizen)
    verdict = rule(question, bar, groups={"PAIR": joins})
    assert (verdict.status, verdict.since) == (Status.OPEN, moment(2021, 6))


@pytest.mark.parametrize(
    "when", [moment(2019, 12, 31, 23), moment(1990)], ids=["a moment before", "long before"]
)
def test_before_all_that_is_known_nothing_is_said(when: datetime):
    verdict = at(when, measure(valid_from=moment(1980)))
    assert (verdict.status, verdict.last_known, verdict.measures) == (Status.UNKNOWN, None, ())
    assert (verdict.since, verdict.until) == (None, None)


def test_after_the_last_verification_the_last_known_is_shown():
    bar = measure()
    verdict = at(moment(2023), bar)
    assert (verdict.status, verdict.measures, verdict.since) == (Status.UNKNOWN, (), None)
    last = verdict.last_known
    assert (last.status, last.measures, last.since) == (Status.CLOSED, (bar,), moment(2021))
    assert last.question.moment.date() == VERIFIED


def test_the_last_verified_day_is_known_to_its_end():
    end = moment(2023)
    assert at(end - timedelta(microseconds=1)).status is Status.OPEN
    assert at(end).status is Status.UNKNOWN


def test_a_crossing_of_which_nothing_is_known_is_unknown():
    silent = structs.replace(CROSSING, verified=())
    verdict = verdicts.rule(silent, Question(moment=moment(2021)), MeasureIndex([], {}))
    assert (verdict.status, verdict.last_known) == (Status.UNKNOWN, None)


def test_what_the_answer_depends_on_is_in_the_verdict():
    bar = measure(exceptions=(Who(residence=("AD",)),), modes=(Mode.CAR,))
    assert at(moment(2021, 2), bar).depends_on == ("mode", "residence")
    assert at(moment(2021, 2), bar, mode=Mode.CAR).depends_on == ("residence",)


PERMIT, PAPER = Who(residence=("AD",)), Who(papers=("pass", "permit"))
LEAVES, DRIVES = Who(nationality=("BB",), direction=Direction.OUT), Who(vehicle=("AD",))
STRANGER = Traveller(nationality="ZW")


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, (PERMIT, PAPER, LEAVES, DRIVES)),
        ({"mode": Mode.FOOT}, (PERMIT, PAPER, LEAVES)),
        ({"direction": Direction.IN}, (PERMIT, PAPER, DRIVES)),
        ({"mode": Mode.CAR, "direction": Direction.OUT}, (PERMIT, PAPER, LEAVES, DRIVES)),
    ],
    ids=["all open", "on foot", "entering", "leaving by car"],
)
def test_those_who_would_pass_are_the_exceptions_that_suffice(
    asked: dict, expected: tuple[Who, ...]
):
    bar = measure(exceptions=(PERMIT, PAPER, LEAVES, DRIVES))
    stranger = structs.replace(STRANGER, vehicle="ZW")
    verdict = at(moment(2021, 2), bar, traveller=stranger, **asked)
    assert (verdict.status, verdict.would_pass) == (Status.CLOSED, expected)


def test_an_exception_to_one_of_two_bars_does_not_suffice():
    some, all_ = measure(1, exceptions=(PERMIT,)), measure(2)
    assert at(moment(2021, 2), some, all_, traveller=STRANGER).would_pass == ()


def test_an_exception_does_not_suffice_to_whom_another_bar_leaves_only_a_citizenship_to_tell():
    """Nobody is asked for more than a citizenship that lets one of a few pass."""
    by_paper, by_country = measure(1, exceptions=(PAPER,)), measure(2, exceptions=(LEAVES,))
    asked = {"mode": Mode.CAR, "direction": Direction.OUT}
    verdict = at(moment(2021, 2), by_paper, by_country, **asked)
    assert (verdict.status, verdict.default) == (Status.RESTRICTED, Status.CLOSED)
    assert verdict.would_pass == ()
    assert at(moment(2021, 2), by_country, **asked).would_pass == (LEAVES,)


def test_who_is_named_by_a_citizenship_passes_with_it_alone_too():
    """What lets the asker by does not let by whoever has the other citizenship alone."""
    mine = measure(1, exceptions=(Who(nationality=("ZW",)),))
    theirs = measure(2, exceptions=(Who(nationality=("BB",)),))
    verdict = at(moment(2021, 2), mine, theirs, traveller=STRANGER)
    assert (verdict.status, verdict.would_pass) == (Status.CLOSED, ())
    assert at(moment(2021, 2), theirs, traveller=STRANGER).would_pass == theirs.exceptions


def test_an_exception_that_two_bars_share_is_said_once():
    bars = [measure(number, exceptions=(PERMIT,)) for number in (1, 2)]
    assert at(moment(2021, 2), *bars, traveller=STRANGER).would_pass == (PERMIT,)


def test_where_one_passes_nobody_else_is_named():
    bar = measure(exceptions=(PERMIT,))
    holder = Traveller(nationality="ZW", residence="AD")
    assert at(moment(2021, 2), bar, traveller=holder).would_pass == ()


def test_a_group_passes_only_if_each_of_its_members_does():
    """Half of an answer would strand the other half."""
    pair = Who(nationality=("PAIR",))
    bars = measure(1, exceptions=(pair,)), measure(2, only=(Who(nationality=("BB",)),))
    verdict = at(moment(2021, 2), *bars, mode=Mode.CAR, traveller=STRANGER)
    assert (verdict.status, verdict.would_pass) == (Status.CLOSED, ())


def test_a_group_that_nobody_belongs_to_yet_passes_nobody():
    future = Group(id="PAIR", dated=(Member(code="BB", since=date(2022, 1, 1)),), **WORDING)
    bar = measure(exceptions=(Who(nationality=("PAIR",)),))
    question = Question(moment=moment(2021, 2), mode=Mode.CAR, traveller=STRANGER)
    verdict = rule(question, bar, groups={"PAIR": future})
    assert (verdict.status, verdict.would_pass) == (Status.CLOSED, ())


codes = st.sets(st.sampled_from(["AD", "BB", "CC", "PAIR"]), max_size=2).map(tuple)
whos = st.builds(
    Who,
    nationality=codes,
    residence=codes,
    papers=st.sets(st.sampled_from(["pass", "permit"]), max_size=2).map(tuple),
    vehicle=codes,
    direction=st.sampled_from([None, *Direction]),
    modes=st.sampled_from([(), (Mode.CAR,)]),
)
lists = st.lists(whos, max_size=2).map(tuple)
begins = st.integers(0, 1200).map(lambda days: moment(2019, 10) + timedelta(days=days))
measures = st.builds(
    lambda number, begin, length, **rest: measure(
        number,
        valid_from=begin,
        valid_to=None if length is None else begin + timedelta(days=length),
        **rest,
    ),
    st.integers(0, 10**6),
    begins,
    st.none() | st.integers(1, 700),
    effect=st.sampled_from([Effect.BARS, Effect.CONDITIONS]),
    modes=st.sampled_from([(), (Mode.FOOT,), (Mode.CAR,)]),
    direction=st.sampled_from(Directions),
    only=lists,
    exceptions=lists,
)
travellers = st.builds(
    Traveller,
    nationality=st.sampled_from([None, "AD", "CC", "ZW"]),
    residence=st.sampled_from([(), "AD", "ZW"]),
    papers=st.sampled_from([(), "pass"]),
    vehicle=st.sampled_from([None, "BB", "ZW"]),
)
questions = st.builds(
    Question,
    moment=st.integers(0, 1095).map(lambda days: moment(2020) + timedelta(days=days, hours=12)),
    mode=st.sampled_from([None, Mode.FOOT, Mode.CAR]),
    direction=st.sampled_from([None, *Direction]),
    traveller=st.none() | travellers,
)


def holders(traveller: Traveller | None, who: Who) -> Iterable[Traveller]:
    """Every traveller who comes to meet a criterion, whatever of its values they choose."""
    said = traveller or Traveller()

    def ways(values: tuple[str, ...]) -> list[tuple[str, ...]]:
        each = {m for v in values for m in (GROUPS[v].members if v in GROUPS else (v,))}
        return [(value,) for value in sorted(each)] or [()]

    chosen = product(
        ways(who.nationality), ways(who.residence), ways(who.papers), ways(who.vehicle)
    )
    for nationality, residence, papers, vehicle in chosen:
        yield Traveller(
            nationality=(*(said.held("nationality") or ()), *nationality) or None,
            residence=(*said.held("residence"), *residence),
            papers=(*said.held("papers"), *papers),
            vehicle=vehicle[0] if vehicle else said.vehicle,
        )


@pytest.mark.no_cover
@settings(max_examples=300)
@given(st.lists(measures, min_size=1, max_size=3), questions, st.sampled_from([{}, PAPERS]))
def test_whoever_is_said_to_pass_passes(found, question, papers):
    index = MeasureIndex(found, GROUPS, papers)
    for who in verdicts.rule(CROSSING, question, index).would_pass:
        modes = [m for m in (who.modes or CROSSING.modes) if question.mode in {None, m}]
        for traveller in holders(question.traveller, who):
            ways = [
                structs.replace(
                    question,
                    mode=mode,
                    direction=who.direction or question.direction,
                    traveller=traveller,
                )
                for mode in modes
            ]
            assert any(evaluate(CROSSING, way, index).status is not Status.CLOSED for way in ways)


@pytest.mark.no_cover
@settings(max_examples=100)
@given(st.lists(measures, max_size=4), questions)
def test_a_verdict_is_the_same_from_its_begin_to_its_end(found: list[Measure], question: Question):
    verdict = rule(question, *found)
    if verdict.status is Status.UNKNOWN:
        return
    clock = dates.zone(question.moment)
    first, last = dates.day_start(KNOWN, clock), dates.day_end(VERIFIED, clock)
    start, end = verdict.since or first, verdict.until or last
    inner = verdict.measures_since or first, verdict.measures_until or last
    assert first <= start <= inner[0] <= question.moment < inner[1] <= end <= last
    for part in range(7):
        moment = start + (end - start) * part / 7
        other = rule(structs.replace(question, moment=moment), *found)
        assert other.standing is verdict.standing
        assert (other.since, other.until) == (verdict.since, verdict.until)
        other = rule(
            structs.replace(question, moment=inner[0] + (inner[1] - inner[0]) * part / 7), *found
        )
        assert (other.measures, other.depends_on) == (verdict.measures, verdict.depends_on)
        assert (other.measures_since, other.measures_until) == (
            verdict.measures_since,
            verdict.measures_until,
        )


@settings(max_examples=100)
@given(st.lists(measures, max_size=4), questions)
def test_beyond_its_ends_all_is_other(found: list[Measure], question: Question):
    verdict = rule(question, *found)
    step = timedelta(microseconds=1)
    for outside in (verdict.since and verdict.since - step, verdict.until):
        if outside is not None:
            other = rule(structs.replace(question, moment=outside), *found)
            assert other.standing is not verdict.standing
    for outside in (
        verdict.measures_since and verdict.measures_since - step,
        verdict.measures_until,
    ):
        if outside is not None:
            other = rule(structs.replace(question, moment=outside), *found)
            said = (verdict.standing, verdict.measures, verdict.depends_on)
            assert (other.standing, other.measures, other.depends_on) != said


@settings(max_examples=60)
@given(st.lists(measures, max_size=4), questions)
def test_history_is_what_each_of_its_moments_says(found: list[Measure], question: Question):
    index = MeasureIndex(found, GROUPS)
    for told in verdicts.history(CROSSING, question, index):
        start, end = told.measures_since, told.measures_until
        verdict = rule(structs.replace(question, moment=start + (end - start) / 2), *found)
        assert (verdict.standing, verdict.measures) == (told.standing, told.measures)
        assert (verdict.since, verdict.until) == (told.since, told.until)
        assert verdict.verified_through == told.verified_through


@settings(max_examples=60)
@given(st.lists(measures, max_size=4), questions, st.lists(st.integers(0, 2500), min_size=1))
def test_what_is_ruled_once_is_what_each_moment_says(
    found: list[Measure], question: Question, days: list[int]
):
    index = MeasureIndex(found, GROUPS)
    moments = [moment(2019) + timedelta(days=day) for day in sorted(days)]
    runs = [*verdicts.Rulings(CROSSING, question, index).runs(moments)]
    assert [when for _, run in runs for when in run] == moments
    for told, run in runs:
        for when in run:
            verdict = rule(structs.replace(question, moment=when), *found)
            assert (verdict.standing, verdict.measures) == (told.standing, told.measures)
            assert (verdict.since, verdict.until) == (told.since, told.until)
            assert (verdict.planned, verdict.cautions) == (told.planned, told.cautions)


def advice(**changes: object) -> Advice:
    given = {
        "id": "stay",
        "valid_from": moment(2021),
        "issued_by": "An embassy",
        "text": "Stay.",
        "sources": ("paper",),
        "confidence": Confidence.HIGH,
        **changes,
    }
    return Advice(**given)


def heard(item: Advice, **asked: object) -> bool:
    question = Question(**{"moment": moment(2021, 6), **asked})
    return list(verdicts.advice([item], question, MeasureIndex([], GROUPS))) == [item]


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (moment(2020, 12, 31, 23), False),
        (moment(2021), True),
        (moment(2021, 6, 30, 23), True),
        (moment(2021, 7), False),
    ],
    ids=["before", "first moment", "last day", "end"],
)
def test_advice_holds_over_its_period(when: datetime, expected: bool):  # noqa: FBT001
    assert heard(advice(valid_to=moment(2021, 7)), moment=when) is expected


def test_advice_that_was_last_seen_is_given_to_the_end_of_that_day():
    item = advice(last_seen=date(2021, 6, 1))
    assert heard(item, moment=moment(2021, 6, 1, 23))
    assert not heard(item, moment=moment(2021, 6, 2))


AMERICANS = (Who(nationality=("CC",)),)


@pytest.mark.parametrize(
    ("changes", "traveller", "expected"),
    [
        ({"only": AMERICANS}, Traveller(nationality="CC"), True),
        ({"only": AMERICANS}, Traveller(nationality="AD"), False),
        ({"only": AMERICANS}, None, True),
        ({"exceptions": AMERICANS}, Traveller(nationality="CC"), False),
        ({"exceptions": AMERICANS}, Traveller(nationality=("AD", "CC")), False),
        ({"exceptions": AMERICANS}, Traveller(nationality="AD"), True),
        ({}, Traveller(nationality="ZW"), True),
    ],
)
def test_advice_goes_to_those_it_may_be_meant_for(
    changes: dict,
    traveller: Traveller | None,
    expected: bool,  # noqa: FBT001
):
    assert heard(advice(**changes), traveller=traveller) is expected


@pytest.mark.parametrize(
    ("direction", "expected"), [(None, True), (Direction.OUT, True), (Direction.IN, False)]
)
def test_advice_for_leaving_is_not_for_entering(
    direction: Direction | None,
    expected: bool,  # noqa: FBT001
):
    assert heard(advice(direction=Directions.OUT), direction=direction) is expected


def test_of_what_nothing_is_known_there_is_no_history():
    silent = structs.replace(CROSSING, verified=())
    question = Question(moment=moment(2021))
    assert list(verdicts.history(silent, question, MeasureIndex([], {}))) == []


def test_of_a_mode_that_is_not_served_there_is_no_history():
    question = Question(moment=moment(2021), mode=Mode.PLANE)
    assert list(verdicts.history(CROSSING, question, MeasureIndex([], {}))) == []


def test_an_exception_of_a_mode_alone_does_not_suffice_where_all_is_barred():
    walkers = measure(0, exceptions=(Who(modes=(Mode.FOOT,)),))
    verdict = rule(Question(moment=moment(2022)), walkers, measure(1))
    assert (verdict.status, verdict.would_pass) == (Status.CLOSED, ())
