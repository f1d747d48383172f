"""Types of modules that take long to load: there for signatures, loaded when one is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from geopandas import GeoDataFrame
    from matplotlib.axes import Axes
    from pandas import DataFrame

__all__ = ["Axes", "DataFrame", "GeoDataFrame", "Traversable"]


def __getattr__(name: str) -> object:
    """Load the module of a type when it is asked for."""
    if name == "Axes":
        from matplotlib.axes import Axes

        return Axes
    if name == "DataFrame":
        from pandas import DataFrame

        return DataFrame
    if name == "GeoDataFrame":
        from geopandas import GeoDataFrame

        return GeoDataFrame
    if name == "Traversable":
        from importlib.resources.abc import Traversable

        return Traversable
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)
