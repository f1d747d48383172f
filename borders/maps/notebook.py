"""What notebooks show: a page in a cell, or a picture and a table where no script may run."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Final

from borders.maps import html
from borders.maps.static_svg import described, picture, plain
from borders.register import Register, Snapshot
from borders.style import HALO, OUTLINE, STYLES

if TYPE_CHECKING:
    from borders.model import Verdict
    from borders.text.sentences import Translator

__all__ = ["cell", "frame", "framed", "repr_html"]

HEIGHT: Final = 720
"""Pixels of the page in a cell: room for its controls, the map and some of the table."""

_ALLOWED: Final = "allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox"
"""Its own scripts, its downloads, and the sources that it links to, in tabs of their own."""

WIDTH: Final = 560
"""Pixels of a picture without a page: it leaves room for the cells around it."""

COLUMNS: Final = ("crossing", "neighbour", "status", "since", "why")

_CELL: Final = "text-align:left;vertical-align:top;padding:.2em .8em .2em 0"
_MARK: Final = (
    "display:inline-block;min-width:1.3em;margin-right:.4em;border-radius:.2em;"
    f"border:1px solid {OUTLINE};text-align:center;font-weight:700"
)
_WHOLE: Final = "position:absolute;inset:0;width:100%;height:100%;border:0"


def repr_html(asked: Register | Snapshot) -> str:
    """Return a picture of the map and a table, in colours of the reader's light or dark.

    Parameters
    ----------
    asked
        A register shows the last day verified, and its table folded up.
    """
    if isinstance(asked, Snapshot):
        return _picture_and_table(asked, _question(asked), table=True)
    package = asked.facts.package
    held = f"{len(asked.crossings)} crossings, {len(asked.measures)} measures"
    title = f"{package.title}, version {asked.version}: {held}"
    if all(crossing.verified_through is None for crossing in asked.crossings):
        return f"<p>{plain(f'{title}, nothing verified')}</p>"
    return _picture_and_table(asked.on(), title, table=False)


def _question(snapshot: Snapshot) -> str:
    say = snapshot.translator
    texts = [say.title(), say.put(snapshot.when), say.asker(snapshot)]
    return ", ".join(filter(None, texts))


def _picture_and_table(snapshot: Snapshot, title: str, *, table: bool) -> str:
    say = snapshot.translator
    image = _image(
        snapshot,
        say,
        title=say.put(snapshot.when),
        style=f"width:100%;max-width:{WIDTH}px;height:auto",
    )
    head = "".join(
        f'<th scope="col" style="{_CELL}">{plain(say.t(f"table.{name}"))}</th>' for name in COLUMNS
    )
    ordered = sorted(snapshot.verdicts, key=lambda verdict: verdict.status.rank)
    rows = "".join(_row(verdict, say) for verdict in ordered)
    counts = say.listed(say.count(status, n) for status, n in snapshot.counts.items() if n)
    unfolded = " open" if table else ""
    return (
        f'<div lang="{say.language}"><p><strong>{plain(title)}</strong></p>{image}'
        f"<details{unfolded}><summary>{plain(counts)}</summary>"
        f'<table style="border-collapse:collapse"><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></details></div>"
    )


def _row(verdict: Verdict, say: Translator) -> str:
    look = STYLES[verdict.status]
    paper = HALO if look.hollow else look.colour
    mark = f'<span style="{_MARK};background:{paper};color:{look.ink}">{look.letter}</span>'
    status = plain(say.t(f"verdict.{verdict.status}"))
    texts = (
        plain(verdict.crossing.neighbour or ""),
        f'<span style="white-space:nowrap">{mark}{status}</span>',
        plain(say.day(verdict.since)) if verdict.since else "",
        plain(say.why(verdict, named=1)),
    )
    cells = "".join(f'<td style="{_CELL}">{text}</td>' for text in texts)
    name = plain(say.name(verdict.crossing))
    return f'<tr><th scope="row" style="{_CELL}">{name}</th>{cells}</tr>'


def _image(snapshot: Snapshot, say: Translator, *, title: str, style: str) -> str:
    """Return the picture of the map as an `img` element, which no notebook takes away."""
    svg = picture(snapshot, say, title=title, alone=True)
    source = f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"
    return f'<img src="{source}" alt="{plain(described(snapshot, say))}" style="{style}"/>'


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
    style = "display:block;width:100%;max-width:900px;height:auto"
    return (
        f'<div style="position:relative;width:100%;min-height:{HEIGHT}px">'
        f"{_image(snapshot, say, title=title, style=style)}{framed(title, page)}</div>"
        f"<details><summary>{plain(say.t('table.title'))}</summary>"
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
