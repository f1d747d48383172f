"""What ends a command half-way, or keeps it from writing: files are the old ones or the new, whole.

Each command that writes is run in a process of its own, in a folder that is like it was before.
There it is ended by a signal, or at a rename, finds a full disk, no streams, no home, or others
that write the same file. Success is said of what is whole alone, and who writes next to what a
killed one left removes it.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import os
import resource
import shutil
import signal
import subprocess
import sys
import traceback
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from conftest import Folder

import borders
from attacks.harness import FAULT, HELD, REFUSED, Attacker, Ended
from borders import atomic_file
from borders.cli.commands import main

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from attacks.harness import Try

    State = Mapping[str, bytes | None]

DAY: Final = "2021-06-01"
OTHER: Final = "2021-07-01"
TOY: Final = ("--geodata", "toy")
ASKED: Final = (*TOY, "--on", DAY)
OLD: Final = b"as it was\n"
CITED: Final = ("--source", "paper", "--yes", *TOY)
HANGS: Final = 300
"""Seconds after which a command is taken to wait for what never comes."""
SIGNALS: Final = (signal.SIGKILL, signal.SIGHUP, signal.SIGINT, signal.SIGTERM)
CROWD: Final = 100
RARE: Final = 0.05
"""How often so many write at once, which keeps a machine from all else."""
LOADED: Final = (
    *("borders.exports", "borders.maps.html", "borders.formats.geo", "borders.formats.workbook"),
    *("borders.network.reach_files", "borders.figures.files", "borders.data.recording"),
)
"""What commands load, so that each does not load it anew."""
STEP: Final = 37
"""Pairs of a fault and a command from one try to the next: no divisor of how many there are."""
_NAMESPACE: Final = 0x00020000
_PRIVATE: Final = 0x44000
"""Of Linux: mounts of one's own, that nobody else sees."""


class Writer(NamedTuple):
    """A command that writes.

    Attributes
    ----------
    output
        The one file that it is told to write; empty: it is a folder.
    is_several
        Whether it writes several files, each of which is whole by itself.
    """

    words: tuple[str, ...]
    output: str = ""
    is_several: bool = False


def _to(name: str, *words: str, is_several: bool = False) -> Writer:
    return Writer((*words, "-o", f"out/{name}"), f"out/{name}", is_several)


WRITERS: Final[Mapping[str, Writer]] = {
    "record": Writer(
        (
            *("record", "--crossing", "beta", "--side", "LT", "--decided-by", "A government"),
            *("--from", "2023-01-01", "--reason", "dispute", *CITED),
        ),
        is_several=True,
    ),
    "map": _to("page.html", "map", *ASKED),
    "export .csv": _to("x.csv", "export", *ASKED, is_several=True),
    "network build": Writer(("network", "build", "new.osm", "-o", "net", *TOY)),
    "figure .svg": _to("x.svg", "figure", *ASKED, is_several=True),
    "correct": Writer(
        ("correct", "lt-0", "note", "Another.", "--why", "It was wrong.", *CITED), is_several=True
    ),
    "reach .csv": _to("reach.csv", "reach", "points.csv", *ASKED, "--network", "net"),
    "new": Writer(("new", "mine")),
    "watch": _to("state.json", "watch", "--since", "seen.json", *TOY, "--on", "2022-06-01"),
    "end": Writer(("end", "lt-0", "--at", "2024-01-01", *CITED), is_several=True),
    "confirm": Writer(("confirm", "alpha", "--on", "2026-01-02", *CITED), is_several=True),
    "figure .png": _to("x.png", "figure", *ASKED, is_several=True),
    "figure .pdf": _to("x.pdf", "figure", *ASKED, is_several=True),
    "map with a card": _to(
        "page.html", "map", "--url", "https://example.com/", *ASKED, is_several=True
    ),
    "reach .gpkg": _to("reach.gpkg", "reach", "points.csv", *ASKED, "--network", "net"),
    **{
        f"export {ending}": _to(f"x{ending}", "export", *ASKED)
        for ending in (
            *(".geojson", ".gpkg", ".fgb", ".xlsx", ".parquet", ".db", ".kml", ".gpx", ".ics"),
            ".atom",
        )
    },
}
"""All that write, those first of which a little is tried."""


class Ran(NamedTuple):
    """What became of a command."""

    code: int
    told: str
    calls: int
    """Of functions, by which a moment of it is told."""
    renames: int


