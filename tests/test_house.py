"""The rules of the house: who may import whom, and what stands in data alone."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "borders"
WINGS = ("rules", "text", "data", "network", "register", "formats", "maps", "figures", "cli")
"""Each may import what stands left of it, `geo` and the flat core; types count as imports."""

GROUND = {"geo", "core"}
BESIDE = {
    "comparison": "register",
    "exports": "register",
    "frames": "register",
    "records": "register",
    "locating": "register",
    "news": "register",
    "sequences": "register",
    "__main__": "cli",
}
"""Flat files that stand where a wing does, since they ask the register."""

EXCEPTIONS = {
    ("display", "maps.shown"),
    ("maps.card", "figures.files"),
    ("maps.card", "figures.canvas"),
}
"""Answers show themselves in notebooks, a page where it is linked to."""


def name_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__") or "borders"


SOURCES = {name_of(path): path for path in sorted(PACKAGE.rglob("*.py"))}
TREES = {name: ast.parse(path.read_text("utf-8")) for name, path in SOURCES.items()}


def imports(name: str) -> set[str]:
    """The modules of the package that a module imports, in functions and for types too."""
    modules = set()
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "borders":
            home = (node.module or "").removeprefix("borders").removeprefix(".")
            each = [f"{home}.{alias.name}".strip(".") for alias in node.names]
            modules |= {target if target in SOURCES else home or "borders" for target in each}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name} imports relatively, which hides the floor"
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
            modules |= {n.removeprefix("borders.") for n in names if n.split(".")[0] == "borders"}
    return modules


def calls(name: str) -> set[str]:
    """What a module calls, as it is written."""
    nodes = ast.walk(TREES[name])
    return {ast.unparse(node.func) for node in nodes if isinstance(node, ast.Call)}


def literals(name: str) -> Iterator[tuple[int, str]]:
    """The line and text of every string that is not a docstring."""
    stated = {id(node.value) for node in ast.walk(TREES[name]) if isinstance(node, ast.Expr)}
    for node in ast.walk(TREES[name]):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_text and id(node) not in stated:
            yield node.lineno, node.value


def wing(module: str) -> str:
    first = module.partition(".")[0]
    first = BESIDE.get(first, first)
    return first if first in {*WINGS, "geo"} else "core"


def may_import(importer: str, imported: str) -> bool:
    """Whether the one rule of imports lets a module use another."""
    at, of = wing(importer), wing(imported)
    if at == of or (of in GROUND - {at} and at != "core"):
        return True
    left = WINGS[: WINGS.index(at)] if at in WINGS else ()
    return of in left or (importer, imported) in EXCEPTIONS


@pytest.mark.parametrize("name", [name for name in SOURCES if name != "borders"])
def test_a_wing_imports_what_stands_left_of_it(name: str):
    assert sorted(other for other in imports(name) if not may_import(name, other)) == []


def test_the_graph_of_imports_is_seen():
    """Without this the test above would pass if it found no imports at all."""
    assert {"dates", "rules.periods", "enums"} <= imports("rules.criteria")
    assert {"data.checking", "data.overlays", "cli.options"} <= imports("cli.commands")


@pytest.mark.parametrize("name", sorted(set(SOURCES) - {"borders"}))
def test_the_door_alone_loads_by_name(name: str):
    """An import by a text would hide from the floors."""
    called = {
        ast.unparse(node.func) for node in ast.walk(TREES[name]) if isinstance(node, ast.Call)
    }
    assert {"importlib.import_module", "import_module", "__import__"}.isdisjoint(called)


@pytest.mark.parametrize("name", sorted(set(SOURCES) - {"dates"}))
def test_the_clock_is_looked_at_in_one_place(name: str):
    """Where somebody says "today" or "now"; the moment is an argument everywhere else."""
    called = {
        ast.unparse(node.func) for node in ast.walk(TREES[name]) if isinstance(node, ast.Call)
    }
    clocks = {"now", "utcnow", "today", "time.time", "localtime", "gmtime"}
    assert not {call for call in called if call in clocks or call.rpartition(".")[2] in clocks}


@pytest.mark.parametrize("name", [name for name in SOURCES if name.startswith("rules.")])
def test_no_rule_reads_a_sign(name: str):
    """Traffic that was seen verifies nothing: no status may hang on it."""
    words = {
        getattr(node, key)
        for node in ast.walk(TREES[name])
        for key in ("id", "attr", "name", "arg")
        if isinstance(getattr(node, key, None), str)
    }
    assert words
    assert words & {"Sign", "sign", "signs"} == set()


def test_status_comes_about_in_one_place():
    """Nobody else handles outcomes, but for the diagrams that hold them for pages."""
    names = {
        name
        for name, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Name | ast.alias)
        and (node.id if isinstance(node, ast.Name) else node.name) == "Outcome"
    }
    assert names <= {"rules.evaluate", "rules.decision_diagrams"}
    assert "rules.evaluate" in names


@pytest.mark.parametrize("name", SOURCES)
def test_code_knows_no_crossing(name: str):
    features = json.loads((ROOT / "geodata/crossings.geojson").read_text("utf-8"))["features"]
    ids = {feature["id"] for feature in features}
    names = {
        text
        for feature in features
        for checkpoint in feature["properties"]["checkpoints"]
        for text in checkpoint["names"].values()
    }
    assert len(ids) > 1, "the shipped crossings are not there to be looked for"
    spoken = re.compile("|".join(rf"\b{re.escape(text)}\b" for text in names))
    assert [(n, text) for n, text in literals(name) if text in ids or spoken.search(text)] == []


@pytest.mark.parametrize("name", SOURCES)
def test_code_knows_no_date(name: str):
    """A text that shows how a day is written may; one that is a day may not."""
    iso = re.compile(r"\d{4}-\d\d(-\d\d([T ].*)?)?")
    assert [(n, text) for n, text in literals(name) if iso.fullmatch(text.strip())] == []
    made = [
        (node.lineno, ast.unparse(node))
        for node in ast.walk(TREES[name])
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).rpartition(".")[2] in {"date", "datetime"}
        and node.args
        and isinstance(node.args[0], ast.Constant)
    ]
    assert made == []


ROOMS = {"borders", "notebooks", "geodata", "tests", "docs", "benchmarks", "tools"}


def test_the_root_holds_the_rooms_that_were_agreed():
    shown = {path.name for path in ROOT.iterdir() if path.is_dir() and path.name[0] != "."}
    assert shown - {"build", "dist", "htmlcov", "node_modules", "__pycache__"} == ROOMS


def test_no_merge_is_half_done():
    files = [ROOT / name for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "Makefile")]
    for room in ROOMS:
        files += (f for f in (ROOT / room).rglob("*.*") if "node_modules" not in f.parts)
    marks = re.compile(rb"^(<{7}|>{7}) ", re.MULTILINE)
    assert [file for file in files if file.is_file() and marks.search(file.read_bytes())] == []


def test_data_holds_no_code():
    """A Python file there would also break editable installs."""
    assert list((ROOT / "geodata").rglob("*.py*")) == []


def test_the_shipped_folder_exists_in_wheels_only():
    """In a checkout it would hide `geodata/` from those who edit it."""
    assert not (PACKAGE / "_geodata").exists()
