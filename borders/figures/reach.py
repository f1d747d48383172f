"""The reach of places → a map of towns by their distance to the nearest open crossing."""

from __future__ import annotations

import math
from collections import Counter
from itertools import compress
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from borders import _lazy
from borders.enums import Direction, Kind, Standing, Status
from borders.errors import QuestionError
from borders.figures.basemap import Letters, Map, Sign
from borders.figures.canvas import INK, Canvas, Key, canvas_for
from borders.figures.docs import documented
from borders.figures.map import MARK, Drawn, counted, imprint
from borders.figures.routes import schematic
from borders.register import Asked, Snapshot
from borders.style import HALO, OUTLINE
from borders.text.sentences import Translator, ended, unbroken

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import geopandas as gpd
    from matplotlib.offsetbox import DrawingArea

    from borders.model import Crossing, Verdict

__all__ = ["draw_reach", "plot_reach"]

STEPS: Final = ("#fee391", "#fec44f", "#fe9929", "#d1600e", "#8c2d04", "#4d1502")
"""From near to far: lighter to darker in greyscale too."""

NOWHERE: Final = "#8f8f8f"
"""Places from which no way leads to a crossing that serves."""

HOLE: Final = 0.5
"""Part of the width of a place that stays empty where crossings are restricted only."""

BOUNDS: Final = (1, 1.5, 2, 2.5, 3, 4, 5, 7.5, 10)
"""Round numbers of a decade, of which one is the step between classes."""

SAME: Final = 0.5
"""Kilometres that are told as none."""

EXTRA: Final = "extra_km"

PEOPLE: Final = (10_000, 100_000, 1_000_000)
LEAST: Final = 3.0
"""Points across of a town of nobody known."""


class Distances(NamedTuple):
    """What is drawn of places."""

    km: list[float | None]
    is_restricted: list[bool]
    """Whether a place reaches restricted crossings only."""
    crossings: dict[Status, list[str]]
    """Those that are the nearest to a place."""
    begin: bool
    """Whether a place reaches a crossing, but on the day compared with it did not."""


class Class(NamedTuple):
    """Distances that look the same, up to the last of them; without one: no distance."""

    last: float | None
    fill: str
    text: str
    phrase: str


@documented
def plot_reach(
    reach: _lazy.GeoDataFrame,
    ax: _lazy.Axes | None = None,
    *,
    column: str | None = None,
    snapshot: Snapshot | None = None,
    compare: Snapshot | None = None,
    lang: str | None = None,
) -> _lazy.Axes:
    """Draw how far places are from the nearest open crossing, and return the axes.

    A place that reaches restricted crossings only is drawn as a ring, by the nearest of those.

    Parameters
    ----------
    reach
        What `Snapshot.reach` returned, sized by `population` where there is one; areas and lines
        are drawn as points, and rows without a place are left out.
    {ax}
    column
        The kilometres to draw, and nothing else; left out: `extra_km` where the reach compares,
        else `km`, and where they are not known those to restricted crossings.
    snapshot
        What was asked, to be told in the heading and the notes; its register's ground is drawn.
        Left out: what the reach says that it answers.
    compare
        What the reach was compared with, to be told in the heading; left out: as for `snapshot`.
    {lang}

    Raises
    ------
    QuestionError
        The frame does not say what it answers, as it was read from a file or merged.
    {missing}

    Examples
    --------
    >>> import borders
    >>> from matplotlib.figure import Figure
    >>> day = borders.load().on("2023-08-21", mode="car")
    >>> ax = Figure().add_subplot()
    >>> borders.plot_reach(day.reach(["Minsk", "Brest, BY"]), ax) is ax
    True
    """
    if snapshot is None:
        question = reach.attrs.get("question")
        if not isinstance(question, Asked):
            raise QuestionError(
                "this reach does not say what it answers: give snapshot=, the question that was put"
            )
        snapshot = question.snapshot
        compare = compare or (question.compare if column in {None, EXTRA} else None)
    canvas = canvas_for(snapshot, ax, lang)
    return draw_reach(reach, canvas, snapshot=snapshot, compare=compare, column=column).ax


