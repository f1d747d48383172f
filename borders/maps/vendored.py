"""Scripts and style sheets of installed packages, found by the links that they stand for."""

from __future__ import annotations

import base64
import functools
import mimetypes
import re
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["files", "text"]

PACKAGES = "xstatic.pkg"
"""The namespace of packages that hold nothing but such files."""

_VERSION = re.compile(r"[-@]v?\d[\d.]*(?=\.[a-z])")
_MAPPED = re.compile(r"(?://|/\*)# sourceMappingURL=[^\n*]*(?:\*/)?")
_URL = re.compile(r"url\(\s*[\"']?(?!data:)([^\"')?#]+)[^)]*\)")
_OLDER = re.compile(r",\s*url\([^)]*\.(?:ttf|woff|eot|svg)[^)]*\)\s*format\([^)]*\)")
"""The same font once more, for readers without WOFF2."""


def text(url: str) -> str | None:
    """Return the content of the file that a link leads to; None where it is not installed.

    Files that a style sheet refers to are put into it.
    """
    letters = _letters(urlsplit(url).path)
    name = _VERSION.sub("", Path(urlsplit(url).path).name)
    for package, path in files().get(name, ()):
        if _letters(package) in letters:
            content = _MAPPED.sub("", path.read_text("utf-8")).strip()
            return _self_contained(content, path.parent) if path.suffix == ".css" else content
    return None


def _letters(name: str) -> str:
    return re.sub(r"[^a-z]", "", name.lower())


@functools.cache
def files() -> Mapping[str, list[tuple[str, Path]]]:
    """Return the installed scripts and style sheets by name, each with its package."""
    by_name: dict[str, list[tuple[str, Path]]] = {}
    for package in sorted(resources.files(PACKAGES).iterdir(), key=lambda folder: folder.name):
        folder = Path(str(package)) / "data"
        for path in sorted([*folder.rglob("*.js"), *folder.rglob("*.css")]):
            by_name.setdefault(path.name, []).append((package.name, path))
    return by_name


def _self_contained(css: str, folder: Path) -> str:
    def inlined(reference: re.Match[str]) -> str:
        path = folder / reference[1]
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        content = base64.b64encode(path.read_bytes()).decode() if path.is_file() else ""
        return f"url(data:{kind};base64,{content})"

    return _URL.sub(inlined, _OLDER.sub("", css))
