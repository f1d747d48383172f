"""Texts as files for other programs may hold them: without what their forms forbid."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from borders.model import Source

__all__ = ["plain", "web_address"]

_BREAKS: Final = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_FORBIDDEN: Final = re.compile(r"[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 or RFC 5545 let nobody write, and the controls that they advise against."""
_WEB: Final = re.compile(r"https?://[^\s\"<>\x00-\x1f\x7f-\x9f]+")


def plain(text: str) -> str:
    r"""Return a text of which XML and iCalendar can hold each character.

    Breaks of lines are `\n`; a sign that may not stand is shown as one that was lost.

    Examples
    --------
    >>> plain("Alpha\x00\r\nBeta")
    'Alpha�\nBeta'
    """
    return _FORBIDDEN.sub("\ufffd", _BREAKS.sub("\n", text))


def web_address(source: Source) -> str:
    """Return the address of a source that a reader may be led to; empty: it has none of the web."""
    return source.url if _WEB.fullmatch(source.url) else ""
