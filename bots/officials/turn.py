"""One turn of the group: the city and its words, the state under change, and the effects so far."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from zoneinfo import ZoneInfo

import msgspec

from bots.officials.state import OfficialsState
from core.city.calendar import WorkingCalendar
from core.city.city import City
from core.city.dates import LOCALE
from core.city.desks import MONITORING
from core.city.texts import TextError, Texts
from core.language.shorten import shorten, utf16_units
from core.register.state import Member
from core.register.state import load as load_register
from core.ticket.number import find_numbers
from core.vocabulary.deliveries import About
from core.vocabulary.effects import Answer, Choice, Delete, Edit, Effect, Send, Tell
from core.vocabulary.lane_names import OFFICIALS_LANE, REGISTER_LANE, chat_lane, person_lane, ticket_lane
from core.vocabulary.officials import Act
from core.vocabulary.steps import Moment

_HANGING = frozenset({"card", "relay"})
"""Kinds of messages that stand at a desk for as long as the ticket does, by the beginning of their names."""
ANSWER_LENGTH = 200
"""Bot API, answerCallbackQuery: 0-200 characters."""


class Office:
    """What never changes while the program runs: city, texts, administrators and the group's language."""

    def __init__(self, city: City, texts: Texts, admin_ids: Collection[str], lang: str = "") -> None:
        """Take the pack, its texts, the ids of the administrators, and the group's language where it is another."""
        self.city = city
        self.texts = texts
        self.admin_ids = frozenset(admin_ids)
        self.lang = lang or city.group_language
        self.zone = ZoneInfo(city.timezone)
        self.calendar = WorkingCalendar(city)
        self.locale = texts.say(LOCALE, self.lang)

    def say(self, key: str, **values: object) -> str:
        """Say a text in the group's language."""
        return self.texts.say(key, self.lang, **values)

    def try_say(self, key: str, values: dict[str, str], otherwise: str) -> str:
        """Say a text that another part named; ``otherwise`` when the catalogue cannot."""
        try:
            return self.texts.say(key, self.lang, **values)
        except TextError:
            return otherwise

    def word(self, table: str, value: str) -> str:
        """Translate a value of the contract by the text ``<table>.<value>``; the value itself when there is none."""
        key = f"{table}.{value.replace(' ', '_')}"
        return self.say(key) if value and self.texts.has(key) else value

    @property
    def ethics(self) -> str:
        """Name the version of the code of ethics that is to be accepted now."""
        return self.say("officials.ethics.version")

    def role_name(self, role: str) -> str:
        """Name an official's role."""
        return self.word("officials.verdict.role", role)

    def label(self, action: str) -> str:
        """Name an action, on its button and in sentences."""
        return self.word("officials.verdict.action", action)

    def unit_name(self, code: str) -> str:
        """Give the short name of a unit, or of the desk of that key; the code itself when the city has neither."""
        return self.city.desk(code).name(self.lang) if code == MONITORING else self.city.tree.short_name(code)


@dataclass
class GroupTurn:
    """Collect what one event changes."""

    office: Office
    state: OfficialsState
    moment: Moment
    group: str = OFFICIALS_LANE
    """The lane of the group in which this happens."""
    effects: list[Effect] = field(default_factory=list)

    @cached_property
    def members(self) -> Mapping[str, Member]:
        """Give the register's officials by their platform id; read only for events that it is asked for with."""
        return load_register(self.moment.documents[REGISTER_LANE]).members

    def holds(self, key: str) -> bool:
        """Tell whether a desk is one of this group: by the pack, or by a code that was typed in it."""
        if self.state.hosts:
            return key == self.state.hosts
        return self.office.city.desk(key).lane == self.group and key not in self.state.moved

    def lane_of(self, key: str) -> str:
        """Name the lane of the group in which a desk is, as far as this group knows."""
        return self.group if self.holds(key) else self.state.moved.get(key) or self.office.city.desk(key).lane

    def thread(self, key: str) -> str:
        """Name the topic in which a desk stands here; none where the group itself is the desk."""
        return self.office.city.desk(key).topic if key and self.holds(key) and not self.state.hosts else ""

    def done(self) -> tuple[Effect, ...]:
        """Give the effects, each message in its topic and for the officials: what is worded here is redacted."""
        return tuple(self._placed(effect) for effect in self.effects)

    def _placed(self, effect: Effect) -> Effect:
        if isinstance(effect, Send):
            return self._addressed(effect, effect.key)
        if isinstance(effect, Edit):
            return msgspec.structs.replace(effect, to=self._addressed(effect.to, effect.key))
        if isinstance(effect, Delete):
            return msgspec.structs.replace(effect, instead=self._addressed(effect.instead, effect.key))
        return effect

    def _addressed(self, message: Send, key: str) -> Send:
        about = message.about or self._about(message.ref, key)
        return msgspec.structs.replace(message, audience="group", topic=self.thread(message.topic), about=about)

    def _about(self, ref: str, key: str) -> tuple[About, ...]:
        """Give the line of a ticket's delivery log that a message which names it has: its card, or an answer."""
        if not ref or ref not in find_numbers(ref, self.office.city.prefix):
            return ()
        kind = key.partition(":")[0]
        return (About(ref, f"desk.{kind if kind in _HANGING else 'answer'}"),)

    def answer(self, query_id: str, text: str, *, alert: bool = False) -> None:
        """End the spinner of a press, if the platform has one."""
        if query_id:
            self.effects.append(Answer(query_id=query_id, text=shorten(text, ANSWER_LENGTH, utf16_units), alert=alert))

    def reply(
        self, message_id: str, text: str, *, key: str = "", ref: str = "", choices: tuple[Choice, ...] = ()
    ) -> None:
        """Answer a person's message, without a sound."""
        number = (ref,) if ref and ref in text else ()
        self.effects.append(
            Send(text=text, reply_to=message_id, key=key, ref=ref, choices=choices, bold=number, quiet=True)
        )

    def rewrite(self, key: str, text: str, *, ref: str = "", topic: str = "") -> None:
        """Make one of our messages read differently, without buttons."""
        number = (ref,) if ref and ref in text else ()
        self.effects.append(Edit(key=key, to=Send(text=text, key=key, ref=ref, topic=topic, bold=number, quiet=True)))

    def tell(self, number: str, act: Act) -> None:
        """Ask a ticket to act, and to answer in this group."""
        account = person_lane(chat_lane(self.moment.channel, act.by.id))
        group = "" if self.group == OFFICIALS_LANE else self.group
        asked = msgspec.structs.replace(act, group=group, account=account)
        self.effects.append(Tell(lane=ticket_lane(number), command=asked))

    @property
    def private_chat(self) -> str:
        """Name the private chat with us, as a link where the platform has told our name."""
        return self.state.link or self.office.say("officials.private_chat")

    def desk_of(self, number: str) -> str:
        """Name the desk here at which the card of a ticket stands; empty when it is not remembered."""
        shown = self.state.shown.get(number)
        return shown.desks[-1] if shown is not None and shown.desks else ""


def card_key(number: str, desk: str) -> str:
    """Name the copy of a card at a desk."""
    return f"card:{number}:{desk}"
