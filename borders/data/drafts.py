"""Folders as they would be with some files written: read before anything is."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from borders import atomic_file
from borders.data import checking, overlays
from borders.data.lines import placed, with_lines
from borders.enums import Level

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from importlib.resources.abc import Traversable
    from pathlib import Path

    from borders.data.archives import Folder
    from borders.model import Facts, Problem


class Draft:
    """A folder, or a file of it, with texts that are not written yet.

    Parameters
    ----------
    files
        The text of each file that is to be written, by its place in the folder.
    place
        Which file or folder within it is meant; empty: itself.
    """

    def __init__(self, folder: Traversable, files: Mapping[str, str], place: str = "") -> None:
        self._folder, self._files, self._place = folder, files, place

    def __str__(self) -> str:
        return str(self._stored)

    @property
    def _stored(self) -> Traversable:
        return self._folder.joinpath(*self._place.split("/")) if self._place else self._folder

    @property
    def name(self) -> str:
        """The last part of the place."""
        return self._place.rpartition("/")[2] or self._folder.name

    def joinpath(self, *parts: str) -> Draft:
        """Return what stands in it."""
        place = "/".join([*([self._place] if self._place else []), *parts])
        return Draft(self._folder, self._files, place)

    def __truediv__(self, part: str) -> Draft:
        return self.joinpath(*part.split("/"))

    def read_bytes(self) -> bytes:
        """Return what would be read."""
        if self._place in self._files:
            return self._files[self._place].encode()
        return self._stored.read_bytes()

    def read_text(self, encoding: str = "utf-8") -> str:
        """Return the text that would be read."""
        return self.read_bytes().decode(encoding)

    def is_file(self) -> bool:
        """Return whether it would be a file."""
        return self._place in self._files or self._stored.is_file()

    def is_dir(self) -> bool:
        """Return whether it would be a folder."""
        within = any(file.startswith(f"{self._place}/") for file in self._files)
        return not self._place or within or self._stored.is_dir()

    def iterdir(self) -> Iterator[Draft]:
        """Yield what would stand in it."""
        stored = {each.name for each in self._stored.iterdir()} if self._stored.is_dir() else set()
        start = f"{self._place}/" if self._place else ""
        new = {
            file.removeprefix(start).partition("/")[0]
            for file in self._files
            if file.startswith(start)
        }
        yield from (self.joinpath(name) for name in sorted(stored | new))


def read(
    stack: tuple[Folder, ...], folder: Path, files: Mapping[str, str]
) -> tuple[Facts | None, list[Problem]]:
    """Return what would be read of folders laid over one another, and what would be wrong.

    Parameters
    ----------
    stack
        The folders, the register first.
    folder
        The one of them to be written to.
    files
        The texts to be written, by their place in it.
    """
    draft = cast("Path", Draft(folder, files))
    drafted = tuple(draft if each == folder else each for each in stack)
    scanned = overlays.scan_stack(drafted)
    problems = [each for each in scanned.problems if each[1].level is Level.ERROR]
    if scanned.facts is None or problems:
        return scanned.facts, [*with_lines(problems, drafted)]
    return scanned.facts, placed(checking.across(scanned.facts), drafted)


def write(folder: Path, files: Mapping[str, str]) -> None:
    """Write files, each whole; where one fails, all are as they were.

    Parameters
    ----------
    files
        Texts by their place, those first without which the others would be wrong.
    """
    for place in files:
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
    atomic_file.write_together(
        {folder / place: text.encode() for place, text in reversed([*files.items()])}
    )
