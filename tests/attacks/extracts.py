"""Extracts of OpenStreetMap that are broken, odd, clipped or overlapping.

What is built of them is a network that is read again and found sound, or they are refused by name.
Halves that overlap give the network of the whole.
"""

from __future__ import annotations

import bz2
import contextlib
import gzip
import os
import re
import shutil
import struct
import zlib
from typing import TYPE_CHECKING, Final

from conftest import Folder

from attacks import mutants
from attacks.faults import apart
from attacks.harness import FAULT, HELD, REFUSED, Attacker, Ended
from borders.data import overlays
from borders.errors import BordersError
from borders.network import read as networks
from borders.network.build import build

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from attacks.harness import Try

    State = Mapping[str, bytes]

LONG: Final = 5_000
"""Letters that are too many for a message."""
FORMS: Final = (".osm.pbf", ".osm", ".osh", ".o5m", ".osm.bz2", ".osm.gz")
ATTRIBUTE: Final = re.compile(rb'(?<== )?(\w+)="([^"]*)"')
HOSTILE: Final = (
    *("", "0", "-1", "1", "nan", "inf", "1e400", "-0", "180.0000001", "-91", "1e7", " 25.05"),
    *("9223372036854775807", "9223372036854775808", "-9223372036854775808", "1" * 4000, "0x10"),
    *("٢٧", "false", "true", "1970-01-01T00:00:00Z", "9999-99-99T99:99:99Z", "&#0;", "&lt;b&gt;"),
    *("&x;", "highway", "railway", "primary", "service", "\u202e", "]]>", "border_control"),
)
ENTITY: Final = (
    b'<!DOCTYPE osm [<!ENTITY x "y"><!ENTITY z SYSTEM "file:///etc/passwd">]>',
    b'<!DOCTYPE osm [<!ENTITY a "aaaaaaaaaa"><!ENTITY x "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
)


def prepare(home: Path) -> Try:
    """Return what tries one extract, or several."""
    apart(lambda: _draw(home))
    xml = (home / "x.osm").read_bytes()
    base = {form: _packed(form, xml) for form in FORMS}
    base[".osm.pbf"] = (home / "x.osm.pbf").read_bytes()
    whole: dict[str, State] = {}

    def once(chance: random.Random, _: int) -> Ended:
        if not whole:
            with folder(home) as place:
                whole[""] = _built(home, place, [home / "x.osm"])
        form = chance.choice(FORMS)
        kind, contents = _made(chance, form, base[form], xml)
        with folder(home) as place:
            files = [place / f"{number}{form}" for number in range(len(contents))]
            for file, content in zip(files, contents, strict=True):
                file.write_bytes(content)
            how, told = _tried(home, place, files, whole[""] if kind == "overlapping" else None)
        return Ended(how, f"{form}, {kind}", told)

    return once


@contextlib.contextmanager
def folder(home: Path) -> Iterator[Path]:
    """Make a folder for this process, and remove it."""
    place = home / str(os.getpid())
    place.mkdir()
    try:
        yield place
    finally:
        shutil.rmtree(place)


def _tried(home: Path, place: Path, files: list[Path], whole: State | None) -> tuple[str, str]:
    try:
        found = _built(home, place, files)
    except BordersError as error:
        left = [path.name for path in place.iterdir() if path not in files]
        is_told = any(str(file) in str(error) for file in files) and len(str(error)) < LONG
        if left or not is_told:
            return FAULT, f"leaves {left}, and says {str(error)[:500]!r}"
        return REFUSED, ""
    except _Unsound as error:
        return FAULT, str(error)
    names = [name for name in whole or () if found.get(name) != (whole or {})[name]]
    return (FAULT, f"differs from the whole in {names}") if names else (HELD, "")


class _Unsound(Exception):
    """A network that is built, and refused when it is read."""


def _built(home: Path, place: Path, files: list[Path]) -> State:
    """Return the files of the network of some extracts, which are found sound."""
    build.build(files, place / "net", home / "toy")
    facts, _ = overlays.read(home / "toy")
    if problems := networks.check(place / "net", facts.package.home, facts.crossings):
        raise _Unsound(f"is not sound: {problems[:3]}")
    networks.load(place / "net", home=facts.package.home)
    written = [file for file in (place / "net").iterdir() if file.name != "network.toml"]
    return {file.name: file.read_bytes() for file in written}


def _draw(home: Path) -> str:
    """Write a register, and what lies there in two forms."""
    import small_extracts

    small_extracts.geography(Folder(home / "toy"))
    osm = small_extracts.towns()
    osm.road((24.98, 54.4), (24.98, 54.499), (24.98, 54.501), (24.98, 54.6), oneway="yes", ref="A1")
    osm.road((25.0, 54.498), (25.001, 54.5), (25.0, 54.502), highway="service")
    osm.road((25.1, 54.45), (25.11, 54.46), (25.1, 54.45), junction="roundabout", name="Круг")
    osm.way(osm.line((25.02, 54.4), (25.02, 54.6)), railway="rail", name="Chyhunka")
    osm.node(25.0, 54.5, barrier="border_control")
    for form in (".osm.pbf", ".osm"):
        osm.write(home / f"x{form}")
    return ""


