"""Bring a citizen's file from the address that came with the message: open to whoever knows it, and not for long."""

import logging
import mimetypes
from collections.abc import Mapping

from channels.meta.errors import PASSING_STATUSES, Refused
from channels.meta.graph import Elsewhere, TooLarge
from channels.meta.messaging.client import Client
from core.vocabulary.errors import FetchError, Retry
from core.vocabulary.events import File
from core.vocabulary.media import Media, Spool

log = logging.getLogger(__name__)

MB = 1024 * 1024
KEPT_BYTES = 20 * MB
"""What the media store keeps of one file; the platform takes 25 MB of people."""
TYPES: Mapping[str, str] = {
    "photo": "image/jpeg",
    "video": "video/mp4",
    "voice": "audio/mp4",
    "sticker": "image/png",
}
"""What a file is taken for when nobody says what it is."""


async def fetch(client: Client, file: File, into: Spool) -> Media:
    """Download a file; raises ``FetchError`` when it will never come, ``Retry`` when later.

    The token is not shown to anybody: the address itself is the right to read.
    """
    try:
        mime = await client.download_open(file.ref, KEPT_BYTES, into)
    except TooLarge:  # whatever was announced
        raise FetchError("too_large") from None
    except Elsewhere as host:
        log.warning("%s files: %s is no address to fetch a file from", client.platform.name, host)
        raise FetchError("refused", "the address of the file cannot be asked") from None
    except Refused as refused:
        raise _judged(refused) from None
    if not into.size:
        raise FetchError("empty", passing=True)
    mime = mime or file.mime or TYPES.get(file.kind, "") or _guessed(file) or "application/octet-stream"
    return Media(into, mime, file.name or _name(file, mime))


def _judged(refused: Refused) -> FetchError | Retry:
    """Judge what a server of files says: it is no answer of the Graph API, and no word on our token.

    Whatever is no passing trouble of it means that the address leads nowhere any more, which is tried a few times.
    """
    if refused.status >= 500 or refused.status in PASSING_STATUSES:
        return Retry(f"a server of files is busy: {refused}")
    return FetchError("gone", f"the file is not at its address: {refused}", passing=True)


def _guessed(file: File) -> str:
    return mimetypes.guess_type(file.name)[0] or ""


def _name(file: File, mime: str) -> str:
    return f"{file.kind}{mimetypes.guess_extension(mime.partition(';')[0].strip()) or ''}"
