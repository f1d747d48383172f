"""What a page opens at where nothing else is asked: by car, out of the home state."""

from __future__ import annotations

from typing import Any

from borders.enums import Direction, Mode
from borders.register import Register, Snapshot

__all__ = ["first_view", "usual"]


def first_view(asked: Register | Snapshot) -> Snapshot:
    """Return the question that a page opens at: a snapshot is one.

    A register stands for its last verified moment, and for what is usual.

    Examples
    --------
    >>> import borders
    >>> day = first_view(borders.load())
    >>> day.mode, day.direction
    (<Mode.CAR: 'car'>, <Direction.OUT: 'out'>)
    """
    if isinstance(asked, Snapshot):
        return asked
    return asked.on(None, **usual(asked))


def usual(register: Register) -> dict[str, Any]:
    """Return what a page asks that is told nothing else: for cars, where there is one for them."""
    has_cars = any(Mode.CAR in crossing.modes for crossing in register.crossings)
    return {"mode": Mode.CAR if has_cars else None, "direction": Direction.OUT}
