"""Folders to begin with: sound as they are, and sound when their comments become entries."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import frictionless
import jsonschema
import pytest
import tomli

import borders
from borders import QuestionError, Status
from borders.data import checking, new_folder

if TYPE_CHECKING:
    from conftest import Folder

SCHEMAS = Path(__file__).parents[2] / "geodata" / "schemas"
SOURCE = """
[[source]]
id = "a-source"
publisher = "A paper"
title = "Seen"
kind = "news"
"""


def uncommented(path: Path, *tables: str) -> None:
    """Make entries of a file's examples."""
    lines = path.read_text("utf-8").splitlines()
    begun, kept = False, []
    for line in lines:
        text = line.removeprefix("# ")
        begun = (begun and line != "#") or text in {f"[[{table}]]" for table in tables}
        kept.append(text if begun else line)
    path.write_text("\n".join(kept), "utf-8")


def fits_its_schema(path: Path) -> None:
    """Hold a file against the schema by which editors complete and check it."""
    text = path.read_text("utf-8")
    told = json.loads(text) if path.suffix == ".json" else tomli.loads(text)
    name = {"LT": "measures", "datapackage": "overlay-package"}.get(path.stem, path.stem)
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text("utf-8"))
    plain = json.loads(json.dumps(told, default=lambda value: value.isoformat()))
    jsonschema.Draft202012Validator(schema).validate(plain)


def errors(path: Path) -> list[str]:
    return [str(problem) for problem in checking.check(path)[1]]


def test_an_overlay_is_sound_and_changes_nothing(tmp_path: Path, register: borders.Register):
    new_folder.overlay(tmp_path / "mine")
    assert errors(tmp_path / "mine") == []
    mine = borders.load(tmp_path / "mine")
    assert (mine.facts.overlays, mine.measures) == (("mine",), register.measures)


def test_the_examples_of_an_overlay_are_entries(tmp_path: Path):
    mine = tmp_path / "mine"
    new_folder.overlay(mine)
    for name, *tables in (
        ("measures/LT.toml", "measure"),
        ("sources.toml", "source"),
        ("overlay.toml", "end", "verified"),
    ):
        fits_its_schema(mine / name)
        uncommented(mine / name, *tables)
        fits_its_schema(mine / name)
    fits_its_schema(mine / "datapackage.json")
    found = checking.check(mine)[1]
    assert [str(problem) for problem in found if problem.level == "error"] == []
    register = borders.load(mine)
    (measure,) = [m for m in register.measures if m.folder == "mine" and m.id.endswith("-closure")]
    assert register.on(measure.valid_from).status(measure.crossings[0]) is Status.CLOSED


def test_an_overlay_lies_over_the_folder_that_is_named(tmp_path: Path, folder: Folder):
    new_folder.overlay(tmp_path / "a/b/mine", folder.write())
    new_folder.overlay(tmp_path / "upper", tmp_path / "a/b/mine")
    register = borders.load(tmp_path / "upper")
    assert (register.facts.package.name, register.facts.overlays) == ("toy", ("mine", "upper"))


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Šalčininkai news", "salcininkai-news"), ("toy", "toy-overlay"), ("Мои", "overlay")],
)
def test_an_overlay_is_called_as_its_folder(
    tmp_path: Path, folder: Folder, name: str, expected: str
):
    new_folder.overlay(tmp_path / "x" / name, folder.write())
    package = json.loads((tmp_path / "x" / name / "datapackage.json").read_text("utf-8"))
    assert package["name"] == expected


def test_a_register_is_sound_and_has_the_clocks_of_its_states(tmp_path: Path):
    clocks = new_folder.register(tmp_path / "north", "fi", ["Russia", "NO"])
    assert clocks == {"FI": "Europe/Helsinki", "RU": "Europe/Moscow", "NO": "Europe/Oslo"}
    assert errors(tmp_path / "north") == []
    register = borders.load(tmp_path / "north")
    assert register.facts.package.title == "Border crossings of Finland with Russia and Norway"
    assert frictionless.validate(str(tmp_path / "north/datapackage.json")).valid


def test_a_register_is_filled_by_what_it_teaches(tmp_path: Path):
    """The examples of all files together are a crossing with a closure."""
    path = tmp_path / "north"
    new_folder.register(path, "FI", ["RU"])
    readme = (path / "README.md").read_text("utf-8")
    (example,) = re.findall(r"```json\n(.*?)```", readme, re.DOTALL)
    feature = json.loads(example)
    crossings = {"type": "FeatureCollection", "features": [feature]}
    (path / "crossings.geojson").write_text(json.dumps(crossings), "utf-8")
    decided = path / "measures/FI.toml"
    uncommented(decided, "measure")
    uncommented(path / "sources.toml", "source")
    uncommented(path / "vocabulary.toml", "reason")
    uncommented(path / "groups.toml", "group")
    (told, *_) = errors(path)
    assert told.endswith(": measure = [] says that there is none: leave it out")
    decided.write_text(decided.read_text("utf-8").replace("measure = []\n", ""), "utf-8")
    assert errors(path) == []
    register = borders.load(path)
    assert register.on("today").status("a-crossing") is Status.CLOSED
    assert register.facts.groups["BOTH"].members == ("FI", "RU")


@pytest.mark.parametrize(
    ("home", "neighbours"), [("FI", ["FI"]), ("XX", ["RU"]), ("FI", ["RU", "Russia"])]
)
def test_states_that_are_none_or_stand_twice_are_refused(
    tmp_path: Path, home: str, neighbours: list[str]
):
    with pytest.raises(QuestionError):
        new_folder.register(tmp_path / "north", home, neighbours)
    assert [*tmp_path.iterdir()] == []


def test_what_is_there_stays(tmp_path: Path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/notes.txt").write_text("mine", "utf-8")
    (tmp_path / "file").write_text("mine", "utf-8")
    for name in ("mine", "file"):
        with pytest.raises(QuestionError, match="choose another folder"):
            new_folder.overlay(tmp_path / name)
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["file", "mine", "notes.txt"]


def test_an_empty_folder_is_filled(tmp_path: Path):
    (tmp_path / "mine").mkdir()
    new_folder.overlay(tmp_path / "mine")
    assert (tmp_path / "mine/datapackage.json").is_file()


def test_a_folder_is_there_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from pathlib import Path as Any

    write = Any.write_text

    def fail(self: Path, text: str, **options: str) -> int:
        if self.name == "sources.toml":
            raise OSError(28, "No space left on device", str(self))
        return write(self, text, **options)

    monkeypatch.setattr(Any, "write_text", fail)
    with pytest.raises(OSError, match="No space left"):
        new_folder.overlay(tmp_path / "mine")
    assert [*tmp_path.iterdir()] == []
