from __future__ import annotations

import csv
import errno
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import borders

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Folder

    Run = Callable[..., tuple[int, str, str]]

QUESTION = ("--on", "2023-08-21", "--mode", "car")
JSON = ("--format", "json")
COMMANDS = {
    "status": ("status", *QUESTION),
    "explain": ("explain", "alpha", *QUESTION),
    "history": ("history", "alpha"),
    "changes": ("changes", "--since", "2020-06-01", "--until", "2025-01-01"),
}
each_command = pytest.mark.parametrize("command", COMMANDS)
each_form = pytest.mark.parametrize("form", ["table", "json", "csv"])


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal wide enough that no cell is folded."""
    monkeypatch.setenv("COLUMNS", "300")


@pytest.fixture
def toy(folder: Folder) -> Folder:
    """Alpha lets in listed groups only from 2021 on; by car, beta has a queue from 2022 on."""
    exceptions = [{"residence": ["LT"]}, {"papers": ["diplomatic"]}, {"nationality": ["GB", "LT"]}]
    folder.measure(id="list", **{"except": exceptions}, announced="2020-12-01")
    folder.measure(
        "BY",
        id="queue",
        crossings=["beta"],
        effect="conditions",
        condition="slot",
        modes=["car"],
        valid_from="2022-01-01",
    )
    folder.advice.append(
        {
            "id": "stay",
            "valid_from": "2020-06-01",
            "issued_by": "An embassy",
            "text": "Do not travel.",
            "only": [{"nationality": ["US"]}],
            "sources": ["paper"],
            "confidence": "high",
        }
    )
    return folder


@pytest.fixture
def ask(run: Run, toy: Folder) -> Run:
    """Ask the toy; the answer must be one."""

    def call(*arguments: str) -> str:
        status, out, err = run(*arguments, "--geodata", str(toy.write()))
        assert (status, err) == (0, "")
        return out

    return call


@pytest.fixture
def refuse(run: Run, toy: Folder) -> Run:
    """Ask the toy what cannot be asked, and return what is said about it."""

    def call(*arguments: str) -> str:
        status, out, err = run(*arguments, "--geodata", str(toy.write()))
        assert (status, out) == (2, "")
        return err

    return call


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@each_command
def test_a_table_is_for_people(ask: Run, command: str):
    out = ask(*COMMANDS[command])
    assert "Alpha – Alpha East" in out
    assert "Lithuania lets" in out
    assert not out.startswith(("{", "[", "id,"))


@each_command
def test_json_is_for_programs(ask: Run, command: str):
    answer = json.loads(ask(*COMMANDS[command], "--format", "json"))
    keys = {
        "status": {"on", "verified_through", "crossings"},
        "history": {"crossing", "periods"},
        "changes": {"since", "until", "changes"},
    }
    if command == "explain":
        assert {"id", "sentence", "would_pass"} <= answer.keys()
    else:
        assert answer.keys() == keys[command]


@each_command
def test_csv_is_for_spreadsheets(ask: Run, command: str):
    found = rows(ask(*COMMANDS[command], "--format", "csv"))
    assert {row.get("id") or row["crossing"] for row in found} <= {"alpha", "beta"}
    assert all(row["measures"] in {"", "list", "queue"} for row in found)
    assert any("list" in row["measures"] for row in found)


def test_the_json_of_status_says_what_was_asked_and_answered(ask: Run):
    answer = json.loads(ask("status", *QUESTION, "--nationality", "US", "--format", "json"))
    assert (answer["on"], answer["verified_through"]) == ("2023-08-21", "2025-12-31")
    alpha, beta = answer["crossings"]
    assert list(alpha) == [
        "id",
        "name",
        "neighbour",
        "kind",
        "status",
        "since",
        "until",
        "planned",
        "last_known",
        "measures",
        "conditions",
        "cautions",
        "sources",
        "sentence",
    ]
    assert (alpha["status"], beta["status"]) == ("closed", "restricted")
    assert (beta["conditions"], beta["measures"]) == (["slot"], ["queue"])


def test_status_shows_the_crossings_named_in_their_order(ask: Run):
    out = ask("status", "Beta", "alpha east", *QUESTION, "--format", "csv")
    assert [row["id"] for row in rows(out)] == ["beta", "alpha"]


def test_explain_spells_out_measures_and_their_sources(ask: Run):
    asked = ("explain", "alpha", *QUESTION, "--nationality", "US")
    answer = json.loads(ask(*asked, "--format", "json"))
    assert [measure["id"] for measure in answer["measure_records"]] == ["list"]
    assert [source["title"] for source in answer["source_records"]] == ["News"]
    assert len(answer["would_pass"]) == 3
    out = ask(*asked)
    assert "Decided by A government, announced 1 December 2020, confidence high." in out
    assert "Paper: News" in out
    assert "- a holder of a residence permit of Lithuania" in out


def test_the_bounds_of_a_verdict_are_told(ask: Run):
    assert "This verdict holds from 2021-01-01 to –." in ask("explain", "alpha", *QUESTION)


def test_a_question_without_a_day_prints_the_day_it_is_about(ask: Run):
    assert "on 31 December 2025" in ask("status")
    assert json.loads(ask("status", "--format", "json"))["on"] == "2025-12-31"


def test_the_last_day_verified_is_printed_under_every_status(ask: Run):
    for asked in (COMMANDS["status"], COMMANDS["explain"]):
        assert "verified through 31 December 2025" in ask(*asked)


@pytest.mark.parametrize("word", ["today", "now"])
def test_the_clock_is_asked_only_on_demand(ask: Run, word: str):
    before = datetime.now(UTC)
    text = json.loads(ask("status", "--on", word, "--format", "json"))["on"]
    if word == "now":
        assert before <= datetime.fromisoformat(text) <= datetime.now(UTC)
    else:
        assert abs((date.fromisoformat(text) - before.date()).days) <= 1


def test_a_day_after_the_last_verified_shows_what_was_last_known(ask: Run):
    out = ask("explain", "alpha", "--on", "2026-02-01", "--nationality", "US")
    assert "Unknown for US citizens on 1 February 2026: last verified on 31 December 2025" in out
    assert "Closed to US citizens on 31 December 2025" in out
    status = ask("status", "alpha", "--on", "2026-02-01", "--nationality", "US")
    assert "unknown (closed on 2025-12-31)" in status


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ((), "restricted"),
        (("--nationality", "US"), "closed"),
        (("--nationality", "us"), "closed"),
        (("--nationality", "GB"), "open"),
        (("--nationality", "US", "--nationality", "gb"), "open"),
        (("--nationality", "US", "--residence", "lt"), "open"),
        (("--nationality", "US", "--residence", "PL", "--residence", "LT"), "open"),
        (("--nationality", "US", "--paper", "diplomatic"), "open"),
        (("--nationality", "US", "--vehicle", "lt"), "closed"),
        (("--nationality", "US", "--as-known-on", "2020-11-30"), "open"),
        (("--nationality", "US", "--as-known-on", "2020-12-01"), "closed"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else value,
)
def test_what_a_traveller_says_is_heard(ask: Run, options: tuple[str, ...], expected: str):
    (row,) = rows(ask("status", "alpha", *QUESTION, *options, "--format", "csv"))
    assert row["status"] == expected


def test_advice_is_given_to_those_it_is_meant_for(ask: Run):
    assert "Do not travel. (An embassy)" in ask("status", "--nationality", "US", *QUESTION)
    assert "Do not travel" not in ask("status", "--nationality", "GB", *QUESTION)


def test_changes_are_told_with_what_was_before_and_after(ask: Run):
    found = json.loads(ask(*COMMANDS["changes"], "--mode", "car", "--format", "json"))["changes"]
    assert [(c["crossing"], c["before"], c["after"]) for c in found] == [
        ("alpha", "open", "restricted"),
        ("beta", "open", "restricted"),
    ]
    assert found[0]["moment"] == "2021-01-01T00:00:00+02:00"


def test_a_span_without_changes_says_so(ask: Run):
    out = ask("changes", "--since", "2020-06-01", "--until", "2020-06-02", "--nationality", "US")
    assert out.splitlines() == [
        "Toy crossings for US citizens from 1 June 2020 to 2 June 2020",
        "No change.",
    ]


def test_until_may_be_today(ask: Run):
    answer = json.loads(ask("changes", "--since", "2025-01-01", "--until", "today", *JSON))
    assert (answer["since"], answer["changes"]) == ("2025-01-01", [])
    assert date.fromisoformat(answer["until"])


def test_explain_and_history_are_headed_by_their_question(ask: Run):
    asked = ("--nationality", "US", "--as-known-on", "2024-01-01")
    known = "as known on 1 January 2024"
    out = ask("explain", "alpha", *QUESTION, *asked)
    assert out.startswith(f"Toy crossings for US citizens by car on 21 August 2023, {known}\n")
    out = ask("history", "alpha", *asked)
    assert out.startswith(f"Alpha – Alpha East for US citizens, {known}, known from 1 January 2020")


@pytest.mark.parametrize("form", ["json", "csv", "table"])
def test_a_period_need_not_end_where_knowledge_does(ask: Run, form: str):
    """As status says of the same periods."""
    out = ask("history", "alpha", "--format", form)
    if form == "table":
        *_, first, last = out.splitlines()
        assert (first.split()[0], last.split()[1]) == ("–", "–")
        return
    first, last = json.loads(out)["periods"] if form == "json" else rows(out)
    assert not first["since"]
    assert first["until"] == last["since"] == "2021-01-01T00:00:00+02:00"
    assert not last["until"]


def test_csv_without_rows_has_its_header_yet(ask: Run):
    out = ask("changes", "--since", "2020-06-01", "--until", "2020-06-02", "--format", "csv")
    assert out.startswith("crossing,moment,before,after,")


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("explain", "Alfa"), "No crossing is called 'Alfa'. Did you mean Alpha?"),
        (("history", "Alfa"), "No crossing is called 'Alfa'. Did you mean Alpha?"),
        (("status", "Beta", "Betta"), "No crossing is called 'Betta'. Did you mean Beta?"),
        (("status", "--on", "2023-02-30"), "'2023-02-30' is no day or instant: write 2023-08-21"),
        (("status", "--on", "2023-08-21T09:30"), "has no offset: write 2023-08-21T09:30+03:00"),
        (("status", "--on", "0001-01-01T00:00+14:00"), "0001-01-01"),
        (("status", "--as-known-on", "soon"), "'soon' is no day or instant"),
        (("status", "--nationality", "XX"), "nationality 'XX' is no country: write a code"),
        (("status", "--vehicle", "xx"), "vehicle 'XX' is no country: write a code"),
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
    toy.sources.append({**toy.sources[0], "id": "idle"})
    status, out, _ = run("check", str(toy.write()), "--format", form)
    assert status == 1
    if form == "table":
        told = [line.partition(":")[0] for line in out.splitlines()]
        assert told[-1] == "2 crossings, 3 measures, 2 sources, 3 problems"
        told = told[:-1]
    else:
        found = json.loads(out)["problems"] if form == "json" else rows(out)
        told = [f"{row['file']}, {row['entry']}" for row in found]
    assert told == ["measures/LT.toml, lt-1", "measures/BY.toml, by-1", "sources.toml, idle"]


def test_check_of_what_is_no_register_fails(run: Run, tmp_path: Path):
    status, out, _ = run("check", str(tmp_path))
    assert status == 1
    assert out.startswith("datapackage.json: no such file")


def test_check_finds_the_shipped_data_sound(run: Run):
    status, out, _ = run("check")
    assert out.splitlines()[-1].endswith("no problem")
    assert status == 0


BRACKETS = "a [bold]slot[/bold] [link=x]y[/] [/red]"


@each_command
def test_brackets_in_data_are_shown_as_they_stand(ask: Run, toy: Folder, command: str):
    """They would be styles to the printer of tables."""
    for words in (toy.conditions, toy.reasons, toy.papers[:1]):
        words[0]["en"] = BRACKETS
    for row in toy.measures["LT"]:
        row.update(note=BRACKETS, decided_by=BRACKETS)
    toy.sources[0].update(title=BRACKETS, publisher=BRACKETS)
    toy.advice[0].update(text=BRACKETS, issued_by=BRACKETS, only=[])
    toy.package.update(title=BRACKETS, version="1 [b]")
    for row in toy.crossings.values():
        row["checkpoints"][1]["names"]["en"] = BRACKETS
    out = ask(*COMMANDS[command], *(("--paper", "diplomatic") if command == "status" else ()))
    assert BRACKETS in out
    assert out.count("slot") == out.count(BRACKETS)
    if command in {"status", "explain"}:
        assert "Data 1 [b];" in out


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Make what is printed to a terminal of some columns."""

    def narrow(columns: int) -> None:
        for name, value in (("COLUMNS", str(columns)), ("FORCE_COLOR", "1"), ("TERM", "xterm")):
            monkeypatch.setenv(name, value)

    return narrow


