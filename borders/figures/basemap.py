"""Land, water, border lines and towns under a map for print, in degrees, longitude first."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from borders.figures.label_placement import Box, Places, nearest
from borders.figures.symbols import danger, mark, planned
from borders.geo import ground
from borders.geo.declutter import spread
from borders.geo.earth import geod

if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.resources.abc import Traversable

    from borders.enums import Standing
    from borders.figures.canvas import Canvas
    from borders.model import Crossing, Location
    from borders.register import Register

    Position = tuple[float, float]
    Window = tuple[float, float, float, float]
    """From the least longitude and latitude to the greatest."""

__all__ = ["Letters", "Map", "Outlines", "Sign", "width"]

EDGE: Final = 26.0
"""Points between what must be seen and the edge of a map."""

BESIDE: Final = 11.0
"""Room for names on either side of a map, in heights of letters."""

LEAST: Final = 0.3
"""Degrees that a map shows at least."""

SMALLEST: Final = 6.0
"""Square points of the smallest lake."""

ROOM: Final = 2600.0
"""Square points of a country that is named."""

BARS: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
"""Kilometres of a scale bar."""

HALF: Final = 0.46
"""Part of the size of a mark by which it reaches out from its middle."""

ROUNDS: Final = 200
"""How often marks are moved apart at most."""

UNSEEN: Final = 2.0
"""Points by which a mark may stand beside its place without a leader."""

CAPITALS: Final = 2
TOWNS: Final = 3
"""The rank from which towns are not named."""


class Sign(NamedTuple):
    """The mark of a crossing."""

    crossing: Crossing
    standing: Standing
    place: Location
    size: float
    announced: bool = False
    last: Standing | None = None
    """Of an unknown one: what was known last."""
    is_dangerous: bool = False


class Letters(NamedTuple):
    """How a name is written; the size is in times of the base."""

    size: float
    colour: str
    bold: bool = False


class View(NamedTuple):
    """What part of the world is seen: a corner, and how many points a degree takes."""

    left: float
    low: float
    across: float
    up: float
    wide: float
    high: float

    def at(self, lon: float, lat: float) -> Position:
        """Return a place on the sheet."""
        return (lon - self.left) * self.across, (lat - self.low) * self.up

    def back(self, x: float, y: float) -> Position:
        """Return the longitude and latitude of a place on the sheet."""
        return self.left + x / self.across, self.low + y / self.up


def width(
    canvas: Canvas, positions: Sequence[Position], high: float, *, beside: float = BESIDE
) -> float:
    """Return how wide a map is that shows positions at a height, with the names beside them."""
    (left, right), (low, up) = _bounds(positions)
    middle = math.radians((low + up) / 2)
    edge = min(EDGE, high / 8)
    point = (high - 2 * edge) / max(up - low, LEAST)
    room: float = 2 * beside * canvas.base
    return max(right - left, LEAST) * math.cos(middle) * point + room


def _bounds(positions: Sequence[Position]) -> tuple[Position, Position]:
    """Return from where to where positions reach, west to east and south to north."""
    if not positions:
        return (-180.0, 180.0), (-80.0, 80.0)
    lons, lats = zip(*positions, strict=True)
    return (min(lons), max(lons)), (min(lats), max(lats))


class Outlines:
    """Land, water and border lines of a folder: what maps beside one another show is read once."""

    def __init__(self, folder: Traversable) -> None:
        self._folder = folder
        self._areas: dict[tuple[str, Window, float], list[tuple[dict[str, Any], Any]]] = {}
        self._lines: dict[float, list[Any]] = {}

    def areas(self, name: str, window: Window, step: float) -> list[tuple[dict[str, Any], Any]]:
        """Return the features of a file with what is seen of each in a window, to a step."""
        import shapely
        from shapely.geometry import shape

        key = name, window, step
        if key not in self._areas:
            valid = (
                (feature, shapely.make_valid(shape(feature["geometry"])))
                for feature in ground.features(self._folder, name)
            )
            cut = ((f, shapely.clip_by_rect(area, *window).simplify(step)) for f, area in valid)
            self._areas[key] = [each for each in cut if not each[1].is_empty]
        return self._areas[key]

    def lines(self, step: float) -> list[Any]:
        """Return the border lines, to a step."""
        from shapely.geometry import shape

        if step not in self._lines:
            features = ground.features(self._folder, "borders.geojson")
            self._lines[step] = [shape(line["geometry"]).simplify(step) for line in features]
        return self._lines[step]


class Map:
    """A map on a canvas: its ground is drawn, then what is put on it, then names in what is left.

    Parameters
    ----------
    canvas
        Its frame must be there already.
    register
        Whose ground is drawn.
    spots
        Longitude and latitude of what must be seen.
    calm
        Without lakes, for a map that is small.
    outlines
        Those of the register that other maps beside it show too.
    """

    def __init__(
        self,
        canvas: Canvas,
        register: Register,
        positions: Sequence[Position],
        *,
        calm: bool = False,
        outlines: Outlines | None = None,
    ) -> None:
        self.canvas, self.register, self.ax = canvas, register, canvas.ax
        self.view = self._seen(positions)
        self._towns = sorted(ground.labels(register.towns.all), key=lambda town: town.rank)
        self.settled: set[str] = set()
        """Towns that were named already."""
        self._countries: list[tuple[str, Any]] = []
        outlines = outlines or Outlines(register.folder)
        self._water(outlines, calm=calm)
        self.places = Places(Box(3, 3, self.view.wide - 3, self.view.high - 3))
        self._borders(outlines)

    def _seen(self, positions: Sequence[Position]) -> View:
        wide, high = self.canvas.room
        (west, east), (south, north) = _bounds(positions)
        middle = (south + north) / 2
        squeeze = math.cos(math.radians(middle))
        edge = min(EDGE, wide / 8, high / 8)
        up = min(
            (wide - 2 * edge) / max((east - west) * squeeze, LEAST),
            (high - 2 * edge) / max(north - south, LEAST),
        )
        across = up * squeeze
        left = (west + east) / 2 - wide / 2 / across
        low = middle - high / 2 / up
        ax = self.ax
        ax.set_xlim(left, left + wide / across)
        ax.set_ylim(low, low + high / up)
        ax.set_aspect(1 / squeeze, adjustable="datalim" if self.canvas.owned else "box")
        ax.set(xticks=[], yticks=[], facecolor=self.canvas.ink["land"])
        for spine in ax.spines.values():
            spine.set(color=self.canvas.ink["edge"], linewidth=0.6)
        return View(left, low, across, up, wide, high)

    def _water(self, outlines: Outlines, *, calm: bool) -> None:
        """Draw land and water."""
        view = self.view
        east, north = view.back(view.wide, view.high)
        window, step = (view.left, view.low, east, north), 0.4 / view.up
        home = self.register.facts.package.home
        translator = self.canvas.translator
        for feature, land in outlines.areas("countries.geojson", window, step):
            self.ax.set_facecolor(self.canvas.ink["water"])  # beyond lands that are known is sea
            kind = "home" if feature["id"] == home else "land"
            names = feature["properties"].get("names", {})
            name = names.get(translator.language.value) or names.get("en", feature["id"])
            self._fill(
                land,
                f"land-{feature['id']}",
                fc=self.canvas.ink[kind],
                ec=self.canvas.ink["frontier"],
                lw=0.7,
            )
            self._countries.append((name, land))
        for feature, lake in () if calm else outlines.areas("water.geojson", window, step):
            if lake.area * view.across * view.up >= SMALLEST:
                self._fill(lake, str(feature["id"]), fc=self.canvas.ink["water"], ec="none", lw=0)

    def _fill(self, areas: Any, name: str, **look: Any) -> None:  # noqa: ANN401 - shapely's, matplotlib's
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        rings = [
            Path(ring.coords[:], closed=True)
            for part in getattr(areas, "geoms", [areas])
            if part.geom_type == "Polygon"
            for ring in (part.exterior, *part.interiors)
        ]
        if rings:
            path = Path.make_compound_path(*rings)
            self.ax.add_patch(PathPatch(path, zorder=1, gid=name, joinstyle="round", **look))

    def _borders(self, outlines: Outlines) -> None:
        """Draw the border lines."""
        for border in outlines.lines(0.3 / self.view.up):
            for line in getattr(border, "geoms", [border]):
                self.line(line.coords[:], self.canvas.ink["border-band"], 4.6, zorder=2)
                self.line(line.coords[:], self.canvas.ink["border"], 1.25, zorder=2.1)
                self.avoid(line)

    def avoid(self, line: Any) -> None:  # noqa: ANN401 - shapely's
        """Keep names from a line in degrees where there is another place for them."""
        import shapely

        dense = shapely.segmentize(line, 3 / self.view.up).coords
        self.places.spare([self.view.at(x, y) for x, y, *_ in dense])

    def line(self, points: Sequence[Position], colour: str, wide: float, **look: Any) -> None:  # noqa: ANN401
        """Draw a line."""
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        look = {"solid_capstyle": "round", "solid_joinstyle": "round", **look}
        self.ax.plot(xs, ys, color=colour, lw=wide, scalex=False, scaley=False, **look)

    def leader(self, start: Position, end: Position) -> None:
        """Draw a line on the sheet from a name or mark to its place."""
        points = [self.view.back(*start), self.view.back(*end)]
        self.line(points, self.canvas.ink["border"], 0.6, zorder=3)
        self.places.line(start, end)

    def put(self, signs: Sequence[Sign]) -> list[Position]:
        """Draw the marks of crossings so that none hides another; return where they are."""
        from matplotlib.offsetbox import DrawingArea

        true = [self.view.at(sign.place.lon, sign.place.lat) for sign in signs]
        ends = spread(true, [sign.size * HALF for sign in signs], ROUNDS)
        for position, end in zip(true, ends, strict=True):
            if math.dist(position, end) > UNSEEN:
                self.leader(position, end)
        for sign, (x, y) in zip(signs, ends, strict=True):
            size, half = sign.size, sign.size * HALF
            self.places.take(Box(x - half, y - half, x + half, y + half))
            area = DrawingArea(size, size, 0, 0)
            mark(area, (size / 2, size / 2), sign.standing, size, sign.last, self.canvas.theme)
            if sign.announced:
                planned(area, (size * 0.86, size * 0.86), size * 0.5)
            if sign.is_dangerous:
                danger(area, (size * 0.1, size * 0.86), max(size * 0.62, self.canvas.base))
            pinned = self.canvas.pin(area, self.view.back(x, y))
            pinned.set_gid(f"mark-{sign.standing.value}-{sign.crossing.id}")
        return ends

    def call(self, sign: Sign, position: Position, text: str, letters: Letters) -> bool:
        """Write the name of a crossing beside its mark; return whether there was room."""
        room = self.size(text, letters.size, bold=letters.bold)
        placement = self.places.beside(position, sign.size * HALF + 1.5, room, far=True)
        if placement is None:
            return False
        box, led = placement
        self.places.take(box)
        if led:
            end = nearest(box, position)
            part = min(sign.size * HALF / (math.dist(position, end) or 1), 1)
            start = (
                position[0] + (end[0] - position[0]) * part,
                position[1] + (end[1] - position[1]) * part,
            )
            self.leader(start, end)
        self.write(box, text, letters, gid=f"name-{sign.crossing.id}")
        return True

    def write(self, box: Box, text: str, letters: Letters, gid: str | None = None) -> None:
        """Write a name in its place, with a halo that leaves the text a text."""
        from matplotlib.patheffects import Stroke

        canvas = self.canvas
        for halo in (True, False):
            note = self.ax.annotate(
                text,
                self.view.back(box.left + 1, box.low),
                (0, canvas.base * letters.size * 0.25),
                textcoords="offset points",
                fontproperties=canvas.font(letters.size, bold=letters.bold),
                color=self.canvas.ink["label-halo"] if halo else letters.colour,
                ha="left",
                va="baseline",
                parse_math=False,
                zorder=6 if halo else 6.1,
                gid="halo" if halo else gid,
            )
            if halo:
                note.set_path_effects(
                    [Stroke(linewidth=2.2, foreground=self.canvas.ink["label-halo"])]
                )

    def size(self, text: str, size: float, *, bold: bool = False) -> tuple[float, float]:
        """Return the room that a name takes."""
        wide = self.canvas.measured(text, size, bold=bold)
        return wide + 2, self.canvas.base * size * 1.12

    def names(self) -> None:
        """Name the countries and the towns where there is room, and say how long a kilometre is."""
        self._scale()
        language = self.canvas.translator.language
        for name, lon, lat, rank, others in self._towns:
            if rank < CAPITALS:
                self._town(others.get(language, name), self.view.at(lon, lat), reserved=True)
        for name, land in self._countries:
            self._country(name, land)
        for name, lon, lat, rank, others in self._towns:
            if CAPITALS <= rank < TOWNS:
                self._town(others.get(language, name), self.view.at(lon, lat))

    def reserve(self) -> None:
        """Keep the places of the most important towns."""
        for _, lon, lat, rank, _ in self._towns:
            if rank < CAPITALS:
                self.places.take(_dot(self.view.at(lon, lat)))

    def _country(self, name: str, land: Any) -> None:  # noqa: ANN401 - shapely's
        import shapely

        view, text = self.view, "\u2009".join(name.upper())
        if land.area * view.across * view.up < ROOM:
            return
        wide, high = self.size(text, 1.25)
        home = view.at(*land.representative_point().coords[0])
        shapely.prepare(land)
        grid = [
            (view.wide * (i + 0.5) / 24, view.high * (j + 0.5) / 24)
            for i in range(24)
            for j in range(24)
        ]

        def depth(position: Position) -> float:
            point = shapely.Point(view.back(*position))
            return float(land.boundary.distance(point)) if land.contains(point) else 0.0

        deep = sorted(((depth(position), position) for position in (*grid, home)), reverse=True)
        boxes = [
            Box(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)
            for far, (x, y) in deep
            if far > 0
        ]
        inside = (
            (self.places.hidden(box), number, box)
            for number, box in enumerate(boxes)
            if self.places.is_free(box)
            and land.contains(
                shapely.box(*view.back(box.left, box.low), *view.back(box.right, box.high))
            )
        )
        if best := min(inside, default=None):
            self.places.take(best[2])
            self.write(best[2], text, Letters(1.25, self.canvas.ink["country"]), "country")

    def _town(self, name: str, position: Position, *, reserved: bool = False) -> None:
        if name in self.settled:
            return
        x, y = position
        dot, size = _dot(position), self.size(name, 0.95)
        is_there = reserved and self.places.sheet.holds(dot)
        placement = (
            self.places.beside(position, 4.2, size)
            if is_there or self.places.is_free(dot)
            else None
        )
        if placement is None:
            return
        self.places.take(dot)
        self.places.take(placement[0])
        at = self.view.back(x, y)
        look: dict[str, Any] = {
            "marker": "o",
            "ms": 3.4,
            "mew": 0.8,
            "mfc": self.canvas.ink["label-halo"],
            "zorder": 4,
        }
        self.ax.plot(*at, color=self.canvas.ink["town"], scalex=False, scaley=False, **look)
        self.write(placement[0], name, Letters(0.95, self.canvas.ink["town"]), "town")

    def _scale(self) -> None:
        """Draw a bar of a round number of kilometres in the free corner, true at its latitude."""
        view, canvas = self.view, self.canvas
        for x_end, y in (
            (view.wide, 8.0),
            (0.0, 8.0),
            (view.wide, view.high - 18),
            (0, view.high - 18),
        ):
            lon, lat = view.back(x_end or 0.1, y)
            degree = geod().inv(lon, lat, lon + 0.1, lat)[2] / 100
            point = view.across / degree
            km = max((n for n in BARS if n * point <= max(view.wide / 5, 30)), default=BARS[0])
            long = km * point
            text = canvas.translator.t("ways.length", rough="no", km=km)
            wide = max(long, self.size(text, 0.9)[0])
            left = view.wide - 9 - wide if x_end else 9.0
            box = Box(left, y - 3, left + wide, y + 6 + canvas.base)
            if self.places.is_free(box):
                break
        self.places.take(box)
        ends = [
            view.back(left + dx, y + dy) for dx, dy in ((0, 2.5), (0, 0), (long, 0), (long, 2.5))
        ]
        self.line(ends, self.canvas.ink["ink"], 1, zorder=6, solid_capstyle="butt", gid="scale")
        high = canvas.base * 1.05
        self.write(
            Box(left, y + 3, left + wide, y + 3 + high), text, Letters(0.9, self.canvas.ink["ink"])
        )


def _dot(position: Position) -> Box:
    x, y = position
    return Box(x - 2.4, y - 2.4, x + 2.4, y + 2.4)
