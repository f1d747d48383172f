from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hostile_names import HOSTILE

import borders
from borders.formats import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Folder


@pytest.fixture
def hostile(folder: Folder) -> Folder:
    """A register whose crossings, deciders, notes and sources are called so."""
    for number, (name, text) in enumerate(HOSTILE.items()):
        folder.crossing(
            f"h-{name}", checkpoints=[{"side": "LT", "names": {"en": text}}], note=text[:99]
        )
        source = {"id": f"s-{name}", "publisher": text[:99], "title": text, "kind": "news"}
        folder.sources.append(source)
        folder.measure(
            id=f"m-{name}",
            crossings=[f"h-{name}"],
            decided_by=text,
            note=text,
            sources=[f"s-{name}"],
            valid_from=f"2021-01-{number + 1:02}",
        )
    return folder


@pytest.fixture(scope="session")
def day(register: borders.Register) -> borders.Snapshot:
    """An American leaving by car: open, closed and unknown crossings, two without a place."""
    american = borders.Traveller(nationality="US")
    return register.on("2023-08-21", mode="car", direction="out", traveller=american)


@pytest.fixture(scope="session")
def whole(
    day: borders.Snapshot, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, borders.Exported]:
    """One file of each form, with all that it holds, routes included."""
    folder = tmp_path_factory.mktemp("formats")
    return {
        ending: borders.export(
            day, folder / f"borders{ending}", origin="Minsk", destination="Vilnius"
        )
        for ending in FORMATS
    }


@pytest.fixture(scope="session")
def exported(
    day: borders.Snapshot, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str, str], Path]:
    """A file of a form that holds one table; made once."""
    folder, made = tmp_path_factory.mktemp("tables"), {}

    def call(ending: str, table: str) -> Path:
        if (ending, table) not in made:
            path = folder / f"{table}{ending}"
            origin = "Minsk" if table == "routes" else None
            made[ending, table] = borders.export(day, path, what=table, origin=origin).path
        return made[ending, table]

    return call
