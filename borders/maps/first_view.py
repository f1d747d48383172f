"""What a page opens at where nothing else is asked: by car, out of the home state."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from borders import dates
from borders.enums import Direction, Mode
from borders.register import Register, Snapshot

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

__all__ = ["first_moment", "first_view", "usual"]


def first_view(asked: Register | Snapshot) -> Snapshot:
    """Return the question that a page opens at: a snapshot is one.

    A register stands for its first moment, and for what is usual.

    Examples
    --------
    >>> import borders
    >>> day = first_view(borders.load())
    >>> day.mode, day.direction
    (<Mode.CAR: 'car'>, <Direction.OUT: 'out'>)
    """
    if isinstance(asked, Snapshot):
        return asked
    return asked.on(first_moment(asked), **usual(asked))


def first_moment(register: Register) -> date | datetime | None:
    """Return the moment at which a page opens; None: the last day verified.

    That is a later one of which the folders laid over the register tell: what one recorded this
    morning is seen at once.
    """
    clock = register.clock

    def instant(moment: date | datetime) -> datetime:
        return dates.instant(moment, clock)

    last, verified = max(_told(register), key=instant, default=None), register.verified_day
    if last is None or (verified is not None and instant(last) < instant(verified)):
        return None
    return last


def _told(register: Register) -> Iterator[date | datetime]:
    """Yield the last day that each closure and confirmation of an overlay attests."""
    for measure in register.measures:
        period = register.index.attested(measure) if measure.folder else None
        if period is not None and period.start is not None and period.end is not None:
            day = (period.end - timedelta(microseconds=1)).date()
            yield day if period.start <= dates.instant(day, register.clock) else period.start
    for crossing in register.crossings:
        yield from (period.through for period in crossing.verified if period.folder)


def usual(register: Register) -> dict[str, Any]:
    """Return what a page asks that is told nothing else: for cars, where there is one for them."""
    has_cars = any(Mode.CAR in crossing.modes for crossing in register.crossings)
    return {"mode": Mode.CAR if has_cars else None, "direction": Direction.OUT}
