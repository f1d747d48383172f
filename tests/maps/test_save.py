"""Whatever is added to the map is in the file, or an error says what is not."""

from __future__ import annotations

import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, ClassVar

import folium
import pandas as pd
import pytest
from branca.colormap import LinearColormap
from folium import plugins
from folium.template import Template
from patience import resize, rest
from unpacked import unpacked

import borders
from borders import MissingAsset
from borders.maps import bundle, html, jquery_stub, vendored

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

LINE = {"type": "LineString", "coordinates": [[24, 54.49], [26, 54.49]]}
RING = {"type": "Polygon", "coordinates": [[[24, 54], [26, 54], [26, 55], [24, 54]]]}
AREA = {
    "type": "FeatureCollection",
    "features": [{"type": "Feature", "id": "a", "properties": {"n": "An area"}, "geometry": RING}],
}
PIXEL = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNiAAAABgADNjd8"
    "qAAAAABJRU5ErkJggg=="
)


@pytest.fixture
def day(toy: Callable[..., borders.Register]) -> Any:
    return toy().on("2023-08-21", traveller=borders.Traveller(nationality="US"))


@pytest.fixture
def m(day: Any) -> folium.Map:
    return borders.explore(day)


@pytest.fixture
def shelf(tmp_path: Path) -> Callable[..., Path]:
    """A function that puts files of a package into a folder."""

    def put(package: str, **files: str) -> Path:
        for name, content in files.items():
            path = tmp_path / "shelf" / package / "dist" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, "utf-8")
        return tmp_path / "shelf"

    return put


def quiet(page: Any, reader: Any) -> Any:
    page.locator(".borders-marker").first.wait_for()
    rest(page, 100)
    assert reader.complaints == []
    assert reader.requests == []
    return page


def test_markers_popups_and_lines(m, reader, tmp_path):
    popup = folium.Popup("<b>A popup</b>, `quoted` ${7*7}", max_width=200)
    folium.Marker([54.48, 25.05], popup=popup, tooltip="A tip").add_to(m)
    folium.GeoJson(LINE, name="A line", tooltip="Along").add_to(m)
    folium.CircleMarker([54.4, 25.3], radius=12, popup="Round").add_to(m)
    page = quiet(reader.show(m, tmp_path / "map.html"), reader)
    page.locator("img.leaflet-marker-icon").click()
    page.get_by_text("A popup").wait_for()
    assert page.locator("path.leaflet-interactive").count() >= 2


def test_layer_control_takes_the_crossings_away_and_back(m, reader, tmp_path):
    folium.FeatureGroup(name="A group").add_to(m)
    folium.LayerControl(collapsed=False).add_to(m)
    page = quiet(reader.show(m, tmp_path / "map.html"), reader)
    labels = page.locator(".leaflet-control-layers-overlays label")
    assert [text.strip() for text in labels.all_text_contents()] == ["Crossings", "A group"]
    box = labels.first.locator("input")
    assert box.is_checked()
    box.evaluate("e => e.click()")
    assert page.locator(".borders-marker").count() == 0
    box.evaluate("e => e.click()")
    assert page.locator(".borders-marker").count() == 4


@pytest.mark.parametrize("collapsed", [False, True])
def test_layer_control_stands_beside_the_legend(m, reader, tmp_path, collapsed):
    folium.LayerControl(collapsed=collapsed).add_to(m)
    page = quiet(reader.show(m, tmp_path / "map.html"), reader)
    for width in (1280, 390):
        resize(page, width, 800)
        control = page.locator(".leaflet-control-layers").bounding_box()
        legend = page.locator(".borders-legend").bounding_box()
        beside = control["x"] + control["width"] <= legend["x"]
        above = control["y"] + control["height"] <= legend["y"]
        assert beside or above or control["y"] >= legend["y"] + legend["height"], width


def test_choropleth_with_its_legend(m, reader, tmp_path):
    caption = "Waiting <b>&</b> ${7*7}</script>"
    folium.Choropleth(
        AREA,
        data=pd.DataFrame({"k": ["a"], "v": [3.0]}),
        columns=["k", "v"],
        key_on="feature.id",
        bins=[0, 2, 4, 6],
        legend_name=caption,
    ).add_to(m)
    page = quiet(reader.show(m, tmp_path / "map.html"), reader)
    legend = page.locator(".legend.leaflet-control svg")
    assert legend.locator("rect").count() >= 2
    assert legend.locator("text").last.text_content() == caption
    assert "cloudflare" not in page.content()


