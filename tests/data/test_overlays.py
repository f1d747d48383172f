"""Folders laid over a register: what they add, replace, end and confirm, and who said so."""

from __future__ import annotations

import json
import pickle
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from conftest import table, word

import borders
from borders import DataError, QuestionError, Status
from borders.data import archives, checking, lines, overlays
from borders.enums import Level

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Folder

    Lay = Callable[..., Path]

SOURCE = {
    "id": "own",
    "publisher": "Own",
    "title": "Seen",
    "kind": "news",
    "published": "2026-11-28",
}
END = {"measure": "lt-0", "valid_to": date(2021, 6, 1), "sources": ["own"]}
CLOSURE = {
    "id": "lt-own",
    "crossings": ["alpha"],
    "effect": "bars",
    "valid_from": date(2026, 11, 28),
    "reason": "quarrel",
    "decided_by": "A government",
    "sources": ["own"],
    "confidence": "high",
}


@pytest.fixture
def lay(tmp_path: Path, folder: Folder) -> Lay:
    """Write a folder to lie over the toy."""

    def call(
        name: str = "mine",
        *,
        measures: list[dict[str, Any]] | None = None,
        ends: list[dict[str, Any]] | None = None,
        verified: list[dict[str, Any]] | None = None,
        sources: list[dict[str, Any]] | None = None,
        files: dict[str, str] | None = None,
        **package: Any,
    ) -> Path:
        about = {"name": name, "version": "7", "over": folder.package["name"], **package}
        texts = {
            "datapackage.json": json.dumps({k: v for k, v in about.items() if v is not None}),
            "measures/LT.toml": table("measure", measures or []),
            "sources.toml": table("source", [SOURCE] if sources is None else sources),
            "overlay.toml": table("end", ends or []) + table("verified", verified or []),
            **({"vocabulary.toml": table("reason", [word("quarrel")])} if measures else {}),
            **(files or {}),
        }
        for file, text in texts.items():
            path = tmp_path / name / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        return tmp_path / name

    return call


def told(*folders: Path) -> list[tuple[str, str, Level, str]]:
    """File, entry, level and text of all that is told of the uppermost folder."""
    problems = checking.check(*folders)[1]
    return [(Path(p.file).name, p.entry, p.level, p.text) for p in problems]


def test_an_overlay_adds_what_it_says_and_is_named(folder: Folder, lay: Lay):
    base = folder.write()
    register = borders.load(base, lay(measures=[CLOSURE]))
    assert register.on("2026-11-28").status("alpha") is Status.CLOSED
    assert borders.load(base).on("2026-11-28").status("alpha") is Status.UNKNOWN
    measure, source = register.measure("lt-own"), register.facts.sources["own"]
    assert (measure.folder, source.folder) == ("mine", "mine")
    assert register.facts.sources["paper"].folder == ""
    assert register.version == "1 + mine 7"
    assert (register.facts.package.title, register.folder) == ("Toy crossings", base)


def test_the_files_below_stay_as_they_are(folder: Folder, lay: Lay):
    folder.measure()
    base = folder.write()
    before = {path: path.read_bytes() for path in base.rglob("*") if path.is_file()}
    borders.load(base, lay(measures=[CLOSURE], ends=[END]))
    assert {path: path.read_bytes() for path in base.rglob("*") if path.is_file()} == before


def test_an_entry_takes_the_place_of_the_one_with_its_id(folder: Folder, lay: Lay):
    folder.measure()
    mine = lay(measures=[{**CLOSURE, "id": "lt-0", "crossings": ["beta"]}])
    register = borders.load(folder.write(), mine)
    assert [m.crossings for m in register.measures] == [("beta",)]
    assert [m.crossings for m in register.facts.replaced["lt-0"]] == [("alpha",)]
    notes = told(folder.path, mine)
    assert ("LT.toml", "lt-0", Level.NOTE) in {row[:3] for row in notes}
    (text,) = [text for file, _, _, text in notes if file == "LT.toml" and "place" in text]
    assert text == (
        "takes the place of the entry of toy, with another crossings, valid_from, reason, sources"
    )


