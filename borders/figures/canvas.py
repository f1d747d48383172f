"""A sheet to draw on: axes with a head and a foot of text, letters that are there, and marks.

All sizes are points, so that a figure may be saved at any resolution.
"""

from __future__ import annotations

import functools
from itertools import takewhile
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from borders.errors import MissingExtra
from borders.style import THEMES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties
    from matplotlib.offsetbox import DrawingArea

    from borders.register import Snapshot
    from borders.text.sentences import Translator

    Draw = Callable[[DrawingArea, float, float], None]
    """Draws around a place of an area."""

__all__ = [
    "INK",
    "SIZES",
    "Canvas",
    "Key",
    "Size",
    "canvas_for",
    "family",
    "need_matplotlib",
    "sheet_of",
]

INK: Final = THEMES["light"]

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


SIZES: Final = {
    "a4": Size((210 / 25.4, 297 / 25.4), 200),
    "card": Size((10.0, 5.25), 120),
    "social": Size((5.4, 6.75), 200),
    "wide": Size((10.0, 5.625), 192),
}

MARGIN: Final = 18.0
GAP: Final = 14.0
COLUMN: Final = 0.29
"""Part of a wide sheet that the texts take."""


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


def canvas_for(snapshot: Snapshot, ax: Axes | None, lang: str | None) -> Canvas:
    """Return a canvas for what somebody draws of an answer, in its language unless they say one."""
    translator = snapshot.translator if lang is None else snapshot.register.translator(lang)
    return Canvas(ax, translator)


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
    pyplot
        New axes belong to `matplotlib.pyplot`, so that a notebook shows them.
    """

    def __init__(
        self, ax: Axes | None, translator: Translator, *, size: str = "wide", pyplot: bool = True
    ) -> None:
        need_matplotlib()
        self.owned = ax is None
        self.translator = translator
        self.ax: Axes = _sheet(SIZES[size], pyplot=pyplot) if ax is None else ax
        self.figure = sheet_of(self.ax)
        self.ink = THEMES["dark" if _is_dark(self.figure.get_facecolor()) else "light"]
        self.family = family(translator.letters())
        wide, high = self.room
        self.aside = self.owned and wide > 1.2 * high
        self._rim = 0.0, 0.0
        self.base = min(9.0, max(6.2, 7.6 * (wide * high) ** 0.5 / 560))

    @property
    def room(self) -> tuple[float, float]:
        """The width and height of the axes."""
        box = self.ax.get_position()
        wide, high = self._paper()
        return box.width * wide, box.height * high

    def font(self, size: float, *, bold: bool = False) -> FontProperties:
        """Return the letters of a size, in times of the base."""
        from matplotlib.font_manager import FontProperties

        weight = "bold" if bold else "normal"
        return FontProperties(family=[self.family], size=self.base * size, weight=weight)

    def measured(self, text: str, size: float, *, bold: bool = False) -> tuple[float, float]:
        """Return how wide a text of one line is, and how far its letters reach down and up."""
        wide, _, _ = _extent(text, self.font(size, bold=bold))
        return wide, self.base * size

    def wrapped(self, text: str, size: float, room: float, *, bold: bool = False) -> list[str]:
        """Return a text in lines that have room."""
        lines: list[str] = []
        for word in text.split(" "):
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self.measured(longer, size, bold=bold)[0] <= room:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines

    def frame(
        self,
        title: str,
        question: str,
        keys: Sequence[Key],
        notes: Sequence[str],
        rim: tuple[float, float, float] = (0, 0, 0),
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
        """
        left, low, top = rim
        self._rim = left, low
        if not self.owned:
            heads = self._head(title, question, keys, self.room[0] + left)
            self._attach(heads, (0, 1), (-left, 6 + top), (0, 0))
            return
        wide, high = self._paper()
        if self.aside:
            heads = self._head(title, question, keys, self._column)
            x = MARGIN + self._column + GAP + left
            self._place((x, MARGIN + low, wide - MARGIN - x, high - 2 * MARGIN - low - top))
            self._attach(heads, (0, 1), (-(self._column + GAP + left), top), (0, 1))
            return
        heads = self._head(title, question, keys, wide - 2 * MARGIN)
        bottom = MARGIN + self._foot(notes, wide - 2 * MARGIN).height + 8 + low
        upper = high - MARGIN - heads.height - 8 - top
        self._place((MARGIN + left, bottom, wide - 2 * MARGIN - left, upper - bottom))
        self._attach(heads, (0, 1), (-left, 8 + top), (0, 0))

    def notes(self, notes: Sequence[str]) -> None:
        """Write the notes, each a paragraph, below or beside the axes."""
        left, low = self._rim
        if self.aside:
            foots = self._foot(notes, self._column)
            self._attach(foots, (0, 0), (-(self._column + GAP + left), -low), (0, 0))
            return
        foots = self._foot(notes, self.room[0] + left)
        self._attach(foots, (0, 0), (-left, -8 - low), (0, 1))

    def shorten(self, high: float) -> None:
        """Take from the axes what they do not need below a height."""
        box, (_, sheet) = self.ax.get_position(), self._paper()
        self.ax.set_position((box.x0, box.y1 - high / sheet, box.width, high / sheet))

    @property
    def _column(self) -> float:
        return self._paper()[0] * COLUMN

    def _paper(self) -> tuple[float, float]:
        return self.figure.get_figwidth() * 72, self.figure.get_figheight() * 72

    def _place(self, box: tuple[float, float, float, float]) -> None:
        wide, high = self._paper()
        x, y, w, h = box
        self.ax.set_position((x / wide, y / high, w / wide, h / high))

    def _head(self, title: str, question: str, keys: Sequence[Key], room: float) -> DrawingArea:
        large = 1.75 if self.owned else 1.3
        page = _Page(self, room)
        page.paragraph(title, large, bold=True, colour=self.ink["ink"])
        page.skip(1.5)
        page.paragraph(question, 1.12, colour=self.ink["quiet"])
        page.skip(4)
        page.keys(keys)
        return page.area()

    def _foot(self, notes: Iterable[str], room: float) -> DrawingArea:
        page = _Page(self, room)
        for note in filter(None, notes):
            page.paragraph(note, 0.8, colour=self.ink["quiet"])
            page.skip(1)
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
        colour: str = INK["ink"],
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
                *(self.canvas.base * 2 + step * (len(texts) - 1) for texts in lines),
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
            alone = self.canvas.aside and row and not (key.flows and row[-1][1].flows)
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
            key.wide + key.gap + max(self.canvas.measured(text, 1)[0] for text in self._lines(key))
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
        msg = "these axes are on no figure: draw on those of a figure"
        raise TypeError(msg)
    return figure


def _sheet(size: Size, *, pyplot: bool) -> Axes:
    if pyplot:
        from matplotlib import pyplot as plt

        figure = plt.figure(figsize=size.inches, facecolor=INK["paper"])
    else:
        from matplotlib.figure import Figure

        figure = Figure(figsize=size.inches, facecolor=INK["paper"])
    ax: Axes = figure.add_axes((0, 0, 1, 1))
    return ax


def _is_dark(colour: Any) -> bool:  # noqa: ANN401 - of any form that matplotlib knows
    from matplotlib.colors import to_rgba

    *parts, alpha = to_rgba(colour)
    return alpha * (1 - sum(parts) / 3) > 0.5  # noqa: PLR2004 - the middle


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


def _extent(text: str, font: FontProperties) -> tuple[float, float, float]:
    from matplotlib.textpath import text_to_path

    wide, high, down = text_to_path.get_text_width_height_descent(text, font, ismath=False)
    return wide * 1.01, high, down
