"""Verdicts → sentences in the language of a reader, for where no script runs.

`core/sentences.js` of the page says the same of the same verdicts, out of the same messages; a test
holds this.
"""

from __future__ import annotations

import functools
import math
import re
from datetime import datetime
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

from borders import dates
from borders.enums import Category, Direction, Directions, Effect, Language, Status
from borders.errors import QuestionError
from borders.model import Who
from borders.rules import evaluate
from borders.text import countries
from borders.text.messages import messages

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from borders.maps.page_routes import RouteSummary
    from borders.model import Crossing, Facts, Measure, Question, Traveller, Verdict
    from borders.register import Snapshot

    Use = Literal["alone", "on", "since"]

__all__ = ["Speech", "lowered", "raised"]

_TAGS: Final = {Language.EN: "en_GB"}
_NOON, _MIDNIGHT = "12:00", "00:00"


class _Place(NamedTuple):
    """Where a message is filled, perhaps with one of several messages."""

    name: str
    sort: str = ""
    ways: Mapping[str, tuple[_Place | str, ...]] = {}


class Speech:
    """Says things of the verdicts of a register in one language.

    Parameters
    ----------
    facts
        What the register knows.
    lang
        One of `borders.enums.Language`.

    Raises
    ------
    QuestionError
        There are no messages in this language.

    Examples
    --------
    >>> import borders
    >>> say = Speech(borders.load().facts, "pl")
    >>> say.ui("verdict.closed"), say.place("LT")
    ('zamknięte', 'Litwa')
    """

    def __init__(self, facts: Facts, lang: str) -> None:
        try:
            language = Language(lang)
        except ValueError:
            msg = f"lang is {lang!r}: write one of {', '.join(Language)}"
            raise QuestionError(msg) from None
        self.facts, self.language = facts, language
        self._messages = messages()[language.value]
        self.locale = Locale.parse(_TAGS.get(language, language.value))
        code = facts.package.home
        self._home = {"home": self.place(code), "code": code}

    def ui(self, key: str, **values: object) -> str:
        """Return a text of the interface."""
        return self._filled(_pieces(self._messages[key]), {**self._home, **values})

    def _filled(
        self, pieces: Iterable[_Place | str], values: Mapping[str, object], count: int = 0
    ) -> str:
        text = ""
        for piece in pieces:
            if isinstance(piece, str):
                text = _joined(text, piece.replace("#", str(count)))
            elif not piece.sort:
                text += str(values[piece.name])
            else:
                value, plural = values[piece.name], piece.sort == "plural"
                number = int(str(value)) if plural else count
                way = self.locale.plural_form(number) if plural else str(value)
                chosen = piece.ways.get(way, piece.ways["other"])
                text = _joined(text, self._filled(chosen, values, number))
        return text

    def listed(self, texts: Iterable[str], style: Literal["standard", "or"] = "standard") -> str:
        """Return the texts as one: "a, b and c"; style "or" for alternatives."""
        return format_list(list(texts), style=style, locale=self.locale)

    def place(self, code: str) -> str:
        """Return the name of a country as it stands alone."""
        return str(self.locale.territories.get(code, code))

    def country(self, code: str) -> str:
        """Return the name of a country as it stands in a sentence."""
        return countries.country(code) if self.language is Language.EN else self.place(code)

    def _places(self, codes: Iterable[str]) -> str:
        groups = self.facts.groups
        return self.listed(
            (groups[c].wording(self.language) if c in groups else self.country(c) for c in codes),
            "or",
        )

    def date(self, day: date, use: Use = "alone") -> str:
        """Return a day of the calendar."""
        written = format_date(day, "long", self.locale).replace("\u202f", " ")
        parts = {"year": day.year, "month": day.month, "day": day.day}
        return self.ui(f"day.{use}", date=written, **parts)

    def day(self, moment: datetime, use: Use = "alone", plain: str = _MIDNIGHT) -> str:
        """Return the day of a moment on its own clock, with the time unless it is plain."""
        text, time = self.date(moment.date(), use), moment.strftime("%H:%M")
        return text if time == plain else self.ui("day.time", day=text, time=time)

    def when(self, snapshot: Snapshot, use: Use = "alone") -> str:
        """Return the moment of a question: a bare day, or an instant on the home state's clock."""
        package = self.facts.package
        if not isinstance(snapshot.when, datetime):
            return self.date(snapshot.when, use)
        clock = dates.timezone(package.zones[package.home])
        return self.day(snapshot.when.astimezone(clock), use, plain="")

    def name(self, crossing: Crossing) -> str:
        """Return the names on both sides."""
        names = [self._named(checkpoint.names) for checkpoint in crossing.checkpoints]
        return self.ui("separator.name").join(dict.fromkeys(names))

    def short(self, crossing: Crossing) -> str:
        """Return the name on the neighbour's side."""
        return self._named(crossing.checkpoints[0].names)

    def _named(self, names: Mapping[Language, str]) -> str:
        return names.get(self.language) or names.get(Language.EN) or next(iter(names.values()), "")

    def who(self, criterion: Who, form: Literal["one", "many"] = "one") -> str:
        """Return the travellers that a criterion means: one of them, or many."""
        parts: list[str] = []
        if criterion.papers:
            worded = (self.facts.papers[p].wording(self.language) for p in criterion.papers)
            texts = [self.ui("who.paper", form=form, paper=paper) for paper in worded]
            parts.append(self.listed(texts, "or"))
        for attribute in ("nationality", "residence", "vehicle"):
            if codes := getattr(criterion, attribute):
                after = "after" if parts and attribute != "nationality" else form
                parts.append(self.ui(f"who.{attribute}", form=after, places=self._places(codes)))
        parts = parts or [self.ui("who.anybody", form=form)]
        if criterion.modes:
            parts.append(self._means(criterion.modes))
        if criterion.direction is not None:
            parts.append(self.ui(f"way.{criterion.direction}"))
        return self.ui("separator.who").join(parts)

    def _means(self, modes: Iterable[str]) -> str:
        return self.listed((self.ui(f"means.{mode}") for mode in modes), "or")

    def asker(self, question: Question | Snapshot, form: Literal["one", "many"] = "many") -> str:
        """Return who asks and how; nothing where nothing is said."""
        traveller = question.traveller
        parts = [] if traveller is None else list(self._holder(traveller, form))
        if question.direction is not None:
            parts.append(self.ui(f"way.{question.direction}"))
        if question.mode is not None:
            parts.append(self.ui(f"means.{question.mode}"))
        if traveller is not None and traveller.vehicle is not None:
            parts.append(self.ui("asker.vehicle", places=self.country(traveller.vehicle)))
        named = traveller is not None and traveller.held("nationality")
        if not named and (traveller is not None or parts):
            nobody = self.ui("asker.nobody", form=form)
            parts = [nobody, *parts] if nobody else parts
        return self.ui("separator.asker").join(parts)

    def _holder(self, traveller: Traveller, form: str) -> Iterable[str]:
        nationality = sorted(traveller.held("nationality") or ())
        residence = sorted(traveller.held("residence") or ())
        papers = sorted(traveller.held("papers") or ())
        if nationality:
            places = self.listed(map(self.country, nationality))
            only = nationality[0] if len(nationality) == 1 else ""
            yield self.ui("asker.nationality", form=form, only=only, places=places)
        if residence:
            yield self.ui("asker.residence", places=self.listed(map(self.country, residence)))
        if papers:
            texts = (self.facts.papers[p].wording(self.language) for p in papers)
            yield self.ui("asker.papers", papers=self.listed(texts))

    def clause(self, measure: Measure, question: Question) -> str:
        """Return what a measure does, by whom, since when and why."""
        deed = self._deed(measure, question)
        start = countries.origin(measure, self.facts).valid_from
        reason = self.facts.reasons[measure.reason]
        told = {
            "since": "" if start is None else self.day(start, "since"),
            "reason": "" if reason.tacit else reason.wording(self.language),
        }
        said = [key for key, text in told.items() if text]
        key = "whole" if len(said) > 1 else "".join(said)
        return self.ui(f"clause.{key}", deed=deed, **told) if key else deed

    def _deed(self, measure: Measure, question: Question) -> str:
        side, only, exceptions = self.country(measure.side), measure.only, measure.exceptions
        whos = self._those(only or exceptions)
        if measure.effect is Effect.LIFTS:
            return self.ui("deed.lifts", side=side)
        if measure.effect is Effect.CONDITIONS and measure.condition is not None:
            condition = self.facts.conditions[measure.condition].wording(self.language)
            key = "deed.requiresOf" if only else "deed.requires"
            return self.ui(key, side=side, condition=condition, whos=whos)
        if only:
            return self.ui("deed.bars", side=side, whos=whos)
        if exceptions:
            by_plates = all(one == Who(vehicle=one.vehicle) for one in exceptions)
            way = self.ui(f"let.{self._way(measure, question)}")
            key = "deed.only" if by_plates else "deed.onlyListed"
            return self.ui(key, side=side, way=way, whos=whos)
        if measure.modes:
            return self.ui("deed.barsModes", side=side, means=self._means(measure.modes))
        return self.ui("deed.closed", side=side)

    def _those(self, whos: Sequence[Who]) -> str:
        texts = [self.who(one, "many") for one in whos[: countries.NAMED]]
        if len(whos) > countries.NAMED:
            texts.append(self.ui("who.others"))
        *others, last = texts or [""]
        return self.ui("separator.whosLast").join(
            [*([self.ui("separator.whos").join(others)] if others else []), last]
        )

    def _way(self, measure: Measure, question: Question) -> Literal["in", "out", "through"]:
        both = measure.direction is Directions.BOTH
        way = question.direction if both else Direction(measure.direction)
        if way is None or question.direction not in {None, way}:
            return "through"
        leaves_home = way is Direction.OUT
        return "out" if leaves_home == (measure.side == self.facts.package.home) else "in"

    def why(self, verdict: Verdict) -> str:
        """Return what led to a verdict; nothing where a crossing is simply open."""
        question = verdict.question
        if verdict.status is Status.UNKNOWN:
            return self._last(verdict)
        if not evaluate.modes(verdict.crossing, question):
            if question.mode is None:
                return self.ui("unserved.freight")
            return self.ui("unserved", means=self.ui(f"means.{question.mode}"))
        ordered = sorted(
            verdict.measures, key=lambda m: bool(m.only) + bool(m.exceptions or m.modes)
        )
        texts = [self.clause(measure, question) for measure in ordered[: countries.NAMED]]
        if (more := len(ordered) - countries.NAMED) > 0:
            texts.append(self.ui("more.measures", n=more))
        if verdict.depends_on:
            unsaid = self.listed(self.ui(f"depends.{one}") for one in verdict.depends_on)
            texts.insert(0, self.ui("depends", list=unsaid))
        if verdict.status is Status.CLOSED and verdict.would_pass:
            first, *others = countries.by_ease(verdict.would_pass)
            texts.append(self.ui("passes.others" if others else "passes", who=self.who(first)))
        return self._chained(texts, "separator.reasons") if texts else ""

    def _last(self, verdict: Verdict) -> str:
        last = verdict.last_known
        if last is None:
            return self.ui("last.nothing")
        on = self.date(last.question.moment.date(), "on")
        return self.ui("last.verified", on=on, status=self.ui(f"verdict.{last.status}"))

    def _chained(self, texts: Sequence[str], key: str) -> str:
        """Return the texts in a row; behind a full stop a new sentence begins."""
        between = self.ui(key)
        whole = texts[0]
        for text in texts[1:]:
            following = raised(text) if between.startswith(".") else text
            whole = _joined(whole, between) + following
        return whole

    def _asked_on(self, on: str, question: Question | Snapshot) -> str:
        """Return a moment, and as of which day it is told."""
        note = self.known(question)
        return f"{on} ({note})" if note else on

    def known(self, question: Question | Snapshot) -> str:
        """Return as of which day is told; nothing where all is told that is known."""
        day = question.as_known_on
        return lowered(self.ui("note.asKnown", day=self.date(day))) if day else ""

    def sentence(self, verdict: Verdict) -> str:
        """Return a verdict in one plain sentence, or a few short ones."""
        whom, key = self.asker(verdict.question), f"verdict.{verdict.status}"
        said = self.ui(f"{key}To" if whom else key, whom=whom)
        on = self._asked_on(self.day(verdict.question.moment, "on", _NOON), verdict.question)
        head = raised(self.ui("sentence", verdict=said, on=on))
        why = self.why(verdict)
        return _joined(self._chained([head, why], "separator.why") if why else head, ".")

    def summary(self, snapshot: Snapshot) -> str:
        """Return what one could use, counted and named, as the page says it above its map."""
        on, mode = self._asked_on(self.when(snapshot, "on"), snapshot), snapshot.mode
        whom = self.asker(snapshot, "one") or self.ui("asker.anybody")
        meant = {crossing.id for crossing in snapshot.meant}
        serving = [v for v in snapshot.verdicts if v.crossing.id in meant]
        if not serving:
            return self.ui("summary.unserved", means=self.ui(f"means.{mode}") if mode else "")
        main = [v for v in serving if not _is_local(v)]
        usable = {Status.OPEN, Status.RESTRICTED}
        if not main or any(_is_local(v) and v.status in usable for v in serving):
            main = serving
        known = [v for v in main if v.status is not Status.UNKNOWN]
        if not known:
            return raised(self.ui("summary.nothing", on=on))
        told = {status: [v for v in main if v.status is status] for status in Status}
        told[Status.UNKNOWN] = [v for v in told[Status.UNKNOWN] if not _is_local(v)]
        names = {
            status: self.listed(self.short(v.crossing) for v in some)
            for status, some in told.items()
        }
        unknown = self.ui("summary.unknown", list=names[Status.UNKNOWN])
        unknowns = [unknown] if told[Status.UNKNOWN] else []
        if len(known) == 1:
            crossing, status = known[0].crossing, known[0].status
            one = {"on": on, "whom": whom, "status": status, "name": self.short(crossing)}
            place = self.ui(f"place.{crossing.kind}-{crossing.category}")
            return " ".join([raised(self.ui("summary.one", place=place, **one)), *unknowns])
        kinds = {v.crossing.kind for v in known}
        rank = "any" if any(map(_is_local, known)) else "international"
        total = self.ui(f"of.{kinds.pop() if len(kinds) == 1 else 'any'}", n=len(known), rank=rank)
        some = told[Status.OPEN]
        key = "some" if some else "noneFree" if told[Status.RESTRICTED] else "none"
        values = {"on": on, "whom": whom, "n": len(some), "of": total, "list": names[Status.OPEN]}
        texts = [raised(self.ui(f"summary.{key}", **values))]
        if told[Status.RESTRICTED]:
            texts.append(self.ui("summary.restricted", list=names[Status.RESTRICTED]))
        return " ".join([*texts, *unknowns])

    def length(self, km: float, *, rough: bool = False) -> str:
        """Return a distance in whole kilometres."""
        whole = format_decimal(math.floor(km + 0.5), locale=self.locale)
        return self.ui("ways.length", km=whole, rough="yes" if rough else "no")

    def nearest(self, routes: Sequence[RouteSummary], town: str, way: Direction) -> str:
        """Return the nearest way for a traveller, and what is nearer but restricted or closed.

        An airport is none where anything else is meant too.
        """
        ground = [route for route in routes if route.by != "air"] or routes
        known = [route for route in ground if route.km is not None]
        if not known or known[0].status not in {Status.OPEN, Status.RESTRICTED}:
            return self.ui("ways.none", town=town, way=way)
        best = known[0]
        first = self.ui(
            "ways.nearest",
            town=town,
            way=way,
            status=best.status,
            crossing=self.short(best.crossing),
            length=self.length(best.km or 0, rough=best.approximate),
            by=best.by,
        )
        texts = [first]
        named = [r for r in known if r.status is not Status.CLOSED or not _is_local(r.verdict)]
        for status in (Status.RESTRICTED, Status.CLOSED):
            nearer = next((r for r in named if r.status is status), best)
            less = math.floor((best.km or 0) - (nearer.km or 0) + 0.5)
            if less >= 1:
                name, length = self.short(nearer.crossing), self.length(less)
                texts.append(self.ui("ways.nearer", crossing=name, length=length, status=status))
        return " ".join(texts)


