"""A snapshot → a map for print."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from borders import _lazy
from borders.enums import Category, Kind, Standing, Status
from borders.figures.basemap import Letters, Map, Sign
from borders.figures.canvas import INK, Canvas, Key, canvas_for, sheet_of
from borders.figures.docs import documented
from borders.figures.symbols import mark, planned
from borders.register import Register, Snapshot
from borders.text.sentences import Translator, ended

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from matplotlib.figure import Figure

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
    entries = [
        counted(standing, counts[standing], canvas) for standing in Standing if counts[standing]
    ]
    if any(verdict.planned for verdict in verdicts):
        clock = canvas.base * 1.3
        text = canvas.translator.t("legend.planned")
        entries.append(Key(lambda area, x, y: planned(area, (x, y), clock), clock, text))
    return entries


def counted(standing: Standing, count: int, canvas: Canvas) -> Key:
    """Return the entry of a standing in a legend, with how many crossings have it."""
    size, text = canvas.base * MARK, canvas.translator.counted(standing, count)
    return Key(lambda area, x, y: mark(area, (x, y), standing, size), size, text)


def left_out(snapshot: Snapshot, translator: Translator) -> Iterator[str]:
    """Yield how many crossings are not drawn since they do not serve the means asked for."""
    count = len(snapshot.register.crossings) - len(snapshot.crossings)
    if count:
        yield translator.t(
            "figure.history.unserved", n=count, means=translator.t(f"means.{snapshot.mode}")
        )


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
) -> Iterator[str]:
    """Yield the date of information on crossings, the sources and what the figure is not."""
    register = snapshot.register
    notes = []
    if day := register.last_verified(crossings):
        notes.append(translator.t("note.verified", day=translator.date(day)))
    package = register.facts.package
    notes.append(translator.t("note.data", name=package.name, version=register.version))
    if ground:
        notes += [translator.t("note.map"), translator.t("note.towns")]
    yield " ".join(map(ended, notes))
    yield " ".join(
        translator.t(f"note.{kind}") for kind in ("disclaimer", "boundaries")[: 1 + ground]
    )


def unnamed(names: Sequence[str], translator: Translator) -> str:
    """Return what is said of crossings whose names found no room."""
    return translator.t("figure.unnamed", names=translator.listed(names)) if names else ""


def described(verdicts: Sequence[Verdict], translator: Translator) -> Iterator[str]:
    """Yield the names of all crossings by standing."""
    for standing in Standing:
        names = [translator.label(v.crossing) for v in verdicts if v.standing is standing]
        if names:
            yield f"{translator.counted(standing, len(names))}: {translator.listed(names)}."


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
