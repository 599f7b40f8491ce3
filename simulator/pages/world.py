"""The world behind the API: people, their chats with the Page, public posts and comments, files."""

import hashlib
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from simulator.clock import Now
from simulator.control import Impossible
from simulator.feed import Feed
from simulator.pages.platform import HUMAN_AGENT_SECONDS, WINDOW_SECONDS, Platform

Json = dict[str, Any]


@dataclass(frozen=True)
class Page:
    """The Page or account that the bridge speaks for, and the app that it is."""

    id: str = "104207441500017"
    name: str = "Pemerintah Kota Kupang"
    username: str = "pemkotkupang"
    app_id: str = "670843887433847"


@dataclass
class User:
    """A person: `id` is scoped to the Page (PSID, IGSID), `public` is how posts and comments name the same person."""

    key: str
    id: str
    public: str
    name: str
    username: str = ""
    profile_hidden: bool = False
    gone: bool = False
    blocked: bool = False
    last_inbound_at: float | None = None
    reached: bool = True
    bubbles: OrderedDict[str, "Bubble"] = field(default_factory=OrderedDict)

    def shape(self) -> Json:
        """Give the person as JSON for the control API and the page."""
        return {
            "key": self.key, "id": self.id, "public": self.public, "name": self.name, "username": self.username,
            "blocked": self.blocked, "last_inbound_at": self.last_inbound_at,
        }  # fmt: skip


@dataclass
class Bubble:
    """One message of a chat, of either side; `quick` and `buttons` are (title, payload) to tap."""

    number: int
    mid: str
    user: str
    from_page: bool
    text: str
    at: float
    quick: tuple[tuple[str, str], ...] = ()
    buttons: tuple[tuple[str, str], ...] = ()
    media: tuple[str, ...] = ()
    kind: str = "text"
    tag: str = ""
    messaging_type: str = ""
    by_hand: bool = False
    delivered: bool = False
    read: bool = False
    reaction: str = ""
    removed: bool = False
    edits: int = 0
    template: str = ""
    metadata: str = ""

    def shape(self) -> Json:
        """Give the bubble as JSON for the control API and the page."""
        return {
            "number": self.number, "mid": self.mid, "user": self.user, "from_page": self.from_page, "text": self.text,
            "at": self.at, "quick": [list(one) for one in self.quick], "buttons": [list(one) for one in self.buttons],
            "media": list(self.media), "kind": self.kind, "read": self.read, "reaction": self.reaction,
            "removed": self.removed,
        }  # fmt: skip


@dataclass
class Media:
    """A file, by an address that everybody who knows it may open until `expires`."""

    key: str
    data: bytes
    mime: str
    name: str = ""
    expires: float = float("inf")


@dataclass
class Comment:
    """Something public: a post of somebody that names the Page, or a comment under a post or another comment."""

    id: str
    author: str
    author_name: str
    text: str
    at: float
    post: str
    parent: str = ""
    item: str = "comment"
    hidden: bool = False
    privately_answered: bool = False
    media: tuple[str, ...] = ()

    def shape(self) -> Json:
        """Give the comment as JSON for the control API and the page."""
        return {
            "id": self.id, "author": self.author, "author_name": self.author_name, "text": self.text, "at": self.at,
            "post": self.post, "parent": self.parent, "item": self.item, "hidden": self.hidden,
        }  # fmt: skip


@dataclass
class World:
    """Everything that exists on this platform."""

    platform: Platform
    page: Page
    now: Now
    feed: Feed
    users: dict[str, User] = field(default_factory=dict)
    comments: OrderedDict[str, Comment] = field(default_factory=OrderedDict)
    posts: dict[str, str] = field(default_factory=dict)
    published: dict[str, float] = field(default_factory=dict)
    """When each post was published."""
    media: OrderedDict[str, Media] = field(default_factory=OrderedDict)
    profile: dict[str, Any] = field(default_factory=dict)
    utilities: dict[tuple[str, str], int] = field(default_factory=dict)
    """Approved utility templates: (name, language) -> number of body parameters."""
    number: int = 0
    _ids: dict[str, User] = field(default_factory=dict)

    def add_user(self, user: User) -> User:
        """Let somebody be known."""
        self.users[user.key] = self._ids[user.id] = self._ids[user.public] = user
        return user

    def user(self, reference: str) -> User:
        """Give a person by key or scoped id who must exist."""
        found = self.find(reference)
        if found is None:
            raise Impossible(f"no user {reference}")
        return found

    def find(self, reference: str) -> User | None:
        """Find a person by key, scoped or public id."""
        return self.users.get(reference) or self._ids.get(reference)

    def new_mid(self, user: User) -> str:
        """Make a fresh message id that looks like the platform's."""
        self.number += 1
        digest = hashlib.sha256(f"{self.page.id}:{user.id}:{self.number}:{self.now()}".encode()).hexdigest()
        return f"m_{digest}" if self.platform.name == "messenger" else f"aWdf{digest}"

    def new_id(self, kind: str) -> str:
        """Make a fresh id of a post or comment."""
        self.number += 1
        number = f"{int(self.now() * 1000) % 10**12:012d}{self.number:04d}"
        return f"{self.page.id}_{number}" if kind == "post" and self.platform.name == "messenger" else f"17{number}"

    def add(self, user: User, text: str, *, from_page: bool, **more: Any) -> Bubble:
        """Put a message into a person's chat and tell the feed."""
        mid = self.new_mid(user)
        bubble = Bubble(self.number, mid, user.key, from_page, text, self.now(), **more)
        user.bubbles[mid] = bubble
        self.feed.publish("bubble", {"bubble": bubble.shape()}, user.key)
        return bubble

    def changed(self, bubble: Bubble) -> None:
        """Tell the feed that a message looks different now."""
        self.feed.publish("changed", {"bubble": bubble.shape()}, bubble.user)

    def store(self, data: bytes, mime: str, name: str = "", life_seconds: float = float("inf")) -> Media:
        """Keep a file."""
        self.number += 1
        key = hashlib.sha256(f"{self.number}:{self.now()}".encode()).hexdigest()[:24]
        self.media[key] = Media(key, data, mime, name, self.now() + life_seconds)
        return self.media[key]

    def window_open(self, user: User) -> bool:
        """Tell whether anything may go to a person: within 24 h of the person's last sign."""
        return user.last_inbound_at is not None and self.now() - user.last_inbound_at < WINDOW_SECONDS

    def human_window_open(self, user: User) -> bool:
        """Tell whether a person's own words may go: within 7 days."""
        return user.last_inbound_at is not None and self.now() - user.last_inbound_at < HUMAN_AGENT_SECONDS


def iso(at: float) -> str:
    """Write a time as the Graph API does."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")
