"""The command line: parse, ask, print."""

from __future__ import annotations

import codecs
import functools
import io
import re
import signal
import sys
import threading
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from borders import dates
from borders.enums import Direction, Language, Mode, Status
from borders.errors import BordersError, DataError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from types import ModuleType

    from borders.register import Register, Snapshot


class _BadQuestion(click.ClickException):
    exit_code = 2


class _BadData(click.ClickException):
    exit_code = 1


class _Command(click.Command):
    """A command to which nothing may be said in no words, as that would be left out."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        for before, word in pairwise(["", *args]):
            is_option = word.startswith("--") and word.endswith("=")
            if (not word or is_option) and not ctx.resilient_parsing:
                name = word.removesuffix("=") or (before if before.startswith("-") else "a word")
                raise click.UsageError(f"{name} is empty: leave it out, or say what is meant.", ctx)
        return super().parse_args(ctx, args)


class _Commands(click.Group):
    """Commands whose errors are told in a line, and which guess at a mistyped name."""

    command_class = _Command

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as click's own
        try:
            return super().invoke(ctx)
        except DataError as error:
            raise _BadData(str(error)) from error
        except BordersError as error:
            raise _BadQuestion(str(error)) from error
        except BrokenPipeError:
            raise  # who reads has read enough, which click knows
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            kind = _BadQuestion if isinstance(error, FileNotFoundError) else _BadData
            raise kind(f"{where}{error.strerror or error}") from error

    def main(self, *args: Any, **options: Any) -> Any:  # noqa: ANN401 - as click's own
        """Run a command; what a stream has no letters for is written as numbers."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper) and not _is_utf8(stream):
                stream.reconfigure(errors="backslashreplace")
        if not args and threading.current_thread() is threading.main_thread():
            # Ended from outside, a command tidies up as it does when it fails.
            signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
        return super().main(*args, **options)


def _is_utf8(stream: TextIO) -> bool:
    return codecs.lookup(stream.encoding or "utf-8").name == "utf-8"


def _codes(_ctx: click.Context, _option: click.Parameter, values: Sequence[str]) -> tuple[str, ...]:
    """Accept country codes in lower case too."""
    return tuple(value.upper() for value in values)


