"""Files of a folder of data → bytes, texts and documents, none with another meaning than it has."""

from __future__ import annotations

import contextlib
import csv
import io
import math
import os
import re
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from borders.errors import WrongKind, hint, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from importlib.resources.abc import Traversable

MARK: Final = b"\xef\xbb\xbf"
"""A byte order mark."""
MARKED: Final = "begins with a byte order mark: save it as UTF-8 without one"
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|\r(?!\n)")
"""All control characters but tabs and ends of lines."""
_LOW: Final = bytes({*range(32), 127} - set(b"\t\n\r"))
_HIGH: Final = re.compile(rb"\xc2[\x80-\x9f]")
_ESCAPED: Final = re.compile(r"\\(?:[bfre]|u00[01789]|U000000[01789]|x[01789])")
"""What may stand for one in TOML or JSON."""
_WHOLE: Final = re.compile(r"[-+]?[0-9]{1,18}")
_NUMBER: Final = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,2})?|nan|-?inf")
_TEXT: Final = r'"(?:[^"\\\n]|\\.)*"'
_TOKEN: Final = re.compile(
    rf"(?P<key>{_TEXT})(?=\s*:)|(?P<text>{_TEXT})|[\[\]{{}}]|[\w-]+(?:\.[\w-]+)+"
)
"""A key of JSON, a text, a bracket or a key of TOML with dots."""
_DIGITS: Final = re.compile(r"[0-9][0-9_]{400}")
_LARGE: Final = re.compile(r"[0-9.]+(?:[eE]\+?[0-9]{3,})|[0-9.]{300,}")
_BYTE: Final = re.compile(r" \(byte ([0-9]+)\)")
_SPACED: Final = re.compile(rb'"\s+:')


def path(named: object) -> Path:
    """Return the path that is named.

    Raises
    ------
    WrongKind
        It is none: of another kind, or with a zero in it.
    """
    try:
        found = Path(named)  # type: ignore[arg-type]
    except TypeError:
        found = Path("\0")
    if "\0" in str(found):
        raise WrongKind(f"{shown(named)} is no path: write where it is, or is to be")
    return found


class Unreadable(ValueError):
    """What keeps a file from being read.

    Attributes
    ----------
    text
        What that is.
    line
        Where; None: it is the file as a whole.
    """

    def __init__(self, text: str, line: int | None = None) -> None:
        super().__init__(text if line is None else f"{text} (at line {line})")
        self.text, self.line = text, line


def content(folder: Traversable, name: str) -> bytes:
    """Return the bytes of a file of a folder.

    Raises
    ------
    FileNotFoundError
        There is none.
    Unreadable
        It is no file, but a pipe, say, which nobody may ever write to.
    """
    file = folder.joinpath(*name.split("/"))
    if isinstance(file, Path) and not stat.S_ISREG(file.stat().st_mode):
        raise Unreadable("is no file: put one in its place")
    return file.read_bytes()


def is_there(folder: Traversable, name: str) -> bool:
    """Return whether something has a name in a folder, be it no file that can be read."""
    file = folder.joinpath(*name.split("/"))
    return os.path.lexists(file) if isinstance(file, Path) else file.is_file()


def text(data: bytes) -> str:
    r"""Return the text that some bytes are.

    Raises
    ------
    Unreadable
        They are no UTF-8, begin with a byte order mark, or hold control characters, with the line.

    Examples
    --------
    >>> text("Šumskas\n".encode())
    'Šumskas\n'
    """
    if data.startswith(MARK):
        raise Unreadable(MARKED, 1)
    try:
        found = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable("is no UTF-8 text", line) from None
    is_broken = data.count(b"\r") != data.count(b"\r\n") or data.translate(None, _LOW) != data
    if (is_broken or _HIGH.search(data)) and (control := _CONTROL.search(found)):
        line = found.count("\n", 0, control.start()) + 1
        raise _controlled(control[0], line)
    return found


def toml(data: bytes) -> dict[str, Any]:
    r"""Return the document that some bytes are in TOML.

    Raises
    ------
    Unreadable
        They are none, or a text of it holds control characters.

    Examples
    --------
    >>> toml(b'[[source]]\nid = "a"\n')
    {'source': [{'id': 'a'}]}
    """
    import tomli

    written = text(data).replace("\r\n", "\n")
    with _bounded(written):
        try:
            document = tomli.loads(written)
        except tomli.TOMLDecodeError as error:
            last = written.count("\n") + 1
            told = str(error).replace(
                "(at end of document)", f"(at line {last}, the end of the file)"
            )
            raise Unreadable(told) from None
        _refuse_escaped(written, document)
    return document


