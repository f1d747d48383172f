"""The reach of places → a map of towns by their distance to the nearest open crossing."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable
from itertools import compress
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from babel.numbers import format_percent

from borders import _lazy
from borders.enums import Direction, Kind, Standing, Status
from borders.errors import QuestionError, WrongKind, expect
from borders.figures.basemap import Letters, Map, Sign, width
from borders.figures.canvas import Canvas, Key, Look, fitted
from borders.figures.docs import documented
from borders.figures.map import MARK, Drawn, chosen, imprint, sourced, standing_keys
from borders.figures.routes import schematic
from borders.register import Asked, Snapshot
from borders.style import HALO, OUTLINE, REACH
from borders.text.sentences import Translator, ended, lowered, unbroken

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import geopandas as gpd
    from matplotlib.offsetbox import DrawingArea

    from borders.model import Crossing, Verdict

__all__ = ["draw_reach", "plot_reach"]

NOWHERE: Final = "#b5b2ac"
"""Places from which no way leads to a crossing that serves."""

HOLE: Final = 0.5
"""Part of the width of a place that stays empty where crossings are restricted only."""

MANY: Final = 60
"""Places from which on areas are coloured and not each place."""

HEXAGON: Final = 1.45
"""The radius of such an area in heights of letters."""

SAME: Final = 0.5
"""Kilometres that are told as none."""

EXTRA: Final = "extra_km"

LEAST: Final = 8.0
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
    """Distances that look the same, below a number of kilometres; without one: no distance."""

    below: float | None
    fill: str
    key: str
    bounds: tuple[tuple[str, str], ...] = ()

    def told(self, count: str, translator: Translator) -> str:
        """Return the class with how many are of it."""
        if self.bounds:
            return translator.t(self.key, count=count, **dict(self.bounds))
        return f"{translator.t(self.key)} ({count})"


@documented
def plot_reach(  # noqa: PLR0913 - each a part of its look
    reach: _lazy.GeoDataFrame,
    ax: _lazy.Axes | None = None,
    *,
    column: str | None = None,
    snapshot: Snapshot | None = None,
    compare: Snapshot | None = None,
    crossings: Iterable[str] | None = None,
    title: str | None = None,
    notes: bool = True,
    legend: bool = True,
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
    crossings
        Names of crossings: only places of which one of these is the nearest are drawn.
    {title}
    {notes}
    {legend}
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
    expect(snapshot, Snapshot | None, "snapshot takes register.on(day)")
    expect(compare, Snapshot | None, "compare takes register.on(day)")
    if not hasattr(reach, "attrs"):
        raise WrongKind(f"plot_reach takes day.reach(places), not {type(reach).__name__}")
    if snapshot is None:
        question = reach.attrs.get("question")
        if not isinstance(question, Asked):
            raise QuestionError(
                "this reach does not say what it answers: give snapshot=, the question that was put"
            )
        snapshot = question.snapshot
        compare = compare or (question.compare if column in {None, EXTRA} else None)
    draw = functools.partial(
        draw_reach,
        reach,
        snapshot=snapshot,
        compare=compare,
        column=column,
        crossings=chosen(snapshot, crossings),
    )
    return fitted(draw, snapshot, ax, lang, Look(title, notes=notes, legend=legend))


def draw_reach(
    reach: _lazy.GeoDataFrame,
    canvas: Canvas,
    *,
    snapshot: Snapshot,
    compare: Snapshot | None = None,
    column: str | None = None,
    crossings: Iterable[str] | None = None,
) -> Drawn:
    """Draw the reach of places on a canvas."""
    located = _located(reach)
    reach = _left(located, snapshot.direction)
    if crossings is not None:
        nearest = reach["crossing"].where(reach["crossing"].notna(), reach["restricted_crossing"])
        located, reach = located[:0], reach[nearest.isin(list(crossings))]
    translator, more = canvas.translator, (column or (EXTRA if EXTRA in reach else "km")) == EXTRA
    distances, register = _distances(reach, column, more=more), snapshot.register
    people = [int(n) for n in reach["population"]] if "population" in reach else None
    title = finding(distances, people, translator, more=more)
    question = translator.question(snapshot)
    if compare is not None:
        than = translator.t("figure.reach.than", day=translator.when(compare))
        question = f"{question} · {unbroken(than)}"
    classes = list(_classes(distances, translator, more=more))
    groups = [_class(km, classes) for km in distances.km]
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
    against = max(len(located) - len(reach), 0)
    notes = [
        translator.t("figure.reach.against", n=against) if against else "",
        *hanging,
        *schematic(register, translator),
        *sourced((v for those in verdicts.values() for v in those), register, translator),
        *imprint(snapshot, translator, snapshot.crossings),
    ]
    is_mixed = any(distances.is_restricted) and not all(distances.is_restricted)
    shares = _shares(classes, groups, people, translator)
    keys = _keys(shares, serving, canvas, sized=people is not None, is_ringed=is_mixed)
    places = [(point.x, point.y) for point in reach.geometry]
    needed = functools.partial(width, canvas, places)
    canvas.frame(title, question, keys, notes, needed=needed)
    drawn = Map(canvas, register, places)
    rings = [is_mixed and each for each in distances.is_restricted]
    if len(places) >= MANY:
        _draw_areas(drawn, places, distances.km, rings, people, classes)
    else:
        _draw_places(drawn, places, [group.fill for group in groups], people, rings)
    signs = [
        Sign(crossing, standing, place, canvas.base * MARK)
        for crossing, standing in serving
        if (place := crossing.location)
    ]
    for sign, position in zip(signs, drawn.put(signs), strict=True):
        drawn.call(
            sign,
            position,
            translator.label(sign.crossing),
            Letters(0.95, canvas.ink["ink"], bold=True),
        )
    drawn.names()
    canvas.notes(notes)
    sentences = _descriptions(classes, groups, distances, people, translator)
    words = " ".join((ended(title), ended(question), *sentences, *hanging))
    return Drawn(canvas.ax, canvas.titled(title), words)


def finding(
    distances: Distances, people: Sequence[int] | None, translator: Translator, *, more: bool
) -> str:
    """Return how far half of the people have at least, or how many of them have farther."""
    kind = "open"
    if any(distances.is_restricted) and not distances.crossings[Status.OPEN]:
        kind = "restricted"
    weights = people or [1] * len(distances.km)
    traits = {"who": "places" if people is None else "people", "kind": kind}
    far = [math.inf if km is None else km for km in distances.km]
    total = sum(weights)
    if more:
        farther = sum(n for km, n in zip(far, weights, strict=True) if km > SAME)
        share = format_percent(farther / (total or 1), locale=translator.locale)
        return translator.t("figure.reach.farther", share=share, **traits)
    half = _median(far, weights)
    if half is None:
        keys = {"open": "figure.reach.title", "restricted": "figure.reach.title.restricted"}
        return translator.t(keys[kind])
    return translator.t("figure.reach.half", km=translator.length(half), **traits)


def _median(values: Sequence[float], weights: Sequence[int]) -> float | None:
    """Return the value that half of the weight reaches at least, if it is one."""
    rest = sum(weights) / 2
    for value, weight in sorted(zip(values, weights, strict=True)):
        rest -= weight
        if rest <= 0:
            return value if math.isfinite(value) else None
    return None


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


def _classes(distances: Distances, translator: Translator, *, more: bool) -> Iterator[Class]:
    """Yield the classes of distances, from near to far: the same for every answer."""
    if more:
        yield Class(SAME, HALO, "figure.reach.same")
    low = ""
    for distance in REACH:
        high = translator.number(distance.below) if math.isfinite(distance.below) else ""
        band = "other" if low and high else "first" if high else "last"
        bounds = (("band", band), ("from", low), ("to", high))
        yield Class(distance.below, distance.colour, "reach.band", bounds)
        low = high
    if None in distances.km:
        yield Class(None, NOWHERE, "figure.reach.never" if distances.begin else "figure.reach.none")


def _class(km: float | None, classes: Sequence[Class]) -> Class:
    if km is None:
        return classes[-1]
    return next(c for c in classes if c.below is not None and km < c.below)


def _across(people: int) -> float:
    """Return how many points across a town is: its area grows with its inhabitants."""
    return min(26.0, LEAST + math.sqrt(max(people, 0)) / 75)


def _shares(
    classes: Sequence[Class],
    groups: Sequence[Class],
    people: Sequence[int] | None,
    translator: Translator,
) -> list[tuple[Class, str]]:
    """Return the classes that are there, each with its share of the inhabitants or places."""
    weights = people or [1] * len(groups)
    there = [each for each in classes if each in groups]
    sums = [sum(w for w, g in zip(weights, groups, strict=True) if g == each) for each in there]
    return [
        (each, each.told(format_percent(share / 100, locale=translator.locale), translator))
        for each, share in zip(there, percent(sums), strict=True)
    ]


def percent(sums: Sequence[int]) -> list[int]:
    """Return the shares of sums in whole percents that add up to a hundred.

    Examples
    --------
    >>> percent([1, 1, 1])
    [34, 33, 33]
    """
    total = sum(sums) or 1
    shares = [100 * each // total for each in sums]
    order = sorted(range(len(sums)), key=lambda n: (-(100 * sums[n] % total), n))
    for number in order[: 100 - sum(shares) if sum(sums) else 0]:
        shares[number] += 1
    return shares


def _keys(
    shares: Sequence[tuple[Class, str]],
    serving: Sequence[tuple[Crossing, Standing]],
    canvas: Canvas,
    *,
    sized: bool,
    is_ringed: bool,
) -> list[Key]:
    from matplotlib.patches import Rectangle

    translator, size = canvas.translator, canvas.base * 1.2

    def colour(group: Class, text: str) -> Key:
        def draw(area: DrawingArea, x: float, y: float) -> None:
            place = (x - size / 2, y - size / 2)
            area.add_artist(Rectangle(place, size, size, fc=group.fill, ec=OUTLINE, lw=0.5))

        return Key(draw, size, text, flows=True)

    by_road = {crossing.kind for crossing, _ in serving} == {Kind.ROAD}
    head = translator.t("figure.reach.road" if by_road else "figure.reach.km")
    if sized:
        head = f"{head} ({lowered(translator.t('figure.reach.people'))})"
    entries = [Key(lambda _area, _x, _y: None, 0, f"{head}:")]
    entries += [colour(group, text) for group, text in shares]
    if is_ringed:
        entries.append(_ring(canvas, size))
    return entries + standing_keys((standing for _, standing in serving), (), canvas)


def _ring(canvas: Canvas, size: float) -> Key:
    from matplotlib.patches import Circle

    def draw(area: DrawingArea, x: float, y: float) -> None:
        for part, fill in ((1.0, REACH[2].colour), (HOLE, HALO)):
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


def _draw_areas(
    drawn: Map,
    places: Sequence[tuple[float, float]],
    kilometres: Sequence[float | None],
    rings: Sequence[bool],
    people: Sequence[int] | None,
    classes: Sequence[Class],
) -> None:
    """Draw hexagons by how far half of those who live in each have at least."""
    from matplotlib.patches import RegularPolygon
    from matplotlib.transforms import Affine2D

    view, radius = drawn.view, drawn.canvas.base * HEXAGON
    areas: dict[tuple[float, float], list[int]] = {}
    for number, place in enumerate(places):
        areas.setdefault(_hexagon(*view.at(*place), radius), []).append(number)
    far = [math.inf if km is None else km for km in kilometres]
    points = Affine2D().scale(1 / view.across, 1 / view.up).translate(view.left, view.low)
    for (x, y), members in sorted(areas.items()):
        weights = [1 if people is None else max(people[n], 1) for n in members]
        km = _median([far[n] for n in members], weights)
        ringed = sum(w for n, w in zip(members, weights, strict=True) if rings[n])
        drawn.places.spare([(x, y)])
        fills = [(radius, _class(km, classes).fill)]
        if ringed > sum(weights) / 2:
            fills.append((radius * HOLE, HALO))
        for size, fill in fills:
            look: dict[str, Any] = {"fc": fill, "ec": drawn.canvas.ink["home"], "lw": 0.8}
            area = RegularPolygon((x, y), 6, radius=size, zorder=1.5, gid="area", **look)
            area.set_transform(points + drawn.ax.transData)
            drawn.ax.add_patch(area)


def _hexagon(x: float, y: float, radius: float) -> tuple[float, float]:
    """Return the middle of the hexagon, a point up, that holds a spot."""
    wide, high = math.sqrt(3) * radius, 3 * radius
    corner = (round(x / wide) * wide, round(y / high) * high)
    between = ((math.floor(x / wide) + 0.5) * wide, (math.floor(y / high) + 0.5) * high)
    return min(corner, between, key=lambda middle: math.dist(middle, (x, y)))


def _descriptions(
    classes: Sequence[Class],
    groups: Sequence[Class],
    distances: Distances,
    people: Sequence[int] | None,
    translator: Translator,
) -> Iterator[str]:
    """Yield how many places, and inhabitants, are how far."""
    ringed = translator.t("figure.reach.restricted")
    sorts = [(group, [other == group for other in groups]) for group in classes]
    for group, members in (*sorts, (None, distances.is_restricted)):
        count = translator.number(sum(members))
        text = f"{ringed} ({count})" if group is None else group.told(count, translator)
        if people is not None:
            living = sum(compress(people, members))
            head = translator.t("figure.reach.people").lower()
            text = f"{text}, {head}: {translator.number(living)}"
        if any(members):
            yield ended(text)
