"""What commands may be asked: each option is declared here, once."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from borders.cli import completion
from borders.enums import Direction, Language, Mode
from borders.errors import QuestionError
from borders.synonyms import meant

if TYPE_CHECKING:
    from collections.abc import Callable

    from borders.register import Register, Snapshot

    Decorator = Callable[[Callable[..., None]], Callable[..., None]]

ANY = "any"
"""Leaves open what a page would open at."""

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
REGISTER = click.Path(exists=True, path_type=Path)
"""A folder, a release or a zip file."""


class Days(click.ParamType[int]):
    """A number of days: 30d, 4w or 30."""

    name = "days"

    def convert(
        self, value: str | int, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        """Return the number of days."""
        found = re.fullmatch(r"(\d{1,5})([dw]?)", str(value))
        if found is None:
            self.fail(f"{value!r} is no number of days: write 30d or 4w", param, ctx)
        return int(found[1]) * (7 if found[2] == "w" else 1)


class Words(click.Choice[str]):
    """A word of a closed set, as the interface of Python takes it, or that which leaves it open."""

    def __init__(self, words: type[Mode | Direction], name: str) -> None:
        super().__init__([*map(str, words), ANY])
        self._words, self._called = words, name

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the word that is meant."""
        if value == ANY:
            return value
        try:
            return meant(value, self._words, self._called).value
        except QuestionError as error:
            self.fail(f"{error} With {ANY} it is left open.", param, ctx)


crossing = functools.partial(
    click.argument, metavar="CROSSING", shell_complete=completion.crossings
)
crossing_or_measure = functools.partial(
    click.argument, metavar="CROSSING|MEASURE", shell_complete=completion.crossings_and_measures
)
geodata = click.option(
    "--geodata",
    type=REGISTER,
    multiple=True,
    help="Folder or release (.zip too) of another register or newer data, or a folder to lie over "
    "the shipped data or those before it.",
)
on = click.option(
    "--on",
    "moment",
    metavar="DAY-OR-INSTANT",
    help="2023-08-21, 2023-08-21T09:30+03:00, today or now; left out: the last day verified.",
)
compare_on = functools.partial(click.option, "--compare-on", metavar="DAY-OR-INSTANT")
place = functools.partial(click.option, metavar="PLACE", shell_complete=completion.places)

_traveller = (
    click.option(
        "--mode",
        type=Words(Mode, "mode"),
        metavar="M",
        help=f"Means of crossing: {', '.join(Mode)}; any leaves it open.",
    ),
    click.option(
        "--direction",
        type=Words(Direction, "direction"),
        help="Leaving (out) or entering (in) the home state; any leaves it open.",
    ),
    click.option(
        "--nationality",
        metavar="CC",
        multiple=True,
        shell_complete=completion.nationalities,
        help="Citizenship, by code (ISO 3166-1) or name; EU or another group of groups.toml for "
        "any citizen of it; stateless; again for a second one.",
    ),
    click.option(
        "--residence",
        metavar="CC",
        multiple=True,
        shell_complete=completion.countries,
        help="Country whose residence permit is held; may be repeated.",
    ),
    click.option(
        "--paper",
        "papers",
        metavar="P",
        multiple=True,
        shell_complete=completion.papers,
        help="A paper held, a word of vocabulary.toml; may be repeated.",
    ),
    click.option(
        "--vehicle",
        metavar="CC",
        shell_complete=completion.countries,
        help="Country in which the vehicle is registered.",
    ),
    click.option(
        "--neighbour",
        "neighbours",
        metavar="CC",
        multiple=True,
        shell_complete=completion.neighbours,
        help="State whose border is meant, by code or name, or a group such as EU; again, or with "
        "commas, for several; left out: all.",
    ),
    click.option(
        "--as-known-on", metavar="DAY", help="Leave out what was made known after this day."
    ),
    geodata,
    click.option(
        "--lang",
        type=click.Choice([language.value for language in Language]),
        help="Language of the answer; left out: English, and of a page the reader's own.",
    ),
)
network_folder = click.option(
    "--network",
    type=FOLDER,
    help="Folder of other roads and rails; left out: those of the register.",
)


