from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point
from small_graphs import arcs_of, graphs, joined, shortest, turned

import borders
from borders.columns import ROUTES
from borders.enums import Language, Status
from borders.model import Question, Verdict
from borders.network import routes
from borders.places import Place

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Folder

    from borders.network.graph import BorderLink, Graph

DAY = "2022-06-01"
US = borders.Traveller(nationality="US")
KEYS = ["crossing", "status", "km", "detour_km", "approximate", "sentence"]


@pytest.fixture
def day(roads: Folder) -> borders.Snapshot:
    """Alpha is closed, beta open, and to gamma there is no road."""
    roads.measure(id="shut", crossings=["alpha"])
    return roads.load().on(DAY, mode="car")


def told(routes: borders.Routes) -> list[tuple[str, str, float | None, float | None]]:
    return [(r.crossing.id, r.status.value, r.km, r.detour_km) for r in routes]


def test_passable_ways_come_first_and_unrouted_ones_are_not_left_out(day: borders.Snapshot):
    assert told(day.routes("Ay", "Cee")) == [
        ("beta", "open", 120.0, None),
        ("gamma", "open", None, None),
        ("alpha", "closed", 112.0, 8.0),
    ]


def test_without_a_destination_ways_end_at_the_crossings(day: borders.Snapshot):
    assert told(day.routes("Be")) == [
        ("beta", "open", 56.0, None),
        ("gamma", "open", None, None),
        ("alpha", "closed", 63.0, 0.0),
    ]
    assert told(day.routes("Cee"))[0] == ("beta", "open", 57.0, None)


def test_each_status_has_its_turn(roads: Folder):
    roads.measure(crossings=["alpha"], only=[{"nationality": ["US"]}])
    roads.measure(crossings=["beta"])
    roads.crossing("delta", verified=roads.verified("2020-01-01", "2021-01-01"))
    routes = roads.load().on(DAY, mode="car").routes("Ay", "Cee")
    assert [r.status.value for r in routes] == ["open", "restricted", "closed", "unknown"]
    assert routes[3].verdict.last_known.status is Status.OPEN


def test_a_course_runs_from_place_to_place_through_the_border_point(day: borders.Snapshot):
    beta = day.routes("Ay", "Cee")[0]
    assert beta.coordinates == (
        (25.0, 54.0),
        (25.1, 54.0),
        (25.1, 54.49),
        (25.1, 54.5),
        (25.1, 54.51),
        (25.0, 55.0),
    )
    back = day.routes("Cee", "Ay")[0]
    assert back.coordinates == beta.coordinates[::-1]
    alpha = day.routes("Ay", "Cee")[2]
    assert alpha.coordinates[:3] == ((25.0, 54.0), (25.2, 54.25), (25.0, 54.49))


def test_what_is_estimated_is_said_to_be(day: borders.Snapshot):
    assert [r.approximate for r in day.routes("Ay", "Cee")] == [True, False, False]
    assert all(r.approximate for r in day.routes((26.9, 54.0)) if r.km is not None)


def test_a_way_beside_the_roads_is_lengthened_by_a_quarter(day: borders.Snapshot):
    near = day.routes((25.0, 53.99))
    assert near[2].km == pytest.approx(56 + 1.25 * 1.113, abs=0.01)
    assert near[2].coordinates[:2] == ((25.0, 53.99), (25.0, 54.0))


def test_sentences_say_what_a_traveller_needs(day: borders.Snapshot):
    beta, gamma, alpha = (route.sentence for route in day.routes("Ay", "Cee"))
    assert beta == "Open: about 120 km by road through Beta."
    assert gamma == "Open: not routed through Gamma, since the network knows no road there."
    assert alpha == (
        "Closed: 112 km by road through Alpha; closed by Lithuania (since 1 January 2021, "
        "dispute); the route through Beta, which is open, is 8 km longer."
    )
    *_, alpha = (route.sentence for route in day.routes("Be"))
    assert alpha.endswith("dispute); Beta, which is open, is 7 km nearer.")


def test_the_json_is_as_promised(day: borders.Snapshot):
    answer = day.routes("Ay", "Cee").answer()
    assert {k: v for k, v in answer.items() if k != "routes"} == {
        "on": DAY,
        "from": "Ay",
        "to": "Cee",
    }
    assert all(tuple(row) == ROUTES.names for row in answer["routes"])
    assert [row["origin"] for row in answer["routes"]] == ["Ay"] * 3
    assert day.routes("Ay").answer()["to"] is None


