"""The folder's land, water, border lines and towns → what the script `ui/basemap.js` draws."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from borders import documents
from borders.errors import DataError
from borders.geo import arcs
from borders.geo.polylines import GRID, cells_near, encode_grid, grid_points
from borders.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable
    from importlib.resources.abc import Traversable

    from borders.geo.polylines import GridPoint
    from borders.places import Place

__all__ = [
    "Ground",
    "Label",
    "basemap",
    "features",
    "ground",
    "labels",
    "parts",
]


class Label(NamedTuple):
    """A town as maps write it, to a hundred metres."""

    name: str
    lon: float
    lat: float
    rank: float
    """The lower the more important."""
    names: dict[str, str]
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


def basemap(read: Ground, home: str, grid: int = GRID) -> dict[str, Any]:
    """Return what the page draws of the ground, the home state apart, so many steps in a degree."""
    fine = cells_near(read.lines) if read.lines else None

    def placed(feature: dict[str, Any]) -> list[list[list[GridPoint]]]:
        return [[grid_points(ring, fine, grid) for ring in rings] for rings in parts(feature)]

    lands = [placed(feature) for feature in read.countries]
    shared, cuts = arcs.cut([ring for land in lands for rings in land for ring in rings])
    numbers = iter(cuts)
    return {
        "grid": grid,
        "arcs": list(map(encode_grid, shared)),
        "land": [
            {
                "id": feature["id"],
                "name": feature["properties"].get("names", {}).get("en", feature["id"]),
                "home": feature["id"] == home,
                "parts": [[next(numbers) for _ in rings] for rings in land],
            }
            for feature, land in zip(read.countries, lands, strict=True)
        ],
        "water": [
            list(map(encode_grid, rings)) for feature in read.water for rings in placed(feature)
        ],
        "borders": [encode_grid(grid_points(line, grid=grid)) for line in read.lines],
        "towns": [town if town.names else town[:4] for town in read.towns],
    }


def features(folder: Traversable, name: str) -> list[dict[str, Any]]:
    """Return the features of a file; none where the folder does not hold it."""
    try:
        rows: list[dict[str, Any]] = documents.json(documents.content(folder, name))["features"]
    except FileNotFoundError:
        return []
    except (documents.Unreadable, LookupError, TypeError) as error:
        text = f"cannot be read: {error}"
        raise DataError([Problem(file=name, entry="", text=text)]) from None
    return rows


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
