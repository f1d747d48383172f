from __future__ import annotations

import json
import sys
from datetime import UTC, date, datetime, timedelta
from itertools import islice, product
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from history_questions import Questions

import borders
from borders import QuestionError, columns, dates, frames
from borders.columns import CHANGES, CROSSINGS, HISTORY, MEASURES, SOURCES, STATUS
from borders.enums import Language, Standing, Status

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Folder

    from borders.columns import Table
    from borders.register import Register

DAYS = ("2015-01-01", "2020-04-01", "2023-08-21", "2026-11-28")
"""Before all that is known; while little is; when all of it is; after it, with signs."""

DTYPES = {
    "string": "string",
    "boolean": "boolean",
    "integer": "Int64",
    "number": "float64",
    "date": "datetime64[s]",
    "datetime": "datetime64[us, UTC]",
    "list": "object",
}


def typed(frame: pd.DataFrame, table: Table) -> None:
    """Hold that a frame has the columns of a schema, and nothing else in them."""
    own = frame.drop(columns="geometry", errors="ignore")
    assert list(own) == [*table.names]
    assert {name: str(dtype) for name, dtype in own.dtypes.items()} == {
        column.name: DTYPES[column.type] for column in table.columns
    }
    for column in table.columns:
        held = frame[column.name]
        if column.required:
            assert held.notna().all(), column
        if column.type == "list":
            assert {type(each) for each in held} <= {list}
            assert {type(text) for each in held for text in each} <= {str}
            held = held.explode()
        if column.values:  # noqa: PD011 - of a schema
            assert {*held.dropna()} <= {*column.values}, column  # noqa: PD011
    if table.key and len(frame):
        assert not frame.duplicated([*table.key]).any()


