"""The page of a register's whole history, written without folium.

What the page is made of stands here too: `folium_map.py` puts the same parts on a `folium.Map`.
"""

from __future__ import annotations

import json
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from borders import atomic_file, collector, dates
from borders.enums import Language
from borders.geo.ground import Ground, basemap, ground
from borders.geo.polylines import GRID
from borders.maps import bundle, markup, one_moment, static_svg
from borders.maps.first_view import first_view
from borders.maps.markup import escape
from borders.maps.page_data import page_data
from borders.maps.page_messages import messages_block
from borders.maps.page_numbers import with_texts
from borders.maps.page_routes import routes_block
from borders.maps.precision import grid_of
from borders.maps.question_json import encode
from borders.text.sentences import ended, raised

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Mapping, Sequence

    from borders.dates import Moment
    from borders.maps.markup import Card
    from borders.model import Verdict
    from borders.register import Register, Snapshot
    from borders.text.sentences import Translator

__all__ = [
    "OPTIONS",
    "WHOLE",
    "Edition",
    "Parts",
    "about",
    "age",
    "description",
    "document",
    "document_title",
    "drawn_card",
    "edited",
    "files",
    "headline",
    "language",
    "page",
    "parts",
    "save",
    "still",
    "table",
    "title",
    "translator_for",
]

OPTIONS: Final[Mapping[str, object]] = {
    "maxZoom": 14,
    "maxBoundsViscosity": 1,
    "zoomSnap": 0.25,
    "zoomDelta": 0.5,
    "wheelPxPerZoomLevel": 90,
}
"""How Leaflet's map behaves, in either frame."""

CENTRE: Final = (53.9, 27.6)
ZOOM: Final = 6
MAP: Final = "borders_map"
BLOCK: Final = "borders-history"
"""The id of what a page is made of."""

_STARTED = (
    "if(globalThis.L&&!document.getElementById('borders-packed')){"
    "document.documentElement.classList.add('borders-page');"
    "addEventListener('error',()=>{if(document.getElementById('borders-still'))"
    "document.documentElement.classList.remove('borders-page')})}"
)
"""Behind Leaflet where nothing is packed: what is seen without scripts is hidden before others run.

Where Leaflet could not be fetched, or anything fails before the page is there, it stays.
"""

_UNTOLD = (
    "if({asks})document.documentElement.classList.add('borders-untold');"
    "addEventListener('error',({{error}})=>{{if(error&&document.getElementById('borders-still')){{"
    "document.documentElement.classList.remove('borders-page','borders-untold','borders-making');"
    "document.body.removeAttribute('aria-busy')}}}})"
)
"""At the head of a page that is packed: its picture is seen until the map is there.

Where a link asks something else, or in another language, that is the land alone: no answer shows
that is not the reader's. Where anything fails before the page is there, all of it shows; a browser
that puts off what observes sizes tells that as an event too, which is no error.
"""

_LINKED = "location.hash.length>1"
_FOREIGN = "(navigator.language??'').slice(0,2)!==document.documentElement.lang"

_HIDDEN = (
    ".borders-untold .borders-still>:not(.borders-picture),"
    ".borders-untold .borders-picture :is(text,use[x],.bp-dot,.bp-leader,.bp-paper),"
    "html:not(.borders-page) body>:not(.borders-still,.borders-symbols),"
    ".borders-page:not(.borders-making) .borders-still{display:none}"
    ".borders-making .borders-still{position:absolute;z-index:1;inset:0 0 auto}"
    ".borders-symbols{position:absolute}"
    ".borders-making body>:not(.borders-still){visibility:hidden}"
    ".borders-still{max-width:62rem;margin:0 auto;padding:1rem;color:var(--ink);"
    'font:400 15px/1.5 system-ui,"Segoe UI",Roboto,"Helvetica Neue","DejaVu Sans",sans-serif}'
    "html:not(.borders-page){background:var(--paper)}body{margin:0}"
    ".borders-still table{width:100%;margin:1rem 0;border-collapse:collapse}"
    ".borders-still caption{padding:.5rem 0;text-align:left;font-weight:700}"
    ".borders-still :is(th,td){padding:.35rem .6rem .35rem 0;border-top:1px solid var(--rule);"
    "text-align:left;vertical-align:top;overflow-wrap:break-word;unicode-bidi:isolate}"
    "@media(max-width:760px){.borders-still tr{display:grid;grid-template-columns:2fr 1fr 1fr}"
    ".borders-still tr>:last-child{grid-column:1/-1;padding-top:0;border:0}}"
    # stronger than what the page has for its own: nothing moves while that is made behind it
    "#borders-still,#borders-still *{box-sizing:border-box}#borders-still a{color:var(--link)}"
    "#borders-still h1{margin:1rem 0;font:inherit;font-size:1.6rem;font-weight:700;line-height:1.2}"
)

