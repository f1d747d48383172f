"""Pages with another headline, of some crossings, of one moment, with a card for links."""

from __future__ import annotations

import re
import struct
import sys
from typing import TYPE_CHECKING, Any

import pytest
from patience import resize, rest
from unpacked import unpacked

import borders
from borders import atomic_file
from borders.maps import html, one_moment
from borders.maps.page_data import page_data

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

URL = "https://paper.example/maps/border.html?a=1&b=2"
COMPACT = html.Edition(compact=True)


@pytest.fixture
def day(toy: Callable[..., borders.Register]) -> borders.Snapshot:
    return toy().on("2023-08-21")


def metas(text: str) -> dict[str, str]:
    rows = re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">', text)
    return {name: value for name, value in rows if name != "viewport"}


def by_html(day: Any, path: Path, edition: html.Edition) -> None:
    html.save(day, path, edition)


def by_folium(day: Any, path: Path, edition: html.Edition) -> None:
    m = borders.explore(
        day, lang=edition.lang, crossings=edition.crossings, compact=edition.compact
    )
    borders.save(m, path, title=edition.title, url=edition.url)


both = pytest.mark.parametrize("write", [by_html, by_folium])


@both
def test_a_headline_of_ones_own_stands_everywhere(day, reader, unscripted, tmp_path, write):
    title = 'Who may <b>"cross"</b> & where'
    write(day, tmp_path / "map.html", html.Edition(title=title))
    page = reader.open(tmp_path / "map.html")
    page.locator(".borders-marker").first.wait_for()
    assert page.title() == title
    assert page.locator("h1").text_content() == title
    assert unscripted(tmp_path / "map.html").locator("#borders-still h1").text_content() == title
    assert reader.complaints == []


def test_any_map_takes_a_title(tmp_path):
    import folium

    borders.save(folium.Map(tiles=None), tmp_path / "map.html", title="Roads & rails")
    assert "<title>Roads &amp; rails</title>" in (tmp_path / "map.html").read_text("utf-8")


@both
def test_some_crossings_are_all_that_is_shown_and_counted(day, reader, tmp_path, write):
    write(day, tmp_path / "map.html", html.Edition(crossings=["alpha"]))
    page = reader.open(tmp_path / "map.html")
    page.locator(".borders-marker").first.wait_for()
    rest(page, 100)
    alpha = day.register.crossing("alpha")
    assert page.locator(".borders-marker").count() == 1
    assert "beta" not in unpacked((tmp_path / "map.html").read_text("utf-8"))
    assert page.locator("tbody tr").count() == 1
    assert day.of_crossings(["alpha"]).status("alpha") == day.status("alpha")
    assert [c.id for c in day.of_crossings([alpha]).register.crossings] == ["alpha"]
    assert reader.complaints == []


def test_verdicts_are_the_same_among_some_crossings(register):
    few = ["medininkai", "terespol", "adutiskis"]
    for moment in ("2020-05-01", "2023-08-21", "2025-10-30", "2026-03-01"):
        whole, part = register.on(moment), register.on(moment).of_crossings(few)
        for name in few:
            one, other = whole.verdict(name), part.verdict(name)
            assert (one.standing, one.since, one.until) == (
                other.standing,
                other.since,
                other.until,
            )
            assert [m.id for m in one.measures] == [m.id for m in other.measures]
    known = register.as_known_on("2025-11-10").of_crossings(few)
    assert known.facts.known_on is not None


def test_a_crossing_that_is_none_is_named(day):
    with pytest.raises(borders.UnknownCrossing, match="alphaa"):
        borders.explore(day, crossings=["alphaa"])


@pytest.mark.parametrize("lang", ["be", "lt", "uk"])
@pytest.mark.parametrize("moment", ["2023-08-21", "2026-01-10", None])
def test_one_moment_is_small(register, tmp_path, lang, moment):
    day = register.on(moment) if moment else register
    html.save(day, tmp_path / "map.html", html.Edition(lang, compact=True))
    assert (tmp_path / "map.html").stat().st_size <= 300_000


def test_one_moment_finds_by_each_spelling_of_a_name(register):
    data = page_data(register)
    small = one_moment.data_at(data, register.on("2023-08-21"), "be")
    pairs = [
        pair
        for all_of_it, kept in zip(data["crossings"], small["crossings"], strict=True)
        for pair in zip(all_of_it["names"], kept["names"], strict=True)
    ]
    for names, kept in pairs:
        assert (kept["be"], kept["en"]) == (names["be"], names["en"])
        assert {*kept.values()} == {*names.values()}
    assert sum(len(kept) for _, kept in pairs) < sum(len(names) for names, _ in pairs)


