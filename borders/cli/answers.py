"""What is said of a measure and its source, by options or asked one by one → values."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from borders import dates
from borders.country_codes import country_code, nationality_code
from borders.enums import Confidence, Direction, Directions, Mode, SourceKind
from borders.errors import BordersError, QuestionError, alternatives, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from enum import StrEnum

    from borders.register import Register

Said: TypeAlias = "dict[str, Any]"
Read: TypeAlias = Callable[["Register", "Said", str], Any]

WHO = ("nationality", "residence", "papers", "vehicle", "modes", "direction")


class Part(NamedTuple):
    """One thing that is said: how it is called, asked for and read."""

    name: str
    asked: str
    """What is asked in a terminal."""
    read: Read
    """Raises an error that says what to write."""
    is_required: bool = False
    is_of_source: bool = False
    is_list: bool = False

    @property
    def option(self) -> str:
        """The option that says it."""
        return f"--{self.name.replace('_', '-')}"


def read(parts: Iterable[Part], texts: Mapping[str, Any], register: Register, known: Said) -> Said:
    """Return the values of what is said, beside what is known.

    Raises
    ------
    QuestionError
        With all that is missing or wrong, and what to write.
    """
    said, faults = {**known}, []
    for part in parts:
        text = texts.get(part.name)
        try:
            if text:
                said[part.name] = value(part, register, said, text)
            elif part.is_required:
                instead = ", or name a known one by --source" if part.is_of_source else ""
                faults.append(f"{part.option} is missing: {part.asked}{instead}")
        except BordersError as error:
            faults.append(f"{part.option}: {error}")
    if faults:
        raise QuestionError("\n".join(faults))
    return said


def value(part: Part, register: Register, said: Said, text: str | tuple[str, ...]) -> Any:  # noqa: ANN401
    """Return what a text means."""
    texts = (text,) if isinstance(text, str) else text
    if not part.is_list:
        return part.read(register, said, texts[-1])
    if part.read is who:
        return [who(register, said, one) for one in texts]
    return [*dict.fromkeys(each for one in texts for each in part.read(register, said, one))]


def crossings(register: Register, _: Said, text: str) -> list[str]:
    """Return the ids of crossings by any of their names, parted by commas."""
    return [register.crossing(name.strip()).id for name in text.split(",")]


def side(register: Register, said: Said, text: str) -> str:
    """Return a state that decides at each of the crossings."""
    code, home = country_code(text, "side"), register.facts.package.home
    sides = [{home, register.crossing(c).neighbour or home} for c in said.get("crossing", ())]
    may = sorted(set.intersection(*sides)) if sides else sorted(register.facts.package.zones)
    if code not in may:
        raise QuestionError(f"{code} decides nothing there: write {alternatives(may)}")
    return code


def moment(register: Register, said: Said, text: str) -> date | datetime:
    """Return a day or an instant, told by the clock of the side that decides."""
    clock = _clock(register, said)
    try:
        found = dates.moment(text, clock)
    except QuestionError as error:
        try:
            bare = datetime.fromisoformat(text)
        except ValueError:
            raise error from None
        here = bare.replace(tzinfo=clock).isoformat(timespec="minutes")
        raise QuestionError(f"{text!r} has no offset: write {here}, or another offset") from error
    return found.replace(second=0, microsecond=0) if isinstance(found, datetime) else found


def until(register: Register, said: Said, text: str) -> date | datetime:
    """Return a moment after the first one."""
    found, clock = moment(register, said, text), _clock(register, said)
    begin = said.get("from")
    if begin is not None and dates.decided(found, clock) <= dates.decided(begin, clock):
        raise QuestionError(f"{text} is not after {begin.isoformat()}: write a later moment")
    return found


def modes(register: Register, said: Said, text: str) -> list[str]:
    """Return means that serve at each of the crossings, parted by commas."""
    found = [_member(each.strip(), Mode) for each in text.split(",")]
    for name in said.get("crossing", ()):
        served = register.crossing(name).modes
        if not {*found} & {*served}:
            raise QuestionError(f"{name} does not serve that: write {alternatives(served)}")
    return found


def day(register: Register, said: Said, text: str) -> date:
    """Return a day, told by the clock of the side that decides."""
    return dates.day(text, "this", _clock(register, said))


def _clock(register: Register, said: Said) -> Any:  # noqa: ANN401 - a zone
    zones = register.facts.package.zones
    return dates.timezone(zones[said.get("side") or register.facts.package.home])


def published(register: Register, said: Said, text: str) -> str:
    """Return the day, month or year of a publication."""
    if re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2]))?", text):
        return text
    return day(register, said, text).isoformat()


def effect(register: Register, _: Said, text: str) -> str | None:
    """Return the condition that must be met; None: it bars."""
    return None if text == "bars" else _word(text, ("bars", *register.facts.conditions))


def reason(register: Register, _: Said, text: str) -> str:
    """Return a word for why."""
    if not register.facts.reasons:
        raise QuestionError(
            f"vocabulary.toml has no word for why yet: write [[reason]], id = {text!r} there, "
            "and its wording"
        )
    return _word(text, register.facts.reasons)


def source(register: Register, _: Said, text: str) -> list[str]:
    """Return the ids of sources that are known."""
    return [_known(name.strip(), register.facts.sources, "source") for name in text.split(",")]


def who(register: Register, _: Said, text: str) -> dict[str, Any]:
    """Return whom a measure means: `nationality=EU papers=diplomatic,crew`."""
    found: dict[str, Any] = {}
    for part in re.split(r"[\s;]+(?=\w+=)", text.strip()):
        key, _eq, values = part.partition("=")
        if key not in WHO or not values:
            keys = alternatives(f"{each}=…" for each in WHO)
            raise QuestionError(f"{part!r} says nobody: write {keys}")
        each = [value.strip() for value in values.split(",")]
        if key == "direction":
            found[key] = _member(each[0], Direction)
        elif key == "modes":
            found[key] = [_member(one, Mode) for one in each]
        elif key == "papers":
            found[key] = [_known(one, register.facts.papers, "paper") for one in each]
        else:
            found[key] = [_country(one, key, register) for one in each]
    return found


def _country(text: str, key: str, register: Register) -> str:
    code = nationality_code(text)
    return code if code in register.facts.groups else country_code(text, key)


def text(_: Register, __: Said, text: str) -> str:
    """Return what is said, word for word."""
    return text


def _known(name: str, known: Mapping[str, object], what: str) -> str:
    if name in known:
        return name
    near = nearest(name, known)
    instead = f"did you mean {near!r}?" if near else f"write the id of a {what}"
    raise QuestionError(f"no {what} is called {name!r}: {instead}")


def _word(text: str, words: Iterable[str]) -> str:
    words = [*words]
    if text in words:
        return text
    near = nearest(text, words)
    first = f"did you mean {near!r}? " if near else ""
    raise QuestionError(f"{text!r} is none: {first}write {alternatives(words)}")


def _member(text: str, words: type[StrEnum]) -> str:
    return _word(text, [each.value for each in words])


def member(words: type[StrEnum]) -> Read:
    """Return what reads one of some words."""
    return lambda _, __, text: _member(text, words)


CITED = (
    Part("source", "source ids that are known, parted by commas", source, is_list=True),
    Part("publisher", "publisher of a new source", text, is_of_source=True, is_required=True),
    Part("title", "its title", text, is_of_source=True, is_required=True),
    Part("url", "its address", text, is_of_source=True),
    Part("published", "day on which it was published", published, is_of_source=True),
    Part("language", "its language (en, lt, …)", text, is_of_source=True),
    Part("kind", f"its kind ({', '.join(SourceKind)})", member(SourceKind), is_of_source=True),
)
"""By which source something is told: a known one, or a new one."""

MEASURE = (
    Part("crossing", "crossings by any name, parted by commas", crossings, True, is_list=True),  # noqa: FBT003
    Part("side", "the state that decided (LT, BY, …)", side, is_required=True),
    Part("decided_by", "who decided there", text, is_required=True),
    Part("effect", "bars, or the condition to be met first", effect),
    Part("from", "from when (a day, a time with its offset, today, now)", moment, is_required=True),
    Part("to", "to when, the first moment at which it no longer holds", until),
    Part("only", "whom alone (such as nationality=RU vehicle=RU)", who, is_list=True),
    Part("except", "whom not (such as papers=diplomatic)", who, is_list=True),
    Part("mode", f"means ({', '.join(Mode)})", modes, is_list=True),
    Part("direction", "direction (out, in, both)", member(Directions)),
    Part("reason", "reason, a word of vocabulary.toml", reason, is_required=True),
    Part("announced", "day on which it was announced", day),
    Part("last_seen", "last day on which it is known to have held", day),
    Part("note", "note", text),
    Part("confidence", f"confidence ({', '.join(Confidence)})", member(Confidence)),
    *CITED,
)


def wanted(parts: Iterable[Part], texts: Mapping[str, Any]) -> list[Part]:
    """Return what has a part in what is said: of a known source no new one need be told."""
    chosen = [*parts]
    is_new = any(texts.get(part.name) for part in chosen if part.is_of_source)
    if texts.get("source") and not is_new:
        return [part for part in chosen if not part.is_of_source]
    return chosen


def is_whole(parts: Iterable[Part], texts: Mapping[str, Any]) -> bool:
    """Return whether all is said that must be."""
    return all(texts.get(part.name) for part in wanted(parts, texts) if part.is_required)
