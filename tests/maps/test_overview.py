"""The first view holds all crossings, wherever and whenever it is first seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from patience import rest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from patience import Patient
    from playwright.sync_api import Frame, Page

HIDDEN = """() => {
  const box = (node) => node.getBoundingClientRect();
  const map = box(document.querySelector(".leaflet-container"));
  const over = [...document.querySelectorAll(".borders-legend, .leaflet-control")].map(box);
  const marks = [...document.querySelectorAll(".borders-marker:not([hidden])")];
  const isOut = ({left, right, top, bottom}) =>
    left < map.left || right > map.right || top < map.top || bottom > map.bottom;
  const meet = (a, b) => a.x < b.right && b.x < a.right && a.y < b.bottom && b.y < a.bottom;
  return [marks.length, marks.filter((mark) =>
    isOut(box(mark)) || over.some((its) => meet(box(mark), its)))
    .map((mark) => mark.dataset.crossing)];
}"""
"""How many marks there are, and which of them are out of the view or below what lies over it."""

CLEAR = f"() => ({HIDDEN})()[1].length === 0"

SIZES = [(320, 568), (390, 844), (768, 1024), (1024, 768), (1280, 720), (1920, 1080), (3840, 2160)]

HOSTS = {
    "display": ("<div id=it hidden>{}</div>", "it.hidden = false"),
    "tabs": (
        (
            "<style>.tab:not(.on) {{display: none}}</style><p class='tab on'>One</p>"
            "<div class=tab id=it>{}</div>"
        ),
        "document.querySelector('.on').classList.remove('on'); it.classList.add('on')",
    ),
    "grown": (
        "<div id=it>{}</div>",
        """(async () => {
          const {style} = document.querySelector("iframe");
          for (let i = 0; i <= 10; i += 1) {
            style.width = `${90 * i}px`;
            style.height = `${70 * i}px`;
            await new Promise(requestAnimationFrame);
          }
        })()""",
    ),
    "details": ("<details id=it><summary>Map</summary>{}</details>", "it.open = true"),
}
"""Pages that hide a frame, and what shows it."""


@pytest.fixture
def window(browser: Patient) -> Iterator[Page]:
    page = browser.new_page(offline=True, viewport={"width": 1000, "height": 800})
    yield page
    page.close()


def ready(page: Page | Frame) -> None:
    page.locator("body:not([aria-busy]) .borders-marker").first.wait_for()
    page.wait_for_function("() => !document.querySelector('.leaflet-zoom-anim')")


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_nothing_lies_over_a_crossing_at_first(window, file, size, lang):
    window.set_viewport_size(dict(zip(("width", "height"), size, strict=True)))
    window.goto(f"{file.as_uri()}#mode=&lang={lang}")
    ready(window)
    marks, hidden = window.evaluate(HIDDEN)
    assert marks >= 20
    assert hidden == []


def test_the_view_follows_the_window_until_it_is_moved(window, file):
    window.goto(f"{file.as_uri()}#mode=&lang=en")
    ready(window)
    for size in [(390, 844), (1900, 1000), (1000, 800)]:
        window.set_viewport_size(dict(zip(("width", "height"), size, strict=True)))
        window.wait_for_function(CLEAR)
    window.locator(".leaflet-control-zoom-in").click()
    window.locator(".leaflet-control-zoom-in").click()
    ready(window)
    near = window.evaluate(HIDDEN)[1]
    assert near != []
    window.set_viewport_size({"width": 1010, "height": 790})
    rest(window, 300)
    assert window.evaluate(HIDDEN)[1] != [], "a reader's own view is kept"
    window.locator(".borders-whole").click()
    window.wait_for_function(CLEAR)


@pytest.mark.parametrize("host", HOSTS)
def test_a_map_that_is_hidden_first_shows_all_crossings_when_it_is_seen(
    window, file, tmp_path, host
):
    around, act = HOSTS[host]
    size = "width:0;height:0" if host == "grown" else "width:900px;height:700px"
    frame = f'<iframe src="{file.as_uri()}#mode=&lang=en" style="border:0;{size}"></iframe>'
    path = tmp_path / "host.html"
    path.write_text(f"<!DOCTYPE html><title>x</title>{around.format(frame)}", "utf-8")
    window.goto(path.as_uri())
    rest(window, 300)
    window.evaluate(act)
    shown = window.frames[1]
    shown.wait_for_function("() => innerWidth === 900 && innerHeight === 700")
    _all_seen(shown)


def test_a_stage_that_is_hidden_first_shows_all_crossings_when_it_is_seen(window, file, tmp_path):
    path = tmp_path / "hidden.html"
    text = file.read_text("utf-8").replace('id="borders-stage"', 'id="borders-stage" hidden', 1)
    path.write_text(text, "utf-8")
    window.goto(f"{path.as_uri()}#mode=&lang=en")
    window.wait_for_function("() => document.querySelectorAll('.borders-marker').length > 20")
    rest(window, 300)
    window.evaluate("document.querySelector('#borders-stage').hidden = false")
    _all_seen(window)


def _all_seen(shown: Any) -> None:
    ready(shown)
    shown.wait_for_function(CLEAR)
    assert shown.evaluate(HIDDEN)[0] >= 20
