"""Read the name of a road out of words, when nothing else says where it is."""

from __future__ import annotations

import re

from bots.citizen.plain_words import PlainWords, any_of, tokens

_NAME_WORDS = 3


class Roads:
    """Find named roads by the marks that a city writes before them."""

    def __init__(self, words: PlainWords) -> None:
        """Take the plain words of the city."""
        self._words = words.small("road_words")
        """What is written before a name, but is also what is broken."""
        marks = any_of(words.small("road_marks") | self._words)
        before = any_of(words.small("road_before"))
        self._mark = re.compile(rf"\b(?P<mark>{marks})\b\.?\s*(?P<rest>[^\n,;!?()]+)", re.IGNORECASE)
        self._address = re.compile(rf"^\s*(?:(?:{before})\s+)?(?:{marks})\b\.?\s*", re.IGNORECASE)
        self._conditions = words.small("road_conditions")
        self._stops = self._conditions | words.small("road_stops")
        self._numbers = words.small("house_numbers")

    def named(self, text: str) -> str:
        """Give the first named road as it was written, with its house number; empty when there is none.

        A mark always begins a name; the word for a road only before a capital letter.
        """
        for match in self._mark.finditer(text):
            words = self._name(match["rest"].split())
            if not words or (match["mark"].casefold() in self._words and not _is_name(words[0], text)):
                continue
            return f"{match['mark']} {' '.join(words)}".rstrip(" .")
        return ""

    def address(self, text: str) -> str:
        """Give a text without the word that begins an address, which is no complaint about a road."""
        rest = self._address.sub("", text)
        return rest if rest != text and tokens(rest) and tokens(rest)[0] not in self._conditions else text

    def is_condition(self, text: str) -> bool:
        """Tell whether a text says nothing but how a road is."""
        return all(word in self._conditions for word in tokens(text))

    def _name(self, words: list[str]) -> list[str]:
        found: list[str] = []
        for place, word in enumerate(words):
            bare = word.strip(".:\"'").casefold()
            numbered = bare in self._numbers and place + 1 < len(words) and words[place + 1][:1].isdigit()
            if found and numbered:
                return [*found, word, words[place + 1]]
            if self._ends(bare, found):
                break
            found.append(word)
            if word.endswith(".") and len(bare) > 2:
                break
        return found

    def _ends(self, bare: str, found: list[str]) -> bool:
        if bare in self._stops or (not found and not bare[:1].isalpha()):
            return True
        return len(found) >= _NAME_WORDS and not bare.isdigit()


def _is_name(word: str, text: str) -> bool:
    return word[:1].isupper() and not text.isupper()