def prepare(home: Path) -> Try:
    """Return what tries one command with one fault."""
    for name in LOADED:
        importlib.import_module(name)
    start = home / "start"
    _lay(start)
    wanted: dict[str, tuple[State, Ran]] = {}
    named = [(fault, name) for fault in FAULTS for name in WRITERS]
    pairs = [(fault, name) for fault, name in named if _applies(fault, WRITERS[name])]

    def once(chance: random.Random, number: int) -> Ended:
        fault, name = pairs[number * STEP % len(pairs)]
        writer = WRITERS[name]
        with _copied(start, home / f"{os.getpid()}") as place:
            if name not in wanted:
                ran = run(place, writer.words, Moments.count)
                if ran.code not in {0, 3}:
                    return Ended(FAULT, f"{name}: unharmed", f"{ran.code} {ran.told}")
                wanted[name] = state(place), ran
            new, unharmed = wanted[name]
        with _copied(start, home / f"{os.getpid()}") as place:
            trial = Trial(place, start, writer, new, unharmed)
            wrong = FAULTS[fault](trial, chance)
        how = HELD if not wrong else REFUSED if wrong is NOTHING else FAULT
        return Ended(how, f"{name}: {fault}", "" if how != FAULT else wrong)

    return once


def _applies(fault: str, writer: Writer) -> bool:
    """Return whether a command can be tried with a fault: some need one file that it is told."""
    return bool(writer.output) or FAULTS[fault] not in {_device, _crowd}


NOTHING: Final = "there is nothing to try"


def _lay(start: Path) -> None:
    """Write what all commands start from: a register, places, a network, what was kept before."""
    from small_extracts import geography, towns

    folder = Folder(start / "toy")
    folder.measure(note="A note.")
    geography(folder)

    def drawn() -> str:
        osm = towns()
        osm.write(start / "old.osm")
        osm.way([1, osm.node(25.07, 54.4)], highway="primary")
        return str(osm.write(start / "new.osm"))

    apart(drawn)  # its library has threads, which no child would have
    (start / "points.csv").write_text("name,lon,lat\nA,25.05,54.4\nB,25.0,54.45\n", "utf-8")
    (start / "out").mkdir()
    for name in {*(w.output for w in WRITERS.values() if w.output), "out/page.png", "out/x.json"}:
        (start / name).write_bytes(OLD)
    for words in (
        ("network", "build", "old.osm", "-o", "net", *TOY),
        ("watch", "--since", "seen.json", "-o", "seen.json", *ASKED),
    ):
        ran = run(start, words)
        if ran.code not in {0, 3}:
            raise RuntimeError(ran.told)


@contextlib.contextmanager
def _copied(start: Path, place: Path) -> Iterator[Path]:
    shutil.copytree(start, place)
    try:
        yield place
    finally:
        shutil.rmtree(place)


def state(place: Path) -> State:
    """Return what stands in a folder: the bytes of each file, None for a folder."""
    return {
        path.relative_to(place).as_posix(): path.read_bytes() if path.is_file() else None
        for path in place.rglob("*")
        if path.exists()
    }


def apart(make: Callable[[], str]) -> str:
    """Return what a function returns that is called in a process of its own."""
    reads, writes = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(reads)
        try:
            said = make()
        except BaseException:  # noqa: BLE001 - told to who waits
            said = traceback.format_exc()
        with os.fdopen(writes, "w") as out:
            out.write(said)
        os._exit(0)
    os.close(writes)
    with os.fdopen(reads) as heard:
        said = heard.read()
    os.waitpid(process, 0)
    return said


def begin(
    place: Path, words: Iterable[str], before: Callable[[Moments], object] = lambda _: None
) -> tuple[int, int]:
    """Run a command in a process of its own; return its number, and where it tells of itself."""
    told = os.memfd_create("told")
    process = os.fork()
    if process:
        return process, told
    code = 99
    try:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(HANGS)
        nowhere = os.open(os.devnull, os.O_RDONLY)
        for number, target in enumerate((nowhere, told, told)):
            os.dup2(target, number)
        sys.stdin, sys.stdout, sys.stderr = (
            os.fdopen(number, mode, closefd=False) for number, mode in enumerate("rww")
        )
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.chdir(place)
        sys.argv = ["borders", *words]
        moments = Moments()
        before(moments)
        try:
            main()
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 0 if stop.code is None else 98
        sys.setprofile(None)
        with contextlib.suppress(OSError, ValueError, AttributeError):
            sys.stdout.flush()
        os.lseek(told, 0, os.SEEK_END)
        os.write(told, f"\n{moments.calls} {moments.renames}".encode())
    except BaseException:  # noqa: BLE001 - what nobody caught is a fault
        os.write(told, traceback.format_exc().encode())
    finally:
        os._exit(code)


