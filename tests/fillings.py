"""Messages with values for their places, for tests that fill them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from borders.text import icu
from borders.text.messages import messages

if TYPE_CHECKING:
    from collections.abc import Iterator

NUMBERS = (0, 1, 2, 5, 21, 101)
"""Numbers that between them take every form of a plural."""


def places(pieces: tuple[icu.Piece, ...]) -> Iterator[icu.Place]:
    """Every place of a message, those in branches too."""
    for piece in pieces:
        if isinstance(piece, icu.Place):
            yield piece
            for branch in piece.branches.values():
                yield from places(branch)


def fillings(language: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each message of a language with each number, and each branch of its selects in turn."""
    for key, text in messages(language).items():
        found = list(places(icu.parse(text)))
        selects: dict[str, list[str]] = {}
        for place in found:
            if place.sort == "select":
                values = selects.setdefault(place.name, [])
                values += [value for value in place.branches if value not in values]
        counted = {place.name for place in found if place.sort == "plural"}
        for number in NUMBERS:
            for turn in range(max(map(len, selects.values()), default=1)):
                values = {place.name: number if place.name in counted else "x" for place in found}
                yield key, values | {n: v[turn % len(v)] for n, v in selects.items()}
