from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from msgspec import structs

import borders
from borders import DataError, Problem, Status, documents, places
from borders.data import checking
from borders.enums import Level
from borders.geo import states
from borders.network import read as network_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from conftest import Folder

    Toy = Callable[[Folder], object]


def told(folder: Folder) -> list[str]:
    """What is told, without lines."""
    problems = checking.check(folder.write())[1]
    return [str(structs.replace(problem, line=None)) for problem in problems]


def amended(folder: Folder, begins: str) -> None:
    folder.measure(id="lt-old", valid_to="2021-06-01")
    folder.measure(id="lt-new", valid_from=begins, amends="lt-old")


def twice(folder: Folder, second: str, **changes: Any) -> None:
    folder.measure(id="lt-one", valid_to="2021-06-01", **changes)
    folder.measure(id="lt-two", valid_from=second, crossings=["alpha", "beta"], **changes)


def third_side(folder: Folder) -> None:
    folder.package["zones"]["LV"] = "Europe/Riga"
    folder.measures["LV"] = []
    folder.measure("LV")


def cite(folder: Folder, name: str) -> None:
    folder.crossing("gamma", equipment={"xray": True, "sources": [name]})


def place(folder: Folder, name: str) -> None:
    point = {"accuracy_m": 9, "basis": "observed", "sources": [name]}
    folder.crossing("gamma", border_point=point)


def full(folder: Folder) -> Folder:
    """A toy that uses everything there is to use."""
    folder.measure(
        "BY", effect="conditions", condition="slot", **{"except": [{"papers": ["permit"]}]}
    )
    folder.measure(
        only=[{"nationality": ["EU", "US"], "residence": ["LT"]}], last_seen="2025-12-31"
    )
    folder.measure(
        announced="2020-12-01", valid_to="2021-06-01", lifted="2021-05-20", modes=["car"]
    )
    folder.measure(valid_from="2021-06-01", modes=["car"], amends="lt-1", planned_to="2022-01-01")
    folder.advise(only=[{"papers": ["diplomatic"]}], crossings=["beta"])
    folder.sign()
    folder.event()
    return folder


BOTH = ["diplomatic", "permit"]
WORDS, SOURCES, PLACES = (
    f"; write one of {file}, or add it there"
    for file in ("vocabulary.toml", "sources.toml", "crossings.geojson")
)


def slot(folder: Folder, met_by: list[str], *exceptions: dict[str, Any]) -> None:
    """A slot is asked for, and who holds a diplomatic passport holds a permit."""
    folder.papers[0].update(implies=["permit"])
    folder.conditions[0].update(met_by=met_by)
    folder.measure(effect="conditions", condition="slot", **{"except": [*exceptions]})


def turn(folder: Folder, **changes: Any) -> None:
    """Name an event of one measure."""
    folder.measure(id="lt-a", valid_to="2021-06-01")
    folder.event(**{"measures": ["lt-a"]} | changes)


