"""A sheet to draw on: axes with a head and a foot of text, letters that are there, and marks.

All sizes are points, so that a figure may be saved at any resolution.
"""

from __future__ import annotations

import copy
import functools
from itertools import takewhile
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from borders.errors import MissingExtra, expect, flag
from borders.style import THEMES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties
    from matplotlib.gridspec import SubplotSpec
    from matplotlib.offsetbox import DrawingArea
    from matplotlib.transforms import Bbox

    from borders.figures.map import Drawn
    from borders.register import Snapshot
    from borders.text.sentences import Translator

    Draw = Callable[[DrawingArea, float, float], None]
    """Draws around a place of an area."""

__all__ = [
    "SIZES",
    "Canvas",
    "Key",
    "Look",
    "Size",
    "family",
    "fitted",
    "need_matplotlib",
    "sheet_of",
]

FONTS: Final = (
    "Source Sans 3",
    "Source Sans Pro",
    "Noto Sans",
    "Open Sans",
    "Fira Sans",
    "PT Sans",
    "Segoe UI",
    "Helvetica Neue",
    "Arial",
    "Liberation Sans",
    "DejaVu Sans",
)
"""In order of liking; the last one comes with matplotlib and has all letters of the languages."""


class Size(NamedTuple):
    """A sheet, and the resolution of its picture in pixels."""

    inches: tuple[float, float]
    dpi: int
    margin: float = 18.0
    """Points that stay white around it."""
    brief: bool = False
    """Whether it is seen in passing, so that of the notes only the sources stand on it."""


SIZES: Final = {
    "a4": Size((210 / 25.4, 297 / 25.4), 200),
    "social": Size((5.4, 6.75), 200),
    "wide": Size((10.0, 5.625), 192),
    "card": Size((5.0, 2.625), 240, margin=10.0, brief=True),
}

GAP: Final = 14.0
COLUMN: Final = 0.29
WIDEST: Final = 0.46
"""Part of a broad sheet that the texts take at least, and where the axes need less at most."""

LARGE: Final = (1.75, 1.5, 1.3, 1.15)
LINES: Final = 4
"""The letters of a headline in times of the base: the largest that take no more lines."""

LEAST: Final = 0.42
"""Part of the height that the axes keep: texts that do not leave it are left out."""

NARROW: Final = 0.4
"""Part of a card that the texts take at least: their letters are large."""

ASIDE: Final = 320.0
"""Points of width from which texts stand beside the axes on a broad sheet."""

ASIDE_HEAD: Final = 0.86
"""Part of the height that what stands beside the axes takes at most, notes apart."""

NOWHERE: Final = "these axes are on no figure: draw on those of a figure"

CALM: Final = 1.0
"""Points by which axes may change before what is on them is drawn anew."""


class Look(NamedTuple):
    """What of a figure somebody words or draws themself."""

    title: str | None = None
    """In place of the headline; an empty one leaves out the question too."""
    notes: bool = True
    legend: bool = True
    dark: bool = False
    """Of a new sheet; on axes that are given their paper says it."""


class Key(NamedTuple):
    """An entry of a legend."""

    draw: Draw
    wide: float
    text: str
    high: float = 0.0
    flows: bool = False
    """Whether it stands in one row with others that flow where each has its own."""

    @property
    def gap(self) -> float:
        """The room between the sign and the text."""
        return 4.0 if self.wide else 0.0


def need_matplotlib() -> None:
    """Raise where the drawing library is not installed."""
    try:
        import matplotlib as mpl  # noqa: F401
    except ModuleNotFoundError as error:
        msg = 'figures are drawn by matplotlib: pip install "belarus-borders[plot]"'
        raise MissingExtra(msg) from error


def fitted(
    draw: Callable[[Canvas], Drawn],
    snapshot: Snapshot,
    ax: Axes | None,
    lang: str | None,
    look: Look,
) -> Axes:
    """Return the axes on which a figure is drawn, in the language of the answer unless one is said.

    On axes that are given it stays within their place, and is drawn anew where that changes, be it
    by a layout of the sheet or by its window.
    """
    need_matplotlib()
    from matplotlib.axes import Axes

    expect(ax, Axes | None, "ax takes axes of matplotlib")
    expect(look.title, str | None, "title takes a text")
    look = look._replace(notes=flag(look.notes, "notes"), legend=flag(look.legend, "legend"))
    translator = snapshot.translator if lang is None else snapshot.register.translator(lang)
    if ax is None:
        return draw(Canvas(None, translator, look=look)).ax
    return _Fit(draw, translator, look, ax).ax


