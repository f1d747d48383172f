"""New folders of data: one to lie over a register, or the beginnings of a register."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from babel.core import get_global

from borders import atomic_file, dates
from borders.country_codes import country_code
from borders.data import archives, overlays, reading
from borders.enums import Language
from borders.errors import QuestionError
from borders.model import as_id
from borders.text.countries import country

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from borders.model import Facts

FRESH_DAYS: Final = 7
"""For how many days a verification holds in a new register."""

_SEATS: Final = {
    "AR": "America/Argentina/Buenos_Aires",
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "CD": "Africa/Kinshasa",
    "CL": "America/Santiago",
    "CN": "Asia/Shanghai",
    "CY": "Asia/Nicosia",
    "DE": "Europe/Berlin",
    "EC": "America/Guayaquil",
    "ES": "Europe/Madrid",
    "ID": "Asia/Jakarta",
    "KZ": "Asia/Almaty",
    "MN": "Asia/Ulaanbaatar",
    "MX": "America/Mexico_City",
    "MY": "Asia/Kuala_Lumpur",
    "NZ": "Pacific/Auckland",
    "PT": "Europe/Lisbon",
    "RU": "Europe/Moscow",
    "UA": "Europe/Kyiv",
    "US": "America/New_York",
    "UZ": "Asia/Tashkent",
}
"""The clock of the seat of government, of countries that keep several."""


def overlay(target: Path, *below: Path) -> str:
    """Write a folder to lie over others, and return what it lies over.

    Parameters
    ----------
    target
        The folder to make; an empty one may be there.
    below
        The folders that it lies over; left out: the shipped register.

    Raises
    ------
    QuestionError
        The target holds something already.
    DataError
        What it lies over cannot be read.
    """
    facts, folders = overlays.read(*below)
    taken = {facts.package.name, *facts.overlays}
    name = _name(target, "overlay")
    over = facts.package.name
    if folders[-1].resolve() != archives.geodata().resolve():
        over = os.path.relpath(folders[-1].resolve(), target.resolve())
    package = {
        "name": f"{name}-overlay" if name in taken else name,
        "title": f"Laid over {facts.package.title}",
        "version": _today(facts.package.zones[facts.package.home]).replace("-", "."),
        "over": over,
    }
    files = {
        **_measures(facts.package.zones, _example(facts)),
        "sources.toml": _SOURCES,
        overlays.FILE: _fill(_OVERLAY, _values(facts)),
    }
    _write(target, package, files)
    return facts.package.name


def register(target: Path, home: str, neighbours: Sequence[str]) -> Mapping[str, str]:
    """Write the beginnings of a register, and return the clock of each state.

    Parameters
    ----------
    home
        The state that `out` leaves, by code or name.
    neighbours
        Those beyond its border.

    Raises
    ------
    QuestionError
        A state is none, or stands twice; or the target holds something already.
    """
    states = [country_code(home, "home"), *(country_code(n, "neighbour") for n in neighbours)]
    if len(set(states)) < len(states):
        raise QuestionError(
            f"{', '.join(states)}: each state stands once, and home is no neighbour"
        )
    zones = {state: _zone(state) for state in states}
    names = " and ".join(country(state) for state in states[1:])
    package = {
        "name": _name(target, "register"),
        "title": f"Border crossings of {country(states[0])} with {names}",
        "version": _today(zones[states[0]]).replace("-", "."),
        "home": states[0],
        "fresh_days": FRESH_DAYS,
        "languages": ["en"],
        "zones": zones,
        "clock": states[0],
        "sources": [],
    }
    values = {
        "home": states[0],
        "neighbour": states[1],
        "day": _today(zones[states[0]]),
        "crossing": "a-crossing",
        "languages": ", ".join(Language),
    }
    crossings = {"type": "FeatureCollection", "features": []}
    files = {
        "README.md": _fill(_README, values),
        reading.CROSSINGS: json.dumps(crossings, indent=1) + "\n",
        **{
            name: f"{_NO_MEASURE}{text}"
            for name, text in _measures(zones, dict.fromkeys(zones, "a-crossing")).items()
        },
        "sources.toml": _SOURCES,
        "vocabulary.toml": _VOCABULARY,
        "groups.toml": _fill(_GROUPS, values),
    }
    _write(target, package, files)
    return zones


def _name(target: Path, otherwise: str) -> str:
    """Return a name of a Data Package after a folder's."""
    return as_id(target.resolve().name) or otherwise


