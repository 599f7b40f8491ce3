"""What a citizen's chat does about each kind of event: one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from bots.citizen import (
    afterwards,
    asides,
    by_hand,
    command_answers,
    desk_answers,
    filing,
    following,
    forgetting,
    form,
    guide,
    introducing,
    invited,
    joining,
    later_origins,
    linking,
    naming,
    opened,
    origins,
    parting,
    rewriting,
    sharing,
    timers,
    trail,
    updates,
    walk_in,
    whose,
)
from bots.citizen.deciding import decide
from bots.citizen.pressing import press
from bots.citizen.turn import Turn
from core.vocabulary.citizen import FormSent, Update
from core.vocabulary.erasing import ForgetPerson
from core.vocabulary.events import Blocked, Body, ByHand, Deleted, Edited, Odd, Pressed, Said, Timer, Unblocked
from core.vocabulary.linking import (
    BeginAnew,
    CodeKnown,
    CodeRefused,
    JoinAsked,
    JoinEnded,
    PageLinkChanged,
    Shared,
    TakeBack,
    TellTickets,
    Unshared,
)
from core.vocabulary.monitoring import Invited
from core.vocabulary.near import FollowerUpdate, WalkInFiled
from core.vocabulary.officials import Aside, DeskAnswer, Notice, OpenedContents
from core.vocabulary.person import BelongsTo, ToldElsewhere
from core.vocabulary.register import Accepted, Redeemed
from core.vocabulary.results import Delivered, Drawn, Fetched, Looks, Named, NotFetched, Undelivered


def react(turn: Turn) -> None:
    """Do what the turn's event asks for; one of a kind that is not in the table changes nothing."""
    whose.look(turn)
    by_hand.note_writing(turn)
    if isinstance(turn.event.body, Said | Pressed | Unblocked) and turn.state.open_wishes:
        opened.come_back(turn)
    reaction = _REACTIONS.get(type(turn.event.body))
    if reaction is not None:
        reaction(turn, turn.event.body)
    if turn.resumed:
        turn.resumed = False
        decide(turn)


def _come_back(turn: Turn) -> None:
    """Take up again with somebody who writes although nothing reached them."""
    by_hand.speak_again(turn)
    if updates.is_away(turn):
        updates.come_back(turn)


def _heard(turn: Turn, _body: Said | Edited) -> None:
    decide(turn)


def _pressed(turn: Turn, body: Pressed) -> None:
    if not whose.may_press(turn, body.choice):
        whose.question(turn)
        return
    _come_back(turn)
    press(turn, body.choice)


def _odd(turn: Turn, body: Odd) -> None:
    if body.answer:
        _come_back(turn)
        command_answers.unsupported(turn)


def _blocked(turn: Turn, _body: Blocked) -> None:
    turn.state.blocked = True


def _undelivered(turn: Turn, body: Undelivered) -> None:
    if not opened.undelivered(turn, body.ref) and not asides.undelivered(turn, body.ref):
        updates.undelivered(turn, body)


def _notice(turn: Turn, body: Notice) -> None:
    texts = turn.setting.texts
    if texts.has(body.key):
        turn.bubble(texts.say(body.key, turn.language, **body.values), mergeable=True)


def _file(turn: Turn, body: Fetched | NotFetched) -> None:
    media, mime = (body.media, body.mime) if isinstance(body, Fetched) else ("", "")
    state = turn.state
    if isinstance(body, Fetched) and body.origin:
        origins.note(turn, media)
    for parts in (
        state.draft.parts if state.draft else [],
        state.asked_back.parts if state.asked_back else [],
        state.gather.parts if state.gather else [],
        state.expired.parts if state.expired else [],
        *(draft.parts for draft in state.parked),
    ):
        if rewriting.file_arrived(parts, body.ref, media, mime):
            state.fates = [fate for fate in state.fates if fate.ref != body.ref]
            if state.gather is not None and parts is state.gather.parts and media in state.origins:
                later_origins.came(turn, state.gather.number, media)
            break
    else:
        if not filing.fetched(turn, body):
            return
    if isinstance(body, NotFetched):
        turn.bubble(turn.say(f"file.{body.reason}"), mergeable=True)
    elif body.torn:
        turn.bubble(turn.say("file.torn"), mergeable=True)


_REACTIONS: Final[Mapping[type[Body], Callable[[Turn, Any], None]]] = {
    # What the person does
    Said: _heard,
    Edited: _heard,
    Pressed: _pressed,
    FormSent: form.take,
    Deleted: lambda turn, body: afterwards.take_back(turn, body.message_id),
    Blocked: _blocked,
    Unblocked: lambda turn, _body: updates.come_back(turn),
    Odd: _odd,
    # News of reports
    Update: updates.push,
    FollowerUpdate: following.take_news,
    WalkInFiled: walk_in.receipt,
    Drawn: lambda turn, body: None if guide.drawn(turn, body) else walk_in.sheet(turn, body),
    OpenedContents: opened.show_contents,
    Aside: asides.give,
    DeskAnswer: desk_answers.give,
    ToldElsewhere: lambda turn, body: updates.told_elsewhere(turn, body.number),
    ByHand: by_hand.take_note,
    Notice: _notice,
    # Whose chat it is
    BelongsTo: introducing.belong,
    Looks: trail.tell,
    Redeemed: joining.redeemed,
    Accepted: joining.accepted,
    Invited: invited.expect,
    Named: naming.learn,
    # Several chats of one person
    CodeKnown: linking.known,
    CodeRefused: linking.refused,
    JoinAsked: linking.asked,
    JoinEnded: linking.ended,
    PageLinkChanged: linking.link_changed,
    TellTickets: lambda turn, _body: sharing.tell_tickets(turn),
    Shared: lambda turn, body: sharing.take(turn, body.tickets, body.followed),
    Unshared: lambda turn, body: sharing.drop(turn, body.person),
    BeginAnew: lambda turn, body: parting.begin_anew(turn, body.person),
    TakeBack: lambda turn, body: updates.take_back(turn, body.number),
    ForgetPerson: forgetting.forget_person,
    # What we had asked for, and time
    Fetched: _file,
    NotFetched: _file,
    Delivered: updates.delivered,
    Undelivered: _undelivered,
    Timer: lambda turn, _body: timers.ring(turn),
}
