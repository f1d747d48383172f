"""The records: frozen, keyword-only, checked when they are made.

Positions are EPSG:4326, longitude first; accuracies are metres; instants carry an offset and
periods are half-open: an end is the first moment that no longer belongs.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Annotated, TypeVar

from msgspec import Meta, Struct, field, structs

from borders.country_codes import country_code, nationality_code
from borders.display import Displayed
from borders.enums import (
    Basis,
    Category,
    Confidence,
    Direction,
    Directions,
    Effect,
    Kind,
    Language,
    Level,
    Mode,
    SourceKind,
    Stage,
    Standing,
    Status,
)
from borders.errors import QuestionError, is_iterable, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    _OfCrossings = TypeVar("_OfCrossings", "Danger", "Measure")

_END = r"$(?!\n)"
"""The end of a text, and not a break of lines before it."""

Id = Annotated[str, Meta(pattern=rf"^[a-z0-9]+(-[a-z0-9]+)*{_END}", description="ASCII kebab-case")]
Country = Annotated[str, Meta(pattern=rf"^[A-Z]{{2}}{_END}", description="ISO 3166-1 alpha-2")]
Countries = Annotated[
    str,
    Meta(
        pattern=rf"^[A-Z]{{2,}}{_END}", description="ISO 3166-1 alpha-2, or a group of groups.toml"
    ),
]
Text = Annotated[str, Meta(min_length=1, pattern=r"\S")]
Tongue = Annotated[str, Meta(pattern=rf"^[a-z]{{2}}{_END}", description="a language of ISO 639-1")]
Metres = Annotated[float, Meta(gt=0)]
YEARS = range(1900, 2201)
"""In which all days lie: the ends of the calendar would stand for no end, or no day."""
Published = Annotated[
    str,
    Meta(
        pattern=rf"^[0-9]{{4}}(-[0-9]{{2}}(-[0-9]{{2}})?)?{_END}",
        description="a day, month or year of ISO 8601",
    ),
]
Instant = Annotated[
    datetime,
    Meta(
        tz=True,
        description="a date (from 00:00 by the deciding side's clock) or a date-time with offset",
    ),
]


def beyond(year: int) -> str:
    """Return what is told of a year in which no day lies."""
    return (
        f"year {year} is not between {YEARS[0]} and {YEARS[-1]}: leave out a day that is not known"
    )


def shortened(text: str, most: int) -> str:
    """Return a text of at most some letters, cut at a word."""
    return (
        text if len(text) <= most else f"{text[: most - 1].rpartition(' ')[0] or text[: most - 1]}…"
    )


def as_id(text: str) -> str:
    """Return the words of a text as an `Id` has them; nothing, where none has letters of ASCII.

    Examples
    --------
    >>> as_id("Šalčininkai news"), as_id("Мои")
    ('salcininkai-news', '')
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


class Record(
    Struct,
    Displayed,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    gc=False,
):
    """What every record of the data has in common: no field can be set, and there are no others.

    A dict that a record holds is shared by all who hold the record, and there to be read. None
    leads back to itself: Python looks for no circles in the thousands that a register holds.
    """


class Problem(Record, frozen=True, kw_only=True):
    """One thing that is wrong in the files of a register.

    Attributes
    ----------
    file
        The file, by its name in the folder.
    entry
        The id of the entry, or where in the file it stands; empty: the file as a whole.
    text
        What is wrong, and what to write instead.
    line
        The line of the file; None: it has none, or it was not looked for.
    level
        What comes of it: the register is not loaded, or it is told and no more.

    Examples
    --------
    >>> print(Problem(file="LT.toml", entry="lt-1", text="effect is missing: write bars", line=7))
    LT.toml:7, lt-1: effect is missing: write bars
    """

    file: str
    entry: str
    text: str
    line: int | None = None
    level: Level = Level.ERROR

    def __str__(self) -> str:
        says = self.line is None or self.entry.startswith("line ")
        file = self.file if says else f"{self.file}:{self.line}"
        where = ", ".join(part for part in (file, self.entry) if part)
        level = "" if self.level is Level.ERROR else f"{self.level}: "
        return f"{where}: {level}{self.text}"


