from __future__ import annotations

import datetime as dt
import random
import re
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from babel import Locale

import borders
from borders.enums import Category, Confidence, Direction, Kind, Language, Mode, Stage, Status
from borders.maps import page_data
from borders.text import countries
from borders.text.messages import messages
from borders.text.sentences import Speech

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

LANGUAGES = [language.value for language in Language]
OTHERS = [language for language in LANGUAGES if language != "en"]
CYRILLIC = ("be", "ru")

SILENT = {"asker.nobody"}
"""What only English says."""

LATIN = re.compile(
    "Tab|Enter|Esc|Page|Up|Down|CSV|GeoJSON|PNG|JavaScript|OpenStreetMap|GeoNames|ODbL|CC|BY|[NSEW]"
)
"""Names of keys, formats and projects, the same in every script."""

CHOICES = (
    "[A-Z]{2}|north|south|east|west|international|schematic|rail|restricted|closed|out|yes"
    "|first|last"
)
"""Values between which messages choose."""

COGNATES = {
    "lv": {"table.status", "note.licence"},
    "pl": {"table.status", "position.latitude", "position.longitude"},
}
"""Texts that another language writes as English does."""

VOCABULARIES = (Category, Confidence, Direction, Kind, Mode, Stage, Status)

FAULTS = re.compile(
    r"undefined|null|NaN|\[object|[{}]|\s\s|^\s|\s$"
    r"|\(\s|\(\)|\s[.,;:)]|([.,;:])\1|[,;:][.,;]|— *[.;)]"
)
"""What no sentence may hold."""


def texts(language: str) -> dict[str, str]:
    return {key: text for key, text in messages()[language].items() if key != "cldr"}


@pytest.fixture(scope="module")
def whole(register: borders.Register) -> dict[str, Any]:
    return page_data.page_data(register)


@pytest.fixture(scope="module")
def page(browser: Browser, whole: dict[str, Any]) -> Iterator[Page]:
    """A page that holds our scripts, the data and the messages, without a frame."""
    shown = browser.new_page()
    for name in ("clock", "verdicts", "sentences"):
        code = (files("borders.maps") / "assets" / "core" / f"{name}.js").read_text("utf-8")
        code = re.sub(
            r"^import .*?;\n|^export (?=class|const|function)", "", code, flags=re.MULTILINE
        )
        shown.add_script_tag(content=code)
    given = [whole, messages()]
    shown.evaluate("(given) => { [window.data, window.messages] = given; }", given)
    yield shown
    shown.close()


@pytest.fixture
def speak(page: Page) -> Any:
    """A function that evaluates a script in which `say` speaks a language."""

    def spoken(language: str, script: str, given: Any = None) -> Any:
        page.evaluate("(language) => { window.say = words(data, messages, language); }", language)
        return page.evaluate(script, given)

    return spoken


class Form:
    """The places of a message: those that are shown, and the plurals with their categories."""

    def __init__(self, pieces: list[Any]) -> None:
        self.shown: set[str] = set()
        self.plurals: list[set[str]] = []
        self._read(pieces)

    def _read(self, pieces: list[Any]) -> None:
        for piece in pieces:
            if isinstance(piece, str):
                continue
            if piece["sort"] == "plain":
                self.shown.add(piece["name"])
            if piece["sort"] == "plural":
                self.shown.add(piece["name"])
                self.plurals.append(set(piece["ways"]))
            if piece["sort"] == "select":
                assert "other" in piece["ways"]
            for way in piece["ways"].values():
                self._read(way)


@pytest.fixture
def forms(page: Page) -> Any:
    def read(language: str) -> dict[str, Form]:
        script = "(all) => Object.entries(all).map(([key, text]) => [key, piecesOf(text)])"
        return {key: Form(pieces) for key, pieces in page.evaluate(script, texts(language))}

    return read


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_is_complete(language):
    assert list(texts(language)) == list(texts("en")) == sorted(texts("en"))
    assert {key for key, text in texts(language).items() if not text} <= SILENT


