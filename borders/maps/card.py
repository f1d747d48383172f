"""The picture that stands for a page where it is linked to, drawn as the figures are."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from borders.errors import QuestionError
from borders.figures import files
from borders.figures.canvas import Look
from borders.maps.markup import Card

if TYPE_CHECKING:
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
    with tempfile.TemporaryDirectory() as folder:
        picture = Path(folder) / "card.png"
        look = Look(title=edition.title)
        beside = files.save(snapshot, picture, size="card", lang=edition.lang, look=look)
        content, words = picture.read_bytes(), beside.read_text("utf-8").strip()
    return Card(page.with_suffix(".png"), content, words, *SIZE)
