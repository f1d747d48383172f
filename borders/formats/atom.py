"""Measures → Atom (RFC 4287): what was announced, began and ended, the newest first, for readers.

The standard library is enough: feedgen 1.0 is of 2023, brings lxml and dateutil, and dates what it
is not told of by the clock of the machine.
"""

from __future__ import annotations

import html
from datetime import UTC
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from borders.dates import day_start
from borders.formats import turns
from borders.formats.plain import plain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from borders.formats.content import Content, Left
    from borders.formats.turns import Cited, Turn

__all__ = ["write"]

_SPACE: Final = "http://www.w3.org/2005/Atom"
_YEAR: Final = "2026"
"""That in which the ids were made, as RFC 4151 has it: it stays for ever."""


def write(content: Content, part: Path) -> Left:
    """Write the measures as entries, dated by when they could be known, and were mended."""
    left = turns.undated(content)
    told = sorted(turns.turns(content), key=lambda turn: turn.known, reverse=True)
    name = content.register.facts.package.name
    language = content.snapshot.lang.value
    feed = ET.Element("feed", {"xmlns": _SPACE, "xml:lang": language})
    about = filter(None, [content.disclaimer, content.attribution, left.text])
    newest = max((turn.changed for turn in told), default=turns.data_day(content.register))
    for tag, text in (
        ("id", _id(name, "measures")),
        ("title", content.title),
        ("subtitle", " ".join(about)),
        ("updated", _instant(newest)),
        ("rights", content.licence),
        ("generator", "borders"),
    ):
        _add(feed, tag, text)
    _add(ET.SubElement(feed, "author"), "name", name)
    for turn in told:
        _entry(feed, turn, content)
    ET.indent(feed)
    text = ET.tostring(feed, encoding="unicode")
    part.write_bytes(f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode())
    return left


def _entry(feed: ET.Element, turn: Turn, content: Content) -> None:
    entry = ET.SubElement(feed, "entry")
    sentence, sources = turns.sentence(turn, content), turns.sources(turn, content)
    package, measure = content.register.facts.package, turn.measure
    _add(entry, "id", _id(package.name, f"{measure.id}/{turn.what}"))
    _add(entry, "title", turns.title(turn, content))
    _add(entry, "updated", _instant(turn.changed))
    _add(entry, "published", _instant(turn.known))
    if address := next((source.address for source in sources if source.address), ""):
        ET.SubElement(entry, "link", {"rel": "alternate", "href": address})
    for term in (measure.side, measure.effect.value, turn.what, turn.certainty):
        ET.SubElement(entry, "category", {"term": term})
    _add(entry, "summary", sentence)
    where = ", ".join(turns.places(measure, content))
    body = [sentence, where, *turns.details(turn, content)]
    _add(entry, "content", _html(body, sources), type="html")


def _html(lines: Sequence[str], sources: Sequence[Cited]) -> str:
    """Return lines and sources as HTML, of which nothing in a text can become a part."""
    cited = (f"<li>{html.escape(source.publisher)}: {_linked(source)}</li>" for source in sources)
    texts = (f"<p>{html.escape(line)}</p>" for line in lines)
    return "".join([*texts, "<ul>", *cited, "</ul>"])


def _linked(source: Cited) -> str:
    title = html.escape(source.title)
    return f'<a href="{html.escape(source.address)}">{title}</a>' if source.address else title


def _add(parent: ET.Element, tag: str, text: str, **attributes: str) -> None:
    if text:
        ET.SubElement(parent, tag, attributes).text = plain(text)


def _id(name: str, path: str) -> str:
    return f"tag:{name},{_YEAR}:{path}"


def _instant(day: date) -> str:
    """Return a day as RFC 3339 has it; it began then, wherever it is read."""
    return f"{day_start(day, UTC):%Y-%m-%dT%H:%M:%SZ}"
