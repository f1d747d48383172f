"""A figure → a file: PNG, SVG or PDF, with its words beside it and in it."""

from __future__ import annotations

import html
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from borders import atomic_file
from borders.errors import QuestionError
from borders.figures import FIGURES, Parts, refuse
from borders.figures.canvas import SIZES, Canvas, Look, need_matplotlib
from borders.text.xml import writable

if TYPE_CHECKING:
    import os

    from borders.figures.map import Drawn
    from borders.register import Snapshot

__all__ = ["FORMS", "alt_path", "picture", "save"]

FORMS: Final = (".png", ".svg", ".pdf")

SETTINGS: Final[dict[Any, Any]] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "borders",
    "pdf.fonttype": 42,
    "hatch.linewidth": 0.7,
    "text.hinting": "none",
}
"""Texts stay texts, and nothing hangs on chance."""


def save(  # noqa: PLR0913 - each a part of the figure
    snapshot: Snapshot,
    path: str | os.PathLike[str],
    *,
    kind: str = "map",
    size: str = "wide",
    lang: str | None = None,
    parts: Parts | None = None,
    look: Look | None = None,
) -> Path:
    """Write a figure as a file, and what it shows in words beside it; return where those are.

    The same question to the same register gives the same bytes.

    Parameters
    ----------
    snapshot
        The question; a history takes all of it but its moment.
    path
        Its ending says the form: .png, .svg or .pdf.
    kind
        One of `FIGURES`: map, history, matrix, routes, reach or years.
    size
        a4, social, wide, or card: the picture that stands for a page where it is linked to.
    lang
        The language of all that is written, a `borders.enums.Language`; left out: the snapshot's.
    parts
        What the kind asks for besides.
    look
        What is worded in other words, or left out, and whether the sheet is dark.

    Raises
    ------
    QuestionError
        The form, kind or size is none of these, or the kind lacks its part of the
        question, or takes no such part.
    MissingExtra
        matplotlib is not installed.
    """
    target = Path(path)
    form = target.suffix.lower()
    if form not in FORMS:
        msg = f"{target.name} is no figure: end it in {', '.join(FORMS[:-1])} or {FORMS[-1]}"
        raise QuestionError(msg)
    for name, value, known in (("kind", kind, FIGURES), ("size", size, SIZES)):
        if value not in known:
            raise QuestionError(f"{name} is {value!r}: write one of {', '.join(known)}")
    parts = parts or Parts()
    refuse(kind, parts)
    content, words = picture(
        snapshot, form, kind=kind, size=size, lang=lang, parts=parts, look=look or Look()
    )
    beside = alt_path(target)
    atomic_file.write_together({target: content, beside: f"{words}\n".encode()})
    return beside


def picture(  # noqa: PLR0913 - each a part of the figure
    snapshot: Snapshot,
    form: str,
    *,
    kind: str = "map",
    size: str,
    lang: str | None,
    parts: Parts = Parts(),  # noqa: B008 - a tuple
    look: Look,
) -> tuple[bytes, str]:
    """Return the bytes of a figure of a form, and what it shows in words; the rest as `save`."""
    need_matplotlib()
    import matplotlib as mpl

    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(SETTINGS)
        translator = snapshot.register.translator(lang or snapshot.lang)
        canvas = Canvas(None, translator, size=size, look=look, pyplot=False)
        drawn = FIGURES[kind](snapshot, canvas, parts)
        return _rendered(drawn, form, SIZES[size].dpi, translator.language), drawn.alt


def alt_path(path: Path) -> Path:
    """Return where the words of a figure stand.

    Examples
    --------
    >>> alt_path(Path("map.png")).name
    'map.alt.txt'
    """
    return path.with_name(f"{path.stem}.alt.txt")


def _rendered(drawn: Drawn, form: str, dpi: int, lang: str) -> bytes:
    """Return a figure as a file of a form, told in words inside it too."""
    metadata: dict[str, dict[str, str | None]] = {
        ".png": {"Title": drawn.title, "Description": drawn.alt, "Software": None},
        ".svg": {"Title": drawn.title, "Date": None, "Creator": None, "Language": lang},
        ".pdf": {
            "Title": drawn.title,
            "Subject": drawn.alt,
            "CreationDate": None,
            "Creator": None,
            "Producer": None,
        },
    }
    if form == ".pdf":
        _without_marks(drawn)
    out = io.BytesIO()
    drawn.figure.savefig(out, format=form[1:], dpi=dpi, metadata=metadata[form])
    return _described(out.getvalue(), drawn, lang) if form == ".svg" else out.getvalue()


def _without_marks(drawn: Drawn) -> None:
    """Take byte order marks, which nobody sees, out of texts: matplotlib 3.11 fails on them."""
    from matplotlib.text import Text

    for text in drawn.figure.findobj(Text):
        text.set_text(text.get_text().replace("\ufeff", ""))


def _described(svg: bytes, drawn: Drawn, lang: str) -> bytes:
    """Return an SVG whose title and description say what it shows, and of which all is XML."""
    title, alt = (html.escape(writable(text), quote=False) for text in (drawn.title, drawn.alt))
    title = f"<title>{title}</title>"
    head, separator, rest = writable(svg.decode()).partition(title)
    if not separator:
        msg = "matplotlib wrote an SVG without its title"
        raise ValueError(msg)
    head = head.replace(
        "<svg ", f'<svg role="img" aria-labelledby="title desc" xml:lang="{lang}" ', 1
    )
    named = title.replace("<title>", '<title id="title">')
    description = f'<desc id="desc">{alt}</desc>'
    return f"{head}{named}\n <{description[1:]}{rest}".encode()
