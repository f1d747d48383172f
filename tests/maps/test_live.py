"""The page as a widget: Python and a reader ask each other's questions."""

from __future__ import annotations

import json
import subprocess
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
import traitlets
from patience import rest

import borders
from borders.errors import QuestionError, UnknownCrossing
from borders.maps import bundle

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

DAY = "2023-08-21"
VIEW = "application/vnd.jupyter.widget-view+json"

KERNEL = """
window.model = {
  held: %s, saved: [], heard: [],
  get(name) { return this.held[name]; },
  set(name, value) {
    const other = JSON.stringify(value) !== JSON.stringify(this.held[name]);
    this.held[name] = value;
    if (other) for (const act of [...this.heard]) act();
  },
  save_changes() { this.saved.push(this.held.state); },
  on(name, act) { this.heard.push(act); },
  off(name, act) { this.heard = this.heard.filter((one) => one !== act); },
};
const code = %s;
const made = await import("data:text/javascript;charset=utf-8," + encodeURIComponent(code));
window.views = [...document.querySelectorAll("main")].map((el) => {
  return made.default.render({ model: window.model, el });
});
"""
"""What anywidget is to the module of a widget: a model, and an element for each view."""


@pytest.fixture
def live(toy: Any) -> Any:
    return borders.explore(toy().on(DAY), live=True, lang="en")


@pytest.fixture
def shown(live: Any, reader: Any, tmp_path: Path) -> Page:
    """Two views of the widget, in cells of their own."""
    held = json.dumps({"frame": live.frame, "still": live.still, "state": live.state})
    code = KERNEL % (held.replace("</", "<\\/"), json.dumps(bundle.widget()))
    path = tmp_path / "cell.html"
    path.write_text(
        "<!DOCTYPE html><meta charset='utf-8'><title>x</title><main></main><main></main>"
        f"<script type='module'>{code}</script>",
        "utf-8",
    )
    page = reader.open(path)
    page.set_viewport_size({"width": 1000, "height": 1800})  # what is out of sight is not drawn
    for frame in page.locator("iframe").all():
        frame.content_frame.locator("body:not([aria-busy]) .borders-marker").first.wait_for()
    return page


def state(page: Page) -> dict[str, Any]:
    return page.evaluate("window.model.held.state")


def headline(page: Page, view: int = 0) -> Any:
    return page.locator("iframe").nth(view).content_frame.locator("h1")


def test_what_a_reader_asks_is_heard_in_python(live, shown, reader):
    frame = shown.locator("iframe").first.content_frame
    frame.locator('.borders-marker[data-crossing="alpha"]').click()
    shown.wait_for_function("window.model.held.state.crossing === 'alpha'")
    frame.locator("input[type=range]").first.press("ArrowRight")
    shown.wait_for_function(f"window.model.held.state.on.day !== '{DAY}'")
    live.set_state({"state": state(shown)})
    assert live.crossing == "alpha"
    assert live.on > DAY
    assert live.state == state(shown), "what was heard is not told back, late"
    assert live.snapshot.status("alpha") is borders.Status.RESTRICTED
    assert reader.complaints == []
    assert [url for url in reader.requests if not url.startswith("about:")] == []


def test_what_python_asks_is_shown_in_every_view(live, shown):
    live.on, live.crossing = "2022-05-06", "Beta"
    live.traveller = borders.Traveller(nationality="US", papers=("diplomatic",))
    shown.evaluate("state => window.model.set('state', state)", live.state)
    for frame in shown.locator("iframe").all():
        inside = frame.content_frame
        inside.locator(".borders-details:visible", has_text="Beta").wait_for()
        assert "6 May 2022" in inside.locator("body").inner_text()
    saved = shown.evaluate("window.model.saved.length")
    rest(shown, 500)
    assert shown.evaluate("window.model.saved.length") == saved, "two who repeat each other"
    assert state(shown) == live.state


def test_views_follow_each_other(shown):
    first, second = (frame.content_frame for frame in shown.locator("iframe").all())
    first.locator('.borders-marker[data-crossing="beta"]').click()
    second.locator(".borders-details:visible", has_text="Beta").wait_for()


def test_a_page_that_begins_anew_is_asked_what_was_asked_last(live, shown):
    live.on = "2021-02-03"
    shown.evaluate("state => window.model.set('state', state)", live.state)
    frame = shown.locator("iframe").first
    frame.evaluate("frame => frame.parentElement.prepend(frame)")
    frame.content_frame.locator("body", has_text="3 February 2021").wait_for()
    assert state(shown)["on"] == {"day": "2021-02-03"}


