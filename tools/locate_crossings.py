"""Compare the border points in crossings.geojson with where roads and railways meet the border.

The roads and railways are those of the PyPI package scgraph_data: straight lines between places on
a grid of 0.001 degrees, and not every road. So a difference of some hundred metres, or no road at
all, says little; a difference of kilometres asks for a second look. Nothing is written.
"""

from __future__ import annotations

import argparse
import json
import re
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from shapely.geometry import MultiLineString, Point

from borders.geo.border_points import border_point, borders_of
from borders.geo.earth import metres

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shapely.geometry import LineString

    from borders.geo.border_points import Sides

_NETWORKS: Final = {"road": "world_highways", "rail": "world_railways"}
_FAR: Final = 3000.0  # metres; beyond, it is another road


def _edges_across(
    network: str, borders: Mapping[Sides, LineString]
) -> dict[Sides, list[LineString]]:
    """Return the edges of a network that meet each border."""
    spec = find_spec("scgraph_data")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("scgraph_data is missing: install the group geodata")
    folder = Path(spec.submodule_search_locations[0])
    source = (folder / f"{network}.py").read_text(encoding="utf-8")
    _, graph, nodes, _ = re.split(r"^(?:graph|nodes|\w+_geograph) ?= ?", source, flags=re.MULTILINE)
    places = np.array(json.loads(nodes))[:, ::-1]
    ends_of_each = json.loads(re.sub(r"(\d+):", r'"\1":', graph))
    pairs = [(start, int(end)) for start, ends in enumerate(ends_of_each) for end in ends]
    edges = shapely.linestrings(places[np.array([pair for pair in pairs if pair[0] < pair[1]])])
    tree = shapely.STRtree(edges)
    return {
        sides: list(edges[tree.query(line, predicate="intersects")])
        for sides, line in borders.items()
    }


def _off(place: Point, border: LineString, edges: Sequence[LineString]) -> float | None:
    """Return how many metres away the nearest edge meets the border, ``None`` if far."""
    if not edges:
        return None
    away = metres(place, border_point(border, MultiLineString(edges), hint=place))
    return away if away <= _FAR else None


def main(arguments: Sequence[str] | None = None) -> None:
    """Print one line for each crossing: metres off, and the accuracy that is claimed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--geodata",
        type=Path,
        default=Path(__file__).parents[1] / "geodata",
        help="the folder to read (default: %(default)s)",
    )
    geodata = parser.parse_args(arguments).geodata
    borders = borders_of(geodata)
    across = {kind: _edges_across(name, borders) for kind, name in _NETWORKS.items()}
    crossings = json.loads((geodata / "crossings.geojson").read_text(encoding="utf-8"))
    for crossing in crossings["features"]:
        facts, geometry = crossing["properties"], crossing["geometry"]
        sides = next((pair for pair in borders if facts["neighbour"] in pair), None)
        if geometry is None or sides is None or facts["kind"] not in across:
            continue
        place = Point(geometry["coordinates"])
        off = _off(place, borders[sides], across[facts["kind"]][sides])
        claimed = facts.get("border_point", {}).get("accuracy_m", "?")
        distance = "nothing near" if off is None else f"{off:,.0f} m off"
        print(f"{crossing['id']:<20} {distance:>14}   claimed ± {claimed} m")


if __name__ == "__main__":
    main()