def lines(out: str) -> list[str]:
    """What a terminal shows, without styles."""
    return re.sub(r"\x1b\[[0-9;]*m", "", out).splitlines()


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
    for word in ("restricted", "2021-01-01"):
        assert any(word in line for line in shown)
    assert "…" not in "".join(shown)


@pytest.mark.parametrize("columns", [40, 60, 80, 100])
def test_a_terminal_breaks_no_word(ask: Run, terminal: Callable[[int], None], columns: int):
    """Where a status was last known, it leaves little to the words beside it."""
    asked = ("status", "--on", "2026-02-01")
    wide = ask(*asked)
    terminal(columns)
    shown = lines(ask(*asked))
    assert max(map(len, shown)) <= columns
    assert set(wide.split()) <= set(" ".join(shown).split())


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


def test_where_no_two_cells_have_room_each_has_its_title(ask: Run, terminal: Callable[[int], None]):
    terminal(30)
    shown = lines(ask("status", "alpha", *QUESTION))
    assert shown[2:6] == [
        "Crossing  Alpha – Alpha East",
        "To        LT",
        "Status    restricted",
        "Since     2021-01-01",
    ]


def test_a_time_of_day_is_told_with_its_clock(ask: Run, toy: Folder):
    toy.measure("BY", crossings=["beta"], valid_from="2023-01-01T09:30:00+03:00")
    out = ask("changes", "--since", "2022-12-01", "--until", "2023-02-01", "--mode", "car")
    assert "2023-01-01 08:30 Vilnius" in out


