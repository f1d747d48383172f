from __future__ import annotations

import csv
import io
import json
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from shapely import Point, box

import borders
from borders import columns, progress
from borders.enums import Status
from borders.network import reach as network_reach
from borders.network.place_files import delimited

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Folder

DAY = "2022-06-01"
PLACES = [(25.0, 54.0), (25.1, 54.0), (25.0, 55.0)]
US = borders.Traveller(nationality="US")
COLUMNS = ["direction", "crossing", "km", "approximate", "restricted_crossing", "restricted_km"]


@pytest.fixture
def day(closing: Folder) -> borders.Snapshot:
    return closing.load().on(DAY, mode="car")


@pytest.mark.parametrize("on", [DAY, "2030-01-01"])
def test_columns_have_the_types_of_their_schema(closing: Folder, on: str):
    """Those of frames, on a day on which some crossings are open and on one on which none is."""
    day = closing.load().on(on, mode="car")
    frame = day.reach(["Ay", "Cee"], compare=day)
    told = {column.name: column.dtype for column in columns.REACH.columns}
    assert {name: str(frame[name].dtype) for name in told} == told
    assert [name for name in frame.columns if name in told] == [*told]


def test_every_town_is_told_its_nearest_open_crossing(day: borders.Snapshot):
    frame = day.reach()
    assert list(frame.columns) == ["name", "state", "population", *COLUMNS, "geometry"]
    assert frame["name"].tolist() == ["Ay", "Be", "Cee"]
    assert frame["direction"].tolist() == ["out", "out", "in"]
    assert frame["crossing"].tolist() == ["beta"] * 3
    assert frame["km"].tolist() == [63, 56, 57]
    assert frame["approximate"].tolist() == [True, True, False]
    assert frame["restricted_crossing"].isna().all()
    assert frame.crs.to_epsg() == 4326


def test_what_is_compared_with_is_told_too(closing: Folder):
    register = closing.load()
    frame = register.on(DAY, mode="car").reach(compare=register.on("2020-06-01", mode="car"))
    assert frame["crossing_before"].tolist() == ["alpha", "beta", "alpha"]
    assert frame["km_before"].tolist() == [56, 56, 56]
    assert frame["extra_km"].tolist() == [7, 0, 1]


def test_a_restricted_crossing_is_told_where_it_is_nearer(roads: Folder):
    roads.measure(crossings=["alpha"], only=[{"nationality": ["US"]}])
    frame = roads.load().on(DAY, mode="car").reach()
    assert frame["crossing"].tolist() == ["beta"] * 3
    assert frame["restricted_crossing"].tolist()[::2] == ["alpha", "alpha"]
    assert frame["restricted_km"].tolist()[::2] == [56, 56]
    assert frame["restricted_km"].isna().tolist() == [False, True, False]


def test_what_was_restricted_is_told_too(roads: Folder):
    only = [{"nationality": ["US"]}]
    roads.measure(crossings=["alpha"], only=only, valid_from="2020-03-01", valid_to="2021-01-01")
    roads.measure(crossings=["beta"], valid_from="2020-03-01", valid_to="2021-01-01")
    register = roads.load()
    frame = register.on(DAY, mode="car").reach(compare=register.on("2020-06-01", mode="car"))
    assert frame["crossing"].notna().all()
    assert frame["km_before"].isna().all()
    assert frame["restricted_crossing_before"].tolist()[::2] == ["alpha", "alpha"]
    assert frame["restricted_km_before"].tolist()[::2] == [56, 56]


def test_where_nothing_is_open_nothing_is_told(closing: Folder):
    closing.measure(crossings=["beta"])
    register = closing.load()
    frame = register.on(DAY, mode="car").reach(compare=register.on("2020-06-01", mode="car"))
    assert frame["crossing"].isna().all()
    assert frame["km"].isna().all()
    assert frame["km_before"].tolist() == [56, 56, 56]
    assert frame["extra_km"].isna().all()
    assert not frame["approximate"].any()


