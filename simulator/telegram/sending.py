"""The methods that send: sendMessage and the media kinds, sendMediaGroup, sendLocation, sendChatAction."""

from typing import Any

from simulator.telegram import limits
from simulator.telegram.access import reply_target, thread_of, writable_chat
from simulator.telegram.content import caption_content, caption_of, media_content, text_content
from simulator.telegram.errors import bad, bug
from simulator.telegram.markup import message_markup
from simulator.telegram.params import Params
from simulator.telegram.registry import Handler, method
from simulator.telegram.world import Chat, World

Json = dict[str, Any]
_ALBUM_KINDS = {"photo": "mixed", "video": "mixed", "document": "document", "audio": "audio"}


def _post(world: World, chat: Chat, params: Params, content: Json) -> Json:
    inline, keyboard = message_markup(params, private=not chat.is_group)
    reply = reply_target(chat, params)
    thread = thread_of(world, chat, params, reply)
    if inline is not None:
        content["reply_markup"] = inline
    if params.flag("protect_content"):
        content["has_protected_content"] = True
    return world.compose(chat, world.bot, content, thread=thread, reply=reply, reply_keyboard=keyboard)


@method("sendMessage", sends=True)
def send_message(world: World, params: Params) -> Json:
    """Send text (Bot API, sendMessage)."""
    chat = writable_chat(world, params)
    return _post(world, chat, params, text_content(params))


def _media_method(name: str, kind: str) -> Handler:
    @method(name, sends=True)
    def send(world: World, params: Params) -> Json:
        chat = writable_chat(world, params)
        source, upload = params.values.get(kind), params.files.get(kind)
        content = media_content(world, params, kind, source, upload, params.values)
        return _post(world, chat, params, {**content, **caption_of(params)})

    return send


send_photo = _media_method("sendPhoto", "photo")
send_document = _media_method("sendDocument", "document")
send_voice = _media_method("sendVoice", "voice")
send_video = _media_method("sendVideo", "video")


@method("sendMediaGroup", sends=True)
def send_media_group(world: World, params: Params) -> list[Json]:
    """Send an album of 2-10 items (Bot API, sendMediaGroup)."""
    chat = writable_chat(world, params)
    items = params.array("media") or []
    if len(items) not in limits.MEDIA_GROUP_ITEMS:
        raise bug("wrong number of items in the album: from 2 to 10 items must be included")
    if params.has("reply_markup"):
        raise bug("reply markup is not allowed in an album")
    if not all(isinstance(item, dict) and item.get("type") in _ALBUM_KINDS for item in items):
        raise bug("can't parse InputMedia: wrong type in the album")
    if len({_ALBUM_KINDS[item["type"]] for item in items}) > 1:
        raise bug("can't parse InputMedia: documents and audio can't be mixed with other media types")
    contents = []
    for item in items:
        media = media_content(world, params, item["type"], item.get("media"), None, item)
        caption = caption_content(
            str(item.get("caption") or ""), item.get("parse_mode") or "", item.get("caption_entities")
        )
        contents.append({**media, **caption})
    reply = reply_target(chat, params)
    thread = thread_of(world, chat, params, reply)
    around: Json = {"media_group_id": world.new_album_id()}
    if params.flag("protect_content"):
        around["has_protected_content"] = True
    return [world.compose(chat, world.bot, {**around, **content}, thread=thread, reply=reply) for content in contents]


@method("sendLocation", sends=True)
def send_location(world: World, params: Params) -> Json:
    """Send a point on the map (Bot API, sendLocation)."""
    chat = writable_chat(world, params)
    latitude, longitude = params.number("latitude"), params.number("longitude")
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise bug("wrong latitude or longitude specified")
    location: Json = {"latitude": latitude, "longitude": longitude}
    if params.has("horizontal_accuracy"):
        location["horizontal_accuracy"] = params.number("horizontal_accuracy")
        if not 0 <= location["horizontal_accuracy"] <= 1500:
            raise bug("wrong horizontal accuracy specified")
    if params.has("live_period"):
        location["live_period"] = params.integer("live_period")
        if not (60 <= location["live_period"] <= 86_400 or location["live_period"] == 0x7FFFFFFF):
            raise bug("wrong live period specified")
    return _post(world, chat, params, {"location": location})


@method("sendChatAction")
def send_chat_action(world: World, params: Params) -> bool:
    """Show "is typing..." (Bot API, sendChatAction); thread 1 is allowed here, unlike in send methods."""
    chat = writable_chat(world, params)
    if params.text("action").lower() not in limits.CHAT_ACTIONS:
        raise bug("wrong parameter action in request")
    thread = params.integer("message_thread_id")
    if thread > 1 and thread not in chat.topics:
        raise bad("message thread not found")
    world.feed.publish("action", {"chat_id": chat.id, "action": params.text("action").lower()})
    return True
