"""A crossing at a moment → a table of who may pass: travellers by means and direction."""

from __future__ import annotations

import functools
from datetime import date
from itertools import product
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from msgspec import structs

from borders import _lazy
from borders.enums import Direction, Mode, Standing
from borders.figures.canvas import Canvas, Look, fitted
from borders.figures.docs import documented
from borders.figures.map import Drawn, asked, explained, imprint, named, sourced, standing_keys
from borders.figures.symbols import mark
from borders.model import Traveller, Who
from borders.register import Register, Snapshot
from borders.rules.criteria import ATTRIBUTES
from borders.rules.evaluate import evaluate
from borders.rules.verdicts import rule
from borders.text.sentences import Translator, ended, lowered, raised

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from borders.model import Crossing, Question, Verdict
    from borders.rules.criteria import MeasureIndex

__all__ = ["draw_matrix", "plot_matrix"]

LABELS: Final = 0.4
"""Part of the table that the names of the rows take."""

HEAD: Final = 0.88
NAMES: Final = (1.6, 1.4, 1.25, 1.15, 1.05, 0.92, 0.82, 0.75, 0.68, 0.6)
"""Letters of the columns' names, and of the rows' as large as fits, in times of the base."""

SPACE: Final = 2.4
"""Room between rows in heights of letters."""

LINE: Final = 1.22
"""Height of a line of text in heights of letters."""

WHOLE: Final = 0.9
LEAST: Final = 0.74
"""The smallest letters of whole names, on a card and on other sheets."""

CUT: Final = 2
"""How many lines of a name are written where there is no room for all."""

WHY: Final = 0.92
"""The letters of reasons in times of those of rows."""

SEVERAL: Final = "several"

Column = tuple[Mode, Direction]


class Cell(NamedTuple):
    """What awaits a kind of travellers; where that is not known, what is known last."""

    standing: Standing
    last: Standing | None


class Row(NamedTuple):
    """Kinds of travellers whom everything at a crossing treats alike."""

    kinds: tuple[Who, ...]
    cells: tuple[Cell, ...]


class Group(NamedTuple):
    """Columns that are alike: their numbers, means and directions."""

    numbers: tuple[int, ...]
    columns: tuple[Column, ...]

    def only(self, part: str) -> Any:  # noqa: ANN401 - a mode or a direction
        """Return the one mode or direction of all columns, if there is one."""
        found = {column[part == "direction"] for column in self.columns}
        return found.pop() if len(found) == 1 else None

    def heads(self, translator: Translator) -> tuple[str, str]:
        """Return the means, and below them the directions where those are the same for each."""
        ways: dict[Mode, list[Direction]] = {}
        for mode, direction in self.columns:
            ways.setdefault(mode, []).append(direction)
        told = {mode: _way(these, translator) for mode, these in ways.items()}
        names = {mode: lowered(translator.t(f"mode.{mode}")) for mode in ways}
        if len({*told.values()}) == 1:
            return raised(", ".join(names.values())), next(iter(told.values()))
        return raised(", ".join(f"{names[mode]} ({told[mode]})" for mode in ways)), ""


def _way(directions: Sequence[Direction], translator: Translator) -> str:
    """Return a direction, or that both are meant."""
    if len(directions) > 1:
        return lowered(translator.t("direction.any"))
    return translator.t(f"figure.{directions[0]}")


@documented
def plot_matrix(  # noqa: PLR0913 - each a part of its look
    snapshot: Register | Snapshot,
    crossing: str,
    ax: _lazy.Axes | None = None,
    *,
    title: str | None = None,
    notes: bool = True,
    legend: bool = True,
    lang: str | None = None,
) -> _lazy.Axes:
    """Draw who may pass a crossing at a moment, by which means and in which direction.

    The rows are what the measures in force there ask about.

    Parameters
    ----------
    snapshot
        The register asked at a moment; a register stands for its last verified one. The columns are
        the mode and direction that it fixes, if any; its traveller does not matter.
    crossing
        The name of the crossing, in any spelling or language.
    {ax}
    {title}
    {notes}
    {legend}
    {lang}

    Raises
    ------
    {missing}

    Examples
    --------
    >>> import borders
    >>> from matplotlib.figure import Figure
    >>> ax = Figure().add_subplot()
    >>> borders.plot_matrix(borders.load().on("2025-11-10"), "Medininkai", ax) is ax
    True
    """
    snapshot = asked(snapshot, "plot_matrix")
    name = snapshot.register.crossing(crossing).id
    draw = functools.partial(draw_matrix, snapshot, name=name)
    return fitted(draw, snapshot, ax, lang, Look(title, notes=notes, legend=legend))


