"""When a measure holds, is planned or is a caution: by the clock, and by what was known when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from borders import dates
from borders.dates import Period
from borders.enums import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from borders.model import Measure


def in_force(measure: Measure, as_known_on: date | None = None) -> Period | None:
    """Return when a measure bars or conditions, as far as was known on a day; None: never."""
    start, end = measure.valid_from, measure.valid_to
    if start is None or measure.stage is not Stage.EFFECTIVE:
        return None
    if as_known_on is not None:
        if (measure.announced or start.date()) > as_known_on:
            return None
        if measure.lifted is not None and measure.lifted > as_known_on:
            end = measure.planned_to
    if measure.last_seen is not None:
        seen = dates.day_end(measure.last_seen, dates.zone(start))
        end = seen if end is None else min(seen, end)
    return Period(start, end)


def is_planned(measure: Measure, moment: datetime, as_known_on: date | None = None) -> bool:
    """Return whether a measure is announced at a moment and has not begun.

    What was announced without a day is planned until it was withdrawn.
    """
    today = min(moment.date(), as_known_on or moment.date())
    if measure.announced is None or measure.announced > today:
        return False
    if measure.valid_from is None:
        return measure.lifted is not None and today < measure.lifted
    came = measure.stage is Stage.EFFECTIVE
    return moment < measure.valid_from or (not came and today < measure.valid_from.date())


def is_caution(measure: Measure, moment: datetime, as_known_on: date | None = None) -> bool:
    """Return whether a measure was last seen in force before, and is not known to be over."""
    period = in_force(measure, as_known_on)
    if measure.last_seen is None or period is None or period.end is None:
        return False
    return period.end <= moment and (measure.valid_to is None or moment < measure.valid_to)


def bounds(measure: Measure, as_known_on: date | None = None) -> Iterator[datetime]:
    """Yield the moments at which a measure begins and ceases to bar or condition."""
    period = in_force(measure, as_known_on)
    yield from (bound for bound in period or () if bound is not None)
