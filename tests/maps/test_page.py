"""What a reader does with the page of the shipped register."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from patience import ready, rest
from PIL import Image

import borders
from borders import style
from borders.enums import Language, Standing
from borders.text.messages import messages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

LANGUAGES = [language.value for language in Language]
QUESTION = (
    "#on=2025-10-30&nationality=BY&residence=LT&mode=car&direction=out&lang=pl&crossing=medininkai"
)
REST = 500
"""Milliseconds after which the address and the announcement follow."""

PADDING = 30
"""Pixels of a picture, twice those of CSS, in which no text stands at its edge."""

STANDINGS = """
() => Object.fromEntries([...document.querySelectorAll('tr[data-crossing]:not([hidden])')].map(
  (row) => [row.dataset.crossing, row.querySelector('use').getAttribute('href').slice(9)]))
"""
MARKS = """
() => Object.fromEntries([...document.querySelectorAll('.borders-marker:not([hidden])')].map(
  (mark) => [mark.dataset.crossing, mark.dataset.standing]))
"""
SEEN = """
() => {
  const texts = [document.title];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (!parent.closest('[lang]:not(html), script, style')) texts.push(walker.currentNode.data);
  }
  for (const node of document.querySelectorAll('[aria-label], [title], [placeholder]')) {
    if (!node.closest('.borders-lang')) {
      texts.push(...['aria-label', 'title', 'placeholder'].map((name) => node.getAttribute(name)));
    }
  }
  return texts.filter(Boolean);
}
"""


@pytest.fixture
def file(open_file: Path) -> Path:
    return open_file


@pytest.fixture
def opened(file: Path, reader: Any) -> Iterator[Callable[..., Any]]:
    """Opens the page at an address; at the end nothing was asked for nor complained of."""

    def at(link: str = "#lang=en", **size: int) -> Any:
        page = reader.context.new_page()
        if size:
            page.set_viewport_size(size)
        page.on("console", reader._said)  # noqa: SLF001
        page.on("request", lambda request: reader.requests.append(request.url))
        page.on("pageerror", lambda error: reader.complaints.append(str(error)))
        page.goto(file.as_uri() + link)
        ready(page)
        return page

    yield at
    assert reader.complaints == []
    assert [url for url in reader.requests if not url.startswith(("file:", "blob:"))] == []


def asked(page: Any) -> str:
    rest(page, REST)
    return str(page.evaluate("location.hash"))


def test_link_restores_all(opened):
    page = opened(QUESTION)
    assert page.locator("html").get_attribute("lang") == "pl"
    assert page.locator("#borders-date").input_value() == "2025-10-30"
    assert page.locator("#borders-mode").input_value() == "car"
    assert page.locator("#borders-direction").input_value() == "out"
    assert page.locator("#borders-nationality").input_value() == "Białoruś"
    assert page.locator("#borders-residence").input_value() == "Litwa"
    assert page.locator(".borders-details h2").text_content().startswith("Miedniki")
    page.locator("#borders-slider").press("ArrowLeft")
    assert asked(page) == QUESTION.replace("10-30", "10-29")
    page.reload()
    ready(page)
    assert page.locator("#borders-date").input_value() == "2025-10-29"


def test_link_holds_an_instant_and_papers(opened, register):
    page = opened("#on=2025-10-29T09:30Z&papers=diplomatic&lang=en")
    assert "12:30" in page.locator(".borders-day").text_content()
    page.locator(".borders-further > summary").click()
    papers = page.locator(".borders-chips:visible li span").all_text_contents()
    assert papers == [register.facts.papers["diplomatic"].en]
    page.locator("#borders-direction").select_option("in")
    assert asked(page) == "#on=2025-10-29T09:30Z&papers=diplomatic&direction=in&lang=en"


@pytest.mark.parametrize(
    "link",
    [
        "#on=2025-02-31",
        "#on=2025-02-31T09:30Z",
        "#on=2023-08-21T09:30",
        "#on=yesterday&mode=rocket&nationality=XX",
        "#crossing=__proto__&%%%",
    ],
)
def test_nonsense_in_a_link_is_left_out(opened, link, register):
    page = opened(link)
    assert page.locator("#borders-date").input_value() == register.verified_through.isoformat()
    assert page.locator(".borders-details").is_hidden()


def test_a_link_is_read_as_it_is_written_by_hand(opened):
    page = opened("#on=2023-08-21T09:30+03:00&nationality=US,US&lang=en")
    assert page.locator(".borders-day").text_content() == "21 August 2023, 09:30 Minsk time"
    facts = page.locator(".borders-facts > p")
    assert facts.first.text_content() == "21 August 2023, 09:30 Minsk time"
    assert facts.last.text_content() == "US citizens · any means · both directions"


@pytest.mark.parametrize(
    ("link", "asking"),
    [
        (
            "#on=2023-08-21&nationality=US&direction=out&mode=car",
            ("2023-08-21", "car", "out", "US"),
        ),
        (
            "#on=2025-10-30&nationality=LT&direction=in&mode=foot",
            ("2025-10-30", "foot", "in", "LT"),
        ),
        ("#on=2021-12-01&nationality=PL", ("2021-12-01", None, None, "PL")),
    ],
)
def test_map_table_and_legend_say_what_python_says(opened, register, link, asking):
    day, mode, direction, nationality = asking
    traveller = borders.Traveller(nationality=nationality)
    snapshot = register.on(day, mode=mode, direction=direction, traveller=traveller)
    page = opened(f"{link}&lang=en")
    expected = {key: standing.value for key, standing in snapshot.standings.items()}
    assert page.evaluate(STANDINGS) == expected
    assert page.evaluate(MARKS).items() <= expected.items()
    told = page.locator("#borders-legend > ul").first.locator("li:visible").all_text_contents()
    counts = Counter(snapshot.standings.values())
    names = {s: messages("en")[f"standing.{s}"] for s in Standing}
    counted = [text for text in told if "(" in text]
    dangers = sum(bool(verdict.dangers) for verdict in snapshot.verdicts)
    loud = [f"{messages('en')['legend.danger']} ({dangers})"] if dangers else []
    assert counted == [*loud, *(f"{names[s]} ({counts[s]})" for s in Standing if counts[s])]


def test_controls_change_map_table_and_sentence(opened, register):
    page = opened("#on=2025-10-30&lang=en")
    sentence = page.locator(".borders-head")
    before = sentence.text_content()
    page.locator("#borders-mode").select_option("car")
    page.locator("#borders-direction").select_option("out")
    page.locator("#borders-nationality").fill("lith")
    page.keyboard.press("Enter")
    page.locator(".borders-further > summary").click()
    page.locator("#borders-residence").fill("польш")
    page.locator("#borders-residence-list [role=option]").first.click()
    page.keyboard.press("Escape")
    snapshot = register.on(
        "2025-10-30",
        mode="car",
        direction="out",
        traveller=borders.Traveller(nationality="LT", residence="PL"),
    )
    expected = {key: standing.value for key, standing in snapshot.standings.items()}
    assert page.evaluate(STANDINGS) == expected
    assert sentence.text_content() != before
    assert "Citizens of Lithuania" in sentence.text_content()
    assert asked(page).startswith(
        "#on=2025-10-30&nationality=LT&residence=PL&mode=car&direction=out"
    )
    page.locator(".borders-reset").click()
    assert sentence.text_content() == before


def test_countries_are_grouped_by_what_rules_distinguish(opened):
    page = opened()
    page.locator("#borders-nationality").click()
    groups = page.locator("#borders-nationality-list [role=group]")
    first, last = groups.first, groups.last
    assert {"Belarus", "Lithuania", "Poland"} <= set(
        first.locator("[role=option]").all_text_contents()
    )
    assert "Afghanistan" in last.locator("[role=option]").all_text_contents()
    headings = page.locator("#borders-nationality-list .borders-heading").all_text_contents()
    assert "the European Union" in " ".join(headings)
    assert headings[-1] == messages("en")["pick.others"]


def test_countries_are_found_by_what_people_call_them(opened):
    """What is just that goes before what begins so, whatever stands first in the list."""
    page = opened()
    active = page.locator("#borders-nationality-list .borders-active")
    named = {
        "United Kingdom": ["UK", "GBR", "Great Britain", "England", "Англия", "JK"],
        "United States": ["us", "USA", "America", "США", "ЗША", "JAV", "ASV", "united st"],
        "Türkiye": ["Turkey", "TUR"],
        "Netherlands": ["Holland"],
        "Niger": ["niger"],
        "Ukraine": ["ukr", "украи"],
    }
    for country, names in named.items():
        for name in names:
            page.locator("#borders-nationality").fill(name)
            assert active.all_text_contents() == [country], name


def test_time_steps_from_change_to_change(opened):
    page = opened("#on=2023-08-01&nationality=US&direction=out&mode=car&lang=en")
    [previous, play, following] = page.locator(".borders-steps .borders-step").all()
    following.click()
    assert page.locator("#borders-date").input_value() == "2023-08-18"
    current = page.locator(".borders-event[aria-current]")
    assert "Šumskas and Tverečius" in current.text_content()
    page.locator("#borders-slider").press("PageDown")
    assert page.locator("#borders-date").input_value() < "2023-08-01"
    page.locator("#borders-slider").press("ArrowRight")
    play.click()
    day = page.locator("#borders-date").input_value()
    page.wait_for_function("day => document.querySelector('#borders-date').value > day", arg=day)
    play.click()
    day = page.locator("#borders-date").input_value()
    rest(page, 1500)
    assert page.locator("#borders-date").input_value() == day
    page.locator("#borders-date").fill("2022-02-02")
    assert page.locator(".borders-day").text_content() == "2 February 2022"
    assert previous.is_enabled()


def test_events_go_to_their_day(opened):
    page = opened("#on=2020-01-01&nationality=US&direction=out&mode=car&lang=en")
    page.locator(".borders-event", has_text="18 August 2023").click()
    assert page.locator("#borders-date").input_value() == "2023-08-18"


@pytest.mark.parametrize(
    ("link", "event"),
    [
        (
            "on=2023-02-10&nationality=PL&mode=car&direction=in",
            "10 February 2023, 12:00 Warsaw time",
        ),
        ("on=2026-01-26&changes=all", "26 January 2026, 12:00 Vilnius time"),
        (
            "on=2023-02-10T10:59Z&nationality=PL&mode=car&direction=in&changes=all",
            "22 December 2022",
        ),
    ],
)
def test_the_last_event_that_a_verdict_knows_of_is_current(opened, link, event):
    """Noon stands for a day by the clock of each crossing, not by that of the home state."""
    page = opened(f"#{link}&lang=en")
    current = page.locator(".borders-event[aria-current]")
    assert current.locator("time").text_content() == event


def test_play_ends_where_a_reader_chooses_a_day(opened):
    page = opened("#on=2021-01-01&lang=en")
    play = page.locator(".borders-play")
    play.click()
    page.locator("#borders-lang").select_option("lt")
    assert play.get_attribute("aria-label") == messages("lt")["time.pause"]
    page.locator("#borders-date").fill("2022-02-02")
    assert play.get_attribute("aria-label") == messages("lt")["time.play"]


def test_a_day_that_is_none_is_marked_until_the_shown_one_is_back(opened):
    page = opened("#on=2023-08-21&lang=en")
    date = page.locator("#borders-date")
    date.focus()
    page.keyboard.press("Delete")
    assert date.get_attribute("aria-invalid") == "true"
    assert page.locator("p[role=status]").text_content() == messages("en")["date.label"]
    date.blur()
    assert date.input_value() == "2023-08-21"
    assert date.get_attribute("aria-invalid") is None


def test_a_day_is_typed_that_a_link_may_name(opened):
    page = opened("#on=2023-08-21&lang=en")
    page.locator("#borders-date").focus()
    page.keyboard.type("01022031")
    assert page.locator("#borders-date").get_attribute("aria-invalid") is None
    day = page.locator("#borders-date").input_value()
    assert day in {"2031-01-02", "2031-02-01"}  # as the browser's locale has it
    assert asked(page) == f"#on={day}&lang=en"


def test_the_hour_of_a_link_stays_while_the_day_changes(opened):
    page = opened("#on=2023-08-21T06:30Z&lang=en")
    page.locator("#borders-slider").press("ArrowRight")
    assert asked(page) == "#on=2023-08-22T06:30Z&lang=en"
    page.evaluate("location.hash = '#on=2024-01-01T07:15Z&lang=en'")
    page.locator(".borders-day", has_text="1 January 2024, 10:15").wait_for()
    page.locator("#borders-slider").press("ArrowRight")
    assert asked(page) == "#on=2024-01-02T07:15Z&lang=en"


def test_card_tells_why(opened, register):
    page = opened("#on=2025-10-30&nationality=US&lang=en")
    mark = page.locator('.borders-marker[data-crossing="salcininkai"]')
    mark.focus()
    page.keyboard.press("Enter")
    card = page.locator(".borders-details")
    assert page.evaluate("document.activeElement.id") == "borders-details-title"
    snapshot = register.on("2025-10-30", traveller=borders.Traveller(nationality="US"))
    verdict = snapshot.explain("Šalčininkai")
    assert card.locator(".borders-sentence").text_content() == verdict.sentence
    text = card.inner_text()
    for measure in verdict.measures:
        assert measure.decided_by in text
    for link in card.locator("a").all():
        assert link.get_attribute("rel") == "noopener noreferrer"
        assert link.get_attribute("href").startswith("http")
    assert card.locator(".borders-strip rect").count() > 1
    assert "° N" in text
    assert mark.get_attribute("aria-pressed") == "true"
    page.keyboard.press("Escape")
    assert card.is_hidden()
    assert mark.evaluate("node => node === document.activeElement")


def test_marks_have_names(opened, register):
    page = opened("#on=2025-10-30&nationality=US&lang=en")
    name = page.locator('.borders-marker[data-crossing="salcininkai"]').get_attribute("aria-label")
    assert re.match(r"Šalčininkai – Bieniakoni, closed to you, since 26 October 2025, 22:10", name)
    placed = [
        c for c in register.crossings if c.border_point or any(p.location for p in c.checkpoints)
    ]
    marks = page.locator(".borders-marker[role=button]")
    assert marks.count() == len(placed)
    assert marks.and_(page.locator("[tabindex='0']")).count() == 1, "arrows lead on from it"


@pytest.mark.parametrize("wanted", ["salcininkai", "Шальчининкай", "БЕНЯКОНИ", "Бенякони šalč"])
def test_table_is_searched_in_any_language_without_diacritics(opened, wanted):
    page = opened()
    page.locator("#borders-search").fill(wanted)
    rows = page.locator(".borders-table tr[data-crossing]:visible")
    assert "salcininkai" in [row.get_attribute("data-crossing") for row in rows.all()]
    assert rows.count() < 4
    rows.first.locator("td:visible").first.click()
    assert page.locator(".borders-details").is_visible()


def test_a_line_of_the_legend_has_the_width_and_dashes_of_its_standing(opened):
    drawn = opened(f"{QUESTION}&from=minsk").evaluate(
        """() => [...document.querySelectorAll(".borders-legend .borders-line path")].map((one) => {
          const look = getComputedStyle(one);
          return [one.getAttribute("class"), look.strokeWidth, look.strokeDasharray];
        })"""
    )
    dashes = [
        ", ".join(f"{length:g}px" for length in look.line.dashes) or "none"
        for look in style.STYLES.values()
    ]
    assert drawn == [
        [f"borders-{standing}-line", f"{look.line.width:g}px", dash]
        for (standing, look), dash in zip(style.STYLES.items(), dashes, strict=True)
    ]


def test_table_is_sorted(opened):
    page = opened("#on=2025-10-30&lang=en")
    column = page.locator("thead .borders-col-status button")
    statuses = (
        "() => [...document.querySelectorAll('tr:not([hidden]) td.borders-col-status')]"
        ".map((cell) => cell.textContent)"
    )
    order = [messages("en")[f"standing.{standing}"] for standing in Standing]
    column.click()
    assert page.locator("th[aria-sort=ascending]").count() == 1
    ranks = [order.index(text) for text in page.evaluate(statuses)]
    assert ranks == sorted(ranks)
    column.click()
    ranks = [order.index(text) for text in page.evaluate(statuses)]
    assert ranks == sorted(ranks, reverse=True)


def test_whole_job_by_keyboard(opened):
    page = opened("#lang=en")
    for _ in range(40):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.matches(':focus-visible')")
        if page.evaluate("document.activeElement.id") == "borders-nationality":
            break
    page.keyboard.type("united st")
    page.keyboard.press("Enter")
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "borders-slider":
            break
    page.keyboard.press("PageDown")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("/")
    page.keyboard.type("terespol")
    page.keyboard.press("Tab")
    while not page.evaluate("document.activeElement.matches('.borders-name')"):
        page.keyboard.press("Tab")
    name = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    assert page.locator(".borders-details h2").text_content().startswith(name)
    assert "US citizens" in page.locator(".borders-sentence").text_content()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.textContent") == name


ALIKE = {("lt", "lv", "means.bus")}
"""What one language says by the same words: of lists Lithuanian says "ar autobusu", or by bus."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_leaves_nothing_of_another(opened, language):
    start = "en" if language != "en" else "be"
    page = opened(f"#on=2025-10-30&nationality=US&crossing=medininkai&lang={start}")
    page.locator("#borders-lang").select_option(language)
    assert page.locator("html").get_attribute("lang") == language
    own = " ".join(messages(language)[key] for key in messages(language) if key != "cldr")
    seen = page.evaluate(SEEN)
    whole = "\n".join(seen)
    for other in LANGUAGES:
        for key, text in messages(other).items():
            if key == "cldr" or other == language or "{" in text or len(text) < 8 or text in own:
                continue
            if text not in whole or (language, other, key) in ALIKE:
                continue
            assert not any(re.search(rf"\b{re.escape(text)}\b", one) for one in seen), (key, text)
    assert f"lang={language}" in asked(page)


