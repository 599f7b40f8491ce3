"""Debian's Kannel on its fake SMSC: the same gateway that a city runs, with phones of ours behind it."""

import asyncio
import contextlib
import re
import shutil
import socket
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote_to_bytes

from simulator.clock import Now
from simulator.feed import Feed
from simulator.sms.alphabet import parts
from simulator.sms.escapes import GET_QUERY
from simulator.sms.phones import Phones
from simulator.sms.server import PASSWORD, SENDER, USERNAME

CONFIGURATION = Path("deploy/kannel/kannel.conf")
PATIENCE_SECONDS = 20.0
LOOK_SECONDS = 0.02
_LINE = re.compile(rb"(\S+) (\+?\d+) (?:udh (?P<udh>\S+) )?(?P<kind>data|text) (?P<words>.*)", re.DOTALL)
_NEXT = re.compile(rb"\n(?=\S+ \+?\d+ (?:udh \S+ )?(?:data|text) )")
"""Where the next message of the fake line begins: one of plain signs has its own ends of lines as they are."""
CHUNK_BYTES = 64 * 1024
Changes = Mapping[tuple[str, str], str]


BOXES = ("bearerbox", "smsbox")
WHERE = "/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin"
"""Debian has them where only administrators look."""


def is_installed() -> bool:
    """Tell whether Kannel is here."""
    return all(shutil.which(box, path=WHERE) for box in BOXES)


def configured(text: str, changes: Changes) -> str:
    """Give a configuration with other values: (group, name) -> value; a name that the group lacks is added to it.

    Raises ``KeyError`` for a group that is not there.
    """
    found, left, group = [], dict(changes), ""
    for line in text.splitlines():
        name, _, value = (part.strip() for part in line.partition("="))
        if name == "group":
            group = value
            found += [line, *(f"{key} = {new}" for (of, key), new in changes.items() if of == group)]
            left = {key: new for key, new in left.items() if key[0] != group}
        elif (group, name) not in changes:
            found.append(line)
    if left:
        raise KeyError(f"no groups: {sorted({of for of, _name in left})}")
    return "\n".join(found) + "\n"


