from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from command_lines import COMMANDS, JSON, QUESTION, each_command, rows

from borders import columns, dates
from borders.enums import Language

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Folder

    Run = Callable[..., tuple[int, str, str]]


@each_command
def test_a_table_is_for_people(ask: Run, command: str):
    out = ask(*COMMANDS[command])
    assert "Alpha – Alpha East" in out
    assert "Lithuania lets" in out
    assert not out.startswith(("{", "[", "id,"))


@each_command
def test_json_is_for_programs(ask: Run, command: str):
    answer = json.loads(ask(*COMMANDS[command], "--format", "json"))
    keys = {
        "status": {"on", "verified_through", "version", "question", "crossings"},
        "history": {"crossing", "periods"},
        "changes": {"since", "until", "changes", "source_records"},
    }
    if command == "explain":
        assert {"id", "sentence", "would_pass"} <= answer.keys()
    else:
        assert answer.keys() == keys[command]


@each_command
def test_csv_is_for_spreadsheets(ask: Run, command: str):
    records = rows(ask(*COMMANDS[command], "--format", "csv"))
    assert {row.get("id") or row["crossing"] for row in records} <= {"alpha", "beta"}
    assert all(row["measures"] in {"", "list", "queue"} for row in records)
    assert any("list" in row["measures"] for row in records)


def test_the_json_of_status_says_what_was_asked_and_answered(ask: Run):
    answer = json.loads(ask("status", *QUESTION, "--nationality", "US", "--format", "json"))
    assert (answer["on"], answer["verified_through"]) == ("2023-08-21", "2025-12-31")
    alpha, beta = answer["crossings"]
    assert list(alpha)[:22] == [
        "id",
        "name",
        "neighbour",
        "kind",
        "serves",
        "status",
        "default",
        "since",
        "until",
        "measures_since",
        "measures_until",
        "planned",
        "last_known",
        "last_known_on",
        "verified_through",
        "age_days",
        "signs",
        "measures",
        "conditions",
        "cautions",
        "sources",
        "sentence",
    ]
    assert tuple(alpha) == tuple(beta) == columns.STATUS.names, "what is new stands on the right"
    assert (alpha["status"], beta["status"]) == ("closed", "restricted")
    assert (alpha["on"], alpha["moment"]) == ("2023-08-21", "2023-08-21T12:00:00+03:00")
    asked = {key: alpha[key] for key in ("mode", "direction", "traveller", "as_known_on")}
    assert asked == {
        "mode": "car",
        "direction": None,
        "traveller": "nationality=US; residence=none; papers=none",
        "as_known_on": None,
    }
    assert (beta["conditions"], beta["measures"]) == (["slot"], ["queue"])


def test_status_shows_the_crossings_named_in_their_order(ask: Run):
    out = ask("status", "Beta", "alpha east", *QUESTION, "--format", "csv")
    assert [row["id"] for row in rows(out)] == ["beta", "alpha"]


def test_explain_spells_out_measures_and_their_sources(ask: Run):
    args = ("explain", "alpha", *QUESTION, "--nationality", "US")
    answer = json.loads(ask(*args, "--format", "json"))
    assert [measure["id"] for measure in answer["measure_records"]] == ["list"]
    assert [source["title"] for source in answer["source_records"]] == ["News"]
    assert len(answer["would_pass"]) == 3
    out = ask(*args)
    assert "Decided by A government, announced 1 December 2020, confidence high." in out
    assert "Paper: News" in out
    assert "- a holder of a residence permit for Lithuania" in out


