"""Answers on a terminal: tables that a person reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from borders.enums import Language, Status
from borders.text import countries

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from borders.model import Advice, Crossing, Facts, Measure, Question, Verdict
    from borders.network.routes import Route
    from borders.register import Change, Routes, Snapshot

STYLES = {
    Status.OPEN: "bold blue",
    Status.RESTRICTED: "bold magenta",
    Status.CLOSED: "bold red",
    Status.UNKNOWN: "dim",
}

FILE_WIDTH = 120
"""Columns of an answer that is not written to a terminal."""
WRAPPED = frozenset({"Crossing", "Why"})
"""Columns that may take several lines."""
ROOM = 60
"""Columns of a terminal that these need; with less, a row has its words below its numbers."""


def heading(snapshot: Snapshot, ends: str = "", when: str = "") -> str:
    """Return the question in a line: who, how, from where to where and when."""
    facts = snapshot.register.facts
    between = f" {ends}" if ends else ""
    when = when or f" on {countries.day(snapshot.when, None)}"
    question = snapshot.question(snapshot.register.crossings[0])
    return f"{facts.package.title}{_whom(question, facts)}{between}{when}{_known(question)}"


def _whom(question: Question, facts: Facts) -> str:
    asker = countries.asker(question, facts)
    return f" for {asker}" if asker else ""


def _known(question: Question) -> str:
    day = question.as_known_on
    return f", as known on {countries.day(day)}" if day else ""


def print_status(snapshot: Snapshot, verdicts: Sequence[Verdict]) -> None:
    """Print a table of verdicts with the question above it and the advice below."""
    rows = [
        (
            _pair(verdict),
            Text(verdict.crossing.neighbour or ""),
            _status(verdict),
            _bound(verdict.since),
            Text(countries.why(verdict, snapshot.register.facts, named=1)),
        )
        for verdict in verdicts
    ]
    _print_table(heading(snapshot), ("Crossing", "To", "Status", "Since", "Why"), rows)
    console = _console()
    advice = snapshot.advice()
    if len(verdicts) == 1:
        advice += snapshot.advice(verdicts[0].crossing)
    _print_advice(advice)
    console.print(_standing(snapshot), style="dim")


def print_explanation(snapshot: Snapshot, verdict: Verdict) -> None:
    """Print everything that bears on one verdict, each statement with its sources."""
    console, facts = _console(), snapshot.register.facts
    console.print(Text(heading(snapshot), style="bold"))
    console.print(_pair(verdict), style="bold")
    console.print(Text(verdict.sentence))
    told = verdict.last_known or verdict
    if verdict.last_known is not None:
        console.print(Text(told.sentence))
    if told.since or told.until:
        held = f"This verdict holds from {_bound(told.since)} to {_bound(told.until)}."
        console.print(Text(held))
    for title, measures in (
        ("In force", told.measures),
        ("Planned", verdict.planned),
        ("Last seen in force, end not found", verdict.cautions),
    ):
        _print_measures(title, measures, told.question, facts)
    if told.would_pass:
        console.print("\nWould pass", style="bold")
        for who in told.would_pass:
            console.print(Text(f"- {countries.who(who, facts)}"))
    _print_place(verdict.crossing)
    _print_advice((*snapshot.advice(), *snapshot.advice(verdict.crossing)))
    console.print(_standing(snapshot), style="dim")


def print_routes(snapshot: Snapshot, routes: Routes) -> None:
    """Print a table of routes with the question above it and what it comes to below."""
    ends = f"from {routes.origin.name}"
    if routes.destination is not None:
        ends += f" to {routes.destination.name}"
    rows = [
        (
            Text(route.crossing.name()),
            Text(route.crossing.neighbour or ""),
            _status(route.verdict),
            Text(_km(route), justify="right"),
            Text("" if route.detour_km is None else f"+{route.detour_km:.0f}", justify="right"),
            Text(countries.why(route.verdict, snapshot.register.facts, named=1)),
        )
        for route in routes
    ]
    titles = ("Crossing", "To", "Status", "km", "Detour", "Why")
    _print_table(heading(snapshot, ends), titles, rows)
    console, about = _console(), snapshot.register.network.about
    console.print(Text(f"\n{routes.summary}"))
    _print_advice(snapshot.advice())
    drawn = f"{about.name}{', schematic' if about.schematic else ''}: {about.attribution}"
    notes = "~: estimated in part. –: no way there is known. Detour: to the shortest open way."
    console.print(Text(f"\n{notes}\n{drawn}, {about.data_from}."), style="dim")
    console.print(_standing(snapshot), style="dim")


def _km(route: Route) -> str:
    if route.km is None:
        return "–"
    return f"{'~' if route.approximate else ''}{route.km:.0f}"


def print_history(crossing: Crossing, verdicts: Sequence[Verdict], facts: Facts) -> None:
    """Print the periods of a crossing, oldest first, and between which days it is known."""
    if not (verdicts and crossing.known_from and crossing.verified_through):
        _console().print(Text(f"{crossing.name()}: nothing was ever verified."))
        return
    first, last = verdicts[0], verdicts[-1]
    title = f"{_pair(first)}{_whom(first.question, facts)}{_known(first.question)}"
    days = map(countries.day, (crossing.known_from, crossing.verified_through))
    title += f", known from {' through '.join(days)}"
    rows = [
        (
            _bound(None if verdict is first else verdict.since),
            _bound(None if verdict is last else verdict.until),
            _status(verdict),
            Text(countries.why(verdict, facts)),
        )
        for verdict in verdicts
    ]
    _print_table(title, ("From", "To", "Status", "Why"), rows)


def print_changes(changes: Sequence[Change], snapshot: Snapshot, until: date | datetime) -> None:
    """Print what changed since a snapshot, in order of time."""
    facts = snapshot.register.facts
    when = f" from {countries.day(snapshot.when)} to {countries.day(until)}"
    rows = [
        (
            _bound(change.moment),
            _pair(change.after),
            _status(change.before),
            _status(change.after),
            Text(countries.why(change.after, facts)),
        )
        for change in changes
    ]
    title = heading(snapshot, when=when)
    if rows:
        _print_table(title, ("Moment", "Crossing", "Before", "After", "Why"), rows)
    else:
        console = _console()
        console.print(Text(title, style="bold"))
        console.print("No change.")


def _print_measures(
    title: str, measures: Sequence[Measure], question: Question, facts: Facts
) -> None:
    if not measures:
        return
    console = _console()
    console.print(f"\n{title}", style="bold")
    for measure in measures:
        console.print(Text(f"- {countries.clause(measure, question, facts)}"))
        details = [f"Decided by {measure.decided_by}"]
        if measure.announced is not None:
            details.append(f"announced {countries.day(measure.announced)}")
        if measure.valid_to is not None:
            details.append(f"until {countries.day(measure.valid_to)}")
        details.append(f"confidence {measure.confidence.value}")
        console.print(Text(f"  {', '.join(details)}."))
        for word, whos in (("Only", measure.only), ("Except", measure.exceptions)):
            if whos:
                texts = "; ".join(countries.who(who, facts, plural=True) for who in whos)
                console.print(Text(f"  {word}: {texts}."))
        if measure.note:
            console.print(Text(f"  {measure.note}"))
        for source in map(facts.sources.__getitem__, measure.sources):
            published = f", {source.published}" if source.published else ""
            console.print(Text(f"  · {source.publisher}{published}: {source.title}"), style="dim")
            if source.url:
                console.print(Text(f"    {source.url}"), style="dim", soft_wrap=True)


def _print_place(crossing: Crossing) -> None:
    """Print what the crossing is built for, and where it is."""
    console = _console()
    console.print("\nThe crossing", style="bold")
    console.print(
        Text(f"- serves travel {countries.listed(countries.MEANS[m] for m in crossing.modes)}")
    )
    if crossing.equipment.xray is not None:
        console.print(Text(f"- {'has' if crossing.equipment.xray else 'has no'} X-ray inspection"))
    if (place := crossing.border_point) is not None:
        where = f"{place.lat:.5f}, {place.lon:.5f} (latitude first), ± {place.accuracy_m:g} m"
        console.print(Text(f"- meets the border at {where}"))


def _print_advice(advice: Sequence[Advice]) -> None:
    console = _console()
    if advice:
        console.print("\nAdvice", style="bold")
    for item in advice:
        console.print(Text(f"- {item.text} ({item.issued_by})"))


def _standing(snapshot: Snapshot) -> Text:
    register = snapshot.register
    text = f"\nIndicative, not for navigation. Data {register.version}"
    if all(crossing.verified_through is None for crossing in register.crossings):
        return Text(f"{text}; nothing was ever verified.")
    through = countries.day(register.verified_through)
    return Text(f"{text}; international road crossings in use verified through {through}.")


def _pair(verdict: Verdict) -> Text:
    names = [checkpoint.names[Language.EN] for checkpoint in verdict.crossing.checkpoints]
    return Text(" – ".join(dict.fromkeys(names)))


def _status(verdict: Verdict) -> Text:
    text = Text(verdict.status.value, style=STYLES[verdict.status])
    if verdict.last_known is not None:
        text.append(f" ({verdict.last_known.status.value} on ", style="default")
        text.append(f"{verdict.last_known.question.moment:%Y-%m-%d})", style="default")
    return text


def _bound(moment: datetime | None) -> Text:
    if moment is None:
        return Text("–")
    return Text(f"{moment:%Y-%m-%d}" + (f" {moment:%H:%M}" if moment.hour or moment.minute else ""))


def _print_table(title: str, titles: Sequence[str], rows: Sequence[Sequence[Text]]) -> None:
    """Print a table; where a terminal is narrow, what comes after the first column is one."""
    console = _console()
    console.print(Text(title, style="bold"))
    taken = sum(
        2 + max(cell.cell_len for cell in (Text(name), *cells))
        for name, *cells in zip(titles, *rows, strict=True)
        if name not in WRAPPED
    )
    table = Table(box=None, pad_edge=False)
    if console.is_terminal and console.width - taken < ROOM:
        first, *others, last = titles
        table.add_column(first, overflow="fold", header_style="bold", max_width=console.width // 3)
        table.add_column(f"{'  '.join(others)}\n{last}", overflow="fold", header_style="bold")
        for cell, *more, words in rows:
            told = Text("  ").join(text for text in more if text)
            table.add_row(cell, Text("\n").join((told, words)) if words else told)
    else:
        for name in titles:
            fixed = name not in WRAPPED
            table.add_column(name, no_wrap=fixed, overflow="fold", header_style="bold")
        for row in rows:
            table.add_row(*row)
    console.print(table)


def _console() -> Console:
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = max(console.width, FILE_WIDTH)
    return console
