"""Make foreign text harmless and short: one paragraph, no invisible characters, cut with an ellipsis."""

import unicodedata

_JOINER = "\u200d"
"""Kept between emoji; every other format character can hide or reverse what a line says."""
_ELLIPSIS = "…"


def length(text: str) -> int:
    """Count as Telegram does: in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, most: int) -> str:
    """Shorten to at most ``most`` UTF-16 units, at a word if one ends near, with an ellipsis."""
    if length(text) <= most:
        return text
    if most < 1:
        return ""
    room = most - 1
    kept: list[str] = []
    for character in text:
        room -= length(character)
        if room < 0:
            break
        kept.append(character)
    short = "".join(kept)
    space = short.rfind(" ")
    if space > len(short) * 2 // 3:
        short = short[:space]
    return short.rstrip() + _ELLIPSIS


def flat(text: str, most: int) -> str:
    """Write foreign text as one paragraph of at most ``most`` units, so that it cannot pass for lines of ours."""
    visible = (_visible(character) for character in text)
    return cut(" ".join("".join(visible).split()), most)


def _visible(character: str) -> str:
    kind = unicodedata.category(character)
    if character == _JOINER or kind not in {"Cc", "Cf", "Cs", "Zl", "Zp"}:
        return character
    return "" if kind == "Cf" else " "


def clean(text: str, most: int) -> str:
    """Write a person's message as it is, with its lines, without control characters, cut."""
    lines = (flat(line, most) for line in text.splitlines())
    return cut("\n".join(lines).strip(), most)


def quoted(text: str, most: int) -> str:
    """Write a person's words as one quotation that cannot pass for a message of ours, whatever its lines begin with."""
    lines = clean(text, most).splitlines()
    return "“" + "\n".join(_told_apart(line) for line in lines) + "”" if lines else ""


def _told_apart(line: str) -> str:
    """Put a mark before a line that begins like one of ours: with a sign, as all of ours do, or a command."""
    ours = line[:1] and not (line[0].isalnum() or line[0] in "(\"'“‘.,-+*")
    return f"› {line}" if ours else line
