"""What an export holds: a question, its tables, and the words that stand in every file."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from borders import dates, records
from borders.errors import QuestionError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from borders.dates import Moment
    from borders.model import Measure, Source, Verdict
    from borders.register import Change, Register, Routes, Snapshot
    from borders.text.sentences import Translator

TABLES: Final = ("status", "crossings", "history", "changes", "measures", "sources", "routes")
"""What may be asked for."""


class Left(NamedTuple):
    """What a file could not hold; it is told on standard error and in the file.

    Attributes
    ----------
    table
        The table of which it is.
    names
        The names of what is left out, one a row.
    text
        What is left out, and why, in the language of the question.
    others
        What is left out of other tables; the text tells of it too.
    """

    table: str = ""
    names: tuple[str, ...] = ()
    text: str = ""
    others: tuple[Left, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.names)

    def count(self, table: object) -> int:
        """Return how many rows of a table are left out."""
        own = len(self.names) if table == self.table else 0
        return own + sum(other.count(table) for other in self.others)


NOTHING_LEFT: Final = Left()


def together(*each: Left) -> Left:
    """Return what is left out of several tables as one; what is said twice is said once."""
    kept = [left for left in each if left]
    if not kept:
        return NOTHING_LEFT
    text = ". ".join(dict.fromkeys(left.text for left in kept))
    return kept[0]._replace(text=text, others=tuple(kept[1:]))


@dataclass(frozen=True)
class Content:
    """What a file is to hold.

    Attributes
    ----------
    snapshot
        The question.
    tables
        Which of its tables.
    routes
        The ways, where some are asked for.
    since, until
        Bounds of history and changes, the last without; None: all that is known.
    """

    snapshot: Snapshot
    tables: tuple[str, ...] = TABLES[:1]
    routes: Routes | None = None
    since: Moment | None = None
    until: Moment | None = None

    @property
    def register(self) -> Register:
        """What is asked."""
        return self.snapshot.register

    @property
    def translator(self) -> Translator:
        """Who says it in the language of the question."""
        return self.snapshot.translator

    @property
    def version(self) -> str:
        """The version of the data."""
        return self.register.version

    @functools.cached_property
    def title(self) -> str:
        """What the data is of."""
        return self.translator.title()

    @functools.cached_property
    def question(self) -> str:
        """What is asked, with its moment."""
        return self.translator.question(self.snapshot)

    @functools.cached_property
    def timeless(self) -> str:
        """What is asked at every moment: of history, changes and measures."""
        return self.translator.question(self.snapshot, moment=False)

    @functools.cached_property
    def summary(self) -> str:
        """The answer, counted and named."""
        return self.translator.summary(self.verdicts, self.snapshot)

    @functools.cached_property
    def attribution(self) -> str:
        """Whom to name: the data, its version, its ground."""
        name = self.register.facts.package.name
        data = self.translator.t("note.data", name=name, version=self.version)
        return "; ".join([data, *self.translator.credits()])

    @functools.cached_property
    def licence(self) -> str:
        """On what terms the data may be passed on, as SPDX writes it; empty: it says none."""
        return " AND ".join(each.name for each in self.register.facts.package.licenses)

    @functools.cached_property
    def disclaimer(self) -> str:
        """What every answer is good for."""
        return self.translator.t("note.disclaimer")

    @functools.cached_property
    def description(self) -> str:
        """The question, the answer, what it is good for, and whom to name, as one text."""
        asked, named = (f"{text.rstrip('.')}." for text in (self.question, self.attribution))
        return f"{asked} {self.summary} {self.disclaimer} {named}"

    @functools.cached_property
    def about(self) -> Mapping[str, str]:
        """What stands in every file of itself, by keys that all forms share."""
        verified = self.register.verified_day
        return {
            "title": self.title,
            "question": self.question,
            "on": self.snapshot.moment.isoformat(),
            "mode": self.snapshot.mode or "",
            "direction": self.snapshot.direction or "",
            "traveller": self.translator.asker(self.snapshot, "one"),
            "summary": self.summary,
            "disclaimer": self.disclaimer,
            "attribution": self.attribution,
            "licence": self.licence,
            "version": self.version,
            "verified_through": verified.isoformat() if verified else "",
        }

    @functools.cached_property
    def verdicts(self) -> Sequence[Verdict]:
        """The verdicts on the crossings that serve the question."""
        return self.snapshot.verdicts

    @functools.cached_property
    def periods(self) -> Mapping[str, Sequence[Verdict]]:
        """The verdicts on each of them over all that is known, or within the bounds."""
        return {
            crossing.id: [v for v in self.snapshot.periods(crossing) if self._touches(v)]
            for crossing in self.snapshot.crossings
        }

    @functools.cached_property
    def changes(self) -> Sequence[Change]:
        """What became what, by time."""
        known = [c.verified_from for c in self.register.crossings if c.verified_from]
        since = self.since if self.since is not None else min(known, default=date.min)
        until = self.until if self.until is not None else date.max
        return self.register.changes(
            since,
            until,
            mode=self.snapshot.mode,
            direction=self.snapshot.direction,
            traveller=self.snapshot.traveller,
            lang=self.snapshot.lang,
        )

    @property
    def measures(self) -> Sequence[Measure]:
        """The measures of the register."""
        return self.register.measures

    @property
    def sources(self) -> Sequence[Source]:
        """The sources of the register."""
        return tuple(self.register.facts.sources.values())

    def _touches(self, verdict: Verdict) -> bool:
        """Return whether the period of a verdict lies within the bounds in part."""
        zone = dates.zone(verdict.question.moment)
        first, last = (
            None if each is None else dates.instant(self.register.moment(each), zone)
            for each in (self.since, self.until)
        )
        start, end = verdict.measures_since, verdict.measures_until
        return not (
            (first is not None and end is not None and end <= first)
            or (last is not None and start is not None and start >= last)
        )

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Return a table as flat records."""
        return _ROWS[table](self)

    def count(self, table: str) -> int:
        """Return how many rows a table has."""
        return _SIZES[table](self)


def _status(content: Content) -> list[dict[str, Any]]:
    rows = (records.status(verdict, content.translator) for verdict in content.verdicts)
    return [records.plain(record) for record in rows]


def _none(content: Content) -> list[dict[str, Any]]:
    raise QuestionError(f"{content.tables[0]} is not written yet: write status")


_ROWS: Final[Mapping[str, Callable[[Content], list[dict[str, Any]]]]] = {
    **dict.fromkeys(TABLES, _none),
    "status": _status,
}


_SIZES: Final[Mapping[str, Callable[[Content], int]]] = {
    "status": lambda content: len(content.verdicts),
    "crossings": lambda content: len(content.register.crossings),
    "history": lambda content: sum(map(len, content.periods.values())),
    "changes": lambda content: len(content.changes),
    "measures": lambda content: len(content.measures),
    "sources": lambda content: len(content.sources),
    "routes": lambda content: len(content.routes or ()),
}


def unplaced(content: Content, table: str, verdicts: Iterable[Verdict]) -> Left:
    """Return which of some verdicts a file of places cannot hold."""
    crossings = [verdict.crossing for verdict in verdicts if verdict.crossing.location is None]
    if not crossings:
        return NOTHING_LEFT
    names = tuple(crossing.name(content.snapshot.lang) for crossing in crossings)
    listed = content.translator.listed(names)
    return Left(table, names, content.translator.t("export.unplaced", names=listed))
