"""What tests of reach share: a register whose nearest crossing is closed, and the command."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Folder

DAY = "2022-06-01"
PLACES = [(25.0, 54.0), (25.1, 54.0), (25.0, 55.0)]


@pytest.fixture
def closing(roads: Folder) -> Folder:
    """Alpha is closed from 2021 on."""
    roads.measure(id="shut", crossings=["alpha"])
    return roads


@pytest.fixture
def reach(
    run: Callable[..., tuple[int, str, str]], closing: Folder, tmp_path: Path
) -> Callable[..., tuple[int, str, str]]:
    """Ask for the reach of a file of three places."""
    folder = closing.write()
    (tmp_path / "in.csv").write_text(
        "id,Lon,lat\n" + "".join(f"{n},{x},{y}\n" for n, (x, y) in enumerate(PLACES)), "utf-8"
    )

    def call(source: str, target: str, *more: str) -> tuple[int, str, str]:
        return run(
            *("reach", str(tmp_path / source), "-o", str(tmp_path / target), *more),
            *("--geodata", str(folder), "--on", DAY, "--mode", "car"),
        )

    return call
