"""Many travellers, or days, at once: they get what each gets that asks alone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import borders
from borders.enums import Direction, Mode, Standing

if TYPE_CHECKING:
    from conftest import Folder

REGISTER = borders.load()
COUNTRIES = ("US", "BY", "DE", "RU", "UA", "GB", "LT", "PL", "stateless", "EU", "EFTA")

holdings = st.lists(st.sampled_from(("LT", "PL", "DE", "BY", "RU")), max_size=2)
travellers = st.builds(
    borders.Traveller,
    nationality=st.one_of(
        st.none(), st.sampled_from(COUNTRIES), st.just(("DE", "BY")), st.just(("EU", "RU"))
    ),
    residence=holdings,
    papers=st.lists(st.sampled_from(sorted(REGISTER.facts.papers)), max_size=2),
    vehicle=st.one_of(st.none(), st.sampled_from(("BY", "LT", "RU", "PL", "US"))),
)
modes = st.one_of(st.none(), st.sampled_from(Mode))
directions = st.one_of(st.none(), st.sampled_from(Direction))
days = st.dates(date(2019, 11, 1), date(2027, 1, 1))


@settings(max_examples=40, deadline=None)
@given(st.lists(travellers, min_size=1, max_size=5), days, modes, directions)
def test_each_of_many_is_told_what_is_told_to_one(
    many: list[borders.Traveller], day: date, mode: Mode | None, direction: Direction | None
) -> None:
    frame = REGISTER.on(day, mode=mode, direction=direction).standings_of([*many, many[0]])
    assert len(frame) == len(many) + 1
    for number, traveller in enumerate([*many, many[0]]):
        alone = REGISTER.on(day, mode=mode, direction=direction, traveller=traveller)
        assert frame.loc[number].to_dict() == dict(alone.standings)


@settings(max_examples=25, deadline=None)
@given(st.one_of(st.none(), travellers), days, st.integers(0, 60), modes, directions)
def test_each_of_many_days_is_told_what_is_told_of_one(
    traveller: borders.Traveller | None,
    since: date,
    count: int,
    mode: Mode | None,
    direction: Direction | None,
) -> None:
    until = since + timedelta(days=count)
    frame = REGISTER.standings_frame(
        since, until, mode=mode, direction=direction, traveller=traveller
    )
    assert [each.date() for each in frame.index] == [since + timedelta(n) for n in range(count)]
    for day in frame.index[:: max(1, count // 3)]:
        alone = REGISTER.on(day.date(), mode=mode, direction=direction, traveller=traveller)
        assert frame.loc[day].to_dict() == dict(alone.standings)


def test_a_made_up_register_is_asked_alike(folder: Folder):
    """With members that come and go, exceptions by papers and plates, and conditions."""
    only, exceptions = [{"vehicle": ["BY"]}], [{"nationality": ["EU"]}, {"residence": ["LT"]}]
    folder.measure(id="lt-1", only=only, **{"except": exceptions})
    folder.measure(id="lt-2", valid_from="2021-02-01", **{"except": [{"nationality": ["EU"]}]})
    register = folder.load()
    people = [
        borders.Traveller(nationality=nationality, residence=residence, vehicle=vehicle)
        for nationality in (None, "US", "LT", "GB", "EU")
        for residence in ((), "LT")
        for vehicle in (None, "BY")
    ]
    for moment in ("2020-01-15", "2021-01-15T08:00+02:00", "2021-06-01", "2022-06-01"):
        frame = register.on(moment, mode="car").standings_of(people)
        for number, traveller in enumerate(people):
            alone = register.on(moment, mode="car", traveller=traveller)
            assert frame.loc[number].to_dict() == dict(alone.standings)


def test_instants_are_told_in_utc():
    frame = REGISTER.standings_frame("2025-11-19", "2025-11-20", "h", mode="car")
    assert (frame.index.name, str(frame.index.dtype), len(frame)) == (
        "moment",
        "datetime64[us, UTC]",
        24,
    )
    for moment in (frame.index[0], frame.index[-1]):
        alone = REGISTER.on(moment.to_pydatetime(), mode="car")
        assert frame.loc[moment].to_dict() == dict(alone.standings)


def test_a_standing_is_a_category_in_order():
    frame = REGISTER.on("2023-08-21").standings_of([borders.Traveller("US")])
    assert frame["terespol"].cat.categories.to_list() == [each.value for each in Standing]
    assert (frame.index.name, len(REGISTER.on("2023-08-21").standings_of([]))) == ("traveller", 0)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (borders.Traveller("US"), "write them in a list"),
        (3, "write them in a list"),
        (["US"], "traveller takes a borders.Traveller"),
        ([borders.Traveller(papers="no-such-paper")], "no-such-paper"),
    ],
)
def test_who_is_no_traveller_is_refused(given: object, told: str):
    with pytest.raises(borders.QuestionError, match=told):
        REGISTER.on("2023-08-21").standings_of(given)  # type: ignore[arg-type]
