"""Have files looked at for viruses by ClamAV's daemon (clamd manual page, command INSTREAM)."""

from __future__ import annotations

import asyncio
import struct

from core.vocabulary.errors import HelperDown
from core.vocabulary.media import Content, Held

SECONDS = 60.0
_LONGEST = 1024
_ASK, _END = b"zINSTREAM\0", struct.pack(">I", 0)
_CLEAN, _FOUND = "OK", " FOUND"


class Scanner:
    """Ask a daemon that listens at ``HOST:PORT``, or at the path of a socket."""

    def __init__(self, address: str) -> None:
        self._address = address

    async def __call__(self, content: Content) -> str:
        """Name the virus in a file, empty for none. Raises ``HelperDown`` for every other answer, and for none."""
        try:
            async with asyncio.timeout(SECONDS):
                answer = await self._asked(content)
        except (TimeoutError, OSError, EOFError, ValueError) as error:
            raise HelperDown("clamav", type(error).__name__) from error
        said = answer.rstrip(b"\0\n").decode("utf-8", "replace").removeprefix("stream: ")
        if said == _CLEAN:
            return ""
        if said.endswith(_FOUND):
            return said.removesuffix(_FOUND)
        raise HelperDown("clamav", said or "no answer")

    async def ping(self) -> None:
        """See whether the daemon takes files. Raises ``HelperDown``."""
        await self(Held(b"kanal"))

    async def _asked(self, content: Content) -> bytes:
        if "/" in self._address:
            reader, writer = await asyncio.open_unix_connection(self._address)
        else:
            host, _, port = self._address.rpartition(":")
            reader, writer = await asyncio.open_connection(host, int(port))
        try:
            writer.write(_ASK)
            async for piece in content.pieces():
                writer.write(struct.pack(">I", len(piece)) + piece)
                await writer.drain()
            writer.write(_END)
            await writer.drain()
            return await reader.read(_LONGEST)
        finally:
            writer.close()
