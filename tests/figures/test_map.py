from __future__ import annotations

import itertools
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from matplotlib import colors
from matplotlib.collections import Collection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Text

import borders
from borders.enums import Language, Standing
from borders.figures.canvas import SIZES
from borders.figures.map import draw_map
from borders.style import DANGER, HALO, OUTLINE, PLANNED, STYLES, THEMES
from borders.text.sentences import Translator

if TYPE_CHECKING:
    from collections.abc import Callable

LANGUAGES = [language.value for language in Language]
NAMES = ("name-", "town", "country")
PALETTE = {
    *THEMES["light"].values(),
    *(colour for look in STYLES.values() for colour in (look.colour, look.tint)),
    DANGER,
    HALO,
    OUTLINE,
    PLANNED,
}


def hexes(artist: Any) -> set[str]:
    """The colours that an artist is drawn with."""
    if isinstance(artist, Text):
        return {artist.get_color()} if artist.get_text() else set()
    if isinstance(artist, Line2D):
        return {artist.get_color()} if len(artist.get_xdata()) else set()
    if isinstance(artist, Patch | Collection) and artist.get_visible():
        found = [artist.get_facecolor(), artist.get_edgecolor()]
        rows = itertools.chain.from_iterable(colors.to_rgba_array(colour) for colour in found)
        return {colors.to_hex(row) for row in rows if row[3] > 0}
    return set()


@pytest.fixture
def whole(register: borders.Register) -> borders.Snapshot:
    """Any means, so that all crossings are drawn."""
    american = borders.Traveller(nationality="US")
    return register.on("2023-08-21", traveller=american, direction="out")


def counts(snapshot: borders.Snapshot) -> dict[Standing, int]:
    """How many of the crossings that are meant have each standing that one has."""
    return Counter(verdict.standing for verdict in snapshot.verdicts)


@pytest.mark.parametrize(("size", "lang"), list(zip(SIZES, ("en", "be", "lt", "ru"), strict=True)))
def test_every_crossing_is_named_on_the_map_or_below_it(
    size: str, lang: str, whole: borders.Snapshot, canvas: Any, sheet: Any
):
    drawn = sheet(draw_map(whole, canvas(whole.register, size, lang)))
    placed = [v for v in whole.verdicts if v.crossing.location is not None]
    assert len(drawn.pinned("mark-")) == len(placed)
    assert sum(thing.name.startswith(NAMES) for thing in drawn.texts()) > 20
    named = {thing.name for thing in drawn.texts() if thing.name.startswith("name-")}
    notes = drawn.said().replace("\n", " ")
    quiet = [
        v for v in whole.verdicts if v.crossing.category == "local" and v.standing == "unknown"
    ]
    rings = sum(verdict.crossing.location is not None for verdict in quiet)
    told = Translator(whole.register.facts, lang).t("figure.quiet", n=rings)
    assert told in notes or size == "card"
    for verdict in () if size == "card" else whole.verdicts:
        if verdict in quiet:
            continue
        names = verdict.crossing.checkpoints[0].names.values()
        shown = f"name-{verdict.crossing.id}" in named
        assert shown or any(name.partition(" (")[0] in notes for name in names), verdict.crossing.id


def test_the_legend_counts(alert: borders.Snapshot, canvas: Any, sheet: Any):
    text = sheet(draw_map(alert, canvas(alert.register))).said()
    word = alert.register.translator().t
    for standing in Standing:
        n = counts(alert)[standing]
        assert (f"{word(f'standing.{standing}')} ({n})" in text) == bool(n)
    assert sum(counts(alert).values()) == len(alert.crossings)


def test_the_legend_tells_what_unknown_crossings_were_last(
    register: borders.Register, canvas: Any, sheet: Any
):
    day = register.on("2026-11-28", mode="car")
    drawn = sheet(draw_map(day, canvas(register)))
    text, last = drawn.said(), Counter(verdict.last_standing for verdict in day.verdicts)
    assert f"Unknown ({len(day.crossings)})" in text
    assert f"Last known: closed ({last[Standing.CLOSED]})" in text
    assert f"Last known: open by default ({last[Standing.OPEN_BY_DEFAULT]})" in text
    assert f"Last known: closed by default ({last[Standing.CLOSED_BY_DEFAULT]})" in text or (
        not last[Standing.CLOSED_BY_DEFAULT]
    )
    assert "295 days before" in text.replace("\n", " ")
    rings = {colors.to_hex(ring) for ring in drawn.rims("mark-unknown")}
    assert rings >= {STYLES[one].tint for one in last if one is not None}


