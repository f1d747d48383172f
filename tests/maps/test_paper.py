"""Nothing of the page is cut on paper, whichever way it lies."""

from __future__ import annotations

from typing import Any

import pytest
from patience import resize, rest
from pypdfium2 import PdfDocument

from borders.enums import Language
from borders.text.messages import messages

LANGUAGES = [language.value for language in Language]
ALL = "#on=2025-10-30&mode=any&direction=any&lang="
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


@pytest.mark.parametrize("lang", LANGUAGES)
def test_paper_has_every_row_whole_below_a_head(turned, lang):
    page = turned(f"{ALL}{lang}")
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


@pytest.mark.parametrize("lang", LANGUAGES)
def test_paper_cuts_nothing_and_shows_no_control(at_screen, file, lang):
    """And the crossings, which stand above each other, fill the map, which they did before."""
    page = at_screen(f"{file.as_uri()}{ALL}{lang}", (1280, 800))
    page.emulate_media(media="print")
    rest(page, 0)  # the map has another size, and follows it with the next frame
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
