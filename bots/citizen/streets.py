"""Read the name of a road out of words, when nothing else says where it is."""

from __future__ import annotations

import re

from bots.citizen.command_words import word_set

CONDITION = word_set(
    "rusak berlubang lubang bolong hancur becek parah licin putus amblas ambles macet gelap sempit banjir tergenang "
    "kotor itu ini di ke yang sudah su masih tidak sonde belum juga nya dan"
)
"""What follows "jalan" when it is the road that is meant, not its name."""
_STOP = CONDITION | word_set(
    "ada mati tanpa sejak dari depan dekat dengan deng samping belakang sebelah arah menuju sampai banyak penuh lagi "
    "sekali tolong mohon pak bu karena kena tertutup terus setiap semua sekitar antara pada dalam "
    "atau oleh kemarin tadi hari"
)
_MARK = re.compile(r"\b(?P<mark>jalan|jln|jl)\b\.?\s*(?P<rest>[^\n,;!?()]+)", re.IGNORECASE)
_NUMBER = word_set("no nomor nomer")
_NAME_WORDS = 3


def street(text: str) -> str:
    """Give the first named road as it was written, with its house number; empty when there is none.

    "jl" and "jln" always begin a name; "jalan" only before a capital letter, because it is also what is broken.
    """
    for match in _MARK.finditer(text):
        words = _name(match["rest"].split())
        if not words or (match["mark"].casefold() == "jalan" and not _is_name(words[0], text)):
            continue
        return f"{match['mark']} {' '.join(words)}".rstrip(" .")
    return ""


def _name(words: list[str]) -> list[str]:
    found: list[str] = []
    for place, word in enumerate(words):
        bare = word.strip(".:\"'").casefold()
        numbered = bare in _NUMBER and place + 1 < len(words) and words[place + 1][:1].isdigit()
        if found and numbered:
            return [*found, word, words[place + 1]]
        if (
            bare in _STOP
            or (not found and not bare[:1].isalpha())
            or (len(found) >= _NAME_WORDS and not bare.isdigit())
        ):
            break
        found.append(word)
        if word.endswith(".") and len(bare) > 2:
            break
    return found


def _is_name(word: str, text: str) -> bool:
    return word[:1].isupper() and not text.isupper()
