"""Where a file cannot be written to its end, that is told, and what stood there stays."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

import borders
from borders.formats import FORMATS

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Folder


@pytest.mark.skipif(sys.platform == "win32", reason="files are not limited there")
@pytest.mark.parametrize("ending", [*FORMATS])
def test_a_file_that_lacks_its_last_byte_is_no_success(folder: Folder, tmp_path: Path, ending: str):
    import resource

    day = folder.load().on("2021-06-01")
    borders.export(day, tmp_path / f"whole{ending}")
    size = (tmp_path / f"whole{ending}").stat().st_size
    target = tmp_path / f"borders{ending}"
    target.write_text("before")
    limit, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size - 1, most))
    try:
        with pytest.raises(OSError, match=f"borders{ending}"):
            borders.export(day, target)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, most))
    assert target.read_text() == "before"
    assert {file.name for file in tmp_path.iterdir()} >= {target.name, f"whole{ending}"}
    assert not [file for file in tmp_path.iterdir() if file.name.startswith(".")]