def test_what_does_not_serve_the_means_is_left_out_and_counted(
    alert: borders.Snapshot, canvas: Any, sheet: Any
):
    drawn = draw_map(alert, canvas(alert.register))
    marks = {thing.name for thing in sheet(drawn).pinned("mark-closed")}
    assert "mark-closed-minsk-airport" not in marks
    assert f"mark-closed-{alert.register.crossing('Kuźnica').id}" in marks
    left = len(alert.register.crossings) - len(alert.crossings)
    said = alert.register.translator().t("legend.unserved", n=left, means="by car")
    told = f"{said}."
    assert told in sheet(drawn).said().replace("\n", " ")
    assert told in drawn.alt


def test_the_day_of_what_is_drawn_is_told(register: borders.Register, canvas: Any, sheet: Any):
    def said(**asked: str) -> str:
        drawn = draw_map(register.on("2023-08-21", **asked), canvas(register))
        return sheet(drawn).said().replace("\n", " ")

    airport = register.crossing("minsk-airport").verified_through
    assert (
        f"Verified up to and including {register.translator().date(register.verified_through)}."
        in said()
    )
    assert f"Verified up to and including {register.translator().date(airport)}." in said(
        mode="plane"
    )


def test_the_frame_tells_the_date_the_question_the_sources_and_what_it_is_not(
    alert: borders.Snapshot, canvas: Any, sheet: Any
):
    alert = alert.register.on(
        alert.moment,
        mode=alert.mode,
        direction=alert.direction,
        traveller=alert.traveller,
        neighbours="EU",
    )
    said = sheet(draw_map(alert, canvas(alert.register))).said().replace("\n", " ")
    for text in (
        "Of 27 crossings, 6 are open, 8 are shut, 13 are unverified",
        "21 August 2023 · US citizens leaving Belarus by car",
        "Verified up to and including 6 February 2026",
        "© OpenStreetMap contributors, ODbL 1.0",
        "GeoNames, CC BY 4.0",
        "For guidance only, not for navigation",
        "imply no opinion on the status of any territory",
        " km",
    ):
        assert text in said


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_words_say_the_same_in_every_language(lang: str, alert: borders.Snapshot, canvas: Any):
    register = alert.register
    drawn = draw_map(alert, canvas(register, "wide", lang))
    translator = Translator(register.facts, lang)
    for standing, n in counts(alert).items():
        assert f"{translator.t(f'standing.{standing}')} ({n})" in drawn.alt
    for crossing in alert.crossings:
        assert translator.label(crossing) in drawn.alt
    assert ".." not in drawn.alt
    assert drawn.alt.startswith(drawn.title)


def test_every_mark_has_the_status_of_its_crossing(
    whole: borders.Snapshot, canvas: Any, sheet: Any
):
    shown = {thing.name for thing in sheet(draw_map(whole, canvas(whole.register))).pinned("mark-")}
    placed = [v for v in whole.verdicts if v.crossing.border_point is not None]
    assert {f"mark-{v.standing.value}-{v.crossing.id}" for v in placed} <= shown


def test_colours_are_those_of_the_palette(alert: borders.Snapshot, canvas: Any, sheet: Any):
    figure = sheet(draw_map(alert, canvas(alert.register)))
    used = set().union(*map(hexes, figure.figure.findobj()))
    known = {colors.to_hex(colour) for colour in PALETTE}
    assert {colors.to_hex(colour) for colour in used if colour != "none"} - known == set()
    seen = {colors.to_hex(STYLES[standing].colour) for standing in counts(alert)}
    assert seen <= {colors.to_hex(colour) for colour in used if colour != "none"}


