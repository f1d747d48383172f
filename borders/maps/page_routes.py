"""The routes that the page shows: kept beside the network that they follow, or found now."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, Final

from borders import documents

if TYPE_CHECKING:
    from borders.register import Register

__all__ = ["FILE", "kept_file", "routes_block"]

FILE: Final = "ways.json"
"""The file of a network's folder that holds them."""

_MADE_OF: Final = (
    "network.toml",
    "gates.csv",
    "roads-nodes.csv",
    "roads.csv",
    "rails-nodes.csv",
    "rails.csv",
)


def routes_block(register: Register) -> dict[str, Any] | None:
    """Return what the page needs to show routes; None: the register has no network.

    Those kept beside the network serve as long as it, the towns and the crossings are the same.
    """
    if not register.is_routed:
        return None
    block = kept(register)
    if block is None:
        from borders.maps import page_routes_build

        block = page_routes_build.build(register)
    return block


def kept(register: Register) -> dict[str, Any] | None:
    """Return the routes that are kept, as they were; None: there are none, or of something else."""
    try:
        found = documents.json(documents.content(register.network_folder, FILE))
        block: dict[str, Any] = found["ways"]
        return block if found["of"] == _digest(register, block) else None
    except (OSError, documents.Unreadable, LookupError, TypeError, ValueError):
        return None


def kept_file(register: Register) -> bytes:
    """Return the file to keep beside a network."""
    from borders.maps import page_routes_build

    ways = page_routes_build.build(register)
    return _written({"of": _digest(register, ways), "ways": ways}) + b"\n"


def _written(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _digest(register: Register, ways: object) -> str:
    """Return what changes with routes and all that they are made of, crossings too."""
    digest = hashlib.sha256(register.facts.package.home.encode())
    digest.update(_written(ways))
    for file in (register.folder / "towns.csv", *map(register.network_folder.joinpath, _MADE_OF)):
        digest.update(file.read_bytes() if file.is_file() else b"-")
    gates = register.network_folder.joinpath("gates.csv")
    lines = gates.read_bytes().splitlines() if gates.is_file() else []
    routed = {line.partition(b",")[0].decode("utf-8", "replace") for line in lines}
    for number, crossing in enumerate(register.crossings):
        if crossing.id in routed:
            told = f"{number} {crossing.id} {crossing.kind} {crossing.border_point!r}"
            digest.update(told.encode())
    return digest.hexdigest()
