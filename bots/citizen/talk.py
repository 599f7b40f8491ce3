"""Talk about a filed report: answers, additions, "fixed" or "not fixed", marks."""

from __future__ import annotations

from bots.citizen import choices, origins
from bots.citizen.remembered import Gather, Part, Ticket
from bots.citizen.turn import Turn, after
from core.vocabulary.citizen import Confirmed, Disputed, Rated, Replied, Spoke
from core.vocabulary.events import File
from core.vocabulary.lane_names import person_lane
from core.vocabulary.report import Evidence

OPEN_TO_JUDGEMENT = ("ditindaklanjuti", "lewat")
OPEN_TO_DISPUTE = (*OPEN_TO_JUDGEMENT, "selesai")
"""Whether it is not too late to dispute what has ended is the ticket's to say."""


def questions(turn: Turn) -> list[Ticket]:
    """Give the tickets whose question the person knows and has not answered yet, the newest first."""
    return [ticket for ticket in reversed(turn.state.tickets) if ticket.asked and ticket.number not in turn.told]


def judged(turn: Turn) -> list[Ticket]:
    """Give the tickets that wait for "fixed" or "not fixed", the newest first."""
    found = [item for item in reversed(turn.state.tickets) if not item.confirmed]
    return [item for item in found if item.status == "ditindaklanjuti"] or [
        item for item in found[:1] if item.status == "lewat"
    ]


def to_rate(turn: Turn) -> Ticket | None:
    """Give the ticket of which a mark is asked: the newest of all, confirmed and without a mark."""
    newest = turn.state.tickets[-1] if turn.state.tickets else None
    done = newest is not None and newest.status == "selesai" and not newest.rated
    return newest if done else None


# --- words for a ticket -----------------------------------------------------------------------------------------------


def reply(
    turn: Turn, ticket: Ticket, part: Part, files: tuple[File, ...], *, answers: bool = True, quietly: bool = False
) -> None:
    """Relay a message to the ticket; an album is collected first.

    `answers` False leaves an open question open; `quietly` leaves the answer to the citizen to the caller.
    """
    state = turn.state
    _note_said(turn, ticket, part, files)
    gather = state.gather
    if gather is not None and gather.number == ticket.number:
        gather.parts.append(part)
        _gathered(turn, gather, part)
    elif part.album:
        flush(turn)
        quiet = after(turn.now, seconds=turn.city.limits.album_quiet_seconds)
        state.gather = Gather(ticket.number, "answer", turn.now, [part], quiet)
    else:
        relay(turn, ticket, [part], answers=answers, quietly=quietly)


def _note_said(turn: Turn, ticket: Ticket, part: Part, files: tuple[File, ...]) -> None:
    """Remember that a message went to a ticket, and bring its files there."""
    kept = {item.ref for item in part.evidence}
    for file in files:
        if file.ref in kept:
            turn.state.expect_file(file.ref, ticket.number)
            turn.fetch(file, origin=origins.wanted_for(ticket))
    turn.state.remember(part.id, number=ticket.number)


def spoke(turn: Turn, ticket: Ticket) -> None:
    """Note that the citizen spoke about a ticket: where its verdict is awaited, silence is over."""
    ticket.spoken_at = turn.now
    if ticket.status in OPEN_TO_JUDGEMENT and not ticket.confirmed:
        turn.tell_ticket(ticket.number, Spoke())


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
        _dispute(turn, ticket, gather.parts)
    else:
        relay(turn, ticket, gather.parts)


def _dispute(turn: Turn, ticket: Ticket, parts: list[Part]) -> None:
    ticket.confirmed = False
    ticket.unanswered, ticket.spoken_at = True, turn.now
    turn.tell_ticket(ticket.number, Disputed(_words(turn, ticket, parts), _evidence(turn, parts)))


