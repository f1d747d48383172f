"""What is new since an answer that was kept, or since older data: for those who look every day."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from borders import dates, documents
from borders.data import revisions
from borders.enums import NewsKind, Stage, Standing, Status
from borders.errors import QuestionError
from borders.model import Traveller
from borders.register import Register, Snapshot, load

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from borders.data.revisions import Data, Revision
    from borders.model import Measure

NOW: Final = frozenset({"today", "now"})
"""Words for a moment that is another whenever somebody asks."""


class Earlier(NamedTuple):
    """What was answered, or could have been, when somebody looked before."""

    on: date | datetime
    """The moment that was asked about."""
    known: date
    """The day by the end of which that was known."""
    register: Register
    """What was known then."""
    standings: Mapping[str, Standing]
    """How each crossing stood by that answer."""
    version: str
    """The version of the data that gave it; empty: it does not say."""
    data: Data | None = None
    """The older data; None: there is an answer alone."""


class News(NamedTuple):
    """Something that is new."""

    kind: NewsKind
    id: str
    """Of the crossing, the measure or the entry."""
    crossings: tuple[str, ...]
    """The ids of those that it touches."""
    before: str
    """The standing, the end or the value before; empty: there was none."""
    after: str
    moment: datetime | None
    """When a measure begins or ends."""
    text: str
    sources: tuple[str, ...]


def question(snapshot: Snapshot) -> dict[str, Any]:
    """Return what is asked besides the moment, as answers in JSON keep it.

    Examples
    --------
    >>> question(load().on("2023-08-21", mode="car", traveller=Traveller("US")))
    {'mode': 'car', 'nationality': ['US']}
    """
    traveller = snapshot.traveller or Traveller()
    known = snapshot.as_known_on
    said = {
        "mode": snapshot.mode and snapshot.mode.value,
        "direction": snapshot.direction and snapshot.direction.value,
        "nationality": [*(traveller.nationality or ())],
        "residence": [*traveller.residence],
        "papers": [*traveller.papers],
        "vehicle": traveller.vehicle,
        "neighbours": [*snapshot.neighbours],
        "as_known_on": known and known.isoformat(),
    }
    return {key: value for key, value in said.items() if value}


def asked(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an answer in JSON keeps of its question, as `Register.on` takes it."""
    traveller = Traveller(
        nationality=tuple(said.get("nationality", ())) or None,
        residence=tuple(said.get("residence", ())),
        papers=tuple(said.get("papers", ())),
        vehicle=said.get("vehicle"),
    )
    return {
        "mode": said.get("mode"),
        "direction": said.get("direction"),
        "traveller": None if traveller == Traveller() else traveller,
        "neighbours": tuple(said.get("neighbours", ())),
        "as_known_on": said.get("as_known_on"),
    }


def kept(path: str | os.PathLike[str]) -> dict[str, Any] | None:
    """Return an answer that was kept in a file; None: the path is of data, not of an answer.

    It is what `status` or `watch` answered as JSON or CSV, or an export of it.

    Raises
    ------
    QuestionError
        It is no such answer.
    """
    file = Path(path)
    if file.is_dir() or file.suffix.lower() == ".zip":
        return None
    try:
        content = file.read_bytes().removeprefix(documents.MARK)
        document = _rows(content) if file.suffix.lower() == ".csv" else documents.json(content)
        if document.get("type") == "FeatureCollection":
            rows = [{"id": each.get("id"), **each["properties"]} for each in document["features"]]
            document = {"crossings": rows}
        first: Mapping[str, Any] = next(iter(document["crossings"]), {})
        answer = {key: first[key] for key in ("on", "version") if first.get(key)} | document
        if "question" not in answer and "traveller" in first:
            answer["question"] = _said(first)
        _standings(answer["crossings"])
        str(answer["on"])
    except (ValueError, LookupError, TypeError, AttributeError):
        raise QuestionError(
            f"{path} is no answer to look back at: borders status --format json writes one, and so "
            "does borders watch; or name a release, a zip file or a folder of data"
        ) from None
    return answer


