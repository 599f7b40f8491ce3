"""Read what people want whatever stands open: a person, deletion, secrecy, a state, an end."""

from __future__ import annotations

from core.reading.case import CONFIRMING, LIKELY, LITTLE, SURE, Act, Case, Reading, holds_back
from core.reading.heard import Label
from core.reading.standing import Own


def wish_of(case: Case) -> Reading | None:
    heard, standing = case.heard, case.standing
    top, score = heard.top, heard.of(heard.top)
    if score < LIKELY or standing.pin or (standing.files and (top not in _WISHES or score < CONFIRMING)):
        return None
    act = _WISHES.get(top)
    if (act == "wants_deletion" or top in ("withdraw", "cancel")) and "keeps" in heard.marks:
        return _kept(case, score)
    if act == "wants_person" and standing.questions and case.content >= _ANSWERED_TOO:
        return None  # "tiang 12, hubungi saya" answers the question; the wish goes along with it
    wronged = "misconduct" in heard.marks and "threatened" not in heard.marks
    if act == "wants_person" and wronged and not heard.by_cue("person"):
        return _of_misconduct(case)
    if act is not None and score > case.content * 0.8:
        return case.says(act, *_meant(case), score=score)
    if top in ("withdraw", "cancel") and score > case.content * 0.8 and _ends(case) and "hedged" not in heard.marks:
        return _ended(case, top == "withdraw", score)
    if top == "resume" and standing.draft == "shown" and heard.of("affirm", "send") >= _AGREES:
        return None  # "ya, lanjut" to a draft that is shown agrees with it
    if top == "resume" and (standing.draft or standing.expired):
        return case.says("resumes", score=score)
    if top == "resume" and standing.tickets:
        return case.says("asks_again", score=score)
    if top in ("status", "reopen", "why") and standing.tickets and not standing.files:
        return _asked(case, score) if heard.of("status", "reopen", "why") > case.content * 0.8 else None
    if standing.named and standing.tickets and heard.words <= LITTLE and case.content < SURE and top in _BARE:
        return case.says("asks_status", *case.matter.fitting, score=score)
    return None


_WISHES: dict[Label, Act] = {
    "person": "wants_person",
    "delete": "wants_deletion",
    "privacy": "wants_privacy",
    "repeat": "asks_again",
}


def _kept(case: Case, score: float) -> Reading | None:
    """Read "jangan dibatalkan", which ends nothing: a report is shown as it stands, all else is read further."""
    standing = case.standing
    judged = standing.verdicts or standing.lapsed or standing.reason
    if standing.draft or judged or not standing.tickets:
        return None
    return case.says("asks_status", *_meant(case), score=score)


def _of_misconduct(case: Case) -> Reading | None:
    """Read what tells of officials who did wrong, and only sounds like wanting one: it is a matter, not a wish."""
    standing = case.standing
    if standing.draft or standing.questions or standing.verdicts or standing.reason:
        return None
    if standing.open:
        return case.says("unclear", *_meant(case), score=0.5, maybe=("adds", "complains"))
    return case.says("complains")


def _ends(case: Case) -> bool:
    """Tell whether words end a draft for sure; a report that is filed is asked about before it ends."""
    heard = case.heard
    if not case.standing.draft:
        return heard.top == "withdraw" or case.standing.to_rate is None or bool(case.standing.open)
    named = heard.by_cue("cancel") or heard.by_cue("withdraw")
    return not holds_back(case) and (named or heard.of("cancel", "withdraw") >= CONFIRMING)


_AGREES = 0.2

_ANSWERED_TOO = 0.25
"""From here on words tell something beside wanting a person."""

_BARE: tuple[Label, ...] = ("status", "how", "counter", "repeat", "why", "greet", "chat", "info", "value")
"""What little words beside a number may be, so that the number asks for its state."""


def _meant(case: Case) -> tuple[Own, ...]:
    """Give the report a wish is about: the one named, else the newest open one."""
    if case.matter.fitting:
        return case.matter.fitting[:1]
    return case.standing.open[:1]


def _ended(case: Case, filed: bool, score: float) -> Reading:
    standing = case.standing
    named = case.matter.how in ("reply", "number")
    if standing.draft and not named:
        return case.says("cancels", score=score)
    if not filed and standing.reason:
        return case.says("cancels", score=score)
    fitting = case.matter.fitting or standing.questions[:1] or standing.verdicts[:1] or standing.open
    standing_ones = tuple(own for own in fitting if own.open or own.lapsed)
    if standing_ones:
        return case.says("withdraws", *standing_ones, score=score)
    return case.says("withdraws" if filed and standing.tickets else "cancels", score=score)


def _open_ended(case: Case) -> frozenset[str]:
    """Give the marks that say nothing in "sudah atau belum": there "belum" only ends the question."""
    return frozenset(("not_yet",)) if "asks" in case.heard.marks else frozenset()


def _asked(case: Case, score: float) -> Reading:
    heard, standing, matter = case.heard, case.standing, case.matter
    if heard.top == "reopen" or "disagrees" in heard.marks:
        newest = tuple(own for own in standing.tickets[-1:] if own.finished)
        own = matter.one or next(iter((*standing.lapsed, *standing.verdicts, *newest)), None)
        if own is not None and (own.lapsed or own.at_verdict or own.finished):
            return case.says("denies" if heard.of("broken") >= LIKELY else "doubts", own, score=score)
        closed = matter.fitting or standing.tickets[-1:]
        return case.says("reopens", *closed[:1], score=score)
    if standing.draft and not standing.tickets:
        return case.says("asks_status", score=score)
    judged = matter.one or next(iter((*standing.verdicts, *standing.lapsed)), None)
    if judged is not None and (judged.at_verdict or judged.lapsed) and "not_yet" in heard.marks - _open_ended(case):
        # "Kenapa belum?" to somebody who said that it is done is a no before it is a question.
        return case.says("doubts", judged, score=score)
    act: Act = "asks_why" if heard.top == "why" else "asks_status"
    return case.says(act, *matter.fitting, score=score)
