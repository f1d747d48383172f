from __future__ import annotations

import base64
import hashlib
import itertools
import json
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from page_core import Core

from borders import style
from borders.enums import Standing
from borders.geo import arcs
from borders.geo.ground import basemap, features, ground, parts
from borders.geo.polylines import GRID, TURN, cells_near, encode_grid, encode_lines, grid_points
from borders.maps import bundle, markup
from borders.maps.precision import steps_between

LINES = "borders.geojson"
DEGREES = st.tuples(
    st.floats(-180, 180, allow_nan=False).map(lambda x: round(x, 4)),
    st.floats(-90, 90, allow_nan=False).map(lambda y: round(y, 4)),
)


def decoded(text: str, grid: int = GRID) -> list[tuple[float, float]]:
    numbers, value, shift, step = [], 0, 0, 1
    for sign in text:
        if sign == TURN:
            step = 11 - step
            continue
        bits = ord(sign) - 63
        value |= (bits & 31) << shift
        shift += 5
        if bits < 32:
            numbers.append(step * (~(value >> 1) if value & 1 else value >> 1))
            value = shift = 0
    pairs = zip(
        itertools.accumulate(numbers[::2]), itertools.accumulate(numbers[1::2]), strict=True
    )
    return [(x / grid, y / grid) for x, y in pairs]


def on_grid(point: tuple[float, float], fine: Any) -> tuple[float, float]:
    """Return a point where it is drawn: far from all lines on a grid ten times as wide."""
    if fine is None or (int(point[0]), int(point[1] * 2)) in fine:
        return point
    lon, lat = (round(degrees * 10_000 / 10) * 10 / 10_000 for degrees in point)
    return lon, lat


@given(st.lists(DEGREES, min_size=1, max_size=30), st.none() | st.lists(DEGREES, max_size=5))
def test_lines_come_back(points, line):
    fine = None if line is None else cells_near([line])
    drawn = [on_grid(point, fine) for point in points + (line or [])]
    expected = [point for point, _ in itertools.groupby(drawn)]
    assert decoded(encode_grid(grid_points(points + (line or []), fine))) == expected


def test_the_page_reads_lines_as_they_are_written(register):
    fine = cells_near(
        [line["geometry"]["coordinates"] for line in features(register.folder, LINES)]
    )
    rings = [
        ring
        for country in features(register.folder, "countries.geojson")[:4]
        for rings in parts(country)
        for ring in rings
    ]
    texts = [encode_grid(grid_points(ring, fine)) for ring in rings]
    assert any(TURN in text for text in texts)
    with Core() as core:
        read = core.evaluate("texts => texts.map((text) => core.decoded(text, 10000))", texts)
    flat = [[number for point in decoded(text) for number in point] for text in texts]
    assert read == flat


FINE = st.tuples(
    st.floats(0.2, 3).map(lambda x: round(x, 5)), st.floats(42, 43).map(lambda y: round(y, 5))
)


@given(st.lists(FINE, min_size=1, max_size=30))
def test_lines_of_little_land_come_back_to_the_metre(points):
    written = encode_grid(grid_points(points, grid=100_000))
    assert decoded(written, 100_000) == [point for point, _ in itertools.groupby(points)]


def test_the_page_reads_lines_of_little_land_as_they_are_written():
    line = [(1.47641, 42.43842), (1.47649, 42.43851), (1.48, 42.44003)]
    ring = [*line, line[0]]
    block = {
        "grid": 100_000,
        "text": encode_grid(grid_points(ring, grid=100_000)),
        "lines": encode_lines([line, line[::-1]], 100_000),
    }
    with Core() as core:
        told, lines = core.evaluate(
            "({ grid, text, lines }) => [core.decoded(text, grid), core.linesOf(lines, grid)]",
            block,
        )
    assert told == [degrees for point in ring for degrees in point]
    assert lines == [[[lat, lon] for lon, lat in each] for each in (line, line[::-1])]


@pytest.mark.parametrize(
    ("places", "steps"),
    [
        ([], 10_000),
        ([(25.3, 54.6)], 100_000),
        ([(1.4764, 42.4384), (1.7357, 42.5433)], 100_000),
        ([(25.0, 54.0), (25.0, 55.0)], 40_000),
        ([(23.6, 52.1), (30.9, 55.8), (26.0, 53.0)], 10_000),
    ],
)
def test_the_less_land_a_page_is_of_the_finer_are_its_lines(places, steps):
    assert steps_between(places) == steps


