"""Countries: which codes are one, and their English names."""

from __future__ import annotations

import functools
from typing import Final

from babel import Locale
from babel.core import get_global

__all__ = ["code_meant", "codes", "country", "is_country"]

_THE: Final = frozenset(
    "AE BS CD CF CG DO FK GB GM KM KY MH MP MV NL PH SB SC TC US VG VI".split()  # noqa: SIM905
)
"""Countries that English names with an article."""

_NONE: Final = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})
"""Two-letter regions of CLDR that are no countries."""


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


def is_country(code: str) -> bool:
    """Return whether a code is a country of ISO 3166-1 alpha-2."""
    return len(code) == 2 and code.isalpha() and code in _names() and code not in _NONE  # noqa: PLR2004


def codes() -> list[str]:
    """Return the codes of all countries, in their order."""
    return sorted(filter(is_country, _names()))


def code_meant(text: str) -> str | None:
    """Return the country that a name, another code or small letters mean; None: no other.

    Examples
    --------
    >>> code_meant("UK"), code_meant("USA"), code_meant("poland"), code_meant("Ruritania")
    ('GB', 'US', 'PL', None)
    """
    named = {name.casefold(): code for code, name in _names().items()}
    alias = get_global("territory_aliases").get(text.upper(), [text.upper()])[0]
    code = named.get(text.casefold(), alias)
    return code if is_country(code) else None
