"""What notebooks show of each answer: its words, a table, a map."""

from __future__ import annotations

import functools
import json
from typing import TYPE_CHECKING, Any, Final

import msgspec

from borders.geo import ground
from borders.maps import glance, html, one_moment, static_svg
from borders.maps.glance import Cell, Glance, Link, noted
from borders.model import Record, Source, Verdict
from borders.network.routes import Route
from borders.register import Change, Register, Routes, Snapshot
from borders.sequences import Changes, Corridors, History
from borders.text.sentences import unbroken

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from borders.text.sentences import Translator

__all__ = ["glanced", "mimebundle", "picture"]

LINKED: Final = 1
"""How many sources a row of many names; the rest are counted."""

COLUMNS: Final = ("table.crossing", "table.status", "table.since", "table.why", "sources.title")
ROUTE_COLUMNS: Final = (
    "table.crossing",
    "table.status",
    "figure.reach.km",
    "table.why",
    "sources.title",
)
PERIOD_COLUMNS: Final = (
    "table.since",
    "table.until",
    "table.status",
    "table.why",
    "sources.title",
)

_WRITERS: Final[Mapping[str, Callable[[Glance], str]]] = {
    "text/plain": glance.plain,
    "text/markdown": glance.markdown,
    "text/html": glance.html,
    "image/svg+xml": lambda shown: shown.drawn(),
}


def mimebundle(
    answer: object, include: Collection[str] | None = None, exclude: Collection[str] | None = None
) -> dict[str, str]:
    """Return what a notebook is given of an answer, by kinds of content.

    Parameters
    ----------
    answer
        One of `borders`: a register, a snapshot, a verdict, a route, routes, a history, changes or
        one of them, or a record of the data.
    include, exclude
        Kinds that alone are asked for, and that are not; none: all.

    Examples
    --------
    >>> import borders
    >>> verdict = borders.load().on("2020-01-01").verdict("Medininkai")
    >>> mimebundle(verdict, include={"text/plain"})["text/plain"].splitlines()[:2]
    ['Medininkai – Kamienny Loh', 'Open on 1 January 2020.']
    """
    kinds = [kind for kind in _WRITERS if include is None or kind in include]
    kinds = [kind for kind in kinds if kind not in (exclude or ())]
    shown = glanced(answer) if kinds else Glance("en", "", ())
    written = {kind: _WRITERS[kind](shown) for kind in kinds}
    return {kind: text for kind, text in written.items() if text}


@functools.singledispatch
def glanced(answer: object) -> Glance:
    """Return an answer at a glance."""
    return Glance("en", "", (repr(answer),), lead=repr(answer))


@glanced.register
def _(answer: Snapshot) -> Glance:
    return _of_snapshot(answer, _headed(answer), is_open=True)


@glanced.register
def _(answer: Register) -> Glance:
    package = answer.facts.package
    counts = f"{len(answer.crossings)} crossings, {len(answer.measures)} measures"
    title = f"{package.title}, version {answer.version}: {counts}"
    if answer.verified_day is None:
        return Glance("en", f"{title}, nothing verified", ())
    return _of_snapshot(answer.on(), title, is_open=False)


def _of_snapshot(snapshot: Snapshot, title: str, *, is_open: bool) -> Glance:
    translator = snapshot.translator
    verdicts = sorted(snapshot.verdicts, key=lambda verdict: verdict.standing.rank)
    rows = [_row(verdict, snapshot) for verdict in verdicts]
    return Glance(
        translator.language,
        title,
        (
            translator.summary(snapshot.verdicts, snapshot),
            *(_said(verdict, translator) for verdict in snapshot.verdicts),
        ),
        heads=_heads(translator, COLUMNS),
        rows=tuple(rows),
        note=_note(snapshot, html.age(snapshot, translator)),
        drawn=functools.cache(
            lambda: picture(snapshot, translator, translator.put(snapshot.moment))
        ),
        alt=static_svg.alt_text(snapshot, translator),
        summary=translator.counts([*snapshot.standings.values()]),
        is_open=is_open,
        rest=_rest(translator),
        by_standing=True,
    )


