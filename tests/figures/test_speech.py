from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from msgspec import structs

import borders
from borders.enums import Direction, Language, Mode
from borders.figures.speech import Speech, ended
from borders.text import countries
from borders.text.messages import messages

if TYPE_CHECKING:
    from collections.abc import Iterator

LANGUAGES = [language.value for language in Language]
OWN = json.loads((files("borders.figures") / "wordings.json").read_text("utf-8"))
CODE = "\n".join(
    path.read_text("utf-8") for path in Path(borders.__file__).parent.glob("figures/*.py")
)


def said(key: str) -> Iterator[str]:
    yield from OWN[key].values()


@pytest.mark.parametrize("key", OWN)
def test_a_wording_stands_in_every_language_with_the_same_places(key: str):
    assert sorted(OWN[key]) == sorted(LANGUAGES)
    places = [set(re.findall(r"\{(\w+)", text)) - {"one", "other"} for text in said(key)]
    assert all(found == places[0] for found in places)
    assert all(text == text.strip() and text for text in said(key))


def test_wordings_are_those_that_figures_say():
    spoken = re.compile("|".join(rf"[\"']{re.escape(key)}[\"']" for key in OWN))
    assert {found[1:-1] for found in spoken.findall(CODE)} | set(Direction) >= set(OWN)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_wording_does_not_stand_for_one_of_the_page(lang: str):
    assert set(OWN).isdisjoint(messages()[lang])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_messages_that_figures_say_are_there(lang: str):
    keys = set(re.findall(r'\.ui\(\s*"([\w.]+)"', CODE))
    assert len(keys) > 20
    assert {key for key in keys if key not in OWN and key not in messages()[lang]} == set()


def test_english_is_that_of_the_sentences(register: borders.Register):
    speech = Speech(register.facts, "en")
    criteria = [who for measure in register.measures for who in measure.criteria]
    assert len(criteria) > 100
    for who in criteria:
        bare = structs.replace(who, modes=(), direction=None)
        assert speech.who(bare, "many") == countries.who(bare, register.facts, plural=True)
    assert speech.date(date(2023, 8, 21)) == countries.day(date(2023, 8, 21))
    moment = datetime(2023, 8, 21, 9, 30, tzinfo=UTC)
    assert speech.day(moment) == countries.day(moment)


@pytest.mark.parametrize("mode", [None, Mode.CAR])
def test_the_question_is_told_as_the_sentences_tell_it(register: borders.Register, mode: Mode):
    traveller = borders.Traveller(nationality=("US", "PL"), residence="LT", vehicle="BY")
    asked = register.on("2023-08-21", mode=mode, direction="out", traveller=traveller)
    whom = countries.asker(asked.question(register.crossings[0]), register.facts)
    told = Speech(register.facts, "en").question(asked, moment=False)
    assert told == whom[0].upper() + whom[1:] + ("" if mode else " · any means")


@pytest.mark.parametrize(
    ("lang", "count", "text"),
    [("en", 1, "1 local crossing is left"), ("en", 2, "2 local crossings are left")],
)
def test_forms_follow_the_number(lang: str, count: int, text: str, register: borders.Register):
    assert Speech(register.facts, lang).ui("history.local", n=count).startswith(text)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "21 August 2023"),
        ("be", "21 жніўня 2023 г."),
        ("ru", "21 августа 2023 г."),
        ("lt", "2023 m. rugpjūčio 21 d."),
        ("lv", "2023. gada 21. augusts"),
        ("pl", "21 sierpnia 2023 r."),
    ],
)
def test_days_are_written_as_readers_write_them(lang: str, text: str, register: borders.Register):
    assert Speech(register.facts, lang).date(date(2023, 8, 21)) == text
    assert ended(text) == text.rstrip(".") + "."


def test_a_choice_takes_the_way_that_fits(register: borders.Register):
    speech = Speech(register.facts, "lv")
    assert speech.date(date(2023, 8, 21), "until") == "līdz 2023. gada 21. augustam"
    assert Speech(register.facts, "pl").ui("title") == "Przejścia graniczne na granicy z Białorusią"


def test_names_of_other_countries_are_in_the_language(register: borders.Register):
    assert Speech(register.facts, "be").place("US") == "Злучаныя Штаты Амерыкі"
    assert Speech(register.facts, "en").place("US") == "United States"
    assert Speech(register.facts, "en").country("US") == "the United States"


def test_a_crossing_without_a_name_in_the_language_has_its_kind_in_it(register: borders.Register):
    rail = register.crossing("kuznica-rail")
    assert Speech(register.facts, "en").short(rail) == "Kuźnica (rail)"
    assert Speech(register.facts, "lt").short(rail) == "Kuźnica (geležinkelis)"
