"""Bring a person's file from the address that came with the message."""

import logging
import mimetypes

from channels.x.client import Client, Elsewhere
from channels.x.errors import Refused, classify
from channels.x.session import TooLarge
from channels.x.shapes import MEDIA_REF
from core.vocabulary.errors import ChannelDown, FetchError, Retry
from core.vocabulary.events import File
from core.vocabulary.media import Media, Spool

log = logging.getLogger(__name__)

MB = 1024 * 1024
MOST_BYTES = {"photo": 20 * MB, "video": 50 * MB, "animation": 20 * MB}
KEPT_BYTES = 20 * MB


async def fetch(client: Client, file: File, into: Spool) -> Media:
    """Download a file; raises ``FetchError`` when it will never come, ``Retry`` or ``ChannelDown`` when later."""
    if file.ref.startswith(MEDIA_REF):
        raise FetchError("gone", "the platform gave no address")
    try:
        told = await client.download(file.ref, MOST_BYTES.get(file.kind, KEPT_BYTES), into)
    except TooLarge:
        raise FetchError("too_large") from None
    except Elsewhere as host:
        log.warning("x files: the address of a file is at %s, not at the platform; nothing was asked", host)
        raise FetchError("refused", "the address of the file is not the platform's") from None
    except Refused as refused:
        raise _judged(refused) from None
    if not into.size:
        raise FetchError("empty")
    mime = file.mime or (told if "/" in told and told != "application/octet-stream" else _guessed(file.ref))
    return Media(into, mime, file.name or f"{file.kind}{mimetypes.guess_extension(mime) or ''}")


def _judged(refused: Refused) -> FetchError | Retry | ChannelDown:
    if refused.status in (403, 404, 410):
        return FetchError("gone", f"HTTP {refused.status}")
    error = classify(refused)
    return error if isinstance(error, Retry | ChannelDown) else FetchError("refused", f"HTTP {refused.status}")


def _guessed(address: str) -> str:
    return mimetypes.guess_type(address.partition("?")[0])[0] or "image/jpeg"
