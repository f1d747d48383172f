"""A snapshot → all that the page says about it, as plain data for JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from borders import wording
from borders.errors import QuestionError
from borders.vocabulary import Category, Confidence, Kind, Language, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from borders.model import Advice, Crossing, Location, Measure, Question, Source, Verdict
    from borders.reading import Facts
    from borders.register import Register, Snapshot

__all__ = ["bounds", "crossings", "full_name", "printed", "title"]

APPROXIMATE = 1000
"""Metres of accuracy from which a position is shown as approximate."""

CREDITS = (
    ("Map data © OpenStreetMap contributors, ODbL 1.0.", "https://www.openstreetmap.org/copyright"),
    ("Towns: GeoNames, CC BY 4.0.", "https://www.geonames.org/"),
)
DISCLAIMER = (
    "Indicative, not for navigation. Ask the border service before you set out. "
    "Boundaries are drawn as in the source and imply no opinion on the status of any territory."
)


def title(snapshot: Snapshot) -> str:
    """Return the headline: what is asked about, and when."""
    package = snapshot.register.facts.package
    return f"{package.title}, {wording.day(snapshot.when)}"


def printed(snapshot: Snapshot) -> dict[str, Any]:
    """Return what stands around the map: question, counts, dates, credits, advice."""
    register, counts = snapshot.register, snapshot.counts
    advice = snapshot.advice()
    return {
        "title": title(snapshot),
        "deck": _deck(snapshot),
        "mapLabel": f"Map: {register.facts.package.title}",
        "legend": [
            {"status": status.value, "text": f"{status.value.capitalize()} ({count})"}
            for status, count in counts.items()
        ],
        "notes": [["", DISCLAIMER], *_notes(snapshot)],
        "credits": CREDITS,
        "adviceTitle": f"Standing advice ({len(advice)})",
        "advice": [_advice(item) for item in advice],
        "sources": _sources((s for item in advice for s in item.sources), register.facts),
    }


def crossings(snapshot: Snapshot) -> dict[str, Any]:
    """Return the crossings that have a position, with the measures and sources they share."""
    facts = snapshot.register.facts
    table = _Measures(facts)
    marks = [
        _mark(verdict, place, snapshot, table)
        for verdict in snapshot.verdicts
        if (place := _place(verdict.crossing)) is not None
    ]
    cited = (s for mark in marks for _, items in mark["sections"] for s in _cited(items))
    return {
        "crossings": marks,
        "measures": table.items,
        "sources": _sources((*cited, *table.sources), facts),
    }


def bounds(register: Register) -> list[list[float]] | None:
    """Return the south-west and north-east of all crossings, latitude first; None without any."""
    places = [place for c in register.crossings if (place := _place(c)) is not None]
    lats, lons = [place.lat for place in places], [place.lon for place in places]
    return [[min(lats), min(lons)], [max(lats), max(lons)]] if places else None


def full_name(crossing: Crossing) -> str:
    """Return the names on both sides: "Šalčininkai – Benyakoni"."""
    names = [c.names.get(Language.EN) or next(iter(c.names.values())) for c in crossing.checkpoints]
    return " – ".join(dict.fromkeys(names))


def _deck(snapshot: Snapshot) -> str:
    """Return the question without its moment, and when the answer is as of."""
    question = snapshot.question(snapshot.register.crossings[0])
    asker = wording.asker(question, snapshot.register.facts) or "travellers"
    open_ends = [
        "by any means" if snapshot.mode is None else "",
        "in either direction" if snapshot.direction is None else "",
    ]
    text = ", ".join(filter(None, [f"Open or closed to {asker}", *open_ends]))
    if snapshot.as_known_on is not None:
        text += f", as known on {wording.day(snapshot.as_known_on)}"
    return f"{text}."


def _notes(snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    register = snapshot.register
    verified = _verified(register)
    checked = f" The register is verified through {verified}." if verified else ""
    noon = "" if hasattr(snapshot.when, "hour") else ", noon at the border"
    yield "Date of information:", f"{wording.day(snapshot.when)}{noon}.{checked}"
    yield "Data:", f"{register.facts.package.name}, version {register.version}."
    yield "Dashed outline:", "the position is approximate."
    absent = [full_name(c) for c in register.crossings if _place(c) is None]
    if absent:
        yield "Not on the map, position unknown:", f"{wording.listed(absent)}."


def _verified(register: Register) -> str:
    try:
        return wording.day(register.verified_through)
    except QuestionError:
        return ""


def _place(crossing: Crossing) -> Location | None:
    """Return where a crossing is drawn: its border point, else a checkpoint."""
    places = [crossing.border_point, *(c.location for c in crossing.checkpoints)]
    return next((place for place in places if place is not None), None)


def _mark(
    verdict: Verdict, place: Location, snapshot: Snapshot, table: _Measures
) -> dict[str, Any]:
    crossing, name, period = verdict.crossing, full_name(verdict.crossing), _period(verdict)
    approximate = place.accuracy_m >= APPROXIMATE
    where = f"position approximate, ± {place.accuracy_m / 1000:.1f} km" if approximate else ""
    word = verdict.status.value
    main = crossing.category is Category.INTERNATIONAL and crossing.kind is not Kind.RAIL
    return {
        "id": crossing.id,
        "name": name,
        "short": crossing.name(),
        "main": main,
        "lon": round(place.lon, 5),
        "lat": round(place.lat, 5),
        "approximate": approximate,
        "status": word,
        "word": word,
        "period": period,
        "position": where,
        "label": ", ".join(filter(None, [name, word, period, where])),
        "place": _standing(crossing),
        "sentence": verdict.sentence,
        "sections": list(_sections(verdict, place, snapshot, table)),
    }


def _standing(crossing: Crossing) -> str:
    to = f" to {wording.country(crossing.neighbour)}" if crossing.neighbour else ""
    kind = "airport" if crossing.kind is Kind.AIR else f"{crossing.kind.value} crossing"
    return f"{crossing.category.value} {kind}{to}".capitalize().replace(to.lower(), to)


def _period(verdict: Verdict) -> str:
    """Return since when and until when, in words; nothing where neither is known."""
    if verdict.status is Status.UNKNOWN:
        last = verdict.last_known
        if last is None:
            return "nothing is known"
        return f"last known {last.status.value} on {wording.day(last.question.moment.date())}"
    since = f"since {wording.day(verdict.since)}" if verdict.since else ""
    until = f"until {wording.day(verdict.until)}" if verdict.until else ""
    return " ".join(filter(None, [since, until]))


def _sections(
    verdict: Verdict, place: Location, snapshot: Snapshot, table: _Measures
) -> Iterator[tuple[str, list[Any]]]:
    facts, crossing = snapshot.register.facts, verdict.crossing
    told = verdict
    if verdict.last_known is not None:
        told = verdict.last_known
        yield "Last known", [wording.sentence(told, facts)]
    parts: list[tuple[str, list[Any]]] = [
        ("In force", table.add(told.measures, told.question)),
        ("Conditions to meet", _conditions(told, facts)),
        ("Who would pass", [wording.who(who, facts) for who in told.would_pass]),
        ("Caution", [_caution(measure, facts) for measure in verdict.cautions]),
        ("Planned", table.add(verdict.planned, verdict.question)),
        ("Advice", [_advice(item) for item in snapshot.advice(crossing)]),
        ("About this crossing", _about(crossing, place)),
    ]
    yield from ((name, items) for name, items in parts if items)


def _conditions(verdict: Verdict, facts: Facts) -> list[str]:
    words = (m.condition for m in verdict.measures if m.condition is not None)
    return [facts.conditions[word].en for word in dict.fromkeys(words)]


def _caution(measure: Measure, facts: Facts) -> dict[str, Any]:
    return {"text": wording.caution(measure, facts), "sources": measure.sources}


def _advice(item: Advice) -> dict[str, Any]:
    since = f"since {wording.day(item.valid_from)}"
    return {
        "text": item.text,
        "rows": [("Issued by", item.issued_by), ("Holds", since)],
        "sources": item.sources,
    }


def _about(crossing: Crossing, place: Location) -> list[dict[str, Any]]:
    north, east = "N" if place.lat >= 0 else "S", "E" if place.lon >= 0 else "W"
    position = f"{abs(place.lat):.5f}° {north}, {abs(place.lon):.5f}° {east}"
    spot = "Border point" if place is crossing.border_point else "Checkpoint"
    rows = [
        (spot, f"{position}, ± {place.accuracy_m:g} m"),
        ("Serves", ", ".join(mode.value.replace("_", " ") for mode in crossing.modes)),
        ("Road or line", ", ".join(f"{crossing.roads[key]} ({key})" for key in crossing.roads)),
        ("Hours", crossing.hours),
        ("Verified", _through(crossing)),
    ]
    text = crossing.note or full_name(crossing)
    shown = [(term, text) for term, text in rows if text]
    return [{"text": text, "rows": shown, "sources": crossing.sources}]


def _through(crossing: Crossing) -> str:
    if crossing.verified_through is None:
        return "never"
    return f"through {wording.day(crossing.verified_through)}"


class _Measures:
    """The measures told on a page, each once."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.items: list[dict[str, Any]] = []
        self._numbers: dict[str, int] = {}

    @property
    def sources(self) -> list[str]:
        return [source for item in self.items for source in item["sources"]]

    def add(self, measures: Iterable[Measure], question: Question) -> list[int]:
        """Return the numbers of the measures in the table."""
        numbers = []
        for measure in measures:
            if measure.id not in self._numbers:
                self._numbers[measure.id] = len(self.items)
                self.items.append(_told(measure, question, self.facts))
            numbers.append(self._numbers[measure.id])
        return numbers


