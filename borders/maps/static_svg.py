"""A snapshot → a picture of the map in SVG, for where no script runs."""

from __future__ import annotations

import math
from collections import Counter
from itertools import pairwise, product
from typing import TYPE_CHECKING, Final, NamedTuple

from borders.enums import Category, Kind
from borders.geo import ground as geo_ground
from borders.geo.declutter import MOST, spread
from borders.maps import markup
from borders.maps.markup import escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from borders.enums import Standing
    from borders.geo.ground import Ground
    from borders.model import Location, Verdict
    from borders.register import Snapshot
    from borders.text.sentences import Translator

    Point = tuple[float, float]
    Box = tuple[float, float, float, float]

__all__ = ["STYLES", "alt_text", "draw"]

WIDTH: Final = 1600
"""Of the map, in units of half a pixel where the picture is shown 800 pixels wide."""

HEIGHTS: Final = (900, 1500)
MARGIN: Final = 130
MARK: Final = 52
MINOR: Final = 0.72
FOOT: Final = 76
CREDITS: Final = 62
HEAD: Final = 84
LEFT: Final = 22.0
"""Where a row of the legend begins."""

STEP: Final = 6.0
"""Units between points of a line that are told apart."""

SMALLEST: Final = 400.0
"""Square units of the smallest lake."""

LETTER: Final = 0.56
"""Width of a letter on average, in its height."""

SQUARE: Final = 100
"""Units of the squares by which what is near is found."""

LONGEST: Final = 30
"""Letters of the longest name that is written beside a mark."""

_LINED: Final = ("band", "border")
"""How border lines are drawn, one over the other."""

_ANCHORS: Final = {"start": 0.0, "middle": 0.5, "end": 1.0}
"""Which part of a text lies before its anchor."""

_HALOED: Final = 'paint-order="stroke"'
"""An attribute, as the Nu checker does not know it in CSS."""

STYLES: Final = (
    ".borders-picture{display:block;width:100%;height:auto;background:var(--water);"
    'font-family:system-ui,"Segoe UI",Roboto,"Helvetica Neue","DejaVu Sans",sans-serif}'
    ".bp-sea,.bp-water{fill:var(--water)}.bp-land{fill:var(--land)}.bp-home{fill:var(--home)}"
    ".bp-land,.bp-home{stroke:var(--frontier);stroke-width:1.6}"
    ".bp-band,.bp-border,.bp-leader{fill:none;stroke-linejoin:round}"
    ".bp-band{stroke:var(--border-band);stroke-width:14;stroke-opacity:.75}"
    ".bp-border{stroke:var(--border);stroke-width:3.6}"
    ".bp-leader{stroke:var(--border);stroke-width:2.4}"
    ".bp-dot{fill:var(--label-halo);stroke:var(--town);stroke-width:2.6}"
    ".borders-picture text{stroke:var(--label-halo);stroke-width:6;"
    "stroke-linejoin:round;fill:var(--town);font-size:25px}"
    ".borders-picture use[x],.borders-picture symbol text{stroke:none}"
    ".borders-picture .bp-country{fill:var(--country);font-size:28px;letter-spacing:6px}"
    ".borders-picture .bp-name{fill:var(--ink);font-weight:600}"
    ".bp-paper{fill:var(--paper)}"
    ".borders-picture .bp-said{fill:var(--ink);stroke:none;font-size:28px}"
    ".borders-picture .bp-title{fill:var(--ink);stroke:none;font-size:38px;font-weight:700}"
    ".borders-picture .bp-credit{fill:var(--quiet);stroke-width:5;font-size:20px}"
)


