from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from borders.enums import (
    Category,
    Confidence,
    Direction,
    Directions,
    Effect,
    Kind,
    Language,
    Mode,
    Standing,
    Status,
)
from borders.model import (
    Checkpoint,
    Condition,
    Crossing,
    Group,
    Measure,
    Paper,
    Question,
    Traveller,
    Verified,
    Who,
)
from borders.rules.criteria import MeasureIndex
from borders.rules.evaluate import directions_asked, evaluate, modes_asked

if TYPE_CHECKING:
    from random import Random

MODES = (Mode.FOOT, Mode.CAR, Mode.TRUCK)
COUNTRIES = ("AD", "BB", "CC")
PAPERS = ("pass", "permit")
TOLD = ("mode", "direction", "nationality", "residence", "papers", "vehicle")
NOW = datetime(2022, 6, 1, 12, tzinfo=UTC)
CROSSING = Crossing(
    id="alpha",
    neighbour="AD",
    kind=Kind.ROAD,
    category=Category.INTERNATIONAL,
    modes=MODES,
    checkpoints=(Checkpoint(side="AD", names={Language.EN: "Alpha"}),),
    verified=(Verified(first=date(2022, 1, 1), through=date(2022, 12, 31), by=("paper",)),),
    sources=("paper",),
)
WORDING = dict.fromkeys(map(str, Language), "-")
GROUPS = {"PAIR": Group(id="PAIR", members=("AD", "BB"), **WORDING)}
VISAS = {
    "visa": Paper(id="visa", implies=("permit",), **WORDING),
    "permit": Paper(id="permit", implies=("pass",), **WORDING),
    "pass": Paper(id="pass", **WORDING),
    "crew": Paper(id="crew", implies=("worker",), modes=(Mode.TRUCK,), **WORDING),
    "worker": Paper(id="worker", **WORDING),
}
VISAS_OF_VISA = ("visa", "permit", "pass")
SLOT = {"slot": Condition(id="slot", met_by=("permit",), **WORDING)}


def measure(number: int = 0, **changes: object) -> Measure:
    given = {
        "id": f"m-{number}",
        "side": "AD",
        "crossings": ("alpha",),
        "effect": Effect.BARS,
        "valid_from": NOW - timedelta(days=30),
        "reason": "dispute",
        "decided_by": "A government",
        "sources": ("paper",),
        "confidence": Confidence.HIGH,
        **changes,
    }
    if given["effect"] is Effect.CONDITIONS:
        given["condition"] = "slot"
    return Measure(**given)  # type: ignore[arg-type]


def status(question: Question, *measures: Measure) -> Status:
    return evaluate(CROSSING, question, MeasureIndex(measures, GROUPS)).status


codes = st.sets(st.sampled_from([*COUNTRIES, "PAIR"]), max_size=2).map(tuple)
whos = st.builds(
    Who,
    nationality=codes,
    residence=codes,
    papers=st.sets(st.sampled_from(PAPERS), max_size=2).map(tuple),
    vehicle=codes,
    direction=st.sampled_from([None, *Direction]),
    modes=st.sampled_from([(), (Mode.CAR, Mode.TRUCK)]),
)
some_whos = st.lists(whos, max_size=2).map(tuple)
measures = st.builds(
    measure,
    st.integers(0, 10**6),
    effect=st.sampled_from([Effect.BARS, Effect.CONDITIONS]),
    modes=st.sampled_from([(), (Mode.FOOT,), (Mode.CAR,), (Mode.TRUCK,)]),
    direction=st.sampled_from(Directions),
    only=some_whos,
    exceptions=some_whos,
)
held = st.sets(st.sampled_from([*COUNTRIES, "ZW"]), max_size=2).map(tuple)
travellers = st.builds(
    Traveller,
    nationality=st.none() | st.sampled_from([(c,) for c in (*COUNTRIES, "ZW")] + [("AD", "BB")]),
    residence=held,
    papers=st.sets(st.sampled_from(PAPERS), max_size=2).map(tuple),
    vehicle=st.none() | st.sampled_from([*COUNTRIES, "ZW"]),
)
questions = st.builds(
    Question,
    moment=st.just(NOW),
    mode=st.sampled_from([None, *MODES]),
    direction=st.sampled_from([None, *Direction]),
    traveller=st.none() | travellers,
)


