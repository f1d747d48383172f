"""A register → a timeline: one row a crossing, bars by standing."""

from __future__ import annotations

import functools
import math
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import groupby, islice, product
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from babel.dates import format_skeleton
from babel.numbers import format_percent

from borders import _lazy, dates
from borders.enums import Category, Standing
from borders.errors import QuestionError
from borders.figures.canvas import Canvas, Key, Look, fitted
from borders.figures.docs import documented
from borders.figures.map import Drawn, asked, chosen, compared, imprint, left_out, published
from borders.register import Register, Snapshot
from borders.rules.evaluate import measure_applies
from borders.style import STYLES
from borders.text.sentences import Translator, ended, lowered, raised

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matplotlib.offsetbox import DrawingArea

    from borders.model import Crossing, Measure, NamedEvent

__all__ = ["draw_history", "plot_history"]

LEAST: Final = 9.0
"""Points of a row in which a name can be read."""

MOST: Final = 28.0
"""Points of a row; a sheet with few of them stays white below."""

GROUND: Final = 0.92
"""Where in a row the bars stand."""

WHOLE: Final = 0.84
"""The height of the highest bar in a row."""

SHUT: Final = frozenset({Standing.CLOSED, Standing.CLOSED_BY_DEFAULT})
INKS: Final = {Standing.OPEN: 0.55, Standing.OPEN_BY_DEFAULT: 0.45, Standing.RESTRICTED: 0.65}
"""How much ink has what lets people through."""

SHADE: Final = 0.22
"""How much ink the ground of what is closed has."""

BAND: Final = 0.28
"""Part of the height that the names of events take at most."""

LABEL: Final = 0.95
"""The letters of crossings in times of the base."""

TIGHT: Final = 0.82
"""The part of a row that its letters take at most."""

EVENTS: Final = (0.85, 0.78, 0.72)
LANE: Final = 1.2
"""Letters of events, the largest that fit, and how high a line of them is, in times of the base."""

MONTHLY: Final = timedelta(days=730)
"""From which time on years are enough to read a day by."""


class Bar(NamedTuple):
    """A standing over a time."""

    standing: Standing
    start: datetime
    end: datetime
    last: Standing | None = None
    """Where nothing is known: what was before."""


class Called(NamedTuple):
    """An event with the place of its name: a lane, and points from the left."""

    event: NamedEvent
    day: float
    lane: int
    align: str
    low: float
    high: float
    letters: float

    @property
    def rule(self) -> float:
        """Where its rule goes down."""
        return self.low if self.align == "left" else self.high

    def passes(self, other: Called) -> bool:
        """Return whether neither of two names lies upon the other or the other's rule."""
        upper, lower = (self, other) if self.lane > other.lane else (other, self)
        if upper.lane == lower.lane:
            return self.high <= other.low or other.high <= self.low
        return not lower.low - 2 <= upper.rule <= lower.high + 2


class Row(NamedTuple):
    """A crossing with what was known of it."""

    crossing: Crossing
    bars: list[Bar]


