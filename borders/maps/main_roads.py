"""The main roads of a network in true geometry, which a page draws under its routes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from borders.data import csv_columns
from borders.geo.polylines import encode_lines

if TYPE_CHECKING:
    from borders.network.graph import Graph
    from borders.register import Register

__all__ = ["main_roads"]

RANKS: Final = (("motorway", "trunk", "primary"), ("secondary",), ("tertiary",))
"""Classes of OpenStreetMap that are drawn, the main ones first, while there is room."""

MOST: Final = 50_000
"""Places of all lines: some 180 kB of a page."""

STRAY: Final = 5
"""Steps by which a line may leave its course, as those of routes may, where there is room."""


def main_roads(register: Register, grid: int) -> list[list[str]]:
    """Return the lines of each rank of roads as `polyline.js` reads them; none: no class is known.

    Parameters
    ----------
    register
        Its network is true, not schematic.
    grid
        Steps in a degree.
    """
    table = csv_columns.read(register.network_folder, "roads.csv", {"class": "text"}, [], None)
    if table is None:
        return []
    graph = register.network.graphs["roads"]
    kinds = table["class"].astype(str)
    drawn: list[list[Any]] = []
    stray = STRAY / grid
    for rank in RANKS:
        roads = _joined(graph, np.flatnonzero(np.isin(kinds, rank)).tolist())
        lines = _thinned(roads, stray)
        while not drawn and _places([lines]) > MOST:
            stray *= 2
            lines = _thinned(roads, stray)
        if _places([*drawn, lines]) > MOST:
            break
        drawn.append(lines)
    written = [encode_lines((line.coords for line in lines), grid) for lines in drawn]
    return written if any(drawn) else []


def _joined(graph: Graph, edges: list[int]) -> Any:  # noqa: ANN401 - of shapely
    """Return edges as lines from one place where they part to the next."""
    import shapely

    lines = shapely.MultiLineString([graph.line(edge) for edge in edges])
    return shapely.get_parts(shapely.line_merge(lines))


def _thinned(roads: Any, stray: float) -> list[Any]:  # noqa: ANN401 - of shapely
    """Return lines that leave their course by so much at most, without those that are shorter."""
    import shapely

    return list(shapely.simplify(roads[shapely.length(roads) > stray], stray))


def _places(ranks: list[list[Any]]) -> int:
    return sum(len(line.coords) for lines in ranks for line in lines)