class Source(Record, frozen=True, kw_only=True):
    """A publication that bears a statement out.

    Attributes
    ----------
    id
        Its name in the register.
    publisher, title
        Who published it, and what it is called, in its own language.
    url
        Where it can be read; empty: nowhere on the web.
    published
        A day, month or year of ISO 8601; None: not known.
    language
        A language of ISO 639-1.
    kind
        What sort of publication it is.
    note
        What else is to be known, in English.
    folder
        The overlay that says so, by its name; empty: the register itself.

    Examples
    --------
    >>> import borders
    >>> source = borders.load().facts.sources["informpskov-2020-03-22"]
    >>> source.publisher, source.day
    ('Pskov news agency', datetime.date(2020, 3, 22))
    """

    id: Id
    publisher: Text
    title: Text
    url: str = ""
    published: Published | None = None
    language: Annotated[str, Meta(pattern=rf"^[a-z]{{2}}{_END}")] = "en"
    kind: SourceKind
    note: str = ""
    folder: str = ""

    def __post_init__(self) -> None:
        """Refuse a day that is none, or none that is meant."""
        day = self.day
        if day is not None and day.year not in YEARS:
            msg = f"published: {beyond(day.year)}"
            raise ValueError(msg)

    @property
    def day(self) -> date | None:
        """The day of publication, or the first that it can be; None: not known."""
        if self.published is None:
            return None
        year, month, day = (*map(int, self.published.split("-")), 1, 1)[:3]
        return date(year, month, day)

    def __repr__(self) -> str:
        """Return what it is and who published it."""
        return shortened(f"<Source {self.id}: {self.publisher}, {self.title}", 199) + ">"


class Worded(Record, frozen=True, kw_only=True):
    """Something with its wording in English, and in the other languages of its register."""

    en: Text
    be: str = ""
    ru: str = ""
    lt: str = ""
    lv: str = ""
    pl: str = ""
    uk: str = ""

    def wording(self, language: Language = Language.EN) -> str:
        """Return the words as a reader of that language reads them; English where none are."""
        text: str = getattr(self, language.value)
        return text or self.en


class Word(Worded, frozen=True, kw_only=True):
    """A word of a vocabulary in `geodata/`."""

    id: Id
    note: str = ""


class Reason(Word, frozen=True, kw_only=True):
    """Why something was decided."""

    tacit: bool = False
    """It says what is done and not why: a sentence that tells the deed leaves it out."""


class Condition(Word, frozen=True, kw_only=True):
    """What must be met first."""

    met_by: tuple[Id, ...] = ()
    """Papers whose holders have met it."""


class Paper(Word, frozen=True, kw_only=True):
    """What a traveller, or their vehicle, may hold or be."""

    implies: tuple[Id, ...] = ()
    """Papers that its holder holds therefore, and what these imply."""
    modes: tuple[Mode, ...] = ()
    """Who crosses by one of these holds it."""


class Member(Record, frozen=True, kw_only=True):
    """A country that belonged to a group for a part of the time."""

    code: Country
    since: date | None = None
    """First day of membership; left out: before all that is known."""
    until: date | None = None
    """First day no longer a member; left out: still one."""


class Group(Worded, frozen=True, kw_only=True):
    """Countries that rules name together."""

    id: Countries
    member: dict[Language, Text] = {}
    """What one of them is called: "a NATO country"; left out: as the group."""
    genitive: dict[Language, Text] = {}
    """Of them, in languages that decline: "стран НАТО"."""
    locative: dict[Language, Text] = {}
    """In them, in languages that decline; Polish and Ukrainian with the preposition."""
    members: tuple[Country, ...] = ()
    """Countries that were members all along."""
    dated: tuple[Member, ...] = ()
    note: str = ""
    sources: tuple[Id, ...] = ()

    def on(self, day: date) -> frozenset[str]:
        """Return the countries that are members on a day."""
        dated = (
            m.code
            for m in self.dated
            if (m.since is None or m.since <= day) and (m.until is None or day < m.until)
        )
        return frozenset(self.members).union(dated)


class Location(Record, frozen=True, kw_only=True):
    """Where something stands, and how well that is known.

    Attributes
    ----------
    lon, lat
        Degrees on WGS 84 (EPSG:4326).
    accuracy_m
        Its estimated error in metres.
    basis
        How it was found.
    sources
        Ids of the sources that tell it.
    note
        What else is to be known, in English.
    """

    lon: Annotated[float, Meta(ge=-180, le=180)]
    lat: Annotated[float, Meta(ge=-90, le=90)]
    accuracy_m: Metres
    basis: Basis
    sources: tuple[Id, ...] = ()
    note: str = ""


class Checkpoint(Record, frozen=True, kw_only=True):
    """One state's control facility at a crossing.

    Attributes
    ----------
    side
        The state whose facility it is, ISO 3166-1 alpha-2.
    names
        By language, any; where English is left out the first of them stands for it.
    location
        Where it stands; None: not known.
    """

    side: Country
    names: dict[Tongue, Text]
    location: Location | None = None

    def __post_init__(self) -> None:
        """Let it have a name in English."""
        if not self.names:
            msg = 'names is empty: write at least one, such as {"en": "Alpha"}'
            raise ValueError(msg)
        if Language.EN not in self.names:
            names = {Language.EN.value: next(iter(self.names.values())), **self.names}
            structs.force_setattr(self, "names", names)


