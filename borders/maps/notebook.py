"""What notebooks show: a page in a cell, or a picture and a table where no script may run."""

from __future__ import annotations

import base64
import functools
from typing import TYPE_CHECKING, Final

from borders.maps import html, markup, static_svg
from borders.maps.markup import escape
from borders.register import Register, Routes, Snapshot
from borders.style import STYLES
from borders.text.sentences import unbroken

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from borders.enums import Standing
    from borders.model import Verdict
    from borders.network.routes import Route
    from borders.text.sentences import Translator

__all__ = ["cell", "frame", "framed", "repr_html"]

HEIGHT: Final = 720
"""Pixels of the page in a cell: room for its controls, the map and some of the table."""

_ALLOWED: Final = "allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox"
"""Its own scripts, its downloads, and the sources that it links to, in tabs of their own."""

WIDTH: Final = 560
"""Pixels of a picture without a page: it leaves room for the cells around it."""

COLUMNS: Final = (
    "table.crossing",
    "table.neighbour",
    "table.status",
    "table.since",
    "table.why",
)
ROUTE_COLUMNS: Final = ("table.crossing", "table.status", "figure.reach.km", "table.why")

_CELL: Final = "text-align:left;vertical-align:top;padding:.2em .8em .2em 0"
_MARK: Final = "width:1.3em;height:1.3em;margin:0 .4em 0 0;vertical-align:-.3em;display:inline"
_WHOLE: Final = "position:absolute;inset:0;width:100%;height:100%;border:0"


def repr_html(answer: Register | Snapshot | Routes) -> str:
    """Return what notebooks show of an answer, in its language and in the reader's light or dark.

    Parameters
    ----------
    answer
        A snapshot shows a picture of the map and a table; a register those of its last day
        verified, the table folded up; routes show their summary and a table.
    """
    if isinstance(answer, Snapshot):
        return _picture_and_table(answer, _headed(answer), is_open=True)
    if isinstance(answer, Routes):
        return _routes(answer)
    package = answer.facts.package
    counts = f"{len(answer.crossings)} crossings, {len(answer.measures)} measures"
    title = f"{package.title}, version {answer.version}: {counts}"
    if answer.verified_day is None:
        return f"<p>{escape(f'{title}, nothing verified')}</p>"
    return _picture_and_table(answer.on(), title, is_open=False)


def _headed(snapshot: Snapshot, head: str = "") -> str:
    """Return what is shown, when and to whom; left out: what the register is of."""
    translator = snapshot.translator
    texts = [
        head or translator.title(),
        translator.put(snapshot.moment),
        translator.asker(snapshot),
    ]
    return ", ".join(filter(None, texts))


def _picture_and_table(snapshot: Snapshot, title: str, *, is_open: bool) -> str:
    translator = snapshot.translator
    image = _image(
        snapshot,
        translator,
        title=translator.put(snapshot.moment),
        style=f"width:100%;max-width:{WIDTH}px;height:auto",
    )
    heads = [translator.t(key) for key in COLUMNS]
    rows = [
        (
            escape(translator.name(verdict.crossing)),
            escape(verdict.crossing.neighbour or ""),
            _status(verdict, translator),
            escape(translator.day(verdict.since)) if verdict.since else "",
            escape(translator.why(verdict, named=1)),
        )
        for verdict in sorted(snapshot.verdicts, key=lambda verdict: verdict.standing.rank)
    ]
    counts = translator.counts([*snapshot.standings.values()])
    details = f"<summary>{escape(counts)}</summary>{_table(heads, rows)}"
    return (
        f'<div lang="{translator.language}"><p><strong>{escape(title)}</strong></p>{image}'
        f"<details{' open' if is_open else ''}>{details}</details></div>"
    )


def _routes(routes: Routes) -> str:
    snapshot = routes.snapshot
    translator = snapshot.translator
    places = [place for place in (routes.origin, routes.destination) if place is not None]
    ends = " → ".join(place.names.get(translator.language, place.name) for place in places)
    title = _headed(snapshot, translator.t("figure.routes.title", ends=ends))
    heads = [translator.t(key) for key in ROUTE_COLUMNS]
    rows = [
        (
            escape(translator.name(route.crossing)),
            _status(route.verdict, translator),
            escape(_length(route, routes)),
            escape(translator.why(route.verdict, named=1)),
        )
        for route in routes
    ]
    about = snapshot.register.network.about
    notes = [translator.t("figure.routes.schematic")] if about.schematic else []
    return (
        f'<div lang="{translator.language}"><p><strong>{escape(title)}</strong></p>'
        f"<p>{escape(routes.summary)}</p>{_table(heads, rows)}"
        f"<p><small>{escape(' '.join([*notes, routes.attribution]))}</small></p></div>"
    )


def _length(route: Route, routes: Routes) -> str:
    """Return how long a route is; of a trip by plane, the part on the ground."""
    if route.km is None:
        return ""
    snapshot = routes.snapshot
    length = unbroken(snapshot.translator.length(route.km, rough=route.approximate))
    if route.by != "air" or routes.destination is None:
        return length
    return snapshot.translator.t(f"figure.routes.flight.{snapshot.direction}", length=length)


def _table(heads: Iterable[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table of cells that are HTML already, each row headed by its first."""
    head = "".join(f'<th scope="col" style="{_CELL}">{escape(text)}</th>' for text in heads)
    body = "".join(
        f'<tr><th scope="row" style="{_CELL}">{first}</th>'
        + "".join(f'<td style="{_CELL}">{cell}</td>' for cell in cells)
        + "</tr>"
        for first, *cells in rows
    )
    return (
        f'<table style="border-collapse:collapse"><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )


def _status(verdict: Verdict, translator: Translator) -> str:
    mark = _mark(verdict.standing, verdict.last_standing)
    status = escape(translator.within(verdict.standing))
    return f'<span style="white-space:nowrap">{mark}{status}</span>'


@functools.cache
def _mark(standing: Standing, last: Standing | None) -> str:
    """Return a mark as an `img` element, which no notebook takes away."""
    paths = markup.strokes(standing, STYLES[last or standing].tint, "none")
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-14 -14 28 28">{paths}</svg>'
    source = f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"
    return f'<img src="{source}" alt="" style="{_MARK}"/>'


def _image(snapshot: Snapshot, translator: Translator, *, title: str, style: str) -> str:
    """Return the picture of the map as an `img` element, which no notebook takes away."""
    svg = static_svg.draw(snapshot, translator, title=title, alone=True)
    source = f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"
    alt = escape(static_svg.alt_text(snapshot, translator))
    return f'<img src="{source}" alt="{alt}" style="{style}"/>'


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
    style = "display:block;width:100%;max-width:900px;height:auto"
    return (
        f'<div style="position:relative;width:100%;min-height:{HEIGHT}px">'
        f"{_image(snapshot, translator, title=title, style=style)}{framed(title, page)}</div>"
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
