"""The closed sets of words that code, data, tests and documents share."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal


class Status(StrEnum):
    """What a crossing is to a question: always derived, never stored."""

    OPEN = "open"
    RESTRICTED = "restricted"
    CLOSED = "closed"
    UNKNOWN = "unknown"

    @property
    def rank(self) -> int:
        """Its place where ways are told in order: passable ones first."""
        return list(Status).index(self)


class Standing(StrEnum):
    """A status, and of a restricted one its default: what maps and counts tell apart."""

    OPEN = "open"
    OPEN_BY_DEFAULT = "open-by-default"
    RESTRICTED = "restricted"
    """Where it hangs on the mode or direction left unsaid."""
    CLOSED_BY_DEFAULT = "closed-by-default"
    CLOSED = "closed"
    UNKNOWN = "unknown"

    @classmethod
    def of(cls, status: Status, default: Status | None = None) -> Standing:
        """Return a status together with its default."""
        return cls(status if default is None else f"{default}-by-default")

    @property
    def rank(self) -> int:
        """Its place where they are told in order: the freer the way, the sooner."""
        return list(Standing).index(self)

    @property
    def status(self) -> Status:
        """The status alone."""
        return Status.RESTRICTED if self.default else Status(self.value)

    @property
    def default(self) -> Status | None:
        """Of a restricted one: what holds for a traveller whom no measure names."""
        head, by, _ = self.value.partition("-by-")
        return Status(head) if by else None


class Direction(StrEnum):
    """Which way the home state of the register is crossed out of, or into."""

    OUT = "out"
    IN = "in"


class Directions(StrEnum):
    """The directions that a measure touches."""

    OUT = "out"
    IN = "in"
    BOTH = "both"

    @property
    def each(self) -> tuple[Direction, ...]:
        """Every direction that is meant, one by one."""
        return tuple(Direction) if self is Directions.BOTH else (Direction(self.value),)


class Mode(StrEnum):
    """The means of crossing."""

    FOOT = "foot"
    BICYCLE = "bicycle"
    MOTORCYCLE = "motorcycle"
    CAR = "car"
    BUS = "bus"
    TRUCK = "truck"
    BOAT = "boat"
    PASSENGER_TRAIN = "passenger_train"
    FREIGHT_TRAIN = "freight_train"
    PLANE = "plane"

    @property
    def has_plates(self) -> bool:
        """Whether the vehicle is registered in a country that rules ask about."""
        return self in _PLATED

    @property
    def carries_freight(self) -> bool:
        """Whether it carries goods and its crew, so that a traveller means it only by naming it."""
        return self in _FREIGHT


_PLATED = frozenset({Mode.MOTORCYCLE, Mode.CAR, Mode.BUS, Mode.TRUCK})
_FREIGHT = frozenset({Mode.TRUCK, Mode.FREIGHT_TRAIN})


class Kind(StrEnum):
    """What leads over the border at a crossing."""

    ROAD = "road"
    RAIL = "rail"
    RIVER = "river"
    AIR = "air"

    @property
    def by(self) -> Literal["road", "rail", "air"]:
        """How a crossing is reached: "road", "rail", or "air" for an airport, by road too."""
        return {Kind.RAIL: "rail", Kind.AIR: "air"}.get(self, "road")  # type: ignore[return-value]


class Category(StrEnum):
    """Whom a crossing is meant for by its standing."""

    INTERNATIONAL = "international"
    LOCAL = "local"


class Effect(StrEnum):
    """What a measure does to the traffic it touches."""

    BARS = "bars"
    CONDITIONS = "conditions"
    LIFTS = "lifts"
    """Announces the end of a bar that then did not come; a real end is the bar's `valid_to`."""


class Stage(StrEnum):
    """Whether a measure took effect as announced."""

    EFFECTIVE = "effective"
    NOT_EFFECTIVE = "not-effective"
    UNCONFIRMED = "unconfirmed"


class Confidence(StrEnum):
    """How well its sources bear a measure out."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class RevisionKind(StrEnum):
    """What became of an entry of the data from one version to the next."""

    ADDED = "added"
    UPDATED = "updated"
    """The world, or what is known of it, went on: nothing is taken back."""
    CORRECTED = "corrected"
    """What was said before was wrong."""
    REMOVED = "removed"


class NewsKind(StrEnum):
    """What is new to somebody who looks again."""

    STATUS = "status"
    """A crossing stands otherwise to the question."""
    ANNOUNCED = "announced"
    BEGUN = "begun"
    ENDED = "ended"
    LIFTED = "lifted"
    """Its end was made known, or is another."""
    WITHDRAWN = "withdrawn"
    """It was announced, and does not come."""
    ADDED = "added"
    """The register tells now of what was so before."""
    CORRECTED = "corrected"
    REMOVED = "removed"


class SourceKind(StrEnum):
    """What sort of publication a source is."""

    ACT = "act"
    NOTICE = "notice"
    NEWS = "news"
    DATA = "data"


class Basis(StrEnum):
    """How a position was obtained, best first."""

    OBSERVED = "observed"
    ROAD_MEETS_LINE = "road-meets-line"
    BETWEEN_DEAD_ENDS = "between-dead-ends"
    EXTRAPOLATED = "extrapolated"
    ESTIMATED = "estimated"


class Language(StrEnum):
    """The languages in which names and words stand."""

    EN = "en"
    BE = "be"
    RU = "ru"
    LT = "lt"
    LV = "lv"
    PL = "pl"
    UK = "uk"


class Level(StrEnum):
    """What comes of something that `check` tells of."""

    ERROR = "error"
    """The register is not loaded, or its check fails."""
    WARNING = "warning"
    """It is written and does nothing."""
    NOTE = "note"
    """It is as it is meant to be, and should be known: an overlay replaces an entry."""
