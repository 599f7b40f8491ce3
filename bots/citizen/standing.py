"""Say what stands open in a chat, for the reader of messages."""

from __future__ import annotations

from bots.citizen.bubble import draft_key
from bots.citizen.draft import is_referred, view
from bots.citizen.remembered import Draft, Part, Ticket
from bots.citizen.turn import Turn
from core.reading.decide import Reading, decide
from core.reading.heard import Heard
from core.reading.matter import matter_of
from core.reading.standing import Draft as DraftStanding
from core.reading.standing import Own, Standing
from core.ticket.number import find_numbers, without_numbers


def standing_of(turn: Turn, part: Part, *, forwarded: bool = False) -> Standing:
    """Gather what a message can be an answer to: draft, questions, verdicts, reports, and what it replies to."""
    state, draft = turn.state, turn.state.draft
    replied = replied_ticket(turn)
    return Standing(
        now=turn.now,
        draft=_draft_standing(turn, draft) if draft is not None else "",
        draft_category=view(draft, turn.setting).category if draft is not None else "",
        tickets=tuple(_own(turn, ticket) for ticket in state.tickets),
        replied=replied.number if replied else "",
        replied_draft=draft is not None and turn.moment.reply_key == draft_key(draft),
        named=named_numbers(turn, part.text),
        reason=state.gather.number if state.gather is not None and state.gather.kind == "dispute" else "",
        files=bool(part.evidence),
        pin=part.pin is not None,
        forwarded=forwarded,
        expired=state.expired is not None,
    )


def read_words(turn: Turn, part: Part, *, forwarded: bool = False) -> tuple[Heard, Reading]:
    """Read a message with what stands open: what its words say by themselves, and what it does."""
    standing, reader = standing_of(turn, part, forwarded=forwarded), turn.setting.reader
    heard = turn.setting.hearer.hear(without_numbers(part.text, turn.city.prefix))
    matter = matter_of(reader.read(part.text, part.at), standing, part.text, reader.stems)
    return heard, decide(heard, matter, standing)


def replied_ticket(turn: Turn) -> Ticket | None:
    """Give the report that a message answers: by our message about it, or by a message that was filed with it."""
    if turn.moment.reply_ref:
        return turn.state.ticket(turn.moment.reply_ref)
    quoted = turn.state.recently(turn.quoted) if turn.quoted else None
    if quoted is None:
        return None
    if quoted.number:
        return turn.state.ticket(quoted.number)
    return next((ticket for ticket in turn.state.tickets if quoted.serial > 0 and ticket.serial == quoted.serial), None)


def named_numbers(turn: Turn, text: str) -> tuple[str, ...]:
    """Give the person's own reports whose numbers stand in a text."""
    found = find_numbers(text, turn.city.prefix) if text else []
    return tuple(dict.fromkeys(number for number in found if turn.state.ticket(number) is not None))


def _own(turn: Turn, ticket: Ticket) -> Own:
    return Own(
        ticket.number,
        ticket.status,
        ticket.category,
        ticket.about,
        ticket.asked and ticket.number not in turn.told,
        ticket.rated,
        ticket.confirmed,
        ticket.asked and "wants_fact" in turn.setting.hearer.hear(ticket.question).marks,
        ticket.spoken_at or ticket.filed_at,
    )


def _draft_standing(turn: Turn, draft: Draft) -> DraftStanding:
    if draft.step == "darurat":
        return "emergency"
    if draft.step == "privasi":
        return "privacy"
    if draft.step:
        return "change"
    found = view(draft, turn.setting)
    if found.is_thin and not draft.place_skipped:
        return "thin"
    if is_referred(draft, turn.city, found):
        return "referred"
    return "place" if found.needs_place and not draft.place_skipped else "shown"
