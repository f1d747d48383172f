"""A reader opens the notebooks in JupyterLab, on a machine without a network."""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from patience import limit
from playwright.sync_api import TimeoutError as PlaywrightTimeout

import borders

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from patience import Patient
    from playwright.sync_api import FrameLocator, Locator, Page

FOLDER = Path(__file__).parents[2] / "notebooks"
FIRST = "01_the_alert_of_21_august_2023.ipynb"
LIVE = "02_six_years_of_closing.ipynb"
UNTRUSTED = "as_somebody_sent_it.ipynb"

OPTIONS = (
    "--no-browser",
    "--allow-root",
    "--ip=127.0.0.1",
    "--port=0",
    "--IdentityProvider.token=",
    "--ServerApp.terminals_enabled=False",
    "--LabApp.extension_manager=readonly",
    "--LabApp.news_url=",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
)
"""On the loopback address alone; JupyterLab asks nobody for its own news either."""

QUIET = 120
"""Seconds that a quiet machine may take to start a kernel and run a notebook."""


@pytest.fixture(scope="module")
def lab(
    desk: Mapping[str, str], rendered: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of a JupyterLab with the notebooks, and one whose outputs nobody signed."""
    folder = tmp_path_factory.mktemp("lab")
    shutil.copytree(FOLDER, folder, dirs_exist_ok=True)
    shutil.copy(rendered / FIRST, folder / UNTRUSTED)
    settings = Path(desk["JUPYTERLAB_SETTINGS_DIR"]) / "@jupyterlab" / "apputils-extension"
    settings.mkdir(parents=True, exist_ok=True)
    quiet = {"fetchNews": "false", "checkForUpdates": False}
    (settings / "notification.jupyterlab-settings").write_text(json.dumps(quiet), "utf-8")
    with (folder / "log").open("w", encoding="utf-8") as log:
        server = subprocess.Popen(  # noqa: S603 - as a reader starts it
            [sys.executable, "-m", "jupyterlab", *OPTIONS, f"--ServerApp.root_dir={folder}"],
            env={**desk},
            stdout=log,
            stderr=log,
        )
    try:
        yield _address(server, Path(desk["JUPYTER_RUNTIME_DIR"]), folder / "log")
    finally:
        server.terminate()
        server.wait(limit())


def _address(server: subprocess.Popen[bytes], runtime: Path, log: Path) -> str:
    told = runtime / f"jpserver-{server.pid}.json"
    end = time.monotonic() + limit(QUIET)
    while time.monotonic() < end:
        if server.poll() is not None:
            break
        if told.exists() and "is running at" in log.read_text("utf-8"):
            return str(json.loads(told.read_text("utf-8"))["url"])
        time.sleep(0.1)
    pytest.fail(f"JupyterLab did not start:\n{log.read_text('utf-8')[-3000:]}")


def insist(act: Callable[[], None], seen: Locator, fault: str) -> None:
    """Do what a reader does, again where nothing came of it, until something is seen."""
    end = time.monotonic() + limit(QUIET)
    while time.monotonic() < end:
        act()
        with contextlib.suppress(PlaywrightTimeout):
            seen.wait_for(timeout=1000 * limit(5))
            return
    pytest.fail(fault)


class Desk:
    """Opens notebooks in JupyterLab, and keeps what was asked of others and complained of."""

    def __init__(self, browser: Patient, address: str) -> None:
        self.address = address
        self.context = browser.new_context(quiet=QUIET, viewport={"width": 1400, "height": 1000})
        self.requests: list[str] = []
        self.complaints: list[str] = []

    def open(self, name: str) -> Page:
        page = self.context.new_page()
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("websocket", lambda socket: self.requests.append(socket.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(f"{self.address}lab/tree/{name}?reset")
        page.locator(".jp-Notebook .jp-Cell").first.wait_for()
        return page

    def run(self, name: str) -> Page:
        """Open a notebook, and run it as a reader does: by the menu, again where it passed over it.

        A menu chosen while the notebook is still being attached does nothing.
        """
        page = self.open(name)
        page.locator(".jp-Toolbar-kernelName", has_text="Python 3").wait_for()
        started = page.locator(".jp-CodeCell .jp-InputPrompt", has_text=re.compile(r"\[[*\d]+\]"))

        def choose() -> None:
            page.get_by_role("menuitem", name="Run", exact=True).click()
            page.get_by_role("menuitem", name="Run All Cells", exact=True).click()

        insist(choose, started.first, f"JupyterLab did not run {name}")
        return page

    @property
    def beyond(self) -> list[str]:
        """What was asked of anybody but the server."""
        own = (self.address, self.address.replace("http", "ws", 1), "data:", "blob:", "about:")
        return [url for url in self.requests if not url.startswith(own)]


@pytest.fixture
def reader(browser: Patient, lab: str) -> Iterator[Desk]:
    found = Desk(browser, lab)
    yield found
    found.context.close()


def shown(page: Page, cell: int = 0) -> FrameLocator:
    """Return the page in an output, once it is complete."""
    frame = page.locator(".jp-OutputArea-output iframe[srcdoc]").nth(cell)
    frame.wait_for()
    frame.scroll_into_view_if_needed()
    inside = frame.content_frame
    inside.locator("body:not([aria-busy]) .borders-marker").first.wait_for()
    return inside


def day(inside: Any) -> str:
    return str(inside.locator("input[type=date]").first.input_value())


def test_the_first_notebook_is_alive(reader: Desk):
    page = reader.run(FIRST)
    inside = shown(page)
    assert day(inside) == "2023-08-21"
    inside.locator("input[type=range]").first.press("ArrowRight")
    inside.locator("body").evaluate("() => new Promise(requestAnimationFrame)")
    assert day(inside) == "2023-08-22"
    inside.locator('.borders-marker[data-crossing="sumskas"]').press("Enter")  # others are near
    card = inside.locator(".borders-details:visible")
    card.wait_for()
    assert "Šumskas" in card.inner_text()
    assert "18 August 2023" in card.inner_text()
    page.locator(".jp-OutputArea-output", has_text="State Border Committee").wait_for()
    assert page.locator(".jp-RenderedText[data-mime-type$='stderr']").count() == 0
    assert reader.beyond == []
    assert reader.complaints == []


def test_python_follows_the_page_and_leads_it(reader: Desk):
    page = reader.run(LIVE)
    inside = shown(page)
    inside.locator(".borders-details:visible", has_text="Kuźnica").wait_for()
    assert day(inside) == "2021-11-09", "set by the cell below"
    page.locator(".jp-OutputArea-output table").last.wait_for()
    inside.locator('.borders-marker[data-crossing="terespol"]').press("Enter")  # others are near
    inside.locator(".borders-details:visible", has_text="Terespol").wait_for()
    following = page.locator(".jp-CodeCell", has_text="page.snapshot.explain(page.crossing)")

    def run() -> None:
        following.locator(".cm-content").click()
        page.keyboard.press("Control+Enter")

    # what a page says waits in the browser while the kernel is busy; a cell that is run does not
    told = following.locator(".jp-OutputArea-output", has_text="terespol")
    insist(run, told, "the cell does not follow the page")
    assert reader.beyond == []
    assert reader.complaints == []


def pictures(notebook: Path) -> int:
    """Return how many outputs of a notebook are a picture over a table."""
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    texts = [
        "".join(output.get("data", {}).get("text/html", ""))
        for cell in cells
        for output in cell.get("outputs", ())
    ]
    return sum("<details" in text and "<iframe" in text for text in texts)


def test_what_somebody_sent_shows_its_picture_and_table(reader: Desk, rendered: Path):
    page = reader.open(UNTRUSTED)
    summary = page.locator("summary", has_text=re.compile("^All crossings$"))
    pictured = page.locator(".jp-OutputArea-output", has=summary)
    pictured.nth(pictures(rendered / FIRST) - 1).wait_for()  # outputs are attached one by one
    assert page.locator("iframe[srcdoc]").count() == 0
    rows = set()
    for output in pictured.all():
        output.scroll_into_view_if_needed()
        image = output.locator("img").first
        assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") > 100
        output.locator("summary").first.click()
        rows.add(output.locator("tbody tr:visible").count())
    assert sum("car" in crossing.modes for crossing in borders.load().crossings) in rows
    assert reader.beyond == []
