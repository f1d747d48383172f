"""What the card tells beside its verdict, and how one says more of the traveller and the hour."""

from __future__ import annotations

import itertools
from datetime import date
from typing import TYPE_CHECKING

import pytest
from patience import ready, rest

import borders
from borders.data import new_folder, toml_entries
from borders.text.messages import messages

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Locator, Page

REST = 500
"""Milliseconds after which the address follows."""


@pytest.fixture
def file(open_file: Path) -> Path:
    return open_file


def rows(part: Locator) -> dict[str, str]:
    """The terms of a part, with what they say."""
    terms = part.locator("dt").all_text_contents()
    return dict(zip(terms, part.locator("dd").all_text_contents(), strict=True))


def asked(page: Page) -> str:
    rest(page, REST)
    return page.evaluate("location.hash")


@pytest.mark.parametrize(
    ("crossing", "answer"), [("medininkai", "yes"), ("sumskas", "no"), ("kukuryki", "not known")]
)
def test_equipment_is_told_or_said_to_be_unknown(opened, register, crossing, answer):
    page = opened(f"#on=2023-08-21&lang=en&crossing={crossing}")
    equipment = register.crossing(crossing).equipment
    told = rows(page.locator(".borders-details section").last)["Equipment"]
    assert told == f"X-ray: {answer}{equipment.note if equipment else ''}"


STRIP = """() => {
  const scale = document.querySelector(".borders-details .borders-scale");
  const within = scale.getBoundingClientRect();
  const years = [...scale.querySelectorAll("p span")].map((year) => {
    const {left, right} = year.getBoundingClientRect();
    return [Number(year.textContent), left, right, left >= within.left && right <= within.right];
  });
  const looks = (within) => [...new Set([...scale.querySelectorAll(within + " rect")]
    .map((one) => one.getAttribute("class")))];
  const key = [...scale.querySelectorAll("li")].map((one) => one.textContent);
  return [years, looks(".borders-strip").sort(), looks("li").sort(), key];
}"""


def test_equipment_is_not_asked_for_where_no_freight_passes(opened):
    """And the history of the crossing names its years, and all that it is drawn in."""
    page = opened("#on=2023-08-21&lang=en&crossing=terespol")
    years, drawn, explained, key = page.evaluate(STRIP)
    assert [year for year, *_ in years] == list(range(2020, 2027))
    assert all(before[2] <= after[1] for before, after in itertools.pairwise(years))
    assert all(is_within for *_, is_within in years)
    assert drawn == explained
    assert len(drawn) >= 2
    words = messages("en")
    assert len(key) - len(drawn) == (words["standing.unknown"] in key)
    assert {
        f"borders-bar-{name.removeprefix('standing.')}"
        for name, word in words.items()
        if name.startswith("standing.") and word in key
    } >= set(drawn)
    assert "Equipment" not in rows(page.locator(".borders-details section").last)


def test_whom_a_measure_means_and_whom_it_leaves_out(opened, register):
    """Every paper that will do stands by itself."""
    page = opened("#on=2021-01-10&nationality=BY&direction=out&mode=car&lang=en&crossing=terespol")
    verdict = register.on(
        "2021-01-10", mode="car", direction="out", traveller=borders.Traveller(nationality="BY")
    ).explain("terespol")
    items = page.locator(".borders-details section", has_text="In force").locator("ul").first
    for measure, item in zip(verdict.measures, items.locator("> li").all(), strict=True):
        told = rows(item)
        papers = [p for who in measure.exceptions for p in who.papers]
        assert papers
        for paper in papers:
            assert f"a {register.facts.papers[paper].en}" in told["Except"]
        assert "citizen of Belarus" in told["Applies to"]
    folded = items.locator(".borders-more")
    hidden = folded.locator("li").first
    assert not hidden.is_visible()
    folded.locator("summary").first.click()
    assert hidden.is_visible()


