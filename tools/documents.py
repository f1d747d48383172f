"""Write files of which the same content gives the same bytes, and each record is one line."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import shapely

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

__all__ = ["feature", "write_csv", "write_geojson"]


def _rounded(coordinates: Any, decimals: int) -> Any:  # noqa: ANN401
    if isinstance(coordinates[0], float):
        return [round(number, decimals) for number in coordinates]
    return [_rounded(part, decimals) for part in coordinates]


def feature(
    name: str, properties: Mapping[str, object], geometry: BaseGeometry, *, decimals: int
) -> dict[str, object]:
    """Return a GeoJSON feature: rings as RFC 7946 wants them, no vertex twice in a row."""
    exact = shapely.orient_polygons(geometry)
    rounded = shapely.remove_repeated_points(
        shapely.transform(exact, lambda xy: xy.round(decimals))
    )
    shown = json.loads(shapely.to_geojson(rounded))
    return {
        "type": "Feature",
        "id": name,
        "properties": properties,
        "geometry": shown | {"coordinates": _rounded(shown["coordinates"], decimals)},
    }


def write_geojson(path: Path, features: Iterable[Mapping[str, object]]) -> None:
    """Write a feature collection, one feature a line."""
    lines = (json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in features)
    text = '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"
    path.write_text(text, encoding="utf-8", newline="\n")


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a table with a heading."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8", newline="\n")