COLUMNS: Final = ("crossing", "status", "since", "why")


class Parts(NamedTuple):
    """What stands in the page beside Leaflet and its map: all of it HTML."""

    head: dict[str, str]
    above: dict[str, str]
    below: dict[str, str]


class Edition(NamedTuple):
    """How a page differs from the one that holds everything."""

    lang: str | None = None
    """Its language until its reader chooses another.

    None: the snapshot's; where that is English, the reader's own, and English where no script runs.
    """
    title: str | None = None
    """In the place of the headline."""
    crossings: Sequence[str] = ()
    """The names of those that it is of; none: all."""
    compact: bool = False
    """The asked moment alone, without routes, in one language: at most 300 kB."""
    url: str | None = None
    """Where it will be read: what shows links to it gets words and a picture."""
    in_cell: bool = False
    """In a notebook, over a picture and a table that say the same where no script runs."""


WHOLE: Final = Edition()


def edited(asked: Register | Snapshot, edition: Edition) -> tuple[Snapshot, Edition]:
    """Return the question that a page opens at, of its crossings alone, and what it is like."""
    snapshot = first_view(asked)
    if edition.crossings:
        snapshot = snapshot.of_crossings(edition.crossings)
    return snapshot, edition._replace(lang=language(snapshot, edition.lang))


def page(asked: Register | Snapshot, edition: Edition = WHOLE) -> str:
    """Return the page of a register, opened at a question.

    Parameters
    ----------
    asked
        A register stands for its last verified moment, for cars that leave.
    edition
        How the page differs from the one that holds everything.
    """
    return _page(*edited(asked, edition), None)


def _page(snapshot: Snapshot, edition: Edition, card: Card | None) -> str:
    with collector.spared():
        return _whole(snapshot, edition, card)


def _whole(snapshot: Snapshot, edition: Edition, card: Card | None) -> str:
    made = parts(snapshot, edition, fenced=True, lines_only=False)
    options = json.dumps({**OPTIONS, "center": CENTRE, "zoom": ZOOM}, separators=(",", ":"))
    code = f'var {MAP}=L.map("{MAP}",{options});borders.open({MAP},"{BLOCK}")'
    head = [
        markup.script(markup.inert(bundle.leaflet_js())),
        markup.style(bundle.leaflet_css(pictured=False)),
        *made.head.values(),
    ]
    body = [
        *made.above.values(),
        f'<div class="folium-map" id="{MAP}"></div>',
        *made.below.values(),
        markup.script(markup.inert(code)),
    ]
    return document(about(snapshot, edition, card), head, body, edition)


def document(
    about: markup.About,
    head: list[str],
    body: list[str],
    edition: Edition,
    policy: Callable[[str], str] = markup.policy,
    *,
    is_ours: bool = True,
) -> str:
    """Return a whole page under a policy, packed where it is ours and links no script."""
    written = "\n".join([*head, *body])
    if not is_ours or markup.links_scripts(written):
        rule = policy(written)
    else:
        first = [] if edition.in_cell else [markup.script(_untold(edition))]
        loader = markup.script(bundle.loader())
        rule = policy("\n".join([*first, written, loader]))
        head, body = markup.packed(head, body, 0 if edition.in_cell else markup.LEAST)
        head, body = [*first, *head], [*body, loader]
    lang = edition.lang or Language.EN
    return markup.document(about, [rule, *head], body, lang=lang, in_cell=edition.in_cell)


def _untold(edition: Edition) -> str:
    """Return the code that keeps the picture from a reader who asks something else."""
    asks = _LINKED if edition.lang else f"{_LINKED}||{_FOREIGN}"
    return _UNTOLD.format(asks=asks)


def save(
    asked: Register | Snapshot, path: str | os.PathLike[str], edition: Edition = WHOLE
) -> None:
    """Write the page as a file, and beside it the picture that stands for it where it has a URL.

    Equal questions to equal registers are equal bytes. Both files are written, or none.
    """
    snapshot, edition = edited(asked, edition)
    card = drawn_card(snapshot, path, edition)
    content = _page(snapshot, edition, card)
    atomic_file.write_together(files(path, content, card))


