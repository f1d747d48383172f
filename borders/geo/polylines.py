"""Lines as text: the encoded polylines of a network, and the lines of the page on its grid.

Both write whole numbers as Google's encoded polylines do, five bits a character.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from borders._typing import Numbers

    GridPoint = tuple[int, int]
    """Steps east and north of 0° 0°."""

__all__ = [
    "CELLS",
    "GRID",
    "TURN",
    "cells_near",
    "decode",
    "encode",
    "encode_grid",
    "encode_lines",
    "grid_points",
    "is_polyline",
    "pack",
    "unpack",
]

_POLYLINE: Final = re.compile("(?:(?:[_-~]*[?-^]){2})*")
_CHUNKS: Final = 6  # characters that hold the largest number of a polyline: 180° in 10⁻⁵ degrees

GRID: Final = 10_000
"""Steps in a degree of the lines drawn near a border: 11 metres, no more than two pixels."""

CELLS: Final = (1, 2)
"""Cells in a degree of longitude and latitude: some 60 kilometres at the latitudes drawn."""

FAR: Final = 10
"""How many times as wide the steps are in cells that neither hold a border line nor touch one."""

TURN: Final = "!"
"""Goes before a point to which the steps begin to be wide, or no longer are."""


class _Steps(dict[int, str]):
    """Numbers as characters: five bits each, lowest first, the sign in the lowest bit of all."""

    def __missing__(self, step: int) -> str:
        rest = step << 1 if step >= 0 else ~(step << 1)
        signs = []
        while rest >= 32:  # noqa: PLR2004 - five bits
            signs.append(chr((rest & 31) + 95))
            rest >>= 5
        text = self[step] = "".join(signs) + chr(rest + 63)
        return text


_STEPS: Final = _Steps()
"""Each number as text, made once."""


def pack(values: Iterable[int]) -> str:
    """Return whole numbers as text, small ones in one character.

    `unpack` reads it, and `polyline.js`.

    Examples
    --------
    >>> pack([0, -1, 15, 400])
    '?@]_X'
    """
    return "".join(_STEPS[value] for value in values)


def unpack(text: str) -> list[int]:
    """Return the numbers of a text.

    Examples
    --------
    >>> unpack(pack([0, -1, 15, 400]))
    [0, -1, 15, 400]
    """
    numbers: list[int] = []
    value = shift = 0
    for sign in text:
        bits = ord(sign) - 63
        value |= (bits & 31) << shift
        shift += 5
        if bits < 32:  # noqa: PLR2004 - the last of a number
            numbers.append(~(value >> 1) if value & 1 else value >> 1)
            value = shift = 0
    return numbers


def encode(lon: Numbers, lat: Numbers, bounds: Numbers) -> Iterator[str]:
    """Return lines as encoded polylines of precision 5, latitude first.

    Parameters
    ----------
    lon, lat
        Places of all lines, in whole 10⁻⁵ degrees.
    bounds
        Where each line begins, and where the last one ends; a line may have no place.

    Examples
    --------
    >>> import numpy as np
    >>> lat, lon = np.array([(3850000, -12020000), (4070000, -12095000), (4325200, -12645300)]).T
    >>> list(encode(lon, lat, np.array([0, 3, 3])))
    ['_p~iF~ps|U_ulLnnqC_mqNvxq`@', '']
    """
    import numpy as np

    steps = np.column_stack([lat, lon]).astype(np.int64)
    steps[1:] -= steps[:-1].copy()
    firsts = bounds[:-1][np.diff(bounds) > 0]
    steps[firsts] = np.column_stack([lat, lon])[firsts]
    bits = np.where(steps < 0, ~(steps << 1), steps << 1).ravel()
    chunks = bits[:, None] >> (5 * np.arange(_CHUNKS))
    is_used = (chunks > 0) | (np.arange(_CHUNKS) == 0)
    is_more = np.column_stack([is_used[:, 1:], np.zeros(len(bits), dtype=bool)])
    text = ((chunks & 31) + 32 * is_more + 63).astype(np.uint8)[is_used].tobytes().decode("ascii")
    ends = np.concatenate([[0], is_used.sum(axis=1).cumsum()])[bounds * 2].tolist()
    for start, end in pairwise(ends):
        yield text[start:end]


def decode(text: str) -> list[tuple[float, float]]:
    """Return the longitudes and latitudes of an encoded polyline of precision 5.

    Examples
    --------
    >>> decode("_p~iF~ps|U_ulLnnqC")
    [(-120.2, 38.5), (-120.95, 40.7)]
    """
    import numpy as np

    values = unpack(text)
    lat, lon = np.cumsum(values[::2]), np.cumsum(values[1::2])
    return [(x / 1e5, y / 1e5) for x, y in zip(lon.tolist(), lat.tolist(), strict=True)]


def is_polyline(text: str) -> bool:
    """Return whether a text is an encoded polyline, be it of no place.

    Examples
    --------
    >>> is_polyline("_p~iF~ps|U"), is_polyline("_p~iF")
    (True, False)
    """
    return _POLYLINE.fullmatch(text) is not None


def cells_near(lines: Iterable[Iterable[Sequence[float]]]) -> frozenset[tuple[int, int]]:
    """Return the cells that lines touch, and those around them."""
    across, up = CELLS
    cells = {(int(point[0] * across), int(point[1] * up)) for line in lines for point in line}
    around = (-1, 0, 1)
    return frozenset((x + dx, y + dy) for x, y in cells for dx in around for dy in around)


def grid_points(
    points: Iterable[Sequence[float]],
    fine: frozenset[tuple[int, int]] | None = None,
    grid: int = GRID,
) -> list[GridPoint]:
    """Return points as steps of the grid, none like the one before.

    Parameters
    ----------
    points
        Longitude and latitude of each in degrees; what follows in a point is left out.
    fine
        The cells whose points are on the fine grid, others on the wide one; None: all.
    grid
        Steps in a degree of the fine one.
    """
    across, up = CELLS
    placed: list[GridPoint] = []
    last = None
    for point in points:
        lon, lat = point[0], point[1]
        if fine is None or (int(lon * across), int(lat * up)) in fine:
            step = (round(lon * grid), round(lat * grid))
        else:
            step = (round(lon * grid / FAR) * FAR, round(lat * grid / FAR) * FAR)
        if step != last:
            placed.append(step)
            last = step
    return placed


def encode_grid(points: Iterable[GridPoint]) -> str:
    """Return a line as text, 2 to 4 characters a point; `polyline.js` reads it.

    Examples
    --------
    >>> encode_grid(grid_points([(25.3758, 54.2729), (25.3759, 54.2727)]))
    '{rnNq_c`@AB'
    """
    text: list[str] = []
    x = y = 0
    is_wide = False
    for u, v in points:
        if is_wide != ((u - x) % FAR == (v - y) % FAR == 0):
            is_wide = not is_wide
            text.append(TURN)
        unit = FAR if is_wide else 1
        text += _STEPS[(u - x) // unit], _STEPS[(v - y) // unit]
        x, y = u, v
    return "".join(text)


def encode_lines(lines: Iterable[Iterable[Sequence[float]]], grid: int = GRID) -> list[str]:
    """Return the numbers of points of lines as text, and all their points; `polyline.js` reads it.

    Each point is written as steps of the fine grid from the one before, be that of another line.

    Parameters
    ----------
    lines
        Longitude and latitude in degrees of each point of each line; a line may have no point.
    grid
        Steps in a degree.

    Examples
    --------
    >>> encode_lines([[(25.3758, 54.2729), (25.3759, 54.2727)], [], [(25.3757, 54.2727)]])
    ['C?A', '{rnNq_c`@ABB?']
    """
    sizes: list[int] = []
    steps: list[int] = []
    x = y = 0
    for line in lines:
        points = grid_points(line, grid=grid)
        sizes.append(len(points))
        for u, v in points:
            steps += u - x, v - y
            x, y = u, v
    return [pack(sizes), pack(steps)]
