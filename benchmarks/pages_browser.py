"""Opens a page as a reader does, and tells what it cost: the browser's side of `pages.py`."""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pages_inputs

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, CDPSession, Page, Route, ViewportSize

ARGUMENTS = ["--host-resolver-rules=MAP * ~NOTFOUND"]
VIEW: ViewportSize = {"width": 1280, "height": 800}
QUIET = 700
"""Milliseconds without a long task after which a page is taken to have come to rest."""

SLOWED = 4
"""How many times slower the processor is in slowed openings."""

WATCH = """
window.longTask = 0;
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const { value } of list.getEntries()) shifted += value;
}).observe({ type: "layout-shift", buffered: true });
new PerformanceObserver((list) => {
  for (const { startTime, duration } of list.getEntries()) {
    longTask = Math.max(longTask, startTime + duration);
  }
}).observe({ type: "longtask", buffered: true });
"""

REST = (
    "() => document.readyState === 'complete' && !document.body.hasAttribute('aria-busy')"
    f" && performance.now() - longTask > {QUIET}"
)

MAPS = ".leaflet-container, .plot-container, .bk-Figure, .vega-embed svg"

TIMES = """(maps) => {
  const all = (root) => [...root.querySelectorAll("*")]
    .flatMap((each) => [each, ...(each.shadowRoot ? all(each.shadowRoot) : [])]);
  const elements = all(document);
  const load = performance.getEntriesByType("navigation")[0].loadEventEnd;
  const paint = performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0;
  const { width, height } = document.querySelector(maps).getBoundingClientRect();
  const canvases = elements.filter((each) => each.localName === "canvas");
  const pixels = canvases.reduce((sum, each) => sum + each.width * each.height, 0);
  return { load, paint, interactive: Math.max(load, paint, longTask),
    shifted, pixels: pixels / (width * height), elements: elements.length };
}"""

SLIDER = "#borders-slider"
DRAGGED = 90
"""Steps of the mouse while the slider is dragged."""

SPOT = """(maps) => {
  const shown = document.querySelector(maps);
  const box = shown.getBoundingClientRect();
  const shares = [0.5, 0.4, 0.6, 0.35, 0.65];
  const taken = "button, a, [tabindex='0']:not(.leaflet-container), .leaflet-marker-icon";
  for (const across of shares) for (const down of shares) {
    const spot = [box.left + across * box.width, box.top + down * box.height].map(Math.round);
    const found = document.elementFromPoint(...spot);
    if (found && shown.contains(found) && !found.closest(taken)) return spot;
  }
  throw new Error("the map has no free spot");
}"""

VIEWED = """() => {
  const pane = document.querySelector(".leaflet-map-pane");
  const drawn = document.querySelector(".scattergeo path, .mark-shape path");
  if (window.Bokeh) return Bokeh.documents[0].roots()[0].y_range.start;
  return pane ? pane.style.transform : drawn.getAttribute("d").slice(0, 200);
}"""

FRAMES = """() => {
  const times = (window.frameTimes = []);
  const turn = (time) => {
    if (times !== window.frameTimes) return;
    times.push(time);
    requestAnimationFrame(turn);
  };
  requestAnimationFrame(turn);
}"""

TAKEN = """() => {
  const times = window.frameTimes;
  window.frameTimes = null;
  return times.slice(1).map((time, i) => time - times[i]);
}"""

ASKED = """async ([data, questions]) => {
  const { verdict } = await import("http://assets.invalid/verdicts.js");
  const ask = (question) => data.crossings.map((crossing) => verdict(data, crossing, question));
  const taken = questions.map((question) => {
    const start = performance.now();
    ask(question);
    return performance.now() - start;
  });
  return taken;
}"""


@dataclass
class Opening:
    """One opening of a page: milliseconds, megabytes, numbers."""

    load: float = 0
    interactive: float = 0
    work: float = 0
    paint: float = 0
    shifted: float = 0
    pixels: float = 0
    heap: float = 0
    elements: int = 0
    pan: list[float] = field(default_factory=list)
    zoom: list[float] = field(default_factory=list)
    pan_work: float = 0
    zoom_work: float = 0
    drag: list[float] = field(default_factory=list)
    drag_script: float = 0
    fetched: dict[str, tuple[int, int]] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)


def opened(browser: Browser, path: Path, files: Path, slowed: int = 1) -> Opening:
    """Open a page from the disk in a fresh context, zoom and pan it, and drag its slider."""
    context = browser.new_context(viewport=VIEW)
    context.add_init_script(WATCH)
    page = context.new_page()
    opening = Opening()
    page.route(re.compile("^https?:"), lambda route: _answer(route, files, opening))
    page.on("pageerror", lambda error: opening.missing.append(str(error)))
    session = context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    session.send("Emulation.setCPUThrottlingRate", {"rate": slowed})
    page.goto(path.as_uri())
    page.wait_for_function(REST)
    for name, value in page.evaluate(TIMES, MAPS).items():
        setattr(opening, name, value)
    opening.work = _metric(session, "TaskDuration") * 1000
    session.send("HeapProfiler.collectGarbage")
    opening.heap = _metric(session, "JSHeapUsedSize") / 1e6
    _move(page, session, opening)
    if page.locator(SLIDER).count():
        _drag(page, session, opening)
    context.close()
    return opening


