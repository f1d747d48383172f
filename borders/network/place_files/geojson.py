"""GeoJSON of other people, which comes back as it was, with properties more."""

from __future__ import annotations

import json
import math
from collections import Counter
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
import shapely

from borders.errors import QuestionError, shown
from borders.network.place_files import positions, values
from borders.network.place_files.places import Places, is_degrees

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import pyproj

    from borders._typing import Shapes

    Document = dict[str, Any]

_FORM = "a FeatureCollection of features, each with properties and a geometry"
_ENCODER = msgspec.json.Encoder(decimal_format="number")


def read(source: Path) -> tuple[Places, list[str]]:
    """Return the places of a GeoJSON, and what is odd about it.

    Raises
    ------
    QuestionError
        It is none.
    """
    document, notes = _decoded(source)
    features = _features(document, source)
    names = list(dict.fromkeys(name for each in features for name in each.get("properties") or {}))
    properties = [each.get("properties") or {} for each in features]
    columns = [[each.get(name) for each in properties] for name in names]
    if any("id" in each for each in features):
        names, columns = _with_ids(names, columns, [each.get("id") for each in features])
    places = Places(
        source=source,
        names=names,
        columns=columns,
        shapes=_shapes(features, source),
        crs=_crs(document, source),
        native=document,
    )
    return places, notes


def _decoded(source: Path) -> tuple[Any, list[str]]:
    decoder = _Decoder()
    try:
        document = json.loads(
            source.read_bytes().removeprefix(b"\xef\xbb\xbf"),
            object_pairs_hook=decoder.object,
            parse_constant=decoder.constant,
            parse_float=_finite,
        )
    except (ValueError, RecursionError) as error:
        raise QuestionError(f"{source} cannot be read as places: {error}") from error
    return document, [*decoder.notes(source)]


class _Decoder:
    """What JSON lets through, and is told: keys that stand twice, numbers that are none."""

    def __init__(self) -> None:
        self._features = 0
        self._twice: dict[str, list[int]] = {}
        self._has_constants = False

    def object(self, pairs: list[tuple[str, Any]]) -> Document:
        """Return an object as the last of each key has it."""
        found = dict(pairs)
        if len(found) < len(pairs):
            counts = Counter(key for key, _ in pairs)
            for key in (key for key, count in counts.items() if count > 1):
                self._twice.setdefault(key, []).append(self._features)
        self._features += found.get("type") == "Feature" and "geometry" in found
        return found

    def constant(self, _text: str) -> None:
        """Return what NaN and Infinity are written as."""
        self._has_constants = True

    def notes(self, source: Path) -> Iterator[str]:
        """Yield what is odd."""
        if self._has_constants:
            yield f"{source}: NaN and Infinity are not of JSON, and are written as null"
        for key, features in self._twice.items():
            rows = [*dict.fromkeys(features)]
            where = positions.ordinal(rows[: positions.SHOWN], len(rows))
            told = f"{shown(key)} stands more than once in an object; the last is kept"
            yield f"{source}, {where}: {told}"


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text} is beyond all numbers that a computer has")
    return number


def _features(document: Any, source: Path) -> list[Document]:  # noqa: ANN401 - as above
    kind = document.get("type") if isinstance(document, dict) else None
    features = [document] if kind == "Feature" else None
    if kind == "FeatureCollection":
        features = document.get("features")
    if not isinstance(features, list):
        raise QuestionError(f"{source} cannot be read as places: write {_FORM}")
    for number, each in enumerate(features, 1):
        is_feature = isinstance(each, dict) and each.get("type") == "Feature"
        if not is_feature or not isinstance(each.get("properties"), dict | None):
            raise QuestionError(f"{source}, place {number} is no feature: write {_FORM}")
    return features


def _with_ids(
    names: list[str], columns: list[list[Any]], ids: list[Any]
) -> tuple[list[str], list[list[Any]]]:
    """Return the columns with that of the ids of features, unless one says the same."""
    if "id" in names and columns[names.index("id")] == ids:
        return names, columns
    name = next(each for each in ("id", "feature_id", "feature id") if each not in names)
    return [name, *names], [ids, *columns]


