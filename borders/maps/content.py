"""What both frames and the pictures need to know of a register beside its history."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from borders.model import Crossing, Location
    from borders.register import Register

__all__ = ["bounds", "place"]


def bounds(register: Register) -> list[list[float]] | None:
    """Return the south-west and north-east of all crossings, latitude first."""
    places = [found for c in register.crossings if (found := place(c)) is not None]
    lats, lons = [found.lat for found in places], [found.lon for found in places]
    return [[min(lats), min(lons)], [max(lats), max(lons)]] if places else None


def place(crossing: Crossing) -> Location | None:
    """Return where a crossing is drawn: its border point, else a checkpoint."""
    places = [crossing.border_point, *(c.location for c in crossing.checkpoints)]
    return next((found for found in places if found is not None), None)
