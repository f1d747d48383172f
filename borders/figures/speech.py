"""What figures say besides what the page says."""

from __future__ import annotations

import functools
import json
from importlib.resources import files
from typing import TYPE_CHECKING

from babel.numbers import format_decimal

from borders.enums import Effect, Kind, Status
from borders.text import sentences
from borders.text.sentences import lowered, raised

if TYPE_CHECKING:
    from borders.model import Crossing, Facts, Verdict
    from borders.register import Snapshot

__all__ = ["Speech", "ended", "lowered", "raised", "unbroken"]


class Speech(sentences.Speech):
    """Says things of figures in one language, in the page's words and some of their own.

    Parameters
    ----------
    facts
        What is spoken of.
    lang
        One of `borders.enums.Language`.
    """

    def __init__(self, facts: Facts, lang: str) -> None:
        super().__init__(facts, lang)
        self._messages = self._messages | {key: told[lang] for key, told in _wordings().items()}

    def number(self, value: float) -> str:
        """Return a number as it is written."""
        return str(format_decimal(value, locale=self.locale))

    def counted(self, status: Status, count: int) -> str:
        """Return a status, and how many have it."""
        return f"{self.ui(f'status.{status}')} ({count})"

    def explained(self, status: Status) -> str:
        """Return what a status means that does not say it itself."""
        return ended(f"{self.ui(f'status.{status}')}: {self.ui(f'legend.{status}')}")

    def short(self, crossing: Crossing) -> str:
        """Return the name on the neighbour's side, and what is there if no road."""
        told = crossing.checkpoints[0].names.get(self.language)
        name = told or crossing.name().partition(" (")[0]
        if crossing.kind in {Kind.ROAD, Kind.AIR} or name.endswith(")"):
            return name
        return f"{name} ({lowered(self.ui(f'kind.{crossing.kind}'))})"

    def question(self, snapshot: Snapshot, *, moment: bool = True) -> str:
        """Return what is asked: of whom, how, which way, when."""
        nobody = self.ui("asker.nobody", form="many") or self.ui("asker.anybody")
        parts = [self.moment(snapshot)] if moment else []
        parts.append(raised(self.asker(snapshot) or nobody))
        parts += [] if snapshot.mode else [lowered(self.ui("mode.any"))]
        parts += [] if snapshot.direction else [lowered(self.ui("direction.any"))]
        parts += [] if moment else [self.known(snapshot)]
        return " · ".join(filter(None, parts))

    def moment(self, snapshot: Snapshot) -> str:
        """Return when is asked, and what is known then."""
        texts = [self.when(snapshot), self.known(snapshot)]
        return " · ".join(map(unbroken, filter(None, texts)))

    def restriction(self, verdict: Verdict) -> str:
        """Return on what it hangs whether one may pass."""
        unsaid = self.listed(self.ui(f"depends.{one}") for one in verdict.depends_on)
        texts = [self.ui("depends", list=unsaid)] if unsaid else []
        texts += [
            self.clause(measure, verdict.question)
            for measure in verdict.measures
            if measure.effect is Effect.CONDITIONS
        ]
        return self._chained(texts, "separator.reasons") if texts else self.why(verdict)

    def letters(self) -> frozenset[str]:
        """Return the characters of all that may be said."""
        names = (
            name
            for c in self.facts.crossings.values()
            for p in c.checkpoints
            for name in p.names.values()
        )
        papers = (paper.wording(self.language) for paper in self.facts.papers.values())
        groups = (group.wording(self.language) for group in self.facts.groups.values())
        texts = (text for text in self._messages.values() if isinstance(text, str))
        months = (self.locale.months["format"]["wide"]).values()
        lands = self.locale.territories.values()
        told = "".join((*texts, *names, *papers, *groups, *months, *lands))
        return frozenset(filter(str.isprintable, told + told.upper()))


def ended(text: str) -> str:
    """Return a text as a sentence that may break, with one full stop."""
    text = text.replace("\u00a0", " ")
    return text if text.endswith(".") else f"{text}."


def unbroken(text: str) -> str:
    """Return a text that stays in one line."""
    return text.replace(" ", "\u00a0")


@functools.cache
def _wordings() -> dict[str, dict[str, str]]:
    text = (files("borders.figures") / "wordings.json").read_text("utf-8")
    return dict(json.loads(text))
