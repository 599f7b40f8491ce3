"""Decide what a person wants with a message: its words, read with what stands open. One decision, in one place.

A state changes only on a sure reading. What is not sure is asked, with what it most probably means as the choices.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from core.reading.heard import Heard, Label
from core.reading.matter import Matter
from core.reading.standing import Own, Standing

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
_SURE = 0.45
_LIKELY = 0.3
_ELSEWHERE = 0.2
_SURE_MATTER = 0.5
_KNOWN_MATTER = 0.25
_PLACED = 0.2
_CONFIRMING = 0.6
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


_CONTENT: tuple[Label, ...] = (
    "complain", "add", "value", "place", "correct", "broken", "works", "info", "hurry", "unchecked",
)  # fmt: skip
"""Labels of words that tell something about the city, which must not be lost."""
_LITTLE = 3


@dataclass(frozen=True)
class _Case:
    heard: Heard
    matter: Matter
    standing: Standing

    @property
    def content(self) -> float:
        """Say how surely the words tell something, instead of wanting something or being polite."""
        return self.heard.of(*_CONTENT)

    def best(self, acts: Mapping[Label, Act]) -> tuple[Act | None, float]:
        """Give the likeliest of some acts, and how likely all of them are together."""
        label = max(acts, key=lambda name: self.heard.of(name))
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


def decide(heard: Heard, matter: Matter, standing: Standing) -> Reading:
    """Read one message that is no command, no button and no danger."""
    case = _Case(heard, matter, standing)
    if not (heard.words or heard.reasons or standing.files or standing.pin):
        return case.says("unclear", score=0.0)
    wish = _wish(case)
    if wish is not None:
        return wish
    if standing.reason and (own := standing.own(standing.reason)) is not None and not _elsewhere(case, own):
        return _reason(case, own)
    own = matter.one
    if own is not None and matter.how in ("reply", "number") and not standing.replied_draft:
        return _about(case, own)
    if standing.draft and not standing.questions:
        return _in_draft(case)
    return _open(case)


# --- what is wanted whatever stands open ------------------------------------------------------------------------------


def _wish(case: _Case) -> Reading | None:
    heard, standing = case.heard, case.standing
    top, score = heard.top, heard.of(heard.top)
    if score < _LIKELY or standing.pin or (standing.files and (top not in _WISHES or score < _CONFIRMING)):
        return None
    act = _WISHES.get(top)
    if act is not None and score > case.content * 0.8:
        return case.says(act, *_meant(case), score=score)
    if top in ("withdraw", "cancel") and score > case.content * 0.8:
        return _ended(case, top == "withdraw", score)
    if top == "resume" and (standing.draft or standing.expired):
        return case.says("resumes", score=score)
    if top == "resume" and standing.tickets:
        return case.says("asks_again", score=score)
    if top in ("status", "reopen", "why") and standing.tickets and not standing.files:
        return _asked(case, score) if heard.of("status", "reopen", "why") > case.content * 0.8 else None
    if standing.named and standing.tickets and heard.words <= _LITTLE and case.content < _SURE and top in _BARE:
        return case.says("asks_status", *case.matter.fitting, score=score)
    return None


_WISHES: dict[Label, Act] = {
    "person": "wants_person",
    "delete": "wants_deletion",
    "privacy": "wants_privacy",
    "repeat": "asks_again",
}


_BARE: tuple[Label, ...] = ("status", "how", "counter", "repeat", "why", "greet", "chat", "info", "value")
"""What little words beside a number may be, so that the number asks for its state."""


def _meant(case: _Case) -> tuple[Own, ...]:
    """Give the report a wish is about: the one named, else the newest open one."""
    if case.matter.fitting:
        return case.matter.fitting[:1]
    return case.standing.open[:1]


def _ended(case: _Case, filed: bool, score: float) -> Reading:
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


def _asked(case: _Case, score: float) -> Reading:
    heard, standing, matter = case.heard, case.standing, case.matter
    if heard.top == "reopen" or "disagrees" in heard.marks:
        own = matter.one or next(iter((*standing.lapsed, *standing.verdicts)), None)
        if own is not None and (own.lapsed or own.at_verdict):
            return case.says("denies" if heard.of("broken") >= _LIKELY else "doubts", own, score=score)
        closed = matter.fitting or standing.tickets[-1:]
        return case.says("reopens", *closed[:1], score=score)
    if standing.draft and not standing.tickets:
        return case.says("asks_status", score=score)
    act: Act = "asks_why" if heard.top == "why" else "asks_status"
    return case.says(act, *matter.fitting, score=score)


# --- a report is being written ----------------------------------------------------------------------------------------

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


def _in_draft(case: _Case) -> Reading:
    heard, standing, _matter = case.heard, case.standing, case.matter
    if standing.files or standing.pin:
        return case.says("adds")
    top, score = heard.top, heard.of(heard.top)
    few = heard.words <= FEW_WORDS
    if top == "affirm" and few:
        return case.says("sends", score=score)
    if top == "negate" and few:
        return case.says("skips" if standing.draft in ("place", "thin", "emergency") else "changes", score=score)
    if _foreign_to_draft(case):
        return case.says("complains", score=score, maybe=("adds",))
    act, courtesy = case.best(_DRAFT)
    if act is not None and courtesy > case.content and not (act in _SOFT and _speaks(case)):
        return case.says(act, score=courtesy)
    return case.says("corrects" if top == "correct" else "adds", score=score)


_SOFT: frozenset[Act] = frozenset(("thanks", "greets", "chats", "abuses", "announces", "not_for_us"))
"""Courtesy and talk; words that name a place or a matter beside it belong into the draft all the same."""


def _speaks(case: _Case) -> bool:
    return case.matter.score > 0 or case.matter.placed


def _foreign_to_draft(case: _Case) -> bool:
    heard, standing, matter = case.heard, case.standing, case.matter
    if standing.draft == "thin" or heard.words < FEW_WORDS:
        return False
    other = not {"", "lainnya"} & {matter.category, standing.draft_category}
    other = other and matter.category != standing.draft_category
    return other and heard.of("complain") >= _SURE and ("new" in heard.marks or heard.of("complain") >= 0.7)


# --- a report is named ------------------------------------------------------------------------------------------------


def _about(case: _Case, own: Own) -> Reading:
    """Read words about one report, as it stands."""
    if case.standing.files and not case.heard.words:
        return _file_for(case, own)
    if own.asked:
        return _to_question(case, own)
    if own.at_verdict or own.lapsed:
        return _to_verdict(case, own)
    if own.to_rate and case.heard.top == "rate":
        return case.says("rates", own, score=case.heard.of("rate"))
    return _to_filed(case, own)


def _file_for(case: _Case, own: Own) -> Reading:
    if own.asked:
        return case.says("answers", own)
    if own.at_verdict or own.lapsed:
        return case.says("unclear", own, score=0.5, maybe=("confirms", "denies", "adds"))
    return case.says("adds", own)


def _reason(case: _Case, own: Own) -> Reading:
    """Read what is said after "what is not fixed?": everything but a change of mind is the reason."""
    heard = case.heard
    if case.standing.files and not heard.words:
        return case.says("adds", own)
    if heard.of("works", "affirm") >= _CONFIRMING and not _against(case):
        return case.says("confirms", own, score=heard.of("works", "affirm"))
    if heard.top in ("skip", "unknown") and heard.words <= FEW_WORDS:
        return case.says("skips", own, score=heard.of(heard.top))
    if heard.top in ("greet", "thanks", "later", "how", "counter") and heard.of(heard.top) >= 0.6:
        return case.says("waits" if heard.top == "later" else "asks_back", own, score=heard.of(heard.top))
    return case.says("denies", own)


def _elsewhere(case: _Case, own: Own) -> bool:
    """Say whether the words are about another report, or a new matter that says so."""
    other = case.matter.one
    if other is not None and case.matter.how in ("reply", "number"):
        return other.number != own.number
    return "new" in case.heard.marks and case.heard.of("complain") >= _SURE


# --- a question of an official ----------------------------------------------------------------------------------------

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


def _to_question(case: _Case, own: Own) -> Reading:
    heard, standing = case.heard, case.standing
    if standing.files:
        return case.says("answers", own)
    top, score = heard.top, heard.of(heard.top)
    if top == "affirm" and heard.words <= _LITTLE:
        # "Ya" is an answer only to a question that can be answered by it.
        return case.says("unclear", own, score=score, maybe=("answers", "complains"))
    act, none = case.best(_NO_ANSWER)
    vague = act in ("abuses", "chats", "not_for_us") and score < _CONFIRMING
    if act is not None and not vague and none > _DOUBTFUL * heard.of(*_ANSWER):
        return case.says(act, own, score=none)
    return case.says("answers", own, score=score)


_ANSWER: tuple[Label, ...] = (
    "value", "place", "unknown", "add", "correct", "works", "broken", "complain", "negate", "info", "rate",
    "skip",
)  # fmt: skip
_DOUBTFUL = 0.8
"""A question is closed only by what is rather an answer than not."""


# --- fixed, or not ----------------------------------------------------------------------------------------------------


def _against(case: _Case) -> bool:
    """Say whether any word speaks against "it is fixed": in doubt nothing is closed."""
    heard = case.heard
    return heard.asks or bool(heard.marks & {"but", "not_yet", "asks"}) or heard.of("broken", "unchecked") > 0.12


def _to_verdict(case: _Case, own: Own) -> Reading:
    heard = case.heard
    top, score = heard.top, heard.of(heard.top)
    good, bad = heard.of("works", "affirm"), heard.of("broken", "negate", "hurry", "reopen")
    few = heard.words <= FEW_WORDS
    if top == "rate" and not few:
        return case.says("unclear", own, score=score, maybe=("confirms", "denies", "adds"))
    if (top == "negate" and few) or ("not_yet" in heard.marks and heard.words <= 2 and top != "works"):
        return case.says("doubts", own, score=score)
    if (bad >= _SURE or bad > 2 * max(good, _ELSEWHERE)) and bad > good and heard.of("unchecked", "later") < bad:
        return case.says("denies" if heard.words > 2 else "doubts", own, score=bad)
    polite = heard.of("thanks") > _ELSEWHERE and top == "affirm"
    works = top == "works" and score >= _CONFIRMING
    if good >= _CONFIRMING and not _against(case) and (works or (top == "affirm" and few and not polite)):
        return case.says("confirms", own, score=good)
    if "not_yet" in heard.marks and heard.of("unchecked", "later") < _LIKELY and good < 0.8:
        return case.says("denies" if heard.words > 2 else "doubts", own, score=max(bad, _LIKELY))
    if top in ("unchecked", "later", "unknown"):
        return case.says("waits", own, score=score)
    if "done" in heard.marks and heard.words <= _LITTLE and not _against(case) and heard.of("thanks") < _SURE:
        return case.says("confirms", own, score=_CONFIRMING)
    act, courtesy = case.best(_BESIDE_VERDICT)
    if act is not None and courtesy >= _SURE and courtesy > case.content:
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


# --- filed, nothing asked ---------------------------------------------------------------------------------------------


def _to_filed(case: _Case, own: Own) -> Reading:
    heard, standing = case.heard, case.standing
    top, score = heard.top, heard.of(heard.top)
    if standing.files or standing.pin:
        return case.says("adds", own)
    if top == "works" and score >= _SURE and own.open and not _against(case):
        return case.says("withdraws", own, score=score)
    if top == "works" and score >= _SURE and heard.marks & {"asks"}:
        return case.says("asks_status", own, score=score)
    if heard.of("hurry") >= _LIKELY:
        return case.says("hurries", own, score=heard.of("hurry"))
    act, courtesy = case.best(_COURTESY)
    if act is not None and courtesy > case.content:
        return case.says(act, own, score=courtesy)
    if top == "correct":
        return case.says("corrects", own, score=score)
    return case.says("adds", own, score=score)


_COURTESY: dict[Label, Act] = {
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


def _open(case: _Case) -> Reading:
    """Read what names no report by reply or number: the question that is open comes first, unless it says otherwise."""
    heard, standing, matter = case.heard, case.standing, case.matter
    if _new_matter(case):
        return case.says("complains", score=heard.of("complain"))
    asked, judged = standing.questions, standing.verdicts
    own = matter.one
    if own is not None and (own in judged or own in asked) and not standing.draft:
        return _about(case, own)
    if own is not None and (judged or asked) and (own.open or own.lapsed) and matter.how == "category":
        return _about(case, own)
    if asked:
        return _of_several_questions(case, asked)
    if judged:
        return _of_several_verdicts(case, judged)
    return _nothing_asked(case)


def _of_several_questions(case: _Case, asked: tuple[Own, ...]) -> Reading:
    standing = case.standing
    if standing.draft or len(asked) > 1:
        read = _to_question(case, asked[0])
        if read.act != "answers":
            return read
        return case.says("unclear", *asked, score=0.5, maybe=("answers", "complains"))
    if _other_matter(case):
        return case.says("unclear", asked[0], score=0.5, maybe=("answers", "complains"))
    return _to_question(case, asked[0])


def _of_several_verdicts(case: _Case, judged: tuple[Own, ...]) -> Reading:
    heard = case.heard
    if case.standing.files and not heard.words:
        return case.says("unclear", judged[0], score=0.5, maybe=("confirms", "denies", "adds", "complains"))
    if _other_matter(case):
        return case.says("unclear", judged[0], score=0.5, maybe=("denies", "complains"))
    read = _to_verdict(case, judged[0])
    if len(judged) > 1 and read.act in ("confirms", "denies", "doubts", "unclear"):
        return case.says("unclear", *judged, score=read.score, maybe=(read.act,))
    return read


def _new_matter(case: _Case) -> bool:
    """Say whether the words tell, without doubt, of something that none of the reports is about."""
    heard, matter = case.heard, case.matter
    if case.standing.files and not heard.words:
        return False
    told = case.told
    if "new" in heard.marks and told >= _LIKELY and heard.words > FEW_WORDS:
        return True
    plain = told >= 0.6 and heard.words >= FEW_WORDS
    asked = case.standing.verdicts or case.standing.questions
    enough = _SURE if asked else _ELSEWHERE
    return plain and ((matter.foreign and matter.sure) or (matter.elsewhere and heard.of("complain") >= enough))


def _other_matter(case: _Case) -> bool:
    """Say whether the words may tell of something else, so that it has to be asked."""
    heard, matter = case.heard, case.matter
    return matter.foreign and case.told >= 0.6 and heard.words >= FEW_WORDS


def _nothing_asked(case: _Case) -> Reading:
    heard, standing, matter = case.heard, case.standing, case.matter
    if standing.to_rate is not None and not standing.files:
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
    act, courtesy = case.best(_COURTESY)
    soft = act in _SOFT and (case.told >= _SURE or standing.files)
    if act is not None and courtesy > case.content and not soft:
        return case.says(act, score=courtesy)
    belongs = heard.of("add", "correct", "place", "value", "hurry", "works", "broken", "unchecked", "unknown")
    if belongs >= _SURE or heard.of("complain") < _LIKELY or matter.fitting:
        return _of_filed(case)
    return case.says("complains", score=heard.of("complain"))


def _to_mark(case: _Case, own: Own) -> Reading | None:
    """Read what may be a mark, or no wish to give one; None when the words are about something else."""
    heard = case.heard
    if _plainly_new(case):
        return None
    if "mark" in heard.marks and heard.words <= 2 * FEW_WORDS and not (heard.asks or "asks" in heard.marks):
        return case.says("rates", own, score=max(heard.of("rate"), _LIKELY))
    skipping = heard.of("skip", "negate", "cancel", "later", "unknown")
    if skipping > case.content and heard.top in ("skip", "negate", "cancel", "later"):
        return case.says("waits" if heard.top == "later" else "skips", own, score=skipping)
    if heard.of("rate", "abuse") > case.content or (heard.words <= _LITTLE and case.told < _LIKELY):
        act, courtesy = case.best(_COURTESY)
        polite = act in ("thanks", "greets", "asks_status") and courtesy >= _LIKELY
        return None if polite else case.says("asks_again", own, score=heard.of("rate"))
    return None


def _plainly_new(case: _Case) -> bool:
    """Say whether a new matter is plainly told."""
    return case.told >= 0.6 and case.heard.words >= FEW_WORDS


def _matter_differs(case: _Case, own: Own) -> bool:
    """Say whether the words are about another kind of matter than a report."""
    return case.matter.category not in ("", "lainnya", own.category)


def _of_lapsed(case: _Case) -> Reading | None:
    standing = case.standing
    if not standing.lapsed or (standing.open and not case.matter.fitting):
        return None
    own = case.matter.one or standing.lapsed[0]
    if not own.lapsed or (case.told >= 0.6 and _matter_differs(case, own)):
        return None
    read = _to_verdict(case, own)
    if read.act == "unclear" and not standing.is_recent(own):
        return None
    return read


def _first(case: _Case) -> Reading:
    """Read the words of somebody new: free text is a report unless it is plainly something else."""
    heard = case.heard
    if case.standing.files or case.standing.pin:
        return case.says("complains")
    act, courtesy = case.best(_FIRST)
    telling = max(case.content, case.told)
    if act in _SOFT and act != "not_for_us" and case.matter.score > 0:
        return case.says("complains", score=telling)
    if act is not None and courtesy > telling * (1.5 if case.matter.score > 0 else 0.7):
        vague = act in _SOFT and case.heard.of(heard.top) < _LIKELY
        return case.says("unclear" if vague else act, score=courtesy)
    return case.says("complains", score=heard.of("complain"))


_FIRST: dict[Label, Act] = {
    **_COURTESY,
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


def _loose_file(case: _Case) -> Reading:
    """Read a file without words: it belongs to the report that was talked about last, if there is just one."""
    recent = [own for own in case.standing.open if case.standing.is_recent(own)]
    if len(recent) == 1 and len(case.standing.open) == 1:
        return case.says("adds", recent[0])
    if case.standing.open:
        return case.says("unclear", *case.standing.open[:3], score=0.5, maybe=("adds", "complains"))
    return case.says("complains")


def _of_filed(case: _Case) -> Reading:
    """Read what belongs to a filed report: which one, and whether it is not rather a new one of the same kind."""
    heard, standing, matter = case.heard, case.standing, case.matter
    fitting = tuple(own for own in matter.fitting if own.open) or (() if matter.fitting else standing.open)
    if not fitting:
        closed = matter.fitting[:1] or standing.tickets[-1:]
        if case.content + heard.of("reopen") >= _LIKELY:
            return case.says("unclear", *closed, score=0.5, maybe=("adds", "complains"))
        return case.says("unclear", score=0.5)
    if len(fitting) > 1:
        return case.says("unclear", *fitting[:3], score=0.5, maybe=("adds", "complains"))
    own = fitting[0]
    again = heard.of("complain") >= 0.6 and (matter.foreign or heard.words > FEW_WORDS) and matter.how != "number"
    if again or (not standing.is_recent(own) and not matter.how and heard.top != "hurry"):
        return case.says("unclear", own, score=0.5, maybe=("adds", "complains"))
    return _to_filed(case, own)