def draw_matrix(snapshot: Snapshot, canvas: Canvas, name: str) -> Drawn:
    """Draw a table on a canvas, of the mode and direction that the snapshot fixes, if any.

    Means and directions that treat everybody alike share a column, below which stands why.
    """
    translator = canvas.translator
    crossing = snapshot.register.crossing(name)
    verdict = _verdict(snapshot, crossing)
    title = translator.t(
        f"figure.matrix.finding.{verdict.standing}", name=translator.name(crossing)
    )
    when = translator.moment(snapshot)
    columns = _columns(snapshot, crossing)
    rows = _rows(snapshot, crossing, columns)
    groups = grouped(columns, rows)
    used = {cell for row in rows for cell in row.cells}
    is_free = used == {_cell(Standing.OPEN)}
    notes = [
        translator.t("figure.matrix.note") if len(rows) > 1 else "",
        *_explained(used, translator),
        *sourced([verdict], snapshot.register, translator),
        *imprint(snapshot, translator, [crossing], ground=False),
    ]
    standings, lasts = zip(*used, strict=True)
    canvas.frame(title, when, standing_keys(standings, lasts, canvas, numbered=False), notes)
    names = [_name(row, translator, alone=len(rows) == 1) for row in rows]
    reasons = list(_reasons(verdict, groups, snapshot, translator))
    if is_free:
        reasons = [translator.t("figure.matrix.none")]
    if warning := translator.warning(verdict):
        reasons.insert(0, warning)
    _draw(canvas, names, rows, groups, reasons)
    canvas.notes(notes)
    words = _described(f"{ended(title)} {ended(when)}", names, rows, columns, translator)
    return Drawn(canvas.ax, canvas.titled(title), " ".join((words, *reasons)))


def grouped(columns: Sequence[Column], rows: Sequence[Row]) -> list[Group]:
    """Return columns, those together in which every row has the same."""
    groups: dict[tuple[Cell, ...], list[int]] = {}
    for number in range(len(columns)):
        groups.setdefault(tuple(row.cells[number] for row in rows), []).append(number)
    return [
        Group(tuple(numbers), tuple(columns[number] for number in numbers))
        for numbers in groups.values()
    ]


def _reasons(
    verdict: Verdict, groups: Sequence[Group], snapshot: Snapshot, translator: Translator
) -> Iterator[str]:
    """Yield why, of each group of columns, or once where all are alike."""
    said: dict[str, list[str]] = {}
    for group in groups:
        asked = structs.replace(
            verdict.question, mode=group.only("mode"), direction=group.only("direction")
        )
        if len(groups) == 1:
            asked = verdict.question
        elif asked.mode is None:
            asked = structs.replace(asked, mode=group.columns[0][0])
        found = rule(verdict.crossing, asked, snapshot.register.index)
        why = translator.why(found) or translator.sentence(found)
        said.setdefault(raised(why), []).append(_headed(group, translator))
    for why, heads in said.items():
        head = raised(translator.listed(heads))
        texts = [head, why] if len(said) > 1 else [why]
        yield ended(translator.t("separator.name").join(texts))


def _headed(group: Group, translator: Translator) -> str:
    """Return means and directions in a line."""
    means, ways = group.heads(translator)
    return f"{lowered(means)} ({ways})" if ways else lowered(means)


