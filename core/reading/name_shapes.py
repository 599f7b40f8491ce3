"""The sentences in which a name stands, compiled from the words of a pack: where it begins, and what follows it."""

from __future__ import annotations

import re
from typing import Final

from core.language.phrases import any_phrase
from core.language.told import NameWords, Words

CAPITAL: Final = r"[A-Z][^\W\d_]*(?:['’-][^\W\d_]+)*"
_PAUSE = r"[ \t]*[,.:;!–—-]*[ \t]*"
_END = r"[ \t]*(?:[,;:()\]]|\.(?!\w)|\n|$)"


def _said(words: Words) -> str:
    """Give the pattern of phrases in any case, where nothing else is one."""
    return f"(?i:{any_phrase(words)})"


class Shapes:
    """Where names begin. Each pattern ends where a name may start; what has to follow it stands beside it."""

    def __init__(self, words: NameWords, services: Words) -> None:
        """Compile the words; ``services`` are those where people have accounts under their names."""
        going = (*words.home_words, *words.going_words)
        me, my, kin = _said(words.i_words), _said(words.my_words), _said(words.kin)
        also_me = _said((*words.i_words, *words.capital_i_words))
        named = rf"(?:{_said((*words.called, *words.labels))}\s+)?"
        titles = _said(words.titles)
        self.titles = re.compile(rf"(?:(?:{titles}|{_said(words.degrees)})(?:\.[ \t]*|[ \t]+)){{1,4}}")
        self.start = re.compile(
            rf"(?:\b{any_phrase(words.introductions)}(?![^\W_])|\b{any_phrase(words.labels)}(?=\s*:)"
            rf"|\b{any_phrase(words.capital_introductions)}(?=\s+(?-i:[A-Z])))"
            rf"\s*(?:{any_phrase(words.is_words)}(?![^\W_]))?\s*[:,=]?\s*",
            re.IGNORECASE,
        )
        self.for_whom = re.compile(rf"(?<![^\W_])(?:{_said(words.for_words)}|{_said(services)}(?:\s+{my})?\s*:?)\s+")
        self.self_said = re.compile(rf"(?<![^\W_])(?:{me}(?:\s+{_said(words.is_words)})?)\s*,?\s+")
        self.self_shown = re.compile(rf"(?<![^\W_]){also_me}\s*,?\s+")
        self.kin = re.compile(
            rf"(?<![^\W_])(?:{kin}(?:\s+{_said(words.kin_kinds)})?\s+{my}|{my}\s+{_said(words.have_words)}\s+{kin}"
            rf"|{_said(words.my_before)}\s+{kin})(?:\s*,\s*|\s+){named}"
        )
        self.from_label = re.compile(rf"(?<![^\W_]){_said(words.from_words)}\s*[:=]\s*")
        self.from_first = re.compile(rf"(?:^|\n)[ \t]*{_said(words.from_words)}\s+")
        self.opening = re.compile(rf"(?:^|\n|[.!?]\s)[ \t]*(?:{_said(words.greetings)}[^\n,.!]{{0,20}}[,.!]\s*)?")
        thanked = rf"(?:\s+{_said(words.thanks_more)}){{0,3}}(?:{_PAUSE}\n\s*|[ \t]*[,.:;!–—-]+[ \t]*)[(\[]?"
        self.ending = re.compile(rf"(?<![^\W_]){_said((*words.closings, *words.thanks))}{thanked}")
        self.capital_ending = re.compile(rf"(?<![^\W_]){_said(words.capital_closings)}{thanked}")
        self.dashed = re.compile(r"(?:^|\n)[ \t]*[-–—~][ \t]*")
        self.alone = re.compile(r"(?:^|[.!?,;]\s|\n)\s*")
        self.after_self = re.compile(rf"{_END}|\s+(?:{_said(going)}|{_said(words.and_words)})\b")
        self.after_small = re.compile(rf"[ \t]*,|\s+{_said((*words.home_words, *words.reporting_words))}\b")
        self.after_small_kin = re.compile(rf"[ \t]*[(\d]|\s+{_said(words.age_words)}\b")
        self.after_opening = re.compile(rf"\s*,?\s*{_said((*going, *words.here_words))}\b")
        self.after_first = re.compile(
            rf"\s*,?\s*{_said((*words.going_words, *words.here_words, *words.after_signature[:1]))}\b"
        )
        self.after_ending = re.compile(rf"{_END}|[ \t]+{_said(words.after_signature)}\b")
        self.end = re.compile(_END)
        self.following = re.compile(rf"(?:\s+{_said(words.and_words)}|\s*[,&])\s+")
        self.dashed_home = re.compile(r"[ \t]*[,(]")
        self.office = re.compile(rf"(?<![^\W_]){_said(words.roles)}(?:\s+(?:{_said(words.areas)}\W?\s?\d+|[IVX]+))?\s+")
        self.called = re.compile(rf"(?<![^\W_]){_said((*words.called, *words.labels))}\s+")
        self.named = re.compile(rf"(?<![^\W_]){_said(words.named_words)}\s+")
        self.beside = re.compile(rf"(?<![^\W_]){_said(words.agents)}\s+")
        self.beside_titled = re.compile(rf"(?<![^\W_]){_said(words.agents)}\s+{titles}\.?\s+")
        self.titled = re.compile(rf"(?<![^\W_]){titles}\.?\s+")
        self.contact = re.compile(
            rf"(?<![^\W_]){_said(words.contacts)}(?:\s+{_said(words.contact_links)})?\s*[:.]?\s*$"
        )
        links = _said((*words.contact_links, *words.contacts))
        self.before_number = re.compile(rf"(?:[\s:(,\-–/.=|;]|(?<![^\W_]){links}(?![^\W_]))*$")
        self.after_number = re.compile(
            rf"[\s)\]]*(?:[-–:/(,.|][\s(]*(?:{_said((*words.introductions, *words.labels))}\s+)?"
            rf"|{_said((*words.introductions, *words.labels, 'an', *words.contact_links))}\s+)?"
        )
        abbreviation = r"(?:[A-Z]\.)+|[A-Za-z]{2,6}\."
        self.place_before = re.compile(
            rf"(?<![^\W_]){_said(words.places)}\.?[ \t]+(?:(?:{abbreviation}|{CAPITAL}|\d+)[ \t]*){{0,4}}$"
        )
