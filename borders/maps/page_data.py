"""A register → all that a page needs to say of any day to any traveller, as plain data for JSON.

Its form is described, type by type, at the head of `assets/core/verdicts.js`.
"""

from __future__ import annotations

import functools
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from babel.core import get_global

from borders import country_codes, dates
from borders.enums import Directions, Language, Mode, Stage
from borders.model import Question, Traveller
from borders.rules import periods
from borders.rules.decision_diagrams import LEAVES, OUTCOMES, Diagrams
from borders.rules.evaluate import default_from, modes_asked, status_from
from borders.style import REACH, STYLES

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
    from datetime import tzinfo

    from borders.model import (
        Advice,
        Crossing,
        Danger,
        Group,
        Measure,
        NamedEvent,
        Reason,
        Sign,
        Source,
        Who,
        Word,
        Worded,
    )
    from borders.register import Register
    from borders.rules.decision_diagrams import Interval, Row
    from borders.style import Style

    State = tuple[int, tuple[tuple[int, int], ...]]
    Window = tuple[int, float, float | None, int]
    """A measure, and since when and up to when something holds of it, for whom."""

__all__ = ["page_data"]

T = TypeVar("T", bound="Hashable")

EPOCH = datetime.fromtimestamp(0, UTC)
YEAR = timedelta(days=366)
"""How long before and after all that is known the clocks are shown too."""

WEEK = 7 * 24
"""Hours."""


def page_data(register: Register) -> dict[str, Any]:
    """Return the whole register with every verdict that it can give, compiled."""
    return _Writer(register).data()


class _Numbers(dict[T, int]):
    """Values in the order of their first use, each with its number."""

    def __missing__(self, value: T) -> int:
        self[value] = len(self)
        return self[value]


class _Timeline(NamedTuple):
    """What holds at a crossing when, its measures by their places among all at the crossing.

    Crossings of the same modes and clock, verified alike, at which the same was decided at the same
    times, share one.
    """

    attested: list[tuple[float, State, float | None]]
    planned: list[Window]
    cautions: list[Window]
    spells: list[tuple[float, State]]