def dispute_with(turn: Turn, ticket: Ticket, parts: list[Part], files: tuple[File, ...] = ()) -> None:
    """Dispute with these words as the reason; an album is collected first."""
    if ticket.status not in OPEN_TO_DISPUTE:
        turn.note("stale_ticket", number=ticket.number)
        return
    for part in parts:
        _note_said(turn, ticket, part, files)
    gather = turn.state.gather
    if gather is not None and gather.number == ticket.number and gather.kind == "dispute":
        gather.parts += parts
        flush(turn)
    elif any(part.album for part in parts):
        flush(turn)
        quiet = after(turn.now, seconds=turn.city.limits.album_quiet_seconds)
        turn.state.gather = Gather(ticket.number, "dispute", turn.now, list(parts), quiet)
    else:
        _dispute(turn, ticket, parts)


def confirm_with(turn: Turn, ticket: Ticket, parts: list[Part], files: tuple[File, ...] = ()) -> None:
    """Confirm, with the files that came with it."""
    if ticket.status in OPEN_TO_JUDGEMENT:
        for part in parts:
            _note_said(turn, ticket, part, files)
    confirm(turn, ticket.number, _evidence(turn, parts))


def relay(turn: Turn, ticket: Ticket, parts: list[Part], *, answers: bool = True, quietly: bool = False) -> None:
    """Pass words and files on to the officials: as the answer to their question, or as an addition."""
    asked = ticket.asked
    answered = asked and answers
    ticket.asked = asked and not answered
    ticket.unanswered, ticket.spoken_at = True, turn.now
    if answered and ticket.status == "menunggu_pelapor":
        ticket.status = "diproses"  # what the answer makes of it: the ticket tells the citizen nothing new
    elif ticket.status == "ditindaklanjuti":
        ticket.due_at = None  # the time counts anew; the ticket knows until when
    pin = turn.nameless_pin(next((part.pin for part in reversed(parts) if part.pin), None), hidden=ticket.hidden)
    turn.tell_ticket(
        ticket.number, Replied(_words(turn, ticket, parts), _evidence(turn, parts), pin, answers or not asked)
    )
    if quietly:
        return
    key = "reply.answer" if answered else "reply.addition"
    turn.bubble(turn.say(key, number=ticket.number), ref=ticket.number, bold=(ticket.number,), mergeable=True)


def _words(turn: Turn, ticket: Ticket, parts: list[Part]) -> str:
    return turn.nameless(_joined(parts), hidden=ticket.hidden)


def _joined(parts: list[Part]) -> str:
    return "\n".join(part.text for part in sorted(parts, key=Part.key) if part.text)


def _evidence(turn: Turn, parts: list[Part]) -> tuple[Evidence, ...]:
    found = [item for part in sorted(parts, key=Part.key) for item in part.evidence]
    return tuple(found[: turn.city.limits.attachments_per_ticket])


# --- fixed, or not ----------------------------------------------------------------------------------------------------


def confirm(turn: Turn, number: str, evidence: tuple[Evidence, ...] = ()) -> None:
    """Pass on that it is fixed; the thanks come with the ticket's own update."""
    ticket = turn.state.ticket(number)
    if ticket is None or ticket.status not in OPEN_TO_JUDGEMENT:
        turn.note("stale_ticket" if ticket else "stale", number=number)
    elif ticket.confirmed:
        turn.note("confirm.already", number=number)
    else:
        ticket.confirmed, ticket.spoken_at = True, turn.now
        _drop_gather(turn, number)
        turn.tell_ticket(number, Confirmed(evidence, turn.state.person or person_lane(turn.lane)))
        if turn.pressed:
            turn.note("confirm.noted", number=number)


def _drop_gather(turn: Turn, number: str) -> None:
    gather = turn.state.gather
    if gather is not None and gather.number == number and gather.kind == "dispute":
        turn.state.gather = None


def doubt(turn: Turn, number: str) -> None:
    """Ask what is not fixed."""
    ticket = turn.state.ticket(number)
    ended = ticket is not None and ticket.status == "selesai"
    if ticket is None or ticket.status not in OPEN_TO_DISPUTE or (ticket.confirmed and not ended):
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
