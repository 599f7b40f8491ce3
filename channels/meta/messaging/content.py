"""What a message holds: words, files, a place, a link (Webhooks, messages; Instagram Platform, messages)."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, unquote, urlsplit

from channels.raw import Json, file_name, obj, objects, real, text, whole
from core.vocabulary.events import Deleted, File, FileKind, Happening, Odd, Person, Place, Pressed, Said

START = "start"
"""Command and payload of the first opening of a chat."""

THUMBS = frozenset({369239263222822, 369239343222814, 369239383222810})
"""Stickers of the thumb, from small to large; before 30 August 2026 they came as images."""
THUMB = "👍"
HEART = "❤"
COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:\s+(.*))?", re.DOTALL)

FILES: dict[str, FileKind] = {
    "image": "photo",
    "video": "video",
    "audio": "voice",  # both apps send audio only as what was just recorded
    "file": "document",
    "sticker": "sticker",
    "story_mention": "photo",
}
LINKS = frozenset({"fallback", "share", "post", "reel", "ig_post", "ig_reel"})
"""Something of the platform's own that is passed on: its title and where it is."""
CDN_HOSTS = ("fbsbx.com", "fbcdn.net", "cdninstagram.com")
"""Where the platform keeps files for a while: such an address leads to the picture or film itself, and then nowhere."""
LINK_HOSTS = frozenset({"l.facebook.com", "lm.facebook.com", "l.instagram.com"})
"""Where the platform leads through on the way to a link; the real address is in ``u``."""


def read(message: Json, sender: Person) -> Happening | None:
    """Turn a message into what happened; None when nothing is in it."""
    mid = text(message.get("mid"))
    if message.get("is_deleted") is True:
        return Deleted(sender=sender, message_id=mid)
    if message.get("is_unsupported") is True:
        return odd("unsupported", sender, mid, answer=True)
    words = text(message.get("text"))
    if choice := text(obj(message.get("quick_reply")).get("payload")):
        return pressed(choice, words, sender, mid)
    found = _Attached(message)
    words = "\n".join(filter(None, (words if words.strip() else "", *found.words_beside(words))))
    if not words and not found.files and not found.place:
        return odd(found.odd, sender, mid, answer=True) if found.odd else None
    return said(
        sender,
        mid,
        words,
        files=tuple(found.files),
        place=found.place,
        reply_to=text(obj(message.get("reply_to")).get("mid")),
    )


def said(sender: Person, mid: str, words: str, **content: object) -> Said:
    """Build a message; a command is a word after a slash, for those who know it from elsewhere."""
    match = COMMAND.fullmatch(words.strip())
    return Said(
        sender=sender,
        message_id=mid,
        text=words,
        command=match[1].lower() if match else "",
        argument=(match[2] or "").strip() if match else "",
        **content,  # type: ignore[arg-type]
    )


def pressed(choice: str, title: str, sender: Person, mid: str, ref: str = "") -> Happening:
    """Read a tap on what we offered; that on the first button of all opens the chat."""
    if choice == START:
        return opened(sender, mid, ref)
    return Pressed(sender=sender, choice=choice, title=title)


def opened(sender: Person, mid: str, ref: str) -> Said:
    """Read the opening of a chat: ``ref`` is what the link said that led here."""
    return Said(sender=sender, message_id=mid, command=START, argument=ref)


def ref_of(referral: Json) -> str:
    """Give where somebody comes from: the word in the link, else the advertisement."""
    advertisement = text(referral.get("ad_id"))
    return text(referral.get("ref")) or (f"ad_{advertisement}" if advertisement else "")


def odd(kind: str, sender: Person | None, mid: str = "", *, answer: bool = False) -> Odd:
    """Name something unused."""
    return Odd(kind=kind, sender=sender, message_id=mid, answer=answer)


class _Attached:
    """What is attached to a message: files, at most one place, links, and the name of what is none of these."""

    def __init__(self, message: Json) -> None:
        self.files: list[File] = []
        self.place: Place | None = None
        self.odd = ""
        self._links: list[tuple[str, str]] = []
        self._signs: list[str] = []
        mid = text(message.get("mid"))
        for number, attachment in enumerate(objects(message.get("attachments"))):
            if not self._take(attachment, f"{mid}:{number}"):
                self.odd = self.odd or f"attachment.{text(attachment.get('type')) or '?'}"

    def words_beside(self, words: str) -> Iterator[str]:
        """Give what the attachments say in words, unless the words say it already."""
        yield from self._signs
        for title, link in self._links:
            if link and link in words:
                continue
            yield " ".join(filter(None, (title if title not in words else "", link)))

    def _take(self, attachment: Json, unique: str) -> bool:
        kind, payload = text(attachment.get("type")), obj(attachment.get("payload"))
        if kind == "like_heart":
            self._signs.append(HEART)
            return True
        if whole(payload.get("sticker_id")) in THUMBS:
            self._signs.append(THUMB)
            return True
        if kind == "location":
            self.place = self.place or _place(payload, text(attachment.get("title")))
            return self.place is not None
        url = text(payload.get("url")) or text(attachment.get("url"))
        if kind in LINKS and not _is_kept_file(url):
            link, title = direct(url), text(payload.get("title")) or text(attachment.get("title"))
            self._links.append((title, link))
            return bool(link or title)
        if (kind not in FILES and kind not in LINKS) or not url:
            return False
        shown: FileKind = FILES.get(kind, "video" if "reel" in kind else "photo")
        shown = "sticker" if whole(payload.get("sticker_id")) else shown
        name = _name(url) if shown == "document" else ""
        self.files.append(File(kind=shown, ref=url, unique=unique, name=name))
        return True


def _place(payload: Json, title: str) -> Place | None:
    """Read a pin, which only old apps still send."""
    coordinates = obj(payload.get("coordinates"))
    latitude, longitude = real(coordinates.get("lat")), real(coordinates.get("long"))
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        return None
    return Place(latitude, longitude, title=title)


def direct(url: str) -> str:
    """Give the address behind one that only leads through the platform."""
    try:
        parts = urlsplit(url)
        behind = parse_qs(parts.query).get("u", [""])[0] if parts.hostname in LINK_HOSTS else ""
    except ValueError:
        return ""
    return text(behind) or url


def _is_kept_file(url: str) -> bool:
    host = _host(url)
    return any(host == one or host.endswith(f".{one}") for one in CDN_HOSTS)


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _name(url: str) -> str:
    """Give a file's name: the last part of its address, unless that has no ending."""
    try:
        last = unquote(urlsplit(url).path).rpartition("/")[2]
    except ValueError:
        return ""
    return file_name(last) if "." in last else ""
