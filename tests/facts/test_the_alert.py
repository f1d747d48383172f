"""21 August 2023: the day on which the US embassy told its citizens in Belarus how to leave.

Sources: the alert as copied and reported in redstate-text-reproduced-on-2023-08-22,
nworeport-2023-08-21, the-baltic-times-2023-08-22, tass-2023-08-21 and newser-2023-08-21; the
Lithuanian closures in delfi-en-2023-08-18; the Polish list in dziennik-ustaw-via-infor-2023-07-11.
"""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from borders import Register, Status, Traveller
from borders.enums import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

DAY = "2023-08-21"
O, R, C, U = Status.OPEN, Status.RESTRICTED, Status.CLOSED, Status.UNKNOWN  # noqa: E741

# Out by car as a US, a French and a Belarusian citizen; a US citizen by plane; nothing said at all.
TABLE = (
    ("medininkai", O, O, O, C, R),  # one of the four; restricted, as Russians may not enter
    ("salcininkai", O, O, O, C, R),  # one of the four
    ("raigardas", O, O, O, C, R),  # one of the four
    ("lavoriskes", O, O, O, C, R),  # one of the four
    ("sumskas", C, C, C, C, C),  # closed on 18 August
    ("tverecius", C, C, C, C, C),  # closed on 18 August
    ("kena", C, C, C, C, R),  # freight and transit to Kaliningrad
    ("stasylos", C, C, C, C, C),  # freight stopped on 16 February 2023
    ("papelekis", C, C, C, C, U),  # not seen since May 2022, as the simplified points
    ("adutiskis", U, U, U, C, U),
    ("prienai", U, U, U, C, U),
    ("norviliskes", C, C, C, C, U),
    ("krakunai", U, U, U, C, U),
    ("eisiskes", U, U, U, C, U),
    ("rakai", U, U, U, C, U),
    ("latezeris", U, U, U, C, U),
    ("kapciamiestis", U, U, U, C, U),
    ("ureliai", U, U, U, C, U),
    ("geledne", U, U, U, C, U),
    ("uta", U, U, U, C, U),
    ("svendubre", C, C, C, C, U),  # no source at all
    ("paternieki", O, O, O, C, R),  # the alert: "the remaining crossings with Latvia"; AP: two
    ("silene", O, O, O, C, R),  # closes on 19 September only
    ("indra", C, C, C, C, R),  # freight only
    ("piedruja", C, C, C, C, U),  # not seen since October 2022
    ("kaplava", U, U, U, C, U),
    ("meiksani", U, U, U, C, U),
    ("vorzova", U, U, U, C, U),
    ("terespol", C, O, O, C, R),  # US citizens may not enter Poland overland from Belarus
    ("kukuryki", C, C, C, C, R),  # trucks of the EU and EFTA
    ("slawatycze", C, C, C, C, C),  # suspended since 15 March 2020
    ("polowce", C, C, C, C, C),  # suspended since 15 March 2020
    ("bialowieza", C, C, C, C, C),  # suspended since 15 March 2020
    ("bobrowniki", C, C, C, C, C),  # closed since 10 February 2023
    ("kuznica", C, C, C, C, C),  # closed since 9 November 2021
    ("rudawka", C, C, C, C, C),  # suspended since 15 March 2020
    ("lipszczany", C, C, C, C, C),  # never opened
    ("terespol-rail", C, C, C, C, R),  # freight only, built for both
    ("kuznica-rail", C, C, C, C, R),  # freight only, built for both
    ("siemianowka", C, C, C, C, O),  # freight, whose crews are exempt
    ("zubki", C, C, C, C, O),  # the same, if it works at all
    ("czeremcha", C, C, C, C, C),  # suspended since 15 March 2020
    ("dolostsy", C, C, O, C, R),  # citizens of Belarus and Russia alone, as at the other roads
    ("nevel", C, C, O, C, R),
    ("kruglovka", C, C, O, C, R),
    ("krasnaya-gorka", C, C, O, C, R),
    ("dubovichka", C, C, O, C, R),
    ("novozybkov", C, C, O, C, R),
    ("baydakovo", C, C, U, C, U),  # whether anybody drives there is not known
    ("sebezh", C, C, U, C, U),
    ("velizh", C, C, U, C, U),
    ("krasny", C, C, U, C, U),
    ("khislavichi", C, C, U, C, U),
    ("surazh", C, C, U, C, U),
    ("krasnoye-rail", C, C, C, C, R),
    ("rudnya-rail", C, C, C, C, U),  # since when trains ran again was not found
    ("zaverezhye-rail", C, C, C, C, R),
    ("klyastitsa-rail", C, C, C, C, C),  # no trains before June 2024
    ("zlynka-rail", C, C, C, C, R),
    ("pulemets", C, C, C, C, C),  # order 188-r, as at all points to Ukraine
    ("pishcha", C, C, C, C, C),
    ("domanove", C, C, C, C, R),  # citizens of Ukraine come home on foot
    ("dolsk", C, C, C, C, C),
    ("prykladnyky", C, C, C, C, C),
    ("horodyshche", C, C, C, C, C),
    ("maidan-kopyshchanskyi", C, C, C, C, C),
    ("vystupovychi", C, C, C, C, C),
    ("vilcha", C, C, C, C, C),
    ("slavutych", C, C, C, C, C),
    ("novi-yarylovychi", C, C, C, C, C),
    ("senkivka", C, C, C, C, C),
    ("zabolottia-rail", C, C, C, C, C),
    ("udrytsk-rail", C, C, C, C, C),
    ("vystupovychi-rail", C, C, C, C, C),
    ("nedanchychi-rail", C, C, C, C, C),
    ("hornostaivka-rail", C, C, C, C, C),
    ("khorobychi-rail", C, C, C, C, C),
    ("tur", C, C, C, C, C),
    ("huta", C, C, C, C, C),
    ("samary", C, C, C, C, C),
    ("vychivka", C, C, C, C, C),
    ("perebrody", C, C, C, C, C),
    ("kamianka-river", C, C, C, C, C),
    ("dobrianka", C, C, C, C, C),
    ("ilmivka", C, C, C, C, C),
    ("derevyny", C, C, C, C, C),
    ("minsk-airport", C, C, C, O, O),  # "or a plane"
)


