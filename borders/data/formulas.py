"""Texts of a register that a spreadsheet takes for formulas, where it opens them as CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec

from borders.enums import Level
from borders.model import Crossing, Measure, Problem, Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from borders.model import Facts

BEGINNINGS: Final = ("=", "+", "-", "@", "\t", "\r")


def formulas(facts: Facts) -> Iterator[Problem]:
    """Warn of each text that begins as a formula does: files for programs hold it as it is."""
    records: list[Crossing | Measure | Source] = [*facts.crossings.values()]
    records += [*facts.measures.values(), *facts.sources.values()]
    for record in records:
        for text in _texts(msgspec.to_builtins(record)):
            if text.startswith(BEGINNINGS):
                said = f"{text[:30]!r} begins as a formula of a spreadsheet does: put a word first"
                file = _file(record)
                yield Problem(file=file, entry=record.id, text=said, level=Level.WARNING)


def _file(record: Crossing | Measure | Source) -> str:
    if isinstance(record, Measure):
        return f"measures/{record.side}.toml"
    return "crossings.geojson" if isinstance(record, Crossing) else "sources.toml"


def _texts(value: Any) -> Iterator[str]:  # noqa: ANN401 - of JSON
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)
