"""A register → a timeline: one row a crossing, bars by standing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import groupby, product
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from babel.dates import format_skeleton
from babel.numbers import format_percent

from borders import _lazy, dates
from borders.enums import Category, Effect, Standing
from borders.errors import QuestionError
from borders.figures.canvas import INK, Canvas, Key, canvas_for
from borders.figures.docs import documented
from borders.figures.map import Drawn, imprint, left_out
from borders.figures.symbols import caution, planned
from borders.register import Register, Snapshot
from borders.rules import periods
from borders.rules.evaluate import measure_applies
from borders.style import HALO, OUTLINE, STYLES
from borders.text.sentences import Translator, ended, lowered, raised

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import tzinfo

    from matplotlib.offsetbox import DrawingArea

    from borders.model import Crossing, Measure

    _Sign = Callable[[DrawingArea, tuple[float, float], float], None]

__all__ = ["draw_history", "plot_history"]

LEAST: Final = 9.0
"""Points of a row in which a name can be read."""

MOST: Final = 28.0
"""Points of a row; a sheet with few of them stays white below."""

ABOVE: Final = 0.24
"""Part of a row by which announcements stand above its middle, and cautions below."""

MONTHLY: Final = timedelta(days=730)
"""From which time on years are enough to read a day by."""


class Bar(NamedTuple):
    """A standing over a time."""

    standing: Standing
    start: datetime
    end: datetime
    last: Standing | None = None
    """Where nothing is known: what was before."""


class Row(NamedTuple):
    """A crossing with what was known of it."""

    crossing: Crossing
    bars: list[Bar]


@documented
def plot_history(
    snapshot: Register | Snapshot,
    ax: _lazy.Axes | None = None,
    *,
    crossings: Iterable[str] | None = None,
    lang: str | None = None,
) -> _lazy.Axes:
    """Draw what was open and closed over all that is known, and return the axes.

    Parameters
    ----------
    snapshot
        The question, whose moment does not matter; a register stands for what it says of anybody.
    {ax}
    crossings
        Names of those to draw; left out: all that serve the mode, without local ones where rows
        would be too small to read.
    {lang}

    Raises
    ------
    {missing}

    Examples
    --------
    >>> import borders
    >>> from matplotlib.figure import Figure
    >>> ax = Figure().add_subplot()
    >>> borders.plot_history(borders.load().on(mode="car"), ax) is ax
    True
    """
    if isinstance(snapshot, Register):
        days = [c.verified_from for c in snapshot.crossings if c.verified_from is not None]
        snapshot = snapshot.on(min(days, default=date.max))
    return draw_history(snapshot, canvas_for(snapshot, ax, lang), crossings).ax


def draw_history(
    snapshot: Snapshot, canvas: Canvas, crossings: Iterable[str] | None = None
) -> Drawn:
    """Draw a timeline on a canvas; the moment of the snapshot does not matter."""
    translator = canvas.translator
    title = translator.t("figure.history.title", title=translator.t("title"))
    question = raised(translator.question(snapshot, moment=False))
    chosen, omissions = _chosen(snapshot, canvas, crossings)
    known = {crossing: list(_bars(snapshot, crossing)) for crossing in chosen}
    bounds = [moment for bars in known.values() for bar in bars for moment in bar[1:3]]
    if not bounds:
        raise QuestionError("nothing is known of these crossings: there is no history to draw")
    start, end = min(bounds, key=dates.utc), max(bounds, key=dates.utc)
    rows = [Row(crossing, list(_whole(bars, start, end))) for crossing, bars in known.items()]
    notes = [
        translator.t("figure.history.thick"),
        *omissions,
        *imprint(snapshot, translator, chosen, ground=False, aged=False),
    ]
    left = max((canvas.measured(translator.label(c), 0.95)[0] for c in chosen), default=0) + 8
    canvas.frame(title, question, _keys(snapshot, canvas, rows), notes, (left, 14, 2))
    _draw(snapshot, canvas, rows, (start, end), left)
    canvas.notes(notes)
    return Drawn(canvas.ax, title, _described(title, question, rows, (start, end), translator))


def _chosen(
    snapshot: Snapshot, canvas: Canvas, names: Iterable[str] | None
) -> tuple[list[Crossing], list[str]]:
    """Return the crossings to draw by neighbour, and what is said of those left out."""
    register, translator = snapshot.register, canvas.translator
    if names is not None:
        return [register.crossing(name) for name in names], []
    chosen, omissions = list(snapshot.crossings), list(left_out(snapshot, translator))
    room = canvas.figure.get_figheight() * 72 - 120 if canvas.owned else canvas.room[1]
    if room / max(len(chosen) + 5, 1) < LEAST:
        main = [c for c in chosen if c.category is not Category.LOCAL]
        if len(main) < len(chosen):
            omissions.append(translator.t("figure.history.local", n=len(chosen) - len(main)))
        chosen = main
    order = list(dict.fromkeys(c.neighbour for c in register.crossings))
    return sorted(chosen, key=lambda c: order.index(c.neighbour)), omissions


def _bars(snapshot: Snapshot, crossing: Crossing) -> Iterator[Bar]:
    """Yield the times of one standing, oldest first."""
    for standing, run in groupby(snapshot.periods(crossing), key=lambda each: each.standing):
        same = list(run)
        first, last = same[0].measures_since, same[-1].measures_until
        if first is not None and last is not None:
            yield Bar(standing, first, last)


def _whole(bars: Iterable[Bar], start: datetime, end: datetime) -> Iterator[Bar]:
    """Yield bars from one moment to another, with those between them where nothing is known."""
    last = None
    for bar in bars:
        if dates.utc(start) < dates.utc(bar.start):
            yield Bar(Standing.UNKNOWN, start, bar.start, last)
        yield bar
        start, last = bar.end, bar.standing
    if dates.utc(start) < dates.utc(end):
        yield Bar(Standing.UNKNOWN, start, end, last)


def _draw(
    snapshot: Snapshot,
    canvas: Canvas,
    rows: Sequence[Row],
    span: tuple[datetime, datetime],
    left: float,
) -> None:
    ax, y = canvas.ax, 0.0
    start, end = (_days(moment) for moment in span)
    ax.set_xlim(start, end)
    lines = len(rows) + 1.3 * len({row.crossing.neighbour for row in rows})
    height = min(canvas.room[1] / lines, MOST)
    for neighbour, group in groupby(rows, key=lambda row: row.crossing.neighbour):
        y += 1.3
        translator = canvas.translator
        name = translator.place(neighbour) if neighbour else translator.t("figure.history.air")
        _label(canvas, y - 0.45, name, left, bold=True)
        for row in group:
            _draw_row(snapshot, canvas, row, y + 0.5, (start, end), height)
            _label(canvas, y + 0.5, canvas.translator.label(row.crossing), left)
            y += 1
    ax.set_ylim(canvas.room[1] / height, 0)
    ax.spines["bottom"].set_position(("data", y))
    _axis(canvas, span, y, sorted({dates.utc(bar.start) for row in rows for bar in row.bars}))


def _label(canvas: Canvas, y: float, text: str, left: float, *, bold: bool = False) -> None:
    canvas.ax.annotate(
        text,
        (0, y),
        (-left, -canvas.base * 0.34),
        xycoords=("axes fraction", "data"),
        textcoords="offset points",
        fontproperties=canvas.font(0.95, bold=bold),
        color=canvas.ink["ink"],
        ha="left",
        va="baseline",
        parse_math=False,
        annotation_clip=False,
    )


def _draw_row(
    snapshot: Snapshot,
    canvas: Canvas,
    row: Row,
    y: float,
    span: tuple[float, float],
    height: float,
) -> None:
    """Draw one row: what is known, thinly where nothing is, and what was announced."""
    canvas.ax.axhline(y, color=INK["rule"], lw=0.4, zorder=0.5)
    for bar in row.bars:
        _draw_bar(canvas.ax, y, bar, row.crossing)
    _draw_signs(snapshot, canvas, row.crossing, y, span, min(height * 0.55, canvas.base))


def _draw_signs(
    snapshot: Snapshot,
    canvas: Canvas,
    crossing: Crossing,
    y: float,
    span: tuple[float, float],
    size: float,
) -> None:
    """Draw what was announced above the middle of a row, and cautions below."""
    start, end = span
    apart = size * (end - start) / canvas.room[0]
    measures = list(_regarding(snapshot, crossing))
    plans = dict(_plans(measures, snapshot.register.zone(crossing)))
    ends = [_days(moment) for measure in measures if (moment := _last_seen(measure))]
    for draw, reaches, up in (
        (planned, plans, -ABOVE),
        (caution, dict(zip(ends, ends, strict=True)), ABOVE),
    ):
        for x in _apart([x for x in reaches if start <= x <= end], apart):
            _pin(canvas, (x, y + up), size, draw)
            line = [x, reaches[x]]
            canvas.ax.plot(line, [y + up] * 2, color=OUTLINE, lw=0.7, ls=(0, (1, 1)), zorder=3)


def _plans(measures: Iterable[Measure], zone: tzinfo) -> Iterator[tuple[float, float]]:
    """Yield when measures were announced, and when they were to begin."""
    for measure in measures:
        if (day := _announced(measure)) is not None:
            begin = _days(dates.day_start(day, zone))
            yield begin, begin if measure.valid_from is None else _days(measure.valid_from)


def _last_seen(measure: Measure) -> datetime | None:
    """Return from when on a measure is a caution, if it ever is."""
    period = periods.in_force(measure)
    end = period and period.end
    return end if end and periods.is_caution(measure, end) else None


def _apart(places: Iterable[float], least: float) -> Iterator[float]:
    """Yield places in order, without those too near to the last one to be told from it."""
    last = None
    for place in sorted(places):
        if last is None or place - last >= least:
            last = place
            yield place


def _days(moment: datetime) -> float:
    """Return a moment as matplotlib counts days, so that dates can be drawn beside ours."""
    from matplotlib import dates

    days: Any = dates.date2num
    return float(days(moment))


def _pin(canvas: Canvas, place: tuple[float, float], size: float, draw: _Sign) -> None:
    from matplotlib.offsetbox import DrawingArea

    area = DrawingArea(size, size, 0, 0)
    draw(area, (size / 2, size / 2), size)
    canvas.pin(area, place, zorder=4).set_gid(f"sign-{draw.__name__}")


def _draw_bar(ax: _lazy.Axes, y: float, bar: Bar, crossing: Crossing) -> None:
    from matplotlib.patches import Rectangle

    begin, end, high = _days(bar.start), _days(bar.end), STYLES[bar.standing].bar
    look: dict[str, Any] = {"fc": _colour(bar.standing, bar.last), "ec": HALO, "lw": 0.3}
    gid = f"bar-{bar.standing.value}-{crossing.id}"
    ax.add_patch(Rectangle((begin, y - high / 2), end - begin, high, zorder=2, gid=gid, **look))


def _colour(standing: Standing, last: Standing | None = None) -> str:
    """Return the colour of a bar; where nothing is known, the tint of what was before."""
    style = STYLES[standing]
    return STYLES[last].tint if style.hollow and last else style.lines["light"]


def _regarding(snapshot: Snapshot, crossing: Crossing) -> Iterator[Measure]:
    """Yield the measures at a crossing, of every day, that bear on the question."""
    index, question = snapshot.register.index, snapshot.question(crossing)
    return (m for m in index.measures(crossing) if measure_applies(m, crossing, question, index))


def _announced(measure: Measure) -> date | None:
    """Return the day on which a closing or reopening was made known, if it was so before."""
    day, start = measure.announced, measure.valid_from
    if day is None or measure.effect is Effect.CONDITIONS or measure.amends is not None:
        return None
    return None if start is not None and day >= start.date() else day


def _axis(
    canvas: Canvas, span: tuple[datetime, datetime], y: float, changes: Sequence[datetime]
) -> None:
    """Draw the years or months below the rows, and a tick for each change."""
    ax, ink = canvas.ax, canvas.ink
    ticks, names = _ticks(canvas, span)
    ax.set_xticks(ticks, names)
    ax.vlines(ticks, 0, y, color=INK["rule"], lw=0.6, zorder=0)
    ax.set_xticks([_days(c) for c in changes if span[0] < c < span[1]], minor=True)
    ax.set_yticks([])
    ax.tick_params(axis="x", which="major", length=8, width=0.8, color=ink["ink"], pad=2)
    ax.tick_params(axis="x", which="minor", length=3.5, width=0.4, color=ink["quiet"])
    for label in ax.get_xticklabels():
        label.set_fontproperties(canvas.font(0.95))
        label.set_color(ink["ink"])
    ax.set_facecolor(INK["paper"])
    for name, spine in ax.spines.items():
        spine.set_visible(name == "bottom")
        spine.set_color(ink["ink"])


def _ticks(canvas: Canvas, span: tuple[datetime, datetime]) -> tuple[list[float], list[str]]:
    """Return where years begin, or months in less than two years, and how they are called."""
    years = range(span[0].year, span[1].year + 1)
    starts = [datetime(*start, 1, tzinfo=UTC) for start in product(years, range(1, 13))]
    months = [start for start in starts if span[0] <= start <= span[1]]
    if span[1] - span[0] >= MONTHLY:
        begun = [month for month in months if month.month == 1]
        return list(map(_days, begun)), [str(year.year) for year in begun]
    names = [format_skeleton("yMMM", month, locale=canvas.translator.locale) for month in months]
    room = max((canvas.measured(name, 0.95)[0] for name in names), default=0) + 8
    fits = canvas.room[0] / room
    step = next((n for n in (1, 2, 3, 6) if len(months) <= n * fits), 12)
    last = _days(span[1]) - (_days(span[1]) - _days(span[0])) / fits / 2
    shown = [
        (_days(month), name)
        for month, name in zip(months, names, strict=True)
        if (month.month - 1) % step == 0 and _days(month) <= last
    ]
    return [place for place, _ in shown], [name for _, name in shown]


def _keys(snapshot: Snapshot, canvas: Canvas, rows: Sequence[Row]) -> list[Key]:
    from matplotlib.patches import Rectangle

    wide, high = canvas.base * 2.2, canvas.base * 1.25

    def bar(standing: Standing) -> Key:
        def draw(area: DrawingArea, x: float, y: float) -> None:
            thick = high * STYLES[standing].bar
            place = (x - wide / 2, y - thick / 2)
            area.add_artist(Rectangle(place, wide, thick, fc=_colour(standing), lw=0))

        return Key(draw, wide, canvas.translator.t(f"standing.{standing.value}"))

    def sign(draw: _Sign, text: str) -> Key:
        return Key(lambda area, x, y: draw(area, (x, y), high), high, text)

    measures = [m for row in rows for m in _regarding(snapshot, row.crossing)]
    used = {bar.standing for row in rows for bar in row.bars}
    keys = [bar(standing) for standing in Standing if standing in used]
    if any(map(_announced, measures)):
        keys.append(sign(planned, canvas.translator.t("legend.planned")))
    if any(map(_last_seen, measures)):
        keys.append(sign(caution, canvas.translator.t("figure.caution")))
    return keys


def _described(
    title: str,
    question: str,
    rows: Sequence[Row],
    span: tuple[datetime, datetime],
    translator: Translator,
) -> str:
    """Return the timeline in words: what part of the time each crossing had each standing."""
    days = f"{translator.date(span[0].date())} – {translator.date(span[1].date())}"
    texts = [ended(title), ended(question), ended(days)]
    total = (span[1] - span[0]).total_seconds() or 1
    for crossing, bars in rows:
        parts = dict.fromkeys(Standing, 0.0)
        for bar in bars:
            parts[bar.standing] += (dates.utc(bar.end) - dates.utc(bar.start)).total_seconds()
        shares = [
            f"{lowered(translator.t(f'standing.{standing.value}'))} "
            f"{format_percent(part / total, locale=translator.locale)}"
            for standing, part in parts.items()
            if part / total >= 0.005  # noqa: PLR2004 - less is written as 0 %
        ]
        texts.append(f"{translator.label(crossing)}: {', '.join(shares)}.")
    return " ".join(texts)
