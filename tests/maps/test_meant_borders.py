"""Questions of the borders with some neighbours alone: page and Python answer them alike."""

from __future__ import annotations

from itertools import chain, combinations, islice
from typing import TYPE_CHECKING, Any

import pytest
from history_questions import Questions, changes_of, minute
from page_core import Core
from patience import ready

from borders.enums import Language, Standing
from borders.maps import html
from borders.maps.page_data import page_data
from borders.maps.page_messages import page_messages
from borders.maps.question_json import encode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page

    import borders
    from borders.register import Snapshot

LANGUAGES = [language.value for language in Language]
ASK = {"mode": "car", "direction": "out"}

GIVEN = """([data, messages]) => {
  const none = { crossing: null, versus: null, from: null, reach: false, slight: false };
  Object.assign(globalThis, { data, messages, none });
}"""
TOLD = """(question) => {
  const answers = new core.Answers(data, messages, null, {
    ...none, ...question, minor: false, lang: "en"
  });
  const { counts, unserved, verdicts, changes } = answers;
  const texts = data.languages.map((lang) => {
    answers.ask({ lang });
    const { say } = answers;
    const [ring, listed] = [say.byNeighbour(verdicts), say.listed(verdicts)];
    const named = [ring, listed].filter(Boolean).join(" ");
    return [answers.headline(), ring, named, answers.summary(), say.question(answers.state)];
  });
  return {
    texts, unserved, counts: counts.filter(([, n]) => n),
    verified: core.verifiedWith(data, question),
    advice: core.adviceOn(data, null, question).map(({ id }) => id),
    changes: changes.map(({ crossing, minute }) => [crossing.id, minute]),
  };
}"""
SEEN = """() => ({
  headline: document.querySelector("h1").textContent.replaceAll("\\u00a0", " "),
  verified: / including (.*?[0-9]{4})/.exec(document.querySelector(".borders-age").textContent)[1],
  chosen: document.querySelector("#borders-to").value,
  marks: [...document.querySelectorAll(".borders-marker:not([hidden])")]
    .map((mark) => mark.dataset.crossing).sort(),
  rows: [...document.querySelectorAll(".borders-table tr[data-crossing]:not([hidden])")]
    .map((row) => row.dataset.crossing).sort(),
})"""


@pytest.fixture(scope="module")
def core(register: borders.Register) -> Iterator[Core]:
    with Core() as core:
        core.evaluate(GIVEN, [page_data(register), page_messages()])
        yield core


def told(snapshot: Snapshot) -> dict[str, Any]:
    """What Python says, in the form of `TOLD`."""
    register, verdicts, counts = snapshot.register, snapshot.verdicts, snapshot.standings.values()
    texts = []
    for language in LANGUAGES:
        say = register.translator(language)
        texts.append(
            [
                say.finding(verdicts, snapshot),
                say.by_neighbour(verdicts),
                say.named(verdicts),
                say.summary(verdicts, snapshot),
                say.question(snapshot, moment=False),
            ]
        )
    numbers = {standing: [*counts].count(standing) for standing in Standing}
    return {
        "texts": texts,
        "unserved": len(register.crossings) - len(snapshot.crossings),
        "counts": [[standing.value, n] for standing, n in numbers.items() if n],
        "verified": f"{register.verified_day}",
        "advice": [advice.id for advice in snapshot.advice()],
        "changes": [[change.crossing.id, minute(change.moment)] for change in changes_of(snapshot)],
    }


def test_page_and_python_answer_alike_in_each_language(core: Core, register: borders.Register):
    asked: set[tuple[str, ...]] = set()
    for snapshot, question in islice(Questions(register, 16, whole=True, led=True), 40):
        assert core.evaluate(TOLD, question) == told(snapshot), question
        asked.add(snapshot.neighbours)
    assert {*chain.from_iterable(asked)} == {*register.neighbours}
    assert len(asked) > 10


def test_how_new_is_what_is_known_of_any_of_them(core: Core, register: borders.Register):
    known = register.neighbours
    every = [*chain.from_iterable(combinations(known, n) for n in range(1, len(known) + 1))]
    days = core.evaluate("(all) => all.map((to) => core.verifiedWith(data, { to }))", every)
    expected = [f"{register.to_neighbours(codes).verified_day}" for codes in every]
    assert days == expected
    assert len({*days}) > 3
    assert core.evaluate("() => core.verifiedWith(data, {})") == f"{register.verified_day}"


