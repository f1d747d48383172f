"""Verdicts, routes and questions → sentences in the language of a reader.

Terminal, notebook, page and figures speak through `Translator` alone. `core/sentences.js` of the
page says the same of the same verdicts, out of the same messages; a test holds this.
"""

from __future__ import annotations

import functools
import math
from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, Final, Literal, Protocol
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, get_timezone_location
from babel.lists import format_list
from babel.numbers import format_decimal
from msgspec import structs

from borders import dates
from borders.country_codes import STATELESS
from borders.enums import (
    Category,
    Direction,
    Directions,
    Effect,
    Kind,
    Language,
    Stage,
    Standing,
    Status,
)
from borders.errors import QuestionError, shown
from borders.model import Who
from borders.text import countries, icu, signs
from borders.text.icu import joined
from borders.text.messages import messages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from borders.enums import Mode
    from borders.model import Crossing, Danger, Facts, Measure, Sign, Traveller, Verdict
    from borders.places import Place

    Day = date
    Case = Literal["genitive", "locative"]
    Form = Literal["one", "many"]
    Use = Literal["alone", "on", "since", "through", "until", "morning"]

__all__ = ["Asked", "Routed", "Translator", "ended", "lowered", "raised", "unbroken"]

NAMED: Final = 3
"""How many measures, or groups that would pass, a sentence names."""

MOST: Final = 60
"""How many crossings that stand alike are named behind their number; more are not."""

_TAGS: Final = {Language.EN: "en_GB"}

CREDITS: Final = {
    "https://www.openstreetmap.org/copyright": "note.map",
    "https://www.geonames.org": "note.towns",
}
"""What is said in every language of whose work many registers stand on."""
_NOON, _MIDNIGHT, _LAST = "12:00", "00:00", "23:59"
_EASE: Final = ("residence", "papers", "vehicle", "nationality")

_CASES: Final[Mapping[str, Case]] = {
    "nationality": "genitive",
    "residence": "locative",
    "vehicle": "locative",
}
"""In which case a message names countries."""

_LONG: Final = 10_000

HEADLINE: Final = 90
"""Characters of a headline, at most."""

_FINDING: Final = {
    Standing.OPEN: "most",
    Standing.OPEN_BY_DEFAULT: "most",
    Standing.RESTRICTED: "some",
    Standing.CLOSED_BY_DEFAULT: "some",
    Standing.CLOSED: "closed",
    Standing.UNKNOWN: "unknown",
}

_parsed = functools.cache(icu.parse)


@functools.lru_cache(4096)
def _long(day: date, locale: Locale) -> str:
    return format_date(day, "long", locale).replace("\u202f", " ")


class Asked(Protocol):
    """What a question fixes, of a `Question` as of a `Snapshot`."""

    @property
    def mode(self) -> Mode | None:
        """The means of crossing."""

    @property
    def direction(self) -> Direction | None:
        """The direction."""

    @property
    def traveller(self) -> Traveller | None:
        """Who asks."""

    @property
    def as_known_on(self) -> date | None:
        """The day as of which is told."""


class AskedAt(Asked, Protocol):
    """A question with its moment as it was put."""

    @property
    def moment(self) -> date | datetime:
        """A bare day, or an instant."""

    @property
    def neighbours(self) -> tuple[str, ...]:
        """The states whose borders are meant; none: all of them."""


class Routed(Protocol):
    """A route to a crossing or through it, whoever found it."""

    @property
    def crossing(self) -> Crossing:
        """The crossing."""

    @property
    def verdict(self) -> Verdict:
        """What the crossing is to the question."""

    @property
    def status(self) -> Status:
        """The status of the verdict."""

    @property
    def by(self) -> str:
        """By "road" or "rail"; "air" for a route by road to an airport."""

    @property
    def km(self) -> float | None:
        """Its length; None: not routed."""

    @property
    def approximate(self) -> bool:
        """Whether a part of it was estimated."""


