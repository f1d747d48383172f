from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from command_lines import each_form, rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Folder

    Run = Callable[..., tuple[int, str, str]]


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("explain", "Alpa"), "is called 'Alpa'. Did you mean Alpha?"),
        (("explain", "que"), "No measure is called 'que'. Did you mean 'queue'?"),
        (("history", "Alpa"), "is called 'Alpa'. Did you mean Alpha?"),
        (
            ("status", "Beta", "Betta"),
            "is called 'Betta'. Did you mean Beta?",
        ),
        (("status", "--on", "2023-02-30"), "'2023-02-30' is no day or instant: write 2023-08-21"),
        (("status", "--on", "2023-08-21T09:30"), "has no offset: write 2023-08-21T09:30+03:00"),
        (("status", "--on", "0001-01-01T00:00+14:00"), "0001-01-01"),
        (("status", "--as-known-on", "soon"), "'soon' is no day or instant"),
        (("status", "--nationality", "XX"), "nationality 'XX' is neither a country nor a group"),
        (("status", "--vehicle", "xx"), "vehicle 'xx' is no country: write a code"),
        (("status", "--paper", "diplomat"), "Did you mean 'diplomatic'?"),
        (("status", "--mode", "cra"), "'car'"),
        (("status", "--direction", "inn"), "'in'"),
        (("status", "--form", "json"), "Did you mean"),
        (("status", "--on", ""), "--on is empty"),
        (("status", "--vehicle="), "--vehicle is empty"),
        (("map", "-o", ""), "-o is empty"),
        (("map", "-o", "map.pdf"), "map.pdf is no page: let its name end in .html"),
        (("changes", "--since", "x", "--until", "2021-01-01"), "'x' is no day or instant"),
        (("changes", "--since", "2021-01-01"), "Missing option '--until'"),
        (("changes", "--since", "2022-01-01", "--until", "2021-01-01"), "2022-01-01"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_cannot_be_asked_is_told_on_the_error_stream(
    refuse: Run, arguments: tuple[str, ...], hint: str
):
    assert hint in refuse(*arguments)


def test_a_command_that_is_none_is_told_with_the_nearest(run: Run):
    status, _, err = run("stats")
    assert status == 2
    assert "Did you mean 'status'?" in err


def test_a_slip_in_the_name_of_a_real_crossing_is_mended(run: Run):
    status, out, err = run("explain", "Medinnikai")
    assert (status, out) == (2, "")
    assert "Did you mean Medininkai?" in err


def test_a_folder_that_is_not_there_cannot_be_asked(run: Run, tmp_path: Path):
    status, _, err = run("status", "--geodata", str(tmp_path / "nowhere"))
    assert status == 2
    assert "nowhere" in err


def test_data_with_problems_is_no_answer(run: Run, toy: Folder):
    toy.measure(reason="disputes")
    toy.measure(sources=["quire"])
    status, out, err = run("status", "--geodata", str(toy.write()))
    assert (status, out) == (1, "")
    assert "no reason is called 'disputes'" in err
    assert "no source is called 'quire'" in err


def test_check_of_sound_data_counts_what_there_is(run: Run, toy: Folder):
    assert run("check", str(toy.write())) == (
        0,
        "2 crossings, 2 measures, 1 source, no problem\n",
        "",
    )


@each_form
def test_check_prints_every_problem_and_fails(run: Run, toy: Folder, form: str):
    toy.measure(effect="shuts")
    toy.measure("BY", reason="disputes")
    status, out, _ = run("check", str(toy.write()), "--format", form)
    assert status == 1
    if form == "table":
        *told, total = [line.partition(": ")[0] for line in out.splitlines()]
        assert total == "2 crossings, 4 measures, 1 source, 2 problems"
    else:
        answer = json.loads(out)["problems"] if form == "json" else rows(out)
        told = [f"{row['file']}:{row['line']}, {row['entry']}" for row in answer]
        assert {row["level"] for row in answer} == {"error"}
    assert told == ["measures/LT.toml:16, lt-1", "measures/BY.toml:18, by-1"]


def test_check_of_what_is_no_register_fails(run: Run, tmp_path: Path):
    status, out, _ = run("check", str(tmp_path))
    assert status == 1
    assert out.startswith("datapackage.json: no such file")


def test_an_error_tells_by_its_code_what_would_turn_it_around(run: Run):
    for words in (("explain", "\u202eabc"), ("\u202estatus",), ("status", "--\u202ex", "1")):
        code, out, err = run(*words)
        assert (code, out) == (2, "")
        assert "\u202e" not in err
        assert r"\u202e" in err


def test_check_finds_the_shipped_data_sound(run: Run):
    status, out, _ = run("check")
    *told, last = out.splitlines()
    notes = [line for line in told if ": note: cannot be routed: " in line]
    assert last.endswith(f", no problem, {len(notes)} notes")
    assert status == 0
