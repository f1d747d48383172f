"""Figures on sheets that were laid out, and what lies where on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import matplotlib as mpl
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.offsetbox import AnnotationBbox
from matplotlib.patches import PathPatch
from matplotlib.text import Text

import borders
from borders.figures.canvas import Canvas
from borders.text.sentences import Translator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from borders.figures.map import Drawn

TOUCH = 0.6
"""Pixels at 100 to the inch by which letters may be wider than they were measured."""


class Thing(NamedTuple):
    """Something that is seen, and its box in pixels."""

    name: str
    text: str
    box: Any

    def meets(self, other: Thing) -> bool:
        a, b = self.box, other.box
        return (
            a.x0 + TOUCH < b.x1 - TOUCH
            and b.x0 + TOUCH < a.x1 - TOUCH
            and a.y0 + TOUCH < b.y1 - TOUCH
            and b.y0 + TOUCH < a.y1 - TOUCH
        )


class Sheet:
    """A figure that was drawn."""

    def __init__(self, drawn: Drawn) -> None:
        self.drawn = drawn
        self.figure = drawn.figure
        canvas = FigureCanvasAgg(self.figure)
        canvas.draw()
        self.renderer = canvas.get_renderer()

    def texts(self) -> list[Thing]:
        """All that can be read, halos apart."""
        found = []
        for text in self.figure.findobj(Text):
            told = text.get_text().strip()
            if told and text.get_visible() and text.get_gid() != "halo":
                box = text.get_window_extent(self.renderer)
                found.append(Thing(text.get_gid() or "", told, box))
        return found

    def said(self) -> str:
        return "\n".join(thing.text for thing in self.texts()).replace("\u00a0", " ")

    def pinned(self, kind: str) -> list[Thing]:
        """The signs of a kind: marks, cells of a table, clocks."""
        return [
            Thing(gid, "", art.offsetbox.get_window_extent(self.renderer).expanded(0.86, 0.86))
            for art in self.figure.findobj(AnnotationBbox)
            if (gid := art.get_gid() or "").startswith(kind)
        ]

    def rims(self, kind: str) -> list[Any]:
        """The colours of the rims of the signs of a kind."""
        return [
            patch.get_edgecolor()
            for art in self.figure.findobj(AnnotationBbox)
            if (art.get_gid() or "").startswith(kind)
            for patch in art.findobj(PathPatch)
        ]

    def shapes(self, kind: str) -> list[Any]:
        """The lines and areas whose name begins so."""
        return self.figure.findobj(lambda artist: (artist.get_gid() or "").startswith(kind))


def clashes(things: list[Thing]) -> list[tuple[str, str]]:
    """Pairs of things that overlap."""
    return [
        (a.text or a.name, b.text or b.name)
        for i, a in enumerate(things)
        for b in things[i + 1 :]
        if a.meets(b)
    ]


@pytest.fixture(autouse=True)
def settings() -> Iterator[None]:
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams["text.hinting"] = "none"
        yield


@pytest.fixture
def canvas() -> Callable[..., Canvas]:
    """A function that makes an empty sheet for a register."""

    def made(register: borders.Register, size: str = "wide", lang: str = "en") -> Canvas:
        return Canvas(None, Translator(register.facts, lang), size=size, pyplot=False)

    return made


@pytest.fixture
def sheet() -> type[Sheet]:
    return Sheet


@pytest.fixture
def overlapping() -> Callable[[list[Thing]], list[tuple[str, str]]]:
    return clashes


@pytest.fixture
def alert(register: borders.Register) -> borders.Snapshot:
    """A day on which crossings are open, closed and unknown."""
    american = borders.Traveller(nationality="US")
    return register.on("2023-08-21", traveller=american, direction="out", mode="car")
