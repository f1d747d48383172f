"""Measures → the days and moments at which they are announced, begin and end, each in words.

Calendars and feeds tell the same turns by the same ids.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from borders import dates
from borders.data import revisions
from borders.enums import Stage
from borders.formats.content import NOTHING_LEFT, Left
from borders.formats.plain import plain, web_address

if TYPE_CHECKING:
    from collections.abc import Iterator

    from borders.formats.content import Content
    from borders.model import Measure
    from borders.register import Register

__all__ = ["Turn", "data_day", "details", "sentence", "sources", "title", "turns", "undated"]

NAMED: Final = 3
"""How many crossings a title names; of more it says how many there are."""

What: TypeAlias = Literal["announced", "begins", "ends"]
Certainty: TypeAlias = Literal["confirmed", "tentative", "cancelled"]

_LABELS: Final = {"announced": "row.announced", "begins": "feed.begins", "ends": "feed.ends"}


class Turn(NamedTuple):
    """A day or a moment at which a measure is announced, begins or ends.

    Attributes
    ----------
    what
        Which of these; it stays so when the moment is put off.
    moment
        By the deciding side's clock: a day, where it is at midnight or nothing more is known, else
        an instant. An end is the first that no longer belongs.
    certainty
        "tentative": not confirmed, or after the day of the data. "cancelled": it did not come.
    revision
        How often it is known to have become another: put off, called off, or mended in the data.
    known
        The day on which it could be known first as it is told.
    changed
        The same, or the day of the last version that mended what the register says of the measure.
    """

    measure: Measure
    what: What
    moment: date | datetime
    certainty: Certainty
    revision: int
    known: date
    changed: date

    @property
    def day(self) -> date:
        """Its day by the deciding side's clock."""
        return dates.day_of(self.moment)


class Cited(NamedTuple):
    """A source as files name it."""

    publisher: str
    title: str
    address: str
    """Of the web; empty where it has none."""


def data_day(register: Register) -> date:
    """Return the day of the data: its version, or else the newest day that its records name.

    Examples
    --------
    >>> import borders
    >>> register = borders.load()
    >>> f"{data_day(register):%Y.%m.%d}" == register.version
    True
    """
    facts = register.facts
    day = revisions.day_of(register.version)
    if day is None:
        days = [
            *(crossing.verified_through for crossing in register.crossings),
            *(source.day for source in facts.sources.values()),
            *(measure.announced for measure in register.measures),
            *(measure.valid_from and measure.valid_from.date() for measure in register.measures),
        ]
        day = max(each for each in (*days, date.min) if each)
    return day if facts.known_on is None else min(day, facts.known_on)


def turns(content: Content) -> tuple[Turn, ...]:
    """Return the turns of all measures, by day and then in the order of the register."""
    calendar = _Calendar(content.register)
    found = [turn for measure in content.measures for turn in calendar.of(measure)]
    return tuple(sorted(found, key=lambda turn: turn.day))


def undated(content: Content) -> Left:
    """Return the measures of which no day is known, so that no turn tells of them."""
    names = tuple(
        measure.id
        for measure in content.measures
        if not any((measure.announced, measure.valid_from, measure.valid_to, measure.planned_to))
    )
    if not names:
        return NOTHING_LEFT
    text = content.translator.t("feed.undated", names=", ".join(names))
    return Left("measures", names, text)


class _Calendar:
    """What is known by the day of the data, and since when."""

    def __init__(self, register: Register) -> None:
        self.facts = register.facts
        self.today = data_day(register)
        self.mended = _mended(register)

    def of(self, measure: Measure) -> Iterator[Turn]:
        """Yield the turns of a measure, in their order."""
        begin, end = measure.valid_from, measure.valid_to or measure.planned_to
        if measure.announced and (begin is None or measure.announced < begin.date()):
            yield self._turn(measure, "announced", measure.announced)
        if begin is not None:
            yield self._turn(measure, "begins", _day_or_instant(begin))
        if end is not None:
            yield self._turn(measure, "ends", _day_or_instant(end))

    def _turn(self, measure: Measure, what: What, moment: date | datetime) -> Turn:
        day = dates.day_of(moment)
        certainty = self._certainty(measure, what, day)
        end, planned = measure.valid_to, measure.planned_to
        is_put_off = what == "ends" and None not in {end, planned} and end != planned
        mended, known = self.mended.get(measure.id, []), self._known(measure, what, day)
        return Turn(
            measure,
            what,
            moment,
            certainty,
            revision=len(mended) + is_put_off + (certainty == "cancelled"),
            known=known,
            changed=max([known, *mended]),
        )

    def _certainty(self, measure: Measure, what: What, day: date) -> Certainty:
        is_off = measure.stage is Stage.NOT_EFFECTIVE
        if what == "announced":
            return "cancelled" if is_off and measure.valid_from is None else "confirmed"
        if is_off or (what == "ends" and measure.valid_to is None and day <= self.today):
            return "cancelled"
        is_sure = measure.stage is Stage.EFFECTIVE and day <= self.today
        return "confirmed" if is_sure else "tentative"

    def _known(self, measure: Measure, what: What, day: date) -> date:
        """Return the first day on which a turn could be known as it is told."""
        is_called_off = measure.stage is Stage.NOT_EFFECTIVE
        is_off = is_called_off and (what != "announced" or measure.valid_from is None)
        lifted = self._past(measure.lifted if is_off or what == "ends" else None)
        if is_off and lifted:
            return lifted[0]
        if day <= self.today:
            return day
        published = self._past(*(self.facts.sources[each].day for each in measure.sources))
        return [*lifted, *self._past(measure.announced), max(published, default=self.today)][0]

    def _past(self, *days: date | None) -> list[date]:
        return [day for day in days if day is not None and day <= self.today]


