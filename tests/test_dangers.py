"""What endangers life on the way through a crossing: told first, and no status of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from borders.errors import DataError

if TYPE_CHECKING:
    from tests.conftest import Folder


def test_a_danger_is_told_before_the_status_and_changes_none(folder: Folder):
    safe = folder.load().on("2022-03-01", mode="car").verdict("alpha")
    folder.danger(note="On the shoulder.", last_seen="2022-03-05")
    register = folder.load()
    day = register.on("2022-03-01", mode="car")
    verdict = day.verdict("alpha")
    assert verdict.standing is safe.standing
    assert verdict.sentence == f"Danger: mines (since 24 February 2022). {safe.sentence}"
    assert [danger.id for danger in verdict.dangers] == ["mined"]
    assert [source.id for source in register.sources(verdict)] == ["paper"]
    row, other = day.rows()
    assert row["dangers"] == ["mines (since 24 February 2022)"]
    assert row["sources"] == ["paper"]
    assert other["dangers"] == []
    assert day.verdict("beta").dangers == ()
    assert day.translator.summary(day.verdicts, day).startswith("Danger (1): Alpha. ")
    assert day.translator.named(day.verdicts).startswith("Danger (1): Alpha. ")


def test_a_danger_that_was_not_seen_to_end_goes_on_and_says_when_it_was_last_seen(folder: Folder):
    folder.danger(last_seen="2022-03-05")
    verdict = folder.load().on("2026-08-01").verdict("alpha")
    assert verdict.status.value == "unknown"
    told = "Danger: mines (since 24 February 2022, last seen on 5 March 2022). Unknown"
    assert verdict.sentence.startswith(told)


def test_a_kind_of_danger_is_told_once_since_the_first_of_it(folder: Folder):
    folder.danger(last_seen="2022-03-05")
    folder.danger(id="more", valid_from="2023-02-24", last_seen="2023-06-01")
    register = folder.load()
    day = register.on("2024-01-01")
    assert [danger.id for danger in day.verdict("alpha").dangers] == ["mined", "more"]
    told = "mines (since 24 February 2022, last seen on 1 June 2023)"
    assert day.translator.warning(day.verdict("alpha")) == f"Danger: {told}."
    assert day.rows()[0]["dangers"] == [told]
    folder.danger(id="still", valid_from="2023-05-01")
    day = folder.load().on("2024-01-01")
    assert day.rows()[0]["dangers"] == ["mines (since 24 February 2022)"]


def test_a_danger_is_over_at_its_end_and_unknown_before_its_beginning(folder: Folder):
    folder.danger(valid_to="2023-01-01")
    register = folder.load()
    days = ("2022-02-23", "2022-02-24", "2022-12-31", "2023-01-01")
    found = [bool(register.on(day).verdict("alpha").dangers) for day in days]
    assert found == [False, True, True, False]
    frame = register.to_frame("2022-02-22", "2022-02-26", mode="car")
    rows = frame[frame["id"] == "alpha"]
    assert [len(texts) for texts in rows["dangers"]] == [0, 0, 1, 1]
    assert [text.startswith("Danger") for text in rows["sentence"]] == [False, False, True, True]
    history = register.history_frame(mode="car").set_index("crossing")
    assert len(history.loc["alpha", "dangers"].iloc[0]) == 1  # within the period


def test_what_was_known_on_a_day_knows_no_later_danger_and_no_later_end(folder: Folder):
    folder.danger(valid_to="2023-01-01")
    folder.danger(id="later", valid_from="2024-01-01", last_seen="2024-05-01")
    facts = folder.load().as_known_on("2022-06-01").facts
    assert [(each.id, each.valid_to) for each in facts.dangers.values()] == [("mined", None)]
    assert folder.load().as_known_on("2024-03-01").facts.dangers["later"].last_seen is None
    alone = folder.load().of_crossings(["beta"])
    assert alone.facts.dangers == {}


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"crossings": ["alfa"]}, "no crossing is called 'alfa'"),
        ({"crossings": ["alpha", "alpha"]}, "names a crossing twice"),
        ({"danger": "mine"}, "no danger is called 'mine'; did you mean 'mines'?"),
        ({"sources": ["news"]}, "no source is called 'news'"),
        ({"last_seen": "2022-02-01"}, "last_seen 2022-02-01 is before valid_from 2022-02-24"),
        (
            {"last_seen": "2022-03-01", "valid_to": "2022-04-01"},
            "last_seen 2022-03-01 stands beside valid_to 2022-04-01: leave last_seen out",
        ),
        ({"valid_to": "2022-02-01"}, "valid_to 2022-02-01 00:00:00+03:00 is not after valid_from"),
    ],
)
def test_what_is_wrong_with_a_danger_is_told(folder: Folder, changes: dict[str, object], text: str):
    folder.danger(**changes)
    with pytest.raises(DataError) as caught:
        folder.load()
    assert f"mined: {text}" in str(caught.value)