def _today(zone: str) -> str:
    return dates.day("today", "version", dates.timezone(zone)).isoformat()


def _zone(state: str) -> str:
    """Return the clock of a state, that of its seat where it keeps several."""
    kept = [zone for zone, of in get_global("zone_territories").items() if of == state]
    zone = _SEATS.get(state, min(kept, default=""))
    try:
        dates.timezone(zone)
    except ValueError as error:
        raise QuestionError(f"no clock of {country(state)} is known here: {error}") from error
    return zone


def _example(facts: Facts) -> dict[str, str]:
    """Return a crossing at which each side decides something."""
    home, crossings = facts.package.home, facts.crossings.values()
    return {
        side: next((c.id for c in crossings if side in {home, c.neighbour}), "a-crossing")
        for side in facts.package.zones
    }


def _values(facts: Facts) -> dict[str, str]:
    side = facts.package.home
    return {
        "day": _today(facts.package.zones[side]),
        "crossing": _example(facts)[side],
        "measure": next(iter(facts.measures), "a-measure"),
    }


def _measures(zones: Mapping[str, str], examples: Mapping[str, str]) -> dict[str, str]:
    files = {}
    for side, zone in zones.items():
        day = _today(zone)
        now = dates.day_start(dates.day(day, "day"), dates.timezone(zone)).isoformat()
        values = {
            "country": country(side),
            "side": side.lower(),
            "zone": zone,
            "day": day,
            "moment": now.replace("T00:", "T06:"),
            "crossing": examples[side],
        }
        files[f"measures/{side}.toml"] = _fill(_MEASURES, values)
    return files


def _fill(text: str, values: Mapping[str, str]) -> str:
    for key, value in values.items():
        text = text.replace(f"<{key}>", value)
    return text


def _write(target: Path, about: Mapping[str, object], files: Mapping[str, str]) -> None:
    """Write a folder that is there whole or not at all."""
    target = target.resolve()
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        raise QuestionError(f"{target} is there and not empty: choose another folder")
    kinds = {".json": "json", ".geojson": "geojson", ".toml": "toml"}
    resources = [
        {
            "name": as_id(name.rpartition(".")[0]),
            "path": name,
            "format": kinds[Path(name).suffix],
        }
        for name in files
        if Path(name).suffix in kinds
    ]
    target.parent.mkdir(parents=True, exist_ok=True)
    with atomic_file.workspace(target.parent) as beside:
        made = beside / target.name
        document = json.dumps({**about, "resources": resources}, ensure_ascii=False, indent=2)
        for name, text in {reading.PACKAGE: f"{document}\n", **files}.items():
            file = made / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        try:
            made.replace(target)
        except OSError as error:
            raise OSError(error.errno, error.strerror, str(target)) from error


_MEASURES: Final = """\
# What <country> decided, one decision an entry. borders record asks for one and writes it here;
# borders check names what is wrong, with its line.
# Without the marks at the beginning of its lines this would be one:
#
# [[measure]]
# id = "<side>-<day>-closure"        # the state, the day it began, two words
# crossings = ["<crossing>"]            # each by its id
# # modes = ["car", "bus"]              # left out: every means
# # direction = "out"                   # left out: both
# effect = "bars"                       # or "conditions", with condition = a word of the vocabulary
# # only = [{ vehicle = ["BY"] }]       # whom it touches; left out: everybody
# # except = [{ nationality = ["EU"] }] # …and whom not
# announced = <day>
# valid_from = <moment>   # a bare date: 00:00 in <zone>
# # valid_to = <day>                    # the first moment at which it no longer holds
# # last_seen = <day>                   # known to have held on this day, its end not found
# reason = "security"                   # a word of vocabulary.toml
# decided_by = "The Government of <country>"
# sources = ["a-source"]                # ids of sources.toml
# confidence = "high"                   # or "medium", "low"
#
# At a crossing that nobody verified since, a closure holds on its first day, and through the day of
# its newest source or last_seen; then the answer is unknown. Nothing written here opens one.
"""

