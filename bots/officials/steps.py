"""The step of the officials' group: which event goes where."""

from collections.abc import Collection
from datetime import datetime
from functools import cached_property
from typing import Any

from bots.officials import (
    asides,
    calling,
    candidates,
    corrections,
    counts,
    days,
    deliveries,
    enlisting,
    figures,
    guide,
    holding,
    home,
    lists,
    looks,
    morning,
    moving,
    news,
    presses,
    prompts,
    ready,
    register,
    signs,
    slash_commands,
    spoken_acts,
    stuck,
    topics,
    verdicts,
    weekly,
    wishes,
)
from bots.officials.state import MOST_HANDLED, PROMPT_LIFE, load
from bots.officials.turn import GroupTurn, Office
from core.city.city import City
from core.city.texts import Texts
from core.docket.places import desks_of
from core.ticket.pages import MORE
from core.vocabulary.deliveries import Deliveries
from core.vocabulary.docket import DeskCounts, Morning
from core.vocabulary.events import BotRole, Edited, Event, Joined, Left, LetIn, Odd, Pressed, Said, ShutOut
from core.vocabulary.lane_names import REGISTER_LANE, docket_lane
from core.vocabulary.monitoring import BurstGrew, ShowCandidate, SimilarReports
from core.vocabulary.officials import AnswerReady, AsideUnheard, Card, CardLeft, Notice, Relay, ShowCard, Verdict, Wish
from core.vocabulary.register import (
    Accepted,
    BindingCode,
    DeskMoved,
    Dismissed,
    Enrolled,
    FromRegister,
    HostsDesk,
    InvitationMade,
    RegisterRefused,
    Returned,
)
from core.vocabulary.reminding import Remind
from core.vocabulary.results import Drawn, Fetched, NotDeleted, NotFetched, Troubles, Undelivered
from core.vocabulary.steps import Moment, Outcome
from core.vocabulary.tally import WeekOver


class OfficialsSteps:
    """Behave as a group of the officials (lanes ``group:<name>``): pure, and the same on every platform."""

    def __init__(self, city: City, texts: Texts, admin_ids: Collection[str], lang: str = "") -> None:
        """Take the city pack, its texts, the platform ids of the administrators, and the group's language."""
        self._office = Office(city, texts, admin_ids, lang)

    def reads(self, event: Event) -> tuple[str, ...]:
        """Ask for the register where people act, and where a card depends on who is registered."""
        body = event.body
        calls = isinstance(body, ShowCard) and bool(body.card.report.emergency or body.card.menu == MORE)
        people = (REGISTER_LANE,) if calls or isinstance(body, Said | Pressed | Odd | Remind) else ()
        return (*people, *self._counts(event))

    def _counts(self, event: Event) -> tuple[str, ...]:
        """Name the lists and days that a list, a report or a digest is read from."""
        body = event.body
        if isinstance(body, WeekOver):
            return (*weekly.lanes_of(body), *self._dockets)
        if isinstance(body, Morning):
            return (docket_lane(body.desk),)
        if not self._asks_for_list(event):
            return ()
        asked = body.argument if isinstance(body, Said) and self._command(body) == "report" else ""
        period = figures.period_of(asked, event.at, self._office.zone)
        return (*self._dockets, *(period.lanes if period is not None else ()))

    def _command(self, said: Said) -> str:
        return slash_commands.named(self._office, said.command)

    @cached_property
    def _dockets(self) -> tuple[str, ...]:
        return tuple(docket_lane(desk.key) for desk in desks_of(self._office.city))

    def _asks_for_list(self, event: Event) -> bool:
        """Tell whether a list of tickets is asked for, or another page of one."""
        body = event.body
        if isinstance(body, Pressed):
            return body.choice.partition(":")[0] == lists.PAGE
        return isinstance(body, Said) and self._command(body) in slash_commands.LISTS

    def step(self, state: Any, event: Event, moment: Moment) -> Outcome:
        """Take the stored state (None at first) and an event; give the new state and what is to be done."""
        turn = GroupTurn(self._office, load(state), moment, event.lane)
        home.settle_in(turn)
        _expire(turn)
        if not home.is_elsewhere(turn, event):
            _react(turn, event)
        elif isinstance(event.body, Pressed):
            turn.answer(event.body.query_id, self._office.say("officials.press.elsewhere"), alert=True)
        return Outcome(state=turn.state, effects=turn.done(), wake_at=_wake_at(turn))


