"""What is asked for news, how, and what a page of the answer becomes."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from channels.raw import Json, obj, objects, text
from channels.x import directs, posts
from channels.x.client import Client
from channels.x.money import MILLIONTHS, Kind
from channels.x.places import Place
from channels.x.shapes import Account, Parsed, identity
from core.vocabulary.errors import Unknown

QUERY_CHARACTERS = 512
LEFT_TO_PEOPLE = 0.2
"""Part of the day's budget that the search leaves to what people send us."""
Ask = Callable[[int, Place, datetime], Awaitable[Json]]
Read = Callable[[Json, Account, datetime], Parsed]


@dataclass(frozen=True)
class Source:
    """A place to look: at most ``sizes`` per page, page after page; never fewer than ``least``.

    ``slower``: its pause beside the shortest one; ``leaves``: part of the day's budget that it leaves to the others.
    """

    name: str
    ask: Ask
    read: Read
    price: Kind
    sizes: tuple[int, ...]
    least: int
    slower: float = 1.0
    leaves: float = 0.0

    def size(self, page: int, left: float) -> int:
        """Give how many to ask for: no more than ``left`` dollars pay for, where the platform has so small pages."""
        paid = int(left * 1_000_000 / MILLIONTHS[self.price])
        return max(self.least, min(self.sizes[min(page, len(self.sizes) - 1)], paid))


def sources(client: Client, query: Callable[[], str]) -> tuple[Source, ...]:
    """Give what there is to ask; ``query`` gives the search's, empty where there is none (yet)."""

    async def events(size: int, place: Place, now: datetime) -> Json:
        return await client.events(size, place.token)

    async def mentions(size: int, place: Place, now: datetime) -> Json:
        return await client.mentions(size, place.begin(now), place.token)

    async def search(size: int, place: Place, now: datetime) -> Json:
        return await client.search(query(), size, place.begin(now), place.token)

    return (
        # Private events have no ``since_id``: the newest are read again each time, and paid for once a day.
        Source("directs", events, directs.read_page, "dm_read", (5, 50, 100), 1),
        Source("mentions", mentions, _mentioned, "owned_read", (100,), 5, 2.0),
        # Whatever is written about the keywords, who writes to us is heard for the rest of the day.
        Source("search", search, _found, "post_read", (100,), 10, 5.0, LEFT_TO_PEOPLE),
    )


def _mentioned(body: Json, account: Account, received: datetime) -> Parsed:
    return posts.read_page(body, account, "mentions", received)


def _found(body: Json, account: Account, received: datetime) -> Parsed:
    return posts.read_page(body, account, "search", received)


def whole(body: Json) -> Json:
    """Give a page back; raises ``Unknown`` for what is none: taken for the last page, it would hide older ones."""
    if not isinstance(body.get("meta"), Mapping):
        raise Unknown("a page that says nothing of itself", "page without meta")
    return body


def ids(body: Json) -> list[str]:
    """Name what an answer gave, and is paid for."""
    return [found for one in objects(body.get("data")) if (found := identity(one.get("id")))]


def next_page(body: Json) -> str:
    """Give the token of the next page, empty at the end."""
    return text(obj(body.get("meta")).get("next_token"))


def query_of(keywords: str, username: str) -> str:
    """Make the query of the keywords, which commas part: without reposts, own posts, and those that name us anyway.

    Keywords that do not fit into one query are left out, the last first (X API v2, Build a query).
    """
    tail = f" -is:retweet -from:{username} -@{username}" if username else " -is:retweet"
    chosen: list[str] = []
    for word in _words(keywords):
        if len(_any_of([*chosen, word])) + len(tail) <= QUERY_CHARACTERS:
            chosen.append(word)
    return f"{_any_of(chosen)}{tail}" if chosen else ""


def left_out(keywords: str, query: str) -> tuple[str, ...]:
    """Name the keywords that did not fit into a query."""
    return tuple(word for word in _words(keywords) if word not in query)


def _words(keywords: str) -> list[str]:
    """Give the keywords, those of several words in quotes."""
    found = (" ".join(word.replace('"', " ").split()) for word in keywords.split(","))
    return [f'"{word}"' if " " in word else word for word in dict.fromkeys(found) if word]


def _any_of(words: Iterable[str]) -> str:
    return f"({' OR '.join(words)})"