def _day_or_instant(moment: datetime) -> date | datetime:
    return moment.date() if moment.time() == time() else moment


def _mended(register: Register) -> dict[str, list[date]]:
    """Return the days of the versions in which the register's word on a measure was mended."""
    versions: dict[str, set[str]] = {}
    for folder in (register.folder, *register.overlays):
        for row in revisions.recorded(folder):
            versions.setdefault(row.entry, set()).add(row.version)
    today = data_day(register)
    return {
        entry: sorted(day for each in own if (day := revisions.day_of(each)) and day <= today)
        for entry, own in versions.items()
    }


def title(turn: Turn, content: Content) -> str:
    """Return what comes, begins or ends where, in a line."""
    translator, measure = content.translator, turn.measure
    names = places(measure, content)
    text = translator.t(
        "feed.title",
        what=translator.t(_label(turn, content)),
        deed=translator.clause(measure, content.snapshot, is_new=True),
        where=translator.listed(names)
        if len(names) <= NAMED
        else translator.t("table.count", count=len(names)),
    )
    stage = measure.stage
    is_sure = stage is Stage.EFFECTIVE
    return plain(text if is_sure else f"{text} ({translator.t(f'stage.{stage}')})")


def _label(turn: Turn, content: Content) -> str:
    """Return the message of what happens: what goes on in a changed form does not end."""
    is_changed = {
        "announced": False,
        "begins": turn.measure.amends is not None,
        "ends": bool(content.register.facts.amending(turn.measure)),
    }[turn.what]
    return "feed.changes" if is_changed else _LABELS[turn.what]


def places(measure: Measure, content: Content) -> list[str]:
    """Return the names of the crossings that a measure touches."""
    crossings = content.register.facts.crossings
    return [plain(content.translator.label(crossings[each])) for each in measure.crossings]


def sentence(turn: Turn, content: Content) -> str:
    """Return the measure of a turn in one sentence."""
    return plain(content.translator.measure(turn.measure, content.snapshot))


def details(turn: Turn, content: Content) -> tuple[str, ...]:
    """Return lines on who decided a measure, and how far its days are known."""
    translator, measure, t = content.translator, turn.measure, content.translator.t
    lines: list[tuple[str, str]] = []
    if measure.last_seen is not None:
        lines.append((t("row.seen"), translator.date(measure.last_seen)))
    if measure.valid_to is None and measure.stage is Stage.EFFECTIVE:
        lines.append((t("row.until"), t("row.unknown")))
    if measure.planned_to not in {None, measure.valid_to}:
        lines.append((t("row.plannedTo"), translator.day(measure.planned_to)))
    for key, day in (("row.announced", measure.announced), ("row.lifted", measure.lifted)):
        if day is not None:
            lines.append((t(key), translator.date(day)))
    if turn.what == "ends":
        lines += [
            (t("terminal.amendedBy"), translator.clause(each, content.snapshot, is_new=True))
            for each in content.register.facts.amending(measure)
        ]
    decided = translator.english(measure.decided_by)
    told = (f"{what}: {text}" for what, text in lines)
    return tuple(map(plain, [t("terminal.decidedBy", by=decided), *told]))


def sources(turn: Turn, content: Content) -> tuple[Cited, ...]:
    """Return the sources of a measure."""
    known = (content.register.facts.sources[each] for each in turn.measure.sources)
    return tuple(
        Cited(plain(each.publisher), plain(each.title), web_address(each)) for each in known
    )
