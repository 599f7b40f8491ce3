"""Plain text with bold and quoted parts becomes the HTML of the Bot API, in pieces that fit."""

import html
from collections.abc import Iterator, Sequence

from channels.telegram.raw import clean
from core.vocabulary.effects import Mention

TEXT_LIMIT = 4096  # Bot API, sendMessage, after entity parsing
CAPTION_LIMIT = 1024  # Bot API, sendPhoto and the other media
MAX_ENTITIES = 100  # the rest are ignored (Bot API, MessageEntity)

FOLDED_ABOVE = 600
"""A quotation longer than a phone's screen is folded, with a tap to read it whole."""

Span = tuple[int, int]
Marked = tuple[int, int, str, str]
"""Where something begins and ends, and the tags around it."""


def length(text: str) -> int:
    """Count as Telegram does: UTF-16 units, so an emoji is two (Bot API, MessageEntity)."""
    return len(text) + sum(character > "\uffff" for character in text)


def pieces(
    text: str, bold: Sequence[str], limit: int, mentions: Sequence[Mention] = (), quotes: Sequence[str] = ()
) -> tuple[str, ...]:
    """Give the text as HTML messages of at most ``limit`` characters each, split at paragraphs where possible."""
    text = clean(text).strip()
    spans = _marked(text, bold, mentions, quotes)
    return tuple(_render(text, piece, spans) for piece in _split(text, limit))


def single(
    text: str, bold: Sequence[str], limit: int, mentions: Sequence[Mention] = (), quotes: Sequence[str] = ()
) -> str:
    """Give the text as one HTML message, cut with an ellipsis when it is too long (an edit cannot become two)."""
    text = clean(text).strip()
    spans = _marked(text, bold, mentions, quotes)
    if length(text) > limit:
        start, end = _split(text, limit - 1)[0]
        text = text[start:end] + "…"
    return _render(text, (0, len(text)), spans)


def cut(text: str, limit: int) -> str:
    """Shorten plain text to ``limit`` characters."""
    text = clean(text)
    return text if length(text) <= limit else text[: _reach(text, 0, limit - 1)] + "…"


def _split(text: str, limit: int) -> list[Span]:
    found = []
    start = 0
    while start < len(text):
        end = _reach(text, start, limit)
        if end < len(text):
            end = _border(text, start, end)
        stop = start + len(text[start:end].rstrip())
        if stop > start:
            found.append((start, stop))
        start = end + len(text[end:]) - len(text[end:].lstrip())
    return found


def _reach(text: str, start: int, limit: int) -> int:
    """Find the furthest index that ``limit`` UTF-16 units from ``start`` reach."""
    end = min(len(text), start + limit)
    while (over := length(text[start:end]) - limit) > 0:
        end -= max(1, over // 2)
    return end


def _border(text: str, start: int, end: int) -> int:
    """Find where to split before ``end``: after a paragraph, a line, a word; never in the first half of the piece."""
    for mark in ("\n\n", "\n", " "):
        at = text.rfind(mark, start + (end - start) // 2, end + 1)
        if at > start:
            return at
    return end


def _marked(text: str, bold: Sequence[str], mentions: Sequence[Mention], quotes: Sequence[str] = ()) -> list[Marked]:
    """Find what is quoted, who is called and what is drawn bold, in order; of two that overlap the former stays."""
    called = list(_quoted(text, quotes))
    for start, end, *tags in _called(text, mentions):
        if not any(start < stop and begin < end for begin, stop, *_ in called):
            called.append((start, end, tags[0], tags[1]))
    found = called + [
        (start, end, "<b>", "</b>")
        for start, end in _bold_spans(text, bold)
        if not any(start < stop and begin < end for begin, stop, *_ in called)
    ]
    return sorted(found)


def _quoted(text: str, quotes: Sequence[str]) -> Iterator[Marked]:
    """Find each quotation, the next one after the former; a long one can be folded (Bot API, HTML style)."""
    position = 0
    for quote in quotes[:MAX_ENTITIES]:
        words = clean(quote).strip()
        at = text.find(words, position) if words else -1
        if at >= 0:
            position = at + len(words)
            fold = " expandable" if length(words) > FOLDED_ABOVE else ""
            yield at, position, f"<blockquote{fold}>", "</blockquote>"


def _called(text: str, mentions: Sequence[Mention]) -> Iterator[Marked]:
    """Find each mention once, the next one after the former (Bot API, HTML style: inline mention of a user)."""
    position = 0
    for mention in mentions[:MAX_ENTITIES]:
        name = clean(mention.text).strip()
        at = text.find(name, position) if name and mention.person.isdigit() else -1
        if at >= 0:
            position = at + len(name)
            yield at, position, f'<a href="tg://user?id={mention.person}">', "</a>"


def _bold_spans(text: str, bold: Sequence[str]) -> list[Span]:
    """Find each bold part, the next one after the former where possible; overlapping ones become one."""
    found: list[Span] = []
    position = 0
    for part in list(filter(None, map(clean, bold)))[:MAX_ENTITIES]:
        at = text.find(part, position)
        if at < 0:
            at = text.find(part)
        if at >= 0:
            position = at + len(part)
            found.append((at, position))
    merged: list[Span] = []
    for start, end in sorted(found):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _render(text: str, piece: Span, spans: Sequence[Marked]) -> str:
    start, end = piece
    out = []
    position = start
    for opening, closing, tag, ending in spans:
        opening, closing = max(opening, start), min(closing, end)
        if opening < closing:
            out += [_escape(text[position:opening]), tag, _escape(text[opening:closing]), ending]
            position = closing
    out.append(_escape(text[position:end]))
    return "".join(out)


def _escape(text: str) -> str:
    return html.escape(text, quote=False)