def test_a_view_that_is_closed_is_not_heard(shown):
    shown.evaluate("window.views.forEach((end) => end())")
    before = state(shown)
    frame = shown.locator("iframe").first.content_frame
    frame.locator('.borders-marker[data-crossing="beta"]').click()
    frame.locator(".borders-details:visible", has_text="Beta").wait_for()
    assert state(shown) == before
    assert shown.evaluate("window.model.heard.length") == 0


def test_a_page_that_is_not_live_tells_nobody(toy, reader, tmp_path):
    output = borders.explore(toy().on(DAY))._repr_html_()
    path = tmp_path / "cell.html"
    listening = "<script>var told = []; onmessage = (event) => told.push(event.data)</script>"
    path.write_text(f"<!DOCTYPE html><title>x</title>{listening}{output}", "utf-8")
    page = reader.open(path)
    frame = page.locator("iframe").content_frame
    frame.locator("body:not([aria-busy]) .borders-marker").first.wait_for()
    frame.locator('.borders-marker[data-crossing="alpha"]').click()
    frame.locator(".borders-details:visible").wait_for()
    page.evaluate("frames[0].postMessage({borders: {crossing: 'beta'}}, '*')")
    rest(page, 200)
    assert page.evaluate("told") == []
    assert frame.locator(".borders-details", has_text="Alpha").is_visible()


def test_a_page_that_is_out_of_sight_is_made_whole(toy, reader, tmp_path):
    """A browser draws no frame of what lies far below, as cells of a long notebook do."""
    output = borders.explore(toy().on(DAY))._repr_html_()
    path = tmp_path / "cells.html"
    path.write_text(f"<!DOCTYPE html><title>x</title><p style='height: 9000px'>{output}", "utf-8")
    frame = reader.open(path).locator("iframe").content_frame
    frame.locator("body:not([aria-busy]) .borders-table tbody tr").first.wait_for()


TRAVELLERS = (
    None,
    borders.Traveller(),
    borders.Traveller(nationality="US", vehicle="PL"),
    borders.Traveller(nationality=("BY", "US"), residence="LT", papers="diplomatic"),
)


@pytest.mark.parametrize("traveller", TRAVELLERS, ids=str)
@pytest.mark.parametrize("on", [DAY, "2025-10-29T10:00:00+00:00"])
def test_a_question_comes_back_from_the_page_as_it_was(live, traveller, on):
    live.traveller, live.on, live.mode, live.direction = traveller, on, "car", "out"
    other = borders.explore(live.snapshot.register, live=True)
    other.set_state({"state": live.state})
    names = ("on", "mode", "direction", "traveller", "crossing", "lang")
    assert [getattr(other, n) for n in names] == [getattr(live, n) for n in names]
    assert other.state == live.state


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("on", "2023-02-30", QuestionError),
        ("on", None, QuestionError),
        ("on", 5, QuestionError),
        ("mode", "cart", QuestionError),
        ("mode", 5, QuestionError),
        ("direction", "up", QuestionError),
        ("lang", "de", QuestionError),
        ("crossing", "omega", UnknownCrossing),
        ("crossing", 5, UnknownCrossing),
        ("traveller", "US", traitlets.TraitError),
        ("traveller", borders.Traveller(papers="permission"), QuestionError),
    ],
)
def test_what_cannot_be_asked_is_refused_and_not_told(live, name, value, error):
    before = (live.state, getattr(live, name))
    with pytest.raises(error):
        setattr(live, name, value)
    assert (live.state, getattr(live, name)) == before


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [("direction", "up", QuestionError), ("crossing", "omega", UnknownCrossing)],
)
def test_of_what_is_set_together_nothing_stays_where_a_part_is_refused(live, name, value, error):
    before = live.state

    def ask() -> None:
        with live.hold_trait_notifications():
            live.mode = "bus"
            setattr(live, name, value)

    with pytest.raises(error):
        ask()
    assert (live.state, live.mode, getattr(live, name)) == (before, None, before[name])


def test_a_crossing_of_the_register_may_be_looked_at(live):
    live.crossing = live.snapshot.register.crossings[1]
    assert live.crossing == live.state["crossing"] == "beta"


def test_observers_hear_of_a_click(live):
    heard: list[str] = []
    live.observe(lambda change: heard.append(change["new"]), "crossing")
    live.set_state({"state": live.state | {"crossing": "beta"}})
    assert heard == ["beta"]


def test_what_was_known_then_stays_asked(toy):
    page = borders.explore(toy().on("2024-01-01", as_known_on="2022-12-31"), live=True)
    page.on = "2024-02-01"
    assert str(page.snapshot.as_known_on) == "2022-12-31"


