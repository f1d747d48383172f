"""Measures × question → status: the only place that knows how a status comes about.

What a measure asks of a traveller is yes, no or, where the question leaves something unsaid, open
(Kleene's three values, where the third one says what is missing). What is open is then filled in
every way that differs, so that a crossing is restricted only where two ways end differently or a
condition stands.
"""

from __future__ import annotations

import functools
from enum import Enum
from itertools import product
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from borders.enums import Direction, Effect, Mode, Status
from borders.rules.criteria import ATTRIBUTES, NOBODY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from borders.model import Advice, Crossing, Measure, Question, Traveller
    from borders.rules.criteria import Atom, Criterion, Terms, World

Answer: TypeAlias = "bool | tuple[Atom, ...]"
"""Whether something is true of a traveller, or what must be known of them first."""


class Outcome(Enum):
    """What becomes of one fully described traveller."""

    PASSES = 1
    CONDITIONED = 2
    BARRED = 3


class Rules(NamedTuple):
    """The terms of all measures that bear on a case, by their effect."""

    bars: tuple[Terms, ...]
    conditions: tuple[Terms, ...]


class Finding(NamedTuple):
    """A status at one moment, the measures that bear on it, and what it depends on."""

    status: Status
    measures: tuple[Measure, ...]
    depends_on: tuple[str, ...]


class Case:
    """What is said and what is assumed of a traveller."""

    def __init__(self, traveller: Traveller | None = None) -> None:
        self.held = {a: None if traveller is None else traveller.held(a) for a in ATTRIBUTES}
        self.assumed: dict[Atom, bool] = {}

    def touches(self, terms: Terms) -> Answer:
        """Return whether the traveller is meant."""
        meant = _any(map(self.meets, terms.only))
        if meant is False:
            return False
        exempt = _any(map(self.meets, terms.exceptions))
        return _all((meant, not exempt if isinstance(exempt, bool) else exempt))

    def meets(self, criterion: Criterion) -> Answer:
        """Return whether all of a criterion is true of the traveller."""
        return _all(map(self.holds, criterion))

    def holds(self, atom: Atom) -> Answer:
        """Return whether the traveller holds one of the values."""
        held = self.held[atom[0]]
        if held is not None:
            return not held.isdisjoint(atom[1])
        return self.assumed.get(atom, (atom,))

    def decide(self, rules: Rules) -> tuple[frozenset[Outcome], Atom | None]:
        """Return outcomes beyond which there is none, and what must be known if it is not one."""
        barred = _any(map(self.touches, rules.bars))
        if barred is True:
            return frozenset({Outcome.BARRED}), None
        conditioned = _any(map(self.touches, rules.conditions))
        may = {
            Outcome.BARRED: barred is not False,
            Outcome.CONDITIONED: conditioned is not False,
            Outcome.PASSES: conditioned is not True,
        }
        unknown = barred or conditioned
        atom = None if isinstance(unknown, bool) else unknown[0]
        return frozenset(outcome for outcome, possible in may.items() if possible), atom

    def answers(self, atom: Atom) -> Iterator[bool]:
        """Assume each answer to an atom in turn, as far as somebody exists of whom it is true."""
        for answer in (True, False):
            self.assumed[atom] = answer
            if _possible(atom[0], self.assumed):
                yield answer
        del self.assumed[atom]

    def outcomes(self, rules: Rules, met: frozenset[Outcome] = frozenset()) -> frozenset[Outcome]:
        """Return the outcomes of all ways to fill in what is open, and those met before."""
        may, atom = self.decide(rules)
        if atom is None:
            return met | may
        for _ in self.answers(atom):
            if not may <= met:
                met = self.outcomes(rules, met)
        return met


def _any(answers: Iterable[Answer]) -> Answer:
    """Return Kleene's or."""
    unknown: tuple[Atom, ...] = ()
    for answer in answers:
        if answer is True:
            return True
        if answer is not False:
            unknown += answer
    return unknown or False


