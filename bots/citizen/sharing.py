"""Reports of a person that were filed in another chat: known here, answerable here, and forgotten when the chats part.

What a confidential report says is shown where it was filed; here only who asks for it sees it.
"""

from __future__ import annotations

from bots.citizen import choices
from bots.citizen.remembered import Followed, Ticket
from bots.citizen.state import FOLLOWED_KEPT
from bots.citizen.turn import Turn
from core.vocabulary.linking import SharedFollowed, SharedTicket, Shares


def is_own(turn: Turn, ticket: Ticket | Followed) -> bool:
    """Tell whether a report is of the person whom this chat would have alone."""
    return ticket.person in ("", turn.state.person, *turn.state.adopted)


def is_elsewhere(turn: Turn, ticket: Ticket) -> bool:
    """Tell whether a report was filed in another chat of somebody who has several."""
    return turn.state.one_of_several and not ticket.serial


def tell_tickets(turn: Turn) -> None:
    """Tell the other chats of all reports that are this chat's own."""
    own = [ticket for ticket in turn.state.tickets if is_own(turn, ticket)]
    _tell(turn, own, [one for one in turn.state.followed if is_own(turn, one)])


def tell_ticket(turn: Turn, ticket: Ticket) -> None:
    """Tell the other chats of a report that was filed here just now."""
    if turn.state.one_of_several:
        _tell(turn, [ticket], [])


def tell_followed(turn: Turn, number: str) -> None:
    """Tell the other chats of a report of somebody else that is followed here from now on."""
    found = turn.state.follows(number)
    if turn.state.one_of_several and found is not None:
        _tell(turn, [], [found])


def _tell(turn: Turn, tickets: list[Ticket], followed: list[Followed]) -> None:
    person = turn.state.person
    if (tickets or followed) and person:
        shared = tuple(_shared(ticket, person) for ticket in tickets)
        also = tuple(SharedFollowed(one.number, one.status, one.person or person, one.category) for one in followed)
        turn.tell(person, Shares(turn.lane, shared, also))


def _shared(ticket: Ticket, person: str) -> SharedTicket:
    return SharedTicket(
        ticket.number,
        ticket.status,
        ticket.person or person,
        ticket.category,
        "" if ticket.secret else ticket.about,
        ticket.due_at,
        ticket.filed_at,
        ticket.hidden,
        ticket.secret,
        ticket.asked,
        "" if ticket.secret else ticket.question,
        ticket.confirmed,
        ticket.rated,
    )


def take(turn: Turn, tickets: tuple[SharedTicket, ...], followed: tuple[SharedFollowed, ...] = ()) -> None:
    """Take in reports of another chat of the same person, each in its place by time; what is known here stays."""
    state = turn.state
    if not state.one_of_several:
        return
    more = [Followed(one.number, one.status, one.category, person=one.person) for one in followed]
    state.followed = [*state.followed, *(one for one in more if state.follows(one.number) is None)][-FOLLOWED_KEPT:]
    for shared in tickets:
        known = state.ticket(shared.number)
        if known is not None and not known.serial:
            known.about, known.filed_at = known.about or shared.about, shared.filed_at
            known.person, known.secret = shared.person, known.secret or shared.secret
        elif known is None:
            state.keep_ticket(_taken(shared))
    state.tickets.sort(key=lambda ticket: ticket.filed_at or turn.now)


def _taken(shared: SharedTicket) -> Ticket:
    return Ticket(
        shared.number,
        shared.status,
        shared.category,
        shared.about,
        shared.due_at,
        shared.filed_at,
        hidden=shared.hidden,
        secret=shared.secret,
        person=shared.person,
        asked=shared.asked,
        question=shared.question,
        confirmed=shared.confirmed,
        rated=shared.rated,
    )


def drop(turn: Turn, person: str) -> None:
    """Forget the reports of somebody who is linked no more, and whatever here was about them."""
    state = turn.state
    gone = {one.number for one in state.tickets if (one.person == person if person else not is_own(turn, one))}
    state.tickets = [one for one in state.tickets if one.number not in gone]
    left = [one for one in state.followed if not (one.person == person if person else not is_own(turn, one))]
    gone |= {one.number for one in state.followed if one not in left}
    state.followed = left
    state.missed = [one for one in state.missed if one.number not in gone]
    state.unsent = [one for one in state.unsent if one.number not in gone]
    if state.gather is not None and state.gather.number in gone:
        state.gather = None
    if state.asked_back is not None and gone & set(state.asked_back.numbers):
        state.asked_back = None
    if state.withdrawing in gone:
        state.withdrawing = state.withdrawing_words = ""
    for one in state.recent:
        one.number = "" if one.number in gone else one.number
    if gone:
        state.offered, state.more = [], None
    for number in sorted(gone):
        turn.withdraw(number)


# --- confidential ones ------------------------------------------------------------------------------------------------


def withholds(turn: Turn, ticket: Ticket) -> bool:
    """Tell whether the words about a report are to be asked for here."""
    return ticket.secret and is_elsewhere(turn, ticket)


def show(turn: Turn, number: str) -> None:
    """Show what an official said last about a confidential report of another chat, because it was asked for here."""
    ticket = turn.state.ticket(number)
    push = next((one for one in reversed(ticket.pushes) if one.text or one.evidence), None) if ticket else None
    if ticket is None or push is None:
        turn.note("stale")
        return
    if push.kind in ("question", "asked_again") and ticket.asked:
        ticket.question = push.text
    judged = ticket.status == "ditindaklanjuti" and not ticket.confirmed
    turn.bubble(
        turn.say("linking.shown", number=number, text=push.text),
        choices.for_confirmation(turn, number) if judged else (),
        ref=number,
        bold=(number,),
        evidence=push.evidence,
    )
