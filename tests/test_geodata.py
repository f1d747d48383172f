"""What must be true of the shipped data, besides what `borders check` asks of every register."""

from __future__ import annotations

import csv
import importlib.util
import json
import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import frictionless
import jsonschema
import numpy as np
import pyproj
import pytest
import shapely
import tomli
from shapely import Point, Polygon
from shapely.geometry import shape

import borders
from borders import exports
from borders.data import checking, citations
from borders.enums import Category, Kind, Language, Stage
from borders.geo import border_points, earth

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

    from borders.model import Checkpoint, Crossing, Location, Worded

ROOT = Path(__file__).parents[1]
GEODATA = ROOT / "geodata"
README = (GEODATA / "README.md").read_text("utf-8")
REGISTER = borders.load(GEODATA)
FACTS = REGISTER.facts
CROSSINGS = REGISTER.crossings
LINES = border_points.borders_of(GEODATA)
AREAS = border_points.countries_of(GEODATA)

EXPECTED = {
    "LT": "medininkai salcininkai raigardas lavoriskes sumskas tverecius kena stasylos papelekis "
    "adutiskis prienai norviliskes krakunai eisiskes rakai latezeris kapciamiestis ureliai geledne "
    "uta svendubre",
    "LV": "paternieki silene indra piedruja kaplava meiksani vorzova",
    "PL": "terespol kukuryki slawatycze polowce bialowieza bobrowniki kuznica rudawka lipszczany "
    "terespol-rail kuznica-rail siemianowka zubki czeremcha",
    "RU": "dolostsy nevel kruglovka krasnaya-gorka dubovichka novozybkov baydakovo sebezh velizh "
    "krasny khislavichi surazh krasnoye-rail rudnya-rail zaverezhye-rail klyastitsa-rail "
    "zlynka-rail",
    "UA": "pulemets pishcha domanove dolsk prykladnyky horodyshche maidan-kopyshchanskyi "
    "vystupovychi vilcha slavutych novi-yarylovychi senkivka zabolottia-rail udrytsk-rail "
    "vystupovychi-rail nedanchychi-rail hornostaivka-rail khorobychi-rail tur huta samary "
    "vychivka perebrody kamianka-river dobrianka ilmivka derevyny",
    None: "minsk-airport",
}
"""The ids of the crossings by neighbour."""
CYRILLIC = re.compile(r"[\u0400-\u04ff]")
LATIN = re.compile(r"[A-Za-z\u00c0-\u017f]")
CYRILLIC_WRITTEN = {Language.BE, Language.RU, Language.UK}
FOREIGN_LETTERS = {Language.BE: "ищъєїґ", Language.RU: "іўєїґ", Language.UK: "ёўъыэ"}
"""Letters of others of these languages."""
FOREIGN = re.compile(r"COVID-19|CMR|laissez-passer|Poland\.Business Harbour")
"""What stays in Latin letters in a Cyrillic text."""
SCHEMAS = {
    "advice.toml": "advice",
    "dangers.toml": "dangers",
    "events.toml": "events",
    "groups.toml": "groups",
    "sources.toml": "sources",
    "vocabulary.toml": "vocabulary",
    **{f"measures/{side}.toml": "measures" for side in ("BY", "LT", "LV", "PL", "RU", "UA")},
}
COLLECTIONS = ("borders.geojson", "countries.geojson", "crossings.geojson", "water.geojson")

each_crossing = pytest.mark.parametrize("crossing", CROSSINGS, ids=lambda c: c.id)
each_collection = pytest.mark.parametrize("name", COLLECTIONS)
each_toml = pytest.mark.parametrize("name", SCHEMAS)


def files() -> set[str]:
    return {p.relative_to(GEODATA).as_posix() for p in GEODATA.rglob("*") if p.is_file()}


def point(place: Location) -> Point:
    return Point(place.lon, place.lat)


# What is there


def test_the_crossings_are_those_and_no_others():
    crossings = {side: {c.id for c in CROSSINGS if c.neighbour == side} for side in EXPECTED}
    assert crossings == {side: set(ids.split()) for side, ids in EXPECTED.items()}
    assert len(CROSSINGS) == 87


def test_there_are_measures_of_every_side_and_sources_for_them():
    assert len(REGISTER.measures) >= 90
    assert len(FACTS.sources) >= 180
    assert Counter(m.side for m in REGISTER.measures).keys() == FACTS.package.zones.keys()
    assert all(measure.sources for measure in REGISTER.measures)


