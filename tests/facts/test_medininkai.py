"""Medininkai in November 2025, what was known of it when, and the clocks of both sides.

Sources: traku-zeme-2025-10-29, diena-lt-2025-10-29 and european-pravda-2025-10-29 (the resolution,
to the end of 30 November), european-pravda-2025-11-20 and lokmat-times-2025-11-19 (lifted on the
19th from the 20th, 00:00), kommersant-2026-03-10 (last verified).
"""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from borders import Register, Status, Traveller

O, R, C, U = Status.OPEN, Status.RESTRICTED, Status.CLOSED, Status.UNKNOWN  # noqa: E741
BELARUSIAN = Traveller(nationality="BY", vehicle="LT")

WHO = (
    ("German", Traveller(nationality="DE", vehicle="LT"), O),
    ("Belarusian", BELARUSIAN, C),
    ("Belarusian who lives in LT", Traveller(nationality="BY", residence="LT", vehicle="LT"), O),
    ("nationality unsaid", Traveller(vehicle="LT"), R),
    ("US citizen", Traveller(nationality="US", vehicle="LT"), O),
    ("Ukrainian", Traveller(nationality="UA", vehicle="LT"), O),
    ("Kazakh", Traveller(nationality="KZ", vehicle="LT"), C),
    ("Belarusian who lives in PL", Traveller(nationality="BY", residence="PL", vehicle="LT"), C),
    ("nobody", None, R),
)


@pytest.mark.parametrize(("traveller", "expected"), [w[1:] for w in WHO], ids=[w[0] for w in WHO])
def test_out_by_car_with_lithuanian_plates_on_5_november_2025(
    register: Register, traveller: Traveller | None, expected: Status
):
    day = register.on("2025-11-05", mode="car", direction="out", traveller=traveller)
    assert day.status("Medininkai") is expected


def test_what_is_unsaid_is_named(register: Register):
    day = register.on("2025-11-05", mode="car", direction="out", traveller=Traveller(vehicle="LT"))
    assert day.explain("Medininkai").depends_on == ("nationality",)


KNOWN = (
    ("2025-11-25", None, O),  # it ended on the 20th
    ("2025-11-25", "2025-11-10", C),  # then announced to the end of the 30th
    ("2025-11-25", "2025-11-18", C),  # last day before the lifting was made known
    ("2025-11-25", "2025-11-19", O),  # made known
    ("2025-11-30T23:59+02:00", "2025-11-10", C),
    ("2025-12-01T00:00+02:00", "2025-11-10", O),  # the planned end
    ("2025-11-19T23:59+02:00", "2025-11-19", C),
    ("2025-11-20T00:00+02:00", "2025-11-19", O),
    ("2025-11-25", "2025-10-28", O),  # the resolution was not yet known
)


@pytest.mark.parametrize("crossing", ["medininkai", "salcininkai"])
@pytest.mark.parametrize(("at", "known", "expected"), KNOWN)
def test_as_known_on(
    register: Register, crossing: str, at: str, known: str | None, expected: Status
):
    day = register.on(at, mode="car", direction="out", traveller=BELARUSIAN, as_known_on=known)
    assert day.status(crossing) is expected


PLANNED = (
    ("sumskas", "2023-08-15", ()),
    ("sumskas", "2023-08-16", ("lt-2023-08-18-closure",)),  # the day it was announced
    ("sumskas", "2023-08-17", ("lt-2023-08-18-closure",)),
    ("sumskas", "2023-08-18", ()),  # it has begun
    ("bobrowniki", "2023-02-08", ()),
    ("bobrowniki", "2023-02-09", ("pl-2023-02-10-bobrowniki-closure",)),
    ("bobrowniki", "2023-02-10T11:59+01:00", ("pl-2023-02-10-bobrowniki-closure",)),
    ("bobrowniki", "2023-02-10T12:00+01:00", ()),
)


@pytest.mark.parametrize(("crossing", "at", "planned"), PLANNED)
def test_what_is_announced_is_planned_until_it_begins(
    register: Register, crossing: str, at: str, planned: tuple[str, ...]
):
    verdict = register.on(at, mode="car", direction="out").explain(crossing)
    assert tuple(measure.id for measure in verdict.planned) == planned


