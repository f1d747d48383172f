"""What rests on each source, and what on it alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from borders.model import Crossing, Facts


class Statement(NamedTuple):
    """Something that sources bear out together."""

    kind: str
    """What it is of: a measure, crossing, verified period, advice, danger, group or sign."""
    entry: str
    sources: tuple[str, ...]

    @property
    def is_single(self) -> bool:
        """Whether it has one source alone."""
        return len(set(self.sources)) == 1

    def __str__(self) -> str:
        return f"{self.kind} {self.entry}"


def resting(facts: Facts) -> dict[str, list[Statement]]:
    """Return what rests on each source, by its id; nothing, where it is cited nowhere."""
    found: dict[str, list[Statement]] = {source: [] for source in facts.sources}
    for statement in statements(facts):
        for source in dict.fromkeys(statement.sources):
            found[source].append(statement)
    return found


def statements(facts: Facts) -> Iterator[Statement]:
    """Yield everything that has sources."""
    for measure in facts.measures.values():
        yield Statement("measure", measure.id, measure.sources)
    for crossing in facts.crossings.values():
        yield from of_crossing(crossing)
    for item in facts.advice.values():
        yield Statement("advice", item.id, item.sources)
    for danger in facts.dangers.values():
        yield Statement("danger", danger.id, danger.sources)
    for group in facts.groups.values():
        if group.sources:
            yield Statement("group", group.id, group.sources)
    for sign in facts.signs:
        entry = f"{sign.crossing}, {sign.mode}, from {sign.since}"
        yield Statement("sign", entry, (sign.source,))


def of_crossing(crossing: Crossing) -> Iterator[Statement]:
    """Yield everything of a crossing that has sources."""
    yield Statement("crossing", crossing.id, crossing.sources)
    for period in crossing.verified:
        entry = f"{crossing.id} {period.first} to {period.through}"
        yield Statement("verified period", entry, period.by)
    yield from _if_cited("equipment", crossing.id, crossing.equipment.sources)
    for place in (crossing.border_point, *(c.location for c in crossing.checkpoints)):
        if place is not None:
            yield from _if_cited("place", crossing.id, place.sources)


def _if_cited(kind: str, entry: str, sources: Iterable[str]) -> Iterator[Statement]:
    if cited := tuple(sources):
        yield Statement(kind, entry, cited)
