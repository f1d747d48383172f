"""Crossings, history and ways in KML, by the schema of OGC and as GDAL reads them."""

from __future__ import annotations

import base64
import io
from typing import TYPE_CHECKING, Any

import fastkml
import fastkml.validator
import pandas as pd
import pyogrio
import pytest
from lxml import etree
from PIL import Image

import borders
from borders import columns
from borders.enums import Language, Standing
from borders.style import STYLES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Folder

    Run = Callable[..., tuple[int, str, str]]

HOSTILE = "<img src=http://a.example/x.png> & ]]> \r\nx"
SPACE = {"k": "http://www.opengis.net/kml/2.2"}


def tree(path: Path) -> Any:
    """What a file holds; it obeys the schema."""
    assert fastkml.validator.validate(file_to_validate=path)
    return etree.parse(path)


def texts(root: Any, path: str) -> list[str]:
    return [str(text) for text in root.xpath(path, namespaces=SPACE)]


@pytest.fixture(scope="module")
def day() -> borders.Snapshot:
    return borders.load().on("2023-08-21", mode="car", direction="out")


@pytest.fixture(scope="module")
def shipped(day: borders.Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("kml") / "file.kml"
    counts = borders.export(day.routes("Minsk", "Vilnius"), path).tables
    root = tree(path)
    (status, routes, history) = root.findall(".//k:Folder", SPACE)
    held = [len(each.findall("k:Placemark", SPACE)) for each in (status, routes, history)]
    assert held == [counts["status"], counts["routes"], counts["history"]]
    return path


def test_marks_are_our_own_and_nothing_is_fetched(shipped: Path):
    root = tree(shipped)
    marks = texts(root, "//k:Style/k:IconStyle/k:Icon/k:href/text()")
    assert texts(root, "//k:Style/@id") == [*Standing]
    assert len({*marks}) == len(Standing)
    for mark, standing in zip(marks, Standing, strict=True):
        head, _, content = mark.partition(",")
        assert head == "data:image/png;base64"
        picture = Image.open(io.BytesIO(base64.b64decode(content)))
        assert picture.size == (64, 64)
        assert picture.getpixel((0, 0))[3] == 0
        assert (255, 255, 255, 255) in {pixel for _, pixel in picture.getcolors(64 * 64)}
        red, green, blue = (STYLES[standing].colour[n : n + 2].lower() for n in (1, 3, 5))
        colour = f"//k:Style[@id='{standing}']/k:IconStyle/k:color/text()"
        assert texts(root, colour) == [f"ff{blue}{green}{red}"]
    shown = texts(root, "//k:Placemark/k:styleUrl/text()")
    assert {*shown} <= {f"#{standing}" for standing in Standing}


def test_a_name_says_its_status_and_an_unknown_one_is_never_bare(
    shipped: Path, day: borders.Snapshot
):
    root = tree(shipped)
    names = texts(root, "(//k:Folder)[1]/k:Placemark/k:name/text()")
    looks = texts(root, "(//k:Folder)[1]/k:Placemark/k:styleUrl/text()")
    for name, look in zip(names, looks, strict=True):
        assert name.startswith(look[1:].upper().replace("-", " "))
    assert "last known: closed" in next(name for name in names if name.startswith("UNKNOWN"))
    assert texts(root, "(//k:Folder)[1]/k:Placemark/k:description/text()")[0] == (
        day.verdict("medininkai").sentence
    )


def test_the_history_has_times_in_order(shipped: Path, day: borders.Snapshot):
    frame = pyogrio.read_dataframe(shipped, layer=2)
    assert ((frame["begin"] < frame["end"]) | frame["end"].isna()).all()
    assert (frame["visibility"] == 0).all()
    own = frame[frame["crossing"] == "medininkai"]
    periods = [*day.periods("medininkai")]
    bounds = [
        (period.measures_since.timestamp(), period.measures_until.timestamp()) for period in periods
    ]
    *told, last = zip(own["begin"], own["end"], strict=True)
    spans = [(start.timestamp(), end.timestamp()) for start, end in told]
    assert spans[: len(bounds)] == bounds
    known = len(bounds) - 1  # behind it stands who is barred for a while yet
    assert [start for start, _ in spans[known + 1 :]] == [end for _, end in spans[known:-1]]
    assert (last[0].timestamp(), pd.isna(last[1])) == (spans[-1][1], True)
    later = ["unknown"] * (len(own) - len(periods))
    assert [*own["status"]] == [*(period.status for period in periods), *later]
    begins = texts(tree(shipped), "//k:TimeSpan/k:begin/text()")
    assert all(begin.endswith("+00:00") for begin in begins)


def test_columns_are_those_of_the_tables(shipped: Path, day: borders.Snapshot):
    root = tree(shipped)
    for table in (columns.STATUS, columns.ROUTES, columns.HISTORY):
        fields = texts(root, f"//k:Schema[@id='{table.name}']/k:SimpleField/@name")
        assert fields == [name for name in table.names if name in fields]
    frame = pyogrio.read_dataframe(shipped, layer=0).set_index("id2")  # KML has an id of its own
    verdict = day.verdict("medininkai")
    row = frame.loc["medininkai"]
    assert row["measures"] == "; ".join(measure.id for measure in verdict.measures)
    assert bool(row["serves"])
    assert row["verified_through"] == verdict.verified_through.isoformat()
    place = verdict.crossing.location
    assert (row.geometry.x, row.geometry.y) == (round(place.lon, 6), round(place.lat, 6))
    lines = pyogrio.read_dataframe(shipped, layer=1)
    assert {*lines.geom_type} == {"LineString"}
    assert lines["km"].max() > 500


def test_points_without_a_place_are_left_out_aloud(folder: Folder, tmp_path: Path, run: Run):
    folder.crossing("gamma", geometry=None, border_point=None)
    target, words = tmp_path / "file.kml", ["--on", "2021-06-01"]
    told = run("export", "-o", str(target), *words, "--geodata", str(folder.write()))
    text = "Left out, position unknown: Gamma"
    out = f"{target}: status (2), history (4) on 2021-06-01\n"
    assert told == (0, out, f"{target}: {text}\n")
    assert text in texts(tree(target), "//k:Document/k:description/text()")[0]


def test_a_history_alone_is_shown(folder: Folder, tmp_path: Path):
    borders.export(folder.load().on("2021-06-01"), tmp_path / "file.kml", what="history")
    assert texts(tree(tmp_path / "file.kml"), "//k:visibility/text()") == []


@pytest.mark.parametrize("lang", Language)
def test_texts_stay_texts(lang: str, folder: Folder, tmp_path: Path):
    names = dict.fromkeys([each.value for each in Language], HOSTILE)
    folder.crossings["alpha"]["checkpoints"] = [{"side": "LT", "names": names}]
    folder.measure(only=[{"nationality": ["EU"]}])
    folder.package["title"] = HOSTILE
    folder.groups[0] |= {"en": HOSTILE, "member": {}}
    snapshot, target = folder.load().on("2021-06-01", lang=lang), tmp_path / "file.kml"
    borders.export(snapshot, target, what="status")
    root = tree(target)
    status = snapshot.translator.t("standing.open-by-default").upper()
    first = texts(root, "//k:Placemark/k:name/text()")[0]
    name = HOSTILE.replace("\r\n", "\n")
    assert first == f"{status} {name}"
    described = texts(root, "//k:description/text()")
    assert described
    assert not any("<" in text for text in described)
