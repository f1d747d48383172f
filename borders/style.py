"""What each status looks like, and the colours of everything else, in light and dark.

Page, figures, terminal and exports take the looks of a status from one table. Its four colours
come from the palette of Okabe and Ito, which colour-blind readers tell apart; shape, letter, line
and bar say the same again, so that nothing hangs on colour.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from borders.enums import Status

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["HALO", "OUTLINE", "PLANNED", "STYLES", "THEMES", "Line", "Style"]


class Line(NamedTuple):
    """The line of a route: its width and its dashes each tell the status without colour."""

    width: float
    dashes: tuple[float, ...] = ()
    """Drawn and left out by turns; drawn throughout where there are none."""


class Style(NamedTuple):
    """The look of a status: each of the parts alone tells it from the others."""

    shape: str
    """An outline in SVG path syntax, in a square of 28 units around the origin."""
    letter: str
    colour: str
    ink: str
    """The colour of the letter, legible on `colour`."""
    line: Line
    """On the page: pixels of CSS."""
    printed: Line
    """In figures: points, and dashes in times of the width."""
    lines: Mapping[str, str]
    """The colours of both by theme, legible on what lies below them."""
    bar: float
    """The height of a bar in its row: the freer the way, the thicker."""
    terminal: str
    """As rich names styles."""
    hollow: bool = False
    """Hatched along the rim and white within: nothing is known."""

    @property
    def symbol(self) -> str:
        """The letter as simplestyle knows letters, for files that others draw."""
        return "" if self.hollow else self.letter.lower()


_BLUE = "#0072B2"

STYLES: Final[Mapping[Status, Style]] = {
    Status.OPEN: Style(
        shape="M-9 0A9 9 0 1 1 9 0A9 9 0 1 1-9 0Z",
        letter="O",
        colour=_BLUE,
        ink="#ffffff",
        line=Line(3.6),
        printed=Line(3.2),
        lines={"light": _BLUE, "dark": "#4aa3df"},
        bar=0.8,
        terminal="bold blue",
    ),
    Status.RESTRICTED: Style(
        shape="M0-11.5L11.5 0L0 11.5L-11.5 0Z",
        letter="R",
        colour="#CC79A7",
        ink="#1a1a1a",
        line=Line(3.4, (10, 6)),
        printed=Line(2.6, (4, 1.2)),
        lines={"light": "#b5568a", "dark": "#e29cc4"},
        bar=0.5,
        terminal="bold magenta",
    ),
    Status.CLOSED: Style(
        shape="M-8.5-8.5H8.5V8.5H-8.5Z",
        letter="C",
        colour="#D55E00",
        ink="#1a1a1a",
        line=Line(2, (4, 5)),
        printed=Line(1.5, (2.2, 1.6)),
        lines={"light": "#c25400", "dark": "#ec7a2e"},
        bar=0.2,
        terminal="bold red",
    ),
    Status.UNKNOWN: Style(
        shape="M-5.2-9H5.2L10.4 0L5.2 9H-5.2L-10.4 0Z",
        letter="?",
        colour="#767676",
        ink="#1a1a1a",
        line=Line(2.2, (1.5, 5)),
        printed=Line(1.3, (0.6, 1.6)),
        lines={"light": "#6e6e6e", "dark": "#a5a5a5"},
        bar=0.32,
        terminal="dim",
        hollow=True,
    ),
}
PLANNED: Final = "#F0E442"
"""The clock of what was announced."""
OUTLINE: Final = "#1a1a1a"
HALO: Final = "#ffffff"


def _lines(theme: str) -> dict[str, str]:
    return {f"{status.value}-line": look.lines[theme] for status, look in STYLES.items()}


THEMES: Final[Mapping[str, Mapping[str, str]]] = {
    "light": {
        "paper": "#ffffff",
        "ink": "#1a1a1a",
        "quiet": "#595959",
        "rule": "#c9c5bb",
        "edge": "#827d72",
        "link": "#005a8c",
        "land": "#f4f1ea",
        "home": "#e9e3d5",
        "water": "#d3dfe4",
        "frontier": "#c4bdae",
        "border": "#3a3630",
        "border-band": "#c9bda4",
        "town": "#4a463f",
        "country": "#635d50",
        "label-halo": "#f7f5f0",
        "route-rim": "#fbfaf6",
        **_lines("light"),
        "reach-1": "#fde725",
        "reach-2": "#5ec962",
        "reach-3": "#21918c",
        "reach-4": "#3b528b",
        "reach-5": "#440154",
        "reach-rim": "#1a1a1a",
    },
    "dark": {
        "paper": "#16181b",
        "ink": "#eceae5",
        "quiet": "#b0aca3",
        "rule": "#3d4045",
        "edge": "#85888e",
        "link": "#7cc4ee",
        "land": "#25282c",
        "home": "#31343a",
        "water": "#171d23",
        "frontier": "#474b52",
        "border": "#d8d2c4",
        "border-band": "#4d4a44",
        "town": "#cfcabf",
        "country": "#a09e98",
        "label-halo": "#1d2023",
        "route-rim": "#1d2023",
        **_lines("dark"),
        "reach-1": "#fde725",
        "reach-2": "#5ec962",
        "reach-3": "#21918c",
        "reach-4": "#4f6bb0",
        "reach-5": "#7b2f8f",
        "reach-rim": "#eceae5",
    },
}
"""CSS custom properties by colour scheme; the scripts read them from there too."""
