"""Read the utterances: one line per case, with context, words, outcomes and a note, divided by tabs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

CONTEXTS: dict[str, str] = {
    "none": "first contact, nothing said yet",
    "draft": "a street light complaint with its place is shown and not sent",
    "draft-noplace": "a complaint without place is shown; the place is asked",
    "filed": "one ticket (street light) has its number; no official has acted",
    "filed-2": "two tickets: 1 street light, 2 rubbish",
    "question": "an official has claimed the ticket and asked a question",
    "verdict": "the official reported it done, with a photo; the citizen is asked whether it is fixed",
    "verdict-2": "as verdict for ticket 1; ticket 2 (rubbish) is filed and waits",
    "lapsed": "as verdict, but the limit passed in silence and the citizen was told so",
    "rating": "the citizen confirmed and is asked for a mark",
    "closed": "confirmed and rated",
    "emergency-after": "as draft: something calm was said first, then this",
}
CODES: dict[str, str] = {
    "NEWDRAFT": "a draft with a category is shown; where one was open, a second one without its first words",
    "THIN": "the words are kept, but what happened and where is asked first",
    "ADDED": "the open draft is shown again with something new in it",
    "SENT": "the draft goes on: privacy is asked, or the number is given",
    "CANCELLED": "the draft is dropped",
    "ASKED": "asked with buttons what is meant or which ticket; nothing has changed",
    "STATUS": "number and state of the citizen's own tickets",
    "RELAY_ANSWER": "the group gets it as the answer to the question",
    "RELAY_ADDITION": "the group gets it as something added to the ticket",
    "DISPUTE_ASKED": "asked what is not fixed",
    "DISPUTED": "the group gets it as a dispute",
    "CONFIRMED": "the ticket is closed as fixed",
    "RATED": "a mark, or that there is none, is registered",
    "REASK": "the open question, or the open draft as it was, is shown again",
    "WITHDRAW_ASKED": "the wish to withdraw is asked back, done, or passed on",
    "ACK": "a short polite answer",
    "HELP": "says what one can do here, or that it was not understood",
    "EMERGENCY": "an emergency number is given",
    "PRIVACY": "the name's visibility is changed, asked or explained",
    "DELETE_ASKED": "deletion is asked back or explained",
    "HUMAN": "told how to reach a person, or that it was passed on to one",
    "INFO": "directed to the answer, or a draft classed as a request for information",
    "REFERRED": "told who is responsible, which is not the city",
    "SILENCE": "nothing at all",
    "OTHER": "something else",
}
CHANGING = frozenset(
    {"NEWDRAFT", "ADDED", "SENT", "CANCELLED", "RELAY_ANSWER", "RELAY_ADDITION", "DISPUTED", "CONFIRMED", "RATED"}
)
"""Outcomes that change something: seen without being listed, they make a case wrong."""
EMERGENCY_NUMBERS = ("112", "110", "119")
ATTACHMENTS = ("foto", "suara", "lokasi", "stiker", "balas")
_ATTACHED = re.compile(r"\s*\[(\w+)\]\s*")
_CODE = re.compile(r"([A-Z_]+)(?::(\d{3}))?(?:@([12]))?")


class CaseError(ValueError):
    """Raised for a line that is no case; names its number and what is wrong."""


@dataclass(frozen=True)
class Expected:
    """One acceptable outcome. ``number`` is that of an emergency; ``ticket`` is 0 where any will do."""

    code: str
    ticket: int = 0
    number: str = ""


@dataclass(frozen=True)
class Case:
    """One utterance: the first outcome is the best, the others are acceptable too."""

    line: int
    context: str
    says: str
    outcomes: tuple[Expected, ...]
    note: str = ""
    half: str = "tuned"

    @property
    def best(self) -> Expected:
        """Give the best outcome."""
        return self.outcomes[0]

    @property
    def attached(self) -> str:
        """Name what comes with the words, or is said instead of them; ``""`` for words alone."""
        found = _ATTACHED.match(self.says)
        return found[1] if found else ""

    @property
    def words(self) -> str:
        """Give the words alone."""
        found = _ATTACHED.match(self.says)
        return self.says[found.end() :].strip() if found else self.says


def read_cases(path: Path, half: str = "tuned") -> list[Case]:
    """Read a file of cases; lines that begin with ``#`` are comments. Raises CaseError."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [
        parse(line, number, half) for number, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")
    ]


def parse(line: str, number: int = 0, half: str = "tuned") -> Case:
    """Read one line. Raises CaseError."""
    fields = line.split("\t")
    if len(fields) not in (3, 4):
        raise CaseError(f"line {number}: {len(fields)} fields instead of context, words, outcomes, note")
    context, says, outcomes, *note = (field.strip() for field in fields)
    if context not in CONTEXTS:
        raise CaseError(f"line {number}: no context {context!r}")
    case = Case(
        number, context, says, tuple(_expected(code, number) for code in outcomes.split("|")), "".join(note), half
    )
    if case.attached and case.attached not in ATTACHMENTS:
        raise CaseError(f"line {number}: nobody can send [{case.attached}]")
    if not says:
        raise CaseError(f"line {number}: nothing is said")
    return case


def _expected(text: str, line: int) -> Expected:
    found = _CODE.fullmatch(text.strip())
    if found is None or found[1] not in CODES or (found[1] == "EMERGENCY") != bool(found[2]):
        raise CaseError(f"line {line}: no outcome {text!r}")
    return Expected(found[1], int(found[3] or 0), found[2] or "")
