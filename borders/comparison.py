"""What closures and openings meant to towns: the reach of two snapshots, compared."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby

import numpy as np

from borders import _lazy, progress
from borders._typing import Bools
from borders.dates import Moment
from borders.enums import Direction
from borders.model import Traveller
from borders.network.reach import town_columns
from borders.register import Register, Snapshot


def reach_change(  # noqa: PLR0913 - a question has its parts
    register: Register,
    since: Moment,
    until: Moment,
    *,
    mode: str | None = None,
    direction: str | None = None,
    traveller: Traveller | None = None,
    as_known_on: str | date | None = None,
) -> _lazy.DataFrame:
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
    >>> question = {"mode": "car", "traveller": borders.Traveller(nationality="US")}
    >>> lost = reach_change(borders.load(), "2023-08-17", "2023-08-19", **question)
    >>> sorted(set(lost["crossing"]))
    ['sumskas', 'tverecius']
    """
    import pandas as pd

    question = {
        "mode": mode,
        "direction": direction,
        "traveller": traveller,
        "as_known_on": as_known_on,
    }
    changes = register.changes(since, until, **question)  # type: ignore[arg-type]
    columns = town_columns(register.towns.all)
    steps = [(moment, list(group)) for moment, group in groupby(changes, lambda c: c.moment)]
    frames = []
    for moment, _ in progress.steps(steps, "Comparing reach", len(steps)):
        before = register.on(moment - timedelta(microseconds=1), **question)  # type: ignore[arg-type]
        after = register.on(moment, **question)  # type: ignore[arg-type]
        was, now = map(_open, (before, after))
        if was == now:
            continue
        frame = pd.DataFrame(
            after.nearest(before).of(columns["lon"], columns["lat"], columns["state"])
        )
        frame = frame.assign(**{k: columns[k] for k in ("name", "state", "population")})
        lost = _among(frame, "crossing_before", was - now) & ~(frame["km"] <= frame["km_before"])
        gained = _among(frame, "crossing", now - was) & ~(frame["km"] >= frame["km_before"])
        statuses = {way: after.with_direction(way).statuses for way in Direction}
        for rows, key in ((lost, "crossing_before"), (gained, "crossing")):
            subset = frame[rows]
            frames.append(
                pd.DataFrame(
                    {
                        "moment": moment.isoformat(),
                        "crossing": subset[key].astype(object),
                        "status": [
                            statuses[way][crossing].value
                            for way, crossing in zip(subset["direction"], subset[key], strict=True)
                        ],
                        "name": subset["name"],
                        "state": subset["state"],
                        "population": subset["population"],
                        "km_before": subset["km_before"],
                        "km": subset["km"],
                        "extra_km": subset["extra_km"],
                        "crossing_before": subset["crossing_before"].astype(object),
                        "crossing_after": subset["crossing"].astype(object),
                    }
                )
            )
    if not frames:
        numbers = {"population": int} | dict.fromkeys(("km_before", "km", "extra_km"), float)
        return pd.DataFrame(columns=_CHANGED).astype(numbers)
    return pd.concat(frames).sort_values(["moment", "crossing", "name"], ignore_index=True)


def _open(snapshot: Snapshot) -> set[tuple[str, str]]:
    """Return the crossings that are open, each with the direction in which it is."""
    served = snapshot.serving_by_direction
    return {(way.value, crossing.id) for way in served for crossing in served[way].open}


def _among(frame: _lazy.DataFrame, column: str, pairs: set[tuple[str, str]]) -> Bools:
    """Return which rows have one of some pairs of direction and crossing."""
    met = zip(frame["direction"], frame[column], strict=True)
    return np.array([pair in pairs for pair in met], bool)


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
