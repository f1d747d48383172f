"""Measures in a feed, as feedparser reads it."""

from __future__ import annotations

import time
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import feedparser
import pytest

import borders
from borders.enums import Language

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Folder

HOSTILE = "<script>alert(1)</script> & ]]> \"'\r\n" + "<img src=x onerror=alert(1)>"


class Tags(HTMLParser):
    """Which tags and addresses a piece of HTML has."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.addresses: list[str | None] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.addresses += [value for _, value in attrs]


def exported(register: borders.Register, path: Path, **question: Any) -> bytes:
    borders.export(register.on("2021-06-01", **question), path / "measures.atom")
    return (path / "measures.atom").read_bytes()


def read(feed: bytes) -> Any:
    parsed = feedparser.parse(feed, sanitize_html=False)
    assert (parsed.version, parsed.bozo) == ("atom10", False)
    return parsed


def day(stamp: time.struct_time) -> str:
    return time.strftime("%Y-%m-%d", stamp)


def test_every_turn_of_the_calendar_is_an_entry(tmp_path: Path):
    register = borders.load()
    feed = read(exported(register, tmp_path))
    assert len(feed.entries) == len({entry.id for entry in feed.entries}) > 300
    told = {entry.id.partition(":")[2].partition("/")[0] for entry in feed.entries}
    name = "belarus-borders,2026"
    assert told == {f"{name}:{measure.id}" for measure in register.measures}
    assert all(entry.id.startswith(f"tag:{name}:") for entry in feed.entries)
    days = [day(entry.published_parsed) for entry in feed.entries]
    assert days == sorted(days, reverse=True)
    version = register.version.replace(".", "-")
    changed = [day(entry.updated_parsed) for entry in feed.entries]
    assert max(changed) == day(feed.feed.updated_parsed) <= version
    assert all(known <= mended for known, mended in zip(days, changed, strict=True))
    (closure,) = (e for e in feed.entries if e.id.endswith(":pl-2025-09-12-full-closure/begins"))
    assert closure.title == "Start – closed by Poland (military exercise): 5 crossings"
    assert day(closure.published_parsed) == "2025-09-12"
    assert closure.link.startswith("https://")
    assert "Terespol, Kukuryki" in closure.content[0].value


def test_an_entry_is_of_the_day_on_which_it_could_be_known(folder: Folder, tmp_path: Path):
    folder.package["version"] = "2021.06.01"
    off = {"stage": "not-effective", "announced": "2021-02-01"}
    folder.measure(id="lt-off", lifted="2021-02-15", **off | {"valid_from": "2021-03-01"})
    folder.measure(id="lt-later", announced="2021-05-20", valid_from="2021-09-01")
    beta = {"crossings": ["beta"]}
    folder.measure(id="lt-over", lifted="2021-02-20", valid_to="2021-02-25", **beta)
    feed = read(exported(folder.load(), tmp_path))
    told = {entry.id.partition(":")[2]: day(entry.published_parsed) for entry in feed.entries}
    assert told == {
        "toy,2026:lt-off/announced": "2021-02-01",
        "toy,2026:lt-off/begins": "2021-02-15",
        "toy,2026:lt-later/announced": "2021-05-20",
        "toy,2026:lt-later/begins": "2021-05-20",
        "toy,2026:lt-over/begins": "2021-01-01",
        "toy,2026:lt-over/ends": "2021-02-25",
    }


def test_a_mended_entry_is_the_same_and_newer(folder: Folder, tmp_path: Path):
    folder.package["version"] = "2021.06.01"
    folder.measure()
    (before,) = read(exported(folder.load(), tmp_path)).entries
    folder.others["revisions.csv"] = "version,entry,field\n2021.04.01,lt-0,note\n2022.01.01,lt-0,id"
    (after,) = read(exported(folder.load(), tmp_path)).entries
    assert (before.id, before.published) == (after.id, after.published)
    assert (day(before.updated_parsed), day(after.updated_parsed)) == ("2021-01-01", "2021-04-01")


def test_what_was_not_known_yet_is_not_told(folder: Folder, tmp_path: Path):
    folder.measure(valid_to="2021-05-01", lifted="2021-04-20")
    feed = read(exported(folder.load(), tmp_path, as_known_on="2021-04-01"))
    assert [entry.id for entry in feed.entries] == ["tag:toy,2026:lt-0/begins"]


@pytest.mark.parametrize("lang", Language)
def test_texts_stay_texts(lang: str, folder: Folder, tmp_path: Path):
    names = dict.fromkeys([each.value for each in Language], HOSTILE)
    folder.crossings["alpha"]["checkpoints"] = [{"side": "LT", "names": names}]
    folder.sources[0] |= {"publisher": HOSTILE, "title": HOSTILE, "url": "javascript:alert(1)"}
    other = {"id": "web", "url": 'https://a.example/?b=1&c="'}
    folder.sources.append(folder.sources[0] | other | {"url": "https://a.example/?b=1&c=2"})
    folder.measure(decided_by=HOSTILE, sources=["paper", "web"])
    register = folder.load()
    content = exported(register, tmp_path, lang=lang)
    (entry,) = read(content).entries
    html = Tags(entry.content[0].value)
    assert html.tags == {"p", "ul", "li", "a"}
    assert html.addresses == ["https://a.example/?b=1&c=2"]
    assert entry.link == "https://a.example/?b=1&c=2"
    begin = register.translator(lang).t("feed.begins")
    root = ET.fromstring(content)  # noqa: S314 - our own
    title = root.findtext("{*}entry/{*}title") or ""
    assert title.startswith(f"{begin} ")
    assert "<script>alert(1)</script> & ]]> \"'\n<img" in title
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == lang
