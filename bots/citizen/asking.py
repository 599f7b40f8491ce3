"""Ask what a message is meant for, keep it meanwhile, and do what was said when the button is pressed."""

from __future__ import annotations

from collections.abc import Sequence

from bots.citizen import choices, later_origins
from bots.citizen.bubble import show_draft
from bots.citizen.drafting import add, open_draft, take_in
from bots.citizen.parking import park
from bots.citizen.remembered import AskedBack, Part
from bots.citizen.talk import confirm_with, dispute_with, doubt, relay
from bots.citizen.turn import Turn
from core.vocabulary.events import File

ASKED_BACK_PARTS = 10


def ask_back(turn: Turn, part: Part, files: tuple[File, ...], numbers: Sequence[str], acts: Sequence[str]) -> None:
    """Keep a message and ask where it belongs; `acts` are what it may be."""
    kept = turn.state.asked_back
    if kept is None:
        kept = turn.state.asked_back = AskedBack(turn.now, [], list(numbers), acts=list(acts))
    same_album = bool(part.album) and any(item.album == part.album for item in kept.parts)
    kept.parts = [*kept.parts, part][:ASKED_BACK_PARTS]
    for file in files:
        if any(item.ref == file.ref for item in part.evidence):
            turn.fetch(file, origin=True)
    if not same_album:
        ask_where(turn)


def ask_where(turn: Turn) -> None:
    """Ask (again) where the kept message belongs."""
    kept = turn.state.asked_back
    if kept is None:
        return
    acts = kept.acts
    number = kept.numbers[0] if len(kept.numbers) == 1 and turn.state.draft is None else ""
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
    offered = choices.for_asked_back(turn, kept.numbers, acts)
    turn.bubble(turn.say(key, number=number, about=about), offered, ref=number, bold=(number,) if number else ())


def release(turn: Turn, act: str, target: str) -> None:
    """Do with the kept message what the citizen said it is."""
    kept, turn.state.asked_back = turn.state.asked_back, None
    if kept is None:
        turn.note("stale")
        return
    ticket = turn.state.ticket(target)
    if ticket is None or act == "complains":
        _into_draft(turn, kept, fresh=target == "baru")
        return
    for part in kept.parts:
        turn.state.remember(part.id, number=ticket.number)
        for item in part.evidence:
            if not item.media:
                turn.state.expect_file(item.ref, ticket.number)
    if act == "doubts":
        doubt(turn, ticket.number)
    elif act == "denies":
        dispute_with(turn, ticket, kept.parts)
    elif act == "confirms":
        confirm_with(turn, ticket, kept.parts)
    else:
        relay(turn, ticket, kept.parts, answers=act != "adds")
    for media in (item.media for part in kept.parts for item in part.evidence):
        if media in turn.state.origins:
            later_origins.came(turn, ticket.number, media)


def _into_draft(turn: Turn, kept: AskedBack, *, fresh: bool) -> None:
    if fresh:
        park(turn)
    open_draft(turn)
    if len(kept.parts) == 1 and not kept.parts[0].album:
        take_in(turn, kept.parts[0], ())
        return
    add(turn, kept.parts)
    show_draft(turn)
