"""Signs on a figure: the marks of standings, the clock of plans and the triangle of danger."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Final

from borders.style import DANGER, HALO, OUTLINE, PLANNED, STROKE, STYLES, THEMES, TRIANGLE

if TYPE_CHECKING:
    from matplotlib.offsetbox import DrawingArea
    from matplotlib.path import Path

    from borders.enums import Standing

__all__ = ["danger", "mark", "planned"]

_UNIT: Final = 28
"""Units of the shapes of marks across a mark."""


@functools.cache
def _outline(shape: str) -> Path:
    """Return an outline of the palette: a circle, or straight lines."""
    from matplotlib.path import Path

    if "A" in shape:
        radius = abs(float(re.findall(r"-?[\d.]+", shape)[0]))
        return Path.circle((0, 0), radius)
    points: list[tuple[float, float]] = []
    x = y = 0.0
    for letter, operands in re.findall(r"([MLHVZ])([^MLHVZ]*)", shape):
        numbers = [float(n) for n in re.findall(r"-?[\d.]+", operands)]
        if letter == "H":
            numbers = [numbers[0], y]
        elif letter == "V":
            numbers = [x, numbers[0]]
        for x, y in zip(numbers[::2], numbers[1::2], strict=True):
            points.append((x, -y))
    return Path([*points, points[0]], closed=True)


def mark(
    area: DrawingArea,
    place: tuple[float, float],
    standing: Standing,
    size: float,
    last: Standing | None = None,
    theme: str = "light",
) -> None:
    """Draw the mark of a standing on an area, as large as a size across.

    A ring has the tint of what was known last.
    """
    from matplotlib.patches import PathPatch
    from matplotlib.transforms import Affine2D

    look, unit = STYLES[standing], size / _UNIT
    laid = Affine2D().scale(unit).translate(*place)
    outline = _outline(look.shape).transformed(laid)
    if look.hollow:
        tint = look.tint if last is None else STYLES[last].tint
        area.add_artist(PathPatch(outline, fc=THEMES[theme]["land"], ec=tint, lw=3 * unit))
        return
    area.add_artist(PathPatch(outline, fc=HALO, ec=HALO, lw=5 * unit, joinstyle="round"))
    area.add_artist(PathPatch(outline, fc=look.colour, ec="none"))
    if look.blank:
        area.add_artist(PathPatch(_outline(look.blank).transformed(laid), fc=HALO, ec="none"))
    area.add_artist(PathPatch(outline, fc="none", ec=OUTLINE, lw=1.6 * unit, joinstyle="round"))


def danger(area: DrawingArea, place: tuple[float, float], size: float) -> None:
    """Draw the triangle that warns of what endangers life on the way."""
    from matplotlib.patches import PathPatch
    from matplotlib.transforms import Affine2D

    unit = size / 16
    laid = Affine2D().scale(unit).translate(*place)
    triangle = _outline(TRIANGLE).transformed(laid)
    area.add_artist(PathPatch(triangle, fc=HALO, ec=HALO, lw=4 * unit, joinstyle="round"))
    area.add_artist(PathPatch(triangle, fc=DANGER, ec=OUTLINE, lw=1.6 * unit, joinstyle="round"))
    for part in STROKE:
        area.add_artist(PathPatch(_outline(part).transformed(laid), fc=OUTLINE, ec="none"))


def planned(area: DrawingArea, place: tuple[float, float], size: float) -> None:
    """Draw the clock that says that a change was announced."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Circle

    x, y = place
    unit = size / 16
    area.add_artist(Circle(place, 7.2 * unit, fc=PLANNED, ec=OUTLINE, lw=1.2 * unit))
    hands = ([x, x, x + 3 * unit], [y + 4.4 * unit, y, y - 2.2 * unit])
    area.add_artist(Line2D(*hands, color=OUTLINE, lw=1.6 * unit))