RULES: list[tuple[Toy, str]] = [
    # crossings
    (
        lambda f: f.crossing("gamma", checkpoints=[{"side": "PL", "names": {"en": "Gamma"}}]),
        "crossings.geojson, gamma: checkpoint of PL: write one of BY, LT",
    ),
    (
        lambda f: f.crossing(
            "gamma", neighbour="LV", checkpoints=[{"side": "LV", "names": {"en": "Gamma"}}]
        ),
        "crossings.geojson, gamma: LV has no zone: add it to zones in datapackage.json",
    ),
    (
        lambda f: f.crossing(
            "gamma",
            verified=f.verified("2020-01-01", "2021-01-01", "2021-01-01", "2022-01-01"),
        ),
        (
            "crossings.geojson, gamma: verified: the period from 2021-01-01 begins before the one "
            "through 2021-01-01 is over: write them oldest first, as one where they overlap"
        ),
    ),
    *(
        (toy, "crossings.geojson, gamma: no source is called 'papr'; did you mean 'paper'?")
        for toy in (
            lambda f: f.crossing("gamma", sources=["papr"]),
            lambda f: f.crossing(
                "gamma", verified=[{"from": "2020-01-01", "through": "2021-01-01", "by": ["papr"]}]
            ),
            lambda f: cite(f, "papr"),
            lambda f: place(f, "papr"),
        )
    ),
    # names that a measure uses
    (
        lambda f: f.measure(crossings=["alpha", "betta"]),
        "measures/LT.toml, lt-0: no crossing is called 'betta'; did you mean 'beta'?",
    ),
    (
        lambda f: f.measure(reason="disputes"),
        f"measures/LT.toml, lt-0: no reason is called 'disputes'{WORDS}",
    ),
    (
        lambda f: f.measure(effect="conditions", condition="queue"),
        f"measures/LT.toml, lt-0: no condition is called 'queue'{WORDS}",
    ),
    (
        lambda f: f.measure(sources=["paper", "quire"]),
        f"measures/LT.toml, lt-0: no source is called 'quire'{SOURCES}",
    ),
    (
        lambda f: f.measure(amends="lt-9"),
        "measures/LT.toml, lt-0: no measure is called 'lt-9'; did you mean 'lt-0'?",
    ),
    (
        lambda f: f.measure(only=[{"papers": ["passport"]}]),
        f"measures/LT.toml, lt-0: no paper is called 'passport'{WORDS}",
    ),
    *(
        (
            lambda f, who=who, key=key: f.measure(**{key: [who]}),
            "measures/LT.toml, lt-0: no country is called 'UK' by ISO 3166-1, and no group is (EU)",
        )
        for who in ({"nationality": ["UK"]}, {"residence": ["PL", "UK"]}, {"vehicle": ["UK", "EU"]})
        for key in ("only", "except")
    ),
    # effects
    (third_side, "measures/LV.toml, lv-0: LV decides nothing at alpha: move it to the side's file"),
    (
        lambda f: f.measure(modes=["bus"], crossings=["alpha", "beta"]),
        (
            "measures/LT.toml, lt-0: has no effect at alpha, which serves foot, car, truck: "
            "leave it out there"
        ),
    ),
    (
        lambda f: f.measure(crossings=["alpha", "beta", "alpha"]),
        "measures/LT.toml, lt-0: names a crossing twice",
    ),
    (
        lambda f: f.measure(only=[{"modes": ["car"]}], **{"except": [{"modes": ["car"]}]}),
        (
            "measures/LT.toml, lt-0: has the same criterion in only and except, "
            "so it has no effect on it"
        ),
    ),
    # times
    (
        lambda f: amended(f, "2021-06-02"),
        "measures/LT.toml, lt-new: does not begin where lt-old, which it amends, ends",
    ),
    (
        lambda f: f.measure(announced="2021-01-02"),
        (
            "measures/LT.toml, lt-0: announced 2021-01-02 is after valid_from 2021-01-01: "
            "swap or correct"
        ),
    ),
    (
        lambda f: f.measure(valid_to="2021-06-01", lifted="2021-06-02"),
        "measures/LT.toml, lt-0: lifted 2021-06-02 is after valid_to 2021-06-01: swap or correct",
    ),
    (
        lambda f: f.measure(lifted="2021-06-01"),
        (
            "measures/LT.toml, lt-0: lifted without valid_to: "
            "write the first moment at which it no longer held"
        ),
    ),
    (
        lambda f: f.measure(valid_to="2021-06-01", planned_to="2021-06-01T00:00:00+03:00"),
        "measures/LT.toml, lt-0: planned_to equals valid_to: leave it out",
    ),
    (
        lambda f: f.measure(last_seen="2020-12-31"),
        "measures/LT.toml, lt-0: last_seen 2020-12-31 is before valid_from 2021-01-01",
    ),
    (
        lambda f: f.measure(crossings=["alpha", "beta"], last_seen="2021-06-01"),
        (
            "measures/LT.toml, lt-0: last_seen 2021-06-01 lies within verified time of alpha, "
            "beta: leave it out if the measure held on, or write its end as valid_to"
        ),
    ),
    (
        lambda f: f.measure(valid_to="2021-06-01", last_seen="2021-06-01"),
        (
            "measures/LT.toml, lt-0: last_seen 2021-06-01 is not before valid_to "
            "2021-06-01 00:00:00+03:00: leave last_seen out"
        ),
    ),
    *(
        (
            lambda f, day=day: twice(f, day),
            (
                "measures/LT.toml, lt-two: says the same as lt-one at alpha at the same time: "
                "end one where the other begins"
            ),
        )
        for day in ("2021-05-31", "2021-01-01", "2020-06-01")
    ),
    # groups and advice
    (
        lambda f: f.groups[0]["members"].append("UK"),
        "groups.toml, EU: no country is called 'UK' by ISO 3166-1, and no group is (EU)",
    ),
    (
        lambda f: f.groups[0]["dated"].append({"code": "XX"}),
        "groups.toml, EU: no country is called 'XX' by ISO 3166-1, and no group is (EU)",
    ),
    (
        lambda f: f.groups[0].update(sources=["quire"]),
        f"groups.toml, EU: no source is called 'quire'{SOURCES}",
    ),
    (
        lambda f: f.advise(sources=["quire"]),
        f"advice.toml, stay: no source is called 'quire'{SOURCES}",
    ),
    (
        lambda f: f.advise(crossings=["gama"]),
        f"advice.toml, stay: no crossing is called 'gama'{PLACES}",
    ),
    (
        lambda f: f.advise(only=[{"nationality": ["NATO"]}]),
        "advice.toml, stay: no country is called 'NATO' by ISO 3166-1, and no group is (EU)",
    ),
    (
        lambda f: f.advise(**{"except": [{"papers": ["passport"]}]}),
        f"advice.toml, stay: no paper is called 'passport'{WORDS}",
    ),
    # papers that imply, and that meet a condition
    (
        lambda f: full(f).papers[0].update(implies=["permi"]),
        "vocabulary.toml, diplomatic: no paper is called 'permi'; did you mean 'permit'?",
    ),
    (
        lambda f: full(f).conditions[0].update(met_by=["permi"]),
        "vocabulary.toml, slot: no paper is called 'permi'; did you mean 'permit'?",
    ),
    (
        lambda f: full(f).papers[0].update(implies=["diplomatic"]),
        "vocabulary.toml, diplomatic: implies itself, by diplomatic: break the circle",
    ),
    (
        lambda f: full(f).papers.extend(
            [
                {**f.papers[0], "id": "visa", "implies": ["permit", "stay"]},
                {**f.papers[0], "id": "stay", "implies": ["permit"]},
            ]
        ),
        "vocabulary.toml, visa: implies names 'permit', which 'stay' implies: leave 'permit' out",
    ),
    (
        lambda f: slot(f, BOTH),
        (
            "vocabulary.toml, slot: met_by names 'diplomatic' beside 'permit', which it implies: "
            "leave 'diplomatic' out"
        ),
    ),
    (
        lambda f: slot(f, ["permit"], {"papers": ["diplomatic"]}),
        "measures/LT.toml, lt-0: excepts 'diplomatic', which meets 'slot' by itself: leave it out",
    ),
    (
        lambda f: slot(f, []) or f.advise(**{"except": [{"papers": BOTH}]}),
        (
            "advice.toml, stay: papers names 'diplomatic' beside 'permit', which it implies: "
            "leave 'diplomatic' out"
        ),
    ),
    (
        lambda f: (
            full(f).papers[0].update(modes=["truck"])
            or f.measure(modes=["truck"], only=[{"vehicle": ["BY"], "papers": ["diplomatic"]}])
        ),
        (
            "measures/LT.toml, lt-3: asks by truck for diplomatic, which all by that hold: "
            "leave papers out"
        ),
    ),
    # what nothing uses
    (
        lambda f: f.sources.append({**f.sources[0], "id": "quire"}),
        "sources.toml, quire: is cited nowhere: cite it, or leave it out",
    ),
    *(
        (
            lambda f, words=words: getattr(f, words).append({**f.reasons[0], "id": "idle"}),
            "vocabulary.toml, idle: is used nowhere: leave it out",
        )
        for words in ("reasons", "conditions", "papers")
    ),
    # signs
    (
        lambda f: f.sign(crossing="alpa"),
        (
            "signs.csv, alpa, car, from 2026-01-10: "
            "no crossing is called 'alpa'; did you mean 'alpha'?"
        ),
    ),
    (
        lambda f: f.sign(what="queud"),
        f"signs.csv, alpha, car, from 2026-01-10: no traffic is called 'queud'{WORDS}",
    ),
    (
        lambda f: f.sign(source="papers"),
        (
            "signs.csv, alpha, car, from 2026-01-10: "
            "no source is called 'papers'; did you mean 'paper'?"
        ),
    ),
    (
        lambda f: f.sign(mode="plane"),
        (
            "signs.csv, alpha, plane, from 2026-01-10: "
            "alpha serves no plane: write one of foot, car, truck"
        ),
    ),
    (
        lambda f: f.sign(through="2026-01-09"),
        (
            "signs.csv, alpha, car, from 2026-01-10: "
            "through 2026-01-09 is before from: swap or correct"
        ),
    ),
    # whose questions and histories there are
    (
        lambda f: f.package.update(histories=[{"nationality": "QQ"}]),
        (
            "datapackage.json, histories: "
            "no country is called 'QQ' by ISO 3166-1, and no group is (EU)"
        ),
    ),
    (
        lambda f: f.package.update(histories=[{"residence": "EU"}]),
        (
            "datapackage.json, histories: "
            "no country is called 'EU' by ISO 3166-1, and no group is (EU)"
        ),
    ),
    (
        lambda f: f.package.update(histories=[{}]),
        "datapackage.json, histories: one says of nobody: write nationality or residence",
    ),
    (
        lambda f: f.package.update(histories=[{"residence": "LT"}, {"residence": "LT"}]),
        "datapackage.json, histories: resident-LT stands twice",
    ),
    # named events
    (
        lambda f: turn(f, measures=["lt-a", "lt-b"]),
        "events.toml, turn: no measure is called 'lt-b'; did you mean 'lt-a'?",
    ),
    (
        lambda f: turn(f, day="2021-01-02"),
        (
            "events.toml, turn: no measure of it begins or ends on 2021-01-02: "
            "write 2021-01-01, 2021-06-01"
        ),
    ),
    (
        lambda f: turn(f, measures=[]),
        "events.toml, turn: no measure of it begins or ends on 2021-01-01: write the day of one",
    ),
    (
        lambda f: (turn(f, day="2021-06-01"), f.event(id="next", measures=["lt-a"])),
        "events.toml, next: stands after turn and is before it: write events oldest first",
    ),
]