def draw_reach(
    reach: _lazy.GeoDataFrame,
    canvas: Canvas,
    *,
    snapshot: Snapshot,
    compare: Snapshot | None = None,
    column: str | None = None,
) -> Drawn:
    """Draw the reach of places on a canvas."""
    located = _located(reach)
    reach = _left(located, snapshot.direction)
    translator, more = canvas.translator, (column or (EXTRA if EXTRA in reach else "km")) == EXTRA
    distances, register = _distances(reach, column, more=more), snapshot.register
    key = "figure.reach.more" if more else "figure.reach.title"
    if any(distances.is_restricted) and not distances.crossings[Status.OPEN]:
        key = "figure.reach.more.restricted" if more else "figure.reach.title.restricted"
    title = translator.t(key)
    question = translator.question(snapshot)
    if compare is not None:
        than = translator.t("figure.reach.than", day=translator.when(compare))
        question = f"{question} · {unbroken(than)}"
    classes = list(_classes(distances, translator, more=more))
    people = [int(n) for n in reach["population"]] if "population" in reach else None
    verdicts = {
        status: [snapshot.verdict(register.facts.crossings[name]) for name in names]
        for status, names in distances.crossings.items()
    }
    serving = [
        (verdict.crossing, _standing(verdict, status))
        for status, those in verdicts.items()
        for verdict in those
    ]
    hanging = list(_hanging(verdicts[Status.RESTRICTED], translator))
    against = len(located) - len(reach)
    notes = [
        translator.t("figure.reach.against", n=against) if against else "",
        *hanging,
        *schematic(register, translator),
        *imprint(snapshot, translator, snapshot.crossings),
    ]
    legend = _keys(
        classes, serving, canvas, sized=people is not None, is_ringed=any(distances.is_restricted)
    )
    canvas.frame(title, question, legend, notes)
    places = [(point.x, point.y) for point in reach.geometry]
    drawn = Map(canvas, register, places)
    groups = [_class(km, classes) for km in distances.km]
    fills = [group.fill for group in groups]
    _draw_places(drawn, places, fills, people, distances.is_restricted)
    signs = [
        Sign(crossing, standing, place, canvas.base * MARK)
        for crossing, standing in serving
        if (place := crossing.location)
    ]
    for sign, position in zip(signs, drawn.put(signs), strict=True):
        drawn.call(
            sign, position, translator.label(sign.crossing), Letters(0.95, INK["ink"], bold=True)
        )
    drawn.names()
    canvas.notes(notes)
    sentences = _descriptions(classes, groups, distances, people, translator)
    return Drawn(canvas.ax, title, " ".join((ended(title), ended(question), *sentences, *hanging)))


