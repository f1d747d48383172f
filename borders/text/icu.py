"""Messages of ICU's form → pieces, parsed once and filled often; pages get them parsed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

__all__ = ["Piece", "Place", "fill", "joined", "parse", "plain"]

SORTS: Final = frozenset({"plural", "select"})

_SIGNS: Final = re.compile(r"([{}#])")
_VALUE: Final = re.compile(r"[\w-]+")
_END: Final = "{}"  # no text between the signs is this


class Place(NamedTuple):
    """Where a message is filled: with a value, or with one of several messages.

    Attributes
    ----------
    name
        What it is filled with.
    sort
        "plural" or "select"; empty: the value itself.
    branches
        The messages to choose from, by value or by category of the plural; one is "other".
    """

    name: str
    sort: str = ""
    branches: Mapping[str, tuple[Piece, ...]] = {}


Piece: TypeAlias = str | Place
"""A text, or a place to fill."""


def parse(text: str) -> tuple[Piece, ...]:
    """Return the pieces of a message, as far as ours go: `{name}`, plural, select and `#`.

    Raises
    ------
    ValueError
        It is no such message: a brace is open, or it uses what others of ICU's form may.

    Examples
    --------
    >>> parse("{n, plural, one {# day} other {# days}} left")[0].branches["one"]
    (Place(name='n', sort='', branches={}), ' day')
    """
    if "'" in text:
        msg = f"write ’ in place of ', which quotes: {text!r}"
        raise ValueError(msg)
    signs = iter([*_SIGNS.split(text), _END])
    pieces, end = _series(signs, "#")
    if end != _END:
        msg = f"a brace closes nothing: {text!r}"
        raise ValueError(msg)
    return pieces


def _series(signs: Iterator[str], number: str) -> tuple[tuple[Piece, ...], str]:
    """Read pieces up to the brace that closes them or the end, and return which it was."""
    pieces: list[Piece] = []
    for sign in signs:
        if sign in {"}", _END}:
            return tuple(pieces), sign
        if sign == "{":
            pieces.append(_place(signs, number))
        elif sign == "#" != number:
            pieces.append(Place(number))
        elif sign:
            pieces.append(sign)
    return tuple(pieces), _END


def _place(signs: Iterator[str], number: str) -> Place:
    """Read a place whose opening brace has been read; "#" is the number of a plural around it."""
    head = next(signs, _END)
    name, *sorts = (part.strip() for part in head.split(","))
    if not sorts and name.isidentifier() and next(signs, _END) == "}":
        return Place(name)
    if len(sorts) != 2 or sorts[0] not in SORTS:  # noqa: PLR2004 - the sort and the first value
        msg = f"no place that is known: {head!r}"
        raise ValueError(msg)
    sort, value = sorts
    branches: dict[str, tuple[Piece, ...]] = {}
    sign = next(signs, _END)
    while sign == "{" and _VALUE.fullmatch(value):
        branches[value], _ = _series(signs, name if sort == "plural" else number)
        value, sign = next(signs, _END).strip(), next(signs, _END)
    if sign != "}" or value or "other" not in branches:
        msg = f"{sort} of {name} is cut, or has no other: {value!r}"
        raise ValueError(msg)
    return Place(name, sort, branches)


def fill(
    pieces: tuple[Piece, ...],
    values: Mapping[str, object],
    category: Callable[[float], str],
    number: Callable[[float], str] = str,
) -> str:
    """Return a message with its places filled.

    Parameters
    ----------
    category
        The category of the plural that a number has in the language.
    number
        How the language writes a number.
    """
    text = ""
    for piece in pieces:
        if isinstance(piece, str):
            text = joined(text, piece)
            continue
        value = values[piece.name]
        if not piece.sort:
            text += number(value) if isinstance(value, int | float) else str(value)
            continue
        is_counted = piece.sort == "plural" and isinstance(value, int | float)
        branch = category(value) if is_counted else str(value)  # type: ignore[arg-type]
        chosen = piece.branches.get(branch, piece.branches["other"])
        text = joined(text, fill(chosen, values, category, number))
    return text


def joined(text: str, following: str) -> str:
    """Return one text after another; a full stop is not set twice."""
    twice = text.endswith(".") and following.startswith(".")
    return text + (following[1:] if twice else following)


def plain(pieces: tuple[Piece, ...]) -> Any:  # noqa: ANN401 - JSON
    """Return a message as JSON has it: a text, or a list of texts and places.

    A place is the list of its name and, where it has them, its sort and its branches.

    Examples
    --------
    >>> plain(parse("open")), plain(parse("open to {whom}"))
    ('open', ['open to ', ['whom']])
    """
    if all(isinstance(piece, str) for piece in pieces):
        return "".join(map(str, pieces))
    return [piece if isinstance(piece, str) else _plain(piece) for piece in pieces]


def _plain(place: Place) -> list[Any]:
    branches = {value: plain(pieces) for value, pieces in place.branches.items()}
    return [place.name, place.sort, branches] if place.sort else [place.name]
