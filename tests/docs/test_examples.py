"""Every example of the documents is run, page by page, in a folder of its own.

Blocks of `python` are doctests, which share their names. Of `console` what stands behind `$ ` is
run and what follows is compared; of `sh` the whole is run. Where `...` stands anything may. What
cannot be run here says why in a remark before it: `<!-- not run: needs the network -->`.
"""

from __future__ import annotations

import doctest
import functools
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from click.testing import CliRunner
from markdown_it import MarkdownIt
from PIL import Image

import borders
from borders.cli.commands import main

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
ROOMS = ("docs", "geodata", "notebooks")
"""What a page may name as in a clone."""

RUN = {"python", "console", "sh"}
NOT_RUN = re.compile(r"<!-- not run: \w.+ -->")
COLUMNS = {"README.md": "120"}
WIDTH = "88"
"""Letters in a line of a page."""

EXACT = doctest.ELLIPSIS


class Block(NamedTuple):
    """A fenced block that is to be run."""

    language: str
    text: str
    line: int


def blocks(page: Path) -> Iterator[Block]:
    before = None
    for token in MarkdownIt().parse(page.read_text("utf-8")):
        if token.type == "fence" and token.info.strip() in RUN:
            excused = before is not None and NOT_RUN.search(before.content)
            if not excused:
                yield Block(token.info.strip(), token.content, token.map[0] + 1)
        if token.type not in {"inline", "paragraph_open", "paragraph_close"}:
            before = token if token.type == "html_block" else None


class Example:
    """A page at work."""

    def __init__(self, page: Path, folder: Path) -> None:
        self.page, self.folder = page, folder
        self.names: dict[str, object] = {}
        self.runner = doctest.DocTestRunner(optionflags=EXACT)
        self.environment = {
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "COLUMNS": COLUMNS.get(page.name, WIDTH),
        }

    def run(self, block: Block) -> None:
        getattr(self, f"_{block.language}")(block)

    def _python(self, block: Block) -> None:
        name = str(self.page.relative_to(ROOT))
        test = doctest.DocTestParser().get_doctest(block.text, self.names, name, name, block.line)
        assert test.examples, f"{name}:{block.line} has no >>>"
        test.globs = self.names  # get_doctest made a copy
        told: list[str] = []
        self.runner.run(test, out=told.append, clear_globs=False)
        assert not told, "".join(told)

    def _console(self, block: Block) -> None:
        first, *parts = re.split(r"^\$ ", block.text, flags=re.MULTILINE)
        assert not first
        for part in parts:
            command, *rest = re.split(r"(?<!\\)\n", part, maxsplit=1)
            expected = "".join(rest)
            code, got = self._asked(command)
            where = f"{self.page.relative_to(ROOT)}:{block.line}: $ {command}"
            is_so = doctest.OutputChecker().check_output(trimmed(expected), trimmed(got), EXACT)
            assert is_so or (not expected and not code), f"{where}\nsays\n{got}\nnot\n{expected}"

    def _sh(self, block: Block) -> None:
        lines = re.sub(r"\\\n\s*", "", block.text).splitlines()
        for command in lines:
            words = command.partition(" #")[0].strip()
            if words and not words.startswith("#"):
                code, got = self._asked(words)
                assert not code, f"{self.page.relative_to(ROOT)}:{block.line}: {words}\n{got}"

    def _asked(self, command: str) -> tuple[int, str]:
        """Ask our own command within this process, and a shell for the rest."""
        words = shlex.split(command)
        if words[0] == "borders" and not set(command) & set("|<>$*;&`"):
            done = CliRunner(env=self.environment).invoke(main, words[1:], prog_name="borders")
            if done.exception is not None and not isinstance(done.exception, SystemExit):
                raise done.exception
            return done.exit_code, done.output
        shell = subprocess.run(  # noqa: S603 - our own words
            ["/bin/sh", "-c", command],
            capture_output=True,
            text=True,
            check=False,
            env=self.environment,
            cwd=self.folder,
        )
        return shell.returncode, shell.stdout + shell.stderr


def trimmed(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip("\n").splitlines()) + "\n"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, register: borders.Register) -> Path:
    """A folder as a clone is one, in which the shipped register is read once."""
    for room in ROOMS:
        (tmp_path / room).symlink_to(ROOT / room)
    monkeypatch.chdir(tmp_path)
    load = borders.load

    @functools.wraps(load)
    def loaded(*folders: object, network: object = None) -> borders.Register:
        return register if not folders and network is None else load(*folders, network=network)

    monkeypatch.setattr("borders.register.load", loaded)
    return tmp_path


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_shows_is_what_comes(page: Path, place: Path):
    example = Example(page, place)
    for block in blocks(page):
        example.run(block)


def test_the_picture_of_the_readme_shows_what_its_words_say(register: borders.Register):
    american = borders.Traveller(nationality="US")
    day = register.on("2023-08-21", mode="car", direction="out", traveller=american)
    finding = day.translator.finding(day.verdicts, day)
    (alt,) = re.findall(r'<img src="[^"]+" alt="([^"]+)">', PAGES[0].read_text("utf-8"))
    assert re.findall(r"\d+", alt.partition(": ")[2]) == re.findall(r"\d+", finding)
    where: dict[str | None, set[str]] = {}
    for verdict in day.verdicts:
        where.setdefault(verdict.crossing.neighbour, set()).add(verdict.status.value)
    assert {to for to, found in where.items() if "open" in found} == {"LT", "LV"}
    assert {to for to, found in where.items() if found == {"closed"}} == {"PL", "RU", "UA"}
    for name in ("map.png", "map-dark.png"):
        with Image.open(ROOT / "notebooks/pictures" / name) as picture:
            assert picture.info["Title"].startswith(finding)


def test_examples_are_found():
    """Without this the test above would pass if it found none."""
    found = [block for page in PAGES for block in blocks(page)]
    assert {block.language for block in found} == RUN


def test_a_page_that_says_something_else_fails(place: Path):
    page = ROOT / "README.md"
    for block in (
        Block("python", ">>> 1 + 1\n3\n", 1),
        Block("console", "$ borders --version\nborders, version nought\n", 1),
        Block("sh", "false\n", 1),
        Block("python", "1 + 1\n", 1),
    ):
        with pytest.raises(AssertionError):
            Example(page, place).run(block)
