"""The English names of countries."""

from __future__ import annotations

import functools
from typing import Final

from babel import Locale

__all__ = ["country"]

_THE: Final = frozenset(
    "AE BS CD CF CG DO FK GB GM KM KY MH MP MV NL PH SB SC TC US VG VI".split()  # noqa: SIM905
)
"""Countries that English names with an article."""


@functools.cache
def _names() -> dict[str, str]:
    return dict(Locale("en", "GB").territories)


def country(code: str) -> str:
    """Return the English name of a country as it stands in a sentence.

    Examples
    --------
    >>> country("LT"), country("US")
    ('Lithuania', 'the United States')
    """
    name = _names().get(code, code)
    return f"the {name}" if code in _THE else name
