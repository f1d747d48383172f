"""Files of places that others made: broken, odd, or made to reach for what lies elsewhere.

What is read comes back with its reach, or the file is refused by name; and nobody is asked: who
listens on this machine, and is named in every way that a library may follow, hears nothing.
"""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import socket
import sqlite3
from typing import TYPE_CHECKING, Any, Final

from conftest import Folder

import borders
from attacks import mutants
from attacks.extracts import folder
from attacks.faults import apart
from attacks.harness import FAULT, HELD, REFUSED, Attacker, Ended
from borders.errors import BordersError
from borders.network import reach_files

if TYPE_CHECKING:
    import random
    from collections.abc import Callable
    from pathlib import Path

    from attacks.harness import Try

PLACES: Final = ((25.05, 54.4), (25.0, 54.45), (25.1, 54.6), (25.02, 54.55))
TABLES: Final = (".csv", ".tsv", ".txt")
DOCUMENTS: Final = (".geojson", ".json")
BINARIES: Final = (".gpkg", ".fgb", ".parquet", ".shp")
OTHERS: Final = (".kml", ".gpx", ".xlsx", ".vrt", ".zip", ".xml", ".sqlite", ".html", "")
MAGIC: Final = {
    ".gpkg": b"SQLite format 3\0",
    ".fgb": b"fgb\3fgb\1\1\0\0\0",
    ".shp": b"\0\0\x27\x0a",
    ".parquet": b"PAR1",
}
TARGETS: Final = (".csv", ".geojson", ".gpkg", ".fgb", ".parquet")
LONG: Final = 5_000
CELLS: Final = (*mutants.NUMBERS, *mutants.TEXTS, *mutants.DAYS, "POINT (25 54)", "25,05", "25°3′")
ASIDE: Final = (".shx", ".dbf", ".prj", ".cpg")
"""What lies beside a shapefile."""


def prepare(home: Path) -> Try:
    """Return what tries one file."""
    apart(lambda: _draw(home))
    base = {path.name[1:]: path.read_bytes() for path in home.iterdir() if path.name[0] == "x"}
    listener = socket.create_server(("127.0.0.1", 0))
    listener.setblocking(False)  # noqa: FBT003 - as the library has it
    port = listener.getsockname()[1]
    measure = borders.load(home / "toy").on("2021-06-01", mode="car").nearest()
    # Whoever asks for any address asks here.
    proxies = dict.fromkeys(("http_proxy", "https_proxy"), f"http://127.0.0.1:{port}")
    os.environ |= proxies | {name.upper(): proxy for name, proxy in proxies.items()}

    def once(chance: random.Random, _: int) -> Ended:
        with folder(home) as place:
            kind, source = _made(chance, place, base, port)
            target = place / f"out{chance.choice(TARGETS)}"
            ended = _read(measure, source, target, kind)
        if came := heard(listener):
            return Ended(FAULT, kind, f"asks {came}")
        return ended

    return once


def heard(listener: socket.socket) -> str:
    """Return the first that somebody asked; nothing, if nobody did."""
    try:
        asks, _ = listener.accept()
    except BlockingIOError:
        return ""
    with asks:
        asks.settimeout(1)
        with contextlib.suppress(OSError):
            return asks.recv(300).decode("utf-8", "replace") or "without a word"
    return "without a word"


def _read(measure: Any, source: Path, target: Path, kind: str) -> Ended:
    before = {*source.parent.iterdir()}
    try:
        reach_files.write(measure, source, target)
    except BordersError as error:
        left = {*source.parent.iterdir()} - before
        told = str(error)
        if left or not (source.name in told or target.name in told) or len(told) > LONG:
            return Ended(FAULT, kind, f"leaves {left}, and says {told[:500]!r}")
        return Ended(REFUSED, kind)
    except OSError as error:  # told by the command line, with its file
        return Ended(REFUSED, kind) if error.filename else Ended(FAULT, kind, repr(error))
    return Ended(HELD, kind) if target.stat().st_size else Ended(FAULT, kind, "writes nothing")