def test_what_says_the_same_as_below_is_told(folder: Folder, lay: Lay):
    folder.sources.append(SOURCE)
    folder.measure(**CLOSURE)
    folder.reasons.append(word("quarrel"))
    notes = told(folder.write(), lay(measures=[CLOSURE]))
    assert {row[1:] for row in notes if row[3].startswith("says what")} == {
        ("own", Level.WARNING, "says what toy says: leave it out"),
        ("quarrel", Level.WARNING, "says what toy says: leave it out"),
        ("lt-own", Level.WARNING, "says what toy says: leave it out"),
    }


def test_an_end_ends_and_both_ends_are_told(folder: Folder, lay: Lay):
    folder.measure(valid_to="2022-01-01", planned_to=None)
    mine = lay(ends=[END])
    register = borders.load(folder.write(), mine)
    assert [register.on(f"2021-0{n}-15").status("alpha") for n in (5, 6)] == [
        Status.CLOSED,
        Status.OPEN,
    ]
    measure = register.measure("lt-0")
    assert (measure.folder, measure.sources) == ("mine", ("paper", "own"))
    assert (measure.planned_to and measure.planned_to.date()) == date(2022, 1, 1)
    assert told(folder.path, mine) == [
        (
            "overlay.toml",
            "lt-0",
            Level.NOTE,
            (
                "ends at 2021-06-01T00:00:00+03:00, "
                "where the register has it until 2022-01-01T00:00:00+02:00"
            ),
        )
    ]


def test_an_end_that_is_told_of_below_is_needless(folder: Folder, lay: Lay):
    folder.measure(valid_to="2021-06-01")
    mine = lay(ends=[END])
    assert borders.load(folder.write(), mine).facts.replaced == {}
    assert [row[1:3] for row in told(folder.path, mine)] == [
        ("lt-0", Level.WARNING),
        ("own", Level.WARNING),
    ], "then nothing cites its source"


def test_what_an_overlay_leaves_unused_below_is_no_problem(folder: Folder, lay: Lay):
    folder.sources.append({**folder.sources[0], "id": "quire"})
    folder.measure(sources=["quire"])
    mine = lay(measures=[{**CLOSURE, "id": "lt-0"}])
    assert "quire" not in {row[1] for row in told(folder.write(), mine)}
    assert checking.check(folder.path)[1] == []


def test_a_verdict_knows_which_folders_it_rests_on(folder: Folder, lay: Lay):
    folder.measure()
    periods = [
        {
            "crossing": "beta",
            "from": date(2026, 11, 20),
            "through": date(2026, 11, 28),
            "by": ["own"],
        }
    ]
    register = borders.load(folder.write(), lay(ends=[END], verified=periods))

    def said(day: str, crossing: str) -> tuple[str, ...]:
        return register.facts.said_by(register.on(day).explain(crossing))

    assert said("2021-03-01", "alpha") == ("mine",), "the end of what bars then is mine"
    assert said("2021-07-01", "alpha") == ("mine",), "it is open since my end"
    assert said("2026-11-28", "beta") == ("mine",), "I verified it"
    assert said("2021-03-01", "beta") == ()
    rows = {row["id"]: row["folders"] for row in register.on("2021-03-01").rows()}
    assert rows == {"alpha": ["mine"], "beta": []}
    assert borders.load(folder.path).on("2021-03-01").rows()[0]["folders"] == []


@pytest.mark.parametrize(
    ("first", "through", "expected"),
    [
        ("2026-11-28", "2026-11-28", [("2026-11-28", "2026-11-28")]),
        ("2025-12-01", "2026-01-05", [("2026-01-01", "2026-01-05")]),
        ("2019-12-01", "2026-01-05", [("2019-12-01", "2019-12-31"), ("2026-01-01", "2026-01-05")]),
        ("2021-01-01", "2021-01-02", []),
    ],
)
def test_a_verified_period_fills_what_those_below_leave(
    folder: Folder, lay: Lay, first: str, through: str, expected: list[tuple[str, str]]
):
    row = {"crossing": "alpha", "from": date.fromisoformat(first), "by": ["own"]}
    mine = lay(verified=[{**row, "through": date.fromisoformat(through)}])
    crossing = borders.load(folder.write(), mine).crossing("alpha")
    mine_alone = [p for p in crossing.verified if p.folder == "mine"]
    assert [(p.first.isoformat(), p.through.isoformat()) for p in mine_alone] == expected
    assert len(crossing.verified) == 1 + len(expected)
    needless = [level for _, _, level, text in told(folder.path, mine) if "already" in text]
    assert needless == ([] if expected else [Level.WARNING])


