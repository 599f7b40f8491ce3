"""Talk about a filed report: answers, additions, "fixed" or "not fixed", marks."""

from __future__ import annotations

from bots.citizen import choices
from bots.citizen.bubble import show
from bots.citizen.drafting import add, open_draft, receive
from bots.citizen.state import Gather, Held, Part, Ticket
from bots.citizen.turn import Turn, after
from core.commands import Confirmed, Disputed, Evidence, Rated, Replied
from core.events import File

HELD_PARTS = 10
OPEN_TO_JUDGEMENT = ("ditindaklanjuti", "lewat")


def questions(turn: Turn) -> list[Ticket]:
    """Give the tickets whose question the person knows and has not answered yet, the newest first."""
    return [ticket for ticket in reversed(turn.state.tickets) if ticket.asked and ticket.number not in turn.told]


def awaiting(turn: Turn) -> Ticket | None:
    """Give the ticket that waits for "fixed" or "not fixed", the newest first."""
    return next(
        (item for item in reversed(turn.state.tickets) if item.status == "ditindaklanjuti" and not item.confirmed), None
    )


# --- words for a ticket -----------------------------------------------------------------------------------------------


def reply(turn: Turn, ticket: Ticket, part: Part, files: tuple[File, ...]) -> None:
    """Relay a message to the ticket; an album is collected first."""
    state = turn.state
    _fetch(turn, ticket.number, part, files)
    turn.state.remember(part.id)
    gather = state.gather
    if gather is not None and gather.number == ticket.number:
        gather.parts.append(part)
        _gathered(turn, gather, part)
    elif part.album:
        flush(turn)
        quiet = after(turn.now, seconds=turn.city.limits.album_quiet_seconds)
        state.gather = Gather(ticket.number, "answer", turn.now, [part], quiet)
    else:
        _relay(turn, ticket, [part])


def _fetch(turn: Turn, number: str, part: Part, files: tuple[File, ...]) -> None:
    kept = {item.ref for item in part.evidence}
    for file in files:
        if file.ref in kept:
            turn.state.expect_file(file.ref, number)
            turn.fetch(file)


def _gathered(turn: Turn, gather: Gather, part: Part) -> None:
    if part.album:
        gather.quiet_until = after(turn.now, seconds=turn.city.limits.album_quiet_seconds)
    elif gather.kind == "dispute" and not _joined(gather.parts):
        turn.bubble(turn.say("dispute.files"), choices.for_reason(turn, gather.number), ref=gather.number)
    else:
        flush(turn)


def quiet_over(turn: Turn) -> None:
    """Go on when the album of a gathered answer is complete."""
    gather = turn.state.gather
    if gather is None:
        return
    gather.quiet_until = None
    if gather.kind == "dispute" and not _joined(gather.parts):
        turn.bubble(turn.say("dispute.files"), choices.for_reason(turn, gather.number), ref=gather.number)
    else:
        flush(turn)


def flush(turn: Turn) -> None:
    """Relay what was gathered."""
    gather, turn.state.gather = turn.state.gather, None
    ticket = turn.state.ticket(gather.number) if gather else None
    if gather is None or ticket is None:
        return
    if gather.kind == "dispute":
        ticket.confirmed = False
        ticket.unanswered = True
        turn.tell_ticket(ticket.number, Disputed(_words(turn, ticket, gather.parts), _evidence(turn, gather.parts)))
    else:
        _relay(turn, ticket, gather.parts)


def _relay(turn: Turn, ticket: Ticket, parts: list[Part]) -> None:
    answered, ticket.asked = ticket.asked, False
    ticket.unanswered = True
    if ticket.status == "menunggu_pelapor":
        ticket.status = "diproses"  # what the answer makes of it: the ticket tells the citizen nothing new
    elif ticket.status == "ditindaklanjuti":
        ticket.due_at = None  # the time counts anew; the ticket knows until when
    pin = next((part.pin for part in reversed(parts) if part.pin), None)
    turn.tell_ticket(ticket.number, Replied(_words(turn, ticket, parts), _evidence(turn, parts), pin))
    key = "reply.answer" if answered else "reply.addition"
    turn.bubble(turn.say(key, number=ticket.number), ref=ticket.number, bold=(ticket.number,), mergeable=True)


