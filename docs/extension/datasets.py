"""The data set in the words of schema.org, for those who list data sets: no reader sees it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import release_words
from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from extension.tables import register

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class DataSet(SphinxDirective):
    """What a release says of itself, without its files, which have no address here."""

    def run(self) -> list[nodes.Node]:
        """Return it as a script of data."""
        package = json.loads(register().folder.joinpath("datapackage.json").read_bytes())
        words = json.dumps(release_words.json_ld(package, register(), ()), ensure_ascii=False)
        text = words.replace("<", "\\u003c")  # ends no script
        return [nodes.raw("", f'<script type="application/ld+json">{text}</script>', format="html")]


def setup(app: Sphinx) -> None:
    """Tell Sphinx."""
    app.add_directive("dataset", DataSet)
