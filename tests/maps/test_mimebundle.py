"""What a host of notebooks is given of each answer."""

from __future__ import annotations

import pickle
import re
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from IPython.core.formatters import DisplayFormatter
from nbconvert.filters import markdown2html

import borders

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

WORDS = {"text/plain", "text/markdown", "text/html"}
HOSTILE = "|<script>alert(1)</script>[a](javascript:alert(1))*b*`c`$d$ & ![e](x) {#f} __g__ ~~h~~"
"""What would be something in one of the languages that a text is written into."""


def answers(register: borders.Register, lang: str = "en") -> Mapping[str, Any]:
    """One of each kind that is public."""
    day = register.on("2023-08-21", mode="car", direction="out", lang=lang)
    routes = day.routes("Minsk", "Vilnius")
    changes = register.changes("2023-08-01", "2024-03-02", lang=lang)
    return {
        "register": register,
        "snapshot": register.on("2023-08-21", lang=lang),
        "verdict": day.explain("Terespol"),
        "routes": routes,
        "corridors": day.routes(["Minsk", "Hrodna"], "Vilnius"),
        "route": routes[0],
        "history": register.history("Medininkai", lang=lang),
        "changes": changes,
        "change": changes[0],
        "measure": register.measures[0],
        "crossing": register.crossings[0],
        "source": next(iter(register.facts.sources.values())),
    }


@pytest.fixture(scope="module")
def shown(register: borders.Register) -> Mapping[str, dict[str, str]]:
    return {name: answer._repr_mimebundle_() for name, answer in answers(register).items()}


def parsed(markup: str) -> ET.Element:
    whole = markup.replace("<details open>", "<details>")
    return ET.fromstring(f"<div>{whole}</div>")  # noqa: S314 - our own


def test_ipython_shows_what_each_answer_says_of_itself(register, shown):
    """It would print a tuple in its own way."""
    for name, answer in answers(register).items():
        assert DisplayFormatter().format(answer)[0] == shown[name], name


def test_each_answer_is_text_markdown_and_html_and_a_map_a_picture(shown):
    pictured = {name for name, bundle in shown.items() if set(bundle) - WORDS == {"image/svg+xml"}}
    assert pictured == {"register", "snapshot"}
    assert all(set(bundle) >= WORDS for bundle in shown.values())


@pytest.mark.parametrize("lang", ["be", "ru"])
def test_it_stays_small_in_the_longest_languages(register, lang):
    for name, answer in answers(register, lang).items():
        sizes = {kind: len(text.encode()) for kind, text in answer._repr_mimebundle_().items()}
        assert max(sizes.values()) < 100_000, (name, sizes)


def test_what_is_long_is_cut_and_says_so(register):
    changes = register.changes("2019-12-01", "2026-11-01", every=True)
    bundle = changes._repr_mimebundle_()
    assert all(len(text.encode()) < 100_000 for text in bundle.values())
    rows = bundle["text/html"].count("<tr>") - 1
    assert rows < len(changes)
    assert f"{len(changes) - rows} more" in bundle["text/html"]


def test_it_is_the_same_each_time(shown):
    again = borders.load()
    assert {name: each._repr_mimebundle_() for name, each in answers(again).items()} == shown


def test_what_is_asked_for_is_given(register):
    day = register.on("2023-08-21")
    assert list(day._repr_mimebundle_(include={"text/markdown"})) == ["text/markdown"]
    assert set(day._repr_mimebundle_(exclude=["image/svg+xml", "text/html"])) == {
        "text/plain",
        "text/markdown",
    }
    assert day._repr_mimebundle_(include=["text/latex"]) == {}


def test_jupyter_takes_it_whole(register, shown):
    data, _ = DisplayFormatter().format(register.on("2023-08-21"))
    assert data == shown["snapshot"]


def test_nothing_of_it_runs_or_is_fetched(shown):
    for name, bundle in shown.items():
        html = bundle["text/html"]
        assert not re.search(r"<(script|style|link|iframe)|\son\w+=", html), name
        assert re.match(r'<div lang="en">', html)
        sources = re.findall(r'\bsrc="([^"]*)"', html)
        assert all(source.startswith("data:image/svg+xml,") for source in sources)
        links = re.findall(r'href="([^"]*)"', html)
        assert all(link.startswith(("https://", "http://")) for link in links)


def test_its_markup_is_whole(shown):
    for bundle in shown.values():
        parsed(bundle["text/html"])
        if "image/svg+xml" in bundle:
            ET.fromstring(bundle["image/svg+xml"])  # noqa: S314 - our own


def test_a_table_says_of_which_data_and_day_it_is(register, shown):
    for name in ("register", "snapshot", "verdict", "routes", "route", "history", "changes"):
        caption = re.search(r"<caption[^>]*>(.*?)</caption>", shown[name]["text/html"])
        assert caption, name
        assert f"version {register.version}" in caption[1]
        assert "Verified up to and including" in caption[1]
        assert f"version {register.version}" in shown[name]["text/markdown"]
        assert f"version {register.version}" in shown[name]["text/plain"]