@pytest.fixture
def taken(opened, tmp_path) -> Callable[[str, str], Any]:
    page = opened("#on=2025-10-30&nationality=US&lang=en")

    def take(key: str, name: str) -> Any:
        page.locator(".borders-menu summary").click()
        with page.expect_download() as download:
            page.locator(".borders-menu button", has_text=messages("en")[key]).click()
        assert download.value.suggested_filename.endswith(f"2025-10-30.{name}")
        path = tmp_path / name
        download.value.save_as(path)
        return path.read_bytes()

    return take


def test_geojson_is_taken_away(taken, register):
    collection = json.loads(taken("save.geojson", "geojson"))
    served = register.on("2025-10-30", traveller=borders.Traveller(nationality="US")).crossings
    assert [each["id"] for each in collection["features"]] == [c.id for c in served]
    feature = next(f for f in collection["features"] if f["id"] == "salcininkai")
    assert feature["properties"]["status"] == "closed"
    for point in (each["properties"] for each in collection["features"]):
        look = style.STYLES[Standing.of(point["status"], point["default"])]
        assert (point["marker-color"], point["marker-symbol"]) == (look.lines["light"], look.symbol)
    assert feature["properties"]["traveller"] == "nationality=US; residence=none; papers=none"
    assert feature["properties"]["links"]
    assert all(re.fullmatch(r"https?://\S+", one) for one in feature["properties"]["links"])
    lon, lat = feature["geometry"]["coordinates"]
    assert 20 < lon < 30
    assert 50 < lat < 58


