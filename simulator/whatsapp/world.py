"""The world behind the API: people with their numbers and ids, chats with the business, windows, counts."""

import base64
from collections import Counter, OrderedDict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from simulator.clock import Now
from simulator.control import Impossible
from simulator.feed import Feed
from simulator.whatsapp import limits
from simulator.whatsapp.bubble import Bubble, Content
from simulator.whatsapp.media import Medias

Json = dict[str, Any]
SHOWS = ("phone", "absent", "empty", "user_id")
SERVICE_PAID_FROM = datetime(2026, 10, 1, tzinfo=UTC).timestamp()
REMEMBERED_IDS = 200_000


@dataclass(frozen=True)
class Business:
    """The number that the bridge speaks for, and the account it belongs to."""

    phone_number_id: str = "106540352242922"
    waba_id: str = "102290129340398"
    app_id: str = "670843887433847"
    phone: str = "628113801708"
    display_phone_number: str = "+62 811-3801-708"
    verified_name: str = "Kanal Kota Kupang"
    user_id: str = "ID.90112233445566"

    @property
    def metadata(self) -> Json:
        """Give the metadata of each webhook value."""
        return {"display_phone_number": self.phone, "phone_number_id": self.phone_number_id}


@dataclass
class User:
    """A person: `key` never changes; number and business-scoped id may. `shows` says how webhooks name the number."""

    key: str
    name: str
    phone: str
    user_id: str
    username: str = ""
    shows: str = "phone"
    on_whatsapp: bool = True
    online: bool = True
    blocked: bool = False
    stopped_marketing: bool = False
    last_inbound_at: float | None = None
    free_entry_until: float = float("-inf")
    messages: OrderedDict[str, Bubble] = field(default_factory=OrderedDict)
    unread: list[Bubble] = field(default_factory=list)
    waiting: list[Bubble] = field(default_factory=list)

    def shape(self) -> Json:
        """Give the person as JSON for the control API and the page."""
        return {
            "key": self.key, "name": self.name, "phone": self.phone, "user_id": self.user_id,
            "username": self.username, "shows": self.shows, "online": self.online, "blocked": self.blocked,
            "on_whatsapp": self.on_whatsapp, "last_inbound_at": self.last_inbound_at,
        }  # fmt: skip


@dataclass
class World:
    """Everything that exists; `remember` caps the messages kept per person."""

    business: Business
    now: Now
    feed: Feed
    medias: Medias
    remember: int = 1_000
    users: dict[str, User] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    by_id: OrderedDict[str, Bubble] = field(default_factory=OrderedDict)
    counts: Counter[str] = field(default_factory=Counter)
    number: int = 0
    epoch: int = 0

    def __post_init__(self) -> None:
        # Ids of one run must not be those of the run before: a bridge would take them for repeats.
        self.epoch = int(self.now())

    def add_user(self, user: User) -> User:
        """Enter a person under the number and the id."""
        if user.key in self.users:
            raise Impossible(f"there is already a user {user.key}")
        self.users[user.key] = user
        self.name(user)
        self.feed.publish("user", {"user": user.shape()}, user.key)
        return user

    def name(self, user: User) -> None:
        """Let the number and the id of a person lead to the person."""
        for alias in (user.phone, user.user_id):
            if alias:
                self.owners[alias] = user.key

    def find(self, reference: str) -> User | None:
        """Find a person by key, number or business-scoped id."""
        return self.users.get(reference) or self.users.get(self.owners.get(reference, ""))

    def user(self, reference: str) -> User:
        """Give a person who must exist."""
        found = self.find(reference)
        if found is None:
            raise Impossible(f"no user {reference}")
        return found

    def window_open(self, user: User) -> bool:
        """Tell whether free-form messages may go: 24 h since the person's last message."""
        return user.last_inbound_at is not None and self.now() - user.last_inbound_at < limits.WINDOW_SECONDS

    def new_id(self, user: User) -> str:
        """Make a fresh message id that looks like the platform's."""
        self.number += 1
        inside = f"\x1c\x18{user.phone or user.key}\x15\x02{self.epoch:08X}{self.number:08X}\x00"
        return "wamid." + base64.b64encode(inside.encode()).decode()

    def compose(self, user: User, content: Content, *, from_business: bool, **more: Any) -> Bubble:
        """Put a message into a person's chat and tell the feed."""
        identity = more.pop("identity", None) or self.new_id(user)
        bubble = Bubble(self.number, identity, user.key, from_business, content, self.now(), **more)
        user.messages[identity] = bubble
        self.note(bubble)
        while len(user.messages) > self.remember:
            old, _ = user.messages.popitem(last=False)
            self.by_id.pop(old, None)
        self.feed.publish("message", {"user": user.key, "message": bubble.shape()}, user.key)
        return bubble

    def note(self, bubble: Bubble) -> None:
        """Remember a message by its id, also one that shows nowhere: an edit, a reaction."""
        self.by_id[bubble.id] = bubble
        while len(self.by_id) > REMEMBERED_IDS:
            self.by_id.popitem(last=False)

    def changed(self, bubble: Bubble) -> None:
        """Tell the feed that a message looks different now."""
        self.feed.publish("changed", {"user": bubble.user, "message": bubble.shape()}, bubble.user)

    def mark_read(self, upto: Bubble) -> None:
        """Let a person see that the business has read a message and what came before it."""
        for bubble in reversed(self.users[upto.user].messages.values()):
            if bubble.from_business or bubble.number > upto.number:
                continue
            if "read" in bubble.statuses:
                break
            bubble.statuses.append("read")
            self.changed(bubble)
        self.feed.publish("read", {"user": upto.user, "id": upto.id}, upto.user)

    def price(self, user: User, bubble: Bubble) -> None:
        """Decide what a message of the business costs (Cloud API, Pricing, from 1 October 2026)."""
        category = bubble.content.category
        free = self.now() < user.free_entry_until
        within_old_rules = self.now() < SERVICE_PAID_FROM and category in ("service", "utility")
        if free:
            bubble.pricing = "free_entry_point"
        elif within_old_rules and self.window_open(user):
            bubble.pricing = "free_customer_service"
        bubble.billable = bubble.pricing == "regular"
        self.counts["sent"] += 1
        self.counts[category] += 1
        self.counts["billable"] += bubble.billable
