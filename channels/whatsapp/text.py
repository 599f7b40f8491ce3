"""Plain text with bold parts becomes the markup of WhatsApp, in pieces that fit."""

from collections.abc import Sequence

from channels.raw import clean
from core.language.shorten import in_one_line, utf16_units

TEXT_LIMIT = 4096  # Messages API, text.body
CAPTION_LIMIT = 1024  # Messages API, media captions
BUTTONS_LIMIT = 1024  # Messages API, body of interactive messages, except lists
LIST_LIMIT = 4096  # Messages API, body of interactive list messages


def bolded(text: str, bold: Sequence[str]) -> str:
    """Put asterisks around each bold part, the first time that it stands by itself.

    Inside a word an asterisk stays an asterisk, and there is no way to escape one.
    """
    text = clean(text).strip()
    for part in dict.fromkeys(map(clean, bold)):
        if part and part == part.strip() and not set(part) & set("*\n"):
            text = _bold_once(text, part)
    return text


def _bold_once(text: str, part: str) -> str:
    at = text.find(part)
    while at >= 0:
        before, after = text[at - 1 : at], text[at + len(part) : at + len(part) + 1]
        if not (before.isalnum() or after.isalnum() or before == "*" or after == "*"):
            return f"{text[:at]}*{part}*{text[at + len(part) :]}"
        at = text.find(part, at + 1)
    return text


def one_line(text: str, limit: int) -> str:
    """Make a value of a template: one line, single spaces, not empty, cut with an ellipsis.

    Line breaks, tabs and more than four spaces in a row are refused (Message templates, parameters).
    """
    return in_one_line(clean(text), limit, utf16_units) or "-"