def test_a_measure_is_told_whole(ask: Run, toy: Folder):
    toy.measure(
        id="list-again",
        amends="list",
        valid_from="2024-01-01T09:30:00+02:00",
        last_seen="2024-06-01",
        note="Wider.",
        modes=["car"],
        direction="in",
        only=[{"nationality": ["BY"]}],
    )
    toy.measures["LT"][0]["valid_to"] = "2024-01-01T09:30:00+02:00"
    lines = ask("explain", "list-again", "--on", "2024-07-01").splitlines()
    assert lines[0] == "list-again"
    assert lines[1].startswith("Lithuania bars citizens of Belarus (since 1 January 2021")
    assert lines[2] == "On 1 July 2024: last seen in force before, its end was not found."
    told = dict(line.split("  ", 1) for line in lines[4:] if "  " in line and line[0].isalpha())
    assert {title: text.strip() for title, text in told.items()} == {
        "Crossings": "Alpha – Alpha East",
        "How you travel": "by car",
        "Direction": "entering Belarus",
        "Applies to": "citizens of Belarus",
        "Decided by": "A government",
        "From": "1 January 2024, 09:30 Vilnius time",
        "Last seen in force": "1 June 2024",
        "Reason": "dispute",
        "Continues": "list",
        "Confidence": "high",
        "Note": "Wider.",
    }
    assert "  · Paper: News" in lines
    out = ask("explain", "list", *QUESTION)
    assert "Continued by" in out
    assert "On 21 August 2023: in force." in out


def test_programs_are_told_a_measure_whole(ask: Run):
    answer = json.loads(ask("explain", "queue", "--on", "2021-08-21", *JSON))
    assert answer | {"measure_records": [], "source_records": []} == {
        "id": "queue",
        "side": "BY",
        "crossings": ["beta"],
        "modes": ["car"],
        "direction": "both",
        "effect": "conditions",
        "condition": "slot",
        "only": [],
        "except": [],
        "amends": None,
        "stage": "effective",
        "announced": None,
        "amended_by": [],
        "valid_from": "2022-01-01T00:00:00+03:00",
        "valid_from_local": "2022-01-01T00:00:00+03:00",
        "valid_to": None,
        "valid_to_local": None,
        "planned_to": None,
        "planned_to_local": None,
        "lifted": None,
        "last_seen": None,
        "reason": "dispute",
        "decided_by": "A government",
        "note": None,
        "sources": ["paper"],
        "confidence": "high",
        "folder": None,
        "lang": "en",
        "version": "1",
        "osm_conditional": ["# not expressible: it bars nobody who meets its condition"],
        "on": "2021-08-21",
        "in_force": "no",
        "sentence": "Belarus requires slot (since 1 January 2022, dispute).",
        "measure_records": [],
        "source_records": [],
    }
    assert [record["id"] for record in answer["measure_records"]] == ["queue"]
    assert [record["title"] for record in answer["source_records"]] == ["News"]
    (row,) = rows(ask("explain", "list", *QUESTION, "--format", "csv"))
    assert (row["id"], row["in_force"], row["crossings"]) == ("list", "yes", "alpha")


@pytest.mark.parametrize(
    ("day", "in_force"),
    [
        ("2020-11-30", "no"),
        ("2020-12-01", "planned"),
        ("2021-01-01T00:00+03:00", "planned"),
        ("2021-01-01T01:00+03:00", "yes"),
        ("2022-06-01", "yes"),
        ("2022-06-02", "seen"),
        ("2023-01-01", "no"),
    ],
)
def test_whether_a_measure_is_in_force_is_told_by_the_clock_of_its_side(
    folder: Folder, day: str, in_force: str
):
    folder.measure(announced="2020-12-01", last_seen="2022-06-01", valid_to="2023-01-01")
    register = folder.load()
    assert register.on(day).in_force(register.measure("lt-0")) == in_force


def test_an_airport_lies_where_others_meet_the_border(ask: Run, toy: Folder):
    toy.crossing(
        "field",
        neighbour=None,
        kind="air",
        modes=["plane"],
        checkpoints=[{"side": "BY", "names": {"en": "Field"}}],
        geometry={"type": "Point", "coordinates": [25.06, 54.4]},
    )
    assert "- lies at 54.40000, 25.06000 (latitude first), ± " in ask("explain", "field")
    assert "- meets the border at 54." in ask("explain", "alpha")
    assert "- położenie: 54.40000, 25.06000 (" in ask("explain", "field", "--lang", "pl")


