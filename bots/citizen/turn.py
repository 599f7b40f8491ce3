"""One turn of a conversation: collects what is to be done, so that at most one bubble goes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from msgspec.structs import replace

from bots.citizen.plain_words import PlainWords
from bots.citizen.state import ChatState
from bots.citizen.streets import Roads
from core.city.calendar import WorkingCalendar
from core.city.city import City
from core.city.dates import LOCALE, long_date, short_date
from core.city.texts import Texts
from core.language.shorten import shorten, utf16_units
from core.reading.heard import Hearer
from core.reading.judgement import Emergency
from core.reading.redact import Redactor
from core.reading.secrecy import SecrecyReader
from core.reading.understand import Understanding
from core.vocabulary.commands import Command
from core.vocabulary.deliveries import About
from core.vocabulary.effects import Answer, Choice, Effect, Fetch, Send, Tell, Unheard, Withdraw
from core.vocabulary.events import Edited, Event, File, Pressed, Said
from core.vocabulary.lane_names import ticket_lane
from core.vocabulary.report import Evidence, Pin
from core.vocabulary.seal import Seal
from core.vocabulary.steps import Moment

ANSWER_CHARACTERS = 200
"""Bot API, answerCallbackQuery: the longest text; other platforms have no such limit."""


class TextReader(Protocol):
    """Read a citizen's text, as `core.reading.understand.Understander` does."""

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
class Setting:
    """What every turn needs and no turn changes."""

    city: City
    texts: Texts
    reader: TextReader
    hearer: Hearer
    secrecy: SecrecyReader
    calendar: WorkingCalendar
    words: PlainWords
    roads: Roads
    seal: Seal
    admins: frozenset[str] = frozenset()
    """Platform ids of the administrators, who may act without being registered."""
    channels: frozenset[str] = frozenset()
    """Names of the channels that are on."""


