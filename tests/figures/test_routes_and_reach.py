"""Routes and reach, by frames of the form that the engine gives."""

from __future__ import annotations

import itertools
import pickle
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from matplotlib import colors
from matplotlib.figure import Figure
from matplotlib.text import Text
from msgspec import structs
from shapely import LineString

import borders
from borders.enums import Language, Standing, Status
from borders.figures.reach import MANY, draw_reach
from borders.figures.routes import draw_routes
from borders.places import Place
from borders.style import REACH, STYLES

if TYPE_CHECKING:
    from pathlib import Path

LANGUAGES = [language.value for language in Language]
MINSK, VILNIUS = (27.56, 53.9), (25.28, 54.69)


def routes_of(
    snapshot: borders.Snapshot, rows: list[tuple[str, float | None, bool]]
) -> borders.Routes:
    """Routes from Minsk to Vilnius, straight by each border point."""

    def route(name: str, km: float | None, *, approximate: bool) -> borders.Route:
        verdict = snapshot.explain(name)
        place = verdict.crossing.border_point
        line = (MINSK, (place.lon, place.lat), VILNIUS) if place and km else ()
        return borders.Route(
            crossing=verdict.crossing,
            verdict=verdict,
            by=verdict.crossing.kind.by,
            km=km,
            approximate=approximate,
            coordinates=line,
        )

    minsk, vilnius = (
        Place(name=name, state=state, lon=lon, lat=lat)
        for name, state, (lon, lat) in (("Minsk", "BY", MINSK), ("Vilnius", "LT", VILNIUS))
    )
    return borders.Routes(
        [route(name, km, approximate=approximate) for name, km, approximate in rows],
        snapshot=snapshot,
        origin=minsk,
        destination=vilnius,
        summary="",
    )


@pytest.fixture
def routes(alert: borders.Snapshot) -> borders.Routes:
    rows = [
        ("medininkai", 183.8, False),
        ("salcininkai", 243.7, False),
        ("sumskas", 202.3, True),
        ("terespol", 858.3, False),
        ("prienai", 253.9, True),
        ("vorzova", None, False),
    ]
    return routes_of(alert, rows)


def test_a_route_has_the_colour_width_and_dashes_of_its_status(
    routes: borders.Routes, canvas: Any, sheet: Any, register: borders.Register
):
    drawn = sheet(draw_routes(routes, canvas(register)))
    lines = {line.get_gid().removeprefix("route-"): line for line in drawn.shapes("route-")}
    assert set(lines) == {"open", "closed", "unknown"}
    for status, line in lines.items():
        look = STYLES[Standing(status)]
        assert colors.to_hex(line.get_color()) == look.lines["light"].lower()
        assert line.get_linewidth() == look.printed.width
    assert lines["open"].get_zorder() > lines["closed"].get_zorder()


def test_a_road_that_routes_share_is_drawn_once(
    routes: borders.Routes, canvas: Any, sheet: Any, register: borders.Register
):
    shared = [MINSK, (27.0, 54.0), (26.0, 54.1)]
    ends = itertools.cycle([(25.5, 54.4), (25.5, 54.0)])
    routes.routes = tuple(
        structs.replace(route, coordinates=(*shared, next(ends)))
        for route in routes
        if route.km is not None
    )
    [line] = sheet(draw_routes(routes, canvas(register))).shapes("route-closed")
    parts = np.ma.clump_unmasked(np.ma.masked_invalid(line.get_xdata()))
    drawn = [LineString(line.get_xydata()[part]) for part in parts]
    union = shapely.union_all(drawn)
    assert sum(part.length for part in drawn) == pytest.approx(union.length)
    assert union.covers(LineString(shared))


