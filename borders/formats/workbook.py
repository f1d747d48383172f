"""Tables → a workbook: a sheet for each, and one that says what was asked."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

from borders.dates import utc
from borders.formats import tables
from borders.formats.content import NOTHING_LEFT, Content, Left

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from borders.columns import Column

ABOUT: Final = "about"
"""The sheet that says what was asked."""
LONGEST: Final = 32_767
"""Characters that a cell may have; longer texts end in "…"."""
_WIDTHS: Final = (8, 48)
_ROWS_MEASURED: Final = 200
_FORMS: Final[Mapping[str, str]] = {"date": "yyyy-mm-dd", "datetime": "yyyy-mm-dd hh:mm"}


def write(content: Content, part: Path) -> Left:
    """Write the tables as sheets: days and instants (in UTC) as such, no formula, no link."""
    import xlsxwriter

    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    file = io.BytesIO()  # whose library has an error of its own for a full disk
    with xlsxwriter.Workbook(file, {**plain, "remove_timezone": True}) as book:
        book.set_properties(
            {
                "title": content.title,
                "subject": content.question,
                "comments": content.description,
                "created": content.built.replace(tzinfo=None),
            }
        )
        head = book.add_format({"bold": True, "bottom": 1})
        forms = {kind: book.add_format({"num_format": form}) for kind, form in _FORMS.items()}
        _about(content, book, head)
        for name in content.tables:
            sheet = book.add_worksheet(name)
            _fill(sheet, content.table(name).columns, content.records(name), head, forms)
    part.write_bytes(file.getvalue())
    return NOTHING_LEFT


def _about(content: Content, book: Workbook, head: Format) -> None:
    sheet = book.add_worksheet(ABOUT)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 18, head)
    sheet.set_column(1, 1, 100, wrapped)
    told = {**content.about, **{name: content.table(name).description for name in content.tables}}
    for number, (key, value) in enumerate(told.items()):
        sheet.write_string(number, 0, key, head)
        sheet.write_string(number, 1, _cut(value), wrapped)


def _fill(
    sheet: Worksheet,
    columns: Sequence[Column],
    rows: Sequence[Mapping[str, Any]],
    head: Format,
    forms: Mapping[str, Format],
) -> None:
    for at, column in enumerate(columns):
        sheet.write_string(0, at, column.name, head)
        for number, row in enumerate(rows, 1):
            _cell(sheet, number, at, row[column.name], forms.get(column.type))
        texts = [tables.text(row[column.name]) for row in rows[:_ROWS_MEASURED]]
        least, most = _WIDTHS
        width = max(map(len, [column.name, *texts])) + 2
        sheet.set_column(at, at, min(max(width, least), most))
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)


def _cell(sheet: Worksheet, row: int, at: int, value: Any, form: Format | None) -> None:  # noqa: ANN401
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, at, value)
    elif isinstance(value, int | float):
        sheet.write_number(row, at, value)
    elif form is not None:
        moment = utc(value).replace(tzinfo=None) if hasattr(value, "astimezone") else value
        sheet.write_datetime(row, at, moment, form)
    else:
        sheet.write_string(row, at, _cut(tables.text(value)))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
