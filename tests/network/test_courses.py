"""Long roads lead by the places that courses name, and a course that is wrong is told."""

from __future__ import annotations

import csv
import shutil
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from borders.geo.earth import geod
from borders.geo.polylines import decode
from borders.network import courses, read
from borders.network.courses import Course
from borders.network.graph import Edges, Nodes

SHIPPED = Path(__file__).parents[2] / "geodata" / "network"
ROADS = read.load(SHIPPED).graphs["roads"]
BENT = [edge for edge in range(ROADS.edge_count) if ROADS.shape(edge)]


def bends(
    places: list[tuple[float, float]],
    *,
    ends: tuple[tuple[float, float], ...] = ((25.0, 54.0), (25.4, 54.0)),
    edges: tuple[tuple[int, int], ...] = ((0, 1),),
    metres: float = 26_300,
    country: str = "BY",
) -> dict[int, list[tuple[float, float]]]:
    """The places by which each edge between some nodes in Belarus leads, by one course."""
    lon, lat = np.array(ends).T
    start, end = np.array(edges).T
    count = len(edges)
    found = courses.bends(
        Nodes(lon, lat, np.array(["BY"] * len(lon), object)),
        Edges(start, end, np.full(count, metres), np.zeros(count, bool)),
        [Course("M1", country, tuple(map(str, places)), np.array(places))],
    )
    for bend in found:
        line = np.array([ends[edges[bend.edge][0]], *bend.lonlat, ends[edges[bend.edge][1]]])
        assert bend.metres == max(metres, geod().line_length(*line.T))
        assert decode(bend.shape) == [tuple(place) for place in bend.lonlat.round(5).tolist()]
    return {bend.edge: [tuple(place) for place in bend.lonlat.tolist()] for bend in found}


def test_an_edge_leads_by_the_places_between_its_ends():
    course = [(24.9, 54.0), (25.1, 54.03), (25.3, 54.03), (25.5, 54.0)]
    assert bends(course) == {0: course[1:3]}
    assert bends(course[::-1]) == {0: course[1:3]}
    assert bends(course, edges=((1, 0),)) == {0: course[2:0:-1]}


def test_a_bend_is_no_shorter_than_the_source_has_it():
    assert bends([(24.9, 54.0), (25.2, 54.03), (25.5, 54.0)], metres=30_000)


@pytest.mark.parametrize(
    "places",
    [
        pytest.param([(24.9, 54.0), (25.2, 54.001), (25.5, 54.0)], id="adds nothing"),
        pytest.param([(24.9, 54.0), (25.2, 54.2), (25.5, 54.0)], id="turns sharply"),
        pytest.param([(24.9, 54.0), (25.01, 54.01), (25.5, 54.0)], id="is at an end"),
        pytest.param([(24.9, 54.1), (25.2, 54.13), (25.5, 54.1)], id="is another road's"),
        pytest.param([(25.2, 54.03)], id="is alone"),
    ],
)
def test_a_place_bends_nothing_where_it(places):
    assert bends(places) == {}


def test_a_short_edge_and_one_of_another_state_stay_straight():
    course = [(24.9, 54.0), (25.06, 54.01), (25.5, 54.0)]
    assert bends(course, ends=((25.0, 54.0), (25.12, 54.0))) == {}
    assert bends([(24.9, 54.0), (25.2, 54.03), (25.5, 54.0)], country="LT") == {}


def test_of_two_edges_the_one_on_the_course_is_bent():
    course = [(25.0, 54.0), (25.2, 54.03), (25.4, 54.0)]
    ends = ((25.0, 54.02), (25.4, 54.02), (25.0, 54.0), (25.4, 54.0))
    assert bends(course, ends=ends, edges=((0, 1), (2, 3))) == {1: course[1:2]}


# The shipped ones


def turns(*edges: int, at: int, bent: bool = True) -> float:
    """The angle at a node at which two edges meet."""
    beside = []
    for edge in edges:
        line = ROADS.line(edge) if bent else ROADS.line(edge)[[0, -1]]
        beside.append(line[1] if ROADS.edges.start[edge] == at else line[-2])
    here = ROADS.lonlat(at)
    return float(courses.angles(np.array([beside[0], here, beside[1]]))[0])


def test_no_bend_is_sharp():
    assert len(BENT) > 250
    assert min(courses.angles(ROADS.line(edge)).min() for edge in BENT) >= courses.SHARPEST


def test_no_bend_makes_a_corner_but_at_a_junction():
    edges_at: dict[int, list[int]] = {}
    for edge, ends in enumerate(zip(ROADS.edges.start, ROADS.edges.end, strict=True)):
        for node in map(int, ends):
            edges_at.setdefault(node, []).append(edge)
    passed = [(node, *edges_at[node]) for edge in BENT for node in ends_of(edge)]
    passed = [(node, *two) for node, *two in passed if len(two) == 2]
    assert len(passed) > 20
    for node, *two in passed:
        if max(two) < ROADS.edge_count and turns(*two, at=node, bent=False) >= courses.SHARPEST:
            assert turns(*two, at=node) >= courses.SHARPEST, node


def ends_of(edge: int) -> tuple[int, int]:
    return int(ROADS.edges.start[edge]), int(ROADS.edges.end[edge])


