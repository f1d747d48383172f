"""What could be known on a day, over registers that are made up."""

from __future__ import annotations

import pickle
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

import borders
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
    SourceKind,
    Stage,
)
from borders.model import (
    Advice,
    Checkpoint,
    Crossing,
    Facts,
    Group,
    Measure,
    Member,
    Package,
    Source,
    Traveller,
    Verified,
    Who,
)
from borders.register import Register
from borders.rules import verdicts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conftest import Folder

    from borders.model import Verdict
    from borders.register import Snapshot

WORDING = dict.fromkeys(map(str, Language), "-")
CLOCKS = {"BY": ZoneInfo("Europe/Minsk"), "LT": ZoneInfo("Europe/Vilnius")}
DAYS = [date(2021, 1, 1) + timedelta(days=10 * n) for n in range(12)]
FIRST, LAST = DAYS[0], DAYS[-1]
GROUP = Group(id="UNION", members=("LT",), dated=(Member(code="PL", since=DAYS[5]),), **WORDING)

days = st.sampled_from(DAYS) | st.dates(FIRST, LAST)


def maybe(strategy: st.SearchStrategy) -> st.SearchStrategy:
    return st.none() | strategy


@st.composite
def instants(draw: st.DrawFn, side: str, after: date = FIRST) -> datetime:
    day = draw(st.sampled_from([d for d in DAYS if d > after] or [LAST + timedelta(days=9)]))
    return datetime(
        day.year, day.month, day.day, draw(st.sampled_from([0, 0, 12])), 0, 0, 0, CLOCKS[side]
    )


codes = st.sampled_from([(), (), ("UNION",), ("US",), ("PL", "US")])
whos = st.builds(
    Who,
    nationality=codes,
    residence=codes,
    papers=st.sampled_from([(), (), ("permit",)]),
    vehicle=codes,
    direction=st.sampled_from([None, None, *Direction]),
    modes=st.sampled_from([(), (), (Mode.CAR,)]),
)


@st.composite
def measures(draw: st.DrawFn, number: int) -> Measure:
    side = draw(st.sampled_from(["BY", "LT"]))
    stage = draw(st.sampled_from([*[Stage.EFFECTIVE] * 5, Stage.NOT_EFFECTIVE, Stage.UNCONFIRMED]))
    came = stage is Stage.EFFECTIVE
    start = draw(instants(side) if came else maybe(instants(side)))
    begin = FIRST if start is None else start.date()
    effects = [Effect.BARS, Effect.BARS, Effect.CONDITIONS, *([] if came else [Effect.LIFTS])]
    effect = draw(st.sampled_from(effects))
    end = draw(maybe(instants(side, begin)))
    return Measure(
        id=f"m-{number}",
        side=side,
        crossings=draw(st.sampled_from([("alpha",), ("beta",), ("alpha", "beta", "gamma")])),
        modes=draw(st.sampled_from([(), (), (Mode.CAR,), (Mode.FOOT, Mode.PLANE)])),
        direction=draw(st.sampled_from(Directions)),
        effect=effect,
        condition="slot" if effect is Effect.CONDITIONS else None,
        only=draw(st.lists(whos, max_size=2, unique=True).map(tuple)),
        exceptions=draw(st.lists(whos, max_size=2, unique=True).map(tuple)),
        amends=draw(maybe(st.sampled_from([f"m-{n}" for n in range(number)]))) if number else None,
        stage=stage,
        announced=draw(days if start is None else maybe(days)),
        valid_from=start,
        valid_to=end,
        planned_to=draw(maybe(instants(side, begin))),
        lifted=draw(maybe(days)),
        last_seen=draw(maybe(days)) if draw(st.booleans()) else None,
        reason="dispute",
        decided_by="A government",
        sources=("paper",),
        confidence=Confidence.HIGH,
    )


advice = st.builds(
    Advice,
    id=st.just("stay"),
    crossings=st.sampled_from([(), ("alpha",)]),
    valid_from=instants("LT"),
    last_seen=maybe(st.just(LAST)),
    issued_by=st.just("An embassy"),
    text=st.just("Stay."),
    sources=st.just(("paper",)),
    confidence=st.just(Confidence.HIGH),
)


