"""Questions that cannot be put, or hardly: by the command line, and by Python.

The command line ends with 0, 1 or 2, what is wrong is told in one message, and nothing that it
prints moves a cursor. In Python, what cannot be asked raises an error of the package, whatever it
is given.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import sys
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

import borders
from attacks import mutants
from attacks.harness import FAULT, HELD, REFUSED, Attacker, Ended
from borders import locating
from borders.cli.commands import main
from borders.errors import BordersError

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator

    from attacks.harness import Try

ASKED: Final = (
    *("status", "explain", "history", "changes", "routes", "sources", "locate", "check"),
    *("revisions", "watch", "reach", "export"),
)
"""Commands that write nothing, or where they are told to."""
HEAVY: Final = {"check": 0.05, "revisions": 0.1, "reach": 0.3, "export": 0.2, "history": 0.5}
"""How often those that take longer are tried."""
RAW: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]|\ud800")
DAY: Final = "2023-08-21"
NAMES: Final = (
    *("Medininkai", "terespol", "Шумск", "Kukuryki-Kozłowicze", "vitebsk", "Minsk", "Vilnius"),
    *("Bresty", "medininkai terespol", "27.5,53.9", "53.9,27.5", "nan,nan", "1e400,0", "200,100"),
    *(
        "27.5,53.9,1",
        ",",
        "27.5",
        "Brest, BY",
        "Brest, XX",
        "lt-2025-10-29-closure",
        "-h",
        "--",
        "-",
    ),
)
WORDS: Final = (
    *(
        "car",
        "CAR",
        "cra",
        "foot",
        "boat",
        "out",
        "in",
        "both",
        "US",
        "us",
        "USA",
        "EU",
        "XX",
        "ZZ",
    ),
    *(
        "diplomatic",
        "diplomat",
        "en",
        "be",
        "xx",
        "table",
        "json",
        "csv",
        "30d",
        "-1d",
        "1e9d",
        "LT",
    ),
    *(
        "today",
        "now",
        "tomorrow",
        "x.csv",
        "x.geojson",
        "x.xlsx",
        "x",
        "x.",
        ".csv",
        "a/b.csv",
        ".",
    ),
)
EXPLORED: Final = ("lang", "versus", "title", "crossings", "compact", "live")
DRAWN: Final = ("ax", "crossings", "title", "notes", "legend", "lang")
MANY: Final = (*NAMES, *WORDS, *mutants.DAYS, *mutants.NUMBERS, *mutants.TEXTS)


def prepare(home: Path) -> Try:
    """Return what tries one question, by the command line or by Python."""
    commands = {name: main.commands[name] for name in ASKED}
    register = borders.load()
    values = [*_values(register)]

    def once(chance: random.Random, _: int) -> Ended:
        place = home / str(os.getpid())
        place.mkdir(exist_ok=True)
        os.chdir(place)
        if chance.random() < 0.5:
            return _by_words(_line(chance, commands))
        return _by_python(chance, register, values)

    return once


def _line(chance: random.Random, commands: dict[str, click.Command]) -> list[str]:
    """Return a command with some of its options and arguments, good ones and bad ones."""
    name = chance.choice(ASKED)
    if chance.random() > HEAVY.get(name, 1):
        name = "status"
    if chance.random() < 0.03:
        return [chance.choice(MANY), *chance.choices(MANY, k=2)]
    words = [name]
    needed = [p for p in commands[name].params if p.required or isinstance(p, click.Argument)]
    free = [p for p in commands[name].params if p not in needed]
    for each in [*needed, *chance.sample(free, min(len(free), chance.randrange(4)))]:
        if (
            each.name in {"interactive", "yes", "geodata", "network", "help"}
            and chance.random() < 0.8
        ):
            continue
        words += _said(chance, each)
    return [word.replace("\0", "\ufffd") for word in words]  # no shell passes one on


def _said(chance: random.Random, each: click.Parameter) -> Iterator[str]:
    """Yield a word for an argument, or an option with its word."""
    count = chance.choice([1, 1, 1, 2]) if each.nargs == -1 or each.multiple else max(each.nargs, 1)
    if chance.random() < 0.05:
        count = 0
    is_flag = isinstance(each, click.Option) and each.is_flag
    for _ in range(count):
        good = _good(chance, each)
        word = good if chance.random() < 0.8 else chance.choice(MANY)
        if word.startswith("/dev/"):
            word = "x"
        if isinstance(each, click.Option):
            yield chance.choice(each.opts)
        if not is_flag:
            yield word


def _good(chance: random.Random, each: click.Parameter) -> str:
    if isinstance(each.type, click.Choice):
        return str(chance.choice([*each.type.choices]))
    known = {
        "on": DAY,
        "since": "2023-08-01",
        "until": "2023-09-01",
        "as_known_on": "2023-08-21",
        "lon": "25.7",
        "lat": "54.5",
        "mode": "car",
        "output": chance.choice(["out.csv", "out.geojson", "out.json", "out.ics"]),
        "paper": "diplomatic",
        "lang": "pl",
        "points": "points.csv",
    }
    return known.get(str(each.name), chance.choice([*NAMES[:6], "US", "LT"]))


def _by_words(words: list[str]) -> Ended:
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="") for _ in range(2))
    kind = f"borders {words[0] if words[0] in ASKED else '?'}"
    told = " ".join(map(_short, words))
    Path("points.csv").write_text("lon,lat\n27.5,53.9\n25.3,54.7\n", "utf-8")
    stopped = None
    with _streams(out, err):
        try:
            main(words, prog_name="borders")
        except SystemExit as stop:
            stopped = stop.code
        except BaseException as error:  # noqa: BLE001 - whatever it is, nobody should see it
            import traceback

            told += f"\n{''.join(traceback.format_exception(error))[-1500:]}"
            return Ended(FAULT, f"{kind}: traceback", told)
    said, wrong = (stream.buffer.getvalue().decode("utf-8", "replace") for stream in (out, err))
    if stopped not in {0, 1, 2, None} and not (words[0] == "watch" and stopped == 3):
        return Ended(FAULT, f"{kind}: exit status", f"{told}: {stopped}")
    if raw := RAW.search(said.replace("\r\n", "\n") + wrong):
        return Ended(FAULT, f"{kind}: raw", f"{told}: {raw[0]!r} in {wrong[:300]!r} {said[:300]!r}")
    if stopped in {1, 2}:  # 3 is news
        told = f"{told}: {stopped} {wrong[:500]!r} {said[:200]!r}"
        if wrong.count("Error:") != 1 and not (words[0] == "check" and said):
            return Ended(FAULT, f"{kind}: messages", told)
        return Ended(REFUSED, kind)
    return (
        Ended(HELD, kind)
        if said or "-o" in words or wrong
        else Ended(FAULT, f"{kind}: silence", told)
    )


def _short(word: str) -> str:
    return word if len(word) < 60 and word.isprintable() and word else repr(word[:60])


@contextlib.contextmanager
def _streams(out: io.TextIOWrapper, err: io.TextIOWrapper) -> Iterator[None]:
    old = sys.stdin, sys.stdout, sys.stderr
    sys.stdin, sys.stdout, sys.stderr = io.StringIO(""), out, err
    try:
        yield
    finally:
        out.flush()
        err.flush()
        sys.stdin, sys.stdout, sys.stderr = old


class Odd(str):
    """A text of another class."""

    __slots__ = ()


def _values(register: borders.Register) -> Iterator[Any]:
    """Yield what somebody may hand over in the place of what is meant."""
    import numpy as np
    import pandas as pd

    loop: list[Any] = []
    loop.append(loop)
    yield from (None, True, False, 0, 1, -1, 2**63, 10**400, 1.5, float("nan"), float("inf"), 1j)
    yield from (Decimal(1), Decimal("NaN"), Fraction(1, 3), b"", b"car", bytearray(b"x"), object())
    yield from (
        [],
        (),
        {},
        set(),
        frozenset({"car"}),
        loop,
        [None],
        [[]],
        {"a": 1},
        ["car"],
        ("US",),
    )
    yield from (
        date(2023, 8, 21),
        date.min,
        date.max,
        datetime(2023, 8, 21),  # noqa: DTZ001
        datetime(9999, 12, 31),  # noqa: DTZ001
        time(1),
    )
    yield from (datetime(2023, 8, 21, tzinfo=UTC), datetime.min.replace(tzinfo=UTC), timedelta(1))
    yield from (
        np.array([]),
        np.array([[1.0, 2.0]]),
        np.float64("nan"),
        np.int64(5),
        np.str_("car"),
    )
    yield from (np.datetime64("2023-08-21"), np.datetime64("NaT"), np.bool_(1), np.array("car"))
    yield from (
        pd.NaT,
        pd.NA,
        pd.Timestamp(DAY),
        pd.Series([1]),
        pd.DataFrame({"lon": [1]}),
        pd.DataFrame(),
    )
    yield from (
        lambda: 1,
        str,
        borders,
        iter([]),
        range(3),
        (n for n in ()),
        Ellipsis,
        NotImplemented,
    )
    yield from (
        Odd("car"),
        Odd("Terespol"),
        Path(),
        Path("nowhere"),
        io.StringIO("x"),
        Exception("x"),
    )
    yield from (borders.Mode.CAR, borders.Direction.OUT, borders.Status.OPEN, borders.Traveller())
    yield from (borders.Traveller("US"), register, register.on(DAY), register.crossing("terespol"))
    yield from (next(iter(register.measures)), register.on(DAY).explain("terespol"), borders.Mode)
    yield from (
        (25.3, 54.7),
        (54.7, 25.3),
        (float("nan"), 0),
        (10**400, 54),
        (25, 1e300),
        (1, 2, 3),
        ("25", "54"),
        (True, False),
    )
    yield from (
        "",
        "x",
        "car",
        "out",
        "US",
        DAY,
        "Terespol",
        "Minsk",
        *mutants.TEXTS,
        *mutants.DAYS,
    )


def _by_python(chance: random.Random, register: borders.Register, values: list[Any]) -> Ended:
    calls = _calls(chance, register)
    name = chance.choice([*calls])
    picked: list[Any] = []

    def pick() -> Any:
        picked.append(chance.choice(values))
        return picked[-1]

    try:
        made = calls[name](pick)
        repr(made)
        if isinstance(made, list | tuple) and len(made) < 100:
            str(made)
    except BordersError as error:
        text = str(error)
        if not text.strip() or len(text) > 20_000:
            return Ended(FAULT, f"{name}: message", f"{_told(picked)}: {text[:300]!r}")
        return Ended(REFUSED, name)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is none of ours
        import traceback

        trace = "".join(traceback.format_exception(error))[-1800:]
        return Ended(FAULT, f"{name}: {type(error).__name__}", f"{_told(picked)}\n{trace}")
    return Ended(HELD, name)


def _told(values: list[Any]) -> str:
    shown = []
    for value in values:
        try:
            shown.append(f"{type(value).__name__} {repr(value)[:80]}")
        except Exception:  # noqa: BLE001 - of some nothing can be said
            shown.append(type(value).__name__)
    return ", ".join(shown)


def _calls(
    chance: random.Random, register: borders.Register
) -> dict[str, Callable[[Callable[[], Any]], Any]]:
    """Return what may be called with values that are picked, by its name."""
    day = register.on(DAY, mode="car")
    words = ["mode", "direction", "traveller", "as_known_on", "lang"]
    own, word = chance.choice(words), chance.choice([*words, "neighbours"])
    given = chance.choice(["nationality", "residence", "papers", "vehicle"])
    few = {"mode": "car", "direction": "out"}
    return {
        "on(moment)": lambda pick: register.on(pick()).counts,
        f"on({word})": lambda pick: register.on(DAY, **{word: pick()}).counts,
        "on(moment, …)": lambda pick: register.on(pick(), **{word: pick()}).counts,
        "Traveller": lambda pick: borders.Traveller(**{given: pick()}),
        "on(Traveller)": lambda pick: register.on(
            DAY, traveller=borders.Traveller(**{given: pick()})
        ).status("terespol"),
        "crossing": lambda pick: register.crossing(pick()),
        "measure": lambda pick: register.measure(pick()),
        "place": lambda pick: register.place(pick()),
        "zone": lambda pick: register.zone(pick()),
        "moment": lambda pick: register.moment(pick()),
        "register.as_known_on": lambda pick: register.as_known_on(pick()).version,
        "register.of_crossings": lambda pick: register.of_crossings(pick()),
        "history": lambda pick: register.history(pick(), **few),
        "history(…)": lambda pick: register.history("terespol", **{own: pick()}),
        "changes": lambda pick: register.changes(pick(), pick(), **few),
        "changes(…)": lambda pick: register.changes("2023-08-17", "2023-08-19", **{word: pick()}),
        "changes_frame": lambda pick: register.changes_frame(pick(), "2023-09-01", **few),
        "to_frame": lambda pick: register.to_frame(
            pick(), "2023-08-25", "YS", neighbours="LV", **few
        ),
        "standings_frame": lambda pick: register.standings_frame(pick(), "2023-08-25", **few),
        "standings_frame(…)": lambda pick: register.standings_frame(
            DAY, "2023-08-25", **{own: pick()}
        ),
        "standings_of": lambda pick: day.standings_of(pick()),
        "standings_of(Traveller)": lambda pick: day.standings_of([pick()]),
        "history_frame": lambda pick: register.history_frame(neighbours="LV", **{own: pick()}),
        "locate": lambda pick: locating.locate(register, pick(), 54.5),
        "locate(road)": lambda pick: locating.locate(register, 25.7, 54.55, road=pick()),
        "locate(kind)": lambda pick: locating.locate(register, 25.7, 54.55, kind=pick()),
        "explain": lambda pick: day.explain(pick()),
        "status": lambda pick: day.status(pick()),
        "periods": lambda pick: [*day.periods(pick())],
        "versus": lambda pick: day.versus(pick()),
        "advice": lambda pick: day.advice(pick()),
        "with_direction": lambda pick: day.with_direction(pick()),
        "day.of_crossings": lambda pick: day.of_crossings(pick()),
        "in_force": lambda pick: day.in_force(pick()),
        "routes": lambda pick: day.routes(pick()),
        "routes(to)": lambda pick: day.routes("Minsk", pick()),
        "reach": lambda pick: day.reach(pick()),
        "reach(compare)": lambda pick: day.reach([(27.5, 53.9)], pick()),
        "nearest": lambda pick: day.nearest(pick()),
        "load": lambda pick: borders.load(_harmless(pick())),
        "load(network)": lambda pick: borders.load(network=_harmless(pick())),
        "save": lambda pick: borders.save(pick(), "page.html"),
        "explore": lambda pick: borders.explore(pick()),
        "explore(…)": lambda pick: borders.explore(day, **{chance.choice(EXPLORED): pick()}),
        "plot": lambda pick: borders.plot(pick()),
        "plot(…)": lambda pick: borders.plot(day, **{chance.choice(DRAWN): pick()}),
        "plot_history": lambda pick: borders.plot_history(pick()),
        "plot_matrix": lambda pick: borders.plot_matrix(pick(), "terespol"),
        "plot_matrix(crossing)": lambda pick: borders.plot_matrix(day, pick()),
        "plot_reach": lambda pick: borders.plot_reach(pick()),
        "plot_routes": lambda pick: borders.plot_routes(pick()),
        "plot_years": lambda pick: borders.plot_years(pick()),
        "plot_years(day)": lambda pick: borders.plot_years(day, day=pick()),
        "export": lambda pick: borders.export(pick(), "x.csv"),
        "export(path)": lambda pick: borders.export(day, _harmless(pick())),
        "export(what)": lambda pick: borders.export(day, "x.csv", what=pick()),
        "reach_change": lambda pick: borders.reach_change(register, "2023-08-17", pick()),
    }


def _harmless(value: Any) -> Any:
    """Return a path to write to or to read that is none of this machine's."""
    is_far = isinstance(value, str) and value.startswith(("/", "..", "C:"))
    return "x" if is_far or isinstance(value, int) else value


ATTACKER: Final = Attacker(
    "questions", prepare, long=20_000, bounded=30, seconds=8.0, megabytes=1000
)
