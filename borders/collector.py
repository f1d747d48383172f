"""Python's search for circles, put off while many records are made that hold none."""

from __future__ import annotations

import contextlib
import gc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextlib.contextmanager
def spared() -> Iterator[None]:
    """Let Python look for no circles meanwhile: it would walk through all rows again and again."""
    was_looking = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_looking:
            gc.enable()
