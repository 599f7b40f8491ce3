"""What people do with groups: create, join, leave, promote, open topics, upgrade."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from simulator.control import Impossible
from simulator.telegram import limits
from simulator.telegram.access import NO_MEMBER
from simulator.telegram.personas import People
from simulator.telegram.world import ADMIN_RIGHTS, Chat, Member, Topic, User, World

Json = dict[str, Any]
ALL_RIGHTS = frozenset(ADMIN_RIGHTS)


@dataclass
class Groups:
    """Act on groups."""

    world: World
    people: People

    def add_group(
        self, title: str, creator: int, admins: Sequence[int] = (), members: Sequence[int] = (), forum: bool = True,
        kind: str = "supergroup", bot_admin: bool = True, chat_id: int | None = None, announce: bool = False,
    ) -> Chat:  # fmt: skip
        """Create a group with its people and the bot; `announce` sends the my_chat_member update of the bot's entry."""
        new_id = self.world.new_group_id(kind == "supergroup") if chat_id is None else chat_id
        # Message 1 is the group's creation: 1 is the General topic's id, so no other topic may get it.
        chat = Chat(new_id, kind, title, forum, last_id=1)
        chat.members[creator] = Member("creator")
        for user_id in admins:
            chat.members[user_id] = Member("administrator", ALL_RIGHTS)
        for user_id in members:
            chat.members[user_id] = Member("member")
        unknown = [user_id for user_id in chat.members if user_id not in self.world.users]
        if unknown:
            raise Impossible(f"no users {unknown}")
        self.world.chats[chat.id] = chat
        bot = Member("administrator", ALL_RIGHTS) if bot_admin else Member("member")
        if announce:
            self.world.set_member(chat, self.world.bot, bot, self.world.users[creator])
        else:
            chat.members[self.world.bot.id] = bot
        self.world.feed.publish("chat", {"chat": chat.shape()}, chat.id)
        return chat

    def set_bot(self, chat_id: int, status: str, by: int, rights: Sequence[str] | None = None) -> None:
        """Add, remove (`left`, `kicked`), promote (`administrator`) or demote (`member`) the bot in a group."""
        granted = (ALL_RIGHTS if rights is None else frozenset(rights)) if status == "administrator" else frozenset()
        chat = self._group(chat_id)
        self.world.set_member(chat, self.world.bot, Member(status, granted), self._user(by))

    def join(self, user_id: int, chat_id: int) -> Json:
        """Join a group: a chat_member update and the service message."""
        chat, user = self._group(chat_id), self._user(user_id)
        self.world.set_member(chat, user, Member("member"), user)
        return self._service(chat, user, {"new_chat_members": [user.shape()]})

    def leave(self, user_id: int, chat_id: int) -> Json:
        """Leave a group."""
        chat, user = self._group(chat_id), self._user(user_id)
        self.world.set_member(chat, user, Member("left"), user)
        return self._service(chat, user, {"left_chat_member": user.shape()})

    def set_member(self, user_id: int, chat_id: int, status: str, by: int) -> None:
        """Promote, demote or remove a person."""
        rights = ALL_RIGHTS if status == "administrator" else frozenset[str]()
        self.world.set_member(self._group(chat_id), self._user(user_id), Member(status, rights), self._user(by))

    def open_topic(self, user_id: int, chat_id: int, name: str) -> Topic:
        """Create a topic by hand; the bot sees the service message."""
        chat, user = self._group(chat_id), self._user(user_id)
        if not chat.is_forum:
            raise Impossible("the group is no forum")
        topic = Topic(chat.last_id + 1, name, limits.TOPIC_COLORS[0], user_id)
        chat.topics[topic.id] = topic
        content = {"forum_topic_created": {"name": name, "icon_color": topic.icon_color}}
        self._service(chat, user, content, topic.id)
        self.world.feed.publish("topic", {"chat_id": chat.id, "topic": topic.shape(), "closed": False}, chat.id)
        return topic

    def set_topic_closed(self, user_id: int, chat_id: int, thread: int, closed: bool = True) -> Json:
        """Close or reopen a topic by hand."""
        chat, user = self._group(chat_id), self._user(user_id)
        topic = chat.topics[thread]
        topic.closed = closed
        self.world.feed.publish("topic", {"chat_id": chat.id, "topic": topic.shape(), "closed": closed}, chat.id)
        return self._service(chat, user, {f"forum_topic_{'closed' if closed else 'reopened'}": {}}, thread)

    def migrate(self, chat_id: int) -> int:
        """Upgrade a group and give its new id: message ids start afresh, one service message in the old and the new."""
        old = self._group(chat_id)
        by = self.world.users[next((user for user, member in old.members.items() if member.status == "creator"))]
        new = Chat(self.world.new_group_id(True), "supergroup", old.title, old.is_forum, members=dict(old.members))
        self.world.chats[new.id] = new
        self._service(old, by, {"migrate_to_chat_id": new.id})
        old.migrated_to = new.id
        self.world.feed.publish("chat", {"chat": new.shape(), "migrated_from": old.id}, new.id)
        self._service(new, by, {"migrate_from_chat_id": old.id})
        return new.id

    def _service(self, chat: Chat, by: User, content: Json, thread: int | None = None) -> Json:
        message = self.world.compose(chat, by, content, thread=thread)
        if chat.members.get(self.world.bot.id, NO_MEMBER).status in ("creator", "administrator", "member"):
            self.world.send_update("message", message, chat.id)
        return message

    def _group(self, chat_id: int) -> Chat:
        chat = self.world.chats.get(chat_id)
        if chat is None or not chat.is_group:
            raise Impossible(f"no group {chat_id}")
        return chat

    def _user(self, user_id: int) -> User:
        user = self.world.users.get(user_id)
        if user is None:
            raise Impossible(f"no user {user_id}")
        return user