def _made(chance: random.Random, form: str, content: bytes, xml: bytes) -> tuple[str, list[bytes]]:
    """Return how extracts were made of one, and their contents."""
    if chance.random() < 0.15:
        return ("overlapping", [_packed(form, part) for part in _halves(chance, xml)])
    if chance.random() < 0.15:
        return ("clipped", [_packed(form, _clipped(chance, xml))])
    within: list[Callable[[random.Random], tuple[str, bytes]]] = [
        lambda chance: _broken(chance, content)
    ]
    if form == ".osm.pbf":
        within += [lambda chance: _inside(chance, content)] * 3
    elif form != ".o5m":
        within += [lambda chance: _said(chance, form, xml)] * 3
    kind, made = chance.choice(within)(chance)
    many = [made, content] if chance.random() < 0.1 else [made]
    return (f"{kind}, beside a whole one" if len(many) > 1 else kind), many


def _broken(chance: random.Random, content: bytes) -> tuple[str, bytes]:
    made = mutants.broken(chance, content)
    return made.kind, made.content or b""


def _said(chance: random.Random, form: str, xml: bytes) -> tuple[str, bytes]:
    """Give attributes other values, or lines another order, within an XML."""
    found = [*ATTRIBUTE.finditer(xml)]
    how = chance.choice(["values", "values", "values", "lines", "entities", "deep"])
    if how == "lines":
        lines = xml.splitlines(keepends=True)
        for _ in range(chance.randrange(1, 9)):
            lines.insert(chance.randrange(len(lines)), lines[chance.randrange(len(lines))])
        return how, _packed(form, b"".join(lines))
    if how == "entities":
        head, _, rest = xml.partition(b"<osm ")
        rest = rest.replace(b'v="primary"', b'v="&x;"', 1)
        return how, _packed(form, head + chance.choice(ENTITY) + b"<osm " + rest)
    if how == "deep":
        return how, _packed(form, xml.replace(b"<way", b"<way>" * 50_000 + b"<way", 1))
    for at in chance.choices(found, k=chance.randrange(1, 4)):
        name = at[1] if chance.random() < 0.9 else chance.choice([b"id", b"visible", b"x", b"lat"])
        value = chance.choice(HOSTILE).encode()
        xml = xml.replace(at[0], name + b'="' + value + b'"', chance.choice([1, 1, -1]))
    return how, _packed(form, xml)


def _clipped(chance: random.Random, xml: bytes) -> bytes:
    """Leave out nodes, of which ways tell still, and ways."""
    share = chance.random()
    parts = re.split(rb"(?=^\s*<(?:node|way) )", xml, flags=re.MULTILINE)
    kept = [part for part in parts[1:-1] if chance.random() > share]
    return b"".join([parts[0], *kept, parts[-1]])


def _halves(chance: random.Random, xml: bytes) -> list[bytes]:
    """Return two extracts that have all of one together."""
    body, end = xml.rsplit(b"</osm>", 1)
    head, *parts = re.split(rb"(?=^\s*<(?:node|way) )", body, flags=re.MULTILINE)
    halves: list[list[bytes]] = [[], []]
    for part in parts:
        for half in chance.choice([halves[:1], halves[1:], halves, halves]):
            half.append(part)
    return [b"".join([head, *half, b"</osm>", end]) for half in halves]


def _packed(form: str, xml: bytes) -> bytes:
    """Return an XML in a form; as it is, where it cannot be told in that."""
    if form == ".osm.bz2":
        return bz2.compress(xml)
    if form == ".osm.gz":
        return gzip.compress(xml, mtime=0)
    if form == ".o5m":
        return _o5m(xml)
    return _pbf(xml) if form == ".osm.pbf" else xml


# What two forms are made of


def _inside(chance: random.Random, content: bytes) -> tuple[str, bytes]:
    """Change what is packed within a PBF, or how it is."""
    blobs = [*_blobs(content)]
    at = chance.randrange(len(blobs))
    kind, data = blobs[at]
    how = chance.choice(["inside", "inside", "inside", "left out", "twice", "another", "large"])
    if how == "inside":
        for _ in range(chance.randrange(1, 4)):
            data = mutants.broken(chance, data).content or b""
        blobs[at] = kind, data
    elif how == "left out":
        del blobs[at]
    elif how == "twice":
        blobs.insert(at, blobs[at])
    elif how == "another":
        blobs[at] = chance.choice([b"OSMHeader", b"OSMData", b"x", b""]), data
    else:
        size = chance.choice([0, 2**31 - 1, 2**32 - 1, 33_000_000])
        return how, content[:4] + content[4:].replace(_number(len(data)), _number(size), 1)
    return how, b"".join(_blob(*each) for each in blobs)


