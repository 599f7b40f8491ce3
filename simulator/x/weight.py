"""The weighted length of a post (X, Counting characters; twitter-text configuration 3)."""

import re
import unicodedata

from simulator.x.limits import URL_WEIGHT

URL = re.compile(r"https?://[^\s]+|\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|id|org|net|go\.id|me|co)\b(?:/[^\s]*)?", re.I)
_LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
"""Code points that weigh one unit; all others weigh two."""
_JOINED = re.compile(
    "[\U0001f1e6-\U0001f1ff]{2}"
    "|[0-9#*]\ufe0f?\u20e3"
    "|(?:[\u203c-\u3299\U0001f000-\U0001faff]\ufe0f?[\U0001f3fb-\U0001f3ff]?)"
    "(?:\u200d[\u2640-\u3299\U0001f000-\U0001faff]\ufe0f?[\U0001f3fb-\U0001f3ff]?)*"
)
"""An emoji counts two units however many code points it has."""


def weighted_length(text: str) -> int:
    """Give the length of a text in the units of which a post may have 280."""
    text = unicodedata.normalize("NFC", text)
    length = 0
    for piece in URL.findall(text):
        length += URL_WEIGHT
        text = text.replace(piece, "", 1)
    emoji = [match for match in _JOINED.finditer(text) if ord(match[0][0]) > 8247 or len(match[0]) > 1]
    length += 2 * len(emoji)
    covered = {place for match in emoji for place in range(*match.span())}
    return length + sum(_unit(character) for place, character in enumerate(text) if place not in covered)


def has_url(text: str) -> bool:
    """Tell whether a text holds what X would turn into a link."""
    return URL.search(text) is not None


def _unit(character: str) -> int:
    return 1 if any(low <= ord(character) <= high for low, high in _LIGHT) else 2
