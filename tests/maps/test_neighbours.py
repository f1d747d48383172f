"""Marks that lie close together: for keys, for fingers, without motion."""

from __future__ import annotations

from importlib.resources import files
from itertools import combinations
from math import dist
from typing import TYPE_CHECKING, Any

import pytest
from patience import ready, rest

from borders.text.messages import messages

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page


TARGET = 24
SCREENS = {"phone": (390, 844), "tablet": (768, 1024), "desktop": (1440, 900)}
AXE = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
AUDIT = """() => axe.run(document, {resultTypes: ["violations"]}).then(
  (found) => found.violations.flatMap(({id, nodes}) => nodes.map((one) => `${id}: ${one.html}`)))"""
PLACES = """() => Object.fromEntries(
  [...document.querySelectorAll(".borders-marker:not([hidden])")].map((mark) => {
    const {x, y, width, height} = mark.getBoundingClientRect();
    return [mark.dataset.crossing, [x + width / 2, y + height / 2]];
  }))"""
FOCUSED = "document.activeElement?.dataset.crossing ?? document.activeElement?.id ?? null"
MOVED = """async () => {
  const map = document.querySelector(".leaflet-container");
  const seen = new Set();
  const look = () => seen.add(document.querySelector(".borders-marker:not([hidden])")
    .getBoundingClientRect().x);
  look();
  map.querySelector(".leaflet-control-zoom-in").click();
  const start = performance.now();
  while (performance.now() < start + 500) {
    look();
    await new Promise(requestAnimationFrame);
  }
  return [seen.size, map.querySelector(".leaflet-zoom-anim") !== null];
}"""


@pytest.fixture
def opened(at_screen: Callable[..., Page], file: Path) -> Callable[..., Page]:
    """Opens the page at an address, on a screen, as a reader has set the browser."""

    def at(link: str = "lang=en", screen: str = "desktop", **settings: Any) -> Page:
        return at_screen(f"{file.as_uri()}#{link}", SCREENS[screen], **settings)

    return at


@pytest.mark.parametrize("screen", SCREENS)
def test_no_two_marks_are_closer_than_a_target_at_first(opened, screen):
    places = opened(screen=screen).evaluate(PLACES)
    close = {
        (one, other): dist(places[one], places[other])
        for one, other in combinations(places, 2)
        if dist(places[one], places[other]) < TARGET
    }
    assert len(places) >= 10
    assert close == {}


def between(page: Any) -> tuple[list[float], list[str]]:
    """Return the middle of the two marks that lie closest, and what lies near it."""
    places = page.evaluate(PLACES)
    one, other = min(combinations(places, 2), key=lambda two: dist(places[two[0]], places[two[1]]))
    middle = [(a + b) / 2 for a, b in zip(places[one], places[other], strict=True)]
    near = [name for name in places if dist(places[name], middle) < TARGET - 0.5]
    return middle, near


def test_where_several_marks_are_near_a_list_asks_which_is_meant(opened):
    page = opened()
    middle, near = between(page)
    places = page.evaluate(PLACES)
    # within the mark of the first, a pixel or two from its edge
    nearest = min(near, key=lambda name: dist(places[name], middle))
    at = [m + (p - m) * 0.35 for m, p in zip(middle, places[nearest], strict=True)]
    page.mouse.click(*at)
    items = page.locator(".borders-neighbours button")
    items.first.wait_for()
    assert items.count() >= 2
    assert page.locator(".borders-details").is_hidden()
    assert items.first.evaluate("node => node === document.activeElement")
    page.evaluate(f"{AXE};0")
    assert page.evaluate(AUDIT) == []
    page.keyboard.press("ArrowDown")
    name = items.nth(1).locator("span").evaluate("node => node.firstChild.data").strip()
    page.keyboard.press("Enter")
    assert page.locator(".borders-details h2").text_content() == name
    assert page.locator(".borders-neighbours").is_hidden()
    page.keyboard.press("Escape")
    page.mouse.click(*at)
    items.first.wait_for()
    page.keyboard.press("Escape")
    assert page.locator(".borders-neighbours").is_hidden()
    assert page.locator(".borders-details").is_hidden()


