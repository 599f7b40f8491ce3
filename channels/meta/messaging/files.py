"""Bring a citizen's file from the address that came with the message: open to whoever knows it, and not for long."""

import logging
import mimetypes
from collections.abc import Mapping

from channels.meta.errors import Refused
from channels.meta.graph import Elsewhere, TooLarge
from channels.meta.messaging.client import Client
from core.vocabulary.errors import ChannelDown, FetchError, Retry
from core.vocabulary.events import File
from core.vocabulary.media import Media

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


async def fetch(client: Client, file: File) -> Media:
    """Download a file; raises ``FetchError`` when it will never come, ``Retry`` or ``ChannelDown`` when later.

    The token is not shown to anybody: the address itself is the right to read.
    """
    try:
        content, mime = await client.download_open(file.ref, KEPT_BYTES)
    except TooLarge:  # whatever was announced
        raise FetchError("too_large") from None
    except Elsewhere as host:
        log.warning("%s files: %s is no address to fetch a file from", client.platform.name, host)
        raise FetchError("refused", "the address of the file cannot be asked") from None
    except Refused as refused:
        raise _judged(client, refused) from None
    if not content:
        raise FetchError("gone", "an empty file", passing=True)
    mime = mime or file.mime or TYPES.get(file.kind, "") or _guessed(file) or "application/octet-stream"
    return Media(content=content, mime=mime, name=file.name or _name(file, mime))


def _judged(client: Client, refused: Refused) -> FetchError | Retry | ChannelDown:
    """Judge what a server of files says: it is no answer of the Graph API, and no word on our token."""
    if refused.status in (401, 403, 404, 410):
        return FetchError("gone", f"its address has run out: HTTP {refused.status}", passing=True)
    error = client.table.judge(Refused(refused.status, coded=False))
    return error if isinstance(error, Retry | ChannelDown) else FetchError("refused", str(refused))


def _guessed(file: File) -> str:
    return mimetypes.guess_type(file.name)[0] or ""


def _name(file: File, mime: str) -> str:
    return f"{file.kind}{mimetypes.guess_extension(mime.partition(';')[0].strip()) or ''}"
