from __future__ import annotations

import json
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, Any

import pytest
from history_questions import (
    ANSWER,
    Questions,
    answer,
    changes_of,
    minute,
    random_measures,
    random_periods,
)
from page_core import Core

import borders
from borders.enums import Language, Status
from borders.maps.page_data import page_data
from borders.maps.page_messages import page_messages
from borders.maps.page_numbers import with_texts
from borders.maps.question_json import encode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Folder

PERIODS = """question => data.crossings.map((crossing) =>
  core.periods(data, crossing, question).map((period) => {
    const { since, until, measures, dependsOn } = period;
    return [since, until, core.standingOf(period), measures.map(({ id }) => id), dependsOn];
}))"""
CHANGES = """question => core.changes(data, question).map(
  ({ crossing, minute, before, after }) =>
    [crossing.id, minute, core.standingOf(before), core.standingOf(after)]
)"""
ADVICE = """question => [null, ...data.crossings].map(
  (crossing) => core.adviceOn(data, crossing, question).map(({ id }) => id)
)"""


SIGNS = """question => data.crossings.map((crossing) => {
  const { minute } = core.verdict(data, crossing, question);
  return core.signs(data, crossing, question, minute).map((sign) => [
    sign.from, sign.through, sign.what,
    ...data.languages.map((language) => new core.Translator(data, messages, language).sign(sign))
  ]);
})"""


@pytest.fixture(scope="module")
def core() -> Iterator[Core]:
    with Core() as core:
        yield core


def given(core: Core, register: borders.Register) -> dict[str, Any]:
    """Give the modules the data of a register."""
    data = page_data(register)
    core.evaluate("data => void Object.assign(globalThis, { data })", data)
    return data


def written(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def differing(core: Core, questions: Questions, count: int, each: int) -> list[Any]:
    """The verdicts, of some crossings to each of some questions, that the page tells otherwise."""
    differences = []
    crossings = questions.register.crossings
    for snapshot, question in islice(questions, count):
        on = questions.chance.sample(range(len(crossings)), each)
        answers = core.evaluate(ANSWER, [on, question])
        expected = [answer(snapshot.verdict(crossings[at])) for at in on]
        differences += [
            (crossings[at].id, question, a, b)
            for at, a, b in zip(on, answers, expected, strict=True)
            if a != b
        ]
    return differences


def test_the_page_says_what_python_says(core: Core, register: borders.Register):
    """For 500 random questions to four crossings each: of every kind, at every kind of moment."""
    given(core, register)
    assert differing(core, Questions(register, 20230821), 500, 4) == []


def test_the_page_reads_the_numbers_that_it_is_written_in(
    core: Core, register: borders.Register, folder: Folder
):
    """Minutes that are no whole ones too."""
    folder.measure(valid_from="2021-03-04T05:06:07+02:00")
    for each in (register, folder.load()):
        data = json.loads(written(page_data(each)))
        assert core.evaluate("core.fromTexts", with_texts(data)) == data
        assert len(written(with_texts(data))) < len(written(data))


@pytest.mark.parametrize("direction", [None, "out", "in"])
@pytest.mark.parametrize("mode", [None, "car", "truck", "foot"])
def test_the_page_tells_the_same_signs_in_every_language(
    core: Core, folder: Folder, mode: str | None, direction: str | None
):
    folder.sign()
    folder.sign(mode="truck", direction="both", **{"from": "2025-12-20", "through": "2026-02-10"})
    folder.sign(mode="foot", direction="in", through="2026-02-01", note="Many.")
    folder.sign(through="2025-12-31", **{"from": "2025-10-01"})
    folder.crossing("gamma", verified=[])
    folder.sign(crossing="gamma", through="2026-01-10")
    register = folder.load()
    given(core, register)
    core.evaluate("messages => void Object.assign(globalThis, { messages })", page_messages())
    for traveller in (None, borders.Traveller(nationality="US")):
        for moment in ("2025-12-25", "2026-01-01", "2026-01-09", "2026-01-10", "2026-04-01"):
            day = register.on(moment, mode=mode, direction=direction, traveller=traveller)
            expected = [
                [
                    [s.since.isoformat(), s.through.isoformat(), s.what]
                    + [register.translator(language).sign(s) for language in Language]
                    for s in register.signs(crossing, day.question(crossing))
                ]
                for crossing in register.crossings
            ]
            assert core.evaluate(SIGNS, encode(day)) == expected


def test_the_page_says_what_python_says_of_what_no_state_decided_yet(
    core: Core, tmp_path_factory: pytest.TempPathFactory, folder_of: Callable[..., Folder]
):
    """For measures made at random, which join criteria as the shipped ones do not.

    Among them some under which three outcomes may come about by what is left unsaid.
    """
    for seed in (*range(10), 91, 189, 241):
        folder = folder_of(tmp_path_factory.mktemp("toy"))
        random_measures(folder, seed)
        register = folder.load()
        given(core, register)
        assert differing(core, Questions(register, seed), 30, 2) == []


def test_the_page_says_what_python_says_where_verified_periods_leave_gaps(
    core: Core, tmp_path_factory: pytest.TempPathFactory, folder_of: Callable[..., Folder]
):
    """In a gap and after the last period attested measures bar, and the last verdict is told."""
    told: Counter[str] = Counter()
    for seed in range(8):
        folder = folder_of(tmp_path_factory.mktemp("toy"))
        random_measures(folder, seed)
        random_periods(folder, seed)
        register = folder.load()
        given(core, register)
        questions = Questions(register, seed)
        assert differing(core, questions, 60, 2) == []
        for snapshot, _ in islice(questions, 60):
            for verdict in snapshot.verdicts:
                told["gap"] += verdict.status is Status.UNKNOWN and verdict.age_days is not None
                told["attested"] += bool(verdict.age_days and verdict.status is Status.CLOSED)
                last = verdict.last_known
                told["later"] += (
                    last is not None
                    and last.status is Status.CLOSED
                    and (last.question.moment.date() != verdict.verified_through)
                )
    assert min(told["gap"], told["attested"], told["later"]) > 10, told


def test_the_page_has_the_same_history(core: Core, register: borders.Register):
    given(core, register)
    for snapshot, question in islice(Questions(register, 1), 20):
        expected = [
            [
                [
                    minute(v.measures_since),
                    minute(v.measures_until),
                    v.standing,
                    [m.id for m in v.measures],
                    list(v.depends_on),
                ]
                for v in snapshot.periods(crossing)
            ]
            for crossing in register.crossings
        ]
        assert core.evaluate(PERIODS, question) == expected


def test_the_page_has_the_same_changes(core: Core, register: borders.Register):
    given(core, register)
    for snapshot, question in islice(Questions(register, 2), 5):
        expected = [
            [c.crossing.id, minute(c.moment), c.before.standing, c.after.standing]
            for c in changes_of(snapshot, every=True)
        ]
        assert core.evaluate(CHANGES, question) == expected


def test_the_page_gives_the_same_advice(core: Core, register: borders.Register):
    given(core, register)
    for snapshot, question in islice(Questions(register, 3), 40):
        expected = [[a.id for a in snapshot.advice(c)] for c in (None, *register.crossings)]
        assert core.evaluate(ADVICE, question) == expected


def test_sources_are_told_once(register: borders.Register):
    data = page_data(register)
    sources = register.facts.sources
    for record, told in zip(register.measures, data["measures"], strict=True):
        titles = [data["sources"][number][1] for number in told["sources"]]
        assert titles == [sources[source].title for source in record.sources]
    assert len({tuple(source) for source in data["sources"]}) == len(data["sources"])