def _names(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    """Complete the name of a crossing."""
    from borders.places import plain  # noqa: PLC0415 - as in _question

    return [name for name in _known(ctx, "crossings") if name.startswith(plain(incomplete))]


def _papers(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    """Complete a paper."""
    return [name for name in _known(ctx, "papers") if name.startswith(incomplete)]


def _known(ctx: click.Context, kind: str) -> Sequence[str]:
    """Return the ids of a kind; none, rather than a traceback, where the data has problems."""
    from borders.register import load  # noqa: PLC0415 - as in _question

    try:
        return list(getattr(load(ctx.params.get("geodata")).facts, kind))
    except BordersError:
        return []


def _geodata(command: Callable[..., None]) -> Callable[..., None]:
    return click.option(
        "--geodata",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        help="Folder of another register; left out: the shipped data.",
    )(command)


def _network(command: Callable[..., None]) -> Callable[..., None]:
    return click.option(
        "--network",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        help="Folder of other roads and rails; left out: those of the register.",
    )(command)


def _question(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options of a question; the command gets the register and the question's words."""
    options: list[Callable[[Callable[..., None]], Callable[..., None]]] = [
        click.option(
            "--mode", type=click.Choice([m.value for m in Mode]), help="Means of crossing."
        ),
        click.option(
            "--direction",
            type=click.Choice([d.value for d in Direction]),
            help="Leaving (out) or entering (in) the home state.",
        ),
        click.option(
            "--nationality",
            "nationality",
            metavar="CC",
            multiple=True,
            callback=_codes,
            help="Citizenship, ISO 3166-1 alpha-2; again for a second one.",
        ),
        click.option(
            "--residence",
            metavar="CC",
            multiple=True,
            callback=_codes,
            help="Country whose residence permit is held; may be repeated.",
        ),
        click.option(
            "--paper",
            "papers",
            metavar="P",
            multiple=True,
            shell_complete=_papers,
            help="A paper held, a word of vocabulary.toml; may be repeated.",
        ),
        click.option("--vehicle", metavar="CC", help="Country in which the vehicle is registered."),
        click.option(
            "--as-known-on", metavar="DAY", help="Leave out what was made known after this day."
        ),
        _geodata,
    ]

    @functools.wraps(command)
    def asked(  # noqa: PLR0913 - one parameter an option
        *,
        nationality: tuple[str, ...],
        residence: tuple[str, ...],
        papers: tuple[str, ...],
        vehicle: str | None,
        geodata: Path | None,
        mode: str | None,
        direction: str | None,
        as_known_on: str | None,
        network: Path | None = None,
        **rest: object,
    ) -> None:
        from borders.model import Traveller  # noqa: PLC0415 - 60 ms that --help does not need
        from borders.register import load  # noqa: PLC0415

        said = nationality or residence or papers or vehicle
        traveller = Traveller(
            nationality=nationality or None,
            residence=residence,
            papers=papers,
            vehicle=vehicle and vehicle.upper(),
        )
        words = {
            "mode": mode,
            "direction": direction,
            "traveller": traveller if said else None,
            "as_known_on": _clock(as_known_on),
        }
        command(load(geodata, network=network), words, **rest)

    return functools.reduce(lambda inner, option: option(inner), reversed(options), asked)


_on = click.option(
    "--on",
    "moment",
    metavar="DAY-OR-INSTANT",
    help="2023-08-21, 2023-08-21T09:30+03:00, today or now; left out: the last day verified.",
)
_crossing = functools.partial(click.argument, metavar="CROSSING", shell_complete=_names)


_format = click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv"]),
    default="table",
    show_default=True,
    help="Form of the answer.",
)


def _clock(moment: str | None) -> str | None:
    """Return the day or instant that is meant by today or now."""
    now = datetime.now(UTC)
    return {"today": now.date().isoformat(), "now": now.isoformat()}.get(moment or "", moment)


def _snapshot(register: Register, words: dict[str, Any], moment: str | None) -> Snapshot:
    return register.on(_clock(moment), **words)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="belarus-borders", prog_name="borders")
def main() -> None:
    """Tell which crossing out of Belarus, or into it, a traveller may use at a moment.

    What a question leaves out stays open: nothing is assumed. Exit status: 0 an answer, 2 a
    question that cannot be put, 1 data with problems.
    """


@main.command()
@_crossing("crossings", nargs=-1, metavar="[CROSSING]...")
@_on
@_question
@_format
def status(
    register: Register,
    words: dict[str, Any],
    crossings: tuple[str, ...],
    moment: str | None,
    form: str,
) -> None:
    """Show the status of CROSSINGs, or of all."""
    from borders.register import row  # noqa: PLC0415 - as in _question

    snapshot = _snapshot(register, words, moment)
    chosen = [snapshot.explain(name) for name in crossings] or list(snapshot.verdicts)
    if form == "table":
        _tables().print_status(snapshot, chosen)
        return
    rows = [row(verdict, register.facts) for verdict in chosen]
    anything = any(crossing.verified_through for crossing in register.crossings)
    verified = register.verified_through.isoformat() if anything else None
    answer = {"on": snapshot.when.isoformat(), "verified_through": verified, "crossings": rows}
    _tell(form, rows, answer)


@main.command()
@_crossing("name")
@_on
@_question
@_format
def explain(
    register: Register, words: dict[str, Any], name: str, moment: str | None, form: str
) -> None:
    """Show why CROSSING has its status, with the source of every statement."""
    from borders.exports import as_record  # noqa: PLC0415 - as in _question
    from borders.register import row  # noqa: PLC0415 - as in _question

    snapshot = _snapshot(register, words, moment)
    verdict = snapshot.explain(name)
    if form == "table":
        _tables().print_explanation(snapshot, verdict)
        return
    _tell(form, [row(verdict, register.facts)], as_record(verdict, register))


@main.command()
@_crossing("name")
@_question
@_format
def history(register: Register, words: dict[str, Any], name: str, form: str) -> None:
    """Show the verdicts on CROSSING over all that is known, oldest first."""
    from borders.register import row  # noqa: PLC0415 - as in _question

    periods = register.history(name, **words)
    crossing = register.crossing(name)
    if form == "table":
        _tables().print_history(crossing, periods, register.facts)
        return
    rows = [row(verdict, register.facts) for verdict in periods]
    if rows:
        rows[0]["since"] = rows[-1]["until"] = None  # where knowledge ends, a period need not
    snapshot = register.on(crossing.known_from or date.min, **words)
    columns = row(snapshot.verdict(crossing), register.facts)
    _tell(form, rows, {"crossing": crossing.id, "periods": rows}, columns)


@main.command()
@click.option("--since", required=True, metavar="DAY", help="First moment looked at.")
@click.option("--until", required=True, metavar="DAY", help="First moment no longer looked at.")
@_question
@_format
def changes(register: Register, words: dict[str, Any], since: str, until: str, form: str) -> None:
    """Show what changed between two days, in order of time."""
    since, until = (_clock(moment) or moment for moment in (since, until))
    found = register.changes(since, until, **words)
    if form == "table":
        snapshot = register.on(since, **words)
        _tables().print_changes(found, snapshot, dates.parse(until))
        return
    rows = [
        {
            "crossing": change.crossing.id,
            "moment": change.moment.isoformat(),
            "before": change.before.status.value,
            "after": change.after.status.value,
            "measures": [measure.id for measure in change.after.measures],
            "sentence": change.after.sentence,
        }
        for change in found
    ]
    columns = ("crossing", "moment", "before", "after", "measures", "sentence")
    _tell(form, rows, {"since": since, "until": until, "changes": rows}, columns)


@main.command()
@click.option("--from", "origin", required=True, metavar="PLACE", help="Where the way starts.")
@click.option("--to", "destination", metavar="PLACE", help="Where it ends, across the border.")
@_on
@_question
@_network
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv", "geojson"]),
    default="table",
    show_default=True,
    help="Form of the answer.",
)
def routes(
    register: Register,
    words: dict[str, Any],
    origin: str,
    destination: str | None,
    moment: str | None,
    form: str,
) -> None:
    """Show the ways from a PLACE to each crossing, or through each to another PLACE.

    A PLACE is a town or a crossing by any of its names, or lon,lat. Passable ways come first, then
    restricted and closed ones, the shortest of each first.
    """
    snapshot = _snapshot(register, words, moment)
    found = snapshot.routes(origin, destination)
    if form == "table":
        _tables().print_routes(snapshot, found)
        return
    columns = ("crossing", "status", "km", "detour_km", "approximate", "sentence")
    _tell(form, found.rows(), found.features() if form == "geojson" else found.answer(), columns)


