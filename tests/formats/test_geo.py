"""GeoJSON, FlatGeobuf, GeoParquet: what other programs read out of them is what was asked."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import fiona
import geojson_validator
import geopandas as gpd
import pyarrow.parquet as pq
import pytest

import borders
from borders.style import STYLES

ROOT = Path(__file__).parents[2]
PLACED = ("status", "crossings", "routes")


def geojson(path: Path) -> dict:
    return json.loads(path.read_text("utf-8"))


def test_check_geojson_finds_nothing(exported, python):
    node = shutil.which("node") or shutil.which("node", path=str(ROOT / ".venv" / "bin"))
    modules = ROOT / "tools" / "javascript" / "node_modules"
    if node is None or not modules.is_dir():
        pytest.skip("check-geojson comes with npm ci in tools/javascript")
    paths = [exported(".geojson", table) for table in PLACED]
    code = (
        "const {check} = require('@placemarkio/check-geojson'); const fs = require('fs');"
        "for (const p of process.argv.slice(1)) check(fs.readFileSync(p, 'utf8'))"
    )
    assert python("-e", code, *paths, program=node, cwd=modules) == ""


@pytest.mark.parametrize("table", PLACED)
def test_geojson_is_that_of_the_standard(exported, table):
    document = geojson(exported(".geojson", table))
    found = geojson_validator.validate_structure(document)
    assert not found, found
    placed = [f for f in document["features"] if f["geometry"] is not None]
    found = geojson_validator.validate_geometries({**document, "features": placed})
    assert (found["invalid"], found["problematic"]) == ({}, {})
    assert "crs" not in document
    assert not {"bbox"} & {key for feature in document["features"] for key in feature}


def test_geojson_says_the_question(exported, day):
    document = geojson(exported(".geojson", "status"))
    assert document["question"] == "21 August 2023 · US citizens leaving Belarus by car"
    assert document["licence"] == "ODbL-1.0 AND CC-BY-4.0"
    assert "OpenStreetMap contributors" in document["attribution"]
    assert document["version"] == day.register.version
    assert len(document["features"]) == len(day.verdicts)
    west, south, east, north = document["bbox"]
    assert 23 < west < east < 33
    assert 51 < south < north < 57


def test_a_row_without_a_place_is_kept_as_null(exported, day):
    features = geojson(exported(".geojson", "status"))["features"]
    unplaced = {f["id"] for f in features if f["geometry"] is None}
    assert unplaced == {v.crossing.id for v in day.verdicts if v.crossing.location is None} != set()


def test_an_unknown_is_never_bare(exported):
    for feature in geojson(exported(".geojson", "status"))["features"]:
        row = feature["properties"]
        assert (row["last_known"] is None) == (row["status"] != "unknown")


def test_geojson_looks_as_the_page_does(exported, day):
    rows = [f["properties"] for f in geojson(exported(".geojson", "status"))["features"]]
    for row, verdict in zip(rows, day.verdicts, strict=True):
        look = STYLES[verdict.standing]
        assert row["title"] == row["name"]
        assert row["description"] == row["sentence"] == verdict.sentence
        assert row.get("marker-symbol", "") == look.symbol
        last = verdict.last_standing
        assert row["marker-color"] == (STYLES[last].tint if last else look.colour)
    ways = [f["properties"] for f in geojson(exported(".geojson", "routes"))["features"]]
    assert {row["stroke"] for row in ways} <= {look.lines["light"] for look in STYLES.values()}


def test_instants_are_told_in_utc_and_by_the_local_clock(exported):
    rows = geojson(exported(".geojson", "status"))["features"]
    row = next(f["properties"] for f in rows if f["id"] == "medininkai")
    assert (row["since"], row["since_local"]) == (
        "2023-07-08T21:00:00Z",
        "2023-07-09T00:00:00+03:00",
    )
    assert datetime.fromisoformat(row["since"]) == datetime.fromisoformat(row["since_local"])


def test_flatgeobuf_leaves_out_aloud_what_has_no_place(whole, day):
    told = whole[".fgb"]
    unplaced = [v.crossing.name() for v in day.verdicts if v.crossing.location is None]
    assert list(told.left.names) == unplaced
    assert told.tables == {"status": len(day.verdicts) - len(unplaced)}
    with fiona.open(told.path) as layer:
        rows = {feature["properties"]["id"]: feature for feature in layer}
    assert {*rows} == {v.crossing.id for v in day.verdicts if v.crossing.location is not None}
    for verdict in day.verdicts:
        if point := verdict.crossing.location:
            feature = rows[verdict.crossing.id]
            assert feature["geometry"]["coordinates"] == (point.lon, point.lat)
            assert feature["properties"]["status"] == verdict.status
    assert told.left.text.encode() in told.path.read_bytes()


def test_a_checkpoint_is_no_border_point(folder, tmp_path):
    """Devices are led to it; a table of border points has no row of it, and says so."""
    gate = {"lon": 25.2, "lat": 54.51, "accuracy_m": 100, "basis": "observed", "sources": ["paper"]}
    checkpoints = [
        {"side": "LT", "names": {"en": "Gamma"}, "location": gate},
        {"side": "BY", "names": {"en": "Gamma East"}},
    ]
    folder.crossing("gamma", geometry=None, border_point=None, checkpoints=checkpoints)
    day = folder.load().on("2021-06-01")
    table = borders.export(day, tmp_path / "day.fgb")
    assert (dict(table.tables), len(table.left.names)) == ({"status": 2}, 1)
    assert "Gamma" in table.left.text
    with fiona.open(table.path) as layer:
        assert {feature["properties"]["id"] for feature in layer} == {"alpha", "beta"}
    marks = borders.export(day, tmp_path / "day.gpx")
    assert (dict(marks.tables), marks.left.names) == ({"status": 3}, ())


def test_geoparquet_is_read_by_duckdb(exported, day):
    path = exported(".parquet", "status")
    counts = "select status, count(*) from read_parquet(?) group by 1"
    types = "select distinct typeof(since), typeof(measures) from read_parquet(?)"
    with duckdb.connect() as base:
        rows = base.execute(counts, [str(path)]).fetchall()
        (kind,) = base.execute(types, [str(path)]).fetchall()
    assert dict(rows) == {status: n for status, n in day.counts.items() if n}
    assert kind == ("TIMESTAMP WITH TIME ZONE", "VARCHAR[]")


def test_geoparquet_says_its_places_by_version_1_1(exported, day):
    path = exported(".parquet", "status")
    about = json.loads(pq.read_schema(path).metadata[b"geo"])
    column = about["columns"][about["primary_column"]]
    assert (about["version"], column["encoding"]) == ("1.1.0", "WKB")
    assert column["geometry_types"] == ["Point"]
    assert column["crs"]["id"] == {"authority": "OGC", "code": "CRS84"}
    frame = gpd.read_parquet(path)
    assert frame.geometry.isna().sum() == sum(
        verdict.crossing.border_point is None for verdict in day.verdicts
    )
    assert frame.crs.to_epsg() == 4326 or frame.crs.to_authority() == ("OGC", "CRS84")
    part = gpd.read_parquet(path, bbox=(25, 54, 26, 55))
    assert 0 < len(part) < len(frame)
    assert part["since"].dtype.tz is not None
    first = frame.set_index("id").loc["medininkai", "since"]
    assert first == datetime(2023, 7, 8, 21, tzinfo=UTC)


def test_routes_are_lines(exported):
    frame = gpd.read_parquet(exported(".parquet", "routes"))
    assert set(frame.geometry.dropna().geom_type) == {"LineString"}
    assert set(frame["origin"]) == {"Minsk"}
    read = gpd.read_file(exported(".geojson", "routes"))
    assert list(read["crossing"]) == list(frame["crossing"])


def test_a_routes_answer_is_exported_as_such(roads, tmp_path):
    routes = roads.load().on("2021-06-01", mode="car").routes("Ay", "Cee")
    told = borders.export(routes, tmp_path / "ways.geojson")
    assert told.tables == {"routes": len(routes)}
    features = geojson(told.path)["features"]
    assert [f["geometry"] is None for f in features] == [len(r.coordinates) < 2 for r in routes]
    assert features[0]["properties"]["destination"] == "Cee"
