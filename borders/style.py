"""What each standing looks like, and the colours of everything else, in light and dark.

Page, figures, terminal and exports take the looks of a standing from one table. Marks are told by
shape alone: a disc is open, a square with a bar is closed, a diamond lies between them, filled by
half in the colour of what holds by default or else open at its heart, and a ring is not known.
Lines and bars say the same by width: the freer the way, the thicker; where crossings are counted,
steps are stacked in the order of standings, the freest at the bottom, so that there too tall is
free. The colours come from the palette of Okabe and Ito, which colour-blind readers tell apart, so
that nothing hangs on colour.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from borders.enums import Standing

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "DANGER",
    "HALO",
    "OUTLINE",
    "PLANNED",
    "REACH",
    "STROKE",
    "STYLES",
    "THEMES",
    "TRIANGLE",
    "Distance",
    "Line",
    "Style",
]


class Line(NamedTuple):
    """The line of a route: its width and its dashes each tell the standing without colour."""

    width: float
    dashes: tuple[float, ...] = ()
    """Drawn and left out by turns; drawn throughout where there are none."""


class Style(NamedTuple):
    """The look of a standing: mark, line and bar each tell it from the others."""

    shape: str
    """The outline of the mark in SVG path syntax, in a square of 28 units around the origin."""
    colour: str
    line: Line
    """On the page: pixels of CSS."""
    printed: Line
    """In figures: points, and dashes in times of the width."""
    lines: Mapping[str, str]
    """The colours of lines and bars by theme, legible on what lies below them."""
    bar: float
    """The height of a bar in its row."""
    tint: str
    """The colour of the mark of an unknown crossing that was last known so."""
    terminal: str
    """As rich names styles."""
    symbol: str
    """As simplestyle names it, for files that others draw."""
    blank: str = ""
    """The part of the mark that stays white within its outline, written as the shape is."""
    hollow: bool = False
    """A ring in its colour upon the ground, without outline: nothing is known."""


_BLUE = "#0072B2"
_ORANGE = "#D55E00"
_DIAMOND = "M0-11.5L11.5 0L0 11.5L-11.5 0Z"

STYLES: Final[Mapping[Standing, Style]] = {
    Standing.OPEN: Style(
        shape="M-9 0A9 9 0 1 1 9 0A9 9 0 1 1-9 0Z",
        colour=_BLUE,
        line=Line(4),
        printed=Line(3.4),
        lines={"light": _BLUE, "dark": "#4aa3df"},
        bar=0.84,
        tint="#7fa9c4",
        terminal="bold blue",
        symbol="circle",
    ),
    Standing.OPEN_BY_DEFAULT: Style(
        shape=_DIAMOND,
        blank="M0-11.5L11.5 0L0 11.5Z",
        colour=_BLUE,
        line=Line(3.5, (14, 4)),
        printed=Line(2.9, (5, 1.2)),
        lines={"light": "#2d86bd", "dark": "#86c3ea"},
        bar=0.66,
        tint="#7fa9c4",
        terminal="blue",
        symbol="circle-stroked",
    ),
    Standing.RESTRICTED: Style(
        shape=_DIAMOND,
        blank="M0-4.5L4.5 0L0 4.5L-4.5 0Z",
        colour="#CC79A7",
        line=Line(3, (8, 5)),
        printed=Line(2.4, (3.4, 1.4)),
        lines={"light": "#b5568a", "dark": "#e29cc4"},
        bar=0.5,
        tint="#bf9bb0",
        terminal="magenta",
        symbol="triangle",
    ),
    Standing.CLOSED_BY_DEFAULT: Style(
        shape=_DIAMOND,
        blank="M-11.5 0H11.5L0 11.5Z",
        colour=_ORANGE,
        line=Line(2.5, (5, 5)),
        printed=Line(1.9, (2.4, 1.7)),
        lines={"light": "#b86f10", "dark": "#f0b060"},
        bar=0.35,
        tint="#c79a7f",
        terminal="red",
        symbol="square-stroked",
    ),
    Standing.CLOSED: Style(
        shape="M-8.5-8.5H8.5V8.5H-8.5Z",
        blank="M-5.8-2.1H5.8V2.1H-5.8Z",
        colour=_ORANGE,
        line=Line(2, (2.5, 4)),
        printed=Line(1.5, (1.3, 1.7)),
        lines={"light": "#c25400", "dark": "#ec7a2e"},
        bar=0.22,
        tint="#c79a7f",
        terminal="bold red",
        symbol="square",
    ),
    Standing.UNKNOWN: Style(
        shape="M-7.5 0A7.5 7.5 0 1 1 7.5 0A7.5 7.5 0 1 1-7.5 0Z",
        colour="#949494",
        line=Line(1.6, (1, 5)),
        printed=Line(1.1, (0.7, 3)),
        lines={"light": "#8a8a8a", "dark": "#7d7f84"},
        bar=0.1,
        tint="#949494",
        terminal="dim",
        symbol="",
        hollow=True,
    ),
}
PLANNED: Final = "#F0E442"
"""The clock of what was announced."""
DANGER: Final = "#ffd400"
"""The triangle of what endangers life on the way: the loudest mark there is."""
TRIANGLE: Final = "M0-7.6L8 6.8H-8Z"
"""Its outline in SVG path syntax, around the origin."""
STROKE: Final = ("M-1.2-3H1.2L0.7 2.2H-0.7Z", "M-1 3.4H1V5.3H-1Z")
"""What stands within it: a bar above a point."""
OUTLINE: Final = "#1a1a1a"
HALO: Final = "#ffffff"


class Distance(NamedTuple):
    """A class of distances to the nearest crossing that serves."""

    below: float
    """Kilometres at which the next class begins."""
    colour: str


REACH: Final = (
    Distance(50, "#fde725"),
    Distance(100, "#5ec962"),
    Distance(200, "#21918c"),
    Distance(300, "#3b528b"),
    Distance(float("inf"), "#440154"),
)
"""From near to far, darker in greyscale too: the same kilometres and colours on page and figures.