class _Writer:
    """What the parts of the data share while they are written."""

    def __init__(self, register: Register) -> None:
        self.register, self.facts, self.index = register, register.facts, register.index
        self.diagrams = Diagrams(register.index)
        self.rows: _Numbers[Row] = _Numbers()
        self.whos: _Numbers[Who] = _Numbers()
        self.states: _Numbers[State] = _Numbers()
        self.sources: _Numbers[str] = _Numbers()
        self.crossings = {c.id: number for number, c in enumerate(register.crossings)}
        self.measures = {m.id: number for number, m in enumerate(register.measures)}
        self.decisions: _Numbers[object] = _Numbers()
        self.decision = functools.cache(self._decision)
        self.timelines: dict[object, _Timeline] = {}

    def data(self) -> dict[str, Any]:
        """Return all of it."""
        package, facts, verified = self.facts.package, self.facts, self.register.verified_day
        written = {
            "measures": [self._measure(m) for m in self.register.measures],
            "crossings": [self._crossing(c) for c in self.register.crossings],
            "advice": [self._advice(a) for a in facts.advice.values()],
            "events": [self._event(event) for event in self.register.events],
        }
        masks = [
            [outcome for i, outcome in enumerate(OUTCOMES) if mask & 1 << i]
            for mask in range(1 << len(OUTCOMES))
        ]
        codes = sorted(country_codes.codes())
        return {
            "title": package.title,
            "version": package.version,
            "home": package.home,
            "askers": [
                _present(nationality=asker.nationality, mode=asker.mode) for asker in package.askers
            ],
            "languages": list(package.languages),
            "credits": package.credits,
            "verified": verified and verified.isoformat(),
            "verifiedTo": self._verified_to(),
            "fresh": package.fresh_days,
            "span": self._span(),
            "clocks": self._clocks(),
            "clockTowns": self._clock_towns(),
            "statuses": [status_from(outcomes) for outcomes in masks],
            "defaults": [default_from(outcomes) for outcomes in masks],
            "styles": {standing.value: _look(style) for standing, style in STYLES.items()},
            "reach": [distance.below for distance in REACH[:-1]],
            "modes": list(Mode),
            "freight": [mode for mode in Mode if mode.carries_freight],
            "countries": codes,
            "stateless": country_codes.STATELESS,
            "longer": _longer(codes),
            "groups": {key: _group(group) for key, group in facts.groups.items()},
            "words": {
                "reason": _reasons(facts.reasons),
                "condition": _words(facts.conditions),
                "paper": _words(facts.papers),
                "traffic": _words(facts.traffic),
                "danger": _words(facts.danger_words),
            },
            "sources": [_source(facts.sources[key]) for key in self.sources],
            "whos": [_who(who) for who in self.whos],
            **written,
            "diagrams": self._diagrams(),
            "states": list(self.states),
        }

    def _verified_to(self) -> dict[str, str]:
        """Return how well the crossings to each neighbour say how new they are, and their day."""
        groups: dict[str, list[Crossing]] = {}
        for crossing in self.register.crossings:
            groups.setdefault(crossing.neighbour or "", []).append(crossing)
        ranks = {code: self.register.verified_rank(group) for code, group in groups.items()}
        return {code: f"{rank[0]}{rank[1]}" for code, rank in ranks.items() if rank is not None}

    def _span(self) -> tuple[str, str] | None:
        days = [
            (c.verified_from.isoformat(), c.verified_through.isoformat())
            for c in self.register.crossings
            if c.verified_from is not None and c.verified_through is not None
        ]
        return (min(day for day, _ in days), max(day for _, day in days)) if days else None

    def _clocks(self) -> dict[str, list[tuple[float | None, int]]]:
        """Return each clock over all moments of the register, and a year around them."""
        moments = [datetime.fromisoformat(day).replace(tzinfo=UTC) for day in self._span() or ()]
        for measure in self.register.measures:
            bounds = (measure.valid_from, measure.valid_to, measure.planned_to)
            moments += [bound for bound in bounds if bound is not None]
        moments += [advice.valid_from for advice in self.facts.advice.values()]
        first, last = (min(moments), max(moments)) if moments else (EPOCH, EPOCH)
        return {
            side: list(_offsets(dates.timezone(name), first - YEAR, last + YEAR))
            for side, name in self.facts.package.zones.items()
        }

    def _clock_towns(self) -> dict[str, dict[str, str]]:
        """Return the towns after which each clock is called: by language, and in its zone."""
        zones = self.facts.package.zones
        moments = {side: EPOCH.astimezone(dates.timezone(name)) for side, name in zones.items()}
        return {
            side: {"zone": zones[side].rpartition("/")[2]}
            | {each.value: self.register.translator(each).clock(moment) for each in Language}
            for side, moment in moments.items()
        }

    def _crossing(self, crossing: Crossing) -> dict[str, Any]:
        zone = self.register.zone(crossing)
        question = Question(moment=EPOCH.astimezone(zone), traveller=Traveller())
        timeline = self._timeline(crossing, question)
        equipment = crossing.equipment
        here = [self.measures[measure.id] for measure in self.index.measures(crossing)]
        return _present(
            id=crossing.id,
            sides=[c.side for c in crossing.checkpoints],
            names=[c.names for c in crossing.checkpoints],
            aliases=crossing.aliases,
            knownAs=crossing.known_as,
            kind=crossing.kind,
            category=crossing.category,
            neighbour=crossing.neighbour,
            clock=self.facts.package.clock_of(crossing),
            place=_place(crossing),
            modes=crossing.modes,
            meant=modes_asked(crossing, question),
            verified=[
                (_minute(span.start), _minute(dates.day_end(span.through, zone)))
                for span in self.index.spans(crossing, zone)
            ],
            attested=[
                (end, self._state(here, state), over) for end, state, over in timeline.attested
            ],
            planned=[(here[at], *rest) for at, *rest in timeline.planned],
            cautions=[(here[at], *rest) for at, *rest in timeline.cautions],
            roads=crossing.roads,
            equipment=_present(
                xray=equipment.xray, note=equipment.note, sources=self._cited(equipment.sources)
            ),
            signs=[*map(self._sign, self.register.signs_by_crossing.get(crossing.id, ()))],
            dangers=[
                self._danger(danger)
                for danger in self.facts.dangers_by_crossing.get(crossing.id, ())
            ],
            hours=crossing.hours,
            note=crossing.note,
            sources=self._cited(crossing.sources),
        ) | {"spells": [(since, self._state(here, state)) for since, state in timeline.spells]}

    def _sign(self, sign: Sign) -> dict[str, Any]:
        return _present(
            mode=sign.mode,
            direction=sign.direction,
            **{"from": sign.since.isoformat()},
            through=sign.through.isoformat(),
            what=sign.what,
            note=sign.note,
            sources=self._cited([sign.source]),
        )

    def _danger(self, danger: Danger) -> dict[str, Any]:
        return _present(
            what=danger.danger,
            **{"from": _minute(danger.valid_from)},
            to=danger.valid_to and _minute(danger.valid_to),
            seen=danger.last_seen and danger.last_seen.isoformat(),
            note=danger.note,
            sources=self._cited(danger.sources),
        )

    def _timeline(self, crossing: Crossing, question: Question) -> _Timeline:
        zone, measures = dates.zone(question.moment), self.index.measures(crossing)
        key = (crossing.modes, crossing.verified, zone, tuple(map(self.decision, measures)))
        if key not in self.timelines:
            each = [*enumerate(measures)]
            self.timelines[key] = _Timeline(
                [*self._attested(crossing, zone)],
                [row for at, m in each for row in self._planned(at, m, crossing, zone)],
                [row for at, m in each for row in self._cautions(at, m, crossing, zone)],
                [*self._spells(crossing, question)],
            )
        return self.timelines[key]

    def _decision(self, m: Measure) -> int:
        """Return the number of what a measure asks of whom, with all its days by a side's clock."""
        days = (m.side, m.announced, m.lifted, m.valid_from, m.valid_to, m.last_seen)
        return self.decisions[self.index.alike(m), m.stage, *days, self.index.attested(m)]

    def _state(self, here: Sequence[int], state: State) -> int:
        """Return the number of a state of a crossing at which there are some measures."""
        outcomes, current = state
        return self.states[outcomes, tuple([(here[at], row) for at, row in current])]

    def _spells(self, crossing: Crossing, question: Question) -> Iterator[tuple[float, State]]:
        """Yield the state of a crossing from each minute on at which it becomes another."""
        last = None
        for spell in self.diagrams.intervals(crossing, question):
            state = self._placed(spell, crossing)
            if state != last:
                yield _minute(spell.start), state
            last = state

    def _placed(self, interval: Interval, crossing: Crossing) -> State:
        places = {measure: at for at, measure in enumerate(self.index.measures(crossing))}
        current = tuple((places[measure], self.rows[row]) for measure, row in interval.measures)
        return self.rows[interval.outcomes], current

    def _attested(
        self, crossing: Crossing, zone: tzinfo
    ) -> Iterator[tuple[float, State, float | None]]:
        """Yield up to when bars are attested, the state by these alone, and when they are over."""
        for end, over in self.index.attested_ends(crossing, zone):
            moment = end.astimezone(zone) - timedelta(minutes=1)
            situation = self.index.attested_situation(crossing, moment)
            state = self._placed(self.diagrams.interval(crossing, moment, situation), crossing)
            yield _minute(end), state, None if over is None else _minute(over)

    def _planned(
        self, at: int, measure: Measure, crossing: Crossing, zone: tzinfo
    ) -> Iterator[Window]:
        """Yield the windows in which a measure is planned, by the clock of a crossing."""
        start = measure.valid_from
        days = [measure.announced, measure.lifted, start and start.date()]
        turns = [dates.day_start(day, zone) for day in days if day is not None]
        turns += [start] if start is not None else []
        for window in self._windows(measure, crossing, turns, zone, self.index.is_planned):
            yield at, *window

    def _cautions(
        self, at: int, measure: Measure, crossing: Crossing, zone: tzinfo
    ) -> Iterator[Window]:
        """Yield the windows in which a measure is a caution."""
        turns = [turn for turn in (*periods.bounds(measure), measure.valid_to) if turn is not None]
        for window in self._windows(measure, crossing, turns, zone, periods.is_caution):
            yield at, *window

    def _windows(
        self,
        measure: Measure,
        crossing: Crossing,
        turns: Iterable[datetime],
        zone: tzinfo,
        holds: Callable[[Measure, datetime], bool],
    ) -> Iterator[tuple[float, float | None, int]]:
        """Yield when something holds of a measure that can only change at some turns, for whom."""
        since, row = 0.0, None
        for turn in sorted({*turns, *self._joined(measure, zone)}):
            moment = turn.astimezone(zone)
            now = None
            if holds(measure, moment):
                now = self.rows[self.diagrams.applies(measure, moment, crossing.modes)]
            if now != row:
                if row is not None:
                    yield since, _minute(turn), row
                since, row = _minute(turn), now
        if row is not None:
            yield since, None, row

    def _joined(self, rule: Measure | Advice, zone: tzinfo) -> list[datetime]:
        """Return when groups that a rule names gain or lose members, by a clock."""
        codes = {c for w in rule.criteria for c in (*w.nationality, *w.residence, *w.vehicle)}
        dated = [m for c in codes if c in self.facts.groups for m in self.facts.groups[c].dated]
        days = {day for member in dated for day in (member.since, member.until) if day is not None}
        return [dates.day_start(day, zone) for day in sorted(days)]

    def _cited(self, sources: Iterable[str]) -> list[int]:
        return [self.sources[source] for source in sources]

    def _measure(self, measure: Measure) -> dict[str, Any]:
        origin = self.facts.origin(measure).valid_from
        return _present(
            id=measure.id,
            side=measure.side,
            crossings=[self.crossings[crossing] for crossing in measure.crossings],
            modes=measure.modes,
            direction=measure.direction,
            effect=measure.effect,
            condition=measure.condition,
            only=[self.whos[who] for who in measure.only],
            **{"except": [self.whos[who] for who in measure.exceptions]},
            stage=None if measure.stage is Stage.EFFECTIVE else measure.stage,
            announced=measure.announced and measure.announced.isoformat(),
            **{"from": measure.valid_from and _minute(measure.valid_from)},
            to=measure.valid_to and _minute(measure.valid_to),
            planned=measure.planned_to and _minute(measure.planned_to),
            lifted=measure.lifted and measure.lifted.isoformat(),
            seen=measure.last_seen and measure.last_seen.isoformat(),
            over=_over(measure),
            origin=None if origin in {None, measure.valid_from} else _minute(origin),
            reason=measure.reason,
            by=measure.decided_by,
            folder=measure.folder,
            note=measure.note,
            sources=self._cited(measure.sources),
            confidence=None if measure.confidence == "high" else measure.confidence,
        )

    def _advice(self, advice: Advice) -> dict[str, Any]:
        ends = [advice.valid_to] if advice.valid_to is not None else []
        if advice.last_seen is not None:
            ends.append(dates.day_end(advice.last_seen, dates.zone(advice.valid_from)))
        numbers = sorted(self.crossings[crossing] for crossing in advice.crossings)
        places = [self.register.crossings[number] for number in numbers or [0]]
        sides = dict.fromkeys(self.facts.package.clock_of(c) for c in places)
        return _present(
            id=advice.id,
            crossings=[self.crossings[crossing] for crossing in advice.crossings],
            direction=None if advice.direction == Directions.BOTH else advice.direction,
            **{"from": _minute(advice.valid_from)},
            to=_minute(min(ends)) if ends else None,
            seen=advice.last_seen and advice.last_seen.isoformat(),
            rows={side: list(self._concerns(advice, side)) for side in sides},
            only=[self.whos[who] for who in advice.only],
            **{"except": [self.whos[who] for who in advice.exceptions]},
            by=advice.issued_by,
            text=advice.text,
            sources=self._cited(advice.sources),
        )

    def _event(self, event: NamedEvent) -> dict[str, Any]:
        return {
            "id": event.id,
            "day": event.day.isoformat(),
            "measures": [self.measures[measure] for measure in event.measures],
            "words": _wordings(event),
        }

    def _concerns(self, advice: Advice, side: str) -> Iterator[tuple[float | None, int]]:
        """Yield whom advice concerns, from each minute on at which groups gain or lose members."""
        zone = dates.timezone(self.facts.package.zones[side])
        turns = self._joined(advice, zone)
        before = turns[0] - timedelta(days=1) if turns else advice.valid_from
        last = None
        for turn, moment in ((None, before), *((turn, turn) for turn in turns)):
            row = self.rows[self.diagrams.applies(advice, moment, tuple(Mode))]
            if row != last:
                yield (None if turn is None else _minute(turn)), row
            last = row

    def _diagrams(self) -> dict[str, Any]:
        sets: _Numbers[frozenset[str]] = _Numbers()
        atoms: _Numbers[tuple[str, int | None]] = _Numbers()
        nodes = [
            number
            for attribute, values, yes, no in self.diagrams.nodes
            for number in (atoms[attribute, None if values is None else sets[values]], yes, no)
        ]
        return {
            "leaves": LEAVES,
            "atoms": list(atoms),
            "sets": [sorted(values) for values in sets],
            "nodes": nodes,
            "rows": list(self.rows),
        }


