"""A crossing at a moment → a table of who may pass: travellers by means and direction."""

from __future__ import annotations

from datetime import date
from itertools import groupby, product
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from msgspec import structs

from borders import _lazy
from borders.enums import Direction, Mode, Standing
from borders.figures.canvas import INK, Canvas, Key, canvas_for
from borders.figures.docs import documented
from borders.figures.map import Drawn, counted, explained, imprint, named
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

LABELS: Final = 0.44
"""Part of the table that the names of the rows take."""

HEAD: Final = 0.88
NAMES: Final = (1.25, 1.15, 1.05, 0.92)
"""Letters of the columns' names, and of the rows' as large as fits, in times of the base."""

SPACE: Final = 2.4
"""Room between rows in heights of letters."""

LINE: Final = 1.22
"""Height of a line of text in heights of letters."""

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


@documented
def plot_matrix(
    snapshot: Register | Snapshot,
    crossing: str,
    ax: _lazy.Axes | None = None,
    *,
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
    snapshot = snapshot.on() if isinstance(snapshot, Register) else snapshot
    return draw_matrix(snapshot, canvas_for(snapshot, ax, lang), crossing).ax


def draw_matrix(snapshot: Snapshot, canvas: Canvas, name: str) -> Drawn:
    """Draw a table on a canvas, of the mode and direction that the snapshot fixes, if any."""
    translator = canvas.translator
    crossing = snapshot.register.crossing(name)
    title = translator.t("figure.matrix.title", name=translator.name(crossing))
    when = translator.moment(snapshot)
    columns = _columns(snapshot, crossing)
    rows = _rows(snapshot, crossing, columns)
    used = {cell for row in rows for cell in row.cells}
    is_free = used == {_cell(Standing.OPEN)}
    notes = [
        translator.t("figure.matrix.note") if len(rows) > 1 else "",
        translator.t("figure.matrix.none") if is_free else "",
        *_explained(used, _verdict(snapshot, crossing), translator),
        *imprint(snapshot, translator, [crossing], ground=False),
    ]
    canvas.frame(title, when, _keys(used, canvas), notes, (0, 0, 0))
    names = [_name(row, translator, alone=len(rows) == 1) for row in rows]
    _draw(canvas, names, rows, columns)
    canvas.notes(notes)
    return Drawn(
        canvas.ax,
        title,
        _described(f"{ended(title)} {ended(when)}", names, rows, columns, translator),
    )


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


def _keys(used: Iterable[Cell], canvas: Canvas) -> list[Key]:
    standings, lasts = {cell.standing for cell in used}, {cell.last for cell in used}
    return [
        *(counted(one, None, canvas) for one in Standing if one in standings),
        *(counted(one, None, canvas, is_last=True) for one in Standing if one in lasts),
    ]


def _explained(used: Collection[Cell], verdict: Verdict, translator: Translator) -> Iterator[str]:
    """Yield what marks mean here, and why it is that nobody passes or that nothing is known."""
    standings = {cell.standing for cell in used}
    mixed = standings & {Standing.RESTRICTED}
    yield from explained(standings - mixed - {Standing.UNKNOWN}, translator)
    for standing in mixed:
        word = translator.t(f"standing.{standing}")
        yield ended(translator.t("figure.matrix.mixed", standing=word))
    if Standing.UNKNOWN in standings or standings == {Standing.CLOSED}:
        yield translator.sentence(verdict)


def _draw(
    canvas: Canvas, names: Sequence[str], rows: Sequence[Row], columns: Sequence[Column]
) -> None:
    """Draw the table; heights are points, so that rows are as high as their names."""
    ax, (wide, high) = canvas.ax, canvas.room
    left = wide * LABELS
    step = (wide - left) / len(columns)
    head = _heads(canvas, columns, left, step)
    for scale in NAMES:
        letter = canvas.base * scale
        texts = [canvas.wrapped(name, scale, left - 10) for name in names]
        room = high - head - sum(map(len, texts)) * letter * LINE
        if room >= letter * SPACE * len(rows):
            break
    space = min(letter * SPACE * 1.5, max(letter * 0.5, room / len(rows)))
    size = min(step * 0.85, letter * LINE + space * 0.72, canvas.base * 2.6)
    y = head
    for number, (lines, row) in enumerate(zip(texts, rows, strict=True)):
        tall = len(lines) * letter * LINE + space
        ax.axhline(y, color=INK["ink" if number == 0 else "rule"], lw=0.8 if number == 0 else 0.5)
        for i, line in enumerate(lines):
            _write(canvas, (0, y + space / 2 + letter * (LINE * i + 0.98)), line, scale)
        for i, cell in enumerate(row.cells):
            _mark(canvas, (left + step * (i + 0.5), y + tall / 2), cell, size, (number, i))
        y += tall
    ax.axhline(y, color=INK["rule"], lw=0.5, clip_on=False)
    if canvas.owned and not canvas.aside and y < high:
        canvas.shorten(y)
        high = y
    ax.set(xlim=(0, wide), ylim=(max(y, high), 0), xticks=[], yticks=[], facecolor=INK["paper"])
    for spine in ax.spines.values():
        spine.set_visible(False)


def _heads(canvas: Canvas, columns: Sequence[Column], left: float, step: float) -> float:
    """Write means and directions above the columns; return how high they are."""
    translator = canvas.translator
    by_mode = [
        (mode, list(group)) for mode, group in groupby(columns, key=lambda column: column[0])
    ]
    words = [word for mode, _ in by_mode for word in translator.t(f"mode.{mode.value}").split()]
    widest = max(canvas.measured(word, HEAD, bold=True)[0] for word in words)
    pair = step * min(len(group) for _, group in by_mode) - 4
    letter = HEAD * min(1.0, pair / widest)
    heads = [
        canvas.wrapped(translator.t(f"mode.{mode.value}"), letter, step * len(group) - 4, bold=True)
        for mode, group in by_mode
    ]
    tall: float = max(map(len, heads)) * canvas.base * letter * LINE
    x = left
    for lines, (_, group) in zip(heads, by_mode, strict=True):
        for i, line in enumerate(reversed(lines)):
            place = (x + step * len(group) / 2, tall - canvas.base * letter * (LINE * i + 0.3))
            _write(canvas, place, line, letter, bold=True, align="center")
        x += step * len(group)
    words = [translator.t(f"figure.{direction}") for direction in Direction]
    longest = max(canvas.measured(word, 0.8)[0] for word in words)
    turned = longest > step - 3
    under = longest + 6 if turned else canvas.base * 1.3
    for i, (_, direction) in enumerate(columns):
        place = (left + step * (i + 0.5), tall + under - 4)
        _write(
            canvas, place, translator.t(f"figure.{direction}"), 0.8, align="center", turned=turned
        )
    return tall + under


def _write(  # noqa: PLR0913 - what letters look like
    canvas: Canvas,
    place: tuple[float, float],
    text: str,
    size: float,
    *,
    bold: bool = False,
    align: str = "left",
    turned: bool = False,
) -> None:
    canvas.ax.text(
        *place,
        text,
        fontproperties=canvas.font(size, bold=bold),
        color=INK["ink"],
        ha=align,
        va="bottom" if turned else "baseline",
        rotation=90 if turned else 0,
        parse_math=False,
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
    mark(area, (size / 2, size / 2), cell.standing, size, cell.last)
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
