"""Random questions, as Python and as the page are asked them, and what either answers."""

from __future__ import annotations

import json
import random
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import msgspec

import borders
from borders.maps.question_json import encode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from borders.model import Verdict
    from borders.register import Changes, Snapshot

ANSWER = """([on, question]) => {
  const ids = (all) => all.map(({ id }) => id);
  return on.map((at) => {
    const verdict = core.verdict(data, data.crossings[at], question);
    const { last, crossing } = verdict;
    return {
      status: verdict.status, default: verdict.default, serves: verdict.serves,
      since: verdict.since, until: verdict.until, barred: verdict.barred,
      runs: [verdict.measuresSince, verdict.measuresUntil],
      verified: verdict.verified && core.dayOf(data.clocks[crossing.clock], verdict.verified - 1),
      measures: ids(verdict.measures), depends_on: verdict.dependsOn, would_pass: verdict.wouldPass,
      planned: ids(verdict.planned), cautions: ids(verdict.cautions),
      conditions: verdict.conditions,
      age: core.verifiedOf(data, verdict).days,
      last_known: last && [
        core.standingOf(last), core.dayOf(data.clocks[crossing.clock], last.minute)
      ],
    };
  });
}"""
"""What the page answers, in the form of `answer`."""


def minute(moment: datetime | None) -> float | None:
    return moment and (moment - datetime(1970, 1, 1, tzinfo=UTC)) / timedelta(minutes=1)


def changes_of(snapshot: Snapshot, *, every: bool = False) -> Changes:
    """Return all changes that a question is told of, whenever they were."""
    return snapshot.register.changes(
        "2010-01-01",
        "2040-01-01",
        mode=snapshot.mode,
        direction=snapshot.direction,
        traveller=snapshot.traveller,
        every=every,
    )


def answer(verdict: Verdict) -> dict[str, Any]:
    last = verdict.last_known
    words = [m.condition for m in verdict.measures if m.condition is not None]
    return {
        "status": verdict.status.value,
        "default": verdict.default and verdict.default.value,
        "serves": verdict.serves,
        "since": minute(verdict.since),
        "until": minute(verdict.until),
        "barred": [json.loads(msgspec.json.encode(who)) for who in verdict.barred],
        "runs": [minute(verdict.measures_since), minute(verdict.measures_until)],
        "verified": verdict.verified_through and verdict.verified_through.isoformat(),
        "measures": [m.id for m in verdict.measures],
        "depends_on": list(verdict.depends_on),
        "would_pass": [json.loads(msgspec.json.encode(who)) for who in verdict.would_pass],
        "planned": [m.id for m in verdict.planned],
        "cautions": [m.id for m in verdict.cautions],
        "conditions": list(dict.fromkeys(words)),
        "age": verdict.age_days,
        "last_known": last and [last.standing.value, f"{last.question.moment:%Y-%m-%d}"],
    }


def linked(question: dict[str, Any]) -> str:
    """A question as a link puts it."""
    on, traveller = question["on"], question["traveller"] or {}
    when = on.get("day") or f"{datetime.fromtimestamp(on['minute'] * 60, UTC):%Y-%m-%dT%H:%MZ}"
    values = {"on": when} | {key: question[key] or "any" for key in ("mode", "direction")}
    given = traveller | {"to": question.get("to", "any")}
    values |= {k: ",".join(v) if isinstance(v, list) else v for k, v in given.items()}
    if question["traveller"] is not None:
        values["papers"] = values["papers"] or ","
    return "&".join(f"{key}={value}" for key, value in values.items() if value)


def spell_out(row: dict[str, Any]) -> dict[str, str]:
    """A record as CSV tells it."""
    joined = {k: "; ".join(v) if isinstance(v, list) else v for k, v in row.items()}
    return {key: "" if value is None else str(value) for key, value in joined.items()}