@pytest.mark.parametrize("language", OTHERS)
def test_messages_have_the_same_places(language, forms):
    """A date may also stand as its parts, where a language inflects the month."""

    def places(form: Form) -> set[str]:
        parts = {"year", "month", "day"}
        dated = "date" in form.shown or {"year", "day"} <= form.shown
        return form.shown - parts - {"date"} | ({"date"} if dated else form.shown & parts)

    found, expected = forms(language), forms("en")
    told = {key: places(found[key]) for key in expected if texts(language)[key]}
    assert told == {key: places(expected[key]) for key in told}


@pytest.mark.parametrize("language", LANGUAGES)
def test_plurals_have_every_category_of_the_language(language, forms):
    categories = set(Locale(language).plural_form.tags) | {"other"}
    found = {key: form.plurals for key, form in forms(language).items() if form.plurals}
    assert found
    assert all(each == categories for plurals in found.values() for each in plurals)


@pytest.mark.parametrize("language", OTHERS)
def test_nothing_is_left_in_english(language):
    same = {
        key
        for key, text in texts(language).items()
        if text == texts("en")[key] and re.search(r"[^\W\d_]{3}", re.sub(r"\{\w+\}", "", text))
    }
    assert same <= COGNATES.get(language, set())


@pytest.mark.parametrize("language", CYRILLIC)
def test_no_latin_word_stands_among_cyrillic_ones(language):
    for key, text in texts(language).items():
        said = re.sub(r"\{[a-zA-Z]+(?=[},])|\b(plural|select|one|few|many|other)\b", "", text)
        said = re.sub(rf"\b({CHOICES})(?= [{{}}])", "", said)
        assert all(map(LATIN.fullmatch, re.findall(r"[A-Za-z]+", said))), key


def test_no_cyrillic_letter_stands_among_latin_ones():
    for language in {*LANGUAGES} - {*CYRILLIC}:
        for key, text in texts(language).items():
            assert not re.search("[Ѐ-ӿ]", text), (language, key)


@pytest.mark.parametrize("language", LANGUAGES)
def test_signs_are_those_of_print(language):
    for key, text in texts(language).items():
        assert not re.search(r"[\"']|\s-\s|\.\.\.|\s\s|\u00a0", text), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_the_interface_renders(language, speak):
    """With every number that has a form of its own."""
    script = """() => Object.entries(messages[say.language]).flatMap(([key, text]) => {
      if (key === "cldr" || !text) return [];
      const both = `${text}${messages.en[key]}`;
      const names = [...both.matchAll(/\\{(\\w+)/g)].map(([, name]) => name);
      return [0, 1, 2, 5, 11, 21, 1.5].map((count) => [key, say.ui(key, {
        ...Object.fromEntries(names.map((name) => [name, "x"])), n: count, count,
      })]);
    })"""
    for key, text in speak(language, script):
        if not key.startswith("separator."):
            assert not FAULTS.search(text), (key, text)


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
        way = chance.choice([None, *Direction])
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
        asked = {"on": on, "mode": mode, "direction": way, "traveller": held}
        yield asked, register.on(when, mode=mode, direction=way, traveller=traveller)


SENTENCES = """(asked) => asked.map((question) => data.crossings.map((crossing) => {
  const told = verdict(data, crossing, question);
  return say.sentence(told, question);
}))"""


def test_english_says_what_python_says(speak, register):
    asked = list(questions(60, register))
    said = speak("en", SENTENCES, [question for question, _ in asked])
    for (question, snapshot), found in zip(asked, said, strict=True):
        expected = [one.sentence for one in snapshot.verdicts]
        assert found == expected, question


