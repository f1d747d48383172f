"""Places for marks and names, so that nothing on a map hides anything else.

Everything here is in points on the sheet, to the right and up.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Position = tuple[float, float]

__all__ = ["Box", "Places"]

HIDING: Final = 2.5
"""How many places farther down the list a name goes rather than hide a spot of a line."""


class Box(NamedTuple):
    """What a thing takes up."""

    left: float
    low: float
    right: float
    high: float

    def holds(self, other: Box) -> bool:
        """Return whether the other lies inside."""
        return (
            self.left <= other.left
            and self.low <= other.low
            and other.right <= self.right
            and other.high <= self.high
        )


class Places:
    """What is taken on a sheet, and what had better stay free.

    Parameters
    ----------
    sheet
        Names stay inside.
    """

    def __init__(self, sheet: Box) -> None:
        self.sheet = sheet
        self._taken = np.empty((0, 4))
        self._spared = np.empty((0, 2))

    def take(self, *boxes: Box) -> None:
        """Keep names from places."""
        self._taken = np.vstack([self._taken, *boxes])

    def spare(self, positions: Sequence[Position]) -> None:
        """Keep names from spots where there is another place for them."""
        self._spared = np.vstack([self._spared, np.reshape(positions, (-1, 2))])

    def line(self, start: Position, end: Position) -> None:
        """Keep names from a straight line."""
        self.take(*(Box(x - 0.7, y - 0.7, x + 0.7, y + 0.7) for x, y in _along(start, end)))

    def is_free(self, box: Box) -> bool:
        """Return whether a thing would lie on the sheet and on nothing else."""
        taken = self._taken
        return self.sheet.holds(box) and not bool(
            np.any(
                (box.left < taken[:, 2])
                & (taken[:, 0] < box.right)
                & (box.low < taken[:, 3])
                & (taken[:, 1] < box.high)
            )
        )

    def hidden(self, box: Box) -> int:
        """Return how many spots that had better stay free a thing would hide."""
        x, y = self._spared.T
        inside = (box.left <= x) & (x <= box.right) & (box.low <= y) & (y <= box.high)
        return int(np.count_nonzero(inside))

    def beside(
        self, position: Position, reach: float, size: tuple[float, float], *, far: bool = False
    ) -> tuple[Box, bool] | None:
        """Return the best free place for a name beside a mark, and whether a leader must show it.

        Parameters
        ----------
        position, reach
            The middle of the mark, and how far it goes.
        size
            The width and height of the name.
        far
            Look farther too, where a leader leads to.
        """
        best: tuple[float, Box, bool] | None = None
        for rank, (box, led) in enumerate(_around(position, reach, size, far=far)):
            if best is not None and rank >= best[0]:
                break
            if not self.is_free(box) or (led and not self._is_clear(position, reach, box)):
                continue
            worth = rank + HIDING * self.hidden(box)
            if best is None or worth < best[0]:
                best = worth, box, led
        return best and (best[1], best[2])

    def _is_clear(self, position: Position, reach: float, box: Box) -> bool:
        """Return whether a leader from a mark to a name would cross nothing."""
        end = nearest(box, position)
        far = math.dist(position, end)
        if far <= reach:
            return True
        part = (reach + 1) / far
        start = (
            position[0] + (end[0] - position[0]) * part,
            position[1] + (end[1] - position[1]) * part,
        )
        dots = (Box(x - 0.5, y - 0.5, x + 0.5, y + 0.5) for x, y in _along(start, end))
        return all(map(self.is_free, dots))


def _along(start: Position, end: Position) -> Iterator[Position]:
    """Yield spots along a straight line, two points apart at most."""
    count = max(1, round(math.dist(start, end) / 2))
    for i in range(count + 1):
        part = i / count
        yield start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part


def nearest(box: Box, position: Position) -> Position:
    """Return the point of a box's rim on the left or right, or its middle, nearest to a spot."""
    x = min(max(position[0], box.left), box.right)
    return x, min(max(position[1], box.low), box.high)


def _around(
    position: Position, reach: float, size: tuple[float, float], *, far: bool
) -> Iterator[tuple[Box, bool]]:
    x, y = position
    wide, high = size
    slant = reach * 0.75
    for u, v in (
        (x + reach, y - high / 2),
        (x - reach - wide, y - high / 2),
        (x + slant, y + slant * 0.6),
        (x + slant, y - slant * 0.6 - high),
        (x - slant - wide, y + slant * 0.6),
        (x - slant - wide, y - slant * 0.6 - high),
        (x - wide / 2, y + reach),
        (x - wide / 2, y - reach - high),
        (x - wide * 0.25, y + reach),
        (x - wide * 0.75, y + reach),
        (x - wide * 0.25, y - reach - high),
        (x - wide * 0.75, y - reach - high),
    ):
        yield Box(u, v, u + wide, v + high), False
    if not far:
        return
    for ring in range(1, 9):
        away = reach + ring * high * 0.75
        for step in range(16):
            angle = math.tau * step / 16
            u = x + away * math.cos(angle) + (wide / 2) * (math.cos(angle) - 1)
            v = y + away * math.sin(angle) - high / 2
            yield Box(u, v, u + wide, v + high), True
