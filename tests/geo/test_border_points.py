"""Where a road meets a border, and which state holds a place."""

from __future__ import annotations

from pathlib import Path

import pyproj
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, MultiLineString, Point, Polygon, box

from borders.geo.border_points import (
    border_point,
    borders_of,
    countries_of,
    metres_to_border,
    side_of,
    snap,
)
from borders.geo.earth import metres

GEODATA = Path(__file__).parents[2] / "geodata"
MERIDIAN = LineString([(25, 54), (25, 55)])
PLACES = st.builds(Point, st.floats(23.0, 28.5), st.floats(51.5, 56.5))


@pytest.fixture(scope="module")
def borders():
    return borders_of(GEODATA)


@pytest.fixture(scope="module")
def countries():
    return countries_of(GEODATA)


def test_the_distance_to_a_border_is_measured_at_a_right_angle_to_it():
    place = Point(25.1, 54.5)
    foot = snap(place, MERIDIAN)
    azimuth, _, _ = pyproj.Geod(ellps="WGS84").inv(foot.x, foot.y, place.x, place.y)
    assert abs(azimuth) == pytest.approx(90, abs=0.001)
    assert metres_to_border(place, MERIDIAN) == pytest.approx(metres(place, foot), abs=0.1)


def test_beyond_its_end_a_border_is_as_far_as_its_end():
    place = Point(25.1, 55.2)
    assert metres_to_border(place, MERIDIAN) == pytest.approx(metres(place, Point(25, 55)))


@given(place=PLACES)
def test_no_place_of_a_border_is_nearer_than_the_nearest(place):
    bent = LineString([(23.5, 54.0), (24.0, 54.2), (25.9, 54.1), (25.5, 54.9), (26.6, 55.7)])
    every_100_m = shapely.get_coordinates(shapely.segmentize(bent, 0.001))
    lengths = [metres(place, Point(each)) for each in every_100_m]
    assert metres_to_border(place, bent) <= min(lengths) + 0.1
    assert metres_to_border(place, bent) >= min(lengths) - 100


@given(place=PLACES)
def test_the_place_snapped_to_is_on_the_line_and_as_far_away_as_said(place):
    bent = LineString([(23.5, 54.0), (24.0, 54.2), (25.9, 54.1), (25.5, 54.9), (26.6, 55.7)])
    foot = snap(place, bent)
    assert bent.distance(foot) < 1e-9
    assert metres(place, foot) == pytest.approx(metres_to_border(place, bent), abs=0.1)


def test_a_vertex_written_twice_does_no_harm():
    twice = LineString([(25, 54), (25, 54.5), (25, 54.5), (25, 55)])
    assert snap(Point(25.1, 54.5), twice).x == 25


# Crossing points


def test_a_road_across_a_border_meets_it_once():
    assert border_point(MERIDIAN, LineString([(24, 54.2), (26, 54.4)])).equals_exact(
        Point(25, 54.3), 1e-12
    )


def test_a_road_that_crosses_thrice_needs_a_hint():
    road = LineString([(24.9, 54.1), (25.1, 54.2), (24.9, 54.3), (25.1, 54.4)])
    with pytest.raises(ValueError, match="3 times: give a hint"):
        border_point(MERIDIAN, road)
    assert border_point(MERIDIAN, road, hint=Point(25.05, 54.36)).y == pytest.approx(54.35)


def test_a_road_of_several_pieces_is_one_road():
    road = MultiLineString([[(24, 54.5), (24.9, 54.5)], [(24.9, 54.5), (25.1, 54.5)]])
    assert border_point(MERIDIAN, road) == Point(25, 54.5)


def test_a_road_along_the_border_is_crossed_in_the_middle_of_that_stretch():
    road = LineString([(24.9, 54.2), (25, 54.2), (25, 54.3), (25, 54.4), (25.1, 54.4)])
    assert border_point(MERIDIAN, road).equals_exact(Point(25, 54.3), 1e-9)


def test_a_road_that_ends_before_the_border_says_how_far_before():
    with pytest.raises(ValueError, match=r"stays 65\d\d m away"):
        border_point(MERIDIAN, LineString([(24, 54.2), (24.9, 54.2)]))


# Sides


def test_a_place_far_from_every_border_is_where_the_areas_say():
    areas = {"LT": box(24, 54, 25, 55), "BY": box(25, 54, 26, 55)}
    assert side_of(Point(24.5, 54.5), areas, {}) == "LT"
    assert side_of(Point(30, 54.5), areas, {}) is None


