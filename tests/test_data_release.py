"""A release of the data: whole, the same bytes each time, and what it says is what Python says."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import random
import re
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import rdflib
from frictionless import Package
from pyarrow import parquet
from rdflib.namespace import RDF, SDO

import borders
from borders import columns
from borders.data import revisions
from borders.enums import Direction, Mode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Folder

    Python = Callable[..., str]
    Run = Callable[..., tuple[int, str, str]]

ROOT = Path(__file__).parents[1]
MAKE = ROOT / "tools" / "make_release.py"
PLACES = (("UTC", "1"), ("Pacific/Auckland", "2"))
"""Where releases are made: time zones and seeds of hashes."""


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two folders of releases, made beside one another in different places."""
    outputs = [tmp_path_factory.mktemp(f"release{seed}") for _, seed in PLACES]
    made = [
        subprocess.Popen(  # noqa: S603 - this repository's own script
            [sys.executable, MAKE, "--output", output],
            env={**os.environ, "TZ": zone, "PYTHONHASHSEED": seed},
            stderr=subprocess.PIPE,
            text=True,
        )
        for (zone, seed), output in zip(PLACES, outputs, strict=True)
    ]
    for process in made:
        _, err = process.communicate()
        assert process.returncode == 0, err
    return outputs


@pytest.fixture(scope="module")
def made(releases: list[Path], register: borders.Register) -> Path:
    return releases[0] / register.version


@pytest.fixture(scope="module")
def package(made: Path) -> dict[str, Any]:
    return json.loads((made / "datapackage.json").read_bytes())


@pytest.fixture(scope="module")
def history(made: Path) -> dict[tuple[str, ...], list[dict[str, str]]]:
    return _by_question(made / "history.csv")


def _by_question(path: Path) -> dict[tuple[str, ...], list[dict[str, str]]]:
    found: dict[tuple[str, ...], list[dict[str, str]]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            key = (row["crossing"], row["mode"], row["direction"])
            found.setdefault(key, []).append(row)
    return found


def test_two_releases_are_the_same(releases: list[Path], register: borders.Register):
    for name in (register.version, "latest"):
        one, other = ((output / name / "SHA256SUMS").read_text() for output in releases)
        assert one == other


def test_every_file_has_its_digest(releases: list[Path]):
    for folder in releases[0].iterdir():
        told = dict(
            reversed(line.split("  ")) for line in (folder / "SHA256SUMS").read_text().splitlines()
        )
        files = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file()}
        del files["SHA256SUMS"]
        assert {k: hashlib.sha256(p.read_bytes()).hexdigest() for k, p in files.items()} == told


def test_the_newest_has_the_same_files_under_names_that_last(
    releases: list[Path], made: Path, register: borders.Register
):
    here, latest = (
        {line.split("  ")[1]: line for line in (each / "SHA256SUMS").read_text().splitlines()}
        for each in (made, releases[0] / "latest")
    )
    name = register.facts.package.name
    assert here.keys() - latest.keys() == {f"{name}-{register.version}.zip"}
    assert latest.keys() - here.keys() == {f"{name}.zip"}
    assert all(here[key] == latest[key] for key in here.keys() & latest.keys())


def test_the_zip_file_holds_all_of_it(made: Path, register: borders.Register):
    with zipfile.ZipFile(next(made.glob("*.zip"))) as opened:
        names = {path.relative_to(made).as_posix() for path in made.rglob("*") if path.is_file()}
        assert {*opened.namelist()} == {name for name in names if not name.endswith(".zip")}
        day = tuple(map(int, register.version.split(".")))
        assert {entry.date_time[:3] for entry in opened.infolist()} == {day}
        told = opened.read("SHA256SUMS").decode().splitlines()
        for digest, name in (line.split("  ") for line in told):
            assert hashlib.sha256(opened.read(name)).hexdigest() == digest


def test_a_register_is_read_from_a_release(made: Path, register: borders.Register, run: Run):
    file = next(made.glob("*.zip"))
    for path in (made, file):
        assert borders.load(path).facts == register.facts
    assert run("watch", "--since", str(file))[0] == 0
    assert run("revisions", str(file))[1] == "0 added, 0 updated, 0 corrected, 0 removed\n"


