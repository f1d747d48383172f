"""Measures × question → status: the only place that knows how a status comes about.

What a measure asks of a traveller is yes, no or, where the question leaves something unsaid, open
(Kleene's three values, where the third one says what is missing). What is open is then filled in
every way that differs, so that a crossing is restricted only where two ways end differently or a
condition stands.
"""

from __future__ import annotations

import functools
from enum import Enum
from itertools import combinations, product
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from borders.enums import Direction, Effect, Mode, Standing, Status
from borders.rules.criteria import ATTRIBUTES, EMPTY_SCOPE, MOST

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from borders.model import Advice, Crossing, Measure, Question, Traveller
    from borders.rules.criteria import Clause, MeasureIndex, Predicate, Scope, Situation

Answer: TypeAlias = "bool | tuple[Predicate, ...]"
"""Whether something is true of a traveller, or what must be known of them first."""


class Outcome(Enum):
    """What becomes of one fully described traveller."""

    PASSES = 1
    CONDITIONED = 2
    BARRED = 3
    UNKNOWN = 4
    """No attested measure bars, and nothing else is known."""


class ScopesByEffect(NamedTuple):
    """The scopes of all measures that bear on a traveller, by their effect."""

    bars: tuple[Scope, ...]
    conditions: tuple[Scope, ...]
    is_known: bool = True
    """Whether there are no others."""


class Finding(NamedTuple):
    """A status at one moment, the measures that bear on it, and what it depends on."""

    status: Status
    default: Status | None
    """What a restricted crossing is to whom no measure names; None: now this, now that."""
    measures: tuple[Measure, ...]
    depends_on: tuple[str, ...]

    @property
    def standing(self) -> Standing:
        """The status with its default."""
        return Standing.of(self.status, self.default)


class Found(NamedTuple):
    """What a finding is wherever the same is asked by measures that ask the same."""

    status: Status
    default: Status | None
    bearing: tuple[int, ...]
    """The places of the measures among those of the situation."""
    depends_on: tuple[str, ...]

    def by(self, measures: Sequence[Measure]) -> Finding:
        """Return it of the measures of a situation."""
        current = tuple(measures[at] for at in self.bearing)
        return Finding(self.status, self.default, current, self.depends_on)


class PartialTraveller:
    """What is said and what is assumed of a traveller."""

    def __init__(self, traveller: Traveller | None = None) -> None:
        self.held = {a: None if traveller is None else traveller.held(a) for a in ATTRIBUTES}
        self.assumed: dict[Predicate, bool] = {}

    def unnamed(self) -> PartialTraveller:
        """Return the traveller with what is left unsaid being such that no measure names it."""
        nobody = PartialTraveller()
        nobody.held = {a: frozenset() if v is None else v for a, v in self.held.items()}
        return nobody

    def citizen(self, nationality: frozenset[str]) -> PartialTraveller:
        """Return the traveller with another nationality."""
        other = PartialTraveller()
        other.held = self.held | {"nationality": nationality}
        return other

    def applies(self, scope: Scope) -> Answer:
        """Return whether the traveller is meant."""
        included = _any(map(self.satisfies, scope.only))
        if included is False:
            return False
        exempt = _any(map(self.satisfies, scope.exceptions))
        return _all((included, not exempt if isinstance(exempt, bool) else exempt))

    def satisfies(self, clause: Clause) -> Answer:
        """Return whether all of a clause is true of the traveller: each holds one of the values."""
        unknown: tuple[Predicate, ...] = ()
        for predicate in clause:
            values = self.held[predicate[0]]
            if values is None:
                answer = self.assumed.get(predicate)
            else:
                answer = not values.isdisjoint(predicate[1])
            if answer is False:
                return False
            if answer is None:
                unknown += (predicate,)
        return unknown or True

    def answers(self, predicate: Predicate) -> Iterator[bool]:
        """Assume each answer to a predicate in turn, as far as it is true of somebody."""
        for answer in (True, False):
            self.assumed[predicate] = answer
            if _possible(predicate[0], self.assumed):
                yield answer
        del self.assumed[predicate]

    def outcomes(self, scopes: ScopesByEffect) -> frozenset[Outcome]:
        """Return the outcomes of all ways to fill in what is open."""
        decision = decision_on(scopes)
        return decision.outcomes(*decision.answered(self.held))


