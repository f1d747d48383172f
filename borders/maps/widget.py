"""The page in the cell of a notebook, where each side follows what the other asks."""

from __future__ import annotations

import hashlib
import sys
from typing import TYPE_CHECKING, Any, Final

from borders.display import displayed
from borders.errors import MissingExtra, QuestionError, UnknownCrossing
from borders.maps import bundle, html, notebook
from borders.maps.question_json import decode, encode
from borders.model import Traveller

try:
    import anywidget
    import traitlets
except ModuleNotFoundError as error:
    _MISSING = 'a live map needs anywidget: pip install "belarus-borders[notebooks]"'
    raise MissingExtra(_MISSING) from error

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from borders.register import Snapshot

__all__ = ["Live"]

_STYLE: Final = "display:block;width:100%;height:860px;border:0"

_ASKED: Final = ("on", "mode", "direction", "traveller", "neighbours", "crossing", "lang")


class _Refused(QuestionError, traitlets.TraitError):
    """What cannot be asked; traitlets takes back what was set together for a TraitError alone."""


class _RefusedCrossing(UnknownCrossing, traitlets.TraitError):
    """The same of a crossing."""


class Live(anywidget.AnyWidget):
    """The page as a widget: what is asked in it can be read and set here.

    Attributes
    ----------
    on
        The moment: a day, or an instant with an offset, as text.
    mode, direction
        None: left open.
    traveller
        None: anybody.
    neighbours
        The codes of the states whose borders are meant; none: all. Names and groups may be set.
    crossing
        The id of the one whose card is open; None: none is. Any of its names may be set.
    lang
        The language of the page; None until it is shown: its reader's own.
    state
        All that as the page puts it.

    Examples
    --------
    >>> import borders
    >>> page = borders.explore(borders.load().on("2023-08-21"), live=True)
    >>> page.mode, page.crossing = "car", "Шумскас"
    >>> page.crossing, page.snapshot.status(page.crossing)
    ('sumskas', <Status.CLOSED: 'closed'>)
    """

    _esm = bundle.widget()
    frame = traitlets.Dict().tag(sync=True)
    still = traitlets.Unicode().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)

    on: Any = traitlets.TraitType(None)  # a traitlets.Any lets None pass
    mode = traitlets.Any()
    direction = traitlets.Any()
    traveller = traitlets.Instance(Traveller, allow_none=True)
    neighbours = traitlets.Any()
    crossing = traitlets.Any()
    lang = traitlets.Any()

    def __init__(self, snapshot: Snapshot, page: str, lang: str | None = None) -> None:
        self._opened = snapshot
        self._page, self._language = page, snapshot.lang
        title = html.title(snapshot, html.translator_for(snapshot, lang))
        super().__init__(
            frame=notebook.frame(title, page, _STYLE),
            still=f"borders-still-{hashlib.sha256(page.encode()).hexdigest()[:8]}",
            lang=lang,
            **_question_traits(snapshot),
        )

    def __repr__(self) -> str:
        """Return what is asked."""
        return f"<Live {self.snapshot!r}, crossing: {self.crossing}>"

    @property
    def snapshot(self) -> Snapshot:
        """The register at the present question; another of the same register may be set."""
        return self._opened.whole.on(
            self.on,
            mode=self.mode,
            direction=self.direction,
            traveller=self.traveller,
            lang=self._language,
            neighbours=self.neighbours,
        )

    @snapshot.setter
    def snapshot(self, snapshot: Snapshot) -> None:
        if getattr(snapshot, "whole", None) is not self._opened.whole:
            msg = (
                "the page holds one register: set a question of it, such as "
                "page.snapshot.whole.on('2023-08-21'), or explore the other"
            )
            raise QuestionError(msg)
        self._language = snapshot.lang
        self._set_together(_question_traits(snapshot))

    @traitlets.validate(*_ASKED)
    def _valid(self, proposal: traitlets.Bunch) -> str | tuple[str, ...] | Traveller | None:
        """Refuse what cannot be asked, as the register does, before anybody hears of it."""
        try:
            return self._checked(proposal["trait"].name, proposal["value"])
        except UnknownCrossing as error:
            raise _RefusedCrossing(*error.args) from None
        except QuestionError as error:
            raise _Refused(*error.args) from None

    def _checked(
        self,
        name: str,
        value: Any,  # noqa: ANN401 - as set
    ) -> str | tuple[str, ...] | Traveller | None:
        register = self._opened.whole
        if name == "on":
            if value is None:
                msg = "on is a day or an instant, and is never left open: write 2023-08-21"
                raise QuestionError(msg)
            return register.on(value).moment.isoformat()
        if name == "neighbours":
            return register.states(value or ())
        if value is None:
            return None
        if name == "crossing":
            return register.crossing(value).id
        if name == "lang":
            return str(html.translator_for(self._opened, value).language)
        checked: str | Traveller = getattr(register.on(self._opened.moment, **{name: value}), name)
        return checked if isinstance(checked, Traveller) else str(checked)

    @traitlets.observe(*_ASKED)
    def _write_state(self, _: traitlets.Bunch) -> None:
        # What the page alone knows stays: a state that came from there is not sent back.
        question = {"to": None, **encode(self.snapshot)}
        lang = {"lang": self.lang} if self.lang else {}
        self.state = {**self.state, **question, "crossing": self.crossing, **lang}

    @traitlets.observe("state")
    def _read_state(self, change: traitlets.Bunch) -> None:
        state = change["new"]
        question = _question_traits(decode(state, self._opened.whole))
        shown = {"crossing": state["crossing"], "lang": state.get("lang")}
        self._set_together({**question, **shown})

    def _set_together(self, values: Mapping[str, Any]) -> None:
        with self.hold_trait_notifications():
            for name, value in values.items():
                setattr(self, name, value)

    def _repr_mimebundle_(
        self,
        include: Collection[str] | None = None,
        exclude: Collection[str] | None = None,
        **_: object,
    ) -> tuple[dict[str, Any], dict[str, Any]] | None:
        """Return the widget, and what is seen where no kernel runs: page, picture, table, words."""
        widget, more = self._view()
        data = self._still(include, exclude) | widget
        kept = {
            kind: content
            for kind, content in data.items()
            if (include is None or kind in include) and kind not in (exclude or ())
        }
        return kept, more

    def _ipython_display_(self) -> None:
        """Show what is seen where no kernel runs, and the widget, which hides it where one does.

        In one output a program that knows of widgets, and has no kernel, would show the widget.
        """
        from IPython.display import publish_display_data

        publish_display_data(self._still())
        widget, more = self._view()
        if widget:
            publish_display_data(widget | {"text/plain": ""}, more)

    def _view(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the widget as a host asks for it: nothing where no host has its other half."""
        made = None if sys.platform == "emscripten" else super()._repr_mimebundle_()
        data, more = made or ({}, {})
        return {kind: data[kind] for kind in data if kind != "text/plain"}, more

    def _still(
        self, include: Collection[str] | None = None, exclude: Collection[str] | None = None
    ) -> dict[str, Any]:
        data: dict[str, Any] = displayed(self._opened, include, exclude)
        cell = notebook.cell(self._opened, self._page, self.lang)
        told = {"text/html": f'<div class="{self.still}">{cell}</div>', "text/plain": repr(self)}
        return data | {kind: text for kind, text in told.items() if kind in data}


def _question_traits(snapshot: Snapshot) -> dict[str, Any]:
    """Return the question of a snapshot by the names of the traits that hold it."""
    return {
        "on": snapshot.moment,
        "mode": snapshot.mode and snapshot.mode.value,
        "direction": snapshot.direction and snapshot.direction.value,
        "traveller": snapshot.traveller,
        "neighbours": snapshot.neighbours,
    }
