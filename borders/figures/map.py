"""A snapshot → a map for print."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from borders import _lazy
from borders.enums import Category, Kind, Standing, Status
from borders.figures.basemap import Letters, Map, Sign
from borders.figures.canvas import INK, Canvas, Key, canvas_for, sheet_of
from borders.figures.docs import documented
from borders.figures.symbols import mark, planned
from borders.register import Register, Snapshot
from borders.text.sentences import Translator, ended, lowered, raised

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from matplotlib.figure import Figure
    from matplotlib.offsetbox import DrawingArea

    from borders.model import Crossing, Location, Verdict

__all__ = [
    "MARK",
    "SPARE",
    "Drawn",
    "counted",
    "draw_map",
    "explained",
    "imprint",
    "left_out",
    "named",
    "plot",
    "unnamed",
]

MARK: Final = 1.95
MINOR: Final = 1.35
"""Marks of main and of other crossings, in heights of letters."""


SPARE: Final = "\u00a0" * 90
"""Room kept for the names that find no place on a map."""


class Drawn(NamedTuple):
    """A figure with what it says to those who do not see it."""

    ax: _lazy.Axes
    title: str
    alt: str

    @property
    def figure(self) -> Figure:
        """The sheet."""
        return sheet_of(self.ax)


@documented
def plot(
    snapshot: Register | Snapshot, ax: _lazy.Axes | None = None, *, lang: str | None = None
) -> _lazy.Axes:
    """Draw the map of a moment for print, and return its axes.

    Longitude and latitude are its coordinates, so that a `GeoDataFrame` can be drawn on it.

    Parameters
    ----------
    snapshot
        The register asked at a moment; a register stands for its last verified one.
    {ax}
    {lang}

    Raises
    ------
    {missing}

    Examples
    --------
    >>> import borders
    >>> from matplotlib.figure import Figure
    >>> ax = Figure().add_subplot()
    >>> borders.plot(borders.load().on("2023-08-21"), ax) is ax
    True
    """
    snapshot = snapshot.on() if isinstance(snapshot, Register) else snapshot
    return draw_map(snapshot, canvas_for(snapshot, ax, lang)).ax


def draw_map(snapshot: Snapshot, canvas: Canvas) -> Drawn:
    """Draw a map on a canvas, of the crossings that serve the means asked for."""
    translator, register = canvas.translator, snapshot.register
    title = translator.t("title")
    verdicts = snapshot.verdicts
    placed = [(v, location) for v in verdicts if (location := v.crossing.location)]
    lost = [translator.label(v.crossing) for v in verdicts if v.crossing.location is None]
    apart = list(left_out(snapshot, translator))
    notes = [
        *explained({verdict.standing for verdict in verdicts}, translator),
        translator.t("figure.small") if any(map(_is_minor, verdicts)) else "",
        ended(translator.t("note.unplaced", names=translator.listed(lost))) if lost else "",
        *apart,
        *imprint(snapshot, translator, snapshot.crossings),
    ]
    canvas.frame(title, translator.question(snapshot), keys(verdicts, canvas), [*notes, SPARE])
    locations = filter(None, (crossing.location for crossing in register.crossings))
    drawn = Map(canvas, register, [(location.lon, location.lat) for location in locations])
    nameless = _draw_crossings(drawn, placed)
    drawn.names()
    canvas.notes([*notes[:-2], unnamed(nameless, translator), *notes[-2:]])
    texts = [
        ended(title),
        ended(translator.question(snapshot)),
        *described(verdicts, translator),
        *apart,
    ]
    return Drawn(canvas.ax, title, " ".join(texts))


def keys(verdicts: Sequence[Verdict], canvas: Canvas) -> list[Key]:
    """Return the legend of the standings that are there, with how many crossings have each."""
    counts = Counter(verdict.standing for verdict in verdicts)
    last = Counter(v.last_standing for v in verdicts if v.last_standing is not None)
    entries = [
        *(counted(one, counts[one], canvas) for one in Standing if counts[one]),
        *(counted(one, last[one], canvas, is_last=True) for one in Standing if last[one]),
    ]
    if any(verdict.planned for verdict in verdicts):
        clock = canvas.base * 1.3
        text = canvas.translator.t("legend.planned")
        entries.append(Key(lambda area, x, y: planned(area, (x, y), clock), clock, text))
    return entries


def counted(standing: Standing, count: int | None, canvas: Canvas, *, is_last: bool = False) -> Key:
    """Return the entry of a standing in a legend, with how many crossings have it.

    Where it is what was known last, its mark is a ring in the tint of it, a step within the others.
    """
    size, text = canvas.base * MARK, named(standing, canvas.translator, is_last=is_last)
    shown, last = (Standing.UNKNOWN, standing) if is_last else (standing, None)

    def draw(area: DrawingArea, x: float, y: float) -> None:
        mark(area, (x, y), shown, size, last)

    return Key(draw, size, text if count is None else f"{text} ({count})")


def named(standing: Standing, translator: Translator, *, is_last: bool = False) -> str:
    """Return the word for a standing, or for one that was known last."""
    word = translator.t(f"standing.{standing}")
    return raised(translator.t("figure.last", standing=lowered(word))) if is_last else word


def left_out(snapshot: Snapshot, translator: Translator) -> Iterator[str]:
    """Yield how many crossings are not drawn since they do not serve the question."""
    count, mode = len(snapshot.register.crossings) - len(snapshot.crossings), snapshot.mode
    if count and mode is None:
        yield ended(raised(translator.t("legend.freight", n=count)))
    elif count:
        means = translator.t(f"means.{mode}")
        yield ended(raised(translator.t("legend.unserved", n=count, means=means)))


def explained(standings: Collection[Standing], translator: Translator) -> Iterator[str]:
    """Yield what those of the standings mean that do not say it themselves."""
    for standing in Standing:
        if standing in standings and standing not in {Standing.OPEN, Standing.CLOSED}:
            yield translator.explained(standing)


def imprint(
    snapshot: Snapshot,
    translator: Translator,
    crossings: Iterable[Crossing],
    *,
    ground: bool = True,
    aged: bool = True,
) -> Iterator[str]:
    """Yield the date of information on crossings, the sources and what the figure is not.

    Where the figure is of a moment, the date is `aged`: told with the days from it to that moment.
    """
    register = snapshot.register
    notes = []
    if day := register.last_verified(crossings):
        texts = [translator.t("note.verified", day=translator.date(day))]
        if age := (_day(snapshot.moment) - day).days if aged else 0:
            texts += [translator.t("age.asked", n=age)] if age > 0 else []
        notes.append(", ".join(texts))
    package = register.facts.package
    notes.append(translator.t("note.data", name=package.name, version=register.version))
    if ground:
        notes += [translator.t("note.map"), translator.t("note.towns")]
    yield " ".join(map(ended, notes))
    yield " ".join(
        translator.t(f"note.{kind}") for kind in ("disclaimer", "boundaries")[: 1 + ground]
    )


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def unnamed(names: Sequence[str], translator: Translator) -> str:
    """Return what is said of crossings whose names found no room."""
    return translator.t("figure.unnamed", names=translator.listed(names)) if names else ""


def described(verdicts: Sequence[Verdict], translator: Translator) -> Iterator[str]:
    """Yield the names of all crossings by standing, unknown ones by what was known last."""
    for standing in Standing:
        alike = [v for v in verdicts if v.standing is standing]
        if alike:
            yield from _headed(translator.counted(standing, len(alike)), alike, None, translator)
    for last in Standing:
        alike = [v for v in verdicts if v.last_standing is last]
        if alike:
            head = f"{named(last, translator, is_last=True)} ({len(alike)})"
            yield from _headed(head, alike, last, translator)


def _headed(
    head: str, verdicts: Iterable[Verdict], last: Standing | None, translator: Translator
) -> Iterator[str]:
    """Yield a heading with the names of those of some verdicts whose last known standing it is."""
    names = [translator.label(v.crossing) for v in verdicts if v.last_standing is last]
    yield f"{head}: {translator.listed(names)}." if names else f"{head}."


def _is_minor(verdict: Verdict) -> bool:
    return verdict.crossing.category is Category.LOCAL


def _rank(verdict: Verdict) -> tuple[bool, bool, bool]:
    crossing = verdict.crossing
    passable = verdict.status in {Status.OPEN, Status.RESTRICTED}
    return _is_minor(verdict), not passable, crossing.kind is not Kind.ROAD


def _draw_crossings(drawn: Map, placed: Sequence[tuple[Verdict, Location]]) -> list[str]:
    """Draw the marks, then their names where there is room; return those without."""
    base, translator = drawn.canvas.base, drawn.canvas.translator
    signs = [
        Sign(
            verdict.crossing,
            verdict.standing,
            place,
            base * (MINOR if _is_minor(verdict) else MARK),
            bool(verdict.planned),
            verdict.last_standing,
        )
        for verdict, place in sorted(placed, key=lambda pair: _rank(pair[0]))
    ]
    positions = drawn.put(signs)
    drawn.reserve()
    nameless = []
    for sign, position in zip(signs, positions, strict=True):
        text, is_main = (
            translator.label(sign.crossing),
            sign.crossing.category is not Category.LOCAL,
        )
        bold = is_main and sign.crossing.kind is Kind.ROAD
        letters = Letters(0.98, INK["ink"], bold) if is_main else Letters(0.82, INK["quiet"])
        if not drawn.call(sign, position, text, letters):
            nameless.append(text)
    return nameless