def test_the_bounds_of_a_status_and_of_its_measures_are_told(ask: Run, toy: Folder):
    toy.measure(id="more", valid_from="2023-01-01", valid_to="2024-01-01")
    told = ask("explain", "alpha", *QUESTION)
    assert "This status: since 1 January 2023 to the morning of 1 January 2024." in told
    told = ask("explain", "alpha", "--on", "2022-08-21", "--nationality", "US")
    assert "This status: since 1 January 2021.\n" in told
    assert "The same restrictions: since 1 January 2021 to the morning of 1 January 2023." in told


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock that shows the evening of 19 January 2026, UTC: the 20th in Minsk."""
    monkeypatch.setattr(dates, "now", lambda: datetime(2026, 1, 19, 22, tzinfo=UTC))


@pytest.mark.usefixtures("today")
@pytest.mark.parametrize(
    ("options", "heading", "footer"),
    [
        ((), "as verified on 31 December 2025, 20 days before today", "20 days before today."),
        (("--on", "2023-08-21"), "on 21 August 2023", "20 days before today."),
        (("--on", "today"), "on 20 January 2026", "20 days before today."),
        (
            ("--on", "2026-01-09"),
            "on 9 January 2026",
            "9 days before that day, 20 days before today.",
        ),
    ],
)
def test_every_answer_tells_its_age(ask: Run, options: tuple[str, ...], heading: str, footer: str):
    for command in (("status",), ("explain", "alpha")):
        first, *_, last = ask(*command, *options).splitlines()
        assert first == f"Toy crossings {heading}"
        assert last.endswith(f"verified up to and including 31 December 2025, {footer}")


@pytest.mark.usefixtures("today")
@pytest.mark.parametrize("lang", [language.value for language in Language][1:])
def test_the_age_is_told_in_the_language(ask: Run, lang: str):
    first, *_, last = ask("status", "--lang", lang).splitlines()
    assert "20" in first.replace("2025", "")
    assert "20" in last
    assert "today" not in first + last


@pytest.mark.usefixtures("today")
def test_what_was_verified_today_tells_no_age(ask: Run, toy: Folder):
    for name in ("alpha", "beta"):
        toy.crossing(
            name, verified=[{"from": "2020-01-01", "through": "2026-01-20", "by": ["paper"]}]
        )
    first, *_, last = ask("status").splitlines()
    assert first == "Toy crossings on 20 January 2026"
    assert last.endswith("verified up to and including 20 January 2026.")


def test_the_crossings_are_counted_those_left_out_too(ask: Run):
    assert "\n2 crossings: 1 open by default, 1 closed by default.\n" in ask("status", *QUESTION)
    told = ask("status", "--on", "2023-08-21", "--mode", "bus")
    assert "1 other cannot be used by bus." in told.splitlines()
    assert "others" not in ask("status", "alpha", "--on", "2023-08-21", "--mode", "bus")


def test_where_no_crossing_serves_the_answer_says_so(ask: Run):
    args = ("status", "--on", "2023-08-21", "--mode", "plane")
    told = ask(*args).splitlines()
    assert "0 crossings." in told
    assert "2 others cannot be used by plane." in told
    assert json.loads(ask(*args, *JSON))["crossings"] == []
    assert ask(*args, "--format", "csv").startswith("id,name,neighbour,kind,serves,status,")


def test_signs_stand_beside_an_unknown_in_every_form(ask: Run, toy: Folder):
    toy.sign()
    args = ("status", "alpha", "--on", "2026-02-01")
    sign = "cars leaving Belarus queued up to and including 1 March 2026"
    (alpha,) = json.loads(ask(*args, *JSON))["crossings"]
    assert alpha["signs"] == [sign]
    assert f"seen: {sign}" in " ".join(ask(*args).split())
    (alpha,) = rows(ask(*args, "--format", "csv"))
    assert alpha["signs"] == sign
    (known,) = json.loads(ask("status", "alpha", *QUESTION, *JSON))["crossings"]
    assert known["signs"] == []


def test_a_crossing_that_does_not_serve_is_told_where_it_is_named(ask: Run):
    told = ask("status", "alpha", "--on", "2023-08-21", "--mode", "bus")
    assert "you cannot cross here by bus" in told


def test_a_question_without_a_day_prints_the_day_it_is_about(ask: Run):
    assert "as verified on 31 December 2025, " in ask("status")
    assert json.loads(ask("status", "--format", "json"))["on"] == "2025-12-31"


def test_the_last_day_verified_is_printed_under_every_status(ask: Run):
    for args in (COMMANDS["status"], COMMANDS["explain"]):
        assert "verified up to and including 31 December 2025" in ask(*args)


@pytest.mark.parametrize("word", ["today", "now"])
def test_the_clock_is_asked_only_on_demand(ask: Run, word: str):
    before = datetime.now(UTC)
    text = json.loads(ask("status", "--on", word, "--format", "json"))["on"]
    if word == "now":
        assert before <= datetime.fromisoformat(text) <= datetime.now(UTC)
    else:
        assert abs((date.fromisoformat(text) - before.date()).days) <= 1


def test_a_day_after_the_last_verified_shows_what_was_last_known(ask: Run):
    out = ask("explain", "alpha", "--on", "2026-02-01", "--nationality", "US")
    assert (
        "Unknown for US citizens on 1 February 2026: not verified since 31 December 2025, "
        "32 days before; then closed."
    ) in out
    assert "Closed to US citizens on 31 December 2025" in out
    status = ask("status", "alpha", "--on", "2026-02-01", "--nationality", "US")
    assert "unknown (last: closed)" in status
    assert "not verified since 31 December 2025, 32 days before; then closed" in status


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ((), "restricted"),
        (("--nationality", "US"), "closed"),
        (("--nationality", "us"), "closed"),
        (("--nationality", "GB"), "open"),
        (("--nationality", "US", "--nationality", "gb"), "open"),
        (("--nationality", "US", "--residence", "lt"), "open"),
        (("--nationality", "US", "--residence", "PL", "--residence", "LT"), "open"),
        (("--nationality", "US", "--paper", "diplomatic"), "open"),
        (("--nationality", "US", "--vehicle", "lt"), "closed"),
        (("--nationality", "US", "--as-known-on", "2020-11-30"), "open"),
        (("--nationality", "US", "--as-known-on", "2020-12-01"), "closed"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else value,
)
def test_what_a_traveller_says_is_heard(ask: Run, options: tuple[str, ...], expected: str):
    (row,) = rows(ask("status", "alpha", *QUESTION, *options, "--format", "csv"))
    assert row["status"] == expected


def test_advice_is_given_to_those_it_is_meant_for(ask: Run):
    assert "Do not travel. (An embassy)" in ask("status", "--nationality", "US", *QUESTION)
    assert "Do not travel" not in ask("status", "--nationality", "GB", *QUESTION)


def test_changes_are_told_with_what_was_before_and_after(ask: Run):
    args = (*COMMANDS["changes"], "--mode", "car")
    answer = json.loads(ask(*args, "--format", "json"))
    turns = [
        (c["crossing"], c["before"], c["after"]) for e in answer["changes"] for c in e["crossings"]
    ]
    assert turns == [("alpha", "open", "restricted"), ("beta", "open", "restricted")]
    list_, queue = answer["changes"]
    assert (list_["moment"], list_["ended"]) == ("2021-01-01T00:00:00+02:00", [])
    assert list_["came"] == [
        {
            "id": "list",
            "side": "LT",
            "sentence": (
                "Lithuania lets through only certain groups of people "
                "(since 1 January 2021, dispute)."
            ),
            "decided_by": "A government",
            "announced": "2020-12-01",
            "lifted": None,
            "sources": ["paper"],
        }
    ]
    assert queue["moment"] == "2022-01-01T00:00:00+03:00", "the clock of the side that decided"
    assert [source["id"] for source in answer["source_records"]] == ["paper"]
    row, _ = rows(ask(*args, "--format", "csv"))
    assert tuple(row) == columns.CHANGES.names
    told = {key: value for key, value in row.items() if value}
    assert told.pop("sentence").startswith("Closed by default to travellers by car on 1 January")
    assert told == {
        "crossing": "alpha",
        "moment": "2020-12-31T22:00:00Z",
        "moment_local": "2021-01-01T00:00:00+02:00",
        "before": "open",
        "after": "restricted",
        "after_default": "closed",
        "came": "list",
        "announced": "2020-12-01",
        "decided_by": "A government",
        "sources": "paper",
        "measures": "list",
        "mode": "car",
        "name": "Alpha",
        "neighbour": "LT",
        "kind": "road",
        "lang": "en",
        "version": "1",
    }


def test_what_is_one_event_is_told_once(ask: Run, toy: Folder):
    """A closure of both crossings: one was restricted, the other open; their ends lie apart."""
    toy.sources += [
        {**toy.sources[0], "id": f"n{n}", "published": f"2021-05-0{n}"} for n in (1, 2, 3)
    ]
    toy.measure(
        id="shut",
        crossings=["alpha", "beta"],
        valid_from="2021-06-01T09:00:00+03:00",
        valid_to="2021-07-01",
        lifted="2021-06-20",
        sources=["paper", "n1", "n2", "n3"],
    )
    args = ("changes", "--since", "2021-05-01", "--until", "2021-08-01", "--mode", "car")
    first, second, third, fourth = ask(*args).splitlines()[2:]
    assert first.split("  ")[0] == "2021-06-01 09:00 Vilnius"
    assert ("Alpha" in first, "Beta" in first, "closed" in first) == (True, False, True)
    assert first.endswith(
        "Came: shut. Closed by Lithuania (dispute). "
        "Decided by A government. Sources: Paper; Paper, 2021-05-01; Paper, 2021-05-02; and 1 more."
    )
    assert second.split() == ["Beta", "–", "Beta", "East", "open", "closed"]
    assert third.startswith("2021-07-01 ")
    assert "Ended: shut. " in third
    assert "Decided by A government, end announced: 20 June 2021. " in third
    assert fourth.split() == ["Beta", "–", "Beta", "East", "closed", "open"]
    came, ended = json.loads(ask(*args, *JSON))["changes"]
    assert [c["crossing"] for c in came["crossings"]] == ["alpha", "beta"]
    assert [[m["id"] for m in event["ended"]] for event in (came, ended)] == [[], ["shut"]]
    assert [row["crossing"] for row in rows(ask(*args, "--format", "csv"))] == ["alpha", "beta"] * 2


def test_changes_of_measures_alone_are_told_on_demand(ask: Run, toy: Folder):
    toy.measures["LT"][0]["valid_to"] = "2023-05-01"
    toy.measure(id="wider", amends="list", valid_from="2023-05-01", modes=["car", "foot", "truck"])
    toy.measure(id="twice", valid_from="2023-06-01", modes=["car"])
    args = ("changes", "--since", "2023-04-01", "--until", "2023-07-01", "--mode", "car")
    (event,) = json.loads(ask(*args, *JSON))["changes"]
    assert ([m["id"] for m in event["came"]], [m["id"] for m in event["ended"]]) == (
        ["wider"],
        ["list"],
    )
    _, event = json.loads(ask(*args, "--all", *JSON))["changes"]
    ((change,), (measure,)) = event["crossings"], event["came"]
    assert (measure["id"], change["before"], change["after"]) == ("twice", "closed", "closed")
    assert "Came: twice." in ask(*args, "--all")


def test_a_span_without_changes_says_so(ask: Run):
    out = ask("changes", "--since", "2020-06-01", "--until", "2020-06-02", "--nationality", "US")
    assert out.splitlines() == [
        "Toy crossings for US citizens from 1 June 2020 to 2 June 2020",
        "No change.",
    ]


def test_until_may_be_today(ask: Run):
    answer = json.loads(ask("changes", "--since", "2025-01-01", "--until", "today", *JSON))
    assert (answer["since"], answer["changes"]) == ("2025-01-01", [])
    assert date.fromisoformat(answer["until"])


def test_explain_and_history_are_headed_by_their_question(ask: Run):
    args = ("--nationality", "US", "--as-known-on", "2024-01-01")
    known = "as known on 1 January 2024"
    out = ask("explain", "alpha", *QUESTION, *args)
    assert out.startswith(f"Toy crossings for US citizens by car on 21 August 2023, {known}\n")
    out = ask("history", "alpha", *args)
    assert out.startswith(f"Alpha – Alpha East for US citizens, {known}, known from 1 January 2020")


@pytest.mark.parametrize("form", ["json", "csv", "table"])
def test_a_period_need_not_end_where_knowledge_does(ask: Run, form: str):
    """As status says of the same periods."""
    out = ask("history", "alpha", "--format", form)
    if form == "table":
        *_, first, last = out.splitlines()
        assert (first.split()[0], last.split()[1]) == ("–", "–")
        return
    first, last = json.loads(out)["periods"] if form == "json" else rows(out)
    assert not first["since"]
    turn = "2021-01-01T00:00:00+02:00" if form == "json" else "2020-12-31T22:00:00Z"
    assert first["until"] == last["since"] == turn
    assert first["period_end_local"] == last["period_start_local"] == "2021-01-01T00:00:00+02:00"
    assert not last["until"]


def test_csv_without_rows_has_its_header_yet(ask: Run):
    out = ask("changes", "--since", "2020-06-01", "--until", "2020-06-02", "--format", "csv")
    assert out.startswith("crossing,moment,before,before_default,after,after_default,came,ended,")


BRACKETS = "a [bold]slot[/bold] [link=x]y[/] [/red]"


@each_command
def test_brackets_in_data_are_shown_as_they_stand(ask: Run, toy: Folder, command: str):
    """They would be styles to the printer of tables."""
    for words in (toy.conditions, toy.reasons, toy.papers[:1]):
        words[0]["en"] = BRACKETS
    for row in toy.measures["LT"]:
        row.update(note=BRACKETS, decided_by=BRACKETS)
    toy.sources[0].update(title=BRACKETS, publisher=BRACKETS)
    toy.advice[0].update(text=BRACKETS, issued_by=BRACKETS, only=[])
    toy.package.update(title=BRACKETS, version="1 [b]")
    for row in toy.crossings.values():
        row["checkpoints"][1]["names"]["en"] = BRACKETS
    out = ask(*COMMANDS[command], *(("--paper", "diplomatic") if command == "status" else ()))
    assert BRACKETS in out
    whole = " ".join(out.split())
    assert whole.count("slot") == whole.count(BRACKETS)
    if command in {"status", "explain"}:
        assert "Data 1 [b];" in out


def test_a_register_never_verified_answers_unknown(run: Run, folder: Folder):
    for name in ("alpha", "beta"):
        folder.crossing(name, verified=[])
    path = str(folder.write())
    for form in ("table", "json", "csv"):
        status, out, err = run("status", "--on", "2021-01-01", "--geodata", path, "--format", form)
        assert (status, err) == (0, "")
        assert out.count("unknown") == (3 if form == "table" else 2), "a table counts them"
        assert out.count("this crossing was never verified") == 2
        status, out, err = run("history", "alpha", "--geodata", path, "--format", form)
        assert (status, err) == (0, "")
        assert out.startswith(("Alpha: nothing was ever verified.", "crossing,name,", "{"))
    status, _, err = run("status", "--geodata", path)
    assert status == 2
    assert "was ever verified: name a day" in err
