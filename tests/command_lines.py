"""What the command line is asked in its tests."""

from __future__ import annotations

import csv
import io
import re

import pytest

QUESTION = ("--on", "2023-08-21", "--mode", "car")
JSON = ("--format", "json")
COMMANDS = {
    "status": ("status", *QUESTION),
    "explain": ("explain", "alpha", *QUESTION),
    "history": ("history", "alpha"),
    "changes": ("changes", "--since", "2020-06-01", "--until", "2025-01-01"),
}
each_command = pytest.mark.parametrize("command", COMMANDS)
each_form = pytest.mark.parametrize("form", ["table", "json", "csv"])


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def lines(out: str) -> list[str]:
    """What a terminal shows, without styles."""
    return re.sub(r"\x1b\[[0-9;]*m", "", out).splitlines()