def _is_local(verdict: Verdict) -> bool:
    return verdict.crossing.category is Category.LOCAL


def raised(text: str) -> str:
    """Return a text with its first letter large."""
    return text[:1].upper() + text[1:]


def lowered(text: str) -> str:
    """Return a text with its first letter small."""
    return text[:1].lower() + text[1:]


def _joined(text: str, following: str) -> str:
    """Return one text after another; a full stop is not set twice."""
    twice = text.endswith(".") and following.startswith(".")
    return text + (following[1:] if twice else following)


@functools.cache
def _pieces(text: str) -> tuple[_Place | str, ...]:
    """Return the pieces of a message of ICU's form, as far as ours go."""
    return _series(iter(re.split(r"([{}])", text)))


def _series(signs: Iterable[str]) -> tuple[_Place | str, ...]:
    """Read texts and places up to the brace that closes them, or the end."""
    found: list[_Place | str] = []
    for sign in signs:
        if sign == "}":
            break
        if sign == "{":
            found.append(_place(signs))
        elif sign:
            found.append(sign)
    return tuple(found)


def _place(signs: Iterable[str]) -> _Place:
    """Read a place whose opening brace has been read."""
    stream = iter(signs)
    name, *sorts = (part.strip() for part in next(stream).split(","))
    if not sorts:
        next(stream)
        return _Place(name)
    ways, way = {}, sorts[1]
    for sign in stream:
        if sign == "}":
            break
        if sign == "{":
            ways[way] = _series(stream)
        else:
            way = sign.strip()
    return _Place(name, sorts[0], ways)
