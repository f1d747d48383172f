"""What mappers write of measures, as a reader of OpenStreetMap's conditions understands it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from opening_hours import OpeningHours

import borders
from borders.rules import periods
from borders.text.osm_conditional import tags

if TYPE_CHECKING:
    from conftest import Folder

ROUNDED = ["# rounded outward to whole days"]
TAG = re.compile(r"([a-z_]+):conditional=no @ \((.+)\)")


def told(folder: Folder, **measure: Any) -> list[str]:
    folder.measure(**measure)
    register = folder.load()
    return tags(register.measures[0], register.facts)


def test_every_condition_holds_on_the_days_of_its_measure_and_on_no_others():
    register = borders.load()
    count = 0
    for measure in register.measures:
        for tag in tags(measure, register.facts):
            if tag.startswith("# "):
                continue
            match = TAG.fullmatch(tag)
            assert match, tag
            condition, period = OpeningHours(match[2]), periods.in_force(measure)
            start = period.start.replace(tzinfo=None)
            midnight = start.replace(hour=0, minute=0)
            last = period.end and period.end.replace(tzinfo=None) - timedelta(microseconds=1)
            assert condition.is_open(start)
            assert condition.is_open(midnight)
            assert condition.is_closed(midnight - timedelta(minutes=1))
            if last is None:
                assert condition.is_open(start + timedelta(days=9999))
            else:
                day = last.replace(hour=0, minute=0, second=0, microsecond=0)
                assert condition.is_open(day + timedelta(hours=23, minutes=59))
                assert condition.is_closed(day + timedelta(days=1))
            count += 1
    assert count > 60


@pytest.mark.parametrize(
    ("measure", "why"),
    [
        ({"only": [{"nationality": ["EU"]}]}, "it depends on who travels"),
        ({"except": [{"papers": ["diplomatic"]}]}, "it depends on who travels"),
        ({"effect": "conditions", "condition": "slot"}, "it bars nobody who meets its condition"),
        ({"direction": "out"}, "one direction alone hangs on how the way is drawn"),
        ({"stage": "unconfirmed"}, "it is not confirmed"),
        ({"stage": "not-effective", "valid_from": None}, "it did not take effect"),
        ({"crossings": ["rails"]}, "railways and airports have no such tags"),
    ],
)
def test_what_tags_cannot_say_has_none(measure: dict[str, Any], why: str, folder: Folder):
    folder.crossing("rails", kind="rail", modes=["passenger_train"])
    assert told(folder, **measure) == [f"# not expressible: {why}"]


@pytest.mark.parametrize(
    ("modes", "keys"),
    [
        ([], ["motor_vehicle", "foot"]),
        (["car", "truck"], ["motor_vehicle"]),
        (["car", "bus"], ["motorcar"]),
        (["truck"], ["hgv"]),
        (["foot", "bicycle"], ["foot"]),
    ],
)
def test_who_is_kept_out_is_told_by_the_keys_of_openstreetmap(
    modes: list[str], keys: list[str], folder: Folder
):
    """Of those who are served: on foot, by car and truck."""
    tag = ":conditional=no @ (2021 Jan 01+)"
    assert told(folder, modes=modes) == [f"{key}{tag}" for key in keys]


@pytest.mark.parametrize(
    ("start", "end", "days", "remarks"),
    [
        ("2021-03-09", "2021-03-11", "2021 Mar 09-2021 Mar 10", []),
        ("2021-03-09", "2021-03-10", "2021 Mar 09", []),
        ("2021-03-09T12:00+02:00", "2021-03-11", "2021 Mar 09-2021 Mar 10", ROUNDED),
        ("2021-03-09", "2021-03-11T01:00+02:00", "2021 Mar 09-2021 Mar 11", ROUNDED),
        ("2021-03-09T22:00+00:00", None, "2021 Mar 10+", []),
    ],
)
def test_days_are_whole_and_include_the_last(
    start: str, end: str | None, days: str, remarks: list[str], folder: Folder
):
    tag = f"hgv:conditional=no @ ({days})"
    assert told(folder, modes=["truck"], valid_from=start, valid_to=end) == [tag, *remarks]


def test_one_of_which_the_end_was_not_found_ends_when_it_was_last_seen(folder: Folder):
    folder.crossings["alpha"]["verified"] = []
    assert told(folder, modes=["truck"], last_seen="2021-03-10") == [
        "hgv:conditional=no @ (2021 Jan 01-2021 Mar 10)"
    ]


def test_measures_have_a_column_of_it(folder: Folder):
    folder.measure(modes=["truck"])
    folder.measure("BY", effect="conditions", condition="slot")
    column = folder.load().measures_frame()["osm_conditional"]
    assert [list(tags) for tags in column] == [
        ["# not expressible: it bars nobody who meets its condition"],
        ["hgv:conditional=no @ (2021 Jan 01+)"],
    ]