@main.command()
@click.argument("points", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write: .csv, .geojson, .gpkg, .fgb or .parquet.",
)
@click.option("--compare-on", metavar="DAY-OR-INSTANT", help="Tell the distance of then, too.")
@_on
@_question
@_network
def reach(
    register: Register,
    words: dict[str, Any],
    points: Path,
    output: Path,
    compare_on: str | None,
    moment: str | None,
) -> None:
    """Write how far each of the POINTS is from the nearest crossing that is open.

    POINTS is a CSV with columns lon and lat, of any length, or any file that geopandas reads.
    """
    from borders.network import reach_files  # noqa: PLC0415 - as in _question

    snapshot = _snapshot(register, words, moment)
    before = _snapshot(register, words, compare_on) if compare_on else None
    told = reach_files.reach(snapshot, before, points, output)
    click.echo(f"{output}: {told} on {snapshot.when.isoformat()}", err=not output.is_file())


def _tables() -> ModuleType:
    from borders.cli import tables  # noqa: PLC0415 - as in _question

    return tables


def _tell(
    form: str, rows: list[dict[str, Any]], answer: dict[str, Any], columns: Iterable[str] = ()
) -> None:
    """Print an answer for programs; columns are those of an answer that may have no rows."""
    from borders import exports  # noqa: PLC0415 - as in _question

    if form == "csv":
        text = exports.as_csv(rows, columns or rows[0])
    else:
        text = exports.as_json(answer, is_ascii=not _is_utf8(sys.stdout))
    click.echo(text, file=sys.stdout)  # not the one that click has for ASCII


