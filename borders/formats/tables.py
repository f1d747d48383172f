"""Tables → CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING

from borders import exports
from borders.formats.content import NOTHING_LEFT, Content, Left

if TYPE_CHECKING:
    from pathlib import Path


def write_csv(content: Content, part: Path) -> Left:
    """Write a table as CSV in UTF-8, lists joined by "; "."""
    rows = content.rows(content.tables[0])
    part.write_text(exports.as_csv(rows, rows[0]) + "\n", encoding="utf-8", newline="")
    return NOTHING_LEFT