def test_english_tells_measures_as_python_does(speak, register):
    """Every measure, each way; lifts are left out, which no sentence names."""
    script = """(way) => data.measures.filter(({ effect }) => effect !== "lifts").map((one) => [
      one.id, say.clause(one, { direction: way }), one.seen ? say.caution(one) : ""])"""
    facts = register.facts
    for way in (None, *Direction):
        question = register.on("2024-01-01", direction=way).question(register.crossings[0])
        for name, clause, caution in speak("en", script, way):
            measure = facts.measures[name]
            if measure.valid_from is not None:
                assert clause == countries.clause(measure, question, facts)
            if measure.last_seen is not None:
                assert caution == countries.caution(measure, facts)


def test_english_names_travellers_as_python_does(speak, register):
    whos = [who for m in register.measures for who in m.criteria]
    script = "() => data.whos.map((who) => [say.who(who, 'one'), say.who(who, 'many')])"
    said = {tuple(pair) for pair in speak("en", script)}
    facts = register.facts
    for who in whos:
        assert (countries.who(who, facts), countries.who(who, facts, plural=True)) in said


def test_english_names_countries_as_python_does(speak, whole):
    said = speak("en", "(codes) => codes.map((code) => say.country(code))", whole["countries"])
    assert said == [countries.country(code) for code in whole["countries"]]


SPOKEN = """(asked) => asked.map((question) => {
  const verdicts = data.crossings.map((crossing) => verdict(data, crossing, question));
  return [say.summary(verdicts, question), ...verdicts.flatMap((one) => [
    say.name(one.crossing), say.sentence(one, question)])];
})"""


@pytest.mark.parametrize("language", Language)
def test_where_no_script_runs_the_same_is_said(language, speak, register):
    asked = list(questions(40, register))
    said = speak(language.value, SPOKEN, [question for question, _ in asked])
    spoken = Speech(register.facts, language)
    for (question, snapshot), found in zip(asked, said, strict=True):
        expected = [spoken.summary(snapshot)]
        for one in snapshot.verdicts:
            expected += [spoken.name(one.crossing), spoken.sentence(one)]
        assert found == expected, question


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("when", ["2023-02-10T12:00", "2023-02-10T00:00"])
def test_an_instant_is_told_with_its_time(language, when, speak, register):
    """A bare day is answered otherwise than its midnight, or the noon of another clock."""
    spoken, day = Speech(register.facts, language), speak(language.value, "say.date('2023-02-10')")
    for offset in ("+01:00", "+02:00", "+03:00"):
        snapshot = register.on(f"{when}{offset}")
        on = {"minute": int(snapshot.when.timestamp() / 60)}
        asked = {"on": on, "mode": None, "direction": None, "traveller": None}
        told = speak(language.value, "(asked) => say.moment(asked)", asked)
        assert told == spoken.when(snapshot)
        assert re.search(r"\d\d:\d\d", told)
        (found,) = speak(language.value, SPOKEN, [asked])
        expected = [spoken.summary(snapshot)]
        for one in snapshot.verdicts:
            expected += [spoken.name(one.crossing), spoken.sentence(one)]
        assert found == expected
        assert when.endswith("12:00") or not any(f"{day}:" in text for text in found)


@pytest.mark.parametrize("language", Language)
def test_a_single_crossing_is_named_and_not_counted(language, speak, register):
    asked = {"on": {"day": "2023-08-22"}, "mode": "boat", "direction": None, "traveller": None}
    ((told, *_),) = speak(language.value, SPOKEN, [asked])
    spoken, boat = Speech(register.facts, language), register.on("2023-08-22", mode="boat")
    assert told == spoken.summary(boat)
    assert " 1 " not in told
    served = [v.crossing for v in boat.verdicts if "boat" in v.crossing.modes]
    (river,) = (one for one in served if one.category is Category.INTERNATIONAL)
    assert spoken.short(river) in told
    values = {"on": "day", "whom": "whom", "place": "place", "name": "name"}
    ways = [spoken.ui("summary.one", **values, status=status) for status in Status]
    assert len({*ways}) == 3


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
def test_no_sentence_has_a_hole(language, speak, register):
    asked = [question for question, _ in questions(40, register)]
    told = speak(language, EVERYTHING, asked)
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
    """The month in the case that the sentence asks for."""
    script = "() => ['on', 'since', 'until'].map((use) => say.date('2025-10-29', use))"
    assert {language: speak(language, script) for language in LANGUAGES} == {
        "en": ["on 29 October 2025", "since 29 October 2025", "until 29 October 2025"],
        "be": ["29 кастрычніка 2025 г.", "з 29 кастрычніка 2025 г.", "да 29 кастрычніка 2025 г."],
        "ru": ["29 октября 2025 г.", "с 29 октября 2025 г.", "до 29 октября 2025 г."],
        "lt": [
            "2025 m. spalio 29 d.",
            "nuo 2025 m. spalio 29 d.",
            "iki 2025 m. spalio 29 d.",
        ],
        "lv": [
            "2025. gada 29. oktobrī",
            "kopš 2025. gada 29. oktobra",
            "līdz 2025. gada 29. oktobrim",
        ],
        "pl": [
            "29 października 2025 r.",
            "od 29 października 2025 r.",
            "do 29 października 2025 r.",
        ],
    }


