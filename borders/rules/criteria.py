"""What measures ask of whom, on which day: data made ready for the ruling."""

from __future__ import annotations

import functools
from bisect import bisect
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from borders import dates
from borders.enums import Directions
from borders.rules import periods

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from borders.enums import Direction, Mode
    from borders.model import Advice, Crossing, Group, Measure, Question, Who

ATTRIBUTES = ("nationality", "residence", "papers", "vehicle")

Atom = tuple[str, frozenset[str]]
"""Whether a traveller holds, in an attribute, one of these values."""

Criterion = tuple[Atom, ...]
"""What must all be true of a traveller; nothing: it is met by anybody."""


class Terms(NamedTuple):
    """Whom a measure means by one mode, in one direction, on one day.

    All who meet one of `only` and none of the exceptions.
    """

    only: tuple[Criterion, ...]
    exceptions: tuple[Criterion, ...]


NOBODY = Terms((), ())


class World:
    """What all rulings share: the measures at each crossing, and who belongs to a group when."""

    def __init__(
        self,
        measures: Iterable[Measure],
        groups: Mapping[str, Group],
        known_on: date | None = None,
    ) -> None:
        self._known_on = known_on
        self.groups = groups
        self._at: dict[str, list[Measure]] = {}
        for measure in measures:
            for crossing in measure.crossings:
                self._at.setdefault(crossing, []).append(measure)
        self._days = sorted({day for group in groups.values() for day in _days(group)})
        self._terms: dict[tuple[Measure, Mode, Direction, int], Terms] = {}
        self._countries = functools.cache(self._members)
        self._held = functools.cache(self._in_force)

    def measures(self, crossing: Crossing) -> Sequence[Measure]:
        """Return the measures at a crossing, of every day."""
        return self._at.get(crossing.id, ())

    def current(self, crossing: Crossing, moment: datetime) -> Sequence[Measure]:
        """Return the measures in force at a crossing."""
        now = dates.utc(moment)
        return [
            measure
            for measure, start, end in self._held(crossing.id)
            if start <= now and (end is None or now < end)
        ]

    def is_planned(self, measure: Measure, moment: datetime) -> bool:
        """Return whether a measure is announced at a moment and has not begun."""
        day = moment.date()
        today = day if self._known_on is None else min(day, self._known_on)
        return periods.is_planned(measure, moment, today)

    def _in_force(self, crossing: str) -> Sequence[tuple[Measure, datetime, datetime | None]]:
        """Return the measures at a crossing with their bounds by one clock."""
        held = [(m, periods.in_force(m)) for m in self._at.get(crossing, ())]
        return [
            (measure, dates.utc(period.start), period.end and dates.utc(period.end))
            for measure, period in held
            if period is not None and period.start is not None
        ]

    def era(self, day: date) -> int:
        """Return a number that is another whenever a group has other members."""
        return bisect(self._days, day)

    def countries(self, codes: tuple[str, ...], day: date) -> frozenset[str]:
        """Return the codes with each group replaced by its members of the day."""
        return self._countries(codes, self.era(day))

    def _members(self, codes: tuple[str, ...], era: int) -> frozenset[str]:
        day = self._days[era - 1] if era else date.min
        each = (self.groups[c].on(day) if c in self.groups else (c,) for c in codes)
        return frozenset(code for codes in each for code in codes)

    def terms(self, measure: Measure, mode: Mode, way: Direction, day: date) -> Terms:
        """Return whom a measure bars or conditions."""
        key = (measure, mode, way, self.era(day))
        found = self._terms.get(key)
        if found is None:
            found = NOBODY
            if measure.direction in {Directions.BOTH, way} and (
                not measure.modes or mode in measure.modes
            ):
                found = self.meant(measure, mode, way, day)
            self._terms[key] = found
        return found

    def meant(self, rule: Measure | Advice, mode: Mode, way: Direction, day: date) -> Terms:
        """Return who is one of `only`, if any, and none of the exceptions."""

        def criteria(whos: Iterable[Who]) -> Iterator[Criterion]:
            for who in whos:
                if (
                    who.direction in {None, way}
                    and (not who.modes or mode in who.modes)
                    and (mode.has_plates or not who.vehicle)
                ):
                    yield tuple(self._atoms(who, day))

        only = tuple(criteria(rule.only)) if rule.only else ((),)
        exceptions = tuple(criteria(rule.exceptions))
        return Terms(only, exceptions) if only and () not in exceptions else NOBODY

    def _atoms(self, who: Who, day: date) -> Iterator[Atom]:
        for attribute in ATTRIBUTES:
            if values := getattr(who, attribute):
                named = attribute == "papers"
                yield attribute, frozenset(values) if named else self.countries(values, day)

    def turns(self, crossing: Crossing, question: Question) -> list[datetime]:
        """Return the moments at which a verdict may change, in order, on the question's clock."""
        clock = dates.zone(question.moment)
        turns: set[datetime] = set()
        for measure in self.measures(crossing):
            turns.update(periods.bounds(measure))
            for who in measure.criteria:
                for code in (*who.nationality, *who.residence, *who.vehicle):
                    if code in self.groups:
                        days = _days(self.groups[code])
                        turns.update(dates.day_start(day, clock) for day in days)
        return [turn.astimezone(clock) for turn in sorted(map(dates.utc, turns))]


def _days(group: Group) -> Iterator[date]:
    """Yield the days on which a group gains or loses a member."""
    for member in group.dated:
        yield from (day for day in (member.since, member.until) if day is not None)