def test_each_bent_road_has_the_length_of_its_course_or_that_of_the_source():
    with (SHIPPED / "roads.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [number for number, row in enumerate(rows) if row["straight"]] == BENT
    for edge in BENT:
        along = geod().line_length(*ROADS.line(edge).T)
        source = int(rows[edge]["straight"])
        assert ROADS.edges.metres[edge] == pytest.approx(max(along, source), abs=1)


def test_a_route_leads_by_the_places():
    edge = max(BENT, key=lambda edge: len(ROADS.shape(edge)))
    start, end = ends_of(edge)
    course = ROADS.course([start, end])
    assert course[1:-1] == ROADS.shape(edge)
    assert ROADS.course([end, start]) == course[::-1]


def test_the_file_of_roads_is_as_the_courses_have_it():
    assert courses.check(SHIPPED) == []


def test_courses_that_bend_other_edges_leave_none_bent(tmp_path: Path):
    folder = shutil.copytree(SHIPPED, tmp_path / "network")
    network = courses.roads(folder, [])
    assert network is not None
    straight = courses.bent(network, [])
    assert {row[2] for row in straight} == {""}
    assert sum(shape != "" for _, shape, _ in straight) == 0
    found = courses.bends(network.nodes, network.edges, courses.read(folder, []))
    assert courses.bent(network, found) == network.columns


ROW = "102,LT,4,Zalavas,25.97439,54.97297,vilnijos-vartai wikipedia-zalavas\n"
FAULTS = {
    "an order": (
        ROW,
        ROW.replace(",4,", ",9,"),
        "line {at}, order: is 9, not 4: the places of a road are",
    ),
    "a source": (
        ROW,
        ROW.replace("vartai", "vratai"),
        "line {at}, source: 'vilnijos-vratai' is no source of",
    ),
    "a place": (ROW, ROW.replace("25.97439", "20.97439"), "Zalavas: lies over 15 km from every"),
    "a number": (ROW, ROW.replace("25.97439", "east"), "line {at}, lon: 'east' is not a number"),
    "a turn": (
        "102,LT,5,Pabradė,25.761,54.981",
        "102,LT,5,Pabradė,26.159,55.13",
        "Zalavas: is where 102 turns back: put the places in their order",
    ),
    "a road": (
        "road,country,order,place,lon,lat,source\n",
        "road,country,order,place,lon,lat,source\nA99,LT,1,Here,25.1,54.5,tm-lt-a\n",
        "line 2, road A99: bends no road of LT in this network",
    ),
    "a bend": (
        ROW,
        ROW.replace("54.97", "54.96"),
        ": does not lead as courses.csv has it, one of 1:",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_wrong_with_a_course_is_told_with_its_place(tmp_path: Path, fault: str):
    folder = shutil.copytree(SHIPPED, tmp_path / "network")
    old, new, told = FAULTS[fault]
    file = folder / courses.FILE
    text = file.read_text("utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), "utf-8")
    problems = [str(problem) for problem in read.check(folder, "BY")]
    told = told.format(at=text[: text.index(old)].count("\n") + 1)
    assert any(told in problem for problem in problems), problems
    assert all(problem.startswith("network/") for problem in problems)


def test_a_source_that_no_course_names_is_told(tmp_path: Path):
    folder = shutil.copytree(SHIPPED, tmp_path / "network")
    with (folder / courses.SOURCES).open("a", encoding="utf-8") as file:
        file.write('\n[idle]\npublisher = "Nobody"\n')
    (problem,) = read.check(folder, "BY")
    assert str(problem) == "network/course-sources.toml, idle: no course rests on it"


def test_a_list_of_sources_without_any_is_told(tmp_path: Path):
    folder = shutil.copytree(SHIPPED, tmp_path / "network")
    (folder / courses.SOURCES).write_text(" \n\n", "utf-8")
    (problem,) = read.check(folder, "BY")
    assert str(problem) == "network/course-sources.toml: is empty: courses.csv rests on sources"


@pytest.mark.parametrize("length", ["\U0010ffff", "1e3", "1_0", "\u0661", "nan", "-"])
def test_a_straight_length_that_is_none_is_told_with_its_line(tmp_path: Path, length: str):
    folder = shutil.copytree(SHIPPED, tmp_path / "network")
    file = folder / "roads.csv"
    lines = file.read_text("utf-8").splitlines(keepends=True)
    at = next(n for n, line in enumerate(lines[1:], 1) if not line.endswith(",\n"))
    lines[at] = f"{lines[at].rpartition(',')[0]},{length}\n"
    file.write_text("".join(lines), "utf-8")
    (problem,) = read.check(folder, "BY")
    told = f"network/roads.csv, line {at + 1}, straight: {length!r} is not a whole number"
    assert str(problem) == told


def test_a_network_without_courses_is_sound(tmp_path: Path):
    folder = shutil.copytree(SHIPPED, tmp_path / "network")
    (folder / courses.FILE).unlink()
    assert read.check(folder, "BY") == []


def test_the_shipped_courses_are_ordered_and_each_place_has_its_source():
    known: list[courses.Problem] = []
    roads = courses.read(SHIPPED, known)
    assert known == []
    keys = [(course.country, course.road) for course in roads]
    assert len(set(keys)) == len(keys)
    for course in roads:
        assert all(one != other for one, other in pairwise(course.places)), course.road
