"""Files of the shipped register, broken in all ways: refused with their place, or what they say.

A mutant is read by the package and by the readers of Python's own library. What these do not
read is refused. What says the same is loaded, and gives the same answers. What says something
else is loaded as that, or refused.
"""

from __future__ import annotations

import csv
import io
import json
import os
import random
import shutil
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import borders
from attacks import mutants
from attacks.harness import FAULT, HELD, REFUSED, Attacker, Ended
from borders.data import revisions
from borders.data.lines import placed
from borders.errors import BordersError, DataError
from borders.geo import border_points
from borders.network import courses
from borders.network import read as networks
from borders.places import Towns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from attacks.harness import Try

SHIPPED: Final = Path(__file__).parents[2] / "geodata"
SMALL: Final = 2500
"""Bytes up to which a file is cut at each of them."""
QUESTIONS: Final = 200
WEIGHTS: Final = dict.fromkeys(
    [f"measures/{path.name}" for path in sorted((SHIPPED / "measures").iterdir())], 4
) | {
    "crossings.geojson": 14,
    "sources.toml": 8,
    "vocabulary.toml": 6,
    "datapackage.json": 6,
    "groups.toml": 5,
    "signs.csv": 5,
    "towns.csv": 5,
    "advice.toml": 4,
    "dangers.toml": 4,
    "events.toml": 4,
    "revisions.csv": 3,
    "network/gates.csv": 3,
    "network/network.toml": 2,
    "borders.geojson": 2,
    "countries.geojson": 1,
    "water.geojson": 1,
    "network/roads.csv": 1,
    "network/roads-nodes.csv": 1,
    "network/rails.csv": 1,
    "network/rails-nodes.csv": 1,
    "network/courses.csv": 1,
    "network/course-sources.toml": 1,
    "network/ways.json": 1,
}
"""The files that are read, and how often each is tried."""
WHOLE: Final = (
    "missing required field",
    "is empty",
    "is missing",
    "has no features",
    "no collection",
)
"""What is told of a file as a whole: what it lacks stands on no line."""
UNREAD: Final = {
    "datapackage.json": (
        *("resources", "keywords", "licenses", "contributors", "sources", "$schema", "description"),
    ),
    "towns.csv": ("id",),
    "network/roads.csv": ("class", "straight"),
    "network/rails.csv": ("class",),
    "network/gates.csv": ("source",),
}
"""What no answer rests on."""


