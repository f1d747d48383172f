from __future__ import annotations

import itertools
from typing import Any

import pytest
from matplotlib.dates import date2num
from matplotlib.figure import Figure

import borders
from borders.enums import Language, Standing
from borders.figures.canvas import SIZES
from borders.figures.timeline import MOST, draw_history
from borders.style import STYLES


@pytest.fixture
def toy(folder: Any) -> borders.Register:
    """Alpha: open, closed after an announcement, then restricted; beta: a caution, then unknown."""
    folder.measure(announced="2021-03-01", valid_from="2021-06-01", valid_to="2022-06-01")
    folder.measure(valid_from="2022-06-01", only=[{"nationality": ["RU"]}])
    folder.measure(
        "BY", crossings=["beta"], valid_from="2020-06-01", last_seen="2020-07-01", modes=["bus"]
    )
    folder.crossings["beta"]["verified"] = folder.verified("2020-03-01", "2023-12-31")
    return folder.load()


def told(bar: Any) -> str:
    """The standing of a bar."""
    return bar.get_gid().removeprefix("bar-").rpartition("-")[0]


def bars(sheet: Any, crossing: str) -> list[tuple[str, float, float]]:
    drawn = [
        (told(bar), bar.get_x(), bar.get_x() + bar.get_width())
        for bar in sheet.shapes("bar-")
        if bar.get_gid().endswith(crossing)
    ]
    return sorted(drawn, key=lambda bar: bar[1])


def test_bars_are_the_history(toy: borders.Register, canvas: Any, sheet: Any):
    drawn = sheet(draw_history(toy.on("2021-01-01"), canvas(toy)))
    spans = [
        (v.standing.value, date2num(v.measures_since), date2num(v.measures_until))
        for v in toy.history("alpha")
    ]
    assert [standing for standing, *_ in spans] == ["open", "closed", "open-by-default"]
    assert bars(drawn, "alpha") == spans


def test_what_is_not_known_is_thin_in_the_tint_of_what_was_before(
    toy: borders.Register, canvas: Any, sheet: Any
):
    drawn = sheet(draw_history(toy.on("2021-01-01"), canvas(toy)))
    standings = [standing for standing, *_ in bars(drawn, "beta")]
    assert standings[0] == standings[-1] == "unknown"
    before, after = (bar for bar in drawn.shapes("bar-unknown-beta"))
    assert before.get_facecolor()[:3] == pytest.approx(
        rgb(STYLES[Standing.UNKNOWN].lines["light"]), abs=0.005
    )
    last = Standing(standings[-2])
    assert after.get_facecolor()[:3] == pytest.approx(rgb(STYLES[last].tint))
    assert min(bar.get_height() for bar in drawn.shapes("bar-")) == after.get_height()


def test_colour_and_thickness_each_tell_the_status(toy: borders.Register, canvas: Any, sheet: Any):
    drawn = sheet(draw_history(toy.on("2021-01-01"), canvas(toy)))
    for bar in drawn.shapes("bar-"):
        assert bar.get_height() == pytest.approx(STYLES[Standing(told(bar))].bar)
    thickness = [style.bar for style in STYLES.values()]
    assert thickness == sorted(set(thickness), reverse=True), "the freer the way, the thicker"
    closed = drawn.shapes("bar-closed-alpha")[0]
    assert closed.get_facecolor()[:3] == pytest.approx(rgb(STYLES[Standing.CLOSED].lines["light"]))


def rgb(colour: str) -> tuple[float, ...]:
    return tuple(int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))


@pytest.mark.parametrize(("size", "lang"), list(itertools.product(SIZES, ("en", "ru", "lt"))))
def test_events_are_rules_whose_names_nothing_crosses(
    size: str, lang: str, register: borders.Register, canvas: Any, sheet: Any, overlapping: Any
):
    drawn = sheet(draw_history(register.on(mode="car"), canvas(register, size, lang)))
    names = [thing for thing in drawn.texts() if thing.name == "event-name"]
    told = [event.wording(Language(lang)) for event in register.events]
    assert {thing.text for thing in names} <= set(told)
    assert len(names) == len(told) or size == "card"
    rules = drawn.shapes("event")
    lines = [line.get_window_extent(drawn.renderer) for line in rules if line.get_gid() == "event"]
    assert len(lines) == len(names)
    assert overlapping(names) == []
    crossed = [
        name.text
        for name in names
        for line in lines
        if name.box.x0 < line.x0 < name.box.x1 and line.y1 > name.box.y0 + 1
    ]
    assert crossed == []
    days = {date2num(event.day) for event in register.events}
    assert {line.get_xdata()[0] for line in rules if line.get_gid() == "event"} <= days


def test_an_event_of_other_crossings_is_not_named(register: borders.Register):
    ax = Figure(figsize=(9, 4)).add_subplot()
    borders.plot_history(register.on(mode="car"), ax, crossings=["Medininkai"])
    said = {text.get_text() for text in ax.texts}
    assert "Poland, then Lithuania close" in said
    assert "Bobrowniki closed" not in said


def test_what_is_closed_has_the_most_ink(toy: borders.Register, canvas: Any, sheet: Any):
    drawn = sheet(draw_history(toy.on("2021-01-01"), canvas(toy)))
    inks = {told(bar): bar.get_alpha() for bar in drawn.shapes("bar-")}
    assert inks["closed"] == 1.0
    assert max(inks["open"], inks["open-by-default"]) < 0.7
    assert {shade.get_gid() for shade in drawn.shapes("shade-")} == {"shade-closed-alpha"}


