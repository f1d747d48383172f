"""Print every message in every language as it is filled: each plural, each case, each choice.

For a reader who knows a language: `python tools/print_messages.py be > be.txt`. No language: all.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import borders
from borders.enums import Language

sys.path.append(str(Path(__file__).parents[1] / "tests"))
from fillings import fillings  # type: ignore[import-not-found]

if TYPE_CHECKING:
    from collections.abc import Iterator


def filled(register: borders.Register, language: str) -> Iterator[str]:
    """Yield each message under its key, every filling once."""
    translator = register.translator(language)
    last, seen = "", set[str]()
    for key, values in fillings(language):
        if key != last:
            yield f"\n{key}"
            last, seen = key, set()
        text = translator.t(key, **values)
        if text not in seen:
            seen.add(text)
            yield f"    {text}"


def worded(register: borders.Register, language: str) -> Iterator[str]:
    """Yield the words of the vocabulary, and who is meant in each case that rules know."""
    facts, translator = register.facts, register.translator(language)
    for words in (facts.reasons, facts.conditions, facts.papers, facts.traffic, facts.groups):
        for key, word in words.items():
            yield f"{key}\n    {word.wording(Language(language))}"
    criteria = [m.only + m.exceptions for m in facts.measures.values()]
    for who in dict.fromkeys(who for each in criteria for who in each):
        told = (translator.who(who, form) for form in ("one", "many"))
        yield "\n".join(["who", *(f"    {text}" for text in dict.fromkeys(told))])
    for crossing in register.crossings:
        yield f"{crossing.id}\n    {translator.name(crossing)}"


def main() -> None:
    """Print what is asked for."""
    register = borders.load()
    for language in sys.argv[1:] or list(Language):
        print(f"\n# {language}", *filled(register, language), *worded(register, language), sep="\n")


if __name__ == "__main__":
    main()
