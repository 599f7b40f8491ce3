"""Read words about one report, as it stands: an answer, a verdict, an addition."""

from __future__ import annotations

from core.reading.case import (
    CONFIRMING,
    COURTESY,
    FEW_WORDS,
    HARDLY,
    LIKELY,
    LITTLE,
    SURE,
    Act,
    Case,
    Reading,
    guessed,
    matter_differs,
)
from core.reading.heard import DIGITS, GIBBERISH, Label
from core.reading.standing import Own


def about(case: Case, own: Own) -> Reading:
    """Read words about one report, as it stands."""
    if case.standing.files and not case.heard.words:
        return _file_for(case, own)
    if own.asked:
        return to_question(case, own)
    if own.at_verdict or own.lapsed:
        return to_verdict(case, own)
    if own.finished and says_broken(case):
        return case.says(
            "denies" if case.heard.words > LITTLE else "doubts", own, score=case.heard.of("broken", "reopen")
        )
    if own.to_rate and case.heard.top == "rate":
        return case.says("rates", own, score=case.heard.of("rate"))
    return to_filed(case, own)


def _file_for(case: Case, own: Own) -> Reading:
    if own.asked:
        return case.says("answers", own)
    if own.at_verdict or own.lapsed:
        return case.says("unclear", own, score=0.5, maybe=("confirms", "denies", "adds"))
    return case.says("adds", own)


def to_reason(case: Case, own: Own) -> Reading:
    """Read what is said after "what is not fixed?": everything but a change of mind is the reason."""
    heard = case.heard
    if case.standing.files and not heard.words:
        return case.says("adds", own)
    if not heard.words and heard.top == "affirm":
        # A thumb after "what is not fixed?" may only mean "all right, I will tell": nothing is closed by it.
        return case.says("asks_back", own, score=heard.of("affirm"))
    if heard.of("works", "affirm") >= CONFIRMING and not _against(case):
        return case.says("confirms", own, score=heard.of("works", "affirm"))
    if heard.top in ("skip", "unknown") and heard.words <= FEW_WORDS:
        return case.says("skips", own, score=heard.of(heard.top))
    if heard.top in ("greet", "thanks", "later", "how", "counter") and heard.of(heard.top) >= 0.6:
        return case.says("waits" if heard.top == "later" else "asks_back", own, score=heard.of(heard.top))
    return case.says("denies", own)


def elsewhere(case: Case, own: Own) -> bool:
    """Tell whether the words are about another report, or a new matter that says so."""
    other = case.matter.one
    if other is not None and case.matter.how in ("reply", "number"):
        return other.number != own.number
    return "new" in case.heard.marks and case.heard.of("complain") >= SURE


def to_question(case: Case, own: Own) -> Reading:
    heard, standing = case.heard, case.standing
    if standing.files:
        return case.says("answers", own)
    top, score = heard.top, heard.of(heard.top)
    if top == "affirm" and not heard.words and own.wants_fact:
        return case.says("asks_again", own, score=score)
    if own.wants_fact and _tells_state(case):
        return to_filed(case, own)
    if top == "affirm" and heard.words <= LITTLE:
        # "Ya" is an answer only to a question that can be answered by it.
        return case.says("unclear", own, score=score, maybe=("answers", "complains"))
    act, none = case.best(_NO_ANSWER)
    vague = act in ("abuses", "chats", "not_for_us") and score < CONFIRMING and not heard.by_cue("chat")
    if act is not None and not vague and none > _DOUBTFUL * heard.of(*_ANSWER):
        return case.says(act, own, score=none)
    if GIBBERISH in heard.marks and not standing.pin:
        # Keys hit at random would close the question: whether they are its answer is asked.
        return case.says("unclear", own, score=score, maybe=("answers", "complains"))
    return case.says("answers", own, score=score)


def _tells_state(case: Case) -> bool:
    """Tell whether words say how it is, and nothing that could be asked for: no number, no "mana", no place."""
    heard = case.heard
    told = heard.top in ("broken", "works") and heard.of("broken", "works") >= CONFIRMING
    state = heard.marks & {"not_yet", "done", "seen_good"} and not heard.marks & {DIGITS, "wants_fact"}
    return told and bool(state) and heard.of("value", "place", "unknown", "correct") < HARDLY


_NO_ANSWER: dict[Label, Act] = {
    "thanks": "thanks",
    "greet": "greets",
    "later": "waits",
    "announce": "announces",
    "chat": "chats",
    "how": "asks_how",
    "counter": "asks_back",
    "hurry": "hurries",
    "why": "asks_why",
    "spam": "not_for_us",
    "abuse": "abuses",
    "status": "asks_status",
    "repeat": "asks_again",
    "resume": "asks_again",
    "send": "thanks",
    "unchecked": "waits",
}


_ANSWER: tuple[Label, ...] = (
    "value", "place", "unknown", "add", "correct", "works", "broken", "complain", "negate", "info", "rate",
    "skip",
)  # fmt: skip


_DOUBTFUL = 0.8
"""A question is closed only by what is rather an answer than not."""


