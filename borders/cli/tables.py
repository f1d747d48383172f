"""Answers on a terminal: tables that a person reads."""

from __future__ import annotations

import os
import re
from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from borders import dates
from borders.enums import Directions, Level, NewsKind, RevisionKind, Standing
from borders.style import STYLES
from borders.text.sentences import NAMED, by_neighbour, ended, lowered, raised

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from rich.console import ConsoleOptions, JustifyMethod, RenderableType

    from borders.data.citations import Statement
    from borders.data.revisions import Revision
    from borders.locating import Located
    from borders.model import (
        Advice,
        Crossing,
        Danger,
        Facts,
        Measure,
        Problem,
        Question,
        Source,
        Verdict,
        Who,
    )
    from borders.network.routes import Route
    from borders.news import Earlier, News
    from borders.register import Event, Routes, Snapshot
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
    translator = snapshot.translator
    is_whole = tuple(verdict.crossing for verdict in verdicts) == snapshot.crossings
    groups = by_neighbour(verdicts) if is_whole else {}
    is_grouped = len(groups) > 1
    heads: dict[int, Text] = {}
    rows: list[Sequence[Text]] = []
    for neighbour, group in groups.items() if is_grouped else [("", verdicts)]:
        if is_grouped:
            heads[len(rows)] = _headed(neighbour, group, translator)
        rows += [_row(verdict, translator, to=not is_grouped) for verdict in group]
    to = () if is_grouped else ("neighbour",)
    titles = [translator.t(f"table.{key}") for key in ("crossing", *to, "status", "since", "why")]
    yield _bold(heading(snapshot))
    yield Sheet([Column(title, folds=True) for title in titles], rows, heads)
    if is_whole:
        yield Text(f"\n{ended(translator.counts([verdict.standing for verdict in verdicts]))}")
        yield from _left_out(snapshot)
    advice = snapshot.advice()
    if len(verdicts) == 1:
        advice += snapshot.advice(verdicts[0].crossing)
    yield from _advice(advice, translator)
    yield from _footer(snapshot)


def _headed(neighbour: str | None, group: Sequence[Verdict], translator: Translator) -> Text:
    """Return what stands above the crossings to a neighbour: its name and how they count."""
    code = f" ({neighbour})" if neighbour else ""
    counts = translator.counts([verdict.standing for verdict in group])
    return _bold(f"{translator.beyond(neighbour)}{code}").append(f" · {counts}", "not bold")


def _row(verdict: Verdict, translator: Translator, *, to: bool) -> Sequence[Text]:
    """Return a verdict as a row, with the neighbour to which it leads where nothing else says."""
    return (
        _name(verdict.crossing, translator),
        *([Text(verdict.crossing.neighbour or "")] if to else ()),
        _status(verdict, translator),
        _bound(verdict.since, translator),
        _by(verdict, translator.why(verdict, named=1), translator),
    )


def _by(verdict: Verdict, why: str, translator: Translator) -> Text:
    """Return why something is so, and which overlays say so."""
    folders = translator.facts.said_by(verdict) if translator.facts.overlays else ()
    warning = translator.warning(verdict)
    told = Text()
    if warning:
        told.append(f"{warning} ", "bold red")
    told.append(raised(why) if warning else why)
    if folders:
        told.append(f"{' ' if why else ''}[{', '.join(folders)}]", "dim")
    return told


def _left_out(snapshot: Snapshot) -> Parts:
    """Show how many crossings do not serve the question, if any."""
    if count := len(snapshot.register.crossings) - len(snapshot.crossings):
        yield Text(ended(raised(snapshot.translator.left_out(snapshot, count))))


def heading(snapshot: Snapshot, ends: str = "", when: str = "") -> str:
    """Return the question in a line: who, how, from where to where, when and at which borders."""
    translator = snapshot.translator
    when = when or _asked(snapshot)
    texts = (translator.title(), _whom(translator, snapshot), ends, when)
    known = _known(translator, snapshot, *texts)
    return " · ".join(filter(None, (known, translator.meant(snapshot))))


