"""What a release says of itself, to people and to those who list data sets."""

from __future__ import annotations

import json
from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from borders.data import revisions
from borders.enums import RevisionKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from borders.data.revisions import Revision
    from borders.register import Register

Document = dict[str, Any]

QUERIES: Final[Mapping[str, tuple[str, str]]] = {
    "status_at_a_moment": (
        "How crossings stood at a moment: an instant in UTC, as 2023-08-21T09:00:00Z",
        """select crossing, name, status, "default", last_known, verified_through, sentence
from history
where mode = :mode and direction = :direction
  and period_start <= :moment and (period_end is null or period_end > :moment)
order by crossing""",
    ),
    "history_of_a_crossing": (
        "Every period of a crossing, oldest first",
        """select period_start, period_end, status, "default", measures, sentence
from history
where crossing = :crossing and mode = :mode and direction = :direction
order by period_start""",
    ),
    "measures_in_force": (
        "The measures that were in force at a moment",
        """select id, side, crossings, sentence, decided_by, sources
from measures
where stage = 'effective' and valid_from <= :moment
  and (valid_to is null or valid_to > :moment)
order by valid_from""",
    ),
    "measures_at_a_crossing": (
        "All that was decided of a crossing, oldest first",
        """select m.id, m.valid_from, m.valid_to, m.sentence
from measures m join measure_crossing c on c.measure = m.id
where c.crossing = :crossing
order by m.valid_from""",
    ),
    "sources_of_a_measure": (
        "Who bears a measure out",
        """select s.id, s.publisher, s.title, s.url, s.published
from sources s join measure_source m on m.source = s.id
where m.measure = :measure
order by s.published""",
    ),
    "changes_between_days": (
        "What became what between two days, the last without",
        """select moment, crossing, before, after, sentence
from changes
where mode = :mode and direction = :direction and moment >= :since and moment < :until
order by moment, crossing""",
    ),
}
"""Questions that whoever opens the database need not write."""


def day(version: str) -> date:
    """Return the day of a version.

    Raises
    ------
    ValueError
        It is none.
    """
    found = revisions.day_of(version)
    if found is None:
        msg = f"version {version!r} of the data is no day: write 2026.11.28"
        raise ValueError(msg)
    return found


def citation(package: Document) -> str:
    """Return how to cite the data, as CITATION.cff."""
    listed = "\n".join(
        f"  - {json.dumps(each, ensure_ascii=False)}" for each in package["keywords"]
    )
    licences = "\n".join(f"  - {each['name']}" for each in package["licenses"])
    authors = "\n".join(f"  - name: {each['title']}" for each in package["contributors"])
    return f"""cff-version: 1.2.0
message: If you use these data, please cite them with their version.
title: {json.dumps(package["title"], ensure_ascii=False)}
abstract: {json.dumps(package["description"], ensure_ascii=False)}
type: dataset
version: {package["version"]}
date-released: {day(package["version"])}
license:
{licences}
authors:
{authors}
keywords:
{listed}
"""


def zenodo(package: Document) -> Document:
    """Return what Zenodo is told of a deposit, as `.zenodo.json`."""
    named = "; ".join(each["title"] for each in package["licenses"])
    return {
        "title": f"{package['title']}, {package['version']}",
        "description": f"<p>{package['description']}</p>",
        "upload_type": "dataset",
        "version": package["version"],
        "publication_date": day(package["version"]).isoformat(),
        "creators": [{"name": each["title"]} for each in package["contributors"]],
        "license": package["licenses"][0]["name"],
        "access_right": "open",
        "keywords": package["keywords"],
        "notes": f"{named}: LICENSE.md says which holds for what.",
    }


