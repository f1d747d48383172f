"""Hostile texts in every text of a register, and out through what is printed and written.

What is refused is refused at the door. What is not moves no cursor, every file parses, and pages
have the elements that they have of harmless texts: no more, and none that runs.
"""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import random
import re
import shutil
import sqlite3
from collections import Counter
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from xml.etree import ElementTree as ET

from conftest import WORDS, Folder
from hostile_names import HOSTILE
from patience import ready
from PIL import Image

import borders
from attacks import mutants
from attacks.harness import FAULT, HELD, REFUSED, Attacker, Ended
from borders.cli.commands import main
from borders.errors import DataError
from borders.figures import files
from borders.figures.canvas import Look

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from attacks.harness import Try

COUNT: Final = 300
EACH: Final = 50
"""Tries of which one is in a browser."""
CROWD: Final = 60
"""Texts in a page there."""
BROWSER: Final = "chromium-headless-shell"
ACTIVE: Final = frozenset({"script", "foreignObject", "iframe", "a", "animate", "set"})
LINKS: Final = frozenset({"href", "xlink:href", "src", "action", "formaction", "data", "srcdoc"})
"""Attributes that lead somewhere; a title that begins as a link leads nowhere."""
LOOKS: Final = """async () => {
    for (const each of [...document.querySelectorAll('tr, button, summary, [role=button]')]) {
        each.click();
        each.dispatchEvent(new MouseEvent('mouseover', {bubbles: true}));
    }
    await new Promise(done => setTimeout(done, 200));
}"""
COUNTS: Final = """() => {
    const RUNS = /^\\s*(javascript|vbscript|file):/i;
    const LINKS = ['href', 'xlink:href', 'src', 'action', 'formaction', 'data', 'srcdoc'];
    const counts = {};
    for (const each of document.querySelectorAll('script, iframe, object, embed, base, form'))
        counts[each.tagName] = (counts[each.tagName] || 0) + 1;
    for (const each of document.querySelectorAll('*'))
        for (const {name, value} of each.attributes)
            if (name.startsWith('on') || LINKS.includes(name) && RUNS.test(value))
                counts[`${each.tagName} ${name}`] = (counts[`${each.tagName} ${name}`] || 0) + 1;
    return counts;
}"""
RAW: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""What moves a cursor, or colours what is none of its own."""
PIECES: Final = (
    *(text for text in HOSTILE.values() if len(text) < 1000),
    *(text for text in mutants.TEXTS if text.strip() and len(text) < 1000),
    *("<svg onload=alert(1)>", '" onmouseover="alert(1)', "<!--", "-->", "&#x1b;[2J", "%1b[2J"),
    *("<img src=x onerror=alert(1)>", "<iframe srcdoc='<script>parent.alert(1)</script>'>"),
    *("'-alert(1)-'", "`${alert(1)}`", "[x](javascript:alert(1))", "<a href=javascript:alert(1)>x"),
    *(
        "{{constructor.constructor('alert(1)')()}}",
        "</style><script>alert(1)</script>",
        "$\\mathrm{x",
    ),
    *("\u2066x\u2069\u202e", "]]>]]>", "<?xml?>", "BEGIN:VEVENT", "\u061c", "{{7*7}}", "`id`"),
)
LINES: Final = (
    *(("status",), ("explain", "alpha"), ("history", "alpha"), ("explain", "lt-0")),
    *(("changes", "--since", "2020-06-01", "--until", "2025-01-01"), ("sources",)),
)
ENDINGS: Final = (".csv", ".geojson", ".kml", ".gpx", ".ics", ".atom", ".xlsx", ".db")


def prepare(home: Path) -> Try:
    """Return what tries one text in all places, or many of them in one page in a browser."""
    texts = _texts()
    harmless = {
        name: _elements(text)
        for name, text in _shown(_register(home / "harmless", "x").load(), home)
    }

    def once(chance: random.Random, number: int) -> Ended:
        place = home / f"{os.getpid()}-{number}"
        place.mkdir()
        if number % EACH == 1:
            return _browsed(chance.sample(texts, CROWD), place)
        text = texts[number % COUNT]
        folder = _register(place / "toy", text)
        try:
            register = folder.load()
        except DataError as error:
            is_told = str(error).strip() and not RAW.search(str(error))
            return Ended(REFUSED, "load") if is_told else Ended(FAULT, "load: told", repr(error))
        with contextlib.chdir(place):
            for wrong in (_printed(place), _written(register, place), _drawn(register, chance)):
                if wrong:
                    return Ended(FAULT, wrong[0], f"{text!r}: {wrong[1][:600]}")
            for name, shown in _shown(register, place):
                if more := _elements(shown) - harmless[name]:
                    return Ended(FAULT, name, f"{text!r}: {more}")
        return Ended(HELD, "all")

    return once


def _texts() -> list[str]:
    chance = random.Random(0)  # noqa: S311 - the same texts each time
    texts = [*PIECES]
    while len(texts) < COUNT:
        texts.append("".join(chance.choices(PIECES, k=chance.randrange(2, 4))))
    return texts


def _register(path: Path, text: str) -> Folder:
    """Return a small register all texts of which are this one."""
    folder = Folder(path)
    folder.package["title"] = text
    folder.sources = [
        {"id": "paper", "publisher": text, "title": text, "kind": "news", "note": text, "url": text}
    ]
    for name in ("alpha", "beta"):
        folder.crossings[name] |= {"note": text, "hours": text, "aliases": [text]}
        for checkpoint in folder.crossings[name]["checkpoints"]:
            checkpoint["names"] = dict.fromkeys(WORDS, text)
    said = {"note": text, **dict.fromkeys(WORDS, text)}
    for words in (folder.reasons, folder.conditions, folder.papers, folder.traffic, folder.groups):
        for word in words:
            word.update(said)
    folder.measure(decided_by=text, note=text, **{"except": [{"papers": ["diplomatic"]}]})
    folder.measure("BY", effect="conditions", condition="slot", decided_by=text, note=text)
    folder.advise(issued_by=text, text=text)
    folder.sign(note="x")
    return folder


def _printed(place: Path) -> tuple[str, str] | None:
    for words in LINES:
        for form in ("table", "csv", "json"):
            out = io.TextIOWrapper(io.BytesIO(), "utf-8", newline="")
            line = [*words, "--geodata", str(place / "toy"), "--format", form]
            with contextlib.redirect_stdout(out), contextlib.suppress(SystemExit):
                main(line, prog_name="borders")
            out.flush()
            said = out.buffer.getvalue().decode("utf-8")
            name = f"{words[0]} as {form}"
            if form == "table" and (raw := RAW.search(said.replace("\r\n", "\n"))):
                return name, f"prints {raw[0]!r}"
            if form == "json":
                json.loads(said)
            if form == "csv" and len({len(row) for row in csv.reader(io.StringIO(said))}) > 1:
                return name, "rows of several lengths"
    return None


def _written(register: borders.Register, place: Path) -> tuple[str, str] | None:
    day = register.on("2021-06-01")
    for ending in ENDINGS:
        path = place / f"x{ending}"
        borders.export(day, path)
        if wrong := _read(path):
            return ending, wrong
    return None


def _read(path: Path) -> str:
    """Return what is wrong with a file; what does not parse raises."""
    match path.suffix:
        case ".geojson":
            json.loads(path.read_text("utf-8"))
        case ".kml" | ".gpx" | ".atom":
            root = ET.parse(path)  # noqa: S314 - our own
            links = (str(each.get("href", "")).lower() for each in root.iter())
            return next((f"links {link!r}" for link in links if _runs(link)), "")
        case ".xlsx":
            import openpyxl

            cells = (c for sheet in openpyxl.load_workbook(path) for row in sheet for c in row)
            return next((f"{c.value!r} is a formula" for c in cells if c.data_type == "f"), "")
        case ".db":
            with contextlib.closing(sqlite3.connect(path)) as base:
                return "" if base.execute("pragma integrity_check").fetchone() == ("ok",) else "db"
        case ".ics":
            import icalendar

            found = icalendar.Calendar.from_ical(path.read_bytes())
            return "" if len(found.events) <= 4 else f"{len(found.events)} events"
    return ""


def _runs(link: str) -> bool:
    return bool(re.match(r"[\s\x00-\x20]*(javascript|data|vbscript|file):", link))


def _drawn(register: borders.Register, chance: random.Random) -> tuple[str, str] | None:
    """Draw a figure as a file of each form, with the texts in it and in what is told of it."""
    day = register.on("2021-06-01")
    for form in (".svg", ".png", ".pdf"):
        kind = chance.choice(["map", "history", "years"])
        made, words = files.picture(day, form, kind=kind, size="card", lang=None, look=Look())
        if RAW.search(words.replace("\n", "")):
            return f"{kind} as {form}", f"tells {words!r}"
        if wrong := _figure(form, made):
            return f"{kind} as {form}", wrong
    return None


def _figure(form: str, made: bytes) -> str:
    """Return what is wrong with a figure; what does not parse raises."""
    if form == ".svg":
        root = ET.fromstring(made)  # noqa: S314 - our own
        names = {name for each in root.iter() for name in each.attrib if name.startswith("on")}
        runs = [f"links {v!r}" for each in root.iter() for v in each.attrib.values() if _runs(v)]
        kinds = {each.tag.rpartition("}")[2] for each in root.iter()}
        return f"{names} {runs} {kinds}" if names or runs or kinds & ACTIVE else ""
    if form == ".png":
        with Image.open(io.BytesIO(made)) as image:
            image.load()
            return "" if {*image.text} <= {"Title", "Description"} else f"tells {[*image.text]}"
    if not made.startswith(b"%PDF-") or not made.rstrip().endswith(b"%%EOF"):
        return "is no PDF"
    bare = re.sub(rb"stream\r?\n.*?endstream|\((?:\\.|[^\\()])*\)", b"", made, flags=re.DOTALL)
    found = re.findall(rb"/(?:JavaScript|JS|OpenAction|AA|URI|Launch|EmbeddedFile)\b", bare)
    return f"does {found}" if found else ""


def _shown(register: borders.Register, place: Path) -> Iterator[tuple[str, str]]:
    """Yield pages, and what notebooks show, each by its name."""
    day = register.on("2021-06-01")
    yield "page", _page(register, place)
    for name, answer in (("day", day), ("verdict", day.explain("alpha")), ("register", register)):
        yield f"notebook: {name}", answer._repr_html_()
    yield "notebook: changes", register.changes("2020-06-01", "2025-01-01")._repr_html_()
    yield "notebook: map", borders.explore(day)._repr_html_()


class Browsed(NamedTuple):
    """What a page did in a browser."""

    elements: Counter[str]
    ran: list[str]


def _browsed(texts: list[str], place: Path) -> Ended:
    """Open a page of many texts, look into it and print it: none of them does anything."""
    kept = [text for text in texts if _is_taken(text, place)]
    registers = [_crowded(place / "plain", ["x"] * len(kept)), _crowded(place / "crowd", kept)]
    plain, seen = _in_browser(registers, place)
    more = seen.elements - plain.elements
    ran = [each for each in seen.ran if each not in plain.ran]
    told = f"{ran} {more}" if ran or more else ""
    return Ended(FAULT if told else HELD, f"browser: {len(kept)} texts", told)


def _is_taken(text: str, place: Path) -> bool:
    try:
        _crowded(place / "one", [text])
    except DataError:
        return False
    finally:
        shutil.rmtree(place / "one")
    return True


def _crowded(path: Path, texts: list[str]) -> borders.Register:
    """Return a register of as many crossings as there are texts, each of which has one of them."""
    folder = Folder(path)
    for number, text in enumerate(texts):
        row = folder.crossing(f"c-{number}")
        row |= {"note": text, "hours": text, "aliases": [text]}
        row["geometry"]["coordinates"][0] = 24 + number / 100
        for checkpoint in row["checkpoints"]:
            checkpoint["names"] = dict.fromkeys(WORDS, text)
        folder.measure(id=f"m-{number}", crossings=[f"c-{number}"], decided_by=text, note=text)
    folder.package["title"] = texts[0]
    return folder.load()


def _in_browser(registers: list[borders.Register], place: Path) -> list[Browsed]:
    """Return what pages do when they are opened, looked into and printed."""
    from playwright.sync_api import sync_playwright

    found = []
    with sync_playwright() as driver, contextlib.ExitStack() as stack:
        browser = driver.chromium.launch(
            executable_path=shutil.which(BROWSER), args=["--no-sandbox"]
        )
        stack.callback(browser.close)
        for number, register in enumerate(registers):
            file = place / f"{number}.html"
            borders.save(borders.explore(register), file)
            ran: list[str] = []
            page = browser.new_page()
            page.add_init_script("window.alert = text => window.ran(`alert ${text}`)")
            page.expose_function("ran", lambda text, ran=ran: ran.append(text))
            page.on("dialog", lambda each, ran=ran: (ran.append("dialog"), each.dismiss()))
            page.on("request", lambda each, ran=ran: _noted(each.url, ran))
            page.on("console", lambda each, ran=ran: each.type == "error" and ran.append(each.text))
            page.on("pageerror", lambda each, ran=ran: ran.append(str(each)))
            page.goto(file.as_uri())
            ready(page)
            page.evaluate(LOOKS)
            page.emulate_media(media="print")
            page.pdf()
            tags: dict[str, int] = page.evaluate(COUNTS)
            found.append(Browsed(Counter(tags), ran))
    return found


def _noted(url: str, ran: list[str]) -> None:
    if not url.startswith(("file:", "data:", "blob:")):
        ran.append(f"asks {url}")


def _page(register: borders.Register, place: Path) -> str:
    path = place / "page.html"
    borders.save(borders.explore(register.on("2021-06-01"), compact=True), path)
    return path.read_text("utf-8")


def _elements(page: str) -> Counter[str]:
    """Return the elements of a page, its handlers and links that run."""
    found: Counter[str] = Counter()

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: Any) -> None:
            names = [name for name, value in attrs if name in LINKS and _runs(value or "")]
            names += [name for name, _ in attrs if name.startswith("on")]
            if tag in {"script", "iframe", "object", "embed", "base", "form", "meta"} or names:
                found[f"{tag} {names}"] += 1

    Reader(convert_charrefs=True).feed(page)
    return found


ATTACKER: Final = Attacker("texts", prepare, long=COUNT, bounded=2, seconds=90.0, megabytes=None)
