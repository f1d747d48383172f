"""The page within an article."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest
from patience import ready, rest
from test_overview import HIDDEN

from borders.enums import Language
from borders.text.messages import messages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from patience import Patient

LANGUAGES = [language.value for language in Language]
FRAMES = [(300, 250), (600, 300), (600, 500)]
AXE = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
AUDIT = """() => axe.run(document, {resultTypes: ["violations"]}).then(
  (found) => found.violations.flatMap(({id, nodes}) => nodes.map((one) => `${id}: ${one.html}`)))"""
SHARE = """() => {
  const {width, height} = document.querySelector(".leaflet-container").getBoundingClientRect();
  return width * height / (innerWidth * innerHeight);
}"""
CUT = """() => {
  const parts = ["h1", ".borders-key", ".borders-byline p"].flatMap((name) =>
    [...document.querySelectorAll(name)]);
  const {clientWidth, clientHeight} = document.documentElement;
  const beyond = parts.filter((node) => {
    const {left, right, top, bottom} = node.getBoundingClientRect();
    return left < 0 || right > clientWidth + 0.5 || top < 0 || bottom > clientHeight + 0.5;
  });
  const cut = parts.filter((node) =>
    node.scrollWidth > node.clientWidth + 1 || node.scrollHeight > node.clientHeight + 1);
  return [...beyond, ...cut].map((node) => node.textContent);
}"""
ROW = """() => new Set([...document.querySelectorAll(".borders-key li")]
  .map((row) => row.getBoundingClientRect().top)).size"""
VIEW = """() => [...document.querySelectorAll(".borders-marker:not([hidden])")]
  .map((mark) => { const {x, y} = mark.getBoundingClientRect(); return [x, y].map(Math.round); })"""
EDGES = """() => {
  const canvas = document.querySelector(".leaflet-borders-base-pane canvas");
  const row = Math.round(canvas.height / 2);
  const pixels = canvas.getContext("2d").getImageData(0, row, canvas.width, 1).data;
  const seen = Array.from({length: canvas.width}, (_, i) => pixels[4 * i + 3]);
  return [Math.min(...seen), Math.max(...seen.slice(1).map((one, i) => Math.abs(one - seen[i])))];
}"""
LISTENER = """addEventListener("message", ({source, data}) => {
  if (data?.type !== "borders:height" || !(data.height > 0)) return;
  (window.heard ??= []).push(data.height);
  for (const frame of document.querySelectorAll("iframe")) {
    if (frame.contentWindow === source) frame.style.height = `${Math.min(data.height, 1200)}px`;
  }
});"""


@pytest.fixture
def article(browser: Patient, file: Path, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Opens an article that holds the page in a frame, with room to scroll below it."""
    contexts = []

    def made(link: str, size: str, *, listener: str = "", allowed: str = "", **options: Any) -> Any:
        context = browser.new_context(
            viewport={"width": 800, "height": 700}, offline=True, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("console", lambda m: m.type == "error" and page.complaints.append(m.text))
        path = tmp_path / "article.html"
        path.write_text(
            f"<!DOCTYPE html><title>Article</title><p>Text</p><iframe src='{file.as_uri()}{link}' "
            f"style='border:0;{size}'{allowed}></iframe><p style='height:3000px'>Text</p>"
            f"<script>{listener}</script>",
            "utf-8",
        )
        page.goto(path.as_uri())
        frame = page.frames[1]
        frame.locator("body:not([aria-busy]) .borders-marker").first.wait_for()
        return page, frame

    yield made
    for context in contexts:
        context.close()


@pytest.mark.parametrize("size", FRAMES, ids=str)
def test_a_small_frame_is_map_for_the_most_part_in_each_language(browser, file, size):
    width, height = size
    page = browser.new_page(viewport={"width": width, "height": height}, offline=True)
    page.goto(f"{file.as_uri()}#embed&lang={LANGUAGES[-1]}")
    page.locator("body:not([aria-busy]) .borders-marker").first.wait_for()
    for lang in LANGUAGES:
        page.evaluate("lang => { location.hash = `embed&lang=${lang}` }", lang)
        page.wait_for_function("lang => document.documentElement.lang === lang", arg=lang)
        assert page.evaluate(SHARE) >= 0.55, lang
        assert page.evaluate(CUT) == [], lang
        assert page.evaluate(ROW) == 1, lang
        marks, hidden = page.evaluate(HIDDEN)
        assert marks >= 10
        assert hidden == []
        whole = page.locator(".borders-byline a")
        assert whole.text_content() == messages(lang)["embed.whole"]
        assert "embed" not in whole.get_attribute("href").split("#")[1]
        assert page.locator(".borders-byline p").first.text_content()
        assert page.locator("h1").is_visible()
        least, step = page.evaluate(EDGES)
        if width > height * 1.5:
            assert least == 0  # what is drawn ends in this frame
        assert step < 32  # of 255: nowhere at a straight edge
        counts = sum(map(int, page.locator(".borders-key b").all_text_contents()))
        assert counts == page.locator(".borders-table tr[data-crossing]:not([hidden])").count()
    page.close()


def test_a_page_is_embedded_where_its_frame_is_small_or_the_link_says_so(article, browser, file):
    is_on = "() => document.documentElement.classList.contains('borders-embed')"
    _, frame = article("#lang=en", "width:600px;height:300px")
    assert frame.evaluate(is_on)
    host, frame = article("#lang=en", "width:600px;height:640px")
    assert not frame.evaluate(is_on)
    host.evaluate("document.querySelector('iframe').style.height = '400px'")
    frame.wait_for_function(is_on)
    _, frame = article("#embed&lang=en", "width:600px;height:640px")
    assert frame.evaluate(is_on)
    page = browser.new_page(viewport={"width": 844, "height": 390}, offline=True)
    page.goto(f"{file.as_uri()}#lang=en")
    ready(page)
    assert not page.evaluate(is_on), "a telephone held on its side is no frame"
    page.close()


def test_the_wheel_scrolls_the_article_and_with_ctrl_the_map(article):
    page, frame = article("#embed&lang=en", "width:600px;height:400px")
    box = page.locator("iframe").bounding_box()
    page.mouse.move(box["x"] + 300, box["y"] + 200)
    before = frame.evaluate(VIEW)
    page.mouse.wheel(0, 120)
    page.wait_for_function("() => scrollY > 60")
    assert frame.evaluate(VIEW) == before
    hint = frame.locator(".borders-hint")
    assert hint.text_content() == messages("en")["embed.wheel"]
    assert hint.is_visible()
    hint.wait_for(state="hidden")
    at = page.evaluate("scrollY")
    page.keyboard.down("Control")
    page.mouse.wheel(0, -240)
    frame.wait_for_function(f"(before) => JSON.stringify(({VIEW})()) !== before", arg=_json(before))
    assert page.evaluate("scrollY") == at


def _json(view: list[list[int]]) -> str:
    return json.dumps(view, separators=(",", ":"))


def test_one_finger_scrolls_the_article_and_a_mouse_drags_the_map(article):
    page, frame = article("#embed&lang=en", "width:600px;height:400px", has_touch=True)
    before = frame.evaluate(VIEW)
    session = page.context.new_cdp_session(page)
    for step in range(11):
        points = [{"x": 300, "y": 300 - 15 * step}]
        kind = "touchMove" if step else "touchStart"
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_function("() => scrollY > 100")
    assert frame.evaluate(VIEW) == before
    rest(page, 1000)  # it glides on
    page.evaluate("scrollTo(0, 0)")
    page.mouse.move(300, 300)
    page.mouse.down()
    page.mouse.move(340, 330, steps=5)
    page.mouse.up()
    frame.wait_for_function(f"(before) => JSON.stringify(({VIEW})()) !== before", arg=_json(before))
    assert page.evaluate("scrollY") == 0


def test_the_height_is_told_and_comes_to_rest(article):
    page, frame = article("#embed&lang=en", "width:600px;height:300px", listener=LISTENER)
    page.wait_for_function("() => document.querySelector('iframe').offsetHeight > 380")
    rest(page, 300)
    height = page.evaluate("document.querySelector('iframe').offsetHeight")
    assert page.evaluate("heard") == [height]
    assert frame.evaluate(SHARE) > 0.7
    page.evaluate("document.querySelector('iframe').style.width = '320px'")
    page.wait_for_function(
        "(was) => document.querySelector('iframe').offsetHeight < was", arg=height
    )
    rest(page, 300)
    assert len(page.evaluate("heard")) <= 3
    page, frame = article("#lang=en", "width:780px;height:300px", listener=LISTENER)
    page.wait_for_function("() => document.querySelector('iframe').offsetHeight === 479")
    assert frame.locator(".borders-byline").is_visible(), "small by itself, it stays so"


def test_a_frame_that_may_run_scripts_and_nothing_else_works(article):
    allowed = " sandbox='allow-scripts'"
    page, frame = article("#embed&lang=en", "width:600px;height:400px", allowed=allowed)
    frame.locator(".borders-marker:not([hidden])").first.press("Enter")
    frame.locator(".borders-details h2").wait_for()
    frame.locator(".borders-details .borders-close").click()
    frame.locator(".borders-details").wait_for(state="hidden")
    assert page.complaints == []


def test_an_embedded_page_stays_so_and_has_no_fault(article):
    page, frame = article("#embed&on=2023-08-21&lang=en", "width:600px;height:400px")
    frame.locator(".borders-marker:not([hidden])").first.press("Enter")
    rest(frame, 500)
    assert frame.evaluate("location.hash").startswith("#embed&on=2023-08-21")
    assert "crossing=" in frame.evaluate("location.hash")
    assert page.complaints == []
    frame.evaluate(f"{AXE};0")
    assert frame.evaluate(AUDIT) == []
    frame.locator(".borders-details .borders-close").click()
    assert frame.evaluate(AUDIT) == []


def test_the_code_for_an_article_embeds_the_present_question(browser, file):
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.add_init_script("navigator.clipboard.writeText = async (text) => { window.kept = text }")
    page.goto(f"{file.as_uri()}#on=2023-08-21&lang=en")
    ready(page)
    page.locator(".borders-menu > summary").click()
    page.get_by_role("button", name=messages("en")["embed.copy"]).click()
    page.wait_for_function("() => window.kept")
    page.evaluate(
        "document.body.innerHTML = ''; const box = document.createElement('div');"
        "box.innerHTML = kept; window.frame = box.firstChild"
    )
    attributes = "[...frame.attributes].map(({name, value}) => [name, value])"
    given = dict(page.evaluate(attributes))
    assert given["src"].startswith(f"{file.as_uri()}#embed&on=2023-08-21")
    assert given["sandbox"].split() == [
        "allow-scripts",
        "allow-popups",
        "allow-popups-to-escape-sandbox",
    ]
    assert given["title"].endswith("21 August 2023")
    context.close()