def draw(
    snapshot: Snapshot,
    translator: Translator,
    *,
    title: str = "",
    alone: bool = False,
    ground: Ground | None = None,
) -> str:
    """Return the map of a moment as an `svg` element.

    Parameters
    ----------
    snapshot
        What is drawn.
    say
        In whose language it is written.
    title
        What stands above the map in a picture that is `alone`.
    alone
        A picture that is a file of its own: with the marks, colours and styles that a page has.
    ground
        What it is drawn on, where that was read before.
    """
    register = snapshot.register
    read = geo_ground.ground(register.folder, register.towns.all) if ground is None else ground
    marks = [
        (v, location) for v in snapshot.verdicts if (location := v.crossing.location) is not None
    ]
    view = _View([location for _, location in marks])
    drawing = _Drawing(view, translator)
    drawing.ground(read, snapshot.register.facts.package.home)
    drawing.crossings(marks)
    drawing.towns(read)
    top, foot = (HEAD if alone else 0), view.height
    names = f"<g {_HALOED}>{''.join(drawing.names)}</g>"
    parts = [*drawing.parts, names, *_legend(snapshot, translator, foot)]
    if alone:
        strip = f'<rect class="bp-paper" y="{-HEAD}" width="{WIDTH}" height="{HEAD}"/>'
        symbols = markup.picture_symbols(dict.fromkeys(snapshot.standings.values()))
        colours = markup.picture_colours(f"{STYLES}{symbols}")
        parts = [
            f"<style>{colours}{STYLES}</style>{symbols}",
            *parts,
            f'{strip}<text class="bp-title" x="28" y="-28">{_shown(title, 70)}</text>',
        ]
    rows = 1 + max((key.row for key in _keys(snapshot, translator)), default=0)
    box = f"0 {-top} {WIDTH} {view.height + FOOT * rows + top}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="borders-picture" viewBox="{box}" '
        f'role="img" aria-label="{escape(alt_text(snapshot, translator))}">{"".join(parts)}</svg>'
    )


def alt_text(snapshot: Snapshot, translator: Translator) -> str:
    """Return what the picture shows, for those who do not see it."""
    counts = translator.counts([*snapshot.standings.values()])
    return translator.t("picture.alt", on=translator.when(snapshot, "on"), counts=counts)


def _shown(text: str, longest: int) -> str:
    return escape(text if len(text) <= longest else f"{text[: longest - 1]}…")


class _Key(NamedTuple):
    standing: Standing
    text: str
    x: float
    row: int


def _keys(snapshot: Snapshot, translator: Translator) -> Iterator[_Key]:
    """Yield the standings that are there with their counts, in as many rows as they need."""
    counts = Counter(snapshot.standings.values())
    x, row = LEFT, 0
    for standing in sorted(counts, key=lambda one: one.rank):
        text = translator.counted(standing, counts[standing])
        wide = 84 + 28 * LETTER * len(text)
        if x + wide > WIDTH and x > LEFT:
            x, row = LEFT, row + 1
        yield _Key(standing, text, x, row)
        x += wide


def _legend(snapshot: Snapshot, translator: Translator, y: float) -> Iterator[str]:
    keys = list(_keys(snapshot, translator))
    high = FOOT * (1 + keys[-1].row if keys else 1)
    yield f'<rect class="bp-paper" y="{y:.0f}" width="{WIDTH}" height="{high}"/>'
    for standing, text, x, row in keys:
        middle = y + FOOT * (row + 0.5)
        yield _mark(standing, None, (x + 24, middle), 48)
        yield f'<text class="bp-said" x="{x + 54:.0f}" y="{middle + 10:.0f}">{text}</text>'
    credit = " · ".join(translator.credits())
    for line, text in enumerate((credit, translator.t("note.disclaimer"))):
        at = f'x="{WIDTH - 14}" y="{y - 12 - 26 * line:.0f}" text-anchor="end"'
        yield f'<text {_HALOED} class="bp-credit" {at}>{escape(text)}</text>'


def _mark(standing: Standing, last: Standing | None, middle: Point, size: float) -> str:
    x, y = middle
    tint = "" if last is None else f'class="borders-was-{last.value}" '
    return (
        f'<use {tint}href="#borders-{standing.value}" x="{x - size / 2:.0f}" '
        f'y="{y - size / 2:.0f}" width="{size:.0f}" height="{size:.0f}"/>'
    )