def _columns(snapshot: Snapshot, crossing: Crossing) -> list[Column]:
    chosen = [mode for mode in Mode if mode in crossing.modes and snapshot.mode in {None, mode}]
    directions = [direction for direction in Direction if snapshot.direction in {None, direction}]
    return list(product(chosen or crossing.modes, directions))


def _rows(snapshot: Snapshot, crossing: Crossing, columns: Sequence[Column]) -> list[Row]:
    """Return a row for each kind of traveller; kinds treated alike share one."""
    index, verdict = snapshot.register.index, _verdict(snapshot, crossing)
    questions = [verdict.question, *([verdict.last_known.question] if verdict.last_known else [])]
    situations = [index.situation(crossing, question.moment).measures for question in questions]
    criteria = [who for measures in situations for m in measures for who in m.criteria]
    groups: dict[tuple[str, tuple[Cell, ...]], list[Who]] = {}
    for kind in (Who(), *_kinds(criteria)):
        askers = list(_askers(kind, criteria, index, verdict.question.moment.date()))

        def found(question: Question, column: Column, askers: list[Traveller] = askers) -> Standing:
            mode, direction = column
            return _common(
                evaluate(
                    crossing,
                    structs.replace(question, mode=mode, direction=direction, traveller=asker),
                    index,
                ).standing
                for asker in askers
            )

        cells = tuple(
            _cell(*(found(question, column) for question in questions)) for column in columns
        )
        groups.setdefault((_sort(kind), cells), []).append(kind)
    for (sort, cells), kinds in groups.items():
        if sort == SEVERAL:
            kinds[:] = [kind for kind in kinds if not _is_covered(kind, cells, groups)]
    first, *others = (Row(tuple(kinds), cells) for (_, cells), kinds in groups.items() if kinds)
    return [first, *(row for row in others if row.cells != first.cells)]


def _verdict(snapshot: Snapshot, crossing: Crossing) -> Verdict:
    """Return the verdict on a crossing for anybody, by the mode and direction of a snapshot."""
    question = structs.replace(snapshot.question(crossing), traveller=None)
    return rule(crossing, question, snapshot.register.index)


def _cell(standing: Standing, last: Standing | None = None) -> Cell:
    return Cell(standing, last if standing is Standing.UNKNOWN else None)


def _is_covered(
    kind: Who, cells: tuple[Cell, ...], groups: dict[tuple[str, tuple[Cell, ...]], list[Who]]
) -> bool:
    """Return whether holding a part of what a kind holds is already said to do the same."""
    parts = [_kind([(a, value)]) for a in ATTRIBUTES if (value := getattr(kind, a))]
    return any(part in groups.get((_sort(part), cells), []) for part in parts)


def _common(standings: Iterable[Standing]) -> Standing:
    """Return what awaits several travellers: restricted where it is not the same."""
    met = set(standings)
    return met.pop() if len(met) == 1 else Standing.RESTRICTED


def _kinds(criteria: Iterable[Who]) -> list[Who]:
    """Return what criteria ask of travellers, each value on its own, by attribute."""
    kinds: dict[Who, None] = {}
    for who in criteria:
        each: list[list[Any]] = [
            [(value,) for value in getattr(who, attribute)] or [()] for attribute in ATTRIBUTES
        ]
        kinds |= {_kind(zip(ATTRIBUTES, values, strict=True)): None for values in product(*each)}
    order = (*ATTRIBUTES, SEVERAL)
    named = (kind for kind in kinds if _sort(kind))
    return sorted(named, key=lambda kind: order.index(_sort(kind)))


def _kind(values: Iterable[tuple[str, Any]]) -> Who:
    return Who(**dict(values))


def _sort(kind: Who) -> str:
    """Return the attribute that a kind is of; nothing of everybody else."""
    named = [attribute for attribute in ATTRIBUTES if getattr(kind, attribute)]
    return SEVERAL if len(named) > 1 else "".join(named)


