"""What the page says in each language: our messages, and what browsers may not know of it."""

from __future__ import annotations

import functools
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from babel import Locale
from babel.dates import format_date

from borders import country_codes
from borders.enums import Language
from borders.text import countries, icu
from borders.text.messages import messages

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["messages_block", "page_messages"]

ELSEWHERE: Final = (
    "corridor.",
    "export.",
    "feed.",
    "figure.",
    "news.",
    "picture.",
    "route.",
    "terminal.",
)
"""How the keys of messages begin that no script says."""

LOCALES: Final = {Language.EN: "en-GB"}
"""The tag by which a browser is asked, where the language alone is not enough."""

UNKNOWN: Final = frozenset({Language.BE})
"""Languages whose names, dates and lists Chromium leaves out; it would fall back to English."""

_YEAR, _DAY = 2000, 28


@functools.cache
def page_messages() -> dict[str, dict[str, Any]]:
    """Return the parsed messages of the page by key for each language, in the order of `Language`.

    A message is what `borders.text.icu.plain` makes of it. Under the key "cldr" stands what the
    page needs besides: the tag of the locale; the countries of the languages in which a sentence
    must be the same everywhere, or that browsers do not know.

    Examples
    --------
    >>> page_messages()["pl"]["to.closed"]
    ['zamknięte (', ['whom'], ')']
    """
    return {language.value: _own(language) | {"cldr": _cldr(language)} for language in Language}


def messages_block(languages: Iterable[Language] = tuple(Language)) -> dict[str, Any]:
    """Return the messages as the page carries them: the keys once, and what each language says."""
    by_language = {language.value: page_messages()[language.value] for language in languages}
    keys = list(dict.fromkeys(key for own in by_language.values() for key in own))
    texts = {code: [own[key] for key in keys] for code, own in by_language.items()}
    return {"keys": keys, "texts": texts}


def _own(language: Language) -> dict[str, Any]:
    return {
        key: icu.plain(icu.parse(text))
        for key, text in messages(language).items()
        if not key.startswith(ELSEWHERE)
    }


def _cldr(language: Language) -> dict[str, Any]:
    known: dict[str, Any] = {"tag": LOCALES.get(language, language.value)}
    if language is Language.EN:
        known |= _english()
    if language in UNKNOWN:
        known |= _locale_names(Locale(language.value))
    return known


def _english() -> dict[str, Any]:
    """Return the names that Python's sentences use, and which of them take an article."""
    names = {code: countries.country(code) for code in sorted(country_codes.codes())}
    articles = [code for code, name in names.items() if name.startswith("the ")]
    return {
        "countries": {code: name.removeprefix("the ") for code, name in names.items()},
        "articles": articles,
    }


def _locale_names(locale: Locale) -> dict[str, Any]:
    return {
        "countries": {
            code: locale.territories[code]
            for code in sorted(country_codes.codes())
            if code in locale.territories
        },
        "dates": _dates(locale),
        "lists": {
            name: dict(locale.list_patterns[style])
            for name, style in (("conjunction", "standard"), ("disjunction", "or"))
        },
        **{name: locale.number_symbols["latn"][name] for name in ("decimal", "group")},
    }


def _dates(locale: Locale) -> list[str]:
    """Return how a day of each month is written, with places for its day and year."""
    written = [format_date(date(_YEAR, month, _DAY), "long", locale) for month in range(1, 13)]
    return [
        text.replace(str(_YEAR), "{year}").replace(str(_DAY), "{day}").replace("\u202f", " ")
        for text in written
    ]
