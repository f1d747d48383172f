"""What the page leaves undone, counted: times differ by machine (`benchmarks/pages.py`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from history_questions import Questions
from page_core import Core
from patience import rest

from borders.maps.page_data import page_data

if TYPE_CHECKING:
    import borders

CARS = "#on=2023-08-21&nationality=US&mode=car&direction=out&lang=en"
REST = 600
"""Milliseconds after which a moment rests."""

WATCHED = """() => {
  window.seen = { canvases: 0, others: 0, days: 0, marks: 0 };
  const { prototype } = HTMLCanvasElement;
  const { get, set } = Object.getOwnPropertyDescriptor(prototype, "width");
  Object.defineProperty(prototype, "width", {
    get,
    set(width) {
      seen.canvases += 1;
      set.call(this, width);
    },
  });
  const watch = (selector, name) => {
    const watcher = new MutationObserver((all) => (seen[name] += all.length));
    for (const node of document.querySelectorAll(selector)) {
      watcher.observe(node, { subtree: true, childList: true, characterData: true });
    }
  };
  watch(".borders-side, .borders-table, .borders-who, .borders-counts", "others");
  watch(".borders-day", "days");
  watch(".leaflet-marker-pane", "marks");
  seen.map = document.querySelector(".leaflet-container").getBoundingClientRect().height;
}"""

STEPS = """([count, each]) => new Promise((done) => {
  const slider = document.querySelector("#borders-slider");
  const step = (at) => {
    if (at === count) return requestAnimationFrame(done);
    for (let i = 0; i < each; i += 1) {
      slider.valueAsNumber += 20;
      slider.dispatchEvent(new Event("input"));
    }
    requestAnimationFrame(() => step(at + 1));
  };
  step(0);
})"""

PIXELS = """() => {
  const { width, height } = document.querySelector(".leaflet-container").getBoundingClientRect();
  const canvases = [...document.querySelectorAll(".leaflet-container canvas")];
  return canvases.reduce((sum, each) => sum + each.width * each.height, 0) / (width * height);
}"""

READ = """() => {
  window.read = 0;
  const { prototype } = CSSStyleDeclaration;
  const { getPropertyValue } = prototype;
  prototype.getPropertyValue = function (name) {
    read += 1;
    return getPropertyValue.call(this, name);
  };
}"""

FREE = """() => {
  const box = document.querySelector(".leaflet-container").getBoundingClientRect();
  for (const across of [0.5, 0.45, 0.55, 0.6, 0.4]) for (const down of [0.5, 0.4, 0.6, 0.7]) {
    const spot = [box.left + across * box.width, box.top + down * box.height];
    const taken = document.elementFromPoint(...spot).closest(".leaflet-marker-icon, button");
    if (!taken) return spot;
  }
}"""

COVERED = """() => {
  const [map, base] = [".leaflet-container", ".leaflet-borders-base-pane canvas"].map((selector) =>
    document.querySelector(selector).getBoundingClientRect());
  return base.left <= map.left && base.top <= map.top && base.right >= map.right;
}"""

SAME = """([questions, days]) => questions.flatMap((question) =>
  data.crossings.flatMap((crossing) => {
  const told = new Map();
  const bare = ({ minute, crossing, last, ...verdict }) =>
    ({ ...verdict, last: last && bare(last) });
  return days.map((day) => ({ ...question, on: { day } })).flatMap((asked) => {
    const stretch = core.stretchAt(data, crossing, asked);
    const verdict = JSON.stringify(bare(core.verdict(data, crossing, asked)));
    const known = told.get(stretch) ?? verdict;
    told.set(stretch, known);
    return known === verdict ? [] : [[crossing.id, asked]];
  });
}))"""


FIRST = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const { value } of list.getEntries()) window.shifted += value;
}).observe({ type: "layout-shift", buffered: true });
window.asked = [];
window.behind = false;
const look = () => {
  const shown = [...document.querySelectorAll("#borders-still :is(h1, td, use[x])")];
  if (document.querySelector(".borders-picture")) {
    asked.push(shown.filter((node) => node.checkVisibility({ visibilityProperty: true })).length);
    const made = document.querySelector(".borders-stage .leaflet-container");
    behind ||= Boolean(made && !made.checkVisibility({ visibilityProperty: true }));
    if (behind) dispatchEvent(new ErrorEvent("error", { message: "ResizeObserver loop" }));
  }
  if (!asked.length || document.querySelector("#borders-still")) requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""


@pytest.mark.parametrize(("link", "shown"), [("", True), ("#on=2020-01-05", False)])
def test_the_picture_is_seen_before_the_map_is_made(opened, reader, link, shown):
    """It shifts nothing when it goes, and never answers another question than the reader's.

    Behind it the page is made in tasks between which a reader is answered, and sizes are observed.
    """
    reader.context.add_init_script(FIRST)
    page = opened(link)
    assert any(page.evaluate("asked")) is shown
    assert page.evaluate("asked.length") > 0
    assert page.evaluate("behind")
    assert page.locator(".borders-head h1").is_visible()
    assert page.locator("#borders-still").count() == 0
    assert page.evaluate("shifted") == 0


def test_between_the_edges_of_its_stretches_a_verdict_stays_the_same(register: borders.Register):
    days = [
        f"{year}-{month:02}-{day}"
        for year in range(2019, 2027)
        for month in range(1, 13)
        for day in (11, 27)
    ]
    questions = [
        question for _, (_, question) in zip(range(6), Questions(register, 7), strict=False)
    ]
    with Core() as core:
        core.evaluate("data => void Object.assign(globalThis, { data })", page_data(register))
        assert core.evaluate(SAME, [questions, days]) == []


def test_while_the_slider_is_dragged_marks_and_head_alone_follow(opened):
    """No canvas is drawn, no list made, and the map keeps its height; all of it follows at rest."""
    page = opened(CARS)
    address = page.evaluate("location.hash")
    page.evaluate(WATCHED)
    page.evaluate(STEPS, [30, 1])
    seen = page.evaluate("seen")
    assert seen["marks"] > 0
    assert (seen["canvases"], seen["others"]) == (0, 0)
    assert page.evaluate("location.hash") == address
    height = "document.querySelector('.leaflet-container').getBoundingClientRect().height"
    assert page.evaluate(height) == seen["map"]
    day = page.locator(".borders-day").text_content()
    assert day != "21 August 2023"
    rest(page, REST)
    rest(page, REST)
    assert page.evaluate("seen.others") > 0
    assert page.evaluate("location.hash") != address
    assert page.locator(".borders-day").text_content() == day


def test_canvases_are_little_larger_than_the_map(opened):
    """Land and names are as large as the map; dragged beyond, the land follows and shrinks."""
    page = opened(CARS)
    assert page.evaluate(PIXELS) <= 2 + 0.01
    for _ in range(3):
        page.locator(".leaflet-control-zoom-in").click()
        rest(page, REST)
    x, y = page.evaluate(FREE)
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, 31):
        page.mouse.move(x - 8 * step, y)
    assert page.evaluate(COVERED)
    page.mouse.up()
    rest(page, REST)
    assert page.evaluate(PIXELS) <= 2 + 0.01


def test_a_map_that_is_zoomed_asks_the_style_sheet_for_nothing(opened):
    """To ask for a colour lays out all that was moved before; in another theme it must."""
    page = opened(CARS)
    page.evaluate(READ)
    page.locator(".leaflet-control-zoom-in").click()
    rest(page, REST)
    assert page.evaluate("read") == 0
    page.emulate_media(color_scheme="dark")
    rest(page, REST)
    assert page.evaluate("read") > 0


def test_inputs_between_two_frames_are_one_step(opened):
    page = opened(CARS)
    page.evaluate(WATCHED)
    page.evaluate(STEPS, [4, 12])
    assert page.evaluate("seen.days") == 4


TOLD = """() => {
  window.told = [];
  new MutationObserver((records) => {
    for (const { type, target } of records) if (type === "childList") told.push(target.className);
  }).observe(document.body, { subtree: true, childList: true });
}"""


def test_a_map_that_is_dragged_lays_nothing_out_anew(opened):
    """No text changes under the mouse, and none is chosen: the browser looks for none."""
    page = opened()
    box = page.locator(".leaflet-container").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 10, y)
    page.evaluate(TOLD)
    pane = page.locator(".leaflet-map-pane")
    before = pane.get_attribute("style")
    page.mouse.move(x + 60, y + 20, steps=5)
    assert pane.get_attribute("style") != before
    assert page.evaluate("told") == []
    page.mouse.up()
    chosen = "node => getComputedStyle(node).userSelect"
    assert page.locator(".leaflet-container").evaluate(chosen) == "none"
