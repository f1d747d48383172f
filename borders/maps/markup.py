"""The only place that writes HTML, SVG and CSS out of values.

Texts of the data never become markup: they travel as JSON (`json_block`), and the scripts set them
as `textContent`. What is interpolated below are constants of the package and texts escaped here.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import zlib
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, urljoin

from borders.enums import Standing
from borders.style import (
    DANGER,
    HALO,
    OUTLINE,
    PLANNED,
    REACH,
    STROKE,
    STYLES,
    THEMES,
    TRIANGLE,
)
from borders.text.xml import writable

if TYPE_CHECKING:
    from collections.abc import Container, Iterable
    from pathlib import Path


__all__ = [
    "About",
    "Card",
    "colours",
    "document",
    "escape",
    "icons",
    "inert",
    "json_block",
    "links_scripts",
    "packed",
    "picture_colours",
    "picture_symbols",
    "policy",
    "script",
    "shell",
    "strokes",
    "style",
    "symbols",
]

_INLINE = re.compile(r"<(script|style)\b([^>]*)>(.*?)</\1\s*>", re.DOTALL | re.IGNORECASE)
_NOT_CODE = re.compile(r"\bsrc\s*=|\btype\s*=\s*[\"']?application/json", re.IGNORECASE)
_BLOCK = re.compile(r"<script type=\"application/json\".*?</script>", re.DOTALL)
_LINKED = re.compile(r"<script\b[^>]*\bsrc\s*=", re.IGNORECASE)
_FONT = "url(data:font"
_STYLED = re.compile(r"""\bstyle\s*=\s*\\?["']|setAttribute\(["']style["']""")
_VARIABLE = re.compile(r"var\(--([\w-]+)")
_UNSAFE = re.compile("[<>&\u2028\u2029]")

_SVG = '<svg xmlns="http://www.w3.org/2000/svg" '

SHELL = (
    '<main class="borders-shell" id="borders-stage"></main>',
    '<div class="borders-shell" id="borders-below"></div>',
)
"""What stands before the map and behind it: empty; the script fills it, and takes the map in."""

ICONS = {
    "back": "M11 3L6 8L11 13M4 3V13",
    "on": "M5 3L10 8L5 13M12 3V13",
    "play": "M5 3L12.5 8L5 13Z",
    "pause": "M5 3V13M11 3V13",
    "close": "M3.5 3.5L12.5 12.5M12.5 3.5L3.5 12.5",
    "link": "M7 9L9 7M6.5 5.5L8.2 3.8A2.8 2.8 0 0 1 12.2 7.8L10.5 9.5M9.5 10.5L7.8 12.2"
    "A2.8 2.8 0 0 1 3.8 8.2L5.5 6.5",
    "globe": "M14 8A6 6 0 1 1 2 8A6 6 0 1 1 14 8ZM2 8H14M8 2C11.4 5.5 11.4 10.5 8 14"
    "C4.6 10.5 4.6 5.5 8 2Z",
}
"""Strokes of the buttons' drawings, in a square of 16 units."""

BADGES = {
    "road": "M5.6 3L4 13M10.4 3L12 13M8 4V6M8 7.2V9.2M8 10.4V12.6",
    "rail": "M5.6 3V13M10.4 3V13M3.8 5.2H12.2M3.8 8H12.2M3.8 10.8H12.2",
    "river": "M3 6.2Q4.7 4.2 6.4 6.2T9.8 6.2T13 6.2M3 10.2Q4.7 8.2 6.4 10.2T9.8 10.2T13 10.2",
    "air": "M8 2.6V13.4M8 6L2.8 9.4M8 6L13.2 9.4M8 11.4L5.8 13.2M8 11.4L10.2 13.2",
}
"""The same for what leads over the border, in a disc."""