def test_frictionless_finds_it_valid(made: Path):
    report = Package(str(made / "datapackage.json")).validate()
    assert report.valid, report.flatten(["title", "note"])


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # within rdflib itself
def test_every_file_of_data_is_told_of(made: Path, package: dict[str, Any]):
    """Size, digest, type and columns; those of Parquet stand in the file."""
    words = rdflib.Graph().parse(made / "dataset.jsonld", format="json-ld")
    files = [*words.subjects(RDF.type, SDO.DataDownload)]
    listed = {
        str(words.value(each, SDO.contentUrl)): str(words.value(each, SDO.sha256)) for each in files
    }
    (dataset,) = words.subjects(RDF.type, SDO.Dataset)
    assert {*words.objects(dataset, SDO.distribution)} == {*files}
    assert str(words.value(dataset, SDO.version)) == package["version"]
    told = {each["path"]: each["hash"].removeprefix("sha256:") for each in package["resources"]}
    assert told == listed
    untyped = {each["path"] for each in package["resources"] if "schema" not in each}
    assert {path for path in listed if path.endswith(".csv")}.isdisjoint(untyped)
    about = {
        *("CHANGELOG-DATA.md", "CITATION.cff", "LICENSE.md", "SHA256SUMS", ".zenodo.json"),
        *("borders.datasette.yml", "datapackage.json", "dataset.jsonld"),
    }
    files = {path.name for path in made.iterdir() if path.is_file() and path.suffix != ".zip"}
    assert files == {*listed, *about}
    assert package["contract"] == columns.CONTRACT


def test_no_file_knows_where_it_was_made(made: Path):
    for path in made.rglob("*"):
        if path.is_file():
            assert str(ROOT).encode() not in path.read_bytes(), path


def test_it_says_what_to_cite(made: Path, register: borders.Register):
    text = (made / "CITATION.cff").read_text("utf-8")
    assert f"version: {register.version}\n" in text
    assert "type: dataset" in text
    assert json.loads((made / ".zenodo.json").read_bytes())["version"] == register.version
    log = (made / "CHANGELOG-DATA.md").read_text("utf-8")
    rows = [*csv.DictReader((made / "revisions.csv").read_text("utf-8").splitlines())]
    assert rows
    assert all(f"`{row['entry']}`" in log for row in rows)


def test_histories_say_what_python_says(
    history: dict[tuple[str, ...], list[dict[str, str]]], register: borders.Register
):
    """Five hundred questions by chance: a status, its default and what was known last."""
    chance = random.Random(14)  # noqa: S311 - no secret
    first = datetime(2019, 11, 1, tzinfo=UTC)
    for _ in range(500):
        crossing = chance.choice(register.crossings)
        mode = chance.choice([*crossing.modes])
        direction = chance.choice([*Direction])
        moment = first + timedelta(minutes=chance.randrange(2600 * 1440))
        verdict = register.on(moment, mode=mode, direction=direction).explain(crossing)
        found = _at(history.get((crossing.id, mode, direction), []), moment)
        status = (found["status"], found["default"]) if found else ("unknown", "")
        assert status == (verdict.status, verdict.default or ""), (crossing.id, mode, moment)
        if found:
            last = verdict.last_known
            assert found["last_known"] == (last.status if last else "")
        if status[0] != "unknown":  # what lies after all that is known is one row
            assert found["measures"] == "; ".join(each.id for each in verdict.measures)


def test_no_history_ends_bare(history: dict[tuple[str, ...], list[dict[str, str]]]):
    """What lies after all that is known is unknown, and says what was known last."""
    for rows in history.values():
        assert rows[-1]["period_end"] == ""
        assert rows[-1]["status"] != "unknown" or rows[-1]["last_known"]
        assert all(row["period_end"] for row in rows[:-1])


def _at(rows: list[dict[str, str]], moment: datetime) -> dict[str, str] | None:
    now = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    (*found,) = (
        row
        for row in rows
        if row["period_start"] <= now and (not row["period_end"] or now < row["period_end"])
    )
    assert len(found) <= 1
    return found[0] if found else None


TRAVELLERS = {
    **{code: borders.Traveller(nationality=code) for code in ("BY", "EU", "US")},
    "resident-LT": borders.Traveller(residence="LT"),
}


@pytest.mark.parametrize("name", TRAVELLERS)
def test_histories_of_travellers_say_what_python_says(
    made: Path, register: borders.Register, name: str
):
    rows = _by_question(made / f"history-{name}.csv")
    traveller = TRAVELLERS[name]
    for day in ("2020-06-01", "2023-08-21", "2025-11-10"):
        snapshot = register.on(day, mode="car", direction="in", traveller=traveller)
        for verdict in snapshot.verdicts:
            found = _at(rows.get((verdict.crossing.id, "car", "in"), []), verdict.question.moment)
            assert (found["status"] if found else "unknown") == verdict.status


