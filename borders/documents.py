"""Files of a folder of data → bytes, texts and documents, none with another meaning than it has."""

from __future__ import annotations

import re
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
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
_SPACED: Final = re.compile(rb'"\s+:')


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
    try:
        document = tomli.loads(written)
    except tomli.TOMLDecodeError as error:
        raise Unreadable(str(error)) from None
    except RecursionError:
        raise Unreadable(_DEEP) from None
    except ValueError:  # by Python's own bound on digits
        raise Unreadable("has a number of too many digits: write a shorter one") from None
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
    try:
        document = msgspec.json.decode(data)
        told = data.count(b'":') + len(_SPACED.findall(data))
        if told != sum(1 for _ in _keys(document)):
            _read_again(written)
    except msgspec.DecodeError as error:
        _read_again(written)
        raise Unreadable(str(error)) from None
    except RecursionError:
        raise Unreadable(_DEEP) from None
    _refuse_escaped(written, document)
    return document


_DEEP: Final = "nests deeper than can be read"


def _controlled(character: str, line: int) -> Unreadable:
    code = f"U+{ord(character):04X}"
    return Unreadable(f"holds the control character {code}: leave it out", line)


def _keys(value: object) -> Iterator[str]:
    """Yield the keys of all objects of a document; among coordinates there are none."""
    if isinstance(value, dict):
        yield from value
        for inner in value.values():
            yield from _keys(inner)
    elif isinstance(value, list) and not _is_coordinates(value):
        for inner in value:
            yield from _keys(inner)


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

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            names = [name for name, _ in pairs]
            twice = next(name for name in names if names.count(name) > 1)
            raise Unreadable(f"has the key {twice!r} twice in one object: leave one out")
        return found

    try:
        strict.loads(written, object_pairs_hook=once)
    except strict.JSONDecodeError as error:
        raise Unreadable(error.msg, error.lineno) from None


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
