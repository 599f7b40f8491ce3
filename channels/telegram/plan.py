"""One message of ours becomes the calls of the Bot API that show it: pure, in the order in which they are made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import IO, Any, cast

import msgspec
from telegram import InputFile, InputMediaDocument, InputMediaPhoto, InputMediaVideo

from channels.telegram import markup, text
from core.vocabulary.channel import Target
from core.vocabulary.effects import Send
from core.vocabulary.errors import Rejected
from core.vocabulary.media import Media

ALBUM_ITEMS = 10  # Bot API, sendMediaGroup: 2 to 10
PHOTO_BYTES = 10 * 1024 * 1024  # Bot API, sendPhoto; above it goes as a file
NO_PREVIEW = {"is_disabled": True}

METHODS: Mapping[str, tuple[str, str]] = {
    "photo": ("sendPhoto", "photo"),
    "video": ("sendVideo", "video"),
    "video_note": ("sendVideo", "video"),  # sendVideoNote takes only square videos, and no words
    "animation": ("sendVideo", "video"),
    "voice": ("sendVoice", "voice"),
}
AS_FILE = ("sendDocument", "document")


@dataclass(frozen=True)
class Shown:
    """A file with the way to show it."""

    kind: str
    media: Media

    @property
    def in_album(self) -> bool:
        """Tell whether it can stand in an album with others: photos and videos mix (Bot API, sendMediaGroup)."""
        return self.kind in ("photo", "video")


@dataclass(frozen=True)
class Call:
    """One request. ``main``: its message carries the words and buttons, so edits go to it."""

    method: str
    parameters: Mapping[str, Any]
    shown: tuple[Shown, ...] = ()
    main: bool = False
    captioned: bool = field(default=False)

    @property
    def weight(self) -> int:
        """Count the messages that this makes."""
        return len(self.shown) if self.method == "sendMediaGroup" else 1

    def arguments(self) -> dict[str, Any]:
        """Give the parameters with the files in place."""
        if self.method == "sendMediaGroup":
            return {**self.parameters, "media": _album(self)} | {"caption": None, "parse_mode": None}
        files = {_method(one.kind)[1]: _file(one.media, attach=False) for one in self.shown}
        return {**self.parameters, **files}

    def as_files(self) -> "Call":
        """Give the same with photos and videos as plain files, for pictures that the server cannot show."""
        shown = tuple(replace(one, kind="document") for one in self.shown)
        return replace(self, method=self.method if len(shown) > 1 else AS_FILE[0], shown=shown)


def plan_send(target: Target, message: Send, media: Sequence[Media]) -> tuple[Call, ...]:
    """Plan a new message in as few calls as possible; raises ``Rejected`` when there is nothing in it.

    The call with the keyboard comes last, so that buttons stand at the bottom of the chat.
    """
    message = markup.fitting(message, target.address)
    shown = _shown(message, media)
    keyboard = markup.markup(message, target.address)
    captions = text.pieces(
        message.text, message.bold, text.CAPTION_LIMIT, message.mentions, message.quotes, message.links
    )
    albums = _albums(shown)
    caption = {"caption": captions[0], "parse_mode": "HTML"} if captions else {}
    if len(albums) == 1 and len(captions) <= 1 and not message.place and (len(shown) == 1 or not keyboard):
        calls = [_media_call(albums[0], {**caption, "reply_markup": keyboard}, main=True)]
    else:
        calls = [_media_call(album, {}) for album in albums]
        if message.place:
            latitude, longitude = message.place
            calls.append(Call("sendLocation", {"latitude": latitude, "longitude": longitude}))
        calls += _text_calls(message, keyboard)
    if not calls:
        raise Rejected("a message without words, files or place")
    if not any(call.main for call in calls):
        calls[0] = replace(calls[0], main=True)
    return tuple(_addressed(call, target, message, first=index == 0) for index, call in enumerate(calls))


def plan_edit(target: Target, message: Send, *, caption: bool) -> Call:
    """Plan the edit of the message that carries the words: of its text, or of its caption when it is a photo."""
    message = markup.fitting(msgspec.structs.replace(message, ask=""), target.address)
    parameters: dict[str, Any] = {
        "chat_id": target.address,
        "message_id": int(target.message_ids[0]),
        "parse_mode": "HTML",
        "reply_markup": markup.inline(message.choices),
    }
    if caption:
        words = text.single(
            message.text, message.bold, text.CAPTION_LIMIT, message.mentions, message.quotes, message.links
        )
        return Call("editMessageCaption", {**parameters, "caption": words}, main=True, captioned=True)
    words = text.single(message.text, message.bold, text.TEXT_LIMIT, message.mentions, message.quotes, message.links)
    return Call("editMessageText", {**parameters, "text": words, "link_preview_options": NO_PREVIEW}, main=True)


def _text_calls(message: Send, keyboard: markup.Markup | None) -> list[Call]:
    parts = text.pieces(message.text, message.bold, text.TEXT_LIMIT, message.mentions, message.quotes, message.links)
    if not parts and keyboard:
        parts = ("…",)  # a keyboard needs a message to hang under
    last = len(parts) - 1
    return [
        Call(
            "sendMessage",
            {
                "text": part,
                "parse_mode": "HTML",
                "link_preview_options": NO_PREVIEW,
                "reply_markup": keyboard if index == last else None,
            },
            main=index == last,
        )
        for index, part in enumerate(parts)
    ]


def _addressed(call: Call, target: Target, message: Send, *, first: bool) -> Call:
    parameters: dict[str, Any] = {"chat_id": target.address, **call.parameters}
    if target.thread not in ("", "0", "1"):  # messages of the General topic (1) carry no thread id
        parameters["message_thread_id"] = int(target.thread)
    if target.reply_to.isdecimal() and first:
        parameters["reply_parameters"] = {
            "message_id": int(target.reply_to),
            "allow_sending_without_reply": True,
        }
    if message.protect:
        parameters["protect_content"] = True
    if message.quiet or not call.main:  # one message of ours, one sound
        parameters["disable_notification"] = True
    return replace(call, parameters=parameters)


def _shown(message: Send, media: Sequence[Media]) -> list[Shown]:
    """Pair the stored files with how the message names them; media may leave out what is still on its way."""
    named = [one for one in message.evidence if one.media] if len(media) != len(message.evidence) else message.evidence
    kinds = [one.kind for one in named] if len(named) == len(media) else [""] * len(media)
    return [Shown(_kind(kind, one), one) for kind, one in zip(kinds, media, strict=True)]


def _kind(named: str, media: Media) -> str:
    kind = named if named in METHODS else media.mime.partition("/")[0].replace("image", "photo") if not named else ""
    if kind == "photo" and (media.content.size > PHOTO_BYTES or media.mime in ("image/svg+xml", "image/heic")):
        return "document"
    return kind if kind in METHODS else "document"


def _albums(shown: Sequence[Shown]) -> list[tuple[Shown, ...]]:
    """Group neighbours that can stand in one album; everything else goes alone."""
    found: list[tuple[Shown, ...]] = []
    for in_album, members in groupby(shown, key=lambda one: one.in_album):
        files = list(members)
        size = ALBUM_ITEMS if in_album else 1
        found += [tuple(files[start : start + size]) for start in range(0, len(files), size)]
    return found


def _media_call(shown: tuple[Shown, ...], parameters: Mapping[str, Any], *, main: bool = False) -> Call:
    method = "sendMediaGroup" if len(shown) > 1 else _method(shown[0].kind)[0]
    return Call(method, parameters, shown, main, captioned=main)


def _method(kind: str) -> tuple[str, str]:
    return METHODS.get(kind, AS_FILE)


def _file(media: Media, *, attach: bool) -> InputFile:
    # The library hands on what it is given: `channels.telegram.transport` writes it piece by piece.
    content = cast("IO[bytes]", media.content)
    return InputFile(content, filename=media.name or "file", attach=attach, read_file_handle=False)


def _album(call: Call) -> list[InputMediaPhoto | InputMediaVideo | InputMediaDocument]:
    classes = {"photo": InputMediaPhoto, "video": InputMediaVideo}
    items = []
    for index, one in enumerate(call.shown):
        words = call.parameters.get("caption") if index == 0 else None
        item = classes.get(one.kind, InputMediaDocument)
        items.append(item(_file(one.media, attach=True), caption=words, parse_mode="HTML" if words else None))
    return items
