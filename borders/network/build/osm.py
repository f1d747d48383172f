"""OpenStreetMap extracts → the roads and railways in them, over numbered nodes.

The files are read in passes: ways first, then the positions of the nodes that they use. What is
held in memory grows with the roads and railways of a file, not with its buildings.
"""

from __future__ import annotations

from array import array
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from borders.errors import DataError, MissingExtra
from borders.geo.earth import geocentric
from borders.model import Problem
from borders.network.build import linework
from borders.network.build.deleted import Deleted, deleted
from borders.network.build.linework import Linestrings, distinct

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from types import ModuleType

    from borders._typing import Bools, Floats, Ints, Numbers

__all__ = ["BY_ROADS", "CLASSES", "UNIT", "Extracts", "OsmNetworks", "installed", "problem"]

ROADS: Final = (
    *("motorway", "motorway_link", "trunk", "trunk_link", "primary", "primary_link"),
    *("secondary", "secondary_link", "tertiary", "tertiary_link", "unclassified", "residential"),
    *("living_street", "road"),
)
BY_ROADS: Final = ("service", "track")
"""Left out, but for those near a crossing: the lanes of checkpoints are such."""
RAILS: Final = ("rail", "narrow_gauge")
CLASSES: Final = (*ROADS, *BY_ROADS, *RAILS, "disused")
VEHICLES: Final = ("motorcar", "motor_vehicle", "vehicle", "access")
"""Keys that tell who may drive; the first that is given decides."""
BARRED: Final = frozenset({"no", "private", "agricultural", "forestry", "emergency", "military"})
ONE_WAY: Final = frozenset({"yes", "true", "1"})
ONE_WAY_CLASSES: Final = frozenset({"motorway", "motorway_link"})
ROUND: Final = frozenset({"roundabout", "circular"})

NEAR: Final = 1500.0  # metres from a crossing or a border control within which by-roads are kept
NEAR_CLOSED: Final = 5000.0  # metres from there within which roads and railways that are barred are
UNIT: Final = np.float64(1e-7)  # degrees, of OpenStreetMap's coordinates
_MISSING: Final = np.iinfo(np.int32).max


def installed() -> ModuleType:
    """Return pyosmium.

    Raises
    ------
    MissingExtra
        When it is not installed.
    """
    try:
        import osmium
    except ImportError as error:
        raise MissingExtra(
            'OpenStreetMap extracts are read by pyosmium: pip install "belarus-borders[osm]"'
        ) from error
    return osmium  # type: ignore[no-any-return, unused-ignore]


def problem(file: str, text: str) -> DataError:
    """Return the error that says what is wrong with a file."""
    return DataError([Problem(file=file, entry="", text=text)])


class _Versions:
    """Ways by id and rank: twice the version, and one more where it was deleted."""

    def __init__(self) -> None:
        self.ids, self.ranks = array("q"), array("q")

    def note(self, number: int, version: int, *, is_deleted: bool = False) -> None:
        self.ids.append(number)
        self.ranks.append(2 * version + is_deleted)


class _Newest:
    """The highest rank of each way, in whatever file it stands."""

    def __init__(self, versions: Sequence[_Versions]) -> None:
        ids = np.concatenate([np.array(each.ids, np.int64) for each in versions])
        ranks = np.concatenate([np.array(each.ranks, np.int64) for each in versions])
        order = np.lexsort((ranks, ids))
        is_last = np.append(ids[order][1:] != ids[order][:-1], True)[: len(ids)]
        self._ids, self._ranks = ids[order][is_last], ranks[order][is_last]

    def is_newest(self, of: _Versions) -> Bools:
        """Return which of the ways are not outdated by another file, nor deleted."""
        at = np.searchsorted(self._ids, np.array(of.ids, np.int64))
        newest: Bools = self._ranks[at] == np.array(of.ranks, np.int64)
        return newest


class _Rows(_Versions):
    """Ways as they are read."""

    def __init__(self) -> None:
        super().__init__()
        self.refs, self.sizes = array("q"), array("q")
        self.classes, self.oneway = array("b"), array("b")

    def add(self, way: Any, kind: int, oneway: int) -> None:  # noqa: ANN401 - of pyosmium
        refs = [node.ref for node in way.nodes]
        self.note(way.id, way.version)
        self.classes.append(kind)
        self.oneway.append(oneway != 0)
        self.sizes.append(len(refs))
        self.refs.extend(refs if oneway >= 0 else reversed(refs))

    def lines(self, newest: _Newest) -> Linestrings:
        """Return the ways over ids of nodes: of one that several files hold, all that they do."""
        lines = Linestrings(
            np.array(self.refs, dtype=np.int64),
            np.concatenate([[0], np.cumsum(np.array(self.sizes, dtype=np.int64))]),
            np.array(self.classes, dtype=np.int8),
            np.array(self.oneway, dtype=bool),
        )
        kept = np.flatnonzero(newest.is_newest(self))
        ids = np.array(self.ids, np.int64)[kept]
        order = np.argsort(ids, kind="stable")
        return linework.united(lines.take(kept[order]), ids[order])


