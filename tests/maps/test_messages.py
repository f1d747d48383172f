from __future__ import annotations

import datetime as dt
import random
import re
from importlib.resources import files
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from click.testing import CliRunner
from fillings import fillings
from page_core import Core

import borders
from borders.cli.commands import main
from borders.enums import Direction, Language, Mode
from borders.maps import page_data
from borders.maps.page_messages import messages_block, page_messages
from borders.text.sentences import Translator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from patience import Patient
    from playwright.sync_api import Page, Route

    from borders.model import Verdict
    from borders.register import Snapshot

LANGUAGES = [language.value for language in Language]
OTHERS = [language for language in LANGUAGES if language != "en"]
CORE = Path(str(files("borders.maps"))) / "assets" / "core"
CYRILLIC = ("be", "ru", "uk")

FAULTS = re.compile(
    r"undefined|null|NaN|\[object|[{}]|\s\s|^\s|\s$"
    r"|\(\s|\(\)|\s[.,;:)]|([.,;:])\1|[,;:][.,;]|— *[.;)]"
)
"""What no sentence may hold."""


@pytest.fixture(scope="module")
def whole(register: borders.Register) -> dict[str, Any]:
    return page_data.page_data(register)


@pytest.fixture(scope="module")
def page(browser: Patient, whole: dict[str, Any]) -> Iterator[Page]:
    """A page that holds our scripts, the data and the messages, without a frame."""
    shown = browser.new_page()
    shown.route("http://core.invalid/**", module)
    shown.goto("http://core.invalid/")
    shown.evaluate(
        """async ([data, messages]) => {
          const modules = ["/sentences.js", "/verdicts.js"].map((name) => import(name));
          Object.assign(window, { data, messages }, ...(await Promise.all(modules)));
        }""",
        [whole, page_messages()],
    )
    yield shown
    shown.close()


def module(route: Route) -> None:
    """Answer with a pure module of the page, or with a page that takes them in."""
    name = route.request.url.rpartition("/")[2]
    kind = "text/javascript" if name else "text/html"
    body = (CORE / name).read_text("utf-8") if name else "<!DOCTYPE html><title>Core</title>"
    route.fulfill(body=body, content_type=f"{kind}; charset=utf-8")


@pytest.fixture
def speak(page: Page) -> Any:
    """A function that evaluates a script in which `say` speaks a language."""

    def spoken(language: str, script: str, given: Any = None) -> Any:
        page.evaluate(
            "(language) => { window.say = new Translator(data, messages, language); }", language
        )
        return page.evaluate(script, given)

    return spoken


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_fills_messages_as_python_does(language, speak, register):
    """With every number that has a form of its own, and in every branch."""
    page, translator = {*page_messages()[language]}, register.translator(language)
    cases = [(key, values) for key, values in fillings(language) if key in page]
    assert len(cases) > 1000
    said = speak(language, "(all) => all.map(([key, values]) => say.t(key, values))", cases)
    assert said == [translator.t(key, **values) for key, values in cases]


def questions(count: int, register: borders.Register) -> Iterator[tuple[dict[str, Any], Any]]:
    """Random questions, in the page's form and as a snapshot."""
    chance = random.Random(19)  # noqa: S311 - a fixed sample
    first = dt.date(2019, 11, 1)
    papers = list(register.facts.papers)
    for _ in range(count):
        when = str(first + dt.timedelta(days=chance.randrange(2700)))
        on: dict[str, Any] = {"day": when}
        if chance.random() < 0.3:
            when = f"{when}T{chance.choice(['00:00', '10:00', '13:45'])}:00+00:00"
            on = {"minute": int(dt.datetime.fromisoformat(when).timestamp() / 60)}
        mode = chance.choice([None, None, *Mode])
        direction = chance.choice([None, *Direction])
        held = None
        if chance.random() < 0.7:
            codes = ["US", "GB", "BY", "LT", "DE", "RU", "PL", "NL", "JP"]
            nationality = chance.sample(codes, chance.choice([0, 1, 1, 2]))
            held = {
                "nationality": nationality or None,
                "residence": chance.sample(["LT", "PL", "LV", "BY"], chance.choice([0, 0, 1, 2])),
                "papers": chance.sample(papers, chance.choice([0, 0, 1, 3])),
                "vehicle": chance.choice([None, None, "BY", "LT", "US"]),
            }
        traveller = held and borders.Traveller(
            **{k: tuple(v) if isinstance(v, list) else v for k, v in held.items()}
        )
        question = {"on": on, "mode": mode, "direction": direction, "traveller": held}
        yield question, register.on(when, mode=mode, direction=direction, traveller=traveller)


