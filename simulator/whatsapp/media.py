"""Media of the stand-in: bytes by id, and download addresses that live for five minutes."""

import base64
import hashlib
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

from simulator.clock import Now
from simulator.whatsapp import limits
from simulator.whatsapp.errors import GraphError

Json = dict[str, Any]


@dataclass(frozen=True)
class Media:
    """One file; `uploaded` by the business or received from a person; `size` may be declared larger than the data."""

    id: str
    kind: str
    mime: str
    data: bytes
    at: float
    uploaded: bool
    filename: str = ""
    size: int = 0

    @property
    def digest(self) -> bytes:
        """Give the SHA-256 of the bytes."""
        return hashlib.sha256(self.data).digest()

    def in_message(self) -> Json:
        """Give the part of a webhook that describes the file: the hash is base64 there."""
        return {"id": self.id, "mime_type": self.mime, "sha256": base64.b64encode(self.digest).decode()}


@dataclass
class Medias:
    """Keep media by id, oldest out first beyond `remember`; give addresses that expire by the world's clock."""

    now: Now
    remember: int | None = None
    size_as_text: bool = False
    by_id: OrderedDict[str, Media] = field(default_factory=OrderedDict)
    _addresses: OrderedDict[str, tuple[str, float]] = field(default_factory=OrderedDict)
    _count: int = 0

    def store(
        self, kind: str, mime: str, data: bytes, *, uploaded: bool, filename: str = "", size: int | None = None
    ) -> Media:
        """Keep the bytes under a fresh id."""
        self._count += 1
        identity = f"{1_000_000_000_000_000 + self._count}"
        media = Media(identity, kind, mime, data, self.now(), uploaded, filename, len(data) if size is None else size)
        self.by_id[identity] = media
        while self.remember is not None and len(self.by_id) > self.remember:
            self.by_id.popitem(last=False)
        return media

    def usable(self, identity: str) -> Media | None:
        """Give the media of an id that is still alive: 30 days when uploaded, 7 when received."""
        media = self.by_id.get(identity)
        if media is None:
            return None
        life = limits.UPLOADED_MEDIA_SECONDS if media.uploaded else limits.RECEIVED_MEDIA_SECONDS
        return media if self.now() - media.at < life else None

    def address(self, media: Media) -> str:
        """Make a fresh path and query to download from; it is good for five minutes."""
        self._count += 1
        expires = self.now() + limits.MEDIA_URL_SECONDS
        key = hashlib.sha256(f"{media.id}:{self._count}".encode()).hexdigest()[:32]
        self._addresses[key] = (media.id, expires)
        while len(self._addresses) > 20_000:
            self._addresses.popitem(last=False)
        return f"/whatsapp_business/attachments/?mid={media.id}&ext={int(expires)}&hash={key}"

    def behind(self, key: str) -> Media | None:
        """Give the media behind the hash of an address, None when it is unknown or expired."""
        identity, expires = self._addresses.get(key, ("", 0.0))
        return self.by_id.get(identity) if self.now() < expires else None

    def info(self, media: Media, base_url: str) -> Json:
        """Give what a look-up answers: here the hash is hexadecimal (Cloud API, Media)."""
        return {
            "messaging_product": "whatsapp", "url": base_url + self.address(media), "mime_type": media.mime,
            "sha256": media.digest.hex(), "file_size": str(media.size) if self.size_as_text else media.size,
            "id": media.id,
        }  # fmt: skip


def kind_of(mime: str) -> str | None:
    """Give the kind that a MIME type belongs to, None when the platform takes no such files."""
    plain = mime.partition(";")[0].strip().lower()
    return next((kind for kind, types in limits.MEDIA_TYPES.items() if plain in types), None)


def check_upload(mime: str, data: bytes) -> str:
    """Check type and size of an upload; give its kind.

    Raises:
        GraphError: 100, it is nothing that the platform takes.
    """
    kind = kind_of(mime)
    if mime.partition(";")[0].strip().lower() == "audio/ogg" and "codecs=opus" not in mime.replace(" ", "").lower():
        raise GraphError(100, "Param file must be a file with a supported type - base audio/ogg is not", bug=True)
    if kind is None:
        raise GraphError(100, f"Param file must be a file with a supported type - got {mime or 'nothing'}", bug=True)
    longest = limits.STILL_STICKER_BYTES if kind == "sticker" and b"ANIM" not in data[:64] else limits.MEDIA_BYTES[kind]
    if not 0 < len(data) <= longest:
        raise GraphError(100, f"Param file must be from 1 to {longest} bytes for {kind} - got {len(data)}", bug=True)
    return kind
