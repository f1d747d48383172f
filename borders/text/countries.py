"""Verdicts → plain English sentences."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Literal

from babel import Locale
from babel.core import get_global
from babel.dates import format_date
from babel.lists import format_list

from borders.enums import Direction, Effect, Mode, Status
from borders.model import Who
from borders.rules import evaluate

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from borders.model import Facts, Measure, Question, Traveller, Verdict
    from borders.network.routes import Route
    from borders.places import Place

MEANS = {
    Mode.FOOT: "on foot",
    Mode.BICYCLE: "by bicycle",
    Mode.MOTORCYCLE: "by motorcycle",
    Mode.CAR: "by car",
    Mode.BUS: "by bus",
    Mode.TRUCK: "by truck",
    Mode.BOAT: "by boat",
    Mode.PASSENGER_TRAIN: "by passenger train",
    Mode.FREIGHT_TRAIN: "by freight train",
    Mode.PLANE: "by plane",
}
DEPENDS = {
    "mode": "the means of crossing",
    "direction": "the direction",
    "nationality": "nationality",
    "residence": "residence permits",
    "papers": "papers held",
    "vehicle": "where the vehicle is registered",
}
NAMED = 3
"""How many measures, or groups that would pass, a sentence names."""


@functools.cache
def locale() -> Locale:
    """Return the English of these sentences: day before month."""
    return Locale("en", "GB")


def country(code: str) -> str:
    """Return the English name of a country.

    Examples
    --------
    >>> country("LT")
    'Lithuania'
    """
    name = locale().territories.get(code, code)
    return f"the {name}" if code in _THE else name


_THE = frozenset(
    "AE BS CD CF CG DO FK GB GM KM KY MH MP MV NL PH SB SC TC US VG VI".split()  # noqa: SIM905
)
"""Countries that English names with an article."""


def is_country(code: str) -> bool:
    """Return whether a code is a country of ISO 3166-1 alpha-2."""
    return len(code) == 2 and code.isalpha() and code in locale().territories and code not in _NONE  # noqa: PLR2004


def code_meant(text: str) -> str | None:
    """Return the country that a name, another code or small letters mean; None: no other.

    Examples
    --------
    >>> code_meant("UK"), code_meant("USA"), code_meant("poland"), code_meant("Ruritania")
    ('GB', 'US', 'PL', None)
    """
    codes = {name.casefold(): code for code, name in locale().territories.items()}
    alias = get_global("territory_aliases").get(text.upper(), [text.upper()])[0]
    code = codes.get(text.casefold(), alias)
    return code if is_country(code) else None


_NONE = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})
"""Two-letter regions of CLDR that are no countries."""


def day(value: date | datetime, plain: str | None = "00:00") -> str:
    """Return a day as a reader writes it, with the time unless it is the `plain` one.

    Examples
    --------
    >>> import datetime
    >>> day(datetime.date(2023, 8, 21))
    '21 August 2023'
    """
    text = format_date(value, "d MMMM yyyy", locale())
    clock = value.strftime("%H:%M") if hasattr(value, "hour") else plain
    return text if clock == plain else f"{text}, {clock}"


def listed(texts: Iterable[str], style: Literal["standard", "or"] = "standard") -> str:
    """Return the texts as one: "a, b and c"; style "or" for alternatives."""
    return format_list(list(texts), style=style, locale=locale())


def who(criterion: Who, facts: Facts, *, plural: bool = False) -> str:
    """Return the travellers that a criterion means: "a citizen of Poland", or "citizens" of it."""
    parts = []
    if criterion.papers:
        parts.append(listed((f"a {facts.papers[p].en}" for p in criterion.papers), "or"))
    if criterion.nationality:
        places = _places(criterion.nationality, facts)
        parts.append(f"citizens of {places}" if plural else f"a citizen of {places}")
    if criterion.residence:
        permit = f"a residence permit of {_places(criterion.residence, facts)}"
        one = "with" if parts else "holders of" if plural else "a holder of"
        parts.append(f"{one} {permit}")
    if criterion.vehicle:
        vehicle = f"registered in {_places(criterion.vehicle, facts)}"
        parts.append(f"in a vehicle {vehicle}" if parts else _vehicles(vehicle, plural=plural))
    if not parts:
        parts.append("travellers" if plural else "anybody")
    if criterion.modes:
        parts.append(listed((MEANS[m] for m in criterion.modes), "or"))
    if criterion.direction is not None:
        parts.append(heading(criterion.direction, facts))
    return " ".join(parts)


def _vehicles(registered: str, *, plural: bool) -> str:
    return f"vehicles {registered}" if plural else f"a vehicle {registered}"


def _places(codes: Iterable[str], facts: Facts) -> str:
    groups = facts.groups
    return listed((groups[c].en if c in groups else country(c) for c in codes), "or")


def heading(direction: Direction, facts: Facts) -> str:
    """Return "leaving Belarus", or "entering" it."""
    verb = "leaving" if direction is Direction.OUT else "entering"
    return f"{verb} {country(facts.package.home)}"


def citizens(nationality: Iterable[str]) -> str:
    """Return "US citizens", or "citizens of France" where the code is no common short name."""
    codes = sorted(nationality)
    short = {"US": "US", "GB": "UK"}
    if len(codes) == 1 and codes[0] in short:
        return f"{short[codes[0]]} citizens"
    return f"citizens of {listed(country(code) for code in codes)}"


def asker(question: Question, facts: Facts) -> str:
    """Return who asks and how: "US citizens leaving Belarus by car"."""
    traveller = question.traveller
    parts = [_holder(traveller, facts)] if traveller is not None else []
    if question.direction is not None:
        parts.append(heading(question.direction, facts))
    if question.mode is not None:
        parts.append(MEANS[question.mode])
    if traveller is not None and traveller.vehicle is not None:
        parts.append(f"with plates of {country(traveller.vehicle)}")
    if not parts:
        return ""
    named = traveller is not None and parts[0]
    return " ".join(parts if named else ["travellers", *parts]).replace("  ", " ")


def _holder(traveller: Traveller, facts: Facts) -> str:
    nationality = traveller.held("nationality")
    residence, papers = traveller.held("residence"), traveller.held("papers")
    if not (nationality or residence or papers):
        return "travellers"
    parts = [citizens(nationality) if nationality else "travellers"]
    if residence:
        parts.append(f"with a residence permit of {listed(map(country, sorted(residence)))}")
    if papers:
        parts.append(f"({listed(facts.papers[p].en for p in sorted(papers))})")
    return " ".join(parts)


def clause(measure: Measure, question: Question, facts: Facts) -> str:
    """Return what a measure does, by whom, since when and why."""
    side, through = country(measure.side), _through(measure, question, facts)
    if measure.effect is Effect.CONDITIONS and measure.condition is not None:
        whom = f"for {_those(measure.only, facts)}, " if measure.only else ""
        deed = f"{whom}{side} requires {facts.conditions[measure.condition].en}"
    elif measure.effect is Effect.LIFTS:
        deed = f"{side} announced a reopening"
    elif measure.only:
        deed = f"{side} bars {_those(measure.only, facts)}"
    elif measure.exceptions and all(w == Who(vehicle=w.vehicle) for w in measure.exceptions):
        deed = f"{side} lets {through} only {_those(measure.exceptions, facts)}"
    elif measure.exceptions:
        deed = f"{side} lets {through} only listed groups"
    elif measure.modes:
        deed = f"{side} bars crossing {listed((MEANS[m] for m in measure.modes), 'or')}"
    else:
        deed = f"closed by {side}"
    start = origin(measure, facts).valid_from
    reason = facts.reasons[measure.reason]
    told = [f"since {day(start)}" if start is not None else "", "" if reason.tacit else reason.en]
    brackets = ", ".join(text for text in told if text)
    return f"{deed} ({brackets})" if brackets else deed


def origin(measure: Measure, facts: Facts) -> Measure:
    """Return the measure that began what this one, perhaps through others, amends."""
    while measure.amends is not None:
        measure = facts.measures[measure.amends]
    return measure


def _those(whos: Iterable[Who], facts: Facts) -> str:
    texts = [who(w, facts, plural=True) for w in whos]
    return listed([*texts[:NAMED], *(["others"] if len(texts) > NAMED else [])], "or")


def caution(measure: Measure, facts: Facts) -> str:
    """Return when a measure whose end was not found was last seen."""
    seen = day(measure.last_seen) if measure.last_seen is not None else "an unknown day"
    return (
        f"{measure.decided_by}: {facts.reasons[measure.reason].en}; "
        f"last seen in force on {seen}, its end was not found"
    )


def _through(measure: Measure, question: Question, facts: Facts) -> str:
    ways = set(measure.direction.each)
    if question.direction is not None:
        ways &= {question.direction}
    if len(ways) != 1:
        return "through"
    leaves_home = ways == {Direction.OUT}
    return "out" if leaves_home == (measure.side == facts.package.home) else "in"


def sentence(verdict: Verdict, facts: Facts) -> str:
    """Return the verdict in one plain English sentence."""
    status, whom = verdict.status, asker(verdict.question, facts)
    towards = "to" if status in {Status.OPEN, Status.CLOSED} else "for"
    parts = [status.value.capitalize(), f"{towards} {whom}" if whom else "", "on"]
    head = " ".join(part for part in parts if part)
    reasons = why(verdict, facts)
    return f"{head} {_moment(verdict.question)}{f': {reasons}' if reasons else ''}."


def why(verdict: Verdict, facts: Facts, *, named: int = NAMED) -> str:
    """Return what led to the verdict; nothing where a crossing is simply open.

    Measures that bar everybody come first; `named` says how many are told.
    """
    question, status = verdict.question, verdict.status
    if status is Status.UNKNOWN:
        return _last(verdict)
    if not evaluate.modes(verdict.crossing, question):
        if question.mode is None:
            return "it serves freight alone"
        return f"it does not serve travel {MEANS[question.mode]}"
    ordered = sorted(verdict.measures, key=lambda m: bool(m.only) + bool(m.exceptions or m.modes))
    texts = [clause(measure, question, facts) for measure in ordered[:named]]
    if (more := len(ordered) - named) > 0:
        texts.append(f"{more} more measure{'s' if more > 1 else ''}")
    if verdict.depends_on:
        texts.insert(0, f"it depends on {listed(DEPENDS[a] for a in verdict.depends_on)}")
    if status is Status.CLOSED and verdict.would_pass:
        texts.append(_passing(verdict, facts))
    return "; ".join(texts)


def route(found: Route, best: Route | None, destination: Place | None, facts: Facts) -> str:
    """Return a route in one plain English sentence, beside the shortest open one."""
    name, verdict = found.crossing.name(), found.verdict
    through = destination is not None and found.by != "air"
    lead = "through" if through else "to"
    means, kind = ("rail", "railway") if found.by == "rail" else ("road", "road")
    if found.km is None:
        way = f"not routed {lead} {name}, since the network knows no {kind} there"
    else:
        way = f"{_length(found)} by {means} {lead} {name}"
        if found.by == "air" and destination is not None:
            leaves = found.verdict.question.direction is Direction.OUT
            way = f"{way}, then by plane" if leaves else _by_plane(found)
    parts = [f"{verdict.status.value.capitalize()}: {way}", why(verdict, facts, named=1)]
    if found.km is not None and best is not None and found.status is not Status.OPEN:
        more = round((best.km or 0) - found.km)
        words = ("longer", "shorter") if through else ("farther", "nearer")
        beside = f"{distance(abs(more))} {words[more < 0]}" if more else "as far"
        other = f"the way through {best.crossing.name()}" if through else best.crossing.name()
        parts.append(f"{other}, which is open, is {beside}")
    return f"{'; '.join(part for part in parts if part)}."


def _restricted(routed: Iterable[Route], end: Place | None) -> str:
    other = next((r for r in routed if r.status is Status.RESTRICTED), None)
    if other is None:
        return ""
    lead = "nearest restricted crossing is" if end is None else "shortest restricted one is through"
    return f"; the {lead} {other.crossing.name()}: {_how(other)}"


def _how(found: Route) -> str:
    return f"{_length(found)} by {'rail' if found.by == 'rail' else 'road'}"


def _by_plane(found: Route) -> str:
    return f"by plane to {found.crossing.name()}, then {_length(found)} by road"


def _length(found: Route) -> str:
    return f"{'about ' if found.approximate else ''}{distance(found.km or 0)}"


def distance(km: float) -> str:
    """Return a length as a reader says it.

    Examples
    --------
    >>> distance(1182.63)
    '1183 km'
    """
    return f"{round(km)} km"


def corridor(found: Sequence[Route], start: Place, end: Place | None, facts: Facts) -> str:
    """Return what the routes of a question come to, best way first."""
    home = facts.package.home
    routed = [r for r in found if r.km is not None]
    best = next((r for r in routed if r.status is Status.OPEN), None)
    if best is None:
        return f"No open way is known{_restricted(routed, end)}."
    how = _how(best)
    if end is not None and best.by == "air":
        return f"No open way on the ground is known; {best.crossing.name()} is open, {how}."
    if end is None:
        return f"The nearest open crossing is {best.crossing.name()}: {how}."
    beyond = end.state if start.state == home else start.state
    way = f"shortest open way leads through {best.crossing.name()}"
    if best.crossing.neighbour != beyond:
        way += f", by way of {country(best.crossing.neighbour or home)}"
    way += f": {how}."
    if any(r.status is Status.OPEN and r.crossing.neighbour == beyond for r in found):
        return f"The {way}"
    kind = f"{best.by} " if len({r.by for r in found}) == 1 else ""
    return f"No {kind}crossing between {country(home)} and {country(beyond)} is open; the {way}"


def _moment(question: Question) -> str:
    local, known = question.moment, question.as_known_on
    told = day(local, "12:00")
    return f"{told} (as known on {day(known)})" if known else told


def _last(verdict: Verdict) -> str:
    if verdict.last_known is None:
        return "nothing is known of this crossing then"
    last = verdict.last_known
    return f"last verified on {day(last.question.moment.date())}, when it was {last.status.value}"


def _passing(verdict: Verdict, facts: Facts) -> str:
    """Return the first of those who would pass."""
    first, *others = by_ease(verdict.would_pass)
    text = f"{who(first, facts)} would pass"
    return f"{text}, as would other exceptions" if others else text


def by_ease(whos: Iterable[Who]) -> list[Who]:
    """Return who would pass by permit, then by papers, then by citizenship."""

    def rank(w: Who) -> int:
        return 0 if w.residence and not w.papers else 1 if w.papers else 2 if w.nationality else 3

    return sorted(whos, key=rank)
