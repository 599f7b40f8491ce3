"""A ClamAV daemon as its manual page describes it: the commands PING and INSTREAM, and what breaks their rules."""

import asyncio
import struct

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""The file that every scanner calls a virus (EICAR, Anti-Malware Testfile)."""
STREAM_MAX_BYTES = 100 * 1024 * 1024
"""clamd.conf, StreamMaxLength."""
_CHUNK_MOST = 2**31


class ClamD:
    """Listen on a port; ``broken`` lists what a caller did wrong, ``mute`` plays a daemon that answers nothing."""

    def __init__(self, stream_max_bytes: int = STREAM_MAX_BYTES) -> None:
        self.address = ""
        self.scanned = 0
        self.broken: list[str] = []
        self.mute = False
        self._most = stream_max_bytes
        self._server: asyncio.Server | None = None

    async def start(self, port: int = 0) -> None:
        """Listen, on a free port unless one is named."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", port)
        host, own = self._server.sockets[0].getsockname()[:2]
        self.address = f"{host}:{own}"

    async def stop(self) -> None:
        """Stop listening; an address that was given out stays the same."""
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()
            self._server = None

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            command = (await reader.readuntil(b"\0")).rstrip(b"\0")
            answer = await self._answer(command, reader)
        except asyncio.IncompleteReadError:
            self.broken.append("hung up in the middle")
            answer = b""
        if not self.mute and answer:
            writer.write(answer + b"\0")
            await writer.drain()
        writer.close()

    async def _answer(self, command: bytes, reader: asyncio.StreamReader) -> bytes:
        if command == b"zPING":
            return b"PONG"
        if command != b"zINSTREAM":
            self.broken.append(f"unknown command {command!r}")
            return b"UNKNOWN COMMAND"
        content = bytearray()
        while size := struct.unpack(">I", await reader.readexactly(4))[0]:
            if size >= _CHUNK_MOST or len(content) + size > self._most:
                return b"INSTREAM size limit exceeded. ERROR"
            content += await reader.readexactly(size)
        self.scanned += 1
        return b"stream: Eicar-Test-Signature FOUND" if EICAR in content else b"stream: OK"
