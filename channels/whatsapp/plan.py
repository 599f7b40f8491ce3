"""One message of ours becomes the requests of the Messages API that show it: pure.

One request where the platform allows, because each message that arrives is paid for since 1 October 2026 (Pricing).
There is no way but several for: more than one file (one per message), a voice or audio file with words (no captions),
and words longer than a caption beside a file or longer than 4096 characters. Then what has words and buttons comes
last, at the bottom of the chat.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from channels.cutting import pieces
from channels.raw import file_name
from channels.render import Drawn, draw, numbered
from channels.whatsapp import text
from core.language.shorten import utf16_units
from core.vocabulary.channel import Capabilities, Target, Template
from core.vocabulary.effects import Send
from core.vocabulary.errors import Rejected
from core.vocabulary.media import Media

Json = dict[str, Any]

CAPABILITIES = Capabilities(
    text=text.TEXT_LIMIT,
    caption=text.CAPTION_LIMIT,
    buttons=3,  # Messages API, interactive reply buttons
    button_label=20,
    rows=10,  # Messages API, interactive lists: in all sections together
    row_label=24,
    row_detail=72,
    asks_location=True,
    asks_contact=True,
    paid=True,
    window=timedelta(hours=24),  # Cloud API, Customer service windows
    reports=True,
    numbers=True,
)

LIST_LABEL_LIMIT = 20
ID_LIMIT = 200  # of a row; of a button 256
ENTRY_ID_LIMIT = 512  # Messages API, biz_opaque_callback_data
VALUE_LIMIT = 300
"""Characters of one template value: a body has 1024 with everything filled in (Message templates)."""

MB = 1024 * 1024
KINDS: Mapping[str, tuple[str, int]] = {
    **dict.fromkeys(("image/jpeg", "image/png"), ("image", 5 * MB)),
    **dict.fromkeys(("video/mp4", "video/3gpp"), ("video", 16 * MB)),
    **dict.fromkeys(("audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"), ("audio", 16 * MB)),
    **dict.fromkeys(
        (
            "text/plain",
            "application/pdf",
            "application/msword",
            "application/vnd.ms-excel",
            "application/vnd.ms-powerpoint",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        ),
        ("document", 100 * MB),
    ),
}
"""MIME type -> how it is shown and how large it may be (Cloud API, Supported media types)."""


LABELS = ("channel.whatsapp.list_button", "channel.whatsapp.left_out")
"""The keys of `Labels` among the city's texts."""


@dataclass(frozen=True)
class Labels:
    """Words of ours that the platform shows beside a message: on the button of a list, and for a file left out."""

    list_button: str
    left_out: str


@dataclass(frozen=True)
class Attached:
    """A file with the way to show it: image, video, audio or document."""

    kind: str
    media: Media


@dataclass(frozen=True)
class Part:
    """One request. ``main``: it carries the words; ``instead`` goes out when the platform does not take the file."""

    payload: Json
    attached: Attached | None = None
    main: bool = False
    instead: tuple["Part", ...] = ()

    def body(self, media_id: str) -> Json:
        """Give the request with the uploaded file in its place."""
        if self.attached is None:
            return self.payload
        kind, file = self.attached.kind, dict[str, Any](id=media_id)
        if is_voice(self.attached.media):
            file["voice"] = True
        if kind == "document":
            file["filename"] = file_name(self.attached.media.name) or "file"
        if self.payload["type"] == "interactive":
            header = {"type": kind, kind: file}
            return {**self.payload, "interactive": {**self.payload["interactive"], "header": header}}
        return {**self.payload, kind: {**file, **self.payload.get(kind, {})}}


def is_voice(media: Media) -> bool:
    """Tell whether a file is what a phone recorded: OGG with Opus is shown with a microphone (Messages API, audio)."""
    return plain_type(media) == "audio/ogg"


def plain_type(media: Media) -> str:
    """Give the MIME type without parameters."""
    return media.mime.partition(";")[0].strip().lower()


def upload_type(media: Media) -> str:
    """Name a file's type for the upload: the platform takes no OGG but with Opus (Messages API, audio messages)."""
    return "audio/ogg; codecs=opus" if is_voice(media) else plain_type(media)


def attach(media: Media) -> Attached | None:
    """Find how to show a file; None when the platform takes no such file or none of its size."""
    kind, most = KINDS.get(plain_type(media), ("", 0))
    return Attached(kind, media) if kind and 0 < media.content.size <= most else None


def plan_send(target: Target, message: Send, media: Sequence[Media], labels: Labels) -> tuple[Part, ...]:
    """Plan a message in as few requests as possible; raises ``Rejected`` when there is nothing in it."""
    if target.template is not None:
        return (Part(_addressed(_template(target.template), target, first=False), main=True),)
    attached = [one for one in map(attach, media) if one]
    words = _words(message)
    if len(attached) < len(media):
        words = f"{words}\n\n{labels.left_out}".strip()
    parts = _parts(message, words, attached, labels)
    if not parts:
        raise Rejected("a message without words, files or place")
    return tuple(_whole(part, target, first=n == 0) for n, part in enumerate(parts))


def _words(message: Send) -> str:
    """Give the words, with a place as a map link: a pin of its own would be one more message."""
    words = text.bolded(message.text, message.bold)
    if message.place and words:
        latitude, longitude = message.place
        words += f"\nhttps://www.google.com/maps/search/?api=1&query={latitude:.6f},{longitude:.6f}"
    return words