def test_a_toy_that_uses_everything_has_no_problem(folder: Folder):
    assert told(full(folder)) == []


@pytest.mark.parametrize(("breaks", "problem"), RULES, ids=[text[:70] for _, text in RULES])
def test_each_rule_speaks_once_of_what_breaks_it_alone(folder: Folder, breaks: Toy, problem: str):
    breaks(folder)
    assert told(folder) == [problem]


def test_a_fault_is_told_with_its_line_and_every_fault_of_an_entry_at_once(folder: Folder):
    """What cannot be read keeps nothing else of its entry from being told."""
    folder.measure()
    folder.measure(
        effect="shuts",
        crossings=["alpha", "betta"],
        only=[{"papers": ["diplomatic"], "modes": ["horse"], "citizen": ["PL"]}, {"vehicle": "x"}],
        valid_to="2020-01-01",
        sources=["papr"],
        confidence=None,
    )
    problems = checking.check(folder.write())[1]
    lines = (folder.path / "measures/LT.toml").read_text("utf-8").splitlines()
    assert {(p.file, p.entry) for p in problems} == {("measures/LT.toml", "lt-1")}
    told = [
        (p.line and lines[p.line - 1].partition(" ")[0], p.text.partition(";")[0]) for p in problems
    ]
    assert told == [
        ("effect", "effect: Invalid enum value 'shuts'"),
        ("only", "only, entry 1, modes: Invalid enum value 'horse'"),
        ("only", "only, entry 1, unknown key 'citizen'"),
        ("only", "only, entry 2, vehicle: Expected `array`, got `str` (got 'x')"),
        ("[[measure]]", "confidence is missing"),
        ("crossings", "no crossing is called 'betta'"),
        ("sources", "no source is called 'papr'"),
    ]


