"""What people do in their WhatsApp apps, each action with the webhook that the bridge gets from it."""

from collections.abc import Sequence
from typing import Any

from simulator.control import Impossible
from simulator.whatsapp import limits
from simulator.whatsapp.bubble import Content
from simulator.whatsapp.identity import Identity
from simulator.whatsapp.media import kind_of
from simulator.whatsapp.taps import Taps

Json = dict[str, Any]
ALBUM_PHOTOS = 30
AD = {
    "source_url": "https://fb.me/3cr4Wqqkv", "source_id": "120226305854810726", "source_type": "ad",
    "headline": "Lapor lewat WhatsApp", "body": "Ada masalah di jalan Anda? Kirim fotonya.", "media_type": "image",
    "image_url": "https://scontent.example/ad.jpg", "ctwa_clid": "AffKanalStandIn",
    "welcome_message": {"text": "Halo! Apa yang bisa kami bantu?"},
}  # fmt: skip


class People(Taps, Identity):
    """Act as a person, named by key, number or id. Every sending action gives the message as the bridge sees it."""

    def say(
        self, user: str, text: str, reply_to: str = "", forwarded: bool = False, referral: Json | None = None
    ) -> Json:
        """Send a text, as a reply to a message, forwarded, or as the first one after an ad."""
        person = self.world.user(user)
        if not 1 <= len(text) <= limits.TEXT:
            raise Impossible("a text has 1 to 4096 characters")
        more = self._open(person, referral) if referral else None
        content = Content("text", text)
        return self._send(person, "text", {"body": text}, content, context=reply_to, more=more, forwarded=forwarded)

    def come_from_ad(self, user: str, text: str = "Halo, saya mau lapor") -> Json:
        """Send the first message after a click on an ad: it carries a referral."""
        return self.say(user, text, referral=AD)

    def send_photo(
        self, user: str, data: bytes, caption: str = "", reply_to: str = "", mime: str = "image/jpeg",
        forwarded: bool = False, size: int | None = None,
    ) -> Json:  # fmt: skip
        """Send a photo; `size` declares another size than that of the data."""
        return self.send_file(user, data, mime, caption, reply_to=reply_to, forwarded=forwarded, size=size)

    def send_album(self, user: str, photos: Sequence[bytes], caption: str = "") -> list[Json]:
        """Send several photos at once: one message each and nothing that ties them, the caption on the first."""
        if not 1 <= len(photos) <= ALBUM_PHOTOS:
            raise Impossible(f"1 to {ALBUM_PHOTOS} photos at once")
        return [self.send_photo(user, data, caption if index == 0 else "") for index, data in enumerate(photos)]

    def send_file(
        self, user: str, data: bytes, mime: str, caption: str = "", filename: str = "", reply_to: str = "",
        voice: bool = False, forwarded: bool = False, size: int | None = None, kind: str = "",
    ) -> Json:  # fmt: skip
        """Send an image, video, audio, document or sticker, by its MIME type unless the kind is given."""
        person = self.world.user(user)
        kind = kind or kind_of(mime) or "document"
        media = self.world.medias.store(kind, mime, data, uploaded=False, filename=filename, size=size)
        body = media.in_message()
        if self.media_urls:
            body["url"] = self.base_url() + self.world.medias.address(media)
        if kind == "audio":
            body["voice"] = voice
        if kind == "sticker":
            body["animated"] = b"ANIM" in data[:64]
        if kind == "document" and filename:
            body["filename"] = filename
        if caption:
            body["caption"] = caption
        content = Content(kind, caption, media=media, filename=filename)
        return self._send(person, kind, body, content, context=reply_to, forwarded=forwarded)

    def send_voice(self, user: str, data: bytes = b"OggS" + b"\0" * 60) -> Json:
        """Send a voice note."""
        return self.send_file(user, data, "audio/ogg; codecs=opus", voice=True, kind="audio")

    def send_document(self, user: str, data: bytes, filename: str, mime: str = "application/pdf") -> Json:
        """Send a file."""
        return self.send_file(user, data, mime, filename=filename, kind="document")

    def send_sticker(self, user: str, data: bytes = b"RIFF\0\0\0\0WEBPVP8 ") -> Json:
        """Send a sticker."""
        return self.send_file(user, data, "image/webp", kind="sticker")

    def send_location(
        self, user: str, latitude: float, longitude: float, name: str = "", address: str = "", reply_to: str = ""
    ) -> Json:
        """Send a place; name and address only when it was chosen from the list."""
        place: Json = {"latitude": latitude, "longitude": longitude}
        place.update({key: words for key, words in (("name", name), ("address", address)) if words})
        content = Content("location", location=place)
        return self._send(self.world.user(user), "location", place, content, context=reply_to)

    def send_contact(self, user: str, name: str, phone: str) -> Json:
        """Send a card of somebody: it proves nothing about the sender."""
        card: Json = {
            "name": {"formatted_name": name, "first_name": name.split()[0]},
            "phones": [{"phone": f"+{phone}", "wa_id": phone, "type": "CELL"}],
            "origin": "other",
        }
        return self._send_cards(self.world.user(user), [card], "")

    def react(self, user: str, message_id: str, emoji: str) -> Json:
        """Put an emoji on a message; an empty one takes it back."""
        person = self.world.user(user)
        bubble = self._bubble(person, message_id)
        bubble.reactions["user"] = emoji
        if not emoji:
            del bubble.reactions["user"]
        self.world.changed(bubble)
        body = {"message_id": message_id, **({"emoji": emoji} if emoji else {})}
        return self._send(person, "reaction", body, Content("reaction"), hidden=True)

    def edit(self, user: str, message_id: str, text: str) -> Json:
        """Change the text or caption of an own message."""
        person = self.world.user(user)
        bubble = self._own(person, message_id)
        bubble.content.text, bubble.edited = text, True
        self.world.changed(bubble)
        kind = str(bubble.raw["type"])
        inner = {"body": text} if kind == "text" else {**bubble.raw[kind], "caption": text}
        body = {"original_message_id": message_id, "message": {"type": kind, kind: inner}}
        return self._send(person, "edit", body, Content("edit"), hidden=True)

    def revoke(self, user: str, message_id: str) -> Json:
        """Delete an own message for everyone."""
        person = self.world.user(user)
        bubble = self._own(person, message_id)
        bubble.revoked = True
        self.world.changed(bubble)
        return self._send(person, "revoke", {"original_message_id": message_id}, Content("revoke"), hidden=True)

    def open_chat(self, user: str) -> Json:
        """Open the chat for the first time: request_welcome, which opens the window too."""
        return self._send(self.world.user(user), "request_welcome", {}, Content("welcome"), hidden=True)

    def send_unsupported(self, user: str, what: str = "poll") -> Json:
        """Send something that the platform does not pass on: a poll, a view-once photo, a live location."""
        error = {
            "code": 131051, "title": "Message type unknown", "message": "Message type unknown",
            "error_data": {"details": "Message type is currently not supported."},
        }  # fmt: skip
        content = Content("unsupported", what)
        return self._send(self.world.user(user), "unsupported", {"type": what}, content, more={"errors": [error]})
