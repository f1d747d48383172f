"""What the docstrings of all public names tell: whoever asks `help` reads no more than them."""

from __future__ import annotations

import inspect
import re
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING

import pytest

import borders

if TYPE_CHECKING:
    from collections.abc import Iterator

MADE_ELSEWHERE = {"borders.Register", "borders.Snapshot", "borders.Routes", "borders.Reach"}
"""Nobody makes one: what does it tells the arguments."""


def public() -> Iterator[tuple[str, object]]:
    for name in borders.__all__:
        value = getattr(borders, name)
        if not callable(value):
            continue
        yield f"borders.{name}", value
        if isinstance(value, type):
            for key, member in vars(value).items():
                if not key.startswith("_"):
                    yield f"borders.{name}.{key}", member


NAMED = {
    name: value
    for name, value in public()
    if callable(value) or isinstance(value, property | cached_property | classmethod)
}
ASKED = {
    name: value
    for name, value in NAMED.items()
    if not isinstance(value, property | cached_property)
    if not (isinstance(value, type) and issubclass(value, BaseException | Enum))
}
"""What is called; properties, errors and words show themselves."""


def doc(value: object) -> str:
    return inspect.cleandoc(getattr(value, "__doc__", None) or "")


def sections(value: object) -> dict[str, str]:
    parts = re.split(r"^(\w+)\n-{4,}\n", doc(value), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def heads(text: str) -> list[str]:
    found = re.findall(r"^(\w[\w, ]*)$", text, re.MULTILINE)
    return [name for head in found for name in head.split(", ")]


@pytest.mark.parametrize("name", NAMED)
def test_the_first_line_says_what_it_is(name: str):
    first = doc(NAMED[name]).split("\n\n")[0]
    assert first.endswith(".")
    assert "\n" not in first


@pytest.mark.parametrize("name", ASKED)
def test_an_example_is_run(name: str):
    assert ">>>" in sections(ASKED[name]).get("Examples", "")


@pytest.mark.parametrize("name", sorted(set(ASKED) - MADE_ELSEWHERE))
def test_what_a_docstring_tells_of_is_there(name: str):
    """Parameters that are told are those of the signature, in its order."""
    told = heads(sections(ASKED[name]).get("Parameters", ""))
    there = [key for key in inspect.signature(ASKED[name]).parameters if key != "self"]
    assert told == [key for key in there if key in told]
