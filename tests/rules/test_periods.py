from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from borders import Status

if TYPE_CHECKING:
    from conftest import Folder


@pytest.fixture
def cut_short(folder: Folder) -> Folder:
    """A closure announced to the end of November that was lifted on the 19th."""
    folder.measure(
        announced="2025-10-29",
        valid_from="2025-10-29",
        valid_to="2025-11-20",
        planned_to="2025-12-01",
        lifted="2025-11-19",
    )
    return folder


@pytest.mark.parametrize(
    ("known", "expected"),
    [(None, Status.OPEN), ("2025-11-19", Status.OPEN), ("2025-11-10", Status.CLOSED)],
)
def test_an_end_counts_once_it_was_made_known(
    cut_short: Folder, known: str | None, expected: Status
):
    assert cut_short.load().on("2025-11-25", as_known_on=known).status("Alpha") is expected


def test_a_planned_end_holds_until_it_is_changed(cut_short: Folder):
    assert (
        cut_short.load().on("2025-12-02", as_known_on="2025-11-10").status("Alpha") is Status.OPEN
    )


def test_what_was_not_yet_announced_is_not_known(cut_short: Folder):
    day = cut_short.load().on("2025-11-01", as_known_on="2025-10-28")
    assert day.status("Alpha") is Status.OPEN


def test_what_is_announced_and_not_begun_is_planned(folder: Folder):
    folder.measure(announced="2021-05-01", valid_from="2021-06-01")
    register = folder.load()
    planned = [
        [m.id for m in register.on(day).explain("Alpha").planned]
        for day in ("2021-04-30", "2021-05-01", "2021-05-31", "2021-06-01")
    ]
    assert planned == [[], ["lt-0"], ["lt-0"], []]
    assert register.on("2021-05-31").status("Alpha") is Status.OPEN


@pytest.mark.parametrize("stage", ["not-effective", "unconfirmed"])
def test_what_did_not_come_changes_nothing(folder: Folder, stage: str):
    folder.measure(announced="2021-05-01", valid_from="2021-06-01", stage=stage)
    register = folder.load()
    assert register.on("2021-07-01").status("Alpha") is Status.OPEN
    assert [m.id for m in register.on("2021-05-02").explain("Alpha").planned] == ["lt-0"]
    assert register.on("2021-07-01").explain("Alpha").planned == ()


def test_a_threat_without_a_day_is_planned_until_withdrawn(folder: Folder):
    folder.measure(
        announced="2021-05-01", lifted="2021-05-20", valid_from=None, stage="not-effective"
    )
    register = folder.load()
    planned = [bool(register.on(d).explain("Alpha").planned) for d in ("2021-05-19", "2021-05-20")]
    assert planned == [True, False]


def test_what_was_last_seen_bars_that_day_and_warns_from_the_next(folder: Folder):
    folder.measure(valid_from="2021-01-01", last_seen="2021-02-01")
    register = folder.load()
    on, after = (register.on(day).explain("Alpha") for day in ("2021-02-01", "2021-02-02"))
    assert (on.status, on.cautions) == (Status.CLOSED, ())
    assert (after.status, [m.id for m in after.cautions]) == (Status.OPEN, ["lt-0"])


def test_a_caution_ends_where_the_measure_is_known_to_be_over(folder: Folder):
    folder.measure(valid_from="2021-01-01", last_seen="2021-02-01", valid_to="2021-03-01")
    register = folder.load()
    assert register.on("2021-02-20").explain("Alpha").cautions
    assert not register.on("2021-03-01").explain("Alpha").cautions


def test_both_clocks_count(folder: Folder):
    """Midnight is an hour earlier in Minsk than in Vilnius in winter."""
    folder.measure("LT", id="lt-x", crossings=["alpha"], valid_from="2021-01-10")
    folder.measure("BY", id="by-x", crossings=["beta"], valid_from="2021-01-10")
    register = folder.load()
    between = register.on("2021-01-09T21:30+00:00")
    assert (between.status("Alpha"), between.status("Beta")) == (Status.OPEN, Status.CLOSED)


def test_as_known_on_takes_a_day(cut_short: Folder):
    register = cut_short.load()
    assert (
        register.on("2025-11-25", as_known_on=date(2025, 11, 10)).status("Alpha") is Status.CLOSED
    )


def test_what_was_known_before_anything_was_is_unknown(folder: Folder):
    register = folder.load()
    day = register.crossing("alpha").verified_from
    assert day is not None
    for known, expected in ((day, Status.OPEN), (day - timedelta(days=1), Status.UNKNOWN)):
        assert register.on("2021-06-01", as_known_on=known).status("Alpha") is expected


def test_advice_is_told_from_the_day_it_was_given(folder: Folder):
    folder.advise()
    register = folder.load()
    told = {
        known: [one.id for one in register.on("2021-08-01", as_known_on=known).advice()]
        for known in (None, "2021-06-01", "2021-05-31")
    }
    assert told == {None: ["stay"], "2021-06-01": ["stay"], "2021-05-31": []}


def test_a_sentence_says_as_of_which_day_it_is_told(cut_short: Folder):
    day = cut_short.load().on("2025-11-25", as_known_on="2025-11-19")
    sentence = day.explain("Alpha").sentence
    assert sentence == "Open on 25 November 2025 (as known on 19 November 2025)."
