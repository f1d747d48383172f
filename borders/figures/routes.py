"""Routes → a map of the ways through crossings."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from borders import _lazy
from borders.enums import Direction, Standing, Status
from borders.errors import expect
from borders.figures.basemap import Letters, Map, Sign
from borders.figures.canvas import Canvas, Key, Look, fitted
from borders.figures.docs import documented
from borders.figures.label_placement import Box, nearest
from borders.figures.map import (
    MARK,
    SPARE,
    Drawn,
    chosen,
    danger_keys,
    explained,
    imprint,
    sourced,
    standing_keys,
    unnamed,
)
from borders.figures.symbols import mark
from borders.register import Register, Routes, Snapshot
from borders.style import HALO, OUTLINE, STYLES
from borders.text.sentences import Translator, ended

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from matplotlib.offsetbox import DrawingArea

    from borders.network.routes import Route
    from borders.places import Place
    from borders.style import Line

    Position = tuple[float, float]

__all__ = ["draw_routes", "plot_routes", "schematic"]

PASSABLE: Final = frozenset({Status.OPEN, Status.RESTRICTED})

ALPHA: Final = 0.6
FAINT: Final = 0.45
"""How much ink has what is not the answer, and what one may not use."""

LESS: Final = 1.4
"""Marks of crossings that one may not use, in heights of letters."""

FAR: Final = 3.0
"""How many times as long as the shortest route one that is not passable is drawn at most."""

ANSWER: Final = 1.25
"""The letters of the length of the answer, in times of the base."""

PARTS: Final = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82)
"""Where on the answer its length may stand."""


@documented
def plot_routes(  # noqa: PLR0913 - each a part of its look
    routes: Routes,
    ax: _lazy.Axes | None = None,
    *,
    crossings: Iterable[str] | None = None,
    title: str | None = None,
    notes: bool = True,
    legend: bool = True,
    lang: str | None = None,
) -> _lazy.Axes:
    """Draw routes by the standing of their crossings, and return the axes.

    Parameters
    ----------
    routes
        What `Snapshot.routes` returned; the ground of its register is drawn.
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
    >>> day = borders.load().on("2023-08-21", mode="car")
    >>> borders.plot_routes(day.routes("Minsk", "Vilnius"), ax) is ax
    True
    """
    expect(routes, Routes, "plot_routes takes day.routes(origin)")
    snapshot = routes.snapshot
    draw = functools.partial(draw_routes, routes, crossings=chosen(snapshot, crossings))
    return fitted(draw, snapshot, ax, lang, Look(title, notes=notes, legend=legend))


def draw_routes(routes: Routes, canvas: Canvas, crossings: Iterable[str] | None = None) -> Drawn:
    """Draw routes on a canvas."""
    translator, snapshot = canvas.translator, routes.snapshot
    register = snapshot.register
    ends = [end for end in (routes.origin, routes.destination) if end is not None]
    names = [end.names.get(translator.language, end.name) for end in ends]
    shown = [r for r in routes if crossings is None or r.crossing.id in {*crossings}]
    routed = [route for route in shown if len(route.coordinates) > 1]
    is_whole = crossings is None and routes.destination is not None
    led = list(_near(routed)) if is_whole else routed
    best = answer(led)
    title = finding(translator.t("separator.name").join(names), best, translator)
    far = translator.t("figure.routes.far", n=left) if (left := len(routed) - len(led)) else ""
    notes = [*filter(None, [far]), *_notes(routes.snapshot, shown, led, translator)]
    by_standing: dict[Standing, list[Route]] = {
        standing: group
        for standing in Standing
        if (group := [route for route in led if route.verdict.standing is standing])
    }
    question = translator.question(snapshot)
    keys = _route_keys(by_standing, canvas)
    canvas.frame(title, question, keys, [*notes, SPARE])
    positions = [place for route in led for place in route.coordinates]
    drawn = Map(canvas, register, [*positions, *((end.lon, end.lat) for end in ends)])
    flight = None if routes.destination is None else snapshot.direction
    nameless = _draw_routes(drawn, by_standing, best, list(zip(names, ends, strict=True)), flight)
    drawn.names()
    canvas.notes([*notes[:-3], unnamed(nameless, translator), *notes[-3:]])
    rows = _described(by_standing, translator, flight)
    warned = translator.endangered([route.verdict for route in led])
    texts = (ended(title), ended(question), warned, *rows, far)
    return Drawn(canvas.ax, title, " ".join(filter(None, texts)))


def _near(routes: Sequence[Route]) -> Iterator[Route]:
    """Yield the routes that are passable, and those that are no absurd way round."""
    shortest = min((route.km or 0 for route in routes if route.by != "air"), default=0)
    for route in routes:
        if _is_passable(route) or route.by == "air" or (route.km or 0) <= FAR * shortest:
            yield route


def answer(routes: Iterable[Route]) -> Route | None:
    """Return the shortest route that is open, or where none is the shortest restricted one.

    One by an airport is none where others are meant too, as it is flown for the most part.
    """
    passable = [route for route in routes if _is_passable(route)]
    return min(
        [route for route in passable if route.by != "air"] or passable,
        key=lambda r: (r.verdict.status is not Status.OPEN, r.km or math.inf, r.crossing.id),
        default=None,
    )


def finding(ends: str, best: Route | None, translator: Translator) -> str:
    """Return what the best of some routes is."""
    if best is None:
        return translator.t("figure.routes.none", ends=ends)
    is_open = best.verdict.status is Status.OPEN
    return translator.t(
        "figure.routes.finding" if is_open else "figure.routes.restricted",
        ends=ends,
        length=translator.length(best.km or 0, rough=best.approximate),
        name=translator.label(best.crossing),
    )


def _notes(
    snapshot: Snapshot, routes: Sequence[Route], led: Sequence[Route], translator: Translator
) -> Iterator[str]:
    """Yield what is said below a map of routes, of which some lead somewhere."""
    lost = [route for route in routes if len(route.coordinates) <= 1]
    yield from schematic(snapshot.register, translator)
    if lost:
        names = translator.listed(translator.label(route.crossing) for route in lost)
        yield translator.t("figure.routes.unrouted", names=names)
    yield from explained({route.verdict.standing for route in led}, translator)
    yield from sourced((route.verdict for route in routes), snapshot.register, translator)
    yield from imprint(snapshot, translator, [route.crossing for route in routes])


def _described(
    by_standing: Mapping[Standing, Sequence[Route]],
    translator: Translator,
    flight: Direction | None,
) -> Iterator[str]:
    """Yield the routes of each standing in words, with their lengths."""
    for standing, routes in by_standing.items():
        texts = [
            f"{translator.label(route.crossing)} ({_length(route, translator, flight)})"
            for route in routes
        ]
        yield f"{translator.counted(standing, len(routes))}: {translator.listed(texts)}."


def schematic(register: Register, translator: Translator) -> Iterator[str]:
    """Yield where a network comes from, and that it is simpler than the roads where it is."""
    about = register.network.about
    if about.schematic:
        yield translator.t("figure.routes.schematic")
    kind = "schematic" if about.schematic else "true"
    yield ended(translator.t("note.network", kind=kind, attribution=about.attribution))


def _length(
    route: Route, translator: Translator, flight: Direction | None, *, short: bool = False
) -> str:
    """Return how long a way is, and of one by an airport that the rest is flown."""
    km = round(route.km or 0)
    is_sign = short and route.approximate
    length = (
        translator.t("figure.roughly", km=km)
        if is_sign
        else translator.length(km, rough=route.approximate)
    )
    if flight is None or route.by != "air":
        return length
    leaves = flight is Direction.OUT
    return translator.t(
        "figure.routes.flight.out" if leaves else "figure.routes.flight.in", length=length
    )


def _route_keys(by_standing: Mapping[Standing, Sequence[Route]], canvas: Canvas) -> list[Key]:
    wide = canvas.base * 3

    def key(standing: Standing, count: int) -> Key:
        def draw(area: DrawingArea, x: float, y: float) -> None:
            from matplotlib.lines import Line2D

            look = STYLES[standing]
            line = Line2D([x - wide / 2, x + wide / 2], [y, y], lw=look.printed.width)
            line.set(color=look.lines[canvas.theme], ls=_dashes(look.printed))
            line.set(solid_capstyle="butt", dash_capstyle="butt")
            area.add_artist(line)
            mark(area, (x, y), standing, canvas.base * 1.6, None, canvas.theme)

        return Key(draw, wide, canvas.translator.counted(standing, count))

    verdicts = [route.verdict for routes in by_standing.values() for route in routes]
    return [
        *(key(standing, len(routes)) for standing, routes in by_standing.items()),
        *standing_keys((), (verdict.last_standing for verdict in verdicts), canvas),
        *danger_keys(verdicts, canvas),
    ]


def _draw_routes(
    drawn: Map,
    by_standing: dict[Standing, list[Route]],
    best: Route | None,
    ends: Sequence[tuple[str, Place]],
    flight: Direction | None,
) -> list[str]:
    """Draw lines, the better above the worse, crossings and ends; return names without room."""
    from shapely import LineString

    canvas, view = drawn.canvas, drawn.view
    for standing in reversed(list(by_standing)):
        lines = [LineString(route.coordinates) for route in by_standing[standing]]
        for line in lines:
            drawn.avoid(line)
        _draw_lines(drawn, lines, standing)
    if best is not None:
        _draw_lines(drawn, [LineString(best.coordinates)], best.verdict.standing, best=True)
    called = [(name, view.at(end.lon, end.lat)) for name, end in ends]
    for _, position in called:
        _draw_end(drawn, position)
    pairs = [
        (
            route,
            Sign(
                route.crossing,
                standing,
                place,
                canvas.base * (MARK if _is_passable(route) else LESS),
                last=route.verdict.last_standing,
                is_dangerous=bool(route.verdict.dangers),
            ),
        )
        for standing, group in by_standing.items()
        for route in group
        if (place := route.crossing.location)
    ]
    positions = drawn.put([sign for _, sign in pairs])
    for name, position in called:
        _name_end(drawn, name, position)
    drawn.reserve()
    told = best is not None and _tell(drawn, best, flight)
    nameless = []
    for (route, sign), position in zip(pairs, positions, strict=True):
        length = _length(route, canvas.translator, flight, short=True)
        text = canvas.translator.label(sign.crossing)
        if route is not best or not told:
            text = f"{text} · {length}"
        letters = Letters(0.85, canvas.ink["quiet"])
        if _is_passable(route):
            letters = Letters(0.95, canvas.ink["ink"], bold=True)
        if not drawn.call(sign, position, text, letters):
            nameless.append(text)
    return nameless


def _is_passable(route: Route) -> bool:
    return route.verdict.status in PASSABLE


def _tell(drawn: Map, best: Route, flight: Direction | None) -> bool:
    """Write on the line of the answer how long it is; return whether there was room."""
    from shapely import LineString

    canvas, line = drawn.canvas, LineString(best.coordinates)
    text = _length(best, canvas.translator, flight, short=True)
    wide, high = drawn.size(text, ANSWER, bold=True)
    for part in PARTS:
        point = line.interpolate(part, normalized=True)
        x, y = drawn.view.at(point.x, point.y)
        box = Box(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)
        if drawn.places.is_free(box):
            drawn.places.take(box)
            drawn.write(box, text, Letters(ANSWER, canvas.ink["ink"], bold=True), "answer-length")
            return True
    return False


def _draw_lines(
    drawn: Map, lines: Sequence[Any], standing: Standing, *, best: bool = False
) -> None:
    """Draw the lines of a standing, what they share once, so that dashes stay dashes."""
    import shapely

    look = STYLES[standing]
    merged = shapely.line_merge(shapely.unary_union(lines))
    parts = [part.coords[:] for part in getattr(merged, "geoms", [merged])]
    points = [point for part in parts for point in (*part, (math.nan, math.nan))]
    z, wide = 3.3 - standing.rank / 20 + best / 10, look.printed.width
    alpha = 1.0 if best else ALPHA if standing.status in PASSABLE else FAINT
    rim, colour = drawn.canvas.ink["route-rim"], look.lines[drawn.canvas.theme]
    traits = {"dash_capstyle": "butt", "ls": _dashes(look.printed), "alpha": alpha}
    drawn.line(points, rim, wide + 1.4 + best, zorder=z, alpha=0.7)
    gid = "answer" if best else f"route-{standing}"
    drawn.line(points, colour, wide + best, zorder=z + 0.05, gid=gid, **traits)


def _dashes(line: Line) -> Any:  # noqa: ANN401 - as matplotlib writes it
    return (0, line.dashes) if line.dashes else "-"


def _draw_end(drawn: Map, position: Position) -> None:
    """Draw where routes start or end."""
    x, y = position
    look: dict[str, Any] = {
        "marker": "o",
        "ms": 7,
        "mew": 1.6,
        "mfc": HALO,
        "color": OUTLINE,
        "zorder": 5,
    }
    drawn.ax.plot(*drawn.view.back(x, y), scalex=False, scaley=False, gid="end", **look)
    drawn.places.take(Box(x - 4, y - 4, x + 4, y + 4))


def _name_end(drawn: Map, name: str, position: Position) -> None:
    """Write the name of an end where it hides neither a mark nor the other end."""
    drawn.settled.add(name)
    placement = drawn.places.beside(position, 6, drawn.size(name, 1.2, bold=True), far=True)
    if placement is None:
        return
    box, led = placement
    drawn.places.take(box)
    if led:
        drawn.leader(position, nearest(box, position))
    drawn.write(box, name, Letters(1.2, drawn.canvas.ink["ink"], bold=True), "end-name")
