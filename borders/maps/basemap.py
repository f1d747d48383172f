"""The folder's land, water, border lines and towns → what the script `basemap.js` draws."""

from __future__ import annotations

import csv
import io
import math
from typing import TYPE_CHECKING, Any

import msgspec

from borders.vocabulary import Language

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from importlib.resources.abc import Traversable

    from borders.register import Register

    Town = tuple[str, float, float, float, dict[str, str]]

__all__ = ["basemap", "encoded", "features", "parts", "towns"]

GRID = 10_000
"""Steps in a degree of the lines drawn: 11 metres, less than a pixel at every zoom offered."""

UNLABELLED = 4
"""The rank of towns that were given none, from `SIZEABLE` inhabitants."""

SIZEABLE = 10_000


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


_STEPS = _Steps()


def encoded(points: Iterable[Sequence[float]]) -> str:
    """Return a line as text, 3 or 4 characters a point; `polyline.js` reads it.

    Parameters
    ----------
    points
        Longitude and latitude of each in degrees; what follows in a point is left out.

    Examples
    --------
    >>> encoded([(25.3758, 54.2729), (25.3759, 54.2727)])
    '{rnNq_c`@AB'
    """
    text: list[str] = []
    x = y = 0
    for point in points:
        u, v = round(point[0] * GRID), round(point[1] * GRID)
        if u != x or v != y or not text:
            text += _STEPS[u - x], _STEPS[v - y]
            x, y = u, v
    return "".join(text)


def basemap(register: Register) -> dict[str, Any]:
    """Return land, water, borders and towns; none of what the folder does not hold."""
    folder, home = register.folder, register.facts.package.home
    return {
        "land": [
            {
                "id": feature["id"],
                "name": feature["properties"].get("names", {}).get("en", feature["id"]),
                "home": feature["id"] == home,
                "parts": [list(map(encoded, rings)) for rings in parts(feature)],
            }
            for feature in features(folder, "countries.geojson")
        ],
        "water": [
            list(map(encoded, rings))
            for feature in features(folder, "water.geojson")
            for rings in parts(feature)
        ],
        "borders": [
            encoded(line)
            for feature in features(folder, "borders.geojson")
            for line in parts(feature)
        ],
        "towns": [town if town[4] else town[:4] for town in towns(folder)],
    }


def features(folder: Traversable, name: str) -> list[dict[str, Any]]:
    """Return the features of a file; none where the folder does not hold it."""
    try:
        content = (folder / name).read_bytes()
    except FileNotFoundError:
        return []
    found: list[dict[str, Any]] = msgspec.json.decode(content)["features"]
    return found


def parts(feature: dict[str, Any]) -> list[Any]:
    """Return the polygons of a feature as lists of rings, or its lines."""
    geometry = feature["geometry"]
    coordinates: list[Any] = geometry["coordinates"]
    return coordinates if geometry["type"].startswith("Multi") else [coordinates]


def towns(folder: Traversable) -> Iterator[Town]:
    """Yield the towns: name, longitude, latitude, rank (the lower the more important), names."""
    try:
        text = (folder / "towns.csv").read_text("utf-8")
    except FileNotFoundError:
        return
    for row in csv.DictReader(io.StringIO(text)):
        name = row.get("name_en") or row["name"]
        others = {
            language.value: told
            for language in Language
            if (told := row.get(f"name_{language.value}")) and told != name
        }
        yield name, round(float(row["lon"]), 4), round(float(row["lat"]), 4), _rank(row), others


def _rank(row: dict[str, str]) -> float:
    """Return the rank that was given by hand, else one by size; within a rank, by size."""
    people = int(row["population"] or 0)
    rank = int(row["label"] or (UNLABELLED if people >= SIZEABLE else UNLABELLED + 1))
    return round(rank + 1 / (2 + math.log10(1 + people)), 3)
