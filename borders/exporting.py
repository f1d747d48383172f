"""Answers that programs read: JSON and CSV; and files that are whole or as they were."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from borders import wording
from borders.register import row

if TYPE_CHECKING:
    from collections.abc import Iterable

    from borders.model import Verdict
    from borders.register import Register


def as_json(answer: object) -> str:
    """Return an answer as JSON of two-space indent."""
    return json.dumps(answer, ensure_ascii=False, indent=2)


def as_csv(rows: Iterable[dict[str, Any]], columns: Iterable[str]) -> str:
    """Return flat records as CSV with a header, lists joined by "; "."""
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(columns), lineterminator="\n")
    writer.writeheader()
    writer.writerows(
        {k: "; ".join(v) if isinstance(v, list) else v for k, v in row.items()} for row in rows
    )
    return out.getvalue().rstrip("\n")


def as_record(verdict: Verdict, register: Register) -> dict[str, Any]:
    """Return a verdict with the records of its measures and sources spelled out."""
    told = verdict.last_known or verdict
    measures = dict.fromkeys((*told.measures, *verdict.planned, *verdict.cautions))
    return {
        **row(verdict, register.facts),
        "would_pass": [wording.who(who, register.facts) for who in told.would_pass],
        "measure_records": msgspec.to_builtins(list(measures)),
        "source_records": msgspec.to_builtins(register.sources(verdict)),
    }


def write(path: str | os.PathLike[str], content: bytes) -> None:
    """Write a file that is replaced when the new one is whole, and else left as it was."""
    target = Path(path)
    beside = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        beside.write_bytes(content)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
