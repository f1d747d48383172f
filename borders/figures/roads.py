"""Routes → a map of ways; the reach of places → a map of towns by distance."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from borders.figures.canvas import INK, Canvas, Key
from borders.figures.ground import Letters, Map, Sign
from borders.figures.map import MARK, SPARE, Drawn, explained, standing, unnamed
from borders.figures.placing import Box
from borders.figures.signs import mark
from borders.figures.speech import Speech, unbroken
from borders.maps import basemap, content
from borders.maps.palette import HALO, OUTLINE, STYLES
from borders.register import load
from borders.vocabulary import Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import geopandas as gpd
    from matplotlib.axes import Axes
    from matplotlib.offsetbox import DrawingArea

    from borders.register import Register, Snapshot

    Spot = tuple[float, float]

__all__ = ["draw_reach", "draw_routes", "plot_reach", "plot_routes"]

LINES: Final[dict[Status, tuple[float, Any]]] = {
    Status.OPEN: (3.2, "-"),
    Status.RESTRICTED: (2.6, (0, (4, 1.2))),
    Status.CLOSED: (1.5, (0, (2.2, 1.6))),
    Status.UNKNOWN: (1.3, (0, (0.6, 1.6))),
}
"""Width and dashes of a route: each alone tells its status."""

ORDER: Final = (Status.UNKNOWN, Status.CLOSED, Status.RESTRICTED, Status.OPEN)
"""From below to above."""

STEPS: Final = ("#fee391", "#fec44f", "#fe9929", "#d1600e", "#8c2d04", "#4d1502")
"""From near to far: lighter to darker in greyscale too."""

BOUNDS: Final = (1, 1.5, 2, 2.5, 3, 4, 5, 7.5, 10)
"""Round numbers of a decade, of which one is the step between classes."""

PEOPLE: Final = (10_000, 100_000, 1_000_000)
LEAST: Final = 3.0
"""Points across of a town of nobody known."""


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
    """
    register = register or load()
    canvas = Canvas(ax, Speech(register.facts, lang))
    return draw_routes(routes, register, canvas).ax


def plot_reach(
    reach: gpd.GeoDataFrame,
    ax: Axes | None = None,
    *,
    column: str | None = None,
    snapshot: Snapshot | None = None,
    lang: str = "en",
) -> Axes:
    """Draw how far places are from the nearest crossing that serves, and return the axes.

    Parameters
    ----------
    reach
        What `Snapshot.reach` returned: points, sized by `population` where there is one.
    ax
        Where to draw, at the size that it is to have; left out: on a new figure.
    column
        The kilometres to draw; left out: `extra_km` where the reach compares, else `km`.
    snapshot
        What was asked, to be told in the heading; its register's ground is drawn.
    lang
        The language of all that is written: en, be, ru, lt, lv or pl.

    Raises
    ------
    MissingExtra
        matplotlib is not installed.
    """
    register = snapshot.register if snapshot else load()
    canvas = Canvas(ax, Speech(register.facts, lang))
    return draw_reach(reach, register, canvas, snapshot=snapshot, column=column).ax


def draw_routes(routes: Any, register: Register, canvas: Canvas) -> Drawn:  # noqa: ANN401 - as above
    """Draw routes on a canvas."""
    speech, snapshot = canvas.speech, _asked(routes, register)
    ends = [end for end in (routes.origin, routes.destination) if end is not None]
    names = [_named(end.name, register, speech) for end in ends]
    title = speech.say("routes.title", ends=speech.say("separator.name").join(names))
    frame = routes.to_geodataframe()
    rows = [row for row in frame.itertuples() if row.geometry is not None]
    lost = [_short(row, register, speech) for row in frame.itertuples() if row.geometry is None]
    notes = [
        speech.say("routes.schematic"),
        speech.say("routes.unrouted", names=speech.listed(lost)) if lost else "",
        *explained(snapshot, speech),
        *standing(snapshot, speech),
    ]
    counts = {status: sum(row.status == status.value for row in rows) for status in Status}
    question = speech.question(snapshot)
    canvas.frame(title, question, _route_keys(counts, canvas), [*notes, SPARE])
    spots = [
        spot for row in rows for spot in (row.geometry.bounds[:2], row.geometry.bounds[2:])
    ] + [(end.lon, end.lat) for end in ends]
    drawn = Map(canvas, register, spots)
    nameless = _draw_routes(drawn, rows, list(zip(names, ends, strict=True)))
    drawn.names()
    canvas.notes([*notes[:-2], unnamed(nameless, speech), *notes[-2:]])
    alt = [f"{title}.", f"{question}."]
    for status, count in counts.items():
        told = [_told(row, register, speech) for row in rows if row.status == status.value]
        head = speech.say("counted", status=speech.say(f"status.{status.value}"), count=count)
        alt.append(f"{head}: {speech.listed(told)}." if told else f"{head}.")
    return Drawn(canvas.ax, title, " ".join(alt))


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
    for known, *_, others in basemap.towns(register.folder):
        if known == name:
            return others.get(speech.language.value, name)
    return name


