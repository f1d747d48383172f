"""No figure hides anything: each pair of a kind, a sheet and a language is drawn."""

from __future__ import annotations

import itertools
import math
from typing import Any

import pytest

import borders
from borders.enums import Language
from borders.figures import FIGURES, Parts
from borders.figures.canvas import SIZES

LANGUAGES = [language.value for language in Language]
SHEETS = [
    (kind, tuple(SIZES)[(i + j) % len(SIZES)], lang)
    for (i, kind), (j, lang) in itertools.product(enumerate(FIGURES), enumerate(LANGUAGES))
]
NAMES = ("name-", "end-name", "town", "country")
PARTS = {
    "matrix": Parts(crossing="medininkai"),
    "routes": Parts(origin="Minsk", destination="Vilnius"),
}


def test_each_pair_is_drawn():
    kinds, sizes, languages = (dict.fromkeys(column) for column in zip(*SHEETS, strict=True))
    assert (list(kinds), {*sizes}, list(languages)) == (list(FIGURES), {*SIZES}, LANGUAGES)
    for a, b in itertools.combinations(range(3), 2):
        columns = [(kinds, sizes, languages)[at] for at in (a, b)]
        assert {(sheet[a], sheet[b]) for sheet in SHEETS} == set(itertools.product(*columns))


@pytest.fixture
def snapshot(register: borders.Register, kind: str) -> borders.Snapshot:
    """A question to which a figure of a kind has much to say."""
    american = borders.Traveller(nationality="US")
    alert = {"traveller": american, "direction": "out"}
    return {
        "map": lambda: register.on("2023-08-21", **alert),
        "history": register.on,
        "years": lambda: register.on(mode="car"),
        "matrix": lambda: register.on("2025-11-10"),
    }.get(kind, lambda: register.on("2023-08-21", mode="car", **alert))()


def touching(a: Any, b: Any) -> bool:
    """Whether two marks, which are about round, cover each other."""
    (x, y), (u, v) = ((box.x0 + box.x1, box.y0 + box.y1) for box in (a.box, b.box))
    return math.hypot(x - u, y - v) / 2 < (a.box.width + b.box.width) / 2


@pytest.mark.parametrize(("kind", "size", "lang"), SHEETS)
def test_nothing_hides_anything_and_all_stands_on_the_sheet(
    kind: str,
    size: str,
    lang: str,
    snapshot: borders.Snapshot,
    canvas: Any,
    sheet: Any,
    overlapping: Any,
):
    drawn = sheet(
        FIGURES[kind](snapshot, canvas(snapshot.register, size, lang), PARTS.get(kind, Parts()))
    )
    page = drawn.figure.bbox
    assert [
        thing.text
        for thing in drawn.texts()
        if thing.box.x0 < page.x0
        or thing.box.x1 > page.x1
        or thing.box.y0 < page.y0
        or thing.box.y1 > page.y1
    ] == []
    words = [thing for thing in drawn.texts() if thing.text not in set("ORC?")]
    marks = drawn.pinned("mark-")
    assert len(words) > 5
    assert overlapping([*words, *drawn.pinned("cell-")]) == []
    names = [thing for thing in words if thing.name.startswith(NAMES)]
    assert [(a.text, b.name) for a, b in itertools.product(names, marks) if a.meets(b)] == []
    assert [(a.name, b.name) for a, b in itertools.combinations(marks, 2) if touching(a, b)] == []
