"""OpenStreetMap extracts → the folder of a network in true geometry."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np

from borders import atomic_file
from borders.data import overlays
from borders.errors import QuestionError
from borders.geo.states import CountryLocator
from borders.model import Record
from borders.network import named_roads
from borders.network.build.cut import Gate, NetworkBuilder, NetworkBuilt, write
from borders.network.build.osm import Extracts, installed, problem

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from borders._typing import Floats
    from borders.model import Facts

__all__ = ["Built", "build"]

APPROXIMATE_BEYOND: Final = 10_000
FILES: Final = frozenset(
    {
        *("network.toml", "gates.csv", "repairs.csv", named_roads.FILE),
        *("roads.csv", "roads-nodes.csv", "rails.csv", "rails-nodes.csv"),
    }
)
"""What a folder of a network holds."""
_MARK: Final = "network.toml"


class Built(Record, frozen=True, kw_only=True):
    """What `build` wrote."""

    folder: str
    networks: tuple[NetworkBuilt, ...]

    def __str__(self) -> str:
        return "\n".join(map(str, self.networks))


def build(
    files: Sequence[Path],
    output: Path,
    geodata: Path | Sequence[Path] = (),
    tell: Callable[[str], object] = lambda _: None,
) -> Built:
    """Write the network of some OpenStreetMap extracts as a folder.

    Parameters
    ----------
    files
        Extracts as pyosmium reads them: `.osm.pbf`, `.osm`, `.osm.bz2`, … Together they should
        cover the home state and its neighbours.
    output
        The folder to write. A network that stands there is replaced.
    geodata
        Folder of another register, with `countries.geojson` or `borders.geojson`, and what lies
        over it; left out: the shipped data.
    tell
        Called with what is being done.

    Raises
    ------
    DataError
        When a file cannot be read, or holds no road of the home state.
    QuestionError
        When `output` is something other than a network.
    MissingExtra
        When pyosmium is not installed.
    """
    osmium = installed()
    if not files:
        raise QuestionError("a network is built from at least one extract (.osm.pbf)")
    target = Path(output).resolve()
    _refuse(target)
    given = [geodata] if isinstance(geodata, Path) else geodata
    facts, folders = overlays.read(*given)
    locator = CountryLocator.of_folder(folders[0], facts.package.home)
    extracts = Extracts(osmium, files, tell)
    tell("reading ways")
    osm = extracts.read(_places_of(facts))
    near = next(folder for folder in target.parents if folder.is_dir())
    with atomic_file.workspace(near) as space:
        beside = space / target.name
        beside.mkdir()
        built = []
        gates: list[tuple[str, Gate]] = []
        met: list[list[object]] = []
        for name in ("roads", "rails"):
            tell(f"cutting and joining {name}")
            builder = NetworkBuilder(name, osm, facts, locator)
            if made := builder.build(beside, extracts.names):
                built.append(made)
                gates += [(name, gate) for gate in builder.gates]
                met += [[name, *each] for each in builder.met]
        _need_roads(built, files, facts.package.home)
        rows = sorted((g.crossing, name, g.side, g.node, *g[3:]) for name, g in gates)
        write(
            beside / "gates.csv",
            "crossing,network,side,node,metres,approximate,source",
            (f"{c},{n},{s},{k},{m:.1f},{a},{why}" for c, n, s, k, m, a, why in rows),
        )
        with (beside / named_roads.FILE).open("w", encoding="utf-8", newline="") as out:
            csv.writer(out, lineterminator="\n").writerows([named_roads.COLUMNS, *met])
        (beside / _MARK).write_text(_mark(files, extracts.data_from), encoding="utf-8")
        target.parent.mkdir(parents=True, exist_ok=True)
        atomic_file.exchange(beside, target)
    return Built(folder=str(target), networks=tuple(built))


def _refuse(target: Path) -> None:
    """Refuse to replace what is no network, or holds more than one."""
    if not target.exists():
        return
    names = {file.name for file in target.iterdir()} if target.is_dir() else {target.name}
    if not names and target.is_dir():
        return
    if _MARK not in names:
        raise QuestionError(
            f"{target} is there and is no network (it has no {_MARK}): it stays as it is; "
            "choose another folder"
        )
    if more := sorted(names - FILES):
        raise QuestionError(
            f"{target} holds more than a network ({', '.join(more)}): it stays as it is; take "
            "that out, or choose another folder"
        )


def _need_roads(built: list[NetworkBuilt], files: Sequence[Path], home: str) -> None:
    if "roads" not in {made.name for made in built}:
        raise problem(
            ", ".join(str(file) for file in files),
            f"no road of {home} is in there; give the extract of that state, with those of its "
            "neighbours",
        )


def _mark(files: Sequence[Path], data_from: str) -> str:
    names = ", ".join(sorted(Path(file).name for file in files))
    values = {
        "name": f"OpenStreetMap: {names}",
        "schematic": False,
        "attribution": "© OpenStreetMap contributors, ODbL 1.0",
        "data_from": data_from or names,
        "approximate_beyond": APPROXIMATE_BEYOND,
        "note": (
            "Roads down to residential streets; service roads and tracks only near crossings. "
            "Ferries are not in it."
        ),
    }
    lines = (f"{key} = {msgspec.json.encode(value).decode()}" for key, value in values.items())
    return "\n".join((*lines, ""))


def _places_of(facts: Facts) -> Floats:
    """Return longitude and latitude of the border points and checkpoints of a register."""
    places = [
        (place.lon, place.lat)
        for crossing in facts.crossings.values()
        for place in (crossing.border_point, *(c.location for c in crossing.checkpoints))
        if place is not None
    ]
    return np.array(places, dtype=float).reshape(-1, 2)
