"""The seven-bit alphabet as a network counts it (3GPP TS 23.038 and 23.040)."""

import gsm0338

_CODEC = gsm0338.Codec()
SINGLE, PART = 160, 153


def septets(text: str) -> int | None:
    """Count the septets of a text; None when it has a character outside of the alphabet."""
    try:
        return len(_CODEC.encode(text)[0])
    except UnicodeError:
        return None


def parts(text: str) -> int:
    """Count the messages that a network makes of a text in the alphabet, or in UCS-2 where it is not."""
    count = septets(text)
    if count is None:
        units = len(text.encode("utf-16-be")) // 2
        return 1 if units <= 70 else -(-units // 67)
    if count <= SINGLE:
        return 1
    found, used = 1, 0
    for character in text:
        cost = septets(character) or 1
        if used + cost > PART:
            found, used = found + 1, 0
        used += cost
    return found
