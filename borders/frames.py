"""Answers as typed frames, by the schemas of `columns`: the same types whatever they hold."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from borders import columns, dates, records
from borders.enums import Standing
from borders.errors import QuestionError
from borders.rules import many
from borders.rules.verdicts import Rulings, Timeline

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime, tzinfo

    import geopandas as gpd
    import pyarrow as pa

    from borders.columns import Column, Table
    from borders.dates import Moment
    from borders.model import Crossing, Traveller
    from borders.records import Record
    from borders.register import Register, Routes, Snapshot

MOST: Final = 10_000_000
"""Rows of a frame; more of them take more memory than most machines have."""


def frame(rows: Iterable[Record], table: Table) -> pd.DataFrame:
    """Return records as a frame with the columns of a schema and their types.

    Texts are "string", whole numbers "Int64" and booleans "boolean", each with `pd.NA` where there
    is none; instants "datetime64[us, UTC]", days "datetime64[s]"; lists stay lists of Python.
    """
    listed = list(rows)
    return pd.DataFrame(
        {each.name: _series([row[each.name] for row in listed], each) for each in table.columns}
    )


def placed(frame: pd.DataFrame, shapes: Sequence[object]) -> gpd.GeoDataFrame:
    """Return a frame with a shape for each row, EPSG:4326; None: there is none."""
    import geopandas as gpd

    return gpd.GeoDataFrame(
        frame, geometry=gpd.GeoSeries(shapes, crs="EPSG:4326", index=frame.index)
    )


def points(crossings: Iterable[Crossing]) -> list[object]:
    """Return the border points of crossings; None: not known."""
    from shapely import Point

    places = (crossing.border_point for crossing in crossings)
    return [None if place is None else Point(place.lon, place.lat) for place in places]


def _series(values: Iterable[Any], column: Column) -> pd.Series[Any]:
    """Return the values of a column, typed."""
    dtype = column.dtype
    if column.type == "datetime":
        moments = [value and value.replace(tzinfo=None) for value in values]
        return pd.Series(np.array(moments, "datetime64[us]")).dt.tz_localize("UTC")
    if column.type == "date":
        return pd.Series(np.array([*values], dtype))
    if column.type == "list":
        return pd.Series([[*value] for value in values], dtype=object)
    return pd.Series(values, dtype=dtype)


def by_moment(snapshot: Snapshot, moments: Sequence[date | datetime]) -> pd.DataFrame:
    """Return how each crossing that serves a question stands at moments, in order of time.

    Rows are in the order of the moments, and of the register within each. What does not become
    another from one moment to the next is ruled and worded once.
    """
    register, translator = snapshot.register, snapshot.translator
    runs: list[Record] = []
    counts: list[int] = []
    own: dict[str, list[Any]] = {"on": [], "moment": [], "age_days": [], "sentence": []}
    for crossing in snapshot.crossings:
        zone = register.zone(crossing)
        signs = register.signs_by_crossing.get(crossing.id, ())
        seen = [dates.day_start(sign.since, zone) for sign in signs]
        near = register.facts.dangers_by_crossing.get(crossing.id, ())
        seen += [turn for danger in near for turn in danger.turns]
        rulings = Rulings(crossing, snapshot.question(crossing), register.index, seen)
        for verdict, run in rulings.runs([dates.instant(moment, zone) for moment in moments]):
            days, through = [moment.date() for moment in run], verdict.verified_through
            own["on"] += days
            own["moment"] += map(dates.utc, run)
            own["age_days"] += (through and max(0, (day - through).days) for day in days)
            own["sentence"] += translator.sentences(verdict, run)
            runs.append(records.status(verdict, translator))
            counts.append(len(run))
    rows = frame(runs, columns.STATUS).take(np.repeat(np.arange(len(runs)), counts))
    for column in columns.STATUS.columns:
        if column.name in own:
            rows[column.name] = _series(own[column.name], column).array
        elif column.type == "list":  # one of its own for each row
            rows[column.name] = _series(rows[column.name], column).array
    order = np.arange(len(rows)).reshape(-1, len(moments) or 1).T.ravel()
    return rows.take(order).reset_index(drop=True)


def of_travellers(snapshot: Snapshot, travellers: Sequence[Traveller]) -> pd.DataFrame:
    """Return how each crossing that serves travellers stands to each: `Snapshot.standings_of`."""
    crossings = snapshot.crossings
    asked = [(crossing, snapshot.question(crossing)) for crossing in crossings]
    found = many.standings(asked, travellers, snapshot.register.diagrams)
    return _standings(crossings, found.T, pd.RangeIndex(len(travellers), name="traveller"))


def of_days(snapshot: Snapshot, moments: Sequence[date] | Sequence[datetime]) -> pd.DataFrame:
    """Return how each crossing that serves a question stands at moments, in order of time."""
    register = snapshot.register
    at: dict[tzinfo, list[datetime]] = {}
    found = []
    for crossing in snapshot.crossings:
        zone = register.zone(crossing)
        if zone not in at:
            at[zone] = [dates.utc(dates.instant(moment, zone)) for moment in moments]
        timeline = Timeline(crossing, snapshot.question(crossing), register.index)
        runs = [(each.standing.rank, count) for each, count in timeline.stretches(at[zone])]
        found.append(np.repeat(*np.array(runs, dtype=np.intp).reshape(-1, 2).T))
    is_days = all(map(dates.is_day, moments))
    kind = "datetime64[s]" if is_days else "datetime64[us, UTC]"
    listed: list[Any] = [*moments]
    index = pd.DatetimeIndex(listed, name="on" if is_days else "moment").astype(kind)
    return _standings(snapshot.crossings, found, index)


def _standings(
    crossings: Iterable[Crossing], columns: Iterable[Any], index: pd.Index[Any]
) -> pd.DataFrame:
    """Return the numbers of standings, a column a crossing, as a frame of them."""
    kind = pd.CategoricalDtype([standing.value for standing in Standing], ordered=True)
    each = (pd.Categorical.from_codes(codes, dtype=kind) for codes in columns)
    named = zip((crossing.id for crossing in crossings), each, strict=True)
    return pd.DataFrame(dict(named), index=index)


def moments(
    register: Register, since: Moment, until: Moment, freq: str
) -> list[date] | list[datetime]:
    """Return the days, or else instants, from `since` up to, without, `until`.

    Raises
    ------
    QuestionError
        The end lies before the beginning, there is no such step, or they would be too many.
    """
    start, end = register.moment(since), register.moment(until)
    if dates.instant(end, register.clock) < dates.instant(start, register.clock):
        raise QuestionError(f"until {until} is before since {since}: swap them")
    try:
        step = pd.tseries.frequencies.to_offset(freq)
    except (TypeError, ValueError):
        step = None
    if step is None or step.n < 1:
        raise QuestionError(f"freq {freq!r} is no step: write one of pandas, such as D, W, MS or h")
    first, last = (dates.instant(moment, register.clock) for moment in (start, end))
    if first == last:  # pandas 2.2 takes an end that is the beginning in
        return []
    count = (last - first) / max(_least(step), timedelta(microseconds=1))
    if count * len(register.crossings) > MOST:
        raise QuestionError(
            f"{count:,.0f} moments of {len(register.crossings)} crossings are more than {MOST:,} "
            "rows: ask for fewer at once, or by a longer step"
        )
    if dates.is_day(start) and dates.is_day(end):
        days = pd.date_range(start, end, freq=step, inclusive="left")
        if (days == days.normalize()).all():
            return [day.date() for day in days]
        first, last = (dates.day_start(day, register.clock) for day in (start, end))
    return [*pd.date_range(first, last, freq=step, inclusive="left").to_pydatetime()]


def _least(step: pd.tseries.offsets.BaseOffset) -> timedelta:
    """Return how long a step of pandas is at least."""
    try:
        return timedelta(microseconds=step.nanos / 1000)
    except ValueError:  # its length hangs on the calendar
        return timedelta(days=1)


def crossings(register: Register, lang: str) -> gpd.GeoDataFrame:
    """Return the crossings of a register as places."""
    rows = records.crossings(register, register.translator(lang))
    return placed(frame(rows, columns.CROSSINGS), points(register.crossings))


def routes(corridors: Iterable[Routes]) -> gpd.GeoDataFrame:
    """Return ways with their courses, those of one corridor after another."""
    from shapely import LineString

    several = list(corridors)
    courses = (route.coordinates for corridor in several for route in corridor)
    lines = [LineString(course) if len(course) > 1 else None for course in courses]
    rows = (record for corridor in several for record in corridor.records())
    return placed(frame(rows, columns.ROUTES), lines)


def history(snapshot: Snapshot) -> pd.DataFrame:
    """Return the histories of all crossings that serve a question, each with what lies after it."""
    verdicts = (v for crossing in snapshot.crossings for v in records.periods(snapshot, crossing))
    rows = (records.history(verdict, snapshot.translator) for verdict in verdicts)
    return frame(rows, columns.HISTORY)


def measures(register: Register, lang: str) -> pd.DataFrame:
    """Return the measures of a register, in words that mean either direction."""
    return frame(records.measures(register, register.translator(lang)), columns.MEASURES)


def sources(register: Register) -> pd.DataFrame:
    """Return the sources of a register, with what rests on each."""
    return frame(records.sources(register.facts), columns.SOURCES)


def arrow_schema(table: Table) -> pa.Schema:
    """Return a schema as Arrow and Parquet have it, instants in microseconds."""
    import pyarrow as pa

    types = {
        "string": pa.string(),
        "boolean": pa.bool_(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "date": pa.date32(),
        "datetime": pa.timestamp("us", "UTC"),
        "list": pa.list_(pa.string()),
    }
    return pa.schema([pa.field(column.name, types[column.type]) for column in table.columns])


def to_arrow(frame: pd.DataFrame, table: Table) -> pa.Table:
    """Return a frame of a schema as a table of Arrow, whose types do not hang on what it holds."""
    import pyarrow as pa

    return pa.Table.from_pandas(frame[[*table.names]], arrow_schema(table), preserve_index=False)