def _asked(snapshot: Snapshot) -> str:
    """Return the moment of a question; of the last day verified, how long ago it was."""
    translator, moment = snapshot.translator, snapshot.moment
    age = _age(snapshot) if moment == snapshot.register.verified_day else 0
    if not age:
        return translator.put(moment, "on")
    told = translator.t("age.today", n=age)
    return translator.t("terminal.asVerified", on=translator.put(moment, "on"), age=told)


def _age(snapshot: Snapshot, asked: date | None = None) -> int:
    """Return for how many days by a day the register was not verified; left out: by today."""
    verified, day = snapshot.register.verified_day, asked or snapshot.register.moment("today")
    return 0 if verified is None else max(0, (day - verified).days)


def _whom(translator: Translator, question: Asked) -> str:
    asker = translator.asker(question)
    return translator.t("terminal.for", whom=asker) if asker else ""


def _known(translator: Translator, question: Asked, *texts: str) -> str:
    """Return the texts of a heading, and as of which day it is told."""
    text = translator.t("separator.heading").join(filter(None, texts))
    return ", ".join(filter(None, (text, translator.known(question))))


def explanation(snapshot: Snapshot, verdict: Verdict) -> Parts:
    """Show everything that bears on one verdict, each statement with its sources."""
    translator = snapshot.translator
    yield _bold(heading(snapshot))
    yield Text(translator.introduced(verdict.crossing), style="bold")
    yield Text(verdict.sentence)
    last = verdict.last_known or verdict
    if verdict.last_known is not None:
        yield Text(last.sentence)
    for key, since, until in (
        ("terminal.holds", last.since, last.until),
        ("terminal.same", last.measures_since, last.measures_until),
    ):
        bounds = (
            "" if since is None else translator.day(since, "since"),
            "" if until is None else translator.day(until, "until"),
        )
        if any(bounds):
            yield Text(translator.t(key, bounds=" ".join(filter(None, bounds))))
    for key, measures in (
        ("card.inForce", verdict.told),
        ("card.planned", verdict.planned),
        ("figure.caution", verdict.cautions),
    ):
        if measures:
            yield _bold(f"\n{translator.t(key)}")
        for measure in measures:
            yield from _measure(measure, last.question, translator)
    yield from _dangers(verdict, translator)
    if last.would_pass:
        yield _bold(f"\n{translator.t('terminal.wouldPass')}")
        yield from (_item(translator.who(who)) for who in last.would_pass)
    yield from _place(verdict.crossing, translator)
    yield from _advice((*snapshot.advice(), *snapshot.advice(verdict.crossing)), translator)
    yield from _footer(snapshot)


