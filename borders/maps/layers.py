"""What is put on a `folium.Map`: each layer takes its texts from JSON, past all templates.

folium compiles what an element renders as a template of its own, and writes the texts of tooltips
and popups into HTML and JavaScript. The elements here hand their parts to the figure verbatim, and
the only texts of the data among them are in blocks of JSON.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from branca.element import Element, Figure
from folium.map import Layer

from borders.maps import bundle, content, markup
from borders.maps.basemap import basemap

if TYPE_CHECKING:
    from borders.register import Register, Snapshot

__all__ = ["Basemap", "Crossings", "Frame", "Verbatim"]


class Verbatim(Element):
    """A part of a page that is printed as it stands."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._name = "Verbatim"
        self.text = text

    def render(self, **_: Any) -> str:  # noqa: ANN401 - as folium has it
        """Return the text."""
        return self.text


def _dress(figure: Figure) -> None:
    """Give the page our rules and scripts, once."""
    parts = {
        "borders_colours": markup.style(markup.colours()),
        "borders_styles": markup.style(bundle.styles()),
        "borders_scripts": markup.script(markup.inert(bundle.scripts())),
    }
    for name, text in parts.items():
        figure.header.add_child(Verbatim(text), name=name)
    figure.html.add_child(Verbatim(markup.symbols()), name="borders_symbols")


def _place(element: Element) -> tuple[Figure, str]:
    """Return the figure of an element, and the name of the map that it was added to."""
    root, parent = element.get_root(), element._parent  # noqa: SLF001 - branca has no other way
    if not isinstance(root, Figure) or parent is None:
        msg = "a layer is drawn on a map: add it to a folium.Map first"
        raise TypeError(msg)
    return root, parent.get_name()


class _Drawn(Layer):
    """A layer that one of our scripts makes out of a block of data."""

    def __init__(self, name: str, script: str, data: dict[str, Any], *, control: bool) -> None:
        super().__init__(name=name, overlay=True, control=control, show=True)
        self._name = f"Borders{script.capitalize()}"
        self.script = script
        self.data = data

    def render(self, **_: Any) -> str:  # noqa: ANN401 - as folium has it
        """Hand the parts of the layer to the figure."""
        figure, parent = _place(self)
        _dress(figure)
        name = self.get_name()
        shown = f".addTo({parent})" if self.show else ""
        figure.html.add_child(Verbatim(markup.json_block(f"{name}_data", self.data)), name=name)
        code = f'var {name} = borders.{self.script}({parent}, "{name}_data"){shown};'
        figure.script.add_child(Verbatim(code), name=name)
        return ""


class Basemap(_Drawn):
    """Land, water, borders and names of a register's folder.

    Parameters
    ----------
    register
        Where they are read.
    lines_only
        Draw the border lines alone, over the tiles that a map already has.
    fenced
        Keep the view within what is drawn.
    """

    def __init__(self, register: Register, *, lines_only: bool, fenced: bool) -> None:
        data = {**basemap(register), "fenced": fenced}
        if lines_only:
            data |= {"land": [], "water": [], "towns": []}
        super().__init__("Base map", "basemap", data, control=False)


class Crossings(_Drawn):
    """The crossings of a snapshot: marks, tips and cards."""

    def __init__(self, snapshot: Snapshot) -> None:
        super().__init__("Crossings", "crossings", content.crossings(snapshot), control=True)


class Frame(Element):
    """What is printed around the map: question, legend, dates, licence.

    Parameters
    ----------
    snapshot
        Whose question and counts they are.
    fitted
        Move the view so that all crossings are seen.
    """

    def __init__(self, snapshot: Snapshot, *, fitted: bool) -> None:
        super().__init__()
        self._name = "BordersFrame"
        bounds = content.bounds(snapshot.register) if fitted else None
        self.data = {**content.printed(snapshot), "bounds": bounds}
        self.title = content.title(snapshot)

    def render(self, **_: Any) -> str:  # noqa: ANN401 - as folium has it
        """Hand the parts of the frame to the figure."""
        figure, parent = _place(self)
        _dress(figure)
        head, foot = markup.shell()
        block = markup.json_block("borders-frame", self.data)
        figure.html.add_child(Verbatim(head), name="borders_head")
        figure.html.add_child(Verbatim(foot + block), name="borders_foot")
        code = f'borders.frame({parent}, "borders-frame");'
        figure.script.add_child(Verbatim(code), name="borders_frame")
        return ""
