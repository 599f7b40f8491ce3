"""What a private page shows: the letters of its box, and the ticket that they are about."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import msgspec

from core.proof.slip import read_slip
from core.ticket import state as tickets
from core.ticket.state import TicketState
from core.vocabulary.effects import Choice
from core.vocabulary.events import Event, Status
from core.vocabulary.lane_names import chat_lane, ticket_lane
from core.vocabulary.letters import Letter
from core.vocabulary.report import Evidence
from core.vocabulary.ticket import TicketStatus
from web.site import Site

LETTERS_SHOWN: Final = 200
VERDICT, MARK = "beres:", "nilai:"
"""How the ids of choices begin that ask whether it is fixed, and how well (`bots.citizen.choices`)."""
_TO_JUDGE: Final = frozenset(("ditindaklanjuti", "lewat"))


@dataclass(frozen=True)
class Passed:
    """A status that a ticket had, from a moment on."""

    status: TicketStatus
    at: datetime


@dataclass(frozen=True)
class Folder:
    """Everything behind one private link. ``number`` is empty until it was given.

    It may be that of somebody else's report which is followed: then there is no ``ticket``, and nothing of it is here.
    """

    box: str
    letters: Sequence[Letter] = ()
    ticket: TicketState | None = None
    number: str = ""
    passed: Sequence[Passed] = field(default_factory=tuple)
    linked: bool = False
    """The page is linked with a chat of the reporter."""
    gone: bool = False
    """The reporter said elsewhere that this page is not theirs any more: nothing is behind the link."""

    @property
    def wants(self) -> str:
        """Name what the city waits for: ``question``, ``verdict``, ``rating``, or nothing."""
        if self.ticket is None:
            return ""
        if self.ticket.status == "menunggu_pelapor" and self.question is not None:
            return "question"
        if self.ticket.status in _TO_JUDGE and self._offered(VERDICT):
            return "verdict"
        rated = self.ticket.rating or self.ticket.status != "selesai"
        return "rating" if not rated and self._offered(MARK) else ""

    @property
    def is_new(self) -> bool:
        """Tell whether nothing has been said since the number was: the link itself is what matters then."""
        return not any(one.own for one in self.letters) and sum(bool(one.ref) for one in self.letters) <= 1

    @property
    def offered(self) -> tuple[Choice, ...]:
        """Give the choices that are open now: what is wanted first, else those of the newest letter."""
        if self.wants in ("verdict", "rating"):
            return self._offered(VERDICT if self.wants == "verdict" else MARK)
        newest = self.letters[-1] if self.letters else None
        if newest is None or newest.own:
            return ()
        return tuple(one for one in newest.choices if not one.id.startswith((VERDICT, MARK)))

    def _offered(self, start: str) -> tuple[Choice, ...]:
        ours = (one for one in reversed(self.letters) if not one.own and one.choices)
        newest = next(ours, None)
        fits = newest is not None and newest.choices[0].id.startswith(start)
        return newest.choices if newest is not None and fits else ()

    @property
    def question(self) -> Letter | None:
        """Give the letter with the newest question."""
        return next((one for one in reversed(self.letters) if one.key.endswith(":question")), None)

    @property
    def reply_to(self) -> str:
        """Name the letter that words written now are about."""
        return next((one.id for one in reversed(self.letters) if one.ref and not one.own), "")

    @property
    def slip(self) -> str:
        """Give the signed receipt that came with the number; empty where the city signs none."""
        found = (read_slip(letter.text) for letter in self.letters)
        return next((slip.text for slip in found if slip is not None and slip.number == self.number), "")

    @property
    def files(self) -> dict[str, Evidence]:
        """List the files that may be seen here, by their id in the store."""
        of_ticket = self.ticket.report.evidence if self.ticket is not None else ()
        of_letters = (item for letter in self.letters for item in letter.evidence)
        return {item.media: item for item in (*of_ticket, *of_letters) if item.media}


async def folder(site: Site, box: str) -> Folder:
    """Read what is behind a link. Raises ``StoreDown``."""
    letters, lane = await asyncio.gather(
        site.store.letters(box, LETTERS_SHOWN), site.store.load(chat_lane(site.channel, box))
    )
    chat = _chat(lane.state) if lane is not None else None
    if chat is not None and chat.is_empty and any(one.ref for one in letters):
        return Folder(box, gone=True)
    linked = chat is not None and bool(chat.others)
    number = _own(chat, letters)
    if not number:
        return Folder(box, letters, number=next((one.ref for one in letters if one.ref), ""), linked=linked)
    ticket = await ticket_of(site, number)
    return Folder(box, letters, ticket, number, passed(ticket) if ticket is not None else (), linked)


class _Ticket(msgspec.Struct):
    number: str


class _Chat(msgspec.Struct):
    """What of a stored chat says which reports are its person's own (`bots.citizen.state`)."""

    tickets: list[_Ticket] = []
    followed: list[_Ticket] = []
    others: list[Any] = []

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing of anybody is left: a chat that had a report has it for good, unless it began anew."""
        return not self.tickets and not self.followed


def _own(chat: _Chat | None, letters: Sequence[Letter]) -> str:
    """Give the number of the reporter's own report: a letter may be about one of somebody else that is followed."""
    filed = next((one.ref for one in letters if one.key == f"push:{one.ref}:filed"), "")
    if filed or (len(letters) < LETTERS_SHOWN and all(not one.ref for one in letters)):
        return filed
    # So much was written since that the letter with the number is not among the newest, or there never was one.
    return min((one.number for one in chat.tickets), default="") if chat is not None else ""


def _chat(state: Any) -> _Chat:
    return msgspec.convert(state, _Chat, from_attributes=True)


async def ticket_of(site: Site, number: str) -> TicketState | None:
    """Read a ticket; None when there is none. Raises ``StoreDown``."""
    lane = await site.store.load(ticket_lane(number))
    return tickets.load(lane.state) if lane is not None else None


def passed(ticket: TicketState) -> tuple[Passed, ...]:
    """Give the statuses that a ticket went through, each with its day, without who and why."""
    found = [Passed("baru", ticket.opened_at)]
    for line in ticket.history:
        if line.status != found[-1].status:
            found.append(Passed(line.status, line.at))
    return tuple(found)


def seen(site: Site, found: Folder) -> list[Event]:
    """Say of each letter about a ticket that is shown for the first time that it has arrived."""
    lane, now = chat_lane(site.channel, found.box), site.clock.now()
    return [
        Event(
            id=f"{site.channel}:read:{one.id}",
            lane=lane,
            at=now,
            body=Status(one.id, "read", one.id),
            channel=site.channel,
            address=found.box,
        )
        for one in found.letters
        if one.ref and not one.own and not one.read
    ]
