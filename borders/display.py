"""How an answer shows itself where a cell of a notebook ends with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["Displayed", "displayed", "printed"]


def displayed(
    answer: object, include: Collection[str] | None = None, exclude: Collection[str] | None = None
) -> dict[str, str]:
    """Return an answer as plain text, Markdown and HTML; a map as SVG too."""
    from borders.maps.shown import mimebundle

    return mimebundle(answer, include, exclude)


def printed(answer: object, printer: Any, _is_within: object = None) -> None:  # noqa: ANN401 - IPython's
    """Give IPython the plain text of an answer: it prints tuples in its own way otherwise."""
    printer.text(displayed(answer, {"text/plain"})["text/plain"])


class Displayed:
    """What Jupyter, marimo, Quarto and their kin ask of an answer."""

    __slots__ = ()

    def _repr_mimebundle_(
        self, include: Collection[str] | None = None, exclude: Collection[str] | None = None
    ) -> dict[str, str]:
        """Return the answer as plain text, Markdown and HTML; a map as SVG too.

        Parameters
        ----------
        include, exclude
            Kinds of content that alone are asked for, and that are not.
        """
        return displayed(self, include, exclude)

    _repr_pretty_ = printed

    def _repr_html_(self) -> str:
        """Return the HTML of it, for hosts that ask for nothing else."""
        return displayed(self, {"text/html"})["text/html"]