@documented
def plot_history(  # noqa: PLR0913 - each a part of its look
    snapshot: Register | Snapshot,
    ax: _lazy.Axes | None = None,
    *,
    crossings: Iterable[str] | None = None,
    title: str | None = None,
    notes: bool = True,
    legend: bool = True,
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
    {title}
    {notes}
    {legend}
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
    snapshot = asked(snapshot, "plot_history")
    draw = functools.partial(draw_history, snapshot, crossings=chosen(snapshot, crossings))
    return fitted(draw, snapshot, ax, lang, Look(title, notes=notes, legend=legend))


def draw_history(
    snapshot: Snapshot, canvas: Canvas, crossings: Iterable[str] | None = None
) -> Drawn:
    """Draw a timeline on a canvas; the moment of the snapshot does not matter."""
    translator, register = canvas.translator, snapshot.register
    question = raised(translator.question(snapshot, moment=False))
    shown, omissions = _chosen(snapshot, canvas, crossings)
    known = {crossing: list(_bars(snapshot, crossing)) for crossing in shown}
    bounds = [moment for bars in known.values() for bar in bars for moment in bar[1:3]]
    if not bounds:
        raise QuestionError("nothing is known of these crossings: there is no history to draw")
    start, end = min(bounds, key=dates.utc), max(bounds, key=dates.utc)
    rows = [Row(crossing, list(_whole(bars, start, end))) for crossing, bars in known.items()]
    measures = {m.id: m for crossing in shown for m in _regarding(snapshot, crossing)}
    sources = (register.facts.sources[name] for m in measures.values() for name in m.sources)
    notes = [
        translator.t("figure.history.thick"),
        *omissions,
        *published(sources, translator),
        *imprint(snapshot, translator, shown, ground=False, aged=False),
    ]
    title = finding(rows, register, translator)
    letters = _letters(canvas, canvas.sheet[3] / _lines(rows))
    left = max((canvas.measured(translator.label(c), letters) for c in shown), default=0) + 8
    canvas.frame(title, question, _keys(canvas, rows), notes, (left, 14, 2))
    events = [event for event in register.events if not measures.keys().isdisjoint(event.measures)]
    _draw(canvas, rows, (start, end), left, events)
    canvas.notes(notes)
    words = _described(title, question, rows, (start, end), translator)
    return Drawn(canvas.ax, canvas.titled(title), words)


def finding(rows: Sequence[Row], register: Register, translator: Translator) -> str:
    """Return how many of some crossings let most through at first, and how many in the end."""
    known = ([b for b in row.bars if b.standing is not Standing.UNKNOWN] for row in rows)
    [(first, _)] = Counter(bars[0].start.date() for bars in known if bars).most_common(1)
    last = register.last_verified(row.crossing for row in rows)
    if last is None:
        return translator.title()
    then, now = (list(_standings(rows, day, register)) for day in (first, last))
    start, end = (format_skeleton("yMMM", day, locale=translator.locale) for day in (first, last))
    return compared(then, now, start, end, translator)


def _standings(rows: Iterable[Row], day: date, register: Register) -> Iterator[Standing]:
    """Yield the standing of each crossing at noon of a day."""
    for row in rows:
        noon = dates.day_start(day, register.zone(row.crossing)) + timedelta(hours=12)
        moment = dates.utc(noon)
        found = (b.standing for b in row.bars if dates.utc(b.start) <= moment < dates.utc(b.end))
        yield next(found, Standing.UNKNOWN)


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


def _lines(rows: Iterable[Row]) -> float:
    """Return how many rows high crossings are with the names of their neighbours."""
    neighbours = [row.crossing.neighbour for row in rows]
    return len(neighbours) + 1.3 * len({*neighbours})


def _letters(canvas: Canvas, height: float) -> float:
    """Return the letters of names, in times of the base, in rows of a height in points."""
    letters: float = TIGHT * height / canvas.base
    return min(LABEL, letters)


def _draw(
    canvas: Canvas,
    rows: Sequence[Row],
    span: tuple[datetime, datetime],
    left: float,
    events: Sequence[NamedEvent],
) -> None:
    ax, translator = canvas.ax, canvas.translator
    start, end = (_days(moment) for moment in span)
    ax.set_xlim(start, end)
    called = _lanes(canvas, events, (start, end))
    lanes = 1 + max((each.lane for each in called), default=-1)
    band = lanes * canvas.base * LANE
    height = max(min((canvas.room[1] - band) / _lines(rows), MOST), 1.0)
    y = top = band / height
    scale = _letters(canvas, height)
    for neighbour, group in groupby(rows, key=lambda row: row.crossing.neighbour):
        y += 1.3
        _label(canvas, y - 0.45, translator.beyond(neighbour), left, scale, bold=True)
        for row in group:
            _draw_row(canvas, row, y)
            _label(canvas, y + 0.5, translator.label(row.crossing), left, scale)
            y += 1
    ax.set_ylim(canvas.room[1] / height, 0)
    ax.spines["bottom"].set_position(("data", y))
    _axis(canvas, span, (top, y), sorted({dates.utc(bar.start) for r in rows for bar in r.bars}))
    step = canvas.base * LANE / height
    for each in called:
        _call(canvas, each, (each.day, (lanes - each.lane) * step), y)


def _lanes(
    canvas: Canvas, events: Iterable[NamedEvent], span: tuple[float, float]
) -> tuple[Called, ...]:
    """Return events with the places of their names, in as few lanes as hold them.

    Where there is no room for all, the last of them that have none are left out; on a card all are.
    """
    high = canvas.room[1] * BAND * (0.5 if canvas.brief else 1)
    most = max(1, int(high / (canvas.base * LANE)))
    told = [event for event in events if span[0] <= _days(event.day) <= span[1]]
    for letters in EVENTS:
        options = [_sides(canvas, event, span, letters) for event in told]
        for lanes in range(1, most + 1):
            if laid := _laid(options, lanes):
                return laid
    found: tuple[Called, ...] = ()
    if canvas.brief:
        return found
    for sides in options:
        places = (each._replace(lane=lane) for lane in range(most) for each in sides)
        free = (each for each in places if all(map(each.passes, found)))
        found = (*found, *islice(free, 1))
    return found


def _sides(
    canvas: Canvas, event: NamedEvent, span: tuple[float, float], letters: float
) -> list[Called]:
    """Return an event with its name on either side of its rule, where there is room for it."""
    room, day = canvas.room[0], _days(event.day)
    x = (day - span[0]) * room / (span[1] - span[0])
    wide = canvas.measured(event.wording(canvas.translator.language), letters) + 8
    both = (
        Called(event, day, 0, "left", x, x + wide, letters),
        Called(event, day, 0, "right", x - wide, x, letters),
    )
    return [each for each in both if each.low >= 0 and each.high <= room + 4]


def _laid(
    options: Sequence[Sequence[Called]], lanes: int, found: tuple[Called, ...] = ()
) -> tuple[Called, ...]:
    """Return a place for each event, one of its options in one of some lanes; nothing if none."""
    if len(found) == len(options):
        return found
    for lane, side in product(range(lanes), options[len(found)]):
        place = side._replace(lane=lane)
        if all(map(place.passes, found)) and (all_ := _laid(options, lanes, (*found, place))):
            return all_
    return ()


def _call(canvas: Canvas, called: Called, place: tuple[float, float], y: float) -> None:
    """Draw the rule of an event through all rows, and its name at the top."""
    x, top = place
    ink = canvas.ink["ink"]
    canvas.ax.plot([x, x], [top, y], color=ink, lw=0.6, ls=(0, (3, 2)), zorder=3, gid="event")
    canvas.ax.annotate(
        called.event.wording(canvas.translator.language),
        place,
        (3 if called.align == "left" else -3, canvas.base * 0.15),
        textcoords="offset points",
        fontproperties=canvas.font(called.letters),
        color=ink,
        ha=called.align,
        va="bottom",
        parse_math=False,
        annotation_clip=False,
        gid="event-name",
    )


def _label(
    canvas: Canvas, y: float, text: str, left: float, scale: float, *, bold: bool = False
) -> None:
    canvas.ax.annotate(
        text,
        (0, y),
        (-left, -canvas.base * scale * 0.36),
        xycoords=("axes fraction", "data"),
        textcoords="offset points",
        fontproperties=canvas.font(scale, bold=bold),
        color=canvas.ink["ink"],
        ha="left",
        va="baseline",
        parse_math=False,
        annotation_clip=False,
    )


def _draw_row(canvas: Canvas, row: Row, y: float) -> None:
    """Draw one row: bars stand on one line, and what is closed is shaded to their full height."""
    canvas.ax.axhline(y + GROUND, color=canvas.ink["rule"], lw=0.4, zorder=0.5)
    for bar in row.bars:
        _draw_bar(canvas, y + GROUND, bar, row.crossing)


def _days(moment: date) -> float:
    """Return a moment as matplotlib counts days, so that dates can be drawn beside ours."""
    from matplotlib import dates

    days: Any = dates.date2num
    return float(days(moment))


def _draw_bar(canvas: Canvas, y: float, bar: Bar, crossing: Crossing) -> None:
    from matplotlib.patches import Rectangle

    begin, end, high = _days(bar.start), _days(bar.end), STYLES[bar.standing].bar
    shut, name = bar.standing in SHUT, f"{bar.standing.value}-{crossing.id}"
    for gid, tall, alpha in (("shade", WHOLE, SHADE if shut else 0.0), ("bar", high, None)):
        if alpha != 0:
            look = _look(canvas, bar.standing, bar.last) | ({"alpha": alpha} if alpha else {})
            area = Rectangle((begin, y - tall), end - begin, tall, zorder=2, **look)
            area.set_gid(f"{gid}-{name}")
            canvas.ax.add_patch(area)


def _look(canvas: Canvas, standing: Standing, last: Standing | None = None) -> dict[str, Any]:
    """Return the colour of a bar, paler where one may pass: what is closed is the story.

    Where nothing is known it is the tint of what was before.
    """
    style = STYLES[standing]
    colour = STYLES[last].tint if style.hollow and last else style.lines[canvas.theme]
    return {"fc": colour, "lw": 0, "alpha": INKS.get(standing, 1.0)}


def _regarding(snapshot: Snapshot, crossing: Crossing) -> Iterator[Measure]:
    """Yield the measures at a crossing, of every day, that bear on the question."""
    index, question = snapshot.register.index, snapshot.question(crossing)
    return (m for m in index.measures(crossing) if measure_applies(m, crossing, question, index))


def _axis(
    canvas: Canvas,
    span: tuple[datetime, datetime],
    reach: tuple[float, float],
    changes: Sequence[datetime],
) -> None:
    """Draw the years or months below the rows, and a tick for each change."""
    ax, ink = canvas.ax, canvas.ink
    ticks, names = _ticks(canvas, span)
    ax.set_xticks(ticks, names)
    ax.vlines(ticks, *reach, color=canvas.ink["rule"], lw=0.6, zorder=0)
    ax.set_xticks([_days(c) for c in changes if span[0] < c < span[1]], minor=True)
    ax.set_yticks([])
    ax.tick_params(axis="x", which="major", length=8, width=0.8, color=ink["ink"], pad=2)
    ax.tick_params(axis="x", which="minor", length=3.5, width=0.4, color=ink["quiet"])
    for label in ax.get_xticklabels():
        label.set_fontproperties(canvas.font(0.95))
        label.set_color(ink["ink"])
    ax.set_facecolor(canvas.ink["paper"])
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
        apart = canvas.room[0] * 365 / ((span[1] - span[0]) / timedelta(days=1))
        step = math.ceil((canvas.measured("2000", 0.95) + 4) / max(apart, 1.0))
        return list(map(_days, begun)), [
            str(year.year) if number % step == 0 else "" for number, year in enumerate(begun)
        ]
    names = [format_skeleton("yMMM", month, locale=canvas.translator.locale) for month in months]
    room = max((canvas.measured(name, 0.95) for name in names), default=0) + 8
    fits = canvas.room[0] / room
    step = next((n for n in (1, 2, 3, 6) if len(months) <= n * fits), 12)
    last = _days(span[1]) - (_days(span[1]) - _days(span[0])) / fits / 2
    shown = [
        (_days(month), name)
        for month, name in zip(months, names, strict=True)
        if (month.month - 1) % step == 0 and _days(month) <= last
    ]
    return [place for place, _ in shown], [name for _, name in shown]


def _keys(canvas: Canvas, rows: Sequence[Row]) -> list[Key]:
    from matplotlib.patches import Rectangle

    wide, high = canvas.base * 2.2, canvas.base * 1.25

    def bar(standing: Standing) -> Key:
        def draw(area: DrawingArea, x: float, y: float) -> None:
            place = (x - wide / 2, y - high * WHOLE / 2)
            look = _look(canvas, standing)
            if standing in SHUT:
                area.add_artist(Rectangle(place, wide, high * WHOLE, **look | {"alpha": SHADE}))
            area.add_artist(Rectangle(place, wide, high * STYLES[standing].bar, **look))

        return Key(draw, wide, canvas.translator.t(f"standing.{standing.value}"))

    used = {bar.standing for row in rows for bar in row.bars}
    return [bar(standing) for standing in Standing if standing in used]


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
