"""Answers on a terminal: tables that a person reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from borders import wording
from borders.vocabulary import Language, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from borders.model import Advice, Crossing, Measure, Question, Verdict
    from borders.reading import Facts
    from borders.register import Change, Snapshot
    from borders.routing import Route, Routes

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


def heading(snapshot: Snapshot, ends: str = "") -> str:
    """Return the question in a line: who, how, from where to where and when."""
    facts = snapshot.register.facts
    asker = wording.asker(snapshot.question(snapshot.register.crossings[0]), facts)
    known = f", as known on {wording.day(snapshot.as_known_on)}" if snapshot.as_known_on else ""
    whom = f" for {asker}" if asker else ""
    between = f" {ends}" if ends else ""
    return f"{facts.package.title}{whom}{between} on {wording.day(snapshot.when, None)}{known}"


def print_status(snapshot: Snapshot, verdicts: Sequence[Verdict]) -> None:
    """Print a table of verdicts with the question above it and the advice below."""
    table = _table("Crossing", "To", "Status", "Since", "Why", title=heading(snapshot))
    for verdict in verdicts:
        table.add_row(
            _pair(verdict),
            verdict.crossing.neighbour or "",
            _status(verdict),
            _bound(verdict.since),
            Text(wording.why(verdict, snapshot.register.facts, named=1)),
        )
    console = _console()
    console.print(table)
    advice = snapshot.advice()
    if len(verdicts) == 1:
        advice += snapshot.advice(verdicts[0].crossing)
    _print_advice(advice)
    console.print(_standing(snapshot), style="dim")


def print_explanation(snapshot: Snapshot, verdict: Verdict) -> None:
    """Print everything that bears on one verdict, each statement with its sources."""
    console, facts = _console(), snapshot.register.facts
    console.print(_pair(verdict), style="bold")
    console.print(Text(verdict.sentence))
    told = verdict.last_known or verdict
    if verdict.last_known is not None:
        console.print(Text(told.sentence))
    if told.since or told.until:
        console.print(f"This verdict holds from {_bound(told.since)} to {_bound(told.until)}.")
    for title, measures in (
        ("In force", told.measures),
        ("Planned", verdict.planned),
        ("Last seen in force, end not found", verdict.cautions),
    ):
        _print_measures(title, measures, told.question, facts)
    if told.would_pass:
        console.print("\nWould pass", style="bold")
        for who in told.would_pass:
            console.print(Text(f"- {wording.who(who, facts)}"))
    _print_place(verdict.crossing)
    _print_advice((*snapshot.advice(), *snapshot.advice(verdict.crossing)))
    console.print(_standing(snapshot), style="dim")


def print_routes(snapshot: Snapshot, routes: Routes) -> None:
    """Print a table of routes with the question above it and what it comes to below."""
    ends = f"from {routes.origin.name}"
    if routes.destination is not None:
        ends += f" to {routes.destination.name}"
    table = _table("Crossing", "To", "Status", "km", "Detour", "Why", title=heading(snapshot, ends))
    for route in routes:
        detour = "" if route.detour_km is None else f"+{route.detour_km:.0f}"
        table.add_row(
            Text(route.crossing.name()),
            route.crossing.neighbour or "",
            _status(route.verdict),
            Text(_km(route), justify="right"),
            Text(detour, justify="right"),
            Text(wording.why(route.verdict, snapshot.register.facts, named=1)),
        )
    console, about = _console(), snapshot.register.network.about
    console.print(table)
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


def print_history(verdicts: Iterable[Verdict], facts: Facts) -> None:
    """Print the periods of a crossing, oldest first."""
    table = _table("From", "To", "Status", "Why")
    for verdict in verdicts:
        reasons = Text(wording.why(verdict, facts))
        table.add_row(_bound(verdict.since), _bound(verdict.until), _status(verdict), reasons)
    _console().print(table)


def print_changes(changes: Iterable[Change], facts: Facts) -> None:
    """Print what changed, in order of time."""
    table = _table("Moment", "Crossing", "Before", "After", "Why")
    for change in changes:
        before, after = _status(change.before), _status(change.after)
        reasons = Text(wording.why(change.after, facts))
        table.add_row(_bound(change.moment), _pair(change.after), before, after, reasons)
    _console().print(table)


def _print_measures(
    title: str, measures: Sequence[Measure], question: Question, facts: Facts
) -> None:
    if not measures:
        return
    console = _console()
    console.print(f"\n{title}", style="bold")
    for measure in measures:
        console.print(Text(f"- {wording.clause(measure, question, facts)}"))
        details = [f"Decided by {measure.decided_by}"]
        if measure.announced is not None:
            details.append(f"announced {wording.day(measure.announced)}")
        if measure.valid_to is not None:
            details.append(f"until {wording.day(measure.valid_to)}")
        details.append(f"confidence {measure.confidence.value}")
        console.print(Text(f"  {', '.join(details)}."))
        for word, whos in (("Only", measure.only), ("Except", measure.exceptions)):
            if whos:
                texts = "; ".join(wording.who(who, facts, plural=True) for who in whos)
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
        Text(f"- serves travel {wording.listed(wording.MEANS[m] for m in crossing.modes)}")
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
    through = wording.day(register.verified_through)
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


def _bound(moment: datetime | None) -> str:
    if moment is None:
        return "–"
    return f"{moment:%Y-%m-%d}" if f"{moment:%H%M}" == "0000" else f"{moment:%Y-%m-%d %H:%M}"


def _table(*titles: str, title: str | None = None) -> Table:
    table = Table(
        title=title and Text(title),
        title_justify="left",
        title_style="bold",
        box=None,
        pad_edge=False,
    )
    for text in titles:
        table.add_column(text, no_wrap=text not in WRAPPED, overflow="fold", header_style="bold")
    return table


def _console() -> Console:
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = max(console.width, FILE_WIDTH)
    return console
