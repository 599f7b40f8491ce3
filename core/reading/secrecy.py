"""Tell which reports should be confidential: those that name who serves the public, or violence and greed of theirs."""

from __future__ import annotations

import re
from functools import cached_property

from core.city.city import City
from core.language.patterns import Matcher, parse_pattern
from core.language.phrases import any_phrase
from core.language.words import Token, Tokenizer, prepare
from core.reading.names import NameFinder

_LIST = "secrecy"
_GROUP = "pejabat"
_READ_AT_MOST = 4000


class SecrecyReader:
    """Read texts with the words of one city; cheap to make, the words are prepared at the first text."""

    def __init__(self, city: City) -> None:
        """Keep the city."""
        self._city = city

    def proposes_secrecy(self, text: str) -> bool:
        """Tell whether a report had better be confidential: it accuses an official, or names one."""
        text = prepare(text)[:_READ_AT_MOST]
        return bool(self._matcher.find(self._words(text))) or self._names_an_official(text)

    def _names_an_official(self, text: str) -> bool:
        return any(
            found["who"].lower() in self._officials
            and found["name"].lower() not in self._city.own_words
            and self._names.can_be(found["name"].lower(), "much")
            for found in self._named.finditer(text)
        )

    @cached_property
    def _named(self) -> re.Pattern[str]:
        """Match somebody's office and a word in a capital after it: "lurah bernama Yosef", "mantri Anton"."""
        words = self._city.name_words
        called, title = any_phrase(words.called), any_phrase(words.titles)
        return re.compile(rf"(?P<who>[^\W\d_]+)(?:\s+(?i:{called}))?\s+(?:(?i:{title})\.?\s+)?(?P<name>[A-Z][^\W\d_]+)")

    @cached_property
    def _names(self) -> NameFinder:
        return NameFinder.of(self._city)

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        return Tokenizer(self._city.language)

    @cached_property
    def _officials(self) -> frozenset[str]:
        return frozenset(self._city.language.groups.get(_GROUP, ()))

    @cached_property
    def _matcher(self) -> Matcher:
        language = self._city.language
        return Matcher([parse_pattern(text, language) for text in language.group(_LIST)])

    def _words(self, text: str) -> list[Token]:
        return [token for token in self._tokenizer.split(text) if not token.filler]