def ended(process: int, told: int) -> Ran:
    """Wait for a command and return what became of it."""
    _, status = os.waitpid(process, 0)
    os.lseek(told, 0, os.SEEK_SET)
    with os.fdopen(told, "rb") as file:
        text = file.read().decode("utf-8", "replace")
    code = os.waitstatus_to_exitcode(status)
    said, _, counts = text.rpartition("\n")
    numbers = counts.split(" ")
    if len(numbers) == 2 and all(map(str.isdigit, numbers)):
        return Ran(code, said, int(numbers[0]), int(numbers[1]))
    return Ran(code, text, 0, 0)


def run(place: Path, words: Iterable[str], before: Any = lambda _: None) -> Ran:
    """Run a command to its end."""
    return ended(*begin(place, words, before))


class Moments:
    """The moments of a command, at one of which it is ended."""

    def __init__(self) -> None:
        self.calls = self.renames = 0
        self._call = self._rename = -1
        self._signal: int = signal.SIGKILL
        for module, name in ((os, "replace"), (os, "rename"), (atomic_file, "exchange")):
            setattr(module, name, self._counted(getattr(module, name)))

    def count(self) -> None:
        """Count calls from now on, which makes each of them slow."""
        sys.setprofile(self._seen)

    def at_call(self, number: int, what: int) -> None:
        self._call, self._signal = number, what
        self.count()

    def at_rename(self, number: int, what: int) -> None:
        """End the command before a rename if the number is even, after it if it is odd."""
        self._rename, self._signal = number, what

    def _seen(self, _: object, event: str, __: object) -> None:
        self.calls += event == "call"
        if self.calls == self._call:
            self._call = -1
            os.kill(os.getpid(), self._signal)

    def _counted(self, rename: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:
            number, self.renames = self.renames, self.renames + 1
            if self._rename == 2 * number:
                os.kill(os.getpid(), self._signal)
            made = rename(*args, **options)
            if self._rename == 2 * number + 1:
                os.kill(os.getpid(), self._signal)
            return made

        return call


class Trial(NamedTuple):
    """A command in its folder, with what it starts from and what it makes."""

    place: Path
    start: Path
    writer: Writer
    new: State
    unharmed: Ran

    def judged(self, ran: Ran, *, is_to_end_well: bool = False) -> str:
        """Return what is wrong with what is left; nothing, if all is the old or the new, whole."""
        wrong = next(self._faults(ran, is_to_end_well=is_to_end_well), "")
        return wrong and f"{wrong}: {ran.code} {ran.told[-1500:]}"

    def _faults(self, ran: Ran, *, is_to_end_well: bool) -> Iterator[str]:
        _age(self.place)
        old, found = state(self.start), state(self.place)
        if "Traceback" in ran.told:
            yield "shows a traceback"
        if ran.code == -signal.SIGALRM:
            yield "waits for what never comes"
        left = [name for name in found if name.startswith(".") or "/." in name]
        if left and ran.code != -signal.SIGKILL:
            yield f"leaves {left}"
        found = _tidied(self.place, left) if left else found
        if still := [name for name in found if name not in old and name not in self.new]:
            yield f"leaves {still} to the next"
        is_success = ran.code in {0, 3}
        if is_success and (torn := [n for n in self.new if found.get(n) != self.new[n]]):
            yield f"says success, and is not whole: {torn}"
        if is_to_end_well and not is_success:
            yield "fails"
        if not is_success:
            yield from self._torn(old, found)

    def _torn(self, old: State, found: State) -> Iterator[str]:
        if found in (old, self.new):
            return
        names = {*old, *self.new, *found}
        torn = [n for n in names if found.get(n) not in {old.get(n), self.new.get(n)}]
        if torn or not self.writer.is_several:
            changed = [name for name in names if found.get(name) != old.get(name)]
            yield f"is torn: {torn or changed}"
        try:
            borders.load(self.place / "toy")
        except borders.DataError as error:
            yield f"leaves no register: {error}"


def _age(place: Path) -> None:
    """Let two minutes pass for what was left: it may be somebody's before."""
    for path in place.rglob(".borders-*"):
        with contextlib.suppress(OSError):
            os.utime(path, (0, path.stat().st_mtime - 120))


def _tidied(place: Path, left: Iterable[str]) -> State:
    """Return what stands in a folder once others wrote beside what was left."""
    for folder in {(place / name).parent for name in left if name.rpartition("/")[2][:1] == "."}:
        if folder.is_dir():
            atomic_file.write(folder / "next", b"")
            (folder / "next").unlink()
    return state(place)


def _signal(trial: Trial, chance: random.Random) -> str:
    at, what = chance.randrange(1, trial.unharmed.calls + 1), chance.choice(SIGNALS)
    ran = run(trial.place, trial.writer.words, lambda moments: moments.at_call(at, what))
    return trial.judged(ran)


def _rename(trial: Trial, chance: random.Random) -> str:
    at, what = chance.randrange(2 * trial.unharmed.renames), chance.choice(SIGNALS)
    ran = run(trial.place, trial.writer.words, lambda moments: moments.at_rename(at, what))
    return trial.judged(ran)


def _changed(trial: Trial) -> list[int]:
    """Return the bytes of each file that a command writes."""
    old = state(trial.start)
    return [len(made) for name, made in trial.new.items() if made and made != old.get(name)]


def _short(trial: Trial, chance: random.Random) -> str:
    """No file may be as long as one that is written."""
    most = chance.choice(_changed(trial)) - chance.choice([1, 1, chance.randrange(1, 5000)])

    def limited(_: Moments) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (max(0, most), max(0, most)))

    return trial.judged(run(trial.place, trial.writer.words, limited))


