"""The citizen's conversation as a step: every event of a chat's lane comes in here."""

from __future__ import annotations

from typing import Any, Final

from bots.citizen import (
    afterwards,
    by_hand,
    command_answers,
    desk_answers,
    filing,
    following,
    form,
    guide,
    introducing,
    invited,
    joining,
    linking,
    listening,
    naming,
    near,
    opened,
    parting,
    rewriting,
    sharing,
    timers,
    trail,
    updates,
    walk_in,
)
from bots.citizen.deciding import decide
from bots.citizen.ending import end
from bots.citizen.plain_words import PlainWords
from bots.citizen.pressing import press
from bots.citizen.state import load
from bots.citizen.streets import Roads
from bots.citizen.turn import Setting, TextReader, Turn
from core.city.calendar import WorkingCalendar
from core.city.city import City
from core.city.texts import Texts
from core.person.codes import Seal
from core.reading.heard import Hearer
from core.reading.secrecy import SecrecyReader
from core.vocabulary.citizen import FormSent, Update
from core.vocabulary.events import (
    Blocked,
    Body,
    ByHand,
    Deleted,
    Delivered,
    Edited,
    Event,
    Fetched,
    Looks,
    Named,
    NotFetched,
    Odd,
    Pressed,
    Said,
    Timer,
    Unblocked,
    Undelivered,
)
from core.vocabulary.linking import (
    BeginAnew,
    CodeKnown,
    CodeRefused,
    JoinAsked,
    JoinEnded,
    Shared,
    TakeBack,
    TellTickets,
    Unshared,
)
from core.vocabulary.monitoring import Invited
from core.vocabulary.near import FollowerUpdate, WalkInFiled
from core.vocabulary.officials import DeskAnswer, Notice, OpenedContents
from core.vocabulary.person import BelongsTo, ToldElsewhere
from core.vocabulary.register import Accepted, Redeemed
from core.vocabulary.steps import Moment, Outcome


class CitizenSteps:
    """Behaviour of lanes ``chat:<channel>:<address>``: pure, and the same for every platform."""

    def __init__(
        self, city: City, texts: Texts, understander: TextReader, calendar: WorkingCalendar, seal: Seal
    ) -> None:
        """Take the city pack, its texts, what understands words, what counts working days and what makes codes."""
        words = PlainWords.of(city)
        self._of_officials = walk_in.commands_of(city) | guide.commands_of(city)
        secrecy = SecrecyReader(city)
        self._setting = Setting(city, texts, understander, Hearer(city), secrecy, calendar, words, Roads(words), seal)

    def reads(self, event: Event) -> tuple[str, ...]:
        """Ask for the register where somebody says in private what only officials may."""
        return walk_in.lanes_read(self._of_officials, event)

    def helpful(self, state: Any, event: Event) -> tuple[str, ...]:
        """Ask for what is open near the place of a draft that this event may send."""
        return near.lanes_near(state, event)

    def step(self, state: Any, event: Event, moment: Moment) -> Outcome:
        """Take the chat's state and one event; give the new state, at most one bubble, and when to wake."""
        chat = load(state)
        naming.remember_sender(chat, event)
        chat.window_closes = moment.window_closes
        event = listening.as_edit(self._setting, chat, event)
        turn = Turn(self._setting, chat, event, moment)
        _dispatch(turn)
        timers.note_shown(turn)
        introducing.keep_known(turn)
        effects = end(turn)
        return Outcome(chat, effects, timers.next_wake(chat, moment.now, self._setting.city.limits))