@st.composite
def crossings(draw: st.DrawFn, name: str) -> Crossing:
    neighbour = None if name == "gamma" else "LT"
    known = draw(st.sampled_from([FIRST, FIRST, DAYS[3], None]))
    return Crossing(
        id=name,
        neighbour=neighbour,
        kind=Kind.ROAD if neighbour else Kind.AIR,
        category=Category.INTERNATIONAL,
        modes=draw(st.sampled_from([(Mode.FOOT, Mode.CAR), (Mode.CAR, Mode.TRUCK)]))
        if neighbour
        else (Mode.PLANE,),
        checkpoints=(Checkpoint(side=neighbour or "BY", names={Language.EN: name}),),
        verified=()
        if known is None
        else (Verified(first=known, through=draw(st.sampled_from(DAYS[6:])), by=("paper",)),),
        sources=("paper",),
    )


PAPER = Source(id="paper", publisher="A paper", title="News", kind=SourceKind.NEWS)


@st.composite
def registers(draw: st.DrawFn) -> Register:
    made = [draw(measures(number)) for number in range(draw(st.integers(0, 4)))]
    facts = Facts(
        package=Package(
            name="toy",
            title="Toy",
            version="1",
            home="BY",
            zones={side: clock.key for side, clock in CLOCKS.items()},
        ),
        crossings={name: draw(crossings(name)) for name in ("alpha", "beta", "gamma")},
        measures={m.id: m for m in made},
        sources={"paper": PAPER},
        groups={"UNION": GROUP},
        reasons={},
        conditions={},
        papers={},
        advice={item.id: item for item in draw(st.lists(advice, max_size=1))},
    )
    return Register(facts, Path("nowhere"))


travellers = st.sampled_from(
    [
        None,
        Traveller(),
        Traveller(nationality="US"),
        Traveller(nationality=("LT", "US"), vehicle="PL"),
        Traveller(nationality="PL", residence="LT"),
    ]
)
moments = days | st.sampled_from([day.isoformat() + "T00:30+02:00" for day in DAYS])


modes = st.sampled_from([None, Mode.CAR, Mode.FOOT])
directions = st.sampled_from([None, *Direction])
questions = st.fixed_dictionaries({"mode": modes, "direction": directions, "traveller": travellers})


def ids(records: Iterable[Measure | Advice]) -> list[str]:
    return [record.id for record in records]


def altered(register: Register, measures: Iterable[Measure]) -> Register:
    facts = structs.replace(register.facts, measures={m.id: m for m in measures})
    return Register(facts, register.folder)


def ruled(snapshot: Snapshot, **changes: object) -> list[Verdict]:
    """The verdicts without their sentences, to a question that is changed."""
    index = snapshot.register.index
    return [
        verdicts.rule(crossing, structs.replace(snapshot.question(crossing), **changes), index)
        for crossing in snapshot.register.crossings
    ]


def began_to_be_known(measure: Measure) -> date | None:
    begin = measure.valid_from
    return measure.announced or (None if begin is None else begin.date())


@pytest.mark.no_cover
@given(registers(), days, days)
def test_in_force_is_what_was_announced_and_not_yet_lifted(register, day, known):
    """The expectation asks each measure afresh, with the day beside it."""
    then = register.as_known_on(known)
    for crossing in register.crossings:
        moment = dates.noon(day, register.zone(crossing))

        def holds(measure: Measure, moment: datetime = moment) -> bool:
            announced, end = began_to_be_known(measure), measure.valid_to
            if measure.stage is not Stage.EFFECTIVE or announced is None or announced > known:
                return False
            if measure.lifted is not None and measure.lifted > known:
                end = measure.planned_to
            seen = measure.last_seen is None or moment < dates.day_end(
                measure.last_seen, dates.zone(measure.valid_from)
            )
            return measure.valid_from <= moment and (end is None or moment < end) and seen

        expected = [m.id for m in register.measures if crossing.id in m.crossings and holds(m)]
        situation = then.index.situation(then.crossing(crossing), moment)
        if situation.is_known:
            assert ids(situation.measures) == expected


@pytest.mark.no_cover
@given(registers(), moments, days, questions)
def test_what_was_made_known_later_makes_no_difference(register, moment, known, question):
    """A register in which all that came later came otherwise gives the same answers."""
    others = [
        structs.replace(m, valid_to=None, lifted=LAST + timedelta(days=30))
        if m.stage is Stage.EFFECTIVE and m.lifted and m.lifted > known
        else m
        for m in register.measures
        if (announced := began_to_be_known(m)) is not None and announced <= known
    ]
    then = register.as_known_on(known).on(moment, **question)
    other = altered(register, others).on(moment, as_known_on=known, **question)
    assert ruled(then) == ruled(other)
    assert (then.advice(), then.as_known_on) == (other.advice(), known)


