"""Signs on a figure: the marks of statuses, the clock of what was announced, and the caution."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Final

from borders.style import HALO, OUTLINE, PLANNED, STYLES

if TYPE_CHECKING:
    from matplotlib.offsetbox import DrawingArea
    from matplotlib.path import Path

    from borders.enums import Status
    from borders.figures.canvas import Canvas

__all__ = ["caution", "mark", "planned"]

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
    canvas: Canvas, area: DrawingArea, place: tuple[float, float], status: Status, size: float
) -> None:
    """Draw the mark of a status on an area, as large as a size across."""
    from matplotlib.patches import PathPatch
    from matplotlib.transforms import Affine2D

    look, unit = STYLES[status], size / _UNIT
    outline = _outline(look.shape).transformed(Affine2D().scale(unit).translate(*place))
    area.add_artist(PathPatch(outline, fc=HALO, ec=HALO, lw=4.4 * unit, joinstyle="round"))
    if look.hollow:
        inner = PathPatch(outline, fc=HALO, ec=look.colour, lw=3.4 * unit, ls=(0, (0.7, 0.5)))
        inner.set_capstyle("butt")
        area.add_artist(PathPatch(outline, fc=HALO, ec=OUTLINE, lw=4.6 * unit))
        area.add_artist(PathPatch(outline, fc=HALO, ec=HALO, lw=3.0 * unit))
        area.add_artist(inner)
    else:
        area.add_artist(PathPatch(outline, fc=look.colour, ec=OUTLINE, lw=1.6 * unit))
    letter = 12.5 * unit / canvas.base
    down = 12.5 * unit * 0.365
    canvas.letter(
        area,
        (place[0], place[1] - down),
        look.letter,
        letter,
        colour=look.ink,
        bold=True,
        align="center",
    )


def planned(area: DrawingArea, place: tuple[float, float], size: float) -> None:
    """Draw the clock that says that a change was announced."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Circle

    x, y = place
    unit = size / 16
    area.add_artist(Circle(place, 7.2 * unit, fc=PLANNED, ec=OUTLINE, lw=1.2 * unit))
    hands = ([x, x, x + 3 * unit], [y + 4.4 * unit, y, y - 2.2 * unit])
    area.add_artist(Line2D(*hands, color=OUTLINE, lw=1.6 * unit))


def caution(area: DrawingArea, place: tuple[float, float], size: float) -> None:
    """Draw the triangle of a measure whose end was not found."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Polygon

    x, y = place
    r = size * 0.5
    corners = [(x - r, y - r * 0.8), (x + r, y - r * 0.8), (x, y + r * 0.9)]
    area.add_artist(Polygon(corners, fc=HALO, ec=OUTLINE, lw=0.8, joinstyle="round"))
    area.add_artist(Line2D([x, x], [y - r * 0.2, y + r * 0.35], color=OUTLINE, lw=size / 9))
    area.add_artist(Line2D([x, x], [y - r * 0.56, y - r * 0.5], color=OUTLINE, lw=size / 9))
