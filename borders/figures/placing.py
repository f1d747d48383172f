"""Places for marks and names, so that nothing on a map hides anything else.

Everything here is in points on the sheet, to the right and up.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    Spot = tuple[float, float]

__all__ = ["Box", "Places", "spread"]

ROUNDS: Final = 200


class Box(NamedTuple):
    """What a thing takes up."""

    left: float
    low: float
    right: float
    high: float

    def meets(self, other: Box) -> bool:
        """Return whether two things overlap."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.low < other.high
            and other.low < self.high
        )

    def holds(self, other: Box) -> bool:
        """Return whether the other lies inside."""
        return (
            self.left <= other.left
            and self.low <= other.low
            and other.right <= self.right
            and other.high <= self.high
        )

    def around(self, spot: Spot) -> bool:
        """Return whether a spot lies inside."""
        return self.left <= spot[0] <= self.right and self.low <= spot[1] <= self.high


class Places:
    """What is taken on a sheet, and what had better stay free.

    Parameters
    ----------
    sheet
        Names stay inside.
    lines
        Spots along lines that names cover only where nothing else is free.
    """

    def __init__(self, sheet: Box, lines: Iterable[Spot] = ()) -> None:
        self.sheet, self.lines = sheet, list(lines)
        self.taken: list[Box] = []

    def take(self, box: Box) -> None:
        """Keep names from a place."""
        self.taken.append(box)

    def line(self, start: Spot, end: Spot) -> None:
        """Keep names from a straight line."""
        steps = max(1, round(math.dist(start, end) / 2))
        for i in range(steps + 1):
            x = start[0] + (end[0] - start[0]) * i / steps
            y = start[1] + (end[1] - start[1]) * i / steps
            self.take(Box(x - 0.7, y - 0.7, x + 0.7, y + 0.7))

    def is_free(self, box: Box) -> bool:
        """Return whether a thing would lie on the sheet and on nothing else."""
        return self.sheet.holds(box) and not any(box.meets(other) for other in self.taken)

    def beside(
        self, spot: Spot, reach: float, size: tuple[float, float], *, far: bool = False
    ) -> tuple[Box, bool] | None:
        """Return the best free place for a name beside a mark, and whether a leader must show it.

        Parameters
        ----------
        spot, reach
            The middle of the mark, and how far it goes.
        size
            The width and height of the name.
        far
            Look farther too, where a leader leads to.
        """
        found: list[tuple[float, Box, bool]] = []
        for rank, (box, led) in enumerate(_around(spot, reach, size, far=far)):
            if not self.is_free(box):
                continue
            if led and not self._is_clear(spot, reach, box):
                continue
            hidden = sum(box.around(other) for other in self.lines)
            found.append((rank + 2.5 * hidden, box, led))
        if not found:
            return None
        _, box, led = min(found, key=lambda one: one[0])
        return box, led

    def _is_clear(self, spot: Spot, reach: float, box: Box) -> bool:
        """Return whether a leader from a mark to a name would cross nothing."""
        end = nearest(box, spot)
        whole = math.dist(spot, end)
        if whole <= reach:
            return True
        steps = max(1, round((whole - reach) / 2))
        for i in range(1, steps + 1):
            part = (reach + (whole - reach) * (i - 0.5) / steps + 1) / whole
            x, y = spot[0] + (end[0] - spot[0]) * part, spot[1] + (end[1] - spot[1]) * part
            dot = Box(x - 0.5, y - 0.5, x + 0.5, y + 0.5)
            if any(dot.meets(other) for other in self.taken):
                return False
        return True


def nearest(box: Box, spot: Spot) -> Spot:
    """Return the point of a box's rim on the left or right, or its middle, nearest to a spot."""
    x = min(max(spot[0], box.left), box.right)
    return x, min(max(spot[1], box.low), box.high)


def _around(
    spot: Spot, reach: float, size: tuple[float, float], *, far: bool
) -> Iterator[tuple[Box, bool]]:
    x, y = spot
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


def spread(spots: Sequence[Spot], reaches: Sequence[float]) -> list[Spot]:
    """Return places near some spots, of which none comes nearer to another than both reach."""
    ends = [list(spot) for spot in spots]
    for _ in range(ROUNDS):
        pushed = False
        for i, j in _pairs(len(ends)):
            a, b = ends[i], ends[j]
            gap = reaches[i] + reaches[j]
            dx, dy = b[0] - a[0], b[1] - a[1]
            far = math.hypot(dx, dy)
            if far >= gap - 0.01:
                continue
            if far < 0.01:  # noqa: PLR2004 - in one place: along a direction of their own
                dx, dy, far = math.cos(i), math.sin(i), 1.0
            step = (gap - math.hypot(b[0] - a[0], b[1] - a[1])) / 2
            for k, way in ((0, dx / far), (1, dy / far)):
                a[k] -= way * step
                b[k] += way * step
            pushed = True
        if not pushed:
            break
    return [(x, y) for x, y in ends]


def _pairs(count: int) -> Iterable[tuple[int, int]]:
    return ((i, j) for i in range(count) for j in range(i + 1, count))
