"""Rulings compiled into decision diagrams, so that a page can look verdicts up and never rule.

For each crossing, mode, direction and period the measures in force make a small diagram over what
they ask of a traveller. Equal diagrams are one diagram. Whoever walks one with all answers known
ends at an outcome; with answers left open, at all outcomes that some way of filling in has, since
a branch that nobody can take is never built.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from borders.model import Question
from borders.ruling import Atom, Case, Outcome, World
from borders.validity import in_force
from borders.verdicts import known
from borders.vocabulary import Direction, Mode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from borders.model import Crossing, Measure

LEAVES = tuple(Outcome)
"""The first diagrams are the outcomes themselves; every other is a node."""


class Node(NamedTuple):
    """Asks whether a traveller is such as an atom says, and goes on to another diagram."""

    atom: int
    yes: int
    no: int


class Spell(NamedTuple):
    """A period of a crossing in which the same measures are in force."""

    start: datetime
    measures: tuple[Measure, ...]
    diagrams: dict[tuple[Mode, Direction], int]


class Diagrams:
    """Every diagram of a register, each once: `LEAVES`, then `nodes`."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.atoms: dict[Atom, int] = {}
        self._nodes: dict[Node, int] = {}
        self._made: dict[object, int] = {}

    @property
    def nodes(self) -> tuple[Node, ...]:
        """The nodes in order; the first has the number that follows the leaves."""
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
            asked = Question(moment=moment)
            yield Spell(
                moment,
                current,
                {
                    (mode, way): self.outcome(current, asked, mode, way)
                    for mode in crossing.modes
                    for way in Direction
                },
            )

    def outcome(
        self, measures: Sequence[Measure], question: Question, mode: Mode, way: Direction
    ) -> int:
        """Return the diagram of what becomes of a traveller under some measures."""
        case = Case(question, mode, way, self.world)
        bearing = [m for m in measures if case.touches(m) is not False]
        asked = tuple(dict.fromkeys(case.open))
        key = (tuple(m.id for m in bearing), mode, way, asked)
        if key not in self._made:
            self._made[key] = self._compile(case, bearing)
        return self._made[key]

    def _compile(self, case: Case, measures: Sequence[Measure]) -> int:
        decided = case.decide(measures)
        if isinstance(decided, Outcome):
            return LEAVES.index(decided)
        reached = {answer: self._compile(case, measures) for answer in case.answers(decided)}
        yes, no = reached.get(True, reached.get(False)), reached.get(False, reached.get(True))
        if yes is None or no is None or yes == no:
            return next(iter(reached.values()))
        node = Node(self.atoms.setdefault(decided, len(self.atoms)), yes, no)
        return self._nodes.setdefault(node, len(LEAVES) + len(self._nodes))
