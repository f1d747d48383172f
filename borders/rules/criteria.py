"""What measures ask of whom, on which day: data made ready for the ruling."""

from __future__ import annotations

import functools
from bisect import bisect
from datetime import date
from itertools import product
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from borders import dates
from borders.enums import Directions, Mode
from borders.model import Who
from borders.rules import periods

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime, tzinfo
    from typing import Any

    from borders.dates import Period
    from borders.enums import Direction
    from borders.model import (
        Advice,
        Condition,
        Crossing,
        Group,
        Measure,
        Paper,
        Question,
        Traveller,
    )
    from borders.rules.periods import Span

Asked = TypeVar("Asked")
Found = TypeVar("Found")

MOST: Final = 8192
"""Of what is found again and again, how much is kept."""

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

    @property
    def nationalities(self) -> Iterator[frozenset[str]]:
        """The sets of countries between whose citizens and others it makes a difference."""
        for clause in (*self.only, *self.exceptions):
            yield from (values for attribute, values in clause if attribute == "nationality")


EMPTY_SCOPE = Scope((), ())


class Situation(NamedTuple):
    """The measures that hold at a crossing at a moment.

    Where it is not known, they are those that are attested to bar, and others may hold.
    """

    is_known: bool
    measures: tuple[Measure, ...]


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

    Parameters
    ----------
    measures, groups, papers, conditions
        Of the register.
    published
        The day of the newest source of each measure by id, as far as it has one with a day.
    fresh_days
        For how many days after its last one a verified period still answers.
    known_on
        The day by whose end no more was known; None: all is.
    """

    def __init__(  # noqa: PLR0913 - what is left out asks for nothing
        self,
        measures: Iterable[Measure],
        groups: Mapping[str, Group],
        papers: Mapping[str, Paper] = MappingProxyType({}),
        conditions: Mapping[str, Condition] = MappingProxyType({}),
        *,
        published: Mapping[str, date] = MappingProxyType({}),
        fresh_days: int = 0,
        known_on: date | None = None,
    ) -> None:
        self._published = published
        self._fresh_days = fresh_days
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
        self._alike: dict[Measure, Measure] = {}
        first: dict[object, Measure] = {}
        for measure in measures:
            self._alike[measure] = first.setdefault(_asked(measure), measure)
            for crossing in measure.crossings:
                self._at.setdefault(crossing, []).append(measure)
        self._days = sorted({day for group in groups.values() for day in _days(group)})
        self._scopes: dict[tuple[Measure, Mode, Direction, int], Scope] = {}
        self._same: dict[Scope, Scope] = {EMPTY_SCOPE: EMPTY_SCOPE}
        self._countries = functools.cache(self._members)
        self._bounds = functools.cache(self._holding)
        self._held_over = functools.cache(self._lasts)
        self._memories: dict[Callable[..., Any], Callable[..., Any]] = {}
        self._spans = functools.cache(self._known)
        self._ends = functools.cache(self._lasting)
        self._implying = functools.cache(self._holders)
        self._own_points = functools.cache(self._turning)

    def measures(self, crossing: Crossing) -> Sequence[Measure]:
        """Return the measures at a crossing, of every day."""
        return self._at.get(crossing.id, ())

    def spans(self, crossing: Crossing, clock: tzinfo) -> Sequence[Span]:
        """Return when a crossing is known, by a clock, oldest first."""
        return self._spans(crossing, clock)

    def last_span(self, crossing: Crossing, moment: datetime) -> Span | None:
        """Return the newest time known that has begun by a moment; None: there is none."""
        spans = self.spans(crossing, dates.zone(moment))
        return next((span for span in reversed(spans) if span.start <= moment), None)

    def situation(self, crossing: Crossing, moment: datetime) -> Situation:
        """Return what holds at a crossing."""
        spans = self.spans(crossing, dates.zone(moment))
        is_known = any(span.holds(moment) for span in spans)
        if spans and moment < spans[0].start:
            return Situation(is_known, ())
        return Situation(is_known, self._held(crossing, moment, is_known=is_known))

    def alike(self, measure: Measure) -> Measure:
        """Return the first measure of the register that asks the same of the same travellers."""
        return self._alike.get(measure, measure)

    def ruled(self, situation: Situation) -> Situation:
        """Return a situation by what is asked in it: equal wherever equal rules hold."""
        return situation._replace(measures=tuple(map(self.alike, situation.measures)))

    def attested_situation(self, crossing: Crossing, moment: datetime) -> Situation:
        """Return what holds at a crossing by what is attested alone, whatever was verified."""
        return Situation(False, self._held(crossing, moment, is_known=False))  # noqa: FBT003

    def _held(self, crossing: Crossing, moment: datetime, *, is_known: bool) -> tuple[Measure, ...]:
        now = dates.utc(moment)
        return tuple(
            measure
            for measure, start, end in self._bounds(crossing.id, is_known=is_known)
            if start <= now and (end is None or now < end)
        )

    def attested_ends(
        self, crossing: Crossing, clock: tzinfo
    ) -> Sequence[tuple[datetime, datetime | None]]:
        """Return up to when bars are attested beyond verified days, and are over, newest first.

        None: that they are over is not known.
        """
        return self._ends(crossing, clock)

    def _lasting(
        self, crossing: Crossing, clock: tzinfo
    ) -> Sequence[tuple[datetime, datetime | None]]:
        spans = self.spans(crossing, clock)
        verified = [(span.start, dates.day_end(span.through, clock)) for span in spans]
        ends: dict[datetime, list[datetime | None]] = {}
        for measure, _, end in self._bounds(crossing.id, is_known=False):
            if end is None or any(start < end <= through for start, through in verified):
                continue
            if not spans or spans[0].start < end:
                ends.setdefault(end, []).append(measure.valid_to and dates.utc(measure.valid_to))
        return [
            (end, None if None in overs else max(over for over in overs if over is not None))
            for end, overs in sorted(ends.items(), reverse=True)
        ]

    def is_planned(self, measure: Measure, moment: datetime) -> bool:
        """Return whether a measure is announced at a moment and has not begun."""
        day = moment.date()
        today = day if self._known_on is None else min(day, self._known_on)
        return periods.is_planned(measure, moment, today)

    def _known(self, crossing: Crossing, clock: tzinfo) -> Sequence[Span]:
        return tuple(periods.spans(crossing, clock, self._fresh_days))

    def _holding(
        self, crossing: str, *, is_known: bool
    ) -> Sequence[tuple[Measure, datetime, datetime | None]]:
        """Return the measures at a crossing with their bounds by one clock."""
        here = self._at.get(crossing, ())
        bounds = ((measure, self._held_over(measure, is_known=is_known)) for measure in here)
        return [(measure, *both) for measure, both in bounds if both is not None]

    def _lasts(
        self, measure: Measure, *, is_known: bool
    ) -> tuple[datetime, datetime | None] | None:
        """Return when a measure holds, or is attested to, in UTC; None: never."""
        period = periods.in_force(measure) if is_known else self.attested(measure)
        if period is None or period.start is None:
            return None
        return dates.utc(period.start), period.end and dates.utc(period.end)

    def attested(self, measure: Measure) -> Period | None:
        """Return when a measure is known to bar, whatever was verified; None: never."""
        return periods.attested(measure, self._published.get(measure.id))

    def remembering(
        self, function: Callable[[MeasureIndex, Asked], Found]
    ) -> Callable[[Asked], Found]:
        """Return a function of this index and one thing more, as one that keeps what it found.

        It keeps the newest `MOST`, for as long as the index is there.
        """
        if function not in self._memories:
            self._memories[function] = functools.lru_cache(MOST)(functools.partial(function, self))
        return self._memories[function]

    def membership_epoch(self, day: date) -> int:
        """Return a number that is another whenever a group has other members."""
        return bisect(self._days, day)

    def first_day(self, day: date) -> date:
        """Return the first day from which on to a day groups had the same members."""
        epoch = self.membership_epoch(day)
        return self._days[epoch - 1] if epoch else date.min

    def countries(self, codes: tuple[str, ...], day: date) -> frozenset[str]:
        """Return the codes with each group replaced by its members of the day."""
        return self._countries(codes, self.membership_epoch(day))

    def _members(self, codes: tuple[str, ...], epoch: int) -> frozenset[str]:
        day = self._days[epoch - 1] if epoch else date.min
        each = (self.groups[c].on(day) if c in self.groups else (c,) for c in codes)
        return frozenset(code for codes in each for code in codes)

    def citizenships(self, codes: Iterable[str], day: date) -> Sequence[frozenset[str]]:
        """Return what may be held by whom these nationalities are said of.

        Of a group it is that of any member of the day: each of them is one way to hold it. A group
        without a member stands for a country that no measure names.
        """
        each = (sorted(self.countries((code,), day)) or [""] for code in sorted(codes))
        return tuple(dict.fromkeys(map(frozenset, product(*each))))

    def scope(self, measure: Measure, mode: Mode, direction: Direction, day: date) -> Scope:
        """Return whom a measure bars or conditions; equal ones are one object."""
        measure = self._alike.get(measure, measure)
        key = (measure, mode, direction, self.membership_epoch(day))
        scope = self._scopes.get(key)
        if scope is None:
            scope = EMPTY_SCOPE
            if measure.direction in {Directions.BOTH, direction} and (
                not measure.modes or mode in measure.modes
            ):
                met = self._met_by.get(measure.condition or "", ())
                scope = self.criteria_scope(measure, mode, direction, day, met)
                scope = self._same.setdefault(scope, scope)
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

    def _holders(self, names: tuple[str, ...]) -> frozenset[str]:
        """Return the papers whose holder holds one of these."""
        holding = (paper for paper, held in self._implied.items() if not held.isdisjoint(names))
        return frozenset(names).union(holding)

    def change_points(self, crossing: Crossing, question: Question) -> list[datetime]:
        """Return the moments at which a verdict may change, in order, on the question's clock."""
        clock = dates.zone(question.moment)
        spans = self.spans(crossing, clock)
        points = self._points(crossing, clock, question.traveller)
        known = [point for point in points if not spans or point >= spans[0].start]
        return [point.astimezone(clock) for point in sorted(known)]

    def turns(
        self, crossing: Crossing, clock: tzinfo, traveller: Traveller | None
    ) -> set[datetime]:
        """Return the moments, in UTC, at which anything told with a verdict may become another.

        They are more than those of change: what is planned, a caution, what was known last.
        """
        points = self._points(crossing, clock, traveller)
        for measure in self.measures(crossing):
            start, end = measure.valid_from, measure.valid_to
            days = (measure.announced, measure.lifted, start and start.date())
            points.update(dates.day_start(day, clock) for day in days if day is not None)
            points.update(bound for bound in (start, end) if bound is not None)
        ends = (end for each in self.attested_ends(crossing, clock) for end in each)
        points.update(end for end in ends if end is not None)
        return set(map(dates.utc, points))

    def _points(
        self, crossing: Crossing, clock: tzinfo, traveller: Traveller | None
    ) -> set[datetime]:
        """Return the bounds of what is known and of what holds, and when groups change, in UTC."""
        known = [(dates.utc(s.start), dates.utc(s.end)) for s in self.spans(crossing, clock)]
        points = {bound for bounds in known for bound in bounds}
        for measure in self.measures(crossing):
            own, end = self._own_points(measure, clock)
            points |= own
            if end is not None and not any(start <= end < stop for start, stop in known):
                points.add(end)
        points.update(self._joined((traveller and traveller.held("nationality")) or (), clock))
        return points

    def _turning(
        self, measure: Measure, clock: tzinfo
    ) -> tuple[frozenset[datetime], datetime | None]:
        """Return when a measure holds otherwise or means others, and to when it is attested."""
        codes = (c for w in measure.criteria for c in (*w.nationality, *w.residence, *w.vehicle))
        points = map(dates.utc, periods.bounds(measure))
        attested = self.attested(measure)
        end = None if attested is None or attested.end is None else dates.utc(attested.end)
        return frozenset((*points, *self._joined(codes, clock))), end

    def _joined(self, codes: Iterable[str], clock: tzinfo) -> Iterator[datetime]:
        """Yield when groups gain or lose a member, in UTC."""
        for code in codes:
            if code in self.groups:
                for day in _days(self.groups[code]):
                    yield dates.utc(dates.day_start(day, clock))


def _asked(measure: Measure) -> object:
    """Return what a measure asks of whom, whoever decided it, where and when."""
    traffic = (measure.modes, measure.direction, measure.effect, measure.condition)
    return (*traffic, measure.only, measure.exceptions)


def _days(group: Group) -> Iterator[date]:
    """Yield the days on which a group gains or loses a member."""
    for member in group.dated:
        yield from (day for day in (member.since, member.until) if day is not None)
