"""What a ticket would refuse anyway: nobody is asked for words, or shown to whom they go, in vain.

Only the ticket refuses, with the sentence that says who may: what is foreseen here goes to it at once.
"""

from typing import cast

from bots.officials.choices import Tap
from bots.officials.register import official
from bots.officials.turn import GroupTurn
from core.ticket.lifecycle import FACTS, NotAllowed, rule_for
from core.ticket.rights import may
from core.ticket.state import TicketState
from core.vocabulary.events import Pressed
from core.vocabulary.officials import Act
from core.vocabulary.report import Report
from core.vocabulary.ticket import Action, Official


def is_refused(turn: GroupTurn, by: Official, number: str, action: Action) -> bool:
    """Tell whether an official may not do this to a ticket as the group was shown it last."""
    shown = turn.state.shown.get(number)
    if shown is None or not shown.status:
        return False
    try:
        rule = rule_for(shown.status, action)
    except NotAllowed:
        return True
    if FACTS[shown.status].held and not shown.holder:
        return False
    holder = Official(shown.holder, "", shown.unit) if shown.holder else None
    known = TicketState(
        number,
        "",
        shown.status,
        Report("", "", ""),
        turn.moment.now,
        unit=shown.unit,
        holder=holder,
        escalated=shown.escalated,
    )
    return not may(turn.office.city.tree, known, by, rule.who)


def refused(turn: GroupTurn, pressed: Pressed, tap: Tap) -> bool:
    """Let the ticket say who may do what a button asks for, where the presser may not; False when a prompt is due."""
    by, action = official(turn, pressed.sender), cast(Action, tap.action)
    if not is_refused(turn, by, tap.number, action):
        return False
    # Whoever may do this may hold the ticket as well, and that is never done without words.
    asked: Action = "tunda" if action == "bukan_wewenang" else action
    turn.tell(tap.number, Act(asked, by, query_id=pressed.query_id))
    return True
