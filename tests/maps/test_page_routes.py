"""The ways of the page are those of Python, seen, pointed at and read."""

from __future__ import annotations

import csv
import json
import random
import shutil
from itertools import islice, product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from history_questions import Questions
from page_core import Core
from patience import ready, rest
from playwright.sync_api import expect
from shapely import LineString

import borders
from borders.enums import Direction, Language, Standing
from borders.geo.ground import basemap, ground
from borders.geo.polylines import encode
from borders.maps import html, page_routes_build
from borders.maps.page_data import page_data
from borders.maps.page_routes import FILE, kept_file, routes_block
from borders.maps.page_routes_build import origins, slug
from borders.style import STYLES
from borders.text.sentences import Translator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

ASKED = "#on=2023-08-21&nationality=US&mode=car"
FROM_MINSK = f"{ASKED}&from=minsk"

ROUTES = """([slug, question]) => {
  const verdicts = data.crossings.map((crossing) => core.verdict(data, crossing, question));
  const town = routes.origin(slug);
  return routes.from(town, question, verdicts).map((route) => ({
    crossing: route.verdict.crossing.id, status: route.verdict.status,
    km: route.km, detour_km: route.detour, approximate: route.approximate,
    places: routes.places(town, route),
  }));
}"""
REACH = """(question) => {
  const verdicts = data.crossings.map((crossing) => core.verdict(data, crossing, question));
  const { status, nearest } = routes.reach(question, verdicts);
  return [status, nearest.map((reached) => reached && reached.km)];
}"""


@pytest.fixture(scope="module")
def core(register: borders.Register) -> Iterator[Core]:
    with Core() as core:
        yield with_routes(core, register)


def with_routes(core: Core, register: borders.Register) -> Core:
    """The page's modules with what the page of a register knows of routes."""
    towns = basemap(ground(register.folder, register.towns.all), register.facts.package.home)
    core.evaluate(
        """([data, block, places]) => {
          Object.assign(globalThis, { data, routes: core.routeIndex(data, block, places) });
        }""",
        [page_data(register), routes_block(register), towns["towns"]],
    )
    return core


def starts(register: borders.Register) -> dict[str, Any]:
    """The towns from which the page shows ways, by what a link calls them."""
    towns = register.towns.all
    shown = [towns[at] for at in origins(register)]
    return {slug(town, shown): town for town in shown}


def near(found: float | None, expected: float | None) -> bool:
    """Lengths are told to the metre, and those of Python to 100 metres."""
    if found is None or expected is None:
        return found is expected
    return abs(found - expected) <= 0.052


def test_the_page_has_the_ways_of_python(core: Core, register: borders.Register) -> None:
    towns = starts(register)
    assert len(towns) == 60
    chance = random.Random(4)  # noqa: S311 - a fixed sample
    routed = barred = refused = 0
    for snapshot, question in islice(Questions(register, 11), 200):
        name, town = chance.choice(list(towns.items()))
        found = core.evaluate(ROUTES, [name, question])
        is_home = town.state == register.facts.package.home
        if snapshot.direction == ("in" if is_home else "out"):
            refused += 1
            assert found == []
            continue
        # By its name: as a mere position it might lie in the river that is the border.
        expected = snapshot.routes(f"{town.name}, {town.state}")
        asking = (name, question)
        assert [row["crossing"] for row in found] == [r.crossing.id for r in expected], asking
        for row, route in zip(found, expected, strict=True):
            told = route.row()
            assert row["status"] == told["status"], asking
            assert near(row["km"], told["km"]), (asking, told)
            assert near(row["detour_km"], told["detour_km"]), (asking, told)
            assert row["approximate"] == told["approximate"], (asking, told)
            assert bool(row["places"]) == (route.km is not None)
            routed += route.km is not None
            barred += route.detour_km is not None
    assert routed > 2000
    assert barred > 200
    assert refused > 20


