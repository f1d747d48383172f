"""Days, instants and half-open periods on the clocks of two states."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, TypeGuard
from zoneinfo import ZoneInfo, available_timezones

from borders.errors import QuestionError, shown

if TYPE_CHECKING:
    from datetime import tzinfo

Moment: TypeAlias = str | date | datetime
"""A day (noon at the border is meant) or an instant with an offset; a text of either, or a word.

The words are "today" and "now". What pandas and numpy have of days and instants is one too, and a
midnight without an offset is its day.
"""

_WRITE = "write 2023-08-21, 2023-08-21T09:30+03:00, today or now"


class Period(NamedTuple):
    """A span of time from `start` up to, but without, `end`; None: no bound is known."""

    start: datetime | None
    end: datetime | None

    def holds(self, moment: datetime) -> bool:
        """Return whether the moment lies in the period."""
        now = utc(moment)  # by one clock an hour that comes twice would be one
        return (self.start is None or utc(self.start) <= now) and (
            self.end is None or now < utc(self.end)
        )


def is_day(value: object) -> TypeGuard[date]:
    """Return whether the value is a date without a time (a datetime is a date to isinstance)."""
    return type(value) is date


def day_start(day: date, zone: tzinfo) -> datetime:
    """Return the first moment of the day by a zone's clock."""
    return datetime.combine(day, time(), zone)


def day_end(day: date, zone: tzinfo) -> datetime:
    """Return the first moment after the day by a zone's clock."""
    return day_start(day + timedelta(days=1), zone)


def noon(day: date, zone: tzinfo) -> datetime:
    """Return the noon that stands for a day when a question gives no time."""
    return datetime.combine(day, time(12), zone)


def timezone(name: str) -> ZoneInfo:
    """Return a zone by its IANA name.

    Raises
    ------
    ValueError
        No such zone, or no database of them.
    """
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError) as error:
        if not available_timezones():
            msg = "no database of time zones is found here: python -m pip install tzdata"
            raise ValueError(msg) from error
        msg = f"{name!r} is not a time zone of the IANA database, such as 'Europe/Minsk'"
        raise ValueError(msg) from error


def parse(text: str) -> date | datetime:
    """Return the day or the instant that a text names.

    Parameters
    ----------
    text
        `2023-08-21`, or `2023-08-21T09:30+03:00` with an offset.

    Raises
    ------
    QuestionError
        No such day, or a time without an offset.

    Examples
    --------
    >>> parse("2023-08-21")
    datetime.date(2023, 8, 21)
    >>> parse("2023-08-21t09:30z").isoformat()
    '2023-08-21T09:30:00+00:00'
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass
    try:
        moment = datetime.fromisoformat(text.upper())
    except ValueError as error:
        msg = f"{shown(text)} is no day or instant: {_WRITE}"
        raise QuestionError(msg) from error
    if moment.tzinfo is None:
        msg = (
            f"{text!r} has no offset: write {text}+03:00, or Z for UTC (clocks differ at a border)"
        )
        raise QuestionError(msg)
    return moment


def now() -> datetime:
    """Return what the clock of this machine shows, the one place that looks at it."""
    return datetime.now(UTC)


def moment(value: Moment, clock: tzinfo | None = None) -> date | datetime:
    """Return the day or the instant that a value or its text is.

    Parameters
    ----------
    clock
        That by which it is today or now; None: neither is said.

    Raises
    ------
    QuestionError
        It is neither, or a time without an offset.

    Examples
    --------
    >>> moment("2023-08-21"), moment(date(2023, 8, 21))
    (datetime.date(2023, 8, 21), datetime.date(2023, 8, 21))
    """
    if isinstance(value, str) and clock is not None and value in {"today", "now"}:
        moment = now().astimezone(clock)
        return moment.date() if value == "today" else moment
    if isinstance(value, str):
        return parse(value)
    plain = _plain(value)
    if not isinstance(plain, date):
        msg = f"{shown(value)} is no day or instant: {_WRITE}"
        raise QuestionError(msg)
    if not isinstance(plain, datetime) or plain.tzinfo is not None:
        return plain
    return plain.date() if plain.time() == time() else parse(plain.isoformat())


def _plain(value: object) -> object:
    """Return a moment of pandas or numpy as one of Python; all else as it is."""
    given: Any = value
    dtype = getattr(given, "dtype", None)
    if dtype is not None and dtype.kind == "M" and given.shape == ():
        given = given.astype("datetime64[us]").item()
    elif isinstance(given, datetime) and hasattr(given, "to_pydatetime"):
        given = given.to_pydatetime(warn=False)
    else:
        return given
    return given if given == given else None  # noqa: PLR0124 - a time that is none equals nothing


def day(value: str | date, name: str, clock: tzinfo | None = None) -> date:
    """Return the day that a value or its text is.

    Parameters
    ----------
    value
        A day, as a midnight without an offset is; an instant is none.
    name
        What asks for it, for the error.
    clock
        That by which it is today; None: that is not said.

    Raises
    ------
    QuestionError
        It is no day.
    """
    parsed = moment(value, clock)
    if not is_day(parsed):
        msg = f"{name} takes a day, not {value}: write {parsed.strftime('%Y-%m-%d')}"
        raise QuestionError(msg)
    return parsed


def day_of(moment: date | datetime) -> date:
    """Return a day, or that of an instant by its own clock."""
    return moment.date() if isinstance(moment, datetime) else moment


def instant(moment: date | datetime, zone: tzinfo) -> datetime:
    """Return the instant that a question means, by a zone's clock: noon stands for a day.

    Raises
    ------
    QuestionError
        The calendar ends before it by that clock.
    """
    if not isinstance(moment, datetime):
        return noon(moment, zone)
    try:
        return moment.astimezone(zone)
    except OverflowError as error:
        msg = f"{moment.isoformat()} is no moment of the calendar at the border"
        raise QuestionError(msg) from error


def decided(moment: date | datetime, zone: tzinfo) -> datetime:
    """Return the instant that a decision means, by a zone's clock: it holds from a day's start."""
    return moment.astimezone(zone) if isinstance(moment, datetime) else day_start(moment, zone)


def zone(moment: datetime) -> tzinfo:
    """Return the clock by which a moment is told."""
    return moment.tzinfo or UTC


def utc(moment: datetime) -> datetime:
    """Return the same moment in UTC."""
    return moment.astimezone(UTC)
