"""Countries by code: which there are, and which one a name or another code means."""

from __future__ import annotations

import functools

from borders.enums import Language
from borders.errors import QuestionError, shown

STATELESS = "XXA"
"""The nationality of who has none, as travel documents say it (ICAO 9303)."""

_WORD = 8
"""How many letters the name of a group has at most where it is written small."""

_NONE = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})
"""Two-letter regions of CLDR that are no countries."""


def is_country(code: str) -> bool:
    """Return whether a code is a country of ISO 3166-1 alpha-2.

    Examples
    --------
    >>> is_country("PL"), is_country("pl"), is_country("EU")
    (True, False, False)
    """
    return code in codes()


@functools.cache
def codes() -> frozenset[str]:
    """Return all countries of ISO 3166-1 alpha-2."""
    from babel import Locale

    regions = map(str, Locale(Language.EN).territories)
    return frozenset(code for code in regions if len(code) == 2 and code.isalpha()) - _NONE  # noqa: PLR2004


@functools.cache
def languages() -> frozenset[str]:
    """Return all languages of ISO 639-1.

    Examples
    --------
    >>> {"fi", "sv", "uk"} <= languages(), "xx" in languages()
    (True, False)
    """
    from babel import Locale

    return frozenset(code for code in map(str, Locale(Language.EN).languages) if len(code) == 2)  # noqa: PLR2004


def code_meant(text: str) -> str | None:
    """Return the country that a name, another code or small letters mean; None: no other.

    Names are read in every language of the messages.

    Examples
    --------
    >>> code_meant("UK"), code_meant("USA"), code_meant("poland"), code_meant("Ruritania")
    ('GB', 'US', 'PL', None)
    >>> code_meant("Польша"), code_meant("Lenkija")
    ('PL', 'PL')
    """
    from babel.core import get_global

    text = text.strip()
    code = get_global("territory_aliases").get(text.upper(), [text.upper()])[0]
    if is_country(code):
        return str(code)
    names = (_names(language).get(text.casefold()) for language in Language)
    return next((name for name in names if name is not None), None)


@functools.cache
def _names(language: str) -> dict[str, str]:
    """Return the countries by their names in a language, in small letters."""
    from babel import Locale

    names = Locale(language).territories
    return {names[code].casefold(): code for code in sorted(codes()) if code in names}


def country_code(value: object, attribute: str) -> str:
    """Return the code that is meant where a question names a country.

    Raises
    ------
    QuestionError
        It is none, with what to write.
    """
    if isinstance(value, str):
        if is_country(value):
            return value
        if code := code_meant(value):
            return code
    raise QuestionError(
        f"{attribute} {shown(value)} is no country: "
        f"write a code of ISO 3166-1 such as PL, or a name"
    )


def nationality_code(value: object) -> str:
    """Return the country, the group of countries or the lack of any that a nationality means.

    Whether there is such a group only a register knows.

    Examples
    --------
    >>> nationality_code("Польша"), nationality_code("eu"), nationality_code("stateless")
    ('PL', 'EU', 'XXA')

    Raises
    ------
    QuestionError
        It is none of them, with what to write.
    """
    text = value.strip() if isinstance(value, str) else ""
    if text.casefold() in {"stateless", STATELESS.casefold()}:
        return STATELESS
    if not is_country(text) and code_meant(text) is None and text.isascii() and text.isalpha():
        is_word = text.isupper() or len(text) <= _WORD
        if len(text) > 1 and is_word:
            return text.upper()
    return country_code(value, "nationality")