def _words(turn: Turn, ticket: Ticket, parts: list[Part]) -> str:
    return turn.nameless(_joined(parts), hidden=ticket.hidden)


def _joined(parts: list[Part]) -> str:
    return "\n".join(part.text for part in sorted(parts, key=Part.key) if part.text)


def _evidence(turn: Turn, parts: list[Part]) -> tuple[Evidence, ...]:
    found = [item for part in sorted(parts, key=Part.key) for item in part.evidence]
    return tuple(found[: turn.city.limits.attachments_per_ticket])


# --- which one --------------------------------------------------------------------------------------------------------


def hold(turn: Turn, part: Part, files: tuple[File, ...], numbers: list[str]) -> None:
    """Keep a message and ask where it belongs."""
    held = turn.state.held
    if held is None:
        held = turn.state.held = Held(turn.now, [], numbers)
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
    if held is not None:
        turn.bubble(turn.say("reply.which"), choices.for_held(turn, held.numbers))


def release(turn: Turn, target: str) -> None:
    """Send the held message where the citizen said it belongs."""
    held, turn.state.held = turn.state.held, None
    if held is None:
        turn.note("stale")
        return
    ticket = turn.state.ticket(target)
    if ticket is None:
        open_draft(turn)
        if len(held.parts) == 1 and not held.parts[0].album:
            receive(turn, held.parts[0], ())
            return
        add(turn, held.parts)
        show(turn)
        return
    for part in held.parts:
        turn.state.remember(part.id)
        for item in part.evidence:
            if not item.media:
                turn.state.expect_file(item.ref, ticket.number)
    _relay(turn, ticket, held.parts)


# --- fixed, or not ----------------------------------------------------------------------------------------------------


def confirm(turn: Turn, number: str) -> None:
    """Pass on that it is fixed; the thanks come with the ticket's own update."""
    ticket = turn.state.ticket(number)
    if ticket is None or ticket.status not in OPEN_TO_JUDGEMENT:
        turn.note("stale_ticket" if ticket else "stale", number=number)
    elif ticket.confirmed:
        turn.note("confirm.already", number=number)
    else:
        ticket.confirmed = True
        _drop_gather(turn, number)
        turn.tell_ticket(number, Confirmed())
        if turn.pressed:
            turn.note("confirm.noted", number=number)


def _drop_gather(turn: Turn, number: str) -> None:
    gather = turn.state.gather
    if gather is not None and gather.number == number and gather.kind == "dispute":
        turn.state.gather = None


def doubt(turn: Turn, number: str) -> None:
    """Ask what is not fixed."""
    ticket = turn.state.ticket(number)
    if ticket is None or ticket.status not in OPEN_TO_JUDGEMENT or ticket.confirmed:
        turn.note("stale_ticket" if ticket else "stale", number=number)
        return
    gather = turn.state.gather
    if gather is not None and gather.number == number and gather.kind == "dispute" and turn.pressed:
        turn.note("dispute.asked", number=number)
        return
    flush(turn)
    turn.state.gather = Gather(number, "dispute", turn.now)
    turn.bubble(turn.say("dispute.ask", number=number), choices.for_reason(turn, number), ref=number, bold=(number,))


def no_reason(turn: Turn, number: str) -> None:
    """Dispute without (more) words."""
    gather = turn.state.gather
    if gather is None or gather.kind != "dispute" or gather.number != number:
        turn.note("stale")
        return
    flush(turn)


def rate(turn: Turn, number: str, mark: str) -> None:
    """Pass on a mark from 1 to 5; 0 gives none."""
    ticket = turn.state.ticket(number)
    if ticket is None or mark not in ("0", "1", "2", "3", "4", "5") or ticket.status != "selesai":
        turn.note("stale_ticket" if ticket else "stale", number=number)
    elif ticket.rated:
        turn.note("rating.already", number=number)
    else:
        ticket.rated = True
        if mark == "0":
            turn.note("rating.skipped", number=number)
            return
        turn.tell_ticket(number, Rated(int(mark)))
        turn.bubble(turn.say("rating.thanks", mark=mark, number=number), ref=number, mergeable=True)
