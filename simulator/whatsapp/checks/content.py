"""The kinds of messages without buttons: text, media, location, contacts, reaction."""

import re
from collections.abc import Callable, Mapping

from simulator.whatsapp import limits
from simulator.whatsapp.bubble import Content
from simulator.whatsapp.checks.node import Node
from simulator.whatsapp.errors import invalid, malformed, missing
from simulator.whatsapp.media import Medias

_LINK = re.compile(r"https?://[^\s/]+\S*")


def text(message: Node, medias: Medias) -> Content:
    """Check a text of up to 4096 characters."""
    node = message.child("text").only("body", "preview_url")
    node.flag("preview_url")
    if isinstance(body := node.value.get("body"), str) and len(body) > limits.TEXT:
        raise malformed(f"Param text['body'] must be at most {limits.TEXT} characters long.")
    return Content("text", node.text("body", limits.TEXT))


def attachment(node: Node, kind: str, medias: Medias) -> Content:
    """Check the media object of a message or header: exactly one of id and link."""
    if node.has("id") == node.has("link"):
        raise malformed(f"Param {node.path} must have exactly one of id and link")
    found = Content(kind)
    if node.has("id"):
        media = medias.usable(str(node.value["id"]))
        if media is None:
            raise invalid(f"{node.path}: media id {node.value['id']} does not exist or has expired")
        if media.kind != kind and media.mime not in limits.MEDIA_TYPES[kind] and kind != "document":
            raise invalid(f"{node.path}: media of type {media.mime} cannot be sent as {kind}")
        if len(media.data) > limits.MEDIA_BYTES[kind]:
            raise invalid(f"{node.path}: media is larger than {limits.MEDIA_BYTES[kind]} bytes")
        found.media = media
    else:
        found.link = node.text("link", 2048)
        if not _LINK.fullmatch(found.link):
            raise invalid(f"{node.at('link')} is not a valid URL")
    if kind == "document":
        found.filename = node.optional("filename", limits.FILENAME)
    return found


def _media(kind: str) -> Callable[[Node, Medias], Content]:
    keys = {
        "document": ("id", "link", "caption", "filename"),
        "audio": ("id", "link", "voice"),
        "sticker": ("id", "link"),
    }

    def check(message: Node, medias: Medias) -> Content:
        node = message.child(kind).only(*keys.get(kind, ("id", "link", "caption")))
        found = attachment(node, kind, medias)
        if node.flag("voice") and found.media is not None and not found.media.mime.startswith("audio/ogg"):
            raise invalid(f"{node.at('voice')}: a voice message is an OGG file with Opus")
        found.text = node.optional("caption", limits.CAPTION)
        return found

    return check


def location(message: Node, medias: Medias) -> Content:
    """Check a point on the map."""
    node = message.child("location").only("latitude", "longitude", "name", "address")
    place = {}
    for key, most in (("latitude", 90), ("longitude", 180)):
        node.text(key, 32)  # a text, as the page has it (Messages API, location messages)
        place[key] = node.number(key, -most, most)
    words = {key: node.optional(key, limits.LOCATION_WORDS) for key in ("name", "address") if node.has(key)}
    return Content("location", location={**place, **words})


def contacts(message: Node, medias: Medias) -> Content:
    """Check contact cards: a formatted name and at least one other part of the name each."""
    cards = message.items("contacts")
    if not 1 <= len(cards) <= limits.CONTACTS:
        raise invalid(f"contacts: from 1 to {limits.CONTACTS} cards")
    for card in cards:
        card.only("name", "phones", "emails", "addresses", "org", "urls", "birthday")
        name = card.child("name").only("formatted_name", "first_name", "last_name", "middle_name", "suffix", "prefix")
        name.text("formatted_name", 1000)
        if len(name.value) < 2:
            raise missing(name.at("first_name"))
        for phone in card.items("phones", required=False):
            phone.only("phone", "type", "wa_id")
    return Content("contacts", contacts=[card.value for card in cards])


def reaction(message: Node, medias: Medias) -> Content:
    """Check a reaction; an empty emoji takes it back. Whether its target exists is told by a later status."""
    node = message.child("reaction").only("message_id", "emoji")
    found = Content("reaction", emoji=node.text("emoji", 16, empty=True))
    found.target = node.text("message_id", 512)
    return found


KINDS: Mapping[str, Callable[[Node, Medias], Content]] = {
    "text": text, "location": location, "contacts": contacts, "reaction": reaction,
    **{kind: _media(kind) for kind in limits.MEDIA_BYTES},
}  # fmt: skip
