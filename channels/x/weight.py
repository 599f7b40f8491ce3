"""How long a post is to X: units of which it may have 280 (X, Counting characters; twitter-text configuration 3)."""

import re
import unicodedata

POST_WEIGHT = 280
LINK_WEIGHT = 23
"""Any link weighs this, however long it is: the platform replaces it by one of its own."""
_LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
"""Code points that weigh one unit; all others weigh two."""
_SCHEME = r"https?://[^\s]+"
_BARE = r"(?<![@\w.-])[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9-]+)*\.(?:[a-z]{2,18})(?![\w@])(?:/[^\s]*)?"
LINK = re.compile(f"{_SCHEME}|{_BARE}", re.IGNORECASE)
"""What X would turn into a link. It knows which endings exist; we take any, which counts a rare word as a link."""
_EMOJI = re.compile(
    "[\U0001f1e6-\U0001f1ff]{2}"
    "|[0-9#*]\ufe0f?\u20e3"
    "|[\u203c-\u3299\U0001f000-\U0001faff]\ufe0f?[\U0001f3fb-\U0001f3ff]?"
    "(?:\u200d[\u2640-\u3299\U0001f000-\U0001faff]\ufe0f?[\U0001f3fb-\U0001f3ff]?)*"
)
"""An emoji weighs two units, however many code points it has."""
_HEAVY = 8247
_NAMES = re.compile(r"\A(?:@\w{1,15}\s+)*")


def weight(text: str) -> int:
    """Give the weighted length of a text."""
    text = unicodedata.normalize("NFC", text)
    links = LINK.findall(text)
    text = LINK.sub("", text)
    emoji = [found for found in _EMOJI.finditer(text) if ord(found[0][0]) > _HEAVY or len(found[0]) > 1]
    covered = {place for found in emoji for place in range(*found.span())}
    rest = sum(_unit(one) for place, one in enumerate(text) if place not in covered)
    return LINK_WEIGHT * len(links) + 2 * len(emoji) + rest


def reply_weight(text: str) -> int:
    """Give the weighted length of a reply: the names that it begins with are not counted."""
    return weight(_NAMES.sub("", text))


def has_link(text: str) -> bool:
    """Tell whether X would make a link of something in a text."""
    return LINK.search(text) is not None


def _unit(character: str) -> int:
    return 1 if any(low <= ord(character) <= high for low, high in _LIGHT) else 2