def test_a_way_to_an_airport_is_flown_on(alert: borders.Snapshot, canvas: Any, sheet: Any):
    rows = [("medininkai", 183.8, False), ("minsk-airport", 44.2, True)]
    anyhow = alert.register.on("2023-08-21", direction="out")
    routes = routes_of(anyhow, rows)
    drawn = draw_routes(routes, canvas(alert.register))
    assert "Minsk National Airport (about 44 km, then by plane)" in drawn.alt
    assert drawn.title == "Minsk – Vilnius: only with restrictions, 184 km (Medininkai)"
    assert "Minsk National Airport · ≈ 44 km, then by plane" in sheet(drawn).said()
    back = routes_of(alert.register.on("2023-08-21", direction="in"), rows)
    alt = draw_routes(back, canvas(alert.register)).alt
    assert "Minsk National Airport (by plane, then about 44 km)" in alt
    routes.destination = None
    assert "by plane" not in draw_routes(routes, canvas(alert.register)).alt


def test_the_notes_of_routes_speak_of_what_is_drawn(
    routes: borders.Routes, canvas: Any, sheet: Any, register: borders.Register
):
    routes.routes = tuple(route for route in routes if route.status is not Status.UNKNOWN)
    assert "nothing is verified" not in sheet(draw_routes(routes, canvas(register))).said()


def test_the_name_of_an_end_hides_no_mark(register: borders.Register, canvas: Any, sheet: Any):
    drawn = sheet(
        draw_routes(
            register.on("2023-08-21", mode="car").routes("Grodno"),
            canvas(register, "wide", "lt"),
        )
    )
    [name] = [thing for thing in drawn.texts() if thing.name == "end-name"]
    assert name.text == "Gardinas"
    assert [mark.name for mark in drawn.pinned("mark-") if mark.meets(name)] == []


def test_routes_tell_lengths_and_that_they_are_schematic(
    routes: borders.Routes, canvas: Any, sheet: Any, register: borders.Register
):
    drawn = draw_routes(routes, canvas(register))
    said = sheet(drawn).said().replace("\n", " ")
    for text in (
        "Minsk – Vilnius: the shortest open route is 184 km (Medininkai)",
        "Šalčininkai · 244 km",
        "Šumskas · ≈ 202 km",
        "Routes are schematic",
        "No route known in the network: Vorzova.",
        "Not drawn: 1 route not open and more than three times as long as the shortest.",
        "Open (2)",
    ):
        assert text in said
    [length] = [thing.text for thing in sheet(drawn).texts() if thing.name == "answer-length"]
    assert length.replace("\u00a0", " ") == "184 km"
    assert "Open (2): Medininkai (184 km) and Šalčininkai (244 km)." in drawn.alt
    assert "Closed (1): Šumskas (about 202 km)." in drawn.alt
    assert "more than three times" in drawn.alt
    named = draw_routes(routes, canvas(register), crossings=["medininkai", "terespol"])
    assert "Closed (1): Terespol (858 km)." in named.alt, "who names it sees it"


def test_a_way_through_a_danger_is_marked_and_told(
    register: borders.Register, canvas: Any, sheet: Any
):
    day = register.on("2023-08-21", direction="out", mode="car")
    drawn = draw_routes(day.routes("Minsk", "Kyiv"), canvas(register))
    endangered = sum(bool(verdict.dangers) for verdict in day.verdicts)
    assert endangered == 12
    assert f"Danger ({endangered})" in sheet(drawn).said()
    assert f"Danger ({endangered})" in drawn.alt


@pytest.mark.parametrize("lang", ["en", "lt"])
def test_names_on_routes_do_not_overlap(
    lang: str,
    routes: borders.Routes,
    canvas: Any,
    sheet: Any,
    overlapping: Any,
    register: borders.Register,
):
    drawn = sheet(draw_routes(routes, canvas(register, "social", lang)))
    words = [thing for thing in drawn.texts() if thing.text not in set("ORC?")]
    assert overlapping(words) == []
    names = [thing for thing in words if thing.name.startswith(("name-", "end-name"))]
    assert len(names) == 6
    pairs = itertools.product(names, drawn.pinned("mark-"))
    assert [(a.text, b.name) for a, b in pairs if a.meets(b)] == []


