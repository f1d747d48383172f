from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings
from patience import Patient, limit
from playwright.sync_api import sync_playwright

import borders
from borders.cli.commands import main
from borders.enums import Language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

GIVEN = ("dispute", "slot", "diplomatic", "permit", "queued")
# The machine's load is no failure; what CI tries, it tries again the same way.
settings.register_profile(
    "borders",
    deadline=None,
    derandomize="CI" in os.environ,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("borders")

BROWSER = "chromium-headless-shell"
WORDS = tuple(language.value for language in Language)


def word(text: str) -> dict[str, str]:
    return {"id": text, **dict.fromkeys(WORDS, text)}


def toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
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
            "languages": [*WORDS],
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
        self.traffic = [word(GIVEN[4])]
        self.advice: list[dict[str, Any]] = []
        self.events: list[dict[str, Any]] = []
        self.danger_words: list[dict[str, Any]] = []
        self.dangers: list[dict[str, Any]] = []
        self.signs: list[dict[str, Any]] = []
        self.towns: list[dict[str, Any]] = []
        self.gates: list[str] = []
        self.others: dict[str, str] = {}
        self.crossing("alpha")
        self.crossing("beta", modes=["car", "bus"])

    @staticmethod
    def verified(*days: str) -> list[dict[str, Any]]:
        """Return verified periods, each from one day through the next."""
        return [
            {"from": first, "through": through, "by": ["paper"]}
            for first, through in zip(days[::2], days[1::2], strict=True)
        ]

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
            "verified": self.verified("2020-01-01", "2025-12-31"),
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

    def advise(self, **changes: Any) -> None:
        """Add standing advice."""
        self.advice.append(
            {
                "id": "stay",
                "valid_from": "2021-06-01",
                "issued_by": "An embassy",
                "text": "Stay.",
                "sources": ["paper"],
                "confidence": "high",
                **changes,
            }
        )

    def sign(self, **changes: Any) -> None:
        """Add traffic seen after all that is verified."""
        row = {
            "crossing": "alpha",
            "mode": "car",
            "direction": "out",
            "from": "2026-01-10",
            "through": "2026-03-01",
            "what": "queued",
            "source": "paper",
        }
        self.signs.append(row | changes)

    def danger(self, **changes: Any) -> None:
        """Add mines on the way to a crossing."""
        self.danger_words = [word("mines")]
        self.dangers.append(
            {
                "id": "mined",
                "crossings": ["alpha"],
                "danger": "mines",
                "valid_from": "2022-02-24",
                "sources": ["paper"],
                "confidence": "high",
                **changes,
            }
        )

    def event(self, **changes: Any) -> None:
        """Add a named event of the first measure of Lithuania."""
        row = {"day": "2021-01-01", "measures": ["lt-0"]}
        self.events.append(word("turn") | row | changes)

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
            "day",
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
            "sources.toml": table("source", self.sources) or "source = []\n",
            "groups.toml": table("group", bare(self.groups)) or "group = []\n",
            "advice.toml": table("advice", bare(self.advice)) or "advice = []\n",
            "vocabulary.toml": "".join(
                table(key, self._used(rows))
                for key, rows in (
                    ("reason", self.reasons),
                    ("condition", self.conditions),
                    ("paper", self.papers),
                    ("traffic", self.traffic),
                    ("danger", self.danger_words),
                )
            )
            or "reason = []\n",
            **{
                f"measures/{side}.toml": table("measure", bare(rows)) or "measure = []\n"
                for side, rows in self.measures.items()
            },
        }
        if self.towns:
            files["towns.csv"] = _csv(self.towns)
        if self.events:
            files["events.toml"] = table("event", bare(self.events))
        if self.dangers:
            files["dangers.toml"] = table("danger", bare(self.dangers))
        if self.signs:
            files["signs.csv"] = _csv(self.signs)
        for name, text in {**files, **self.others}.items():
            file = self.path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        return self.path

    def town(self, name: str, state: str, lon: float, lat: float, **more: Any) -> None:
        row = {"name": name, "country": state, "lon": lon, "lat": lat, "population": 1000, **more}
        self.towns.append(row)

    def land(self, home: str, neighbour: str, lat: float) -> None:
        """Two states above each other, the home state in the south."""
        boxes = {home: (lat - 2, lat), neighbour: (lat, lat + 2)}
        features = [
            {
                "type": "Feature",
                "id": code,
                "properties": {},
                "geometry": {
                    "type": "Polygon",
                    "coordinates": [[[23, low], [27, low], [27, high], [23, high], [23, low]]],
                },
            }
            for code, (low, high) in boxes.items()
        ]
        line = {
            "type": "Feature",
            "properties": {"sides": [neighbour, home]},
            "geometry": {"type": "LineString", "coordinates": [[23, lat], [27, lat]]},
        }
        for name, found in (("countries", features), ("borders", [line])):
            self.others[f"{name}.geojson"] = json.dumps(
                {"type": "FeatureCollection", "features": found}
            )

    def roads(
        self,
        nodes: list[tuple[float, float, str]],
        edges: list[tuple[Any, ...]],
        gates: list[tuple[Any, ...]],
        *,
        network: str = "roads",
    ) -> None:
        """Lay roads or rails: edges of start, end, metres, oneway, shape; gates as in the file."""
        about = {
            "name": "Toy roads",
            "schematic": True,
            "attribution": "Toys",
            "data_from": "the nursery",
            "approximate_beyond": 10000,
        }
        full = [(*edge, 0, "")[:5] if len(edge) < 5 else edge for edge in edges]
        texts = {
            f"{network}-nodes.csv": ["longitude,latitude,state", *map(_line, nodes)],
            f"{network}.csv": [
                "start,end,metres,class,oneway,shape",
                *(_line((*edge[:3], "", *edge[3:])) for edge in full),
            ],
        }
        header = "crossing,network,side,node,metres,approximate,source"
        self.gates += [_line((c, network, s, n, m, a, "edge")) for c, s, n, m, a in gates]
        self.others["network/network.toml"] = "\n".join(
            f"{k} = {toml(v)}" for k, v in about.items()
        )
        for name, lines in {**texts, "gates.csv": [header, *self.gates]}.items():
            self.others[f"network/{name}"] = "\n".join(lines) + "\n"

    def _used(self, words: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The words without those given from the start that nothing here uses."""
        named = [[w.get("implies"), w.get("met_by")] for w in (*self.papers, *self.conditions)]
        told = json.dumps([self.measures, self.advice, self.signs, named], default=str)
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


def _csv(rows: list[dict[str, Any]]) -> str:
    names = list(dict.fromkeys(key for row in rows for key in row))
    lines = [_line([row.get(name, "") for name in names]) for row in rows]
    return "\n".join([",".join(names), *lines]) + "\n"


def _line(values: Iterable[object]) -> str:
    return ",".join(map(str, values))


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


LONGEST = ("notebooks", "docs", "test_data_release", "maps")
"""Folders and files that take longest: they begin, so that no process waits for the last."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    ranks = dict(zip(LONGEST, range(-len(LONGEST), 0), strict=True))
    items.sort(
        key=lambda item: min(ranks.get(n, 0) for n in (item.path.parent.name, item.path.stem))
    )


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Return three processes for two processors: a page waits for frames a third of its time."""
    return (os.cpu_count() or 1) * 3 // 2


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Keep each file in one process, for what it makes once; the notebooks are run once for two."""
    from xdist.scheduler import LoadFileScheduling

    class ByFile(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = super()._split_scope(nodeid)
            folder = file.rpartition("/")[0]
            return folder if folder.endswith("/notebooks") else file

    return ByFile(config, log) if config.getvalue("dist") == "loadfile" else None


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "toy")


@pytest.fixture
def roads(folder: Folder) -> Folder:
    """Two roads over the border of the toy, Ay and Be in the south of it, Cee in the north.

    Over alpha it is 112 km from Ay to Cee and over beta 120; to gamma there is no road. Half-way
    from Ay to alpha the road bends by Bend; the way to beta is estimated in part.
    """
    folder.crossing("gamma")
    folder.land("BY", "LT", 54.5)
    folder.roads(
        [
            (25.0, 54.0, "BY"),
            (25.1, 54.0, "BY"),
            (25.0, 54.49, "BY"),
            (25.1, 54.49, "BY"),
            (25.0, 54.51, "LT"),
            (25.1, 54.51, "LT"),
            (25.0, 55.0, "LT"),
        ],
        [
            (0, 2, 55000, 0, "oubjI_{xxC"),
            (0, 1, 7000),
            (1, 3, 55000),
            (4, 6, 55000),
            (5, 6, 56000),
        ],
        [
            ("alpha", "BY", 2, 1000, 0),
            ("alpha", "LT", 4, 1000, 0),
            ("beta", "BY", 3, 1000, 1),
            ("beta", "LT", 5, 1000, 0),
        ],
    )
    folder.town("Ay", "BY", 25.0, 54.0, name_ru="Ай", alternates="Ei|Ey")
    folder.town("Be", "BY", 25.1, 54.0, population=500)
    folder.town("Cee", "LT", 25.0, 55.0)
    return folder


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


@pytest.fixture(scope="session")
def browser() -> Iterator[Patient]:
    """A browser that finds nobody but this machine."""
    path = shutil.which(BROWSER)
    if path is None:
        pytest.fail(f"{BROWSER} is missing: run tools/install_system")
    rules = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
    with sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=path, args=[rules], timeout=1000 * limit())
        yield Patient(found)
        found.close()