def _askers(
    kind: Who, criteria: Sequence[Who], index: MeasureIndex, day: date
) -> Iterator[Traveller]:
    """Yield travellers of a kind who hold nothing else, one for each that a criterion tells apart.

    Held is said of every attribute, so that nothing is left open: no country at all is one that
    nobody names.
    """

    def each(attribute: str) -> list[str]:
        values = getattr(kind, attribute)
        if not values:
            return [""]
        groups = {index.countries(codes, day) for w in criteria if (codes := getattr(w, attribute))}
        members = sorted(index.countries(values, day))
        return list({tuple(code in group for group in groups): code for code in members}.values())

    for nationality, residence, vehicle in product(
        *map(each, ("nationality", "residence", "vehicle"))
    ):
        yield Traveller(
            nationality=nationality or (),
            residence=residence or (),
            papers=kind.papers,
            vehicle=vehicle,
        )


def _name(row: Row, translator: Translator, *, alone: bool) -> str:
    """Return whom a row means."""
    sort = _sort(row.kinds[0])
    if not sort:
        return translator.t("figure.matrix.all" if alone else "figure.matrix.else")
    if sort == SEVERAL:
        return raised("; ".join(translator.who(kind, "many") for kind in row.kinds))
    values = tuple(value for kind in row.kinds for value in getattr(kind, sort))
    return raised(translator.who(_kind([(sort, values)]), "many"))


def _explained(used: Collection[Cell], translator: Translator) -> Iterator[str]:
    """Yield what marks mean here."""
    standings = {cell.standing for cell in used}
    mixed = standings & {Standing.RESTRICTED}
    yield from explained(standings - mixed - {Standing.UNKNOWN}, translator)
    for standing in mixed:
        word = translator.t(f"standing.{standing}")
        yield ended(translator.t("figure.matrix.mixed", standing=word))


def _draw(
    canvas: Canvas,
    names: Sequence[str],
    rows: Sequence[Row],
    groups: Sequence[Group],
    reasons: Sequence[str],
) -> None:
    """Draw the table; heights are points, so that rows are as high as their names."""
    ax, (wide, high) = canvas.ax, canvas.room
    left = wide * LABELS
    step = (wide - left) / len(groups)
    head = _heads(canvas, groups, left, step)
    for scale, told, is_whole in _attempts(len(reasons), brief=canvas.brief):
        letter = canvas.base * scale
        texts = [canvas.wrapped(name, scale, left - 10) for name in names]
        if not is_whole:  # the words beside the file have all of it
            texts = [t if len(t) <= CUT else [*t[: CUT - 1], f"{t[CUT - 1]} …"] for t in texts]
        below = [canvas.wrapped(reason, scale * WHY, wide) for reason in reasons[:told]]
        foot = sum(len(lines) + 0.5 for lines in below) * letter * WHY * LINE + letter
        room = high - head - foot - sum(map(len, texts)) * letter * LINE
        if room >= letter * (SPACE if is_whole else 0.5) * len(rows):
            break
    space = min(letter * SPACE * 1.5, max(letter * 0.5, room / len(rows)))
    size = min(step * 0.85, letter * LINE + space * 0.72, canvas.base * 2.6)
    y = head
    for number, (lines, row) in enumerate(zip(texts, rows, strict=True)):
        tall = len(lines) * letter * LINE + space
        colour = canvas.ink["ink" if number == 0 else "rule"]
        ax.axhline(y, color=colour, lw=0.8 if number == 0 else 0.5)
        for i, line in enumerate(lines):
            _write(canvas, (0, y + space / 2 + letter * (LINE * i + 0.98)), line, scale)
        for i, group in enumerate(groups):
            cell = row.cells[group.numbers[0]]
            _mark(canvas, (left + step * (i + 0.5), y + tall / 2), cell, size, (number, i))
        y += tall
    ax.axhline(y, color=canvas.ink["rule"], lw=0.5, clip_on=False)
    y = _draw_reasons(canvas, below, y + letter, scale * WHY, high)
    if not canvas.aside and y < high:
        canvas.shorten(y)
        high = y
    ax.set(xlim=(0, wide), ylim=(max(y, high), 0), xticks=[], yticks=[])
    ax.set_facecolor(canvas.ink["paper"])
    for spine in ax.spines.values():
        spine.set_visible(False)


