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

__all__ = ["FIGURES", "Parts"]


class Parts(NamedTuple):
    """What some kinds ask for besides a snapshot."""

    crossing: str | None = None
    """Of a matrix."""
    origin: str | None = None
    destination: str | None = None
    """Of routes."""
    compare: Snapshot | None = None
    """What a reach was before."""


def _map(snapshot: Snapshot, canvas: Canvas, _: Parts) -> Drawn:
    from borders.figures.map import draw_map

    return draw_map(snapshot, canvas)


def _history(snapshot: Snapshot, canvas: Canvas, _: Parts) -> Drawn:
    from borders.figures.timeline import draw_history

    return draw_history(snapshot, canvas)


def _matrix(snapshot: Snapshot, canvas: Canvas, parts: Parts) -> Drawn:
    from borders.figures.matrix import draw_matrix

    if parts.crossing is None:
        raise QuestionError("a matrix is of one crossing: name it with --crossing")
    return draw_matrix(snapshot, canvas, parts.crossing)


def _routes(snapshot: Snapshot, canvas: Canvas, parts: Parts) -> Drawn:
    from borders.figures.routes import draw_routes

    if parts.origin is None:
        raise QuestionError("routes start somewhere: name a town with --from")
    return draw_routes(snapshot.routes(parts.origin, parts.destination), canvas)


def _reach(snapshot: Snapshot, canvas: Canvas, parts: Parts) -> Drawn:
    from borders.figures.reach import draw_reach

    reach = snapshot.reach(compare=parts.compare)
    return draw_reach(reach, canvas, snapshot=snapshot, compare=parts.compare)


FIGURES: Final[Mapping[str, Draw]] = {
    "map": _map,
    "history": _history,
    "matrix": _matrix,
    "routes": _routes,
    "reach": _reach,
}
"""What draws each kind of figure; each loads the rest of itself when it is asked to."""
