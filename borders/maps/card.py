"""The picture that stands for a page where it is linked to, drawn as the figures are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from borders.errors import QuestionError
from borders.figures import files
from borders.figures.canvas import Look
from borders.maps.markup import Card

if TYPE_CHECKING:
    from pathlib import Path

    from borders.maps.html import Edition
    from borders.register import Snapshot

__all__ = ["card"]

SIZE: Final = (1200, 630)
"""Pixels that those who show links ask for."""


def card(snapshot: Snapshot, edition: Edition, page: Path) -> Card:
    """Return the card of a page that is written to a file, to lie beside that.

    Raises
    ------
    MissingExtra
        matplotlib is not installed.
    QuestionError
        There is no file beside which it could lie.
    """
    if page.exists() and not page.is_file():
        raise QuestionError(f"{page} is no file, beside which the card of a URL could lie")
    look = Look(title=edition.title)
    content, words = files.picture(snapshot, ".png", size="card", lang=edition.lang, look=look)
    return Card(page.with_suffix(".png"), content, words, *SIZE)