def test_the_lines_of_many_problems_are_looked_for_once(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
):
    for number in range(50):
        folder.measure(id=f"lt-{number}", colour="red")
    path, read = folder.write(), []
    content = documents.content
    monkeypatch.setattr(documents, "content", lambda *at: read.append(at[1]) or content(*at))
    problems = checking.check(path)[1]
    assert [p.line for p in problems if "colour" in p.text] == [10 + 11 * n for n in range(50)]
    assert read.count("measures/LT.toml") == 2  # as records, and for lines


@pytest.mark.parametrize("text", ["# nothing yet\nx = ]\n", "x = 1\n", "[[sourze]]\n"])
def test_a_file_without_an_entry_is_told_with_its_line(folder: Folder, text: str):
    path = folder.write()
    (path / "sources.toml").write_text(text, "utf-8")
    first, *_ = checking.check(path)[1]
    assert first.file == "sources.toml"
    assert first.line == {"#": 2, "x": None, "[": 1}[text[0]]


def test_an_entry_without_an_id_is_told_with_its_line(folder: Folder):
    folder.measure()
    folder.measure(id=None, crossings=["alpa"])
    problems = checking.check(folder.write())[1]
    lines = (folder.path / "measures/LT.toml").read_text("utf-8").splitlines()
    told = {p.text.partition(";")[0]: lines[p.line - 1] for p in problems if p.line}
    assert told == {
        "id is missing": "[[measure]]",
        "no crossing is called 'alpa'": 'crossings = ["alpa"]',
    }
    assert {p.line and p.line > 10 for p in problems} == {True}


