"""Makes one page of another library out of GeoJSON: what a cold process of each does.

    python benchmarks/pages_peers.py PEER FOLDER PAGE

FOLDER holds what `pages_inputs.py` wrote. Each library is used as its documentation shows, without
tiles; what it needs is imported where it is used, so that a process pays for its own peer alone.
"""

from __future__ import annotations

import html
import json
import math
import sys
from pathlib import Path
from typing import Any

COLOURS = {"open": "#2f7d4f", "restricted": "#c77700", "closed": "#b3261e", "unknown": "#5f6368"}
SHAPES = {
    "countries": {"color": "#9aa0a6", "weight": 1, "fillColor": "#f3f0e8", "fillOpacity": 1},
    "water": {"color": "#a9cbe0", "weight": 1, "fillColor": "#cfe3ee", "fillOpacity": 1},
    "borders": {"color": "#7a3b69", "weight": 3},
}
WIDE = 1.6
"""How many times wider than high the window is."""
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


def bokeh(folder: Path, page: Path) -> None:
    """Write a figure of bokeh's, in Mercator."""
    from bokeh.models import GeoJSONDataSource, HoverTool  # type: ignore[import-not-found]
    from bokeh.plotting import figure, save  # type: ignore[import-not-found]
    from bokeh.resources import CDN  # type: ignore[import-not-found]

    sources = {}
    for name, frame in _frames(folder).items():
        sources[name] = GeoJSONDataSource(geojson=frame.to_crs(3857).to_json())
    west, south, east, north = _frames(folder)["crossings"].to_crs(3857).total_bounds
    half = max(east - west, (north - south) * WIDE) / 2
    across, up = (west + east) / 2, (south + north) / 2
    axes = {"x_axis_type": "mercator", "y_axis_type": "mercator"}
    tools: dict[str, Any] = {"tools": "pan,wheel_zoom,reset", "active_scroll": "wheel_zoom"}
    ranges = {
        "x_range": (across - half, across + half),
        "y_range": (up - half / WIDE, up + half / WIDE),
    }
    drawn = figure(**axes, **tools, **ranges, sizing_mode="stretch_both")
    for name, style in SHAPES.items():
        line = {"line_color": style["color"], "line_width": style["weight"]}
        if "fillColor" in style:
            drawn.patches(source=sources[name], fill_color=style["fillColor"], **line)
        else:
            drawn.multi_line(source=sources[name], **line)
    drawn.text(source=sources["towns"], text="name", text_font_size="12px")
    marks = {"size": 14, "fill_color": "colour", "line_color": "#222"}
    dots = drawn.scatter(source=sources["crossings"], **marks)
    drawn.add_tools(HoverTool(renderers=[dots], tooltips=[("@name", "@sentence")]))
    save(drawn, page, title="Map", resources=CDN)


def altair(folder: Path, page: Path) -> None:
    """Write a chart of altair's; its maps keep their place, and are not moved."""
    import altair as alt  # type: ignore[import-not-found]

    frames = _frames(folder)
    layers = []
    for name, style in SHAPES.items():
        frame = frames[name]
        frame.geometry = frame.orient_polygons(exterior_cw=True)  # as d3 reads them
        line = {"stroke": style["color"], "strokeWidth": style["weight"]}
        shape = alt.Chart(frame).mark_geoshape(**line, fill=style.get("fillColor"), clip=True)
        layers.append(shape)
    at = {"longitude": "lon:Q", "latitude": "lat:Q"}
    towns, crossings = (
        alt.Chart(
            alt.Data(
                values=[
                    {"lon": lon, "lat": lat, **feature["properties"]}
                    for feature in _read(folder / f"{name}.geojson")["features"]
                    for lat, lon in [_lat_lon(feature)]
                ]
            )
        )
        for name in ("towns", "crossings")
    )
    layers.append(towns.mark_text(fontSize=12, clip=True).encode(**at, text="name:N"))
    colour = alt.Color("status:N", legend=None).scale(domain=[*COLOURS], range=[*COLOURS.values()])
    dots = crossings.mark_circle(size=150, opacity=1, stroke="#222", clip=True)
    layers.append(dots.encode(**at, color=colour, tooltip=["name:N", "sentence:N"]))
    west, south, east, north = frames["crossings"].total_bounds
    place = {"center": [(west + east) / 2, (south + north) / 2]}
    place["scale"] = 720 / math.radians(east - west)
    chart = alt.layer(*layers).project(type="mercator", **place)
    chart.properties(width=1240, height=760).save(page)


def lonboard(folder: Path, page: Path) -> None:
    """Write a map of lonboard's, which WebGL draws."""
    import numpy as np
    from lonboard import (  # type: ignore[import-not-found]
        Map,
        PathLayer,
        PolygonLayer,
        ScatterplotLayer,
    )
    from lonboard.experimental import TextLayer  # type: ignore[import-not-found]

    frames = _frames(folder)
    layers: list[Any] = []
    for name, style in SHAPES.items():
        line = _rgb(style["color"])
        if "fillColor" in style:
            look = {"get_fill_color": _rgb(style["fillColor"]), "get_line_color": line}
            look |= {"line_width_min_pixels": style["weight"]}
            layers.append(PolygonLayer.from_geopandas(frames[name], **look))
        else:
            look = {"get_color": line, "width_min_pixels": style["weight"]}
            layers.append(PathLayer.from_geopandas(frames[name], **look))
    towns, crossings = frames["towns"], frames["crossings"]
    layers.append(TextLayer.from_geopandas(towns, get_text=towns["name"], get_size=12))
    fill = np.array([_rgb(COLOURS[status]) for status in crossings["status"]], np.uint8)
    look = {"get_fill_color": fill, "radius_min_pixels": 7}
    layers.append(ScatterplotLayer.from_geopandas(crossings, pickable=True, **look))
    west, south, east, north = crossings.total_bounds
    place = {"longitude": (west + east) / 2, "latitude": (south + north) / 2, "zoom": 5.5}
    Map(layers, basemap=None, view_state=place).to_html(page)


def _rgb(colour: str) -> list[int]:
    return list(bytes.fromhex(colour[1:]))


def _frames(folder: Path) -> dict[str, Any]:
    """Return all as frames of geopandas."""
    import geopandas as gpd

    names = (*SHAPES, "towns", "crossings")
    frames = {name: gpd.read_file(folder / f"{name}.geojson") for name in names}
    frames["crossings"]["colour"] = frames["crossings"]["status"].map(COLOURS)
    return frames


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


PEERS = {
    each.__name__: each for each in (leaflet, folium, explore, plotly, bokeh, altair, lonboard)
}


if __name__ == "__main__":
    PEERS[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
