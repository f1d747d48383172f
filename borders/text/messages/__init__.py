"""What is said, one file a language: messages of ICU's form by key."""

from __future__ import annotations

import functools
import pkgutil

import msgspec

__all__ = ["messages"]


@functools.cache
def messages(language: str) -> dict[str, str]:
    """Return the messages of a language by key, in the order of the keys.

    A message may hold `{name}`, `{name, select, …}` and `{name, plural, …}` as in ICU's messages.

    Examples
    --------
    >>> messages("pl")["standing.closed"]
    'Zamknięte'
    """
    content = pkgutil.get_data(__name__, f"{language}.json") or b""
    return msgspec.json.decode(content, type=dict[str, str])