def test_a_frame_holds_the_rows_at_their_courses(day: borders.Snapshot):
    routes = day.routes("Ay", "Cee")
    frame = routes.to_geodataframe()
    assert frame.crs.to_epsg() == 4326
    assert list(frame.columns) == [*ROUTES.names, "geometry"]
    ends = ["origin", "origin_lon", "destination", "destination_lat", "direction"]
    assert frame.loc[0, ends].to_list() == [
        "Ay",
        routes.origin.lon,
        "Cee",
        routes.destination.lat,
        "out",
    ]
    assert frame["km"].isna().tolist() == [False, True, False]
    assert list(frame.geometry[0].coords) == list(routes[0].coordinates)
    assert frame.geometry[1] is None


def test_many_places_have_the_routes_of_each(day: borders.Snapshot):
    """Names, positions and points of geopandas, on either side of the border."""
    one, two = day.routes("Ay"), day.routes("Cee")
    ay, cee = ((r.origin.lon, r.origin.lat) for r in (one, two))
    points = gpd.GeoSeries.from_xy(*zip(ay, cee, strict=True), crs=4326)
    expected = [[(route.crossing.id, route.km) for route in routes] for routes in (one, two)]
    for places in (
        ["Ay", "Cee"],
        (one.origin, two.origin),
        pd.Series(["Ay", "Cee"]),
        [ay, cee],
        np.array([ay, cee]),
        points.to_crs(3857),
        gpd.GeoDataFrame(geometry=points),
    ):
        many = day.routes(places)
        assert [[(route.crossing.id, route.km) for route in routes] for routes in many] == [
            [(name, pytest.approx(km, abs=1e-3)) for name, km in each] for each in expected
        ]
    assert repr(many) == "<Corridors from 2 places>"
    frame = day.routes(["Ay", "Cee"]).to_geodataframe()
    assert list(frame["origin"]) == ["Ay"] * len(one) + ["Cee"] * len(two)
    assert list(frame["direction"]) == ["out"] * len(one) + ["in"] * len(two)
    assert not frame.duplicated([*ROUTES.key]).any()
    assert frame.dtypes.equals(day.routes([]).to_geodataframe().dtypes)
    assert day.routes(["Ay"], "Cee").rows() == day.routes("Ay", "Cee").rows()
    with pytest.raises(borders.UnknownPlace, match="Nowhere"):
        day.routes(["Ay", "Nowhere"])


def test_routes_are_a_sequence_that_says_what_it_is(day: borders.Snapshot):
    routes = day.routes("Ay", "Cee")
    assert repr(routes) == "<Routes Ay → Cee on 2022-06-01: 3>"
    assert len(routes) == len(list(routes)) == 3
    assert routes[0].status is Status.OPEN
    assert repr(routes[0]) == "<Route beta by road: open, 120.0 km>"
    assert repr(routes[1]) == "<Route gamma by road: open>"


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Ай", "Ay"),
        ("ay", "Ay"),
        ("Ey", "Ay"),
        ("Ay, BY", "Ay"),
        ("ay,by", "Ay"),
        ("25.1,54.0", "25.1,54"),
        (" 25.1 , 54 ", "25.1,54"),
        ((25.1, 54.0), "25.1,54"),
        (Point(25.1, 54.0), "25.1,54"),
    ],
    ids=str,
)
def test_a_place_is_known_by_any_name(day: borders.Snapshot, name: str, found: str):
    assert day.routes(name).origin.name == found


def test_what_the_register_gave_is_taken_as_a_place(day: borders.Snapshot):
    place, alpha = day.register.place, day.register.crossing("Alpha")
    assert told(day.routes(place("Ay"), place("Cee"))) == told(day.routes("Ay", "Cee"))
    assert place(alpha) is place("Alpha") is alpha
    assert told(day.routes(alpha, "Cee")) == told(day.routes("Alpha", "Cee"))


def test_a_name_is_the_towns_that_have_it_as_their_own(roads: Folder):
    roads.town("Far", "LT", 25.0, 55.9, alternates="Ay")
    assert roads.load().place("Ay").state == "BY"


def test_a_name_of_several_towns_is_no_answer(roads: Folder):
    roads.town("Be", "LT", 25.0, 55.9, population=9)
    register = roads.load()
    with pytest.raises(
        borders.QuestionError, match=r"'be' may be several towns: say Be, BY or Be, LT\."
    ):
        register.place("be")
    assert register.place("Be, LT").lat == 55.9
    roads.town("Be", "LT", 26.0, 55.5, population=5000)
    with pytest.raises(
        borders.QuestionError, match=r"26\.000,55\.500 \(Be, LT\), Be, BY or 25\.000"
    ):
        roads.load().place("Be")


