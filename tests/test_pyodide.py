"""The core in a browser's Python: the same answers, without a package that it lacks."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
WHEELS = ROOT / ".venv" / "pyodide"
SCRIPT = ROOT / "tools" / "javascript" / "pyodide.js"

ASKED = """
import json, random
import borders
from borders.enums import Language

def told(verdict):
    bounds = (verdict.since, verdict.until)
    return [verdict.crossing.id, verdict.standing.value, [str(b) for b in bounds], verdict.sentence]

register = borders.load()
chance = random.Random(50)
answers = []
for _ in range(50):
    crossing = chance.choice(register.crossings).id
    day = f"20{chance.randint(20, 26)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    question = {
        "mode": chance.choice([None, "foot", "car", "bus", "truck"]),
        "direction": chance.choice([None, "out", "in"]),
        "traveller": borders.Traveller(nationality=chance.choice(["BY", "RU", "US", "PL", "LT"])),
        "lang": chance.choice([language.value for language in Language]),
    }
    snapshot = register.on(day, **question)
    answers.append([day, told(snapshot.explain(crossing)), len(snapshot.register.crossings)])
answers.append([told(verdict) for verdict in register.history("Terespol", mode="car")])
changes = register.changes("2023-08-01", "2024-03-02")
answers.append([[each.crossing.id, str(each.moment), *each.turn] for each in changes])
"""


def node() -> str | None:
    beside = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    return shutil.which("node", path=beside)


@pytest.mark.skipif(not WHEELS.is_dir(), reason="make .venv/pyodide fetches what it needs")
def test_fifty_questions_are_answered_in_pyodide_as_here():
    program = node()
    assert program, "Node.js runs Pyodide: see CONTRIBUTING.md"
    done = subprocess.run(  # noqa: S603 - our own words
        [program, str(SCRIPT), str(WHEELS), str(ROOT)],
        input=f"{ASKED}\njson.dumps([answers, sys.platform, 'numpy' in sys.modules])\n",
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    here: dict[str, Any] = {}
    exec(ASKED, here)  # noqa: S102 - the same words
    answers, platform, numbers = json.loads(done.stdout)
    assert (platform, numbers) == ("emscripten", False)
    assert len(answers) == 52
    assert answers == json.loads(json.dumps(here["answers"]))
