"""Rulings compiled into decision diagrams, so that a page can look verdicts up and never rule.

For each crossing, mode, direction and period the measures in force make a small diagram over what
they ask of a traveller. Equal diagrams are one diagram. Whoever walks one of outcomes with all
answers known ends at an outcome; with answers left open, at all outcomes that some way of filling
in has, yes before no, since a branch that nobody can take is never built. A diagram of touches says
for each measure, in one walk, whether it bears on a traveller and what it asked in vain.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from itertools import product
from typing import TYPE_CHECKING, Final, NamedTuple

from borders.model import Measure, Question, Traveller
from borders.ruling import ATTRIBUTES, Atom, Case, Outcome
from borders.validity import in_force
from borders.verdicts import known
from borders.vocabulary import Direction, Mode, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from typing import Self

    from borders.model import Advice, Crossing
    from borders.ruling import World

_Put = Callable[[Traveller | None], Case]

OUTCOMES: Final = tuple(Outcome)
"""The leaves of `Diagrams.outcomes`, by number."""

BEARS: Final = 16
"""In a leaf of `Diagrams.touches`: it bears. The bits below are of the `ATTRIBUTES` left unsaid."""

LEAVES: Final = 32
"""A root below this is a leaf, whose meaning its row knows; any other is a node."""

Row = tuple[int, ...]
"""Roots for some modes and each direction: out and in of the first mode, and so on."""


class Node(NamedTuple):
    """Asks whether a traveller holds one of some values, and goes on to another diagram.

    Without values: whether the traveller says at all what is held in the attribute.
    """

    attribute: str
    values: frozenset[str] | None
    yes: int
    no: int


class Spell(NamedTuple):
    """A period of a crossing in which the same measures are in force, each with its own row."""

    start: datetime
    outcomes: Row
    measures: tuple[tuple[Measure, Row], ...]


class Diagrams:
    """Every diagram of a register, each once."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._nodes: dict[Node, int] = {}
        self._made: dict[object, int] = {}

    @property
    def nodes(self) -> tuple[Node, ...]:
        """The nodes in order; the first has the number `LEAVES`."""
        return tuple(self._nodes)

    def spells(self, crossing: Crossing, question: Question) -> Iterator[Spell]:
        """Yield the periods of a crossing over all that is known, oldest first."""
        span = known(crossing, question)
        if span is None:
            return
        start, end = span
        turns = [turn for turn in self.world.turns(crossing, question) if start < turn < end]
        held = [(m, in_force(m)) for m in self.world.measures(crossing)]
        for moment in (start, *turns):
            current = tuple(m for m, period in held if period and period.holds(moment))
            yield Spell(
                moment,
                self.outcomes(current, moment, crossing.modes),
                tuple((m, self.touches(m, moment, crossing.modes)) for m in current),
            )

    def outcomes(self, measures: Sequence[Measure], moment: datetime, modes: Iterable[Mode]) -> Row:
        """Return what may become of a traveller under some measures: leaves are of `Outcome`."""
        roots = []
        for put in self._puts(moment, modes):
            case = put(None)
            bearing = [m for m in measures if case.touches(m) is not False]
            shape = tuple((m.effect, _shape(m, case)) for m in bearing)
            if shape not in self._made:
                self._made[shape] = self._decide(put(None), bearing)
            roots.append(self._made[shape])
        return tuple(roots)

    def touches(self, rule: Measure | Advice, moment: datetime, modes: Iterable[Mode]) -> Row:
        """Return whether a measure touches a traveller, or advice is meant for them."""
        roots = []
        for put in self._puts(moment, modes):
            case = put(None)
            idle = _touches(rule, case) == 0
            shape = None if idle else _shape(rule, case)
            if shape not in self._made:
                given, silent = self._ask(rule, put, put(None), {}), _touches(rule, put(None))
                self._made[shape] = self._node("residence", None, given, silent)
            roots.append(self._made[shape])
        return tuple(roots)

    def _puts(self, moment: datetime, modes: Iterable[Mode]) -> Iterator[_Put]:
        """Yield a function for each mode and direction that makes the case of a traveller."""

        def put(mode: Mode, way: Direction, traveller: Traveller | None) -> Case:
            return Case(Question(moment=moment, traveller=traveller), mode, way, self.world)

        for mode, way in product(modes, Direction):
            yield functools.partial(put, mode, way)

    def _decide(self, case: Case, measures: Sequence[Measure]) -> int:
        """Return the diagram of what measures make of a case."""
        decided = case.decide(measures)
        if isinstance(decided, Outcome):
            return OUTCOMES.index(decided)
        reached = [self._decide(case, measures) for _ in case.answers(decided)]
        return self._node(*decided, reached[0], reached[-1])

    def _ask(self, rule: Measure | Advice, put: _Put, told: Case, said: Mapping[str, bool]) -> int:
        """Return the diagram of whether a rule touches somebody who has told some things."""
        try:
            return _touches(rule, put(_Interviewed(told=told.assumed, said=said)))
        except _Unanswered as question:
            attribute, values = question.attribute, question.values
        if values is None:
            yes, no = (
                self._ask(rule, put, told, {**said, attribute: answer}) for answer in (True, False)
            )
            return self._node(attribute, None, yes, no)
        reached = [self._ask(rule, put, told, said) for _ in told.answers((attribute, values))]
        return self._node(attribute, values, reached[0], reached[-1])

    def _node(self, attribute: str, values: frozenset[str] | None, yes: int, no: int) -> int:
        if yes == no:
            return yes
        node = Node(attribute, values, yes, no)
        return self._nodes.setdefault(node, LEAVES + len(self._nodes))


