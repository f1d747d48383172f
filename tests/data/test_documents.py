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
from borders.maps import page_routes

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
        "nests deeper than can be read (at line 1)",
    ),
    "many digits": (
        replaced("measures/LT.toml", NOTE, f"note = {'9' * 5000}"),
        "measures/LT.toml",
        "has a number of too many digits: write a shorter one (at line 22)",
    ),
    "many digits of JSON": (
        written("crossings.geojson", f'{{"a": {"9" * 5000}}}'),
        "crossings.geojson",
        "has a number of too many digits: write a shorter one (at line 1)",
    ),
    "deep lists behind what is broken": (
        written("crossings.geojson", f'{{"a": 1e999,\n"b": {"[" * 100_000}'),
        "crossings.geojson",
        "nests deeper than can be read (at line 2)",
    ),
    "a file that was cut to nothing": (written("groups.toml", " \n"), "groups.toml", "is empty"),
    "a file of which the package tells": (
        gone("advice.toml"),
        "advice.toml",
        "is missing: put it back, or take it out of resources in datapackage.json",
    ),
    "a cut file": (
        written("sources.toml", '\n[[source]]\nid = "a'),
        "sources.toml",
        "Unterminated string (at line 3, the end of the file)",
    ),
    "an id with a break of lines": (
        replaced("sources.toml", r"^id\s*=.*", r'id = "a\n"'),
        "sources.toml",
        "id: Expected `str` matching regex",
    ),
    "a day in digits of another script": (
        replaced("sources.toml", r"^published = .*", 'published = "٢٠٢٣"'),
        "sources.toml",
        "published: Expected `str` matching regex",
    ),
    "a name of spaces": (
        replaced("measures/LT.toml", r"^decided_by = .*", 'decided_by = " "'),
        "measures/LT.toml",
        "decided_by: Expected `str` matching regex",
    ),
    "a quote that nobody ends": (
        replaced("towns.csv", r"^556386,Indura", '556386,"Indura'),
        "towns.csv",
        "is no CSV: a quotation mark is not ended",
    ),
    "a column that stands twice": (
        replaced("signs.csv", r"^crossing,mode", "crossing,crossing"),
        "signs.csv",
        "has the column 'crossing' twice: leave one out (at line 1)",
    ),
    "revisions of an unknown column": (
        replaced("revisions.csv", r"^version,entry,kind", "version,entry,sort"),
        "revisions.csv, line 1",
        "has the unknown column 'sort'.",
    ),
    "revisions that are cut": (
        replaced("revisions.csv", r"informpskov-2020-03-22\n", '"\n'),
        "revisions.csv, line 2",
        "is no CSV: ',' expected after '\"'",
    ),
    "what stands beside the properties": (
        replaced("crossings.geojson", r'"type": "Feature",', '"type": "Feature", "hours": "0-24",'),
        "crossings.geojson:6, medininkai",
        "has the unknown key 'hours' beside its properties: write it among them",
    ),
    "a place of texts": (
        replaced("crossings.geojson", r'"coordinates": \[([\d.]+)', '"coordinates": ["25"'),
        "crossings.geojson:6, medininkai",
        "has coordinates that are no numbers",
    ),
    "a number that is too large": (
        replaced("borders.geojson", r"\[26\.\d+", "[1e999"),
        "borders.geojson",
        "has a number that is too large: write a smaller one (at line 2)",
    ),
    "half a surrogate": (
        replaced("crossings.geojson", r'"category": "', r'"category": "\ud800'),
        "crossings.geojson",
        "JSON is malformed: unexpected end of escaped utf-16 surrogate pair (at line 1",
    ),
    "another geometry": (
        replaced("borders.geojson", r'"LineString"', '"MultiPoint"'),
        "borders.geojson",
        "feature 1: is no line but a MultiPoint",
    ),
    "a country with two areas": (
        replaced("countries.geojson", r'"id":"BY"', '"id":"AT"'),
        "countries.geojson",
        "stands twice: 'AT' is that of a feature before it",
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
    "a pipe for a file that need not be there": (
        piped("network/rails.csv"),
        "network/rails.csv",
        "is no file: put one in its place",
    ),
    "the end of the calendar as a source's day": (
        replaced("sources.toml", r"^published\s*=.*", 'published = "9999-12-31"'),
        "sources.toml:",
        f"published: year 9999 {YEAR}",
    ),
    "a coordinate that is no double": (
        replaced("borders.geojson", re.escape('"coordinates":[['), f'"coordinates":[[{9**325},'),
        "borders.geojson:",
        "has coordinates that are no numbers",
    ),
    "a line without places": (
        replaced("borders.geojson", r'"coordinates":\[\[.*\]\]', '"coordinates":[[]]'),
        "borders.geojson:",
        "has coordinates that are no numbers",
    ),
    "a revision with a column of no name": (
        replaced("revisions.csv", "^(version,.*)$", "version,entry,kind,field,before,after,why,"),
        "revisions.csv, line 1",
        "has the unknown column ''",
    ),
    "a revision of no kind": (
        replaced("revisions.csv", ",corrected,", ",,"),
        "revisions.csv, line 2",
        "'' is no kind: write added, updated, corrected or removed",
    ),
    "a key within datapackage.json that there is not": (
        replaced("datapackage.json", re.escape('{"nationality": "BY"'), '{"NATIONALITY": "BY"'),
        "datapackage.json:15",
        "unknown field `NATIONALITY`",
    ),
    "a column that is misspelt": (
        replaced("towns.csv", r"population,label,", "population,labels,"),
        "towns.csv",
        "has the unknown column 'labels'. Did you mean 'label'?",
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


def test_ways_that_somebody_changed_are_found_anew(tmp_path: Path):
    folder = tmp_path / "geodata"
    shutil.copytree(SHIPPED, folder)
    assert page_routes.kept(borders.load(folder)) is not None
    replaced("network/ways.json", r'\["minsk",(\d+)\]', '["minsk",1]')(folder)
    assert page_routes.kept(borders.load(folder)) is None
