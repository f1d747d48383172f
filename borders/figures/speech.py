"""What figures say, in any of the languages: the page's messages, and wordings of their own."""

from __future__ import annotations

import functools
import json
from datetime import datetime
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

from borders import wording
from borders.maps.messages import messages
from borders.vocabulary import Kind, Language
from borders.world import ATTRIBUTES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from borders.model import Crossing, Traveller, Who
    from borders.reading import Facts
    from borders.register import Snapshot

    Piece = str | tuple[str, str, dict[str, list["Piece"]]]

__all__ = ["Speech", "ended", "lowered", "raised", "unbroken"]

LOCALES = {Language.EN: "en_GB"}


class Speech:
    """Says things in one language.

    Parameters
    ----------
    facts
        What is spoken of.
    lang
        One of `borders.vocabulary.Language`.
    """

    def __init__(self, facts: Facts, lang: str) -> None:
        self.facts = facts
        self.language = Language(lang)
        self.locale = Locale.parse(LOCALES.get(self.language, self.language.value))
        self._texts = messages()[lang] | {k: told[lang] for k, told in _wordings().items()}
        self._home = {"home": self.country(facts.package.home), "code": facts.package.home}

    def say(self, key: str, **values: object) -> str:
        """Return a message with its places filled."""
        return self._filled(_pieces(self._texts[key]), {**self._home, **values}, 0)

    def _filled(self, pieces: Iterable[Piece], values: dict[str, Any], count: float) -> str:
        text = ""
        for piece in pieces:
            if isinstance(piece, str):
                text += piece.replace("#", self.number(count))
                continue
            name, sort, ways = piece
            value = values[name]
            if sort == "plain":
                text += self.number(value) if isinstance(value, int | float) else value
            else:
                way = self.locale.plural_form(value) if sort == "plural" else str(value)
                number = value if sort == "plural" else count
                text += self._filled(ways.get(way, ways["other"]), values, number)
        return text

    def number(self, value: float) -> str:
        """Return a number as it is written."""
        return str(format_decimal(value, locale=self.locale))

    def listed(self, texts: Iterable[str], style: Literal["standard", "or"] = "standard") -> str:
        """Return the texts as one: "a, b and c"; style "or" for alternatives."""
        return format_list(list(texts), style=style, locale=self.locale)

    def country(self, code: str) -> str:
        """Return the name of a country as it stands in a sentence."""
        if self.language is Language.EN:
            return wording.country(code)
        return str(self.locale.territories.get(code, code))

    def place(self, code: str) -> str:
        """Return the name of a country as it stands alone."""
        return self.country(code).removeprefix("the ")

    def countries(self, codes: Iterable[str]) -> str:
        """Return countries and groups of countries, as alternatives."""
        groups = self.facts.groups
        named = (
            groups[c].wording(self.language) if c in groups else self.country(c) for c in codes
        )
        return self.listed(named, "or")

    def day(self, moment: date | datetime, use: str = "alone", plain: str = "00:00") -> str:
        """Return a day, with the time unless it is the plain one or midnight."""
        day = moment.date() if isinstance(moment, datetime) else moment
        width = "d MMMM yyyy" if self.language is Language.EN else "long"
        written = format_date(day, width, self.locale).replace("\u202f", " ")
        if self.language is Language.PL:
            written = written.removesuffix(" r.")
        values = {"year": str(day.year), "month": str(day.month), "day": str(day.day)}
        text = self.say(f"day.{use}", date=written, **values)
        time = moment.strftime("%H:%M") if isinstance(moment, datetime) else "00:00"
        return text if time in {"00:00", plain} else self.say("day.time", day=text, time=time)

    def short(self, crossing: Crossing) -> str:
        """Return the name on the neighbour's side, and what is there if no road."""
        told = crossing.checkpoints[0].names.get(self.language)
        name = told or crossing.name().partition(" (")[0]
        if crossing.kind in {Kind.ROAD, Kind.AIR} or name.endswith(")"):
            return name
        return f"{name} ({lowered(self.say(f'kind.{crossing.kind.value}'))})"

    def full(self, crossing: Crossing) -> str:
        """Return the names on both sides."""
        names = [
            c.names.get(self.language) or c.names.get(Language.EN) or next(iter(c.names.values()))
            for c in crossing.checkpoints
        ]
        return self.say("separator.name").join(dict.fromkeys(names))

    def who(self, criterion: Who) -> str:
        """Return the travellers that a criterion means, of all means and directions."""
        form, parts = "many", []
        for attribute in ("papers", *(a for a in ATTRIBUTES if a != "papers")):
            values = getattr(criterion, attribute)
            if attribute == "papers" and values:
                papers = (self.facts.papers[p].wording(self.language) for p in values)
                parts.append(self.listed(papers, "or"))
            elif values:
                places = self.countries(values)
                parts.append(self.say(f"who.{attribute}", form=form, places=places))
            form = "other" if parts else form
        return self.say("separator.who").join(parts)

    def question(self, snapshot: Snapshot, *, moment: bool = True) -> str:
        """Return what is asked: of whom, how, which way, when."""
        parts = [self.moment(snapshot)] if moment else []
        parts.append(raised(self._asker(snapshot)) if moment else self._asker(snapshot))
        parts += [] if snapshot.mode else [lowered(self.say("mode.any"))]
        parts += [] if snapshot.direction else [lowered(self.say("direction.any"))]
        if snapshot.as_known_on is not None and not moment:
            parts.append(self._known(snapshot.as_known_on))
        return raised(" · ".join(parts))

    def moment(self, snapshot: Snapshot) -> str:
        """Return when is asked, and what is known then."""
        text = self.day(snapshot.when, plain="12:00")
        known = snapshot.as_known_on
        texts = [text] if known is None else [text, self._known(known)]
        return " · ".join(map(unbroken, texts))

    def _known(self, day: date) -> str:
        return lowered(self.say("note.asKnown", day=self.day(day)))

    def _asker(self, snapshot: Snapshot) -> str:
        traveller = snapshot.traveller
        parts = list(self._held(traveller)) if traveller else []
        if snapshot.direction:
            parts.append(self.say(f"way.{snapshot.direction.value}"))
        if snapshot.mode:
            parts.append(self.say(f"means.{snapshot.mode.value}"))
        if traveller and traveller.vehicle:
            parts.append(self.say("asker.vehicle", places=self.country(traveller.vehicle)))
        if not (traveller and traveller.held("nationality")):
            parts.insert(0, self.say("travellers"))
        return self.say("separator.asker").join(parts)

    def _held(self, traveller: Traveller) -> Iterator[str]:
        codes = sorted(traveller.held("nationality") or ())
        if codes:
            only = codes[0] if len(codes) == 1 else ""
            places = self.listed(map(self.country, codes))
            yield self.say("asker.nationality", form="many", only=only, places=places)
        if residence := sorted(traveller.held("residence") or ()):
            yield self.say("asker.residence", places=self.listed(map(self.country, residence)))
        if papers := sorted(traveller.held("papers") or ()):
            words = (self.facts.papers[p].wording(self.language) for p in papers)
            yield self.say("asker.papers", papers=self.listed(words))

    def letters(self) -> frozenset[str]:
        """Return the characters of all that may be said."""
        names = (
            name
            for c in self.facts.crossings.values()
            for p in c.checkpoints
            for name in p.names.values()
        )
        papers = (paper.wording(self.language) for paper in self.facts.papers.values())
        groups = (group.wording(self.language) for group in self.facts.groups.values())
        texts = (text for text in self._texts.values() if isinstance(text, str))
        months = (self.locale.months["format"]["wide"]).values()
        lands = self.locale.territories.values()
        told = "".join((*texts, *names, *papers, *groups, *months, *lands))
        return frozenset(filter(str.isprintable, told + told.upper()))


