"""What the peers of `pages.py` are given: GeoJSON, an environment, and the files of their hosts."""

from __future__ import annotations

import json
import subprocess
import sys
import tarfile
import venv
from typing import TYPE_CHECKING, Any

from borders.enums import Language
from borders.geo import ground

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from borders.register import Register

PACKAGES = (
    "altair==6.3.0",
    "bokeh==3.9.2",
    "folium==0.20.0",
    "geopandas==1.2.0",
    "lonboard[geopandas]==0.17.0",
    "mapclassify==2.10.0",
    "matplotlib==3.11.2",
    "plotly==7.1.0",
)

LEAFLET = "leaflet@1.9.3"
AWESOME = "leaflet.awesome-markers@2.0.5"
FONTS = "@fortawesome/fontawesome-free@6.2.0"
FETCHED = {
    "/npm/leaflet@1.9.3/": (LEAFLET, ""),
    "/jquery-3.7.1.": ("jquery@3.7.1", "dist/jquery."),
    "/npm/bootstrap@5.2.2/": ("bootstrap@5.2.2", ""),
    "/npm/@fortawesome/fontawesome-free@6.2.0/": (FONTS, ""),
    "/ajax/libs/Leaflet.awesome-markers/2.0.2/": (AWESOME, "dist/"),
    "/ui/1.12.1/jquery-ui.": ("jquery-ui-dist@1.12.1", "jquery-ui."),
    "/bokeh/release/bokeh-3.9.2.": ("@bokeh/bokehjs@3.9.2", "build/js/bokeh."),
    "/npm/vega@6": ("vega@6.4.0", "build/vega.min.js"),
    "/npm/vega-lite@6.4.1": ("vega-lite@6.4.1", "build/vega-lite.min.js"),
    "/npm/vega-embed@7": ("vega-embed@7.3.0", "build/vega-embed.min.js"),
}
"""The package of npm that holds what an address leads to, and the folder in it.

Two files of folium's are in none of them (`bootstrap-glyphicons.css`, `leaflet.awesome.rotate`):
they are answered with nothing and weigh nothing. The awesome markers are of a later patch release.
"""


def environment(cache: Path) -> str:
    """Return the Python that has the peers, made at first use."""
    folder = cache / "peers"
    python = folder / "bin" / "python"
    done = folder / "packages.txt"
    if not done.exists() or done.read_text("utf-8").split() != list(PACKAGES):
        venv.create(folder, with_pip=True)
        _run(str(python), "-m", "pip", "install", "--quiet", *PACKAGES)
        done.write_text("\n".join(PACKAGES), "utf-8")
    return str(python)


def hosts(cache: Path) -> Path:
    """Return a folder with the files that pages fetch, filled at first use."""
    folder = cache / "npm"
    for package, _ in FETCHED.values():
        target = folder / package
        if target.exists():
            continue
        packed = folder / "packed"
        packed.mkdir(parents=True, exist_ok=True)
        _run("npm", "pack", "--silent", "--pack-destination", str(packed), package)
        (archive,) = packed.glob("*.tgz")
        with tarfile.open(archive) as archived:
            archived.extractall(packed, filter="data")
        archive.unlink()
        (top,) = packed.iterdir()
        target.parent.mkdir(parents=True, exist_ok=True)
        top.rename(target)
    return folder


def answer(folder: Path, url: str) -> Path | None:
    """Return the file that an address of a host leads to; None where npm has none."""
    address = url.partition("?")[0]
    for begin, (package, inside) in FETCHED.items():
        if begin in address:
            file = folder / package / f"{inside}{address.partition(begin)[2]}"
            return file if file.is_file() else None
    return None


def inputs(register: Register, files: Path, cache: Path) -> Path:
    """Return a folder with one register as the peers read it.

    Parameters
    ----------
    register
        Its basemap is given as it is, its crossings as they are at its last verified moment.
    files
        Where `hosts` put Leaflet.
    cache
        Where the folder is made.
    """
    folder = cache / "inputs"
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("countries", "water", "borders"):
        shape = ground.features(register.folder, f"{name}.geojson")
        _write(folder, name, (_feature(feature["geometry"], feature) for feature in shape))
    _write(
        folder,
        "towns",
        (
            _point(town.lon, town.lat, name=town.name)
            for town in register.towns.all
            if town.is_labelled
        ),
    )
    _write(folder, "crossings", _crossings(register))
    beside = folder / "leaflet"
    beside.mkdir(exist_ok=True)
    for name in ("leaflet.js", "leaflet.css"):
        (beside / name).write_bytes((files / LEAFLET / "dist" / name).read_bytes())
    return folder


def _crossings(register: Register) -> Iterable[dict[str, Any]]:
    for verdict in register.on().verdicts:
        crossing = verdict.crossing
        places = [
            crossing.border_point,
            *(checkpoint.location for checkpoint in crossing.checkpoints),
        ]
        place = next((place for place in places if place is not None), None)
        if place is not None:
            properties = {"name": crossing.name(), "status": verdict.status.value}
            properties["sentence"] = verdict.sentence
            yield _point(round(place.lon, 5), round(place.lat, 5), **properties)


def _point(lon: float, lat: float, **properties: str) -> dict[str, Any]:
    geometry = {"type": "Point", "coordinates": [lon, lat]}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def _feature(geometry: dict[str, Any], feature: dict[str, Any]) -> dict[str, Any]:
    name = feature["properties"].get("names", {}).get(Language.EN, feature["id"])
    plain = {"type": "Feature", "id": feature["id"], "properties": {"name": name}}
    return {**plain, "geometry": geometry}


def _write(folder: Path, name: str, features: Iterable[dict[str, Any]]) -> None:
    collection = {"type": "FeatureCollection", "features": list(features)}
    text = json.dumps(collection, ensure_ascii=False, separators=(",", ":"))
    (folder / f"{name}.geojson").write_text(text, "utf-8")


def _run(*command: str) -> None:
    subprocess.run(command, check=True, stdout=sys.stderr)  # noqa: S603 - the commands above