def json_ld(package: Document, register: Register, resources: Sequence[Document]) -> Document:
    """Return the data set in the words of schema.org; they are resolved without a network."""
    points = [c.border_point for c in register.crossings if c.border_point is not None]
    lons, lats = [point.lon for point in points], [point.lat for point in points]
    first = min(crossing.verified[0].first for crossing in register.crossings if crossing.verified)
    box = f"{min(lats)} {min(lons)} {max(lats)} {max(lons)}"
    return {
        "@context": {"@vocab": "https://schema.org/"},
        "@type": "Dataset",
        "name": package["title"],
        "description": package["description"],
        "version": package["version"],
        "dateModified": day(package["version"]).isoformat(),
        "inLanguage": package["languages"],
        "license": [each["path"] for each in package["licenses"]],
        "keywords": package["keywords"],
        "isAccessibleForFree": True,
        "creator": [{"@type": "Organization", "name": e["title"]} for e in package["contributors"]],
        "temporalCoverage": f"{first}/{register.verified_through}",
        "spatialCoverage": {"@type": "Place", "geo": {"@type": "GeoShape", "box": box}},
        **({"distribution": [_download(each) for each in resources]} if resources else {}),
    }


def _download(resource: Document) -> Document:
    return {
        "@type": "DataDownload",
        "name": resource["title"],
        "contentUrl": resource["path"],
        "encodingFormat": resource["mediatype"],
        "contentSize": f"{resource['bytes']} B",
        "sha256": resource["hash"].partition(":")[2],
    }


def datasette(package: Document, database: str) -> str:
    """Return what Datasette shows beside the database: licence and questions, as YAML."""
    named = " AND ".join(each["name"] for each in package["licenses"])
    head = (
        f"title: {json.dumps(package['title'], ensure_ascii=False)}",
        f"description: {json.dumps(package['description'], ensure_ascii=False)}",
        f"license: {json.dumps(named)}",
        f"license_url: {package['licenses'][0]['path']}",
        "databases:",
        f"  {database}:",
        "    queries:",
    )
    return "\n".join([*head, *_queries()]) + "\n"


def _queries() -> Iterator[str]:
    for name, (title, sql) in QUERIES.items():
        yield f"      {name}:"
        yield f"        title: {json.dumps(title)}"
        yield "        sql: |-"
        yield from (f"          {line}" for line in sql.splitlines())


def changelog(title: str, rows: Iterable[Revision], version: str) -> str:
    """Return the revisions of each version for people, the newest first."""
    by_version = {key: [*group] for key, group in groupby(_newest(rows), lambda row: row.version)}
    parts = [f"# {title}: what each version says otherwise\n"]
    for key in sorted({version, *by_version}, reverse=True):
        found = by_version.get(key, [])
        kinds = Counter(row.kind for row in found)
        counts = ", ".join(f"{kinds[kind]} {kind}" for kind in RevisionKind if kinds[kind])
        parts.append(f"## {key}\n\n{counts or 'Nothing is compared with.'}\n")
        parts += [_listed(kind, found) for kind in RevisionKind if kinds[kind]]
    return "\n".join(parts)


def _listed(kind: RevisionKind, rows: Iterable[Revision]) -> str:
    lines = [_line(row) for row in rows if row.kind == kind]
    return "\n".join([f"### {kind.title()}\n", *lines, ""])


def _newest(rows: Iterable[Revision]) -> list[Revision]:
    return sorted(rows, key=lambda row: row.version, reverse=True)


def _line(row: Revision) -> str:
    """Return a row in a line; what texts hold is no mark of Markdown."""
    if not row.field:
        return f"- `{row.entry}`" + (f" [{row.source}]" if row.source else "")
    turn = f"{_plain(row.before) or '–'} → {_plain(row.after) or '–'}"
    why = f": {_plain(row.why)}" if row.why else ""
    source = f" [{row.source}]" if row.source else ""
    return f"- `{row.entry}`, {_plain(row.field)}: {turn}{why}{source}"


def _plain(text: str) -> str:
    marks = {mark: f"\\{mark}" for mark in "\\`*_[]<>|"}
    return " ".join("".join(marks.get(each, each) for each in text).split())
