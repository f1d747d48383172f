"""Our page beside those of folium, geopandas, plotly, bokeh, altair, lonboard and Leaflet alone.

    python benchmarks/pages.py [rounds]

All are given the same land, water, border lines, labelled towns and crossings at
one moment; ours holds besides every other moment, every traveller and seven languages.

The peers go into an environment of their own, `.cache/benchmarks/peers`, and what their pages fetch
comes from packages of npm of the same versions, `.cache/benchmarks/npm`: both are made at first
use, the only time that this asks a network. Fetched files are answered from the disk at once, which
flatters the pages that fetch; tiles are left out. Needs `npm` and `tools/install_system`.

Processes and openings go in turn, so that the load of the machine falls on all alike: read ratios.
Made: a cold process, as its own command or script, median of the rounds. Interactive: the latest of
the load event, the first paint with content and the end of the last task over 50 ms. CPU: of the
main thread until then, whatever else the machine does. First paint: with content; ours is its
picture. Frames: between animation frames while the
mouse drags the map and the wheel turns, pooled over the rounds; a screen of 60 Hz has one each
17 ms. `borders` is the page of `borders map`; `borders in folium` is `borders.explore(…).save`.

A map of altair's cannot be moved: its frames are those of a page at rest. Of lonboard's page the
making alone is measured: WebGL draws it, which the processor does in a headless browser, and a
worker of its own fetches what cuts polygons up, past what is answered from the disk. So opened,
one of lonboard 0.16 had no polygons, and no picture of it was had in 30 s.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pages_browser
import pages_inputs
from playwright.sync_api import sync_playwright
from tables import Table, show

import borders
from borders.maps.page_data import page_data

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pages_browser import Opening
    from tables import Cell

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache" / "benchmarks"
ROUNDS = 7
BARE = "Leaflet alone"
OURS = "borders"
IN_FOLIUM = "borders in folium"
FRAME = 17.0
WRITE = (
    "import sys, borders; register = borders.load(); "
    "borders.save(borders.explore(register), sys.argv[1])"
)
COMPILE = """\
from time import process_time
import borders
from borders.rules.decision_diagrams import Diagrams
register = borders.load()
loaded = process_time()
diagrams, question = Diagrams(register.index), register.on().question
spells = sum(1 for c in register.crossings for _ in diagrams.intervals(c, question(c)))
whole = process_time()
print(spells, len(diagrams.nodes), whole - loaded, whole)
"""


@dataclass
class Peer:
    """A page: how it is made, where, and what was found of it."""

    command: list[str]
    path: Path
    made: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    openings: list[Opening] = field(default_factory=list)
    slowed: list[Opening] = field(default_factory=list)
    is_opened: bool = True

    def make(self) -> None:
        """Write the page with a fresh process."""
        used, start = os.times(), time.perf_counter()
        done = subprocess.run(self.command, check=False, capture_output=True, env=_environment())  # noqa: S603 - the commands below
        if done.returncode:
            sys.exit(f"{self.path.stem}: {done.stderr.decode()}")
        self.made.append(time.perf_counter() - start)
        now = os.times()
        used_cpu = now.children_user - used.children_user
        self.cpu.append(used_cpu + now.children_system - used.children_system)

    def median(self, measure: str) -> float:
        """Return the median of a measure over the openings."""
        return _median(self.openings, measure)

    def frames(self, measure: str) -> tuple[float, float]:
        """Return the mean and the 95th percentile of the frames of all openings."""
        return _frames(self.openings, measure)

    def weight(self) -> tuple[int, int, int, int]:
        """Return the bytes of the page, with gzip, and of what it fetches where it is opened."""
        raw, packed = pages_browser.weight(self.path.read_bytes())
        fetched = self.openings[0].fetched.values() if self.openings else ()
        return raw, packed, sum(size for size, _ in fetched), sum(size for _, size in fetched)


def _median(openings: list[Opening], measure: str) -> float:
    return float(statistics.median(getattr(opening, measure) for opening in openings))


def _frames(openings: list[Opening], measure: str) -> tuple[float, float]:
    taken = sorted(frame for opening in openings for frame in getattr(opening, measure))
    return statistics.mean(taken), taken[int(len(taken) * 0.95)]


def measured(rounds: int = ROUNDS) -> Iterator[Table]:
    """Yield what pages cost, how ours does slowed, what is decided in it, and the goals."""
    browser_path = shutil.which("chromium-headless-shell")
    if browser_path is None:
        sys.exit("chromium-headless-shell is missing: run tools/install_system")
    peers = _peers()
    compiled: list[list[float]] = []
    files = pages_inputs.hosts(CACHE)
    for turn in range(rounds + 1):
        for peer in _turned(peers, turn):
            peer.make()
        compiled.append(_compiled())
        print(f"made {turn}/{rounds}", file=sys.stderr)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=browser_path, args=pages_browser.ARGUMENTS)
        for turn in range(rounds + 1):
            for peer in filter(lambda peer: peer.is_opened, _turned(peers, turn)):
                peer.openings.append(pages_browser.opened(browser, peer.path, files))
            for peer in (peers[BARE], peers[OURS]):
                slow = pages_browser.opened(browser, peer.path, files, pages_browser.SLOWED)
                peer.slowed.append(slow)
            print(f"opened {turn}/{rounds}", file=sys.stderr)
        assets = ROOT / "borders" / "maps" / "assets" / "core"
        durations = pages_browser.questions_asked(browser, page_data(borders.load()), assets)
        browser.close()
    for peer in peers.values():  # the first round fills the caches
        del peer.made[0], peer.cpu[0], peer.openings[:1], peer.slowed[:1]
    yield from _pages(peers)
    yield _slowed(peers[OURS], peers[BARE])
    yield _verdicts(compiled[1:], durations)
    yield _goals(peers, compiled[1:])


def _peers() -> dict[str, Peer]:
    python = pages_inputs.environment(CACHE)
    files = pages_inputs.hosts(CACHE)
    given = pages_inputs.inputs(borders.load(), files, CACHE)
    pages = CACHE / "pages"
    pages.mkdir(exist_ok=True)
    command = str(Path(sys.executable).with_name("borders"))
    script = str(Path(__file__).with_name("pages_peers.py"))

    def peer(name: str, *, is_opened: bool = True) -> Peer:
        path = pages / f"{name}.html"
        command = [python, script, name, str(given), str(path)]
        return Peer(command, path, is_opened=is_opened)

    direct, framed = pages / "borders.html", pages / "borders-folium.html"
    return {
        BARE: peer("leaflet"),
        OURS: Peer([command, "map", "-o", str(direct)], direct),
        IN_FOLIUM: Peer([sys.executable, "-c", WRITE, str(framed)], framed),
        "folium": peer("folium"),
        "explore()": peer("explore"),
        "plotly": peer("plotly"),
        "bokeh": peer("bokeh"),
        "altair": peer("altair"),
        "lonboard": peer("lonboard", is_opened=False),
    }


def _turned(peers: dict[str, Peer], turn: int) -> list[Peer]:
    """Return the peers, another one first each turn: none is always behind the same other."""
    order = list(peers.values())
    first = turn % len(order)
    return order[first:] + order[:first]


def _environment() -> dict[str, str]:
    """Return the environment, with compiled modules kept for ours as for installed packages."""
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": str(CACHE / "compiled"), "PYTHONPATH": str(ROOT)}


def _compiled() -> list[float]:
    """Return spells, nodes, seconds of CPU of compiling alone and of all, and of the clock."""
    start = time.perf_counter()
    figures = subprocess.run(  # noqa: S603 - the code above
        [sys.executable, "-c", COMPILE], check=True, capture_output=True, env=_environment()
    ).stdout.split()
    return [*map(float, figures), time.perf_counter() - start]


def _pages(peers: dict[str, Peer]) -> Iterator[Table]:
    """Yield what each page costs, and what each lacked that it asked for."""
    ours, bare = peers[OURS], peers[BARE]
    sizes = [[size / 1000 for size in peer.weight()] for peer in peers.values()]
    rows: dict[str, list[Cell]] = {
        "page, kB": [raw for raw, _, _, _ in sizes],
        "page, kB with gzip": [packed for _, packed, _, _ in sizes],
        "with what it fetches, kB": _opened(peers, [raw + fetched for raw, _, fetched, _ in sizes]),
        "with what it fetches, kB with gzip": _opened(
            peers, [packed + fetched for _, packed, _, fetched in sizes]
        ),
        "files fetched": _opened(
            peers, [len(p.openings[0].fetched) if p.openings else 0 for p in peers.values()]
        ),
    }
    for title, key in (("made, s", "made"), ("CPU of it, s", "cpu")):
        medians = [statistics.median(getattr(peer, key)) for peer in peers.values()]
        rows[title] = [*medians]
        rows[f"{title.partition(',')[0]}, × ours"] = [
            median / statistics.median(getattr(ours, key)) for median in medians
        ]
    for title, key in (
        ("load", "load"),
        ("first paint", "paint"),
        ("interactive", "interactive"),
        ("CPU until then", "work"),
    ):
        medians = [peer.median(key) if peer.openings else None for peer in peers.values()]
        rows[f"{title}, ms"] = [*medians]
        rows[f"{title}, × {BARE}"] = [each and each / bare.median(key) for each in medians]
    for name in ("pan", "zoom"):
        frames = [peer.frames(name) if peer.openings else (None, None) for peer in peers.values()]
        rows[f"{name}, ms a frame"] = [mean for mean, _ in frames]
        rows[f"{name}, ms a frame, p95"] = [late for _, late in frames]
    for title, key in (
        ("CPU of the pan, ms", "pan_work"),
        ("CPU of the zoom, ms", "zoom_work"),
        ("canvas, × the map", "pixels"),
        ("heap, MB", "heap"),
        ("elements", "elements"),
    ):
        rows[title] = [peer.median(key) if peer.openings else None for peer in peers.values()]
    yield Table("page", [*peers], rows)
    missing = {
        name: [", ".join(sorted(set(peer.openings[-1].missing)))]
        for name, peer in peers.items()
        if peer.openings and peer.openings[-1].missing
    }
    if missing:
        yield Table("page that lacks something", ["what"], missing)


def _opened(peers: dict[str, Peer], cells: list[Cell]) -> list[Cell]:
    """Return what was found of pages, of those that were opened."""
    pairs = zip(cells, peers.values(), strict=True)
    return [cell if peer.openings else None for cell, peer in pairs]


def _verdicts(compiled: list[list[float]], durations: list[float]) -> Table:
    spells, nodes = compiled[0][:2]
    alone, cpu, cold = (statistics.median(run[i] for run in compiled) * 1000 for i in (2, 3, 4))
    rows = {
        "periods of the whole history for all travellers": [int(spells)],
        "nodes that decide them": [int(nodes)],
        "to compile them, ms of CPU": [alone],
        "with loading": [cpu],
        "in a cold process, ms": [cold],
        f"a question for all crossings in the page, the first of {len(durations)}, ms": [
            durations[0]
        ],
        "median": [statistics.median(durations)],
        "the longest of the others": [max(durations[1:])],
    }
    return Table("verdicts", ["found"], rows)


def _slowed(ours: Peer, bare: Peer) -> Table:
    """Return how our page does beside Leaflet alone, at full speed and slowed."""
    rows: dict[str, list[Cell]] = {}
    pairs = [(ours.openings, bare.openings), (ours.slowed, bare.slowed)]
    for title, key in (
        ("first paint, ms", "paint"),
        ("interactive, ms", "interactive"),
        ("CPU until then, ms", "work"),
    ):
        medians = [[_median(each, key) for each in pair] for pair in pairs]
        rows[title] = [cell for mine, theirs in medians for cell in (mine, mine / theirs)]
    rows["layout shift"] = [
        cell for mine, _ in pairs for cell in (max(each.shifted for each in mine), None)
    ]
    for name in ("pan", "zoom", "drag"):
        means: list[Cell] = []
        lates: list[Cell] = []
        for mine, theirs in pairs:
            mean, late = _frames(mine, name)
            beside = _frames(theirs, name) if name != "drag" else None
            means += [1000 / mean, beside and beside[0] / mean]
            lates += [late, beside and late / beside[1]]
        rows[f"{name}, frames a second"] = means
        rows[f"{name}, ms a frame, p95"] = lates
    rows["scripts of a step of the slider, ms"] = [
        cell for mine, _ in pairs for cell in (_median(mine, "drag_script"), None)
    ]
    speeds = ("full speed", f"slowed {pages_browser.SLOWED} times")
    heads = [head for speed in speeds for head in (speed, f"× {BARE}")]
    return Table(OURS, heads, rows)


def _goals(peers: dict[str, Peer], compiled: list[list[float]]) -> Table:
    ours, bare, folium = peers[OURS], peers[BARE], peers["folium"]
    size, theirs = ours.weight(), folium.weight()
    made = statistics.median(ours.made)
    cold = statistics.median(run[4] for run in compiled) * 1000
    goals = {
        "page, kB": ((size[0] + size[2]) / 1000, "≤", 900.0),
        "page, × folium's and what that fetches": (
            (size[0] + size[2]) / (theirs[0] + theirs[2]),
            "<",
            1.0,
        ),
        "made, × faster than folium's": (statistics.median(folium.made) / made, "≥", 6.0),
        "made, × faster than explore()'s": (
            statistics.median(peers["explore()"].made) / made,
            "≥",
            15.0,
        ),
        f"first paint, × {BARE}": (ours.median("paint") / bare.median("paint"), "≤", 2.2),
        f"interactive, × {BARE}": (
            ours.median("interactive") / bare.median("interactive"),
            "≤",
            1.25,
        ),
        "pan, ms a frame, p95": (ours.frames("pan")[1], "≤", FRAME),
        "zoom, ms a frame, p95": (ours.frames("zoom")[1], "≤", FRAME),
        "verdicts, cold, ms": (cold, "≤", 1000.0),
    }
    rows: dict[str, list[Cell]] = {}
    for name, (found, how, goal) in goals.items():
        is_met = {"≤": found <= goal, "<": found < goal, "≥": found >= goal}[how]
        rows[name] = [found, f"{how} {goal:g}", "yes" if is_met else "no"]
    return Table("goal", ["found", "wanted", "met"], rows)


if __name__ == "__main__":
    show(measured(*map(int, sys.argv[1:])))
