"""Answers that programs read: JSON and CSV."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import msgspec

from borders.register import row
from borders.text import countries

if TYPE_CHECKING:
    from collections.abc import Iterable

    from borders.model import Verdict
    from borders.register import Register


def as_json(answer: object, *, is_ascii: bool = False) -> str:
    """Return an answer as JSON of two-space indent."""
    return json.dumps(answer, ensure_ascii=is_ascii, indent=2)


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
        "would_pass": [countries.who(who, register.facts) for who in told.would_pass],
        "measure_records": msgspec.to_builtins(list(measures)),
        "source_records": msgspec.to_builtins(register.sources(verdict)),
    }