def _draw(home: Path) -> str:
    """Write a register with roads, and files of places in all forms that are read."""
    import geopandas as gpd
    import shapely
    import small_extracts

    from borders.network.build import build

    small_extracts.geography(Folder(home / "toy"))
    small_extracts.towns().write(home / "a.osm")
    build.build([home / "a.osm"], home / "toy" / "network", home / "toy")
    rows = [
        {"name": f"Š{n}", "n": n, "share": n / 3, "day": "2021-02-03", "url": "https://example.com"}
        for n in range(len(PLACES))
    ]
    frame = gpd.GeoDataFrame(rows, geometry=[*map(shapely.Point, PLACES)], crs="EPSG:4326")
    for ending in (".gpkg", ".fgb", ".shp", ".geojson"):
        frame.to_file(home / f"x{ending}")
    frame.to_parquet(home / "x.parquet")
    for ending, separator in ((".csv", ","), (".tsv", "\t"), (".txt", ";")):
        with (home / f"x{ending}").open("w", encoding="utf-8", newline="") as out:
            names = [*rows[0], "lon", "lat"]
            writer = csv.writer(out, delimiter=separator)
            writer.writerow(names)
            writer.writerows([*row.values(), *at] for row, at in zip(rows, PLACES, strict=True))
    return ""


def _made(
    chance: random.Random, place: Path, base: dict[str, bytes], port: int
) -> tuple[str, Path]:
    """Write a hostile file, and return how it was made."""
    ways: list[tuple[int, Callable[..., tuple[str, Path]]]] = [
        (3, _asks),
        (3, _broken),
        (3, _table),
        (3, _document),
        (1, _base),
        (1, _beside),
        (1, _odd),
    ]
    weights, makers = zip(*ways, strict=True)
    make = chance.choices(makers, weights)[0]
    kind, source = make(chance, place, base, port)
    return f"{source.suffix}, {kind}", source


def _written(place: Path, ending: str, content: bytes) -> Path:
    file = place / f"places{ending}"
    file.write_bytes(content)
    return file


def _asks(chance: random.Random, place: Path, _: dict[str, bytes], port: int) -> tuple[str, Path]:
    """What libraries take for the name of something elsewhere, under any ending."""
    address = f"http://127.0.0.1:{port}/x"
    far = chance.choice([f"/vsicurl/{address}.geojson", address, f"/vsicurl_streaming/{address}"])
    far = chance.choice([far, f"/vsizip//vsicurl/{address}.zip", "http://example.com/x.kml"])
    layer = f'<OGRVRTLayer name="x"><SrcDataSource>{far}</SrcDataSource></OGRVRTLayer>'
    link = f"<NetworkLink><Link><href>{address}</href></Link></NetworkLink>"
    crs = f'{{"type": "link", "properties": {{"href": "{address}"}}}}'
    texts = (
        f"<OGRVRTDataSource>{layer}</OGRVRTDataSource>",
        f'<!DOCTYPE kml [<!ENTITY x SYSTEM "{address}">]><kml><name>&x;</name>{link}</kml>',
        f'<!DOCTYPE gpx SYSTEM "{address}.dtd"><gpx><wpt lat="54" lon="25"/></gpx>',
        f"<OGRWFSDataSource><URL>{address}?service=WFS</URL></OGRWFSDataSource>",
        f'{{"type": "FeatureCollection", "features": [], "crs": {crs}}}',
        f'{{"features": [], "links": [{{"rel": "next", "href": "{address}"}}]}}',
        f'{{"type": "Topology", "$schema": "{address}", "$ref": "{address}"}}',
        f'<GDAL_WMS><Service name="WMS"><ServerUrl>{address}</ServerUrl></Service></GDAL_WMS>',
        f'name,lon,lat\n=WEBSERVICE("{address}"),25.05,54.4\n{far},25,54.4\n',
        *(far, f"WFS:{address}", f"CSV:{far}", f"PG:host=127.0.0.1 port={port}"),
    )
    ending = chance.choice([*TABLES, *DOCUMENTS, *BINARIES, *OTHERS])
    before = chance.choice([b"", b"", b"\xef\xbb\xbf", MAGIC.get(ending, b"")])
    return "asks", _written(place, ending, before + chance.choice(texts).encode())


