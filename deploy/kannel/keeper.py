#!/usr/bin/env python3
"""Keep on the disk what Kannel brings until Kanal has it: ``keeper.py --to http://127.0.0.1:8080 --folder DIRECTORY``.

Kannel's smsbox takes a message out of the bearerbox's store as soon as it begins to call us, and tries again out of its
memory: what it holds is gone when it is restarted while Kanal is away. The keeper answers only after the call is on the
disk, and hands calls on in their order, each until it was taken. It needs nothing but Python, and listens on this
machine alone. A call may be handed on twice; Kanal knows the second by its id.
"""

import argparse
import contextlib
import hashlib
import os
import signal
import sys
import threading
import time
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

BELOW = "/webhooks/sms"
LONGEST = 16 * 1024
TIMEOUT_SECONDS = 30.0
KEPT, REFUSED = ".call", ".refused"
MAY_PASS = (403, 404, 408, 425, 429)
"""Kanal has another secret, has the channel off, or is busy: a person or time mends it."""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Follow nobody elsewhere: the path holds the secret."""

    def redirect_request(self, *_arguments: object) -> None:
        return None


class Keeper:
    """Calls on the disk, and the one that hands them on."""

    def __init__(self, folder: Path, to: str, pause_seconds: float) -> None:
        self.folder = folder
        self._to = to.rstrip("/")
        self._pause_seconds = pause_seconds
        self._came = threading.Event()
        self._stopping = threading.Event()
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect())
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def keep(self, path: str) -> None:
        """Write a call down, so that it outlives us. Raises ``OSError``."""
        name = f"{time.time_ns():020d}-{hashlib.sha256(path.encode()).hexdigest()[:12]}"
        draft = self.folder / f"{name}.draft"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(path)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(self.folder / f"{name}{KEPT}")
        self._sync()
        self._came.set()

    def _sync(self) -> None:
        descriptor = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def hand_on(self) -> None:
        """Hand on what is kept, oldest first, until told to stop."""
        while not self._stopping.is_set():
            self._came.clear()
            if self._all_handed_on():
                self._came.wait(self._pause_seconds)
            else:
                self._stopping.wait(self._pause_seconds)

    def _all_handed_on(self) -> bool:
        """Hand on everything; False where one has to wait, and with it all behind it."""
        for file in sorted(self.folder.glob(f"*{KEPT}")):
            status = 0 if self._stopping.is_set() else self._ask(file.read_text(encoding="utf-8"))
            if status in (200, 202):
                file.unlink()
            elif 400 <= status < 500 and status not in MAY_PASS:
                file.rename(file.with_suffix(REFUSED))
                say(f"a call was refused with {status}: kept as {file.stem}{REFUSED}")
            else:
                return False
        return True

    def _ask(self, path: str) -> int:
        """Give the status of the answer, 0 for none."""
        try:
            with self._opener.open(f"{self._to}{path}", timeout=TIMEOUT_SECONDS) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            error.close()
            return error.code
        except (OSError, ValueError):
            return 0

    def stop(self) -> None:
        """Stop handing on; what is left is on the disk."""
        self._stopping.set()
        self._came.set()


def server(keeper: Keeper, port: int) -> ThreadingHTTPServer:
    """Listen for Kannel."""

    class Handler(BaseHTTPRequestHandler):
        """Answer when a call is on the disk, and with nothing, which is texted to nobody."""

        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            """Keep a call of Kannel's."""
            fits = self.path.startswith(BELOW) and len(self.path) <= LONGEST
            status = 200 if fits else 404
            try:
                if fits:
                    keeper.keep(self.path)
            except OSError as error:
                say(f"cannot write: {error.strerror}")
                status = 503  # Kannel tries again
            self.send_response(status)
            self.send_header("Content-Type", "text/plain")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_arguments: object) -> None:
            """Log nothing: paths hold the secret, and people's words."""

    return ThreadingHTTPServer(("127.0.0.1", port), Handler)


def say(words: str) -> None:
    """Tell the operator."""
    sys.stderr.write(f"keeper: {words}\n")


def main() -> None:
    """Keep and hand on until told to stop."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--to", default="http://127.0.0.1:8080", help="where Kanal listens")
    parser.add_argument("--port", type=int, default=13080, help="where Kannel finds the keeper, on this machine")
    parser.add_argument("--folder", type=Path, default=Path("/var/spool/kannel/keeper"))
    parser.add_argument("--pause", type=float, default=2.0, help="seconds between two tries")
    options = parser.parse_args()
    keeper = Keeper(options.folder, options.to, options.pause)
    listening = server(keeper, options.port)
    handing = threading.Thread(target=keeper.hand_on)
    handing.start()

    def stop(_number: int, _frame: object) -> None:
        keeper.stop()
        threading.Thread(target=listening.shutdown).start()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    with contextlib.closing(listening.socket):
        say(f"listening on 127.0.0.1:{listening.server_port}, handing on to {options.to}")
        listening.serve_forever()
    handing.join()


if __name__ == "__main__":
    main()
