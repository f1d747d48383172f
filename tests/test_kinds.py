"""Values of another kind than what is asked for are refused by name, in every public function."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

import borders
from borders.errors import WrongKind
from borders.locating import locate

if TYPE_CHECKING:
    from collections.abc import Callable

REGISTER = borders.load()
DAY = REGISTER.on("2023-08-21", mode="car")
MANY = np.array([1.0, 2.0])
"""Of which nobody can say whether it is true."""

REFUSED: dict[str, tuple[Callable[[], Any], str]] = {
    "a day": (
        lambda: borders.plot("2023-08-21"),
        "plot takes register.on(day), or a register, not",
    ),
    "nothing": (lambda: borders.plot_history(None), "plot_history takes register.on(day)"),
    "a text": (lambda: borders.plot_matrix("x", "terespol"), "plot_matrix takes register.on(day)"),
    "years": (lambda: borders.plot_years([]), "plot_years takes register.on(day)"),
    "a day of years": (
        lambda: borders.plot_years(DAY, day=9.12),
        "day takes a text such as '09-12'",
    ),
    "a map": (
        lambda: borders.plot_routes(DAY),
        "plot_routes takes day.routes(origin), not Snapshot",
    ),
    "no frame": (lambda: borders.plot_reach("x"), "plot_reach takes day.reach(places), not str"),
    "axes": (lambda: borders.plot(DAY, ax=5), "ax takes axes of matplotlib, not int"),
    "a headline": (lambda: borders.plot(DAY, title=5), "title takes a text, not int"),
    "a name": (lambda: borders.plot(DAY, crossings="Silene"), "'Silene' is no list of crossings"),
    "a legend": (
        lambda: borders.plot(DAY, legend=MANY),
        "legend is array([1., 2.]): write True or",
    ),
    "an answer": (lambda: borders.explore("x"), "explore takes register.on(day), or a register"),
    "a sheet": (lambda: borders.explore(DAY, m=5), "m takes a map of folium, not int"),
    "a size": (
        lambda: borders.explore(DAY, compact=MANY),
        "compact is array([1., 2.]): write True",
    ),
    "a language": (lambda: borders.explore(DAY, lang=pd.DataFrame()), "lang takes a text such as"),
    "crossings": (lambda: borders.explore(DAY, crossings=5), "5 is no list of crossings"),
    "a traveller": (lambda: DAY.standings_of([["US"]]), "traveller takes a borders.Traveller"),
    "travellers": (lambda: DAY.standings_of("US"), "'US' are no travellers: write them in a list"),
    "a road": (lambda: locate(REGISTER, 25.7, 54.55, road=5), "5 is no path"),
    "a kind": (lambda: locate(REGISTER, 25.7, 54.55, kind=[]), "kind is []: write road or rail"),
    "a place": (lambda: locate(REGISTER, "x", 54.55), "('x', 54.55) is no place: give a name, or"),
}


@pytest.mark.parametrize("given", REFUSED)
def test_what_is_of_another_kind_is_refused(given: str):
    ask, told = REFUSED[given]
    with pytest.raises(borders.QuestionError) as refused:
        ask()
    assert str(refused.value).startswith(told)


def test_a_day_that_is_in_no_year_is_refused_however_large():
    for day in ("02-30", f"1-{10**30}", "x" * 70_000):
        with pytest.raises(
            borders.QuestionError, match="write a month and a day that are in every"
        ):
            borders.plot_years(DAY, day=day)


def test_another_moment_is_refused_where_it_is_asked():
    with pytest.raises(borders.QuestionError):
        borders.explore(DAY, versus="2023-02-30")
    assert issubclass(WrongKind, TypeError)
