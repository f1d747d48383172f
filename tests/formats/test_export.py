from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import borders
from borders.cli.exporting import TABLES as OFFERED
from borders.formats import FORMATS, REFUSED
from borders.formats.content import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Folder

    Run = Callable[..., tuple[int, str, str]]


def test_the_command_line_offers_every_table():
    assert OFFERED == TABLES


@pytest.mark.parametrize("ending", FORMATS)
def test_a_form_holds_tables_that_there_are(ending: str):
    form = FORMATS[ending]
    assert form.tables
    assert {*form.tables} <= {*TABLES}
    assert ending not in REFUSED


@pytest.mark.parametrize("ending", REFUSED)
def test_what_is_refused_is_refused_with_what_to_take(ending: str, tmp_path: Path, folder: Folder):
    with pytest.raises(borders.QuestionError, match=r"as .*(take|let) ") as caught:
        borders.export(folder.load(), tmp_path / f"file{ending}")
    assert "\n" not in str(caught.value)
    assert [*tmp_path.glob("file*")] == []


def test_another_ending_is_told_which_there_are(tmp_path: Path, folder: Folder):
    with pytest.raises(borders.QuestionError, match=r"Did you mean '\.csv'\? .*\.csv"):
        borders.export(folder.load(), tmp_path / "file.cssv")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({"what": "statuses"}, "no table 'statuses': write status, crossings"),
        ({"what": ["status", "history"]}, "holds one table"),
        ({"what": "routes"}, "where they start"),
        ({"destination": "Vilnius"}, "say the origin"),
    ],
)
def test_what_no_file_can_hold_is_told(
    words: dict[str, object], told: str, tmp_path: Path, folder: Folder
):
    with pytest.raises(borders.QuestionError, match=told):
        borders.export(folder.load(), tmp_path / "file.csv", **words)


def test_an_answer_is_a_register_a_snapshot_or_routes(tmp_path: Path):
    with pytest.raises(borders.QuestionError, match="not 'minsk'"):
        borders.export("minsk", tmp_path / "file.csv")


def test_a_file_is_written_by_the_command_line(folder: Folder, tmp_path: Path, run: Run):
    words = ["--on", "2021-06-01", "--geodata", str(folder.write())]
    target = tmp_path / "file.csv"
    told = f"{target}: status (2) on 2021-06-01\n{tmp_path}/file.datapackage.json: Data Package\n"
    assert run("export", "-o", str(target), *words) == (0, told, "")
    assert target.read_text("utf-8").startswith("id,name,")


def test_some_crossings_alone_are_written(roads: Folder, tmp_path: Path, run: Run):
    target = tmp_path / "file.gpkg"
    words = ["--crossings", "Beta", "--from", "Ay", "--from", "Be", "--on", "2021-06-01"]
    status, out, err = run("export", "-o", str(target), *words, "--geodata", str(roads.write()))
    assert (status, err) == (0, "")
    assert "status (1), measures (0), history (" in out
    assert "routes (2)" in out


def test_routes_start_at_many_places(roads: Folder, tmp_path: Path):
    day = roads.load().on("2021-06-01", mode="car")
    corridors = day.routes(["Ay", "Be"], "Cee")
    told = borders.export(corridors, tmp_path / "ways.db")
    assert told.tables["routes"] == sum(map(len, corridors))
    twice = borders.export(day, tmp_path / "twice.db", origin=["Ay", "Be", "Ay"], destination="Cee")
    assert twice.path.read_bytes() != b""
    assert twice.tables == told.tables
    ways = borders.export(corridors, tmp_path / "ways.kml", what="routes")
    assert ways.tables == {"routes": sum(len(way.coordinates) > 1 for c in corridors for way in c)}


def test_what_is_left_out_is_told_on_standard_error(folder: Folder, tmp_path: Path, run: Run):
    folder.crossing("gamma", border_point=None, geometry=None)
    words = ["export", "-o", str(tmp_path / "file.fgb"), "--geodata", str(folder.write())]
    status, out, err = run(*words, "--on", "2021-06-01", "--lang", "pl")
    assert (status, err) == (0, f"{tmp_path}/file.fgb: Pominięto, położenie nieznane: Gamma\n")
    assert out.startswith(f"{tmp_path}/file.fgb: status (2)")


def test_a_form_whose_writer_is_missing_says_what_brings_it(
    folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("borders.formats.find_spec", lambda _: None)
    with pytest.raises(borders.MissingExtra, match=r"\[formats\]"):
        borders.export(folder.load(), tmp_path / "file.parquet")


def test_the_command_line_refuses_before_it_reads(run: Run, tmp_path: Path):
    status, out, err = run("export", "-o", str(tmp_path / "file.shp"))
    assert (status, out) == (2, "")
    assert "Shapefile cuts texts" in err