@pytest.mark.parametrize(
    "places",
    [
        PLACES,
        np.array(PLACES),
        ["Ай", "be", "Cee"],
        [Point(p) for p in PLACES],
        gpd.GeoSeries([Point(p) for p in PLACES], crs="EPSG:4326"),
        gpd.GeoSeries([Point(p) for p in PLACES], crs="EPSG:4326").to_crs("EPSG:3035"),
        gpd.GeoDataFrame({"x": [1, 2, 3]}, geometry=[Point(p) for p in PLACES]),
        gpd.GeoDataFrame({"x": [1, 2, 3]}, geometry=[Point(p) for p in PLACES], index=[7, 8, 9]),
        gpd.GeoSeries([Point(p).buffer(0.001) for p in PLACES], crs="EPSG:4326"),
        pd.Series(PLACES),
        np.array(["Ай", "be", "Cee"]),
        pd.Series(["Ай", "be", "Cee"]),
        np.array([Point(p) for p in PLACES]),
        gpd.points_from_xy(*zip(*PLACES, strict=True), crs="EPSG:4326").to_crs("EPSG:3035"),
    ],
    ids=[
        *("pairs", "array", "names", "points", "series", "metres", "frame", "index", "areas"),
        *("column", "words", "texts", "geometries", "metric"),
    ],
)
def test_places_come_in_any_form(day: borders.Snapshot, places: object):
    frame = day.reach(places)
    assert frame["crossing"].tolist() == ["beta"] * 3
    assert frame["km"].tolist() == pytest.approx([63, 56, 57], abs=0.01)
    assert isinstance(frame, gpd.GeoDataFrame)
    if isinstance(places, gpd.GeoDataFrame | gpd.GeoSeries):
        assert list(frame.index) == list(places.index)
        assert frame.crs == places.crs


def test_a_frame_whose_latitudes_stand_first_is_refused(day: borders.Snapshot):
    frame = gpd.GeoDataFrame(geometry=[Point(lat, lon) for lon, lat in PLACES], crs="EPSG:4326")
    with pytest.raises(
        borders.QuestionError, match="but 3 would if latitude and longitude changed"
    ):
        day.reach(frame)
    mixed = pd.concat([frame, gpd.GeoDataFrame(geometry=[Point(25.1, 54)], crs="EPSG:4326")])
    with pytest.warns(UserWarning, match="the frame, places 1, 2 and 3: in no state of the"):
        assert day.reach(mixed)["km"].isna().tolist() == [True, True, True, False]


def test_one_place_needs_no_list(day: borders.Snapshot):
    for place in ("Ай", day.register.place("Ay"), (25.0, 54.0), Point(25, 54)):
        assert day.reach(place)["km"].tolist() == pytest.approx([63], abs=0.01)


@pytest.mark.parametrize(
    ("places", "hint"),
    [
        (np.ones((5, 3)), r"not an array of the shape \(5, 3\)"),
        (np.array(PLACES).T, r"not an array of the shape \(2, 3\)"),
        ([25.0, 54.0, 25.1, 54.0], r"not an array of the shape \(4,\)"),
        (pd.DataFrame(PLACES), r"not a frame without geometry: geopandas\.points_from_xy"),
        ([(25, 54), (25,)], "not rows of several lengths"),
        ([("Ay", "BY")], "not 'Ay'"),
        (["Ay", Point(25, 54)], "not a mixture"),
        (5, r"shape \(\)"),
        ([(54.0, 25.0), (54.0, 25.1)], "No state .* holds 54,25; write longitude first: 25,54"),
        ((54.0, 25.0), "write longitude first"),
        ([(10**400, 54)], "not 1000"),
        ([(1e300, 54)], "is no position"),
        ([(561000, 5985000)], "write longitude, then latitude, in degrees"),
    ],
)
def test_what_is_no_places_is_refused(day: borders.Snapshot, places: object, hint: str):
    with pytest.raises(borders.QuestionError, match=hint):
        day.reach(places)


def test_a_pair_that_is_nowhere_is_far_from_all(day: borders.Snapshot):
    assert day.reach([(0, 0), (25, 54)])["km"].isna().tolist() == [True, False]
    assert day.reach([(54, 25), (25, 54)])["km"].isna().tolist() == [True, False]
    assert day.reach((0, 0))["km"].isna().all()