def test_what_contradicts_itself_twice_is_told_twice(folder: Folder):
    folder.measure(condition="slot", valid_to="2020-01-01", planned_to="2020-02-01")
    texts = [problem.text.partition(" 2020")[0] for problem in checking.check(folder.write())[1]]
    assert texts == [
        "valid_to",
        "planned_to",
        'condition and effect = "conditions" go together: give both or neither',
    ]


def test_the_words_that_are_allowed_are_listed(folder: Folder):
    folder.measure(effect="shuts")
    folder.measure("BY", reason="weather")
    folder.measure("BY")
    assert told(folder) == [
        (
            "measures/LT.toml, lt-0: effect: Invalid enum value 'shuts'; "
            "write bars, conditions or lifts"
        ),
        "measures/BY.toml, by-0: no reason is called 'weather'; write dispute",
    ]


@pytest.mark.parametrize(
    "name",
    [
        *("sources.toml", "crossings.geojson", "measures/LT.toml", "datapackage.json"),
        *("towns.csv", "network/gates.csv", "network/roads.csv", "network/network.toml"),
    ],
)
def test_a_byte_order_mark_is_one_problem(roads: Folder, name: str):
    full(roads)
    file = roads.write() / name
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    found = [*checking.check(roads.path)[1], *network_files.check(roads.path / "network", "BY")]
    (problem,) = [each for each in found if each.level is Level.ERROR]
    assert (
        str(problem)
        == f"{name}, line 1: begins with a byte order mark: save it as UTF-8 without one"
    )


def test_a_file_that_cannot_be_read_makes_no_name_wrong(folder: Folder):
    full(folder)
    for name in ("sources.toml", "crossings.geojson", "vocabulary.toml", "groups.toml"):
        path = folder.write() / name
        before = path.read_text("utf-8")
        path.write_text("{", "utf-8")
        problems = checking.check(folder.path)[1]
        assert [problem.file for problem in problems] == [name]
        path.write_text(before, "utf-8")


def idle(folder: Folder) -> list[tuple[str, str]]:
    """What is warned of: the entry and the first words."""
    problems = checking.check(folder.write())[1]
    assert {problem.level for problem in problems} <= {Level.WARNING}
    return [(problem.entry, problem.text.partition(":")[0]) for problem in problems]


def test_a_measure_without_an_effect_is_warned_of(folder: Folder):
    """All is verified through 2025; the source of the toy has no day."""
    folder.package["fresh_days"] = 7
    folder.measure(id="known", valid_from="2025-12-31")
    folder.measure(id="fresh", valid_from="2026-01-07", modes=["car"])
    folder.measure(id="a-day", valid_from="2026-01-08", modes=["truck"])
    folder.measure(id="over", valid_from="2026-01-08", valid_to="2026-01-09", modes=["foot"])
    folder.measure(id="seen", valid_from="2026-02-01", last_seen="2026-03-01", direction="out")
    folder.measure(id="slot", valid_from="2026-01-08", effect="conditions", condition="slot")
    assert idle(folder) == [
        ("a-day", "has an effect on its first day alone"),
        ("slot", "has no effect"),
    ]


