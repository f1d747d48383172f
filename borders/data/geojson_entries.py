"""Properties of features in GeoJSON that people write: one changed, all else as it was."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from borders.errors import QuestionError

if TYPE_CHECKING:
    from collections.abc import Sequence


def with_verified(text: str, crossing: str, periods: Sequence[dict[str, Any]]) -> str:
    """Return the text of a file of crossings with other verified periods of one.

    Raises
    ------
    QuestionError
        The file has the crossing in no form that can be changed.
    """
    start, end = _value(text, crossing, "verified")
    line = text[text.rfind("\n", 0, start) + 1 : start]
    indent = re.match(r"\s*", line)[0] if line.strip().startswith('"') else "        "  # type: ignore[index]
    rows = ",\n".join(f"{indent}  {_row(period)}" for period in periods)
    array = f"[\n{rows}\n{indent}]"
    new = f"{text[:start]}{array}{text[end:]}"
    if start == end:  # there was none
        new = f'{text[:start]}\n{indent}"verified": {array},{text[end:]}'
    document = json.loads(text)
    _feature(document, crossing)["properties"]["verified"] = list(periods)
    if json.loads(new) != document:
        msg = f"crossings.geojson: write verified of {crossing} by hand: {json.dumps(periods)}"
        raise QuestionError(msg)
    return new


def _row(period: dict[str, Any]) -> str:
    inner = ", ".join(f'"{key}": {json.dumps(value)}' for key, value in period.items())
    return f"{{ {inner} }}"


def _feature(document: dict[str, Any], crossing: str) -> dict[str, Any]:
    features: list[dict[str, Any]] = document["features"]
    return next(each for each in features if each.get("id") == crossing)


def _value(text: str, crossing: str, key: str) -> tuple[int, int]:
    """Return where the value of a property begins and ends; behind the brace where it is none."""
    decoder = json.JSONDecoder()
    head = re.search(rf'"id"\s*:\s*{re.escape(json.dumps(crossing))}', text)
    properties = re.compile(r'"properties"\s*:\s*\{').search(text, head.end() if head else 0)
    if head is None or properties is None:
        raise QuestionError(f"crossings.geojson: {crossing} has no id before its properties")
    at, space = properties.end(), re.compile(r"[\s,]*")
    while text[(at := space.match(text, at).end())] != "}":  # type: ignore[union-attr]
        name, at = decoder.raw_decode(text, at)
        at = re.compile(r"\s*:\s*").match(text, at).end()  # type: ignore[union-attr]
        start = at
        _, at = decoder.raw_decode(text, at)
        if name == key:
            return start, at
    return properties.end(), properties.end()