@pytest.mark.parametrize(
    ("asked", "error", "hint"),
    [
        (
            ("Aye",),
            borders.UnknownPlace,
            "is called 'Aye'. Did you mean",
        ),
        (("Alpho",), borders.UnknownPlace, "Did you mean Alpha?"),
        (("Qqqqqqq",), borders.UnknownPlace, "'Qqqqqqq'. A place may also be given as lon,lat"),
        (("Ay", "Be"), borders.QuestionError, "Ay and Be both lie in Belarus: no way between"),
        (("Cee", (25.0, 55.5)), borders.QuestionError, "Cee and 25,55.5 both lie outside Belarus"),
        (("Alpha",), borders.QuestionError, "Alpha lies on both sides of the border: say the dir"),
        (("Alpha", "Beta"), borders.QuestionError, "say the direction, out from Belarus or in"),
        (((54.0, 25.0),), borders.QuestionError, "holds 54,25; write longitude first: 25,54"),
        (((2.0, 3.0, 1.0),), borders.QuestionError, "(2.0, 3.0, 1.0) is no place: give a name, or"),
        ((Point(),), borders.QuestionError, "<POINT EMPTY> is no place"),
        ((Point(25, 54).buffer(1),), borders.QuestionError, "is no place"),
        ((5,), borders.QuestionError, "5 is no place"),
        (((10**400, 3.0),), borders.QuestionError, "is no place: give a name"),
        ((None,), borders.QuestionError, "None is no place"),
        (((2.0, 3.0),), borders.QuestionError, "No state of this register holds 2,3"),
        (("200,3",), borders.QuestionError, "200,3 is no position: write longitude, then"),
        (((float("nan"), 3.0),), borders.QuestionError, "is no position: write longitude, then"),
    ],
    ids=str,
)
def test_what_cannot_be_asked_is_told_with_what_to_do(
    day: borders.Snapshot, asked: tuple, error: type[Exception], hint: str
):
    with pytest.raises(error) as told:
        day.routes(*asked)
    assert hint in str(told.value)


def test_a_name_of_several_crossings_is_no_answer(roads: Folder):
    for name in ("alpha", "beta"):
        roads.crossings[name]["aliases"] = ["Twin"]
    with pytest.raises(borders.UnknownCrossing, match="'Twin' may be several crossings: say alpha"):
        roads.load().on(DAY).routes("Twin", "Cee")


@pytest.mark.parametrize(
    ("direction", "asked", "hint"),
    [
        ("in", ("Ay", "Cee"), "Ay lies in Belarus, so the direction is out, not in"),
        ("out", ("Cee",), "Cee lies outside Belarus, so the direction is in, not out"),
        ("in", ("Alpha", "Cee"), "Alpha lies in Belarus, so the direction is out, not in"),
    ],
)
def test_where_a_way_starts_says_its_direction(
    roads: Folder, direction: str, asked: tuple[str, ...], hint: str
):
    register = roads.load()
    with pytest.raises(borders.QuestionError, match=hint):
        register.on(DAY, direction=direction).routes(*asked)
    assert register.on(DAY).routes(*asked)[0].verdict.question.direction != direction or (
        "Alpha" in asked
    )


def test_a_measure_of_the_other_direction_bars_no_route(roads: Folder):
    roads.measure(crossings=["alpha", "beta"], direction="out")
    day = roads.load().on(DAY, mode="car")
    assert {r.status.value for r in day.routes("Ay", "Cee") if r.km} == {"closed"}
    assert {r.status.value for r in day.routes("Cee", "Ay") if r.km} == {"open"}


def test_a_crossing_is_a_place_too(day: borders.Snapshot):
    """From alpha to itself there is no way to go; the side is that away from the destination."""
    routes = {r.crossing.id: r for r in day.routes("Alpha", "Cee")}
    assert routes["alpha"].km == 56
    assert routes["beta"].km == 1 + 55 + 7 + 55 + 2 + 56
    assert routes["beta"].coordinates[0] == (25.0, 54.5)
    back = {r.crossing.id: r.km for r in day.routes("Alpha", "Ay")}
    assert back["alpha"] == 56
    assert back["beta"] == 1 + 55 + 56 + 2 + 55 + 7


def test_of_a_crossing_alone_the_direction_is_asked(roads: Folder):
    register = roads.load()
    out = {r.crossing.id: r.km for r in register.on(DAY, direction="out").routes("alpha")}
    into = {r.crossing.id: r.km for r in register.on(DAY, direction="in").routes("alpha")}
    assert out == {"alpha": 0, "beta": 1 + 55 + 7 + 55 + 1, "gamma": None}
    assert into == {"alpha": 0, "beta": 1 + 55 + 56 + 1, "gamma": None}


