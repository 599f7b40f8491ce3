"""What a pack says about how people write, and the error for a pack that cannot be used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

PLAIN_SECTIONS = (
    "commands",
    "privacy",
    "language_names",
    "language_tells",
    "small_words",
    "place_words",
    "officials_commands",
    "officials_roles",
    "prefixes",
)
"""Sections of `language.toml` with plain words: no pattern, no spelling and no root is looked at in them."""


class CityError(ValueError):
    """Raised when a city pack cannot be used; says the file, the key and what is wrong with it."""

    def __init__(self, file: str, key: str, problem: str) -> None:
        """Name the pack file, the dotted key inside it, and the problem."""
        super().__init__(f"{file}: {key}: {problem}")
        self.file = file
        self.key = key
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Word:
    """One word pattern of the pack with its weight; `core.language.patterns` explains the small pattern language."""

    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class Language:
    """How people write: spellings, filler words, word groups and marker patterns (data of `language.toml`)."""

    spellings: Mapping[str, str] = field(default_factory=dict)
    stems: Mapping[str, str] = field(default_factory=dict)
    """Roots that the stemmer gets wrong: word -> root."""
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Named lists: `fillers`, `place_markers`, `question`, `suggestion`, `complaint`, `abuse`, ..."""
    cues: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Patterns that tell an act of speech or a mark (data of `acts.toml`; no word is a filler in them)."""
    signs: Mapping[str, str] = field(default_factory=dict)
    """Emoji and the act of speech that each stands for ("👍" -> affirm)."""
    plain: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    """Section -> name -> words and phrases compared as they are written (`PLAIN_SECTIONS`)."""

    def plain_words(self, section: str, name: str) -> tuple[str, ...]:
        """Give a list of plain words, empty when the pack has none of that name."""
        return self.plain.get(section, {}).get(name, ())

    def group(self, name: str) -> tuple[str, ...]:
        """Give the list of that name, empty when the pack has none."""
        return self.lists.get(name, ())
