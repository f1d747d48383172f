"""The wheel holds all of the data and works where neither checkout nor network is."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import borders

if TYPE_CHECKING:
    from collections.abc import Callable

    Python = Callable[..., str]

ROOT = Path(__file__).parents[1]
DATA = "borders/_geodata/"
COMMAND = """
from importlib.metadata import entry_points
(borders,) = entry_points(group="console_scripts", name="borders")
borders.load()(prog_name="borders")
"""


@pytest.fixture(scope="module")
def wheel(python: Python, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    python("-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    return set(zipfile.ZipFile(wheel).namelist())


@pytest.fixture(scope="module")
def installed(wheel: Path, python: Python, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of an environment with the wheel, and all else from this environment.

    A path in a `.pth` file is searched, but the `.pth` files in it are not read: what is installed
    here as editable is not seen there.
    """
    home = tmp_path_factory.mktemp("clean") / "venv"
    python("-m", "venv", "--without-pip", home)
    scheme = "nt_venv" if sys.platform == "win32" else "posix_venv"
    base = {"base": str(home), "platbase": str(home)}
    paths = sysconfig.get_paths(scheme, vars=base)
    site = Path(paths["purelib"])
    zipfile.ZipFile(wheel).extractall(site)
    here = dict.fromkeys(sysconfig.get_path(name) for name in ("purelib", "platlib"))
    (site / "others.pth").write_text("\n".join(here), encoding="utf-8")
    name = "python.exe" if sys.platform == "win32" else "python"
    return Path(paths["scripts"]) / name


@pytest.fixture
def away(installed: Path, python: Python, tmp_path: Path) -> Python:
    """Run the environment's interpreter in an empty folder."""

    def call(*arguments: str) -> str:
        return python("-I", *arguments, program=installed, cwd=tmp_path)

    return call


def tracked() -> set[str]:
    """What git holds of the data, or would."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("git tells which files are data; there is none here")
    output = subprocess.run(  # noqa: S603 - our own words
        [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard", "geodata"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    files = {name for name in output.stdout.split("\0") if name and (ROOT / name).is_file()}
    return {name.removeprefix("geodata/") for name in files}


def test_the_wheel_holds_the_data_that_git_holds(names: set[str]):
    shipped = {name.removeprefix(DATA) for name in names if name.startswith(DATA)}
    assert shipped == tracked()
    assert "crossings.geojson" in shipped


def test_a_cut_file_of_the_wheel_is_seen(wheel: Path, tmp_path: Path):
    """The wheel has the size and the digest of each of its files, and they are right."""
    zipfile.ZipFile(wheel).extractall(tmp_path)
    folder = tmp_path / DATA
    assert borders.load(folder).facts == borders.load(ROOT / "geodata").facts
    towns = folder / "towns.csv"
    towns.write_bytes(towns.read_bytes()[:-1000])
    with pytest.raises(
        borders.DataError, match=r"^towns\.csv: has \d+ bytes, and datapackage\.json"
    ):
        borders.load(folder)


def test_the_wheel_holds_every_module_and_its_types(names: set[str]):
    package = ROOT / "borders"
    sources = {f"borders/{p.relative_to(package).as_posix()}" for p in package.rglob("*.py")}
    assert {n for n in names if n.endswith(".py")} == sources
    assert "borders/py.typed" in names


def test_the_wheel_holds_what_pages_are_made_of_and_not_its_sources(names: set[str]):
    files = {name for name in names if name.endswith((".js", ".css"))}
    names = ("loader.js", "moment.css", "moment.js", "page.css", "page.js", "widget.js")
    assert files == {f"borders/maps/bundled/{name}" for name in names}


def test_the_wheel_holds_nothing_else(names: set[str]):
    """Tests, tools and notebooks stay in the checkout."""
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"borders"}


def test_the_licences_of_code_and_data_travel_along(names: set[str]):
    licences = {name.split("/licenses/")[1] for name in names if "/licenses/" in name}
    assert licences == {"LICENSE", "geodata/LICENSE.md"}


def test_the_installed_package_is_the_wheel_s(away: Python, installed: Path):
    home = Path(away("-c", "import borders; print(borders.__file__)").strip())
    assert home.is_relative_to(installed.parents[1])


ANSWER = """
import borders
register = borders.load()
day = register.on("2023-08-21", direction="out", traveller=borders.Traveller(nationality="US"))
print(register.folder, len(register.crossings), day.status("Medininkai"), sep="\\n")
"""


def test_the_installed_package_answers_from_its_own_data(away: Python, installed: Path):
    folder, crossings, status = away("-c", ANSWER).splitlines()
    assert Path(folder).is_relative_to(installed.parents[1])
    assert (crossings, status) == ("87", "open")


def test_the_installed_command_answers(away: Python):
    args = ("status", "Medininkai", "--on", "2023-08-21", "--direction", "out", "--format", "json")
    answer = json.loads(away("-c", COMMAND, *args))
    (crossing,) = answer["crossings"]
    assert (crossing["id"], answer["on"]) == ("medininkai", "2023-08-21")


FIRST = "import sys; sys.path.insert(0, sys.argv.pop(1))\n"


@pytest.mark.parametrize("command", ["status Medininkai --format json", "map -o page.html"])
def test_out_of_a_zip_file_the_package_says_the_same(
    wheel: Path, python: Python, tmp_path: Path, command: str
):
    """As where a tool is one archive, of which nothing is ever unpacked."""
    told = []
    for place in (wheel, ROOT):
        args = (*command.split(), "--on", "2023-08-21")
        text = python("-c", FIRST + COMMAND, place, *args, cwd=tmp_path)
        told.append((text, *(file.read_text("utf-8") for file in tmp_path.glob("*"))))
    assert told[0] == told[1]
    own = python("-c", f"{FIRST}import borders; print(borders.load().folder)", wheel)
    assert Path(own.strip()) == wheel / DATA


def test_the_installed_command_draws_a_map(away: Python, tmp_path: Path):
    away("-c", COMMAND, "map", "-o", "page.html", "--on", "2023-08-21")
    assert "Medininkai" in (tmp_path / "page.html").read_text("utf-8")
