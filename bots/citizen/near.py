"""Find which open reports may say the same as a draft, and show them where it is sent."""

from __future__ import annotations

from typing import Any

import msgspec

from bots.citizen.draft import View
from bots.citizen.remembered import Alike, Draft
from bots.citizen.turn import Turn
from core.near.alike import alike, likeness, row_of
from core.near.state import load
from core.vocabulary.citizen import FormSent
from core.vocabulary.effects import Choice
from core.vocabulary.events import Edited, Event, Pressed, Said
from core.vocabulary.lane_names import near_lane
from core.vocabulary.report import Report

FOLLOW = "ikuti"


class _Draft(msgspec.Struct):
    near: str = ""
    step: str = ""


class _Chat(msgspec.Struct):
    """What of a stored chat says where to look."""

    draft: _Draft | None = None


def lanes_near(state: Any, event: Event) -> tuple[str, ...]:
    """Name the lane on which a draft is compared that this event may send."""
    if isinstance(event.body, FormSent) and event.body.follow:
        return (near_lane(event.body.category, event.body.kelurahan),)
    if state is None or not isinstance(event.body, Said | Pressed | Edited):
        return ()
    draft = msgspec.convert(state, _Chat, from_attributes=True).draft
    return (draft.near,) if draft is not None and draft.near and not draft.step else ()


def note_lane(turn: Turn, draft: Draft, found: View) -> None:
    """Remember where a draft is compared once it is sent; who is in danger is not asked to leave it to others.

    Nor is who writes down for somebody at a counter: this chat is the clerk's, and the other would go without a number.
    """
    own = not draft.emergency and found.understood.emergency is None and not draft.counter
    draft.near = near_lane(found.category, found.kelurahan) if own else ""


def compare(turn: Turn, draft: Draft, found: View) -> None:
    """Find once what is open and may say the same, besides the person's own reports."""
    if draft.near not in turn.moment.documents or draft.near != near_lane(found.category, found.kelurahan):
        return
    own = {ticket.number for ticket in turn.state.tickets} | {one.number for one in turn.state.followed}
    words = Report(found.text, "", found.category, kelurahan=found.kelurahan, landmark=found.landmark, pin=found.pin)
    asked = row_of(turn.city, words, "", turn.now)
    near = load(turn.moment.documents[draft.near])
    rows = alike(turn.city, draft.near, near, asked, turn.now, own)
    draft.alike = [Alike(row.number, row.at, likeness(draft.near, asked, row) >= 1) for row in rows]


def shown(turn: Turn, draft: Draft, found: View) -> str:
    """Say which open reports may be the same: by number, kind, kelurahan and day, and nothing of their words."""
    if not draft.alike:
        return ""
    lines = [turn.say("near.head"), *(_line(turn, one, found) for one in draft.alike)]
    return "\n".join([*lines, turn.say("near.hint")])


def _line(turn: Turn, one: Alike, found: View) -> str:
    what = turn.category_name(found.category)
    where = turn.say("near.area", category=what, kelurahan=found.kelurahan) if found.kelurahan else what
    about = turn.say("near.here", about=where) if one.here else where
    return turn.say("near.line", number=one.number, about=about, date=turn.day(one.at))


def offered(turn: Turn, draft: Draft, row: int) -> tuple[Choice, ...]:
    """Offer to follow each, from a row on."""
    return tuple(
        Choice(f"{FOLLOW}:{draft.serial}:{one.number}", turn.say("choice.ikuti", number=one.number), row + place)
        for place, one in enumerate(draft.alike)
    )
