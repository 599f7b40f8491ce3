"""Where people come in: each channel's link into a private chat, left in the store for pages, posters and commands."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from typing import Protocol

from channels.contract import Channel, Entrances


class Reads(Protocol):
    """A store of small facts."""

    async def read_note(self, name: str) -> str:
        """Read what was written last under a name, empty when nothing was. Raises ``StoreDown``."""
        ...


class Keeps(Reads, Protocol):
    """One that can be written, too."""

    async def write_note(self, name: str, value: str) -> None:
        """Write something under a name. Raises ``StoreDown``."""
        ...


async def keep(store: Keeps, name: str, channel: Channel) -> None:
    """Leave a channel's link, where it has one and that is another than before. Raises ``StoreDown``."""
    link = channel.entrance() if isinstance(channel, Entrances) else ""
    if link and await store.read_note(_note(name)) != link:
        await store.write_note(_note(name), link)


async def entrances(store: Reads, names: Iterable[str]) -> Mapping[str, str]:
    """Give the links of the channels that are on, in their order, as far as they are known. Raises ``StoreDown``."""
    listed = tuple(names)
    links = await asyncio.gather(*(store.read_note(_note(name)) for name in listed))
    return {name: link for name, link in zip(listed, links, strict=True) if link}


def _note(name: str) -> str:
    return f"entrance:{name}"
