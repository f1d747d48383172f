"""A register with text in every field, and a browser without a network."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import pytest
from patience import ready

import borders
from borders.enums import Language
from borders.maps import html

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from patience import Patient
    from playwright.sync_api import ConsoleMessage, Page, Request

LANGUAGES = tuple(language.value for language in Language)
TURN = """link => new Promise((done) => {
  const drawn = () => requestAnimationFrame(() => requestAnimationFrame(done));
  if (location.hash === link) { drawn(); return; }
  addEventListener("hashchange", drawn, { once: true });
  location.hash = link;
})"""
SQUARE = [[[24.0, 53.5], [28.0, 53.5], [28.0, 55.5], [24.0, 55.5], [24.0, 53.5]]]


def feature(name: str, kind: str, coordinates: Any, properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": name,
        "properties": properties,
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def collection(*features: dict[str, Any]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}


def land(folder: Any, say: Callable[[str], str]) -> None:
    """Write what the maps stand on beside the register's own files."""
    names = {language: say("Belarus") for language in LANGUAGES}
    lake = [[[25.1, 54.1], [25.3, 54.1], [25.3, 54.2], [25.1, 54.1]]]
    border = [[24.0, 54.5], [25.0, 54.5], [28.0, 54.6]]
    files = {
        "countries.geojson": feature("BY", "Polygon", SQUARE, {"names": names}),
        "water.geojson": feature("water-1", "Polygon", lake, {}),
        "borders.geojson": feature("BY-LT", "LineString", border, {}),
    }
    for name, whole in files.items():
        (folder.path / name).write_text(json.dumps(collection(whole)), "utf-8")
    with (folder.path / "towns.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "name", "lon", "lat", "country", "population", "label", "name_en"])
        rows.writerow([1, say("Lida"), 25.3, 53.9, "BY", 100000, 1, say("Lida")])


@pytest.fixture
def toy(folder: Any) -> Callable[..., borders.Register]:
    """A function that makes a register whose every text has gone through `say`.

    Alpha is closed, with an exception, a plan, a caution and advice; beta is restricted by a
    condition; gamma is open and placed roughly; delta has no place; epsilon stands beside alpha
    and is not verified any more.
    """

    def made(say: Callable[[str], str] = str, **package: str) -> borders.Register:
        folder.package |= {key: say(folder.package[key]) for key in ("title", "version")} | package
        for source in folder.sources:
            source |= {"publisher": say("Paper"), "title": say("News")}
            source |= {"url": "https://paper.example/news", "published": "2021-01-02"}
        for words in (folder.reasons, folder.conditions, folder.papers, folder.groups):
            for entry in words:
                entry |= {key: say(entry[key]) for key in LANGUAGES}
        folder.crossing("gamma", border_point={"accuracy_m": 2500, "basis": "estimated"})
        folder.crossing("delta", geometry=None, border_point=None)
        near = {"type": "Point", "coordinates": [25.001, 54.5]}
        folder.crossing(
            "epsilon", geometry=near, verified=folder.verified("2020-01-01", "2022-01-01")
        )
        for crossing in folder.crossings.values():
            crossing |= {"note": say("A note"), "hours": say("Always"), "roads": {"LT": say("A3")}}
            crossing["aliases"] = [say("Alias")]
            for checkpoint in crossing["checkpoints"]:
                checkpoint["names"] = {k: say(v) for k, v in checkpoint["names"].items()}
        (reason, condition, paper), text = _words(folder), {"decided_by": say("A government")}
        text |= {"note": say("Said in a speech"), "reason": reason}
        folder.measure(**text, **{"except": [{"papers": [paper]}, {"nationality": ["EU"]}]})
        folder.measure(
            **text, valid_from="2024-01-01", announced="2023-01-01", only=[{"nationality": ["US"]}]
        )
        folder.measure(**text, valid_from="2020-06-01", last_seen="2020-07-01", modes=["foot"])
        folder.measure("BY", **text, crossings=["beta"], effect="conditions", condition=condition)
        folder.advice.append(
            {
                "id": "beware",
                "valid_from": "2020-02-01",
                "issued_by": say("An embassy"),
                "text": say("Beware"),
                "sources": ["paper"],
                "confidence": "high",
            }
        )
        folder.advice.append(folder.advice[0] | {"id": "beware-alpha", "crossings": ["alpha"]})
        folder.event(**{language: say("Turn") for language in LANGUAGES})
        folder.write()
        land(folder, say)
        return borders.load(folder.path)

    return made


def _words(folder: Any) -> tuple[str, str, str]:
    rows = (folder.reasons, folder.conditions, folder.papers)
    return tuple(row[0]["id"] for row in rows)  # type: ignore[return-value]


class Reader:
    """Opens pages, and keeps what they asked for and complained of."""

    def __init__(self, browser: Patient) -> None:
        self.context = browser.new_context(viewport={"width": 1000, "height": 800}, offline=True)
        self.requests: list[str] = []
        self.complaints: list[str] = []

    def open(self, path: Path, link: str = "") -> Page:
        page = self.context.new_page()
        page.on("request", self._asked)
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", lambda dialog: (self.complaints.append("dialog"), dialog.dismiss()))
        page.goto(path.as_uri() + link)
        ready(page)
        return page

    def show(self, m: Any, path: Path, link: str = "") -> Page:
        """Save a map and open it."""
        borders.save(m, path)
        return self.open(path, link)

    def _asked(self, request: Request) -> None:
        itself = request.url.startswith("file:") and request.resource_type == "document"
        if not itself and not request.url.startswith("data:"):
            self.requests.append(request.url)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)


