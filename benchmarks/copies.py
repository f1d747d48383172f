"""The shipped register several times over, in a folder: what large registers are measured on.

    python benchmarks/copies.py COUNT FOLDER

The first copy is the register as it is. Each further one has all crossings again, with ids and
names of their own and a little beside the first, and all that is said of them: measures, advice,
signs and gates of the network. What is true of no crossing is there once: sources, words, groups,
towns, ground, roads and rails. The ways that are kept beside the network are found anew.
"""

from __future__ import annotations

import csv
import io
import json
import math
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tomli

from borders.data import reading
from borders.data.toml_entries import entry

if TYPE_CHECKING:
    from collections.abc import Iterable

    Row = dict[str, Any]

KEPT_WAYS = "network/ways.json"
GOLDEN = math.pi * (3 - math.sqrt(5))
"""An angle by which many points turned around one lie evenly."""
REACH = 0.6
"""Degrees around the first copy in which the last one lies."""


def copied(count: int, target: Path, source: Path | None = None) -> Path:
    """Write a register `count` times over into a folder that is not there yet."""
    source = source or Path(__file__).parents[1] / "geodata"
    shutil.copytree(source, target)
    _without_ways(target)
    _crossings(target / reading.CROSSINGS, count)
    for file in (target / "measures").glob("*.toml"):
        _tables(file, "measure", count)
    _tables(target / "advice.toml", "advice", count)
    _tables(target / "dangers.toml", "danger", count)
    _columns(target / reading.SIGNS, count)
    _columns(target / "network" / "gates.csv", count)
    return target


def name(text: str, copy: int) -> str:
    """Return an id, or a name, of a copy."""
    return f"{text}-{copy}" if copy else text


def _without_ways(folder: Path) -> None:
    (folder / KEPT_WAYS).unlink(missing_ok=True)
    file = folder / reading.PACKAGE
    package = json.loads(file.read_text("utf-8"))
    package["resources"] = [r for r in package["resources"] if r["path"] != KEPT_WAYS]
    file.write_text(json.dumps(package, ensure_ascii=False, indent=1), "utf-8")


def _crossings(file: Path, count: int) -> None:
    document = json.loads(file.read_text("utf-8"))
    document["features"] = [
        _crossing(feature, copy, count) for copy in range(count) for feature in document["features"]
    ]
    file.write_text(json.dumps(document, ensure_ascii=False, indent=1), "utf-8")


def _crossing(feature: Row, copy: int, count: int) -> Row:
    feature = json.loads(json.dumps(feature))
    away, turn = REACH * math.sqrt(copy / count), copy * GOLDEN
    east, north = 1.7 * away * math.cos(turn), away * math.sin(turn)
    feature["id"] = name(feature["id"], copy)
    if feature["geometry"]:
        lon, lat = feature["geometry"]["coordinates"]
        feature["geometry"]["coordinates"] = [round(lon + east, 6), round(lat + north, 6)]
    told = feature["properties"]
    for checkpoint in told["checkpoints"]:
        checkpoint["names"] = {k: _named(v, copy) for k, v in checkpoint["names"].items()}
        if place := checkpoint.get("location"):
            place["lon"] = round(place["lon"] + east, 6)
            place["lat"] = round(place["lat"] + north, 6)
    told["aliases"] = [_named(text, copy) for text in told.get("aliases", [])]
    if "known_as" in told:
        told["known_as"] = {k: _named(v, copy) for k, v in told["known_as"].items()}
    return dict(feature)


def _named(text: str, copy: int) -> str:
    return f"{text} {copy}" if copy else text


def _tables(file: Path, table: str, count: int) -> None:
    rows = tomli.loads(file.read_text("utf-8")).get(table, [])
    copies: Iterable[Row] = [
        {**row, **_renamed(row, copy)}
        for copy in range(count)
        for row in rows
        if not copy or row.get("crossings")
    ]
    file.write_text("\n".join(entry(table, row) for row in copies) or f"{table} = []\n", "utf-8")


def _renamed(row: Row, copy: int) -> Row:
    names = {key: name(row[key], copy) for key in ("id", "amends") if key in row}
    return names | (
        {"crossings": [name(each, copy) for each in row["crossings"]]} if "crossings" in row else {}
    )


def _columns(file: Path, count: int) -> None:
    header, *rows = csv.reader(io.StringIO(file.read_text("utf-8"), newline=""))
    at = header.index("crossing")
    with file.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(header)
        for copy in range(count):
            writer.writerows([*row[:at], name(row[at], copy), *row[at + 1 :]] for row in rows)


if __name__ == "__main__":
    copied(int(sys.argv[1]), Path(sys.argv[2]))
