"""Our page beside those of folium, geopandas, plotly, bokeh, altair, lonboard and Leaflet alone.

    python benchmarks/pages.py [rounds]

Prints Markdown. All are given the same land, water, border lines, labelled towns and crossings at
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

import borders
from borders.maps.page_data import page_data

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pages_browser import Opening

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


def main() -> None:
    """Measure and print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
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
        print(f"Chromium {browser.version}, {rounds} rounds, {os.cpu_count()} processors\n")
        browser.close()
    for peer in peers.values():  # the first round fills the caches
        del peer.made[0], peer.cpu[0], peer.openings[:1], peer.slowed[:1]
    _print_pages(peers)
    _print_slowed(peers[OURS], peers[BARE])
    _print_verdicts(compiled[1:], durations)
    _print_goals(peers, compiled[1:])


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


def _print_pages(peers: dict[str, Peer]) -> None:
    bare = peers[BARE]

    def opened(told: Callable[[Peer], str]) -> Iterator[str]:
        return (told(peer) if peer.openings else "–" for peer in peers.values())

    _row("", *peers)
    _row("---", *("--:" for _ in peers))
    sizes = [peer.weight() for peer in peers.values()]
    _row("page, kB (gzip)", *(f"{a / 1000:.0f} ({b / 1000:.0f})" for a, b, _, _ in sizes))
    _row("fetched, kB (gzip), files", *opened(_fetched))
    _row("together, kB (gzip)", *opened(_together))
    ours = statistics.median(peers[OURS].made)
    _row("made, s", *(f"{statistics.median(peer.made):.2f}" for peer in peers.values()))
    _row("× ours", *(f"{statistics.median(peer.made) / ours:.1f}" for peer in peers.values()))
    _row("CPU of it, s", *(f"{statistics.median(peer.cpu):.2f}" for peer in peers.values()))
    used = statistics.median(peers[OURS].cpu)
    _row("× ours", *(f"{statistics.median(peer.cpu) / used:.1f}" for peer in peers.values()))
    for title, measure in (
        ("load, ms", "load"),
        ("first paint, ms", "paint"),
        ("interactive, ms", "interactive"),
        ("CPU of it, ms", "work"),
    ):
        base = bare.median(measure)
        _row(
            title,
            *opened(lambda p, m=measure, b=base: f"{p.median(m):.0f} ({p.median(m) / b:.2f} ×)"),
        )
    for name in ("pan", "zoom"):
        _row(
            f"{name}, ms a frame, mean / p95",
            *opened(lambda p, n=name: "{:.0f} / {:.0f}".format(*p.frames(n))),
        )
        _row("CPU of it, ms in all", *opened(lambda p, n=name: f"{p.median(f'{n}_work'):.0f}"))
    _row("canvas, × the map", *opened(lambda peer: f"{peer.median('pixels'):.2f}"))
    _row("heap, MB", *opened(lambda peer: f"{peer.median('heap'):.1f}"))
    _row("elements", *opened(lambda peer: f"{peer.median('elements'):.0f}"))
    print()
    for name, peer in peers.items():
        if peer.openings and (missing := sorted(set(peer.openings[-1].missing))):
            print(f"{name}: without {', '.join(missing)}\n")


def _fetched(peer: Peer) -> str:
    _, _, raw, packed = peer.weight()
    number = len(peer.openings[0].fetched)
    return f"{raw / 1000:.0f} ({packed / 1000:.0f}), {number}" if number else "0"


def _together(peer: Peer) -> str:
    page, packed, fetched, fetched_packed = peer.weight()
    return f"{(page + fetched) / 1000:.0f} ({(packed + fetched_packed) / 1000:.0f})"


def _print_verdicts(compiled: list[list[float]], durations: list[float]) -> None:
    spells, nodes = compiled[0][:2]
    alone, cpu, cold = (statistics.median(run[i] for run in compiled) * 1000 for i in (2, 3, 4))
    print(
        f"Verdicts of the whole history for all travellers ({spells:.0f} periods, "
        f"{nodes:.0f} nodes): {alone:.0f} ms of CPU, {cpu:.0f} ms with loading; "
        f"{cold:.0f} ms as a cold process."
    )
    print(
        f"One question for all crossings in the page: {durations[0]:.2f} ms the first, "
        f"then median {statistics.median(durations):.2f} ms, "
        f"at most {max(durations[1:]):.2f} ms ({len(durations)})."
    )
    print()


