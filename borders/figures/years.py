"""A register → small maps side by side: the same day of every year."""

from __future__ import annotations

import functools
import math
from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Final

from babel.dates import format_skeleton

from borders import _lazy
from borders.enums import Category, Standing
from borders.errors import QuestionError, expect, shown
from borders.figures.basemap import Map, Outlines, Sign, width
from borders.figures.canvas import Canvas, Look, fitted
from borders.figures.docs import documented
from borders.figures.map import (
    Drawn,
    asked,
    chosen,
    compared,
    drawn,
    explained,
    imprint,
    left_out,
    published,
    standing_keys,
)
from borders.register import Register, Snapshot
from borders.style import STYLES
from borders.text.sentences import Translator, ended, raised

if TYPE_CHECKING:
    from collections.abc import Sequence

    from borders.model import Verdict

__all__ = ["draw_years", "plot_years"]

SIZES: Final = {Category.INTERNATIONAL: 1.15, Category.LOCAL: 0.75}
"""Marks in heights of letters."""

TALL: Final = 150.0
BESIDE: Final = 2.0
"""A height in points, and room beside the marks in heights of letters, by which a map is shaped."""

HEAD: Final = 1.9
"""Room for a year and its bar above its map, in heights of letters."""

APART: Final = 8.0
"""Points between maps."""

Year = tuple[date, list["Verdict"]]


@documented
def plot_years(  # noqa: PLR0913 - each a part of its look
    snapshot: Register | Snapshot,
    ax: _lazy.Axes | None = None,
    *,
    day: str | None = None,
    crossings: Iterable[str] | None = None,
    title: str | None = None,
    notes: bool = True,
    legend: bool = True,
    lang: str | None = None,
) -> _lazy.Axes:
    """Draw a small map of the same day of every year, and return the axes around them.

    Parameters
    ----------
    snapshot
        The question, whose moment does not matter; a register stands for what it says of anybody.
    {ax}
    day
        Month and day, as `"09-12"`; left out: those of the last verified day.
    {crossings}
    {title}
    {notes}
    {legend}
    {lang}

    Raises
    ------
    QuestionError
        The day is not in every year, or nothing was known on it in any.
    {missing}

    Examples
    --------
    >>> import borders
    >>> from matplotlib.figure import Figure
    >>> ax = Figure().add_subplot()
    >>> borders.plot_years(borders.load().on(mode="car"), ax, day="09-12") is ax
    True
    """
    snapshot = asked(snapshot, "plot_years")
    expect(day, str | None, "day takes a text such as '09-12'")
    names = chosen(snapshot, crossings)
    draw = functools.partial(draw_years, snapshot, day=day, crossings=names)
    return fitted(draw, snapshot, ax, lang, Look(title, notes=notes, legend=legend))


def draw_years(
    snapshot: Snapshot,
    canvas: Canvas,
    day: str | None = None,
    crossings: Iterable[str] | None = None,
) -> Drawn:
    """Draw small maps on a canvas; the moment of the snapshot does not matter."""
    translator, register = canvas.translator, snapshot.register
    years = _years(snapshot, day, crossings)
    verdicts = [verdict for _, those in years for verdict in those]
    title = _finding(years, translator)
    same = format_skeleton("MMMMd", years[0][0], locale=translator.locale)
    asked = raised(translator.question(snapshot, moment=False))
    question = f"{asked} · {translator.t('figure.years.day', day=same)}"
    used = {verdict.standing for verdict in verdicts}
    keys = standing_keys(
        used, (verdict.last_standing for verdict in verdicts), canvas, numbered=False
    )
    sources = {s.id: s for verdict in verdicts for s in register.sources(verdict)}
    notes = [
        *explained(used, translator),
        *(left_out(snapshot, translator) if crossings is None else ()),
        *published(sources.values(), translator),
        *imprint(snapshot, translator, [v.crossing for v in years[0][1]], aged=False),
    ]
    canvas.frame(title, question, keys, notes)
    canvas.notes(notes)
    _draw(canvas, register, years)
    told = (
        f"{when.year}: {translator.counts([v.standing for v in those])}." for when, those in years
    )
    return Drawn(canvas.ax, canvas.titled(title), " ".join((ended(title), ended(question), *told)))