def _mercator(lat: float) -> float:
    return math.degrees(math.asinh(math.tan(math.radians(lat))))


class _View:
    """What part of the world is seen, and where in the picture."""

    def __init__(self, locations: Sequence[Location]) -> None:
        xs = [location.lon for location in locations] or [-180.0, 180.0]
        ys = [_mercator(location.lat) for location in locations] or [-100.0, 100.0]
        wide, high = max(xs) - min(xs), max(ys) - min(ys)
        room = WIDTH - 2 * MARGIN
        self.scale = min(room / max(wide, 0.5), (HEIGHTS[1] - 2 * MARGIN) / max(high, 0.3))
        self.height = min(HEIGHTS[1], max(HEIGHTS[0], round(high * self.scale + 2 * MARGIN)))
        self.left = (min(xs) + max(xs)) / 2 - WIDTH / 2 / self.scale
        self.top = (min(ys) + max(ys)) / 2 + self.height / 2 / self.scale

    def at(self, lon: float, lat: float) -> Point:
        return (lon - self.left) * self.scale, (self.top - _mercator(lat)) * self.scale

    def line(self, points: Iterable[Sequence[float]]) -> list[Point]:
        """Return a line in the picture, without points that nobody tells from the last one."""
        least = STEP / self.scale
        u = v = math.inf
        kept = []
        x = y = 0.0
        for x, y, *_ in points:
            if abs(x - u) >= least or abs(y - v) >= least * 0.6:
                kept.append(self.at(x, y))
                u, v = x, y
        if (x, y) != (u, v):
            kept.append(self.at(x, y))
        return kept

    def holds(self, x: float, y: float, edge: float = 0) -> bool:
        return edge <= x <= WIDTH - edge and edge <= y <= self.height - edge

    def clipped(self, ring: list[Point]) -> list[Point]:
        """Return the part of a ring that is seen, with a rim beyond the edge."""
        for axis, bound, sign in (
            (0, -10.0, 1),
            (0, WIDTH + 10.0, -1),
            (1, -10.0, 1),
            (1, self.height + 10.0, -1),
        ):
            if all(sign * (point[axis] - bound) >= 0 for point in ring):
                continue
            cut: list[Point] = []
            for i, point in enumerate(ring):
                before = ring[i - 1]
                inside = sign * (point[axis] - bound) >= 0
                if inside != (sign * (before[axis] - bound) >= 0):
                    part = (bound - before[axis]) / (point[axis] - before[axis])
                    other = before[1 - axis] + part * (point[1 - axis] - before[1 - axis])
                    cut.append((bound, other) if axis == 0 else (other, bound))
                if inside:
                    cut.append(point)
            ring = cut
        return ring

    def runs(self, line: list[Point]) -> Iterator[list[Point]]:
        """Yield the parts of a line that are seen."""
        run: list[Point] = []
        for i, (x, y) in enumerate(line):
            near = line[max(i - 1, 0) : i + 2]
            if any(self.holds(u, v, -10) for u, v in near):
                run.append((x, y))
            elif run:
                yield run
                run = []
        if run:
            yield run


def _path(line: Sequence[Point], *, closed: bool) -> str:
    """Return a line in the syntax of paths, by whole units."""
    text, before = ["M{} {}".format(*_whole(line[0]))], ""
    for dx, dy in _straight(line):
        command = "l" if dx and dy else "h" if dx else "v"
        joint = command if command != before else " " if (dx or dy) >= 0 else ""
        both = f"{dx}{' ' if dy >= 0 else ''}{dy}"
        text.append(f"{joint}{both if command == 'l' else dx or dy}")
        before = command
    return "".join(text) + ("z" if closed else "")


def _whole(point: Point) -> tuple[int, int]:
    return round(point[0]), round(point[1])


