"""What a page opens at, and what it says of it first."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from conftest import table
from patience import ready, resize, rest
from unpacked import unpacked

import borders
from borders.cli.commands import main
from borders.data import new_folder
from borders.enums import Category, Direction, Kind, Mode, Standing
from borders.maps.first_view import first_view

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from patience import Patient
    from playwright.sync_api import Page

WRITTEN = """(() => {
  const proto = CanvasRenderingContext2D.prototype;
  const { fillText: fill } = proto;
  const size = Object.getOwnPropertyDescriptor(HTMLCanvasElement.prototype, "width");
  const on = new WeakMap();
  Object.defineProperty(HTMLCanvasElement.prototype, "width", {
    ...size,
    set(width) {
      on.set(this, {});
      size.set.call(this, width);
    },
  });
  proto.fillText = function (text, x, y) {
    globalThis.written = on.get(this.canvas);
    written[text] = [x, y, this.measureText(text).width];
    return fill.call(this, text, x, y);
  };
})()"""
"""Keeps where each name is written on the canvas, which is cleared by its size."""

RING = """(id) => {
  const map = document.querySelector(".leaflet-container").getBoundingClientRect();
  const mark = document.querySelector(`[data-crossing="${id}"].borders-picked`);
  const { left, top, right, bottom } = mark.getBoundingClientRect();
  return [left - map.left - 2, top - map.top - 2, right - map.left + 2, bottom - map.top + 2];
}"""
"""The outer edge of the ring around the mark that is chosen, within the map."""


@pytest.fixture
def opened(browser: Patient, file: Path) -> Iterator[Callable[..., Page]]:
    context = browser.new_context(viewport={"width": 1024, "height": 768}, offline=True)
    context.add_init_script(WRITTEN)

    def at(link: str = "#lang=en") -> Page:
        page = context.new_page()
        page.goto(file.as_uri() + link)
        ready(page)
        rest(page, 300)
        return page

    yield at
    context.close()


@pytest.fixture(scope="module")
def day(register: borders.Register) -> Any:
    return first_view(register)


def test_a_page_opens_at_cars_that_leave_on_the_last_verified_day(register, day, opened):
    assert (day.mode, day.direction, day.traveller) == (Mode.CAR, Direction.OUT, None)
    assert day.moment == register.verified_through
    page = opened()
    assert page.locator("#borders-mode").input_value() == "car"
    assert page.locator("#borders-direction").input_value() == "out"
    assert page.locator("#borders-nationality").input_value() == ""
    assert page.locator("#borders-date").input_value() == register.verified_through.isoformat()
    assert page.locator(".borders-routes").is_hidden()
    shown = page.locator(".borders-marker:visible").evaluate_all(
        "all => all.map((mark) => mark.dataset.crossing)"
    )
    unknown = {v.crossing.id for v in day.verdicts if v.standing is Standing.UNKNOWN}
    minor = {c.id for c in day.crossings if c.category is Category.LOCAL}
    placed = {c.id for c in day.crossings if c.location}
    assert sorted(shown) == sorted(placed - (unknown & minor))


def test_what_is_asked_of_a_snapshot_stays(register):
    day = register.on("2023-08-21")
    assert first_view(day) is day


@pytest.mark.parametrize(
    ("begins", "opens"),
    [
        ("2026-11-28T06:00:00+02:00", "2026-11-28"),
        ("2026-11-28T14:00:00+02:00", "2026-11-28T14:00:00+02:00"),
        ("2024-11-28T06:00:00+02:00", None),
    ],
    ids=["this morning", "this afternoon", "before the day verified"],
)
def test_a_page_opens_where_what_an_overlay_attests_is_seen(folder, tmp_path, begins, opens):
    mine, row = (
        tmp_path / "mine",
        folder.measure(id="lt-own", valid_from=datetime.fromisoformat(begins)),
    )
    folder.measures["LT"][:] = [
        row | {"id": "lt-below", "valid_from": "2021-01-01", "modes": ["foot"]}
    ]
    new_folder.overlay(mine, folder.write())
    (mine / "measures/LT.toml").write_text(table("measure", [row]), "utf-8")
    register = borders.load(folder.path, mine)
    assert first_view(register).moment.isoformat() == (opens or "2025-12-31")
    assert first_view(borders.load(folder.path)).moment.isoformat() == "2025-12-31"


def test_a_register_without_roads_for_cars_opens_at_any_means(folder):
    for crossing in folder.crossings.values():
        crossing["modes"] = ["foot"]
    day = first_view(folder.load())
    assert (day.mode, day.direction) == (None, Direction.OUT)


@pytest.mark.parametrize(
    ("options", "mode", "direction"),
    [
        ([], '"car"', '"out"'),
        (["--mode", "bus"], '"bus"', '"out"'),
        (["--direction", "in", "--nationality", "US"], '"car"', '"in"'),
        (["--mode", "any", "--direction", "any"], "null", "null"),
    ],
)
def test_the_command_opens_at_what_it_is_asked(tmp_path, options, mode, direction):
    path = tmp_path / "map.html"
    told = CliRunner().invoke(main, ["map", "-o", str(path), *options])
    assert told.exit_code == 0, told.output
    question = re.search(
        r'"question":\{[^}]*\}?,"mode":(\S+?),"direction":(\S+?),', unpacked(path.read_text())
    )
    assert question
    assert question.groups() == (mode, direction)


def test_any_leaves_open_in_a_link_and_links_name_what_differs(opened):
    page = opened("#mode=any&direction=any&lang=en")
    assert page.locator("#borders-mode").input_value() == ""
    assert page.locator("#borders-direction").input_value() == ""
    page.locator("#borders-mode").select_option("car")
    rest(page, 500)
    link = page.evaluate("location.hash")
    assert "mode" not in link
    assert "direction=any" in link
    page.locator(".borders-reset").click()
    rest(page, 500)
    assert "direction" not in page.evaluate("location.hash")


def test_the_finding_heads_the_page_and_names_its_window(opened, day):
    page, say = opened(), day.translator
    finding = say.finding(day.verdicts, day)
    assert page.locator("h1").text_content().replace("\u00a0", " ") == finding
    assert page.title().startswith(finding)
    assert page.locator(".borders-facts").inner_text().startswith("Verified up to and including ")
    assert page.locator(".borders-asked:visible").all_text_contents() == [
        "Travellers leaving Belarus by car"
    ]
    page.locator("#borders-date").fill("2023-08-21")
    rest(page, 600)
    past = day.register.on("2023-08-21", mode="car", direction="out")
    finding = say.finding(past.verdicts, past)
    assert page.title().startswith(finding)
    assert page.locator("h1").text_content().replace("\u00a0", " ") == finding
    assert page.locator(".borders-asked:visible").first.text_content() == "21 August 2023"


def test_what_is_said_of_the_page_stands_in_its_head(file, day):
    text, say = file.read_text("utf-8"), day.translator
    finding = say.finding(day.verdicts, day)
    (title,) = re.findall("<title>(.*?)</title>", text)
    (told,) = re.findall('<meta name="description" content="(.*?)">', text)
    assert title.startswith(f"{finding} · Belarus border crossings, ")
    assert told.startswith(
        "Verified up to and including 6 February 2026. "
        "Danger (12): mines, closed zone of the border, fighting. "
        "On 6 February 2026, a traveller leaving"
    )
    (icon,) = re.findall('<link rel="icon" href="(.*?)">', text)
    assert icon.startswith("data:image/svg+xml,%3Csvg")


def test_a_screen_reader_is_told_the_finding_and_its_age(opened, register):
    page = opened()
    assert page.locator("p.borders-unseen[role=status]").text_content() == ""
    page.locator("#borders-date").fill("2023-08-21")
    rest(page, 600)
    past = register.on("2023-08-21", mode="car", direction="out")
    told = page.locator("p.borders-unseen[role=status]").text_content()
    assert told.startswith(
        f"{past.translator.finding(past.verdicts, past)}. Verified up to and including "
    )
    assert len(told) < 200


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "6 February 2026"), ("ru", "6 февраля 2026 г."), ("lt", "2026 m. vasario 6 d.")],
)
def test_the_day_is_written_in_the_language_of_the_page(opened, language, text):
    page = opened(f"#lang={language}")
    box, own = page.locator("#borders-date"), page.locator(".borders-dated .borders-day")
    assert own.text_content() == text
    assert own.is_visible()
    assert box.evaluate("node => getComputedStyle(node).color") == "rgba(0, 0, 0, 0)"
    outer, inner = box.bounding_box(), own.bounding_box()
    assert outer["x"] <= inner["x"] < inner["x"] + inner["width"] <= outer["x"] + outer["width"] + 1
    box.focus()
    assert own.is_hidden()
    assert box.evaluate("node => getComputedStyle(node).color") == "rgb(26, 26, 26)"


@pytest.mark.parametrize("language", ["en", "ru", "lv"])
def test_international_crossings_are_named_on_a_tablet(opened, day, language):
    """All of them where it stands upright; lying, the map is too low for 31 names.

    There those are named that let most through.
    """
    page, say = opened(f"#lang={language}"), day.register.translator(language)
    verdicts = [
        verdict
        for verdict in day.verdicts
        if verdict.crossing.kind is Kind.ROAD
        and verdict.crossing.category is Category.INTERNATIONAL
        and verdict.crossing.location
    ]
    free = {say.short(v.crossing) for v in verdicts if v.standing is Standing.OPEN_BY_DEFAULT}
    assert len(free) == 3
    assert free <= {*page.evaluate("written")}
    resize(page, 768, 1024)
    rest(page, 300)
    names = {say.short(verdict.crossing) for verdict in verdicts}
    assert len(names) >= 29
    assert names <= {*page.evaluate("written")}


def test_no_name_lies_over_another(opened):
    page = opened()
    boxes = [
        (name, x, y - 6, x + wide, y + 6) for name, (x, y, wide) in page.evaluate("written").items()
    ]
    for i, (one, left, top, right, bottom) in enumerate(boxes):
        for other, *box in boxes[i + 1 :]:
            apart = right <= box[0] or box[2] <= left or bottom <= box[1] or box[3] <= top
            assert apart, (one, other)


@pytest.mark.parametrize("crossing", ["medininkai", "terespol", "silene"])
def test_the_ring_of_the_chosen_crossing_leaves_its_name_in_sight(opened, register, crossing):
    page = opened(f"#lang=en&crossing={crossing}")
    rest(page, 400)
    left, top, right, bottom = page.evaluate(RING, crossing)
    x, y, wide = page.evaluate("written")[register.crossing(crossing).name().split(" (")[0]]
    assert x >= right or x + wide <= left or y - 6 >= bottom or y + 6 <= top
