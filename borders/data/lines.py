"""Entries of a file → the lines on which they stand, looked for when something is told of them."""

from __future__ import annotations

import functools
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
_ID: Final = re.compile(r'"id"\s*:\s*"((?:[^"\\]|\\.)*)"')
_NAMED: Final = re.compile(r"\s*(?:id|measure|crossing)\s*=\s*[\"'](.*?)[\"']")
"""A key that names an entry of TOML: its own, or that of what it tells of."""
_LINE: Final = re.compile(r"line (\d+)")
_KEY: Final = re.compile(r"^([\w-]+)(?=[:,])")
_UNKNOWN: Final = re.compile(r"(?:Object contains )?unknown (?:key|field) ['`]([^'`]+)['`]")
_AT: Final = re.compile(r"at `(?:\$\.)?([\w-]+)")
_CALLED: Final = re.compile(r"no \w+ is called '([^']+)'")


def placed(problems: Iterable[Problem], folders: Sequence[Traversable]) -> list[Problem]:
    """Return problems with their lines, each in the uppermost folder that has its entry."""
    files = _Files(folders)

    def folder_of(problem: Problem) -> int:
        numbers = reversed(range(len(folders)))
        return next((n for n in numbers if files.line(n, problem) is not None), 0)

    return [*files.placed((folder_of(problem), problem) for problem in problems)]


def with_lines(
    problems: Iterable[tuple[int, Problem]], folders: Sequence[Traversable]
) -> Iterator[Problem]:
    """Yield problems, each with the number of its folder, with their lines and folders."""
    return _Files(folders).placed(problems)


class _Files:
    """The files of some folders, each of which is read once, however much is told of it."""

    def __init__(self, folders: Sequence[Traversable]) -> None:
        self._folders = folders
        self._read: dict[tuple[int, str], _Lines | None] = {}

    def placed(self, problems: Iterable[tuple[int, Problem]]) -> Iterator[Problem]:
        """Yield problems with their lines and folders."""
        for number, problem in problems:
            file = problem.file
            if len(self._folders) > 1:
                file = str(self._folders[number] / file)
            yield structs.replace(problem, line=self.line(number, problem), file=file)

    def line(self, number: int, problem: Problem) -> int | None:
        """Return the line of what is wrong in an entry; None: it is not found in the file.

        A key that is told of is looked for in the entry.
        """
        if at := _LINE.match(problem.entry) or _LINE.search(problem.text):
            return int(at[1])
        key = (number, problem.file)
        if key not in self._read:
            self._read[key] = _lines(self._folders[number], problem.file)
        lines = self._read[key]
        return None if lines is None else lines.of(problem.entry, problem.text)


def _lines(folder: Traversable, file: str) -> _Lines | None:
    """Return the lines of a file; None: it cannot be read."""
    try:
        lines = documents.content(folder, file).decode("utf-8-sig").splitlines()
    except (OSError, ValueError):
        return None
    kinds = {"toml": _Toml, "csv": _Rows, "json": _Keys}
    return kinds.get(file.rpartition(".")[2], _Features)(lines)


class _Lines:
    """The lines of a file, from which those of entries are told."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines

    def of(self, entry: str, text: str) -> int | None:
        """Return the line of an entry, or of what is told in it."""
        raise NotImplementedError


class _Rows(_Lines):
    """Those of CSV, in which an entry is named by some cells of its row."""

    def of(self, entry: str, text: str) -> int | None:  # noqa: ARG002 - a row is a line
        if not entry:
            return None
        parts = set(entry.replace("from ", "").split(", "))
        rows = [self._rows.get(part, []) for part in parts]
        return next((n for n in min(rows, key=len) if parts <= self._cells[n]), None)

    @functools.cached_property
    def _cells(self) -> dict[int, set[str]]:
        return {number: {*line.split(",")} for number, line in enumerate(self.lines, 1)}

    @functools.cached_property
    def _rows(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for number, cells in self._cells.items():
            for cell in cells:
                found.setdefault(cell, []).append(number)
        return found


class _Features(_Lines):
    """Those of GeoJSON, in which a feature has an id, or a number."""

    def of(self, entry: str, text: str) -> int | None:  # noqa: ARG002 - of no key
        if numbered := _FEATURE.fullmatch(entry):
            number = int(numbered[1])
            return self._begun[number - 1] if number <= len(self._begun) else None
        return self._ids.get(entry)

    @functools.cached_property
    def _begun(self) -> list[int]:
        """The lines on which features say that they are such."""
        return [at for at, line in enumerate(self.lines, 1) for _ in _BEGIN.finditer(line)]

    @functools.cached_property
    def _ids(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for number, line in enumerate(self.lines, 1):
            for at in _ID.finditer(line):
                found.setdefault(at[1], number)
        return found


class _Keys(_Lines):
    """Those of JSON, in which an entry is a key, or a way of keys."""

    def of(self, entry: str, text: str) -> int | None:
        told = [at[1] for at in (_UNKNOWN.match(text), _AT.search(text)) if at]
        for key in (*reversed(entry.split(".")), *told):
            written = re.compile(rf'"{re.escape(key)}"\s*:')
            if line := next((n for n, line in enumerate(self.lines, 1) if written.search(line)), 0):
                return line
        return None


class _Toml(_Lines):
    """Those of TOML, in which an entry has a name, or a number."""

    def of(self, entry: str, text: str) -> int | None:
        written = _written(text)
        if not entry:
            return next((n for n, line in enumerate(self.lines, 1) if written.search(line)), None)
        bounds = self._entry(entry)
        if bounds is None:
            return None
        first, last = bounds
        return next((n for n in range(first, last) if written.search(self.lines[n])), first) + 1

    def _entry(self, entry: str) -> tuple[int, int] | None:
        """Return where an entry begins and ends; None: it is not there."""
        if numbered := _NUMBERED.fullmatch(entry):
            number = int(numbered[1])
            return self._bounds[number - 1] if number <= len(self._bounds) else None
        return self._named.get(entry) or self._headed.get(entry)

    @functools.cached_property
    def _bounds(self) -> list[tuple[int, int]]:
        heads = [number for number, line in enumerate(self.lines) if _HEAD.match(line)]
        return [*pairwise([*heads, len(self.lines)])]

    @functools.cached_property
    def _named(self) -> dict[str, tuple[int, int]]:
        """The entries by the names in them; of several the last."""
        return {
            at[1]: (first, last)
            for first, last in self._bounds
            for line in self.lines[first:last]
            if (at := _NAMED.match(line))
        }

    @functools.cached_property
    def _headed(self) -> dict[str, tuple[int, int]]:
        """The entries by their heads; of several the last."""
        heads = ((_HEAD.match(self.lines[first]), (first, last)) for first, last in self._bounds)
        return {head[1]: bounds for head, bounds in heads if head}


def _written(text: str) -> re.Pattern[str]:
    """Return how the key or the name that something is told of stands in the file."""
    if called := _CALLED.match(text):
        return re.compile(rf"[\"']{re.escape(called[1])}[\"']")
    key = _KEY.match(text) or _UNKNOWN.match(text) or _AT.search(text)
    return re.compile(rf"^\s*[\"']?{re.escape(key[1])}[\"']?\s*[=.]" if key else r"(?!)")