class Verified(Record, frozen=True, kw_only=True):
    """A verified period: days for which the register vouches for a crossing, by whose word.

    Attributes
    ----------
    first, through
        The first and the last day, both included (`first` is written `from` in the files).
    by
        Ids of the sources that show how it was on the last day.
    folder
        The overlay that says so; empty: the register itself.
    """

    first: date = field(name="from")
    through: date
    by: Annotated[tuple[Id, ...], Meta(min_length=1)]
    folder: str = ""

    def __post_init__(self) -> None:
        """Refuse what cannot be."""
        if self.through < self.first:
            msg = f"through {self.through} is before from {self.first}"
            raise ValueError(msg)


class Equipment(Record, frozen=True, kw_only=True):
    """What a crossing has to inspect vehicles with.

    Attributes
    ----------
    xray
        Whether vehicles or trains are inspected by X-ray; None: not known.
    sources
        Ids of the sources that tell it.
    note
        What else is to be known, in English.
    """

    xray: bool | None = None
    sources: tuple[Id, ...] = ()
    note: str = ""


class Crossing(Record, frozen=True, kw_only=True):
    """A place where a road, railway, river or flight may be used to cross.

    Attributes
    ----------
    id
        Its name in the register: that on the neighbour's side, in ASCII.
    neighbour
        The state on the other side, ISO 3166-1 alpha-2; None for an airport.
    kind
        What leads over the border.
    category
        Whom it is meant for by its standing.
    modes
        The means that the crossing is built and listed for. What a side bars is a measure.
    checkpoints
        The facilities of the states, the neighbour's first.
    aliases
        Other and former names and spellings, for search.
    known_as
        Which of them readers of a language know best, if another than its name.
    roads
        Number of the road or railway by state; key "E": the European route.
    codes
        Its key in other registers.
    equipment
        What it has to inspect vehicles with.
    hours
        Opening hours in English, where a source gives them.
    border_point
        Where the way meets the border line; of an airport where it lies; None: not known.
    verified
        The days for which the register vouches, oldest first; what lies between is not known.
    sources
        Ids of the sources that bear out the rest.
    note
        What the fields do not say, in English.
    folder
        The overlay that says so; empty: the register itself.

    Examples
    --------
    >>> import borders
    >>> crossing = borders.load().crossing("Šumskas")
    >>> crossing.neighbour, crossing.kind.value, crossing.verified_from.isoformat()
    ('LT', 'road', '2019-12-01')
    """

    id: Id
    neighbour: Country | None = None
    kind: Kind
    category: Category
    modes: Annotated[tuple[Mode, ...], Meta(min_length=1)]
    checkpoints: Annotated[tuple[Checkpoint, ...], Meta(min_length=1)]
    aliases: tuple[Text, ...] = ()
    known_as: dict[Tongue, Text] = {}
    roads: dict[str, Text] = {}
    codes: dict[str, Text] = {}
    equipment: Equipment = Equipment()
    hours: str = ""
    border_point: Location | None = None
    verified: tuple[Verified, ...] = ()
    sources: Annotated[tuple[Id, ...], Meta(min_length=1)]
    note: str = ""
    folder: str = ""

    def __repr__(self) -> str:
        """Return which one it is."""
        names = " – ".join(checkpoint.names[Language.EN] for checkpoint in self.checkpoints)
        beyond = f" to {self.neighbour}" if self.neighbour else ""
        return shortened(f"<Crossing {self.id}: {names}, {self.kind}{beyond}", 199) + ">"

    def __hash__(self) -> int:
        return hash(self.id)  # its dicts have none

    @property
    def is_for_freight(self) -> bool:
        """Whether it carries freight alone."""
        return all(mode.carries_freight for mode in self.modes)

    def name(self, language: Language = Language.EN) -> str:
        """Return the name on the neighbour's side in a language, else in English.

        Examples
        --------
        >>> import borders
        >>> borders.load().crossing("medininkai").name("be")
        'Мядзінінкай'
        """
        names = self.checkpoints[0].names
        return names.get(language) or names[Language.EN]

    @property
    def verified_from(self) -> date | None:
        """The first day for which the register vouches; None: it never does."""
        return self.verified[0].first if self.verified else None

    @property
    def verified_through(self) -> date | None:
        """The last day for which the register vouches; None: it never does."""
        return self.verified[-1].through if self.verified else None

    @property
    def location(self) -> Location | None:
        """Where it is drawn: its border point, else a checkpoint; None: no place is known."""
        locations = (self.border_point, *(c.location for c in self.checkpoints))
        return next((location for location in locations if location is not None), None)