def test_a_way_leads_from_the_town_to_the_border(core: Core, register: borders.Register) -> None:
    """Its line stays near that of Python, whose places are more."""
    snapshot = register.on("2023-08-21")
    question = {"on": {"day": "2023-08-21"}, "mode": None, "direction": None, "traveller": None}
    for name, town in list(starts(register).items())[::7]:
        found = core.evaluate(ROUTES, [name, question])
        for row, route in zip(found, snapshot.routes(f"{town.name}, {town.state}"), strict=True):
            if route.km is not None:
                line, drawn = LineString(route.coordinates), LineString(row["places"])
                assert line.hausdorff_distance(drawn) < 0.002, (name, row["crossing"])


def test_the_page_has_the_reach_of_python(core: Core, register: borders.Register) -> None:
    restricted = reached = 0
    for snapshot, question in islice(Questions(register, 5), 40):
        status, found = core.evaluate(REACH, question)
        frame = snapshot.reach()
        expected = frame["km"]
        if status == "restricted":
            assert expected.isna().all()
            expected = frame["restricted_km"]
            restricted += 1
        assert len(found) == len(expected)
        for one, km in zip(found, expected, strict=True):
            assert (one is None) == (km != km)  # noqa: PLR0124 - not a number
            reached += one is not None
            assert one is None or abs(one - km) <= 0.02
    assert restricted > 2
    assert reached > 10_000


@pytest.fixture
def file(open_file: Path) -> Path:
    return open_file


@pytest.fixture
def opened(file: Path, reader: Any) -> Iterator[Callable[..., Page]]:
    yield lambda link=f"{FROM_MINSK}&lang=en": reader.open(file, link)
    assert reader.requests == []
    assert reader.complaints == []


def rows(page: Page) -> list[str]:
    return page.locator(".borders-route strong").all_text_contents()


def settled(page: Page) -> str:
    rest(page, 500)  # the address follows with the answer that is read aloud
    return str(page.evaluate("location.hash"))


def test_no_route_is_shown_until_a_town_is_chosen(opened) -> None:
    page = opened(f"{ASKED}&lang=en")
    assert page.locator(".borders-routes").is_hidden()
    assert painted(page, "borders-routes") == 0
    assert page.locator("#borders-from").input_value() == ""
    assert "from=" not in settled(page)
    page.locator("#borders-from").fill("Minsk")
    page.keyboard.press("Enter")
    assert painted(page, "borders-routes") > 1000
    assert "from=minsk" in settled(page)


def test_ways_of_a_town_are_those_of_python(opened, register) -> None:
    page = opened()
    snapshot = register.on("2023-08-21", mode="car", traveller=borders.Traveller(nationality="US"))
    expected = [route.crossing.name() for route in snapshot.routes("Minsk")]
    assert rows(page) == expected
    assert page.locator("#borders-from").input_value() == "Minsk"
    assert (
        "From Minsk, the nearest open crossing out of Belarus is Medininkai, 149 km by road."
        in (page.locator("#borders-summary").text_content() or "")
    )


def test_another_town_is_chosen_by_keyboard_and_kept_in_the_link(opened) -> None:
    page = opened()
    page.locator("#borders-from").focus()
    page.keyboard.type("wilno")  # as one of the languages has it
    page.keyboard.press("Enter")
    assert (
        page.locator("#borders-routes-title").text_content() == "Routes into Belarus from Vilnius"
    )
    assert "from=vilnius" in settled(page)
    page.reload()
    ready(page)
    assert (
        page.locator("#borders-routes-title").text_content() == "Routes into Belarus from Vilnius"
    )
    page.locator(".borders-field:has(#borders-from) .borders-clear").click()
    assert page.locator(".borders-routes").is_hidden()
    assert "nearest open crossing" not in (page.locator("#borders-summary").text_content() or "")
    assert "from=" not in settled(page)


