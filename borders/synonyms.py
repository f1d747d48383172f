"""What people call the means of crossing and its directions → the words of the register."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from borders.enums import Direction, Mode
from borders.errors import QuestionError, alternatives, close, shown, whether_meant

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from enum import StrEnum

    Word = TypeVar("Word", bound=StrEnum)

__all__ = ["meant", "paper_unknown"]

_CALLED: Final[Mapping[StrEnum, str]] = {
    Mode.FOOT: "walk walking walker pedestrian on_foot by_foot",
    Mode.BICYCLE: "bike cycle cycling cyclist push_bike pushbike velo",
    Mode.MOTORCYCLE: "motorbike moped motor_scooter scooter",
    Mode.CAR: "auto automobile cars passenger_car private_car driving vehicle van minivan",
    Mode.BUS: "coach minibus buses",
    Mode.TRUCK: "lorry hgv trucks lorries tir semi road_freight heavy_goods_vehicle",
    Mode.BOAT: "ship ferry vessel yacht river",
    Mode.PASSENGER_TRAIN: "train rail railway passenger",
    Mode.FREIGHT_TRAIN: "train rail railway freight cargo goods goods_train cargo_train",
    Mode.PLANE: "flight flying airplane aeroplane aircraft air",
    Direction.OUT: "outbound outward outwards leave leaving exit exiting depart departure from",
    Direction.IN: "inbound inward inwards into enter entering entry arrive arrival to",
}
"""What each is called besides, in small letters, words of one name by underscores."""


def meant(text: object, words: type[Word], name: str) -> Word:
    """Return the word of a register that a text is, in letters of any size.

    Raises
    ------
    QuestionError
        It is none. Told are the word that means the same, else one that is written much alike, and
        all that there are.

    Examples
    --------
    >>> meant("CAR", Mode, "mode"), meant("passenger train", Mode, "mode").value
    (<Mode.CAR: 'car'>, 'passenger_train')
    >>> meant("lorry", Mode, "mode")
    Traceback (most recent call last):
    borders.errors.QuestionError: No mode is called 'lorry'. Did you mean 'truck'? Write foot, \
bicycle, motorcycle, car, bus, truck, boat, passenger_train, freight_train or plane.
    """
    spelt = "_".join(str(text).casefold().replace("-", " ").replace("_", " ").split())
    if spelt in set(words):
        return words(spelt)
    same = [str(word) for word in words if spelt in _CALLED.get(word, "").split()]
    hint = whether_meant(same or close(spelt, map(str, words), 1, 0.66))
    raise QuestionError(
        f"No {name} is called {shown(text)}.{hint} Write {alternatives(map(str, words))}."
    )


def paper_unknown(paper: str, papers: Iterable[str]) -> QuestionError:
    """Return what is told of a paper that a register has no word for: the kin of it, and all."""
    known = sorted(papers)
    if not known:
        none = "this register has no word for papers."
        return QuestionError(f"No paper is called {shown(paper)}: {none}")
    kin = [word for word in known if paper.casefold() in word.split("-")]
    hint = whether_meant(kin or close(paper.casefold(), known, 1))
    return QuestionError(f"No paper is called {shown(paper)}.{hint} Papers are {', '.join(known)}.")