def _told(measure: Measure, question: Question, facts: Facts) -> dict[str, Any]:
    text = wording.clause(measure, question, facts)
    rows = [
        ("Decided by", measure.decided_by),
        ("Period", _span(measure)),
        ("Announced", wording.day(measure.announced) if measure.announced else ""),
        ("Reason", facts.reasons[measure.reason].en),
        ("Note", measure.note),
        ("Confidence", measure.confidence if measure.confidence is not Confidence.HIGH else ""),
    ]
    return {
        "text": f"{text[:1].upper()}{text[1:]}.",
        "rows": [(term, value) for term, value in rows if value],
        "sources": measure.sources,
    }


def _span(measure: Measure) -> str:
    ends = [
        ("from", measure.valid_from),
        ("until", measure.valid_to),
        ("planned until", measure.planned_to),
        ("last seen in force on", measure.last_seen),
    ]
    return ", ".join(f"{word} {wording.day(moment)}" for word, moment in ends if moment is not None)


def _cited(items: list[Any]) -> Iterator[str]:
    for item in items:
        if isinstance(item, dict):
            yield from item["sources"]


def _sources(ids: Iterable[str], facts: Facts) -> dict[str, dict[str, str]]:
    return {name: _source(facts.sources[name]) for name in dict.fromkeys(ids)}


def _source(source: Source) -> dict[str, str]:
    by = ", ".join(filter(None, [source.publisher, source.published]))
    return {"title": source.title, "url": source.url, "by": by}
