"""One message of a citizen, and what is read out of it: each reading once, and only when somebody asks for it."""

from __future__ import annotations

from functools import cached_property

from bots.citizen.choices import resolve
from bots.citizen.draft import part_of
from bots.citizen.plain_words import Command
from bots.citizen.remembered import Part, Recent, Ticket
from bots.citizen.standing import read_words, replied_ticket
from bots.citizen.turn import Turn, said_of
from core.reading.decide import Reading
from core.reading.heard import Heard
from core.reading.judgement import Emergency
from core.vocabulary.events import Edited, File, Said


class Message:
    """One message with what the chat knows of it and what its words say. Asking changes nothing."""

    def __init__(self, turn: Turn, said: Said) -> None:
        """Take the message of a turn; `part` is what it brings to a draft or a report."""
        event = turn.event
        self.said = said
        self.part = part_of(said, event.id, event.at, event.order, turn.city.limits.text_characters)
        self.edited = isinstance(event.body, Edited)
        if self.edited:
            self.part.edited_at = event.at
        self._turn = turn

    @classmethod
    def of(cls, turn: Turn) -> Message | None:
        """Give the message that a turn is about, if it is about one."""
        said = said_of(turn.event)
        return cls(turn, said) if said is not None else None

    # --- what came ------------------------------------------------------------------------------------------------

    @property
    def files(self) -> tuple[File, ...]:
        """Give the files as the channel names them."""
        return self.said.files

    @property
    def text(self) -> str:
        """Give the words as they were written."""
        return self.said.text.strip()

    @property
    def live(self) -> bool:
        """Tell whether it is a position that goes on changing."""
        return self.said.place is not None and self.said.place.live

    @property
    def bare(self) -> bool:
        """Tell whether it is nothing but the person's own words."""
        return bool(self.text) and not self.said.forwarded and not self.brings_things

    @property
    def brings_things(self) -> bool:
        """Tell whether files or a place came with it."""
        return bool(self.part.evidence) or self.part.pin is not None

    # --- what the chat knows of it --------------------------------------------------------------------------------

    @property
    def known(self) -> Recent | None:
        """Give what is remembered of it when it was dealt with before."""
        return self._turn.state.recently(self.part.id)

    @property
    def drafted(self) -> Part | None:
        """Give what lies of it in the draft."""
        draft = self._turn.state.draft
        return next((item for item in draft.parts if item.id == self.part.id), None) if draft is not None else None

    @property
    def asked_back(self) -> bool:
        """Tell whether it is kept until the person says what it is."""
        kept = self._turn.state.asked_back
        return kept is not None and any(item.id == self.part.id for item in kept.parts)

    @property
    def album_ticket(self) -> Ticket | None:
        """Give the report for which its album is gathered."""
        gather = self._turn.state.gather
        return self._turn.state.ticket(gather.number) if gather is not None and self._among(gather.parts) else None

    @property
    def album_asked_back(self) -> bool:
        """Tell whether its album is kept until the person says what it is."""
        kept = self._turn.state.asked_back
        return kept is not None and self._among(kept.parts)

    @property
    def album_drafted(self) -> bool:
        """Tell whether its album lies in the draft."""
        draft = self._turn.state.draft
        return draft is not None and self._among(draft.parts)

    def _among(self, parts: list[Part]) -> bool:
        return bool(self.part.album) and any(item.album == self.part.album for item in parts)

    @cached_property
    def replied(self) -> Ticket | None:
        """Give the report that it answers as a reply."""
        return replied_ticket(self._turn)

    # --- what its words say ---------------------------------------------------------------------------------------

    @cached_property
    def alarm(self) -> Emergency | None:
        """Give the danger that it tells of by itself."""
        return self._turn.setting.reader.danger(self.part.text) if self.part.text else None

    @cached_property
    def slash(self) -> Command | None:
        """Give the command after its slash."""
        return self._turn.words.slash_command(self.said.command) if self.said.command else None

    @cached_property
    def word(self) -> Command | None:
        """Give the command that its words are; "skip" and "change" to an open question are an answer instead."""
        if not self.bare:
            return None
        name, ticket = self._turn.words.command(self.text), self.replied
        asked = ticket is not None and ticket.asked and ticket.number not in self._turn.told
        return None if asked and name in ("lewati", "ubah") else name

    @cached_property
    def choice(self) -> str:
        """Give the id of the offered choice that its words are; in a reply to something else they are none."""
        if not self.bare or self.replied is not None or self._turn.moment.released:
            return ""
        return resolve(self.text, self._turn.state.offered, self._turn.words, numbered=self._turn.terse)

    @cached_property
    def _read(self) -> tuple[Heard, Reading]:
        return read_words(self._turn, self.part, forwarded=self.said.forwarded)

    @property
    def heard(self) -> Heard:
        """Give what its words say by themselves."""
        return self._read[0]

    @property
    def reading(self) -> Reading:
        """Give what it does, with what stands open."""
        return self._read[1]

    @cached_property
    def tickets(self) -> tuple[Ticket, ...]:
        """Give the reports that it is about, as the chat knows them."""
        found = (self._turn.state.ticket(number) for number in self.reading.numbers)
        return tuple(ticket for ticket in found if ticket is not None)

    @property
    def ticket(self) -> Ticket | None:
        """Give the report that it is about, when there is just one."""
        return self.tickets[0] if len(self.tickets) == 1 else None
