from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import folium
import pytest
from folium.plugins import MarkerCluster

import borders
from borders import MissingAsset
from borders.vocabulary import Status

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DAY = "2023-08-21"
ALPHA = '[data-crossing="alpha"]'


@pytest.fixture
def day(toy: Callable[..., borders.Register]) -> Any:
    return toy().on(DAY, traveller=borders.Traveller(nationality="US"))


@pytest.fixture
def shown(day: Any, reader: Any, tmp_path: Path) -> Any:
    return reader.show(borders.explore(day), tmp_path / "map.html")


def test_page_asks_for_nothing_and_complains_of_nothing(shown, reader):
    shown.wait_for_timeout(100)
    assert reader.requests == []
    assert reader.complaints == []


def test_same_map_is_the_same_bytes(day, tmp_path):
    paths = [tmp_path / "one.html", tmp_path / "two.html"]
    for path in paths:
        m = borders.explore(day)
        folium.Marker([54, 25], popup="Here", tooltip="There").add_to(m)
        folium.LayerControl().add_to(m)
        borders.save(m, path)
    borders.save(m, paths[1])
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_register_stands_for_its_last_verified_moment(toy, tmp_path):
    register = toy()
    borders.save(borders.explore(register), tmp_path / "one.html")
    borders.save(borders.explore(register.on()), tmp_path / "two.html")
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()


def test_something_else_is_refused():
    with pytest.raises(
        TypeError, match=r"explore takes register\.on\(day\), or a register, not str"
    ):
        borders.explore("2023-08-21")


def test_legend_counts_as_the_snapshot_does(shown, day):
    told = shown.locator("#borders-legend li").all_text_contents()
    assert told == [f"{s.value.capitalize()} ({n})" for s, n in day.counts.items()]
    assert {s: n for s, n in day.counts.items() if n} == {
        Status.OPEN: 2,  # gamma, and delta, which is not on the map
        Status.RESTRICTED: 1,
        Status.CLOSED: 1,
        Status.UNKNOWN: 1,
    }


def test_page_says_what_it_is(shown):
    assert shown.title() == "Toy crossings, 21 August 2023"
    assert shown.locator("html").get_attribute("lang") == "en"
    assert shown.locator("h1").text_content() == "Toy crossings, 21 August 2023"
    notes = shown.locator("#borders-notes").inner_text()
    for part in (
        "not for navigation",
        "© OpenStreetMap contributors, ODbL",
        "GeoNames, CC BY 4.0",
        "imply no opinion",
        "version 1",
        "verified through",
        "position unknown: Delta – Delta East",
        "Standing advice (1)",
    ):
        assert part in notes
    assert shown.locator(".leaflet-control-scale").is_visible()
    assert "flag" not in shown.locator(".leaflet-control-attribution").inner_html()
    assert "user-scalable" not in shown.content()


def test_head_comes_before_the_map_and_notes_after(shown):
    order = shown.evaluate("[...document.body.children].map(e => e.getAttribute('class') ?? '')")
    kept = [name.split()[0] for name in order if name.startswith(("borders-", "folium"))]
    assert [name for name in kept if name != "borders-symbols"] == [
        "borders-head",
        "folium-map",
        "borders-foot",
    ]


def test_marks_have_names_and_take_focus(shown):
    marks = shown.locator(".borders-marker")
    names = [mark.get_attribute("aria-label") for mark in marks.all()]
    assert names[0] == "Alpha – Alpha East, closed, since 1 January 2021 until 1 January 2024"
    assert names[2] == "Gamma – Gamma East, open, position approximate, ± 2.5 km"
    assert names[3] == "Epsilon – Epsilon East, unknown, last known open on 1 January 2022"
    assert marks.count() == 4
    for mark in marks.all():
        mark.focus()
        assert mark.evaluate("e => e === document.activeElement")
        assert mark.get_attribute("role") == "button"


def test_rough_positions_are_dashed(shown):
    assert shown.locator(".borders-marker .borders-approximate").count() == 1
    dashes = "e => getComputedStyle(e).strokeDasharray"
    assert shown.locator(".borders-approximate").evaluate(dashes) != "none"
    assert shown.locator(f"{ALPHA} .borders-mark").evaluate(dashes) == "none"


def test_marks_in_one_place_do_not_hide_each_other(shown):
    boxes = [shown.locator(f'[data-crossing="{c}"]').bounding_box() for c in ("alpha", "epsilon")]
    (x, y), (u, v) = [(b["x"], b["y"]) for b in boxes]
    assert (x - u) ** 2 + (y - v) ** 2 >= 20**2


def test_tip_shows_on_focus(shown):
    shown.locator(ALPHA).focus()
    assert "closed" in shown.locator(".borders-tip").text_content()