def _full(trial: Trial, chance: random.Random) -> str:
    """The disk has room for what was there, and for some of what is written."""
    if os.getuid() != 0 or sys.platform != "linux":
        return NOTHING
    page = resource.getpagesize()
    disk = trial.place.with_name(f"{trial.place.name}-disk")
    disk.mkdir(exist_ok=True)
    held = sum(-(-len(made or b"") // page) * page for made in state(trial.start).values())
    room = chance.randrange(0, sum(_changed(trial)) + 4 * page)

    def tried() -> str:
        system = ctypes.CDLL(None, use_errno=True)
        if system.unshare(_NAMESPACE) or system.mount(b"none", b"/", None, _PRIVATE, None):
            return NOTHING
        size = f"size={held + 8 * page + room}".encode()
        if system.mount(b"tmpfs", os.fsencode(disk), b"tmpfs", 0, size):
            return NOTHING
        shutil.copytree(trial.start, disk, dirs_exist_ok=True)
        here = trial._replace(place=disk)
        return here.judged(run(disk, trial.writer.words))

    said = apart(tried)
    return NOTHING if said == NOTHING else said


def _device(trial: Trial, _: random.Random) -> str:
    """What is written to is full from the first byte on."""
    target = trial.place / trial.writer.output
    target.unlink()
    target.symlink_to("/dev/full")
    ran = run(trial.place, trial.writer.words)
    target.unlink()
    shutil.copy(trial.start / trial.writer.output, target)
    if ran.code in {0, 3}:
        return f"says success of a full device: {ran.told}"
    return trial.judged(ran)


def _mute(trial: Trial, chance: random.Random) -> str:
    """Streams are closed."""
    closed = chance.sample(range(3), chance.randrange(1, 4))

    def close(_: Moments) -> None:
        for number in closed:
            os.close(number)
            setattr(sys, ("stdin", "stdout", "stderr")[number], None)

    return trial.judged(run(trial.place, trial.writer.words, close), is_to_end_well=True)


def _homeless(trial: Trial, chance: random.Random) -> str:
    """There is no home, or none to write in: in an interpreter of its own, which looks for it."""
    environment = {key: text for key, text in os.environ.items() if not key.startswith("XDG_")}
    environment.pop("HOME", None)
    home = chance.choice([None, "/nowhere", "/dev/null", "/proc"])
    environment |= {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    environment |= {"HOME": home} if home else {}
    command = (sys.executable, "-W", "ignore", "-m", "borders", *trial.writer.words)
    done = subprocess.run(  # noqa: S603 - our own words
        command,
        cwd=trial.place,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=HANGS,
    )
    ran = Ran(done.returncode, done.stdout + done.stderr, 0, 0)
    return trial.judged(ran, is_to_end_well=True)


def _crowd(trial: Trial, chance: random.Random) -> str:
    """Many write the same file at once: it is that of one of them."""
    count = CROWD if chance.random() < RARE else 6
    words = [tuple(text.replace(DAY, day) for text in trial.writer.words) for day in (DAY, OTHER)]
    with _copied(trial.start, trial.place.with_name(f"{trial.place.name}-other")) as place:
        run(place, words[1])
        other = trial._replace(new=state(place))
    running = [begin(trial.place, words[at % 2]) for at in range(count)]
    wrong = ""
    for ran in [ended(*each) for each in running]:
        wrong = trial.judged(ran, is_to_end_well=True)
        if wrong and (wrong := other.judged(ran, is_to_end_well=True)):
            return f"among {count}: {wrong}"
    return ""


FAULTS: Final[Mapping[str, Callable[[Trial, random.Random], str]]] = {
    "a signal": _signal,
    "a signal at a rename": _rename,
    "a file that may not be so long": _short,
    "a full disk": _full,
    "a full device": _device,
    "closed streams": _mute,
    "no home": _homeless,
    "a crowd": _crowd,
}


ATTACKER: Final = Attacker(
    "faults", prepare, long=2_000, bounded=6, seconds=60.0, megabytes=None, patience=20
)
