"""One message of ours becomes the private messages or the public reply that show it: pure.

A private message takes one file; each is paid for, so the first file goes with the words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from channels.cutting import pieces
from channels.render import draw
from channels.x.weight import POST_WEIGHT, has_link, reply_weight
from core.vocabulary.channel import Capabilities
from core.vocabulary.effects import Send
from core.vocabulary.errors import Rejected
from core.vocabulary.media import Media

DIRECT_CHARACTERS = 10_000
MB = 1024 * 1024
IMAGE_BYTES = 5 * MB
IMAGES = ("image/jpeg", "image/png", "image/webp")
"""What a private message shows (X API v2, Media upload): of films and documents the words say that they are missing."""
MEDIA_PER_REPLY = 4
CAPABILITIES = Capabilities(
    text=DIRECT_CHARACTERS,  # X API v2, Direct messages
    caption=DIRECT_CHARACTERS,
    buttons=0,  # quick replies ended with API v1.1
    button_label=0,
    paid=True,
    audiences=frozenset({"private", "public"}),
    public_ids=True,
)

LABELS = ("channel.x.left_out",)
"""The keys of `Labels` among the city's texts."""


@dataclass(frozen=True)
class Labels:
    """Words of ours beside a message: for a file that cannot be sent."""

    left_out: str


@dataclass(frozen=True)
class Part:
    """One private message. ``main``: it carries the words."""

    words: str = ""
    media: Media | None = None
    main: bool = False


def plan_direct(message: Send, media: Sequence[Media], labels: Labels) -> tuple[Part, ...]:
    """Plan private messages; raises ``Rejected`` when there is nothing in one."""
    shown = [one for one in media if fits(one)]
    words = _words(message)
    if len(shown) < len(media):
        words = f"{words}\n\n{labels.left_out}".strip()
    drawn = draw(words, message.choices, CAPABILITIES)
    said = list(pieces(drawn.text, DIRECT_CHARACTERS, len))
    if not said and not shown:
        raise Rejected("a message without words or files")
    # Long words end with the choices, so the file stands with the last piece.
    first = Part(said[-1] if said else "", shown[0] if shown else None, main=True)
    return (*(Part(one) for one in said[:-1]), first, *(Part(media=one) for one in shown[1:]))


def plan_reply(message: Send, media: Sequence[Media]) -> tuple[str, tuple[Media, ...]]:
    """Plan a public reply; raises ``Rejected`` for what may not be said in public or does not fit.

    A link costs thirteen times as much and is against the rules of replies (X, Automation rules); choices and places
    belong into private messages. Nothing is cut: half a sentence in public says something else.
    """
    words = message.text.strip()
    if not words:
        raise Rejected("a public reply without words")
    if message.choices or message.place or message.ask:
        raise Rejected("a public reply asks for nothing")
    if has_link(words):
        raise Rejected("a public reply has no link")
    if reply_weight(words) > POST_WEIGHT:
        raise Rejected(f"a public reply of {reply_weight(words)} units, of which {POST_WEIGHT} fit")
    return words, tuple(one for one in media if fits(one))[:MEDIA_PER_REPLY]


def fits(media: Media) -> bool:
    """Tell whether the platform takes a file."""
    return plain_type(media) in IMAGES and 0 < media.content.size <= IMAGE_BYTES


def plain_type(media: Media) -> str:
    """Give the MIME type without parameters."""
    return media.mime.partition(";")[0].strip().lower()


def _words(message: Send) -> str:
    """Give the words, with a place as a map link: there are no pins."""
    if message.place is None:
        return message.text
    latitude, longitude = message.place
    link = f"https://www.google.com/maps/search/?api=1&query={latitude:.6f},{longitude:.6f}"
    return f"{message.text}\n{link}".strip()


def category(*, public: bool) -> str:
    """Name what a file is uploaded for (X API v2, Media upload, media_category)."""
    return _CATEGORIES[public]


_CATEGORIES: Mapping[bool, str] = {False: "dm_image", True: "tweet_image"}
