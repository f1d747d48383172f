"""Files that are read strictly: refused, or with the meaning that they have."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

import borders
from borders import documents
from borders.data import checking

SHIPPED = Path(__file__).parents[2] / "geodata"
Edit: TypeAlias = Callable[[Path], object]


def replaced(name: str, pattern: str, new: str) -> Edit:
    def edit(folder: Path) -> None:
        text = (folder / name).read_text("utf-8")
        changed, count = re.subn(pattern, lambda _: new, text, count=1, flags=re.MULTILINE)
        assert count == 1, "the pattern stands in the file"
        (folder / name).write_text(changed, "utf-8")

    return edit


def written(name: str, content: str) -> Edit:
    return lambda folder: (folder / name).write_text(content, "utf-8")


def gone(name: str) -> Edit:
    return lambda folder: (folder / name).unlink()


def piped(name: str) -> Edit:
    def edit(folder: Path) -> None:
        (folder / name).unlink()
        os.mkfifo(folder / name)

    return edit


NOTE = r"^note\s*=.*"
YEAR = "is not between 1900 and 2200: leave out a day that is not known"
NONE = "write its entries under [[measure]], or measure = [] where there are none"
ATTACKS: dict[str, tuple[Edit, str, str]] = {
    "a side's measures are gone": (
        gone("measures/LT.toml"),
        "measures/LT.toml",
        f"missing: {NONE}",
    ),
    "they are empty": (written("measures/LT.toml", "# cut"), "measures/LT.toml", f"empty: {NONE}"),
    "an end of the calendar": (
        replaced("measures/LT.toml", r"^valid_to\s*=.*", "valid_to = 9999-12-31"),
        "measures/LT.toml",
        f"valid_to: year 9999 {YEAR}",
    ),
    "its beginning": (
        replaced("measures/LT.toml", r"^valid_from\s*=.*", "valid_from = 0001-01-01"),
        "measures/LT.toml",
        f"valid_from: year 1 {YEAR}",
    ),
    "seen at its end": (
        replaced("measures/BY.toml", r"^last_seen\s*=.*", "last_seen = 9999-12-31"),
        "measures/BY.toml",
        f"last_seen: year 9999 {YEAR}",
    ),
    "verified through it": (
        replaced("crossings.geojson", r'"through": "[^"]+"', '"through": "9999-12-31"'),
        "crossings.geojson",
        f"verified, through: year 9999 {YEAR}",
    ),
    "deep lists": (
        replaced("measures/LT.toml", NOTE, f"note = {'[' * 500}"),
        "measures/LT.toml",
        "nests deeper than can be read",
    ),
    "deep keys": (
        replaced("measures/LT.toml", NOTE, f"{'.'.join('a' * 3000)} = 1"),
        "measures/LT.toml",
        "nests deeper than can be read",
    ),
    "deep objects": (
        written("crossings.geojson", '{"a":' * 100_000),
        "crossings.geojson",
        "nests deeper than can be read",
    ),
    "many digits": (
        replaced("measures/LT.toml", NOTE, f"note = {'9' * 5000}"),
        "measures/LT.toml",
        "has a number of too many digits",
    ),
    "many digits of sixteen": (
        replaced("measures/LT.toml", NOTE, f"note = 0x{'f' * 5000}"),
        "measures/LT.toml",
        "note: Expected `str`, got `int",
    ),
    "an escape that a terminal obeys": (
        replaced("sources.toml", r"^title\s*=.*", r'title = "\u001b]0;x\u0007"'),
        "sources.toml",
        "holds the control character U+001B: leave it out (at line 9)",
    ),
    "the same as a byte": (
        replaced("sources.toml", r"^title\s*=.*", 'title = "a\u009bb"'),
        "sources.toml",
        "holds the control character U+009B: leave it out (at line 9)",
    ),
    "a key that stands twice": (
        replaced("datapackage.json", '"version"', '"version": "2020.1.1", "version"'),
        "datapackage.json",
        "has the key 'version' twice in one object: leave one out",
    ),
    "a number with marks in it": (
        replaced("network/roads.csv", r"^(\d)(\d),", "1_0,"),
        "network/roads.csv",
        "'1_0' is not a whole number",
    ),
    "digits of another script": (
        replaced("network/roads-nodes.csv", r"^\d+\.\d+,", "٢٧.5,"),
        "network/roads-nodes.csv",
        "'٢٧.5' is not a number",
    ),
    "a gate of no crossing": (
        replaced("network/gates.csv", r"^medininkai,", "medininka,"),
        "network/gates.csv",
        "no crossing is called 'medininka' Did you mean 'medininkai'?",
    ),
    "sides that are numbers": (
        replaced("borders.geojson", re.escape('["BY","LT"]'), "[1,2]"),
        "borders.geojson",
        "sides are 1 and 2: write two states, such as BY and LT",
    ),
    **{
        f"a pipe for {name}": (piped(name), name, "is no file: put one in its place")
        for name in (
            *("datapackage.json", "crossings.geojson", "measures/PL.toml", "sources.toml"),
            *("signs.csv", "towns.csv", "borders.geojson", "network/roads.csv"),
        )
    },
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_would_be_read_with_another_meaning_is_refused(
    tmp_path: Path, run: Callable[..., tuple[int, str, str]], attack: str
):
    edit, file, told = ATTACKS[attack]
    folder = tmp_path / "geodata"
    shutil.copytree(SHIPPED, folder)
    edit(folder)
    code, out, err = run("check", str(folder))
    assert code == 1
    assert any(line.startswith(file) and told in line for line in (out + err).splitlines()), out
    assert "Traceback" not in err


def test_a_state_that_decided_nothing_says_so(tmp_path: Path):
    folder = tmp_path / "geodata"
    shutil.copytree(SHIPPED.parent / "docs/examples/finland-russia", folder)
    assert checking.check(folder)[1] == []
    assert {measure.side for measure in borders.load(folder).measures} == {"FI"}


@pytest.mark.parametrize(
    "text",
    [
        '{"a": "\\\\u001b", "b": {"c": "x\\": 1"}, "d" : [[1, 2], [3, 4]]}',
        '{"a": [{"b": 1}, {"b": 2}], "c\\\\": 1}',
    ],
)
def test_what_only_looks_like_it_is_read(text: str):
    import json

    assert documents.json(text.encode()) == json.loads(text)


@pytest.mark.parametrize("text", ["note = 'C:\\bin'\n", "# \\u001b\nnote = 1\n"])
def test_what_is_no_escape_in_toml_is_read(text: str):
    import tomli

    assert documents.toml(text.encode()) == tomli.loads(text)
