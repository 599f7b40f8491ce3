"""Have voice notes written down by a service with OpenAI's endpoint (API reference, Create transcription)."""

from __future__ import annotations

import mimetypes
import struct

import aiohttp
import msgspec

from channels.outgoing import add_file
from core.vocabulary.errors import HelperDown
from core.vocabulary.filenames import ending
from core.vocabulary.media import Held, Media

SECONDS = 120.0
_MOST_BYTES = 256 * 1024
_PROBE = struct.pack("<4sI4s4sIHHIIHH4sI", b"RIFF", 36, b"WAVE", b"fmt ", 16, 1, 1, 8000, 16000, 2, 16, b"data", 0)
"""A sound of no length at all (RIFF)."""


class _Answer(msgspec.Struct):
    text: str = ""


class Listener:
    """Ask the service at ``url`` (which ends in its version, as ``/v1``) for the words of a sound."""

    def __init__(self, url: str, key: str, model: str, language: str) -> None:
        self._url = f"{url.rstrip('/')}/audio/transcriptions"
        self._headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._model = model
        self._language = language

    async def __call__(self, media: Media) -> str:
        """Give what is said in a sound, empty for nothing, and for a sound that the service will never read.

        Raises ``HelperDown`` when it does not answer, or not yet.
        """
        status, body = await self._asked(media)
        if status in (400, 413, 415, 422):  # this sound, and not the service
            return ""
        if status != 200:
            raise HelperDown("transcription", f"HTTP {status}")
        try:
            return msgspec.json.decode(body, type=_Answer).text.strip()
        except msgspec.DecodeError:
            raise HelperDown("transcription", "an answer that is none") from None

    async def ping(self) -> None:
        """See whether the service takes a request with our key. Raises ``HelperDown``."""
        await self(Media(Held(_PROBE), "audio/wav", "probe.wav"))

    async def _asked(self, media: Media) -> tuple[int, bytes]:
        form = aiohttp.FormData()
        mime = media.mime.partition(";")[0] or "application/octet-stream"
        name = f"sound{ending(mime) or mimetypes.guess_extension(mime) or '.bin'}"
        add_file(form, "file", media.content, name, mime)
        form.add_field("model", self._model)
        form.add_field("language", self._language)
        form.add_field("response_format", "json")
        timeout = aiohttp.ClientTimeout(total=SECONDS, connect=10)
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout) as session,
                session.post(self._url, data=form, headers=self._headers, allow_redirects=False) as answer,
            ):
                return answer.status, await answer.content.read(_MOST_BYTES)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise HelperDown("transcription", type(error).__name__) from None