def json_block(identifier: str, value: object) -> str:
    r"""Return a data block that a script of the page parses.

    Examples
    --------
    >>> json_block("toy", "</script>")
    '<script type="application/json" id="toy">"\\u003c/script\\u003e"</script>'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    text = _UNSAFE.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)
    return f'<script type="application/json" id="{html.escape(identifier)}">{text}</script>'


def escape(text: str) -> str:
    r"""Return a text as HTML and XML write it.

    Examples
    --------
    >>> escape('a < "b" \x00')
    'a &lt; &quot;b&quot; �'
    """
    return html.escape(writable(text))


def inert(code: str) -> str:
    """Return JavaScript in which no literal can end the element that it stands in."""
    return re.sub(r"<(?=/script|!--)", r"\\x3c", code, flags=re.IGNORECASE)


def script(code: str) -> str:
    """Return an element with code of the package."""
    return f"<script>{code}</script>"


def style(css: str) -> str:
    """Return an element with rules of the package."""
    return f"<style>{css}</style>"


def _themes(used: Container[str] | None = None) -> str:
    """Return the palette, dark on screens where it is preferred, and light on paper."""
    light, dark = (
        "".join(f"--{key}:{value};" for key, value in theme.items() if used is None or key in used)
        for theme in (THEMES["light"], THEMES["dark"])
    )
    on_screens = f":root:not(.borders-paper){{{dark}}}"
    return f":root{{{light}}}@media screen and (prefers-color-scheme:dark){{{on_screens}}}"


def picture_colours(svg: str) -> str:
    """Return the part of the palette that a picture of its own draws with."""
    used = set(_VARIABLE.findall(svg))
    tints = "".join(
        f".borders-was-{name.value}{{--tint:{look.tint}}}" for name, look in STYLES.items()
    )
    return f"{_themes(used)}{tints}"


def colours() -> str:
    """Return the palette as CSS custom properties, and its use."""
    standings = "".join(f"--{name.value}:{look.colour};" for name, look in STYLES.items())
    fixed = f":root{{color-scheme:light dark;{standings}}}"
    uses = "".join(
        f".borders-{name.value}-line{{stroke:var(--{name.value}-line)}}"
        f".borders-bar-{name.value}{{fill:var(--{name.value}-line)}}"
        f".borders-was-{name.value}{{--tint:{look.tint}}}"
        for name, look in STYLES.items()
    )
    uses += "".join(
        f".borders-reach-{n}{{background:var(--reach-{n})}}" for n in range(1, len(REACH) + 1)
    )
    return f"{fixed}{_themes()}{uses}"


def picture_symbols(standings: Iterable[Standing]) -> str:
    """Return the marks of some standings alone."""
    return f'<svg width="0" height="0" aria-hidden="true">{"".join(map(_symbol, standings))}</svg>'


def symbols() -> str:
    """Return the marks of the standings, for use by reference."""
    return _symbols("borders-symbols", "".join(map(_symbol, STYLES)))


def icons() -> str:
    """Return what else is drawn by reference, by scripts alone."""
    icons = "".join(_icon(name, path) for name, path in ICONS.items())
    badges = "".join(_badge(name, path) for name, path in BADGES.items())
    drawn = f"{icons}{badges}{_planned()}{_danger()}{_unserved()}"
    return _symbols("borders-symbols borders-icons", drawn)


def _symbols(name: str, drawn: str) -> str:
    given = f'class="{name}" width="0" height="0" aria-hidden="true" focusable="false"'
    return f"<svg {given}>{drawn}</svg>"


def _icon(name: str, path: str) -> str:
    return (
        f'<symbol id="borders-{name}" viewBox="0 0 16 16"><path d="{path}" fill="none" '
        'stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round"/>'
        "</symbol>"
    )


def _badge(name: str, path: str) -> str:
    return (
        f'<symbol id="borders-{name}" viewBox="0 0 16 16">'
        f'<circle cx="8" cy="8" r="7.4" fill="{HALO}" stroke="{OUTLINE}"/>'
        f'<path d="{path}" fill="none" stroke="{OUTLINE}" stroke-width="1.4"/></symbol>'
    )


def _planned() -> str:
    return (
        '<symbol id="borders-planned" viewBox="0 0 16 16">'
        f'<circle cx="8" cy="8" r="7.2" fill="{PLANNED}" stroke="{OUTLINE}" stroke-width="1.4"/>'
        f'<path d="M8 3.6V8.4L11 10.4" fill="none" stroke="{OUTLINE}" stroke-width="1.8"/></symbol>'
    )


def _danger() -> str:
    return (
        '<symbol id="borders-danger" viewBox="-9 -9 18 18">'
        f'<path d="{TRIANGLE}" fill="{DANGER}" stroke="{OUTLINE}" stroke-width="1.5" '
        f'stroke-linejoin="round"/><path d="{"".join(STROKE)}" fill="{OUTLINE}"/></symbol>'
    )


def _unserved() -> str:
    """Return the mark of a crossing that is selected and does not serve the question."""
    return (
        '<symbol id="borders-unserved" viewBox="-14 -14 28 28">'
        f'<circle cx="0" cy="0" r="4.5" fill="{HALO}" stroke="{OUTLINE}" stroke-width="1.6"/>'
        "</symbol>"
    )


def _symbol(standing: Standing) -> str:
    return (
        f'<symbol id="borders-{standing.value}" viewBox="-14 -14 28 28">'
        f"{strokes(standing)}</symbol>"
    )


def strokes(standing: Standing, tint: str = "", ground: str = "var(--land)") -> str:
    """Return the paths of a mark, in a square of 28 units around the origin.

    Parameters
    ----------
    standing
        Whose mark it is.
    tint
        The colour of a ring; left out: of what was known last, as a class around it says.
    ground
        What is seen through a ring.
    """
    look = STYLES[standing]
    if look.hollow:
        rim = tint or f"var(--tint,{look.tint})"
        return f'<path d="{look.shape}" fill="{ground}" stroke="{rim}" stroke-width="3"/>'
    blank = f'<path d="{look.blank}" fill="{HALO}"/>' if look.blank else ""
    return (
        f'<path d="{look.shape}" fill="{HALO}" stroke="{HALO}" stroke-width="5" '
        'stroke-linejoin="round" stroke-dasharray="none"/>'
        f'<path d="{look.shape}" fill="{look.colour}"/>{blank}'
        f'<path d="{look.shape}" fill="none" stroke="{OUTLINE}" stroke-width="1.6" '
        'stroke-linejoin="round"/>'
    )


def shell() -> tuple[str, str]:
    """Return what stands above the map and below it: skeletons that the script fills."""
    return SHELL


def policy(markup: str, hosts: Iterable[str] = (), *, evaluates: bool = False) -> str:
    """Return a policy under which nothing runs but what stands in the markup, and nothing loads.

    Scripts and style sheets are let through by their hashes; `style="…"` where there is any, as in
    folium's own popups.

    Parameters
    ----------
    markup
        All of the page that may hold scripts and styles.
    hosts
        Where images may be fetched from all the same.
    evaluates
        Let the scripts make code out of texts, as templates of others do.
    """
    markup = _BLOCK.sub("", markup)
    hashes: dict[str, list[str]] = {"script": [], "style": []}
    for name, given, code in _INLINE.findall(markup):
        if not _NOT_CODE.search(given):
            digest = hashlib.sha256(code.encode()).digest()
            hashes[name.lower()].append(f"'sha256-{base64.b64encode(digest).decode()}'")
    images = " ".join(dict.fromkeys(["img-src data: blob:", *hosts]))
    rules = ["default-src 'none'", "base-uri 'none'", "form-action 'none'", images]
    if _FONT in markup:
        rules.append("font-src data:")
    for name, digests in hashes.items():
        if evaluates and name == "script":
            digests.append("'unsafe-eval'")
        allowed = " ".join(dict.fromkeys(digests)) or "'none'"
        rules.append(f"{name}-src {allowed}")
    if _STYLED.search(markup):
        rules.append("style-src-attr 'unsafe-inline'")
    joined = "; ".join(rules)
    return f'<meta http-equiv="Content-Security-Policy" content="{joined}">'


class Card(NamedTuple):
    """The picture that stands for a page where it is linked to."""

    path: Path
    content: bytes
    words: str
    """What it shows."""
    width: int
    height: int


class About(NamedTuple):
    """What finders, and those who show links, read of a page."""

    title: str
    headline: str = ""
    description: str = ""
    url: str | None = None
    """Where it will be read; None: it is not known."""
    card: Card | None = None

    def markup(self) -> str:
        """Return it as a page tells it."""
        told = [("name", "description", self.description)] if self.description else []
        if self.url is not None:
            told += [
                ("property", "og:type", "website"),
                ("property", "og:url", self.url),
                ("property", "og:title", self.headline),
                ("property", "og:description", self.description),
            ]
        if self.url is not None and self.card is not None:
            told += [
                ("property", "og:image", urljoin(self.url, quote(self.card.path.name))),
                ("property", "og:image:width", str(self.card.width)),
                ("property", "og:image:height", str(self.card.height)),
                ("property", "og:image:alt", self.card.words),
                ("name", "twitter:card", "summary_large_image"),
            ]
        rows = [f'<meta {kind}="{name}" content="{escape(value)}">' for kind, name, value in told]
        link = f'<link rel="canonical" href="{escape(self.url)}">' if self.url is not None else ""
        return "\n".join(filter(None, [f"<title>{html.escape(self.title)}</title>", *rows, link]))


PACKED = "borders-packed"

_PACKED = re.compile(
    r"<(script|style)((?: [^>]*)?)>(.*?)</\1>"
    r'|(<svg class="borders-symbols( borders-icons)?".*?</svg>)',
    re.DOTALL,
)
_ID = re.compile(r"\bid=\"([^\"]*)\"")

LEAST = 5000
"""Characters of rules below which they may be for what no script makes."""

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%,()*+-;.=>?@^_`{|}~"
"""That of `base64.b85encode`, where `&` and `<` are others, which HTML and attributes spell out."""

_SIGNS = str.maketrans("&<", ",.")


def packed(head: list[str], body: list[str], least: int = LEAST) -> tuple[list[str], list[str]]:
    """Return a page whose scripts, rules, icons and blocks of data stand in one block, made small.

    Parameters
    ----------
    head, body
        The page: what is seen of it without scripts stays as it is.
    least
        Characters of the shortest rules that are packed; 0: no picture stays that needs any.
    """
    packed: list[tuple[str, str, str]] = []

    def taken(part: re.Match[str]) -> str:
        name, given, text, drawn, late = part.groups()
        if (name == "style" and len(text) < least) or (drawn and least and not late):
            return part[0]
        if drawn:
            packed.append(("svg", "", drawn))
            return ""
        identifier = _ID.search(given)
        packed.append((name, identifier[1] if identifier else "", text))
        return ""

    parts = [[_PACKED.sub(taken, part) for part in parts] for parts in (head, body)]
    listed = [(name, identifier, _units(text)) for name, identifier, text in packed]
    texts = (f"{json.dumps(listed, separators=(',', ':'))}\n", *(text for *_, text in packed))
    best = zlib.compressobj(9)
    # each is written in signs of its own
    blocks = [best.compress(text.encode()) + best.flush(zlib.Z_BLOCK) for text in texts]
    small = b"".join(blocks) + best.flush()
    given = f'type="text/plain" id="{PACKED}" data-signs="{_ALPHABET}" data-size="{len(small)}"'
    dense = base64.b85encode(small, pad=True).decode().translate(_SIGNS)
    parts[1].append(f"<script {given}>{dense}</script>")
    return parts[0], parts[1]


def _units(text: str) -> int:
    """Return how long a text is as scripts count it."""
    return len(text.encode("utf-16-le")) // 2


def links_scripts(written: str) -> bool:
    """Return whether a page has scripts from elsewhere, which run in their order with its own."""
    return _LINKED.search(written) is not None


def icon() -> str:
    """Return the sign by which tabs and bookmarks tell a page: a crossing, open by half."""
    drawn = f'{_SVG}viewBox="-14 -14 28 28">{strokes(Standing.OPEN_BY_DEFAULT)}</svg>'
    return f'<link rel="icon" href="data:image/svg+xml,{quote(drawn, safe="")}">'


def document(
    about: About,
    head: Iterable[str],
    body: Iterable[str],
    *,
    lang: str = "en",
    in_cell: bool = False,
) -> str:
    """Return a whole page; in the cell of a notebook it has no tab of its own, and no finder."""
    told = [f"<title>{html.escape(about.title)}</title>"] if in_cell else [icon(), about.markup()]
    return "\n".join(
        [
            f'<!DOCTYPE html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">',
            *head,
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            *told,
            "</head>\n<body>",
            *body,
            "</body>\n</html>\n",
        ]
    )
