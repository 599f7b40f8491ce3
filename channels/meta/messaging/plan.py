"""One message of ours becomes the requests of the Send API that show it: pure.

Files go out first, one a message and without words, which come last with what can be chosen, at the bottom of the chat
(Send API, attachments, button template, quick replies).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from channels.cutting import pieces
from channels.meta.messaging.parse import MARK
from channels.meta.messaging.platform import BUTTON_TEXT, LABEL, QUICK_REPLIES, Platform
from channels.raw import clean
from channels.render import fit, numbered
from core.language.shorten import in_one_line, shorten, utf16_units
from core.vocabulary.channel import Target, Template
from core.vocabulary.effects import Choice, Send
from core.vocabulary.errors import Rejected
from core.vocabulary.media import Media

Json = dict[str, Any]

MB = 1024 * 1024
MOST_BYTES = 25 * MB  # Send API, attachments
PAYLOAD = 1000  # of a button or quick reply
METADATA = 999
VALUE_LIMIT = 300
"""Characters of one template value: a body has 1024 with everything filled in (Utility messages)."""
COMMENT_CHARACTERS = 2000
"""Longer words do not belong under a post; the platforms allow more."""

KINDS = {"image": "image", "video": "video", "audio": "audio"}
PICTURES = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})


@dataclass(frozen=True)
class Part:
    """One message there. ``main``: it carries the words and what can be chosen."""

    message: Json
    media: Media | None = None
    main: bool = False

    @property
    def heavy(self) -> bool:
        """Tell whether it counts among the few sounds and films."""
        return self.media is not None and kind_of(self.media) in ("video", "audio")


def kind_of(media: Media) -> str:
    """Tell how a file is shown; empty when it is not taken at all."""
    mime = media.mime.partition(";")[0].strip().lower()
    if not 0 < media.content.size <= MOST_BYTES:
        return ""
    if mime.startswith("image/") and mime not in PICTURES:
        return "file"
    return KINDS.get(mime.partition("/")[0], "file")


def plan_files(media: Sequence[Media]) -> tuple[Part, ...]:
    """Plan the files that are taken."""
    kinds = ((kind_of(one), one) for one in media)
    return tuple(Part({"attachment": {"type": kind, "payload": {}}}, one) for kind, one in kinds if kind)


def plan_words(platform: Platform, message: Send, more: str = "") -> tuple[Part, ...]:
    """Plan the words and choices of a message; ``more`` is a paragraph of ours at their end."""
    words = "\n\n".join(filter(None, (words_of(message), more)))
    choices = message.choices if _ids_fit(message.choices) else ()
    if not message.choices:
        return _pieces(platform, words)
    bare = not any(choice.detail for choice in choices)
    can_buttons = 0 < len(choices) <= platform.buttons and bare and utf16_units(words) <= BUTTON_TEXT
    if can_buttons and fit(choices, LABEL):
        return (Part(_buttons(words or "…", choices), main=True),)
    if 0 < len(choices) <= QUICK_REPLIES and fit(choices, LABEL):
        *before, last = _pieces(platform, words_of_details(words, choices) or "…")
        return (*before, Part({**last.message, "quick_replies": _quick(choices)}, main=True))
    return _pieces(platform, numbered(words, message.choices))


def words_of(message: Send) -> str:
    """Give the words, with a place as a map link: there are no pins."""
    words = clean(message.text).strip()
    if message.place:
        latitude, longitude = message.place
        link = f"https://www.google.com/maps/search/?api=1&query={latitude:.6f},{longitude:.6f}"
        words = f"{words}\n{link}".strip()
    return words


def words_of_details(words: str, choices: Sequence[Choice]) -> str:
    """Put what a choice means below the words, unless they say it: under a quick reply there is no room for it."""
    unsaid = [choice for choice in choices if choice.detail and f"{choice.label.strip()}:" not in words]
    lines = [f"{choice.label.strip()}: {choice.detail}" for choice in unsaid]
    return "\n".join([*([words, ""] if words and lines else [words] if words else []), *lines])


def plan_template(template: Template) -> Part:
    """Fill the places of an approved message, by position (Utility messages, templates)."""
    values = [in_one_line(clean(value), VALUE_LIMIT, utf16_units) or "-" for value in template.values]
    parameters = [{"type": "text", "text": value} for value in values]
    content: Json = {"name": template.name, "language": {"code": template.language}}
    if parameters:
        content["components"] = [{"type": "body", "parameters": parameters}]
    return Part({"template": content}, main=True)


def plan_reply(platform: Platform, message: Send) -> Part:
    """Plan a private answer to something public: one message and no more, so its words may have to be shortened."""
    words = shorten(words_of_details(words_of(message), message.choices), platform.text, platform.count)
    if not words:
        raise Rejected("a private answer without words")
    whole: Json = {"text": words}
    if 0 < len(message.choices) <= QUICK_REPLIES and fit(message.choices, LABEL) and _ids_fit(message.choices):
        whole["quick_replies"] = _quick(message.choices)
    return Part(whole, main=True)


def public_words(message: Send) -> str:
    """Give what is said for everybody: words alone. Raises ``Rejected`` when there are none."""
    words = shorten(clean(message.text).strip(), COMMENT_CHARACTERS, utf16_units)
    if not words:
        raise Rejected("a public answer without words")
    return words


def addressed(part: Part, target: Target, *, first: bool) -> Json:
    """Add to whom, by which right, and the mark by which we know the echo."""
    kind = "UTILITY" if target.template else "MESSAGE_TAG" if target.typed else "RESPONSE"
    body: Json = {"recipient": {"id": target.address}, "messaging_type": kind, "message": marked(part, target)}
    if kind == "MESSAGE_TAG":
        body["tag"] = "HUMAN_AGENT"
    if target.reply_to and first and part.media is None and not target.template:
        body["reply_to"] = {"mid": target.reply_to}
    return body


def marked(part: Part, target: Target) -> Json:
    """Give a message with the mark of ours, which the echo brings back."""
    return {**part.message, "metadata": f"{MARK}{target.entry_id}"[:METADATA]}


def _pieces(platform: Platform, words: str) -> tuple[Part, ...]:
    cut = pieces(words.strip(), platform.text, platform.count)
    return tuple(Part({"text": piece}, main=n == len(cut) - 1) for n, piece in enumerate(cut))


def _ids_fit(choices: Sequence[Choice]) -> bool:
    ids = [choice.id for choice in choices]
    return len(set(ids)) == len(ids) and all(0 < utf16_units(one) <= PAYLOAD for one in ids)


def _quick(choices: Sequence[Choice]) -> list[Json]:
    return [{"content_type": "text", "title": one.label.strip(), "payload": one.id} for one in choices]


def _buttons(words: str, choices: Sequence[Choice]) -> Json:
    buttons = [{"type": "postback", "title": one.label.strip(), "payload": one.id} for one in choices]
    payload = {"template_type": "button", "text": words, "buttons": buttons}
    return {"attachment": {"type": "template", "payload": payload}}