def test_a_day_is_no_snapshot_to_compare_with(day: borders.Snapshot):
    with pytest.raises(borders.QuestionError, match="compare takes a snapshot"):
        day.reach(compare="2020-01-01")  # type: ignore[arg-type]


def test_a_frame_keeps_what_it_has(day: borders.Snapshot):
    places = gpd.GeoDataFrame({"x": [1]}, geometry=[Point(25, 54)], crs="EPSG:4326")
    frame = day.reach(places)
    assert list(frame.columns) == ["x", "geometry", *COLUMNS]
    assert list(places.columns) == ["x", "geometry"]
    with pytest.raises(borders.QuestionError, match="have a column direction already: rename it"):
        day.reach(frame)


def test_no_places_are_no_problem(day: borders.Snapshot):
    empty = gpd.GeoDataFrame({"x": []}, geometry=[], crs="EPSG:4326")
    assert list(day.reach(empty).columns) == ["x", "geometry", *COLUMNS]
    assert len(day.reach(np.empty((0, 2)))) == 0


def test_a_place_that_is_nowhere_is_far_from_all(day: borders.Snapshot):
    places = gpd.GeoSeries([None, Point(), Point(0, 0), Point(25, 54)], crs="EPSG:4326")
    assert day.reach(places)["km"].isna().tolist() == [True, True, True, False]


def test_a_crossing_has_no_reach(day: borders.Snapshot):
    with pytest.raises(borders.QuestionError, match="Alpha is a crossing"):
        day.reach(["Alpha"])


def test_no_place_reaches_over_the_border(closing: Folder):
    """A hundred metres beyond it the road of this side is the nearest, and not taken."""
    closing.measure(crossings=["beta"], direction="both", valid_from="2021-01-01")
    closing.gates[:] = [gate for gate in closing.gates if "LT" not in gate]
    closing.others["network/gates.csv"] = "\n".join(
        ["crossing,network,side,node,metres,approximate,source", *closing.gates, ""]
    )
    register = closing.load()
    frame = register.on("2020-06-01", mode="car").reach([(25.0, 54.499), (25.0, 54.501)])
    assert frame["km"].isna().tolist() == [False, True]


def test_far_from_the_roads_a_reach_is_approximate(closing: Folder):
    frame = closing.load().on("2020-06-01", mode="car").reach([(25.0, 54.1), (24.0, 54.0)])
    assert frame["approximate"].tolist() == [False, True]


def test_many_places_are_measured_by_parts(day: borders.Snapshot, monkeypatch: pytest.MonkeyPatch):
    chance = np.random.default_rng(3)
    places = np.column_stack([chance.uniform(24, 26, 50), chance.uniform(53.5, 55.5, 50)])
    whole = day.reach(places)
    monkeypatch.setattr(network_reach, "CHUNK", 7)
    pd.testing.assert_frame_equal(pd.DataFrame(day.reach(places)), pd.DataFrame(whole))


def test_a_place_is_left_in_the_direction_that_leads_from_it(closing: Folder):
    """Who is barred from leaving may enter all the same, and is told so where entering is asked."""
    closing.measure(id="none-out", crossings=["beta"], direction="out")
    register = closing.load()
    both, out, into = (
        register.on(DAY, mode="car", direction=way).reach() for way in (None, "out", "in")
    )
    assert both["direction"].tolist() == out["direction"].tolist() == ["out", "out", "in"]
    assert both["crossing"].isna().tolist() == [True, True, False]
    assert out["km"].isna().all()
    assert into["crossing"].tolist()[2] == both["crossing"].tolist()[2] == "beta"
    assert into["km"].isna().tolist() == [True, True, False]


def test_reach_and_routes_agree_on_the_direction(register: borders.Register):
    """At Terespol who enters and who leaves were treated differently in 2023."""
    traveller = borders.Traveller(nationality="RU")
    day = register.on("2023-08-21", mode="car", traveller=traveller)
    for name in ("Minsk", "Brest, BY", "Vilnius", "Lublin", "Riga"):
        (row,) = day.reach([name]).itertuples()
        routes = day.routes(name)
        assert row.direction == routes.snapshot.direction
        best = [route for route in routes if route.status is Status.OPEN and route.km is not None]
        assert [row.crossing] == [route.crossing.id for route in best[:1]] or not best


