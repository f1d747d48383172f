from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING

import pytest
from command_lines import COMMANDS, QUESTION, each_command, each_form, lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Folder

    Run = Callable[..., tuple[int, str, str]]


@each_command
@pytest.mark.parametrize("columns", [20, 40])
def test_a_narrow_terminal_is_no_error(
    ask: Run, terminal: Callable[[int], None], command: str, columns: int
):
    terminal(columns)
    out = ask(*COMMANDS[command])
    assert "\x1b[" in out
    assert max(map(len, lines(out))) <= columns


def test_a_terminal_of_forty_columns_loses_no_letter(
    ask: Run, terminal: Callable[[int], None], toy: Folder
):
    toy.crossing("alpha")["checkpoints"][0]["names"]["en"] = "Abcdefghijklmnopqrstuvwxyz"
    terminal(40)
    shown = lines(ask("status", "alpha", *QUESTION))
    assert "Abcdefghijklmnopqrstuvwxyz" in "".join("".join(shown).split())
    for word in ("restricted,", "2021-01-01"):
        assert any(word in line for line in shown)
    assert "…" not in "".join(shown)


@pytest.mark.parametrize("columns", [40, 60, 80, 100])
def test_a_terminal_breaks_no_word(ask: Run, terminal: Callable[[int], None], columns: int):
    """Where a status was last known, it leaves little to the words beside it."""
    args = ("status", "--on", "2026-02-01")
    wide = ask(*args)
    terminal(columns)
    shown = lines(ask(*args))
    assert max(map(len, shown)) <= columns
    assert set(wide.split()) <= set(" ".join(shown).split())


@each_form
def test_what_turns_a_text_around_is_told_by_its_code(
    ask: Run, toy: Folder, monkeypatch: pytest.MonkeyPatch, form: str
):
    """Programs read it as it is, and nobody is shown a name that reads as another."""
    name = "Brest\u202etseB\u200b \u2066x\u200d"
    toy.crossings["alpha"]["checkpoints"][0]["names"]["en"] = name
    asked = ("status", "alpha", *QUESTION, "--format", form)
    out = ask(*asked)
    if form == "csv":
        assert name in out
        monkeypatch.setattr("sys.stdout.isatty", lambda: True)
        out = ask(*asked)
    assert not set(out) & set("\u202e\u200b\u2066")
    assert r"Brest\u202etseB\u200b \u2066x" in out
    if form == "json":
        assert json.loads(out)["crossings"][0]["name"] == name


def test_a_pipe_has_a_table_as_wide_as_asked(ask: Run, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("COLUMNS")
    out = ask("status", *QUESTION)
    assert re.search(r"^Crossing +To +Status +Since +Why$", out, re.MULTILINE)
    assert 60 < max(map(len, out.splitlines())) <= 120
    monkeypatch.setenv("COLUMNS", "60")
    out = ask("status", *QUESTION)
    assert re.search(r"^Crossing +To +Status +Since\n  Why$", out, re.MULTILINE)
    assert max(map(len, out.splitlines())) <= 60


def test_titles_stand_above_what_they_name(ask: Run, terminal: Callable[[int], None]):
    terminal(60)
    title, _, *rows = lines(ask("status", *QUESTION))[1:]
    for word, cell in (("To", "LT"), ("Status", "restricted"), ("Since", "2021-01-01")):
        assert rows[0].index(cell) == title.index(word)


@pytest.mark.parametrize("columns", [24, 40, 60, 80, 300])
def test_crossings_stand_below_the_neighbour_to_which_they_lead(
    ask: Run, terminal: Callable[[int], None], toy: Folder, columns: int
):
    toy.package["zones"]["LV"] = "Europe/Riga"
    toy.measures["LV"] = []
    toy.crossing("gamma", neighbour="LV")["checkpoints"][0]["side"] = "LV"
    toy.crossing("delta")
    terminal(columns)
    shown = " ".join(" ".join(lines(ask("status", *QUESTION))).split())
    words = (
        "Lithuania (LT) · 3 crossings: 1 open, 1 open by default, 1 closed by default",
        "Alpha –",
        "Beta –",
        "Delta –",
        "Latvia (LV) · 1 crossing: 1 open",
        "Gamma –",
        "4 crossings: 2 open, 1 open by default, 1 closed by default.",
    )
    assert re.search(".*".join(map(re.escape, words)), shown)
    assert not re.search(r"\bTo\b", shown)


def test_crossings_that_are_named_say_where_they_lead(ask: Run, toy: Folder):
    toy.package["zones"]["LV"] = "Europe/Riga"
    toy.measures["LV"] = []
    toy.crossing("gamma", neighbour="LV")["checkpoints"][0]["side"] = "LV"
    out = ask("status", "gamma", "beta", *QUESTION)
    assert re.search(r"^Gamma\b.* LV .*\nBeta\b.* LT ", out, re.MULTILINE)
    assert "crossing:" not in out


def test_the_heading_says_which_borders_are_meant(ask: Run):
    first = ask("status", *QUESTION, "--neighbour", "LT").splitlines()[0]
    assert first.endswith(" · borders: Lithuania")
    assert "borders:" not in ask("status", *QUESTION)


def test_where_no_two_cells_have_room_each_has_its_title(ask: Run, terminal: Callable[[int], None]):
    terminal(30)
    shown = lines(ask("status", "alpha", *QUESTION))
    assert shown[2:6] == [
        "Crossing  Alpha – Alpha East",
        "To        LT",
        "Status    restricted, closed",
        "          by default",
    ]


def test_a_time_of_day_is_told_with_its_clock(ask: Run, toy: Folder):
    toy.measure("BY", crossings=["beta"], valid_from="2023-01-01T09:30:00+03:00")
    out = ask("changes", "--since", "2022-12-01", "--until", "2023-02-01", "--mode", "car")
    assert "2023-01-01 09:30 Minsk" in out


@pytest.mark.parametrize("encoding", ["latin-1", "ascii"])
@each_form
def test_letters_that_a_stream_lacks_are_no_error(
    python: Callable[..., str], encoding: str, form: str
):
    args = ("status", "sumskas", *QUESTION, "--format", form)
    out = python(
        "-c",
        "from borders.cli.commands import main; main()",
        *args,
        env={**os.environ, "PYTHONIOENCODING": encoding},
        encoding=encoding,
    )
    if form == "json":
        assert json.loads(out)["crossings"][0]["name"] == "Šumskas"
    else:
        assert "umskas" in out
