"""Objects as the API writes them: default fields always, others and `includes` only when they are asked for."""

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from simulator.x.errors import invalid
from simulator.x.world import Direct, Media, Post, User, World, moment

Json = dict[str, Any]
_NAME = re.compile(r"@(\w{1,15})")
_TAG = re.compile(r"#(\w+)")
_LINK = re.compile(r"https?://\S+")
POST_FIELDS = frozenset(
    [
        "id",
        "text",
        "edit_history_tweet_ids",
        "attachments",
        "author_id",
        "conversation_id",
        "created_at",
        "entities",
        "geo",
        "in_reply_to_user_id",
        "lang",
        "note_tweet",
        "possibly_sensitive",
        "public_metrics",
        "referenced_tweets",
        "reply_settings",
        "source",
        "withheld",
        "edit_controls",
        "context_annotations",
    ]
)
USER_FIELDS = frozenset(
    [
        "id",
        "name",
        "username",
        "created_at",
        "description",
        "location",
        "pinned_tweet_id",
        "profile_image_url",
        "protected",
        "public_metrics",
        "url",
        "verified",
        "verified_type",
        "withheld",
        "entities",
        "affiliation",
    ]
)
MEDIA_FIELDS = frozenset(
    [
        "media_key",
        "type",
        "url",
        "preview_image_url",
        "alt_text",
        "height",
        "width",
        "duration_ms",
        "variants",
        "public_metrics",
    ]
)
PLACE_FIELDS = frozenset(
    ["id", "full_name", "contained_within", "country", "country_code", "geo", "name", "place_type"]
)
EVENT_FIELDS = frozenset(
    [
        "id",
        "text",
        "event_type",
        "created_at",
        "dm_conversation_id",
        "sender_id",
        "participant_ids",
        "attachments",
        "referenced_tweets",
        "entities",
    ]
)
POST_EXPANSIONS = frozenset(
    [
        "author_id",
        "attachments.media_keys",
        "referenced_tweets.id",
        "referenced_tweets.id.author_id",
        "in_reply_to_user_id",
        "geo.place_id",
        "entities.mentions.username",
        "edit_history_tweet_ids",
    ]
)
EVENT_EXPANSIONS = frozenset(["sender_id", "attachments.media_keys", "referenced_tweets.id", "participant_ids"])
SHOWN_CHARACTERS = 280


class Wanted:
    """What a query asks for beside the defaults; the newer names of X (``post.fields``) count like the old ones.

    Raises:
        Problem: 400, a field or an expansion that does not exist.
    """

    def __init__(self, query: Mapping[str, str], expansions: frozenset[str]) -> None:
        self.post = _list(query, ("tweet.fields", "post.fields"), POST_FIELDS)
        self.user = _list(query, ("user.fields",), USER_FIELDS)
        self.media = _list(query, ("media.fields",), MEDIA_FIELDS)
        self.place = _list(query, ("place.fields",), PLACE_FIELDS)
        self.event = _list(query, ("dm_event.fields",), EVENT_FIELDS)
        self.expansions = _list(query, ("expansions",), expansions)


def _list(query: Mapping[str, str], names: Sequence[str], known: frozenset[str]) -> frozenset[str]:
    found: set[str] = set()
    for name in names:
        for value in query.get(name, "").split(","):
            if value and value not in known:
                raise invalid(name, value, f"The `{name}` query parameter value [{value}] is not one of its values.")
            if value:
                found.add(value)
    return frozenset(found)


def post_shape(post: Post, wanted: Wanted) -> Json:
    """Give a post; its text is escaped for HTML, and cut where it is long."""
    text = post.text if len(post.text) <= SHOWN_CHARACTERS else post.text[: SHOWN_CHARACTERS - 1] + "…"
    shape: Json = {"id": post.id, "text": html.escape(text, quote=False), "edit_history_tweet_ids": list(post.history)}
    optional: Json = {
        "author_id": post.author.id, "conversation_id": post.conversation, "created_at": moment(post.at),
        "lang": post.language, "possibly_sensitive": False, "reply_settings": "everyone",
        "public_metrics": {"retweet_count": 0, "reply_count": 0, "like_count": 0, "quote_count": 0},
    }  # fmt: skip
    if post.reply_to is not None:
        optional["in_reply_to_user_id"] = post.reply_to.author.id
    if references := _references(post):
        optional["referenced_tweets"] = references
    if post.media:
        optional["attachments"] = {"media_keys": [item.key for item in post.media]}
    if entities := _entities(post.text):
        optional["entities"] = entities
    if post.place is not None:
        optional["geo"] = {"place_id": post.place["id"]}
    if text != post.text:
        optional["note_tweet"] = {"text": html.escape(post.text, quote=False)}
    return {**shape, **{name: value for name, value in optional.items() if name in wanted.post}}


