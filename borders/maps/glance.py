"""An answer at a glance, written as plain text, Markdown or HTML.

Nothing of it runs, links styles or asks a network. Every text of the data is escaped.
"""

from __future__ import annotations

import functools
import re
from itertools import accumulate, groupby
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import quote

from borders.maps import markup
from borders.maps.markup import escape
from borders.style import STYLES
from borders.text.sentences import ended

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from borders.enums import Standing

__all__ = ["Cell", "Glance", "Link", "html", "image", "markdown", "plain"]

WIDTH: Final = 560
"""Pixels of a picture: it leaves room for the cells around it."""

ROOM: Final = 62_000
"""Bytes of the rows of a table: with its picture, an answer stays below 100 kB."""

_TABLE: Final = "border-collapse:separate;border-spacing:.4em .2em"
_CELL: Final = "text-align:left;vertical-align:top"
_CAPTION: Final = "caption-side:bottom;text-align:left;padding:.4em 0;font-size:smaller"
_MARK: Final = "width:1.3em;height:1.3em;margin:0 .4em 0 0;vertical-align:-.3em;display:inline"

_MARKDOWN: Final = re.compile(r"[\\`*\[\]<>|&$~^@]|(?<![^\W_])_|_(?![^\W_])|(?<=:)//|(?<=www)\.")
_BLOCK: Final = re.compile(r"^[-+=:#]|(?<=^\d)[.)]|(?<=^\d\d)[.)]")
"""What makes a paragraph another block at its beginning."""
_BLANK: Final = re.compile(r"\s+")
_WEB: Final = re.compile(r"https?://[^\s]+", re.IGNORECASE)
_UNQUOTED: Final = "!$'*+,-./:;=?@_~"
"""What stays as it is in an address, beside letters and digits; `%` where it quotes."""

_DATA: Final = " !$'()*+,-./:;=?@[]^_`{|}~"
"""The same in a picture: all that an attribute in double quotes may hold."""


class Link(NamedTuple):
    """Where the web tells more."""

    text: str
    url: str


class Cell(NamedTuple):
    """What stands in a cell of a table."""

    text: str = ""
    standing: Standing | None = None
    """Whose mark stands before it."""
    last: Standing | None = None
    """What an unknown one was known as last."""
    links: tuple[Link, ...] = ()
    more: str = ""
    """How many links are left out."""


class Glance(NamedTuple):
    """What is shown of an answer.

    Attributes
    ----------
    sentences
        The answer in words alone.
    lead
        What it comes to, in words that stand above a table.
    heads, rows
        The table: the first cell of a row heads it.
    note
        What data it is of, and how old that is.
    drawn, alt
        What draws a map, where it is asked for, and what that shows.
    summary
        Where the table is folded up: what stands in its place; nothing: it is not.
    is_open
        Whether such a table is folded out at first.
    rest, keeps_last
        Where there are more rows than a notebook should carry: how their number is said, and
        whether the first are left out rather than the last.
    """

    lang: str
    title: str
    sentences: tuple[str, ...]
    lead: str = ""
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    note: str = ""
    drawn: Callable[[], str] = str
    alt: str = ""
    summary: str = ""
    is_open: bool = True
    rest: Callable[[int], str] = str
    keeps_last: bool = False
    by_standing: bool = False
    """Whether the second cell of a row is its standing, below which rows of one stand together."""


def plain(glance: Glance) -> str:
    """Return an answer in sentences, one a line."""
    count = _fitting(glance.sentences)
    left = len(glance.sentences) - count
    rest = glance.rest(left) if left else ""
    return "\n".join(filter(None, (glance.title, *glance.sentences[:count], rest, glance.note)))


def markdown(glance: Glance) -> str:
    """Return an answer as a table of Markdown, as GitHub and Jupyter read it."""
    blocks = [f"**{_md(glance.title)}**" if glance.title else "", _md(glance.lead)]
    if glance.rows:
        kept, left = _shown(glance)
        head = [_line(map(_md, glance.heads)), _line("---" for _ in glance.heads)]
        blocks += ["\n".join([*head, *(_line(map(_md_cell, row)) for row in kept)]), left]
    return "\n\n".join(filter(None, (*blocks, _md(glance.note))))


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _shown(glance: Glance) -> tuple[tuple[tuple[Cell, ...], ...], str]:
    """Return the rows for which HTML has room, and how many there are besides."""
    rows = [_below(row) for row in glance.rows] if glance.by_standing else glance.rows
    count = _fitting(map(_html_row, rows[:: -1 if glance.keeps_last else 1]))
    left = len(glance.rows) - count
    kept = glance.rows[left:] if glance.keeps_last else glance.rows[:count]
    return kept, glance.rest(left) if left else ""


