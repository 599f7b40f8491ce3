"""Decide what a person wants with a message: its words, read with what stands open. One decision, in one place.

A state changes only on a sure reading. What is not sure is asked, with what it most probably means as the choices.
"""

from __future__ import annotations

from core.reading.answering import about, elsewhere, to_reason
from core.reading.case import Act, Case, Reading, says_another
from core.reading.heard import Heard
from core.reading.matter import Matter, meant
from core.reading.standing import Standing
from core.reading.unnamed import unnamed
from core.reading.wanting import wish_of
from core.reading.writing import in_draft

__all__ = ["Act", "Reading", "decide"]


def decide(heard: Heard, matter: Matter, standing: Standing) -> Reading:
    """Read one message that is no command, no button and no danger."""
    matter = meant(matter, heard, standing)
    case = Case(heard, matter, standing)
    if not (heard.words or heard.reasons or standing.files or standing.pin):
        return case.says("unclear", score=0.0)
    if standing.forwarded and matter.how == "number":
        # Somebody's notice about the report, perhaps our own: it is nobody's word about it.
        return case.says("unclear", *matter.fitting[:3], score=0.5, maybe=("adds", "complains"))
    wish = wish_of(case)
    if wish is not None:
        return wish
    if standing.reason and (own := standing.own(standing.reason)) is not None and not elsewhere(case, own):
        return to_reason(case, own)
    own = matter.one
    if own is not None and matter.how in ("reply", "number") and not standing.replied_draft:
        if own.asked and matter.how == "reply" and says_another(case):
            return case.says("unclear", own, score=0.5, maybe=("answers", "complains"))
        return about(case, own)
    if standing.draft and not standing.questions:
        return in_draft(case)
    return unnamed(case)
