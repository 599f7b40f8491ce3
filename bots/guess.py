"""Guess what one line of text is about, in the plain form that `kanal guess` prints."""

from __future__ import annotations

from typing import Any

from core.understand import Understander


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
