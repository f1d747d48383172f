"""Texts as XML can hold them."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["writable"]

_ILL: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no way to write."""


def writable(text: str) -> str:
    r"""Return a text in which what XML cannot write is shown as a sign that was lost.

    Examples
    --------
    >>> writable("Alpha\ufffe")
    'Alpha�'
    """
    return _ILL.sub("\ufffd", text)