def test_what_is_closed_by_default_does_not_serve(roads: Folder):
    """Open by default is restricted, where something is barred for some."""
    roads.measure(id="some", crossings=["alpha"], only=[{"nationality": ["RU"]}])
    roads.measure(id="most", crossings=["beta"], **{"except": [{"nationality": ["LT"]}]})
    roads.measure(id="all", crossings=["gamma"])
    day = roads.load().on(DAY, mode="car")
    assert [c.id for c in day.serving.restricted] == ["alpha"]
    assert day.serving.open == []
    frame = day.reach()
    assert set(frame["restricted_crossing"]) == {"alpha"}
    assert frame["km"].isna().all()


def test_one_way_roads_are_heeded(roads: Folder):
    """Who leaves by alpha has 50 km to it on this side, where the way back has 70."""
    roads.gates.clear()
    roads.roads(
        [(25.0, 54.0, "BY"), (25.0, 54.49, "BY"), (25.0, 54.51, "LT")],
        [(0, 1, 50000, 1, ""), (1, 0, 70000, 1, "")],
        [("alpha", "BY", 1, 1000, 0), ("alpha", "LT", 2, 1000, 0)],
    )
    register = roads.load()
    assert register.on(DAY).reach(["Ay"])["km"].tolist() == [51]


def test_reach_is_the_first_of_the_routes(day: borders.Snapshot, register: borders.Register):
    for snapshot, count in ((day, 3), (register.on("2023-08-21", mode="car", traveller=US), 30)):
        chance = np.random.default_rng(5)
        towns = snapshot.register.towns.all
        chosen = [towns[n] for n in chance.choice(len(towns), count, replace=False)]
        frame = snapshot.reach([(town.lon, town.lat) for town in chosen])
        for town, crossing, km in zip(chosen, frame["crossing"], frame["km"], strict=True):
            routes = snapshot.routes((town.lon, town.lat))
            best = next((r for r in routes if r.status is Status.OPEN and r.km is not None), None)
            if snapshot.direction is None and best is not None:
                both = snapshot.statuses[best.crossing.id]
                assert both is not Status.OPEN or km <= best.km + 1e-9
                assert both is not Status.OPEN or (best.crossing.id, best.km) == (
                    crossing,
                    pytest.approx(km),
                )


def test_every_town_of_the_shipped_data_is_in_reach_of_a_crossing(register: borders.Register):
    me = borders.Traveller(nationality="BY")
    frame = register.on("2020-01-01", mode="car", traveller=me).reach()
    assert len(frame) == len(register.towns.all)
    assert frame["km"].notna().all()
    assert frame.loc[frame["name"] == "Minsk", "crossing"].tolist() == ["medininkai"]
    assert (frame["km"] < 700).all()


def test_statuses_are_those_of_the_verdicts(register: borders.Register):
    for moment in ("2019-06-01", "2021-05-05", "2023-08-21", "2026-02-01"):
        for asked in ({}, {"mode": "car", "direction": "out", "traveller": US}):
            snapshot = register.on(moment, **asked)
            assert snapshot.statuses == {v.crossing.id: v.status for v in snapshot.verdicts}


def test_a_closure_costs_the_towns_whose_crossing_it_was(closing: Folder):
    change = borders.reach_change(closing.load(), "2020-06-01", "2022-01-01", mode="car")
    assert change.to_dict("records") == [
        {
            "moment": "2021-01-01T00:00:00+02:00",
            "crossing": "alpha",
            "status": "closed",
            "name": name,
            "state": state,
            "population": 1000,
            "km_before": 56.0,
            "km": 56.0 + extra,
            "extra_km": extra,
            "crossing_before": "alpha",
            "crossing_after": "beta",
        }
        for name, state, extra in (("Ay", "BY", 7.0), ("Cee", "LT", 1.0))
    ]


