"""One page in two frames: written directly, and on a `folium.Map`."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import folium
import pytest
from patience import rest
from unpacked import block

import borders
from borders.errors import MissingAsset
from borders.maps import html, static_svg
from borders.text.messages import messages

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


DAY = "2023-08-21"
RUN = "window.ran=1"
FRAMES = {
    "html": html.save,
    "folium": lambda asked, path: borders.save(borders.explore(asked), path),
}
SVG = "{http://www.w3.org/2000/svg}"

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
    f"</svg><img src=x onerror={RUN}>",
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
    "\ufffe",
    "<b>bold</b>",
    f"javascript:{RUN}",
    "%3Cscript%3E",
    "\\u003cscript\\u003e",
    "__proto__",
    "constructor",
    "{name, plural, other {x}}",
    "'{name}'",
    "a" * 10_000,
    "Ж" * 10_000,
]
UNWRITABLE = (0xFFFE,)
"""Of these, what XML cannot write: the picture and the table show a sign in its place."""
CONTROL = "\x01\x08\x1f\x7f"
"""What a register may not hold; a title is given by who makes the page."""

AROUND = ["{}", "{}{}", "x{}", "{}x", "'{}'", '"{}"', "({})", "<{}>", "{}\n{}"]
TEXTS = [
    around.replace("{}", text)
    for around, text in itertools.product(AROUND, HOSTILE)
    if len(text) < 10_000 or around == "{}"
]
AT_ONCE = 24
ALIVE = (
    "img, iframe, object, embed, base, link:not([rel=icon]),"
    " [onload], [onerror], [onmouseover], [onfocus]"
)


@pytest.fixture
def day(toy: Callable[..., borders.Register]) -> Any:
    return toy().on(DAY, traveller=borders.Traveller(nationality="US"))


@pytest.fixture(params=FRAMES)
def frame(request: pytest.FixtureRequest) -> Any:
    return FRAMES[request.param]


@pytest.fixture
def shown(day: Any, frame: Any, reader: Any, tmp_path: Path) -> Any:
    frame(day, tmp_path / "map.html")
    page = reader.open(tmp_path / "map.html")
    page.locator(".borders-marker").first.wait_for()
    return page


def test_page_asks_for_nothing_and_complains_of_nothing(shown, reader):
    rest(shown, 100)
    assert reader.requests == []
    assert reader.complaints == []
    assert shown.locator(".borders-marker").count() == 4


def test_policy_is_enforced(shown, reader):
    ran = shown.evaluate(
        """async () => {
          const code = document.createElement("script");
          code.textContent = "window.ran = 'script'";
          document.body.append(code);
          const button = document.createElement("b");
          button.setAttribute("onclick", "window.ran = 'handler'");
          document.body.append(button);
          button.click();
          const image = new Image();
          const drawn = new Promise((done) => {
            image.onload = () => done("drawn");
            image.onerror = () => done("refused");
          });
          image.src = "https://example.org/x.png";
          const asked = await fetch("https://example.org/").then(() => "fetched", () => "refused");
          return [window.ran ?? null, asked, await drawn];
        }"""
    )
    assert ran == [None, "refused", "refused"]
    assert sum("Content Security Policy" in text for text in reader.complaints) >= 4


def test_what_stands_for_scripts_is_gone_when_they_ran(shown):
    assert shown.locator("#borders-still").count() == 0
    ids = shown.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(ids) == len({*ids})


def test_view_holds_all_crossings(shown):
    box = shown.locator(".leaflet-container").bounding_box()
    for mark in shown.locator(".borders-marker").all():
        place = mark.bounding_box()
        assert box["x"] <= place["x"] <= box["x"] + box["width"]
        assert box["y"] <= place["y"] <= box["y"] + box["height"]


def test_page_opens_at_the_question(toy, frame, tmp_path):
    register, path = toy(), tmp_path / "map.html"
    who = borders.Traveller(nationality=("US", "BY"), residence="LT", vehicle="PL")
    snapshot = register.on(
        "2023-08-21T09:30+03:00", mode="car", direction="out", traveller=who, as_known_on=DAY
    )
    frame(snapshot, path)
    assert block(path, "borders-history")["question"] == {
        "on": {"minute": 28_209_990},
        "mode": "car",
        "direction": "out",
        "traveller": {
            "nationality": ["BY", "US"],
            "residence": ["LT"],
            "papers": [],
            "vehicle": "PL",
        },
        "asKnownOn": DAY,
    }


def test_page_opens_in_the_language_of_the_snapshot(toy, frame, tmp_path):
    register, path = toy(), tmp_path / "map.html"
    frame(register.on(DAY, lang="pl"), path)
    assert block(path, "borders-history")["question"]["lang"] == "pl"
    assert '<html lang="pl">' in path.read_text("utf-8")
    frame(register.on(DAY), path)
    assert "lang" not in block(path, "borders-history")["question"], "the reader's own"


def test_register_is_opened_at_its_last_verified_moment(toy, frame, tmp_path):
    register, path = toy(), tmp_path / "map.html"
    frame(register, path)
    assert block(path, "borders-history")["question"] == {
        "on": {"day": register.verified_through.isoformat()},
        "mode": "car",
        "direction": "out",
        "traveller": None,
    }


def test_frames_hold_the_same(day, tmp_path):
    paths = [tmp_path / f"{name}.html" for name in FRAMES]
    for path, write in zip(paths, FRAMES.values(), strict=True):
        write(day, path)
    for name in ("borders-history", "borders-basemap", "borders-messages"):
        assert block(paths[0], name) == block(paths[1], name)


@pytest.mark.parametrize("program", ["html.save(r, p)", "borders.save(borders.explore(r), p)"])
def test_same_register_is_the_same_bytes_in_every_process(program, tmp_path, python, monkeypatch):
    code = "import borders, sys; from borders.maps import html; r = borders.load(); p = sys.argv[1]"
    for seed in ("1", "2"):
        monkeypatch.setenv("PYTHONHASHSEED", seed)
        python("-c", f"{code}; {program}", tmp_path / f"{seed}.html")
    assert (tmp_path / "1.html").read_bytes() == (tmp_path / "2.html").read_bytes()


def test_page_is_written_without_folium(tmp_path, python):
    code = (
        "import sys; from borders.cli.commands import main\n"
        "try: main(['map', '-o', sys.argv[1]])\n"
        "finally: print({'folium', 'pandas', 'geopandas', 'shapely'} & {*sys.modules})"
    )
    output = python("-c", code, tmp_path / "map.html").splitlines()
    assert output[-1] == "set()"
    assert (tmp_path / "map.html").stat().st_size <= 675_000


def test_without_scripts_table_and_picture_are_seen(day, frame, unscripted, tmp_path):
    frame(day, tmp_path / "map.html")
    page = unscripted(tmp_path / "map.html")
    still = page.locator("#borders-still")
    finding = day.translator.finding(day.verdicts, day)
    assert finding.startswith("Of 5 crossings, ")
    assert still.locator("h1").text_content() == finding
    assert still.locator("caption").text_content() == "Toy crossings, 21 August 2023"
    rows = [row.locator("th, td").all_text_contents() for row in still.locator("tbody tr").all()]
    standings = [day.translator.within(verdict.standing) for verdict in day.verdicts]
    assert [row[1] for row in rows] == standings
    assert rows[0] == [
        "Alpha – Alpha East",
        "closed",
        "1 January 2021",
        day.explain("alpha").sentence,
    ]
    seen = still.locator("svg").bounding_box()
    assert seen["width"] > 400
    assert seen["height"] > 200
    assert not page.locator(".folium-map").is_visible()
    others = page.locator("body > :visible:not(#borders-still, .borders-symbols)")
    assert others.count() == 0


@pytest.mark.parametrize(("width", "least"), [(390, 300), (1280, 400)])
def test_without_scripts_no_word_is_broken(register, browser, tmp_path, width, least):
    html.save(register, tmp_path / "map.html")
    size = {"width": width, "height": 800}
    page = browser.new_page(java_script_enabled=False, viewport=size, offline=True)
    page.goto((tmp_path / "map.html").as_uri())
    row = page.locator("#borders-still tbody tr", has_text="Brest (Warsaw Bridge)")
    name, *_, why = (cell.bounding_box() for cell in row.locator("th, td").all())
    assert name["width"] > 150
    assert why["width"] > least
    page.close()


def test_a_page_that_fails_shows_what_stands_for_scripts(day, reader, tmp_path):
    path = tmp_path / "map.html"
    html.save(day, path)
    text = re.sub(r'(id="borders-packed"[^>]*>)', r"\1!!!!!", path.read_text("utf-8"))
    path.write_text(text, "utf-8")
    page = reader.open(path)
    assert page.locator("#borders-still table").is_visible()
    assert len(reader.complaints) == 1


@pytest.mark.parametrize("link", ["", "#on=2021-06-01"])
def test_a_browser_that_unpacks_nothing_shows_what_stands_for_scripts(day, reader, tmp_path, link):
    html.save(day, tmp_path / "map.html")
    reader.context.add_init_script("delete globalThis.DecompressionStream")
    page = reader.open(tmp_path / "map.html", link)
    for part in (".borders-picture use", "table"):
        page.locator(f"#borders-still {part}").first.wait_for()
    assert len(reader.complaints) == 1


def test_picture_tells_what_the_snapshot_says(day):
    picture = static_svg.draw(day, html.translator_for(day), title="A title", alone=True)
    drawn = ET.fromstring(picture)  # noqa: S314 - ours
    marks = [use.get("href") for use in drawn.iter(f"{SVG}use")]
    texts = "".join(drawn.itertext())
    for standing, count in Counter(day.standings.values()).items():
        placed = sum(v.standing is standing and v.crossing.id != "delta" for v in day.verdicts)
        assert marks.count(f"#borders-{standing}") == placed + 1, "and one in the legend"
        assert f"{day.translator.t(f'standing.{standing}')} ({count})" in texts
    texts = [text.text for text in drawn.iter(f"{SVG}text")]
    assert "A title" in texts
    assert "Alpha" in texts
    assert "closed" in drawn.get("aria-label", "")
    ids = [element.get("id") for element in drawn.iter() if element.get("id")]
    assert {mark.removeprefix("#") for mark in marks} <= {*ids}


def test_picture_is_small(register):
    assert (
        len(
            static_svg.draw(
                register.on(DAY), html.translator_for(register.on(DAY)), alone=True
            ).encode()
        )
        <= 60_000
    )


def test_a_register_without_a_place_or_land_has_a_page(folder, frame, reader, tmp_path):
    for crossing in folder.crossings.values():
        crossing |= {"geometry": None, "border_point": None}
    frame(folder.load().on(DAY), tmp_path / "map.html")
    assert '<rect class="bp-land"' in (tmp_path / "map.html").read_text("utf-8")
    page = reader.open(tmp_path / "map.html")
    rest(page, 100)
    assert reader.complaints == []
    assert page.locator("#borders-still").count() == 0
    ground = "node => getComputedStyle(node).backgroundColor"
    assert page.locator(".leaflet-container").evaluate(ground) == "rgb(244, 241, 234)"  # land


@pytest.mark.parametrize("chunk", range(0, len(TEXTS), AT_ONCE))
def test_hostile_texts_show_as_they_are(toy, reader, unscripted, tmp_path, chunk):
    text = " | ".join(TEXTS[chunk : chunk + AT_ONCE])
    day, path = toy(lambda said: f"{said} {text}").on(DAY), tmp_path / "map.html"
    frame = FRAMES["folium" if chunk % (5 * AT_ONCE) == 0 else "html"]
    frame(day, path)
    page = reader.open(path)
    page.locator(".borders-marker").first.wait_for()
    page.locator('.borders-marker[data-crossing="alpha"]').focus()
    page.keyboard.press("Enter")
    rest(page, 50)
    assert page.evaluate("window.ran ?? null") is None
    assert reader.complaints == []
    assert reader.requests == []
    assert page.locator(ALIVE).count() == 0
    said = page.evaluate(
        "[...document.querySelectorAll('h1, h2, h3, td, th, p, dd')].map(e => e.textContent)"
    )
    name = block(path, "borders-history")["crossings"][0]["names"][0]["en"]
    assert name == f"Alpha {text}"
    assert any(name in one for one in said)
    still = unscripted(path)
    told = name.translate(dict.fromkeys(UNWRITABLE, 0xFFFD))
    assert told in still.locator("#borders-still tbody").text_content()
    assert still.locator(f"#borders-still :is({ALIVE})").count() == 0
    ET.fromstring(static_svg.draw(day, html.translator_for(day), title=text + CONTROL, alone=True))  # noqa: S314 - ours


def test_there_are_300_hostile_texts():
    assert len({*TEXTS}) >= 300


@pytest.mark.parametrize("given", [False, True], ids=["ours", "given"])
def test_notebook_shows_the_page(day, reader, tmp_path, given):
    drawn = folium.Map((54, 26), tiles=None) if given else None
    page = reader.open(_notebook(borders.explore(day, m=drawn)._repr_html_(), tmp_path))
    frame = page.frame_locator("iframe[title='Toy crossings, 21 August 2023']")
    frame.locator(".borders-marker").first.wait_for()
    assert frame.locator(".borders-marker").count() == 4
    assert page.locator("iframe").bounding_box()["height"] >= 600
    frame.locator(".borders-menu summary").click()
    assert messages("en")["copy.link"] not in frame.locator(".borders-menu").inner_text()
    assert "allow-same-origin" not in page.locator("iframe").get_attribute("sandbox")
    assert [url for url in reader.requests if not url.startswith("about:")] == []
    assert reader.complaints == []


def test_notebook_links_what_a_given_map_fetches(day, tmp_path):
    m = borders.explore(day, m=folium.Map((54, 26)))
    with pytest.raises(MissingAsset):
        borders.save(m, tmp_path / "map.html")
    assert "tile.openstreetmap.org" in m._repr_html_()


def test_untrusted_notebook_shows_picture_and_table(day, reader, tmp_path):
    output = borders.explore(day)._repr_html_()
    cleaned = re.sub(r"<iframe.*</iframe>| style=\"[^\"]*\"", "", output, flags=re.DOTALL)
    page = reader.open(_notebook(cleaned, tmp_path))
    image = page.locator("img")
    assert image.evaluate("e => e.naturalWidth") > 100
    assert "2 open, 1 open by default, 1 closed, 1 unknown" in image.get_attribute("alt")
    page.locator("summary").click()
    assert page.locator("tbody tr").count() == len(day.verdicts)
    assert reader.complaints == []


def _notebook(output: str, folder: Path) -> Path:
    path = folder / "notebook.html"
    path.write_text(f"<!DOCTYPE html><meta charset='utf-8'><title>x</title>{output}", "utf-8")
    return path
