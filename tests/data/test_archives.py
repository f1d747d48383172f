"""Releases and zip files are read as folders are, and a file that is cut is named."""

from __future__ import annotations

import json
import pickle
import shutil
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import borders
from borders.data import archives, sums
from borders.maps import static_svg

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Folder

    Run = Callable[..., tuple[int, str, str]]

GEODATA = Path(__file__).parents[2] / "geodata"


def zipped(folder: Path, file: Path, within: str = "") -> Path:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                out.write(path, f"{within}{path.relative_to(folder).as_posix()}")
    return file


def summed(folder: Path) -> Path:
    (folder / sums.PACKAGE).write_bytes(sums.released(folder))
    return folder


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped data in the form of a release: in a folder of it, with their sums."""
    home = tmp_path_factory.mktemp("release")
    summed(Path(shutil.copytree(GEODATA, home / "2026" / archives.WITHIN)))
    return zipped(home / "2026", home / "release.zip")


def test_a_release_answers_as_the_folder_does(release: Path, register: borders.Register):
    """Records, towns, network, outlines and lines: all of it out of the zip file."""
    newer = borders.load(release)
    assert newer.facts == register.facts
    assert borders.load(release.parent / "2026").facts == register.facts
    question = {"mode": "car", "direction": "out"}
    days = [each.on("2023-08-21", **question) for each in (newer, register)]
    ways = [[way.km for way in day.routes("Minsk", "Vilnius")] for day in days]
    assert ways[0] == ways[1]
    assert ways[0]
    pictures = [static_svg.draw(day, day.translator) for day in days]
    assert pictures[0] == pictures[1]


def test_a_process_is_handed_a_zip_file(release: Path):
    again = pickle.loads(pickle.dumps(borders.load(release)))  # noqa: S301 - our own
    assert again.place("Гродно").name == "Hrodna"
    assert str(again.folder) == str(release / "geodata")


@pytest.mark.parametrize("within", ["", "geodata/", "belarus-main/", "belarus-main/geodata/"])
def test_a_zip_file_may_hold_a_folder_around_all(folder: Folder, tmp_path: Path, within: str):
    file = zipped(folder.write(), tmp_path / "toy.zip", within)
    assert [crossing.id for crossing in borders.load(file).crossings] == ["alpha", "beta"]


def test_the_command_line_reads_a_zip_file(folder: Folder, tmp_path: Path, run: Run):
    file = zipped(folder.write(), tmp_path / "toy.zip")
    status, out, _ = run("status", "alpha", "--geodata", str(file), "--format", "json")
    assert (status, json.loads(out)["crossings"][0]["id"]) == (0, "alpha")
    assert run("check", str(file))[0] == 0


def test_a_folder_lies_over_a_zip_file(folder: Folder, tmp_path: Path, run: Run):
    file = zipped(folder.write(), tmp_path / "toy.zip")
    assert run("new", str(tmp_path / "mine"), "--geodata", str(file))[0] == 0
    assert borders.load(tmp_path / "mine").facts.overlays == ("mine",)
    assert borders.load(file, tmp_path / "mine").facts.overlays == ("mine",)
    status, _, err = run("confirm", "alpha", "--geodata", str(file))
    assert status == 2
    assert "--" in err


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (
            lambda file: file.write_bytes(file.read_bytes()[:-10]),
            "bytes, and datapackage.json says",
        ),
        (lambda file: file.write_bytes(file.read_bytes()[::-1]), "is not the file of which"),
        (lambda file: file.unlink(), "is missing: fetch the release anew"),
    ],
)
def test_a_file_that_is_not_as_released_is_named(
    folder: Folder, damage: Callable[[Path], None], words: str
):
    """Also where nothing reads it yet: routes are asked for later than statuses."""
    folder.town("Ay", "BY", 25.0, 54.0)
    folder.package["resources"] = [{"name": "towns", "path": "towns.csv"}]
    path = summed(folder.write())
    assert len(borders.load(path).crossings) == 2
    damage(path / "towns.csv")
    with pytest.raises(borders.DataError) as error:
        borders.load(path)
    assert str(error.value).startswith("towns.csv")
    assert words in str(error.value)


def test_a_folder_that_people_edit_has_no_sums(folder: Folder):
    package = json.loads((GEODATA / sums.PACKAGE).read_bytes())
    assert not [each for each in package["resources"] if {"bytes", "hash"} & each.keys()]
    folder.package["resources"] = [{"name": "towns", "path": "towns.csv"}]
    folder.town("Ay", "BY", 25.0, 54.0)
    assert len(folder.load().crossings) == 2
    (folder.path / "towns.csv").unlink()
    with pytest.raises(borders.DataError, match=r"towns\.csv: is missing: put it back, or take it"):
        borders.load(folder.path)


def test_a_zip_file_that_is_cut_is_named(folder: Folder, tmp_path: Path):
    file = zipped(folder.write(), tmp_path / "toy.zip")
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2])
    with pytest.raises(borders.DataError, match=r"toy\.zip: is no folder, and no whole zip file"):
        borders.load(file)
    at = content.index(b"PK\x03\x04") + 60
    file.write_bytes(content[:at] + bytes(40) + content[at + 40 :])
    with pytest.raises(borders.DataError, match="is damaged"):
        borders.load(file)


def test_a_zip_file_whose_list_is_broken_is_named(folder: Folder, tmp_path: Path):
    """It ends as one does, so that it is taken for one."""
    file = zipped(folder.write(), tmp_path / "toy.zip")
    content = file.read_bytes()
    file.write_bytes(content.replace(b"PK\x01\x02", b"PK\x01\x00"))
    with pytest.raises(borders.DataError, match=r"toy\.zip: is damaged .*fetch the zip file anew"):
        borders.load(file)


def test_a_zip_file_that_is_locked_is_named(folder: Folder, tmp_path: Path):
    file = zipped(folder.write(), tmp_path / "toy.zip")
    content = bytearray(file.read_bytes())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = -1
        while (start := content.find(mark, start + 1)) >= 0:
            content[start + at] |= 1
    file.write_bytes(content)
    with pytest.raises(borders.DataError, match=r"is damaged .*encrypted"):
        borders.load(file)
