"""Who came, who left, who may write: roles in groups, a blocked bot, a group that moved."""

from channels.telegram.raw import Json, ident, obj, objects, text
from channels.telegram.senders import is_private, person
from core.vocabulary.events import Blocked, BotRole, Happening, Joined, Left, Migrated, Odd, Unblocked

GONE = frozenset({"left", "kicked"})


def own(change: Json) -> Happening | None:
    """Read ``my_chat_member``: in a private chat "kicked" is a blocked bot (Bot API, Update.my_chat_member)."""
    by = person(obj(change.get("from")))
    role = _status(change, "new_chat_member")
    if not role:
        return None
    if is_private(obj(change.get("chat"))):
        return Blocked(sender=by) if role in GONE else Unblocked(sender=by)
    return BotRole(role=role, by=by if by.id else None)


def other(change: Json) -> Happening | None:
    """Read ``chat_member``: who came or left; None when somebody inside only got another role."""
    before = _inside(change, "old_chat_member")
    after = _inside(change, "new_chat_member")
    who = person(obj(obj(change.get("new_chat_member")).get("user")))
    if not who.id or before == after:
        return None
    return Joined(people=(who,)) if after else Left(person=who)


def service(message: Json, bot_id: str) -> Happening | None:
    """Read the service messages about members and migration; what concerns the bot itself comes as its own update."""
    if migrated := ident(message.get("migrate_to_chat_id")):
        return Migrated(address=migrated)
    if "new_chat_members" in message:
        people = tuple(person(user) for user in objects(message.get("new_chat_members")))
        others = tuple(one for one in people if one.id and one.id != bot_id)
        return Joined(people=others) if others else _odd(message, "new_chat_members")
    if "left_chat_member" in message:
        gone = person(obj(message.get("left_chat_member")))
        return Left(person=gone) if gone.id and gone.id != bot_id else _odd(message, "left_chat_member")
    return None


def _odd(message: Json, kind: str) -> Odd:
    user = obj(message.get("from"))
    return Odd(kind=kind, sender=person(user) if user else None, message_id=ident(message.get("message_id")))


def _status(change: Json, key: str) -> str:
    return text(obj(change.get(key)).get("status"))


def _inside(change: Json, key: str) -> bool:
    """Tell membership; a restricted user may be inside or out (Bot API, ChatMemberRestricted.is_member)."""
    status = _status(change, key)
    if status == "restricted":
        return obj(change.get(key)).get("is_member") is True
    return status not in GONE and status != ""