def prepare(home: Path) -> Try:
    """Return what tries a mutant of a file: each process has its own copy of the folder."""
    base = {name: (SHIPPED / name).read_bytes() for name in WEIGHTS}
    cuts = [
        (name, cut)
        for name, content in base.items()
        if len(content) <= SMALL
        for cut in mutants.cuts(content)
    ]
    said = {name: document(name, content) for name, content in base.items()}
    once_read = {read: read(SHIPPED) for read in {VIEWS.get(name, _facts) for name in WEIGHTS}}
    views = {name: once_read[VIEWS.get(name, _facts)] for name in WEIGHTS}
    answers = grid(borders.load(SHIPPED))

    def once(chance: random.Random, number: int) -> Ended:
        folder = home / str(os.getpid())
        if not folder.exists():
            shutil.copytree(SHIPPED, folder)
        if number % 4 == 0:
            name, made = cuts[number // 4 % len(cuts)]
        else:
            (name,) = chance.choices([*WEIGHTS], [*WEIGHTS.values()])
            made = mutants.mutant(chance, name, base[name])
        kind = f"{name}, {made.kind}"
        file = folder / name
        file.unlink()
        try:
            _put(file, made, base[name])
            how, told = _tried(folder, name, made, base, said, views, answers)
        finally:
            _clear(file)
            file.write_bytes(base[name])
        return Ended(how, kind, f"{told}\n{_shown(made, base[name])}" if how == FAULT else "")

    return once


def _tried(  # noqa: PLR0911 - one for each way to end
    folder: Path,
    name: str,
    made: mutants.Mutant,
    base: dict[str, bytes],
    said: dict[str, Any],
    views: dict[str, Any],
    answers: list[Any],
) -> tuple[str, str]:
    content = base[name] if made.kind == "file: link" else made.content
    says = None if content is None else document(name, content)
    try:
        seen = view(folder, name)
        asked = grid(borders.load(folder)) if name in CORE or content is None else answers
    except DataError as error:
        return _refused(error, folder, name, content)
    except BordersError as error:  # a question of the grid, on what is no longer called so
        return (HELD, "") if says != said[name] else (FAULT, f"is not found: {error!r}")
    if name == "network/ways.json" and seen is None:
        return (HELD, "")  # they are found anew
    if content is None:
        return (FAULT, "is loaded, and is no file")
    if says is None:
        return (FAULT, "is loaded, and is nothing that others read")
    if same(says, said[name]):
        if not same(seen, views[name]):
            return (FAULT, "says the same, and is read as something else")
        return (HELD, "") if asked == answers else (FAULT, "says the same, and answers otherwise")
    if same(seen, views[name]) and not same(_read(name, says), _read(name, said[name])):
        return (FAULT, f"says something else, and is read as before: {_first(says, said[name])}")
    return (FAULT, "is loaded, and is blank") if not content.strip() else (HELD, "")


def _refused(error: DataError, folder: Path, name: str, content: bytes | None) -> tuple[str, str]:
    """Return whether a file is refused by its name, and with a place in it."""
    problems = placed([p for p in error.problems if p.line is None], [folder])
    problems += [problem for problem in error.problems if problem.line is not None]
    if not problems or not all(problem.text.strip() and problem.file for problem in problems):
        return FAULT, f"is refused without a word: {problems}"
    if content is None or not content.strip() or b"\0" in content:
        named = [problem for problem in problems if problem.file == name]
        return (REFUSED, "") if named else (FAULT, f"is refused by another name: {problems[:3]}")
    if any(p.line is not None or any(word in p.text for word in WHOLE) for p in problems):
        return REFUSED, ""
    return FAULT, f"is refused without its place: {'; '.join(map(str, problems))[:1500]}"


def view(folder: Path, name: str) -> Any:
    """Return all that the package reads of a file; None: it is missing, and need not be there."""
    try:
        return VIEWS.get(name, _facts)(folder)
    except FileNotFoundError:
        return None


def _facts(folder: Path) -> Any:
    facts = borders.load(folder).facts
    return [
        [*value.items()] if isinstance(value, dict) else value
        for value in (getattr(facts, name) for name in facts.__struct_fields__)
    ]


def _towns(folder: Path) -> Any:
    found = Towns(folder)
    return found._rows  # noqa: SLF001 - all that is read


def _network(folder: Path) -> Any:
    facts = _network_facts()
    problems = networks.check(folder / "network", facts.package.home, facts.crossings)
    if problems:
        raise DataError(problems)
    found = networks.load(folder / "network", home=facts.package.home)
    graphs = [
        (name, graph.nodes, graph.edges, *map(str, (graph.approximate, graph.side_nodes)))
        for name, graph in found.graphs.items()
    ]
    bends = [tuple(map(str, course)) for course in courses.read(folder / "network", [])]
    return [found.about, [[*map(str, map(_plain, each))] for each in graphs], bends]


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [*map(_plain, value)]
    return value.tolist() if hasattr(value, "tolist") else value


_FACTS: list[Any] = []


def _network_facts() -> Any:
    if not _FACTS:
        _FACTS.append(borders.load(SHIPPED).facts)
    return _FACTS[0]


def _ground(read: Callable[[Path], dict[Any, Any]]) -> Callable[[Path], Any]:
    def call(folder: Path) -> Any:
        return [(key, shape.wkb) for key, shape in read(folder).items()]

    return call


def _ways(folder: Path) -> Any:
    from borders.maps import page_routes

    return page_routes.kept(borders.load(folder))


VIEWS: Final[dict[str, Callable[[Path], Any]]] = {
    "towns.csv": _towns,
    "borders.geojson": _ground(border_points.borders_of),
    "countries.geojson": _ground(border_points.countries_of),
    "water.geojson": _ground(border_points.water_of),
    "revisions.csv": lambda folder: [*revisions.recorded(folder)],
    **{name: _network for name in WEIGHTS if name.startswith("network/")},
    "network/ways.json": _ways,
}
CORE: Final = WEIGHTS.keys() - VIEWS.keys()


def document(name: str, content: bytes) -> Any:
    """Return what a file says to readers that are not ours; None: they do not read it."""
    try:
        text = content.decode("utf-8")
        text.encode("utf-8")
        if name.endswith(".toml"):
            found: Any = tomllib.loads(text)
        elif name.endswith(".csv"):
            found = _rows(text)
        else:
            found = json.loads(text, object_pairs_hook=_once, parse_constant=_never)
            json.dumps(found, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError, csv.Error):
        return None
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a key stands twice")
    return dict(pairs)


def _never(text: str) -> float:
    raise ValueError(text)


def _rows(text: str) -> list[dict[str, str]]:
    header, *rows = [row for row in csv.reader(io.StringIO(text, newline=""), strict=True) if row]
    if len(set(header)) < len(header) or any(len(row) != len(header) for row in rows):
        raise ValueError("rows of other lengths")
    return [dict(zip(header, row, strict=True)) for row in rows]


def _read(name: str, says: Any) -> Any:
    """Return of a document what answers rest on."""
    if name == "network/course-sources.toml":
        return [*says]
    out = UNREAD.get(name, ())
    if name == "datapackage.json":  # a data package may have any other key
        known = document(name, (SHIPPED / name).read_bytes())
        return {key: says.get(key) for key in known if key not in out}
    if isinstance(says, dict):
        return {key: value for key, value in says.items() if key not in out}
    if isinstance(says, list):
        known = [*document(name, (SHIPPED / name).read_bytes())[0]]
        return [{k: row.get(k) for k in known if k not in out} for row in says]
    return says


def same(one: Any, two: Any) -> bool:
    """Return whether two documents say the same, by kind too: 1 and true do not."""
    if type(one) is not type(two):
        return (
            isinstance(one, float | int)
            and isinstance(two, float | int)
            and not isinstance(one, bool)
            and not isinstance(two, bool)
            and one == two
        )
    if isinstance(one, dict):
        return one.keys() == two.keys() and all(same(one[key], two[key]) for key in one)
    if isinstance(one, list | tuple):
        return len(one) == len(two) and all(map(same, one, two))
    return bool(one == two)


def _first(one: Any, two: Any, path: str = "") -> str:
    """Return where two documents differ first."""
    if isinstance(one, dict) and isinstance(two, dict):
        for key in {**one, **two}:
            if key not in one or key not in two or not same(one[key], two[key]):
                return _first(one.get(key), two.get(key), f"{path}.{key}")
    if isinstance(one, list) and isinstance(two, list):
        for number, (a, b) in enumerate(zip(one, two, strict=False)):
            if not same(a, b):
                return _first(a, b, f"{path}[{number}]")
        return f"{path}: {len(one)} and {len(two)} items"
    return f"{path}: {str(one)[:200]!r} and {str(two)[:200]!r}"


def _put(file: Path, made: mutants.Mutant, content: bytes) -> None:
    if made.content is not None:
        file.write_bytes(made.content)
        return
    match made.kind.removeprefix("file: "):
        case "folder":
            file.mkdir()
        case "pipe":
            os.mkfifo(file)
        case "zeros":
            file.symlink_to("/dev/zero")
        case "null":
            file.symlink_to("/dev/null")
        case "loop":
            file.symlink_to(file)
        case "dangling":
            file.symlink_to(file.with_name("nowhere"))
        case "link":
            target = file.with_name("elsewhere")
            target.write_bytes(content)
            file.symlink_to(target)


def _clear(file: Path) -> None:
    file.with_name("elsewhere").unlink(missing_ok=True)
    if file.is_dir() and not file.is_symlink():
        file.rmdir()
    else:
        file.unlink(missing_ok=True)


def _shown(made: mutants.Mutant, base: bytes) -> str:
    """Return what was changed in a file, for those who look."""
    if made.content is None:
        return f"    {made.kind}"
    at = next(
        (n for n, (a, b) in enumerate(zip(made.content, base, strict=False)) if a != b),
        min(len(made.content), len(base)),
    )
    before, after = (each[max(0, at - 60) : at + 140] for each in (base, made.content))
    return f"    at byte {at}\n    was {before!r}\n    is  {after!r}"


def grid(register: borders.Register) -> list[Any]:
    """Return what a register answers to each question of the grid."""
    return [*_answers(register)]


def _answers(register: borders.Register) -> Iterator[Any]:
    for crossing, day, traveller, words in _asked():
        snapshot = register.on(day, traveller=traveller, **words)
        verdict = snapshot.explain(crossing)
        ids = tuple(measure.id for measure in verdict.measures)
        yield verdict.standing, verdict.since, verdict.until, ids, str(verdict.depends_on)


_ASKED: list[Any] = []


def _asked() -> list[Any]:
    if not _ASKED:
        chance = random.Random(0)  # noqa: S311 - the same questions each time
        crossings = [
            each["id"]
            for each in document("a.json", (SHIPPED / "crossings.geojson").read_bytes())["features"]
        ]
        for _ in range(QUESTIONS):
            year, month = chance.randrange(2019, 2027), chance.randrange(1, 13)
            day = f"{year}-{month:02}-{chance.randrange(1, 29):02}"
            land = chance.choice([None, "BY", "LT", "US", "RU", "DE", "UA"])
            traveller = borders.Traveller(nationality=land) if land else None
            words = {
                key: value
                for key, value in (
                    ("mode", chance.choice([None, "car", "bus", "foot", "truck"])),
                    ("direction", chance.choice([None, "out", "in"])),
                )
                if value
            }
            _ASKED.append((chance.choice(crossings), day, traveller, words))
    return _ASKED


ATTACKER: Final = Attacker("data", prepare, long=20_000, bounded=24)
