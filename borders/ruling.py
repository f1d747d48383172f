"""Measures × question → status: the only place that knows how a status comes about.

A criterion on a traveller is yes, no or, where the question leaves something unsaid, *depends*
(Kleene's three values: True, False, None). What is open is then filled in every way that differs,
so that a crossing is restricted only where two ways end differently or a condition stands.
"""

from __future__ import annotations

import functools
from enum import Enum
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from borders import moments, validity
from borders.vocabulary import Direction, Directions, Effect, Mode, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime

    from borders.model import Crossing, Group, Measure, Question, Who

ATTRIBUTES = ("nationality", "residence", "papers", "vehicle")

Atom = tuple[str, frozenset[str]]
"""Whether a traveller holds, in an attribute, one of these values."""


class Outcome(Enum):
    """What becomes of one fully described traveller."""

    PASSES = 1
    CONDITIONED = 2
    BARRED = 3


class Finding(NamedTuple):
    """A status at one moment, the measures that bear on it, and what it depends on."""

    status: Status
    measures: tuple[Measure, ...]
    depends_on: tuple[str, ...]


class World:
    """What all rulings share: the measures at each crossing, and who belongs to a group when."""

    def __init__(self, measures: Iterable[Measure], groups: Mapping[str, Group]) -> None:
        self.groups = groups
        self._at: dict[str, list[Measure]] = {}
        for measure in measures:
            for crossing in measure.crossings:
                self._at.setdefault(crossing, []).append(measure)
        self.countries = functools.cache(self._countries)

    def measures(self, crossing: Crossing) -> Sequence[Measure]:
        """Return the measures at a crossing, of every day."""
        return self._at.get(crossing.id, ())

    def _countries(self, codes: tuple[str, ...], day: date) -> frozenset[str]:
        """Return the codes with each group replaced by its members of the day."""
        each = (self.groups[c].on(day) if c in self.groups else (c,) for c in codes)
        return frozenset(code for codes in each for code in codes)

    def turns(self, crossing: Crossing, question: Question) -> list[datetime]:
        """Return the moments at which a verdict may change, in order, on the question's clock."""
        clock = moments.zone(question.moment)
        turns: set[datetime] = set()
        for measure in self.measures(crossing):
            turns.update(validity.bounds(measure, question.as_known_on))
            for who in measure.criteria:
                for code in (*who.nationality, *who.residence, *who.vehicle):
                    for member in self.groups[code].dated if code in self.groups else ():
                        days = (day for day in (member.since, member.until) if day)
                        turns.update(moments.day_start(day, clock) for day in days)
        return [turn.astimezone(clock) for turn in sorted(map(moments.utc, turns))]


class Case:
    """One mode and direction, with what is said and what is assumed of the traveller."""

    def __init__(self, question: Question, mode: Mode, way: Direction, world: World) -> None:
        self.mode, self.way, self.world = mode, way, world
        self.traveller, self.day = question.traveller, question.moment.date()
        self.assumed: dict[Atom, bool] = {}
        self.open: list[Atom] = []

    def touches(self, measure: Measure) -> bool | None:
        """Return whether a measure bars or conditions the case; None: it depends."""
        if measure.direction not in {Directions.BOTH, self.way} or (
            measure.modes and self.mode not in measure.modes
        ):
            return False
        return self.meant(measure.only, measure.exceptions)

    def meant(self, only: Sequence[Who], exceptions: Sequence[Who]) -> bool | None:
        """Return whether the traveller is one of `only`, if any, and none of the exceptions."""
        meant = _any(map(self.matches, only)) if only else True
        exempt = _any(map(self.matches, exceptions)) if meant is not False else True
        return False if exempt else None if exempt is None else meant

    def matches(self, who: Who) -> bool | None:
        """Return whether the traveller meets every field of a criterion."""
        if who.direction not in {None, self.way} or (who.modes and self.mode not in who.modes):
            return False
        answers = [self.holds(a, values) for a in ATTRIBUTES if (values := getattr(who, a))]
        return False if False in answers else None if None in answers else True

    def holds(self, attribute: str, values: tuple[str, ...]) -> bool | None:
        """Return whether the traveller holds one of the values; what is open is noted in `open`."""
        if attribute == "vehicle" and not self.mode.has_plates:
            return False
        if attribute == "papers":
            meant = frozenset(values)
        else:
            meant = self.world.countries(values, self.day)
        held = self.traveller.held(attribute) if self.traveller is not None else None
        if held is not None:
            return not held.isdisjoint(meant)
        if (attribute, meant) not in self.assumed:
            self.open.append((attribute, meant))
        return self.assumed.get((attribute, meant))

    def decide(self, measures: Sequence[Measure]) -> Outcome | Atom:
        """Return the outcome, or what must be known of the traveller first."""
        self.open = []
        bars = [m for m in measures if m.effect is Effect.BARS]
        barred = _any(map(self.touches, bars))
        if barred:
            return Outcome.BARRED
        conditioned = _any(self.touches(m) for m in measures if m.effect is Effect.CONDITIONS)
        if barred is None or conditioned is None:
            return self.open[0]
        return Outcome.CONDITIONED if conditioned else Outcome.PASSES

    def answers(self, atom: Atom) -> Iterator[bool]:
        """Assume each answer to an atom in turn, as far as somebody exists of whom it is true."""
        for answer in (True, False):
            self.assumed[atom] = answer
            if _possible(atom[0], self.assumed):
                yield answer
        del self.assumed[atom]

    def outcomes(self, measures: Sequence[Measure]) -> Iterator[Outcome]:
        """Yield the outcome of every way to fill in what is open, some more than once."""
        decided = self.decide(measures)
        if isinstance(decided, Outcome):
            yield decided
        else:
            for _ in self.answers(decided):
                yield from self.outcomes(measures)


