"""A network is read from its files, and what is wrong there is told with its place."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

import borders
from borders.data import csv_columns
from borders.network import read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Folder

    from borders.network.graph import Network

POINTS = {"alpha": (25.0, 54.5), "beta": (25.1, 54.5)}


def loaded(folder: Folder) -> Network:
    return read.load(folder.write() / "network", home="BY", points=POINTS)


def test_a_network_says_what_it_is(roads: Folder):
    network = loaded(roads)
    assert repr(network) == "<Network Toy roads: 7 nodes of roads>"
    assert network.about.attribution == "Toys"
    assert network.covers("BY")
    assert network.covers("LT")
    assert not network.covers("PL")


def test_rails_may_be_there_too(roads: Folder):
    roads.roads([(25.0, 54.0, "BY")], [], [("alpha", "BY", 0, 700, 0)], network="rails")
    assert list(loaded(roads).graphs) == ["roads", "rails"]


def test_a_folder_without_a_network_says_what_is_missing(tmp_path: Path):
    with pytest.raises(borders.DataError, match=r"network\.toml: is missing in .*a network is"):
        read.load(tmp_path)


FAULTS = {
    "a state": ("roads-nodes.csv", "25.0,54.0,BY", "25.0,54.0,by", "line 2, state: by is no code"),
    "a longitude": (
        "roads-nodes.csv",
        "25.0,54.0",
        "250,54.0",
        "line 2, longitude: 250.0 lies not",
    ),
    "a latitude": ("roads-nodes.csv", "25.0,54.0", "25.0,nan", "line 2, latitude: nan lies not"),
    "no number": (
        "roads-nodes.csv",
        "25.0,54.0",
        "25°,54.0",
        "line 2, longitude: '25°' is not a num",
    ),
    "a node": ("roads.csv", "0,1,", "0,7,", "line 3, end: 7 is the number of no node: roads-nodes"),
    "no node": ("roads.csv", "0,1,", "-1,1,", "line 3, start: -1 is the number of no node"),
    "half a node": ("roads.csv", "0,1,", "0.5,1,", "line 3, start: '0.5' is not a whole number"),
    "a length": ("roads.csv", ",7000,", ",-1,", "line 3, metres: -1.0 is no length"),
    "infinity": ("roads.csv", ",7000,", ",inf,", "line 3, metres: inf is no length"),
    "one way": ("roads.csv", ",7000,,0,", ",7000,,2,", "line 3, oneway: 2 is neither 0 nor 1"),
    "a shape": ("roads.csv", "oubjI_{xxC", "oubjI_{xx", "line 2, shape: oubjI_{xx is no encoded"),
    "a column": ("roads.csv", "metres", "meters", "line 1: has no metres: write start,end,metres"),
    "a comma": ("roads.csv", "0,1,7000,", "0,1,7,000,", "line 3: has 7 columns, and the header 6"),
    "a short row": (
        "roads.csv",
        ",7000,,0,",
        ",7000,,0",
        "line 3: has 5 columns, and the header 6",
    ),
    "the border": (
        "roads.csv",
        "0,1,",
        "0,4,",
        "line 3, start: 0 is joined to a node beyond the b",
    ),
    "a network": (
        "gates.csv",
        "alpha,roads,BY",
        "alpha,rivers,BY",
        "line 2, network: rivers is none",
    ),
    "a side": (
        "gates.csv",
        "alpha,roads,BY",
        "alpha,roads,LT",
        "line 2, side: LT is not the state",
    ),
    "its node": ("gates.csv", "BY,2,", "BY,9,", "line 2, node: 9 is the number of no node"),
    "a guess": ("gates.csv", "1000,0,", "1000,yes,", "line 2, approximate: 'yes' is not a whole"),
    "a key": ("network.toml", "schematic = true", "schematik = true", "network.toml: Object"),
    "a quote": ("network.toml", '"Toys"', "'Toys", "network.toml: "),
}


@pytest.mark.parametrize("large", [False, True], ids=["small", "large"])
@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_wrong_is_told_with_its_place(
    roads: Folder, monkeypatch: pytest.MonkeyPatch, fault: str, *, large: bool
):
    monkeypatch.setattr(csv_columns, "LARGE", 0 if large else 10**9)
    name, old, new, told = FAULTS[fault]
    file = roads.write() / "network" / name
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(borders.DataError) as error:
        read.load(file.parent, home="BY")
    assert f"{name}" in str(error.value)
    assert told in str(error.value)


def test_a_quote_that_nobody_ends_is_told(roads: Folder):
    file = roads.write() / "network" / "roads.csv"
    file.write_text(f'{file.read_text("utf-8")}0,1,7,,0,"{"x" * 2000}', "utf-8")
    limit = csv.field_size_limit(1000)
    try:
        with pytest.raises(borders.DataError, match=r"roads.csv, line \d+: is no CSV"):
            read.load(file.parent)
    finally:
        csv.field_size_limit(limit)


def test_check_looks_at_the_network_too(run: Callable[..., tuple[int, str, str]], roads: Folder):
    folder = roads.write()
    assert run("check", str(folder))[0] == 0
    file = folder / "network" / "roads.csv"
    file.write_text(file.read_text("utf-8").replace(",7000,", ",-1,"), "utf-8")
    status, out, _ = run("check", str(folder))
    assert status == 1
    assert "network/roads.csv, line 3, metres: -1.0 is no length" in out


def test_all_problems_of_a_network_are_told_at_once(roads: Folder):
    file = roads.write() / "network" / "roads.csv"
    file.write_text(file.read_text("utf-8").replace("000,", "000,x,"), "utf-8")
    (file.parent / "gates.csv").unlink()
    (file.parent / "roads-nodes.csv").write_bytes(b"longitude,latitude,state\n\xff,1,BY\n")
    with pytest.raises(borders.DataError) as error:
        read.load(file.parent)
    assert {problem.file for problem in error.value.problems} == {
        "roads.csv",
        "gates.csv",
        "roads-nodes.csv",
    }
    assert "line 2: is no UTF-8 text" in str(error.value)


def test_large_files_read_as_small_ones_do(roads: Folder, monkeypatch: pytest.MonkeyPatch):
    small = loaded(roads).graphs["roads"]
    monkeypatch.setattr(csv_columns, "LARGE", 0)
    large = loaded(roads).graphs["roads"]
    assert large.nodes.state.tolist() == small.nodes.state.tolist()
    assert large.shape(0) == small.shape(0) == [(25.2, 54.25)]
    for one, other in zip(large.edges[:4], small.edges[:4], strict=True):
        assert one.tolist() == other.tolist()


def test_the_shipped_network_reads(register: borders.Register):
    graphs = register.network.graphs
    assert graphs.keys() == {"roads", "rails"}
    assert all(graph.size > 4000 for graph in graphs.values())