def measure(snapshot: Snapshot, measure: Measure) -> Parts:
    """Show one measure whole, each thing that it says beside its name, and its sources."""
    register, translator = snapshot.register, snapshot.translator
    t = translator.t
    reason = register.facts.reasons[measure.reason].wording(translator.language)
    condition = measure.condition and register.facts.conditions[measure.condition]
    amended = [each.id for each in register.facts.amending(measure)]
    places = map(register.crossing, measure.crossings)
    rows = (
        ("terminal.crossings", translator.listed(map(translator.name, places))),
        ("field.mode", translator.listed(t(f"means.{mode}") for mode in measure.modes)),
        ("field.direction", _one_way(measure, translator)),
        ("card.conditions", condition and condition.wording(translator.language)),
        ("row.only", _people(measure.only, translator)),
        ("row.except", _people(measure.exceptions, translator)),
        ("row.decidedBy", translator.english(measure.decided_by)),
        ("row.announced", _day(measure.announced, translator)),
        ("row.from", _day(measure.valid_from, translator)),
        ("row.until", _day(measure.valid_to, translator)),
        ("row.plannedTo", _day(measure.planned_to, translator)),
        ("row.lifted", _day(measure.lifted, translator)),
        ("row.seen", _day(measure.last_seen, translator)),
        ("row.reason", reason),
        ("terminal.amends", measure.amends),
        ("terminal.amendedBy", ", ".join(amended)),
        ("row.confidence", t(f"confidence.{measure.confidence}")),
        ("row.note", measure.note and translator.english(measure.note)),
    )
    yield _bold(measure.id)
    yield Text(translator.measure(measure, snapshot))
    when = raised(translator.put(snapshot.moment, "on"))
    yield Text(f"{when}: {t(f'terminal.force.{snapshot.in_force(measure)}')}.\n")
    grid = Table.grid(padding=(0, GAP, 0, 0))
    grid.add_column()
    grid.add_column(overflow="fold")
    for key, text in rows:
        if text:
            grid.add_row(_bold(t(key)), Text(text))
    yield grid
    if measure.folder:
        yield Text(ended(raised(t("terminal.folder", folder=measure.folder))))
    yield from map(Text, _replaced(measure, snapshot, translator))
    yield _bold(f"\n{t('sources.title')}")
    yield from _sources(measure, translator)
    yield from _footer(snapshot)


def _dangers(verdict: Verdict, translator: Translator) -> Parts:
    """Show what endangers life on the way, with its sources."""
    if verdict.dangers:
        yield _bold(f"\n{translator.t('legend.danger')}")
    for danger in verdict.dangers:
        yield _item(translator.danger(danger, verdict.question.moment))
        if danger.note:
            yield _indented(translator.english(danger.note))
        yield from _sources(danger, translator)


def _one_way(measure: Measure, translator: Translator) -> str:
    both = measure.direction is Directions.BOTH
    return "" if both else lowered(translator.t(f"direction.{measure.direction}"))


def _people(whos: Sequence[Who], translator: Translator) -> str:
    return "; ".join(translator.who(who, "many") for who in whos)


def _day(when: date | None, translator: Translator) -> str:
    """Return a day, or the moment of a decision, where there is one."""
    if isinstance(when, datetime):
        return translator.day(when)
    return "" if when is None else translator.date(when)


def _measure(measure: Measure, question: Question, translator: Translator) -> Parts:
    yield _item(translator.clause(measure, question))
    details = [translator.t("terminal.decidedBy", by=translator.english(measure.decided_by))]
    if measure.announced is not None:
        details.append(translator.t("terminal.announced", day=translator.date(measure.announced)))
    if measure.valid_to is not None:
        details.append(translator.day(measure.valid_to, "until"))
    level = translator.t(f"confidence.{measure.confidence}")
    details.append(translator.t("terminal.confidence", level=level))
    if measure.folder:
        details.append(translator.t("terminal.folder", folder=measure.folder))
    yield _indented(ended(", ".join(details)))
    yield from map(_indented, _replaced(measure, question, translator))
    for key, whos in (("terminal.only", measure.only), ("row.except", measure.exceptions)):
        if whos:
            yield _indented(f"{translator.t(key)}: {_people(whos, translator)}.")
    if measure.note:
        yield _indented(translator.english(measure.note))
    yield from _sources(measure, translator)


def _replaced(measure: Measure, question: Asked, translator: Translator) -> Iterator[str]:
    """Yield what the folders below say of a measure that an overlay replaces or ends."""
    facts = translator.facts
    for old in facts.replaced.get(measure.id, ()):
        until = "" if old.valid_to is None else translator.day(old.valid_to, "until")
        clause = ", ".join(filter(None, (translator.clause(old, question), until)))
        yield ended(translator.t("terminal.replaced", folder=facts.folder_of(old), clause=clause))


