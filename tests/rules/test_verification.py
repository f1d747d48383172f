"""What a crossing is after, between and before its verified periods."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from borders.enums import Status
from borders.model import Traveller

if TYPE_CHECKING:
    from conftest import Folder

    from borders import Verdict

VILNIUS = ZoneInfo("Europe/Vilnius")


@pytest.fixture
def lapsed(folder: Folder) -> Folder:
    """Alpha is verified twice, in 2020 and from February to March 2021, and fresh for a week."""
    folder.package["fresh_days"] = 7
    folder.crossings["alpha"]["verified"] = folder.verified(
        "2020-01-01", "2020-12-31", "2021-02-01", "2021-03-31"
    )
    folder.sources.append(folder.sources[0] | {"id": "later", "published": "2021-06-15"})
    return folder


def alpha(folder: Folder, on: str, **asked: Any) -> Verdict:
    return folder.load().on(on, **asked).explain("Alpha")


@pytest.mark.parametrize(
    ("on", "status", "through", "age"),
    [
        ("2019-12-31", "unknown", None, None),
        ("2020-12-31", "open", "2020-12-31", 0),
        ("2021-01-07", "open", "2020-12-31", 7),
        ("2021-01-08", "unknown", "2020-12-31", 8),
        ("2021-02-01", "open", "2021-03-31", 0),
        ("2021-04-07T23:59+03:00", "open", "2021-03-31", 7),
        ("2021-04-08T00:00+03:00", "unknown", "2021-03-31", 8),
        ("2022-04-01", "unknown", "2021-03-31", 366),
    ],
)
def test_a_verification_holds_while_it_is_fresh(
    lapsed: Folder, on: str, status: str, through: str | None, age: int | None
):
    verdict = alpha(lapsed, on)
    assert verdict.status == status
    assert (verdict.verified_through and verdict.verified_through.isoformat()) == through
    assert verdict.age_days == age
    assert (verdict.last_known is not None) == (status == "unknown" and through is not None)


def test_without_fresh_days_a_verification_ends_with_its_last_day(lapsed: Folder):
    lapsed.package["fresh_days"] = 0
    assert alpha(lapsed, "2020-12-31").status is Status.OPEN
    assert alpha(lapsed, "2021-01-01").status is Status.UNKNOWN


LAST = {"open": "2021-03-31", "closed": "2021-04-03"}


@pytest.mark.parametrize(
    ("changes", "traveller", "last"),
    [
        ({}, None, "closed"),
        ({"valid_to": "2022-01-01"}, None, "closed"),
        ({"valid_to": "2021-04-06"}, None, "open"),
        ({"effect": "conditions", "condition": "slot"}, None, "open"),
        ({"only": [{"nationality": ["US"]}]}, None, "open"),
        ({"only": [{"nationality": ["US"]}]}, Traveller("US"), "closed"),
        ({"only": [{"nationality": ["US"]}]}, Traveller("GB"), "open"),
    ],
    ids=["a bar", "to end", "known to be over", "no bar", "of some", "of the asker", "of others"],
)
def test_what_is_last_known_is_of_the_last_day_verified_or_of_a_later_bar_that_settles_it(
    lapsed: Folder, changes: dict[str, Any], traveller: Traveller | None, last: str
):
    """What else came while it was fresh was known then, and is not what was verified."""
    lapsed.measure(**({"valid_from": "2021-04-03", "sources": ["paper"]} | changes))
    verdict = alpha(lapsed, "2021-04-10", traveller=traveller)
    assert (verdict.status, verdict.verified_through.isoformat()) == ("unknown", "2021-03-31")
    assert verdict.last_known is not None
    assert verdict.last_known.status == last
    assert verdict.last_known.question.moment.date().isoformat() == LAST[last]
    told = {"open": "then open", "closed": "last known on 3 April 2021, 7 days before: closed"}
    assert f"not verified since 31 March 2021, 10 days before; {told[last]}" in verdict.sentence


def test_of_several_bars_that_settle_it_the_newest_is_last_known(lapsed: Folder):
    lapsed.measure("LT", valid_from="2021-01-15")
    lapsed.measure("BY", valid_from="2021-05-01")
    lapsed.measure("LT", valid_from="2021-06-01", modes=["foot", "car", "truck"])
    lapsed.measure("BY", valid_from="2021-06-10", only=[{"papers": ["permit"]}])
    register = lapsed.load()
    for day, last in (
        ("2021-01-10", "open 2020-12-31"),
        ("2021-01-20", "closed 2021-01-15"),
        ("2021-04-20", "closed 2021-03-31"),
        ("2021-05-20", "closed 2021-05-01"),
        ("2021-07-20", "closed 2021-06-01"),
    ):
        verdict = register.on(day).explain("Alpha").last_known
        assert verdict is not None
        assert f"{verdict.status} {verdict.question.moment:%Y-%m-%d}" == last


@pytest.mark.parametrize(
    ("changes", "closed", "unknown"),
    [
        ({}, "2021-06-10", "2021-06-11"),
        ({"sources": ["paper", "later"]}, "2021-06-15", "2021-06-16"),
        ({"last_seen": "2021-06-20", "sources": ["later"]}, "2021-06-20", "2021-06-21"),
        ({"last_seen": "2021-06-12", "sources": ["later"]}, "2021-06-12", "2021-06-13"),
        ({"sources": ["later"], "valid_to": "2021-06-12"}, "2021-06-11", "2021-06-12"),
    ],
    ids=["its first day", "its newest source", "last seen", "last seen before", "its end"],
)
def test_a_closure_recorded_this_morning_closes_as_long_as_it_is_attested(
    lapsed: Folder, changes: dict[str, Any], closed: str, unknown: str
):
    lapsed.measure(valid_from="2021-06-10", **changes)
    assert alpha(lapsed, "2021-06-09").status is Status.UNKNOWN
    for day in ("2021-06-10", closed):
        verdict = alpha(lapsed, day)
        assert (verdict.status, [m.id for m in verdict.measures]) == ("closed", ["lt-0"])
        assert (verdict.since, verdict.until) == (None, None), "what was before is not known"
        assert verdict.measures_since == datetime(2021, 6, 10, tzinfo=VILNIUS)
    assert alpha(lapsed, unknown).status is Status.UNKNOWN


def test_a_recorded_bar_settles_nothing_for_those_it_does_not_bar(lapsed: Folder):
    lapsed.measure(valid_from="2021-06-10", only=[{"nationality": ["US"]}])
    american, briton = (
        alpha(lapsed, "2021-06-10", traveller=Traveller(nationality=code)) for code in ("US", "GB")
    )
    assert american.status is Status.CLOSED
    assert (briton.status, briton.measures) == (Status.UNKNOWN, ())
    anybody = alpha(lapsed, "2021-06-10")
    assert (anybody.status, [m.id for m in anybody.measures]) == (Status.UNKNOWN, ["lt-0"])
    assert anybody.last_known is not None


def test_an_unknown_cites_the_bars_that_are_attested_and_what_was_known_last(lapsed: Folder):
    lapsed.sources.append(lapsed.sources[0] | {"id": "before"})
    lapsed.measure(id="queue", effect="conditions", condition="slot", sources=["before"])
    lapsed.measure(
        id="bar", valid_from="2021-06-10", only=[{"nationality": ["US"]}], sources=["later"]
    )
    register = lapsed.load()
    verdict = register.on("2021-06-12").explain("Alpha")
    assert verdict.status is Status.UNKNOWN
    assert [measure.id for measure in verdict.told] == ["bar", "queue"]
    assert [source.id for source in register.sources(verdict)] == ["later", "before"]


def test_of_whom_a_recorded_bar_excepts_nothing_is_known(lapsed: Folder):
    lapsed.measure(
        valid_from="2021-03-10", sources=["later"], **{"except": [{"papers": ["permit"]}]}
    )
    bare, exempt = {"traveller": Traveller()}, {"traveller": Traveller(papers="permit")}
    assert [who.papers for who in alpha(lapsed, "2021-03-10", **bare).would_pass] == [("permit",)]
    verdict = alpha(lapsed, "2021-06-15", **bare)
    assert (verdict.status, verdict.would_pass) == (Status.CLOSED, ())
    assert alpha(lapsed, "2021-06-15", **exempt).status is Status.UNKNOWN


def test_a_recorded_condition_opens_nothing(lapsed: Folder):
    lapsed.measure(valid_from="2021-06-10", effect="conditions", condition="slot")
    verdict = alpha(lapsed, "2021-06-10")
    assert (verdict.status, verdict.measures) == (Status.UNKNOWN, ())


def test_a_closure_at_a_crossing_never_verified_closes_it(lapsed: Folder):
    lapsed.crossings["alpha"]["verified"] = []
    lapsed.measure(valid_from="2021-06-10")
    verdict = alpha(lapsed, "2021-06-10")
    assert (verdict.status, verdict.verified_through, verdict.age_days) == ("closed", None, None)
    verdict = alpha(lapsed, "2021-06-12")
    assert verdict.last_known is not None
    assert verdict.last_known.status is Status.CLOSED
    said = "this crossing was never verified; last known on 10 June 2021, 2 days before: closed."
    assert verdict.sentence.endswith(said)
    assert verdict.last_known.sentence.startswith("Closed on 10 June 2021: ")


def test_a_run_of_a_status_goes_on_while_it_is_attested(lapsed: Folder):
    """The verified closure of March is attested through June, so that nothing comes between."""
    lapsed.measure(valid_from="2021-03-10", sources=["later"])
    verdict = alpha(lapsed, "2021-06-15")
    assert verdict.status is Status.CLOSED
    assert verdict.since == datetime(2021, 3, 10, tzinfo=VILNIUS)
    assert verdict.until is None


def test_a_history_tells_the_gap_between_two_verified_periods(lapsed: Folder):
    lapsed.measure(valid_from="2020-12-01")
    told = [
        (str(v.status), f"{v.measures_since:%Y-%m-%d}", f"{v.measures_until:%Y-%m-%d}")
        for v in lapsed.load().history("Alpha")
    ]
    assert told == [
        ("open", "2020-01-01", "2020-12-01"),
        ("closed", "2020-12-01", "2021-01-08"),
        ("unknown", "2021-01-08", "2021-02-01"),
        ("closed", "2021-02-01", "2021-04-08"),
    ]


def test_a_source_that_was_published_later_attests_nothing_to_who_could_not_know(lapsed: Folder):
    lapsed.measure(valid_from="2021-06-10", sources=["paper", "later"])
    then = lapsed.load().as_known_on("2021-06-12")
    assert then.on("2021-06-10").status("Alpha") is Status.CLOSED
    assert then.on("2021-06-12").status("Alpha") is Status.UNKNOWN


def test_what_does_not_serve_is_closed_and_left_out(lapsed: Folder):
    lapsed.crossing("rails", kind="rail", modes=["freight_train"])
    day = lapsed.load().on("2021-02-10", mode="car")
    assert [v.crossing.id for v in day.verdicts] == ["alpha", "beta"]
    assert {*day.statuses} == {*day.standings} == {"alpha", "beta"}
    assert sum(day.counts.values()) == 2
    verdict = day.explain("rails")
    assert (verdict.status, verdict.serves, verdict.measures) == (Status.CLOSED, False, ())
    assert lapsed.load().on("2021-02-10", mode="freight_train").explain("rails").serves
