"""Marks that would hide one another, moved apart."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    Point = tuple[float, float]

__all__ = ["MOST", "spread"]

MOST: Final = 400
"""Marks that are moved apart; more would only push one another out of the picture."""


def spread(places: Sequence[Point], radii: Sequence[float], rounds: int = 80) -> list[Point]:
    """Return positions of which none hides another, as `declutter.js` finds them in its rounds.

    More than `MOST` stay where they are.
    """
    ends = [list(place) for place in places]
    for _ in range(rounds if len(places) <= MOST else 0):
        pushed = False
        for i, a in enumerate(ends):
            for j in range(i + 1, len(ends)):
                b, gap = ends[j], radii[i] + radii[j]
                dx, dy = b[0] - a[0], b[1] - a[1]
                if abs(dx) >= gap or abs(dy) >= gap:
                    continue
                far = math.hypot(dx, dy)
                if far >= gap - 0.01:
                    continue
                step = (gap - far) / 2
                if far < 0.01:  # noqa: PLR2004 - in one place: along a direction of their own
                    dx, dy, far = math.cos(i), math.sin(i), 1.0
                for k, unit in ((0, dx / far), (1, dy / far)):
                    a[k] -= unit * step
                    b[k] += unit * step
                pushed = True
        if not pushed:
            break
    return [(x, y) for x, y in ends]
