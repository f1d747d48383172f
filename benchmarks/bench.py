"""All that is measured here, as tables and as one JSON file.

    python benchmarks/bench.py [PART ...]        or: make bench [PARTS="PART ..."]

Parts are those below; left out: all of them, which takes hours. Written is
`benchmarks/figures.json`: the tables of each part, with the day and the version of Python by which
they were measured. Parts that are not named keep theirs. What cannot be measured is told, and ends
this with 1. Needs what each part says, and a machine on which nothing else runs.
"""

from __future__ import annotations

import argparse
import importlib
import json
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path

from tables import show

from borders import atomic_file

PARTS = {
    "sizes": "ours at one size and at a hundred",
    "startup": "cold processes",
    "frames": "many days, travellers and origins at once",
    "network": "ways and reach, beside other packages",
    "pages": "pages, beside those of others",
    "extracts": "networks built of extracts",
}
"""The modules beside this one that measure, those first that take least."""
TARGET = Path(__file__).with_name("figures.json")


def main() -> int:
    """Measure what is named, print, keep, and return whether something failed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    asked = parser.parse_args().parts or [*PARTS]
    if unknown := set(asked) - set(PARTS):
        parser.error(f"no part is called {', '.join(sorted(unknown))}")
    has_failed = False
    for name in asked:
        print(f"## {name}: {PARTS[name]}")
        try:
            tables = show(importlib.import_module(name).measured())
        except (Exception, SystemExit) as error:  # noqa: BLE001 - the other parts are measured
            print(f"{name}: {type(error).__name__}: {error}", file=sys.stderr)
            has_failed = True
        else:
            keep(name, {table.title: table.figures() for table in tables})
    return int(has_failed)


def keep(name: str, tables: dict[str, object]) -> None:
    """Write the figures of a part beside those of the others."""
    today = datetime.now(UTC).date().isoformat()
    figures = json.loads(TARGET.read_text("utf-8")) if TARGET.exists() else {}
    figures[name] = {"measured": today, "python": platform.python_version(), "tables": tables}
    kept = {part: figures[part] for part in PARTS if part in figures}
    atomic_file.write(TARGET, f"{json.dumps(kept, indent=1, ensure_ascii=False)}\n".encode())


if __name__ == "__main__":
    sys.exit(main())
