"""The folder of a network → the network, checked file by file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from msgspec import ValidationError, convert, structs

from borders import documents
from borders.data import csv_columns
from borders.errors import DataError, hint
from borders.geo import polylines
from borders.model import Problem
from borders.network import courses, named_roads
from borders.network.graph import NETWORKS, About, BorderLink, Edges, Graph, Network, Nodes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from importlib.resources.abc import Traversable

    from borders._typing import Bools
    from borders.data.csv_columns import Columns, Kind

__all__ = ["check", "load"]

SHOWN: Final = 20
"""How many problems of a column are shown."""

_NODES: Final[Mapping[str, Kind]] = {"longitude": "number", "latitude": "number", "state": "text"}
_EDGES: Final[Mapping[str, Kind]] = {
    "start": "whole",
    "end": "whole",
    "metres": "number",
    "oneway": "whole",
    "shape": "text",
}
_GATES: Final[Mapping[str, Kind]] = {
    "crossing": "text",
    "network": "text",
    "side": "text",
    "node": "whole",
    "metres": "number",
    "approximate": "whole",
}


class _Files(NamedTuple):
    """What the files of a network hold."""

    about: About | None
    tables: Mapping[str, tuple[Columns, Columns]]
    """Nodes and edges."""
    gates: Columns | None


def load(
    folder: Traversable,
    *,
    home: str | None = None,
    points: Mapping[str, tuple[float, float]] | None = None,
) -> Network:
    """Return the network of a folder of the form that `geodata/README.md` describes.

    Parameters
    ----------
    home
        The state whose border is crossed at gates only; no edge may join it to another.
    points
        Longitude and latitude of the border points of crossings, by id.

    Raises
    ------
    DataError
        With the file, the line and what to write instead.
    """
    problems: list[Problem] = []
    about, tables, gates = _checked(folder, home, problems)
    if problems or about is None or gates is None:
        raise DataError(problems)
    graphs = {
        name: Graph.of(_nodes(nodes), _edges(edges), _links(gates, name), points)
        for name, (nodes, edges) in tables.items()
    }
    return Network(about, graphs)


def _checked(folder: Traversable, home: str | None, problems: list[Problem]) -> _Files:
    """Return what the files of a network hold; what is wrong in them is added to the problems."""
    about = _about(folder, problems)
    tables: dict[str, tuple[Columns, Columns]] = {}
    for name in NETWORKS:
        if name != NETWORKS[0] and not documents.is_there(folder, f"{name}.csv"):
            continue
        nodes = csv_columns.read(folder, f"{name}-nodes.csv", _NODES, problems)
        edges = csv_columns.read(folder, f"{name}.csv", _EDGES, problems, ("class", "straight"))
        if nodes is not None and edges is not None:
            tables[name] = nodes, edges
    gates = csv_columns.read(folder, "gates.csv", _GATES, problems, ("source",))
    if not problems and gates is not None:
        checker = _Checker(problems, home)
        for name, (nodes, edges) in tables.items():
            checker.graph(name, nodes, edges)
        checker.gates(gates, {name: nodes for name, (nodes, _) in tables.items()})
    return _Files(about, tables, gates)


def check(
    folder: Traversable, home: str, crossings: Collection[str] | None = None
) -> list[Problem]:
    """Return what is wrong in the files of a network, named as from the folder above.

    Parameters
    ----------
    crossings
        The ids that gates may be of; None: they are not held against a register.
    """
    problems: list[Problem] = []
    gates = _checked(folder, home, problems).gates
    if not problems:
        problems += [*courses.check(folder), *named_roads.check(folder)]
        if gates is not None and crossings is not None:
            problems += _strange(gates, crossings)
    return [structs.replace(p, file=f"network/{p.file}") for p in problems]


def _strange(gates: Columns, crossings: Collection[str]) -> Iterator[Problem]:
    """Yield each gate that is of no crossing."""
    for line, name in enumerate(gates["crossing"], 2):
        if name not in crossings:
            text = f"no crossing is called {name!r}{hint(name, crossings)}"
            yield Problem(file="gates.csv", entry=f"line {line}, crossing", text=text)


def _about(folder: Traversable, problems: list[Problem]) -> About | None:
    name, entry = "network.toml", ""
    try:
        content = documents.toml(documents.content(folder, name))
        content["data_from"] = str(content.get("data_from", ""))
        return convert(content, About)
    except FileNotFoundError:
        text = f"is missing in {folder}: a network is a folder with this file, nodes, edges, gates"
    except documents.Unreadable as error:
        text, entry = error.text, f"line {error.line}" if error.line else ""
    except (OSError, ValidationError) as error:
        text = str(error)
    problems.append(Problem(file=name, entry=entry, text=text))
    return None


def _nodes(columns: Columns) -> Nodes:
    return Nodes(columns["longitude"], columns["latitude"], columns["state"])


def _edges(columns: Columns) -> Edges:
    shape = columns["shape"] if any(columns["shape"]) else None
    is_oneway = columns["oneway"] == 1
    return Edges(columns["start"], columns["end"], columns["metres"], is_oneway, shape)


def _links(gates: Columns, name: str) -> list[BorderLink]:
    """Return the gates of one network."""
    is_meant = gates["network"] == name
    columns = (gates[column][is_meant].tolist() for column in BorderLink._fields)
    return [BorderLink(*row) for row in zip(*columns, strict=True)]


class _Checker:
    """What is wrong in columns whose values are of the right kind."""

    def __init__(self, problems: list[Problem], home: str | None) -> None:
        self.problems = problems
        self.home = home

    def _rows(self, file: str, table: Columns, column: str, bad: Bools, text: str) -> None:
        for row in np.flatnonzero(bad)[:SHOWN]:
            entry, value = f"line {row + 2}, {column}", table[column][row]
            self.problems.append(Problem(file=file, entry=entry, text=f"{value} {text}"))

    def graph(self, name: str, nodes: Columns, edges: Columns) -> None:
        file, count = f"{name}-nodes.csv", len(nodes["state"])
        for column, bound in (("longitude", 180), ("latitude", 90)):
            bad = ~(np.abs(nodes[column]) <= bound)
            self._rows(file, nodes, column, bad, f"lies not between -{bound} and {bound}")
        known = {code for code in set(nodes["state"]) if re.fullmatch("[A-Z]{2}", code)}
        bad = np.array([code not in known for code in nodes["state"]], bool)
        self._rows(file, nodes, "state", bad, "is no code of ISO 3166-1")
        file = f"{name}.csv"
        for column in ("start", "end"):
            self._numbers(file, edges, column, name, count)
        self._metres(file, edges)
        self._flags(file, edges, "oneway")
        bad = np.array([not polylines.is_polyline(shape) for shape in edges["shape"]], bool)
        self._rows(file, edges, "shape", bad, "is no encoded polyline")
        if self.home is not None and not self.problems:
            is_home = nodes["state"] == self.home
            bad = is_home[edges["start"]] != is_home[edges["end"]]
            text = f"is joined to a node beyond the border of {self.home}: write a gate instead"
            self._rows(file, edges, "start", bad, text)

    def gates(self, gates: Columns, nodes: Mapping[str, Columns]) -> None:
        file = "gates.csv"
        bad = np.array([network not in nodes for network in gates["network"]], bool)
        text = f"is none of the networks here: {' or '.join(nodes)}"
        self._rows(file, gates, "network", bad, text)
        self._metres(file, gates)
        self._flags(file, gates, "approximate")
        for name, table in nodes.items():
            is_here = gates["network"] == name
            bad = self._numbers(file, gates, "node", name, len(table["state"]), is_here)
            good = np.flatnonzero(is_here & ~bad)
            other = np.zeros(len(bad), bool)
            other[good] = table["state"][gates["node"][good]] != gates["side"][good]
            self._rows(
                file, gates, "side", other, f"is not the state of its node in {name}-nodes.csv"
            )

    def _numbers(
        self,
        file: str,
        table: Columns,
        column: str,
        name: str,
        count: int,
        is_here: Bools | None = None,
    ) -> Bools:
        bad: Bools = (table[column] < 0) | (table[column] >= count)
        if is_here is not None:
            bad &= is_here
        text = f"is the number of no node: {name}-nodes.csv has 0 to {count - 1}"
        self._rows(file, table, column, bad, text)
        return bad

    def _metres(self, file: str, table: Columns) -> None:
        bad = ~(np.isfinite(table["metres"]) & (table["metres"] >= 0))
        self._rows(file, table, "metres", bad, "is no length")

    def _flags(self, file: str, table: Columns, column: str) -> None:
        self._rows(file, table, column, ~np.isin(table[column], (0, 1)), "is neither 0 nor 1")
