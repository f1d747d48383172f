"""The headline of an answer: short, in each language, and its numbers add up."""

from __future__ import annotations

import re
from itertools import product
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from borders.enums import Language, Mode, Standing
from borders.text.sentences import HEADLINE, Translator

if TYPE_CHECKING:
    import borders

FORMS = (0, 1, 2, 5, 21, 111)
"""Counts that between them take every form of a plural, and the longest."""


@pytest.fixture(params=Language)
def spoken(request: pytest.FixtureRequest, register: borders.Register) -> Translator:
    return register.translator(request.param)


def verdicts(*counts: tuple[Standing, int], crossing: Any = None) -> list[Any]:
    return [
        SimpleNamespace(serves=True, standing=standing, crossing=crossing)
        for standing, n in counts
        for _ in range(n)
    ]


def by(mode: Mode | None) -> Any:
    return SimpleNamespace(mode=mode, direction=None, traveller=None, as_known_on=None)


PARTS = (
    {"open": Standing.OPEN, "some": Standing.CLOSED_BY_DEFAULT},
    {"open": Standing.OPEN_BY_DEFAULT, "some": Standing.RESTRICTED},
)


@pytest.mark.parametrize("parts", PARTS)
def test_a_headline_is_short_and_its_numbers_add_up(spoken, parts):
    asked = (parts["open"], parts["some"], Standing.CLOSED, Standing.UNKNOWN)
    seen = set()
    for counts in product(FORMS, repeat=4):
        if sum(counts) < 2:
            continue
        told = spoken.finding(verdicts(*zip(asked, counts, strict=True)), by(Mode.CAR))
        assert len(told) <= HEADLINE, told
        assert not re.search(r"[{}#.]|  |, ,|^[,\s]|[,\s]$", told), told
        total, *numbers = map(int, re.findall(r"\d+", told))
        assert total == sum(counts), told
        filled = [n for n in counts if n]
        assert numbers == (filled if len(filled) > 1 else []), told
        seen.add(told)
    assert len(seen) > 1000


def test_what_all_crossings_are_is_told_of_all(spoken):
    told = {spoken.finding(verdicts((one, 21)), by(None)) for one in Standing}
    assert len(told) == 5, "open by some means and closed by default are both open to some"
    assert all(re.findall(r"\d+", text) == ["21"] and len(text) <= HEADLINE for text in told)


def test_one_crossing_is_named_and_the_longest_name_fits(spoken, register):
    for crossing, standing in product(register.crossings, Standing):
        told = spoken.finding(verdicts((standing, 1), crossing=crossing), by(Mode.CAR))
        assert told == f"{spoken.short(crossing)}: {spoken.within(standing)}"
        assert len(told) <= HEADLINE


@pytest.mark.parametrize("mode", [None, *Mode])
def test_where_nothing_serves_the_headline_says_what(spoken, mode):
    told = spoken.finding([], by(mode))
    assert len(told) <= HEADLINE
    assert (mode is None) or spoken.t(f"means.{mode}") in told


def test_the_headline_of_the_first_view(register):
    day = register.on("2026-02-06", mode="car", direction="out")
    assert day.translator.finding(day.verdicts, day) == (
        "Of 51 crossings, 3 let most through, 3 only some, 19 are shut, 26 are unverified"
    )


def test_what_is_open_to_all_is_not_told_as_open_to_most(register):
    say, asked = register.translator("en"), by(None)
    some, shut = (Standing.CLOSED_BY_DEFAULT, 1), (Standing.CLOSED, 3)
    told = say.finding(verdicts((Standing.OPEN, 2), some, shut), asked)
    assert told == "Of 6 crossings, 2 are open, 1 lets only some through, 3 are shut"
    mixed = say.finding(
        verdicts((Standing.OPEN, 2), (Standing.OPEN_BY_DEFAULT, 1), some, shut), asked
    )
    assert mixed == "Of 7 crossings, 3 let most through, 1 only some, 3 are shut"
