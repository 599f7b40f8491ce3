"""Let edits, deletions and fetched files change what is in the draft."""

from __future__ import annotations

from bots.citizen.bubble import draft_key, show_draft
from bots.citizen.draft import is_empty, leave
from bots.citizen.drafting import add
from bots.citizen.message import Message
from bots.citizen.remembered import Draft, Part
from bots.citizen.turn import Turn
from core.vocabulary.report import Evidence


def edit_draft(turn: Turn, message: Message) -> None:
    """Let an edited message replace its own part; a position that goes on changing does so quietly."""
    draft, known, part = turn.state.draft, message.drafted, message.part
    if draft is None or known is None:
        return
    before = (known.text, known.pin, tuple(item.ref for item in known.evidence))
    had = set(before[2])
    add(turn, [part], tuple(file for file in message.files if file.ref not in had))
    now = message.drafted or part
    changed = before != (now.text, now.pin, tuple(item.ref for item in now.evidence))
    if changed and not message.live:
        _rewrite(turn, draft)


def take_out(turn: Turn, message_id: str) -> None:
    """Take a message back out of the draft."""
    draft = turn.state.draft
    turn.state.remember(message_id, -1)
    if draft is None or not leave(draft, message_id):
        return
    if is_empty(draft) and not draft.place_words:
        turn.state.draft = None
        turn.bubble(turn.say("draft.emptied"))
    else:
        _rewrite(turn, draft)


def _rewrite(turn: Turn, draft: Draft) -> None:
    if draft.quiet_until is not None and draft.quiet_until > turn.now:
        return
    if draft.step in ("", "darurat"):
        turn.rewrite(draft_key(draft))
    show_draft(turn)


def file_arrived(parts: list[Part], ref: str, media: str, mime: str) -> bool:
    """Put a fetched file into its part, or take out one that will not come; False when no part has it."""
    for part in parts:
        if any(item.ref == ref for item in part.evidence):
            kept = [item for item in part.evidence if item.ref != ref or media]
            part.evidence = tuple(_arrived(item, ref, media, mime) for item in kept)
            return True
    return False


def _arrived(item: Evidence, ref: str, media: str, mime: str) -> Evidence:
    if item.ref != ref:
        return item
    return Evidence(item.kind, item.ref, media, mime or item.mime, item.name, item.unique)
