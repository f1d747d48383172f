"""Answers on a terminal: tables that a person reads."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from borders.enums import Language
from borders.style import STYLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime

    from rich.console import ConsoleOptions, JustifyMethod, RenderableType

    from borders.model import Advice, Crossing, Measure, Problem, Question, Verdict
    from borders.network.routes import Route
    from borders.register import Change, Routes, Snapshot
    from borders.text.sentences import Asked, Translator

    Parts = Iterator[RenderableType]

FILE_WIDTH: Final = 120
"""Columns of an answer that is not written to a terminal, where `COLUMNS` does not say."""
ROOM: Final = 36
"""Columns that words need beside the rest of their row; with less, they stand below it."""
MOST: Final = 80
"""Per cent of the cells of a column for which it has room, if it has none for all."""
GAP: Final = 2
_PLAIN: Final = re.escape("\x1b[0m")


class Column(NamedTuple):
    """A column of a table."""

    title: str
    folds: bool = False
    """Whether a cell may take several lines."""
    justify: JustifyMethod = "left"


def rendered(parts: Iterable[RenderableType]) -> str:
    """Return what a terminal of this width shows, without its last line end."""
    console = _console()
    with console.capture() as capture:
        for part in parts:
            is_whole = isinstance(part, Text) and bool(part.no_wrap)
            console.print(part, soft_wrap=is_whole)
    text = re.sub(rf" +({_PLAIN})*$", r"\1", capture.get(), flags=re.MULTILINE)
    return text.removesuffix("\n")


def _console() -> Console:
    console = Console(highlight=False)
    if not console.is_terminal and not os.environ.get("COLUMNS", "").isdigit():
        console.width = FILE_WIDTH
    return console


def status(snapshot: Snapshot, verdicts: Sequence[Verdict]) -> Parts:
    """Show a table of verdicts with the question above it and the advice below."""
    say = snapshot.translator
    rows = [
        (
            _pair(verdict),
            Text(verdict.crossing.neighbour or ""),
            _status(verdict),
            _bound(verdict.since),
            Text(say.why(verdict, named=1)),
        )
        for verdict in verdicts
    ]
    columns = (
        Column("Crossing", folds=True),
        Column("To", folds=True),
        Column("Status", folds=True),
        Column("Since", folds=True),
    )
    yield _bold(heading(snapshot))
    yield Sheet((*columns, Column("Why", folds=True)), rows)
    advice = snapshot.advice()
    if len(verdicts) == 1:
        advice += snapshot.advice(verdicts[0].crossing)
    yield from _advice(advice)
    yield from _standing(snapshot)


def heading(snapshot: Snapshot, ends: str = "", when: str = "") -> str:
    """Return the question in a line: who, how, from where to where and when."""
    say = snapshot.translator
    between = f" {ends}" if ends else ""
    when = when or f" {say.put(snapshot.when, 'on')}"
    return f"{say.title()}{_whom(snapshot, say)}{between}{when}{_known(snapshot, say)}"


def _whom(question: Asked, say: Translator) -> str:
    asker = say.asker(question)
    return f" for {asker}" if asker else ""


def _known(question: Asked, say: Translator) -> str:
    known = say.known(question)
    return f", {known}" if known else ""


def explanation(snapshot: Snapshot, verdict: Verdict) -> Parts:
    """Show everything that bears on one verdict, each statement with its sources."""
    say = snapshot.translator
    yield _bold(heading(snapshot))
    yield Text(_pair(verdict).plain, style="bold")
    yield Text(verdict.sentence)
    last = verdict.last_known or verdict
    if verdict.last_known is not None:
        yield Text(last.sentence)
    if last.since or last.until:
        yield Text(f"This verdict holds from {_bound(last.since)} to {_bound(last.until)}.")
    for title, measures in (
        ("In force", last.measures),
        ("Planned", verdict.planned),
        ("Last seen in force, end not found", verdict.cautions),
    ):
        if measures:
            yield _bold(f"\n{title}")
        for measure in measures:
            yield from _measure(measure, last.question, say)
    if last.would_pass:
        yield _bold("\nWould pass")
        yield from (_item(say.who(who)) for who in last.would_pass)
    yield from _place(verdict.crossing, say)
    yield from _advice((*snapshot.advice(), *snapshot.advice(verdict.crossing)))
    yield from _standing(snapshot)


def _measure(measure: Measure, question: Question, say: Translator) -> Parts:
    yield _item(say.clause(measure, question))
    details = [f"Decided by {measure.decided_by}"]
    if measure.announced is not None:
        details.append(f"announced {say.date(measure.announced)}")
    if measure.valid_to is not None:
        details.append(f"until {say.day(measure.valid_to)}")
    details.append(f"confidence {measure.confidence.value}")
    yield _indented(f"{', '.join(details)}.")
    for word, whos in (("Only", measure.only), ("Except", measure.exceptions)):
        if whos:
            texts = "; ".join(say.who(who, "many") for who in whos)
            yield _indented(f"{word}: {texts}.")
    if measure.note:
        yield _indented(measure.note)
    for source in map(say.facts.sources.__getitem__, measure.sources):
        published = f", {source.published}" if source.published else ""
        text = f"{source.publisher}{published}: {source.title}"
        yield Padding(_item(text, mark="·", style="dim"), (0, 0, 0, GAP))
        if source.url:  # in one piece, however long, so that a terminal makes it a link
            yield Text(f"    {source.url}", style="dim", no_wrap=True, overflow="ignore")


def _place(crossing: Crossing, say: Translator) -> Parts:
    """Show what the crossing is built for, and where it is."""
    yield _bold("\nThe crossing")
    yield _item(f"serves travel {say.listed(say.t(f'means.{m}') for m in crossing.modes)}")
    if crossing.equipment.xray is not None:
        yield _item(f"{'has' if crossing.equipment.xray else 'has no'} X-ray inspection")
    if (place := crossing.border_point) is not None:
        where = f"{place.lat:.5f}, {place.lon:.5f} (latitude first), ± {place.accuracy_m:g} m"
        yield _item(f"meets the border at {where}")


def _advice(advice: Sequence[Advice]) -> Parts:
    if advice:
        yield _bold("\nAdvice")
    yield from (_item(f"{item.text} ({item.issued_by})") for item in advice)


def _standing(snapshot: Snapshot) -> Parts:
    register = snapshot.register
    if all(crossing.verified_through is None for crossing in register.crossings):
        verified = "nothing was ever verified"
    else:
        through = snapshot.translator.date(register.verified_through)
        verified = f"international road crossings in use verified through {through}"
    text = f"Indicative, not for navigation. Data {register.version}; {verified}."
    yield Text(f"\n{text}", style="dim")


def routes(snapshot: Snapshot, found: Routes) -> Parts:
    """Show a table of routes with the question above it and what it comes to below."""
    ends = f"from {found.origin.name}"
    if found.destination is not None:
        ends += f" to {found.destination.name}"
    say = snapshot.translator
    rows = [
        (
            Text(route.crossing.name()),
            Text(route.crossing.neighbour or ""),
            _status(route.verdict),
            Text(_km(route)),
            Text("" if route.detour_km is None else f"+{route.detour_km:.0f}"),
            Text(say.why(route.verdict, named=1)),
        )
        for route in found
    ]
    columns = (
        *(Column("Crossing", folds=True), Column("To", folds=True), Column("Status", folds=True)),
        *(Column("km", justify="right"), Column("Detour", justify="right")),
    )
    yield _bold(heading(snapshot, ends))
    yield Sheet((*columns, Column("Why", folds=True)), rows)
    yield Text(f"\n{found.summary}")
    yield from _advice(snapshot.advice())
    about = snapshot.register.network.about
    drawn = f"{about.name}{', schematic' if about.schematic else ''}: {about.attribution}"
    notes = "~: estimated in part. –: no way there is known. Detour: to the shortest open way."
    yield Text(f"\n{notes}\n{drawn}, {about.data_from}.", style="dim")
    yield from _standing(snapshot)


def _km(route: Route) -> str:
    if route.km is None:
        return "–"
    return f"{'~' if route.approximate else ''}{route.km:.0f}"


def history(snapshot: Snapshot, crossing: Crossing, verdicts: Sequence[Verdict]) -> Parts:
    """Show the periods of a crossing, oldest first, and between which days it is known."""
    if not (verdicts and crossing.known_from and crossing.verified_through):
        yield Text(f"{crossing.name()}: nothing was ever verified.")
        return
    say, first, last = snapshot.translator, verdicts[0], verdicts[-1]
    title = f"{_pair(first)}{_whom(first.question, say)}{_known(first.question, say)}"
    days = map(say.date, (crossing.known_from, crossing.verified_through))
    rows = [
        (
            _bound(None if verdict is first else verdict.since),
            _bound(None if verdict is last else verdict.until),
            _status(verdict),
            Text(say.why(verdict)),
        )
        for verdict in verdicts
    ]
    columns = (
        Column("From", folds=True),
        Column("To", folds=True),
        Column("Status", folds=True),
        Column("Why", folds=True),
    )
    yield _bold(f"{title}, known from {' through '.join(days)}")
    yield Sheet(columns, rows)


def changes(found: Sequence[Change], snapshot: Snapshot, until: date | datetime) -> Parts:
    """Show what changed since a snapshot, in order of time."""
    say = snapshot.translator
    rows = [
        (
            _bound(change.moment),
            _pair(change.after),
            _status(change.before),
            _status(change.after),
            Text(say.why(change.after)),
        )
        for change in found
    ]
    columns = (
        *(Column("Moment", folds=True), Column("Crossing", folds=True)),
        *(Column("Before", folds=True), Column("After", folds=True), Column("Why", folds=True)),
    )
    when = f" from {say.put(snapshot.when)} to {say.put(until)}"
    yield _bold(heading(snapshot, when=when))
    yield Sheet(columns, rows) if rows else Text("No change.")


def problems(counts: Mapping[str, int], found: Sequence[Problem]) -> Parts:
    """Show what is wrong in a folder, and how much there is of what."""
    yield from (_line(str(problem)) for problem in found)
    held = {**counts, "problems": len(found)}
    yield _line(", ".join(_count(number, word) for word, number in held.items()))


def _count(number: int, words: str) -> str:
    return f"{number or 'no'} {words.removesuffix('s') if number in {0, 1} else words}"


def _line(text: str) -> Text:
    return Text(text, no_wrap=True, overflow="ignore")


def _bold(text: str) -> Text:
    return Text(text, style="bold")


def _indented(text: str) -> Padding:
    return Padding(Text(text), (0, 0, 0, GAP))


def _item(text: str, mark: str = "-", style: str = "") -> Table:
    """Return an item of a list, whose further lines stand below its first word."""
    item = Table.grid(padding=(0, 1, 0, 0))
    item.add_column()
    item.add_column(overflow="fold")
    item.add_row(Text(mark, style=style), Text(text, style=style))
    return item


def _pair(verdict: Verdict) -> Text:
    names = [checkpoint.names[Language.EN] for checkpoint in verdict.crossing.checkpoints]
    return Text(" – ".join(dict.fromkeys(names)))


def _status(verdict: Verdict) -> Text:
    text = Text(verdict.status.value, style=STYLES[verdict.status].terminal)
    if verdict.last_known is not None:
        text.append(f" ({verdict.last_known.status.value} on ", style="default")
        text.append(f"{verdict.last_known.question.moment:%Y-%m-%d})", style="default")
    return text


def _bound(moment: datetime | None) -> Text:
    """Return a bound of a period; of a time of day its clock, as those differ at a border."""
    if moment is None:
        return Text("–")
    if not (moment.hour or moment.minute):
        return Text(f"{moment:%Y-%m-%d}")
    return Text(f"{moment:%Y-%m-%d %H:%M} {_clock(moment)}")


def _clock(moment: datetime) -> str:
    """Return the town whose clock tells a moment, or how far that is from UTC."""
    zone = getattr(moment.tzinfo, "key", None)
    return (
        str(zone).rpartition("/")[2].replace("_", " ") if zone else f"UTC{moment.isoformat()[-6:]}"
    )


class Sheet:
    """A table that fits a terminal; its last column holds words.

    Where these have no room beside the other columns, they stand below them; where those have none
    either, each cell stands beside its title.
    """

    def __init__(self, columns: Sequence[Column], rows: Sequence[Sequence[Text]]) -> None:
        self.titles = [Text(column.title, style="bold") for column in columns]
        self.columns = columns
        self.rows = rows

    def __rich_console__(self, console: Console, _: ConsoleOptions) -> Parts:
        """Show the table as wide as a terminal lets it be."""
        least, usual, widest = map(list, zip(*map(_widths, *self._columns()), strict=True))
        gaps = GAP * len(widest)
        for widths in (widest, usual):
            if console.width - sum(widths) - gaps >= ROOM:
                yield self._grid([self.titles, *self.rows], [*widths, None])
                return
        spare = console.width - gaps + GAP
        if spare >= sum(usual):
            yield from self._stacked(_spread(spare, usual, widest))
        elif spare >= sum(least):
            yield from self._stacked(_spread(spare, least, usual))
        else:
            yield from self._listed()

    def _columns(self) -> tuple[Iterable[Column], Iterable[Sequence[Text]]]:
        return self.columns[:-1], [*zip(self.titles, *self.rows, strict=True)][:-1]

    def _stacked(self, widths: Sequence[int]) -> Parts:
        """Show the words of a row below its other cells."""
        for *cells, words in (self.titles, *self.rows):
            yield self._grid([cells], widths)
            if words:
                yield Padding(words, (0, 0, 0, GAP))

    def _listed(self) -> Parts:
        """Show each cell beside its title."""
        for number, row in enumerate(self.rows):
            if number:
                yield Text()
            pairs = zip(self.titles, row, strict=True)
            yield self._grid([pair for pair in pairs if pair[1]], [None, None])

    def _grid(self, rows: Iterable[Sequence[Text]], widths: Sequence[int | None]) -> Table:
        grid = Table.grid(padding=(0, GAP, 0, 0))
        for column, width in zip(self.columns, widths, strict=False):
            grid.add_column(width=width, overflow="fold", justify=column.justify)
        for row in rows:
            grid.add_row(*row)
        return grid


def _widths(column: Column, cells: Sequence[Text]) -> tuple[int, int, int]:
    """Return the least width of a column, that of most of its cells, and that of all."""
    widest = sorted(cell.cell_len for cell in cells)
    if not column.folds:
        return widest[-1], widest[-1], widest[-1]
    least = max(cell_len(word) for cell in cells for word in cell.plain.split())
    return least, max(least, widest[len(widest) * MOST // 100]), widest[-1]


def _spread(room: int, low: Sequence[int], high: Sequence[int]) -> list[int]:
    """Return widths between low and high ones that fill the room, the first columns' first."""
    spare = room - sum(low)
    widths = []
    for least, most in zip(low, high, strict=True):
        widths.append(min(most, least + spare))
        spare -= widths[-1] - least
    return widths