def test_legend_of_colours_alone(m, reader, tmp_path):
    LinearColormap(["white", "#004400"], vmin=0, vmax=10, caption="Hours").add_to(m)
    page = quiet(reader.show(m, tmp_path / "map.html"), reader)
    assert page.locator(".legend text").last.text_content() == "Hours"


def groups(m: folium.Map) -> None:
    group = folium.FeatureGroup("Drawn").add_to(m)
    folium.Rectangle([[54, 25], [54.2, 25.4]], fill=True, popup="R").add_to(group)
    folium.Polygon([[54, 25], [54.2, 25.4], [54.3, 25]], tooltip="P").add_to(group)
    folium.Circle([54, 25], radius=4000).add_to(group)
    folium.PolyLine([[54, 25], [55, 26]]).add_to(group)


@pytest.mark.parametrize(
    "add",
    [
        groups,
        lambda m: folium.LatLngPopup().add_to(m),
        lambda m: folium.ClickForMarker().add_to(m),
        lambda m: folium.ClickForLatLng().add_to(m),
        lambda m: folium.raster_layers.ImageOverlay(PIXEL, [[54, 25], [55, 26]]).add_to(m),
        lambda m: folium.ColorLine([[54, 25], [55, 26]], [1.0], colormap=["y", "r"]).add_to(m),
        lambda m: folium.FitBounds([[54, 25], [55, 26]]).add_to(m),
        lambda m: folium.map.CustomPane("above", z_index=500).add_to(m),
        lambda m: plugins.FloatImage(PIXEL, bottom=10, left=10).add_to(m),
        lambda m: folium.GeoJson(
            AREA,
            tooltip=folium.GeoJsonTooltip(["n"]),
            popup=folium.GeoJsonPopup(["n"]),
            style_function=lambda _: {"color": "red"},
            highlight_function=lambda _: {"weight": 5},
        ).add_to(m),
        lambda m: m.keep_in_front(folium.FeatureGroup().add_to(m)),
        lambda m: folium.Marker([54, 25], icon=folium.DivIcon("<i>x</i>")).add_to(m),
        lambda m: folium.Marker([54, 25], icon=folium.CustomIcon(PIXEL)).add_to(m),
    ],
)
def test_what_needs_leaflet_alone_works(m, reader, tmp_path, add):
    add(m)
    folium.LayerControl().add_to(m)
    quiet(reader.show(m, tmp_path / "map.html"), reader)


@pytest.mark.parametrize(
    ("element", "named"),
    [
        (plugins.Fullscreen, r"Control\.Full[sS]creen"),
        (plugins.MiniMap, "MiniMap"),
        (plugins.MeasureControl, "measure"),
        (plugins.MousePosition, "MousePosition"),
        (lambda: plugins.AntPath([[54, 25], [55, 26]]), "ant-path"),
        (lambda: folium.Marker([54, 25], icon=folium.Icon()), "awesome_markers"),
        (plugins.ScrollZoomToggler, "arrow-move.png"),
        (lambda: folium.TileLayer("OpenStreetMap"), "tiles from https://tile.openstreetmap.org"),
        (lambda: folium.WmsTileLayer("https://wms.example/", "x"), "https://wms.example/"),
        (
            lambda: folium.raster_layers.ImageOverlay(
                "https://a.example/x.png", [[54, 25], [55, 26]]
            ),
            "https://a.example/x.png",
        ),
        (
            lambda: folium.Marker([54, 25], icon=folium.CustomIcon("https://a.example/i.png")),
            "https://a.example/i.png",
        ),
        (
            lambda: folium.Marker([54, 25], popup="<img src='https://a.example/p.png'>"),
            "//a.example/p.png",
        ),
    ],
)
def test_what_is_not_installed_is_named(m, tmp_path, element, named):
    element().add_to(m)
    path = tmp_path / "out" / "map.html"
    path.parent.mkdir()
    path.write_text("before")
    with pytest.raises(MissingAsset, match=named) as error:
        borders.save(m, path)
    assert "offline=False" in str(error.value)
    assert path.read_text() == "before"
    borders.save(m, path, offline=False)
    assert "Content-Security-Policy" not in path.read_text("utf-8")
    assert [p.name for p in path.parent.iterdir()] == ["map.html"]