def _parts(message: Send, words: str, attached: Sequence[Attached], labels: Labels) -> list[Part]:
    if not attached:
        return _said(message, words, labels)
    bare = [_file(one) for one in attached[:-1]]
    last = attached[-1]
    main = _with_file(message, words, last)
    if main is None:
        bare.append(_file(last))
        return [*bare, *_said(message, words, labels)]
    without = f"{words}\n\n{labels.left_out}".strip()
    return [*bare, replace(main, instead=tuple(_said(message, without, labels)))]


def _file(attached: Attached) -> Part:
    return Part({"type": attached.kind}, attached)


def _with_file(message: Send, words: str, attached: Attached) -> Part | None:
    """Put words and choices into the message of a file, if they fit; None when they need a message of their own."""
    if not words and not message.choices and not message.ask:
        return replace(_file(attached), main=True)
    if attached.kind == "audio" or message.ask:
        return None
    drawn = draw(words or "…", message.choices, CAPABILITIES, beside_buttons=text.BUTTONS_LIMIT)
    if drawn.kind == "buttons" and _ids_fit(drawn):
        return Part(_buttons(drawn), attached, main=True)
    caption = numbered(words, message.choices) if message.choices else words
    if utf16_units(caption) > text.CAPTION_LIMIT:
        return None
    return Part({"type": attached.kind, attached.kind: {"caption": caption}}, attached, main=True)


def _said(message: Send, words: str, labels: Labels) -> list[Part]:
    """Plan a message without files."""
    if message.place and not words and not message.choices:
        latitude, longitude = message.place
        # Texts, as the page has them (Messages API, location messages).
        location = {"latitude": f"{latitude:.6f}", "longitude": f"{longitude:.6f}"}
        return [Part({"type": "location", "location": location}, main=True)]
    if not words and not message.choices and not message.ask:
        return []
    if message.ask and (asked := _asked(message, words or "…")):
        return [Part(asked, main=True)]
    drawn = draw(
        words or "…",
        message.choices,
        CAPABILITIES,
        beside_buttons=text.BUTTONS_LIMIT,
        beside_list=text.LIST_LIMIT,
    )
    if drawn.kind == "buttons" and _ids_fit(drawn):
        return [Part(_buttons(drawn), main=True)]
    if drawn.kind == "list" and _ids_fit(drawn):
        return [Part(_list(drawn, labels), main=True)]
    said = numbered(words, message.choices) if message.choices else words
    cut = pieces(said.strip(), text.TEXT_LIMIT)
    last = len(cut) - 1
    return [Part(_text(piece), main=n == last) for n, piece in enumerate(cut)]


def _asked(message: Send, words: str) -> Json | None:
    """Ask with the platform's own control, which has no room for other buttons: choices stand in the words."""
    body = numbered(words, message.choices) if message.choices else words
    if utf16_units(body) > text.BUTTONS_LIMIT:
        return None
    kind, action = {
        "location": ("location_request_message", "send_location"),
        "contact": ("request_contact_info", "request_contact_info"),
    }[message.ask]
    return {
        "type": "interactive",
        "interactive": {"type": kind, "body": {"text": body}, "action": {"name": action}},
    }


def _ids_fit(drawn: Drawn) -> bool:
    ids = [choice.id for choice in drawn.choices]
    return len(set(ids)) == len(ids) and all(0 < utf16_units(one) <= ID_LIMIT for one in ids)


def _text(body: str) -> Json:
    return {"type": "text", "text": {"body": body, "preview_url": False}}


def _buttons(drawn: Drawn) -> Json:
    buttons = [{"type": "reply", "reply": {"id": one.id, "title": one.label.strip()}} for one in drawn.choices]
    action = {"buttons": buttons}
    return {"type": "interactive", "interactive": {"type": "button", "body": {"text": drawn.text}, "action": action}}


def _list(drawn: Drawn, labels: Labels) -> Json:
    rows = [
        {"id": one.id, "title": one.label.strip(), **({"description": one.detail} if one.detail else {})}
        for one in drawn.choices
    ]
    label = text.one_line(labels.list_button, LIST_LABEL_LIMIT)
    action = {"button": label, "sections": [{"title": label, "rows": rows}]}
    return {"type": "interactive", "interactive": {"type": "list", "body": {"text": drawn.text}, "action": action}}


def _template(template: Template) -> Json:
    """Fill the places of an approved message, by position (Message templates, positional parameters)."""
    parameters = [{"type": "text", "text": text.one_line(value, VALUE_LIMIT)} for value in template.values]
    components = [{"type": "body", "parameters": parameters}] if parameters else []
    language = {"policy": "deterministic", "code": template.language}
    content = {"name": template.name, "language": language, **({"components": components} if components else {})}
    return {"type": "template", "template": content}


def _whole(part: Part, target: Target, *, first: bool) -> Part:
    instead = tuple(_whole(one, target, first=first) for one in part.instead)
    return replace(part, payload=_addressed(part.payload, target, first=first), instead=instead)


def _addressed(payload: Json, target: Target, *, first: bool) -> Json:
    """Add to whom: a number goes into ``to``, a BSUID into ``recipient`` (Business-scoped user IDs, sending)."""
    whom = "to" if target.address.isdecimal() else "recipient"
    around: Json = {"messaging_product": "whatsapp", "recipient_type": "individual", whom: target.address}
    if target.reply_to and first:
        around["context"] = {"message_id": target.reply_to}
    if 0 < len(target.entry_id) <= ENTRY_ID_LIMIT:
        around["biz_opaque_callback_data"] = target.entry_id
    return {**around, **payload}