def test_an_opening_gives_back_what_the_closure_took(closing: Folder):
    closing.measures["LT"][-1]["valid_to"] = "2021-06-01"
    change = borders.reach_change(closing.load(), "2020-06-01", "2022-01-01", mode="car")
    assert change["status"].tolist() == ["closed", "closed", "open", "open"]
    assert change["extra_km"].tolist() == [7, 1, -7, -1]


def test_where_a_closure_leaves_nothing_open_the_loss_is_told(closing: Folder):
    closing.measure(crossings=["beta"])
    change = borders.reach_change(closing.load(), "2020-06-01", "2022-01-01", mode="car")
    assert dict(zip(change["name"], change["crossing"], strict=True)) == {
        "Ay": "alpha",
        "Be": "beta",
        "Cee": "alpha",
    }
    assert change["km"].isna().all()
    assert change["crossing_after"].isna().all()


def test_a_span_without_changes_has_the_columns_yet(closing: Folder):
    change = borders.reach_change(closing.load(), "2020-06-01", "2020-07-01", mode="car")
    assert len(change) == 0
    other = borders.reach_change(closing.load(), "2020-06-01", "2022-01-01", mode="car")
    for told in (change, other):
        numbers = told.select_dtypes("number").dtypes.map(str).to_dict()
        km = dict.fromkeys(("km_before", "km", "extra_km"), "float64")
        assert numbers == {"population": "int64", **km}
    assert list(change.columns) == list(other.columns)


def test_the_closures_of_august_2023_cost_lithuanian_border_towns(register: borders.Register):
    change = borders.reach_change(register, "2023-08-17", "2023-08-19", mode="car", traveller=US)
    assert set(change["crossing"]) == {"sumskas", "tverecius"}
    assert (change["extra_km"] > 0).all()
    assert change["population"].sum() > 100_000


# Frames past one memory


@pytest.fixture
def scattered() -> gpd.GeoDataFrame:
    chance = np.random.default_rng(4)
    points = gpd.points_from_xy(chance.uniform(24, 26, 40), chance.uniform(53.5, 55.5, 40))
    return gpd.GeoDataFrame({"n": range(40)}, geometry=points, crs="EPSG:4326")


@pytest.mark.parametrize("where", [{}, {"scheduler": "processes", "num_workers": 1}], ids=str)
def test_a_dask_frame_is_measured_by_partitions(
    day: borders.Snapshot, scattered: gpd.GeoDataFrame, where: dict[str, Any]
):
    dask_geopandas = pytest.importorskip("dask_geopandas")
    lazy = day.reach(dask_geopandas.from_geopandas(scattered, npartitions=4))
    assert lazy.npartitions == 4
    found, expected = lazy.compute(**where), day.reach(scattered)
    assert lazy.dtypes.to_dict() == expected.dtypes.to_dict()
    pd.testing.assert_frame_equal(pd.DataFrame(found), pd.DataFrame(expected))


def test_what_measures_partitions_is_sent_once(
    register: borders.Register, scattered: gpd.GeoDataFrame
):
    """It is a value of the graph, which a cluster keeps, and no part of what is done with each."""
    dask_geopandas = pytest.importorskip("dask_geopandas")
    import cloudpickle  # what dask sends tasks with

    day = register.on("2023-08-21", mode="car")
    lazy = day.reach(dask_geopandas.from_geopandas(scattered, npartitions=8))
    sizes = sorted(len(cloudpickle.dumps(task)) for task in lazy.optimize().dask.values())
    assert sizes[-2] < sizes[-1] / 100
    assert sizes[-1] < 10_000_000, "a cluster warns of graphs that are so large"


# The command


