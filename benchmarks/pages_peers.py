"""Makes one page of another library out of GeoJSON: what a cold process of each does.

    python benchmarks/pages_peers.py PEER FOLDER PAGE

FOLDER holds what `pages_inputs.py` wrote. Each library is used as its documentation shows, without
tiles; what it needs is imported where it is used, so that a process pays for its own peer alone.
"""

from __future__ import annotations

import html
import json
import sys
from pathlib import Path
from typing import Any

COLOURS = {"open": "#2f7d4f", "restricted": "#c77700", "closed": "#b3261e", "unknown": "#5f6368"}
SHAPES = {
    "countries": {"color": "#9aa0a6", "weight": 1, "fillColor": "#f3f0e8", "fillOpacity": 1},
    "water": {"color": "#a9cbe0", "weight": 1, "fillColor": "#cfe3ee", "fillOpacity": 1},
    "borders": {"color": "#7a3b69", "weight": 3},
}
NAME = "font:12px sans-serif;white-space:nowrap"

Collection = dict[str, Any]


def leaflet(folder: Path, page: Path) -> None:
    """Write the page that its own quick start leads to, Leaflet in the file."""
    data = {path.stem: _read(path) for path in folder.glob("*.geojson")}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    library = folder / "leaflet"
    code = f"""\
const data = {text};
const map = L.map("map", {{preferCanvas: true}});
const shapes = {json.dumps(SHAPES)}, colours = {json.dumps(COLOURS)};
for (const name of Object.keys(shapes)) L.geoJSON(data[name], {{style: shapes[name]}}).addTo(map);
L.geoJSON(data.towns, {{pointToLayer: ({{properties}}, at) => L.marker(at, {{
  icon: L.divIcon({{className: "town", iconSize: [0, 0], html: properties.name}}),
}})}}).addTo(map);
const crossings = L.geoJSON(data.crossings, {{pointToLayer: ({{properties}}, at) =>
  L.circleMarker(at, {{radius: 7, color: "#222", weight: 1, fillOpacity: 1,
    fillColor: colours[properties.status]}})
    .bindTooltip(properties.name).bindPopup(properties.sentence),
}}).addTo(map);
map.fitBounds(crossings.getBounds());
"""
    page.write_text(
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Map</title>'
        f"<style>{(library / 'leaflet.css').read_text('utf-8')}\n"
        f"html,body,#map{{height:100%;margin:0}}.town{{{NAME}}}</style></head><body>"
        f'<div id="map"></div><script>{(library / "leaflet.js").read_text("utf-8")}</script>'
        f"<script>{code}</script></body></html>",
        "utf-8",
    )


def folium(folder: Path, page: Path) -> None:
    """Write a map of folium's."""
    import folium as library

    drawn = library.Map(tiles=None, max_zoom=18)
    for name, style in SHAPES.items():
        shape = _read(folder / f"{name}.geojson")
        library.GeoJson(shape, style_function=lambda _, style=style: style).add_to(drawn)
    for feature in _read(folder / "towns.geojson")["features"]:
        text = html.escape(feature["properties"]["name"])
        icon = library.DivIcon(html=f'<div style="{NAME}">{text}</div>')
        library.Marker(_lat_lon(feature), icon=icon).add_to(drawn)
    places = []
    for feature in _read(folder / "crossings.geojson")["features"]:
        properties = feature["properties"]
        places.append(_lat_lon(feature))
        library.CircleMarker(
            places[-1],
            radius=7,
            color="#222",
            weight=1,
            fill_color=COLOURS[properties["status"]],
            fill_opacity=1,
            tooltip=html.escape(properties["name"]),
            popup=html.escape(properties["sentence"]),
        ).add_to(drawn)
    drawn.fit_bounds([list(map(min, *places)), list(map(max, *places))])
    drawn.save(page)