def _short(row: Any, register: Register, speech: Speech) -> str:  # noqa: ANN401 - a row of a frame
    return speech.short(register.facts.crossings[row.crossing])


def _length(row: Any, speech: Speech, vague: str) -> str:  # noqa: ANN401 - as above
    return speech.say(vague if row.approximate else "length", km=speech.number(round(row.km)))


def _told(row: Any, register: Register, speech: Speech) -> str:  # noqa: ANN401 - as above
    return f"{_short(row, register, speech)} ({_length(row, speech, 'about')})"


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

        said = canvas.speech.say(f"status.{status.value}")
        return Key(draw, wide, canvas.speech.say("counted", status=said, count=count))

    return [key(status, count) for status, count in counts.items()]


def _draw_routes(drawn: Map, rows: Sequence[Any], ends: Sequence[tuple[str, Any]]) -> list[str]:
    """Draw lines, the better above the worse, crossings and ends; return names without room."""
    canvas, view, register = drawn.canvas, drawn.view, drawn.register
    for status in ORDER:
        thick, dashes = LINES[status]
        for row in rows:
            if row.status == status.value:
                points, z = row.geometry.coords[:], 3 + ORDER.index(status) / 10
                drawn.avoid(row.geometry)
                drawn.line(points, HALO, thick + 1.4, zorder=z, alpha=0.7)
                look = {
                    "ls": dashes,
                    "zorder": z + 0.05,
                    "gid": f"route-{row.status}-{row.crossing}",
                }
                drawn.line(points, STYLES[status].colour, thick, dash_capstyle="butt", **look)
    for name, end in ends:
        _draw_end(drawn, name, view.at(end.lon, end.lat))
    pairs = [
        (row, Sign(crossing, Status(row.status), place, canvas.base * MARK))
        for row in sorted(rows, key=lambda row: -ORDER.index(Status(row.status)))
        if (place := content.place(crossing := register.facts.crossings[row.crossing]))
    ]
    spots = drawn.put([sign for _, sign in pairs])
    drawn.reserve()
    nameless = []
    for (row, sign), spot in zip(pairs, spots, strict=True):
        text = f"{canvas.speech.short(sign.crossing)} · {_length(row, canvas.speech, 'roughly')}"
        bold = sign.status in {Status.OPEN, Status.RESTRICTED}
        if not drawn.call(sign, spot, text, Letters(0.95, INK["ink"], bold)):
            nameless.append(text)
    return nameless


def _draw_end(drawn: Map, name: str, spot: Spot) -> None:
    """Draw where routes start or end."""
    x, y = spot
    box = Box(x - 4, y - 4, x + 4, y + 4)
    look: dict[str, Any] = {
        "marker": "o",
        "ms": 7,
        "mew": 1.6,
        "mfc": HALO,
        "mec": OUTLINE,
        "zorder": 5,
    }
    drawn.ax.plot(*drawn.view.back(x, y), scalex=False, scaley=False, gid="end", **look)
    found = drawn.places.beside(spot, 6, drawn.size(name, 1.2, bold=True))
    drawn.places.take(box)
    drawn.settled.add(name)
    if found is not None:
        drawn.places.take(found[0])
        drawn.write(found[0], name, Letters(1.2, INK["ink"], bold=True), "end-name")


def draw_reach(
    reach: gpd.GeoDataFrame,
    register: Register,
    canvas: Canvas,
    *,
    snapshot: Snapshot | None = None,
    compare: Snapshot | None = None,
    column: str | None = None,
) -> Drawn:
    """Draw the reach of places on a canvas."""
    speech = canvas.speech
    column = column or ("extra_km" if "extra_km" in reach else "km")
    title = speech.say("reach.more" if column == "extra_km" else "reach.title")
    asked = snapshot or register.on()
    question = speech.question(asked) if snapshot else speech.say("title")
    if compare is not None:
        than = speech.say("reach.than", day=speech.day(compare.when, plain="12:00"))
        question = f"{question} · {unbroken(than)}"
    bounds = steps(reach[column].max() if reach[column].notna().any() else 0.0)
    notes = [speech.say("routes.schematic"), *standing(asked, speech)]
    keys = _reach_keys(reach, column, bounds, canvas)
    canvas.frame(title, question, keys, notes)
    spots = [(point.x, point.y) for point in reach.geometry]
    drawn = Map(canvas, register, spots)
    _draw_towns(drawn, reach, column, bounds)
    serving = reach["crossing"].dropna().unique() if "crossing" in reach else []
    signs = [
        Sign(crossing, Status.OPEN, place, canvas.base * MARK)
        for name in sorted(serving)
        if (place := content.place(crossing := register.facts.crossings[name]))
    ]
    for sign, spot in zip(signs, drawn.put(signs), strict=True):
        drawn.call(sign, spot, speech.short(sign.crossing), Letters(0.95, INK["ink"], bold=True))
    drawn.names()
    canvas.notes(notes)
    alt = " ".join(_reach_told(reach, column, bounds, speech))
    return Drawn(canvas.ax, title, f"{title}. {question}. {alt}")


