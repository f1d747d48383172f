"""One file that any program of SQLite reads, and datasette serves."""

from __future__ import annotations

import contextlib
import json
import sqlite3

import pytest

from borders.columns import CONTRACT


@pytest.fixture
def base(whole):
    with contextlib.closing(sqlite3.connect(whole[".db"].path)) as base:
        yield base


def test_its_tables_and_counts(base, whole):
    names = {row[0] for row in base.execute("select name from sqlite_master where type = 'table'")}
    links = {"measure_crossing", "measure_source", "crossing_source"}
    assert names == {"meta", *whole[".db"].tables, *links}
    for name, count in whole[".db"].tables.items():
        assert base.execute(f"select count(*) from {name}").fetchone() == (count,)  # noqa: S608


def test_it_is_sound(base):
    assert base.execute("pragma foreign_key_check").fetchall() == []
    assert base.execute("pragma integrity_check").fetchone() == ("ok",)
    assert base.execute("pragma user_version").fetchone() == (CONTRACT,)
    made = [row[0] for row in base.execute("select sql from sqlite_master where type = 'table'")]
    assert all(sql.endswith("strict, without rowid") for sql in made)


def test_it_refuses_what_is_no_status(base):
    with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
        base.execute("update status set status = 'ajar'")


def test_it_says_the_question(base, day):
    meta = dict(base.execute("select key, value from meta"))
    assert meta["question"] == "21 August 2023 · US citizens leaving Belarus by car"
    assert meta["version"] == day.register.version
    assert meta["licence"] == "ODbL-1.0 AND CC-BY-4.0"


def test_it_joins(base, day):
    query = (
        "select measures.id from measures join measure_crossing on measure = id "
        "where crossing = 'medininkai'"
    )
    measures = {m.id for m in day.register.measures if "medininkai" in m.crossings}
    assert {row[0] for row in base.execute(query)} == measures


def test_its_views_ask_the_moment_at_which_they_are_read(base, day):
    now = base.execute("select strftime('%Y-%m-%dT%H:%M:%SZ', 'now')").fetchone()[0]
    held = {m.id for m in day.register.measures if day.register.on(now).in_force(m) == "yes"}
    told = {row[0] for row in base.execute("select id from in_force where last_seen is null")}
    assert {m for m in held if day.register.measure(m).last_seen is None} == told
    today = dict(base.execute("select crossing, status from today"))
    verdicts = question(day, now).verdicts
    known = {v.crossing.id for v in verdicts if next(day.periods(v.crossing), None)}
    assert today == {v.crossing.id: v.status for v in verdicts if v.crossing.id in known}


def question(day, now):
    words = {"mode": day.mode, "direction": day.direction, "traveller": day.traveller}
    return day.register.on(now, **words)


def test_datasette_serves_it(whole, python, tmp_path):
    code = "from datasette.cli import cli; cli()"
    address = "/borders/status.json?id=medininkai&_shape=array"
    path = whole[".db"].path
    told = python("-W", "ignore", "-c", code, path, "--get", address, cwd=tmp_path)
    (row,) = json.loads(told)
    assert row["status"] == "open"
