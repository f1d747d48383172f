from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest

from borders.maps import static_svg
from borders.text.sentences import unbroken

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from patience import Patient

    import borders


COLOURS = {
    "light": ("rgb(255, 255, 255)", "rgb(0, 0, 0)"),
    "dark": ("rgb(17, 17, 17)", "rgb(224, 224, 224)"),
}


def pictures(shown: str) -> list[str]:
    """The drawings that are `img` elements."""
    return [unquote(each) for each in re.findall(r'src="data:image/svg\+xml,([^"]+)"', shown)]


def test_a_snapshot_shows_a_map_and_each_crossing(register: borders.Register):
    day = register.on("2023-08-21", direction="out")
    shown = day._repr_html_()
    root = ET.fromstring(pictures(shown)[0])  # noqa: S314 - our own
    assert root.tag.endswith("svg")
    standings = {*day.standings.values()}
    assert shown.count("<tr>") == 1 + len(standings) + len(day.crossings)
    assert len(standings) == shown.count('scope="rowgroup"') == 6
    dangers = [day.translator.warning(verdict) for verdict in day.verdicts if verdict.dangers]
    assert len(dangers) > 20
    assert sum(shown.count(f">{text} ") for text in {*dangers}) == len(dangers)
    assert "Belarus border crossings, 21 August 2023, travellers leaving Belarus" in shown
    counts = day.translator.counts([*day.standings.values()])
    assert counts.count(",") > 1
    assert counts in shown
    assert "<details open>" in shown


def test_a_register_shows_its_last_verified_day(register: borders.Register):
    shown = register._repr_html_()
    assert f"version {register.version}: {len(register.crossings)} crossings" in shown
    assert "6 February 2026" in pictures(shown)[0]
    assert "<details>" in shown


def test_a_register_of_which_nothing_was_verified_says_so(folder: Any):
    for row in folder.crossings.values():
        row["verified"] = []
    assert "2 crossings, 0 measures, nothing verified" in folder.load()._repr_html_()


def test_routes_show_their_summary_and_each_way(register: borders.Register):
    routes = register.on("2023-08-21", mode="car", lang="pl").routes("Minsk", "Vilnius")
    shown = routes._repr_html_()
    assert shown.startswith('<div lang="pl">')
    assert "Trasy: Mińsk → Wilno, 21 sierpnia 2023 r." in shown
    assert f"<p>{routes.summary}</p>" in shown
    assert shown.count("<tr>") == len(routes) + 1
    rows = re.findall(r"<tr><th scope=\"row\".*?</tr>", shown)
    for route, row in zip(routes, rows, strict=True):
        assert routes.snapshot.translator.name(route.crossing) in row
        if route.km is not None:
            length = routes.snapshot.translator.length(route.km, rough=route.approximate)
            assert unbroken(length) in row
            assert ("dalej samolotem" in row) == (route.by == "air")
    assert routes.attribution in shown


def test_a_snapshot_is_shown_in_its_language(register: borders.Register):
    shown = register.on("2023-08-21", lang="lt")._repr_html_()
    assert shown.startswith('<div lang="lt">')
    assert "2023 m. rugpjūčio 21 d." in shown


def test_texts_of_the_data_are_no_markup(toy: Callable[..., borders.Register]):
    shown = toy(lambda text: f"{text}<img src=x onerror=alert(1)>").on("2022-01-01")._repr_html_()
    assert "<img src=x" not in shown
    assert "&lt;img src=x" in shown


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_reads_in_light_and_dark(
    scheme: str, register: borders.Register, browser: Patient, tmp_path: Path
):
    """Texts take the colour of the notebook, and marks keep their own."""
    paper, ink = COLOURS[scheme]
    cell = register.on("2023-08-21")._repr_html_()
    style = f"background:{paper};color:{ink}"
    path = tmp_path / "cell.html"
    path.write_text(f'<meta charset="utf-8"><body style="{style}">{cell}', "utf-8")
    page = browser.new_page(color_scheme=scheme)
    page.goto(path.as_uri())

    def seen(selector: str, which: str) -> str:
        code = "([s, which]) => getComputedStyle(document.querySelector(s))[which]"
        return str(page.evaluate(code, [selector, which]))

    assert seen("tbody th", "color") == seen("td", "color") == ink
    assert seen("th span", "color") == ink
    sizes = page.evaluate("() => [...document.images].map((one) => [one.naturalWidth, one.width])")
    standings = {*register.on("2023-08-21").standings.values()}
    assert len(sizes) == 1 + len(standings), "a picture, and the mark above the rows of each"
    assert all(min(size) > 0 for size in sizes)
    page.close()


@pytest.mark.parametrize("lang", ["en", "ru", "lt"])
def test_a_legend_of_many_standings_stays_within_its_picture(lang: str, register: borders.Register):
    """On that day, of nobody in particular, there are all six."""
    day = register.on("2023-08-21", lang=lang)
    svg = static_svg.draw(day, day.translator)
    marks = re.findall(r'href="#borders-[a-z-]+" x="(\d+)" y="(\d+)" width="48"', svg)
    assert len(marks) == len(set(day.standings.values())) == 6
    texts = re.findall(r'bp-said" x="(\d+)" y="(\d+)">([^<]+)<', svg)
    _, _, wide, high = map(float, re.search(r'viewBox="([^"]+)"', svg)[1].split())
    assert all(int(x) + 14 * len(text) < wide and int(y) < high for x, y, text in texts)