def _any(answers: Iterable[bool | None]) -> bool | None:
    """Return Kleene's or."""
    depends = False
    for answer in answers:
        if answer:
            return True
        depends = depends or answer is None
    return None if depends else False


def _possible(attribute: str, assumed: Mapping[Atom, bool]) -> bool:
    """Return whether somebody exists of whom all this is true.

    One may hold several nationalities, permits and papers, but comes in one vehicle; and there is
    always a country that no measure names.
    """
    lacks = {
        v for (a, values), yes in assumed.items() if a == attribute and not yes for v in values
    }
    has = [values - lacks for (a, values), yes in assumed.items() if a == attribute and yes]
    if attribute == "vehicle" and has:
        return bool(frozenset.intersection(*has))
    return all(has)


def find(crossing: Crossing, question: Question, world: World) -> Finding:
    """Return the status at a moment that is known."""
    held = [(m, validity.in_force(m, question.as_known_on)) for m in world.measures(crossing)]
    current = [m for m, period in held if period and period.holds(question.moment)]
    seen: dict[tuple[Mode, Direction], frozenset[Outcome]] = {}
    bearing: dict[str, Measure] = {}
    unsaid: set[str] = set()
    for mode, way in product(
        modes(crossing, question), [d for d in Direction if question.direction in {None, d}]
    ):
        case = Case(question, mode, way, world)
        bears = [m for m in current if case.touches(m) is not False]
        bearing |= {m.id: m for m in bears}
        asked = {attribute for attribute, _ in case.open}
        seen[mode, way] = _until_mixed(case.outcomes(bears))
        if len(seen[mode, way]) > 1:
            unsaid |= asked
    outcomes = frozenset[Outcome]().union(*seen.values())
    status = {
        frozenset(): Status.CLOSED,
        frozenset({Outcome.BARRED}): Status.CLOSED,
        frozenset({Outcome.PASSES}): Status.OPEN,
    }.get(outcomes, Status.RESTRICTED)
    for (mode, way), (other_mode, other_way) in product(seen, seen):
        if seen[mode, way] != seen[other_mode, other_way]:
            unsaid |= (
                {"mode"} if way is other_way else {"direction"} if mode is other_mode else set()
            )
    measures = (
        m for m in bearing.values() if m.effect is Effect.BARS or status is not Status.CLOSED
    )
    order = (a for a in ("mode", "direction", *ATTRIBUTES) if a in unsaid)
    return Finding(status, tuple(measures), tuple(order) if status is Status.RESTRICTED else ())


def modes(crossing: Crossing, question: Question) -> Sequence[Mode]:
    """Return the modes that are meant: all served, but freight only by name where a traveller asks.

    At a crossing that serves freight alone, freight is meant.
    """
    if question.mode is not None:
        return [question.mode] if question.mode in crossing.modes else []
    if question.traveller is None:
        return crossing.modes
    return [mode for mode in crossing.modes if not mode.carries_freight] or crossing.modes


def _until_mixed(outcomes: Iterator[Outcome]) -> frozenset[Outcome]:
    """Return the outcomes met until it is clear that they differ."""
    met: set[Outcome] = set()
    for outcome in outcomes:
        met.add(outcome)
        if len(met) > 1:
            break
    return frozenset(met)


def concerns(
    only: Sequence[Who], exceptions: Sequence[Who], question: Question, world: World
) -> bool:
    """Return whether some traveller of whom the question may speak is meant."""
    for mode, way in product(Mode, Direction):
        if question.mode in {None, mode} and question.direction in {None, way}:
            case = Case(question, mode, way, world)
            if case.meant(only, exceptions) is not False:
                return True
    return False
