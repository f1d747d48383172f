"""What was true at which moment: one line a fact, taken from the sources named above each block.

`LT.csv`, `LV.csv`, `PL.csv`, `RU.csv` and `UA.csv` hold the crossings of a neighbour, `BY.csv`
the airport.
Columns: `crossing`; `at`, an instant; `mode` and `direction`; who asks: `nationality`, `residence`,
`papers` (apart by blanks) and `vehicle`, all empty where no traveller is given; the `expected`
status; and `why`. The expectations come from the publications, not from `geodata/measures/`.

A change of fact needs three lines here: just before, at, and after.
"""

from __future__ import annotations

import csv
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

import borders
from borders import Register, Status, Traveller, dates
from borders.enums import Stage

if TYPE_CHECKING:
    from borders.model import Crossing, Measure

FILES = ("LT", "LV", "PL", "RU", "UA", "BY")
ZERO, MONTH = timedelta(0), timedelta(days=31)


class Fact(NamedTuple):
    crossing: str
    at: str
    mode: str
    direction: str
    nationality: str
    residence: str
    papers: str
    vehicle: str
    expected: str
    why: str

    @property
    def traveller(self) -> Traveller | None:
        if not (self.nationality or self.residence or self.papers or self.vehicle):
            return None
        return Traveller(
            nationality=self.nationality or None,
            residence=tuple(self.residence.split()),
            papers=tuple(self.papers.split()),
            vehicle=self.vehicle or None,
        )

    def __str__(self) -> str:
        return "-".join(filter(None, self[:8]))


def lines(file: str) -> list[str]:
    return Path(__file__).with_name(f"{file}.csv").read_text(encoding="utf-8").splitlines()


def facts(file: str) -> list[Fact]:
    header, *rows = csv.reader(line for line in lines(file) if not line.startswith("#"))
    assert tuple(header) == Fact._fields
    return [Fact(*row) for row in rows]


FACTS = {file: facts(file) for file in FILES}
ALL = [fact for file in FILES for fact in FACTS[file]]


@pytest.mark.parametrize("fact", ALL, ids=str)
def test_a_fact(register: Register, fact: Fact):
    day = register.on(fact.at, mode=fact.mode, direction=fact.direction, traveller=fact.traveller)
    verdict = day.explain(fact.crossing)
    assert verdict.status is Status(fact.expected), f"{fact.why}; the register: {verdict.sentence}"


@pytest.mark.parametrize("file", FILES)
def test_no_fact_stands_twice(file: str):
    questions = [fact[:8] for fact in FACTS[file]]
    assert sorted({q for q in questions if questions.count(q) > 1}) == []


@pytest.mark.parametrize("file", FILES)
def test_each_block_names_sources_of_the_register(register: Register, file: str):
    _, first, *rest = lines(file)
    assert first.startswith("#")
    for comment in (line for line in [first, *rest] if line.startswith("#")):
        named = [s for part in re.findall(r"\[(.+?)\]", comment) for s in part.split(", ")]
        assert named, comment
        unknown = [s for s in named if s not in register.facts.sources and "://" not in s]
        assert unknown == [], comment


@pytest.mark.parametrize("file", FILES)
def test_each_crossing_has_facts(register: Register, file: str):
    side = None if file == "BY" else file
    expected = {c.id for c in register.crossings if c.neighbour == side}
    assert {fact.crossing for fact in FACTS[file]} == expected


def ends(measure: Measure) -> list[datetime]:
    assert measure.valid_from is not None
    last = measure.last_seen and dates.day_end(measure.last_seen, dates.zone(measure.valid_from))
    until = [end for end in (measure.valid_to, last) if end]
    return [measure.valid_from, *([min(until)] if until else [])]


def known(crossing: Crossing, moment: datetime) -> bool:
    days = crossing.verified_from, crossing.verified_through
    return None not in days and days[0] < moment.date() < days[1]


EFFECTIVE = [m for m in borders.load().measures if m.stage is Stage.EFFECTIVE]


@pytest.mark.parametrize("measure", EFFECTIVE, ids=lambda measure: measure.id)
def test_each_end_of_a_measure_has_facts_on_both_sides(register: Register, measure: Measure):
    """At one of its crossings at least, within a month: some days are not told more closely."""
    for end in ends(measure):
        crossings = [c for c in map(register.crossing, measure.crossings) if known(c, end)]
        told = {
            c.id: [datetime.fromisoformat(f.at) - end for f in ALL if f.crossing == c.id]
            for c in crossings
        }
        assert not told or any(
            any(-MONTH <= gap < ZERO for gap in gaps) and any(ZERO <= gap <= MONTH for gap in gaps)
            for gaps in told.values()
        ), end
