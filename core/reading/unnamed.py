"""Read words that name no report: the question that is open comes first, unless they say otherwise."""

from __future__ import annotations

from core.reading.answering import about, says_broken, to_filed, to_question, to_verdict
from core.reading.case import (
    COURTESY,
    FEW_WORDS,
    LIKELY,
    LITTLE,
    SOFT,
    SURE,
    Act,
    Case,
    Reading,
    guessed,
    matter_differs,
    new_matter,
    other_matter,
    plainly_new,
)
from core.reading.heard import Label
from core.reading.standing import Own

_PLAIN = 0.6
"""So surely words are only courtesy, although one of them belongs to a matter ("salam sejahtera")."""


def unnamed(case: Case) -> Reading:
    """Read what names no report by reply or number: the question that is open comes first, unless it says otherwise."""
    heard, standing, matter = case.heard, case.standing, case.matter
    if new_matter(case):
        return case.says("complains", score=heard.of("complain"))
    asked, judged = standing.questions, standing.verdicts
    own = matter.one
    if own is not None and (own in judged or own in asked) and not standing.draft:
        return about(case, own)
    if own is not None and (judged or asked) and (own.open or own.lapsed) and matter.how == "category":
        return about(case, own)
    if asked:
        return _of_several_questions(case, asked)
    if judged:
        return _of_several_verdicts(case, judged)
    return _nothing_asked(case)


def _of_several_questions(case: Case, asked: tuple[Own, ...]) -> Reading:
    standing = case.standing
    if standing.draft or len(asked) > 1:
        read = to_question(case, asked[0])
        if read.act != "answers":
            return read
        return case.says("unclear", *asked, score=0.5, maybe=("answers", "complains"))
    if other_matter(case):
        return case.says("unclear", asked[0], score=0.5, maybe=("answers", "complains"))
    return to_question(case, asked[0])


def _of_several_verdicts(case: Case, judged: tuple[Own, ...]) -> Reading:
    heard = case.heard
    if case.standing.files and not heard.words:
        return case.says("unclear", judged[0], score=0.5, maybe=("confirms", "denies", "adds", "complains"))
    if other_matter(case):
        return case.says("unclear", judged[0], score=0.5, maybe=("denies", "complains"))
    read = to_verdict(case, judged[0])
    if len(judged) > 1 and read.act in ("confirms", "denies", "doubts", "unclear"):
        return case.says("unclear", *judged, score=read.score, maybe=(read.act,))
    return read


def _nothing_asked(case: Case) -> Reading:
    heard, standing, matter = case.heard, case.standing, case.matter
    if standing.to_rate is not None and not standing.files:
        if says_broken(case) and not plainly_new(case) and not matter.foreign:
            return about(case, standing.to_rate)
        rated = _to_mark(case, standing.to_rate)
        if rated is not None:
            return rated
    lapsed = _of_lapsed(case)
    if lapsed is not None:
        return lapsed
    if not standing.tickets:
        return _first(case)
    if (standing.files and not heard.words) or standing.pin:
        return _loose_file(case)
    act, courtesy = case.best(COURTESY)
    soft = standing.files or (act in SOFT and case.told >= SURE)
    if act is not None and courtesy > case.content and not soft and not guessed(case, act):
        return case.says(act, score=courtesy)
    belongs = heard.of("add", "correct", "place", "value", "hurry", "works", "broken", "unchecked", "unknown")
    if belongs >= SURE or heard.of("complain") < LIKELY or matter.fitting:
        return _of_filed(case)
    return case.says("complains", score=heard.of("complain"))


