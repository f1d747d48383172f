"""Scripts and style sheets of others that links lead to, found without the link.

They are looked for in a folder that the user has, among what installed packages carry, and where it
is asked for in a store of what was fetched once.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import http.client
import mimetypes
import os
import re
import urllib.request
from collections import defaultdict
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import urljoin, urlsplit

from borders import atomic_file
from borders.errors import MissingAsset

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Assets", "Store", "installed", "store_folder"]

PACKAGES: Final = "xstatic.pkg"
"""The namespace of packages that hold nothing but such files."""

_OF_FOLIUM: Final = "templates"
"""The folder of folium's own scripts."""

_VERSION = re.compile(r"[-@]v?\d[\d.]*(?=\.[a-z])")
_SMALL = re.compile(r"[.-]min(?=\.\w+$)")
_MAPPED = re.compile(r"(?://|/\*)# sourceMappingURL=[^\n*]*(?:\*/)?")
_URL = re.compile(
    r"url\(\s*(?!data:|[\"'](?:data:|#)|#)(?:\"([^\"]+)\"|'([^']+)'|([^\"')\s]+))\s*\)"
)
_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
_FAMILY = re.compile(r"font-family\s*:\s*[\"']?([^\"';}]+)")
_SOURCES = re.compile(r"src\s*:[^;}]*;?")

_FONTS: Final = (".woff2", ".woff", ".ttf", ".otf")
"""Of one font in many forms the first of these is enough."""

_GENERIC: Final = frozenset(
    {"ajax", "build", "css", "data", "dist", "font", "fonts", "images", "img", "js", "lib", "libs"}
    | {"min", "npm", "src"}
)
"""Names of folders that say nothing of what is in them."""

_LEAST: Final = 5
"""Letters of a folder's name that may stand anywhere in a link, and not as a part of it alone."""

_ICONS: Final = "bootstrap-glyphicons.css"
_ICON_RULES: Final = "//bootstrap/_glyphicons.scss"
_ICON = re.compile(r"((?:\.glyphicon[\w-]*[,\s]+)+)\{\s*&:?:before\s*\{([^}]*)\}\s*\}")
_ICON_BASE: Final = (
    "@font-face{font-family:'Glyphicons Halflings';"
    "src:url(//bootstrap/fonts/glyphicons-halflings-regular.woff2)}"
    ".glyphicon{position:relative;top:1px;display:inline-block;font:400 1em/1 "
    "'Glyphicons Halflings'}"
)

SECONDS: Final = 30
"""How long a server may take."""


class _Asset(NamedTuple):
    """A file, and where what it refers to stands."""

    content: bytes
    base: Path | str

    @property
    def text(self) -> str:
        """The content as a page has it: its reader ends lines the same way before it is hashed."""
        return "\n".join(self.content.decode("utf-8-sig", "replace").splitlines())


class _Index:
    """Files by name, as links spell it.

    Parameters
    ----------
    folders
        Each with the folder from which its name is told.
    """

    def __init__(self, folders: Iterable[tuple[Path, Path]]) -> None:
        self.paths: dict[str, list[tuple[Path, Path]]] = defaultdict(list)
        for folder, top in folders:
            for parent, below, names in os.walk(folder):
                below.sort()
                for name in sorted(names):
                    path = Path(parent, name)
                    self.paths[_key(name)].append((path, path.relative_to(top)))

    def find(self, url: str) -> Path | None:
        """Return the file that a link leads to, of many with its name the one most like the link.

        A file deep in folders is taken where the name of one of them stands in the link too.
        """
        name = Path(urlsplit(url).path).name
        matches = [
            (_likeness(relative, url), path.name == name, path)
            for path, relative in self.paths.get(_key(name), ())
        ]
        likeness, _, path = max(matches, default=(0, False, None), key=lambda match: match[:2])
        return path if likeness else None