def to_verdict(case: Case, own: Own) -> Reading:
    heard = case.heard
    top, score = heard.top, heard.of(heard.top)
    good, bad = heard.of("works", "affirm"), heard.of("broken", "negate", "hurry", "reopen")
    few = heard.words <= FEW_WORDS
    if top == "rate" and not few:
        return case.says("unclear", own, score=score, maybe=("confirms", "denies", "adds"))
    if (top == "negate" and few and (score >= LIKELY or heard.by_cue("negate"))) or (
        "not_yet" in heard.marks and heard.words <= 2 and top != "works"
    ):
        return case.says("doubts", own, score=score)
    if "twice_denied" in heard.marks and "plain_no" not in heard.marks:
        return case.says("unclear", own, score=score, maybe=("confirms", "denies", "adds"))
    if (
        "not_good" in heard.marks
        and top in ("works", "thanks", "affirm")
        and not heard.marks & {"hoped", "feared", "twice_denied"}
    ):
        return case.says("denies" if heard.words > 2 else "doubts", own, score=max(bad, LIKELY))
    if {"hoped", "plain_no"} <= heard.marks and not heard.by_cue("unchecked") and bad > heard.of("later"):
        # "Kalau sudah beres saya kabari, ini belum": what would be and is not.
        return case.says("denies", own, score=max(bad, LIKELY))
    if "disagrees" in heard.marks and good < SURE:
        return case.says("denies" if heard.words > 2 else "doubts", own, score=max(bad, LIKELY))
    if heard.marks & {"feared", "advised"} and "not_yet" not in heard.marks:
        # "Jangan sampai rusak lagi" and "lain kali lebih cepat" wish; they say neither that it is fixed nor that not.
        return case.says("unclear", own, score=bad, maybe=("confirms", "denies", "adds"))
    if (bad >= SURE or bad > 2 * max(good, HARDLY)) and bad > good and heard.of("unchecked", "later") < bad:
        return case.says("denies" if heard.words > 2 else "doubts", own, score=bad)
    if top == "affirm" and not heard.words:
        return case.says("asks_again", own, score=score)  # a thumb may only mean that the news was read
    if "hedged" in heard.marks and heard.of("works", "affirm") >= heard.of("broken", "negate"):
        return case.says("waits", own, score=score)
    polite = heard.of("thanks") > HARDLY and top == "affirm"
    works = top == "works" and score >= CONFIRMING
    plain_yes = top == "affirm" and few and not polite and heard.by_cue("affirm")
    if good >= CONFIRMING and not _against(case) and (works or plain_yes):
        return case.says("confirms", own, score=good)
    if _thanks_for_seen(case):
        return case.says("confirms", own, score=good)
    if "not_yet" in heard.marks and heard.of("unchecked", "later") < LIKELY and good < 0.8:
        return case.says("denies" if heard.words > 2 else "doubts", own, score=max(bad, LIKELY))
    if top in ("unchecked", "later", "unknown") or ("hoped" in heard.marks and top == "works"):
        return case.says("waits", own, score=score)
    if "done" in heard.marks and heard.words <= LITTLE and not _against(case) and heard.of("thanks") < SURE:
        return case.says("confirms", own, score=CONFIRMING)
    act, courtesy = case.best(_BESIDE_VERDICT)
    if act is not None and courtesy >= SURE and courtesy > case.content:
        return case.says(act, own, score=courtesy)
    return case.says("unclear", own, score=score, maybe=("confirms", "denies", "adds"))


_BESIDE_VERDICT: dict[Label, Act] = {
    "thanks": "thanks",
    "greet": "greets",
    "chat": "chats",
    "announce": "announces",
    "abuse": "abuses",
    "how": "asks_how",
    "later": "waits",
    "counter": "asks_again",
    "repeat": "asks_again",
    "resume": "asks_again",
    "status": "asks_status",
    "why": "asks_why",
    "spam": "not_for_us",
    "send": "thanks",
}


def says_broken(case: Case) -> bool:
    """Tell whether words say plainly that what was fixed is broken again, or is to be opened again."""
    heard = case.heard
    bad = heard.of("broken", "reopen")
    return bad >= SURE and bad > 2 * max(heard.of("works", "affirm"), HARDLY) and heard.of("rate") < LIKELY


def _thanks_for_seen(case: Case) -> bool:
    """Tell whether thanks wrap that it is seen to be good ("terima kasih, su terang"); for mere work they do not."""
    heard = case.heard
    seen = "seen_good" in heard.marks and heard.by_cue("works") and heard.of("works") >= LIKELY
    return seen and heard.of("works", "thanks", "affirm", "greet") >= _WRAPPED and not _against(case)


_WRAPPED = 0.8
"""So surely words are only courtesy and that it is good."""


def _against(case: Case) -> bool:
    """Tell whether any word speaks against "it is fixed": in doubt nothing is closed, nor for what is only hoped."""
    heard = case.heard
    noted = "noted" in heard.marks and not heard.by_cue("works")  # "su baca" has seen the news, not the lamp
    against = heard.marks & {"but", "not_yet", "not_good", "asks", "hoped", "hedged"}
    return heard.asks or noted or bool(against) or heard.of("broken", "unchecked") > 0.12


def to_filed(case: Case, own: Own) -> Reading:
    heard, standing = case.heard, case.standing
    top, score = heard.top, heard.of(heard.top)
    if standing.files or standing.pin:
        return case.says("adds", own)
    if top == "works" and score >= SURE and own.open and heard.by_cue("works") and not _against(case):
        return case.says("withdraws", own, score=score)
    if "misconduct" in heard.marks and matter_differs(case, own):
        return case.says("unclear", own, score=0.5, maybe=("adds", "complains"))
    if top == "works" and score >= SURE and heard.marks & {"asks"}:
        return case.says("asks_status", own, score=score)
    if heard.of("hurry") >= LIKELY:
        return case.says("hurries", own, score=heard.of("hurry"))
    act, courtesy = case.best(COURTESY)
    if guessed(case, act):
        return case.says("unclear", own, score=score, maybe=("adds", "complains"))
    if act is not None and courtesy > case.content:
        return case.says(act, own, score=courtesy)
    if top == "correct":
        return case.says("corrects", own, score=score)
    return case.says("adds", own, score=score)