def test_a_measure_of_a_folder_over_the_register_says_of_which(folder, reader, tmp_path):
    row = {**folder.measure(), "id": "lt-own", "valid_from": date(2021, 6, 1), "modes": ["car"]}
    path = tmp_path / "mine"
    new_folder.overlay(path, folder.write())
    own = toml_entries.entry("measure", row)
    (path / "measures" / "LT.toml").write_text(own, "utf-8")
    day = borders.load(path).on("2022-01-01")
    page = reader.show(borders.explore(day), tmp_path / "map.html", "#crossing=alpha&lang=en")
    items = page.locator(".borders-details section", has_text="In force").locator("ul").first
    told = [rows(item) for item in items.locator("> li").all()]
    assert [each.get("In the folder") for each in told] == [None, "mine"]


def test_a_source_says_in_which_language_one_will_read(opened, register):
    """Its title is told in English, on a page in Polish too."""
    page = opened("#on=2023-08-21&lang=pl&crossing=sumskas")
    languages = {s.url: s.language for s in register.facts.sources.values() if s.url}
    links = page.locator(".borders-sources a").all()
    assert links
    for link in links:
        assert link.get_attribute("lang") == "en"
        assert link.get_attribute("hreflang") == languages[link.get_attribute("href")]


@pytest.mark.parametrize(
    ("typed", "hour"), [("9", "09:00"), ("9:30", "09:30"), ("0930", "09:30"), ("21.05", "21:05")]
)
def test_an_hour_is_given_as_people_write_it(opened, typed, hour):
    page = opened("#on=2025-10-29&lang=en")
    page.locator("#borders-hour").fill(typed)
    page.keyboard.press("Enter")
    assert page.locator("#borders-hour").input_value() == hour
    assert page.locator(".borders-day").text_content() == f"29 October 2025, {hour} Minsk time"


def test_an_hour_changes_the_answer_and_the_address(opened, register):
    page = opened("#on=2025-10-29&lang=en&crossing=salcininkai")
    hour = page.locator("#borders-hour")
    assert hour.input_value() == ""
    assert hour.get_attribute("placeholder") == messages("en")["hour.noon"]
    before = page.locator(".borders-needle").get_attribute("transform")
    for time in ("08:00", "23:00"):
        hour.fill(time)
        hour.press("Tab")
        verdict = register.on(f"2025-10-29T{time}+03:00").explain("salcininkai")
        assert page.locator(".borders-sentence").text_content() == verdict.sentence
        assert page.locator(".borders-needle").get_attribute("transform") != before
    assert asked(page).startswith("#on=2025-10-29T20:00Z&")
    page.reload()
    ready(page)
    assert hour.input_value() == "23:00"
    hour.fill("")
    hour.press("Enter")
    assert asked(page).startswith("#on=2025-10-29&")
    assert page.locator(".borders-needle").get_attribute("transform") == before


def test_an_hour_stays_while_the_day_changes(opened):
    page = opened("#on=2025-10-29&lang=en")
    page.locator("#borders-hour").fill("8:15")
    page.keyboard.press("Enter")
    page.locator("#borders-slider").press("ArrowRight")
    assert page.locator(".borders-day").text_content() == "30 October 2025, 08:15 Minsk time"
    page.locator("#borders-date").fill("2024-02-28")
    assert page.locator(".borders-day").text_content() == "28 February 2024, 08:15 Minsk time"


@pytest.mark.parametrize("nonsense", ["25:00", "9:75", "noon", "::"])
def test_what_is_no_hour_changes_nothing(opened, nonsense):
    page = opened("#on=2025-10-29&lang=en")
    page.locator("#borders-hour").fill(nonsense)
    page.keyboard.press("Enter")
    assert page.locator("#borders-hour").get_attribute("aria-invalid") == "true"
    assert page.locator(".borders-day").text_content() == "29 October 2025"


def test_two_nationalities_by_pointer(opened):
    page = opened("#on=2023-08-21&lang=en")
    page.locator("#borders-nationality").fill("united st")
    page.keyboard.press("Enter")
    page.locator(".borders-add:visible").click()
    page.locator("#borders-nationality-list [role=option]", has_text="Belarus").click()
    chips = page.locator(".borders-chips:visible li")
    assert chips.locator("span").all_text_contents() == ["United States", "Belarus"]
    assert "nationality=US,BY" in asked(page)
    small = [box for box in (b.bounding_box() for b in chips.locator("button").all()) if box]
    assert len(small) == 2
    assert all(box["width"] >= 24 and box["height"] >= 24 for box in small)
    page.get_by_role("button", name="Remove: United States").click()
    assert page.locator("#borders-nationality").input_value() == "Belarus"
    assert "nationality=BY" in asked(page)


