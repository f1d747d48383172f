"""The reach of crossings that serve: how far any number of places is from the nearest."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from borders import _lazy, progress
from borders._typing import Floats, Texts
from borders.columns import REACH
from borders.enums import Direction
from borders.errors import QuestionError, shown
from borders.geo.earth import DETOUR
from borders.geo.states import CountryLocator
from borders.model import Crossing
from borders.network.graph import Network, Snapped
from borders.network.place_files.positions import Oddities, ordinal
from borders.network.routes import network_of
from borders.places import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    import geopandas as gpd

    from borders._typing import Bools, Ints
    from borders.network.graph import Graph, ShortestPathTree
    from borders.places import Where

__all__ = ["CHUNK", "Reach", "Serving", "measure", "of_towns", "refuse_twice", "town_columns"]

CHUNK: Final = 250_000
"""Places looked at in one go: what bounds the memory."""


class _Served(NamedTuple):
    """What a set of crossings means to the nodes of a graph."""

    tree: ShortestPathTree
    """To the crossings."""
    crossing: Ints
    """By node: index of the crossing whose side node it is, else -1."""
    approximate: Bools


class Reached(NamedTuple):
    """What a set of crossings means to places."""

    crossing: Ints
    km: Floats
    approximate: Bools


class Serving(NamedTuple):
    """The crossings that serve the means asked for, by what they are to a question.

    Attributes
    ----------
    open
        The open ones.
    restricted
        Open by default, or hanging on the means left unsaid; not those closed by default.
    """

    open: Sequence[Crossing]
    restricted: Sequence[Crossing]


_DIRECTIONS: Final = tuple(Direction)


class Reach:
    """The nearest of the crossings that serve, for any number of places; of `Snapshot.nearest`.

    From places at home the border is crossed out, from those abroad in.

    Parameters
    ----------
    serving
        The crossings that are open or restricted to the question, by direction. From places from
        which a direction leads that is not there, none are reached.
    before
        Those of the question compared with.

    Examples
    --------
    >>> import borders
    >>> borders.load().on("2023-08-21", mode="car", direction="out").nearest().direction
    <Direction.OUT: 'out'>
    """

    def __init__(
        self,
        network: Network,
        home: str,
        locator: CountryLocator,
        *,
        serving: Mapping[Direction, Serving],
        before: Mapping[Direction, Serving] | None = None,
    ) -> None:
        self.locator = locator
        self.beyond = network.about.approximate_beyond
        self._home = home
        self.direction = next(iter(serving)) if len(serving) == 1 else None
        """That which was asked for, if one was."""
        sets = {("", way): each.open for way, each in serving.items()}
        sets |= {("restricted", way): each.restricted for way, each in serving.items()}
        for way, each in (before or {}).items():
            sets |= {("before", way): each.open, ("restricted_before", way): each.restricted}
        self.crossings = list(dict.fromkeys(c.id for served in sets.values() for c in served))
        used = sorted({network_of(c) for crossings in sets.values() for c in crossings})
        self._graphs = {name: network.graphs[name] for name in used if name in network.graphs}
        made: dict[tuple[str, tuple[str, ...]], _Served] = {}
        self._served: dict[str, dict[Direction, dict[str, _Served]]] = {}
        for (key, way), crossings in sets.items():
            by_graph = self._served.setdefault(key, {}).setdefault(way, {})
            for name, graph in self._graphs.items():
                ids = tuple(c.id for c in crossings if network_of(c) == name)
                if (name, ids) not in made:
                    made[name, ids] = self._serving(graph, ids)
                by_graph[name] = made[name, ids]

    def _serving(self, graph: Graph, ids: Sequence[str]) -> _Served:
        chosen = {node: key for key, node in graph.side_nodes.items() if key[0] in ids}
        crossing = np.full(len(graph.nodes.lon) + 1, -1, np.int32)  # the last is that of no node
        approximate = np.zeros(len(crossing), bool)
        for node, key in chosen.items():
            crossing[node] = self.crossings.index(key[0])
            approximate[node] = graph.approximate[key]
        return _Served(graph.tree(list(chosen), reverse=True), crossing, approximate)

    def _reached(self, name: str, served: _Served, snapped: Snapped) -> Reached:
        metres, root = self._graphs[name].snap_points.reached(served.tree, snapped.point)
        km = np.where(snapped.point < 0, np.inf, (metres + DETOUR * snapped.metres) / 1000)
        root = np.where(np.isfinite(km), root, -1)
        approximate = served.approximate[root] | (snapped.metres > self.beyond)
        return Reached(served.crossing[root], km, approximate)

    def of(self, lon: Floats, lat: Floats, state: Texts | None = None) -> dict[str, Any]:
        """Return the columns that tell the reach of places, each an array of n values.

        Parameters
        ----------
        lon, lat
            Degrees on WGS 84 (EPSG:4326), arrays of the shape (n,).
        state
            The state that holds each, ISO 3166-1 alpha-2; left out: found by where they lie.

        Examples
        --------
        >>> import borders
        >>> import numpy as np
        >>> nearest = borders.load().on("2023-08-21", mode="car").nearest()
        >>> columns = nearest.of(np.array([27.56, 30.2]), np.array([53.9, 55.19]))
        >>> columns["km"].shape
        (2,)
        """
        parts = [
            self._chunk(lon[at : at + CHUNK], lat[at : at + CHUNK], _part(state, at))
            for at in progress.steps(range(0, max(1, len(lon)), CHUNK), "Measuring reach")
        ]
        ways = np.concatenate([way for way, _ in parts])
        joined = {key: _joined([reached[key] for _, reached in parts]) for key in parts[0][1]}
        return self._columns(ways, joined)

    def _chunk(
        self, lon: Floats, lat: Floats, state: Texts | None
    ) -> tuple[Ints, dict[str, Reached]]:
        """Return the number of the direction that leads from each place, and what is reached."""
        if state is None:
            state = self.locator.locate(lon, lat)
        leaves, enters = map(_DIRECTIONS.index, (Direction.OUT, Direction.IN))
        ways = np.where(state == "", -1, np.where(state == self._home, leaves, enters))
        snapped = {
            name: graph.snap_points.snap(lon, lat, state) for name, graph in self._graphs.items()
        }
        reached = {}
        for key, directions in self._served.items():
            best = Reached(
                np.full(len(lon), -1, np.int32), np.full(len(lon), np.inf), np.zeros(len(lon), bool)
            )
            for way, networks in directions.items():
                rows = np.flatnonzero(ways == _DIRECTIONS.index(way))
                for name, served in networks.items():
                    point, metres = snapped[name]
                    other = self._reached(name, served, Snapped(point[rows], metres[rows]))
                    is_nearer = other.km < best.km[rows]
                    nearer = rows[is_nearer]
                    best.crossing[nearer] = other.crossing[is_nearer]
                    best.km[nearer] = other.km[is_nearer]
                    best.approximate[nearer] = other.approximate[is_nearer]
            reached[key] = best
        return ways.astype(np.int8), reached

    def _columns(self, ways: Ints, reached: Mapping[str, Reached]) -> dict[str, Any]:
        import pandas as pd

        names = np.array([*self.crossings, None], object)  # the last is that of no crossing
        words = np.array([*(way.value for way in _DIRECTIONS), None], object)

        def known(km: Floats) -> Floats:
            return np.where(np.isfinite(km), km, np.nan)

        def nearest(served: Reached, when: str = "") -> dict[str, Any]:
            return {f"crossing{when}": names[served.crossing], f"km{when}": known(served.km)}

        def nearer(served: Reached, restricted: Reached, when: str = "") -> dict[str, Any]:
            is_nearer = restricted.km < served.km
            return {
                f"restricted_crossing{when}": names[np.where(is_nearer, restricted.crossing, -1)],
                f"restricted_km{when}": known(np.where(is_nearer, restricted.km, np.inf)),
            }

        served = reached[""]
        columns: dict[str, Any] = {"direction": words[ways]}
        columns |= nearest(served) | {"approximate": served.approximate}
        columns |= nearer(served, reached["restricted"])
        if "before" in reached:
            columns |= nearest(reached["before"], "_before")
            columns["extra_km"] = columns["km"] - columns["km_before"]
            columns |= nearer(reached["before"], reached["restricted_before"], "_before")
        kinds = {column.name: column.dtype for column in REACH.columns}
        return {
            name: each if kinds[name] == each.dtype else pd.array(each, kinds[name])
            for name, each in columns.items()
        }

    def frame(self, places: _lazy.GeoDataFrame, *, is_part: bool = False) -> _lazy.GeoDataFrame:
        """Return the places with the columns of their reach; the frame may be of any size.

        Parameters
        ----------
        is_part
            There are more places: that none of these lies in a state says nothing.

        Raises
        ------
        QuestionError
            A column of theirs has the name of one to be added, or latitudes stand first.

        Warns
        -----
        UserWarning
            Of some places, by their order, latitudes stand first.

        Examples
        --------
        >>> import borders
        >>> import geopandas as gpd
        >>> places = gpd.GeoDataFrame(geometry=gpd.points_from_xy([27.56], [53.9]), crs=4326)
        >>> nearest = borders.load().on("2020-01-01", mode="car").nearest()
        >>> nearest.frame(places)["crossing"].tolist()
        ['medininkai']
        """
        geometry = places.geometry
        if geometry.crs is not None:
            geometry = geometry.to_crs("EPSG:4326")
        kinds = set(geometry.geom_type.dropna().unique())
        points = geometry if kinds <= {"Point"} else geometry.representative_point()
        lon, lat = points.x.to_numpy(), points.y.to_numpy()
        state = self.locator.locate(lon, lat)
        columns = self.of(lon, lat, state)
        refuse_twice(places.columns, columns)
        oddities = Oddities(self.locator)
        oddities.add(lon, lat, state)
        if not is_part:
            oddities.refuse("the frame")
            for text in oddities.notes("the frame", ordinal, ["swapped"]):
                warnings.warn(text, stacklevel=2)
        return places.assign(**columns)


def refuse_twice(names: Iterable[str], columns: Iterable[str], source: Path | None = None) -> None:
    """Refuse names of columns of places that are those of some to be added.

    Parameters
    ----------
    source
        The file that has the places.

    Raises
    ------
    QuestionError
        With the first of them.
    """
    own = {*names}
    if twice := [name for name in columns if name in own]:
        where = "" if source is None else f"{source}: "
        raise QuestionError(f"{where}the places have a column {twice[0]} already: rename it")


def _part(state: Texts | None, at: int) -> Texts | None:
    return None if state is None else state[at : at + CHUNK]


def _joined(parts: Sequence[Reached]) -> Reached:
    return parts[0] if len(parts) == 1 else Reached(*map(np.concatenate, zip(*parts, strict=True)))


def measure(
    reach: Reach,
    places: Any,  # noqa: ANN401 - frames of two packages, and whatever else stands for places
    find: Callable[[Where], Place | Crossing],
) -> Any:  # noqa: ANN401 - a frame of the same package
    """Return places of any kind, as `Snapshot.reach` takes them, with the columns of their reach.

    Parameters
    ----------
    find
        Finds a town by its name, and refuses a position that no state holds.
    """
    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

    if hasattr(places, "map_partitions"):
        from dask.delayed import delayed

        meta = reach.frame(places._meta)  # noqa: SLF001 - dask's own door for this
        # A value of the graph goes to each worker once; what a function holds, with each partition.
        once = delayed(reach, pure=True, traverse=False)
        return places.map_partitions(_of_part, once, meta=meta)
    if isinstance(places, gpd.GeoDataFrame):
        return reach.frame(places)
    if isinstance(places, (*_NAMES, BaseGeometry)):
        places = [places]
    array = _array(places)
    listed = array.tolist() if array.ndim == 1 else []
    if listed and all(isinstance(place, _NAMES) for place in listed):
        return of_towns(reach, [_town(place, find) for place in listed])
    if isinstance(places, gpd.GeoSeries) or any(isinstance(p, BaseGeometry) for p in listed):
        return reach.frame(_shapes(places, listed))
    return _of_pairs(reach, _pairs(array), find)


_NAMES: Final = (str, Place, Crossing)


def _of_part(places: gpd.GeoDataFrame, reach: Reach) -> gpd.GeoDataFrame:
    return reach.frame(places, is_part=True)


def _unread(what: str) -> QuestionError:
    return QuestionError(
        f"reach takes a GeoDataFrame, geometries, names of towns, or pairs of longitude and "
        f"latitude (an array of the shape (n, 2)), not {what}"
    )


def _array(places: object) -> np.ndarray:
    """Return what was given as an array: names, geometries or numbers."""
    if hasattr(places, "columns"):
        raise _unread("a frame without geometry: geopandas.points_from_xy makes it of two columns")
    try:
        array = np.asarray(places)
        return np.asarray(array.tolist()) if array.dtype == object else array
    except ValueError as error:
        raise _unread("rows of several lengths") from error


def _shapes(places: Any, listed: Sequence[object]) -> gpd.GeoDataFrame:  # noqa: ANN401 - as in measure
    """Return geometries as a frame, of degrees where they do not say."""
    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

    if isinstance(places, gpd.GeoSeries):
        return places.to_frame("geometry").set_geometry("geometry")
    if not all(place is None or isinstance(place, BaseGeometry) for place in listed):
        raise _unread("a mixture")
    crs = getattr(places, "crs", None) or "EPSG:4326"
    return gpd.GeoDataFrame(geometry=gpd.GeoSeries(places, crs=crs))


def _pairs(array: np.ndarray) -> Floats:
    """Return rows of longitude and latitude."""
    if np.iscomplexobj(array):
        raise _unread("complex numbers")
    try:
        pairs = np.atleast_2d(array.astype(float))
    except (ArithmeticError, TypeError, ValueError) as error:
        raise _unread(shown(array.ravel().tolist()[0])) from error
    if pairs.size == 0:
        return pairs.reshape(0, 2)
    if pairs.ndim != 2 or pairs.shape[1] != 2:  # noqa: PLR2004 - two numbers are a pair
        raise _unread(f"an array of the shape {array.shape}")
    return pairs


def _of_pairs(
    reach: Reach, pairs: Floats, find: Callable[[Where], Place | Crossing]
) -> gpd.GeoDataFrame:
    import geopandas as gpd

    lon, lat = pairs.T
    state = reach.locator.locate(lon, lat)
    if not any(state):
        # Latitude was written first, or these are no degrees: what finds places says so.
        wrong = (reach.locator.locate(lat, lon) != "") | (abs(lon) > 180) | (abs(lat) > 90)  # noqa: PLR2004 - of the globe
        if wrong.any():
            find((lon[wrong][0], lat[wrong][0]))
    frame = gpd.GeoDataFrame(geometry=gpd.points_from_xy(lon, lat), crs="EPSG:4326")
    return frame.assign(**reach.of(lon, lat, state))


def _town(name: str | Place | Crossing, find: Callable[[Where], Place | Crossing]) -> Place:
    place = find(name)
    if isinstance(place, Crossing):
        raise QuestionError(f"{place.name()} is a crossing: its reach is nought. Name a town.")
    return place


def of_towns(reach: Reach, towns: Sequence[Place]) -> gpd.GeoDataFrame:
    """Return towns by name, state and population, with the columns of their reach."""
    import geopandas as gpd

    columns = town_columns(towns)
    lon, lat = columns.pop("lon"), columns.pop("lat")
    return gpd.GeoDataFrame(
        columns | reach.of(lon, lat, columns["state"]),
        geometry=gpd.points_from_xy(lon, lat),
        crs="EPSG:4326",
    )


def town_columns(towns: Sequence[Place]) -> dict[str, Any]:
    """Return the name, state, population, longitude and latitude of towns as arrays."""
    return {
        "name": np.array([town.name for town in towns], object),
        "state": np.array([town.state for town in towns], object),
        "population": np.array([town.population for town in towns], int),
        "lon": np.array([town.lon for town in towns], float),
        "lat": np.array([town.lat for town in towns], float),
    }