@pytest.fixture
def reader(browser: Patient) -> Iterator[Reader]:
    found = Reader(browser)
    yield found
    found.context.close()


@pytest.fixture(scope="session")
def file(register: borders.Register, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the shipped register, which opens at cars that leave."""
    path = tmp_path_factory.mktemp("page") / "page.html"
    html.save(register, path)
    return path


@pytest.fixture(scope="session")
def open_file(register: borders.Register, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the shipped register at a question that leaves means and direction open."""
    path = tmp_path_factory.mktemp("open") / "page.html"
    html.save(register.on(), path)
    return path


@pytest.fixture
def opened(file: Path, reader: Reader) -> Iterator[Callable[..., Page]]:
    """Opens the page at an address; at the end nothing was complained of."""
    yield lambda link="#lang=en": reader.open(file, link)
    assert reader.complaints == []


@pytest.fixture(scope="module")
def kept(browser: Patient) -> Iterator[Callable[[str, Path], tuple[Reader, Page]]]:
    """Keeps a page open as long as it is asked for by the same name."""
    pages: dict[str, tuple[Reader, Page]] = {}

    def close() -> None:
        for reader, _ in pages.values():
            reader.context.close()
        pages.clear()

    def at(name: str, file: Path) -> tuple[Reader, Page]:
        if name not in pages:
            close()
            reader = Reader(browser)
            pages[name] = reader, reader.open(file)
        return pages[name]

    yield at
    close()


@pytest.fixture
def turned(
    kept: Callable[..., tuple[Reader, Page]], file: Path, request: pytest.FixtureRequest
) -> Iterator[Callable[[str], Page]]:
    """Turns a page, which all parameters of a test share and look at, to an address."""
    reader, page = kept(request.function.__name__, file)
    yield lambda link: (page.evaluate(TURN, link), page)[1]
    assert reader.complaints == []


@pytest.fixture
def at_screen(browser: Patient) -> Iterator[Callable[..., Page]]:
    """Opens an address on a screen of a size, as a reader has set the browser."""
    contexts = []

    def at(url: str, size: tuple[int, int], **settings: Any) -> Page:
        viewport = dict(zip(("width", "height"), size, strict=True))
        context = browser.new_context(viewport=viewport, offline=True, **settings)
        contexts.append(context)
        page = context.new_page()
        page.goto(url)
        page.locator("body:not([aria-busy]) .borders-marker").first.wait_for()
        return page

    yield at
    for context in contexts:
        context.close()


@pytest.fixture
def unscripted(browser: Patient) -> Any:
    context = browser.new_context(java_script_enabled=False, offline=True)
    yield lambda path: (page := context.new_page(), page.goto(path.as_uri()))[0]
    context.close()
