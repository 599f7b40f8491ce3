"""Recognise what was said by its text key, however the wording changes: templates become patterns."""

from __future__ import annotations

import re
import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from core.city.city import City

_FORMATTER = string.Formatter()
_WIDE = frozenset({"text", "words", "reason", "about", "language"})
"""Fields that may go over several lines: what people wrote, and lines of a help."""
PREFIXES = ("citizen.", "officials.relay.", "officials.ask.")
CHOICES = "citizen.choice."
FRAGMENTS = (
    CHOICES,
    "citizen.class.",
    "citizen.status.",
    "citizen.terse.status.",
    "citizen.near.area",
    "citizen.near.here",
    "citizen.follow_status.",
    "citizen.detail.",
    "citizen.files.",
    "citizen.draft.area",
    "citizen.draft.pin",
    "citizen.example.",
    "citizen.language.hint",
    "citizen.language.short",
    "citizen.language.help",
)
"""Parts of sentences and labels of buttons, which stand in no message by themselves."""
TERSE = "citizen.terse."
"""The same said in fewer words, for text messages."""
TERSE_CHOICES = f"{TERSE}choice."
REDIRECT = "city.redirect."
"""Made-up keys of the sentences by which the pack says that a category is not the city's."""


@dataclass(frozen=True)
class Wording:
    """One template in one language; ``weight`` is how many characters of it are its own."""

    key: str
    pattern: re.Pattern[str]
    weight: int


@dataclass(frozen=True)
class Found:
    """A template that was recognised in a message."""

    key: str
    text: str
    start: int
    fields: Mapping[str, str] = field(default_factory=dict)


class Wordings:
    """Every sentence that the program can say to citizens, and the headings of what it relays to the group."""

    def __init__(self, city: City) -> None:
        """Compile the catalogues of a city."""
        self.information = frozenset(texts["citizen.class.informasi"] for texts in city.texts.values())
        self._labels: list[tuple[re.Pattern[str], str]] = []
        found: list[Wording] = []
        for catalogue in city.texts.values():
            for key, template in catalogue.items():
                name = next((key.removeprefix(one) for one in (CHOICES, TERSE_CHOICES) if key.startswith(one)), "")
                if name:
                    whole = re.sub(r"\\\{\w+\\\}", ".+", re.escape(template))
                    self._labels.append((re.compile(whole), name))
                if key.startswith(PREFIXES) and not key.startswith(FRAGMENTS):
                    plain = f"citizen.{key.removeprefix(TERSE)}"
                    same = key.startswith(TERSE) and plain in catalogue and not plain.startswith(FRAGMENTS)
                    found += _compiled(plain if same else key, template)
        for category in city.categories:
            for text in category.redirects.values():
                found += _compiled(f"{REDIRECT}{category.code}", text.replace("{", "{{").replace("}", "}}"))
        self.all = sorted(found, key=lambda wording: -wording.weight)
        self.keys = frozenset(wording.key for wording in self.all)

    def choices(self, labels: Sequence[str]) -> frozenset[str]:
        """Name the choices that are offered by these labels, as their keys end."""
        return frozenset(name for pattern, name in self._labels for label in labels if pattern.fullmatch(label))

    def read(self, text: str) -> tuple[list[Found], list[str]]:
        """Give what a message says, in its order, and the lines that no template accounts for.

        Where two templates claim the same characters, the one with more characters of its own has them.
        """
        taken: list[tuple[int, int]] = []
        found: list[Found] = []
        for wording in self.all:
            for match in wording.pattern.finditer(text):
                start, end = match.span()
                if start < end and all(end <= first or last <= start for first, last in taken):
                    taken.append((start, end))
                    values = {name: value or "" for name, value in match.groupdict().items()}
                    found.append(Found(wording.key, match[0], start, values))
        rest = "".join(
            " " if any(first <= place < last for first, last in taken) and letter != "\n" else letter
            for place, letter in enumerate(text)
        )
        left = [line.strip() for line in rest.splitlines()]
        return sorted(found, key=lambda one: one.start), [line for line in left if any(map(str.isalnum, line))]


def _compiled(key: str, template: str) -> list[Wording]:
    """Make the pattern of a template; none for one without characters of its own."""
    template = template.strip()
    pieces: list[tuple[str, str | None]] = [
        (literal, name) for literal, name, _spec, _conversion in _FORMATTER.parse(template)
    ]
    weight = sum(len(literal.strip()) for literal, _name in pieces)
    if not weight:
        return []
    pattern, known = "", set[str]()
    for literal, name in pieces:
        pattern += re.escape(literal)
        if name and name in known:
            pattern += f"(?P={name})"
        elif name:
            known.add(name)
            pattern += f"(?P<{name}>{'(?s:.)' if name in _WIDE else '.'}*?)"
    begins = r"(?<!\w)" if pieces[0][0] else r"^"
    ends = r"(?!\w)" if pieces[-1][1] is None else r"$"
    if weight < _LEAST_WEIGHT:
        begins, ends = r"^[ \t]*", r"[ \t]*$"
    return [Wording(key, re.compile(begins + pattern + ends, re.MULTILINE), weight)]


_LEAST_WEIGHT = 10
"""A template with fewer characters of its own must fill its line, so that it is not found inside others."""
