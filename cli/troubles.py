"""Troubles in one line for the command line: what is wrong, without the noise of the libraries below."""

import errno
import re

from core.vocabulary.errors import StoreDown

_ADDRESS = re.compile(r"\('[^']*', (\d+)")
"""How asyncio names the address that it could not bind."""


def readable(error: Exception) -> str:
    """Word an error that the command line knows, with what to do where that is plain."""
    if isinstance(error, StoreDown):
        return f"the database does not answer: {short(str(error))}; `kanal doctor` looks closer"
    if isinstance(error, OSError):
        if error.errno == errno.EADDRINUSE:
            place = _ADDRESS.search(str(error))
            where = f"port {place[1]}" if place else "the port"
            return f"{where} is taken by another program: stop it, or choose another (KANAL_PORT; kanal demo --port)"
        if error.filename:
            return f"{error.strerror}: {error.filename}"
        return str(error.strerror or error)
    return str(error)


def short(text: str) -> str:
    """Cut the driver's timeouts and topology from what it says about a server that does not answer."""
    return text.partition(" (configured timeouts")[0].partition(", Timeout:")[0]
