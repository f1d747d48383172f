"""What programs that show notebooks make of our answers, where no kernel runs."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import nbformat
import pytest
from nbconvert import HTMLExporter

import borders

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from patience import Patient

DAY = "2023-08-21"
CELLS = (
    f"import borders; register = borders.load(); day = register.on('{DAY}'); day",
    "register.history('Terespol')",
    "register.changes('2023-08-01', '2024-03-02')",
    "day.explain('Terespol')",
    "borders.explore(day, live=True)",
)
VIEW = "application/vnd.jupyter.widget-view+json"
STATE = "application/vnd.jupyter.widget-state+json"

MARIMO = f"""
import marimo
app = marimo.App()
@app.cell
def _():
    import borders
    register = borders.load()
    register.on("{DAY}")
    return borders, register
@app.cell
def _(register):
    register.history("Terespol")
    return
@app.cell
def _(borders, register):
    borders.explore(register.on("{DAY}"))
    return
"""


def ran(*words: str, env: Mapping[str, str], folder: Path) -> None:
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-m", *words],
        env={**env},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]


@pytest.fixture(scope="module")
def executed(desk: Mapping[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A notebook as `nbconvert --execute` leaves it, with the state of its widgets."""
    folder = tmp_path_factory.mktemp("hosted")
    notebook = nbformat.v4.new_notebook(cells=[*map(nbformat.v4.new_code_cell, CELLS)])
    (folder / "cells.ipynb").write_text(nbformat.writes(notebook), "utf-8")
    ran("nbconvert", "--execute", "--inplace", "cells.ipynb", env=desk, folder=folder)
    return folder / "cells.ipynb"


def outputs(notebook: Path) -> list[dict[str, Any]]:
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    joined = (
        {kind: "".join(text) if isinstance(text, list) else text for kind, text in data.items()}
        for cell in cells
        for output in cell["outputs"]
        for data in [output["data"]]
    )
    return [*joined]


def test_each_answer_is_saved_in_all_its_kinds(executed: Path):
    day, history, changes, verdict, still, view = outputs(executed)
    assert set(day) == {"text/plain", "text/markdown", "text/html", "image/svg+xml"}
    for answer in (history, changes, verdict):
        assert set(answer) == {"text/plain", "text/markdown", "text/html"}
    assert set(day) == set(still)
    assert set(view) == {VIEW, "text/plain"}


def test_nbconvert_shows_a_picture_where_a_live_page_was(executed: Path, browser: Patient):
    """It prefers a widget of which the state was saved, and draws none without a network."""
    saved = json.loads(executed.read_text("utf-8"))["metadata"]["widgets"][STATE]["state"]
    assert outputs(executed)[-1][VIEW]["model_id"] in saved
    html, _ = HTMLExporter().from_filename(str(executed))
    path = executed.with_suffix(".html")
    path.write_text(html, "utf-8")
    context = browser.new_context(offline=True, viewport={"width": 1100, "height": 1000})
    page = context.new_page()
    page.goto(path.as_uri(), wait_until="domcontentloaded")
    still = page.locator("[class^='borders-still-']")
    assert still.locator("img").first.evaluate("image => image.naturalWidth") > 100
    assert still.locator("img").first.is_visible()
    frame = still.locator("iframe")
    frame.scroll_into_view_if_needed()
    frame.content_frame.locator("body:not([aria-busy]) .borders-marker").first.wait_for()
    assert page.locator(".jp-OutputArea-output table").count() == len(CELLS)
    context.close()


def test_a_notebook_of_ten_maps_is_small():
    """Of days on which much was restricted, as files of notebooks write them."""
    register = borders.load()
    days = [register.on(day) for day in ("2021-06-11", "2025-06-11")]
    sizes = [len(json.dumps(borders.explore(day)._repr_html_())) for day in days]
    assert 10 * max(sizes) <= 3_000_000


def test_marimo_shows_what_we_give_it(desk: Mapping[str, str], tmp_path: Path):
    (tmp_path / "cells.py").write_text(MARIMO, "utf-8")
    ran("marimo", "export", "html", "cells.py", "-o", "cells.html", env=desk, folder=tmp_path)
    page = (tmp_path / "cells.html").read_text("utf-8")
    start = re.search(r'"session": ', page)
    assert start is not None
    session, _ = json.JSONDecoder().raw_decode(page[start.end() :])
    shown = [output["data"] for cell in session["cells"] for output in cell["outputs"]]
    register = borders.load()
    day = register.on(DAY)
    answers = (day, register.history("Terespol"), borders.explore(day))
    assert shown == [{"text/html": answer._repr_html_()} for answer in answers]
