"""By which material of the city somebody came: noted in the chat, counted without it, and cut out of the words."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from msgspec.structs import replace

from bots.citizen.turn import Setting, Turn
from core.person.codes import START
from core.register.tokens import is_invitation
from core.sources.marks import cut, pattern_of, read_name
from core.vocabulary.citizen import FormSent
from core.vocabulary.events import Edited, Event, Said
from core.vocabulary.lane_names import sources_lane
from core.vocabulary.sources import CameBy

LASTS: Final = timedelta(days=30)
"""So long after somebody came by it, a report is counted for the material, and coming again is the same coming."""
OWN: Final = frozenset(("isi",))
"""What links of ours bring along that is no material."""
BEGIN: Final = "start"


def without_mark(setting: Setting, event: Event) -> tuple[Event, str]:
    """Cut the mark of a source out of a message; give the message, and the name of the source, empty for none.

    Who sends nothing but the mark has only opened the chat.
    """
    body = event.body
    said = body.said if isinstance(body, Edited) else body
    if isinstance(body, FormSent):
        return event, read_name(body.source)
    if not isinstance(said, Said):
        return event, ""
    if said.command == BEGIN:
        own = said.argument in OWN or said.argument.startswith(START) or is_invitation(said.argument)
        return event, "" if own else read_name(said.argument)
    city = setting.city
    pattern = city.once("marks of sources", lambda: pattern_of(setting.texts, city.languages))
    text, name = cut(pattern, said.text)
    if not name:
        return event, ""
    argument, _ = cut(pattern, said.argument)
    said = replace(said, text=text, argument=argument)
    if not text and not said.files and said.place is None:
        said = replace(said, command=BEGIN, argument=name)
    return replace(event, body=Edited(said) if isinstance(body, Edited) else said), name


def note(turn: Turn, source: str) -> None:
    """Note by which material somebody came, and count it once."""
    state = turn.state
    if not source:
        return
    again = state.source == source and state.source_at is not None and state.source_at + LASTS > turn.now
    state.source, state.source_at = source, state.source_at if again else turn.now
    if not again:
        _count(turn, filed=False)


def note_filed(turn: Turn) -> None:
    """Count a report for the material by which its reporter came not long ago."""
    state = turn.state
    if state.source and state.source_at is not None and state.source_at + LASTS > turn.now:
        _count(turn, filed=True)


def _count(turn: Turn, *, filed: bool) -> None:
    lane = sources_lane(turn.setting.calendar.local_day(turn.now))
    turn.tell(lane, CameBy(turn.state.source, turn.moment.channel or turn.event.channel, filed))
