from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from command_lines import QUESTION
from patience import limit

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest
    from conftest import Folder

    Run = Callable[..., tuple[int, str, str]]


def test_a_map_is_written_as_a_page(ask: Run, tmp_path: Path):
    page = tmp_path / "page.html"
    out = ask("map", "-o", str(page), *QUESTION)
    assert out.startswith(f"{page}: ")
    assert "2023-08-21" in out
    assert page.read_text("utf-8").startswith("<!DOCTYPE html>")


def test_a_map_that_cannot_be_written_is_told(run: Run, toy: Folder, tmp_path: Path):
    path = tmp_path / "no such folder" / "page.html"
    status, out, err = run("map", "-o", str(path), "--geodata", str(toy.write()))
    assert (status, out) == (2, "")
    assert f"{path}: its folder {path.parent} is missing: make it first" in err
    assert not path.parent.exists()


def test_a_map_goes_to_standard_output(run: Run, toy: Folder):
    status, out, err = run("map", "-o", "-", *QUESTION, "--geodata", str(toy.write()))
    assert (status, out.startswith("<!DOCTYPE html>")) == (0, True)
    assert "on 2023-08-21" in err
    assert out.rstrip().endswith("</html>")


def test_a_link_is_followed_and_rights_are_kept(ask: Run, tmp_path: Path):
    page, link = tmp_path / "page.html", tmp_path / "link.html"
    page.write_text("what was there", "utf-8")
    page.chmod(0o600)
    link.symlink_to(page)
    ask("map", "-o", str(link), *QUESTION)
    assert link.is_symlink()
    assert page.read_text("utf-8").startswith("<!DOCTYPE html>")
    assert page.stat().st_mode & 0o777 == 0o600


def test_a_pipe_is_written_to_and_stays(run: Run, toy: Folder, tmp_path: Path):
    pipe = tmp_path / "pipe.html"
    os.mkfifo(pipe)
    with ThreadPoolExecutor(1) as pool:
        read = pool.submit(pipe.read_bytes)
        status, out, err = run("map", "-o", str(pipe), "--geodata", str(toy.write()))
        assert read.result(60).startswith(b"<!DOCTYPE html>")
    assert (status, out, "on 2025-12-31" in err) == (0, "", True)
    assert pipe.is_fifo()


def test_a_device_that_is_full_is_named(run: Run, toy: Folder):
    status, _, err = run("map", "-o", "/dev/full", "--geodata", str(toy.write()))
    assert (status, err) == (1, "Error: /dev/full: No space left on device\n")


def test_a_command_that_is_ended_leaves_nothing_half_written(tmp_path: Path):
    source, folder = tmp_path / "in.csv", tmp_path / "out"
    os.mkfifo(source)  # a file whose first line never comes
    folder.mkdir()
    args = ("reach", source, "-o", folder / "out.csv")
    command = [sys.executable, "-c", "from borders.cli.commands import main; main()", *args]
    with subprocess.Popen(command) as process:  # noqa: S603 - our own words
        end = time.monotonic() + limit()
        while not any(folder.iterdir()):
            assert time.monotonic() < end, "it never began to write"
            time.sleep(0.1)
        process.terminate()
        assert process.wait(limit()) == 128 + signal.SIGTERM
    assert not any(folder.iterdir())


def test_a_question_that_cannot_be_put_leaves_the_page_as_it_was(refuse: Run, tmp_path: Path):
    page = tmp_path / "page.html"
    page.write_text("what was there", "utf-8")
    refuse("map", "-o", str(page), "--on", "2023-02-30")
    assert page.read_text("utf-8") == "what was there"


def test_a_disk_that_is_full_leaves_the_page_as_it_was(
    run: Run, toy: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    page = tmp_path / "out" / "page.html"
    page.parent.mkdir()
    page.write_text("what was there", "utf-8")
    whole = Path.write_bytes

    def half(path: Path, data: bytes) -> int:
        whole(path, data[: len(data) // 2])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))

    folder = str(toy.write())
    monkeypatch.setattr(Path, "write_bytes", half)
    status, _, err = run("map", "-o", str(page), "--geodata", folder)
    assert status > 0
    assert "No space left" in err
    assert [(p.name, p.read_text("utf-8")) for p in page.parent.iterdir()] == [
        ("page.html", "what was there")
    ]
