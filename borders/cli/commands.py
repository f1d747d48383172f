"""The command line: what is asked, and what is answered."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from borders.cli import completion, exporting, options, recording
from borders.cli.group import BadQuestion, Command, Commands, echo, is_utf8
from borders.errors import UnknownCrossing, nearest
from borders.figures import FIGURES, IGNORED, Parts
from borders.figures.canvas import SIZES, Look

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import ModuleType

    from rich.console import RenderableType

    from borders.cli.options import Asked
    from borders.exports import Record
    from borders.model import Measure
    from borders.register import Register, Snapshot


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="""
    Tell which crossing out of Belarus, or into it, a traveller may use at a moment.

    What a question leaves out stays open: nothing is assumed. Exit status: 0 an answer, 2 a
    question that cannot be put, 1 data with problems, 3 news (watch).
    """,
)
@click.version_option(package_name="belarus-borders", prog_name="borders")
def main() -> None: ...


@main.command(help="Show the status of CROSSINGs, or of all.")
@options.crossing("names", nargs=-1, metavar="[CROSSING]...")
@options.question()
@options.form()
def status(question: Asked, names: tuple[str, ...], form: str) -> None:
    snapshot = question.snapshot
    verdicts = [snapshot.explain(name) for name in names] or snapshot.verdicts
    answer(
        form,
        table=lambda tables: tables.status(snapshot, verdicts),
        record=lambda exports: exports.status(snapshot, verdicts),
    )


@main.command(
    help="""
    Show why CROSSING has its status, with the source of every statement; or one MEASURE whole.

    A MEASURE is given by its id.
    """
)
@options.crossing_or_measure("name")
@options.question()
@options.form()
def explain(question: Asked, name: str, form: str) -> None:
    snapshot = question.snapshot
    if (measure := _measure(snapshot.register, name)) is not None:
        answer(
            form,
            table=lambda tables: tables.measure(snapshot, measure),
            record=lambda exports: exports.measure(snapshot, measure),
        )
        return
    verdict = snapshot.explain(name)
    answer(
        form,
        table=lambda tables: tables.explanation(snapshot, verdict),
        record=lambda exports: exports.explanation(snapshot, verdict),
    )


def _measure(register: Register, name: str) -> Measure | None:
    """Return the measure of an id; None: the name is that of a crossing.

    Of what is neither it is told which id or name is near.
    """
    if name in register.facts.measures:
        return register.measure(name)
    try:
        register.crossing(name)
    except UnknownCrossing:
        if not nearest(name, register.facts.measures):
            raise
        return register.measure(name)
    return None


@main.command(help="Show the verdicts on CROSSING over all that is known, oldest first.")
@options.crossing("name")
@options.question(moment=False)
@options.form()
def history(question: Asked, name: str, form: str) -> None:
    crossing = question.register.crossing(name)
    question.register.states(question.neighbours)  # refuse a neighbour that there is none of
    words = {**question.words, "neighbours": ()}
    snapshot = question.register.on(crossing.verified_from or date.min, **words)
    verdicts = list(snapshot.periods(crossing))
    answer(
        form,
        table=lambda tables: tables.history(snapshot, crossing, verdicts),
        record=lambda exports: exports.history(snapshot, crossing, verdicts),
    )


@main.command(
    help="""
    Show what changed between two days, in order of time, and what came or ended by it.

    What is the same at several crossings is told once; of CSV each has its row.
    """
)
@click.option("--since", required=True, metavar="DAY", help="First moment looked at.")
@click.option("--until", required=True, metavar="DAY", help="First moment no longer looked at.")
@click.option(
    "--all", "every", is_flag=True, help="Show also where the restrictions alone became others."
)
@options.question(moment=False)
@options.form()
def changes(question: Asked, since: str, until: str, form: str, *, every: bool) -> None:
    from borders.register import Event

    snapshot, end = question.at(since), question.register.moment(until)
    changes = question.register.changes(snapshot.moment, end, every=every, **question.words)
    events = Event.of(changes)
    answer(
        form,
        table=lambda tables: tables.changes(events, snapshot, end),
        record=lambda exports: exports.changes(events, snapshot, end),
    )


@main.command(
    help="""
    Show the ways from a PLACE to each crossing, or through each to another PLACE.

    A PLACE is a town or a crossing by any of its names, or lon,lat. Passable ways come first, then
    restricted and closed ones, the shortest of each first.
    """
)
@options.place("--from", "origin", required=True, help="Where the way starts.")
@options.place("--to", "destination", help="Where it ends, across the border.")
@options.question(network=True)
@options.form("geojson")
def routes(question: Asked, origin: str, destination: str | None, form: str) -> None:
    snapshot = question.snapshot
    corridor = snapshot.routes(origin, destination)
    answer(
        form,
        table=lambda tables: tables.routes(snapshot, corridor),
        record=lambda exports: exports.routes(corridor, is_geojson=form == "geojson"),
    )


@main.command(
    help="""
    Write how far each of the POINTS is from the nearest crossing that is open.

    POINTS is a CSV with columns lon and lat, of any length, a .geojson, .gpkg, .fgb, .parquet or
    .shp. Its own columns come back as they are.
    """
)
@click.argument("points", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@options.output("The file to write: .csv, .geojson, .gpkg, .fgb or .parquet.", required=True)
@click.option("--layer", metavar="NAME", help="The layer of a .gpkg that holds several.")
@click.option("--force", is_flag=True, help="Write over POINTS themselves.")
@options.compare_on(help="Tell the distance of then, too.")
@options.question(network=True)
def reach(
    question: Asked,
    points: Path,
    output: Path,
    compare_on: str | None,
    layer: str | None,
    force: bool,  # noqa: FBT001
) -> None:
    from borders.dates import day_of
    from borders.network import reach_files

    before = question.at(compare_on) if compare_on else None
    snapshot = question.snapshot
    written = reach_files.write(
        snapshot.nearest(before),
        points,
        output,
        layer=layer,
        is_forced=force,
        day=day_of(snapshot.moment),
    )
    for note in written.notes:
        echo(note, err=True)
    tell(output, _on(snapshot, written.count.sentence(snapshot.translator)))


@main.command(
    help="""
    Show what is new since FILE; exit status 3 where something is, 0 where nothing is.

    FILE is an answer that was kept (of status or watch as JSON, of export as CSV or GeoJSON), or
    older data: a release, a zip file or a folder. What is not asked is asked as FILE has it.
    """
)
@click.option(
    "--since",
    required=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="What to look from.",
)
@options.output(
    "Keep the answer as JSON, to look from the next time; it may be FILE itself, which need not be "
    "there the first time."
)
@options.question()
@options.form()
def watch(question: Asked, since: Path, output: Path | None, form: str) -> None:
    from borders import atomic_file, exports, news
    from borders.data import revisions as data

    if not since.exists():
        if output != since:
            text = f"{since}: is missing; with -o {since} the first answer is kept there"
            raise BadQuestion(text)
        snapshot = question.snapshot
        document, new = exports.status(snapshot, snapshot.verdicts).document, []
        echo(f"{output}: {snapshot.translator.t('news.kept')}", err=True)
    else:
        kept = news.kept(since)
        snapshot = question.snapshot
        if kept is not None and not news.question(snapshot):
            said = news.asked(kept.get("question") or {})
            snapshot = question.register.on(question.moment, **{**question.words, **said})
        before = (
            news.older(snapshot, since, question.moment)
            if kept is None
            else news.earlier(snapshot, kept)
        )
        register = question.register
        now = data.of_facts(register.facts, (register.folder, *register.overlays))
        new = news.since(snapshot, before, now)
        document = exports.watch(snapshot, before, new).document
        answer(
            form,
            table=lambda tables: tables.watch(snapshot, before, new),
            record=lambda exports: exports.watch(snapshot, before, new),
        )
    if output is not None:
        atomic_file.write(output, f"{exports.as_json(document)}\n".encode())
    if new:
        raise SystemExit(3)


@main.command(
    help="""
    Check a FOLDER of data, or the shipped data, and print every problem.

    Of several FOLDERs each is laid over those before it, and what it replaces is told. Warnings and
    notes are no problems: the exit status is 0.
    """
)
@click.argument("folders", metavar="[FOLDER]...", nargs=-1, type=options.REGISTER)
@options.geodata
@click.option(
    "--max-age",
    type=options.Days(),
    metavar="30d",
    help="Name crossings that were last verified more days ago, as problems.",
)
@options.form()
def check(
    folders: tuple[Path, ...], geodata: tuple[Path, ...], max_age: int | None, form: str
) -> None:
    from borders import dates
    from borders.data import checking, overlays, reading
    from borders.data.lines import placed
    from borders.enums import Level
    from borders.network import read

    facts, problems = checking.check(*geodata, *folders)
    stack = overlays.stacked(*geodata, *folders)
    if facts is not None and (stack[0] / "network").is_dir():
        faults = read.check(stack[0] / "network", facts.package.home, facts.crossings)
        is_sound = not any(p.level is Level.ERROR for p in (*problems, *faults))
        problems += faults
        if is_sound:
            from borders.locating import unrouted
            from borders.register import Register

            register = Register(facts, stack[0], overlays=stack[1:])
            problems += placed(unrouted(register), stack)
    has_clocks = not any(problem.file.endswith(reading.PACKAGE) for problem in problems)
    if facts is not None and max_age is not None and has_clocks:
        today = dates.day("today", "today", dates.timezone(facts.package.zones[facts.package.home]))
        problems += placed(checking.stale(facts, today, max_age), stack)
    counts = {name: len(getattr(facts, name, ())) for name in ("crossings", "measures", "sources")}
    answer(
        form,
        table=lambda tables: tables.problems(counts, problems),
        record=lambda exports: exports.problems(counts, problems),
    )
    if any(problem.level is Level.ERROR for problem in problems):
        raise SystemExit(1)


@main.command(help="List the sources, with what rests on each.")
@click.option("--single", is_flag=True, help="Those alone on which something rests alone.")
@options.geodata
@options.form()
def sources(geodata: tuple[Path, ...], form: str, *, single: bool) -> None:
    from borders.data import citations
    from borders.register import load

    facts = load(*geodata).facts
    resting = {
        key: statements
        for key, statements in citations.resting(facts).items()
        if not single or any(statement.is_single for statement in statements)
    }
    answer(
        form,
        table=lambda tables: tables.sources(facts, resting),
        record=lambda exports: exports.sources(facts, resting),
    )


@main.command(
    help="""
    Show what the data NEW, or the shipped data, say otherwise than the data OLD.

    Each is a folder or a release (.zip too). Rows have the form of revisions.csv: entries are added
    or removed, and of others each field is updated, as the world went on, or corrected.
    """
)
@click.argument("old", type=options.REGISTER)
@click.argument("new", type=options.REGISTER, required=False)
@click.option(
    "--unexplained",
    is_flag=True,
    help="Corrections and removals alone for which NEW has no row in revisions.csv; exit status 1 "
    "where there are any.",
)
@options.form()
def revisions(old: Path, new: Path | None, form: str, *, unexplained: bool) -> None:
    from borders.data import revisions as data

    rows = data.compared(data.of(old), data.of(*([] if new is None else [new])))
    if unexplained:
        rows = data.unexplained(rows)
    answer(
        form,
        table=lambda tables: tables.revisions(rows),
        record=lambda exports: exports.revisions(rows),
    )
    if unexplained and rows:
        raise SystemExit(1)


@main.command(
    help="""
    Make a new folder DIR of data to lie over the shipped register, with comments that teach.

    With --home and --neighbour it is the beginnings of a register of its own.
    """
)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--home",
    metavar="CC",
    shell_complete=completion.countries,
    help="The state whose border it is: make a register.",
)
@click.option(
    "--neighbour",
    "neighbours",
    metavar="CC",
    multiple=True,
    shell_complete=completion.countries,
    help="A state beyond that border; again for each.",
)
@options.geodata
def new(
    folder: Path, home: str | None, neighbours: tuple[str, ...], geodata: tuple[Path, ...]
) -> None:
    from borders.data import new_folder

    if bool(home) != bool(neighbours) or (home and geodata):
        text = "--home and --neighbour go together, without --geodata: a register lies over none"
        raise BadQuestion(text)
    if home:
        clocks = new_folder.register(folder, home, neighbours)
        kept = ", ".join(f"{state} {zone}" for state, zone in clocks.items())
        echo(f"{folder}: a register to fill, told in {folder / 'README.md'}; clocks: {kept}")
    else:
        below = new_folder.overlay(folder, *geodata)
        echo(f"{folder}: lies over {below} wherever --geodata {folder} is given")


@main.command(
    help="""
    Propose a crossing near LON LAT: its border point, sides, accuracy and gates.

    Paste the feature into crossings.geojson and the rows into network/gates.csv, and mend what you
    know better. Of negative degrees write -- before them.
    """
)
@click.argument("lon", type=float)
@click.argument("lat", type=float)
@click.option(
    "--road",
    metavar="NAME|FILE",
    help="Number or name of its road or railway, or a .geojson of its course over the border.",
)
@click.option(
    "--kind",
    type=click.Choice(["road", "rail"]),
    default="road",
    show_default=True,
    help="What leads over the border.",
)
@options.geodata
@options.network_folder
@options.form()
def locate(  # noqa: PLR0913, PLR0917 - as many options
    lon: float,
    lat: float,
    road: str | None,
    kind: str,
    geodata: tuple[Path, ...],
    network: Path | None,
    form: str,
) -> None:
    from borders.locating import locate
    from borders.register import load

    located = locate(load(*geodata, network=network), lon, lat, road=road, kind=kind)
    answer(
        form,
        table=lambda tables: tables.located(located),
        record=lambda exports: exports.located(located),
    )


for command in (
    exporting.export,
    recording.record,
    recording.confirm,
    recording.end,
    recording.correct,
):
    main.add_command(command)


@main.group(help="Build networks of roads and railways in their true course.")
def network() -> None: ...


@network.command(
    "build",
    cls=Command,
    help="""
    Build a network from OpenStreetMap extracts, with the extra `osm` installed.

    Give the extracts of the home state and of its neighbours together, for instance those of
    Geofabrik. The network is cut along the home state's border, and joined again at the crossings
    of the register.
    """,
)
@click.argument(
    "files",
    metavar="FILE.osm.pbf...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder to write; a network that stands there is replaced.",
)
@options.geodata
def network_build(files: tuple[Path, ...], output: Path, geodata: tuple[Path, ...]) -> None:
    from rich.console import Console

    from borders.network.build import build

    with Console(stderr=True).status("reading the register") as status:
        built = build.build(files, output, geodata, tell=status.update)
    echo(f"{built}\n{output}: written")


@main.command(
    "map",
    help="""
    Write a map of the whole history as one HTML file that needs no network.

    It opens at the question, and answers any other. What is not said of it: by car, leaving.
    """,
)
@options.output(
    "The file to write; - is standard output.", default=Path("map.html"), show_default=True
)
@click.option("--title", help="A headline of your own.")
@click.option(
    "--crossings",
    metavar="CROSSING",
    multiple=True,
    shell_complete=completion.crossings,
    help="The crossing that the page is of, alone; may be repeated.",
)
@click.option(
    "--compact",
    is_flag=True,
    help="The moment asked about alone, in one language: at most 300 kB.",
)
@click.option(
    "--url",
    help="Where the page will be read: links to it show its words, and a picture that is written "
    "beside the file.",
)
@options.question(network=True)
def map_(
    question: Asked,
    output: Path,
    title: str | None,
    crossings: tuple[str, ...],
    url: str | None,
    *,
    compact: bool,
) -> None:
    if output.suffix.lower() not in {"", ".html", ".htm"}:
        text = f"{output} is no page: let its name end in .html; borders figure writes pictures"
        raise BadQuestion(text)
    from borders.maps import html

    question.refuse_faulty()
    edition = html.Edition(question.lang, title, crossings, compact, url)
    snapshot, edition = html.edited(question.first_view, edition)
    if str(output) == "-":
        if url is not None:
            raise BadQuestion("the card of a URL lies beside a file: name one with -o")
        echo(html.page(snapshot, edition).encode("utf-8", "replace"))
    else:
        html.save(snapshot, output, edition)
    tell(output, _on(snapshot, snapshot.translator.counts([*snapshot.standings.values()])))


@main.command(
    help="""
    Write a picture for print, and what it shows in words beside it.

    It needs matplotlib: pip install "belarus-borders[plot]".
    """
)
@options.output("The file to write: .png, .svg or .pdf.", required=True)
@click.option(
    "--kind",
    type=click.Choice(list(FIGURES)),
    default="map",
    show_default=True,
    help="What to draw.",
)
@click.option(
    "--size",
    type=click.Choice(list(SIZES)),
    default="wide",
    show_default=True,
    help="The sheet: upright for paper or a post, broad, or the card of a link.",
)
@click.option("--title", metavar="TEXT", help="In place of the headline; empty for none.")
@click.option("--notes/--no-notes", default=True, help="Write what marks mean, dates and sources.")
@click.option("--legend/--no-legend", default=True, help="Explain the marks.")
@click.option("--dark", is_flag=True, help="Draw on a dark sheet.")
@click.option(
    "--crossings",
    metavar="CROSSING",
    multiple=True,
    shell_complete=completion.crossings,
    help="Draw this one alone; again for more.",
)
@click.option(
    "--crossing",
    metavar="CROSSING",
    shell_complete=completion.crossings,
    help="The crossing of a matrix.",
)
@options.place("--from", "origin", help="Where routes start.")
@options.place("--to", "destination", help="Where routes end.")
@options.compare_on(help="Show what the reach changed by since.")
@click.option("--day", metavar="MM-DD", help="The day of every year; left out: the last verified.")
@options.question(network=True)
def figure(  # noqa: PLR0913, PLR0917 - one parameter an option
    question: Asked,
    output: Path,
    kind: str,
    size: str,
    title: str | None,
    notes: bool,  # noqa: FBT001
    legend: bool,  # noqa: FBT001
    dark: bool,  # noqa: FBT001
    crossings: tuple[str, ...],
    crossing: str | None,
    origin: str | None,
    destination: str | None,
    compare_on: str | None,
    day: str | None,
) -> None:
    from borders.figures import files
    from borders.figures.map import drawn

    for option in IGNORED[kind]:
        if question.has(option):
            text = f"--kind {kind} has no use for {option}: leave it out"
            raise BadQuestion(text)
    parts = Parts(
        crossing,
        origin,
        destination,
        question.at(compare_on) if compare_on else None,
        crossings or None,
        day,
    )
    snapshot = question.snapshot
    beside = files.save(
        snapshot,
        output,
        kind=kind,
        size=size,
        lang=snapshot.lang,
        parts=parts,
        look=Look(title, notes=notes, legend=legend, dark=dark),
    )
    translator, texts = snapshot.translator, [snapshot.translator.t(f"terminal.kind.{kind}")]
    if kind == "map":
        texts.append(translator.counts([v.standing for v in drawn(snapshot, crossings or None)]))
    text = ", ".join(texts) if "--on" in IGNORED[kind] else _on(snapshot, *texts)
    echo(f"{output}: {text}\n{beside}: {translator.t('terminal.words')}")


def _on(snapshot: Snapshot, *texts: str) -> str:
    moment = snapshot.moment.isoformat()
    return snapshot.translator.t("terminal.on", text=", ".join(texts), moment=moment)


def answer(
    form: str,
    *,
    table: Callable[[ModuleType], Iterable[RenderableType]],
    record: Callable[[ModuleType], Record],
) -> None:
    """Print an answer for people, or for programs; only what prints it is loaded."""
    if form == "table":
        from borders.cli import tables

        echo(tables.rendered(table(tables)))
        return
    from borders import exports

    answered = record(exports)
    if form == "csv":
        echo(exports.as_csv(answered.rows, answered.columns), is_exact=True)
    else:
        echo(exports.as_json(answered.document, is_ascii=not is_utf8(sys.stdout)))


def tell(output: Path, text: str) -> None:
    """Print what was written to a file; beside it, where that is what is printed to."""
    echo(f"{output}: {text}", err=not output.is_file())
