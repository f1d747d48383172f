"""The page's pure modules, run by Node.js and asked from Python."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Self

SCRIPT = Path(__file__).parent / "core" / "evaluate.js"


class Core:
    """A process with the modules of `assets/core/`, as `core`, and what is put beside them."""

    def __enter__(self) -> Self:
        beside = Path(sys.executable).parent
        node = shutil.which("node", path=beside) or shutil.which("node")
        assert node, "Node.js runs the page's modules: see CONTRIBUTING.md"
        self.process = subprocess.Popen(  # noqa: S603 - our own script
            [node, SCRIPT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        )
        return self

    def __exit__(self, *_: object) -> None:
        self.process.communicate()

    def evaluate(self, function: str, given: Any = None) -> Any:
        """What a function of JavaScript makes of a value."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{json.dumps([function, given])}\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        assert "error" not in answer, answer["error"]
        return answer["value"]
