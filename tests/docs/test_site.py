"""The pages that `make docs` builds: whole, closed in themselves, and the same each time."""

from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest
import rdflib
from rdflib.namespace import RDF, SDO
from sphinx.util.inventory import InventoryFile

import borders
from borders.columns import TABLES
from borders.formats import FORMATS

if TYPE_CHECKING:
    from patience import Patient

SOURCES = Path(__file__).parents[2] / "docs"
AXE = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
SERIOUS = """() => axe.run(document, {resultTypes: ["violations"], preload: false}).then((found) =>
  found.violations.filter(({impact}) => ["serious", "critical"].includes(impact))
    .flatMap(({id, nodes}) => nodes.map((one) => `${id}: ${one.html}`)))"""
SEEN = ("index", "time", "start/journalist", "formats/kml", "reference/words")
"""Pages that have between them all that there is to see."""

THEMES = ("light", "dark")
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}


class Links(HTMLParser):
    """What a page asks for, where it leads, and the places that it has."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.led: list[str] = []
        self.places: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        told = {key: value or "" for key, value in attributes}
        self.places |= {told[key] for key in ("id", "name") if key in told}
        self.asked += [told[key] for key in ("src", "srcset", "poster", "data") if key in told]
        if "href" in told:
            (self.asked if tag in {"link", "image", "use"} else self.led).append(told["href"])


@cache
def links(page: Path) -> Links:
    return Links(page.read_text("utf-8"))


@cache
def pages(site: Path) -> frozenset[Path]:
    """All of Sphinx's own: notebooks are pages of themselves."""
    return frozenset(page for page in site.rglob("*.html") if "furo.css" in page.read_text("utf-8"))


def test_every_document_has_a_page(site: Path):
    documents = [path.relative_to(SOURCES) for path in SOURCES.rglob("*.md")]
    assert [path for path in documents if not (site / path).with_suffix(".html").is_file()] == []


def test_the_same_sources_are_the_same_bytes(sites: tuple[Path, Path]):
    here, there = ({p.relative_to(s): p for p in s.rglob("*") if p.is_file()} for s in sites)
    assert here.keys() == there.keys()
    assert [name for name in here if here[name].read_bytes() != there[name].read_bytes()] == []


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # within rdflib itself
def test_the_page_of_releases_tells_who_lists_data_sets(site: Path, register: borders.Register):
    page = (site / "release-data.html").read_text("utf-8")
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    words = rdflib.Graph().parse(data=text, format="json-ld")
    (dataset,) = words.subjects(RDF.type, SDO.Dataset)
    assert str(words.value(dataset, SDO.version)) == register.version
    assert {str(each) for each in words.objects(dataset, SDO.license)} == {
        each.path for each in register.facts.package.licenses
    }


def test_no_page_asks_for_anything_elsewhere(site: Path):
    asked = {(page.name, each) for page in pages(site) for each in links(page).asked}
    assert asked
    assert [each for each in asked if re.match(r"(https?:)?//", each[1])] == []
    styles = "".join(path.read_text("utf-8") for path in site.rglob("*.css"))
    assert re.findall(r"(?:url\(|@import)\s*[\"']?(?:https?:)?//[^)]*", styles) == []


def test_every_link_within_leads_somewhere(site: Path):
    lost = []
    for page in pages(site):
        for each in links(page).led:
            to = urlsplit(each)
            if to.scheme or each in {"#", ""}:
                continue
            target = (page.parent / unquote(to.path)).resolve() if to.path else page
            there = target.is_file()
            if there and to.fragment and target.suffix == ".html" and target in pages(site):
                there = unquote(to.fragment) in links(target).places
            if not there:
                lost.append((page.relative_to(site), each))
    assert lost == []


@pytest.fixture(scope="module")
def named(site: Path) -> dict[str, set[str]]:
    found = InventoryFile.loads((site / "objects.inv").read_bytes(), uri="").data
    return {kind: set(items) for kind, items in found.items() if kind.startswith("py:")}


def test_every_public_name_is_told(named: dict[str, set[str]]):
    told = set().union(*named.values())
    assert [n for n in borders.__all__ if f"borders.{n}" not in told] == ["__version__"]


RECORDS = [
    value
    for name in borders.__all__
    if isinstance(value := getattr(borders, name), type)
    if hasattr(value, "__struct_fields__") or hasattr(value, "_fields")
]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_every_field_of_a_record_is_told(record: type, site: Path):
    fields = getattr(record, "__struct_fields__", getattr(record, "_fields", ()))
    text = (site / "reference" / "python.html").read_text("utf-8")
    start = text.index(f'id="borders.{record.__name__}"')
    part = text[start : text.find('<dl class="py class">', start)]
    told = set(re.findall(rf'id="borders\.{record.__name__}\.(\w+)"', part))
    told |= set(re.findall(r"<strong>(\w+)</strong>", part))
    assert [field for field in fields if field not in told] == []


def test_records_are_found():
    """Without this the test above would pass if there were none."""
    assert {borders.Verdict, borders.Change, borders.Traveller} <= set(RECORDS)


def test_every_public_method_is_told(named: dict[str, set[str]]):
    told = set().union(*named.values())
    for name in borders.__all__:
        value = getattr(borders, name)
        if isinstance(value, type) and not issubclass(value, BaseException):
            own = [k for k, v in vars(value).items() if k[0] != "_" and callable(v)]
            assert [k for k in own if f"borders.{name}.{k}" not in told] == []


def test_every_column_is_told(site: Path):
    text = (site / "reference" / "columns.html").read_text("utf-8")
    for table in TABLES:
        for column in table.columns:
            assert f'<span class="pre">{column.name}</span>' in text


def test_every_form_of_files_has_a_page(site: Path):
    forms = {id(form): ending for ending, form in reversed(FORMATS.items())}
    pages = [site / "formats" / f"{ending[1:]}.html" for ending in forms.values()]
    assert [page.name for page in pages if not page.is_file()] == []


def test_every_command_is_told(site: Path):
    from borders.cli.commands import main

    text = (site / "reference" / "commands.html").read_text("utf-8")
    assert [name for name in main.commands if f'id="borders-{name}"' not in text] == []


def test_every_crossing_tells_where_it_is_from(site: Path, register: borders.Register):
    text = (site / "data" / "provenance.html").read_text("utf-8")
    assert [
        c.id for c in register.crossings if f'<span class="pre">{c.id}</span>' not in text
    ] == []


@pytest.mark.parametrize("theme", THEMES)
def test_pages_open_from_disk_and_serve_everybody(browser: Patient, site: Path, theme: str):
    context = browser.new_context(color_scheme=theme, viewport=DESK)
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda asked: asked.url.startswith("file:") or wrong.append(asked.url))
    for name in SEEN:
        page.set_viewport_size(DESK)
        page.goto((site / f"{name}.html").as_uri())
        page.evaluate(AXE)
        found = page.evaluate(SERIOUS)
        assert [name, *found] == [name]
        page.set_viewport_size(PHONE)
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert (name, wide) == (name, 0)
    context.close()
    assert wrong == []


def test_a_word_is_found_without_a_network(browser: Patient, site: Path):
    context = browser.new_context(viewport=DESK)
    page = context.new_page()
    page.goto((site / "search.html").as_uri() + "?q=reach_change")
    page.wait_for_selector("#search-results li a")
    assert "reach_change" in page.inner_text("#search-results")
    context.close()