def _attempts(reasons: int, *, brief: bool) -> Iterator[tuple[float, int, bool]]:
    """Yield what may be tried: a size, how many reasons are told and whether names are whole."""
    sizes = [size for size in NAMES if size >= (WHOLE if brief else LEAST)]
    for told in sorted({reasons, min(reasons, 1), 0}, reverse=True):
        yield from ((size, told, True) for size in sizes)
    yield from ((size, 0, False) for size in NAMES if size < NAMES[2])


def _draw_reasons(
    canvas: Canvas, below: Sequence[Sequence[str]], y: float, scale: float, high: float
) -> float:
    """Write paragraphs below the table, those that have room; return where they end."""
    line = canvas.base * scale * LINE
    for lines in below:
        if y + len(lines) * line > high:
            break
        for text in lines:
            y += line
            _write(canvas, (0, y - line * 0.25), text, scale)
        y += line * 0.5
    return y


def _heads(canvas: Canvas, groups: Sequence[Group], left: float, step: float) -> float:
    """Write means and directions above the columns; return how high they are."""
    heads = [group.heads(canvas.translator) for group in groups]
    words = [word for texts in heads for text in texts for word in text.split()]
    widest = max(canvas.measured(word, HEAD, bold=True) for word in words)
    letter = HEAD * min(1.0, (step - 4) / widest)
    lines = [
        [
            *((line, True) for line in canvas.wrapped(means, letter, step - 4, bold=True)),
            *((line, False) for line in canvas.wrapped(ways, letter, step - 4) if ways),
        ]
        for means, ways in heads
    ]
    high: float = canvas.base * letter * LINE
    tall: float = max(map(len, lines)) * high + canvas.base * 0.5
    for number, column in enumerate(lines):
        for i, (line, bold) in reversed([*enumerate(reversed(column))]):
            place = (left + step * (number + 0.5), tall - canvas.base * 0.5 - high * i)
            _write(canvas, place, line, letter, bold=bold, align="center", gid=f"head-{number}")
    return tall


def _write(  # noqa: PLR0913 - what letters look like
    canvas: Canvas,
    place: tuple[float, float],
    text: str,
    size: float,
    *,
    bold: bool = False,
    align: str = "left",
    gid: str | None = None,
) -> None:
    canvas.ax.text(
        *place,
        text,
        fontproperties=canvas.font(size, bold=bold),
        color=canvas.ink["ink"],
        ha=align,
        va="baseline",
        parse_math=False,
        gid=gid,
    )


def _mark(
    canvas: Canvas,
    place: tuple[float, float],
    cell: Cell,
    size: float,
    number: tuple[int, int],
) -> None:
    from matplotlib.offsetbox import DrawingArea

    area = DrawingArea(size, size, 0, 0)
    mark(area, (size / 2, size / 2), cell.standing, size, cell.last, canvas.theme)
    canvas.pin(area, place).set_gid(f"cell-{cell.standing.value}-{number[0]}-{number[1]}")


def _described(
    head: str,
    names: Sequence[str],
    rows: Sequence[Row],
    columns: Sequence[Column],
    translator: Translator,
) -> str:
    """Return the table in words, a sentence a row."""
    texts = [head]
    for name, row in zip(names, rows, strict=True):
        by_cell: dict[Cell, list[str]] = {}
        for (mode, direction), cell in zip(columns, row.cells, strict=True):
            means = lowered(translator.t(f"mode.{mode.value}"))
            by_cell.setdefault(cell, []).append(f"{means} ({translator.t(f'figure.{direction}')})")
        shares = (
            f"{_worded(cell, translator)} – {', '.join(columns)}"
            for cell, columns in by_cell.items()
        )
        texts.append(f"{name}: {'; '.join(shares)}.")
    return " ".join(texts)


def _worded(cell: Cell, translator: Translator) -> str:
    """Return the word for what awaits, and for what was known last."""
    last = [] if cell.last is None else [named(cell.last, translator, is_last=True)]
    return ", ".join(map(lowered, (named(cell.standing, translator), *last)))