class _Maybe(_Versions):
    """Ways that count only near a crossing: id, the nodes that may be near, and how near."""

    def __init__(self) -> None:
        super().__init__()
        self.is_closed = array("b")
        self.refs, self.sizes = array("q"), array("q")

    def add(self, way: Any, *, is_closed: bool) -> None:  # noqa: ANN401 - of pyosmium
        nodes = [node.ref for node in way.nodes]
        nodes = nodes if is_closed else [nodes[0], nodes[-1]]  # the many tracks: by their ends
        self.note(way.id, way.version)
        self.is_closed.append(is_closed)
        self.refs.extend(nodes)
        self.sizes.append(len(nodes))


class OsmNetworks(NamedTuple):
    """Ways over numbered nodes, and the nodes."""

    lines: dict[str, Linestrings]
    missing: dict[str, int]
    ids: Numbers
    lon7: Ints
    lat7: Ints


class Extracts:
    """Files that are read together."""

    def __init__(
        self, osmium: ModuleType, files: Sequence[Path], tell: Callable[[str], object]
    ) -> None:
        self.osmium = osmium
        self.files = [Path(file) for file in files]
        self.tell = tell
        self.data_from = ""
        self.deleted = Deleted({}, {})
        for file in self.files:
            if not file.is_file():
                raise problem(str(file), "no such file" if not file.exists() else "is no file")

    def read(self, sites: Floats) -> OsmNetworks:
        """Return the roads and railways that count, with their nodes."""
        rows = {"roads": _Rows(), "rails": _Rows(), "service": _Rows()}
        maybe, other, controls = _Maybe(), _Versions(), array("q")
        self.deleted = deleted(self.files)
        for number, version in self.deleted.ways.items():
            other.note(number, version, is_deleted=True)
        self._scan(rows, maybe, other, controls)
        newest = _Newest([*rows.values(), maybe, other])
        refs = {name: each.lines(newest) for name, each in rows.items()}
        wanted = [each.nodes for each in refs.values()]
        perhaps = np.array(maybe.refs, dtype=np.int64)
        ids = distinct(np.concatenate([*wanted, perhaps, np.array(controls, dtype=np.int64)]))
        if not len(ids):
            raise problem(
                ", ".join(map(str, self.files)),
                "no road or railway is in there (ways with the key highway or railway): the file "
                "is no extract, or is not whole",
            )
        self.tell("reading positions")
        lon7, lat7 = self._positions(ids)
        at = np.searchsorted(ids, np.array(controls, dtype=np.int64))
        located = at[lon7[at] != _MISSING]
        near = np.vstack([sites, np.column_stack([lon7[located], lat7[located]]) * UNIT])
        chosen = self._chosen(maybe, newest, np.searchsorted(ids, perhaps), (lon7, lat7), near)
        if chosen:
            self.tell("reading the lanes of checkpoints")
            more = self._again(chosen, newest)
            refs = {
                name: linework.both(lines, more[name]) if name in more else lines
                for name, lines in refs.items()
            }
            new = distinct(np.concatenate([each.nodes for each in more.values()]))
            new = new[~np.isin(new, ids, assume_unique=True)]
            new_lon7, new_lat7 = self._positions(new)
            order = np.argsort(ids := np.concatenate([ids, new]))
            ids = ids[order]
            lon7 = np.concatenate([lon7, new_lon7])[order]
            lat7 = np.concatenate([lat7, new_lat7])[order]
        missing, numbered = {}, {}
        for name, each in refs.items():
            nodes = np.searchsorted(ids, each.nodes).astype(np.int32)
            lost = lon7[nodes] == _MISSING
            missing[name] = len(np.unique(each.owners[lost]))
            numbered[name] = _without(each._replace(nodes=nodes), lost)
        numbered["rails"] = _joined(numbered["rails"], numbered.pop("service"), len(ids))
        missing["rails"] += missing.pop("service")
        return OsmNetworks(numbered, missing, ids, lon7, lat7)

    def _run(self, entities: str, filters: Sequence[Any]) -> Iterator[Any]:
        """Yield the objects of all files that pass the filters."""
        kinds = {"n": self.osmium.osm.NODE, "w": self.osmium.osm.WAY}
        mask = kinds["n"] if entities == "n" else kinds["w"]
        if entities == "nw":
            mask = kinds["n"] | kinds["w"]
        stamps = []
        for file in self.files:
            try:
                # Its name says the form, in capitals too.
                extract = self.osmium.io.File(str(file), Path(file).name.lower())
                reader = self.osmium.FileProcessor(extract, mask)
                for each in filters:
                    reader = reader.with_filter(each)
                _refuse_history(reader, file)
                stamps.append(reader.header.get("osmosis_replication_timestamp"))
                yield from reader
            except DataError:
                raise
            except Exception as error:  # of whatever class: all are the reader's own
                raise problem(
                    str(file),
                    f"cannot be read as OpenStreetMap data: {error}; download it again, and keep "
                    "its ending (.osm.pbf, .osm, .osm.bz2)",
                ) from error
        self.data_from = ", ".join(sorted({stamp for stamp in stamps if stamp}))

    def _scan(
        self, rows: dict[str, _Rows], maybe: _Maybe, other: _Versions, controls: array[int]
    ) -> None:
        filters = self.osmium.filter
        kinds = self.osmium.osm
        passing = (
            filters.KeyFilter("highway", "railway").enable_for(kinds.WAY),
            filters.TagFilter(("barrier", "border_control")).enable_for(kinds.NODE),
        )
        for item in self._run("nw", passing):
            if item.is_node():
                controls.append(item.id)
                continue
            kept = _classified(item.tags)
            if item.deleted or kept is None or len(item.nodes) < 2:  # noqa: PLR2004 - two ends
                other.note(item.id, item.version, is_deleted=item.deleted)
                continue
            name, kind, oneway = kept
            if name in rows:
                rows[name].add(item, CLASSES.index(kind), oneway)
            else:
                maybe.add(item, is_closed=kind not in BY_ROADS)

    def names(self, steps: Sequence[tuple[int, int]]) -> list[tuple[str, str]]:
        """Return the number and the name of the ways that steps between two nodes belong to."""
        wanted = {frozenset(step): ("", "") for step in steps}
        nodes = {node for step in steps for node in step}
        keys = ("highway", "railway"), ("ref", "name")
        passing = [self.osmium.filter.KeyFilter(*each) for each in keys]
        for way in self._run("w", passing) if steps else ():
            refs = [node.ref for node in way.nodes]
            if nodes.isdisjoint(refs):
                continue
            named = way.tags.get("ref", ""), way.tags.get("name", "")
            wanted.update(
                (step, named) for step in map(frozenset, pairwise(refs)) if step in wanted
            )
        return [wanted[frozenset(step)] for step in steps]

    def _positions(self, ids: Numbers) -> tuple[Ints, Ints]:
        """Return the coordinates of nodes in 10⁻⁷ degrees; those of the newest version count."""
        if len(ids) and ids[0] < 0:
            raise problem(
                ", ".join(map(str, self.files)),
                f"node {ids[0]} has a negative id, as edits have that were never uploaded: "
                "give an extract of what is published",
            )
        seen, ranks, lon, lat = array("q"), array("q"), array("i"), array("i")
        for node in self._run("n", [self.osmium.filter.IdFilter(ids.data)]):
            place, is_deleted = node.location, node.deleted  # each asking makes an object
            is_there = not is_deleted and place.valid()
            seen.append(node.id)
            ranks.append(2 * node.version + is_deleted)
            lon.append(place.x if is_there else _MISSING)
            lat.append(place.y if is_there else _MISSING)
        gone = np.array([*self.deleted.nodes], np.int64)
        for number in gone[np.isin(gone, ids)].tolist():
            seen.append(number)
            ranks.append(2 * self.deleted.nodes[number] + 1)
            lon.append(_MISSING)
            lat.append(_MISSING)
        lon7, lat7 = (np.full(len(ids), _MISSING, dtype=np.int32) for _ in range(2))
        numbers, lons, lats = np.array(seen, np.int64), *(np.array(o, np.int32) for o in (lon, lat))
        order = np.lexsort((lats, lons, np.array(ranks, np.int64), numbers))  # the newest last
        at = np.searchsorted(ids, numbers[order])
        lon7[at], lat7[at] = lons[order], lats[order]
        return lon7, lat7

    def _chosen(
        self,
        maybe: _Maybe,
        newest: _Newest,
        nodes: Numbers,
        places: tuple[Ints, Ints],
        near: Floats,
    ) -> list[int]:
        """Return the ids of those ways that count, because they pass near a crossing."""
        from scipy.spatial import KDTree

        if not len(near) or not len(nodes):
            return []
        lon7, lat7 = (each[nodes] for each in places)
        tree = KDTree(geocentric(*near.T))
        away, _ = tree.query(geocentric(lon7 * UNIT, lat7 * UNIT), distance_upper_bound=NEAR_CLOSED)
        away[lon7 == _MISSING] = np.inf
        sizes = np.array(maybe.sizes)
        away = np.minimum.reduceat(away, sizes.cumsum() - sizes)
        limit = np.where(np.array(maybe.is_closed, dtype=bool), NEAR_CLOSED, NEAR)
        is_chosen = (away < limit) & newest.is_newest(maybe)
        return sorted(set(np.array(maybe.ids)[is_chosen].tolist()))

    def _again(self, chosen: list[int], newest: _Newest) -> dict[str, Linestrings]:
        rows = {"roads": _Rows(), "rails": _Rows()}
        for way in self._run("w", [self.osmium.filter.IdFilter(chosen)]):
            kept = _classified(way.tags)
            if kept is not None and kept[0] not in rows:
                name, kind, oneway = kept
                rows[name.removeprefix("maybe ")].add(way, CLASSES.index(kind), oneway)
        return {name: each.lines(newest) for name, each in rows.items()}