@pytest.fixture
def reach() -> gpd.GeoDataFrame:
    places = [MINSK, VILNIUS, (23.7, 52.1), (30.2, 55.2), (31.0, 52.4)]
    return gpd.GeoDataFrame(
        {
            "population": [2_000_000, 580_000, 340_000, 360_000, 500_000],
            "crossing": ["medininkai", "medininkai", "raigardas", "silene", None],
            "km": [149.0, 31.0, 287.0, 260.0, float("nan")],
            "approximate": False,
        },
        geometry=gpd.points_from_xy(*zip(*places, strict=True)),
        crs="EPSG:4326",
    )


def test_places_are_coloured_by_distance_and_sized_by_inhabitants(
    reach: gpd.GeoDataFrame, canvas: Any, sheet: Any, register: borders.Register
):
    drawn = sheet(draw_reach(reach, canvas(register), snapshot=register.on()))
    [dots] = drawn.shapes("places")
    rows = zip(dots.get_offsets(), dots.get_facecolor(), dots.get_sizes(), strict=True)
    found = {tuple(map(float, at)): (colors.to_hex(fill), size) for at, fill, size in rows}
    palette = [distance.colour for distance in REACH]
    assert found[VILNIUS][0] == palette[0]
    assert found[MINSK][0] == palette[2]
    assert found[23.7, 52.1][0] == palette[3]
    assert found[31.0, 52.4][0] not in palette
    sizes = [found[MINSK][1], found[VILNIUS][1], found[31.0, 52.4][1], found[23.7, 52.1][1]]
    assert sizes == sorted(sizes, reverse=True)
    assert len({thing.name for thing in drawn.pinned("mark-open")}) == 3
    for text in ("under 50 km (15%)", "200–300 km (19%)", "No route (13%)", "Open (3)"):
        assert text in drawn.said()


def test_places_of_any_form_are_drawn_where_they_lie(
    reach: gpd.GeoDataFrame, canvas: Any, sheet: Any, register: borders.Register
):
    metres = reach.to_crs("EPSG:3035")
    metres["geometry"] = [*metres.geometry[:2].buffer(500), *metres.geometry[2:4], None]
    drawn = draw_reach(metres, canvas(register), snapshot=register.on())
    [dots] = sheet(drawn).shapes("places")
    at = sorted(tuple(map(float, place)) for place in dots.get_offsets())
    assert at == [
        pytest.approx(place, abs=0.01)
        for place in sorted([MINSK, VILNIUS, (23.7, 52.1), (30.2, 55.2)])
    ]
    assert "No route" not in drawn.alt, "without a place it is not drawn, so it is not counted"


def test_words_count_places_and_inhabitants(
    reach: gpd.GeoDataFrame, canvas: Any, register: borders.Register
):
    alt = draw_reach(reach, canvas(register), snapshot=register.on()).alt
    assert "100–200 km (1), inhabitants: 2,000,000." in alt
    assert "200–300 km (2), inhabitants: 700,000." in alt
    assert "No route (1), inhabitants: 500,000." in alt


def test_a_comparison_tells_who_fares_no_worse(
    reach: gpd.GeoDataFrame, canvas: Any, alert: borders.Snapshot
):
    reach["extra_km"] = [0.0, -3.0, 40.0, 0.2, float("nan")]
    before = alert.register.on("2023-08-16")
    sheet = canvas(alert.register, "wide", "lv")
    drawn = draw_reach(reach, sheet, snapshot=alert, compare=before)
    assert "Ne tālāk (3)" in drawn.alt
    assert "salīdzinājumam: 2023. gada 16. augusts" in drawn.alt


@pytest.fixture(scope="module")
def unsaid(register: borders.Register) -> borders.Snapshot:
    """Nothing is open, and what is restricted hangs on the vehicle that is left unsaid."""
    pole = borders.Traveller(nationality="PL")
    found = register.on("2025-11-05", traveller=pole, direction="out", mode="car")
    assert (found.counts[Status.OPEN], found.counts[Status.RESTRICTED]) == (0, 3)
    return found


