"""The methods about the bot itself: getMe, commands, descriptions, the menu button."""

import re
from typing import Any

from simulator.telegram import limits
from simulator.telegram.errors import bug
from simulator.telegram.params import Params
from simulator.telegram.registry import method
from simulator.telegram.world import World

Json = dict[str, Any]
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_SCOPES = {
    "default": (), "all_private_chats": (), "all_group_chats": (), "all_chat_administrators": (), "chat": ("chat_id",),
    "chat_administrators": ("chat_id",), "chat_member": ("chat_id", "user_id"),
}  # fmt: skip


@method("getMe")
def get_me(world: World, params: Params) -> Json:
    """Give the bot's own User object (Bot API, getMe)."""
    return {
        **world.bot.shape(),
        "can_join_groups": True,
        "can_read_all_group_messages": not world.privacy,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


@method("getUserProfilePhotos")
def get_photos(world: World, params: Params) -> Json:
    """Give the pictures of a user: nobody has one here (Bot API, getUserProfilePhotos)."""
    if not params.integer("user_id"):
        raise bug("user_id is empty")
    return {"total_count": 0, "photos": []}


def _command_key(params: Params) -> str:
    scope = params.object_("scope") or {"type": "default"}
    kind = scope.get("type")
    if kind not in _SCOPES:
        raise bug("can't parse BotCommandScope: unsupported type specified")
    if any(name not in scope for name in _SCOPES[kind]):
        raise bug(f"can't parse BotCommandScope: {kind} needs {' and '.join(_SCOPES[kind])}")
    parts = [kind, *(str(scope[name]) for name in _SCOPES[kind]), _language(params)]
    return "/".join(parts)


def _language(params: Params) -> str:
    language = params.text("language_code")
    if language and not re.fullmatch(r"[a-z]{2}", language):
        raise bug("BOT_COMMAND_LANG_CODE_INVALID")
    return language


@method("setMyCommands")
def set_commands(world: World, params: Params) -> bool:
    """Set the commands of a scope and language (Bot API, setMyCommands)."""
    key = _command_key(params)
    commands = params.array("commands")
    if commands is None:
        raise bug('parameter "commands" is required')
    if len(commands) > limits.COMMANDS:
        raise bug("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not isinstance(command, dict) or not _COMMAND.fullmatch(str(command.get("command", "")).removeprefix("/")):
            raise bug("BOT_COMMAND_INVALID")
        if not 1 <= len(str(command.get("description", ""))) <= limits.COMMAND_DESCRIPTION_CHARACTERS:
            raise bug("BOT_COMMAND_DESCRIPTION_INVALID")
    world.profile.setdefault("commands", {})[key] = commands
    world.feed.publish("commands", {"scope": key, "commands": commands})
    return True


@method("getMyCommands")
def get_commands(world: World, params: Params) -> list[Json]:
    """Give the commands of a scope and language (Bot API, getMyCommands)."""
    commands: list[Json] = world.profile.get("commands", {}).get(_command_key(params), [])
    return commands


@method("deleteMyCommands")
def delete_commands(world: World, params: Params) -> bool:
    """Forget the commands of a scope and language (Bot API, deleteMyCommands)."""
    world.profile.get("commands", {}).pop(_command_key(params), None)
    return True


@method("setMyDescription")
def set_description(world: World, params: Params) -> bool:
    """Set the text of the empty chat (Bot API, setMyDescription)."""
    return _set_text(world, params, "description", limits.DESCRIPTION_CHARACTERS)


@method("setMyShortDescription")
def set_short_description(world: World, params: Params) -> bool:
    """Set the text of the profile page (Bot API, setMyShortDescription)."""
    return _set_text(world, params, "short_description", limits.SHORT_DESCRIPTION_CHARACTERS)


def _set_text(world: World, params: Params, name: str, limit: int) -> bool:
    text = params.text(name)
    if len(text) > limit:
        raise bug(f"BOT_{name.upper()}_TOO_LONG")
    world.profile.setdefault(name, {})[_language(params)] = text
    return True


@method("setChatMenuButton")
def set_menu_button(world: World, params: Params) -> bool:
    """Set what stands beside the input field (Bot API, setChatMenuButton)."""
    button = params.object_("menu_button") or {"type": "default"}
    if button.get("type") not in ("commands", "web_app", "default"):
        raise bug("can't parse MenuButton: unsupported type specified")
    world.profile.setdefault("menu_button", {})[params.text("chat_id")] = button
    return True
