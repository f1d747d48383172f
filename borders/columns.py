"""The columns of every table that leaves the register: of frames, CSV, Parquet and the rest.

A schema is the same on every day and for every question. Columns keep their names, types and
order; new ones come last.

>>> STATUS["id"].type, STATUS["since"].type, STATUS["measures"].type
('string', 'datetime', 'list')
>>> HISTORY.key
('crossing', 'period_start')
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeAlias

from borders.enums import (
    Basis,
    Category,
    Confidence,
    Direction,
    Directions,
    Effect,
    Kind,
    Language,
    Mode,
    SourceKind,
    Stage,
    Status,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from enum import StrEnum

Type: TypeAlias = Literal["string", "boolean", "integer", "number", "date", "datetime", "list"]
"""A "date" is a day without a clock, a "datetime" an instant in UTC, a "list" one of texts."""

CONTRACT: Final = 1
"""The number of these schemas: to take a column away, rename it or change its type raises it."""


_DTYPES: Final[Mapping[Type, str]] = {
    "string": "string",
    "boolean": "boolean",
    "integer": "Int64",
    "number": "float64",
    "date": "datetime64[s]",
    "datetime": "datetime64[us, UTC]",
    "list": "object",
}
_LATER: Final = (Language.UK,)
"""Languages that came when readers relied on the columns already: theirs stand on the right."""


class Column(NamedTuple):
    """A column of a table."""

    name: str
    type: Type
    description: str
    values: tuple[str, ...] = ()
    """All that it, or each of its lists, may hold; empty: the set is not closed."""
    required: bool = False
    """Whether every row has it. Lists are never missing, whatever this says: they may be empty."""

    @property
    def dtype(self) -> str:
        """What pandas calls its type."""
        return _DTYPES[self.type]

    @property
    def field(self) -> dict[str, Any]:
        """The column as Data Packages describe it, in CSV of which lists are joined by "; "."""
        limits: dict[str, Any] = {"required": True} if self.required else {}
        if self.values and self.type != "list":
            limits["enum"] = list(self.values)
        return {
            "name": self.name,
            "type": self.type,
            **({"itemType": "string", "delimiter": "; "} if self.type == "list" else {}),
            "description": self.description,
            **({"constraints": limits} if limits else {}),
        }


class Table(NamedTuple):
    """The schema of a table."""

    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    """The columns that tell rows apart: of one question, where the table answers one."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(column.name for column in self.columns)

    @property
    def schema(self) -> dict[str, Any]:
        """The table as Data Packages describe it: a Table Schema of their second version."""
        return {
            "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
            "fields": [column.field for column in self.columns],
            **({"primaryKey": list(self.key)} if self.key else {}),
            "missingValues": [""],
        }

    def __getitem__(self, name: object) -> Column:  # type: ignore[override]
        """Return the column of a name."""
        return next(column for column in self.columns if column.name == name)


def _text(name: str, says: str, *, required: bool = False) -> Column:
    return Column(name, "string", says, required=required)


def _word(name: str, words: type[StrEnum], says: str, *, required: bool = False) -> Column:
    return Column(name, "string", says, tuple(word.value for word in words), required=required)


def _list(name: str, says: str, words: type[StrEnum] | None = None) -> Column:
    return Column(name, "list", says, tuple(word.value for word in words or ()))


def _day(name: str, says: str, *, required: bool = False) -> Column:
    return Column(name, "date", says, required=required)


def _instant(name: str, says: str, *, required: bool = False) -> Column:
    return Column(name, "datetime", says, required=required)


def _number(name: str, says: str, *, required: bool = False) -> Column:
    return Column(name, "number", says, required=required)


def _yes(name: str, says: str, *, required: bool = False) -> Column:
    return Column(name, "boolean", says, required=required)


def _named(language: Language) -> Column:
    return _text(f"name_{language}", f"Names of both sides: {language}", required=True)


def _local(name: str, clock: str = "the crossing's clock") -> Column:
    return _text(f"{name}_local", f"{name} by {clock}, ISO 8601 with its offset from UTC")


def _status(name: str, says: str, *, required: bool = False) -> Column:
    return _word(name, Status, says, required=required)


def _default(name: str, of: str) -> Column:
    says = f"If {of} is restricted: what holds for a traveller whom no measure names; null: depends"
    return Column(name, "string", says, (Status.OPEN.value, Status.CLOSED.value))