def test_a_crossing_of_a_state_of_its_own_may_be_added(folder: Folder, lay: Lay, folder_of: Any):
    other = folder_of(folder.path.parent / "other")
    other.crossings.clear()
    names = [{"side": "LV", "names": {"en": "Gamma"}}]
    other.crossing("gamma", neighbour="LV", sources=["own"], checkpoints=names, verified=[])
    other.write()
    crossings = (other.path / "crossings.geojson").read_text("utf-8")
    mine = lay(files={"crossings.geojson": crossings}, zones={"LV": "Europe/Riga"})
    register = borders.load(folder.write(), mine)
    assert [c.id for c in register.crossings] == ["alpha", "beta", "gamma"]
    assert register.crossing("gamma").folder == "mine"
    assert str(register.zone("gamma")) == "Europe/Riga"


def test_overlays_lie_over_overlays(folder: Folder, lay: Lay):
    folder.measure()
    lower = lay(ends=[END])
    upper = lay("upper", over="mine", ends=[{**END, "valid_to": date(2021, 8, 1)}])
    register = borders.load(folder.write(), lower, upper)
    assert register.on("2021-07-01").status("alpha") is Status.CLOSED
    assert register.facts.overlays == ("mine", "upper")
    assert [m.folder for m in register.facts.replaced["lt-0"]] == ["mine", ""]
    assert register.version == "1 + mine 7 + upper 7"


def test_an_overlay_finds_what_it_lies_over_by_its_path(folder: Folder, lay: Lay):
    register = borders.load(lay(over=f"../{folder.write().name}", measures=[CLOSURE]))
    assert (register.facts.package.name, register.folder.name) == ("toy", folder.path.name)


def test_an_overlay_lies_over_the_shipped_register_unless_it_says(lay: Lay):
    mine = lay(over=None)
    register = borders.load(mine)
    assert register.folder == archives.geodata()
    assert register.overlays == (mine,)
    assert register.facts.package.name == "belarus-borders"


@pytest.mark.parametrize(
    ("folders", "text"),
    [
        (("mine", "toy"), "is a register of its own: name it first"),
        (("toy", "stray"), "lies over elsewhere, which is not named before it"),
        (("stray",), "lies over 'elsewhere', which is not found"),
        (("round",), "lies over '../round', which is not found"),
    ],
)
def test_folders_that_do_not_lie_over_one_another_are_refused(
    folder: Folder, lay: Lay, folders: tuple[str, ...], text: str
):
    folder.write()
    lay(over="../toy")
    lay("stray", over="elsewhere")
    lay("round", over="../round")
    with pytest.raises(QuestionError, match=text):
        borders.load(*(folder.path.parent / name for name in folders))


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"measures": [{**CLOSURE, "effect": "shuts"}]}, "LT.toml:"),
        ({"measures": [{**CLOSURE, "sources": ["none"]}]}, "no source is called 'none'"),
        (
            {"ends": [{**END, "measure": "lt-1"}]},
            "no measure is called 'lt-1'; did you mean 'lt-0'",
        ),
        ({"ends": [{**END, "valid_to": date(2020, 1, 1)}]}, "is not after valid_from"),
        ({"ends": [{"measure": "lt-0", "sources": ["own"]}]}, "valid_to is missing"),
        ({"verified": [{"crossing": "gamma"}]}, "no crossing is called 'gamma'"),
        ({"verified": [{"crossing": "alpha", "by": ["own"]}]}, "from is missing"),
        ({"fresh_days": 30}, "fresh_days: that of what it lies over holds"),
        ({"zones": {"LT": "Europe/Riga"}}, "zones: LT stands below: leave it out"),
        ({"zones": {"LV": "Riga"}, "ends": [END]}, "'Riga' is not a time zone"),
        ({"name": "toy"}, "name 'toy' is that of a folder below"),
        ({"version": None}, "Object missing required field `version"),
    ],
)
def test_what_is_wrong_in_an_overlay_is_told_with_its_folder(
    folder: Folder, lay: Lay, changes: dict[str, Any], problem: str
):
    folder.measure()
    base = folder.write()
    name = changes.pop("name", "mine")
    mine = lay(**changes)
    if name != "mine":
        (mine / "datapackage.json").write_text(
            json.dumps({"name": name, "version": "7", "over": "toy"}), "utf-8"
        )
    with pytest.raises(DataError) as error:
        borders.load(base, mine)
    texts = str(error.value).splitlines()
    assert any(problem in text for text in texts), texts
    errors = [p for p in checking.check(base, mine)[1] if p.level is Level.ERROR]
    assert {Path(p.file).parts[len(mine.parts) - 1] for p in errors} == {"mine"}