def test_all_forms_hold_the_same_rows(
    made: Path, history: dict[tuple[str, ...], list[dict[str, str]]]
):
    count = sum(map(len, history.values()))
    assert parquet.read_metadata(made / "history.parquet").num_rows == count
    assert {mode for _, mode, _ in history} == {*Mode}
    with closing(sqlite3.connect(made / "borders.db")) as base:
        assert base.execute("select count(*) from history").fetchone() == (count,)
        assert base.execute("pragma foreign_key_check").fetchall() == []


ASKED = {
    "moment": "2023-08-21T09:00:00Z",
    "crossing": "medininkai",
    "mode": "car",
    "direction": "out",
    "measure": "lt-2025-10-29-closure",
    "since": "2023-08-01",
    "until": "2024-03-02",
}


def test_the_questions_of_the_database_are_answered(made: Path, register: borders.Register):
    text = (made / "borders.datasette.yml").read_text("utf-8")
    found = re.findall(
        r"^      (\w+):\n        title: .*\n        sql: \|-\n((?: {10}.*\n)+)", text, re.MULTILINE
    )
    assert len(found) == 6
    with closing(sqlite3.connect(made / "borders.db")) as base:
        answers = {name: base.execute(sql, ASKED).fetchall() for name, sql in found}
    assert all(answers.values()), answers
    day = register.on("2023-08-21T12:00+03:00", mode="car", direction="out")
    told = {row[0]: row[2] for row in answers["status_at_a_moment"]}
    assert told == {key: each.value for key, each in day.statuses.items() if key in told}
    assert told["medininkai"] == "restricted"


def test_datasette_puts_them(made: Path, python: Python):
    question = "moment=2023-08-21T09:00:00Z&mode=car&direction=out&_shape=array"
    files = (made / "borders.db", "--metadata", made / "borders.datasette.yml")
    address = f"/borders/status_at_a_moment.json?{question}"
    rows = json.loads(python("-m", "datasette", *files, "--get", address))
    assert {row["crossing"]: row["status"] for row in rows}["medininkai"] == "restricted"


def make(*words: str | Path) -> tuple[int, str]:
    done = subprocess.run(  # noqa: S603 - this repository's own script
        [sys.executable, MAKE, *words], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stderr


@pytest.fixture
def versions(folder_of: type[Folder], tmp_path: Path) -> Iterator[Folder]:
    """The toy as released, and as it is to be released: one measure is corrected."""
    for version in ("2025.06.01", "2025.07.01"):
        made = folder_of(tmp_path / version)
        made.package["version"] = version
        made.measure(id="shut", confidence="low" if version == "2025.07.01" else "high")
        made.write()
    return made


def test_a_correction_without_a_reason_is_not_released(versions: Folder, tmp_path: Path):
    words = (
        "--geodata",
        versions.path,
        "--previous",
        tmp_path / "2025.06.01",
        "--output",
        tmp_path,
    )
    status, err = make(*words)
    assert status == 1
    assert "shut: confidence: high → low: corrected, and no row of revisions.csv says why" in err
    assert "no release is made" in err
    assert not (tmp_path / "latest").exists()
    versions.package["version"] = "2025.06.01"
    row = revisions.Revision(
        "2025.06.01", "shut", "corrected", "confidence", "high", "low", "a", "b"
    )
    (versions.write() / "revisions.csv").write_text(revisions.as_csv([row]), "utf-8")
    status, err = make(*words)
    assert status == 1
    assert "version 2025.06.01 is not after that of the release before" in err


def test_a_lost_column_is_not_released(versions: Folder, tmp_path: Path):
    """Whoever reads a table by its columns finds them in the next release."""
    before = tmp_path / "before"
    (tmp_path / "2025.06.01").rename(before)
    document = json.loads((before / "datapackage.json").read_bytes())
    fields = [{"name": "crossing", "type": "string"}, {"name": "colour", "type": "string"}]
    history = {"name": "history", "path": "history.csv", "schema": {"fields": fields}}
    document |= {"contract": columns.CONTRACT, "resources": [history]}
    (before / "datapackage.json").write_text(json.dumps(document))
    (before / "history.csv").write_text("crossing,colour\n")
    (versions.path / "revisions.csv").write_text(
        "version,entry,kind,field,before,after,why,source\n2025.07.01,shut,corrected,confidence,high,low,a,b\n"
    )
    words = ("--geodata", versions.path, "--previous", before, "--output", tmp_path)
    status, err = make(*words)
    assert status == 1
    assert "history.csv: the column colour (string) of the release before is lost" in err
