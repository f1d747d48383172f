"""CSV, Parquet, workbooks: their types hang on the schema, not on what a day holds."""

from __future__ import annotations

import csv
import json
from datetime import UTC, date, datetime, timedelta

import duckdb
import frictionless
import openpyxl
import pyarrow.parquet as pq
import pytest

import borders
from borders import columns
from borders.formats.content import TABLES, Content
from borders.formats.workbook import LONGEST


def test_every_table_has_a_schema_of_its_name():
    assert {*TABLES} <= {table.name for table in columns.TABLES}


@pytest.mark.parametrize("table", TABLES)
def test_rows_are_those_of_the_schema(day, table):
    content = Content(day, (table,), (day.routes("Minsk"),))
    names = [column.name for column in content.table(table).columns]
    assert content.records(table)
    assert all(list(row) == names for row in content.records(table))


@pytest.mark.parametrize("table", TABLES)
def test_a_csv_is_what_its_schema_says(exported, table):
    path = exported(".csv", table)
    package = path.with_suffix(".datapackage.json")
    report = frictionless.validate(str(package))
    assert report.valid, report.flatten(["rowNumber", "fieldName", "type", "note"])
    assert report.stats["tasks"] == 1


def test_a_data_package_stands_beside_a_csv(exported, day):
    package = json.loads(exported(".csv", "status").with_suffix(".datapackage.json").read_text())
    assert package["version"] == day.register.version
    assert [each["name"] for each in package["licenses"]] == ["ODbL-1.0", "CC-BY-4.0"]
    assert package["question"]["on"] == "2023-08-21"
    assert "US citizens leaving Belarus by car" in package["description"]


def test_a_csv_says_what_python_says(exported, day):
    with exported(".csv", "status").open(encoding="utf-8", newline="") as lines:
        rows = [*csv.DictReader(lines)]
    assert not exported(".csv", "status").read_bytes().startswith(b"\xef\xbb\xbf")
    for row, verdict in zip(rows, day.verdicts, strict=True):
        assert row["status"] == verdict.status
        assert row["sentence"] == verdict.sentence
        assert row["measures"] == "; ".join(measure.id for measure in verdict.measures)
        since = datetime.fromisoformat(row["since"]) if row["since"] else None
        assert since == verdict.since


def test_schemas_of_parquet_are_the_same_on_every_day(register, tmp_path):
    schemas = []
    for moment in ("2020-01-01", "2021-12-01", "2023-08-21", "2026-10-01"):
        path = borders.export(register.on(moment), tmp_path / f"{moment}.parquet").path
        schemas.append(pq.read_schema(path).remove_metadata())
    assert all(schema.equals(schemas[0], check_metadata=True) for schema in schemas)
    assert {*pq.read_schema(path).metadata} == {b"borders", b"title", b"description", b"geo"}
    assert str(schemas[0].field("since").type) == "timestamp[us, tz=UTC]"
    assert str(schemas[0].field("measures").type) == "list<element: string>"


def test_one_line_of_sql_answers_a_day_from_the_history(exported, day):
    path = exported(".parquet", "history")
    query = (
        "select crossing, status from read_parquet($1) "
        "where period_start <= $2 and (period_end > $2 or period_end is null)"
    )
    asked = datetime(2023, 8, 21, 9, tzinfo=UTC)
    with duckdb.connect() as base:
        found = dict(base.execute(query, [str(path), asked]).fetchall())
    statuses = {key: status.value for key, status in day.statuses.items()}
    assert found == {key: statuses[key] for key in found}
    known = {key for key, status in statuses.items() if status != "unknown"}
    assert known <= {*found}


def test_history_and_changes_lie_within_bounds(register, tmp_path):
    bounds = {"since": "2023-01-01", "until": "2023-07-01"}
    history = borders.export(register, tmp_path / "h.parquet", what="history", **bounds)
    changes = borders.export(register, tmp_path / "c.parquet", what="changes", **bounds)
    first, last = (datetime(2023, month, 1, 12, tzinfo=UTC) for month in (1, 7))
    rows = pq.read_table(history.path).to_pylist()
    assert rows
    assert all(row["period_start"] < last for row in rows)
    assert all(row["period_end"] is None or row["period_end"] > first for row in rows)
    moments = pq.read_table(changes.path)["moment"].to_pylist()
    assert len(moments) == len(register.changes("2023-01-01", "2023-07-01")) > 0


@pytest.fixture(scope="session")
def book(whole):
    return openpyxl.load_workbook(whole[".xlsx"].path)


def test_a_workbook_has_a_sheet_a_table_and_one_of_the_question(book, whole, day):
    assert book.sheetnames == ["about", *whole[".xlsx"].tables]
    about = {row[0]: row[1] for row in book["about"].iter_rows(values_only=True)}
    assert about["question"] == "21 August 2023 · US citizens leaving Belarus by car"
    assert about["licence"] == "ODbL-1.0 AND CC-BY-4.0"
    for name, count in whole[".xlsx"].tables.items():
        assert book[name].max_row == count + 1
    head, first, *_ = book["status"].iter_rows(values_only=True)
    row = dict(zip(head, first, strict=True))
    assert row["name"] == day.verdicts[0].crossing.name()
    assert row["since"] == datetime(2023, 7, 8, 21)  # noqa: DTZ001 - cells know no zone
    assert row["on"] == datetime(2023, 8, 21)  # noqa: DTZ001
    assert row["serves"] is True
    assert book["status"].freeze_panes == "B2"


def test_a_workbook_has_no_formula_and_no_link(book):
    for sheet in book:
        assert not any(cell.hyperlink for row in sheet.iter_rows() for cell in row)
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= set("nsbd")


def test_a_workbook_cuts_what_no_cell_holds(hostile, tmp_path):
    path = borders.export(hostile.load().on("2021-06-01"), tmp_path / "toy.xlsx").path
    names = {row[1] for row in openpyxl.load_workbook(path)["status"].iter_rows(values_only=True)}
    assert "Ж" * (LONGEST - 1) + "…" in names


def test_an_empty_table_has_its_columns(folder, tmp_path):
    for ending in (".csv", ".parquet", ".xlsx", ".db", ".gpkg"):
        told = borders.export(folder.load(), tmp_path / f"toy{ending}", what="measures")
        assert told.tables == {"measures": 0}
    assert pq.read_schema(tmp_path / "toy.parquet").names == [*columns.MEASURES.names]


def test_the_day_of_a_row_is_a_day(exported):
    rows = pq.read_table(exported(".parquet", "status")).to_pylist()
    assert {row["on"] for row in rows} == {date(2023, 8, 21)}


def test_history_says_of_any_moment_what_python_says(exported, day):
    rows = pq.read_table(exported(".parquet", "history")).to_pylist()
    words = {"mode": day.mode, "direction": day.direction, "traveller": day.traveller}
    for number in range(30):
        step = timedelta(days=83, hours=7, minutes=11)  # to the end of what is known, and beyond
        moment = datetime(2019, 12, 2, tzinfo=UTC) + number * step
        told = {
            row["crossing"]: (row["status"], row["default"])
            for row in rows
            if row["period_start"] <= moment
            and (row["period_end"] is None or row["period_end"] > moment)
        }
        asked = day.register.on(moment, **words)
        for crossing in asked.crossings:
            standing = asked.standings[crossing.id]
            said = told.get(crossing.id, ("unknown", None))
            assert said == (standing.status, standing.default), (crossing, moment)
