"""Main roads under the crossings, where a network is true."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from page_core import Core
from patience import rest

from borders.maps import html, main_roads
from borders.maps.main_roads import main_roads as found
from borders.maps.one_moment import CLOSEST

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Folder

    import borders

PAINTED = """() => {
  const canvas = document.querySelector(".leaflet-borders-base-pane canvas");
  const pen = canvas.getContext("2d");
  const { data } = pen.getImageData(0, 0, canvas.width, canvas.height);
  const hex = getComputedStyle(document.documentElement).getPropertyValue("--road").trim();
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  let count = 0;
  for (let i = 0; i < data.length; i += 4) {
    const off = [data[i] - r, data[i + 1] - g, data[i + 2] - b].map(Math.abs);
    if (Math.max(...off) < 5) count += 1;
  }
  return count;
}"""

FEW = 20
"""Pixels that other shapes have of the colour of roads, where their edges are smoothed."""


def true(folder: Folder, *classes: str) -> Folder:
    """Say that the roads of a folder are true, and of which class each is."""
    about, edges = "network/network.toml", "network/roads.csv"
    header, *rows = folder.others[edges].splitlines()
    cells = [row.split(",") for row in rows]
    for row, name in zip(cells, classes, strict=True):
        row[3] = name
    folder.others[edges] = "\n".join([header, *(",".join(row) for row in cells)]) + "\n"
    folder.others[about] = folder.others[about].replace("schematic = true", "schematic = false")
    return folder


def lines(written: list[str], grid: int = 10_000) -> list[list[tuple[float, float]]]:
    with Core() as core:
        told = core.evaluate("([lines, grid]) => core.linesOf(lines, grid)", [written, grid])
    return sorted([(lon, lat) for lat, lon in line] for line in told)


def test_roads_are_read_rank_by_rank_joined_where_none_parts(roads: Folder) -> None:
    register = true(roads, "primary", "residential", "secondary", "trunk", "primary").load()
    first, second, third = found(register, 10_000)
    assert lines(first) == [
        [(25.0, 54.0), (25.2, 54.25), (25.0, 54.49)],
        [(25.0, 54.51), (25.0, 55.0), (25.1, 54.51)],
    ]
    assert lines(second) == [[(25.1, 54.0), (25.1, 54.49)]]
    assert lines(third) == []


def test_a_road_of_little_land_is_told_to_the_metre(roads: Folder) -> None:
    nodes = roads.others["network/roads-nodes.csv"].replace("25.0,54.49,", "25.00007,54.49003,")
    roads.others["network/roads-nodes.csv"] = nodes
    register = true(roads, "primary", "", "", "", "").load()
    ((line,),) = (lines(rank, 100_000) for rank in found(register, 100_000)[:1])
    assert line[-1] == (25.00007, 54.49003)


def test_where_there_is_no_room_the_lesser_roads_are_left_out_first(
    roads: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    register = true(roads, "primary", "", "secondary", "tertiary", "").load()
    monkeypatch.setattr(main_roads, "MOST", 5)
    assert [len(lines(rank)) for rank in found(register, 10_000)] == [1, 1]
    monkeypatch.setattr(main_roads, "MOST", 2)
    (only,) = found(register, 10_000)
    assert lines(only) == [[(25.0, 54.0), (25.0, 54.49)]]


def test_of_roads_without_classes_none_is_drawn(roads: Folder) -> None:
    assert found(true(roads, *[""] * 5).load(), 10_000) == []


@pytest.fixture
def shown(reader: Any, tmp_path: Path) -> Any:
    def show(register: borders.Register, **edition: Any) -> Any:
        path = tmp_path / "page.html"
        html.save(register, path, html.Edition(**edition))
        return reader.open(path, "#lang=en")

    return show


def zoomed(page: Any, zoom: int) -> int:
    """How many pixels are of roads."""
    page.evaluate("zoom => void borders_map.setView([54.3, 25.05], zoom, { animate: false })", zoom)
    rest(page, 200)
    return int(page.evaluate(PAINTED))


@pytest.mark.parametrize("towns", ["towns", ""])
def test_main_roads_are_drawn_from_zoom_8_and_credited(
    roads: Folder, shown: Any, towns: str
) -> None:
    if not towns:
        roads.towns.clear()
    page = shown(true(roads, "primary", "", "", "", "").load())
    assert zoomed(page, 7) < FEW
    assert zoomed(page, 8) > 2 * FEW
    assert "Roads and railways: Toys" in page.locator(".borders-remarks").inner_text()
    assert page.locator("#borders-from").count() == bool(towns)


def test_schematic_roads_lie_under_no_map(roads: Folder, shown: Any) -> None:
    true(roads, "primary", "", "", "", "")
    about = "network/network.toml"
    roads.others[about] = roads.others[about].replace("schematic = false", "schematic = true")
    assert zoomed(shown(roads.load()), 9) < FEW


def test_the_page_of_a_moment_has_no_roads(roads: Folder, shown: Any) -> None:
    register = true(roads, "primary", "", "", "", "").load()
    assert zoomed(shown(register, compact=True, lang="en"), CLOSEST) < FEW
