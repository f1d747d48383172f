from __future__ import annotations

import random
from typing import TYPE_CHECKING

import borders
from borders.enums import Direction, Mode
from borders.rules.decision_diagrams import BEARS, LEAVES, OUTCOMES, Diagrams
from borders.rules.evaluate import evaluate, status_from

if TYPE_CHECKING:
    from conftest import Folder

    from borders.model import Crossing, Question
    from borders.rules.decision_diagrams import Interval
    from borders.rules.evaluate import Outcome


def reached(diagrams: Diagrams, root: int, question: Question) -> set[Outcome]:
    """Walk as the page does: one branch where the answer is known, both where it is open."""
    if root < LEAVES:
        return {OUTCOMES[root]}
    node = diagrams.nodes[root - LEAVES]
    assert node.values is not None
    held = question.traveller.held(node.attribute) if question.traveller is not None else None
    if held is None:
        return reached(diagrams, node.yes, question) | reached(diagrams, node.no, question)
    return reached(diagrams, node.no if held.isdisjoint(node.values) else node.yes, question)


def root_of(spell: Interval, crossing: Crossing, mode: Mode, way: Direction) -> int:
    """Find the diagram in its row: out and in of the first mode, and so on."""
    at = crossing.modes.index(mode) * len(Direction) + list(Direction).index(way)
    return spell.outcomes[at]


def spells_of(register: borders.Register, diagrams: Diagrams, crossing: Crossing) -> list[Interval]:
    question = register.on("2020-06-01").question(crossing)
    return list(diagrams.intervals(crossing, question))


def test_walking_says_what_ruling_says(register: borders.Register):
    """For 2,000 random questions to the shipped register, at the begin of any period."""
    chance = random.Random(20230821)  # noqa: S311 - a fixed sample
    diagrams = Diagrams(register.index)
    known = {c.id: spells_of(register, diagrams, c) for c in register.crossings}
    papers = list(register.facts.papers)
    for _ in range(2000):
        crossing = chance.choice([c for c in register.crossings if known[c.id]])
        spell = chance.choice(known[crossing.id])
        mode, direction = chance.choice(crossing.modes), chance.choice(list(Direction))
        holds = chance.sample(["LT", "PL", "LV", "DE", "BY"], chance.choice([0, 0, 1]))
        traveller = borders.Traveller(
            nationality=chance.choice(["US", "BY", "DE", "RU", "UA", "GB", None]),
            residence=tuple(holds),
            papers=tuple(chance.sample(papers, chance.choice([0, 0, 1, 2]))),
            vehicle=chance.choice([None, "BY", "LT", "RU", "PL"]),
        )
        day = register.on(
            spell.start, mode=mode, direction=direction, traveller=chance.choice([None, traveller])
        )
        question = day.question(crossing)
        outcomes = reached(diagrams, root_of(spell, crossing, mode, direction), question)
        assert status_from(outcomes) is evaluate(crossing, question, register.index).status


def test_equal_diagrams_are_one(folder: Folder):
    exceptions = [{"nationality": ["EU"]}]
    folder.measure(id="lt-1", crossings=["alpha"], **{"except": exceptions})
    folder.measure(id="lt-2", crossings=["beta"], valid_from="2022-01-01", **{"except": exceptions})
    register = folder.load()
    diagrams = Diagrams(register.index)
    alpha, beta = (spells_of(register, diagrams, c)[-2] for c in register.crossings)
    assert {*alpha.outcomes} == {*beta.outcomes}
    assert len({*alpha.outcomes}) == 1


def test_a_branch_that_nobody_can_take_is_not_built(folder: Folder):
    """Whoever lives in a country of the union lives in the union."""
    folder.measure(id="lt-1", **{"except": [{"residence": ["LT"]}]})
    folder.measure(id="lt-2", **{"except": [{"residence": ["EU"]}]})
    register = folder.load()
    crossing = register.crossing("Alpha")
    diagrams = Diagrams(register.index)
    last = spells_of(register, diagrams, crossing)[-2]  # behind it nothing is known
    resident = borders.Traveller(residence="LT")
    question = register.on("2021-06-01", traveller=resident).question(crossing)
    root = root_of(last, crossing, Mode.FOOT, Direction.OUT)
    node = diagrams.nodes[root - LEAVES]
    assert {outcome.name for outcome in reached(diagrams, root, question)} == {"PASSES"}
    assert max(node.yes, node.no) < LEAVES, "the second question answers itself"


def test_a_measure_that_excepts_whom_it_names_bears_on_nobody(folder: Folder):
    """Whoever comes in a vehicle of one country comes in none of all others."""
    folder.measure(only=[{"vehicle": ["LT"]}], **{"except": [{"vehicle": ["LT", "LV"]}]})
    register = folder.load()
    diagrams = Diagrams(register.index)
    last = spells_of(register, diagrams, register.crossing("Alpha"))[-2]
    assert last.measures
    leaves = {each for node in diagrams.nodes for each in (node.yes, node.no)}
    assert BEARS not in leaves


def test_a_new_member_begins_a_spell(folder: Folder):
    folder.measure(valid_from="2020-01-01", **{"except": [{"nationality": ["EU"]}]})
    register = folder.load()
    spells = spells_of(register, Diagrams(register.index), register.crossing("Alpha"))
    assert [f"{spell.start:%Y-%m-%d}" for spell in spells] == [
        "2020-01-01",
        "2020-02-01",
        "2026-01-01",
    ]
