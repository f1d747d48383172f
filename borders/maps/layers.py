"""What is put on a `folium.Map`: its parts go into the figure as they stand, past all templates.

folium compiles what an element renders as a template of its own, and writes the texts of tooltips
and popups into HTML and JavaScript. The texts of the data are in none of that here: `html.py`
makes them blocks of JSON, and elements escaped where no script runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from branca.element import Element, Figure
from folium.map import Layer

from borders.maps import html

if TYPE_CHECKING:
    import folium

    from borders.register import Snapshot

__all__ = ["ABOVE", "History", "Verbatim"]

ABOVE: Final = ("borders_symbols", "borders_still", "borders_head")
"""The parts of a figure that stand before its map."""


class Verbatim(Element):
    """A part of a page that is printed as it stands."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._name = "Verbatim"
        self.text = text

    def render(self, **_: Any) -> str:  # noqa: ANN401 - as folium has it
        """Return the text."""
        return self.text


class History(Layer):
    """All that is known of the crossings, with the page around it.

    Parameters
    ----------
    snapshot
        The question that the page is opened at.
    fenced
        Keep the view within what is drawn, and move it to the crossings.
    lines_only
        Draw the border lines alone, over the tiles that a map has.
    lang
        The language in which the page is opened; None: the reader's own.
    live
        Tell each question to the window around the page, and take questions from there.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        *,
        fenced: bool,
        lines_only: bool,
        lang: str | None = None,
        live: bool = False,
    ) -> None:
        super().__init__(name="Crossings", overlay=True, control=True, show=True)
        self._name = "Borders"
        self.tiles: folium.TileLayer | None = None
        """Tiles that were asked for: the page may fetch them though it fetches nothing else."""
        self.lang = lang
        self.title = html.title(snapshot, html.speech(snapshot, lang))
        self.parts = html.parts(
            snapshot, fenced=fenced, lines_only=lines_only, lang=lang, live=live
        )

    def render(self, **_: Any) -> str:  # noqa: ANN401 - as folium has it
        """Hand the parts of the page to the figure."""
        figure, parent = self.get_root(), self._parent
        if not isinstance(figure, Figure) or parent is None:
            msg = "a layer is drawn on a map: add it to a folium.Map first"
            raise TypeError(msg)
        for name, text in self.parts.head.items():
            figure.header.add_child(Verbatim(text), name=name)
        for name, text in (self.parts.above | self.parts.below).items():
            figure.html.add_child(Verbatim(text), name=name)
        code = html.start(parent.get_name(), self.get_name())
        figure.script.add_child(Verbatim(code), name="borders_start")
        return ""
