"""Whether everybody can use the page: what a machine can tell of it, on the shipped register."""

from __future__ import annotations

import base64
import re
from collections import Counter
from importlib.resources import files
from itertools import combinations, pairwise, product
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from patience import ready, resize
from pypdfium2 import PdfDocument

import borders
from borders import style
from borders.enums import Language, Standing

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

LANGUAGES = [language.value for language in Language]
SCREENS = {"desktop": (1280, 800), "phone": (390, 844)}
CARD = "&crossing=medininkai"
HELD = "&nationality=US,BY&residence=LT,PL&papers=diplomatic,karta-polaka&on=2023-08-21T09:30Z"
THEMES = ["light", "dark"]
EDGES = [width + more for width in (760, 900, 1100) for more in (0, 1)]
"""Where the page gets another shape."""

WIDTHS = sorted({*range(320, 1921, 40), *EDGES, 768, 1024, 2560, 3840})
TALLEST = 6000
"""Pixels of the table that one is ready to scroll, of all crossings too."""

TARGET = 24
"""CSS pixels that a finger needs each way, WCAG 2.2, 2.5.8."""

AXE = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules of axe that ask for colours: slow, and the same in every language."""
OTHERS = {rule: {"enabled": False} for rule in COLOURS}
AUDIT = """options => axe.run(document, {resultTypes: ["violations"], ...options}).then(
  (found) => found.violations.flatMap(({id, nodes}) => nodes.map((one) => `${id}: ${one.html}`)))"""

LEGIBLE = """() => {
  const linear = (part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  const parts = (colour) => (colour.match(/[\\d.]+/g) ?? []).map(Number);
  const light = ([r, g, b]) => [r, g, b].reduce(
    (sum, part, i) => sum + linear(part / 255) * [0.2126, 0.7152, 0.0722][i], 0);
  const under = (node) => {
    for (let one = node; one; one = one.parentElement) {
      const colour = parts(getComputedStyle(one).backgroundColor);
      if (colour.length === 3) return colour;
    }
    return [255, 255, 255];
  };
  const own = (node) => [...node.childNodes].some((one) => one.nodeType === 3 && one.data.trim());
  const found = [];
  let texts = 0;
  for (const node of document.body.querySelectorAll("*:not(svg *)")) {
    const field = node.matches("input:not([type=range]), select");
    if (!node.checkVisibility() || node.disabled || !(field || own(node))) continue;
    const part = field && node.placeholder && !node.value ? "::placeholder" : "";
    const ink = parts(getComputedStyle(node, part).color);
    if (ink[3] === 0) continue;  // not painted: another text stands there
    const [one, other] = [ink, under(node)].map(light);
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    texts += 1;
    if (ratio < 4.5) found.push([node.outerHTML.slice(0, 100), ratio]);
  }
  return [texts, found];
}"""

TO_LINEAR = np.array([0.2126, 0.7152, 0.0722])
VISIONS = {
    "greyscale": np.tile(TO_LINEAR, (3, 1)),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
}
"""What is left of linear RGB: luminance alone, and Machado, Oliveira and Fernandes (2009)."""

FLAT = """() => {
  const all = (which) => document.querySelectorAll(which);
  for (const each of all(".leaflet-container canvas")) each.style.visibility = "hidden";
  for (const each of all(".leaflet-container, .borders-legend")) each.style.background = "Canvas";
}"""
"""One ground for the marks of map and legend: a ring shows what lies below it."""

APART = 0.11
"""The least distance of two marks, of 0 (the same) to 2 (the negative)."""
SIDE = 28

CUT = f"""async ([picture, boxes]) => {{
  const bytes = Uint8Array.from(atob(picture), (sign) => sign.charCodeAt(0));
  const whole = await createImageBitmap(new Blob([bytes]));
  const pen = new OffscreenCanvas({SIDE}, {SIDE}).getContext("2d");
  return boxes.map(([x, y, width, height]) => {{
    pen.drawImage(whole, x, y, width, height, 0, 0, {SIDE}, {SIDE});
    return [...pen.getImageData(0, 0, {SIDE}, {SIDE}).data];
  }});
}}"""
LEGEND = """() => [...document.querySelectorAll(
    ".borders-legend > ul > li:not([hidden]) .borders-mark")].map((mark) => [
      mark.querySelector("use").getAttribute("href").slice(9),
      Object.values(mark.getBoundingClientRect().toJSON()).slice(0, 4)])"""
ALONE = """() => {
  const view = document.querySelector(".leaflet-container").getBoundingClientRect();
  const legend = document.querySelector(".borders-legend").getBoundingClientRect();
  const meet = (a, b) => a.x < b.right && b.x < a.right && a.y < b.bottom && b.y < a.bottom;
  const kept = [];
  for (const mark of document.querySelectorAll(".borders-marker:not([hidden], .borders-rough)")) {
    const box = mark.querySelector(".borders-mark").getBoundingClientRect();
    const within = box.x > view.x && box.right < view.right
      && box.y > view.y && box.bottom < view.bottom;
    const others = [legend, ...kept.map(([, its]) => its)];
    const free = within && others.every((its) => !meet(box, its));
    if (free) kept.push([mark.dataset.standing, box]);
    else mark.style.visibility = "hidden";
  }
  return kept.map(([status, box]) => [status, Object.values(box.toJSON()).slice(0, 4)]);
}"""
"""Hides the marks that stand partly behind others, and tells what is left."""

PRINTED = """async () => {
  const drawn = () => [...document.querySelectorAll(".leaflet-container canvas")]
    .map((canvas) => canvas.toDataURL());
  dispatchEvent(new Event("beforeprint"));
  const atOnce = drawn();
  for (let i = 0; i < 3; i += 1) await new Promise(requestAnimationFrame);
  return drawn().map((picture, i) => picture === atOnce[i]);
}"""
"""No frame is drawn between the event and the printing: only what is there at once is printed."""

WITHIN = """(part, without) => {
  const { SHOW_ELEMENT, FILTER_ACCEPT, FILTER_REJECT } = NodeFilter;
  const among = (node) => (node.matches(without) ? FILTER_REJECT : FILTER_ACCEPT);
  const walk = document.createTreeWalker(part, SHOW_ELEMENT, among);
  const found = [];
  while (walk.nextNode()) found.push(walk.currentNode);
  return found;
}"""
"""All of a part, without what stands in certain others."""

BEYOND = f"""() => {{
  const wide = document.documentElement.clientWidth;
  const others = ".leaflet-container, .borders-unseen, .borders-scroll, caption, svg";
  const over = ({WITHIN})(document.body, others)
    .filter((node) => {{ const {{left, right}} = node.getBoundingClientRect();
                        return right > wide + 1 || left < -1; }})
    .filter((node) => node.checkVisibility({{visibilityProperty: true}}));
  return [document.documentElement.scrollWidth - wide,
          over.slice(0, 5).map((node) => node.outerHTML.slice(0, 120))];
}}"""
CLIPPED = """() => [...document.querySelectorAll("button, summary, label, h1, h2, h3, th, td, p")]
  .filter((node) => node.checkVisibility() && !node.closest(".borders-unseen, .borders-skip"))
  .filter((node) => node.scrollWidth > node.clientWidth + 1 && node.clientWidth > 0)
  .filter((node) => getComputedStyle(node).overflowX !== "visible")
  .map((node) => node.textContent)"""
OVERRUN = f"""() => {{
  const box = (node) => node.getBoundingClientRect();
  const others = ".leaflet-container, svg, .borders-unseen, .borders-skip, .borders-track"
    + ", .borders-menu > div, .borders-details";
  const parts = [".borders-stage", ".borders-who", ".borders-map", ".borders-time", ".borders-side"]
    .map((name) => document.querySelector(name));
  const over = parts.flatMap((part) => {{
    const {{left, right}} = box(part);
    return ({WITHIN})(part, others)
      .filter((node) => box(node).right > right + 1 || box(node).left < left - 1)
      .filter((node) => node.checkVisibility({{visibilityProperty: true}}));
  }});
  const names = [...document.querySelectorAll(".borders-table tr[data-crossing]:not([hidden])")]
    .filter((row) => {{
      const [name, mark] = [".borders-name", ".borders-mark"].map((one) => row.querySelector(one));
      return box(name).right > box(mark).left && box(name).bottom > box(mark).top + 4;
    }});
  const standings = new Map([...document.querySelectorAll(".borders-turn strong")]
    .map((node) => [node.textContent, node]));
  for (const node of standings.values()) node.style.overflowWrap = "normal";
  const broken = [...standings.values()].filter((node) => node.scrollWidth > node.clientWidth + 1);
  for (const node of standings.values()) node.style.overflowWrap = "";
  return [...over, ...broken, ...names].slice(0, 5).map((node) => node.outerHTML.slice(0, 120));
}}"""
"""What leaves its part of the page, standings whose words are broken, names that run into marks."""

TALL = "() => document.querySelector('.borders-table').offsetHeight"
FITTING = f"""() => {{
  const tall = ({TALL})();
  const folded = [...document.querySelectorAll(".borders-folded")];
  for (const row of folded) row.classList.remove("borders-folded");
  const found = [{", ".join(f"({one})()" for one in (BEYOND, CLIPPED, OVERRUN))}, tall];
  for (const row of folded) row.classList.add("borders-folded");
  return found;
}}"""
"""All of these at once, of one width: how tall the table is before its rows are unfolded."""

UNPAINTED = "document.documentElement.style.opacity = 0"
"""Where boxes alone are asked for, at many widths."""

CUT_SHORT = """() => {
  const pen = document.createElement("canvas").getContext("2d");
  const hour = document.querySelector("#borders-hour");
  const {font, paddingLeft, paddingRight} = getComputedStyle(hour);
  pen.font = font;
  const room = hour.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
  const cut = [...document.querySelectorAll(".borders-field select")].filter((node) => {
    const wide = node.offsetWidth;
    node.style.width = "max-content";
    const isCut = node.offsetWidth > wide;
    node.style.width = "";
    return isCut;
  });
  if (pen.measureText(hour.placeholder).width > room) cut.push(hour);
  return cut.map(({id}) => id);
}"""
"""The fields that are too narrow for the longest of their words."""

TARGETS = """(size) => {
  const all = [...document.querySelectorAll(
    "a[href], button, select, input, summary, [role=button], [role=option]")]
    .filter((node) => node.checkVisibility({visibilityProperty: true}) && !node.disabled)
    .filter((node) => !node.closest(".borders-skip, .borders-marker"))
    .map((node) => ({node, box: node.getBoundingClientRect()}));
  const small = all.filter(({box}) => Math.min(box.width, box.height) < size - 0.1);
  const middle = ({x, y, width, height}) => [x + width / 2, y + height / 2];
  const inText = ({node}) => {
    const around = node.matches("a") && node.closest("p, li, dd");
    return around && around.textContent.trim() !== node.textContent.trim();
  };
  const near = (one, other) => {
    if (one.node.contains(other.node) || other.node.contains(one.node)) return false;
    const [[x, y], [u, v], its] = [middle(one.box), middle(other.box), other.box];
    const aside = Math.max(its.left - x, 0, x - its.right);
    const apart = Math.max(its.top - y, 0, y - its.bottom);
    return Math.hypot(aside, apart) < size / 2
      || (small.includes(other) && Math.hypot(x - u, y - v) < size);
  };
  return small.filter((one) => !inText(one) && all.some((other) => near(one, other)))
    .map(({node, box}) => `${box.width} x ${box.height}: ${node.outerHTML.slice(0, 120)}`);
}"""
"""Small targets in whose circle of that size there is another one, but for links within a text."""

UNFOLD = "document.querySelectorAll('details').forEach((one) => { one.open = true })"
MARKS = """() => [...document.querySelectorAll(".borders-marker:not([hidden])")].map((mark) => {
  const {x, y, width, height} = mark.getBoundingClientRect();
  return [mark.dataset.crossing, x, y, width, height];
})"""
MOVING = """() => {
  const map = document.querySelector(".leaflet-container");
  const pane = map.querySelector(".leaflet-map-pane");
  map.classList.add("leaflet-fade-anim");
  pane.classList.add("leaflet-zoom-anim", "leaflet-pan-anim");
  for (const name of ["popup", "tile", "tooltip", "zoom-animated"]) {
    pane.append(Object.assign(document.createElement("div"), {className: `leaflet-${name}`}));
  }
  const lasting = (times) => times.split(",").some((time) => parseFloat(time) > 0);
  return [...document.querySelectorAll("*")].flatMap((node) => ["", "::before", "::after"]
    .map((part) => getComputedStyle(node, part))
    .filter((look) => lasting(look.transitionDuration)
      || (look.animationName !== "none" && lasting(look.animationDuration))
      || look.scrollBehavior === "smooth")
    .map(() => node.outerHTML.slice(0, 120)));
}"""


@pytest.fixture
def opened(at_screen: Callable[..., Page], file: Path) -> Callable[..., Page]:
    """Opens the page at an address, on a screen, as a reader has set the browser."""

    def at(link: str = "lang=en", screen: str = "desktop", **settings: Any) -> Page:
        return at_screen(f"{file.as_uri()}#{link}", SCREENS[screen], **settings)

    return at


def go(page: Page, link: str) -> None:
    page.evaluate("link => { location.hash = link }", link)
    page.wait_for_function(
        "lang => document.documentElement.lang === lang", arg=link.split("lang=")[1][:2]
    )
    page.wait_for_function(
        "open => (document.querySelector('.borders-details').checkVisibility()) === open",
        arg="crossing=" in link,
    )


# Names, roles, structure


@pytest.mark.parametrize("screen", SCREENS)
def test_axe_finds_nothing_in_any_language(opened, screen):
    page = opened(screen=screen)
    page.evaluate(f"{AXE};0")
    half = [(one, "" if screen == "desktop" else CARD) for one in LANGUAGES[1:]]
    for language, card in [("en", ""), ("en", CARD), *half]:
        go(page, f"lang={language}{card}")
        assert page.evaluate(AUDIT, {"rules": OTHERS}) == [], (language, card)


def test_axe_finds_nothing_in_what_opens(opened):
    page = opened(f"lang=en{CARD}{HELD}")
    page.evaluate(f"{AXE};0")
    page.evaluate(UNFOLD)
    assert page.evaluate(AUDIT, {}) == []
    assert page.locator(".borders-drop:visible").count() == 6
    page.locator(".borders-menu").evaluate("menu => { menu.open = false; }")
    page.locator("#borders-nationality").click()
    assert page.locator("[role=option]:visible").count() > 10
    assert page.evaluate(AUDIT, {"rules": OTHERS}) == []


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing_in_ways_and_reach(opened, screen, theme):
    page = opened(
        "lang=en&mode=any&direction=any&from=vilnius&reach=yes", screen=screen, color_scheme=theme
    )
    page.evaluate(f"{AXE};0")
    assert page.locator(".borders-scale").is_visible()
    assert page.locator(".borders-route").count() > 20
    assert page.evaluate(AUDIT, {}) == []


def test_classes_of_reach_get_darker_in_either_theme():
    for colours in style.THEMES.values():
        shades = [luminance(colours[f"reach-{i}"]) for i in range(1, 6)]
        assert shades == sorted(shades, reverse=True)
        assert all(a > 1.2 * b for a, b in pairwise(shades))


def test_axe_finds_nothing_in_the_frame_of_folium(browser, register, tmp_path):
    path = tmp_path / "folium.html"
    borders.save(borders.explore(register), path)
    page = browser.new_page(offline=True)
    page.goto(path.as_uri())
    ready(page)
    page.evaluate(f"{AXE};0")
    assert page.evaluate(AUDIT, {}) == []
    page.close()


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("theme", THEMES)
def test_texts_are_legible_in_either_theme(opened, screen, theme):
    page = opened(screen=screen, color_scheme=theme)
    page.evaluate(f"{AXE};0")
    for card in ["", CARD]:
        go(page, f"lang=en{card}")
        assert page.evaluate(AUDIT, {"runOnly": COLOURS}) == [], card
    page.evaluate(UNFOLD)
    texts, faint = page.evaluate(LEGIBLE)
    assert texts > 300
    assert faint == []


def test_axe_finds_what_is_wrong(opened):
    page = opened()
    page.evaluate(f"{AXE};0")
    page.evaluate("document.querySelector('h1').append(document.createElement('button'))")
    page.evaluate("document.querySelector('.borders-lead span').style.color = '#cccccc'")
    found = page.evaluate(AUDIT, {"runOnly": ["button-name", *COLOURS]})
    assert [one.split(":")[0] for one in found] == ["button-name", "color-contrast"]
    assert len(page.evaluate(LEGIBLE)[1]) == 1


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", ["paper", "land", "home"])
@pytest.mark.parametrize("ink", ["ink", "quiet", "link"])
def test_texts_are_legible_on_what_is_pointed_at(theme, ground, ink):
    colours = style.THEMES[theme]
    assert contrast(colours[ink], colours[ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", ["town", "country"])
@pytest.mark.parametrize("ground", ["land", "home", "water"])
def test_names_are_legible_on_the_map(theme, name, ground):
    colours = style.THEMES[theme]
    assert contrast(colours[name], colours[ground]) >= 4.5


# What is drawn, 3 : 1 (WCAG 2.2, 1.4.11)

MAPPED = ["land", "home", "water", "border-band", "frontier"]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", MAPPED)
def test_marks_stand_out_from_the_map(theme, ground):
    under = style.THEMES[theme][ground]
    assert contrast(style.OUTLINE, style.HALO) >= 3
    assert max(contrast(line, under) for line in (style.OUTLINE, style.HALO)) >= 3


KNOWN = [standing for standing in Standing if standing is not Standing.UNKNOWN]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("standing", KNOWN)
def test_bars_and_ticks_stand_out(theme, standing):
    colour = style.STYLES[standing].lines[theme]
    assert contrast(colour, style.THEMES[theme]["paper"]) >= 3


@pytest.mark.parametrize("standing", KNOWN)
def test_a_mark_is_seen_within_its_outline(standing):
    assert contrast(style.STYLES[standing].colour, style.OUTLINE) >= 3


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", ["land", "home"])
def test_what_is_unknown_is_the_quietest_mark_and_seen(theme, ground):
    under = style.THEMES[theme][ground]
    loudest = max(contrast(look.tint, under) for look in style.STYLES.values())
    assert all(contrast(look.tint, under) > 1.7 for look in style.STYLES.values())
    assert loudest < max(contrast(style.OUTLINE, under), contrast(style.HALO, under)) / 1.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    ("line", "ground"),
    [
        *(("border", ground) for ground in ("land", "home", "water")),
        *(("ink", ground) for ground in ("land", "home", "water")),  # the frame of the picked mark
        *((line, ground) for line in ("edge", "link") for ground in ("paper", "land", "home")),
        *((f"{one}-line", ground) for one in KNOWN for ground in ("paper", "land", "home")),
        *(("reach-rim", ground) for ground in ("paper", "land", "home")),
    ],
)
def test_lines_stand_out(theme, line, ground):
    colours = style.THEMES[theme]
    assert contrast(colours[line], colours[ground]) >= 3


def contrast(one: str, other: str) -> float:
    dark, light = sorted(luminance(colour) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)])
    return float(TO_LINEAR @ linear(parts))


def linear(parts: np.ndarray) -> np.ndarray:
    parts = parts / 255
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


# The marks, without colour


def pictures(page: Page, boxes: list[tuple[str, list[float]]]) -> list[np.ndarray]:
    """Return what is seen in boxes of the page, each as linear RGB in a square."""
    shot = base64.b64encode(page.screenshot(scale="css")).decode()
    cut = np.array(page.evaluate(CUT, [shot, [box for _, box in boxes]]), dtype=float)
    return list(linear(cut.reshape(-1, SIDE, SIDE, 4)[..., :3]))


def apart(some: np.ndarray, others: np.ndarray, vision: str) -> np.ndarray:
    """Return how much each of some pictures differs from each of others: 1 - correlation."""
    rows, columns = (
        ((pictures @ VISIONS[vision].T).clip(0, 1) ** (1 / 2.2)).reshape(len(pictures), -1)
        for pictures in (some, others)
    )
    return 1 - np.corrcoef(rows, columns)[: len(rows), len(rows) :]


def unlike(marks: np.ndarray, seen: np.ndarray, vision: str) -> np.ndarray:
    """Return how much each mark differs from each thing that is seen, up to a pixel aside."""
    steps = product((-1, 0, 1), repeat=2)
    return np.min([apart(marks, np.roll(seen, step, (1, 2)), vision) for step in steps], axis=0)


@pytest.fixture(scope="module")
def varied() -> tuple[str, str]:
    """Days and questions that together have each standing on the map."""
    days = "on=2023-08-21&mode=any&direction=any", "on=2025-11-25&mode=any"
    first, second = (f"{day}&lang=en&from=none&minor=yes" for day in days)
    return first, second


@pytest.mark.parametrize(
    "settings", [{"color_scheme": t} for t in THEMES] + [{"forced_colors": "active"}]
)
def test_marks_are_told_apart_without_colour(opened, varied, settings):
    marks: dict[str, np.ndarray] = {}
    found: list[tuple[str, list[float]]] = []
    seen: list[np.ndarray] = []
    for link in varied:
        page = opened(link, **settings)
        page.evaluate(FLAT)
        legend, alone = page.evaluate(LEGEND), page.evaluate(ALONE)
        squares = pictures(page, legend + alone)
        marks |= dict(zip((name for name, _ in legend), squares, strict=False))
        found += alone
        seen += squares[len(legend) :]
    assert {*marks} == {name for name, _ in found} == {standing.value for standing in Standing}
    names, drawn = [*marks], np.array([*marks.values()])
    for vision in VISIONS:
        between = apart(drawn, drawn, vision)
        for one, other in combinations(range(len(names)), 2):
            assert between[one, other] > APART, (vision, names[one], names[other])
        nearest = unlike(drawn, np.array(seen), vision).argmin(axis=0)
        for (standing, box), mark in zip(found, nearest, strict=True):
            assert names[mark] == standing, (vision, box)


# Fingers, widths, motion, paper


@pytest.mark.parametrize("card", ["", CARD])
def test_targets_fit_a_finger(opened, card):
    page = opened(f"lang=en{card}", "phone", has_touch=True, is_mobile=True)
    page.evaluate(UNFOLD)
    assert page.evaluate(TARGETS, TARGET) == []


UNCOVERED = """id => {
  const mark = document.querySelector(`.borders-marker[data-crossing="${id}"]`);
  const box = mark.getBoundingClientRect();
  const seen = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return seen?.closest(".borders-marker")?.dataset.crossing === id;
}"""


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("crossing", ["silene", "slawatycze"])
def test_a_link_to_a_crossing_shows_its_mark_beside_the_card(opened, screen, crossing):
    page = opened(f"on=2023-08-21&lang=en&crossing={crossing}", screen)
    page.wait_for_function(UNCOVERED, arg=crossing)
    go(page, "on=2023-08-21&lang=en&crossing=medininkai")
    page.wait_for_function(UNCOVERED, arg="medininkai")


ZOOMED = """async (id) => {
  const frame = () => new Promise(requestAnimationFrame);
  for (let times = 0; times < 6; times++) {
    while (document.querySelector('.leaflet-zoom-anim')) await frame();
    document.querySelector('.leaflet-control-zoom-in').click();
    while (!document.querySelector('.leaflet-zoom-anim')) await frame();
  }
  const row = document.querySelector(`.borders-table [data-crossing="${id}"]`);
  (row.querySelector('button') ?? row).click();
}"""


def test_a_crossing_chosen_while_the_map_zooms_is_seen(opened):
    page = opened("on=2023-08-21&lang=en")
    page.evaluate(ZOOMED, "slawatycze")
    page.locator("body:not(:has(.leaflet-zoom-anim))").wait_for()
    page.wait_for_function(UNCOVERED, arg="slawatycze")


@pytest.mark.parametrize("screen", SCREENS)
def test_marks_fit_a_finger(opened, screen):
    marks = opened(screen=screen).evaluate(MARKS)
    assert [one for one, _, _, *size in marks if min(size) < TARGET] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_wider_than_the_screen(turned, language):
    page = turned(f"#lang={language}")
    page.evaluate(UNPAINTED)
    wide = WIDTHS if language == "en" else WIDTHS[LANGUAGES.index(language) % 3 :: 3]
    for card in ["", CARD]:
        go(page, f"lang={language}{card}")
        for width in wide[:: 2 if card else 1]:
            resize(page, width, 800)
            beyond, clipped, overrun, tall = page.evaluate(FITTING)
            assert beyond == [0, []], (width, card)
            assert clipped == [], (width, card)
            assert overrun == [], (width, card)
            assert tall <= TALLEST, (width, card)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_of_all_crossings_is_no_scroll_without_end(turned, language):
    page = turned(f"#lang={language}&mode=any&direction=any")
    assert page.locator(".borders-table tr[data-crossing]:not([hidden])").count() > 80
    for width in (320, 390, 761, 960, 1180, 1181, 1280, 1920):
        resize(page, width, 800)
        assert page.evaluate(TALL) <= TALLEST, width


def test_rows_to_a_neighbour_unfold_on_a_phone(opened, register):
    page = opened("lang=en&on=2023-08-21&nationality=US", "phone")
    rows = page.locator(".borders-table tr[data-crossing]:visible")
    assert rows.count() == 0
    groups = page.locator(".borders-fold-rows")
    day = register.on("2023-08-21", mode="car", direction="out", traveller=borders.Traveller("US"))
    served = [verdict for verdict in day.verdicts if verdict.serves]
    for group, code in zip(groups.all(), ("LT", "LV", "PL", "RU", "UA"), strict=True):
        group.click()
        assert group.get_attribute("aria-expanded") == "true"
        own = [verdict for verdict in served if verdict.crossing.neighbour == code]
        assert rows.count() == len(own)
        told = group.locator(".borders-row-tally > span").all_text_contents()
        counts = Counter(verdict.standing for verdict in own)
        assert [int(re.match(r"\d+", text)[0]) for text in told] == [
            counts[standing] for standing in Standing if counts[standing]
        ]
        group.click()
    page.locator("#borders-search").fill("Senkivka")
    assert rows.count() == 1
    page.locator("#borders-search").fill("")
    assert rows.count() == 0
    go(page, "lang=en&on=2023-08-21&nationality=US&crossing=senkivka")
    assert rows.count() == 12


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_chosen_is_seen_whole(turned, language):
    page = turned(f"#lang={language}{HELD}")
    page.evaluate(UNFOLD)
    for width in [390, 600, 761, 961, 1024, 1100, 1280, 3840]:
        resize(page, width, 800)
        assert page.evaluate(CUT_SHORT) == [], width
        assert page.evaluate(BEYOND) == [0, []], width


@pytest.mark.parametrize("width", [320, 1280])
def test_what_opens_stays_on_the_screen(opened, width):
    page = opened()
    resize(page, width, 800)
    page.evaluate(UNFOLD)
    assert page.evaluate(BEYOND) == [0, []]
    for name in ["nationality", "residence", "papers", "vehicle"]:
        page.locator(f"#borders-{name}").click()
        assert page.evaluate(BEYOND) == [0, []], name
        page.keyboard.press("Escape")


FIRST = [(390, 844, 0.5), (320, 568, 0.38), (768, 1024, 0.5)]


LOW = [(1024, 768), (1280, 720), (1366, 768)]
WIDE_ENOUGH = 300
"""Pixels of the box that one searches by, where it is not in a row with others."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_first_screen_is_map_for_the_most_with_its_bar_of_time(turned, language):
    """A phone's is map, a low window's map and bar of time; chips leave room for the search."""
    page = turned(f"#lang={language}")
    for width, height in LOW:
        resize(page, width, height)
        years = page.locator(".borders-years").bounding_box()
        assert years["y"] + years["height"] <= height + 0.5, (width, height)
        assert page.locator(".leaflet-container").bounding_box()["height"] >= 220, (width, height)
    resize(page, 768, 1024)
    assert page.locator("#borders-find").bounding_box()["width"] >= WIDE_ENOUGH
    for width, height, least in FIRST:
        resize(page, width, height)
        box = page.locator(".leaflet-container").bounding_box()
        seen = min(box["y"] + box["height"], height) - box["y"]
        assert seen / height >= least, (width, seen)


def test_slider_is_reached_within_twenty_tabs(opened):
    page = opened()
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "borders-slider":
            return
    pytest.fail("the slider is farther")


def test_nothing_moves_for_those_who_want_no_motion(opened):
    page = opened(f"lang=en{CARD}", reduced_motion="reduce")
    page.locator(".borders-marker").nth(3).focus()
    assert page.evaluate(MOVING) == []
    page.locator(".borders-name:visible").nth(20).click()
    places = [page.evaluate(MARKS) for _ in range(2)]
    assert places[0] == places[1]
    assert opened(f"lang=en{CARD}").evaluate(MOVING) != []


@pytest.mark.parametrize("language", LANGUAGES)
def test_paper_has_all_on_three_pages(turned, language):
    page = turned(f"#on=2025-10-30&lang={language}")
    page.emulate_media(color_scheme="dark")
    legend = page.locator(".borders-legend > ul > li:visible").all_text_contents()
    title = page.locator("h1").inner_text()
    with PdfDocument(page.pdf(format="A4")) as paper:
        assert len(paper) <= 3
        text = " ".join(one.get_textpage().get_text_bounded() for one in paper)
        picture = paper[0].render().to_numpy()[..., 2::-1].astype(int)
    said = " ".join(text.split())
    for part in [title, *legend, "2025", "OpenStreetMap", "GeoNames", "BNS"]:
        assert " ".join(part.split()) in said, part
    for name, share in [("home", 0.02), ("land", 0.1), ("water", 0.005), ("paper", 0.3)]:
        colour = [int(style.THEMES["light"][name][i : i + 2], 16) for i in (1, 3, 5)]
        assert (np.abs(picture - colour).max(axis=-1) <= 3).mean() > share, name


def test_paper_shows_the_names_where_they_belong(opened):
    page = opened("on=2025-10-30&from=minsk&lang=en")
    assert page.evaluate(PRINTED) == [True, True, True]  # land, routes, names