def test_bars_stand_on_one_line(toy: borders.Register, canvas: Any, sheet: Any):
    drawn = sheet(draw_history(toy.on("2021-01-01"), canvas(toy)))
    feet = {
        round(bar.get_y() + bar.get_height(), 6)
        for bar in drawn.shapes("bar-")
        if bar.get_gid().endswith("alpha")
    }
    assert len(feet) == 1


def test_the_headline_counts_both_ends(register: borders.Register, canvas: Any):
    """Each number is what the register says of that day."""
    title = draw_history(register.on(mode="car", neighbours="EU"), canvas(register, "social")).title
    counted = "12 of 27 crossings (Dec 2019), 3 (Feb 2026; 14 not verified)"
    assert title == f"Open to all or most: {counted}"
    free = {Standing.OPEN, Standing.OPEN_BY_DEFAULT}
    for day, count in (("2019-12-01", 12), ("2026-02-06", 3)):
        standings = register.on(day, mode="car", neighbours="EU").standings.values()
        assert sum(standing in free for standing in standings) == count
    assert list(standings).count(Standing.UNKNOWN) == 14


def test_what_was_not_known_yet_is_said(toy: borders.Register, canvas: Any, sheet: Any):
    day = toy.on("2021-01-01", as_known_on="2021-02-01")
    drawn = sheet(draw_history(day, canvas(toy)))
    assert "as known on 1 February 2021" in drawn.said().replace("\n", " ")


def test_a_tick_stands_at_each_change(toy: borders.Register, canvas: Any, sheet: Any):
    ax = sheet(draw_history(toy.on("2021-01-01"), canvas(toy))).drawn.ax
    turns = {date2num(verdict.since) for verdict in toy.history("alpha")[1:]}
    assert turns <= set(ax.get_xticks(minor=True))


@pytest.mark.parametrize("lang", ["en", "lv"])
def test_less_than_two_years_are_told_in_months(
    lang: str, folder: Any, canvas: Any, sheet: Any, overlapping: Any
):
    for row in folder.crossings.values():
        row["verified"] = folder.verified("2029-11-20", "2030-11-15")
    toy = folder.load()
    drawn = sheet(draw_history(toy.on("2030-01-01"), canvas(toy, "social", lang)))
    names = [name for label in drawn.drawn.ax.get_xticklabels() if (name := label.get_text())]
    first = {"en": ["Jan 2030", "Mar 2030"], "lv": ["2030. g. janv.", "2030. g. marts"]}
    assert names[:2] == first[lang]
    assert overlapping(drawn.texts()) == []


def test_crossings_left_out_are_counted(register: borders.Register, canvas: Any, sheet: Any):
    rails = [c for c in register.crossings if "passenger_train" in c.modes]
    day = register.on("2023-08-21", mode="passenger_train")
    drawn = sheet(draw_history(day, canvas(register)))
    left = len(register.crossings) - len(rails)
    text = drawn.said().replace("\n", " ")
    said = register.translator().t("legend.unserved", n=left, means="by passenger train")
    assert f"{said}." in text
    anybody = register.on("2023-08-21")
    whole = sheet(draw_history(anybody, canvas(register, "social")))
    local = sum(c.category == "local" for c in anybody.crossings)
    assert f"{local} local crossings are left out for want of room." in whole.said()


def test_the_day_verified_is_that_of_what_is_drawn(
    register: borders.Register, canvas: Any, sheet: Any
):
    text = sheet(draw_history(register.on(mode="plane"), canvas(register))).said()
    day = register.crossing("minsk-airport").verified_through
    assert day is not None
    assert f"Verified up to and including {register.translator().date(day)}." in text.replace(
        "\n", " "
    )


def test_crossings_can_be_chosen(register: borders.Register):
    ax = Figure(figsize=(8, 3)).add_subplot()
    assert borders.plot_history(register.on(), ax, crossings=["Terespol", "каменный лог"]) is ax
    bars = [patch for patch in ax.patches if patch.get_gid().startswith("bar-")]
    rows = {bar.get_gid().rpartition("-")[2] for bar in bars}
    assert rows == {"terespol", "medininkai"}


def test_few_rows_are_no_thicker_than_they_need_be(toy: borders.Register):
    ax = Figure(figsize=(8, 11)).add_subplot()
    borders.plot_history(toy, ax, crossings=["alpha"])
    bars = [patch for patch in ax.patches if patch.get_gid().startswith("bar-")]
    points = [bar.get_window_extent().height * 72 / ax.figure.dpi for bar in bars]
    assert max(points) == pytest.approx(MOST * STYLES[Standing.OPEN].bar)


def test_the_words_tell_shares_of_the_time(toy: borders.Register, canvas: Any):
    alt = draw_history(toy.on("2021-01-01"), canvas(toy)).alt
    assert "Alpha: open 24%, open by default 60%, closed 17%." in alt


def test_where_nothing_is_known_there_is_no_history(folder: Any):
    for row in folder.crossings.values():
        row["verified"] = []
    with pytest.raises(borders.QuestionError, match="no history to draw"):
        borders.plot_history(folder.load(), Figure().add_subplot())
