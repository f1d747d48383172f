"""Networks built from small extracts, which the tests write."""

from __future__ import annotations

import bz2
import csv
import gzip
import itertools
import json
import re
import sys
from typing import TYPE_CHECKING, Any

import numpy as np
import osmium
import pytest
import shapely
import tomli
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from osmium.osm import mutable
from small_extracts import EARTH, LAT, Osm, geography, towns

from borders.data import archives
from borders.errors import DataError, MissingExtra, QuestionError
from borders.geo import border_points
from borders.geo.states import CountryLocator
from borders.network import named_roads, read
from borders.network.build import build as building
from borders.network.build import linework
from borders.network.build.linework import Linestrings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from conftest import Folder

    from borders.network.graph import Graph


class Built:
    """A network read back from its folder."""

    def __init__(self, path: Path, made: building.Built) -> None:
        self.path = path
        self.made = {each.name: each for each in made.networks}
        self.roads = made.networks[0]
        self.nodes, self.edges = self.table("roads-nodes"), self.table("roads")
        self.gates = self.table("gates")

    def table(self, name: str) -> list[dict[str, str]]:
        with (self.path / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def place(self, node: str) -> tuple[float, float]:
        row = self.nodes[int(node)]
        return float(row["longitude"]), float(row["latitude"])

    def number(self, lon: float, lat: float) -> int:
        return [self.place(str(n)) for n in range(len(self.nodes))].index((lon, lat))

    def course(self, edge: dict[str, str]) -> list[tuple[float, float]]:
        inner = decoded(edge["shape"])
        return [self.place(edge["start"]), *inner, self.place(edge["end"])]

    def metres(self) -> float:
        return sum(float(edge["metres"]) for edge in self.edges)


def decoded(text: str) -> list[tuple[float, float]]:
    """Read an encoded polyline by its description, character by character."""
    numbers, value, shift = [], 0, 0
    for character in text:
        chunk = ord(character) - 63
        value |= (chunk & 31) << shift
        shift += 5
        if chunk < 32:
            numbers.append(~(value >> 1) if value & 1 else value >> 1)
            value, shift = 0, 0
    lat = np.cumsum(numbers[::2]) / 1e5
    lon = np.cumsum(numbers[1::2]) / 1e5
    return list(zip(lon.tolist(), lat.tolist(), strict=True))


@pytest.fixture
def build(folder: Folder, tmp_path: Path) -> Callable[..., Built]:
    """Write extracts and the toy register, build, and read the network back."""

    def call(*drawn: Osm, register: Path | None = None, form: str = "osm.pbf") -> Built:
        files = [osm.write(tmp_path / f"{i}.{form}") for i, osm in enumerate(drawn)]
        made = building.build(files, tmp_path / "net", register or geography(folder))
        return Built(tmp_path / "net", made)

    return call


def test_two_towns_and_two_crossings(build):
    built = build(towns())
    assert [row["state"] for row in built.nodes].count("BY") == 4
    assert len(built.edges) == 6
    assert all(edge["class"] == "primary" and edge["oneway"] == "0" for edge in built.edges)
    assert [(g["crossing"], g["side"], g["approximate"], g["source"]) for g in built.gates] == [
        (crossing, side, "0", "edge") for crossing in ("alpha", "beta") for side in ("BY", "LT")
    ]
    for gate in built.gates:
        lon, lat = built.place(gate["node"])
        assert float(gate["metres"]) == pytest.approx(EARTH.inv(lon, lat, lon, LAT)[2], abs=0.1)
    assert built.roads.edge_gates == ("alpha", "beta")
    assert built.roads.stray == ()


def test_a_network_says_what_it_is(build):
    built = build(towns())
    told = tomli.loads((built.path / "network.toml").read_text("utf-8"))
    assert told["schematic"] is False
    assert "OpenStreetMap" in told["attribution"]
    assert told["data_from"] == "0.osm.pbf"
    assert not (built.path / "rails.csv").exists()


@pytest.mark.parametrize("form", ["osm.pbf", "osm.xml", "osm", "osm.bz2", "osm.gz", "opl"])
def test_every_form_of_extract_gives_the_same_network(build, form):
    first = build(towns())
    texts = {f.name: f.read_bytes() for f in first.path.iterdir() if f.suffix == ".csv"}
    again = build(towns(), form=form)
    assert {f.name: f.read_bytes() for f in again.path.iterdir() if f.suffix == ".csv"} == texts


def test_an_ending_may_be_in_capitals(build, folder, tmp_path):
    first = build(towns())
    file = towns().write(tmp_path / "x.osm.pbf").rename(tmp_path / "X.OSM.PBF")
    building.build([file], tmp_path / "capital", geography(folder))
    assert (tmp_path / "capital/roads.csv").read_bytes() == (first.path / "roads.csv").read_bytes()


def test_the_same_files_give_the_same_bytes(build, tmp_path):
    first = {file.name: file.read_bytes() for file in build(towns()).path.iterdir()}
    again = {file.name: file.read_bytes() for file in build(towns()).path.iterdir()}
    assert first == again
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_lengths_add_up(build):
    osm = towns()
    osm.road((24.2, 54.1), (24.2, 54.15))  # joined to nothing
    built = build(osm)
    roads = built.roads
    assert roads.metres == pytest.approx(built.metres(), abs=0.1 * len(built.edges))
    assert roads.metres + roads.cut + roads.dropped == pytest.approx(osm.metres(), abs=0.01)
    assert roads.dropped == pytest.approx(EARTH.inv(24.2, 54.1, 24.2, 54.15)[2], abs=0.01)


def test_shapes_are_the_course_of_the_road(build):
    built = build(towns())
    assert sorted(len(built.course(edge)) for edge in built.edges) == [2, 2, 3, 3, 3, 3]
    for edge in built.edges:
        course = built.course(edge)
        assert EARTH.line_length(*zip(*course, strict=True)) == pytest.approx(
            float(edge["metres"]), abs=3
        )


def test_a_dual_carriageway_is_one_gate_with_a_way_each(build):
    osm = towns()
    osm.ways.pop(0)
    south, north = 1, 2
    out = osm.line((25.0, 54.45), (25.0, 54.499), (25.0, 54.501), (25.0, 54.55))
    back = osm.line((25.001, 54.55), (25.001, 54.501), (25.001, 54.499), (25.001, 54.45))
    osm.way([south, *out, north], 10, highway="motorway")
    osm.way(list(reversed([north, *back, south])), 11, highway="motorway", oneway="-1")
    built = build(osm)
    fast = [edge for edge in built.edges if edge["class"] == "motorway"]
    assert {edge["oneway"] for edge in fast} == {"1"}
    alpha = [gate for gate in built.gates if gate["crossing"] == "alpha"]
    assert [gate["side"] for gate in alpha] == ["BY", "BY", "LT", "LT"]
    starts = {built.place(edge["start"]) for edge in fast}
    ends = {built.place(edge["end"]) for edge in fast}
    assert (25.0, 54.499) in ends
    assert (25.001, 54.501) in ends
    assert (25.0, 54.501) in starts
    assert (25.001, 54.499) in starts


def test_one_lane_alone_is_no_gate(build):
    """Nobody comes back over it, so the other town would not be reached both ways."""
    osm = towns()
    osm.ways[0].tags = {"highway": "motorway"}
    built = build(osm)
    alpha = [gate for gate in built.gates if gate["crossing"] == "alpha"]
    assert [(gate["source"], gate["approximate"]) for gate in alpha] == [("link", "1")] * 2
    assert built.roads.link_gates == ("alpha",)


def test_a_roundabout_is_run_through_one_way(build):
    osm = towns()
    ring = osm.line((25.05, 54.3), (25.06, 54.31), (25.05, 54.32), (25.04, 54.31))
    osm.way([*ring, ring[0]], highway="primary", junction="roundabout")
    osm.way([1, ring[2]], highway="primary")
    osm.way([ring[0], osm.node(25.05, 54.2)], highway="primary")
    built = build(osm)
    rounds = [edge for edge in built.edges if edge["oneway"] == "1"]
    assert len(rounds) == 2
    assert {(built.place(e["start"])[1], built.place(e["end"])[1]) for e in rounds} == {
        (54.3, 54.32),
        (54.32, 54.3),
    }


def test_a_loop_keeps_its_length(build):
    osm = towns()
    ring = osm.line((25.05, 54.3), (25.06, 54.31), (25.04, 54.31))
    osm.way([1, ring[0], *ring[1:], ring[0]], highway="residential")
    built = build(osm)
    loops = [edge for edge in built.edges if edge["start"] == edge["end"]]
    assert len(loops) == 1
    assert built.roads.dropped == pytest.approx(0, abs=0.01)


def test_nodes_that_stand_twice_are_one_place(build):
    osm = towns()
    plain = build(osm)
    nodes = [n.ref if hasattr(n, "ref") else n for n in osm.ways[0].nodes]
    osm.ways[0].nodes = [n for n in nodes for _ in range(2)]
    assert build(osm).edges == plain.edges


def test_no_node_is_only_passed_through(build):
    osm = towns()
    osm.road((24.9, 54.2), (24.95, 54.2), (25.05, 54.3))
    last = max(osm.nodes)
    osm.way([last, 1], highway="primary")  # goes on in another way of the same class
    built = build(osm)
    times = np.bincount([int(edge[end]) for edge in built.edges for end in ("start", "end")])
    gates = {int(gate["node"]) for gate in built.gates}
    assert [node for node, n in enumerate(times) if n == 2 and node not in gates] == []
    assert len(built.edges) == 7


def test_a_change_of_class_stays_a_node(build):
    osm = towns()
    osm.way([1, osm.node(25.05, 54.35)], highway="primary")
    osm.way([max(osm.nodes), osm.node(25.05, 54.3)], highway="tertiary")
    built = build(osm)
    assert "25.0500000" in {n["longitude"] for n in built.nodes if n["latitude"] == "54.3500000"}
    assert "tertiary" in {edge["class"] for edge in built.edges}


def test_ways_end_where_nodes_are_missing(build):
    osm = towns()
    plain = build(osm)
    end = osm.node(25.2, 54.3)
    osm.way([1, osm.node(25.1, 54.3), 999_999, end], highway="primary")
    built = build(osm)
    assert built.roads.missing == 1
    assert len(built.edges) == len(plain.edges) + 1
    assert (25.2, 54.3) not in {built.place(str(n)) for n in range(len(built.nodes))}


@pytest.mark.parametrize(
    ("tags", "counts"),
    [
        ({"highway": "residential"}, True),
        ({"highway": "service"}, False),
        ({"highway": "track"}, False),
        ({"highway": "footway"}, False),
        ({"highway": "construction"}, False),
        ({"highway": "primary", "access": "no"}, False),
        ({"highway": "primary", "access": "no", "motor_vehicle": "yes"}, True),
        ({"highway": "primary", "motor_vehicle": "private"}, False),
        ({"highway": "primary", "area": "yes"}, False),
        ({"highway": "primary", "access": "destination"}, True),
    ],
)
def test_which_ways_count(build, tags, counts):
    osm = towns()
    osm.way([1, osm.node(25.05, 54.3)], **tags)
    built = build(osm)
    assert ("54.3000000" in {row["latitude"] for row in built.nodes}) is counts


@pytest.mark.parametrize(
    "tags",
    [
        {"highway": "service"},
        {"highway": "track"},
        {"highway": "service", "access": "private"},
        {"highway": "primary", "access": "no"},
        {"highway": "primary", "motor_vehicle": "no"},
    ],
)
def test_closed_ways_at_a_crossing_are_kept(build, tags):
    """Roads that are closed today are the ones asked about."""
    osm = towns()
    osm.ways.pop(0)
    a, b, c, d = osm.line((25.0, 54.46), (25.0, 54.4995), (25.0, 54.5005), (25.0, 54.54))
    osm.way([1, a], 10, highway="primary")
    osm.way([a, b, c, d], 11, highway="primary", access="no")
    osm.ways[-1].tags = {"highway": "primary"}
    osm.ways[-1].nodes = [a, b]
    osm.way([b, c], 12, **tags)
    osm.way([c, d, 2], 13, highway="primary")
    built = build(osm)
    assert built.roads.edge_gates == ("alpha", "beta")


@pytest.mark.parametrize("ends", [54.46, 54.4], ids=["near", "far"])
def test_a_closed_road_counts_wherever_its_ends_are(build, ends):
    osm = towns()
    osm.ways.pop(0)
    a, b, c, d = osm.line((25.0, ends), (25.0, 54.4995), (25.0, 54.5005), (25.0, 109 - ends))
    osm.way([1, a], 10, highway="primary")
    osm.way([a, b, c, d], 11, highway="primary", access="no")
    osm.way([d, 2], 12, highway="primary")
    assert build(osm).roads.edge_gates == ("alpha", "beta")


def test_a_road_comes_before_a_nearer_service_road(build):
    osm = towns()
    osm.ways.pop(0)
    a, b, c, d = osm.line((25.0, 54.46), (25.0, 54.4995), (25.0, 54.5005), (25.0, 54.54))
    osm.way([1, a, b], 10, highway="primary")
    osm.way([b, c], 11, highway="service")
    osm.way([c, d, 2], 12, highway="primary")
    beside = osm.line((25.009, 54.499), (25.009, 54.501))
    osm.way([1, *beside, 2], highway="tertiary")
    built = build(osm)
    alpha = [gate for gate in built.gates if gate["crossing"] == "alpha"]
    assert {built.place(gate["node"])[0] for gate in alpha} == {25.009}


def test_a_border_control_keeps_its_lanes(build):
    osm = towns()
    osm.node(25.5, 54.3, 500, barrier="border_control")
    osm.way([1, 500], highway="primary")
    osm.way([500, osm.node(25.5, 54.301), osm.node(25.5, 54.302)], highway="service")
    built = build(osm)
    assert "54.3020000" in {row["latitude"] for row in built.nodes}


def test_a_way_far_from_every_crossing_is_cut_and_told(build):
    osm = towns()
    far = osm.line((25.5, 54.49), (25.5, 54.51))
    osm.way([1, *far, 2], highway="primary", ref="M7", name="Long Road")
    osm.road((25.6, 54.49), (25.6, 54.51), name="Mill Lane")
    osm.road((25.7, 54.49), (25.7, 54.51))
    built = build(osm)
    assert built.roads.stray == ((25.5, 54.5), (25.6, 54.5), (25.7, 54.5))
    assert built.roads.roads == ("M7", "Mill Lane")
    assert built.roads.beside == ()
    assert {gate["crossing"] for gate in built.gates} == {"alpha", "beta"}
    places = "25.5000 54.5000; 25.6000 54.5000; 25.7000 54.5000"
    assert f"crossings: 3 (M7, Mill Lane; at {places})" in str(built.roads)
    assert named_roads.met(built.path, "roads") == [
        (25.5, 54.5, ("M7", "Long Road")),
        (25.6, 54.5, ("Mill Lane",)),
    ]


def test_a_numbered_road_near_a_crossing_that_no_way_meets_is_told(build):
    osm = Osm()
    south, north = osm.node(25.05, 54.4), osm.node(25.05, 54.6)
    for lon, tags in ((25.1, {}), (25.02, {"ref": "CG-1"}), (25.03, {"name": "Mill Lane"})):
        middle = osm.line((lon, 54.49), (lon, 54.499), (lon, 54.501), (lon, 54.51))
        osm.way([south, *middle, north], highway="primary", **tags)
    built = build(osm)
    assert built.roads.link_gates == ("alpha",)
    away = EARTH.line_length([25.0, 25.02], [54.5, 54.5]) / 1000
    assert built.roads.beside == (f"CG-1 meets the border {away:.1f} km from alpha",)
    assert f"CG-1 meets the border {away:.1f} km from alpha" in str(built.roads)


def test_a_step_that_leaves_and_comes_back_is_cut(build, folder):
    """Its ends are in one state, and still it crosses."""
    register = geography(folder)
    lines = json.loads((register / "borders.geojson").read_text("utf-8"))
    lines["features"][0]["geometry"]["coordinates"] = [
        (24, LAT), (25.29, LAT), (25.3, LAT - 0.002), (25.31, LAT), (26, LAT)
    ]  # fmt: skip
    (register / "borders.geojson").write_text(json.dumps(lines), encoding="utf-8")
    osm = towns()
    osm.way([1, *osm.line((25.294, 54.499), (25.306, 54.499), (25.3, 54.4))], highway="primary")
    osm.way([1, max(osm.nodes)], highway="primary")
    border = shapely.LineString(lines["features"][0]["geometry"]["coordinates"])
    built = build(osm, register=register)
    assert "25.2940000" in {row["longitude"] for row in built.nodes}
    for edge in built.edges:
        assert not shapely.LineString(built.course(edge)).crosses(border)


def test_no_edge_joins_home_to_another_state(build):
    osm = towns()
    osm.way([1, *osm.line((25.5, 54.49), (25.5, 54.51)), 2], highway="primary")
    built = build(osm)
    for edge in built.edges:
        assert built.nodes[int(edge["start"])]["state"] == built.nodes[int(edge["end"])]["state"]


def test_a_crossing_off_the_roads_is_linked_or_left_out(build, folder):
    folder.crossing("gamma", geometry={"type": "Point", "coordinates": [25.03, LAT]})
    folder.crossing("delta", geometry={"type": "Point", "coordinates": [25.9, LAT]})
    built = build(towns())
    gamma = [gate for gate in built.gates if gate["crossing"] == "gamma"]
    assert [(gate["side"], gate["approximate"]) for gate in gamma] == [("BY", "1"), ("LT", "1")]
    for gate in gamma:
        direct = EARTH.inv(25.03, LAT, *built.place(gate["node"]))[2]
        assert float(gate["metres"]) == pytest.approx(1.25 * direct, abs=0.1)
    assert built.roads.link_gates == ("gamma",)
    assert built.roads.left_out == ("delta",)


def test_an_airport_has_a_way_from_home_alone(build, folder):
    folder.crossing(
        "field",
        neighbour=None,
        kind="air",
        modes=["plane"],
        checkpoints=[{"side": "BY", "names": {"en": "Field"}}],
        geometry={"type": "Point", "coordinates": [25.06, 54.4]},
    )
    built = build(towns())
    assert [g["side"] for g in built.gates if g["crossing"] == "field"] == ["BY"]
    assert built.roads.left_out == ()


def test_railways(build, folder):
    folder.crossing(
        "rail", kind="rail", modes=["passenger_train"],
        geometry={"type": "Point", "coordinates": [25.05, LAT]},
    )  # fmt: skip
    osm = towns()
    a, b = osm.line((25.05, 54.41), (25.05, 54.45))
    c, d, e, f = osm.line((25.0501, 54.45), (25.0501, 54.49), (25.0501, 54.51), (25.0501, 54.59))
    osm.way([a, b], railway="rail")
    osm.way([c, d, e, f], railway="rail")
    osm.way([b, c], railway="rail", service="crossover")  # joins the two
    osm.way([d, osm.node(25.06, 54.46)], railway="rail", service="siding")
    osm.way([a, osm.node(25.06, 54.4)], railway="abandoned")
    osm.way([a, osm.node(25.07, 54.4)], railway="rail", service="yard")
    built = build(osm)
    rails = built.made["rails"]
    assert rails.edge_gates == ("rail",)
    assert {gate["network"] for gate in built.gates if gate["crossing"] == "rail"} == {"rails"}
    lines = ([(25.05, 54.41), (25.05, 54.45), (25.0501, 54.45), (25.0501, 54.49)],
             [(25.0501, 54.51), (25.0501, 54.59)])  # fmt: skip
    expected = sum(EARTH.line_length(*zip(*line, strict=True)) for line in lines)
    assert rails.metres == pytest.approx(expected, abs=0.01)


def test_several_files_are_one(build):
    """Extracts hold the ways over a border whole, in both."""
    whole = build(towns())
    north, south = towns(), towns()
    south.way([1, south.node(25.05, 54.3, 100)], 50, highway="primary")
    north.way([2, north.node(25.05, 54.7, 200)], 60, highway="primary")
    built = build(north, south)
    assert len(built.edges) == len(whole.edges) + 2
    assert [gate["metres"] for gate in built.gates] == [gate["metres"] for gate in whole.gates]


def test_of_two_versions_the_newer_counts(build):
    old, new = towns(), towns()
    new.ways[0].version, new.ways[0].tags = 2, {"highway": "tertiary"}
    assert "tertiary" in {edge["class"] for edge in build(old, new).edges}
    assert "tertiary" in {edge["class"] for edge in build(new, old).edges}


def halved(*rows: Iterable[int]) -> list[Osm]:
    """Draw the towns by clipped extracts, each of which holds some nodes of the first way alone."""
    drawn = []
    for row in rows:
        osm = towns()
        nodes = [osm.ways[0].nodes[n] for n in row]
        osm.ways[0].nodes = nodes
        osm.nodes = {n: node for n, node in osm.nodes.items() if n in nodes or n not in WHOLE}
        drawn.append(osm)
    return drawn


WHOLE = {3, 4, 5, 6}
"""The nodes of the first way between the two towns."""


@pytest.mark.parametrize(
    "rows",
    [
        ((0, 1, 2, 3), (3, 4, 5)),  # they meet at a node
        ((0, 1, 2, 3), (2, 3, 4, 5)),  # they have a step in common
        ((0, 1, 2), (2, 3), (3, 4, 5)),
        ((0, 1, 2, 3, 4, 5), (1, 2), (0, 1, 2, 3)),  # one holds it whole
        ((0, 1), (2, 3, 4, 5), (1, 2)),
    ],
)
def test_parts_of_one_road_are_joined_in_any_order(build, rows):
    """Clipped extracts hold each a part of a road that leaves their area."""
    whole = build(towns())
    for order in itertools.permutations(rows):
        built = build(*halved(*order))
        assert built.edges == whole.edges
        assert built.gates == whole.gates


def test_a_road_beyond_the_border_may_come_first(build):
    """What the first file holds of a road is not all of it."""
    whole = build(towns())
    south, north = towns(), towns()
    for osm, beyond in ((south, 54.52), (north, 54.48)):
        for way in osm.ways:
            inside = [n.ref if hasattr(n, "ref") else n for n in way.nodes]
            lat = {n: osm.nodes[n].location[1] for n in inside}
            way.nodes = [n for n in inside if (lat[n] < beyond) is (osm is south)]
        osm.ways = [way for way in osm.ways if len(way.nodes) > 1]
    for pair in ((south, north), (north, south)):
        built = build(*pair)
        assert built.roads.edge_gates == ("alpha", "beta")
        assert built.roads.metres == pytest.approx(whole.roads.metres, abs=0.01)


def said(file: Path, pattern: str, words: str) -> Path:
    """Write something more of an element of an extract in XML."""
    text = file.read_text("utf-8")
    assert re.search(pattern, text)
    file.write_text(re.sub(pattern, rf"\g<0> {words}", text, count=1), "utf-8")
    return file


@pytest.mark.parametrize("words", ['visible="false"', 'action="delete"', "action='delete'"])
@pytest.mark.parametrize("pack", [None, gzip, bz2], ids=["plain", "gz", "bz2"])
def test_what_is_deleted_does_not_count(build, folder, tmp_path, words, pack):
    rest = towns()
    rest.ways.pop(0)
    without = build(rest)
    file = said(towns().write(tmp_path / "a.osm"), '<way id="1"', words)
    if pack:
        packed = tmp_path / f"a.osm.{ {gzip: 'gz', bz2: 'bz2'}[pack] }"
        packed.write_bytes(pack.compress(file.read_bytes()))
        file = packed
    made = building.build([file], tmp_path / "less", geography(folder))
    assert Built(tmp_path / "less", made).edges == without.edges


@pytest.mark.parametrize("words", ['visible="false"', 'action="delete"'])
def test_what_another_file_deletes_does_not_count(build, folder, tmp_path, words):
    """By its version, in any order, and without its tags as the servers give it."""
    whole = build(towns())
    rest = towns()
    rest.ways.pop(0)
    without = build(rest)
    first = towns().write(tmp_path / "a.osm")
    for version, expected in ((0, whole), (1, without), (2, without)):
        second = tmp_path / "b.osm"
        second.write_text(
            f'<osm version="0.6"><way id="1" version="{version}" {words}/></osm>', "utf-8"
        )
        for files in ([first, second], [second, first]):
            made = building.build(files, tmp_path / "both", geography(folder))
            assert Built(tmp_path / "both", made).edges == expected.edges


@pytest.mark.parametrize("words", ['visible="false"', 'action="delete"'])
def test_a_way_ends_at_a_node_that_is_deleted(folder, tmp_path, words):
    file = said(towns().write(tmp_path / "a.osm"), '<node id="4"', words)
    made = building.build([file], tmp_path / "net", geography(folder))
    assert made.networks[0].missing == 1
    assert "alpha" not in made.networks[0].edge_gates


def test_a_road_that_is_one_no_more_does_not_count(build):
    old, new = towns(), towns()
    new.ways[0].version, new.ways[0].tags = 2, {"highway": "footway"}
    rest = towns()
    rest.ways.pop(0)
    without = build(rest)
    assert build(old, new).edges == build(new, old).edges == without.edges
    new.ways[0].tags = {"highway": "service"}  # near the crossing it counts, and once
    assert build(old, new).edges == build(new, old).edges == build(new).edges


def test_of_two_positions_the_newer_counts(build):
    old, new = towns(), towns()
    new.nodes[4] = mutable.Node(id=4, location=(25.01, 54.499), version=2)
    expected = build(new).edges
    assert build(old, new).edges == build(new, old).edges == expected


def test_another_border(build, folder):
    folder.package |= {"home": "FI", "zones": {"FI": "Europe/Helsinki", "SE": "Europe/Stockholm"}}
    folder.measures = {"FI": [], "SE": []}
    for row in folder.crossings.values():
        row["neighbour"] = "SE"
        for checkpoint, side in zip(row["checkpoints"], ("SE", "FI"), strict=True):
            checkpoint["side"] = side
    built = build(towns(), register=geography(folder, home="FI", other="SE"))
    assert {gate["side"] for gate in built.gates} == {"FI", "SE"}
    assert built.roads.edge_gates == ("alpha", "beta")


@pytest.mark.parametrize("kept", ["countries", "borders"])
def test_areas_or_lines_are_enough(build, folder, kept):
    register = geography(folder)
    both = build(towns(), register=register).gates
    for name in {"countries", "borders"} - {kept}:
        (register / f"{name}.geojson").unlink()
    assert build(towns(), register=register).gates == both


def test_a_register_without_geography_says_what_it_needs(build, folder):
    with pytest.raises(DataError, match=r"countries\.geojson.*area.*borders\.geojson"):
        build(towns(), register=folder.write())


# Other states


def three(folder: Folder) -> Path:
    """Write the register with a third state, north of 54.7."""
    register = geography(folder)
    areas = json.loads((register / "countries.geojson").read_text("utf-8"))
    third = shapely.geometry.mapping(shapely.box(24, 54.7, 26, 55))
    areas["features"][1]["geometry"] = shapely.geometry.mapping(shapely.box(24, LAT, 26, 54.7))
    areas["features"].append({"type": "Feature", "id": "PL", "properties": {}, "geometry": third})
    (register / "countries.geojson").write_text(json.dumps(areas), encoding="utf-8")
    return register


def test_states_of_one_group_stay_joined(build, folder):
    osm = towns()
    osm.way([2, osm.node(25.05, 54.69), osm.node(25.05, 54.71)], highway="primary")
    built = build(osm, register=three(folder))
    assert {row["state"] for row in built.nodes} == {"BY", "LT", "PL"}
    assert built.roads.between_others == 0


def test_home_is_cut_off_even_within_a_group(build, folder):
    folder.groups[0]["members"] = ["BY", "LT"]
    assert build(towns()).roads.edge_gates == ("alpha", "beta")


def test_other_states_are_cut_apart(build, folder):
    """Or routes would go round by a border that nobody looked at."""
    folder.groups[0]["members"] = ["LT", "LV"]
    osm = towns()
    osm.way([2, osm.node(25.05, 54.69), osm.node(25.05, 54.71)], highway="primary")
    built = build(osm, register=three(folder))
    assert {row["state"] for row in built.nodes} == {"BY", "LT"}
    assert built.roads.between_others == 1
    assert "share no group: 1" in str(built.roads)


def test_the_nearest_other_state_has_the_gate(build, folder):
    """A way into another state than the register says is no way through the crossing."""
    folder.groups[0]["members"] = ["LT", "LV"]
    for crossing in folder.crossings.values():
        crossing["neighbour"] = "PL"
    folder.package["zones"]["PL"] = "Europe/Warsaw"
    folder.measures["PL"] = []
    for row in folder.crossings.values():
        row["checkpoints"][0]["side"] = "PL"
    built = build(towns(), register=three(folder))
    assert {gate["side"] for gate in built.gates if gate["source"] == "edge"} == set()
    assert built.roads.left_out == ("alpha", "beta")


# The engine


def engine(built: Built) -> Graph:
    points = {"alpha": (25.0, LAT), "beta": (25.1, LAT)}
    return read.load(built.path, home="BY", points=points).graphs["roads"]


def test_the_engine_routes_over_it(build):
    built = build(towns())
    graph = engine(built)
    town = built.number(25.05, 54.4)
    course = [(25.05, 54.4), (25.0, 54.45), (25.0, 54.499), (25.0, LAT)]
    tree = graph.tree(town)
    half = graph.side_nodes["alpha", "BY"]
    assert tree.metres[half] == pytest.approx(EARTH.line_length(*zip(*course, strict=True)), abs=1)
    assert np.isinf(tree.metres[[graph.side_nodes["alpha", "LT"], built.number(25.05, 54.6)]]).all()


def test_the_engine_keeps_to_the_lanes(build):
    """Out over one lane and back over the other, which is longer."""
    osm = towns()
    osm.ways.pop(0)
    out = osm.line((25.0, 54.45), (25.0, 54.499), (25.0, 54.501), (25.0, 54.55))
    back = osm.line((25.001, 54.55), (25.001, 54.501), (25.001, 54.499), (24.9, 54.42))
    osm.way([1, *out, 2], 10, highway="motorway")
    osm.way([2, *back, 1], 11, highway="motorway")
    built = build(osm)
    graph = engine(built)
    half, town = graph.side_nodes["alpha", "BY"], built.number(25.05, 54.4)
    leaving = graph.tree(half, reverse=True).metres[town]
    arriving = graph.tree(half).metres[town]
    there = [(25.05, 54.4), (25.0, 54.45), (25.0, 54.499), (25.0, LAT)]
    home = [(25.001, LAT), (25.001, 54.499), (24.9, 54.42), (25.05, 54.4)]
    assert leaving == pytest.approx(EARTH.line_length(*zip(*there, strict=True)), abs=1)
    assert arriving == pytest.approx(EARTH.line_length(*zip(*home, strict=True)), abs=1)


# What goes wrong


@pytest.mark.parametrize("form", ["osm.pbf", "osm.xml", "osm.bz2", "osm.gz"])
@pytest.mark.parametrize("content", [b"", b"a,b\n" * 50, b"<html><body>no</body></html>"])
def test_what_is_no_extract(folder, tmp_path, form, content):
    file = tmp_path / f"no.{form}"
    file.write_bytes(content)
    with pytest.raises(DataError, match=rf"no\.{form}: "):
        building.build([file], tmp_path / "net", geography(folder))
    assert sorted(p.name for p in tmp_path.iterdir()) == [file.name, "toy"]


@pytest.mark.parametrize("form", ["osm.pbf", "osm.xml", "osm.bz2", "osm.gz"])
@pytest.mark.parametrize("share", [0.05, 0.5, 0.9, 0.99])
def test_a_truncated_extract(folder, tmp_path, form, share):
    file = towns().write(tmp_path / f"cut.{form}")
    file.write_bytes(file.read_bytes()[: int(share * file.stat().st_size)])
    with pytest.raises(DataError, match=rf"cut\.{form}: .*download it again"):
        building.build([file], tmp_path / "net", geography(folder))
    assert sorted(p.name for p in tmp_path.iterdir()) == [file.name, "toy"]


@pytest.mark.parametrize("at", range(0, 400, 23))
def test_a_damaged_extract_is_refused_or_read(folder, tmp_path, at):
    """A flipped byte is an error with the name of the file, never another exception."""
    file = towns().write(tmp_path / "bad.osm.pbf")
    content = bytearray(file.read_bytes())
    content[at % len(content)] ^= 0xFF
    file.write_bytes(content)
    told = ""
    try:
        building.build([file], tmp_path / "net", geography(folder))
    except DataError as error:
        told = str(error)
    assert ("bad.osm.pbf" in told) is not (tmp_path / "net").exists()
    assert [path for path in tmp_path.iterdir() if path.name.startswith(".")] == []


NUMBERS = (
    "nan",
    "inf",
    "",
    "x",
    "1.5",
    "-1",
    "0",
    f"{2**63}",
    f"{-(2**63)}",
    f"{2**63 - 1}",
    "1e999",
)


@pytest.mark.parametrize(
    ("element", "attribute"),
    [
        ("node", "id"),
        ("node", "lat"),
        ("node", "lon"),
        ("way", "id"),
        ("way", "version"),
        ("nd", "ref"),
    ],
)
@pytest.mark.parametrize("count", [0, 1], ids=["all", "one"])
def test_numbers_that_are_none_are_told(folder, tmp_path, element, attribute, count):
    """By an error of ours that names the file, or they are read: nothing else comes out."""
    register = geography(folder)
    text = towns().write(tmp_path / "bad.osm").read_text("utf-8")
    pattern = rf'(<{element}\b[^>]*?\b{attribute}=)"[^"]*"'
    told = []
    for number in (*NUMBERS, None):
        new = "" if number is None else rf'\1"{number}"'
        (tmp_path / "bad.osm").write_text(re.sub(pattern, new, text, count=count), "utf-8")
        try:
            building.build([tmp_path / "bad.osm"], tmp_path / "net", register)
        except DataError as error:
            told.append(str(error))
    assert all("bad.osm" in text for text in told)
    assert told or attribute == "version"


def test_a_missing_file(folder, tmp_path):
    with pytest.raises(DataError, match=r"none\.osm\.pbf: no such file"):
        building.build([tmp_path / "none.osm.pbf"], tmp_path / "net", geography(folder))


def test_a_folder_is_no_file(folder, tmp_path):
    with pytest.raises(DataError, match="is no file"):
        building.build([tmp_path], tmp_path / "net", geography(folder))


def test_an_extract_of_elsewhere(build):
    osm = Osm()
    osm.road((2.0, 48.0), (2.1, 48.1))
    with pytest.raises(DataError, match="no road of BY"):
        build(osm)


def test_unpublished_edits(build):
    osm = towns()
    osm.nodes[-1] = mutable.Node(id=-1, location=(25.0, 54.2))
    osm.way([1, -1], highway="primary")
    with pytest.raises(DataError, match="negative id"):
        build(osm)


def test_what_stands_there_stays(folder, tmp_path):
    file = towns().write(tmp_path / "a.osm.pbf")
    (tmp_path / "net").mkdir()
    (tmp_path / "net/letter.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(QuestionError, match=r"no network \(it has no network\.toml\)"):
        building.build([file], tmp_path / "net", geography(folder))
    assert (tmp_path / "net/letter.txt").read_text("utf-8") == "dear"


def test_files_within_a_network_stay(build, folder, tmp_path):
    """An extract kept in the folder that it was built into, for one."""
    inside = towns().write(build(towns()).path / "mine.osm.pbf")
    with pytest.raises(QuestionError, match=r"more than a network \(mine\.osm\.pbf\)"):
        building.build([inside], tmp_path / "net", geography(folder))
    assert inside.is_file()


def test_folders_on_the_way_are_made_at_the_end(folder, tmp_path):
    file = towns().write(tmp_path / "a.osm.pbf")
    elsewhere = Osm()
    elsewhere.road((2.0, 48.0), (2.1, 48.1))
    other = elsewhere.write(tmp_path / "b.osm.pbf")
    with pytest.raises(DataError):
        building.build([other], tmp_path / "x/y/net", geography(folder))
    assert not (tmp_path / "x").exists()
    building.build([file], tmp_path / "x/y/net", geography(folder))
    assert [path.name for path in (tmp_path / "x").rglob("*.toml")] == ["network.toml"]
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_the_day_of_the_data_is_told(folder, tmp_path):
    osm, file = towns(), tmp_path / "a.osm.pbf"
    header = osmium.io.Header()
    header.set("osmosis_replication_timestamp", "2025-11-05T20:21:22Z")
    writer = osmium.SimpleWriter(str(file), header=header)
    for node in osm.nodes.values():
        writer.add_node(node)
    for way in osm.ways:
        writer.add_way(way)
    writer.close()
    building.build([file], tmp_path / "net", geography(folder))
    told = tomli.loads((tmp_path / "net/network.toml").read_text("utf-8"))
    assert told["data_from"] == "2025-11-05T20:21:22Z"


def test_a_history_is_no_extract(folder, tmp_path):
    file = towns().write(tmp_path / "a.osh.pbf")
    with pytest.raises(DataError, match=r"a\.osh\.pbf: .*every version"):
        building.build([file], tmp_path / "net", geography(folder))


def test_a_network_survives_a_build_that_fails(build, folder, tmp_path):
    before = {file.name: file.read_bytes() for file in build(towns()).path.iterdir()}
    bad = tmp_path / "bad.osm.pbf"
    bad.write_bytes(b"no")
    with pytest.raises(DataError):
        building.build([bad], tmp_path / "net", geography(folder))
    assert {file.name: file.read_bytes() for file in (tmp_path / "net").iterdir()} == before


def test_without_pyosmium(folder, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "osmium", None)
    with pytest.raises(MissingExtra, match=r'pip install "belarus-borders\[osm\]"'):
        building.build([tmp_path / "a.osm.pbf"], tmp_path / "net", geography(folder))


def test_on_the_command_line(folder, tmp_path, run):
    file = towns().write(tmp_path / "a.osm.pbf")
    register = geography(folder)
    args = ("network", "build", str(file), "-o", str(tmp_path / "n"), "--geodata", str(register))
    code, out, err = run(*args)
    assert (code, err) == (0, "")
    assert "gates where a way meets the border: alpha, beta" in out
    assert (tmp_path / "n/network.toml").is_file()
    file.write_bytes(b"")
    code, out, err = run(*args)
    assert code == 1
    assert "a.osm.pbf: cannot be read as OpenStreetMap data" in err


# Arithmetic


@st.composite
def drawings(draw: Any) -> Osm:
    """Roads over a grid on both sides of the border, some of them one-way."""
    osm = towns()
    grid = [osm.node(25 + x / 50, 54.41 + y / 50) for x in range(5) for y in range(9)]
    ends = st.sampled_from([1, 2, *grid])
    kinds = st.sampled_from(["primary", "residential"])
    for _ in range(draw(st.integers(1, 12))):
        tags = {"highway": draw(kinds)} | ({"oneway": "yes"} if draw(st.booleans()) else {})
        osm.way(draw(st.lists(ends, min_size=2, max_size=6)), **tags)
    return osm


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(drawings())
def test_whatever_is_drawn(tmp_path_factory, folder_of, osm):
    path = tmp_path_factory.mktemp("drawn")
    made = building.build([osm.write(path / "a.osm.pbf")], path / "net", geography(folder_of(path)))
    built = Built(path / "net", made)
    roads = built.roads
    assert roads.metres + roads.cut + roads.dropped == pytest.approx(osm.metres(), abs=0.01)
    assert roads.metres == pytest.approx(built.metres(), abs=0.06 * len(built.edges))
    times = np.zeros(len(built.nodes), dtype=int)
    kinds: list[set[tuple[str, str]]] = [set() for _ in built.nodes]
    for edge in built.edges:
        sides = {lat > LAT for _, lat in built.course(edge)}
        assert len(sides) == 1
        for end in ("start", "end"):
            times[int(edge[end])] += 1
            kinds[int(edge[end])].add((edge["class"], edge["oneway"]))
    at_border = set()
    for way in osm.ways:
        steps = [osm.nodes[n].location for n in way.nodes]
        for one, two in itertools.pairwise(steps):
            if (one[1] > LAT) != (two[1] > LAT):
                at_border |= {one, two}
    for node in np.flatnonzero(times == 2):
        place = tuple(round(x, 7) for x in built.place(str(node)))
        rounded = {tuple(round(x, 7) for x in at) for at in at_border}
        both = {(edge["start"], edge["end"], edge["oneway"]) for edge in built.edges}
        ways_in = sum(end == str(node) for _, end, one in both if one == "1")
        is_passed = len(kinds[node]) == 1 and (
            "0" in {one for _, one in kinds[node]} or ways_in == 1
        )
        assert place in rounded or not is_passed, place


def test_contracting_follows_one_ways():
    ways = Linestrings(
        np.array([3, 4, 1, 2, 2, 3]),
        np.array([0, 2, 4, 6]),
        np.zeros(3, dtype=int),
        np.ones(3, dtype=bool),
    )
    whole = linework.contract(ways, 5, np.zeros(5, dtype=bool))
    assert whole.nodes.tolist() == [1, 2, 3, 4]
    assert whole.oneway.tolist() == [True]


def test_head_on_one_ways_are_not_joined():
    ways = Linestrings(
        np.array([0, 1, 2, 1]), np.array([0, 2, 4]), np.zeros(2, dtype=int), np.ones(2, dtype=bool)
    )
    assert len(linework.contract(ways, 3, np.zeros(3, dtype=bool)).classes) == 2


def test_beyond_the_end_of_a_line_areas_decide():
    corner = shapely.box(25, 54.4, 26, 55)
    areas = {"AA": shapely.box(24, 54, 26, 55) - corner, "BB": corner}
    locator = CountryLocator(areas, {("BB", "AA"): shapely.LineString([(25, 55), (25, 54.4)])})
    lon, lat = np.array([(25.001, 54.399), (25.001, 54.401), (24.999, 54.401)]).T
    assert [locator.codes[n] for n in locator.numbers(lon, lat)] == ["AA", "BB", "AA"]


def test_sides_are_those_of_the_exact_ones():
    """On the shipped border, against the slow way on the ellipsoid."""
    folder = archives.geodata()
    areas, lines = border_points.countries_of(folder), border_points.borders_of(folder)
    locator = CountryLocator(areas, lines)
    random = np.random.default_rng(4)
    vertices = np.concatenate([shapely.get_coordinates(line) for line in lines.values()])
    near = vertices[random.integers(0, len(vertices), 150)] + random.normal(0, 0.002, (150, 2))
    far = random.uniform((20, 51), (32, 58), (150, 2))
    places = np.concatenate([near, far])
    found = [locator.codes[n] if n >= 0 else None for n in locator.numbers(*places.T)]
    asked = [border_points.side_of(shapely.Point(place), areas, lines) for place in places]
    differing = [(p, a, b) for p, a, b in zip(places, found, asked, strict=True) if a != b and b]
    assert differing == []


def test_a_packed_extract_whose_inside_is_broken_is_told(folder, tmp_path):
    file = tmp_path / "x.osm.gz"
    content = bytearray(gzip.compress(towns().write(tmp_path / "x.osm").read_bytes() * 9))
    content[60:70] = bytes(10)
    file.write_bytes(content)
    with pytest.raises(DataError, match=r"x\.osm\.gz: cannot be read as OpenStreetMap data"):
        building.build([file], tmp_path / "net", geography(folder))
