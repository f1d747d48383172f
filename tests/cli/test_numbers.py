"""Numbers add up: tables, JSON, frames and sentences count the same crossings."""

from __future__ import annotations

import random
import re
from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING

from borders import Traveller, exports
from borders.cli import tables
from borders.enums import Direction, Mode, Standing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from borders import Register
    from borders.register import Snapshot

QUESTIONS = 250


def questions(register: Register) -> Iterator[Snapshot]:
    """Random questions of the days before, within and after all that is known."""
    chance = random.Random(0)  # noqa: S311 - a fixed sample
    for _ in range(QUESTIONS):
        day = date(2019, 11, 1) + timedelta(days=chance.randrange(2700))
        nationality = chance.choice([None, "US", "GB", "BY", "LT", "RU", ("PL", "BY")])
        vehicle = chance.choice([None, "BY", "RU", "PL"])
        mode = chance.choice([None, None, "car", *Mode])
        traveller = Traveller(nationality, vehicle=vehicle) if nationality or vehicle else None
        direction = chance.choice([None, *Direction])
        yield register.on(day, mode=mode, direction=direction, traveller=traveller)


def told(text: str, words: Mapping[str, Standing], pattern: str) -> Counter[Standing]:
    """What a text counts, such as "3 closed" or "Closed (3)"."""
    found = re.findall(pattern.format("|".join(sorted(words, key=len, reverse=True))), text)
    pairs = (pair if pair[1].isdigit() else pair[::-1] for pair in found)
    return Counter({words[word]: int(number) for word, number in pairs})


def test_every_surface_counts_the_same(register: Register):
    for snapshot in questions(register):
        translator, serving = snapshot.translator, len(snapshot.crossings)
        expected = Counter(verdict.standing for verdict in snapshot.verdicts)
        assert expected.total() == serving, snapshot
        assert Counter(snapshot.standings.values()) == expected

        rows = exports.status(snapshot, snapshot.verdicts).document["crossings"]
        frame = snapshot.to_geodataframe()
        held = frame["default"].astype(object).where(frame["default"].notna(), None)
        for statuses, defaults in (
            ([row["status"] for row in rows], [row["default"] for row in rows]),
            (frame["status"], held),
        ):
            pairs = zip(statuses, defaults, strict=True)
            assert Counter(Standing.of(*pair) for pair in pairs) == expected, snapshot
        assert list(frame["id"]) == [row["id"] for row in rows]

        table = tables.rendered(tables.status(snapshot, snapshot.verdicts))
        *heads, line = re.findall(r"^.*\b\d+ crossings?: .*$", table, re.MULTILINE)
        small = {translator.within(standing): standing for standing in Standing}
        assert line.startswith(f"{serving} crossing")
        assert told(line, small, r"(\d+) ({})\b") == expected, line
        ways = {verdict.crossing.neighbour for verdict in snapshot.verdicts}
        assert len(heads) == (len(ways) if len(ways) > 1 else 0)
        parts = [told(head, small, r"(\d+) ({})\b") for head in heads]
        assert sum(parts, Counter()) == (expected if heads else Counter())
        others = re.findall(r"(\d+) others? (?:cannot|is|are)\b", table)
        assert sum(map(int, others)) + serving == len(register.crossings)

        sentence = translator.summary(snapshot.verdicts, snapshot)
        assert summed(sentence, snapshot) == expected, sentence


def summed(sentence: str, snapshot: Snapshot) -> Counter[Standing]:
    """What the summary of a question counts."""
    translator, serving = snapshot.translator, len(snapshot.crossings)
    large = {translator.t(f"standing.{standing}"): standing for standing in Standing}
    sentence, _, last = sentence.partition(" Last known: ")
    counts = told(sentence, large, r"\b({}) \((\d+)\)")
    if "no verified" in sentence:
        counts = Counter({Standing.UNKNOWN: serving})
    elif free := re.search(r"could use (none|\d+) of the (\d+) ", sentence):
        if free[1] != "none":
            counts[Standing.OPEN] = int(free[1])
        assert int(free[2]) == serving
    elif serving == 1:
        assert f" {translator.within(snapshot.verdicts[0].standing)}." in sentence
        counts = Counter([snapshot.verdicts[0].standing])
    if last:
        small = {translator.within(standing): standing for standing in Standing}
        lasts = told(last, small, r"(\d+) ({})\b")
        assert lasts.total() == counts[Standing.UNKNOWN]
    return counts
