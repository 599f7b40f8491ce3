"""Somebody who wrote in public was invited to write here: what they wrote there is in the draft when they do."""

from __future__ import annotations

from datetime import datetime

from bots.citizen.bubble import show_draft
from bots.citizen.draft import is_empty, leave, post_part
from bots.citizen.drafting import add, take_in
from bots.citizen.message import Message
from bots.citizen.plain_words import has_letters, normalise
from bots.citizen.remembered import Part
from bots.citizen.turn import Turn
from core.reading.case import CONTENT, SURE
from core.vocabulary.events import File
from core.vocabulary.monitoring import AuthorCame, Invited, NotTheAuthor

NOT_THE_AUTHOR = "not_the_author"
"""Small words of the pack: whole messages that say that the post is somebody else's."""


def expect(turn: Turn, body: Invited) -> None:
    """Keep the post until its author writes; what stands in the draft already goes when the post does."""
    state = turn.state
    if state.invited_by == body.lane:
        if body.taken or body.gone:
            _take_out(turn, body.lane)
    elif not body.gone:
        state.invited = body
        if state.wrote_at is not None and state.wrote_at >= body.since:
            _came_before(turn, body.since)
    elif state.invited is not None and state.invited.lane == body.lane:
        state.invited = None


# --- rules of `bots.citizen.deciding` -------------------------------------------------------------------------------


def disowns(turn: Turn, message: Message) -> bool:
    """Tell whether somebody says that the post is not theirs."""
    return _is_known(turn) and _denies(turn, message)


def disown(turn: Turn, _message: Message) -> None:
    """Forget the post, and that it had to do with this chat."""
    _forget(turn)


def _forget(turn: Turn) -> None:
    state = turn.state
    lane = state.invited.lane if state.invited is not None else state.invited_by
    state.invited, state.invited_by = None, ""
    _take_out(turn, lane)
    turn.tell(lane, NotTheAuthor(turn.lane))
    turn.bubble(turn.say("invited.not_you"))


def disowns_unasked(turn: Turn, message: Message) -> bool:
    """Tell whether somebody says so of a post of which this chat has not heard yet."""
    return not _is_known(turn) and _denies(turn, message)


def remember_disowned(turn: Turn, _message: Message) -> None:
    """Keep that they said so for the news of the invitation, which may be on its way."""
    turn.state.disowned_at = turn.event.at


def _is_known(turn: Turn) -> bool:
    return turn.state.invited is not None or bool(turn.state.invited_by)


def _denies(turn: Turn, message: Message) -> bool:
    return message.bare and normalise(message.text) in turn.words.small(NOT_THE_AUTHOR)


def comes(turn: Turn, message: Message) -> bool:
    """Tell whether these are the first words of somebody who was invited."""
    words = has_letters(message.text) or message.brings_things
    return turn.state.invited is not None and not message.edited and not message.said.command and words


def come(turn: Turn, _message: Message) -> None:
    """Put the post into the draft, unless it is a ticket already."""
    if turn.state.invited is not None:
        _take_in(turn, turn.state.invited)


def _came_before(turn: Turn, since: datetime) -> None:
    """Show the post to who was quicker than the news that they were invited, unless they said that it is not theirs."""
    state, not_them = turn.state, turn.words.small(NOT_THE_AUTHOR)
    parts = state.draft.parts if state.draft is not None else []
    denied = next((part for part in parts if normalise(part.text) in not_them), None)
    if denied is not None and state.draft is not None:
        leave(state.draft, denied.id)
    if denied is not None or (state.disowned_at is not None and state.disowned_at >= since):
        _forget(turn)
    elif state.invited is not None:
        taken = state.invited.taken
        _take_in(turn, state.invited)
        show_draft(turn)
        if taken:
            turn.bubble(turn.say("invited.taken"), mergeable=True)


def _take_in(turn: Turn, invited: Invited) -> None:
    state = turn.state
    state.invited, state.invited_by = None, invited.lane
    turn.tell(invited.lane, AuthorCame(turn.lane, turn.moment.channel or turn.event.channel))
    if invited.taken:
        turn.lead(turn.say("invited.taken"))
        return
    part = Part(post_part(invited.lane), invited.at, text=invited.text, evidence=invited.evidence, pin=invited.pin)
    add(turn, [part], tuple(File(item.kind, item.ref, mime=item.mime) for item in invited.evidence))  # type: ignore[arg-type]
    turn.came_invited = True
    turn.lead(turn.say("invited.draft"))


def only_comes(turn: Turn, message: Message) -> bool:
    """Tell whether the first words are still to be taken with the post, which nobody has seen in the draft yet."""
    return turn.came_invited and not turn.state.tickets


def show(turn: Turn, message: Message) -> None:
    """Show the draft with the post; further words about it go in, and nothing is an answer to what was not shown."""
    if message.brings_things or message.heard.of(*CONTENT) >= SURE:
        take_in(turn, message.part, message.files)
    else:
        show_draft(turn)


def _take_out(turn: Turn, lane: str) -> None:
    draft = turn.state.draft
    if draft is not None:
        leave(draft, post_part(lane))
        turn.state.draft = None if is_empty(draft) else draft
