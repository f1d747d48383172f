"""Crossings and ways in GPX, as gpxpy and GDAL read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import gpxpy
import pyogrio
import pytest

import borders
from borders.enums import Language, Standing
from borders.formats.gpx import SYMBOLS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Folder

    Run = Callable[..., tuple[int, str, str]]

HOSTILE = "<wpt lat='0' lon='0'/> & ]]> \r\nx"


def read(path: Path) -> gpxpy.gpx.GPX:
    return gpxpy.parse(path.read_text("utf-8"))


def test_points_are_waypoints_and_ways_are_tracks(tmp_path: Path):
    day = borders.load().on("2023-08-21", mode="car", direction="out")
    routes = day.routes("Minsk", "Vilnius")
    target = tmp_path / "file.gpx"
    exported = borders.export(routes, target, what=["status", "routes"])
    gpx = read(target)
    assert len(gpx.routes) == 0
    assert exported.tables == {"status": len(gpx.waypoints), "routes": len(gpx.tracks)}
    placed = [verdict for verdict in day.verdicts if verdict.crossing.location]
    assert len(gpx.waypoints) == len(placed)
    for point, verdict in zip(gpx.waypoints, placed, strict=True):
        place, word = verdict.crossing.location, verdict.standing
        assert (point.latitude, point.longitude) == (round(place.lat, 6), round(place.lon, 6))
        assert point.name.startswith(word.upper().replace("-", " "))
        assert point.comment == verdict.sentence
        assert (point.type, point.symbol) == (word, SYMBOLS[word])
        assert verdict.last_known is None or "last known" in point.name
    courses = [route for route in routes if len(route.coordinates) > 1]
    for track, route in zip(gpx.tracks, courses, strict=True):
        (segment,) = track.segments
        ends = [(p.longitude, p.latitude) for p in (segment.points[0], segment.points[-1])]
        whole = route.coordinates
        assert ends == [(round(x, 6), round(y, 6)) for x, y in (whole[0], whole[-1])]
        assert len(segment.points) == len(whole)
        assert track.name.endswith(" km")
    assert gpx.tracks[0].name == "OPEN BY DEFAULT Medininkai, 184 km"
    assert (gpx.creator, f"{gpx.time:%Y.%m.%d}") == ("borders", day.register.version)
    assert day.register.version in gpx.description
    assert exported.left.text in gpx.description
    counts = {
        name: len(pyogrio.read_dataframe(target, layer=name))
        for name in ("waypoints", "tracks", "routes")
    }
    assert counts == {"waypoints": len(placed), "tracks": len(courses), "routes": 0}


def test_every_standing_has_a_mark_of_its_own():
    assert {*SYMBOLS} == {*Standing}
    assert len({*SYMBOLS.values()}) == len(Standing)


def test_points_without_a_place_are_left_out_aloud(folder: Folder, tmp_path: Path, run: Run):
    folder.crossing("gamma", geometry=None, border_point=None)
    target, words = tmp_path / "file.gpx", ["--on", "2021-06-01"]
    told = run("export", "-o", str(target), *words, "--geodata", str(folder.write()))
    text = "Left out, position unknown: Gamma"
    assert told == (0, f"{target}: status (2) on 2021-06-01\n", f"{target}: {text}\n")
    gpx = read(target)
    assert [point.name for point in gpx.waypoints] == ["OPEN Alpha", "OPEN Beta"]
    assert text in gpx.description


def test_ways_without_a_course_are_left_out_aloud(roads: Folder, tmp_path: Path):
    exported = borders.export(roads.load().on("2021-06-01").routes("Ay"), tmp_path / "file.gpx")
    assert exported.tables == {"status": 3, "routes": 2}
    assert exported.left.text == "Left out, no route known: Gamma"


@pytest.mark.parametrize("lang", Language)
def test_texts_stay_texts(lang: str, folder: Folder, tmp_path: Path):
    names = dict.fromkeys([each.value for each in Language], HOSTILE)
    folder.crossings["alpha"]["checkpoints"] = [{"side": "LT", "names": names}]
    urls = ("javascript:alert(1)", "https://a.example/?b=1&c=2", "https://b.example/")
    source = folder.sources[0]
    folder.sources = [source | {"id": f"source-{n}", "url": url} for n, url in enumerate(urls)]
    folder.sources.append(source)
    folder.measure(sources=[f"source-{n}" for n in range(3)])
    folder.package["title"] = HOSTILE
    snapshot = folder.load().on("2021-06-01", lang=lang)
    target = tmp_path / "file.gpx"
    borders.export(snapshot, target)
    gpx = read(target)
    assert len(gpx.waypoints) == 2
    closed = snapshot.translator.t("standing.closed").upper()
    assert gpx.waypoints[0].name == f"{closed} <wpt lat='0' lon='0'/> & ]]> \nx"
    assert gpx.waypoints[0].link == "https://b.example/"


def test_an_unknown_one_is_never_bare(folder: Folder, tmp_path: Path):
    borders.export(folder.load().on("2026-06-01"), tmp_path / "file.gpx")
    names = [point.name for point in read(tmp_path / "file.gpx").waypoints]
    assert names == [f"UNKNOWN {name} (last known: open)" for name in ("Alpha", "Beta")]