def every_traveller() -> list[Traveller]:
    """All that the measures above can tell apart; ZW is a country that none names."""

    def subsets(values: tuple[str, ...]) -> list[tuple[str, ...]]:
        return [
            tuple(v for v, taken in zip(values, mask, strict=True) if taken)
            for mask in product((False, True), repeat=len(values))
        ]

    return [
        Traveller(nationality=n or ("ZW",), residence=r, papers=p, vehicle=v)
        for n, r, p, v in product(
            subsets(COUNTRIES), subsets(COUNTRIES), subsets(PAPERS), (*COUNTRIES, "ZW")
        )
    ]


def filled(question: Question) -> list[Question]:
    """Every way to fill in what a question leaves open: who names himself is no freight."""
    modes = MODES if question.traveller is None else (Mode.FOOT, Mode.CAR)
    traveller = question.traveller
    if traveller is None:
        people = every_traveller()
    else:
        people = [
            structs.replace(traveller, nationality=n, vehicle=v)
            for n, v in product(
                [traveller.nationality]
                if traveller.nationality is not None
                else {t.nationality for t in every_traveller()},
                [traveller.vehicle] if traveller.vehicle is not None else [*COUNTRIES, "ZW"],
            )
        ]
    return [
        structs.replace(question, mode=mode, direction=direction, traveller=person)
        for mode, direction, person in product(
            [question.mode] if question.mode else modes,
            [question.direction] if question.direction else Direction,
            people,
        )
    ]


def described(question: Question) -> tuple[object, ...]:
    """A question that leaves nothing open, as what may be told of it, in the order of `TOLD`."""
    traveller = question.traveller
    assert traveller is not None
    return (question.mode, question.direction, *(traveller.held(name) for name in TOLD[2:]))


def hung_on(each: dict[tuple[object, ...], Status]) -> set[str]:
    """What must be named of a traveller: two who differ in nothing else end differently."""
    found = set()
    for place, name in list(enumerate(TOLD))[2:]:
        ends: dict[tuple[object, ...], set[Status]] = {}
        for person, end in each.items():
            ends.setdefault((*person[:place], *person[place + 1 :]), set()).add(end)
        if any(len(several) > 1 for several in ends.values()):
            found.add(name)
    return found


def ends_by(each: dict[tuple[object, ...], Status]) -> dict[tuple[object, object], set[Status]]:
    ends: dict[tuple[object, object], set[Status]] = {}
    for (mode, direction, *_), end in each.items():
        ends.setdefault((mode, direction), set()).add(end)
    return ends


@pytest.mark.no_cover
@settings(max_examples=90)
@given(st.lists(measures, max_size=3), questions, st.sampled_from([({}, {}), (VISAS, SLOT)]))
def test_a_finding_is_what_all_ways_of_filling_in_give(found, question, vocabulary):
    index = MeasureIndex(found, GROUPS, *vocabulary)
    each = {described(q): evaluate(CROSSING, q, index).status for q in filled(question)}
    asked = evaluate(CROSSING, question, index)
    if len(ends := {*each.values()}) == 1:
        assert asked.status in ends
        assert asked.status is Status.RESTRICTED or not asked.depends_on
        return
    assert asked.status is Status.RESTRICTED
    assert hung_on(each) <= {*asked.depends_on}
    by = ends_by(each)
    pairs = list(product(by, by))
    assert ("mode" in asked.depends_on) == any(by[a] != by[b] and a[1] is b[1] for a, b in pairs)
    assert ("direction" in asked.depends_on) == any(
        by[a] != by[b] and a[0] is b[0] for a, b in pairs
    )


NOBODY = Traveller(nationality="ZW", residence=("ZW",), papers=("unheard-of",), vehicle="ZW")


def unnamed(question: Question) -> Traveller:
    """The traveller of a question, invented where nothing is said."""
    said = question.traveller or Traveller()
    return Traveller(
        nationality=said.nationality or NOBODY.nationality,
        residence=said.residence if question.traveller else NOBODY.residence,
        papers=said.papers if question.traveller else NOBODY.papers,
        vehicle=said.vehicle or NOBODY.vehicle,
    )


@pytest.mark.no_cover
@settings(max_examples=200)
@given(st.lists(measures, max_size=4), questions)
def test_the_default_is_what_holds_for_a_traveller_whom_no_measure_names(
    found: list[Measure], question: Question
):
    index = MeasureIndex(found, GROUPS)
    asked = evaluate(CROSSING, question, index)
    if asked.status is not Status.RESTRICTED:
        assert asked.default is None
        return
    ends = {
        evaluate(
            CROSSING,
            structs.replace(question, mode=mode, direction=direction, traveller=unnamed(question)),
            index,
        ).status
        for mode, direction in product(modes_asked(CROSSING, question), directions_asked(question))
    }
    closed = {end is Status.CLOSED for end in ends}
    expected = {(True,): Status.CLOSED, (False,): Status.OPEN}.get(tuple(closed))
    assert asked.default is expected


