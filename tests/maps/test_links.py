"""Every part of a link is understood, or it is named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from page_core import Core

import borders
from borders.maps.page_data import page_data
from borders.maps.page_messages import page_messages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

READ = """({ data, messages }) => {
  data.origins = ["minsk", "vilnius"];
  const towns = [["Minsk", "minsk", 27.56, 53.9], ["Vilnius", "vilnius", 25.28, 54.69]].map(
    ([name, slug, lon, lat]) => ({ name, slug, lon, lat, size: 1, names: { pl: "Wilno" } }),
  );
  delete towns[0].names.pl;
  const names = new core.Names(data, messages, towns);
  const start = {
    on: { day: "2025-11-20" }, mode: null, direction: null, traveller: null, lang: "en",
    crossing: null, from: null, reach: false, slight: false, minor: false,
  };
  globalThis.asked = (hash) => {
    const { state, unread } = core.read(data, names, hash, start, Date.parse("2025-12-24T22:30Z"));
    const told = Object.entries(state).filter(([key, value]) => value !== start[key]);
    return {
      state: Object.fromEntries(told),
      unread: unread.map(({ part, near }) => [part, near.map(({ text }) => text)]),
      hashes: unread.flatMap(({ near }) => near.map(({ hash }) => hash)),
    };
  };
}"""


@pytest.fixture(scope="module")
def core(register: borders.Register) -> Iterator[Core]:
    with Core() as core:
        core.evaluate(READ, {"data": page_data(register), "messages": page_messages()})
        yield core


def traveller(*nationality: str, **held: Any) -> dict[str, Any]:
    nobody = {"nationality": list(nationality) or None, "residence": [], "papers": []}
    return {"traveller": nobody | {"vehicle": None} | held}


def day(text: str) -> dict[str, Any]:
    return {"on": {"day": text}}


def minute(minute: int) -> dict[str, Any]:
    return {"on": {"minute": minute}}


MORNING = minute(28209990)
"""2023-08-21T09:30+03:00."""

UNDERSTOOD = {
    # days and instants, however they are written
    "on=20251030": day("2025-10-30"),
    "on=2025/10/30": day("2025-10-30"),
    "on=2025.10.30": day("2025-10-30"),
    "on=30.10.2025": day("2025-10-30"),
    "on=3.4.2025": day("2025-04-03"),
    "on=2025-4-3": day("2025-04-03"),
    "on=30/10/2025": day("2025-10-30"),
    "on=10/30/2025": day("2025-10-30"),
    "on= 2025-10-30 ": day("2025-10-30"),
    "on=2025%2D10%2D30": day("2025-10-30"),
    "on=2025%252D10%252D30": day("2025-10-30"),
    "on=today": day("2025-12-25"),
    "on=2023-08-21T09:30+03:00": MORNING,
    "on=2023-08-21T09:30%2B03:00": MORNING,
    "on=2023-08-21T09:30%252B03:00": MORNING,
    "on=2023-08-21 09:30+0300": MORNING,
    "on=20230821T0930+03": MORNING,
    "on=2023-08-21t06:30z": MORNING,
    "on=2023-08-21T06:30:00.000Z": MORNING,
    # keys, however they are written and put together
    "?on=2025-10-30": day("2025-10-30"),
    "ON=2025-10-30": day("2025-10-30"),
    "On=2025-10-30&amp;Mode=car": day("2025-10-30") | {"mode": "car"},
    "on%3D2025-10-30%26mode%3Dcar": day("2025-10-30") | {"mode": "car"},
    "on%3D2025-10-30%26mode%3Dcar&lang=pl": day("2025-10-30") | {"mode": "car", "lang": "pl"},
    "on=2025-10-30&on=20251030": day("2025-10-30"),
    "&&mode=car&": {"mode": "car"},
    # words in other letters, languages and standards
    "mode=Car": {"mode": "car"},
    "mode=CAR": {"mode": "car"},
    "mode=passenger-train": {"mode": "passenger_train"},
    "mode=Pociąg pasażerski": {"mode": "passenger_train"},
    "mode=самалёт": {"mode": "plane"},
    "mode=%D1%81%D0%B0%D0%BC%D0%BE%D0%BB%D1%91%D1%82": {"mode": "plane"},
    "mode=": {},
    "mode=any&direction=any": {},
    "direction=OUT": {"direction": "out"},
    "direction=both": {},
    "lang=PL": {"lang": "pl"},
    "lang=pl-PL": {"lang": "pl"},
    "lang=be_BY": {"lang": "be"},
    "lang=polski": {"lang": "pl"},
    "lang=Lithuanian": {"lang": "lt"},
    "minor=1&reach=TRUE": {"minor": True, "reach": True},
    "minor=no&reach=": {},
    # neighbours, each or as members of a group
    "to=lt": {"to": ["LT"]},
    "to=LT,Poland": {"to": ["LT", "PL"]},
    "to=Літва&to=LVA": {"to": ["LT", "LV"]},
    "to=EU": {"to": ["LT", "LV", "PL"]},
    # countries by two letters, three, and name
    "nationality=by": traveller("BY"),
    "nationality=USA": traveller("US"),
    "nationality=usa": traveller("US"),
    "nationality=UK": traveller("GB"),
    "nationality=Poland": traveller("PL"),
    "nationality=Беларусь": traveller("BY"),
    "nationality=Польшча,Lenkija": traveller("PL"),
    "nationality=Latvija&residence=LTU": traveller("LV", residence=["LT"]),
    "nationality=united+states": traveller("US"),
    "nationality=US;BY": traveller("US", "BY"),
    "nationality=US&nationality=BY&nationality=us": traveller("US", "BY"),
    "nationality=": {},
    "nationality=eu": traveller("EU"),
    "nationality=European Union": traveller("EU"),
    "nationality=Шенгенская зона,BY": traveller("SCHENGEN", "BY"),
    "nationality=stateless": traveller("XXA"),
    "nationality=Bezpaństwowiec": traveller("XXA"),
    "vehicle=Niemcy": traveller(vehicle="DE"),
    "vehicle=POL&vehicle=pl": traveller(vehicle="PL"),
    "papers=": traveller(),
    "papers=KARTA-POLAKA": traveller(papers=["karta-polaka"]),
    "papers=karta_polaka,,": traveller(papers=["karta-polaka"]),
    "crossing=MEDININKAI": {"crossing": "medininkai"},
    "crossing=Miedniki": {"crossing": "medininkai"},
    "crossing=Šalčininkai": {"crossing": "salcininkai"},
    "from=Wilno": {"from": "vilnius"},
    "from=none&crossing=none": {},
}
"""Links, and what they say that the page does not open at."""

NAMED = {
    "on=2025-02-30": [["on=2025-02-30", ["on=2025-02-28", "on=2025-03-01"]]],
    "on=2025-13-01": [["on=2025-13-01", ["on=2025-01-13"]]],
    "on=2025-10": [["on=2025-10", ["on=2025-10-01", "on=2025-10-31"]]],
    "on=3/4/2025": [["on=3/4/2025", ["on=2025-04-03", "on=2025-03-04"]]],
    "on=yesterday": [["on=yesterday", []]],
    "on=": [["on=", []]],
    # without its clock, a time is several moments
    "on=2025-07-01T12:00": [
        ["on=2025-07-01T12:00", ["on=2025-07-01T12:00+03:00", "on=2025-07-01T12:00+02:00"]]
    ],
    # which some clocks skip…
    "on=2025-03-30T02:30": [
        ["on=2025-03-30T02:30", ["on=2025-03-30T02:30+03:00", "on=2025-03-30T02:30+02:00"]]
    ],
    # …or show twice
    "on=2025-10-26T02:30": [
        [
            "on=2025-10-26T02:30",
            ["on=2025-10-26T02:30+03:00", "on=2025-10-26T02:30+02:00", "on=2025-10-26T02:30+01:00"],
        ]
    ],
    "on=2025-10-30T25:00Z": [["on=2025-10-30T25:00Z", ["on=2025-10-30"]]],
    "on=2025-10-30&on=2025-10-31": [["on=2025-10-31", []]],
    "nationality=XYZ": [["nationality=XYZ", []]],
    "nationality=Polnad": [["nationality=Polnad", ["nationality=PL"]]],
    "nationality=Polska,Ruritania": [
        ["nationality=Ruritania", ["nationality=MR", "nationality=GB"]]
    ],
    "residence=EU": [["residence=EU", ["residence=AU", "residence=CU", "residence=DE"]]],
    "mode=sledge": [["mode=sledge", []]],
    "mode=train": [["mode=train", ["mode=passenger_train", "mode=freight_train"]]],
    "mode=car&mode=bus": [["mode=bus", []]],
    "direction=north": [["direction=north", []]],
    "lang=xx": [["lang=xx", []]],
    "papers=passport": [
        [
            "papers=passport",
            ["papers=passport-for-travel", "papers=child-without-passport", "papers=diplomatic"],
        ]
    ],
    "crossing=vilnius": [
        ["crossing=vilnius", ["crossing=lavoriskes", "crossing=medininkai", "crossing=kena"]]
    ],
    "crossing=Terespo": [["crossing=Terespo", ["crossing=terespol", "crossing=terespol-rail"]]],
    "from=Paris": [["from=Paris", []]],
    "minor=perhaps": [["minor=perhaps", ["minor=yes"]]],
    "natinality=US": [["natinality=US", ["nationality=US"]]],
    "paper=karta-polaka": [["paper=karta-polaka", ["papers=karta-polaka"]]],
    "utm_source=news": [["utm_source=news", []]],
    "what": [["what=", []]],
    "on=%E0%A4%A": [["on=%E0%A4%A", []]],
}
"""Links, and what of them is not understood, with what may be meant."""


def test_there_are_many():
    assert len(UNDERSTOOD) + len(NAMED) > 80


@pytest.mark.parametrize("link", UNDERSTOOD)
def test_what_can_only_mean_one_thing_is_understood(link: str, core: Core):
    answer = core.evaluate("asked", f"#{link}")
    assert answer == {"state": UNDERSTOOD[link], "unread": [], "hashes": []}


@pytest.mark.parametrize("link", NAMED)
def test_what_is_not_understood_is_named_with_what_may_be_meant(link: str, core: Core):
    answer = core.evaluate("asked", f"#{link}")
    assert answer["unread"] == NAMED[link]
    for hash_ in answer["hashes"]:
        assert core.evaluate("asked", hash_)["unread"] == []


@pytest.fixture
def opened(toy: Any, reader: Any, tmp_path: Path) -> Any:
    def opened(link: str) -> Page:
        return reader.show(borders.explore(toy()), tmp_path / "map.html", link)

    return opened


def test_a_reader_sees_what_is_not_understood_and_asks_what_was_meant(opened: Any):
    page = opened("#nationality=Polnad&mode=sledge&lang=pl")
    notice = page.locator(".borders-notice")
    assert notice.locator("p").all_inner_texts() == [
        "Nie rozpoznano w odnośniku: nationality=Polnad. Czy chodziło o: nationality=PL",
        "Nie rozpoznano w odnośniku: mode=sledge",
    ]
    notice.get_by_text("nationality=PL", exact=True).click()
    assert notice.is_hidden()
    page.wait_for_url(lambda url: "nationality=PL" in url and "lang=pl" in url)


def test_a_reader_puts_the_notice_away(opened: Any):
    page = opened("#on=2025-02-30&lang=lt")
    page.get_by_role("button", name="Uždaryti pranešimą").click()
    assert page.locator(".borders-notice").is_hidden()
    page.evaluate("location.hash = 'on=20251030'")
    page.wait_for_url("**#on=2025-10-30&*")
    assert page.locator(".borders-notice").is_hidden()


def test_a_link_that_is_understood_is_not_remarked_on(opened: Any):
    assert opened("#nationality=usa&mode=Car").locator(".borders-notice").is_hidden()
