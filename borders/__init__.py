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

_HOMES = {
    "BordersError": "errors",
    "Change": "register",
    "Changes": "sequences",
    "Corridors": "sequences",
    "Crossing": "model",
    "DataError": "errors",
    "Direction": "enums",
    "Exported": "formats",
    "History": "sequences",
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
    "export": "formats",
    "load": "register",
    "plot": "figures.map",
    "plot_history": "figures.timeline",
    "plot_matrix": "figures.matrix",
    "plot_reach": "figures.reach",
    "plot_routes": "figures.routes",
    "plot_years": "figures.years",
    "reach_change": "comparison",
    "save": "maps",
}
"""Where each public name is defined: loaded when first used, so that importing costs nothing."""

_NAMES = sorted({*_HOMES, "__version__"})

if TYPE_CHECKING:  # for checkers and editors, which compute no names
    from borders.comparison import reach_change as reach_change
    from borders.enums import Direction as Direction
    from borders.enums import Mode as Mode
    from borders.enums import Status as Status
    from borders.errors import BordersError as BordersError
    from borders.errors import DataError as DataError
    from borders.errors import MissingAsset as MissingAsset
    from borders.errors import MissingExtra as MissingExtra
    from borders.errors import QuestionError as QuestionError
    from borders.errors import UnknownCrossing as UnknownCrossing
    from borders.errors import UnknownPlace as UnknownPlace
    from borders.figures.map import plot as plot
    from borders.figures.matrix import plot_matrix as plot_matrix
    from borders.figures.reach import plot_reach as plot_reach
    from borders.figures.routes import plot_routes as plot_routes
    from borders.figures.timeline import plot_history as plot_history
    from borders.figures.years import plot_years as plot_years
    from borders.formats import Exported as Exported
    from borders.formats import export as export
    from borders.maps import explore as explore
    from borders.maps import save as save
    from borders.model import Crossing as Crossing
    from borders.model import Measure as Measure
    from borders.model import Problem as Problem
    from borders.model import Source as Source
    from borders.model import Traveller as Traveller
    from borders.model import Verdict as Verdict
    from borders.network.reach import Reach as Reach
    from borders.network.routes import Route as Route
    from borders.register import Change as Change
    from borders.register import Register as Register
    from borders.register import Routes as Routes
    from borders.register import Snapshot as Snapshot
    from borders.register import load as load
    from borders.sequences import Changes as Changes
    from borders.sequences import Corridors as Corridors
    from borders.sequences import History as History

    __version__: str
else:
    __all__ = _NAMES  # noqa: PLE0605 - a list, of the names above


def __getattr__(name: str) -> object:
    if name == "__version__":
        metadata = importlib.import_module("importlib.metadata")
        return metadata.version("belarus-borders")
    if name in _HOMES:
        return getattr(importlib.import_module(f"borders.{_HOMES[name]}"), name)
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)


def __dir__() -> list[str]:
    return _NAMES