class Turn:
    """What one event does to a chat. ``bubble`` twice in a turn joins the texts; the later choices count."""

    def __init__(self, setting: Setting, state: ChatState, event: Event, moment: Moment) -> None:
        self.setting = setting
        self.state = state
        self.event = event
        self.now = moment.now
        self.moment = moment
        self.lane = moment.lane or event.lane
        said = said_of(event)
        self.quoted = said.reply_to if said is not None else ""
        """The platform's id of the message that this one answers."""
        self.muted = False
        self.came_invited = False
        """With this message the author of a public post came, whose words are in the draft now."""
        self.insisted = False
        self.resumed = False
        """The turn goes on with a message that was kept."""
        self.told: frozenset[str] = frozenset(moment.released)
        """Tickets of which this very turn tells what was missed: its words cannot be an answer to that."""
        self.news: tuple[About, ...] = ()
        """What this very turn tells of tickets without having been asked."""
        self.effects: list[Effect] = []
        self.leads: list[str] = []
        self.files: list[Evidence] = []
        self.message: Send | None = None
        self.edit_key = ""
        self.only_text = ""
        self.suggested: tuple[tuple[Choice, ...], str] = ((), "")
        self.query = event.body.query_id if isinstance(event.body, Pressed) else ""
        self.answer: Answer | None = None

    @property
    def city(self) -> City:
        """Give the city pack."""
        return self.setting.city

    @property
    def words(self) -> PlainWords:
        """Give the words that are taken as they are written."""
        return self.setting.words

    @property
    def language(self) -> str:
        """Give the language in which the person is answered: the one chosen, while the city speaks it."""
        chosen = self.state.language
        return chosen if chosen in self.city.languages else self.city.default_language

    @property
    def terse(self) -> bool:
        """Tell whether the channel wants few plain words: no pictures, no files, choices as numbers."""
        return self.moment.capabilities.terse

    @property
    def too_late(self) -> bool:
        """Tell whether free text to the person is no longer possible: what arrives now is an answer that comes late."""
        closes = self.state.window_closes
        return closes is not None and closes <= self.now

    @property
    def pressed(self) -> bool:
        """Tell whether this turn began with a button that wants an answer."""
        return bool(self.query)

    def say(self, key: str, /, **values: object) -> str:
        """Word a text of this part in the chat's language."""
        return self.say_in(self.language, key, **values)

    def say_text(self, text: str, /, **values: object) -> str:
        """Word a text of this part that the pack names whole (`core.city.telling`)."""
        return self.say(text.removeprefix("citizen."), **values)

    def say_in(self, language: str, key: str, /, **values: object) -> str:
        """Word a text of this part in a language of the city, by its terse sentence where the channel is terse."""
        texts, terse = self.setting.texts, f"citizen.terse.{key}"
        if self.terse and texts.speaks(terse, language):
            return texts.say(terse, language, **values)
        return texts.say(f"citizen.{key}", language, **values)

    def nameless(self, text: str, *, hidden: bool) -> str:
        """Cut the chat's address out of words that go on, and where the name is hidden also what the person is called.

        Nobody behind the chat knows its address, so nobody else could.
        """
        known = [one for one in (self.lane.rpartition(":")[2], self.moment.address) if one]
        if not hidden and not any(one.lower() in text.lower() for one in known):
            return text
        names = self.state.names if hidden else []
        return Redactor.of(self.city).redact(text, (*known, *names), spare=self.city.own_words)

    def nameless_pin(self, pin: Pin | None, *, hidden: bool) -> Pin | None:
        """Cut what the person is called out of the title of a place, which is often one's own house."""
        return replace(pin, title=self.nameless(pin.title, hidden=hidden)) if pin is not None and pin.title else pin

    def day(self, moment: datetime) -> str:
        """Write the local day of a moment."""
        locale = self.setting.texts.say(LOCALE, self.language)
        write = short_date if self.terse else long_date
        return write(self.setting.calendar.local_day(moment), locale)

    def category_name(self, code: str) -> str:
        """Name a category in the chat's language."""
        return self.city.category_name(code, self.language)

    # --- what is to be done ---------------------------------------------------------------------------------------

    def lead(self, text: str) -> None:
        """Put a paragraph before whatever is said in this turn."""
        if text and text not in self.leads:
            self.leads.append(text)

    def attach(self, files: Sequence[Evidence]) -> None:
        """Send files along with whatever is said in this turn."""
        self.files += [file for file in files if file not in self.files]

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
        typed: str = "",
        rest: str = "",
        confirm: bool = False,
    ) -> None:
        """Say something to the citizen in this turn's bubble."""
        before = self.message
        newest = before is None and key.startswith("draft:")
        self.message = Send(
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
            typed=typed,
            rest=rest,
            confirm=confirm,
            newest=newest,
        )

    def post(self, message: Send) -> None:
        """Send a message of its own, beside the turn's bubble."""
        self.effects.append(message)

    def only(self, text: str) -> None:
        """Say nothing but this in the turn, whatever else comes up."""
        self.only_text = text

    def insist(self) -> None:
        """Let this turn's bubble out even in a flood: it may save a life."""
        self.muted, self.only_text, self.insisted = False, "", True

    def suggest(self, offered: Sequence[Choice], ref: str) -> None:
        """Offer choices in case the turn's bubble has none of its own."""
        self.suggested = (tuple(offered), ref)

    def offered_no_more(self) -> None:
        """Let a number or a label that is typed no longer mean what was offered last."""
        self.state.offered = []

    def withdraw(self, ref: str = "") -> None:
        """Take back what has not gone out yet: of one report, or everything."""
        self.effects.append(Withdraw(ref))

    def offer_more(self, offered: Sequence[Choice]) -> None:
        """Put choices below those of this turn's bubble."""
        if self.message is not None:
            below = max((choice.row for choice in self.message.choices), default=-1) + 1
            more = tuple(replace(choice, row=choice.row + below) for choice in offered)
            self.message = replace(self.message, choices=(*self.message.choices, *more))

    def rewrite(self, key: str) -> None:
        """Make this turn's bubble an edit of the message ``key`` instead of a new one."""
        self.edit_key = key

    def note(self, key: str, **values: object) -> None:
        """Say a short private thing: on the pressed button where there is one, else as a bubble."""
        text = self.say(key, **values)
        if self.query and self.answer is None:
            self.answer = Answer(self.query, shorten(text, ANSWER_CHARACTERS, utf16_units))
        else:
            self.bubble(text, mergeable=True)

    def tell(self, lane: str, command: Command) -> None:
        """Tell another lane."""
        self.effects.append(Tell(lane, command))

    def tell_ticket(self, number: str, command: Command) -> None:
        """Tell a ticket's lane."""
        self.tell(ticket_lane(number), command)

    def keep_unheard(self, unheard: Unheard) -> None:
        """Keep for the operator what was not understood."""
        self.effects.append(unheard)

    def fetch(self, file: File, *, origin: bool = False) -> None:
        """Bring a file into the store; what is said in it comes as words later, where somebody writes it down.

        With ``origin`` it waits apart when and where the file was taken (`bots.citizen.origins`).
        """
        said = said_of(self.event)
        if said is not None:
            self.state.remember_voice(file, said.message_id or self.event.id, said.text.strip(), said.album)
        self.effects.append(Fetch(file, origin=origin, heard=True))


def said_of(event: Event) -> Said | None:
    """Give the message of an event that is one, new or edited."""
    body = event.body
    if isinstance(body, Edited):
        return body.said
    return body if isinstance(body, Said) else None


def after(now: datetime, *, seconds: float = 0, minutes: float = 0, hours: float = 0) -> datetime:
    """Give a moment later than now."""
    return now + timedelta(seconds=seconds, minutes=minutes, hours=hours)
