"""What `kanal doctor` finds out about Telegram: each finding says what is so, and what to do when it is wrong."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial

from channels.contract import Finding
from channels.telegram.client import Client
from channels.telegram.files import UNSERVED, fetch
from channels.telegram.raw import Json, ident, obj, objects, text, whole
from channels.telegram.setup import ALLOWED_UPDATES, identify
from core.vocabulary.errors import ChannelDown, KanalError
from core.vocabulary.events import File
from core.vocabulary.media import Held

finding = partial(Finding, "telegram")


async def checkup(client: Client, *, groups: Sequence[tuple[str, bool]], webhook_url: str) -> tuple[Finding, ...]:
    """Look at token, delivery and the officials' groups; empty ``webhook_url`` means polling. Raises nothing.

    ``groups`` are their chats, the common one first, each with whether it needs topics.
    """
    try:
        me = await identify(client)
    except ChannelDown as error:
        return (finding(False, str(error), error.advice),)
    except KanalError as error:
        return (finding(False, f"the Bot API does not answer: {error}", "Check the network and TELEGRAM_API_BASE."),)
    found = [finding(True, f"the token belongs to @{me.username} ({me.name}, id {me.id})")]
    found += await _delivery(client, webhook_url)
    found += await own_server(client, me.id)
    for chat_id, topics in groups:
        found += await _group(client, chat_id, me.id, topics=topics)
    if not groups:
        advice = (
            "Add the bot to the officials' group as administrator, write a word there, take the chat id (-100…) from "
            "Kanal's log line `unknown_group`, and put it into TELEGRAM_OFFICIALS_CHAT_ID."
        )
        found.append(finding(False, "no officials' group is set", advice))
    return tuple(found)


async def _delivery(client: Client, webhook_url: str) -> list[Finding]:
    try:
        info = obj(await client.call("getWebhookInfo"))
    except KanalError as error:
        return [finding(False, f"getWebhookInfo failed: {error}", "Try again in a minute.")]
    url = text(info.get("url"))
    if not webhook_url:
        if url:
            advice = "Start Kanal once with TELEGRAM_MODE=polling (it removes the webhook), or set webhook mode."
            return [finding(False, "a webhook is set, so polling gets nothing", advice)]
        return [finding(True, f"polling; {whole(info.get('pending_update_count'))} updates wait")]
    if url != webhook_url:
        advice = f"Start Kanal with KANAL_PUBLIC_URL set; it registers {webhook_url}."
        return [finding(False, f"the webhook is {url or 'not set'}", advice)]
    found = [finding(True, f"webhook {url}; {whole(info.get('pending_update_count'))} updates wait")]
    if error_text := text(info.get("last_error_message")):
        at = datetime.fromtimestamp(whole(info.get("last_error_date")), UTC)
        advice = (
            "If it is recent: is the address reachable from outside on port 443, 80, 88 or 8443 with a valid chain?"
        )
        found.append(finding(False, f"last delivery error at {at:%Y-%m-%d %H:%M} UTC: {error_text}", advice))
    missing = sorted(set(ALLOWED_UPDATES) - set(_strings(info.get("allowed_updates"))))
    if missing:
        advice = "Start Kanal: it sets the kinds again."
        found.append(finding(False, f"these kinds of updates are not delivered: {', '.join(missing)}", advice))
    return found


async def own_server(client: Client, bot_id: str) -> list[Finding]:
    """Try on the bot's own picture whether files of an own Bot API server can be had; nothing for Telegram's own."""
    if not client.local:
        return []
    unknown = finding(True, "own Bot API server; give the bot a picture, and its files can be tried here too")
    try:
        photos = obj(await client.call("getUserProfilePhotos", user_id=int(bot_id), limit=1)).get("photos")
    except KanalError:
        return [unknown]
    sizes = photos[0] if isinstance(photos, list) and photos else ()
    first = next(iter(objects(sizes)), None)
    if first is None:
        return [unknown]
    try:
        await fetch(client, File(kind="photo", ref=text(first.get("file_id"))), Held())
    except KanalError as error:
        return [finding(False, f"a file of the own Bot API server could not be had: {error}", UNSERVED)]
    return [finding(True, "files of the own Bot API server can be had")]


async def _group(client: Client, chat_id: str, bot_id: str, *, topics: bool) -> list[Finding]:
    try:
        chat = obj(await client.call("getChat", chat_id=chat_id))
        member = obj(await client.call("getChatMember", chat_id=chat_id, user_id=int(bot_id)))
    except KanalError as error:
        advice = "Is its id right (TELEGRAM_OFFICIALS_CHAT_ID, or desks.toml; -100…), and is the bot in the group?"
        return [finding(False, f"the officials' group {chat_id} cannot be read: {error}", advice)]
    return [_kind(chat, topics=topics), *_rights(member, topics=topics)]


def _kind(chat: Json, *, topics: bool) -> Finding:
    title = text(chat.get("title"))
    if not topics:
        return finding(True, f"a group of a desk is “{title}” ({ident(chat.get('id'))})")
    if text(chat.get("type")) != "supergroup":
        advice = "In the group's settings turn on Topics; it becomes a supergroup and gets a new id for the setting."
        return finding(False, f"“{title}” is a {text(chat.get('type')) or 'chat of an unknown kind'}", advice)
    if chat.get("is_forum") is not True:
        return finding(False, f"“{title}” has no topics", "In the group's settings turn on Topics.")
    return finding(True, f"the officials' group is “{title}” ({ident(chat.get('id'))}), with topics")


def _rights(member: Json, *, topics: bool) -> list[Finding]:
    status = text(member.get("status"))
    if status in ("left", "kicked", ""):
        return [finding(False, "the bot is not in the officials' group", "Add the bot to the group as administrator.")]
    if status not in ("administrator", "creator"):
        advice = "Make the bot an administrator with the right to manage topics; then it also sees every message."
        return [finding(False, "the bot is a plain member of the officials' group", advice)]
    found = [finding(True, "the bot is an administrator of the officials' group")]
    if status == "administrator" and member.get("can_pin_messages") is not True:
        advice = (
            "In the group's administrators, give the bot the right to pin messages: each desk's counts stay on top."
        )
        found.append(finding(False, "the bot may not pin messages", advice))
    if not topics:
        return found
    if status == "administrator" and member.get("can_manage_topics") is not True:
        advice = "In the group's administrators, give the bot the right to manage topics."
        found.append(finding(False, "the bot may not manage topics", advice))
    else:
        found.append(finding(True, "the bot may manage topics"))
    return found


def _strings(value: object) -> list[str]:
    # An empty list stands for the default set, which lacks chat_member and message_reaction.
    default = [kind for kind in ALLOWED_UPDATES if kind not in ("chat_member", "message_reaction")]
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) and value else default
