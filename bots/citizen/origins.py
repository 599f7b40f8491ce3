"""When and where a photo was taken: kept apart for the closing check if its sender agrees, forgotten if not.

Nobody is asked whose files tell nothing of that: most platforms take it out of photos themselves.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, Literal

from bots.citizen.plain_words import normalise, tokens
from bots.citizen.remembered import Draft, Ticket
from bots.citizen.state import CLOSED, ChatState
from bots.citizen.turn import Turn
from core.vocabulary.citizen import ForgetOrigins
from core.vocabulary.effects import Choice, DropOrigins, KeepOrigins
from core.vocabulary.report import Evidence

AGREE: Final = "asalfoto"
_KEPT: Final = 60
_FEW_WORDS: Final = 4
ANSWERED_WITHIN: Final = timedelta(days=3)
"""So long it waits apart, too (`storage.mongo.origins`): no answer until then is a no."""
_SURELY: Final = 0.7
"""As sure as a yes has to be that allows something: a maybe is none."""


def wants(draft: Draft) -> bool:
    """Tell whether files of a draft may let wait when and where they were taken: not for whoever brings them along."""
    return not draft.counter and draft.origins != "no"


def wanted_for(ticket: Ticket) -> bool:
    """Tell whether files that come to a filed report may let wait when and where they were taken."""
    return ticket.origins != "no" and ticket.status not in CLOSED


def waits(ticket: Ticket, now: datetime) -> bool:
    """Tell whether it was asked about a filed report's photos and can still be answered."""
    asked = ticket.origins_asked
    return ticket.origins == "asked" and asked is not None and now - asked < ANSWERED_WITHIN and wanted_for(ticket)


def is_open(state: ChatState, draft: Draft) -> bool:
    """Tell whether there is something to ask: a file that is here told when or where, and nothing was said yet."""
    return wants(draft) and not draft.origins and bool(_waiting(state, draft))


def asked(turn: Turn, draft: Draft, row: int) -> tuple[Choice, ...]:
    """Ask in front of this turn's bubble, and give the choice that agrees; nothing where nothing is to be asked."""
    if not is_open(turn.state, draft):
        return ()
    draft.origins_asked = True
    turn.lead(turn.say("origin.ask"))
    return (Choice(f"{AGREE}:{draft.serial}", turn.say("choice.asalfoto"), row),)


def note(turn: Turn, media: str) -> None:
    """Note that a file has come that told when or where it was taken."""
    turn.state.origins = [*(one for one in turn.state.origins if one != media), media][-_KEPT:]


def answer_in(turn: Turn, text: str) -> bool | None:
    """Read a yes or a no out of a few words; None for everything else."""
    words, said = turn.words, normalise(text)
    if said in words.small("origin_yes"):
        return True
    if said in words.small("origin_no"):
        return False
    heard = turn.setting.hearer.hear(text)
    if len(tokens(text)) > _FEW_WORDS or heard.asks or heard.top not in ("affirm", "negate"):
        return None
    return (heard.top == "affirm") if heard.of(heard.top) >= _SURELY else None


def filed(turn: Turn, draft: Draft, evidence: tuple[Evidence, ...]) -> None:
    """Keep what the files of a report told, where that was allowed; of files yet to come it is remembered."""
    if draft.origins != "yes":
        return
    files = _waiting(turn.state, draft)
    if files:
        keep(turn, *files)
    for item in evidence:
        if not item.media:
            turn.state.allow_origin(item.ref)


def said_of(draft: Draft) -> Literal["", "yes", "no"]:
    """Give what was said of a draft's photos; a question without an answer is a no, empty where nobody was asked."""
    if draft.origins == "yes":
        return "yes"
    return "no" if draft.origins_asked or not wants(draft) else ""


def keep(turn: Turn, *media: str) -> None:
    """Keep when and where files were taken."""
    turn.state.origins = [one for one in turn.state.origins if one not in media]
    turn.effects.append(KeepOrigins(media))


def settle(turn: Turn) -> None:
    """Forget at the end of a turn what waits for nobody's word any more: its draft is gone, or a no was said."""
    state = turn.state
    if not state.origins:
        return
    drafts = [draft for draft in (state.draft, state.expired, *state.parked) if draft is not None and wants(draft)]
    waiting = {media for draft in drafts for media in _waiting(state, draft)}
    waiting |= {media for ticket in state.tickets if waits(ticket, turn.now) for media in ticket.origin_files}
    waiting |= {file.media for file in state.arrived if file.origin}
    parts = state.asked_back.parts if state.asked_back else []
    waiting |= {item.media for part in parts for item in part.evidence}
    gone = tuple(media for media in state.origins if media not in waiting)
    if gone:
        state.origins = [media for media in state.origins if media in waiting]
        turn.effects.append(DropOrigins(gone))


def forget_filed(turn: Turn) -> None:
    """Take back what was allowed for the reports of this chat, those that have no number yet too."""
    for ticket in turn.state.tickets:
        turn.tell_ticket(ticket.number, ForgetOrigins())
        ticket.origins, ticket.origin_files = "no", []
    for waiting in turn.state.waiting:
        waiting.forget_origins = True
        waiting.origins = "no"
    for fate in turn.state.fates:
        fate.origin = False
    for file in turn.state.arrived:
        file.origin = False


def _waiting(state: ChatState, draft: Draft) -> tuple[str, ...]:
    files = (item.media for part in draft.parts for item in part.evidence)
    return tuple(media for media in files if media and media in state.origins)
