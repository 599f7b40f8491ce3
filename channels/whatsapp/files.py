"""Bring a citizen's file: look its address up, check its size, download it, check its hash."""

import logging
import mimetypes
from collections.abc import Mapping

from channels.meta.errors import Refused
from channels.meta.graph import Elsewhere, TooLarge, quoted
from channels.raw import Json, text, whole
from channels.whatsapp.client import Client
from channels.whatsapp.content import digest
from channels.whatsapp.errors import classify
from core.vocabulary.errors import ChannelDown, FetchError, Rejected, Retry
from core.vocabulary.events import File
from core.vocabulary.media import Media, Spool

log = logging.getLogger(__name__)

MB = 1024 * 1024
KEPT_BYTES = 20 * MB
"""What the media store keeps of a document; the platform would deliver 100 MB (Cloud API, Supported media types)."""

MOST_BYTES: Mapping[str, int] = {
    "photo": 5 * MB,
    "sticker": 500 * 1024,
    "audio": 16 * MB,
    "voice": 16 * MB,
    "video": 16 * MB,
    "document": KEPT_BYTES,
}
LOOKUPS = 2
"""An address is good for five minutes; one that has run out meanwhile, or gave other bytes, is looked up again."""


async def fetch(client: Client, file: File, into: Spool) -> Media:
    """Download a file; raises ``FetchError`` when it will never come, ``Retry`` or ``ChannelDown`` when later."""
    most = MOST_BYTES.get(file.kind, KEPT_BYTES)
    why = "gone"
    for _ in range(LOOKUPS):
        found = await _look_up(client, file)
        if _size(found) > most:
            raise FetchError("too_large")
        try:
            await client.download(text(found.get("url")), most, into)
        except TooLarge:  # whatever was announced
            raise FetchError("too_large") from None
        except Elsewhere as host:
            log.warning("whatsapp files: the address of a file is at %s, not at the platform; nothing was sent", host)
            raise FetchError("refused", "the address of the file is not the platform's") from None
        except Refused as refused:
            if refused.status not in (404, 410):
                raise _later(refused) from None
            why = "its address has run out"
            continue
        if await _intact(into, file, found):
            mime = text(found.get("mime_type")) or file.mime or "application/octet-stream"
            return Media(into, mime, file.name or _name(file, mime))
        why = "its bytes are not those that were sent"
    raise FetchError("gone", why)


async def _look_up(client: Client, file: File) -> Json:
    """Ask for the address (Cloud API, Retrieve media URL); an unknown id is gone, for ids live seven days."""
    try:
        found = await client.get(quoted(file.ref), phone_number_id=client.phone_number_id)
    except Rejected as nameless:
        raise FetchError("gone", str(nameless)) from None
    except Refused as refused:
        if refused.coded and (refused.status == 404 or refused.code in (100, 131009, 131052)):
            raise FetchError("gone", str(refused)) from None
        raise _later(refused) from None
    if not text(found.get("url")):
        raise FetchError("gone", "the platform gave no address", passing=True)
    return found


def _later(refused: Refused) -> FetchError | Retry | ChannelDown:
    error = classify(refused)
    return error if isinstance(error, Retry | ChannelDown) else FetchError("refused", str(refused))


def _size(found: Json) -> int:
    size = found.get("file_size")
    return int(size) if isinstance(size, str) and size.isdecimal() else whole(size)


async def _intact(content: Spool, file: File, found: Json) -> bool:
    expected = file.unique or digest(found.get("sha256"))
    return not expected or await content.digest() == expected


def _name(file: File, mime: str) -> str:
    return f"{file.kind}{mimetypes.guess_extension(mime.partition(';')[0].strip()) or ''}"