# One instant, told by the clocks of Minsk, of the neighbour and of UTC.
CLOCKS = (
    ("medininkai", "BY", "2025-11-20T00:59+03:00", "2025-11-19T23:59+02:00", C),
    ("medininkai", "BY", "2025-11-20T01:00+03:00", "2025-11-20T00:00+02:00", O),
    ("lavoriskes", "US", "2024-03-01T00:59+03:00", "2024-02-29T23:59+02:00", O),
    ("lavoriskes", "US", "2024-03-01T01:00+03:00", "2024-03-01T00:00+02:00", C),
    ("paternieki", "US", "2025-03-16T13:59+03:00", "2025-03-16T12:59+02:00", O),
    ("paternieki", "US", "2025-03-16T14:00+03:00", "2025-03-16T13:00+02:00", C),
    ("silene", "US", "2023-09-19T20:00+03:00", "2023-09-19T20:00+03:00", C),  # summer: alike
    ("terespol", "FR", "2025-09-12T00:59+03:00", "2025-09-11T23:59+02:00", O),
    ("terespol", "FR", "2025-09-12T01:00+03:00", "2025-09-12T00:00+02:00", C),
    ("kuznica", "FR", "2025-11-17T01:59+03:00", "2025-11-16T23:59+01:00", C),
    ("kuznica", "FR", "2025-11-17T02:00+03:00", "2025-11-17T00:00+01:00", O),
    ("terespol", "BY", "2020-12-20T23:59+03:00", "2020-12-20T21:59+01:00", O),
    ("terespol", "BY", "2020-12-21T00:00+03:00", "2020-12-20T22:00+01:00", C),  # Minsk decides
    ("terespol", "BY", "2022-04-02T23:59+03:00", "2022-04-02T22:59+02:00", C),
    ("terespol", "BY", "2022-04-03T00:00+03:00", "2022-04-02T23:00+02:00", O),
)


@pytest.mark.parametrize("row", CLOCKS, ids=lambda row: f"{row[0]}-{row[2]}")
def test_an_instant_is_the_same_by_every_clock(
    register: Register, row: tuple[str, str, str, str, Status]
):
    crossing, nationality, minsk, near, expected = row
    assert datetime.fromisoformat(minsk) == datetime.fromisoformat(near)
    utc = datetime.fromisoformat(minsk).astimezone(UTC).isoformat()
    traveller = Traveller(nationality=nationality, vehicle="DE")
    for at in (minsk, near, utc):
        day = register.on(at, mode="car", direction="out", traveller=traveller)
        assert day.status(crossing) is expected, at


# Midnight of a day by the neighbour's clock and by that of Minsk.
MIDNIGHTS = (
    ("medininkai", "BY", "2025-11-20", "+02:00", O, C),  # Vilnius decides: Minsk is an hour early
    ("lavoriskes", "US", "2024-03-01", "+02:00", C, O),
    ("kuznica", "FR", "2025-11-17", "+01:00", O, C),  # Warsaw decides: Minsk is two hours early
    ("terespol", "FR", "2025-09-12", "+02:00", C, O),
    ("sumskas", "US", "2023-08-18", "+03:00", C, C),  # summer: one clock
)


@pytest.mark.parametrize("row", MIDNIGHTS, ids=lambda row: row[0])
def test_midnight_is_not_the_same_moment_on_both_sides(
    register: Register, row: tuple[str, str, str, str, Status, Status]
):
    crossing, nationality, day, near, by_near, by_minsk = row
    traveller = Traveller(nationality=nationality, vehicle="DE")
    for offset, expected in ((near, by_near), ("+03:00", by_minsk)):
        at = f"{day}T00:00{offset}"
        snapshot = register.on(at, mode="car", direction="out", traveller=traveller)
        assert snapshot.status(crossing) is expected, at


def test_a_bare_day_is_noon_at_the_border(register: Register):
    for day, noon in (
        ("2025-10-29", "2025-10-29T12:00+02:00"),
        ("2024-04-18", "2024-04-18T12:00+03:00"),
    ):
        asked = [
            register.on(at, mode="car", direction="out", traveller=BELARUSIAN).explain("Medininkai")
            for at in (day, noon)
        ]
        assert asked[0].question.moment == asked[1].question.moment
        assert asked[0].status is asked[1].status


@pytest.mark.parametrize("today", ["2026-11-23", "2026-03-18", "2030-01-01"])
def test_today_is_unknown_with_the_last_known_verdict_and_its_date(register: Register, today: str):
    me = Traveller(nationality="US", vehicle="DE")
    verdict = register.on(today, mode="car", direction="out", traveller=me).explain("Medininkai")
    assert verdict.status is U
    assert verdict.last_known is not None
    assert verdict.last_known.status is O
    assert verdict.last_known.question.moment.date() == date(2026, 3, 10)
    assert "10 March 2026" in verdict.sentence


@pytest.mark.parametrize(("day", "age"), [("2026-03-10", 0), ("2026-03-17", 7)])
def test_a_week_after_the_last_day_verified_is_still_known(register: Register, day: str, age: int):
    me = Traveller(nationality="US", vehicle="DE")
    asked = register.on(f"{day}T23:59+02:00", mode="car", direction="out", traveller=me)
    verdict = asked.explain("Medininkai")
    assert (verdict.status, verdict.age_days) == (O, age)


def test_today_where_it_was_closed(register: Register):
    verdict = register.on("2026-11-23", mode="car", direction="out").explain("Raigardas")
    assert verdict.status is U
    assert verdict.last_known is not None
    assert verdict.last_known.status is C


def test_before_all_that_is_known(register: Register):
    verdict = register.on("2019-11-30", mode="car", direction="out").explain("Medininkai")
    assert (verdict.status, verdict.last_known) == (U, None)
