from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
SPHINX = (sys.executable, "-m", "sphinx", "-W", "-n", "-q", "-E")
ELSEWHERE = {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C"}


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The pages as `make docs` builds them, here and in another place of the world."""
    folders = tuple(tmp_path_factory.mktemp(name) for name in ("site", "again"))
    common = {**os.environ, "SOURCE_DATE_EPOCH": "0", "PYTHONHASHSEED": "1"}
    works = [
        subprocess.Popen(  # noqa: S603 - our own words
            [*SPHINX, "-d", folder / "trees", DOCS, folder / "site"],
            env=common | more,
            stderr=subprocess.PIPE,
            text=True,
        )
        for folder, more in zip(folders, ({}, ELSEWHERE), strict=True)
    ]
    told = [work.communicate()[1] for work in works]
    assert [work.returncode for work in works] == [0, 0], told[0]
    return folders[0] / "site", folders[1] / "site"


@pytest.fixture(scope="session")
def site(sites: tuple[Path, Path]) -> Path:
    return sites[0]
