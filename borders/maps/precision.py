"""How fine the lines of a page are: the less land it is of, the closer it is looked at."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from borders.geo.earth import geocentric
from borders.geo.polylines import GRID

if TYPE_CHECKING:
    from collections.abc import Sequence

    from borders.register import Register

__all__ = ["grid_of", "steps_between"]

WIDE: Final = 500_000.0
"""Metres between crossings from which on the steps are those of `GRID`."""

DEGREE: Final = 110_000.0
"""Metres that a degree of latitude has at least, straight through the earth, in spans so high."""

HIGHEST: Final = 10.0

FINEST: Final = 10
"""How many times as fine they can be: as fine as the polylines of a network."""


def grid_of(register: Register) -> int:
    """Return how many steps in a degree the lines of the page of a register have."""
    locations = [crossing.location for crossing in register.crossings]
    return steps_between([(place.lon, place.lat) for place in locations if place is not None])


def steps_between(places: Sequence[tuple[float, float]]) -> int:
    """Return the steps in a degree of lines between places, which the first view shows all.

    Examples
    --------
    >>> steps_between([(23.6, 52.1), (30.9, 55.8)])
    10000
    >>> steps_between([(1.4764, 42.4384), (1.7357, 42.5433)])
    100000
    """
    if not places:
        return GRID
    lons, lats = ((min(degrees), max(degrees)) for degrees in zip(*places, strict=True))
    if DEGREE * min(lats[1] - lats[0], HIGHEST) >= WIDE:
        return GRID
    south_west, north_east = geocentric(lons, lats).tolist()
    metres = max(math.dist(south_west, north_east), 1.0)
    return GRID * min(max(int(WIDE / metres), 1), FINEST)