@pytest.fixture(scope="module")
def restricted(unsaid: borders.Snapshot) -> Any:
    return unsaid.reach()


def holes(drawn: Any) -> set[tuple[float, float]]:
    """The places that are drawn as rings."""
    [dots] = drawn.shapes("places")
    at = [tuple(map(float, place)) for place in dots.get_offsets()]
    return {place for place in at if at.count(place) > 1}


def test_what_reaches_restricted_crossings_only_is_a_ring(
    reach: gpd.GeoDataFrame, canvas: Any, sheet: Any, register: borders.Register
):
    reach["restricted_crossing"] = [None, "medininkai", None, None, "paternieki"]
    reach["restricted_km"] = [float("nan"), 20.0, float("nan"), float("nan"), 410.0]
    figure = draw_reach(reach, canvas(register), snapshot=register.on())
    drawn = sheet(figure)
    assert holes(drawn) == {(31.0, 52.4)}, "the other one reaches an open crossing too"
    assert {thing.name.rpartition("-")[2] for thing in drawn.pinned("mark-")} >= {"paternieki"}
    assert "mark-open-paternieki" not in {thing.name for thing in drawn.pinned("mark-")}
    half = "Half of the people of these towns have 149 km or more to the nearest open crossing"
    assert figure.title == half
    assert "300 km and more (1), inhabitants: 500,000." in figure.alt
    assert "Restricted only (1), inhabitants: 500,000. Restricted only: Pāternieki – " in figure.alt
    assert "No route" not in figure.alt
    alone = draw_reach(reach, canvas(register), snapshot=register.on(), column="km")
    assert holes(sheet(alone)) == set()
    assert "No route (1)" in alone.alt


def test_where_nothing_is_open_the_note_says_on_what_it_hangs(
    unsaid: borders.Snapshot, restricted: gpd.GeoDataFrame, canvas: Any, sheet: Any
):
    figure = draw_reach(restricted, canvas(unsaid.register), snapshot=unsaid)
    said = sheet(figure).said().replace("\n", " ")
    assert "or more to the nearest open or restricted crossing" in figure.title
    leaving = int((restricted["direction"] == "out").sum())
    assert leaving >= MANY
    areas = sheet(figure).shapes("area")
    assert 40 < len(areas) < leaving
    assert len({area.xy for area in areas}) == len(areas), "where all is restricted none is a ring"
    told = f"Left out: {len(restricted) - leaving} places on the side that this direction leads to."
    assert told in said
    note = (
        "Restricted only: Medininkai, Pāternieki and Terespol – "
        "it depends on where the vehicle is registered."
    )
    assert note in said
    assert note in figure.alt
    assert "Open by default (3)" in said


def test_where_a_condition_restricts_alone_the_note_tells_it(
    register: borders.Register, canvas: Any, sheet: Any
):
    american = borders.Traveller(nationality="US", vehicle="BY")
    day = register.on("2025-11-05", traveller=american, direction="out", mode="car")
    assert (day.counts[Status.OPEN], day.counts[Status.RESTRICTED]) == (0, 1)
    figure = draw_reach(day.reach(["Minsk", "Brest"]), canvas(register), snapshot=day)
    note = (
        "Restricted only: Terespol – for citizens of the United States, "
        "Poland requires a permit from the Border Guard"
    )
    assert note in sheet(figure).said().replace("\n", " ")
    assert note in figure.alt


def test_a_comparison_counts_restricted_crossings_of_both_days(
    unsaid: borders.Snapshot, restricted: gpd.GeoDataFrame, canvas: Any
):
    towns = restricted.iloc[:40]
    same = towns.assign(
        km_before=float("nan"), restricted_km_before=towns["restricted_km"], extra_km=float("nan")
    )
    sheet = canvas(unsaid.register)
    figure = draw_reach(same, sheet, snapshot=unsaid, compare=unsaid)
    told = "For 0% of the people of these towns the nearest open or restricted crossing is farther"
    assert figure.title == told
    assert "No farther (40)" in figure.alt
    assert "Restricted only (40)" in figure.alt
    begun = same.assign(restricted_km_before=float("nan"))
    figure = draw_reach(begun, canvas(unsaid.register), snapshot=unsaid, compare=unsaid)
    assert "No route on one of the two days (40)" in figure.alt


