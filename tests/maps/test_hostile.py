"""Texts of the data that try to become code: they show as they are, and nothing runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import folium
import pytest

import borders

if TYPE_CHECKING:
    from pathlib import Path

RUN = "window.ran=1"
OUR_SCRIPTS = 1
"""Scripts in the body: the one that draws."""

HOSTILE = [
    "{{7*7}}",
    "{{ this.__class__.__mro__ }}",
    "{% if %}",
    "{% for x in range(9) %}x{% endfor %}",
    "{# gone #}",
    "${7*7}",
    f"${{{RUN}}}",
    f"`+({RUN})+`",
    "`",
    "\\",
    "\\`${1}",
    f"</script><script>{RUN}</script>",
    f"</SCRIPT ><script>{RUN}</script>",
    "<!--<script>",
    "-->",
    "]]>",
    f"</title><script>{RUN}</script>",
    f"</style><script>{RUN}</script>",
    f"<img src=x onerror={RUN}>",
    f"<svg onload={RUN}>",
    f"<iframe srcdoc='<script>parent.{RUN}</script>'>",
    f'" onmouseover="{RUN}',
    f"' autofocus onfocus='{RUN}",
    "&lt;b&gt;&amp;&#60;",
    "a\u2028b\u2029c",
    "\u202egnp.exe\u202c",
    "\u2066\u202e x",
    "\u200b\ufeff\u00ad",
    "<b>bold</b>",
    f"javascript:{RUN}",
    "%3Cscript%3E",
    "\\u003cscript\\u003e",
    "__proto__",
    "constructor",
    "a" * 10_000,
]


def opened(register: borders.Register, reader: Any, path: Path) -> Any:
    american = borders.Traveller(nationality="US")
    m = borders.explore(register.on("2023-08-21", traveller=american))
    folium.LayerControl().add_to(m)
    page = reader.show(m, path)
    page.locator('[data-crossing="alpha"]').focus()
    page.keyboard.press("Enter")
    page.locator(".borders-card").wait_for()
    return page


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text)[:30])
def test_hostile_text_shows_as_it_is(toy, reader, tmp_path, text):
    page = opened(toy(lambda _: text), reader, tmp_path / "map.html")
    assert page.evaluate("window.ran ?? null") is None
    assert reader.complaints == []
    assert reader.requests == []
    assert page.locator(".borders-card h2").text_content() == text
    assert page.locator("h1").text_content() == f"{text}, 21 August 2023"
    assert page.evaluate("document.querySelector('title').textContent").startswith(text)
    assert page.locator(".borders-card").get_attribute("aria-label") == text
    rows = dict(
        zip(
            page.locator(".borders-card dt").all_text_contents(),
            page.locator(".borders-card dd").all_text_contents(),
            strict=True,
        )
    )
    for term in ("Decided by", "Reason", "Note", "Issued by", "Hours"):
        assert rows[term] == text
    assert page.locator(".borders-card a").first.text_content() == text
    assert page.locator("img, iframe, body style, body script:not([type])").count() == OUR_SCRIPTS
    assert page.locator("b").count() == page.locator(".borders-foot b").count()


@pytest.mark.parametrize(
    "url",
    [
        f"javascript:{RUN}",
        f" JavaScript:{RUN}",
        "data:text/html,x",
        "//evil.example",
        "",
        "file:///",
    ],
)
def test_only_web_addresses_become_links(toy, reader, tmp_path, folder, url):
    register = toy()
    folder.sources[0]["url"] = url
    folder.write()
    page = opened(borders.load(folder.path), reader, tmp_path / "map.html")
    assert page.locator(".borders-card a").count() == 0
    assert "News" in page.locator(".borders-card").text_content()
    assert register.facts.sources["paper"].url == "https://paper.example/news"
