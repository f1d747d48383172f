"""A snapshot → a map for print."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from borders import _lazy
from borders.enums import Category, Kind, Standing, Status
from borders.errors import QuestionError, expect, named_crossings
from borders.figures.basemap import Letters, Map, Sign, width
from borders.figures.canvas import Canvas, Key, Look, fitted, sheet_of
from borders.figures.docs import documented
from borders.figures.symbols import danger, mark, planned
from borders.register import Register, Snapshot
from borders.text.sentences import Translator, ended, lowered, raised

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from matplotlib.figure import Figure
    from matplotlib.offsetbox import DrawingArea

    from borders.model import Crossing, Location, Source, Verdict

__all__ = [
    "MARK",
    "SPARE",
    "Drawn",
    "chosen",
    "compared",
    "dated",
    "draw_map",
    "drawn",
    "explained",
    "imprint",
    "left_out",
    "named",
    "plot",
    "published",
    "sourced",
    "standing_keys",
    "unnamed",
]

MARK: Final = 1.95
MINOR: Final = 1.35
QUIET: Final = 0.85
"""Marks of main and of other crossings, and of others not known, in heights of letters."""

FREE: Final = frozenset({Standing.OPEN, Standing.OPEN_BY_DEFAULT})

PUBLISHERS: Final = 5
"""How many publishers of sources are named."""

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
def plot(  # noqa: PLR0913 - each a part of its look
    snapshot: Register | Snapshot,
    ax: _lazy.Axes | None = None,
    *,
    crossings: Iterable[str] | None = None,
    title: str | None = None,
    notes: bool = True,
    legend: bool = True,
    lang: str | None = None,
) -> _lazy.Axes:
    """Draw the map of a moment for print, and return its axes.

    Longitude and latitude are its coordinates, so that a `GeoDataFrame` can be drawn on it.

    Parameters
    ----------
    snapshot
        The register asked at a moment; a register stands for its last verified one.
    {ax}
    {crossings}
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
    >>> borders.plot(borders.load().on("2023-08-21"), ax) is ax
    True
    """
    snapshot = asked(snapshot, "plot")
    draw = functools.partial(draw_map, snapshot, crossings=chosen(snapshot, crossings))
    return fitted(draw, snapshot, ax, lang, Look(title, notes=notes, legend=legend))


def asked(given: object, figure: str) -> Snapshot:
    """Return the question of a figure: a register stands for its last verified moment."""
    expect(given, Register | Snapshot, f"{figure} takes register.on(day), or a register")
    return given.on() if isinstance(given, Register) else cast("Snapshot", given)


def chosen(snapshot: Snapshot, names: Iterable[str] | None) -> tuple[str, ...] | None:
    """Return the ids of crossings by their names, each once."""
    if names is None:
        return None
    each = named_crossings(names)
    return tuple(dict.fromkeys(snapshot.register.crossing(name).id for name in each))


def drawn(snapshot: Snapshot, crossings: Iterable[str] | None = None) -> list[Verdict]:
    """Return the verdicts of the crossings to draw: those named, or all that serve the means."""
    if crossings is None:
        return list(snapshot.verdicts)
    verdicts = [snapshot.explain(name) for name in chosen(snapshot, crossings) or ()]
    if others := [v.crossing.id for v in verdicts if not v.serves]:
        msg = f"{', '.join(others)}: no crossing for the means asked about"
        raise QuestionError(msg)
    return verdicts


def draw_map(snapshot: Snapshot, canvas: Canvas, crossings: Iterable[str] | None = None) -> Drawn:
    """Draw a map on a canvas, of the crossings that serve the means asked for."""
    translator, register = canvas.translator, snapshot.register
    verdicts = drawn(snapshot, crossings)
    title = translator.finding(verdicts, snapshot)
    placed = [(v, location) for v in verdicts if (location := v.crossing.location)]
    lost = [translator.label(v.crossing) for v in verdicts if v.crossing.location is None]
    apart = list(left_out(snapshot, translator)) if crossings is None else []
    quiet = sum(map(_is_quiet, verdicts))
    notes = [
        *explained({verdict.standing for verdict in verdicts}, translator),
        translator.t("figure.small") if any(map(_is_minor, verdicts)) else "",
        translator.t("figure.quiet", n=quiet) if quiet else "",
        ended(translator.t("note.unplaced", names=translator.listed(lost))) if lost else "",
        *apart,
        *sourced(verdicts, register, translator),
        *imprint(snapshot, translator, [verdict.crossing for verdict in verdicts]),
    ]
    asked = dated(snapshot, [verdict.crossing for verdict in verdicts], translator)
    spots = [(location.lon, location.lat) for _, location in placed]
    needed = functools.partial(width, canvas, spots)
    canvas.frame(title, asked, keys(verdicts, canvas), [*notes, SPARE], needed=needed)
    sheet = Map(canvas, register, spots)
    nameless = _draw_crossings(sheet, placed)
    sheet.names()
    canvas.notes([*notes[:-3], unnamed(nameless, translator), *notes[-3:]])
    warned = translator.endangered(verdicts)
    texts = [ended(title), ended(asked), warned, *described(verdicts, translator), *apart]
    return Drawn(canvas.ax, canvas.titled(title), " ".join(filter(None, texts)))


def keys(verdicts: Sequence[Verdict], canvas: Canvas) -> list[Key]:
    """Return the legend of the standings that are there, with how many crossings have each."""
    standings = [verdict.standing for verdict in verdicts]
    entries = standing_keys(standings, (verdict.last_standing for verdict in verdicts), canvas)
    if any(verdict.planned for verdict in verdicts):
        clock = canvas.base * 1.3
        text = canvas.translator.t("legend.planned")
        entries.append(Key(lambda area, x, y: planned(area, (x, y), clock), clock, text))
    entries += danger_keys(verdicts, canvas)
    return entries


def danger_keys(verdicts: Iterable[Verdict], canvas: Canvas) -> list[Key]:
    """Return the entry of the warning, with how many crossings have it, where any has."""
    endangered, size = sum(bool(verdict.dangers) for verdict in verdicts), canvas.base * 1.4
    text = f"{canvas.translator.t('legend.danger')} ({endangered})"
    return [Key(lambda area, x, y: danger(area, (x, y), size), size, text)] if endangered else []


def standing_keys(
    standings: Iterable[Standing],
    lasts: Iterable[Standing | None],
    canvas: Canvas,
    *,
    numbered: bool = True,
) -> list[Key]:
    """Return the entries of some standings and of some known last, each with how often it is there.

    Parameters
    ----------
    standings, lasts
        Those of each crossing; None: nothing is known last.
    canvas
        What it is drawn on.
    numbered
        Whether the numbers are written.
    """
    return [
        _key(one, counts[one] if numbered else None, canvas, is_last=is_last)
        for counts, is_last in ((Counter(standings), False), (Counter(lasts), True))
        for one in Standing
        if counts[one]
    ]


def _key(standing: Standing, count: int | None, canvas: Canvas, *, is_last: bool) -> Key:
    """Return the entry of a standing in a legend, with how many crossings have it.

    Where it is what was known last, its mark is a ring in the tint of it, a step within the others.
    """
    size, text = canvas.base * MARK, named(standing, canvas.translator, is_last=is_last)
    shown, last = (Standing.UNKNOWN, standing) if is_last else (standing, None)

    def draw(area: DrawingArea, x: float, y: float) -> None:
        mark(area, (x, y), shown, size, last, canvas.theme)

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


def compared(
    then: Sequence[Standing], now: Sequence[Standing], start: str, end: str, translator: Translator
) -> str:
    """Return how many crossings let all or most through at first, and how many in the end."""
    unknown = now.count(Standing.UNKNOWN)
    return translator.t(
        "figure.history.finding",
        a=sum(map(FREE.__contains__, then)),
        b=sum(map(FREE.__contains__, now)),
        n=len(now),
        u=unknown,
        some="yes" if unknown else "no",
        start=start,
        end=end,
    )


def explained(standings: Collection[Standing], translator: Translator) -> Iterator[str]:
    """Yield what those of the standings mean that do not say it themselves."""
    for standing in Standing:
        if standing in standings and standing not in {Standing.OPEN, Standing.CLOSED}:
            yield translator.explained(standing)


def dated(snapshot: Snapshot, crossings: Iterable[Crossing], translator: Translator) -> str:
    """Return what is asked, and how old the answer is where it was not verified on that day."""
    day = snapshot.register.last_verified(crossings)
    texts = [translator.question(snapshot)]
    if day is not None and (age := _age(snapshot, day)) > 0:
        texts.append(lowered(_verified(day, age, translator)))
    return " · ".join(texts)


def sourced(
    verdicts: Iterable[Verdict], register: Register, translator: Translator
) -> Iterator[str]:
    """Yield who published what the verdicts rest on, those named most often first."""
    verdicts = list(verdicts)
    sources = {
        source.id: source
        for verdict in (*verdicts, *(v.last_known for v in verdicts if v.last_known))
        for source in register.sources(verdict)
    }
    yield from published(sources.values(), translator)


def published(sources: Iterable[Source], translator: Translator) -> Iterator[str]:
    """Yield who published some sources, those of most of them first."""
    counts = Counter(source.publisher for source in sources)
    names = [name for name, _ in counts.most_common(PUBLISHERS)]
    if more := len(counts) - len(names):
        names[-1] = f"{names[-1]} {translator.t('terminal.more', n=more)}"
    yield ended(f"{translator.t('sources.title')}: {', '.join(names)}") if names else ""


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
        notes.append(_verified(day, _age(snapshot, day) if aged else 0, translator))
    package = register.facts.package
    notes.append(translator.t("note.data", name=package.name, version=register.version))
    if ground:
        notes += translator.credits()
    yield " ".join(map(ended, notes))
    yield " ".join(
        translator.t(f"note.{kind}") for kind in ("disclaimer", "boundaries")[: 1 + ground]
    )


def _verified(day: date, age: int, translator: Translator) -> str:
    """Return the last verified day, and how much older it is than what is told."""
    texts = [translator.t("note.verified", day=translator.date(day))]
    if age > 0:
        texts.append(translator.t("age.asked", n=age))
    return ", ".join(texts)


def _age(snapshot: Snapshot, day: date) -> int:
    """Return the days from one to the moment of a snapshot."""
    moment = snapshot.moment
    return ((moment.date() if isinstance(moment, datetime) else moment) - day).days


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


def _is_quiet(verdict: Verdict) -> bool:
    """Return whether a crossing is shown without its name: few know it, and nobody its status."""
    is_placed = verdict.crossing.location is not None
    return is_placed and _is_minor(verdict) and verdict.standing is Standing.UNKNOWN


def _size(verdict: Verdict) -> float:
    if _is_quiet(verdict):
        return QUIET
    return MINOR if _is_minor(verdict) else MARK


def _rank(verdict: Verdict) -> tuple[bool, bool, bool]:
    crossing = verdict.crossing
    passable = verdict.status in {Status.OPEN, Status.RESTRICTED}
    return _is_minor(verdict), not passable, crossing.kind is not Kind.ROAD


def _draw_crossings(drawn: Map, placed: Sequence[tuple[Verdict, Location]]) -> list[str]:
    """Draw the marks, then their names where there is room; return those without."""
    base, translator, ink = drawn.canvas.base, drawn.canvas.translator, drawn.canvas.ink
    signs = [
        Sign(
            verdict.crossing,
            verdict.standing,
            place,
            base * _size(verdict),
            bool(verdict.planned),
            verdict.last_standing,
            bool(verdict.dangers),
        )
        for verdict, place in sorted(placed, key=lambda pair: _rank(pair[0]))
    ]
    positions = drawn.put(signs)
    drawn.reserve()
    nameless = []
    for sign, position in zip(signs, positions, strict=True):
        text = translator.label(sign.crossing)
        is_main = sign.crossing.category is not Category.LOCAL
        if not is_main and sign.standing is Standing.UNKNOWN:
            continue
        bold = is_main and sign.crossing.kind is Kind.ROAD
        letters = Letters(0.98, ink["ink"], bold) if is_main else Letters(0.82, ink["quiet"])
        if not drawn.call(sign, position, text, letters):
            nameless.append(text)
    return nameless
