"""Which signs a question means: traffic seen at a crossing since it was last verified."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from borders.rules.evaluate import modes_asked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from borders.model import Crossing, Facts, Question, Sign

__all__ = ["by_crossing", "known", "seen"]


def known(facts: Facts) -> tuple[Sign, ...]:
    """Return all traffic seen that could be read of by what is known, the newest last."""
    last = (facts.known_on or date.max).isoformat()
    signs = (s for s in facts.signs if (facts.sources[s.source].published or "") <= last)
    return tuple(sorted(signs, key=lambda sign: (sign.through, sign.since)))


def by_crossing(signs: Iterable[Sign]) -> Mapping[str, Sequence[Sign]]:
    """Return signs by the id of the crossing at which they were seen, in their order."""
    at: dict[str, list[Sign]] = {}
    for sign in signs:
        at.setdefault(sign.crossing, []).append(sign)
    return at


def seen(
    known_signs: Iterable[Sign], crossing: Crossing, question: Question, verified: date | None
) -> Iterator[Sign]:
    """Yield those of some signs that a question means, seen after the day last verified.

    See `borders.register.Register.signs`.
    """
    moment, through = question.moment.date(), verified or date.min
    for sign in known_signs:
        if (
            sign.crossing == crossing.id
            and sign.since <= moment
            and through < min(moment, sign.through)
            and sign.mode in modes_asked(crossing, question)
            and question.direction in {None, *sign.direction.each}
        ):
            yield sign
