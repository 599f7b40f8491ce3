"""What keeps the channels connected: each registers at its platform, and one process of all polls it."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

from app import entrances
from app.groups import Groups
from app.observe import Observer
from bots.officials.news import LINK
from channels.contract import Channel, Invites, Polls, Profiles, Registers
from core.vocabulary.errors import SendError, StoreDown
from core.vocabulary.events import Event
from core.vocabulary.officials import Notice
from core.vocabulary.steps import Clock
from core.vocabulary.store import Store

POLL_LEASE_SECONDS = 15.0
"""How long a poller that died keeps the others away; renewed at a third of it."""


class _Store(Store, entrances.Keeps, Protocol):
    """What the connections need of the store: leases, and where channels leave their links."""


@dataclass
class Connections:
    """The channels of one process; ``worker`` names it in leases."""

    channels: Mapping[str, Channel]
    groups: Groups
    store: _Store
    accept: Callable[[Sequence[Event]], Awaitable[object]]
    handle: Callable[[Sequence[Event]], Awaitable[frozenset[str]]]
    clock: Clock
    observe: Observer
    worker: str
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)
    _stopping: asyncio.Event = field(default_factory=asyncio.Event)

    def start(self, address: str) -> None:
        """Register and poll, each channel by itself; ``address`` is where platforms call us."""
        for name, channel in self.channels.items():
            if isinstance(channel, Registers):
                self._tasks.append(asyncio.create_task(self.register(name, channel, address)))
            else:
                self._tasks.append(asyncio.create_task(self._keep_entrance(name)))
            if isinstance(channel, Polls):
                self._tasks.append(asyncio.create_task(self._poll(name, channel)))

    def give_up(self) -> None:
        """Begin no further try and no further poll."""
        self._stopping.set()

    async def stop(self) -> None:
        """Take back what still runs."""
        self.give_up()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def register(self, name: str, channel: Registers, address: str) -> None:
        """Register at the platform, again and again until it works: the bridge already takes what arrives."""
        pause = 1.0
        while not self._stopping.is_set():
            try:
                await channel.register(address)
            except Exception as reason:  # noqa: BLE001 - the boundary of one channel's start: the others go on
                said = str(reason) if isinstance(reason, SendError) else type(reason).__name__
                self.observe("channel_not_registered", channel=name, error=said)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._stopping.wait(), pause)
                pause = min(pause * 2, 60.0)
            else:
                self.observe("channel_ready", channel=name)
                await self._keep_entrance(name)
                await self._tell_link(name)
                return

    async def _keep_entrance(self, name: str) -> None:
        """Leave a channel's link for posters and pages; known again at the next start."""
        with contextlib.suppress(StoreDown):
            await entrances.keep(self.store, name, self.channels[name])

    async def _tell_link(self, name: str) -> None:
        """Let the groups know how officials open their private chat with us."""
        channel = self.channels[name]
        link = channel.private_chat() if name == self.groups.channel and isinstance(channel, Profiles) else ""
        if not link:
            return
        links = {"link": link, "entry": channel.entry("{token}") if isinstance(channel, Invites) else ""}
        told = self.groups.telling(f"link:{name}:{links}", Notice(LINK, links), self.clock.now())
        with contextlib.suppress(StoreDown):  # known again at the next start; until then words stand for it
            await self.accept(told)

    async def _poll(self, name: str, channel: Polls) -> None:
        """Poll while holding the lease; wait for it while another process does."""
        lease = f"poll:{name}"
        while not self._stopping.is_set():
            try:
                held = await self._renew(lease)
            except StoreDown:
                held = False
            if held:
                await self._poll_while_held(lease, channel)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), POLL_LEASE_SECONDS / 10)
        with contextlib.suppress(StoreDown):
            await self.store.release(lease, self.worker)

    async def _renew(self, lease: str) -> bool:
        now = self.clock.now()
        return await self.store.acquire(lease, self.worker, now + timedelta(seconds=POLL_LEASE_SECONDS), now)

    async def _poll_while_held(self, lease: str, channel: Polls) -> None:
        stop = asyncio.Event()
        task = asyncio.create_task(channel.poll(self.handle, stop))
        try:
            while not self._stopping.is_set() and not task.done():
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._stopping.wait(), POLL_LEASE_SECONDS / 3)
                try:
                    if not await self._renew(lease):
                        return
                except StoreDown:
                    return
        finally:
            stop.set()
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