@main.command()
@click.argument(
    "folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@_format
def check(folder: Path | None, form: str) -> None:
    """Check a FOLDER of data, or the shipped data, and print every problem."""
    from borders.data import checking, reading  # noqa: PLC0415 - needs shapely
    from borders.network import graph  # noqa: PLC0415 - needs shapely

    place = reading.geodata() if folder is None else folder
    facts, problems = checking.check(place)
    if facts is not None and (place / "network").is_dir():
        problems = [*problems, *graph.check(place / "network", facts.package.home)]
    counts = {
        "crossings": len(facts.crossings) if facts else 0,
        "measures": len(facts.measures) if facts else 0,
        "sources": len(facts.sources) if facts else 0,
        "problems": len(problems),
    }
    rows = [{"file": p.file, "entry": p.entry, "text": p.text} for p in problems]
    if form != "table":
        _tell(form, rows, {**counts, "problems": rows}, ("file", "entry", "text"))
    else:
        for problem in problems:
            click.echo(problem)
        click.echo(", ".join(_count(n, word) for word, n in counts.items()))
    if problems:
        raise SystemExit(1)


def _count(number: int, words: str) -> str:
    return f"{number or 'no'} {words.removesuffix('s') if number in {0, 1} else words}"


@main.group("network")
def network_() -> None:
    """Build networks of roads and railways in their true course."""


@network_.command("build", cls=_Command)
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
@_geodata
def network_build(files: tuple[Path, ...], output: Path, geodata: Path | None) -> None:
    """Build a network from OpenStreetMap extracts, with the extra `osm` installed.

    Give the extracts of the home state and of its neighbours together, for instance those of
    Geofabrik. The network is cut along the home state's border, and joined again at the crossings
    of the register.
    """
    from rich.console import Console  # noqa: PLC0415 - as in _question

    from borders.network.build import build  # noqa: PLC0415 - as in _question

    with Console(stderr=True).status("reading the register") as status:
        built = build.build(files, output, geodata, tell=status.update)
    click.echo(f"{built}\n{output}: written")


@main.command("map")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("map.html"),
    show_default=True,
    help="The file to write; - is standard output.",
)
@click.option(
    "--lang",
    type=click.Choice([language.value for language in Language]),
    help="Language in which the page opens; left out: the reader's own.",
)
@_on
@_question
def map_(
    register: Register,
    words: dict[str, Any],
    output: Path,
    lang: str | None,
    moment: str | None,
) -> None:
    """Write a map of the whole history as one HTML file that needs no network.

    It opens at the question, and answers any other.
    """
    if output.suffix.lower() not in {"", ".html", ".htm"}:
        text = f"{output} is no page: let its name end in .html; borders figure writes pictures"
        raise _BadQuestion(text)
    snapshot = _snapshot(register, words, moment)
    from borders.maps import html  # noqa: PLC0415 - as in _question

    if str(output) == "-":
        click.echo(html.page(snapshot, lang=lang).encode("utf-8", "replace"), nl=False)
    else:
        html.save(snapshot, output, lang=lang)
    click.echo(f"{output}: {_summary(snapshot)}", err=not output.is_file())


@main.command()
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write: .png, .svg or .pdf.",
)
@click.option(
    "--kind",
    type=click.Choice(["map", "history", "matrix", "routes", "reach"]),
    default="map",
    show_default=True,
    help="What to draw.",
)
@click.option(
    "--size",
    type=click.Choice(["a4", "social", "wide"]),
    default="wide",
    show_default=True,
    help="The sheet: upright for paper, upright for a post, or broad.",
)
@click.option(
    "--lang",
    type=click.Choice([language.value for language in Language]),
    default="en",
    show_default=True,
    help="The language of all that is written.",
)
@click.option(
    "--crossing", metavar="CROSSING", shell_complete=_names, help="The crossing of a matrix."
)
@click.option("--from", "origin", metavar="PLACE", help="Where routes start.")
@click.option("--to", "destination", metavar="PLACE", help="Where routes end.")
@click.option(
    "--compare-on", metavar="DAY-OR-INSTANT", help="Show what the reach changed by since."
)
@_network
@_on
@_question
def figure(  # noqa: PLR0913, PLR0917 - one parameter an option
    register: Register,
    words: dict[str, Any],
    output: Path,
    kind: str,
    size: str,
    lang: str,
    crossing: str | None,
    origin: str | None,
    destination: str | None,
    compare_on: str | None,
    moment: str | None,
) -> None:
    """Write a picture for print, and what it shows in words beside it.

    It needs matplotlib: pip install "belarus-borders[plot]".
    """
    from borders.figures import files  # noqa: PLC0415 - as in _question
    from borders.figures.map import shown  # noqa: PLC0415 - as above

    snapshot = _snapshot(register, words, moment)
    beside = files.save(
        snapshot,
        output,
        kind=kind,
        size=size,
        lang=lang,
        crossing=crossing,
        ends=(origin, destination),
        compare=_snapshot(register, words, compare_on) if compare_on else None,
    )
    drawn = shown(snapshot) if kind == "map" else ()
    statuses = [snapshot.statuses[crossing.id] for crossing in drawn]
    counts = (f"{n} {status.value}" for status in Status if (n := statuses.count(status)))
    when = "" if kind == "history" else f" on {snapshot.when.isoformat()}"
    click.echo(f"{output}: {', '.join((kind, *counts))}{when}\n{beside}: the same in words")


def _summary(snapshot: Snapshot) -> str:
    counts = ", ".join(f"{n} {status.value}" for status, n in snapshot.counts.items() if n)
    return re.sub(r"\s+", " ", f"{counts} on {snapshot.when.isoformat()}")