def _react(turn: GroupTurn, event: Event) -> None:
    before = moving.known(turn, event.body)
    if moving.passes_on(turn, event.body):
        return
    _do(turn, event)
    moving.keep_known(turn, event.body, before)


def _do(turn: GroupTurn, event: Event) -> None:
    match event.body:
        case Said():
            _hear(turn, event.body)
        case Pressed():
            presses.press(turn, event.body)
        case ShowCard():
            news.show_card(turn, event.body)
        case CardLeft():
            news.card_left(turn, event.body)
        case Verdict(card=Card() as card):
            looks.looked_at(turn, event.body, card)
        case Verdict():
            verdicts.verdict(turn, event.body)
        case Relay():
            news.relay(turn, event.body)
        case AsideUnheard():
            asides.unheard(turn, event.body)
        case AnswerReady():
            ready.canned(turn, event.body)
        case Remind():
            calling.call(turn, event.body)
        case Notice():
            news.notice(turn, event.body)
        case Wish():
            wishes.raise_wish(turn, event.body, event.id)
        case DeskCounts():
            counts.told(turn, event.body)
        case Morning():
            morning.greet(turn, event.body)
        case Troubles():
            stuck.told(turn, event.body)
        case Deliveries():
            deliveries.told(turn, event.body)
        case NotDeleted():
            news.not_deleted(turn, event.body)
        case Fetched():
            holding.fetched(turn, event.body)
        case NotFetched():
            holding.not_fetched(turn, event.body)
        case Edited():
            corrections.edited(turn, event.body.said)
        case Odd():
            _odd(turn, event.body)
        case Joined():
            register.joined(turn, event.body)
        case Enrolled() | Dismissed() | Accepted() | Returned() | RegisterRefused() | InvitationMade() | BindingCode():
            _registered(turn, event.body)
        case DeskMoved():
            moving.desk_moved(turn, event.body)
        case HostsDesk():
            moving.hosts_desk(turn, event.body)
        case Left():
            prompts.close_prompt(turn, event.body.person.id, "officials.ask.cancelled")
            register.left(turn, event.body)
        case BotRole(role="administrator"):
            # Without the right to manage topics none could be opened before.
            topics.open_all(turn)
            home.let_in(turn)
        case BotRole(role="member"):
            home.let_in(turn)
        case BotRole(role=role) if role in home.LOST_ROLES:
            home.shut_out(turn, role, sure=True)
        case ShutOut():
            home.shut_out(turn, event.body.detail)
        case LetIn():
            home.let_in(turn)
        case Undelivered():
            news.undelivered(turn, event.body)
        case WeekOver():
            weekly.week_over(turn, event.body)
        case Drawn():
            if not guide.drawn(turn, event.body):
                weekly.drawn(turn, event.body)
        case _:
            _monitor(turn, event)


def _monitor(turn: GroupTurn, event: Event) -> None:
    """Show what is said in public, and how many say the same."""
    match event.body:
        case ShowCandidate():
            candidates.show(turn, event.body)
        case BurstGrew():
            candidates.burst_grew(turn, event.body)
        case SimilarReports():
            candidates.similar_reports(turn, event.body)
        case _:
            pass


def _registered(turn: GroupTurn, body: FromRegister) -> None:
    match body:
        case Enrolled():
            enlisting.enrolled(turn, body)
        case Dismissed():
            enlisting.dismissed(turn, body)
        case Accepted():
            register.accepted(turn, body)
        case Returned():
            register.returned(turn, body)
        case RegisterRefused():
            enlisting.refused(turn, body)
        case InvitationMade():
            enlisting.invited(turn, body)
        case BindingCode():
            enlisting.code_given(turn, body)