class Questions:
    """A source of random questions to a register; the same seed gives the same ones.

    Some are of a half minute, unless they are to be of a `whole` one. Those that are `led` name
    neighbours now and then.
    """

    def __init__(
        self, register: borders.Register, seed: int, *, whole: bool = False, led: bool = False
    ) -> None:
        self.led = led
        self.parts = [-1, 0, 1, 720, -720] if whole else [-1, 0, 1, 0.5, 720, -720]
        self.register, self.chance = register, random.Random(seed)  # noqa: S311 - a fixed sample
        pairs = [(c, register.on("2020-01-01").question(c)) for c in register.crossings]
        self.turns = sorted({turn for c, q in pairs for turn in register.index.change_points(c, q)})
        self.papers = list(register.facts.papers)
        self.codes = ["BY", "RU", "UA", "US", "GB", "DE", "LT", "LV", "PL", "CH", "NO", "GE", "IL"]

    def __iter__(self) -> Iterator[tuple[Snapshot, dict[str, Any]]]:
        while True:
            yield self.question()

    def question(self) -> tuple[Snapshot, dict[str, Any]]:
        """A question, for Python and for the page."""
        when = self.moment()
        mode = self.chance.choice([*[None] * 9, *borders.Mode])
        direction = self.chance.choice([None, "out", "in"])
        traveller = self.traveller()
        snapshot = self.register.on(
            when,
            mode=mode,
            direction=direction,
            traveller=traveller,
            neighbours=self.neighbours() if self.led else (),
        )
        question = encode(snapshot)
        if isinstance(when, datetime):
            question["on"] = {"minute": minute(when)}  # of half minutes too
        return snapshot, question

    def moment(self) -> date | datetime:
        """A day, or an instant about some change; now and then beyond all that is known."""
        turn = self.chance.choice(self.turns).astimezone(UTC)
        if self.chance.random() < 0.5:
            return turn + timedelta(minutes=self.chance.choice(self.parts))
        first = date(2019, 10, 1)
        return first + timedelta(days=self.chance.randrange(2400))

    def neighbours(self) -> list[str]:
        """None, one of them, or some, in any order."""
        known = self.register.neighbours
        return self.chance.sample(known, self.chance.choice([0, 1, 1, 2, 3, len(known)]))

    def citizenship(self) -> list[str]:
        """A country or two; a group instead of one of them, or of both; or none."""
        few, groups = self.chance.choice, [*self.register.facts.groups]
        codes = self.chance.sample(self.codes, few([1, 1, 1, 2]))
        return few([codes, codes, codes, [few(groups)], [few(groups), *codes], ["stateless"]])

    def traveller(self) -> borders.Traveller | None:
        few = self.chance.choice
        if few([True, False, False, False]):
            return None
        codes = self.citizenship()
        return borders.Traveller(
            nationality=few([None, tuple(codes), tuple(codes), tuple(codes)]),
            residence=tuple(self.chance.sample(self.codes, few([0, 0, 0, 1, 2]))),
            papers=tuple(self.chance.sample(self.papers, few([0, 0, 0, 1, 2]))),
            vehicle=few([None, None, *self.codes]),
        )


def random_measures(folder: Any, seed: int) -> None:
    """Give a toy register measures whose criteria join everything with everything."""
    chance = random.Random(seed)  # noqa: S311 - a fixed sample
    few, some = chance.choice, chance.sample
    codes, papers = ["BY", "LT", "PL", "US", "GB", "EU"], ["diplomatic", "permit"]
    modes = ["foot", "car", "truck"]

    def who() -> dict[str, Any]:
        fields = {
            "nationality": some(codes, few([0, 1, 1, 2])),
            "residence": some(codes, few([0, 0, 1])),
            "papers": some(papers, few([0, 0, 1, 2])),
            "vehicle": some(codes, few([0, 0, 1, 2])),
            "modes": some(modes, few([0, 0, 0, 1])),
            "direction": few([None, None, None, "out"]),
        }
        return {key: value for key, value in fields.items() if value}

    folder.crossing("beta", modes=["foot", "car", "bus", "truck"])
    dated = [{"code": "GB", "until": "2021-02-01"}, {"code": "UA", "since": "2023-06-01"}]
    folder.groups[0]["dated"] = dated
    apart = ["DE", "FR", "IT", "ES", "SE", "FI", "CZ", "GE", "AM", "IL", "CH", "NO"]
    for number, unlike in enumerate(apart):
        only = [who() for _ in range(few([0, 0, 0, 1, 2]))]
        others = [who() for _ in range(few([0, 1, 2, 3]))]
        effect, start = few(["bars", "bars", "conditions"]), date(2019, 6, 1)
        days = sorted(start + timedelta(days=day) for day in some(range(0, 2400, 50), 4))
        folder.measure(
            few(["LT", "BY"]),
            id=f"toy-{number}",
            crossings=some(["alpha", "beta"], few([1, 2])),
            effect=effect,
            condition="slot" if effect == "conditions" else None,
            modes=some(modes, few([0, 0, 1, 2])),
            direction=few(["both", "both", "out", "in"]),
            only=only,
            announced=f"{days[0]}",
            valid_from=f"{days[1]}",
            valid_to=few([None, f"{days[3]}"]),
            last_seen=few([None, None, f"{days[2]}"]),
            **{"except": [{"nationality": [unlike]}, *(one for one in others if one not in only)]},
        )


def random_periods(folder: Any, seed: int) -> None:
    """Give a toy register several verified periods, and sources of a day that attest measures."""
    chance = random.Random(seed)  # noqa: S311 - a fixed sample
    folder.package["fresh_days"] = chance.choice([0, 0, 7, 40])
    first = date(2019, 10, 1)
    for crossing in folder.crossings.values():
        days = sorted(chance.sample(range(0, 2400, 20), chance.choice([2, 4, 6])))
        crossing["verified"] = folder.verified(*(f"{first + timedelta(days=d)}" for d in days))
    for number in range(6):
        published = first + timedelta(days=chance.randrange(2400))
        source = {"id": f"act-{number}", "published": f"{published}"}
        folder.sources.append({**folder.sources[0], **source})
    for measures in folder.measures.values():
        for measure in measures:
            measure["sources"] = [f"act-{chance.randrange(6)}"]
