"""A snapshot at a glance, for the cell of a notebook: a picture of the map, and a table.

It stands below the register, which shows itself by it: what it takes of a snapshot it asks it for.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Final

from borders.enums import Language, Status
from borders.maps.static_svg import described, picture, plain
from borders.style import OUTLINE, STYLES
from borders.text import countries
from borders.text.sentences import Speech

if TYPE_CHECKING:
    from borders.model import Verdict
    from borders.register import Snapshot

__all__ = ["glance"]

WIDTH: Final = 560
"""Pixels of the picture: it leaves room for the cells around it."""

COLUMNS: Final = ("Crossing", "To", "Status", "Since", "Why")

_CELL: Final = "text-align:left;vertical-align:top;padding:.2em .8em .2em 0"
_MARK: Final = (
    "display:inline-block;min-width:1.3em;margin-right:.4em;border-radius:.2em;"
    f"border:1px solid {OUTLINE};text-align:center;font-weight:700"
)


def glance(snapshot: Snapshot, title: str, *, table: bool = True) -> str:
    """Return a picture and a table of a snapshot, in colours of the reader's light or dark.

    Parameters
    ----------
    snapshot
        What is shown.
    title
        What stands above it.
    table
        Show the table open, rather than folded up below the picture.
    """
    say = Speech(snapshot.register.facts, Language.EN)
    drawn = picture(snapshot, say, title=countries.day(snapshot.when, None), alone=True)
    source = f"data:image/svg+xml;base64,{base64.b64encode(drawn.encode()).decode()}"
    head = "".join(f'<th scope="col" style="{_CELL}">{name}</th>' for name in COLUMNS)
    ordered = sorted(snapshot.verdicts, key=lambda verdict: list(Status).index(verdict.status))
    rows = "".join(_row(verdict, snapshot, say) for verdict in ordered)
    counts = countries.listed(f"{n} {status.value}" for status, n in snapshot.counts.items() if n)
    unfolded = " open" if table else ""
    return (
        f'<div><p><strong>{plain(title)}</strong></p><img src="{source}" '
        f'alt="{plain(described(snapshot, say))}" '
        f'style="width:100%;max-width:{WIDTH}px;height:auto"/>'
        f"<details{unfolded}><summary>{plain(counts)}</summary>"
        f'<table style="border-collapse:collapse"><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></details></div>"
    )


def _row(verdict: Verdict, snapshot: Snapshot, say: Speech) -> str:
    look = STYLES[verdict.status]
    paper = "#ffffff" if look.hollow else look.colour
    mark = f'<span style="{_MARK};background:{paper};color:{look.ink}">{look.letter}</span>'
    texts = (
        plain(verdict.crossing.neighbour or ""),
        f'<span style="white-space:nowrap">{mark}{verdict.status.value}</span>',
        plain(countries.day(verdict.since)) if verdict.since else "",
        plain(countries.why(verdict, snapshot.register.facts, named=1)),
    )
    cells = "".join(f'<td style="{_CELL}">{text}</td>' for text in texts)
    name = plain(say.name(verdict.crossing))
    return f'<tr><th scope="row" style="{_CELL}">{name}</th>{cells}</tr>'
