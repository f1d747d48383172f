"""The notebooks as they are committed, and what comes of running them."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from patience import Patient

FOLDER = Path(__file__).parents[2] / "notebooks"
NAMES = sorted(path.stem for path in FOLDER.glob("*.ipynb"))
MAPPED = ("01", "02", "05", "06")
"""Notebooks that show the page itself."""


def read(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def cells(notebook: Any, kind: str) -> list[tuple[str, str]]:
    chosen = [cell for cell in notebook["cells"] if cell["cell_type"] == kind]
    return [(cell["id"], "".join(cell["source"])) for cell in chosen]


def outputs(notebook: Any) -> list[tuple[str, Any]]:
    return [
        (cell["id"], output) for cell in notebook["cells"] for output in cell.get("outputs", [])
    ]


def test_there_are_six_in_order():
    assert [name[:3] for name in NAMES] == [f"0{number}_" for number in range(1, 7)]


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_is_committed_without_outputs(name):
    notebook = read(FOLDER / f"{name}.ipynb")
    assert outputs(notebook) == []
    assert {cell.get("execution_count") for cell in notebook["cells"]} == {None}
    assert "widgets" not in notebook["metadata"]
    ids = [cell["id"] for cell in notebook["cells"]]
    assert len({*ids}) == len(ids)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", one) for one in ids), "ids that say what is there"


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_asks_and_shows_and_defines_nothing(name):
    for cell, code in cells(read(FOLDER / f"{name}.ipynb"), "code"):
        assert not re.search(r"^\s*[%!]", code, re.MULTILINE), f"{cell} leaves Python"
        for node in ast.walk(ast.parse(code)):
            defined = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda
            assert not isinstance(node, defined), f"{cell} defines something"
            called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            assert called.rpartition(".")[2] not in {"now", "today", "utcnow"}, f"{cell}: a day"
            assert called != "register.on" or node.args, f"{cell} asks of no fixed day"


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_starts_with_what_will_be_seen(name):
    first = read(FOLDER / f"{name}.ipynb")["cells"][0]
    assert first["id"] == "what-you-will-see"
    text = "".join(first["source"])
    assert text.startswith("# ")
    assert "**What you will see:**" in text


@pytest.mark.parametrize("name", NAMES)
def test_links_lead_somewhere(name):
    for cell, text in cells(read(FOLDER / f"{name}.ipynb"), "markdown"):
        for target in re.findall(r"\]\(([^)]+)\)", text):
            assert (FOLDER / target).exists(), f"{cell} links {target}"


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_runs_without_a_complaint(rendered, name):
    found = outputs(read(rendered / f"{name}.ipynb"))
    assert found != []
    told = [
        (cell, output)
        for cell, output in found
        if output["output_type"] == "error" or output.get("name") == "stderr"
    ]
    assert told == []


def test_the_alert_is_told_as_it_was(rendered):
    told = {
        cell: "".join(output.get("data", {}).get("text/markdown", ""))
        for cell, output in outputs(read(rendered / f"{NAMES[0]}.ipynb"))
    }
    assert told["six-sentences"].count(": Open to US citizens") == 4
    assert told["six-sentences"].count(": Closed to US citizens") == 2
    assert "would pass" in told["terespol"]
    assert "No road crossing between Belarus and Poland is open" in told["to-warsaw"]
    differing = [
        "".join(output["data"]["text/plain"])
        for cell, output in outputs(read(rendered / f"{NAMES[0]}.ipynb"))
        if cell == "what-differs"
    ]
    assert differing[0].splitlines()[1:] == ["terespol        closed   open"]


@pytest.mark.parametrize("name", NAMES)
def test_its_html_is_whole_without_a_network(rendered, browser: Patient, name):
    context = browser.new_context(viewport={"width": 1100, "height": 900}, offline=True)
    page = context.new_page()
    requests: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None,
    )
    page.goto((rendered / f"{name}.html").as_uri())
    frames = page.locator("iframe").all()
    assert bool(frames) is name.startswith(MAPPED)
    for frame in frames:
        frame.scroll_into_view_if_needed()
        frame.content_frame.locator("body:not([aria-busy]) .borders-marker").first.wait_for()
    for image in page.locator("img").all():
        assert image.evaluate("image => image.complete && image.naturalWidth") > 100
    for target in page.locator("a[href$='.html']:not([href^='http'])").all():
        assert (rendered / str(target.get_attribute("href"))).exists()
    beyond = [url for url in requests if not url.startswith(("file:", "data:", "about:"))]
    context.close()
    assert beyond == []
    assert complaints == []