@pytest.mark.parametrize(
    ("size", "lang"), list(zip(itertools.cycle(["a4", "social", "wide"]), LANGUAGES))
)
def test_the_legend_of_a_reach_leaves_room_for_its_notes(
    size: str,
    lang: str,
    unsaid: borders.Snapshot,
    restricted: gpd.GeoDataFrame,
    canvas: Any,
    sheet: Any,
    overlapping: Any,
):
    towns = restricted.iloc[::40]
    on = canvas(unsaid.register, size, lang)
    drawn = sheet(draw_reach(towns, on, snapshot=unsaid, compare=unsaid))
    words = [thing for thing in drawn.texts() if thing.text not in set("ORC?")]
    assert overlapping(words) == []
    assert not {thing.text for thing in words if ";." in thing.text or ".." in thing.text}
    page = drawn.figure.bbox
    assert all(page.y0 <= thing.box.y0 and thing.box.x1 <= page.x1 for thing in words)


def test_axes_given_are_drawn_on_and_returned(
    routes: borders.Routes, reach: gpd.GeoDataFrame, alert: borders.Snapshot
):
    left, right = Figure(figsize=(12, 7)).subplots(1, 2)
    assert borders.plot_routes(routes, left) is left
    assert borders.plot_reach(reach, right, snapshot=alert, compare=alert, lang="ru") is right
    said = [text.get_text() for text in right.figure.findobj(Text)]
    assert any("для сравнения:" in text.replace("\u00a0", " ") for text in said)
    empty = reach.iloc[:0]
    assert borders.plot_reach(empty, right, snapshot=alert) is right


def test_the_answers_of_another_register_are_drawn_on_its_ground(roads: Any):
    day = roads.load().on("2022-01-01", mode="car")
    drawn = borders.plot_routes(day.routes("Ay", "Cee"), Figure().add_subplot())
    said = [text.get_text() for text in drawn.figure.findobj(Text)]
    assert "Beta · ≈ 120 km" in [text.replace("\u00a0", " ") for text in said]
    reach = day.reach(compare=day)
    drawn = borders.plot_reach(reach[reach["population"] > 0], Figure().add_subplot())
    said = " ".join(text.get_text() for text in drawn.figure.findobj(Text)).replace("\u00a0", " ")
    assert "compared with" in said
    assert "Alpha" in said


def test_a_reach_says_what_it_answers_as_long_as_it_is_in_memory(roads: Any, tmp_path: Path):
    day = roads.load().on("2022-01-01", mode="car")
    reach = day.reach()
    for frame in (reach.copy(), pickle.loads(pickle.dumps(reach))):  # noqa: S301 - our own
        assert frame.attrs["question"].snapshot.mode is borders.Mode.CAR
    assert reach.copy().attrs["question"].snapshot is day
    reach.to_parquet(tmp_path / "reach.parquet")
    read = gpd.read_parquet(tmp_path / "reach.parquet")
    assert read.attrs in ({"question": "2022-01-01"}, {})  # geopandas keeps them from 1.1 on
    with pytest.raises(borders.QuestionError, match="give snapshot="):
        borders.plot_reach(read)
    ax = Figure().add_subplot()
    assert borders.plot_reach(read, ax, snapshot=day) is ax


def test_the_engine_gives_what_is_drawn(alert: borders.Snapshot, canvas: Any, sheet: Any):
    engine: Any = alert
    figure = draw_routes(engine.routes("Minsk", "Vilnius"), canvas(alert.register))
    assert "Medininkai" in sheet(figure).said()
    towns = draw_reach(engine.reach(), canvas(alert.register), snapshot=alert)
    assert "Kilometres by road (inhabitants):" in sheet(towns).said()
