"""Files of places → files of their reach, by parts where the form allows."""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd

from borders import journeys, progress, wording
from borders.errors import QuestionError
from borders.routing import CHUNK, refuse_twice

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from borders.register import Snapshot
    from borders.routing import Reach

FORMS: Final = (".csv", ".geojson", ".gpkg", ".fgb", ".parquet")
_PAIRS: Final = (("lon", "lat"), ("longitude", "latitude"), ("lng", "lat"), ("x", "y"))


def reach(snapshot: Snapshot, before: Snapshot | None, source: Path, target: Path) -> str:
    """Write the reach of the places of a file to another, and return what came of it.

    A CSV that becomes a CSV is read and written by parts: it may be larger than the memory.

    Raises
    ------
    QuestionError
        The file holds no places, or the form of the target is not known.
    """
    if target.suffix.lower() not in FORMS:
        forms = wording.listed(FORMS, "or")
        raise QuestionError(f"{target.name} cannot be written: let its name end in {forms}")
    measure = journeys.reach_of(snapshot, before)
    with _beside(target) as part:
        if {source.suffix.lower(), target.suffix.lower()} == {".csv"}:
            found = _by_parts(measure, source, part)
        else:
            frame = measure.frame(_places(source))
            _write(frame, part)
            found = _Count().plus(frame)
    return found.told()


class _Count(NamedTuple):
    """What came of places."""

    places: int = 0
    served: int = 0
    restricted: int = 0
    """Those that reach restricted crossings only."""
    km: float = 0.0

    def plus(self, columns: Mapping[str, Any]) -> _Count:
        km, restricted = (np.asarray(columns[key], float) for key in ("km", "restricted_km"))
        return _Count(
            self.places + len(km),
            self.served + int(np.isfinite(km).sum()),
            self.restricted + int((np.isnan(km) & np.isfinite(restricted)).sum()),
            self.km + float(np.nansum(km)),
        )

    def told(self) -> str:
        texts = [f"{self.places} place{'' if self.places == 1 else 's'}"]
        if self.served:
            mean = wording.distance(self.km / self.served)
            texts += [f"{self.served} of which reach an open crossing", f"{mean} on average"]
        else:
            texts.append("none of which reaches an open crossing")
        if self.restricted:
            texts.append(f"{self.restricted} of which reach restricted ones only")
        return ", ".join(texts)


@contextlib.contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """Give a name to write to; what is there in the end becomes the target."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{target.stem}-", dir=target.parent) as folder:
        part = Path(folder) / target.name
        yield part
        part.replace(target)


def _by_parts(measure: Reach, source: Path, part: Path) -> _Count:
    count = _Count()
    try:
        tables = pd.read_csv(source, chunksize=CHUNK, dtype_backend="numpy_nullable")
        with part.open("w", encoding="utf-8", newline="") as out:
            for table in progress.steps(tables, "Measuring reach"):
                columns = measure.of(*_lon_lat(table, source, count.places))
                refuse_twice(table, columns)
                found = table.assign(**columns).round({c: 3 for c in columns if "km" in c})
                found.to_csv(out, index=False, header=not count.places, lineterminator="\n")
                count = count.plus(columns)
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError) as error:
        raise QuestionError(f"{source}: {error}") from error
    return count


def _lon_lat(table: pd.DataFrame, source: Path, skipped: int) -> tuple[np.ndarray, np.ndarray]:
    lower = {str(name).lower(): name for name in table.columns}
    for pair in _PAIRS:
        if set(pair) <= lower.keys():
            names = [lower[word] for word in pair]
            break
    else:
        told = ", ".join(map(str, table.columns))
        raise QuestionError(f"{source} has no columns lon and lat, but {told}")
    found = []
    for name, bound in zip(names, (180, 90), strict=True):
        numbers = pd.to_numeric(table[name], errors="coerce").to_numpy(float, na_value=np.nan)
        bad = (np.isnan(numbers) & table[name].notna().to_numpy()) | (np.abs(numbers) > bound)
        if bad.any():
            at = int(np.flatnonzero(bad)[0])
            line = skipped + at + 2
            raise QuestionError(
                f"{source}, line {line}: {str(table[name].iloc[at])!r} is no {name} in degrees"
            )
        found.append(numbers)
    return found[0], found[1]


def _places(source: Path) -> gpd.GeoDataFrame:
    if source.suffix.lower() == ".csv":
        try:
            table = pd.read_csv(source)
        except (ValueError, pd.errors.EmptyDataError) as error:
            raise QuestionError(f"{source}: {error}") from error
        points = gpd.points_from_xy(*_lon_lat(table, source, 0))
        return gpd.GeoDataFrame(table, geometry=points, crs="EPSG:4326")
    read = gpd.read_parquet if source.suffix.lower() == ".parquet" else gpd.read_file
    try:
        return read(source)
    except (ImportError, ValueError, RuntimeError, OSError) as error:
        raise QuestionError(f"{source} cannot be read as places: {error}") from error


def _write(frame: gpd.GeoDataFrame, target: Path) -> None:
    for name in frame.columns[frame.dtypes == "category"]:
        frame[name] = frame[name].astype(object)
    try:
        if target.suffix.lower() == ".csv":
            points = frame.geometry.representative_point().to_crs("EPSG:4326")
            table = pd.DataFrame(frame.drop(columns=frame.geometry.name))
            table.insert(0, "lon", points.x) if "lon" not in table else None
            table.insert(1, "lat", points.y) if "lat" not in table else None
            table.to_csv(target, index=False, lineterminator="\n")
        elif target.suffix.lower() == ".parquet":
            frame.to_parquet(target)
        else:
            frame.to_file(target)
    except (ImportError, ValueError, RuntimeError) as error:
        raise QuestionError(f"{target.name} cannot be written: {error}") from error
