"""A question that was written for the page and read again is the same question."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import borders
from borders.maps.question_json import decode, encode
from borders.model import Question
from borders.register import Snapshot

SHIPPED = borders.load()
NAMES = ("moment", "mode", "direction", "traveller", "as_known_on", "neighbours")

CODES = st.sampled_from(["BY", "LT", "LV", "PL", "RU", "US"])
PAPERS = st.sampled_from(sorted(SHIPPED.facts.papers))


def held(values: st.SearchStrategy[str]) -> st.SearchStrategy[str | list[str]]:
    """None, one, or several in any order."""
    return values | st.lists(values, max_size=3)


TRAVELLERS = st.builds(
    borders.Traveller,
    nationality=st.none() | held(CODES),
    residence=held(CODES),
    papers=held(PAPERS),
    vehicle=st.none() | CODES,
)
FIRST, LAST = "1990-01-01", "9990-01-01"  # beyond lies what no clock at the border shows
DAYS = st.dates(min_value=date.fromisoformat(FIRST))
OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda some: timezone(timedelta(minutes=some)))
INSTANTS = st.datetimes(
    datetime.fromisoformat(FIRST), datetime.fromisoformat(LAST), timezones=OFFSETS
)


@st.composite
def snapshots(draw: st.DrawFn, moments: st.SearchStrategy[date | datetime]) -> Snapshot:
    return SHIPPED.on(
        draw(moments),
        mode=draw(st.none() | st.sampled_from(borders.Mode)),
        direction=draw(st.none() | st.sampled_from(borders.Direction)),
        traveller=draw(st.none() | TRAVELLERS),
        as_known_on=draw(st.none() | DAYS),
        neighbours=draw(st.lists(st.sampled_from(SHIPPED.neighbours), max_size=3)),
    )


def through_json(snapshot: Snapshot) -> Snapshot:
    return decode(json.loads(json.dumps(encode(snapshot))), SHIPPED)


def question(snapshot: Snapshot) -> dict[str, Any]:
    return {name: getattr(snapshot, name) for name in NAMES}


@given(snapshots(DAYS | INSTANTS.map(lambda moment: moment.replace(second=0, microsecond=0))))
def test_a_question_comes_back_as_it_was(snapshot: Snapshot):
    assert question(through_json(snapshot)) == question(snapshot)


@given(snapshots(INSTANTS))
def test_an_instant_comes_back_by_the_minute(snapshot: Snapshot):
    """The clock of the page has no seconds, and one that has not come is not asked about."""
    when = through_json(snapshot).moment
    assert timedelta() <= snapshot.moment - when < timedelta(minutes=1)
    assert encode(through_json(snapshot)) == encode(snapshot)


def test_every_field_of_a_question_is_written():
    """A field that a question gains and nobody writes would be lost on the way."""
    traveller = borders.Traveller(nationality=("US", "BY"), residence="LT", vehicle="PL")
    snapshot = SHIPPED.on(
        "2023-08-21T09:30+03:00",
        mode="car",
        direction="out",
        traveller=traveller,
        as_known_on="2023-08-20",
        neighbours=["PL", "Lithuania"],
    )
    assert encode(snapshot) == {
        "on": {"minute": 28_209_990},
        "mode": "car",
        "direction": "out",
        "traveller": {
            "nationality": ["BY", "US"],
            "residence": ["LT"],
            "papers": [],
            "vehicle": "PL",
        },
        "to": ["LT", "PL"],
        "asKnownOn": "2023-08-20",
    }
    parts = {*Snapshot.__annotations__} - {"register", "whole", "lang"}
    assert {*Question.__struct_fields__} | parts == {*NAMES}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("mode", "cart"),
        ("direction", "up"),
        ("to", ["DE"]),
        ("on", {"day": "2023-02-30"}),
        ("traveller", {"nationality": ["XX"], "residence": [], "papers": [], "vehicle": None}),
    ],
)
def test_what_cannot_be_asked_is_refused(field: str, value: object):
    with pytest.raises(borders.QuestionError):
        decode({**encode(SHIPPED.on("2023-08-21")), field: value}, SHIPPED)
