"""What is made of folders of data: new ones, several laid over one another, their sources."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from command_lines import JSON, rows
from unpacked import unpacked

import borders
from borders import dates

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Folder

    Run = Callable[..., tuple[int, str, str]]

MEASURE = """
[[measure]]
id = "{id}"
crossings = ["{crossing}"]
effect = "bars"
valid_from = 2026-11-28T06:00:00+02:00
reason = "security"
decided_by = "A government"
sources = ["seen"]
confidence = "high"
"""
SOURCE = """
[[source]]
id = "seen"
publisher = "Own"
title = "Closed since the morning"
kind = "news"
published = "2026-11-28"
"""


@pytest.fixture
def mine(run: Run, tmp_path: Path) -> Path:
    """A new overlay, in which a closure of this morning is written."""
    path = tmp_path / "mine"
    assert run("new", str(path))[0] == 0
    append(path / "measures/LT.toml", MEASURE.format(id="lt-own", crossing="medininkai"))
    append(path / "sources.toml", SOURCE)
    return path


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text("utf-8") + text, "utf-8")


def test_a_closure_of_this_morning_closes_and_the_folder_is_named(run: Run, mine: Path):
    """`--geodata mine` alone is enough: the shipped register lies under it."""
    words = ("Medininkai", "--geodata", str(mine), "--on", "2026-11-28")
    status, out, err = run("status", *words)
    assert (status, err) == (0, "")
    row = next(line for line in out.splitlines() if line.startswith("Medininkai"))
    assert "closed" in row
    assert "06:00" in row
    assert row.endswith("[mine]")
    assert " + mine " in out
    (crossing,) = json.loads(run("status", *words, *JSON)[1])["crossings"]
    assert (crossing["status"], crossing["folders"]) == ("closed", ["mine"])
    (record,) = rows(run("status", *words, "--format", "csv")[1])
    assert record["folders"] == "mine"
    asked = ("--from", "Minsk", "--to", "Vilnius", "--mode", "car", *words[1:])
    lines = run("routes", *asked)[1].splitlines()
    (row,) = [line for line in lines if line.startswith("Medininkai")]
    assert row.endswith("[mine]")
    out = run("explain", *words)[1]
    assert "from the folder mine" in out
    answer = json.loads(run("explain", *words, *JSON)[1])
    assert answer["measure_records"][0]["folder"] == "mine"
    assert {s["id"]: s.get("folder") for s in answer["source_records"]}["seen"] == "mine"


def test_the_shipped_register_alone_names_no_folder(run: Run):
    words = ("Medininkai", "--on", "2025-12-01")
    assert "[" not in run("status", *words)[1]
    (crossing,) = json.loads(run("status", *words, *JSON)[1])["crossings"]
    assert crossing["folders"] == []
    assert '"folder"' not in run("explain", *words, *JSON)[1]


def test_forty_days_later_it_is_unknown_again(run: Run, mine: Path):
    words = ("--geodata", str(mine), "--on", "2027-01-07")
    (crossing,) = json.loads(run("status", "Medininkai", *words, *JSON)[1])["crossings"]
    assert (crossing["status"], crossing["last_known"]) == ("unknown", "closed")
    assert "last known on 28 November 2026, 40 days before: closed" in crossing["sentence"]
    assert crossing["folders"] == ["mine"]


def test_a_map_opens_on_the_day_of_what_was_recorded(run: Run, mine: Path, tmp_path: Path):
    """Not on the day through which the register below was verified."""
    page = tmp_path / "map.html"
    status, out, _ = run("map", "--geodata", str(mine), "--neighbour", "EU", "-o", str(page))
    assert (status, out.endswith("1 closed, 26 unknown on 2026-11-28\n")) == (0, True)
    assert '"on":{"day":"2026-11-28"}' in unpacked(page.read_text("utf-8"))


def test_what_an_overlay_replaces_is_told_beside_it(run: Run, toy: Folder, tmp_path: Path):
    toy.write()
    path = tmp_path / "over"
    assert run("new", str(path), "--geodata", str(toy.path))[0] == 0
    append(path / "sources.toml", SOURCE)
    end = '[[end]]\nmeasure = "list"\nvalid_to = 2022-01-01\nsources = ["seen"]\n'
    append(path / "overlay.toml", end)
    status, out, _ = run("check", str(path))
    assert status == 0
    *told, total = out.splitlines()
    line = (path / "overlay.toml").read_text("utf-8").splitlines().index("[[end]]") + 1
    text = "ends at 2022-01-01T00:00:00+02:00, where the register has it without end"
    assert told == [f"{path / 'overlay.toml'}:{line}, list: note: {text}"]
    assert total == "2 crossings, 2 measures, 2 sources, no problem, 1 note"
    for words in (("alpha", "--on", "2021-06-01"), ("list",)):
        out = run("explain", *words, "--geodata", str(path))[1]
        assert "toy says otherwise: " in out
        answer = json.loads(run("explain", *words, "--geodata", str(path), *JSON)[1])
        (old,) = answer["replaced_records"]
        assert (old["id"], "valid_to" in old, "folder" in old) == ("list", False, False)
    events = json.loads(
        run(
            *("changes", "--since", "2021-12-01", "--until", "2022-02-01"),
            *("--geodata", str(path), *JSON),
        )[1]
    )["changes"]
    assert [ended["folder"] for event in events for ended in event["ended"]] == ["over"]


def test_folders_may_be_named_one_after_another(run: Run, toy: Folder, tmp_path: Path):
    lower, upper = tmp_path / "lower", tmp_path / "upper"
    run("new", str(lower), "--geodata", str(toy.write()))
    run("new", str(upper), "--geodata", str(lower))
    words = [word for path in (toy.path, lower, upper) for word in ("--geodata", str(path))]
    status, out, _ = run("status", *words, "--on", "2021-06-01")
    assert status == 0
    assert "Data 1 + lower " in out
    assert run("check", str(toy.path), str(lower), str(upper))[:2] == (
        0,
        "2 crossings, 2 measures, 1 source, no problem\n",
    )
    status, _, err = run("status", "--geodata", str(lower), "--geodata", str(toy.path))
    assert status == 2
    assert "is a register of its own: name it first" in err


def test_a_page_and_a_figure_are_made_of_an_overlay(run: Run, mine: Path, tmp_path: Path):
    words = ("--geodata", str(mine), "--on", "2026-11-28", "--lang", "en")
    page = tmp_path / "map.html"
    status, _, err = run("map", *words, "-o", str(page))
    assert status == 0, err
    assert "lt-own" in unpacked(page.read_text("utf-8"))
    status, _, err = run("figure", *words, "-o", str(tmp_path / "map.png"))
    assert status == 0, err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--home", "FI"), "--home and --neighbour go together"),
        (("--neighbour", "RU"), "--home and --neighbour go together"),
        (("--home", "FI", "--neighbour", "XX"), "'XX'"),
    ],
)
def test_a_new_folder_that_cannot_be_is_refused(
    run: Run, tmp_path: Path, words: tuple[str, ...], told: str
):
    status, out, err = run("new", str(tmp_path / "x"), *words)
    assert (status, out) == (2, "")
    assert told in err
    assert not (tmp_path / "x").exists()


def test_a_new_register_is_told_with_its_clocks(run: Run, tmp_path: Path):
    path = str(tmp_path / "north")
    status, out, _ = run("new", path, "--home", "Finland", "--neighbour", "ru")
    assert status == 0
    assert "FI Europe/Helsinki, RU Europe/Moscow" in out
    assert run("check", path) == (0, "no crossing, no measure, no source, no problem\n", "")
    status, _, err = run("new", path)
    assert (status, "choose another folder" in err) == (2, True)


@pytest.mark.parametrize(
    ("age", "status"), [("30d", 1), ("31", 0), ("4w", 1), ("5w", 0), ("0d", 1)]
)
def test_an_old_verification_fails_a_check(
    run: Run, toy: Folder, monkeypatch: pytest.MonkeyPatch, age: str, status: int
):
    today = dates.parse("2026-01-31T12:00+00:00")
    monkeypatch.setattr(dates, "now", lambda: today)
    code, out, _ = run("check", str(toy.write()), "--max-age", age)
    assert code == status
    text = "was last verified on 2025-12-31, 31 days before 2026-01-31"
    assert (f"crossings.geojson:1, alpha: {text}" in out) == bool(status)


def test_without_clocks_no_age_is_told(run: Run, toy: Folder):
    toy.package["home"] = "XX"
    status, out, _ = run("check", str(toy.write()), "--max-age", "30d")
    assert status == 1
    assert out.startswith("datapackage.json:1, zones: the home state 'XX' has no zone here")


def test_an_age_that_is_none_is_refused(run: Run, toy: Folder):
    status, _, err = run("check", str(toy.write()), "--max-age", "a month")
    assert status == 2
    assert "write 30d or 4w" in err


def test_sources_are_listed_with_what_rests_on_them(run: Run, toy: Folder):
    toy.sources.append({**toy.sources[0], "id": "second", "published": "2021-02-03"})
    toy.measure(id="two", sources=["paper", "second"], crossings=["beta"])
    path = str(toy.write())
    out = run("sources", "--geodata", path)[1]
    assert "Paper, 2021-02-03" in out
    assert "2 sources, on 1 of which something rests alone" in out
    answer = json.loads(run("sources", "--geodata", path, *JSON)[1])["sources"]
    told = {source["id"]: (source["rests"], source["alone"]) for source in answer}
    assert told["second"] == (["measure two"], [])
    assert "measure two" in told["paper"][0]
    assert "measure list" in told["paper"][1]
    alone = rows(run("sources", "--single", "--geodata", path, "--format", "csv")[1])
    assert [source["id"] for source in alone] == ["paper"]
    assert alone[0]["alone"].split("; ") == told["paper"][1]


def test_sources_of_the_shipped_register_are_all_listed(run: Run, register: borders.Register):
    listed = rows(run("sources", "--format", "csv")[1])
    assert [row["id"] for row in listed] == list(register.facts.sources)