class Who(Record, frozen=True, kw_only=True):
    """Some travellers: those who match every field that is given.

    In a field any one of the values is enough. No field at all means everybody.

    Attributes
    ----------
    nationality
        Citizens of one of these: ISO 3166-1 alpha-2, or a group such as EU.
    residence
        Holders of a residence permit of one of these.
    papers
        Holders of one of these papers.
    vehicle
        In a vehicle registered in one of these; never true of modes without plates.
    direction
        Those who go this way; None: both.
    modes
        Those who cross by one of these; empty: by any.
    """

    nationality: tuple[Countries, ...] = ()
    residence: tuple[Countries, ...] = ()
    papers: tuple[Id, ...] = ()
    vehicle: tuple[Countries, ...] = ()
    direction: Direction | None = None
    modes: tuple[Mode, ...] = ()


class Measure(Record, frozen=True, kw_only=True):
    """What a side decided: it bars or conditions some traffic at some crossings over a period.

    Attributes
    ----------
    id
        Its name: the side, the day and two words.
    side
        The state that decides, ISO 3166-1 alpha-2.
    crossings
        Ids of the crossings at which it holds.
    modes
        The means that it touches; empty: all.
    direction
        The directions that it touches.
    effect
        Whether it bars, conditions, or announced a lift that did not come.
    condition
        What must be met first (a word of `vocabulary.toml`), for the effect "conditions" alone.
    only, exceptions
        It touches travellers that match one of `only` (empty: everybody) and none of
        `exceptions` (written `except` in the files).
    amends
        The measure that this one continues in a changed form, from its end on.
    stage
        Whether it took effect.
    announced, lifted
        The days on which its begin and its end were made known.
    valid_from, valid_to
        Its period, half-open; no `valid_to`: its end is not known.
    planned_to
        The end that was announced first, where it differs.
    last_seen
        The last day on which it is known to have held, where its end was never found. From the
        next day on it is a caution.
    reason
        Why: a word of `vocabulary.toml`.
    decided_by
        Who decided, in English.
    note
        What the fields do not say, in English.
    sources
        Ids of its sources, best first.
    confidence
        How well the sources bear it out.
    folder
        The overlay that says so, or ends it; empty: the register itself.

    Examples
    --------
    >>> import borders
    >>> measure = borders.load().measure("lt-2025-10-29-closure")
    >>> measure.valid_from.isoformat(), measure.valid_to.isoformat()
    ('2025-10-29T12:00:00+02:00', '2025-11-20T00:00:00+02:00')
    """

    id: Id
    side: Country
    crossings: Annotated[tuple[Id, ...], Meta(min_length=1)]
    modes: tuple[Mode, ...] = ()
    direction: Directions = Directions.BOTH
    effect: Effect
    condition: Id | None = None
    only: tuple[Who, ...] = ()
    exceptions: tuple[Who, ...] = field(default=(), name="except")
    amends: Id | None = None
    stage: Stage = Stage.EFFECTIVE
    announced: date | None = None
    valid_from: Instant | None = None
    valid_to: Instant | None = None
    planned_to: Instant | None = None
    lifted: date | None = None
    last_seen: date | None = None
    reason: Id
    decided_by: Text
    note: str = ""
    sources: Annotated[tuple[Id, ...], Meta(min_length=1)]
    confidence: Confidence
    folder: str = ""

    def __post_init__(self) -> None:
        """Refuse what cannot be."""
        if faults := list(self._contradictions()):
            raise ValueError("\n".join(faults))

    def __hash__(self) -> int:
        return hash(self.id)  # at once: rulings look measures up all the time

    def _contradictions(self) -> Iterator[str]:
        if self.valid_from is None and self.stage is Stage.EFFECTIVE:
            yield "valid_from is missing: a measure that took effect has a first moment"
        for name in ("valid_to", "planned_to"):
            end = getattr(self, name)
            if end is not None and self.valid_from is not None and end <= self.valid_from:
                yield f"{name} {end} is not after valid_from {self.valid_from}"
        if (self.condition is not None) != (self.effect is Effect.CONDITIONS):
            yield 'condition and effect = "conditions" go together: give both or neither'
        if self.effect is Effect.LIFTS and self.stage is Stage.EFFECTIVE:
            yield "a lift that took effect is the valid_to of what it ended: write it there"

    def __repr__(self) -> str:
        """Return who decided what, over which period."""
        start, end = (
            bound and bound.isoformat()[:16] for bound in (self.valid_from, self.valid_to)
        )
        stage = "" if self.stage is Stage.EFFECTIVE else f" ({self.stage})"
        places = f"{len(self.crossings)} crossing{'s' if len(self.crossings) > 1 else ''}"
        period = f"from {start or '?'} to {end or '?'}"
        text = f"<Measure {self.id}: {self.side} {self.effect} at {places}, {period}{stage}"
        return shortened(text, 199) + ">"

    @property
    def criteria(self) -> tuple[Who, ...]:
        """Everything that is asked of travellers."""
        return self.only + self.exceptions


