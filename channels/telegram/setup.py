"""At start: who are we, how do updates come, what does the menu offer. Every call may be repeated harmlessly."""

import logging
from collections.abc import Sequence
from typing import Any

import msgspec

from channels.telegram.client import Client
from channels.telegram.menu import Commands, Menu
from channels.telegram.raw import ident, obj, text
from core.vocabulary.errors import ChannelDown, KanalError, Unreachable

log = logging.getLogger(__name__)

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member", "chat_member", "message_reaction")
"""The kinds that Kanal uses; the last two come only when they are asked for (Bot API, getUpdates)."""

DEFAULT_CONNECTIONS = 40


class Identity(msgspec.Struct, frozen=True):
    """The bot itself; ``sees_all``: privacy mode is off (Bot API, getMe)."""

    id: str
    username: str
    name: str
    sees_all: bool


async def identify(client: Client) -> Identity:
    """Ask who the bot is; raises ``ChannelDown`` with advice when the token is wrong, ``Retry`` when offline."""
    me = obj(await client.call("getMe"))
    identity = Identity(
        id=ident(me.get("id")),
        username=text(me.get("username")),
        name=text(me.get("first_name")),
        sees_all=me.get("can_read_all_group_messages") is True,
    )
    if not identity.id or not identity.username:
        raise ChannelDown("getMe did not name a bot", "Is TELEGRAM_API_BASE the address of a Bot API server?")
    return identity


async def use_webhook(client: Client, url: str, secret: str, connections: int = DEFAULT_CONNECTIONS) -> None:
    """Let updates be delivered to ``url`` with ``secret`` in a header (Bot API, setWebhook). Raises a ``SendError``."""
    await client.call(
        "setWebhook",
        url=url,
        secret_token=secret,
        allowed_updates=list(ALLOWED_UPDATES),
        max_connections=connections,
    )


async def use_polling(client: Client) -> None:
    """Take the webhook away, keeping what waits, so that getUpdates works. Raises a ``SendError``."""
    await client.call("deleteWebhook", drop_pending_updates=False)


async def offer_menu(client: Client, offered: Sequence[Menu], groups: Sequence[str] = ()) -> tuple[str, ...]:
    """Set command lists and descriptions; give what failed in words, because no menu is no reason not to start.

    Raises ``ChannelDown`` when the token is refused.
    """
    failed = []
    for menu in offered:
        private = {"type": "all_private_chats"}
        wanted: list[tuple[str, dict[str, Any]]] = [
            ("setMyCommands", {"commands": _commands(menu.citizen), "scope": private}),
            ("setMyDescription", {"description": menu.description}),
            ("setMyShortDescription", {"short_description": menu.short_description}),
        ]
        for chat_id in groups:
            group = {"type": "chat", "chat_id": chat_id}
            wanted.append(("setMyCommands", {"commands": _commands(menu.officials), "scope": group}))
        for method, parameters in wanted:
            try:
                await client.call(method, language_code=menu.code or None, **parameters)
            except ChannelDown:
                raise
            except KanalError as error:
                group_lost = isinstance(error, Unreachable)
                failed.append(
                    f"{method} ({menu.language}): {'the officials’ group is not there' if group_lost else error}"
                )
    for line in failed:
        log.warning("telegram menu: %s", line)
    return tuple(failed)


def _commands(commands: Commands) -> list[dict[str, str]]:
    return [{"command": name, "description": words} for name, words in commands]
