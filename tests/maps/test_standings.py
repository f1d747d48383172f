"""The parts of the page agree with Python: on standings, their age, and what is left out."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

import pytest
from history_questions import Questions, linked, spell_out
from patience import ready, rest

import borders
from borders import exports
from borders.columns import STATUS
from borders.enums import Category, Kind, Language, Standing, Status
from borders.maps import html
from borders.register import Event
from borders.text.messages import messages

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from conftest import Folder
    from playwright.sync_api import Page

    from borders.model import Verdict

LANGUAGES = [language.value for language in Language]
CARS = "#on=2023-08-21&nationality=US&mode=car&direction=out&lang=en"

PARTS = """async (links) => {
  const turned = () => new Promise((done) => addEventListener("hashchange", done, { once: true }));
  const all = [];
  const mark = (node) => node.querySelector("use").getAttribute("href").slice(9);
  const rows = (css) => [...document.querySelectorAll(css)].filter((node) => !node.hidden);
  for (const link of links) {
    const turn = turned();
    location.hash = link;
    await turn;
    all.push({
      legend: rows("#borders-legend > ul > li").map((row) => [mark(row), row.textContent]),
      table: rows("tr[data-crossing]").map((row) => [row.dataset.crossing, mark(row)]),
      marks: rows(".borders-marker").map((node) => [node.dataset.crossing, node.dataset.standing]),
      tips: [...document.querySelectorAll(".borders-marker")].map((node) => mark(node)),
      left: rows("#borders-legend .borders-unserved").map((row) => row.textContent),
      below: document.querySelector(".borders-table > .borders-quiet").textContent,
      sentence: document.querySelector("#borders-title").textContent.replaceAll("\\u00a0", " "),
    });
  }
  return all;
}"""
"""What the parts of the page tell at some addresses."""


@pytest.fixture
def file(open_file: Path) -> Path:
    return open_file


def counted(verdicts: Sequence[Verdict]) -> list[list[str]]:
    """The rows of an English legend that have a count."""
    words, standings = messages(Language.EN), Counter(verdict.standing for verdict in verdicts)
    counts = {"danger": (words["legend.danger"], sum(bool(each.dangers) for each in verdicts))}
    counts |= {each.value: (words[f"standing.{each}"], standings[each]) for each in Standing}
    return [[mark, f"{text} ({n})"] for mark, (text, n) in counts.items() if n]


def test_numbers_add_up(opened, register):
    """In legend, map, table and sentence, to what Python counts, of each of many questions."""
    questions = list(islice(Questions(register, 20260206, whole=True, led=True), 60))
    parts = opened("#lang=en&from=none").evaluate(
        PARTS, [f"#{linked(question)}&from=none&minor=yes&lang=en" for _, question in questions]
    )
    left = 0
    for (snapshot, question), part in zip(questions, parts, strict=True):
        standings = {key: each.value for key, each in snapshot.standings.items()}
        serving = [verdict for verdict in snapshot.verdicts if verdict.serves]
        assert part["legend"] == counted(serving), question
        assert dict(part["table"]) == standings, question
        placed = {c.id for c in register.crossings if c.location}
        assert dict(part["marks"]) == {k: s for k, s in standings.items() if k in placed}, question
        unserved = len(snapshot.register.crossings) - len(standings)
        assert [text.split()[0] for text in part["left"]] == ([str(unserved)] if unserved else [])
        assert part["below"] == "".join(part["left"])
        left += unserved
    assert left > 0
    for (snapshot, question), part in list(zip(questions, parts, strict=True))[::6]:
        summary = register.translator("en").finding(snapshot.verdicts, snapshot)
        assert part["sentence"] == summary, question


def test_what_does_not_serve_is_shown_where_it_is_named(opened, register):
    snapshot = register.on("2023-08-21", mode="car")
    rail = next(c for c in register.crossings if c.location and c not in snapshot.crossings)
    page = opened(f"#on=2023-08-21&mode=car&lang=en&crossing={rail.id}")
    mark = page.locator(f'.borders-marker[data-crossing="{rail.id}"]')
    row = page.locator(f'.borders-table tr[data-crossing="{rail.id}"]')
    told = messages(Language.EN)["unserved"].replace("{means}", "by car")
    assert mark.get_attribute("data-standing") == "unserved"
    assert told in page.locator(".borders-verdict").text_content().lower()
    assert told in row.text_content().lower()
    page.locator(".borders-signs > summary").click()
    assert page.locator(".borders-small li", has_text="cannot be used").is_visible()
    page.keyboard.press("Escape")
    assert mark.is_hidden()
    assert row.is_hidden()
    page.locator("#borders-search").fill(rail.name())
    assert row.is_visible()
    page.locator("#borders-mode").select_option("")
    assert mark.is_visible()


def test_the_legend_explains_what_is_in_view_and_nothing_else(opened):
    page = opened(f"{CARS}&from=none")
    shown = page.locator("#borders-legend > ul > li:visible").all_text_contents()
    assert [text.split(" (")[0] for text in shown] == ["Danger", "Open", "Closed", "Unknown"]
    page.locator(".borders-signs > summary").click()
    small = page.locator(".borders-small")
    assert small.locator("li:visible", has_text="Railway").count() == 0
    near = small.locator("li:visible", has_text="Road")
    assert near.count() == 0
    while "borders-near" not in page.locator(".leaflet-container").get_attribute("class"):
        page.locator(".leaflet-control-zoom-in").click()
        rest(page, 400)
    assert near.count() == 1
    page.locator("#borders-date").fill("2026-11-28")
    shown = page.locator("#borders-legend > ul > li:visible").all_text_contents()
    assert [text.split(" (")[0] for text in shown] == ["Danger", "Unknown"]
    tints = small.locator("li:visible", has_text="Tint").locator(".borders-mark:visible")
    drawn = page.locator(".borders-marker:visible .borders-mark").evaluate_all(
        "all => [...new Set(all.map((mark) => mark.classList[1]))]"
    )
    own = tints.evaluate_all("all => all.map((mark) => mark.classList[1])")
    assert sorted(own) == sorted(name for name in drawn if name)


FOLDED = """() => [...document.querySelectorAll(".borders-marker[hidden]")].map(
  (mark) => mark.dataset.crossing)"""

TINTS = ".borders-small li:not([hidden]) .borders-mark:not([hidden])"


def test_unknown_crossings_that_few_know_are_folded_behind_a_line(opened, register):
    verdicts = register.on("2026-02-06").verdicts
    lesser = {
        verdict.crossing
        for verdict in verdicts
        if verdict.status is Status.UNKNOWN
        and (verdict.crossing.kind is Kind.RAIL or verdict.crossing.category is Category.LOCAL)
    }
    assert len(lesser) > 20
    placed = {crossing.id for crossing in lesser if crossing.location}
    page = opened("#on=2026-02-06&lang=en")
    line = page.locator("#borders-legend .borders-fold")
    assert set(page.evaluate(FOLDED)) == placed
    assert line.text_content() == (
        f"Also {len(lesser)} lesser crossings not verified lately (railway, road and river)"
    )
    tints = page.locator(TINTS).count()
    line.locator("input").check()
    assert page.evaluate(FOLDED) == []
    assert page.locator(TINTS).count() > tints
    rest(page, 500)
    assert "&minor=yes" in page.url
    assert opened("#on=2026-02-06&minor=yes&lang=en").evaluate(FOLDED) == []


def test_what_is_folded_is_shown_where_it_is_named_or_alone_asked_about(opened, register):
    first = min(c.id for c in register.crossings if c.location and c.category is Category.LOCAL)
    page = opened(f"#on=2026-11-28&lang=en&crossing={first}")
    mark = page.locator(f'.borders-marker[data-crossing="{first}"]')
    assert mark.is_visible()
    page.keyboard.press("Escape")
    assert mark.is_hidden()
    page = opened("#on=2026-11-28&mode=passenger_train&lang=en")
    assert page.locator(".borders-marker:visible").count() > 2
    assert page.locator(".borders-fold").is_hidden()


def test_the_card_of_an_unknown_says_once_since_when_nothing_is_verified(opened, register):
    verdict = register.on("2026-11-28").explain("Silene")
    assert verdict.status is Status.UNKNOWN
    page = opened("#on=2026-11-28&lang=en&crossing=silene")
    assert page.locator(".borders-verdict").text_content() == "Unknown"
    assert page.locator(".borders-sentence").text_content() == verdict.sentence
    assert page.locator(".borders-details").text_content().count("not verified since") == 1


def at(page: Page, days: int, verified: Any) -> None:
    """Set the reader's clock some days after the last verified one."""
    noon = datetime(verified.year, verified.month, verified.day, 9, tzinfo=UTC)
    page.clock.set_fixed_time(noon + timedelta(days=days))


