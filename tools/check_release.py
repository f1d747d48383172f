"""Compare the versions and figures that stand in more than one file, and say each that differs.

`python tools/check_release.py` holds pyproject, CITATION, CHANGELOG and datapackage to one another;
with `--release` also that nothing is called unreleased. Exit status 1 where they differ.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Final

import borders

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).resolve().parents[1]


def differences(root: Path, *, is_release: bool = False) -> Iterator[str]:
    """Yield what differs between the files below a root.

    Parameters
    ----------
    root
        A checkout.
    is_release
        Nothing may be called unreleased, and the day of release must be that of the data or later.
    """
    version = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    citation = dict(re.findall(r"^([a-z-]+): (.+)$", _text(root / "CITATION.cff"), re.MULTILINE))
    changes = _text(root / "CHANGELOG.md")
    data = json.loads(_text(root / "geodata" / "datapackage.json"))["version"]
    if citation.get("version") != version:
        yield f"CITATION.cff: version is {citation.get('version')}; pyproject.toml has {version}"
    head = re.search(r"^## (\S+) – (\S+)$", changes, re.MULTILINE)
    if head is None:
        yield "CHANGELOG.md: no head of the form “## 0.1.0 – 2026-11-28” or “– unreleased”"
        return
    if head[1] != version:
        yield f"CHANGELOG.md: its first head is {head[1]}; pyproject.toml has {version}"
    register = borders.load(root / "geodata")
    counts = (
        f"Data {data}: {len(register.crossings)} crossings, {len(register.measures)} measures, "
        f"{len(register.facts.sources)} sources"
    )
    if counts not in " ".join(changes.split()):
        yield f"CHANGELOG.md: does not say “{counts}”"
    if is_release and head[2] == "unreleased":
        yield f"CHANGELOG.md: {version} is unreleased; write the day"
    if is_release and head[2] != citation.get("date-released"):
        yield f"CITATION.cff: date-released is {citation.get('date-released')}, not {head[2]}"


def _text(path: Path) -> str:
    return path.read_text("utf-8")


def main() -> int:
    """Print each difference; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--release", action="store_true", help="nothing may be unreleased")
    faults = list(differences(ROOT, is_release=parser.parse_args().release))
    print("\n".join(faults) or "the versions agree")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