def _said(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the question of a row of statuses, as answers in JSON keep it."""
    parts = (part.partition("=") for part in (row["traveller"] or "").split("; "))
    held = {key: values.split(",") for key, _, values in parts if values not in {"", "none"}}
    vehicle = {"vehicle": held.pop("vehicle")[0]} if "vehicle" in held else {}
    rest = {key: row.get(key) for key in ("mode", "direction", "as_known_on")}
    return {key: value for key, value in {**rest, **held, **vehicle}.items() if value}


def _rows(content: bytes) -> dict[str, Any]:
    header, rows = documents.table(content)
    return {"crossings": [dict(zip(header, row, strict=True)) for _, row in rows]}


def _standings(rows: Iterable[Mapping[str, Any]]) -> dict[str, Standing]:
    return {
        str(row["id"]): Standing.of(Status(row["status"]), Status(row["default"]))
        if row.get("default")
        else Standing(row["status"])
        for row in rows
    }


def earlier(snapshot: Snapshot, document: Mapping[str, Any]) -> Earlier:
    """Return what an answer said, beside what the register knew by the data that gave it.

    Raises
    ------
    QuestionError
        It answers another question.
    """
    said, put = document.get("question"), question(snapshot)
    if said is not None and said != put:
        raise QuestionError(
            f"the answer that was kept is to another question: {_brief(said)}, not {_brief(put)}; "
            "ask the same, or nothing, or keep a new one"
        )
    version = str(document.get("version") or "")
    on = snapshot.register.moment(str(document["on"]))
    known = _known(version, on)
    then = snapshot.register.as_known_on(known)
    return Earlier(on, known, then, _standings(document["crossings"]), version)


def older(snapshot: Snapshot, path: str | os.PathLike[str], moment: str | None) -> Earlier:
    """Return what the same question would have been answered by older data.

    Parameters
    ----------
    moment
        As it was asked; None: the last verified day of each; today and now are, of the older data,
        the day of their version.

    Raises
    ------
    DataError
        With every problem of every file.
    QuestionError
        They are of another register.
    """
    register = load(path)
    data = revisions.of_facts(register.facts, (register.folder, *register.overlays))
    name, other = snapshot.register.facts.package.name, register.facts.package.name
    if other != name:
        raise QuestionError(f"{path} is of another register: {other}, not {name}")
    before = register.on(
        data.day if moment in NOW else moment,
        mode=snapshot.mode,
        direction=snapshot.direction,
        traveller=snapshot.traveller,
        as_known_on=snapshot.as_known_on,
    )
    known = _known(register.version, before.moment)
    standings = dict(before.standings)
    return Earlier(before.moment, known, before.register, standings, register.version, data)


def _known(version: str, on: date | datetime) -> date:
    """Return the day by whose end was known what data of a version answer of a moment."""
    asked_about = on.date() if isinstance(on, datetime) else on
    researched = revisions.day_of(version)
    return asked_about if researched is None else max(asked_about, researched)


def since(snapshot: Snapshot, before: Earlier, data: Data) -> list[News]:
    """Return what is new: statuses, then measures by time, then what was corrected.

    Measures are those that touch the crossings, the means and the direction of the question.

    Parameters
    ----------
    data
        What the register was read from.
    """
    ids = {crossing.id for crossing in snapshot.crossings}
    if before.data is None:
        ids &= before.standings.keys()
    return [
        *_statuses(snapshot, before, ids),
        *sorted(_measures(snapshot, before, ids), key=_by_time),
        *_revisions(snapshot, before, ids, data),
    ]


def _statuses(snapshot: Snapshot, before: Earlier, ids: AbstractSet[str]) -> Iterator[News]:
    translator = snapshot.translator
    for verdict in snapshot.verdicts:
        key = verdict.crossing.id
        was = before.standings.get(key)
        if key in ids and was is not None and was is not verdict.standing:
            text = f"{translator.name(verdict.crossing)}: {verdict.sentence}"
            sources = tuple(dict.fromkeys(each for m in verdict.told for each in m.sources))
            turn = (was.value, verdict.standing.value)
            yield News(NewsKind.STATUS, key, (key,), *turn, verdict.since, text, sources)


def _measures(snapshot: Snapshot, before: Earlier, ids: AbstractSet[str]) -> Iterator[News]:
    register, translator = snapshot.register, snapshot.translator
    now = register.on(_known(register.version, snapshot.moment))
    then = before.register.on(before.known)
    for measure in register.measures:
        if not _touches(measure, snapshot, ids):
            continue
        old = before.register.facts.measures.get(measure.id)
        was = None if old is None else _Stand.of(then, old)
        kind = _turn(was, _Stand.of(now, measure), before.known)
        if kind is not None:
            begins = kind in {NewsKind.ANNOUNCED, NewsKind.BEGUN, NewsKind.ADDED}
            moment = measure.valid_from if begins else measure.valid_to
            is_turn = kind is NewsKind.LIFTED
            was_end, end = (_end(each) if is_turn else "" for each in (old, measure))
            text = translator.measure(measure, snapshot)
            yield News(
                kind, measure.id, measure.crossings, was_end, end, moment, text, measure.sources
            )


class _Stand(NamedTuple):
    """How a measure stands."""

    measure: Measure
    state: Literal["planned", "in force", "over", "dropped"]

    @classmethod
    def of(cls, snapshot: Snapshot, measure: Measure) -> _Stand:
        """Return how it stands at a moment."""
        force = snapshot.in_force(measure)
        if force == "yes":
            return cls(measure, "in force")
        if force == "planned":
            return cls(measure, "planned")
        return cls(measure, "over" if measure.stage is Stage.EFFECTIVE else "dropped")


def _turn(old: _Stand | None, new: _Stand, known: date) -> NewsKind | None:
    """Return what is new about a measure since a day; None: nothing is."""
    now, start = new.state, new.measure.valid_from
    if old is None:
        if now == "planned":
            return NewsKind.ANNOUNCED
        is_late = start is None or start.date() <= known
        return NewsKind.ADDED if is_late or now != "in force" else NewsKind.BEGUN
    if old.state == now and now in {"planned", "in force"}:
        return None if old.measure.valid_to == new.measure.valid_to else NewsKind.LIFTED
    return _TURNS.get((old.state, now))


_TURNS: Final = {
    ("dropped", "planned"): NewsKind.ANNOUNCED,
    ("dropped", "in force"): NewsKind.BEGUN,
    ("planned", "in force"): NewsKind.BEGUN,
    ("planned", "over"): NewsKind.ENDED,
    ("planned", "dropped"): NewsKind.WITHDRAWN,
    ("in force", "over"): NewsKind.ENDED,
    ("over", "in force"): NewsKind.LIFTED,
}
"""What is new where a measure stands otherwise; what is not here is a correction, told as one."""


def _end(measure: Measure | None) -> str:
    return measure.valid_to.isoformat() if measure and measure.valid_to else ""


def _touches(measure: Measure, snapshot: Snapshot, ids: AbstractSet[str]) -> bool:
    """Return whether a measure bears on crossings, and on the means and direction of a question."""
    is_way = snapshot.direction is None or snapshot.direction in measure.direction.each
    is_mode = snapshot.mode is None or not measure.modes or snapshot.mode in measure.modes
    return is_way and is_mode and not {*measure.crossings}.isdisjoint(ids)


def _revisions(
    snapshot: Snapshot, before: Earlier, ids: AbstractSet[str], data: Data
) -> Iterator[News]:
    """Yield what the register takes back, of the crossings and the measures that touch them."""
    facts, old = snapshot.register.facts, before.register.facts
    for row in _taken_back(before, data):
        measure = facts.measures.get(row.entry) or old.measures.get(row.entry)
        touched = measure.crossings if measure is not None else (row.entry,)
        is_meant = not ids.isdisjoint(touched)
        if measure is not None and not _touches(measure, snapshot, ids):
            is_meant = False
        if is_meant:
            text = f"{row.entry}: {row.field or 'id'}: {row.before or '–'} → {row.after or '–'}"
            why = f" ({row.why})" if row.why else ""
            sources = (row.source,) if row.source else ()
            turn = (row.before, row.after)
            yield News(NewsKind(row.kind), row.entry, touched, *turn, None, text + why, sources)


def _taken_back(before: Earlier, data: Data) -> Iterable[Revision]:
    """Return the corrections since: by comparison with older data, or as the register tells."""
    if before.data is not None:
        return (row for row in revisions.compared(before.data, data) if row.needs_reason)
    return (row for row in data.recorded if before.version and row.version > before.version)


def _by_time(news: News) -> tuple[bool, datetime]:
    moment = news.moment
    return moment is None, dates.utc(moment) if moment else datetime.min.replace(tzinfo=UTC)


def _brief(said: Mapping[str, Any]) -> str:
    texts = (f"{key} {revisions.told(value)}" for key, value in said.items())
    return ", ".join(texts) or "anybody, by any means"
