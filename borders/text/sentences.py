"""Verdicts, routes and questions → sentences in the language of a reader.

Terminal, notebook, page and figures speak through `Translator` alone. `core/sentences.js` of the
page says the same of the same verdicts, out of the same messages; a test holds this.
"""

from __future__ import annotations

import functools
import math
from datetime import datetime
from typing import TYPE_CHECKING, Final, Literal, Protocol
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, get_timezone_location
from babel.lists import format_list
from babel.numbers import format_decimal

from borders import dates
from borders.enums import Category, Direction, Directions, Effect, Kind, Language, Stage, Status
from borders.errors import QuestionError
from borders.model import Who
from borders.text import countries, icu
from borders.text.icu import joined
from borders.text.messages import messages

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from borders.enums import Mode, Standing
    from borders.model import Crossing, Facts, Measure, Sign, Traveller, Verdict
    from borders.places import Place

    Day = date
    Use = Literal["alone", "on", "since", "through", "until"]

__all__ = ["Asked", "Routed", "Translator", "ended", "lowered", "raised", "unbroken"]

NAMED: Final = 3
"""How many measures, or groups that would pass, a sentence names."""

_TAGS: Final = {Language.EN: "en_GB"}
_NOON, _MIDNIGHT = "12:00", "00:00"

_parsed = functools.cache(icu.parse)


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
    >>> translator = Translator(borders.load().facts, "pl")
    >>> translator.t("verdict.closed"), translator.place("LT")
    ('zamknięte', 'Litwa')
    """

    def __init__(self, facts: Facts, lang: str) -> None:
        try:
            language = Language(lang)
        except ValueError:
            msg = f"lang is {lang!r}: write one of {', '.join(Language)}"
            raise QuestionError(msg) from None
        self.facts, self.language = facts, language
        self._messages = messages(language)
        self.locale = Locale.parse(_TAGS.get(language, language.value))
        self._category = self.locale.plural_form
        code = facts.package.home
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
        parts = {"year": str(day.year), "month": str(day.month), "day": str(day.day)}
        return self.t(f"day.{use}", date=written, **parts)

    def day(self, moment: datetime, use: Use = "alone", plain: str = _MIDNIGHT) -> str:
        """Return the day of a moment on its own clock, with the time unless it is plain.

        A time is told with its clock, as clocks differ at a border.
        """
        text, time = self.date(moment.date(), use), moment.strftime("%H:%M")
        if time == plain:
            return text
        zone, town = getattr(moment.tzinfo, "key", ""), self.clock(moment)
        clock = self.t("day.clock", zone=zone.rpartition("/")[2], town=town)
        return self.t("day.time", day=text, time=time, clock=clock)

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

    def name(self, crossing: Crossing) -> str:
        """Return the names on both sides."""
        names = [self._named(checkpoint.names) for checkpoint in crossing.checkpoints]
        return self.t("separator.name").join(dict.fromkeys(names))

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
            texts = [self.t("who.paper", form=form, paper=paper) for paper in worded]
            parts.append(self.listed(texts, "or"))
        for attribute in ("nationality", "residence", "vehicle"):
            if codes := getattr(criterion, attribute):
                after = "after" if parts and attribute != "nationality" else form
                parts.append(self.t(f"who.{attribute}", form=after, places=self._places(codes)))
        parts = parts or [self.t("who.anybody", form=form)]
        if criterion.modes:
            parts.append(self._means(criterion.modes))
        if criterion.direction is not None:
            parts.append(self.t(f"way.{criterion.direction}"))
        return self.t("separator.who").join(parts)

    def _means(self, modes: Iterable[str]) -> str:
        return self.listed((self.t(f"means.{mode}") for mode in modes), "or")

    def asker(self, question: Asked, form: Literal["one", "many"] = "many") -> str:
        """Return who asks and how; nothing where nothing is said."""
        traveller = question.traveller
        parts = [] if traveller is None else list(self._holder(traveller, form))
        if question.direction is not None:
            parts.append(self.t(f"way.{question.direction}"))
        if question.mode is not None:
            parts.append(self.t(f"means.{question.mode}"))
        if traveller is not None and traveller.vehicle is not None:
            parts.append(self.t("asker.vehicle", places=self.country(traveller.vehicle)))
        named = traveller is not None and traveller.held("nationality")
        if not named and (traveller is not None or parts):
            nobody = self.t("asker.nobody", form=form)
            parts = [nobody, *parts] if nobody else parts
        return self.t("separator.asker").join(parts)

    def _holder(self, traveller: Traveller, form: str) -> Iterable[str]:
        nationality = sorted(traveller.held("nationality") or ())
        residence = sorted(traveller.held("residence") or ())
        papers = sorted(traveller.held("papers") or ())
        if nationality:
            places = self.listed(map(self.country, nationality))
            only = nationality[0] if len(nationality) == 1 else ""
            yield self.t("asker.nationality", form=form, only=only, places=places)
        if residence:
            yield self.t("asker.residence", places=self.listed(map(self.country, residence)))
        if papers:
            texts = (self.facts.papers[p].wording(self.language) for p in papers)
            yield self.t("asker.papers", papers=self.listed(texts))

    def clause(self, measure: Measure, question: Asked) -> str:
        """Return what a measure does, by whom, since when and why."""
        deed = self._deed(measure, question)
        start = self.facts.origin(measure).valid_from
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

    def _people(self, whos: Sequence[Who]) -> str:
        texts = [self.who(who, "many") for who in whos[:NAMED]]
        if len(whos) > NAMED:
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
        'trucks leaving Belarus stood in the queue through 8 October 2026'
        """
        values = {
            "traffic": self.t(f"traffic.{sign.mode}"),
            "what": self.facts.traffic[sign.what].wording(self.language),
            "through": self.date(sign.through, "through"),
        }
        if sign.direction is Directions.BOTH:
            return self.t("sign.both", **values)
        return self.t("sign.way", **values, way=self.t(f"way.{sign.direction}"))

    def why(self, verdict: Verdict, *, named: int = NAMED) -> str:
        """Return what led to a verdict; nothing where a crossing is simply open.

        Measures that bar everybody come first; `named` says how many are told.
        """
        question = verdict.question
        if verdict.status is Status.UNKNOWN:
            return self._last(verdict)
        if not verdict.serves:
            if question.mode is None:
                return self.t("unserved.freight")
            return self.t("unserved", means=self.t(f"means.{question.mode}"))
        ordered = sorted(
            verdict.measures, key=lambda m: bool(m.only) + bool(m.exceptions or m.modes)
        )
        texts = [self.clause(measure, question) for measure in ordered[:named]]
        if (more := len(ordered) - named) > 0:
            texts.append(self.t("more.measures", n=more))
        if verdict.depends_on:
            unsaid = self.listed(self.t(f"depends.{attribute}") for attribute in verdict.depends_on)
            texts.insert(0, self.t("depends", list=unsaid))
        if verdict.status is Status.CLOSED and verdict.would_pass:
            first, *others = _by_ease(verdict.would_pass)
            texts.append(self.t("passes.others" if others else "passes", who=self.who(first)))
        return self._chained(texts, "separator.reasons") if texts else ""

    def _last(self, verdict: Verdict) -> str:
        last = verdict.last_known
        if last is None:
            return self.t("last.nothing")
        on = self.date(last.question.moment.date(), "on")
        return self.t("last.verified", on=on, status=self.t(f"verdict.{last.status}"))

    def _chained(self, texts: Sequence[str], key: str) -> str:
        """Return the texts in a row; behind a full stop a new sentence begins."""
        between = self.t(key)
        chain = texts[0]
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
        whom, key = self.asker(verdict.question), f"verdict.{verdict.status}"
        phrase = self.t(f"{key}To" if whom else key, whom=whom)
        on = self._dated(self.day(verdict.question.moment, "on", _NOON), verdict.question)
        head = raised(self.t("sentence", verdict=phrase, on=on))
        why = self.why(verdict)
        return joined(self._chained([head, why], "separator.why") if why else head, ".")

    def summary(self, verdicts: Iterable[Verdict], question: AskedAt) -> str:
        """Return what one could use, counted and named, as the page says it above its map."""
        on, mode = self._dated(self.when(question, "on"), question), question.mode
        whom = self.asker(question, "one") or self.t("asker.anybody")
        serving = [v for v in verdicts if v.serves]
        if not serving:
            return self.t("summary.unserved", means=self.t(f"means.{mode}") if mode else "")
        main = [v for v in serving if not _is_local(v)]
        usable = {Status.OPEN, Status.RESTRICTED}
        if not main or any(_is_local(v) and v.status in usable for v in serving):
            main = serving
        known = [v for v in main if v.status is not Status.UNKNOWN]
        if not known:
            return raised(self.t("summary.nothing", on=on))
        groups = {status: [v for v in main if v.status is status] for status in Status}
        groups[Status.UNKNOWN] = [v for v in groups[Status.UNKNOWN] if not _is_local(v)]
        names = {
            status: self.listed(self.short(v.crossing) for v in group)
            for status, group in groups.items()
        }
        unknown = self.t("summary.unknown", list=names[Status.UNKNOWN])
        unknowns = [unknown] if groups[Status.UNKNOWN] else []
        if len(known) == 1:
            crossing, status = known[0].crossing, known[0].status
            details = {"on": on, "whom": whom, "status": status, "name": self.short(crossing)}
            place = self.t(f"place.{crossing.kind}-{crossing.category}")
            return " ".join([raised(self.t("summary.one", place=place, **details)), *unknowns])
        kinds = {v.crossing.kind for v in known}
        rank = "any" if any(map(_is_local, known)) else "international"
        total = self.t(f"of.{kinds.pop() if len(kinds) == 1 else 'any'}", n=len(known), rank=rank)
        group = groups[Status.OPEN]
        key = "some" if group else "noneFree" if groups[Status.RESTRICTED] else "none"
        values = {"on": on, "whom": whom, "n": len(group), "of": total, "list": names[Status.OPEN]}
        texts = [raised(self.t(f"summary.{key}", **values))]
        if groups[Status.RESTRICTED]:
            texts.append(self.t("summary.restricted", list=names[Status.RESTRICTED]))
        return " ".join([*texts, *unknowns])

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
                texts.append(self.t("ways.nearer", crossing=name, length=length, status=status))
        return " ".join(texts)

    def number(self, value: float) -> str:
        """Return a number as it is written."""
        return str(format_decimal(value, locale=self.locale))

    def label(self, crossing: Crossing) -> str:
        """Return the name on the neighbour's side, and what is there if no road."""
        name = crossing.checkpoints[0].names.get(self.language)
        name = name or crossing.name().partition(" (")[0]
        if crossing.kind in {Kind.ROAD, Kind.AIR} or name.endswith(")"):
            return name
        return f"{name} ({lowered(self.t(f'kind.{crossing.kind}'))})"

    def counted(self, status: Status | Standing, count: int) -> str:
        """Return a status, and how many have it."""
        return f"{self.t(f'standing.{status}')} ({count})"

    def count(self, status: Status, count: int) -> str:
        """Return how many have a status, in a row of such counts: "3 closed"."""
        return self.t("terminal.count", status=self.t(f"verdict.{status}"), n=count)

    def explained(self, status: Status | Standing) -> str:
        """Return what a status means that does not say it itself."""
        return ended(f"{self.t(f'standing.{status}')}: {self.t(f'legend.{status}')}")

    def question(self, question: AskedAt, *, moment: bool = True) -> str:
        """Return what is asked: of whom, how, in which direction, when."""
        nobody = self.t("asker.nobody", form="many") or self.t("asker.anybody")
        parts = [self.moment(question)] if moment else []
        parts.append(raised(self.asker(question) or nobody))
        parts += [] if question.mode else [lowered(self.t("mode.any"))]
        parts += [] if question.direction else [lowered(self.t("direction.any"))]
        parts += [] if moment else [self.known(question)]
        return " · ".join(filter(None, parts))

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
            verdict=self.t(f"verdict.{verdict.status}"),
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


def _by_ease(whos: Iterable[Who]) -> list[Who]:
    """Return who would pass by permit, then by papers, then by citizenship."""

    def rank(w: Who) -> int:
        return 0 if w.residence and not w.papers else 1 if w.papers else 2 if w.nationality else 3

    return sorted(whos, key=rank)


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
