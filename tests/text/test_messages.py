"""Every message stands in every language, in its form and its letters."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel import Locale
from fillings import fillings

import borders
from borders.enums import (
    Category,
    Confidence,
    Direction,
    Kind,
    Language,
    Mode,
    Stage,
    Standing,
    Status,
)
from borders.text import icu
from borders.text.messages import messages

LANGUAGES = [language.value for language in Language]
OTHERS = [language for language in LANGUAGES if language != "en"]
CYRILLIC = ("be", "ru", "uk")
SCRIPT = Path(__file__).with_name("intl.mjs")
PACKAGE = Path(borders.__file__).parent

SILENT = {"asker.nobody", "english"}
"""What only English says, or alone does not."""

LATIN = re.compile(
    "Tab|Enter|Esc|Ctrl|Page|Up|Down|CSV|GeoJSON|PNG|JavaScript|OpenStreetMap|GeoNames|ODbL|CC|BY|[NSEW]"
)
"""Names of keys, formats and projects, the same in every script."""

CHOICES = (
    "[A-Z]{2,3}|north|south|east|west|international|schematic|rail|restricted|closed|out|yes"
    "|Minsk|Vilnius|Riga|Warsaw|Moscow|Kyiv|all|some|most|none|open|first|last|through|road|air"
    "|longer|shorter|equal|farther|nearer|genitive|locative|several|people|after|on|since|from|until"
)
"""Values between which messages choose."""

COGNATES = {
    "be": {"country.name"},
    "lv": {"table.status", "note.licence"},
    "pl": {"country.name", "table.status", "position.latitude", "position.longitude"},
}
"""Texts that another language writes as English does, and countries whose names are the usual."""

FAULTS = re.compile(
    r"undefined|null|NaN|\[object|[{}]|\s\s|^\s|\s$"
    r"|\(\s|\(\)|\s[.,;:)]|([.,;:])\1|[,;:][.,;]|— *[.;)]"
)
"""What no message may hold."""

VOCABULARIES = (Category, Confidence, Direction, Kind, Mode, Stage, Standing, Status)


class Form:
    """The places of a message: those that are shown, and the plurals with their categories."""

    def __init__(self, text: str) -> None:
        self.shown: set[str] = set()
        self.plurals: list[set[str]] = []
        self._read(icu.parse(text))

    def _read(self, pieces: tuple[icu.Piece, ...]) -> None:
        for piece in pieces:
            if isinstance(piece, str):
                continue
            if piece.sort != "select":
                self.shown.add(piece.name)
            if piece.sort == "plural":
                self.plurals.append({*piece.branches})
            for branch in piece.branches.values():
                self._read(branch)


def forms(language: str) -> dict[str, Form]:
    return {key: Form(text) for key, text in messages(language).items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_is_complete(language):
    assert list(messages(language)) == list(messages("en")) == sorted(messages("en"))
    assert {key for key, text in messages(language).items() if not text} <= SILENT


@pytest.mark.parametrize("language", OTHERS)
def test_messages_have_the_same_places(language):
    """A date may also stand as its parts, where a language inflects the month, and a time too.

    The state at home is known to every message.
    """
    parts = {"date": {"date", "year", "month", "day"}, "time": {"time", "hour", "minute"}}

    def places(form: Form) -> set[str]:
        whole = {name for name, those in parts.items() if form.shown & those}
        return form.shown.difference({"home"}, *parts.values()) | whole

    found, expected = forms(language), forms("en")
    told = {key: places(found[key]) for key in expected if messages(language)[key]}
    assert told == {key: places(expected[key]) for key in told}


@pytest.mark.parametrize("language", LANGUAGES)
def test_plurals_have_every_category_of_the_language(language):
    categories = set(Locale(language).plural_form.tags) | {"other"}
    found = {key: form.plurals for key, form in forms(language).items() if form.plurals}
    assert found
    assert all(each == categories for plurals in found.values() for each in plurals)


@pytest.mark.parametrize("language", OTHERS)
def test_nothing_is_left_in_english(language):
    same = {
        key
        for key, text in messages(language).items()
        if text == messages("en")[key] and re.search(r"[^\W\d_]{3}", re.sub(r"\{\w+\}", "", text))
    }
    assert same <= COGNATES.get(language, set())


@pytest.mark.parametrize("language", CYRILLIC)
def test_no_latin_word_stands_among_cyrillic_ones(language):
    for key, text in messages(language).items():
        said = re.sub(r"\{[a-zA-Z]+(?=[},])|\b(plural|select|one|few|many|other)\b", "", text)
        said = re.sub(rf"\b({CHOICES})(?= [{{}}])", "", said)
        assert all(map(LATIN.fullmatch, re.findall(r"[A-Za-z]+", said))), key


def test_no_cyrillic_letter_stands_among_latin_ones():
    for language in {*LANGUAGES} - {*CYRILLIC}:
        for key, text in messages(language).items():
            assert not re.search("[Ѐ-ӿ]", text), (language, key)


@pytest.mark.parametrize("language", LANGUAGES)
def test_signs_are_those_of_print(language):
    for key, text in messages(language).items():
        assert not re.search(r"[\"']|\s-\s|\.\.\.|\s\s|\u00a0", text), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_renders(language: str, register: borders.Register):
    translator = register.translator(language)
    for key, values in fillings(language):
        if key in SILENT or key.startswith("separator."):
            continue
        text = translator.t(key, **values)
        assert not FAULTS.search(text), (key, text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_messages_are_filled_as_by_another_reader_of_the_form(
    language: str, register: borders.Register
):
    """Of npm's `intl-messageformat`: every message, in every branch, with every kind of number."""
    cases, own = list(fillings(language)), {"home": "x", "code": "other"}
    cases = [(key, own | values) for key, values in cases]
    assert len(cases) > 2000
    node = shutil.which("node", path=Path(sys.executable).parent) or shutil.which("node")
    assert node, "Node.js runs it: see CONTRIBUTING.md"
    request = {"language": language, "messages": messages(language), "cases": cases}
    answer = subprocess.run(  # noqa: S603 - our own script
        [node, SCRIPT], input=json.dumps(request), capture_output=True, encoding="utf-8", check=True
    )
    translator = register.translator(language)
    texts = [translator.t(key, **values) for key, values in cases]
    assert json.loads(answer.stdout) == texts