def test_the_check_finds_nothing():
    _, problems = checking.check(GEODATA)
    assert [str(problem) for problem in problems] == []


def test_the_register_speaks_of_belarus():
    assert (FACTS.package.name, FACTS.package.home) == ("belarus-borders", "BY")
    assert set(FACTS.package.zones) == {"BY", "LT", "LV", "PL", "RU", "UA"}


def test_what_was_announced_and_did_not_come_is_kept():
    assert {m.stage for m in REGISTER.measures} == set(Stage)


def test_four_of_the_six_lithuanian_road_crossings_had_x_ray():
    six = {
        c.id: c.equipment
        for c in CROSSINGS
        if c.neighbour == "LT" and c.kind is Kind.ROAD and c.category is Category.INTERNATIONAL
    }
    closed = FACTS.measures["lt-2023-08-18-closure"].crossings
    assert set(closed) == {"sumskas", "tverecius"}
    assert len(six) == 6
    assert {name: kit.xray for name, kit in six.items()} == {
        name: name not in closed for name in six
    }
    assert all(kit.sources for kit in six.values())


def test_the_towns_on_the_map_are_labelled_in_six_languages():
    rows = frictionless.Package(str(GEODATA / "datapackage.json")).get_resource("towns").read_rows()
    labelled = [row for row in rows if row["label"]]
    assert len(labelled) >= 60
    assert all(row[f"name_{language}"] for row in labelled for language in Language)


# Ids, names and words