class _Fit:
    """What keeps a figure within the place of its axes: their locator, as matplotlib calls it."""

    def __init__(
        self, draw: Callable[[Canvas], Drawn], translator: Translator, look: Look, ax: Axes
    ) -> None:
        self.draw, self.translator, self.look, self.ax = draw, translator, look, ax
        self._own: list[Artist] = []
        self._drawn()
        ax.set_axes_locator(self)

    def __call__(self, *_: object) -> Bbox:
        """Return where the axes are, within the place that they were given."""
        wide, high = _place(self.ax)[2:]
        if abs(wide - self._place[2]) > CALM or abs(high - self._place[3]) > CALM:
            self._drawn()
        return self._moved()

    def get_subplotspec(self) -> SubplotSpec | None:
        """Return the part of a grid, which `tight_layout` asks of a locator."""
        return self.ax.get_subplotspec()

    def _drawn(self) -> None:
        """Draw the figure, in place of what was drawn."""
        from matplotlib.patches import Rectangle

        there = set(self.ax.get_children())
        for artist in self._own:
            if artist in there:
                artist.remove()
        before = set(self.ax.get_children())
        canvas = Canvas(self.ax, self.translator, look=self.look)
        self._place = _place(self.ax)
        self.draw(canvas)
        self._within = canvas.box
        look: dict[str, Any] = {"fill": False, "lw": 0, "clip_on": False, "gid": "place"}
        sheet: Any = self.ax.get_figure(root=False)
        self._extent = Rectangle((0, 0), 1, 1, transform=sheet.transSubfigure, **look)
        self.ax.add_artist(self._extent)
        self._own = [child for child in self.ax.get_children() if child not in before]
        self.ax.set_position(self._moved(), which="active")
        self.ax.set_in_layout(True)

    def _moved(self) -> Bbox:
        """Return where the axes are, and say to layouts what room all of it takes."""
        from matplotlib.transforms import Bbox

        place = self.ax.get_position(original=True)
        self._extent.set_bounds(*place.bounds)
        x, y, wide, high = self._within
        left, low, across, up = self._place
        return Bbox.from_bounds(
            place.x0 + (x - left) / across * place.width,
            place.y0 + (y - low) / up * place.height,
            wide / across * place.width,
            high / up * place.height,
        )