def _straight(line: Sequence[Point]) -> Iterator[tuple[int, int]]:
    """Yield the steps along a line in whole units, those in one direction as one."""
    last = (0, 0)
    for (x, y), (u, v) in pairwise(map(_whole, line)):
        dx, dy = u - x, v - y
        if last[0] * dy == last[1] * dx and last[0] * dx + last[1] * dy >= 0:
            last = last[0] + dx, last[1] + dy
        else:
            yield last
            last = dx, dy
    if last != (0, 0):
        yield last


def _area(ring: Sequence[Point]) -> float:
    pairs = zip(ring, [*ring[1:], *ring[:1]], strict=True)
    return sum(x * v - u * y for (x, y), (u, v) in pairs) / 2


def _middle(ring: Sequence[Point]) -> Point:
    """Return the centre of gravity of a ring."""
    x = y = 0.0
    for (a, b), (c, d) in zip(ring, [*ring[1:], *ring[:1]], strict=True):
        part = a * d - c * b
        x, y = x + (a + c) * part, y + (b + d) * part
    weight = 6 * _area(ring)
    return x / weight, y / weight


class _Label(NamedTuple):
    text: str
    x: float
    y: float
    size: float
    kind: str
    room: float


class _Taken:
    """Boxes that are taken, by the squares of the picture that they lie in."""

    def __init__(self) -> None:
        self._boxes: dict[tuple[int, int], list[Box]] = {}

    def add(self, box: Box) -> None:
        """Take a box."""
        for square in _squares(box):
            self._boxes.setdefault(square, []).append(box)

    def meets(self, box: Box) -> bool:
        """Return whether a part of a box is taken."""
        left, top, right, bottom = box
        return any(
            left < other[2] and other[0] < right and top < other[3] and other[1] < bottom
            for square in _squares(box)
            for other in self._boxes.get(square, ())
        )


def _squares(box: Box) -> Iterator[tuple[int, int]]:
    left, top, right, bottom = (math.floor(side / SQUARE) for side in box)
    return product(range(left, right + 1), range(top, bottom + 1))