@pytest.mark.parametrize("key", ["Enter", " "])
def test_card_opens_by_key_and_tells_all(shown, key):
    shown.locator(ALPHA).focus()
    shown.keyboard.press(key)
    card = shown.locator(".borders-card")
    card.wait_for()
    assert shown.evaluate("document.activeElement.textContent") == "Alpha – Alpha East"
    headings = card.locator("h3").all_text_contents()
    assert headings == [
        "In force",
        "Who would pass",
        "Caution",
        "Planned",
        "Advice",
        "About this crossing",
    ]
    text = card.text_content()
    for part in (
        "A government",
        "Said in a speech",
        "last seen in force",
        "Beware",
        "1 January 2021",
    ):
        assert part in text
    card.locator("summary").first.click()
    link = card.locator("a").first
    assert link.is_visible()
    assert link.get_attribute("href") == "https://paper.example/news"
    assert link.get_attribute("rel") == "noopener noreferrer"


def test_escape_closes_the_card_and_goes_back_to_the_mark(shown):
    shown.locator(ALPHA).focus()
    shown.keyboard.press("Enter")
    shown.locator(".borders-card").wait_for()
    shown.keyboard.press("Escape")
    shown.locator(".borders-card").wait_for(state="detached")
    assert shown.evaluate("document.activeElement.dataset.crossing") == "alpha"


def test_unknown_tells_what_was_known(shown):
    shown.locator('[data-crossing="epsilon"]').focus()
    shown.keyboard.press("Enter")
    assert "Last known" in shown.locator(".borders-card h3").all_text_contents()


def test_policy_is_enforced(shown, reader):
    ran = shown.evaluate(
        """async () => {
          const code = document.createElement("script");
          code.textContent = "window.ran = 'script'";
          document.body.append(code);
          const button = document.createElement("b");
          button.setAttribute("onclick", "window.ran = 'handler'");
          document.body.append(button);
          button.click();
          const asked = await fetch("https://example.org/").then(() => "fetched", () => "refused");
          return [window.ran ?? null, asked];
        }"""
    )
    assert ran == [None, "refused"]
    assert sum("Content Security Policy" in text for text in reader.complaints) >= 3


def test_folium_elements_work_on_our_map(day, reader, tmp_path):
    m = borders.explore(day)
    folium.Marker([54.48, 25.05], popup="A popup", tooltip="A tip").add_to(m)
    ring = {"type": "LineString", "coordinates": [[24, 54.49], [26, 54.49]]}
    folium.GeoJson(ring, name="A line", tooltip="Along").add_to(m)
    folium.LayerControl(collapsed=False).add_to(m)
    page = reader.show(m, tmp_path / "map.html")
    page.locator("img.leaflet-marker-icon").click()
    page.get_by_text("A popup").wait_for()
    boxes = page.locator(".leaflet-control-layers-overlays label")
    assert [text.strip() for text in boxes.all_text_contents()] == ["Crossings", "A line"]
    boxes.first.locator("input").click()
    assert page.locator(".borders-marker").count() == 0
    boxes.first.locator("input").click()
    assert page.locator(".borders-marker").count() == 4
    assert reader.requests == []
    assert reader.complaints == []


def test_map_of_the_user_is_drawn_on_and_returned(day, reader, tmp_path):
    m = folium.Map([54.5, 25], zoom_start=9, tiles=None)
    assert borders.explore(day, m=m) is m
    page = reader.show(m, tmp_path / "map.html")
    assert page.locator(".borders-marker").count() == 4
    assert reader.complaints == []


def test_any_map_can_be_saved(reader, tmp_path):
    m = folium.Map([54.5, 25], zoom_start=9, tiles=None)
    folium.CircleMarker([54.5, 25]).add_to(m)
    page = reader.show(m, tmp_path / "map.html")
    assert page.locator("path.leaflet-interactive").count() == 1
    assert reader.complaints == []


@pytest.mark.parametrize(
    ("element", "named"),
    [
        (MarkerCluster, "markerclusterjs .*leaflet.markercluster.js"),
        (lambda: folium.Marker([54, 25], icon=folium.Icon()), "awesome_markers"),
        (lambda: folium.TileLayer("OpenStreetMap"), "tiles from https://tile.openstreetmap.org"),
    ],
)
def test_what_is_not_installed_is_named(day, tmp_path, element, named):
    m = borders.explore(day)
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


def test_over_tiles_the_border_lines_alone_are_drawn(day, tmp_path):
    m = borders.explore(day, m=folium.Map([54.5, 25]))
    borders.save(m, tmp_path / "map.html", offline=False)
    text = (tmp_path / "map.html").read_text("utf-8")
    assert '"land":[],"water":[]' in text
    assert "leaflet@1.9.3" not in text
    assert re.search(r'"borders":\["[^"]', text)


def test_a_folder_that_is_not_there_leaves_nothing(day, tmp_path):
    with pytest.raises(FileNotFoundError):
        borders.save(borders.explore(day), tmp_path / "absent" / "map.html")
    assert not (tmp_path / "absent").exists()


@pytest.mark.parametrize(("width", "height"), [(320, 640), (390, 844), (1280, 800)])
def test_nothing_is_cut_off_sideways(shown, width, height):
    shown.set_viewport_size({"width": width, "height": height})
    assert shown.evaluate("document.documentElement.scrollWidth") <= width
    assert shown.locator(".folium-map").bounding_box()["height"] >= 320