def test_the_best_attested_say_how_new_the_rest_is(folder: Any):
    """Roads in use before others, and those of neighbours by whom the register goes before all."""
    folder.package |= {"verified_with": ["LT"], "zones": {"BY": "Europe/Minsk"}}
    seen = {
        "LT": ("international", "2023-05-05"),
        "LV": ("international", "2022-02-02"),
        "PL": ("local", "2021-01-01"),
        "UA": ("international", "2020-04-04"),
        "RU": ("local", None),
    }
    folder.crossings.clear()
    for code, (category, day) in seen.items():
        folder.package["zones"][code] = "Europe/Vilnius"
        folder.measures[code] = []
        periods = folder.verified("2020-01-01", day) if day else []
        folder.crossing(code.lower(), neighbour=code, category=category, verified=periods)
        folder.crossings[code.lower()]["checkpoints"][0]["side"] = code
    folder.measure("UA", crossings=["ua"], valid_from="2020-01-01")
    register = folder.load()
    with Core() as own:
        own.evaluate(GIVEN, [page_data(register), {}])
        for n in range(1, len(seen) + 1):
            for codes in combinations(register.neighbours, n):
                day = own.evaluate("(to) => core.verifiedWith(data, { to })", codes)
                by_python = register.to_neighbours(codes).verified_day
                assert day == (by_python and f"{by_python}"), codes
    assert f"{register.to_neighbours(['PL', 'UA', 'LV']).verified_day}" == seen["LV"][1]
    assert f"{register.to_neighbours(['PL', 'UA']).verified_day}" == seen["PL"][1]


def expected(snapshot: Snapshot, chosen: str) -> dict[str, Any]:
    placed = [c.id for c in snapshot.crossings if c.location]
    say = snapshot.translator
    return {
        "headline": say.finding(snapshot.verdicts, snapshot),
        "verified": say.date(snapshot.register.verified_through),
        "chosen": chosen,
        "marks": sorted(placed),
        "rows": sorted(crossing.id for crossing in snapshot.crossings),
    }


@pytest.mark.parametrize("compact", [False, True])
def test_a_page_of_one_border_shows_its_reader_the_others(
    register: borders.Register,
    at_screen: Callable[..., Page],
    tmp_path: Path,
    compact: bool,  # noqa: FBT001 - a case
):
    day = register.on("2026-02-10", neighbours="LT", **ASK)
    path = tmp_path / "page.html"
    html.save(day, path, html.Edition(lang="en", compact=compact))
    page = at_screen(f"{path.as_uri()}#minor=yes", (1440, 900))
    ready(page)

    def seen() -> dict[str, Any]:
        return page.evaluate(SEEN)

    def asked(*neighbours: str) -> dict[str, Any]:
        return expected(
            register.on("2026-02-10", neighbours=neighbours, **ASK), ",".join(neighbours)
        )

    choices = page.locator("#borders-to option").evaluate_all("all => all.map((one) => one.value)")
    assert choices == ["", "LT,LV,PL", *register.neighbours]
    assert seen() == asked("LT")
    for codes in ((), ("UA",), ("LT", "LV", "PL")):
        page.locator("#borders-to").select_option(",".join(codes))
        assert seen() == asked(*codes)
        page.wait_for_url(f"**&to={','.join(codes) or 'any'}&*")
    page.evaluate("location.hash = 'to=Russia&minor=yes&lang=en'")
    page.wait_for_url("**&to=RU&*")
    assert seen() == asked("RU")
    page.locator(".borders-reset").click()
    assert seen() == asked("LT")


def test_some_crossings_of_one_border_are_all_of_a_page(register: borders.Register):
    day = register.on("2023-08-21", neighbours=["LT", "PL"], **ASK)
    of = day.of_crossings(["Terespol", "Minsk airport"])
    assert (of.neighbours, encode(of)["to"]) == (("PL",), ["PL"])
    assert [crossing.id for crossing in of.whole.crossings] == ["terespol", "minsk-airport"]
    assert day.of_crossings(["minsk-airport"]).neighbours == ()
