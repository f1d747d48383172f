from __future__ import annotations

import ast
import importlib
import inspect
import pydoc
import typing
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import borders

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Folder

HEAVY = (
    "babel",
    "difflib",
    "folium",
    "geopandas",
    "matplotlib",
    "msgspec",
    "numpy",
    "pandas",
    "rich",
    "scipy",
    "shapely",
)


@pytest.fixture
def imported_by(python: Callable[..., str]) -> Callable[[str], set[str]]:
    """The packages that a fresh process holds after some code."""

    def packages(code: str) -> set[str]:
        listing = "print(*{name.partition('.')[0] for name in sys.modules})"
        return set(python("-c", f"import sys\n{code}\n{listing}").split())

    return packages


def test_the_public_names_are_sorted_and_said_once():
    assert borders.__all__ == sorted(set(borders.__all__))


@pytest.mark.parametrize("name", borders.__all__)
def test_a_public_name_is_there_and_knows_where_it_is_from(name: str):
    value = getattr(borders, name)
    home = getattr(value, "__module__", "borders")
    assert home == "borders" or home.startswith("borders.")


def test_checkers_are_told_what_is_loaded():
    tree = ast.parse(Path(borders.__file__).read_text("utf-8"))
    imports = [n for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)]
    homes = {
        alias.asname: importlib.import_module(node.module)
        for node in imports
        for alias in node.names
        if node.module.startswith("borders.")
    }
    assert {*homes, "__version__"} == set(borders.__all__)
    for name, module in homes.items():
        assert getattr(module, name) is getattr(borders, name)


def test_what_the_package_shows_is_what_it_promises():
    """Names of modules are no names of the package, though importing them leaves them there."""
    assert dir(borders) == borders.__all__


def public() -> dict[str, Callable[..., object]]:
    """All that may be called: by its name, or by that of its class and its own."""
    named = {name: getattr(borders, name) for name in borders.__all__ if name != "__version__"}
    own = {
        f"{name}.{key}": getattr(value, key)
        for name, value in named.items()
        if isinstance(value, type)
        for key, method in vars(value).items()
        if not key.startswith("_") and (callable(method) or isinstance(method, classmethod))
    }
    return {**named, **own}


@pytest.mark.parametrize("name", sorted(public()))
def test_a_signature_can_be_read_with_its_types(name: str):
    value = public()[name]
    if isinstance(value, type) and issubclass(value, (BaseException, Enum)):
        typing.get_type_hints(value.__init__)
    else:
        signature = inspect.signature(value, eval_str=True)
        annotations = [p.annotation for p in signature.parameters.values() if p.name != "self"]
        assert not [text for text in annotations if isinstance(text, str)]
    assert pydoc.render_doc(value)


def test_help_on_the_package_tells_all_of_it():
    text = pydoc.plain(pydoc.render_doc(borders))
    assert [name for name in borders.__all__ if name not in text] == ["__version__"]


def test_a_name_that_is_none_is_no_attribute():
    with pytest.raises(AttributeError, match="'today'"):
        _ = borders.today


@pytest.mark.parametrize("module", ["borders", "borders.cli.commands"])
def test_importing_costs_nothing_heavy(module: str, imported_by: Callable[[str], set[str]]):
    assert imported_by(f"import {module}").isdisjoint(HEAVY)


def test_heavy_packages_come_with_the_first_name_that_needs_them(
    imported_by: Callable[[str], set[str]],
):
    """Without this the test above might look for names that nothing here imports."""
    assert {"babel", "msgspec"} <= imported_by("import borders; borders.load")


def test_asking_needs_neither_geometry_nor_frames_nor_tables(
    folder: Folder, imported_by: Callable[[str], set[str]]
):
    code = f"import borders; borders.load({str(folder.write())!r}).on('2022-01-01').status('alpha')"
    heavy = {"difflib", "folium", "geopandas", "pandas", "rich", "scipy", "shapely"}
    assert imported_by(code).isdisjoint(heavy)


@pytest.mark.parametrize(("form", "written"), [("table", {"rich"}), ("json", {"json"})])
def test_a_status_on_the_command_line_loads_only_what_writes_it(
    form: str, written: set[str], folder: Folder, imported_by: Callable[[str], set[str]]
):
    words = ["status", "alpha", "--geodata", str(folder.write()), "--format", form]
    code = (
        f"import contextlib, io; from borders.cli.commands import main\n"
        f"with contextlib.redirect_stdout(io.StringIO()):\n"
        f"    main({words!r}, standalone_mode=False)"
    )
    others = {*HEAVY, "json"} - {"babel", "msgspec"} - written
    loaded = imported_by(code)
    assert written <= loaded
    assert loaded.isdisjoint(others)


def test_figures_load_matplotlib_when_one_is_drawn(imported_by: Callable[[str], set[str]]):
    assert "matplotlib" not in imported_by("import borders; borders.plot")


def test_types_are_there_for_those_who_check_them():
    assert (Path(borders.__file__).parent / "py.typed").is_file()


def test_each_error_is_also_one_of_python():
    assert issubclass(borders.DataError, (borders.BordersError, ValueError))
    assert issubclass(borders.QuestionError, ValueError)
    assert issubclass(borders.UnknownCrossing, LookupError)
    ours = (borders.DataError, borders.QuestionError, borders.UnknownCrossing)
    assert all(issubclass(error, borders.BordersError) for error in ours)
