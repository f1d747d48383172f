"""The marks of the standings alone: told apart small, and without colour."""

from __future__ import annotations

import base64
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pytest
from test_quality import CUT, SIDE, VISIONS, apart, contrast, linear

from borders import style
from borders.enums import Standing
from borders.maps import markup

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

THEMES = ("light", "dark")
SMALL = 12
"""Pixels of the smallest mark."""

APART = 0.14
TINTS = [standing for standing in Standing if standing is not Standing.UNKNOWN]


@pytest.fixture(scope="module")
def drawn(browser: Browser) -> dict[str, dict[Standing, np.ndarray]]:
    """The marks in each theme, as linear RGB in a square."""
    found = {}
    for theme in THEMES:
        page = browser.new_page(color_scheme=theme)
        page.set_content(
            f"<style>{markup.colours()}body{{margin:0;background:var(--land)}}"
            f"svg{{display:block;width:{SMALL}px;height:{SMALL}px}}</style>{markup.symbols()}"
            + "".join(
                f'<svg viewBox="0 0 28 28"><use href="#borders-{one}"/></svg>' for one in Standing
            )
        )
        page.evaluate("document.querySelector('.borders-symbols').style.display = 'none'")
        found[theme] = dict(zip(Standing, squares(page), strict=True))
        page.close()
    return found


def squares(page: Page) -> list[np.ndarray]:
    shot = base64.b64encode(page.screenshot(scale="css")).decode()
    boxes = [[0, SMALL * number, SMALL, SMALL] for number in range(len(Standing))]
    cut = np.array(page.evaluate(CUT, [shot, boxes]), dtype=float)
    return list(linear(cut.reshape(-1, SIDE, SIDE, 4)[..., :3]))


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("vision", VISIONS)
def test_small_marks_are_told_apart_without_colour(drawn, theme, vision):
    marks = drawn[theme]
    for one, other in combinations(Standing, 2):
        assert apart(marks[one][None], marks[other][None], vision).item() > APART, (one, other)


@pytest.mark.parametrize("theme", THEMES)
def test_a_ring_is_the_quietest_mark_of_all(drawn, theme):
    ground = drawn[theme][Standing.UNKNOWN][0, 0]
    loud = {one: float(np.abs(mark - ground).mean()) for one, mark in drawn[theme].items()}
    assert min(loud, key=lambda one: loud[one]) is Standing.UNKNOWN


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", ["paper", "land", "home", "water"])
@pytest.mark.parametrize("standing", Standing)
def test_a_tinted_ring_is_seen(theme, ground, standing):
    under = style.THEMES[theme][ground]
    assert contrast(style.STYLES[standing].tint, under) >= 1.6


@pytest.mark.parametrize("standing", TINTS)
def test_the_colours_of_a_mark_stand_out_from_each_other(standing):
    look = style.STYLES[standing]
    assert contrast(look.colour, style.OUTLINE) >= 3
    assert contrast(look.colour, style.HALO) >= 3


def test_the_freer_the_way_the_thicker_are_line_and_bar():
    looks = style.STYLES.values()
    for parts in (
        [look.bar for look in looks],
        [look.line.width for look in looks],
        [look.printed.width for look in looks],
    ):
        assert parts == sorted(set(parts), reverse=True)
    assert list(style.STYLES) == list(Standing), "they are told in this order"
    assert len({(look.shape, look.blank) for look in looks}) == len(Standing)


@pytest.mark.parametrize("vision", VISIONS)
def test_the_farther_the_darker_to_every_eye(vision):
    seen = [brightness(distance.colour, vision) for distance in style.REACH]
    steps = np.diff(seen)
    assert (steps < -0.05).all(), seen


def brightness(colour: str, vision: str) -> float:
    parts = linear(np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]))
    return float((VISIONS[vision] @ parts).clip(0, 1).mean() ** (1 / 2.2))
