"""Files of places → files of their reach, by parts where the form allows."""

from __future__ import annotations

import contextlib
import csv
import re
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd

from borders import atomic_file, progress
from borders.errors import QuestionError, alternatives
from borders.network.reach import CHUNK, refuse_twice

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping
    from pathlib import Path

    from borders._typing import Floats, Texts
    from borders.enums import Direction
    from borders.network.reach import Reach
    from borders.text.sentences import Translator

FORMS: Final = (".csv", ".geojson", ".gpkg", ".fgb", ".parquet")
_COMMA: Final = re.compile(r"[-+]?\d+,\d+")
_PAIRS: Final = (("lon", "lat"), ("longitude", "latitude"), ("lng", "lat"), ("x", "y"))


def write(measure: Reach, source: Path, target: Path) -> Count:
    """Write the reach of the places of a file to another, and return what came of it.

    A CSV that becomes a CSV is read and written by parts: it may be larger than the memory.

    Raises
    ------
    QuestionError
        The file holds no places, or the form of the target is not known.
    """
    if target.suffix.lower() not in FORMS:
        forms = alternatives(FORMS)
        raise QuestionError(f"{target.name} cannot be written: let its name end in {forms}")
    with atomic_file.replacing(target) as part:
        if {source.suffix.lower(), target.suffix.lower()} == {".csv"}:
            count = _by_parts(measure, source, part)
        else:
            frame = _places(source)
            columns, count = _measured(measure, frame, *_degrees(frame, source), Count())
            _write(frame.assign(**columns), part)
    return count


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


def _measured(
    measure: Reach, places: pd.DataFrame, lon: Floats, lat: Floats, count: Count
) -> tuple[dict[str, Any], Count]:
    """Return the columns to add to places, lengths to the metre, and the count with them."""
    state = measure.locator.locate(lon, lat)
    columns = measure.of(lon, lat, state)
    refuse_twice(places, columns)
    rounded = {k: v.round(3) if "km" in k else v for k, v in columns.items()}
    return rounded, count.plus(columns, lon, state, measure.direction)


def _by_parts(measure: Reach, source: Path, part: Path) -> Count:
    count = Count()
    with (
        part.open("w", encoding="utf-8", newline="") as out,
        contextlib.closing(_tables(source, CHUNK)) as tables,
    ):
        for table in progress.steps(tables, "Measuring reach"):
            lon, lat = _lon_lat(table, source, count.places)
            header = not count.places
            columns, count = _measured(measure, table, lon, lat, count)
            table.assign(**columns).to_csv(out, index=False, header=header, lineterminator="\n")
    return count


def _tables(source: Path, rows: int | None) -> Generator[pd.DataFrame, None, None]:
    """Yield the rows of a CSV by parts, or all at once: texts as they stand."""
    try:
        with pd.read_csv(
            source, iterator=True, chunksize=rows, dtype=str, na_filter=False
        ) as tables:
            for table in tables:
                if not isinstance(table.index, pd.RangeIndex):
                    raise QuestionError(
                        f"{source}: rows have more fields than the header has names"
                    )
                yield table
    except UnicodeDecodeError as error:
        raise QuestionError(f"{source} is no UTF-8 text: save it as CSV in UTF-8") from error
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise QuestionError(f"{source}: {error}") from error


def _lon_lat(table: pd.DataFrame, source: Path, skipped: int) -> tuple[Floats, Floats]:
    lower = {str(name).lower(): name for name in table.columns}
    for pair in _PAIRS:
        if set(pair) <= lower.keys():
            names = [lower[word] for word in pair]
            break
    else:
        headers = ", ".join(map(str, table.columns)) or "none at all"
        hint = (
            ": separate columns by commas" if len(lower) == 1 and set(headers) & set(";\t|") else ""
        )
        raise QuestionError(f"{source} has no columns lon and lat, but {headers}{hint}")
    degrees = []
    for name, bound in zip(names, (180, 90), strict=True):
        numbers = pd.to_numeric(table[name], errors="coerce").to_numpy(float, na_value=np.nan)
        is_told = (table[name].notna() & (table[name] != "")).to_numpy(bool)
        bad = (np.isnan(numbers) & is_told) | (np.abs(numbers) > bound)
        if bad.any():
            at = int(np.flatnonzero(bad)[0])
            text = str(table[name].iloc[at])
            hint = f": write {text.replace(',', '.')}" if _COMMA.fullmatch(text) else ""
            where = _line(source, skipped + at)
            raise QuestionError(f"{source}, {where}: {text!r} is no {name} in degrees{hint}")
        degrees.append(numbers)
    lon, lat = degrees
    return np.where(np.isnan(lat), np.nan, lon), np.where(np.isnan(lon), np.nan, lat)


def _line(source: Path, row: int) -> str:
    """Return where a row of a CSV ends, as blank lines are no rows and some rows several lines."""
    if source.suffix.lower() != ".csv" or not source.is_file():
        return f"place {row + 1}"
    with source.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        rows = (lines.line_num for fields in lines if len(fields) > 1 or "".join(fields).strip())
        return f"line {next(islice(rows, row + 1, None), row + 2)}"


def _places(source: Path) -> gpd.GeoDataFrame:
    """Return the places of a file, of longitude and latitude where it says no other."""
    if source.suffix.lower() == ".csv":
        (table,) = _tables(source, None)
    else:
        read = gpd.read_parquet if source.suffix.lower() == ".parquet" else gpd.read_file
        try:
            table = read(source)
        except (ImportError, ValueError, RuntimeError, OSError) as error:
            raise QuestionError(f"{source} cannot be read as places: {error}") from error
    if not isinstance(table, gpd.GeoDataFrame):
        lon, lat = _lon_lat(table, source, 0)
        points = np.where(np.isnan(lon), None, gpd.points_from_xy(lon, lat))
        return gpd.GeoDataFrame(table, geometry=points, crs="EPSG:4326")
    return table.set_crs("EPSG:4326") if table.crs is None else table


def _degrees(places: gpd.GeoDataFrame, source: Path) -> tuple[Floats, Floats]:
    """Return longitude and latitude of each place; of an area, those of a point in it."""
    points = places.geometry.to_crs("EPSG:4326").representative_point()
    lon, lat = points.x.to_numpy(), points.y.to_numpy()
    bad = (np.abs(lon) > 180) | (np.abs(lat) > 90)  # noqa: PLR2004 - of the globe
    if bad.any():
        at = int(np.flatnonzero(bad)[0])
        raise QuestionError(
            f"{source}, place {at + 1}: {lon[at]:g}, {lat[at]:g} is no longitude and latitude in "
            "degrees: say in which coordinate system the file is"
        )
    return lon, lat


def _write(frame: gpd.GeoDataFrame, target: Path) -> None:
    for name in frame.columns[frame.dtypes == "category"]:
        frame[name] = frame[name].astype(object)
    try:
        if target.suffix.lower() == ".csv":
            points = frame.geometry.representative_point().to_crs("EPSG:4326")
            table = pd.DataFrame(frame.drop(columns=frame.geometry.name))
            table.insert(0, "lon", points.x) if "lon" not in table else None
            table.insert(1, "lat", points.y) if "lat" not in table else None
            is_named = any(name is not None for name in table.index.names)
            table.to_csv(target, index=is_named, lineterminator="\n")
        elif target.suffix.lower() == ".parquet":
            frame.to_parquet(target)
        else:
            frame.to_file(target)
    except (ImportError, ValueError, RuntimeError) as error:
        raise QuestionError(f"{target.name} cannot be written: {error}") from error
