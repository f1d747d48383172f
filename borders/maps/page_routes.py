"""The routes that the page shows: kept beside the network that they follow, or found now."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgspec

from borders.enums import Direction
from borders.geo.polylines import unpack
from borders.places import direction_from
from borders.register import reachable

if TYPE_CHECKING:
    from borders.enums import Status
    from borders.model import Crossing, Verdict
    from borders.register import Register, Snapshot

__all__ = ["FILE", "RouteSummary", "kept_file", "routes_block", "routes_from_first_town"]

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


class RouteSummary(NamedTuple):
    """A route to a crossing, without its course."""

    verdict: Verdict
    by: str
    km: float | None
    approximate: bool

    @property
    def crossing(self) -> Crossing:
        """Where it leads."""
        return self.verdict.crossing

    @property
    def status(self) -> Status:
        """What the crossing is to the question."""
        return self.verdict.status


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
    """Return what changes with all that routes are made of."""
    digest = hashlib.sha256(register.facts.package.home.encode())
    for file in (register.folder / "towns.csv", *map(register.network_folder.joinpath, _MADE_OF)):
        digest.update(file.read_bytes() if file.is_file() else b"-")
    for crossing in register.crossings:
        digest.update(f"{crossing.id} {crossing.kind} {crossing.border_point!r}".encode())
    return digest.hexdigest()


def routes_from_first_town(
    snapshot: Snapshot, block: dict[str, Any]
) -> tuple[int, Direction, list[RouteSummary]]:
    """Return the first town of the page by number, and the routes from it, ordered as `Routes` are.

    Where the question is of the other direction there are none.
    """
    register = snapshot.register
    at = block["origins"][0][1]
    direction = direction_from(register.towns.all[at], register.facts.package.home)
    if snapshot.direction not in {None, direction}:
        return at, direction, []
    is_home = direction is Direction.OUT
    metres: dict[str, tuple[int, bool]] = {}
    for network in block["networks"]:
        is_far = bool(unpack(network["far"])[0])
        for gate in network["gates"]:
            if gate["home"] == is_home and (length := unpack(gate["metres"])[0]) >= 0:
                crossing = register.crossings[gate["crossing"]]
                metres[crossing.id] = length, is_far or gate["approximate"]
    towards = snapshot.with_direction(direction)
    routes = []
    for crossing in reachable(towards):
        known = metres.get(crossing.id)
        km, is_rough = (known[0] / 1000, known[1]) if known else (None, False)
        routes.append(RouteSummary(towards.verdict(crossing), crossing.kind.by, km, is_rough))
    routes.sort(key=lambda route: (route.status.rank, route.km is None, route.km or 0.0))
    return at, direction, routes
