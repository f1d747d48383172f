"""Files of places → files of their reach, by parts where the form allows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pandas as pd

from borders import atomic_file, progress
from borders.columns import REACH
from borders.errors import QuestionError, alternatives
from borders.network.place_files import delimited, geojson, ogr, parquet, values
from borders.network.place_files.positions import Oddities
from borders.network.reach import refuse_twice

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from borders._typing import Floats, Texts
    from borders.enums import Direction
    from borders.network.place_files.places import Places
    from borders.network.reach import Reach
    from borders.text.sentences import Translator

_TABLES: Final = (".csv", ".tsv", ".txt")
_DOCUMENTS: Final = (".geojson", ".json")
_LAYERS: Final = (".gpkg", ".fgb")
_COLUMNS: Final = (".parquet", ".geoparquet")
READ: Final = (*_TABLES, *_DOCUMENTS, *_LAYERS, *_COLUMNS, ".shp")
_TYPES: Final = {column.name: column.type for column in REACH.columns}
WRITTEN: Final = (".csv", ".geojson", ".gpkg", ".fgb", ".parquet")


def write(
    measure: Reach,
    source: Path,
    target: Path,
    *,
    layer: str | None = None,
    is_forced: bool = False,
    day: date | None = None,
) -> Written:
    """Write the reach of the places of a file to another, and return what came of it.

    A CSV that becomes a CSV is read and written by parts: it may be larger than the memory.

    Parameters
    ----------
    layer
        That of a GeoPackage of several.
    is_forced
        Whether the target may be the source.
    day
        That on which a GeoPackage says that it was written.

    Raises
    ------
    QuestionError
        The file holds no places, or the form of the target is not known or cannot hold them.
    """
    if (ending := target.suffix.lower()) not in WRITTEN:
        forms = alternatives(WRITTEN)
        raise QuestionError(f"{target.name} cannot be written: let its name end in {forms}")
    if _ending(source) not in READ:
        forms = alternatives(READ)
        raise QuestionError(f"{source} cannot be read as places: give a file that ends in {forms}")
    if not is_forced and target.exists() and target.samefile(source):
        raise QuestionError(
            f"{target} holds the places themselves: name another file by -o, or write over it by "
            "--force"
        )
    if layer is not None and _ending(source) != ".gpkg":
        raise QuestionError(f"{source} has no layers: leave --layer out, or give a .gpkg")
    asked = _Asked(measure, source)
    with atomic_file.replacing(target) as part:
        if _ending(source) in _TABLES and ending == ".csv":
            notes = _by_parts(asked, part)
        else:
            places, notes = _read(source, layer)
            content, more = _written(places, asked, target, day)
            part.write_bytes(content)
            notes += [*asked.oddities.notes(source, places.where), *more]
    return Written(asked.count, notes)


def _ending(source: Path) -> str:
    """Return the ending that says the form of a file; what comes through a pipe is CSV."""
    return source.suffix.lower() if source.is_file() else ".csv"


@dataclass(frozen=True)
class Written:
    """What came of a file."""

    count: Count
    notes: Sequence[str]
    """What was odd about it, a line each."""


class Count(NamedTuple):
    """What came of places."""

    places: int = 0
    served: int = 0
    restricted: int = 0
    """Those that reach restricted crossings only."""
    km: float = 0.0
    absent: int = 0
    """Those without a position."""
    abroad: int = 0
    """Those in no state of the register."""
    against: int = 0
    """Those on the side that the direction asked for leads to."""

    def plus(
        self,
        columns: Mapping[str, Any],
        lon: Floats,
        state: Texts,
        direction: Direction | None = None,
    ) -> Count:
        """Return the counts with those of more places, asked in a direction."""
        ways = np.asarray(columns["direction"])
        is_against = pd.notna(ways) & (ways != direction) if direction else np.zeros(len(lon), bool)
        km, restricted = (np.asarray(columns[key], float) for key in ("km", "restricted_km"))
        return Count(
            self.places + len(km),
            self.served + int(np.isfinite(km).sum()),
            self.restricted + int((np.isnan(km) & np.isfinite(restricted)).sum()),
            self.km + float(np.nansum(km)),
            self.absent + int(np.isnan(lon).sum()),
            self.abroad + int((~np.isnan(lon) & (state == "")).sum()),
            self.against + int(is_against.sum()),
        )

    def sentence(self, translator: Translator) -> str:
        """Return the counts in a line."""
        texts = [translator.t("terminal.places", n=self.places)]
        if self.served:
            texts.append(translator.t("terminal.reach.open", n=self.served))
            texts.append(
                translator.t("terminal.reach.mean", length=translator.length(self.km / self.served))
            )
        else:
            texts.append(translator.t("terminal.reach.noneOpen"))
        rest = {key: getattr(self, key) for key in ("restricted", "against", "absent", "abroad")}
        texts += [translator.t(f"terminal.reach.{key}", n=n) for key, n in rest.items() if n]
        return ", ".join(texts)


class _Asked:
    """What is asked of the places of a file, and what has come of those looked at."""

    def __init__(self, measure: Reach, source: Path) -> None:
        self.measure = measure
        self.source = source
        self.count = Count()
        self.oddities = Oddities(measure.locator)

    def of(self, lonlat: Floats, names: Sequence[str]) -> dict[str, list[Any]]:
        """Return the columns to add to more places, lengths to the metre; None: not known."""
        lon, lat = lonlat
        state = self.measure.locator.locate(lon, lat)
        columns = self.measure.of(lon, lat, state)
        refuse_twice(names, columns, self.source)
        self.oddities.add(lon, lat, state)
        self.count = self.count.plus(columns, lon, state, self.measure.direction)
        return {name: _listed(name, column) for name, column in columns.items()}


def _listed(name: str, column: Any) -> list[Any]:  # noqa: ANN401 - of numpy or pandas
    if _TYPES[name] == "number":
        column = column.round(3)
    listed = np.asarray(column, object)
    listed[pd.isna(column)] = None
    found: list[Any] = listed.tolist()
    return found


def _by_parts(asked: _Asked, part: Path) -> list[str]:
    with (
        delimited.opened(asked.source) as table,
        part.open("w", encoding="utf-8", newline="") as out,
    ):
        head = table.head if _ending(asked.source) == ".csv" else table.head.of_commas()
        writer = None
        for rows in progress.steps(table.parts(), "Measuring reach"):
            added = asked.of(table.degrees(rows, asked.count.places), table.head.names)
            if writer is None:
                has_commas = table.has_commas(rows)
                writer = delimited.Writer(out, head, [*added], has_commas=has_commas)
            writer.write(rows, added)
        if writer is None:
            added = asked.of(np.empty((2, 0)), table.head.names)
            delimited.Writer(out, head, [*added], has_commas=False)
    asked.oddities.refuse(asked.source)
    return asked.oddities.notes(asked.source, table.where)


def _read(source: Path, layer: str | None) -> tuple[Places, list[str]]:
    ending = _ending(source)
    if ending in {*_LAYERS, ".shp"}:
        return ogr.read(source, layer)
    if ending in _COLUMNS:
        return parquet.read(source), []
    return (delimited.read(source), []) if ending in _TABLES else geojson.read(source)


def _written(
    places: Places, asked: _Asked, target: Path, day: date | None
) -> tuple[bytes, list[str]]:
    """Return the file of places and what is added to them, and what was written otherwise."""
    added = asked.of(places.lonlat, places.names)
    asked.oddities.refuse(asked.source)
    ending = target.suffix.lower()
    if ending == ".csv":
        return delimited.write(places, added), []
    if ending == ".geojson":
        values.refuse_names([*places.names, *added], None, target)
        return geojson.write(places, added), []
    arrays = {name: values.typed(column, _TYPES[name]) for name, column in added.items()}
    if ending == ".parquet":
        return parquet.write(places, arrays, target)
    return ogr.write(places, arrays, target, day)