def _sources(measure: Measure | Danger, translator: Translator) -> Parts:
    for source in map(translator.facts.sources.__getitem__, measure.sources):
        text = f"{_published(source)}: {source.title}{f' [{source.folder}]' * bool(source.folder)}"
        yield Padding(_item(text, mark="·", style="dim"), (0, 0, 0, GAP))
        if source.url:  # in one piece, however long, so that a terminal makes it a link
            yield Text(f"    {source.url}", style="dim", no_wrap=True, overflow="ignore")


def _place(crossing: Crossing, translator: Translator) -> Parts:
    """Show what the crossing is built for, and where it is."""
    yield _bold(f"\n{translator.t('terminal.crossing')}")
    means = translator.listed(translator.t(f"means.{mode}") for mode in crossing.modes)
    yield _item(translator.t("terminal.serves", means=means))
    if (xray := crossing.equipment.xray) is not None:
        yield _item(translator.t("terminal.xray", answer="yes" if xray else "no"))
    if (place := crossing.border_point) is not None:
        lat, lon = f"{place.lat:.5f}", f"{place.lon:.5f}"
        metres = f"{place.accuracy_m:g}"
        values = {"kind": crossing.kind, "lat": lat, "lon": lon, "metres": metres}
        yield _item(translator.t("terminal.position", **values))


def _advice(advice: Sequence[Advice], translator: Translator) -> Parts:
    if advice:
        yield _bold(f"\n{translator.t('card.advice')}")
    yield from (_item(translator.english(f"{item.text} ({item.issued_by})")) for item in advice)


def _footer(snapshot: Snapshot) -> Parts:
    """Show what the answer stands on: which data, verified through when, how long before."""
    register, translator = snapshot.register, snapshot.translator
    values, verified = {"version": register.version}, snapshot.register.verified_day
    if verified is None:
        text = translator.t("terminal.unverified", **values)
    else:
        text = translator.t("terminal.standing", **values, day=translator.date(verified))
    text = ", ".join((text.removesuffix("."), *_ages(snapshot)))
    yield Text(f"\n{ended(text)}", style="dim")


def _ages(snapshot: Snapshot) -> Iterator[str]:
    """Yield how long before the day asked about, and before today, the register was verified."""
    translator, moment = snapshot.translator, snapshot.moment
    asked = _age(snapshot, dates.day_of(moment))
    today = _age(snapshot)
    if asked and asked != today:
        yield translator.t("age.asked", n=asked)
    if today:
        yield translator.t("age.today", n=today)


def routes(snapshot: Snapshot, corridor: Routes) -> Parts:
    """Show a table of routes with the question above it and what it comes to below."""
    translator = snapshot.translator
    start, end = (
        place and place.names.get(translator.language, place.name)
        for place in (corridor.origin, corridor.destination)
    )
    key = "terminal.fromTo" if end else "terminal.start"
    rows = [
        (
            Text(translator.short(route.crossing)),
            Text(route.crossing.neighbour or ""),
            _status(route.verdict, translator),
            Text(_km(route)),
            Text("" if route.detour_km is None else f"+{route.detour_km:.0f}"),
            _by(route.verdict, translator.why(route.verdict, named=1), translator),
        )
        for route in corridor
    ]
    columns = (
        *(
            Column(translator.t(f"table.{key}"), folds=True)
            for key in ("crossing", "neighbour", "status")
        ),
        *(Column(translator.t(f"terminal.{key}"), justify="right") for key in ("km", "detour")),
        Column(translator.t("table.why"), folds=True),
    )
    yield _bold(heading(snapshot, translator.t(key, start=start, end=end)))
    yield Sheet(columns, rows)
    yield Text(f"\n{corridor.summary}")
    yield from _left_out(corridor.snapshot)
    yield from _advice(snapshot.advice(), translator)
    about = snapshot.register.network.about
    drawn = translator.t(
        "terminal.network",
        kind="schematic" if about.schematic else "true",
        name=about.name,
        attribution=about.attribution,
        day=about.data_from,
    )
    yield Text(f"\n{translator.t('terminal.estimates')}\n{drawn}", style="dim")
    yield from _footer(snapshot)


