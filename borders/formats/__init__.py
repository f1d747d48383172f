"""An answer → a file of a form that other programs read: `export`, and the table of all forms."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

from borders import atomic_file, documents
from borders.dates import Moment
from borders.errors import (
    MissingExtra,
    QuestionError,
    WrongKind,
    alternatives,
    hint,
    is_iterable,
    shown,
)
from borders.formats.content import TABLES, Content, Left
from borders.places import Where
from borders.register import Register, Routes, Snapshot
from borders.sequences import Corridors

__all__ = ["FORMATS", "REFUSED", "Exported", "Format", "export", "of_path"]

Answer: TypeAlias = Register | Snapshot | Routes | Corridors


class Format(NamedTuple):
    """A form of files."""

    title: str
    tables: tuple[str, ...]
    """What a file of it may hold, in its order; the first is what it holds unless told."""
    write: Callable[[Content, Path], Left]
    is_whole: bool = False
    """Whether one file holds several tables, all of them unless told; else it holds one."""
    needs: tuple[str, ...] = ()
    """Modules that the extra `formats` brings."""
    beside: Callable[[Content, Path], tuple[Path, bytes]] | None = None
    """What stands beside a file that has no room for its question: where, and its bytes."""


def _csv(content: Content, part: Path) -> Left:
    from borders.formats import tables

    return tables.write_csv(content, part)


def _kml(content: Content, part: Path) -> Left:
    from borders.formats import kml

    return kml.write(content, part)


def _gpx(content: Content, part: Path) -> Left:
    from borders.formats import gpx

    return gpx.write(content, part)


def _calendar(content: Content, part: Path) -> Left:
    from borders.formats import calendar

    return calendar.write(content, part)


def _atom(content: Content, part: Path) -> Left:
    from borders.formats import atom

    return atom.write(content, part)


def _described(content: Content, path: Path) -> tuple[Path, bytes]:
    from borders.formats import tables

    return tables.descriptor(content, path)


def _parquet(content: Content, part: Path) -> Left:
    from borders.formats import tables

    return tables.write_parquet(content, part)


def _xlsx(content: Content, part: Path) -> Left:
    from borders.formats import workbook

    return workbook.write(content, part)


def _sqlite(content: Content, part: Path) -> Left:
    from borders.formats import sqlite

    return sqlite.write(content, part)


def _geojson(content: Content, part: Path) -> Left:
    from borders.formats import geo

    return geo.write_geojson(content, part)


def _flatgeobuf(content: Content, part: Path) -> Left:
    from borders.formats import geo

    return geo.write_flatgeobuf(content, part)


def _geopackage(content: Content, part: Path) -> Left:
    from borders.formats import geopackage

    return geopackage.write(content, part)


_PLACES: Final = ("status", "crossings", "routes")
_LAYERS: Final = ("status", "measures", "history", "changes", "sources", "routes")
_BASE: Final = Format("SQLite", TABLES, _sqlite, is_whole=True)
_ARROW: Final = ("pyarrow",)

FORMATS: Final[Mapping[str, Format]] = {
    ".geojson": Format("GeoJSON", _PLACES, _geojson),
    ".gpkg": Format("GeoPackage", _LAYERS, _geopackage, is_whole=True),
    ".fgb": Format("FlatGeobuf", _PLACES, _flatgeobuf),
    ".csv": Format("CSV", TABLES, _csv, beside=_described),
    ".xlsx": Format("Excel workbook", TABLES, _xlsx, is_whole=True, needs=("xlsxwriter",)),
    ".parquet": Format("Parquet and GeoParquet", TABLES, _parquet, needs=_ARROW),
    ".db": _BASE,
    ".sqlite": _BASE,
    ".kml": Format("KML", ("status", "routes", "history"), _kml, is_whole=True, needs=("fastkml",)),
    ".gpx": Format("GPX", ("status", "routes"), _gpx, is_whole=True, needs=("gpxpy",)),
    ".ics": Format("iCalendar", ("measures",), _calendar, needs=("icalendar",)),
    ".atom": Format("Atom", ("measures",), _atom),
}
"""Every form by the ending of its files."""

REFUSED: Final[Mapping[str, str]] = {
    ".shp": "a Shapefile cuts texts at 254 characters and names at 10: take .gpkg",
    ".rss": "RSS has no ids that last and no dates with a zone by rule: take .atom",
    ".duckdb": "a DuckDB file differs at each build and DuckDB reads .parquet and .db: take one",
    ".hxl": "HXL tags are left by the data exchange they were made for: take .csv",
    ".wzdx": "WZDx allows public-domain data alone, which this is not: take .geojson",
    ".datex": "DATEX II has no schema that may be passed on, nor a kept writer: take .geojson",
    ".cifs": "Waze CIFS asks for the end of each closure, and most have none: take .geojson",
    ".ods": "one workbook is enough, and LibreOffice reads it: take .xlsx",
    ".xls": "it is the old form: take .xlsx",
    ".json": "that tells no form: take .geojson, or let borders status --format json print it",
    ".xml": "that tells no form: take .kml, .gpx or .atom",
}
"""Why what somebody may ask for is not written, and what to take."""


class Exported(NamedTuple):
    """What came of an export.

    Attributes
    ----------
    path
        The file.
    tables
        How many rows it holds of each table.
    left
        What it could not hold.
    beside
        What was written beside it: of CSV a Data Package, with the question and the columns.

    Examples
    --------
    >>> import tempfile
    >>> import borders
    >>> day = borders.load().on("2023-08-21", mode="car", direction="out")
    >>> exported = borders.export(day, f"{tempfile.mkdtemp()}/day.csv")
    >>> dict(exported.tables)
    {'status': 51}
    """

    path: Path
    tables: Mapping[str, int]
    left: Left
    beside: Path | None = None

    def __repr__(self) -> str:
        """Return what the file holds, and what it does not."""
        tables = ", ".join(f"{name} ({count})" for name, count in self.tables.items())
        told = f"; {self.left.text}" if self.left else ""
        return f"<Exported {self.path.name}: {tables}{told}>"


def of_path(path: Path) -> Format:
    """Return the form that the ending of a file says.

    Raises
    ------
    QuestionError
        It says none of these.
    MissingExtra
        What writes it is not installed.

    Examples
    --------
    >>> of_path(Path("crossings.csv")).title
    'CSV'
    """
    ending = path.suffix.lower()
    if ending not in FORMATS:
        why = f", as {REFUSED[ending]}" if ending in REFUSED else ""
        near = "" if why else hint(ending, FORMATS)
        raise QuestionError(
            f"{_brief(path.name)} is not written{why}.{near} "
            f"An ending says the form: {alternatives(FORMATS)}."
        )
    found = FORMATS[ending]
    if missing := [name for name in found.needs if find_spec(name) is None]:
        raise MissingExtra(
            f"{ending} needs {alternatives(missing)}: "
            'pip install "belarus-borders[formats]" brings it'
        )
    return found


def _brief(name: str) -> str:
    return name if len(name) < _LONG else shown(name)


_LONG: Final = 100
"""Letters of a name from which it is told in short."""


def export(  # noqa: PLR0913 - a question has its parts
    answer: Answer,
    path: str | os.PathLike[str],
    *,
    what: str | Iterable[str] | None = None,
    origin: Where | Iterable[Where] | None = None,
    destination: Where | None = None,
    since: Moment | None = None,
    until: Moment | None = None,
) -> Exported:
    """Write an answer as a file for other programs; its ending says the form.

    The question, the version of the data and its licence stand in the file. An unknown status is
    never bare: what was known last stands beside it. The same answer gives the same bytes.

    Parameters
    ----------
    answer
        A snapshot; the routes of one, from a place or from many; or a register, for its last
        verified day.
    path
        One of the endings of `docs/export.md`, such as .geojson, .gpkg, .csv, .xlsx or .db.
    what
        The table, or several: status, crossings, history, changes, measures, sources, routes. Left
        out: all that a file of the form holds, or the status; of routes, those.
    origin, destination
        Of routes: what `Snapshot.routes` takes. Routes are there only with an origin.
    since, until
        Of history and changes: bounds, the last without; days, of which noon stands for each, or
        instants. Left out: all that is known.

    Returns
    -------
    Exported
        How many rows of which table the file holds, and what it could not hold.

    Raises
    ------
    QuestionError
        The form does not exist or cannot hold what is asked for, or the question cannot be put.
    MissingExtra
        The form needs `pip install "belarus-borders[formats]"`.
    OSError
        The file, or the one beside it, cannot be written; what stood there before is left as it
        was.

    Examples
    --------
    >>> import borders, tempfile
    >>> day = borders.load().on("2023-08-21", mode="car", direction="out")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     export(day, f"{folder}/status.csv")
    <Exported status.csv: status (51)>
    """
    target = documents.path(path)
    form = of_path(target)
    snapshot, corridors = _asked(answer, origin, destination)
    tables = _chosen(form, target, what, answer, has_routes=bool(corridors))
    content = Content(snapshot, tables, corridors, since, until)
    beside, told = form.beside(content, target) if form.beside else (None, b"")
    with atomic_file.together(filter(None, [target, beside])) as replaced:
        left = form.write(content, replaced(target))
        if beside is not None:
            replaced(beside).write_bytes(told)
    counts = {name: content.count(name) - left.count(name) for name in tables}
    return Exported(target, counts, left, beside)


def _asked(
    answer: object, origin: Where | Iterable[Where] | None, destination: Where | None
) -> tuple[Snapshot, tuple[Routes, ...]]:
    """Return the question, and the routes from each place that are asked for."""
    found: Routes | Corridors | tuple[()] = ()
    if isinstance(answer, Routes | Corridors):
        if origin is not None or destination is not None:
            raise QuestionError("routes have their ends: leave out origin and destination")
        if not answer and isinstance(answer, Corridors):
            raise QuestionError("there are routes from no place: name one")
        found = answer
        answer = answer.snapshot if isinstance(answer, Routes) else answer[0].snapshot
    snapshot = answer.on() if isinstance(answer, Register) else answer
    if not isinstance(snapshot, Snapshot):
        msg = f"export takes a register, a snapshot or routes, not {shown(answer)}"
        raise QuestionError(msg)
    if origin is not None:
        found = snapshot.routes(origin, destination)
    elif destination is not None:
        raise QuestionError("a destination alone has no routes: say the origin too (--from)")
    each = (found,) if isinstance(found, Routes) else found
    once = {(routes.origin.lon, routes.origin.lat): routes for routes in each}
    return snapshot, tuple(once.values())


def _chosen(
    form: Format,
    path: Path,
    what: str | Iterable[str] | None,
    answer: object,
    *,
    has_routes: bool,
) -> tuple[str, ...]:
    """Return the tables that a file is to hold, in the order of its form."""
    held = tuple(name for name in form.tables if has_routes or name != "routes")
    if what is None:
        if form.is_whole:
            return held
        is_routes = isinstance(answer, Routes | Corridors) and "routes" in held
        return ("routes",) if is_routes else held[:1]
    if not is_iterable(what):
        raise WrongKind(f"{shown(what)} is no table: write {alternatives(TABLES)}")
    names = (what,) if isinstance(what, str) else tuple(what)
    if not names:
        raise QuestionError(f"{path.name} would hold no table: write {alternatives(held)}")
    for name in names:
        _refuse(name, form, path, held)
    if len({*names}) > 1 and not form.is_whole:
        raise QuestionError(
            f"{path.suffix} holds one table: write a file for each of {', '.join(names)}"
        )
    return tuple(name for name in held if name in names)


def _refuse(name: str, form: Format, path: Path, held: Sequence[str]) -> None:
    if not isinstance(name, str) or name not in TABLES:
        raise QuestionError(f"there is no table {shown(name)}: write {alternatives(TABLES)}")
    if name not in form.tables:
        endings = [ending for ending, other in FORMATS.items() if name in other.tables]
        raise QuestionError(
            f"{path.suffix} ({form.title}) holds {alternatives(form.tables)}, not {name}: "
            f"that goes into {alternatives(endings)}"
        )
    if name not in held:
        raise QuestionError("routes have an origin: say where they start (--from)")
