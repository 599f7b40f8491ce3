"""May the bot do that here? Finding chats, threads and messages, with the refusals of the real server."""

from typing import Any

from simulator.telegram.errors import ApiError, bad, bug, forbidden
from simulator.telegram.params import Params
from simulator.telegram.world import Chat, Member, Topic, User, World

Json = dict[str, Any]
NO_MEMBER = Member("left")


def chat_id_of(world: World, params: Params) -> int | None:
    """Read `chat_id` (number or @username) without judging it; None when it cannot be read."""
    value = params.values.get("chat_id")
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    text = str(value or "").strip()
    if text.startswith("@"):
        return world.names.get(text[1:].lower())
    try:
        return int(text)
    except ValueError:
        return None


def find_chat(world: World, params: Params) -> Chat:
    """Find a chat that the bot knows.

    Raises:
        ApiError: chat_id is missing, unknown, or of a group that was upgraded or left.
    """
    if not params.has("chat_id"):
        raise bug("chat_id is empty")
    chat_id = chat_id_of(world, params)
    chat = None if chat_id is None else world.chats.get(chat_id)
    if chat is None:
        raise bad("chat not found")
    if chat.migrated_to is not None:
        description = "Bad Request: group chat was upgraded to a supergroup chat"
        raise ApiError(400, description, migrate_to_chat_id=chat.migrated_to)
    if chat.type == "private" and not chat.started:
        if chat.user is not None and chat.user.is_bot:
            raise forbidden("bot can't send messages to bots")
        if any(chat.id in group.members for group in world.chats.values() if group.is_group):
            raise forbidden("bot can't initiate conversation with a user")
        raise bad("chat not found")
    if chat.is_group:
        _check_membership(chat, chat.members.get(world.bot.id, NO_MEMBER))
    return chat


def _check_membership(chat: Chat, bot: Member) -> None:
    kind = "supergroup" if chat.type == "supergroup" else chat.type
    if bot.status == "kicked":
        raise forbidden(f"bot was kicked from the {kind} chat")
    if bot.status == "left":
        raise forbidden(f"bot is not a member of the {kind} chat")


def writable_chat(world: World, params: Params) -> Chat:
    """Find a chat that the bot may write to now.

    Raises:
        ApiError: also when the user blocked the bot or deleted the account.
    """
    chat = find_chat(world, params)
    if chat.user is not None:
        if chat.user.deactivated:
            raise forbidden("user is deactivated")
        if chat.blocked:
            raise forbidden("bot was blocked by the user")
    return chat


def need_right(world: World, chat: Chat, right: str, refusal: str) -> None:
    """Demand an administrator's right of the bot."""
    if not chat.members.get(world.bot.id, NO_MEMBER).can(right):
        raise bad(refusal)


def reply_target(chat: Chat, params: Params) -> Json | None:
    """Find the message that is replied to (Bot API, ReplyParameters), or None.

    Raises:
        ApiError: it does not exist and sending without it is not allowed.
    """
    wanted = params.object_("reply_parameters")
    if wanted is None:
        if not params.has("reply_to_message_id"):
            return None
        wanted = {
            "message_id": params.integer("reply_to_message_id"),
            "allow_sending_without_reply": params.flag("allow_sending_without_reply"),
        }
    if not isinstance(wanted.get("message_id"), int):
        raise bug("message identifier is not specified")
    message = chat.messages.get(wanted["message_id"])
    if message is None and not wanted.get("allow_sending_without_reply"):
        raise bad("message to be replied not found")
    return message


def thread_of(world: World, chat: Chat, params: Params, reply: Json | None) -> int | None:
    """Find the topic of a new message: the one asked for, else that of the message replied to.

    Raises:
        ApiError: no such topic (also for 1, the General topic, which is written to without the field), or it is closed.
    """
    if not params.has("message_thread_id"):
        thread: int | None = reply.get("message_thread_id") if reply else None
        if thread is None or thread not in chat.topics:
            return None
    else:
        thread = params.integer("message_thread_id")
        if thread not in chat.topics:
            raise bad("message thread not found")
    topic = chat.topics[thread]
    bot = chat.members.get(world.bot.id, NO_MEMBER)
    if topic.closed and not bot.can("can_manage_topics") and topic.creator != world.bot.id:
        raise bad("TOPIC_CLOSED")
    return thread


def find_topic(world: World, params: Params, refusal: str) -> tuple[Chat, Topic]:
    """Find a topic that the bot may manage."""
    chat = find_chat(world, params)
    if not chat.is_forum:
        raise bad("the chat is not a forum")
    topic = chat.topics.get(params.integer("message_thread_id"))
    if topic is None:
        raise bad("message thread not found")
    if topic.creator != world.bot.id:
        need_right(world, chat, "can_manage_topics", refusal)
    return chat, topic


def find_user(world: World, params: Params) -> User:
    """Find the user of `user_id`."""
    user = world.users.get(params.integer("user_id"))
    if user is None:
        raise bad("user not found")
    return user


def own_message(world: World, chat: Chat, params: Params) -> Json:
    """Find a message of the bot that can be edited.

    Raises:
        ApiError: it is gone, somebody else's, or carries a reply keyboard.
    """
    if not params.has("message_id"):
        raise bug("message identifier is not specified")
    message = chat.messages.get(params.integer("message_id"))
    if message is None:
        raise bad("message to edit not found")
    if message["from"]["id"] != world.bot.id or message["message_id"] in chat.with_reply_keyboard:
        raise bad("message can't be edited")
    return message
