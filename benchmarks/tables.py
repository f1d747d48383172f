"""Tables of figures, which are printed as Markdown and kept as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Cell: TypeAlias = float | str | None
"""A number, what is told in its place, or nothing: it was not measured."""


class Table(NamedTuple):
    """Rows of figures.

    Attributes
    ----------
    title
        What they are figures of.
    columns
        What each figure of a row is of.
    rows
        Of each name, a figure for each column.
    """

    title: str
    columns: Sequence[str]
    rows: Mapping[str, Sequence[Cell]]

    def markdown(self) -> str:
        """Return the table as it is printed, numbers to three digits."""
        lines = [[self.title, *self.columns], ["---", *("--:" for _ in self.columns)]]
        lines += [[name, *map(_told, row)] for name, row in self.rows.items()]
        return "".join(f"| {' | '.join(line)} |\n" for line in lines)

    def figures(self) -> dict[str, Any]:
        """Return the table as it is kept, numbers to five digits."""
        rows = {name: [*map(_kept, row)] for name, row in self.rows.items()}
        return {"columns": [*self.columns], "rows": rows}


def _told(cell: Cell) -> str:
    if not isinstance(cell, float):
        return "–" if cell is None else f"{cell:,}" if isinstance(cell, int) else cell
    return f"{cell:,.0f}" if abs(cell) >= 100 else f"{cell:#.3g}".removesuffix(".")  # noqa: PLR2004


def _kept(cell: Cell) -> Cell:
    return float(f"{cell:.5g}") if isinstance(cell, float) else cell


def show(tables: Iterable[Table]) -> list[Table]:
    """Print tables, each when it is there, and return them."""
    shown = []
    for table in tables:
        print(f"\n{table.markdown()}", flush=True)
        shown.append(table)
    return shown