class Canvas:
    """Axes with a head and a foot of text.

    Parameters
    ----------
    ax
        Left out: new ones on a sheet of the size, whose texts are given room.
    translator
        The language of the texts.
    size
        The sheet of new axes.
    look
        What is worded or left out.
    pyplot
        New axes belong to `matplotlib.pyplot`, so that a notebook shows them.
    """

    def __init__(
        self,
        ax: Axes | None,
        translator: Translator,
        *,
        size: str = "wide",
        look: Look = Look(),  # noqa: B008 - a tuple
        pyplot: bool = True,
    ) -> None:
        need_matplotlib()
        self.translator, self.look = translator, look
        self.brief = ax is None and SIZES[size].brief
        self.ax: Axes = _sheet(SIZES[size], look, pyplot=pyplot) if ax is None else ax
        self.owned = ax is None
        self.figure = sheet_of(self.ax)
        self.theme = "dark" if _is_dark(self.figure.get_facecolor()) else "light"
        self.ink = THEMES[self.theme]
        self.family = family(translator.letters())
        self.box = _place(self.ax)
        *_, wide, high = self.box
        self.base = min(9.0, max(6.2, 7.6 * (wide * high) ** 0.5 / 560))
        margin = SIZES[size].margin if self.owned else 0.0
        self.sheet = (
            self.box[0] + margin,
            self.box[1] + margin,
            wide - 2 * margin,
            high - 2 * margin,
        )
        """All that may be drawn on, margins left out: a corner, the width and the height."""
        self.aside = self.sheet[2] > 1.2 * self.sheet[3] and self.sheet[2] > ASIDE
        self._rim = self._left = self._column = self._below = 0.0

    @property
    def room(self) -> tuple[float, float]:
        """The width and height of the axes."""
        return self.box[2:]

    def font(self, size: float, *, bold: bool = False) -> FontProperties:
        """Return the letters of a size, in times of the base."""
        return _font(self.family, self.base * size, bold=bold)

    def measured(self, text: str, size: float, *, bold: bool = False) -> float:
        """Return how wide a text of one line is."""
        wide: float = _measured(text, self.family, bold) * self.base * size * 1.01
        return wide

    def wrapped(self, text: str, size: float, room: float, *, bold: bool = False) -> list[str]:
        """Return a text in lines that have room."""
        words = text.split(" ")
        whole = self.measured(text, size, bold=bold)
        if whole <= max(room, 0):
            return [text]
        count = max(1, int(len(words) * room / whole))  # as many as have room, or nearly so

        def fits(many: int) -> bool:
            return self.measured(" ".join(words[:many]), size, bold=bold) <= room

        lines: list[str] = []
        while words:
            count = min(count, len(words))
            while count > 1 and not fits(count):
                count -= 1
            while count < len(words) and fits(count + 1):
                count += 1
            lines.append(" ".join(words[:count]))
            del words[:count]
        return lines

    def frame(
        self,
        title: str,
        question: str,
        keys: Sequence[Key],
        notes: Sequence[str],
        rim: tuple[float, float, float] = (0, 0, 0),
        needed: Callable[[float], float] | None = None,
    ) -> None:
        """Write the title and the legend above the axes, and keep room below for notes.

        Parameters
        ----------
        title, question, keys
            What is written.
        notes
            Paragraphs of as much text as `notes` will write.
        rim
            Room that the labels of the axes take on their left, below and above.
        needed
            How wide the axes need to be at a height; left out: as wide as they can be.
        """
        left, low, top = rim
        if not self.look.legend:
            keys = ()
        if self.look.title is not None:
            title, question = self.look.title, question if self.look.title else ""
        x, y, wide, high = self.sheet
        self._rim = low
        if self.aside:
            need = wide if needed is None else needed(high - low - top)
            most = wide - GAP - left - need
            self._column = min(max(most, wide * self._least), wide * WIDEST)
            heads = self._head(title, question, keys, self._column, high * ASIDE_HEAD)
            self._below = high - heads.height - 8
            begin = self._column + GAP + left
            self._put((x + begin, y + low, wide - begin, high - low - top))
            self._attach(heads, (0, 1), (-begin, top), (0, 1))
            self._left = begin
            return
        self._column, self._left = wide, left
        heads = self._head(title, question, keys, wide, high * (1 - LEAST) - low - top)
        self._below = high * (1 - LEAST) - heads.height - 16 - low - top
        foot = self._foot(notes).height + 8 + low
        above = heads.height + (8 if heads.height else 0) + top
        self._put((x + left, y + foot, wide - left, high - foot - above))
        self._attach(heads, (0, 1), (-left, 8 + top), (0, 0))

    def titled(self, title: str) -> str:
        """Return the headline, or what somebody wrote in its place."""
        return self.look.title or title

    def notes(self, notes: Sequence[str]) -> None:
        """Write the notes, each a paragraph, below or beside the axes."""
        foot = self._foot(notes)
        down = -self._rim if self.aside else -8 - self._rim
        self._attach(foot, (0, 0), (-self._left, down), (0, 0 if self.aside else 1))

    def part(self, box: tuple[float, float, float, float]) -> Canvas:
        """Return a canvas of axes within these, which lie in a box of points."""
        x, y, wide, high = box
        whole, tall = self.room
        part = copy.copy(self)
        part.ax = self.ax.inset_axes((x / whole, y / tall, wide / whole, high / tall))
        part.box = (self.box[0] + x, self.box[1] + y, wide, high)
        return part

    def shorten(self, high: float) -> None:
        """Take from the axes what they do not need below a height."""
        x, y, wide, whole = self.box
        self._put((x, y + whole - high, wide, high))

    @property
    def _least(self) -> float:
        """The part of a broad sheet that the texts take at least."""
        return NARROW if self.brief else COLUMN

    def _put(self, box: tuple[float, float, float, float]) -> None:
        """Put the axes in a place of the sheet."""
        self.box = box
        if self.owned:
            wide, high = self.figure.get_figwidth() * 72, self.figure.get_figheight() * 72
            x, y, w, h = box
            self.ax.set_position((x / wide, y / high, w / wide, h / high))

    def _head(
        self, title: str, question: str, keys: Sequence[Key], room: float, most: float
    ) -> DrawingArea:
        """Return the headline, what is asked and as much of the legend as there is room for."""
        large = self._headline(title, room)
        for count in range(len(keys), -1, -1):
            page = _Page(self, room)
            if title:
                page.paragraph(title, large, bold=True, colour=self.ink["ink"])
                page.skip(1.5)
            if question:
                page.paragraph(question, 1.12, colour=self.ink["quiet"])
                page.skip(4)
            page.keys(keys[:count])
            if page.y <= most or not count:
                break
        return page.area()

    def _headline(self, title: str, room: float) -> float:
        """Return how large a headline may be that takes few lines, in times of the base."""
        sizes = LARGE if self.owned else LARGE[-2:]
        most = LINES - self.brief
        few = (s for s in sizes if len(self.wrapped(title, s, room, bold=True)) <= most)
        return next(few, sizes[-1])

    def _foot(self, notes: Iterable[str]) -> DrawingArea:
        """Return the notes that there is room for; the sources, the next to last, go last."""
        said = [*filter(None, notes)] if self.look.notes else []
        choices = [said[number:] for number in range(len(said) - 1)]
        choices = [said[-2:-1]] if self.brief else [*choices, said[-2:-1], []]
        for chosen in choices:
            page = _Page(self, self._column)
            for note in chosen:
                page.paragraph(note, 0.8, colour=self.ink["quiet"])
                page.skip(1)
            if page.y <= self._below:
                break
        return page.area()

    def _attach(
        self,
        area: DrawingArea,
        corner: tuple[float, float],
        offset: tuple[float, float],
        align: tuple[float, float],
    ) -> None:
        self.pin(area, corner, offset, align, xycoords="axes fraction")

    def pin(
        self,
        area: DrawingArea,
        place: tuple[float, float],
        offset: tuple[float, float] = (0, 0),
        align: tuple[float, float] = (0.5, 0.5),
        *,
        xycoords: str = "data",
        zorder: float = 5,
    ) -> Artist:
        """Put an area at a place of the axes."""
        from matplotlib.offsetbox import AnnotationBbox

        pinned = AnnotationBbox(
            area,
            place,
            xybox=offset,
            xycoords=xycoords,
            boxcoords="offset points",
            box_alignment=align,
            frameon=False,
            pad=0,
            annotation_clip=False,
            zorder=zorder,
        )
        self.ax.add_artist(pinned)
        return pinned

    def letter(  # noqa: PLR0913 - what letters look like
        self,
        area: DrawingArea,
        place: tuple[float, float],
        text: str,
        size: float,
        *,
        colour: str,
        bold: bool = False,
        align: str = "left",
    ) -> None:
        """Write a text on an area, from a place of its base line."""
        from matplotlib.text import Text

        area.add_artist(
            Text(
                *place,
                text,
                fontproperties=self.font(size, bold=bold),
                color=colour,
                ha=align,
                va="baseline",
                parse_math=False,
            )
        )


