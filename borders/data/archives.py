"""Where a register is read from: a folder, a release, or either in a zip file."""

from __future__ import annotations

import contextlib
import errno
import io
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, TypeAlias

from borders.data import sums
from borders.errors import DataError
from borders.model import Problem

if TYPE_CHECKING:
    import os
    import zipfile
    from collections.abc import Iterator

WITHIN: Final = "geodata"
"""Where a release keeps the data that a register is read from, beside what was made of them."""


class ZipFolder:
    """A folder in a zip file, read as one on disk is: a `Traversable`.

    The file is opened for each reading and left open by none, so that it may be replaced, and
    other processes may be handed the folder.
    """

    def __init__(self, file: Path, place: str = "") -> None:
        self._file, self._place = file, place

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self)!r})"

    def __str__(self) -> str:
        return str(self._file / self._place) if self._place else str(self._file)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ZipFolder) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)

    @property
    def _key(self) -> tuple[Path, str]:
        return self._file, self._place

    @property
    def name(self) -> str:
        """The last part of the place."""
        return self._place.rpartition("/")[2] or self._file.name

    def resolve(self) -> ZipFolder:
        """Return the same folder of the file that links lead to."""
        return ZipFolder(self._file.resolve(), self._place)

    def __fspath__(self) -> str:
        """Return the path by which `opened` comes here: that of the file."""
        return str(self._file)

    def joinpath(self, *parts: str | os.PathLike[str]) -> ZipFolder:
        """Return what stands in it."""
        return ZipFolder(self._file, "/".join(filter(None, (self._place, *map(str, parts)))))

    def __truediv__(self, part: str | os.PathLike[str]) -> ZipFolder:
        return self.joinpath(part)

    def open(
        self, mode: str = "r", *, encoding: str | None = None, errors: str | None = None
    ) -> IO[Any]:
        """Return the file, to be read."""
        content = io.BytesIO(self.read_bytes())
        return content if "b" in mode else io.TextIOWrapper(content, encoding or "utf-8", errors)

    def read_bytes(self) -> bytes:
        """Return what stands in a file.

        Raises
        ------
        FileNotFoundError
            The zip file has none of this name.
        OSError
            It is damaged.
        """
        try:
            with self._opened() as opened:
                return opened.read(self._place)
        except KeyError:
            raise FileNotFoundError(errno.ENOENT, "no such file", str(self)) from None

    @contextlib.contextmanager
    def _opened(self) -> Iterator[zipfile.ZipFile]:
        """Open the file; what is damaged in it, locked or packed in a rare way is an `OSError`."""
        import zipfile  # a folder on disk needs nothing of it

        try:
            with zipfile.ZipFile(self._file) as opened:
                yield opened
        except (KeyError, OSError):
            raise
        except Exception as error:  # noqa: BLE001 - each way of packing raises its own
            text = f"is damaged ({error}): fetch the zip file anew"
            raise OSError(errno.EIO, text, str(self)) from None

    def read_text(self, encoding: str | None = None) -> str:
        """Return the text of a file."""
        return self.read_bytes().decode(encoding or "utf-8")

    def _names(self) -> list[str]:
        with self._opened() as opened:
            return opened.namelist()

    def is_file(self) -> bool:
        """Return whether there is a file of this name."""
        return self._place in self._names()

    def is_dir(self) -> bool:
        """Return whether anything stands in it."""
        start = f"{self._place}/" if self._place else ""
        return any(name.startswith(start) for name in self._names())

    def iterdir(self) -> Iterator[ZipFolder]:
        """Yield what stands in it, by name."""
        start = f"{self._place}/" if self._place else ""
        inner = (name.removeprefix(start) for name in self._names() if name.startswith(start))
        yield from map(self.joinpath, sorted({n.partition("/")[0] for n in inner if n}))


Folder: TypeAlias = Path | ZipFolder


def geodata() -> Folder:
    """Return the folder of the shipped data: on disk, or where a zip file holds the package."""
    package = Path(__file__).parents[1]
    shipped = package / "_geodata"
    if shipped.is_dir():
        return shipped
    if archive := next(filter(Path.is_file, package.parents), None):
        return ZipFolder(archive, shipped.relative_to(archive).as_posix())
    return package.parent / "geodata"


def opened(path: str | os.PathLike[str]) -> Folder:
    """Return the folder of data that is meant by a path: a folder, a zip file, or a release.

    Of a release it is the folder `geodata` in it. A zip file may have one folder around all.

    Raises
    ------
    DataError
        It is a file, and no whole zip file.
    """
    folder = unzipped(path)
    return folder / WITHIN if (folder / WITHIN / sums.PACKAGE).is_file() else folder


def unzipped(path: str | os.PathLike[str]) -> Folder:
    """Return the folder that is meant by a path: of a zip file what stands in it.

    Raises
    ------
    DataError
        It is a file, and no whole zip file.
    """
    path = Path(path)
    if not path.is_file():
        return path
    import zipfile

    if not zipfile.is_zipfile(path):
        text = "is no folder, and no whole zip file: name a folder of data, or fetch the file anew"
        raise DataError([Problem(file=str(path), entry="", text=text)])
    folder = ZipFolder(path)
    try:
        inner = [*folder.iterdir()]
    except OSError as error:
        raise DataError([Problem(file=str(path), entry="", text=str(error.strerror))]) from None
    is_wrapped = len(inner) == 1 and inner[0].name != WITHIN and inner[0].is_dir()
    return inner[0] if is_wrapped else folder
