"""Read what stands in a chat of the stand-in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

Json = dict[str, Any]

NUMBER = re.compile(r"[A-Z]{2,5}-\d{2}-\d{5,6}-\d")
CARD_MARK = "📥 Masuk"


def text_of(message: Json) -> str:
    """Give what a message says."""
    return str(message.get("text") or message.get("caption") or "")


def buttons_of(message: Json) -> list[str]:
    """Give the labels of a message's buttons."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["text"] for row in rows for button in row]


def label_like(message: Json, part: str) -> str:
    """Give the whole label of the button that contains ``part``, or ``""``."""
    return next((label for label in buttons_of(message) if part.lower() in label.lower()), "")


def says(message: Json, *needles: str) -> bool:
    """Tell whether a message contains every needle, in any case."""
    text = text_of(message).lower()
    return all(needle.lower() in text for needle in needles)


def in_order(texts: Iterable[str], *needles: str) -> bool:
    """Tell whether texts say all this one after another, in any case, in however many messages it came."""
    rest = "\n".join(texts).lower()
    for needle in needles:
        _, found, rest = rest.partition(needle.lower())
        if not found:
            return False
    return True


def number_in(message: Json) -> str:
    """Give the ticket number that a message names."""
    found = NUMBER.search(text_of(message))
    assert found is not None, f"no ticket number in {text_of(message)!r}"
    return found[0]


def is_card(message: Json, number: str) -> bool:
    """Tell whether a message is the ticket's card and not its signpost, a prompt, or the citizen's words."""
    return number in text_of(message).partition("\n")[0] and CARD_MARK in text_of(message)


def shown(message: Json) -> str:
    """Word a message for the text of a failure."""
    return f"{text_of(message)} {buttons_of(message)}"