def test_csv_is_taken_away(taken, register):
    rows = list(csv.DictReader(io.StringIO(taken("save.csv", "csv").decode("utf-8-sig"))))
    traveller = borders.Traveller(nationality="US")
    verdicts = register.on("2025-10-30", traveller=traveller).verdicts
    assert [row["id"] for row in rows] == [verdict.crossing.id for verdict in verdicts]
    assert [row["sentence"] for row in rows] == [verdict.sentence for verdict in verdicts]
    found = [row["measures"].split("; ") for row in rows if row["measures"]]
    assert found == [[m.id for m in verdict.measures] for verdict in verdicts if verdict.measures]


def test_picture_is_taken_away(taken):
    picture = taken("save.png", "png")
    assert picture.startswith(b"\x89PNG")
    width, height = (int.from_bytes(picture[at : at + 4]) for at in (16, 20))
    assert width >= 1000
    assert height >= 800
    assert len(picture) > 100_000


@pytest.mark.parametrize(
    ("link", "colours"),
    [
        ("reach=yes", [f"reach-{i}" for i in range(1, 6)]),
        ("from=minsk", ["open-by-default-line", "closed-line"]),
    ],
)
def test_a_picture_of_a_phone_tells_what_its_colours_mean(opened, tmp_path, link, colours):
    page = opened(f"#on=2023-08-21&mode=car&lang=ru&{link}", width=390, height=844)
    page.locator(".borders-menu summary").click()
    with page.expect_download() as download:
        page.locator(".borders-menu button", has_text="PNG").click()
    download.value.save_as(tmp_path / "map.png")
    with Image.open(tmp_path / "map.png") as whole:
        picture = np.asarray(whole.convert("RGB")).astype(int)
    rule = palette_of("rule")
    top = next(y for y, row in enumerate(picture) if (abs(row - rule).max(axis=1) < 3).mean() > 0.9)
    for name in colours:
        told = abs(picture[:top] - palette_of(name)).max(axis=2) < 3
        assert told.sum() > 20, name
    assert (picture[: top - 4, -PADDING:] > 250).all(), "nothing is cut"


