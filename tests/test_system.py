"""What the tests need of the system is asked for at once, and by name where it may not be had."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

TOOLS = Path(__file__).parents[1] / "tools"
PACKAGES = [
    line.split()[0]
    for line in (TOOLS / "system_packages.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
ABSENT = set(PACKAGES) - {"fonts-dejavu-core"}
"""Without the font, whose path no list of commands hides."""

SHELL = Path(shutil.which("sh") or "/bin/sh")


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """The commands of a system on which nearly all is missing and one has no rights."""
    for name in ("dirname", "env"):
        (tmp_path / name).symlink_to(shutil.which(name))
    (tmp_path / "sh").symlink_to(SHELL)
    command(tmp_path, "id", "echo 1000")
    command(tmp_path, "python3", "exit 1")
    return tmp_path


def command(folder: Path, name: str, does: str) -> None:
    file = folder / name
    file.write_text(f"#!{SHELL}\n{does}\n", "utf-8")
    file.chmod(0o755)


def install(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own tool
        [SHELL, TOOLS / "install_system"],
        env={"PATH": str(folder)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def record(folder: Path) -> Path:
    """Put a package manager there that installs nothing but writes what it was asked for."""
    log = folder / "asked"
    command(folder, "apt-get", f'echo "$*" >>{log}')
    return log


def missing(text: str) -> set[str]:
    return {package for package in PACKAGES if package in text.split()}


def test_root_gets_all_that_is_missing_at_once(bare: Path):
    commands = record(bare)
    command(bare, "id", "echo 0")
    done = install(bare)
    assert done.returncode == 0, done.stderr
    update, chosen = commands.read_text("utf-8").splitlines()
    assert update.split()[0] == "update"
    assert chosen.split()[0] == "install"
    assert missing(chosen) >= ABSENT


def test_who_may_ask_for_rights_asks_for_them(bare: Path):
    commands = record(bare)
    command(bare, "sudo", 'while [ "$1" = -n ]; do shift; done; "$@"')
    command(bare, "true", "exit 0")
    assert install(bare).returncode == 0
    assert missing(commands.read_text("utf-8")) >= ABSENT


@pytest.mark.parametrize("manager", [True, False], ids=["debian", "elsewhere"])
def test_who_may_not_is_told_the_names(bare: Path, manager: bool):  # noqa: FBT001
    if manager:
        record(bare)
    done = install(bare)
    assert done.returncode == 1
    assert missing(done.stderr) >= ABSENT
    assert not (bare / "asked").exists()


def test_a_library_is_missed_where_the_browser_stands(bare: Path):
    commands = record(bare)
    command(bare, "id", "echo 0")
    command(bare, "chromium-headless-shell", "exit 0")
    assert install(bare).returncode == 0
    chosen = missing(commands.read_text("utf-8"))
    assert "libatomic1" in chosen
    assert "chromium-headless-shell" not in chosen


def test_what_is_here_is_not_asked_for(bare: Path):
    commands = record(bare)
    for name in ("chromium-headless-shell", "python3"):
        command(bare, name, "exit 0")
    assert install(bare).returncode == 0
    assert not commands.exists()