def test_a_csv_becomes_a_csv(reach: Callable[..., tuple[int, str, str]], tmp_path: Path):
    status, out, err = reach("in.csv", "out.csv", "--compare-on", "2020-06-01")
    assert (status, err) == (0, "")
    assert out == (
        f"{tmp_path / 'out.csv'}: 3 places, 3 of which reach an open crossing, 59 km on average "
        f"on {DAY}\n"
    )
    rows = list(csv.DictReader(io.StringIO((tmp_path / "out.csv").read_text("utf-8"))))
    assert list(rows[0]) == [
        *("id", "Lon", "lat", *COLUMNS, "crossing_before", "km_before", "extra_km"),
        *("restricted_crossing_before", "restricted_km_before"),
    ]
    assert [(row["id"], row["crossing"], row["km"], row["extra_km"]) for row in rows] == [
        ("0", "beta", "63.0", "7.0"),
        ("1", "beta", "56.0", "0.0"),
        ("2", "beta", "57.0", "1.0"),
    ]


def test_a_csv_is_read_and_written_by_parts(
    reach: Callable[..., tuple[int, str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    assert reach("in.csv", "whole.csv")[0] == 0
    monkeypatch.setattr(delimited, "ROWS", 2)
    assert reach("in.csv", "parts.csv")[0] == 0
    assert (tmp_path / "parts.csv").read_bytes() == (tmp_path / "whole.csv").read_bytes()


@pytest.mark.parametrize("source", ["in.csv", "in.geojson", "in.gpkg"])
@pytest.mark.parametrize("target", ["out.geojson", "out.gpkg", "out.csv"])
def test_files_of_many_forms_are_read_and_written(
    reach: Callable[..., tuple[int, str, str]], tmp_path: Path, source: str, target: str
):
    if source != "in.csv":
        points = [Point(p) for p in PLACES]
        gpd.GeoDataFrame({"id": [0, 1, 2]}, geometry=points, crs="EPSG:4326").to_file(
            tmp_path / source
        )
    status, _, err = reach(source, target)
    assert (status, err) == (0, "")
    read = pd.read_csv if target.endswith("csv") else gpd.read_file
    found = read(tmp_path / target)
    assert found["crossing"].tolist() == ["beta"] * 3
    assert found["km"].tolist() == pytest.approx([63, 56, 57])
    if target.endswith("csv") and source != "in.csv":
        assert found["lon"].tolist() == [x for x, _ in PLACES]


@pytest.mark.parametrize(
    ("text", "target", "hint"),
    [
        ("id,lon,lat\n0,25,54\n1,25,154\n", "out.csv", "line 3: '154' is no lat in degrees"),
        ("id,lon,lat\n0,25,54\n1,east,54\n", "out.csv", "line 3: 'east' is no lon in degrees"),
        ("id,lon,lat\n0,25,54\n1,25,154\n", "out.gpkg", "line 3: '154' is no lat in degrees"),
        ("id,east,north\n0,25,54\n", "out.csv", "has no columns lon and lat, but id, east, north"),
        ("km,lon,lat\n0,25,54\n", "out.csv", "the places have a column km already: rename it"),
        ("km,lon,lat\n0,25,54\n", "out.gpkg", "the places have a column km already: rename it"),
        ("", "out.csv", "bad.csv has no columns lon and lat, but none at all"),
        ("", "out.gpkg", "bad.csv has no columns lon and lat, but none at all"),
        ("id,lon,lat\n0,25,54\n1,25,54,3\n", "out.csv", "line 3"),
        ("id,lon,lat\n0,25,54\n", "out.nothing", "out.nothing cannot be written"),
        ('id,lon,lat\n\n"0\n1",25,54\n2,25,154\n', "out.csv", "line 5: '154' is no lat"),
        ("id,lon,lat\n0,25,54,3\n", "out.csv", "rows have more fields than the header has names"),
        ("id;lon;lat\n0;25;54;3\n", "out.csv", "more fields than the header has names (4, not 3)"),
        ("id,lon,lat\n0,54°30'N,25\n", "out.csv", "write a decimal number, such as 25.28"),
        ("id,x,y\n0,550000,6060000\n", "out.csv", "are these metres? Write degrees (EPSG:4326)"),
        ("lon,lat,Lon\n0,25,54\n", "out.csv", "there are 2 columns lon (columns 1 and 3)"),
        ('id,lon,lat\n"0,25,54\n', "out.csv", "write a quotation mark within a field twice"),
    ],
    ids=lambda text: text.replace("\n", " ") if "." not in text else text,
)
def test_what_cannot_be_read_or_written_leaves_nothing(
    reach: Callable[..., tuple[int, str, str]],
    tmp_path: Path,
    text: str,
    target: str,
    hint: str,
):
    (tmp_path / "bad.csv").write_text(text, "utf-8")
    (tmp_path / target).write_text("before", "utf-8")
    files = sorted(tmp_path.iterdir())
    status, out, err = reach("bad.csv", target)
    assert (status, out) == (2, "")
    assert hint in err
    assert sorted(tmp_path.iterdir()) == files
    assert (tmp_path / target).read_text("utf-8") == "before"


def test_a_file_of_no_places_is_refused(reach: Callable[..., tuple[int, str, str]], tmp_path: Path):
    (tmp_path / "bad.gpkg").write_bytes(b"nothing")
    status, _, err = reach("bad.gpkg", "out.csv")
    assert status == 2
    assert "bad.gpkg cannot be read as places" in err
    assert reach("none.csv", "out.csv")[0] == 2


def test_a_file_of_another_encoding_is_refused(
    reach: Callable[..., tuple[int, str, str]], tmp_path: Path
):
    (tmp_path / "bad.csv").write_text("id,lon,lat\n0,25,54\n", "utf-16")
    for target in ("out.csv", "out.gpkg"):
        status, _, err = reach("bad.csv", target)
        assert (status, "bad.csv is no UTF-8 text" in err) == (2, True)


@pytest.mark.parametrize("target", ["out.csv", "out.geojson"])
def test_the_columns_of_a_csv_stay_as_they_stand(
    reach: Callable[..., tuple[int, str, str]], tmp_path: Path, target: str
):
    names, values = "id,zip,cc,price,none,lon,lat", "007,00123,NA,1.10,null,25.10,54"
    (tmp_path / "in.csv").write_text(f"{names}\n{values}\n", "utf-8")
    assert reach("in.csv", target)[0] == 0
    text = (tmp_path / target).read_text("utf-8")
    if target.endswith("csv"):
        assert text.splitlines()[1].startswith(f"{values},")
    else:
        (feature,) = json.loads(text)["features"]
        assert [feature["properties"][name] for name in names.split(",")] == values.split(",")


def test_columns_of_a_table_without_places_are_read(
    reach: Callable[..., tuple[int, str, str]], tmp_path: Path
):
    (tmp_path / "in.tsv").write_text("id\tlon\tlat\n07\t25.1\t54\n", "utf-8")
    assert reach("in.tsv", "out.csv")[0] == 0
    assert (
        (tmp_path / "out.csv").read_text("utf-8").splitlines()[1].startswith("07,25.1,54,out,beta")
    )
    (tmp_path / "in.tsv").write_text("id\tx1\n07\t25.1\n", "utf-8")
    status, _, err = reach("in.tsv", "out.csv")
    assert (status, "has no columns lon and lat, but id, x1" in err) == (2, True)


@pytest.mark.parametrize("source", ["in.geojson", "in.parquet"])
def test_metres_are_no_degrees(
    reach: Callable[..., tuple[int, str, str]], tmp_path: Path, source: str
):
    frame = gpd.GeoDataFrame(geometry=[Point(25, 54), Point(500_000, 6_000_000)])
    if source.endswith("parquet"):
        frame.to_parquet(tmp_path / source)
    else:
        frame.set_crs("EPSG:4326").to_file(tmp_path / source)
    status, _, err = reach(source, "out.csv")
    assert status == 2
    assert f"{source}, place 2: 500000, 6e+06 is no longitude and latitude in degrees" in err


def test_a_file_without_a_coordinate_system_is_in_degrees(
    reach: Callable[..., tuple[int, str, str]], tmp_path: Path
):
    index = pd.Index([7], name="key")
    gpd.GeoDataFrame(geometry=[Point(25.1, 54)], index=index).to_parquet(tmp_path / "in.parquet")
    assert reach("in.parquet", "out.csv")[0] == 0
    row = (tmp_path / "out.csv").read_text("utf-8").splitlines()[1]
    assert row.startswith("7,25.1,54.0,out,beta,56.0,")


def test_lengths_are_told_to_the_metre_in_every_file(
    reach: Callable[..., tuple[int, str, str]], tmp_path: Path
):
    (tmp_path / "in.csv").write_text("lon,lat\n25.0123,54.0123\n", "utf-8")
    assert reach("in.csv", "out.csv")[0] == reach("in.csv", "out.geojson")[0] == 0
    whole = pd.read_csv(tmp_path / "out.csv")["km"][0]
    assert whole == gpd.read_file(tmp_path / "out.geojson")["km"][0] == round(whole, 3)


@pytest.mark.parametrize("target", ["out.csv", "out.gpkg"])
def test_places_nowhere_are_counted(
    reach: Callable[..., tuple[int, str, str]], tmp_path: Path, target: str
):
    (tmp_path / "in.csv").write_text("lon,lat\n25,54\n54,25\n,54\n25,\n", "utf-8")
    status, out, err = reach("in.csv", target)
    assert status == 0
    missing, swapped = err.splitlines()
    assert missing.endswith(
        "in.csv, lines 4 and 5: no position; write longitude and latitude in degrees"
    )
    assert swapped.endswith(
        "in.csv, line 3: in no state of the register, but in one if latitude and longitude change "
        "places; write the longitude first"
    )
    assert "4 places, 1 of which reaches an open crossing, 63 km on average, " in out
    assert "2 of which have no position, 1 of which lies in no state of the register" in out


def test_places_out_of_reach_are_counted(
    reach: Callable[..., tuple[int, str, str]], tmp_path: Path
):
    (tmp_path / "far.csv").write_text("lon,lat\n0,0\n", "utf-8")
    _, out, _ = reach("far.csv", "out.csv")
    assert "1 place, none of which reaches an open crossing" in out


def test_the_command_counts_places_that_reach_restricted_crossings_only(
    closing: Folder, reach: Callable[..., tuple[int, str, str]]
):
    closing.measure(crossings=["beta"], only=[{"nationality": ["US"]}])
    closing.write()
    for target in ("out.csv", "out.geojson"):
        _, out, _ = reach("in.csv", target)
        assert "3 places, none of which reaches an open crossing, 3 of which reach rest" in out


# The bar


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_bar_is_shown_to_those_who_watch(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "stderr", Terminal())
    assert list(progress.steps([1, 2, 3], "Counting")) == [1, 2, 3]
    assert "Counting" in sys.stderr.getvalue()


def test_no_bar_is_shown_to_a_file(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    assert list(progress.steps([1, 2, 3], "Counting")) == [1, 2, 3]
    assert sys.stderr.getvalue() == ""


def test_what_measures_travels_between_processes(day: borders.Snapshot):
    """Partitions may be worked on elsewhere."""
    import pickle

    measure = day.nearest()
    again = pickle.loads(pickle.dumps(measure))  # noqa: S301 - as above
    lon, lat = np.array(PLACES).T
    assert again.of(lon, lat)["km"].tolist() == measure.of(lon, lat)["km"].tolist()
    areas = [*vars(again.locator)["_areas"].values()]
    assert areas
    assert shapely.is_prepared(areas).all(), "ten times slower"


def test_threads_may_measure_at_once(register: borders.Register):
    """As those of dask do: shapes that are shared between threads have ended processes."""
    measure = register.on("2023-08-21", mode="car", traveller=US).nearest()
    chance = np.random.default_rng(6)
    parts = [chance.uniform((23, 52), (28, 56), (4000, 2)).T for _ in range(16)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda part: measure.of(*part)["km"], parts))
    for part, km in zip(parts[:2], found[:2], strict=True):
        np.testing.assert_array_equal(measure.of(*part)["km"], km)


def test_an_area_is_measured_from_a_point_in_it(day: borders.Snapshot):
    frame = gpd.GeoDataFrame(geometry=[box(24.99, 53.99, 25.01, 54.01)], crs="EPSG:4326")
    assert day.reach(frame)["km"][0] == pytest.approx(63, abs=0.1)