def _broken(chance: random.Random, place: Path, base: dict[str, bytes], _: int) -> tuple[str, Path]:
    """Bytes that changed, or stand under another ending."""
    ending = chance.choice([*base])
    content = base[ending]
    for _number in range(chance.choice([1, 1, 2, 8])):
        content = mutants.broken(chance, content).content or b""
    if ending in ASIDE:
        for name, whole in base.items():
            if name in (*ASIDE, ".shp"):
                _written(place, name, content if name == ending else whole)
        return "bytes beside", place / "places.shp"
    under = chance.choice([*base, *OTHERS]) if chance.random() < 0.15 else ending
    return "bytes", _written(place, under, content)


def _table(chance: random.Random, place: Path, base: dict[str, bytes], _: int) -> tuple[str, Path]:
    """Cells, names, separators and ends of lines that others write."""
    ending = chance.choice(TABLES)
    separator = {".csv": ",", ".tsv": "\t", ".txt": ";"}[ending]
    rows = [*csv.reader(io.StringIO(base[ending].decode()), delimiter=separator)]
    for _number in range(chance.randrange(1, 5)):
        row = chance.choice(rows)
        if chance.random() < 0.1:
            row.insert(chance.randrange(len(row) + 1), chance.choice(CELLS))
        elif row and chance.random() < 0.1:
            row.pop()
        elif row:
            row[chance.randrange(len(row))] = chance.choice(CELLS)
    out = io.StringIO()
    quoting = chance.choice([csv.QUOTE_MINIMAL, csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
    separator = chance.choice([separator, separator, ",", ";", "\t", "|", " "])
    csv.writer(
        out,
        delimiter=separator,
        quoting=quoting,
        lineterminator=chance.choice(["\n", "\r\n", "\r"]),
    ).writerows(rows)
    text = chance.choice(["", "", f"sep={separator}\n", "\n\n", "sep=\n"]) + out.getvalue()
    encoding = chance.choice(["utf-8", "utf-8", "utf-8", *mutants.ENCODINGS])
    return "cells", _written(place, ending, text.encode(encoding, "replace"))


def _document(
    chance: random.Random, place: Path, base: dict[str, bytes], _: int
) -> tuple[str, Path]:
    """Values, keys and shapes of a GeoJSON."""
    ending, content = chance.choice(DOCUMENTS), base[".geojson"]
    if chance.random() < 0.6:
        for _number in range(chance.randrange(1, 4)):
            content = mutants.mutant(chance, "x.geojson", content).content or b""
        return "tokens", _written(place, ending, content)
    document = json.loads(content)
    features = document["features"]
    for feature in chance.choices(features, k=chance.randrange(1, 4)):
        key = chance.choice(["geometry", "properties", "type", "id", "x"])
        feature[key] = chance.choice(SHAPES) if key == "geometry" else chance.choice(ODD)
    document |= chance.choice(
        [{}, {}, {"crs": chance.choice(CRS)}, {"features": chance.choice(ODD)}]
    )
    return "shapes", _written(place, ending, json.dumps(document).encode())


ODD: Final[tuple[Any, ...]] = (
    *(None, [], {}, "", "x", 0, -1, 2**70, 1.5, True, [[]], {"": None}, {"a": {"b": [1, None]}}),
    *(
        {"km": 1},
        {"crossing": "x"},
        {"geometry": 1},
        {"\x00": "\x00"},
        {"fid": "x"},
        {"OGC_FID": 1},
    ),
)
SHAPES: Final[tuple[Any, ...]] = (
    *ODD,
    *({"type": "Point", "coordinates": at} for at in ([], [25], [25, 54, 1, 2], ["25", "54"])),
    *({"type": "Point", "coordinates": at} for at in ([None, 54], [1e300, 54], [54.4, 25.05])),
    {"type": "Point", "coordinates": [[25, 54]]},
    {"type": "LineString", "coordinates": [[25, 54]]},
    {"type": "Polygon", "coordinates": [[[25, 54], [25, 54], [25, 54], [25, 54]]]},
    {"type": "Polygon", "coordinates": [[[24, 54], [25, 55], [25, 54], [24, 55], [24, 54]]]},
    {"type": "Polygon", "coordinates": []},
    {"type": "MultiPoint", "coordinates": [[25, 54], [26, 54]]},
    {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [25, 54]}]},
    {"type": "GeometryCollection", "geometries": []},
    {"type": "CircularString", "coordinates": [[25, 54], [26, 54], [26, 55]]},
    {"type": "point", "coordinates": [25, 54]},
)
CRS: Final[tuple[Any, ...]] = (
    *ODD,
    {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}},
    {"type": "name", "properties": {"name": "EPSG:0"}},
    {"type": "name", "properties": {"name": "+proj=pipeline +step +proj=cart"}},
    {"type": "name", "properties": {"name": "file:/etc/passwd"}},
    {"type": "name", "properties": {"name": "http://www.opengis.net/def/crs/EPSG/0/4326"}},
    {"type": "name", "properties": {}},
)