class Advice(Record, frozen=True, kw_only=True):
    """Standing advice that is no measure at a crossing, shown with an answer.

    Attributes
    ----------
    id
        Its name.
    only, exceptions
        Whom it is for: those who match one of `only` and none of `exceptions`.
    crossings
        Shown with these alone; empty: with every answer.
    direction
        The directions that it is for.
    valid_from, valid_to
        Its period, half-open; no `valid_to`: its end is not known.
    last_seen
        The last day on which it is known to have held, where its end was never found.
    issued_by
        Who says so.
    text
        What is said, in English.
    sources
        Ids of its sources.
    confidence
        How well the sources bear it out.
    """

    id: Id
    only: tuple[Who, ...] = ()
    exceptions: tuple[Who, ...] = field(default=(), name="except")
    crossings: tuple[Id, ...] = ()
    direction: Directions = Directions.BOTH
    valid_from: Instant
    valid_to: Instant | None = None
    last_seen: date | None = None
    issued_by: Text
    text: Text
    sources: Annotated[tuple[Id, ...], Meta(min_length=1)]
    confidence: Confidence

    @property
    def criteria(self) -> tuple[Who, ...]:
        """Everything that is asked of travellers."""
        return self.only + self.exceptions


class Sign(Record, frozen=True, kw_only=True):
    """Traffic seen at a crossing, by a source that verifies nothing: no status comes of it.

    Attributes
    ----------
    crossing
        The id of the crossing.
    mode, direction
        What was seen, and which way it went.
    since, through
        First and last day on which it was seen (`since` is written `from` in the file).
    what
        What it was seen to do: a word of the vocabulary `traffic`.
    source
        The id of who saw it.
    note
        What else is to be known, in English.
    """

    crossing: Id
    mode: Mode
    direction: Directions
    since: date = field(name="from")
    through: date
    what: Id
    source: Id
    note: str = ""

    def __repr__(self) -> str:
        """Return what was seen where, and when."""
        text = f"<Sign {self.crossing}: {self.mode} {self.what} {self.since} to {self.through}"
        return shortened(text, 199) + ">"


class Danger(Record, frozen=True, kw_only=True):
    """A danger to life on the way through crossings: it changes no status, and is told first.

    It holds from its beginning until it is over. What was not seen to end is there: nobody is sent
    where mines were laid, as no more was read of them.

    Attributes
    ----------
    id
        Its name.
    crossings
        Ids of the crossings on whose way it is.
    danger
        What it is: a word of the vocabulary `danger`.
    valid_from, valid_to
        Its period, half-open; no `valid_to`: it is not known to be over, and goes on.
    last_seen
        The last day on which it is known to have been there, where its end was never found.
    note
        What else is to be known, in English.
    sources
        Ids of its sources.
    confidence
        How well the sources bear it out.
    """

    id: Id
    crossings: Annotated[tuple[Id, ...], Meta(min_length=1)]
    danger: Id
    valid_from: Instant
    valid_to: Instant | None = None
    last_seen: date | None = None
    note: str = ""
    sources: Annotated[tuple[Id, ...], Meta(min_length=1)]
    confidence: Confidence

    def __post_init__(self) -> None:
        """Refuse what cannot be."""
        if self.valid_to is not None and self.valid_to <= self.valid_from:
            msg = f"valid_to {self.valid_to} is not after valid_from {self.valid_from}"
            raise ValueError(msg)

    @property
    def turns(self) -> tuple[datetime, ...]:
        """The moments at which it begins and is over."""
        return (self.valid_from, *(() if self.valid_to is None else (self.valid_to,)))

    def __repr__(self) -> str:
        """Return what it is, where and since when."""
        start, end = self.valid_from.date(), self.valid_to and self.valid_to.date()
        text = f"<Danger {self.id}: {self.danger} at {', '.join(self.crossings)} from {start}"
        return shortened(f"{text} to {end}" if end else text, 199) + ">"


class NamedEvent(Worded, frozen=True, kw_only=True):
    """A turn that explains a chart of all years: it decides nothing, its measures do.

    Attributes
    ----------
    id
        Its name; its words by language are those of `borders.enums.Language`.
    day
        The day on which one of its measures begins or ends, on the clock of its side.
    measures
        What was decided; their sources are its sources.
    """

    id: Id
    day: date
    measures: tuple[Id, ...]


