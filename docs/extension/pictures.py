"""Small pictures: the mark of each standing, and how a crossing stood over a time."""

from __future__ import annotations

import html
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective, SphinxRole

import borders
from borders.enums import Standing
from borders.maps.markup import strokes
from borders.rules.evaluate import evaluate
from borders.style import STYLES
from extension.tables import register

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx
    from sphinx.util.typing import OptionSpec

WIDTH = 720
HEIGHT = 56
"""Of the row in which bars stand; the words below take as much again."""

STEPS = 480
"""Moments at which a strip is looked at."""


def mark(standing: Standing) -> str:
    """Return the mark of a standing as SVG, one letter high."""
    drawn = strokes(standing, STYLES[standing].colour, ground="none")
    words = standing.value.replace("-", " ")
    return (
        f'<svg class="mark" viewBox="-14 -14 28 28" role="img" aria-label="{words}">'
        f"<title>{words}</title>{drawn}</svg>"
    )


class Mark(SphinxRole):
    """The mark of a standing within a sentence."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return it, and its name where no picture can be shown."""
        return [nodes.raw("", mark(Standing(self.text)), format="html")], []


class Run(NamedTuple):
    """A part of a strip in which a crossing stands alike."""

    standing: Standing
    start: datetime
    end: datetime


def runs(question: borders.Snapshot, name: str, start: date, end: date) -> list[Run]:
    """Return how a crossing stood from a day up to another, without it."""
    crossing = question.register.crossing(name)
    zone = question.register.zone(crossing)
    first, last = (datetime.combine(day, time(), zone) for day in (start, end))
    turns = {verdict.question.moment for verdict in question.periods(crossing)}
    steps = {first + number * (last - first) / STEPS for number in range(STEPS)}
    moments = sorted(steps | {moment for moment in turns if first <= moment < last})

    def at(moment: datetime) -> Standing:
        asked = question.register.on(
            moment,
            mode=question.mode,
            direction=question.direction,
            traveller=question.traveller,
        )
        return evaluate(crossing, asked.question(crossing), question.register.index).standing

    begun = [(key, next(group)) for key, group in groupby(moments, at)]
    ends = [*(moment for _, moment in begun[1:]), last]
    return [Run(key, start, end) for (key, start), end in zip(begun, ends, strict=True)]


class Strip(SphinxDirective):
    """How a crossing stood to a question from one day to another, the taller the freer."""

    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[OptionSpec] = dict.fromkeys(
        ("since", "until", "mode", "direction", "nationality", "as-known-on", "at"),
        directives.unchanged_required,
    )

    def run(self) -> list[nodes.Node]:
        """Return the picture."""
        told = self.options
        start, end = (date.fromisoformat(told[key]) for key in ("since", "until"))
        nationality = told.get("nationality")
        question = register().on(
            start,
            mode=told.get("mode"),
            direction=told.get("direction"),
            traveller=borders.Traveller(nationality=nationality) if nationality else None,
            as_known_on=told.get("as-known-on"),
        )
        found = runs(question, self.arguments[0], start, end)
        events = [date.fromisoformat(day) for day in told.get("at", "").split()]
        picture = strip(self.arguments[0], found, events)
        return [nodes.raw("", f'<div class="strip">{picture}</div>', format="html")]


def strip(name: str, found: list[Run], events: list[date]) -> str:
    """Return a strip as SVG."""
    start, end = found[0].start, found[-1].end

    def across(moment: datetime) -> float:
        return WIDTH * ((moment - start) / (end - start))

    bars = "".join(_bar(each, across) for each in found)
    days = enumerate(_ticks(start.date(), end.date()))
    ticks = "".join(_tick(day, across, start, "tick more" if n % 2 else "tick") for n, day in days)
    rules = "".join(_rule(day, across, start) for day in events)
    words = "; ".join(
        f"{each.standing.value.replace('-', ' ')} from {_said(each.start)} to {_said(each.end)}"
        for each in found
    )
    text = html.escape(f"{name}: {words}")
    return (
        f'<svg viewBox="0 -18 {WIDTH} {HEIGHT + 58}" role="img" aria-label="{text}">'
        f'<title>{text}</title>{bars}<path class="axis" d="M0 {HEIGHT}H{WIDTH}"/>'
        f"{ticks}{rules}</svg>"
    )


def _said(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"


def _bar(each: Run, across: Callable[[datetime], float]) -> str:
    look = STYLES[each.standing]
    left, right = across(each.start), across(each.end)
    height = HEIGHT * look.bar
    kind = each.standing.value
    bar = (
        f'<rect class="{kind}" x="{left:.1f}" y="{HEIGHT - height:.1f}" '
        f'width="{right - left:.1f}" height="{height:.1f}"/>'
    )
    words = kind.replace("-", " ")
    fits = right - left > 7 * len(words)
    label = f'<text x="{(left + right) / 2:.1f}" y="{HEIGHT - height - 5:.1f}">{words}</text>'
    return bar + (label if fits else "")


def _ticks(start: date, end: date) -> list[date]:
    """Return days, months or years, so that their names have room."""
    days = [start + timedelta(n) for n in range((end - start).days)]
    if len(days) <= 12:  # noqa: PLR2004 - each has room
        return days
    months = [day for day in days if day.day == 1]
    return months if len(months) <= 12 else [day for day in months if day.month == 1]  # noqa: PLR2004


def _tick(day: date, across: Callable[[datetime], float], start: datetime, kind: str) -> str:
    x = across(datetime.combine(day, time(), start.tzinfo))
    words = (
        str(day.year)
        if day.month == day.day == 1
        else f"{day:%b}"
        if day.day == 1
        else f"{day.day} {day:%b}"
    )
    return (
        f'<path class="axis" d="M{x:.1f} {HEIGHT}v6"/>'
        f'<text class="{kind}" x="{x + 3:.1f}" y="{HEIGHT + 18}">{words}</text>'
    )


def _rule(day: date, across: Callable[[datetime], float], start: datetime) -> str:
    x = across(datetime.combine(day, time(), start.tzinfo))
    return (
        f'<path class="rule" d="M{x:.1f} -4V{HEIGHT + 24}"/>'
        f'<text class="rule" x="{x:.1f}" y="{HEIGHT + 36}">{day.day} {day:%b}</text>'
    )


def setup(app: Sphinx) -> None:
    """Tell Sphinx."""
    app.add_role("mark", Mark())
    app.add_directive("strip", Strip)
