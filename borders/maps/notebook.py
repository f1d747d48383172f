"""A page in the cell of a notebook; where no script may run, its picture and table."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Final

from borders.maps import html, static_svg

if TYPE_CHECKING:
    from borders.register import Snapshot

__all__ = ["cell", "frame", "framed"]

HEIGHT: Final = 720
"""Pixels of the page in a cell: room for its controls, the map and some of the table."""

_ALLOWED: Final = "allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox"
"""Its own scripts, its downloads, and the sources that it links to, in tabs of their own."""

_WHOLE: Final = "position:absolute;inset:0;width:100%;height:100%;border:0"


def cell(snapshot: Snapshot, page: str, lang: str | None = None) -> str:
    """Return the output of a cell.

    Notebooks that do not trust their outputs take away the frame with the page. What it lies over
    stays: a picture, and below it the same in words.

    Parameters
    ----------
    snapshot
        What the picture and the table show.
    page
        The page that lies over the picture.
    lang
        The language in which it is opened.
    """
    say = html.speech(snapshot, lang)
    title = html.title(snapshot, say)
    drawn = static_svg.picture(snapshot, say, title=title, alone=True)
    source = f"data:image/svg+xml;base64,{base64.b64encode(drawn.encode()).decode()}"
    return (
        f'<div style="position:relative;width:100%;min-height:{HEIGHT}px">'
        f'<img src="{source}" alt="{static_svg.plain(static_svg.described(snapshot, say))}" '
        'style="display:block;width:100%;max-width:900px;height:auto"/>'
        f"{framed(title, page)}</div>"
        f"<details><summary>{static_svg.plain(say.ui('table.title'))}</summary>"
        f"{html.table(snapshot, say)}</details>"
    )


def framed(title: str, page: str) -> str:
    """Return a page as a frame of its own, which reaches neither the notebook nor a network."""
    attributes = frame(title, page, _WHOLE).items()
    return f"<iframe {' '.join(f'{name}={_quoted(text)}' for name, text in attributes)}></iframe>"


def frame(title: str, page: str, style: str) -> dict[str, str]:
    """Return the attributes of such a frame."""
    return {
        "title": title,
        "sandbox": _ALLOWED,
        "allow": "clipboard-write",
        "srcdoc": page,
        "style": style,
    }


def _quoted(text: str) -> str:
    """Return an attribute, such as a page, in the quotes that it has fewer of."""
    quote, entity = min(('"', "&quot;"), ("'", "&#39;"), key=lambda pair: text.count(pair[0]))
    return f"{quote}{text.replace('&', '&amp;').replace(quote, entity)}{quote}"
