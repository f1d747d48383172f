"""Maps that are a `folium.Map`, and one file of them that needs no network."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from borders.maps.folium_map import explore, save
    from borders.maps.widget import Live

__all__ = ["Live", "explore", "save"]


def __getattr__(name: str) -> object:
    """Load folium when something of it is used; the page itself is written without."""
    if name not in __all__:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    if name == "Live":
        from borders.maps.widget import Live

        return Live
    from borders.maps import folium_map

    return getattr(folium_map, name)
