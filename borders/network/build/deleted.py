"""What an extract in XML says was deleted, by what editors write and pyosmium does not read."""

from __future__ import annotations

import bz2
import contextlib
import gzip
import zlib
from typing import IO, TYPE_CHECKING, Any, Final, NamedTuple
from xml.parsers import expat

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_XML: Final = (".osm", ".xml")
_PACKED: Final[Mapping[str, Any]] = {".gz": gzip.open, ".bz2": bz2.open}
_BROKEN: Final = (expat.ExpatError, OSError, EOFError, zlib.error)
_PART: Final = 2**20


class Deleted(NamedTuple):
    """The newest version by which each was deleted, by id."""

    nodes: dict[int, int]
    ways: dict[int, int]


def deleted(files: list[Path]) -> Deleted:
    """Return what files say was deleted: by `visible="false"`, or by `action="delete"` of JOSM.

    A file that is no XML says nothing; one that is broken is told by what reads it whole.
    """
    found = Deleted({}, {})
    kinds = {"node": found.nodes, "way": found.ways}

    def look(name: str, said: dict[str, str]) -> None:
        if name in kinds and (said.get("visible") == "false" or said.get("action") == "delete"):
            with contextlib.suppress(ValueError, KeyError):  # no id: told by what reads it whole
                number, version = int(said["id"]), int(said.get("version", 0))
                kinds[name][number] = max(version, kinds[name].get(number, 0))

    for file in files:
        with contextlib.suppress(*_BROKEN), _opened(file) as content:
            parser = expat.ParserCreate()
            parser.StartElementHandler = look
            while part := content.read(_PART):
                parser.Parse(part)
    return found


@contextlib.contextmanager
def _opened(file: Path) -> Iterator[IO[bytes]]:
    """Open an XML, packed or not; of another file, nothing."""
    endings = [ending.lower() for ending in file.suffixes]
    unpack = _PACKED.get(endings[-1] if endings else "")
    if (endings[:-1] if unpack else endings)[-1:] not in ([each] for each in _XML):
        raise EOFError
    with (unpack or open)(file, "rb") as content:
        yield content
