"""The names of countries stand over their own land, wherever on the map one looks."""

from __future__ import annotations

from functools import reduce
from itertools import product
from typing import Any

import numpy as np
import pytest
import shapely
from page_core import Core

from borders.geo.ground import basemap, ground

ZOOMS = range(6, 15)
SIZES = [(375, 300), (700, 520), (1400, 900)]
TILE = 256
"""Pixels of the whole world at zoom 0."""

HEIGHT = 15
LETTER = 12
"""Pixels of a capital, as wide as they get."""

LEAST = 0.25
"""How much of a name is over its own land at least."""

TOLERANCE = 0.005
"""Of a name, between the lines along which the page measures."""

ROOMY = 0.5
"""How much of a view a country fills that is surely named on it."""

READ = """({ grid, arcs, land }) => {
  const ring = core.ringsOf(arcs, grid);
  return land.map(({ parts }) => parts.flat().map(ring));
}"""
KEEP = """lands => {
  const ends = (points, axis) => {
    const along = points.filter((_, i) => i % 2 === axis);
    return [along.reduce((a, b) => Math.min(a, b)), along.reduce((a, b) => Math.max(a, b))];
  };
  const boxed = (points) => {
    const [[left, right], [top, bottom]] = [ends(points, 0), ends(points, 1)];
    return { points, box: [left, top, right, bottom] };
  };
  globalThis.outlines = lands.map((rings) => rings.map(boxed));
}"""
PLACE = """({ view, sizes }) => {
  const spots = core.countryNames(outlines, view);
  const every = (all) => [...all].filter((_, i) => i % 120 === 0);
  return sizes.map(([width, height], i) => every(spots(i, width, height)));
}"""


def mercator(flat: list[float]) -> Any:
    """Where places are, in pixels of zoom 0: a row each."""
    lon, lat = np.radians(np.asarray(flat).reshape(-1, 2)).T
    up = np.log(np.tan(np.pi / 4 + lat / 2))
    return np.column_stack([np.pi + lon, np.pi - up]) * (TILE / (2 * np.pi))


def filled(rings: list[Any]) -> Any:
    """What lies within an odd number of rings."""
    return reduce(
        shapely.symmetric_difference, map(shapely.make_valid, map(shapely.Polygon, rings))
    )


def shares_of(box: Any, shapes: list[Any], scale: float) -> list[float]:
    """How much of a box, in pixels of its zoom, each country fills."""
    small = [edge / scale for edge in box.bounds]
    whole = (small[2] - small[0]) * (small[3] - small[1])
    near = shapely.intersects(shapely.box(*small), shapely.envelope(shapes))
    return [
        shapely.clip_by_rect(shape, *small).area / whole if is_near else 0.0
        for shape, is_near in zip(shapes, near, strict=True)
    ]


@pytest.mark.parametrize("size", SIZES)
def test_a_country_is_named_on_its_own_land_alone(register, size):
    drawn = basemap(ground(register.folder, ()), "BY")
    data = drawn["land"]
    names = [(LETTER * len(land["name"]), HEIGHT) for land in data]
    places = [crossing.location for crossing in register.crossings if crossing.location]
    wrong, unnamed, named = [], [], 0
    with Core() as core:
        rings = core.evaluate(READ, drawn)
        lands = [[mercator(ring) for ring in country] for country in rings]
        core.evaluate(KEEP, [[ring.ravel().tolist() for ring in country] for country in lands])
        shapes = [filled(country) for country in lands]
        for place, zoom in product(places, ZOOMS):
            scale = 2**zoom
            left, top = mercator([place.lon, place.lat])[0] * scale - np.divide(size, 2)
            view = {"scale": scale, "origin": {"x": left, "y": top}}
            view["size"] = dict(zip("xy", size, strict=True))
            spots = core.evaluate(PLACE, {"view": view, "sizes": names})
            seen = shapely.box(left, top, left + size[0], top + size[1])
            shares = shares_of(seen, shapes, scale)
            for i, (width, height) in enumerate(names):
                named += bool(spots[i])
                if shares[i] > ROOMY and not spots[i]:
                    unnamed.append((place, zoom, data[i]["id"]))
                for x, y in spots[i]:
                    box = [left + x, top + y - height / 2, left + x + width, top + y + height / 2]
                    its = shares_of(shapely.box(*box), shapes, scale)
                    if its[i] < LEAST - TOLERANCE or sum(its) - its[i] > TOLERANCE:
                        others = sum(its) - its[i]
                        wrong.append((place.lon, place.lat, zoom, data[i]["id"], its[i], others))
    assert wrong == []
    assert unnamed == []
    assert named > len(places) * len(ZOOMS)
