"""Everything that goes wrong here.

```
BordersError
├── DataError (ValueError)          the files of a register contradict their form or each other
├── QuestionError (ValueError)      a question that cannot be put: impossible day, unknown word
│   └── WrongKind (TypeError)       a value of a kind that is not taken there
├── UnknownCrossing (LookupError)   no crossing has this name
├── UnknownPlace (LookupError)      no town or crossing has this name
├── MissingAsset (LookupError)      a page needs what is not installed
└── MissingExtra (ImportError)      what is asked needs an extra of the package
```
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeGuard

import borders

if TYPE_CHECKING:
    from types import UnionType


def alternatives(texts: Iterable[str]) -> str:
    """Return what to write instead: "a, b or c"."""
    *others, last = texts
    return f"{', '.join(others)} or {last}" if others else last


def close(text: str, texts: Iterable[str], most: int = 5, least: float = 0.6) -> list[str]:
    """Return the texts most like another, from a likeness of 0 to 1 on, the likest first."""
    from difflib import get_close_matches

    return get_close_matches(text, [*texts], n=most, cutoff=least)


def nearest(text: str, texts: Iterable[str], least: float = 0.6) -> str | None:
    """Return the text that is most like another, from a likeness on; None: none is."""
    return next(iter(close(text, texts, 1, least)), None)


def is_iterable(value: object) -> TypeGuard[Iterable[Any]]:
    """Return whether a value can be gone through, which an array of no dimension only claims.

    Examples
    --------
    >>> is_iterable(["alpha"]), is_iterable(1)
    (True, False)
    """
    try:
        iter(value)  # type: ignore[call-overload]
    except TypeError:
        return False
    return True


def listed(values: object, are: str) -> list[Any]:
    """Return values that stand in a list, or in whatever can be gone through but a text.

    Raises
    ------
    WrongKind
        They do not: `are` says what they are then.

    Examples
    --------
    >>> listed(("alpha", "beta"), "are no names")
    ['alpha', 'beta']
    """
    if isinstance(values, str) or not is_iterable(values):
        raise WrongKind(f"{shown(values)} {are}")
    return [*values]


def named_crossings(names: object) -> list[Any]:
    """Return the names of crossings that stand in a list, as of `listed`."""
    return listed(names, "is no list of crossings: write their names in a list")


def flag(value: object, name: str) -> bool:
    """Return whether something is to be done.

    Raises
    ------
    WrongKind
        The value says neither, as arrays do not.

    Examples
    --------
    >>> flag(1, "legend")
    True
    """
    try:
        return bool(value)
    except Exception as error:
        raise WrongKind(f"{name} is {shown(value)}: write True or False") from error


def expect(value: object, kinds: type | UnionType, takes: str) -> None:
    """Refuse a value of another kind: `takes` says what is taken.

    Examples
    --------
    >>> expect(5, str, "explain takes a name")
    Traceback (most recent call last):
        ...
    borders.errors.WrongKind: explain takes a name, not int
    """
    if not isinstance(value, kinds):
        raise WrongKind(f"{takes}, not {type(value).__name__}")


def shown(value: object) -> str:
    """Return a value as an error tells it: in short, and without raising.

    Examples
    --------
    >>> shown("Alpa"), len(shown("x" * 70_000)) < 200
    ("'Alpa'", True)
    """
    try:
        text = repr(value[:_SHOWN] if isinstance(value, str) else value)
    except Exception:  # noqa: BLE001 - whatever a foreign class does
        text = f"a {type(value).__name__}"
    is_long = len(text) > _SHOWN or (isinstance(value, str) and len(value) > _SHOWN)
    return f"{text[:_SHOWN]}…" if is_long else text


_SHOWN = 150
"""Letters of a value that errors tell."""


def hint(text: str, texts: Iterable[str], most: int = 1) -> str:
    """Return the question whether some of the texts most like another were meant, if any is."""
    return whether_meant(close(text, texts, most))


def whether_meant(near: Iterable[str]) -> str:
    """Return the question whether one of some texts was meant; without any, nothing."""
    quoted = [*map(repr, near)]
    return f" Did you mean {alternatives(quoted)}?" if quoted else ""


class BordersError(Exception):
    """The root of all errors raised on purpose."""


class DataError(BordersError, ValueError):
    """Files that are not a register, with every problem found in them.

    Attributes
    ----------
    problems
        Each with its file, entry and what to write instead.
    """

    def __init__(self, problems: Sequence[borders.Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class QuestionError(BordersError, ValueError):
    """A question that cannot be put."""


class WrongKind(QuestionError, TypeError):
    """A value of a kind that is not taken there, such as a number in the place of a map."""


class UnknownCrossing(BordersError, LookupError):
    """No crossing has this name."""


class UnknownPlace(BordersError, LookupError):
    """No town or crossing has this name."""


class MissingAsset(BordersError, LookupError):
    """A page needs a script, a style sheet or tiles that are not installed here."""


class MissingExtra(BordersError, ImportError):
    """What is asked needs packages that an extra of this one installs."""
