"""Acts that wait: for the photos of a message to reach our store, and for the rest of an album."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from bots.officials import foreseen, ready, wishes
from bots.officials.notes import is_note, without_slashes
from bots.officials.register import official
from bots.officials.state import (
    FILES_LIFE,
    MOST_SENT,
    MOST_WAITING,
    ActPart,
    Asked,
    Expecting,
    HeldAct,
    Sent,
    remember,
)
from bots.officials.turn import GroupTurn
from core.language.visible import trimmed
from core.ticket.number import find_numbers
from core.vocabulary.effects import Fetch
from core.vocabulary.events import File, Said
from core.vocabulary.officials import Act
from core.vocabulary.report import Evidence, Pin, map_link
from core.vocabulary.results import Fetched, NotFetched
from core.vocabulary.ticket import Action


def words_of(said: Said) -> str:
    """Give the words of a message, a position as a link to the map."""
    parts = [trimmed(said.text)]
    if said.place is not None:
        parts.append(map_link(Pin(said.place.latitude, said.place.longitude)))
    return "\n".join(part for part in parts if part)


def files_of(said: Said) -> tuple[File, ...]:
    """Give the files of a message that can be evidence: everything but stickers."""
    return tuple(file for file in said.files if file.kind != "sticker")


def make_act(
    turn: GroupTurn, said: Said, action: Action, number: str, words: str, asked: Expecting | None = None
) -> None:
    """Make an act of a message; it goes to its ticket as soon as nothing of it is missing."""
    now = turn.moment.now
    part = _part(turn, said, words)
    held = HeldAct(
        by=official(turn, said.sender),
        action=action,
        number=number,
        parts=(part,),
        until=now + FILES_LIFE,
        album=said.album,
        quiet_until=_quiet(turn) if said.album else None,
        asked=asked,
    )
    turn.state.held = (*turn.state.held, held)
    for crowded in turn.state.held[:-MOST_WAITING]:
        _finish(turn, crowded)
    settle(turn)


def _quiet(turn: GroupTurn) -> datetime:
    return turn.moment.now + timedelta(seconds=turn.office.city.limits.album_quiet_seconds)


def _part(turn: GroupTurn, said: Said, words: str) -> ActPart:
    files = files_of(said)
    turn.effects.extend(Fetch(file, checked=True) for file in files)
    evidence = (Evidence(file.kind, file.ref, mime=file.mime, name=file.name, unique=file.unique) for file in files)
    pin = Pin(said.place.latitude, said.place.longitude) if said.place is not None else None
    return ActPart(said.message_id, words, tuple(evidence), pin)


def album_of(turn: GroupTurn, said: Said) -> HeldAct | None:
    """Find the waiting act whose album a message belongs to."""
    if not said.album:
        return None
    mine = (held for held in turn.state.held if held.album == said.album and held.by.id == said.sender.id)
    return next(mine, None)


def join(turn: GroupTurn, held: HeldAct, said: Said) -> None:
    """Add one more item of an album to its act."""
    parts = (*held.parts, _part(turn, said, words_of(said)))
    _replace(turn, held, msgspec.structs.replace(held, parts=parts, quiet_until=_quiet(turn)))


def _replace(turn: GroupTurn, old: HeldAct, new: HeldAct) -> None:
    turn.state.held = tuple(new if held is old else held for held in turn.state.held)


def fetched(turn: GroupTurn, body: Fetched) -> None:
    """Put a file that is in our store now into the acts that wait for it."""

    def arrive(item: Evidence) -> Evidence:
        if item.ref != body.ref or item.media:
            return item
        return msgspec.structs.replace(item, media=body.media, mime=body.mime or item.mime, facts=body.facts)

    for held in turn.state.held:
        parts = tuple(
            msgspec.structs.replace(part, evidence=tuple(arrive(item) for item in part.evidence)) for part in held.parts
        )
        _replace(turn, held, msgspec.structs.replace(held, parts=parts))
    settle(turn)


def not_fetched(turn: GroupTurn, body: NotFetched) -> None:
    """Drop a file that will not come from the acts that wait for it, and tell the official."""
    for held in turn.state.held:
        for part in held.parts:
            if any(item.ref == body.ref and not item.media for item in part.evidence):
                turn.reply(part.message_id, turn.office.say(f"officials.files.not_fetched.{body.reason}"))
        _replace(turn, held, _without(held, body.ref))
    settle(turn)


def _without(held: HeldAct, ref: str) -> HeldAct:
    """Drop what still waits: one file, or every one when ``ref`` is empty."""
    parts = tuple(
        msgspec.structs.replace(
            part, evidence=tuple(item for item in part.evidence if item.media or (ref and item.ref != ref))
        )
        for part in held.parts
    )
    return msgspec.structs.replace(held, parts=parts)


def edited(turn: GroupTurn, said: Said) -> bool:
    """Take the new words of a message whose act has not gone yet; False when none waits for it."""
    for held in turn.state.held:
        if held.by.id == said.sender.id and any(part.message_id == said.message_id for part in held.parts):
            words = words_of(said)
            parts = tuple(
                msgspec.structs.replace(part, text=words) if part.message_id == said.message_id else part
                for part in held.parts
            )
            _replace(turn, held, msgspec.structs.replace(held, parts=parts))
            return True
    return False


def settle(turn: GroupTurn) -> None:
    """Let go every act whose files are here and whose album has been quiet long enough, or whose time is over."""
    now = turn.moment.now
    for held in turn.state.held:
        late = held.until <= now
        waiting = any(not item.media for part in held.parts for item in part.evidence)
        if late or not (waiting or (held.quiet_until is not None and held.quiet_until > now)):
            if late and waiting:
                turn.reply(held.parts[0].message_id, turn.office.say("officials.files.not_fetched.gone"))
            _finish(turn, _without(held, "") if late else held, held)


def _finish(turn: GroupTurn, held: HeldAct, stored: HeldAct | None = None) -> None:
    """Let an act go. Only now, with all its parts as they read last, is it decided whether it is a note."""
    turn.state.held = tuple(item for item in turn.state.held if item is not (stored or held))
    # Platforms number messages upwards, so the numbers give the order in which they were written.
    parts = sorted(held.parts, key=lambda part: (len(part.message_id), part.message_id))
    if any(is_note(part.text) for part in parts):
        _note(turn, held, parts)
        return
    before = held.asked
    if before is not None and before.ready:
        # What was shown to be sent is not wanted: these words stand in its place.
        before = msgspec.structs.replace(before, text="", ready="", source="")
    words = (before.text if before else "", *(part.text for part in parts))
    text = "\n".join(word for word in words if word)
    arrived = tuple(item for part in parts for item in part.evidence if item.media)
    evidence = ((before.evidence if before else ()) + arrived)[: turn.office.city.limits.attachments_per_ticket]
    first, most = parts[0].message_id, turn.office.city.limits.text_characters
    if len(text) > most:
        turn.reply(first, turn.office.say("officials.reply.too_long", length=len(text), most=most))
    if len(text) > most or not (text or evidence):
        _ask_on(turn, held)
        return
    if before is not None and before.wish:
        _answer_wish(turn, held, parts, text, evidence)
        return
    if before is not None:
        carried = msgspec.structs.replace(before, text=text, evidence=evidence)
        remember(turn.state.asked, first, Asked(held.by, carried), MOST_WAITING)
    if (
        held.action == "balas"
        and before is None
        and not foreseen.is_refused(turn, held.by, held.number, "balas")
        and ready.asked_first(turn, held.by, held.number, first, text, evidence)
    ):
        return
    _go(turn, held, parts, _act(turn, held, parts, text, evidence))


def _act(turn: GroupTurn, held: HeldAct, parts: Sequence[ActPart], text: str, evidence: tuple[Evidence, ...]) -> Act:
    """Make the act of all parts; a position is a place by itself where a place was asked for, else a link."""
    act = Act(held.action, held.by, message_id=parts[0].message_id, text=text, evidence=evidence)
    if held.asked is not None:
        act = msgspec.structs.replace(act, choice=held.asked.choice)
        ready.addressed(turn, held.by.id, held.number)
    if held.action == "duplikat":
        return msgspec.structs.replace(act, other=next(iter(other_numbers(turn, text, held.number)), ""))
    pin = next((part.pin for part in parts if part.pin is not None), None)
    if held.action == "lokasi" and pin is not None:
        words = text.replace(map_link(pin), "").strip()
        return msgspec.structs.replace(act, pin=pin, text=words)
    return act


def _answer_wish(
    turn: GroupTurn, held: HeldAct, parts: Sequence[ActPart], text: str, evidence: tuple[Evidence, ...]
) -> None:
    asked = held.asked
    if asked is None or not wishes.answer(turn, asked, held.by, text, evidence):
        turn.reply(parts[0].message_id, turn.office.say("officials.wish.gone"))
        return
    for part in parts:
        sent = Sent(held.by.id, held.number, held.action, part.text, parts[0].message_id, wish=asked.wish)
        remember(turn.state.sent, part.message_id, sent, MOST_SENT)


def _note(turn: GroupTurn, held: HeldAct, parts: Sequence[ActPart]) -> None:
    """Keep all of it among colleagues, whatever it was to become; a prompt that it answered stays open."""
    _ask_on(turn, held)
    text = "\n".join(word for word in (without_slashes(part.text) for part in parts) if word)
    first = parts[0].message_id
    if held.asked is not None and held.asked.wish:
        turn.reply(first, turn.office.say("officials.wish.note"))
        return
    if any(part.evidence for part in parts):
        turn.reply(first, turn.office.say("officials.reply.note_without_files"))
    _go(turn, held, parts, Act("catatan", held.by, message_id=first, text=text))


def _ask_on(turn: GroupTurn, held: HeldAct) -> None:
    if held.asked is not None:
        again = msgspec.structs.replace(held.asked, since=turn.moment.now)
        turn.state.expecting.setdefault(held.by.id, again)


def _go(turn: GroupTurn, held: HeldAct, parts: Sequence[ActPart], act: Act) -> None:
    for part in parts:
        sent = Sent(held.by.id, held.number, act.action, part.text, act.message_id)
        remember(turn.state.sent, part.message_id, sent, MOST_SENT)
    turn.tell(held.number, act)


def other_numbers(turn: GroupTurn, text: str, number: str) -> list[str]:
    """Find the tickets that a text names besides the one it is about."""
    return [found for found in find_numbers(text, turn.office.city.prefix) if found != number]
