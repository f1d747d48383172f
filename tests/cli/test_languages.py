from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from command_lines import COMMANDS, JSON, QUESTION, each_command

import borders
from borders.enums import Language

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Folder

    Run = Callable[..., tuple[int, str, str]]

OTHERS = [language.value for language in Language if language is not Language.EN]
each_language = pytest.mark.parametrize("lang", OTHERS)
SAID = {"name", "sentence", "conditions", "cautions", "would_pass", "lang"}
"""What JSON says in words; all else is the same in every language."""


@each_language
@each_command
def test_all_of_a_table_is_in_the_language_asked_for(
    ask: Run, toy: Folder, command: str, lang: str
):
    toy.measure("BY", id="soon", valid_from="2023-09-01", announced="2023-08-01", note="Bring tea.")
    args = (*COMMANDS[command], "--as-known-on", "2024-01-01")
    english, told = ask(*args), ask(*args, "--lang", lang)
    translator = borders.load(toy.path).translator(lang)
    titles = {
        "status": ("table.crossing", "table.status", "table.since", "table.why", "card.advice"),
        "explain": ("card.inForce", "card.planned", "row.except", "terminal.crossing"),
        "history": ("terminal.from", "terminal.to", "table.status", "table.why"),
        "changes": ("terminal.moment", "terminal.crossings", "change.came", "sources.title"),
    }
    for key in titles[command]:
        assert translator.t(key) in told
    for phrase in (
        "Decided",
        "announced",
        "confidence",
        " for ",
        "Why",
        "known on",
        "For guidance",
    ):
        assert phrase not in told
    if command == "explain":
        assert translator.english("Bring tea.") in told
        assert "Decided by A government" in english
        assert "Bring tea.\n" in english


@each_language
@pytest.mark.parametrize("command", ["status", "explain", "history", "changes"])
def test_json_says_the_same_in_every_language(ask: Run, command: str, lang: str):
    def plain(value: object) -> object:
        if isinstance(value, dict):
            return {key: plain(item) for key, item in value.items() if key not in SAID}
        return [plain(item) for item in value] if isinstance(value, list) else value

    english = json.loads(ask(*COMMANDS[command], *JSON))
    answer = json.loads(ask(*COMMANDS[command], *JSON, "--lang", lang))
    assert answer != english
    assert plain(answer) == plain(english)


@each_language
def test_a_measure_is_told_in_the_language(ask: Run, toy: Folder, lang: str):
    toy.measure(id="end", valid_to="2022-01-01", announced="2020-12-01", modes=["car"])
    args = ("explain", "end", *QUESTION)
    told, translator = ask(*args, "--lang", lang), borders.load(toy.path).translator(lang)
    keys = (
        "terminal.crossings",
        "field.mode",
        "row.decidedBy",
        "row.until",
        "terminal.force.no",
        "sources.title",
    )
    for key in keys:
        assert translator.t(key) in told
    for phrase in (
        "Crossing",
        "Decided",
        "morning",
        "not in force",
        "Sources",
        "For guidance",
        "car",
    ):
        assert phrase not in told
    english = json.loads(ask(*args, *JSON))
    assert english["sentence"].endswith("dispute); to the morning of 1 January 2022.")
    assert json.loads(ask(*args, *JSON, "--lang", lang))["valid_to"] == english["valid_to"]


def test_a_sentence_is_told_in_the_language(ask: Run):
    args = ("alpha", "--on", "2026-01-20", "--lang", "ru")
    assert json.loads(ask("explain", *args, *JSON))["sentence"] == (
        "20 января 2026 г. неизвестно. Не проверялось с 31 декабря 2025 г. (20 дней). Тогда: "
        "закрыто, кроме следующих категорий: лицо с видом на жительство в Литве; diplomatic; "
        "граждане Великобритании или Литвы."
    )


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("en", "2 crossings: 1 closed, 1 unknown on 2023-08-21"),
        ("ru", "2 пункта пропуска: закрыто: 1, неизвестно: 1 (2023-08-21)"),
    ],
)
def test_what_was_written_is_told_in_the_language(
    ask: Run, toy: Folder, tmp_path: Path, lang: str, expected: str
):
    toy.measure(id="shut", crossings=["alpha"])
    toy.crossing("beta", verified=[])
    out = ask("map", "-o", str(tmp_path / "map.html"), *QUESTION, "--lang", lang)
    assert out == f"{tmp_path / 'map.html'}: {expected}\n"


def test_the_reach_of_a_file_is_told_in_the_language(run: Run, tmp_path: Path):
    (tmp_path / "in.csv").write_text("lon,lat\n27.56,53.9\n25.28,54.69\n", "utf-8")
    args = (str(tmp_path / "in.csv"), "-o", str(tmp_path / "out.csv"), "--mode", "car")
    out = run("reach", *args, "--on", "2020-01-01", "--lang", "pl")[1]
    assert "2 miejsca" in out
    assert "place" not in out


def test_a_route_is_told_in_the_language(run: Run):
    args = ("--from", "Minsk", "--to", "Vilnius", "--on", "2020-01-01", "--mode", "car")
    out = run("routes", *args, "--lang", "lt")[1]
    assert "Minskas" in out.splitlines()[0]
    for word in ("Crossing", "Detour", "from Minsk", "Schematic"):
        assert word not in out


def test_a_town_calls_its_clock_in_the_language(ask: Run, toy: Folder):
    toy.measure("BY", crossings=["beta"], valid_from="2023-01-01T09:30:00+03:00")
    args = ("changes", "--since", "2022-12-01", "--until", "2023-02-01", "--mode", "car")
    assert "2023-01-01 09:30 Mińsk" in ask(*args, "--lang", "pl")
    assert "12:00 UTC+02:00" in ask("status", "--on", "2023-02-01T12:00+02:00")


def test_a_language_that_is_none_is_told(refuse: Run):
    known = ", ".join(repr(language.value) for language in Language)
    assert f"'de' is not one of {known}" in refuse("status", "--lang", "de")
