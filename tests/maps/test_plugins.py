"""What folium's plugins draw with is in the file: each works with the network cut."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import folium
import pytest
from folium import plugins
from patience import rest

import borders

if TYPE_CHECKING:
    from collections.abc import Callable

FILES = Path(__file__).parents[2] / "tools" / "javascript" / "node_modules"
"""What PyPI does not have of them."""

POINTS = [[54.48 + i / 1000, 25.05 + i / 1000] for i in range(12)]
DAYS = [
    {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [25 + i / 10, 54.4]},
        "properties": {"times": [f"2023-01-0{i + 1}T00:00:00"]},
    }
    for i in range(3)
]


@pytest.fixture
def show(toy: Callable[..., borders.Register], reader: Any, tmp_path: Path) -> Callable[..., Any]:
    """A function that saves a map of what is given, and opens it without a network."""

    def shown(*elements: folium.elements.MacroElement, assets: Path | None = None) -> Any:
        m = borders.explore(toy().on("2023-08-21"))
        for element in elements:
            element.add_to(m)
        borders.save(m, tmp_path / "map.html", assets=assets)
        page = reader.open(tmp_path / "map.html")
        rest(page, 100)
        return page

    yield shown
    assert [text for text in reader.complaints if "willReadFrequently" not in text] == []
    assert reader.requests == []


def test_heat_map(show):
    page = show(plugins.HeatMap(POINTS))
    page.wait_for_function("""() => {
      const heat = document.querySelector("canvas.leaflet-heatmap-layer");
      const {width, height} = heat;
      const blank = Object.assign(document.createElement("canvas"), {width, height});
      return heat.toDataURL() !== blank.toDataURL();
    }""")


def test_marker_cluster(show):
    page = show(plugins.MarkerCluster(POINTS))
    cluster = page.locator(".marker-cluster")
    assert [text.strip() for text in cluster.all_text_contents()] == ["12"]
    assert cluster.evaluate("e => getComputedStyle(e).borderRadius") != "0px"


def test_mini_map_shows_the_land_of_the_page(show):
    page = show(plugins.MiniMap(zoom_level_offset=-3), assets=FILES)
    assert page.locator(".leaflet-control-minimap path.borders-overview-line").count() == 1
    land = page.locator(".leaflet-control-minimap path.borders-home")
    assert land.evaluate("e => getComputedStyle(e).fill") == "rgb(233, 227, 213)"


def test_mini_map_of_a_map_without_the_page_is_refused(tmp_path):
    m = folium.Map(tiles=None)
    plugins.MiniMap().add_to(m)
    with pytest.raises(borders.MissingAsset, match=r"tiles from https://tile\.openstreetmap"):
        borders.save(m, tmp_path / "map.html", assets=FILES)


def test_draw(show):
    page = show(plugins.Draw(export=True), assets=FILES)
    page.locator(".leaflet-draw-draw-marker").click()
    box = page.locator(".folium-map").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] - 60)
    page.locator("img.leaflet-marker-icon").wait_for()
    style = "e => getComputedStyle(e).backgroundImage"
    assert "data:image" in page.locator(".leaflet-draw-draw-marker").evaluate(style)


def test_fullscreen(show):
    page = show(plugins.Fullscreen(), assets=FILES)
    page.locator(".fullscreen-icon, .leaflet-control-fullscreen a").first.click()
    page.wait_for_function("() => document.fullscreenElement !== null")


def test_measure_control(show):
    page = show(plugins.MeasureControl(), assets=FILES)
    page.locator(".leaflet-control-measure").hover()
    page.locator(".leaflet-control-measure .js-start").first.click()
    box = page.locator(".folium-map").bounding_box()
    for x in (90, 150):
        page.mouse.click(box["x"] + x, box["y"] + box["height"] - 60)
        rest(page, 350)
    assert "Path distance" in page.locator(".leaflet-control-measure").text_content()


def test_locate_control(show, reader):
    reader.context.grant_permissions(["geolocation"])
    reader.context.set_geolocation({"latitude": 54.5, "longitude": 25.1})
    page = show(plugins.LocateControl(), assets=FILES)
    icon = page.locator(".leaflet-control-locate .fa")
    icon.click()
    page.locator("path.leaflet-control-locate-circle").wait_for()
    family = icon.evaluate("e => getComputedStyle(e, '::before').fontFamily")
    assert page.evaluate("f => document.fonts.check(`900 16px ${f}`)", family)


def test_timestamped_geojson(show):
    data = {"type": "FeatureCollection", "features": DAYS}
    page = show(plugins.TimestampedGeoJson(data, period="P1D", auto_play=False), assets=FILES)
    day = page.locator(".timecontrol-date")
    assert day.text_content() == "2023-01-01 00:00:00"
    page.locator(".timecontrol-forward").click()
    page.wait_for_function(
        "() => document.querySelector('.timecontrol-date').textContent.startsWith('2023-01-02')"
    )


def test_icons_of_both_fonts(show):
    page = show(
        folium.Marker([54.4, 25.1], icon=folium.Icon()),
        folium.Marker([54.6, 25.4], icon=folium.Icon(icon="car", prefix="fa", angle=45)),
        assets=FILES,
    )
    drawn = """e => {
      const {fontFamily, content} = getComputedStyle(e, '::before');
      return [fontFamily, content.codePointAt(1).toString(16), getComputedStyle(e).transform];
    }"""
    family, sign, turn = page.locator(".awesome-marker .glyphicon").evaluate(drawn)
    assert (family, sign, turn) == ('"Glyphicons Halflings"', "e086", "none")
    family, sign, turn = page.locator(".awesome-marker .fa-car").evaluate(drawn)
    assert family.startswith('"Font Awesome 6 Free"')
    assert (sign, turn[:13]) == ("f1b9", "matrix(0.7071")
    faces = page.evaluate("document.fonts.ready.then(() => [...document.fonts].map(f => f.status))")
    assert faces.count("loaded") == 2
