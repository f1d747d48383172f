"""Entries of a file → the lines on which they stand, looked for when something is told of them."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from msgspec import structs

from borders import documents

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from importlib.resources.abc import Traversable

    from borders.model import Problem

_HEAD: Final = re.compile(r"^\s*\[\[?\s*([\w-]+)")
_NUMBERED: Final = re.compile(r"entry (\d+)")
_FEATURE: Final = re.compile(r"feature (\d+)")
_BEGIN: Final = re.compile(r'"type"\s*:\s*"Feature"')
_LINE: Final = re.compile(r"line (\d+)")
_KEY: Final = re.compile(r"^([\w-]+)(?=[:,])")
_UNKNOWN: Final = re.compile(r"(?:Object contains )?unknown (?:key|field) ['`]([^'`]+)['`]")
_AT: Final = re.compile(r"at `(?:\$\.)?([\w-]+)")
_CALLED: Final = re.compile(r"no \w+ is called '([^']+)'")
_NAMES: Final = ("id", "measure", "crossing")
"""Keys that name an entry of TOML: its own, or that of what it tells of."""


def placed(problems: Iterable[Problem], folders: Sequence[Traversable]) -> list[Problem]:
    """Return problems with their lines, each in the uppermost folder that has its entry."""

    def folder_of(problem: Problem) -> int:
        at = (problem.file, problem.entry, problem.text)
        numbers = reversed(range(len(folders)))
        return next((n for n in numbers if line_of(folders[n], *at) is not None), 0)

    return [*with_lines([(folder_of(problem), problem) for problem in problems], folders)]


def with_lines(
    problems: Iterable[tuple[int, Problem]], folders: Sequence[Traversable]
) -> Iterator[Problem]:
    """Yield problems, each with the number of its folder, with their lines and folders."""
    for number, problem in problems:
        line = line_of(folders[number], problem.file, problem.entry, problem.text)
        file = problem.file if len(folders) == 1 else str(folders[number] / problem.file)
        yield structs.replace(problem, line=line, file=file)


def line_of(folder: Traversable, file: str, entry: str, text: str = "") -> int | None:
    """Return the line of what is wrong in an entry; None: it is not found in the file.

    Parameters
    ----------
    text
        What is told: a key that it begins with is looked for in the entry.
    """
    if at := _LINE.match(entry) or _LINE.search(text):
        return int(at[1])
    try:
        lines = documents.content(folder, file).decode("utf-8-sig").splitlines()
    except (OSError, ValueError):
        return None
    if file.endswith(".toml"):
        return _in_toml(lines, entry, text)
    if file.endswith(".csv") and entry:
        parts = entry.replace("from ", "").split(", ")
        rows = (number for number, line in enumerate(lines, 1) if {*parts} <= {*line.split(",")})
        return next(rows, None)
    if numbered := _FEATURE.fullmatch(entry):
        return _of_feature(lines, int(numbered[1]))
    found = re.compile(rf'"id"\s*:\s*{re.escape(_quoted(entry))}')
    return next((number for number, line in enumerate(lines, 1) if found.search(line)), None)


def _of_feature(lines: list[str], number: int) -> int | None:
    """Return the line on which a feature says that it is one, where each before it says so."""
    begun = [at for at, line in enumerate(lines, 1) for _ in _BEGIN.finditer(line)]
    return begun[number - 1] if number <= len(begun) else None


def _in_toml(lines: list[str], entry: str, text: str) -> int | None:
    if not entry:
        written = _written(text)
        return next((n for n, line in enumerate(lines, 1) if written.search(line)), None)
    heads = [number for number, line in enumerate(lines) if _HEAD.match(line)]
    bounds = list(pairwise([*heads, len(lines)]))
    if numbered := _NUMBERED.fullmatch(entry):
        place = int(numbered[1]) - 1
        bounds = bounds[place : place + 1]
    else:
        name = re.compile(rf"\s*({'|'.join(_NAMES)})\s*=\s*[\"']{re.escape(entry)}[\"']")
        named = [(a, b) for a, b in bounds if any(map(name.match, lines[a:b]))]
        bounds = named or [(a, b) for a, b in bounds if _head(lines[a]) == entry]
    if not bounds:
        return None
    first, last = bounds[-1]
    written = _written(text)
    return next((n for n in range(first, last) if written.search(lines[n])), first) + 1


def _written(text: str) -> re.Pattern[str]:
    """Return how the key or the name that something is told of stands in the file."""
    if called := _CALLED.match(text):
        return re.compile(rf"[\"']{re.escape(called[1])}[\"']")
    key = _KEY.match(text) or _UNKNOWN.match(text) or _AT.search(text)
    return re.compile(rf"^\s*[\"']?{re.escape(key[1])}[\"']?\s*[=.]" if key else r"(?!)")


def _head(line: str) -> str:
    found = _HEAD.match(line)
    return found[1] if found else ""


def _quoted(text: str) -> str:
    return f'"{text}"'
