"""Answers that are several: tuples that know the question they answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Self

import borders
from borders import _lazy
from borders.display import Displayed, printed
from borders.model import Crossing, Verdict

__all__ = ["Changes", "Corridors", "History"]


class History(Displayed, tuple[Verdict, ...]):  # noqa: SLOT001 - it knows more than its items
    """The verdicts on a crossing over all that is known of it, oldest first: a tuple.

    Attributes
    ----------
    crossing
        Whose history it is.
    snapshot
        The question, whatever its moment.

    Examples
    --------
    >>> import borders
    >>> history = borders.load().history("Šumskas", mode="car")
    >>> history.crossing.id, history[0].status.value
    ('sumskas', 'open')
    """

    crossing: Crossing
    snapshot: borders.Snapshot

    def __new__(
        cls, verdicts: Iterable[Verdict], crossing: Crossing, snapshot: borders.Snapshot
    ) -> Self:
        """Return the verdicts with what they are of."""
        history = super().__new__(cls, verdicts)
        history.crossing, history.snapshot = crossing, snapshot
        return history

    def __getnewargs__(self) -> tuple[Any, ...]:
        """Return what another process makes it of."""
        return tuple(self), self.crossing, self.snapshot


class Changes(Displayed, tuple["borders.Change", ...]):  # noqa: SLOT001 - as a history
    """The changes of a span of time, in its order: a tuple.

    Attributes
    ----------
    snapshot
        The question at the beginning of the span.
    until
        Its end, which no longer belongs to it.

    Examples
    --------
    >>> import borders
    >>> changes = borders.load().changes("2023-08-17", "2023-08-19", mode="car")
    >>> [change.crossing.id for change in changes], changes.until.isoformat()
    (['sumskas', 'tverecius'], '2023-08-19')
    """

    snapshot: borders.Snapshot
    until: date | datetime

    def __new__(
        cls, changes: Iterable[borders.Change], snapshot: borders.Snapshot, until: date | datetime
    ) -> Self:
        """Return the changes with what they are of."""
        made = super().__new__(cls, changes)
        made.snapshot, made.until = snapshot, until
        return made

    def __getnewargs__(self) -> tuple[Any, ...]:
        """Return what another process makes it of."""
        return tuple(self), self.snapshot, self.until


class Corridors(Displayed, tuple["borders.Routes", ...]):
    """The routes from each of several places, in their order: a tuple.

    Examples
    --------
    >>> import borders
    >>> day = borders.load().on("2023-08-21", mode="car", traveller=borders.Traveller("US"))
    >>> [routes.origin.name for routes in day.routes(["Minsk", "Hrodna"], "Vilnius")]
    ['Minsk', 'Hrodna']
    """

    __slots__ = ()

    _repr_pretty_ = printed  # beside a repr of its own

    def __repr__(self) -> str:
        """Return from how many places."""
        return f"<Corridors from {len(self)} place{'s' if len(self) != 1 else ''}>"

    def rows(self) -> list[dict[str, Any]]:
        """Return one flat record a route as JSON has it, those of one place after another.

        Examples
        --------
        >>> import borders
        >>> day = borders.load().on("2023-08-21", mode="car", traveller=borders.Traveller("US"))
        >>> rows = day.routes(["Minsk", "Hrodna"], "Vilnius").rows()
        >>> rows[0]["origin"], rows[-1]["origin"]
        ('Minsk', 'Hrodna')
        """
        return [row for routes in self for row in routes.rows()]

    def to_geodataframe(self) -> _lazy.GeoDataFrame:
        """Return the rows as a typed frame with the courses, EPSG:4326; None where not routed.

        Returns
        -------
        GeoDataFrame
            As `Routes.to_geodataframe`, with `origin`, `origin_lon` and `origin_lat` to tell apart
            what is of which place.

        Examples
        --------
        >>> import borders
        >>> day = borders.load().on("2023-08-21", mode="car", traveller=borders.Traveller("US"))
        >>> frame = day.routes(["Minsk", "Hrodna"], "Vilnius").to_geodataframe()
        >>> frame.groupby("origin")["km"].min().round().to_dict()
        {'Hrodna': 171.0, 'Minsk': 184.0}
        """
        from borders import frames

        return frames.routes(self)
