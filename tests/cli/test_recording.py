"""What is recorded, confirmed, ended and corrected: by options, one by one, cancelled, killed."""

from __future__ import annotations

import contextlib
import csv
import json
import os
import re
import select
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
import tomli
from command_lines import JSON
from patience import limit

import borders
from borders.data import drafts, geojson_entries, revisions, toml_entries
from borders.errors import QuestionError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Folder

    Run = Callable[..., tuple[int, str, str]]

SCHEMAS = Path(__file__).parents[2] / "geodata" / "schemas"
SOURCE = ("--publisher", "LRT", "--title", "Closed", "--published", "2026-11-28")
CLOSURE = (
    *("record", "--crossing", "Каменный Лог", "--side", "Lithuania"),
    *("--decided-by", "Government of Lithuania", "--from", "2026-11-28T06:00:00+02:00"),
    *("--reason", "security", *SOURCE),
)


@pytest.fixture
def mine(run: Run, tmp_path: Path) -> Path:
    path = tmp_path / "mine"
    run("new", str(path))
    return path


@pytest.fixture
def over(run: Run, tmp_path: Path, folder: Folder) -> Path:
    """A new folder over the toy, in which a source is written."""
    below = {"except": [{"papers": ["permit"]}]}
    folder.measure(id="below", valid_to="2021-06-01", **below)
    slot = {"effect": "conditions", "condition": "slot"}
    folder.measure("BY", id="queue", valid_from="2020-02-01", valid_to="2020-03-01", **slot)
    path = tmp_path / "over"
    run("new", str(path), "--geodata", str(folder.write()))
    return path


