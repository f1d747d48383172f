"""What is measured is there, asks what is asked, and is kept as it is printed."""

from __future__ import annotations

import json
import runpy
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "benchmarks"

LOOKS = """\
import importlib, bench, network
print(*(part for part in bench.PARTS if not callable(importlib.import_module(part).measured)))
print(len(network.search().expected))  # it has agreed with reach()
"""


def test_every_part_measures_and_the_search_is_that_of_reach():
    done = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", LOOKS], cwd=FOLDER, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    without, towns = done.stdout.splitlines()
    assert without == ""
    assert int(towns) > 200


def test_a_table_is_printed_to_three_digits_and_kept_to_five():
    rows = {"x": (1234.5678, 0.0123456, 7), "y": ("no", None, 0.0)}
    table = runpy.run_path(str(FOLDER / "tables.py"))["Table"]("page", ("a", "b", "c"), rows)
    assert table.markdown() == (
        "| page | a | b | c |\n| --- | --: | --: | --: |\n"
        "| x | 1,235 | 0.0123 | 7 |\n| y | no | – | 0.00 |\n"
    )
    assert table.figures() == {
        "columns": ["a", "b", "c"],
        "rows": {"x": [1234.6, 0.012346, 7], "y": ["no", None, 0.0]},
    }


def test_figures_are_those_of_the_parts():
    figures = json.loads((FOLDER / "figures.json").read_text("utf-8"))
    assert figures
    for kept in figures.values():
        assert kept.keys() == {"measured", "python", "tables"}
        for table in kept["tables"].values():
            assert {len(row) for row in table["rows"].values()} == {len(table["columns"])}
