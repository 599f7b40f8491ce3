"""Read the words of a PDF: they stand there as numbers of glyphs, with a table of what each glyph is."""

from __future__ import annotations

import io
import re

import pikepdf

_LINE = re.compile(rb"^<([0-9A-F]{4})> (?:<([0-9A-F]{4})> )?<([0-9A-F]+)>$", re.IGNORECASE | re.MULTILINE)
"""A glyph and its letters, or the first and the last of some and the letters of the first."""


def words_of_pdf(content: bytes) -> str:
    """Give all words, one run of letters after the other, and what the document says of itself."""
    with pikepdf.open(io.BytesIO(content)) as document:
        pages = [_words_of(page) for page in document.pages]
        return "\n".join([str(dict(document.docinfo.items())), *pages])


def _words_of(page: pikepdf.Page) -> str:
    fonts = {name: _letters(font) for name, font in page.resources.get("/Font", {}).items()}
    letters: dict[int, str] = {}
    found: list[str] = []
    for instruction in pikepdf.parse_content_stream(page):
        operands, operator = instruction.operands, instruction.operator
        if str(operator) == "Tf":
            letters = fonts[str(operands[0])]
        elif str(operator) in ("Tj", "TJ", "'"):
            runs = operands[0] if str(operator) == "TJ" else operands
            raw = b"".join(bytes(run) for run in runs if isinstance(run, pikepdf.String))
            found.append("".join(letters.get(int.from_bytes(raw[n : n + 2]), "") for n in range(0, len(raw), 2)))
    return " ".join(found)


def _letters(font: pikepdf.Object) -> dict[int, str]:
    """Read which letters the glyphs of a font are (ISO 32000-1, 9.10.3)."""
    table = font.get("/ToUnicode")
    found: dict[int, str] = {}
    for first, last, letters in _LINE.findall(table.read_bytes()) if table is not None else ():
        begin, end = int(first, 16), int(last or first, 16)
        for glyph in range(begin, end + 1):
            whole = bytes.fromhex(letters.decode()).decode("utf-16-be")
            found[glyph] = whole[:-1] + chr(ord(whole[-1]) + glyph - begin)
    return found
