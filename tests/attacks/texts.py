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
import sqlite3
from collections import Counter
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as ET

from conftest import WORDS, Folder
from hostile_names import HOSTILE

import borders
from attacks import mutants
from attacks.harness import FAULT, HELD, REFUSED, Attacker, Ended
from borders.cli.commands import main
from borders.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path

    from attacks.harness import Try

COUNT: Final = 300
RAW: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""What moves a cursor, or colours what is none of its own."""
PIECES: Final = (
    *(text for text in HOSTILE.values() if len(text) < 1000),
    *(text for text in mutants.TEXTS if text.strip() and len(text) < 1000),
    *("<svg onload=alert(1)>", '" onmouseover="alert(1)', "<!--", "-->", "&#x1b;[2J", "%1b[2J"),
    *("\u2066x\u2069\u202e", "]]>]]>", "<?xml?>", "BEGIN:VEVENT", "\u061c", "{{7*7}}", "`id`"),
)
LINES: Final = (
    *(("status",), ("explain", "alpha"), ("history", "alpha"), ("explain", "lt-0")),
    *(("changes", "--since", "2020-06-01", "--until", "2025-01-01"), ("sources",)),
)
ENDINGS: Final = (".csv", ".geojson", ".kml", ".gpx", ".ics", ".atom", ".xlsx", ".db")


def prepare(home: Path) -> Try:
    """Return what tries one text in all places."""
    chance = random.Random(0)  # noqa: S311 - the same texts each time
    texts = [*PIECES]
    while len(texts) < COUNT:
        texts.append("".join(chance.choices(PIECES, k=chance.randrange(2, 4))))
    harmless = _elements(_page(_register(home / "harmless", "Harmless").load(), home))

    def once(_: random.Random, number: int) -> Ended:
        text = texts[number % COUNT]
        place = home / f"{os.getpid()}-{number}"
        place.mkdir()
        folder = _register(place / "toy", text)
        try:
            register = folder.load()
        except DataError as error:
            is_told = str(error).strip() and not RAW.search(str(error))
            return Ended(REFUSED, "load") if is_told else Ended(FAULT, "load: told", repr(error))
        with contextlib.chdir(place):
            for wrong in (_printed(place), _written(register, place)):
                if wrong:
                    return Ended(FAULT, wrong[0], f"{text!r}: {wrong[1][:600]}")
            page = _elements(_page(register, place))
        more = page - harmless
        return Ended(FAULT, "page", f"{text!r}: {more}") if more else Ended(HELD, "all")

    return once


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


def _page(register: borders.Register, place: Path) -> str:
    path = place / "page.html"
    borders.save(borders.explore(register.on("2021-06-01"), compact=True), path)
    return path.read_text("utf-8")


def _elements(page: str) -> Counter[str]:
    """Return the elements of a page, its handlers and links that run."""
    found: Counter[str] = Counter()

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: Any) -> None:
            names = [name for name, value in attrs if name.startswith("on") or _runs(value or "")]
            if tag in {"script", "iframe", "object", "embed", "base", "form", "meta"} or names:
                found[f"{tag} {names}"] += 1

    Reader(convert_charrefs=True).feed(page)
    return found


ATTACKER: Final = Attacker("texts", prepare, long=COUNT, bounded=4, seconds=30.0, megabytes=None)