def test_a_register_never_verified_answers_unknown(run: Run, folder: Folder):
    for name in ("alpha", "beta"):
        folder.crossing(name, known_from=None, verified_through=None, verified_by=[])
    path = str(folder.write())
    for form in ("table", "json", "csv"):
        status, out, err = run("status", "--on", "2021-01-01", "--geodata", path, "--format", form)
        assert (status, err) == (0, "")
        assert out.count("unknown") == 2
        status, out, err = run("history", "alpha", "--geodata", path, "--format", form)
        assert (status, err) == (0, "")
        assert out.startswith(("Alpha: nothing was ever verified.", "id,name,", "{"))
    status, _, err = run("status", "--geodata", path)
    assert status == 2
    assert "was ever verified: name a day" in err


def test_help_names_every_command(run: Run):
    status, out, _ = run("--help")
    assert status == 0
    for command in ("status", "explain", "history", "changes", "check", "map"):
        assert re.search(rf"^  {command}\s+\w", out, re.MULTILINE)


@pytest.mark.parametrize("command", [*COMMANDS, "check", "map"])
def test_every_command_has_help(run: Run, command: str):
    status, out, _ = run(command, "--help")
    assert status == 0
    assert out.startswith(f"Usage: borders {command}")


def test_the_version_is_told(run: Run):
    assert run("--version")[1].split()[-1] == borders.__version__


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_is_taught_to_complete(run: Run, monkeypatch: pytest.MonkeyPatch, shell: str):
    monkeypatch.setenv("_BORDERS_COMPLETE", f"{shell}_source")
    status, out, _ = run()
    assert status == 0
    assert f"_BORDERS_COMPLETE={shell}_complete" in out


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("explain al", ["alpha"]),
        ("status B", ["beta"]),
        ("status --paper dip", ["diplomatic"]),
        ("status --mode passenger", ["passenger_train"]),
        ("hist", ["history"]),
    ],
)
def test_a_shell_completes(
    run: Run, toy: Folder, monkeypatch: pytest.MonkeyPatch, words: str, expected: list[str]
):
    first, *others = words.split()
    middle = ["--geodata", str(toy.write())] if others else []
    line = ["borders", first, *middle, *others]
    monkeypatch.setenv("_BORDERS_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", " ".join(line))
    monkeypatch.setenv("COMP_CWORD", str(len(line) - 1))
    status, out, _ = run()
    assert status == 0
    assert [text.removeprefix("plain,") for text in out.split()] == expected


