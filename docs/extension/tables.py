"""Tables and lists out of the schemas and the register, as Markdown that Sphinx parses."""

from __future__ import annotations

import csv
import functools
import html
import json
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util.docutils import SphinxDirective

import borders
from borders import columns
from borders.formats import FORMATS, REFUSED
from borders.text import countries

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from docutils.nodes import Node
    from sphinx.application import Sphinx

    from borders.model import Crossing, Location, Source

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
GALLERY = ROOT / "build" / "notebooks"


@functools.cache
def register() -> borders.Register:
    """Return the shipped register, read once."""
    return borders.load()


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table of Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", r"\|").replace("\n", " ")


def plain(text: str) -> str:
    """Return a text of the data, in which nothing is a mark of Markdown."""
    marks = "\\`*_{}[]<>#|~$"
    return "".join(f"\\{letter}" if letter in marks else letter for letter in text)


class Columns(SphinxDirective):
    """The columns of a table, by the name of its schema."""

    required_arguments = 1

    def run(self) -> list[Node]:
        """Return the table."""
        schema = next(each for each in columns.TABLES if each.name == self.arguments[0])
        rows = [
            [
                f"`{column.name}`",
                column.type,
                "always" if column.required or column.type == "list" else "may be null",
                ". ".join(
                    [
                        plain(column.description),
                        *(
                            [" ".join(f"`{value}`" for value in column.values)]
                            if column.values
                            else []
                        ),
                    ]
                ),
            ]
            for column in schema.columns
        ]
        key = f"\n\nKey: {', '.join(f'`{name}`' for name in schema.key)}." if schema.key else ""
        text = f"{plain(schema.description)}.{key}\n\n"
        return self.parse_text_to_nodes(text + table(["column", "type", "there", "holds"], rows))


class Provenance(SphinxDirective):
    """Of each crossing how well its place is known, when it was verified, and by whom."""

    def run(self) -> list[Node]:
        """Return a section for each state, with one for each crossing."""
        return self.parse_text_to_nodes("\n".join(self._states()), allow_section_headings=True)

    @staticmethod
    def _states() -> Iterator[str]:
        for state in dict.fromkeys(c.neighbour for c in register().crossings):
            yield f"## {countries.country(state) if state else 'Airport'}\n"
            for crossing in register().crossings:
                if crossing.neighbour == state:
                    yield from _provenance(crossing)


def _provenance(crossing: Crossing) -> Iterator[str]:
    names = " – ".join(checkpoint.names["en"] for checkpoint in crossing.checkpoints)
    yield f"### {plain(names)}\n"
    yield f"`{crossing.id}`: {crossing.category} {crossing.kind} crossing.\n"
    yield f"- **Border point**: {_place(crossing.border_point)}"
    for checkpoint in crossing.checkpoints:
        side = f"{plain(checkpoint.names['en'])} ({checkpoint.side})"
        yield f"- **Checkpoint {side}**: {_place(checkpoint.location)}"
    yield f"- **Sources of all this**: {_cited(crossing.sources)}"
    for period in crossing.verified:
        days = f"{period.first} to {period.through}, both included"
        yield f"- **Verified** {days}: {_cited(period.by)}"
    if not crossing.verified:
        yield "- **Never verified**: every answer is *unknown*."
    yield ""


def _place(place: Location | None) -> str:
    if place is None:
        return "not known."
    cited = f"; {_cited(place.sources)}" if place.sources else ""
    note = f" {plain(place.note)}" if place.note else ""
    where = f"{place.lon:.5f}, {place.lat:.5f}"
    return f"{where}, to about {place.accuracy_m:.0f} m, *{place.basis}*{cited}.{note}"


def _cited(names: Iterable[str]) -> str:
    return "; ".join(cited(register().facts.sources[name]) for name in names)


def cited(source: Source) -> str:
    """Return a source as it is named in a text, with a link where it has one."""
    day = f", {source.published}" if source.published else ""
    name = f"{plain(source.publisher)}{day}"
    return f"[{name}](<{source.url}>)" if source.url else name


