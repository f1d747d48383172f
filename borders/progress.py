"""A bar while long work lasts, where somebody watches."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

T = TypeVar("T")


def steps(items: Iterable[T], text: str, total: float | None = None) -> Iterator[T]:
    """Yield the items, with a bar on the error stream if that is a terminal."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    yield from track(items, description=text, total=total, console=console, transient=True)
