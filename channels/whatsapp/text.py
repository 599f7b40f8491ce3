"""Plain text with bold parts becomes the markup of WhatsApp, in pieces that fit."""

from collections.abc import Sequence

from channels.raw import clean
from channels.render import length

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


def pieces(text: str, limit: int = TEXT_LIMIT) -> tuple[str, ...]:
    """Split a text that is too long for one message, at paragraphs, lines or words where possible."""
    found = []
    rest = text.strip()
    while length(rest) > limit:
        end = _reach(rest, limit)
        for mark in ("\n\n", "\n", " "):
            at = rest.rfind(mark, end // 2, end + 1)
            if at > 0:
                end = at
                break
        found.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return (*found, rest) if rest else tuple(found)


def one_line(text: str, limit: int) -> str:
    """Make a value of a template: one line, single spaces, not empty, cut with an ellipsis.

    Line breaks, tabs and more than four spaces in a row are refused (Message templates, parameters).
    """
    line = " ".join(clean(text).split()) or "-"
    return line if length(line) <= limit else line[: _reach(line, limit - 1)].rstrip() + "…"


def _reach(text: str, limit: int) -> int:
    end = min(len(text), limit)
    while (over := length(text[:end]) - limit) > 0:
        end -= max(1, over // 2)
    return end