def test_the_page_tells_its_age_by_the_readers_clock(file, reader, register):
    verified, fresh = register.verified_through, register.facts.package.fresh_days
    assert 0 < fresh < 8
    for days, languages in (
        *((days, LANGUAGES) for days in (0, fresh, 306)),
        *((days, LANGUAGES[:1]) for days in (fresh + 1, 8)),
    ):
        page = reader.context.new_page()
        at(page, days, verified)
        page.goto(f"{file.as_uri()}#lang={LANGUAGES[-1]}")
        ready(page)
        age = page.locator(".borders-age")
        for language in languages:
            page.locator("#borders-lang").select_option(language)
            translator = register.translator(language)
            through = translator.t("note.verified", day=translator.date(verified))
            if days:
                before = translator.t("age.today", n=days)
                assert age.text_content() == translator.t("age", through=through, ages=before)
                assert str(days) in before
            else:
                assert age.text_content() == f"{through}."
            assert ("borders-old" in age.get_attribute("class")) == (days > fresh)
        page.close()


def test_the_page_tells_its_age_by_the_moment_asked_about(file, reader, register):
    page = reader.context.new_page()
    verified = register.verified_through
    at(page, 40, verified)
    page.goto(f"{file.as_uri()}#lang=en&on={verified + timedelta(days=30)}")
    ready(page)
    age = page.locator(".borders-age")
    day = register.translator("en").date(verified)
    through = f"Verified up to and including {day}, "
    assert age.text_content() == (
        f"{through}30 days before the day asked about and 40 days before today."
    )
    page.locator("#borders-date").fill((verified + timedelta(days=40)).isoformat())
    assert age.text_content() == f"{through}40 days before today."
    assert "borders-old" in age.get_attribute("class")
    page.locator("#borders-date").fill("2023-08-21")
    assert age.text_content() == f"{through}40 days before today."
    assert "borders-old" not in age.get_attribute("class"), "what was true then stays so"


