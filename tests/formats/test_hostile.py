"""Names that programs have taken for something else come back as they are."""

from __future__ import annotations

import csv
import json
import sqlite3
from contextlib import closing
from xml.etree import ElementTree as ET

import fiona
import gpxpy
import icalendar
import openpyxl
import pyarrow.parquet as pq
import pytest
from hostile_names import HOSTILE

import borders
from borders.data import checking
from borders.formats.plain import plain

NAMES = {f"h-{name}": text for name, text in HOSTILE.items()}


def of_csv(path):
    with path.open(encoding="utf-8", newline="") as lines:
        return {row["id"]: row["name"] for row in csv.DictReader(lines)}


def of_geojson(path):
    features = json.loads(path.read_text("utf-8"))["features"]
    assert all(f["properties"]["title"] == f["properties"]["name"] for f in features)
    return {feature["id"]: feature["properties"]["name"] for feature in features}


def of_gdal(path):
    layer = "crossings" if path.suffix == ".gpkg" else None
    with fiona.open(path, layer=layer) as rows:
        return {row["properties"]["id"]: row["properties"]["name"] for row in rows}


def of_parquet(path):
    return {row["id"]: row["name"] for row in pq.read_table(path).to_pylist()}


def of_xlsx(path):
    _, *rows = openpyxl.load_workbook(path)["status"].iter_rows(values_only=True)
    return {key: name for key, name, *_ in rows}


def of_sqlite(path):
    with closing(sqlite3.connect(path)) as base:
        return dict(base.execute("select id, name from status"))


READERS = {
    ".csv": of_csv,
    ".geojson": of_geojson,
    ".gpkg": of_gdal,
    ".fgb": of_gdal,
    ".parquet": of_parquet,
    ".xlsx": of_xlsx,
    ".db": of_sqlite,
}


@pytest.mark.parametrize("ending", READERS)
def test_a_name_comes_back_as_it_is(hostile, tmp_path, ending):
    day = hostile.load().on("2021-06-01")
    told = borders.export(day, tmp_path / f"toy{ending}")
    assert not told.left
    found = READERS[ending](told.path)
    assert len(found) == len(NAMES) + 2
    for key, name in NAMES.items():
        if ending == ".xlsx" and key == "h-long":
            continue  # no cell holds it; test_tables tells how it ends
        assert found[key] == name, key
    assert (found["alpha"], found["h-case"]) == ("Alpha", "ALPHA")


def of_calendar(path):
    events = icalendar.Calendar.from_ical(path.read_bytes()).events
    return {f"h-{event['uid'].split('.')[0][2:]}": str(event["location"]) for event in events}


def of_atom(path):
    entries = ET.parse(path).findall("{*}entry")  # noqa: S314 - our own
    titles = {entry.findtext("{*}id"): entry.findtext("{*}title") for entry in entries}
    return {
        f"h-{key.split(':m-')[1].split('/')[0]}": title.removeprefix(_ATOM)
        for key, title in titles.items()
    }


def of_gpx(path):
    points = gpxpy.parse(path.read_text("utf-8")).waypoints
    return {str(number): point.name.partition(" ")[2] for number, point in enumerate(points)}


def of_kml(path):
    names = ET.parse(path).findall(".//{*}Placemark/{*}name")  # noqa: S314 - our own
    return {str(number): name.text.partition(" ")[2] for number, name in enumerate(names)}


_ATOM = "Start – closed by Lithuania (dispute): "
LINES = {".ics": of_calendar, ".atom": of_atom, ".gpx": of_gpx, ".kml": of_kml}


@pytest.mark.parametrize("ending", LINES)
def test_a_name_comes_back_but_for_how_its_lines_break(hostile, tmp_path, ending):
    day = hostile.load().on("2021-06-01")
    what = "status" if ending in {".gpx", ".kml"} else "measures"
    found = LINES[ending](borders.export(day, tmp_path / f"toy{ending}", what=what).path)
    names = {key: plain(day.translator.label(day.register.crossing(key))) for key in NAMES}
    if what == "measures":
        assert found == names
    else:
        assert {name.rstrip() for name in names.values()} <= {n.rstrip() for n in found.values()}


def test_check_names_what_a_spreadsheet_takes_for_a_formula(hostile):
    _, problems = checking.check(hostile.write())
    named = {p.entry for p in problems if "formula" in p.text}
    assert named == {f"{k}-{name}" for k in "hms" for name in ("formula", "plus", "minus", "at")}
    assert {p.level for p in problems if "formula" in p.text} == {"warning"}


def test_no_text_of_the_register_begins_as_a_formula(register):
    assert [*checking.formulas(register.facts)] == []
