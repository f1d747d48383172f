from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Folder

    Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal wide enough that no cell is folded."""
    monkeypatch.setenv("COLUMNS", "300")


@pytest.fixture
def toy(folder: Folder) -> Folder:
    """Alpha lets in listed groups only from 2021 on; by car, beta has a queue from 2022 on."""
    exceptions = [{"residence": ["LT"]}, {"papers": ["diplomatic"]}, {"nationality": ["GB", "LT"]}]
    folder.measure(id="list", **{"except": exceptions}, announced="2020-12-01")
    folder.measure(
        "BY",
        id="queue",
        crossings=["beta"],
        effect="conditions",
        condition="slot",
        modes=["car"],
        valid_from="2022-01-01",
    )
    folder.advice.append(
        {
            "id": "stay",
            "valid_from": "2020-06-01",
            "issued_by": "An embassy",
            "text": "Do not travel.",
            "only": [{"nationality": ["US"]}],
            "sources": ["paper"],
            "confidence": "high",
        }
    )
    return folder


@pytest.fixture
def ask(run: Run, toy: Folder) -> Run:
    """Ask the toy; the answer must be one."""

    def call(*arguments: str) -> str:
        status, out, err = run(*arguments, "--geodata", str(toy.write()))
        assert (status, err) == (0, "")
        return out

    return call


@pytest.fixture
def refuse(run: Run, toy: Folder) -> Run:
    """Ask the toy what cannot be asked, and return what is said about it."""

    def call(*arguments: str) -> str:
        status, out, err = run(*arguments, "--geodata", str(toy.write()))
        assert (status, out) == (2, "")
        return err

    return call


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Make what is printed to a terminal of some columns."""

    def narrow(columns: int) -> None:
        for name, value in (("COLUMNS", str(columns)), ("FORCE_COLOR", "1"), ("TERM", "xterm")):
            monkeypatch.setenv(name, value)

    return narrow
