"""Words for the plainest phones: written in the seven-bit alphabet, and counted as networks count them.

A network carries 160 septets in one message, and 153 in each part of a longer one (3GPP TS 23.040). Ten signs (the
extension table of 3GPP TS 23.038: braces, brackets, caret, backslash, tilde, bar, euro, form feed) take two, and no
part may end between the two. One character outside of the alphabet makes a whole message three times as dear.
"""

import unicodedata
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import gsm0338

SINGLE = 160
PART = 153
MOST_PARTS = 2
MOST = PART * MOST_PARTS - 1
"""Septets that fit into two parts, also where a sign of two would stand at their border and goes into the second."""

UNKNOWN = "?"

_ALPHABET = gsm0338.Codec()
_SPELLED = {
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‘’‚‛′`´ʼ", "'"),
    **dict.fromkeys("‐‑‒–—―−•·▪◦●", "-"),
    **dict.fromkeys("→⇒➔►", ">"),
    **dict.fromkeys("←⇐", "<"),
    "…": "...", "×": "x", "÷": "/", "\t": " ", "\r": "", "≤": "<=", "≥": ">=", "°": " derajat", "№": "No",
    "đ": "d", "Đ": "D", "ł": "l", "Ł": "L", "œ": "oe", "Œ": "OE",
}  # fmt: skip


@cache
def _septets(character: str) -> int:
    """Give what a character costs: 1 or 2, 0 for one outside of the alphabet."""
    try:
        return len(_ALPHABET.encode(character)[0])
    except UnicodeError:
        return 0


def septets(text: str) -> int:
    """Count the septets of a text in the alphabet; raises ``ValueError`` for any other."""
    costs = [_septets(character) for character in text]
    if 0 in costs:
        raise ValueError("a character outside of the seven-bit alphabet")
    return sum(costs)


def fits_alphabet(text: str) -> bool:
    """Tell whether every character is in the alphabet."""
    return all(_septets(character) for character in text)


def parts(text: str) -> Sequence[str]:
    """Cut a text in the alphabet into the messages that a network makes of it."""
    if septets(text) <= SINGLE:
        return (text,) if text else ()
    borders, used = [0], 0
    for place, character in enumerate(text):
        cost = _septets(character)
        if used + cost > PART:
            borders.append(place)
            used = 0
        used += cost
    return tuple(text[start:end] for start, end in pairwise((*borders, len(text))))


def count_parts(text: str) -> int:
    """Count the messages that a network makes of a text in the alphabet."""
    return len(parts(text))


def in_alphabet(text: str) -> str:
    """Write a text in the alphabet: quotes and dashes plain, letters without their marks, pictures left out.

    What has no spelling is a question mark. Lines stay, spaces and empty lines at their ends do not.
    """
    written = "".join(_spell(character) for character in unicodedata.normalize("NFC", text))
    lines = (" ".join(line.split()) for line in written.split("\n"))
    return "\n".join(line for line in lines if line)


@cache
def _spell(character: str) -> str:
    if character == "\n" or (_septets(character) and character.isprintable() and character not in _SPELLED):
        return character
    if character in _SPELLED:
        return _SPELLED[character]
    if unicodedata.category(character) in ("So", "Sk", "Cf", "Me", "Mn") or "\ufe00" <= character <= "\ufe0f":
        return " " if unicodedata.category(character) in ("So", "Sk") else ""
    if character.isspace() or unicodedata.category(character) == "Cc":
        return " "
    plain = "".join(one for one in unicodedata.normalize("NFKD", character) if not unicodedata.combining(one))
    if plain != character and plain and all(_septets(one) for one in plain):
        return plain
    return UNKNOWN
