"""A crossing is proposed, pasted, checked and routed; and what cannot be is told."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Folder

    Run = Callable[..., tuple[int, str, str]]


def proposed(run: Run, folder: Path, *arguments: str) -> dict:
    status, out, err = run("locate", *arguments, "--format", "json", "--geodata", str(folder))
    assert (status, err) == (0, "")
    return json.loads(out)


def test_a_crossing_that_is_proposed_is_routed(roads: Folder, run: Run):
    """The recipe of docs/own-data.md, from a position to a way."""
    path = roads.write()
    _, out, _ = run("check", str(path))
    assert "gamma: note: cannot be routed: network/gates.csv has no row of it for BY, LT" in out
    found = proposed(run, path, "25.02", "54.503")
    crossing = found["crossing"]
    assert crossing["geometry"]["coordinates"] == pytest.approx([25.02, 54.5], abs=1e-4)
    assert crossing["properties"]["neighbour"] == "LT"
    assert crossing["properties"]["border_point"] == {"accuracy_m": 500, "basis": "estimated"}
    near, far = crossing["properties"]["checkpoints"]
    assert (near["side"], near["location"]["lat"], far["side"]) == ("LT", 54.503, "BY")
    assert "location" not in far
    assert [(gate["side"], gate["node"]) for gate in found["gates"]] == [("BY", 2), ("LT", 4)]
    rows = json.loads((path / "crossings.geojson").read_text("utf-8"))
    crossing["properties"] |= {"sources": ["paper"]}
    rows["features"].append(crossing)
    (path / "crossings.geojson").write_text(json.dumps(rows), "utf-8")
    with (path / "network" / "gates.csv").open("a", encoding="utf-8") as gates:
        gates.writelines(",".join(map(str, gate.values())) + "\n" for gate in found["gates"])
    status, out, _ = run("check", str(path))
    assert status == 0, out
    assert "a-crossing" not in out
    status, out, _ = run(
        *("routes", "--from", "Ay", "--to", "Cee", "--on", "2021-01-01"),
        *("--format", "json", "--geodata", str(path)),
    )
    ways = {route["crossing"]: route["km"] for route in json.loads(out)["routes"]}
    assert 110 < ways["a-crossing"] < 120


def test_the_course_of_a_road_tells_better(roads: Folder, run: Run, tmp_path: Path):
    road = tmp_path / "road.geojson"
    line = {"type": "LineString", "coordinates": [[25.03, 54.499], [25.03, 54.501]]}
    feature = {"type": "Feature", "properties": {}, "geometry": line}
    road.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")
    found = proposed(run, roads.write(), "25.0", "54.5", "--road", str(road))
    properties = found["crossing"]["properties"]
    assert found["crossing"]["geometry"]["coordinates"] == pytest.approx([25.03, 54.5], abs=1e-6)
    assert properties["border_point"] == {"accuracy_m": 110, "basis": "road-meets-line"}
    assert "where the road of road.geojson meets the border" in found["told"][0]


def test_a_road_is_known_by_its_number_or_name(roads: Folder, run: Run, tmp_path: Path):
    """What a network in true course tells comes first, then the register, then a course."""
    roads.crossing("delta", roads={"BY": "P5", "E": "E9"})
    path = roads.write()

    def found(road: str, *more: str) -> tuple[float, dict, str]:
        told = proposed(run, path, "25.2", "54.51", "--road", road, *more)
        crossing = told["crossing"]
        lon, lat = crossing["geometry"]["coordinates"]
        assert lat == pytest.approx(54.5, abs=1e-4)
        return lon, crossing["properties"]["border_point"], told["told"][0]

    for name in ("P-5", "р 5", "E9", "Delta"):
        lon, _, how = found(name)
        assert lon == pytest.approx(25.3)
        assert how.startswith(f"where {name} meets the border at delta, which the register has")
    net = path / "network"
    places = ("25.2,54.44", "25.3,54.52", "25.1,54.4", "25.1,54.45")
    rows = [f"{'A7' if n < 2 else 'A8'},BY,{n % 2 + 1},Place,{at},s" for n, at in enumerate(places)]
    (net / "courses.csv").write_text(
        "road,country,order,place,lon,lat,source\n" + "\n".join(rows) + "\n"
    )
    (net / "course-sources.toml").write_text(
        '[s]\npublisher = "P"\ntitle = "T"\nurl = "https://example.org/"\n'
    )
    lon, place, how = found("A7")
    assert lon == pytest.approx(25.275)
    assert place == {"accuracy_m": 2800, "basis": "estimated"}
    assert how.startswith("where the course of A7 crosses the border, straight between its places")
    lon, place, how = found("A8")
    assert lon == pytest.approx(25.1)
    assert place == {"accuracy_m": 5600, "basis": "extrapolated"}
    other = tmp_path / "other"
    shutil.copytree(net, other)
    (other / "meets.csv").write_text(
        "network,longitude,latitude,ref,name\n"
        "roads,25.31,54.5,P5;E9,Long Road\nrails,25.2,54.5,A9,\n"
    )
    for name in ("p5", "long road"):
        lon, place, how = found(name, "--network", str(other))
        assert lon == pytest.approx(25.31)
        assert place == {"accuracy_m": 50, "basis": "road-meets-line"}
        assert how.startswith("where P5 E9 Long Road meets the border in the network")
    for name in ("A9", "A10"):
        words = ("locate", "25.2", "54.51", "--road", name, "--network", str(other))
        status, out, err = run(*words, "--geodata", str(path))
        assert (status, out) == (2, "")
        assert f"no road {name!r} is known to meet the border within 50 km" in err
        assert "(P5, E9, Long Road are); give a file with its course" in err
    (net / "meets.csv").write_text("network,longitude,latitude,ref,name\nroads,east,54.5,P5,\n")
    status, _, err = run("locate", "25.2", "54.51", "--road", "P5", "--geodata", str(path))
    assert (status, "meets.csv:2" in err or "meets.csv, line 2" in err) == (1, True), err
    assert "network/meets.csv" in run("check", str(path))[1]


def test_what_cannot_be_proposed_is_told(
    roads: Folder, folder_of: type[Folder], run: Run, tmp_path: Path
):
    path, road = str(roads.write()), tmp_path / "road.geojson"
    road.write_text('{"type": "LineString", "coordinates": [[25, 54.4], [25, 54.49]]}', "utf-8")
    (tmp_path / "point.geojson").write_text('{"type": "Point", "coordinates": [25, 54]}', "utf-8")
    (tmp_path / "odd.geojson").write_text('{"type": "Curve", "coordinates": []}', "utf-8")
    (tmp_path / "deep.geojson").write_text("[" * 100_000, "utf-8")
    (tmp_path / "empty.geojson").write_text('{"type": "LineString", "coordinates": [[]]}', "utf-8")
    large = f'{{"type": "LineString", "coordinates": [[25, 54.4], [{9**325}, 54.6]]}}'
    (tmp_path / "large.geojson").write_text(large, "utf-8")
    for arguments, text in (
        (("54.5", "25"), "lies more than 50 km from every border of BY: write longitude first"),
        (("25", "95"), "25,95 is no position: write longitude, then latitude"),
        (("25", "54.5", "--road", str(road)), "the road does not reach the border: it stays 11"),
        (("25", "54.5", "--road", str(tmp_path / "point.geojson")), "has no line: give the course"),
        (("25", "54.5", "--road", str(tmp_path / "odd.geojson")), "is no GeoJSON of a road: Unk"),
        (("25", "54.5", "--road", str(tmp_path / "empty.geojson")), "has no line: give the course"),
        (("25", "54.5", "--road", str(tmp_path / "large.geojson")), "is no GeoJSON of a road: int"),
        (("25", "54.5", "--road", str(tmp_path / "deep.geojson")), "of a road: nests deeper"),
    ):
        status, out, err = run("locate", *arguments, "--geodata", path)
        assert (status, out) == (2, "")
        assert text in err
    bare = folder_of(tmp_path / "bare").write()
    status, _, err = run("locate", "25", "54.5", "--geodata", str(bare))
    assert status == 2
    assert "toy has no borders.geojson: a crossing lies on its line" in err


def test_without_a_network_no_gates_are_proposed(run: Run):
    example = Path(__file__).parents[2] / "docs" / "examples" / "finland-russia"
    found = proposed(run, example, "27.86", "60.6")
    assert found["gates"] == []
    assert found["told"][1].startswith("the register has no network")


def test_a_node_beyond_ten_kilometres_is_no_gate(roads: Folder, run: Run):
    found = proposed(run, roads.write(), "25.4", "54.5")
    assert found["gates"] == []
    assert "no gate for BY: the network has no node there within 10 km" in found["told"][1]
