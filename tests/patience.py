"""Waiting that a busy machine turns into no failure."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

__all__ = ["Patient", "limit", "resize", "rest"]

QUIET: Final = 0.05
"""Seconds that the work of `_slowness` takes where nothing else runs."""

FRESH: Final = 30.0
"""Seconds for which a measurement holds."""

_measured: list[tuple[float, float]] = []


def _slowness() -> float:
    """How many times longer than in quiet a piece of work takes now, or took when it was worst."""
    start = time.monotonic()
    if not _measured or start > _measured[-1][0] + FRESH:
        sum(range(3_000_000))
        _measured.append((start, (time.monotonic() - start) / QUIET))
    return max(1.0, *(factor for _, factor in _measured))


def limit(quiet: float = 60) -> float:
    """Return the seconds after which something has failed that may take `quiet` in quiet."""
    return quiet * _slowness()


def ready(page: Page) -> None:
    """Wait until a page is made."""
    page.locator("body:not([aria-busy])").wait_for()


def rest(page: Page, milliseconds: int) -> None:
    """Let time pass by the page's own clock, so that what it meant to do before then is done.

    Timers of one page run in the order of their times, however late; then it paints.
    """
    page.evaluate(
        """ms => new Promise(done => setTimeout(
            () => requestAnimationFrame(() => requestAnimationFrame(done)), ms))""",
        milliseconds,
    )


def resize(page: Page, width: int, height: int) -> None:
    """Give a page another size, and let it lay itself out and place what it places by its size."""
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_function("width => innerWidth === width", arg=width)
    rest(page, 0)


class Patient:
    """A browser whose pages wait longer where the machine is busy."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser

    def new_context(self, *, quiet: float = 60, **options: Any) -> BrowserContext:
        """Open a window whose limits are those of what takes `quiet` seconds in quiet."""
        context = self._browser.new_context(**options)
        context.set_default_timeout(1000 * limit(quiet))
        return context

    def new_page(self, **options: Any) -> Page:
        """Open a page in a window of its own, which closes with it."""
        page = self._browser.new_page(**options)
        page.context.set_default_timeout(1000 * limit())
        return page
