"""One turn of a conversation: collects what is to be done, so that at most one bubble goes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from msgspec.structs import replace

from bots.citizen import budget
from bots.citizen.state import ChatState, Offer
from core.city.calendar import WorkingCalendar
from core.city.city import City
from core.city.dates import long_date
from core.city.texts import Texts
from core.reading.heard import Hearer
from core.reading.redact import redact
from core.reading.secrecy import SecrecyReader
from core.reading.understand import Understanding
from core.reading.urgency import Emergency
from core.vocabulary.commands import Command, Evidence, Notice, Pin
from core.vocabulary.effects import Answer, Choice, Edit, Effect, Fetch, Send, Tell, Unheard
from core.vocabulary.events import OFFICIALS_LANE, Edited, Event, File, Pressed, Said, ticket_lane
from core.vocabulary.ports import Moment

RECEIPT_PAUSE = timedelta(hours=24)
"""Late messages of one person are answered by one template in so long a time."""
ANSWER_CHARACTERS = 200
"""Bot API, answerCallbackQuery: the longest text; other platforms have no such limit."""


class Reader(Protocol):
    """Reads a citizen's text, as `core.reading.understand.Understander` does."""

    def read(self, text: str, now: datetime | None = None) -> Understanding:
        """Understand one text."""
        ...

    def danger(self, text: str) -> Emergency | None:
        """Give the danger that one message speaks of by itself."""
        ...

    def stems(self, text: str) -> frozenset[str]:
        """Give the roots of the words that say what a text is about."""
        ...


@dataclass(frozen=True)
class Desk:
    """What every turn needs and no turn changes."""

    city: City
    texts: Texts
    reader: Reader
    hearer: Hearer
    secrecy: SecrecyReader
    calendar: WorkingCalendar