_ID: Final = _text("id", "Id", required=True)
_CROSSING: Final = _text("crossing", "Id of the crossing", required=True)
_NAME: Final = _text("name", "Name on the neighbour's side", required=True)
_NEIGHBOUR: Final = _text(
    "neighbour", "State on the other side, ISO 3166-1 alpha-2; null: an airport"
)
_KIND: Final = _word("kind", Kind, "What leads over the border", required=True)
_RUN: Final = (
    _instant("since", "Start of the unbroken run of this status and default; null: not known"),
    _instant("until", "First moment after that run; null: not known"),
)
_MEASURES_RUN: Final = (
    _instant("measures_since", "Start of the run of the same measures; null: not known"),
    _instant("measures_until", "First moment after that run; null: not known"),
)
_LAST: Final = (
    _status("last_known", "Of an unknown one: the status known last; null: none"),
    _day("last_known_on", "Day of which that is, by the crossing's clock"),
)
_VERIFIED: Final = _day("verified_through", "Last day verified; null: it never was")
_MEASURES: Final = _list("measures", "Ids of the measures that bear on it")
_CONDITIONS: Final = _list("conditions", "What must be met first")
_SOURCES: Final = _list("sources", "Ids of the sources")
_FOLDERS: Final = _list("folders", "Folders laid over the register that say so; empty: none does")
_SENTENCE: Final = _text("sentence", "All of it in words", required=True)
_ASKED: Final = (
    _word("mode", Mode, "The means asked for; null: any"),
    _word("direction", Direction, "The direction asked for; null: either"),
    _text("traveller", "The traveller asked for, as nationality=US; papers=none; null: anybody"),
    _day("as_known_on", "Only what was known by the end of this day is told; null: all is"),
)
_DANGERS: Final = _list("dangers", "What endangers life on the way, in words; it changes no status")
_LANG: Final = _word("lang", Language, "The language of names and sentences", required=True)
_VERSION: Final = _text("version", "Version of the data, as 2026.11.23", required=True)
_WHEN: Final = (
    _day("on", "The day asked about, by the crossing's clock", required=True),
    _instant("moment", "The moment asked about; of a day its noon at the crossing", required=True),
)
_POINT: Final = (
    _number("lon", "Longitude of the border point, degrees of WGS 84; null: not known"),
    _number("lat", "Its latitude"),
)

STATUS: Final = Table(
    "status",
    "How each crossing stands to one question, or to one a day: a row for each crossing and moment",
    (
        _text("id", "Id of the crossing", required=True),
        *(_NAME, _NEIGHBOUR, _KIND),
        _yes("serves", "Whether it serves the means asked for", required=True),
        _status("status", "What it is to the question", required=True),
        _default("default", "it"),
        *(*_RUN, *_MEASURES_RUN),
        _list("planned", "Ids of measures announced, not begun"),
        *(*_LAST, _VERIFIED),
        Column("age_days", "integer", "Days from verified_through to the day asked about"),
        _list("signs", "Traffic seen since it was verified; it verifies nothing"),
        *(_MEASURES, _CONDITIONS),
        _list("cautions", "Measures last seen in force, whose end was not found, in words"),
        *(_SOURCES, _SENTENCE, *_WHEN, *_ASKED, _FOLDERS),
        *(_local("since"), _local("until"), *_POINT, _LANG, _VERSION, _DANGERS),
    ),
    ("id", "moment"),
)

HISTORY: Final = Table(
    "history",
    "How each crossing stood over all that is known: a row for each run of the same measures, and "
    "one for what lies after it",
    (
        *(_CROSSING, _NAME, _NEIGHBOUR, _KIND),
        _instant("period_start", "First moment of the row", required=True),
        _instant("period_end", "First moment after it; null: it is the last, and goes on"),
        _status("status", "What the crossing is to the question over the row", required=True),
        _default("default", "it"),
        *(*_RUN, *_LAST, _VERIFIED, _MEASURES, _CONDITIONS, _SOURCES, _SENTENCE),
        *(*_ASKED, _FOLDERS, _local("period_start"), _local("period_end"), _LANG, _VERSION),
        _DANGERS,
    ),
    ("crossing", "period_start"),
)

CHANGES: Final = Table(
    "changes",
    "Where a status or default became another: a row for each crossing and moment",
    (
        _CROSSING,
        _instant("moment", "When it became another", required=True),
        _status("before", "The status before", required=True),
        _default("before_default", "that"),
        _status("after", "The status from the moment on", required=True),
        _default("after_default", "that"),
        _list("came", "Ids of measures that begin"),
        _list("ended", "Ids of measures that end"),
        _list("announced", "Days on which these were announced"),
        _list("decided_by", "Who decided them"),
        _SOURCES,
        _list("measures", "Ids of the measures that bear on it from the moment on"),
        *(_SENTENCE, *_ASKED, _FOLDERS, _NAME, _NEIGHBOUR, _KIND),
        *(_local("moment"), _LANG, _VERSION),
    ),
    ("crossing", "moment"),
)