class Translator:
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
    >>> from borders.enums import Standing
    >>> translator = Translator(borders.load().facts, "pl")
    >>> translator.within(Standing.CLOSED), translator.place("LT")
    ('zamknięte', 'Litwa')
    """

    def __init__(self, facts: Facts, lang: str) -> None:
        try:
            language = Language(lang)
        except ValueError:
            msg = f"lang is {shown(lang)}: write one of {', '.join(Language)}"
            raise QuestionError(msg) from None
        self.facts, self.language = facts, language
        self._messages = messages(language)
        self.locale = Locale.parse(_TAGS.get(language, language.value))
        self._category = self.locale.plural_form
        code = facts.package.home
        self._home: dict[str, object] = {}
        self._home = {"home": self.place(code), "code": code}

    def t(self, key: str, **values: object) -> str:
        """Return the message of a key, filled with values."""
        pieces = _parsed(self._messages[key])
        return icu.fill(pieces, {**self._home, **values}, self._category, self.number)

    def listed(self, texts: Iterable[str], style: Literal["standard", "or"] = "standard") -> str:
        """Return the texts as one: "a, b and c"; style "or" for alternatives."""
        return format_list(list(texts), style=style, locale=self.locale)

    def place(self, code: str) -> str:
        """Return the name of a country as it stands alone."""
        return self.t("country.name", code=code) or str(self.locale.territories.get(code, code))

    def beyond(self, neighbour: str | None) -> str:
        """Return where crossings lead: to a neighbour, or by air."""
        return self.place(neighbour) if neighbour else self.t("figure.history.air")

    def country(self, code: str) -> str:
        """Return the name of a country as it stands in a sentence."""
        return countries.country(code) if self.language is Language.EN else self.place(code)

    def _places(
        self,
        key: str,
        codes: Iterable[str],
        case: Case = "locative",
        style: Literal["standard", "or"] = "standard",
        **values: object,
    ) -> str:
        """Return a message that names countries or groups: in a case, where all are known in it."""
        codes = list(codes)
        declined = [self._declined(code, case) for code in codes]
        is_known = all(declined)
        names = declined if is_known else [self._member(code) for code in codes]
        places = self.listed(names, style)
        return self.t(key, case=case if is_known else "nominative", places=places, **values)

    def _declined(self, code: str, case: Case) -> str:
        group = self.facts.groups.get(code)
        if group is None:
            return self.t(f"country.{case}", code=code)
        return (group.genitive if case == "genitive" else group.locative).get(self.language, "")

    def _member(self, code: str) -> str:
        group = self.facts.groups.get(code)
        if group is None:
            return self.country(code)
        return group.member.get(self.language) or group.wording(self.language)

    def date(self, day: date, use: Use = "alone") -> str:
        """Return a day of the calendar."""
        written = self._written(day)
        parts = {"year": str(day.year), "month": str(day.month), "day": str(day.day)}
        return self.t(f"day.{use}", date=written, **parts)

    def day(self, moment: datetime, use: Use = "alone", plain: str = _MIDNIGHT) -> str:
        """Return the day of a moment on its own clock, with the time unless it is plain.

        A time is told with its clock, as clocks differ at a border.
        """
        time = moment.strftime("%H:%M")
        if time == plain:
            is_end = use == "until" and plain == _MIDNIGHT  # its day is already out
            return self.date(moment.date(), "morning" if is_end else use)
        zone, town = getattr(moment.tzinfo, "key", ""), self.clock(moment)
        clock = self.t("day.clock", zone=zone.rpartition("/")[2], town=town)
        hour, minute = str(moment.hour), f"{moment:%M}"
        times = {"time": time, "hour": hour, "minute": minute, "clock": clock}
        day = moment.date()
        dates = {"day": self.date(day, use), "date": self._written(day)}
        return self.t("day.time", use=use, **dates, **times)

    def _written(self, day: Day) -> str:
        return _long(day, self.locale)

    def clock(self, moment: datetime) -> str:
        """Return the town after which a moment's clock is called, or how far it is from UTC."""
        if isinstance(moment.tzinfo, ZoneInfo):
            return get_timezone_location(moment.tzinfo, locale=self.locale, return_city=True)
        return f"UTC{moment.isoformat()[-6:]}"

    def when(self, question: AskedAt, use: Use = "alone") -> str:
        """Return the moment of a question: a bare day, or an instant on the home state's clock."""
        package = self.facts.package
        if not isinstance(question.moment, datetime):
            return self.date(question.moment, use)
        clock = dates.timezone(package.zones[package.home])
        return self.day(question.moment.astimezone(clock), use, plain="")

    def put(self, when: Day | datetime, use: Use = "alone") -> str:
        """Return a moment as it was put: a bare day, or an instant with its own time."""
        if isinstance(when, datetime):
            return self.day(when, use, plain="")
        return self.date(when, use)

    def english(self, text: str) -> str:
        """Return what the register has in English alone, marked so in other languages."""
        return " ".join(filter(None, (text, self.t("english"))))

    def title(self) -> str:
        """Return what the register is of."""
        own = self.facts.package.title
        return own if self.language is Language.EN else self.t("title")

    def credits(self) -> list[str]:
        """Return whom to name where a map of the register is shown."""
        known = {path: self.t(key) for path, key in CREDITS.items()}
        rows = self.facts.package.credits.items()
        return [*dict.fromkeys(known.get(path.rstrip("/"), title) for path, title in rows)]

    def name(self, crossing: Crossing) -> str:
        """Return the names on both sides."""
        names = [self._named(checkpoint.names) for checkpoint in crossing.checkpoints]
        return self.t("separator.name").join(dict.fromkeys(names))

    def introduced(self, crossing: Crossing) -> str:
        """Return the names, and in brackets another that readers know, as at a first mention."""
        name, known = self.name(crossing), crossing.known_as.get(self.language)
        return f"{name} ({known})" if known else name

    def short(self, crossing: Crossing) -> str:
        """Return the name on the neighbour's side."""
        return self._named(crossing.checkpoints[0].names)

    def _named(self, names: Mapping[str, str]) -> str:
        return names.get(self.language) or names.get(Language.EN) or next(iter(names.values()), "")

    def who(self, criterion: Who, form: Form = "one") -> str:
        """Return the travellers that a criterion means: one of them, or many."""
        parts: list[str] = []
        if criterion.papers:
            worded = (self.facts.papers[p].wording(self.language) for p in criterion.papers)
            texts = [self.t("who.paper", form=form, paper=paper) for paper in worded]
            parts.append(self.listed(texts, "or"))
        for attribute, case in _CASES.items():
            if codes := getattr(criterion, attribute):
                after = "after" if parts else form
                parts.append(self._places(f"who.{attribute}", codes, case, "or", form=after))
        parts = parts or [self.t("who.anybody", form=form)]
        if criterion.modes:
            parts.append(self._means(criterion.modes))
        if criterion.direction is not None:
            parts.append(self.t(f"way.{criterion.direction}"))
        return self.t("separator.who").join(parts)

    def _means(self, modes: Iterable[str]) -> str:
        return self.listed((self.t(f"means.{mode}") for mode in modes), "or")

    def asker(self, question: Asked, form: Form = "many") -> str:
        """Return who asks and how; nothing where nothing is said."""
        traveller = question.traveller
        parts = [] if traveller is None else list(self._holder(traveller, form))
        if question.direction is not None:
            parts.append(self.t(f"way.{question.direction}"))
        if question.mode is not None:
            parts.append(self.t(f"means.{question.mode}"))
        if traveller is not None and traveller.vehicle is not None:
            parts.append(self._places("asker.vehicle", [traveller.vehicle]))
        named = traveller is not None and traveller.held("nationality")
        if not named and (traveller is not None or parts):
            nobody = self.t("asker.nobody", form=form)
            parts = [nobody, *parts] if nobody else parts
        return self.t("separator.asker").join(parts)

    def _holder(self, traveller: Traveller, form: str) -> Iterable[str]:
        nationality = sorted(traveller.held("nationality") or ())
        residence = sorted(traveller.held("residence") or ())
        papers = sorted(traveller.held("papers") or ())
        if nationality == [STATELESS]:
            yield self.t("asker.stateless", form=form)
        elif nationality:
            only = nationality[0] if len(nationality) == 1 else "several"
            yield self._places("asker.nationality", nationality, "genitive", form=form, only=only)
        if residence:
            yield self._places("asker.residence", residence)
        if papers:
            texts = (self.facts.papers[p].wording(self.language) for p in papers)
            yield self.t("asker.papers", papers=self.listed(texts))

    def clause(self, measure: Measure, question: Asked, *, is_new: bool = False) -> str:
        """Return what a measure does, by whom, since when and why.

        Of a new one, told at its beginning, since when is left out but where it amends another.
        """
        deed, origin = self._deed(measure, question), self.facts.origin(measure)
        start = None if is_new and origin is measure else origin.valid_from
        reason = self.facts.reasons[measure.reason]
        details = {
            "since": "" if start is None else self.day(start, "since"),
            "reason": "" if reason.tacit else reason.wording(self.language),
        }
        filled = [key for key, text in details.items() if text]
        key = "whole" if len(filled) > 1 else "".join(filled)
        return self.t(f"clause.{key}", deed=deed, **details) if key else deed

    def measure(self, measure: Measure, question: Asked) -> str:
        """Return a measure in one sentence: what it does, until when, and whether it came."""
        texts = [raised(self.clause(measure, question))]
        if measure.valid_to is not None:
            texts.append(self.day(measure.valid_to, "until"))
        if measure.stage is not Stage.EFFECTIVE:
            texts.append(self.t(f"stage.{measure.stage}"))
        return joined(self._chained(texts, "separator.reasons"), ".")

    def _deed(self, measure: Measure, question: Asked) -> str:
        side, only, exceptions = self.country(measure.side), measure.only, measure.exceptions
        whos = self._people(only or exceptions)
        if measure.effect is Effect.LIFTS:
            return self.t("deed.lifts", side=side)
        if measure.effect is Effect.CONDITIONS and measure.condition is not None:
            condition = self.facts.conditions[measure.condition].wording(self.language)
            key = "deed.requiresOf" if only else "deed.requires"
            return self.t(key, side=side, condition=condition, whos=whos)
        if only:
            return self.t("deed.bars", side=side, whos=whos)
        if exceptions:
            by_plates = all(who == Who(vehicle=who.vehicle) for who in exceptions)
            passage = self.t(f"let.{self._passage(measure, question)}")
            key = "deed.only" if by_plates else "deed.onlyListed"
            return self.t(key, side=side, way=passage, whos=whos)
        if measure.modes:
            return self.t("deed.barsModes", side=side, means=self._means(measure.modes))
        return self.t("deed.closed", side=side)

    def _people(self, whos: Iterable[Who], form: Form | None = None, named: int = NAMED) -> str:
        """Return the travellers whom any of the criteria means; of many papers each is one."""
        each = [*_apart(whos)]
        form = form or ("one" if any(who.papers for who in each[:named]) else "many")
        texts = [self.who(who, form) for who in each[:named]]
        if len(each) > named:
            texts.append(self.t("who.others"))
        *others, last = texts or [""]
        return self.t("separator.whosLast").join(
            [*([self.t("separator.whos").join(others)] if others else []), last]
        )

    def _passage(self, measure: Measure, question: Asked) -> Literal["in", "out", "through"]:
        both = measure.direction is Directions.BOTH
        direction = question.direction if both else Direction(measure.direction)
        if direction is None or question.direction not in {None, direction}:
            return "through"
        leaves_home = direction is Direction.OUT
        return "out" if leaves_home == (measure.side == self.facts.package.home) else "in"

    def caution(self, measure: Measure) -> str:
        """Return when a measure whose end was not found was last seen."""
        is_english = self.language is Language.EN
        seen = measure.last_seen
        return self.t(
            "caution",
            by=measure.decided_by if is_english else self.country(measure.side),
            reason=self.facts.reasons[measure.reason].wording(self.language),
            on=self.t("day.none") if seen is None else self.date(seen, "on"),
        )

    def sign(self, sign: Sign) -> str:
        """Return what traffic was seen to do at a crossing, and through which day.

        Examples
        --------
        >>> import borders
        >>> register = borders.load()
        >>> register.translator().sign(register.facts.signs[0])
        'trucks leaving Belarus stood in the queue up to and including 8 October 2026'
        """
        values = {
            "traffic": self.t(f"traffic.{sign.mode}"),
            "what": self.facts.traffic[sign.what].wording(self.language),
            "through": self.date(sign.through, "through"),
        }
        if sign.direction is Directions.BOTH:
            return self.t("sign.both", **values)
        return self.t("sign.way", **values, way=self.t(f"way.{sign.direction}"))

    def signs(self, verdict: Verdict) -> list[str]:
        """Return what traffic was seen since a crossing of unknown status was last verified."""
        if verdict.status is not Status.UNKNOWN:
            return []
        told = verdict.crossing, verdict.question, verdict.verified_through
        here = self._signs.get(verdict.crossing.id, ())
        return [self.sign(sign) for sign in signs.seen(here, *told)]

    def danger(self, danger: Danger, moment: datetime | None = None) -> str:
        """Return what is dangerous, since when, and when it was last seen, if that was before.

        Parameters
        ----------
        moment
            Of the question; left out: any.
        """
        seen = danger.last_seen
        values = {
            "danger": self.facts.danger_words[danger.danger].wording(self.language),
            "since": self.day(danger.valid_from, "since"),
        }
        if seen is None or (moment is not None and moment.date() <= seen):
            return self.t("danger.since", **values)
        return self.t("danger.seen", **values, on=self.date(seen, "on"))

    def dangers(self, verdict: Verdict, end: datetime | None = None) -> list[str]:
        """Return what endangers life at the moment of a verdict, or from it until another."""
        moment = verdict.question.moment
        found = self.facts.dangers_of(verdict.crossing, moment, end)
        return [self.danger(danger, moment) for danger in (found if end else _once(found))]

    def warning(self, verdict: Verdict) -> str:
        """Return what endangers life, as it stands before anything else; nothing without danger."""
        return self._warning(verdict.crossing, verdict.question.moment)

    def _warning(self, crossing: Crossing, moment: datetime) -> str:
        found = _once(self.facts.dangers_of(crossing, moment))
        texts = [self.danger(danger, moment) for danger in found]
        listed = self.t("separator.whos").join(texts)
        return ended(self.t("danger.told", list=listed)) if texts else ""

    @functools.cached_property
    def _signs(self) -> Mapping[str, Sequence[Sign]]:
        return signs.by_crossing(signs.known(self.facts))

    def within(self, standing: Standing) -> str:
        """Return a standing as it reads within a sentence."""
        return lowered(self.t(f"standing.{standing}"))

    def why(self, verdict: Verdict, *, named: int = NAMED) -> str:
        """Return what led to a verdict; nothing where a crossing is simply open.

        First comes whom it means, then the measures, those that bar everybody before others;
        `named` says how many of each are told.
        """
        texts = [self._but(verdict, named), *self._reasons(verdict, named)]
        return self._chained([text for text in texts if text], "separator.reasons")

    def _reasons(self, verdict: Verdict, named: int = NAMED) -> Iterator[str]:
        """Yield what led to a verdict, but for whom it means."""
        if verdict.status is Status.UNKNOWN:
            yield from self._unknown(verdict, named)
        elif not verdict.serves:
            yield self.unserved(verdict.question)
        else:
            yield from self._depends(verdict)
            yield from self._clauses(verdict, named)
            yield from self._passing(verdict, named)

    def unserved(self, question: Asked) -> str:
        """Return what a crossing does not serve that does not serve a question."""
        if question.mode is None:
            return self.t("unserved.freight")
        return self.t("unserved", means=self.t(f"means.{question.mode}"))

    def _clauses(self, verdict: Verdict, named: int) -> Iterator[str]:
        ordered = sorted(
            verdict.measures, key=lambda m: bool(m.only) + bool(m.exceptions or m.modes)
        )
        yield from (self.clause(measure, verdict.question) for measure in ordered[:named])
        if (more := len(ordered) - named) > 0:
            yield self.t("more.measures", n=more)

    def _depends(self, verdict: Verdict) -> Iterator[str]:
        """Yield on what it depends that the question left unsaid, unless whom it means says it."""
        says = {"mode", "direction"} if self._but(verdict) else {*verdict.depends_on}
        if unsaid := [attribute for attribute in verdict.depends_on if attribute in says]:
            yield self.t("depends", list=self.listed(self.t(f"depends.{each}") for each in unsaid))

    def _but(self, verdict: Verdict, named: int = NAMED) -> str:
        """Return who fares otherwise than everybody else, or what must be met first."""
        if verdict.default is None:
            return ""
        is_open = verdict.default is Status.OPEN
        whos = verdict.barred if is_open else _by_ease(verdict)[0]
        if whos:
            return self.t("but.who", whos=self._people(whos, named=named))
        conditions = {m.condition for m in verdict.measures}
        if not is_open or None in conditions:
            return ""
        return self.t("but.some" if verdict.depends_on else "but.all", n=len(conditions))

    def _passing(self, verdict: Verdict, named: int) -> Iterator[str]:
        """Yield who would pass: first what alone suffices, then the rest."""
        first, rest = _by_ease(verdict)
        form: Form | None = "one" if verdict.status is Status.CLOSED else None
        if form and first:
            yield self.t("passes", who=self._people(first, form, named))
        if rest:
            yield self.t("also", whos=self._people(rest, form, named))

    def _unknown(self, verdict: Verdict, named: int = NAMED) -> Iterator[str]:
        """Yield since when nothing is verified, what held then, who is barred, and the signs."""
        then = None if verdict.last_known is None else self._phrase(verdict.last_known)
        yield from self._aged(verdict, verdict.question.moment, then)
        yield from self._since(verdict, named)

    def _aged(self, verdict: Verdict, moment: datetime, then: str | None) -> Iterator[str]:
        """Yield since when nothing is verified, by a moment, and what held then."""
        yield self._lapse(verdict, moment)
        if then is not None and verdict.last_known is not None:
            yield self._then(verdict, verdict.last_known, moment, then)

    def _since(self, verdict: Verdict, named: int) -> Iterator[str]:
        """Yield who is barred where else nothing is known, and what was seen."""
        if verdict.measures:
            clauses = self._chained([*self._clauses(verdict, named)], "separator.reasons")
            yield self.t("unknown.attested", clauses=clauses)
        if seen := self.signs(verdict):
            yield self.t("unknown.signs", list=self.t("separator.whos").join(seen[-named:]))

    def _lapse(self, verdict: Verdict, moment: datetime) -> str:
        """Return since when a crossing is not verified."""
        first, through = verdict.crossing.verified_from, verdict.verified_through
        if through is not None:
            days = max(0, (moment.date() - through).days)
            return self.t("unknown.since", since=self.date(through, "since"), n=days)
        if first is None:
            return self.t("unknown.never")
        return self.t("unknown.before", day=self.date(first))

    def _then(self, verdict: Verdict, last: Verdict, moment: datetime, phrase: str) -> str:
        """Return what was known last: on the last verified day, or on a later one."""
        day = last.question.moment.date()
        if day == verdict.verified_through:
            return self.t("unknown.then", verdict=phrase)
        days = (moment.date() - day).days
        return self.t("unknown.last", on=self.date(day, "on"), n=days, verdict=phrase)

    def _phrase(self, verdict: Verdict) -> str:
        """Return a verdict in a few words, and who fares otherwise."""
        return self._beside(self.within(self._named_first(verdict)), self._but(verdict))

    def _named_first(self, verdict: Verdict) -> Standing:
        """Return the standing that is said first: the default, if the rest is said beside it."""
        default = verdict.default
        return Standing(default) if default and self._but(verdict) else verdict.standing

    def _beside(self, phrase: str, but: str) -> str:
        return f"{phrase}, {but}" if but else phrase

    def _chained(self, texts: Sequence[str], key: str) -> str:
        """Return the texts in a row; behind a full stop a new sentence begins."""
        between = self.t(key)
        chain = texts[0] if texts else ""
        for text in texts[1:]:
            following = raised(text) if between.startswith(".") else text
            chain = joined(chain, between) + following
        return chain

    def _dated(self, on: str, question: Asked) -> str:
        """Return a moment, and as of which day it is told."""
        note = self.known(question)
        return f"{on} ({note})" if note else on

    def known(self, question: Asked) -> str:
        """Return as of which day is told; nothing where all is told that is known."""
        day = question.as_known_on
        return lowered(self.t("note.asKnown", day=self.date(day))) if day else ""

    def sentence(self, verdict: Verdict) -> str:
        """Return a verdict in one plain sentence, or a few short ones."""
        return self.sentences(verdict, [verdict.question.moment])[0]

    def sentences(self, verdict: Verdict, moments: Iterable[datetime]) -> list[str]:
        """Return the sentences of a verdict at moments between which it becomes no other."""
        whom, but = self.asker(verdict.question), self._but(verdict)
        standing, last = self._named_first(verdict), verdict.last_known
        phrase = self.t(f"to.{standing}", whom=whom) if whom else self.within(standing)
        is_known = verdict.status is not Status.UNKNOWN
        then = None if is_known or last is None else self._phrase(last)
        lasting = [*(self._reasons(verdict) if is_known else self._since(verdict, NAMED))]

        def told(moment: datetime) -> str:
            on = self._dated(self._moment(verdict, moment), verdict.question)
            head = raised(self._beside(self.t("sentence", verdict=phrase, on=on), but))
            passing = () if is_known else self._aged(verdict, moment, then)
            reasons = self._chained([*passing, *lasting], "separator.reasons")
            text = joined(self._chained([head, reasons], "separator.why") if reasons else head, ".")
            warning = self._warning(verdict.crossing, moment)
            return f"{warning} {text}" if warning else text

        return [told(moment) for moment in moments]

    def _moment(self, verdict: Verdict, moment: datetime) -> str:
        """Return the moment of a verdict: a bare day of noon, and of what was known last."""
        verified = verdict.verified_through
        is_last = f"{moment:%H:%M}" == _LAST and (verified is None or verified <= moment.date())
        return self.date(moment.date(), "on") if is_last else self.day(moment, "on", _NOON)

    def finding(self, verdicts: Iterable[Verdict], question: Asked) -> str:
        """Return the headline of an answer: how many crossings let how many through.

        It has no full stop and at most 90 characters, and its numbers add up to how many crossings
        serve the question. Those open to all or most are told together, and those open by some
        means, in one direction or to few.

        Examples
        --------
        >>> import borders
        >>> day = borders.load().on("2023-08-21", mode="car", direction="out")
        >>> day.translator.finding(day.verdicts, day)
        'Of 51 crossings, 6 let most through, 7 only some, 19 are shut, 19 are unverified'
        """
        serving, mode = [verdict for verdict in verdicts if verdict.serves], question.mode
        if not serving:
            means = self.t(f"means.{mode}") if mode else ""
            return self.t("finding.unserved", mode=mode or "none", means=means)
        if len(serving) == 1:
            (verdict,) = serving
            name, standing = self.short(verdict.crossing), self.within(verdict.standing)
            return self.t("finding.one", name=name, standing=standing)
        standings = [verdict.standing for verdict in serving]
        sorts = Counter(_FINDING[standing] for standing in standings)
        is_free = Standing.OPEN_BY_DEFAULT not in standings
        if len(sorts) == 1:
            (sort,) = sorts
            how = "open" if sort == "most" and is_free else sort
            texts = [self.t("finding.every", how=how)]
        else:
            texts = [*self._sorts(sorts, is_free=is_free)]
        values = {"n": len(standings), "list": ", ".join(texts)}
        whole = self.t("finding.of", brief="no", **values)
        return whole if len(whole) <= HEADLINE else self.t("finding.of", brief="yes", **values)

    def _sorts(self, sorts: Mapping[str, int], *, is_free: bool) -> Iterator[str]:
        """Yield how many crossings let most through, only some, or nobody, or are not verified."""
        if n := sorts.get("most"):
            yield self.t("finding.open", n=n, how="all" if is_free else "most")
        if n := sorts.get("some"):
            yield self.t(
                "finding.some", n=n, alone="no" if sorts.get("most") and not is_free else "yes"
            )
        for sort in ("closed", "unknown"):
            if n := sorts.get(sort):
                yield self.t(f"finding.{sort}", n=n)

    def summary(self, verdicts: Iterable[Verdict], question: AskedAt) -> str:
        """Return what one could use, counted and named, as the page says it above its map.

        The numbers add up to how many crossings serve the question.
        """
        on, mode = self._dated(self.when(question, "on"), question), question.mode
        whom = self.asker(question, "one") or self.t("asker.anybody")
        serving = [verdict for verdict in verdicts if verdict.serves]
        if not serving:
            return self.t("summary.unserved", means=self.t(f"means.{mode}") if mode else "")
        groups = _grouped(serving)
        texts = self._uses(serving, groups, on, whom)
        lasts = self._lasts(groups[Standing.UNKNOWN])
        beyond = self.by_neighbour(serving)
        return " ".join(filter(None, (self.endangered(serving), *texts, beyond, *lasts)))

    def named(self, verdicts: Iterable[Verdict]) -> str:
        """Return which crossings one could use, and what the unknown ones were known as last.

        It stands below a finding, which counts them; nothing where there is nothing to name.
        """
        serving = [verdict for verdict in verdicts if verdict.serves]
        groups = _grouped(serving)
        texts = [self._group(s, group) for s, group in groups.items() if _is_named(s, group)]
        lasts = self._lasts(groups[Standing.UNKNOWN])
        named = texts if len(serving) > 1 else ()
        heads = (self.by_neighbour(serving), self.endangered(serving))
        return " ".join(filter(None, (*heads, *named, *lasts)))

    def by_neighbour(self, verdicts: Iterable[Verdict]) -> str:
        """Return to which neighbours how many crossings are open, or let most through.

        Nothing, where all lead to one, or none leads to any.

        Examples
        --------
        >>> import borders
        >>> day = borders.load().on("2023-08-21", mode="car", direction="out", neighbours="EU")
        >>> day.translator.by_neighbour(day.verdicts)
        'Letting most through: Lithuania 4 of 16; Latvia 2 of 5; Poland none of 6.'
        """
        groups = {code: group for code, group in by_neighbour(verdicts).items() if code}
        if len(groups) < 2:  # noqa: PLR2004 - one is no choice
            return ""
        texts = []
        for code, group in groups.items():
            n = sum(_FINDING[verdict.standing] == "most" for verdict in group)
            nothing = all(verdict.status is Status.UNKNOWN for verdict in group)
            how = "some" if n else "unknown" if nothing else "none"
            place = self.place(code)
            texts.append(self.t("finding.to", place=place, how=how, n=n, of=len(group)))
        standings = {verdict.standing for group in groups.values() for verdict in group}
        how = "most" if Standing.OPEN_BY_DEFAULT in standings else "all"
        return self.t("finding.by", how=how, list="; ".join(texts))

    def endangered(self, verdicts: Iterable[Verdict]) -> str:
        """Return at how many crossings is a danger, and at which, if they are few, or what."""
        found = [verdict for verdict in verdicts if verdict.dangers]
        kinds = dict.fromkeys(danger.danger for verdict in found for danger in verdict.dangers)
        words = (self.facts.danger_words[kind].wording(self.language) for kind in kinds)
        told = self._names(found) if len(found) <= NAMED else self.t("separator.whos").join(words)
        return f"{self.t('legend.danger')} ({len(found)}): {told}." if found else ""

    def _lasts(self, unknown: Sequence[Verdict]) -> Iterator[str]:
        """Yield what crossings of unknown status were known as last, if any was."""
        lasts = [verdict.last_known for verdict in unknown]
        if any(lasts):
            standings = (last.standing if last else Standing.UNKNOWN for last in lasts)
            yield self.t("summary.last", list=self._tally(standings))

    def _uses(
        self,
        serving: Sequence[Verdict],
        groups: Mapping[Standing, Sequence[Verdict]],
        on: str,
        whom: str,
    ) -> Iterator[str]:
        """Yield how many crossings one could use, and how many stand otherwise."""
        total, free = self._of(serving), groups[Standing.OPEN]
        if len(groups[Standing.UNKNOWN]) == len(serving):
            yield raised(self.t("summary.nothing", on=on, of=total))
            return
        if len(serving) == 1:
            (verdict,) = serving
            place = self.t(f"place.{verdict.crossing.kind}-{verdict.crossing.category}")
            kind = verdict.crossing.kind
            values = {"place": place, "kind": kind, "name": self.short(verdict.crossing)}
            standing = self.within(verdict.standing)
            yield raised(self.t("summary.one", on=on, whom=whom, standing=standing, **values))
            return
        is_limited = any(groups[each] for each in Standing if each.status is Status.RESTRICTED)
        key = "some" if free else "noneFree" if is_limited else "none"
        values = {"on": on, "whom": whom, "of": total, "list": self._names(free)}
        yield raised(self.t(f"summary.{key}", n=len(free), **values))
        yield from (
            self._group(standing, group)
            for standing, group in groups.items()
            if group and standing is not Standing.OPEN
        )

    def _group(self, standing: Standing, verdicts: Sequence[Verdict]) -> str:
        """Return how many crossings have a standing, and which, if one could use them."""
        text = self.counted(standing, len(verdicts))
        return f"{text}: {self._names(verdicts)}." if _is_named(standing, verdicts) else f"{text}."

    def _names(self, verdicts: Iterable[Verdict]) -> str:
        return self.listed(self.short(verdict.crossing) for verdict in verdicts)

    def _of(self, verdicts: Sequence[Verdict]) -> str:
        kinds = {verdict.crossing.kind for verdict in verdicts}
        return self.t(f"of.{kinds.pop() if len(kinds) == 1 else 'any'}", n=len(verdicts))

    def length(self, km: float, *, rough: bool = False) -> str:
        """Return a distance in whole kilometres."""
        return self.t("ways.length", km=math.floor(km + 0.5), rough="yes" if rough else "no")

    def nearest(self, routes: Sequence[Routed], town: str, direction: Direction) -> str:
        """Return the nearest way for a traveller, and what is nearer but restricted or closed.

        An airport is none where anything else is meant too.
        """
        ground = [route for route in routes if route.by != "air"] or routes
        known = [route for route in ground if route.km is not None]
        if not known or known[0].status not in {Status.OPEN, Status.RESTRICTED}:
            return self.t("ways.none", town=town, way=direction)
        best = known[0]
        first = self.t(
            "ways.nearest",
            town=town,
            way=direction,
            status=best.status,
            standing=self.within(best.verdict.standing),
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
                standing = self.within(nearer.verdict.standing)
                texts.append(self.t("ways.nearer", crossing=name, length=length, standing=standing))
        return " ".join(texts)

    def number(self, value: float) -> str:
        """Return a number as it is written: of four digits without anything between them."""
        is_long = abs(value) >= _LONG
        return str(format_decimal(value, locale=self.locale, group_separator=is_long))

    def label(self, crossing: Crossing) -> str:
        """Return the name on the neighbour's side, and what is there if no road."""
        name = crossing.checkpoints[0].names.get(self.language)
        name = name or crossing.name().partition(" (")[0]
        if crossing.kind in {Kind.ROAD, Kind.AIR} or name.endswith(")"):
            return name
        return f"{name} ({lowered(self.t(f'kind.{crossing.kind}'))})"

    def counted(self, standing: Standing, count: int) -> str:
        """Return a standing, and how many have it: "Closed (3)"."""
        return f"{self.t(f'standing.{standing}')} ({count})"

    def counts(self, standings: Sequence[Standing]) -> str:
        """Return how many crossings there are, and how many of them have each standing."""
        total = self.t("table.count", count=len(standings))
        return f"{total}: {self._tally(standings)}" if standings else total

    def _tally(self, standings: Iterable[Standing]) -> str:
        numbers = Counter(standings)
        return ", ".join(
            self.t("count", standing=self.within(each), n=numbers[each])
            for each in Standing
            if numbers[each]
        )

    def left_out(self, question: Asked, count: int) -> str:
        """Return how many crossings are left out, as they do not serve a question."""
        if not question.mode:
            return self.t("legend.freight", n=count)
        return self.t("legend.unserved", n=count, means=self.t(f"means.{question.mode}"))

    def explained(self, standing: Standing) -> str:
        """Return what a standing means."""
        return ended(f"{self.t(f'standing.{standing}')}: {self.t(f'legend.{standing}')}")

    def question(self, question: AskedAt, *, moment: bool = True) -> str:
        """Return what is asked: of whom, how, in which direction, when."""
        nobody = self.t("asker.nobody", form="many") or self.t("asker.anybody")
        parts = [self.moment(question)] if moment else []
        parts.append(raised(self.asker(question) or nobody))
        parts += [] if question.mode else [lowered(self.t("mode.any"))]
        parts += [] if question.direction else [lowered(self.t("direction.any"))]
        parts.append(self.meant(question))
        parts += [] if moment else [self.known(question)]
        return " · ".join(filter(None, parts))

    def meant(self, question: AskedAt) -> str:
        """Return which borders are meant; nothing where all are."""
        places = self.listed(map(self.place, question.neighbours))
        return f"{lowered(self.t('field.to'))}: {places}" if places else ""

    def moment(self, question: AskedAt) -> str:
        """Return when is asked, and what is known then."""
        texts = [self.when(question), self.known(question)]
        return " · ".join(map(unbroken, filter(None, texts)))

    def restriction(self, verdict: Verdict) -> str:
        """Return on what it depends whether one may pass."""
        unsaid = self.listed(self.t(f"depends.{attribute}") for attribute in verdict.depends_on)
        texts = [self.t("depends", list=unsaid)] if unsaid else []
        texts += [
            self.clause(measure, verdict.question)
            for measure in verdict.measures
            if measure.effect is Effect.CONDITIONS
        ]
        return self._chained(texts, "separator.reasons") if texts else self.why(verdict)

    def route(self, route: Routed, best: Routed | None, destination: Place | None) -> str:
        """Return a route in one plain sentence, beside the shortest open one."""
        verdict, lead = route.verdict, _lead(destination is not None and route.by != "air")
        head = self.t(
            "route.sentence",
            verdict=self.within(verdict.standing),
            way=self._course(route, lead, is_trip=destination is not None),
        )
        texts = [raised(head), self.why(verdict, named=1)]
        if route.km is not None and best is not None and route.status is not Status.OPEN:
            more = round((best.km or 0) - route.km)
            words = (
                ("equal", "longer", "shorter") if lead == "through" else ("", "farther", "nearer")
            )
            than = words[0 if not more else 1 if more > 0 else 2]
            name, length = self.short(best.crossing), self.length(abs(more))
            beside = self.t("route.beside", lead=lead, name=name, than=than, length=length)
            texts.append(beside)
        return joined(self._chained([text for text in texts if text], "separator.reasons"), ".")

    def _course(self, route: Routed, lead: str, *, is_trip: bool) -> str:
        name, by = self.short(route.crossing), route.by
        if route.km is None:
            return self.t("route.unrouted", lead=lead, name=name, by=by)
        length = self.length(route.km, rough=route.approximate)
        if by != "air" or not is_trip or route.verdict.question.direction is Direction.OUT:
            course = self.t("route.way", length=length, by=by, lead=lead, name=name)
            return self.t("route.thenPlane", way=course) if by == "air" and is_trip else course
        return self.t("route.byPlane", name=name, length=length)

    def corridor(self, routes: Sequence[Routed], start: Place, end: Place | None) -> str:
        """Return what the routes of a question come to, best way first."""
        home = self.facts.package.home
        routed = [route for route in routes if route.km is not None]
        best = next((route for route in routed if route.status is Status.OPEN), None)
        if best is None:
            restricted = (route for route in routed if route.status is Status.RESTRICTED)
            best = next(restricted, None)
            if best is None:
                return self.t("corridor.none")
            values = {"lead": _lead(end is not None), "name": self.short(best.crossing)}
            return self.t("corridor.noneBut", **values, how=self._how(best))
        values = {"name": self.short(best.crossing), "how": self._how(best)}
        if end is None:
            return self.t("corridor.nearest", **values)
        if best.by == "air":
            return self.t("corridor.air", **values)
        beyond = end.state if start.state == home else start.state
        if best.crossing.neighbour == beyond:
            text = self.t("corridor.shortest", **values)
        else:
            country = self.country(best.crossing.neighbour or home)
            text = self.t("corridor.shortestBy", **values, country=country)
        if any(r.status is Status.OPEN and r.crossing.neighbour == beyond for r in routes):
            return text
        by = best.by if len({route.by for route in routes}) == 1 else "any"
        ends = {"start": self.country(home), "end": self.country(beyond)}
        return self.t("corridor.noneDirect", by=by, **ends, whole=lowered(text))

    def _how(self, route: Routed) -> str:
        length = self.length(route.km or 0, rough=route.approximate)
        return self.t("corridor.how", length=length, by=route.by)

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
        months = (self.locale.months["format"]["wide"]).values()
        lands = self.locale.territories.values()
        texts = "".join((*self._messages.values(), *names, *papers, *groups, *months, *lands))
        return frozenset(filter(str.isprintable, texts + texts.upper()))


def _apart(whos: Iterable[Who]) -> Iterator[Who]:
    """Yield criteria with one paper each, where any of several is enough."""
    for who in whos:
        if len(who.papers) > 1:
            yield from (structs.replace(who, papers=(paper,)) for paper in who.papers)
        else:
            yield who


def _by_ease(verdict: Verdict) -> tuple[list[Who], list[Who]]:
    """Return who would pass by what alone suffices, and the rest.

    A permit comes before a paper, both before a vehicle, and these before citizenship, which alone
    is of use to those who did not say theirs.
    """
    traveller = verdict.question.traveller
    is_citizen = traveller is not None and traveller.held("nationality") is not None

    def rank(who: Who) -> int:
        held = [attribute for attribute in _EASE if getattr(who, attribute)]
        alone = len(held) < 2 and not (is_citizen and who.nationality)  # noqa: PLR2004 - one thing
        return _EASE.index(held[0]) if alone and held else 0 if alone else len(_EASE)

    ordered = sorted(verdict.would_pass, key=rank)
    alone = [who for who in ordered if rank(who) < len(_EASE)]
    rest = ordered[len(alone) :]
    return (alone, rest) if alone else (rest, [])


def by_neighbour(verdicts: Iterable[Verdict]) -> dict[str | None, list[Verdict]]:
    """Return verdicts by the neighbour to which their crossings lead; None: by air."""
    groups: dict[str | None, list[Verdict]] = {}
    for verdict in verdicts:
        groups.setdefault(verdict.crossing.neighbour, []).append(verdict)
    return groups


def _grouped(verdicts: Sequence[Verdict]) -> dict[Standing, list[Verdict]]:
    return {each: [v for v in verdicts if v.standing is each] for each in Standing}


def _is_named(standing: Standing, verdicts: Sequence[Verdict]) -> bool:
    """Return whether crossings of a standing are named: those to use, and a few unknown ones."""
    most = {Standing.UNKNOWN: NAMED, Standing.CLOSED: 0}.get(standing, MOST)
    return 0 < len(verdicts) <= most


def _once(dangers: Iterable[Danger]) -> Iterable[Danger]:
    """Return dangers of one moment, each kind once: since the first, seen as long as any of it."""
    kinds: dict[str, Danger] = {}
    for danger in dangers:
        same = kinds.get(danger.danger, danger)
        seen = [one.last_seen for one in (same, danger) if one.last_seen is not None]
        kinds[danger.danger] = structs.replace(
            danger,
            valid_from=min(same.valid_from, danger.valid_from),
            last_seen=max(seen) if len(seen) > 1 else None,
        )
    return kinds.values()


def _lead(through: bool) -> str:  # noqa: FBT001 - which of two
    return "through" if through else "to"


def _is_local(verdict: Verdict) -> bool:
    return verdict.crossing.category is Category.LOCAL


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
