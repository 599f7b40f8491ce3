"""Judge a case by what people could see: the replies to the citizen and the messages of the group."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tests.turns import codes
from tests.turns.cases import CHANGING, EMERGENCY_NUMBERS, Case, Expected
from tests.turns.wording import Found, Wordings

TICKET = re.compile(r"[A-Z]{2,5}-\d{2}-\d{5,6}-\d")
_EMERGENCY = re.compile(rf"(?<![\w-])({'|'.join(EMERGENCY_NUMBERS)})(?![\w-])")
_FIRST_WORDS = 24
"""So many characters of the first words tell whether they are in a draft."""
MISSED, CONFIRMED, DISPUTE, LOST, WRONG, CLOSED = (
    "emergency missed",
    "falsely confirmed",
    "dispute lost",
    "words lost",
    "wrong ticket",
    "question closed by no answer",
)
HARMS = (MISSED, CONFIRMED, DISPUTE, LOST, WRONG, CLOSED)
OPEN = frozenset({"ASKED", "REASK"})
"""Outcomes after which the citizen sees that something is still wanted."""
CARRIED = frozenset({"NEWDRAFT", "THIN", "ADDED", "RELAY_ANSWER", "RELAY_ADDITION", "WITHDRAW_ASKED"})
"""Best outcomes whose words have to reach somebody."""
KEEPING = CARRIED | {"DISPUTED", "DISPUTE_ASKED", "HUMAN", "EMERGENCY"}
"""Outcomes after which the words are somewhere."""


@dataclass(frozen=True)
class Shown:
    """One message: its text and the labels of its buttons."""

    text: str
    buttons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Observed:
    """What people saw after an utterance. ``numbers`` are the citizen's tickets before it, the first is ticket 1."""

    replies: tuple[Shown, ...] = ()
    group: tuple[Shown, ...] = ()
    numbers: tuple[str, ...] = ()
    draft: str = ""
    """The message in which the open draft was shown last, and the words with which it began."""
    first_words: str = ""


@dataclass(frozen=True)
class Sight:
    """Something seen: one code, or several readings of which a case may choose the one it lists."""

    readings: tuple[str, ...]
    ticket: int = 0
    number: str = ""
    key: str = ""

    def fits(self, expected: Expected) -> bool:
        """Say whether this is what a case expects."""
        return (
            expected.code in self.readings
            and expected.ticket in (0, self.ticket)
            and (not expected.number or expected.number == self.number)
        )

    def word(self, case: Case | None = None) -> str:
        """Name it as cases do, by the reading that the case lists where it lists one."""
        listed = [code for code in self.readings if case and any(one.code == code for one in case.outcomes)]
        code = listed[0] if listed else "/".join(self.readings)
        return code + (f":{self.number}" if self.number else "") + (f"@{self.ticket}" if self.ticket else "")


@dataclass(frozen=True)
class Seen:
    """All that was seen, in order; ``first`` are the emergency numbers of the first reply."""

    sights: tuple[Sight, ...] = ()
    first: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    unknown: tuple[str, ...] = ()
    not_understood: bool = False

    @property
    def codes(self) -> frozenset[str]:
        """Give every reading of everything seen."""
        return frozenset(code for sight in self.sights for code in sight.readings)


@dataclass(frozen=True)
class Verdict:
    """What a case came to. ``seen`` is the outcome that counts for the table of confusions."""

    right: bool
    seen: str
    why: str = ""
    harms: tuple[str, ...] = field(default=())


# --- reading ----------------------------------------------------------------------------------------------------------


def see(observed: Observed, wordings: Wordings) -> Seen:
    """Read what was shown."""
    sights: list[Sight] = []
    unknown: list[str] = []
    given: list[frozenset[str]] = []
    not_understood = False
    for shown in observed.replies:
        found, left = wordings.read(shown.text)
        sights += [sight for one in found for sight in _sights(one, shown.text, observed, unknown)]
        sights += _drafts(found, shown, observed, wordings)
        sights += _offers(found, shown, wordings)
        given.append(_numbers(found, left))
        not_understood = not_understood or any(one.key.startswith(codes.NOT_UNDERSTOOD) for one in found)
        unknown += [f"unknown words: {line}" for line in left]
    for shown in observed.group:
        found, _left = wordings.read(shown.text)
        own = [one for one in found if one.key.startswith("officials.")]
        sights += [sight for one in own for sight in _sights(one, one.text, observed, unknown)]
    numbers = frozenset().union(*given)
    sights += [Sight(("EMERGENCY",), number=number) for number in sorted(numbers)]
    if not sights:
        sights = [Sight(("OTHER" if observed.replies or observed.group else "SILENCE",))]
    unique = tuple(dict.fromkeys(sights))
    return Seen(unique, given[0] if given else frozenset(), numbers, tuple(dict.fromkeys(unknown)), not_understood)


def _sights(found: Found, whole: str, observed: Observed, unknown: list[str]) -> list[Sight]:
    meant = codes.meaning(found.key)
    if meant is None:
        unknown.append(f"unknown key: {found.key}")
        return []
    if meant in (codes.UNTOLD, codes.DRAFT, codes.OPEN_DRAFT, codes.NUMBER):
        return []
    readings = tuple(meant.split())
    about = "" if "SENT" in readings else found.text if TICKET.search(found.text) else whole
    named = [observed.numbers.index(number) + 1 for number in TICKET.findall(about) if number in observed.numbers]
    return [Sight(readings, named[0] if len(set(named)) == 1 else 0, key=found.key)]