def rendered(markdown: str) -> str:
    """What Jupyter and GitHub make of it."""
    return str(markdown2html(markdown))


def test_markdown_is_a_table_of_what_html_shows(shown):
    for name in ("register", "snapshot", "verdict", "routes", "history", "changes"):
        table = rendered(shown[name]["text/markdown"])
        html = shown[name]["text/html"]
        assert table.count("<tr>") == html.count("<tr>") - html.count('scope="rowgroup"'), name
        assert re.findall(r'href="([^"]*)"', table) == re.findall(r'href="([^"]*)"', html)


def test_a_verdict_is_told_in_its_sentence(register, shown):
    verdict = answers(register)["verdict"]
    lines = shown["verdict"]["text/plain"].splitlines()
    assert lines[:2] == ["Terespol – Brest (Warsaw Bridge)", verdict.sentence]
    named = {source.url for source in register.sources(verdict)}
    assert named
    assert all(url in shown["verdict"]["text/markdown"] for url in named)


def test_each_crossing_has_its_sentence(register, shown):
    day = answers(register)["snapshot"]
    lines = shown["snapshot"]["text/plain"].splitlines()
    for verdict in day.verdicts:
        assert f"{day.translator.name(verdict.crossing)}: {verdict.sentence}" in lines


def test_a_change_says_what_became_what(register, shown):
    change = answers(register)["changes"][0]
    before, after = (register.translator().within(each) for each in change.turn)
    for kind in WORDS:
        assert f"{before} → {after}" in shown["changes"][kind]
        assert f"{before} → {after}" in shown["change"][kind]


def test_a_span_without_changes_says_so(register):
    assert "No changes" in register.changes("2023-08-01", "2023-08-01")._repr_html_()


def test_routes_from_many_places_show_the_best_of_each(register, shown):
    corridors = answers(register)["corridors"]
    told = shown["corridors"]
    assert told["text/plain"].splitlines()[1:3] == [routes.summary for routes in corridors]
    rows = re.findall(r'<tr><th scope="row".*?</tr>', told["text/html"])
    for routes, row in zip(corridors, rows, strict=True):
        assert routes.origin.name in row
        assert register.translator().name(routes[0].crossing) in row
    assert "Routes: … → Vilnius" in told["text/html"]


def test_a_record_shows_its_fields(register, shown):
    measure = register.measures[0]
    assert measure.decided_by in shown["measure"]["text/html"]
    assert all(source in shown["measure"]["text/markdown"] for source in measure.sources)


def test_several_answers_stay_tuples(register):
    history = register.history("Medininkai")
    assert isinstance(history, tuple)
    assert isinstance(history, borders.History)
    assert (history.crossing.id, history.snapshot.register) == ("medininkai", register)
    copy = pickle.loads(pickle.dumps(history))  # noqa: S301 - our own
    assert copy == history
    assert copy.crossing == history.crossing
    changes = register.changes("2023-08-01", "2024-03-02")
    assert isinstance(changes, borders.Changes)
    assert pickle.loads(pickle.dumps(changes)).until == changes.until  # noqa: S301 - our own


def test_who_asked_is_no_part_of_a_verdict(register):
    verdict = register.on("2023-08-21").explain("Terespol")
    other = borders.load().on("2023-08-21").explain("Terespol")
    assert verdict == other
    copy = pickle.loads(pickle.dumps(verdict))  # noqa: S301 - our own
    assert copy == verdict
    assert verdict.sentence in copy._repr_mimebundle_()["text/plain"], "it still speaks"


def hostile(toy: Callable[..., borders.Register]) -> Mapping[str, Any]:
    register = toy(lambda text: f"{text} {HOSTILE}")
    day = register.on("2022-01-01")
    return {
        "register": register,
        "snapshot": day,
        "verdict": day.verdicts[0],
        "history": register.history(register.crossings[0]),
        "changes": register.changes("2020-01-01", "2024-01-01"),
        "measure": register.measures[0],
        "crossing": register.crossings[0],
        "source": next(iter(register.facts.sources.values())),
    }


def texts(markup: str) -> str:
    return " ".join("".join(parsed(markup).itertext()).split())


def test_texts_of_the_data_stay_texts(toy):
    for name, answer in hostile(toy).items():
        bundle = answer._repr_mimebundle_()
        html = bundle["text/html"]
        markdown = re.sub(r"<br ?/?>", "", rendered(bundle["text/markdown"]))
        for markup in (html, markdown):
            assert "<script" not in markup, name
            assert "javascript:alert" not in " ".join(re.findall(r'(?:href|src)="([^"]*)"', markup))
            assert not re.search(r"<(em|code|del)>", markup), name
        told = " ".join(HOSTILE.split())
        assert (told in texts(html)) == (told in texts(markdown)) is True, name