class CommonAsker(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who often asks: a page offers their question by one touch."""

    nationality: Countries | None = None
    mode: Mode | None = None


class Profile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Of whom a release has a history of their own."""

    nationality: Countries | None = None
    residence: Country | None = None

    @property
    def name(self) -> str:
        """Their part of the name of a file; empty: nothing is said of them."""
        parts = (self.nationality, self.residence and f"resident-{self.residence}")
        return "-".join(filter(None, parts))


class Origin(Struct, frozen=True, kw_only=True):
    """What a register was made from, as Data Packages tell it; its other keys are not read."""

    title: str
    path: str = ""


class Licence(Struct, frozen=True, kw_only=True):
    """On what terms a register may be passed on, as Data Packages tell it."""

    name: str = ""
    """As SPDX writes it."""
    title: str = ""
    path: str = ""


class Package(Struct, frozen=True, kw_only=True):
    """What `datapackage.json` says of the register as a whole; its other keys are not read."""

    name: str
    title: str
    version: str
    home: str
    """The state that `out` leaves, ISO 3166-1 alpha-2."""
    zones: dict[str, str]
    """The clock of each state that decides: an IANA time zone."""
    fresh_days: Annotated[int, Meta(ge=0)] = 0
    """For how many days after its last one a verified period still answers."""
    askers: tuple[CommonAsker, ...] = ()
    """Who often asks, in the order in which they are offered."""
    histories: tuple[Profile, ...] = ()
    """Of whom a release has histories of their own, besides that of anybody."""
    languages: tuple[Language, ...] = (Language.EN,)
    """Those in which its words stand, and in which a page is read."""
    verified_with: tuple[Country, ...] = ()
    """Neighbours with whom the crossings say how new the whole is; none: with all."""
    clock: Country | None = None
    """The state by whose clock a day at its crossings is meant; None: each neighbour's."""
    sources: tuple[Origin, ...] = ()
    """Whose work it stands on."""
    licenses: tuple[Licence, ...] = ()
    """On what terms it may be passed on: each of them together."""

    def clock_of(self, crossing: Crossing) -> str:
        """Return the state by whose clock a day at a crossing is meant."""
        return self.clock or crossing.neighbour or self.home

    @property
    def credits(self) -> dict[str, str]:
        """Whom to name for the ground of a map, and where the web tells of them: each once.

        Those without an address of the web are other files of the folder.
        """
        credited = (origin for origin in self.sources if origin.path.startswith("https://"))
        return {origin.path: origin.title for origin in credited}


class OverlayPackage(Struct, frozen=True, kw_only=True):
    """What `datapackage.json` says of a folder that is laid over a register."""

    name: Id
    title: str = ""
    version: str
    over: str = ""
    """The name of the register or overlay below it, or its folder; empty: the shipped register."""
    zones: dict[str, str] = {}
    """The clocks of states that decide nothing in the register below."""


class End(Record, frozen=True, kw_only=True):
    """The end of a measure that a folder below tells of without it, or with another."""

    measure: Id
    valid_to: Instant
    lifted: date | None = None
    sources: Annotated[tuple[Id, ...], Meta(min_length=1)]
    note: str = ""


class Confirmation(Record, frozen=True, kw_only=True):
    """A verified period of a crossing that a folder below tells of."""

    crossing: Id
    first: date = field(name="from")
    through: date
    by: Annotated[tuple[Id, ...], Meta(min_length=1)]

    def __post_init__(self) -> None:
        """Refuse what cannot be."""
        _ = self.period

    @property
    def period(self) -> Verified:
        """The period."""
        return Verified(first=self.first, through=self.through, by=self.by)


class Facts(Record, frozen=True, kw_only=True, dict=True, gc=True):
    """All records of a folder, by id where they have one.

    Attributes
    ----------
    package
        What `datapackage.json` says of the whole.
    crossings, measures, sources
        The records, each by its id.
    groups, reasons, conditions, papers, advice
        What they name, each by its id.
    traffic
        What traffic was seen to do, for signs.
    signs
        Traffic seen by sources that verify nothing.
    danger_words
        What may be dangerous, for dangers.
    dangers
        What is dangerous on the way through crossings.
    events
        What charts of all years name, oldest first.
    known_on
        What was made known after this day is left out; None: nothing is.
    overlays
        The names of the folders that are laid over the register, the lowest first.
    replaced
        Of a measure in whose place an overlay puts another: what lies below, uppermost first.
    """

    package: Package
    crossings: dict[str, Crossing]
    measures: dict[str, Measure]
    sources: dict[str, Source]
    groups: dict[str, Group]
    reasons: dict[str, Reason]
    conditions: dict[str, Condition]
    papers: dict[str, Paper]
    advice: dict[str, Advice]
    traffic: dict[str, Word] = {}
    signs: tuple[Sign, ...] = ()
    danger_words: dict[str, Word] = {}
    dangers: dict[str, Danger] = {}
    events: dict[str, NamedEvent] = {}
    known_on: date | None = None
    overlays: tuple[str, ...] = ()
    replaced: dict[str, tuple[Measure, ...]] = {}

    @functools.cached_property
    def dangers_by_crossing(self) -> Mapping[str, Sequence[Danger]]:
        """The dangers by the id of each crossing on whose way they are."""
        return _by_crossing(self.dangers.values())

    @functools.cached_property
    def _overlaid(self) -> Mapping[str, Sequence[Measure]]:
        """The measures of overlays by the id of each crossing at which they hold."""
        return _by_crossing(measure for measure in self.measures.values() if measure.folder)

    def amending(self, measure: Measure) -> Sequence[Measure]:
        """Return the measures as which one goes on in a changed form."""
        return self._amending.get(measure.id, ())

    @functools.cached_property
    def _amending(self) -> Mapping[str, Sequence[Measure]]:
        """The measures that amend one, by its id."""
        found: dict[str, list[Measure]] = {}
        for measure in self.measures.values():
            if measure.amends is not None:
                found.setdefault(measure.amends, []).append(measure)
        return found

    def said_by(self, verdict: Verdict) -> tuple[str, ...]:
        """Return the overlays on which a verdict rests, by name; none: the register alone says so.

        Those are the overlays of its measures, of one that ends where the verdict begins, and of
        the verified period.
        """
        crossing = verdict.crossing
        ended = (
            measure
            for measure in self._overlaid.get(crossing.id, ())
            if measure.valid_to is not None and measure.valid_to == verdict.since
        )
        periods = (each for each in crossing.verified if each.through == verdict.verified_through)
        measures = (*verdict.told, *verdict.planned, *verdict.cautions, *ended)
        folders = (*(each.folder for each in measures), *(each.folder for each in periods))
        return tuple(dict.fromkeys(filter(None, folders)))

    def dangers_of(
        self, crossing: Crossing, moment: datetime, end: datetime | None = None
    ) -> tuple[Danger, ...]:
        """Return what is dangerous at a crossing at a moment, or from it until another."""
        return tuple(
            danger
            for danger in self.dangers_by_crossing.get(crossing.id, ())
            if (danger.valid_to is None or moment < danger.valid_to)
            and (danger.valid_from <= moment if end is None else danger.valid_from < end)
        )

    def folder_of(self, record: Measure | Source) -> str:
        """Return the name of the folder that says something."""
        return record.folder or self.package.name

    def origin(self, measure: Measure) -> Measure:
        """Return the measure that began what this one, perhaps through others, amends."""
        while measure.amends is not None:
            measure = self.measures[measure.amends]
        return measure

    def __repr__(self) -> str:
        """Return of what there is how much."""
        return (
            f"<Facts {self.package.name}: {len(self.crossings)} crossings, "
            f"{len(self.measures)} measures, {len(self.sources)} sources>"
        )


def _by_crossing(records: Iterable[_OfCrossings]) -> Mapping[str, Sequence[_OfCrossings]]:
    found: dict[str, list[_OfCrossings]] = {}
    for record in records:
        for crossing in record.crossings:
            found.setdefault(crossing, []).append(record)
    return found


class Traveller(Record, frozen=True):
    """Who asks: what is said to be held, and no more.

    A country is a code of ISO 3166-1 alpha-2, or what means one: "us", "USA", "Poland", "Польша".
    Equal travellers are equal, however they were written.

    Parameters
    ----------
    nationality
        A country, or several of a dual citizen; None: left unsaid. A group of countries such as
        "EU" stands for any citizen of it; "stateless" for who is a citizen of none.
    residence, papers
        Countries whose residence permit is held; words of the vocabulary `paper`. None by default.
    vehicle
        Country in which the vehicle is registered; None: left unsaid.

    Raises
    ------
    QuestionError
        A country is none, or a paper no text.

    Examples
    --------
    >>> Traveller("US", residence="Poland").held("residence")
    frozenset({'PL'})
    >>> Traveller(nationality="US").held("vehicle") is None
    True
    >>> Traveller("stateless"), Traveller(nationality="EU")
    (Traveller(nationality='XXA'), Traveller(nationality='EU'))
    """

    nationality: str | tuple[str, ...] | None = None
    residence: str | tuple[str, ...] = ()
    papers: str | tuple[str, ...] = ()
    vehicle: str | None = None

    def __post_init__(self) -> None:
        """Keep codes in order, each once."""
        for attribute in ("nationality", "residence", "papers"):
            value = getattr(self, attribute)
            if value is not None:
                structs.force_setattr(self, attribute, _each(value, attribute))
        if not isinstance(self.vehicle, str | None) or self.vehicle:
            structs.force_setattr(self, "vehicle", country_code(self.vehicle, "vehicle"))

    def __repr__(self) -> str:
        """Return what is said of them."""
        values = {name: getattr(self, name) for name in self.__struct_fields__}
        parts = (f"{name}={_brief(value)}" for name, value in values.items() if value)
        return f"Traveller({', '.join(parts)})"

    def held(self, attribute: str) -> frozenset[str] | None:
        """Return the values of an attribute; None where it is left unsaid.

        Examples
        --------
        >>> Traveller(nationality=("US", "PL")).held("nationality") == {"PL", "US"}
        True
        """
        value: str | tuple[str, ...] | None = getattr(self, attribute)
        if value is None:
            return None
        return frozenset({value} if isinstance(value, str) else value)


def _each(values: object, attribute: str) -> tuple[str, ...]:
    """Return the codes or words of an attribute in order, each once."""
    listed = [values] if isinstance(values, str) or not is_iterable(values) else [*values]
    normal = {"papers": _paper, "nationality": nationality_code}.get(
        attribute, partial(country_code, attribute=attribute)
    )
    return tuple(sorted({normal(value) for value in listed}))


def _paper(value: object) -> str:
    if not isinstance(value, str):
        raise QuestionError(f"papers are words of the vocabulary, not {shown(value)}")
    return value


def _brief(value: object) -> str:
    return repr(value[0] if isinstance(value, tuple) and len(value) == 1 else value)


class Question(Record, frozen=True, kw_only=True):
    """A moment, and what else is fixed; None leaves a thing open.

    Attributes
    ----------
    moment
        The instant, on the clock of the crossing.
    mode, direction, traveller
        What else is fixed; None: left open.
    as_known_on
        What was made known after this day is left out; None: nothing is.
    """

    moment: datetime
    mode: Mode | None = None
    direction: Direction | None = None
    traveller: Traveller | None = None
    as_known_on: date | None = None


class Verdict(Record, frozen=True, kw_only=True, dict=True, gc=True):
    """A status with what led to it.

    Attributes
    ----------
    crossing
        The crossing.
    question
        What was asked of it.
    status
        Open, restricted, closed or unknown.
    default
        Of a restricted crossing: "open" or "closed", what holds for a traveller whom no measure
        names; None where that hangs on the mode or direction left unsaid.
    serves
        Whether the crossing serves the means asked for. One that does not is closed to the
        question, and told only where it is named.
    since, until
        Bounds of the unbroken run of this status and default, half-open; None: not known.
    measures_since, measures_until
        Bounds of the run of the same measures; None: not known. In a history they bound its row,
        and the first and the last of them stand where knowledge begins and ends.
    measures
        Those in force that bear on the question. After the last verified day: those that bar and
        are attested.
    depends_on
        What the question left unsaid and the answer hangs on, for a restricted crossing.
    would_pass
        Of a closed crossing, or one closed by default: the exceptions that suffice to pass.
    barred
        Of a crossing open by default: those who are barred for certain.
    planned
        Announced by the moment, not begun.
    cautions
        Measures last seen in force before the moment, whose end was not found.
    dangers
        What endangers life on the way at the moment, told before anything else.
    verified_through
        The last day of the verified period at the moment, or else of the newest before it; None:
        there is none.
    last_known
        For an unknown status after that day: the verdict at its end.
    sentence
        The whole in plain words of the language asked for.

    Examples
    --------
    >>> import borders
    >>> verdict = borders.load().on("2023-08-21", mode="car").explain("Šumskas")
    >>> verdict.status.value, verdict.since.isoformat()
    ('closed', '2023-08-18T00:00:00+03:00')
    """

    crossing: Crossing
    question: Question
    status: Status
    default: Status | None = None
    serves: bool = True
    since: datetime | None = None
    until: datetime | None = None
    measures_since: datetime | None = None
    measures_until: datetime | None = None
    measures: tuple[Measure, ...] = ()
    depends_on: tuple[str, ...] = ()
    would_pass: tuple[Who, ...] = ()
    barred: tuple[Who, ...] = ()
    planned: tuple[Measure, ...] = ()
    cautions: tuple[Measure, ...] = ()
    dangers: tuple[Danger, ...] = ()
    verified_through: date | None = None
    last_known: Verdict | None = None
    sentence: str = ""

    @property
    def standing(self) -> Standing:
        """The status, and of a restricted crossing the default with it."""
        return Standing.of(self.status, self.default)

    @property
    def last_standing(self) -> Standing | None:
        """Of an unknown status: the standing that was known last."""
        return None if self.last_known is None else self.last_known.standing

    @property
    def told(self) -> tuple[Measure, ...]:
        """The measures that bear on it and, where it is unknown, those that did when last known."""
        last = () if self.last_known is None else self.last_known.measures
        return tuple(dict.fromkeys((*self.measures, *last)))

    @property
    def age_days(self) -> int | None:
        """How many days before the moment the crossing was last verified; None: it never was."""
        if self.verified_through is None:
            return None
        return max(0, (self.question.moment.date() - self.verified_through).days)

    def __repr__(self) -> str:
        """Return what is said of which crossing, when."""
        since = f" since {self.since.isoformat()[:16]}" if self.since else ""
        moment = self.question.moment.isoformat()
        text = f"<Verdict {self.crossing.id} {moment}: {self.standing}{since}"
        ids = " ".join(measure.id for measure in self.measures)
        return shortened(f"{text}, {ids}" if ids else text, 199) + ">"
