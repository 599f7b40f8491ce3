"""What a decision is made from, and what it is: words, matter and what stands open; the act that comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from core.reading.heard import LIGHT, Heard, Label
from core.reading.matter import Matter
from core.reading.standing import Own, Standing
from core.reading.understand import OTHER

Act = Literal[
    "complains",
    "adds",
    "answers",
    "corrects",
    "asks_status",
    "asks_why",
    "confirms",
    "denies",
    "doubts",
    "thanks",
    "greets",
    "announces",
    "withdraws",
    "cancels",
    "sends",
    "changes",
    "skips",
    "does_not_know",
    "waits",
    "hurries",
    "wants_person",
    "wants_deletion",
    "wants_privacy",
    "asks_how",
    "asks_back",
    "asks_again",
    "resumes",
    "rates",
    "reopens",
    "chats",
    "abuses",
    "not_for_us",
    "unclear",
]
"""What a message does. `denies` gives the reason in its own words, `doubts` is a bare no; `unclear` has to be asked."""


FEW_WORDS = 5


SURE = 0.45


LIKELY = 0.3


HARDLY = 0.2


_SURE_MATTER = 0.5


_KNOWN_MATTER = 0.25


_PLACED = 0.2


CONFIRMING = 0.6
"""A ticket is closed as fixed only above this, and only without any word against it."""


@dataclass(frozen=True)
class Reading:
    """One decision: the act, the reports it is about, how sure, and why.

    Several `numbers` mean that the person has to say which; `maybe` are acts to offer when the act is `unclear`.
    """

    act: Act
    numbers: tuple[str, ...] = ()
    score: float = 1.0
    reasons: tuple[str, ...] = ()
    maybe: tuple[Act, ...] = field(default=())


CONTENT: tuple[Label, ...] = (
    "complain", "add", "value", "place", "correct", "broken", "works", "info", "hurry", "unchecked",
)  # fmt: skip
"""Labels of words that tell something about the city, which must not be lost."""


LITTLE = 3


_WRAPPING = 0.5


SOFT: frozenset[Act] = frozenset(("thanks", "greets", "chats", "abuses", "announces", "not_for_us"))
"""Courtesy and talk; words that name a place or a matter beside it belong into the draft all the same."""


COURTESY: dict[Label, Act] = {
    "thanks": "thanks",
    "greet": "greets",
    "chat": "chats",
    "abuse": "abuses",
    "how": "asks_how",
    "announce": "announces",
    "later": "waits",
    "affirm": "thanks",
    "spam": "not_for_us",
    "send": "thanks",
    "status": "asks_status",
    "why": "asks_status",
    "repeat": "asks_again",
    "counter": "asks_how",
    "negate": "unclear",
    "rate": "unclear",
    "skip": "unclear",
}


@dataclass(frozen=True)
class Case:
    heard: Heard
    matter: Matter
    standing: Standing

    @property
    def content(self) -> float:
        """Say how surely the words tell something, instead of wanting something or being polite."""
        return self.heard.of(*CONTENT)

    def best(self, acts: Mapping[Label, Act]) -> tuple[Act | None, float]:
        """Give the likeliest of some acts, and how likely all of them are together.

        Courtesy that opens or closes a longer message weighs less than what it wraps ("thanks, but when?").
        """
        light = _WRAPPING if self.heard.words > LITTLE else 1.0
        label = max(
            acts, key=lambda name: self.heard.of(name) * (light if name in LIGHT and name != "announce" else 1.0)
        )
        return acts[label], self.heard.of(*acts)

    @property
    def told(self) -> float:
        """Say how surely a matter is told: words that complain, of a known kind, with a place."""
        known = _KNOWN_MATTER if self.matter.score >= _SURE_MATTER else 0.0
        placed = _PLACED if self.matter.placed and known else 0.0
        return min(1.0, self.heard.of("complain", "info") + known + placed)

    def says(self, act: Act, *owns: Own, score: float = 1.0, maybe: tuple[Act, ...] = ()) -> Reading:
        """Decide, with the reasons found in the words."""
        why = (self.matter.how,) if self.matter.how else ()
        return Reading(act, tuple(own.number for own in owns), round(score, 3), (*why, *self.heard.reasons), maybe)


def guessed(case: Case, act: Act | None) -> bool:
    """Tell whether a few words are taken for courtesy or talk by nothing but a weak guess of what was learnt."""
    heard = case.heard
    soft = act in SOFT and heard.top in COURTESY and heard.words <= LITTLE
    return soft and not heard.reasons and heard.of(heard.top) < _GUESS


_GUESS = 0.5


def holds_back(case: Case) -> bool:
    """Tell whether the draft shall not be sent yet ("jangan kirim dulu"), which neither sends nor drops it."""
    heard = case.heard
    return bool(case.standing.draft) and "hold" in heard.marks and not heard.by_cue("cancel")


def plainly_new(case: Case) -> bool:
    """Tell whether a new matter is plainly told."""
    return case.told >= 0.6 and case.heard.words >= FEW_WORDS


def says_another(case: Case) -> bool:
    """Tell whether the words say that they tell of another matter, and do ("lapor lagi: …")."""
    return "new" in case.heard.marks and case.told >= LIKELY and case.heard.words > FEW_WORDS


def new_matter(case: Case) -> bool:
    """Tell whether the words tell, without doubt, of something that none of the reports is about."""
    heard, matter = case.heard, case.matter
    if case.standing.files and not heard.words:
        return False
    if says_another(case):
        return True
    plain = case.told >= 0.6 and heard.words >= FEW_WORDS
    asked = case.standing.verdicts or case.standing.questions
    enough = SURE if asked else HARDLY
    return plain and heard.of("complain", "info") >= enough and ((matter.foreign and matter.sure) or matter.elsewhere)


def other_matter(case: Case) -> bool:
    """Tell whether the words may tell of something else, so that it has to be asked."""
    heard, matter = case.heard, case.matter
    return matter.foreign and case.told >= 0.6 and heard.of("complain") >= SURE and heard.words >= FEW_WORDS


def matter_differs(case: Case, own: Own) -> bool:
    """Tell whether the words are about another kind of matter than a report."""
    return case.matter.category not in ("", OTHER, own.category)
