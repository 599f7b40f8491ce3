"""The world behind the API: users, chats, topics, members, messages, and the updates that changes cause."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from simulator.clock import Now
from simulator.feed import Feed
from simulator.telegram.media import Files

Json = dict[str, Any]
ADMIN_RIGHTS = (
    "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members", "can_promote_members",
    "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories", "can_delete_stories",
    "can_pin_messages", "can_manage_topics",
)  # fmt: skip
REMEMBERED_CALLBACKS = 20_000


@dataclass
class User:
    """A person or the bot."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    is_bot: bool = False
    deactivated: bool = False
    _shape: Json | None = None

    def shape(self) -> Json:
        """Give the User object; do not change it."""
        if self._shape is None:
            body: Json = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
            for name in ("last_name", "username", "language_code"):
                if getattr(self, name):
                    body[name] = getattr(self, name)
            self._shape = body
        return self._shape


@dataclass
class Member:
    """What somebody is in a group: creator, administrator, member, restricted, left or kicked."""

    status: str
    rights: frozenset[str] = frozenset()

    def can(self, right: str) -> bool:
        """Tell whether an administrator's right is held."""
        return self.status == "creator" or (self.status == "administrator" and right in self.rights)

    def shape(self, user: User) -> Json:
        """Give the ChatMember object."""
        body: Json = {"user": user.shape(), "status": self.status}
        if self.status == "creator":
            body["is_anonymous"] = False
        elif self.status == "administrator":
            body.update(
                {right: right in self.rights for right in ADMIN_RIGHTS}, can_be_edited=False, is_anonymous=False
            )
        elif self.status == "kicked":
            body["until_date"] = 0
        return body


@dataclass
class Topic:
    """A forum topic; its id is the id of the service message that created it."""

    id: int
    name: str
    icon_color: int
    creator: int
    closed: bool = False
    message_ids: list[int] = field(default_factory=list)

    def shape(self) -> Json:
        """Give the ForumTopic object."""
        return {"message_thread_id": self.id, "name": self.name, "icon_color": self.icon_color}


@dataclass
class Chat:
    """A private chat or a group, with the last messages by id."""

    id: int
    type: str
    title: str | None = None
    is_forum: bool = False
    user: User | None = None
    members: dict[int, Member] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    messages: OrderedDict[int, Json] = field(default_factory=OrderedDict)
    last_id: int = 0
    started: bool = False
    blocked: bool = False
    bot_spoke_last: bool = False
    migrated_to: int | None = None
    reply_keyboard: Json | None = None
    reactions: dict[int, list[Json]] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    with_reply_keyboard: set[int] = field(default_factory=set)
    _shape: Json | None = None

    @property
    def is_group(self) -> bool:
        """Tell whether it is a group of any kind."""
        return self.type != "private"

    def shape(self) -> Json:
        """Give the Chat object; do not change it."""
        if self._shape is None:
            body: Json = {"id": self.id, "type": self.type}
            if self.user is not None:
                for name in ("first_name", "last_name", "username"):
                    if getattr(self.user, name):
                        body[name] = getattr(self.user, name)
            else:
                body["title"] = self.title
                if self.is_forum:
                    body["is_forum"] = True
            self._shape = body
        return self._shape


@dataclass
class Callback:
    """A pressed button that waits for its answer."""

    id: str
    chat_id: int
    message_id: int
    user_id: int
    at: float
    data: str


