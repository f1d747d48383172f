"""When a measure holds, is planned or is a caution."""

from __future__ import annotations

from typing import TYPE_CHECKING

from borders import dates
from borders.dates import Period
from borders.enums import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from borders.model import Measure


def in_force(measure: Measure) -> Period | None:
    """Return when a measure bars or conditions; None: never."""
    start, end = measure.valid_from, measure.valid_to
    if start is None or measure.stage is not Stage.EFFECTIVE:
        return None
    if measure.last_seen is not None:
        seen = dates.day_end(measure.last_seen, dates.zone(start))
        end = seen if end is None else min(seen, end)
    return Period(start, end)


def is_planned(measure: Measure, moment: datetime, today: date) -> bool:
    """Return whether a measure is announced at a moment and has not begun.

    What was announced without a day is planned until it was withdrawn. `today` is the day of the
    moment, or one before it by whose end no more was known.
    """
    if measure.announced is None or measure.announced > today:
        return False
    if measure.valid_from is None:
        return measure.lifted is not None and today < measure.lifted
    came = measure.stage is Stage.EFFECTIVE
    return moment < measure.valid_from or (not came and today < measure.valid_from.date())


def is_caution(measure: Measure, moment: datetime) -> bool:
    """Return whether a measure was last seen in force before, and is not known to be over."""
    period = in_force(measure)
    if measure.last_seen is None or period is None or period.end is None:
        return False
    return period.end <= moment and (measure.valid_to is None or moment < measure.valid_to)


def bounds(measure: Measure) -> Iterator[datetime]:
    """Yield the moments at which a measure begins and ceases to bar or condition."""
    yield from (bound for bound in in_force(measure) or () if bound is not None)