def test_a_snapshot_may_be_asked_as_a_whole(live):
    register = live.snapshot.register
    traveller = borders.Traveller(nationality="US")
    live.snapshot = register.on("2022-05-06", mode="car", direction="in", traveller=traveller)
    assert (live.on, live.mode, live.direction) == ("2022-05-06", "car", "in")
    assert live.traveller == traveller
    assert live.snapshot.lang == "en"
    live.snapshot = register.on("2022-05-06", mode="car", lang="pl")
    assert live.snapshot.explain("alpha").sentence.startswith("6 maja 2022 r.")
    assert live.state["on"] == {"day": "2022-05-06"}
    assert live.state["traveller"] is None


def test_the_borders_that_are_meant_are_read_and_set(toy, folder):
    folder.package["zones"]["LV"] = "Europe/Riga"
    folder.measures["LV"] = []
    folder.crossing("lambda", neighbour="LV")
    folder.crossings["lambda"]["checkpoints"][0]["side"] = "LV"
    register = toy()
    page = borders.explore(register.on(DAY, neighbours="LV"), live=True)
    assert (page.neighbours, page.state["to"]) == (("LV",), ["LV"])
    assert [crossing.id for crossing in page.snapshot.crossings] == ["lambda"]
    page.neighbours = "Lithuania"
    assert page.state["to"] == ["LT"]
    page.set_state({"state": page.state | {"to": None}})
    assert page.neighbours == ()
    assert page.snapshot.register is register
    page.snapshot = register.on(DAY, neighbours="EU")
    assert page.neighbours == ("LT",)
    with pytest.raises(QuestionError, match="no crossing leads to 'PL': write one of LT, LV"):
        page.neighbours = ["PL"]
    assert page.state["to"] == ["LT"]


def test_a_snapshot_of_what_the_page_does_not_hold_is_refused(live, folder):
    before = live.state
    register = live.snapshot.register
    for other in (folder.load().on(DAY), register.on(DAY, as_known_on="2022-12-31"), DAY):
        with pytest.raises(QuestionError, match="holds one register"):
            live.snapshot = other
    assert live.state == before


def test_without_a_kernel_there_are_the_page_a_picture_and_a_table(live):
    data, _ = live._repr_mimebundle_()
    still = {"text/plain", "text/markdown", "text/html", "image/svg+xml"}
    assert set(data) == {*still, VIEW}
    assert all(part in data["text/html"] for part in ("<iframe", "<img", "<table"))
    assert "2023-08-21" in data["text/plain"]


def test_what_stands_in_for_it_is_an_output_of_its_own(live, monkeypatch):
    """A host that knows of widgets, and runs no kernel, would else show an empty one."""
    published: list[dict[str, Any]] = []
    monkeypatch.setattr(
        "IPython.display.publish_display_data", lambda data, *_: published.append(data)
    )
    live._ipython_display_()
    first, second = published
    assert VIEW not in first
    assert f'<div class="{live.still}">' in first["text/html"]
    assert set(second) == {VIEW, "text/plain"}
    assert second["text/plain"] == ""


def test_a_host_without_the_other_half_is_given_the_page_alone(live, monkeypatch):
    monkeypatch.setattr("sys.platform", "emscripten")
    published: list[dict[str, Any]] = []
    monkeypatch.setattr(
        "IPython.display.publish_display_data", lambda data, *_: published.append(data)
    )
    live._ipython_display_()
    assert [set(data) & {VIEW, "text/html"} for data in published] == [{"text/html"}]
    assert VIEW not in live._repr_mimebundle_()[0]


def test_colab_is_told_who_manages_widgets(live, monkeypatch):
    output = SimpleNamespace(
        enable_custom_widget_manager=lambda: None, _widgets=SimpleNamespace(_installed_url="url")
    )
    monkeypatch.setitem(sys.modules, "google.colab.output", output)
    _, more = live._repr_mimebundle_()
    assert more[VIEW]["colab"]["custom_widget_manager"] == {"url": "url"}


def test_what_is_asked_for_alone_is_given(live):
    assert set(live._repr_mimebundle_(include={"text/html"})[0]) == {"text/html"}
    assert VIEW not in live._repr_mimebundle_(exclude={VIEW})[0]


def test_a_widget_hides_what_stands_in_for_it(live, shown):
    """Its page too is taken away, that it run once."""
    style = "getComputedStyle(document.querySelector('aside')).display"
    shown.evaluate(f"document.body.insertAdjacentHTML('beforeend', '<aside class={live.still}>')")
    assert shown.evaluate(style) == "none"


def test_without_the_extra_it_says_what_to_install(folder):
    code = (
        "import sys; sys.modules['anywidget'] = None; import borders; "
        f"borders.explore(borders.load({str(folder.write())!r}).on('2023-08-21'), live=True)"
    )
    done = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert done.stderr.splitlines()[-1] == (
        "borders.errors.MissingExtra: a live map needs anywidget: "
        'pip install "belarus-borders[notebooks]"'
    )
