"""The command that writes answers as files for other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from borders.cli import completion, options
from borders.cli.group import Command, echo

if TYPE_CHECKING:
    from pathlib import Path

    from borders.cli.options import Asked

TABLES = ("status", "crossings", "history", "changes", "measures", "sources", "routes")


@click.command(
    cls=Command,
    help="""
    Write an answer as a file that GIS, spreadsheets, databases and other programs read.

    Its ending says the form; the question, the version of the data and its licence stand in it.
    """,
)
@options.output("The file to write, such as .gpkg, .geojson, .csv, .xlsx or .db.", required=True)
@click.option(
    "--what",
    multiple=True,
    type=click.Choice(TABLES),
    metavar="TABLE",
    help=f"{', '.join(TABLES[:-1])} or {TABLES[-1]}; again for more. Left out: all that a file of "
    "the form holds, or the status.",
)
@click.option(
    "--crossings",
    metavar="CROSSING",
    multiple=True,
    shell_complete=completion.crossings,
    help="This one alone; again for more.",
)
@options.place("--from", "origins", multiple=True, help="Where routes start; again for more.")
@options.place("--to", "destination", help="Where routes end, across the border.")
@click.option("--since", metavar="DAY", help="First moment of history and changes.")
@click.option("--until", metavar="DAY", help="First moment no longer in them.")
@options.question(network=True)
def export(  # noqa: PLR0913, PLR0917 - one parameter an option
    question: Asked,
    output: Path,
    what: tuple[str, ...],
    crossings: tuple[str, ...],
    origins: tuple[str, ...],
    destination: str | None,
    since: str | None,
    until: str | None,
) -> None:
    from borders import formats

    formats.of_path(output)  # before the register is read
    question.refuse_faulty()
    snapshot = question.snapshot
    if crossings:
        snapshot = snapshot.of_crossings(crossings)
    exported = formats.export(
        snapshot,
        output,
        what=what or None,
        origin=origins or None,
        destination=destination,
        since=since,
        until=until,
    )
    held = ", ".join(f"{name} ({count})" for name, count in exported.tables.items())
    translator, moment = snapshot.translator, snapshot.moment.isoformat()
    text = translator.t("terminal.on", text=held, moment=moment)
    echo(f"{output}: {text}", err=not output.is_file())
    if exported.beside is not None:
        echo(f"{exported.beside}: Data Package", err=not output.is_file())
    if exported.left:
        echo(f"{output}: {exported.left.text}", err=True)
