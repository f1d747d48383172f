"""Attackers: each try is made by its seed alone, in a child that is held to time and memory.

An attacker is a module beside this one with an `ATTACKER`. The normal run tries little of each
(`test_attacks.py`); `make attack` tries all that is promised. What a try did is one of three: it
held, it was refused, or it is a fault. A try that dies, hangs or takes too much is a fault.
"""

from __future__ import annotations

import json
import os
import random
import resource
import selectors
import signal
import traceback
import warnings
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple, TypeAlias

from patience import limit

HELD, REFUSED, FAULT = "held", "refused", "fault"
WAIT_SECONDS = 60.0
"""Who waits for so long, with the CPU or without it, waits for what never comes."""
TOLD = 20
"""Faults of which all is told."""


class Ended(NamedTuple):
    """How a try ended, what was tried, and what was told of it."""

    how: str
    kind: str
    told: str = ""


Try: TypeAlias = Callable[[random.Random, int], Ended]
"""Tries once what a chance says, or the number of the try."""


@dataclass(frozen=True)
class Attacker:
    """What is tried, and how often.

    Attributes
    ----------
    prepare
        Called once with an empty folder before the children are made; what it returns tries.
    long, bounded
        The tries of `make attack`, and of the normal run.
    seconds
        Of CPU that a try may take where nothing else runs.
    megabytes
        That a child may add to what it has when it is made; None: they are not counted.
    """

    name: str
    prepare: Callable[[Path], Try]
    long: int
    bounded: int
    seconds: float = 2.0
    megabytes: int | None = 300
    patience: float = 1.0
    """Times `WAIT_SECONDS` that a try may wait, where it waits for many others."""


@dataclass
class Tally:
    """What was tried and how it ended."""

    name: str
    counts: Counter[str] = field(default_factory=Counter)
    kinds: Counter[tuple[str, str]] = field(default_factory=Counter)
    faults: dict[int, str] = field(default_factory=dict)
    """What each fault is, by its seed."""
    seconds: float = 0.0

    def add(self, seed: int, ended: Ended) -> None:
        self.counts[ended.how] += 1
        self.kinds[ended.kind, ended.how] += 1
        if ended.how == FAULT:
            self.faults[seed] = f"{ended.kind}: {ended.told}"

    def __str__(self) -> str:
        numbers = (sum(self.counts.values()), *(self.counts[how] for how in (HELD, REFUSED, FAULT)))
        tried, held, refused, faults = (f"{number:>6}" for number in numbers)
        return (
            f"{self.name:<12}{tried} tried{held} held{refused} refused{faults} faults"
            f"{self.seconds:>8.0f} s of CPU"
        )

    def told(self) -> str:
        """Return the summary, and of the first faults what they are and how each is repeated."""
        lines = []
        for seed, fault in sorted(self.faults.items())[:TOLD]:
            lines += [f"FAULT {fault}"]
            lines += [f"      again: make attack ATTACKERS={self.name} SEED={seed} TRIES=1"]
        if len(self.faults) > TOLD:
            lines += [f"      and {len(self.faults) - TOLD} more"]
        return "\n".join([*lines, str(self)])


def attack(attacker: Attacker, tries: int, first: int = 0, workers: int | None = None) -> Tally:
    """Return how tries ended: those of the seeds from the first on."""
    tally = Tally(attacker.name)
    before = _seconds()
    with TemporaryDirectory(prefix="attack-") as home:
        once = attacker.prepare(Path(home))
        count = min(workers or len(os.sched_getaffinity(0)), tries) or 1
        shares = [range(first + number, first + tries, count) for number in range(count)]
        with selectors.DefaultSelector() as waiting:
            for share in shares:
                _Child(attacker, once, share, waiting)
            while waiting.get_map():
                for key, _ in waiting.select():
                    key.data.hear(tally, waiting)
    tally.seconds = _seconds() - before
    return tally


def _seconds() -> float:
    """Return the seconds of CPU of this process and of its children that ended."""
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, kinds))


class _Child:
    """A process that tries a share of the seeds, and another in its place where it dies."""

    def __init__(
        self, attacker: Attacker, once: Try, share: range, waiting: selectors.BaseSelector
    ) -> None:
        self.attacker, self.once, self.share = attacker, once, share
        self.done = 0
        self.rest = b""
        self._begin(waiting)

    def _begin(self, waiting: selectors.BaseSelector) -> None:
        reads, writes = os.pipe()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of threads, which here are none
            self.process = os.fork()
        if self.process == 0:
            os.close(reads)
            _try(self.attacker, self.once, self.share[self.done :], writes)
        os.close(writes)
        self.reads = reads
        waiting.register(reads, selectors.EVENT_READ, self)

    def hear(self, tally: Tally, waiting: selectors.BaseSelector) -> None:
        """Count what a child tells; where it died, what it did not tell of is a fault."""
        found = os.read(self.reads, 1 << 16)
        *lines, self.rest = (self.rest + found).split(b"\n")
        for line in lines:
            tally.add(self.share[self.done], Ended(*json.loads(line)))
            self.done += 1
        if found:
            return
        waiting.unregister(self.reads)
        os.close(self.reads)
        self.rest = b""
        _, status = os.waitpid(self.process, 0)
        if self.done < len(self.share):
            tally.add(self.share[self.done], Ended(FAULT, "died", _death(status)))
            self.done += 1
        if self.done < len(self.share):
            self._begin(waiting)


def _death(status: int) -> str:
    code = os.waitstatus_to_exitcode(status)
    told = {
        -signal.SIGPROF: "takes more CPU than it may",
        -signal.SIGALRM: "waits for what never comes",
    }
    return told.get(code, f"ends with {code}")


def _try(attacker: Attacker, once: Try, seeds: range, writes: int) -> None:
    """Try the seeds, tell of each, and end this process."""
    code = 1
    try:
        _bound(attacker.megabytes)
        for seed in seeds:
            signal.setitimer(signal.ITIMER_PROF, limit(attacker.seconds))
            signal.setitimer(signal.ITIMER_REAL, limit(WAIT_SECONDS * attacker.patience))
            ended = _once(once, attacker.name, seed)
            signal.setitimer(signal.ITIMER_PROF, 0)
            os.write(writes, json.dumps(ended).encode() + b"\n")
        code = 0
    finally:
        os._exit(code)


def _once(once: Try, name: str, seed: int) -> Ended:
    try:
        return once(random.Random(f"{name} {seed}"), seed)  # noqa: S311 - to be repeated
    except MemoryError:
        return Ended(FAULT, "memory", "takes more memory than it may")
    except Exception:  # noqa: BLE001 - all that is no error of ours is a fault
        return Ended(FAULT, "traceback", traceback.format_exc()[-4000:])


def _bound(megabytes: int | None) -> None:
    """Let this process grow by so much and no more, and be ended by the signals of its clocks."""
    for clock in (signal.SIGPROF, signal.SIGALRM):
        signal.signal(clock, signal.SIG_DFL)
    if megabytes is not None:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        most = pages * resource.getpagesize() + megabytes * 1_000_000
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