def raised(text: str) -> str:
    """Return a text with its first letter large."""
    return text[:1].upper() + text[1:]


def lowered(text: str) -> str:
    """Return a text with its first letter small."""
    return text[:1].lower() + text[1:]


def ended(text: str) -> str:
    """Return a text as a sentence that may break, with one full stop."""
    text = text.replace("\u00a0", " ")
    return text if text.endswith(".") else f"{text}."


def unbroken(text: str) -> str:
    """Return a text that stays in one line."""
    return text.replace(" ", "\u00a0")


@functools.cache
def _wordings() -> dict[str, dict[str, str]]:
    text = (files("borders.figures") / "wordings.json").read_text("utf-8")
    return dict(json.loads(text))


@functools.cache
def _pieces(text: str) -> list[Piece]:
    """Return a message in pieces: texts, and places as (name, sort, ways to fill it)."""
    pieces, end = _series(text, 0)
    if end != len(text):
        msg = f"the message {text!r} closes a place that it does not open"
        raise ValueError(msg)
    return pieces


def _series(text: str, at: int) -> tuple[list[Piece], int]:
    pieces: list[Piece] = []
    while at < len(text) and text[at] != "}":
        if text[at] == "{":
            piece, at = _place(text, at + 1)
            pieces.append(piece)
        else:
            start = at
            while at < len(text) and text[at] not in "{}":
                at += 1
            pieces.append(text[start:at])
    return pieces, at


def _place(text: str, at: int) -> tuple[Piece, int]:
    close = text.index("}", at)
    name, *more = text[at:close].split(",", 2)
    if not more:
        return (name.strip(), "plain", {}), close + 1
    ways: dict[str, list[Piece]] = {}
    at += len(name) + len(more[0]) + 2
    while text[at] != "}":
        brace = text.find("{", at)
        if brace < 0 or text[at:].lstrip().startswith("}"):
            at = text.index("}", at)
            break
        ways[text[at:brace].strip()], at = _series(text, brace + 1)
        at += 1
    return (name.strip(), more[0].strip(), ways), at + 1
