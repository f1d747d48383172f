"""Writes geodata/schemas/*.json: of what people write, for editors, and of tables made of it.

They are made from the records of `borders.model`, the words of the vocabularies and the columns of
`borders.columns`, and are written again whenever one of these changes: `make schemas`. The tables
are a contract: columns that others read are not taken away, renamed, moved or of another type
unless its number rises.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec

from borders import columns, model
from borders.data import decoding, reading

GEODATA = Path(__file__).parents[1] / "geodata"
FILES: dict[str, dict[str, type[model.Record]]] = {
    "measures": {"measure": model.Measure},
    "sources": {"source": model.Source},
    "groups": {"group": model.Group},
    "vocabulary": {**reading.WORDS},
    "advice": {"advice": model.Advice},
    "dangers": {"danger": model.Danger},
    "events": {"event": model.NamedEvent},
}
OVERLAY = "overlay"
"""What a folder says of others: whose ids these are is not known here."""
OVERLAYS: dict[str, dict[str, type[model.Record]]] = {
    OVERLAY: {"end": model.End, "verified": model.Confirmation}
}
MOMENT = {
    "anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}]
}


TABLES = "tables.json"


def contract() -> dict[str, Any]:
    """Return the schemas of all tables, with the number of the contract."""
    return {
        "contract": columns.CONTRACT,
        "tables": [
            {"name": table.name, "description": table.description, "schema": table.schema}
            for table in columns.TABLES
        ],
    }


def broken(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Return what a contract no longer holds that another one held, unless its number rose."""
    if after["contract"] > before["contract"]:
        return []
    now = {table["name"]: table["schema"]["fields"] for table in after["tables"]}
    found = []
    for table in before["tables"]:
        name, fields = table["name"], table["schema"]["fields"]
        if name not in now:
            found.append(f"{name}: there is no such table any more")
            continue
        types = {field["name"]: field["type"] for field in now[name]}
        for place, field in enumerate(fields):
            column = f"{name}: {field['name']}"
            if field["name"] not in types:
                found.append(f"{column} was taken away or renamed")
            elif types[field["name"]] != field["type"]:
                found.append(f"{column} was {field['type']}, and is {types[field['name']]}")
            elif list(types).index(field["name"]) != place:
                found.append(f"{column} was moved: new columns stand on the right")
    return found


def schemas(folder: Path) -> dict[str, str]:
    """Return the text of each schema by its file name, for the words of a folder of data."""
    facts = reading.read(folder)
    words = {
        "crossings": list(facts.crossings),
        "measures": list(facts.measures),
        "reason": list(facts.reasons),
        "condition": list(facts.conditions),
        "papers": list(facts.papers),
        "danger": list(facts.danger_words),
        "implies": list(facts.papers),
        "met_by": list(facts.papers),
    }
    found = {name: _schema(name, tables, words) for name, tables in FILES.items()}
    found |= {name: _schema(name, tables, {}) for name, tables in OVERLAYS.items()}
    found[f"{OVERLAY}-package"] = _package()
    files = {f"{name}.schema.json": schema for name, schema in found.items()} | {TABLES: contract()}
    return {
        name: json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
        for name, schema in files.items()
    }


def _package() -> dict[str, Any]:
    """Return what `datapackage.json` of a folder says that lies over another; more is not read."""
    schema, parts = msgspec.json.schema_components([model.OverlayPackage])
    (root,) = schema
    part = parts[root["$ref"].rpartition("/")[2]]
    below = "that of what it lies over holds"
    part["properties"] |= {key: {"not": {}, "description": below} for key in ("home", "fresh_days")}
    part["description"] = " ".join(part["description"].split())
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **part,
        "title": "datapackage.json of a folder that lies over a register of border crossings",
    }


def _schema(
    name: str, tables: dict[str, type[model.Record]], words: dict[str, list[str]]
) -> dict[str, Any]:
    _, parts = msgspec.json.schema_components(set(tables.values()), ref_template="#/$defs/{name}")
    for part in parts.values():
        for ours in decoding.OURS:  # the folder says it, and no row
            part.get("properties", {}).pop(ours, None)
        part["description"] = " ".join(part.get("description", "").split("\n\n")[0].split())
        for field, schema in part.get("properties", {}).items():
            schema.pop("propertyNames", None)  # msgspec has it from 0.23 on
            if "date-time" in json.dumps(schema):
                schema.clear()
                schema.update(MOMENT)
            if field in words:
                target = schema.get("items", schema)
                target.clear()
                target["enum"] = words[field]
    if "Measure" in parts:  # the side is the name of the file
        del parts["Measure"]["properties"]["side"]
        parts["Measure"]["required"].remove("side")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"{name} of a register of border crossings",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            key: {"type": "array", "items": {"$ref": f"#/$defs/{record.__name__}"}}
            for key, record in tables.items()
        },
        "$defs": dict(sorted(parts.items())),
    }


def main() -> None:
    """Write the schemas, unless they break the contract that is there."""
    folder = GEODATA / "schemas"
    kept = folder / TABLES
    if kept.is_file() and (faults := broken(json.loads(kept.read_text("utf-8")), contract())):
        faults.append("Readers rely on these: undo it, or raise CONTRACT in borders/columns.py.")
        raise SystemExit("\n".join(faults))
    folder.mkdir(exist_ok=True)
    for name, text in schemas(GEODATA).items():
        (folder / name).write_text(text, encoding="utf-8")
        print(f"geodata/schemas/{name}: {len(text)} bytes")


if __name__ == "__main__":
    main()
