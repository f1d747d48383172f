"""The same answer gives the same bytes, whatever the machine's clock, hashes and libraries."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

import borders
from borders.formats import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Folder

ENDINGS = tuple(ending[1:] for ending in FORMATS)
SCRIPT = """
import sys
if "without" in sys.argv[1]:
    sys.modules["lxml"] = None
import borders
day = borders.load(sys.argv[2]).on("2021-06-01", mode="car", direction="out", lang="lv")
routes = day.routes("Ay", "Cee")
for ending in sys.argv[3:]:
    borders.export(routes if ending in {"gpx", "kml"} else day, f"{sys.argv[1]}/file.{ending}")
    if ending in {"gpkg", "geojson", "parquet"}:
        borders.export(routes, f"{sys.argv[1]}/ways.{ending}")
"""


def test_files_are_the_same_in_another_zone_locale_and_process(
    roads: Folder, tmp_path: Path, python: Callable[..., str]
):
    """Also where there is no lxml, with which fastkml and gpxpy build their trees; none warns."""
    groups = {"only": [{"nationality": ["EU"]}, {"papers": ["diplomatic", "permit"]}]}
    bounds = {"valid_from": "2021-03-01T10:30+02:00", "valid_to": "2021-12-01"}
    roads.measure(note="a & b", **bounds, **groups)
    roads.measure("BY", announced="2021-01-01", valid_from="2021-05-01", crossings=["beta"])
    digests, place = [], roads.write()
    for name, zone, seed, locale in (
        ("with", "Pacific/Kiritimati", "1", "C.UTF-8"),
        ("without", "UTC+9", "2", "POSIX"),
    ):
        folder = tmp_path / name
        folder.mkdir()
        words = {"TZ": zone, "PYTHONHASHSEED": seed, "LC_ALL": locale, "PYTHONUTF8": "0"}
        environment = os.environ | words
        python("-W", "error", "-c", SCRIPT, folder, place, *ENDINGS, env=environment)
        files = sorted(folder.iterdir())
        assert {file.suffix[1:] for file in files} == {*ENDINGS, "json"}
        digests.append([hashlib.sha256(file.read_bytes()).hexdigest() for file in files])
    assert digests[0] == digests[1]


def test_a_file_that_is_replaced_is_the_same(
    day: borders.Snapshot, whole: dict[str, borders.Exported], tmp_path: Path
):
    for ending in (".gpkg", ".db", ".xlsx"):
        path = tmp_path / f"borders{ending}"
        path.write_text("What stood there before.")
        borders.export(day, path, origin="Minsk", destination="Vilnius")
        assert path.read_bytes() == whole[ending].path.read_bytes(), ending
