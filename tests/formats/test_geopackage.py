"""GeoPackage: what GDAL and QGIS read; QGIS itself draws it in tools/audit_qgis.py."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from xml.etree import ElementTree as ET

import fiona
import pyogrio
import pytest

import borders
from borders.enums import Standing
from borders.style import STYLES

LAYERS = {"crossings", "measures", "history", "changes", "sources", "routes"}


@pytest.fixture(scope="session")
def package(whole):
    return whole[".gpkg"].path


def test_its_layers_are_those_of_the_answer(package, whole, day):
    assert {*pyogrio.list_layers(package)[:, 0]} == {*LAYERS, "layer_styles"}
    assert whole[".gpkg"].tables["status"] == len(day.verdicts)
    with fiona.open(package, layer="crossings") as layer:
        rows, kinds = [*layer], layer.schema["properties"]
    assert [row["properties"]["id"] for row in rows] == [v.crossing.id for v in day.verdicts]
    lost = [v.crossing.id for v in day.verdicts if v.crossing.border_point is None]
    assert [row["properties"]["id"] for row in rows if row["geometry"] is None] == lost
    assert kinds["serves"] == "bool"
    assert kinds["since"] == "datetime"
    assert kinds["verified_through"] == "date"
    assert rows[0]["properties"]["since"] == "2023-07-08T21:00:00+00:00"
    assert json.loads(rows[0]["properties"]["measures"]) == []


def test_each_layer_says_the_question_and_whom_to_name(package):
    with sqlite3.connect(package) as base:
        told = dict(base.execute("select table_name, description from gpkg_contents"))
        version = base.execute("pragma user_version").fetchone()[0]
    base.close()
    assert version == 10200
    for name in LAYERS:
        is_asked = name not in {"measures", "sources"}
        assert ("US citizens leaving Belarus by car" in told[name]) == is_asked
        assert "OpenStreetMap contributors" in told[name]
    assert "21 August 2023" in told["crossings"]
    assert "21 August 2023" not in told["history"]


def test_its_styles_are_found_by_qgis(package):
    with sqlite3.connect(package) as base:
        rows = base.execute(
            "select f_table_name, f_geometry_column, useAsDefault, styleQML from layer_styles"
        ).fetchall()
        columns = dict(base.execute("select table_name, column_name from gpkg_geometry_columns"))
    base.close()
    assert {name: column for name, column, *_ in rows} == columns
    for _, _, is_default, text in rows:
        assert is_default
        style = ET.fromstring(text)  # noqa: S314 - our own
        looks = style.findall("renderer-v2/categories/category")
        marks = style.findall("renderer-v2/symbols/symbol")
        assert len(looks) == len(marks) == 9
        assert style.findtext("mapTip")


def test_its_looks_are_those_of_the_page(package):
    with sqlite3.connect(package) as base:
        (text,) = base.execute(
            "select styleQML from layer_styles where f_table_name = 'routes'"
        ).fetchone()
    base.close()
    style = ET.fromstring(text)  # noqa: S314 - our own
    drawn = [prop.get("v") for prop in style.iter("prop") if prop.get("k") == "line_color"]
    colours = {"#" + bytes(map(int, each.split(",")[:3])).hex() for each in drawn}
    assert colours == {STYLES[standing].lines["light"].lower() for standing in Standing}


def test_a_key_of_the_style_stands_for_each_row(package):
    """The expression of the style, said in SQL, gives a category of it for every crossing."""
    with sqlite3.connect(package) as base:
        (text,) = base.execute(
            "select styleQML from layer_styles where f_table_name = 'crossings'"
        ).fetchone()
        renderer = ET.fromstring(text).find("renderer-v2")  # noqa: S314 - our own
        keys = {each.get("value") for each in renderer.iter("category")}
        found = {row[0] for row in base.execute(f"select {renderer.get('attr')} from crossings")}  # noqa: S608
    base.close()
    assert {"open", "closed", "unknown?closed"} <= found <= keys


def test_ogrinfo_reads_it_without_a_word(package, python):
    program = shutil.which("ogrinfo")
    if program is None:
        pytest.skip("ogrinfo is Debian's gdal-bin")
    log = {**os.environ, "CPL_LOG": "/dev/stdout"}
    told = python("-ro", "-so", "-al", package, program=program, env=log)
    assert not [line for line in told.splitlines() if line.startswith(("Warning", "ERROR"))]
    assert told.count("Layer name:") == len(LAYERS) + 1


def test_a_version_that_is_no_day_is_none(folder, tmp_path):
    folder.package["version"] = "first"
    borders.export(folder.load(), tmp_path / "toy.gpkg")
    assert pyogrio.read_info(tmp_path / "toy.gpkg", layer="crossings")["features"] == 2