def test_completing_is_silent_where_the_data_has_problems(
    run: Run, toy: Folder, monkeypatch: pytest.MonkeyPatch
):
    """A traceback in the middle of a line helps nobody to type it."""
    toy.measure(effect="shuts")
    monkeypatch.setenv("_BORDERS_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", f"borders explain --geodata {toy.write()} al")
    monkeypatch.setenv("COMP_CWORD", "4")
    out, err = run()[1:]
    assert (out.strip(), err) == ("", "")


def test_a_map_is_written_as_a_page(ask: Run, tmp_path: Path):
    page = tmp_path / "page.html"
    out = ask("map", "-o", str(page), *QUESTION)
    assert out.startswith(f"{page}: ")
    assert "2023-08-21" in out
    assert page.read_text("utf-8").startswith("<!DOCTYPE html>")


def test_a_map_that_cannot_be_written_is_told(run: Run, toy: Folder, tmp_path: Path):
    path = tmp_path / "no such folder" / "page.html"
    status, out, err = run("map", "-o", str(path), "--geodata", str(toy.write()))
    assert (status, out) == (2, "")
    assert f"{path}: its folder {path.parent} is missing: make it first" in err
    assert not path.parent.exists()


def test_a_map_goes_to_standard_output(run: Run, toy: Folder):
    status, out, err = run("map", "-o", "-", *QUESTION, "--geodata", str(toy.write()))
    assert (status, out.startswith("<!DOCTYPE html>")) == (0, True)
    assert "on 2023-08-21" in err
    assert out.rstrip().endswith("</html>")


