"""Extracts of OpenStreetMap so small that they are drawn, and where they lie."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import osmium
import pyproj
import shapely
from osmium.osm import mutable

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from conftest import Folder

LAT = 54.5
"""Of the border: the neighbour lies north of it, the home state south."""
EARTH = pyproj.Geod(ellps="WGS84")


class Osm:
    """An extract of roads that a test draws."""

    def __init__(self) -> None:
        self.nodes: dict[int, mutable.Node] = {}
        self.ways: list[mutable.Way] = []

    def node(self, lon: float, lat: float, number: int = 0, **tags: str) -> int:
        number = number or len(self.nodes) + 1
        self.nodes[number] = mutable.Node(id=number, location=(lon, lat), tags=tags)
        return number

    def line(self, *places: tuple[float, float]) -> list[int]:
        return [self.node(*place) for place in places]

    def way(self, nodes: Iterable[int], number: int = 0, **tags: str) -> int:
        number = number or len(self.ways) + 1
        self.ways.append(mutable.Way(id=number, nodes=list(nodes), tags=tags, version=1))
        return number

    def road(self, *places: tuple[float, float], **tags: str) -> list[int]:
        nodes = self.line(*places)
        self.way(nodes, **({"highway": "primary"} | tags))
        return nodes

    def metres(self) -> float:
        """The length of all ways."""
        total = 0.0
        for way in self.ways:
            at = [self.nodes[n].location for n in way.nodes if n in self.nodes]
            total += EARTH.line_length(*zip(*at, strict=True)) if len(at) > 1 else 0.0
        return total

    def write(self, file: Path) -> Path:
        file.unlink(missing_ok=True)
        writer = osmium.SimpleWriter(str(file))
        for number in sorted(self.nodes):
            writer.add_node(self.nodes[number])
        for way in sorted(self.ways, key=lambda way: way.id):
            writer.add_way(way)
        writer.close()
        return file


def geography(folder: Folder, *, home: str = "BY", other: str = "LT") -> Path:
    """Write the register with areas and a border along a parallel."""
    path = folder.write()
    areas = {home: shapely.box(24, 54, 26, LAT), other: shapely.box(24, LAT, 26, 55)}
    features = [
        {
            "type": "Feature",
            "id": code,
            "properties": {},
            "geometry": shapely.geometry.mapping(area),
        }
        for code, area in areas.items()
    ]
    lines = [
        {
            "type": "Feature",
            "properties": {"sides": [other, home]},
            "geometry": {"type": "LineString", "coordinates": [(24, LAT), (26, LAT)]},
        }
    ]
    for name, each in (("countries", features), ("borders", lines)):
        collection = {"type": "FeatureCollection", "features": each}
        (path / f"{name}.geojson").write_text(json.dumps(collection), encoding="utf-8")
    return path


def towns() -> Osm:
    """A town on either side, and a road between them over alpha (25.0) and beta (25.1)."""
    osm = Osm()
    south, north = osm.node(25.05, 54.4), osm.node(25.05, 54.6)
    for lon in (25.0, 25.1):
        middle = osm.line((lon, 54.45), (lon, 54.499), (lon, 54.501), (lon, 54.55))
        osm.way([south, *middle, north], highway="primary")
    osm.way([south, osm.node(25.05, 54.38)], highway="primary")
    osm.way([north, osm.node(25.05, 54.62)], highway="primary")
    return osm