def _offers(found: list[Found], shown: Shown, wordings: Wordings) -> list[Sight]:
    """Take choices that are offered again as the open question; those of a new question come with what opened it."""
    if any(codes.meaning(one.key) == "CONFIRMED" for one in found):
        return []
    offered = wordings.choices(shown.buttons) & codes.OFFERS.keys()
    return [Sight((codes.OFFERS[name],), key=f"[{name}]") for name in sorted(offered)]


def _drafts(found: list[Found], shown: Shown, observed: Observed, wordings: Wordings) -> list[Sight]:
    """Tell a new draft from the open one with something new and from the open one as it was."""
    if all(codes.meaning(one.key) != codes.DRAFT for one in found):
        asked = next((one.key for one in found if codes.meaning(one.key) == codes.OPEN_DRAFT), "")
        if "kirim" in wordings.choices(shown.buttons):
            asked = "[kirim]"
        return [Sight(("REASK",), key=asked)] if observed.draft and asked else []
    new = "INFO NEWDRAFT" if _is_information(found, wordings) else "NEWDRAFT"
    if not observed.draft or _flat(observed.first_words)[:_FIRST_WORDS] not in _flat(shown.text):
        code = new
    else:
        code = "REASK" if _facts(observed.draft, wordings) == _facts(shown.text, wordings) else "ADDED"
    return [Sight(tuple(code.split()), key="citizen.draft.head")]


def _flat(text: str) -> str:
    return " ".join(text.casefold().split())


def _facts(text: str, wordings: Wordings) -> list[str]:
    """Give the lines of a draft that say what it holds."""
    facts = {f"citizen.draft.{name}" for name in codes.FACTS}
    return [one.text for one in wordings.read(text)[0] if one.key in facts]


def _is_information(found: list[Found], wordings: Wordings) -> bool:
    kinds = {one.fields.get("kind", "") for one in found if one.key == "citizen.draft.kind"}
    return bool(kinds & wordings.information)


def _numbers(found: list[Found], left: list[str]) -> frozenset[str]:
    """Give the emergency numbers of one reply; numbers in people's own words and in the list for all are none."""
    said = [one.text for one in found if codes.meaning(one.key) in (codes.NUMBER, None)]
    return frozenset(number for text in [*said, *left] for number in _EMERGENCY.findall(text))


# --- judging ----------------------------------------------------------------------------------------------------------


def judge(case: Case, seen: Seen) -> Verdict:
    """Say whether a case is right, and what harm was done where it is not."""
    fitting = [sight for sight in seen.sights if any(sight.fits(one) for one in case.outcomes)]
    wrong = [sight for sight in seen.sights if _changes(sight) and not any(sight.fits(one) for one in case.outcomes)]
    word = " + ".join(dict.fromkeys(sight.word(case) for sight in (wrong or fitting[:1] or seen.sights)))
    numbers = {one.number for one in case.outcomes if one.code == "EMERGENCY"}
    if case.best.code == "EMERGENCY" and not numbers & seen.first:
        why = "the number is missing in the first reply"
    elif seen.numbers and not numbers:
        why, word = "an emergency number without need", f"EMERGENCY:{min(seen.numbers)}"
    elif wrong:
        why = "changes something that it should not"
    elif not fitting:
        why = "no listed outcome"
    else:
        return Verdict(True, word)
    return Verdict(False, word, why, _harms(case, seen, fitting, wrong, numbers))


def _changes(sight: Sight) -> bool:
    return bool(set(sight.readings) & CHANGING)


def _harms(case: Case, seen: Seen, fitting: list[Sight], wrong: list[Sight], numbers: set[str]) -> tuple[str, ...]:
    changed = {code for sight in wrong for code in sight.readings}
    harms = []
    if case.best.code == "EMERGENCY" and not numbers & seen.first:
        harms.append(MISSED)
    if "CONFIRMED" in changed:
        harms.append(CONFIRMED)
    if case.best.code in ("DISPUTED", "DISPUTE_ASKED") and not fitting and not seen.codes & OPEN:
        harms.append(DISPUTE)
    kept = fitting or seen.codes & (KEEPING | OPEN) or seen.not_understood
    if "CANCELLED" in changed or (case.best.code in CARRIED and not kept):
        harms.append(LOST)
    if any(_astray(sight, case) for sight in seen.sights):
        harms.append(WRONG)
    if case.context == "question" and "RELAY_ANSWER" in changed:
        harms.append(CLOSED)
    return tuple(harms)


def _astray(sight: Sight, case: Case) -> bool:
    """Say whether words went to another ticket than the one that the case means; what only informs does no harm."""
    meant = {one.ticket for one in case.outcomes} - {0}
    acts = set(sight.readings) & (CHANGING | {"WITHDRAW_ASKED", "DISPUTE_ASKED"})
    fits = any(sight.fits(one) for one in case.outcomes)
    return bool(acts and meant and sight.ticket and sight.ticket not in meant and not fits)
