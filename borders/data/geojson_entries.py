"""Features of GeoJSON that people write: a property of one changed, all else as it was."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from borders.errors import QuestionError

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH: Final = 100
"""Columns that a property keeps within."""

PLACE: Final = "coordinates"
"""What stands in the geometry of a feature, and among its properties to who corrects it."""

_EMPTY: Final = '{\n "type": "FeatureCollection",\n "features": []\n}\n'
_SPACE: Final = re.compile(r"\s*")


class _Span(NamedTuple):
    """Where a member of an object stands in a text."""

    start: int
    value: int
    end: int


def find(text: str, crossing: str) -> dict[str, Any] | None:
    """Return the feature of a crossing; None: the file has none."""
    features = _document(text)["features"]
    return next((each for each in features if each.get("id") == crossing), None)


def changed(text: str, crossing: str, key: str, value: object) -> str:
    """Return the text of a file of crossings with another property of one, or its coordinates.

    Parameters
    ----------
    value
        The new one, as JSON has it; None: the property is left out.

    Raises
    ------
    QuestionError
        The file has the crossing in no form that can be changed.
    """
    if value is None:
        return _whole(_without(text, crossing, key), text, crossing, key, None)
    start = _object(text, crossing, key)
    indent = re.match(r"\s*", text[text.rfind("\n", 0, start) + 1 : start])[0] + "  "  # type: ignore[index]
    return _with(text, crossing, key, value, _written(value, indent, len(key)))


def with_verified(text: str, crossing: str, periods: Sequence[dict[str, Any]]) -> str:
    """Return the text of a file of crossings with other verified periods of one.

    Raises
    ------
    QuestionError
        The file has the crossing in no form that can be changed.
    """
    start, _, _ = _member(text, crossing, "verified") or (0, 0, 0)
    line = text[text.rfind("\n", 0, start) + 1 : start]
    indent = line if start and not line.strip() else "        "
    rows = ",\n".join(f"{indent}  {_row(period)}" for period in periods)
    return _with(text, crossing, "verified", [*periods], f"[\n{rows}\n{indent}]")


def added(text: str, feature: dict[str, Any]) -> str:
    """Return the text of a file of crossings, or of none, with a feature more at its end."""
    text = text if text.strip() else _EMPTY
    document = _document(text)
    start = re.search(r'"features"\s*:\s*\[', text)
    if start is None:
        raise QuestionError("crossings.geojson: it has no list of features")
    _, end = json.JSONDecoder().raw_decode(text, start.end() - 1)
    last = len(text[: end - 1].rstrip())
    row = json.dumps(feature, ensure_ascii=False, indent=2).replace("\n", "\n    ")
    comma = "," if document["features"] else ""
    new = f"{text[:last]}{comma}\n    {row}\n  {text[end - 1 :]}"
    if json.loads(new) != {**document, "features": [*document["features"], feature]}:
        raise QuestionError(f"crossings.geojson: write {feature.get('id')} by hand")
    return new


def _document(text: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(text) if text.strip() else {"features": []}
    return document


def _row(period: dict[str, Any]) -> str:
    inner = ", ".join(f'"{key}": {json.dumps(value)}' for key, value in period.items())
    return f"{{ {inner} }}"


def _written(value: object, indent: str, width: int) -> str:
    """Return a value as JSON, over several lines where one would be long."""
    line = json.dumps(value, ensure_ascii=False)
    if len(indent) + width + len(line) + 5 <= WIDTH:
        return line
    return json.dumps(value, ensure_ascii=False, indent=2).replace("\n", f"\n{indent}")


def _with(text: str, crossing: str, key: str, value: object, written: str) -> str:
    span = _member(text, crossing, key)
    if span is not None:
        new = f"{text[: span.value]}{written}{text[span.end :]}"
    else:
        at = _object(text, crossing, key)
        first = _SPACE.match(text, at).end()  # type: ignore[union-attr]
        comma = "" if text[first] == "}" else ","
        new = f'{text[:at]}{text[at:first]}"{key}": {written}{comma}{text[at:]}'
    return _whole(new, text, crossing, key, value)


def _without(text: str, crossing: str, key: str) -> str:
    span = _member(text, crossing, key)
    if span is None:
        return text
    behind = re.compile(r"\s*,").match(text, span.end)
    if behind is not None:
        return text[: span.start] + text[behind.end() :].lstrip()
    return text[: span.start].rstrip().removesuffix(",") + text[span.end :]


def _whole(new: str, text: str, crossing: str, key: str, value: object) -> str:
    """Return a new text, which differs from the other as it is meant to and in nothing else."""
    document = json.loads(text)
    feature = next(each for each in document["features"] if each.get("id") == crossing)
    inside = feature["geometry"] if key == PLACE else feature["properties"]
    if value is None:
        inside.pop(key, None)
    else:
        inside[key] = value
    if json.loads(new) != document:
        msg = f"crossings.geojson: write {key} of {crossing} by hand: {json.dumps(value)}"
        raise QuestionError(msg)
    return new


def _object(text: str, crossing: str, key: str) -> int:
    """Return where the members begin of what holds a key."""
    head = re.search(rf'"id"\s*:\s*{re.escape(json.dumps(crossing))}', text)
    name = "geometry" if key == PLACE else "properties"
    found = re.compile(rf'"{name}"\s*:\s*\{{').search(text, head.end() if head else 0)
    if head is None or found is None:
        raise QuestionError(f"crossings.geojson: {crossing} has no id before its {name}")
    return found.end()


def _member(text: str, crossing: str, key: str) -> _Span | None:
    """Return where a property stands; None: it is none."""
    decoder = json.JSONDecoder()
    at, space = _object(text, crossing, key), re.compile(r"[\s,]*")
    while text[(at := space.match(text, at).end())] != "}":  # type: ignore[union-attr]
        start = at
        name, at = decoder.raw_decode(text, at)
        value = at = re.compile(r"\s*:\s*").match(text, at).end()  # type: ignore[union-attr]
        _, at = decoder.raw_decode(text, at)
        if name == key:
            return _Span(start, value, at)
    return None
