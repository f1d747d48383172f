"""What the wheel says of its files: `datapackage.json` with the size and digest of each."""

from __future__ import annotations

import tempfile
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Sums(BuildHookInterface):  # type: ignore[type-arg]
    """Puts the released form of a file in the place of the one that people edit."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name the file to take; a checkout that is installed as it stands keeps its own."""
        if version == "editable":
            return
        root = Path(self.root)
        # By its file, as the package's requirements are not there where it is built.
        spec = spec_from_file_location("sums", root / "borders" / "data" / "sums.py")
        if spec is None or spec.loader is None:
            raise FileNotFoundError(root / "borders" / "data" / "sums.py")
        sums = module_from_spec(spec)
        spec.loader.exec_module(sums)
        self._folder = tempfile.TemporaryDirectory()
        file = Path(self._folder.name) / sums.PACKAGE
        file.write_bytes(sums.released(root / "geodata"))
        build_data["force_include"][str(file)] = f"borders/_geodata/{sums.PACKAGE}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002 - as hatchling calls it
        """Take the file away, which is in the wheel by now."""
        if version != "editable":
            self._folder.cleanup()
