"""The page on a `folium.Map`, and one file of any map that needs no network.

Its parts go into the figure as they stand, past all templates: folium compiles what an element
renders as a template of its own, and writes the texts of tooltips and popups into HTML and
JavaScript. The texts of the data are in none of that here: `html.py` makes them blocks of JSON, and
elements escaped where no script runs.
"""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, Literal, overload
from urllib.parse import urlsplit

import folium
from branca.colormap import ColorMap
from branca.element import CssLink, Element, Figure, JavascriptLink
from folium.map import Layer
from folium.plugins import MiniMap

from borders import atomic_file, maps
from borders.dates import Moment
from borders.errors import MissingAsset, WrongKind, expect, flag, named_crossings
from borders.maps import bundle, html, jquery_stub, markup, notebook, vendored
from borders.register import Register, Snapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

__all__ = ["explore", "save"]

TITLE: Final = "Map"

_ABOVE: Final = ("borders_symbols", "borders_still", "borders_head")
"""The parts of a figure that stand before its map."""

_LEAFLET: Final[Mapping[str, Callable[[bool], str]]] = {
    "leaflet": lambda pictured: markup.script(
        markup.inert(
            f"{bundle.leaflet_js()}\n{bundle.default_marker_js() if pictured else ''}".rstrip()
        )
    ),
    "leaflet_css": lambda pictured: markup.style(bundle.leaflet_css(pictured=pictured)),
}
"""With the images of Leaflet's own markers, where something else may draw with them."""

_AWESOME = "L.AwesomeMarkers"
_GLYPH = r"\bfa[-srlb]?[ \"']|\bfa-(?!rotate-0)"

_USED: Final[Mapping[str, re.Pattern[str]]] = {
    name: re.compile(pattern)
    for name, pattern in {
        "awesome_markers": re.escape(_AWESOME),
        "awesome_markers_css": re.escape(_AWESOME),
        "awesome_markers_font_css": rf"{_GLYPH}|\"prefix\": \"fa",
        "awesome_rotate_css": r"\bfa-rotate-(?!0\b)",
        "bootstrap": r"\bbootstrap\.",
        "bootstrap_css": r"(?!)",
        "d3": r"\bd3\.",
        "glyphicons_css": r"glyphicon",
        "highlight.js_css": r"(?!)",
        "jquery3.7.1": r"(?!)",  # that of folium itself stands in each page
        "jqueryui1.10.2": r"\.(?:autocomplete|datepicker|dialog|draggable|slider|sortable)\(",
    }.items()
}
"""What is in the code where something draws with a link, of those that folium adds anyway."""

_JQUERY = re.compile(r"\bjQuery\b")

_EVALUATES = re.compile(r"\bFunction\((?![\"']return this)")
"""In scripts that make code out of texts, as templates do."""

_OURS = re.compile(r"<meta (?:name=\"viewport\"|http-equiv=\"content-type\")[^>]*>")
"""What the page says itself: folium's forbids readers to zoom."""

