"""Rules across records; every problem is yielded, none raised."""

from __future__ import annotations

import functools
from itertools import chain, combinations, pairwise
from typing import TYPE_CHECKING, Final, TypeVar

from msgspec import structs

from borders import country_codes, dates
from borders.data import citations, overlays, reading
from borders.data.formulas import formulas
from borders.data.lines import placed, with_lines
from borders.enums import Language, Level, Mode, Stage
from borders.errors import DataError, alternatives, nearest
from borders.model import Problem
from borders.places import Towns
from borders.rules import knowledge, periods
from borders.rules.criteria import implied

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime, tzinfo
    from importlib.resources.abc import Traversable

    from borders.data.citations import Statement
    from borders.model import Crossing, Danger, Facts, Measure, Paper, Sign, Verified, Who

T = TypeVar("T")

_WORDS: Final = tuple(reading.WORDS)
"""Kinds of names that are few enough to be listed."""

_HOMES: Final = {
    "crossing": "crossings.geojson",
    "measure": "measures/",
    "source": "sources.toml",
    **dict.fromkeys(_WORDS, "vocabulary.toml"),
}
"""Where the names of each kind stand."""

ON_THE_LINE_M = 1.0
"""A border point lies nearer to the line than this."""


def check(*folders: str | os.PathLike[str]) -> tuple[Facts | None, list[Problem]]:
    """Return the facts of folders laid over one another, and all that there is to tell of them.

    Beside problems these are warnings and notes: `Problem.level` says which.
    """
    scanned = overlays.scan(*folders)
    facts, stack = scanned.facts, scanned.folders
    found = [*with_lines(scanned.problems, stack)]
    if facts is None:
        return facts, found
    errors = _errors(scanned)
    across_all = [*_among_read(facts, errors)]
    if not errors:
        across_all += [*(_needless_in_overlays(facts) if facts.overlays else unused(facts))]
        across_all += [*lapses(facts), *unworded(facts), *formulas(facts)]
    if not errors and not across_all:
        across_all += warnings(facts)
    across_all += places(facts, stack[0])
    return facts, [*found, *placed(across_all, stack)]


def faults(scanned: overlays.Scan) -> list[Problem]:
    """Return why folders are no register: what cannot be read, and what contradicts the rest."""
    errors = [each for each in scanned.problems if each[1].level is Level.ERROR]
    found = [*with_lines(errors, scanned.folders)]
    if scanned.facts is None:
        return found
    return [*found, *placed([*_among_read(scanned.facts, _errors(scanned))], scanned.folders)]


def _errors(scanned: overlays.Scan) -> list[Problem]:
    return [problem for _, problem in scanned.problems if problem.level is Level.ERROR]


def _among_read(facts: Facts, errors: Iterable[Problem]) -> Iterator[Problem]:
    """Yield what contradicts each other of what was read, but for names of what was not."""
    unread = [_KINDS.get(problem.file, ("measure",)) for problem in errors if not problem.entry]
    lost = tuple(_unknown(what) for kinds in unread for what in kinds)
    broken = {problem.entry for problem in errors}
    yield from (each for each in across(facts, broken) if not each.text.startswith(lost))


_KINDS: Final = {
    "crossings.geojson": ("crossing",),
    "sources.toml": ("source",),
    "groups.toml": ("country",),
    "vocabulary.toml": _WORDS,
}
"""What each file names, but those of measures."""


def _unknown(what: str) -> str:
    """Return how it begins that a name is told to be that of no record."""
    return f"no {what} is called "


def warnings(facts: Facts) -> list[Problem]:
    """Return what should be known of sound data: measures of no effect, and contradictions."""
    return [*idle(facts), *contradicted(facts)]


def stale(facts: Facts, today: date, max_age: int) -> Iterator[Problem]:
    """Yield each crossing that was last verified more than some days before a day, or never."""
    for crossing in facts.crossings.values():
        last = crossing.verified_through
        if last is None:
            text = "was never verified"
        elif (today - last).days > max_age:
            text = f"was last verified on {last}, {(today - last).days} days before {today}"
        else:
            continue
        yield Problem(file="crossings.geojson", entry=crossing.id, text=text)