@pytest.mark.parametrize(
    "ids",
    [
        pytest.param(FACTS.crossings, id="crossings"),
        pytest.param(FACTS.measures, id="measures"),
        pytest.param(FACTS.sources, id="sources"),
        pytest.param(FACTS.advice, id="advice"),
        pytest.param(FACTS.events, id="events"),
        pytest.param(FACTS.reasons, id="reasons"),
        pytest.param(FACTS.conditions, id="conditions"),
        pytest.param(FACTS.papers, id="papers"),
    ],
)
def test_ids_are_ascii_words_joined_by_hyphens(ids: dict[str, object]):
    assert [i for i in ids if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", i)] == []


def test_the_id_of_a_measure_tells_its_side_and_its_day():
    for measure in REGISTER.measures:
        day = measure.valid_from.date() if measure.valid_from else measure.announced
        assert measure.id.startswith(f"{measure.side.lower()}-{day}-"), measure.id


@each_crossing
def test_a_crossing_has_a_checkpoint_of_each_side_the_neighbours_first(crossing: Crossing):
    sides = [checkpoint.side for checkpoint in crossing.checkpoints]
    assert sides == ([crossing.neighbour, "BY"] if crossing.neighbour else ["BY"])


@each_crossing
def test_each_side_has_a_name_in_every_language(crossing: Crossing):
    for checkpoint in crossing.checkpoints:
        assert list(checkpoint.names) == list(Language)
        for language, name in checkpoint.names.items():
            is_cyrillic = language in CYRILLIC_WRITTEN
            assert bool(CYRILLIC.search(name)) == is_cyrillic, name
            assert bool(LATIN.search(name)) != is_cyrillic, name


@pytest.mark.parametrize(
    ("name", "crossing"),
    [
        ("Kamenny Loh", "medininkai"),
        ("Benyakoni", "salcininkai"),
        ("Рыгораўшчына", "paternieki"),
        ("Bigosovo", "indra"),
        ("Kozlovichi", "kukuryki"),
        ("Kozłowiczy", "kukuryki"),
        ("Bruzgi", "kuznica"),
        ("Grodno", "kuznica-rail"),
        ("Цярэспаль (чыгунка)", "terespol-rail"),
        ("Swisłocz", "siemianowka"),
        ("Зубки Белостоцкие", "zubki"),
    ],
)
def test_a_former_name_is_found(name: str, crossing: str):
    assert REGISTER.crossing(name).id == crossing


@each_crossing
def test_what_a_crossing_is_known_as_finds_it(crossing: Crossing):
    for known in crossing.known_as.values():
        assert REGISTER.crossing(known).id == crossing.id


@each_crossing
def test_every_name_and_alias_finds_its_crossing_and_no_other(crossing: Crossing):
    names = {name for checkpoint in crossing.checkpoints for name in checkpoint.names.values()}
    for name in {crossing.id, *names, *crossing.aliases}:
        assert REGISTER.crossing(name).id == crossing.id
        assert REGISTER.crossing(name.upper()).id == crossing.id


def worded() -> Iterator[Any]:
    for kind in ("reasons", "conditions", "papers", "groups"):
        for word in getattr(FACTS, kind).values():
            yield pytest.param(word, id=f"{kind}-{word.id}")


@pytest.mark.parametrize("word", list(worded()))
def test_a_word_is_worded_in_the_letters_of_each_language(word: Worded):
    text = {language: FOREIGN.sub("", word.wording(language)) for language in Language}
    for language in Language:
        is_cyrillic = language in CYRILLIC_WRITTEN
        assert (LATIN if is_cyrillic else CYRILLIC).search(text[language]) is None
        assert word.wording(language).strip() == word.wording(language)
    for language, foreign in FOREIGN_LETTERS.items():
        assert re.search(f"(?i)[{foreign}]", word.wording(language)) is None, language


def test_five_or_six_events_are_named_shortly_in_each_language_with_sources():
    assert len(FACTS.events) in {5, 6}
    for event in REGISTER.events:
        assert all(0 < len(event.wording(language)) <= 38 for language in Language), event.id
        assert len(REGISTER.cited(event)) >= 2, event.id


def test_advice_can_be_read_at_a_glance():
    assert [a.id for a in FACTS.advice.values() if len(a.text) > 300] == []


# Places


@each_crossing
def test_a_border_point_lies_on_the_line(crossing: Crossing):
    if crossing.neighbour is None or crossing.border_point is None:
        pytest.skip("it is on no line, or nothing is known")
    line = LINES["BY", crossing.neighbour]
    assert border_points.metres_to_border(point(crossing.border_point), line) < 1


@each_crossing
def test_a_checkpoint_stands_on_its_own_side_and_near_the_border_point(crossing: Crossing):
    for checkpoint in crossing.checkpoints:
        if checkpoint.location is None:
            continue
        assert border_points.side_of(point(checkpoint.location), AREAS, LINES) == checkpoint.side
        if crossing.kind not in {Kind.RAIL, Kind.AIR}:
            assert from_border_point(crossing, checkpoint.location) < 2000


def from_border_point(crossing: Crossing, place: Location) -> float:
    assert crossing.border_point is not None
    return earth.metres(point(place), point(crossing.border_point))


@pytest.mark.parametrize(
    ("neighbour", "kilometres"), [("LT", 678.8), ("LV", 172.9), ("PL", 418)], ids=["LT", "LV", "PL"]
)
def test_a_line_is_as_long_as_published(neighbour: str, kilometres: float):
    length = pyproj.Geod(ellps="WGS84").geometry_length(LINES["BY", neighbour]) / 1000
    assert length == pytest.approx(kilometres, rel=0.015)


# Files


def test_the_data_package_is_valid():
    report = frictionless.Package(str(GEODATA / "datapackage.json")).validate()
    assert report.flatten(["name", "type", "message"]) == []
    assert report.valid


def test_the_data_package_lists_every_file_and_no_other():
    package = json.loads((GEODATA / "datapackage.json").read_text("utf-8"))
    listed = [resource["path"] for resource in package["resources"]]
    assert sorted(listed) == sorted(files() - {"datapackage.json"})


def test_every_resource_is_under_the_licence_that_the_folder_states():
    """A row of LICENSE.md names what comes from OpenStreetMap; the rest is under CC BY."""
    package = json.loads((GEODATA / "datapackage.json").read_text("utf-8"))
    assert {licence["name"] for licence in package["licenses"]} == {"ODbL-1.0", "CC-BY-4.0"}
    stated = (GEODATA / "LICENSE.md").read_text("utf-8").splitlines()
    (row,) = [line for line in stated if line.startswith("|") and "ODbL-1.0" in line]
    mapped = tuple(re.findall(r"`([^`]+)`", row))
    assert "network/" in mapped
    for resource in package["resources"]:
        if not resource["path"].endswith(".md"):
            (licence,) = resource["licenses"]
            is_mapped = resource["path"].startswith(mapped)
            assert licence["name"] == ("ODbL-1.0" if is_mapped else "CC-BY-4.0"), resource["path"]


def test_people_write_no_code_here():
    assert {Path(name).suffix for name in files()} <= {".md", ".json", ".geojson", ".toml", ".csv"}


@each_collection
def test_geojson_is_of_the_standard(name: str):
    """RFC 7946: WGS 84, longitude first, closed rings, the outer ones against the clock."""
    collection = json.loads((GEODATA / name).read_text("utf-8"))
    assert collection["type"] == "FeatureCollection"
    assert "crs" not in collection
    features = collection["features"]
    assert [f["type"] for f in features] == ["Feature"] * len(features)
    ids = [feature["id"] for feature in features]
    assert len(set(ids)) == len(ids)
    shapes = [shape(f["geometry"]) for f in features if f["geometry"] is not None]
    assert shapely.is_valid(shapes).all()
    west, south, east, north = shapely.total_bounds(shapes)
    assert 13.9 < west < east < 40.1
    assert 47.9 < south < north < 60.6
    polygons = [p for s in shapes for p in shapely.get_parts(s) if isinstance(p, Polygon)]
    assert all(shapely.is_ccw(polygon.exterior) for polygon in polygons)
    assert not any(shapely.is_ccw(ring) for polygon in polygons for ring in polygon.interiors)


def plain(value: Any) -> Any:
    """A value as JSON has it: instants as texts."""
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [plain(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value


@each_toml
def test_an_editor_finds_the_schema_of_a_file_and_it_is_met(name: str):
    path = GEODATA / name
    text = path.read_text("utf-8")
    pointed = text.splitlines()[0].removeprefix("#:schema ")
    schema_path = GEODATA / "schemas" / f"{SCHEMAS[name]}.schema.json"
    assert (path.parent / pointed).resolve() == schema_path.resolve()
    schema = json.loads(schema_path.read_text("utf-8"))
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    validator = jsonschema.Draft202012Validator(schema, format_checker=checker)
    validator.check_schema(schema)
    errors = validator.iter_errors(plain(tomli.loads(text)))
    assert [f"{error.json_path}: {error.message}" for error in errors] == []


@pytest.fixture(scope="module")
def build_schemas() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_schemas", ROOT / "tools/build_schemas.py")
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    return tool


def test_the_schemas_are_those_of_records_and_tables(build_schemas: ModuleType):
    """`make schemas` writes them again, unless a column that others read would be lost."""
    folder = GEODATA / "schemas"
    kept = {path.name: path.read_text("utf-8") for path in folder.iterdir()}
    assert build_schemas.broken(json.loads(kept["tables.json"]), build_schemas.contract()) == []
    assert build_schemas.schemas(GEODATA) == kept


def renamed(fields: list[dict[str, Any]]) -> None:
    fields[0]["name"] = "key"


def retyped(fields: list[dict[str, Any]]) -> None:
    fields[1]["type"] = "integer"


def inserted(fields: list[dict[str, Any]]) -> None:
    fields.insert(2, {"name": "more", "type": "string"})


def swapped(fields: list[dict[str, Any]]) -> None:
    fields.reverse()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (list.clear, "status: id was taken away or renamed"),
        (renamed, "status: id was taken away or renamed"),
        (retyped, "status: name was string, and is integer"),
        (inserted, "status: neighbour was moved: new columns stand on the right"),
        (swapped, "status: id was moved: new columns stand on the right"),
    ],
)
def test_a_column_that_others_read_is_not_lost(
    build_schemas: ModuleType, change: Callable[[list[Any]], None], said: str
):
    before = build_schemas.contract()
    after = json.loads(json.dumps(before))
    change(after["tables"][0]["schema"]["fields"])
    assert build_schemas.broken(before, after)[0] == said
    after["contract"] += 1
    assert build_schemas.broken(before, after) == [], "the number says so"


def test_a_contract_may_grow(build_schemas: ModuleType):
    before = build_schemas.contract()
    after = json.loads(json.dumps(before))
    after["tables"][0]["schema"]["fields"].append({"name": "more", "type": "string"})
    after["tables"].append({"name": "more", "schema": {"fields": []}})
    assert build_schemas.broken(before, after) == []
    assert build_schemas.broken(after, before) == [
        "status: more was taken away or renamed",
        "more: there is no such table any more",
    ]


def test_the_tables_are_read_by_their_schemas():
    """A stranger checks the CSV by what the contract says."""
    day = REGISTER.on("2026-11-28", mode="car", traveller=borders.Traveller("US"))
    first = day.crossings[0]
    told = {
        "status": exports.status(day, day.verdicts),
        "history": exports.history(day, first, [*day.periods(first)]),
        "sources": exports.sources(FACTS, citations.resting(FACTS)),
        "routes": exports.routes(day.routes("Minsk"), is_geojson=False),
    }
    contract = json.loads((GEODATA / "schemas/tables.json").read_text("utf-8"))
    schemas = {table["name"]: table["schema"] for table in contract["tables"]}
    for name, record in told.items():
        text = exports.as_csv(record.rows, record.columns) + "\n"
        resource = frictionless.Resource(
            text.encode(), format="csv", schema=frictionless.Schema.from_descriptor(schemas[name])
        )
        report = resource.validate()
        assert report.valid, report.flatten(["rowNumber", "fieldName", "note"])[:5]


# The README of the data


def row(crossing: Crossing) -> str:
    """The line of a crossing in the table of places."""
    place = crossing.border_point
    if place is None:
        cells = ["–", "not known", "–"]
    else:
        line = LINES.get(("BY", crossing.neighbour or ""))
        off = None if line is None else border_points.metres_to_border(point(place), line)
        shown = "on no line" if off is None else f"{off:.2f}"
        cells = [f"{place.accuracy_m:,.0f}", place.basis.value, shown]
    for side in (crossing.neighbour, "BY"):
        checkpoint = next((c for c in crossing.checkpoints if c.side == side), None)
        cells += [told(crossing, checkpoint)]
    return f"| {' | '.join([crossing.id, *cells])} |"


def told(crossing: Crossing, checkpoint: Checkpoint | None) -> str:
    if checkpoint is None or checkpoint.location is None:
        return "–"
    place = checkpoint.location
    side = border_points.side_of(point(place), AREAS, LINES)
    return (
        f"{place.basis.value} ±{place.accuracy_m:,.0f}, "
        f"{from_border_point(crossing, place):,.0f} m away, in {side}"
    )


@each_crossing
def test_the_readme_tells_where_a_crossing_is_and_how_well_that_is_known(crossing: Crossing):
    assert row(crossing) in README.splitlines()


def test_the_readme_names_every_file():
    names = files() - {"README.md"}
    documented = {name for name in names if f"{Path(name).name}`" in README}
    assert names - documented == {name for name in names if name.endswith(".schema.json")}


def test_the_readme_names_no_measure_that_there_is_not():
    """The second column of the tables of decisions names entries, set as code."""
    kept = re.findall(r"^\| [^|]+ \| ([^|]+) \|$", README, flags=re.MULTILINE)
    named = {i for cell in kept for i in re.findall(r"`([a-z]{2}-\d{4}-\d\d-\d\d-[a-z-]+)`", cell)}
    assert len(named) > 80
    assert named <= FACTS.measures.keys() | FACTS.advice.keys()


# The network


class Graph(NamedTuple):
    nodes: list[dict[str, str]]
    edges: list[dict[str, str]]
    gates: list[dict[str, str]]


def table(name: str) -> list[dict[str, str]]:
    with (GEODATA / "network" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


GATES = table("gates.csv")
REPAIRS = table("repairs.csv")
GRAPHS = {
    name: Graph(
        table(f"{name}-nodes.csv"),
        table(f"{name}.csv"),
        [gate for gate in GATES if gate["network"] == name],
    )
    for name in ("roads", "rails")
}
each_graph = pytest.mark.parametrize("graph", GRAPHS.values(), ids=GRAPHS)


def is_at_home(node: dict[str, str]) -> bool:
    return node["state"] == "BY"


@each_graph
def test_edges_and_gates_end_at_nodes(graph: Graph):
    numbers = range(len(graph.nodes))
    for edge in graph.edges:
        assert int(edge["start"]) in numbers
        assert int(edge["end"]) in numbers
        assert int(edge["start"]) < int(edge["end"]), "each edge once"
    assert {int(gate["node"]) for gate in graph.gates} <= set(numbers)


@each_graph
def test_no_edge_joins_home_with_another_state(graph: Graph):
    for edge in graph.edges:
        start, end = graph.nodes[int(edge["start"])], graph.nodes[int(edge["end"])]
        assert is_at_home(start) == is_at_home(end), edge


@each_graph
def test_the_graph_of_each_side_hangs_together(graph: Graph):
    """But for railways of Russia: what joins those of Nevel and Smolensk is far away."""
    parents = list(range(len(graph.nodes)))

    def root(node: int) -> int:
        while parents[node] != node:
            parents[node] = parents[parents[node]]
            node = parents[node]
        return node

    for edge in graph.edges:
        parents[root(int(edge["start"]))] = root(int(edge["end"]))
    alone = {"BY", "RU"}
    sides = {
        (node["state"] if node["state"] in alone else "", root(number))
        for number, node in enumerate(graph.nodes)
    }
    parts = Counter(side for side, _ in sides)
    assert parts.pop("RU") == (1 if graph is GRAPHS["roads"] else 2)
    assert parts == {"BY": 1, "": 1}


@each_graph
def test_a_node_lies_in_its_state(graph: Graph):
    """At the border and at the sea the drawn areas are a little off."""
    off = 0.03
    shapely.prepare(list(AREAS.values()))
    for node in graph.nodes:
        place = Point(float(node["longitude"]), float(node["latitude"]))
        assert AREAS[node["state"]].dwithin(place, off), node


@each_graph
def test_no_edge_is_shorter_than_the_straight_line(graph: Graph):
    """Nodes lie on a grid of 0.001 degrees, so that a short edge may seem longer than it is."""
    grid = 300
    places = [(float(node["longitude"]), float(node["latitude"])) for node in graph.nodes]
    ends = [(*places[int(e["start"])], *places[int(e["end"])]) for e in graph.edges]
    straight = pyproj.Geod(ellps="WGS84").inv(*np.transpose(ends))[2]
    metres = np.array([int(edge["metres"]) for edge in graph.edges])
    assert (metres >= 0.99 * straight - grid).all()


def test_a_gate_leads_to_its_side_and_the_crossing_is_of_that_network():
    for gate in GATES:
        crossing = FACTS.crossings[gate["crossing"]]
        node = GRAPHS[gate["network"]].nodes[int(gate["node"])]
        assert gate["side"] == node["state"]
        assert gate["side"] in {"BY", crossing.neighbour}
        assert (gate["network"] == "rails") == (crossing.kind is Kind.RAIL)


def test_every_crossing_whose_place_is_known_is_led_to_from_both_sides():
    sides: dict[str, set[str]] = {}
    for gate in GATES:
        sides.setdefault(gate["crossing"], set()).add(gate["side"])
    known = {
        c.id: {"BY", c.neighbour} - {None}
        for c in CROSSINGS
        if c.border_point is not None and c.border_point.accuracy_m <= 10_000
    }
    known["nedanchychi-rail"] = {"UA"}  # its railway meets no other in Belarus
    assert sides == known
    assert sides["minsk-airport"] == {"BY"}


def test_a_gate_that_no_edge_made_is_no_guess_over_half_a_region():
    """Straight lines stand for roads that nobody knows: 42 km at most, 1.25 times the line."""
    assert [g for g in GATES if g["source"] == "link" and int(g["metres"]) > 42_000] == []


def test_a_way_to_a_border_point_is_no_shorter_than_the_straight_line():
    """An edge counts that crosses within 1 km of the border point, as a second track may."""
    for gate in GATES:
        point_of = FACTS.crossings[gate["crossing"]].border_point
        node = GRAPHS[gate["network"]].nodes[int(gate["node"])]
        assert point_of is not None
        there = Point(float(node["longitude"]), float(node["latitude"]))
        off = earth.metres(point(point_of), there)
        assert int(gate["metres"]) >= 0.9 * off - max(1000, point_of.accuracy_m), gate


def test_every_repair_has_its_reason_and_what_was_estimated_says_so():
    assert all(repair["reason"] for repair in REPAIRS)
    assert {repair["kind"] for repair in REPAIRS} == {"cut", "drop", "join", "link"}
    assert all(repair["source"] for repair in REPAIRS if repair["kind"] == "link")
    for gate in GATES:
        assert (gate["source"] == "edge") or gate["approximate"] == "1"


def test_the_readme_counts_the_repairs():
    for kind, count in Counter(repair["kind"] for repair in REPAIRS).items():
        assert re.search(rf"^\| `{kind}` \| .* \| {count} \|$", README, flags=re.MULTILINE), kind


def test_the_files_are_written_plainly():
    for path in (GEODATA / "network").glob("*.csv"):
        content = path.read_bytes()
        assert b"\r" not in content
        assert content.endswith(b"\n")


def test_a_revision_names_an_entry_and_what_shows_it(register: borders.Register):
    """An entry that is no more has a row that names what took its place."""
    rows = list(csv.DictReader((GEODATA / "revisions.csv").read_text("utf-8").splitlines()))
    assert rows
    facts = register.facts
    ids = {*facts.measures, *facts.advice, *facts.crossings, *facts.sources, *facts.papers}
    ids |= {*facts.conditions}
    replaced = {row["entry"] for row in rows if any(known in row["after"] for known in ids)}
    for row in rows:
        assert row["source"] in facts.sources, row
        assert row["why"], row
        assert row["before"] != row["after"], row
        assert row["entry"] in ids | replaced, row
