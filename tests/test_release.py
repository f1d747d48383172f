"""The versions that stand in several files agree, and a slip in one is named."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = ("pyproject.toml", "CITATION.cff", "CHANGELOG.md", "tools", "geodata")


def check(root: Path, *options: str) -> tuple[int, str]:
    done = subprocess.run(  # noqa: S603 - this repository's own script
        [sys.executable, root / "tools" / "check_release.py", *options],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for name in FILES:
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, tmp_path / name)
    return tmp_path


def test_the_versions_agree():
    assert check(ROOT) == (0, "the versions agree\n")


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("CITATION.cff", "version: 0.", "version: 9.", "CITATION.cff: version is 9."),
        ("pyproject.toml", 'version = "0.', 'version = "9.', "CHANGELOG.md: its first head is 0."),
        ("CHANGELOG.md", " crossings, ", " crossing points, ", "CHANGELOG.md: does not say “Data"),
        ("CHANGELOG.md", "## 0.", "# 0.", "CHANGELOG.md: no head of the form"),
    ],
)
def test_a_slip_is_named(copy: Path, name: str, old: str, new: str, words: str):
    file = copy / name
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")
    status, output = check(copy)
    assert status == 1
    assert words in output


def test_a_release_has_a_day(copy: Path):
    file = copy / "CHANGELOG.md"
    head = next(line for line in file.read_text("utf-8").splitlines() if line.startswith("## "))
    version = head.split()[1]
    file.write_text(file.read_text("utf-8").replace(head, f"## {version} – unreleased"), "utf-8")
    assert check(copy, "--release")[0] == 1
    day = (copy / "CITATION.cff").read_text("utf-8").split("date-released: ")[1].split()[0]
    text = file.read_text("utf-8").replace(f"{version} – unreleased", f"{version} – {day}")
    file.write_text(text, "utf-8")
    assert check(copy, "--release") == (0, "the versions agree\n")