def _all(answers: Iterable[Answer]) -> Answer:
    """Return Kleene's and."""
    unknown: tuple[Atom, ...] = ()
    for answer in answers:
        if answer is False:
            return False
        if answer is not True:
            unknown += answer
    return unknown or True


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
    current = world.current(crossing, question.moment)
    day, case = question.moment.date(), Case(question.traveller)
    outcomes_of = functools.cache(case.outcomes)
    seen: dict[tuple[Mode, Direction], frozenset[Outcome]] = {}
    bearing: dict[str, Measure] = {}
    unsaid: set[str] = set()
    for mode, way in product(modes(crossing, question), ways(question)):
        terms = [(m, world.terms(m, mode, way, day)) for m in current]
        answers = [case.touches(one) for _, one in terms]
        bears = [pair for pair, answer in zip(terms, answers, strict=True) if answer is not False]
        bearing |= {m.id: m for m, _ in bears}
        seen[mode, way] = outcomes_of(rules(bears))
        if len(seen[mode, way]) > 1:
            unknown = [answer for answer in answers if not isinstance(answer, bool)]
            unsaid |= {attribute for atoms in unknown for attribute, _ in atoms}
    found = status(frozenset[Outcome]().union(*seen.values()))
    for (mode, way), (other_mode, other_way) in product(seen, seen):
        if seen[mode, way] != seen[other_mode, other_way]:
            unsaid |= (
                {"mode"} if way is other_way else {"direction"} if mode is other_mode else set()
            )
    measures = (
        m for m in bearing.values() if m.effect is Effect.BARS or found is not Status.CLOSED
    )
    order = (a for a in ("mode", "direction", *ATTRIBUTES) if a in unsaid)
    return Finding(found, tuple(measures), tuple(order) if found is Status.RESTRICTED else ())


def status(outcomes: Iterable[Outcome]) -> Status:
    """Return what a crossing is where some outcomes may come about."""
    return {
        frozenset[Outcome](): Status.CLOSED,
        frozenset({Outcome.BARRED}): Status.CLOSED,
        frozenset({Outcome.PASSES}): Status.OPEN,
    }.get(frozenset(outcomes), Status.RESTRICTED)


def rules(bearing: Iterable[tuple[Measure, Terms]]) -> Rules:
    """Return measures with their terms by effect, equal terms once."""
    bars: dict[Terms, None] = {}
    conditions: dict[Terms, None] = {}
    for measure, terms in bearing:
        if terms is not NOBODY:
            (bars if measure.effect is Effect.BARS else conditions)[terms] = None
    return Rules(tuple(bars), tuple(conditions))


def modes(crossing: Crossing, question: Question) -> Sequence[Mode]:
    """Return the modes that are meant: all served, but freight only by name where a traveller asks.

    What carries freight alone is thus closed to a traveller who names no mode.
    """
    if question.mode is not None:
        return [question.mode] if question.mode in crossing.modes else []
    if question.traveller is None:
        return crossing.modes
    return [mode for mode in crossing.modes if not mode.carries_freight]


def ways(question: Question) -> Sequence[Direction]:
    """Return the directions that are meant."""
    return [way for way in Direction if question.direction in {None, way}]


def regards(measure: Measure, crossing: Crossing, question: Question, world: World) -> bool:
    """Return whether a measure in force would touch somebody of whom the question may speak."""
    day, case = question.moment.date(), Case(question.traveller)
    return any(
        case.touches(world.terms(measure, mode, way, day)) is not False
        for mode, way in product(modes(crossing, question), ways(question))
    )


def concerns(advice: Advice, question: Question, world: World) -> bool:
    """Return whether some traveller of whom the question may speak is meant."""
    day, case = question.moment.date(), Case(question.traveller)
    return any(
        case.touches(world.meant(advice, mode, way, day)) is not False
        for mode, way in product(Mode, ways(question))
        if question.mode in {None, mode}
    )
