"""Routes → a map of the ways through crossings."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from borders.enums import Direction, Status
from borders.figures.basemap import Letters, Map, Sign
from borders.figures.canvas import INK, Canvas, Key
from borders.figures.label_placement import Box, nearest
from borders.figures.map import MARK, SPARE, Drawn, explained, standing, unnamed
from borders.figures.speech import Speech, ended
from borders.figures.symbols import mark
from borders.geo import ground
from borders.register import load
from borders.style import HALO, OUTLINE, STYLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matplotlib.axes import Axes
    from matplotlib.offsetbox import DrawingArea

    from borders.register import Register, Snapshot

    Spot = tuple[float, float]

__all__ = ["draw_routes", "plot_routes", "schematic"]

LINES: Final[dict[Status, tuple[float, Any]]] = {
    Status.OPEN: (3.2, "-"),
    Status.RESTRICTED: (2.6, (0, (4, 1.2))),
    Status.CLOSED: (1.5, (0, (2.2, 1.6))),
    Status.UNKNOWN: (1.3, (0, (0.6, 1.6))),
}
"""Width and dashes of a route: each alone tells its status."""

ORDER: Final = (Status.UNKNOWN, Status.CLOSED, Status.RESTRICTED, Status.OPEN)
"""From below to above."""


def plot_routes(
    routes: Any,  # noqa: ANN401 - of any engine with these columns
    ax: Axes | None = None,
    *,
    register: Register | None = None,
    lang: str = "en",
) -> Axes:
    """Draw routes by the status of their crossings, and return the axes.

    Parameters
    ----------
    routes
        What `Snapshot.routes` returned.
    ax
        Where to draw, at the size that it is to have; left out: on a new figure.
    register
        Whose ground and crossings are drawn; left out: the shipped one.
    lang
        The language of all that is written: en, be, ru, lt, lv or pl.

    Raises
    ------
    MissingExtra
        matplotlib is not installed.

    Examples
    --------
    >>> import borders
    >>> from matplotlib.figure import Figure
    >>> ax = Figure().add_subplot()
    >>> day = borders.load().on("2023-08-21", mode="car")
    >>> borders.plot_routes(day.routes("Minsk", "Vilnius"), ax) is ax
    True
    """
    register = register or load()
    canvas = Canvas(ax, Speech(register.facts, lang))
    return draw_routes(routes, register, canvas).ax


def draw_routes(routes: Any, register: Register, canvas: Canvas) -> Drawn:  # noqa: ANN401 - as above
    """Draw routes on a canvas."""
    speech, snapshot = canvas.speech, _asked(routes, register)
    ends = [end for end in (routes.origin, routes.destination) if end is not None]
    names = [_named(end.name, register, speech) for end in ends]
    title = speech.ui("routes.title", ends=speech.ui("separator.name").join(names))
    frame = routes.to_geodataframe()
    rows = [row for row in frame.itertuples() if row.geometry is not None]
    lost = [_short(row, register, speech) for row in frame.itertuples() if row.geometry is None]
    notes = [
        *schematic(register, speech),
        speech.ui("routes.unrouted", names=speech.listed(lost)) if lost else "",
        *explained({row.status for row in rows}, speech),
        *standing(snapshot, speech, [route.verdict.crossing for route in routes]),
    ]
    counts = {status: sum(row.status == status.value for row in rows) for status in Status}
    question = speech.question(snapshot)
    canvas.frame(title, question, _route_keys(counts, canvas), [*notes, SPARE])
    spots = [
        spot for row in rows for spot in (row.geometry.bounds[:2], row.geometry.bounds[2:])
    ] + [(end.lon, end.lat) for end in ends]
    drawn = Map(canvas, register, spots)
    flight = None if routes.destination is None else snapshot.direction
    nameless = _draw_routes(drawn, rows, list(zip(names, ends, strict=True)), flight)
    drawn.names()
    canvas.notes([*notes[:-2], unnamed(nameless, speech), *notes[-2:]])
    alt = [ended(title), ended(question)]
    for status, count in counts.items():
        told = [
            f"{_short(row, register, speech)} ({_length(row, speech, 'about', flight)})"
            for row in rows
            if row.status == status.value
        ]
        head = speech.counted(status, count)
        alt.append(f"{head}: {speech.listed(told)}." if told else f"{head}.")
    return Drawn(canvas.ax, title, " ".join(alt))


def schematic(register: Register, speech: Speech) -> Iterator[str]:
    """Yield what is said of a network that is simpler than the roads."""
    if register.network.about.schematic:
        yield speech.ui("routes.schematic")


def _asked(routes: Any, register: Register) -> Snapshot:  # noqa: ANN401 - as above
    """Return what routes answer."""
    for route in routes:
        asked = route.verdict.question
        return register.on(
            routes.on,
            mode=asked.mode,
            direction=asked.direction,
            traveller=asked.traveller,
            as_known_on=asked.as_known_on,
        )
    return register.on(routes.on)


def _named(name: str, register: Register, speech: Speech) -> str:
    """Return the name of a town or crossing in the language."""
    for known, *_, others in ground.towns(register):
        if known == name:
            return others.get(speech.language.value, name)
    return name


def _short(row: Any, register: Register, speech: Speech) -> str:  # noqa: ANN401 - a row of a frame
    return speech.short(register.facts.crossings[row.crossing])


def _length(row: Any, speech: Speech, vague: str, flight: Direction | None) -> str:  # noqa: ANN401 - as above
    """Return how long a way is, and of one by an airport that the rest is flown."""
    told = speech.ui(vague if row.approximate else "length", km=speech.number(round(row.km)))
    if flight is None or row.by != "air":
        return told
    leaves = flight is Direction.OUT
    return speech.ui("routes.flight.out" if leaves else "routes.flight.in", length=told)


def _route_keys(counts: dict[Status, int], canvas: Canvas) -> list[Key]:
    wide = canvas.base * 3

    def key(status: Status, count: int) -> Key:
        def draw(area: DrawingArea, x: float, y: float) -> None:
            from matplotlib.lines import Line2D  # noqa: PLC0415 - as in canvas.py

            thick, dashes = LINES[status]
            line = Line2D([x - wide / 2, x + wide / 2], [y, y], lw=thick, ls=dashes)
            line.set(color=STYLES[status].colour, solid_capstyle="butt", dash_capstyle="butt")
            area.add_artist(line)
            mark(canvas, area, (x, y), status, canvas.base * 1.6)

        return Key(draw, wide, canvas.speech.counted(status, count))

    return [key(status, count) for status, count in counts.items()]


def _draw_routes(
    drawn: Map, rows: Sequence[Any], ends: Sequence[tuple[str, Any]], flight: Direction | None
) -> list[str]:
    """Draw lines, the better above the worse, crossings and ends; return names without room."""
    canvas, view, register = drawn.canvas, drawn.view, drawn.register
    for status in ORDER:
        lines = [row.geometry for row in rows if row.status == status.value]
        for line in lines:
            drawn.avoid(line)
        if lines:
            _draw_lines(drawn, lines, status)
    called = [(name, view.at(end.lon, end.lat)) for name, end in ends]
    for _, spot in called:
        _draw_end(drawn, spot)
    pairs = [
        (row, Sign(crossing, Status(row.status), place, canvas.base * MARK))
        for row in sorted(rows, key=lambda row: -ORDER.index(Status(row.status)))
        if (place := (crossing := register.facts.crossings[row.crossing]).location)
    ]
    spots = drawn.put([sign for _, sign in pairs])
    for name, spot in called:
        _name_end(drawn, name, spot)
    drawn.reserve()
    nameless = []
    for (row, sign), spot in zip(pairs, spots, strict=True):
        length = _length(row, canvas.speech, "roughly", flight)
        text = f"{canvas.speech.short(sign.crossing)} · {length}"
        bold = sign.status in {Status.OPEN, Status.RESTRICTED}
        if not drawn.call(sign, spot, text, Letters(0.95, INK["ink"], bold)):
            nameless.append(text)
    return nameless


def _draw_lines(drawn: Map, lines: Sequence[Any], status: Status) -> None:
    """Draw the lines of a status, what they share once, so that dashes stay dashes."""
    import shapely  # noqa: PLC0415 - as in ground.py

    thick, dashes = LINES[status]
    merged = shapely.line_merge(shapely.unary_union(lines))
    parts = [part.coords[:] for part in getattr(merged, "geoms", [merged])]
    points = [point for part in parts for point in (*part, (math.nan, math.nan))]
    z = 3 + ORDER.index(status) / 10
    drawn.line(points, HALO, thick + 1.4, zorder=z, alpha=0.7)
    look = {"ls": dashes, "dash_capstyle": "butt", "zorder": z + 0.05, "gid": f"route-{status}"}
    drawn.line(points, STYLES[status].colour, thick, **look)


def _draw_end(drawn: Map, spot: Spot) -> None:
    """Draw where routes start or end."""
    x, y = spot
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


def _name_end(drawn: Map, name: str, spot: Spot) -> None:
    """Write the name of an end where it hides neither a mark nor the other end."""
    drawn.settled.add(name)
    found = drawn.places.beside(spot, 6, drawn.size(name, 1.2, bold=True), far=True)
    if found is None:
        return
    box, led = found
    drawn.places.take(box)
    if led:
        drawn.leader(spot, nearest(box, spot))
    drawn.write(box, name, Letters(1.2, INK["ink"], bold=True), "end-name")