def test_what_an_overlay_adds_to_verified_time_is_told(folder: Folder, lay: Lay):
    mine = lay(measures=[{**CLOSURE, "valid_from": date(2021, 1, 1), "valid_to": date(2021, 2, 1)}])
    text = "is in force while what lies below verifies alpha (2020-01-01 to 2025-12-31) without it"
    assert told(folder.write(), mine) == [("LT.toml", "lt-own", Level.NOTE, text)]


def test_a_register_with_overlays_is_the_same_elsewhere(folder: Folder, lay: Lay):
    register = borders.load(folder.write(), lay(measures=[CLOSURE]))
    known = register.as_known_on("2026-11-28")
    for each in (register, known):
        copy = pickle.loads(pickle.dumps(each))  # noqa: S301 - our own
        assert (copy.facts, copy.overlays) == (each.facts, each.overlays)
    assert known.overlays == register.overlays


def test_the_folder_to_write_to_is_the_uppermost_that_is_given(folder: Folder, lay: Lay):
    base, mine = folder.write(), lay()
    assert overlays.editable([base, mine]) == mine
    assert overlays.editable([base]) == base
    (mine / "datapackage.json").write_text(
        json.dumps({"name": "mine", "resources": [{"path": "x", "hash": "0"}]}), "utf-8"
    )
    assert overlays.editable([base, mine]) == base, "what is released has the sums of its files"
    with pytest.raises(QuestionError, match="borders new mine"):
        overlays.editable([])


def test_the_installed_data_is_not_written_to(
    tmp_path: Path, folder: Folder, monkeypatch: pytest.MonkeyPatch
):
    installed = tmp_path / "_geodata"
    folder.write().rename(installed)
    monkeypatch.setattr(archives, "geodata", lambda: installed)
    with pytest.raises(QuestionError, match="borders new mine"):
        overlays.editable([installed])


def test_the_ways_kept_for_the_page_serve_with_an_overlay(
    lay: Lay, monkeypatch: pytest.MonkeyPatch
):
    """A crossing that is added, to which no road is known, does not make them another's."""
    from borders.maps import page_routes, page_routes_build

    def unwanted(_: borders.Register) -> None:
        pytest.fail("they are found anew")

    monkeypatch.setattr(page_routes_build, "build", unwanted)
    first = json.loads((archives.geodata() / "crossings.geojson").read_text("utf-8"))["features"][0]
    added = json.dumps({"features": [{**first, "id": "added"}]})
    register = borders.load(lay(over="belarus-borders", files={"crossings.geojson": added}))
    assert register.crossings[-1].id == "added"
    assert page_routes.routes_block(register) is not None


def test_a_problem_lies_in_the_uppermost_folder_that_has_its_entry(lay: Lay, folder: Folder):
    own = lay(measures=[CLOSURE])
    folders = [folder.path, own]
    entries = ("lt-0", "lt-own", "nobody's")
    problems = [borders.Problem(file="measures/LT.toml", entry=each, text="x") for each in entries]
    folder.measure()
    folder.write()
    found = lines.placed(problems, folders)
    assert [Path(each.file).parents[1] for each in found] == [folder.path, own, folder.path]
    assert [each.line is None for each in found] == [False, False, True]