def _longer(countries: list[str]) -> list[str]:
    """Return the three-letter codes of each country, former ones too, as one text."""
    longer: dict[str, list[str]] = {code: [] for code in countries}
    for code, (first, *others) in sorted(get_global("territory_aliases").items()):
        if len(code) == len("USA") and code.isalpha() and not others and first in longer:
            longer[first].append(code)
    return [" ".join(codes) for codes in longer.values()]


def _present(**values: object) -> dict[str, Any]:
    """Return the values without those that say nothing."""
    return {key: value for key, value in values.items() if value not in (None, "", (), [], {})}


def _over(measure: Measure) -> float | None:
    """Return the minute from which a measure does not bar, where it is sooner than its end."""
    period = periods.in_force(measure)
    end = None if period is None else period.end
    return None if end is None or end == measure.valid_to else _minute(end)


def _minute(moment: datetime) -> float:
    """Return minutes since 1970: a whole number wherever it is one."""
    minutes = moment.timestamp() / 60
    return int(minutes) if minutes.is_integer() else minutes


def _offsets(zone: tzinfo, first: datetime, last: datetime) -> Iterator[tuple[float | None, int]]:
    """Yield from which minute on a clock is how many minutes ahead of UTC; None: from ever on."""

    def ahead(hour: int) -> int:
        moment = datetime.fromtimestamp(hour * 3600, zone)
        return int((moment.utcoffset() or timedelta()).total_seconds()) // 60

    start, end = (int(moment.timestamp()) // 3600 for moment in (first, last))

    def turns(before: int, after: int) -> Iterator[int]:
        """Yield the hours of change between two on which a clock differs."""
        if ahead(before) == ahead(after):
            return
        if after - before == 1:
            yield after
            return
        middle = (before + after) // 2
        yield from turns(before, middle)
        yield from turns(middle, after)

    yield None, ahead(start)
    for week in range(start, end, WEEK):  # no clock is moved on and back within a week
        yield from ((hour * 60, ahead(hour)) for hour in turns(week, week + WEEK))


def _place(crossing: Crossing) -> dict[str, Any] | None:
    location = crossing.location
    if location is None:
        return None
    return {
        "lon": round(location.lon, 5),
        "lat": round(location.lat, 5),
        "accuracy": location.accuracy_m,
    }


def _who(who: Who) -> dict[str, Any]:
    return _present(
        nationality=who.nationality,
        residence=who.residence,
        papers=who.papers,
        vehicle=who.vehicle,
        direction=who.direction,
        modes=who.modes,
    )


def _wordings(worded: Worded) -> dict[str, Any]:
    return {language.value: worded.wording(language) for language in Language}


def _words(words: Mapping[str, Word]) -> dict[str, Any]:
    return {key: _wordings(word) for key, word in words.items()}


def _reasons(reasons: Mapping[str, Reason]) -> dict[str, Any]:
    return {
        key: wordings | ({"tacit": True} if reasons[key].tacit else {})
        for key, wordings in _words(reasons).items()
    }


def _look(style: Style) -> dict[str, Any]:
    """Return what a page draws and hands on by script; the rest it has as rules and symbols."""
    return {
        "colour": style.lines["light"],
        "symbol": style.symbol,
        "bar": style.bar,
        "weight": style.line.width,
        "dashes": " ".join(f"{length:g}" for length in style.line.dashes),
    }


def _group(group: Group) -> dict[str, Any]:
    dated = [
        (member.code, *(day and day.isoformat() for day in (member.since, member.until)))
        for member in group.dated
    ]
    forms = {"member": group.member, "genitive": group.genitive, "locative": group.locative}
    return _wordings(group) | {"members": group.members} | _present(dated=dated, **forms)


def _source(source: Source) -> tuple[str, ...]:
    published, url = source.published or "", source.url.removeprefix("https:")
    return source.publisher, source.title, url, published, source.language, source.id
