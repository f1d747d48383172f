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
from typing import TYPE_CHECKING

from borders.maps.palette import HALO, OUTLINE, STYLES, THEMES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from borders.vocabulary import Status

__all__ = [
    "colours",
    "document",
    "inert",
    "json_block",
    "policy",
    "script",
    "shell",
    "style",
    "symbols",
]

_INLINE = re.compile(r"<(script|style)\b([^>]*)>(.*?)</\1\s*>", re.DOTALL | re.IGNORECASE)
_NOT_CODE = re.compile(r"\bsrc\s*=|\btype\s*=\s*[\"']?application/json", re.IGNORECASE)
_BLOCK = re.compile(r"<script type=\"application/json\".*?</script>", re.DOTALL)
_STYLED = re.compile(r"""\bstyle\s*=\s*\\?["']""")
_UNSAFE = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}

HEAD = (
    '<header class="borders-head"><div><h1 id="borders-title"></h1>'
    '<p id="borders-deck"></p></div>'
    '<section id="borders-legend" aria-label="Legend"><ul></ul></section></header>'
)
FOOT = '<footer class="borders-foot" id="borders-notes"></footer>'
"""Head and foot of the page: empty; the script puts the texts in."""


def json_block(identifier: str, value: object) -> str:
    r"""Return a data block that a script of the page parses.

    Examples
    --------
    >>> json_block("toy", "</script>")
    '<script type="application/json" id="toy">"\\u003c/script\\u003e"</script>'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_UNSAFE)
    return f'<script type="application/json" id="{html.escape(identifier)}">{text}</script>'


def inert(code: str) -> str:
    """Return JavaScript in which no literal can end the element that it stands in."""
    return re.sub(r"<(?=/script|!--)", r"\\x3c", code, flags=re.IGNORECASE)


def script(code: str) -> str:
    """Return an element with code of the package."""
    return f"<script>{code}</script>"


def style(css: str) -> str:
    """Return an element with rules of the package."""
    return f"<style>{css}</style>"


def colours() -> str:
    """Return the palette as CSS custom properties, dark where the reader prefers it."""

    def rule(theme: str) -> str:
        return ":root{" + "".join(f"--{k}:{v};" for k, v in THEMES[theme].items()) + "}"

    dark = f"@media (prefers-color-scheme:dark){{{rule('dark')}}}"
    return f":root{{color-scheme:light dark}}{rule('light')}{dark}@media print{{{rule('light')}}}"


def symbols() -> str:
    """Return the marks of the statuses, for use by reference."""
    hatch = (
        '<pattern id="borders-hatch" width="3" height="3" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="3" height="3" fill="{HALO}"/>'
        '<rect width="1.5" height="3" fill="{colour}"/></pattern>'
    )
    defs = "".join(hatch.format(colour=look.colour) for look in STYLES.values() if look.hollow)
    marks = "".join(map(_symbol, STYLES))
    return (
        '<svg width="0" height="0" class="borders-symbols" aria-hidden="true" focusable="false">'
        f"<defs>{defs}</defs>{marks}</svg>"
    )


def _symbol(status: Status) -> str:
    look = STYLES[status]
    fill = "url(#borders-hatch)" if look.hollow else look.colour
    heart = f'<circle r="5.8" fill="{HALO}"/>' if look.hollow else ""
    return (
        f'<symbol id="borders-{status.value}" viewBox="-14 -14 28 28">'
        f'<path d="{look.shape}" fill="{HALO}" stroke="{HALO}" stroke-width="5" '
        'stroke-linejoin="round" stroke-dasharray="none"/>'
        f'<path d="{look.shape}" fill="{fill}" stroke="{OUTLINE}" stroke-width="1.6"/>{heart}'
        f'<text y="4.1" text-anchor="middle" font-size="11.5" font-weight="700" '
        f'fill="{look.ink}">{look.letter}</text></symbol>'
    )


def shell() -> tuple[str, str]:
    """Return what stands above the map and below it: skeletons that the script fills."""
    return HEAD, FOOT


def policy(markup: str) -> str:
    """Return a policy under which nothing runs but what stands in the markup, and nothing loads.

    Scripts and style sheets are let through by their hashes; `style="…"` where there is any, as in
    folium's own popups.
    """
    hashes: dict[str, list[str]] = {"script": [], "style": []}
    for name, given, code in _INLINE.findall(markup):
        if not _NOT_CODE.search(given):
            digest = hashlib.sha256(code.encode()).digest()
            hashes[name.lower()].append(f"'sha256-{base64.b64encode(digest).decode()}'")
    rules = ["default-src 'none'", "base-uri 'none'", "form-action 'none'", "img-src data:"]
    for name, found in hashes.items():
        allowed = " ".join(dict.fromkeys(found)) or "'none'"
        rules.append(f"{name}-src {allowed}")
    if _STYLED.search(_BLOCK.sub("", markup)):
        rules.append("style-src-attr 'unsafe-inline'")
    joined = "; ".join(rules)
    return f'<meta http-equiv="Content-Security-Policy" content="{joined}">'


def document(title: str, head: Iterable[str], body: Iterable[str]) -> str:
    """Return a whole page."""
    return "\n".join(
        [
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            *head,
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{html.escape(title)}</title>\n</head>\n<body>",
            *body,
            "</body>\n</html>\n",
        ]
    )
