"""A figure stays within the axes that it is given, whatever lays out their sheet."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

import borders
from borders.enums import Language

if TYPE_CHECKING:
    from collections.abc import Callable

TOWNS = ["Minsk", "Hrodna", "Brest, BY", "Homel", "Viciebsk"]

PLOTS: dict[str, Callable[..., Any]] = {
    "map": borders.plot,
    "history": borders.plot_history,
    "matrix": lambda day, ax, **look: borders.plot_matrix(day, "Medininkai", ax, **look),
    "routes": lambda day, ax, **look: borders.plot_routes(day.routes("Minsk"), ax, **look),
    "reach": lambda day, ax, **look: borders.plot_reach(day.reach(TOWNS), ax, **look),
    "years": borders.plot_years,
}
LAYOUTS = (None, "tight", "constrained")
LANGUAGES = [language.value for language in Language]
TOUCH = 1.5
"""Pixels by which a letter may reach out of its box."""


def drawn(figure: Figure) -> Any:
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    return canvas.get_renderer()


def texts(ax: Any, renderer: Any) -> list[tuple[str, Bbox]]:
    """The words of axes and of those within them, halos apart."""
    return [
        (text.get_text(), text.get_window_extent(renderer))
        for text in ax.findobj(Text)
        if text.get_text().strip() and text.get_visible() and text.get_gid() != "halo"
    ]


def meet(a: Bbox, b: Bbox) -> bool:
    return bool(
        a.x0 + TOUCH < b.x1 - TOUCH
        and b.x0 + TOUCH < a.x1 - TOUCH
        and a.y0 + TOUCH < b.y1 - TOUCH
        and b.y0 + TOUCH < a.y1 - TOUCH
    )


@pytest.mark.parametrize(
    ("kind", "layout", "lang"),
    [
        (kind, layout, LANGUAGES[(i + 2 * j) % len(LANGUAGES)])
        for (i, kind), (j, layout) in itertools.product(enumerate(PLOTS), enumerate(LAYOUTS))
    ],
)
def test_beside_other_axes_nothing_overlaps_in_any_layout(
    kind: str, layout: Any, lang: str, alert: borders.Snapshot
):
    figure = Figure(figsize=(13, 10), layout=layout)
    (own, plain), (below, last) = figure.subplots(2, 2)
    assert PLOTS[kind](alert, own, lang=lang) is own
    PLOTS[kind](alert, last, lang=lang)
    for ax in (plain, below):
        ax.set(xlabel="years", ylabel="thousands\nof people", title="Another figure")
    renderer = drawn(figure)
    words = texts(own, renderer)
    assert len(words) > 5
    boxes = [box for _, box in words]
    assert [(a[0], b[0]) for a, b in itertools.combinations(words, 2) if meet(a[1], b[1])] == []
    others = [ax.get_tightbbox(renderer) for ax in (plain, below, last)]
    whole = Bbox.union([own.get_tightbbox(renderer), *boxes])
    assert [other for other in others if meet(whole, other)] == []
    page = figure.bbox.padded(TOUCH)
    assert all(page.x0 <= box.x0 and box.x1 <= page.x1 for box in boxes)
    assert all(page.y0 <= box.y0 and box.y1 <= page.y1 for box in boxes)


def test_tight_layout_that_comes_later_is_followed(alert: borders.Snapshot):
    figure = Figure(figsize=(12, 5))
    own, plain = figure.subplots(1, 2)
    borders.plot(alert, own)
    before = own.get_position().width
    plain.set_ylabel("a label\nof three\nlines")
    figure.subplots_adjust(wspace=0.9)
    renderer = drawn(figure)
    assert own.get_position().width < before
    assert not meet(own.get_tightbbox(renderer), plain.get_tightbbox(renderer))
    words = texts(own, renderer)
    assert [(a[0], b[0]) for a, b in itertools.combinations(words, 2) if meet(a[1], b[1])] == []


def test_what_a_reader_adds_stays_when_axes_change(alert: borders.Snapshot):
    figure = Figure(figsize=(8, 6), layout="constrained")
    ax = borders.plot(alert, figure.add_subplot())
    [line] = ax.plot([24, 28], [53, 55], color="black")
    drawn(figure)
    figure.set_size_inches(5, 8)
    drawn(figure)
    assert line in ax.lines
    assert len({thing.get_gid() for thing in ax.patches if thing.get_gid() == "place"}) == 1


def test_the_box_of_a_notebook_cuts_nothing(alert: borders.Snapshot):
    figure = Figure(figsize=(8, 6))
    ax = borders.plot(alert, figure.add_subplot())
    renderer = drawn(figure)
    whole = figure.get_tightbbox(renderer).transformed(mpl.transforms.Affine2D().scale(figure.dpi))
    assert all(whole.padded(TOUCH).containsx(box.x0) for _, box in texts(ax, renderer))
    assert all(whole.padded(TOUCH).containsy(box.y0) for _, box in texts(ax, renderer))


@pytest.mark.parametrize("kind", PLOTS)
def test_headline_notes_and_legend_are_replaced_or_left_out(kind: str, alert: borders.Snapshot):
    def said(**look: Any) -> str:
        figure = Figure(figsize=(9, 7))
        PLOTS[kind](alert, figure.add_subplot(), **look)
        drawn(figure)
        return " ".join(text.get_text() for text in figure.findobj(Text)).replace("\u00a0", " ")

    own = said(title="My own words")
    assert "My own words" in own
    assert "US citizens" in own or kind in {"matrix", "history", "years"}
    bare = said(title="", notes=False, legend=False)
    for part in ("Data: belarus-borders", "Indicative", "Sources:", "US citizens", "My own"):
        assert part not in bare
    assert ("Sources:" if kind != "reach" else "Schematic roads and railways:") in own
    assert "Data: belarus-borders, version" in own
    assert len(bare) < len(own)


def test_crossings_that_are_chosen_are_drawn_alone(alert: borders.Snapshot):
    names = ["Medininkai", "Каменный Лог", "Terespol"]

    def marks(ax: Any) -> set[str]:
        return {
            gid.split("-")[-1]
            for each in ax.findobj()
            if (gid := each.get_gid() or "").startswith(("mark-", "bar-"))
        }

    for kind in ("map", "history", "routes"):
        ax = PLOTS[kind](alert, Figure(figsize=(9, 6)).add_subplot(), crossings=names)
        assert marks(ax) == {"medininkai", "terespol"}, kind
    towns = PLOTS["reach"](alert, Figure().add_subplot(), crossings=["Medininkai"])
    assert marks(towns) == {"medininkai"}
    with pytest.raises(borders.QuestionError, match="minsk-airport: no crossing for the means"):
        borders.plot(alert, Figure().add_subplot(), crossings=["minsk-airport"])
