"""Write a release of the data: `build/release/<version>/`, the same as one zip file, and `latest/`.

`python tools/make_release.py` compares the data with the release before (`--previous FILE`; else
those of the last tag of git) and refuses where a correction has no row in revisions.csv. The same
data give the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import release_tables
import release_words

import borders
from borders.columns import CONTRACT
from borders.data import archives, reading, revisions, sums
from borders.enums import RevisionKind
from borders.errors import BordersError
from borders.formats import tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from borders.data.revisions import Data, Revision

ROOT: Final = Path(__file__).resolve().parents[1]
SUMS: Final = "SHA256SUMS"

MEDIA: Final = {
    ".csv": "text/csv",
    ".geojson": "application/geo+json",
    ".parquet": "application/vnd.apache.parquet",
    ".atom": "application/atom+xml",
    ".ics": "text/calendar",
    ".gpkg": "application/geopackage+sqlite3",
    ".db": "application/vnd.sqlite3",
    ".html": "text/html",
}
"""What is data of a release, by its ending."""


FORMAT: Final = {".parquet": "Parquet"}
"""Forms that are not named by their ending: what is called "parquet" frictionless reads as a table,
and stumbles over days that are missing. Columns and types stand in the file itself."""


class Refused(Exception):
    """A release that is not made, and why."""


class Compared(NamedTuple):
    """What a release says otherwise than those before it."""

    rows: Sequence[Revision]
    """Of all versions, the oldest first."""
    previous: str
    """The version before; empty: there is none."""


def compare(folder: Path, previous: Path | None) -> Compared:
    """Return the revisions of the data in a folder.

    Raises
    ------
    Refused
        A correction has no reason, the version is that of other data, or columns are lost.
    """
    new = revisions.of(folder)
    if previous is None:
        return Compared(new.recorded, "")
    old, before = revisions.of(previous), archives.unzipped(previous)
    rows = revisions.compared(old, new)
    faults = [
        f"{row.entry}: {row.field or 'the entry'}: {row.before or '–'} → {row.after or '–'}: "
        f"{row.kind}, and no row of {revisions.FILE} says why"
        for row in revisions.unexplained(rows)
    ]
    if rows and new.facts.package.version <= old.facts.package.version:
        faults.append(
            f"{reading.PACKAGE}: version {new.facts.package.version} is not after that of the "
            f"release before, {old.facts.package.version}, which says otherwise"
        )
    faults += _lost_columns(before)
    if faults:
        raise Refused("\n".join(faults))
    told = [*revisions.recorded(before)] or [*old.recorded]
    return Compared([*told, *_new_rows(rows, old, new)], old.facts.package.version)


def _new_rows(rows: Iterable[Revision], old: Data, new: Data) -> Iterator[Revision]:
    """Yield what is new: corrections as somebody wrote them, the rest as it was found."""
    yield from (row for row in new.recorded if row not in old.recorded)
    yield from (row for row in rows if not row.needs_reason)


def _lost_columns(before: archives.Folder) -> Iterator[str]:
    """Yield the columns of the release before that are no more, or are of another type."""
    package = json.loads((before / reading.PACKAGE).read_bytes())
    if package.get("contract") != CONTRACT:
        return
    now = {table.name: tables.schema(table)["fields"] for table in borders.columns.TABLES}
    for resource in package["resources"]:
        kinds = {field["name"]: field["type"] for field in now.get(resource["name"], ())}
        for field in resource.get("schema", {}).get("fields", ()) if kinds else ():
            if kinds.get(field["name"]) != field["type"]:
                lost = f"the column {field['name']} ({field['type']}) of the release before is lost"
                yield f"{resource['path']}: {lost}: raise CONTRACT in borders/columns.py"


def build(folder: Path, target: Path, compared: Compared) -> None:
    """Write the files of a release into an empty folder.

    Parameters
    ----------
    folder
        The data.
    """
    register = borders.load(folder)
    package = json.loads((folder / reading.PACKAGE).read_bytes())
    _keep_data(folder, target / archives.WITHIN)
    shutil.copy(folder / "LICENSE.md", target)
    _write(target / revisions.FILE, revisions.as_csv(compared.rows))
    schemas = release_tables.write(register, target)
    words = release_words.changelog(package["title"], compared.rows, package["version"])
    _write(target / "CHANGELOG-DATA.md", words)
    _write(target / "CITATION.cff", release_words.citation(package))
    _write(target / ".zenodo.json", _json(release_words.zenodo(package)))
    _write(target / "borders.datasette.yml", release_words.datasette(package, "borders"))
    resources = [*_resources(target, schemas)]
    described = _described(package, resources, compared)
    _write(target / reading.PACKAGE, _json(described))
    _write(target / "dataset.jsonld", _json(release_words.json_ld(package, register, resources)))
    _write(target / SUMS, _sums(target))


def _keep_data(folder: Path, target: Path) -> None:
    """Copy the data, with the size and the digest of each file."""
    shutil.copytree(folder, target)
    (target / reading.PACKAGE).write_bytes(sums.released(folder))


def _resources(target: Path, schemas: dict[str, tuple[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield what Data Packages say of each file that is data."""
    schemas = schemas | {revisions.FILE: ("What each version says otherwise", _revision_schema())}
    for path in sorted(target.iterdir()):
        if path.suffix not in MEDIA:
            continue
        title, schema = schemas[path.name]
        yield {
            "name": (path.stem if schema else f"{path.stem}-{path.suffix[1:]}").lower(),
            "path": path.name,
            "title": title,
            "format": FORMAT.get(path.suffix, path.suffix[1:]),
            "mediatype": MEDIA[path.suffix],
            **({"type": "table", "encoding": "utf-8", "schema": schema} if schema else {}),
            **sums.of(path.read_bytes()),
        }


