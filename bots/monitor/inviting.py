"""Invite the author of a public post to write privately: once for a post, and not again while nothing came of it.

Nothing personal is asked or said in an invitation, and there is no link in it. Where the platform lets us answer in
private, we do; else one answer in public, and only to who addressed us.
"""

from __future__ import annotations

from typing import Literal

from bots.monitor.state import MentionState
from bots.monitor.turn import INVITATION, MentionTurn
from core.vocabulary.effects import AnswerInPrivate, Send
from core.vocabulary.lane_names import chat_lane, digest
from core.vocabulary.monitoring import (
    AskInvitation,
    AuthorCame,
    Handle,
    InvitationAllowed,
    InvitationEnded,
    Invited,
    NotTheAuthor,
)
from core.vocabulary.person import Disowned, Introduced
from core.vocabulary.report import Evidence, Pin
from core.vocabulary.results import AnsweredInPrivate, Undelivered

WIDE_METRES = 500.0
"""A position that is less exact is the middle of a district or a city, where nobody has to look."""


def way_to_invite(turn: MentionTurn) -> Literal["", "private", "public"]:
    """Tell how the author can be invited now; empty when not, or not any more."""
    state, can = turn.state, turn.moment.capabilities
    if state.gone or state.met or state.status in ("ignored", "own"):
        return ""
    if state.invited in ("asked", "private", "public") or state.at is None:
        return ""
    failed = state.way if state.invited == "failed" else ""
    within = can.answers_in_private
    if within is not None and turn.moment.now - state.at < within and not failed:
        return "private"
    return "public" if state.addressed and "public" in can.audiences and failed != "public" else ""


def want(turn: MentionTurn, asked: Handle) -> None:
    """Ask the author's lane whether an invitation is due."""
    state, way = turn.state, way_to_invite(turn)
    if not way:
        turn.answer(asked, "invite", refused=True)
        return
    state.way, state.invited = way, "asked"
    state.waiting = [*(one for one in state.waiting if one.action != "invite"), asked]
    turn.tell(turn.author, AskInvitation(turn.lane))


def allowed(turn: MentionTurn, body: InvitationAllowed) -> None:
    """Invite, or say that the author was invited already and did not come."""
    state = turn.state
    asked = next((one for one in state.waiting if one.action == "invite"), None)
    if asked is None or state.invited != "asked":
        return
    state.waiting = [one for one in state.waiting if one is not asked]
    if not body.allowed:
        state.invited = ""
        turn.answer(asked, "invited_before", refused=True)
        return
    state.invited_at = turn.moment.now
    state.invited = "private" if state.way == "private" else "public"
    words = wording(turn, state.way or "public")
    if state.way == "private":
        turn.effects.append(AnswerInPrivate(Send(words, ref=INVITATION)))
    else:
        turn.effects.append(Send(words, ref=INVITATION, audience="public"))
        if turn.moment.capabilities.public_ids and state.author is not None and state.author.id:
            _expect(turn, chat_lane(state.channel, state.author.id))
    turn.answer(asked, f"invite_{state.way}")


def wording(turn: MentionTurn, way: str) -> str:
    """Choose one of the pack's wordings by the post, so that many answers in a row do not read alike."""
    watch, keys = turn.watch, list[str]()
    while watch.texts.has(f"monitor.invite.{way}.{len(keys) + 1}"):
        keys.append(f"monitor.invite.{way}.{len(keys) + 1}")
    key = keys[int(digest(turn.lane), 16) % len(keys)]
    words = watch.texts.say(key, watch.city.default_language, city=watch.city.name)
    # A platform may refuse what was said in public before: by the name that all see there no two are the same.
    named = turn.state.author.username if way == "public" and turn.state.author is not None else ""
    return f"@{named} {words}" if named else words


def answered(turn: MentionTurn, body: AnsweredInPrivate) -> None:
    """Remember where the author can write to us, and have the post ready there."""
    if body.address:
        _expect(turn, chat_lane(turn.state.channel, body.address))


def failed(turn: MentionTurn, body: Undelivered) -> None:
    """Note that the author could not be invited, which leaves another way open."""
    if body.ref == INVITATION:
        turn.state.invited = "failed"
        turn.tell(turn.author, InvitationEnded(turn.lane, met=False))


def _expect(turn: MentionTurn, chat: str) -> None:
    turn.state.chat = chat
    tell_chat(turn)


def tell_chat(turn: MentionTurn) -> None:
    """Tell the invited author's chat how the post stands, as long as the author has not come, or it changed since."""
    state = turn.state
    if not state.chat:
        return
    done = bool(state.number or state.filing)
    words = not (state.gone or done)
    turn.tell(
        state.chat,
        Invited(
            lane=turn.lane,
            at=state.at or turn.moment.now,
            since=state.invited_at or turn.moment.now,
            text=state.text if words else "",
            evidence=evidence_of(state) if words else (),
            pin=pin_of(state) if words else None,
            taken=done,
            gone=state.gone,
        ),
    )


def evidence_of(state: MentionState) -> tuple[Evidence, ...]:
    """Give the post's files as evidence, on its way where it has not come."""
    known = {item.ref: item for item in state.evidence}
    files = (file for file in state.files if file.kind != "sticker")
    return tuple(known.get(file.ref) or Evidence(file.kind, file.ref, mime=file.mime) for file in files)


def pin_of(state: MentionState) -> Pin | None:
    """Give the post's position, unless it is only the middle of somewhere wide."""
    place = state.place
    wide = place is None or place.accuracy_metres > WIDE_METRES
    return None if place is None or wide else Pin(place.latitude, place.longitude, place.title or place.address)


def came(turn: MentionTurn, body: AuthorCame) -> None:
    """Note that the author wrote privately; a ticket of the post is told there from now on."""
    state = turn.state
    if state.chat and body.lane != state.chat:
        return
    state.chat, state.met = body.lane, True
    turn.tell(turn.author, InvitationEnded(turn.lane, met=True))
    if state.filing:
        introduce(turn)


def introduce(turn: MentionTurn) -> None:
    """Make the author's private chat a contact of the person who reports."""
    state = turn.state
    turn.tell(turn.person, Introduced(state.chat, state.channel, turn.moment.now))


def disowned(turn: MentionTurn, body: NotTheAuthor) -> None:
    """Forget that the private chat is the author's: whoever writes there says so."""
    state = turn.state
    if body.lane != state.chat:
        return
    state.chat, state.met = "", False
    turn.tell(turn.person, Disowned(body.lane))
    turn.tell(turn.author, AskInvitation(turn.lane))  # nothing has come of it after all
