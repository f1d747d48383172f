"""Files that are whole, or as they were."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping


_PREFIX: Final = ".borders-"
_NEW: Final = 60
"""Seconds within which the workspace of another may not be locked yet."""
_HERE: Final = -100
_EXCHANGE: Final = 2
"""As the system writes them: the present folder, and that two names change places."""


def write(path: str | os.PathLike[str], content: bytes) -> None:
    """Write a file that is replaced when the new one is whole, and else left as it was."""
    with replacing(path) as part:
        part.write_bytes(content)


def write_together(contents: Mapping[str | os.PathLike[str], bytes]) -> None:
    """Write files of which all are replaced when all are whole, or none: see `together`."""
    with together(contents) as replaced:
        for path, content in contents.items():
            replaced(path).write_bytes(content)


@contextlib.contextmanager
def together(
    paths: Iterable[str | os.PathLike[str]],
) -> Iterator[Callable[[str | os.PathLike[str]], Path]]:
    """Give what gives a file to write to for each of some; once all are whole, they replace these.

    That written last is replaced first. Who else writes several files there waits: in the end they
    are all of one of them.

    Raises
    ------
    OSError
        One cannot be written; those that were replaced before it are put back.
    """
    targets = [Path(path) for path in paths]
    several = targets if len(targets) > 1 else []
    with contextlib.ExitStack() as locks:
        for folder in sorted({Path(os.path.realpath(target)).parent for target in several}):
            if lock := _lock(folder, waits=True):
                locks.enter_context(lock)
        before = {target: _content(target) for target in several}
        try:
            with contextlib.ExitStack() as stack:
                yield lambda path: stack.enter_context(replacing(path))
        except BaseException:
            for target, former in before.items():
                with contextlib.suppress(OSError):  # the first error is told, and others put back
                    if _content(target) == former:
                        continue
                    if former is None:
                        target.unlink()
                    else:
                        write(target, former)
            raise


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _sync(part: Path) -> None:
    """Have a file on the disk itself: what it has no room for is told here, or never."""
    with part.open("rb+") as file:
        os.fsync(file.fileno())


@contextlib.contextmanager
def workspace(beside: Path | None) -> Iterator[Path]:
    """Give a folder to write in, within another, and remove it in the end.

    Those that killed processes left there are removed too: nobody holds their locks any more.

    Parameters
    ----------
    beside
        The folder in which it is made; None: that of the system for such.
    """
    made = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=beside))
    with contextlib.ExitStack() as stack:
        if lock := _lock(made):
            stack.enter_context(lock)  # it is let go when all of the folder is gone
        stack.callback(shutil.rmtree, made, ignore_errors=True)
        if beside is not None:
            _tidy(beside, made)
        yield made


def _tidy(folder: Path, own: Path) -> None:
    """Remove the workspaces of others who are dead: not new ones, which may not be locked yet."""
    begun = own.stat().st_mtime
    with contextlib.suppress(OSError):
        for left in folder.glob(f"{_PREFIX}????????"):
            is_old = begun - left.stat().st_mtime > _NEW
            if is_old and left.is_dir() and (lock := _lock(left)):
                with lock:
                    shutil.rmtree(left, ignore_errors=True)


def _lock(folder: Path, *, waits: bool = False) -> contextlib.ExitStack | None:
    """Return the lock of a folder; None: another process holds it, or there are none here."""
    try:
        import fcntl
    except ImportError:
        return None
    with contextlib.ExitStack() as stack:
        try:
            number = os.open(folder, os.O_RDONLY)
            stack.callback(os.close, number)
            fcntl.flock(number, fcntl.LOCK_EX | (0 if waits else fcntl.LOCK_NB))
        except OSError:
            return None
        return stack.pop_all()


def exchange(new: Path, target: Path) -> None:
    """Put a folder in the place of another, in one step where the system has one for that.

    What stood there stands in the place of the new one then.
    """
    import ctypes

    if not target.exists():
        new.rename(target)
        return
    library = ctypes.CDLL(None, use_errno=True) if os.name == "posix" else None
    rename = getattr(library, "renameat2", None)
    paths = (os.fsencode(new), os.fsencode(target))
    if rename and rename(_HERE, paths[0], _HERE, paths[1], _EXCHANGE) == 0:
        return
    old = new.with_name(f"{new.name}.old")
    target.rename(old)
    try:
        new.rename(target)
    except BaseException:
        old.rename(target)
        raise
    old.rename(new)


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
    folder: Path | None = None
    try:
        with workspace(beside) as folder:
            part = folder / target.name
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
