"""The reach of places → a map of towns by their distance to the nearest open crossing."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

from borders.figures.canvas import INK, Canvas, Key
from borders.figures.ground import Letters, Map, Sign
from borders.figures.map import MARK, Drawn, standing
from borders.figures.routes import schematic
from borders.figures.signs import mark
from borders.figures.speech import Speech, ended, unbroken
from borders.maps import content
from borders.maps.palette import HALO, OUTLINE
from borders.register import load
from borders.vocabulary import Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import geopandas as gpd
    from matplotlib.axes import Axes
    from matplotlib.offsetbox import DrawingArea

    from borders.register import Register, Snapshot

__all__ = ["draw_reach", "plot_reach"]

STEPS: Final = ("#fee391", "#fec44f", "#fe9929", "#d1600e", "#8c2d04", "#4d1502")
"""From near to far: lighter to darker in greyscale too."""

NOWHERE: Final = "#8f8f8f"
"""Places from which no way leads to an open crossing."""

BOUNDS: Final = (1, 1.5, 2, 2.5, 3, 4, 5, 7.5, 10)
"""Round numbers of a decade, of which one is the step between classes."""

SAME: Final = 0.5
"""Kilometres that are told as none."""

EXTRA: Final = "extra_km"

PEOPLE: Final = (10_000, 100_000, 1_000_000)
LEAST: Final = 3.0
"""Points across of a town of nobody known."""


class Class(NamedTuple):
    """Distances that look the same, up to the last of them; without one: no distance."""

    last: float | None
    fill: str
    text: str
    said: str


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

    Examples
    --------
    >>> import borders
    >>> import geopandas as gpd
    >>> from matplotlib.figure import Figure
    >>> towns = gpd.GeoDataFrame({"km": [149.0]}, geometry=gpd.points_from_xy([27.56], [53.9]))
    >>> ax = Figure().add_subplot()
    >>> borders.plot_reach(towns, ax) is ax
    True
    """
    register = snapshot.register if snapshot else load()
    canvas = Canvas(ax, Speech(register.facts, lang))
    return draw_reach(reach, register, canvas, snapshot=snapshot, column=column).ax


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
    column = column or (EXTRA if EXTRA in reach else "km")
    title = speech.say("reach.more" if column == EXTRA else "reach.title")
    asked = snapshot or register.on()
    question = speech.question(asked) if snapshot else speech.say("title")
    if compare is not None:
        than = speech.say("reach.than", day=speech.day(compare.when, plain="12:00"))
        question = f"{question} · {unbroken(than)}"
    distances = [None if math.isnan(km) else float(km) for km in reach[column]]
    classes = list(_classes(distances, speech, more=column == EXTRA))
    people = [int(n) for n in reach["population"]] if "population" in reach else None
    serving = sorted(reach["crossing"].dropna().unique()) if "crossing" in reach else []
    notes = [*schematic(register, speech), *standing(asked, speech)]
    sized = people is not None
    canvas.frame(title, question, _keys(classes, len(serving), canvas, sized=sized), notes)
    places = [(point.x, point.y) for point in reach.geometry]
    drawn = Map(canvas, register, places)
    groups = [_class(km, classes) for km in distances]
    _draw_places(drawn, places, [group.fill for group in groups], people)
    signs = [
        Sign(crossing, Status.OPEN, place, canvas.base * MARK)
        for name in serving
        if (place := content.place(crossing := register.facts.crossings[name]))
    ]
    for sign, spot in zip(signs, drawn.put(signs), strict=True):
        drawn.call(sign, spot, speech.short(sign.crossing), Letters(0.95, INK["ink"], bold=True))
    drawn.names()
    canvas.notes(notes)
    told = _told(classes, groups, people, speech)
    return Drawn(canvas.ax, title, " ".join((ended(title), ended(question), *told)))


def steps(most: float) -> list[float]:
    """Return where classes of distances end: no more than there are colours, at round numbers.

    Examples
    --------
    >>> steps(287.0)
    [50.0, 100.0, 150.0, 200.0, 250.0, 300.0]
    >>> steps(0.0)
    []
    """
    if most <= 0:
        return []
    least = most / len(STEPS)
    decade = 10.0 ** math.floor(math.log10(least))
    step = next(decade * bound for bound in BOUNDS if decade * bound >= least)
    return [round(step * (i + 1), 6) for i in range(math.ceil(most / step))]


