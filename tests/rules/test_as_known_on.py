"""What could be known on a day, over registers that are made up."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from hypothesis import assume, given
from hypothesis import strategies as st

from borders.enums import (
    Category,
    Confidence,
    Direction,
    Directions,
    Effect,
    Kind,
    Language,
    Mode,
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
    Traveller,
    Who,
)
from borders.register import Register
from borders.rules import verdicts

if TYPE_CHECKING:
    from borders.model import Verdict

WORDING = dict.fromkeys(("en", "be", "ru", "lt", "lv", "pl"), "-")
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
        announced=draw(maybe(days)),
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
        known_from=known,
        verified_through=None if known is None else draw(st.sampled_from(DAYS[6:])),
        verified_by=("paper",),
        sources=("paper",),
    )


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
        sources={},
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


def ids(records: object) -> list[str]:
    return [record.id for record in records]


def compared(verdict: Verdict | None) -> object:
    return verdict and (
        verdict.crossing.id,
        verdict.question.moment,
        verdict.status,
        verdict.since,
        verdict.until,
        ids(verdict.measures),
        verdict.depends_on,
        verdict.would_pass,
        ids(verdict.planned),
        ids(verdict.cautions),
        compared(verdict.last_known),
    )


modes = st.sampled_from([None, Mode.CAR, Mode.FOOT])
directions = st.sampled_from([None, *Direction])


@given(registers(), moments, days, modes, directions, travellers)
def test_a_register_as_known_answers_as_a_question_of_what_was_known(
    register, moment, known, mode, direction, traveller
):
    # Of what was lifted later the end is no longer told where it was last seen before.
    assume(not [m for m in register.measures if m.last_seen and m.lifted and m.lifted > known])
    asked = {"mode": mode, "direction": direction, "traveller": traveller}
    then, other = register.as_known_on(known), register.on(moment, as_known_on=known, **asked)
    for crossing, same in zip(then.crossings, register.crossings, strict=True):
        question = then.on(moment, **asked).question(crossing)
        put = other.question(same)
        ruled = verdicts.rule(crossing, question, then.world)
        assert compared(ruled) == compared(verdicts.rule(same, put, register.world))
        history = list(verdicts.history(crossing, question, then.world))
        assert [period for period, _ in history] == [
            period for period, _ in verdicts.history(same, put, register.world)
        ]
        assert ids(then.on(moment, **asked).advice(crossing)) == ids(other.advice(same))
    assert ids(then.on(moment, **asked).advice()) == ids(other.advice())
