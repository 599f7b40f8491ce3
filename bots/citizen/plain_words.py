"""Know the words of a city that are taken as they are written: commands, privacies, languages, courtesy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Literal, TypeVar, get_args

from core.city.city import City
from core.language.data import CityError
from core.vocabulary.report import Privacy

Name = TypeVar("Name", bound=str)

_FILE = "language.toml"
_EDGES = re.compile(r"^[^\w/#]+|[^\w]+$")
_LETTERS = re.compile(r"[^\W\d_]")
_TOKENS = re.compile(r"[^\W_]+")

Command = Literal[
    "start",
    "lapor",
    "status",
    "bantuan",
    "batal",
    "bahasa",
    "jejak",
    "bukti",
    "umum",
    "hapus",
    "salinan",
    "tautkan",
    "putuskan",
    "nomor_baru",
    "lanjut",
    "kirim",
    "ubah",
    "lewati",
]
"""The names of commands in the pack; what people write for each stands there too."""
_COMMANDS: Mapping[str, Command] = {name: name for name in get_args(Command)}
PRIVACIES: Mapping[str, Privacy] = {name: name for name in get_args(Privacy)}
"""The three ways to show a name, by what they are called in choices and packs."""


def normalise(text: str) -> str:
    """Give a short text as it is compared: lower case, single spaces, no signs at its edges."""
    return " ".join(_EDGES.sub("", text.strip()).casefold().split())


def tokens(text: str) -> list[str]:
    """Split into words of letters and digits, in lower case."""
    return _TOKENS.findall(text.casefold())


def has_letters(text: str) -> bool:
    """Tell whether there is anything to read in a text."""
    return bool(_LETTERS.search(text))


def any_of(words: Iterable[str]) -> str:
    """Write the pattern of one of these words, the longest first; of none, when there are none."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or "(?!)"


class PlainWords:
    """The plain words of one city, compiled once."""

    def __init__(self, city: City) -> None:
        """Take the city pack; raise CityError for a name that means nothing, and for a phrase with two meanings."""
        plain = city.language.plain
        self._small = {name: frozenset(words) for name, words in plain.get("small_words", {}).items()}
        self._tells = {name: frozenset(words) for name, words in plain.get("language_tells", {}).items()}
        self._commands = _meanings("commands", plain.get("commands", {}), _COMMANDS)
        self._privacies = _meanings("privacy", plain.get("privacy", {}), PRIVACIES)
        self._counting = {word: place for place, word in enumerate(city.language.group("marks"), start=1)}
        languages = plain.get("language_names", {})
        self._languages = _meanings("language_names", languages, {name: name for name in languages})
        self._number = re.compile(
            rf"\s*(?:(?:{any_of(self.small('choosing'))})\.?\s*|#)?(\d{{1,2}})\s*[.):]?\s*", re.IGNORECASE
        )

    @classmethod
    def of(cls, city: City) -> PlainWords:
        """Give the plain words of a city, the same ones to whoever asks."""
        return city.once("plain words", lambda: cls(city))

    def small(self, name: str) -> frozenset[str]:
        """Give a list of small words, empty when the pack has none of that name."""
        return self._small.get(name, frozenset())

    def command(self, text: str) -> Command | None:
        """Read a whole text that is only a command; a text that merely contains one is not."""
        return self._commands.get(normalise(text))

    def slash_command(self, word: str) -> Command | None:
        """Read the word after a slash."""
        return self._commands.get(word.casefold())

    def privacies(self, words: Iterable[str]) -> frozenset[Privacy]:
        """Give the privacies that some words name."""
        return frozenset(self._privacies[word] for word in words if word in self._privacies)

    def only_privacy(self, words: Iterable[str]) -> bool:
        """Tell whether nothing but privacies and words around them was said."""
        around = self.small("around_privacy")
        return all(word in self._privacies or word in around for word in words)

    def wanted_language(self, text: str) -> str:
        """Tell which language a request for a language names, the first in the pack's order; empty when none."""
        named = {self._languages[word] for word in tokens(text) if word in self._languages}
        return next((language for language in self._languages.values() if language in named), "")

    def told_language(self, text: str) -> str:
        """Tell in which language a text is written, by its small words; empty when none of them prevails."""
        found = tokens(text)
        counts = {language: sum(word in tells for word in found) for language, tells in self._tells.items()}
        most = max(counts.values(), default=0)
        best = [language for language, count in counts.items() if count == most]
        return best[0] if most and len(best) == 1 else ""

    def is_polite_only(self, text: str) -> bool:
        """Tell whether a text holds nothing but politeness."""
        polite = self.small("polite")
        return all(word in polite for word in tokens(text))

    def choice_number(self, text: str) -> int | None:
        """Read a text that is only the number of a choice."""
        number = self._number.fullmatch(text)
        return int(number[1]) if number else None

    def worded_choice(self, text: str) -> int | None:
        """Read the number of a choice also as a word, with small words around it ("yang nomor satu, pak")."""
        words = [word for word in tokens(text) if word not in self.small("choosing") | self.small("around_choice")]
        if "?" in text or len(words) != 1:
            return None
        return self._counting.get(words[0], int(words[0]) if words[0].isdecimal() else None)


def _meanings(section: str, table: Mapping[str, tuple[str, ...]], known: Mapping[str, Name]) -> dict[str, Name]:
    """Turn name -> phrases around."""
    meanings: dict[str, Name] = {}
    for name, phrases in table.items():
        if name not in known:
            raise CityError(_FILE, f"{section}.{name}", f"unknown name; known are {', '.join(known)}")
        for phrase in phrases:
            if meanings.setdefault(phrase, known[name]) != name:
                raise CityError(_FILE, f"{section}.{name}", f"{phrase!r} means {meanings[phrase]!r} already")
    return meanings
