"""Which state holds each of millions of places.

`border_points.side_of` answers for one place, on the ellipsoid. This does it for arrays, and in
degrees: which hand of a line a place lies on is the same in both. Areas decide, and near a line of
`borders.geojson` the line, as there.
"""

from __future__ import annotations

import contextlib
import threading
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from borders.errors import DataError
from borders.geo import border_points
from borders.model import Problem

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from borders._typing import Bools, Floats, Numbers, Shapes, Texts
    from borders.geo.border_points import Area, Sides

__all__ = ["NOWHERE", "CountryLocator"]

NOWHERE: Final = -1
_CELL: Final = 0.05  # degrees; most cells lie within one state and are decided as a whole
_NEAR: Final = 0.004  # degrees; at least the 200 m that areas may be off, up to 63° of latitude
_OFF_SHORE: Final = 0.05  # degrees; bridges and piers that no area covers
_AT_ONCE: Final = 1_000_000

_LOCK: Final = threading.Lock()
"""Prepared shapes serve one thread at a time, or the process ends."""


class CountryLocator:
    """Tells which state of a register holds each of many places.

    Attributes
    ----------
    codes
        ISO 3166-1 alpha-2; a place is answered by the number of its code here.
    """

    SHORT: Final = 0.005
    """Degrees; few steps of a road are longer, and those are looked at one by one."""

    def __init__(self, areas: dict[str, Area], lines: dict[Sides, shapely.LineString]) -> None:
        self.codes = sorted({*areas, *(code for sides in lines for code in sides)})
        self._areas = {self.codes.index(code): area for code, area in areas.items()}
        self._lines = [
            (self.codes.index(left), self.codes.index(right), shapely.remove_repeated_points(line))
            for (left, right), line in lines.items()
        ]
        self._prepare()

    def _prepare(self) -> None:
        for shape in (*self._areas.values(), *(line for *_, line in self._lines)):
            shapely.prepare(shape)

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Take what another process has sent: shapes arrive unprepared and ten times slower."""
        self.__dict__ |= state
        self._prepare()

    @classmethod
    def of_folder(cls, geodata: Traversable, home: str) -> CountryLocator:
        """Return the states of a register's folder.

        Raises
        ------
        DataError
            When neither `countries.geojson` nor `borders.geojson` tells the home state apart, or
            one cannot be read.
        """
        areas: dict[str, Area] = {}
        lines: dict[Sides, shapely.LineString] = {}
        with contextlib.suppress(FileNotFoundError):
            areas = border_points.countries_of(geodata)
        with contextlib.suppress(FileNotFoundError):
            lines = border_points.borders_of(geodata)
        if home not in areas and not any(home in sides for sides in lines):
            text = (
                f"a network is cut along the borders of {home}: give its area here, with those of "
                'its neighbours (features with an ISO code as "id"), or its border lines in '
                'borders.geojson (property "sides", the state on the left hand first)'
            )
            raise DataError([Problem(file="countries.geojson", entry="", text=text)])
        return cls(areas, lines)

    def numbers(self, lon: Floats, lat: Floats) -> Numbers:
        """Return for each place the number of its state in `codes`, or `NOWHERE`.

        Examples
        --------
        >>> import numpy as np
        >>> from shapely import LineString, box
        >>> locator = CountryLocator({"AA": box(24, 54, 25, 55), "BB": box(25, 54, 26, 55)},
        ...     {("BB", "AA"): LineString([(25, 55), (25.001, 54.5), (25, 54)])})
        >>> places = np.array([(24.3, 54.5), (25.0005, 54.5), (25.8, 54.1), (3.0, 40.0)])
        >>> [locator.codes[n] if n >= 0 else None for n in locator.numbers(*places.T)]
        ['AA', 'AA', 'BB', None]
        """
        states = np.full(len(lon), NOWHERE, dtype=np.int16)
        for start in range(0, len(lon), _AT_ONCE):
            part = slice(start, start + _AT_ONCE)
            with _LOCK:
                states[part] = self._numbers(lon[part], lat[part])
        return states

    def locate(self, lon: Floats, lat: Floats) -> Texts:
        """Return for each place the code of its state, "" where none is known to hold it."""
        is_place = (np.abs(lon) <= 180) & (np.abs(lat) <= 90)  # noqa: PLR2004 - of the globe
        states = np.full(len(lon), NOWHERE, dtype=np.int16)
        states[is_place] = self.numbers(lon[is_place], lat[is_place])
        return np.array([*self.codes, ""], object)[states]

    def is_near(self, home: int, lon: Floats, lat: Floats) -> Bools:
        """Return which places may be the end of a stretch up to `SHORT` that crosses the border."""
        cells, member = _cells(lon, lat)
        boxes = _boxes(cells)
        near: Bools = np.zeros(len(cells), dtype=bool)
        for line in self._borders(home):
            near |= shapely.dwithin(line, boxes, self.SHORT)
        is_close: Bools = near[member]
        return is_close

    def crossed(self, home: int, ends: Floats) -> Bools:
        """Return which straight stretches cross a line of the home state's border.

        Parameters
        ----------
        home
            Number of the home state.
        ends
            An array of shape (n, 2, 2): two places each.
        """
        lines = self._borders(home)
        met = np.zeros(len(ends), dtype=bool)
        if lines and len(ends):
            tree = shapely.STRtree(np.concatenate([_segments(line) for line in lines]))
            met[tree.query(shapely.linestrings(ends), predicate="crosses")[0]] = True
        return met

    def _borders(self, home: int) -> list[shapely.LineString]:
        """Return the lines of a state's border; without any, those around its area."""
        lines = [line for left, right, line in self._lines if home in {left, right}]
        if lines:
            return lines
        return list(shapely.get_parts(shapely.boundary(self._areas[home])))

    def _numbers(self, lon: Floats, lat: Floats) -> Numbers:
        if not self._areas:
            return self._by_lines(lon, lat, np.full(len(lon), NOWHERE, dtype=np.int16), np.inf)
        cells, member = _cells(lon, lat)
        boxes = _boxes(cells)
        by_line = np.zeros(len(cells), dtype=bool)
        for *_, line in self._lines:
            by_line |= shapely.dwithin(line, boxes, _NEAR)  # the first is the prepared one
        by_cell = np.full(len(cells), NOWHERE, dtype=np.int16)
        touched = {}
        for code, area in self._areas.items():
            touched[code] = shapely.intersects(area, boxes)
            inside = touched[code] & (by_cell == NOWHERE)
            inside[inside] = shapely.contains_properly(area, boxes[inside])
            by_cell[inside] = code
        states: Numbers = by_cell[member]
        for code in sorted(self._areas):
            open_ = np.flatnonzero((states == NOWHERE) & touched[code][member])
            within = shapely.intersects_xy(self._areas[code], lon[open_], lat[open_])
            states[open_[within]] = code
        near = np.flatnonzero(by_line[member])
        states[near] = self._by_lines(lon[near], lat[near], states[near], _NEAR)
        lost = np.flatnonzero(states == NOWHERE)
        points = shapely.points(lon[lost], lat[lost])
        areas = self._areas.values()
        is_near = [shapely.dwithin(area, points, _OFF_SHORE) for area in areas]
        lost, points = (of[np.any(is_near, axis=0)] for of in (lost, points))
        if len(lost):
            codes = sorted(self._areas)
            tree = shapely.STRtree([self._areas[code] for code in codes])
            at, area_at = tree.query_nearest(points, max_distance=_OFF_SHORE, all_matches=False)
            states[lost[at]] = np.array(codes, dtype=np.int16)[area_at]
        return states

    def _by_lines(self, lon: Floats, lat: Floats, states: Numbers, reach: float) -> Numbers:
        """Return the states of places by the hand of the nearest line that they lie on."""
        states = states.copy()
        best = np.full(len(lon), np.inf)
        before = states.copy()
        points = shapely.points(lon, lat)
        for left, right, line in self._lines:
            beside = np.flatnonzero(np.isin(before, [NOWHERE, left, right]))
            tree = shapely.STRtree(_segments(line))
            at, segment = tree.query_nearest(
                points[beside], max_distance=None if np.isinf(reach) else reach
            )
            if not len(at):
                continue
            ends = shapely.get_coordinates(line)
            start, step = ends[segment], np.diff(ends, axis=0)[segment]
            place = np.column_stack([lon, lat])[beside[at]]
            along = ((place - start) * step).sum(axis=1) / (step**2).sum(axis=1)
            foot = start + np.clip(along, 0.0, 1.0)[:, None] * step - place
            unit = step / np.hypot(*step.T)[:, None]
            # In a bend two segments are nearest: the mean of their headings tells left from right.
            heading = np.column_stack(
                [np.bincount(at, unit[:, axis], len(beside)) for axis in (0, 1)]
            )[at]
            is_left = heading[:, 1] * foot[:, 0] - heading[:, 0] * foot[:, 1] > 0.0
            away = np.hypot(*foot.T)
            times = np.bincount(at, minlength=len(beside))[at]
            beyond = (times == 1) & ((along <= 0.0) | (along >= 1.0)) & ~np.isinf(reach)
            better = ~beyond & (away < best[beside[at]])
            where = beside[at[better]]
            states[where] = np.where(is_left[better], left, right)
            best[where] = away[better]
        return states


def _cells(lon: Floats, lat: Floats) -> tuple[Numbers, Numbers]:
    """Return the cells of a grid that hold places, and for each place the number of its cell."""
    x, y = (np.floor(each / _CELL).astype(np.int64) for each in (lon, lat))
    keys, member = np.unique(x * 2**32 + y, return_inverse=True)
    return np.column_stack([(keys + 2**31) >> 32, (keys + 2**31) % 2**32 - 2**31]), member


def _boxes(cells: Numbers) -> Shapes:
    boxes: Shapes = shapely.box(*(cells * _CELL).T, *((cells + 1) * _CELL).T)
    return boxes


def _segments(line: shapely.LineString) -> Shapes:
    ends = shapely.get_coordinates(line)
    pairs: Shapes = shapely.linestrings(np.stack([ends[:-1], ends[1:]], axis=1))
    return pairs