def values(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame as Python has them, with None for what is missing."""
    bare = frame.drop(columns="geometry", errors="ignore").astype(object)
    return bare.where(bare.notna(), None).to_dict("records")


@pytest.mark.parametrize("day", DAYS)
def test_a_day_has_the_types_of_its_schema(day: str, register: Register):
    snapshot = register.on(day)
    frame = snapshot.to_geodataframe()
    typed(frame, STATUS)
    typed(snapshot.to_frame(), STATUS)
    assert frame.crs.to_epsg() == 4326
    typed(snapshot.with_direction("in").to_frame(), STATUS)


def test_what_is_of_no_day_has_the_types_of_its_schema_too(register: Register):
    typed(register.history_frame(), HISTORY)
    typed(register.changes_frame("2019-01-01", "2027-01-01", mode="car"), CHANGES)
    typed(register.measures_frame(), MEASURES)
    typed(register.crossings_frame(), CROSSINGS)
    typed(register.sources_frame(), SOURCES)
    typed(register.to_frame("2023-08-17", "2023-08-20"), STATUS)


def test_frames_without_rows_have_their_types(folder: Folder):
    folder.crossings.clear()
    register = folder.load()
    typed(register.on("2021-01-01").to_geodataframe(), STATUS)
    typed(register.to_frame("2021-01-01", "2021-02-01"), STATUS)
    typed(register.history_frame(), HISTORY)
    typed(register.changes_frame("2021-01-01", "2021-02-01"), CHANGES)
    typed(register.crossings_frame(), CROSSINGS)


def test_parquet_of_any_days_has_one_schema(register: Register, tmp_path: Path):
    tables = [frames.to_arrow(register.on(day).to_frame(), STATUS) for day in DAYS]
    for day, table in zip(DAYS, tables, strict=True):
        pq.write_table(table, tmp_path / f"{day}.parquet")
    schemas = [pq.read_schema(tmp_path / f"{day}.parquet").remove_metadata() for day in DAYS]
    assert schemas == [frames.arrow_schema(STATUS)] * len(DAYS)
    assert pq.read_table(tmp_path).num_rows == len(DAYS) * len(register.crossings)
    counted = (
        duckdb.read_parquet(f"{tmp_path}/*.parquet")
        .aggregate('"on"::text, count(*), count(since), sum(len(signs))')
        .fetchall()
    )
    assert sorted(counted) == [
        (
            day,
            len(frame),
            frame["since"].notna().sum(),
            frame["signs"].str.len().sum(),
        )
        for day in DAYS
        for frame in [register.on(day).to_frame()]
    ]
    back = tables[2].to_pylist()
    frame = register.on(DAYS[2]).to_frame()
    assert [row["measures"] for row in back] == frame["measures"].to_list()
    assert [row["on"] for row in back] == [date(2023, 8, 21)] * len(frame)
    since = [row["since"] for row in back]
    assert pd.Series(since, dtype="datetime64[us, UTC]").equals(frame["since"])


def test_pandas_writes_the_schema_too(register: Register, tmp_path: Path):
    """Empty lists alone would else be lists of nothing."""
    path = tmp_path / "day.parquet"
    for day in DAYS:
        register.on(day).to_frame().to_parquet(path, schema=frames.arrow_schema(STATUS))
        assert pq.read_schema(path).remove_metadata() == frames.arrow_schema(STATUS)


def test_frames_say_what_verdicts_say(register: Register):
    """Of questions at random, about the moments at which something changes."""
    told = set()
    for snapshot, _ in islice(Questions(register, 14), 25):
        rows = values(snapshot.to_frame())
        assert [row["id"] for row in rows] == [crossing.id for crossing in snapshot.crossings]
        for row, verdict in zip(rows, snapshot.verdicts, strict=True):
            last = verdict.last_known
            assert Standing.of(row["status"], row["default"]) is verdict.standing
            assert row["moment"].to_pydatetime() == dates.utc(verdict.question.moment)
            assert row["on"].date() == verdict.question.moment.date()
            assert row["measures"] == [measure.id for measure in verdict.measures]
            assert row["last_known"] == (last and last.status.value)
            assert row["age_days"] == verdict.age_days
            for key in ("since", "until", "measures_since", "measures_until"):
                bound = getattr(verdict, key)
                assert (row[key] and row[key].to_pydatetime()) == (bound and dates.utc(bound))
            assert (row["since_local"] or None) == (verdict.since and verdict.since.isoformat())
            assert row["sentence"] == verdict.sentence
            told.add(verdict.standing)
        asked = {(row["mode"], row["direction"], row["as_known_on"]) for row in rows}
        assert asked <= {(snapshot.mode, snapshot.direction, snapshot.as_known_on)}
    assert told >= {*Standing} - {Standing.RESTRICTED}


def test_a_frame_of_days_is_each_day_in_turn(register: Register):
    """Verdicts are ruled once between turns, and nothing of a row may be another for that."""
    for n, (snapshot, _) in enumerate(islice(Questions(register, 41), 6)):
        lang = [*Language][n % len(Language)]
        question = {
            key: getattr(snapshot, key) for key in ("mode", "direction", "traveller", "as_known_on")
        } | {"lang": lang}
        start = dates.day_of(snapshot.moment) - timedelta(days=4)
        whole = register.to_frame(start, start + timedelta(days=9), **question)
        each = [register.on(start + timedelta(days=day), **question) for day in range(9)]
        expected = pd.concat([day.to_frame() for day in each], ignore_index=True)
        pd.testing.assert_frame_equal(whole, expected)


def test_a_sign_is_told_from_the_day_on_which_it_was_seen(folder: Folder):
    folder.signs.append(
        {
            "crossing": "alpha",
            "mode": "car",
            "direction": "out",
            "from": "2026-02-03",
            "through": "2026-02-05",
            "what": "queued",
            "source": "paper",
        }
    )
    register = folder.load()
    whole = register.to_frame("2026-02-01", "2026-02-08", mode="car")
    days = [register.on(f"2026-02-0{day}", mode="car") for day in range(1, 8)]
    pd.testing.assert_frame_equal(whole, pd.concat([d.to_frame() for d in days], ignore_index=True))
    seen = whole.loc[whole["id"] == "alpha", "signs"].str.len()
    assert list(seen) == [0, 0, 1, 1, 1, 1, 1]


def test_a_frame_of_hours_is_each_hour_in_turn(register: Register):
    start = datetime(2025, 11, 19, 18, tzinfo=UTC)
    whole = register.to_frame(start, start + timedelta(hours=9), "h", mode="car")
    each = [register.on(start + timedelta(hours=hour), mode="car") for hour in range(9)]
    pd.testing.assert_frame_equal(whole, pd.concat([d.to_frame() for d in each], ignore_index=True))
    assert whole.groupby("moment")["id"].count().to_list() == [len(each[0].crossings)] * 9


def test_a_frame_of_days_knows_what_was_planned_seen_and_known_then(register: Register):
    """Announcements, cautions and signs turn at midnight, and what was known may be limited."""
    met = set()
    for start, known in product(("2025-10-23", "2026-04-29"), (None, "2025-10-27")):
        first, asked = date.fromisoformat(start), {"mode": "car", "as_known_on": known}
        whole = register.to_frame(first, first + timedelta(days=12), **asked)
        days = [register.on(first + timedelta(days=n), **asked) for n in range(12)]
        pd.testing.assert_frame_equal(
            whole, pd.concat([day.to_frame() for day in days], ignore_index=True)
        )
        told = whole.groupby("id")[["planned", "cautions", "signs", "last_known"]]
        turns = told.agg(lambda values: len({*map(str, values)}) > 1).any()
        met |= {*turns[turns].index}
    assert met == {"planned", "cautions", "signs", "last_known"}


@pytest.mark.parametrize(
    ("since", "until", "freq", "count", "first", "last"),
    [
        ("2023-01-01", "2023-01-04", "D", 3, "2023-01-01T10", "2023-01-03T10"),
        ("2023-01-01", "2023-01-01", "D", 0, None, None),
        (pd.Timestamp("2023-01-01"), np.datetime64("2023-02-01"), "7D", 5, "2023-01-01T10", None),
        ("2023-01-01", "2023-03-02", "MS", 3, "2023-01-01T10", "2023-03-01T10"),
        ("2023-01-01", "2023-01-02", "h", 24, "2022-12-31T21", "2023-01-01T20"),
        ("2023-01-01T00:00Z", "2023-01-03", "D", 3, "2023-01-01T00", "2023-01-03T00"),
    ],
)
def test_the_end_of_a_time_asked_for_is_out(
    folder: Folder, since: Any, until: Any, freq: str, count: int, first: str, last: str
):
    """Days are noons in Vilnius, and their hours begin in Minsk."""
    frame = folder.load().to_frame(since, until, freq)
    moments = frame.loc[frame["id"] == "alpha", "moment"]
    assert len(moments) == count
    if first:
        assert moments.iloc[0].isoformat().startswith(first)
    if last:
        assert moments.iloc[-1].isoformat().startswith(last)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("2023-01-02", "2023-01-01"), "until 2023-01-01 is before since 2023-01-02: swap them"),
        (("2023-01-01", "2023-01-02", "day"), "freq 'day' is no step: write one of pandas, such"),
        (("2023-01-01", "2023-01-02", "-1D"), "freq '-1D' is no step"),
        (("2023-01-01", "2023-01-02", 5), "freq 5 is no step"),
        (("2023-01-01", "soon"), "'soon' is no day or instant"),
        (("0001-01-01", "2023-01-01", "h"), "17,724,480 moments of 2 crossings are more than"),
        (("2023-01-01", "2023-01-02", "ns"), "86,400,000,000 moments of 2 crossings are more than"),
    ],
)
def test_a_time_that_cannot_be_asked_for_is_told(folder: Folder, asked: Any, said: str):
    with pytest.raises(QuestionError) as error:
        folder.load().to_frame(*asked)
    assert str(error.value).startswith(said)


def test_a_history_holds_the_status_of_every_moment(register: Register):
    """One row of each crossing holds it; before the first nothing is known."""
    questions = Questions(register, 6)
    met = set()
    for snapshot, _ in islice(questions, 4):
        question = {k: getattr(snapshot, k) for k in ("mode", "direction", "traveller")}
        frame = register.history_frame(**question)
        typed(frame, HISTORY)
        assert {*frame["crossing"]} <= {crossing.id for crossing in snapshot.crossings}
        for _ in range(20):
            day = register.on(questions.moment(), **question)
            for crossing in questions.chance.sample(day.crossings, min(2, len(day.crossings))):
                verdict = day.verdict(crossing)
                rows = frame[frame["crossing"] == crossing.id]
                moment = pd.Timestamp(verdict.question.moment)
                is_before = rows["period_end"].isna() | (moment < rows["period_end"])
                held = values(rows[is_before & (rows["period_start"] <= moment)])
                if not held:
                    assert verdict.status is Status.UNKNOWN
                    assert verdict.last_known is None
                    continue
                (row,) = held
                assert (row["status"], row["default"]) == (verdict.status, verdict.default)
                assert row["measures"] == [measure.id for measure in verdict.measures]
                assert (row["last_known"] is None) == (verdict.last_known is None)
                met.add(verdict.status)
    assert met == {*Status}


def test_the_rows_of_a_history_adjoin_and_the_last_is_open(register: Register):
    frame = register.history_frame(mode="car")
    for _, rows in frame.groupby("crossing"):
        assert rows["period_end"].to_list()[:-1] == rows["period_start"].to_list()[1:]
        assert rows["period_end"].isna().to_list() == [False] * (len(rows) - 1) + [True]
    unknown = frame[frame["status"] == "unknown"]
    assert unknown["last_known"].notna().all()
    assert unknown["last_known_on"].notna().all()


def test_a_frame_of_changes_is_the_changes(register: Register):
    question = {"mode": "car", "lang": "pl"}
    changes = register.changes("2023-01-01", "2026-01-01", **question)
    rows = values(register.changes_frame("2023-01-01", "2026-01-01", **question))
    assert [(r["crossing"], r["moment"], r["before"], r["after"], r["sentence"]) for r in rows] == [
        (c.crossing.id, dates.utc(c.moment), c.before.status, c.after.status, c.after.sentence)
        for c in changes
    ]
    assert {(row["mode"], row["lang"], row["version"]) for row in rows} == {
        ("car", "pl", register.version)
    }
    every = register.changes_frame("2023-01-01", "2026-01-01", **question, every=True)
    assert len(every) > len(rows) > 20


def test_measures_crossings_and_sources_are_all_there(register: Register):
    measures = register.measures_frame("lt").set_index("id")
    assert list(measures.index) == [measure.id for measure in register.measures]
    closure = register.measure("lt-2025-10-29-closure")
    row = measures.loc[closure.id]
    assert row["crossings"] == [*closure.crossings]
    assert (row["valid_from"], row["valid_from_local"]) == (
        closure.valid_from,
        closure.valid_from.isoformat(),
    )
    assert row["sentence"].startswith("Lietuva")
    crossings = register.crossings_frame().set_index("id")
    assert list(crossings.index) == [crossing.id for crossing in register.crossings]
    point = register.crossing("medininkai").border_point
    assert (crossings.geometry["medininkai"].x, crossings.lat["medininkai"]) == (
        point.lon,
        point.lat,
    )
    assert crossings.loc["medininkai", "name_ru"] == "Мядининкай — Каменный Лог"
    sources = register.sources_frame().set_index("id")
    assert {source for each in measures["sources"] for source in each} <= {*sources.index}
    assert (sources["rests"].str.len() >= sources["alone"].str.len()).all()


def test_what_a_row_is_changed_in_changes_no_other(folder: Folder):
    folder.measure()
    frame = folder.load().to_frame("2021-06-01", "2021-06-04")
    frame["measures"][0].append("mine")
    assert sum("mine" in each for each in frame["measures"]) == 1


def test_geopandas_draws_its_own_map_and_writes_json(
    register: Register, monkeypatch: pytest.MonkeyPatch
):
    """It wants mapclassify to be there, whatever is drawn; here it is asked for nothing."""
    monkeypatch.setitem(sys.modules, "mapclassify", SimpleNamespace(classify=None))
    frame = register.on("2023-08-21").to_geodataframe()
    drawn = frame.explore(column="status").get_root().render()
    placed = frame[frame.geometry.notna()]
    assert drawn.count('"status": "closed"') == (placed["status"] == "closed").sum() > 0
    features = json.loads(frame.to_json(default=str))["features"]
    assert [each["properties"]["measures"] for each in features] == frame["measures"].to_list()


def test_a_traveller_is_told_in_one_text(register: Register):
    asked = borders.Traveller("US", residence="LT", papers="diplomatic", vehicle="LT")
    for traveller, text in (
        (asked, "nationality=US; residence=LT; papers=diplomatic; vehicle=LT"),
        (borders.Traveller(), "residence=none; papers=none"),
        (None, None),
    ):
        rows = values(register.on("2023-08-21", traveller=traveller).to_frame())
        assert {row["traveller"] for row in rows} == {text}


@pytest.mark.parametrize("table", columns.TABLES, ids=lambda table: table.name)
def test_a_schema_is_well_formed(table: Table):
    assert len({*table.names}) == len(table.names)
    assert {*table.key} <= {*table.names}
    assert all(table[key].required for key in table.key)
    for column in table.columns:
        assert column.name.isidentifier() or column.name == "except"
        assert column.name == column.name.lower()
        assert column.description
        assert not column.description.endswith(".")
    assert pa.schema(frames.arrow_schema(table)).names == [*table.names]
