"""What the page says in each language: our wordings, and what browsers may not know of it."""

from __future__ import annotations

import functools
import json
from datetime import date
from importlib.resources import files
from typing import Any, Final

from babel import Locale
from babel.dates import format_date

from borders.enums import Language
from borders.text import countries

__all__ = ["messages"]

LOCALES: Final = {Language.EN: "en-GB"}
"""The tag by which a browser is asked, where the language alone is not enough."""

UNKNOWN: Final = frozenset({Language.BE})
"""Languages whose names, dates and lists Chromium leaves out; it would fall back to English."""

_YEAR, _DAY = 2000, 28


@functools.cache
def messages() -> dict[str, dict[str, Any]]:
    """Return the wordings by key for each language, in the order of `Language`.

    A wording may hold `{name}`, `{name, select, …}` and `{name, plural, …}` as in ICU's messages.
    Under the key "cldr" stands what the page needs besides: the tag of the locale; the countries
    of the languages in which a sentence must be the same everywhere, or that browsers do not know.

    Examples
    --------
    >>> messages()["pl"]["verdict.closed"]
    'zamknięte'
    """
    return {language.value: _own(language) | {"cldr": _cldr(language)} for language in Language}


def _own(language: Language) -> dict[str, Any]:
    text = (files("borders.text.messages") / f"{language.value}.json").read_text("utf-8")
    return dict(json.loads(text))


def _cldr(language: Language) -> dict[str, Any]:
    known: dict[str, Any] = {"tag": LOCALES.get(language, language.value)}
    if language is Language.EN:
        known |= _english()
    if language in UNKNOWN:
        known |= _whole(Locale(language.value))
    return known


def _english() -> dict[str, Any]:
    """Return the names that Python's sentences use, and which of them take an article."""
    names = {code: countries.country(code) for code in _codes()}
    articles = [code for code, name in names.items() if name.startswith("the ")]
    return {
        "countries": {code: name.removeprefix("the ") for code, name in names.items()},
        "articles": articles,
    }


def _whole(locale: Locale) -> dict[str, Any]:
    return {
        "countries": {
            code: locale.territories[code] for code in _codes() if code in locale.territories
        },
        "dates": _dates(locale),
        "lists": {
            name: dict(locale.list_patterns[style])
            for name, style in (("conjunction", "standard"), ("disjunction", "or"))
        },
        "decimal": locale.number_symbols["latn"]["decimal"],
    }


def _codes() -> list[str]:
    return sorted(filter(countries.is_country, countries.locale().territories))


def _dates(locale: Locale) -> list[str]:
    """Return how a day of each month is written, with places for its day and year."""
    written = [format_date(date(_YEAR, month, _DAY), "long", locale) for month in range(1, 13)]
    return [
        text.replace(str(_YEAR), "{year}").replace(str(_DAY), "{day}").replace("\u202f", " ")
        for text in written
    ]
