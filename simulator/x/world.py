"""The world behind the API: accounts, public posts, direct messages, files."""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from simulator.clock import Now
from simulator.control import Impossible
from simulator.feed import Feed

Json = dict[str, Any]
EPOCH_MILLISECONDS = 1_288_834_974_657
"""Ids hold the milliseconds since this moment above their lowest 22 bits (X, Snowflake ids)."""


@dataclass(frozen=True)
class Account:
    """The city's account that the bridge speaks for."""

    id: str = "1708170817081708"
    username: str = "KanalKupang"
    name: str = "Kanal Kota Kupang"


@dataclass
class User:
    """A person on X. `accepts_direct` False: nobody may write privately; `encrypted`: writes in encrypted chat only."""

    id: str
    username: str
    name: str
    protected: bool = False
    automated: bool = False
    accepts_direct: bool = True
    encrypted: bool = False
    blocked: bool = False

    def shape(self) -> Json:
        """Give the person as JSON."""
        return {"id": self.id, "username": self.username, "name": self.name, "protected": self.protected}


@dataclass
class Media:
    """A file: of a post or a message when `owner` has used it, else uploaded and waiting."""

    key: str
    id: str
    data: bytes
    mime: str
    at: float
    private: bool = False
    alt_text: str = ""


@dataclass
class Post:
    """A public post; `history` are the ids of its versions, the newest last."""

    id: str
    author: User
    text: str
    at: float
    conversation: str
    reply_to: "Post | None" = None
    quotes: "Post | None" = None
    reposts: "Post | None" = None
    media: tuple[Media, ...] = ()
    history: tuple[str, ...] = ()
    language: str = "in"
    place: Json | None = None

    def mentions(self, username: str) -> bool:
        """Tell whether the text names an account."""
        words = self.text.casefold().replace(",", " ").replace(".", " ").replace(":", " ").replace("!", " ").split()
        return f"@{username.casefold()}" in words

    def summons(self, account: Account) -> bool:
        """Tell whether the author addressed an account: named it, quoted it or answered it."""
        others = [post for post in (self.quotes, self.reply_to) if post is not None]
        return self.mentions(account.username) or any(post.author.id == account.id for post in others)

    def shape(self) -> Json:
        """Give the post as JSON for the control API and the page."""
        return {
            "id": self.id, "author": self.author.shape(), "text": self.text, "at": self.at,
            "reply_to": self.reply_to.id if self.reply_to else "", "media": [item.key for item in self.media],
        }  # fmt: skip


@dataclass
class Direct:
    """One event of a private conversation between the account and a person."""

    id: str
    sender: str
    other: User
    text: str
    at: float
    kind: str = "MessageCreate"
    media: tuple[Media, ...] = ()
    conversation: str = ""

    def shape(self) -> Json:
        """Give the message as JSON for the control API and the page."""
        return {
            "id": self.id, "sender": self.sender, "user": self.other.username, "text": self.text, "at": self.at,
            "media": [item.key for item in self.media], "number": int(self.id),
        }  # fmt: skip


@dataclass
class World:
    """Everything that exists on this X."""

    account: Account
    now: Now
    feed: Feed
    users: dict[str, User] = field(default_factory=dict)
    posts: OrderedDict[str, Post] = field(default_factory=OrderedDict)
    older: dict[str, Post] = field(default_factory=dict)
    """Former versions of posts that were edited, which can still be read by their ids."""
    directs: OrderedDict[str, Direct] = field(default_factory=OrderedDict)
    media: dict[str, Media] = field(default_factory=dict)
    uploads: dict[str, Media] = field(default_factory=dict)
    _chats: dict[str, list[Direct]] = field(default_factory=dict)
    _names: dict[str, User] = field(default_factory=dict)
    _last: int = 0

    def __post_init__(self) -> None:
        self.me = User(self.account.id, self.account.username, self.account.name, automated=True)
        self.add_user(self.me)

    def new_id(self) -> str:
        """Make an id that grows with time, as the platform's do."""
        self._last = max(self._last + 1, (int(self.now() * 1000) - EPOCH_MILLISECONDS) << 22)
        return str(self._last)

    def add_user(self, user: User) -> User:
        """Let somebody be known."""
        self.users[user.id] = user
        self._names[user.username.casefold()] = user
        return user

    def user(self, reference: str) -> User:
        """Give a person by id or name who must exist."""
        found = self.find(reference)
        if found is None:
            raise Impossible(f"no user {reference}")
        return found

    def find(self, reference: str) -> User | None:
        """Find a person by id or name."""
        return self.users.get(reference) or self._names.get(reference.lstrip("@").casefold())

    def add_post(self, post: Post) -> Post:
        """Publish a post."""
        self.posts[post.id] = post
        self.feed.publish("post", {"post": post.shape()}, post.author.id)
        return post

    def add_direct(self, direct: Direct) -> Direct:
        """Enter a private message."""
        self.directs[direct.id] = direct
        self._chats.setdefault(direct.other.id, []).append(direct)
        self.feed.publish("direct", {"direct": direct.shape()}, direct.other.id)
        return direct

    def chat(self, other: User) -> list[Direct]:
        """Give the private conversation with a person, oldest first."""
        return self._chats.get(other.id, [])

    def store(self, data: bytes, mime: str, *, private: bool = False) -> Media:
        """Keep a file."""
        identity = self.new_id()
        item = Media(f"3_{identity}", identity, data, mime, self.now(), private)
        self.media[item.key] = item
        return item

    def conversation(self, other: User) -> str:
        """Name the conversation of the account with a person (X: the smaller id first)."""
        return "-".join(sorted((self.account.id, other.id), key=int))


def moment(at: float) -> str:
    """Write a time as X does: ISO 8601 with milliseconds and Z."""
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
