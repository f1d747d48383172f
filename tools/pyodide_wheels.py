"""Fetch what the core imports in Pyodide: the versions of the lock, checked by its digests.

Pyodide itself is one of the packages of `tools/javascript`; its Python and platform stand here.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

LOCK: Final = Path(__file__).with_name("requirements.lock")
PACKAGES: Final = ("babel", "msgspec", "tomli", "tzdata")
PYTHON, PLATFORM = "314", "pyemscripten_2026_0_wasm32"


def locked(text: str) -> str:
    """Return the lines of a lock that are about the packages."""
    names = "|".join(PACKAGES)
    entries = re.findall(rf"^(?:{names})==(?:[^\n]*\\\n)*[^\n]*\n", text, re.MULTILINE)
    return "".join(entries)


def fetch(folder: Path) -> None:
    """Put the wheels into a folder, which takes the place of one that was there."""
    with tempfile.TemporaryDirectory(dir=folder.parent) as place:
        lock, wheels = Path(place) / "requirements.txt", Path(place) / "wheels"
        lock.write_text(locked(LOCK.read_text("utf-8")), "utf-8")
        words = ["download", "--quiet", "--no-deps", "--require-hashes", "--only-binary=:all:"]
        for_whom = [f"--platform={PLATFORM}", f"--python-version={PYTHON}", f"--abi=cp{PYTHON}"]
        where = ["--implementation=cp", f"--dest={wheels}", f"--requirement={lock}"]
        subprocess.run(  # noqa: S603 - our own words
            [sys.executable, "-m", "pip", *words, *for_whom, *where], check=True
        )
        shutil.rmtree(folder, ignore_errors=True)
        wheels.replace(folder)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    fetch(parser.parse_args().folder)
