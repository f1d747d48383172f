"""Rulings compiled into decision diagrams, so that a page can look verdicts up and never rule.

For each crossing, mode, direction and period the measures in force make a small diagram over what
they ask of a traveller. Equal diagrams are one diagram. Whoever walks one of outcomes with all
answers known ends at an outcome; with answers left open, at all outcomes that some way of filling
in has, since a branch that nobody can take is never built. A diagram of touches says for each
measure, in one walk, whether it bears on a traveller and what it asked in vain.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Final, NamedTuple

from borders.enums import Direction
from borders.model import Measure
from borders.rules.criteria import ATTRIBUTES
from borders.rules.evaluate import Case, Outcome, rules
from borders.rules.verdicts import known

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from borders.enums import Mode
    from borders.model import Advice, Crossing, Question
    from borders.rules.criteria import Terms, World
    from borders.rules.evaluate import Rules

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
        self._outcomes: dict[Rules, int] = {}
        self._touches: dict[Terms, int] = {}
        self._rows: dict[object, Row] = {}

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
        for moment in (start, *turns):
            current = self.world.current(crossing, moment)
            yield Spell(
                moment,
                self.outcomes(current, moment, crossing.modes),
                tuple((m, self.touches(m, moment, crossing.modes)) for m in current),
            )

    def outcomes(self, measures: Sequence[Measure], moment: datetime, modes: Sequence[Mode]) -> Row:
        """Return what may become of a traveller under some measures: leaves are of `Outcome`."""
        day = moment.date()
        key = (tuple(measures), self.world.era(day), modes)
        if key not in self._rows:
            self._rows[key] = tuple(
                self._decided(rules((m, self.world.terms(m, mode, way, day)) for m in measures))
                for mode, way in product(modes, Direction)
            )
        return self._rows[key]

    def touches(self, rule: Measure | Advice, moment: datetime, modes: Sequence[Mode]) -> Row:
        """Return whether a measure touches a traveller, or advice is meant for them."""
        day = moment.date()
        key = (rule, self.world.era(day), modes)
        if key not in self._rows:
            self._rows[key] = tuple(
                self._touched(
                    self.world.terms(rule, mode, way, day)
                    if isinstance(rule, Measure)
                    else self.world.meant(rule, mode, way, day)
                )
                for mode, way in product(modes, Direction)
            )
        return self._rows[key]

    def _decided(self, rules: Rules) -> int:
        if rules not in self._outcomes:
            self._outcomes[rules] = self._decide(Case(), rules)
        return self._outcomes[rules]

    def _touched(self, terms: Terms) -> int:
        if terms not in self._touches:
            told = self._ask(Case(), terms, {"residence": True, "papers": True})
            silent = self._ask(Case(), terms, dict.fromkeys(ATTRIBUTES, False))
            self._touches[terms] = self._node("residence", None, told, silent)
        return self._touches[terms]

    def _decide(self, case: Case, rules: Rules) -> int:
        """Return the diagram of what measures make of a case."""
        may, atom = case.decide(rules)
        if atom is None:
            (outcome,) = may
            return OUTCOMES.index(outcome)
        reached = [self._decide(case, rules) for _ in case.answers(atom)]
        return self._node(*atom, reached[0], reached[-1])

    def _ask(self, case: Case, terms: Terms, said: Mapping[str, bool]) -> int:
        """Return the diagram of whether a case is touched, by what is said and what is not."""
        answer = case.touches(terms)
        if isinstance(answer, bool):
            return BEARS * answer
        for attribute, values in answer:
            if attribute not in said:
                yes, no = (self._ask(case, terms, {**said, attribute: a}) for a in (True, False))
                return self._node(attribute, None, yes, no)
            if said[attribute]:
                reached = [self._ask(case, terms, said) for _ in case.answers((attribute, values))]
                return self._node(attribute, values, reached[0], reached[-1])
        asked = {attribute for attribute, _ in answer}
        return BEARS + sum(1 << i for i, a in enumerate(ATTRIBUTES) if a in asked)

    def _node(self, attribute: str, values: frozenset[str] | None, yes: int, no: int) -> int:
        if yes == no:
            return yes
        node = Node(attribute, values, yes, no)
        return self._nodes.setdefault(node, LEAVES + len(self._nodes))