@glanced.register
def _(answer: Verdict) -> Glance:
    snapshot = _asked(answer)
    name = answer.crossing.name()
    if snapshot is None:
        return Glance("en", name, (answer.sentence,), lead=answer.sentence)
    translator = snapshot.translator
    return Glance(
        translator.language,
        translator.name(answer.crossing),
        (answer.sentence,),
        lead=answer.sentence,
        heads=_heads(translator, COLUMNS),
        rows=(_row(answer, snapshot, linked=None),),
        note=_note(snapshot, _verified(answer, translator)),
    )


@glanced.register
def _(answer: History) -> Glance:
    snapshot = answer.snapshot
    translator = snapshot.translator
    rows = []
    for number, verdict in enumerate(answer):
        bounds = [verdict.measures_since, verdict.measures_until]
        if number == 0:
            bounds[0] = None  # knowledge begins, not what held
        if number == len(answer) - 1:
            bounds[1] = None
        days = [Cell(translator.day(bound) if bound else "…") for bound in bounds]
        _, status, _, *rest = _row(verdict, snapshot)
        rows.append((*days, status, *rest))
    asker = translator.asker(snapshot)
    return Glance(
        translator.language,
        ", ".join(filter(None, [translator.name(answer.crossing), asker])),
        tuple(verdict.sentence for verdict in answer),
        heads=_heads(translator, PERIOD_COLUMNS),
        rows=tuple(rows),
        note=_note(snapshot, _verified(answer[-1], translator) if answer else ""),
        rest=_rest(translator),
        keeps_last=True,
    )


@glanced.register
def _(answer: Changes) -> Glance:
    snapshot = answer.snapshot
    translator = snapshot.translator
    span = translator.t(
        "card.fromThrough",
        start=translator.put(snapshot.moment),
        end=translator.put(answer.until),
    )
    texts = [translator.t("changes.title"), span, translator.asker(snapshot)]
    return Glance(
        translator.language,
        ", ".join(filter(None, texts)),
        tuple(_turned(change, translator) for change in answer),
        lead="" if answer else translator.t("changes.none"),
        heads=_heads(translator, COLUMNS),
        rows=tuple(_change(change, snapshot) for change in answer),
        note=_note(snapshot, html.age(snapshot, translator)),
        rest=_rest(translator),
    )


@glanced.register
def _(answer: Change) -> Glance:
    snapshot = _asked(answer.after)
    if snapshot is None:
        return Glance("en", "", (answer.after.sentence,), lead=answer.after.sentence)
    translator = snapshot.translator
    return Glance(
        translator.language,
        "",
        (_turned(answer, translator),),
        heads=_heads(translator, COLUMNS),
        rows=(_change(answer, snapshot),),
        note=_note(snapshot, _verified(answer.after, translator)),
    )


@glanced.register
def _(answer: Routes) -> Glance:
    snapshot = answer.snapshot
    translator = snapshot.translator
    ends = " → ".join(filter(None, _ends(answer)))
    about = snapshot.register.network.about
    notes = [translator.t("figure.routes.schematic")] if about.schematic else []
    return Glance(
        translator.language,
        _headed(snapshot, translator.t("figure.routes.title", ends=ends)),
        (answer.summary, *(route.sentence for route in answer)),
        lead=answer.summary,
        heads=_heads(translator, ROUTE_COLUMNS),
        rows=tuple(_way(route, snapshot, answer) for route in answer),
        note=noted(*notes, answer.attribution, _note(snapshot, html.age(snapshot, translator))),
    )


