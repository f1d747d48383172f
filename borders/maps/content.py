"""What both frames and the pictures need to know of a register beside its history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from borders.vocabulary import Language

if TYPE_CHECKING:
    from borders.model import Crossing, Location
    from borders.register import Register

__all__ = ["bounds", "full_name", "place"]


def bounds(register: Register) -> list[list[float]] | None:
    """Return the south-west and north-east of all crossings, latitude first."""
    places = [found for c in register.crossings if (found := place(c)) is not None]
    lats, lons = [found.lat for found in places], [found.lon for found in places]
    return [[min(lats), min(lons)], [max(lats), max(lons)]] if places else None


def full_name(crossing: Crossing) -> str:
    """Return the names on both sides: "Šalčininkai – Benyakoni"."""
    names = [c.names.get(Language.EN) or next(iter(c.names.values())) for c in crossing.checkpoints]
    return " – ".join(dict.fromkeys(names))


def place(crossing: Crossing) -> Location | None:
    """Return where a crossing is drawn: its border point, else a checkpoint."""
    places = [crossing.border_point, *(c.location for c in crossing.checkpoints)]
    return next((found for found in places if found is not None), None)
