"""The table of API methods; the modules beside this one fill it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from simulator.telegram.params import Params
from simulator.telegram.world import World

Handler = Callable[[World, Params], Any]


@dataclass(frozen=True)
class Method:
    """One API method: its documented name, what it does, and whether it spends the sending budget."""

    name: str
    handler: Handler
    sends: bool = False
    edits: bool = False


METHODS: dict[str, Method] = {}
"""Methods by lower-case name: the server does not care about the case."""


def method(name: str, *, sends: bool = False, edits: bool = False) -> Callable[[Handler], Handler]:
    """Enter a function into the table."""

    def enter(handler: Handler) -> Handler:
        METHODS[name.lower()] = Method(name, handler, sends, edits)
        return handler

    return enter
