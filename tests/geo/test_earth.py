"""How far places are apart."""

from __future__ import annotations

import numpy as np
import pyproj
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point

from borders.geo.earth import geocentric, metres

PLACES = st.builds(Point, st.floats(23.0, 28.5), st.floats(51.5, 56.5))
positions = st.tuples(
    st.integers(-18_000_000, 18_000_000).map(lambda n: n / 1e5),
    st.integers(-9_000_000, 9_000_000).map(lambda n: n / 1e5),
)


def test_a_degree_along_the_equator_is_the_one_of_the_ellipsoid():
    assert metres(Point(0, 0), Point(1, 0)) == pytest.approx(111_319.491, abs=0.001)


def test_a_degree_to_the_north_is_longer_than_one_to_the_east():
    here = Point(25, 54)
    assert metres(here, Point(25, 55)) > 1.6 * metres(here, Point(26, 54))


@given(a=PLACES, b=PLACES)
def test_there_and_back_are_equally_far(a, b):
    assert metres(a, b) == pytest.approx(metres(b, a), abs=1e-6)


@given(positions, st.floats(-0.5, 0.5), st.floats(-0.5, 0.5))
def test_geocentric_distances_are_those_on_the_ground(
    place: tuple[float, float], east: float, north: float
):
    lon, lat = place[0], place[1] * 0.9
    ends = np.array([(lon, lat), (lon + east, lat + north)])
    a, b = geocentric(*ends.T)
    _, _, expected = pyproj.Geod(ellps="WGS84").inv(*ends.ravel())
    assert np.linalg.norm(a - b) == pytest.approx(expected, rel=1e-4, abs=1e-3)