class Sources(SphinxDirective):
    """All publications, by their ids."""

    def run(self) -> list[Node]:
        """Return a table."""
        rows = [
            [f"`{each.id}`", cited(each), plain(each.title), each.language, each.kind.value]
            for each in sorted(register().facts.sources.values(), key=lambda each: each.id)
        ]
        head = ["id", "publisher, day", "title", "language", "kind"]
        return self.parse_text_to_nodes(table(head, rows))


class Revisions(SphinxDirective):
    """What the register said wrongly before."""

    def run(self) -> list[Node]:
        """Return a list for each version of the data, the newest first."""
        text = register().folder.joinpath("revisions.csv").read_text("utf-8")
        rows = [*csv.DictReader(text.splitlines())]
        versions = sorted({row["version"] for row in rows}, reverse=True)
        parts = [
            "\n".join([f"## {version}\n", *(_revised(r) for r in rows if r["version"] == version)])
            for version in versions
        ]
        return self.parse_text_to_nodes("\n\n".join(parts), allow_section_headings=True)


def _revised(row: dict[str, str]) -> str:
    before, after = (plain(row[key] or "nothing") for key in ("before", "after"))
    what = f"**`{row['entry']}`**, `{row['field']}`, {row['kind']}: {before} → {after}"
    return f"- {what} – {plain(row['why'])} ({_known(row['source'])})."


def _known(names: str) -> str:
    sources = register().facts.sources
    return "; ".join(
        cited(sources[name]) if name in sources else plain(name)
        for name in names.split("|")
        if name
    )


class Form(SphinxDirective):
    """What a file of a form may hold, by its ending."""

    required_arguments = 1

    def run(self) -> list[Node]:
        """Return what it needs, and its tables with their columns."""
        form = FORMATS[self.arguments[0]]
        schemas = {each.name: each for each in columns.TABLES}
        needs = (
            'It needs the extra `formats`: `python -m pip install --editable ".[formats]"`.\n\n'
            if form.needs
            else ""
        )
        many = (
            "all of these tables, unless `--what` names some"
            if form.is_whole
            else f"one of these tables, by `--what`; {form.tables[0]} where it is left out"
        )
        rows = [
            [
                f"[{name}](/reference/columns.md#{name})",
                plain(schemas[name].description),
                " ".join(f"`{column}`" for column in schemas[name].names),
            ]
            for name in form.tables
        ]
        text = f"{needs}A file holds {many}.\n\n"
        return self.parse_text_to_nodes(text + table(["table", "of", "columns"], rows))


class Refused(SphinxDirective):
    """The endings that are not written, as the command says why."""

    def run(self) -> list[Node]:
        """Return a table."""
        rows = [[f"`{ending}`", plain(why)] for ending, why in REFUSED.items()]
        return self.parse_text_to_nodes(table(["ending", "it says"], rows))


class Gallery(SphinxDirective):
    """The notebooks, with links to those that were run."""

    def run(self) -> list[Node]:
        """Return a list."""
        return self.parse_text_to_nodes("\n".join(map(self._item, NOTEBOOKS)))

    def _item(self, notebook: Path) -> str:
        cells = json.loads(notebook.read_text("utf-8"))["cells"]
        title = "".join(cells[0]["source"]).split("\n")[0].lstrip("# ")
        made = (GALLERY / f"{notebook.stem}.html").is_file()
        if made:  # no document of Sphinx, so no link of Markdown
            return f'- <a href="{notebook.stem}.html">{html.escape(title)}</a>'
        return f"- {plain(title)} (`{notebook.name}`)"


def setup(app: Sphinx) -> None:
    """Tell Sphinx."""
    app.add_directive("columns", Columns)
    app.add_directive("format", Form)
    app.add_directive("gallery", Gallery)
    app.add_directive("provenance", Provenance)
    app.add_directive("refused", Refused)
    app.add_directive("revisions", Revisions)
    app.add_directive("sources", Sources)
