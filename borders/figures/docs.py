"""What the docstrings of all figures say alike, kept once and filled in as they are defined."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    Plot = TypeVar("Plot", bound=Callable[..., Any])

SHARED: Final = {
    "{ax}": """ax
    Where to draw, at the size that it is to have; left out: on a new figure.""",
    "{crossings}": """crossings
    Names of those to draw; left out: all that serve the means asked for.""",
    "{title}": """title
    In place of the headline; an empty one leaves out what is asked too.""",
    "{notes}": """notes
    Whether what marks mean, the date of information and the sources are written.""",
    "{legend}": """legend
    Whether the marks are explained.""",
    "{lang}": """lang
    The language of all that is written, a `borders.enums.Language`; left out: the answer’s.""",
    "{missing}": """MissingExtra
    matplotlib is not installed.""",
}


def documented(plot: Plot) -> Plot:
    """Fill in the docstring of a figure, which has each of `SHARED` on a line of its own."""
    if plot.__doc__:  # there is none under -OO
        lines = inspect.cleandoc(plot.__doc__).split("\n")
        plot.__doc__ = "\n".join(SHARED.get(line, line) for line in lines)
    return plot