@pytest.fixture
def all_ways(roads: Folder) -> Folder:
    """A railway beside alpha, a ferry at beta and an airport near Ay."""
    nodes = [(25.0, 54.0, "BY"), (25.0, 55.0, "LT")]
    links = [("track", "BY", 0, 50000, 0), ("track", "LT", 1, 51000, 0)]
    roads.crossing(
        "track", kind="rail", modes=["passenger_train"], geometry=None, border_point=None
    )
    roads.crossing("field", kind="air", neighbour=None, modes=["plane"])
    roads.crossings["field"]["checkpoints"] = [{"side": "BY", "names": {"en": "Field"}}]
    roads.crossings["field"]["geometry"]["coordinates"] = [25.0, 53.9]
    roads.roads(nodes, [], links, network="rails")
    roads.gates.insert(0, "field,roads,BY,0,12000,1,link")
    roads.others["network/gates.csv"] = "\n".join(
        ["crossing,network,side,node,metres,approximate,source", *roads.gates, ""]
    )
    return roads


def test_each_crossing_is_reached_by_its_own_kind(all_ways: Folder):
    routes = {r.crossing.id: r for r in all_ways.load().on(DAY).routes("Ay", "Cee")}
    assert (routes["track"].by, routes["track"].km) == ("rail", 101)
    assert (routes["alpha"].by, routes["alpha"].km) == ("road", 112)
    assert (routes["field"].by, routes["field"].km) == ("air", 12)
    assert list(routes) == ["track", "alpha", "beta", "gamma", "field"]
    assert routes["field"].sentence == "Open: about 12 km by road to Field, then by plane."


def test_an_airport_is_where_the_ground_begins_or_ends(all_ways: Folder):
    register = all_ways.load()
    plane = register.on(DAY, mode="plane")
    (arrival,) = plane.routes("Cee", "Ay")
    assert arrival.sentence == "Open: by plane to Field, then about 12 km by road."
    assert arrival.coordinates == ((25.0, 53.9), (25.0, 54.0))
    (alone,) = plane.routes("Ay")
    assert alone.sentence == "Open: about 12 km by road to Field."
    (abroad,) = plane.routes("Cee")
    assert abroad.km is None


def test_a_mode_leaves_the_other_kinds_out(all_ways: Folder):
    register = all_ways.load()
    assert [r.crossing.id for r in register.on(DAY, mode="passenger_train").routes("Ay")] == [
        "track"
    ]
    assert {r.by for r in register.on(DAY, mode="foot").routes("Ay")} == {"road"}


def test_freight_is_meant_by_those_who_name_it(all_ways: Folder):
    all_ways.crossings["track"]["modes"] = ["freight_train"]
    register = all_ways.load()
    assert "track" not in {r.crossing.id for r in register.on(DAY).routes("Ay")}
    (route,) = register.on(DAY, mode="freight_train").routes("Ay")
    assert route.crossing.id == "track"
    day = register.on(DAY)
    assert day.explain("Track").serves
    assert day.status("Track") is Status.OPEN
    snapshot = register.on(DAY, traveller=borders.Traveller(nationality="US"))
    sentence = snapshot.explain("Track").sentence
    assert sentence.startswith("Closed to US citizens")
    assert sentence.endswith(": it is for freight only: name truck or freight train.")


def test_a_network_without_rails_routes_no_trains(roads: Folder):
    roads.crossing("track", kind="rail", modes=["passenger_train"])
    (route,) = roads.load().on(DAY, mode="passenger_train").routes("Ay", "Cee")
    assert route.km is None
    assert (
        route.sentence
        == "Open: not routed through Track, since the network knows no railway there."
    )


def test_a_detour_is_by_the_same_means(all_ways: Folder):
    all_ways.measure(crossings=["alpha", "beta", "gamma"])
    routes = {r.crossing.id: r for r in all_ways.load().on(DAY).routes("Ay", "Cee")}
    assert routes["track"].status is Status.OPEN
    assert routes["alpha"].detour_km is None