def explore(folder: Path, page: Path) -> None:
    """Write a map of `GeoDataFrame.explore()`."""
    import geopandas as gpd

    drawn: Any = None
    for name, style in SHAPES.items():
        frame = gpd.read_file(folder / f"{name}.geojson")
        frame = frame[[column for column in ("name", "geometry") if column in frame]]
        kwds = {key: value for key, value in style.items() if key != "color"}
        drawn = frame.explore(m=drawn, tiles=None, color=style["color"], style_kwds=kwds)
    towns = gpd.read_file(folder / "towns.geojson")
    drawn = towns.explore(m=drawn, color="black", marker_kwds={"radius": 2})
    crossings = gpd.read_file(folder / "crossings.geojson")
    marks: dict[str, Any] = {"marker_kwds": {"radius": 7}, "tooltip": ["name", "status"]}
    kinds = sorted(set(crossings["status"]))
    marks |= {"categories": kinds, "cmap": [COLOURS[kind] for kind in kinds]}
    drawn = crossings.explore(m=drawn, column="status", popup=["name", "sentence"], **marks)
    west, south, east, north = crossings.total_bounds
    drawn.fit_bounds([[south, west], [north, east]])
    drawn.save(page)


def plotly(folder: Path, page: Path) -> None:
    """Write a figure of plotly's `scattergeo`, the one of its maps that opens from a disk."""
    import plotly.graph_objects as go  # type: ignore[import-not-found]

    figure = go.Figure()
    for name, style in SHAPES.items():
        lon, lat = _strung(_read(folder / f"{name}.geojson"))
        line: dict[str, Any] = {"color": style["color"], "width": style["weight"]}
        fill: dict[str, Any] = {"hoverinfo": "skip"}
        if "fillColor" in style:
            fill |= {"fill": "toself", "fillcolor": style["fillColor"]}
        figure.add_scattergeo(lon=lon, lat=lat, mode="lines", line=line, **fill)
    for name in ("towns", "crossings"):
        features = _read(folder / f"{name}.geojson")["features"]
        places = list(map(_lat_lon, features))
        text = [feature["properties"]["name"] for feature in features]
        marks: dict[str, Any] = {"mode": "text"}
        if name == "crossings":
            rows = [feature["properties"] for feature in features]
            colour = [COLOURS[row["status"]] for row in rows]
            marks = {"mode": "markers", "marker": {"color": colour, "size": 14}}
            marks["hovertext"] = [row["sentence"] for row in rows]
            figure.update_geos(lonaxis_range=[min(x for _, x in places), max(x for _, x in places)])
            figure.update_geos(lataxis_range=[min(y for y, _ in places), max(y for y, _ in places)])
        figure.add_scattergeo(
            lon=[x for _, x in places], lat=[y for y, _ in places], text=text, **marks
        )
    figure.update_geos(visible=False, projection_type="mercator")
    figure.update_layout(showlegend=False, margin={"l": 0, "r": 0, "t": 0, "b": 0})
    figure.write_html(page, config={"scrollZoom": True})


def _read(path: Path) -> Collection:
    collection: Collection = json.loads(path.read_text("utf-8"))
    return collection


def _lat_lon(feature: Collection) -> list[float]:
    lon, lat = feature["geometry"]["coordinates"]
    return [lat, lon]


def _strung(shape: Collection) -> tuple[list[float | None], list[float | None]]:
    """Return all lines and rings one after the other, with a gap after each."""
    lon: list[float | None] = []
    lat: list[float | None] = []
    for line in _lines(shape):
        for point in line:
            lon.append(point[0])
            lat.append(point[1])
        lon.append(None)
        lat.append(None)
    return lon, lat


def _lines(shape: Collection) -> list[list[list[float]]]:
    """Return the lines of a collection and the rings of its polygons."""
    depth = {"LineString": 0, "MultiLineString": 1, "Polygon": 1, "MultiPolygon": 2}
    lines: list[Any] = []
    for feature in shape["features"]:
        level = [feature["geometry"]["coordinates"]]
        for _ in range(depth[feature["geometry"]["type"]]):
            level = [part for geometry in level for part in geometry]
        lines += level
    return lines


PEERS = {"leaflet": leaflet, "folium": folium, "explore": explore, "plotly": plotly}


if __name__ == "__main__":
    PEERS[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