They hang on no answer, so that two days, travellers or pictures may be compared. The colours are
taken from viridis. A place of no known route is empty within a dashed rim.
"""


def _reach() -> dict[str, str]:
    return {f"reach-{n}": distance.colour for n, distance in enumerate(REACH, 1)}


def _lines(theme: str) -> dict[str, str]:
    return {f"{standing.value}-line": look.lines[theme] for standing, look in STYLES.items()}


THEMES: Final[Mapping[str, Mapping[str, str]]] = {
    "light": {
        "paper": "#ffffff",
        "ink": "#1a1a1a",
        "quiet": "#595959",
        "rule": "#c9c5bb",
        "edge": "#827d72",
        "link": "#005a8c",
        "amber": "#c77700",
        "amber-ground": "#f6e4c8",
        "land": "#f4f1ea",
        "home": "#e9e3d5",
        "water": "#d3dfe4",
        "frontier": "#c4bdae",
        "road": "#b5afa2",
        "border": "#3a3630",
        "border-band": "#c9bda4",
        "town": "#4a463f",
        "country": "#635d50",
        "label-halo": "#f7f5f0",
        "route-rim": "#fbfaf6",
        **_lines("light"),
        **_reach(),
        "reach-rim": "#1a1a1a",
    },
    "dark": {
        "paper": "#16181b",
        "ink": "#eceae5",
        "quiet": "#b0aca3",
        "rule": "#3d4045",
        "edge": "#85888e",
        "link": "#7cc4ee",
        "amber": "#e0a030",
        "amber-ground": "#43351c",
        "land": "#25282c",
        "home": "#31343a",
        "water": "#171d23",
        "frontier": "#474b52",
        "road": "#5b6067",
        "border": "#d8d2c4",
        "border-band": "#4d4a44",
        "town": "#cfcabf",
        "country": "#a09e98",
        "label-halo": "#1d2023",
        "route-rim": "#1d2023",
        **_lines("dark"),
        **_reach(),
        "reach-rim": "#eceae5",
    },
}
"""CSS custom properties by colour scheme; the scripts read them from there too."""
