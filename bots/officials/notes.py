"""What an official wrote for colleagues only: a slash at the beginning, however it got there."""

import unicodedata

_SLASHES = frozenset("/\\\u2044\u2215\u2571\u2572\u29f5\u29f8\u29f9\u2afb\u2afd\ufe68\uff0f\uff3c")
"""Slashes of every make, and the backslash that a thumb hits instead."""
_COVER = frozenset("\"'`´“”„‟‘’‚‛«»‹›>|*_~-–—•·.…([{<")
"""Marks that people, clients and quotations put in front of a line."""


def is_note(text: str) -> bool:
    """Tell whether any line begins with a slash: then nothing of the message is for the citizen.

    A slash inside a line ("1/2", a link) means nothing. When in doubt it is a note: a note can be sent later, and what
    was sent can never be taken back.
    """
    return any(_bare(line)[:1] in _SLASHES for line in text.splitlines() if _bare(line))


def without_slashes(text: str) -> str:
    """Give the words of a note without the slashes that made it one."""
    return "\n".join(_stripped(line) for line in text.splitlines()).strip()


def _stripped(line: str) -> str:
    bare = _bare(line)
    if bare[:1] not in _SLASHES:
        return line.strip()
    return bare.lstrip("".join(_SLASHES) + " \u00a0\t").strip()


def _bare(line: str) -> str:
    """Take away what stands before the first word: spaces, invisible characters, quotation marks, bullets."""
    for place, character in enumerate(line):
        hidden = character.isspace() or unicodedata.category(character)[0] in "CMZ"
        if not hidden and character not in _COVER:
            return line[place:]
    return ""
