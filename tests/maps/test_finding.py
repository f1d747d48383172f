"""One box finds crossings, towns, states, statuses and places, in any language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from page_core import Core
from patience import ready

import borders
from borders.maps.page_data import page_data
from borders.maps.page_messages import page_messages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from patience import Patient
    from playwright.sync_api import Page

ASK = """({ data, messages, towns }) => {
  const on = { day: "2025-11-20" };
  const state = { on, mode: "car", direction: "out", traveller: null, lang: "en", crossing: null };
  const start = { ...state, from: null, reach: false, slight: false, minor: false };
  const places = towns.map(([name, lon, lat, names], number) =>
    ({ name, lon, lat, names, number, size: -number, slug: null }));
  const names = new core.Names(data, messages, places);
  const answers = new core.Answers(data, messages, null, start, start, names);
  globalThis.found = (text) => {
    const { hits, isNear } = core.hitsOf(answers, text);
    const first = hits[0] ? [hits[0].kind, hits[0].value] : null;
    if (first && first[0] === "town") first[1] = places[first[1]].name;
    return { first, isNear, ids: [...core.crossingsFound(answers, text).ids].sort() };
  };
}"""


@pytest.fixture(scope="module")
def core(register: borders.Register) -> Iterator[Core]:
    towns = [[t.name, t.lon, t.lat, dict(t.names)] for t in register.towns.all]
    given = {"data": page_data(register), "messages": page_messages(), "towns": towns}
    with Core() as core:
        core.evaluate(ASK, given)
        yield core


@pytest.mark.parametrize(
    ("text", "kind", "value", "is_near"),
    [
        ("Medininkai", "crossing", "medininkai", False),
        ("Miedniki", "crossing", "medininkai", False),
        ("Мядзінінкай", "crossing", "medininkai", False),
        ("salcinin", "crossing", "salcininkai", False),
        ("Šalčininkau", "crossing", "salcininkai", True),
        ("Wilno", "town", "Vilnius", False),
        ("Вильнюс", "town", "Vilnius", False),
        ("Grodno", "crossing", "kuznica-rail", False),
        ("Poland", "state", "PL", False),
        ("LT", "state", "LT", False),
        ("ltu", "state", "LT", False),
        ("Łotwa", "state", "LV", False),
        ("Polnad", "state", "PL", True),
        ("closed", "standing", "closed", False),
        ("закрыто", "standing", "closed", False),
        ("clsoed", "standing", "closed", True),
        ("Otwarte", "standing", "open", False),
    ],
)
def test_something_is_found(core: Core, text: str, kind: str, value: str, is_near: bool):  # noqa: FBT001 - a case
    found = core.evaluate("found", text)
    assert (found["first"], found["isNear"]) == ([kind, value], is_near)


def test_nothing_is_found_where_nothing_is_like_it(core: Core):
    assert core.evaluate("found", "xyzzy") == {"first": None, "isNear": True, "ids": []}


def test_a_state_and_a_standing_are_the_crossings_that_serve(
    core: Core, register: borders.Register
):
    day = register.on("2025-11-20", mode="car", direction="out")
    serving = [verdict for verdict in day.verdicts if verdict.serves]
    polish = sorted(v.crossing.id for v in serving if v.crossing.neighbour == "PL")
    closed = {v.crossing.id for v in serving if v.standing.value.startswith("closed")}
    assert core.evaluate("found", "Polska")["ids"] == polish
    assert {*core.evaluate("found", "closed")["ids"]} == closed


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("54.55, 25.63", [54.55, 25.63]),
        ("54,55 25,63", [54.55, 25.63]),
        ("54.55N 25.63E", [54.55, 25.63]),
        ("N54.55° E25.63°", [54.55, 25.63]),
        ("54,25", [54, 25]),
        ("-54.5;-25", [-54.5, -25]),
        ("95, 25", None),
        ("54.55", None),
        ("A1 2", None),
    ],
)
def test_coordinates_are_read_as_they_are_typed(core: Core, text: str, place: Any):
    read = "text => { const p = core.placeTyped(text); return p && [p.lat, p.lon]; }"
    assert core.evaluate(read, text) == place


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory, register: borders.Register) -> Path:
    path = tmp_path_factory.mktemp("finding") / "map.html"
    borders.save(borders.explore(register), path)
    return path


@pytest.fixture
def page(browser: Patient, path: Path) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1200, "height": 900}, offline=True)
    page = context.new_page()
    page.goto(f"{path.as_uri()}#lang=en")
    ready(page)
    yield page
    context.close()


def test_the_box_is_worked_by_keyboard(page: Page):
    page.locator("body").press("/")
    page.keyboard.type("Polnad")
    box = page.locator("#borders-find")
    assert box.get_attribute("aria-expanded") == "true"
    listed = page.locator("#borders-find-list")
    assert listed.locator(".borders-heading").first.text_content() == "Similar names"
    active = page.locator(f"[id='{box.get_attribute('aria-activedescendant')}']")
    assert active.text_content().startswith("Poland (")
    before = page.locator(".borders-map .leaflet-proxy").get_attribute("style")
    page.keyboard.press("Enter")
    assert page.locator("#borders-search").input_value() == "Poland"
    states = page.locator(".borders-table tr[data-crossing]:visible .borders-col-neighbour")
    assert {*states.all_text_contents()} == {"Poland"}
    page.wait_for_function(
        "before => document.querySelector('.leaflet-proxy').getAttribute('style') !== before",
        arg=before,
    )
    page.locator("#borders-find").fill("54.55, 25.63")
    page.keyboard.press("Enter")
    assert page.locator(".borders-details h2").text_content().startswith("Medininkai")


def test_who_lets_be_located_sees_what_is_nearest(page: Page):
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": 52.1, "longitude": 23.6})
    page.locator("#borders-find").click()
    page.get_by_role("option", name="Nearest to where I am").click()
    page.locator("#borders-find-list [role=option]", has_text="Terespol").first.wait_for()
    assert page.locator("#borders-find").input_value() == "52.1000, 23.6000"


def test_who_does_not_is_told_so(page: Page):
    page.locator("#borders-find").click()
    page.get_by_role("option", name="Nearest to where I am").click()
    page.locator("#borders-find-list", has_text="Your position is not available.").wait_for()
