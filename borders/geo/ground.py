"""The folder's land, water, border lines and towns → what the script `ui/basemap.js` draws."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from borders.errors import DataError
from borders.geo.polylines import STEPS
from borders.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from importlib.resources.abc import Traversable

    from borders.enums import Language
    from borders.places import Place

__all__ = [
    "TURN",
    "Ground",
    "Label",
    "basemap",
    "encoded",
    "features",
    "ground",
    "labels",
    "near",
    "numbers",
    "parts",
]

GRID = 10_000
"""Steps in a degree of the lines drawn near a border: 11 metres, no more than two pixels."""

CELLS = (1, 2)
"""Cells in a degree of longitude and latitude: some 60 kilometres at the latitudes drawn."""

FAR = 10
"""How many times as wide the steps are in cells that neither hold a border line nor touch one."""

TURN = "!"
"""Goes before a point to which, and from which, the steps are wide; or no longer so."""


def numbers(values: Iterable[int]) -> str:
    """Return whole numbers as text, small ones in one character; `polyline.js` reads it.

    Examples
    --------
    >>> numbers([0, -1, 15, 400])
    '?@]_X'
    """
    return "".join(STEPS[value] for value in values)


def near(lines: Iterable[Iterable[Sequence[float]]]) -> frozenset[tuple[int, int]]:
    """Return the cells that lines touch, and those around them."""
    across, up = CELLS
    held = {(int(point[0] * across), int(point[1] * up)) for line in lines for point in line}
    around = (-1, 0, 1)
    return frozenset((x + dx, y + dy) for x, y in held for dx in around for dy in around)


def encoded(
    points: Iterable[Sequence[float]], fine: frozenset[tuple[int, int]] | None = None
) -> str:
    """Return a line as text, 2 to 4 characters a point; `polyline.js` reads it.

    Parameters
    ----------
    points
        Longitude and latitude of each in degrees; what follows in a point is left out.
    fine
        The cells whose points are on the fine grid; None: all.

    Examples
    --------
    >>> encoded([(25.3758, 54.2729), (25.3759, 54.2727)])
    '{rnNq_c`@AB'
    """
    text: list[str] = []
    across, up = CELLS
    x = y = 0
    wide = was_wide = False
    for point in points:
        lon, lat = point[0], point[1]
        now_wide = fine is not None and (int(lon * across), int(lat * up)) not in fine
        if now_wide:
            u, v = round(lon * GRID / FAR) * FAR, round(lat * GRID / FAR) * FAR
        else:
            u, v = round(lon * GRID), round(lat * GRID)
        if u == x and v == y and text:
            continue
        if (now_wide and was_wide) != wide:
            wide = not wide
            text.append(TURN)
        unit = FAR if wide else 1
        text += STEPS[(u - x) // unit], STEPS[(v - y) // unit]
        x, y, was_wide = u, v, now_wide
    return "".join(text)


class Label(NamedTuple):
    """A town as maps write it, to a hundred metres."""

    name: str
    lon: float
    lat: float
    rank: float
    """The lower the more important."""
    names: dict[Language, str]
    """By language, where it has another."""


class Ground(NamedTuple):
    """What a folder holds of it, read once for the page and for its picture."""

    countries: list[dict[str, Any]]
    water: list[dict[str, Any]]
    lines: list[Any]
    towns: list[Label]


def ground(folder: Traversable, towns: Iterable[Place]) -> Ground:
    """Return land, water and border lines, none of what the folder does not hold, and towns."""
    countries, water, lines = (
        features(folder, f"{name}.geojson") for name in ("countries", "water", "borders")
    )
    drawn = [line for feature in lines for line in parts(feature)]
    return Ground(countries, water, drawn, labels(towns))


def basemap(read: Ground, home: str) -> dict[str, Any]:
    """Return what the page draws of the ground, the home state apart."""
    fine = near(read.lines) if read.lines else None

    def drawn(rings: Iterable[Iterable[Sequence[float]]]) -> list[str]:
        return [encoded(ring, fine) for ring in rings]

    return {
        "land": [
            {
                "id": feature["id"],
                "name": feature["properties"].get("names", {}).get("en", feature["id"]),
                "home": feature["id"] == home,
                "parts": list(map(drawn, parts(feature))),
            }
            for feature in read.countries
        ],
        "water": [drawn(rings) for feature in read.water for rings in parts(feature)],
        "borders": list(map(encoded, read.lines)),
        "towns": [town if town.names else town[:4] for town in read.towns],
    }


def features(folder: Traversable, name: str) -> list[dict[str, Any]]:
    """Return the features of a file; none where the folder does not hold it."""
    try:
        content = (folder / name).read_bytes()
    except FileNotFoundError:
        return []
    try:
        found: list[dict[str, Any]] = msgspec.json.decode(content)["features"]
    except (msgspec.DecodeError, UnicodeDecodeError, LookupError, TypeError) as error:
        raise DataError([Problem(file=name, entry="", text=f"cannot be read: {error}")]) from None
    return found


def parts(feature: dict[str, Any]) -> list[Any]:
    """Return the polygons of a feature as lists of rings, or its lines."""
    geometry = feature["geometry"]
    coordinates: list[Any] = geometry["coordinates"]
    return coordinates if geometry["type"].startswith("Multi") else [coordinates]


def labels(towns: Iterable[Place]) -> list[Label]:
    """Return what maps write of towns."""
    return [
        Label(
            town.name,
            round(town.lon, 3),
            round(town.lat, 3),
            town.rank,
            {code: name for code, name in town.names.items() if name != town.name},
        )
        for town in towns
    ]