def _print_slowed(ours: Peer, bare: Peer) -> None:
    """Print how our page does beside Leaflet alone, at full speed and slowed."""
    _row(f"{OURS} (× {BARE})", "full speed", f"slowed {pages_browser.SLOWED} times")
    _row("---", "--:", "--:")
    pairs = [(ours.openings, bare.openings), (ours.slowed, bare.slowed)]
    for title, measure in (
        ("first paint, ms", "paint"),
        ("interactive, ms", "interactive"),
        ("CPU of it, ms", "work"),
    ):
        medians = [[_median(each, measure) for each in pair] for pair in pairs]
        _row(title, *(f"{mine:.0f} ({mine / theirs:.2f} ×)" for mine, theirs in medians))
    _row("layout shift", *(f"{max(each.shifted for each in mine):.3f}" for mine, _ in pairs))
    for name in ("pan", "zoom"):
        frames = [[_frames(each, name) for each in pair] for pair in pairs]
        told = (
            f"{1000 / mean:.0f}, {late:.0f} ms ({late / least:.2f} ×)"
            for (mean, late), (_, least) in frames
        )
        _row(f"{name}: frames a second, p95", *told)
    dragged = (_frames(mine, "drag") for mine, _ in pairs)
    _row("drag: frames a second, p95", *(f"{1000 / m:.0f}, {late:.0f} ms" for m, late in dragged))
    scripts = (_median(mine, "drag_script") for mine, _ in pairs)
    _row("scripts of a step of the slider, ms", *(f"{taken:.1f}" for taken in scripts))
    print()


def _print_goals(peers: dict[str, Peer], compiled: list[list[float]]) -> None:
    ours, bare, folium = peers[OURS], peers[BARE], peers["folium"]
    size, theirs = ours.weight(), folium.weight()
    made = statistics.median(ours.made)
    kilobytes, fetched = (size[0] + size[2]) / 1000, (theirs[0] + theirs[2]) / 1000
    to_folium = statistics.median(folium.made) / made
    to_explore = statistics.median(peers["explore()"].made) / made
    painted = ours.median("paint") / bare.median("paint")
    ready = ours.median("interactive") / bare.median("interactive")
    pan, zoom = (ours.frames(name)[1] for name in ("pan", "zoom"))
    bare_pan, bare_zoom = (bare.frames(name)[1] for name in ("pan", "zoom"))
    cold = statistics.median(run[4] for run in compiled) * 1000
    _row("goal", "found", "met")
    _row("---", "--:", "---")
    for goal, result, met in (
        ("page ≤ 900 kB", f"{kilobytes:.0f} kB", kilobytes <= 900),  # noqa: PLR2004 - goals
        (f"fewer bytes than folium's {fetched:.0f} kB", f"{kilobytes:.0f} kB", kilobytes < fetched),
        ("made ≥ 6 × faster than folium's", f"{to_folium:.1f} ×", to_folium >= 6),  # noqa: PLR2004
        ("made ≥ 15 × faster than explore()'s", f"{to_explore:.1f} ×", to_explore >= 15),  # noqa: PLR2004
        ("first paint ≤ 2.2 × Leaflet alone", f"{painted:.2f} ×", painted <= 2.2),  # noqa: PLR2004
        ("interactive ≤ 1.25 × Leaflet alone", f"{ready:.2f} ×", ready <= 1.25),  # noqa: PLR2004
        ("pan p95 one frame", f"{pan:.0f} ms (Leaflet alone {bare_pan:.0f})", pan <= FRAME),
        ("zoom p95 one frame", f"{zoom:.0f} ms (Leaflet alone {bare_zoom:.0f})", zoom <= FRAME),
        ("verdicts ≤ 1 s, cold", f"{cold:.0f} ms", cold <= 1000),  # noqa: PLR2004
    ):
        _row(goal, result, "yes" if met else "no")


def _row(*cells: str) -> None:
    print(f"| {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