MET: Final = -1
"""That a clause, or a scope, is true of a traveller; 0: it is not; else the bit to be asked of."""

Bits: TypeAlias = tuple[tuple[int, tuple[int, ...]], ...]
"""Clauses: of each the bits of its predicates as one number, and in their order."""


class Decision:
    """What measures make of a traveller, by what is known of what they ask: a bit a predicate.

    What is true of the traveller, and what is not, are numbers of such bits; of the others nothing
    is known.
    """

    def __init__(self, scopes: ScopesByEffect) -> None:
        numbers: dict[Predicate, int] = {}

        def bits(clauses: tuple[Clause, ...]) -> Bits:
            each = (
                tuple(1 << numbers.setdefault(predicate, len(numbers)) for predicate in clause)
                for clause in clauses
            )
            return tuple((sum(clause), clause) for clause in each)

        def both(scopes: tuple[Scope, ...]) -> tuple[tuple[Bits, Bits], ...]:
            return tuple((bits(scope.only), bits(scope.exceptions)) for scope in scopes)

        self._bars, self._conditions = both(scopes.bars), both(scopes.conditions)
        self._is_known = scopes.is_known
        self._predicates = tuple(numbers)
        self._alike = {
            attribute: sum(1 << n for n, (a, _) in enumerate(numbers) if a == attribute)
            for attribute in ATTRIBUTES
        }
        self._possible: dict[tuple[int, int], bool] = {}

    def predicate(self, bit: int) -> Predicate:
        """Return what a bit stands for."""
        return self._predicates[bit.bit_length() - 1]

    def answered(self, held: Mapping[str, frozenset[str] | None]) -> tuple[int, int]:
        """Return what is true, and what is not, of who holds this; None: it is not said."""
        true = false = 0
        for number, (attribute, values) in enumerate(self._predicates):
            holds = held[attribute]
            if holds is not None:
                if holds.isdisjoint(values):
                    false |= 1 << number
                else:
                    true |= 1 << number
        return true, false

    def possible(self, true: int, false: int) -> tuple[frozenset[Outcome], int]:
        """Return outcomes beyond which there is none, and what must be known if it is not one."""
        barred = _applies(self._bars, true, false)
        if barred == MET:
            return _BARRED, 0
        if not self._is_known:
            return (_UNKNOWN_OR_BARRED if barred else _UNKNOWN), barred
        conditioned = _applies(self._conditions, true, false)
        outcomes = _OUTCOMES[barred != 0, conditioned != 0, conditioned != MET]
        return outcomes, barred or max(conditioned, 0)

    def answers(self, bit: int, true: int, false: int) -> Iterator[tuple[int, int]]:
        """Yield what is true and what is not by each answer, as far as it is true of somebody."""
        attribute = self.predicate(bit)[0]
        alike = self._alike[attribute]
        for both in ((true | bit, false), (true, false | bit)):
            key = (both[0] & alike, both[1] & alike)
            is_possible = not key[0] or self._possible.get(key)
            if is_possible is None:
                is_possible = self._possible[key] = _possible(attribute, self._assumed(*key))
            if is_possible:
                yield both

    def outcomes(
        self, true: int, false: int, met: frozenset[Outcome] = frozenset()
    ) -> frozenset[Outcome]:
        """Return the outcomes of all ways to fill in what is not known, and those met before."""
        possible, bit = self.possible(true, false)
        if not bit:
            return met | possible
        for both in self.answers(bit, true, false):
            if not possible <= met:
                met = self.outcomes(*both, met)
        return met

    def _assumed(self, true: int, false: int) -> dict[Predicate, bool]:
        return {
            predicate: bool(true >> number & 1)
            for number, predicate in enumerate(self._predicates)
            if (true | false) >> number & 1
        }


@functools.lru_cache(MOST)
def decision_on(scopes: ScopesByEffect) -> Decision:
    """Return the decision on some scopes: of equal ones it is one."""
    return Decision(scopes)