@pytest.mark.parametrize("link", ["&from=atlantis", "&from=__proto__", "&from=", "&reach=maybe"])
def test_nonsense_leaves_what_is_usual(opened, link) -> None:
    page = opened(f"{ASKED}&lang=en{link}")
    assert page.locator(".borders-routes").is_hidden()
    assert not page.locator("#borders-reach").is_checked()


def test_ways_against_the_direction_are_none_and_it_says_why(opened) -> None:
    page = opened(f"{FROM_MINSK}&direction=in&lang=en")
    assert rows(page) == []
    assert page.locator(".borders-routes > p").text_content() == (
        "Routes from Minsk lead out only: choose the other direction, or leave the direction blank."
    )
    assert "nearest open crossing" not in (page.locator("#borders-summary").text_content() or "")
    assert page.locator(".borders-origin").is_hidden()


def test_a_barred_way_that_is_nearer_is_told_with_its_detour(opened, register) -> None:
    page = opened(f"{ASKED}&from=smarhon&lang=en")
    snapshot = register.on("2023-08-21", mode="car", traveller=borders.Traveller(nationality="US"))
    best, *others = snapshot.routes("Smarhon")
    closed = next(route for route in others if route.status == "closed")
    less = round(closed.detour_km)
    assert less > 0
    summary = page.locator("#borders-summary").text_content() or ""
    assert f"is {best.crossing.name()}, {round(best.km)} km by road." in summary
    assert f"{closed.crossing.name()}, {less} km nearer, is closed." in summary
    row = page.locator(".borders-route", has_text=closed.crossing.name())
    assert row.locator("small").text_content() == f"an open one is {less} km farther"


def test_a_restricted_way_that_is_nearer_is_told_too(opened, register) -> None:
    page = opened(
        "#on=2025-11-10&nationality=BY,LT&residence=PL&papers=diplomatic&vehicle=BY&mode=bus"
        "&direction=in&from=vilnius&lang=en"
    )
    traveller = borders.Traveller(
        nationality=("BY", "LT"), residence="PL", papers="diplomatic", vehicle="BY"
    )
    snapshot = register.on("2025-11-10", mode="bus", direction="in", traveller=traveller)
    routes = snapshot.routes("Vilnius")
    best, limited, barred = (
        next(r for r in routes if r.status == status) for status in ("open", "restricted", "closed")
    )
    expected = (
        f"From Vilnius, the nearest open crossing into Belarus is {best.crossing.name()}, "
        f"{round(best.km)} km by road. {limited.crossing.name()}, "
        f"{round(best.km - limited.km)} km nearer, is open by default."
        f" {barred.crossing.name()}, {round(best.km - barred.km)} km nearer, is closed."
    )
    assert page.locator("#borders-summary > span").last.text_content() == expected
    assert Translator(register.facts, Language.EN).nearest(routes, "Vilnius", "in") == expected


def test_a_way_opens_its_crossing_by_keyboard_and_focus_comes_back(opened) -> None:
    page = opened()
    row = page.locator(".borders-route", has_text="Lavoriškės")
    row.focus()
    page.keyboard.press("Enter")
    assert (page.locator(".borders-details h2").text_content() or "").startswith("Lavoriškės")
    page.keyboard.press("Escape")
    assert row.evaluate("node => node === document.activeElement")


def covered(page: Page, pane: str) -> list[int]:
    """How far each pixel of a canvas of the map covers what is under it, of those that do."""
    counts = page.evaluate(
        """(pane) => {
          const canvas = document.querySelector(`.leaflet-${pane}-pane canvas`);
          if (!canvas) return [];
          const { width, height } = canvas;
          const copy = new OffscreenCanvas(width, height);
          const pen = copy.getContext("2d", { willReadFrequently: true });
          pen.drawImage(canvas, 0, 0);
          const { data } = pen.getImageData(0, 0, width, height);
          const counts = new Array(256).fill(0);
          for (let i = 3; i < data.length; i += 4) counts[data[i]] += 1;
          return counts;
        }""",
        pane,
    )
    return [alpha for alpha, count in enumerate(counts) for _ in range(count if alpha else 0)]


