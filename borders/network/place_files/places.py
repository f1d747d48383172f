"""The places of a file, whatever its form: columns as they came, outlines and positions."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from borders.errors import QuestionError, shown
from borders.network.place_files import positions

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pyproj

    from borders._typing import Floats, Shapes
    from borders.network.place_files.positions import Where


@dataclass(frozen=True, kw_only=True)
class Places:
    """What a file tells of places.

    Attributes
    ----------
    source
        The file.
    names, columns
        Its columns without that of outlines, each a list or an array of Arrow.
    shapes
        Points or other outlines in the file's own coordinate system; None: of points in columns.
    crs
        That system; None: degrees, longitude first.
    told
        Longitude and latitude of each place, where columns tell them.
    where
        Words for rows.
    native
        The content as the form has it: a document of GeoJSON, a table of Arrow.
    geometry, layer, key
        The names of the column of outlines, of the layer, and of the column of ids.
    """

    source: Path
    names: Sequence[str]
    columns: Sequence[Any]
    shapes: Shapes | None = None
    crs: pyproj.CRS | None = None
    told: Floats | None = None
    where: Where = positions.ordinal
    native: Any = field(default=None, repr=False)
    geometry: str = "geometry"
    layer: str | None = None
    key: str | None = None

    @functools.cached_property
    def lonlat(self) -> Floats:
        """Longitude and latitude of each place; of an area, those of a point in it; NaN: missing.

        Raises
        ------
        QuestionError
            Positions are no degrees, or cannot be told in degrees.
        """
        if self.told is not None:
            return positions.both(self.told)
        points = self._points()
        lon, lat = points
        bad = np.flatnonzero((np.abs(lon) > 180) | (np.abs(lat) > 90))  # noqa: PLR2004 - of the globe
        if len(bad):
            at = int(bad[0])
            raise QuestionError(
                f"{self.source}, {self.where([at], 1)}: {lon[at]:g}, {lat[at]:g} is no longitude "
                "and latitude in degrees: say in which coordinate system the file is"
            )
        return positions.both(points)

    @property
    def outlines(self) -> Shapes:
        """Points or other outlines in the file's own system; None: a place has none."""
        if self.shapes is not None:
            return self.shapes
        return located(self.lonlat)

    def degrees(self) -> Shapes:
        """Return the outlines in degrees, longitude first."""
        if self.crs is None or is_degrees(self.crs):
            return self.outlines
        return _projected(self.outlines, self.crs)

    def _points(self) -> Floats:
        shapes = self.degrees()
        is_point = shapely.get_type_id(shapes) == shapely.GeometryType.POINT
        points = shapes.copy()
        try:
            points[~is_point] = shapely.point_on_surface(shapes[~is_point])
        except shapely.GEOSException as error:
            raise QuestionError(f"{self.source} has outlines that are none: {error}") from error
        points[shapely.is_empty(points)] = None
        return np.array([shapely.get_x(points), shapely.get_y(points)])


def located(lonlat: Floats) -> Shapes:
    """Return points; None where a position is missing."""
    is_there = ~np.isnan(lonlat).any(axis=0)
    shapes = np.full(lonlat.shape[1], None, object)
    shapes[is_there] = shapely.points(*lonlat[:, is_there])
    return shapes


def system(told: object, source: Path) -> pyproj.CRS:
    """Return the coordinate system that a file tells.

    Raises
    ------
    QuestionError
        It is none.
    """
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        return CRS.from_user_input(told)
    except CRSError as error:
        raise QuestionError(
            f"{source}: its coordinate system is not understood: write it by its name, as "
            f"EPSG:3035, or write degrees of WGS 84 (EPSG:4326); it is {shown(told)}"
        ) from error


def is_degrees(crs: pyproj.CRS | None) -> bool:
    """Return whether a coordinate system is that of GeoJSON: WGS 84, longitude first."""
    if crs is None:
        return True
    return crs.to_authority() in {("EPSG", "4326"), ("OGC", "CRS84")} or crs.equals(
        "EPSG:4326", ignore_axis_order=True
    )


def _projected(shapes: Shapes, crs: pyproj.CRS) -> Shapes:
    from pyproj import Transformer

    turn = Transformer.from_crs(crs, "EPSG:4326", always_xy=True)
    turned: Shapes = shapely.transform(shapes, turn.transform, interleaved=False)
    return turned
