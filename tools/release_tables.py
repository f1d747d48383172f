"""The tables of a release: for every means and direction, for anybody and for who often asks."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import product
from typing import TYPE_CHECKING, Any, Final

from borders.enums import Direction, Mode
from borders.formats import FORMATS, tables
from borders.formats.content import Content, Row
from borders.maps import html
from borders.maps.first_view import usual
from borders.model import Traveller

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from borders.columns import Table
    from borders.register import Register

EVERY: Final = ("history", "changes")
"""Tables of all means and directions, one after another."""


@dataclass(frozen=True)
class Whole(Content):
    """What a file of a release is to hold: histories and changes for each means and direction."""

    traveller: Traveller | None = None
    found: dict[str, Sequence[Row]] = field(default_factory=dict, compare=False)

    def table(self, name: str) -> Table:
        """Return the schema of a table, means and direction among what tells its rows apart."""
        table = super().table(name)
        first, *others = table.key
        return table._replace(key=(first, "mode", "direction", *others)) if name in EVERY else table

    def of(self, tables: tuple[str, ...]) -> Whole:
        """Return the content of a file of some tables, whose rows are found once for all files."""
        return replace(self, tables=tables)

    def records(self, table: str) -> Sequence[Row]:  # type: ignore[override]  # that one is cached
        """Return the rows of a table."""
        if table not in EVERY:
            return super().records(table)
        if table not in self.found:
            self.found[table] = [row for each in self._each() for row in each.records(table)]
        return self.found[table]

    def _each(self) -> Iterator[Content]:
        for mode, direction in product(Mode, Direction):
            snapshot = self.register.on(mode=mode, direction=direction, traveller=self.traveller)
            yield Content(snapshot)


FILES: Final[Mapping[str, tuple[str, ...]]] = {
    "crossings.csv": ("crossings",),
    "crossings.geojson": ("crossings",),
    "measures.csv": ("measures",),
    "measures.ics": ("measures",),
    "sources.csv": ("sources",),
    "history.csv": ("history",),
    "history.parquet": ("history",),
    "changes.csv": ("changes",),
    "changes.atom": ("measures",),
    "borders.db": ("crossings", "measures", "sources", "history", "changes"),
}
"""The tables of each file."""
MAP: Final = "borders.gpkg"
"""Layers for GIS programs, of the question at which the page opens."""
PROFILED: Final = "history-{}.csv"
"""Histories of some travellers, by what is said of them."""


def write(register: Register, target: Path) -> dict[str, tuple[str, dict[str, Any] | None]]:
    """Write every table and map into a folder.

    Returns
    -------
    dict
        By file its title, and of CSV its columns as Table Schema has them.
    """
    day = register.on(**usual(register))
    told: dict[str, tuple[str, dict[str, Any] | None]] = {}
    whole = Whole(day)
    for name, what in FILES.items():
        told[name] = _file(whole.of(what), target / name)
    for profile in register.facts.package.histories:
        name = PROFILED.format(profile.name)
        traveller = Traveller(profile.nationality, residence=profile.residence or ())
        whom = day.translator.asker(register.on(traveller=traveller), "one")
        title, schema = _file(Whole(day, ("history",), traveller=traveller), target / name)
        told[name] = f"{title} ({whom})", schema
    layers = tuple(each for each in FORMATS[".gpkg"].tables if each != "routes")
    told[MAP] = _file(Content(day, layers), target / MAP)
    page = target / "map.html"
    html.save(register, page)
    return told | {page.name: ("The map: one page that needs no network", None)}


def _file(content: Content, path: Path) -> tuple[str, dict[str, Any] | None]:
    FORMATS[path.suffix].write(content, path)
    if len(content.tables) > 1:
        return f"All tables as {FORMATS[path.suffix].title}", None
    table = content.table(content.tables[0])
    title = table.description
    if path.suffix != ".csv":
        return f"{title}, as {FORMATS[path.suffix].title}", None
    return title, tables.schema(table)