SENTENCES = """(asked) => asked.map((question) => data.crossings.map((crossing) => {
  const told = verdict(data, crossing, question);
  return say.sentence(told, question);
}))"""


SPOKEN = """(asked) => asked.map((question) => {
  const verdicts = data.crossings.map((crossing) => verdict(data, crossing, question));
  const serving = verdicts.filter(({ serves }) => serves);
  return [say.summary(verdicts, question), say.finding(verdicts, question),
    [say.byNeighbour(serving), say.listed(verdicts)].filter(Boolean).join(" "),
    say.question(question),
    ...verdicts.flatMap((one) => [say.name(one.crossing), say.sentence(one, question)])];
})"""


def answered(spoken: Translator, snapshot: Snapshot) -> list[str]:
    """What a whole answer comes to, as `SPOKEN` begins."""
    of = snapshot.verdicts, snapshot
    named, question = spoken.named(snapshot.verdicts), spoken.question(snapshot, moment=False)
    return [spoken.summary(*of), spoken.finding(*of), named, question]


class Answered(NamedTuple):
    """What is asked, and what Python rules, in no language yet."""

    question: dict[str, Any]
    snapshot: Snapshot
    verdicts: list[Verdict]


@pytest.fixture(scope="module")
def rulings(register: borders.Register) -> list[Answered]:
    return [
        Answered(question, snapshot, [*map(snapshot.verdict, register.crossings)])
        for question, snapshot in questions(40, register)
    ]


@pytest.mark.parametrize("language", Language)
def test_where_no_script_runs_the_same_is_said(language, speak, register, rulings):
    said = speak(language.value, SPOKEN, [each.question for each in rulings])
    spoken = Translator(register.facts, language)
    for (question, snapshot, verdicts), found in zip(rulings, said, strict=True):
        expected = answered(spoken, snapshot)
        for one in verdicts:
            expected += [spoken.name(one.crossing), spoken.sentence(one)]
        assert found == expected, question


@pytest.fixture(scope="module")
def instants(register: borders.Register) -> dict[str, list[Answered]]:
    """By the time of day, at three offsets."""
    found: dict[str, list[Answered]] = {}
    for when, offset in product(("2023-02-10T12:00", "2023-02-10T00:00"), (1, 2, 3)):
        snapshot = register.on(f"{when}+0{offset}:00")
        on = {"minute": int(snapshot.moment.timestamp() / 60)}
        question = {"on": on, "mode": None, "direction": None, "traveller": None}
        verdicts = [*map(snapshot.verdict, register.crossings)]
        found.setdefault(when, []).append(Answered(question, snapshot, verdicts))
    return found


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("when", ["2023-02-10T12:00", "2023-02-10T00:00"])
def test_an_instant_is_told_with_its_time(language, when, speak, register, instants):
    """A bare day is answered otherwise than its midnight, or the noon of another clock."""
    spoken, day = (
        Translator(register.facts, language),
        speak(language.value, "say.date('2023-02-10')"),
    )
    for question, snapshot, verdicts in instants[when]:
        told = speak(language.value, "(asked) => say.moment(asked)", question)
        assert told == spoken.when(snapshot)
        assert re.search(r"\d[.:]\d\d", told)
        (found,) = speak(language.value, SPOKEN, [question])
        expected = answered(spoken, snapshot)
        for one in verdicts:
            expected += [spoken.name(one.crossing), spoken.sentence(one)]
        assert found == expected
        assert when.endswith("12:00") or not any(f"{day}:" in text for text in found)