def _hear(turn: GroupTurn, said: Said) -> None:
    if (said.sender.is_bot and not said.sender.anonymous) or said.message_id in turn.state.handled:
        return
    command = slash_commands.named(turn.office, said.command)
    cancels = not said.command and slash_commands.named(turn.office, said.text.strip()) == slash_commands.CANCEL
    if command and command != slash_commands.CANCEL:
        _handled(turn, said)
        slash_commands.obey(turn, said, command)
    elif command or cancels:
        _cancel(turn, said)
    elif spoken_acts.undoes(turn, said):
        _handled(turn, said)
        slash_commands.undo(turn, said)
    elif spoken_acts.addressed(turn, said):
        _handled(turn, said)
        reason = register.refusal(turn, said.sender)
        if reason:
            register.refuse(turn, said, reason, addressed=True)
        else:
            spoken_acts.turn_into_act(turn, said)
    elif not register.refusal(turn, said.sender):
        (_unknown if said.command else _hint)(turn, said)


def _cancel(turn: GroupTurn, said: Said) -> None:
    if said.sender.id in turn.state.expecting:
        _handled(turn, said)
        prompts.close_prompt(turn, said.sender.id, "officials.ask.cancelled")
    elif spoken_acts.addressed(turn, said) and not register.refusal(turn, said.sender):
        _handled(turn, said)
        turn.reply(said.message_id, turn.office.say("officials.reply.nothing_open"))


def _hint(turn: GroupTurn, said: Said) -> None:
    """Say that words which may have been meant for a citizen went nowhere."""
    name = spoken_acts.doubt(turn, said)
    if name:
        _handled(turn, said)
        turn.reply(said.message_id, turn.office.say(f"officials.reply.{name}"))


def _unknown(turn: GroupTurn, said: Said) -> None:
    """Say which command may have been meant; one that resembles none of ours is another bot's."""
    likely = slash_commands.like(turn.office, said.command)
    if likely:
        _handled(turn, said)
        slash_commands.suggest(turn, said, likely)


def _odd(turn: GroupTurn, odd: Odd) -> None:
    """Answer what cannot be passed on (a poll, a story, something new) where it was meant for a ticket."""
    sender = odd.sender
    if sender is None or (sender.is_bot and not sender.anonymous) or odd.message_id in turn.state.handled:
        return
    if not turn.moment.reply_ref:
        return
    _handled(turn, odd)
    reason = register.refusal(turn, sender)
    if reason:
        register.refuse(turn, odd, reason, addressed=True)
    else:
        turn.reply(odd.message_id, turn.office.say("officials.reply.cannot"))


def _handled(turn: GroupTurn, said: Said | Odd) -> None:
    """Remember a message, so that the same one by another event id has no second effect."""
    turn.state.handled = (*turn.state.handled, said.message_id)[-MOST_HANDLED:]


def _expire(turn: GroupTurn) -> None:
    now = turn.moment.now
    for person, expecting in tuple(turn.state.expecting.items()):
        if now - expecting.since >= PROMPT_LIFE:
            prompts.close_prompt(turn, person, "officials.ask.expired")
    holding.settle(turn)
    days.turn_over(turn)
    signs.put_up_again(turn)


def _wake_at(turn: GroupTurn) -> datetime | None:
    """Name the next moment at which something expires, is complete or begins; always after this step's."""
    state = turn.state
    moments = [expecting.since + PROMPT_LIFE for expecting in state.expecting.values()]
    for held in state.held:
        waiting = any(not item.media for part in held.parts for item in part.evidence)
        quiet = held.quiet_until
        moments.append(held.until if waiting or quiet is None else min(quiet, held.until))
    moments += [moment for moment in (days.next_turn(turn), signs.next_time(turn)) if moment is not None]
    return min(moments, default=None)
