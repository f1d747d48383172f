"""Two versions of the data are compared: what was added, went on, was corrected, was removed."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest

from borders.data import revisions

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Folder

    Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def old(folder_of: type[Folder], tmp_path: Path) -> Folder:
    """Alpha is closed since 2021; the version is of 1 June 2025."""
    made = folder_of(tmp_path / "old")
    made.package["version"] = "2025.06.01"
    made.measure(id="shut", note="as announced")
    made.measure(id="queue", crossings=["beta"], valid_to="2025-12-01")
    return made


@pytest.fixture
def new(folder_of: type[Folder], tmp_path: Path) -> Folder:
    """The same, in a version of 1 July 2025."""
    made = folder_of(tmp_path / "new")
    made.package["version"] = "2025.07.01"
    made.measure(id="shut", note="as announced")
    made.measure(id="queue", crossings=["beta"], valid_to="2025-12-01")
    return made


def compare(old: Folder, new: Folder) -> list[revisions.Revision]:
    return revisions.compared(revisions.of(old.write()), revisions.of(new.write()))


def brief(rows: list[revisions.Revision]) -> list[tuple[str, ...]]:
    return [(row.entry, row.kind, row.field, row.before, row.after) for row in rows]


def test_the_same_data_have_no_revisions(old: Folder, new: Folder):
    assert compare(old, new) == []


@pytest.mark.parametrize(
    ("changes", "kind", "field", "before", "after"),
    [
        (
            {"valid_to": "2025-06-20", "lifted": "2025-06-19"},
            "updated",
            "valid_to",
            "",
            "2025-06-20",
        ),
        ({"valid_to": "2024-06-20"}, "corrected", "valid_to", "", "2024-06-20"),
        ({"valid_from": "2021-01-02"}, "corrected", "valid_from", "2021-01-01", "2021-01-02"),
        ({"note": "as announced; twice"}, "updated", "note", "as announced", "as announced; twice"),
        ({"note": "unannounced"}, "corrected", "note", "as announced", "unannounced"),
        ({"sources": ["paper", "radio"]}, "updated", "sources", "paper", "paper, radio"),
        ({"sources": ["radio"]}, "corrected", "sources", "paper", "radio"),
        ({"except": [{"nationality": ["EU"]}]}, "corrected", "except", "", "nationality=EU"),
        ({"confidence": "low"}, "corrected", "confidence", "high", "low"),
    ],
)
def test_the_world_goes_on_or_what_was_said_was_wrong(
    old: Folder,
    new: Folder,
    changes: dict[str, object],
    kind: str,
    field: str,
    before: str,
    after: str,
):
    for folder in (old, new):
        folder.sources.append({**folder.sources[0], "id": "radio"})
    new.measures["LT"][0].update(changes)
    assert ("shut", kind, field, before, after) in brief(compare(old, new))


def test_a_register_that_knows_more_crossings_takes_nothing_back(old: Folder, new: Folder):
    """What was decided of those that are new is told anew; of those known before it was wrong."""
    new.package["zones"]["LV"] = "Europe/Riga"
    new.measures["LV"] = []
    new.crossing("gamma", neighbour="LV")["checkpoints"][0]["side"] = "LV"
    new.measures["LT"][0]["crossings"] = ["alpha", "gamma"]
    assert [row[:3] for row in brief(compare(old, new))] == [
        ("gamma", "added", ""),
        ("shut", "updated", "crossings"),
        ("datapackage.json", "updated", "zones"),
    ]
    new.measures["LT"][0]["crossings"] = ["alpha", "beta", "gamma"]
    new.package["zones"]["LT"] = "Europe/Riga"
    kinds = {(row.entry, row.field): row.kind for row in compare(old, new)}
    assert kinds["shut", "crossings"] == kinds["datapackage.json", "zones"] == "corrected"


def test_another_name_of_a_checkpoint_is_another_wording(old: Folder, new: Folder):
    checkpoint = new.crossings["alpha"]["checkpoints"][0]
    checkpoint["names"]["ru"] = "Альфа"
    assert [row[:3] for row in brief(compare(old, new))] == [("alpha", "updated", "checkpoints")]
    checkpoint["location"] = {"lon": 25.0, "lat": 54.5, "accuracy_m": 500, "basis": "observed"}
    assert [row.kind for row in compare(old, new)] == ["corrected"]


def test_a_plan_that_lies_ahead_may_be_another(old: Folder, new: Folder):
    new.measures["LT"][1]["valid_to"] = "2026-03-01"
    assert brief(compare(old, new)) == [
        ("queue", "updated", "valid_to", "2025-12-01", "2026-03-01")
    ]
    new.measures["LT"][1]["valid_to"] = "2025-03-01"
    assert [row.kind for row in compare(old, new)] == ["corrected"]


def test_what_was_verified_stays_so_or_was_wrong(old: Folder, new: Folder):
    new.crossings["alpha"]["verified"] = new.verified("2020-01-01", "2026-01-31")
    assert [row[:3] for row in brief(compare(old, new))] == [("alpha", "updated", "verified")]
    new.crossings["alpha"]["verified"] = new.verified("2020-02-01", "2026-01-31")
    assert [row[:3] for row in brief(compare(old, new))] == [("alpha", "corrected", "verified")]


def test_every_kind_of_entry_is_compared(old: Folder, new: Folder):
    """Fields of places too, signs, settings and files that are not read into records."""
    new.crossings["alpha"]["border_point"]["accuracy_m"] = 50
    new.measures["LT"].pop(0)
    new.measure("BY", id="late")
    new.sign()
    new.package["fresh_days"] = 7
    new.reasons[0]["pl"] = "spór"
    for folder in (old, new):
        folder.package["resources"] = [{"name": "towns", "path": "towns.csv"}]
        folder.town("Ay", "BY", 25.0, 54.0)
    new.town("Be", "BY", 25.1, 54.0)
    rows = compare(old, new)
    assert [row[:3] for row in brief(rows)[:-1]] == [
        ("alpha", "corrected", "border_point.accuracy_m"),
        ("late", "added", ""),
        ("shut", "removed", ""),
        ("dispute", "updated", "pl"),
        ("queued", "added", ""),
        ("sign alpha car out 2026-01-10 paper", "added", ""),
        ("datapackage.json", "corrected", "fresh_days"),
    ]
    assert rows[-1][1:4] == ("towns.csv", "updated", "")
    assert rows[-1].before != rows[-1].after
    assert {row.version for row in rows} == {"2025.07.01"}
    assert rows[1].source == "paper"


def test_a_correction_without_a_reason_fails(old: Folder, new: Folder, run: Run):
    """A row that somebody wrote after the older version says why."""
    new.measures["LT"][0]["confidence"] = "low"
    new.measures["LT"].pop(1)
    words = ("revisions", str(old.write()), str(new.write()))
    status, out, _ = run(*words, "--unexplained", "--format", "csv")
    assert (status, out.splitlines()[0]) == (1, ",".join(revisions.COLUMNS))
    assert [row["entry"] for row in csv.DictReader(out.splitlines())] == ["shut", "queue"]
    assert run(*words)[0] == 0
    why = [
        revisions.Revision(
            "2025.07.01", "shut", "corrected", "confidence", "high", "low", "a", "p"
        ),
        revisions.Revision("2025.07.01", "queue", "removed", "id", "queue", "", "b", "p"),
    ]
    (new.path / "revisions.csv").write_text(revisions.as_csv(why), "utf-8")
    assert run(*words, "--unexplained")[:2] == (0, "0 added, 0 updated, 0 corrected, 0 removed\n")
    status, out, _ = run(*words, "--format", "json")
    assert [row["why"] for row in json.loads(out)["revisions"]] == ["a", "b"]
    (old.path / "revisions.csv").write_text(revisions.as_csv(why), "utf-8")
    assert run(*words, "--unexplained")[0] == 1, "the rows are those of an earlier correction"


def test_the_shipped_data_are_compared_where_nothing_newer_is_named(run: Run, register: object):
    status, out, _ = run("revisions", str(register.folder))  # type: ignore[attr-defined]
    assert (status, out) == (0, "0 added, 0 updated, 0 corrected, 0 removed\n")