def steps(most: float) -> list[float]:
    """Return where classes of distances end: no more than there are colours, at round numbers.

    Examples
    --------
    >>> steps(287.0)
    [50.0, 100.0, 150.0, 200.0, 250.0, 300.0]
    >>> steps(0.0)
    [1.0]
    """
    least = max(most, 1e-9) / len(STEPS)
    if most <= 0:
        return [1.0]
    decade = 10.0 ** math.floor(math.log10(least))
    step = next(decade * bound for bound in BOUNDS if decade * bound >= least)
    return [round(step * (i + 1), 6) for i in range(math.ceil(most / step))]


def _colours(bounds: Sequence[float]) -> list[str]:
    """Return a colour for each class, as far from each other as there are."""
    last = max(len(bounds) - 1, 1)
    return [STEPS[round(i * (len(STEPS) - 1) / last)] for i in range(len(bounds))]


def _class(km: float, bounds: Sequence[float]) -> int:
    return next((i for i, bound in enumerate(bounds) if km <= bound), len(bounds) - 1)


def _across(people: float) -> float:
    """Return how many points across a town is: its area grows with its inhabitants."""
    return min(26.0, LEAST + math.sqrt(max(people, 0)) / 75)


def _spans(bounds: Sequence[float], speech: Speech) -> list[str]:
    ends = [speech.number(round(bound, 1)) for bound in bounds]
    return [f"{low}–{high}" for low, high in zip(["0", *ends], ends, strict=False)]


def _reach_keys(
    reach: gpd.GeoDataFrame, column: str, bounds: Sequence[float], canvas: Canvas
) -> list[Key]:
    from matplotlib.patches import Circle, Rectangle  # noqa: PLC0415 - as in canvas.py

    speech, size = canvas.speech, canvas.base * 1.2

    def colour(fill: str, text: str) -> Key:
        def draw(area: DrawingArea, x: float, y: float) -> None:
            place = (x - size / 2, y - size / 2)
            area.add_artist(Rectangle(place, size, size, fc=fill, ec=OUTLINE, lw=0.5))

        return Key(draw, size, text)

    def circle(people: int) -> Key:
        across = _across(people)

        def draw(area: DrawingArea, x: float, y: float) -> None:
            area.add_artist(Circle((x, y), across / 2, fc=HALO, ec=OUTLINE, lw=0.5))

        return Key(draw, across, speech.number(people))

    nothing = Key(lambda _area, _x, _y: None, 0, f"{speech.say('reach.km')}:")
    found = [nothing, *map(colour, _colours(bounds), _spans(bounds, speech))]
    if reach[column].isna().any():
        found.append(colour(HALO, speech.say("reach.none")))
    serving = reach["crossing"].nunique() if "crossing" in reach else 0
    if serving:
        said = speech.say("counted", status=speech.say("status.open"), count=serving)
        large = canvas.base * MARK
        found.append(Key(lambda a, x, y: mark(canvas, a, (x, y), Status.OPEN, large), large, said))
    if "population" in reach:
        people = Key(lambda _area, _x, _y: None, 0, f"{speech.say('reach.people')}:")
        found += [people, *map(circle, PEOPLE)]
    return found


def _draw_towns(drawn: Map, reach: gpd.GeoDataFrame, column: str, bounds: Sequence[float]) -> None:
    """Draw the places, the largest below."""
    people = list(reach["population"]) if "population" in reach else [0] * len(reach)
    rows = sorted(
        zip(people, reach[column], reach.geometry, strict=True),
        key=lambda row: (-row[0], row[2].x, row[2].y),
    )
    rows = [row for row in rows if row[2] is not None]
    colours = _colours(bounds)
    fills = [colours[_class(km, bounds)] if km == km else HALO for _, km, _ in rows]  # noqa: PLR0124 - not a number
    drawn.places.lines += [drawn.view.at(point.x, point.y) for *_, point in rows]
    drawn.ax.scatter(
        [point.x for *_, point in rows],
        [point.y for *_, point in rows],
        s=[_across(count) ** 2 for count, *_ in rows],
        c=fills,
        edgecolors=OUTLINE,
        linewidths=0.4,
        zorder=3,
        gid="towns",
    )


def _reach_told(
    reach: gpd.GeoDataFrame, column: str, bounds: Sequence[float], speech: Speech
) -> Iterator[str]:
    """Yield how many places, and inhabitants, are how far."""
    classes = [_class(km, bounds) if km == km else -1 for km in reach[column]]  # noqa: PLR0124 - not a number
    people = list(reach["population"]) if "population" in reach else None
    texts = [*_spans(bounds, speech), speech.say("reach.none")]
    for number, text in enumerate(texts):
        place = number if number < len(bounds) else -1
        count = classes.count(place)
        if not count:
            continue
        told = text if place < 0 else speech.say("length", km=text)
        said = speech.say("counted", status=told, count=count)
        if people is not None:
            living = sum(n for n, c in zip(people, classes, strict=True) if c == place)
            said = f"{said}, {speech.say('reach.people').lower()}: {speech.number(living)}"
        yield f"{said}."