def idle(facts: Facts) -> Iterator[Problem]:
    """Warn of measures that bear on no answer, or on those of their first day alone.

    They are in force while none of their crossings is verified, when only a bar counts that is
    attested.
    """
    published = dict(knowledge.published(facts))
    for measure in facts.measures.values():
        period = periods.in_force(measure)
        if period is None or period.start is None or _is_known(measure, period, facts):
            continue
        attested = periods.attested(measure, published.get(measure.id))
        first = dates.day_end(period.start.date(), dates.zone(period.start))
        if attested is None:
            what = "has no effect: it is in force"
        elif attested.end == first and period.end != first:
            what = "has an effect on its first day alone: it goes on"
        else:
            continue
        text = (
            f"{what} while none of its crossings is verified; "
            "verify one, or add a source of a later day or last_seen to a bar"
        )
        file = f"measures/{measure.side}.toml"
        yield Problem(file=file, entry=measure.id, text=text, level=Level.WARNING)


def _is_known(measure: Measure, period: dates.Period, facts: Facts) -> bool:
    """Return whether a crossing of a measure is verified at a moment of a period."""
    return any(
        _meet(period, dates.Period(span.start, span.end))
        for crossing in map(facts.crossings.__getitem__, measure.crossings)
        for span in periods.spans(crossing, _zone(crossing, facts), facts.package.fresh_days)
    )


def _zone(crossing: Crossing, facts: Facts) -> tzinfo:
    return dates.timezone(facts.package.zones[facts.package.clock_of(crossing)])


def contradicted(facts: Facts) -> Iterator[Problem]:
    """Note what an overlay adds to a time for which a folder below vouches without it."""
    for measure in facts.measures.values():
        period = periods.in_force(measure)
        if not measure.folder or period is None or measure.id in facts.replaced:
            continue
        names = [
            f"{name} ({span.first} to {span.through})"
            for name in dict.fromkeys(measure.crossings)
            for span in facts.crossings[name].verified
            if span.folder != measure.folder
            and _meet(period, _days(span, facts.crossings[name], facts))
        ]
        if names:
            text = f"is in force while what lies below verifies {', '.join(names)} without it"
            file = f"measures/{measure.side}.toml"
            yield Problem(file=file, entry=measure.id, text=text, level=Level.NOTE)


def _days(period: Verified, crossing: Crossing, facts: Facts) -> dates.Period:
    zone = _zone(crossing, facts)
    return dates.Period(dates.day_start(period.first, zone), dates.day_end(period.through, zone))


def lapses(facts: Facts) -> Iterator[Problem]:
    """Yield each measure last seen while a crossing was verified: it held on then, or was over."""
    order = {name: number for number, name in enumerate(facts.crossings)}
    for measure in facts.measures.values():
        seen, period = measure.last_seen, periods.in_force(measure)
        if seen is None or period is None or period.end in {measure.valid_to, period.start}:
            continue
        names = [
            name
            for name in sorted({*measure.crossings}, key=order.__getitem__)
            for verified in facts.crossings[name].verified
            if verified.first <= seen < verified.through
        ]
        if names:
            text = (
                f"last_seen {seen} lies within verified time of {', '.join(names)}: "
                "leave it out if the measure held on, or write its end as valid_to"
            )
            yield Problem(file=f"measures/{measure.side}.toml", entry=measure.id, text=text)


