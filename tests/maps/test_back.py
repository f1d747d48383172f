"""Back closes the card instead of leaving the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from patience import rest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from patience import Patient
    from playwright.sync_api import Page

REST = 500


@pytest.fixture
def page(browser: Patient, file: Path) -> Iterator[Page]:
    """The page, come to from another one."""
    page = browser.new_page(offline=True, viewport={"width": 1280, "height": 800})
    page.goto("about:blank")
    page.goto(f"{file.as_uri()}#on=2023-08-21&lang=en")
    page.locator("body:not([aria-busy]) .borders-marker").first.wait_for()
    yield page
    page.close()


def chosen(page: Page, crossing: str) -> None:
    page.locator(f'.borders-marker[data-crossing="{crossing}"]').focus()
    page.keyboard.press("Enter")
    page.locator(".borders-details").wait_for()
    rest(page, REST)


def closed(page: Page) -> None:
    page.locator(".borders-details").wait_for(state="hidden")
    rest(page, REST)
    assert "crossing=" not in page.evaluate("location.hash")


def test_back_closes_the_card_and_then_leaves(page):
    chosen(page, "medininkai")
    assert "crossing=medininkai" in page.evaluate("location.hash")
    page.go_back()
    closed(page)
    focused = "document.activeElement.dataset.crossing"
    assert page.evaluate(focused) == "medininkai"
    page.go_back()
    assert page.url == "about:blank"


def test_another_card_is_no_other_step_and_what_was_asked_stays(page):
    chosen(page, "medininkai")
    chosen(page, "terespol")
    page.locator("#borders-slider").press("ArrowLeft")
    rest(page, REST)
    page.go_back()
    closed(page)
    assert "on=2023-08-20" in page.evaluate("location.hash")
    assert page.locator("#borders-date").input_value() == "2023-08-20"
    page.go_forward()
    page.locator(".borders-details h2").wait_for()
    page.go_back()
    closed(page)


def test_a_card_that_is_closed_by_hand_leaves_no_step(page):
    for _ in range(3):
        chosen(page, "medininkai")
        page.keyboard.press("Escape")
        closed(page)
    page.go_back()
    assert page.url == "about:blank"


def test_a_link_to_a_card_is_left_at_once(browser, file):
    page = browser.new_page(offline=True)
    page.goto("about:blank")
    page.goto(f"{file.as_uri()}#on=2023-08-21&lang=en&crossing=medininkai")
    page.locator("body:not([aria-busy]) .borders-details h2").wait_for()
    page.keyboard.press("Escape")
    closed(page)
    page.go_back()
    assert page.url == "about:blank"
    page.close()


def test_a_link_that_is_followed_asks_what_it_says(page):
    chosen(page, "medininkai")
    page.evaluate("location.hash = 'on=2025-10-30&lang=en'")
    closed(page)
    assert page.locator("#borders-date").input_value() == "2025-10-30"


@pytest.mark.parametrize("act", ["open", "keep"])
def test_an_address_that_is_gone_to_is_not_written_over(page, act):
    """The browser tells of it later than of what is pressed."""
    if act == "keep":
        chosen(page, "terespol")
    page.evaluate(
        """([link, crossing]) => {
          location.hash = link;
          const mark = document.querySelector(`.borders-marker[data-crossing="${crossing}"]`);
          mark.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
        }""",
        [f"on=2023-08-21&lang=lt{'&crossing=terespol' if act == 'keep' else ''}", "medininkai"],
    )
    rest(page, REST)
    assert page.evaluate("document.documentElement.lang") == "lt"
    assert "Medininkai" in page.locator(".borders-details h2").inner_text()
    told = page.evaluate("location.hash")
    assert "lang=lt" in told
    assert "crossing=medininkai" in told