def _km(route: Route) -> str:
    if route.km is None:
        return "–"
    return f"{'~' if route.approximate else ''}{route.km:.0f}"


def history(snapshot: Snapshot, crossing: Crossing, verdicts: Sequence[Verdict]) -> Parts:
    """Show the periods of a crossing, oldest first, and between which days it is known."""
    translator = snapshot.translator
    if not (verdicts and crossing.verified_from and crossing.verified_through):
        yield Text(translator.t("terminal.never", name=translator.short(crossing)))
        return
    first, last = verdicts[0], verdicts[-1]
    title = _known(translator, snapshot, translator.name(crossing), _whom(translator, snapshot))
    start, end = map(translator.date, (crossing.verified_from, crossing.verified_through))
    rows = [
        (
            _bound(None if verdict is first else verdict.measures_since, translator),
            _bound(None if verdict is last else verdict.measures_until, translator),
            _standing(verdict, translator),
            _by(verdict, translator.why(verdict), translator),
        )
        for verdict in verdicts
    ]
    titles = map(translator.t, ("terminal.from", "terminal.to", "table.status", "table.why"))
    yield _bold(f"{title}, {translator.t('terminal.known', start=start, end=end)}")
    yield Sheet([Column(title, folds=True) for title in titles], rows)


def changes(events: Sequence[Event], snapshot: Snapshot, until: date | datetime) -> Parts:
    """Show what changed since a snapshot, in order of time, with what came and ended, once."""
    translator = snapshot.translator
    rows = [
        (
            Text() if number else _bound(event.moment, translator),
            _names([change.crossing for change in turn], translator),
            _standing(turn[0].before, translator),
            _standing(turn[0].after, translator),
            Text("" if number else _causes(event, snapshot)),
        )
        for event in events
        for number, turn in enumerate(event.turns)
    ]
    titles = (
        *(translator.t("terminal.moment"), translator.t("terminal.crossings")),
        *(
            translator.t("change.before"),
            translator.t("change.after"),
            translator.t("table.why"),
        ),
    )
    when = translator.t(
        "terminal.fromTo", start=translator.put(snapshot.moment), end=translator.put(until)
    )
    yield _bold(heading(snapshot, when=when))
    columns = [Column(title, folds=True) for title in titles]
    yield Sheet(columns, rows) if rows else Text(translator.t("terminal.noChange"))


def _causes(event: Event, snapshot: Snapshot) -> str:
    """Return what came and what ended, a line each; where nothing did, what led to the verdict."""
    lines = [
        _cause(key, measure, snapshot)
        for key, measures in (("change.came", event.came), ("change.ended", event.ended))
        for measure in measures
    ]
    return "\n".join(lines) or snapshot.translator.why(event.changes[0].after)


def _cause(key: str, measure: Measure, snapshot: Snapshot) -> str:
    """Return that a measure came or ended: what it says, by whom, and who bears it out."""
    translator = snapshot.translator
    details = [translator.t("terminal.decidedBy", by=translator.english(measure.decided_by))]
    is_new = key == "change.came"
    if is_new and measure.announced is not None:
        details.append(translator.t("terminal.announced", day=translator.date(measure.announced)))
    if not is_new and measure.lifted is not None:
        lifted = lowered(translator.t("row.lifted"))
        details.append(f"{lifted}: {translator.date(measure.lifted)}")
    names = [_published(translator.facts.sources[source]) for source in measure.sources]
    more = len(names) - NAMED
    named = [*names[:NAMED], translator.t("terminal.more", n=more)] if more > 0 else names
    texts = (
        f"{translator.t(key)}: {measure.id}",
        raised(translator.clause(measure, snapshot, is_new=is_new)),
        ", ".join(details),
        f"{translator.t('sources.title')}: {'; '.join(named)}",
    )
    return " ".join(map(ended, texts))