def test_an_axes_given_is_drawn_on_and_returned(alert: borders.Snapshot):
    figure = Figure(figsize=(12, 7))
    left, right = figure.subplots(1, 2)
    assert borders.plot(alert, left) is left
    assert borders.plot(alert, right, lang="pl") is right
    assert right.get_xlim()[0] > 0, "longitude first, so that frames can be drawn on it"
    assert alert.to_geodataframe().dropna(subset="geometry").plot(ax=right) is right
    assert len(figure.axes) == 2


@pytest.mark.parametrize(
    ("lang", "title"),
    [(None, "Na 43 przejścia"), ("en", "Of 43 crossings,")],
)
def test_an_answer_is_drawn_in_its_language_or_in_one_that_is_named(
    lang: str | None, title: str, register: borders.Register
):
    figure = Figure(figsize=(9, 6))
    day = register.on("2023-08-21", lang="pl", neighbours="EU")
    borders.plot(day, figure.add_subplot(), lang=lang)
    assert any(text.get_text().startswith(title) for text in figure.findobj(Text))


def test_what_stands_on_dark_paper_can_be_read(alert: borders.Snapshot):
    figure = Figure(figsize=(9, 6), facecolor="black")
    borders.plot(alert, figure.add_subplot())
    inks = {text.get_text(): text.get_color() for text in figure.findobj(Text)}
    assert inks[f"Open ({counts(alert)[Standing.OPEN]})"] == THEMES["dark"]["ink"]
    assert inks["Medininkai"] == THEMES["dark"]["ink"]
    land = {colors.to_hex(p.get_facecolor()) for p in figure.axes[0].patches}
    assert {THEMES["dark"]["land"], THEMES["dark"]["home"]} <= land


def test_a_register_stands_for_its_last_verified_moment(register: borders.Register):
    figure = Figure(figsize=(9, 6))
    borders.plot(register, figure.add_subplot())
    assert any("6 February 2026" in t.get_text() for t in figure.findobj(Text))


@pytest.mark.parametrize(
    "plot",
    [
        borders.plot,
        borders.plot_history,
        lambda day, ax, lang: borders.plot_matrix(day, "Medininkai", ax, lang=lang),
        lambda day, ax, lang: borders.plot_routes(day.routes("Minsk"), ax, lang=lang),
        lambda day, ax, lang: borders.plot_reach(day.reach(["Minsk"]), ax, lang=lang),
    ],
    ids=["map", "history", "matrix", "routes", "reach"],
)
def test_a_language_that_is_none_is_told(plot: Any, alert: borders.Snapshot):
    with pytest.raises(borders.QuestionError, match="lang is 'de': write one of en, be, ru"):
        plot(alert, Figure().add_subplot(), lang="de")


def test_without_axes_a_figure_of_pyplot_is_made_and_not_shown(
    alert: borders.Snapshot, monkeypatch: pytest.MonkeyPatch
):
    from matplotlib import pyplot as plt

    monkeypatch.setattr(plt, "show", lambda: pytest.fail("shown"))
    try:
        assert borders.plot(alert).figure.number in plt.get_fignums()
    finally:
        plt.close("all")


def test_a_register_without_ground_or_places_is_drawn_too(
    folder: Any, canvas: Callable[..., Any], sheet: Any
):
    for row in folder.crossings.values():
        row |= {"geometry": None, "border_point": None}
    toy = folder.load()
    text = sheet(draw_map(toy.on("2022-01-01"), canvas(toy))).said()
    assert "Not on the map, position unknown: Alpha and Beta." in text.replace("\n", " ")


def test_what_is_announced_is_marked(folder: Any, canvas: Any, sheet: Any):
    folder.measure(announced="2021-06-01", valid_from="2023-01-01")
    toy = folder.load()
    assert "Change announced" in sheet(draw_map(toy.on("2022-01-01"), canvas(toy))).said()
    assert "Change announced" not in sheet(draw_map(toy.on("2021-01-01"), canvas(toy))).said()


def test_texts_of_the_data_are_written_as_they_stand(folder: Any, canvas: Any, sheet: Any):
    for row in folder.crossings.values():
        row["checkpoints"][0]["names"] = {"en": r"$\alpha$ <b>_^"}
    toy = folder.load()
    drawn = sheet(draw_map(toy.on("2022-01-01"), canvas(toy)))
    assert r"$\alpha$ <b>_^" in drawn.said()
