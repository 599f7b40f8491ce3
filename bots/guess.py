"""Guess what one line of text is about, in the plain form that `kanal guess` prints."""

from __future__ import annotations

import json
from typing import Any

from core.understand import Understander

SEPARATORS = "\x85\u2028\u2029"
"""JSON may hold these as they are, and many readers of lines would break a line there."""


def as_line(answer: dict[str, Any]) -> str:
    """Write an answer as one line of JSON with its newline."""
    line = json.dumps(answer, ensure_ascii=False)
    for separator in SEPARATORS:
        line = line.replace(separator, f"\\u{ord(separator):04x}")
    return line + "\n"


def guess_line(understander: Understander, text: str) -> dict[str, Any]:
    """Return one guess as a JSON-ready object.

    Keys: `text`, `classification`, `categories` (three of `code` and `score`, best first), `kelurahan` (name or None)
    and `emergency` (the number to call as text, or None). An empty text gives an object too.
    """
    read = understander.read(text)
    return {
        "text": text,
        "classification": read.classification,
        "categories": [{"code": guess.code, "score": guess.score} for guess in read.categories],
        "kelurahan": read.kelurahan,
        "emergency": read.emergency.number if read.emergency else None,
    }