def test_lists_and_numbers_where_the_browser_knows_nothing(speak):
    script = """() => [say.list(["а"]), say.list(["а", "б"]), say.list(["а", "б", "в", "г"]),
      say.list(["а", "б"], "disjunction"), say.number(1.5), say.number(54.5, 5), say.place("JP"),
      say.date("2025-05-01")]"""
    said = ["а", "а і б", "а, б, в і г", "а ці б", "1,5", "54,50000", "Японія", "1 мая 2025 г."]
    assert speak("be", script) == said


def test_the_sentence_of_a_journalist(speak, register):
    script = """(question) => say.summary(
      data.crossings.map((crossing) => verdict(data, crossing, question)), question)"""
    asked = {
        "on": {"day": "2023-08-21"},
        "mode": "car",
        "direction": "out",
        "traveller": {"nationality": ["US"], "residence": [], "papers": [], "vehicle": None},
    }
    said = speak("en", script, asked)
    day = register.on(
        "2023-08-21", mode="car", direction="out", traveller=borders.Traveller(nationality="US")
    )
    used = [v.crossing.name() for v in day.verdicts if v.status == "open"]
    assert said.startswith("On 21 August 2023 a US citizen leaving Belarus by car could use ")
    assert all(name in said for name in used)
    assert f"could use {len(used)} of " in said


def test_scripts_name_only_messages_that_exist():
    scripts = [
        file.read_text("utf-8")
        for file in Path(str(files("borders.maps") / "assets")).rglob("*.js")
    ]
    named = {key for text in scripts for key in re.findall(r'\bui\("([\w.-]+)"', text)}
    assert named
    assert named <= {*texts("en")}


def test_every_message_is_said_somewhere():
    """By its whole key, or by a key that a script makes out of words that code or data know."""
    folder = Path(str(files("borders.maps")))
    scripts, modules = folder.rglob("*.js"), folder.glob("*.py")
    code = "\n".join(file.read_text("utf-8") for file in (*scripts, *modules))
    written = {*re.findall(r"[\"'`]([\w.-]+)[\"'`]|\b([\w-]+):", code)}
    words = {word for pair in written for word in pair} | {
        value for vocabulary in VOCABULARIES for value in vocabulary
    }
    keys = re.findall(r"[`\"]([a-z]+\.(?:[\w.-]|\$?\{[^{}]*\})+)[`\"]", code)
    parts = [re.split(r"\$?\{[^{}]*\}", key) for key in keys]
    made = [re.compile(r"([\w-]+?)".join(map(re.escape, each))) for each in parts if each[1:]]
    assert made
    said = {
        key
        for key in texts("en")
        if key in words
        or any((m := form.fullmatch(key)) and {*m.groups()} <= words for form in made)
    }
    assert {*texts("en")} - said == set()


@pytest.mark.parametrize("mode", Mode)
def test_every_mode_has_its_words(mode):
    assert {f"mode.{mode}", f"means.{mode}"} <= {*texts("en")}
