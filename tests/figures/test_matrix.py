from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from matplotlib import colors
from matplotlib.figure import Figure
from msgspec import structs

import borders
from borders.enums import Direction, Mode, Standing
from borders.figures.matrix import draw_matrix
from borders.rules.evaluate import evaluate
from borders.style import STYLES


def cells(sheet: Any) -> dict[tuple[int, int], str]:
    """The standings by row and group of columns."""
    found = (thing.name.rsplit("-", 2) for thing in sheet.pinned("cell-"))
    return {(int(row), int(column)): kind.removeprefix("cell-") for kind, row, column in found}


def heads(sheet: Any) -> list[str]:
    """What stands above each group of columns, from the left."""
    lines = [thing for thing in sheet.texts() if thing.name.startswith("head-")]
    names = sorted({thing.name for thing in lines})
    return [" ".join(each.text for each in lines if each.name == name) for name in names]


@pytest.fixture
def toy(folder: Any) -> borders.Register:
    folder.measure(**{"except": [{"papers": ["diplomatic"]}, {"residence": ["EU"]}]})
    folder.measure(
        "BY", modes=["truck"], direction="in", only=[{"vehicle": ["PL"]}], valid_from="2021-01-01"
    )
    papers = [{"papers": ["permit"]}]
    folder.measure("BY", valid_from="2020-02-01", valid_to="2020-03-01", only=papers)
    return folder.load()


def test_each_cell_is_what_the_register_says_of_such_a_traveller(
    toy: borders.Register, canvas: Any, sheet: Any
):
    drawn = sheet(draw_matrix(toy.on("2022-01-01"), canvas(toy), "alpha"))
    nobody = {"nationality": (), "vehicle": ""}
    travellers = [
        borders.Traveller(**nobody),
        borders.Traveller(**nobody, residence="LT"),
        borders.Traveller(**nobody, papers="diplomatic"),
    ]
    found, alpha = cells(drawn), toy.crossing("alpha")
    assert heads(drawn) == ["On foot, car, truck both directions"]
    groups = [[*product((Mode.FOOT, Mode.CAR, Mode.TRUCK), Direction)]]
    assert len(found) == len(travellers) * len(groups)
    for row, traveller in enumerate(travellers):
        for column, group in enumerate(groups):
            for mode, direction in group:
                question = toy.on("2022-01-01", mode=mode, direction=direction).question(alpha)
                asked = structs.replace(question, traveller=traveller)
                assert found[row, column] == evaluate(alpha, asked, toy.index).status.value
    assert set(found.values()) == {"open", "closed"}


def test_equal_columns_are_one_and_it_says_why(register: borders.Register, canvas: Any, sheet: Any):
    day = register.on("2025-09-12")
    drawn = sheet(draw_matrix(day, canvas(register), "Terespol"))
    assert heads(drawn) == ["Motorcycle, car, bus both directions"]
    assert drawn.drawn.title == "Terespol – Brest (Warsaw Bridge): closed to everybody"
    why = "Closed by Poland (since 12 September 2025, military exercise)"
    assert why in drawn.said().replace("\n", " ")
    assert why in drawn.drawn.alt
    assert "No measure" not in drawn.said()


def test_each_group_of_columns_says_why(register: borders.Register, canvas: Any, sheet: Any):
    drawn = sheet(draw_matrix(register.on("2025-11-10"), canvas(register, "a4"), "Medininkai"))
    said = drawn.said().replace("\n", " ")
    assert len(heads(drawn)) == 3
    assert "On foot, bicycle, motorcycle, bus (both directions) – " in said
    assert "Car, truck (out) – " in said


def test_rows_are_what_the_measures_in_force_ask_about(
    toy: borders.Register, canvas: Any, sheet: Any
):
    text = sheet(draw_matrix(toy.on("2022-01-01"), canvas(toy), "alpha")).said()
    assert "Everybody else" in text
    assert "Holders of a residence permit for the union" in text.replace("\n", " ")
    assert "A diplomatic" in text
    assert "A permit" not in text, "over by then"
    before = sheet(draw_matrix(toy.on("2020-02-15"), canvas(toy), "alpha")).said()
    assert "A permit" in before
    assert "A diplomatic" not in before


def test_a_kind_that_fares_as_everybody_else_has_no_row(
    toy: borders.Register, canvas: Any, sheet: Any
):
    text = sheet(draw_matrix(toy.on("2022-01-01"), canvas(toy), "alpha")).said()
    assert "Vehicles registered in Poland" not in text, (
        "barred for trucks, which is closed to everybody"
    )