def places(facts: Facts, folder: Traversable) -> Iterator[Problem]:
    """Yield what is wrong with towns, revisions, water, areas, lines, and places that these belie.

    Those are lines run through the wrong way, border points off the line, and checkpoints on
    another side than their own. A folder without `borders.geojson` and `countries.geojson` has
    nothing to hold them against.
    """
    from shapely import Point

    from borders.data import revisions
    from borders.geo import border_points

    yield from _of(Towns, folder)[1]
    yield from _of(lambda at: [*revisions.recorded(at)], folder)[1]
    yield from _of(border_points.water_of, folder)[1]
    lines, problems = _of(border_points.borders_of, folder)
    yield from problems
    areas, problems = _of(border_points.countries_of, folder)
    yield from problems
    if lines is None or areas is None:
        return
    for number, ((left, right), line) in enumerate(lines.items(), 1):
        if {left, right} <= areas.keys() and border_points.is_turned(
            line, areas[left], areas[right]
        ):
            text = f'has {right} on its left hand: write ["{right}", "{left}"] as sides'
            yield Problem(file="borders.geojson", entry=f"feature {number}", text=text)
    for crossing in facts.crossings.values():
        point = crossing.border_point
        line = next((v for k, v in lines.items() if crossing.neighbour in k), None)
        if crossing.neighbour is not None and point is not None and line is not None:
            off = border_points.metres_to_border(Point(point.lon, point.lat), line)
            if off >= ON_THE_LINE_M:
                snapped = border_points.snap(Point(point.lon, point.lat), line)
                yield Problem(
                    file="crossings.geojson",
                    entry=crossing.id,
                    text=f"border point is {off:.1f} m off the line: "
                    f"write [{snapped.x:.6f}, {snapped.y:.6f}]",
                )
        for checkpoint in crossing.checkpoints:
            place = checkpoint.location
            if place is None:
                continue
            side = border_points.side_of(Point(place.lon, place.lat), areas, lines)
            if side != checkpoint.side:
                text = f"checkpoint of {checkpoint.side} lies in {side or 'no state of the map'}"
                yield Problem(file="crossings.geojson", entry=crossing.id, text=text)


def _of(
    read: Callable[[Traversable], T], folder: Traversable
) -> tuple[T | None, Sequence[Problem]]:
    """Return what is read of a folder, if that is there, and the problems of it."""
    try:
        return read(folder), ()
    except FileNotFoundError:
        return None, ()
    except DataError as error:
        return None, error.problems


def across(facts: Facts, broken: Collection[str] = ()) -> Iterator[Problem]:
    """Yield what is wrong between the records of a register: names, periods, effects.

    Parameters
    ----------
    broken
        Ids of records of which a part could not be read.
    """
    asked = _Asked(facts)
    yield from _watched(facts)
    yield from _crossings(facts)
    for measure in facts.measures.values():
        yield from _measure(measure, facts, asked)
    yield from _overlaps(facts, broken)
    yield from _vocabulary(facts)
    for group in facts.groups.values():
        codes = {*group.members, *(member.code for member in group.dated)}
        yield from _countries("groups.toml", group.id, codes, facts)
        yield from _sources("groups.toml", group.id, group.sources, facts)
    yield from _profiles(facts)
    for item in facts.advice.values():
        for text in asked.told(item.criteria):
            yield Problem(file="advice.toml", entry=item.id, text=text)
        yield from _sources("advice.toml", item.id, item.sources, facts)
        yield from _names("advice.toml", item.id, "crossing", item.crossings, facts.crossings)
    for danger in facts.dangers.values():
        yield from _danger(danger, facts)
    for sign in facts.signs:
        yield from _sign(sign, facts)
    yield from _events(facts)


def _profiles(facts: Facts) -> Iterator[Problem]:
    """Yield what is wrong of those for whom `datapackage.json` has questions or histories."""
    file, package = "datapackage.json", facts.package
    for key, profiles in (("askers", package.askers), ("histories", package.histories)):
        named = {each.nationality for each in profiles if each.nationality is not None}
        yield from _countries(file, key, named - facts.groups.keys(), facts)
    residences = {each.residence for each in package.histories if each.residence is not None}
    yield from _countries(file, "histories", residences, facts)
    names = [each.name for each in package.histories]
    if "" in names:
        yield Problem(
            file=file, entry="histories", text="one says of nobody: write nationality or residence"
        )
    for name in sorted({name for name in names if name and names.count(name) > 1}):
        yield Problem(file=file, entry="histories", text=f"{name} stands twice")