@pytest.mark.parametrize("language", Language)
def test_a_single_crossing_is_named_and_not_counted(language, speak, register):
    question = {"on": {"day": "2023-08-22"}, "mode": "boat", "direction": None, "traveller": None}
    script = """(question) => say.summary(data.crossings.filter(({ id }) => id === "rudawka")
      .map((crossing) => verdict(data, crossing, question)), question)"""
    told = speak(language.value, script, question)
    spoken, boat = Translator(register.facts, language), register.on("2023-08-22", mode="boat")
    river = boat.verdict("rudawka")
    assert told == spoken.summary([river], boat)
    assert not re.search(r"\b1\b", told)
    assert spoken.short(river.crossing) in told
    assert spoken.within(river.standing) in told
    headline = speak(language.value, script.replace("summary", "finding"), question)
    assert headline == f"{spoken.short(river.crossing)}: {spoken.within(river.standing)}"
    assert headline == spoken.finding([river], boat)


MANY = """(question) => {
  const verdicts = data.crossings.map((crossing) => verdict(data, crossing, question));
  return [1, 4].map((times) => say.listed(Array(times).fill(verdicts).flat()));
}"""


@pytest.mark.parametrize("language", Language)
def test_of_many_that_stand_alike_the_number_alone_is_told(language, speak, register):
    question = {"on": {"day": "2020-01-15"}, "mode": "car", "direction": "out", "traveller": None}
    spoken = Translator(register.facts, language)
    day = register.on("2020-01-15", mode="car", direction="out")
    verdicts = [*map(day.verdict, register.crossings)]
    few, many = speak(language.value, MANY, question)
    for told, times in ((few, 1), (many, 4)):
        serving = [one for one in verdicts if one.serves] * times
        assert spoken.named(verdicts * times) == f"{spoken.by_neighbour(serving)} {told}".strip()
    name = spoken.short(register.crossing("medininkai"))
    assert name in few
    assert name not in many


