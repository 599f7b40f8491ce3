"""What posts, private messages and activity have in common: ids, times, words, files and people. Pure."""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from channels.raw import Json, obj, objects, text, whole
from core.vocabulary.events import Event, File, Person

NAME = "x"

EPOCH_MILLISECONDS = 1_288_834_974_657
"""Ids hold the milliseconds since this moment above their lowest 22 bits (X, Snowflake ids)."""
_SHORT_LINK = re.compile(r"\s*https://t\.co/\w+\s*\Z")
_LARGEST = 2**63
MEDIA_REF = "media/"
"""Begins the ref of a file whose address the platform did not give: it will never come, and the person hears so."""


@dataclass(frozen=True)
class Account:
    """Whose mailbox is read; ``username`` is empty while it is not known."""

    id: str
    username: str = ""

    def event_id(self, of: str) -> str:
        """Name an event by the platform's id: the same whichever way it came."""
        return f"{NAME}:{self.id}:{of}"


@dataclass(frozen=True)
class Parsed:
    """What a page or a body became: its events, what names nobody, and the kinds for which there is no use."""

    events: tuple[Event, ...] = ()
    lost: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()


def number(value: object) -> int:
    """Give an id as a number, 0 when it is none: ids grow with time."""
    written = text(value) or str(whole(value) or "")
    found = int(written) if written.isascii() and written.isdecimal() and len(written) < 20 else 0
    return found if found < _LARGEST else 0


def identity(value: object) -> str:
    """Give an id as it is written, empty when it is none."""
    return str(number(value) or "")


def age(post_id: str) -> datetime | None:
    """Read when an id was made; None for one of before ids had times."""
    milliseconds = number(post_id) >> 22
    return datetime.fromtimestamp((milliseconds + EPOCH_MILLISECONDS) / 1000, UTC) if milliseconds else None


def id_at(moment: datetime) -> int:
    """Give the smallest id that can have been made at a moment."""
    return max(0, int(moment.timestamp() * 1000) - EPOCH_MILLISECONDS) << 22


def when(value: object, of: str, otherwise: datetime) -> datetime:
    """Read a time: ISO 8601, or milliseconds as text; without one the id tells, as long as it is not in the future."""
    written = text(value)
    try:
        if written.isdecimal():
            return datetime.fromtimestamp(int(written) / 1000, UTC)
        found = datetime.fromisoformat(written)
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError, OSError):
        made = age(of)
        return made if made is not None and made <= otherwise else otherwise


def words(written: object, entities: object, *, drop_link: bool = False) -> str:
    """Give a text as its author wrote it: unescaped, short links as what they lead to.

    ``drop_link``: a short link at its end stands for a file or a post that is told beside it.
    """
    found = text(written)
    for link in objects(obj(entities).get("urls")):
        short, long = text(link.get("url")), text(link.get("expanded_url"))
        if short and long and not (drop_link and found.rstrip().endswith(short)):
            found = found.replace(short, long)
    if drop_link:
        found = _SHORT_LINK.sub("", found)
    return html.unescape(found)


def first_of(item: Json, *names: str) -> Any:
    """Give the first of several fields that is there: the platform names some of them in two ways."""
    return next((item[name] for name in names if item.get(name) is not None), None)


def references(item: Json) -> Iterator[tuple[str, str]]:
    """Give kind and id of the posts that something refers to."""
    for one in objects(first_of(item, "referenced_tweets", "referenced_posts")):
        if found := identity(one.get("id")):
            yield text(one.get("type")), found


def included(body: Json, kind: str, key: str) -> Mapping[str, Json]:
    """Give what stands beside the data, by id."""
    return {text(one.get(key)): one for one in objects(obj(body.get("includes")).get(kind)) if text(one.get(key))}


def person(user_id: str, user: Json) -> Person:
    """Give who it is; name and user name only where the platform told them."""
    username = text(first_of(user, "username", "screen_name"))
    return Person(user_id, text(user.get("name")).strip(), username.lstrip("@"), anonymous=not user_id)


def link_to(post_id: str, username: str = "") -> str:
    """Give the address of a post; without a name the platform finds the way itself."""
    return f"https://x.com/{username or 'i'}/status/{post_id}"


# --- files ------------------------------------------------------------------------------------------------------------


def files(item: Json, media: Mapping[str, Json]) -> tuple[File, ...]:
    """Give the files of a post or a message."""
    keys = obj(item.get("attachments")).get("media_keys")
    listed = [text(key) for key in keys if text(key)] if isinstance(keys, list) else []
    return tuple(file_of(media.get(key, {}), key) for key in listed)


def file_of(media: Json, key: str) -> File:
    """Give one file: a picture by its address, a film by that of its best version."""
    unique = key.rpartition("_")[2]
    kind = text(media.get("type"))
    film = _best(media)
    if film:
        return File("animation" if kind == "animated_gif" else "video", film, unique, mime="video/mp4")
    address = text(first_of(media, "url", "media_url_https", "preview_image_url"))
    return File("photo", address or MEDIA_REF + key, unique)


def _best(media: Json) -> str:
    """Give the address of the film with the highest bit rate (X API v2, Media object, variants)."""
    variants = objects(media.get("variants")) or objects(obj(media.get("video_info")).get("variants"))
    films = [one for one in variants if text(one.get("content_type")) == "video/mp4" and text(one.get("url"))]
    return text(max(films, key=_rate).get("url")) if films else ""


def _rate(variant: Json) -> int:
    return whole(first_of(variant, "bit_rate", "bitrate"))