def _crs(document: Document, source: Path) -> pyproj.CRS | None:
    """Return the coordinate system that a GeoJSON of before 2016 may name."""
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    if document.get("crs") is None:
        return None
    try:
        return CRS.from_user_input(document["crs"]["properties"]["name"])
    except (CRSError, KeyError, TypeError) as error:
        raise QuestionError(
            f"{source}: its crs is not understood: write it by its name, as EPSG:3035, or write "
            "degrees and leave it out"
        ) from error


def _shapes(features: Sequence[Document], source: Path) -> Shapes:
    shapes = np.full(len(features), None, object)
    for number, feature in enumerate(features):
        geometry = feature.get("geometry")
        try:
            shapes[number] = None if geometry is None else _shape(geometry)
        except _BROKEN as error:
            text = f"{source}, place {number + 1}: its geometry is none of GeoJSON"
            raise QuestionError(text) from error
    return shapes


_BROKEN = (
    *(ArithmeticError, AttributeError, KeyError, TypeError, ValueError, shapely.GEOSException),
)
"""What is raised of what is no geometry."""


def _shape(geometry: Document) -> Any:  # noqa: ANN401 - of shapely
    if geometry["type"] == "Point":  # the most, and the one that may lack a number
        lon, lat = ([*geometry["coordinates"], None, None])[:2]
        return shapely.points(*(np.nan if each is None else _number(each) for each in (lon, lat)))
    return shapely.from_geojson(_ENCODER.encode(geometry))


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError
    return float(value)


def write(places: Places, added: Mapping[str, Sequence[Any]]) -> bytes:
    """Return a GeoJSON of places with columns more, a feature a line, in degrees."""
    is_own = isinstance(places.native, dict)
    document = dict(places.native) if is_own else {"type": "FeatureCollection"}
    features = _own(places) if is_own else _made(places)
    for feature, *more in zip(features, *added.values(), strict=True):
        feature["properties"] |= dict(zip(added, more, strict=True))
    if document["type"] == "Feature":
        return _encoded(features[0]) + b"\n"
    if not is_degrees(places.crs):
        document.pop("crs", None)
        document.pop("bbox", None)
    document.pop("features", None)
    head = _encoded(document).removesuffix(b"}")
    lines = b",\n".join(map(_encoded, features))
    return head + b',"features":[\n' + lines + b"\n]}\n"


def _encoded(value: object) -> bytes:
    try:
        return _ENCODER.encode(value)
    except (UnicodeEncodeError, TypeError, RecursionError) as error:
        raise QuestionError(f"a value cannot be written as JSON: {error}") from error


def _own(places: Places) -> list[Document]:
    """Return the features as they came, but for outlines that are no degrees or no place."""
    features = _features(places.native, places.source)
    made = [each | {"properties": dict(each.get("properties") or {})} for each in features]
    absent = np.isnan(places.lonlat).any(axis=0)
    if not is_degrees(places.crs):
        for feature, geometry in zip(made, _geometries(places), strict=True):
            feature["geometry"] = geometry
            feature.pop("bbox", None)
    for number in np.flatnonzero(absent):
        made[number]["geometry"] = None
    return made


def _made(places: Places) -> list[Document]:
    columns = [values.plain(column) for column in places.columns]
    rows = zip(*columns, strict=True) if columns else [()] * len(places.outlines)
    return [
        {
            "type": "Feature",
            "properties": dict(zip(places.names, row, strict=True)),
            "geometry": geometry,
        }
        for row, geometry in zip(rows, _geometries(places), strict=True)
    ]


def _geometries(places: Places) -> list[Any]:
    absent = np.isnan(places.lonlat).any(axis=0)
    shapes = places.degrees().copy()
    shapes[absent] = None
    texts = shapely.to_geojson(shapes)
    return [None if text is None else msgspec.Raw(text.encode()) for text in texts]