class _Unanswered(Exception):
    """Something must be known of a traveller before a ruling can go on."""

    def __init__(self, attribute: str, values: frozenset[str] | None) -> None:
        super().__init__(attribute, values)
        self.attribute, self.values = attribute, values


class _Interviewed(Traveller, frozen=True, kw_only=True):
    """A traveller of whom is known what was told, and whether an attribute is said at all."""

    told: Mapping[Atom, bool]
    said: Mapping[str, bool]

    def held(self, attribute: str) -> frozenset[str] | None:
        said = attribute in {"residence", "papers"} or self.said.get(attribute)
        if said is None:
            raise _Unanswered(attribute, None)
        return _Held(attribute, self.told) if said else None


class _Held(frozenset[str]):
    """What an interviewed traveller holds in an attribute, as far as it was told."""

    attribute: str
    told: Mapping[Atom, bool]

    def __new__(cls, attribute: str, told: Mapping[Atom, bool]) -> Self:
        held = super().__new__(cls)
        held.attribute, held.told = attribute, told
        return held

    def isdisjoint(self, values: Iterable[object], /) -> bool:
        atom = (self.attribute, frozenset(map(str, values)))
        if atom not in self.told:
            raise _Unanswered(*atom)
        return not self.told[atom]


def _shape(rule: Measure | Advice, case: Case) -> tuple[object, ...]:
    """Return all that a rule may ask in a case; what it is called does not matter."""
    shapes: list[object] = [len(rule.only)]
    for who in rule.criteria:
        case.open = []
        shapes.append((case.matches(who), tuple(case.open)))
    return tuple(shapes)


def _touches(rule: Measure | Advice, case: Case) -> int:
    """Return a leaf: whether a rule bears on a case, and what it asked in vain."""
    if isinstance(rule, Measure):
        bears = case.touches(rule) is not False
    else:
        bears = case.meant(rule.only, rule.exceptions) is not False
    asked = {attribute for attribute, _ in case.open}
    return BEARS * bears + sum(1 << i for i, a in enumerate(ATTRIBUTES) if a in asked)


def status(outcomes: Iterable[Outcome]) -> Status:
    """Return what a crossing is where some outcomes may come about, as `ruling.find` has it."""
    return {
        frozenset[Outcome](): Status.CLOSED,
        frozenset({Outcome.BARRED}): Status.CLOSED,
        frozenset({Outcome.PASSES}): Status.OPEN,
    }.get(frozenset(outcomes), Status.RESTRICTED)