@settings(max_examples=100)
@given(st.lists(measures, max_size=4), questions, st.randoms())
def test_the_default_does_not_depend_on_the_order_of_measures(
    found: list[Measure], question: Question, chance: Random
):
    shuffled = chance.sample(found, len(found))
    assert (
        evaluate(CROSSING, question, MeasureIndex(found, GROUPS)).standing
        is evaluate(CROSSING, question, MeasureIndex(shuffled, GROUPS)).standing
    )


RUSSIANS = (Who(nationality=("CC",)),)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"only": RUSSIANS}, Standing.OPEN_BY_DEFAULT),
        ({"exceptions": RUSSIANS}, Standing.CLOSED_BY_DEFAULT),
        ({"effect": Effect.CONDITIONS}, Standing.OPEN_BY_DEFAULT),
        ({"modes": (Mode.CAR,)}, Standing.RESTRICTED),
        ({"direction": Directions.OUT}, Standing.RESTRICTED),
        ({"modes": (Mode.CAR,), "exceptions": RUSSIANS}, Standing.RESTRICTED),
        ({}, Standing.CLOSED),
    ],
)
def test_the_two_kinds_of_restricted_are_told_apart(changes: dict[str, object], expected: Standing):
    index = MeasureIndex([measure(**changes)], GROUPS)
    assert evaluate(CROSSING, Question(moment=NOW), index).standing is expected
    assert Standing.of(expected.status, expected.default) is expected


@settings(max_examples=100)
@given(st.lists(measures, max_size=4), questions)
def test_one_more_bar_never_opens(found: list[Measure], question: Question):
    rank = [Status.OPEN, Status.RESTRICTED, Status.CLOSED]
    bar = measure(999, only=(Who(nationality=("AD",)),))
    before, after = status(question, *found), status(question, *found, bar)
    assert rank.index(after) >= rank.index(before)


@pytest.mark.no_cover
@settings(max_examples=200)
@given(st.lists(measures, max_size=4, unique_by=lambda m: m.id), questions, st.randoms())
def test_the_order_in_which_anything_is_written_does_not_matter(found, question, random):
    """Three outcomes may come about, and an exception may stand before or after what it spares."""

    def turned(values):
        return tuple(random.sample(values, len(values)))

    shuffled = [
        structs.replace(m, only=turned(m.only), exceptions=turned(m.exceptions))
        for m in turned(found)
    ]
    one, other = (
        evaluate(CROSSING, question, MeasureIndex(all_, GROUPS)) for all_ in (found, shuffled)
    )
    assert (one.status, one.depends_on) == (other.status, other.depends_on)
    assert {m.id for m in one.measures} == {m.id for m in other.measures}


def test_all_outcomes_are_met():
    """Whoever stops at two of three takes those of walkers for others than those of drivers."""
    slot = measure(1, effect=Effect.CONDITIONS, exceptions=(Who(nationality=("AD",)),))
    walkers = measure(2, modes=(Mode.FOOT,), only=(Who(nationality=("BB",)),))
    but = (Who(nationality=("AD", "CC")),)
    drivers = measure(3, modes=(Mode.CAR, Mode.TRUCK), exceptions=but)
    finding = evaluate(
        CROSSING, Question(moment=NOW), MeasureIndex([slot, walkers, drivers], GROUPS)
    )
    assert (finding.status, finding.depends_on) == (Status.RESTRICTED, ("nationality",))


def test_what_is_exempt_anyhow_does_not_ask_for_more():
    exceptions = (Who(nationality=("AD",)), Who(residence=("BB",)))
    plates = measure(1, only=(Who(vehicle=("CC",)),))
    resident = Traveller(residence="BB")
    question = Question(moment=NOW, mode=Mode.CAR, traveller=resident)
    for several in (exceptions, exceptions[::-1]):
        index = MeasureIndex([measure(exceptions=several), plates], GROUPS)
        assert evaluate(CROSSING, question, index).depends_on == ("vehicle",)


def test_two_bars_that_leave_nobody_close():
    """Kleene's or alone would say "depends" twice and call the crossing restricted."""
    some = measure(1, only=(Who(vehicle=("AD",)),))
    others = measure(2, exceptions=(Who(vehicle=("AD",)),))
    assert status(Question(moment=NOW, mode=Mode.CAR), some, others) is Status.CLOSED


