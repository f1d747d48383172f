"""Measures in calendars, as three readers that are not ours see them."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import icalendar
import pytest

import borders
from borders.enums import Language, Stage

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Folder

    Run = Callable[..., tuple[int, str, str]]

SCRIPT = Path(__file__).parent / "events.mjs"
HOSTILE = "Beta\r\nEND:VEVENT\r\nBEGIN:VALARM; a, b: \\ \u2028 " + "ž" * 80


def by_node(calendar: bytes) -> dict[str, dict[str, Any]]:
    """The events of a calendar by their ids, as ical.js reads them."""
    beside = Path(sys.executable).parent
    node = shutil.which("node", path=beside) or shutil.which("node")
    assert node, "Node.js runs it: see CONTRIBUTING.md"
    answer = subprocess.run(  # noqa: S603 - our own script
        [node, SCRIPT], input=calendar, capture_output=True, check=True
    )
    return {event["uid"]: event for event in json.loads(answer.stdout)}


def read(calendar: bytes) -> dict[str, icalendar.Event]:
    """The same as icalendar reads them, without a fault."""
    parsed = icalendar.Calendar.from_ical(calendar)
    assert [error for part in parsed.walk() for error in part.errors] == []
    events = {str(event["uid"]): event for event in parsed.events}
    assert len(events) == len(parsed.events)
    return events


def exported(register: borders.Register, path: Path, **question: Any) -> bytes:
    borders.export(register.on("2021-06-01", **question), path / "measures.ics")
    return (path / "measures.ics").read_bytes()


@pytest.fixture(scope="module")
def register() -> borders.Register:
    return borders.load()


@pytest.fixture(scope="module")
def shipped(register: borders.Register, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return exported(register, tmp_path_factory.mktemp("calendar"))


def test_every_day_and_moment_of_every_measure_is_an_event(
    register: borders.Register, shipped: bytes
):
    """By another reader, too: days as days, and instants by the clocks that stand in the file."""
    ours, theirs = read(shipped), by_node(shipped)
    assert {*ours} == {*theirs}
    told = set()
    for measure in register.measures:
        bounds = {"begins": measure.valid_from, "ends": measure.valid_to or measure.planned_to}
        for what, moment in bounds.items():
            if moment is None:
                continue
            name = f"{measure.id}.{what}@belarus-borders"
            told.add(name)
            start = ours[name].DTSTART
            if f"{moment:%H:%M}" == "00:00":
                assert start == moment.date()
                assert theirs[name]["isDay"]
                assert theirs[name]["start"] == moment.date().isoformat()
            else:
                assert start.timestamp() == moment.timestamp()
                assert theirs[name]["seconds"] == moment.timestamp()
            if what == "ends" and measure.valid_to is None:
                assert ours[name]["status"] != "CONFIRMED"
        assert any(name.startswith(f"{measure.id}.") for name in ours)
    assert len(told) > 200
    assert all(name.split("@")[0].endswith(".announced") for name in {*ours} - told)


def test_the_closure_of_september_2025_stands_on_its_day(shipped: bytes):
    """Its midnight in Warsaw is the evening before in UTC."""
    name = "pl-2025-09-12-full-closure.begins@belarus-borders"
    start = read(shipped)[name].DTSTART
    assert (start, type(start)) == (date(2025, 9, 12), date)
    told = by_node(shipped)[name]
    assert (told["start"], told["isDay"]) == ("2025-09-12", True)
    assert told["summary"] == "Start – closed by Poland (military exercise): 5 crossings"
    assert "Announced: 9 September 2025" in told["description"]


def test_a_calendar_is_written_as_the_rule_has_it(shipped: bytes):
    lines = shipped.split(b"\r\n")
    assert lines[-1] == b""
    assert max(map(len, lines)) <= 75
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    for line in lines:
        line.decode()  # no letter is cut
    calendar = icalendar.Calendar.from_ical(shipped)
    assert {event["transp"] for event in calendar.events} == {"TRANSPARENT"}
    version = borders.load().version.replace(".", "-")
    stamps = {event.DTSTAMP for event in calendar.events}
    assert stamps == {datetime.fromisoformat(version).replace(tzinfo=UTC)}
    assert "version 20" in calendar["description"]
    assert calendar.get_missing_tzids() == set()


@pytest.mark.parametrize("day", ["2021-03-28", "2021-10-31"])
def test_clocks_are_right_where_they_are_put_forward_or_back(
    day: str, folder: Folder, tmp_path: Path
):
    """Each half-hour of the day, also of the hour that comes twice."""
    start = datetime.fromisoformat(f"{day}T00:30+02:00").astimezone(UTC)
    moments = [start + timedelta(minutes=30) * n for n in range(16)]
    for n, moment in enumerate(moments):
        end = moment + timedelta(minutes=20)
        folder.measure(id=f"lt-{n}", valid_from=moment.isoformat(), valid_to=end.isoformat())
    events = by_node(exported(folder.load(), tmp_path))
    for n, moment in enumerate(moments):
        seconds = [events[f"lt-{n}.{what}@toy"]["seconds"] for what in ("begins", "ends")]
        assert seconds == [moment.timestamp(), moment.timestamp() + 20 * 60]


def test_what_did_not_come_is_called_off_and_never_gone(folder: Folder, tmp_path: Path):
    folder.package["version"] = "2021.06.01"
    off = {"stage": "not-effective", "announced": "2021-02-01", "valid_from": None}
    folder.measure(id="lt-threat", **off)
    folder.measure(id="lt-plan", **off | {"valid_from": "2021-03-01"})
    folder.measure(id="lt-rumour", stage="unconfirmed", valid_from="2021-03-01")
    folder.measure(id="lt-later", announced="2021-05-20", valid_from="2021-09-01")
    folder.measure(id="lt-open", planned_to="2021-02-01", crossings=["beta"])
    other = {"valid_from": "2020-01-01", "crossings": ["beta"]}
    folder.measure(id="lt-put-off", planned_to="2020-02-01", valid_to="2020-03-01", **other)
    events = read(exported(folder.load(), tmp_path))
    told = {
        name.removesuffix("@toy"): (str(event["status"]), event["sequence"])
        for name, event in events.items()
    }
    assert told == {
        "lt-threat.announced": ("CANCELLED", 1),
        "lt-plan.announced": ("CONFIRMED", 0),
        "lt-plan.begins": ("CANCELLED", 1),
        "lt-rumour.begins": ("TENTATIVE", 0),
        "lt-later.announced": ("CONFIRMED", 0),
        "lt-later.begins": ("TENTATIVE", 0),
        "lt-open.begins": ("CONFIRMED", 0),
        "lt-open.ends": ("CANCELLED", 1),
        "lt-put-off.begins": ("CONFIRMED", 0),
        "lt-put-off.ends": ("CONFIRMED", 1),
    }
    assert events["lt-plan.begins@toy"]["summary"].endswith("Alpha (did not take effect)")
    assert "Until: not known" in events["lt-open.begins@toy"]["description"]
    assert "Originally planned until: 1 February 2021" in events["lt-open.ends@toy"]["description"]


def test_what_goes_on_in_a_changed_form_neither_ends_nor_begins(folder: Folder, tmp_path: Path):
    folder.measure(id="lt-first", valid_to="2021-03-01", only=[{"nationality": ["EU"]}])
    folder.measure(id="lt-next", valid_from="2021-03-01", valid_to="2021-04-01", amends="lt-first")
    events = read(exported(folder.load(), tmp_path))
    titles = {name.split("@")[0]: event["summary"] for name, event in events.items()}
    assert {name: title.split(" – ")[0] for name, title in titles.items()} == {
        "lt-first.begins": "Start",
        "lt-first.ends": "Change",
        "lt-next.begins": "Change",
        "lt-next.ends": "End",
    }
    ends = events["lt-first.ends@toy"]["description"]
    assert "Continued by: closed by Lithuania (since 1 January 2021, dispute)" in ends


def test_an_entry_that_was_mended_is_of_a_higher_number(folder: Folder, tmp_path: Path):
    folder.measure(valid_to="2021-03-01")
    before = read(exported(folder.load(), tmp_path))
    folder.others["revisions.csv"] = "version,entry,field\n2021.04.01,lt-0,valid_to\n"
    after = read(exported(folder.load(), tmp_path))
    assert {*before} == {*after}
    assert {event["sequence"] for event in before.values()} == {0}
    assert {event["sequence"] for event in after.values()} == {1}


def test_a_measure_without_any_day_is_left_out_aloud(folder: Folder, tmp_path: Path, run: Run):
    folder.measure(id="lt-bare", stage="not-effective", valid_from=None)
    folder.measure(id="lt-whole")
    target, words = tmp_path / "file.ics", ["--on", "2021-06-01"]
    told = run("export", "-o", str(target), *words, "--geodata", str(folder.write()))
    assert told == (
        0,
        f"{target}: measures (1) on 2021-06-01\n",
        f"{target}: Left out, no day known: lt-bare\n",
    )
    assert (
        "no day known: lt-bare" in icalendar.Calendar.from_ical(target.read_bytes())["description"]
    )


def test_texts_stay_texts(folder: Folder, tmp_path: Path):
    names = {"en": f"{HOSTILE}\U0001f6c2"}
    folder.crossings["alpha"]["checkpoints"] = [{"side": "LT", "names": names}]
    folder.sources[0] |= {"publisher": HOSTILE, "url": "javascript:alert(1)"}
    folder.package["title"] = HOSTILE
    folder.measure(decided_by=HOSTILE)
    content = exported(folder.load(), tmp_path)
    (event,) = read(content).values()
    (theirs,) = by_node(content).values()
    assert [part.name for part in icalendar.Calendar.from_ical(content).walk()] == [
        "VCALENDAR",
        "VEVENT",
    ]
    assert "BEGIN:VALARM; a, b: \\ \n žžž" in event["location"]
    assert event["location"].endswith("ž\U0001f6c2")
    assert theirs["description"] == event["description"]
    assert "url" not in event
    assert max(map(len, content.split(b"\r\n"))) <= 75


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("lang", Language)
def test_titles_are_of_the_language_that_is_asked_for(
    lang: str, stage: Stage, folder: Folder, tmp_path: Path
):
    folder.crossings["alpha"]["checkpoints"] = [{"side": "LT", "names": {"en": "Alpha"}}]
    folder.measure(stage=stage.value)
    register = folder.load()
    (event,) = read(exported(register, tmp_path, lang=lang)).values()
    t = register.translator(lang).t
    assert event["summary"].startswith(f"{t('feed.begins')} ")
    assert event["summary"].params["LANGUAGE"] == lang
    is_sure = stage is Stage.EFFECTIVE
    assert event["summary"].endswith("Alpha" if is_sure else f"({t(f'stage.{stage}')})")