_BARRED: Final = frozenset({Outcome.BARRED})
_UNKNOWN: Final = frozenset({Outcome.UNKNOWN})
_UNKNOWN_OR_BARRED: Final = _UNKNOWN | _BARRED
_OUTCOMES: Final = {
    may: frozenset(
        outcome
        for outcome, is_possible in zip(
            (Outcome.BARRED, Outcome.CONDITIONED, Outcome.PASSES), may, strict=True
        )
        if is_possible
    )
    for may in product((False, True), repeat=3)
}
"""By whether a traveller may be barred, may meet a condition, and may meet none."""


def _applies(scopes: tuple[tuple[Bits, Bits], ...], true: int, false: int) -> int:
    """Return whether one of some scopes means a traveller, or the first bit to be asked of."""
    unknown = 0
    for only, exceptions in scopes:
        included = _met(only, true, false)
        exempt = _met(exceptions, true, false) if included else MET
        if exempt != MET:
            asked = included if included != MET else exempt
            if not asked:
                return MET
            unknown = unknown or asked
    return unknown


def _met(clauses: Bits, true: int, false: int) -> int:
    """Return whether one of some clauses is met, or the first bit to be asked of."""
    unknown = 0
    for mask, bits in clauses:
        if not mask & false:
            left = mask & ~true
            if not left:
                return MET
            unknown = unknown or next(bit for bit in bits if bit & left)
    return unknown


def _any(answers: Iterable[Answer]) -> Answer:
    """Return Kleene's or."""
    unknown: tuple[Predicate, ...] = ()
    for answer in answers:
        if answer is True:
            return True
        if answer is not False:
            unknown += answer
    return unknown or False


def _all(answers: Iterable[Answer]) -> Answer:
    """Return Kleene's and."""
    unknown: tuple[Predicate, ...] = ()
    for answer in answers:
        if answer is False:
            return False
        if answer is not True:
            unknown += answer
    return unknown or True


def _possible(attribute: str, assumed: Mapping[Predicate, bool]) -> bool:
    """Return whether somebody exists of whom all this is true.

    One may hold several nationalities, permits and papers, but comes in one vehicle; and there is
    always a country that no measure names.
    """
    holdings = [values for (a, values), yes in assumed.items() if a == attribute and yes]
    if not holdings:
        return True
    lacks = (values for (a, values), yes in assumed.items() if a == attribute and not yes)
    lacked = frozenset[str]().union(*lacks)
    has = [values - lacked for values in holdings]
    return bool(frozenset.intersection(*has)) if attribute == "vehicle" else all(has)


class _Cases(NamedTuple):
    """What may come about by each mode and direction asked, and why."""

    outcomes: dict[tuple[Mode, Direction], frozenset[Outcome]]
    defaults: set[Outcome]
    """What comes about for whom no measure names."""
    bearing: dict[int, Effect]
    """The effects of the measures that bear on the question by their places, in order."""
    unsaid: set[str]
    """The attributes of the traveller that decide and were left open."""


class Case(NamedTuple):
    """All that a finding hangs on: where cases are equal, at any crossing and moment, it is one."""

    situation: Situation
    """As `MeasureIndex.ruled` has it."""
    served: tuple[Mode, ...]
    """By the crossing."""
    mode: Mode | None
    direction: Direction | None
    traveller: Traveller | None
    day: date
    """The first of those on which groups have the same members."""

    @classmethod
    def of(
        cls,
        crossing: Crossing,
        question: Question,
        index: MeasureIndex,
        situation: Situation,
    ) -> Case:
        """Return what is asked at a crossing, by what holds there."""
        return cls(
            index.ruled(situation),
            crossing.modes,
            question.mode,
            question.direction,
            question.traveller,
            index.first_day(question.moment.date()),
        )

    @property
    def ways(self) -> Iterator[tuple[Mode, Direction]]:
        """The modes and directions asked."""
        modes = _meant(self.served, self.mode, self.traveller)
        return product(modes, Direction if self.direction is None else (self.direction,))


