"""The bar of time: it counts as Python counts, names its events, and plays within half a minute."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING

import pytest
from history_questions import Questions, minute
from page_core import Core
from patience import resize, rest

import borders
from borders.enums import Language, Standing
from borders.maps.page_data import page_data
from borders.maps.page_messages import page_messages
from borders.maps.question_json import encode
from borders.register import Event
from borders.text.messages import messages

if TYPE_CHECKING:
    from collections.abc import Iterator


STEPS = "([question, start, end]) => core.steps(data, question, start, end)"
GATHERED = """([question, language]) => {
  const say = new core.Translator(data, messages, language);
  return core.gathered(core.changes(data, question)).map((event) => [
    event.minute,
    event.came.map((measure) => [measure.id, say.clause(measure, question, true)]),
    event.ended.map((measure) => [measure.id, say.clause(measure, question)]),
    core.turnsOf(event).map((turn) => [
      turn.map(({ crossing }) => crossing.id),
      core.standingOf(turn[0].before),
      core.standingOf(turn[0].after),
    ]),
  ]);
}"""
COMPARED = """([question, versus]) => {
  const verdicts = data.crossings.map((crossing) => core.verdict(data, crossing, question));
  const served = verdicts.filter(({ serves }) => serves);
  const pairs = core.compared(data, question, versus, served);
  const changed = core.changedOf(pairs);
  return pairs.map((pair) => [
    pair.crossing.id,
    core.standingOf(pair.before),
    core.standingOf(pair.after),
    changed.includes(pair),
  ]);
}"""
EVENTS = "question => core.eventsOf(data, question).map(({ id }) => id)"
OVERLAPS = """() => {
  const box = (node) => node.getBoundingClientRect();
  const boxes = (css) => [...document.querySelectorAll(css)].map(box);
  const names = boxes(".borders-turns > :not(.borders-turn-tick)");
  const frame = box(document.querySelector(".borders-turns"));
  const meet = (a, b) =>
    a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  const out = names.filter(({ left, right }) => left < frame.left || right > frame.right);
  return {
    names: names.length,
    pairs: names.flatMap((a, i) => names.slice(i + 1).filter((b) => meet(a, b))).length,
    struck: boxes(".borders-turn-tick").filter((a) => names.some((b) => meet(a, b))).length,
    out: out.length,
  };
}"""
CARS = "#on=2024-01-10&mode=car&direction=out"


@pytest.fixture(scope="module")
def core(register: borders.Register) -> Iterator[Core]:
    with Core() as core:
        data = page_data(register)
        core.evaluate("data => void Object.assign(globalThis, { data })", data)
        core.evaluate("messages => void Object.assign(globalThis, { messages })", page_messages())
        yield core


def minutes(day: str) -> int:
    moment = datetime.fromisoformat(day).replace(tzinfo=UTC)
    return int(moment.timestamp()) // 60


def test_the_bar_counts_at_each_moment_what_python_counts(core: Core, register: borders.Register):
    """And all of its steps come to the same total, the crossings that serve the question."""
    start, end = minutes("2019-12-01"), minutes("2026-11-28")
    chance = Questions(register, 12).chance
    for snapshot, question in islice(Questions(register, 20200315), 40):
        steps = core.evaluate(STEPS, [question, start, end])
        assert {sum(step["counts"]) for step in steps} == {len(snapshot.crossings)}
        assert [step["minute"] for step in steps] == sorted({step["minute"] for step in steps})
        for _ in range(3):
            at = chance.randrange(start, end)
            moment = datetime.fromtimestamp(at * 60, UTC)
            asked = register.on(
                moment,
                mode=snapshot.mode,
                direction=snapshot.direction,
                traveller=snapshot.traveller,
            )
            served = Counter(asked.standings[crossing.id] for crossing in asked.crossings)
            last = [step for step in steps if step["minute"] <= at][-1]
            expected = [served[standing] for standing in Standing]
            assert last["counts"] == expected, (encode(asked), moment)


def test_the_page_tells_what_came_and_ended_as_python_does(core: Core, register: borders.Register):
    """By the same events, in the same order, with the same sentences in every language."""
    questions = islice(Questions(register, 20231231), 3 * len(Language))
    for (snapshot, question), language in zip(questions, [*Language] * 3, strict=True):
        say = register.translator(language)
        whole = {
            "mode": snapshot.mode,
            "direction": snapshot.direction,
            "traveller": snapshot.traveller,
        }
        changes = register.changes("2019-11-01", "2030-01-01", every=True, **whole)
        expected = [
            [
                minute(event.moment),
                [[m.id, say.clause(m, snapshot, is_new=True)] for m in event.came],
                [[m.id, say.clause(m, snapshot)] for m in event.ended],
                [[[c.crossing.id for c in turn], *turn[0].turn] for turn in event.turns],
            ]
            for event in Event.of(changes)
        ]
        assert core.evaluate(GATHERED, [question, language.value]) == expected


def test_two_days_are_compared_as_python_does(core: Core, register: borders.Register):
    """The same crossings change from the same to the same, the earlier day first."""
    chance = Questions(register, 5).chance
    for snapshot, question in islice(Questions(register, 20251110), 40):
        day = date(2019, 12, 1) + timedelta(days=chance.randrange(2400))
        pairs = snapshot.versus(day)
        expected = [
            [pair.crossing.id, pair.before.standing, pair.after.standing, pair.is_changed]
            for pair in pairs
        ]
        assert core.evaluate(COMPARED, [question, {"day": day.isoformat()}]) == expected
        early = [snapshot.moment, day]
        if all(isinstance(each, date) and not isinstance(each, datetime) for each in early):
            question_day = min(early)
            at = {pair.before.question.moment.date() for pair in pairs}
            assert at <= {question_day}


def test_a_comparison_is_counted_listed_marked_and_closed(opened, register):
    day = register.on("2025-11-10", mode="car", direction="out")
    pairs = day.versus("2023-01-01")
    changed = [pair for pair in pairs if pair.is_changed]
    page = opened("#on=2025-11-10&versus=2023-01-01&lang=en")
    assert page.locator("h1").text_content().replace("\u00a0", " ") == (
        f"Of {len(pairs)} crossings, {len(changed)} changed, "
        f"{sum(not pair.is_known for pair in pairs)} unverified: 1 January 2023 → 10 November 2025"
    )
    rows = page.locator(".borders-tally tbody tr").all()
    told = {}
    for row in rows:
        before, after = row.locator("td").all_text_contents()
        told[row.locator("use").get_attribute("href")[9:]] = int(before), int(after)
    counts = [Counter(getattr(p, side).standing for p in pairs) for side in ("before", "after")]
    assert told == {
        standing.value: (counts[0][standing], counts[1][standing])
        for standing in Standing
        if counts[0][standing] + counts[1][standing]
    }
    marked = page.locator(".borders-marker:not([hidden]):has(.borders-other)")
    ids = {node.get_attribute("data-crossing") for node in marked.all()}
    assert ids == {pair.crossing.id for pair in changed}
    row = page.locator('tr[data-crossing="silene"] .borders-col-status')
    assert row.text_content() == "Closed1 January 2023: Open by default"
    page.locator("#borders-versus").fill("2025-11-10")
    assert page.locator(".borders-turned").text_content().startswith(messages("en")["compare.same"])
    assert page.locator(".borders-other").count() == 0
    page.locator(".borders-comparison .borders-end").click()
    assert not page.locator(".borders-comparison").is_visible()
    assert page.locator(".borders-unchanged").count() == 0
    rest(page, 500)
    assert "versus" not in page.url
    page.locator(".borders-compare").click()
    assert page.locator("#borders-versus").input_value() == "2024-11-10"
    rest(page, 500)
    assert "versus=2024-11-10" in page.url


@pytest.mark.parametrize("language", Language)
def test_the_headline_of_a_comparison_is_short(turned, language: Language):
    page = turned(f"#on=2025-09-10&versus=2023-09-30&lang={language}")
    assert 30 < len(page.locator("h1").text_content()) <= 90


def test_a_map_opens_at_a_comparison(register, reader, tmp_path):
    day = register.on("2025-11-10", mode="car", direction="out")
    page = reader.show(borders.explore(day, versus="2023-01-01"), tmp_path / "map.html")
    assert page.locator("#borders-versus").input_value() == "2023-01-01"
    assert page.locator(".borders-comparison").is_visible()
    assert reader.complaints == []


def test_events_are_named_whose_measures_bear_on_the_question(
    core: Core, register: borders.Register
):
    cars = encode(register.on("2024-01-10", mode="car", direction="out"))
    assert core.evaluate(EVENTS, cars) == [event.id for event in register.events]
    pole = borders.Traveller(nationality="PL")
    poles = encode(register.on("2024-01-10", mode="car", direction="in", traveller=pole))
    named = core.evaluate(EVENTS, poles)
    assert "kuznica" in named
    assert "pandemic" not in named
    planes = encode(register.on("2024-01-10", mode="plane"))
    assert core.evaluate(EVENTS, planes) == []


def test_the_names_of_events_do_not_touch_in_any_language(opened, register):
    page = opened(CARS)
    for width in (320, 390, 768, 1024, 1440, 1920):
        resize(page, width, 900)
        for language in Language:
            page.locator("#borders-lang").select_option(language.value)
            rest(page, 60)
            assert page.evaluate(OVERLAPS) == {"names": 6, "pairs": 0, "struck": 0, "out": 0}, (
                width,
                language,
            )
            names = page.locator(".borders-turns > :not(.borders-turn-tick)").all_text_contents()
            words = [event.wording(language) for event in register.events]
            listed = page.locator(".borders-turn-list")
            if names == words:
                assert not listed.is_visible()
            else:
                assert names == ["1", "2", "3", "4", "5", "6"]
                assert all(
                    text.startswith(f"{number}. ") and text.endswith(f": {word}")
                    for number, (text, word) in enumerate(
                        zip(listed.locator("li").all_text_contents(), words, strict=True), 1
                    )
                )
        assert (names == words) is (width >= 768), "in the last of them"


def test_an_event_leads_to_its_day_and_is_told_with_it(opened):
    page = opened(f"{CARS}&lang=en")
    label = page.locator(".borders-turns .borders-turn-name", has_text="Kuźnica closed")
    assert label.get_attribute("aria-label") == "9 November 2021: Kuźnica closed"
    label.click()
    assert page.locator("#borders-date").input_value() == "2021-11-09"


def test_dragging_does_not_draw_the_bar_anew(opened):
    page = opened(f"{CARS}&lang=en")
    page.evaluate(
        """() => {
          window.drawn = 0;
          new MutationObserver((all) => (window.drawn += all.length)).observe(
            document.querySelector(".borders-track"),
            { childList: true, subtree: true, attributes: true, attributeFilter: ["d", "style"] });
          const slider = document.querySelector("#borders-slider");
          for (let day = 0; day < 50; day += 1) {
            slider.value = day * 40;
            slider.dispatchEvent(new Event("input"));
          }
        }"""
    )
    assert page.evaluate("window.drawn") == 0
    page.locator("#borders-mode").select_option("truck")
    assert page.evaluate("window.drawn") > 0


def test_the_bar_stands_below_a_legend_that_says_the_same(opened):
    """What the bar shows at the moment asked about is what the legend counts."""
    page = opened(f"{CARS}&lang=en")
    start = minutes("2019-12-01")
    at = (minutes("2024-01-10") - start) / 1440 + timedelta(hours=10) / timedelta(days=1)
    tops = page.evaluate(
        """at => {
          const top = (path) => {
            const parts = path.getAttribute("d").split("H").slice(1);
            return parseFloat(parts.findLast((part) => parseFloat(part) <= at).split("V")[1]);
          };
          const paths = [...document.querySelectorAll(".borders-counts path")];
          return Object.fromEntries(paths.map((path) => [path.classList[0].slice(12), top(path)]));
        }""",
        at,
    )
    total = int(page.locator(".borders-counts").get_attribute("viewBox").split()[-1])
    levels = [total - tops[key] for key in ("open-by-default", "closed-by-default", "closed")]
    told = page.locator(
        "#borders-legend > ul > li:not([hidden], .borders-loud)"
    ).all_text_contents()
    counts = [int(text.rpartition("(")[2].rstrip(")")) for text in told[:4]]
    assert [levels[0], levels[1] - levels[0], levels[2] - levels[1], total - levels[2]] == counts
    assert page.locator(".borders-caption").text_content() == (
        f"Crossings by status, {total} in all; hatched: not verified"
    )


def test_what_is_shared_can_be_cited_with_version_and_days(opened, reader, register):
    reader.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = opened(f"{CARS}&lang=en")
    page.clock.set_fixed_time(datetime(2026, 11, 28, 9, tzinfo=UTC))
    menu = page.locator(".borders-menu")
    menu.locator("summary").click()
    assert menu.locator("summary").text_content() == "Share"
    told = messages("en")
    kept = ("copy.citation", "save.png", "save.csv", "save.geojson", "print")
    for key in ("copy.link", *kept):
        assert menu.locator("button", has_text=told[key]).count() == 1, key
    menu.locator("button", has_text=told["copy.citation"]).click()
    assert page.evaluate("navigator.clipboard.readText()") == (
        f"Belarus border crossings, data version {register.version}, as of 10 January 2024, "
        f"retrieved 28 November 2026. {page.url.split('#')[0]}#on=2024-01-10&lang=en"
    )


def test_an_error_is_reported_with_question_version_and_entries(opened, reader, register):
    reader.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = opened(f"{CARS}&lang=en&crossing=terespol")
    menu = page.locator(".borders-menu")
    menu.locator("summary").click()
    menu.locator("button", has_text=messages("en")["copy.report"]).click()
    title, question, sentence, entries, link, *rest = page.evaluate(
        "navigator.clipboard.readText()"
    ).splitlines()
    assert title == f"Error in: Belarus border crossings, data version {register.version}"
    assert question.startswith("Question: 10 January 2024 · ")
    day = register.on("2024-01-10", mode="car", direction="out")
    verdict = day.explain("terespol")
    assert sentence == verdict.sentence
    assert entries.split() == ["Entries:", "terespol", *(m.id for m in verdict.measures)]
    assert link == f"{page.url.split('#')[0]}#on=2024-01-10&lang=en&crossing=terespol"
    assert rest == ["", "What is wrong, and which source says so:"]