def test_code_names_only_messages_that_exist():
    code = [
        path.read_text("utf-8")
        for ext in ("js", "py")
        for path in PACKAGE.rglob(f"*.{ext}")
        if "bundled" not in path.parts
    ]
    named = {key for text in code for key in re.findall(r'\bt\(\s*"([\w.-]+)"', text)}
    assert len(named) > 100
    assert named <= {*messages("en")}


def test_every_message_is_said_somewhere():
    """By its whole key, or by a key that code makes out of words that code or data know."""
    wings = ("text", "network", "formats", "maps", "figures", "cli")
    paths = [
        path
        for wing in wings
        for ext in ("js", "py")
        for path in PACKAGE.rglob(f"{wing}/**/*.{ext}")
    ]
    code = "\n".join(path.read_text("utf-8") for path in paths)
    written = {*re.findall(r"[\"'`]([\w.-]+)[\"'`]|\b([\w-]+):", code)}
    words = {word for pair in written for word in pair} | {
        value for vocabulary in VOCABULARIES for value in vocabulary
    }
    keys = re.findall(r"[`\"']([a-z]+\.(?:[\w.-]|\$?\{[^{}]*\})+)[`\"']", code)
    parts = [re.split(r"\$?\{[^{}]*\}", key) for key in keys]
    made = [re.compile(r"([\w-]+?)".join(map(re.escape, each))) for each in parts if each[1:]]
    assert made
    said = {
        key
        for key in messages("en")
        if key in words
        or any((m := form.fullmatch(key)) and {*m.groups()} <= words for form in made)
    }
    assert {*messages("en")} - said == set()


@pytest.mark.parametrize("mode", Mode)
def test_every_mode_has_its_words(mode):
    assert {f"mode.{mode}", f"means.{mode}"} <= {*messages("en")}