def questions_asked(browser: Browser, data: dict[str, Any], assets: Path) -> list[float]:
    """Return the milliseconds in which our scripts answer questions, each for all crossings.

    Parameters
    ----------
    browser
        Where the scripts run, on a page of their own.
    data
        What our page holds, which they are given.
    assets
        Where the scripts are.
    """
    people = [None, ["BY"], ["LT"], ["US"], ["PL"]]
    questions = [
        {
            "on": {"day": f"{year}-{month:02}-15"},
            "mode": None,
            "direction": None,
            "traveller": traveller,
        }
        for year in range(2021, 2026)
        for month in range(1, 13)
        for traveller in (
            who and {"nationality": who, "residence": [], "papers": [], "vehicle": None}
            for who in people
        )
    ]
    page = browser.new_page()

    def serve(route: Route) -> None:
        name = route.request.url.rpartition("/")[2]
        body = (assets / name).read_text("utf-8") if name else "<!DOCTYPE html><title>Asked</title>"
        kind = "text/javascript" if name else "text/html"
        route.fulfill(body=body, content_type=f"{kind}; charset=utf-8")

    page.route(re.compile("^http:"), serve)
    page.goto("http://assets.invalid/")
    taken: list[float] = page.evaluate(ASKED, [data, questions])
    page.close()
    return taken


def weight(content: bytes) -> tuple[int, int]:
    """Return the bytes of a file, and of what is sent of it with gzip."""
    return len(content), min(len(content), len(gzip.compress(content, 6)))


def _answer(route: Route, files: Path, opening: Opening) -> None:
    url = route.request.url
    path = pages_inputs.answer(files, url)
    if path is None:
        opening.missing.append(url)
        route.fulfill(status=404, body="")
        return
    opening.fetched[url] = weight(path.read_bytes())
    route.fulfill(path=path, headers={"Access-Control-Allow-Origin": "*"})


def _metric(session: CDPSession, name: str) -> float:
    metrics: list[dict[str, Any]] = session.send("Performance.getMetrics")["metrics"]
    return next(float(metric["value"]) for metric in metrics if metric["name"] == name)


def _move(page: Page, session: CDPSession, opening: Opening) -> None:
    """Turn the wheel in and out, then drag the map about in a ring."""
    x, y = page.evaluate(SPOT, MAPS)
    page.mouse.move(x, y)
    start = _metric(session, "TaskDuration")
    page.evaluate(FRAMES)
    for step in (-120, -120, -120, 120, 120, 120):
        page.mouse.wheel(0, step)
        page.wait_for_timeout(400)
    opening.zoom = page.evaluate(TAKEN)
    opening.zoom_work = (_metric(session, "TaskDuration") - start) * 1000
    for _ in range(2):
        page.mouse.wheel(0, -120)
        page.wait_for_timeout(400)
    x, y = page.evaluate(SPOT, MAPS)
    page.mouse.move(x, y)
    page.mouse.down()
    start = _metric(session, "TaskDuration")
    before = page.evaluate(VIEWED)
    page.evaluate(FRAMES)
    for dx, dy in _ring():
        page.mouse.move(x + dx, y + dy)
    opening.pan = page.evaluate(TAKEN)
    opening.pan_work = (_metric(session, "TaskDuration") - start) * 1000
    if page.evaluate(VIEWED) == before:
        opening.missing.append("(the map did not move)")
    page.mouse.up()


def _drag(page: Page, session: CDPSession, opening: Opening) -> None:
    """Drag the slider of time over two fifths of its length."""
    box = page.locator(SLIDER).evaluate("slider => slider.getBoundingClientRect().toJSON()")
    y = box["y"] + box["height"] / 2
    steps = [box["x"] + box["width"] * (0.55 + 0.4 * i / DRAGGED) for i in range(DRAGGED + 1)]
    page.mouse.move(steps[0], y)
    page.mouse.down()
    page.wait_for_timeout(QUIET)
    start = _metric(session, "ScriptDuration")
    page.evaluate(FRAMES)
    for x in steps[1:]:
        page.mouse.move(x, y)
    opening.drag = page.evaluate(TAKEN)
    opening.drag_script = (_metric(session, "ScriptDuration") - start) * 1000 / DRAGGED
    page.mouse.up()


def _ring() -> list[tuple[int, int]]:
    """Return sixty steps that go out to a square's edge and along it."""
    out = [(4 * i, 0) for i in range(1, 21)]
    up = [(80, -4 * i) for i in range(1, 21)]
    back = [(80 - 4 * i, -80) for i in range(1, 21)]
    return out + up + back