class _Drawing:
    """What is drawn, and which places are taken."""

    def __init__(self, view: _View, translator: Translator) -> None:
        self.view, self.translator = view, translator
        self.parts = [f'<rect class="bp-sea" width="{WIDTH}" height="{view.height}"/>']
        self.names: list[str] = []
        self._taken = _Taken()
        self._taken.add((0, view.height - CREDITS, WIDTH, view.height))
        self._countries: list[_Label] = []

    def ground(self, read: Ground, home: str) -> None:
        """Draw land, water and the border lines; all is land where no country is known."""
        if not read.countries:
            self.parts[0] = self.parts[0].replace("bp-sea", "bp-land")
        for feature in read.countries:
            rings = self._rings(feature)
            kind = "home" if feature["id"] == home else "land"
            self._fill(kind, rings)
            if rings and abs(_area(outer := max(rings, key=lambda r: abs(_area(r))))) > 40_000:  # noqa: PLR2004 - room for a name
                names = feature["properties"].get("names", {})
                name = names.get(self.translator.language) or names.get("en") or feature["id"]
                self._countries.append(_Label(name.upper(), *_middle(outer), 28, "country", 0))
        lakes = [ring for feature in read.water for ring in self._rings(feature)]
        self._fill("water", [ring for ring in lakes if abs(_area(ring)) >= SMALLEST])
        lines = [
            _path(run, closed=False)
            for line in read.lines
            for run in self.view.runs(self.view.line(line))
        ]
        if path := "".join(lines):
            drawn = "".join(f'<use class="bp-{kind}" href="#bp-lines"/>' for kind in _LINED)
            self.parts.append(f'<defs><path id="bp-lines" d="{path}"/></defs>{drawn}')

    def _rings(self, feature: dict[str, object]) -> list[list[Point]]:
        """Return the rings of a feature that are seen."""
        seen = []
        for rings in geo_ground.parts(feature):
            for points in rings:
                ring = self.view.clipped(self.view.line(points))
                if len(ring) > 2:  # noqa: PLR2004 - a triangle at least
                    seen.append(ring)
        return seen

    def _fill(self, kind: str, rings: Iterable[list[Point]]) -> None:
        self._path(kind, "".join(_path(ring, closed=True) for ring in rings))

    def _path(self, kind: str, path: str) -> None:
        if path:
            rule = ' fill-rule="evenodd"' if kind in {"land", "home", "water"} else ""
            self.parts.append(f'<path class="bp-{kind}"{rule} d="{path}"/>')

    def crossings(self, marks: Sequence[tuple[Verdict, Location]]) -> None:
        """Draw the crossings where none hides another, and name the main ones."""
        main = [
            v.crossing.category is Category.INTERNATIONAL and v.crossing.kind is not Kind.RAIL
            for v, _ in marks
        ]
        places = [self.view.at(location.lon, location.lat) for _, location in marks]
        scale = min(1, math.sqrt(MOST / max(len(marks), 1)))
        sizes = [scale * (MARK if first else MARK * MINOR) for first in main]
        ends = spread(places, [size * 0.42 for size in sizes])
        leaders = [
            f"M{x:.0f} {y:.0f}L{u:.0f} {v:.0f}"
            for (x, y), (u, v) in zip(places, ends, strict=True)
            if math.hypot(u - x, v - y) > STEP
        ]
        self._path("leader", "".join(leaders))
        drawn = list(zip(marks, ends, sizes, strict=True))
        for (verdict, _), (x, y), size in reversed(drawn):
            self.parts.append(_mark(verdict.standing, verdict.last_standing, (x, y), size))
            half = size * 0.42
            self._taken.add((x - half, y - half, x + half, y + half))
        for ((verdict, _), (x, y), size), first in zip(drawn, main, strict=True):
            if first:
                name = self.translator.short(verdict.crossing)
                self._write(_Label(name, x, y, 25, "name", size * 0.42 + 5))

    def towns(self, read: Ground) -> None:
        """Name the countries and the largest towns where there is room."""
        for label in self._countries:
            self._write(label)
        for name, lon, lat, rank, others in sorted(read.towns, key=lambda town: town[3]):
            x, y = self.view.at(lon, lat)
            box = (x - 8, y - 8, x + 8, y + 8)
            if rank >= 3 or not self.view.holds(x, y, 12) or self._taken.meets(box):  # noqa: PLR2004 - the rank of towns named from afar
                continue
            local = others.get(self.translator.language, name)
            if self._write(_Label(local, x, y, 25, "town", 14)):
                self._taken.add(box)
                self.parts.append(f'<circle class="bp-dot" cx="{x:.0f}" cy="{y:.0f}" r="5"/>')

    def _write(self, label: _Label) -> bool:
        """Write a name where there is room for it, if there is."""
        if len(label.text) > LONGEST:
            return False
        spacing = 6 if label.kind == "country" else 0
        wide = len(label.text) * (label.size * (LETTER + 0.06) + spacing)
        x, y, room = label.x, label.y, label.room
        high = label.size / 2
        if label.kind == "country":
            ends = [("middle", x, y + dy) for dy in (0, -50, 50, -100, 100)]
        else:
            slant = room * 0.7 + 8
            ends = [
                ("start", x + room, y),
                ("end", x - room, y),
                ("middle", x, y - room - high),
                ("middle", x, y + room + high),
                *(
                    (side, x + sign * room * 0.9, y + dy)
                    for dy in (-slant, slant)
                    for side, sign in (("start", 1), ("end", -1))
                ),
            ]
        for anchor, at, middle in ends:
            left = at - wide * _ANCHORS[anchor]
            box = (left, middle - high, left + wide, middle + high)
            seen = self.view.holds(box[0], box[1], 4) and self.view.holds(box[2], box[3], 30)
            if not seen or self._taken.meets(box):
                continue
            self._taken.add(box)
            anchored = "" if anchor == "start" else f' text-anchor="{anchor}"'
            self.names.append(
                f'<text class="bp-{label.kind}" x="{at:.0f}" '
                f'y="{middle + label.size * 0.35:.0f}"{anchored}>{escape(label.text)}</text>'
            )
            return True
        return False
