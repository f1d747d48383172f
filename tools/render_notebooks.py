"""Run the notebooks, and write each with its outputs: as a notebook, and as one HTML file.

The HTML asks nothing of a network: what nbconvert links from elsewhere, for formulas, diagrams and
widgets, is left out, as no notebook here needs it. A widget shows as the page that it holds.
"""

from __future__ import annotations

import argparse
import os
import re
from pathlib import Path
from typing import Final

import nbformat
from nbclient import NotebookClient
from nbconvert import HTMLExporter
from traitlets.config import Config

NOTEBOOKS: Final = Path(__file__).resolve().parents[1] / "notebooks"

TEMPLATE: Final = """{% extends "lab/index.html.j2" %}
{% block html_head_js %}{% endblock %}
{% block html_head_js_mathjax %}{% endblock %}
{% block html_head_js_mermaidjs %}{% endblock %}
"""
SHOWN: Final = ("text/html", "text/markdown", "image/svg+xml", "image/png", "text/plain")
"""Kinds of output, best first."""

_LINK: Final = re.compile(r'(?<=href=")(\w+)\.ipynb(?=")')


def run(path: Path) -> nbformat.NotebookNode:
    """Return a notebook with its outputs."""
    notebook: nbformat.NotebookNode = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=None,
        startup_timeout=600,
        store_widget_state=False,
        resources={"metadata": {"path": path.parent}},
    )
    client.execute()
    return notebook


def html(notebook: nbformat.NotebookNode, title: str) -> str:
    """Return a notebook as a page."""
    config = Config({"NbConvertBase": {"display_data_priority": list(SHOWN)}})
    exporter = HTMLExporter(config=config, raw_template=TEMPLATE)
    text, _ = exporter.from_notebook_node(notebook, {"metadata": {"name": title}})
    return _LINK.sub(r"\1.html", text)


def write(path: Path, text: str) -> None:
    """Write a file that is replaced when the new one is whole, and else left as it was."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def main() -> None:
    """Render the notebooks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=NOTEBOOKS.parent / "build" / "notebooks")
    output = parser.parse_args().output
    output.mkdir(parents=True, exist_ok=True)
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        notebook = run(path)
        write(output / path.name, nbformat.writes(notebook))
        write(output / f"{path.stem}.html", html(notebook, path.stem.replace("_", " ")))
        print(output / f"{path.stem}.html")


if __name__ == "__main__":
    main()
