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


def shares_of(boxes: Any, shapes: Any, scale: float) -> Any:
    """How much of boxes, in pixels of their zoom, each country fills: a row for each box.

    Most boxes lie within a country or beyond it; the others are cut.
    """
    small = shapely.box(*(boxes.T / scale))
    met = np.nonzero(shapely.intersects(shapes, small[:, None]))
    inside = shapely.covers(shapes[met[1]], small[met[0]])
    shares = np.zeros((len(small), len(shapes)))
    shares[met] = inside
    for i, j in np.transpose(met)[~inside]:
        shares[i, j] = shapely.clip_by_rect(shapes[j], *small[i].bounds).area / small[i].area
    return shares


@pytest.mark.parametrize("size", SIZES)
def test_a_country_is_named_on_its_own_land_alone(register, size):
    drawn = basemap(ground(register.folder, ()), "BY")
    data = drawn["land"]
    names = [(LETTER * len(land["name"]), HEIGHT) for land in data]
    places = [crossing.location for crossing in register.crossings if crossing.location][::2]
    wrong, unnamed, named = [], [], 0
    with Core() as core:
        rings = core.evaluate(READ, drawn)
        lands = [[mercator(ring) for ring in country] for country in rings]
        core.evaluate(KEEP, [[ring.ravel().tolist() for ring in country] for country in lands])
        shapes = np.array([filled(country) for country in lands])
        shapely.prepare(shapes)
        for place, zoom in product(places, ZOOMS):
            scale = 2**zoom
            left, top = mercator([place.lon, place.lat])[0] * scale - np.divide(size, 2)
            view = {"scale": scale, "origin": {"x": left, "y": top}}
            view["size"] = dict(zip("xy", size, strict=True))
            spots = core.evaluate(PLACE, {"view": view, "sizes": names})
            tried = [(i, spot) for i, its in enumerate(spots) for spot in its]
            corners = np.array([(x, y - names[i][1] / 2) for i, (x, y) in tried]).reshape(-1, 2)
            ends = corners + np.array([names[i] for i, _ in tried]).reshape(-1, 2)
            boxes = np.vstack([[0, 0, *size], np.hstack([corners, ends])]) + [left, top] * 2
            seen, *shares = shares_of(boxes, shapes, scale)
            for share, its, land in zip(seen, spots, data, strict=True):
                named += bool(its)
                if share > ROOMY and not its:
                    unnamed.append((place, zoom, land["id"]))
            for (i, _), its in zip(tried, shares, strict=True):
                others = its.sum() - its[i]
                if its[i] < LEAST - TOLERANCE or others > TOLERANCE:
                    wrong.append((place.lon, place.lat, zoom, data[i]["id"], its[i], others))
    assert wrong == []
    assert unnamed == []
    assert named > len(places) * len(ZOOMS)