def test_a_measure_that_is_warned_of_has_indeed_no_effect(folder: Folder):
    folder.measure(id="a-day", valid_from="2026-01-08")
    folder.measure(id="slot", valid_from="2026-01-08", effect="conditions", condition="slot")
    assert {entry for entry, _ in idle(folder)} == {"a-day", "slot"}
    register = folder.load()
    told = {
        f"2026-01-{day:02}": register.on(f"2026-01-{day:02}").explain("alpha") for day in (8, 9)
    }
    assert [verdict.status for verdict in told.values()] == [Status.CLOSED, Status.UNKNOWN]
    assert [[m.id for m in verdict.measures] for verdict in told.values()] == [["a-day"], []]


def test_a_crossing_that_was_verified_long_ago_is_named(folder: Folder):
    folder.crossing("gamma", verified=[])
    facts, _ = checking.check(folder.write())
    assert facts is not None
    assert [*checking.stale(facts, date(2026, 1, 30), 30)] == [
        Problem(file="crossings.geojson", entry="gamma", text="was never verified")
    ]
    assert [p.entry for p in checking.stale(facts, date(2026, 1, 31), 30)] == [
        "alpha",
        "beta",
        "gamma",
    ]


def test_a_register_with_problems_is_not_loaded(folder: Folder):
    folder.measure(reason="disputes", sources=["quire"])
    with pytest.raises(DataError) as error:
        folder.load()
    assert [problem.entry for problem in error.value.problems] == ["lt-0", "lt-0"]


def test_what_nothing_uses_keeps_no_register_from_loading(folder: Folder):
    folder.sources.append({**folder.sources[0], "id": "quire"})
    assert len(folder.load().facts.sources) == 2


def test_a_circle_of_papers_is_named_by_each_that_is_in_it(folder: Folder):
    words = full(folder).papers
    words[0].update(implies=["permit"])
    words[1].update(implies=["diplomatic"])
    words.append({**words[0], "id": "visa", "implies": ["permit"]})
    assert told(folder) == [
        "vocabulary.toml, diplomatic: implies itself, by permit: break the circle",
        "vocabulary.toml, permit: implies itself, by diplomatic: break the circle",
    ]


@pytest.mark.parametrize("differ", [{"modes": ["truck", "car"]}, {}], ids=str)
def test_a_paper_that_some_hold_by_their_mode_may_be_asked_for(folder: Folder, differ: dict):
    full(folder).papers[0].update(modes=["truck"])
    folder.measure(**differ, **{"except": [{"papers": ["diplomatic"]}]})
    assert told(folder) == []


@pytest.mark.parametrize(
    "differ",
    [
        {"effect": "conditions", "condition": "slot"},
        {"modes": ["car"]},
        {"direction": "out"},
        {"only": [{"nationality": ["EU"]}]},
        {"except": [{"nationality": ["EU"]}]},
        {"crossings": ["beta"]},
        {"stage": "not-effective"},
    ],
    ids=str,
)
def test_measures_that_differ_may_hold_at_the_same_time(folder: Folder, differ: dict):
    folder.measure()
    folder.measure(**differ)
    assert told(folder) == []


def test_measures_that_adjoin_do_not_overlap(folder: Folder):
    twice(folder, "2021-06-01")
    assert told(folder) == []


def test_the_same_of_both_sides_is_no_overlap(folder: Folder):
    folder.measure("LT")
    folder.measure("BY")
    assert told(folder) == []


def test_what_was_last_seen_before_the_next_began_does_not_overlap(folder: Folder):
    folder.crossings["alpha"]["verified"] = folder.verified("2020-01-01", "2021-05-31")
    folder.measure(last_seen="2021-05-31")
    folder.measure(valid_from="2021-06-01", last_seen="2021-06-30")
    assert told(folder) == []


def test_problems_of_reading_and_of_checking_come_together(folder: Folder):
    folder.measure(effect="shuts")
    folder.measure(crossings=["gamma"])
    assert [text.split(":")[0] for text in told(folder)] == [
        "measures/LT.toml, lt-0",
        "measures/LT.toml, lt-1",
    ]