def json(data: bytes) -> Any:  # noqa: ANN401 - any document
    """Return the document that some bytes are in JSON.

    Raises
    ------
    Unreadable
        They are none, a key stands twice in an object, or a text of it holds control characters.

    Examples
    --------
    >>> json(b'{"type": "FeatureCollection", "features": []}')
    {'type': 'FeatureCollection', 'features': []}
    """
    import msgspec

    written = text(data)
    with _bounded(written):
        try:
            document = msgspec.json.decode(data)
            told = data.count(b'":') + len(_SPACED.findall(data))
            if told != _keys(document):
                _read_again(written)
        except msgspec.DecodeError as error:
            _read_again(written)
            if at := _BYTE.search(str(error)):
                line = data.count(b"\n", 0, int(at[1])) + 1
                raise Unreadable(_BYTE.sub("", str(error)), line) from None
            large = (found for found in _LARGE.finditer(written) if math.isinf(float(found[0])))
            too_large = "has a number that is too large: write a smaller one"
            raise Unreadable(too_large, _line(written, next(large, None))) from None
        _refuse_escaped(written, document)
    return document


@contextlib.contextmanager
def _bounded(written: str) -> Iterator[None]:
    """Refuse a text that nests too deep for whatever reads it, or has a number that is too long."""
    try:
        yield
    except RecursionError:
        raise Unreadable(_DEEP, _deepest(written)) from None
    except Unreadable:
        raise
    except ValueError:  # by Python's own bound on digits
        many = "has a number of too many digits: write a shorter one"
        raise Unreadable(many, _line(written, _DIGITS.search(written))) from None


def table(data: bytes) -> tuple[list[str], list[tuple[int, list[str]]]]:
    r"""Return the header of a CSV file and its rows, each with its line; blank ones are left out.

    A row may have more cells than the header, or fewer.

    Raises
    ------
    Unreadable
        Its quotes are broken, or a column stands twice in it, with the line; or as of `text`.

    Examples
    --------
    >>> table(b'id,name\n1,"a, b"\n')
    (['id', 'name'], [(2, ['1', 'a, b'])])
    """
    lines = csv.reader(io.StringIO(text(data), newline=""), strict=True)
    first = 1
    rows: list[tuple[int, list[str]]] = []
    try:
        for row in lines:
            rows += [(first, row)] if row else []
            first = lines.line_num + 1
    except csv.Error as error:
        # Its limit are 128 KiB, as no text of a table has.
        is_open = str(error).startswith(("unexpected end", "field larger"))
        told = "a quotation mark is not ended" if is_open else error
        raise Unreadable(f"is no CSV: {told}", first) from None
    (line, header), *rows = rows or [(1, [])]
    for name in header:
        if header.count(name) > 1:
            raise Unreadable(f"has the column {name!r} twice: leave one out", line)
    return header, rows


def misfit(header: Sequence[str], row: Sequence[str]) -> str:
    """Return what is told of a row that has another length than the header; nothing, if it fits.

    >>> misfit(["id", "name"], ["1"])
    'has 1 columns, and the header 2'
    """
    fits = len(row) == len(header)
    return "" if fits else f"has {len(row)} columns, and the header {len(header)}"


def misnamed(
    header: Sequence[str],
    required: Iterable[str],
    known: Sequence[str] | None,
    written: Iterable[str] = (),
) -> str:
    """Return what is told of a header that lacks a column, or has one that is not known.

    Parameters
    ----------
    required
        The columns that it must have.
    known
        Those that it may have, these among them; None: any.
    written
        Those that one is told to write; left out: those required.

    Returns
    -------
    str
        Nothing, if it is as it should be.

    Examples
    --------
    >>> misnamed(["id", "lable"], ["id"], ["id", "label"])
    "has the unknown column 'lable'. Did you mean 'label'? Known are id, label"
    >>> misnamed(["label"], ["id"], ["id", "label"])
    'has no id: write id'
    """
    if missing := [name for name in required if name not in header]:
        return f"has no {', '.join(missing)}: write {','.join(written or required)}"
    allowed = header if known is None else known
    name = next((name for name in header if name not in allowed), None)
    if name is None:
        return ""
    near = hint(name, allowed)
    return f"has the unknown column {shown(name)}.{near} Known are {', '.join(allowed)}"


_DEEP: Final = "nests deeper than can be read"


def _controlled(character: str, line: int) -> Unreadable:
    code = f"U+{ord(character):04X}"
    return Unreadable(f"holds the control character {code}: leave it out", line)


def _keys(document: object) -> int:
    """Return how many keys all objects of a document have; among coordinates there are none."""
    count, ahead = 0, [document]
    while ahead:
        value = ahead.pop()
        if isinstance(value, dict):
            count += len(value)
            ahead += value.values()
        elif isinstance(value, list) and not _is_coordinates(value):
            ahead += value
    return count