def together(*options: Decorator) -> Decorator:
    """Declare several options, in their order."""
    return lambda command: functools.reduce(
        lambda inner, option: option(inner), reversed(options), command
    )


def output(help: str, **options: Any) -> Decorator:  # noqa: A002, ANN401 - as click's own
    """Declare the file that a command writes."""
    kind = click.Path(dir_okay=False, path_type=Path)
    return click.option("-o", "--output", type=kind, help=help, **options)


def form(*more: str) -> Decorator:
    """Declare the form of the answer: a table, JSON, CSV or what more there is."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(["table", "json", "csv", *more]),
        default="table",
        show_default=True,
        help="Form of the answer.",
    )


@dataclass(frozen=True)
class Asked:
    """What the options of a question say, as they were typed."""

    moment: str | None = None
    mode: str | None = None
    direction: str | None = None
    nationality: tuple[str, ...] = ()
    residence: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    vehicle: str | None = None
    neighbours: tuple[str, ...] = ()
    as_known_on: str | None = None
    geodata: tuple[Path, ...] = ()
    network: Path | None = None
    lang: str | None = None

    @functools.cached_property
    def register(self) -> Register:
        """The register that is asked."""
        from borders.register import load

        return load(*self.geodata, network=self.network)

    def refuse_faulty(self) -> None:
        """Refuse folders of one's own in which `check` finds errors: what is written outlasts them.

        Raises
        ------
        DataError
            With all of them.
        """
        from borders.data import checking
        from borders.enums import Level
        from borders.errors import DataError

        problems = checking.check(*self.geodata)[1] if self.geodata else []
        if errors := [problem for problem in problems if problem.level is Level.ERROR]:
            raise DataError(errors)

    @functools.cached_property
    def words(self) -> dict[str, Any]:
        """What is asked besides the moment, as `Register.on` takes it."""
        from borders.model import Traveller

        traveller = Traveller(
            nationality=self.nationality or None,
            residence=self.residence,
            papers=self.papers,
            vehicle=self.vehicle,
        )
        return {
            "mode": None if self.mode == ANY else self.mode,
            "direction": None if self.direction == ANY else self.direction,
            "traveller": None if traveller == Traveller() else traveller,
            "neighbours": self.neighbours,
            "as_known_on": self.as_known_on,
            "lang": self.lang or Language.EN,
        }

    def has(self, option: str) -> bool:
        """Return whether an option was given."""
        plain = option[2:].replace("-", "_")
        name = {"on": "moment", "paper": "papers", "neighbour": "neighbours"}.get(plain, plain)
        return bool(getattr(self, name))

    @property
    def snapshot(self) -> Snapshot:
        """The register at the moment that is asked about."""
        return self.at(self.moment)

    @property
    def first_view(self) -> Snapshot:
        """What a page opens at."""
        from borders.maps.first_view import first_moment, usual

        unsaid = {k: v for k, v in usual(self.register).items() if getattr(self, k) is None}
        moment = first_moment(self.register) if self.moment is None else self.moment
        return self.register.on(moment, **{**self.words, **unsaid})

    def at(self, moment: str | None) -> Snapshot:
        """Return the register at another moment, asked the same."""
        return self.register.on(moment, **self.words)


def question(*, moment: bool = True, network: bool = False) -> Decorator:
    """Declare the options of a question; the command gets them as one record, `question`.

    Parameters
    ----------
    moment
        Whether it is asked at a moment.
    network
        Whether it is asked about ways.
    """
    options = (*((on,) if moment else ()), *_traveller, *((network_folder,) if network else ()))
    names = {field.name for field in fields(Asked)}

    def declare(command: Callable[..., None]) -> Callable[..., None]:
        @together(*options)
        @functools.wraps(command)
        def ask(**values: Any) -> None:  # noqa: ANN401 - as click calls it
            question = Asked(**{name: values.pop(name) for name in names & values.keys()})
            command(question, **values)

        return ask

    return declare