class _Page:
    """Text and keys, one below the other."""

    def __init__(self, canvas: Canvas, room: float) -> None:
        self.canvas, self.room, self.y = canvas, room, 0.0
        self._todo: list[Callable[[DrawingArea, float], None]] = []

    def skip(self, points: float) -> None:
        self.y += points

    def paragraph(self, text: str, size: float, *, colour: str, bold: bool = False) -> None:
        canvas = self.canvas
        for line in canvas.wrapped(text, size, self.room, bold=bold):
            self.y += canvas.base * size * 1.28
            drop = self.y - canvas.base * size * 0.28

            def draw(area: DrawingArea, top: float, line: str = line, drop: float = drop) -> None:
                canvas.letter(area, (0, top - drop), line, size, colour=colour, bold=bold)

            self._todo.append(draw)

    def keys(self, keys: Sequence[Key]) -> None:
        step = self.canvas.base * 1.28
        for row in self._rows(keys):
            lines = [self._lines(key) for _, key in row]
            high = max(
                *(key.high + 2 for _, key in row),
                *(
                    self.canvas.base * (1.6 if self.canvas.brief else 2) + step * (len(texts) - 1)
                    for texts in lines
                ),
            )
            self.y += high
            for (x, key), texts in zip(row, lines, strict=True):
                self._key(key, x, self.y - high / 2, texts)

    def _lines(self, key: Key) -> list[str]:
        return self.canvas.wrapped(key.text, 1, self.room - key.wide - key.gap)

    def _rows(self, keys: Sequence[Key]) -> Iterator[list[tuple[float, Key]]]:
        """Yield keys side by side, each with its place."""
        row: list[tuple[float, Key]] = []
        x = 0.0
        for number, key in enumerate(keys):
            alone = (
                self.canvas.aside
                and not self.canvas.brief
                and row
                and not (key.flows and row[-1][1].flows)
            )
            wide = self._wide([key])
            total = wide
            if not key.wide:  # a head stays with all that it heads, or with the first of it
                headed = list(takewhile(lambda other: other.flows, keys[number + 1 :]))
                total = self._wide([key, *headed])
                if total > self.room:
                    total = self._wide([key, *headed[:1]])
            if alone or (row and x + total > self.room):
                yield row
                row, x = [], 0.0
            row.append((x, key))
            x += wide + 14
        if row:
            yield row

    def _wide(self, keys: Sequence[Key]) -> float:
        """Return how wide keys are side by side."""
        each = (
            key.wide + key.gap + max(self.canvas.measured(text, 1) for text in self._lines(key))
            for key in keys
        )
        return sum(each) + 14 * (len(keys) - 1)

    def _key(self, key: Key, x: float, y: float, lines: Sequence[str]) -> None:
        canvas = self.canvas

        def draw(area: DrawingArea, top: float) -> None:
            key.draw(area, x + key.wide / 2, top - y)
            for number, line in enumerate(lines):
                down = canvas.base * (0.36 + 1.28 * (number - (len(lines) - 1) / 2))
                place = (x + key.wide + key.gap, top - y - down)
                canvas.letter(area, place, line, 1, colour=canvas.ink["ink"])

        self._todo.append(draw)

    def area(self) -> DrawingArea:
        from matplotlib.offsetbox import DrawingArea

        area = DrawingArea(self.room, self.y, 0, 0)
        for draw in self._todo:
            draw(area, self.y)
        return area