def parts(
    snapshot: Snapshot,
    edition: Edition = WHOLE,
    *,
    fenced: bool,
    lines_only: bool,
    live: bool = False,
    versus: Moment | None = None,
) -> Parts:
    """Return the parts of the page in their order.

    Parameters
    ----------
    snapshot
        The question that the page is opened at; the register is in it as a whole, other neighbours
        than those meant included: its reader may ask of them.
    edition
        How the page differs from the one that holds everything.
    fenced
        Keep the view within what is drawn, and move it to the crossings.
    lines_only
        Draw the border lines alone, over the tiles that a map has.
    live
        Tell each question to the window around the page, and take questions from there.
    versus
        Another moment with which the question's is compared.
    """
    translator = translator_for(snapshot, edition.lang)
    own, register = translator.language, snapshot.whole
    lang = own.value if edition.compact else edition.lang
    question = encode(snapshot) | ({} if lang is None else {"lang": lang})
    if versus is not None:
        question["versus"] = encode(register.on(versus))["on"]
    bounds = _bounds(register) if fenced else None
    read = ground(register.folder, register.towns.all)
    data, messages = page_data(register), messages_block(register.facts.package.languages)
    routed: dict[str, Any] | None = None
    pictured = read
    if edition.compact:
        pictured = one_moment.coarse(read, own, one_moment.PICTURED)
        read = one_moment.coarse(read, own)
        data = one_moment.data_at(data, snapshot, own)
        messages = messages_block([own])
    else:
        routed = routes_block(register)
    data |= {"question": question}
    data |= {"headline": edition.title} if edition.title else {}
    data |= {"live": True} if live else {}
    grid = GRID if edition.compact else grid_of(register)
    under = {
        **basemap(read, register.facts.package.home, grid),
        "fenced": fenced,
        "bounds": bounds,
    }
    under |= {"closest": one_moment.CLOSEST} if edition.compact and fenced else {}
    if lines_only:
        under |= {"land": [], "water": [], "unnamed": True}
    elif routed and not routed["schematic"] and (roads := _main_roads(register, grid)):
        under["roads"] = roads
        data["network"] = {"schematic": False, "attribution": routed["attribution"]}
    hidden = one_moment.STYLES if edition.compact else ""
    above, below = markup.shell()
    return Parts(
        {
            "borders_started": markup.script(_STARTED),
            "borders_colours": markup.style(markup.colours()),
            "borders_styles": markup.style(bundle.styles(moment=edition.compact)),
            "borders_still_styles": markup.style(f"{_HIDDEN}{static_svg.STYLES}{hidden}"),
            "borders_scripts": markup.script(markup.inert(bundle.scripts(moment=edition.compact))),
        },
        {
            "borders_symbols": markup.symbols(),
            "borders_still": ""
            if edition.in_cell
            else still(snapshot, translator, pictured, edition),
            "borders_head": above,
        },
        {
            "borders_foot": below,
            "borders_icons": markup.icons(),
            "borders_messages": markup.json_block("borders-messages", messages),
            "borders_history": markup.json_block(BLOCK, with_texts(data)),
            "borders_basemap": markup.json_block("borders-basemap", under),
            "borders_routes": markup.json_block("borders-routes", routed),
        },
    )


def _main_roads(register: Register, grid: int) -> list[list[str]]:
    from borders.maps.main_roads import main_roads  # a schematic network, as ours, has none

    return main_roads(register, grid)


def _bounds(register: Register) -> list[list[float]] | None:
    """Return the south-west and north-east of all crossings, latitude first."""
    locations = [crossing.location for crossing in register.crossings]
    lats = [location.lat for location in locations if location is not None]
    lons = [location.lon for location in locations if location is not None]
    return [[min(lats), min(lons)], [max(lats), max(lons)]] if lats else None


def language(snapshot: Snapshot, lang: str | None) -> str | None:
    """Return the language in which a page is opened; None: its reader's own."""
    return lang or (None if snapshot.lang is Language.EN else snapshot.lang)


def translator_for(snapshot: Snapshot, lang: str | None = None) -> Translator:
    """Return who says in a language what is known; the snapshot's where none is asked for."""
    return snapshot.register.translator(lang or snapshot.lang)


def headline(snapshot: Snapshot, translator: Translator, edition: Edition = WHOLE) -> str:
    """Return what the answer comes to, as the page says it above all else, or what is given."""
    return edition.title or translator.finding(snapshot.verdicts, snapshot)


def age(snapshot: Snapshot, translator: Translator) -> str:
    """Return how old what is told is: of today a page that runs no script knows nothing."""
    register, day = snapshot.register, snapshot.moment
    through = register.verified_day
    if isinstance(day, datetime):
        package = register.facts.package
        day = day.astimezone(dates.timezone(package.zones[package.home])).date()
    if through is None:
        return ended(raised(translator.t("legend.unknown")))
    verified = translator.t("note.verified", day=translator.date(through))
    days = (day - through).days
    if days <= 0:
        return ended(verified)
    return translator.t("age", through=verified, ages=translator.t("age.chosen", n=days))