def test_a_mark_by_itself_is_opened_at_once_and_by_key_any(opened):
    page = opened()
    places = page.evaluate(PLACES)
    alone = max(
        places,
        key=lambda name: min(dist(places[name], at) for o, at in places.items() if o != name),
    )
    page.mouse.click(*places[alone])
    page.locator(".borders-details h2").wait_for()
    assert f"crossing={alone}" in page.evaluate("location.hash")


def test_a_finger_beside_a_mark_means_it(opened):
    page = opened(screen="phone", has_touch=True)
    places = page.evaluate(PLACES)
    alone = max(
        places,
        key=lambda name: min(dist(places[name], at) for o, at in places.items() if o != name),
    )
    x, y = places[alone]
    page.touchscreen.tap(x + 17, y)
    page.wait_for_function("() => document.querySelector('.borders-details, .borders-neighbours')")
    chosen = page.locator(".borders-neighbours button")
    if chosen.count() and chosen.first.is_visible():
        chosen.first.tap()
    page.locator(".borders-details h2").wait_for()
    assert f"crossing={alone}" in page.evaluate("location.hash")


def test_all_marks_are_one_stop_and_arrows_lead_to_each(opened):
    page = opened()
    places = page.evaluate(PLACES)
    marks = page.locator(".borders-marker:not([hidden])")
    assert marks.count() == len(places)
    assert page.locator('.borders-marker[tabindex="0"]').count() == 1
    page.locator('.borders-marker[tabindex="0"]').focus()
    page.keyboard.press("Home")
    assert page.evaluate(FOCUSED) == min(places, key=lambda name: places[name][1])
    seen, todo = set(), [page.evaluate(FOCUSED)]
    while todo:
        here = todo.pop()
        seen.add(here)
        for key in ("ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"):
            page.locator(f'.borders-marker[data-crossing="{here}"]').focus()
            page.keyboard.press(key)
            if (there := page.evaluate(FOCUSED)) not in {*seen, *todo}:
                todo.append(there)
    assert seen == {*places}
    assert page.locator('.borders-marker[tabindex="0"]').count() == 1
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.locator(".borders-details h2").wait_for()


@pytest.mark.parametrize("screen", ["desktop", "phone"])
def test_the_slider_is_few_stops_away_and_the_marks_are_one(opened, screen):
    page = opened(screen=screen)
    stops: list[str] = []
    while not stops or stops[-1] != messages("en")["skip.time"]:
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.textContent"))
        assert len(stops) <= 20, stops
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "borders-slider"
    page.reload()
    ready(page)
    marks = 0
    while page.evaluate("document.activeElement.id") != "borders-slider":
        page.keyboard.press("Tab")
        marks += page.evaluate("document.activeElement.matches('.borders-marker')")
    assert marks == 1


def test_the_map_jumps_for_those_who_want_no_motion(opened):
    page = opened(reduced_motion="reduce")
    assert page.evaluate(MOVED) == [2, False]
    assert page.locator(".borders-play").is_hidden()
    page.locator(".leaflet-container").focus()
    before = page.evaluate(PLACES)
    page.keyboard.press("ArrowRight")
    first = page.evaluate(PLACES)
    rest(page, 400)
    assert first == page.evaluate(PLACES) != before
    seen, _ = opened().evaluate(MOVED)
    assert seen > 2


def test_the_list_speaks_the_language_of_the_page(opened):
    page = opened("lang=pl")
    middle, near = between(page)
    places = page.evaluate(PLACES)
    nearest = min(near, key=lambda name: dist(places[name], middle))
    page.mouse.click(*(m + (p - m) * 0.35 for m, p in zip(middle, places[nearest], strict=True)))
    title = messages("pl")["marks.several"]
    assert page.get_by_role("dialog", name=title).is_visible()
