"""Who wrote and where: users, chats and the lanes that they belong to."""

from channels.telegram.raw import Json, ident, obj, text
from core.vocabulary.events import Person
from core.vocabulary.lane_names import chat_lane


def person(user: Json) -> Person:
    """Read a User (Bot API, User)."""
    return Person(
        id=ident(user.get("id")),
        name=_name(user),
        username=text(user.get("username")),
        language=text(user.get("language_code")),
        is_bot=user.get("is_bot") is True,
    )


def sender(message: Json) -> Person:
    """Tell who wrote a message.

    A message on behalf of a chat (``sender_chat``: an anonymous admin, a channel) comes from a service user that
    stands for nobody, so the chat is named and the person is anonymous (Bot API, Message.sender_chat).
    """
    behalf = obj(message.get("sender_chat"))
    if behalf:
        return Person(
            id=ident(behalf.get("id")), name=_name(behalf), username=text(behalf.get("username")), anonymous=True
        )
    user = obj(message.get("from"))
    if user:
        return person(user)
    chat = obj(message.get("chat"))
    return Person(id=ident(chat.get("id")), name=_name(chat), anonymous=not is_private(chat))


def is_private(chat: Json) -> bool:
    """Tell a chat with one person from a group or channel; ids of those are negative (Bot API, Chat)."""
    kind = text(chat.get("type"))
    return kind == "private" if kind else not ident(chat.get("id")).startswith("-")


def lane(chat: Json) -> str:
    """Name the lane of a chat; the composition root maps the officials' group to its own name."""
    address = ident(chat.get("id"))
    return chat_lane("telegram", address) if is_private(chat) else group_lane(address)


def group_lane(address: str) -> str:
    """Name the lane of a group, supergroup or channel."""
    return f"group:telegram:{address}"


def _name(who: Json) -> str:
    full = f"{text(who.get('first_name'))} {text(who.get('last_name'))}".strip()
    return full or text(who.get("title"))