def test_the_page_reads_rings_whose_arcs_are_shared(register):
    drawn = basemap(ground(register.folder, ()), "BY")
    with Core() as core:
        read = core.evaluate(
            "({ grid, arcs, land }) => { const ring = core.ringsOf(arcs, grid);"
            " return land.map(({ parts }) => parts.map((rings) => rings.map(ring))); }",
            drawn,
        )
    fine = cells_near(ground(register.folder, ()).lines)
    shared = 0
    for country, rings in zip(features(register.folder, "countries.geojson"), read, strict=True):
        for part, found in zip(parts(country), rings, strict=True):
            for ring, numbers in zip(part, found, strict=True):
                points = [(x / 10_000, y / 10_000) for x, y in grid_points(ring, fine)]
                places = list(zip(numbers[::2], numbers[1::2], strict=True))
                turn = points.index(places[0])
                assert places == points[turn:] + points[1 : turn + 1]
                shared += len(points) - 1
    told = sum(len(decoded(text)) - 1 for text in drawn["arcs"])
    assert told < 0.6 * shared


@given(st.lists(st.lists(st.integers(0, 5), min_size=3, max_size=9), max_size=5))
def test_arcs_make_the_rings_that_were_cut(lists):
    rings = [[point for point, _ in itertools.groupby([*ring, ring[0]])] for ring in lists]
    rings = [ring for ring in rings if len(ring) > 1]
    shared, cuts = arcs.cut(rings)
    for ring, numbers in zip(rings, cuts, strict=True):
        lines = [shared[n] if n >= 0 else shared[~n][::-1] for n in numbers]
        whole = [lines[0][0], *(point for line in lines for point in line[1:])]
        assert all(a[-1] == b[0] for a, b in itertools.pairwise(lines))
        turns = (ring[at:] + ring[1 : at + 1] for at in range(len(ring) - 1))
        assert whole in turns


@pytest.mark.parametrize("part", ["bar", "terminal", "symbol"])
def test_each_standing_differs_in_each_part(part):
    assert list(style.STYLES) == list(Standing), "they are told in this order"
    assert len({getattr(style, part) for style in style.STYLES.values()}) == len(Standing)


def test_each_mark_differs_in_its_shape_alone():
    """Where the outline is the same, the part of it that is filled is another."""
    assert len({(look.shape, look.blank) for look in style.STYLES.values()}) == len(Standing)
    assert "<text" not in markup.symbols(), "no mark is a letter of some language"


@pytest.mark.parametrize("medium", ["line", "printed"])
@pytest.mark.parametrize("part", ["width", "dashes"])
def test_the_line_of_each_standing_differs_in_width_and_in_dashes(medium, part):
    lines = [getattr(look, medium) for look in style.STYLES.values()]
    assert len({getattr(line, part) for line in lines}) == len(Standing)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ink", ["ink", "quiet", "link"])
def test_texts_are_legible(theme, ink):
    colours = style.THEMES[theme]
    assert contrast(colours[ink], colours["paper"]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_names_on_the_map_are_legible(theme):
    colours = style.THEMES[theme]
    assert all(
        contrast(colours["town"], colours[land]) >= 4.5 for land in ("land", "home", "water")
    )


def test_themes_have_the_same_colours():
    assert style.THEMES["light"].keys() == style.THEMES["dark"].keys()


def contrast(one: str, other: str) -> float:
    dark, light = sorted(map(luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


@given(st.text())
def test_json_blocks_end_where_they_end(text):
    block = markup.json_block("toy", text)
    assert block.lower().count("</script") == 1
    assert "<!--" not in block
    content = block.split(">", 1)[1].rsplit("<", 1)[0]
    assert json.loads(content) == text


def test_policy_lets_through_what_stands_there_alone():
    page = "<script>one()</script><style>b{}</style><script type='application/json'>{}</script>"
    rule = markup.policy(page)
    assert "default-src 'none'" in rule
    assert "unsafe" not in rule
    assert rule.count("'sha256-") == 2
    assert "'sha256-" + _digest("one()") in rule


def _digest(code: str) -> str:
    return base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()


def test_leaflet_is_the_one_that_folium_is_made_for():
    code, css = bundle.leaflet_js(), bundle.leaflet_css()
    assert "Leaflet 1.9." in code
    assert "sourceMappingURL" not in code
    assert "url(images" not in css
    assert "url(data:image/png;base64," in css
    assert "url(" not in bundle.leaflet_css(pictured=False)


def test_scripts_leave_nothing_but_one_global(browser):
    page = browser.new_page()
    before = set(page.evaluate("Object.getOwnPropertyNames(globalThis)"))
    page.add_script_tag(content=bundle.scripts())
    after = set(page.evaluate("Object.getOwnPropertyNames(globalThis)"))
    page.close()
    assert after - before == {"borders"}


def test_maps_are_imported_when_first_used():
    code = "import borders, sys; print({'folium', 'branca', 'borders.maps'} & {*sys.modules})"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - ours
    assert done.stdout == "set()\n"