@pytest.fixture
def mapped(folder: Folder) -> Folder:
    """The toy with a border along 54.5° N: Lithuania north of it, Belarus south."""
    line = [[lon / 10, 54.5] for lon in range(240, 271)]

    def area(code: str, south: float) -> dict[str, Any]:
        ring = [[24, south], [27, south], [27, south + 0.5], [24, south + 0.5], [24, south]]
        return {
            "type": "Feature",
            "id": code,
            "properties": {},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }

    border = {
        "type": "Feature",
        "id": "BY-LT",
        "properties": {"sides": ["LT", "BY"]},
        "geometry": {"type": "LineString", "coordinates": line},
    }
    path = folder.write()
    for name, features in {
        "borders.geojson": [border],
        "countries.geojson": [area("LT", 54.5), area("BY", 54.0)],
    }.items():
        text = json.dumps({"type": "FeatureCollection", "features": features})
        (path / name).write_text(text, "utf-8")
    return folder


def checkpoints(near: float, far: float) -> list[dict[str, Any]]:
    """A Lithuanian and a Belarusian checkpoint at two latitudes."""
    return [
        {
            "side": side,
            "names": {"en": "Gamma"},
            "location": {"lon": 25.5, "lat": lat, "accuracy_m": 20, "basis": "observed"},
        }
        for side, lat in (("LT", near), ("BY", far))
    ]


def test_points_in_their_places_are_no_problem(mapped: Folder):
    mapped.crossing("gamma", checkpoints=checkpoints(54.502, 54.498))
    assert told(mapped) == []


def test_a_line_with_the_wrong_state_on_its_left_hand_is_told(mapped: Folder):
    path = mapped.write() / "borders.geojson"
    path.write_text(path.read_text("utf-8").replace('["LT", "BY"]', '["BY", "LT"]'), "utf-8")
    assert told(mapped) == [
        'borders.geojson, feature 1: has LT on its left hand: write ["LT", "BY"] as sides'
    ]


def test_a_point_off_the_line_is_told_with_the_nearest_on_it(mapped: Folder):
    """A ten-thousandth of a degree of latitude is eleven metres."""
    point = {"type": "Point", "coordinates": [25.05, 54.5001]}
    mapped.crossing("gamma", geometry=point)
    (text,) = told(mapped)
    where = "crossings.geojson, gamma: border point is 11.1 m off the line: write "
    assert text.startswith(where)
    lon, lat = json.loads(text.removeprefix(where))
    assert (lon, lat) == (pytest.approx(25.05, abs=1e-4), pytest.approx(54.5, abs=1e-6))
    mapped.crossing("gamma", geometry={"type": "Point", "coordinates": [lon, lat]})
    assert told(mapped) == []


@pytest.mark.parametrize(
    ("near", "far", "problem"),
    [
        (54.499, 54.498, "checkpoint of LT lies in BY"),
        (54.502, 54.501, "checkpoint of BY lies in LT"),
        (54.502, 53.0, "checkpoint of BY lies in no state of the map"),
    ],
)
def test_a_checkpoint_on_another_side_is_told(
    mapped: Folder, near: float, far: float, problem: str
):
    both = checkpoints(near, far)
    mapped.crossing("gamma", checkpoints=both)
    assert told(mapped) == [f"crossings.geojson, gamma: {problem}"]
    right = both[near < 54.5]
    del right["location"]
    assert told(mapped) == [f"crossings.geojson, gamma: {problem}"], "of one the place is unknown"


def test_a_folder_without_a_map_has_no_places_to_hold_to(folder: Folder):
    folder.crossing("gamma", checkpoints=checkpoints(10.0, 10.0))
    assert told(folder) == []


SPOT = {"type": "Point", "coordinates": [1, 2]}
FEATURE = {"type": "Feature", "properties": {}}
AREA = {"type": "Polygon", "coordinates": [[[1, 2], [1, 3], [2, 3], [1, 2]]]}
TOWNS = "name,country,lon,lat,population\nAy,BY,25,54,1\n"


