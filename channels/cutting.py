"""Split texts into messages as platforms count them: in UTF-16 units unless a platform counts otherwise.

``len`` counts characters; a gateway that counts bytes or the seven bits of a text message brings its own ``count``.
A text that may not become two messages is shortened (`core.language.shorten`).
"""

from collections.abc import Callable

from core.language.shorten import between_characters, utf16_units

Count = Callable[[str], int]
Span = tuple[int, int]


def pieces(text: str, limit: int, count: Count = utf16_units) -> tuple[str, ...]:
    """Split a text that is too long for one message, at paragraphs, lines or words where possible."""
    return tuple(text[start:end] for start, end in spans(text, limit, count))


def spans(text: str, limit: int, count: Count = utf16_units) -> list[Span]:
    """Give where the pieces of a text begin and end; white space at the cuts belongs to none."""
    found = []
    start = 0
    while start < len(text):
        end = _reach(text, start, limit, count)
        if end < len(text):
            end = _border(text, start, end)
        stop = start + len(text[start:end].rstrip())
        if stop > start:
            found.append((start, stop))
        start = end + len(text[end:]) - len(text[end:].lstrip())
    return found


def _reach(text: str, start: int, limit: int, count: Count) -> int:
    """Find the furthest index that ``limit`` from ``start`` reaches."""
    end = min(len(text), start + limit)
    while (over := count(text[start:end]) - limit) > 0:
        end -= max(1, over // 2)
    return end


def _border(text: str, start: int, end: int) -> int:
    """Find where to split before ``end``: after a paragraph, a line, a word; never in the first half of the piece.

    A word that is longer than that is cut between characters as people see them, unless one alone is too long.
    """
    for mark in ("\n\n", "\n", " "):
        at = text.rfind(mark, start + (end - start) // 2, end + 1)
        if at > start:
            return at
    between = between_characters(text, end)
    return between if between > start else end
