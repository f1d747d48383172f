"""The page in the cell of a notebook, where each side follows what the other asks."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final

from borders.errors import MissingExtra, QuestionError, UnknownCrossing
from borders.maps import bundle, html, notebook
from borders.model import Traveller

try:
    import anywidget
    import traitlets
except ModuleNotFoundError as error:
    _MISSING = 'a live map needs anywidget: pip install "belarus-borders[notebooks]"'
    raise MissingExtra(_MISSING) from error

if TYPE_CHECKING:
    from borders.register import Snapshot

__all__ = ["Live"]

_STYLE: Final = "display:block;width:100%;height:860px;border:0"

_ASKED: Final = ("on", "mode", "direction", "traveller", "crossing", "lang")


class Refused(QuestionError, traitlets.TraitError):
    """What cannot be asked; traitlets takes back what was set together for a TraitError alone."""


class RefusedCrossing(UnknownCrossing, traitlets.TraitError):
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
    state = traitlets.Dict().tag(sync=True)

    on: Any = traitlets.TraitType(None)  # a traitlets.Any lets None pass
    mode = traitlets.Any()
    direction = traitlets.Any()
    traveller = traitlets.Instance(Traveller, allow_none=True)
    crossing = traitlets.Any()
    lang = traitlets.Any()

    def __init__(self, snapshot: Snapshot, page: str, lang: str | None = None) -> None:
        self._asked = snapshot
        self._page = page
        title = html.title(snapshot, html.speech(snapshot, lang))
        super().__init__(
            frame=notebook.frame(title, page, _STYLE),
            on=snapshot.when,
            mode=snapshot.mode,
            direction=snapshot.direction,
            traveller=snapshot.traveller,
            lang=lang,
        )

    def __repr__(self) -> str:
        """Return what is asked."""
        return f"<Live {self.snapshot!r}, crossing: {self.crossing}>"

    @property
    def snapshot(self) -> Snapshot:
        """The register at the present question."""
        return self._asked.register.on(
            self.on,
            mode=self.mode,
            direction=self.direction,
            traveller=self.traveller,
            as_known_on=self._asked.as_known_on,
        )

    @traitlets.validate(*_ASKED)
    def _valid(self, proposal: traitlets.Bunch) -> str | Traveller | None:
        """Refuse what cannot be asked, as the register does, before anybody hears of it."""
        try:
            return self._found(proposal["trait"].name, proposal["value"])
        except UnknownCrossing as error:
            raise RefusedCrossing(*error.args) from None
        except QuestionError as error:
            raise Refused(*error.args) from None

    def _found(self, name: str, value: Any) -> str | Traveller | None:  # noqa: ANN401 - as set
        register = self._asked.register
        if name == "on":
            if value is None:
                msg = "on is a day or an instant, and is never left open: write 2023-08-21"
                raise QuestionError(msg)
            return register.on(value).when.isoformat()
        if value is None:
            return None
        if name == "crossing":
            return register.crossing(value).id
        if name == "lang":
            return str(html.speech(self._asked, value).language)
        found: str | Traveller = getattr(register.on(self._asked.when, **{name: value}), name)
        return found if isinstance(found, Traveller) else str(found)

    @traitlets.observe(*_ASKED)
    def _ask(self, _: traitlets.Bunch) -> None:
        asked = {name: getattr(self, name) for name in _ASKED}
        lang = asked.pop("lang")
        # What the page alone knows stays: a state that came from there is not sent back.
        self.state = {
            **self.state,
            **asked,
            "on": _moment_told(self.on),
            "traveller": _traveller_told(self.traveller),
            **({"lang": lang} if lang else {}),
        }

    @traitlets.observe("state")
    def _hear(self, change: traitlets.Bunch) -> None:
        told = change["new"]
        with self.hold_trait_notifications():
            self.on = _moment_heard(told["on"])
            self.mode, self.direction = told["mode"], told["direction"]
            self.traveller = _traveller_heard(told["traveller"])
            self.crossing, self.lang = told["crossing"], told.get("lang")

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, Any], dict[str, Any]] | None:
        """Return the widget; and the page, its picture and a table where no kernel runs."""
        made = super()._repr_mimebundle_()
        if made is None:
            return None
        data, more = made
        return {**data, "text/html": notebook.cell(self._asked, self._page, self.lang)}, more


def _moment_told(on: str) -> dict[str, Any]:
    try:
        return {"day": date.fromisoformat(on).isoformat()}
    except ValueError:
        return {"minute": int(datetime.fromisoformat(on).timestamp() // 60)}


def _moment_heard(on: dict[str, Any]) -> str:
    if "day" in on:
        return str(on["day"])
    return datetime.fromtimestamp(on["minute"] * 60, UTC).isoformat()


def _traveller_told(traveller: Traveller | None) -> dict[str, Any] | None:
    if traveller is None:
        return None

    def listed(value: str | tuple[str, ...]) -> list[str]:
        return [value] if isinstance(value, str) else list(value)

    return {
        "nationality": listed(traveller.nationality) if traveller.nationality else None,
        "residence": listed(traveller.residence),
        "papers": listed(traveller.papers),
        "vehicle": traveller.vehicle,
    }


def _traveller_heard(told: dict[str, Any] | None) -> Traveller | None:
    if told is None:
        return None

    def held(values: list[str]) -> str | tuple[str, ...]:
        return values[0] if len(values) == 1 else tuple(values)

    return Traveller(
        nationality=held(told["nationality"]) if told["nationality"] else None,
        residence=held(told["residence"]),
        papers=held(told["papers"]),
        vehicle=told["vehicle"],
    )
