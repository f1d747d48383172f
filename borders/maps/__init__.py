"""Maps that are a `folium.Map`, and one file of them that needs no network."""

from __future__ import annotations

from borders.maps.page import explore, save

__all__ = ["explore", "save"]
