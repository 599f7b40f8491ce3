"""Faults on demand: what a platform does on a bad day, for the next n calls. Each platform names its own kinds."""

import asyncio
from dataclasses import dataclass, field
from typing import ClassVar, Generic, TypeVar

from aiohttp import web

_HANG_SECONDS = 3600.0


@dataclass(eq=False)
class PlannedFault:
    """One planned fault; it fires for calls that match, `times` times (None: until cleared)."""

    kinds: ClassVar[frozenset[str]]
    kind: str
    method: str | None = None
    times: int | None = 1
    seconds: float = 0.2
    fired: int = 0

    def __post_init__(self) -> None:
        if self.kind not in self.kinds:
            raise ValueError(f"unknown kind of fault: {self.kind}")

    @property
    def target(self) -> int | str | None:
        """Give the chat or person whose calls it hits, None for everybody's."""
        raise NotImplementedError

    async def wait(self, closing: asyncio.Event, time_scale: float) -> None:
        """Let a fault of the kinds `timeout` and `slow` take its time, but not longer than the stand-in runs."""
        if self.kind not in ("timeout", "slow"):
            return
        try:
            async with asyncio.timeout(_HANG_SECONDS if self.kind == "timeout" else self.seconds * time_scale):
                await closing.wait()
        except TimeoutError:
            pass


AnyFault = TypeVar("AnyFault", bound=PlannedFault)


@dataclass
class Faults(Generic[AnyFault]):
    """The planned faults, oldest first."""

    planned: list[AnyFault] = field(default_factory=list)

    def add(self, fault: AnyFault) -> AnyFault:
        """Plan a fault."""
        self.planned.append(fault)
        return fault

    def take(self, method: str, target: int | str | None) -> AnyFault | None:
        """Give the fault that hits this call, and count it; the method's name counts in any case."""
        for fault in self.planned:
            if fault.method is not None and fault.method.lower() != method.lower():
                continue
            if fault.target is not None and fault.target != target:
                continue
            fault.fired += 1
            if fault.times is not None and fault.fired >= fault.times:
                self.planned.remove(fault)
            return fault
        return None


def cut(request: web.Request) -> web.Response:
    """Close the connection instead of answering; what is returned reaches nobody."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)
