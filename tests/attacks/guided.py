"""Readers led by what of them runs: what reaches anew is kept, and changed again.

The first tries read what is kept in `corpus`, a folder for each reader. Each after those is a hunt
by a library (`hunt`), which `make attack` installs. What is refused is an error of the package.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import small_extracts
from conftest import Folder

import borders
from attacks.extracts import folder
from attacks.faults import apart
from attacks.harness import FAULT, HELD, REFUSED, Attacker, Ended
from borders import dates, locating, news
from borders.errors import BordersError
from borders.network.build import build
from borders.network.place_files import delimited, geojson

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from attacks.harness import Try

HUNTED: Final = 2_000
"""Inputs of a hunt."""
DAY: Final = "2021-06-01"
CORPUS: Final = Path(__file__).with_name("corpus")
KEPT: Final = sorted(file for file in CORPUS.rglob("*") if file.is_file())


def prepare(home: Path) -> Try:
    """Return what reads one input that is kept, or hunts for others."""
    told = apart(lambda: lay(home / "toy"))
    if told:
        raise RuntimeError(told)

    def once(_: random.Random, number: int) -> Ended:
        with folder(home) as place:
            shutil.copytree(home / "toy", place, dirs_exist_ok=True)
            if number >= len(KEPT):
                return _hunt([*READERS][number % len(READERS)], number, place)
            name = str(KEPT[number].parent.relative_to(CORPUS))
            with contextlib.chdir(place):
                return Ended(REFUSED if refuses(name, KEPT[number].read_bytes()) else HELD, name)

    return once


def _hunt(name: str, number: int, place: Path) -> Ended:
    (place / "new").mkdir()
    line = [sys.executable, "-m", "attacks.hunt", name, "new", str(CORPUS / name)]
    line += [f"-runs={HUNTED}", f"-seed={number + 1}", "-max_len=5000", "-rss_limit_mb=1000"]
    done = subprocess.run(  # noqa: S603 - our own words
        [*line, "-timeout=60", "-artifact_prefix=found-"],
        cwd=place,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])},
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode == 0:
        return Ended(HELD, name)
    found = [file.read_bytes() for file in place.glob("found-*")]
    return Ended(FAULT, name, f"{found}\n{done.stderr[-3000:]}")


def refuses(name: str, content: bytes) -> bool:
    """Return whether a file is refused, that was put into the folder in which this runs."""
    Path(name).write_bytes(content)
    try:
        READERS[name]()
    except BordersError:
        return True
    except OSError as error:  # told by the command line, with its file
        if not error.filename:
            raise
        return True
    return False


def _answers() -> object:
    return borders.load(".").on(DAY, mode="car").verdicts


def _news() -> object:
    kept = news.kept("answer.json") or {}
    asked = news.asked(kept.get("question") or {})
    return news.earlier(borders.load(".").on(DAY, **asked), kept)


def _locating() -> object:
    return locating.locate(borders.load("."), 25.0, 54.5, road="./road.geojson")


def _moment() -> object:
    text = Path("moment").read_text("utf-8", "replace")
    return dates.moment(text, dates.timezone("Europe/Minsk"))


READERS: Final[dict[str, Callable[[], object]]] = {
    "datapackage.json": _answers,
    "crossings.geojson": _answers,
    "groups.toml": _answers,
    "vocabulary.toml": _answers,
    "measures/LT.toml": _answers,
    "signs.csv": _answers,
    "borders.geojson": lambda: borders.load(".").locator.locate(*np.array([[25.0], [54.5]])),
    "network/roads.csv": lambda: borders.load(".").network,
    "network/gates.csv": lambda: borders.load(".").network,
    "toy.zip": lambda: borders.load("toy.zip"),
    "answer.json": _news,
    "road.geojson": _locating,
    "moment": _moment,
    "places.csv": lambda: delimited.read(Path("places.csv")).lonlat,
    "places.geojson": lambda: geojson.read(Path("places.geojson"))[0].lonlat,
}
"""What reads each file of the folder that is laid."""


def lay(place: Path) -> str:
    """Write a register, and beside it what else is read, each in a form that is read well."""
    toy = Folder(place)
    toy.measure(**{"except": [{"papers": ["diplomatic"]}]}, announced="2020-12-01")
    toy.measure("BY", effect="conditions", condition="slot", modes=["car"], valid_to="2022-01-01")
    toy.advise()
    toy.sign()
    small_extracts.geography(toy)
    small_extracts.towns().write(place / "a.osm")
    build.build([place / "a.osm"], place / "network", place)
    row = {"id": "alpha", "status": "closed"}
    answer = {"question": {"mode": "car"}, "on": DAY, "version": "1", "crossings": [row]}
    (place / "answer.json").write_text(json.dumps(answer), "utf-8")
    road = {"type": "LineString", "coordinates": [[25, 54.4], [25.01, 54.6]]}
    (place / "road.geojson").write_text(json.dumps(road), "utf-8")
    (place / "moment").write_text("2021-06-01T09:30+03:00", "utf-8")
    (place / "places.csv").write_text('name,lon,lat\nA,25.05,54.4\n"B, b",25,54.4\n', "utf-8")
    shutil.copyfile(place / "crossings.geojson", place / "places.geojson")
    with zipfile.ZipFile(place / "toy.zip", "w") as packed:
        for file in [*place.glob("*.toml"), *place.glob("measures/*"), *place.glob("[cd]*json")]:
            packed.write(file, file.relative_to(place))
    return ""


ATTACKER: Final = Attacker(
    "guided",
    prepare,
    long=len(KEPT) + 3 * len(READERS),
    bounded=len(KEPT),
    seconds=8.0,
    megabytes=None,
    patience=20.0,
)
