"""Nothing of the page is cut on paper, whichever way it lies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from patience import resize
from pypdfium2 import PdfDocument

from borders.enums import Language
from borders.text.messages import messages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from patience import Patient
    from playwright.sync_api import Page

LANGUAGES = [language.value for language in Language]
SHEETS: dict[str, dict[str, Any]] = {
    "portrait": {"format": "A4"},
    "landscape": {"format": "A4", "landscape": True},
    "letter": {"format": "Letter"},
}
MOST = {"portrait": 4, "landscape": 5, "letter": 5}
"""Sheets that all 87 crossings, told at length, may take: the map has one that lies to itself."""

CLIPPED = """() => [...document.querySelectorAll(
    "h1, h2, p, li, th, td, td > div, .borders-legend, .borders-map")]
  .filter((node) => node.checkVisibility() && !node.closest(".leaflet-container, .borders-unseen"))
  .filter((node) => getComputedStyle(node).overflow !== "visible")
  .filter((node) => node.scrollHeight > node.clientHeight + 1
    || node.scrollWidth > node.clientWidth + 1)
  .map((node) => node.outerHTML.slice(0, 120))"""
MARKS = """() => {
  const {width, height} = document.querySelector(".leaflet-container").getBoundingClientRect();
  const tops = [...document.querySelectorAll(".borders-marker:not([hidden])")].map((mark) =>
    mark.getBoundingClientRect()).flatMap(({top, bottom}) => [top, bottom]);
  return [width, height, (Math.max(...tops) - Math.min(...tops)) / height];
}"""
CONTROLS = """() => [...document.querySelectorAll("input, select, summary, .leaflet-control-zoom")]
  .filter((node) => node.checkVisibility({visibilityProperty: true}))
  .map((node) => node.outerHTML.slice(0, 120))"""


@pytest.fixture
def page(browser: Patient, file: Path, request: pytest.FixtureRequest) -> Iterator[Page]:
    page = browser.new_page(offline=True, viewport={"width": 1280, "height": 800})
    page.goto(f"{file.as_uri()}#on=2025-10-30&mode=any&direction=any&lang={request.param}")
    page.locator("body:not([aria-busy]) .borders-marker").first.wait_for()
    yield page
    page.close()


@pytest.mark.parametrize("page", LANGUAGES, indirect=True)
def test_paper_has_every_row_whole_below_a_head(page):
    lang = page.locator("html").get_attribute("lang")
    rows = page.locator(".borders-table tr[data-crossing]:not([hidden])")
    names = rows.locator(".borders-name").all_text_contents()
    reasons = rows.locator(".borders-col-why").all_text_contents()
    head = plain(
        "".join(messages(lang)[f"table.{name}"] for name in ("crossing", "status", "since"))
    )
    assert len(names) == 87
    for name, sheet in SHEETS.items():
        with PdfDocument(page.pdf(**sheet)) as paper:
            assert len(paper) <= MOST[name], name
            sheets = [plain(one.get_textpage().get_text_range()) for one in paper]
        assert "…" not in "".join(sheets), name
        whole = "".join(text.replace(head, "") for text in sheets)
        assert [text for text in [*names, *reasons] if plain(text) not in whole] == [], name
        if name == "landscape":
            assert head not in sheets[0]  # that sheet is the map's
        held = [text for text in sheets if sum(plain(one) in text for one in names) > 12]
        assert len(held) >= 1, name
        assert all(head in text for text in held), name


def plain(text: str) -> str:
    """Return the letters and digits of a text: a PDF breaks its lines, and hyphens with them."""
    return "".join(sign for sign in text if sign.isalnum() or sign == "…")


@pytest.mark.parametrize("page", LANGUAGES, indirect=True)
def test_paper_cuts_nothing_and_shows_no_control(page):
    """And the crossings, which stand above each other, fill the map, which they did before."""
    page.emulate_media(media="print")
    before = page.evaluate(MARKS)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    wide, high, within = page.evaluate(MARKS)
    assert high >= 0.62 * wide
    assert within >= 0.75
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.evaluate(MARKS)[2] == pytest.approx(before[2], abs=0.15)
    for width in (700, 720, 1030):
        resize(page, width, 700)
        assert page.evaluate(CLIPPED) == []
        assert page.evaluate(CONTROLS) == []
