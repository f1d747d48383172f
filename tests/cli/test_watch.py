"""Somebody looks again: what is new since an answer that was kept, or since older data."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

import borders
from borders import news
from borders.data import revisions
from borders.enums import Language

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Folder

    Run = Callable[..., tuple[int, str, str]]


def versioned(folder: Folder, version: str, through: str) -> Folder:
    folder.package["version"] = version
    for crossing in folder.crossings.values():
        crossing["verified"] = folder.verified("2020-01-01", through)
    folder.measure(id="shut", valid_from="2021-01-01")
    folder.measure(id="queue", crossings=["beta"], modes=["bus"], valid_to="2025-12-01")
    return folder


@pytest.fixture
def old(folder_of: type[Folder], tmp_path: Path) -> Folder:
    """The data of 1 June 2025: alpha is closed, beta to buses up to December."""
    return versioned(folder_of(tmp_path / "old"), "2025.06.01", "2025-05-31")


@pytest.fixture
def new(folder_of: type[Folder], tmp_path: Path) -> Folder:
    """Those of 1 July 2025, of the same."""
    return versioned(folder_of(tmp_path / "new"), "2025.07.01", "2025-06-30")


def turn(new: Folder) -> None:
    """Let alpha open, beta close in August, the bar on buses end sooner, and correct one thing."""
    shut, queue = new.measures["LT"]
    shut.update(valid_to="2025-06-20", lifted="2025-06-19")
    queue.update(valid_to="2025-09-01", planned_to="2025-12-01", lifted="2025-06-25")
    new.measure(id="later", crossings=["beta"], valid_from="2025-08-01", announced="2025-06-28")
    new.measure(id="was", crossings=["beta"], valid_from="2022-01-01", valid_to="2022-02-01")


NEWS = [
    ("status", "alpha"),
    ("ended", "shut"),
    ("announced", "later"),
    ("lifted", "queue"),
]


def kinds(out: str) -> list[tuple[str, str]]:
    return [(row["kind"], row["id"]) for row in json.loads(out)["news"]]


def kept(run: Run, path: Path, *words: str) -> Path:
    status, out, _ = run("status", *words, "--format", "json")
    assert status == 0
    path.write_text(out, "utf-8")
    return path


def test_nothing_is_new(old: Folder, tmp_path: Path, run: Run):
    data = str(old.write())
    answer = kept(run, tmp_path / "a.json", "--geodata", data)
    for since in (str(answer), data):
        status, out, _ = run("watch", "--since", since, "--geodata", data)
        assert (status, out.splitlines()[-1]) == (0, "Nothing new since 31 May 2025.")


def test_an_answer_that_was_kept_is_looked_back_at(
    old: Folder, new: Folder, tmp_path: Path, run: Run
):
    answer = kept(run, tmp_path / "a.json", "--geodata", str(old.write()))
    turn(new)
    why = revisions.Revision(
        "2025.07.01", "alpha", "corrected", "hours", "", "day", "said", "paper"
    )
    data = new.write()
    (data / "revisions.csv").write_text(revisions.as_csv([why]), "utf-8")
    words = ("watch", "--since", str(answer), "--geodata", str(data))
    status, out, _ = run(*words, "--format", "json")
    assert status == 3
    assert kinds(out) == [*NEWS, ("corrected", "alpha")]
    by_id = {row["id"]: row for row in json.loads(out)["news"]}
    assert (by_id["queue"]["before"][:10], by_id["queue"]["after"][:10]) == (
        "2025-12-01",
        "2025-09-01",
    )
    status, out, _ = run(*words)
    assert status == 3
    assert "5 items are new since 31 May 2025:" in out
    assert "Status: closed → open. Alpha" in out


def test_older_data_are_looked_back_at(old: Folder, new: Folder, run: Run):
    """They tell also what was not recorded then, and what was corrected unsaid."""
    turn(new)
    new.crossings["beta"]["hours"] = "by day"
    words = ("watch", "--since", str(old.write()), "--geodata", str(new.write()))
    status, out, _ = run(*words, "--format", "json")
    assert status == 3
    expected = [NEWS[0], ("added", "was"), *NEWS[1:], ("corrected", "beta")]
    assert sorted(kinds(out)) == sorted(expected)
    assert next(row["kind"] for row in json.loads(out)["news"]) == "status"
    status, out, _ = run(*words, "--format", "csv")
    assert (status, out.splitlines()[0]) == (
        3,
        "kind,id,crossings,before,after,moment,text,sources",
    )


def test_what_does_not_touch_the_question_is_no_news(
    old: Folder, new: Folder, tmp_path: Path, run: Run
):
    """An answer keeps its question, which need not be said again."""
    before, after = str(old.write()), new
    answer = kept(run, tmp_path / "a.json", "beta", "--mode", "car", "--geodata", before)
    turn(after)
    words = ("watch", "--since", str(answer), "--geodata", str(after.write()))
    assert kinds(run(*words, "--format", "json")[1]) == [("announced", "later")]
    status, _, err = run(*words, "--mode", "bus")
    assert status == 2
    assert "another question: mode car, not mode bus" in err


def test_time_alone_brings_news(old: Folder, tmp_path: Path, run: Run):
    """The same data, asked again when what they told of ahead has come."""
    data = str(old.write())
    answer = kept(run, tmp_path / "a.json", "--geodata", data, "--on", "2025-05-30")
    status, out, _ = run("watch", "--since", str(answer), "--geodata", data, "--on", "2025-12-02")
    assert (status, "Ended: " in out) == (3, True)


def test_a_timetable_keeps_what_it_looks_from(old: Folder, new: Folder, tmp_path: Path, run: Run):
    """One line, again and again: the file need not be there, and is the next to look from."""
    state = tmp_path / "state.json"
    words = ("watch", "--since", str(state), "-o", str(state), "--mode", "car", "--geodata")
    assert run("watch", "--since", str(state))[0] == 2
    status, out, err = run(*words, str(old.write()))
    assert (status, out, state.is_file()) == (0, "", True)
    assert "nothing to compare with yet" in err
    assert run(*words, str(old.path))[0] == 0
    turn(new)
    assert run(*words, str(new.write()))[0] == 3
    assert run(*words, str(new.path))[0] == 0
    assert json.loads(state.read_bytes())["question"] == {"mode": "car"}


def test_an_export_is_looked_back_at(old: Folder, new: Folder, tmp_path: Path, run: Run):
    """It has its question in its columns, with all that is said of the traveller."""
    traveller = borders.Traveller("US", residence=("LT", "PL"), vehicle="BY")
    day = old.load().on(mode="car", traveller=traveller)
    turn(new)
    words = ("--geodata", str(new.write()), "--format", "json")
    for name in ("a.csv", "a.geojson"):
        borders.export(day, tmp_path / name)
        status, out, _ = run("watch", "--since", str(tmp_path / name), *words)
        assert (status, kinds(out)[0]) == (3, NEWS[0])
        assert json.loads(out)["question"] == news.question(day)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", "{}"),
        ("a.json", "[1]"),
        ("a.json", '{"crossings": [{"id": "x"}]}'),
        ("a.json", "[" * 100_000),
        ("a.csv", "a,b\n1,2\n"),
        ("a.csv", f"a,b\n1,{'x' * 200_000}\n"),
        ("a.csv", "a,b\n1\n"),
    ],
)
def test_what_is_no_answer_is_refused(tmp_path: Path, run: Run, name: str, content: str):
    (tmp_path / name).write_text(content, "utf-8")
    status, _, err = run("watch", "--since", str(tmp_path / name))
    assert status == 2
    assert "is no answer to look back at" in err


def test_data_of_another_register_are_refused(old: Folder, run: Run):
    status, _, err = run("watch", "--since", str(old.write()))
    assert (status, "is of another register: toy" in err) == (2, True)


def test_news_are_told_in_every_language(old: Folder, new: Folder, run: Run):
    turn(new)
    words: tuple[Any, ...] = ("watch", "--since", str(old.write()), "--geodata", str(new.write()))
    told = {run(*words, "--lang", language.value)[1] for language in Language}
    assert len(told) == len(Language)
