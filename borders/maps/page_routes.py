"""The routes that the page shows: kept beside the network that they follow, or found now."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, Final

import msgspec

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
    try:
        kept = msgspec.json.decode((register.network_folder / FILE).read_bytes())
        if kept["of"] == _digest(register):
            block: dict[str, Any] = kept["ways"]
            return block
    except (OSError, msgspec.DecodeError, LookupError, TypeError):
        pass  # there are none, and they are found
    from borders.maps import page_routes_build

    return page_routes_build.build(register)


def kept_file(register: Register) -> bytes:
    """Return the file to keep beside a network."""
    from borders.maps import page_routes_build

    kept = {"of": _digest(register), "ways": page_routes_build.build(register)}
    return f"{json.dumps(kept, ensure_ascii=False, separators=(',', ':'))}\n".encode()


def _digest(register: Register) -> str:
    """Return what changes with all that routes are made of, the crossings that they lead to too."""
    digest = hashlib.sha256(register.facts.package.home.encode())
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
