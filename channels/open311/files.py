"""Bring a picture from the address that a client named, on a host that the operator allowed it."""

import aiohttp

from channels.outgoing import request, save_limited
from core.vocabulary.errors import FetchError
from core.vocabulary.media import Media, Spool

MOST_BYTES = 20 * 1024 * 1024


class TooLarge(Exception):
    """A file is larger than is fetched."""


async def bring(
    session: aiohttp.ClientSession, address: str, name: str, into: Spool, most_bytes: int = MOST_BYTES
) -> Media:
    """Download a picture, redirected nowhere. Raises ``FetchError``: another's server is no reason to stop."""
    try:
        async with request(session, "GET", address) as answer:
            if answer.status != 200:
                raise FetchError("gone" if answer.status in (404, 410) else "refused", f"HTTP {answer.status}")
            await save_limited(answer, most_bytes, TooLarge, into)
            mime = answer.content_type
    except TooLarge:
        raise FetchError("too_large") from None
    except (aiohttp.InvalidURL, ValueError):
        raise FetchError("refused", "no address that can be called") from None
    except (aiohttp.ClientError, OSError) as error:
        raise FetchError("gone", type(error).__name__, passing=True) from None
    if not into.size:
        raise FetchError("empty")
    if not mime.startswith("image/"):
        raise FetchError("refused", "no picture")
    return Media(into, mime, name)
