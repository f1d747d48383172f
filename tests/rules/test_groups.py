"""A group as nationality answers for any citizen of it, as if each had asked."""

from __future__ import annotations

from itertools import islice, product
from typing import TYPE_CHECKING

import pytest
from history_questions import Questions, random_measures
from msgspec import structs

import borders
from borders.enums import Status
from borders.errors import QuestionError
from borders.rules.evaluate import evaluate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Folder

    from borders.model import Question


def members(question: Question, register: borders.Register) -> Iterator[Question]:
    """The question of each whom the nationality may mean."""
    traveller = question.traveller
    assert traveller is not None
    day, groups = question.moment.date(), register.facts.groups
    codes = traveller.held("nationality") or ()
    for citizenship in product(*(groups[c].on(day) if c in groups else [c] for c in codes)):
        one = structs.replace(traveller, nationality=tuple({*citizenship} - {"XXA"}))
        yield structs.replace(question, traveller=one)


def of_group(question: Question, register: borders.Register) -> bool:
    codes = question.traveller and question.traveller.held("nationality")
    return bool(codes) and not register.facts.groups.keys().isdisjoint(codes or ())


def expected(statuses: set[Status]) -> Status:
    if Status.UNKNOWN in statuses:
        return Status.UNKNOWN
    return statuses.pop() if len(statuses) == 1 else Status.RESTRICTED


@pytest.mark.parametrize("seed", range(12))
def test_a_group_is_asked_as_each_of_its_citizens(folder: Folder, seed: int):
    random_measures(folder, seed)
    register = folder.load()
    asked = 0
    for snapshot, _ in islice(Questions(register, seed), 200):
        for crossing in register.crossings:
            question = snapshot.question(crossing)
            if not of_group(question, register):
                continue
            asked += 1
            finding = evaluate(crossing, question, register.index)
            each = [evaluate(crossing, q, register.index) for q in members(question, register)]
            assert finding.status is expected({one.status for one in each})
            if len({one.status for one in each}) > 1 and finding.status is Status.RESTRICTED:
                assert "nationality" in finding.depends_on
            bearing = {m.id for one in each for m in one.measures}
            if finding.status is not Status.CLOSED:
                assert bearing <= {m.id for m in finding.measures}
            defaults = {one.default or one.status for one in each} - {Status.RESTRICTED}
            if finding.status is Status.RESTRICTED and len({*defaults}) == 1:
                assert finding.default in {*defaults, None}
    assert asked > 30


def test_only_who_is_a_member_then_is_meant(folder: Folder):
    folder.groups[0] |= {"members": ["LT"], "dated": [{"code": "PL", "since": "2020-06-01"}]}
    folder.measure(**{"except": [{"nationality": ["LT"]}]}, valid_from="2020-01-10")
    register = folder.load()
    eu = borders.Traveller(nationality="EU")
    before, after = (register.on(f"2020-{day}", traveller=eu) for day in ("05-31", "06-01"))
    assert before.status("alpha") is Status.OPEN
    assert after.status("alpha") is Status.RESTRICTED
    verdict = after.verdict("alpha")
    assert verdict.default is Status.CLOSED
    assert verdict.depends_on == ("nationality",)
    assert f"{verdict.since:%Y-%m-%d %H:%M}" == "2020-06-01 00:00"


def test_who_is_named_apart_is_not_the_default(folder: Folder):
    """Closed to one of many: the others are whom no measure names."""
    folder.measure(only=[{"nationality": ["PL"]}], valid_from="2020-01-10")
    day = folder.load().on("2020-06-01", traveller=borders.Traveller(nationality="EU"))
    assert day.verdict("alpha").default is Status.OPEN


def test_who_is_stateless_is_named_by_no_measure(folder: Folder):
    folder.measure(**{"except": [{"nationality": ["EU", "LT"]}]}, valid_from="2020-01-10")
    only = [{"nationality": ["EU", "BY"]}]
    folder.measure(crossings=["beta"], only=only, valid_from="2020-01-10")
    day = folder.load().on("2020-06-01", traveller=borders.Traveller(nationality="stateless"))
    assert day.status("alpha") is Status.CLOSED
    assert day.status("beta") is Status.OPEN


@pytest.mark.parametrize(
    ("nationality", "message"),
    [
        ("XX", "neither a country nor a group"),
        ("EAEU", "one of EU"),
        (("stateless", "PL"), "citizen of no country"),
        ("Ruritania", "is no country"),
    ],
)
def test_what_is_no_nationality_is_refused(folder: Folder, nationality: str, message: str):
    register = folder.load()
    with pytest.raises(QuestionError, match=message):
        register.on("2020-06-01", traveller=borders.Traveller(nationality=nationality))


@pytest.mark.parametrize(
    ("nationality", "language", "said"),
    [
        ("eu", "en", "an EU citizen"),
        ("SCHENGEN", "en", "a citizen of a Schengen country"),
        ("EU", "ru", "граждане стран ЕС"),
        ("EU", "lt", "ES valstybių piliečiai"),
        ("stateless", "en", "a stateless person"),
        ("XXA", "pl", "bezpaństwowiec"),
    ],
)
def test_groups_are_said_in_words(
    register: borders.Register, nationality: str, language: str, said: str
):
    day = register.on("2025-11-20", traveller=borders.Traveller(nationality=nationality))
    assert register.translator(language).asker(day, "one") == said