def _years(snapshot: Snapshot, day: str | None, crossings: Iterable[str] | None) -> list[Year]:
    """Return the day of every year in which anything was known on it, with what was known."""
    register, meant = snapshot.register, drawn(snapshot, crossings)
    ends = [c.verified_from for c in (v.crossing for v in meant) if c.verified_from is not None]
    last = register.last_verified(verdict.crossing for verdict in meant)
    if not ends or last is None:
        raise QuestionError("nothing is known of these crossings: there are no years to draw")
    try:
        month, number = map(int, day.split("-")) if day else (last.month, last.day)
        days = [date(year, month, number) for year in range(min(ends).year, last.year + 1)]
    except (OverflowError, ValueError):
        msg = f"day is {shown(day)}: write a month and a day that are in every year, such as 09-12"
        raise QuestionError(msg) from None
    found = []
    for when in days:
        if min(ends) <= when <= last:
            year = register.on(
                when,
                mode=snapshot.mode,
                direction=snapshot.direction,
                traveller=snapshot.traveller,
            )
            found.append((when, drawn(year, crossings)))
    if not found:
        raise QuestionError(f"nothing was known on the day {day} of any year: write another")
    return found


def _finding(years: Sequence[Year], translator: Translator) -> str:
    """Return how many crossings let most through in the first year, and how many in the last."""
    (first, then), (last, now) = years[0], years[-1]
    before, after = ([verdict.standing for verdict in those] for those in (then, now))
    return compared(before, after, str(first.year), str(last.year), translator)


def _draw(canvas: Canvas, register: Register, years: Sequence[Year]) -> None:
    """Draw the maps in as many columns as make them largest."""
    wide, high = canvas.room
    canvas.ax.set(xlim=(0, wide), ylim=(0, high), xticks=[], yticks=[])
    canvas.ax.set_axis_off()
    spots = [(p.lon, p.lat) for v in years[0][1] if (p := v.crossing.location)]
    head = canvas.base * HEAD
    shape = width(canvas, spots, TALL, beside=BESIDE) / TALL

    def size(columns: int) -> tuple[float, float]:
        rows = math.ceil(len(years) / columns)
        across = (wide - APART * (columns - 1)) / columns
        up = (high - APART * (rows - 1)) / rows - head
        return across, up

    def scale(columns: int) -> float:
        across, up = size(columns)
        return min(across / shape, up)

    outlines = Outlines(register.folder)
    columns = max(range(1, len(years) + 1), key=scale)
    across, up = size(columns)
    for number, (when, verdicts) in enumerate(years):
        row, column = divmod(number, columns)
        x = column * (across + APART)
        y = high - (row + 1) * (up + head) - row * APART
        _draw_head(canvas, (x, y + up), across, when, verdicts)
        sheet = Map(canvas.part((x, y, across, up)), register, spots, calm=True, outlines=outlines)
        _put(sheet, verdicts)


def _draw_head(
    canvas: Canvas,
    place: tuple[float, float],
    wide: float,
    when: date,
    verdicts: Sequence[Verdict],
) -> None:
    """Write a year above its map, and draw what part of the crossings has each standing."""
    from matplotlib.patches import Rectangle

    x, y = place
    name = str(when.year)
    canvas.ax.text(
        x,
        y + canvas.base * 0.5,
        name,
        fontproperties=canvas.font(1.15, bold=True),
        color=canvas.ink["ink"],
        va="baseline",
        parse_math=False,
        gid="year",
    )
    start = x + canvas.measured(name, 1.15, bold=True) + 6
    whole, counts = x + wide - start, Counter(verdict.standing for verdict in verdicts)
    for standing in Standing:
        part = whole * counts[standing] / len(verdicts)
        bar = Rectangle((start, y + canvas.base * 0.5), part, canvas.base * 0.8, lw=0)
        known = standing is not Standing.UNKNOWN
        colour = STYLES[standing].lines[canvas.theme] if known else canvas.ink["rule"]
        bar.set(facecolor=colour, gid=f"part-{when.year}-{standing}")
        canvas.ax.add_patch(bar)
        start += part


def _size(verdict: Verdict) -> float:
    is_known = verdict.standing is not Standing.UNKNOWN
    return SIZES.get(verdict.crossing.category, 1.0) * (1.0 if is_known else 0.75)


def _put(sheet: Map, verdicts: Sequence[Verdict]) -> None:
    """Draw the marks of a year on its map."""
    sheet.put(
        [
            Sign(
                verdict.crossing,
                verdict.standing,
                place,
                sheet.canvas.base * _size(verdict),
                last=verdict.last_standing,
            )
            for verdict in verdicts
            if (place := verdict.crossing.location)
        ]
    )
