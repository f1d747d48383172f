"""A snapshot's question about ways: from where to where, for whom, and what a closure cost."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np

from borders import progress
from borders.enums import Direction, Status
from borders.errors import QuestionError
from borders.model import Crossing
from borders.network.routes import Reach, corridor
from borders.places import Place, direction_from
from borders.register import Asked, Routes
from borders.text import countries

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import geopandas as gpd
    import pandas as pd

    from borders.dates import Moment
    from borders.model import Traveller
    from borders.network.routes import Route
    from borders.places import Where
    from borders.register import Register, Snapshot


def routes(snapshot: Snapshot, origin: Where, destination: Where | None) -> Routes:
    """Return the ways from a place to each crossing, or through each to another place."""
    register = snapshot.register
    start, end = _ends(snapshot, origin, destination)
    for place in (start, end):
        if place is not None and not register.network.covers(place.state):
            raise QuestionError(
                f"{place.name} lies in {countries.country(place.state)}, "
                f"where the network {register.network.about.name} has no way to a crossing"
            )
    asked = snapshot.towards(direction_from(start, register.facts.package.home))
    found = between(asked, start, end)
    return Routes(
        found,
        snapshot=asked,
        origin=start,
        destination=end,
        summary=snapshot.translator.corridor(found, start, end),
    )


def between(snapshot: Snapshot, start: Place, end: Place | None) -> list[Route]:
    """Return the ways between places on two sides; the direction is the one that they imply."""
    facts = snapshot.register.facts
    verdicts = [snapshot.verdict(crossing) for crossing in snapshot.meant]
    network, home = snapshot.register.network, facts.package.home
    return corridor(network, verdicts, start, end, home=home, translator=snapshot.translator)


def _ends(
    snapshot: Snapshot, origin: Where, destination: Where | None
) -> tuple[Place, Place | None]:
    """Return where the way starts and ends, on two sides of the border."""
    register = snapshot.register
    home = register.facts.package.home
    start = register.place(origin)
    end = None if destination is None else register.place(destination)
    # A crossing lies on both sides: it is taken on the one that the rest of the question implies.
    starts_home = snapshot.direction is Direction.OUT
    if isinstance(start, Place):
        starts_home = start.state == home
    elif isinstance(end, Place):
        starts_home = end.state != home
    elif snapshot.direction is None:
        raise QuestionError(
            f"{start.name()} lies on both sides of the border: say the direction, "
            f"out from {countries.country(home)} or in from beyond"
        )
    first, last = _at(start, home, is_home=starts_home), None
    if end is not None:
        last = _at(end, home, is_home=not starts_home)
        if (first.state == home) == (last.state == home):
            where = "in" if first.state == home else "outside"
            raise QuestionError(
                f"{first.name} and {last.name} both lie {where} {countries.country(home)}: "
                f"no way between them leads over its border"
            )
    meant = direction_from(first, home)
    if snapshot.direction not in {None, meant}:
        place = f"{first.name} lies {'in' if first.state == home else 'outside'}"
        turn = "swap the two places" if end is not None else "ask from a place on the other side"
        raise QuestionError(
            f"{place} {countries.country(home)}, so the direction is {meant}, "
            f"not {snapshot.direction}: leave the direction out, or {turn}"
        )
    return first, last


def _at(place: Place | Crossing, home: str, *, is_home: bool) -> Place:
    if isinstance(place, Place):
        return place
    point = place.border_point
    if point is None:
        raise QuestionError(f"where {place.name()} meets the border is not known: name a town")
    side = home if is_home else place.neighbour
    if side is None:
        raise QuestionError(f"{place.name()} lies in {countries.country(home)} alone: name a town")
    names = dict(place.checkpoints[0].names)
    return Place(
        name=place.name(), state=side, lon=point.lon, lat=point.lat, names=names, crossing=place.id
    )


def with_status(snapshot: Snapshot, status: Status) -> list[Crossing]:
    """Return the crossings that have a status for the means asked for."""
    return [c for c in snapshot.meant if snapshot.statuses[c.id] is status]


def reach_of(snapshot: Snapshot, compare: Snapshot | None = None) -> Reach:
    """Return what measures the reach of places for a question."""
    register = snapshot.register

    def serving(asked: Snapshot) -> tuple[list[Crossing], list[Crossing]]:
        return with_status(asked, Status.OPEN), with_status(asked, Status.RESTRICTED)

    open_, restricted = serving(snapshot)
    return Reach(
        register.network,
        register.facts.package.home,
        register.states,
        open_=open_,
        restricted=restricted,
        before=None if compare is None else serving(compare),
        direction=snapshot.direction,
    )


def reach(snapshot: Snapshot, places: Any, compare: Snapshot | None) -> Any:  # noqa: ANN401 - frames of two packages
    """Return places of any kind with the columns of their reach."""
    measure = reach_of(snapshot, compare)
    if hasattr(places, "map_partitions"):
        return places.map_partitions(measure.frame, meta=measure.frame(places._meta))  # noqa: SLF001 - dask's own door for this
    frame = _frame(snapshot.register, measure, places)
    frame.attrs["question"] = Asked(snapshot, compare)
    return frame


def _frame(register: Register, measure: Reach, places: Any) -> gpd.GeoDataFrame:  # noqa: ANN401 - of many kinds
    """Return places of any kind that fits the memory with the columns of their reach."""
    import geopandas as gpd  # noqa: PLC0415 - 0.5 s that routes do not need
    from shapely.geometry.base import BaseGeometry  # noqa: PLC0415 - as above

    if places is None:
        return _towns(register.towns.all, measure)
    if isinstance(places, gpd.GeoSeries):
        places = places.to_frame("geometry").set_geometry("geometry")
    if isinstance(places, gpd.GeoDataFrame):
        return measure.frame(places)
    if isinstance(places, (*_NAMES, BaseGeometry)):
        places = [places]
    held = _array(places)
    listed = held.tolist() if held.ndim == 1 else []
    if listed and all(isinstance(place, _NAMES) for place in listed):
        return _towns([_town(register, place) for place in listed], measure)
    if any(isinstance(place, BaseGeometry) for place in listed):
        if not all(place is None or isinstance(place, BaseGeometry) for place in listed):
            raise _unread("a mixture")
        crs = getattr(places, "crs", None) or "EPSG:4326"
        return measure.frame(gpd.GeoDataFrame(geometry=gpd.GeoSeries(places, crs=crs)))
    lon, lat = _pairs(held).T
    states = register.states.named(lon, lat)
    if not any(states):
        _refuse_no_positions(register, lon, lat)
    frame = gpd.GeoDataFrame(geometry=gpd.points_from_xy(lon, lat), crs="EPSG:4326")
    return frame.assign(**measure.of(lon, lat, states))


_NAMES = (str, Place, Crossing)


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
        held = np.asarray(places)
        return np.asarray(held.tolist()) if held.dtype == object else held
    except ValueError as error:
        raise _unread("rows of several lengths") from error


def _pairs(held: np.ndarray) -> np.ndarray:
    """Return rows of longitude and latitude."""
    try:
        pairs = np.atleast_2d(held.astype(float))
    except (TypeError, ValueError) as error:
        raise _unread(f"{held.ravel().tolist()[0]!r}") from error
    if pairs.size == 0:
        return pairs.reshape(0, 2)
    if pairs.ndim != 2 or pairs.shape[1] != 2:  # noqa: PLR2004 - two numbers are a pair
        raise _unread(f"an array of the shape {held.shape}")
    return pairs


def _refuse_no_positions(register: Register, lon: np.ndarray, lat: np.ndarray) -> None:
    """Refuse what is nowhere because latitude was written first, or not in degrees."""
    swapped = register.states.named(lat, lon) != ""
    wrong = swapped | (abs(lon) > 180) | (abs(lat) > 90)  # noqa: PLR2004 - of the globe
    if wrong.any():
        register.place((lon[wrong][0], lat[wrong][0]))


def _town(register: Register, name: str | Place | Crossing) -> Place:
    place = register.place(name)
    if isinstance(place, Crossing):
        raise QuestionError(f"{place.name()} is a crossing: its reach is nought. Name a town.")
    return place


def _towns(towns: Sequence[Place], measure: Reach) -> gpd.GeoDataFrame:
    import geopandas as gpd  # noqa: PLC0415 - as in reach

    columns = _columns(towns)
    lon, lat, state = (columns.pop(key) for key in ("lon", "lat", "state"))
    found = measure.of(lon, lat, state)
    return gpd.GeoDataFrame(
        {"name": columns["name"], "state": state, "population": columns["population"], **found},
        geometry=gpd.points_from_xy(lon, lat),
        crs="EPSG:4326",
    )


def _columns(towns: Sequence[Place]) -> dict[str, Any]:
    return {
        "name": np.array([town.name for town in towns], object),
        "state": np.array([town.state for town in towns], object),
        "lon": np.array([town.lon for town in towns], float),
        "lat": np.array([town.lat for town in towns], float),
        "population": np.array([town.population for town in towns], int),
    }


def reach_change(  # noqa: PLR0913 - a question has its parts
    register: Register,
    since: Moment,
    until: Moment,
    *,
    mode: str | None = None,
    direction: str | None = None,
    traveller: Traveller | None = None,
    as_known_on: str | date | None = None,
) -> pd.DataFrame:
    """Return what each closure and opening from `since` up to `until` meant to which towns.

    One row for each town whose way to the nearest open crossing became longer or shorter.

    Returns
    -------
    DataFrame
        By time and crossing: `moment`, a text of ISO 8601 with an offset; the `crossing` that made
        the difference and its `status` from then on (open no more, it may be restricted); the
        town's `name`, `state` and `population`; `km_before`, `km` and `extra_km`;
        `crossing_before` and `crossing_after`, the nearest open ones. NaN and None stand where
        none is open.

    Examples
    --------
    >>> import borders
    >>> asked = {"mode": "car", "traveller": borders.Traveller(nationality="US")}
    >>> lost = reach_change(borders.load(), "2023-08-17", "2023-08-19", **asked)
    >>> sorted(set(lost["crossing"]))
    ['sumskas', 'tverecius']
    """
    import pandas as pd  # noqa: PLC0415 - as in reach

    asked = {
        "mode": mode,
        "direction": direction,
        "traveller": traveller,
        "as_known_on": as_known_on,
    }
    changes = register.changes(since, until, **asked)  # type: ignore[arg-type]
    towns = register.towns.all
    columns = _columns(towns)
    steps = [(moment, list(group)) for moment, group in groupby(changes, lambda c: c.moment)]
    found = []
    for moment, _ in progress.steps(steps, "Comparing reach", len(steps)):
        before = register.on(moment - timedelta(microseconds=1), **asked)  # type: ignore[arg-type]
        after = register.on(moment, **asked)  # type: ignore[arg-type]
        was, now = ({c.id for c in with_status(s, Status.OPEN)} for s in (before, after))
        if was == now:
            continue
        frame = pd.DataFrame(
            reach_of(after, before).of(columns["lon"], columns["lat"], columns["state"])
        )
        frame = frame.assign(**{k: columns[k] for k in ("name", "state", "population")})
        lost = frame["crossing_before"].isin(was - now) & ~(frame["km"] <= frame["km_before"])
        gained = frame["crossing"].isin(now - was) & ~(frame["km"] >= frame["km_before"])
        for rows, key in ((lost, "crossing_before"), (gained, "crossing")):
            told = frame[rows]
            found.append(
                pd.DataFrame(
                    {
                        "moment": moment.isoformat(),
                        "crossing": told[key].astype(object),
                        "status": [after.statuses[crossing].value for crossing in told[key]],
                        "name": told["name"],
                        "state": told["state"],
                        "population": told["population"],
                        "km_before": told["km_before"],
                        "km": told["km"],
                        "extra_km": told["extra_km"],
                        "crossing_before": told["crossing_before"].astype(object),
                        "crossing_after": told["crossing"].astype(object),
                    }
                )
            )
    if not found:
        numbers = {"population": int} | dict.fromkeys(("km_before", "km", "extra_km"), float)
        return pd.DataFrame(columns=_CHANGED).astype(numbers)
    return pd.concat(found).sort_values(["moment", "crossing", "name"], ignore_index=True)


_CHANGED = [
    "moment",
    "crossing",
    "status",
    "name",
    "state",
    "population",
    "km_before",
    "km",
    "extra_km",
    "crossing_before",
    "crossing_after",
]
