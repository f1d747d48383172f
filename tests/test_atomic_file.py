"""Files and folders that are whole or as they were, whoever ends what writes them."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest
from patience import limit

import borders
from borders import atomic_file
from borders.figures import files

if TYPE_CHECKING:
    from pathlib import Path

HOUR = 3600
ENDED = """
import os, signal, sys
from borders import atomic_file
from borders.cli.commands import main

number = signal.Signals[sys.argv.pop()]
if number != signal.SIGINT:
    signal.signal(number, signal.SIG_DFL)  # who started the tests may have it ignored
atomic_file._sync = lambda part: os.kill(os.getpid(), number)
sys.argv[0] = "borders"
main()
"""


DROPPED = """
import os, signal, sys, threading, time, weakref
from borders.cli import group

start = threading.Thread.start
threading.Thread.start = lambda thread: (start(thread), time.sleep(float(sys.argv[2])))

number = signal.Signals[sys.argv[1]]
signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
group.heed_signals()

class Thing:
    pass

thing = Thing()
seen = weakref.ref(thing, lambda _: os.kill(os.getpid(), number))
try:
    del thing  # what the call raises, Python drops
    time.sleep(600)
except KeyboardInterrupt:
    sys.exit(1)
"""
ENDS = {"SIGTERM": 128 + signal.SIGTERM, "SIGHUP": 128 + signal.SIGHUP, "SIGINT": 1}


def workspaces(folder: Path) -> list[str]:
    return [path.name for path in folder.glob(".borders-*")]


def left(folder: Path, name: str, age: int) -> Path:
    """Leave a workspace as who is killed leaves it."""
    made = folder / name
    made.mkdir()
    (made / "half").write_text("half", "utf-8")
    moment = made.stat().st_mtime - age
    os.utime(made, (moment, moment))
    return made


def test_what_the_dead_left_is_removed_by_the_next(tmp_path: Path):
    left(tmp_path, ".borders-abcdefgh", HOUR)
    kept = left(tmp_path, ".borders-notes", HOUR)
    atomic_file.write(tmp_path / "file", b"whole")
    assert (tmp_path / "file").read_bytes() == b"whole"
    assert sorted(path.name for path in tmp_path.iterdir()) == [kept.name, "file"]


def test_what_the_living_write_in_stays(tmp_path: Path):
    with atomic_file.workspace(tmp_path) as other:
        os.utime(other, (0, 0))
        atomic_file.write(tmp_path / "file", b"whole")
        assert workspaces(tmp_path) == [other.name]
    left(tmp_path, ".borders-abcdefgh", 0)  # it may not be locked yet
    atomic_file.write(tmp_path / "file", b"whole")
    assert workspaces(tmp_path) == [".borders-abcdefgh"]


@pytest.mark.parametrize("is_one_step", [True, False])
def test_folders_change_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_one_step: bool
):
    if not is_one_step:
        monkeypatch.setattr("ctypes.CDLL", lambda *_, **__: object())
    new, target = tmp_path / "new", tmp_path / "target"
    new.mkdir()
    (new / "file").write_text("new", "utf-8")
    atomic_file.exchange(new, target)
    assert [path.name for path in tmp_path.iterdir()] == ["target"]
    new.mkdir()
    (new / "file").write_text("newer", "utf-8")
    atomic_file.exchange(new, target)
    assert {p.name: (p / "file").read_text("utf-8") for p in tmp_path.iterdir()} == {
        "target": "newer",
        "new": "new",
    }


def test_who_writes_several_files_waits_for_who_does_so_there(tmp_path: Path):
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_bytes(b"old")
    writing = threading.Thread(
        target=atomic_file.write_together, args=({one: b"new", two: b"new"},)
    )
    holder = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(holder, fcntl.LOCK_EX)
    writing.start()
    writing.join(0.2)
    assert (one.read_bytes(), two.exists()) == (b"old", False)
    os.close(holder)
    writing.join(limit())
    assert one.read_bytes() == two.read_bytes() == b"new"


def test_an_answer_of_two_files_is_written_whole_or_not_at_all(tmp_path: Path):
    day = borders.load().on("2023-08-21", mode="car")
    for name, beside, write in (
        ("x.csv", "x.datapackage.json", borders.export),
        ("x.svg", "x.alt.txt", lambda day, path: files.save(day, path, size="card")),
    ):
        target = tmp_path / name
        target.write_text("as it was", "utf-8")
        (tmp_path / beside).mkdir()
        with pytest.raises(OSError, match="directory"):
            write(day, target)
        assert target.read_text("utf-8") == "as it was"
        assert sorted(path.name for path in tmp_path.iterdir()) == sorted([name, beside])
        (tmp_path / beside).rmdir()
        target.unlink()


@pytest.mark.parametrize("seconds", [0, 0.2])
@pytest.mark.parametrize("name", ENDS)
def test_a_signal_is_heeded_whose_exception_python_drops(name: str, seconds: float):
    """However long what sends it again takes: errors in that are dropped too."""
    command = (sys.executable, "-c", DROPPED, name, str(seconds))
    done = subprocess.run(  # noqa: S603 - the code above
        command, capture_output=True, text=True, check=False, timeout=limit()
    )
    assert (done.returncode, done.stderr) == (ENDS[name], "")


@pytest.mark.parametrize("name", ENDS)
def test_who_is_ended_leaves_nothing_half_done(tmp_path: Path, name: str):
    target = tmp_path / "status.csv"
    target.write_text("as it was", "utf-8")
    command = (sys.executable, "-c", ENDED, "export", "-o", str(target), "--on", "2023-08-21", name)
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == ENDS[name], done.stderr
    assert "Traceback" not in done.stderr
    assert target.read_text("utf-8") == "as it was"
    assert [path.name for path in tmp_path.iterdir()] == ["status.csv"]
