"""The page in a language that its maker chose, with and without scripts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from patience import ready

import borders
from borders.cli.commands import main
from borders.enums import Language
from borders.errors import QuestionError
from borders.maps import html, notebook, static_svg
from borders.text.messages import messages
from borders.text.sentences import Translator

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from patience import Patient

FRAMES = {
    "html": lambda day, path, lang: html.save(day, path, html.Edition(lang)),
    "folium": lambda day, path, lang: borders.save(borders.explore(day, lang=lang), path),
}
DAY = "2025-11-05"


@pytest.fixture(scope="module")
def day(register: borders.Register) -> Any:
    traveller = borders.Traveller(nationality=("BY", "PL"), residence="LT")
    return register.on(DAY, mode="car", direction="out", traveller=traveller)


@pytest.fixture(params=FRAMES)
def frame(request: pytest.FixtureRequest) -> Callable[..., None]:
    return FRAMES[request.param]


def test_without_scripts_the_page_is_in_its_language(
    day: Any, frame: Callable[..., None], browser: Patient, tmp_path: Path
) -> None:
    path = tmp_path / "map.html"
    frame(day, path, lang="lv")
    context = browser.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.goto(path.as_uri())
    own, say = messages("lv"), Translator(day.register.facts, Language.LV)
    still = page.locator("#borders-still")
    assert page.locator("html").get_attribute("lang") == "lv"
    assert still.locator("th[scope=col]").first.text_content() == own["table.crossing"]
    rows = still.locator("tbody tr").all()
    for verdict, row in zip(day.verdicts, rows, strict=True):
        assert row.locator("td").last.text_content() == say.sentence(verdict)
    text = still.inner_text()
    assert f"{say.finding(day.verdicts, day)}\n" in text
    assert say.named(day.verdicts) in text
    assert say.question(day, moment=False) in text
    assert own["note.disclaimer"] in text
    assert own["note.script"] in text
    seen = {*re.findall(r"[A-Za-zĀ-ž]{5,}", f"{text} {page.title()}")}
    assert not seen & {"Crossing", "Status", "closed", "Lithuania", "November", "Boundaries"}
    context.close()


def test_the_page_opens_in_its_language(
    day: Any, frame: Callable[..., None], reader: Any, tmp_path: Path
) -> None:
    path = tmp_path / "map.html"
    frame(day, path, lang="be")
    page = reader.open(path)
    assert page.locator("#borders-lang").input_value() == "be"
    say = Translator(day.register.facts, Language.BE)
    assert told(page) == say.named(day.verdicts)
    headline = page.locator("#borders-title").text_content().replace("\u00a0", " ")
    assert headline == say.finding(day.verdicts, day)
    assert page.locator(".borders-asked").last.text_content() == say.question(day, moment=False)
    page.goto(f"{path.as_uri()}#lang=pl")
    page.reload()
    ready(page)
    assert page.locator("#borders-lang").input_value() == "pl"


def test_what_is_told_as_of_a_day_says_so(
    register: borders.Register, reader: Any, tmp_path: Path
) -> None:
    day = register.on("2023-08-21", mode="car", as_known_on="2023-08-01")
    path = tmp_path / "map.html"
    html.save(day, path, html.Edition("ru"))
    page = reader.open(path)
    say = Translator(register.facts, Language.RU)
    assert say.known(day) in page.locator(".borders-topic").text_content().lower()
    assert told(page) == say.named(day.verdicts)


def told(page: Any) -> str:
    """Return what is said below the finding: of the neighbours first, and of the crossings."""
    parts = (page.locator(part).text_content() for part in (".borders-ring", "#borders-summary"))
    return " ".join(filter(None, parts))


def test_a_language_that_is_none_is_named(day: Any, tmp_path: Path) -> None:
    with pytest.raises(QuestionError, match=r"lang is 'xx': write one of en, be, ru, lt, lv, pl"):
        html.save(day, tmp_path / "map.html", html.Edition("xx"))
    assert list(tmp_path.iterdir()) == []


def test_the_command_takes_a_language(tmp_path: Path) -> None:
    path = tmp_path / "map.html"
    told = CliRunner().invoke(main, ["map", "--lang", "lt", "--on", DAY, "-o", str(path)])
    assert told.exit_code == 0, told.output
    assert '<html lang="lt">' in path.read_text("utf-8")


def test_a_cell_is_in_the_language_of_its_page(day: Any) -> None:
    cell = notebook.cell(day, "<p>page</p>", "pl")
    assert messages("pl")["table.crossing"] in cell
    assert "10 stycznia" not in cell
    assert "5 listopada 2025 r." in cell


@pytest.mark.parametrize("language", Language)
def test_the_picture_names_places_in_the_language(day: Any, language: Language) -> None:
    translator = html.translator_for(day, language.value)
    drawn = static_svg.draw(day, translator)
    assert f">{translator.place(day.register.facts.package.home).upper()}<" in drawn
    assert translator.t("standing.closed") in drawn
