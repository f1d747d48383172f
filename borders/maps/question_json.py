"""A question ↔ the JSON in which the page, its widget and its tests put it.

The page's own side is `assets/core/permalink.js`, which puts the same question into addresses.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from borders.model import Traveller

if TYPE_CHECKING:
    from collections.abc import Mapping

    from borders.dates import Moment
    from borders.register import Register, Snapshot

__all__ = ["decode", "encode"]

_EPOCH: Final = datetime.fromtimestamp(0, UTC)
_LISTS: Final = ("nationality", "residence", "papers")
"""Of what a traveller may hold several; of vehicles there is one."""


def encode(snapshot: Snapshot) -> dict[str, Any]:
    """Return the question of a snapshot, an instant by the minute, as the page's clocks are.

    Examples
    --------
    >>> import borders
    >>> encode(borders.load().on("2023-08-21", mode="car"))["on"]
    {'day': '2023-08-21'}
    """
    when, traveller, known = snapshot.moment, snapshot.traveller, snapshot.as_known_on
    question: dict[str, Any] = {
        "on": _encode_moment(when),
        "mode": snapshot.mode and snapshot.mode.value,
        "direction": snapshot.direction and snapshot.direction.value,
        "traveller": traveller and _encode_traveller(traveller),
    }
    if known is not None:
        question["asKnownOn"] = known.isoformat()
    return question


def decode(question: Mapping[str, Any], register: Register) -> Snapshot:
    """Return a register asked a question that `encode` or the page wrote.

    Parameters
    ----------
    question
        What else it holds, such as the page's language, is left alone.
    register
        Which is asked.

    Raises
    ------
    QuestionError
        The register cannot be asked this: no such day, mode, direction, country or paper.
    """
    traveller = question["traveller"]
    return register.on(
        _decode_moment(question["on"]),
        mode=question["mode"],
        direction=question["direction"],
        traveller=traveller and _decode_traveller(traveller),
        as_known_on=question.get("asKnownOn"),
    )


def _encode_moment(when: date | datetime) -> dict[str, Any]:
    if isinstance(when, datetime):
        return {"minute": (when - _EPOCH) // timedelta(minutes=1)}
    return {"day": when.isoformat()}


def _decode_moment(on: Mapping[str, Any]) -> Moment:
    if "day" in on:
        return str(on["day"])
    return _EPOCH + timedelta(minutes=on["minute"])


def _encode_traveller(traveller: Traveller) -> dict[str, Any]:
    lists = {name: _sorted(traveller.held(name)) for name in _LISTS}
    return {**lists, "vehicle": traveller.vehicle}


def _sorted(values: frozenset[str] | None) -> list[str] | None:
    return None if values is None else sorted(values)


def _decode_traveller(traveller: Mapping[str, Any]) -> Traveller:
    lists = {name: _held(traveller[name]) for name in _LISTS}
    return Traveller(**lists, vehicle=traveller["vehicle"])


def _held(values: list[str] | None) -> Any:  # noqa: ANN401 - as a traveller takes it
    """Return the only value bare, as a person writes it."""
    if values is None:
        return None
    return values[0] if len(values) == 1 else tuple(values)