@both
def test_one_moment_tells_the_same_without_its_history(register, reader, tmp_path, write):
    day = register.on("2023-08-21", mode="car", direction="out", lang="lt")
    paths = tmp_path / "compact.html", tmp_path / "whole.html"
    seen = []
    for path, compact in zip(paths, (True, False), strict=True):
        write(day, path, html.Edition(compact=compact))
        page = reader.open(path, "#crossing=medininkai&from=none")
        page.locator(".borders-marker").first.wait_for()
        rest(page, 300)
        texts = [page.locator(part).first.text_content() for part in ("h1", "#borders-summary")]
        seen.append(
            [
                *texts,
                page.locator('table:not([aria-label=""]) tbody tr >> nth=3').first.text_content(),
            ]
        )
        assert page.locator(".borders-time").is_visible() is not compact
    assert seen[0] == seen[1]
    assert reader.complaints == []
    assert reader.requests == []


def test_one_moment_is_no_other(register, reader, tmp_path):
    html.save(register.on("2023-08-21"), tmp_path / "map.html", COMPACT)
    page = reader.open(tmp_path / "map.html", "#on=2025-10-30")
    page.locator(".borders-marker").first.wait_for()
    assert "21 August 2023" in page.title()
    for width in (390, 761, 901, 1084, 1100, 1280):
        resize(page, width, 900)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide == width, "its fields stay within it"


def test_one_moment_is_read_without_scripts(day, unscripted, tmp_path):
    html.save(day, tmp_path / "map.html", COMPACT)
    still = unscripted(tmp_path / "map.html").locator("#borders-still")
    assert still.locator("svg").first.is_visible()
    assert still.locator("tbody tr").count() == len(day.verdicts)


@both
def test_a_card_lies_beside_a_page_that_has_an_address(day, tmp_path, write):
    write(day, tmp_path / "map.html", html.Edition("pl", title="Ours & theirs", url=URL))
    picture = (tmp_path / "map.png").read_bytes()
    assert struct.unpack(">II", picture[16:24]) == (1200, 630)
    text = (tmp_path / "map.html").read_text("utf-8")
    told = metas(text)
    assert told["og:title"] == "Ours &amp; theirs"
    assert told["og:description"] == told["description"] != ""
    assert told["og:url"] == "https://paper.example/maps/border.html?a=1&amp;b=2"
    assert told["og:image"] == "https://paper.example/maps/map.png"
    assert (told["og:image:width"], told["og:image:height"]) == ("1200", "630")
    assert told["og:image:alt"]
    assert told["twitter:card"] == "summary_large_image"
    assert (
        '<link rel="canonical" href="https://paper.example/maps/border.html?a=1&amp;b=2">' in text
    )
    write(day, tmp_path / "again.html", html.Edition("pl", title="Ours & theirs", url=URL))
    assert (tmp_path / "again.png").read_bytes() == picture


def test_without_an_address_there_is_no_card(day, tmp_path):
    html.save(day, tmp_path / "map.html")
    assert [path.name for path in tmp_path.glob("map*")] == ["map.html"]
    told = metas((tmp_path / "map.html").read_text("utf-8"))
    assert [name for name in told if ":" in name] == []


def test_a_card_needs_matplotlib_and_says_so(day, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(borders.MissingExtra, match=r"belarus-borders\[plot\]"):
        html.save(day, tmp_path / "map.html", html.Edition(url=URL))
    assert list(tmp_path.glob("map*")) == []


@both
def test_page_and_card_are_both_written_or_none(day, tmp_path, write):
    (tmp_path / "map.png").write_text("before")
    (tmp_path / "map.html").mkdir()
    with pytest.raises((OSError, borders.QuestionError)):
        write(day, tmp_path / "map.html", html.Edition(url=URL))
    assert (tmp_path / "map.png").read_text() == "before"


def test_files_written_together_are_put_back_where_the_last_one_fails(tmp_path, monkeypatch):
    first, second, last = (tmp_path / name for name in ("a", "b", "c"))
    first.write_text("before")
    whole = type(last).replace

    def broken(self: Path, target: Path) -> Path:
        if target.name == first.name:
            raise PermissionError(target)
        return whole(self, target)

    monkeypatch.setattr(type(last), "replace", broken)
    contents = {first: b"after", second: b"after", last: b"after"}
    with pytest.raises(PermissionError):
        atomic_file.write_together(contents)
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"a": "before"}


def test_the_same_edition_is_the_same_bytes(day, tmp_path):
    pages = [html.page(day, COMPACT), html.page(day, COMPACT)]
    assert pages[0] == pages[1]
    maps = [borders.explore(day, compact=True, crossings=["alpha"]) for _ in range(2)]
    for m, name in zip(maps, ("one", "two"), strict=True):
        borders.save(m, tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