def content(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def new(before: dict[str, str], folder: Path) -> dict[str, str]:
    """What stands behind what stood in each file before."""
    after = content(folder)
    assert all(text.startswith(before.get(name, "").rstrip()) for name, text in after.items())
    grown = {name: text for name, text in after.items() if text != before.get(name, "")}
    return {name: text.removeprefix(before.get(name, "").rstrip()) for name, text in grown.items()}


def test_a_closure_of_this_morning_is_recorded_by_options_alone(run: Run, mine: Path):
    before = content(mine)
    status, out, err = run(*CLOSURE, "--geodata", str(mine), "--yes")
    assert (status, err) == (0, "")
    assert "Closed on 28 November 2026, 06:00 Vilnius time: closed by Lithuania" in out
    turn = "unknown → closed (out by any means; in by any means)"
    assert f"medininkai, 2026-11-28T06:00:00+02:00: {turn}" in out
    assert "lt-2026-11-28-closure: warning: has an effect on its first day alone" in out
    measure = (
        '[[measure]]\nid = "lt-2026-11-28-closure"\ncrossings = ["medininkai"]\neffect = "bars"\n'
        'valid_from = 2026-11-28T06:00:00+02:00\nreason = "security"\n'
        'decided_by = "Government of Lithuania"\nsources = ["lrt-2026-11-28"]\n'
        'confidence = "medium"\n'
    )
    source = (
        '[[source]]\nid = "lrt-2026-11-28"\nkind = "news"\npublisher = "LRT"\ntitle = "Closed"\n'
        'published = "2026-11-28"\n'
    )
    assert new(before, mine) == {
        "measures/LT.toml": f"\n\n{measure}",
        "sources.toml": f"\n\n{source}",
    }
    words = ("status", "Medininkai", "--geodata", str(mine), *JSON)
    (today,) = json.loads(run(*words, "--on", "2026-11-28")[1])["crossings"]
    assert (today["status"], today["folders"]) == ("closed", ["mine"])
    assert today["measures_since"] == "2026-11-28T06:00:00+02:00"
    (later,) = json.loads(run(*words, "--on", "2027-01-07")[1])["crossings"]
    assert (later["status"], later["last_known"]) == ("unknown", "closed")
    assert later["last_known_on"] == "2026-11-28"
    assert "last known on 28 November 2026, 40 days before: closed" in later["sentence"]


def test_all_that_a_measure_may_say_is_recorded(run: Run, over: Path):
    status, out, err = run(
        *("record", "--crossing", "alpha, beta", "--side", "BY", "--decided-by", "A council"),
        *("--effect", "slot", "--from", "2021-02-01", "--to", "2021-03-01", "--mode", "car"),
        *("--only", "nationality=US,Poland vehicle=RU", "--only", "papers=permit"),
        *("--except", "residence=EU direction=out", "--direction", "out", "--reason", "dispute"),
        *("--announced", "2021-01-15", "--note", 'A "note"', "--confidence", "high"),
        *("--source", "paper", "--yes", "--geodata", str(over)),
    )
    assert (status, err) == (0, ""), out
    measure = borders.load(over).measure("by-2021-02-01-slot")
    assert measure.crossings == ("alpha", "beta")
    assert [who.nationality for who in measure.only] == [("US", "PL"), ()]
    assert (measure.only[0].vehicle, measure.only[1].papers) == (("RU",), ("permit",))
    assert (measure.exceptions[0].residence, measure.exceptions[0].direction) == (("EU",), "out")
    assert (measure.condition, measure.note, measure.confidence) == ("slot", 'A "note"', "high")
    assert measure.valid_to.isoformat() == "2021-03-01T00:00:00+03:00"
    assert "open → open-by-default (out by car)" in out


@pytest.mark.parametrize(
    ("words", "turn"),
    [
        (("--only", "nationality=US,CA"), "to a citizen of the United States or Canada: unknown"),
        (("--only", "vehicle=EU papers=diplomatic"), "registered in an EU country: unknown"),
        (("--except", "papers=diplomatic"), "to whom no exception means: unknown"),
    ],
)
def test_answers_change_to_those_whom_a_measure_means(
    run: Run, mine: Path, words: tuple[str, ...], turn: str
):
    """To anybody it stays unknown: nothing is attested of the others."""
    status, out, _ = run(*CLOSURE, *words, "--geodata", str(mine), "--yes")
    assert status == 0
    (told, *others) = [line for line in out.splitlines() if "→" in line]
    assert f"{turn} → closed (out by" in told
    assert told.startswith("medininkai, 2026-11-28T06:00:00+02:00: to ")
    assert not [line for line in others if ": unknown →" in line.replace(turn, "")]


def test_nothing_is_written_unless_somebody_is_sure(run: Run, mine: Path):
    before = content(mine)
    status, out, err = run(*CLOSURE, "--geodata", str(mine))
    assert (status, "unknown → closed" in out) == (2, True)
    assert err == "Error: nothing is written: add --yes, as nobody is here to be asked\n"
    assert content(mine) == before


def test_all_that_cannot_be_is_told_at_once_with_what_to_write(run: Run, mine: Path):
    before = content(mine)
    status, _, err = run(
        *("record", "--crossing", "Medininkaj", "--side", "XX", "--effect", "shuts"),
        *("--from", "2026-11-28T06:00", "--only", "US", "--geodata", str(mine)),
        *("--source", "lrt-2025-10-29-", "--yes"),
    )
    assert status == 2
    told = err.removeprefix("Error: ").splitlines()
    for line, (option, says) in zip(
        told,
        [
            ("--crossing", "Did you mean"),
            ("--side", "write a code"),
            ("--decided-by", "is missing"),
            ("--effect", "write bars, border-permit"),
            ("--from", "write 2026-11-28T06:00+03:00"),
            ("--only", "write nationality=…"),
            ("--reason", "is missing"),
            ("--source", "did you mean"),
        ],
        strict=True,
    ):
        assert line.startswith(option), told
        assert says in line
    assert content(mine) == before


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--to", "2026-11-27"), "--to: 2026-11-27 is not after 2026-11-28T06:00:00+02:00"),
        (("--mode", "boat"), "write foot, bicycle, motorcycle, car, bus or truck"),
        (("--side", "PL"), "PL decides nothing there: write BY or LT"),
        (("--only", "papers=permt"), "no paper is called 'permt'"),
        (("--only", "nationality=EU", "--except", "nationality=EU"), "same criterion"),
        (("--published", "2026-13-01"), "--published: '2026-13-01'"),
    ],
)
def test_what_contradicts_itself_is_not_written(
    run: Run, mine: Path, words: tuple[str, ...], says: str
):
    before = content(mine)
    status, _, err = run(*CLOSURE, *words, "--geodata", str(mine), "--yes")
    assert (status, says in err) == (2, True), err
    assert content(mine) == before


