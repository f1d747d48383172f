"""A page in the cell of a notebook, over a picture and a table where no script may run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from borders.maps import glance, html, shown, static_svg
from borders.maps.markup import escape

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
    translator = html.translator_for(snapshot, lang)
    title = html.title(snapshot, translator)
    picture = shown.picture(snapshot, translator, title)
    alt = static_svg.alt_text(snapshot, translator)
    style = "display:block;width:100%;max-width:900px;height:auto"
    return (
        f'<div style="position:relative;width:100%;min-height:{HEIGHT}px">'
        f"{glance.image(picture, alt, style)}{framed(title, page)}</div>"
        f"<details><summary>{escape(translator.t('table.title'))}</summary>"
        f"{html.table(snapshot, translator)}</details>"
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
