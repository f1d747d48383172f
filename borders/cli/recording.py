"""Commands that write to a folder of data: what is recorded, confirmed, ended and corrected."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from borders import dates
from borders.cli import answers, completion, options
from borders.cli.group import BadQuestion, Command, echo
from borders.enums import Confidence, Direction, Directions, Mode, SourceKind, Standing
from borders.errors import BordersError, QuestionError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date, datetime
    from pathlib import Path

    from borders.cli.answers import Part, Said
    from borders.data.recording import Desk, Plan
    from borders.model import Traveller
    from borders.register import Register

CANCELLED = 130
"""The exit status of who was stopped by a key."""

NAMED = 3
"""Crossings whose sentences are shown."""

_CITED = (
    click.option(
        "--source",
        multiple=True,
        metavar="ID",
        shell_complete=completion.sources,
        help="A source that is known; may be repeated.",
    ),
    click.option("--publisher", metavar="TEXT", help="Who published a new source."),
    click.option("--title", metavar="TEXT", help="Its title."),
    click.option("--url", metavar="URL", help="Its address."),
    click.option("--published", metavar="DAY", help="When: a day, month or year."),
    click.option("--language", metavar="L", help="Its language; left out: en."),
    click.option("--kind", metavar="K", help=f"{', '.join(SourceKind)}; left out: news."),
)
_SURE = (
    click.option("--yes", is_flag=True, help="Write without asking."),
    options.geodata,
)


@click.command(
    cls=Command,
    help="""
    Write down what a side decided, with its source: by options, or asked one by one in a terminal.

    It is shown what will be said, and which answers change, before anything is written. The folder
    is the uppermost of --geodata.
    """,
)
@options.together(
    click.option(
        "--crossing",
        multiple=True,
        metavar="CROSSING",
        shell_complete=completion.crossings,
        help="By any name; may be repeated.",
    ),
    click.option(
        "--side", metavar="CC", shell_complete=completion.countries, help="State that decided."
    ),
    click.option("--decided-by", metavar="TEXT", help="Who decided there: a government."),
    click.option(
        "--effect",
        metavar="bars|CONDITION",
        shell_complete=completion.conditions,
        help="What it does: bars, or the condition to be met first; left out: bars.",
    ),
    click.option(
        "--from",
        metavar="MOMENT",
        help="First moment: a day, a time with its offset, today or now.",
    ),
    click.option("--to", metavar="MOMENT", help="First moment at which it no longer holds."),
    click.option(
        "--only",
        multiple=True,
        metavar="WHO",
        help='Whom alone, such as "nationality=RU vehicle=RU"; again for others.',
    ),
    click.option("--except", multiple=True, metavar="WHO", help="Whom not; again for others."),
    click.option(
        "--mode",
        multiple=True,
        metavar="M",
        help=f"By what means: {', '.join(Mode)}; left out: all.",
    ),
    click.option("--direction", metavar="D", help=f"{', '.join(Directions)}; left out: both."),
    click.option(
        "--reason", metavar="WORD", shell_complete=completion.reasons, help="A word for why."
    ),
    click.option("--announced", metavar="DAY", help="When it was made known."),
    click.option("--last-seen", metavar="DAY", help="Last day on which it is known to have held."),
    click.option("--note", metavar="TEXT", help="What else is to be known, in English."),
    click.option("--confidence", metavar="C", help=f"{', '.join(Confidence)}; left out: medium."),
    *_CITED,
    *_SURE,
)
def record(geodata: tuple[Path, ...], *, yes: bool, **texts: Any) -> None:  # noqa: ANN401
    from borders.data import recording

    desk, register = _opened(geodata)
    said = _said(answers.MEASURE, texts, register)
    plan, sources = _cited(recording.Plan(desk), said)
    row = {
        "crossings": said["crossing"],
        "modes": said.get("mode"),
        "direction": None if said.get("direction") == Directions.BOTH else said.get("direction"),
        "effect": "conditions" if said.get("effect") else "bars",
        "condition": said.get("effect"),
        "only": said.get("only"),
        "except": said.get("except"),
        "announced": said.get("announced"),
        "valid_from": said["from"],
        "valid_to": said.get("to"),
        "last_seen": said.get("last_seen"),
        "reason": said["reason"],
        "note": said.get("note"),
        "decided_by": said["decided_by"],
        "sources": sources,
        "confidence": said.get("confidence", Confidence.MEDIUM.value),
    }
    _carry_out(recording.measure(plan, said["side"], row), register, is_sure=yes)


@click.command(
    cls=Command,
    help="""
    Confirm what is recorded of CROSSINGs: all that holds there on a day, by a source.

    A verified period that is fresh yet goes on through the day; else one begins.
    """,
)
@options.crossing("names", nargs=-1, required=True, metavar="CROSSING...")
@options.together(
    click.option("--on", metavar="DAY", required=True, help="The day that is vouched for."),
    click.option("--since", metavar="DAY", help="First day of several; left out: that day."),
    *_CITED,
    *_SURE,
)
def confirm(names: tuple[str, ...], geodata: tuple[Path, ...], *, yes: bool, **texts: Any) -> None:  # noqa: ANN401
    from borders.data import recording

    desk, register = _opened(geodata)
    parts = (
        answers.Part("on", "the day that is vouched for", answers.day, is_required=True),
        answers.Part("since", "the first day of several", answers.day),
        *answers.CITED,
    )
    said = _said(parts, texts, register)
    first: date = said.get("since") or said["on"]
    if said["on"] < first:
        raise BadQuestion(f"--since {first} is after --on {said['on']}: swap them")
    plan, sources = _cited(recording.Plan(desk), said)
    for name in dict.fromkeys(names):
        crossing = register.crossing(name)
        plan = recording.confirmed(plan, crossing, first, said["on"], sources[0])
    _carry_out(plan, register, is_sure=yes)


@click.command(cls=Command, help="Tell the end of a MEASURE, by a source.")
@click.argument("name", metavar="MEASURE", shell_complete=completion.measures)
@options.together(
    click.option(
        "--at", metavar="MOMENT", required=True, help="First moment at which it no longer holds."
    ),
    click.option("--lifted", metavar="DAY", help="When that was made known."),
    click.option("--note", metavar="TEXT", help="What else is to be known, in English."),
    *_CITED,
    *_SURE,
)
def end(name: str, geodata: tuple[Path, ...], *, yes: bool, **texts: Any) -> None:  # noqa: ANN401
    from borders.data import recording

    desk, register = _opened(geodata)
    measure = register.measure(name)
    parts = (
        answers.Part("at", "the first moment at which it holds no more", answers.moment, True),  # noqa: FBT003
        answers.Part("lifted", "the day on which that was made known", answers.day),
        answers.Part("note", "note", answers.text),
        *answers.CITED,
    )
    said = _said(parts, texts, register, side=measure.side)
    plan, sources = _cited(recording.Plan(desk), said)
    row = {"valid_to": said["at"], "lifted": said.get("lifted"), "sources": sources}
    plan = recording.ended(plan, measure, {**row, "note": said.get("note")})
    _carry_out(plan, register, is_sure=yes)


@click.command(
    cls=Command,
    help="""
    Correct FIELD of a measure, source or crossing to VALUE, and note in revisions.csv what was
    wrong.

    VALUE is as TOML has it, or a plain word; - leaves the field out. FIELD of a crossing may be one
    within another (roads.LT), and coordinates.
    """,
)
@click.argument("entry", metavar="ID", shell_complete=completion.entries)
@click.argument("key", metavar="FIELD")
@click.argument("value", metavar="VALUE")
@options.together(
    click.option("--why", metavar="TEXT", required=True, help="What was wrong, and why."),
    *_CITED,
    *_SURE,
)
def correct(
    entry: str,
    key: str,
    value: str,
    why: str,
    geodata: tuple[Path, ...],
    *,
    yes: bool,
    **texts: Any,  # noqa: ANN401
) -> None:
    from borders.data import recording, toml_entries

    desk, register = _opened(geodata)
    said = _said(answers.CITED, texts, register)
    plan, sources = _cited(recording.Plan(desk), said)
    meant = None if value == "-" else toml_entries.value(value)
    plan = recording.corrected(plan, entry, key, meant, why, sources[0])
    _carry_out(plan, register, is_sure=yes)


def _opened(geodata: tuple[Path, ...]) -> tuple[Desk, Register]:
    """Return what is written to, and the register as it is."""
    from borders.data import recording
    from borders.register import load

    register = load(*geodata)
    return recording.Desk.of(geodata, register.facts), register


def _said(parts: Sequence[Part], texts: dict[str, Any], register: Register, **known: str) -> Said:
    """Return what is said by options; what must be said and is not is asked for in a terminal."""
    if not answers.is_whole(parts, texts) and sys.stdin.isatty():
        said: Said = {**known}
        for part in parts:
            if part.is_of_source and "source" in said:
                continue
            if texts.get(part.name):
                said[part.name] = answers.value(part, register, said, texts[part.name])
            else:
                _ask(part, register, said)
        return said
    return answers.read(answers.wanted(parts, texts), texts, register, known)


def _ask(part: Part, register: Register, said: Said) -> None:
    """Ask until there is an answer that can be, or none where none need be given."""
    may = "" if part.is_required else ", or nothing"
    while True:
        text = _cancelled(
            click.prompt, f"{part.asked}{may}", default="", show_default=False
        ).strip()
        if not text and not part.is_required:
            return
        try:
            if not text:
                raise QuestionError("this must be said")
            said[part.name] = answers.value(part, register, said, text)
        except BordersError as error:
            echo(f"  {error}")
        else:
            return


def _cancelled(ask: Callable[..., Any], *words: Any, **how: Any) -> Any:  # noqa: ANN401
    """Return an answer; who leaves instead has written nothing."""
    try:
        return ask(*words, **how)
    except click.Abort:
        echo("\nnothing is written", err=True)
        raise click.exceptions.Exit(CANCELLED) from None


def _cited(plan: Plan, said: Said) -> tuple[Plan, list[str]]:
    """Return the plan with the new source, if one is told, and the ids of all."""
    from borders.data import recording

    ids = [*said.get("source", ())]
    if "publisher" in said:
        row = {p.name: said.get(p.name) for p in answers.CITED if p.is_of_source}
        plan, name = recording.cite(plan, {"kind": SourceKind.NEWS.value, **_given(row)})
        ids.append(name)
    return plan, ids


def _given(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if value}


def _carry_out(plan: Plan, before: Register, *, is_sure: bool) -> None:
    """Show what a plan changes, ask, and write it."""
    from borders.register import Register

    facts, problems = plan.read()
    if problems:
        raise BadQuestion("\n".join(f"{each.entry}: {each.text}" for each in problems))
    desk = plan.desk
    after = Register(facts, desk.stack[0], overlays=desk.stack[1:])
    for place, entry in plan.entries:
        echo(f"{desk.folder / place}:\n{entry}")
    for line in (*_effects(plan, before, after), *_warnings(before, after)):
        echo(line)
    if not is_sure:
        if not sys.stdin.isatty():
            raise BadQuestion("nothing is written: add --yes, as nobody is here to be asked")
        if not _cancelled(click.confirm, "Write this?"):
            echo("nothing is written", err=True)
            raise click.exceptions.Exit(CANCELLED)
    plan.write()
    echo(f"{desk.folder}: written")


def _warnings(before: Register, after: Register) -> Iterator[str]:
    """Yield what a check would warn of that it did not before."""
    from borders.data import checking

    known, found = (
        [(each.entry, each.level, each.text) for each in checking.warnings(register.facts)]
        for register in (before, after)
    )
    yield from (
        f"{entry}: {level}: {text}"
        for entry, level, text in found
        if (entry, level, text) not in known
    )


def _effects(plan: Plan, before: Register, after: Register) -> Iterator[str]:
    """Yield what is said then, and which answers become others."""
    today, moments = before.moment("today"), [*plan.moments]
    if moments and dates.day_of(moments[0]) < dates.day_of(today):
        moments.append(today)
    for moment in dict.fromkeys(moments):
        turned = [
            f"{name}, {moment.isoformat()}: {line}"
            for name in plan.crossings
            for line in _told_apart(name, moment, before, after)
        ]
        snapshot = after.on(moment)
        for name in dict.fromkeys(plan.crossings[:NAMED]):
            yield f"{after.crossing(name).name()}: {snapshot.explain(name).sentence}"
        if (more := len(plan.crossings) - NAMED) > 0:
            yield f"and {more} more"
        yield from turned or [f"No answer becomes another at {moment.isoformat()}."]


def _told_apart(
    name: str, moment: date | datetime, before: Register, after: Register
) -> Iterator[str]:
    """Yield what the statuses of a crossing become: to anybody, and to whom a new measure means."""
    told: list[str] = []
    for whom, traveller in _askers(name, before, after):
        lines = [*_turned(name, moment, before, after, traveller)]
        if lines != told or traveller is None:
            yield from (f"{whom}{line}" for line in lines)
        told = told or lines


def _askers(name: str, before: Register, after: Register) -> Iterator[tuple[str, Traveller | None]]:
    """Yield anybody, one of each kind that new measures mean, and one whom none of them excepts."""
    from borders.country_codes import codes
    from borders.model import Traveller

    yield "", None
    known, facts = before.facts.measures, after.facts
    new = [m for m in after.measures if name in m.crossings and known.get(m.id) != m]
    for who in dict.fromkeys(who for measure in new for who in measure.only):
        country = {
            key: min(facts.groups[code].members, default=code) if code in facts.groups else code
            for key in ("residence", "vehicle")
            for code in getattr(who, key)[:1]
        }
        one = Traveller(nationality=who.nationality[:1] or None, papers=who.papers[:1], **country)
        yield f"to {after.translator().who(who)}: ", one
    if any(measure.exceptions and not measure.only for measure in new):
        named = {
            c for m in after.measures for w in m.criteria for c in (*w.nationality, *w.vehicle)
        }
        named |= {code for key in named & facts.groups.keys() for code in facts.groups[key].members}
        code = min(codes() - named)
        yield "to whom no exception means: ", Traveller(nationality=code, vehicle=code)


def _turned(
    name: str,
    moment: date | datetime,
    before: Register,
    after: Register,
    traveller: Traveller | None,
) -> Iterator[str]:
    """Yield what the statuses of a crossing become, and by which means in which direction."""
    from borders.rules.evaluate import evaluate

    crossing = after.crossing(name)
    turns: dict[tuple[Standing, ...], dict[Direction, list[Mode]]] = {}
    for mode in crossing.modes:
        for way in Direction:
            standings = []
            for register in (before, after):
                at = register.crossing(name)
                asked = register.on(moment, mode=mode, direction=way, traveller=traveller)
                standings.append(evaluate(at, asked.question(at), register.index).standing)
            if standings[0] is not standings[1]:
                turns.setdefault(tuple(standings), {}).setdefault(way, []).append(mode)
    for (was, becomes), ways in turns.items():
        told = "; ".join(f"{way} by {_means(modes, crossing.modes)}" for way, modes in ways.items())
        yield f"{was} → {becomes} ({told})"


def _means(modes: Sequence[Mode], every: Iterable[Mode]) -> str:
    return "any means" if [*modes] == [*every] else ", ".join(modes)