def test_one_way_roads_are_heeded(roads: Folder):
    """Between Ay and the north of alpha a road leads there alone, and back another."""
    roads.gates.clear()
    roads.roads(
        [(25.0, 54.0, "BY"), (25.0, 54.49, "BY"), (25.0, 54.51, "LT")],
        [(0, 1, 50000, 1, ""), (1, 0, 70000, 1, "")],
        [("alpha", "BY", 1, 1000, 0), ("alpha", "LT", 2, 1000, 0)],
    )
    roads.towns[2].update(lon=25.0, lat=54.51)
    day = roads.load().on(DAY)
    assert day.routes("Ay", "Cee")[0].km == 52
    assert day.routes("Cee", "Ay")[0].km == 72
    assert day.routes("Cee", "Ay")[0].coordinates == day.routes("Ay", "Cee")[0].coordinates[::-1]


def test_a_state_without_roads_is_no_place_to_start(roads: Folder):
    countries = json.loads(roads.others["countries.geojson"])
    extra = json.loads(json.dumps(countries["features"][0]).replace("[23,", "[30,"))
    countries["features"].append({**extra, "id": "RU"})
    square = [[[30, 53], [31, 53], [31, 54], [30, 54], [30, 53]]]
    countries["features"][-1]["geometry"]["coordinates"] = square
    roads.others["countries.geojson"] = json.dumps(countries)
    with pytest.raises(borders.QuestionError, match="lies in Russia, where the network Toy roads"):
        roads.load().on(DAY).routes((30.5, 53.5), "Ay")


def test_a_register_without_a_network_says_how_to_get_one(folder: Folder):
    folder.town("Ay", "BY", 25.0, 54.0)
    with pytest.raises(borders.QuestionError, match=r"toy has no network of roads.*network build"):
        folder.load().on(DAY).routes("Ay")


def test_another_network_may_be_named(roads: Folder, folder_of: type[Folder]):
    other = folder_of(roads.path.parent / "other")
    other.roads(
        [(25.0, 54.0, "BY"), (25.0, 54.51, "LT")],
        [],
        [("alpha", "BY", 0, 9000, 0), ("alpha", "LT", 1, 1000, 0)],
    )
    register = borders.load(roads.write(), network=other.write() / "network")
    assert register.on(DAY).routes("Ay")[0].km == 9


# The summary


@pytest.mark.parametrize(
    ("shut", "asked", "summary"),
    [
        ([], ("Ay", "Cee"), "The shortest open route leads through Alpha: 112 km by road."),
        (
            ["alpha"],
            ("Ay", "Cee"),
            "The shortest open route leads through Beta: about 120 km by road.",
        ),
        (["alpha"], ("Ay",), "The nearest open crossing is Beta: about 63 km by road."),
        (["alpha", "beta"], ("Ay", "Cee"), "No open route is known."),
    ],
)
def test_a_summary_says_what_it_comes_to(
    roads: Folder, shut: list[str], asked: tuple[str, ...], summary: str
):
    if shut:
        roads.measure(crossings=shut)
    assert roads.load().on(DAY, mode="car").routes(*asked).summary == summary


@pytest.mark.parametrize(
    ("asked", "summary"),
    [
        (
            ("Ay", "Cee"),
            "No open route is known; the shortest restricted one is through Alpha: 112 km",
        ),
        (("Ay",), "No open route is known; the nearest restricted crossing is Alpha: 56 km by r"),
    ],
)
def test_where_no_way_is_open_a_restricted_one_is_told(
    roads: Folder, asked: tuple[str, ...], summary: str
):
    roads.measure(crossings=["alpha", "beta", "gamma"], only=[{"nationality": ["US"]}])
    assert roads.load().on(DAY, mode="car").routes(*asked).summary.startswith(summary)


# The properties of ways


@settings(max_examples=100)
@given(found=graphs(), data=st.data())
def test_a_corridor_is_the_shortest_way_through_each_gate(
    found: tuple[Graph, list, list[BorderLink]], data: st.DataObject
):
    """On small random graphs, with one-way roads, against two searches of a textbook."""
    graph, edges, gates = found
    sides, links = sides_of(graph)
    if not (sides["AA"] and sides["BB"] and links):
        return
    start, end = (data.draw(st.sampled_from(sides[s])) for s in ("AA", "BB"))
    inland = turned(arcs_of(edges, []))
    out, into = (
        shortest(arcs_of(edges, gates), start),
        shortest(joined(inland, arcs_of([], gates)), end),
    )
    infinite = float("inf")
    crossings = {crossing for crossing, _ in graph.side_nodes}
    assert through(graph, start, end, links) == min(
        out.get((c, "AA"), infinite) + into.get((c, "BB"), infinite) for c in crossings
    )


