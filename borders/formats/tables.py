"""Tables → CSV with its schema beside it, and Parquet."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any, Final

from borders.dates import is_day, utc
from borders.formats.content import NOTHING_LEFT, Content, Left

if TYPE_CHECKING:
    from pathlib import Path

    from borders.columns import Column, Table

SEPARATOR: Final = "; "
"""Between the texts of a list in a cell."""


def text(value: Any) -> str:  # noqa: ANN401 - of any column
    """Return a value as text that sorts and is read back: instants in UTC.

    Examples
    --------
    >>> text(True), text(["a", "b"]), text(None), text(1.5)
    ('true', 'a; b', '', '1.5')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return SEPARATOR.join(value)
    if is_day(value):
        return value.isoformat()
    if hasattr(value, "astimezone"):
        return utc(value).replace(tzinfo=None).isoformat() + "Z"
    return str(value)


def write_csv(content: Content, part: Path) -> Left:
    """Write a table as CSV in UTF-8: texts as they stand, lists joined by "; "."""
    name = content.tables[0]
    table = content.table(name)
    with part.open("w", encoding="utf-8", newline="") as out:
        lines = csv.writer(out, lineterminator="\n")
        lines.writerow(table.names)
        for row in content.records(name):
            lines.writerow([text(row[column]) for column in table.names])
    return NOTHING_LEFT


def descriptor(content: Content, path: Path) -> tuple[Path, bytes]:
    """Return what stands beside a CSV: a Data Package that says its question and its columns.

    Returns
    -------
    tuple
        Where it stands, and its bytes.
    """
    name = content.tables[0]
    table = content.table(name)
    package = content.register.facts.package
    document = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": f"{package.name}-{name}",
        "title": content.title,
        "description": content.describe(name),
        "version": content.version,
        "licenses": [
            {"name": each.name, "title": each.title, "path": each.path} for each in package.licenses
        ],
        "sources": [
            {"title": title, "path": address} for address, title in package.credits.items()
        ],
        "question": dict(content.about),
        "resources": [
            {
                "name": name,
                "path": path.name,
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "description": table.description,
                "schema": schema(table),
            }
        ],
    }
    kept = {key: value for key, value in document.items() if value}
    beside = path.with_name(f"{path.stem}.datapackage.json")
    return beside, (json.dumps(kept, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def schema(table: Table) -> dict[str, Any]:
    """Return the columns of a table as Table Schema says them."""
    return {
        "fields": [_field(column) for column in table.columns],
        "primaryKey": [*table.key],
        "missingValues": [""],
    }


def _field(column: Column) -> dict[str, Any]:
    """Return a column as readers of the first version of Table Schema know it: no lists."""
    if column.type == "list":
        says = f"{column.description}; joined by {SEPARATOR.strip()!r}"
        column = column._replace(type="string", description=says, values=())
    return column.field


def write_parquet(content: Content, part: Path) -> Left:
    """Write a table as Parquet, with its places as GeoParquet where it has some."""
    import pyarrow as pa
    from pyarrow import parquet

    from borders import frames

    name = content.tables[0]
    table, shapes = content.table(name), content.shapes(name)
    made = pa.Table.from_pylist([*content.records(name)], frames.arrow_schema(table))
    about = {"borders": json.dumps(dict(content.about), ensure_ascii=False)}
    about["title"], about["description"] = content.title, content.describe(name)
    if shapes is not None:
        from borders.formats import geo

        made, about["geo"] = geo.with_shapes(made, shapes)
    parquet.write_table(made.replace_schema_metadata(about), part, compression="zstd")
    return NOTHING_LEFT
