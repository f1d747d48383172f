from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

import borders
from borders.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

GIVEN = ("dispute", "slot", "diplomatic", "permit")
# The machine's load is no failure; what CI tries, it tries again the same way.
settings.register_profile("borders", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("borders")

WORDS = ("en", "be", "ru", "lt", "lv", "pl")


def word(text: str) -> dict[str, str]:
    return {"id": text, **dict.fromkeys(WORDS, text)}


def toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return json.dumps(value)
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(toml, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{k} = {toml(v)}' for k, v in value.items())}}}"
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def table(key: str, rows: list[dict[str, Any]]) -> str:
    return "\n".join(
        f"[[{key}]]\n" + "\n".join(f"{name} = {toml(value)}" for name, value in row.items()) + "\n"
        for row in rows
    )


class Folder:
    """A small register on disk: two crossings between Belarus and Lithuania, and what is added."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.package = {
            "name": "toy",
            "title": "Toy crossings",
            "version": "1",
            "home": "BY",
            "zones": {"BY": "Europe/Minsk", "LT": "Europe/Vilnius"},
        }
        self.crossings: dict[str, dict[str, Any]] = {}
        self.measures: dict[str, list[dict[str, Any]]] = {"BY": [], "LT": []}
        self.sources = [
            {"id": "paper", "publisher": "Paper", "title": "News", "kind": "news", "language": "en"}
        ]
        self.groups: list[dict[str, Any]] = [
            {
                **dict.fromkeys(WORDS, "the union"),
                "id": "EU",
                "members": ["LT", "PL"],
                "dated": [{"code": "GB", "until": "2020-02-01"}],
            }
        ]
        self.reasons = [word(GIVEN[0])]
        self.conditions = [word(GIVEN[1])]
        self.papers = [word(GIVEN[2]), word(GIVEN[3])]
        self.advice: list[dict[str, Any]] = []
        self.crossing("alpha")
        self.crossing("beta", modes=["car", "bus"])

    def crossing(self, name: str, **changes: Any) -> dict[str, Any]:
        lon = 25.0 + len(self.crossings) / 10
        row = {
            "neighbour": "LT",
            "kind": "road",
            "category": "international",
            "modes": ["foot", "car", "truck"],
            "checkpoints": [
                {"side": "LT", "names": {"en": name.title(), "ru": f"{name} по-русски"}},
                {"side": "BY", "names": {"en": f"{name.title()} East"}},
            ],
            "border_point": {"accuracy_m": 100, "basis": "observed"},
            "known_from": "2020-01-01",
            "verified_through": "2025-12-31",
            "verified_by": ["paper"],
            "sources": ["paper"],
            "geometry": {"type": "Point", "coordinates": [lon, 54.5]},
            **changes,
        }
        self.crossings[name] = row
        return row

    def measure(self, side: str = "LT", **changes: Any) -> dict[str, Any]:
        row = {
            "id": f"{side.lower()}-{len(self.measures[side])}",
            "crossings": ["alpha"],
            "effect": "bars",
            "valid_from": "2021-01-01",
            "reason": "dispute",
            "decided_by": "A government",
            "sources": ["paper"],
            "confidence": "high",
            **changes,
        }
        self.measures[side].append({k: v for k, v in row.items() if v is not None})
        return row

    def write(self) -> Path:
        days = {
            "valid_from",
            "valid_to",
            "planned_to",
            "announced",
            "lifted",
            "last_seen",
            "since",
            "until",
        }

        def bare(value: Any) -> Any:
            """Write days without quotes, as TOML has them."""
            if isinstance(value, dict):
                return {
                    k: Bare(v) if k in days and isinstance(v, str) else bare(v)
                    for k, v in value.items()
                }
            return [bare(v) for v in value] if isinstance(value, list) else value

        files = {
            "datapackage.json": json.dumps(self.package),
            "crossings.geojson": json.dumps(self._collection()),
            "sources.toml": table("source", self.sources),
            "groups.toml": table("group", bare(self.groups)),
            "advice.toml": table("advice", bare(self.advice)),
            "vocabulary.toml": "".join(
                table(key, self._used(rows))
                for key, rows in (
                    ("reason", self.reasons),
                    ("condition", self.conditions),
                    ("paper", self.papers),
                )
            ),
            **{
                f"measures/{side}.toml": table("measure", bare(rows))
                for side, rows in self.measures.items()
            },
        }
        for name, text in files.items():
            file = self.path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        return self.path

    def _used(self, words: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The words without those given from the start that nothing here uses."""
        told = json.dumps([self.measures, self.advice], default=str)
        return [w for w in words if w["id"] not in GIVEN or f'"{w["id"]}"' in told]

    def _collection(self) -> dict[str, Any]:
        features = [
            {
                "type": "Feature",
                "id": name,
                "geometry": row["geometry"],
                "properties": {k: v for k, v in row.items() if k != "geometry"},
            }
            for name, row in self.crossings.items()
        ]
        return {"type": "FeatureCollection", "features": features}

    def load(self) -> borders.Register:
        return borders.load(self.write())


class Bare:
    """A text that stands in TOML without quotes."""

    def __init__(self, text: str) -> None:
        self.text = text

    def isoformat(self) -> str:
        return self.text


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Keep the suite on its own machine; a browser is driven over 127.0.0.1."""
    config.option.allow_hosts = config.option.allow_hosts or "127.0.0.1,::1"
    config.option.allow_unix_socket = True


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "toy")


@pytest.fixture
def folder_of() -> type[Folder]:
    """For tests that need several."""
    return Folder


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run the command line as a person would, without a new process."""

    def call(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as stop:
            main(list(arguments), prog_name="borders")
        out, err = capfd.readouterr()
        return int(stop.value.code or 0), out, err

    return call


@pytest.fixture(scope="session")
def python() -> Callable[..., str]:
    """Run an interpreter, this one or another, and return what it prints."""

    def call(*arguments: str | Path, program: str | Path = sys.executable, **options: Any) -> str:
        done = subprocess.run(  # noqa: S603 - our own words
            [program, *arguments], capture_output=True, text=True, check=False, **options
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return call


@pytest.fixture(scope="session")
def register() -> borders.Register:
    """The shipped register."""
    return borders.load()