@settings(max_examples=100)
@given(found=graphs(oneways=False), data=st.data())
def test_lengths_are_symmetric_and_no_way_round_is_shorter(
    found: tuple[Graph, list, list[BorderLink]], data: st.DataObject
):
    graph, _, _ = found
    sides, links = sides_of(graph)
    if not (sides["AA"] and sides["BB"] and links):
        return
    a, b = (data.draw(st.sampled_from(sides["AA"])) for _ in range(2))
    end = data.draw(st.sampled_from(sides["BB"]))
    there = through(graph, a, end, links)
    assert there == through(graph, end, a, [link[::-1] for link in links])
    between = graph.tree(a).metres[b]
    assert there <= between + through(graph, b, end, links)


def sides_of(graph: Graph) -> tuple[dict[str, list[int]], list[tuple[int, int]]]:
    """The nodes of both states, and the side nodes of each gate that joins them."""
    nodes = graph.side_nodes
    sides = {s: np.flatnonzero(graph.nodes.state[: graph.size] == s).tolist() for s in ("AA", "BB")}
    both = [c for c, side in nodes if side == "AA" and (c, "BB") in nodes]
    return sides, [(nodes[c, "AA"], nodes[c, "BB"]) for c in both]


def through(graph: Graph, start: int, end: int, links: list[tuple[int, int]]) -> float:
    """The metres between two nodes through the nearest of the gates."""
    out, into = graph.tree(start).metres, graph.tree(end, reverse=True).metres
    return min(float(out[near] + into[far]) for near, far in links)


# The shipped network


@pytest.fixture(scope="module")
def american(register: borders.Register) -> borders.Snapshot:
    return register.on("2023-08-21", mode="car", traveller=US)


def test_to_vilnius_medininkai_comes_first_and_sumskas_is_closed(american: borders.Snapshot):
    routes = american.routes("Minsk", "Vilnius")
    assert routes[0].crossing.id == "medininkai"
    assert routes[0].km == pytest.approx(183, rel=0.02)
    assert not routes[0].approximate
    sumskas = next(r for r in routes if r.crossing.id == "sumskas")
    assert sumskas.status is Status.CLOSED
    assert sumskas.detour_km is not None
    assert sumskas.detour_km == max(0, routes[0].km - sumskas.km)
    assert "closed by Lithuania (since 18 August 2023, security)" in sumskas.sentence


def test_what_is_not_open_is_told_with_the_detour_over_the_nearest_that_is(
    american: borders.Snapshot,
):
    statuses = set()
    anybody = (american.register.on(day, mode="car") for day in ("2022-08-21", "2026-10-30"))
    for day in (american, *anybody):
        routes = [route for route in day.routes("Minsk", "Vilnius") if route.km is not None]
        opened = [route.km for route in routes if route.status is Status.OPEN]
        for route in routes:
            told = opened and route.status is not Status.OPEN
            assert route.detour_km == (max(0, min(opened) - route.km) if told else None), route
            statuses |= {route.status} if told else set()
    assert statuses == {*Status} - {Status.OPEN}


def test_to_warsaw_no_way_into_poland_is_passable_but_others_lead_there(
    american: borders.Snapshot,
):
    routes = american.routes("Minsk", "Warszawa")
    passable = [r for r in routes if r.status in {Status.OPEN, Status.RESTRICTED}]
    assert {r.crossing.neighbour for r in passable} == {"LT", "LV"}
    assert all(r.km is not None and r.km > 600 for r in passable)
    terespol = next(r for r in routes if r.crossing.id == "terespol")
    assert terespol.status is Status.CLOSED
    assert terespol.detour_km == pytest.approx(passable[0].km - terespol.km)
    assert terespol.km == pytest.approx(552, rel=0.04)
    assert routes.summary.startswith(
        "No road crossing between Belarus and Poland is open; the shortest open route leads "
    )
    assert "by way of Lithuania" in routes.summary


def test_to_kyiv_a_way_leads_through_poland_where_the_line_to_ukraine_is_shut(
    register: borders.Register,
):
    def routes(day: str) -> borders.Routes:
        french = borders.Traveller(nationality="FR")
        return register.on(day, mode="car", traveller=french).routes("Minsk", "Kyiv")

    before, after = routes("2020-01-15"), routes("2023-08-21")
    assert before[0].crossing.neighbour == "UA"
    assert before[0].km == pytest.approx(545, rel=0.02)
    by_poland = after[0]
    assert (by_poland.crossing.id, by_poland.status) == ("terespol", Status.OPEN)
    assert by_poland.km is not None
    assert before[0].km is not None
    assert 1.7 * before[0].km < by_poland.km < 2 * before[0].km
    direct = [r for r in after if r.crossing.neighbour == "UA" and r.km is not None]
    assert len(direct) == 12
    assert {r.status for r in direct} == {Status.CLOSED}
    assert "by way of Poland" in after.summary
    abroad = [lon for lon, lat in by_poland.coordinates if lon < 23.5 and lat < 52.2]
    assert abroad, "it runs through Poland before it turns to Ukraine"