def _revision_schema() -> dict[str, Any]:
    words = {"kind": [kind.value for kind in RevisionKind]}
    needed = {"version", "entry", "kind"}
    return {
        "fields": [
            {
                "name": name,
                "type": "string",
                "constraints": {
                    **({"required": True} if name in needed else {}),
                    **({"enum": words[name]} if name in words else {}),
                },
            }
            for name in revisions.COLUMNS
        ]
    }


def _described(
    package: dict[str, Any], resources: Sequence[dict[str, Any]], compared: Compared
) -> dict[str, Any]:
    """Return the `datapackage.json` of a release."""
    kept = ("$schema", "name", "title", "description", "version", "keywords")
    return {
        **{key: package[key] for key in kept},
        "contract": CONTRACT,
        **({"previous": compared.previous} if compared.previous else {}),
        **{key: package[key] for key in ("licenses", "contributors")},
        "sources": [source for source in package["sources"] if "://" in source["path"]],
        "resources": list(resources),
    }


def _sums(folder: Path) -> str:
    """Return the digest of every file, as `sha256sum --check` reads them."""
    files = sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and path.name != SUMS
    )
    digests = ((hashlib.sha256((folder / name).read_bytes()).hexdigest(), name) for name in files)
    return "".join(f"{digest}  {name}\n" for digest, name in digests)


def pack(folder: Path, file: Path, version: str) -> None:
    """Write a folder as a zip file, all of it as of the day of a version."""
    day = release_words.day(version)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as out:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                name = path.relative_to(folder).as_posix()
                entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = 0o644 << 16
                entry.create_system = 3
                out.writestr(entry, path.read_bytes())


def release(folder: Path, output: Path, previous: Path | None = None) -> Path:
    """Write a release and what leads to the newest; return its folder.

    Raises
    ------
    Refused
        What was corrected is not explained, or the version is not a later one.
    """
    compared = compare(folder, previous)
    package = json.loads((folder / reading.PACKAGE).read_bytes())
    name, version = str(package["name"]), str(package["version"])
    output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".release-", dir=output) as beside:
        made, latest = Path(beside) / version, Path(beside) / "latest"
        made.mkdir()
        build(folder, made, compared)
        packed = Path(beside) / "release.zip"
        pack(made, packed, version)
        shutil.copytree(made, latest)
        shutil.copy(packed, made / f"{name}-{version}.zip")
        shutil.copy(packed, latest / f"{name}.zip")
        for each in (made, latest):
            _write(each / SUMS, _sums(each))
            shutil.rmtree(output / each.name, ignore_errors=True)
            each.replace(output / each.name)
    return output / version


def last_tagged(root: Path, folder: Path) -> Path | None:
    """Return the data of the last tag of git as a zip file in a folder; None: there is no tag."""
    git = shutil.which("git")
    if git is None:
        return None
    tag = _said(git, "-C", root, "describe", "--tags", "--abbrev=0")
    if not tag:
        return None
    file = folder / "previous.zip"
    _said(git, "-C", root, "archive", "--format=zip", f"--output={file}", tag, archives.WITHIN)
    return file


def _said(*words: str | Path) -> str:
    done = subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603 - git
    return done.stdout.strip() if done.returncode == 0 else ""


def _json(document: object) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="")


def main() -> int:
    """Make a release; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=ROOT / "build" / "release")
    parser.add_argument("--previous", type=Path, help="the release before; left out: the last tag")
    parser.add_argument("--geodata", type=Path, default=ROOT / "geodata")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        previous = asked.previous or last_tagged(ROOT, Path(folder))
        try:
            made = release(asked.geodata, asked.output, previous)
        except (Refused, BordersError, OSError) as error:
            print(f"{error}\nno release is made", file=sys.stderr)
            return 1
    size = sum(path.stat().st_size for path in made.rglob("*") if path.is_file())
    print(f"{made}: {len([*made.iterdir()])} files, {size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