def document_title(snapshot: Snapshot, translator: Translator, edition: Edition = WHOLE) -> str:
    """Return what windows and bookmarks call the page: its headline, of what and when."""
    return edition.title or f"{headline(snapshot, translator)} · {title(snapshot, translator)}"


def description(snapshot: Snapshot, translator: Translator) -> str:
    """Return what is said of the page where it is found: how old it is, and the answer."""
    return f"{age(snapshot, translator)} {translator.summary(snapshot.verdicts, snapshot)}"


def title(snapshot: Snapshot, translator: Translator) -> str:
    """Return what is asked about, and when."""
    return f"{translator.title()}, {translator.when(snapshot)}"


def about(snapshot: Snapshot, edition: Edition, card: Card | None) -> markup.About:
    """Return what is told of the page where it is found or linked to."""
    translator = translator_for(snapshot, edition.lang)
    return markup.About(
        document_title(snapshot, translator, edition),
        headline(snapshot, translator, edition),
        description(snapshot, translator),
        edition.url,
        card,
    )


def drawn_card(snapshot: Snapshot, path: str | os.PathLike[str], edition: Edition) -> Card | None:
    """Return the picture that stands for a page where it is linked to, beside its file."""
    if edition.url is None:
        return None
    from borders.maps.card import card

    return card(snapshot, edition, Path(path))


def files(
    path: str | os.PathLike[str], page: str, card: Card | None
) -> dict[str | os.PathLike[str], bytes]:
    """Return what is written: the picture first, as the page names it."""
    written: dict[str | os.PathLike[str], bytes] = {}
    if card is not None:
        written[card.path] = card.content
    return written | {path: page.encode("utf-8", "replace")}


def still(
    snapshot: Snapshot, translator: Translator, read: Ground, edition: Edition = WHOLE
) -> str:
    """Return what is seen of a snapshot where no script runs: a picture and a table."""
    package = snapshot.register.facts.package
    known = snapshot.as_known_on
    foot = [
        translator.t("note.asKnown", day=translator.date(known)) if known else "",
        translator.t("note.script"),
        translator.t("note.disclaimer"),
        translator.t("note.boundaries"),
        *translator.credits(),
        translator.t("note.data", name=package.name, version=snapshot.register.version),
    ]
    notes = " ".join(text if text.endswith(".") else f"{text}." for text in filter(None, foot))
    lead = translator.named(snapshot.verdicts)
    question = translator.question(snapshot, moment=False)
    asked = ended(f"{translator.when(snapshot)} · {question}")
    return (
        f'<article class="borders-still" id="borders-still" lang="{translator.language}">'
        f"<p>{escape(translator.title())}</p>"
        f"<h1>{escape(headline(snapshot, translator, edition))}</h1>"
        f"<p>{escape(asked)} {escape(age(snapshot, translator))}</p><p>{escape(lead)}</p>"
        f"{static_svg.draw(snapshot, translator, ground=read)}"
        f"{table(snapshot, translator, brief=edition.compact)}"
        f"<p>{escape(notes)}</p></article>"
    )


def table(snapshot: Snapshot, translator: Translator, *, brief: bool = False) -> str:
    """Return the verdicts as a table.

    A brief one says of each why alone, as the rest stands above, and once of those below each other
    of which it is the same.
    """
    columns = "".join(f'<th scope="col">{translator.t(f"table.{name}")}</th>' for name in COLUMNS)
    if brief:
        told = [_why(translator, verdict) for verdict in snapshot.verdicts]
    elif translator.language is snapshot.lang:
        told = [verdict.sentence for verdict in snapshot.verdicts]
    else:
        told = [*map(translator.sentence, snapshot.verdicts)]
    runs = [len([*run]) for _, run in groupby(told)] if brief else [1] * len(told)
    spans = (span for run in runs for span in (run, *[0] * (run - 1)))
    each = zip(snapshot.verdicts, told, spans, strict=True)
    rows = "".join(_row(verdict, translator, text, span) for verdict, text, span in each)
    return (
        f"<table><caption>{escape(title(snapshot, translator))}</caption>"
        f"<thead><tr>{columns}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _why(translator: Translator, verdict: Verdict) -> str:
    return f"{translator.warning(verdict)} {raised(translator.why(verdict, named=1))}".strip()


def _row(verdict: Verdict, translator: Translator, told: str, span: int) -> str:
    """Return a row of the table; its last cell spans rows, and is none where one above does.

    Its elements end where the next begin, as HTML lets them.
    """
    begun = translator.day(verdict.since) if verdict.since else ""
    cells = "".join(f"<td>{escape(t)}" for t in (translator.within(verdict.standing), begun))
    if span:
        cells += f"<td{f' rowspan={span}' if span > 1 else ''}>{escape(told)}"
    return f"<tr><th scope=row>{escape(translator.name(verdict.crossing))}{cells}"
