"""Pictures that can be printed: maps, timelines and tables drawn by matplotlib.

A new kind of figure is a module with a function that draws, and a line in `FIGURES`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from borders.errors import QuestionError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from borders.figures.canvas import Canvas
    from borders.figures.map import Drawn
    from borders.register import Snapshot

    Draw = Callable[[Snapshot, Canvas, "Parts"], Drawn]

__all__ = ["FIGURES", "IGNORED", "Parts", "refuse"]


class Parts(NamedTuple):
    """What some kinds ask for besides a snapshot, each as its option calls it."""

    crossing: str | None = None
    origin: str | None = None
    destination: str | None = None
    compare: Snapshot | None = None
    """What a reach was before."""
    crossings: tuple[str, ...] | None = None
    """Those to draw."""
    day: str | None = None
    """Month and day of every year."""


def _map(snapshot: Snapshot, canvas: Canvas, parts: Parts) -> Drawn:
    from borders.figures.map import draw_map

    return draw_map(snapshot, canvas, parts.crossings)


def _history(snapshot: Snapshot, canvas: Canvas, parts: Parts) -> Drawn:
    from borders.figures.timeline import draw_history

    return draw_history(snapshot, canvas, parts.crossings)


def _matrix(snapshot: Snapshot, canvas: Canvas, parts: Parts) -> Drawn:
    from borders.figures.matrix import draw_matrix

    if parts.crossing is None:
        raise QuestionError("a matrix is of one crossing: name it with --crossing")
    return draw_matrix(snapshot, canvas, parts.crossing)


def _routes(snapshot: Snapshot, canvas: Canvas, parts: Parts) -> Drawn:
    from borders.figures.routes import draw_routes

    if parts.origin is None:
        raise QuestionError("routes start somewhere: name a town with --from")
    return draw_routes(snapshot.routes(parts.origin, parts.destination), canvas, parts.crossings)


def _reach(snapshot: Snapshot, canvas: Canvas, parts: Parts) -> Drawn:
    from borders.figures.reach import draw_reach

    reach, crossings = snapshot.reach(compare=parts.compare), parts.crossings
    return draw_reach(reach, canvas, snapshot=snapshot, compare=parts.compare, crossings=crossings)


def _years(snapshot: Snapshot, canvas: Canvas, parts: Parts) -> Drawn:
    from borders.figures.years import draw_years

    return draw_years(snapshot, canvas, parts.day, parts.crossings)


FIGURES: Final[Mapping[str, Draw]] = {
    "map": _map,
    "history": _history,
    "matrix": _matrix,
    "routes": _routes,
    "reach": _reach,
    "years": _years,
}
"""What draws each kind of figure; each loads the rest of itself when it is asked to."""

TAKEN: Final[Mapping[str, frozenset[str]]] = {
    "map": frozenset({"crossings"}),
    "history": frozenset({"crossings"}),
    "matrix": frozenset({"crossing"}),
    "routes": frozenset({"origin", "destination", "crossings"}),
    "reach": frozenset({"compare", "crossings"}),
    "years": frozenset({"day", "crossings"}),
}
"""The parts that a kind takes."""

OPTIONS: Final = {
    "crossing": "--crossing",
    "origin": "--from",
    "destination": "--to",
    "compare": "--compare-on",
    "crossings": "--crossings",
    "day": "--day",
}

_TRAVELLER = ("--nationality", "--residence", "--paper", "--vehicle")
IGNORED: Final[Mapping[str, tuple[str, ...]]] = {
    "map": ("--network",),
    "history": ("--on", "--network"),
    "matrix": (*_TRAVELLER, "--network"),
    "routes": (),
    "reach": (),
    "years": ("--on", "--network"),
}
"""The options of a question that a kind has no use for."""


def refuse(kind: str, parts: Parts) -> None:
    """Raise where a kind does not take a part that is given."""
    for name, value in zip(Parts._fields, parts, strict=True):
        if value is not None and name not in TAKEN[kind]:
            others = " or ".join(f"--kind {other}" for other in FIGURES if name in TAKEN[other])
            msg = f"--kind {kind} takes no {OPTIONS[name]}: leave it out, or write {others}"
            raise QuestionError(msg)