def _published(source: Source) -> str:
    return ", ".join(filter(None, (source.publisher, source.published)))


def problems(counts: Mapping[str, int], faults: Sequence[Problem]) -> Parts:
    """Show what is wrong in a folder, and how much there is of what."""
    yield from (_line(str(problem)) for problem in faults)
    levels = Counter(problem.level for problem in faults)
    totals = {**counts, "problems": levels[Level.ERROR]}
    totals |= {f"{level}s": levels[level] for level in (Level.WARNING, Level.NOTE) if levels[level]}
    yield _line(", ".join(_count(number, word) for word, number in totals.items()))


def sources(facts: Facts, resting: Mapping[str, Sequence[Statement]]) -> Parts:
    """Show sources with what rests on each; a star marks what rests on it alone."""
    rows = []
    for key, statements in resting.items():
        source = facts.sources[key]
        told = ", ".join(f"{each}{'*' if each.is_single else ''}" for each in statements)
        rows.append((Text(key), Text(_published(source)), Text(told or "nothing")))
    titles = ("Source", "Published", "What rests on it (*: on it alone)")
    yield Sheet([Column(title, folds=True) for title in titles], rows)
    alone = sum(any(each.is_single for each in statements) for statements in resting.values())
    yield _line(f"\n{_count(len(rows), 'sources')}, on {alone} of which something rests alone")


def watch(snapshot: Snapshot, before: Earlier, new: Sequence[News]) -> Parts:
    """Show what is new since an earlier answer."""
    translator = snapshot.translator
    yield _bold(heading(snapshot))
    when = translator.put(before.on, "since")
    if not new:
        yield Text(raised(translator.t("news.none", since=when)))
        return
    yield Text(translator.t("news.since", since=when, n=len(new)))
    for each in new:
        text = Text(f"{translator.t(_NEWS[each.kind])}: ", style="bold")
        if each.kind is NewsKind.STATUS:
            was, now = (translator.within(Standing(key)) for key in (each.before, each.after))
            text.append(f"{was} → {now}. ", style="default")
        yield text.append(each.text, style="default")


_NEWS: Final = {
    NewsKind.STATUS: "table.status",
    NewsKind.ANNOUNCED: "row.announced",
    NewsKind.BEGUN: "change.came",
    NewsKind.ENDED: "change.ended",
    NewsKind.LIFTED: "row.lifted",
    NewsKind.WITHDRAWN: "news.withdrawn",
    NewsKind.ADDED: "news.added",
    NewsKind.CORRECTED: "news.corrected",
    NewsKind.REMOVED: "news.removed",
}
"""How each kind is called."""


def revisions(rows: Sequence[Revision]) -> Parts:
    """Show what a version of the data says otherwise than another, counted by kind."""
    cells = [
        (Text(row.kind), Text(row.entry), Text(row.field), *map(Text, _turn(row)), Text(row.why))
        for row in rows
    ]
    titles = ("Kind", "Entry", "Field", "Before", "After", "Why")
    if rows:
        yield Sheet([Column(title, folds=number > 1) for number, title in enumerate(titles)], cells)
        yield _line("")
    kinds = Counter(row.kind for row in rows)
    yield _line(", ".join(f"{kinds[kind]} {kind}" for kind in RevisionKind))


def _turn(row: Revision) -> tuple[str, str]:
    """Return what stood and stands there; of an entry as a whole nothing but its name."""
    return (row.before, row.after) if row.field else ("", "")


def located(proposed: Located) -> Parts:
    """Show what is proposed of a crossing: a feature, rows of gates, and how it came about."""
    import json

    yield _line("crossings.geojson:")
    yield _line(json.dumps(proposed.feature, ensure_ascii=False, indent=2))
    if proposed.gates:
        yield _line("\nnetwork/gates.csv:")
        yield from (_line(",".join(map(str, gate))) for gate in proposed.gates)
    yield _line("")
    yield from (_line(text) for text in proposed.told)


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


