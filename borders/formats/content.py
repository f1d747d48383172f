"""What an export holds: a question, its tables, and the words that stand in every file."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from borders import columns, dates, records
from borders.data import revisions

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from borders.columns import Table
    from borders.dates import Moment
    from borders.model import Measure, Source, Verdict
    from borders.network.routes import Route
    from borders.register import Change, Register, Routes, Snapshot
    from borders.text.sentences import Translator

Row: TypeAlias = "Mapping[str, Any]"
"""A row by the names of its columns: texts, numbers, days, instants, lists of texts, None."""
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
    corridors
        The routes from each place, where some are asked for.
    since, until
        Bounds of history and changes, the last without; None: all that is known.
    """

    snapshot: Snapshot
    tables: tuple[str, ...] = TABLES[:1]
    corridors: tuple[Routes, ...] = ()
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
        return self.translator.question(self.snapshot).replace("\N{NO-BREAK SPACE}", " ")

    @functools.cached_property
    def timeless(self) -> str:
        """What is asked at every moment: of history and changes."""
        asked = self.translator.question(self.snapshot, moment=False)
        return asked.replace("\N{NO-BREAK SPACE}", " ")

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
            "as_known_on": str(self.snapshot.as_known_on or ""),
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
        """The verdicts on each over all that is known and after it, or within the bounds."""
        return {
            crossing.id: [v for v in records.periods(self.snapshot, crossing) if self._touches(v)]
            for crossing in self.snapshot.crossings
        }

    @property
    def ways(self) -> Sequence[Route]:
        """The ways from all places, those of one after another."""
        return [route for routes in self.corridors for route in routes]

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

    @property
    def built(self) -> datetime:
        """The moment that stands for that of writing: the first of the day of the version."""
        day = revisions.day_of(self.version)
        return dates.day_start(day, UTC) if day else datetime.fromtimestamp(0, UTC)

    def table(self, name: str) -> Table:
        """Return the schema of a table."""
        return next(table for table in columns.TABLES if table.name == name)

    def describe(self, table: str) -> str:
        """Return what a table is of, for which question, what it is good for, and whom to name."""
        asked = {
            **dict.fromkeys(("status", "routes"), self.question),
            **dict.fromkeys(("history", "changes"), self.timeless),
        }.get(table, "")
        said = self.translator.english(self.table(table).description)
        texts = (said, asked, self.disclaimer, self.attribution)
        return " ".join(f"{text.rstrip('.')}." for text in filter(None, texts))

    @functools.cache  # noqa: B019 - a content lives as long as its file is written
    def records(self, table: str) -> Sequence[Row]:
        """Return the rows of a table by its schema: texts, numbers, days, instants, lists, None."""
        return _RECORDS[table](self)

    def shapes(self, table: str) -> Sequence[Any] | None:
        """Return the places of the rows of a table, of shapely; None: it is of no places."""
        from shapely import LineString, Point

        if table == "routes":
            pairs = [route.coordinates for route in self.ways]
            return [LineString(each) if len(each) > 1 else None for each in pairs]
        if table not in _PLACED:
            return None
        return [
            None if row["lon"] is None else Point(row["lon"], row["lat"])
            for row in self.records(table)
        ]

    def shape_of(self, table: str) -> str | None:
        """Return what places a table has: "Point", "LineString" or None."""
        return "LineString" if table == "routes" else "Point" if table in _PLACED else None

    def count(self, table: str) -> int:
        """Return how many rows a table has."""
        return len(self.records(table))


_PLACED: Final = {"status", "crossings"}


def _status(content: Content) -> list[Row]:
    return [records.status(verdict, content.translator) for verdict in content.verdicts]


def _crossings(content: Content) -> list[Row]:
    return [*records.crossings(content.register, content.translator)]


def _history(content: Content) -> list[Row]:
    verdicts = chain.from_iterable(content.periods.values())
    return [records.history(verdict, content.translator) for verdict in verdicts]


def _changes(content: Content) -> list[Row]:
    return [records.change(change, content.translator) for change in content.changes]


def _measures(content: Content) -> list[Row]:
    return [*records.measures(content.register, content.translator)]


def _sources(content: Content) -> list[Row]:
    return [*records.sources(content.register.facts)]


def _routes(content: Content) -> list[Row]:
    return [row for routes in content.corridors for row in routes.records()]


_RECORDS: Final[Mapping[str, Callable[[Content], list[Row]]]] = {
    "status": _status,
    "crossings": _crossings,
    "history": _history,
    "changes": _changes,
    "measures": _measures,
    "sources": _sources,
    "routes": _routes,
}
