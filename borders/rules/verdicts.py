"""Findings in time → verdicts: since when and until when, what was planned, who would pass."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import timedelta
from functools import partial
from itertools import groupby, pairwise, product
from typing import TYPE_CHECKING, Final

from msgspec import structs

from borders import dates
from borders.dates import Period
from borders.enums import Effect, Status
from borders.model import Question, Traveller, Verdict, Who
from borders.rules import periods
from borders.rules.criteria import ATTRIBUTES
from borders.rules.evaluate import (
    Case,
    Finding,
    Found,
    advice_applies,
    evaluate,
    find,
    measure_applies,
    modes_asked,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime

    from borders.model import Advice, Crossing, Measure
    from borders.rules.criteria import MeasureIndex


NOTHING: Final = Finding(Status.UNKNOWN, None, (), ())
"""What is found where nothing is known."""


class Timeline:
    """What becomes of a question at a crossing over all time, in stretches of the same measures.

    Stretch n begins at the moment n of `points` and ends at the next; before the first and after
    the last of them nothing is known.
    """

    def __init__(self, crossing: Crossing, question: Question, index: MeasureIndex) -> None:
        self.points = index.change_points(crossing, question)
        self._instants = [dates.utc(point) for point in self.points]
        self._crossing, self._question, self._index = crossing, question, index
        self._findings: dict[int, Finding] = {}

    def stretch(self, moment: datetime) -> int:
        """Return the number of the stretch that holds a moment; -1: before the first."""
        return bisect_right(self._instants, dates.utc(moment)) - 1

    def finding(self, stretch: int) -> Finding:
        """Return what is found over a stretch."""
        if not 0 <= stretch < len(self.points):
            return NOTHING
        if stretch not in self._findings:
            question = structs.replace(self._question, moment=self.points[stretch])
            self._findings[stretch] = evaluate(self._crossing, question, self._index)
        return self._findings[stretch]

    def stretches(self, moments: Sequence[datetime]) -> Iterator[tuple[Finding, int]]:
        """Yield what is found over moments in UTC, in order of time, and at how many of them."""
        begins = [0, *(bisect_left(moments, point) for point in self._instants), len(moments)]
        for stretch, (begin, end) in enumerate(pairwise(begins), -1):
            if begin < end:
                yield self.finding(stretch), end - begin

    def of_status(self, stretch: int) -> Period:
        """Return the run of the same status and default, as far as it is known."""
        start, end = self._run(stretch, lambda finding: finding.standing)
        return Period(
            None if self._is_unknown(start - 1) else self.points[start],
            None if self._is_unknown(end) else self.points[end],
        )

    def of_measures(self, stretch: int) -> Period:
        """Return the run of the same measures, as far as it is known."""
        start, end = self._run(stretch, lambda finding: finding)
        held = [periods.in_force(measure) for measure in self.finding(stretch).measures]
        begun = {period.start and dates.utc(period.start) for period in held if period}
        over = {period.end and dates.utc(period.end) for period in held if period}
        is_begun = not self._is_unknown(start - 1) or self._instants[start] in begun
        is_over = end < len(self.points) and (
            not self._is_unknown(end) or self._instants[end] in over
        )
        return Period(
            self.points[start] if is_begun else None, self.points[end] if is_over else None
        )

    def runs(self) -> Iterator[tuple[Period, int]]:
        """Yield each run of one finding, with a stretch of it, from the first known to the last."""
        known = [n for n in range(len(self.points)) if not self._is_unknown(n)]
        start = known[0] if known else 0
        while known and start <= known[-1]:
            _, end = self._run(start, lambda finding: finding)
            yield Period(self.points[start], self.points[end]), start
            start = end

    def _is_unknown(self, stretch: int) -> bool:
        return self.finding(stretch).status is Status.UNKNOWN

    def _run(self, stretch: int, key: Callable[[Finding], object]) -> tuple[int, int]:
        """Return the first stretch of a run of equal keys, and the first after it."""
        value, start, end = key(self.finding(stretch)), stretch, stretch + 1
        while start > 0 and key(self.finding(start - 1)) == value:
            start -= 1
        while end < len(self.points) and key(self.finding(end)) == value:
            end += 1
        return start, end


class Rulings:
    """The verdicts on a crossing for one question at any moment, ruled once between two turns.

    Between turns nothing of a verdict becomes another but the moment that it is asked at.

    Parameters
    ----------
    also
        More moments that part what is ruled at once.
    """

    def __init__(
        self,
        crossing: Crossing,
        question: Question,
        index: MeasureIndex,
        also: Iterable[datetime] = (),
    ) -> None:
        turns = index.turns(crossing, dates.zone(question.moment), question.traveller)
        self._turns = sorted({*map(dates.utc, also), *turns})
        self._question, self._index = question, index
        self._timeline = Timeline(crossing, question, index)
        self._crossing = crossing

    def runs(self, moments: Iterable[datetime]) -> Iterator[tuple[Verdict, list[datetime]]]:
        """Yield moments in order of time, with the verdict on the first of those it is true of."""
        for _, group in groupby(moments, lambda at: bisect_right(self._turns, dates.utc(at))):
            run = list(group)
            question = structs.replace(self._question, moment=run[0])
            yield rule(self._crossing, question, self._index, self._timeline), run


def rule(
    crossing: Crossing,
    question: Question,
    index: MeasureIndex,
    timeline: Timeline | None = None,
) -> Verdict:
    """Return the verdict on a crossing; its sentence is left to the wording.

    Parameters
    ----------
    timeline
        Of the same question at any moment by the same clock, where there is one already.
    """
    moment = question.moment

    def applying(measures: Iterable[Measure]) -> tuple[Measure, ...]:
        return tuple(m for m in measures if measure_applies(m, crossing, question, index))

    measures = index.measures(crossing)
    last = index.last_span(crossing, moment)
    verdict = Verdict(
        crossing=crossing,
        question=question,
        status=Status.CLOSED,
        serves=bool(modes_asked(crossing, question)),
        planned=applying(m for m in measures if index.is_planned(m, moment)),
        cautions=applying(m for m in measures if periods.is_caution(m, moment)),
        verified_through=None if last is None else last.through,
    )
    if not verdict.serves:
        return verdict
    situation = index.situation(crossing, moment)
    case = Case.of(crossing, question, index, situation)
    finding = index.remembering(find)(case).by(situation.measures)
    would_pass, barred = index.remembering(_others)(case)
    timeline = timeline or Timeline(crossing, question, index)
    verdict = structs.replace(
        verdict,
        status=finding.status,
        default=finding.default,
        measures=finding.measures,
        depends_on=finding.depends_on,
        would_pass=would_pass,
        barred=barred,
    )
    if finding.status is not Status.UNKNOWN:
        return _bounded(verdict, timeline)
    return structs.replace(verdict, last_known=_last_known(crossing, question, index, timeline))


def _last_known(
    crossing: Crossing, question: Question, index: MeasureIndex, timeline: Timeline
) -> Verdict | None:
    """Return the newest verdict before a moment; None: nothing was known.

    That is of the last verified day, or of a later one through which a bar is attested that settles
    the question by itself and is not known to be over.
    """
    clock, last = dates.zone(question.moment), index.last_span(crossing, question.moment)

    def asked(end: datetime) -> Question:
        return structs.replace(question, moment=end.astimezone(clock) - timedelta(microseconds=1))

    for end, over in index.attested_ends(crossing, clock):
        is_past = end <= dates.utc(question.moment) and (over is None or question.moment < over)
        if is_past and (last is None or last.through < asked(end).moment.date()):
            situation = index.attested_situation(crossing, asked(end).moment)
            if evaluate(crossing, asked(end), index, situation).status is Status.CLOSED:
                return rule(crossing, asked(end), index, timeline)
    if last is None:
        return None
    return rule(crossing, asked(dates.day_end(last.through, clock)), index, timeline)


def _bounded(verdict: Verdict, timeline: Timeline) -> Verdict:
    """Return a verdict with the bounds of its status and of its measures."""
    stretch = timeline.stretch(verdict.question.moment)
    status, measures = timeline.of_status(stretch), timeline.of_measures(stretch)
    return structs.replace(
        verdict,
        since=status.start,
        until=status.end,
        measures_since=measures.start,
        measures_until=measures.end,
    )


def history(crossing: Crossing, question: Question, index: MeasureIndex) -> Iterator[Verdict]:
    """Yield the verdicts over all that is known of a crossing, oldest first, without sentences.

    The bounds of their measures adjoin; the first and the last are those of knowledge. What lies
    between two times known is a row of its own.
    """
    if not modes_asked(crossing, question):
        return
    timeline = Timeline(crossing, question, index)
    for period, stretch in timeline.runs():
        finding = timeline.finding(stretch)
        asked = structs.replace(question, moment=timeline.points[stretch])
        is_known = finding.status is not Status.UNKNOWN
        run = timeline.of_status(stretch) if is_known else Period(None, None)
        last = index.last_span(crossing, asked.moment)
        yield Verdict(
            crossing=crossing,
            question=asked,
            status=finding.status,
            default=finding.default,
            since=run.start,
            until=run.end,
            measures_since=period.start,
            measures_until=period.end,
            measures=finding.measures,
            depends_on=finding.depends_on,
            verified_through=None if last is None else last.through,
            last_known=None if is_known else _last_known(crossing, asked, index, timeline),
        )


def _others(index: MeasureIndex, case: Case) -> tuple[tuple[Who, ...], tuple[Who, ...]]:
    """Return who would pass of those to whom a crossing is closed, and who is barred by name."""
    finding = index.remembering(find)(case).by(case.situation.measures)
    passing = _would_pass(index, case, finding)
    return tuple(passing), tuple(_barred(index, case, finding))


def _would_pass(index: MeasureIndex, case: Case, finding: Finding) -> Iterator[Who]:
    """Yield the exceptions to what closes a crossing, as far as they suffice to pass.

    Of the countries and papers that an exception names, only those are kept with which everybody
    passes.
    """
    if Status.CLOSED not in {finding.status, finding.default}:
        return
    exceptions = (who for m in finding.measures for who in m.exceptions)
    passes = partial(_all_holders, index, case, finding, is_barred=False)
    yield from _sufficing(exceptions, case, passes)


def _barred(index: MeasureIndex, case: Case, finding: Finding) -> Iterator[Who]:
    """Yield whom bars name at a crossing that is open by default, as far as none of them passes."""
    if finding.default is not Status.OPEN:
        return
    named = (who for m in finding.measures if m.effect is Effect.BARS for who in m.only)
    yield from _sufficing(named, case, partial(_all_holders, index, case, finding, is_barred=True))


def _sufficing(whos: Iterable[Who], case: Case, suffices: Callable[[Who], bool]) -> Iterator[Who]:
    """Yield the criteria that the question may meet, each once, with the values that suffice."""
    for who in dict.fromkeys(whos):
        if _is_asked_of(who, case):
            sufficient = _sufficient(who, suffices)
            if sufficient is not None:
                yield sufficient


def _is_asked_of(who: Who, case: Case) -> bool:
    """Return whether a criterion may be met in the direction and by the mode of a question."""
    return (who.direction is None or case.direction in {None, who.direction}) and (
        not who.modes or case.mode is None or case.mode in who.modes
    )


def _sufficient(who: Who, suffices: Callable[[Who], bool]) -> Who | None:
    """Return a criterion with those of its values that suffice; None: some have none."""
    named = [attribute for attribute in ATTRIBUTES if getattr(who, attribute)]
    if not named:
        return who if suffices(who) else None
    kept = {
        attribute: tuple(
            value
            for value in getattr(who, attribute)
            if suffices(structs.replace(who, **{attribute: (value,)}))
        )
        for attribute in named
    }
    return structs.replace(who, **kept) if all(kept.values()) else None


def _all_holders(
    index: MeasureIndex, case: Case, finding: Finding, who: Who, *, is_barred: bool
) -> bool:
    """Return whether everybody whom a criterion means is barred, or else passes.

    To pass by some mode that it means is enough; who is barred is so by all of them.
    """
    found = index.remembering(find)
    holders = [[found(each) for each in cases] for cases in _holders(index, case, finding, who)]
    if is_barred:
        return bool(holders) and all(f.status is Status.CLOSED for each in holders for f in each)
    return bool(holders) and all(any(map(_lets_most_through, each)) for each in holders)


def _lets_most_through(finding: Found) -> bool:
    """Return whether who is asked of passes, whatever they leave unsaid that no measure names."""
    return finding.status is Status.OPEN or (
        finding.status is Status.RESTRICTED and finding.default is not Status.CLOSED
    )


def _holders(index: MeasureIndex, case: Case, finding: Finding, who: Who) -> Iterator[list[Case]]:
    """Yield the asker as each traveller whom a criterion means, in every mode that it means.

    What a criterion asks for is added to what the traveller holds; the vehicle is changed. Who is
    named by a citizenship may have it alone, or beside the asker's. Countries that no measure at
    hand tells apart are tried once.
    """
    traveller = case.traveller or Traveller()
    criteria = [criterion for m in finding.measures for criterion in m.criteria]

    def each(attribute: str) -> list[tuple[str, ...]]:
        values: tuple[str, ...] = getattr(who, attribute)
        if not values or attribute == "papers":
            return [(value,) for value in values] or [()]
        named = (getattr(criterion, attribute) for criterion in criteria)
        groups = {index.countries(codes, case.day) for codes in named if codes}
        members = sorted(index.countries(values, case.day))
        kinds = {tuple(code in group for group in groups): code for code in members}
        return [(code,) for code in kinds.values()]

    own: tuple[str, ...] = (*(traveller.held("nationality") or ()),)
    asked = product(*map(each, ATTRIBUTES), dict.fromkeys((own, () if who.nationality else own)))
    for nationality, residence, papers, vehicle, besides in asked:
        holder = Traveller(
            nationality=(*besides, *nationality) or None,
            residence=(*(traveller.held("residence") or ()), *residence),
            papers=(*(traveller.held("papers") or ()), *papers),
            vehicle=vehicle[0] if vehicle else traveller.vehicle,
        )
        yield [
            case._replace(
                mode=case.mode or mode,
                direction=case.direction or who.direction,
                traveller=holder,
            )
            for mode in who.modes or (None,)
        ]


def advice(standing: Iterable[Advice], question: Question, index: MeasureIndex) -> Iterator[Advice]:
    """Yield the advice that holds at the moment for a traveller of whom the question may speak."""
    for item in standing:
        end = item.valid_to
        if item.last_seen is not None:
            seen = dates.day_end(item.last_seen, dates.zone(item.valid_from))
            end = seen if end is None else min(seen, end)
        directions = {None, *item.direction.each}
        if (
            Period(item.valid_from, end).holds(question.moment)
            and question.direction in directions
            and advice_applies(item, question, index)
        ):
            yield item