def _dispatch(turn: Turn) -> None:
    body, state = turn.event.body, turn.state
    by_hand.note_writing(turn)
    if isinstance(body, Said | Pressed | Unblocked) and state.open_wishes:
        opened.come_back(turn)
    if isinstance(body, Said | Edited):
        decide(turn)
    elif isinstance(body, Pressed):
        by_hand.speak_again(turn)
        _back(turn)
        press(turn, body.choice)
    elif isinstance(body, FormSent):
        form.take(turn, body)
    elif isinstance(body, Update):
        updates.push(turn, body)
    elif isinstance(body, WalkInFiled):
        walk_in.receipt(turn, body)
    elif isinstance(body, FollowerUpdate):
        following.take_news(turn, body)
    elif isinstance(body, Redeemed):
        joining.redeemed(turn, body)
    elif isinstance(body, Accepted):
        joining.accepted(turn, body)
    elif isinstance(body, OpenedContents):
        opened.show_contents(turn, body)
    elif isinstance(body, DeskAnswer):
        desk_answers.give(turn, body)
    elif isinstance(body, ToldElsewhere):
        updates.told_elsewhere(turn, body.number)
    elif isinstance(body, BelongsTo):
        introducing.belong(turn, body)
    elif isinstance(body, Looks):
        trail.tell(turn, body)
    elif isinstance(body, LINKING):
        _linking(turn, body)
    elif isinstance(body, ByHand):
        by_hand.take_note(turn, body)
    elif isinstance(body, Invited):
        invited.expect(turn, body)
    elif isinstance(body, Timer):
        timers.ring(turn)
    elif isinstance(body, Fetched | NotFetched):
        _file(turn, body)
    elif isinstance(body, Named):
        naming.learn(turn, body)
    elif isinstance(body, Deleted):
        afterwards.take_back(turn, body.message_id)
    elif isinstance(body, Blocked):
        state.blocked = True
    elif isinstance(body, Unblocked):
        updates.come_back(turn)
    elif isinstance(body, Undelivered):
        if not opened.undelivered(turn, body.ref):
            updates.undelivered(turn, body)
    elif isinstance(body, Notice) and turn.setting.texts.has(body.key):
        turn.bubble(turn.setting.texts.say(body.key, turn.language, **body.values), mergeable=True)
    elif isinstance(body, Delivered):
        updates.delivered(turn, body)
    elif isinstance(body, Odd) and body.answer:
        by_hand.speak_again(turn)
        _back(turn)
        command_answers.unsupported(turn)


LINKING: Final = (
    CodeKnown,
    CodeRefused,
    JoinAsked,
    JoinEnded,
    TellTickets,
    Shared,
    Unshared,
    BeginAnew,
    TakeBack,
)


def _linking(turn: Turn, body: Body) -> None:
    """Apply what is about several chats of one person."""
    if isinstance(body, CodeKnown):
        linking.known(turn, body)
    elif isinstance(body, CodeRefused):
        linking.refused(turn, body)
    elif isinstance(body, JoinAsked):
        linking.asked(turn, body)
    elif isinstance(body, JoinEnded):
        linking.ended(turn, body)
    elif isinstance(body, TellTickets):
        sharing.tell_tickets(turn)
    elif isinstance(body, Shared):
        sharing.take(turn, body.tickets)
    elif isinstance(body, Unshared):
        sharing.drop(turn, body.person)
    elif isinstance(body, BeginAnew):
        parting.begin_anew(turn, body.person)
    elif isinstance(body, TakeBack):
        updates.take_back(turn, body.number)


def _back(turn: Turn) -> None:
    if updates.is_away(turn):
        updates.come_back(turn)


def _file(turn: Turn, body: Fetched | NotFetched) -> None:
    media, mime = (body.media, body.mime) if isinstance(body, Fetched) else ("", "")
    state = turn.state
    for parts in (
        state.draft.parts if state.draft else [],
        state.asked_back.parts if state.asked_back else [],
        state.gather.parts if state.gather else [],
        state.expired.parts if state.expired else [],
    ):
        if rewriting.file_arrived(parts, body.ref, media, mime):
            state.fates = [fate for fate in state.fates if fate.ref != body.ref]
            break
    else:
        if not filing.fetched(turn, body):
            return
    if isinstance(body, NotFetched):
        turn.bubble(turn.say(f"file.{body.reason}"), mergeable=True)
    elif body.torn:
        turn.bubble(turn.say("file.torn"), mergeable=True)
