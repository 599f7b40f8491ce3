"""Desks that have a group of their own by a code: what is for them goes on to it, and their open cards move along.

Tickets know only what the pack says. The group that has the desk by the pack passes on, and shows where the card is.
"""

from __future__ import annotations

from msgspec import structs

from bots.officials import counts, news
from bots.officials.state import Shown
from bots.officials.turn import GroupTurn
from core.city.desks import HEALTH
from core.vocabulary.docket import DeskCounts, Morning
from core.vocabulary.effects import Send, Tell
from core.vocabulary.events import Body
from core.vocabulary.lane_names import ticket_lane
from core.vocabulary.officials import Card, CardLeft, Relay, ShowAgain, ShowCard
from core.vocabulary.register import DeskMoved, HostsDesk
from core.vocabulary.reminding import Remind


def passes_on(turn: GroupTurn, body: Body) -> bool:
    """Pass on what is for a desk in a group of its own, and nothing else; tell whether it was only for there."""
    match body:
        case ShowCard():
            return _pass_card(turn, body)
        case CardLeft():
            _leave(turn, body, "")
            return False
        case Relay():
            return _pass_relay(turn, body)
        case DeskCounts(desk=desk) | Remind(desk=desk) | Morning(desk=desk) if desk in turn.state.moved:
            if isinstance(body, DeskCounts):
                counts.note(turn, body)
            turn.effects.append(Tell(turn.state.moved[desk], body))
            return True
        case _:
            return False


# --- cards ------------------------------------------------------------------------------------------------------------


def _pass_card(turn: GroupTurn, body: ShowCard) -> bool:
    card, lane = body.card, turn.state.moved.get(body.card.desk, "")
    before = turn.state.shown.get(card.number)
    if before is not None and card.revision < before.revision:
        if lane:
            turn.effects.append(Tell(lane, body))
        return bool(lane)
    closed = card.report.privacy == "rahasia"
    left = CardLeft(card.number, card.revision, card.desk, closed)
    _leave(turn, left, lane)
    if not lane:
        return False
    if before is None or before.away != lane:
        # What stands here becomes a signpost; later changes are no matter of this group any more.
        news.card_left(turn, left)
    _note(turn, card, before, lane)
    turn.effects.append(Tell(lane, body))
    return True


def _leave(turn: GroupTurn, left: CardLeft, lane: str) -> None:
    """Tell the group that had a card where it is now, and every group that ever had it when it becomes confidential."""
    before = turn.state.shown.get(left.number)
    if before is None or left.revision < before.revision:
        return
    closes = left.closed and not before.closed
    gone = {one for one in before.been if closes or one == before.away} - {lane}
    turn.effects += [Tell(one, left) for one in sorted(gone)]


def _note(turn: GroupTurn, card: Card, before: Shown | None, lane: str) -> None:
    base = turn.state.shown.get(card.number) or Shown(card.revision, ())
    been = tuple(dict.fromkeys((*(before.been if before else ()), lane)))
    turn.state.shown[card.number] = structs.replace(
        base,
        revision=card.revision,
        closed=card.report.privacy == "rahasia",
        open=False,
        dated=False,
        status="",
        away=lane,
        been=been,
        relayed=before.relayed if before else 0,
    )


def keep_known(turn: GroupTurn, body: Body, before: Shown | None) -> None:
    """Carry over, after a card was shown or left here, what is known of the groups in which it has been."""
    if before is None or not isinstance(body, ShowCard | CardLeft):
        return
    number = body.card.number if isinstance(body, ShowCard) else body.number
    shown = turn.state.shown.get(number)
    if shown is not None and (before.been or before.relayed) and not shown.away:
        turn.state.shown[number] = structs.replace(shown, been=before.been, relayed=before.relayed)
    if isinstance(body, ShowCard) and before.away and body.card.desk in before.desks and not body.card.moved_from:
        news.call_back(turn, number, body.card.desk)


def known(turn: GroupTurn, body: Body) -> Shown | None:
    """Give what is known of the ticket of a card before it is shown or left."""
    if isinstance(body, ShowCard):
        return turn.state.shown.get(body.card.number)
    return turn.state.shown.get(body.number) if isinstance(body, CardLeft) else None


# --- words ------------------------------------------------------------------------------------------------------------


def _pass_relay(turn: GroupTurn, body: Relay) -> bool:
    lane, shown = turn.state.moved.get(body.desk, ""), turn.state.shown.get(body.number)
    serial = int(body.id) if body.id.isdigit() else 0
    if body.again:
        return _pass_again(turn, body, lane, shown, serial)
    if lane:
        turn.effects.append(Tell(lane, body))
    elif shown is not None and serial > shown.relayed:
        turn.state.shown[body.number] = structs.replace(shown, relayed=serial)
    return bool(lane)


def _pass_again(turn: GroupTurn, body: Relay, lane: str, shown: Shown | None, serial: int) -> bool:
    """Pass on that words read otherwise now: taken away wherever they may stand, else changed where they were put."""
    been = shown.been if shown is not None else ()
    if body.sealed:
        turn.effects += [Tell(one, body) for one in dict.fromkeys((*been, *([lane] if lane else [])))]
        return False
    if not lane or (shown is not None and 0 < serial <= shown.relayed):
        return False
    turn.effects.append(Tell(lane, body))
    return True


# --- moving -----------------------------------------------------------------------------------------------------------


def desk_moved(turn: GroupTurn, body: DeskMoved) -> None:
    """Send the open cards of a desk of this group into the group that it has from now on."""
    state = turn.state
    before = state.moved.pop(body.desk, "")
    if not body.lane:
        counts.come_home(turn, body.desk)
        return
    state.moved[body.desk] = body.lane
    turn.effects.append(Tell(body.lane, HostsDesk(body.desk, turn.group, state.link, state.entry)))
    counts.move(turn, body.desk, body.lane)
    moving = [
        number
        for number, shown in state.shown.items()
        if (shown.open and shown.desks[-1:] == (body.desk,)) or (before not in ("", body.lane) and shown.away == before)
    ]
    turn.effects += [Tell(ticket_lane(number), ShowAgain()) for number in moving]
    _say(turn, "moved", body.desk, count=len(moving))


def hosts_desk(turn: GroupTurn, body: HostsDesk) -> None:
    """Become a desk, and say so; or be none any more, and send the open cards home."""
    state = turn.state
    was, state.hosts = state.hosts, body.desk
    if body.desk:
        state.link, state.entry = body.link, body.entry
        turn.effects.append(Send(turn.office.say("officials.bind.hello", desk=turn.office.unit_name(body.desk))))
        return
    counts.leave(turn, was)
    cards = [number for number, shown in state.shown.items() if shown.open and shown.desks]
    turn.effects += [Tell(ticket_lane(number), ShowAgain()) for number in cards]
    desk = turn.office.unit_name(was)
    turn.effects.append(Send(turn.office.say("officials.bind.over", desk=desk, count=len(cards))))


def _say(turn: GroupTurn, key: str, desk: str, **values: object) -> None:
    text = turn.office.say(f"officials.bind.{key}", desk=turn.office.unit_name(desk), **values)
    turn.effects.append(Send(text, topic=HEALTH if turn.holds(HEALTH) else "", quiet=True))
