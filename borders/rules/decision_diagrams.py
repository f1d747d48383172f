"""Rulings compiled into decision diagrams, so that a page can look verdicts up and never rule.

For each crossing, mode, direction and period the measures in force make a small diagram over what
they ask of a traveller. Equal diagrams are one diagram. Whoever walks one of outcomes with all
answers known ends at an outcome; with answers left open, at all outcomes that some way of filling
in has, since a branch that nobody can take is never built. A diagram of an application says for
each measure, in one walk, whether it bears on a traveller and what it asked in vain.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Final, NamedTuple

from borders.enums import Direction
from borders.model import Measure
from borders.rules.criteria import ATTRIBUTES
from borders.rules.evaluate import Outcome, PartialTraveller, decision_on, group_by_effect

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from borders.enums import Mode
    from borders.model import Advice, Crossing, Question
    from borders.rules.criteria import MeasureIndex, Scope, Situation
    from borders.rules.evaluate import Decision, ScopesByEffect

OUTCOMES: Final = tuple(Outcome)
"""The leaves of `Diagrams.outcomes`, by number."""

BEARS: Final = 16
"""In a leaf of `Diagrams.applies`: it bears. The bits below are of the `ATTRIBUTES` left unsaid."""

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


class Interval(NamedTuple):
    """A period of a crossing in which the same measures hold, each with its own row."""

    start: datetime
    outcomes: Row
    measures: tuple[tuple[Measure, Row], ...]


class Diagrams:
    """Every diagram of a register, each once."""

    def __init__(self, index: MeasureIndex) -> None:
        self.index = index
        self._nodes: dict[Node, int] = {}
        self._outcomes: dict[ScopesByEffect, int] = {}
        self._applications: dict[Scope, int] = {}
        self._rows: dict[object, Row] = {}

    @property
    def nodes(self) -> tuple[Node, ...]:
        """The nodes in order; the first has the number `LEAVES`."""
        return tuple(self._nodes)

    def intervals(self, crossing: Crossing, question: Question) -> Iterator[Interval]:
        """Yield the periods of a crossing, oldest first; before them nothing is known."""
        for moment in self.index.change_points(crossing, question):
            yield self.interval(crossing, moment, self.index.situation(crossing, moment))

    def interval(self, crossing: Crossing, moment: datetime, situation: Situation) -> Interval:
        """Return what a situation makes of a crossing from a moment on."""
        return Interval(
            moment,
            self.outcomes(situation, moment, crossing.modes),
            tuple((m, self.applies(m, moment, crossing.modes)) for m in situation.measures),
        )

    def outcomes(self, situation: Situation, moment: datetime, modes: Sequence[Mode]) -> Row:
        """Return what may become of a traveller under some measures: leaves are of `Outcome`."""
        day, situation = moment.date(), self.index.ruled(situation)
        key = (situation, self.index.membership_epoch(day), modes)
        if key not in self._rows:
            self._rows[key] = tuple(
                self._decided(
                    group_by_effect(
                        (
                            (m, self.index.scope(m, mode, direction, day))
                            for m in situation.measures
                        ),
                        is_known=situation.is_known,
                    )
                )
                for mode, direction in product(modes, Direction)
            )
        return self._rows[key]

    def applies(self, rule: Measure | Advice, moment: datetime, modes: Sequence[Mode]) -> Row:
        """Return whether a measure applies to a traveller, or advice is meant for them."""
        day = moment.date()
        rule = self.index.alike(rule) if isinstance(rule, Measure) else rule
        key = (rule, self.index.membership_epoch(day), modes)
        if key not in self._rows:
            self._rows[key] = tuple(
                self._applied(
                    self.index.scope(rule, mode, direction, day)
                    if isinstance(rule, Measure)
                    else self.index.criteria_scope(rule, mode, direction, day)
                )
                for mode, direction in product(modes, Direction)
            )
        return self._rows[key]

    def _decided(self, scopes: ScopesByEffect) -> int:
        if scopes not in self._outcomes:
            self._outcomes[scopes] = self._decide(decision_on(scopes))
        return self._outcomes[scopes]

    def _applied(self, scope: Scope) -> int:
        if scope not in self._applications:
            stated = self._ask(PartialTraveller(), scope, {"residence": True, "papers": True})
            silent = self._ask(PartialTraveller(), scope, dict.fromkeys(ATTRIBUTES, False))
            self._applications[scope] = self._node("residence", None, stated, silent)
        return self._applications[scope]

    def _decide(self, decision: Decision, true: int = 0, false: int = 0) -> int:
        """Return the diagram of what measures make of a traveller of whom something is assumed."""
        outcomes, bit = decision.possible(true, false)
        if not bit:
            (outcome,) = outcomes
            return OUTCOMES.index(outcome)
        reached = [self._decide(decision, *both) for both in decision.answers(bit, true, false)]
        return self._node(*decision.predicate(bit), reached[0], reached[-1])

    def _ask(self, traveller: PartialTraveller, scope: Scope, replies: Mapping[str, bool]) -> int:
        """Return the diagram of whether a scope applies, by what is said and what is not."""
        answer = traveller.applies(scope)
        if isinstance(answer, bool):
            return BEARS * answer
        for attribute, values in answer:
            if attribute not in replies:
                yes = self._ask(traveller, scope, {**replies, attribute: True})
                no = self._ask(traveller, scope, {**replies, attribute: False})
                return self._node(attribute, None, yes, no)
            if replies[attribute]:
                answers = traveller.answers((attribute, values))
                reached = [self._ask(traveller, scope, replies) for _ in answers]
                return self._node(attribute, values, reached[0], reached[-1])
        attributes = {attribute for attribute, _ in answer}
        return BEARS + sum(1 << i for i, a in enumerate(ATTRIBUTES) if a in attributes)

    def _node(self, attribute: str, values: frozenset[str] | None, yes: int, no: int) -> int:
        if yes == no:
            return yes
        node = Node(attribute, values, yes, no)
        return self._nodes.setdefault(node, LEAVES + len(self._nodes))