ASKED = (("US", "car"), ("FR", "car"), ("BY", "car"), ("US", "plane"))


@pytest.mark.parametrize(("crossing", "expected"), [(row[0], row[1:]) for row in TABLE])
def test_the_whole_day(register: Register, crossing: str, expected: tuple[Status, ...]):
    days = [
        register.on(DAY, traveller=Traveller(nationality=code), direction="out", mode=mode)
        for code, mode in ASKED
    ]
    assert tuple(day.status(crossing) for day in (*days, register.on(DAY))) == expected


def test_every_way_to_russia_is_closed_with_the_reason_and_who_would_pass(register: Register):
    me = Traveller(nationality="US")
    day = register.on(DAY, traveller=me, direction="out", mode="car", neighbours="RU")
    assert len(day.verdicts) == 12
    for verdict in day.verdicts:
        assert verdict.status is C
        assert {m.reason for m in verdict.measures} == {"no-checkpoint"}
        assert "only citizens of Belarus and Russia may cross" in verdict.sentence


@pytest.mark.parametrize("nationality", ["FR", "BY"])
def test_the_airport_is_open_to_others_too(register: Register, nationality: str):
    traveller = Traveller(nationality=nationality)
    day = register.on(DAY, traveller=traveller, direction="out", mode="plane")
    assert day.status("minsk-airport") is O


def test_the_table_is_of_all_crossings(register: Register):
    assert [row[0] for row in TABLE] == [crossing.id for crossing in register.crossings]


