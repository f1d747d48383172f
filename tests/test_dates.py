from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest

from borders import QuestionError, dates
from borders.dates import Period

VILNIUS, MINSK = ZoneInfo("Europe/Vilnius"), ZoneInfo("Europe/Minsk")


def test_a_period_has_its_start_and_not_its_end():
    start, end = datetime(2021, 1, 1, tzinfo=UTC), datetime(2021, 1, 2, tzinfo=UTC)
    assert Period(start, end).holds(start)
    assert not Period(start, end).holds(end)
    assert Period(None, None).holds(start)


def test_a_day_begins_by_the_clock_of_the_side():
    winter = date(2021, 1, 1)
    assert dates.day_start(winter, MINSK) < dates.day_start(winter, VILNIUS)
    assert dates.utc(dates.day_start(winter, VILNIUS)).hour == 22


def test_a_day_of_25_hours_ends_when_the_next_begins():
    autumn = date(2025, 10, 26)
    assert dates.day_end(autumn, VILNIUS) == dates.day_start(date(2025, 10, 27), VILNIUS)


def test_only_a_bare_date_is_a_day():
    assert dates.is_day(date(2021, 1, 1))
    assert not dates.is_day(datetime(2021, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("2023-02-30", "is no day or instant: write 2023-08-21, 2023-08-21T"),
        ("yesterday", "write 2023-08-21"),
        ("2023-08-21T09:30", "has no offset"),
    ],
)
def test_what_is_no_moment_is_told(text: str, hint: str):
    with pytest.raises(QuestionError, match=hint):
        dates.parse(text)


def test_a_zone_that_is_none_is_told():
    with pytest.raises(ValueError, match="Europe/Minsk"):
        dates.timezone("Europe/Nowhere")


def test_without_a_database_of_zones_none_is_called_wrong(monkeypatch: pytest.MonkeyPatch):
    def nothing(name: str) -> None:
        raise ZoneInfoNotFoundError(name)

    monkeypatch.setattr(dates, "ZoneInfo", nothing)
    monkeypatch.setattr(dates, "available_timezones", set)
    with pytest.raises(ValueError, match="no database of time zones is found here"):
        dates.timezone("Europe/Minsk")
