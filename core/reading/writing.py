"""Read what is said while a report is being written: most of it belongs into the report."""

from __future__ import annotations

from core.reading.case import CONFIRMING, FEW_WORDS, LIKELY, LITTLE, SOFT, SURE, Act, Case, Reading, holds_back
from core.reading.heard import LIGHT, Label
from core.reading.understand import OTHER


def in_draft(case: Case) -> Reading:
    heard, standing, _matter = case.heard, case.standing, case.matter
    if standing.files or standing.pin:
        return case.says("adds")
    top, score = heard.top, heard.of(heard.top)
    few = heard.words <= FEW_WORDS
    if holds_back(case) and case.content < SURE:
        return case.says("waits", score=score)
    if "not_yet" in heard.marks and heard.words <= 2 and not _speaks(case):
        return case.says("waits", score=score)
    if top == "send" and "wrong" in heard.marks:
        return case.says("changes", score=score)
    if top == "affirm" and not heard.words and standing.draft == "referred":
        return case.says("thanks", score=score)
    if top == "affirm" and few and score > case.content:
        return case.says("sends", score=score)
    if heard.of("send") >= LIKELY and heard.of("send", *LIGHT) >= CONFIRMING and not holds_back(case):
        return case.says("sends", score=heard.of("send"))
    if top == "resume" and standing.draft == "shown":
        return case.says("sends", score=score)
    if "keeps" in heard.marks and case.content < SURE:
        return case.says("asks_again", score=score)
    if heard.by_cue("cancel") and top in ("cancel", "works"):
        return case.says("cancels", score=score)
    if top == "negate" and few and standing.draft == "referred":
        return case.says("cancels", score=score)
    if top == "negate" and few:
        return case.says("skips" if standing.draft in ("place", "thin", "emergency") else "changes", score=score)
    if _foreign_to_draft(case):
        return case.says("complains", score=score, maybe=("adds",))
    if top == "correct" and "wrong" in heard.marks and heard.words <= LITTLE and not _speaks(case):
        return case.says("changes", score=score)
    if top == "info" and score >= CONFIRMING and case.matter.score == 0 and not case.matter.placed:
        return case.says("asks_how", score=score)
    act, courtesy = case.best(_DRAFT)
    said = _speaks(case) and not (score >= _SURELY and heard.words <= 2)
    if act is not None and courtesy > case.content and not (act in SOFT and said):
        unsure = act == "sends" and (holds_back(case) or heard.of("send", "affirm") < LIKELY)
        unsure = unsure or (act == "cancels" and not heard.by_cue("cancel") and heard.of("cancel", "delete") < SURE)
        return case.says("asks_again" if unsure else act, score=courtesy)
    return case.says("corrects" if top == "correct" else "adds", score=score)


_DRAFT: dict[Label, Act] = {
    "send": "sends",
    "cancel": "cancels",
    "skip": "skips",
    "unknown": "does_not_know",
    "later": "waits",
    "unchecked": "waits",
    "thanks": "thanks",
    "greet": "greets",
    "chat": "chats",
    "abuse": "abuses",
    "status": "asks_status",
    "why": "asks_status",
    "how": "asks_how",
    "counter": "asks_back",
    "resume": "resumes",
    "announce": "announces",
    "spam": "not_for_us",
    "repeat": "asks_again",
    "rate": "unclear",
    "negate": "unclear",
    "reopen": "asks_again",
    "affirm": "thanks",
}


_SURELY = 0.9
"""So surely one or two words are courtesy, although a matter has the same word ("sip")."""


def _speaks(case: Case) -> bool:
    return case.matter.score > 0 or case.matter.placed


def _foreign_to_draft(case: Case) -> bool:
    heard, standing, matter = case.heard, case.standing, case.matter
    if standing.draft == "thin" or heard.words < FEW_WORDS:
        return False
    other = not {"", OTHER} & {matter.category, standing.draft_category}
    other = other and matter.category != standing.draft_category
    return other and heard.of("complain") >= SURE and ("new" in heard.marks or heard.of("complain") >= 0.7)