def test_a_missing_plugin_says_the_three_ways_to_have_it(m, tmp_path):
    plugins.Fullscreen().add_to(m)
    with pytest.raises(MissingAsset) as error:
        borders.save(m, tmp_path / "map.html")
    for way in ("belarus-borders[plugins]", "assets=FOLDER", "fetch=True"):
        assert way in str(error.value)


CLUSTER = {
    "leaflet.markercluster.js": "L.MarkerClusterGroup=L.FeatureGroup;"
    "L.markerClusterGroup=()=>L.featureGroup();window.clustered='</script>'"
    "\r\n//# sourceMappingURL=x.map",
    "MarkerCluster.css": ".marker-cluster{background:url('a.png')}",
    "MarkerCluster.Default.css": ".marker-cluster-small{color:red}",
    "a.png": "x",
}


def test_a_folder_of_files_is_taken_before_what_is_installed(m, shelf, reader, tmp_path):
    plugins.MarkerCluster([[54, 25], [54.1, 25]]).add_to(m)
    borders.save(m, tmp_path / "map.html", assets=shelf("leaflet_markercluster", **CLUSTER))
    page = quiet(reader.open(tmp_path / "map.html"), reader)
    assert page.evaluate("window.clustered") == "</script>"
    assert page.locator("img.leaflet-marker-icon").count() == 2
    assert "sourceMappingURL" not in page.content()
    assert "url(data:image/png;base64,eA==)" in page.content()


def test_what_a_style_sheet_refers_to_is_there_or_named(m, shelf, tmp_path):
    folder = shelf("leaflet_markercluster", **CLUSTER)
    (folder / "leaflet_markercluster" / "dist" / "a.png").unlink()
    plugins.MarkerCluster([[54, 25]]).add_to(m)
    with pytest.raises(MissingAsset, match=r"markerclustercss .*MarkerCluster.css refers to a.png"):
        borders.save(m, tmp_path / "map.html", assets=folder)


def test_a_file_of_another_package_is_not_taken(m, shelf, tmp_path):
    plugins.Fullscreen().add_to(m)
    wrong = shelf("something-else", **{"Control.FullScreen.js": "", "Control.FullScreen.css": ""})
    with pytest.raises(MissingAsset, match=r"Control\.Fullscreen"):
        borders.save(m, tmp_path / "map.html", assets=wrong)


def test_a_folder_that_is_none_is_named(m, tmp_path):
    with pytest.raises(MissingAsset, match=r"assets='.*absent' is no folder"):
        borders.save(m, tmp_path / "map.html", assets=tmp_path / "absent")


class _Server(ThreadingHTTPServer):
    """What stands in the place of the net: a script, its style sheet and the image of that."""

    files: ClassVar = {
        "/plug.js": b"window.plugged = 7",
        "/plug.css": b".plug{background:url(img/a.png)}",
        "/img/a.png": b"x",
    }

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.asked: list[str] = []

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_port}{path}"


