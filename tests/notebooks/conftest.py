"""The notebooks with their outputs, made where no network is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parents[2]

OFFLINE = """
import socket, sys
def refuse(event, arguments):
    if event == "socket.getaddrinfo":
        where = arguments[0]
    elif event == "socket.connect" and arguments[0].family != socket.AF_UNIX:
        where = arguments[1][0]
    else:
        return
    if where not in ("127.0.0.1", "::1", "localhost"):
        raise OSError(f"a notebook asked for {where}")
sys.addaudithook(refuse)
"""
"""What each kernel runs first."""


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """The environment of somebody who never used Jupyter, on a machine without a network."""
    home = tmp_path_factory.mktemp("desk")
    startup = home / "ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "00-offline.py").write_text(OFFLINE, "utf-8")
    places = ("CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR")
    return {
        **{name: text for name, text in os.environ.items() if not name.startswith("JUPYTER")},
        **{f"JUPYTER_{place}": str(home / place.lower()) for place in places},
        **{
            f"JUPYTERLAB_{place}_DIR": str(home / place.lower())
            for place in ("SETTINGS", "WORKSPACES")
        },
        "HOME": str(home),
        "IPYTHONDIR": str(home / "ipython"),
        "PYTHONPATH": str(ROOT),
    }


@pytest.fixture(scope="session")
def rendered(desk: Mapping[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with each notebook and its HTML, as `make notebooks` writes them."""
    folder = tmp_path_factory.mktemp("rendered")
    tool = ROOT / "tools" / "render_notebooks.py"
    done = subprocess.run(  # noqa: S603 - our own tool
        [sys.executable, str(tool), "--output", str(folder)],
        env=desk,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return folder