def _to_mark(case: Case, own: Own) -> Reading | None:
    """Read what may be a mark, or no wish to give one; None when the words are about something else."""
    heard = case.heard
    if plainly_new(case):
        return None
    counted = "counted" in heard.marks and heard.of("rate") < SURE
    asked = heard.asks or "asks" in heard.marks
    if "mark" in heard.marks and heard.words <= 2 * FEW_WORDS and not (asked or counted):
        return case.says("rates", own, score=max(heard.of("rate"), LIKELY))
    skipping = heard.of("skip", "negate", "cancel", "later", "unknown")
    if skipping > case.content and heard.top in ("skip", "negate", "cancel", "later"):
        return case.says("waits" if heard.top == "later" else "skips", own, score=skipping)
    if heard.of("rate", "abuse") > case.content or (heard.words <= LITTLE and case.told < LIKELY):
        act, courtesy = case.best(COURTESY)
        polite = act in ("thanks", "greets", "asks_status") and courtesy >= LIKELY
        return None if polite else case.says("asks_again", own, score=heard.of("rate"))
    return None


def _of_lapsed(case: Case) -> Reading | None:
    standing = case.standing
    if not standing.lapsed or (standing.open and not case.matter.fitting):
        return None
    own = case.matter.one or standing.lapsed[0]
    if not own.lapsed or (case.told >= 0.6 and matter_differs(case, own)):
        return None
    read = to_verdict(case, own)
    if read.act == "unclear" and not standing.is_recent(own):
        return None
    return read


def _first(case: Case) -> Reading:
    """Read the words of somebody new: free text is a report unless it is plainly something else."""
    heard = case.heard
    if case.standing.files or case.standing.pin:
        return case.says("complains")
    act, courtesy = case.best(_FIRST)
    telling = max(case.content, case.told)
    plain = act in ("greets", "thanks") and courtesy >= _PLAIN and case.content < LIKELY and not case.matter.placed
    if act in SOFT and act != "not_for_us" and case.matter.score > 0 and not plain:
        return case.says("complains", score=telling)
    if act is not None and courtesy > telling * (1.5 if case.matter.score > 0 else 0.7):
        vague = max(heard.of(label) for label in _FIRST) < LIKELY or guessed(case, act)
        return case.says("unclear" if vague else act, score=courtesy)
    return case.says("complains", score=heard.of("complain"))


_FIRST: dict[Label, Act] = {
    **COURTESY,
    "status": "asks_status",
    "why": "asks_status",
    "cancel": "cancels",
    "withdraw": "withdraws",
    "resume": "resumes",
    "negate": "unclear",
    "send": "unclear",
    "skip": "unclear",
    "rate": "unclear",
    "counter": "asks_how",
    "unknown": "asks_how",
}


def _loose_file(case: Case) -> Reading:
    """Read a file without words: it belongs to the report that was talked about last, if there is just one."""
    recent = [own for own in case.standing.open if case.standing.is_recent(own)]
    if len(recent) == 1 and len(case.standing.open) == 1:
        return case.says("adds", recent[0])
    if case.standing.open:
        return case.says("unclear", *case.standing.open[:3], score=0.5, maybe=("adds", "complains"))
    return case.says("complains")


def _of_filed(case: Case) -> Reading:
    """Read what belongs to a filed report: which one, and whether it is not rather a new one of the same kind."""
    heard, standing, matter = case.heard, case.standing, case.matter
    fitting = tuple(own for own in matter.fitting if own.open) or (() if matter.fitting else standing.open)
    if not fitting:
        closed = matter.fitting[:1] or standing.tickets[-1:]
        if case.content + heard.of("reopen") >= LIKELY:
            return case.says("unclear", *closed, score=0.5, maybe=("adds", "complains"))
        return case.says("unclear", score=0.5)
    if len(fitting) > 1:
        return case.says("unclear", *fitting[:3], score=0.5, maybe=("adds", "complains"))
    own = fitting[0]
    again = heard.of("complain") >= 0.6 and (matter.foreign or heard.words > FEW_WORDS) and matter.how != "number"
    if again or (not standing.is_recent(own) and not matter.how and heard.top != "hurry"):
        return case.says("unclear", own, score=0.5, maybe=("adds", "complains"))
    return to_filed(case, own)