@pytest.mark.parametrize(
    ("place", "side"),
    [
        ((25.0008, 54.5), "LT"),  # the area says BY, the line in full detail does not
        ((25.0012, 54.5), "BY"),
        ((24.9995, 54.4999), "LT"),
        ((25.0011, 54.5001), "BY"),
    ],
)
def test_near_a_border_the_line_outweighs_the_areas(place, side):
    areas = {"LT": box(24, 54, 25, 55), "BY": box(25, 54, 26, 55)}
    lines = {("BY", "LT"): LineString([(25, 55), (25.001, 54.5), (25, 54)])}
    assert side_of(Point(place), areas, lines) == side


def test_the_outside_of_a_sharp_bend_is_one_side_only():
    spike = LineString([(25, 54), (25.001, 54.0001), (25, 54.0002)])
    areas = {"LT": Polygon([(24, 53), (24, 55), (25, 55), (25, 53)]), "BY": box(25, 53, 26, 55)}
    around = [(25.00101, 54.00009), (25.00101, 54.0001), (25.00101, 54.00011)]
    assert {side_of(Point(each), areas, {("LT", "BY"): spike}) for each in around} == {"BY"}
    assert side_of(Point(25.0005, 54.0001), areas, {("LT", "BY"): spike}) == "LT"


def test_where_three_states_meet_the_line_of_two_does_not_claim_the_third():
    areas = {
        "LT": box(24, 54, 25, 55),
        "BY": box(25, 54, 26, 55),
        "LV": box(24, 55, 26, 56),
    }
    lines = {("BY", "LT"): LineString([(25, 55), (25, 54)])}
    assert side_of(Point(25.0001, 55.0001), areas, lines) == "LV"


# The shipped lines


@pytest.mark.parametrize(
    ("sides", "kilometres"),
    [(("BY", "LT"), 671.65), (("BY", "LV"), 171.81), (("BY", "PL"), 419.30)],
)
def test_the_shipped_borders_are_as_long_as_when_they_were_measured(borders, sides, kilometres):
    length = pyproj.Geod(ellps="WGS84").geometry_length(borders[sides]) / 1000
    assert length == pytest.approx(kilometres, abs=0.05)


def test_the_shipped_borders_are_simple_and_meet_where_three_states_do(borders):
    assert all(line.is_simple for line in borders.values())
    lithuanian, latvian, polish = (borders["BY", code] for code in ("LT", "LV", "PL"))
    assert lithuanian.boundary.intersects(latvian.boundary)
    assert lithuanian.boundary.intersects(polish.boundary)


def test_the_shipped_areas_neither_overlap_nor_leave_gaps(countries):
    areas = list(countries.values())
    assert shapely.is_valid(areas).all()
    assert shapely.coverage_is_valid(areas)
    union = shapely.union_all([countries[code] for code in ("BY", "LT", "LV", "PL", "RU", "UA")])
    inland = [ring for part in shapely.get_parts(union) for ring in part.interiors]
    assert not inland


@pytest.mark.parametrize(("left", "right"), [("BY", "LT"), ("BY", "LV"), ("BY", "PL")])
def test_along_the_shipped_borders_left_and_right_are_the_states_they_say(
    left, right, borders, countries
):
    line = borders[left, right]
    coordinates = shapely.get_coordinates(line)
    for at in range(7, len(coordinates) - 7, 97):
        (x0, y0), (x1, y1) = coordinates[at], coordinates[at + 1]
        middle_x, middle_y = (x0 + x1) / 2, (y0 + y1) / 2
        beside_x, beside_y = -(y1 - y0) * 1e-3, (x1 - x0) * 1e-3
        on_the_left = Point(middle_x + beside_x, middle_y + beside_y)
        on_the_right = Point(middle_x - beside_x, middle_y - beside_y)
        assert side_of(on_the_left, countries, borders) == left
        assert side_of(on_the_right, countries, borders) == right


@pytest.mark.parametrize(
    ("place", "side"),
    [
        ((27.567, 53.9), "BY"),  # Minsk
        ((25.28, 54.689), "LT"),  # Vilnius
        ((26.533, 55.883), "LV"),  # Daugavpils
        ((23.62, 52.075), "PL"),  # Terespol, 2 km from the line
        ((23.70, 52.09), "BY"),  # Brest
        ((20.51, 54.71), "RU"),  # Kaliningrad
        ((19.0, 56.5), None),  # the Baltic
    ],
)
def test_a_city_lies_in_its_state(place, side, borders, countries):
    assert side_of(Point(place), countries, borders) == side


@given(place=PLACES)
def test_far_from_the_line_a_place_is_on_the_side_of_its_area(place, borders, countries):
    held_by = [code for code, area in countries.items() if area.covers(place)]
    if min(metres_to_border(place, line) for line in borders.values()) > 200:
        assert side_of(place, countries, borders) == (held_by[0] if held_by else None)
