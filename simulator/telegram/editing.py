"""The methods that change what was sent: edits, deleteMessage, answerCallbackQuery, setMessageReaction."""

from typing import Any

from simulator.telegram import limits
from simulator.telegram.access import NO_MEMBER, find_chat, need_right, own_message, writable_chat
from simulator.telegram.content import caption_content, caption_of, media_content, text_content
from simulator.telegram.errors import bad, bug
from simulator.telegram.markup import inline_markup
from simulator.telegram.params import Params
from simulator.telegram.registry import method
from simulator.telegram.world import World

Json = dict[str, Any]
MEDIA_KINDS = ("photo", "video", "document", "voice", "audio", "animation")
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content "
    "and reply markup of the message"
)
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def _change(world: World, params: Params, old: Json, content: Json, drop: tuple[str, ...]) -> Json:
    """Put new content and markup (absent = removed, as on the real server) in the place of the old."""
    markup = inline_markup(params)
    names = (*drop, "reply_markup")
    new = {**content, **({"reply_markup": markup} if markup else {})}
    if {name: old[name] for name in names if name in old} == new:
        raise bad(NOT_MODIFIED)
    kept = {name: value for name, value in old.items() if name not in names}
    message = {**kept, **new, "edit_date": world.date()}
    world.replace(world.chats[old["chat"]["id"]], message)
    return message


@method("editMessageText", edits=True)
def edit_text(world: World, params: Params) -> Json:
    """Change a text (Bot API, editMessageText)."""
    old = own_message(world, writable_chat(world, params), params)
    content = text_content(params)
    if "text" not in old:
        raise bad("there is no text in the message to edit")
    return _change(world, params, old, content, ("text", "entities"))


@method("editMessageCaption", edits=True)
def edit_caption(world: World, params: Params) -> Json:
    """Change a caption (Bot API, editMessageCaption)."""
    old = own_message(world, writable_chat(world, params), params)
    content = caption_of(params)
    if not any(kind in old for kind in MEDIA_KINDS):
        raise bad("there is no caption in the message to edit")
    return _change(world, params, old, content, ("caption", "caption_entities"))


@method("editMessageMedia", edits=True)
def edit_media(world: World, params: Params) -> Json:
    """Change the file of a message (Bot API, editMessageMedia)."""
    old = own_message(world, writable_chat(world, params), params)
    item = params.object_("media") or {}
    kind = item.get("type")
    if kind not in ("photo", "video", "document"):
        raise bug("can't parse InputMedia: wrong type")
    if not any(name in old for name in (*MEDIA_KINDS, "text")):
        raise bad("there is no media in the message to edit")
    media = media_content(world, params, kind, item.get("media"), None, item)
    caption = caption_content(
        str(item.get("caption") or ""), item.get("parse_mode") or "", item.get("caption_entities")
    )
    drop = (*MEDIA_KINDS, "text", "entities", "caption", "caption_entities")
    return _change(world, params, old, {**media, **caption}, drop)


@method("editMessageReplyMarkup", edits=True)
def edit_markup(world: World, params: Params) -> Json:
    """Change the buttons alone (Bot API, editMessageReplyMarkup)."""
    old = own_message(world, writable_chat(world, params), params)
    return _change(world, params, old, {}, ())


@method("deleteMessage")
def delete_message(world: World, params: Params) -> bool:
    """Delete a message younger than 48 h (Bot API, deleteMessage)."""
    chat = find_chat(world, params)
    message = chat.messages.get(params.integer("message_id"))
    if message is None:
        raise bad("message to delete not found")
    may_all = chat.members.get(world.bot.id, NO_MEMBER).can("can_delete_messages")
    foreign = chat.is_group and message["from"]["id"] != world.bot.id
    if (foreign and not may_all) or world.now() - message["date"] > limits.DELETE_SECONDS:
        raise bad("message can't be deleted")
    world.remove(chat, message["message_id"])
    return True


@method("pinChatMessage")
def pin_message(world: World, params: Params) -> bool:
    """Pin a message (Bot API, pinChatMessage); in a group it takes the right to."""
    chat = writable_chat(world, params)
    if chat.is_group:
        need_right(world, chat, "can_pin_messages", "not enough rights to manage pinned messages in the chat")
    message_id = params.integer("message_id")
    if message_id not in chat.messages:
        raise bad("message to pin not found")
    if message_id in chat.pinned:
        raise bad("CHAT_NOT_MODIFIED")
    chat.pinned.append(message_id)
    world.feed.publish("pinned", {"chat_id": chat.id, "message_id": message_id}, chat.id)
    return True


@method("answerCallbackQuery")
def answer_callback(world: World, params: Params) -> bool:
    """Answer a pressed button (Bot API, answerCallbackQuery)."""
    text = params.text("text")
    if len(text) > limits.CALLBACK_ANSWER_CHARACTERS:
        raise bug("MESSAGE_TOO_LONG")
    callback = world.callbacks.get(params.text("callback_query_id"))
    if callback is None or world.now() - callback.at > limits.CALLBACK_LIFETIME_SECONDS:
        raise bad(TOO_OLD)
    url = params.text("url")
    if url and not url.startswith(f"https://t.me/{world.bot.username}?start="):
        raise bad("URL_INVALID")
    world.feed.publish(
        "answer",
        {
            "callback_query_id": callback.id,
            "chat_id": callback.chat_id,
            "message_id": callback.message_id,
            "user_id": callback.user_id,
            "data": callback.data,
            "text": text,
            "show_alert": params.flag("show_alert"),
            "url": url,
        },
        callback.chat_id,
    )
    return True


@method("setMessageReaction")
def set_reaction(world: World, params: Params) -> bool:
    """Put one reaction of the bot on a message, or take it away (Bot API, setMessageReaction)."""
    chat = writable_chat(world, params)
    reactions = params.array("reaction") or []
    if len(reactions) > 1:
        raise bug("REACTIONS_TOO_MANY")
    for reaction in reactions:
        emoji = str(reaction.get("emoji", "") if isinstance(reaction, dict) else "").replace("\ufe0f", "")
        if not isinstance(reaction, dict) or reaction.get("type") != "emoji" or emoji not in limits.REACTIONS:
            raise bug("REACTION_INVALID")
    message_id = params.integer("message_id")
    if message_id not in chat.messages:
        raise bad("message to react not found")
    chat.reactions[message_id] = reactions
    world.feed.publish("reaction", {"chat_id": chat.id, "message_id": message_id, "reaction": reactions}, chat.id)
    return True
