"""What measures ask of whom, on which day: data made ready for the ruling."""

from __future__ import annotations

import functools
from bisect import bisect
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from borders import dates
from borders.enums import Directions, Mode
from borders.model import Who
from borders.rules import periods

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from borders.enums import Direction
    from borders.model import (
        Advice,
        Condition,
        Crossing,
        Group,
        Measure,
        Paper,
        Question,
    )

ATTRIBUTES = ("nationality", "residence", "papers", "vehicle")

Predicate = tuple[str, frozenset[str]]
"""Whether a traveller holds, in an attribute, one of these values."""

Clause = tuple[Predicate, ...]
"""What must all be true of a traveller; nothing: it is met by anybody."""


class Scope(NamedTuple):
    """Whom a measure means by one mode, in one direction, on one day.

    All who meet one of `only` and none of the exceptions.
    """

    only: tuple[Clause, ...]
    exceptions: tuple[Clause, ...]


EMPTY_SCOPE = Scope((), ())


def implied(names: Iterable[str], papers: Mapping[str, Paper]) -> frozenset[str]:
    """Return papers with all that they imply."""
    held: set[str] = set()
    ahead = list(names)
    while ahead:
        name = ahead.pop()
        if name not in held:
            held.add(name)
            ahead += papers[name].implies if name in papers else ()
    return frozenset(held)


class MeasureIndex:
    """What all rulings share: the measures at each crossing, and who belongs to a group when.

    What implies a paper, and what meets a condition, is worked into what measures ask for: nobody
    who asks of a traveller's papers needs to know of it.
    """

    def __init__(
        self,
        measures: Iterable[Measure],
        groups: Mapping[str, Group],
        papers: Mapping[str, Paper] = MappingProxyType({}),
        conditions: Mapping[str, Condition] = MappingProxyType({}),
        *,
        known_on: date | None = None,
    ) -> None:
        self._known_on = known_on
        self.groups = groups
        self._implied = {name: implied([name], papers) for name in papers}
        self._by_mode = {
            mode: implied((p.id for p in papers.values() if mode in p.modes), papers)
            for mode in Mode
        }
        self._met_by = {
            condition.id: (Who(papers=condition.met_by),)
            for condition in conditions.values()
            if condition.met_by
        }
        self._at: dict[str, list[Measure]] = {}
        for measure in measures:
            for crossing in measure.crossings:
                self._at.setdefault(crossing, []).append(measure)
        self._days = sorted({day for group in groups.values() for day in _days(group)})
        self._scopes: dict[tuple[Measure, Mode, Direction, int], Scope] = {}
        self._countries = functools.cache(self._members)
        self._bounds = functools.cache(self._in_force)

    def measures(self, crossing: Crossing) -> Sequence[Measure]:
        """Return the measures at a crossing, of every day."""
        return self._at.get(crossing.id, ())

    def current(self, crossing: Crossing, moment: datetime) -> Sequence[Measure]:
        """Return the measures in force at a crossing."""
        now = dates.utc(moment)
        return [
            measure
            for measure, start, end in self._bounds(crossing.id)
            if start <= now and (end is None or now < end)
        ]

    def is_planned(self, measure: Measure, moment: datetime) -> bool:
        """Return whether a measure is announced at a moment and has not begun."""
        day = moment.date()
        today = day if self._known_on is None else min(day, self._known_on)
        return periods.is_planned(measure, moment, today)

    def _in_force(self, crossing: str) -> Sequence[tuple[Measure, datetime, datetime | None]]:
        """Return the measures at a crossing with their bounds by one clock."""
        in_force = [(m, periods.in_force(m)) for m in self._at.get(crossing, ())]
        return [
            (measure, dates.utc(period.start), period.end and dates.utc(period.end))
            for measure, period in in_force
            if period is not None and period.start is not None
        ]

    def membership_epoch(self, day: date) -> int:
        """Return a number that is another whenever a group has other members."""
        return bisect(self._days, day)

    def countries(self, codes: tuple[str, ...], day: date) -> frozenset[str]:
        """Return the codes with each group replaced by its members of the day."""
        return self._countries(codes, self.membership_epoch(day))

    def _members(self, codes: tuple[str, ...], epoch: int) -> frozenset[str]:
        day = self._days[epoch - 1] if epoch else date.min
        each = (self.groups[c].on(day) if c in self.groups else (c,) for c in codes)
        return frozenset(code for codes in each for code in codes)

    def scope(self, measure: Measure, mode: Mode, direction: Direction, day: date) -> Scope:
        """Return whom a measure bars or conditions."""
        key = (measure, mode, direction, self.membership_epoch(day))
        scope = self._scopes.get(key)
        if scope is None:
            scope = EMPTY_SCOPE
            if measure.direction in {Directions.BOTH, direction} and (
                not measure.modes or mode in measure.modes
            ):
                met = self._met_by.get(measure.condition or "", ())
                scope = self.criteria_scope(measure, mode, direction, day, met)
            self._scopes[key] = scope
        return scope

    def criteria_scope(
        self,
        rule: Measure | Advice,
        mode: Mode,
        direction: Direction,
        day: date,
        met: tuple[Who, ...] = (),
    ) -> Scope:
        """Return who is one of `only`, if any, and none of the exceptions or of those met."""

        def clauses(whos: Iterable[Who]) -> Iterator[Clause]:
            for who in whos:
                if (
                    who.direction in {None, direction}
                    and (not who.modes or mode in who.modes)
                    and (mode.has_plates or not who.vehicle)
                ):
                    yield tuple(self._predicates(who, mode, day))

        only = tuple(clauses(rule.only)) if rule.only else ((),)
        exceptions = tuple(clauses((*rule.exceptions, *met)))
        return Scope(only, exceptions) if only and () not in exceptions else EMPTY_SCOPE

    def _predicates(self, who: Who, mode: Mode, day: date) -> Iterator[Predicate]:
        """Yield what a criterion asks of who crosses by a mode, save what the mode answers."""
        for attribute in ATTRIBUTES:
            values: tuple[str, ...] = getattr(who, attribute)
            if attribute != "papers":
                if values:
                    yield attribute, self.countries(values, day)
            elif values and self._by_mode[mode].isdisjoint(values):
                yield attribute, self._implying(values)

    def _implying(self, names: tuple[str, ...]) -> frozenset[str]:
        """Return the papers whose holder holds one of these."""
        holding = (paper for paper, held in self._implied.items() if not held.isdisjoint(names))
        return frozenset(names).union(holding)

    def change_points(self, crossing: Crossing, question: Question) -> list[datetime]:
        """Return the moments at which a verdict may change, in order, on the question's clock."""
        clock = dates.zone(question.moment)
        points: set[datetime] = set()
        for measure in self.measures(crossing):
            points.update(periods.bounds(measure))
            for who in measure.criteria:
                for code in (*who.nationality, *who.residence, *who.vehicle):
                    if code in self.groups:
                        days = _days(self.groups[code])
                        points.update(dates.day_start(day, clock) for day in days)
        return [point.astimezone(clock) for point in sorted(map(dates.utc, points))]


def _days(group: Group) -> Iterator[date]:
    """Yield the days on which a group gains or loses a member."""
    for member in group.dated:
        yield from (day for day in (member.since, member.until) if day is not None)