def painted(page: Page, pane: str) -> int:
    """How many pixels of a canvas of the map are not left empty."""
    return len(covered(page, pane))


def test_lines_follow_the_town_and_a_way_is_lit_while_it_has_focus(opened) -> None:
    page = opened()
    rest(page, 200)
    before = painted(page, "borders-routes")
    assert before > 1000
    page.locator(".borders-route").first.focus()
    rest(page, 200)
    assert painted(page, "borders-routes") > before
    page.locator(".borders-field:has(#borders-from) .borders-clear").click()
    rest(page, 200)
    assert painted(page, "borders-routes") == 0


def test_schematic_routes_fade_above_zoom_10_but_those_looked_at(opened) -> None:
    page = opened()

    def strength(zoom: int) -> float:
        """How far lines cover what is under them: the most of them, their edges and joints not."""
        view = "zoom => void borders_map.setView([53.9, 27.56], zoom, { animate: false })"
        page.evaluate(view, zoom)
        rest(page, 200)
        shades = covered(page, "borders-routes")
        return shades[len(shades) * 9 // 10] / 255

    assert strength(10) == 1
    assert 1 > strength(11) > strength(12) > strength(14) > 0.4
    assert strength(14) < 0.7
    page.locator(".borders-route").first.focus()
    assert strength(14) == 1
    page.locator(".borders-route").first.blur()
    assert strength(14) < 0.7
    page.locator(".borders-route").first.press("Enter")
    assert strength(14) == 1


def test_a_line_that_is_pointed_at_tells_its_way_and_opens_it(opened) -> None:
    page = opened()
    # The way to Raigardas runs with few others there; where exactly is searched for.
    box = page.locator(".folium-map").bounding_box()
    tip = page.locator(".borders-tip")
    ys = range(int(box["y"]) + 60, int(min(box["y"] + box["height"], 800)) - 20, 3)
    for part, y in product((0.3, 0.25, 0.35, 0.2, 0.4), ys):
        page.mouse.move(box["x"] + box["width"] * part, y)
        # A tip may be of the place before, and gone once it is read.
        if any("Raigardas" in text for text in tip.all_text_contents()):
            rest(page, 100)
            if any("Raigardas" in text for text in tip.all_text_contents()):
                break
    assert "RaigardasOpen, 310 km" in "".join(tip.all_text_contents())
    page.mouse.down()
    page.mouse.up()
    assert page.locator(".borders-details h2").is_visible()


def test_reach_colours_towns_and_stays_in_the_link(opened) -> None:
    page = opened()
    assert page.locator(".borders-scale").is_hidden()
    page.locator("#borders-reach").check()
    rest(page, 200)
    assert painted(page, "borders-reach") > 1000
    assert painted(page, "borders-routes") == 0
    assert "reach=yes" in settled(page)
    classes = page.locator(".borders-scale li").all_text_contents()
    counts = [int(text.rpartition("(")[2].rstrip(")")) for text in classes]
    assert sum(counts) == len(borders.load().towns.all)
    assert sum(count > 0 for count in counts) >= 4
    page.locator("#borders-reach").uncheck()
    rest(page, 200)
    assert painted(page, "borders-routes") > 1000
    assert painted(page, "borders-reach") == 0


@pytest.fixture(scope="module")
def ways(register: borders.Register) -> dict[tuple[str, str | None], list[borders.Route]]:
    """The ways from Minsk, by day and mode."""
    days = ("2020-01-01", "2023-08-21", "2025-11-05", "2019-01-01")
    modes = (None, "truck", "plane", "passenger_train")
    return {
        (on, mode): [*register.on(on, mode=mode, direction="out").routes("Minsk")]
        for on, mode in product(days, modes)
    }


@pytest.mark.parametrize("language", list(Language))
def test_the_nearest_way_is_told_as_without_scripts(turned, register, ways, language) -> None:
    page, say = turned(f"#from=minsk&lang={language}"), Translator(register.facts, language)
    town = page.evaluate("document.querySelector('#borders-from').value")
    told = page.locator("#borders-summary > span").last
    number = [*Language].index(language)
    for (on, mode), routes in [*ways.items()][number % 3 :: 3 if number else 1]:
        link = f"#on={on}&mode={mode or 'any'}&from=minsk&lang={language}"
        page.evaluate("(link) => { location.hash = link; }", link)
        page.wait_for_function(
            "(on) => document.querySelector('#borders-date').value === on", arg=on
        )
        expect(told).to_have_text(say.nearest(routes, town, Direction.OUT))


@pytest.mark.parametrize("language", list(Language))
def test_the_sentence_is_whole_in_each_language(turned, language) -> None:
    page = turned(f"{ASKED}&from=smarhon&lang={language}")
    told = page.locator("#borders-summary > span").last.text_content() or ""
    assert "68" in told
    assert "11" in told
    assert not any(sign in told for sign in ("{", "undefined", ".."))


def test_ways_are_taken_away(opened, register) -> None:
    page = opened()
    page.locator(".borders-menu summary").click()
    with page.expect_download() as taken:
        page.get_by_text("Routes as GeoJSON").click()
    found = json.loads(Path(taken.value.path()).read_text("utf-8"))
    snapshot = register.on("2023-08-21", mode="car", traveller=borders.Traveller(nationality="US"))
    routes = [route for route in snapshot.routes("Minsk") if route.km is not None]
    assert [one["properties"]["crossing"] for one in found["features"]] == [
        route.crossing.id for route in routes
    ]
    assert {one["geometry"]["type"] for one in found["features"]} == {"LineString"}
    out = register.on(
        "2023-08-21", mode="car", direction="out", traveller=borders.Traveller(nationality="US")
    )
    for one in found["features"]:
        told = one["properties"]
        standing = Standing.of(told["status"], told["default"])
        assert told["stroke"] == STYLES[standing].lines["light"]
        assert told["sentence"] == out.explain(told["crossing"]).sentence
        asked = "nationality=US; residence=none; papers=none"
        assert (told["direction"], told["mode"], told["traveller"]) == ("out", "car", asked)


def test_the_ways_kept_are_those_that_would_be_found(register: borders.Register) -> None:
    kept = (register.network_folder / FILE).read_bytes()
    assert kept == kept_file(register), "say make ways"


@pytest.mark.parametrize("name", ["towns.csv", "network/roads.csv", "network/ways.json"])
def test_ways_kept_serve_while_what_they_follow_from_is_the_same(
    register: borders.Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(page_routes_build, "build", lambda _: {"found": "anew"})
    assert routes_block(register) != {"found": "anew"}
    shutil.copytree(str(register.folder), tmp_path / "geodata")
    assert routes_block(borders.load(tmp_path / "geodata")) == routes_block(register)
    file = tmp_path / "geodata" / name
    file.write_text(file.read_text("utf-8").replace("5", "6", 1), "utf-8")
    assert routes_block(borders.load(tmp_path / "geodata")) == {"found": "anew"}


def test_a_register_without_a_network_shows_no_ways(toy, reader, tmp_path) -> None:
    register = toy()
    assert routes_block(register) is None
    path = tmp_path / "page.html"
    html.save(register, path)
    page = reader.open(path, "#lang=en&from=lida&reach=yes")
    for selector in ("#borders-from", ".borders-routes", ".borders-reach", ".borders-scale"):
        assert page.locator(selector).count() == 0
    assert page.get_by_text("Routes as GeoJSON").count() == 0
    assert page.locator(".borders-lined").count() == 0
    assert reader.complaints == []


def test_a_network_without_rails_has_ways_by_road(register, tmp_path) -> None:
    folder = tmp_path / "network"
    shutil.copytree(str(register.network_folder), folder)
    for name in ("rails", "rails-nodes"):
        (folder / f"{name}.csv").unlink()
    gates = (folder / "gates.csv").read_text("utf-8").splitlines(keepends=True)
    kept = [line for line in gates if ",rails," not in line]
    (folder / "gates.csv").write_text("".join(kept), "utf-8")
    written = routes_block(borders.load(network=folder))
    assert written is not None
    assert [network["name"] for network in written["networks"]] == ["roads"]


def bent(register: borders.Register, folder: Path) -> borders.Register:
    """Every road has a bend 3 km aside of it, and some may be gone one way alone."""
    shutil.copytree(str(register.network_folder), folder)
    with (folder / "roads-nodes.csv").open(encoding="utf-8") as file:
        nodes = [(float(row["longitude"]), float(row["latitude"])) for row in csv.DictReader(file)]
    with (folder / "roads.csv").open(encoding="utf-8") as file:
        edges = list(csv.DictReader(file))
    ends = [[nodes[int(edge[key])] for key in ("start", "end")] for edge in edges]
    bends = np.round((np.mean(ends, axis=1) + np.array([0.03, 0.02])) * 1e5)
    shapes = encode(*bends.T, np.arange(len(edges) + 1))
    for number, (edge, shape) in enumerate(zip(edges, shapes, strict=True)):
        edge |= {"shape": shape, "oneway": str(int(number % 40 == 0))}
    with (folder / "roads.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(edges[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(edges)
    return borders.load(network=folder)


def test_bent_and_one_way_roads_lead_the_page_as_they_lead_python(
    register: borders.Register, tmp_path: Path
) -> None:
    other = bent(register, tmp_path / "network")
    assert other.network.graphs["roads"].is_bent
    assert other.network.graphs["roads"].is_directed
    snapshot = other.on("2023-08-21")
    question = {"on": {"day": "2023-08-21"}, "mode": None, "direction": None, "traveller": None}
    routed = 0
    towns = list(starts(other).items())[::6]
    with Core() as core:
        with_routes(core, other)
        answers = [core.evaluate(ROUTES, [name, question]) for name, _ in towns]
    for (name, town), found in zip(towns, answers, strict=True):
        for row, route in zip(found, snapshot.routes(f"{town.name}, {town.state}"), strict=True):
            assert row["crossing"] == route.crossing.id
            assert near(row["km"], route.row()["km"])
            if route.km is not None:
                line, drawn = LineString(route.coordinates), LineString(row["places"])
                assert line.hausdorff_distance(drawn) < 0.002, (name, row["crossing"])
                routed += 1
    assert routed > 150


def test_ways_through_few_crossings_are_drawn_to_the_metre(
    register: borders.Register, tmp_path: Path
) -> None:
    other = bent(register, tmp_path / "network")
    few = other.of_crossings(["Medininkai", "Šalčininkai"])
    question = {"on": {"day": "2023-08-21"}, "mode": None, "direction": None, "traveller": None}
    strayed = {}
    for asked in (other, few):
        with Core() as core:
            with_routes(core, asked)
            (found,) = [
                row
                for row in core.evaluate(ROUTES, ["minsk", question])
                if row["crossing"] == "medininkai"
            ]
        (route,) = [
            route
            for route in asked.on("2023-08-21").routes("Minsk")
            if route.crossing.id == "medininkai"
        ]
        # Within Minsk several ways are as short.
        line, drawn = (
            LineString([place for place in places if place[0] < 27])
            for places in (route.coordinates, found["places"])
        )
        strayed[asked] = line.hausdorff_distance(drawn)
    assert strayed[few] < 0.0001 < strayed[other]
