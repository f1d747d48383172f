"""Commands whose errors are told in a line, whoever reads them."""

from __future__ import annotations

import _thread
import codecs
import gc
import io
import os
import re
import signal
import sys
import threading
import time
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, TextIO

import click

from borders.errors import BordersError, DataError

if TYPE_CHECKING:
    from types import FrameType

_SIGNALLED: Final = 128
"""What a command ends with that a signal ended: this and its number."""
_UNSEEN: Final = re.compile(
    r"[\u180e\u200b\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
"""Signs that turn a text around or hide in it; those that scripts need to be written stay."""


def visible(text: str) -> str:
    r"""Return a text whose signs that turn it around or hide in it are told by their codes.

    They are those of JSON, in which they mean the same as the signs.

    Examples
    --------
    >>> print(visible("Brest\u202etseB"))
    Brest\u202etseB
    """
    return _UNSEEN.sub(_code, text)


def _code(found: re.Match[str]) -> str:
    import json  # few answers hide anything

    return json.dumps(found[0])[1:-1]


_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def _line(text: str) -> str:
    """Return what is told of a mistake, in which words of a question may stand."""
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", visible(text))


class Told(click.ClickException):
    """What is told in a line, and ends the command."""

    def format_message(self) -> str:
        """Return the line as a terminal shows it."""
        return _line(super().format_message())


class BadQuestion(Told):
    """A question that cannot be put."""

    exit_code = 2


class BadData(Told):
    """Data with problems, or a file that cannot be written."""

    exit_code = 1


class Command(click.Command):
    """A command to which nothing may be said in no words, as that would be left out."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Refuse options and arguments that are empty texts."""
        for before, word in pairwise(["", *args]):
            is_option = word.startswith("--") and word.endswith("=")
            if (not word or is_option) and not ctx.resilient_parsing:
                name = word.removesuffix("=") or (before if before.startswith("-") else "a word")
                raise click.UsageError(f"{name} is empty: leave it out, or say what is meant.", ctx)
        return super().parse_args(ctx, args)


class Commands(click.Group):
    """Commands whose errors are told in a line, and which guess at a mistyped name."""

    command_class = Command

    def make_context(self, *args: Any, **options: Any) -> click.Context:  # noqa: ANN401 - as click's own
        """Read the words; who reads the help may leave before its end."""
        try:
            return super().make_context(*args, **options)
        except BrokenPipeError:
            forget_output()
            raise click.exceptions.Exit(0) from None

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as click's own
        """Run a command; what goes wrong is told in a line."""
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            told = error.format_message()
            if _line(told) == told:
                raise
            raise click.UsageError(_line(told), error.ctx) from error
        except DataError as error:
            raise BadData(str(error)) from error
        except BordersError as error:
            raise BadQuestion(str(error)) from error
        except OSError as error:
            if isinstance(error, BrokenPipeError) and not error.filename:
                forget_output()
                raise click.exceptions.Exit(0) from None
            where = f"{error.filename}: " if error.filename else ""
            kind = BadQuestion if isinstance(error, FileNotFoundError) else BadData
            raise kind(f"{where}{error.strerror or error}") from error

    def main(self, *args: Any, **options: Any) -> Any:  # noqa: ANN401 - as click's own
        """Run a command; what a stream has no letters for is written as numbers."""
        hold_streams()
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper) and not is_utf8(stream):
                stream.reconfigure(errors="backslashreplace")
        if not args:
            spare_collector()
        if not args and threading.current_thread() is threading.main_thread():
            heed_signals()
        return super().main(*args, **options)


def heed_signals() -> None:
    """Let a command that is ended from outside tidy up as it does when it fails."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)  # Windows has no terminal that hangs up
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, lambda at, _: sys.exit(_SIGNALLED + at))
    sys.unraisablehook = _sent_again


def _interrupt(_: object, number: int) -> None:
    """Do what a signal does where none is sent to a thread: on Windows."""
    _thread.interrupt_main(signal.Signals(number))


def _sent_again(lost: sys.UnraisableHookArgs) -> None:
    """Send a signal again that came while Python called something whose errors it drops."""
    error = lost.exc_value
    if isinstance(error, KeyboardInterrupt):
        number = int(signal.SIGINT)
    elif isinstance(error, SystemExit) and isinstance(error.code, int) and error.code > _SIGNALLED:
        number = error.code - _SIGNALLED
    else:
        sys.__unraisablehook__(lost)
        return
    threading.Thread(target=_send, args=(number,), daemon=True).start()


def _send(number: int) -> None:
    """Send a signal to the main thread, once nothing in it drops what the signal raises."""
    main = threading.main_thread().ident or 0
    while _drops(sys._current_frames().get(main)):  # noqa: SLF001 - documented
        time.sleep(0.001)
    getattr(signal, "pthread_kill", _interrupt)(main, number)


def _drops(frame: FrameType | None) -> bool:
    """Return whether a stack is within `_sent_again`, whose own errors Python drops as well."""
    while frame is not None and frame.f_code is not _sent_again.__code__:
        frame = frame.f_back
    return frame is not None


def spare_collector() -> None:
    """Let Python look for circles rarely: a command makes few, and what it loaded stays anyway."""
    gc.freeze()
    gc.set_threshold(50_000, 10, 10)


def echo(content: str | bytes, *, err: bool = False, is_exact: bool = False) -> None:
    """Print a text, or a file as it stands; a reader who has read enough may leave.

    The command ends as it would have, as `| head -1` says nothing about the answer.

    Parameters
    ----------
    is_exact
        Whether programs read the text: then only a terminal is shown what hides in it.
    """
    stream = sys.stderr if err else sys.stdout  # not the one that click has for ASCII
    if isinstance(content, str) and (not is_exact or stream.isatty()):
        content = visible(content)
    try:
        click.echo(content, file=stream, nl=isinstance(content, str), color=True)
    except BrokenPipeError:
        forget_output()


def forget_output() -> None:
    """Let what is printed go nowhere: nobody reads it any more."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def hold_streams() -> None:
    """Let streams that are closed go nowhere, so that no file is opened in the place of one."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            nowhere = os.open(os.devnull, os.O_RDWR)
            if nowhere != number:
                os.dup2(nowhere, number)
                os.close(nowhere)
            setattr(sys, name, os.fdopen(number, "r" if name == "stdin" else "w", closefd=False))


def is_utf8(stream: TextIO) -> bool:
    """Return whether a stream has all letters."""
    return codecs.lookup(stream.encoding or "utf-8").name == "utf-8"