class _Answer(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        content = self.server.files.get(self.path)
        self.send_response(404 if content is None else 200)
        self.end_headers()
        self.wfile.write(content or b"")

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[_Server]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    server = _Server()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def plugged(m: folium.Map, server: _Server, *paths: str) -> folium.Map:
    """Add what links files of a server."""
    element = plugins.Terminator()
    element.default_js = [("plug", server.url(path)) for path in paths if path.endswith(".js")]
    element.default_css = [("plugs", server.url(path)) for path in paths if path.endswith(".css")]
    element._template = Template(  # noqa: SLF001 - as elements of others do
        "{% macro script(this, kwargs) %}window.seen = plugged;{% endmacro %}"
    )
    m.add_child(element)
    return m


def test_what_is_linked_is_fetched_once_where_that_is_asked_for(m, server, reader, tmp_path):
    plugged(m, server, "/plug.js", "/plug.css")
    with pytest.raises(MissingAsset, match=r"fetch=True"):
        borders.save(m, tmp_path / "map.html")
    assert server.asked == []
    borders.save(m, tmp_path / "map.html", fetch=True)
    assert sorted(server.asked) == ["/img/a.png", "/plug.css", "/plug.js"]
    first = (tmp_path / "map.html").read_bytes()
    server.files = {}
    borders.save(m, tmp_path / "map.html", fetch=True)
    assert (tmp_path / "map.html").read_bytes() == first
    assert len(server.asked) == 3
    page = quiet(reader.open(tmp_path / "map.html"), reader)
    assert page.evaluate("window.seen") == 7
    assert "url(data:image/png;base64,eA==)" in page.content()


def test_what_is_damaged_in_the_store_is_fetched_anew(server, tmp_path):
    store = vendored.Store(tmp_path / "store")
    url = server.url("/plug.js")
    assert store.read(url) == b"window.plugged = 7"
    (kept,) = (tmp_path / "store").iterdir()
    kept.write_bytes(kept.read_bytes().replace(b"7", b"8"))
    assert store.read(url) == b"window.plugged = 7"
    assert server.asked == ["/plug.js", "/plug.js"]
    assert store.read(url) == b"window.plugged = 7"
    assert len(server.asked) == 2


def test_what_cannot_be_fetched_is_named_and_nothing_is_written(m, server, tmp_path):
    plugged(m, server, "/absent.js")
    with pytest.raises(MissingAsset, match=r"absent\.js could not be fetched: .*404"):
        borders.save(m, tmp_path / "map.html", fetch=True)
    assert not (tmp_path / "map.html").exists()
    assert list((tmp_path / "cache").rglob("*")) == []


def test_what_is_no_address_of_the_web_is_not_fetched(tmp_path):
    with pytest.raises(MissingAsset, match="cannot be fetched"):
        vendored.Store(tmp_path).read((tmp_path / "x").as_uri())


def test_jquery_itself_stands_where_more_of_it_is_asked(m, reader, tmp_path):
    asking = folium.elements.MacroElement()
    asking._template = Template(  # noqa: SLF001 - as elements of others do
        "{% macro script(this, kwargs) %}window.seen = jQuery('html').is('html');{% endmacro %}"
    )
    m.add_child(asking)
    page = quiet(reader.show(m, tmp_path / "map.html"), reader)
    assert page.evaluate("window.seen") is True


def test_scripts_that_make_code_of_texts_may_do_so(m, shelf, reader, tmp_path):
    code = {
        "leaflet.markercluster.js": "L.markerClusterGroup=()=>L.featureGroup();"
        "window.made=new Function('return 7')()"
    }
    plugins.MarkerCluster([[54, 25]]).add_to(m)
    folder = shelf("leaflet_markercluster", **(CLUSTER | code))
    borders.save(m, tmp_path / "map.html", assets=folder)
    page = quiet(reader.open(tmp_path / "map.html"), reader)
    assert page.evaluate("window.made") == 7
    borders.save(folium.Map(tiles=None), tmp_path / "other.html")
    assert "unsafe-eval" not in (tmp_path / "other.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("code", "more"),
    [
        ("$(`<p>`)[0]", False),
        ("$(document).ready(f)", False),
        ("$('#a').hide()", True),
        ("$.ajax({})", True),
        ("jQuery('a')", True),
    ],
)
def test_what_is_taken_from_jquery_is_seen(code, more):
    assert jquery_stub.asks_more_of_jquery(code) is more


def test_tiles_are_fetched_where_they_were_asked_for_alone(day, reader, tmp_path):
    m = borders.explore(day, tiles="https://{s}.tiles.example/{z}/{x}/{y}.png")
    page = reader.show(m, tmp_path / "map.html")
    page.locator(".borders-marker").first.wait_for()
    text = unpacked((tmp_path / "map.html").read_text("utf-8"))
    assert "img-src data: blob: https://*.tiles.example;" in text
    assert '"land":[],"water":[]' in text
    assert re.search(r'"borders":\["[^"]', text)
    hosts = {url.split("/")[2].split(".", 1)[1] for url in reader.requests}
    assert hosts == {"tiles.example"}
    assert not any("Content Security" in text for text in reader.complaints)


def test_tiles_by_name_and_by_layer(day, tmp_path):
    for tiles in ("OpenStreetMap", folium.TileLayer("OpenStreetMap")):
        borders.save(borders.explore(day, tiles=tiles), tmp_path / "map.html")
        text = (tmp_path / "map.html").read_text("utf-8")
        assert "img-src data: blob: https://tile.openstreetmap.org;" in text


def test_map_of_the_user_is_drawn_on_and_returned(day, reader, tmp_path):
    m = folium.Map([54.5, 25], zoom_start=9, tiles=None)
    assert borders.explore(day, m=m) is m
    page = quiet(reader.show(m, tmp_path / "map.html"), reader)
    assert page.locator(".borders-marker").count() == 4


def test_explored_again_the_map_shows_the_last(day, tmp_path):
    m = folium.Map([54.5, 25], tiles=None)
    borders.explore(day, m=m)
    borders.explore(day.register.on("2022-01-01"), m=m)
    borders.save(m, tmp_path / "map.html")
    text = unpacked((tmp_path / "map.html").read_text("utf-8"))
    assert text.count('id="borders-history"') == 1
    assert " · Toy crossings, 1 January 2022</title>" in text


def test_a_map_that_was_shown_may_be_explored_again(day, reader, tmp_path):
    m = borders.explore(day)
    folium.LayerControl().add_to(m)
    borders.save(m, tmp_path / "before.html")
    borders.explore(day.register.on("2022-01-01"), m=m)
    page = quiet(reader.show(m, tmp_path / "map.html"), reader)
    assert page.title().endswith("1 January 2022")
    assert page.locator(".borders-marker").count() == 4


def test_any_map_can_be_saved(reader, tmp_path):
    m = folium.Map([54.5, 25], zoom_start=9, tiles=None)
    folium.CircleMarker([54.5, 25]).add_to(m)
    page = reader.show(m, tmp_path / "map.html")
    assert page.locator("path.leaflet-interactive").count() == 1
    assert reader.complaints == []


def test_something_else_is_refused():
    with pytest.raises(TypeError, match=r"explore takes register\.on\(day\), or a register"):
        borders.explore("2023-08-21")


def test_what_is_no_map_is_not_saved(day, tmp_path):
    for other in (day, day.register, borders.explore(day, live=True)):
        with pytest.raises(TypeError, match=r"save takes a map, such as borders\.explore\(day\)"):
            borders.save(other, tmp_path / "map.html")
    assert list(tmp_path.glob("map.html")) == []


def test_same_map_is_the_same_bytes(day, tmp_path):
    paths = [tmp_path / "one.html", tmp_path / "two.html"]
    for path in paths:
        m = borders.explore(day)
        folium.Marker([54, 25], popup="Here", tooltip="There").add_to(m)
        folium.LayerControl().add_to(m)
        borders.save(m, path)
    borders.save(m, paths[1])
    assert paths[0].read_bytes() == paths[1].read_bytes()


@pytest.mark.parametrize("write", [html.save, lambda d, p: borders.save(borders.explore(d), p)])
def test_an_interrupted_save_leaves_the_old_file(day, tmp_path, monkeypatch, write):
    path = tmp_path / "map.html"
    path.write_text("before")
    whole = type(path).write_bytes

    def broken(self: Path, content: bytes) -> int:
        whole(self, content[: len(content) // 2])
        raise KeyboardInterrupt

    monkeypatch.setattr(type(path), "write_bytes", broken)
    with pytest.raises(KeyboardInterrupt):
        write(day, path)
    assert path.read_text() == "before"
    assert [p.name for p in tmp_path.glob("*map*")] == ["map.html"]


def test_a_folder_that_is_not_there_leaves_nothing(day, tmp_path):
    with pytest.raises(FileNotFoundError):
        borders.save(borders.explore(day), tmp_path / "absent" / "map.html")
    assert not (tmp_path / "absent").exists()


@pytest.mark.parametrize("hosts", ["**", "**/*MiniMap*"], ids=["no network", "no plugin"])
def test_a_map_that_folium_saved_is_never_blank(day, browser, tmp_path, hosts):
    """Leaflet is answered from what is installed where it is not the network that fails."""
    m = folium.Map(tiles=None)
    plugins.MiniMap().add_to(m)
    borders.explore(day, m=m)
    m.save(tmp_path / "map.html")
    context = browser.new_context()
    page = context.new_page()
    page.route("http**", lambda route: route.abort())
    if hosts != "**":
        leaflet = bundle.leaflet_js()
        page.route("**/leaflet.js", lambda route: route.fulfill(body=leaflet))
    page.goto((tmp_path / "map.html").as_uri())
    still = page.locator("#borders-still")
    assert still.locator("svg").first.is_visible()
    assert still.locator("tbody tr").first.is_visible()
    assert still.locator("tbody tr").count() == len(day.verdicts)
    assert not page.locator(".folium-map").is_visible()
    context.close()