def _references(post: Post) -> list[Json]:
    pairs = (("replied_to", post.reply_to), ("quoted", post.quotes), ("retweeted", post.reposts))
    return [{"type": kind, "id": other.id} for kind, other in pairs if other is not None]


def _entities(text: str) -> Json:
    found: Json = {}
    if names := [{"start": m.start(), "end": m.end(), "username": m[1]} for m in _NAME.finditer(text)]:
        found["mentions"] = names
    if tags := [{"start": m.start(), "end": m.end(), "tag": m[1]} for m in _TAG.finditer(text)]:
        found["hashtags"] = tags
    if links := [{"start": m.start(), "end": m.end(), "url": m[0], "expanded_url": m[0]} for m in _LINK.finditer(text)]:
        found["urls"] = links
    return found


def user_shape(user: User, fields: frozenset[str]) -> Json:
    """Give a person."""
    optional: Json = {
        "protected": user.protected,
        "verified": False,
        "description": "",
        "created_at": "2020-01-01T00:00:00.000Z",
    }
    shown = {name: value for name, value in optional.items() if name in fields}
    return {"id": user.id, "name": user.name, "username": user.username, **shown}


def media_shape(item: Media, fields: frozenset[str], base_url: str) -> Json:
    """Give a file of a post or of a message."""
    kind = "photo" if item.mime.startswith("image/") else "video"
    optional: Json = {"url" if kind == "photo" else "preview_image_url": f"{base_url}/media/{item.key}"}
    if item.alt_text:
        optional["alt_text"] = item.alt_text
    return {"media_key": item.key, "type": kind, **{name: value for name, value in optional.items() if name in fields}}


def place_shape(place: Json, fields: frozenset[str]) -> Json:
    """Give a place: its id and full name, and what else is asked for."""
    return {name: value for name, value in place.items() if name in {"id", "full_name"} | fields}


def event_shape(direct: Direct, wanted: Wanted) -> Json:
    """Give an event of a private conversation (X API v2, DM events; id, text and event type are the defaults)."""
    shape: Json = {"id": direct.id, "event_type": direct.kind}
    if direct.kind == "MessageCreate":
        shape["text"] = html.escape(direct.text, quote=False)
    optional: Json = {
        "sender_id": direct.sender, "created_at": moment(direct.at), "dm_conversation_id": direct.conversation,
    }  # fmt: skip
    if direct.kind != "MessageCreate":
        optional["participant_ids"] = [direct.other.id]
        del optional["sender_id"]
    if direct.media:
        optional["attachments"] = {"media_keys": [item.key for item in direct.media]}
    return {**shape, **{name: value for name, value in optional.items() if name in wanted.event}}


def includes(world: World, posts: Iterable[Post], directs: Iterable[Direct], wanted: Wanted, base_url: str) -> Json:
    """Give what the expansions ask for beside the data."""
    people: dict[str, User] = {}
    files: dict[str, Media] = {}
    others: dict[str, Post] = {}
    places: dict[str, Json] = {}
    for post in posts:
        if "geo.place_id" in wanted.expansions and post.place is not None:
            places[str(post.place["id"])] = post.place
        if "author_id" in wanted.expansions:
            people[post.author.id] = post.author
        if "in_reply_to_user_id" in wanted.expansions and post.reply_to is not None:
            people[post.reply_to.author.id] = post.reply_to.author
        if "attachments.media_keys" in wanted.expansions:
            files.update({item.key: item for item in post.media})
        for other in (post.reply_to, post.quotes, post.reposts):
            if other is not None and "referenced_tweets.id" in wanted.expansions and other.id in world.posts:
                others[other.id] = other
            if other is not None and "referenced_tweets.id.author_id" in wanted.expansions:
                people[other.author.id] = other.author
    for direct in directs:
        if "sender_id" in wanted.expansions and (sender := world.users.get(direct.sender)) is not None:
            people[sender.id] = sender
        if "attachments.media_keys" in wanted.expansions:
            files.update({item.key: item for item in direct.media})
    found: Json = {}
    if people:
        found["users"] = [user_shape(user, wanted.user) for user in people.values()]
    if files:
        found["media"] = [media_shape(item, wanted.media, base_url) for item in files.values()]
    if places:
        found["places"] = [place_shape(place, wanted.place) for place in places.values()]
    if others:
        found["tweets"] = [post_shape(post, wanted) for post in others.values()]
    return found
