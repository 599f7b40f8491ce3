"""Public posts become `Posted`: from a page of mentions or of a search, from a lookup, or from an activity. Pure."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from channels.raw import Json, obj, objects, real, text
from channels.x import shapes
from channels.x.shapes import NAME, Account, Parsed, first_of, identity, number
from core.vocabulary.events import Event, Place, Posted, Unposted
from core.vocabulary.lane_names import mention_lane

Source = Literal["mentions", "search", "reply", "quote"]
"""Where a post was found: the platform says of all but ``search`` that they are addressed to the account."""

REPOSTS = ("retweeted", "reposted")
METRES_PER_DEGREE = 111_320.0
GONE = "gone"


def read_page(body: Json, account: Account, source: Source, received: datetime) -> Parsed:
    """Turn a page of posts into events; own posts and reposts are none (X API v2, Post object)."""
    found: dict[str, Event] = {}
    lost = []
    for post in _data(body):
        if not identity(post.get("id")):
            lost.append("a post without an id")
        elif not (text(post.get("text")) or identity(post.get("author_id"))):
            lost.append("a post that names nobody and says nothing")
        elif event := read_post(post, body, account, source, received):
            found.setdefault(event.id, event)
    return Parsed(tuple(found.values()), tuple(lost))


def read_post(post: Json, around: Json, account: Account, source: Source, received: datetime) -> Event | None:
    """Turn one post into an event; ``around`` holds what the answer includes beside it."""
    post_id, author = identity(post.get("id")), identity(post.get("author_id"))
    links = dict(reversed(list(shapes.references(post))))
    if author == account.id or any(kind in links for kind in REPOSTS):
        return None
    users = shapes.included(around, "users", "id")
    writer = shapes.person(author, users.get(author, {}))
    files = shapes.files(post, shapes.included(around, "media", "media_key"))
    note = obj(first_of(post, "note_tweet", "note_post"))
    entities = first_of(note, "entities") if note else None
    body = Posted(
        author=writer,
        post=post_id,
        text=shapes.words(
            text(note.get("text")) or post.get("text"),
            entities or post.get("entities"),
            drop_link=bool(files or "quoted" in links),
        ),
        why=_why(post, links, around, account, source),
        link=shapes.link_to(post_id, writer.username),
        files=files,
        place=_place(post, around),
        addressed=_addressed(post, links, around, account, source),
        parent=links.get("replied_to", ""),
    )
    at = shapes.when(post.get("created_at"), post_id, received)
    lane = mention_lane(NAME, first_version(post))
    return Event(account.event_id(post_id), lane, at, body, number(post_id), NAME, post_id)


def first_version(post: Json) -> str:
    """Give the id that a post had before it was edited (X API v2, Edit posts): it names the lane."""
    listed = first_of(post, "edit_history_tweet_ids", "edit_history_post_ids")
    ids = [number(one) for one in listed] if isinstance(listed, list) else []
    return str(min(filter(None, [*ids, number(post.get("id"))])))


def gone(body: Json, asked: Mapping[str, str], account: Account, received: datetime) -> tuple[Event, ...]:
    """Give what is not there any more of the posts ``asked`` for (id -> id of the first version) in a lookup."""
    named = {
        identity(first_of(one, "resource_id", "value"))
        for one in objects(body.get("errors"))
        if text(one.get("type")).endswith(("resource-not-found", "not-authorized-for-resource"))
    }
    return tuple(taken_away(post_id, asked[post_id], account, received) for post_id in asked if post_id in named)


def taken_away(post_id: str, first: str, account: Account, at: datetime) -> Event:
    """Say that a post is not there any more; ``first`` is its first version, as far as it is known here.

    The id tells both: who hears of a later version's deletion without knowing the first says it on a lane of nothing,
    and must not take the place of who knows.
    """
    name = post_id if first == post_id else f"{first}:{post_id}"
    lane = mention_lane(NAME, first)
    return Event(account.event_id(f"{name}:{GONE}"), lane, at, Unposted(post_id), number(post_id), NAME, post_id)


def _data(body: Json) -> list[Json]:
    data = body.get("data")
    return [data] if isinstance(data, Mapping) else objects(data)


# --- to whom is it said -----------------------------------------------------------------------------------------------


def _why(
    post: Json, links: Mapping[str, str], around: Json, account: Account, source: Source
) -> Literal["mention", "reply", "keyword"]:
    answers = identity(post.get("in_reply_to_user_id")) == account.id and "replied_to" in links
    if answers or source == "reply":
        return "reply"
    return "mention" if _addressed(post, links, around, account, source) else "keyword"


def _addressed(post: Json, links: Mapping[str, str], around: Json, account: Account, source: Source) -> bool:
    """Tell whether the author named, answered or quoted the account: only then it may answer (X, Automation rules)."""
    if source != "search" or identity(post.get("in_reply_to_user_id")) == account.id:
        return True
    quoted = shapes.included(around, "tweets", "id").get(links.get("quoted", ""), {})
    return identity(quoted.get("author_id")) == account.id or _names(post, account)


def _names(post: Json, account: Account) -> bool:
    name = account.username.casefold()
    for mention in objects(obj(post.get("entities")).get("mentions")):
        if identity(mention.get("id")) == account.id or (name and text(mention.get("username")).casefold() == name):
            return True
    return bool(name) and re.search(rf"@{re.escape(name)}\b", text(post.get("text")).casefold()) is not None


# --- where is it ------------------------------------------------------------------------------------------------------


def _place(post: Json, around: Json) -> Place | None:
    """Give where a post was written: its own point, else the middle of the place that its author chose."""
    geo = obj(post.get("geo"))
    chosen = shapes.included(around, "places", "id").get(text(geo.get("place_id")), {})
    title = text(chosen.get("full_name"))
    point = _numbers(obj(geo.get("coordinates")).get("coordinates"), 2)
    if point:
        return _valid(Place(point[1], point[0], title))
    box = _numbers(obj(chosen.get("geo")).get("bbox"), 4)
    if not box:
        return None
    west, south, east, north = box
    reach = max(north - south, east - west) / 2 * METRES_PER_DEGREE
    middle = round((south + north) / 2, 6), round((west + east) / 2, 6)
    return _valid(Place(*middle, title, accuracy_metres=round(reach)))


def _valid(place: Place) -> Place | None:
    return place if abs(place.latitude) <= 90 and abs(place.longitude) <= 180 else None


def _numbers(value: object, count: int) -> list[float]:
    found = [real(one) for one in value] if isinstance(value, list) else []
    whole = [one for one in found if one is not None]
    return whole if len(whole) == len(found) == count else []