def test_a_group_of_which_some_pass_is_restricted(folder: Any, canvas: Any, sheet: Any):
    folder.measure(**{"except": [{"nationality": ["EU"]}]})
    folder.measure("BY", only=[{"nationality": ["PL"]}])
    toy = folder.load()
    day = toy.on("2022-01-01", mode="car", direction="out")
    drawn = sheet(draw_matrix(day, canvas(toy), "alpha"))
    assert [cells(drawn)[row, 0] for row in range(2)] == ["closed", "restricted"]
    assert "Citizens of the union" in drawn.said().splitlines()


def test_without_measures_everybody_is_one_row(toy: borders.Register, canvas: Any, sheet: Any):
    drawn = sheet(draw_matrix(toy.on("2022-01-01"), canvas(toy), "beta"))
    assert "Everybody" in drawn.said().splitlines()
    assert set(cells(drawn).values()) == {"open"}


def test_what_is_not_known_stays_so(toy: borders.Register, canvas: Any, sheet: Any):
    drawn = sheet(draw_matrix(toy.on("2030-01-01"), canvas(toy), "alpha"))
    assert set(cells(drawn).values()) == {"unknown"}
    said = drawn.said().replace("\n", " ")
    assert "Last known: open" in said
    assert "Last known: closed" in said
    assert "days before" in said
    assert "No measure" not in said
    rings = {colors.to_hex(ring) for ring in drawn.rims("cell-unknown")}
    assert rings == {STYLES[Standing.OPEN].tint, STYLES[Standing.CLOSED].tint}


def test_before_all_that_is_known_one_row_is_everybody(
    toy: borders.Register, canvas: Any, sheet: Any
):
    drawn = sheet(draw_matrix(toy.on("2010-01-01"), canvas(toy), "alpha"))
    assert set(cells(drawn).values()) == {"unknown"}
    assert "Everybody" in drawn.said().splitlines()
    assert "Last known" not in drawn.said()


def test_where_nobody_passes_it_says_why(register: borders.Register, canvas: Any, sheet: Any):
    day = register.on("2025-12-20")
    drawn = sheet(draw_matrix(day, canvas(register), "Raigardas"))
    assert set(cells(drawn).values()) == {"closed"}
    said = drawn.said().replace("\n", " ")
    why = register.translator().why(day.explain("Raigardas"))
    assert why[1:] in said
    assert "Lithuania" in why


def test_the_day_verified_is_that_of_the_crossing(
    register: borders.Register, canvas: Any, sheet: Any
):
    drawn = sheet(draw_matrix(register.on("2024-01-01"), canvas(register), "Adutiškis"))
    assert "Verified up to and including 1 May 2022" in drawn.said().replace("\n", " ")


def test_columns_are_the_modes_that_are_served(toy: borders.Register, canvas: Any, sheet: Any):
    drawn = sheet(draw_matrix(toy.on("2022-01-01"), canvas(toy), "beta"))
    assert heads(drawn) == ["Car, bus both directions"]


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_a_table_fills_its_sheet(lang: str, register: borders.Register, canvas: Any, sheet: Any):
    day = register.on("2025-11-10")
    drawn = sheet(draw_matrix(day, canvas(register, "a4", lang), "medininkai"))
    below = min(thing.box.y0 for thing in drawn.texts())
    assert below < 0.2 * drawn.figure.bbox.height


def test_the_words_tell_each_row(toy: borders.Register, canvas: Any):
    alt = draw_matrix(toy.on("2022-01-01"), canvas(toy), "alpha").alt
    assert alt.startswith("Alpha – Alpha East: closed to most. 1 January 2022.")
    assert "A diplomatic: open – on foot (out), on foot (in), car (out)" in alt


def test_an_axes_given_is_drawn_on_and_returned(register: borders.Register):
    ax = Figure(figsize=(8, 6)).add_subplot()
    assert borders.plot_matrix(register, "Каменны Лог", ax, lang="be") is ax


def test_a_crossing_that_is_none_is_told(register: borders.Register):
    with pytest.raises(borders.UnknownCrossing, match="Did you mean"):
        borders.plot_matrix(register.on("2025-11-10"), "Medinnkay", Figure().add_subplot())


def test_a_danger_is_told_before_all_reasons(register: borders.Register, canvas: Any, sheet: Any):
    day = register.on("2023-08-21")
    drawn = draw_matrix(day, canvas(register), "Domanove")
    warning = register.translator().warning(day.explain("Domanove"))
    assert warning
    said = " ".join(sheet(drawn).said().split())
    assert warning in said
    assert warning in drawn.alt
