"""A page of the asked moment alone: small, for every traveller, without history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from borders import dates
from borders.enums import Language
from borders.geo.ground import Ground, parts
from borders.geo.polylines import CELLS, cells_near

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from borders.register import Snapshot

    Cells = frozenset[tuple[int, int]]

__all__ = ["CLOSEST", "STYLES", "coarse", "data_at"]

CLOSEST: Final = 8
"""The closest zoom: a step of the coarse ground is four pixels near a border, fifteen elsewhere."""

STEPS: Final = 0.016, 0.08
"""Of the coarse ground near a border and elsewhere, in degrees."""

PICTURED: Final = 0.03, 0.06
"""Those of the picture that is seen without scripts."""

CORNERS: Final = 16, 80
"""Places of the smallest ring that is drawn near a border and elsewhere, its first one twice."""

NAMED: Final = 4
"""The rank from which towns are named at a closer zoom alone."""

STYLES: Final = (
    ":is(.borders-time,.borders-changes,section:has(>.borders-history)){display:none!important}"
    "@media(min-width:901px){.borders-stage:not(.borders-detailed)"
    "{grid-template-columns:minmax(0,1fr) 0}"
    ".borders-stage:not(.borders-detailed)>.borders-side{border:0}}"
)
"""What tells of other moments is not shown, nor room for it kept."""

_RULED: Final = frozenset({"condition", "effect", "over", "side", "to"})
"""What statuses and their days take of a measure: all else is of those that bear on the moment."""

_OF_MEASURES: Final = frozenset({"condition", "reason"})
"""Kinds of words that measures alone are told in."""

_OF: Final = {"sources": "sources", "only": "whos", "except": "whos"}
"""By keys of records, what their numbers are of."""


def data_at(data: dict[str, Any], snapshot: Snapshot, lang: str) -> dict[str, Any]:
    """Return of the data of a page what bears on the moment of a snapshot, in one language.

    Statuses stay whole, with their days; of measures that do not hold nothing is cited.
    """
    register = snapshot.whole
    cited: set[int] = set()
    crossings = []
    for crossing, row in zip(register.crossings, data["crossings"], strict=True):
        moment = dates.instant(snapshot.moment, register.zone(crossing)).timestamp() / 60
        cited |= set(_holding(row, data["states"], moment))
        windows = {key: [*_at(row.get(key, ()), moment)] for key in ("planned", "cautions")}
        cited |= {window[0] for rows in windows.values() for window in rows}
        windows["dangers"] = [each for each in row.get("dangers", ()) if _is_at(each, moment)]
        names = [_once(lang, names) for names in row["names"]]
        # what is not of the moment is told by the page of all of them
        own = {key: value for key, value in row.items() if key != "note"}
        crossings.append(own | windows | {"names": names, "sources": []})
    noon = dates.instant(snapshot.moment, register.zone(register.crossings[0])).timestamp() / 60
    measures = [
        {k: v for k, v in measure.items() if (k != "note" if i in cited else k in _RULED)}
        for i, measure in enumerate(data["measures"])
    ]
    cited_words = {measures[i].get(key) for i in cited for key in _OF_MEASURES}
    advice = [row for row in data["advice"] if _is_at(row, noon)]
    kept: dict[str, dict[int, int]] = {key: {} for key in ("sources", "whos")}
    rows = {"measures": measures, "crossings": crossings, "advice": advice}
    written = {key: _renumbered(row, kept) for key, row in rows.items()}
    return (
        data
        | written
        | {
            "compact": True,
            "languages": [lang],
            "events": [],
            **{key: [data[key][i] for i in numbers] for key, numbers in kept.items()},
            "groups": {key: _in(lang, group) for key, group in data["groups"].items()},
            "clockTowns": {side: _in(lang, names) for side, names in data["clockTowns"].items()},
            "words": {
                kind: {
                    key: _in(lang, word)
                    for key, word in words.items()
                    if kind not in _OF_MEASURES or key in cited_words
                }
                for kind, words in data["words"].items()
            },
        }
    )


def _holding(row: Mapping[str, Any], states: Sequence[Any], moment: float) -> Iterator[int]:
    """Yield the measures that hold at a crossing at a moment, and at the last one known before."""
    known = [min(end, moment) for start, end in row.get("verified", ()) if start <= moment]
    for minute in {moment, *known[-1:]}:
        current = [state for since, state in row["spells"] if since <= minute]
        yield from (measure for state in current[-1:] for measure, _ in states[state][1])


def _at(windows: Iterable[Any], moment: float) -> Iterator[Any]:
    """Yield those of the windows of measures in which a moment lies."""
    for window in windows:
        _, since, until, _ = window
        if since <= moment and (until is None or moment < until):
            yield window


def _is_at(row: Mapping[str, Any], moment: float) -> bool:
    return bool(row["from"] <= moment < row.get("to", moment + 1))


def _renumbered(row: Any, kept: dict[str, dict[int, int]]) -> Any:  # noqa: ANN401 - as JSON is
    """Return a record in which what is kept is numbered anew."""
    if isinstance(row, list | tuple):
        return [_renumbered(item, kept) for item in row]
    if not isinstance(row, dict):
        return row
    return {
        key: [kept[_OF[key]].setdefault(i, len(kept[_OF[key]])) for i in value]
        if key in _OF
        else _renumbered(value, kept)
        for key, value in row.items()
    }


def _in(lang: str, words: Mapping[str, Any]) -> dict[str, Any]:
    """Return the words of one language, and what is of none."""
    others = {language.value for language in Language} - {lang}
    return {key: value for key, value in words.items() if key not in others}


def _once(lang: str, names: Mapping[str, str]) -> dict[str, str]:
    """Return names in one language and in English, and of other spellings each once, to search."""
    own = {each: names[each] for each in (lang, Language.EN.value) if each in names}
    others = {name: language for language, name in names.items() if name not in own.values()}
    return own | {language: name for name, language in others.items()}


def coarse(read: Ground, lang: str, steps: tuple[float, float] = STEPS) -> Ground:
    """Return the ground on a grid of wide steps, its towns in one language."""
    near = cells_near(read.lines)
    towns = [
        town._replace(name=town.names.get(lang, town.name), names={})
        for town in read.towns
        if town.rank < NAMED
    ]
    return Ground(
        [_snapped(feature, near, steps) for feature in read.countries],
        [_snapped(feature, near, steps) for feature in read.water],
        [list(_steps(line, near, steps)) for line in read.lines],
        towns,
    )


def _snapped(feature: dict[str, Any], near: Cells, steps: tuple[float, float]) -> dict[str, Any]:
    rings = [[list(_steps(ring, near, steps)) for ring in rings] for rings in parts(feature)]
    seen = [[ring for ring in each if len(ring) >= _least(ring, near)] for each in rings]
    geometry = {"type": "MultiPolygon", "coordinates": [each for each in seen if each]}
    return feature | {"geometry": geometry}


def _least(ring: list[tuple[float, float]], near: Cells) -> int:
    return CORNERS[0] if any(_cell(x, y) in near for x, y in ring) else CORNERS[1]


def _cell(x: float, y: float) -> tuple[int, int]:
    across, up = CELLS
    return int(x * across), int(y * up)


def _steps(
    line: Iterable[Sequence[float]], near: Cells, steps: tuple[float, float]
) -> Iterator[tuple[float, float]]:
    last = None
    for x, y, *_ in line:
        step = steps[0] if _cell(x, y) in near else steps[1]
        point = round(round(x / step) * step, 4), round(round(y / step) * step, 4)
        if point != last:
            yield point
        last = point