def test_terespol_says_why_and_who_would_pass(register: Register):
    me = Traveller(nationality="US")
    verdict = register.on(DAY, traveller=me, direction="out", mode="car").explain("Terespol")
    assert verdict.status is C
    assert {m.reason for m in verdict.measures} == {"entry-list"}
    assert {m.side for m in verdict.measures} == {"PL"}
    passing = verdict.would_pass
    assert any("PL" in who.residence for who in passing)
    assert any("BY" in who.nationality for who in passing)
    papers = {paper for who in passing for paper in who.papers}
    assert papers >= {"karta-polaka", "family-of-eu", "work-right-pl", "border-guard-permission"}
    cited = {source for measure in verdict.measures for source in measure.sources}
    assert cited >= {
        "redstate-text-reproduced-on-2023-08-22",
        "dziennik-ustaw-via-infor-2023-07-11",
    }
    assert verdict.sentence.startswith("Closed to US citizens")
    assert "21 August 2023" in verdict.sentence
    assert "15 March 2020" in verdict.sentence


@pytest.mark.parametrize(
    "more",
    [
        {"residence": "PL"},
        {"papers": "karta-polaka"},
        {"papers": "family-of-pl"},
        {"papers": "work-right-pl"},
        {"nationality": ("US", "PL")},
        {"nationality": ("US", "IE")},
    ],
    ids=str,
)
def test_a_us_citizen_in_a_listed_group_passes_at_terespol(
    register: Register, more: dict[str, str | tuple[str, ...]]
):
    traveller = Traveller(**{"nationality": "US", **more})
    day = register.on(DAY, traveller=traveller, direction="out", mode="car")
    assert day.status("Terespol") is O


def test_the_bar_is_on_the_way_into_poland_only(register: Register):
    day = register.on(DAY, traveller=Traveller(nationality="US"), direction="in", mode="car")
    assert day.status("Terespol") is O


def test_the_advice_of_the_alert_goes_with_the_answer(register: Register):
    day = register.on(DAY, traveller=Traveller(nationality="US"), direction="out")
    given = {advice.id for advice in day.advice()}
    assert given >= {"us-2023-08-21-leave", "us-2023-08-21-not-to-russia-ukraine"}
    before = register.on("2023-08-20", traveller=Traveller(nationality="US"), direction="out")
    assert not {a.id for a in before.advice()} & {i for i in given if i.startswith("us-2023-08-21")}


QUESTION = ("--on", DAY, "--nationality", "US", "--direction", "out")


@pytest.fixture
def answer(run: Callable[..., tuple[int, str, str]]) -> dict[str, str]:
    """What the command answers on that day to a US citizen who wants to leave: status by id."""
    code, out, _ = run("status", *QUESTION, "--format", "json")
    assert code == 0
    content = json.loads(out)
    assert content["on"].startswith(DAY)
    return {crossing["id"]: crossing["status"] for crossing in content["crossings"]}


def test_the_command_answers_as_the_alert(answer: dict[str, str]):
    assert {c: answer[c] for c in ("medininkai", "salcininkai", "raigardas", "lavoriskes")} == (
        dict.fromkeys(("medininkai", "salcininkai", "raigardas", "lavoriskes"), "open")
    )
    assert (answer["sumskas"], answer["tverecius"]) == ("closed", "closed")
    assert (answer["paternieki"], answer["silene"]) == ("open", "open")
    assert answer["minsk-airport"] == "open"


def test_the_command_tells_every_polish_road_crossing_closed(
    register: Register, answer: dict[str, str]
):
    roads = [c.id for c in register.crossings if c.neighbour == "PL" and c.kind is not Kind.RAIL]
    assert {c: answer.get(c) for c in roads} == dict.fromkeys(roads, "closed") | {
        "kukuryki": None  # for lorries alone, so that a traveller who names no means is not told
    }


def test_the_command_gives_the_same_as_csv(
    run: Callable[..., tuple[int, str, str]], answer: dict[str, str]
):
    code, out, _ = run("status", *QUESTION, "--format", "csv")
    assert code == 0
    rows = list(csv.DictReader(io.StringIO(out)))
    assert {row["id"]: row["status"] for row in rows} == answer