def test_the_shipped_register_is_not_written_to(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.chdir(tmp_path)
    status, _, err = run(*CLOSURE, "--yes")
    assert (status, "borders new mine" in err) == (2, True)


def test_an_equal_source_is_cited_again_and_another_has_a_name_of_its_own(run: Run, mine: Path):
    words = ("--geodata", str(mine), "--yes")
    run(*CLOSURE, *words)
    run(*CLOSURE, "--from", "2026-11-29", "--side", "BY", *words)
    run(*CLOSURE, "--crossing", "Raigardas", "--title", "Another", "--reason", "migration", *words)
    register = borders.load(mine)
    own = [source for source in register.facts.sources.values() if source.folder]
    assert [(s.id, s.title) for s in own] == [
        ("lrt-2026-11-28", "Closed"),
        ("lrt-2026-11-28-2", "Another"),
    ]
    cited = {m.id: m.sources for m in register.measures if m.folder}
    assert cited == {
        "lt-2026-11-28-closure": ("lrt-2026-11-28",),
        "by-2026-11-29-closure": ("lrt-2026-11-28",),
        "lt-2026-11-28-closure-2": ("lrt-2026-11-28-2",),
    }


def test_a_confirmation_goes_on_while_it_is_fresh_and_begins_anew_later(run: Run, mine: Path):
    for day in ("2026-11-01", "2026-11-08", "2026-11-20"):
        words = ("confirm", "Medininkai", "--on", day, *SOURCE, "--geodata", str(mine), "--yes")
        status, out, err = run(*words)
        assert (status, err) == (0, ""), out
    told = [
        (p.first.isoformat(), p.through.isoformat(), p.by)
        for p in borders.load(mine).crossing("Medininkai").verified
        if p.folder
    ]
    assert told == [
        ("2026-11-01", "2026-11-08", ("lrt-2026-11-28",)),
        ("2026-11-20", "2026-11-20", ("lrt-2026-11-28",)),
    ]
    status, _, err = run(*words)
    assert (status, "verified through 2026-11-20 already" in err) == (2, True)


def test_a_register_itself_is_confirmed_in_its_crossings(run: Run, folder: Folder):
    folder.package["fresh_days"] = 7
    path = folder.write()
    before = json.loads((path / "crossings.geojson").read_text("utf-8"))
    words = ("--source", "paper", "--geodata", str(path), "--yes")
    assert run("confirm", "alpha", "beta", "--on", "2026-01-03", *words)[0] == 0
    assert run("confirm", "beta", "--on", "2026-03-02", "--since", "2026-03-01", *words)[0] == 0
    assert [str(p.through) for p in borders.load(path).crossing("alpha").verified] == ["2026-01-03"]
    periods = borders.load(path).crossing("beta").verified
    assert [(str(p.first), str(p.through)) for p in periods] == [
        ("2020-01-01", "2026-01-03"),
        ("2026-03-01", "2026-03-02"),
    ]
    after = json.loads((path / "crossings.geojson").read_text("utf-8"))
    for feature in (*before["features"], *after["features"]):
        del feature["properties"]["verified"]
    assert before == after


def test_verified_periods_alone_are_changed_in_the_file_that_is_shipped(register: Any):
    text = (register.folder / "crossings.geojson").read_text("utf-8")
    shipped = set(text.splitlines())
    period = {"from": "2026-11-01", "through": "2026-11-02", "by": ["a"]}
    for crossing in register.crossings:
        rows = [{**period, "from": "2019-12-01", "through": "2020-01-01"}, period]
        made = geojson_entries.with_verified(text, crossing.id, rows)
        (at,) = [f for f in json.loads(made)["features"] if f["id"] == crossing.id]
        assert at["properties"]["verified"] == rows
        gone = shipped.difference(made.splitlines())
        assert all('"from"' in line for line in gone), gone
    with pytest.raises(QuestionError, match="has no id before its properties"):
        geojson_entries.with_verified(text, "nowhere", [period])


def test_an_end_is_told_above_and_written_into_an_own_entry(run: Run, over: Path):
    words = ("--source", "paper", "--geodata", str(over), "--yes")
    assert run("end", "below", "--at", "2021-05-01", "--lifted", "2021-04-30", *words)[0] == 0
    assert borders.load(over).measure("below").valid_to.date().isoformat() == "2021-05-01"
    assert run("end", "below", "--at", "2021-05-02", *words)[0] == 0
    assert (over / "overlay.toml").read_text("utf-8").count("\n[[end]]\n") == 1
    measure = borders.load(over).measure("below")
    assert (measure.valid_to.isoformat()[:10], measure.planned_to.isoformat()[:10]) == (
        "2021-05-02",
        "2021-06-01",
    )
    status, _, err = run("end", "below", "--at", "2021-05-02", *words)
    assert (status, "already" in err) == (2, True)
    assert run("correct", "below", "valid_to", "2021-05-03", "--why", "misread", *words)[0] == 0
    assert borders.load(over).measure("below").valid_to.date().isoformat() == "2021-05-03"
    status, _, err = run("end", "belo", "--at", "2021-05-02", *words)
    assert (status, "'below'" in err) == (2, True)
    run(
        *("record", "--crossing", "beta", "--side", "LT", "--decided-by", "It", "--from"),
        *("2021-02-01", "--to", "2021-09-01", "--reason", "dispute", *words),
    )
    assert run("end", "lt-2021-02-01-closure", "--at", "2021-03-01", *words)[0] == 0
    text = (over / "measures/LT.toml").read_text("utf-8")
    assert "valid_to = 2021-03-01\nplanned_to = 2021-09-01T00:00:00+03:00\n" in text
    assert text.startswith("# What Lithuania decided")


def test_a_register_without_words_says_where_to_write_one(run: Run, folder: Folder):
    path = folder.write()
    (path / "vocabulary.toml").write_text("# none yet\n", "utf-8")
    words = ("--side", "LT", "--decided-by", "It", "--from", "2021-01-01", "--source", "paper")
    status, _, err = run(
        *("record", "--crossing", "alpha", *words, "--reason", "security"),
        *("--geodata", str(path), "--yes"),
    )
    assert (status, "[[reason]], id = 'security'" in err) == (2, True), err


def test_what_a_folder_says_of_those_below_fits_its_schemas(run: Run, over: Path):
    words = ("--source", "paper", "--geodata", str(over), "--yes")
    assert run("end", "below", "--at", "2021-05-02T10:00+03:00", "--note", "So.", *words)[0] == 0
    assert run("confirm", "beta", "--on", "2026-03-01", *words)[0] == 0
    told = tomli.loads((over / "overlay.toml").read_text("utf-8"))
    plain = json.loads(json.dumps(told, default=lambda value: value.isoformat()))
    package = json.loads((over / "datapackage.json").read_text("utf-8"))
    checks = {
        name: jsonschema.Draft202012Validator(
            json.loads((SCHEMAS / f"{name}.schema.json").read_text("utf-8")),
            format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER,
        )
        for name in ("overlay", "overlay-package")
    }
    assert plain.keys() == {"end", "verified"}
    checks["overlay"].validate(plain)
    checks["overlay-package"].validate(package)
    for name, wrong in (
        ("overlay", {"end": [{"measure": "below", "valid_to": "soon", "sources": ["paper"]}]}),
        ("overlay", {"verified": [plain["verified"][0] | {"at": "2026-03-01"}]}),
        ("overlay", {"ends": []}),
        ("overlay-package", package | {"home": "BY"}),
        ("overlay-package", package | {"name": "My own"}),
    ):
        assert not checks[name].is_valid(wrong), wrong


def test_a_correction_stands_in_its_entry_and_among_the_revisions(run: Run, over: Path):
    words = ("--why", "misread", "--source", "paper", "--geodata", str(over), "--yes")
    assert run("correct", "below", "confidence", "low", *words)[0] == 0
    assert run("correct", "below", "valid_to", "2021-07-01", *words)[0] == 0
    assert run("correct", "below", "except", '[{ nationality = ["EU"] }]', *words)[0] == 0
    assert run("correct", "below", "valid_to", "-", *words)[0] == 0
    measure = borders.load(over).measure("below")
    assert (measure.confidence, measure.valid_to, measure.folder) == ("low", None, "over")
    assert [who.nationality for who in measure.exceptions] == [("EU",)]
    rows = list(csv.reader((over / "revisions.csv").read_text("utf-8").splitlines()))
    assert rows[0] == [*revisions.COLUMNS]
    assert [row[1:2] + row[3:] for row in rows[1:]] == [
        ["below", "confidence", "high", "low", "misread", "paper"],
        ["below", "valid_to", "2021-06-01", "2021-07-01", "misread", "paper"],
        ["below", "except", "papers=permit", "nationality=EU", "misread", "paper"],
        ["below", "valid_to", "2021-07-01", "", "misread", "paper"],
    ]
    before = content(over)
    for field, value, says in (
        ("confidence", "low", "is low already"),
        ("confidence", "lo", "write high, medium or low"),
        ("colour", "red", "unknown key 'colour'"),
        ("crossings", '["gamma"]', "no crossing is called 'gamma'"),
    ):
        status, _, err = run("correct", "below", field, value, *words)
        assert (status, says in err) == (2, True), err
    assert content(over) == before


def test_a_crossing_is_corrected_where_it_stands_and_all_else_is_as_it_was(
    run: Run, folder: Folder
):
    path = folder.write()
    file = path / "crossings.geojson"
    text = json.dumps(json.loads(file.read_text("utf-8")), indent=2)
    head, tail = text.replace('"LT",\n        "kind"', '"LT",   "kind"', 1).split('"id": "beta"')
    file.write_text(f'{head}"id": "beta"{tail}', "utf-8")
    words = ("--why", "misread", "--source", "paper", "--geodata", str(path), "--yes")
    for field, value in (
        ("hours", "by day"),
        ("modes", '["foot", "car"]'),
        ("roads", '{ LT = "A3" }'),
        ("roads.BY", "M7"),
        ("coordinates", "[25.05, 54.51]"),
    ):
        status, _, err = run("correct", "alpha", field, value, *words)
        assert (status, err) == (0, ""), field
    alpha = borders.load(path).crossing("alpha")
    assert (alpha.hours, alpha.roads) == ("by day", {"LT": "A3", "BY": "M7"})
    assert [mode.value for mode in alpha.modes] == ["foot", "car"]
    assert (alpha.border_point.lon, alpha.border_point.lat) == (25.05, 54.51)
    new = file.read_text("utf-8")
    assert '"roads": {"LT": "A3", "BY": "M7"},\n        "hours": "by day",\n' in new
    assert '"LT",   "kind"' in new
    assert new.endswith(f'"id": "beta"{tail}')
    assert run("correct", "alpha", "hours", "-", *words)[0] == 0
    assert run("correct", "alpha", "roads.BY", "-", *words)[0] == 0
    assert file.read_text("utf-8") == new.replace('        "hours": "by day",\n', "").replace(
        ', "BY": "M7"', ""
    )
    rows = list(csv.DictReader((path / "revisions.csv").read_text("utf-8").splitlines()))
    assert [(row["field"], row["before"], row["after"]) for row in rows] == [
        ("hours", "", "by day"),
        ("modes", "foot, car, truck", "foot, car"),
        ("roads", "", "LT=A3"),
        ("roads.BY", "", "M7"),
        ("border_point (coordinates)", "25.0, 54.5", "25.05, 54.51"),
        ("hours", "by day", ""),
        ("roads.BY", "M7", ""),
    ]
    before = content(path)
    for field, value, says in (
        ("modes", '["foot", "car"]', "modes of alpha is foot, car already"),
        ("modes", '["fot"]', "'fot'"),
        ("category", "-", "category"),
        ("neighbour.LT", "x", "neighbour of alpha has no parts"),
    ):
        status, _, err = run("correct", "alpha", field, value, *words)
        assert (status, says in err) == (2, True), err
    assert content(path) == before


def test_a_crossing_below_is_corrected_in_the_folder_over_it(run: Run, over: Path):
    words = ("--why", "misread", "--source", "paper", "--geodata", str(over), "--yes")
    below = borders.load(over).crossing("beta")
    assert run("correct", "beta", "hours", "by day", *words)[0] == 0
    assert run("correct", "beta", "note", "By day alone.", *words)[0] == 0
    assert run("correct", "alpha", "coordinates", "[25.05, 54.51]", *words)[0] == 0
    register = borders.load(over)
    beta = register.crossing("beta")
    assert (beta.hours, beta.note, beta.folder) == ("by day", "By day alone.", "over")
    assert [each.through for each in beta.verified] == [each.through for each in below.verified]
    assert (beta.modes, beta.checkpoints) == (below.modes, below.checkpoints)
    assert register.crossing("alpha").border_point.lon == 25.05
    assert run("check", str(over))[0] == 0


def test_a_crossing_without_a_place_gets_none_by_a_correction(run: Run, folder: Folder):
    folder.crossing("delta", geometry=None, border_point=None)
    words = ("--why", "found", "--source", "paper", "--geodata", str(folder.write()), "--yes")
    status, _, err = run("correct", "delta", "coordinates", "[25.05, 54.51]", *words)
    assert (status, "write its geometry in crossings.geojson" in err) == (2, True)


def test_remarks_and_order_stay_where_an_entry_is_changed():
    text = (
        '# head\r\n[[end]]\r\nmeasure = "a"   # which\r\nvalid_to = 2020-01-01  # when\r\n'
        '\r\n# of b\r\n[[end]]\r\nmeasure = "b"\r\n# foot\r\n'
    )
    assert toml_entries.find(text, "end", {"measure": "a"}) == {
        "measure": "a",
        "valid_to": date(2020, 1, 1),
    }
    made = toml_entries.changed(text, "end", {"measure": "a"}, {"valid_to": "x", "note": "y"})
    assert made == text.replace("2020-01-01  # when", '"x"  # when\r\nnote = "y"')
    added = toml_entries.added(text, "end", {"measure": "c"})
    assert added == f'{text}\r\n[[end]]\r\nmeasure = "c"\r\n'


def test_of_two_files_neither_is_written_where_one_cannot_be(mine: Path):
    before = content(mine)
    (mine / "measures/LT.toml").unlink()
    (mine / "measures/LT.toml").mkdir()
    files = {"sources.toml": "# new\n", "measures/BY.toml": "# new\n", "measures/LT.toml": "# new"}
    with pytest.raises(OSError, match=r"LT\.toml"):
        drafts.write(mine, files)
    del before["measures/LT.toml"]
    assert content(mine) == before


class Terminal:
    """A program in a pseudo-terminal, whose lines are answered."""

    def __init__(self, *words: str) -> None:
        import pty

        self.shown, self.read = "", 0
        self.master, slave = pty.openpty()
        self.program = subprocess.Popen(  # noqa: S603 - our own words
            [sys.executable, "-m", "borders", *words],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            preexec_fn=lambda: __import__("fcntl").ioctl(0, __import__("termios").TIOCSCTTY, 0),  # noqa: PLW1509
        )
        os.close(slave)

    def until(self, text: str) -> str:
        """Return what is shown, behind what was read before, up to a text."""
        begin, end = self.read, time.monotonic() + limit()
        while (at := self.shown.find(text, begin)) < 0:
            assert time.monotonic() < end, (text, self.shown)
            if select.select([self.master], [], [], 1)[0]:
                try:
                    self.shown += os.read(self.master, 4096).decode("utf-8", "replace")
                except OSError:  # it ended
                    at = len(self.shown)
                    break
        self.read = at + len(text)
        return self.shown[begin : self.read]

    def say(self, line: str) -> None:
        os.write(self.master, line.encode())

    def ends(self, key: str = "") -> int:
        """Wait for the end; a key that came between two looks of Python's is pressed again."""
        for _ in range(12):
            with contextlib.suppress(OSError):  # it has ended
                self.say(key)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.program.wait(timeout=limit(5))
                break
        self.until("\0 never shown")
        os.close(self.master)
        return self.program.wait(timeout=limit())


ASKED = (
    ("crossings by any name", "Medininkaj", "Medininkai"),
    ("the state that decided", "PL", "lt"),
    ("who decided there", "", "Government of Lithuania"),
    ("bars, or the condition", "shuts", "bars"),
    ("from when", "this morning", "2026-11-28T06:00+02:00"),
    ("to when", "2026-11-01", ""),
    ("whom alone", "US", ""),
    ("whom not", None, "papers=diplomatic; nationality=EU"),
    ("means", "boat", ""),
    ("direction", None, ""),
    ("reason", "storm", "security"),
    ("on which it was announced", None, "2026-11-27"),
    ("last day on which", None, ""),
    ("note", None, ""),
    ("confidence", "sure", "high"),
    ("source ids", "lrt-", ""),
    ("publisher", None, "LRT"),
    ("its title", None, "Closed"),
    ("its address", None, "https://example.org/"),
    ("was published", None, "2026-11-28"),
    ("its language", None, ""),
    ("its kind", "gossip", ""),
)
"""What is asked, an answer that cannot be, and one that can."""


def asked(terminal: Terminal, rows: tuple[tuple[str, str | None, str], ...]) -> None:
    for question, wrong, right in rows:
        terminal.until(question)
        terminal.until(": ")
        if wrong is not None:
            terminal.say(f"{wrong}\n")
            told = terminal.until(question)
            assert re.search("write|must be said|Did you mean|did you mean", told), told
            terminal.until(": ")
        terminal.say(f"{right}\n")


@pytest.fixture
def terminal() -> Iterator[Callable[..., Terminal]]:
    opened = []

    def call(*words: str) -> Terminal:
        opened.append(Terminal(*words))
        return opened[-1]

    yield call
    for each in opened:
        each.program.kill()
        each.program.wait()


@pytest.mark.skipif(sys.platform == "win32", reason="has no pseudo-terminals")
def test_a_measure_is_asked_for_one_by_one(terminal: Callable[..., Terminal], mine: Path):
    before = content(mine)
    program = terminal("record", "--geodata", str(mine))
    asked(program, ASKED)
    shown = program.until("Write this? [y/N]: ")
    assert "No answer becomes another" in shown or "→" in shown
    assert content(mine) == before, "nothing is written before somebody is sure"
    program.say("y\n")
    assert (program.ends(), "written" in program.shown) == (0, True)
    measure = borders.load(mine).measure("lt-2026-11-28-closure")
    assert measure.exceptions[0].papers == ("diplomatic",)
    assert measure.exceptions[0].nationality == ("EU",)
    assert (measure.announced.isoformat(), measure.confidence) == ("2026-11-27", "high")


@pytest.mark.parametrize(
    ("answered", "key", "status"),
    [(5, "\x03", 130), (18, "\x04", 130), (len(ASKED), "n\n", 130), (len(ASKED), "\x03", 130)],
    ids=["in the middle", "at the end of input", "no", "when all is said"],
)
@pytest.mark.skipif(sys.platform == "win32", reason="has no pseudo-terminals")
def test_who_cancels_leaves_nothing(
    terminal: Callable[..., Terminal], mine: Path, answered: int, key: str, status: int
):
    before = content(mine)
    program = terminal("record", "--geodata", str(mine))
    asked(program, tuple((question, None, right) for question, _, right in ASKED[:answered]))
    program.until("Write this? [y/N]: " if answered == len(ASKED) else ": ")
    assert (program.ends(key), "nothing is written" in program.shown) == (status, True)
    assert content(mine) == before


KILLED = """
import os, random, signal, sys
from borders.cli import commands, recording
from borders.data import recording as data, toml_entries, drafts, geojson_entries
import borders.register, borders.exports, borders.country_codes
words, count = sys.argv[1:-1], int(sys.argv[-1])
EVENTS = {"open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.chmod", "tempfile.mkdtemp"}
for at in range(count):
    child = os.fork()
    if not child:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        left = [at]
        def killed(event, args):
            if event in EVENTS and (event != "open" or "w" in str(args[1]) or args[2] & 3):
                left[0] -= 1
                if left[0] < 0:
                    os.kill(os.getpid(), signal.SIGKILL)
        sys.addaudithook(killed)
        commands.main(words, prog_name="borders")
    status = os.waitpid(child, 0)[1]
    print(os.waitstatus_to_exitcode(status), flush=True)
    sys.stdin.readline()
"""
"""Is killed at one step of what it writes after the other; waits for a line after each."""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="has no fork")
def test_who_is_killed_leaves_each_file_as_it_was_or_new(over: Path):
    """A hundred times: at the first step of what is written, at the second, and so on."""
    words = (
        *("record", "--crossing", "alpha", "--side", "LT", "--decided-by", "It", "--from"),
        *("2025-12-01T06:00+02:00", "--reason", "dispute", *SOURCE, "--yes", "--geodata"),
        str(over),
    )
    before, ends, found = content(over), [], set()
    with subprocess.Popen(  # noqa: S603 - our own words
        [sys.executable, "-W", "ignore", "-c", KILLED, *words, "100"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as program:
        for _ in range(100):
            ends.append(program.stdout.readline().strip())
            parts = {
                name: text for name, text in content(over).items() if "/.borders-" not in f"/{name}"
            }
            assert parts.keys() == before.keys()
            grown = {name for name, text in parts.items() if text != before[name]}
            assert all(parts[name].startswith(before[name].rstrip()) for name in grown)
            register = borders.load(over)
            assert len([m for m in register.measures if m.folder]) == ("measures/LT.toml" in grown)
            assert "sources.toml" in grown or "measures/LT.toml" not in grown, "cited, not written"
            found.add(tuple(sorted(grown)))
            for name, text in before.items():
                (over / name).write_text(text, "utf-8")
            program.stdin.write("\n")
            program.stdin.flush()
    assert (ends[0], ends[-1]) == ("-9", "0")
    assert found == {(), ("sources.toml",), ("measures/LT.toml", "sources.toml")}


def test_what_is_recorded_is_completed(run: Run, monkeypatch: pytest.MonkeyPatch):
    for line, offered in (
        ("borders record --reason sec", "security"),
        ("borders record --effect bar", "bars"),
        ("borders record --crossing medi", "medininkai"),
        ("borders record --source lrt-2022-06-2", "lrt-2022-06-23"),
        ("borders end lt-2025-10-29-cl", "lt-2025-10-29-closure"),
    ):
        monkeypatch.setenv("_BORDERS_COMPLETE", "bash_complete")
        monkeypatch.setenv("COMP_WORDS", line)
        monkeypatch.setenv("COMP_CWORD", str(len(line.split()) - 1))
        assert offered in run()[1].casefold(), line