@pytest.mark.parametrize(
    ("name", "content", "problems"),
    [
        (
            "towns.csv",
            f"{TOWNS}Be,BY,abc,54,1\nCe,BY,25,154,1\nDe,BY,25\nEe,BY,25,54,many\n",
            [
                "towns.csv, line 3: 'abc' is no lon in degrees",
                "towns.csv, line 4: '154' is no lat in degrees",
                "towns.csv, line 5: has 3 columns, and the header 5",
                "towns.csv, line 6: 'many' is no number of people",
            ],
        ),
        (
            "towns.csv",
            "name,lon,lat\n",
            ["towns.csv, line 1: has no country, population: write name,country,lon,lat,popul"],
        ),
        ("towns.csv", f"{TOWNS}\udcff\udcfe", ["towns.csv, line 3: is no UTF-8 text"]),
        *(
            (
                f"{name}.geojson",
                '{"features":[{',
                [f"{name}.geojson: cannot be read: Expecting"],
            )
            for name in ("water", "borders", "countries")
        ),
        (
            "water.geojson",
            json.dumps(
                {
                    "type": "FeatureCollection",
                    "features": [
                        *(5, {"type": "Feature", "geometry": SPOT}),
                        *(FEATURE | {"geometry": each} for each in (SPOT, AREA, None)),
                        FEATURE | {"geometry": {"type": "Point", "coordinates": ["25", "54"]}},
                        FEATURE | {"geometry": SPOT, "names": {"en": "Pond"}},
                    ],
                }
            ),
            [
                "water.geojson, feature 1: is no GeoJSON feature",
                "water.geojson, feature 2: has no properties",
                "water.geojson, feature 3: is no area but a Point",
                "water.geojson, feature 4: has no 'id'",
                "water.geojson, feature 5: is no GeoJSON feature with a geometry",
                "water.geojson, feature 6: has coordinates that are no numbers",
                "water.geojson, feature 7: has the unknown key 'names' beside its properties",
            ],
        ),
    ],
    ids=["rows", "header", "bytes", "water", "borders", "countries", "features"],
)
def test_what_cannot_be_drawn_is_told(mapped: Folder, name: str, content: str, problems: list[str]):
    path = mapped.write()
    (path / name).write_bytes(content.encode("utf-8", "surrogateescape"))
    found = [str(structs.replace(problem, line=None)) for problem in checking.check(path)[1]]
    assert len(found) == len(problems)
    assert all(map(str.startswith, found, problems))


def test_all_that_cannot_be_drawn_is_told_at_once(mapped: Folder):
    for name in ("towns.csv", "water.geojson", "borders.geojson", "countries.geojson"):
        mapped.others[name] = "{"
    assert [text.partition(".")[0] for text in told(mapped)] == [
        *("towns", "water", "borders", "countries"),
    ]


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("towns.csv", places.Towns),
        ("borders.geojson", lambda path: states.CountryLocator.of_folder(path, "BY")),
        ("countries.geojson", lambda path: states.CountryLocator.of_folder(path, "BY")),
    ],
)
def test_what_cannot_be_read_is_an_error_of_the_data(
    mapped: Folder, name: str, read: Callable[[Path], object]
):
    path = mapped.write()
    (path / name).write_bytes(b"\xff\xfe")
    with pytest.raises(DataError, match=name):
        read(path)


WRONG = [7, "x y", [7], {"x": 1}, "2021-13-01"]
LISTS = ("sources", "groups", "reasons", "conditions", "papers", "traffic", "advice", "events")


def entries(folder: Folder) -> Iterator[dict[str, Any]]:
    """One entry of each kind."""
    yield folder.measures["LT"][1]
    yield folder.crossings["alpha"]
    yield folder.signs[0]
    yield from (getattr(folder, name)[0] for name in LISTS)
    yield from folder.crossings["beta"]["checkpoints"]
    yield folder.crossings["beta"]["verified"][0]


def faults(folder: Folder) -> list[tuple[int, str, object]]:
    full(folder)
    return [
        (number, key, value)
        for number, entry in enumerate(entries(folder))
        for key in entry
        for value in (None, *WRONG)
        if value is not None or key not in {"id", "geometry"}  # by which the toy writes them
    ]


@pytest.mark.parametrize("part", range(4))
def test_whatever_is_wrong_is_told_without_breaking(folder: Folder, folder_of: Any, part: int):
    """What cannot be loaded has problems, and neither ends in any other error."""
    tried = 0
    for number, key, value in faults(folder)[part::4]:
        broken = full(folder_of(folder.path))
        entry = list(entries(broken))[number]
        entry[key] = value
        if value is None:
            del entry[key]
        problems = checking.check(broken.write())[1]
        has_errors = any(problem.level is Level.ERROR for problem in problems)
        try:
            borders.load(broken.path)
        except DataError:
            assert has_errors, (number, key, value)
            tried += 1
    assert tried > 30
