from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from command_lines import COMMANDS

import borders

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Folder

    Run = Callable[..., tuple[int, str, str]]


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


@pytest.fixture
def complete(run: Run, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Complete the last of some words as a shell does."""

    def call(*words: str) -> list[str]:
        monkeypatch.setenv("_BORDERS_COMPLETE", "bash_complete")
        monkeypatch.setenv("COMP_WORDS", " ".join(["borders", *words]))
        monkeypatch.setenv("COMP_CWORD", str(len(words)))
        status, out, err = run()
        monkeypatch.delenv("_BORDERS_COMPLETE")
        assert (status, err) == (0, "")
        return [text.removeprefix("plain,") for text in out.split("\n") if text]

    return call


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("explain al", ["alpha"]),
        ("explain qu", ["queue"]),
        ("status B", ["beta"]),
        ("status --paper dip", ["diplomatic"]),
        ("status --mode passenger", ["passenger_train"]),
    ],
)
def test_a_shell_completes(toy: Folder, complete, words: str, expected: list[str]):
    first, *others = words.split()
    assert complete(first, "--geodata", str(toy.write()), *others) == expected
    assert complete(first[:4]) == [first]


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


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("explain Šum", ["Šumskas"]),
        ("explain sum", ["sumskas"]),
        ("explain Каменн", ["Каменны-Лог"]),
        ("explain Brest-War", ["Brest-Warsaw-Bridge"]),
        ("status --nationality Poland", ["PL"]),
        ("status --nationality pl", ["PL"]),
        ("status --vehicle Lietu", ["LT"]),
        ("status --residence Літва", ["LT"]),
        ("status --paper karta-polaka-s", ["karta-polaka-spouse"]),
        ("routes --from Гарадо", ["гарадок"]),
        ("routes --to Sokółka", ["Sokółka"]),
        ("routes --from Орша", ["Орша"]),
        ("routes --to medin", ["medininkai"]),
    ],
)
def test_a_shell_completes_names_in_any_script(complete: Callable[..., list[str]], words, expected):
    assert complete(*words.split()) == expected


def test_what_is_completed_is_understood(complete, run: Run):
    for typed in ("Камен", "Brest-War", "Terespol"):
        (name, *_) = complete("explain", typed)
        assert run("explain", name, "--format", "csv")[0] == 0


def test_the_package_is_a_command_too(python: Callable[..., str]):
    assert python("-m", "borders", "--version").split()[-1] == borders.__version__


HELPED = [
    *(
        (name,)
        for name in (
            *COMMANDS,
            "routes",
            "reach",
            "check",
            "map",
            "figure",
            "network",
            "new",
            "sources",
        )
    ),
    ("network", "build"),
]


def test_help_is_no_docstring_that_python_may_drop(python: Callable[..., str]):
    code = (
        "import sys; from click.testing import CliRunner; from borders.cli.commands import main\n"
        f"for words in [(), *{HELPED!r}]:\n"
        "    print(CliRunner().invoke(main, [*words, '--help']).output)"
    )
    output = python("-OO", "-c", code)
    assert output == python("-c", code)
    for command in ("status", "explain", "reach"):
        assert re.search(rf"^  {command}  +[A-Z]\w+", output, re.MULTILINE)


def test_answers_are_the_same_without_assertions_docstrings_and_warnings(
    toy: Folder, tmp_path: Path, python: Callable[..., str]
):
    files = ("m.html", "f.svg", "f.pdf", "e.geojson", "e.xlsx")
    does = {"m": "map", "f": "figure", "e": "export"}
    asked = [["status"], *([does[name[0]], "-o", name] for name in files)]
    told = [[*words, "--geodata", str(toy.write()), "--on", "2021-06-01"] for words in asked]
    code = (
        "from hashlib import sha256; from pathlib import Path\n"
        "from click.testing import CliRunner; from borders.cli.commands import main\n"
        f"for words in {told!r}:\n"
        "    print(CliRunner().invoke(main, words, catch_exceptions=False).output)\n"
        f"print([sha256(Path(name).read_bytes()).hexdigest() for name in {files!r}])"
    )
    plain, strict = (
        python(*flags, "-c", code, cwd=tmp_path) for flags in ((), ("-OO", "-W", "error"))
    )
    assert strict == plain
    assert "alpha" in plain.lower()


@pytest.mark.parametrize("form", ["table", "json", "csv"])
@pytest.mark.parametrize("command", [*COMMANDS, "help"])
def test_who_has_read_enough_may_leave(toy: Folder, command: str, form: str):
    args = COMMANDS.get(command, ("status", "--help"))
    assert unread(*args, "--geodata", str(toy.write()), "--format", form) == (0, "")


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-"])
def test_streams_that_are_closed_take_no_answer_away(roads: Folder, tmp_path: Path, closed: str):
    (tmp_path / "in.csv").write_text("lon,lat\n25,54\n", "utf-8")
    register = ("--geodata", str(roads.write()))
    reach = ("reach", str(tmp_path / "in.csv"), "-o", str(tmp_path / "out.csv"), *register)
    for words, status in ((reach, 0), (("status", "Nowhere", *register), 2)):
        command = shlex.join([sys.executable, "-m", "borders", *words])
        done = subprocess.run(f"{command} {closed}", shell=True, capture_output=True, check=False)  # noqa: S602 - our own words
        assert done.returncode == status
    assert (tmp_path / "out.csv").read_text("utf-8").startswith("lon,lat,direction,")


def test_bad_data_stays_bad_when_nobody_reads_of_it(toy: Folder):
    toy.measure(reason="disputes")
    assert unread("check", str(toy.write())) == (1, "")


def unread(*words: str) -> tuple[int, str]:
    """Run a command whose output nobody reads; return its exit status and what it complains of."""
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "borders", *words]
    done = subprocess.run(  # noqa: S603 - our own words
        command, stdout=write, stderr=subprocess.PIPE, text=True, check=False
    )
    os.close(write)
    return done.returncode, done.stderr