@pytest.mark.no_cover
@given(registers(), moments, questions)
def test_once_all_was_made_known_nothing_is_left_out(register, moment, question):
    late = LAST + timedelta(days=60)
    then, now = register.as_known_on(late).on(moment, **question), register.on(moment, **question)
    assert ruled(then, as_known_on=None) == ruled(now)


@pytest.mark.no_cover
@given(registers(), days, days)
def test_of_two_days_the_earlier_one_counts(register, day, other):
    both = register.as_known_on(day).as_known_on(other)
    assert both.facts == register.as_known_on(min(day, other)).facts


@pytest.mark.no_cover
@given(registers(), st.dates(FIRST, LAST), st.dates(FIRST, LAST))
def test_what_never_came_stays_planned_for_those_who_could_not_know(register, day, known):
    """Planned is what was announced and not begun, as far as the earlier of both days tells."""
    then, today = register.as_known_on(known), min(day, known)
    for crossing in register.crossings:
        moment = dates.noon(day, register.zone(crossing))

        def planned(measure: Measure, moment: datetime = moment) -> bool:
            if measure.announced is None or measure.announced > today:
                return False
            if measure.valid_from is None:
                return measure.lifted is not None and today < measure.lifted
            later = today < measure.valid_from.date()
            return moment < measure.valid_from or (later and measure.stage is not Stage.EFFECTIVE)

        here = then.crossing(crossing)
        index = then.index
        found = [m.id for m in index.measures(here) if index.is_planned(m, moment)]
        assert found == [
            m.id for m in register.measures if crossing.id in m.crossings and planned(m)
        ]


def test_a_register_says_as_of_which_day_it_knows(folder):
    register = folder.load().as_known_on("2021-06-01")
    assert repr(register).startswith("<Register toy 1 as known on 2021-06-01: ")
    assert register.on("2021-05-01").as_known_on == date(2021, 6, 1)
    assert "(as known on 1 June 2021)" in register.on("2021-05-01").explain("alpha").sentence


def test_roads_towns_and_states_are_those_of_the_whole_register(roads):
    register = roads.load()
    then = register.as_known_on("2021-06-01").as_known_on("2021-05-01")
    assert then.network is register.network
    assert then.towns is register.towns
    assert then.locator is register.locator
    assert then.verified_through == register.verified_through


def test_another_process_knows_no_more(folder):
    then = folder.load().as_known_on("2021-06-01")
    again = pickle.loads(pickle.dumps(then))  # noqa: S301 - our own
    assert again.facts == then.facts
    assert again.verified_through == then.verified_through


def test_what_is_known_of_some_crossings_names_no_measure_of_others(folder):
    folder.crossing("gamma")
    folder.measure(id="lt-old", crossings=["alpha"], valid_to="2021-06-01")
    folder.measure(id="lt-new", crossings=["beta"], valid_from="2021-06-01", amends="lt-old")
    folder.event(measures=["lt-old", "lt-new"])
    register = folder.load()
    assert register.measure("lt-new").amends == "lt-old"
    part = register.of_crossings(["beta"])
    assert [(measure.id, measure.amends) for measure in part.measures] == [("lt-new", None)]
    assert [event.measures for event in part.events] == [("lt-new",)]
    assert register.of_crossings(["gamma"]).events == ()


def test_of_a_danger_no_later_end_is_known(folder: Folder):
    """Nor a day on which it was seen later."""
    folder.danger(valid_to="2024-01-01")
    folder.danger(id="still-mined", last_seen="2024-01-01")
    register = folder.load()
    early = register.as_known_on("2023-01-01").facts.dangers
    late = register.as_known_on("2025-01-01").facts.dangers
    assert [(each.valid_to, each.last_seen) for each in early.values()] == [(None, None)] * 2
    assert late == register.facts.dangers


@pytest.mark.parametrize("known", ["1899-12-31", "2022-06-01", "2025-11-10"])
def test_a_question_of_a_day_is_one_to_the_register_of_that_day(known: str):
    """Whether the question names the day or the register is taken as of it."""
    register = borders.load()
    then = register.as_known_on(known)
    span = ("2025-09-01", "2025-12-01")
    asked = {"mode": "car", "direction": "out"}
    named = asked | {"as_known_on": known}
    assert [*register.changes(*span, every=True, **named)] == [
        *then.changes(*span, every=True, **asked)
    ]
    assert register.history("Medininkai", **named)[:] == then.history("Medininkai", **asked)[:]
    for frame in ("to_frame", "standings_frame", "changes_frame"):
        expected = getattr(then, frame)(*span, **asked)
        assert getattr(register, frame)(*span, **named).equals(expected), frame
    assert register.history_frame(**named).equals(then.history_frame(**asked))
