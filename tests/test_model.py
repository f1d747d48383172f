from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from msgspec import structs

from borders.errors import QuestionError
from borders.model import Traveller, shortened

if TYPE_CHECKING:
    import borders


@pytest.mark.parametrize(
    ("who", "same"),
    [
        ({"nationality": "PL"}, {"nationality": ("PL",)}),
        ({"nationality": ["US", "PL", "US"]}, {"nationality": ("PL", "US")}),
        ({"nationality": "Poland"}, {"nationality": "PL"}),
        ({"nationality": "usa", "vehicle": "by"}, {"nationality": "US", "vehicle": "BY"}),
        ({"residence": {"Литва"}}, {"residence": "LT"}),
        ({"papers": "permit"}, {"papers": ["permit"]}),
        ({}, {"residence": (), "papers": ()}),
    ],
    ids=str,
)
def test_equal_travellers_are_equal(who: dict, same: dict):
    first, second = Traveller(**who), Traveller(**same)
    assert first == second
    assert hash(first) == hash(second)
    assert structs.replace(first) == first


def test_a_nationality_may_be_all_that_is_said():
    assert Traveller("US") == Traveller(nationality="US") != Traveller(nationality="US", papers="x")


def test_what_is_left_unsaid_is_not_what_is_none():
    assert Traveller() != Traveller(nationality=())
    assert Traveller().held("nationality") is None
    assert Traveller(nationality=()).held("nationality") == frozenset()


@pytest.mark.parametrize(
    ("who", "text"),
    [
        ({}, "Traveller()"),
        ({"nationality": "usa"}, "Traveller(nationality='US')"),
        ({"nationality": ("US", "PL")}, "Traveller(nationality=('PL', 'US'))"),
        ({"residence": "PL", "vehicle": "BY"}, "Traveller(residence='PL', vehicle='BY')"),
    ],
)
def test_a_traveller_is_written_as_it_is_made(who: dict, text: str):
    assert repr(Traveller(**who)) == text


@pytest.mark.parametrize("vehicle", [0, 3, [], pd.DataFrame(), np.zeros(2)])
def test_a_vehicle_is_a_country(vehicle: object):
    with pytest.raises(QuestionError, match="is no country: write a code of ISO 3166-1"):
        Traveller(vehicle=vehicle)


def test_every_record_is_shown_in_one_line(register: borders.Register):
    traveller = Traveller(nationality=("PL", "US"), residence="LT", papers="diplomatic")
    day = register.on("2023-08-21", mode="car", traveller=traveller)
    routes = day.routes("Minsk", "Vilnius")
    changes = register.changes("2023-08-01", "2023-09-01")
    records = [
        register,
        register.as_known_on("2023-08-01"),
        register.facts,
        day,
        routes,
        *routes,
        *changes,
        *day.verdicts,
        *register.crossings,
        *register.measures,
        *register.facts.sources.values(),
    ]
    for text in map(repr, records):
        assert len(text) <= 200
        assert "\n" not in text
    assert repr(day).startswith("<Snapshot 2023-08-21 car Traveller(nationality=('PL', 'US'), resi")
    assert repr(day.explain("Terespol")).startswith("<Verdict terespol 2023-08-21T12:00:00+02:00: ")
    assert (
        repr(register.crossing("terespol"))
        == "<Crossing terespol: Terespol – Brest (Warsaw Bridge), road to PL>"
    )


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("a short one", "a short one"),
        ("a longer one", "a longer…"),
        ("onewordalone", "onewordalo…"),
    ],
)
def test_what_is_too_long_is_cut_at_a_word(text: str, short: str):
    assert shortened(text, 11) == short