MEASURES: Final = Table(
    "measures",
    "What each side decided: a row for each measure",
    (
        _ID,
        _text("side", "State that decides, ISO 3166-1 alpha-2", required=True),
        _list("crossings", "Ids of the crossings"),
        _list("modes", "The means that it touches; empty: all", Mode),
        _word("direction", Directions, "The directions that it touches", required=True),
        _word("effect", Effect, "What it does", required=True),
        _text("condition", "What must be met first: a word of the vocabulary"),
        _list("only", "Travellers whom it means alone, in words; empty: everybody"),
        _list("except", "Travellers whom it leaves out, in words"),
        _text("amends", "Id of the measure that it continues in a changed form"),
        _list("amended_by", "Ids of those that continue it"),
        _word("stage", Stage, "Whether it took effect as announced", required=True),
        _day("announced", "Day on which it was made known"),
        _instant("valid_from", "First moment at which it holds; null: it has none"),
        _instant("valid_to", "First moment at which it no longer holds; null: not known"),
        _instant("planned_to", "The end announced first, where it differs"),
        _day("lifted", "Day on which its end was made known"),
        _day("last_seen", "Last day on which it is known to have held, if its end is not known"),
        _text("reason", "Why: a word of the vocabulary", required=True),
        _text("decided_by", "Who decided", required=True),
        _text("note", "More, in English"),
        _SOURCES,
        _word("confidence", Confidence, "How well its sources bear it out", required=True),
        _text("folder", "Folder laid over the register that says so; null: the register itself"),
        _SENTENCE,
        _local("valid_from", "the deciding side's clock"),
        _local("valid_to", "the deciding side's clock"),
        _local("planned_to", "the deciding side's clock"),
        *(_LANG, _VERSION),
        _list("osm_conditional", "Its tags in OpenStreetMap, days whole; or # and why none say it"),
    ),
    ("id",),
)

SOURCES: Final = Table(
    "sources",
    "The publications that bear statements out: a row for each",
    (
        _ID,
        _text("publisher", "Who published it", required=True),
        _text("title", "Its title", required=True),
        _text("url", "Its address; null: none"),
        _text("published", "Day, month or year of publication, ISO 8601; null: not known"),
        _text("language", "Its language, ISO 639-1", required=True),
        _word("kind", SourceKind, "What sort of publication it is", required=True),
        _text("note", "More, in English"),
        _text("folder", "Folder laid over the register that names it; null: the register itself"),
        _list("rests", "What rests on it: kind and id of each entry"),
        _list("alone", "What rests on it alone"),
        _VERSION,
    ),
    ("id",),
)

CROSSINGS: Final = Table(
    "crossings",
    "The crossings as places: a row for each",
    (
        *(_ID, _NAME, _NEIGHBOUR, _KIND),
        _word("category", Category, "Whom it is meant for", required=True),
        _list("modes", "The means that it serves", Mode),
        *(_named(each) for each in Language if each not in _LATER),
        _list("aliases", "Other names and spellings"),
        _list("roads", "Numbers of its road or railway by state, as BY=M7; E is the European one"),
        _list("codes", "Its keys in other registers, as iata=MSQ"),
        _yes("xray", "Whether it has an X-ray scanner; null: not known"),
        _text("hours", "Opening hours, in English"),
        *_POINT,
        _number("accuracy_m", "How far off the border point may be, metres"),
        _word("basis", Basis, "How the border point was obtained"),
        _day("verified_from", "First day verified; null: it never was"),
        _VERIFIED,
        _list("verified", "The periods verified, first and last day, as 2020-01-01/2020-03-14"),
        _SOURCES,
        _text("note", "More, in English"),
        _text("folder", "Folder laid over the register that adds it; null: the register itself"),
        *(_LANG, _VERSION),
        *map(_named, _LATER),
    ),
    ("id",),
)

ROUTES: Final = Table(
    "routes",
    "Ways to crossings, or through them to another place: a row for each origin and crossing",
    (
        _CROSSING,
        _status("status", "What the crossing is to the question", required=True),
        _number("km", "Length; null: no way is known"),
        _number("detour_km", "How much longer the shortest open way is; null: it is open, or none"),
        _yes("approximate", "Whether a part of the length is estimated", required=True),
        _SENTENCE,
        Column("by", "string", "The means", ("road", "rail", "air"), required=True),
        _default("default", "it"),
        *(_NAME, _NEIGHBOUR, *_LAST, _VERIFIED),
        _text("origin", "Name of the place where it starts", required=True),
        _number("origin_lon", "Longitude of that, degrees of WGS 84", required=True),
        _number("origin_lat", "Its latitude", required=True),
        _text("destination", "Name of the place where it ends; null: at the crossing"),
        _number("destination_lon", "Longitude of that, degrees of WGS 84"),
        _number("destination_lat", "Its latitude"),
        *(*_WHEN, *_ASKED, _LANG, _VERSION),
    ),
    ("origin_lon", "origin_lat", "crossing"),
)

REACH: Final = Table(
    "reach",
    "What is told of places beside what they came with: of each the nearest crossing that serves",
    (
        _word("direction", Direction, "In which the border is crossed from there; null: none"),
        _text("crossing", "Id of the nearest open crossing; null: none can be reached"),
        _number("km", "How far it is along roads or rails"),
        _yes("approximate", "Whether a part of that is estimated"),
        _text("restricted_crossing", "Id of a restricted crossing, where one is nearer still"),
        _number("restricted_km", "How far that is"),
        _text("crossing_before", "crossing of the question compared with"),
        _number("km_before", "km of the question compared with"),
        _number("extra_km", "How much farther it is than by the question compared with"),
        _text("restricted_crossing_before", "restricted_crossing of the question compared with"),
        _number("restricted_km_before", "restricted_km of the question compared with"),
    ),
    (),
)

TABLES: Final = (STATUS, HISTORY, CHANGES, MEASURES, SOURCES, CROSSINGS, ROUTES, REACH)
