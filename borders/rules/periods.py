"""When a crossing is known, and a measure holds, is attested, is planned or is a caution."""

from __future__ import annotations

from datetime import timedelta
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from borders import dates
from borders.dates import Period
from borders.enums import Effect, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime, tzinfo

    from borders.model import Crossing, Measure


class Span(NamedTuple):
    """A time over which a crossing is known: a verified period, and while it is fresh."""

    start: datetime
    end: datetime
    """The first moment no longer known."""
    through: date
    """The last day verified."""

    def holds(self, moment: datetime) -> bool:
        """Return whether the moment lies in it."""
        return Period(self.start, self.end).holds(moment)


def spans(crossing: Crossing, clock: tzinfo, fresh_days: int) -> Iterator[Span]:
    """Yield when a crossing is known, by a clock, oldest first; no two overlap."""
    fresh = timedelta(days=fresh_days)
    for period, following in zip_longest(crossing.verified, crossing.verified[1:]):
        start = dates.day_start(period.first, clock)
        end = dates.day_end(period.through + fresh, clock)
        if following is not None:
            end = min(end, dates.day_start(following.first, clock))
        yield Span(start, end, period.through)


def in_force(measure: Measure) -> Period | None:
    """Return when a measure bars or conditions; None: never."""
    start, end = measure.valid_from, measure.valid_to
    if start is None or measure.stage is not Stage.EFFECTIVE:
        return None
    if measure.last_seen is not None:
        seen = dates.day_end(measure.last_seen, dates.zone(start))
        end = seen if end is None else min(seen, end)
    return Period(start, end)


def attested(measure: Measure, newest: date | None) -> Period | None:
    """Return when a measure is known to bar, whatever was verified; None: never.

    That is on its first day, and on to the day on which it was last seen or else to that of its
    newest source.
    """
    period = in_force(measure)
    if period is None or period.start is None or measure.effect is not Effect.BARS:
        return None
    first = period.start.date()
    seen = dates.day_end(max(first, measure.last_seen or newest or first), dates.zone(period.start))
    return Period(period.start, seen if period.end is None else min(seen, period.end))


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
