"""A map of a snapshot, and one file of any map that needs no network."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import folium
from branca.element import CssLink, Element, Figure, JavascriptLink

from borders.errors import MissingAsset
from borders.maps import bundle, markup
from borders.maps.layers import Basemap, Crossings, Frame
from borders.register import Register, Snapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

__all__ = ["explore", "save"]

TITLE: Final = "Map"

_JQUERY = """\
function $(what) {
  if (what === document) return { ready: (run) => run() };
  const shell = document.createElement('template');
  shell.innerHTML = what;
  return [...shell.content.children];
}"""
"""All that folium's own elements take from jQuery."""

INLINED: Final[Mapping[str, Callable[[], str]]] = {
    "leaflet": lambda: markup.script(markup.inert(bundle.leaflet_js())),
    "leaflet_css": lambda: markup.style(bundle.leaflet_css()),
    "jquery": lambda: markup.script(_JQUERY),
}
"""What stands for the links of folium's, by their names."""

_UNUSED = frozenset({"bootstrap", "bootstrap_css"})
"""Links that nothing of folium's draws with."""

_ICON = frozenset(
    {
        "awesome_markers",
        "glyphicons_css",
        "awesome_markers_font_css",
        "awesome_markers_css",
        "awesome_rotate_css",
    }
)
"""Links that `folium.Icon` alone draws with."""

_LEAFLET = frozenset({"leaflet", "leaflet_css"})
_OURS = re.compile(r"<meta (?:name=\"viewport\"|http-equiv=\"content-type\")[^>]*>")
"""What the page says itself: folium's forbids readers to zoom."""

_ID = re.compile(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")


def explore(snapshot: Snapshot | Register, *, m: folium.Map | None = None) -> folium.Map:
    """Return a map of the crossings, their statuses and what led to them.

    Parameters
    ----------
    snapshot
        The register asked at a moment; a register stands for its last verified moment.
    m
        A map to draw on; left out: a new one, with the crossings in view.

    Examples
    --------
    >>> import borders
    >>> day = borders.load().on("2023-08-21")
    >>> borders.explore(day).get_name()[:4]
    'map_'
    """
    if isinstance(snapshot, Register):
        snapshot = snapshot.on()
    if not isinstance(snapshot, Snapshot):
        msg = f"explore takes register.on(day), or a register, not {type(snapshot).__name__}"
        raise TypeError(msg)
    drawn = _map() if m is None else m
    tiled = any(isinstance(element, folium.TileLayer) for element in _below(drawn))
    basemap = Basemap(snapshot.register, lines_only=tiled, fenced=m is None)
    Frame(snapshot, fitted=m is None).add_to(drawn, name="borders_frame")
    basemap.add_to(drawn, name="borders_basemap")
    Crossings(snapshot).add_to(drawn)
    return drawn


def _map() -> folium.Map:
    return folium.Map(
        location=(53.9, 27.6),
        zoom_start=6,
        tiles=None,
        maxZoom=14,
        maxBoundsViscosity=1,
        zoomSnap=0.25,
        zoomDelta=0.5,
        wheelPxPerZoomLevel=90,
    )


def save(m: folium.Map, path: str | os.PathLike[str], *, offline: bool = True) -> None:
    """Write a map as one HTML file; equal maps are equal bytes.

    Parameters
    ----------
    m
        Any `folium.Map`, with whatever was added to it.
    path
        Replaced when the page is whole, and left as it was when anything fails.
    offline
        Put all that the page needs into it and forbid it every request. False: link what is not
        installed, as folium does.

    Raises
    ------
    MissingAsset
        Something on the map needs what is not installed here.
    """
    text = page(m, offline=offline)
    target = Path(path)
    beside = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        beside.write_bytes(text.encode())
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def page(m: folium.Map, *, offline: bool = True) -> str:
    """Return the page that `save` writes."""
    figure = _drawn(m)
    if offline:
        _refuse_tiles(m)
    code = figure.script.render()
    head = "\n".join(_head(figure, code, offline=offline))
    parts = [head, figure.html.render(), markup.script(markup.inert(code))]
    head, *body = _numbered(parts, figure)
    rule = [markup.policy("\n".join([head, *body]))] if offline else []
    return markup.document(_title(m), [*rule, head], body)


def _drawn(m: folium.Map) -> Figure:
    """Return the figure of a map, into which all on it has put its parts."""
    figure = m.get_root()
    if not isinstance(figure, Figure):
        figure = Figure()
        figure.add_child(m)
    for element in tuple(_children(figure).values()):
        element.render()
    return figure


def _head(figure: Figure, code: str, *, offline: bool) -> Iterator[str]:
    """Yield the parts of the head, with what is installed in the place of links."""
    for name, element in _children(figure.header).items():
        if not isinstance(element, JavascriptLink | CssLink):
            yield _OURS.sub("", element.render())
        elif name in _UNUSED or (name in _ICON and "L.AwesomeMarkers" not in code):
            continue
        elif name in INLINED and (offline or name in _LEAFLET):
            yield INLINED[name]()
        elif offline:
            msg = (
                f"the map needs {name} ({element.url}), which is not installed here: "
                "save(m, path, offline=False) links it instead"
            )
            raise MissingAsset(msg)
        else:
            yield element.render()


def _refuse_tiles(m: folium.Map) -> None:
    for element in _below(m):
        if isinstance(element, folium.TileLayer):
            msg = (
                f"the map needs tiles from {element.tiles}: leave the tile layer out, or "
                "save(m, path, offline=False) fetches them when the page is read"
            )
            raise MissingAsset(msg)


def _title(m: folium.Map) -> str:
    titles = [element.title for element in _below(m) if isinstance(element, Frame)]
    return titles[-1] if titles else TITLE


def _numbered(parts: list[str], figure: Figure) -> list[str]:
    """Return the parts with the random ids of elements replaced by numbers, in order of use."""
    ids = {element._id for element in _everything(figure)}  # noqa: SLF001 - branca has no other way
    numbers: dict[str, str] = {}

    def number(found: re.Match[str]) -> str:
        if found[0] not in ids:
            return found[0]
        return numbers.setdefault(found[0], f"{len(numbers) + 1:04d}")

    return [_ID.sub(number, part) for part in parts]


def _children(element: Element) -> dict[str, Element]:
    children: dict[str, Element] = element._children  # noqa: SLF001 - branca has no other way
    return children


def _below(element: Element) -> Iterator[Element]:
    """Yield all that was added to an element, and to that."""
    for child in _children(element).values():
        yield child
        yield from _below(child)


def _everything(element: Element) -> Iterator[Element]:
    """Yield an element and all that it holds, as a child or otherwise, each once."""
    seen = {id(element): element}
    queue = [element]
    while queue:
        current = queue.pop()
        yield current
        held = [*vars(current).values(), *_children(current).values()]
        for other in held:
            if isinstance(other, Element) and id(other) not in seen:
                seen[id(other)] = other
                queue.append(other)
