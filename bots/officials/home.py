"""The group as a place: where it is, whether it takes our messages, and what is shown anew in another one."""

from datetime import timedelta

import msgspec

from bots.officials import candidates, counts, topics, wishes
from bots.officials.turn import GroupTurn
from core.city.dates import date_and_time
from core.city.desks import HEALTH
from core.ticket.lifecycle import FACTS
from core.vocabulary.effects import Send, Tell
from core.vocabulary.events import BotRole, Edited, Event, Joined, Left, Odd, Pressed, Said
from core.vocabulary.lane_names import OFFICIALS_LANE, chat_lane, ticket_lane
from core.vocabulary.officials import Notice, ShowAgain
from core.vocabulary.ticket import TicketStatus

LOST_ROLES = frozenset({"kicked", "left"})
"""Roles of ours in a group that take nothing from us (Bot API, ChatMember)."""

ECHO = timedelta(seconds=10)
_PEOPLE = (Said, Edited, Pressed, Odd, Joined, Left, BotRole)


def is_elsewhere(turn: GroupTurn, event: Event) -> bool:
    """Tell whether people of a group that is no longer ours said or did something."""
    here = turn.moment.address
    return isinstance(event.body, _PEOPLE) and bool(event.address and here) and event.address != here


def settle_in(turn: GroupTurn) -> None:
    """Show every open card anew when the group is at another address than before: there nothing of ours stands."""
    state, here = turn.state, turn.moment.address
    if not here or here == state.home:
        return
    moved, state.home = bool(state.home), here
    if not moved:
        return
    state.expecting, state.asked = {}, {}
    state.sent, state.handled = {}, ()  # message ids start afresh in another group
    topics.open_all(turn)
    for number, shown in tuple(state.shown.items()):
        # What was to be shown while the former group took nothing still waits, with its files, and goes out here.
        waits = state.shut_out is not None and shown.since is not None and shown.since >= state.shut_out
        state.shown[number] = msgspec.structs.replace(shown, desks=(), files_missing=not waits, copy="")
        if shown.open:
            turn.effects.append(Tell(ticket_lane(number), ShowAgain()))
    counts.show_again(turn)
    wishes.show_again(turn)
    candidates.show_again(turn)


def is_open(status: TicketStatus) -> bool:
    """Tell whether a ticket still has somebody's work or answer before it."""
    return FACTS[status].clock != "stopped"


# --- shut out and let in --------------------------------------------------------------------------------------------


def shut_out(turn: GroupTurn, reason: str, *, sure: bool = False) -> None:
    """Tell the administrators, once and in their private chats, that the group takes nothing from us.

    A try that failed when we had just been let in may have begun before: it is told again if it was none.
    """
    state = turn.state
    echo = state.let_in_at is not None and turn.moment.now - state.let_in_at < ECHO
    if state.shut_out is None and (sure or not echo):
        state.shut_out = turn.moment.now
        which = "" if turn.group == OFFICIALS_LANE else f"{turn.group.partition(':')[2]}: "
        _tell_admins(turn, "officials.notice.group_shut_out", {"reason": which + reason})


def let_in(turn: GroupTurn) -> None:
    """Say that the group is there again, to the administrators and in the group's own health topic."""
    state, since = turn.state, turn.state.shut_out
    state.let_in_at = turn.moment.now
    if since is None:
        return
    state.shut_out = None
    office = turn.office
    when = date_and_time(since, office.zone, office.city.timezone_label, office.locale)
    _tell_admins(turn, "officials.notice.group_back", {"since": when})
    say_of_health(turn, "officials.notice.group_back", {"since": when}, quiet=True)


def say_of_health(
    turn: GroupTurn, key: str, values: dict[str, str], *, bold: tuple[str, ...] = (), quiet: bool = False
) -> None:
    """Say something of this group where the system's health is watched: here, or in the group that has that desk."""
    if not turn.holds(HEALTH):
        turn.effects.append(Tell(turn.office.city.desk(HEALTH).lane, Notice(key, values)))
        return
    topics.open_topic(turn, HEALTH)
    text = turn.office.say(key, **values)
    turn.effects.append(Send(text=text, bold=bold, topic=HEALTH, mergeable=True, quiet=quiet))


def _tell_admins(turn: GroupTurn, key: str, values: dict[str, str]) -> None:
    channel = turn.moment.channel
    if channel:
        turn.effects += [
            Tell(chat_lane(channel, admin), Notice(key, values)) for admin in sorted(turn.office.admin_ids)
        ]
