"""Other people's files of places: what stands in them comes back, and what is odd is said."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import math
import socket
import sqlite3
import string
import sys
import threading
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pyogrio
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet as pq

from borders.network import reach_files
from borders.network.place_files import ogr, parquet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from conftest import Folder

    from borders.network.reach import Reach

    Command = Callable[..., tuple[int, str, str]]

ADDED = ("direction", "crossing", "km", "approximate", "restricted_crossing", "restricted_km")
HERE = shapely.Point(25.1, 54)


@pytest.fixture
def measure(closing: Folder) -> Reach:
    return closing.load().on("2022-06-01", mode="car").nearest()


# Files as others write them


OPTIONS = {"FID": "key", "GEOMETRY_NAME": "outline"}
"""Of a GeoPackage, so that columns may have the names that GDAL gives."""


def save(
    file: Path, columns: dict[str, Any], points: Sequence[Any], crs: str = "EPSG:4326"
) -> Path:
    """Write columns of Arrow, and points, by the writer that others use."""
    table = pa.table(columns)
    if file.suffix == ".parquet":
        gpd.GeoDataFrame(geometry=list(points), crs=crs).to_parquet(file)
        outlines = pq.read_table(file)
        for name in reversed(table.column_names):
            outlines = outlines.add_column(0, name, table.column(name))
        pq.write_table(outlines, file)
    else:
        outlines = pa.array(shapely.to_wkb(np.array(points, object)), pa.binary())
        pyogrio.write_arrow(
            table.append_column("outline", outlines),
            file,
            driver="GPKG" if file.suffix == ".gpkg" else "FlatGeobuf",
            geometry_name="outline",
            geometry_type="Unknown",
            crs=crs,
            **(OPTIONS if file.suffix == ".gpkg" else {"SPATIAL_INDEX": "NO"}),
        )
    return file


def table(file: Path) -> pa.Table:
    """Read a file by the reader that others use, times as they stand and outlines left out."""
    if file.suffix == ".parquet":
        return pq.read_table(file).drop_columns("geometry")
    options = {"OGR_FLATGEOBUF_STREAM_BASE_IMPL": "YES"}
    pyogrio.set_gdal_config_options(options)
    try:
        found = pyogrio.read_arrow(file, read_geometry=False, datetime_as_string=True)[1]
    finally:
        pyogrio.set_gdal_config_options(dict.fromkeys(options))
    for at, column in enumerate(found.schema):
        if (column.metadata or {}).get(b"GDAL:OGR:type") == b"DateTime":
            times = [t and dt.datetime.fromisoformat(t) for t in found.column(at).to_pylist()]
            texts = [t and t.isoformat(timespec="milliseconds") for t in times]
            found = found.set_column(at, column, pa.array(texts, pa.string()))
    return found


def properties(file: Path) -> list[dict[str, Any]]:
    return [each["properties"] for each in json.loads(file.read_text("utf-8"))["features"]]


def rows(file: Path, separator: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.read_text("utf-8"), newline=""), delimiter=separator))


# CSV


@pytest.mark.parametrize(
    ("text", "separator", "first"),
    [
        ("name;lon;lat\nŠ;25,1;54\n", ";", ["Š", "25,1", "54"]),
        ("name\tlon\tlat\nŠ\t25.1\t54\n", "\t", ["Š", "25.1", "54"]),
        ("name|lon|lat\nŠ|25.1|54\n", "|", ["Š", "25.1", "54"]),
        ("name, or, as, said;lon;lat\nŠ;25.1;54\n", ";", ["Š", "25.1", "54"]),
        ("name, lon, lat\nŠ, 25.1, 54\n", ",", ["Š", " 25.1", " 54"]),
        ('name,LON,Lat\n"a,""b""\n",25.1,54\n', ",", ['a,"b"\n', "25.1", "54"]),
        ('name,lon,lat\nŠ,"25,1",54\n', ",", ["Š", "25,1", "54"]),
        ("\n\nname,lon,lat\n\nŠ,25.1,54\n\n", ",", ["Š", "25.1", "54"]),
        ("name,lon,lat\nŠ,25.1,54,,\n", ",", ["Š", "25.1", "54"]),
        ("name,lng,lat\r\nŠ,25.1,54\r\n", ",", ["Š", "25.1", "54"]),
        (",lon,lat\n7,25.1,54\n", ",", ["7", "25.1", "54"]),
        (
            "lon,lat,date,time\n25.1,54,2025-10-30,07:00\n",
            ",",
            ["25.1", "54", "2025-10-30", "07:00"],
        ),
        ("a,a,lon,lat\n1,,25.1,54\n", ",", ["1", "", "25.1", "54"]),
        ("n,lon,lat\n9007199254740993,25.1,54\n", ",", ["9007199254740993", "25.1", "54"]),
    ],
    ids=lambda each: repr(each[:24]) if isinstance(each, str) else "",
)
def test_a_csv_of_any_custom_is_understood_and_comes_back(
    reach: Command, tmp_path: Path, text: str, separator: str, first: list[str]
):
    (tmp_path / "odd.csv").write_text(text, "utf-8", newline="")
    status, _, err = reach("odd.csv", "out.csv")
    assert (status, err) == (0, "")
    head, row = rows(tmp_path / "out.csv", separator)
    header = next(csv.reader([text.lstrip().splitlines()[0]], delimiter=separator))
    assert head == [*header, *ADDED]
    is_comma = "25,1" in row
    assert row == [*first, "out", "beta", "56,0" if is_comma else "56.0", "True", "", ""]


def test_what_excel_writes_above_the_names_comes_back(reach: Command, tmp_path: Path):
    text = "\ufeffsep=;\nname;lon;lat\na;25,1;54\n"
    (tmp_path / "odd.csv").write_text(text, "utf-8")
    assert reach("odd.csv", "out.csv")[0] == 0
    lines = (tmp_path / "out.csv").read_text("utf-8").splitlines()
    assert lines[:2] == ["\ufeffsep=;", f"name;lon;lat;{';'.join(ADDED)}"]
    (tmp_path / "odd.csv").write_text(text.replace("25,1", "east"), "utf-8")
    assert "odd.csv, line 3: 'east' is no lon" in reach("odd.csv", "out.csv")[2]


def test_a_csv_without_rows_has_its_columns(reach: Command, tmp_path: Path):
    (tmp_path / "none.csv").write_text("name,lon,lat\n", "utf-8")
    for target in ("out.csv", "out.geojson", "out.gpkg"):
        assert reach("none.csv", target)[0] == 0
    assert rows(tmp_path / "out.csv") == [["name", "lon", "lat", *ADDED]]
    assert properties(tmp_path / "out.geojson") == []


def test_missing_positions_are_said_by_their_lines(reach: Command, tmp_path: Path):
    text = "lon,lat\n25,54\n,\nnan,54\nNULL,n/a\n" + "25,\n" * 10
    (tmp_path / "in.csv").write_text(text, "utf-8")
    status, out, err = reach("in.csv", "out.csv")
    assert (status, "13 of which have no position" in out) == (0, True)
    assert "lines 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 3 more: no position" in err


@pytest.mark.parametrize("name", ["in.csv", "in.geojson", "in.gpkg"])
def test_positions_that_are_all_swapped_are_refused(reach: Command, tmp_path: Path, name: str):
    points = [shapely.Point(54, 25), shapely.Point(55, 25)]
    if name == "in.csv":
        (tmp_path / name).write_text("lon,lat\n54,25\n55,25\n", "utf-8")
    else:
        gpd.GeoDataFrame(geometry=points, crs="EPSG:4326").to_file(tmp_path / name)
    status, _, err = reach(name, "out.csv")
    assert status == 2
    assert "none of 2 places lies in a state of the register, but 2 would if" in err
    assert "(54, 25 is the first): give the longitude first" in err
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize("name", ["in.csv", "in.geojson", "in.gpkg"])
def test_positions_of_which_some_are_swapped_are_told(reach: Command, tmp_path: Path, name: str):
    if name == "in.csv":
        (tmp_path / name).write_text("lon,lat\n25,54\n54,25\n", "utf-8")
    else:
        points = [shapely.Point(25, 54), shapely.Point(54, 25)]
        gpd.GeoDataFrame(geometry=points, crs="EPSG:4326").to_file(tmp_path / name)
    status, _, err = reach(name, "out.csv")
    assert status == 0
    row = "line 3" if name == "in.csv" else "place 2"
    assert f"{row}: in no state of the register, but in one if latitude and longitude" in err


def test_a_key_that_stands_twice_is_told(reach: Command, tmp_path: Path):
    """JSON lets it through, and one of them is lost."""
    point = '"geometry":{"type":"Point","coordinates":[25,54]}'
    properties = ('{"n":1}', '{"n":1,"n":2,"type":"Feature"}', '{"own":{"m":1,"m":2}}')
    rows = (f'{{"type":"Feature","properties":{each},{point}}}' for each in properties)
    document = f'{{"type":"FeatureCollection","features":[{",".join(rows)}]}}'
    (tmp_path / "in.geojson").write_text(document, "utf-8")
    status, _, err = reach("in.geojson", "out.geojson")
    assert status == 0
    assert "in.geojson, place 2: 'n' stands more than once in an object; the last is kept" in err
    assert "in.geojson, place 3: 'm' stands more than once" in err
    found = json.loads((tmp_path / "out.geojson").read_bytes())["features"]
    assert [each["properties"].get("n") for each in found] == [1, 2, None]


# One form after another


def test_a_geojson_comes_back_as_it_was(reach: Command, tmp_path: Path):
    document = {
        "type": "FeatureCollection",
        "name": "mine",
        "features": [
            {
                "type": "Feature",
                "id": "seven",
                "properties": {
                    "big": 2**63 + 1,
                    "list": ["x", "y"],
                    "deep": {"a": [1, None]},
                    "day": "2025-10-30",
                    "time": "07:00:00",
                    "one": 1.0,
                    "mixed": 1,
                    "null": None,
                    "": "nameless",
                },
                "geometry": {"type": "Point", "coordinates": [25.1, 54, 180.5]},
                "own": {"kept": True},
            },
            {"type": "Feature", "properties": None, "geometry": None},
            {"type": "Feature", "properties": {"mixed": "b"}, "geometry": None},
        ],
    }
    (tmp_path / "a.geojson").write_text(json.dumps(document), "utf-8")
    status, _, err = reach("a.geojson", "b.geojson")
    assert (status, "places 2 and 3: no position" in err) == (0, True)
    found = json.loads((tmp_path / "b.geojson").read_text("utf-8"))
    assert found["features"][0]["properties"]["km"] == 56
    for feature in found["features"]:
        for name in ADDED:
            del feature["properties"][name]
    document["features"][1]["properties"] = {}
    assert json.dumps(found, sort_keys=True) == json.dumps(document, sort_keys=True)
    assert [*found["features"][0]["properties"]] == [*document["features"][0]["properties"]]


def test_half_a_position_is_none(reach: Command, tmp_path: Path):
    """Nor is it 0, 0."""
    point = '{"type":"Point","coordinates":[NaN,54.0]}'
    half = f'{{"type":"Feature","properties":{{}},"geometry":{point}}}'
    (tmp_path / "a.geojson").write_text(half, "utf-8")
    save(tmp_path / "a.gpkg", {"n": [1]}, [shapely.Point(math.nan, 54)])
    for source in ("a.geojson", "a.gpkg"):
        for target in ("b.csv", "b.geojson", "b.gpkg", "b.fgb", "b.parquet"):
            status, _, err = reach(source, target)
            assert (status, "place 1: no position" in err) == (0, True)
            assert ("NaN and Infinity are not of JSON" in err) is (source == "a.geojson")
        head, row = rows(tmp_path / "b.csv")
        fields = dict(zip(head, row, strict=True))
        assert fields["km"] == ""
        assert {fields["lon"], fields["lat"]} == {""}
        document = json.loads((tmp_path / "b.geojson").read_text("utf-8"))
        (feature,) = document.get("features", [document])
        assert feature["geometry"] is None


EPOCH = 1970
SPAN = (dt.datetime(1900, 1, 1), dt.datetime(2200, 1, 1))  # noqa: DTZ001 - hypothesis wants it
KINDS: dict[str, tuple[Any, st.SearchStrategy[Any]]] = {
    "int64": (pa.int64(), st.integers(-(2**63), 2**63 - 1)),
    "int32": (pa.int32(), st.integers(-(2**31), 2**31 - 1)),
    "int16": (pa.int16(), st.integers(-(2**15), 2**15 - 1)),
    "float64": (pa.float64(), st.floats(allow_nan=False, allow_infinity=False)),
    "float32": (pa.float32(), st.floats(allow_nan=False, allow_infinity=False, width=32)),
    "bool": (pa.bool_(), st.booleans()),
    "string": (
        pa.string(),
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=9),
    ),
    "binary": (pa.binary(), st.binary(max_size=5)),
    "naive": (pa.timestamp("ms"), st.datetimes(*SPAN)),
    "utc": (pa.timestamp("ms", "UTC"), st.datetimes(*SPAN, timezones=st.just(dt.UTC))),
    "date": (pa.date32(), st.dates(dt.date(1900, 1, 1), dt.date(2200, 1, 1))),
}
NAMES = st.text(string.ascii_letters + " .-'\"é;", min_size=0, max_size=8)
"""Of columns; "fid", "geom" and others that forms use are among the examples below."""
TAKEN = {*ADDED, "geometry", "outline", "key", "ogc_fid"}


@st.composite
def columns(draw: st.DrawFn, *, kinds: Sequence[str] = tuple(KINDS)) -> dict[str, pa.Array]:
    """Draw columns of one to four rows."""
    size = draw(st.integers(1, 4))
    names = draw(
        st.lists(
            NAMES | st.sampled_from(["fid", "FID", "geom", "id", "wkb_geometry", "rowid"]),
            unique_by=str.casefold,
            max_size=4,
        )
    )
    found = {}
    for name in names:
        kind, values = KINDS[draw(st.sampled_from(kinds))]
        if pa.types.is_timestamp(kind):
            values = values.map(
                lambda each: each.replace(
                    second=min(each.second, 59 if each.year >= EPOCH else 58),  # as GDAL can
                    microsecond=each.microsecond // 1000 * 1000,
                )
            )
        drawn = draw(st.lists(st.none() | values, min_size=size, max_size=size))
        if name.casefold() not in TAKEN:
            found[name] = pa.array(drawn, kind)
    return found or {"n": pa.array(range(size))}


@pytest.mark.parametrize("ending", [".parquet", ".gpkg", ".fgb"])
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(drawn=st.data())
def test_columns_come_back_as_they_went_in(
    measure: Reach, tmp_path: Path, ending: str, drawn: st.DataObject
):
    """By the same foreign reader, before and after: types, order, names, nulls and values."""
    kinds = [kind for kind in KINDS if ending != ".fgb" or kind != "date"]
    own = drawn.draw(columns(kinds=kinds))
    points = [HERE, None, shapely.Point(25, 55), shapely.Point(math.nan, 54)]
    size = len(next(iter(own.values())))
    source, target = tmp_path / f"a{ending}", tmp_path / f"b{ending}"
    for file in (source, target):
        file.unlink(missing_ok=True)
    save(source, own, points[:size])
    written = reach_files.write(measure, source, target)
    assert not [note for note in written.notes if "position" not in note]
    before, after = table(source), table(target)
    assert after.column_names[-6:] == list(ADDED)
    after = after.drop_columns(ADDED)
    assert after.schema.equals(before.schema), (before.schema, after.schema)
    assert after.to_pydict() == before.to_pydict()
    assert after.equals(before)
    assert before.column_names == list(own)


@settings(max_examples=25, deadline=None)
@given(own=columns(kinds=[kind for kind in KINDS if kind != "date"]))
def test_columns_come_back_by_way_of_other_forms(tmp_path_factory: Any, own: dict[str, pa.Array]):
    folder = tmp_path_factory.mktemp("way")
    size = len(next(iter(own.values())))
    source = save(folder / "a.parquet", own, [HERE, None, HERE, None][:size])
    before = table(source)
    for ending in (".gpkg", ".fgb"):
        middle = folder / f"b{ending}"
        content, notes = ogr.write(parquet.read(source), {}, middle, dt.date(2026, 1, 1))
        assert notes == []
        middle.write_bytes(content)
        places, notes = ogr.read(middle)
        assert notes == []
        again = folder / "c.parquet"
        again.write_bytes(parquet.write(places, {}, again)[0])
        after = pq.read_table(again)
        assert [*own] == [name for name in after.column_names if name in own]
        for name, column in own.items():
            assert after.column(name).to_pylist() == column.to_pylist()
            if column.null_count < len(column):  # nothing is by no clock
                assert after.column(name).type == before.column(name).type


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXTS, inner, max_size=2),
    max_leaves=4,
)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(own=st.lists(st.dictionaries(TEXTS, JSON, max_size=3), max_size=3), seventh=JSON)
def test_properties_come_back_as_they_went_in(
    measure: Reach, tmp_path: Path, own: list[dict[str, Any]], seventh: Any
):
    own = [{k: v for k, v in each.items() if k not in ADDED} for each in own]
    features = [
        {
            "type": "Feature",
            "id": number,
            "properties": each,
            "geometry": {"type": "Point", "coordinates": [25.1, 54]},
            "seventh": seventh,
        }
        for number, each in enumerate(own)
    ]
    document = {"type": "FeatureCollection", "features": features}
    (tmp_path / "a.geojson").write_text(json.dumps(document), "utf-8")
    reach_files.write(measure, tmp_path / "a.geojson", tmp_path / "b.geojson")
    found = json.loads((tmp_path / "b.geojson").read_text("utf-8"))
    for feature in found["features"]:
        assert [*feature["properties"]][-6:] == list(ADDED)
        for name in ADDED:
            del feature["properties"][name]
    assert found == document


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    drawn=st.data(),
    separator=st.sampled_from(",;\t|"),
    names=st.lists(st.text(string.printable, max_size=5), max_size=3),
)
def test_fields_come_back_as_they_went_in(
    measure: Reach, tmp_path: Path, drawn: st.DataObject, separator: str, names: list[str]
):
    names = [f"'{name}" for name in names]  # none is that of a position
    field = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
    size = len(names)
    own = drawn.draw(st.lists(st.lists(field, min_size=size, max_size=size), max_size=3))
    before = [[*names, "lon", "lat"], *([*row, "25.1", "54"] for row in own)]
    with (tmp_path / "a.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=separator).writerows(before)
    reach_files.write(measure, tmp_path / "a.csv", tmp_path / "b.csv")
    with (tmp_path / "b.csv").open(encoding="utf-8", newline="") as file:
        after = list(csv.reader(file, delimiter=separator))
    assert [row[:-6] for row in after] == before


def test_a_geopackage_keeps_its_names_and_ids(reach: Command, tmp_path: Path):
    own = {
        "key": pa.array([40, 2]),
        "fid": pa.array([9, 7]),
        "geom": pa.array(["a", None]),
        "FID2": pa.array([1, 2]),
    }
    save(tmp_path / "a.gpkg", own, [HERE, HERE])
    assert reach("a.gpkg", "b.gpkg")[::2] == (0, "")
    with sqlite3.connect(tmp_path / "b.gpkg") as base:
        found = base.execute('select key, fid, geom, "FID2" from a order by key').fetchall()
    assert found == [(2, 7, None, 2), (40, 9, "a", 1)]
    about = pyogrio.read_info(tmp_path / "b.gpkg")
    assert (about["layer_name"], about["fid_column"]) == ("a", "key")
    assert about["geometry_name"] == "outline"


@pytest.mark.parametrize("target", ["b.gpkg", "b.fgb"])
@pytest.mark.parametrize(
    ("header", "hint"),
    [
        ("Name,name,lon,lat", "cannot hold columns Name, name: rename one"),
        ("name,name,lon,lat", "cannot hold two columns name: rename one"),
        ("KM,name,lon,lat", "cannot hold columns KM, km: rename one"),
    ],
)
def test_names_that_a_form_takes_for_one_are_told(
    reach: Command, tmp_path: Path, target: str, header: str, hint: str
):
    (tmp_path / "a.csv").write_text(f"{header}\na,b,25.1,54\n", "utf-8")
    status, _, err = reach("a.csv", target)
    assert (status, hint in err) == (2, True)
    assert not (tmp_path / target).exists()
    assert reach("a.csv", "b.csv")[0] == 0


def test_what_a_form_cannot_hold_is_said(reach: Command, tmp_path: Path):
    own = {
        "list": pa.array([["x", "y"], None]),
        "deep": pa.array([{"a": 1}, None]),
        "exact": pa.array([Decimal("1.10"), None]),
        "huge": pa.array([2**64 - 1, None], pa.uint64()),
        "ns": pa.array([1, None], pa.timestamp("ns")),
        "late": pa.array([-1, None], pa.timestamp("ms")),
        "clock": pa.array([dt.time(7), None]),
        "zone": pa.array([0, None], pa.timestamp("ms", "Europe/Minsk")),
        "word": pa.array(["a", None]).dictionary_encode(),
        "day": pa.array([dt.date(2025, 10, 30), None]),
    }
    save(tmp_path / "a.parquet", own, [HERE, HERE])
    assert reach("a.parquet", "b.parquet")[::2] == (0, "")
    assert table(tmp_path / "b.parquet").drop_columns(ADDED).equals(table(tmp_path / "a.parquet"))
    status, _, err = reach("a.parquet", "b.gpkg")
    assert status == 0
    for name, said in {
        "list": "holds lists or records, which are written as JSON",
        "deep": "holds lists or records, which are written as JSON",
        "exact": "GeoPackage does not know (decimal128(3, 2)): they are written as texts",
        "huge": "holds values that GeoPackage would round: they are written as texts",
        "ns": "holds values that GeoPackage would round: they are written as texts",
        "late": "holds values that GeoPackage would round: they are written as texts",
        "clock": "GeoPackage does not know (time64[us]): they are written as texts",
    }.items():
        assert f"b.gpkg: column {name} " in err
        assert said in next(line for line in err.splitlines() if f"column {name} " in line)
    assert len(err.splitlines()) == 7
    found = table(tmp_path / "b.gpkg").to_pydict()
    assert {name: found[name][0] for name in own} == {
        "list": '["x", "y"]',
        "deep": '{"a": 1}',
        "exact": "1.10",
        "huge": "18446744073709551615",
        "ns": "1970-01-01T00:00:00.000000001",
        "late": "1969-12-31T23:59:59.999000",
        "clock": "07:00:00",
        "zone": "1970-01-01T00:00:00.000+00:00",
        "word": "a",
        "day": dt.date(2025, 10, 30),
    }
    assert "column day holds days, which FlatGeobuf does not know" in reach("a.parquet", "b.fgb")[2]
    assert table(tmp_path / "b.fgb").column("day").to_pylist() == ["2025-10-30", None]


def test_a_moment_that_is_none_stays_as_it_stands(reach: Command, tmp_path: Path):
    """GDAL writes signs that are no digits for one before 1970, past the 59th second."""
    save(tmp_path / "a.fgb", {"at": pa.array([-1], pa.timestamp("ms"))}, [HERE])
    assert reach("a.fgb", "b.csv")[0] == 0
    assert rows(tmp_path / "b.csv")[1][0].startswith("1970-01-01T00:00:00")


@pytest.mark.parametrize(
    ("clock", "told"),
    [
        ("UTC", "06:00:00.000+00:00"),
        ("+02:00", "08:00:00.000+02:00"),
        ("-03:30", "02:30:00.000-03:30"),
        ("+05:45", "11:45:00.000+05:45"),
    ],
)
def test_moments_are_told_by_the_clock_of_their_column(
    reach: Command, tmp_path: Path, clock: str, told: str
):
    moments = [dt.datetime(2025, 10, 30, 6, tzinfo=dt.UTC), None]
    save(tmp_path / "a.fgb", {"at": pa.array(moments, pa.timestamp("ms", clock))}, [HERE, HERE])
    assert reach("a.fgb", "b.fgb")[0] == 0
    assert table(tmp_path / "b.fgb").column("at").to_pylist() == [f"2025-10-30T{told}", None]


def test_types_become_those_of_texts(reach: Command, tmp_path: Path):
    own = {
        "fid": pa.array([3]),
        "big": pa.array([2**53 + 1]),
        "yes": pa.array([True]),
        "none": pa.array([None], pa.int64()),
        "day": pa.array([dt.date(2025, 10, 30)]),
        "at": pa.array([0], pa.timestamp("ms", "UTC")),
        "nan": pa.array([math.nan]),
    }
    save(tmp_path / "a.parquet", own | {"list": pa.array([["ž", "y"]])}, [HERE])
    assert reach("a.parquet", "b.csv")[::2] == reach("a.parquet", "b.geojson")[::2] == (0, "")
    head, row = rows(tmp_path / "b.csv")
    assert head == [*own, "list", "lon", "lat", *ADDED]
    first = ["3", "9007199254740993", "True", "", "2025-10-30", "1970-01-01T00:00:00+00:00", ""]
    assert row[:10] == [*first, '["ž", "y"]', "25.1", "54.0"]
    (found,) = properties(tmp_path / "b.geojson")
    assert [*found][:8] == [*own, "list"]
    assert [*found.values()][:8] == [
        *(3, 2**53 + 1, True, None, "2025-10-30", "1970-01-01T00:00:00+00:00", None, ["ž", "y"])
    ]


def test_properties_of_several_types_are_told(reach: Command, tmp_path: Path):
    own = [{"a": 1, "b": [1]}, {"a": "x", "c": True}]
    features = [
        {
            "type": "Feature",
            "id": number,
            "properties": each,
            "geometry": {"type": "Point", "coordinates": [25.1, 54]},
        }
        for number, each in enumerate(own)
    ]
    document = {"type": "FeatureCollection", "features": features}
    (tmp_path / "a.geojson").write_text(json.dumps(document), "utf-8")
    status, _, err = reach("a.geojson", "b.gpkg")
    assert (status, len(err.splitlines())) == (0, 2)
    assert "column a holds values of several types: they are texts" in err
    found = table(tmp_path / "b.gpkg").drop_columns(ADDED).to_pydict()
    assert found == {"id": [0, 1], "a": ["1", "x"], "b": ["[1]", None], "c": [None, True]}
    assert reach("a.geojson", "b.csv")[0] == 0
    assert [row[:4] for row in rows(tmp_path / "b.csv")] == [
        ["id", "a", "b", "c"],
        ["0", "1", "[1]", ""],
        ["1", "x", "", "True"],
    ]


@pytest.mark.parametrize("source", [".gpkg", ".fgb", ".parquet"])
@pytest.mark.parametrize("target", [".gpkg", ".fgb", ".parquet", ".geojson", ".csv"])
def test_what_is_projected_stays_so_where_the_form_can(
    reach: Command, tmp_path: Path, source: str, target: str
):
    points = gpd.GeoSeries([HERE, None], crs="EPSG:4326").to_crs("EPSG:3035")
    save(tmp_path / f"a{source}", {"n": pa.array([1, 2])}, points, "EPSG:3035")
    assert reach(f"a{source}", f"b{target}")[0] == 0
    if target == ".csv":
        head, row = rows(tmp_path / "b.csv")[:2]
        lon, lat = (float(row[head.index(name)]) for name in ("lon", "lat"))
        assert (lon, lat) == pytest.approx((25.1, 54), abs=1e-7)
        return
    read = gpd.read_parquet if target == ".parquet" else gpd.read_file
    found = read(tmp_path / f"b{target}")
    assert found.crs.to_epsg() == (4326 if target == ".geojson" else 3035)
    assert found.geometry.isna().tolist() == [False, True]
    expected = HERE if target == ".geojson" else points[0]
    assert found.geometry[0].equals_exact(expected, 1e-7)
    assert found["km"][0] == 56


def test_an_old_geojson_that_names_its_system_is_turned(reach: Command, tmp_path: Path):
    point = gpd.GeoSeries([HERE], crs="EPSG:4326").to_crs("EPSG:3035")[0]
    document = {
        "type": "FeatureCollection",
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3035"}},
        "features": [
            {
                "type": "Feature",
                "properties": {},
                "geometry": {"type": "Point", "coordinates": [point.x, point.y]},
            }
        ],
    }
    (tmp_path / "a.geojson").write_text(json.dumps(document), "utf-8")
    assert reach("a.geojson", "b.geojson")[::2] == (0, "")
    found = json.loads((tmp_path / "b.geojson").read_text("utf-8"))
    assert "crs" not in found
    assert found["features"][0]["geometry"]["coordinates"] == pytest.approx([25.1, 54], abs=1e-7)


def test_a_geojson_of_one_feature_stays_one(reach: Command, tmp_path: Path):
    feature = {
        "type": "Feature",
        "properties": {"a": 1},
        "geometry": {"type": "Point", "coordinates": [25.1, 54]},
    }
    (tmp_path / "a.json").write_text(json.dumps(feature), "utf-8")
    assert reach("a.json", "b.geojson")[0] == 0
    found = json.loads((tmp_path / "b.geojson").read_text("utf-8"))
    assert (found["type"], found["properties"]["km"]) == ("Feature", 56)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("", "cannot be read as places"),
        ("[]", "write a FeatureCollection of features"),
        ('{"type":"FeatureCollection","features":[1]}', "place 1 is no feature"),
        ('{"type":"Feature","properties":[],"geometry":null}', "place 1 is no feature"),
        (
            '{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":["25",54]}}',
            "place 1: its geometry is none of GeoJSON",
        ),
        (
            f'{{"type":"Feature","geometry":{{"type":"Point","coordinates":[{9**325},54]}}}}',
            "place 1: its geometry is none of GeoJSON",
        ),
        (
            '{"type":"Feature","properties":{},"geometry":{"type":"Circle","coordinates":[1]}}',
            "place 1: its geometry is none of GeoJSON",
        ),
        ('{"type":"Feature","crs":{"type":"link","properties":{"href":"http://x"}}}', "its crs is"),
        ("[" * 100_000, "cannot be read as places"),
        ('{"type":"Feature","properties":{"n":1e400},"geometry":null}', "1e400 is beyond all"),
    ],
    ids=range(10),
)
def test_what_is_no_geojson_is_told(reach: Command, tmp_path: Path, text: str, hint: str):
    (tmp_path / "a.geojson").write_text(text, "utf-8")
    status, _, err = reach("a.geojson", "b.csv")
    assert (status, hint in err) == (2, True), err


# Layers, and files that stand there


def test_the_layer_is_named_where_there_are_several(reach: Command, tmp_path: Path):
    for layer in ("towns", "posts"):
        frame = gpd.GeoDataFrame({"n": [layer]}, geometry=[HERE], crs="EPSG:4326")
        frame.to_file(tmp_path / "a.gpkg", layer=layer)
    status, _, err = reach("a.gpkg", "b.gpkg")
    assert (status, "a.gpkg has towns, posts: name one by --layer" in err) == (2, True)
    status, _, err = reach("a.gpkg", "b.gpkg", "--layer", "post")
    assert (status, "no layer 'post', but towns, posts. Did you mean 'posts'?" in err) == (2, True)
    assert reach("a.gpkg", "b.gpkg", "--layer", "posts")[0] == 0
    assert pyogrio.list_layers(tmp_path / "b.gpkg").tolist() == [["posts", "Point"]]
    assert table(tmp_path / "b.gpkg").column("n").to_pylist() == ["posts"]
    status, _, err = reach("in.csv", "b.csv", "--layer", "posts")
    assert (status, "in.csv has no layers" in err) == (2, True)


def test_the_places_themselves_are_written_over_only_when_asked(reach: Command, tmp_path: Path):
    before = (tmp_path / "in.csv").read_bytes()
    (tmp_path / "link.csv").symlink_to("in.csv")
    for target in ("in.csv", "link.csv"):
        status, _, err = reach("in.csv", target)
        assert (status, "name another file by -o, or write over it by --force" in err) == (2, True)
    assert (tmp_path / "in.csv").read_bytes() == before
    assert reach("in.csv", "in.csv", "--force")[0] == 0
    assert [row[:3] for row in rows(tmp_path / "in.csv")] == [
        line.split(",") for line in before.decode().splitlines()
    ]


def test_the_same_file_gives_the_same_bytes(reach: Command, tmp_path: Path):
    for target in ("b.csv", "b.geojson", "b.gpkg", "b.fgb", "b.parquet"):
        contents = []
        for _ in range(2):
            assert reach("in.csv", target)[0] == 0
            contents.append((tmp_path / target).read_bytes())
        assert contents[0] == contents[1]


@pytest.mark.skipif(sys.platform == "win32", reason="files are not limited there")
@pytest.mark.parametrize("ending", [".csv", ".geojson", ".gpkg", ".fgb", ".parquet"])
def test_a_file_that_lacks_its_last_byte_is_no_success(reach: Command, tmp_path: Path, ending: str):
    """The last flush of a driver may fail unseen, so none writes to the disk itself."""
    import resource

    assert reach("in.csv", f"whole{ending}")[0] == 0
    size = (tmp_path / f"whole{ending}").stat().st_size
    target = tmp_path / f"b{ending}"
    target.write_text("before")
    limit, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size - 1, most))
    try:
        status, out, err = reach("in.csv", target.name)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, most))
    assert (status, out) == (1, "")
    assert f"b{ending}: File too large" in err
    assert target.read_text() == "before"


# Whoever made the file


@pytest.fixture
def listener() -> Iterator[tuple[int, list[str]]]:
    """Listen where a hostile file may ask, and note who came."""
    came: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        done = threading.Event()

        def listen() -> None:
            while not done.is_set():
                try:
                    came.append(str(server.accept()[1]))
                except TimeoutError:
                    continue

        thread = threading.Thread(target=listen)
        thread.start()
        yield server.getsockname()[1], came
        done.set()
        thread.join()


@pytest.mark.parametrize("ending", [".csv", ".geojson", ".gpkg", ".fgb", ".parquet", ".shp"])
def test_no_file_makes_a_request(
    reach: Command, tmp_path: Path, listener: tuple[int, list[str]], ending: str
):
    port, came = listener
    path = f"/vsicurl/http://127.0.0.1:{port}/x.geojson"
    layer = f'<OGRVRTLayer name="x"><SrcDataSource>{path}</SrcDataSource></OGRVRTLayer>'
    texts = [
        f"<OGRVRTDataSource>{layer}</OGRVRTDataSource>",
        path,
        f"http://127.0.0.1:{port}/x{ending}",
    ]
    magic = {".gpkg": b"SQLite format 3\0", ".fgb": b"fgb\3fgb\1\1\0\0\0", ".shp": b"\0\0\x27\x0a"}
    for text in texts:
        for before in (b"", magic.get(ending, b"")):
            (tmp_path / f"a{ending}").write_bytes(before + text.encode())
            status, out, err = reach(f"a{ending}", "b.csv")
            assert (status, out) == (2, "")
            assert "Traceback" not in err
    assert came == []


def test_a_geopackage_that_points_elsewhere_makes_no_request(
    reach: Command, tmp_path: Path, listener: tuple[int, list[str]]
):
    port, came = listener
    save(tmp_path / "a.gpkg", {"n": pa.array([1])}, [HERE])
    with sqlite3.connect(tmp_path / "a.gpkg") as base:
        base.execute("pragma writable_schema = 1")
        source = f"/vsicurl/http://127.0.0.1:{port}/x.geojson"
        base.execute(
            "insert into sqlite_master values ('table', 'evil', 'evil', 0, ?)",
            [f"create virtual table evil using VirtualOGR('{source}')"],
        )
        base.execute(
            "insert into gpkg_contents (table_name, data_type, identifier) "
            "values ('evil', 'attributes', 'evil')"
        )
    status, _, err = reach("a.gpkg", "b.csv", "--layer", "evil")
    assert (status, came) == (2, [])
    assert "Traceback" not in err


def test_what_a_file_holds_is_told_in_short_and_with_its_name(reach: Command, tmp_path: Path):
    """Names of columns, a coordinate system that is none, records that a form cannot hold."""
    (tmp_path / "a.csv").write_text(f"n\0,{'x' * 9_000}\n1,2\n", "utf-8")
    status, _, err = reach("a.csv", "b.csv")
    assert (status, "\0" in err, len(err) < 500) == (2, False, True)
    for lon in ("а" * 9_000, "9" * 9_000):
        (tmp_path / "a.csv").write_text(f"lon,lat\n{lon},2\n", "utf-8")
        status, _, err = reach("a.csv", "b.csv")
        assert (status, "a.csv, line 2: '" in err, len(err) < 500) == (2, True, True)
    save(tmp_path / "a.parquet", {"n": pa.array([1])}, [HERE])
    table = pq.read_table(tmp_path / "a.parquet")
    about = json.loads(table.schema.metadata[b"geo"])
    about["columns"]["geometry"]["crs"] = {"name": "x"}
    table = table.replace_schema_metadata({"geo": json.dumps(about)})
    pq.write_table(table, tmp_path / "a.parquet")
    assert (
        "a.parquet cannot be read as places: Invalid projection" in reach("a.parquet", "b.csv")[2]
    )
    feature = '{"type":"Feature","id":{},"properties":{"km":1},"geometry":null}'
    (tmp_path / "a.geojson").write_text(feature, "utf-8")
    assert "a.geojson: the places have a column km already" in reach("a.geojson", "b.parquet")[2]
    (tmp_path / "a.geojson").write_text(feature.replace("km", "n"), "utf-8")
    assert "b.parquet cannot be written: Cannot write struct" in reach("a.geojson", "b.parquet")[2]


def test_other_forms_are_named(reach: Command, tmp_path: Path):
    (tmp_path / "a.kml").write_text("<kml/>", "utf-8")
    status, _, err = reach("a.kml", "b.csv")
    assert status == 2
    assert "a.kml cannot be read as places: give a file that ends in .csv, .tsv" in err
    (tmp_path / "a!b.gpkg").write_bytes(save(tmp_path / "a.gpkg", {}, []).read_bytes())
    assert "take the ! out of its path" in reach("a!b.gpkg", "b.csv")[2]


def test_a_shapefile_is_read(reach: Command, tmp_path: Path):
    frame = gpd.GeoDataFrame({"name": ["Š"], "n": [7]}, geometry=[HERE], crs="EPSG:4326")
    frame.to_file(tmp_path / "a.shp", encoding="utf-8")
    assert reach("a.shp", "b.csv")[::2] == (0, "")
    assert rows(tmp_path / "b.csv")[1][:5] == ["Š", "7", "25.1", "54.0", "out"]


@pytest.mark.parametrize("ending", ["gpkg", "fgb", "parquet"])
@pytest.mark.parametrize("part", ["Grodno here", "columnname"])
def test_what_is_not_utf_8_is_refused(reach: Command, tmp_path: Path, ending: str, part: str):
    file = save(tmp_path / f"a.{ending}", {"columnname": pa.array(["Grodno here"])}, [HERE])
    content = file.read_bytes()
    assert part.encode() in content
    file.write_bytes(content.replace(part.encode(), part[:-1].encode() + b"\xa0"))
    status, _, err = reach(file.name, "b.geojson")
    assert (status, f"{file.name} cannot be read as places: " in err) == (2, True), err
    assert err.count("cannot be read") == 1


def test_a_system_of_coordinates_that_is_not_utf_8_is_refused(reach: Command, tmp_path: Path):
    frame = gpd.GeoDataFrame({"n": [7]}, geometry=[HERE], crs="EPSG:4326")
    frame.to_file(tmp_path / "a.shp")
    told = (tmp_path / "a.prj").read_bytes()
    (tmp_path / "a.prj").write_bytes(told.replace(b"WGS_1984", b"WGS_\xb1984", 1))
    status, _, err = reach("a.shp", "b.csv")
    assert (status, "a.shp cannot be read as places: " in err) == (2, True), err


def test_without_pyarrow_texts_are_enough(
    reach: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    text = '{"type":"Feature","properties":{"a":[1]},"geometry":null}'
    (tmp_path / "a.geojson").write_text(text, "utf-8")
    for source, target in (("in.csv", "b.geojson"), ("a.geojson", "c.csv")):
        assert reach(source, target)[0] == 0
    status, _, err = reach("in.csv", "b.gpkg")
    assert status == 2
    assert 'pip install "belarus-borders[formats]"' in err
