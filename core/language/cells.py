"""Write tables that spreadsheets open, and in which nothing that a person or a pack wrote is run."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Final

from core.language.visible import visible

_FORMULA: Final = "=+\\-@＝＋－＠"
_RUN: Final = re.compile(rf"^(?=\s*[{_FORMULA}])|^(?=[\t\r\n])|(?<=[;\t\r\n])(?=\s*[{_FORMULA}])")
"""Where a spreadsheet may begin to read a formula (OWASP, "CSV Injection"): also behind a semicolon, which divides
cells where the comma is the decimal sign, as in Indonesia."""
_NUMBER: Final = re.compile(r"[+-]?\d[\d.,]*(?:\s?%)?")


def cell(text: str) -> str:
    """Write foreign text as one cell: an apostrophe stands before what would be run, and nothing is invisible."""
    if _NUMBER.fullmatch(text):
        return text
    seen = "".join(one if one.isprintable() or one in "\t\r\n" else visible(one) for one in text)
    return _RUN.sub("'", seen)


def table(rows: Iterable[Sequence[str]]) -> str:
    """Write rows as CSV (RFC 4180)."""
    target = io.StringIO()
    csv.writer(target, lineterminator="\r\n").writerows([cell(one) for one in row] for row in rows)
    return target.getvalue()