@glanced.register
def _(answer: Corridors) -> Glance:
    """Return the best route from each place; of one place `Routes` shows all."""
    if not answer:
        return Glance("en", "", (repr(answer),), lead=repr(answer))
    first = answer[0]
    snapshot = first.snapshot
    if any(routes.snapshot.direction is not snapshot.direction for routes in answer):
        snapshot = snapshot.with_direction(None)
    translator = snapshot.translator
    ends = " → ".join(["…", *filter(None, _ends(first)[1:])])
    return Glance(
        translator.language,
        _headed(snapshot, translator.t("figure.routes.title", ends=ends)),
        tuple(routes.summary for routes in answer),
        heads=_heads(translator, ("terminal.from", *ROUTE_COLUMNS)),
        rows=tuple(
            (Cell(_ends(routes)[0]), *_way(route, routes.snapshot, routes))
            for routes in answer
            for route in routes.routes[:1]
        ),
        note=noted(first.attribution, _note(snapshot, html.age(snapshot, translator))),
        rest=_rest(translator),
    )


@glanced.register
def _(answer: Route) -> Glance:
    snapshot = _asked(answer.verdict)
    if snapshot is None:
        return Glance("en", "", (answer.sentence,), lead=answer.sentence)
    translator = snapshot.translator
    return Glance(
        translator.language,
        translator.name(answer.crossing),
        (answer.sentence,),
        lead=answer.sentence,
        heads=_heads(translator, ROUTE_COLUMNS),
        rows=(_way(answer, snapshot),),
        note=noted(
            snapshot.register.network.about.attribution,
            _note(snapshot, _verified(answer.verdict, translator)),
        ),
    )


@glanced.register
def _(answer: Record) -> Glance:
    """Return what the entry of a record holds, under the names that the files have."""
    fields: dict[str, Any] = msgspec.to_builtins(answer)
    rows = []
    for name, value in fields.items():
        text = _told(value)
        is_web = isinstance(answer, Source) and name == "url"
        rows.append((Cell(name), Cell(links=(Link(text, text),)) if is_web else Cell(text)))
    title = " ".join([type(answer).__name__, *([fields["id"]] if "id" in fields else [])])
    return Glance("en", title, (repr(answer),), heads=("", ""), rows=tuple(rows))


def _told(value: object) -> str:
    """Return what a field holds in a line."""
    if isinstance(value, dict):
        return ", ".join(f"{key} {_told(each)}" for key, each in value.items())
    if isinstance(value, list | tuple):
        mark = "; " if any(isinstance(each, dict) for each in value) else ", "
        return mark.join(map(_told, value))
    return json.dumps(value) if isinstance(value, bool) else str(value)


def picture(snapshot: Snapshot, translator: Translator, title: str) -> str:
    """Return the map of a moment as an SVG of its own, on ground that is no finer than it shows."""
    register = snapshot.register
    read = ground.ground(register.folder, register.towns.all)
    coarse = one_moment.coarse(read, translator.language, one_moment.PICTURED)
    return static_svg.draw(snapshot, translator, title=title, alone=True, ground=coarse)


def _headed(snapshot: Snapshot, head: str = "") -> str:
    """Return what is shown, when and to whom; left out: what the register is of."""
    translator = snapshot.translator
    texts = [
        head or translator.title(),
        translator.put(snapshot.moment),
        translator.asker(snapshot),
    ]
    return ", ".join(filter(None, texts))


def _rest(translator: Translator) -> Callable[[int], str]:
    return lambda count: translator.t("changes.more", count=count)


def _heads(translator: Translator, keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(translator.t, keys))


def _row(
    verdict: Verdict, snapshot: Snapshot, linked: int | None = LINKED
) -> tuple[Cell, Cell, Cell, Cell, Cell]:
    """Return a verdict as a row of `COLUMNS`.

    Parameters
    ----------
    linked
        How many sources are named; None: all.
    """
    translator = snapshot.translator
    return (
        Cell(_name(verdict, translator)),
        Cell(translator.within(verdict.standing), verdict.standing, verdict.last_standing),
        Cell(translator.day(verdict.since) if verdict.since else ""),
        Cell(f"{translator.warning(verdict)} {translator.why(verdict, named=1)}".strip()),
        _sources(snapshot, snapshot.register.sources(verdict), linked),
    )