class Store:
    """What was fetched once: each file under the hash of its address, with that of its content.

    Parameters
    ----------
    folder
        Made where it is missing; left out: one of the user's caches.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = store_folder() if folder is None else folder

    def read(self, url: str) -> bytes:
        """Return what is at an address, fetched where it is not kept or what is kept is damaged."""
        path = self.folder / hashlib.sha256(url.encode()).hexdigest()
        if path.is_file():
            digest, _, content = path.read_bytes().partition(b"\n")
            if hashlib.sha256(content).hexdigest().encode() == digest:
                return content
        content = _fetched(url)
        self.folder.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256(content).hexdigest().encode()
        atomic_file.write(path, digest + b"\n" + content)
        return content


class Assets:
    """Where the files of a page come from, in this order.

    Parameters
    ----------
    folder
        A folder of files, in folders of its own or not: `node_modules`, for instance.
    store
        What is fetched where neither that folder nor an installed package holds a file.
    """

    def __init__(
        self, folder: str | os.PathLike[str] | None = None, store: Store | None = None
    ) -> None:
        if folder is not None and not Path(folder).is_dir():
            raise MissingAsset(f"assets={str(folder)!r} is no folder")
        given = [] if folder is None else [_Index([(Path(folder), Path(folder))])]
        self.indices = [*given, installed()]
        self.store = store

    def text(self, url: str) -> str | None:
        """Return the content of the file that a link leads to; None where there is none.

        Files that a style sheet refers to are put into it.
        """
        if Path(urlsplit(url).path).name == _ICONS and not self._is_here(url):
            rules = self._find(_ICON_RULES) if self._is_here(_ICON_RULES) else None
            if rules is not None:
                return self._self_contained(_ICON_BASE, rules.base) + _flat(rules.text)
        if (asset := self._find(url)) is None:
            return None
        content = _MAPPED.sub("", asset.text).strip()
        is_css = urlsplit(url).path.endswith(".css")
        return self._self_contained(content, asset.base) if is_css else content

    def _is_here(self, url: str) -> bool:
        return any(index.find(url) for index in self.indices)

    def _find(self, url: str) -> _Asset | None:
        for index in self.indices:
            if (path := index.find(url)) is not None:
                return _Asset(path.read_bytes(), path)
        return self._stored(url)

    def _stored(self, url: str) -> _Asset | None:
        url = f"https:{url}" if url.startswith("//") else url
        return None if self.store is None else _Asset(self.store.read(url), url)

    def _self_contained(self, css: str, base: Path | str) -> str:
        def inlined(reference: re.Match[str]) -> str:
            link = next(filter(None, reference.groups()))
            asset = self._beside(link, base)
            if asset is None:
                raise MissingAsset(f"{base} refers to {link}, which is not there")
            kind = mimetypes.guess_type(urlsplit(link).path)[0] or "application/octet-stream"
            return f"url(data:{kind};base64,{base64.b64encode(asset.content).decode()})"

        rules = _FACE.sub("", css)
        return _URL.sub(inlined, _FACE.sub(lambda face: _one_font(face[0], rules), css))

    def _beside(self, link: str, base: Path | str) -> _Asset | None:
        """Return what a style sheet refers to."""
        link = link.partition("#")[0]
        if re.match(r"(?:https?:)?//", link):
            return self._find(link)
        if isinstance(base, str):
            return self._stored(urljoin(base, link))
        path = base.parent / link.partition("?")[0]
        return _Asset(path.read_bytes(), path) if path.is_file() else None


@functools.cache
def installed() -> _Index:
    """Return the files that installed packages carry."""
    import folium

    packages = [
        Path(str(package))
        for package in sorted(resources.files(PACKAGES).iterdir(), key=lambda folder: folder.name)
    ]
    own = Path(folium.__file__).parent
    return _Index(
        [*((package, package.parent) for package in packages), (own / _OF_FOLIUM, own.parent)]
    )


def store_folder() -> Path:
    """Return the folder in which what is fetched is kept."""
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return Path(base or Path.home() / ".cache") / "belarus-borders" / "assets"


def _fetched(url: str) -> bytes:
    if urlsplit(url).scheme not in {"http", "https"}:
        raise MissingAsset(f"{url} cannot be fetched: give an address of the web")
    try:
        with urllib.request.urlopen(url, timeout=SECONDS) as answer:  # noqa: S310 - checked above
            content: bytes = answer.read()
    except (OSError, http.client.HTTPException) as error:
        raise MissingAsset(f"{url} could not be fetched: {error}") from error
    return content


def _key(name: str) -> str:
    """Return the name of a file without its version, small or not.

    Examples
    --------
    >>> _key("jquery-3.7.1.min.js"), _key("Control.FullScreen.min.js")
    ('jquery.js', 'control.fullscreen.js')
    """
    return _SMALL.sub("", _VERSION.sub("", name)).lower()


def _likeness(path: Path, url: str) -> int:
    """Return how many letters of a folder's name a link shares; one where none tells anything."""
    split = urlsplit(url)
    parts = [_letters(part) for part in (split.netloc, *split.path.split("/"))]
    stem = _letters(_key(Path(split.path).name).partition(".")[0])
    names = [_letters(name) for name in path.parts[:-1] if name not in _GENERIC]
    whole = "".join(parts)
    shared = [
        len(name)
        for name in names
        if name in {*parts, stem} or (len(name) >= _LEAST and name in whole)
    ]
    return max(shared, default=0 if names else 1)


def _letters(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _flat(rules: str) -> str:
    """Return the rules of icons as browsers read them."""
    return "".join(
        f"{name}:before{{{rule.strip()}}}"
        for names, rule in _ICON.findall(rules)
        for name in names.replace(",", " ").split()
    )


def _one_font(face: str, rules: str) -> str:
    """Return a font in one form of many; nothing where none of the rules beside it names it."""
    family = _FAMILY.search(face)
    if family and family[1] not in rules:
        return ""
    links = [next(filter(None, groups)) for groups in _URL.findall(face)]
    for suffix in _FONTS:
        for link in links:
            if Path(urlsplit(link).path).suffix == suffix:
                rest = _SOURCES.sub("", face).rstrip("} \n;")
                return f"{rest};src:url({link})}}"
    return face