def test_what_changed_is_the_standing_and_the_rest_is_on_demand(opened, register):
    traveller = borders.Traveller(nationality="US")
    changes = register.changes(
        "2010-01-01", "2040-01-01", mode="car", direction="out", traveller=traveller, every=True
    )
    grave = [c for c in changes if c.before.standing is not c.after.standing]
    assert 0 < len(grave) < len(changes)
    page = opened(CARS)
    rows = page.locator(".borders-event")
    assert rows.count() == len(Event.of(grave))
    assert page.locator(".borders-slight").count() == 0
    box = page.locator(".borders-changes .borders-choice")
    assert box.text_content() == f"Also {len(changes) - len(grave)} changes of restrictions alone"
    stops = visited(page)
    box.click()
    assert page.locator(".borders-slight").count() > 0
    assert len(visited(page)) > len(stops)
    rest(page, 500)
    assert "&changes=all" in page.url


VISITED = """() => {
  const days = new Set();
  const following = [...document.querySelectorAll(".borders-steps .borders-step")].at(-1);
  while (!following.disabled) {
    following.click();
    days.add(document.querySelector("#borders-date").value);
  }
  return [...days];
}"""


def visited(page: Page) -> set[str]:
    """The days at which one stops who goes from change to change."""
    page.locator("#borders-date").fill("2020-01-01")
    return set(page.evaluate(VISITED))