def _refuse_history(reader: Any, file: Path) -> None:  # noqa: ANN401 - of pyosmium
    if reader.header.has_multiple_object_versions:
        raise problem(str(file), "holds every version of its objects: give an extract")


def _classified(tags: Any) -> tuple[str, str, int] | None:  # noqa: ANN401 - of pyosmium
    """Return the network, the class and the direction of a way, or None when it does not count."""
    highway, railway = tags.get("highway"), tags.get("railway")
    if highway in ROADS or highway in BY_ROADS:
        return None if tags.get("area") == "yes" else _road(highway, tags)
    if railway == "disused" or (railway in RAILS and tags.get("disused") == "yes"):
        return "maybe rails", "disused", 0
    if railway in RAILS and tags.get("abandoned") != "yes":
        return "service" if tags.get("service") else "rails", railway, 0
    return None


def _road(highway: str, tags: Any) -> tuple[str, str, int]:  # noqa: ANN401 - of pyosmium
    access = next((word for key in VEHICLES if (word := tags.get(key))), "yes")
    is_sure = highway in ROADS and access not in BARRED
    return "roads" if is_sure else "maybe roads", highway, _direction(highway, tags)


def _direction(highway: str, tags: Any) -> int:  # noqa: ANN401 - of pyosmium
    """Return 1 for a way that is one-way, -1 for one against its course, else 0."""
    oneway = tags.get("oneway")
    if oneway in {"-1", "reverse"}:
        return -1
    if oneway is None:
        return int(highway in ONE_WAY_CLASSES or tags.get("junction") in ROUND)
    return int(oneway in ONE_WAY)


