"""Plain text with bold and quoted parts becomes the HTML of the Bot API, in pieces that fit."""

import html
from collections.abc import Iterator, Sequence

from channels.cutting import Span, spans
from channels.telegram.raw import clean
from core.language.shorten import utf16_units
from core.vocabulary.effects import Link, Mention

TEXT_LIMIT = 4096  # Bot API, sendMessage, after entity parsing
CAPTION_LIMIT = 1024  # Bot API, sendPhoto and the other media
MAX_ENTITIES = 100  # the rest are ignored (Bot API, MessageEntity)

FOLDED_ABOVE = 600
"""A quotation longer than a phone's screen is folded, with a tap to read it whole."""

Marked = tuple[int, int, str, str]
"""Where something begins and ends, and the tags around it."""


def pieces(
    text: str,
    bold: Sequence[str],
    limit: int,
    mentions: Sequence[Mention] = (),
    quotes: Sequence[str] = (),
    links: Sequence[Link] = (),
) -> tuple[str, ...]:
    """Give the text as HTML messages of at most ``limit`` characters each, split at paragraphs where possible."""
    text = clean(text).strip()
    marked = _marked(text, bold, (*_called(text, mentions), *_linked(text, links)), quotes)
    return tuple(_render(text, piece, marked) for piece in spans(text, limit))


def single(
    text: str,
    bold: Sequence[str],
    limit: int,
    mentions: Sequence[Mention] = (),
    quotes: Sequence[str] = (),
    links: Sequence[Link] = (),
) -> str:
    """Give the text as one HTML message, cut with an ellipsis when it is too long (an edit cannot become two)."""
    text = clean(text).strip()
    marked = _marked(text, bold, (*_called(text, mentions), *_linked(text, links)), quotes)
    if utf16_units(text) > limit:
        start, end = spans(text, limit - 1)[0]
        text = text[start:end] + "…"
    return _render(text, (0, len(text)), marked)


def _marked(text: str, bold: Sequence[str], anchors: Sequence[Marked], quotes: Sequence[str]) -> list[Marked]:
    """Find what is quoted, what opens something and what is bold, in order; of two that overlap the former stays."""
    called = list(_quoted(text, quotes))
    for start, end, *tags in anchors:
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
            fold = " expandable" if utf16_units(words) > FOLDED_ABOVE else ""
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


def _linked(text: str, links: Sequence[Link]) -> Iterator[Marked]:
    """Find each text of a link, the next one after the former (Bot API, HTML style: inline URL)."""
    position = 0
    for link in links[:MAX_ENTITIES]:
        words = clean(link.text).strip()
        at = text.find(words, position) if words else -1
        if at >= 0:
            position = at + len(words)
            if link.url:
                yield at, position, f'<a href="{html.escape(link.url)}">', "</a>"


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


def _render(text: str, piece: Span, marked: Sequence[Marked]) -> str:
    start, end = piece
    out = []
    position = start
    for opening, closing, tag, ending in marked:
        opening, closing = max(opening, start), min(closing, end)
        if opening < closing:
            out += [_escape(text[position:opening]), tag, _escape(text[opening:closing]), ending]
            position = closing
    out.append(_escape(text[position:end]))
    return "".join(out)


def _escape(text: str) -> str:
    return html.escape(text, quote=False)