def test_several_papers_and_permits_by_keyboard(opened):
    page = opened("#on=2023-08-21&lang=en")
    page.locator(".borders-further > summary").click()
    page.locator("#borders-residence").focus()
    page.keyboard.type("lithu")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    named = "document.activeElement.getAttribute('aria-label')"
    assert page.evaluate(named) == "Add another: Residence permit"
    page.keyboard.press("Enter")
    page.keyboard.type("pola")
    page.keyboard.press("Enter")
    page.keyboard.type("latv")
    page.keyboard.press("Enter")
    assert "residence=LT,PL,LV" in asked(page)
    page.keyboard.press("Backspace")
    assert "residence=LT,PL&" in asked(page) + "&"
    page.locator("#borders-papers").focus()
    for word in ("diplomatic passport", "karta"):
        page.keyboard.type(word)
        page.keyboard.press("Enter")
    assert "papers=diplomatic,karta-polaka" in asked(page)


def test_one_nationality_takes_the_place_of_another(opened):
    page = opened("#on=2023-08-21&nationality=US&lang=en")
    page.locator("#borders-nationality").fill("lithu")
    page.keyboard.press("Enter")
    assert "nationality=LT&" in asked(page)


def test_leaving_the_field_adds_nothing_and_drops_nothing(opened):
    page = opened("#on=2023-08-21&nationality=US&lang=en")
    page.locator(".borders-add:visible").click()
    page.keyboard.type("a")
    page.keyboard.press("Backspace")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert page.locator("#borders-nationality").input_value() == "United States"
    assert "nationality=US&" in asked(page)


def test_keys_do_what_the_help_says(opened):
    page = opened("#on=2023-08-21&nationality=US&direction=out&mode=car&lang=en")
    page.locator(".borders-keys summary").click()
    lines = page.locator(".borders-keys li").all_text_contents()
    keys = "".join(line.partition(":")[0] for line in lines)
    assert lines == [line for line in lines if line in messages("en").values()]
    for key in ("Tab", "/", "Enter", "Esc", "← →", "Page Down", "Page Up"):
        assert key in keys
    page.locator("#borders-slider").press("ArrowLeft")
    assert page.locator("#borders-date").input_value() == "2023-08-20"
    page.keyboard.press("PageDown")
    assert page.locator("#borders-date").input_value() < "2023-08-20"
    page.keyboard.press("PageUp")
    assert page.locator("#borders-date").input_value() >= "2023-08-18"
    page.locator("body").press("/")
    assert page.evaluate("document.activeElement.id") == "borders-find"


def test_one_may_skip_to_the_map_and_back_to_the_whole_border(opened):
    page = opened("#on=2023-08-21&lang=en")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.classList.contains('leaflet-container')")
    # asked for while the map still zooms, when Leaflet itself does nothing of it
    page.evaluate(
        """async (name) => {
          const zooms = () => document.querySelector('.leaflet-zoom-anim');
          const frame = () => new Promise(requestAnimationFrame);
          for (let times = 0; times < 3; times++) {
            while (zooms()) await frame();
            document.querySelector('.leaflet-control-zoom-in').click();
            while (!zooms()) await frame();
          }
          document.querySelector(`[aria-label="${name}"]`).click();
        }""",
        messages("en")["zoom.all"],
    )
    page.wait_for_function(
        """() => {
          if (document.querySelector('.leaflet-zoom-anim')) return false;
          const frame = document.querySelector('.leaflet-container').getBoundingClientRect();
          return ![...document.querySelectorAll('.borders-marker:not([hidden])')].some((one) => {
            const { left, right, top, bottom } = one.getBoundingClientRect();
            return left < frame.left || right > frame.right || top < frame.top
              || bottom > frame.bottom;
          });
        }"""
    )