def test_a_link_is_followed_and_rights_are_kept(ask: Run, tmp_path: Path):
    page, link = tmp_path / "page.html", tmp_path / "link.html"
    page.write_text("what was there", "utf-8")
    page.chmod(0o600)
    link.symlink_to(page)
    ask("map", "-o", str(link), *QUESTION)
    assert link.is_symlink()
    assert page.read_text("utf-8").startswith("<!DOCTYPE html>")
    assert page.stat().st_mode & 0o777 == 0o600


def test_a_pipe_is_written_to_and_stays(run: Run, toy: Folder, tmp_path: Path):
    pipe = tmp_path / "pipe.html"
    os.mkfifo(pipe)
    with ThreadPoolExecutor(1) as pool:
        read = pool.submit(pipe.read_bytes)
        status, out, err = run("map", "-o", str(pipe), "--geodata", str(toy.write()))
        assert read.result(60).startswith(b"<!DOCTYPE html>")
    assert (status, out, "on 2025-12-31" in err) == (0, "", True)
    assert pipe.is_fifo()


def test_a_device_that_is_full_is_named(run: Run, toy: Folder):
    status, _, err = run("map", "-o", "/dev/full", "--geodata", str(toy.write()))
    assert (status, err) == (1, "Error: /dev/full: No space left on device\n")


@pytest.mark.parametrize("encoding", ["latin-1", "ascii"])
@each_form
def test_letters_that_a_stream_lacks_are_no_error(
    python: Callable[..., str], encoding: str, form: str
):
    asked = ("status", "sumskas", *QUESTION, "--format", form)
    out = python(
        "-c",
        "from borders.cli.commands import main; main()",
        *asked,
        env={**os.environ, "PYTHONIOENCODING": encoding},
        encoding=encoding,
    )
    if form == "json":
        assert json.loads(out)["crossings"][0]["name"] == "Šumskas"
    else:
        assert "umskas" in out


def test_a_command_that_is_ended_leaves_nothing_half_written(tmp_path: Path):
    source, folder = tmp_path / "in.csv", tmp_path / "out"
    os.mkfifo(source)  # a file whose first line never comes
    folder.mkdir()
    asked = ("reach", source, "-o", folder / "out.csv")
    command = [sys.executable, "-c", "from borders.cli.commands import main; main()", *asked]
    with subprocess.Popen(command) as process:  # noqa: S603 - our own words
        for _ in range(600):
            if any(folder.iterdir()):
                break
            time.sleep(0.1)
        process.terminate()
        assert process.wait(60) == 128 + signal.SIGTERM
    assert not any(folder.iterdir())


def test_a_question_that_cannot_be_put_leaves_the_page_as_it_was(refuse: Run, tmp_path: Path):
    page = tmp_path / "page.html"
    page.write_text("what was there", "utf-8")
    refuse("map", "-o", str(page), "--on", "2023-02-30")
    assert page.read_text("utf-8") == "what was there"


def test_a_disk_that_is_full_leaves_the_page_as_it_was(
    run: Run, toy: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    page = tmp_path / "out" / "page.html"
    page.parent.mkdir()
    page.write_text("what was there", "utf-8")
    whole = Path.write_bytes

    def half(path: Path, data: bytes) -> int:
        whole(path, data[: len(data) // 2])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))

    folder = str(toy.write())
    monkeypatch.setattr(Path, "write_bytes", half)
    status, _, err = run("map", "-o", str(page), "--geodata", folder)
    assert status > 0
    assert "No space left" in err
    assert [(p.name, p.read_text("utf-8")) for p in page.parent.iterdir()] == [
        ("page.html", "what was there")
    ]