_ID = re.compile(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")
_FETCHED = re.compile(
    r"<(?:img|script|link|iframe|video|audio|source|embed|object|image)\b[^>]*?"
    r"\b(?:src|href|data)\s*=\s*\\?[\"']?((?:https?:)?//[^\"'\s>\\]+)",
    re.IGNORECASE,
)
_SOURCES = ("tiles", "url", "image", "embed_link", "video_url", "data_url")
"""Attributes of folium's elements from which a page fetches something when it is read."""

_WEB = re.compile(r"(?:https?:)?//", re.IGNORECASE)


@overload
def explore(
    snapshot: Snapshot | Register,
    *,
    m: folium.Map | None = None,
    tiles: object = None,
    lang: str | None = None,
    live: Literal[False] = False,
    versus: Moment | None = None,
    title: str | None = None,
    crossings: Sequence[str] = (),
    compact: bool | None = None,
) -> folium.Map: ...


@overload
def explore(
    snapshot: Snapshot | Register,
    *,
    m: folium.Map | None = None,
    tiles: object = None,
    lang: str | None = None,
    live: Literal[True],
    versus: Moment | None = None,
    title: str | None = None,
    crossings: Sequence[str] = (),
    compact: bool | None = None,
) -> maps.Live: ...


def explore(  # noqa: PLR0913 - each a part of the page
    snapshot: Snapshot | Register,
    *,
    m: folium.Map | None = None,
    tiles: object = None,
    lang: str | None = None,
    live: bool = False,
    versus: Moment | None = None,
    title: str | None = None,
    crossings: Sequence[str] = (),
    compact: bool | None = None,
) -> folium.Map | maps.Live:
    """Return a map of the whole history: any day, any traveller, in the page itself.

    Parameters
    ----------
    snapshot
        The register asked at a moment, at which the page is opened; a register stands for its last
        verified moment, and for cars that leave.
    m
        A map to draw on; left out: a new one, with the crossings in view. In a notebook it shows
        the page that `save` writes, over a picture and a table where the page is not trusted.
    tiles
        What lies under the border instead of the drawn land: a name or an address that folium
        knows, or a `folium.TileLayer`. The page fetches them when it is read, and nothing else.
    lang
        The language of the page until its reader chooses another: "pl". Left out: the snapshot's;
        where that is English, the reader's own, and English where no script runs.
    live
        Return the page as a widget of a notebook, whose question other cells read and set: what
        is `on`, for which `traveller`, `mode` and `direction`, and which `crossing` is looked at.
    versus
        Another moment with which the one asked about is compared when the page opens.
    title
        A headline of your own.
    crossings
        The names of those that the page is of, and counts; left out: all.
    compact
        The asked moment alone, for every traveller, in one language: at most 300 kB as a file. Left
        out: all moments in a file, and in a cell of a notebook where a register is asked or two
        moments are compared; of a snapshot a cell shows its moment alone.

    Raises
    ------
    UnknownCrossing
        None has one of the names.
    MissingExtra
        A live page was asked for and anywidget is not installed.

    Examples
    --------
    >>> import borders
    >>> day = borders.load().on("2023-08-21")
    >>> borders.explore(day).get_name()[:4]
    'map_'
    """
    expect(snapshot, Register | Snapshot, "explore takes register.on(day), or a register")
    expect(m, folium.Map | None, "m takes a map of folium")
    expect(title, str | None, "title takes a text")
    expect(lang, str | None, "lang takes a text such as 'en'")
    live, is_compact = flag(live, "live"), compact is not None and flag(compact, "compact")
    is_small = isinstance(snapshot, Snapshot) and versus is None if compact is None else is_compact
    names = tuple(named_crossings(crossings))
    snapshot, edition = html.edited(snapshot, html.Edition(lang, title, names, compact=is_compact))
    if versus is not None:
        snapshot.whole.on(versus)  # is refused here, and not where the map is shown
    cell = edition._replace(compact=is_small and not live, in_cell=True)
    drawn = m
    if drawn is None:
        options: dict[str, Any] = {**html.OPTIONS}
        drawn = folium.Map(html.CENTRE, zoom_start=html.ZOOM, tiles=None, **options)
    layer = None if tiles is None else _layer(tiles)
    if layer is not None:
        layer.add_to(drawn)
    tiled = any(isinstance(element, folium.TileLayer) for element in _below(drawn))
    make = functools.partial(
        html.parts, snapshot, fenced=m is None, lines_only=tiled, live=live, versus=versus
    )
    page_layer = PageLayer(drawn.get_name(), make, snapshot, edition, layer)
    drawn.add_child(page_layer, name="borders_history")
    if live:
        from borders.maps.widget import Live

        return Live(snapshot, _in_cell(drawn, cell), edition.lang)
    PageFigure(drawn, snapshot, cell)
    return drawn


class Verbatim(Element):
    """A part of a page that is printed as it stands."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._name = "Verbatim"
        self.text = text

    def render(self, **_: Any) -> str:  # noqa: ANN401 - as folium has it
        """Return the text."""
        return self.text


class PageLayer(Layer):
    """All that is known of the crossings, with the page around it.

    Parameters
    ----------
    map_name
        The variable of the map that it lies on.
    make
        Returns what it puts into the figure.
    snapshot, edition
        What the page is opened at, and what it is like; `shown` is what it is like when rendered.
    tiles
        Those that were asked for: the page may fetch them though it fetches nothing else.
    """

    def __init__(
        self,
        map_name: str,
        make: Callable[[html.Edition], html.Parts],
        snapshot: Snapshot,
        edition: html.Edition,
        tiles: folium.TileLayer | None,
    ) -> None:
        super().__init__(name="Crossings", overlay=True, control=True, show=True)
        self._name = "Borders"
        self.map_name, self.make, self.shown = map_name, make, edition
        self.snapshot, self.edition, self.tiles = snapshot, edition, tiles

    def retitle(self, title: str) -> None:
        """Give the page another headline."""
        self.edition = self.edition._replace(title=title)

    def render(self, **_: Any) -> str:  # noqa: ANN401 - as folium has it
        """Hand the parts of the page to the figure."""
        figure = self.get_root()
        if not isinstance(figure, Figure):
            msg = "a layer is drawn on a map: add it to a folium.Map first"
            raise WrongKind(msg)
        parts = self.make(self.shown)
        for name, text in parts.head.items():
            figure.header.add_child(Verbatim(text), name=name)
        for name, text in (parts.above | parts.below).items():
            figure.html.add_child(Verbatim(text), name=name)
        code = f'var {self.get_name()}=borders.page({self.map_name},"{html.BLOCK}")'
        figure.script.add_child(Verbatim(code), name="borders_start")
        return ""


class PageFigure(Figure):
    """The figure of a map, which notebooks show as the page that `save` writes.

    It takes the place of the figure in which folium put the map, with all that is in it.

    Parameters
    ----------
    m
        Which is drawn.
    snapshot, edition
        What the page is opened at, and what it is like in a cell.
    """

    def __init__(self, m: folium.Map, snapshot: Snapshot, edition: html.Edition) -> None:
        former = m.get_root()
        if isinstance(former, Figure):
            super().__init__(former.width, former.height, former.ratio, former.title)
            self.header, self.html, self.script = former.header, former.html, former.script
            for name, element in _children(former).items():
                self.add_child(element, name=name)
        else:
            super().__init__()
            self.add_child(former)
        self.map, self.snapshot, self.edition = m, snapshot, edition

    def _repr_html_(self, **_: Any) -> str:  # noqa: ANN401 - as folium has it
        """Return the page over a picture and a table, for notebooks."""
        return notebook.cell(self.snapshot, _in_cell(self.map, self.edition), self.edition.lang)


def _in_cell(m: folium.Map, edition: html.Edition) -> str:
    """Return the page for a notebook, which links what is not installed, such as others' tiles."""
    try:
        return page(m, vendored.Assets(), edition=edition)
    except MissingAsset:
        return page(m, None, edition=edition)


def _layer(tiles: object) -> folium.TileLayer:
    if isinstance(tiles, folium.TileLayer):
        return tiles
    host = urlsplit(tiles).netloc if isinstance(tiles, str) else ""
    return folium.TileLayer(tiles, attr=host.replace("{s}.", "") or None, control=False)


def save(  # noqa: PLR0913 - each a part of the page
    m: folium.Map,
    path: str | os.PathLike[str],
    *,
    offline: bool = True,
    assets: str | os.PathLike[str] | None = None,
    fetch: bool = False,
    title: str | None = None,
    url: str | None = None,
) -> None:
    """Write a map as one HTML file; equal maps are equal bytes.

    What folium's plugins draw with is put into it too: from `assets`, from installed packages (the
    extra `plugins` brings those that PyPI has), or fetched.

    Parameters
    ----------
    m
        Any `folium.Map`, with whatever was added to it.
    path
        Replaced when the page is whole, and left as it was when anything fails.
    offline
        Put all that the page needs into it and forbid it every request but for the tiles that
        `explore` was asked for. False: link what is not installed, as folium does.
    assets
        A folder with files of plugins, such as `node_modules`: they are found by their names.
    fetch
        Fetch what is found nowhere else from where folium links it, once: it is kept in the
        user's cache, each file with its hash, and equal maps stay equal bytes.
    title
        A headline of your own; left out: that of `explore`.
    url
        Where the page will be read. What shows links to it then finds words and a picture: a PNG of
        1200 × 630 beside the file, drawn by matplotlib (extra `plot`). Both are written, or none.

    Raises
    ------
    MissingAsset
        Something on the map needs what is found in none of these.

    Examples
    --------
    >>> import tempfile
    >>> import borders
    >>> day = borders.load().on("2023-08-21", mode="car")
    >>> borders.save(borders.explore(day, compact=True), f"{tempfile.mkdtemp()}/map.html")
    """
    expect(m, Element, "save takes a map, such as borders.explore(day)")
    found = vendored.Assets(assets, vendored.Store() if fetch else None) if offline else None
    card = None
    if (layer := _page_layer(m)) is not None:
        if title is not None:
            layer.retitle(title)
        card = html.drawn_card(layer.snapshot, path, layer.edition._replace(url=url))
    content = page(m, found, title=title, url=url, card=card)
    atomic_file.write_together(html.files(path, content, card))


def page(
    m: folium.Map,
    assets: vendored.Assets | None,
    *,
    title: str | None = None,
    url: str | None = None,
    card: markup.Card | None = None,
    edition: html.Edition | None = None,
) -> str:
    """Return the page that `save` writes.

    Parameters
    ----------
    m
        The map.
    assets
        Where the files of plugins are found; None: they are linked, as folium does.
    title, url, card
        What is told of it where it is linked to.
    edition
        What it is like; left out: as `explore` was asked.
    """
    for each in _page_layers(m):
        each.shown = edition or each.edition
    figure = _drawn(m)
    tiles = [layer.tiles for layer in _page_layers(m)]
    if assets is not None:
        _draw_with_less(m, figure, tiles)
    code = figure.script.render()
    parts = _children(figure.html)
    above = [parts[name].render() for name in _ABOVE if name in parts]
    below = [part.render() for name, part in parts.items() if name not in _ABOVE]
    added = [part.render() for name, part in parts.items() if not name.startswith("borders_")]
    theirs = "\n".join([*added, code])
    plain = (PageLayer, folium.TileLayer)
    pictured = not (tiles and all(isinstance(element, plain) for element in _below(m)))
    if assets is not None:
        _refuse_requests(m, tiles, theirs)
    scripts = {} if assets is None else _scripts(figure, theirs, assets)
    head, *body = _numbered(
        [
            "\n".join(_head(figure, theirs, scripts, assets, pictured=pictured)),
            *above,
            *below,
            markup.script(markup.inert(code)),
        ],
        figure,
    )
    hosts = [_host(layer.tiles) for layer in tiles if layer is not None]
    evaluates = any(map(_EVALUATES.search, scripts.values()))

    def policy(written: str) -> str:
        return "" if assets is None else markup.policy(written, hosts, evaluates=evaluates)

    layer = _page_layer(m)
    edition = (html.WHOLE if layer is None else layer.shown)._replace(url=url)
    about = markup.About(title or TITLE)
    if layer is not None:
        about = html.about(layer.snapshot, edition, card)
    return html.document(about, [head], body, edition, policy, is_ours=layer is not None)


def _drawn(m: folium.Map) -> Figure:
    """Return the figure of a map, into which all on it has put its parts."""
    figure = m.get_root()
    if not isinstance(figure, Figure):
        figure = Figure()
        figure.add_child(m)
    for element in tuple(_children(figure).values()):
        element.render()
    return figure


def _draw_with_less(m: folium.Map, figure: Figure, tiles: list[folium.TileLayer | None]) -> None:
    """Draw without a network what has one for little: legends, and the land of small maps."""
    drawn = _children(figure.script)
    for element in _below(m):
        name, code = element.get_name(), None
        if isinstance(element, ColorMap):
            code = jquery_stub.legend(element, m.get_name())
        elif isinstance(element, MiniMap) and tiles:
            asked = {layer.tiles for layer in tiles if layer is not None}
            if element.tile_layer.tiles not in asked:
                layer = element.tile_layer.get_name()
                lines = re.compile(rf"(var {layer} = )L\.tileLayer\(.*?\);", re.DOTALL)
                code = lines.sub(r"\1borders.overview();", drawn[name].render())
        if code is not None:
            figure.script.add_child(Verbatim(code), name=name)


def _scripts(figure: Figure, code: str, assets: vendored.Assets) -> dict[str, str]:
    """Return the scripts of others that the code draws with, by the names of their links."""
    links = {
        name: element
        for name, element in _children(figure.header).items()
        if isinstance(element, JavascriptLink) and name not in _LEAFLET and _is_used(name, code)
    }
    jquery = links.pop("jquery", None)
    scripts = {name: _content(name, element, assets) for name, element in links.items()}
    if jquery is None:
        return scripts
    asks_more = jquery_stub.asks_more_of_jquery(code) or any(map(_JQUERY.search, scripts.values()))
    return {
        "jquery": _content("jquery", jquery, assets) if asks_more else jquery_stub.JQUERY
    } | scripts


def _head(
    figure: Figure,
    code: str,
    scripts: Mapping[str, str],
    assets: vendored.Assets | None,
    *,
    pictured: bool,
) -> Iterator[str]:
    """Yield the parts of the head, with what is found in the place of links."""
    drawing = [text for name, text in scripts.items() if name != "awesome_markers"]
    code = "\n".join([code, *drawing])
    for name, element in _children(figure.header).items():
        if not isinstance(element, JavascriptLink | CssLink):
            yield _OURS.sub("", element.render())
        elif name in _LEAFLET:
            yield _LEAFLET[name](pictured)
        elif name in scripts:
            yield markup.script(markup.inert(scripts[name]))
        elif not _is_used(name, code):
            continue
        elif assets is None:
            yield element.render()
        elif isinstance(element, CssLink):
            css = _content(name, element, assets)
            yield markup.style(re.sub("</(?=style)", r"<\\/", css, flags=re.IGNORECASE))


def _is_used(name: str, code: str) -> bool:
    """Return whether folium's elements draw with what a link leads to."""
    return name not in _USED or _USED[name].search(code) is not None


def _content(name: str, element: JavascriptLink | CssLink, assets: vendored.Assets) -> str:
    what = f"{name} ({element.url})"
    if name == "awesome_rotate_css":
        return jquery_stub.ROTATIONS
    try:
        content = assets.text(element.url)
    except MissingAsset as error:
        raise MissingAsset(_missing(what, f"and {error}")) from error
    if content is None:
        raise MissingAsset(_missing(what, "which is not installed here"))
    return content


def _missing(what: str, why: str) -> str:
    return (
        f'the map needs {what}, {why}: install "belarus-borders[plugins]" with what PyPI has of '
        "plugins, give a folder that holds it, save(m, path, assets=FOLDER), or have it fetched "
        "once, save(m, path, fetch=True); save(m, path, offline=False) links it instead"
    )


def _unfetched(what: str) -> str:
    return (
        f"the map needs {what}, which a network alone has: save(m, path, offline=False) links it "
        "instead"
    )


def _refuse_requests(m: folium.Map, tiles: list[folium.TileLayer | None], markup: str) -> None:
    """Raise where the page would fetch something that was not asked for."""
    for element in _below(m):
        if any(element is layer for layer in tiles):
            continue
        if isinstance(element, MiniMap) and not tiles:
            raise MissingAsset(_unfetched(f"tiles from {element.tile_layer.tiles}"))
        for name, source in _sources(element):
            if isinstance(source, str) and _WEB.match(source):
                what = "tiles" if name == "tiles" else "what is"
                raise MissingAsset(_unfetched(f"{what} from {source}"))
    if match := _FETCHED.search(markup):
        raise MissingAsset(_unfetched(f"what is at {match[1]}"))


def _sources(element: Element) -> Iterator[tuple[str, object]]:
    """Yield the attributes of an element from which a page may fetch something."""
    yield from ((name, getattr(element, name, None)) for name in _SOURCES)
    options = getattr(element, "options", None)
    if isinstance(options, dict):
        yield from ((name, value) for name, value in options.items() if "url" in name.lower())


def _host(tiles: str) -> str:
    """Return where tiles come from, as a policy names it."""
    scheme, _, rest = tiles.partition("://")
    host = rest.partition("/")[0].replace("{s}", "*")
    return re.sub(r"[^\w.*:/-]", "", f"{scheme}://{host}")


def _page_layer(m: folium.Map) -> PageLayer | None:
    """Return what `explore` put on a map last, if anything."""
    return next(iter(reversed(_page_layers(m))), None)


def _page_layers(m: folium.Map) -> list[PageLayer]:
    return [element for element in _below(m) if isinstance(element, PageLayer)]


def _numbered(parts: list[str], figure: Figure) -> list[str]:
    """Return the parts with the random ids of elements replaced by numbers, in order of use."""
    ids = {element.get_name().rpartition("_")[2] for element in _everything(figure)}
    numbers: dict[str, str] = {}

    def number(match: re.Match[str]) -> str:
        if match[0] not in ids:
            return match[0]
        return numbers.setdefault(match[0], f"{len(numbers) + 1:04d}")

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
        attributes = [*vars(current).values(), *_children(current).values()]
        for other in attributes:
            if isinstance(other, Element) and id(other) not in seen:
                seen[id(other)] = other
                queue.append(other)
