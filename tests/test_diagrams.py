from __future__ import annotations

import random
from typing import TYPE_CHECKING

import borders
from borders.diagrams import LEAVES, Diagrams
from borders.ruling import Outcome, find
from borders.vocabulary import Direction, Status

if TYPE_CHECKING:
    from conftest import Folder

    from borders.model import Question

STATUS = {
    frozenset({Outcome.PASSES}): Status.OPEN,
    frozenset({Outcome.BARRED}): Status.CLOSED,
}


def reached(diagrams: Diagrams, root: int, question: Question) -> set[Outcome]:
    """Walk as the page does: one branch where the answer is known, both where it is open."""
    if root < len(LEAVES):
        return {LEAVES[root]}
    node = diagrams.nodes[root - len(LEAVES)]
    attribute, values = list(diagrams.atoms)[node.atom]
    held = question.traveller.held(attribute) if question.traveller is not None else None
    if held is None:
        return reached(diagrams, node.yes, question) | reached(diagrams, node.no, question)
    return reached(diagrams, node.no if held.isdisjoint(values) else node.yes, question)


def test_walking_says_what_ruling_says(register: borders.Register):
    """For 2,000 random questions to the shipped register, at every kind of moment."""
    chance = random.Random(20230821)  # noqa: S311 - a fixed sample
    diagrams = Diagrams(register.world)
    spells = {
        c.id: list(diagrams.spells(c, register.on("2020-01-01").question(c)))
        for c in register.crossings
    }
    papers = list(register.facts.papers)
    for _ in range(2000):
        crossing = chance.choice([c for c in register.crossings if spells[c.id]])
        spell = chance.choice(spells[crossing.id])
        mode, way = chance.choice(list(spell.diagrams))
        traveller = chance.choice(
            [
                None,
                borders.Traveller(
                    nationality=chance.choice(["US", "BY", "DE", "RU", "UA", "GB", None]),
                    residence=tuple(
                        chance.sample(["LT", "PL", "LV", "DE", "BY"], chance.choice([0, 0, 1]))
                    ),
                    papers=tuple(chance.sample(papers, chance.choice([0, 0, 1, 2]))),
                    vehicle=chance.choice([None, "BY", "LT", "RU", "PL"]),
                ),
            ]
        )
        asked = register.on(spell.start, mode=mode, direction=way, traveller=traveller)
        question = asked.question(crossing)
        outcomes = reached(diagrams, spell.diagrams[mode, way], question)
        expected = find(crossing, question, register.world).status
        assert STATUS.get(frozenset(outcomes), Status.RESTRICTED) is expected


def test_equal_diagrams_are_one(folder: Folder):
    exceptions = [{"nationality": ["EU"]}]
    folder.measure(id="lt-1", crossings=["alpha"], **{"except": exceptions})
    folder.measure(id="lt-2", crossings=["beta"], valid_from="2022-01-01", **{"except": exceptions})
    register = folder.load()
    diagrams = Diagrams(register.world)
    for crossing in register.crossings:
        list(diagrams.spells(crossing, register.on("2020-01-01").question(crossing)))
    assert len(diagrams.nodes) == 1


def test_a_branch_that_nobody_can_take_is_not_built(folder: Folder):
    """Whoever lives in a country of the union lives in the union."""
    folder.measure(id="lt-1", **{"except": [{"residence": ["LT"]}]})
    folder.measure(id="lt-2", **{"except": [{"residence": ["EU"]}]})
    register = folder.load()
    crossing = register.crossing("Alpha")
    diagrams = Diagrams(register.world)
    *_, last = diagrams.spells(crossing, register.on("2020-01-01").question(crossing))
    outcomes = last.diagrams[crossing.modes[0], Direction.OUT]
    asked = register.on("2021-06-01", traveller=borders.Traveller(residence="LT")).question(
        crossing
    )
    assert reached(diagrams, outcomes, asked) == {Outcome.PASSES}
    assert len(diagrams.nodes) == 1


def test_a_new_member_begins_a_spell(folder: Folder):
    folder.measure(valid_from="2020-01-01", **{"except": [{"nationality": ["EU"]}]})
    register = folder.load()
    crossing = register.crossing("Alpha")
    spells = list(
        Diagrams(register.world).spells(crossing, register.on("2020-01-01").question(crossing))
    )
    assert [f"{spell.start:%Y-%m-%d}" for spell in spells] == ["2020-01-01", "2020-02-01"]