def unworded(facts: Facts) -> Iterator[Problem]:
    """Warn of words that are worded in some of the register's languages alone."""
    kinds = (
        *(facts.reasons, facts.conditions, facts.papers),
        *(facts.traffic, facts.danger_words),
    )
    files = (("vocabulary.toml", kinds), ("groups.toml", (facts.groups,)))
    for file, tables in (*files, ("events.toml", (facts.events,))):
        for word in (word for table in tables for word in table.values()):
            lacks = [each.value for each in facts.package.languages if not getattr(word, each)]
            if lacks:
                text = f"has no wording in {', '.join(lacks)}: English stands there instead"
                yield Problem(file=file, entry=word.id, text=text, level=Level.WARNING)


def _watched(facts: Facts) -> Iterator[Problem]:
    """Yield neighbours by whom the register goes that no crossing leads to."""
    beyond = {crossing.neighbour for crossing in facts.crossings.values()}
    for code in facts.package.verified_with:
        if code not in beyond:
            known = ", ".join(sorted(filter(None, beyond)))
            text = f"no crossing leads to {code}: write some of {known}"
            yield Problem(file="datapackage.json", entry="verified_with", text=text)


def _crossings(facts: Facts) -> Iterator[Problem]:
    file = "crossings.geojson"
    languages = country_codes.languages()
    if Language.EN not in facts.package.languages:
        names = ", ".join(f'"{name}"' for name in ("en", *facts.package.languages))
        yield Problem(
            file="datapackage.json", entry="languages", text=f"has no en: write [{names}]"
        )
    if facts.package.clock not in {None, *facts.package.zones}:
        text = f"{facts.package.clock} has no zone: write one of {', '.join(facts.package.zones)}"
        yield Problem(file="datapackage.json", entry="clock", text=text)
    for crossing in facts.crossings.values():
        sides = {facts.package.home, crossing.neighbour or facts.package.home}
        for checkpoint in crossing.checkpoints:
            for language in sorted(checkpoint.names.keys() - languages):
                text = f"names has {language}, which is no language of ISO 639-1"
                yield Problem(file=file, entry=crossing.id, text=text)
            if checkpoint.side not in sides:
                text = f"checkpoint of {checkpoint.side}: write one of {', '.join(sorted(sides))}"
                yield Problem(file=file, entry=crossing.id, text=text)
        for side in sides - facts.package.zones.keys():
            text = f"{side} has no zone: add it to zones in datapackage.json"
            yield Problem(file=file, entry=crossing.id, text=text)
        for before, after in pairwise(crossing.verified):
            if after.first <= before.through:
                text = (
                    f"verified: the period from {after.first} begins before the one through "
                    f"{before.through} is over: write them oldest first, as one where they overlap"
                )
                yield Problem(file=file, entry=crossing.id, text=text)
        cited = _cited(citations.of_crossing(crossing))
        yield from _sources(file, crossing.id, cited, facts)


def _cited(statements: Iterable[Statement]) -> Iterator[str]:
    return (source for statement in statements for source in statement.sources)


def _measure(measure: Measure, facts: Facts, asked: _Asked) -> Iterator[Problem]:
    file, entry = f"measures/{measure.side}.toml", measure.id
    yield from _names(file, entry, "crossing", measure.crossings, facts.crossings)
    yield from _names(file, entry, "reason", [measure.reason], facts.reasons)
    if measure.condition is not None:
        yield from _names(file, entry, "condition", [measure.condition], facts.conditions)
    if measure.amends is not None:
        yield from _names(file, entry, "measure", [measure.amends], facts.measures)
    yield from _sources(file, entry, measure.sources, facts)
    needless = asked.needless(measure.only, measure.exceptions, measure.modes, measure.condition)
    texts = (asked.told(measure.criteria), _effects(measure, facts), needless)
    for text in (*chain(*texts), *_times(measure, facts)):
        yield Problem(file=file, entry=entry, text=text)


def _effects(measure: Measure, facts: Facts) -> Iterator[str]:
    is_home, modes = measure.side == facts.package.home, set(measure.modes)
    for name in dict.fromkeys(measure.crossings):
        crossing = facts.crossings.get(name)
        if crossing is None:
            continue
        if not is_home and measure.side != crossing.neighbour:
            yield f"{measure.side} decides nothing at {name}: move it to the side's file"
        if modes and crossing.modes and modes.isdisjoint(crossing.modes):
            served = ", ".join(crossing.modes)
            yield f"has no effect at {name}, which serves {served}: leave it out there"
    if len(set(measure.crossings)) < len(measure.crossings):
        yield "names a crossing twice"
    if set(measure.only) & set(measure.exceptions):
        yield "has the same criterion in only and except, so it has no effect on it"


