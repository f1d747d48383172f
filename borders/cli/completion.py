"""What a shell offers for words half typed, in any of the languages.

A name is offered with hyphens for spaces, at which shells part words: it is found with either.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from click.shell_completion import CompletionItem

from borders.errors import BordersError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import click

    from borders.model import Word
    from borders.register import Register

    Items = Iterator[CompletionItem[str]]
    Complete = Callable[[click.Context, click.Parameter, str], list[CompletionItem[str]]]


def _completes(items: Callable[[Register, str], Items]) -> Complete:
    """Complete from the register that is asked; from nothing where its data has problems."""

    def complete(
        ctx: click.Context, _: click.Parameter, incomplete: str
    ) -> list[CompletionItem[str]]:
        from borders.register import load

        try:
            return list(items(load(*ctx.params.get("geodata") or ()), incomplete))
        except BordersError:
            return []  # a traceback in the middle of a line helps nobody to type it

    return complete


@_completes
def crossings(register: Register, incomplete: str) -> Items:
    """Complete a crossing by its id or any of its names."""
    return _crossings(register, incomplete)


@_completes
def crossings_and_measures(register: Register, incomplete: str) -> Items:
    """Complete a crossing by any of its names, or a measure by its id."""
    yield from _crossings(register, incomplete)
    if incomplete:
        yield from _measures(register, incomplete)


@_completes
def measures(register: Register, incomplete: str) -> Items:
    """Complete a measure by its id."""
    return _measures(register, incomplete)


def _measures(register: Register, incomplete: str) -> Items:
    for measure in register.measures:
        if measure.id.startswith(incomplete.casefold()):
            yield CompletionItem(measure.id, help=measure.decided_by)


@_completes
def entries(register: Register, incomplete: str) -> Items:
    """Complete what may be corrected by its id."""
    yield from _measures(register, incomplete)
    yield from _crossings(register, incomplete)


@_completes
def sources(register: Register, incomplete: str) -> Items:
    """Complete a source by its id."""
    for source in register.facts.sources.values():
        if source.id.startswith(incomplete.casefold()):
            yield CompletionItem(source.id, help=source.title)


@_completes
def reasons(register: Register, incomplete: str) -> Items:
    """Complete a word for why."""
    yield from _words(register.facts.reasons.values(), incomplete)


@_completes
def conditions(register: Register, incomplete: str) -> Items:
    """Complete what a measure does: it bars, or has a condition."""
    if "bars".startswith(incomplete):
        yield CompletionItem("bars")
    yield from _words(register.facts.conditions.values(), incomplete)


def _words(words: Iterable[Word], incomplete: str) -> Items:
    for word in words:
        if _begun(incomplete, (word.id,)):
            yield CompletionItem(word.id, help=word.en)


def _crossings(register: Register, incomplete: str) -> Items:
    for crossing in register.crossings:
        names = [name for c in crossing.checkpoints for name in c.names.values()]
        if word := _begun(incomplete, (crossing.id, *names, *crossing.aliases)):
            yield CompletionItem(word, help=crossing.name())


@_completes
def places(register: Register, incomplete: str) -> Items:
    """Complete a town or a crossing by any of its names."""
    names = {town.name: [town.name, *town.names.values()] for town in register.towns.all}
    for name, town in register.towns.spoken.items():
        names[town].append(name)
    for town, others in names.items():
        if word := _begun(incomplete, others):
            yield CompletionItem(word, help=town)
    yield from _crossings(register, incomplete)


@_completes
def papers(register: Register, incomplete: str) -> Items:
    """Complete a word for a paper."""
    yield from _words(register.facts.papers.values(), incomplete)


@_completes
def countries(_: Register, incomplete: str) -> Items:
    """Complete the code of a country by itself or by the country's name."""
    return _countries(incomplete)


def _countries(incomplete: str) -> Items:
    from babel import Locale

    from borders.country_codes import codes
    from borders.enums import Language
    from borders.text.countries import country

    names = [Locale(language.value).territories for language in Language]
    for code in sorted(codes()):
        if _begun(incomplete, (code, *(by_code.get(code, code) for by_code in names))):
            yield CompletionItem(code, help=country(code))


@_completes
def neighbours(register: Register, incomplete: str) -> Items:
    """Complete a neighbour by its code or name, or a group of countries that some belong to."""
    known = {*register.neighbours}
    for group in register.facts.groups.values():
        if known.intersection(group.members) and _begun(incomplete, (group.id, group.en)):
            yield CompletionItem(group.id, help=group.en)
    yield from (item for item in _countries(incomplete) if item.value in known)


@_completes
def nationalities(register: Register, incomplete: str) -> Items:
    """Complete a country, a group of countries or what says that there is none."""
    for group in register.facts.groups.values():
        if _begun(incomplete, (group.id, group.en)):
            yield CompletionItem(group.id, help=group.en)
    if _begun(incomplete, ("stateless",)):
        yield CompletionItem("stateless")
    yield from _countries(incomplete)


def _begun(incomplete: str, names: Iterable[str]) -> str | None:
    """Return the first of the names that begins as typed, else the first one if any sounds so."""
    from borders.places import plain

    typed, sound = _joined(incomplete).casefold(), plain(incomplete)
    joined = [*map(_joined, names)]
    if word := next((name for name in joined if name.casefold().startswith(typed)), None):
        return word
    return joined[0] if any(plain(name).startswith(sound) for name in joined if sound) else None


def _joined(name: str) -> str:
    return re.sub(r"\W+", "-", name).strip("-")
