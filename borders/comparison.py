"""What closures and openings meant to towns: the reach of two snapshots, compared."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby

from borders import _lazy, progress
from borders.dates import Moment
from borders.model import Traveller
from borders.network.reach import town_columns
from borders.register import Register


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
        was, now = ({c.id for c in s.serving.open} for s in (before, after))
        if was == now:
            continue
        frame = pd.DataFrame(
            after.nearest(before).of(columns["lon"], columns["lat"], columns["state"])
        )
        frame = frame.assign(**{k: columns[k] for k in ("name", "state", "population")})
        lost = frame["crossing_before"].isin(was - now) & ~(frame["km"] <= frame["km_before"])
        gained = frame["crossing"].isin(now - was) & ~(frame["km"] >= frame["km_before"])
        for rows, key in ((lost, "crossing_before"), (gained, "crossing")):
            subset = frame[rows]
            frames.append(
                pd.DataFrame(
                    {
                        "moment": moment.isoformat(),
                        "crossing": subset[key].astype(object),
                        "status": [after.statuses[crossing].value for crossing in subset[key]],
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
