"""Ask what a message is meant for, keep it meanwhile, and do what was said when the button is pressed."""

from __future__ import annotations

from collections.abc import Sequence

from bots.citizen import choices
from bots.citizen.bubble import show
from bots.citizen.drafting import add, open_draft, receive
from bots.citizen.parking import park
from bots.citizen.state import Held, Part
from bots.citizen.talk import confirm_with, dispute_with, relay
from bots.citizen.turn import Turn
from core.vocabulary.events import File

HELD_PARTS = 10


def hold(turn: Turn, part: Part, files: tuple[File, ...], numbers: Sequence[str], acts: Sequence[str] = ()) -> None:
    """Keep a message and ask where it belongs; `acts` are what it may be, none means one of the reports or a draft."""
    held = turn.state.held
    if held is None:
        held = turn.state.held = Held(turn.now, [], list(numbers), acts=list(acts))
    same_album = bool(part.album) and any(item.album == part.album for item in held.parts)
    held.parts = [*held.parts, part][:HELD_PARTS]
    for file in files:
        if any(item.ref == file.ref for item in part.evidence):
            turn.fetch(file)
    if not same_album:
        ask_where(turn)


def ask_where(turn: Turn) -> None:
    """Ask (again) where the held message belongs."""
    held = turn.state.held
    if held is None:
        return
    acts = held.acts or ["adds", "complains"]
    number = held.numbers[0] if len(held.numbers) == 1 and turn.state.draft is None else ""
    if number and {"confirms", "denies"} & set(acts):
        key = "which.verdict"
    elif number and "answers" in acts:
        key = "which.question"
    elif number:
        key = "which.addition"
    else:
        key = "reply.which"
    ticket = turn.state.ticket(number) if number else None
    about = f" (“{ticket.about}”)" if ticket is not None and ticket.about else ""
    offered = choices.for_held(turn, held.numbers, acts)
    turn.bubble(turn.say(key, number=number, about=about), offered, ref=number, bold=(number,) if number else ())


def release(turn: Turn, act: str, target: str) -> None:
    """Do with the held message what the citizen said it is."""
    held, turn.state.held = turn.state.held, None
    if held is None:
        turn.note("stale")
        return
    ticket = turn.state.ticket(target)
    if ticket is None or act == "complains":
        _into_draft(turn, held, fresh=target == "baru")
        return
    for part in held.parts:
        turn.state.remember(part.id, number=ticket.number)
        for item in part.evidence:
            if not item.media:
                turn.state.expect_file(item.ref, ticket.number)
    if act == "denies":
        dispute_with(turn, ticket, held.parts)
    elif act == "confirms":
        confirm_with(turn, ticket, held.parts)
    else:
        relay(turn, ticket, held.parts, answers=act != "adds")


def _into_draft(turn: Turn, held: Held, *, fresh: bool) -> None:
    if fresh:
        park(turn)
    open_draft(turn)
    if len(held.parts) == 1 and not held.parts[0].album:
        receive(turn, held.parts[0], ())
        return
    add(turn, held.parts)
    show(turn)