def evaluate(
    crossing: Crossing,
    question: Question,
    index: MeasureIndex,
    situation: Situation | None = None,
) -> Finding:
    """Return the status at a moment, by what holds at it or by another situation."""
    situation = situation or index.situation(crossing, question.moment)
    case = Case.of(crossing, question, index, situation)
    return index.remembering(find)(case).by(situation.measures)


def find(index: MeasureIndex, case: Case) -> Found:
    """Return the status in a case."""
    cases = _gather(case, index)
    status = status_from(frozenset[Outcome]().union(*cases.outcomes.values()))
    default = default_from(cases.defaults) if status is Status.RESTRICTED else None
    bearing = (
        at
        for at, effect in cases.bearing.items()
        if effect is Effect.BARS or status is not Status.CLOSED
    )
    unsaid = cases.unsaid | _deciding(cases.outcomes)
    depends_on = tuple(a for a in ("mode", "direction", *ATTRIBUTES) if a in unsaid)
    is_restricted = status is Status.RESTRICTED
    return Found(status, default, tuple(bearing), depends_on if is_restricted else ())


def _gather(case: Case, index: MeasureIndex) -> _Cases:
    """Return what may become of the traveller by each mode and direction asked."""
    is_known, current = case.situation
    ruled = {
        way: [(measure, index.scope(measure, *way, case.day)) for measure in current]
        for way in case.ways
    }
    scopes = (scope for pairs in ruled.values() for _, scope in pairs)
    people = [_Citizen(each) for each in citizens(case.traveller, case.day, index, scopes)]
    cases = _Cases({}, set(), {}, set())
    met: dict[tuple[int, ...], frozenset[Outcome]] = {}
    for way, pairs in ruled.items():
        alike = tuple(id(scope) for _, scope in pairs)  # of an index, equal ones are one
        if alike in met:
            cases.outcomes[way] = met[alike]
            continue
        answers = [[citizen.applies(scope) for _, scope in pairs] for citizen in people]
        bearing = {
            at: pairs[at]
            for at, each in enumerate(zip(*answers, strict=True))
            if any(answer is not False for answer in each)
        }
        cases.bearing.update({at: measure.effect for at, (measure, _) in bearing.items()})
        by_effect = group_by_effect(bearing.values(), is_known=is_known)
        ends = frozenset[Outcome]().union(*(citizen.outcomes(by_effect) for citizen in people))
        cases.outcomes[way] = met[alike] = ends
        for citizen in _unnamed(people, answers, [scope for _, scope in pairs]):
            cases.defaults.update(citizen.default(by_effect))
        if len(ends) > 1:
            unknown = [a for each in answers for a in each if not isinstance(a, bool)]
            cases.unsaid.update(attribute for answer in unknown for attribute, _ in answer)
            if len({tuple(map(_said, each)) for each in answers}) > 1:
                cases.unsaid.add("nationality")
    return cases


class _Citizen:
    """One whom the question may speak of; what comes about for them is found once."""

    def __init__(self, traveller: PartialTraveller) -> None:
        self.traveller = traveller
        self.applies = traveller.applies
        self.outcomes = functools.cache(traveller.outcomes)
        self.default = functools.cache(traveller.unnamed().outcomes)


def citizens(
    traveller: Traveller | None, day: date, index: MeasureIndex, scopes: Iterable[Scope]
) -> list[PartialTraveller]:
    """Return one of each kind that scopes tell apart of those whom a question may speak of.

    They are several only where the nationality is a group's.
    """
    asker = PartialTraveller(traveller)
    codes = asker.held["nationality"] or ()
    if index.groups.keys().isdisjoint(codes):
        return [asker]
    named = {values for scope in scopes for values in scope.nationalities}
    kinds = {
        tuple(held.isdisjoint(values) for values in named): held
        for held in index.citizenships(codes, day)
    }
    return [asker.citizen(held) for held in kinds.values()]


def _unnamed(
    people: Sequence[_Citizen], answers: Sequence[Sequence[Answer]], scopes: Sequence[Scope]
) -> Iterable[_Citizen]:
    """Return those of a group whom no measure tells from whom none names; all, if none is so."""
    if len(people) == 1:
        return people
    said = [[_said(answer) for answer in each] for each in answers]
    nobody = people[0].traveller.citizen(frozenset())
    parting = [
        (at, _said(nobody.applies(scope)))
        for at, scope in enumerate(scopes)
        if len({each[at] for each in said}) > 1
    ]
    unnamed = [
        citizen
        for citizen, each in zip(people, said, strict=True)
        if all(each[at] == answer for at, answer in parting)
    ]
    return unnamed or people


