"""Files that are whole, or as they were."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def write(path: str | os.PathLike[str], content: bytes) -> None:
    """Write a file that is replaced when the new one is whole, and else left as it was."""
    with replacing(path) as part:
        part.write_bytes(content)


def write_together(contents: Mapping[str | os.PathLike[str], bytes]) -> None:
    """Write files of which all are replaced when all are whole, the last first; or none.

    Raises
    ------
    OSError
        One cannot be written; those that were replaced before it are put back.
    """
    before = {path: _content(Path(path)) for path in contents}
    try:
        with contextlib.ExitStack() as stack:
            for path, content in contents.items():
                stack.enter_context(replacing(path)).write_bytes(content)
    except BaseException:
        for path, former in before.items():
            with contextlib.suppress(OSError):  # the first error is told, and others are put back
                if _content(Path(path)) == former:
                    continue
                if former is None:
                    Path(path).unlink()
                else:
                    write(path, former)
        raise


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _sync(part: Path) -> None:
    """Have a file on the disk itself: what it has no room for is told here, or never."""
    with part.open("rb+") as file:
        os.fsync(file.fileno())


@contextlib.contextmanager
def replacing(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Give a file to write to; once it is whole, it becomes the target.

    Until then, and where anything fails, the target stays as it was. A link is followed, and who
    may read what is replaced may read the new one. A pipe or a device is written to. Libraries that
    do not tell of a full disk write to memory instead, and what they wrote is written here.

    Raises
    ------
    OSError
        The target cannot be written; its folder is missing, for instance.
    """
    target = Path(path)
    is_stream = target.exists() and not target.is_file()
    if not is_stream:
        target = Path(os.path.realpath(target))
    beside = None if is_stream else target.parent
    if beside is not None and not beside.is_dir():
        text = f"its folder {Path(path).parent} is missing: make it first"
        raise FileNotFoundError(errno.ENOENT, text, str(path))
    folder: str | None = None
    try:
        with tempfile.TemporaryDirectory(prefix=".borders-", dir=beside) as folder:
            part = Path(folder) / target.name
            yield part
            if is_stream:
                with part.open("rb") as source, target.open("wb") as out:
                    shutil.copyfileobj(source, out)
            else:
                _sync(part)
                if target.exists():
                    shutil.copymode(target, part)
                part.replace(target)
    except OSError as error:
        inside = str(error.filename or "")
        if error.errno is not None and (not inside or inside.startswith(str(folder or beside))):
            raise OSError(error.errno, error.strerror, str(path)) from error
        raise