def _below(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Return a row as it stands below its standing."""
    return (row[0], *row[2:])


def _fitting(texts: Iterable[str]) -> int:
    """Return for how many of some texts there is room."""
    sizes = accumulate(len(text.encode()) for text in texts)
    return sum(size <= ROOM for size in sizes)


def _md(text: str) -> str:
    """Return a text that is no markup: what Markdown or its mathematics might read is written out.

    Examples
    --------
    >>> _md("a|b *c*")
    'a&#124;b &#42;c&#42;'
    """
    written = _BLANK.sub(" ", text).strip()
    for signs in (_MARKDOWN, _BLOCK):
        written = signs.sub(lambda found: "".join(f"&#{ord(sign)};" for sign in found[0]), written)
    return written


def _md_cell(cell: Cell) -> str:
    links = [f"[{_md(text)}]({url})" if url else _md(text) for text, url in _safe(cell.links)]
    return " ".join(filter(None, [_md(cell.text), ", ".join([*links, *_left(cell, _md)])]))


def html(glance: Glance) -> str:
    """Return an answer as HTML, in the reader's light or dark."""
    parts = [f"<p><strong>{escape(glance.title)}</strong></p>" if glance.title else ""]
    parts.append(f"<p>{escape(glance.lead)}</p>" if glance.lead else "")
    if svg := glance.drawn():
        style = f"width:100%;max-width:{WIDTH}px;height:auto"
        parts.append(image(svg, glance.alt, style))
    table = _table(glance) if glance.rows else ""
    note = f"<p><small>{escape(glance.note)}</small></p>" if glance.note and not table else ""
    if glance.summary and table:
        opened = " open" if glance.is_open else ""
        table = f"<details{opened}><summary>{escape(glance.summary)}</summary>{table}</details>"
    return f'<div lang="{glance.lang}">{"".join(parts)}{table}{note}</div>'


def image(svg: str, alt: str, style: str) -> str:
    """Return a picture as an `img` element, which no notebook takes away."""
    source = quote(svg.replace('"', "'"), safe=_DATA)
    return f'<img src="data:image/svg+xml,{source}" alt="{escape(alt)}" style="{style}"/>'


def _table(glance: Glance) -> str:
    heads = glance.heads[:1] + glance.heads[2:] if glance.by_standing else glance.heads
    head = "".join(f'<th scope="col" style="{_CELL}">{escape(text)}</th>' for text in heads)
    caption = f'<caption style="{_CAPTION}">{escape(glance.note)}</caption>' if glance.note else ""
    kept, left = _shown(glance)
    if glance.by_standing:
        groups = groupby(kept, key=lambda row: row[1]._replace(last=None))
        parts = [
            f'<tr><th scope="rowgroup" colspan="{len(heads)}" style="{_CELL}">'
            f"{_html_cell(standing)}</th></tr>{''.join(map(_html_row, map(_below, rows)))}"
            for standing, rows in groups
        ]
    else:
        parts = ["".join(map(_html_row, kept))]
    return (
        f'<table style="{_TABLE}">{caption}<thead><tr>{head}</tr></thead>'
        f"{''.join(f'<tbody>{part}</tbody>' for part in parts)}</table>"
        f"{f'<p>{escape(left)}</p>' if left else ''}"
    )


def _html_row(row: tuple[Cell, ...]) -> str:
    first, *cells = row
    rest = "".join(f'<td style="{_CELL}">{_html_cell(cell)}</td>' for cell in cells)
    return f'<tr><th scope="row" style="{_CELL}">{_html_cell(first)}</th>{rest}</tr>'


def _html_cell(cell: Cell) -> str:
    text = escape(cell.text)
    if cell.standing is not None:
        mark = _mark(cell.standing, cell.last)
        text = f'<span style="white-space:nowrap">{mark}{text}</span>'
    links = [
        f'<a href="{url}">{escape(text)}</a>' if url else escape(text)
        for text, url in _safe(cell.links)
    ]
    return " ".join(filter(None, [text, ", ".join([*links, *_left(cell, escape)])]))


def _left(cell: Cell, written: Callable[[str], str]) -> list[str]:
    return [written(cell.more)] if cell.more else []


def _safe(links: Iterable[Link]) -> Iterable[Link]:
    """Yield links with addresses of the web that end neither an attribute nor a bracket."""
    for text, url in links:
        kept = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", url)
        written = quote(kept, safe=f"{_UNQUOTED}%#&".replace("'", ""))
        yield Link(text, written.replace("&", "&amp;") if _WEB.fullmatch(url) else "")


@functools.cache
def _mark(standing: Standing, last: Standing | None) -> str:
    paths = markup.strokes(standing, STYLES[last or standing].tint, "none")
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-14 -14 28 28">{paths}</svg>'
    return image(svg, "", _MARK)


def noted(*texts: str) -> str:
    """Return notes as one text, each a sentence."""
    return " ".join(ended(text) for text in texts if text)
