"""The words of the glossary are used everywhere, and those that it forbids nowhere."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import tomli

from borders.enums import Language
from borders.text.messages import messages

if TYPE_CHECKING:
    from collections.abc import Iterator

    import borders
    from borders.model import Facts

FORBIDDEN = tomli.loads(Path(__file__).with_name("glossary.toml").read_text("utf-8"))["word"]

EXEMPT = {"pick.also", "note.boundaries"}
"""Names by which others search, and a phrase of its own."""


def texts(facts: Facts, language: Language) -> Iterator[tuple[str, str]]:
    """Every text that may be said in a language, with where it stands."""
    for key, text in messages(language).items():
        if key not in EXEMPT:
            yield key, text
    for words in (facts.reasons, facts.conditions, facts.papers, facts.traffic, facts.groups):
        for key, word in words.items():
            yield key, word.wording(language)
    for crossing in facts.crossings.values():
        for checkpoint in crossing.checkpoints:
            yield crossing.id, checkpoint.names[language]


@pytest.mark.parametrize(
    ("language", "word"),
    [(Language(each), word) for word in FORBIDDEN for each in word["languages"]],
)
def test_no_forbidden_word_is_said(
    register: borders.Register, language: Language, word: dict[str, Any]
):
    pattern = re.compile(word["forbidden"])
    said = {where: text for where, text in texts(register.facts, language) if pattern.search(text)}
    assert said == {}, word["instead"]