def _name(verdict: Verdict, translator: Translator) -> str:
    crossing = verdict.crossing
    name = translator.name(crossing)
    return f"{name} ({crossing.neighbour})" if crossing.neighbour else name


def _sources(snapshot: Snapshot, sources: Iterable[Source], linked: int | None) -> Cell:
    links = tuple(Link(source.publisher, source.url) for source in sources)
    left = 0 if linked is None else max(0, len(links) - linked)
    more = snapshot.translator.t("changes.more", count=left) if left else ""
    return Cell(links=links[:linked], more=more)


def _change(change: Change, snapshot: Snapshot) -> tuple[Cell, Cell, Cell, Cell, Cell]:
    """Return a change as a row of `COLUMNS`: what became what, and from when on."""
    translator, register = snapshot.translator, snapshot.register
    name, status, _, why, _ = _row(change.after, snapshot)
    causes = register.sources_of((*change.came, *change.ended))
    sources = causes or register.sources(change.after)
    return (
        name,
        status._replace(text=_turn(change, translator)),
        Cell(translator.day(change.moment)),
        why,
        _sources(snapshot, sources, LINKED),
    )


def _turn(change: Change, translator: Translator) -> str:
    return " → ".join(map(translator.within, change.turn))


def _turned(change: Change, translator: Translator) -> str:
    name = translator.name(change.crossing)
    return f"{name}: {_turn(change, translator)}. {change.after.sentence}"


def _way(
    route: Route, snapshot: Snapshot, routes: Routes | None = None
) -> tuple[Cell, Cell, Cell, Cell, Cell]:
    """Return a route as a row of `ROUTE_COLUMNS`."""
    name, status, _, why, sources = _row(route.verdict, snapshot)
    return name, status, Cell(_length(route, snapshot, routes)), why, sources


def _ends(routes: Routes) -> tuple[str, str]:
    """Return where routes start and end, in their language; nothing where at each crossing."""
    language = routes.snapshot.translator.language
    places = (routes.origin, routes.destination)
    origin, end = ("" if p is None else p.names.get(language, p.name) for p in places)
    return origin, end


def _length(route: Route, snapshot: Snapshot, routes: Routes | None) -> str:
    """Return how long a route is; of a trip by plane, the part on the ground."""
    if route.km is None:
        return ""
    length = unbroken(snapshot.translator.length(route.km, rough=route.approximate))
    if route.by != "air" or routes is None or routes.destination is None:
        return length
    return snapshot.translator.t(f"figure.routes.flight.{snapshot.direction}", length=length)


def _said(verdict: Verdict, translator: Translator) -> str:
    return f"{translator.name(verdict.crossing)}: {verdict.sentence}"


def _verified(verdict: Verdict, translator: Translator) -> str:
    """Return through which day a crossing was verified, and how long before the moment that was."""
    day = verdict.verified_through
    if day is None:
        return ""
    through = translator.t("note.verified", day=translator.date(day))
    age = verdict.age_days
    if not age:
        return through
    return translator.t("age", through=through, ages=translator.t("age.chosen", n=age))


def _note(snapshot: Snapshot, age: str) -> str:
    """Return of what data and of which day an answer is, and what was known."""
    translator, register = snapshot.translator, snapshot.register
    package, known = register.facts.package, snapshot.as_known_on
    return noted(
        translator.t("note.asKnown", day=translator.date(known)) if known else "",
        age,
        translator.t("note.data", name=package.name, version=register.version),
    )


def _asked(verdict: Verdict) -> Snapshot | None:
    """Return the question that a verdict answers; None: it came from another process."""
    snapshot = vars(verdict).get("snapshot")
    return snapshot if isinstance(snapshot, Snapshot) else None