class Turn:
    """What one event does to a chat. ``bubble`` twice in a turn joins the texts; the later choices count."""

    def __init__(self, desk: Desk, state: ChatState, event: Event, moment: Moment) -> None:
        self.desk = desk
        self.state = state
        self.event = event
        self.now = moment.now
        self.moment = moment
        self.lane = moment.lane or event.lane
        said = said_of(event)
        self.quoted = said.reply_to if said is not None else ""
        """The platform's id of the message that this one answers."""
        self.muted = False
        self.insisted = False
        self.told: frozenset[str] = frozenset(moment.released)
        """Tickets of which this very turn tells what was missed: its words cannot be an answer to that."""
        self._effects: list[Effect] = []
        self._lead: list[str] = []
        self._files: list[Evidence] = []
        self._send: Send | None = None
        self._edit_key = ""
        self._only = ""
        self._suggested: tuple[tuple[Choice, ...], str] = ((), "")
        self._query = event.body.query_id if isinstance(event.body, Pressed) else ""
        self._answer: Answer | None = None

    @property
    def city(self) -> City:
        """Give the city pack."""
        return self.desk.city

    @property
    def too_late(self) -> bool:
        """Say whether free text to the person is no longer possible: what arrives now is an answer that comes late."""
        closes = self.state.window_closes
        return closes is not None and closes <= self.now

    @property
    def pressed(self) -> bool:
        """Say whether this turn began with a button that wants an answer."""
        return bool(self._query)

    def say(self, key: str, **values: object) -> str:
        """Word a text of this part in the chat's language."""
        return self.desk.texts.say(f"citizen.{key}", self.state.language, **values)

    def nameless(self, text: str, *, hidden: bool) -> str:
        """Cut what the person is called out of words that go on without the name."""
        return redact(text, self.state.names, spare=self.city.own_words) if hidden else text

    def nameless_pin(self, pin: Pin | None, *, hidden: bool) -> Pin | None:
        """Cut what the person is called out of the title of a place, which is often one's own house."""
        return replace(pin, title=self.nameless(pin.title, hidden=hidden)) if pin is not None and pin.title else pin

    def day(self, moment: datetime) -> str:
        """Write the local day of a moment."""
        return long_date(self.desk.calendar.local_day(moment), self.state.language)

    def category_name(self, code: str) -> str:
        """Name a category in the chat's language."""
        known = {category.code: category for category in self.city.categories}
        category = known.get(code)
        if category is None:
            return code
        return category.name_en if self.state.language == "en" else category.name_id

    # --- what is to be done ---------------------------------------------------------------------------------------

    def lead(self, text: str) -> None:
        """Put a paragraph before whatever is said in this turn."""
        if text and text not in self._lead:
            self._lead.append(text)

    def attach(self, files: Sequence[Evidence]) -> None:
        """Send files along with whatever is said in this turn."""
        self._files += [file for file in files if file not in self._files]

    def bubble(
        self,
        text: str,
        choices: Sequence[Choice] = (),
        *,
        key: str = "",
        ref: str = "",
        bold: Sequence[str] = (),
        evidence: Sequence[Evidence] = (),
        ask_location: bool = False,
        mergeable: bool = False,
        template: str = "",
        template_values: Sequence[str] = (),
        confirm: bool = False,
    ) -> None:
        """Say something to the citizen in this turn's bubble."""
        before = self._send
        newest = before is None and key.startswith("draft:")
        self._send = Send(
            text=f"{before.text}\n\n{text}" if before else text,
            choices=tuple(choices) or (before.choices if before else ()),
            key=key or (before.key if before else ""),
            ref=ref or (before.ref if before else ""),
            bold=(*(before.bold if before else ()), *bold),
            evidence=tuple(evidence),
            ask="location" if ask_location else "",
            ask_label=self.say("ask_location") if ask_location else "",
            mergeable=mergeable,
            template=template,
            template_values=tuple(template_values),
            confirm=confirm,
            newest=newest,
        )

    def post(self, message: Send) -> None:
        """Send a message of its own, beside the turn's bubble."""
        self._effects.append(message)

    def only(self, text: str) -> None:
        """Say nothing but this in the turn, whatever else comes up."""
        self._only = text

    def insist(self) -> None:
        """Let this turn's bubble out even in a flood: it may save a life."""
        self.muted, self._only, self.insisted = False, "", True

    def suggest(self, offered: Sequence[Choice], ref: str) -> None:
        """Offer choices in case the turn's bubble has none of its own."""
        self._suggested = (tuple(offered), ref)

    def offer_more(self, offered: Sequence[Choice]) -> None:
        """Put choices below those of this turn's bubble."""
        if self._send is not None:
            below = max((choice.row for choice in self._send.choices), default=-1) + 1
            more = tuple(replace(choice, row=choice.row + below) for choice in offered)
            self._send = replace(self._send, choices=(*self._send.choices, *more))

    def rewrite(self, key: str) -> None:
        """Make this turn's bubble an edit of the message ``key`` instead of a new one."""
        self._edit_key = key

    def note(self, key: str, **values: object) -> None:
        """Say a short private thing: on the pressed button where there is one, else as a bubble."""
        text = self.say(key, **values)
        if self._query and self._answer is None:
            self._answer = Answer(self._query, text[:ANSWER_CHARACTERS])
        else:
            self.bubble(text, mergeable=True)

    def tell(self, lane: str, command: Command) -> None:
        """Tell another lane."""
        self._effects.append(Tell(lane, command))

    def tell_ticket(self, number: str, command: Command) -> None:
        """Tell a ticket's lane."""
        self.tell(ticket_lane(number), command)

    def keep(self, unheard: Unheard) -> None:
        """Keep for the operator what was not understood."""
        self._effects.append(unheard)

    def fetch(self, file: File) -> None:
        """Bring a file into the store."""
        self._effects.append(Fetch(file))

    # --- the end --------------------------------------------------------------------------------------------------

    def finish(self) -> tuple[Effect, ...]:
        """Give the effects in order: the button's answer, then the others, then the one bubble."""
        effects: list[Effect] = []
        if self._query:
            effects.append(self._answer or Answer(self._query))
        message = self._message()
        if message is not None and not self.state.blocked and not self.muted:
            message = budget.spend(self, message)
        if message is None or self.state.blocked or self.muted:
            return (*effects, *self._effects)
        files = (*self._files, *(file for file in message.evidence if file not in self._files))
        message = replace(message, language=self.state.language, evidence=files, urgent=self.insisted)
        message = self._receipt(message)
        self._offer(message)
        edits = self._edit_key and not message.ask and not message.drop_keyboard
        return (*effects, *self._effects, Edit(self._edit_key, message) if edits else message)

    def _message(self) -> Send | None:
        if self._only:
            return Send(self._only)
        if self._send is None and not self._lead:
            return None
        offered, ref = self._suggested
        if self._send is None:
            return Send("\n\n".join(self._lead), offered, ref=ref, mergeable=not offered)
        if offered and not self._send.choices and not self._send.ref:
            self._send = replace(self._send, choices=offered, ref=ref)
        if not self._lead:
            return self._with_keyboard(self._send)
        text = "\n\n".join([*self._lead, self._send.text])
        return self._with_keyboard(replace(self._send, text=text, newest=False))

    def _receipt(self, message: Send) -> Send:
        """Let the first answer to a late message go as a template, so that the person knows that it came."""
        state = self.state
        draft = state.draft if state.draft is not None and state.draft.unseen else None
        wrote = isinstance(self.event.body, Said | Edited | Pressed)
        told = state.receipt_told is not None and state.receipt_told + RECEIPT_PAUSE > self.now
        if not self.too_late or message.template or told or not (wrote or draft):
            return message
        state.receipt_told = self.now
        self._effects.append(Tell(OFFICIALS_LANE, Notice("officials.notice.late_messages")))
        written = self.event.at if wrote or draft is None else draft.touched_at
        return replace(message, template="received", template_values=(self.day(written),))

    def _with_keyboard(self, message: Send) -> Send:
        if not self.state.keyboard or message.ask or not message.text:
            return message
        return replace(message, drop_keyboard=True)

    def _offer(self, message: Send) -> None:
        if message.choices:
            self.state.offered = [Offer(choice.id, choice.label) for choice in message.choices]
        self.state.keyboard = bool(message.ask) or (self.state.keyboard and bool(message.choices))


def said_of(event: Event) -> Said | None:
    """Give the message of an event that is one, new or edited."""
    body = event.body
    if isinstance(body, Edited):
        return body.said
    return body if isinstance(body, Said) else None


def after(now: datetime, *, seconds: float = 0, minutes: float = 0, hours: float = 0) -> datetime:
    """Give a moment later than now."""
    return now + timedelta(seconds=seconds, minutes=minutes, hours=hours)
