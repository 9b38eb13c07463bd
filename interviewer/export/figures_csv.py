"""The figures as a table for spreadsheets. Pure.

RFC 4180, with a byte order mark, without which Excel takes UTF-8 for something else. A text that a spreadsheet would
compute gets an apostrophe before it (https://owasp.org/www-community/attacks/CSV_Injection).
"""

from __future__ import annotations

import csv
import io

from interviewer.export.values import Exported
from interviewer.export.wording import number, one_line

HEAD = ("group", "name", "value", "unit", "at_seconds", "note")
_COMPUTED = tuple("=+-@＝＋－＠")  # noqa: RUF001 - wide forms are computed too
BYTE_ORDER_MARK = "\ufeff"


def figures_csv(exported: Exported) -> str:
    """A row a figure; empty cells where nothing is known."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(HEAD)
    for one in exported.figures:
        value, at = (None if told is None else number(told) for told in (one.value, one.at))
        writer.writerow(
            (text_cell(one.group), text_cell(one.name), value, text_cell(one.unit), at, text_cell(one.note))
        )
    return BYTE_ORDER_MARK + file.getvalue()


def text_cell(text: str) -> str:
    """A text that a spreadsheet shows and does not compute."""
    shown = one_line(text)
    return f"'{shown}" if shown.startswith(_COMPUTED) else shown