EVERYTHING = """(asked) => asked.flatMap((question) => {
  const verdicts = data.crossings.map((crossing) => verdict(data, crossing, question));
  return [say.summary(verdicts, question), ...verdicts.flatMap((one) => [
    say.sentence(one, question), say.label(one, question), say.label(one), say.name(one.crossing),
    say.standing(one.crossing), one.crossing.place ? say.position(one.crossing.place) : "",
    say.why(one, question), say.why(one, question, 1),
    ...one.planned.map((measure) => say.plan(measure, question)),
    ...one.cautions.map((measure) => say.caution(measure)),
    ...one.wouldPass.map((who) => say.who(who)),
  ])];
})"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_has_a_hole(language, speak, rulings):
    told = speak(language, EVERYTHING, [each.question for each in rulings])
    assert len(set(told)) > 1000
    for text in set(told):
        assert not FAULTS.search(text), text


@pytest.mark.parametrize("language", CYRILLIC)
def test_no_sentence_falls_back_to_english(language, speak, register):
    """Chromium has no Belarusian: what it would say itself is English."""
    facts = register.facts
    names = " ".join(
        text
        for crossing in register.crossings
        for checkpoint in crossing.checkpoints
        for text in checkpoint.names.values()
    )
    words = " ".join(
        w.wording(Language(language)) for w in (*facts.papers.values(), *facts.conditions.values())
    )
    known = {*re.findall(r"[A-Za-z]+", f"{names} {words}")}
    asked = [question for question, _ in questions(10, register)]
    for text in {*speak(language, EVERYTHING, asked)}:
        latin = re.findall(r"(?<![^\W\d_])[A-Za-z]+(?![^\W\d_])", text)
        assert {*latin} <= known, text


def test_a_day_in_each_language(speak):
    """The month in the case that the sentence asks for; at its end a day is already out."""
    script = """() => [...["on", "since", "until"].map((use) => say.date("2025-10-29", use)),
      say.day(Date.parse("2025-10-28T22:00Z") / 6e4, "LT", "until")]"""
    assert {language: speak(language, script) for language in LANGUAGES} == {
        "en": [
            "on 29 October 2025",
            "since 29 October 2025",
            "until 29 October 2025",
            "to the morning of 29 October 2025",
        ],
        "be": [
            "29 кастрычніка 2025 г.",
            "з 29 кастрычніка 2025 г.",
            "да 29 кастрычніка 2025 г.",
            "да раніцы 29 кастрычніка 2025 г.",
        ],
        "ru": [
            "29 октября 2025 г.",
            "с 29 октября 2025 г.",
            "до 29 октября 2025 г.",
            "до утра 29 октября 2025 г.",
        ],
        "lt": [
            "2025 m. spalio 29 d.",
            "nuo 2025 m. spalio 29 d.",
            "iki 2025 m. spalio 29 d.",
            "iki 2025 m. spalio 29 d. ryto",
        ],
        "lv": [
            "2025. gada 29. oktobrī",
            "kopš 2025. gada 29. oktobra",
            "līdz 2025. gada 29. oktobrim",
            "līdz 2025. gada 29. oktobra rītam",
        ],
        "pl": [
            "29 października 2025 r.",
            "od 29 października 2025 r.",
            "do 29 października 2025 r.",
            "do rana 29 października 2025 r.",
        ],
        "uk": [
            "29 жовтня 2025 р.",
            "з 29 жовтня 2025 р.",
            "до 29 жовтня 2025 р.",
            "до ранку 29 жовтня 2025 р.",
        ],
    }


def test_lists_and_numbers_where_the_browser_knows_nothing(speak):
    script = """() => [say.list(["а"]), say.list(["а", "б"]), say.list(["а", "б", "в", "г"]),
      say.list(["а", "б"], "disjunction"), say.number(1.5), say.number(54.5, 5), say.place("JP"),
      say.number(1234), say.number(1234567),
      say.date("2025-05-01")]"""
    said = ["а", "а і б", "а, б, в і г", "а ці б", "1,5", "54,50000", "Японія"]
    said += ["1234", "1\u00a0234\u00a0567", "1 мая 2025 г."]
    assert speak("be", script) == said


def test_the_sentence_of_a_journalist(speak, register):
    script = """(question) => say.summary(
      data.crossings.map((crossing) => verdict(data, crossing, question)), question)"""
    question = {
        "on": {"day": "2023-08-21"},
        "mode": "car",
        "direction": "out",
        "traveller": {"nationality": ["US"], "residence": [], "papers": [], "vehicle": None},
    }
    said = speak("en", script, question)
    day = register.on(
        "2023-08-21", mode="car", direction="out", traveller=borders.Traveller(nationality="US")
    )
    used = [v.crossing.name() for v in day.verdicts if v.status == "open"]
    dangers = sum(bool(verdict.dangers) for verdict in day.verdicts)
    assert said.startswith(
        f"Danger ({dangers}): mines, closed zone of the border, fighting. "
        "On 21 August 2023, a US citizen leaving Belarus by car could use "
    )
    assert all(name in said for name in used)
    assert f"could use {len(used)} of the " in said


TERESPOL = """(question) => {
  const told = verdict(data, data.crossings.find(({ id }) => id === "terespol"), question);
  return [
    say.asker(question), say.name(told.crossing), say.sentence(told, question),
    ...told.measures.map((one) => say.clause(one, question)),
    ...told.wouldPass.map((one) => say.who(one)),
  ];
}"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_command_line_says_what_the_page_says(language, speak):
    traveller = {"nationality": ["US"], "residence": [], "papers": [], "vehicle": None}
    question = {"mode": "car", "direction": "out", "traveller": traveller}
    said = speak(language, TERESPOL, {"on": {"day": "2023-08-21"}, **question})
    words = ("--on", "2023-08-21", "--nationality", "US", "--mode", "car", "--direction", "out")
    shown = CliRunner().invoke(main, ["explain", "Terespol", *words, "--lang", language])
    assert shown.exit_code == 0, shown.output
    text = " ".join(shown.output.split())
    assert len(said) > 6
    assert [each for each in said if each not in text] == []


def test_the_page_reads_of_each_language_what_it_says() -> None:
    with Core() as core:
        assert core.evaluate("core.byLanguage", messages_block()) == page_messages()
