"""Names of Python: where each is told, and docstrings as Napoleon reads them."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from borders import Change

if TYPE_CHECKING:
    from docutils.nodes import Element, reference
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_FIELD = type(Change.crossing)
_COLON = "\ue000"
"""Stands for a colon while Napoleon reads: it would take what is before one for a type."""


def told_elsewhere(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, content: Element
) -> reference | None:
    """Return a link to what is told under another name, such as that of the package."""
    if node.get("refdomain") != "py":
        return None
    name = node["reftarget"].rpartition(".")[2]
    node["refspecific"] = True  # found by its last part
    domain = env.domains.python_domain
    return domain.resolve_xref(
        env, node["refdoc"], app.builder, node["reftype"], name, node, content
    )


def before_napoleon(
    _app: Sphinx, what: str, _name: str, _value: object, _options: object, lines: list[str]
) -> None:
    """Keep the sentence of a property whole, and tell of each field that shares a text."""
    if what in {"attribute", "property"} and lines:
        lines[0] = lines[0].replace(":", _COLON)
    if what == "class" and "Attributes" in lines:
        lines[:] = apart(lines)


def apart(lines: list[str]) -> list[str]:
    """Return the lines of a docstring in which fields named together are told one by one.

    Examples
    --------
    >>> apart(["a, b", "    Each."])
    ['a', '    Each.', 'b', '    Each.']
    """
    found: list[str] = []
    for number, line in enumerate(lines):
        names = line.split(", ")
        if len(names) > 1 and all(map(str.isidentifier, names)):
            text = [*takewhile(lambda each: each.startswith(" "), lines[number + 1 :])]
            found += [each for name in names[:-1] for each in (name, *text)]
            found.append(names[-1])
        else:
            found.append(line)
    return found


def after_napoleon(
    _app: Sphinx, _what: str, _name: str, _value: object, _options: object, lines: list[str]
) -> None:
    """Put colons back."""
    lines[:] = [line.replace(_COLON, ":") for line in lines]


def is_told_by_its_class(
    _app: Sphinx, _what: str, _name: str, value: object, _skip: object, _options: object
) -> bool | None:
    """Leave out the fields of named tuples: the docstring of their class tells them."""
    return True if isinstance(value, _FIELD) else None


def setup(app: Sphinx) -> None:
    """Tell Sphinx."""
    app.connect("autodoc-skip-member", is_told_by_its_class)
    app.connect("missing-reference", told_elsewhere)
    app.connect("autodoc-process-docstring", before_napoleon, priority=400)
    app.connect("autodoc-process-docstring", after_napoleon, priority=600)