def test_times_that_are_not_verified_are_hatched(folder: Folder, reader, tmp_path):
    """Before, between and after verified periods; as high as the crossings are many."""
    spans = folder.verified("2020-01-01", "2020-12-31", "2022-01-01", "2022-12-31")
    folder.crossing("alpha", verified=spans)
    folder.crossing("beta", modes=["car"], verified=folder.verified("2020-01-01", "2022-12-31"))
    folder.write()
    path = tmp_path / "page.html"
    html.save(folder.load(), path)
    page = reader.context.new_page()
    page.clock.set_fixed_time(datetime(2023, 3, 31, 9, tzinfo=UTC))
    page.goto(f"{path.as_uri()}#on=2021-07-01&lang=en&crossing=alpha")
    ready(page)
    counts = page.locator(".borders-counts")
    assert counts.get_attribute("viewBox") == "0 0 1185 2"  # days to 2023-03-31, crossings
    (open_,) = counts.locator("path").all()  # midnight in Vilnius is two hours before that of UTC
    assert open_.get_attribute("class") == "borders-bar-open"
    assert open_.get_attribute("d") == "M0.00 2H0.00V0H365.92V1H730.92V0H1095.92V2H1185.00V2Z"
    assert page.locator(".borders-years .borders-today").get_attribute("title") == (
        "Today: 31 March 2023"
    )
    bars = page.locator(".borders-bars .borders-hatch")
    assert bars.count() == 2
    page.locator("#borders-mode").select_option("foot")
    assert counts.get_attribute("viewBox") == "0 0 1185 1"
    assert page.locator(".borders-age").text_content() == (
        "Verified up to and including 31 December 2020, 182 days before the day asked about."
    )
    assert reader.complaints == []


@pytest.mark.parametrize("language", ["en", "lt"])
def test_files_that_are_taken_away_have_the_rows_of_python(opened, register, tmp_path, language):
    day, mode, traveller = "2026-02-06", "car", borders.Traveller(nationality="US", vehicle="RU")
    page = opened(f"#on={day}&mode={mode}&nationality=US&vehicle=RU&lang={language}")
    asked = register.on(day, mode=mode, traveller=traveller, lang=language)
    rows = exports.status(asked, asked.verdicts).rows
    keys = [key for key in STATUS.names if key != "folders"]  # are no part of a page
    places = {row["id"]: (row.pop("lon"), row.pop("lat")) for row in rows}  # to a metre there
    exact = [key for key in keys if key not in {"lon", "lat"}]
    files = {}
    for key in ("save.csv", "save.geojson"):
        page.evaluate("document.querySelector('.borders-menu').open = true")
        with page.expect_download() as download:
            page.locator(".borders-menu button", has_text=messages(language)[key]).click()
        download.value.save_as(tmp_path / key)
        files[key] = (tmp_path / key).read_bytes()
    features = json.loads(files["save.geojson"])["features"]
    found = [{"id": each["id"], **each["properties"]} for each in features]
    expected = [{key: row[key] for key in exact} for row in rows]
    assert [{key: row[key] for key in exact} for row in found] == expected
    for feature in features:
        place, geometry = places[feature["id"]], feature["geometry"]
        assert (geometry and geometry["coordinates"]) == pytest.approx(place[0] and place, abs=1e-5)
    table = list(csv.DictReader(io.StringIO(files["save.csv"].decode("utf-8-sig"))))
    assert list(table[0]) == [*keys, "accuracy_m", "links"]
    told = [{key: row[key] for key in exact} for row in table]
    assert told == [spell_out(row) for row in expected]
