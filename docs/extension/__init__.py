"""What these pages have that no extension of Sphinx brings: tables and pictures out of the data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extension import datasets, names, pictures, tables

if TYPE_CHECKING:
    from typing import Any

    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


WRITTEN = {
    "furo_navigation_tree": (('role="heading"', 'role="heading" aria-level="2"'),),
    "body": (
        ("<pre>", '<pre tabindex="0">'),
        ('<div class="table-wrapper', '<div tabindex="0" class="table-wrapper'),
    ),
}
"""What a page has, what stands there, and what for it: levels for screen readers, and the keyboard
reaches what scrolls."""


def for_everybody(
    _app: Sphinx, _page: str, _template: str, context: dict[str, Any], _tree: object
) -> None:
    """Mend what those who use no mouse or no eyes would miss."""
    for part, pairs in WRITTEN.items():
        for old, new in pairs:
            context[part] = context.get(part, "").replace(old, new)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Tell Sphinx what there is."""
    for part in (datasets, names, pictures, tables):
        part.setup(app)
    app.connect("html-page-context", for_everybody, priority=900)  # after the theme
    return {"parallel_read_safe": True, "parallel_write_safe": True}