def palette_of(name: str) -> np.ndarray:
    colour = style.THEMES["light"][name]
    return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)])


def test_sentence_and_link_are_copied(opened, reader, register):
    reader.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = opened("#on=2025-10-30&nationality=US&lang=en")
    page.locator(".borders-menu summary").click()
    page.get_by_role("button", name=messages("en")["copy.summary"]).click()
    read = "navigator.clipboard.readText()"
    told = page.evaluate(read)
    day = register.on("2025-10-30", traveller=borders.Traveller(nationality="US"))
    assert told == day.translator.summary(day.verdicts, day)
    assert page.locator(".borders-menu button").nth(2).text_content() == messages("en")["copied"]
    page.locator(".borders-menu button").first.click()
    assert page.evaluate(read).endswith("#on=2025-10-30&nationality=US&lang=en")


def test_a_link_that_is_copied_holds_the_question_that_is_shown(opened, reader, register):
    """Also before the address has followed, and where it held nothing, or nonsense."""
    reader.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = opened("#mode=rocket&lang=en")
    copy = "document.querySelector('.borders-menu button').click()"
    page.evaluate(f"{copy}; document.querySelector('#borders-slider').stepDown()")
    read, day = "navigator.clipboard.readText()", register.verified_through
    assert page.evaluate(read) == page.url.split("#")[0] + f"#on={day}&lang=en"
    page.locator("#borders-date").fill("2023-08-21")
    page.evaluate(copy)
    assert page.evaluate(read).endswith("#on=2023-08-21&lang=en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_paper_is_three_pages_at_most(turned, tmp_path, language):
    """Of the question that a page opens at; that of all crossings takes more, see `test_paper`."""
    page = turned(f"#on=2023-08-21&mode=car&direction=out&lang={language}")
    path = tmp_path / "paper.pdf"
    page.pdf(path=path, prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", path.read_bytes())) <= 3


@pytest.mark.parametrize(("width", "height"), [(320, 640), (390, 844), (768, 1024), (2560, 1440)])
def test_every_size_fits(opened, width, height):
    page = opened("#on=2023-08-21&lang=lt&crossing=medininkai", width=width, height=height)
    room = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(room) <= 0
    small = page.evaluate(
        """() => [...document.querySelectorAll('button, select, input, summary, .borders-event')]
        .filter((node) => node.checkVisibility() && !node.closest('.borders-unseen, .borders-skip'))
        .map((node) => [node.className || node.id, node.getBoundingClientRect()])
        .filter(([, box]) => box.width && (box.width < 24 || box.height < 24))
        .map(([name]) => name)"""
    )
    assert small == []


def test_those_whose_work_is_shown_are_credited(opened, register):
    foot = opened().locator(".borders-remarks").text_content()
    own = messages("en")
    assert own["note.map"] in foot
    assert own["note.towns"] in foot
    assert f"Schematic roads and railways: {register.network.about.attribution}" in foot


def test_who_often_asks_is_answered_by_one_touch(opened, register):
    page = opened("#on=2025-11-20&lang=en")
    chips = page.locator(".borders-asker")
    assert len(chips.all()) == len(register.facts.package.askers) == 5
    chips.nth(1).click()
    assert "nationality=BY" in asked(page)
    assert chips.nth(1).get_attribute("aria-current") == "true"
    assert page.locator("#borders-nationality").input_value() == "Belarus"
    assert "nationality=EU" in chips.first.get_attribute("href")
    chips.last.click()
    assert "mode=foot" in asked(page)
    assert "nationality" not in asked(page)
    assert page.locator(".borders-asker[aria-current]").text_content() == "On foot"
    assert page.locator(".borders-asker[tabindex='0']").text_content() == "On foot"
    chips.last.press("ArrowRight")
    assert page.evaluate("document.activeElement.textContent") == "EU citizens by car"


def test_what_few_have_to_say_is_folded_and_told(opened):
    page = opened("#nationality=EU&residence=LT&vehicle=PL&lang=en")
    assert not page.locator("#borders-residence").is_visible()
    told = page.locator(".borders-further > summary span").last.text_content()
    assert told == "Residence permit: Lithuania; Vehicle registered in: Poland"
    assert page.locator("#borders-nationality").input_value() == "The European Union"


def test_who_is_stateless_can_be_said(opened):
    page = opened("#nationality=PL&lang=en")
    page.locator("#borders-nationality").fill("stateless")
    page.keyboard.press("Enter")
    assert "nationality=XXA" in asked(page)
    assert "tateless" in page.locator(".borders-asked").last.text_content()


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_start_over_holds_its_words_on_a_phone(opened, language):
    page = opened(f"#nationality=US&lang={language}", width=320, height=640)
    page.locator(".borders-asking > summary").click()
    box = page.locator(".borders-reset").bounding_box()
    for part in page.locator(".borders-reset > *").all():
        inner = part.bounding_box()
        assert box["x"] < inner["x"] < inner["x"] + inner["width"] < box["x"] + box["width"]
        assert inner["height"] < box["height"] - 8


def test_answer_is_read_aloud(opened, register):
    cars = register.on("2023-08-21", mode="car")
    page = opened("#on=2023-08-21&lang=en")
    page.locator("#borders-mode").select_option("car")
    rest(page, REST)
    finding = page.locator("#borders-title").text_content().replace("\u00a0", " ")
    age = page.locator(".borders-age").text_content()
    assert finding == cars.translator.finding(cars.verdicts, cars)
    assert page.locator("p[role=status]").text_content() == f"{finding}. {age}"
    page.locator("#borders-lang").select_option("lt")
    assert page.locator("p[role=status]").text_content() == ""
    rest(page, REST)
    translated = page.locator("#borders-title").text_content().replace("\u00a0", " ")
    assert page.locator("p[role=status]").text_content().startswith(f"{translated}. ")
    assert translated != finding
