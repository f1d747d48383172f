"""Which crossing out of Belarus, or into it, a traveller may use, at any moment since 2020.

>>> import borders
>>> register = borders.load()
>>> american = borders.Traveller(nationality="US")
>>> day = register.on("2023-08-21", mode="car", direction="out", traveller=american)
>>> day.status("Medininkai"), day.status("Terespol")
(<Status.OPEN: 'open'>, <Status.CLOSED: 'closed'>)
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from borders.comparison import reach_change
    from borders.enums import Direction, Mode, Status
    from borders.errors import (
        BordersError,
        DataError,
        MissingAsset,
        MissingExtra,
        QuestionError,
        UnknownCrossing,
        UnknownPlace,
    )
    from borders.figures.map import plot
    from borders.figures.matrix import plot_matrix
    from borders.figures.reach import plot_reach
    from borders.figures.routes import plot_routes
    from borders.figures.timeline import plot_history
    from borders.maps import explore, save
    from borders.model import Crossing, Measure, Problem, Source, Traveller, Verdict
    from borders.network.reach import Reach
    from borders.network.routes import Route
    from borders.register import Change, Register, Routes, Snapshot, load

_HOMES = {
    "BordersError": "errors",
    "Change": "register",
    "Crossing": "model",
    "DataError": "errors",
    "Direction": "enums",
    "Measure": "model",
    "MissingAsset": "errors",
    "MissingExtra": "errors",
    "Mode": "enums",
    "Problem": "model",
    "QuestionError": "errors",
    "Reach": "network.reach",
    "Register": "register",
    "Route": "network.routes",
    "Routes": "register",
    "Snapshot": "register",
    "Source": "model",
    "Status": "enums",
    "Traveller": "model",
    "UnknownCrossing": "errors",
    "UnknownPlace": "errors",
    "Verdict": "model",
    "explore": "maps",
    "load": "register",
    "plot": "figures.map",
    "plot_history": "figures.timeline",
    "plot_matrix": "figures.matrix",
    "plot_reach": "figures.reach",
    "plot_routes": "figures.routes",
    "reach_change": "comparison",
    "save": "maps",
}
"""Where each public name is defined: loaded when first used, so that importing costs nothing."""

__all__ = [
    "BordersError",
    "Change",
    "Crossing",
    "DataError",
    "Direction",
    "Measure",
    "MissingAsset",
    "MissingExtra",
    "Mode",
    "Problem",
    "QuestionError",
    "Reach",
    "Register",
    "Route",
    "Routes",
    "Snapshot",
    "Source",
    "Status",
    "Traveller",
    "UnknownCrossing",
    "UnknownPlace",
    "Verdict",
    "__version__",
    "explore",
    "load",
    "plot",
    "plot_history",
    "plot_matrix",
    "plot_reach",
    "plot_routes",
    "reach_change",
    "save",
]


def __getattr__(name: str) -> object:
    if name == "__version__":
        metadata = importlib.import_module("importlib.metadata")
        return metadata.version("belarus-borders")
    if name in _HOMES:
        return getattr(importlib.import_module(f"borders.{_HOMES[name]}"), name)
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)


def __dir__() -> list[str]:
    return list(__all__)
