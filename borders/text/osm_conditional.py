"""Measures → what mappers write of them: conditional restrictions of OpenStreetMap.

`motor_vehicle:conditional=no @ (2025 Oct 29-2025 Nov 19)`. There the last day is included, a day is
the least that has an end, and nobody is told from anybody else.
"""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING, Final

from borders.enums import Directions, Effect, Mode, Stage
from borders.rules import periods

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from borders.dates import Period
    from borders.model import Facts, Measure

__all__ = ["tags"]

_MOTORS: Final = {
    Mode.MOTORCYCLE: "motorcycle",
    Mode.CAR: "motorcar",
    Mode.BUS: "bus",
    Mode.TRUCK: "hgv",
}
_OTHERS: Final = {Mode.FOOT: "foot", Mode.BICYCLE: "bicycle", Mode.BOAT: "boat"}
_MONTHS: Final = (
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
)
_MOMENT: Final = timedelta.resolution


def tags(measure: Measure, facts: Facts) -> list[str]:
    """Return the tags that say a measure; or a remark, led by `#`, on why none can.

    Only what is closed to everybody has tags, one for each way of travelling. Days are those of the
    deciding side, and what begins or ends within a day is rounded outward, with a remark.

    Examples
    --------
    >>> import borders
    >>> register = borders.load()
    >>> tags(register.measure("lt-2025-10-29-closure"), register.facts)[0]
    'motor_vehicle:conditional=no @ (2025 Oct 29-2025 Nov 19)'
    >>> tags(register.measure("lt-2023-05-03-restrictive-law"), register.facts)
    ['# not expressible: it depends on who travels']
    """
    period = periods.in_force(measure)
    why = _why_not(measure)
    keys = [*_keys(measure, facts)]
    if not why and not keys:
        why = "railways and airports have no such tags"
    if why or period is None:
        return [f"# not expressible: {why}"]
    days = _days(period)
    told = [f"{key}:conditional=no @ ({days})" for key in keys]
    is_rounded = any(bound is not None and bound.time() != time() for bound in period)
    return [*told, "# rounded outward to whole days"] if is_rounded else told


def _why_not(measure: Measure) -> str:
    """Return why a measure has no tags; nothing where it may have."""
    reasons = {
        "it did not take effect": measure.stage is Stage.NOT_EFFECTIVE,
        "it is not confirmed": measure.stage is Stage.UNCONFIRMED,
        "it bars nobody who meets its condition": measure.effect is Effect.CONDITIONS,
        "it depends on who travels": bool(measure.criteria),
        "one direction alone hangs on how the way is drawn": measure.direction
        is not Directions.BOTH,
    }
    return next((reason for reason, holds in reasons.items() if holds), "")


def _keys(measure: Measure, facts: Facts) -> Iterator[str]:
    """Yield the keys of those who are kept out: one of all with a motor, where none may pass."""
    served = {mode for each in measure.crossings for mode in facts.crossings[each].modes}
    barred = served & {*(measure.modes or served)}
    motors = [mode for mode in _MOTORS if mode in served]
    if motors and barred.issuperset(motors):
        yield "motor_vehicle"
    else:
        yield from (key for mode, key in _MOTORS.items() if mode in barred)
    yield from (key for mode, key in _OTHERS.items() if mode in barred)


def _days(period: Period) -> str:
    """Return the days that a period touches, both ends included."""
    if period.start is None:
        return ""
    first = period.start.date()
    if period.end is None:
        return f"{_day(first)}+"
    last = (period.end - _MOMENT).date()
    return _day(first) if first == last else f"{_day(first)}-{_day(last)}"


def _day(day: date) -> str:
    return f"{day.year} {_MONTHS[day.month - 1]} {day.day:02}"
