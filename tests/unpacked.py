"""A page as its loader makes it, for tests that look into what is packed."""

from __future__ import annotations

import base64
import json
import re
import zlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["block", "unpacked"]

PACKED = re.compile(
    r'<script type="text/plain" id="borders-packed" data-signs=".{85}" data-size="(\d+)">'
    r"(.*?)</script>"
)


def block(path: Path, name: str) -> Any:
    """Return the data of a block of a page."""
    page = unpacked(path.read_text("utf-8"))
    (found,) = re.findall(rf'id="{name}">(.*?)</script>', page, re.DOTALL)
    return json.loads(found)


def unpacked(page: str) -> str:
    """Return a page with what is packed in it as markup."""
    return PACKED.sub(lambda found: "\n".join(_elements(int(found[1]), found[2])), page)


def _elements(size: int, dense: str) -> Iterator[str]:
    small = base64.b85decode(dense.translate(str.maketrans(",.", "&<")))[:size]
    listed, _, text = zlib.decompress(small).decode().partition("\n")
    units = text.encode("utf-16-le")
    for name, identifier, length in json.loads(listed):
        content, units = units[: 2 * length].decode("utf-16-le"), units[2 * length :]
        if name == "svg":
            yield content
            continue
        kind = f' type="application/json" id="{identifier}"' if identifier else ""
        yield f"<{name}{kind}>{content}</{name}>"