_NO_MEASURE: Final = """\
# Said to be empty, as a file that was lost never means open. Leave it out with the first entry.
measure = []

"""

_SOURCES: Final = """\
# The publications that all of this rests on. Without the marks at the beginning of its lines this
# would be one:
#
# [[source]]
# id = "a-source"                       # who published it, and when
# publisher = "A paper"
# title = "As it is printed"
# url = "https://example.org/"          # left out: it has no public address
# published = "2000-01-31"              # a day, month or year; left out: not dated
# language = "en"
# kind = "notice"                       # "act", "notice" of an authority, "news" or "data"
"""

_OVERLAY: Final = """\
# What is told in short of entries in the folders below. To replace one of them whole, write an
# entry with its id in a file of its name: in measures/, sources.toml, crossings.geojson, …
#
# The end of a measure:
#
# [[end]]
# measure = "<measure>"
# valid_to = <day>                      # the first moment at which it no longer holds
# lifted = <day>                        # the day on which that was made known
# sources = ["a-source"]
#
# The days through which somebody verified what holds at a crossing, all of it, in both directions:
#
# [[verified]]
# crossing = "<crossing>"
# from = <day>
# through = <day>                       # the last day, included
# by = ["a-source"]
"""

_VOCABULARY: Final = """\
# The words for reasons, conditions, papers and traffic seen: each word that an entry uses, in
# English at least, and in the other languages that datapackage.json names.
# Without the marks at the beginning of its lines this would be one:
#
# [[reason]]
# id = "security"
# en = "security"
#
# [[condition]] (what must be met first), [[paper]] (what a traveller holds) and [[traffic]] (what
# was seen) are written alike.
"""

_GROUPS: Final = """\
# Countries that measures name together, such as a union of states: its id in capitals, its wording
# and its members.
#
# [[group]]
# id = "BOTH"
# en = "both states"
# members = ["<home>", "<neighbour>"]
"""

_README: Final = """\
# A register of border crossings

`borders check` of this folder tells what is wrong, with its line. Of what nobody wrote down the
answer is *unknown*: silence never means open.

1. **Crossings**, in `crossings.geojson`, between the brackets after `features`, parted by commas.
   Longitude comes first. `verified` names the days for which a source lets you say all that held.

   ```json
   {
     "type": "Feature",
     "id": "<crossing>",
     "geometry": {"type": "Point", "coordinates": [0.0, 0.0]},
     "properties": {
       "neighbour": "<neighbour>",
       "kind": "road",
       "category": "international",
       "modes": ["foot", "bicycle", "motorcycle", "car", "bus", "truck"],
       "checkpoints": [
         {"side": "<neighbour>", "names": {"en": "Its name over there"}},
         {"side": "<home>", "names": {"en": "Its name at home"}}
       ],
       "border_point": {"accuracy_m": 500, "basis": "estimated"},
       "verified": [{"from": "<day>", "through": "<day>", "by": ["a-source"]}],
       "sources": ["a-source"]
     }
   }
   ```

2. **Sources**, in `sources.toml`: every statement has one.
3. **Decisions**, in `measures/`, a file for each state that decides.
4. **Words** for reasons, conditions and papers, in `vocabulary.toml`; states that rules name
   together, in `groups.toml`.
5. **The register** itself, in `datapackage.json`. `title`: what it is called. `zones`: the clock of
   each state, that of its seat of government; where the border keeps another, write its name.
   `clock`: the state by whose clock a day at a crossing is meant. `languages`: in which of
   <languages> all words stand, and a page is read. `sources`: whose work the
   ground of its maps is, each with `title` and `path`; pages and pictures name them, and nobody
   else.

Names of crossings and towns may stand in any language of ISO 639-1.

A map draws on `countries.geojson` and `borders.geojson`, towns are read from `towns.csv`, routes
from `network/`: all may be missing. `borders.geojson` has a LineString for each neighbour whose
property `sides` is `["<home>", "<neighbour>"]`: the first lies on its left hand. Each file and key
is described in the README of the data that the package ships.
"""