def _without(lines: Linestrings, lost: Bools) -> Linestrings:
    """Return the ways without lost nodes, at which they end, and without nodes that stand twice."""
    is_first = np.zeros(len(lines.nodes), dtype=bool)
    is_first[lines.bounds[:-1][np.diff(lines.bounds) > 0]] = True
    again = np.concatenate([[False], lines.nodes[1:] == lines.nodes[:-1]]) & ~is_first
    owners = lines.owners[~again]
    bounds = np.searchsorted(owners, np.arange(len(lines.classes) + 1))
    thin = lines._replace(nodes=lines.nodes[~again], bounds=bounds)
    is_there = ~lost[~again]
    keep = np.zeros(len(thin.nodes), dtype=bool)
    at = thin.steps
    keep[at] = is_there[at] & is_there[at + 1]
    return linework.cut(thin, keep)


def _joined(rails: Linestrings, service: Linestrings, count: int) -> Linestrings:
    """Return the railways with those sidings, yards and crossovers that join two parts of them."""
    if not len(rails.classes) or not len(service.classes):
        return rails
    each = linework.strong_parts(_pairs(rails), count)
    track = linework.strong_parts(_pairs(service), count)
    used = np.zeros(count, dtype=bool)
    used[rails.nodes] = True
    shared = np.unique(service.nodes[used[service.nodes]])
    pairs = np.unique(np.column_stack([track[shared], each[shared]]), axis=0)
    times = np.bincount(pairs[:, 0], minlength=track.max() + 1)
    return linework.both(rails, service.take(np.flatnonzero(times[track[service.heads]] > 1)))


def _pairs(lines: Linestrings) -> Linestrings:
    """Return every step as a way of its own."""
    at = lines.steps
    return Linestrings(
        np.column_stack([lines.nodes[at], lines.nodes[at + 1]]).ravel(),
        np.arange(len(at) + 1) * 2,
        lines.classes[lines.owners[at]],
        lines.oneway[lines.owners[at]],
    )
