"""The methods about chats, members, files and forum topics."""

from typing import Any

from simulator.telegram import limits
from simulator.telegram.access import NO_MEMBER, find_chat, find_topic, find_user, need_right
from simulator.telegram.errors import bad, bug
from simulator.telegram.params import Params
from simulator.telegram.registry import method
from simulator.telegram.world import Member, Topic, World

Json = dict[str, Any]
_PRESENT = ("creator", "administrator", "member", "restricted")


@method("getChat")
def get_chat(world: World, params: Params) -> Json:
    """Give the ChatFullInfo (Bot API, getChat)."""
    chat = find_chat(world, params)
    return {
        **chat.shape(),
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": {
            "unlimited_gifts": False, "limited_gifts": False, "unique_gifts": False, "premium_subscription": False,
            "gifts_from_channels": False,
        },
    }  # fmt: skip


@method("getChatMember")
def get_chat_member(world: World, params: Params) -> Json:
    """Give the ChatMember (Bot API, getChatMember)."""
    chat = find_chat(world, params)
    user = find_user(world, params)
    if not chat.is_group:
        return Member("member").shape(user)
    return chat.members.get(user.id, NO_MEMBER).shape(user)


@method("getChatAdministrators")
def get_administrators(world: World, params: Params) -> list[Json]:
    """Give the administrators that are no bots, and this bot (Bot API, getChatAdministrators)."""
    chat = find_chat(world, params)
    if not chat.is_group:
        raise bug("there are no administrators in the private chat")
    found = [(world.users[user_id], member) for user_id, member in chat.members.items()]
    return [member.shape(user) for user, member in found if member.status in ("creator", "administrator")]


@method("getChatMemberCount")
def get_member_count(world: World, params: Params) -> int:
    """Count the members (Bot API, getChatMemberCount)."""
    chat = find_chat(world, params)
    return sum(member.status in _PRESENT for member in chat.members.values()) if chat.is_group else 2


@method("leaveChat")
def leave_chat(world: World, params: Params) -> bool:
    """Leave a group (Bot API, leaveChat)."""
    chat = find_chat(world, params)
    if not chat.is_group:
        raise bug("chat is not a group: can't leave a private chat")
    world.set_member(chat, world.bot, Member("left"), world.bot)
    return True


@method("getFile")
def get_file(world: World, params: Params) -> Json:
    """Give the download path of a file (Bot API, getFile)."""
    stored = world.files.by_id.get(params.text("file_id"))
    if stored is None:
        raise bad("wrong file_id or the file is temporarily unavailable")
    if stored.size > limits.DOWNLOAD_BYTES:
        raise bad("file is too big")
    return {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_size": stored.size,
        "file_path": stored.path,
    }


def _topic_name(params: Params) -> str:
    name = params.text("name").strip()
    if not name:
        raise bug("topic title must be non-empty")
    if len(name) > limits.TOPIC_NAME_CHARACTERS:
        raise bug("TOPIC_TITLE_TOO_LONG")
    return name


@method("createForumTopic")
def create_topic(world: World, params: Params) -> Json:
    """Open a topic; its id is that of the service message (Bot API, createForumTopic)."""
    chat = find_chat(world, params)
    name = _topic_name(params)
    color = params.integer("icon_color", limits.TOPIC_COLORS[0])
    if color not in limits.TOPIC_COLORS:
        raise bug("wrong topic icon color specified")
    if not chat.is_forum:
        raise bad("the chat is not a forum")
    need_right(world, chat, "can_manage_topics", "not enough rights to create a topic")
    topic = Topic(chat.last_id + 1, name, color, world.bot.id)
    chat.topics[topic.id] = topic
    world.compose(chat, world.bot, {"forum_topic_created": {"name": name, "icon_color": color}}, thread=topic.id)
    world.feed.publish("topic", {"chat_id": chat.id, "topic": topic.shape(), "closed": False}, chat.id)
    return topic.shape()


@method("editForumTopic")
def edit_topic(world: World, params: Params) -> bool:
    """Rename a topic (Bot API, editForumTopic)."""
    chat, topic = find_topic(world, params, "not enough rights to edit the topic")
    if not params.has("name"):
        return True
    name = _topic_name(params)
    if name == topic.name:
        raise bad("TOPIC_NOT_MODIFIED")
    topic.name = name
    world.compose(chat, world.bot, {"forum_topic_edited": {"name": name}}, thread=topic.id)
    world.feed.publish("topic", {"chat_id": chat.id, "topic": topic.shape(), "closed": topic.closed}, chat.id)
    return True


def _set_closed(world: World, params: Params, closed: bool) -> bool:
    chat, topic = find_topic(world, params, f"not enough rights to {'close' if closed else 'reopen'} the topic")
    if topic.closed == closed:
        raise bad("TOPIC_NOT_MODIFIED")
    topic.closed = closed
    world.compose(chat, world.bot, {f"forum_topic_{'closed' if closed else 'reopened'}": {}}, thread=topic.id)
    world.feed.publish("topic", {"chat_id": chat.id, "topic": topic.shape(), "closed": closed}, chat.id)
    return True


@method("closeForumTopic")
def close_topic(world: World, params: Params) -> bool:
    """Close a topic (Bot API, closeForumTopic)."""
    return _set_closed(world, params, True)


@method("reopenForumTopic")
def reopen_topic(world: World, params: Params) -> bool:
    """Open a closed topic again (Bot API, reopenForumTopic)."""
    return _set_closed(world, params, False)


@method("deleteForumTopic")
def delete_topic(world: World, params: Params) -> bool:
    """Delete a topic with its messages (Bot API, deleteForumTopic)."""
    chat = find_chat(world, params)
    need_right(world, chat, "can_delete_messages", "not enough rights to delete the topic")
    chat, topic = find_topic(world, params, "not enough rights to delete the topic")
    drop_topic(world, chat.id, topic.id)
    return True


def drop_topic(world: World, chat_id: int, thread: int) -> None:
    """Remove a topic and everything in it."""
    chat = world.chats[chat_id]
    for message_id in chat.topics.pop(thread).message_ids:
        if message_id in chat.messages:
            world.remove(chat, message_id)
    world.feed.publish("topic_deleted", {"chat_id": chat_id, "message_thread_id": thread}, chat_id)