def _classes(distances: Sequence[float | None], speech: Speech, *, more: bool) -> Iterator[Class]:
    """Yield the classes of some distances, from near to far."""
    known = [km for km in distances if km is not None]
    if more:
        same = speech.say("reach.same")
        yield Class(SAME, HALO, same, same)
    low, bounds = "0", steps(max(known, default=0.0))
    for number, bound in enumerate(bounds):
        fill = STEPS[round(number * (len(STEPS) - 1) / max(len(bounds) - 1, 1))]
        high = speech.number(round(bound, 1))
        text = f"{low}–{high}"
        yield Class(bound, fill, text, speech.say("length", km=text))
        low = high
    if len(known) < len(distances):
        none = speech.say("reach.none")
        yield Class(None, NOWHERE, none, none)


def _class(km: float | None, classes: Sequence[Class]) -> Class:
    if km is None:
        return classes[-1]
    return next(c for c in classes if c.last is not None and km <= c.last)


def _across(people: int) -> float:
    """Return how many points across a town is: its area grows with its inhabitants."""
    return min(26.0, LEAST + math.sqrt(max(people, 0)) / 75)


def _keys(classes: Sequence[Class], serving: int, canvas: Canvas, *, sized: bool) -> list[Key]:
    from matplotlib.patches import Circle, Rectangle  # noqa: PLC0415 - as in canvas.py

    speech, size = canvas.speech, canvas.base * 1.2

    def head(key: str) -> Key:
        return Key(lambda _area, _x, _y: None, 0, f"{speech.say(key)}:")

    def colour(group: Class) -> Key:
        def draw(area: DrawingArea, x: float, y: float) -> None:
            place = (x - size / 2, y - size / 2)
            area.add_artist(Rectangle(place, size, size, fc=group.fill, ec=OUTLINE, lw=0.5))

        return Key(draw, size, group.text)

    def circle(people: int) -> Key:
        across = _across(people)

        def draw(area: DrawingArea, x: float, y: float) -> None:
            area.add_artist(Circle((x, y), across / 2, fc=HALO, ec=OUTLINE, lw=0.5))

        return Key(draw, across, speech.number(people), across)

    found = [head("reach.km"), *map(colour, classes)]
    if serving:
        said = speech.say("counted", status=speech.say("status.open"), count=serving)
        large = canvas.base * MARK
        found.append(Key(lambda a, x, y: mark(canvas, a, (x, y), Status.OPEN, large), large, said))
    if sized:
        found += [head("reach.people"), *map(circle, PEOPLE)]
    return found


def _draw_places(
    drawn: Map,
    places: Sequence[tuple[float, float]],
    fills: Sequence[str],
    people: Sequence[int] | None,
) -> None:
    """Draw the places, the largest below."""
    counts = people or [0] * len(places)
    rows = sorted(zip(counts, places, fills, strict=True), key=lambda row: (-row[0], row[1]))
    drawn.places.spare([drawn.view.at(*place) for place in places])
    drawn.ax.scatter(
        [lon for _, (lon, _), _ in rows],
        [lat for _, (_, lat), _ in rows],
        s=[_across(count) ** 2 for count, *_ in rows],
        c=[fill for *_, fill in rows],
        edgecolors=OUTLINE,
        linewidths=0.4,
        zorder=3,
        gid="places",
    )


def _told(
    classes: Sequence[Class], groups: Sequence[Class], people: Sequence[int] | None, speech: Speech
) -> Iterator[str]:
    """Yield how many places, and inhabitants, are how far."""
    for group in classes:
        count = groups.count(group)
        text = speech.say("counted", status=group.said, count=count)
        if people is not None:
            living = sum(n for n, other in zip(people, groups, strict=True) if other == group)
            text = f"{text}, {speech.say('reach.people').lower()}: {speech.number(living)}"
        if count:
            yield ended(text)
