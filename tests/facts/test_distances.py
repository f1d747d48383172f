"""How far the lengths of the shipped network are from those that others published."""

from __future__ import annotations

import csv
import json
import statistics
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tomli

from borders.geo.earth import DETOUR, geocentric
from borders.network import read

GEODATA = Path(__file__).parents[2] / "geodata"
FACTS = tomli.loads(Path(__file__).with_name("distances.toml").read_text("utf-8"))
DISTANCES = FACTS["distance"]
ROADS = read.load(GEODATA / "network").graphs["roads"]

HOME = "BY"
FAR_OFF = 0.15


def towns() -> dict[str, tuple[float, float, str]]:
    """The place and the state of each town by its name, the largest of a name."""
    with (GEODATA / "towns.csv").open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: int(row["population"]))
    return {row["name"]: (float(row["lon"]), float(row["lat"]), row["country"]) for row in rows}


TOWNS = towns()
DRIVEN = {
    crossing["id"]
    for crossing in json.loads((GEODATA / "crossings.geojson").read_text("utf-8"))["features"]
    if "car" in crossing["properties"]["modes"]
}


class End:
    """A town, with its ways to the two ends of the edge that it lies on."""

    def __init__(self, name: str) -> None:
        lon, lat, self.state = TOWNS[name]
        points = ROADS.snap_points
        snapped = points.snap(np.array([lon]), np.array([lat]), np.array([self.state], object))
        at = int(snapped.point[0])
        back, ahead = (cost[at] for cost in points.costs())
        stub = DETOUR * float(snapped.metres[0])
        self.ways = [(int(points.start[at]), stub + back), (int(points.end[at]), stub + ahead)]

    def metres_to(self, metres: Any) -> float:
        return float(min(length + metres[node] for node, length in self.ways))


def metres_to_gate(end: End, half: int) -> float:
    return end.metres_to(ROADS.tree([half], reverse=True).metres)


def between_crossings(one: str, other: str) -> float:
    """The kilometres at home from one border to another."""
    from_one, from_other = (
        ROADS.tree([ROADS.side_nodes[name, HOME]], reverse=True).metres for name in (one, other)
    )
    return float((from_one + from_other).min()) / 1000


def measured(one: str, other: str) -> float:
    """The kilometres by car between two places, each a town or a crossing."""
    if one not in TOWNS:
        return between_crossings(one, other)
    start = End(one)
    if other not in TOWNS:
        return metres_to_gate(start, ROADS.side_nodes[other, start.state]) / 1000
    end = End(other)
    if (start.state == HOME) == (end.state == HOME):
        return (
            min(length + start.metres_to(ROADS.tree([n]).metres) for n, length in end.ways) / 1000
        )
    home, abroad = (start, end) if start.state == HOME else (end, start)
    through = [
        metres_to_gate(home, half) + metres_to_gate(abroad, ROADS.side_nodes[crossing, side])
        for (crossing, state), half in ROADS.side_nodes.items()
        if state == HOME and crossing in DRIVEN
        for (name, side) in ROADS.side_nodes
        if name == crossing and side != HOME
    ]
    return min(through) / 1000


ERRORS = {tuple(d["between"]): measured(*d["between"]) / d["km"] - 1 for d in DISTANCES}


def test_there_are_enough_distances_on_both_sides_and_across():
    assert len(DISTANCES) >= 35
    assert len(ERRORS) == len(DISTANCES)
    sides = Counter(
        len({TOWNS[name][2] == HOME for name in between if name in TOWNS})
        + any(TOWNS[name][2] == HOME for name in between if name in TOWNS)
        for between in ERRORS
    )
    assert min(sides[1], sides[2], sides[3]) >= 3, "abroad, at home, across"


def test_every_distance_has_a_source():
    for distance in DISTANCES:
        source = FACTS["sources"][distance["source"]]
        assert all(source[key] for key in ("publisher", "title", "url"))
    assert {d["source"] for d in DISTANCES} == FACTS["sources"].keys()


def test_half_of_the_lengths_are_within_three_and_a_half_per_cent():
    assert statistics.median(map(abs, ERRORS.values())) <= 0.035


@pytest.mark.parametrize("distance", DISTANCES, ids=lambda d: "-".join(d["between"]))
def test_a_length_is_far_off_only_where_the_reason_is_known(distance: dict[str, Any]):
    error = ERRORS[tuple(distance["between"])]
    assert (abs(error) > FAR_OFF) == ("exception" in distance), f"{error:+.1%}"


def test_a_road_is_as_much_longer_than_the_crow_flies_as_is_said_of_those_unknown():
    """Where roads were mended by hand: those of Russia and Ukraine are as the source has them."""
    state = ROADS.nodes.state
    nodes = np.array([n for n in ROADS.usable_nodes() if state[n] not in {"RU", "UA"}])
    place = geocentric(ROADS.nodes.lon[nodes], ROADS.nodes.lat[nodes])
    ratios = []
    for start in np.random.default_rng(0).choice(len(nodes), 100, replace=False):
        metres = ROADS.tree(int(nodes[start])).metres[nodes]
        away = np.linalg.norm(place - place[start], axis=1)
        is_asked = (away > 5000) & (away < 15000) & (state[nodes] == state[nodes[start]])
        ratios.append((metres / np.maximum(away, 1))[is_asked & np.isfinite(metres)])
    every = np.concatenate(ratios)
    assert len(every) > 1000
    assert np.median(every) == pytest.approx(1.2, abs=0.05)
    assert every.mean() == pytest.approx(1.3, abs=0.05)
    assert np.median(every) < DETOUR < every.mean()
