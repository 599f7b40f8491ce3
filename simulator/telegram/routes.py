"""The control API: everything that `people`, `groups`, faults and delivery modes can do, as JSON over HTTP.

`POST <prefix>/<action>` with a JSON object of the arguments that the Python method of the same name takes; bytes are
base64. `GET <prefix>/state|messages|calls|refused|answers|wait|events|file/<file_id>` look.
"""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from aiohttp import web

from simulator.control import Action, Control
from simulator.telegram.server import TelegramStandIn
from simulator.telegram.world import Chat, Topic, User

Json = dict[str, Any]
PEOPLE = (
    "add_user", "start", "say", "send_photo", "send_album", "send_file", "send_location", "send_contact", "forward",
    "edit", "move", "press", "tap", "react", "delete_message", "block", "unblock", "deactivate",
)  # fmt: skip
GROUPS = ("add_group", "set_bot", "join", "leave", "set_member", "open_topic", "set_topic_closed", "migrate")
SERVER = ("fail", "clear_faults", "revoke_token", "restore_token", "inject")


def actions(standin: TelegramStandIn) -> dict[str, Action]:
    """Give the table of what can be done."""
    table: dict[str, Action] = {name: getattr(standin.people, name) for name in PEOPLE}
    table.update({name: getattr(standin.groups, name) for name in GROUPS})
    table.update({name: getattr(standin, name) for name in SERVER})

    def deliveries(twice: bool = False, shuffle: bool = False, delay_seconds: float = 0.0) -> None:
        mode = standin.webhook.mode
        mode.twice, mode.shuffle, mode.delay_seconds = twice, shuffle, delay_seconds

    return {**table, "deliveries": deliveries, "hold": standin.webhook.hold, "release": standin.webhook.release}


def _plain(value: Any) -> Any:
    if isinstance(value, User | Topic):
        return value.shape()
    if isinstance(value, Chat):
        return describe(value)
    return value if isinstance(value, dict | list | str | int | float | None) else asdict(value)


def describe(chat: Chat) -> Json:
    """Give a chat with its members and topics."""
    return {
        **chat.shape(),
        "started": chat.started,
        "blocked": chat.blocked,
        "migrated_to": chat.migrated_to,
        "last_id": chat.last_id,
        "reply_keyboard": chat.reply_keyboard,
        "pinned": list(chat.pinned),
        "reactions": {str(message_id): reactions for message_id, reactions in chat.reactions.items()},
        "members": {str(user_id): member.status for user_id, member in chat.members.items()},
        "topics": [{**topic.shape(), "closed": topic.closed} for topic in chat.topics.values()],
    }


def state(standin: TelegramStandIn) -> Json:
    """Give an overview of the world."""
    world = standin.world
    return {
        "bot": world.bot.shape(),
        "users": [user.shape() for user in world.users.values() if not user.is_bot],
        "chats": [describe(chat) for chat in world.chats.values()],
        "commands": world.profile.get("commands", {}),
        "webhook": standin.webhook.info(),
        "number": standin.feed.number,
        "refused": len(standin.journal.refused),
        "calls": standin.journal.count,
    }


def control_routes(standin: TelegramStandIn, prefix: str) -> tuple[web.RouteDef, ...]:
    """Give the routes of the control API below `prefix`."""
    return tuple(_Control(standin, actions(standin), _plain).routes(prefix))


class _Control(Control[TelegramStandIn]):
    files = "file"

    def see(self, what: str, query: Mapping[str, str]) -> Json | None:
        if what == "state":
            return state(self.standin)
        if what == "messages":
            thread = int(query["thread"]) if query.get("thread") else None
            return {"messages": self.standin.messages(int(query.get("chat_id", 0)), thread)}
        if what == "answers":
            return {"answers": list(self.standin.answers)}
        return None

    async def next_message(self, query: Mapping[str, str], after: int, timeout: float) -> Json:
        return await self.standin.next_message(int(query["chat_id"]), after, timeout)

    def stored(self, key: str) -> tuple[bytes, str] | None:
        stored = self.standin.world.files.by_id.get(key)
        return None if stored is None else (stored.data, stored.mime)
