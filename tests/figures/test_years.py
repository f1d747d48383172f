from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from matplotlib.figure import Figure

import borders
from borders.enums import Standing
from borders.figures.years import draw_years


def test_every_year_is_a_map_of_the_same_day(register: borders.Register, canvas: Any, sheet: Any):
    drawn = sheet(draw_years(register.on(mode="car"), canvas(register), "09-12"))
    years = [thing.text for thing in drawn.texts() if thing.name == "year"]
    assert years == ["2020", "2021", "2022", "2023", "2024", "2025"]
    assert len(drawn.drawn.ax.child_axes) == len(years)
    assert "every year on 12 September" in drawn.said().replace("\n", " ")
    for ax, year in zip(drawn.drawn.ax.child_axes, years, strict=True):
        found = Counter(
            gid.removeprefix("mark-")
            for each in ax.findobj()
            if (gid := each.get_gid() or "").startswith("mark-")
        )
        standings = register.on(f"{year}-09-12", mode="car").standings
        placed = {name for name in standings if register.crossing(name).location is not None}
        assert found == {f"{standings[name].value}-{name}": 1 for name in placed}


def test_the_bar_above_a_map_adds_up(register: borders.Register, canvas: Any, sheet: Any):
    drawn = sheet(draw_years(register.on(mode="car", neighbours="EU"), canvas(register)))
    standings = Counter(register.on("2026-02-06", mode="car", neighbours="EU").standings.values())
    bars = {part.get_gid(): part.get_width() for part in drawn.shapes("part-2026")}
    whole = sum(bars.values())
    for standing in Standing:
        share = bars.get(f"part-2026-{standing}", 0) / whole
        assert share == pytest.approx(standings[standing] / sum(standings.values()))
    told = "Open to all or most: 12 of 27 crossings (2020), 3 (2026; 14 not verified)"
    assert drawn.drawn.title == told
    assert f"2026: {register.translator().counts([*standings.elements()])}." in drawn.drawn.alt


@pytest.mark.parametrize("day", ["02-29", "13-01", "2025-09-12", "autumn"])
def test_a_day_that_is_not_in_every_year_is_told(day: str, register: borders.Register):
    with pytest.raises(borders.QuestionError, match="write a month and a day"):
        borders.plot_years(register.on(mode="car"), Figure().add_subplot(), day=day)


def test_years_as_known_on_a_day_are_of_the_crossings_asked_about(
    register: borders.Register, canvas: Any
):
    day = register.on("2023-08-21", mode="car", as_known_on="2022-06-01")
    two = day.of_crossings(["Medininkai", "Terespol"])
    drawn = draw_years(two, canvas(register), "03-10")
    assert drawn.title.startswith("Open to all or most: 2 of 2 crossings (2020)")