class _Asked:
    """What is wrong with what is asked of travellers: looked for once, wherever it is asked."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._implied = functools.cache(lambda name: implied([name], facts.papers))
        self._of = functools.cache(lambda who: tuple(_who(who, facts)))
        self.needless = functools.cache(lambda *asked: tuple(self._needless(*asked)))

    def told(self, criteria: Iterable[Who]) -> Iterator[str]:
        """Yield the names that no record has, and papers beside others that imply them."""
        return chain.from_iterable(map(self._of, criteria))

    def _needless(
        self,
        only: tuple[Who, ...],
        exceptions: tuple[Who, ...],
        modes: tuple[Mode, ...],
        condition: str | None,
    ) -> Iterator[str]:
        """Yield what a measure need not ask for: its modes imply it, or its condition says it."""
        for who in (each for each in only + exceptions if each.papers):
            by = who.modes or modes or tuple(Mode)
            held = (p for p in self._facts.papers.values() if p.modes)
            asked = [p for p in held if not self._implied(p.id).isdisjoint(who.papers)]
            if all(any(mode in paper.modes for paper in asked) for mode in by):
                papers, means = ", ".join(who.papers), ", ".join(by)
                yield f"asks by {means} for {papers}, which all by that hold: leave papers out"
        met = self._facts.conditions.get(condition or "")
        for name in (name for who in exceptions for name in who.papers):
            if met and not self._implied(name).isdisjoint(met.met_by):
                yield f"excepts {name!r}, which meets {met.id!r} by itself: leave it out"


def _times(measure: Measure, facts: Facts) -> Iterator[str]:
    """Yield each rule of time that a measure breaks, with what to write."""
    start, end = measure.valid_from, measure.valid_to
    announced, lifted, seen = measure.announced, measure.lifted, measure.last_seen
    amended = facts.measures.get(measure.amends or "")
    if amended and amended.valid_to != start:
        yield f"does not begin where {amended.id}, which it amends, ends"
    if announced and start and announced > start.date():
        yield f"announced {announced} is after valid_from {_date(start)}: swap or correct"
    if lifted and end and lifted > end.date():
        yield f"lifted {lifted} is after valid_to {_date(end)}: swap or correct"
    if lifted and end is None and measure.stage is Stage.EFFECTIVE:
        yield "lifted without valid_to: write the first moment at which it no longer held"
    if measure.planned_to and measure.planned_to == end:
        yield "planned_to equals valid_to: leave it out"
    if seen and start and seen < start.date():
        yield f"last_seen {seen} is before valid_from {_date(start)}"
    if seen and end and dates.day_end(seen, dates.zone(end)) > end:
        yield f"last_seen {seen} is not before valid_to {end}: leave last_seen out"


def _date(moment: datetime | None) -> date | None:
    return moment and moment.date()


def _vocabulary(facts: Facts) -> Iterator[Problem]:
    """Yield what is wrong with the papers that imply others and those that meet conditions."""
    file, papers = "vocabulary.toml", facts.papers
    for condition in facts.conditions.values():
        yield from _papers(file, condition.id, "met_by", condition.met_by, facts)
    for paper in papers.values():
        yield from _names(file, paper.id, "paper", paper.implies, papers)
        if paper.id in implied(paper.implies, papers):
            text = f"implies itself, by {', '.join(paper.implies)}: break the circle"
            yield Problem(file=file, entry=paper.id, text=text)
            continue
        for kind, whole in _kinds(paper.implies, papers):
            text = f"implies names {whole!r}, which {kind!r} implies: leave {whole!r} out"
            yield Problem(file=file, entry=paper.id, text=text)


def _papers(
    file: str, entry: str, key: str, names: Sequence[str], facts: Facts
) -> Iterator[Problem]:
    """Yield what is wrong with papers any one of which is enough."""
    yield from _names(file, entry, "paper", names, facts.papers)
    for kind, whole in _kinds(names, facts.papers):
        text = f"{key} names {kind!r} beside {whole!r}, which it implies: leave {kind!r} out"
        yield Problem(file=file, entry=entry, text=text)


def _kinds(names: Sequence[str], papers: Mapping[str, Paper]) -> Iterator[tuple[str, str]]:
    """Yield each paper that is named beside one that it implies, and that one."""
    for kind in dict.fromkeys(names):
        implies = implied([kind], papers) - {kind}
        yield from ((kind, whole) for whole in dict.fromkeys(names) if whole in implies)


def _overlaps(facts: Facts, broken: Collection[str]) -> Iterator[Problem]:
    """Yield measures of one side that say the same for the same reason at the same time."""
    alike: dict[object, dict[str, list[Measure]]] = {}
    for measure in facts.measures.values():
        if measure.stage is Stage.EFFECTIVE and measure.id not in broken:
            traffic = (measure.side, measure.modes, measure.direction, measure.effect)
            key = (*traffic, measure.reason, measure.condition, measure.only, measure.exceptions)
            places = alike.setdefault(key, {})
            for crossing in dict.fromkeys(measure.crossings):
                places.setdefault(crossing, []).append(measure)
    for places in alike.values():
        pairs: dict[tuple[Measure, Measure], list[str]] = {}
        for crossing, group in places.items():
            for pair in combinations(group, 2):
                pairs.setdefault(pair, []).append(crossing)
        for (first, second), crossings in pairs.items():
            shared = sorted(crossings)
            a, b = periods.in_force(first), periods.in_force(second)
            if a and b and _meet(a, b):
                yield Problem(
                    file=f"measures/{second.side}.toml",
                    entry=second.id,
                    text=f"says the same as {first.id} at {', '.join(shared)} at the same time: "
                    "end one where the other begins",
                )


def _meet(a: dates.Period, b: dates.Period) -> bool:
    first, second = sorted((a, b), key=lambda period: str(period.start and dates.utc(period.start)))
    return second.start is None or first.holds(second.start)


def _sign(sign: Sign, facts: Facts) -> Iterator[Problem]:
    """Yield what is wrong with a sign; it is named by what it says, and not by its line."""
    file, entry = reading.SIGNS, f"{sign.crossing}, {sign.mode}, from {sign.since}"
    yield from _names(file, entry, "crossing", [sign.crossing], facts.crossings)
    yield from _names(file, entry, "traffic", [sign.what], facts.traffic)
    yield from _sources(file, entry, [sign.source], facts)
    crossing = facts.crossings.get(sign.crossing)
    if crossing is not None and sign.mode and crossing.modes and sign.mode not in crossing.modes:
        text = f"{sign.crossing} serves no {sign.mode}: write one of {', '.join(crossing.modes)}"
        yield Problem(file=file, entry=entry, text=text)
    if sign.through and sign.since and sign.through < sign.since:
        text = f"through {sign.through} is before from: swap or correct"
        yield Problem(file=file, entry=entry, text=text)


def _danger(danger: Danger, facts: Facts) -> Iterator[Problem]:
    """Yield what is wrong with a danger: what it names, and its days."""
    file, entry = "dangers.toml", danger.id
    yield from _names(file, entry, "crossing", danger.crossings, facts.crossings)
    yield from _names(file, entry, "danger", [danger.danger], facts.danger_words)
    yield from _sources(file, entry, danger.sources, facts)
    if len(set(danger.crossings)) < len(danger.crossings):
        yield Problem(file=file, entry=entry, text="names a crossing twice")
    start, end, seen = danger.valid_from, danger.valid_to, danger.last_seen
    if seen and start and seen < start.date():
        text = f"last_seen {seen} is before valid_from {_date(start)}"
        yield Problem(file=file, entry=entry, text=text)
    if seen and end:
        text = f"last_seen {seen} stands beside valid_to {_date(end)}: leave last_seen out"
        yield Problem(file=file, entry=entry, text=text)


def _events(facts: Facts) -> Iterator[Problem]:
    """Yield what is wrong with named events: their order, measures and days."""
    file, last = "events.toml", None
    for event in facts.events.values():
        yield from _names(file, event.id, "measure", event.measures, facts.measures)
        bounds = [
            bound.date()
            for measure in (facts.measures.get(name) for name in event.measures)
            if measure is not None
            for bound in (measure.valid_from, measure.valid_to)
            if bound is not None
        ]
        if event.day is not None and event.day not in bounds:
            days = ", ".join(day.isoformat() for day in sorted(set(bounds))) or "the day of one"
            text = f"no measure of it begins or ends on {event.day}: write {days}"
            yield Problem(file=file, entry=event.id, text=text)
        if last is not None and event.day and last.day and event.day < last.day:
            text = f"stands after {last.id} and is before it: write events oldest first"
            yield Problem(file=file, entry=event.id, text=text)
        last = event


def _who(who: Who, facts: Facts) -> Iterator[str]:
    named = {*who.nationality, *who.residence, *who.vehicle} - facts.groups.keys()
    of_none = ("", "", named, facts)
    problems = chain(_countries(*of_none), _papers("", "", "papers", who.papers, facts))
    yield from (problem.text for problem in problems)


def _countries(file: str, entry: str, codes: Iterable[str], facts: Facts) -> Iterator[Problem]:
    for code in sorted(codes):
        if not country_codes.is_country(code):
            groups = ", ".join(facts.groups)
            text = f"{_unknown('country')}{code!r} by ISO 3166-1, and no group is ({groups})"
            yield Problem(file=file, entry=entry, text=text)


def _sources(file: str, entry: str, ids: Iterable[str], facts: Facts) -> Iterator[Problem]:
    yield from _names(file, entry, "source", dict.fromkeys(ids), facts.sources)


def _names(
    file: str, entry: str, what: str, names: Iterable[str | None], known: Mapping[str, object]
) -> Iterator[Problem]:
    """Yield each name that no record has; what is told elsewhere to be missing is None."""
    for name in names:
        if name not in known and name is not None:
            text = f"{_unknown(what)}{name!r}; {_instead(name, what, known)}"
            yield Problem(file=file, entry=entry, text=text)


def _instead(name: str, what: str, known: Mapping[str, object]) -> str:
    """Return what to write in place of a name: one like it, else all that there are of words."""
    if near := nearest(name, known):
        return f"did you mean {near!r}?"
    if what in _WORDS and known:
        return f"write {alternatives(sorted(known))}"
    return f"write one of {_HOMES[what]}, or add it there"


def _needless_in_overlays(facts: Facts) -> Iterator[Problem]:
    """Warn of sources of overlays that nothing cites; what these leave unused below may stay."""
    for problem in unused(facts):
        source = facts.sources.get(problem.entry)
        if source is not None and source.folder:
            yield structs.replace(problem, level=Level.WARNING)


def unused(facts: Facts) -> Iterator[Problem]:
    """Yield the sources and words that no record uses; they mislead nobody, but should go."""
    measures, advice = facts.measures.values(), facts.advice.values()
    for source in sorted(facts.sources.keys() - {*_cited(citations.statements(facts))}):
        text = "is cited nowhere: cite it, or leave it out"
        yield Problem(file="sources.toml", entry=source, text=text)
    used: set[str | None] = {word for m in measures for word in (m.reason, m.condition)}
    used |= {sign.what for sign in facts.signs}
    used |= {danger.danger for danger in facts.dangers.values()}
    asked = {paper for m in measures for who in m.criteria for paper in who.papers}
    asked |= {paper for item in advice for who in item.criteria for paper in who.papers}
    asked |= {paper for c in facts.conditions.values() if c.id in used for paper in c.met_by}
    used |= {name for name in facts.papers if implied([name], facts.papers) & asked}
    kinds = (facts.reasons, facts.conditions, facts.papers, facts.traffic, facts.danger_words)
    for words in kinds:
        for word in sorted(words.keys() - used):
            yield Problem(file="vocabulary.toml", entry=word, text="is used nowhere: leave it out")
