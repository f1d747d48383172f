"""What each status looks like, and the colours of everything else, in light and dark.

The four colours of status come from the palette of Okabe and Ito, which colour-blind readers tell
apart; shape and letter say the same again, so that nothing hangs on colour.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from borders.enums import Status

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["HALO", "OUTLINE", "STYLES", "THEMES", "Style"]


class Style(NamedTuple):
    """The look of a status: each of the four parts alone tells it from the others."""

    shape: str
    """An outline in SVG path syntax, in a square of 28 units around the origin."""
    letter: str
    colour: str
    ink: str
    """The colour of the letter, legible on `colour`."""
    hollow: bool = False
    """Hatched along the rim and white within: nothing is known."""


_CIRCLE = "M-9 0A9 9 0 1 1 9 0A9 9 0 1 1-9 0Z"
_DIAMOND = "M0-11.5L11.5 0L0 11.5L-11.5 0Z"
_SQUARE = "M-8.5-8.5H8.5V8.5H-8.5Z"
_HEXAGON = "M-5.2-9H5.2L10.4 0L5.2 9H-5.2L-10.4 0Z"

STYLES: Final[Mapping[Status, Style]] = {
    Status.OPEN: Style(_CIRCLE, "O", "#0072B2", "#ffffff"),
    Status.RESTRICTED: Style(_DIAMOND, "R", "#CC79A7", "#1a1a1a"),
    Status.CLOSED: Style(_SQUARE, "C", "#D55E00", "#1a1a1a"),
    Status.UNKNOWN: Style(_HEXAGON, "?", "#767676", "#1a1a1a", hollow=True),
}
OUTLINE: Final = "#1a1a1a"
HALO: Final = "#ffffff"

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
        "way-rim": "#fbfaf6",
        "open-line": "#0072B2",
        "restricted-line": "#b5568a",
        "closed-line": "#c25400",
        "unknown-line": "#6e6e6e",
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
        "way-rim": "#1d2023",
        "open-line": "#4aa3df",
        "restricted-line": "#e29cc4",
        "closed-line": "#ec7a2e",
        "unknown-line": "#a5a5a5",
        "reach-1": "#fde725",
        "reach-2": "#5ec962",
        "reach-3": "#21918c",
        "reach-4": "#4f6bb0",
        "reach-5": "#7b2f8f",
        "reach-rim": "#eceae5",
    },
}
"""CSS custom properties by colour scheme; the scripts read them from there too."""
