"""Everything known, and what it answers at a moment."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, tzinfo
from itertools import pairwise
from operator import itemgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, Self, overload

from msgspec import structs

import borders
from borders import _lazy, collector, dates, documents
from borders.country_codes import STATELESS, country_code, is_country
from borders.data import checking, overlays
from borders.dates import Moment
from borders.display import Displayed, displayed, printed
from borders.enums import Category, Direction, Kind, Language, Mode, Standing, Status
from borders.errors import (
    DataError,
    QuestionError,
    UnknownCrossing,
    WrongKind,
    hint,
    is_iterable,
    listed,
    named_crossings,
    shown,
)
from borders.model import (
    Advice,
    Crossing,
    Danger,
    Facts,
    Measure,
    NamedEvent,
    Question,
    Sign,
    Source,
    Traveller,
    Verdict,
    shortened,
)
from borders.places import Gazetteer, Place, Towns, Where, direction_from, several
from borders.rules import knowledge, periods, verdicts
from borders.rules.criteria import MeasureIndex
from borders.rules.evaluate import evaluate, modes_asked
from borders.sequences import Changes, Corridors, History
from borders.synonyms import meant, paper_unknown
from borders.text import signs
from borders.text.sentences import Translator

if TYPE_CHECKING:
    from borders.geo.states import CountryLocator
    from borders.network.graph import Network
    from borders.network.reach import Serving
    from borders.rules.decision_diagrams import Diagrams

_UNWATCHED: Final = 3
"""The best rank of crossings by whom a register does not go, where it goes by some."""


def load(
    *folders: str | os.PathLike[str], network: str | os.PathLike[str] | None = None
) -> Register:
    """Return the register of a folder, or of several laid over one another.

    Parameters
    ----------
    folders
        Files of the form that `geodata/README.md` describes; left out: the shipped data. A release,
        or a zip file of one or of a folder, is read as it is: newer data need no newer package. A
        later folder is laid over those before it: what it says takes the place of the entry with
        the same id. One whose `datapackage.json` names what it lies over needs no other before it.
    network
        Folder of the roads and rails that routes follow; left out: `network/` in the register's.

    Raises
    ------
    DataError
        With every problem of every file; one of a release that is cut or changed is named.
    QuestionError
        A folder does not lie over those before it.

    Examples
    --------
    >>> len(load().crossings)
    87
    """
    places = [*map(documents.path, folders)]
    roads = None if network is None else documents.path(network)
    with collector.spared():
        scanned = overlays.scan(*places)
        problems = checking.faults(scanned)
        if scanned.facts is None or problems:
            raise DataError(problems)
        return Register(scanned.facts, scanned.folders[0], roads, scanned.folders[1:])


class Change(NamedTuple):
    """The moment at which the verdict on a crossing becomes another.

    Attributes
    ----------
    crossing
        The crossing.
    moment
        The instant, on the crossing's clock.
    before, after
        The verdicts that end and begin there.

    Examples
    --------
    >>> change = load().changes("2023-08-17", "2023-08-19", mode="car")[0]
    >>> change.moment.isoformat(), " → ".join(change.turn)
    ('2023-08-18T00:00:00+03:00', 'open-by-default → closed')
    """

    crossing: Crossing
    moment: datetime
    before: Verdict
    after: Verdict

    @property
    def turn(self) -> tuple[Standing, Standing]:
        """What became what: the statuses with their defaults."""
        return self.before.standing, self.after.standing

    @property
    def came(self) -> tuple[Measure, ...]:
        """The measures that begin at the moment and bear on the verdict after it."""
        now = dates.utc(self.moment)
        begun = (m for m in self.after.measures if m.valid_from and dates.utc(m.valid_from) == now)
        return tuple(measure for measure in begun if measure not in self.before.measures)

    @property
    def ended(self) -> tuple[Measure, ...]:
        """The measures that bore on the verdict before the moment and end at it."""
        now = dates.utc(self.moment)
        over = (m for m in self.before.measures if m.valid_to and dates.utc(m.valid_to) == now)
        return tuple(measure for measure in over if measure not in self.after.measures)

    def __repr__(self) -> str:
        """Return what became what, where and when."""
        turn = " → ".join(self.turn)
        return f"<Change {self.crossing.id} {self.moment.isoformat()}: {turn}>"

    def _repr_mimebundle_(
        self, include: Collection[str] | None = None, exclude: Collection[str] | None = None
    ) -> dict[str, str]:
        """Return what notebooks show of it."""
        return displayed(self, include, exclude)

    def _repr_pretty_(self, printer: Any, is_within: object) -> None:  # noqa: ANN401 - IPython's
        printed(self, printer, is_within)

    def _repr_html_(self) -> str:
        """Return the HTML of that."""
        return displayed(self, {"text/html"})["text/html"]


class Pair(NamedTuple):
    """How a crossing stood at two moments, the earlier first.

    Attributes
    ----------
    before, after
        The two verdicts.
    """

    before: Verdict
    after: Verdict

    @property
    def crossing(self) -> Crossing:
        """The crossing."""
        return self.after.crossing

    @property
    def is_changed(self) -> bool:
        """Whether its status, or its default, became another; unknown ones are not compared."""
        return self.is_known and self.before.standing is not self.after.standing

    @property
    def is_known(self) -> bool:
        """Whether both of its statuses are known."""
        return Status.UNKNOWN not in {self.before.status, self.after.status}


class Event(NamedTuple):
    """What came or ended at a moment, at all crossings whose verdicts it changes: told once."""

    moment: datetime
    """On the clock of the side that decided, else on that of the first crossing."""
    changes: tuple[Change, ...]

    @classmethod
    def of(cls, changes: Iterable[Change]) -> tuple[Event, ...]:
        """Return changes, in order of time, gathered by what came and ended."""
        groups: dict[object, list[Change]] = {}
        for change in changes:
            came, ended = (tuple(m.id for m in ms) for ms in (change.came, change.ended))
            cause = (came, ended) if came or ended else change.turn
            groups.setdefault((dates.utc(change.moment), cause), []).append(change)
        return tuple(cls(_decided(group[0]), tuple(group)) for group in groups.values())

    @property
    def came(self) -> tuple[Measure, ...]:
        """The measures that begin."""
        return self.changes[0].came

    @property
    def ended(self) -> tuple[Measure, ...]:
        """The measures that end."""
        return self.changes[0].ended

    @property
    def turns(self) -> tuple[tuple[Change, ...], ...]:
        """The changes by what became what."""
        groups: dict[object, list[Change]] = {}
        for change in self.changes:
            groups.setdefault(change.turn, []).append(change)
        return tuple(map(tuple, groups.values()))


def _decided(change: Change) -> datetime:
    """Return the moment of a change by the clock of the side whose measure made it."""
    bounds = (*(m.valid_from for m in change.came), *(m.valid_to for m in change.ended))
    return next((bound for bound in bounds if bound is not None), change.moment)


class Register(Displayed):
    """Crossings, measures and sources, ready to be asked; made by `load`.

    Attributes
    ----------
    crossings, measures
        All of them, in the order of the files.
    version
        The day to which the data was researched, as `2026.11.23`.
    facts
        All that the folder says, as records by their ids: sources, groups, papers and reasons too.
    folder, network_folder
        Where the data and the network came from.
    overlays
        The folders that are laid over it, the lowest first.
    index
        The measures by crossing, as the rules look them up.

    Examples
    --------
    >>> register = load()
    >>> len(register.crossings), register.crossing("Terespol").neighbour
    (87, 'PL')
    """

    def __init__(
        self,
        facts: Facts,
        folder: _lazy.Traversable,
        network: _lazy.Traversable | None = None,
        overlays: tuple[_lazy.Traversable, ...] = (),
        *,
        original: Register | None = None,
    ) -> None:
        self.facts = facts
        self.folder = folder
        self.network_folder = folder / "network" if network is None else network
        self.overlays = overlays
        self.crossings: tuple[Crossing, ...] = tuple(facts.crossings.values())
        self.measures: tuple[Measure, ...] = tuple(facts.measures.values())
        self.version = facts.package.version
        self.index = MeasureIndex(
            self.measures,
            facts.groups,
            facts.papers,
            facts.conditions,
            published=dict(knowledge.published(facts)),
            fresh_days=facts.package.fresh_days,
            known_on=facts.known_on,
        )
        self._original = original
        self._whole: Register | None = None
        self._parts: dict[tuple[str, ...], Register] = {}
        self._known: dict[date, Register] = {}
        self._zones = {side: dates.timezone(zone) for side, zone in facts.package.zones.items()}
        self._translators: dict[str, Translator] = {}

    def __repr__(self) -> str:
        """Return what the register holds."""
        day = self.facts.known_on
        known = "" if day is None else f" as known on {day}"
        return (
            f"<Register {self.facts.package.name} {self.version}{known}: "
            f"{len(self.crossings)} crossings, {len(self.measures)} measures, "
            f"{len(self.facts.sources)} sources>"
        )

    def __reduce__(self) -> tuple[Callable[..., Register], tuple[Any, ...]]:
        """Return what another process makes it of: what was worked out stays here."""
        if self._original is not None and self.facts.known_on is not None:
            return Register.as_known_on, (self._original, self.facts.known_on)
        return type(self), (self.facts, self.folder, self.network_folder, self.overlays)

    def translator(self, lang: str = Language.EN) -> Translator:
        """Return who says in a language what is known: verdicts, measures, questions, moments.

        Parameters
        ----------
        lang
            One of `borders.enums.Language`.

        Raises
        ------
        QuestionError
            There are no messages in this language.

        Examples
        --------
        >>> register = load()
        >>> verdict = register.on("2020-01-01").explain("Medininkai")
        >>> register.translator("pl").sentence(verdict)
        '1 stycznia 2020 r. otwarte.'
        """
        if not isinstance(lang, str):
            raise WrongKind(f"{shown(lang)} is no language: write one such as 'en'")
        if lang not in self._translators:
            self._translators[lang] = Translator(self.facts, lang)
        return self._translators[lang]

    @functools.cached_property
    def verified_through(self) -> date:
        """The last day through which every international road crossing then in use was verified."""
        day = self.last_verified(self.crossings)
        if day is None:
            msg = f"no crossing of {self.facts.package.name} was ever verified: name a day"
            raise QuestionError(msg)
        return day

    @property
    def verified_day(self) -> date | None:
        """The same day; None where nothing was verified by what is known."""
        return self.verified_through if any(c.verified for c in self.crossings) else None

    def last_verified(self, crossings: Iterable[Crossing]) -> date | None:
        """Return the last day through which some crossings were verified; None: none ever was.

        Where any of them leads to a neighbour by whom the register goes (`verified_with` of its
        `datapackage.json`), those do. International roads say it; without one in use when it was
        last verified, whatever was in use then; where nothing was, all of them.

        Examples
        --------
        >>> register = load()
        >>> register.last_verified([register.crossing("Adutiškis")])
        datetime.date(2022, 5, 1)
        """
        ranked = self.verified_rank(crossings)
        return None if ranked is None else ranked[1]

    def verified_rank(self, crossings: Iterable[Crossing]) -> tuple[int, date] | None:
        """Return how well some crossings say how new they are, best 0, and the day they say.

        Of several groups of crossings those of the best rank say it, by their first day.

        Examples
        --------
        >>> register = load()
        >>> register.verified_rank(register.to_neighbours("UA").crossings)
        (3, datetime.date(2026, 2, 9))
        """
        if self._original is not None:
            return self._original.verified_rank(crossings)
        verified = [(c, c.verified_through) for c in crossings if c.verified_through is not None]
        watched = [row for row in verified if row[0].neighbour in self.facts.package.verified_with]
        rank, verified = (0, watched) if watched else (_UNWATCHED, verified)
        main = [
            (crossing, day)
            for crossing, day in verified
            if crossing.kind is Kind.ROAD and crossing.category is Category.INTERNATIONAL
        ]
        for more, rows in enumerate((main, verified)):
            for crossing, day in sorted(rows, key=itemgetter(1)):
                if self._is_used(crossing, day):
                    return rank + more, day
        return min(((rank + 2, day) for _, day in verified), default=None)

    def _is_used(self, crossing: Crossing, day: date) -> bool:
        question = self.on(day).question(crossing)
        return evaluate(crossing, question, self.index).status is not Status.CLOSED

    def moment(self, value: Moment) -> date | datetime:
        """Return the day or the instant that a value or its text is.

        It is today, and now, by the clock of the home state.

        Raises
        ------
        QuestionError
            It is neither, or a time without an offset.

        Examples
        --------
        >>> load().moment("2023-08-21")
        datetime.date(2023, 8, 21)
        """
        return dates.moment(value, self.clock)

    @property
    def clock(self) -> tzinfo:
        """The clock of the home state."""
        return self._zones[self.facts.package.home]

    def as_known_on(self, day: str | date) -> Register:
        """Return the register as it could be known by the end of a day.

        Left out is what was announced later; what ended sooner than planned, and was not yet known
        to, ends as planned. Its `facts.known_on` says the day.

        Raises
        ------
        QuestionError
            It is no day.

        Examples
        --------
        >>> register = load()
        >>> register.as_known_on("2025-11-10").on("2025-11-25").status("Šalčininkai")
        <Status.CLOSED: 'closed'>
        """
        day = dates.day(day, "as_known_on", self.clock)
        if self._original is not None and self.facts.known_on is not None:
            return self._original.as_known_on(min(day, self.facts.known_on))
        if day not in self._known:
            facts = knowledge.as_known_on(self.facts, day)
            folders = self.folder, self.network_folder, self.overlays
            self._known[day] = Register(facts, *folders, original=self)
        return self._known[day]

    def of_crossings(self, names: Iterable[str | Crossing]) -> Register:
        """Return the register of some crossings alone, in the order of this one.

        Raises
        ------
        UnknownCrossing
            None has one of the names.

        Examples
        --------
        >>> register = load().of_crossings(["Medininkai", "Šalčininkai"])
        >>> [crossing.id for crossing in register.crossings]
        ['medininkai', 'salcininkai']
        """
        crossings = {self.crossing(name).id for name in named_crossings(names)}
        facts = structs.replace(
            knowledge.of_crossings(self.facts, crossings),
            signs=tuple(sign for sign in self.facts.signs if sign.crossing in crossings),
        )
        folders = self.folder, self.network_folder, self.overlays
        return Register(facts, *folders, original=self._original)

    @functools.cached_property
    def neighbours(self) -> tuple[str, ...]:
        """The states that its crossings lead to, in the order of these.

        Examples
        --------
        >>> load().neighbours[:3]
        ('LT', 'LV', 'PL')
        """
        codes = (crossing.neighbour for crossing in self.crossings)
        return tuple(dict.fromkeys(code for code in codes if code is not None))

    def states(self, names: str | Iterable[str]) -> tuple[str, ...]:
        """Return the neighbours of some names, each once, in the order of the register.

        A group of countries stands for its members among them, whenever these joined.

        Raises
        ------
        QuestionError
            No crossing leads there.

        Examples
        --------
        >>> load().states(["Poland", "lt"]), load().states("EU")
        (('LT', 'PL'), ('LT', 'LV', 'PL'))
        """
        given: list[Any] = [names] if isinstance(names, str) or not is_iterable(names) else [*names]
        for each in given:
            if not isinstance(each, str):
                raise WrongKind(f"{shown(each)} is no neighbour: write its code or its name")
        known = self.neighbours
        meant: set[str] = set()
        for name in (part.strip() for each in given for part in each.split(",")):
            group = self.facts.groups.get(name.upper())
            codes = set(group.members) if group else {country_code(name, "neighbours")}
            if codes.isdisjoint(known):
                msg = f"no crossing leads to {name!r}: write one of {', '.join(known)}"
                raise QuestionError(msg)
            meant |= codes
        return tuple(code for code in known if code in meant)

    def to_neighbours(self, names: str | Iterable[str]) -> Register:
        """Return the register of the crossings that lead to some neighbours, and of airports.

        Raises
        ------
        QuestionError
            No crossing leads there.

        Examples
        --------
        >>> register = load().to_neighbours("Latvia")
        >>> register.neighbours, register.crossings[-1].id
        (('LV',), 'minsk-airport')
        """
        codes = self.states(names)
        if not codes or {*self.neighbours} <= {*codes}:
            return self
        if codes not in self._parts:
            led = [c for c in self.crossings if c.neighbour is None or c.neighbour in codes]
            self._parts[codes] = part = self.of_crossings(led)
            part._whole = self  # noqa: SLF001 - of the same class
        return self._parts[codes]

    @functools.cached_property
    def diagrams(self) -> Diagrams:
        """The decision diagrams of what was asked for many travellers at once."""
        from borders.rules.decision_diagrams import Diagrams

        return Diagrams(self.index)

    def zone(self, name: str | Crossing) -> tzinfo:
        """Return the clock of a crossing: the own one, its neighbour's or the home state's.

        Examples
        --------
        >>> load().zone("Terespol")
        zoneinfo.ZoneInfo(key='Europe/Warsaw')
        """
        return self._zones[self.facts.package.clock_of(self.crossing(name))]

    def crossing(self, name: str | Crossing) -> Crossing:
        """Return the crossing of a name, in any of the languages, with or without diacritics.

        One of this register's crossings stands for itself, here and wherever a name is taken.

        Raises
        ------
        UnknownCrossing
            None has this name, with the nearest that there is; or several have it.

        Examples
        --------
        >>> load().crossing("каменный лог").id
        'medininkai'
        """
        if isinstance(name, Crossing) and name.id in self.facts.crossings:
            return self.facts.crossings[name.id]
        try:
            return self._gazetteer.crossing(name)
        except UnknownCrossing:
            if self._whole is not None:
                beyond = self._whole.crossing(name)
                msg = f"{name} leads to {beyond.neighbour}: ask of it without other neighbours"
                raise QuestionError(msg) from None
            raise

    def measure(self, name: str | Measure) -> Measure:
        """Return the measure of an id.

        Raises
        ------
        QuestionError
            None has this id, with the nearest that there are.

        Examples
        --------
        >>> load().measure("lt-2025-10-29-closure").decided_by
        'Government of Lithuania'
        """
        key = name.id if isinstance(name, Measure) else name
        if not isinstance(key, str):
            raise WrongKind(f"{shown(name)} is no measure: give its id")
        if key in self.facts.measures:
            return self.facts.measures[key]
        raise QuestionError(
            f"No measure is called {shown(key)}.{hint(key, self.facts.measures, 3)}"
        )

    @functools.cached_property
    def _gazetteer(self) -> Gazetteer:
        return Gazetteer(
            self.crossings,
            lambda: self.towns,
            lambda lon, lat: self.locator.locate(lon, lat),  # noqa: PLW0108 - read when first asked
        )

    @property
    def is_routed(self) -> bool:
        """Whether there is a network, so that ways can be asked for."""
        return documents.is_there(self.network_folder, "network.toml")

    @functools.cached_property
    def network(self) -> Network:
        """The roads and rails that routes follow, read when first asked for.

        Raises
        ------
        DataError
            With the file, the line and what to write instead.
        QuestionError
            The register has none, so that no ways and distances can be asked for.
        """
        from borders.network import read

        if self._original is not None:
            return self._original.network
        if not self.network_folder.is_dir():
            name = self.facts.package.name
            raise QuestionError(
                f"{name} has no network of roads, so it knows no ways and distances: "
                "borders network build makes one, and --network or load(…, network=…) takes another"
            )
        points = {
            c.id: (c.border_point.lon, c.border_point.lat)
            for c in self.crossings
            if c.border_point is not None
        }
        return read.load(self.network_folder, home=self.facts.package.home, points=points)

    @functools.cached_property
    def towns(self) -> Towns:
        """The towns that a question may name."""
        return Towns(self.folder) if self._original is None else self._original.towns

    @functools.cached_property
    def locator(self) -> CountryLocator:
        """Which state holds a position."""
        from borders.geo.states import CountryLocator

        if self._original is not None:
            return self._original.locator
        return CountryLocator.of_folder(self.folder, self.facts.package.home)

    def place(self, name: Where) -> Place | Crossing:
        """Return the town or the crossing of a name, or the place at a longitude and latitude.

        Towns come first: of a crossing that is called as one, say the id or both its names.

        Parameters
        ----------
        name
            In any of the languages; "Brest, BY" where states share it; "27.57,53.9", a pair or a
            point of shapely. What this returned stands for itself.

        Raises
        ------
        UnknownPlace
            Nothing has this name, with the nearest that there is.
        QuestionError
            Several towns have it, or no state of the register holds the position.

        Examples
        --------
        >>> load().place("Гродно").name
        'Hrodna'
        """
        return self._gazetteer.place(name)

    def on(  # noqa: PLR0913 - a question has its parts
        self,
        moment: Moment | None = None,
        *,
        mode: str | None = None,
        direction: str | None = None,
        traveller: Traveller | None = None,
        as_known_on: str | date | None = None,
        lang: str = Language.EN,
        neighbours: str | Iterable[str] = (),
    ) -> Snapshot:
        """Return the register at one moment, for one traveller.

        Parameters
        ----------
        moment
            A day, for which noon at the border stands, an instant with an offset, "today" or "now";
            left out: the last day through which the register as a whole was verified.
        mode, direction, traveller
            What else is fixed. What is left out stays open: nothing is assumed.
        as_known_on
            Ask the register as it could be known on this day.
        lang
            The language of all that is said: of sentences, rows, routes and what notebooks show.
        neighbours
            The states whose borders are meant, by codes or names; a group of countries such as
            "EU" stands for its members among them. Left out: all. An airport leads to any of them.

        Raises
        ------
        QuestionError
            The question cannot be put: no such day, mode, direction, country, paper, language or
            neighbour.

        Examples
        --------
        >>> day = load().on("2023-08-21", traveller=Traveller(nationality="US"), direction="out")
        >>> day.status("Šumskas")
        <Status.CLOSED: 'closed'>
        """
        return Snapshot(
            self if as_known_on is None else self.as_known_on(as_known_on),
            self.verified_through if moment is None else moment,
            mode,
            direction,
            traveller,
            lang,
            neighbours,
        )

    def sources(self, verdict: Verdict) -> tuple[Source, ...]:
        """Return the sources of what led to a verdict, those of its first measure first.

        Examples
        --------
        >>> register = load()
        >>> verdict = register.on("2023-08-21").explain("Terespol")
        >>> register.sources(verdict)[0].publisher
        'Dziennik Ustaw, on LEX'
        """
        return self.sources_of(
            (*verdict.dangers, *verdict.told, *verdict.planned, *verdict.cautions)
        )

    @functools.cached_property
    def events(self) -> tuple[NamedEvent, ...]:
        """The few turns that charts of all years name, oldest first; none where none are written.

        Each has its `day`, the `measures` that made it, and its `wording` in each language.

        Examples
        --------
        >>> register = load()
        >>> first = register.events[0]
        >>> first.day.isoformat(), first.wording(), len(register.cited(first))
        ('2020-03-15', 'Pandemic closures', 20)
        """
        return tuple(self.facts.events.values())

    def cited(self, event: NamedEvent) -> tuple[Source, ...]:
        """Return the sources of a named event: those of its measures, each once.

        Examples
        --------
        >>> register = load()
        >>> register.cited(register.events[0])[0].kind.value
        'act'
        """
        return self.sources_of(self.facts.measures[name] for name in event.measures)

    def sources_of(self, measures: Iterable[Measure | Danger]) -> tuple[Source, ...]:
        """Return the sources of measures or dangers, each once, in their order.

        Examples
        --------
        >>> register = load()
        >>> register.sources_of([register.measure("lt-2025-10-29-closure")])[0].kind.value
        'notice'
        """
        ids = dict.fromkeys(source for measure in measures for source in measure.sources)
        return tuple(self.facts.sources[source] for source in ids)

    @functools.cached_property
    def known_signs(self) -> tuple[Sign, ...]:
        """All traffic seen that could be read of by what is known, the newest last."""
        return signs.known(self.facts)

    @functools.cached_property
    def signs_by_crossing(self) -> Mapping[str, Sequence[Sign]]:
        """The known signs by the id of the crossing at which they were seen, the newest last."""
        return MappingProxyType(signs.by_crossing(self.known_signs))

    def signs(self, name: str | Crossing, question: Question) -> tuple[Sign, ...]:
        """Return the traffic seen at a crossing since it was last verified, the newest last.

        It is of the means and direction asked for, was first seen by the moment of the question,
        and comes from sources that could be read then. It verifies nothing.

        Examples
        --------
        >>> register = load()
        >>> question = register.on("2026-10-20", mode="car").question("Kuźnica")
        >>> [(sign.what, sign.through.isoformat()) for sign in register.signs("Kuźnica", question)]
        [('called', '2026-10-06')]
        """
        crossing = self.crossing(name)
        last = self.index.last_span(crossing, question.moment)
        verified = None if last is None else last.through
        here = self.signs_by_crossing.get(crossing.id, ())
        return tuple(signs.seen(here, crossing, question, verified))

    def history(
        self,
        name: str | Crossing,
        *,
        mode: str | None = None,
        direction: str | None = None,
        traveller: Traveller | None = None,
        as_known_on: str | date | None = None,
        lang: str = Language.EN,
    ) -> History:
        """Return the verdicts on a crossing over all that is known of it, oldest first.

        `measures_since` and `measures_until` of each bound its period, half-open; the first begins
        and the last ends where knowledge does.

        Raises
        ------
        UnknownCrossing
            None has this name.
        QuestionError
            What else is asked cannot be.

        Examples
        --------
        >>> american = Traveller(nationality="US")
        >>> last = load().history("Silene", mode="car", traveller=american)[-1]
        >>> last.status.value, last.measures_since.isoformat()
        ('closed', '2023-09-19T20:00:00+03:00')
        """
        crossing = self.crossing(name)
        snapshot = self.on(
            crossing.verified_from or date.min,
            mode=mode,
            direction=direction,
            traveller=traveller,
            as_known_on=as_known_on,
            lang=lang,
        )
        return History(snapshot.periods(crossing), crossing, snapshot)

    def changes(  # noqa: PLR0913 - a question has its parts
        self,
        since: Moment,
        until: Moment,
        *,
        mode: str | None = None,
        direction: str | None = None,
        traveller: Traveller | None = None,
        as_known_on: str | date | None = None,
        lang: str = Language.EN,
        neighbours: str | Iterable[str] = (),
        every: bool = False,
    ) -> Changes:
        """Return where a status or default became another from `since` up to, without, `until`.

        Ordered by moment. Each tells what came and what ended: measures with who decided them.

        Parameters
        ----------
        since, until
            Days, each of which means its noon at the border, or instants.
        every
            Also where the measures alone became others.

        Raises
        ------
        QuestionError
            The end lies before the beginning, or what else is asked cannot be.

        Examples
        --------
        >>> for change in load().changes("2025-11-19", "2025-11-21", mode="car", direction="in"):
        ...     print(change.crossing.id, [measure.id for measure in change.ended])
        medininkai ['lt-2025-10-29-medininkai-groups']
        salcininkai ['lt-2025-10-29-closure']
        """
        snapshot = self.on(
            since,
            mode=mode,
            direction=direction,
            traveller=traveller,
            as_known_on=as_known_on,
            lang=lang,
            neighbours=neighbours,
        )
        end = self.moment(until)
        if dates.instant(end, UTC) < dates.instant(snapshot.moment, UTC):
            msg = f"until {until} is before since {since}: swap them"
            raise QuestionError(msg)
        events, index = [], snapshot.register.index
        for crossing in snapshot.register.crossings:
            zone = self.zone(crossing)
            start, stop = dates.instant(snapshot.moment, zone), dates.instant(end, zone)
            question = snapshot.question(crossing)
            for before, after in pairwise(verdicts.history(crossing, question, index)):
                moment, turn = after.question.moment, {before.standing, after.standing}
                if start <= moment < stop and (every or len(turn) > 1):
                    pair = snapshot.worded(before), snapshot.worded(after)
                    events.append(Change(crossing, moment, *pair))
        return Changes(sorted(events, key=lambda change: change.moment), snapshot, end)

    def to_frame(  # noqa: PLR0913 - a question has its parts
        self,
        since: Moment,
        until: Moment,
        freq: str = "D",
        *,
        mode: str | None = None,
        direction: str | None = None,
        traveller: Traveller | None = None,
        as_known_on: str | date | None = None,
        lang: str = Language.EN,
        neighbours: str | Iterable[str] = (),
    ) -> _lazy.DataFrame:
        """Return how each crossing stands on each day from `since` up to, without, `until`.

        Parameters
        ----------
        since, until
            Days, or instants.
        freq
            The step, as pandas has it: "D" for each day, "W", "MS", "h" and so on. Of days each row
            means noon at its crossing. Where a step is shorter than a day, or an end is an instant,
            all are instants: days then begin at midnight by the clock of the home state.

        Returns
        -------
        DataFrame
            One row for each of these moments and each crossing that serves the question, in this
            order, as `Snapshot.to_frame` has them.

        Raises
        ------
        QuestionError
            The end lies before the beginning, there is no such step, or what else is asked cannot
            be.

        Examples
        --------
        >>> frame = load().to_frame("2025-11-17", "2025-11-23", mode="car", direction="out")
        >>> frame[frame["id"] == "salcininkai"]["status"].to_list()
        ['closed', 'closed', 'closed', 'restricted', 'restricted', 'restricted']
        """
        from borders import frames

        snapshot = self.on(
            since,
            mode=mode,
            direction=direction,
            traveller=traveller,
            as_known_on=as_known_on,
            lang=lang,
            neighbours=neighbours,
        )
        return frames.by_moment(snapshot, frames.moments(self, since, until, freq))

    def standings_frame(  # noqa: PLR0913 - a question has its parts
        self,
        since: Moment,
        until: Moment,
        freq: str = "D",
        *,
        mode: str | None = None,
        direction: str | None = None,
        traveller: Traveller | None = None,
        as_known_on: str | date | None = None,
        lang: str = Language.EN,
        neighbours: str | Iterable[str] = (),
    ) -> _lazy.DataFrame:
        """Return how each crossing stands on each day, and no more: sooner than `to_frame`.

        Parameters
        ----------
        since, until, freq
            As `to_frame` takes them.

        Returns
        -------
        DataFrame
            A row a day (`on`) or else an instant (`moment`, in UTC), in order of time; a column for
            each crossing that serves the question, by id. The values are those that
            `Snapshot.standings` has at each, as ordered categories (`borders.enums.Standing`).

        Raises
        ------
        QuestionError
            The end lies before the beginning, there is no such step, or what else is asked cannot
            be.

        Examples
        --------
        >>> frame = load().standings_frame("2025-11-17", "2025-11-23", mode="car", direction="out")
        >>> frame["salcininkai"].value_counts().loc[["closed", "open-by-default"]].to_list()
        [3, 3]
        """
        from borders import frames

        snapshot = self.on(
            since,
            mode=mode,
            direction=direction,
            traveller=traveller,
            as_known_on=as_known_on,
            lang=lang,
            neighbours=neighbours,
        )
        return frames.of_days(snapshot, frames.moments(self, since, until, freq))

    def history_frame(
        self,
        *,
        mode: str | None = None,
        direction: str | None = None,
        traveller: Traveller | None = None,
        as_known_on: str | date | None = None,
        lang: str = Language.EN,
        neighbours: str | Iterable[str] = (),
    ) -> _lazy.DataFrame:
        """Return the history of each crossing that serves a question, oldest first.

        Returns
        -------
        DataFrame
            One row for each period of `history`, with the columns of `borders.columns.HISTORY`, and
            one for what lies after the last of them: unknown, with what was known last, and without
            a `period_end`. So of each crossing the row with `period_start` ≤ moment < `period_end`
            holds the status; before the first nothing is known. Ends are half-open.

        Examples
        --------
        >>> frame = load().history_frame(mode="car", direction="out", neighbours="EU")
        >>> now = frame[frame["period_end"].isna()]
        >>> len(now), set(now["status"])
        (27, {'unknown'})
        """
        from borders import frames

        snapshot = self.on(
            date.min,
            mode=mode,
            direction=direction,
            traveller=traveller,
            as_known_on=as_known_on,
            lang=lang,
            neighbours=neighbours,
        )
        return frames.history(snapshot)

    def changes_frame(  # noqa: PLR0913 - a question has its parts
        self,
        since: Moment,
        until: Moment,
        *,
        mode: str | None = None,
        direction: str | None = None,
        traveller: Traveller | None = None,
        as_known_on: str | date | None = None,
        lang: str = Language.EN,
        neighbours: str | Iterable[str] = (),
        every: bool = False,
    ) -> _lazy.DataFrame:
        """Return the rows of `changes`, typed: from `since` up to, without, `until`.

        Returns
        -------
        DataFrame
            With the columns of `borders.columns.CHANGES`, by `moment`.

        Examples
        --------
        >>> frame = load().changes_frame("2025-11-19", "2025-11-21", mode="car", direction="in")
        >>> frame[["crossing", "before", "after"]].values.tolist()
        [['medininkai', 'restricted', 'restricted'], ['salcininkai', 'closed', 'restricted']]
        """
        from borders import columns, frames, records

        changes = self.changes(
            since,
            until,
            mode=mode,
            direction=direction,
            traveller=traveller,
            as_known_on=as_known_on,
            lang=lang,
            neighbours=neighbours,
            every=every,
        )
        translator = self.translator(lang)
        return frames.frame((records.change(c, translator) for c in changes), columns.CHANGES)

    def measures_frame(self, lang: str = Language.EN) -> _lazy.DataFrame:
        """Return one row a measure, in the order of the files.

        Returns
        -------
        DataFrame
            With the columns of `borders.columns.MEASURES`.

        Examples
        --------
        >>> load().measures_frame().set_index("id").loc["lt-2025-10-29-closure", "valid_from"]
        Timestamp('2025-10-29 10:00:00+0000', tz='UTC')
        """
        from borders import frames

        return frames.measures(self, lang)

    def crossings_frame(self, lang: str = Language.EN) -> _lazy.GeoDataFrame:
        """Return one row a crossing at its border point, EPSG:4326; None: not known.

        Returns
        -------
        GeoDataFrame
            With the columns of `borders.columns.CROSSINGS`.

        Examples
        --------
        >>> load().crossings_frame()["kind"].value_counts().to_dict()
        {'road': 64, 'rail': 19, 'river': 3, 'air': 1}
        """
        from borders import frames

        return frames.crossings(self, lang)

    def sources_frame(self) -> _lazy.DataFrame:
        """Return one row a source, with what rests on it.

        Returns
        -------
        DataFrame
            With the columns of `borders.columns.SOURCES`.

        Examples
        --------
        >>> frame = load().sources_frame()
        >>> bool((frame["rests"].str.len() > 0).all())
        True
        """
        from borders import frames

        return frames.sources(self)


class Snapshot(Displayed):
    """The register asked at one moment, for one traveller; made by `Register.on`.

    It stays the question that it is: `Register.on` puts another.

    Attributes
    ----------
    register
        What is asked: of `whole` the crossings that lead where the question means.
    whole
        The register that was asked, with the crossings to other neighbours.
    moment
        A day, for which noon at the border stands, or an instant.
    mode, direction, traveller
        What else is fixed; None: left open.
    lang
        The language of all that is said.
    neighbours
        The states whose borders are meant, in the order of the register; none: all of them.

    Raises
    ------
    QuestionError
        There is no such moment, neighbour, mode, direction or language, or the traveller is none.

    Examples
    --------
    >>> day = load().on("2023-08-21", mode="car", traveller=Traveller(nationality="US"))
    >>> [crossing.id for crossing in day.crossings if day.status(crossing) == "open"][:2]
    ['medininkai', 'salcininkai']
    """

    register: Register
    whole: Register
    moment: date | datetime
    mode: Mode | None
    direction: Direction | None
    traveller: Traveller | None
    lang: Language
    neighbours: tuple[str, ...]

    def __init__(  # noqa: PLR0913, PLR0917 - a question has its parts
        self,
        register: Register,
        moment: Moment,
        mode: str | None = None,
        direction: str | None = None,
        traveller: Traveller | None = None,
        lang: str = Language.EN,
        neighbours: str | Iterable[str] = (),
    ) -> None:
        codes = register.states(neighbours)
        vars(self).update(
            register=register.to_neighbours(codes) if codes else register,
            whole=register,
            neighbours=codes,
            moment=register.moment(moment),
            mode=None if mode is None else meant(mode, Mode, "mode"),
            direction=None if direction is None else meant(direction, Direction, "direction"),
            traveller=None if traveller is None else _checked(traveller, register.facts),
            lang=register.translator(lang).language,
        )

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(
            f"a snapshot stays the question that it is: put another, such as "
            f"register.on({self.moment.isoformat()!r}, {name}={shown(value)})"
        )

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a snapshot stays the question that it is, {name} included")

    @property
    def as_known_on(self) -> date | None:
        """The day after which nothing more was known; None: all is told that is known."""
        return self.register.facts.known_on

    def __repr__(self) -> str:
        """Return the question and how many crossings have each status."""
        counts = ", ".join(f"{n} {status.value}" for status, n in self.counts.items() if n)
        said = (self.mode, self.direction, self.traveller, " ".join(self.neighbours) or None)
        parts = [self.moment.isoformat(), *said]
        question = shortened(" ".join(str(part) for part in parts if part is not None), 120)
        return f"<Snapshot {question}: {counts}>"

    def __reduce__(self) -> tuple[type[Snapshot], tuple[Any, ...]]:
        """Return what another process makes it of."""
        return type(self), (self.whole, *self._asked)

    @property
    def _asked(
        self,
    ) -> tuple[Moment, Mode | None, Direction | None, Traveller | None, Language, tuple[str, ...]]:
        """What is asked, in the order in which a snapshot takes it."""
        traveller, lang = self.traveller, self.lang
        return self.moment, self.mode, self.direction, traveller, lang, self.neighbours

    def versus(self, moment: Moment) -> tuple[Pair, ...]:
        """Return how each crossing that serves the question stands now and at another moment.

        Examples
        --------
        >>> day = load().on("2025-11-10", mode="car", direction="out")
        >>> [pair.crossing.id for pair in day.versus("2023-01-01") if pair.is_changed][:2]
        ['medininkai', 'salcininkai']
        """
        other = Snapshot(self.whole, moment, *self._asked[1:])
        both = (self, other)
        early, late = sorted(both, key=lambda each: dates.instant(each.moment, self.register.clock))
        return tuple(Pair(early.verdict(c), late.verdict(c)) for c in self.crossings)

    def of_crossings(self, names: Iterable[str | Crossing]) -> Snapshot:
        """Return the same question to some crossings alone.

        Raises
        ------
        UnknownCrossing
            None has one of the names.

        Examples
        --------
        >>> len(load().on("2023-08-21").of_crossings(["Medininkai", "Terespol"]).verdicts)
        2
        """
        part = self.register.of_crossings(names)
        meant = [each for each in self.neighbours if each in part.neighbours]
        return type(self)(part, *self._asked[:-1], meant)

    @property
    def translator(self) -> Translator:
        """Who says in its language what it knows."""
        return self.register.translator(self.lang)

    def question(self, name: str | Crossing) -> Question:
        """Return the question as put at a crossing, its moment on the crossing's clock.

        Examples
        --------
        >>> load().on("2023-08-21").question("Terespol").moment.isoformat()
        '2023-08-21T12:00:00+02:00'
        """
        return Question(
            moment=dates.instant(self.moment, self.register.zone(name)),
            mode=self.mode,
            direction=self.direction,
            traveller=self.traveller,
            as_known_on=self.as_known_on,
        )

    def verdict(self, name: str | Crossing) -> Verdict:
        """Return the verdict on the crossing of a name, in any spelling or language.

        Raises
        ------
        UnknownCrossing
            None has this name.

        Examples
        --------
        >>> load().on("2023-08-21", mode="car").verdict("Шумскас").status
        <Status.CLOSED: 'closed'>
        """
        crossing = self.register.crossing(name)
        return self.worded(verdicts.rule(crossing, self.question(crossing), self.register.index))

    def worded(self, verdict: Verdict) -> Verdict:
        """Return a verdict with its sentence, and that of what was known last.

        Examples
        --------
        >>> day = load().on("2020-01-01", lang="pl")
        >>> day.worded(day.verdict("Medininkai")).sentence
        '1 stycznia 2020 r. otwarte.'
        """
        text, last = self.translator.sentence(verdict), verdict.last_known
        last_known = None if last is None else self.worded(last)
        moment = verdict.question.moment
        worded = structs.replace(
            verdict,
            sentence=text,
            last_known=last_known,
            dangers=self.register.facts.dangers_of(verdict.crossing, moment),
        )
        vars(worded)["snapshot"] = self  # whom it asks how to show itself; no part of what it says
        return worded

    @functools.cached_property
    def verdicts(self) -> tuple[Verdict, ...]:
        """The verdicts on the crossings that serve the question, in the order of the register."""
        return tuple(map(self.verdict, self.crossings))

    @functools.cached_property
    def statuses(self) -> Mapping[str, Status]:
        """The status of each crossing that serves the question by id, sooner than by verdicts."""
        return MappingProxyType({key: each.status for key, each in self.standings.items()})

    @functools.cached_property
    def standings(self) -> Mapping[str, Standing]:
        """The status and default of each crossing that serves the question by id."""
        index = self.register.index
        return MappingProxyType(
            {c.id: evaluate(c, self.question(c), index).standing for c in self.crossings}
        )

    def standings_of(self, travellers: Iterable[Traveller]) -> _lazy.DataFrame:
        """Return how each crossing stands to each of many travellers, who ask in its place.

        Parameters
        ----------
        travellers
            In any number; what is left unsaid of each stays open.

        Returns
        -------
        DataFrame
            A row a traveller, in their order, numbered from 0; a column for each crossing that
            serves them, by id. The values are those that `standings` has for each traveller, as
            ordered categories (`borders.enums.Standing`): a byte each.

        Raises
        ------
        QuestionError
            One of them is no traveller, or holds a paper or a nationality that there is not.

        Examples
        --------
        >>> day = load().on("2023-08-21", mode="car", direction="out")
        >>> frame = day.standings_of([Traveller("US"), Traveller("LT"), Traveller()])
        >>> frame["sumskas"].to_list()
        ['closed', 'closed', 'closed']
        >>> frame["terespol"].to_list()
        ['closed', 'open', 'closed-by-default']
        """
        from borders import frames

        given = listed(travellers, "are no travellers: write them in a list")
        strange = [each for each in given if not isinstance(each, Traveller)]
        for traveller in strange or dict.fromkeys(given):
            _checked(traveller, self.register.facts)
        moment, mode, direction, _, lang, neighbours = self._asked
        of_whoever = (moment, mode, direction, Traveller(), lang, neighbours)
        return frames.of_travellers(Snapshot(self.register, *of_whoever), given)

    @property
    def counts(self) -> Mapping[Status, int]:
        """How many of the crossings that serve the question have each status."""
        statuses = [*self.statuses.values()]
        return {status: statuses.count(status) for status in Status}

    def explain(self, name: str | Crossing) -> Verdict:
        """Return the verdict on the crossing of a name, in any spelling or language.

        It is `verdict` by the name of the command.

        Raises
        ------
        UnknownCrossing
            None has this name.

        Examples
        --------
        >>> print(load().on("2020-01-01", mode="car").explain("Medininkai").sentence)
        Open to travellers by car on 1 January 2020.
        """
        return self.verdict(name)

    def status(self, name: str | Crossing) -> Status:
        """Return the status of the crossing of a name, in any spelling or language.

        Raises
        ------
        UnknownCrossing
            None has this name.

        Examples
        --------
        >>> load().on("2020-01-01").status("Medininkai")
        <Status.OPEN: 'open'>
        """
        return self.explain(name).status

    def periods(self, name: str | Crossing) -> Iterator[Verdict]:
        """Yield the verdicts on a crossing for this question at all known moments, oldest first.

        Examples
        --------
        >>> first = next(load().on("2023-08-21").periods("Medininkai"))
        >>> first.measures_since.isoformat()
        '2019-12-01T00:00:00+02:00'
        """
        crossing = self.register.crossing(name)
        question = self.question(crossing)
        yield from map(self.worded, verdicts.history(crossing, question, self.register.index))

    def in_force(self, measure: Measure) -> Literal["yes", "planned", "seen", "no"]:
        """Return whether a measure holds at the moment, by the clock of the side that decided it.

        "planned": it is announced and has not begun. "seen": it was last seen in force before, and
        its end was not found.

        Examples
        --------
        >>> register = load()
        >>> closure = register.measure("lt-2025-10-29-closure")
        >>> register.on("2025-11-10").in_force(closure), register.on("2025-12-01").in_force(closure)
        ('yes', 'no')
        """
        if not isinstance(measure, Measure):
            measure = self.register.measure(measure)
        zone = dates.timezone(self.register.facts.package.zones[measure.side])
        moment, period = dates.instant(self.moment, zone), periods.in_force(measure)
        if period is not None and period.holds(moment):
            return "yes"
        if self.register.index.is_planned(measure, moment):
            return "planned"
        return "seen" if periods.is_caution(measure, moment) else "no"

    def advice(self, name: str | Crossing | None = None) -> tuple[Advice, ...]:
        """Return the standing advice for this traveller and moment.

        With a crossing: what is said of it alone; without: what goes with every answer.

        Examples
        --------
        >>> american = Traveller(nationality="US")
        >>> advice = load().on("2023-08-22", traveller=american).advice()
        >>> "us-2023-08-21-leave" in [item.id for item in advice]
        True
        """
        if not self.register.crossings:
            return ()
        if name is None and self.register is not self.whole:  # it hangs on no neighbour
            return Snapshot(self.whole, *self._asked[:-1]).advice()
        crossing = None if name is None else self.register.crossing(name)
        place = crossing or self.register.crossings[0]
        relevant = [
            item
            for item in self.register.facts.advice.values()
            if (crossing.id in item.crossings if crossing else not item.crossings)
        ]
        return tuple(verdicts.advice(relevant, self.question(place), self.register.index))

    def with_direction(self, direction: str | None) -> Snapshot:
        """Return the same question with its direction said.

        Raises
        ------
        QuestionError
            It is neither "out" nor "in".

        Examples
        --------
        >>> load().on("2023-08-21", direction="out").with_direction("in").direction
        <Direction.IN: 'in'>
        """
        way = None if direction is None else meant(direction, Direction, "direction")
        if way not in self._directed:
            moment, mode, _, traveller, lang, neighbours = self._asked
            self._directed[way] = Snapshot(
                self.whole, moment, mode, way, traveller, lang, neighbours
            )
        return self._directed[way]

    @functools.cached_property
    def _directed(self) -> dict[Direction | None, Snapshot]:
        return {self.direction: self}

    @functools.cached_property
    def crossings(self) -> tuple[Crossing, ...]:
        """The crossings that serve the question.

        A traveller who names no means is not served by what carries freight alone.
        """
        crossings = self.register.crossings
        if not crossings:
            return ()
        question = self.question(crossings[0])  # by what and whom it is asked is alike at all
        return tuple(c for c in crossings if modes_asked(c, question))

    @overload
    def routes(  # type: ignore[overload-overlap]  # a text is one place
        self, origin: Where, destination: Where | None = None
    ) -> Routes: ...

    @overload
    def routes(self, origin: Iterable[Where], destination: Where | None = None) -> Corridors: ...

    def routes(
        self, origin: Where | Iterable[Where], destination: Where | None = None
    ) -> Routes | Corridors:
        """Return the ways from a place to each crossing, or through each to another place.

        Roads lead to crossings by road and to airports, rails to those by rail. On which side of
        the border the origin lies says the direction.

        Parameters
        ----------
        origin, destination
            A town or a crossing by any of its names, or longitude and latitude: all that
            `Register.place` takes. Of origins there may be many: a list, a column of names, points
            of geopandas. Then there are `Routes` for each, in their order.

        Raises
        ------
        QuestionError
            Both lie on one side of the border, or the direction asked for is the other one.
        UnknownPlace
            No town or crossing has this name.

        Examples
        --------
        >>> day = load().on("2023-08-21", mode="car", traveller=Traveller(nationality="US"))
        >>> [route.crossing.id for route in day.routes("Minsk", "Vilnius")][0]
        'medininkai'
        >>> frame = day.routes(["Minsk", "Hrodna"]).to_geodataframe()
        >>> frame.groupby("origin", sort=False)["crossing"].first().to_dict()
        {'Minsk': 'medininkai', 'Hrodna': 'raigardas'}
        """
        if (origins := several(origin)) is not None:
            return Corridors(self._routes(each, destination) for each in origins)
        return self._routes(origin, destination)

    def _routes(self, origin: Any, destination: Where | None) -> Routes:  # noqa: ANN401 - a place
        from borders.network.routes import corridor, on_two_sides

        register, home = self.register, self.register.facts.package.home
        network = register.network
        end = None if destination is None else register.place(destination)
        start, end = on_two_sides(register.place(origin), end, self.direction, home)
        directed = self.with_direction(direction_from(start, home))
        ways = {crossing.id for crossing in reachable(directed)}
        verdicts = [verdict for verdict in directed.verdicts if verdict.crossing.id in ways]
        routes = corridor(network, verdicts, start, end, home=home, translator=self.translator)
        summary = self.translator.corridor(routes, start, end)
        return Routes(routes, snapshot=directed, origin=start, destination=end, summary=summary)

    def reach(self, places: object = None, compare: Snapshot | None = None) -> _lazy.GeoDataFrame:
        """Return how far each place is from the nearest crossing that is open to this question.

        Parameters
        ----------
        places
            A GeoDataFrame of any size, also one of `dask_geopandas`; geometries of shapely, pairs
            of longitude and latitude (an array has the shape (n, 2)) or names of towns, one or
            many; left out: every town of the register.
        compare
            Another question, whose distance is told too, with the difference.

        Returns
        -------
        GeoDataFrame
            The places, with the `direction` in which the border is crossed from there ("out" from
            the home state, else "in"), then `crossing`, `km` and `approximate` of the nearest
            crossing open in that direction, and `restricted_crossing` and `restricted_km` of a
            restricted one where that is nearer still: open by default to all whom no measure
            names, or hanging on the means left unsaid. One closed by default does not serve.
            With `compare` also `crossing_before`, `km_before` and `extra_km`, then
            `restricted_crossing_before` and `restricted_km_before`. Where `km` is NaN, no open one
            can be reached; or another direction was asked for than leads from there; or nothing is
            known of the place: it has no geometry, or lies in no state of the register
            (`Register.place` tells which holds a position), and no direction leads from it.

        Raises
        ------
        QuestionError
            The places are none of these; or pairs of which none lies in a state of the register,
            as latitude comes first or they are no degrees; several towns have a name, or a crossing
            has it; `compare` is no snapshot; or a frame has one of these columns already.
        UnknownPlace
            No town has this name.

        Examples
        --------
        >>> day = load().on("2023-08-21", mode="car", traveller=Traveller(nationality="US"))
        >>> print(day.reach(["Minsk"])["crossing"][0])
        medininkai
        """
        from borders.network import reach

        nearest = self.nearest(compare)
        if places is None:
            frame = reach.of_towns(nearest, self.register.towns.all)
        else:
            frame = reach.measure(nearest, places, self.register.place)
        if hasattr(frame, "attrs"):  # one of dask has none
            frame.attrs["question"] = Asked(self, compare)
        return frame

    def nearest(self, compare: Snapshot | None = None) -> borders.Reach:
        """Return what finds the nearest crossings that serve: for places by the million.

        `Snapshot.reach` and the files of `borders reach` are measured by it.

        Parameters
        ----------
        compare
            Another question, whose distance is told too, with the difference.

        Raises
        ------
        QuestionError
            `compare` is no snapshot.

        Examples
        --------
        >>> import numpy as np
        >>> day = load().on("2023-08-21", mode="car", traveller=Traveller(nationality="US"))
        >>> day.nearest().of(np.array([27.56]), np.array([53.9]))["km"].round()
        array([147.])
        """
        from borders.network.reach import Reach

        if not isinstance(compare, Snapshot | None):
            given = shown(compare)
            msg = f"compare takes a snapshot, such as register.on('2020-01-01'), not {given}"
            raise QuestionError(msg)
        return Reach(
            self.register.network,
            self.register.facts.package.home,
            self.register.locator,
            serving=self.serving_by_direction,
            before=None if compare is None else compare.serving_by_direction,
        )

    @property
    def serving(self) -> Serving:
        """The crossings that are open, and those restricted, to the means asked for.

        One that is closed by default does not serve: those who pass there are few.
        """
        from borders.network.reach import Serving

        def those(*standings: Standing) -> list[Crossing]:
            return [c for c in reachable(self) if self.standings[c.id] in standings]

        return Serving(those(Standing.OPEN), those(Standing.OPEN_BY_DEFAULT, Standing.RESTRICTED))

    @property
    def serving_by_direction(self) -> Mapping[Direction, Serving]:
        """Return what serves in each direction that is asked for."""
        if self.direction is not None:
            return {self.direction: self.serving}
        return {way: self.with_direction(way).serving for way in Direction}

    def rows(self) -> list[dict[str, Any]]:
        """Return one flat record a crossing as JSON has it: the columns of every table and file.

        Days and instants are texts of ISO 8601, these by the clock of the crossing.

        Examples
        --------
        >>> row = load().on("2023-08-21", mode="car").rows()[0]
        >>> row["id"], row["status"], row["verified_through"]
        ('medininkai', 'restricted', '2026-03-10')
        """
        from borders import records

        return [
            records.plain(record, dates.zone(verdict.question.moment))
            for verdict, record in zip(self.verdicts, self._records(), strict=True)
        ]

    def _records(self) -> Iterator[dict[str, Any]]:
        from borders import records

        return (records.status(verdict, self.translator) for verdict in self.verdicts)

    def to_frame(self) -> _lazy.DataFrame:
        """Return one row a crossing that serves the question, typed.

        Returns
        -------
        DataFrame
            With the columns of `borders.columns.STATUS`, whose types are the same whatever the day:
            texts "string", booleans "boolean", whole numbers "Int64", days "datetime64[s]",
            instants "datetime64[us, UTC]", lists of texts as lists. What is missing is `pd.NA`,
            `NaT` or NaN.

        Examples
        --------
        >>> day = load().on("2023-08-21", mode="car", direction="out", neighbours="EU")
        >>> frame = day.to_frame()
        >>> frame["status"].value_counts().sort_index().to_dict()
        {'closed': 7, 'restricted': 7, 'unknown': 13}
        """
        from borders import columns, frames

        return frames.frame(self._records(), columns.STATUS)

    def to_geodataframe(self) -> _lazy.GeoDataFrame:
        """Return the rows of `to_frame` at their border points, EPSG:4326; None: not known.

        JSON knows no instants: `frame.to_json(default=str)`. What `frame.explore(column="status")`
        draws is a map of geopandas, which needs matplotlib and mapclassify beside it.

        Examples
        --------
        >>> load().on("2023-08-21").to_geodataframe().crs.to_epsg()
        4326
        """
        from borders import frames

        return frames.placed(self.to_frame(), frames.points(self.crossings))


class Routes(Displayed):
    """The ways of a question: passable first, then restricted, closed and unknown, by length.

    A crossing that the network has no way to comes last among those of its status, without a
    length. On the way to a place abroad, airports come after what leads all the way on the ground.

    Attributes
    ----------
    snapshot
        The question that they answer, in the direction that their ends imply.
    origin, destination
        Where they start and end; without a destination, at each crossing.
    routes
        The ways in this order: `len`, `for` and `[number]` go through them.
    summary
        What they come to, in one sentence.

    Examples
    --------
    >>> routes = load().on("2023-08-21", mode="car").routes("Minsk", "Vilnius")
    >>> routes[0].crossing.id, round(routes[0].km)
    ('medininkai', 184)
    """

    def __init__(
        self,
        routes: Sequence[borders.Route],
        *,
        snapshot: Snapshot,
        origin: Place,
        destination: Place | None,
        summary: str,
    ) -> None:
        self.routes = tuple(routes)
        self.snapshot = snapshot
        self.origin = origin
        self.destination = destination
        self.summary = summary

    def __repr__(self) -> str:
        """Return from where to where, and what is best."""
        end = f" → {self.destination.name}" if self.destination else ""
        return f"<Routes {self.origin.name}{end} on {self.on}: {len(self)}>"

    @property
    def on(self) -> str:
        """The day or instant asked about, a text of ISO 8601."""
        return self.snapshot.moment.isoformat()

    @property
    def attribution(self) -> str:
        """Whom to name where they are shown."""
        return self.snapshot.register.network.about.attribution

    def __len__(self) -> int:
        return len(self.routes)

    def __iter__(self) -> Iterator[borders.Route]:
        return iter(self.routes)

    def __getitem__(self, number: int) -> borders.Route:
        return self.routes[number]

    def rows(self) -> list[dict[str, Any]]:
        """Return one flat record a route as JSON has it: days and instants are texts.

        Examples
        --------
        >>> day = load().on("2023-08-21", mode="car", traveller=Traveller("US"))
        >>> day.routes("Minsk", "Vilnius").rows()[0]["status"]
        'open'
        """
        from borders import records

        return [records.plain(record) for record in self.records()]

    def records(self) -> Iterator[dict[str, Any]]:
        """Yield one flat record a route, by the schema `borders.columns.ROUTES`.

        Examples
        --------
        >>> day = load().on("2023-08-21", mode="car", traveller=Traveller("US"))
        >>> next(day.routes("Minsk", "Vilnius").records())["on"]
        datetime.date(2023, 8, 21)
        """
        from borders import records

        ends, translator = (self.origin, self.destination), self.snapshot.translator
        return (records.route(route, *ends, translator) for route in self.routes)

    def answer(self) -> dict[str, Any]:
        """Return the routes as JSON has them.

        Examples
        --------
        >>> day = load().on("2023-08-21", mode="car", traveller=Traveller("US"))
        >>> [*day.routes("Minsk", "Vilnius").answer()]
        ['on', 'from', 'to', 'routes']
        """
        return {
            "on": self.on,
            "from": self.origin.name,
            "to": self.destination and self.destination.name,
            "routes": self.rows(),
        }

    def features(self) -> dict[str, Any]:
        """Return the routes as a GeoJSON FeatureCollection.

        Positions are EPSG:4326, longitude first; what has no known way has a null geometry.

        Examples
        --------
        >>> day = load().on("2023-08-21", mode="car", traveller=Traveller("US"))
        >>> day.routes("Minsk", "Vilnius").features()["features"][0]["geometry"]["type"]
        'LineString'
        """
        return {
            "type": "FeatureCollection",
            "attribution": self.attribution,
            "features": [
                {
                    "type": "Feature",
                    "geometry": {
                        "type": "LineString",
                        "coordinates": [[round(x, 6), round(y, 6)] for x, y in route.coordinates],
                    }
                    if len(route.coordinates) > 1
                    else None,
                    "properties": row,
                }
                for route, row in zip(self.routes, self.rows(), strict=True)
            ],
        }

    def to_geodataframe(self) -> _lazy.GeoDataFrame:
        """Return the rows as a typed frame with the courses, EPSG:4326; None where not routed.

        Returns
        -------
        GeoDataFrame
            With the columns of `borders.columns.ROUTES`; lengths in kilometres.

        Examples
        --------
        >>> day = load().on("2023-08-21", mode="car", traveller=Traveller("US"))
        >>> frame = day.routes("Minsk", "Vilnius").to_geodataframe()
        >>> frame.loc[0, ["origin", "destination", "crossing"]].to_list()
        ['Minsk', 'Vilnius', 'medininkai']
        """
        from borders import frames

        return frames.routes([self])


class Asked(str):
    """The question that a reach answers, as `Snapshot.reach` leaves it in the `attrs` of a frame.

    It is a text of ISO 8601, so that whatever writes a frame can write it, and it is no copy when
    frames are.

    Attributes
    ----------
    snapshot
        The question.
    compare
        The one that it was compared with.
    """

    __slots__ = ("compare", "snapshot")
    snapshot: Snapshot
    compare: Snapshot | None

    def __new__(cls, snapshot: Snapshot, compare: Snapshot | None) -> Self:
        """Return the day or instant asked about, and the whole question with it."""
        question = super().__new__(cls, snapshot.moment.isoformat())
        question.snapshot, question.compare = snapshot, compare
        return question

    def __reduce__(self) -> tuple[type[Self], tuple[Snapshot, Snapshot | None]]:
        """Return what another process makes it of."""
        return type(self), (self.snapshot, self.compare)

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        """Return itself: pandas copies what frames carry at every step."""
        return self


def reachable(snapshot: Snapshot) -> Iterable[Crossing]:
    """Return the crossings that ways lead to: who does not name freight does not mean it."""
    return (c for c in snapshot.crossings if snapshot.mode is not None or not c.is_for_freight)


def _checked(traveller: Traveller, facts: Facts) -> Traveller:
    """Return a traveller of whom a question may be put."""
    if not isinstance(traveller, Traveller):
        given = shown(traveller)
        hint = f"write Traveller(nationality={given})" if isinstance(traveller, str) else ""
        raise QuestionError(
            f"traveller takes a borders.Traveller: {hint or 'write Traveller(nationality=…)'}"
        )
    if traveller.vehicle is not None:
        country_code(traveller.vehicle, "vehicle")
    nationality = traveller.held("nationality") or frozenset()
    for code in sorted(nationality):
        if not is_country(code) and code not in {STATELESS, *facts.groups}:
            raise QuestionError(
                f"nationality {shown(code)} is neither a country nor a group: write a code of "
                f"ISO 3166-1 such as PL, a name, stateless, or one of {', '.join(facts.groups)}"
            )
    if STATELESS in nationality and len(nationality) > 1:
        raise QuestionError("nationality: who is stateless is a citizen of no country")
    papers = facts.papers
    for paper in sorted(traveller.held("papers") or ()):
        if paper not in papers:
            raise paper_unknown(paper, papers)
    return traveller