def test_a_question_that_fixes_all_is_never_undecided():
    bar = measure(exceptions=(Who(papers=("pass",)),))
    question = Question(moment=NOW, mode=Mode.CAR, traveller=Traveller(nationality="CC"))
    assert status(question, bar) is Status.CLOSED
    holder = Traveller(nationality="CC", papers="pass")
    assert status(structs.replace(question, traveller=holder), bar) is Status.OPEN


def test_a_mode_that_is_not_served_is_closed():
    assert status(Question(moment=NOW, mode=Mode.PLANE)) is Status.CLOSED


def test_a_traveller_means_freight_only_by_naming_it():
    bar = measure(modes=(Mode.TRUCK,))
    anybody = Traveller(nationality="CC")
    assert status(Question(moment=NOW), bar) is Status.RESTRICTED
    assert status(Question(moment=NOW, traveller=anybody), bar) is Status.OPEN
    assert status(Question(moment=NOW, traveller=anybody, mode=Mode.TRUCK), bar) is Status.CLOSED


def test_plates_do_not_matter_to_walkers():
    bar = measure(only=(Who(vehicle=("AD",)),))
    assert status(Question(moment=NOW, mode=Mode.FOOT), bar) is Status.OPEN
    assert status(Question(moment=NOW, mode=Mode.CAR), bar) is Status.RESTRICTED


def test_a_condition_restricts_and_depends_on_nothing():
    slot = measure(effect=Effect.CONDITIONS)
    finding = evaluate(CROSSING, Question(moment=NOW), MeasureIndex([slot], GROUPS))
    assert (finding.status, finding.depends_on) == (Status.RESTRICTED, ())


def test_what_the_answer_hangs_on_is_named():
    bar = measure(modes=(Mode.FOOT,))
    permit = measure(1, exceptions=(Who(residence=("AD",)),), direction=Directions.OUT)
    finding = evaluate(CROSSING, Question(moment=NOW), MeasureIndex([bar, permit], GROUPS))
    assert finding.depends_on == ("mode", "direction", "residence")


def test_membership_of_a_group_is_that_of_the_day():
    group = structs.replace(GROUPS["PAIR"], members=("AD",))
    bar = measure(exceptions=(Who(nationality=("PAIR",)),))
    question = Question(moment=NOW, mode=Mode.CAR, traveller=Traveller(nationality="BB"))
    assert (
        evaluate(CROSSING, question, MeasureIndex([bar], {"PAIR": group})).status is Status.CLOSED
    )
    assert evaluate(CROSSING, question, MeasureIndex([bar], GROUPS)).status is Status.OPEN


@pytest.mark.parametrize(
    ("offset", "expected"),
    [(-1, Status.OPEN), (0, Status.CLOSED), (9, Status.CLOSED), (10, Status.OPEN)],
)
def test_ends_are_half_open(offset: int, expected: Status):
    bar = measure(valid_from=NOW, valid_to=NOW + timedelta(seconds=10))
    assert status(Question(moment=NOW + timedelta(seconds=offset)), bar) is expected


def naive_outcome(found: list[Measure], question: Question) -> Status:
    """Rule over one who leaves nothing open, by the words of `VISAS` and `SLOT` as they stand."""
    traveller, holds = question.traveller, set()
    ahead = [*traveller.held("papers"), *(p for p in VISAS if question.mode in VISAS[p].modes)]
    while ahead:
        paper = ahead.pop()
        holds.add(paper)
        ahead += VISAS[paper].implies

    def meets(who: Who) -> bool:
        asked = {"papers": holds, **{n: traveller.held(n) for n in ("nationality", "residence")}}
        asked["vehicle"] = traveller.held("vehicle") if question.mode.has_plates else set()
        return (
            who.direction in {None, question.direction}
            and question.mode in (who.modes or MODES)
            and all(
                not (
                    values := {
                        m for v in getattr(who, name) for m in {"PAIR": ("AD", "BB")}.get(v, (v,))
                    }
                )
                or values & held
                for name, held in asked.items()
            )
        )

    touching = {
        m.effect
        for m in found
        if m.direction in {Directions.BOTH, question.direction}
        and question.mode in (m.modes or MODES)
        and (not m.only or any(map(meets, m.only)))
        and not any(map(meets, m.exceptions))
        and not (m.effect is Effect.CONDITIONS and "permit" in holds)
    }
    if Effect.BARS in touching:
        return Status.CLOSED
    return Status.RESTRICTED if touching else Status.OPEN