def sheet_of(ax: Axes) -> Figure:
    """Return the figure that axes are on, be it by way of a part of it."""
    figure = ax.get_figure(root=True)
    if figure is None:
        raise TypeError(NOWHERE)
    return figure


def _place(ax: Axes) -> tuple[float, float, float, float]:
    """Return the place that axes were given: its corner, width and height in points."""
    parent = ax.get_figure(root=False)
    if parent is None:
        raise TypeError(NOWHERE)
    whole, place = parent.bbox, ax.get_position(original=True)
    point = sheet_of(ax).dpi / 72
    wide, high = whole.width / point, whole.height / point
    return place.x0 * wide, place.y0 * high, place.width * wide, place.height * high


def _sheet(size: Size, look: Look, *, pyplot: bool) -> Axes:
    paper = THEMES["dark" if look.dark else "light"]["paper"]
    if pyplot:
        from matplotlib import pyplot as plt

        figure = plt.figure(figsize=size.inches, facecolor=paper)
    else:
        from matplotlib.figure import Figure

        figure = Figure(figsize=size.inches, facecolor=paper)
    ax: Axes = figure.add_axes((0, 0, 1, 1))
    return ax


def _is_dark(colour: Any) -> bool:  # noqa: ANN401 - of any form that matplotlib knows
    from matplotlib.colors import to_rgba

    *parts, alpha = to_rgba(colour)
    return alpha * (1 - sum(parts) / 3) > 0.5  # noqa: PLR2004 - the middle


def _font(family: str, size: float, *, bold: bool) -> FontProperties:
    from matplotlib.font_manager import FontProperties

    return FontProperties(family=[family], size=size, weight="bold" if bold else "normal")


@functools.lru_cache(4096)
def _measured(text: str, family: str, bold: bool) -> float:  # noqa: FBT001 - a key
    """Return how wide a text is in letters of one point, as it is in any other size."""
    from matplotlib.textpath import text_to_path

    font = _font(family, 1, bold=bold)
    wide, _, _ = text_to_path.get_text_width_height_descent(text, font, ismath=False)
    return float(wide)


def family(letters: Iterable[str]) -> str:
    """Return the first of the families that are installed with all of some letters."""
    return _family(frozenset(map(ord, letters)))


@functools.cache
def _family(letters: frozenset[int]) -> str:
    from matplotlib.font_manager import FontProperties, findfont, get_font

    for name in FONTS[:-1]:
        faces = [FontProperties(family=[name], weight=weight) for weight in ("normal", "bold")]
        try:
            paths = [findfont(face, fallback_to_default=False) for face in faces]
        except ValueError:
            continue
        are_whole = (letters <= get_font(path).get_charmap().keys() for path in paths)
        if len(set(paths)) == len(paths) and all(map(_is_truetype, paths)) and all(are_whole):
            return name
    return FONTS[-1]


def _is_truetype(path: str) -> bool:
    """Return whether a PDF can hold a font with its texts as texts."""
    return path.lower().endswith(".ttf")