def features(data: bytes) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield each feature of a GeoJSON file, and what makes it none; nothing, where it is one.

    Its keys are those of GeoJSON, so that what stands beside its properties is not lost, and its
    coordinates are numbers.

    Raises
    ------
    Unreadable
        The file is no JSON, or no collection of features.

    Examples
    --------
    >>> [*features(b'{"type": "FeatureCollection", "features": [{"type": "Feature"}]}')]
    [({'type': 'Feature'}, 'has no properties')]
    """
    found = json(data)
    if not isinstance(found, dict) or found.get("type", _ALL) != _ALL:
        raise Unreadable('is no collection of features: write {"type": "FeatureCollection", …}')
    if not isinstance(found.get("features"), list):
        raise Unreadable("has no list of features")
    for each in found["features"]:
        yield each, next(_why_no_feature(each), "")


def _why_no_feature(found: object) -> Iterator[str]:
    if not isinstance(found, dict):
        yield "is no GeoJSON feature"
        return
    if found.get("type") != "Feature":
        yield 'is no GeoJSON feature: write "type": "Feature"'
    yield from (f"has no {key}" for key in ("properties", "geometry") if key not in found)
    for key in found.keys() - _MEMBERS:
        yield f"has the unknown key {key!r} beside its properties: write it among them"
    geometry = found["geometry"]
    if not isinstance(found["properties"], dict) or not isinstance(geometry, dict | None):
        yield "is no GeoJSON feature: its properties are an object, its geometry another, or null"
    elif geometry is not None and geometry.keys() != {"type", "coordinates"}:
        yield "has no geometry of GeoJSON: write its type and its coordinates, and no more"
    elif geometry is not None and geometry["type"] not in _GEOMETRIES:
        yield f"has the geometry {geometry['type']!r}: write one of {', '.join(_GEOMETRIES)}"
    elif geometry is not None and not _is_numbers(geometry["coordinates"]):
        yield "has coordinates that are no numbers"


_GEOMETRIES: Final = (
    *("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"),
)
_ALL: Final = "FeatureCollection"
_MEMBERS: Final = frozenset({"type", "id", "properties", "geometry", "bbox"})


def _is_numbers(value: object) -> bool:
    """Return whether a value is a number, or lists of such down to the last, none of them empty."""
    if not isinstance(value, list):
        return type(value) in {int, float}
    kinds = set(map(type, value))
    if kinds == {list}:
        return all(map(_is_numbers, value))
    # what is larger is no number where numbers are those of IEEE 754
    return bool(value) and kinds <= {int, float} and max(map(abs, value)) <= sys.float_info.max


def whole(cell: str) -> int:
    """Return the whole number that a cell of a table is: of digits of ASCII, without marks in it.

    Raises
    ------
    ValueError
        It is none.

    Examples
    --------
    >>> whole("12")
    12
    >>> whole("1_2")
    Traceback (most recent call last):
        ...
    ValueError: '1_2' is no whole number
    """
    if not _WHOLE.fullmatch(cell):
        raise ValueError(f"{cell!r} is no whole number")
    return int(cell)


def number(cell: str) -> float:
    """Return the number that a cell of a table is, likewise; it may be none, or without bounds.

    Raises
    ------
    ValueError
        It is none.

    Examples
    --------
    >>> number("27.56")
    27.56
    """
    if not _NUMBER.fullmatch(cell):
        raise ValueError(f"{cell!r} is no number")
    return float(cell)


def _is_coordinates(value: list[Any]) -> bool:
    first = value[0] if value else 0.0
    while isinstance(first, list) and first:
        first = first[0]
    return isinstance(first, int | float)


def _read_again(written: str) -> None:
    """Refuse what is no JSON, with its line, and an object that has a key twice.

    The last of such keys would be taken for it. This is slower, and done where something may be.
    """
    import json as strict

    try:
        strict.loads(written)
    except strict.JSONDecodeError as error:
        raise Unreadable(error.msg, error.lineno) from None
    objects: list[set[str]] = []
    for found in _TOKEN.finditer(written):
        if found[0] == "{":
            objects.append(set())
        elif found[0] == "}":
            objects.pop()
        elif found["key"] and (key := strict.loads(found["key"])) in objects[-1]:
            told = f"has the key {key!r} twice in one object: leave one out"
            raise Unreadable(told, _line(written, found))
        elif found["key"]:
            objects[-1].add(key)


def _deepest(written: str) -> int:
    """Return the line of a text at which the most brackets are open, or a key has the most dots."""
    depth, most, at = 0, -1, None
    for found in _TOKEN.finditer(written):
        mark = found[0]
        depth += (mark in "[{") - (mark in "]}")
        if (deep := depth + mark.count(".") * (not found["text"])) > most:
            most, at = deep, found
    return _line(written, at)


def _line(written: str, found: re.Match[str] | None) -> int:
    """Return the line of a text on which something was found; the first, where it was not."""
    return written.count("\n", 0, found.start()) + 1 if found else 1


def _refuse_escaped(written: str, document: object) -> None:
    """Refuse a control character that stands in a text of a document by an escape."""
    if not _ESCAPED.search(written):
        return
    for found in _texts(document):
        if control := _CONTROL.search(found):
            escaped = next(at for at in _ESCAPED.finditer(written) if _means(at[0], control[0]))
            line = written.count("\n", 0, escaped.start()) + 1
            raise _controlled(control[0], line)


def _means(escape: str, character: str) -> bool:
    """Return whether an escape stands for a control character, by the code that follows it."""
    code = f"{ord(character):02x}"
    return escape[1] in "bfre" or escape[-1] == code[0]


def _texts(value: object) -> Iterator[str]:
    """Yield all texts of a document, keys among them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