def _blobs(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the kind of each part of a PBF, and what is packed in it."""
    at = 0
    while at < len(content):
        (size,) = struct.unpack(">I", content[at : at + 4])
        head = dict(_fields(content[at + 4 : at + 4 + size]))
        at += 4 + size
        blob = dict(_fields(content[at : at + head[3]]))
        at += head[3]
        yield head[1], blob[1] if 1 in blob else zlib.decompress(blob[3])


def _fields(data: bytes) -> Iterator[tuple[int, bytes | int]]:
    """Yield the fields of a message: its number, and its bytes or its whole number."""
    at = 0
    while at < len(data):
        key, at = _read_number(data, at)
        value, at = _read_number(data, at)
        if key & 7 == 2:  # bytes, of which that is the length
            yield key >> 3, data[at : at + value]
            at += value
        else:
            yield key >> 3, value


def _blob(kind: bytes, data: bytes) -> bytes:
    packed = zlib.compress(data)
    body = b"\x10" + _number(len(data)) + b"\x1a" + _number(len(packed)) + packed
    head = b"\x0a" + _number(len(kind)) + kind + b"\x18" + _number(len(body))
    return struct.pack(">I", len(head)) + head + body


def _number(value: int) -> bytes:
    """Return a whole number in groups of seven bits, the lowest first."""
    found = bytearray()
    while value > 127:
        found.append(value & 127 | 128)
        value >>= 7
    return bytes([*found, value])


def _signed(value: int) -> bytes:
    return _number(2 * value if value >= 0 else -2 * value - 1)


def _read_number(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte, at = data[at], at + 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, at


Tags = list[tuple[bytes, bytes]]


def _objects(xml: bytes) -> Iterator[tuple[str, dict[str, str], Tags, list[int]]]:
    """Yield the nodes and ways of an XML of ours: attributes, tags, and nodes of a way."""
    from xml.etree import ElementTree as ET

    root = ET.fromstring(xml)  # noqa: S314 - our own
    for each in (*root.iter("node"), *root.iter("way")):
        tags = [(t.attrib["k"].encode(), t.attrib["v"].encode()) for t in each.iter("tag")]
        yield each.tag, each.attrib, tags, [int(nd.attrib["ref"]) for nd in each.iter("nd")]


def _o5m(xml: bytes) -> bytes:
    """Return an XML as O5M, which no library here writes."""
    out = bytearray(b"\xff\xe0\x04o5m2")
    last = {"node": 0, "way": 0, "ref": 0, "lon": 0, "lat": 0}

    def delta(name: str, value: int) -> bytes:
        value, last[name] = value - last[name], value
        return _signed(value)

    before = ""
    for kind, said, tags, refs in _objects(xml):
        if before not in {"", kind}:
            out += b"\xff"
            last = dict.fromkeys(last, 0)
        before = kind
        data = delta(kind, int(said["id"])) + b"\0"
        if kind == "node":
            places = ((name, round(float(said[name]) * 1e7)) for name in ("lon", "lat"))
            data += b"".join(delta(name, value) for name, value in places)
        else:
            nodes = b"".join(delta("ref", ref) for ref in refs)
            data += _number(len(nodes)) + nodes
        data += b"".join(b"\0" + key + b"\0" + value + b"\0" for key, value in tags)
        out += bytes([0x10 if kind == "node" else 0x11]) + _number(len(data)) + data
    return bytes(out + b"\xfe")


def _pbf(xml: bytes) -> bytes:
    """Return an XML as PBF, with each object by itself."""
    texts: dict[bytes, int] = {b"": 0}

    def packed(numbers: list[int], write: Callable[[int], bytes]) -> bytes:
        data = b"".join(map(write, numbers))
        return _number(len(data)) + data

    groups = b""
    for kind, said, tags, refs in _objects(xml):
        keys = [texts.setdefault(key, len(texts)) for key, _ in tags]
        values = [texts.setdefault(value, len(texts)) for _, value in tags]
        is_node = kind == "node"
        data = b"\x08" + (_signed if is_node else _number)(int(said["id"]))
        data += b"\x12" + packed(keys, _number) + b"\x1a" + packed(values, _number)
        if is_node:
            lat, lon = (round(float(said[name]) * 1e7) for name in ("lat", "lon"))
            data += b"\x40" + _signed(lat) + b"\x48" + _signed(lon)
        else:
            steps = [b - a for a, b in zip([0, *refs], refs, strict=False)]
            data += b"\x42" + packed(steps, _signed)
        groups += _message(2, _message(1 if is_node else 3, data))
    table = b"".join(_message(1, text) for text in texts)
    head = _message(4, b"OsmSchema-V0.6")
    return _blob(b"OSMHeader", head) + _blob(b"OSMData", _message(1, table) + groups)


def _message(number: int, data: bytes) -> bytes:
    return bytes([number << 3 | 2]) + _number(len(data)) + data


ATTACKER: Final = Attacker("extracts", prepare, long=2_000, bounded=24, seconds=8.0, megabytes=1500)
