"""Files on their way: as a channel fetched them, as the store keeps them."""

from collections.abc import Awaitable, Callable

import msgspec

from core.vocabulary.events import File


class Media(msgspec.Struct, frozen=True):
    """A stored file."""

    content: bytes
    mime: str
    name: str


class Tidied(msgspec.Struct, frozen=True):
    """A file on its way into the store; ``telltale``: nobody could take out of it what tells who made it."""

    media: Media
    telltale: bool = False


Tidy = Callable[[Media, File], Awaitable[Tidied]]
"""Takes out of a file what is not its content. Raises nothing: a file that it cannot read is marked."""