def test_to_riga_ways_lead_over_lithuania_and_latvia(american: borders.Snapshot):
    routes = american.routes("Minsk", "Rīga")
    best = {r.crossing.neighbour: r.km for r in reversed(list(routes)) if r.status is Status.OPEN}
    assert best["LT"] == pytest.approx(best["LV"], rel=0.1)
    assert "No road crossing" not in routes.summary


def test_closing_a_crossing_changes_the_routes_through_it_alone(register: borders.Register):
    """Between the two days Lithuania closed two crossings."""
    before, after = (
        {
            r.crossing.id: r
            for r in register.on(d, mode="car", traveller=US).routes("Minsk", "Kaunas")
        }
        for d in ("2023-08-17", "2023-08-18")
    )
    changed = {c for c in before if before[c].status is not after[c].status}
    assert changed == {"sumskas", "tverecius"}
    for crossing, route in before.items():
        assert after[crossing].km == route.km
        assert after[crossing].coordinates == route.coordinates
        if crossing not in changed:
            assert after[crossing].sentence == route.sentence or route.status is not Status.OPEN


def corridor(
    register: borders.Register, origin: Place, destination: Place
) -> dict[str, borders.Route]:
    """The ways of one pair by road, whatever they are to anybody."""
    question = Question(moment=register.on("2023-08-21").question(register.crossings[0]).moment)
    verdicts = [
        Verdict(crossing=c, question=question, status=Status.OPEN)
        for c in register.crossings
        if c.kind.value == "road"
    ]
    found = routes.corridor(
        register.network, verdicts, origin, destination, home="BY", translator=register.translator()
    )
    return {route.crossing.id: route for route in found}


def pairs(register: borders.Register, count: int) -> list[tuple[Place, Place]]:
    chance = np.random.default_rng(1)
    home = [town for town in register.towns.all if town.state == "BY"]
    away = [town for town in register.towns.all if town.state != "BY"]
    return [
        (home[chance.integers(len(home))], away[chance.integers(len(away))]) for _ in range(count)
    ]


def test_ways_are_as_long_there_as_back(register: borders.Register):
    for origin, destination in pairs(register, 12):
        there, back = (
            corridor(register, origin, destination),
            corridor(register, destination, origin),
        )
        assert {c: r.km for c, r in there.items()} == pytest.approx(
            {c: r.km for c, r in back.items()}
        )
        for crossing, route in there.items():
            assert back[crossing].coordinates == route.coordinates[::-1]


def test_a_way_passes_the_border_at_its_own_crossing_and_nowhere_else(register: borders.Register):
    """Its places lie on the first side up to the border point, and beyond on the other."""
    graph = register.network.graphs["roads"]
    home = {
        (round(lon, 5), round(lat, 5)): state == "BY"
        for lon, lat, state in zip(
            graph.nodes.lon[: graph.size],
            graph.nodes.lat[: graph.size],
            graph.nodes.state[: graph.size],
            strict=True,
        )
    }
    points = {c.id: c.border_point for c in register.crossings if c.border_point}
    for origin, destination in pairs(register, 25):
        for crossing, route in corridor(register, origin, destination).items():
            if route.km is None:
                continue
            at = (points[crossing].lon, points[crossing].lat)
            number = route.coordinates.index(at)
            assert at not in route.coordinates[number + 1 :]
            sides = [home.get((round(x, 5), round(y, 5))) for x, y in route.coordinates]
            assert set(sides[:number]) <= {True, None}
            assert set(sides[number + 1 :]) <= {False, None}
            others = {(p.lon, p.lat) for c, p in points.items() if c != crossing}
            assert others.isdisjoint(route.coordinates)


def test_the_best_of_a_corridor_is_the_shortest_way(register: borders.Register):
    graph = register.network.graphs["roads"]
    nodes = graph.side_nodes
    links = [(nodes[c, "BY"], nodes[c, side]) for c, side in nodes if side != "BY"]
    for origin, destination in pairs(register, 4):
        a, b = (
            int(
                np.argmin(
                    (graph.nodes.lon - p.lon) ** 2
                    + (graph.nodes.lat - p.lat) ** 2
                    + 9 * (graph.nodes.state != p.state)
                )
            )
            for p in (origin, destination)
        )
        on_node = [
            Place(
                name="x",
                state=graph.nodes.state[n],
                lon=float(graph.nodes.lon[n]),
                lat=float(graph.nodes.lat[n]),
            )
            for n in (a, b)
        ]
        if min(a, b) >= graph.size:
            continue
        metres = through(graph, a, b, links)
        best = min(r.km for r in corridor(register, *on_node).values() if r.km is not None)
        assert best == pytest.approx(metres / 1000)


