"""What grows with a register grows as it does and no faster, counted: times differ by machine."""

from __future__ import annotations

import gc
import runpy
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest

import borders
from borders.formats.content import TABLES, Content
from borders.maps.page_data import page_data
from borders.rules import decision_diagrams, evaluate

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType, ModuleType

COUNTS = (1, 2, 3)
SOME = ("medininkai", "adutiskis", "silene", "terespol", "kuznica", "bobrowniki", "kukuryki")
COPIES = Path(__file__).parents[1] / "benchmarks" / "copies.py"
OURS = str(Path(borders.__file__).parent)


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Return the shipped register once, twice and three times over."""
    copied = runpy.run_path(str(COPIES))["copied"]
    home = tmp_path_factory.mktemp("copies")
    return [copied(count, home / str(count)) for count in COUNTS]


def _some(folder: Path) -> borders.Register:
    """Return a register of some crossings and their copies alone."""
    register = borders.load(str(folder))
    crossings = [c for c in register.crossings if c.id.partition("-")[0] in SOME]
    return register.of_crossings(crossings)


def _statuses(register: borders.Register) -> None:
    _ = register.on("2023-08-21").standings


def _verdicts(register: borders.Register) -> None:
    _ = register.on("2023-08-21", mode="car").verdicts


def _compiled(register: borders.Register) -> None:
    diagrams, snapshot = decision_diagrams.Diagrams(register.index), register.on("2023-08-21")
    for crossing in register.crossings:
        assert [*diagrams.intervals(crossing, snapshot.question(crossing))]


def _table(name: str) -> Callable[[borders.Register], object]:
    """Return what makes a table of the answer."""
    return lambda register: Content(register.on("2023-08-21", mode="car")).records(name)


def _written(ending: str) -> Callable[[borders.Register], object]:
    """Return what writes all that a file of a form holds."""

    def work(register: borders.Register) -> None:
        with TemporaryDirectory() as home:
            borders.export(register.on("2023-08-21", mode="car"), Path(home) / f"all{ending}")

    return work


WORKS: dict[str, Callable[[borders.Register], object]] = {
    "load": lambda register: borders.load(str(register.folder)),
    "statuses": _statuses,
    "verdicts": _verdicts,
    "compiled": _compiled,
    "page": page_data,
    **{name: _table(name) for name in TABLES if name != "routes"},
    **{ending: _written(ending) for ending in (".atom", ".gpx")},
}


def _lines(work: Callable[[borders.Register], object], folder: Path) -> int:
    """Return how many lines of ours run, each turn of a loop, on a register just read."""
    register, count = _some(folder), 0

    def heed(frame: FrameType, event: str, _: object) -> Callable[..., Any] | None:
        nonlocal count
        count += event == "line"
        return heed if frame.f_code.co_filename.startswith(OURS) else None

    before = sys.gettrace()
    sys.settrace(heed)
    try:
        work(register)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("work", WORKS.values(), ids=WORKS)
def test_work_grows_with_the_register(
    folders: list[Path], work: Callable[[borders.Register], object]
) -> None:
    """A third copy adds as many lines as the second: what adds more does not grow in a line."""
    work(_some(folders[0]))  # what is read once for all is no part of it
    one, two, three = (_lines(work, folder) for folder in folders)
    assert two > one
    assert three - two <= 1.1 * (two - one)


def test_the_collector_looks_on_after_a_register_is_read(tmp_path: Path) -> None:
    borders.load()
    assert gc.isenabled()
    with pytest.raises(borders.DataError):
        borders.load(str(tmp_path))
    assert gc.isenabled()
    gc.disable()
    try:
        borders.load()
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_equal_rules_are_evaluated_once(
    folders: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Copies that ask the same of the same travellers are ruled, and compiled, together."""
    calls: Counter[str] = Counter()

    def counted(module: ModuleType, name: str) -> None:
        function = getattr(module, name)

        def count(*values: object, **options: object) -> object:
            calls[name] += 1
            return function(*values, **options)

        monkeypatch.setattr(module, name, count)

    counted(evaluate, "status_from")
    counted(decision_diagrams, "group_by_effect")
    times = []
    for folder in folders:
        calls.clear()
        register = _some(folder)
        _verdicts(register)
        _compiled(register)
        times.append(dict(calls))
    assert times == [times[0]] * len(COUNTS)
    assert times[0].keys() == {"status_from", "group_by_effect"}


def test_copies_answer_alike(folders: list[Path]) -> None:
    """A crossing of a copy stands as the first does, by measures of its own."""
    day = borders.load(str(folders[1])).on("2023-08-21", traveller=borders.Traveller("US"))
    verdicts = {verdict.crossing.id: verdict for verdict in day.verdicts}
    firsts = [name for name in verdicts if f"{name}-1" in verdicts]
    assert len(firsts) == len(verdicts) / 2
    for name in firsts:
        first, copy = verdicts[name], verdicts[f"{name}-1"]
        assert (copy.standing, copy.since, copy.until) == (first.standing, first.since, first.until)
        assert [m.id for m in copy.measures] == [f"{m.id}-1" for m in first.measures]
        assert copy.would_pass == first.would_pass


def test_the_page_tells_of_copies_alike(folders: list[Path]) -> None:
    """What holds of a copy when is what holds of the first, by measures of its own."""
    data = page_data(_some(folders[1]))
    ids: list[str] = [measure["id"] for measure in data["measures"]]
    crossings = {crossing["id"]: crossing for crossing in data["crossings"]}

    def told(crossing: dict[str, Any], ending: str) -> list[object]:
        """Return it by the ids of measures without an ending."""

        def named(measure: int) -> str:
            assert ids[measure].endswith(ending)
            return ids[measure].removesuffix(ending)

        def stood(state: int) -> object:
            row, current = data["states"][state]
            return row, [(named(measure), of_whom) for measure, of_whom in current]

        return [
            [(since, stood(state)) for since, state in crossing["spells"]],
            [(end, stood(state), over) for end, state, over in crossing.get("attested", [])],
            [(named(at), *rest) for at, *rest in crossing.get("planned", [])],
            [(named(at), *rest) for at, *rest in crossing.get("cautions", [])],
        ]

    for name in SOME:
        assert told(crossings[f"{name}-1"], "-1") == told(crossings[name], "")
