"""Measures → iCalendar (RFC 5545): when each was announced, begins and ends, for calendars.

What begins or ends at midnight is an event of the whole day, as an instant in UTC would stand on
the day before; anything else has the clock of the side that decided, with its `VTIMEZONE`, but for
an hour that comes twice.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from borders import dates
from borders.formats import turns
from borders.formats.plain import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date, tzinfo
    from pathlib import Path

    from icalendar import Calendar, Event, Timezone

    from borders.formats.content import Content, Left
    from borders.formats.turns import Turn

__all__ = ["write"]

_STATUS: Final = {"confirmed": "CONFIRMED", "tentative": "TENTATIVE", "cancelled": "CANCELLED"}
_STEPS: Final = (timedelta(days=1), timedelta(hours=1), timedelta(minutes=1))
"""How a change of the clock is looked for: no clock is changed twice within a day."""


def write(content: Content, part: Path) -> Left:
    """Write the measures as events that take no time: no other is shown as in their way."""
    left, told = turns.undated(content), turns.turns(content)
    stamp = dates.day_start(turns.data_day(content.register), UTC)
    calendar = _calendar(content, stamp, left)
    events = [_event(turn, content, stamp) for turn in told]
    for zone in _zones(told, content):
        calendar.add_component(zone)
    for event in events:
        calendar.add_component(event)
    part.write_bytes(calendar.to_ical())
    return left


def _calendar(content: Content, stamp: datetime, left: Left) -> Calendar:
    from icalendar import Calendar, vText

    name = content.register.facts.package.name
    about = " ".join(filter(None, [content.disclaimer, content.attribution, left.text]))
    calendar = Calendar()
    calendar.add("prodid", plain(f"-//borders//{name}//EN"))
    calendar.add("version", "2.0")
    calendar.add("uid", plain(f"measures@{name}"))
    calendar.add("last-modified", stamp)
    for key, text in (
        *(("name", content.title), ("description", about)),
        *(("x-wr-calname", content.title), ("x-wr-caldesc", about)),  # as most calendars read it
    ):
        calendar.add(key, vText(plain(text)))
    return calendar


def _event(turn: Turn, content: Content, stamp: datetime) -> Event:
    from icalendar import Event

    measure, language = turn.measure, {"LANGUAGE": content.snapshot.lang.value}
    sources = turns.sources(turn, content)
    address = next((source.address for source in sources if source.address), "")
    lines = [
        turns.sentence(turn, content),
        *turns.details(turn, content),
        *(f"{source.publisher} {source.address}".rstrip() for source in sources),
    ]
    event = Event()
    event.add("uid", f"{measure.id}.{turn.what}@{content.register.facts.package.name}")
    event.add("dtstamp", stamp)
    event.add("sequence", turn.revision)
    event.add("dtstart", _start(turn.moment))
    event.add("summary", turns.title(turn, content), parameters=language)
    event.add("description", "\n".join(lines), parameters=language)
    event.add("location", ", ".join(turns.places(measure, content)), parameters=language)
    event.add("categories", [measure.side, measure.effect.value])
    event.add("status", _STATUS[turn.certainty])
    event.add("transp", "TRANSPARENT")
    if address:
        event.add("url", address)
    return event


def _start(moment: date | datetime) -> date | datetime:
    """Return a moment as calendars tell it: in UTC, where readers differ on which is meant."""
    if isinstance(moment, datetime):
        first, second = (moment.replace(fold=fold).utcoffset() for fold in (0, 1))
        return moment if first == second else dates.utc(moment)
    return moment


def _zones(told: Sequence[Turn], content: Content) -> Iterable[Timezone]:
    """Yield the clocks by which instants are told, each over the days that it tells."""
    package = content.register.facts.package
    days: dict[str, list[date]] = {}
    for turn in told:
        if isinstance(turn.moment, datetime):
            days.setdefault(package.zones[turn.measure.side], []).append(turn.day)
    for name, own in sorted(days.items()):
        yield _zone(name, min(own), max(own))


def _zone(name: str, first: date, last: date) -> Timezone:
    """Return a clock over some days.

    `Timezone.from_tzinfo` lets summer begin an hour late, and readers are sure of what has no list
    of dates.
    """
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

    clock = dates.timezone(name)
    zone = Timezone()
    zone.add("tzid", name)
    for before, after in _changes(dates.day_start(first, clock), dates.day_end(last, clock)):
        change = TimezoneDaylight() if after.dst() else TimezoneStandard()
        offset = before.utcoffset()
        change.DTSTART = (dates.utc(after) + (offset or timedelta())).replace(tzinfo=None)
        change.TZOFFSETFROM, change.TZOFFSETTO = offset, after.utcoffset()
        change.add("tzname", after.tzname() or name)
        zone.add_component(change)
    return zone


def _changes(start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Yield the beginning, and then between which minutes a clock is put forward or back."""
    yield start, start
    clock = start.tzinfo
    moment = dates.utc(start)
    while moment < dates.utc(end):
        step = next(step for step in _STEPS if _is_same(moment, step, clock) or step == _STEPS[-1])
        following = moment + step
        pair = moment.astimezone(clock), following.astimezone(clock)
        if pair[0].utcoffset() != pair[1].utcoffset():
            yield pair
        moment = following


def _is_same(moment: datetime, step: timedelta, clock: tzinfo | None) -> bool:
    offsets = {each.astimezone(clock).utcoffset() for each in (moment, moment + step)}
    return len(offsets) == 1