@dataclass
class World:
    """Everything that exists on the platform; `send_update` hands an update to the bot."""

    bot: User
    now: Now
    feed: Feed
    files: Files
    send_update: Callable[[str, Json, int], int]
    remember_messages: int = 1_000
    privacy: bool = True
    users: dict[int, User] = field(default_factory=dict)
    chats: dict[int, Chat] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)
    callbacks: OrderedDict[str, Callback] = field(default_factory=OrderedDict)
    profile: Json = field(default_factory=dict)
    _group_count: int = 0
    _callback_count: int = 0
    _album_count: int = 0

    def date(self) -> int:
        """Give the time as messages carry it."""
        return int(self.now())

    def new_group_id(self, supergroup: bool) -> int:
        """Give the id of a new group: supergroups begin with -100."""
        self._group_count += 1
        return -(1_001_700_000_000 + self._group_count) if supergroup else -(4_100_000 + self._group_count)

    def new_album_id(self) -> str:
        """Give the media_group_id of a new album."""
        self._album_count += 1
        return str(13_900_000_000_000_000 + self._album_count)

    def compose(self, chat: Chat, sender: User, content: Json, *, thread: int | None = None, reply: Json | None = None,
                reply_keyboard: Json | None = None) -> Json:  # fmt: skip
        """Store a new message, tell the listeners, and return it; the bot gets no update by this."""
        chat.last_id += 1
        message: Json = {"message_id": chat.last_id, "from": sender.shape(), "chat": chat.shape(), "date": self.date()}
        if thread is not None:
            message["message_thread_id"] = thread
            message["is_topic_message"] = True
            root = chat.messages.get(thread)
            if reply is None and root is not None and "forum_topic_created" not in content:
                reply = root
            if thread in chat.topics:
                chat.topics[thread].message_ids.append(chat.last_id)
        if reply is not None:
            message["reply_to_message"] = {key: value for key, value in reply.items() if key != "reply_to_message"}
        message.update(content)
        chat.messages[chat.last_id] = message
        chat.bot_spoke_last = sender is self.bot
        if reply_keyboard is not None:
            chat.with_reply_keyboard.add(chat.last_id)
            chat.reply_keyboard = None if reply_keyboard.get("remove_keyboard") else reply_keyboard
        while len(chat.messages) > self.remember_messages:
            self._forget(chat, next(iter(chat.messages)))
        data: Json = {"chat_id": chat.id, "message": message}
        if reply_keyboard is not None:
            data["reply_keyboard"] = reply_keyboard
        self.feed.publish("message", data, chat.id)
        return message

    def replace(self, chat: Chat, message: Json, visible: bool = True) -> None:
        """Put the new version of a message in the place of the old one."""
        chat.messages[message["message_id"]] = message
        if visible:
            self.feed.publish("edited", {"chat_id": chat.id, "message": message}, chat.id)

    def remove(self, chat: Chat, message_id: int) -> None:
        """Delete a message."""
        self._forget(chat, message_id)
        self.feed.publish("deleted", {"chat_id": chat.id, "message_id": message_id}, chat.id)

    def _forget(self, chat: Chat, message_id: int) -> None:
        chat.messages.pop(message_id, None)
        chat.reactions.pop(message_id, None)
        chat.with_reply_keyboard.discard(message_id)
        if message_id in chat.pinned:
            chat.pinned.remove(message_id)

    def new_callback(self, chat_id: int, message_id: int, user_id: int, data: str) -> Callback:
        """Register a pressed button; old ones are forgotten."""
        self._callback_count += 1
        callback = Callback(
            str(4_390_000_000_000_000 + self._callback_count), chat_id, message_id, user_id, self.now(), data
        )
        self.callbacks[callback.id] = callback
        if len(self.callbacks) > REMEMBERED_CALLBACKS:
            self.callbacks.popitem(last=False)
        return callback

    def set_member(self, chat: Chat, user: User, member: Member, by: User) -> None:
        """Change what somebody is in a chat and send the my_chat_member or chat_member update."""
        old = chat.members.get(user.id, Member("left"))
        chat.members[user.id] = member
        kind = "my_chat_member" if user is self.bot else "chat_member"
        change = {
            "chat": chat.shape(),
            "from": by.shape(),
            "date": self.date(),
            "old_chat_member": old.shape(user),
            "new_chat_member": member.shape(user),
        }
        self.feed.publish("member", {"chat_id": chat.id, "user_id": user.id, "status": member.status}, chat.id)
        if kind == "my_chat_member" or chat.members.get(self.bot.id, Member("left")).status in (
            "creator",
            "administrator",
        ):
            self.send_update(kind, change, chat.id)