def _located(reach: _lazy.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the places that lie somewhere, as points in degrees."""
    places = reach.geometry if reach.crs is None else reach.geometry.to_crs("EPSG:4326")
    are_there = ~(places.isna() | places.is_empty)
    return reach[are_there].set_geometry(places[are_there].representative_point())


def _left(reach: gpd.GeoDataFrame, direction: Direction | None) -> gpd.GeoDataFrame:
    """Return the places that may be left in the direction asked for, if any was."""
    if direction is None or "direction" not in reach:
        return reach
    return reach[reach["direction"].isna() | (reach["direction"] == direction.value)]


def _distances(reach: _lazy.GeoDataFrame, column: str | None, *, more: bool) -> Distances:
    """Return the distances to draw: to open crossings, and where none is reached to restricted."""
    import numpy as np

    series, nothing = reach[column or (EXTRA if more else "km")], np.full(len(reach), math.nan)

    def known(name: str) -> Any:  # noqa: ANN401 - an array
        return reach[name].to_numpy(float) if name in reach else nothing

    km, restricted = known("km"), known("restricted_km")
    is_restricted = np.isnan(km) & ~np.isnan(restricted) & (column is None)
    now = np.where(is_restricted, restricted, km)
    if column is None and more:
        before = known("km_before")
        before = np.where(np.isnan(before), known("restricted_km_before"), before)
        series = series.where(series.notna(), now - before)
    elif column is None:
        series = now
    values = np.asarray(series, float)
    crossings = {
        status: sorted(reach[name][rows].dropna().unique()) if name in reach else []
        for status, name, rows in (
            (Status.OPEN, "crossing", ~is_restricted),
            (Status.RESTRICTED, "restricted_crossing", is_restricted),
        )
    }
    return Distances(
        [None if math.isnan(value) else float(value) for value in values],
        is_restricted.tolist(),
        crossings,
        begin=more and bool((np.isnan(values) & ~np.isnan(now)).any()),
    )


def _standing(verdict: Verdict, status: Status) -> Standing:
    """Return what a crossing is to those who reach it as one of a status."""
    return verdict.standing if verdict.status is status else Standing.of(status)


def _hanging(restricted: Sequence[Verdict], translator: Translator) -> Iterator[str]:
    """Yield on what it hangs whether restricted crossings serve."""
    by_reason: dict[str, list[str]] = {}
    for verdict in restricted:
        reason = translator.restriction(verdict)
        by_reason.setdefault(reason, []).append(translator.label(verdict.crossing))
    head = translator.t("figure.reach.restricted")
    for reason, names in by_reason.items():
        texts = filter(None, (f"{head}: {translator.listed(names)}", reason))
        yield ended(translator.t("separator.name").join(texts))


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


def _classes(distances: Distances, translator: Translator, *, more: bool) -> Iterator[Class]:
    """Yield the classes of some distances, from near to far."""
    known = [km for km in distances.km if km is not None]
    if more:
        same = translator.t("figure.reach.same")
        yield Class(SAME, HALO, same, same)
    low, bounds = "0", steps(max(known, default=0.0))
    for number, bound in enumerate(bounds):
        fill = STEPS[round(number * (len(STEPS) - 1) / max(len(bounds) - 1, 1))]
        high = translator.number(round(bound, 1))
        text = f"{low}–{high}"
        yield Class(bound, fill, text, translator.t("ways.length", rough="no", km=text))
        low = high
    if len(known) < len(distances.km):
        none = translator.t("figure.reach.never" if distances.begin else "figure.reach.none")
        yield Class(None, NOWHERE, none, none)


def _class(km: float | None, classes: Sequence[Class]) -> Class:
    if km is None:
        return classes[-1]
    return next(c for c in classes if c.last is not None and km <= c.last)


def _across(people: int) -> float:
    """Return how many points across a town is: its area grows with its inhabitants."""
    return min(26.0, LEAST + math.sqrt(max(people, 0)) / 75)


def _keys(
    classes: Sequence[Class],
    serving: Sequence[tuple[Crossing, Standing]],
    canvas: Canvas,
    *,
    sized: bool,
    is_ringed: bool,
) -> list[Key]:
    from matplotlib.patches import Circle, Rectangle

    translator, size = canvas.translator, canvas.base * 1.2

    def head(key: str) -> Key:
        return Key(lambda _area, _x, _y: None, 0, f"{translator.t(key)}:")

    def colour(group: Class) -> Key:
        def draw(area: DrawingArea, x: float, y: float) -> None:
            place = (x - size / 2, y - size / 2)
            area.add_artist(Rectangle(place, size, size, fc=group.fill, ec=OUTLINE, lw=0.5))

        return Key(draw, size, group.text, flows=True)

    def circle(people: int) -> Key:
        across = _across(people)

        def draw(area: DrawingArea, x: float, y: float) -> None:
            area.add_artist(Circle((x, y), across / 2, fc=HALO, ec=OUTLINE, lw=0.5))

        return Key(draw, across, translator.number(people), across, flows=True)

    by_road = {crossing.kind for crossing, _ in serving} == {Kind.ROAD}
    entries = [head("figure.reach.road" if by_road else "figure.reach.km"), *map(colour, classes)]
    if is_ringed:
        entries.append(_ring(canvas, size))
    counts = Counter(standing for _, standing in serving)
    entries += [counted(one, counts[one], canvas) for one in Standing if counts[one]]
    if sized:
        entries += [head("figure.reach.people"), *map(circle, PEOPLE)]
    return entries


def _ring(canvas: Canvas, size: float) -> Key:
    from matplotlib.patches import Circle

    def draw(area: DrawingArea, x: float, y: float) -> None:
        for part, fill in ((1.0, STEPS[2]), (HOLE, HALO)):
            area.add_artist(Circle((x, y), size / 2 * part, fc=fill, ec=OUTLINE, lw=0.4))

    return Key(draw, size, canvas.translator.t("figure.reach.restricted"))


def _draw_places(
    drawn: Map,
    places: Sequence[tuple[float, float]],
    fills: Sequence[str],
    people: Sequence[int] | None,
    is_restricted: Sequence[bool],
) -> None:
    """Draw the places, the largest below; those that reach restricted crossings only as rings."""
    counts = people or [0] * len(places)
    rows = sorted(
        zip(counts, places, fills, is_restricted, strict=True), key=lambda row: (-row[0], row[1])
    )
    drawn.places.spare([drawn.view.at(*place) for place in places])
    dots = [
        (place, across * part, colour, part)
        for count, place, fill, is_ring in rows
        for across in [_across(count)]
        for part, colour in ((1.0, fill), (HOLE, HALO))[: 1 + is_ring]
    ]
    drawn.ax.scatter(
        [lon for (lon, _), *_ in dots],
        [lat for (_, lat), *_ in dots],
        s=[across**2 for _, across, *_ in dots],
        c=[colour for *_, colour, _ in dots],
        edgecolors=OUTLINE,
        linewidths=[0.4 if part == 1 else 0.2 for *_, part in dots],
        zorder=3,
        gid="places",
    )


def _descriptions(
    classes: Sequence[Class],
    groups: Sequence[Class],
    distances: Distances,
    people: Sequence[int] | None,
    translator: Translator,
) -> Iterator[str]:
    """Yield how many places, and inhabitants, are how far."""
    sorts = [(group.phrase, [other == group for other in groups]) for group in classes]
    sorts.append((translator.t("figure.reach.restricted"), distances.is_restricted))
    for phrase, members in sorts:
        text = f"{phrase} ({sum(members)})"
        if people is not None:
            living = sum(compress(people, members))
            head = translator.t("figure.reach.people").lower()
            text = f"{text}, {head}: {translator.number(living)}"
        if any(members):
            yield ended(text)