class KannelGateway:
    """Two processes of Kannel, and the far end of its fake line: what a phone sends waits while nobody listens."""

    username, password, sender = USERNAME, PASSWORD, SENDER

    def __init__(
        self, folder: Path, *, now: Now = time.time, configuration: Path = CONFIGURATION, retry_seconds: int = 1
    ) -> None:
        self.folder = folder
        self.feed = Feed(5_000)
        self.people = Phones(now, self.feed, self._carry)
        self.parts = 0
        self._configuration = configuration.read_text(encoding="utf-8")
        self._retry_seconds = retry_seconds
        self._ports = dict(zip(("admin", "box", "line", "sendsms"), free_ports(4), strict=True))
        self._url = ""
        self._boxes: dict[str, asyncio.subprocess.Process] = {}
        self._far_end: asyncio.Task[None] | None = None
        self._writer: asyncio.StreamWriter | None = None
        self._waiting: list[bytes] = []
        self._joined: dict[tuple[bytes, int], dict[int, bytes]] = {}

    @property
    def calls(self) -> list[Any]:
        """Give nothing: what was asked of Kannel stands in its own logs."""
        return []

    refused = calls

    @property
    def send_url(self) -> str:
        """Give the address of sendsms."""
        return f"http://127.0.0.1:{self._ports['sendsms']}/cgi-bin/sendsms"

    def connect(self, url: str) -> None:
        """Call this address, with the secret in it, for everything that people write; counts from the next start."""
        self._url = url

    # --- running --------------------------------------------------------------------------------------------------

    async def start(self) -> None:
        """Start both boxes, and connect the line. Raises ``TimeoutError`` when they do not come up."""
        for name in ("store", "dlr"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        file = self.folder / "kannel.conf"
        file.write_text(configured(self._configuration, self._changes()), encoding="utf-8")
        await self._open("bearerbox", file, "box", "line")
        reader, self._writer = await asyncio.open_connection("127.0.0.1", self._ports["line"])
        self._far_end = asyncio.create_task(self._listen(reader))
        waiting, self._waiting = self._waiting, []
        self._writer.writelines(waiting)
        await self._open("smsbox", file, "sendsms")

    def _changes(self) -> Changes:
        folder, ports = self.folder, {name: str(port) for name, port in self._ports.items()}
        return {
            ("core", "admin-port"): ports["admin"],
            ("core", "smsbox-port"): ports["box"],
            ("core", "store-location"): str(folder / "store"),
            ("core", "dlr-spool"): str(folder / "dlr"),
            ("core", "log-file"): str(folder / "bearerbox.log"),
            ("smsc", "port"): ports["line"],
            ("smsbox", "bearerbox-port"): ports["box"],
            ("smsbox", "sendsms-port"): ports["sendsms"],
            ("smsbox", "http-queue-delay"): str(self._retry_seconds),
            ("smsbox", "log-file"): str(folder / "smsbox.log"),
            ("sendsms-user", "username"): self.username,
            ("sendsms-user", "password"): self.password,
            ("sms-service", "get-url"): f'"{self._url}?{GET_QUERY}"',
        }

    async def _open(self, box: str, file: Path, *ports: str) -> None:
        program = shutil.which(box, path=WHERE) or box
        with (self.folder / f"{box}.out").open("ab") as out:
            self._boxes[box] = await asyncio.create_subprocess_exec(program, str(file), stdout=out, stderr=out)
        async with asyncio.timeout(PATIENCE_SECONDS):
            for port in ports:
                await _listened_to(self._ports[port])

    async def halt(self, *, kill: bool = False) -> None:
        """End both boxes, politely or not, as a restart does; what phones send meanwhile waits."""
        for name in reversed(BOXES):  # the smsbox first, as Debian's script does
            box = self._boxes.pop(name, None)
            if box is not None and box.returncode is None:
                box.kill() if kill else box.terminate()
                async with asyncio.timeout(PATIENCE_SECONDS):
                    await box.wait()
        if self._far_end is not None:
            self._far_end.cancel()
            await asyncio.gather(self._far_end, return_exceptions=True)
            self._far_end = None
        if self._writer is not None:
            self._writer.close()
            with contextlib.suppress(OSError):
                await self._writer.wait_closed()
            self._writer = None

    async def stop(self) -> None:
        """Stop for good."""
        self.feed.close()
        await self.halt(kill=True)

    # --- the line -------------------------------------------------------------------------------------------------

    def _carry(self, phone: str, text: str) -> None:
        plain = text.isascii() and text.isprintable()
        kind, words = ("text", text) if plain else ("data", quote(text.encode(), safe=""))
        line = f"{phone} {self.sender} {kind} {words}\n".encode()
        if self._writer is None:
            self._waiting.append(line)
        else:
            self._writer.write(line)

    async def _listen(self, reader: asyncio.StreamReader) -> None:
        chunk = b""
        while more := await reader.read(CHUNK_BYTES):
            chunk += more
            if chunk.endswith(b"\n"):  # Kannel writes a message at once
                for line in _NEXT.split(chunk[:-1]):
                    self._take(line)
                chunk = b""

    def _take(self, line: bytes) -> None:
        found = _LINE.fullmatch(line)
        if found is None:
            return
        sender, phone, words = found[1], found[2].decode(), found["words"]
        if found["udh"] is not None:
            self._part(phone, sender, _decoded(found["udh"]), _decoded(words))
        else:
            self._arrives(phone, sender.decode(), words if found["kind"] == b"text" else _decoded(words), 1)

    def _part(self, phone: str, sender: bytes, udh: bytes, words: bytes) -> None:
        """Join the parts of a message, as a phone does (3GPP TS 23.040, information element 0)."""
        reference, total, place = udh[3], udh[4], udh[5]
        key = (phone.encode() + b" " + sender, reference)
        got = self._joined.setdefault(key, {})
        got[place] = words
        if len(got) == total:
            del self._joined[key]
            self._arrives(phone, sender.decode(), b"".join(got[number] for number in sorted(got)), total)

    def _arrives(self, phone: str, sender: str, words: bytes, count: int) -> None:
        text = words.decode("utf-8", "replace")
        self.parts += max(count, parts(text))
        self.people.arrives(phone, text, sender, count)


def _decoded(value: bytes) -> bytes:
    return unquote_to_bytes(value.replace(b"+", b" "))


async def _listened_to(port: int) -> None:
    while True:
        try:
            _reader, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(LOOK_SECONDS)
            continue
        writer.close()
        return


def free_ports(count: int) -> list[int]:
    """Give ports that nobody listens on."""
    with contextlib.ExitStack() as held:
        probes = [held.enter_context(socket.socket()) for _place in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in probes]
