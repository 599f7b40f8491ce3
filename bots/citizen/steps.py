"""The citizen's conversation as a step: every event of a chat's lane comes in here."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from bots.citizen import coming, in_private, introducing, listening, naming, near, origins, timers
from bots.citizen.ending import end
from bots.citizen.plain_words import PlainWords
from bots.citizen.reacting import react
from bots.citizen.state import load
from bots.citizen.streets import Roads
from bots.citizen.turn import Setting, TextReader, Turn
from core.city.calendar import WorkingCalendar
from core.city.city import City
from core.city.texts import Texts
from core.reading.heard import Hearer
from core.reading.secrecy import SecrecyReader
from core.vocabulary.events import Event
from core.vocabulary.seal import Seal
from core.vocabulary.steps import Moment, Outcome


class CitizenSteps:
    """Behaviour of lanes ``chat:<channel>:<address>``: pure, and the same for every platform."""

    def __init__(
        self,
        city: City,
        texts: Texts,
        understander: TextReader,
        calendar: WorkingCalendar,
        seal: Seal,
        admin_ids: Collection[str] = (),
        channels: Collection[str] = (),
    ) -> None:
        """Take the city pack, its texts, what understands words, what counts working days and what makes codes.

        ``admin_ids`` are platform ids of officials who need not be registered, ``channels`` names of those that are on.
        """
        words, admins = PlainWords.of(city), frozenset(admin_ids)
        self._of_officials = in_private.commands_of(city)
        self._setting = Setting(
            city,
            texts,
            understander,
            Hearer(city),
            SecrecyReader(city),
            calendar,
            words,
            Roads(words),
            seal,
            admins,
            frozenset(channels),
        )

    def reads(self, event: Event) -> tuple[str, ...]:
        """Ask for the register where somebody says in private what only officials may."""
        return in_private.lanes_read(self._of_officials, event)

    def helpful(self, state: Any, event: Event) -> tuple[str, ...]:
        """Ask for what is open near the place of a draft that this event may send."""
        return near.lanes_near(state, event)

    def step(self, state: Any, event: Event, moment: Moment) -> Outcome:
        """Take the chat's state and one event; give the new state, at most one bubble, and when to wake."""
        chat = load(state)
        naming.remember_sender(chat, event)
        chat.window_closes = moment.window_closes
        event = listening.as_edit(self._setting, chat, event)
        event, source = coming.without_mark(self._setting, event)
        turn = Turn(self._setting, chat, event, moment)
        coming.note(turn, source)
        react(turn)
        timers.note_shown(turn)
        introducing.keep_known(turn)
        origins.settle(turn)
        effects = end(turn)
        numbers = moment.capabilities.numbers
        wake_at = timers.next_wake(chat, moment.now, self._setting.city.limits, numbers=numbers)
        return Outcome(chat, effects, wake_at)