def _said(answer: Answer) -> bool | frozenset[str]:
    """Return an answer, or the attributes of which it says nothing."""
    return answer if isinstance(answer, bool) else frozenset(a for a, _ in answer)


def _deciding(outcomes: Mapping[tuple[Mode, Direction], frozenset[Outcome]]) -> set[str]:
    """Return whether it is the mode or the direction, the other one alike, that decides."""
    deciding = set()
    for (case, ends), (other, other_ends) in combinations(outcomes.items(), 2):
        if ends != other_ends and case[1] is other[1]:
            deciding.add("mode")
        elif ends != other_ends and case[0] is other[0]:
            deciding.add("direction")
    return deciding


def status_from(outcomes: Iterable[Outcome]) -> Status:
    """Return what a crossing is where some outcomes may come about."""
    possible = frozenset(outcomes)
    if Outcome.UNKNOWN in possible:
        return Status.UNKNOWN
    return {
        frozenset[Outcome](): Status.CLOSED,
        frozenset({Outcome.BARRED}): Status.CLOSED,
        frozenset({Outcome.PASSES}): Status.OPEN,
    }.get(possible, Status.RESTRICTED)


def default_from(outcomes: Iterable[Outcome]) -> Status | None:
    """Return what a restricted crossing is to whom no measure names; None: one way or the other."""
    barred = {outcome is Outcome.BARRED for outcome in outcomes}
    if len(barred) != 1:
        return None
    return Status.CLOSED if True in barred else Status.OPEN


def group_by_effect(bearing: Iterable[tuple[Measure, Scope]], *, is_known: bool) -> ScopesByEffect:
    """Return the scopes of measures by effect, equal ones once."""
    bars: dict[Scope, None] = {}
    conditions: dict[Scope, None] = {}
    for measure, scope in bearing:
        if scope is not EMPTY_SCOPE:
            (bars if measure.effect is Effect.BARS else conditions)[scope] = None
    return ScopesByEffect(tuple(bars), tuple(conditions), is_known)


def modes_asked(crossing: Crossing, question: Question) -> Sequence[Mode]:
    """Return the modes that are meant: all served, but freight only by name where a traveller asks.

    None are where the crossing does not serve the question.
    """
    return _meant(crossing.modes, question.mode, question.traveller)


def _meant(
    served: tuple[Mode, ...], mode: Mode | None, traveller: Traveller | None
) -> Sequence[Mode]:
    if mode is not None:
        return (mode,) if mode in served else ()
    if traveller is None:
        return served
    return [each for each in served if not each.carries_freight]


def directions_asked(question: Question) -> Sequence[Direction]:
    """Return the directions that are meant."""
    return [direction for direction in Direction if question.direction in {None, direction}]


def measure_applies(
    measure: Measure, crossing: Crossing, question: Question, index: MeasureIndex
) -> bool:
    """Return whether a measure applies to somebody of whom the question may speak."""
    day = question.moment.date()
    cases = product(modes_asked(crossing, question), directions_asked(question))
    scopes = [index.scope(measure, mode, direction, day) for mode, direction in cases]
    return _concerns(scopes, question, index)


def advice_applies(advice: Advice, question: Question, index: MeasureIndex) -> bool:
    """Return whether advice is meant for somebody of whom the question may speak."""
    day = question.moment.date()
    cases = product(Mode, directions_asked(question))
    scopes = [
        index.criteria_scope(advice, mode, direction, day)
        for mode, direction in cases
        if question.mode in {None, mode}
    ]
    return _concerns(scopes, question, index)


def _concerns(scopes: Sequence[Scope], question: Question, index: MeasureIndex) -> bool:
    """Return whether one of some scopes means somebody of whom the question may speak."""
    people = citizens(question.traveller, question.moment.date(), index, scopes)
    return any(each.applies(scope) is not False for each in people for scope in scopes)
