"""The scripts and style sheets that go into a page: our own, and those of installed packages."""

from __future__ import annotations

import base64
import functools
import re
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

__all__ = [
    "default_marker_js",
    "leaflet_css",
    "leaflet_js",
    "loader",
    "scripts",
    "styles",
    "widget",
]

_REMARK = re.compile(r"/\*.*?\*/", re.DOTALL)
_BLANK = re.compile(r"(?<=[{};:,]) | (?=[{}])")
_IMAGED = re.compile(r"url\([\"']?images/([^\"')]+)[\"']?\)")
_OLD = re.compile(r"^\s*behavior:.*\n", re.MULTILINE)
_MAPPED = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)


@functools.cache
def scripts(*, moment: bool = False) -> str:
    """Return our modules as one script, which leaves the global `borders`.

    Parameters
    ----------
    moment
        Without the parts that tell of other moments than one, and of ways.
    """
    return _bundled("moment.js" if moment else "page.js")


@functools.cache
def styles(*, moment: bool = False) -> str:
    """Return our rules, or those of a page of one moment."""
    return _bundled("moment.css" if moment else "page.css")


@functools.cache
def loader() -> str:
    """Return the script that unpacks a page, and runs what was packed in its order."""
    return _bundled("loader.js")


def widget() -> str:
    """Return the module that holds a page in the cell of a notebook."""
    return _bundled("widget.js")


def _bundled(name: str) -> str:
    """Return what `make scripts` made out of `assets/`; it is kept, as no page needs Node."""
    return (files("borders.maps") / "bundled" / name).read_text("utf-8")


def _small(css: str) -> str:
    """Return rules without what is there for their authors alone."""
    return _BLANK.sub("", " ".join(_REMARK.sub("", css).split())).replace(";}", "}")


def _leaflet() -> Traversable:
    return files("xstatic.pkg.leaflet") / "data"


@functools.cache
def leaflet_js() -> str:
    """Return Leaflet."""
    return _MAPPED.sub("", (_leaflet() / "leaflet.js").read_text("utf-8")).strip()


def default_marker_js() -> str:
    """Return the code that gives Leaflet the images of its default marker."""
    images = ",".join(
        f"{option}:'{_image(name)}'"
        for option, name in (
            ("iconUrl", "marker-icon.png"),
            ("iconRetinaUrl", "marker-icon-2x.png"),
            ("shadowUrl", "marker-shadow.png"),
        )
    )
    return (
        f"L.Icon.Default.imagePath='';L.Icon.Default.prototype.options.imagePath='';"
        f"L.Icon.Default.mergeOptions({{{images}}});"
    )


@functools.cache
def leaflet_css(*, pictured: bool = True) -> str:
    """Return Leaflet's rules.

    Parameters
    ----------
    pictured
        With the images of its default marker and of its list of layers. Our own page has neither.
    """
    css = _OLD.sub("", (_leaflet() / "leaflet.css").read_text("utf-8"))
    return _IMAGED.sub(lambda m: f"url({_image(m[1])})" if pictured else "none", _small(css))


def _image(name: str) -> str:
    content = (_leaflet() / "images" / name).read_bytes()
    return f"data:image/png;base64,{base64.b64encode(content).decode()}"