# The command


@pytest.fixture
def ask(
    run: Callable[..., tuple[int, str, str]], roads: Folder, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., str]:
    monkeypatch.setenv("COLUMNS", "300")
    roads.measure(id="shut", crossings=["alpha"])
    options = ("--geodata", str(roads.write()), "--on", DAY, "--mode", "car")

    def call(*arguments: str) -> str:
        status, out, err = run("routes", *arguments, *options)
        assert (status, err) == (0, "")
        return out

    return call


def test_the_command_prints_a_table(ask: Callable[..., str]):
    out = ask("--from", "Ay", "--to", "Cee")
    first, header, beta, gamma, alpha, *rest = out.splitlines()
    assert first.strip() == "Toy crossings for travellers by car from Ay to Cee on 1 June 2022"
    assert header.split() == ["Crossing", "To", "Status", "km", "Detour", "Why"]
    assert beta.split() == ["Beta", "LT", "open", "~120"]
    assert gamma.split() == ["Gamma", "LT", "open", "–"]
    assert alpha.split()[:5] == ["Alpha", "LT", "closed", "112", "+8"]
    assert "The shortest open route leads through Beta: about 120 km by road." in rest
    assert "Toy roads, schematic: Toys, the nursery." in rest


def test_the_command_prints_json_csv_and_geojson(ask: Callable[..., str]):
    args = ("--from", "Ay", "--to", "Cee", "--format")
    answer = json.loads(ask(*args, "json"))
    assert list(answer) == ["on", "from", "to", "routes"]
    assert [list(row)[: len(KEYS)] for row in answer["routes"]] == [KEYS] * 3
    rows = list(csv.DictReader(io.StringIO(ask(*args, "csv"))))
    assert [row["km"] for row in rows] == ["120.0", "", "112.0"]
    content = json.loads(ask(*args, "geojson"))
    assert content["attribution"] == "Toys"
    assert [f["properties"] for f in content["features"]] == answer["routes"]
    lines = [f["geometry"] and len(f["geometry"]["coordinates"]) for f in content["features"]]
    assert lines == [6, None, 6]


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("--from", "Aye"), "No town or crossing of this register is called 'Aye'"),
        (("--from", "Ay", "--to", "Be"), "both lie in Belarus"),
        (("--from", "Ay", "--network", "nowhere"), "nowhere"),
        ((), "Missing option '--from'"),
    ],
)
def test_the_command_refuses_with_a_reason(
    run: Callable[..., tuple[int, str, str]], roads: Folder, arguments: tuple[str, ...], hint: str
):
    status, out, err = run("routes", *arguments, "--geodata", str(roads.write()))
    assert (status, out) == (2, "")
    assert hint in err


def test_a_network_with_faults_is_bad_data(run: Callable[..., tuple[int, str, str]], roads: Folder):
    file = roads.write() / "network" / "roads.csv"
    file.write_text("start,end\n", "utf-8")
    status, _, err = run("routes", "--from", "Ay", "--geodata", str(roads.path))
    assert status == 1
    assert "roads.csv, line 1: has no metres" in err


# The gazetteer


def test_a_town_has_its_names_and_the_rank_by_which_maps_write_it(roads: Folder):
    roads.town("Dee", "BY", 25.3, 54.0, population=20_000, label=2)
    roads.town("Eff", "BY", 25.4, 54.0, population=2_000_000)
    towns = {town.name: town for town in roads.load().towns.all}
    assert towns["Ay"].names == {Language.RU: "Ай"}
    assert towns["Dee"].is_labelled
    assert not towns["Eff"].is_labelled, "size alone gives no label"
    assert sorted(towns, key=lambda name: towns[name].rank) == ["Dee", "Eff", "Ay", "Cee", "Be"]
    assert [int(towns[name].rank) for name in ("Dee", "Eff", "Be")] == [2, 4, 5]


def test_a_route_from_a_crossing_keeps_the_names_of_the_crossing(roads: Folder):
    answer = roads.load().on(DAY, direction="out").routes("alpha")
    assert answer.origin.names[Language.RU] == "alpha по-русски"
