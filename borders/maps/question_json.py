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


def encode(snapshot: Snapshot) -> dict[str, Any]:
    """Return the question of a snapshot, an instant by the minute, as the page's clocks are.

    Examples
    --------
    >>> import borders
    >>> encode(borders.load().on("2023-08-21", mode="car"))["on"]
    {'day': '2023-08-21'}
    """
    traveller, known = snapshot.traveller, snapshot.as_known_on
    question: dict[str, Any] = {
        "on": _encode_moment(snapshot.moment),
        "mode": snapshot.mode and snapshot.mode.value,
        "direction": snapshot.direction and snapshot.direction.value,
        "traveller": traveller and _encode_traveller(traveller),
    }
    if snapshot.neighbours:
        question["to"] = list(snapshot.neighbours)
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
        neighbours=question.get("to") or (),
    )


def _encode_moment(moment: date | datetime) -> dict[str, Any]:
    if isinstance(moment, datetime):
        return {"minute": (moment - _EPOCH) // timedelta(minutes=1)}
    return {"day": moment.isoformat()}


def _decode_moment(on: Mapping[str, Any]) -> Moment:
    if "day" in on:
        return str(on["day"])
    return _EPOCH + timedelta(minutes=on["minute"])


def _encode_traveller(traveller: Traveller) -> dict[str, Any]:
    values = {name: getattr(traveller, name) for name in Traveller.__struct_fields__}
    return {name: list(v) if isinstance(v, tuple) else v for name, v in values.items()}


def _decode_traveller(traveller: Mapping[str, Any]) -> Traveller:
    return Traveller(**{name: traveller[name] for name in Traveller.__struct_fields__})
