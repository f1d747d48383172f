"""What files of points and lines hold, and how a crossing is called and drawn in them."""

from __future__ import annotations

import functools
import re
import struct
import zlib
from operator import attrgetter
from typing import TYPE_CHECKING, Final

import numpy as np

from borders.formats.content import NOTHING_LEFT, Left, together
from borders.formats.plain import plain
from borders.style import HALO, OUTLINE, STYLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from borders._typing import Floats
    from borders.enums import Standing
    from borders.formats.content import Content
    from borders.model import Crossing, Verdict
    from borders.network.routes import Route
    from borders.text.sentences import Translator

__all__ = ["named", "periods", "png", "status", "unplaced", "ways"]

_UNIT: Final = 28
"""Units of the shapes of marks across a picture of one."""
_RIM: Final = 0.9
"""Half the width of the outline, in these."""
_LINE: Final = 2
"""Places that a line has at least."""


def status(content: Content) -> Sequence[Verdict]:
    """Return the verdicts that a file is to hold."""
    return content.verdicts if "status" in content.tables else ()


def periods(content: Content) -> Sequence[Verdict]:
    """Return the verdicts on all periods that a file is to hold, by crossing, oldest first."""
    if "history" not in content.tables:
        return ()
    return [verdict for own in content.periods.values() for verdict in own]


def ways(content: Content) -> Sequence[Route]:
    """Return the ways that a file is to hold."""
    return content.ways if "routes" in content.tables else ()


def unplaced(
    content: Content, place: Callable[[Crossing], object] = attrgetter("location")
) -> Left:
    """Return what a file of places cannot hold of these: crossings and ways without a place.

    Parameters
    ----------
    place
        Where a file of the form has a crossing.
    """
    label = content.translator.label
    tables = {
        "status": [verdict.crossing for verdict in status(content)],
        "history": [verdict.crossing for verdict in periods(content)],
        "crossings": content.register.crossings if "crossings" in content.tables else (),
    }
    absent = {
        table: tuple(label(crossing) for crossing in crossings if place(crossing) is None)
        for table, crossings in tables.items()
    }
    lost = [name for names in absent.values() for name in names]
    unrouted = [label(way.crossing) for way in ways(content) if len(way.coordinates) < _LINE]
    return together(
        *(_left(content, table, names, "export.unplaced", lost) for table, names in absent.items()),
        _left(content, "routes", unrouted, "feed.unrouted", unrouted),
    )


def _left(
    content: Content, table: str, names: Sequence[str], key: str, told: Iterable[str]
) -> Left:
    """Return what is left out of a table, in words that tell of other tables too."""
    if not names:
        return NOTHING_LEFT
    listed = content.translator.listed(dict.fromkeys(told))
    return Left(table, tuple(names), content.translator.t(key, names=listed))


def named(verdict: Verdict, translator: Translator) -> str:
    """Return the status of a crossing, its name, and of an unknown one what was known last.

    The status comes first, as small screens cut the rest, and a mark of their own says nothing.

    Examples
    --------
    >>> import borders
    >>> day = borders.load().on("2023-08-21", mode="car", direction="out")
    >>> named(day.verdict("Šumskas"), day.translator)
    'CLOSED Šumskas'
    """
    last, status = verdict.last_standing, translator.t(f"standing.{verdict.standing}")
    text = f"{status.upper()} {translator.label(verdict.crossing)}"
    if last is not None:
        text += f" ({translator.t('figure.last', standing=translator.within(last))})"
    return plain(text)


@functools.cache
def png(standing: Standing, size: int = 64) -> bytes:
    r"""Return the mark of a standing as a PNG of some pixels across, for programs that colour it.

    It is white within its dark outline, and nothing where marks are blank: such programs multiply
    what they draw by a colour.

    Examples
    --------
    >>> from borders.enums import Standing
    >>> png(Standing.CLOSED)[:4]
    b'\x89PNG'
    """
    centres = (np.arange(size) + 0.5) * _UNIT / size - _UNIT / 2
    x, y = np.meshgrid(centres, centres)
    look, scale = STYLES[standing], size / _UNIT

    def cover(away: Floats) -> Floats:
        return np.clip(0.5 - away * scale, 0, 1)

    rim = _away(look.shape, x, y)
    inside, shown = cover(rim + _RIM), cover(rim - _RIM)
    if look.blank:
        shown = shown - np.minimum(inside, cover(_away(look.blank, x, y)))
    if look.hollow:
        inside, shown = np.ones_like(rim), cover(np.abs(rim) - 2 * _RIM)
    dark, white = (np.array(list(bytes.fromhex(each[1:]))) for each in (OUTLINE, HALO))
    picture = np.empty((size, size, 4))
    picture[..., :3] = dark + inside[..., None] * (white - dark)
    picture[..., 3] = 255 * shown
    return _encoded(np.rint(picture).astype(np.uint8))


def _away(shape: str, x: Floats, y: Floats) -> Floats:
    """Return how far places lie outside a shape, in its units; inside it is less than zero.

    Shapes are discs, or have no corner that points inwards.
    """
    if "A" in shape:
        radius = abs(float(re.findall(r"-?[\d.]+", shape)[0]))
        return np.sqrt(x * x + y * y) - radius
    corners = np.array(_corners(shape))
    edges = np.roll(corners, -1, axis=0) - corners
    normals = np.stack([edges[:, 1], -edges[:, 0]], axis=1) / np.hypot(*edges.T)[:, None]
    middle = corners.mean(axis=0)
    normals *= np.sign(((corners - middle) * normals).sum(axis=1))[:, None]
    far = [
        (x - cx) * nx + (y - cy) * ny for (cx, cy), (nx, ny) in zip(corners, normals, strict=True)
    ]
    away: Floats = np.max(far, axis=0)
    return away


def _corners(shape: str) -> list[tuple[float, float]]:
    """Return the corners of a shape of straight lines, in SVG path syntax."""
    x = y = 0.0
    corners = []
    for letter, operands in re.findall(r"([MLHV])([^MLHVZ]*)", shape):
        numbers = [float(number) for number in re.findall(r"-?[\d.]+", operands)]
        if letter == "H":
            numbers = [numbers[0], y]
        elif letter == "V":
            numbers = [x, numbers[0]]
        for x, y in zip(numbers[::2], numbers[1::2], strict=True):
            corners.append((x, y))
    return corners


def _encoded(picture: np.ndarray[tuple[int, int, int], np.dtype[np.uint8]]) -> bytes:
    """Return red, green, blue and how opaque each pixel is as a PNG."""
    height, width, _ = picture.shape
    rows = b"".join(b"\0" + row.tobytes() for row in picture)
    head = struct.pack(">2I5B", width, height, 8, 6, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