asking_for_visas = st.builds(
    Who,
    nationality=codes,
    papers=st.sets(st.sampled_from(list(VISAS)), max_size=2).map(tuple),
    vehicle=codes,
    direction=st.sampled_from([None, *Direction]),
    modes=st.sampled_from([(), (Mode.CAR, Mode.TRUCK)]),
)
measures_on_visas = st.builds(
    measure,
    st.integers(0, 10**6),
    effect=st.sampled_from([Effect.BARS, Effect.CONDITIONS]),
    modes=st.sampled_from([(), (Mode.CAR,), (Mode.TRUCK,)]),
    only=st.lists(asking_for_visas, max_size=2).map(tuple),
    exceptions=st.lists(asking_for_visas, max_size=2).map(tuple),
)
holders = st.builds(
    Traveller,
    nationality=st.sampled_from([*COUNTRIES, "ZW"]),
    papers=st.sets(st.sampled_from(list(VISAS)), max_size=3).map(tuple),
    vehicle=st.sampled_from([*COUNTRIES, "ZW"]),
)
fixed = st.builds(
    Question,
    moment=st.just(NOW),
    mode=st.sampled_from(MODES),
    direction=st.sampled_from(Direction),
    traveller=holders,
)


@pytest.mark.no_cover
@settings(max_examples=500)
@given(st.lists(measures_on_visas, max_size=3), fixed)
def test_papers_and_modes_imply_and_conditions_are_met_as_a_reader_would_take_it(found, question):
    ruled = evaluate(CROSSING, question, MeasureIndex(found, GROUPS, VISAS, SLOT))
    assert ruled.status is naive_outcome(found, question)
    assert ruled.depends_on == ()


@pytest.mark.no_cover
@settings(max_examples=200)
@given(st.lists(measures_on_visas, max_size=3), questions, holders)
def test_saying_what_is_implied_changes_nothing(found, question, holder):
    """Whatever else is left open: the mode, the direction, the plates."""
    index = MeasureIndex(found, GROUPS, VISAS, SLOT)
    said = [structs.replace(holder, papers=papers) for papers in ("visa", VISAS_OF_VISA)]
    one, other = (
        evaluate(CROSSING, structs.replace(question, traveller=traveller), index)
        for traveller in said
    )
    assert one == other
    drivers = structs.replace(question, mode=Mode.TRUCK, traveller=holder)
    crew = structs.replace(holder, papers=(*holder.papers, "crew", "worker"))
    crews = structs.replace(drivers, traveller=crew)
    assert evaluate(CROSSING, drivers, index) == evaluate(CROSSING, crews, index)


@pytest.mark.parametrize(
    ("papers", "expected"),
    [
        ((), Status.RESTRICTED),
        ("pass", Status.RESTRICTED),
        ("permit", Status.OPEN),
        ("visa", Status.OPEN),
    ],
)
def test_a_condition_is_met_by_its_papers_and_what_implies_them(papers, expected: Status):
    index = MeasureIndex([measure(effect=Effect.CONDITIONS)], GROUPS, VISAS, SLOT)
    question = Question(moment=NOW, mode=Mode.CAR, traveller=Traveller(papers=papers))
    finding = evaluate(CROSSING, question, index)
    assert finding.status is expected
    assert bool(finding.measures) == (expected is Status.RESTRICTED)


@pytest.mark.parametrize("paper", ["crew", "worker"])
def test_who_drives_a_lorry_is_its_crew(paper: str):
    index = MeasureIndex([measure(exceptions=(Who(papers=(paper,)),))], GROUPS, VISAS)
    by = {
        mode: evaluate(CROSSING, Question(moment=NOW, mode=mode), index)
        for mode in (Mode.CAR, Mode.TRUCK)
    }
    assert by[Mode.TRUCK] == (Status.OPEN, None, (), ())
    assert (by[Mode.CAR].status, by[Mode.CAR].depends_on) == (Status.RESTRICTED, ("papers",))


def test_a_bar_on_a_kind_of_paper_bars_its_kinds():
    index = MeasureIndex([measure(only=(Who(papers=("permit",)),))], GROUPS, VISAS)
    ends = {
        paper: evaluate(
            CROSSING,
            Question(moment=NOW, mode=Mode.CAR, traveller=Traveller(papers=paper)),
            index,
        ).status
        for paper in VISAS_OF_VISA
    }
    assert ends == {"visa": Status.CLOSED, "permit": Status.CLOSED, "pass": Status.OPEN}
