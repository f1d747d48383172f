"""Each attacker tries a little, and what is tried holds or is refused."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from attacks import ATTACKERS, harness

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

TESTS = Path(__file__).parents[1]


@pytest.mark.parametrize("name", ATTACKERS)
def test_what_an_attacker_tries_holds_or_is_refused(name: str):
    """In an interpreter of its own, which has loaded nothing else: its memory is counted."""
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-m", "attacks", name, "--bounded"],
        env=os.environ | {"PYTHONPATH": str(TESTS)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def _burn(_: random.Random, __: int) -> harness.Ended:
    while True:
        pass


def _wait(_: random.Random, __: int) -> harness.Ended:
    time.sleep(600)
    return harness.Ended(harness.HELD, "wait")


def _grow(_: random.Random, __: int) -> harness.Ended:
    return harness.Ended(harness.HELD, str(len(bytearray(400_000_000))))


def _fall(_: random.Random, __: int) -> harness.Ended:
    raise KeyError("a mistake")


def _die(_: random.Random, __: int) -> harness.Ended:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        (_burn, "takes more CPU than it may"),
        (_wait, "waits for what never comes"),
        (_grow, "takes more memory than it may"),
        (_fall, "KeyError: 'a mistake'"),
        (_die, "ends with -9"),
    ],
)
def test_what_is_no_answer_is_a_fault_that_can_be_repeated(
    monkeypatch: pytest.MonkeyPatch, bad: Callable[..., harness.Ended], told: str
):
    if bad is _wait:
        monkeypatch.setattr(harness, "WAIT_SECONDS", 2.0)

    def once(chance: random.Random, number: int) -> harness.Ended:
        return bad(chance, number) if number == 4 else harness.Ended(harness.REFUSED, "good")

    attacker = harness.Attacker("toy", lambda _: once, 4, 4, seconds=0.2, megabytes=100)
    tally = harness.attack(attacker, 4, first=3, workers=2)
    assert tally.counts == {harness.REFUSED: 3, harness.FAULT: 1}
    assert told in tally.faults[4]
    assert "again: make attack ATTACKERS=toy SEED=4 TRIES=1" in tally.told()


def test_a_try_is_made_by_its_seed():
    """However many children share the work."""

    def once(chance: random.Random, number: int) -> harness.Ended:
        return harness.Ended(harness.HELD, f"{number} {chance.random()}")

    attacker = harness.Attacker("toy", lambda _: once, 9, 9)
    kinds = [harness.attack(attacker, 9, first=5, workers=count).kinds for count in (1, 4)]
    assert kinds[0] == kinds[1]
    assert len(kinds[0]) == 9