def _base(
    chance: random.Random, place: Path, base: dict[str, bytes], port: int
) -> tuple[str, Path]:
    """A GeoPackage whose tables, views and triggers are not what they seem."""
    file = _written(place, ".gpkg", base[".gpkg"])
    far = f"/vsicurl/http://127.0.0.1:{port}/x.geojson"
    endless = "with recursive c(n) as (select 1 union all select n+1 from c)"
    named = "update gpkg_contents set table_name ="
    virtual = f"create virtual table evil using VirtualOGR(''{far}'')"
    done: list[tuple[str, ...]] = [
        (
            f"insert into sqlite_master values ('table', 'evil', 'evil', 0, '{virtual}')",  # noqa: S608 - hostile on purpose
            "insert into gpkg_contents (table_name, data_type) values ('evil', 'attributes')",
        ),
        (f"create view v as {endless} select n as fid, null as geom from c", f"{named} 'v'"),  # noqa: S608
        ("update gpkg_geometry_columns set srs_id = 99999",),
        ("update gpkg_spatial_ref_sys set definition = 'x'",),
        (f"{named} 'nowhere'",),
        ("drop table gpkg_geometry_columns",),
        (f"update x set geom = x'{chance.randbytes(30).hex()}'",),  # noqa: S608
        ("update x set geom = zeroblob(100000)",),
        ("insert into x select null, * from (select geom, name, n, share, day, url from x)",),
        ("update x set n = 'a text', share = x'00ff'",),
        ('alter table x rename column name to "km"',),
        ("update gpkg_extensions set extension_name = 'x'",),
    ]
    with contextlib.closing(sqlite3.connect(file)) as opened, contextlib.suppress(sqlite3.Error):
        opened.execute("pragma writable_schema = 1")
        for line in chance.choice(done):
            opened.execute(line)
        opened.commit()
    return "tables", file


def _beside(
    chance: random.Random, place: Path, base: dict[str, bytes], port: int
) -> tuple[str, Path]:
    """What lies beside a file, and is followed."""
    for ending in (".shp", *ASIDE):
        if chance.random() < 0.8:
            _written(place, ending, base.get(ending, b""))
    far = f"http://127.0.0.1:{port}/x".encode()
    _written(place, chance.choice([".prj", ".cpg", ".qpj", ".vrt", ".aux.xml", ".ovr"]), far)
    ending = chance.choice([".shp", ".gpkg", ".fgb"])
    if ending != ".shp":
        _written(place, ending, base[ending])
        _written(place, f"{ending}-wal", chance.randbytes(100))
        _written(place, f"{ending}.aux.xml", b"<x>" + far)
    file = place / f"places{ending}"
    return "beside", file if file.exists() else _written(place, ending, base[ending])


def _odd(chance: random.Random, place: Path, base: dict[str, bytes], _: int) -> tuple[str, Path]:
    """What is no file of places at all."""
    ending = chance.choice([*TABLES, *DOCUMENTS, *BINARIES])
    file = place / f"places{ending}"
    how = chance.choice(["missing", "empty", "folder", "loop", "zeros", "large", "blank"])
    if how == "folder":
        file.mkdir()
    elif how == "loop":
        file.symlink_to(file)
    elif how != "missing":
        content = {"empty": b"", "zeros": bytes(9_999), "blank": b" \n\n"}
        file.write_bytes(content.get(how, base[ending if ending in base else ".csv"] * 50))
    return how, file


ATTACKER: Final = Attacker("files", prepare, long=2_000, bounded=40, seconds=8.0, megabytes=2000)