def _name(crossing: Crossing, translator: Translator) -> Text:
    return Text(translator.name(crossing))


def _names(crossings: Sequence[Crossing], translator: Translator) -> Text:
    """Return the crossings of an event: of several the names on the neighbour's side."""
    if len(crossings) == 1:
        return _name(crossings[0], translator)
    return Text(translator.listed(map(translator.short, crossings)))


def _standing(verdict: Verdict, translator: Translator) -> Text:
    """Return the status by its default alone, which a row of several has room for."""
    return Text(translator.within(verdict.standing), style=STYLES[verdict.standing].terminal)


def _status(verdict: Verdict, translator: Translator) -> Text:
    text = Text(_standing_of(verdict, translator), style=STYLES[verdict.standing].terminal)
    if (last := verdict.last_known) is not None:
        known = translator.t("terminal.last", status=_standing_of(last, translator))
        text.append(f" {known}", style="default")
    return text


def _standing_of(verdict: Verdict, translator: Translator) -> str:
    """Return the status, and of a restricted crossing its default."""
    standing = translator.within(verdict.standing)
    return translator.t("terminal.restricted", standing=standing) if verdict.default else standing


def _bound(moment: datetime | None, translator: Translator) -> Text:
    """Return a bound of a period; a time of day is told with its clock."""
    if moment is None:
        return Text("–")
    if not (moment.hour or moment.minute):
        return Text(f"{moment:%Y-%m-%d}")
    return Text(f"{moment:%Y-%m-%d %H:%M} {translator.clock(moment)}")


class Sheet:
    """A table that fits a terminal; its last column holds words.

    Where these have no room beside the other columns, they stand below them; where those have none
    either, each cell stands beside its title.

    Parameters
    ----------
    columns
        Its columns.
    rows
        Its rows.
    heads
        What stands above a row, after a line left free, by the number of the row.
    """

    def __init__(
        self,
        columns: Sequence[Column],
        rows: Sequence[Sequence[Text]],
        heads: Mapping[int, Text] | None = None,
    ) -> None:
        self.titles = [Text(column.title, style="bold") for column in columns]
        self.columns = columns
        self.rows = rows
        self.heads = heads or {}

    def __rich_console__(self, console: Console, _: ConsoleOptions) -> Parts:
        """Show the table as wide as a terminal lets it be."""
        least, usual, widest = map(list, zip(*map(_widths, *self._columns()), strict=True))
        gaps = GAP * len(widest)
        for widths in (widest, usual):
            if console.width - sum(widths) - gaps >= ROOM:
                yield from self._beside(widths)
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

    def _groups(self) -> Iterator[tuple[list[Text], Sequence[Sequence[Text]]]]:
        """Yield rows with what stands above the first of them."""
        starts = sorted({0, *self.heads})
        for start, end in zip(starts, [*starts[1:], len(self.rows)], strict=True):
            head = self.heads.get(start)
            yield [] if head is None else [Text(), head], self.rows[start:end]

    def _beside(self, widths: Sequence[int]) -> Parts:
        """Show the words of a row beside its other cells."""
        yield self._grid([self.titles], [*widths, None])
        for head, rows in self._groups():
            yield from head
            yield self._grid(rows, [*widths, None])

    def _stacked(self, widths: Sequence[int]) -> Parts:
        """Show the words of a row below its other cells."""
        for head, rows in (([], [self.titles]), *self._groups()):
            yield from head
            for *cells, words in rows:
                yield self._grid([cells], widths)
                if words:
                    yield Padding(words, (0, 0, 0, GAP))

    def _listed(self) -> Parts:
        """Show each cell beside its title."""
        for head, rows in self._groups():
            yield from head
            for number, row in enumerate(rows):
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
